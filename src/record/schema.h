/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQL tables of the record types.
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

#include "record/type.h"

/* The statements that make one type's table and indexes. */
void schema_write(const struct record_type *type, enum db_engine engine, struct buf *out);

/* Writes what makes the engine refuse changes of a table whose rows are only added.  A first
 * hindrance only: whoever owns the database can take it away. */
void schema_forbid_changes(const char *table, enum db_engine engine, struct buf *out);

/* Makes all tables that are not there, and adds columns that are new in a table. */
MUST_USE struct error *schema_apply(struct context *cx);

/* Compares the catalogue of the database with a type: misfit is the first field whose column is
 * missing or of another type, NULL when all are as they should be. */
MUST_USE struct error *schema_compare(struct context *cx, const struct record_type *type,
                                      const struct field **misfit);

MUST_USE struct error *schema_has_table(struct context *cx, const char *table, bool *found);

/* How many rows a table has. */
MUST_USE struct error *schema_count(struct context *cx, const char *table, int64_t *count);

#endif
