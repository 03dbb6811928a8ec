/* SPDX-License-Identifier: Apache-2.0 */
/* The conversions that most formats consist of. */
#include "base/format.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { INTEGER_CHARACTERS = 20 };

/* What has been written, and whether all of it had room. */
struct writing {
    char *at;
    char *end;
    bool is_whole;
};

static void add(struct writing *out, const char *text, size_t length)
{
    out->is_whole = out->is_whole && length <= (size_t)(out->end - out->at);
    if (!out->is_whole || length == 0)
        return;
    memcpy(out->at, text, length);
    out->at += length;
}

static void add_unsigned(struct writing *out, uint64_t number, bool is_negative)
{
    char digits[INTEGER_CHARACTERS + 1];
    size_t at = sizeof digits;

    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    if (is_negative)
        digits[--at] = '-';
    add(out, digits + at, sizeof digits - at);
}

static void add_signed(struct writing *out, int64_t number)
{
    add_unsigned(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, number < 0);
}

static void add_text(struct writing *out, const char *text)
{
    if (text == NULL)
        out->is_whole = false;
    else
        add(out, text, strlen(text));
}

static void add_counted_text(struct writing *out, va_list *arguments)
{
    int length = va_arg(*arguments, int);
    const char *text = va_arg(*arguments, const char *);

    assert(length >= 0);
    add(out, text, text == NULL ? 0 : strnlen(text, (size_t)length));
}

/* Writes the value for the conversion behind a percent sign; answers what follows it, or NULL
 * for a conversion that is not known. */
static const char *add_value(struct writing *out, const char *at, va_list *arguments)
{
    if (at[0] == 's')
        add_text(out, va_arg(*arguments, const char *));
    else if (at[0] == 'd')
        add_signed(out, va_arg(*arguments, int));
    else if (at[0] == 'u')
        add_unsigned(out, va_arg(*arguments, unsigned), false);
    else if (at[0] == 'c')
        add(out, &(char){ (char)va_arg(*arguments, int) }, 1);
    else if (at[0] == '%')
        add(out, at, 1);
    else if (at[0] == '.' && at[1] == '*' && at[2] == 's')
        add_counted_text(out, arguments);
    else if (at[0] == 'l' && at[1] == 'l' && at[2] == 'd')
        add_signed(out, va_arg(*arguments, long long));
    else if (at[0] == 'z' && at[1] == 'u')
        add_unsigned(out, va_arg(*arguments, size_t), false);
    else
        return NULL;
    return at + (at[0] == '.' || at[0] == 'l' ? 3 : at[0] == 'z' ? 2 : 1);
}

size_t format_quickly(char *room, size_t size, const char *format, va_list arguments)
{
    struct writing out = { .at = room, .end = room + size, .is_whole = true };
    va_list rest;

    va_copy(rest, arguments);
    while (format != NULL && *format != '\0' && out.is_whole) {
        const char *conversion = strchrnul(format, '%');
        add(&out, format, (size_t)(conversion - format));
        format = *conversion == '%' ? add_value(&out, conversion + 1, &rest) : conversion;
    }
    va_end(rest);
    return format != NULL && out.is_whole ? (size_t)(out.at - room) : FORMAT_UNKNOWN;
}
