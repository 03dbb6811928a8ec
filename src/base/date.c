/* SPDX-License-Identifier: Apache-2.0 */
/* Days and moments in China. */
#include "base/date.h"

#include "base/words.h"

#include <time.h>

enum {
    DAY_SECONDS = 86400,
    UNIX_EPOCH_DAY = 719163, /* 1970-01-01 */
    CHINA_SECONDS = 8 * 3600,
    DAYS_OF_400_YEARS = 146097,
    DAYS_OF_4_YEARS = 1461,
    DAYS_AFTER_FEBRUARY = 306, /* from the first of March on */
    LAST_YEAR = 9999,
};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool date_is_set(date d)
{
    return d.day != 0;
}

int date_compare(date a, date b)
{
    return (a.day > b.day) - (a.day < b.day);
}

/* Days before a month of a year that begins in March, whose leap day is its last. */
static int days_before(int month_from_march)
{
    return (153 * month_from_march + 2) / 5;
}

static int days_before_year(int year)
{
    return year * 365 + year / 4 - year / 100 + year / 400;
}

date date_of(int year, int month, int day)
{
    if (year < 1 || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > month_days(year, month))
        return (date){ 0 };

    bool next = month > 2;
    return (date){ days_before_year(year - !next) + days_before(next ? month - 3 : month + 9) +
                   day - DAYS_AFTER_FEBRUARY };
}

void date_split(date d, int *year, int *month, int *day)
{
    int rest = d.day - 1 + DAYS_AFTER_FEBRUARY;
    int centuries = (4 * rest + 3) / DAYS_OF_400_YEARS;
    rest -= DAYS_OF_400_YEARS * centuries / 4;
    int years = (4 * rest + 3) / DAYS_OF_4_YEARS;
    rest -= DAYS_OF_4_YEARS * years / 4;
    int from_march = (5 * rest + 2) / 153;

    *day = rest - days_before(from_march) + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = 100 * centuries + years + (from_march >= 10);
}

int date_year(date d)
{
    int year, month, day;

    date_split(d, &year, &month, &day);
    return year;
}

int date_weekday(date d)
{
    return (d.day - 1) % 7 + 1;
}

date date_add_days(date d, int days)
{
    return (date){ d.day + days };
}

date date_add_months(date d, int months)
{
    int year, month, day;

    date_split(d, &year, &month, &day);
    int count = year * 12 + month - 1 + months;
    year = count / 12;
    month = count % 12 + 1;
    int last = month_days(year, month);
    return date_of(year, month, day < last ? day : last);
}

int date_days_between(date a, date b)
{
    return b.day - a.day;
}

int date_age(date birth, date on)
{
    int year, month, day, on_year, on_month, on_day;

    date_split(birth, &year, &month, &day);
    date_split(on, &on_year, &on_month, &on_day);
    bool before_birthday = on_month < month || (on_month == month && on_day < day);
    return on_year - year - before_birthday;
}

/* Takes up to most digits from the start of text. */
static int take_number(str *text, size_t most, size_t *digits)
{
    int number = 0;

    *digits = 0;
    while (*digits < most && text->length > 0 && text->data[0] >= '0' && text->data[0] <= '9') {
        number = number * 10 + (text->data[0] - '0');
        *text = str_slice(*text, 1, text->length);
        (*digits)++;
    }
    return number;
}

/* Takes one of the signs between the parts of a date. */
static bool take_sign(str *text, str word)
{
    static const char signs[] = "-./";

    if (str_starts(*text, word)) {
        *text = str_slice(*text, word.length, text->length);
        return true;
    }
    for (const char *sign = signs; *sign != '\0'; sign++)
        if (text->length > 0 && text->data[0] == *sign) {
            *text = str_slice(*text, 1, text->length);
            return true;
        }
    return false;
}

/* Eight digits without signs. */
static bool read_compact(str text, date *d)
{
    size_t digits;
    int number = take_number(&text, 8, &digits);

    *d = date_of(number / 10000, number / 100 % 100, number % 100);
    return digits == 8 && text.length == 0 && date_is_set(*d);
}

static int pair(const char *digits)
{
    return (digits[0] - '0') * 10 + (digits[1] - '0');
}

/* The form that is stored: 2026-11-07. */
static bool read_stored(str text, date *d)
{
    static const char digits[] = { 0, 1, 2, 3, 5, 6, 8, 9 };
    unsigned wrong = 0;

    if (text.length != sizeof "0000-00-00" - 1 || text.data[4] != '-' || text.data[7] != '-')
        return false;
    for (size_t i = 0; i < COUNT(digits); i++)
        wrong |= (unsigned)(text.data[(int)digits[i]] - '0') > 9;
    *d = wrong ? (date){ 0 }
               : date_of(pair(text.data) * 100 + pair(text.data + 2), pair(text.data + 5),
                         pair(text.data + 8));
    return date_is_set(*d);
}

bool date_read(str text, date *d)
{
    size_t digits;

    if (read_stored(text, d))
        return true;
    text = str_trim(text);
    if (text.length == 8 && read_compact(text, d))
        return true;

    int year = take_number(&text, 4, &digits);
    if (digits != 4 || !take_sign(&text, S("年")))
        return false;
    int month = take_number(&text, 2, &digits);
    if (digits == 0)
        return false;
    int day = 1;
    bool more = take_sign(&text, S("月"));
    if (more && text.length > 0) {
        day = take_number(&text, 2, &digits);
        if (digits == 0)
            return false;
        if (str_starts(text, S("日")) || str_starts(text, S("号")))
            text = str_slice(text, S("日").length, text.length);
    }
    *d = date_of(year, month, day);
    return text.length == 0 && date_is_set(*d);
}

