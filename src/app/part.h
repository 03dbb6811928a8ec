/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of pages that are written once and shown again, as long as nothing that they are made
 * of has changed: the menu, the figures of a year.
 *
 * A part is recalled for the same reader, language and day, and for the same values of what it
 * shows.  Whatever else its words depend on must be in the database, so that a change of it is
 * noticed.  Only on SQLite, as answers are (db/db.h); elsewhere it is written each time.
 */
#ifndef APP_PART_H
#define APP_PART_H

#include "app/access.h"
#include "db/db.h"

enum { PART_VALUES_MAX = 6 };

struct part {
    const char *name; /* no other part has it */
    struct error *(*write)(struct context *cx, struct buf *out, void *closure);
    const struct value *values; /* what it shows */
    size_t count;               /* at most PART_VALUES_MAX */
    enum db_memory memory;      /* DB_STEADY_MEMORY: it is made of steady tables only */
    bool for_all; /* whoever reads: who they are is in the values, if it matters */
};

MUST_USE struct error *part_write(struct context *cx, struct buf *out, const struct part *part,
                                  void *closure);

#endif
