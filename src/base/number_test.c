/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers with a fixed number of decimals. */
#include "base/number.h"

#include "tests/test.h"

enum { LIMIT = 1024 * 1024 };

static bool reads(str text, int decimals, int64_t expected)
{
    int64_t units;

    return fixed_read(text, decimals, &units) && units == expected;
}

static bool refuses(str text, int decimals)
{
    int64_t units;

    return !fixed_read(text, decimals, &units);
}

static str written(struct arena *arena, int64_t units, int decimals)
{
    struct buf out = { .arena = arena };

    fixed_write(units, decimals, &out);
    return buf_str(&out);
}

static str shown(struct arena *arena, int64_t units, int decimals, int places)
{
    struct buf out = { .arena = arena };

    fixed_show(units, decimals, places, &out);
    return buf_str(&out);
}

static str percent(struct arena *arena, int64_t part, int64_t whole)
{
    struct buf out = { .arena = arena };

    percent_show(part, whole, &out);
    return buf_str(&out);
}

static str over(struct arena *arena, int64_t number)
{
    struct buf out = { .arena = arena };

    over_show(number, &out);
    return buf_str(&out);
}

TEST_ONCE("sums are read in units of the last place")
{
    CHECK(reads(S("1234.5"), 2, 123450));
    CHECK(reads(S("1,234.50"), 2, 123450));
    CHECK(reads(S("1,234,567"), 0, 1234567));
    CHECK(reads(S("0.01"), 2, 1) && reads(S("-0.01"), 2, -1));
    CHECK(reads(S("624.16"), 4, 6241600));
    CHECK(reads(S("007"), 0, 7) && reads(S("-0"), 2, 0));
}

TEST_ONCE("more places than allowed are refused and not rounded")
{
    CHECK(refuses(S("1.005"), 2) && refuses(S("1.000"), 2) && refuses(S("1.0"), 0));
}

TEST_ONCE("commas stand before groups of three or nowhere")
{
    CHECK(refuses(S("12,34"), 2) && refuses(S(",123"), 2) && refuses(S("1,234,56"), 2));
    CHECK(refuses(S("1234,567"), 2) && refuses(S("1,,234"), 2) && refuses(S("1,234,"), 2));
    CHECK(refuses(S("0.123,4"), 4));
}

TEST_ONCE("what is no number is refused")
{
    CHECK(refuses(S(""), 2) && refuses(S("-"), 2) && refuses(S("."), 2) && refuses(S("1."), 2));
    CHECK(refuses(S(".5"), 2) && refuses(S("+1"), 2) && refuses(S("--1"), 2));
    CHECK(refuses(S("1e3"), 2) && refuses(S("1 000"), 2) && refuses(S("12元"), 2));
    CHECK(refuses(S("1.2.3"), 4) && refuses(S("0x10"), 0) && refuses((str){ 0 }, 0));
}

TEST_ONCE("the limits of 64 bits are read and written, and nothing beyond")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK(reads(S("92233720368547758.07"), 2, INT64_MAX));
    CHECK(reads(S("-92233720368547758.08"), 2, INT64_MIN));
    CHECK(refuses(S("92233720368547758.08"), 2) && refuses(S("92233720368547759"), 2));
    CHECK(refuses(S("999999999999999999999999"), 0));
    CHECK_STR(written(arena, INT64_MIN, 2), "-92233720368547758.08");
    CHECK_STR(shown(arena, INT64_MIN, 2, 2), "-92,233,720,368,547,758.08");
    CHECK_STR(shown(arena, INT64_MAX, 0, 0), "9,223,372,036,854,775,807");
}

TEST_ONCE("a number is written with all its places")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(written(arena, 123450, 2), "1234.50");
    CHECK_STR(written(arena, -5, 2), "-0.05");
    CHECK_STR(written(arena, 0, 4), "0.0000");
    CHECK_STR(written(arena, 7, 0), "7");
}

TEST_ONCE("every written number is read back")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    for (int64_t units = -2000; units <= 2000; units += 7)
        for (int decimals = 0; decimals <= 6; decimals++) {
            arena_reset(arena);
            CHECK(reads(written(arena, units, decimals), decimals, units));
            CHECK(reads(shown(arena, units, decimals, decimals), decimals, units));
        }
}