static void add_padded(struct buf *out, int number, int width)
{
    char digits[8];

    for (int i = width - 1; i >= 0; i--) {
        digits[i] = (char)('0' + number % 10);
        number /= 10;
    }
    buf_add(out, (str){ digits, (size_t)width });
}

void date_write(date d, struct buf *out)
{
    int year, month, day;

    if (!date_is_set(d))
        return;
    date_split(d, &year, &month, &day);
    add_padded(out, year, 4);
    buf_add_char(out, '-');
    add_padded(out, month, 2);
    buf_add_char(out, '-');
    add_padded(out, day, 2);
}

const char *month_word(int month)
{
    static const char *const words[] = { "1月", "2月", "3月", "4月",  "5月",  "6月",
                                         "7月", "8月", "9月", "10月", "11月", "12月" };

    return words_said(words[month - 1]);
}

void date_show(date d, struct buf *out)
{
    int year, month, day;

    if (!date_is_set(d))
        return;
    date_split(d, &year, &month, &day);
    buf_printf(out, _("%d年%s%d日"), year, month_word(month), day);
}

void date_show_month(date d, struct buf *out)
{
    int year, month, day;

    if (!date_is_set(d))
        return;
    date_split(d, &year, &month, &day);
    buf_printf(out, _("%d年%s"), year, month_word(month));
}

void date_write_chinese(date d, struct buf *out)
{
    int year, month, day;

    if (!date_is_set(d))
        return;
    date_split(d, &year, &month, &day);
    buf_printf(out, "%d年%d月%d日", year, month, day);
}

bool instant_is_set(instant t)
{
    return t.second != 0;
}

int instant_compare(instant a, instant b)
{
    return (a.second > b.second) - (a.second < b.second);
}

instant instant_of(date d, int hour, int minute, int second)
{
    return (instant){ (int64_t)(d.day - 1) * DAY_SECONDS + hour * 3600 + minute * 60 + second };
}

date instant_date(instant t)
{
    return (date){ (int32_t)(t.second / DAY_SECONDS) + (t.second != 0) };
}

instant instant_add_seconds(instant t, int64_t seconds)
{
    return (instant){ t.second + seconds };
}

/* Takes ":mm" or "hh"; -1 when it is not there or too large. */
static int take_clock(str *text, bool colon, int limit)
{
    size_t digits;

    if (colon) {
        if (text->length == 0 || text->data[0] != ':')
            return -1;
        *text = str_slice(*text, 1, text->length);
    }
    int number = take_number(text, 2, &digits);
    return digits == 0 || number >= limit ? -1 : number;
}

bool instant_read(str text, instant *t)
{
    str day, clock;
    date d;

    text = str_trim(text);
    if (!str_cut(text, 'T', &day, &clock))
        str_cut(text, ' ', &day, &clock);
    if (!date_read(day, &d))
        return false;
    if (str_ends(clock, S("+08:00")))
        clock = str_slice(clock, 0, clock.length - S("+08:00").length);
    if (clock.length == 0) {
        *t = instant_of(d, 0, 0, 0);
        return true;
    }
    int hour = take_clock(&clock, false, 24);
    int minute = hour < 0 ? -1 : take_clock(&clock, true, 60);
    int second = minute < 0 ? -1 : clock.length == 0 ? 0 : take_clock(&clock, true, 60);
    if (second < 0 || clock.length > 0)
        return false;
    *t = instant_of(d, hour, minute, second);
    return true;
}

static void add_clock(instant t, bool seconds, struct buf *out)
{
    int second = (int)(t.second % DAY_SECONDS);

    add_padded(out, second / 3600, 2);
    buf_add_char(out, ':');
    add_padded(out, second / 60 % 60, 2);
    if (!seconds)
        return;
    buf_add_char(out, ':');
    add_padded(out, second % 60, 2);
}

void instant_write(instant t, struct buf *out)
{
    if (!instant_is_set(t))
        return;
    date_write(instant_date(t), out);
    buf_add_char(out, ' ');
    add_clock(t, true, out);
}

void instant_show(instant t, date today, struct buf *out)
{
    int year, month, day;

    if (!instant_is_set(t))
        return;
    date_split(instant_date(t), &year, &month, &day);
    if (year != date_year(today))
        buf_printf(out, _("%d年%s%d日 "), year, month_word(month), day);
    else
        buf_printf(out, _("%s%d日 "), month_word(month), day);
    add_clock(t, false, out);
}

void instant_write_iso(instant t, struct buf *out)
{
    if (!instant_is_set(t))
        return;
    date_write(instant_date(t), out);
    buf_add_char(out, 'T');
    add_clock(t, true, out);
    buf_add(out, S("+08:00"));
}

instant instant_now(void)
{
    return (instant){ (int64_t)time(NULL) + CHINA_SECONDS +
                      (int64_t)(UNIX_EPOCH_DAY - 1) * DAY_SECONDS };
}
