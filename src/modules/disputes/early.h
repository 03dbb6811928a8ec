/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Early sight: the same household, the same plot of land, the same season again, in plain
 * counts.  It says that something came up before; it never scores a person, and names nobody.
 */
#ifndef MODULES_DISPUTES_EARLY_H
#define MODULES_DISPUTES_EARLY_H

#include "modules/disputes/disputes.h"

struct early_sight {
    int64_t households; /* other cases of the last three years with a household of this one */
    int64_t parcel;     /* other cases about the same plot */
    int64_t season;     /* cases of this type in this village in this month of earlier years */
};

MUST_USE struct error *early_read(struct context *cx, const struct dispute *dispute,
                                  struct early_sight *sight);

/* Writes what there is to say; nothing when there is nothing. */
MUST_USE struct error *early_write(struct context *cx, struct buf *out,
                                   const struct dispute *dispute);

#endif