TEST_ONCE("people see numbers rounded half up, with commas")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(shown(arena, 123450, 2, 1), "1,234.5");
    CHECK_STR(shown(arena, 123449, 2, 0), "1,234");
    CHECK_STR(shown(arena, 123450, 2, 0), "1,235");
    CHECK_STR(shown(arena, 99995, 2, 1), "1,000.0");
    CHECK_STR(shown(arena, 5, 4, 2), "0.00");
    CHECK_STR(shown(arena, 50, 4, 2), "0.01");
    CHECK_STR(shown(arena, 4161066667, 4, 2), "416,106.67");
}

TEST_ONCE("a debt is rounded like the same sum, and nothing is never negative")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(shown(arena, -123450, 2, 0), "-1,235");
    CHECK_STR(shown(arena, -4, 2, 1), "0.0");
}

TEST_ONCE("more places than there are become zeros")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(shown(arena, 5, 0, 2), "5.00");
    CHECK_STR(shown(arena, 1234, 1, 3), "123.400");
}

TEST_ONCE("the village assembly needs more than half of its adults and of those present")
{
    CHECK(!share_exceeds(400, 1, 2, 800) && share_exceeds(401, 1, 2, 800));
    CHECK(share_exceeds(230, 1, 2, 450) && !share_exceeds(225, 1, 2, 450));
    CHECK(share_reaches(200, 2, 3, 300) && !share_reaches(199, 2, 3, 300));
}

TEST_ONCE("representatives, party members and members of the economic body are counted exactly")
{
    CHECK(share_reaches(30, 2, 3, 45) && !share_exceeds(15, 1, 2, 30));
    CHECK(share_reaches(36, 4, 5, 45) && !share_reaches(35, 4, 5, 45));
    CHECK(share_reaches(24, 1, 2, 48) && !share_exceeds(24, 1, 2, 48));
    CHECK(share_exceeds(25, 1, 2, 48));
    CHECK(!share_reaches(399, 2, 3, 600) && share_reaches(400, 2, 3, 600));
    CHECK(!share_reaches(20, 2, 3, 31) && share_reaches(21, 2, 3, 31));
    CHECK(!share_reaches(3, 2, 3, 5) && share_reaches(4, 2, 3, 5));
    CHECK(!share_reaches(449, 3, 4, 600) && share_reaches(450, 3, 4, 600));
    CHECK(!share_reaches(166, 1, 3, 501) && share_reaches(167, 1, 3, 501));
}

TEST_ONCE("no share of nothing is reached")
{
    CHECK(!share_reaches(0, 1, 2, 0) && !share_exceeds(0, 1, 2, 0));
    CHECK(!share_reaches(5, 1, 2, 0));
}

TEST_ONCE("shares of the largest numbers do not overflow")
{
    CHECK(share_reaches(INT64_MAX, 1, 1, INT64_MAX));
    CHECK(!share_exceeds(INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX));
    CHECK(share_exceeds(INT64_MAX, INT64_MAX - 1, INT64_MAX, INT64_MAX));
}

TEST_ONCE("rates have one decimal, rounded half up")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(percent(arena, 433, 435), "99.5%");
    CHECK_STR(percent(arena, 213, 310), "68.7%");
    CHECK_STR(percent(arena, 1, 2000), "0.1%");
    CHECK_STR(percent(arena, 1, 2001), "0.0%");
    CHECK_STR(percent(arena, 3, 3), "100.0%");
    CHECK_STR(percent(arena, -1, 4), "-25.0%");
    CHECK_STR(percent(arena, INT64_MAX, INT64_MAX), "100.0%");
}

TEST_ONCE("the rate of nothing is a dash")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(percent(arena, 0, 0), "—");
    CHECK_STR(percent(arena, 5, 0), "—");
}

TEST_ONCE("a number with 余 is cut down and never rounded up")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(over(arena, 1326), "1300余");
    CHECK_STR(over(arena, 1030), "1000余");
    CHECK_STR(over(arena, 1399), "1300余");
    CHECK_STR(over(arena, 435), "430余");
    CHECK_STR(over(arena, 57), "50余");
    CHECK_STR(over(arena, 12345), "12000余");
    CHECK_STR(over(arena, INT64_MAX), "9200000000000000000余");
}

TEST_ONCE("a round or a small number has no 余")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(over(arena, 1300), "1300");
    CHECK_STR(over(arena, 50), "50");
    CHECK_STR(over(arena, 9), "9");
    CHECK_STR(over(arena, 0), "0");
    CHECK_STR(over(arena, -57), "-57");
}
