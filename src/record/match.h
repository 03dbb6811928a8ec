/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding the record that a row of somebody's table is about.
 */
#ifndef RECORD_MATCH_H
#define RECORD_MATCH_H

#include "record/store.h"

enum { MATCH_FIELDS_MAX = 4 };

/* The records within a place whose fields are as those of wanted; a sealed one is found by its
 * blind index.  count is 0, 1, or 2 for two and more; *record gets the first. */
MUST_USE struct error *record_match(struct context *cx, const struct record_type *type,
                                    str place, const struct field *const *fields,
                                    size_t field_count, const void *wanted, void *record,
                                    size_t *count);

/* True when two records have the same value there; sealed ones by their blind indexes. */
bool field_is_same(const struct field *field, const void *a, const void *b);

#endif
