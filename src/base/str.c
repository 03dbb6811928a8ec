/* SPDX-License-Identifier: Apache-2.0 */
/* Text as a view. */
#include "base/str.h"

#include <string.h>

enum { SHORT_PART = 24 };

int str_compare(str a, str b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);

    if (order != 0)
        return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

bool str_starts(str s, str prefix)
{
    return s.length >= prefix.length && str_eq(str_slice(s, 0, prefix.length), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.length >= suffix.length &&
           str_eq(str_slice(s, s.length - suffix.length, s.length), suffix);
}

/* For short parts: looks for their last byte, of which Chinese text has many different ones. */
static bool has_short(str s, str part)
{
    char last = part.data[part.length - 1];
    const char *end = s.data + s.length;
    const char *at = s.data + part.length - 1;

    while (at < end && (at = memchr(at, last, (size_t)(end - at))) != NULL) {
        if (memcmp(at - (part.length - 1), part.data, part.length) == 0)
            return true;
        at++;
    }
    return false;
}

bool str_contains(str s, str part)
{
    if (part.length == 0 || s.length < part.length)
        return part.length == 0;
    return part.length <= SHORT_PART ? has_short(s, part)
                                     : memmem(s.data, s.length, part.data, part.length) != NULL;
}

/* How many bytes of white space s begins with. */
static size_t leading_space(str s)
{
    if (s.length > 0 && s.data[0] > ' ' && s.data[0] <= '~')
        return 0;
    if (s.length > 0 && strchr(" \t\r\n", s.data[0]) != NULL && s.data[0] != '\0')
        return 1;
    return str_starts(s, S("\u3000")) ? 3 : 0;
}

static size_t trailing_space(str s)
{
    if (s.length > 0 && s.data[s.length - 1] > ' ' && s.data[s.length - 1] <= '~')
        return 0;
    if (s.length > 0 && strchr(" \t\r\n", s.data[s.length - 1]) != NULL &&
        s.data[s.length - 1] != '\0')
        return 1;
    return str_ends(s, S("\u3000")) ? 3 : 0;
}

str str_trim(str s)
{
    for (size_t space; (space = leading_space(s)) > 0;)
        s = str_slice(s, space, s.length);
    for (size_t space; (space = trailing_space(s)) > 0;)
        s = str_slice(s, 0, s.length - space);
    return s;
}

bool str_cut(str s, char separator, str *head, str *tail)
{
    const char *at = s.length == 0 ? NULL : memchr(s.data, separator, s.length);

    if (at == NULL) {
        *head = s;
        *tail = (str){ 0 };
        return false;
    }
    size_t where = (size_t)(at - s.data);
    *head = str_slice(s, 0, where);
    *tail = str_slice(s, where + 1, s.length);
    return true;
}

static bool is_list_separator(char c)
{
    return c == ' ' || c == ',';
}

bool str_next(str *list, str *word)
{
    const char *end = list->data + list->length;
    const char *from = list->data;
    const char *to;

    while (from < end && is_list_separator(*from))
        from++;
    for (to = from; to < end && !is_list_separator(*to); to++)
        continue;
    *word = (str){ from, (size_t)(to - from) };
    *list = (str){ to, (size_t)(end - to) };
    return word->length > 0;
}

bool str_list_has(str list, str word)
{
    for (str each; str_next(&list, &each);)
        if (str_eq(each, word))
            return true;
    return false;
}

/* How many bytes the well-formed character at the start of s takes; 0 when it is broken. */
static size_t character_bytes(str s)
{
    const unsigned char *c = (const unsigned char *)s.data;

    if (c[0] < 0x80)
        return 1;
    size_t length = c[0] >= 0xf0 ? 4 : c[0] >= 0xe0 ? 3 : 2;
    if (c[0] < 0xc2 || c[0] > 0xf4 || s.length < length)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((c[i] & 0xc0) != 0x80)
            return 0;
    if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f) ||
        (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] > 0x8f))
        return 0;
    return length;
}

size_t str_characters(str s)
{
    size_t count = 0;

    while (s.length > 0) {
        size_t bytes = character_bytes(s);
        s = str_slice(s, bytes > 0 ? bytes : 1, s.length);
        count++;
    }
    return count;
}

str str_first(str s, size_t count)
{
    size_t at = 0;

    for (; count > 0 && at < s.length; count--) {
        size_t bytes = character_bytes(str_slice(s, at, s.length));
        at += bytes > 0 ? bytes : 1;
    }
    return str_slice(s, 0, at);
}

bool str_read_integer(str s, int64_t *number)
{
    bool negative = s.length > 0 && s.data[0] == '-';
    int64_t value = 0;

    if (negative)
        s = str_slice(s, 1, s.length);
    if (s.length == 0)
        return false;
    for (size_t i = 0; i < s.length; i++) {
        int digit = s.data[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    if (!negative && __builtin_mul_overflow(value, -1, &value))
        return false;
    *number = value;
    return true;
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
}

bool str_is_clean(str s)
{
    while (s.length > 0) {
        size_t bytes = character_bytes(s);
        if (bytes == 0 || is_control((unsigned char)s.data[0]))
            return false;
        s = str_slice(s, bytes, s.length);
    }
    return true;
}

uint64_t str_hash(str s)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < s.length; i++)
        hash = (hash ^ (unsigned char)s.data[i]) * 1099511628211u;
    return hash;
}

uint64_t hash_mixed(uint64_t hash, uint64_t number)
{
    hash = (hash ^ number) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

uint64_t str_hash_quickly(str s)
{
    uint64_t hash = s.length;
    uint64_t word = 0;
    size_t at = 0;

    for (; s.length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, s.data + at, sizeof word);
        hash = hash_mixed(hash, word);
    }
    for (word = 0; at < s.length; at++)
        word = word << 8 | (unsigned char)s.data[at];
    return hash_mixed(hash, word);
}
