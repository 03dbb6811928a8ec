/* SPDX-License-Identifier: Apache-2.0 */
/* From a matter to a dispute, and back. */
#ifndef MODULES_DISPUTES_LINK_H
#define MODULES_DISPUTES_LINK_H

#include "modules/disputes/disputes.h"
#include "modules/matters/matters.h"

/* Hears "matter.mediated": makes a dispute of the matter. */
MUST_USE struct error *dispute_hear_matter(struct context *cx, const struct record_type *type,
                                           const void *record);

/* Writes into the history of the matter that a dispute was raised as; says nothing of what was
 * agreed. */
MUST_USE struct error *dispute_tell_matter(struct context *cx, const struct dispute *dispute,
                                           const char *words);

#endif
