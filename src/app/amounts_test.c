/* SPDX-License-Identifier: Apache-2.0 */
/* The amounts of a row of totals. */
#include "app/amounts.h"

#include "tests/test.h"

enum { BYTES = 64 * 1024 };

static str merged(struct arena *arena, const char *text, const struct amount *added,
                  size_t count)
{
    struct buf out = { .arena = arena };

    amounts_merge(&out, str_of(text), added, count);
    return buf_str(&out);
}

#define MERGED(arena, text, ...)                                                               \
    merged(arena, text, (const struct amount[]){ __VA_ARGS__ },                                \
           COUNT(((const struct amount[]){ __VA_ARGS__ })))

TEST_ONCE("amounts are added to those of the same figure, and new ones stand in their order")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(BYTES);

    CHECK_STR(MERGED(arena, "", { S("b"), 2 }), "b 2 ");
    CHECK_STR(
        MERGED(arena, "b 2 d -4 ", { S("a"), 1 }, { S("b"), 3 }, { S("c"), 5 }, { S("e"), 7 }),
        "a 1 b 5 c 5 d -4 e 7 ");
}

TEST_ONCE("what comes to nothing is not written down")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(BYTES);

    CHECK_STR(MERGED(arena, "a 1 b 2 ", { S("a"), -1 }), "b 2 ");
    CHECK_STR(MERGED(arena, "a 1 ", { S("a"), -1 }), "");
    CHECK_STR(MERGED(arena, "a 1 ", { S("c"), 0 }), "a 1 ");
}

TEST_ONCE("two texts of amounts, one behind the other, add up")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(BYTES);
    str both = S("a 1 b 2 c 3 b -2 c -1 ");

    CHECK(amounts_of(both, S("b")) == 0 && amounts_of(both, S("c")) == 2);
    CHECK(amounts_of(both, S("d")) == 0);
    CHECK_STR(amounts_added_up(arena, both), "a 1 c 2 ");
    CHECK_STR(amounts_added_up(arena, S("a 1 b 2 ")), "a 1 b 2 ");
    CHECK_STR(amounts_added_up(arena, S("")), "");
}

TEST_ONCE("an amount without a number, or with one that is none, is not lost")
{
    static const char *const broken[] = { "a", "a ", "a x ", "a - ", "a 1234567890123456789 " };

    for (size_t i = 0; i < COUNT(broken); i++)
        CHECK(amounts_of(str_of(broken[i]), S("a")) == 1);
    CHECK(amounts_of(S("a 999999999999999999 "), S("a")) == 999999999999999999);
    CHECK(amounts_of(S("a -7"), S("a")) == -7);
}
