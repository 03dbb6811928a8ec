/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers of documents: each series of a place counts from 1 every year, without gaps, for the
 * number is given in the transaction that needs it.
 */
#ifndef APP_SERIES_H
#define APP_SERIES_H

#include "record/store.h"

/* The next number of a series ("人调字") at a place in the year of cx->today. */
MUST_USE struct error *series_next(struct context *cx, str place, const char *series,
                                   int64_t *number);

/* "〔2026〕12号" */
str series_words(struct context *cx, int64_t number);

void series_schema_write(enum db_engine engine, struct buf *out);

#endif
