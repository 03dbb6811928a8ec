/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as a view: a pointer and a length in bytes, passed by value.
 *
 * A str owns nothing and does not end in NUL.  What it points to lives as long as the arena,
 * the request or the literal it came from.  All text is UTF-8.  { 0 } is the empty text.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *data;
    size_t length;
} str;

/* Views a literal; anything but a literal does not compile. */
#define S(literal) ((str){ "" literal, sizeof(literal) - 1 })

/* The same, for initialisers of static tables. */
#define S_INIT(literal)                                                                        \
    {                                                                                          \
        "" literal, sizeof(literal) - 1                                                        \
    }

/* For "%.*s". */
#define STR_ARG(s) (int)(s).length, ((s).length > 0 ? (s).data : "")

/* Views a text of our own that ends in NUL.  NULL is the empty text. */
static inline str str_of(const char *text)
{
    return text == NULL ? (str){ 0 } : (str){ text, strlen(text) };
}

static inline bool str_is_empty(str s)
{
    return s.length == 0;
}

static inline bool str_eq(str a, str b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* Below, at or above 0 as a sorts before, with or after b, byte by byte. */
int str_compare(str a, str b);

bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_contains(str s, str part);

/* The part from byte from (inclusive) to byte to (exclusive), cut to what s has. */
static inline str str_slice(str s, size_t from, size_t to)
{
    if (to > s.length)
        to = s.length;
    if (from > to)
        from = to;
    return s.data == NULL ? (str){ 0 } : (str){ s.data + from, to - from };
}

/* Without spaces, line ends and full-width spaces at both ends. */
str str_trim(str s);

/* Splits s at the first separator: *head before it, *tail after it.
 * Without a separator *head is all of s, *tail is empty, and the answer is false. */
bool str_cut(str s, char separator, str *head, str *tail);

/* Takes the next word of a list separated by single spaces or commas: false at its end. */
bool str_next(str *list, str *word);

/* True when word is one of the words in a list separated by spaces or commas. */
bool str_list_has(str list, str word);

/* Characters, not bytes.  A broken sequence counts each of its bytes. */
size_t str_characters(str s);

/* The first count characters of s. */
str str_first(str s, size_t count);

/* Reads a whole number in decimal; false when s is anything else or too large. */
bool str_read_integer(str s, int64_t *number);

/* True when s is well-formed UTF-8 without control characters other than tab and line ends. */
bool str_is_clean(str s);

/* A hash for tables in memory (FNV-1a); not for secrets. */
uint64_t str_hash(str s);

/* The same purpose, eight bytes at a time; differs between machines, so only for tables that
 * are forgotten with the program. */
uint64_t str_hash_quickly(str s);

/* Continues such a hash with a number. */
uint64_t hash_mixed(uint64_t hash, uint64_t number);

#endif
