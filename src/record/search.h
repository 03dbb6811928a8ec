/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words by which records are found.
 */
#ifndef RECORD_SEARCH_H
#define RECORD_SEARCH_H

#include "record/store.h"

/* True when some field of the type is searchable. */
bool type_is_searchable(const struct record_type *type);

/* The tables of the search index of a type. */
void search_schema_write(const struct record_type *type, enum db_engine engine,
                         struct buf *out);

/* Makes, renews or forgets the words of a record; before and after as in store_watch. */
MUST_USE struct error *search_update(struct context *cx, const struct record_type *type,
                                     const void *before, const void *after);

/* Makes the words of many records that have none yet; the columns of records are those of
 * type_columns, with others behind them. */
MUST_USE struct error *search_load(struct context *cx, const struct record_type *type,
                                   const struct result *records);

/* What people typed, as a question to this engine's index: all words, within place.  Empty when
 * there is nothing to search for. */
str search_question(struct context *cx, str words, str place);

#endif
