/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A record as text, as it would be stored and not as it is shown: secrets are sealed, choices
 * are their codes, and what is not set is left out.  Each field is "name length:value" and a
 * line end, so that reading copies nothing.  For records that wait to be kept, and for what a
 * record was before.
 */
#ifndef RECORD_PACK_H
#define RECORD_PACK_H

#include "record/store.h"

/* The fields of a record; its id and version are not part of it. */
str record_pack(struct context *cx, const struct record_type *type, const void *record);

/* The other way; the record has its texts where this text is.  Fields that the text does not
 * name are not set; names that the type does not know are ignored. */
MUST_USE struct error *record_unpack(struct context *cx, const struct record_type *type,
                                     str text, void *record);

#endif
