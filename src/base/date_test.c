/* SPDX-License-Identifier: Apache-2.0 */
/* Days and moments in China. */
#include "base/date.h"

#include "tests/test.h"

enum { LIMIT = 1024 * 1024 };

static date day(int year, int month, int day_of_month)
{
    return date_of(year, month, day_of_month);
}

static bool same(date a, date b)
{
    return date_compare(a, b) == 0;
}

static bool reads(str text, date expected)
{
    date d;

    return date_read(text, &d) && same(d, expected);
}

static bool refuses(str text)
{
    date d;

    return !date_read(text, &d);
}

TEST_ONCE("every day of 9999 years is one after the day before, and is split as it was made")
{
    int expected = 1;

    for (int y = 1; y <= 9999; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= 31; d++) {
                int year, month, of_month;
                date made = day(y, m, d);
                if (!date_is_set(made))
                    continue;
                CHECK(made.day == expected++);
                date_split(made, &year, &month, &of_month);
                CHECK(year == y && month == m && of_month == d);
            }
    CHECK(expected == 3652060);
}

TEST_ONCE("days that are in no calendar are no dates")
{
    CHECK(!date_is_set(day(2023, 2, 29)) && date_is_set(day(2024, 2, 29)));
    CHECK(!date_is_set(day(1900, 2, 29)) && date_is_set(day(2000, 2, 29)));
    CHECK(!date_is_set(day(2026, 4, 31)) && !date_is_set(day(2026, 13, 1)));
    CHECK(!date_is_set(day(2026, 0, 1)) && !date_is_set(day(0, 1, 1)));
    CHECK(!date_is_set(day(10000, 1, 1)) && !date_is_set(day(2026, 1, 0)));
}

TEST_ONCE("weekdays count from Monday to Sunday")
{
    CHECK(date_weekday(day(2026, 3, 2)) == 1);
    CHECK(date_weekday(day(2000, 1, 1)) == 6);
    CHECK(date_weekday(day(2026, 3, 1)) == 7);
}

TEST_ONCE("a notice of ten days on 2 March allows a meeting on 12 March")
{
    CHECK(same(date_add_days(day(2026, 3, 2), 10), day(2026, 3, 12)));
}

TEST_ONCE("periods in days of law and petitions end where the rules say")
{
    CHECK(same(date_add_days(day(2026, 1, 31), 30), day(2026, 3, 2)));
    CHECK(same(date_add_days(day(2026, 4, 1), 60), day(2026, 5, 31)));
    CHECK(same(date_add_days(day(2026, 4, 1), 90), day(2026, 6, 30)));
    CHECK(date_days_between(day(2025, 10, 1), day(2026, 1, 1)) == 92);
}

TEST_ONCE("a month later is the same day, or the last one when there is none such")
{
    CHECK(same(date_add_months(day(2026, 1, 31), 1), day(2026, 2, 28)));
    CHECK(same(date_add_months(day(2024, 1, 31), 1), day(2024, 2, 29)));
    CHECK(same(date_add_months(day(2026, 11, 15), 14), day(2028, 1, 15)));
    CHECK(same(date_add_months(day(2026, 3, 31), -1), day(2026, 2, 28)));
    CHECK(same(date_add_months(day(2026, 1, 15), -1), day(2025, 12, 15)));
    CHECK(same(date_add_months(day(2024, 2, 29), 12), day(2025, 2, 28)));
}

TEST_ONCE("a year of age is full on the birthday")
{
    CHECK(date_age(day(2008, 3, 2), day(2026, 3, 1)) == 17);
    CHECK(date_age(day(2008, 3, 2), day(2026, 3, 2)) == 18);
    CHECK(date_age(day(2008, 2, 29), day(2026, 2, 28)) == 17);
    CHECK(date_age(day(1880, 1, 1), day(2026, 1, 1)) == 146);
}

TEST_ONCE("dates are read as people write them")
{
    date expected = day(2023, 5, 1);

    CHECK(reads(S("2023年5月1日"), expected));
    CHECK(reads(S("2023年05月01号"), expected));
    CHECK(reads(S("2023.5.1"), expected));
    CHECK(reads(S("2023/5/1"), expected));
    CHECK(reads(S("2023-05-01"), expected));
    CHECK(reads(S("20230501"), expected));
    CHECK(reads(S(" 2023-5-1\u3000"), expected));
}

