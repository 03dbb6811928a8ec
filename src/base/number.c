/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers with a fixed number of decimals, as whole numbers of their smallest unit. */
#include "base/number.h"

#include <assert.h>

enum { MOST_DECIMALS = 18, MOST_DIGITS = 20 };

/* Products of two int64_t. */
__extension__ typedef __int128 wide;

static uint64_t magnitude(int64_t number)
{
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

static uint64_t power_of_ten(int exponent)
{
    uint64_t power = 1;

    assert(exponent >= 0 && exponent <= MOST_DECIMALS);
    for (; exponent > 0; exponent--)
        power *= 10;
    return power;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Appends a decimal digit to a number that is not positive; false when it overflows. */
static bool push_digit(int64_t *number, char digit)
{
    return !__builtin_mul_overflow(*number, 10, number) &&
           !__builtin_sub_overflow(*number, digit - '0', number);
}

/* True when commas stand only before each three digits, and digits are all else. */
static bool is_grouped(str whole)
{
    bool has_comma = whole.length > 0 && str_contains(whole, S(","));

    for (size_t i = 0; i < whole.length; i++) {
        bool is_comma_place = has_comma && (whole.length - i) % 4 == 0;
        if (is_comma_place ? whole.data[i] != ',' || i == 0 : !is_digit(whole.data[i]))
            return false;
    }
    return whole.length > 0;
}

static bool push_whole(int64_t *units, str whole)
{
    for (size_t i = 0; i < whole.length; i++)
        if (whole.data[i] != ',' && !push_digit(units, whole.data[i]))
            return false;
    return true;
}

/* Appends decimals digits, zeros for those that are not written. */
static bool push_part(int64_t *units, str part, int decimals)
{
    for (size_t i = 0; i < (size_t)decimals; i++) {
        char digit = i < part.length ? part.data[i] : '0';
        if (!is_digit(digit) || !push_digit(units, digit))
            return false;
    }
    return part.length <= (size_t)decimals;
}

bool fixed_read(str text, int decimals, int64_t *units)
{
    bool negative = str_starts(text, S("-"));
    int64_t value = 0; /* counted downwards: the lowest number has no positive counterpart */
    str whole, part;

    bool has_point = str_cut(str_slice(text, negative, text.length), '.', &whole, &part);
    if (!is_grouped(whole) || (has_point && part.length == 0))
        return false;
    if (!push_whole(&value, whole) || !push_part(&value, part, decimals))
        return false;
    if (!negative && __builtin_mul_overflow(value, -1, &value))
        return false;
    *units = value;
    return true;
}

/* Digits with at least one before the point, and a comma before each group of three. */
static void add_digits(uint64_t number, int decimals, bool grouped, struct buf *out)
{
    char digits[MOST_DIGITS];
    int count = 0;

    for (; number > 0 || count <= decimals; number /= 10)
        digits[count++] = (char)('0' + number % 10);
    while (count > 0) {
        buf_add_char(out, digits[--count]);
        int before_point = count - decimals;
        if (grouped && before_point > 0 && before_point % 3 == 0)
            buf_add_char(out, ',');
        if (decimals > 0 && before_point == 0)
            buf_add_char(out, '.');
    }
}

void fixed_write(int64_t units, int decimals, struct buf *out)
{
    assert(decimals >= 0 && decimals <= MOST_DECIMALS);
    if (units < 0)
        buf_add_char(out, '-');
    add_digits(magnitude(units), decimals, false, out);
}

static uint64_t round_half_up(uint64_t number, uint64_t unit)
{
    return number / unit + (number % unit >= unit / 2);
}

void fixed_show(int64_t units, int decimals, int shown, struct buf *out)
{
    assert(shown >= 0 && decimals <= MOST_DECIMALS);
    int kept = shown < decimals ? shown : decimals;
    uint64_t rounded = magnitude(units);

    if (kept < decimals)
        rounded = round_half_up(rounded, power_of_ten(decimals - kept));
    if (units < 0 && rounded > 0)
        buf_add_char(out, '-');
    add_digits(rounded, kept, true, out);
    if (kept == 0 && shown > 0)
        buf_add_char(out, '.');
    for (; kept < shown; kept++)
        buf_add_char(out, '0');
}

bool share_reaches(int64_t count, int64_t numerator, int64_t denominator, int64_t base)
{
    assert(denominator > 0);
    return base > 0 && (wide)count * denominator >= (wide)numerator * base;
}

bool share_exceeds(int64_t count, int64_t numerator, int64_t denominator, int64_t base)
{
    assert(denominator > 0);
    return base > 0 && (wide)count * denominator > (wide)numerator * base;
}

void percent_show(int64_t part, int64_t whole, struct buf *out)
{
    if (whole == 0) {
        buf_add(out, S("—"));
        return;
    }
    wide doubled = (wide)part * 2000 / whole; /* in halves of 0.1 % */
    wide tenths = (doubled + (doubled < 0 ? -1 : 1)) / 2;
    assert(tenths >= INT64_MIN && tenths <= INT64_MAX);
    fixed_write((int64_t)tenths, 1, out);
    buf_add_char(out, '%');
}

/* Keeps two leading digits, below a hundred one. */
static int64_t round_unit(int64_t number)
{
    int64_t unit = 10;

    while (number / unit >= 100)
        unit *= 10;
    return unit;
}

void over_show(int64_t number, struct buf *out)
{
    int64_t over = number < 10 ? 0 : number % round_unit(number);

    buf_add_integer(out, number - over);
    if (over > 0)
        buf_add(out, S("余"));
}
