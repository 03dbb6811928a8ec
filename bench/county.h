/* SPDX-License-Identifier: Apache-2.0 */
/* The county that the fillers make: 12 townships of 25 villages, with the two accounts that
 * bench-enter signs in. */
#ifndef BENCH_COUNTY_H
#define BENCH_COUNTY_H

#include "base/context.h"
#include "record/store.h"

enum { TOWNSHIPS = 12, VILLAGES = 25 /* in each township */ };

#define COUNTY_KEY "990101"

/* Below a number; the same ones in every run on every machine. */
unsigned chance(unsigned below);

str village_key(struct context *cx, unsigned township, unsigned village);

MUST_USE struct error *add_place(struct context *cx, str code, str name);

/* The county with its province, prefecture, townships and villages. */
MUST_USE struct error *add_county(struct context *cx);

/* An account with one post from today on. */
MUST_USE struct error *add_account(struct context *cx, const char *login, const char *role,
                                   str place, record_id *id);

/* Journal and search, as in the program; the totals are made at the end by figures_rebuild,
 * which is quicker than one by one. */
extern const struct store_watch watch_without_totals;

double now_seconds(void);

/* Opens a new database, and answers what main does: 0, or 1 with the error said. */
int fill(const char *filler, const char *database,
         struct error *(*load)(struct context *cx, void *closure), void *closure);

#endif
