/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days and moments in China (Asia/Shanghai, UTC+8, no summer time).
 *
 * A date is the number of its day: 1 is 0001-01-01 of the Gregorian calendar; 0 is no date.  An
 * instant is the number of seconds since the start of that day in China; 0 is no instant.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buf.h"

typedef struct {
    int32_t day;
} date;

typedef struct {
    int64_t second;
} instant;

bool date_is_set(date d);
int date_compare(date a, date b);

/* The date of a year, month (1..12) and day of the month; no date when there is none such. */
date date_of(int year, int month, int day);
void date_split(date d, int *year, int *month, int *day);
int date_year(date d);

/* 1 is Monday, 7 is Sunday. */
int date_weekday(date d);

date date_add_days(date d, int days);

/* The same day of a later month, or the last day of that month if there is none such
 * (民法典 202). */
date date_add_months(date d, int months);

/* Days from a to b. */
int date_days_between(date a, date b);

/* Whole years from birth to on. */
int date_age(date birth, date on);

/* Reads 2026-03-02, 2026.3.2, 2026/3/2, 2026年3月2日, 20260302, full-width digits aside.
 * A month alone (2026-03, 2026年3月) is its first day. */
bool date_read(str text, date *d);

/* 2026-03-02 */
void date_write(date d, struct buf *out);

/* 2026年3月2日, in the reader's language. */
void date_show(date d, struct buf *out);

/* 2026年3月, in the reader's language. */
void date_show_month(date d, struct buf *out);

/* 3月, in the reader's language. */
const char *month_word(int month);

/* 2026年3月2日 whoever reads: for what is kept. */
void date_write_chinese(date d, struct buf *out);

bool instant_is_set(instant t);
int instant_compare(instant a, instant b);
instant instant_of(date d, int hour, int minute, int second);
date instant_date(instant t);
instant instant_add_seconds(instant t, int64_t seconds);

/* Reads 2026-03-02 09:30[:00], also with T between; a date alone is its first second. */
bool instant_read(str text, instant *t);

/* 2026-03-02 09:30:00 */
void instant_write(instant t, struct buf *out);

/* 3月2日 09:30 in the reader's language, with the year when it is not the year of today. */
void instant_show(instant t, date today, struct buf *out);

/* 2026-03-02T09:30:00+08:00, as APIs want it. */
void instant_write_iso(instant t, struct buf *out);

/* Now, by the system's clock.  Rules take it from the context instead. */
instant instant_now(void);

#endif
