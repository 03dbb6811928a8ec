/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of figures: what they show, to whom, and for which period. */
#include "app/figure.h"
#include "app/lab_test.h"
#include "tests/town.h"

static const char township[] = "421182102";
static const char village[] = "421182102205";

TEST("the page of figures has each number with the link to its records")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    a_sighting(&cx, village, "2025-02-10");
    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = test_get(&cx, "/figures");
    CHECK(response.status == 200);
    CHECK(test_says(&response, "<a href='/sightings?place=421182102205&amp;"
                               "seen_on=2026-01-01..2026-03-02'>1次</a>"));
    CHECK(test_says(&response, "2026年1月1日至2026年3月2日"));
    CHECK(test_says(&response, "<a href='/figures/sightings?place=421182102205'>见闻</a>"));
}

TEST("a period can be chosen by its name or by its days")
{
    CLEANUP(lab_close) struct context cx = lab();

    test_sign_in_as(&cx, "village_clerk", village);
    struct response quarter = test_get(&cx, "/figures?period=quarter");
    struct response month = test_get(&cx, "/figures?period=month");
    struct response last = test_get(&cx, "/figures?period=last_year");
    struct response days = test_get(&cx, "/figures?from=2024-02-03&to=2024-02-29");
    CHECK(test_says(&quarter, "2026年1月1日至2026年3月2日"));
    CHECK(test_says(&month, "2026年3月1日至2026年3月2日"));
    CHECK(test_says(&last, "2025年1月1日至2025年12月31日"));
    CHECK(test_says(&days, "2024年2月3日至2024年2月29日"));
    CHECK(test_get(&cx, "/figures?period=always").status == 422);
    CHECK(test_get(&cx, "/figures?from=yesterday").status == 422);
    CHECK(test_get(&cx, "/figures?from=2026-02-01&to=2026-01-01").status == 422);
}

TEST("figures go out as CSV and as JSON")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    test_sign_in_as(&cx, "village_clerk", village);
    struct response csv = test_get(&cx, "/figures?format=csv");
    CHECK(csv.bare && test_says(&csv, "key,label,value,unit\r\n"));
    CHECK(test_says(&csv, "sightings,见闻,1,次\r\n"));
    CHECK(test_says(&csv, "open_share,未了率,100.0,%\r\n"));
    struct response json = test_api_get(&cx, "/api/figures");
    CHECK(json.status == 200);
    CHECK(test_says(&json, "\"key\":\"sightings\",\"label\":\"见闻\",\"module\":\"lab\","
                           "\"value\":1,\"unit\":\"次\""));
}

TEST("the figures of another place are not for everybody")
{
    CLEANUP(lab_close) struct context cx = lab();

    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(test_get(&cx, "/figures?place=421182102206").status == 403);
    CHECK(test_get(&cx, "/figures?place=421182102").status == 403);
    CHECK(test_get(&cx, "/figures/sightings?place=421182102").status == 403);
    CHECK(test_api_get(&cx, "/api/figures?place=421182102206").status == 403);
    test_sign_in_as(&cx, "township_office", township);
    CHECK(test_get(&cx, "/figures?place=421182102206").status == 200);
    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, "/figures").status == 403);
}

TEST("a figure has its page with twelve months")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2025-04-30");
    a_sighting(&cx, village, "2026-02-10");
    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = test_get(&cx, "/figures/sightings");
    CHECK(response.status == 200);
    CHECK(test_says(&response, "2025年4月") && test_says(&response, "2026年3月"));
    CHECK(test_says(&response, "seen_on=2026-02-01..2026-02-28'>1次</a>"));
    CHECK(test_get(&cx, "/figures/open_share").status == 200);
    CHECK(test_get(&cx, "/figures/nothing").status == 404);
}

TEST("figures are printed for the command line as text and as CSV")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct buf out = { .arena = cx.arena };

    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(figures_write(&cx, str_of(township), a_day("2026-01-01"), a_day("2026-12-31"),
                           "text", &out));
    CHECK(str_contains(buf_str(&out), S("见闻 1次\n")));
    CHECK_FAILS(figures_write(&cx, str_of(township), a_day("2026-01-01"), a_day("2026-12-31"),
                              "xml", &out),
                ERROR_INVALID);
}
