/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing, for the files of this room; who may open is in disputes.h. */
#ifndef MODULES_DISPUTES_SECRECY_H
#define MODULES_DISPUTES_SECRECY_H

#include "modules/disputes/disputes.h"

/* All that may be seen of a sealed text. */
str secrecy_mask(struct arena *arena, str plain);

/* Seals a text; an empty one stays empty. */
str sealed_words(struct context *cx, str plain);

/* For the types: whether who asks may see what belongs to the record. */
MUST_USE struct error *dispute_record_opened(struct context *cx, const void *record, bool *may);
MUST_USE struct error *paper_record_opened(struct context *cx, const void *record, bool *may);

extern const struct query mediates_dispute;
extern const struct query opening_of_today;
extern const struct query openings_of_dispute;

#endif