TEST_ONCE("a month alone is its first day")
{
    CHECK(reads(S("2023-05"), day(2023, 5, 1)));
    CHECK(reads(S("2023年5月"), day(2023, 5, 1)));
}

TEST_ONCE("what is no date is not read as one")
{
    CHECK(refuses(S("")) && refuses(S("2023")) && refuses(S("2023-")));
    CHECK(refuses(S("2023-02-30")) && refuses(S("20230230")) && refuses(S("2023-13")));
    CHECK(refuses(S("23-5-1")) && refuses(S("2023-5-1x")) && refuses(S("2023-5-100")));
    CHECK(refuses(S("0000-01-01")) && refuses(S("-2023-5-1")) && refuses(S("2023--1")));
    CHECK(refuses(S("99999999999999999999")) && refuses(S("二〇二三年五月一日")));
}

TEST_ONCE("a date is written for machines and for people; no date is written as nothing")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    date_write(day(2026, 3, 2), &out);
    buf_add_char(&out, ' ');
    date_show(day(2026, 3, 2), &out);
    date_write((date){ 0 }, &out);
    date_show((date){ 0 }, &out);
    date_write(day(1, 1, 1), &out);

    CHECK_STR(buf_str(&out), "2026-03-02 2026年3月2日0001-01-01");
}

TEST_ONCE("a moment belongs to its day in China")
{
    CHECK(same(instant_date(instant_of(day(2026, 3, 2), 0, 0, 0)), day(2026, 3, 2)));
    CHECK(same(instant_date(instant_of(day(2026, 3, 2), 23, 59, 59)), day(2026, 3, 2)));
    CHECK(!date_is_set(instant_date((instant){ 0 })));
}

static bool reads_moment(str text, instant expected)
{
    instant t;

    return instant_read(text, &t) && instant_compare(t, expected) == 0;
}

TEST_ONCE("moments are read with and without seconds, with a T, and as a date alone")
{
    CHECK(reads_moment(S("2026-03-02 09:30"), instant_of(day(2026, 3, 2), 9, 30, 0)));
    CHECK(reads_moment(S("2026-03-02 09:30:07"), instant_of(day(2026, 3, 2), 9, 30, 7)));
    CHECK(reads_moment(S("2026-03-02T09:30"), instant_of(day(2026, 3, 2), 9, 30, 0)));
    CHECK(reads_moment(S("2026-03-02T09:30:07+08:00"), instant_of(day(2026, 3, 2), 9, 30, 7)));
    CHECK(reads_moment(S("2026-03-02"), instant_of(day(2026, 3, 2), 0, 0, 0)));
}

TEST_ONCE("what is no moment is not read as one")
{
    instant t;

    CHECK(!instant_read(S(""), &t));
    CHECK(!instant_read(S("2026-03-02 24:00"), &t));
    CHECK(!instant_read(S("2026-03-02 09:60"), &t));
    CHECK(!instant_read(S("2026-03-02 09"), &t));
    CHECK(!instant_read(S("2026-03-02 09:30:00Z"), &t));
    CHECK(!instant_read(S("2026-03-02 09:30:00+00:00"), &t));
    CHECK(!instant_read(S("09:30"), &t));
}

TEST_ONCE("a moment is read as it was written")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    instant t = instant_of(day(2026, 3, 2), 9, 5, 7);
    struct buf plain = { .arena = arena };
    struct buf iso = { .arena = arena };

    instant_write(t, &plain);
    instant_write_iso(t, &iso);

    CHECK_STR(buf_str(&plain), "2026-03-02 09:05:07");
    CHECK_STR(buf_str(&iso), "2026-03-02T09:05:07+08:00");
    CHECK(reads_moment(buf_str(&plain), t) && reads_moment(buf_str(&iso), t));
}

TEST_ONCE("people see the year of a moment only when it is another one")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    instant_show(instant_of(day(2026, 3, 2), 9, 30, 0), day(2026, 8, 1), &out);
    buf_add_char(&out, '|');
    instant_show(instant_of(day(2025, 3, 2), 9, 30, 0), day(2026, 8, 1), &out);

    CHECK_STR(buf_str(&out), "3月2日 09:30|2025年3月2日 09:30");
}

TEST_ONCE("now lies in this century")
{
    CHECK(date_year(instant_date(instant_now())) >= 2025);
    CHECK(date_year(instant_date(instant_now())) < 2100);
}
