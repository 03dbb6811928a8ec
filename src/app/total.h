/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running totals: what a record adds to which place, figure and period.
 *
 * Days, months and years are kept as numbers of eight, six and four digits (20260302, 202603,
 * 2026), so that the days, the months and the years of a figure each lie together.  Days before
 * the year 1000 do not count.  Only the files about figures include this.
 */
#ifndef APP_TOTAL_H
#define APP_TOTAL_H

#include "app/figure.h"

enum { TOTAL_FIRST_YEAR = 1000, TOTAL_LAST_YEAR = 9000 };

/* The values of a share, in bytes, and what stands after each. */
enum { SHARE_BYTES_MAX = 48, SHARE_MARK = '/' };

struct total {
    str place;
    str figure; /* its key; of a share the name of its split */
    str share;  /* "family/village/"; empty: the whole */
    int64_t period;
    int64_t value;
    record_id import; /* whose records bring it, so that it can be taken away again; or 0 */
};

/* Writes out the statements, in an arena that stays.  Called by figures_build. */
void totals_build(struct arena *arena);

/* What a record contributes to a figure: value from the day on, until the day before until. */
struct contribution {
    str figure; /* as in struct total */
    str share;
    str place;
    date on;
    date until;
    int64_t value; /* 0: nothing */
};

/* Of no record (NULL): nothing. */
struct contribution contribution_of(const struct figure_entry *entry, const void *record);

/* What the same record contributes to a share of the figure, to which it brings the whole. */
struct contribution split_contribution(struct arena *arena, const struct split *split,
                                       struct contribution whole, const void *record);

/* Calls add for each total that a contribution belongs to, sign times. */
void contribution_spread(const struct contribution *contribution, int sign,
                         void (*add)(const struct total *total, void *closure), void *closure);

/* Adds the totals to those kept, in a fixed order so that two transactions never wait for each
 * other.  Sorts and merges totals. */
MUST_USE struct error *totals_add(struct context *cx, struct total *totals, size_t count);

/* The same with those that are kept of an import by itself: each names its import. */
MUST_USE struct error *totals_add_own(struct context *cx, struct total *totals, size_t count);

/* Writes what changes have brought so far and the transaction has put off to its end.  Whoever
 * reads totals calls it first. */
MUST_USE struct error *totals_settle(struct context *cx);

int64_t period_of_day(date day);
int64_t period_of_month(date day);
int64_t period_of_year(date day);
date day_of_period(int64_t period); /* of eight digits */

#endif
