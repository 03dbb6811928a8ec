/* SPDX-License-Identifier: Apache-2.0 */
/* Text that grows. */
#include "base/buf.h"

#include "tests/test.h"

enum { LIMIT = 16 * 1024 * 1024 };

TEST_ONCE("what is added stands one behind the other")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    buf_add(&out, S("张三"));
    buf_add(&out, (str){ 0 });
    buf_add_char(&out, ':');
    buf_add_integer(&out, 12);
    buf_printf(&out, " (%s, %d)", "b", 7);

    CHECK_STR(buf_str(&out), "张三:12 (b, 7)");
}

TEST_ONCE("an empty buf is the empty text")
{
    struct buf out = { 0 };

    CHECK(str_is_empty(buf_str(&out)));
}

TEST_ONCE("the smallest and the largest integers are written")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    buf_add_integer(&out, INT64_MIN);
    buf_add_char(&out, ' ');
    buf_add_integer(&out, INT64_MAX);
    buf_add_char(&out, ' ');
    buf_add_integer(&out, 0);

    CHECK_STR(buf_str(&out), "-9223372036854775808 9223372036854775807 0");
}

TEST_ONCE("a text of a mebibyte grows byte by byte")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    for (int i = 0; i < 1024 * 1024; i++)
        buf_add_char(&out, (char)('a' + i % 26));

    CHECK(out.length == 1024 * 1024);
    CHECK(out.data[25] == 'z' && out.data[1024 * 1024 - 1] == 'a' + (1024 * 1024 - 1) % 26);
}

TEST_ONCE("reserved room counts only when the caller says so")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    buf_reserve(&out, 1000)[999] = 'x';
    CHECK(out.length == 0);
    buf_reserve(&out, 1)[0] = 'y';
    out.length++;
    CHECK_STR(buf_str(&out), "y");
}
