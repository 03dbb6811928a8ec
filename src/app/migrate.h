/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving a whole installation from one database to another, of either engine: all records with
 * their ids and versions, the journal with its chains, totals, submissions, numbers of
 * documents, the key and the evidence.  Words for searching are made anew.
 *
 * The target is empty at first.  While it is being filled its table migration says how far each
 * table has come, in the same transaction as the rows, so that a run that was interrupted is
 * continued by the next one.  The table is dropped when all has been compared.
 */
#ifndef APP_MIGRATE_H
#define APP_MIGRATE_H

#include "record/type.h"

#include <stdio.h>

/* Moves from one address to the other and tells on out how far it is.  NULL when everything is
 * there and has been verified.  The source is kept from changing meanwhile and is left as it
 * was; fails with ERROR_CONFLICT when it is being served or the target has other data. */
MUST_USE struct error *app_migrate(struct context *cx, const char *from, const char *to,
                                   FILE *out);

/* A table that is moved, with all its columns as in SQL. */
struct moved_table {
    const struct record_type *type; /* NULL: a table of the program's own */
    const char *name;
    const char *columns;
};

/* All of them; *count becomes how many. */
const struct moved_table *moved_tables(struct context *cx, size_t *count);

/* Copies the key and the evidence files that are not there yet. */
MUST_USE struct error *move_folder(struct context *cx, const char *from, const char *to,
                                   FILE *out);

#endif
