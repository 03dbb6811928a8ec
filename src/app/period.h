/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Periods that people ask for: by a name (this year, this month) or by their days.
 */
#ifndef APP_PERIOD_H
#define APP_PERIOD_H

#include "app/route.h"

struct asked_period {
    date from;
    date to;
    const char *preset; /* the name; NULL when the days were given */
};

/* Names that can be asked for, relative to today. */
struct period_preset {
    const char *name;  /* year, quarter, month, last_year */
    const char *label; /* 今年 */
    date (*from)(date today);
    date (*to)(date today);
};

enum { PERIOD_PRESETS = 4 };
extern const struct period_preset period_presets[PERIOD_PRESETS];

/* Reads ?period= or ?from= and ?to=; this year up to today without them. */
MUST_USE struct error *period_read(struct context *cx, const struct request *request,
                                   struct asked_period *period);

/* The names as tabs; href is an address that ends in "?" or has "?x=y&" before the period. */
void period_write_tabs(struct context *cx, struct buf *out, str href,
                       const struct asked_period *period);

/* The period of the same length before this one, and the same days of the year before.  A
 * period that begins with a month goes back by whole months. */
struct asked_period period_before(const struct asked_period *period);
struct asked_period period_last_year(const struct asked_period *period);

/* "2026年1月1日至2026年3月2日" */
str period_words(struct context *cx, date from, date to);

/* The first day of a day's year, and of its month. */
date year_start(date day);
date month_start(date day);

#endif
