/* SPDX-License-Identifier: Apache-2.0 */
/* The codes that officials write, and their check digits. */
#include "base/codes.h"

#include <string.h>

enum { ID_LENGTH = 18, OLD_ID_LENGTH = 15, CREDIT_LENGTH = 18, CREDIT_BASE = 31 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (!is_digit(s.data[i]))
            return false;
    return true;
}

/* The check digit of ISO 7064 MOD 11-2 for 17 digits. */
static char id_check_digit(const char *digits)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;

    for (size_t i = 0; i < ID_LENGTH - 1; i++)
        sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

const char *id_number_refusal(str number)
{
    if (number.length != ID_LENGTH)
        return "身份证号应为18位，请核对位数。";
    if (!all_digits(str_slice(number, 0, ID_LENGTH - 1)))
        return "身份证号前17位应全部是数字，请核对。";
    if (!date_is_set(id_number_birth(number)))
        return "身份证号第7至14位不是真实的出生日期，请核对。";
    if (number.data[ID_LENGTH - 1] != id_check_digit(number.data))
        return "身份证号的校验位不对，请逐位核对，末位的X用大写。";
    return NULL;
}

/* Without white space of any kind inside, and with X in upper case. */
static str tidy(struct arena *arena, str number)
{
    struct buf out = { .arena = arena };

    for (size_t at = 0; at < number.length;) {
        str character = str_first(str_slice(number, at, number.length), 1);
        at += character.length;
        if (str_eq(character, S("x")))
            buf_add_char(&out, 'X');
        else if (!str_is_empty(str_trim(character)))
            buf_add(&out, character);
    }
    return buf_str(&out);
}

str id_number_normal(struct arena *arena, str number)
{
    char longer[ID_LENGTH];

    number = tidy(arena, number);
    if (number.length != OLD_ID_LENGTH || !all_digits(number))
        return number;

    memcpy(longer, number.data, 6);
    memcpy(longer + 6, "19", 2);
    memcpy(longer + 8, number.data + 6, OLD_ID_LENGTH - 6);
    longer[ID_LENGTH - 1] = id_check_digit(longer);
    return arena_copy(arena, (str){ longer, ID_LENGTH });
}

date id_number_birth(str number)
{
    int64_t day;

    if (number.length != ID_LENGTH || !all_digits(str_slice(number, 6, 14)) ||
        !str_read_integer(str_slice(number, 6, 14), &day))
        return (date){ 0 };
    return date_of((int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
}

bool id_number_is_male(str number)
{
    return number.length == ID_LENGTH && (number.data[16] - '0') % 2 == 1;
}

/* The value of a character of the code; -1 for those that it does not use (I, O, S, V, Z). */
static int credit_value(char c)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const char *at = memchr(alphabet, c, sizeof alphabet - 1);

    return at == NULL ? -1 : (int)(at - alphabet);
}

static bool credit_alphabet_is_right(str code)
{
    for (size_t i = 0; i < code.length; i++)
        if (credit_value(code.data[i]) < 0)
            return false;
    return true;
}

static int credit_check_value(str code)
{
    int weight = 1;
    int sum = 0;

    for (size_t i = 0; i < CREDIT_LENGTH - 1; i++) {
        sum += credit_value(code.data[i]) * weight;
        weight = weight * 3 % CREDIT_BASE;
    }
    return (CREDIT_BASE - sum % CREDIT_BASE) % CREDIT_BASE;
}

const char *credit_code_refusal(str code)
{
    if (code.length != CREDIT_LENGTH)
        return "统一社会信用代码应为18位，请核对位数。";
    if (!credit_alphabet_is_right(code))
        return "统一社会信用代码只用数字和大写字母，且不用I、O、S、V、Z，请核对。";
    if (credit_value(code.data[CREDIT_LENGTH - 1]) != credit_check_value(code))
        return "统一社会信用代码的校验位不对，请逐位核对。";
    return NULL;
}

static bool is_mobile(str phone)
{
    return phone.length == 11 && phone.data[0] == '1' && phone.data[1] >= '3';
}

/* 010 and 02x are followed by eight digits, the others by seven or eight.  A local number
 * begins with 2 to 8. */
static bool is_fixed(str area, str local)
{
    bool is_short_area = area.length == 3 && (area.data[1] == '1' || area.data[1] == '2');
    bool is_long_area = area.length == 4 && area.data[1] >= '3';
    bool length_fits = local.length == 8 || (is_long_area && local.length == 7);

    return (is_short_area || is_long_area) && area.data[0] == '0' && length_fits &&
           local.data[0] >= '2' && local.data[0] <= '8';
}

static size_t area_length(str phone)
{
    bool is_short = phone.length > 1 && (phone.data[1] == '1' || phone.data[1] == '2');

    return is_short ? 3 : 4;
}

const char *phone_refusal(str phone)
{
    str area, local;

    if (!str_cut(phone, '-', &area, &local)) {
        area = str_slice(phone, 0, area_length(phone));
        local = str_slice(phone, area_length(phone), phone.length);
        if (all_digits(phone) && is_mobile(phone))
            return NULL;
    }
    if (all_digits(area) && all_digits(local) && is_fixed(area, local))
        return NULL;
    return "电话号码不对：手机号应为11位数字，固定电话应带区号，如0713-8123456。";
}

str phone_masked(struct arena *arena, str phone)
{
    if (phone.length < 8)
        return S("****");
    return arena_printf(arena, "%.*s****%.*s", STR_ARG(str_slice(phone, 0, 3)),
                        STR_ARG(str_slice(phone, phone.length - 4, phone.length)));
}

str id_number_masked(struct arena *arena, str number)
{
    size_t shown = number.length > 8 ? 4 : 0;

    return arena_printf(arena, "**************%.*s",
                        STR_ARG(str_slice(number, number.length - shown, number.length)));
}
