/* SPDX-License-Identifier: Apache-2.0 */
/* The quick conversions say what the C library says. */
#include "base/format.h"

#include "base/buf.h"
#include "tests/test.h"

#include <limits.h>
#include <stdio.h>

enum { LIMIT = 1024 * 1024 };

static size_t quickly(char *room, size_t size, const char *format, ...) PRINTF(3, 4);

static size_t quickly(char *room, size_t size, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    size_t length = format_quickly(room, size, format, arguments);
    va_end(arguments);
    return length;
}

#define CHECK_SAME(...)                                                                        \
    do {                                                                                       \
        char quick[200], thorough[200];                                                        \
        size_t length = quickly(quick, sizeof quick, __VA_ARGS__);                             \
        CHECK(length == (size_t)snprintf(thorough, sizeof thorough, __VA_ARGS__));             \
        CHECK(memcmp(quick, thorough, length) == 0);                                           \
    } while (0)

TEST_ONCE("every conversion that is known writes what printf writes")
{
    CHECK_SAME("%s", "");
    CHECK_SAME("a%%b%s%c", "张三", 'x');
    CHECK_SAME("%.*s|%.*s|%.*s", 2, "abc", 0, "abc", 9, "abc");
    CHECK_SAME("%d %d %d", 0, INT_MIN, INT_MAX);
    CHECK_SAME("%lld %lld", LLONG_MIN, LLONG_MAX);
    CHECK_SAME("%u %zu", UINT_MAX, SIZE_MAX);
}

TEST_ONCE("a conversion that is not known, and a text without room, are left to others")
{
    char room[4];

    CHECK(quickly(room, sizeof room, "%03d", 7) == FORMAT_UNKNOWN);
    CHECK(quickly(room, sizeof room, "%ld", 7L) == FORMAT_UNKNOWN);
    CHECK(quickly(room, sizeof room, "%.2f", 7.0) == FORMAT_UNKNOWN);
    CHECK(quickly(room, sizeof room, "%s", "five!") == FORMAT_UNKNOWN);
    CHECK(quickly(room, sizeof room, "%s", "four") == 4);
    CHECK(quickly(NULL, 0, "%s", "") == 0);
}

TEST_ONCE("a text in a buf or an arena is the same whoever writes it")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    for (int i = 0; i < 300; i++)
        buf_printf(&out, "%d,%02d;", i, i % 100);
    for (int i = 0; i < 300; i++)
        buf_printf(&out, "%d%s", i, i % 2 == 0 ? "，" : "。");
    CHECK(str_starts(buf_str(&out), S("0,00;1,01;")));
    CHECK(str_ends(buf_str(&out), S("298，299。")));
    CHECK_STR(arena_printf(arena, "%s-%03d", "a", 7), "a-007");
    CHECK_STR(arena_printf(arena, "%s-%d", "a", 7), "a-7");
    CHECK(arena_printf(arena, "%s%s", buf_str(&out).length > 0 ? "x" : "", "").data[1] == '\0');
}
