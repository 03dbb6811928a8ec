/* SPDX-License-Identifier: Apache-2.0 */
#include "app/series.h"
#include "tests/town.h"

static int64_t next(struct context *cx, const char *place, const char *series)
{
    int64_t number;

    CHECK_OK(series_next(cx, str_of(place), series, &number));
    return number;
}

TEST("each series of each place counts from one")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(next(&cx, "421182102205", "人调字") == 1);
    CHECK(next(&cx, "421182102205", "人调字") == 2);
    CHECK(next(&cx, "421182102206", "人调字") == 1);
    CHECK(next(&cx, "421182102205", "公开字") == 1);
    CHECK(next(&cx, "421182102205", "人调字") == 3);
}

TEST("a series begins again with the year")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_set_day(&cx, "2026-12-31");
    CHECK(next(&cx, "421182102", "人调字") == 1);
    test_set_day(&cx, "2027-01-01");
    CHECK(next(&cx, "421182102", "人调字") == 1);
    CHECK_STR(series_words(&cx, 12), "〔2027〕12号");
}

TEST("a number that was not used after all is given again")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(next(&cx, "421182102", "人调字") == 1);
    CHECK_OK(db_begin(&cx));
    CHECK(next(&cx, "421182102", "人调字") == 2);
    db_rollback(&cx);
    CHECK(next(&cx, "421182102", "人调字") == 2);
}
