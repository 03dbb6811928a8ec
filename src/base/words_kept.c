/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences in the database that each reader is told in their own language.
 *
 * The format is kept with what it names, each part after a mark that nobody types:
 * "␟第%lld次%s␟2␟达成协议".  Formats come back from the database, so they are filled in here
 * and never given to printf.
 */
#include "base/words.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

enum { MARK = 0x1f, VALUES_MAX = 9 };

/* "%2$.*1$s": which value it is, counted from 1, or 0 for the next; and how it is given. */
struct conversion {
    size_t nth;
    bool is_words; /* %s: of ours */
    char letter;
};

static bool read_number(str *rest, size_t *number)
{
    size_t digits = 0;

    *number = 0;
    while (digits < rest->length && isdigit((unsigned char)rest->data[digits]))
        *number = *number * 10 + (size_t)(rest->data[digits++] - '0');
    if (digits == 0 || digits > 2 || digits == rest->length || rest->data[digits] != '$')
        return false;
    *rest = str_slice(*rest, digits + 1, rest->length);
    return true;
}

/* The conversion at the head of rest, behind its percent sign. */
static struct conversion read_conversion(str *rest)
{
    struct conversion conversion = { .is_words = true };
    size_t i = 0;

    if (!read_number(rest, &conversion.nth))
        conversion.nth = 0;
    for (; i < rest->length && strchr("0123456789.*$", rest->data[i]) != NULL; i++)
        if (rest->data[i] == '*')
            conversion.is_words = false;
    while (i < rest->length && rest->data[i] == 'l')
        i++;
    conversion.letter = i < rest->length ? rest->data[i++] : '%';
    *rest = str_slice(*rest, i, rest->length);
    return conversion;
}

static void keep_value(struct buf *out, const struct conversion *conversion, va_list *values)
{
    buf_add_char(out, MARK);
    if (conversion->letter == 'd') {
        buf_add_integer(out, va_arg(*values, long long));
    } else if (conversion->is_words) {
        buf_add(out, str_of(va_arg(*values, const char *)));
    } else {
        int length = va_arg(*values, int);
        buf_add(out, (str){ va_arg(*values, const char *), (size_t)length });
    }
}

str words_keep(struct arena *arena, const char *format, ...)
{
    struct buf out = { .arena = arena };
    str rest = str_of(format), text;
    va_list values;

    va_start(values, format);
    buf_add_char(&out, MARK);
    buf_add(&out, rest);
    while (str_cut(rest, '%', &text, &rest)) {
        struct conversion conversion = read_conversion(&rest);
        assert(conversion.nth == 0 && strchr("sd%", conversion.letter) != NULL);
        if (conversion.letter != '%')
            keep_value(&out, &conversion, &values);
    }
    va_end(values);
    return buf_str(&out);
}

bool words_are_kept(str text)
{
    return text.length > 0 && text.data[0] == MARK;
}

/* Which of the values are words of ours: the Chinese format tells, in their order. */
static size_t read_values(str format, str rest, str values[VALUES_MAX])
{
    size_t count = 0;
    str text;

    while (count < VALUES_MAX && str_cut(format, '%', &text, &format)) {
        struct conversion conversion = read_conversion(&format);
        if (conversion.letter == '%')
            continue;
        str_cut(rest, MARK, &values[count], &rest);
        if (conversion.letter == 's' && conversion.is_words)
            values[count] = words_for(values[count]);
        count++;
    }
    return count;
}

/* A format with positions has the width of a text as a value, too: "%3$.*2$s". */
static size_t value_of_position(str chinese, size_t position)
{
    size_t before = 0, nth = 0;
    str text;

    while (str_cut(chinese, '%', &text, &chinese)) {
        struct conversion conversion = read_conversion(&chinese);
        if (conversion.letter == '%')
            continue;
        before += conversion.letter == 's' && !conversion.is_words ? 2 : 1;
        if (before >= position)
            return nth;
        nth++;
    }
    return nth;
}

str words_kept(struct arena *arena, str kept)
{
    struct buf out = { .arena = arena };
    str values[VALUES_MAX], chinese, rest, text;
    size_t next = 0;

    if (!words_are_kept(kept))
        return kept;
    str_cut(str_slice(kept, 1, kept.length), MARK, &chinese, &rest);
    size_t count = read_values(chinese, rest, values);
    str format = words_for(chinese);
    while (str_cut(format, '%', &text, &format)) {
        struct conversion conversion = read_conversion(&format);
        buf_add(&out, text);
        if (conversion.letter == '%') {
            buf_add_char(&out, '%');
            continue;
        }
        size_t nth = conversion.nth == 0 ? next++ : value_of_position(chinese, conversion.nth);
        if (nth < count)
            buf_add(&out, values[nth]);
    }
    buf_add(&out, text);
    return buf_str(&out);
}

str words_kept_in_chinese(struct arena *arena, str kept)
{
    CLEANUP(words_speak_again) enum language before = words_speak(LANGUAGE_CHINESE);

    return words_kept(arena, kept);
}
