/* SPDX-License-Identifier: Apache-2.0 */
/* Percent encoding and urlencoded forms. */
#include "http/form.h"

#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool has_escapes(str text, bool form)
{
    return text.length > 0 && (memchr(text.data, '%', text.length) != NULL ||
                               (form && memchr(text.data, '+', text.length) != NULL));
}

/* The byte that text begins with, decoded, and how many characters it took; 0 for a broken
 * escape. */
static size_t decode_first(str text, bool form, char *byte)
{
    *byte = form && text.data[0] == '+' ? ' ' : text.data[0];
    if (text.data[0] != '%')
        return 1;
    if (text.length < 3 || hex_value(text.data[1]) < 0 || hex_value(text.data[2]) < 0)
        return 0;
    *byte = (char)(hex_value(text.data[1]) * 16 + hex_value(text.data[2]));
    return 3;
}

/* Text without escapes is its own decoded form, so nothing is copied. */
bool percent_decode(struct arena *arena, str text, bool form, str *decoded)
{
    if (!has_escapes(text, form)) {
        *decoded = text;
        return str_is_clean(text);
    }

    char *bytes = arena_alloc(arena, text.length);
    size_t length = 0;
    while (text.length > 0) {
        size_t taken = decode_first(text, form, &bytes[length]);
        if (taken == 0)
            return false;
        text = str_slice(text, taken, text.length);
        length++;
    }
    *decoded = (str){ bytes, length };
    return str_is_clean(*decoded);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

void percent_encode(struct buf *out, str text)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0, plain = 0; i <= text.length; i++) {
        if (i < text.length && is_unreserved(text.data[i]))
            continue;
        buf_add(out, str_slice(text, plain, i));
        plain = i + 1;
        if (i == text.length)
            break;
        unsigned char c = (unsigned char)text.data[i];
        buf_add_char(out, '%');
        buf_add_char(out, digits[c >> 4]);
        buf_add_char(out, digits[c & 15]);
    }
}

/* An upper bound of the number of parameters in text. */
static size_t count_pieces(str text)
{
    size_t count = text.length > 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == '&';
    return count;
}

static struct error *read_pair(struct context *cx, str pair, struct param *param)
{
    str name;
    str value;

    (void)str_cut(pair, '=', &name, &value);
    if (!percent_decode(cx->arena, name, true, &param->name) ||
        !percent_decode(cx->arena, value, true, &param->value))
        return fail(cx, ERROR_INVALID, "提交的内容里有无法识别的字符，请重新填写后再提交。");
    return NULL;
}

struct error *form_read(struct context *cx, str text, struct params *params)
{
    size_t most = count_pieces(text);
    size_t count = 0;

    if (most > PARAMS_MAX)
        return fail(cx, ERROR_INVALID, "提交的项目太多，最多%d项。", (int)PARAMS_MAX);

    struct param *items = most == 0 ? NULL : arena_array(cx->arena, struct param, most);
    while (text.length > 0) {
        str pair;
        (void)str_cut(text, '&', &pair, &text);
        if (pair.length > 0)
            TRY(read_pair(cx, pair, &items[count++]));
    }
    *params = (struct params){ items, count };
    return NULL;
}
