/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQL tables of the record types.
 */
#ifndef RECORD_SCHEMA_H
#define RECORD_SCHEMA_H

#include "record/type.h"

/* The statements that make one type's table and indexes. */
void schema_write(const struct record_type *type, enum db_engine engine, struct buf *out);

/* Makes all tables that are not there, and adds columns that are new in a table. */
MUST_USE struct error *schema_apply(struct context *cx);

#endif
