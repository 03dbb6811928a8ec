/* SPDX-License-Identifier: Apache-2.0 */
#include "app/chart.h"
#include "app/lab_test.h"
#include "app/module.h"
#include "tests/town.h"

static const char township[] = "421182102";

static struct asked_period period(const char *from, const char *to)
{
    return (struct asked_period){ a_day(from), a_day(to), NULL };
}

static bool is_period(struct asked_period asked, const char *from, const char *to)
{
    return date_compare(asked.from, a_day(from)) == 0 && date_compare(asked.to, a_day(to)) == 0;
}

TEST_ONCE("a period of months is compared with as many months before, others with as many days")
{
    struct asked_period year = period("2026-01-01", "2026-03-02");
    struct asked_period week = period("2026-02-03", "2026-02-09");

    CHECK(is_period(period_before(&year), "2025-10-01", "2025-12-02"));
    CHECK(is_period(period_last_year(&year), "2025-01-01", "2025-03-02"));
    CHECK(is_period(period_before(&week), "2026-01-27", "2026-02-02"));
}

TEST("the dashboard of a place shows what is due, numbers beside those of before, and villages")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "township_office", township);
    struct response page = test_get(&cx, "/dashboard?place=421182102");

    CHECK(page.status == 200);
    CHECK(test_says(&page, "待办结超期"));
    CHECK(test_says(&page, "待受理今天到期"));
    CHECK(test_says(&page, "上期0，去年同期0"));
    CHECK(!test_says(&page, "去年同期—"));
    CHECK(test_says(&page, "按区划顺序排列，不分高低"));
    CHECK(test_says(&page, "href='/dashboard?place=421182102205'"));
    CHECK(test_says(&page, "/assets/chart.js"));
    CHECK(test_says(&page, "data-chart='lines'"));
}

TEST("a dashboard is of one's own places only")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(test_get(&cx, "/dashboard").status == 200);
    CHECK(test_get(&cx, "/dashboard?place=421182102").status == 403);
    CHECK(test_get(&cx, "/dashboard?place=421182102206").status == 403);
    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, "/dashboard").status == 403);
}

TEST("every chart of every module can be read for every kind of place")
{
    static const char *const places[] = { "42",        "4211",         "421182",
                                          "421182102", "421182102205", "421182102205001" };
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(places); i++)
        for (const struct module *const *module = modules_all(); *module != NULL; module++)
            for (const struct chart *chart = (*module)->charts;
                 chart != NULL && chart->title != NULL; chart++) {
                struct buf out = { .arena = cx.arena };
                struct chart_view view = { .place = str_of(places[i]),
                                           .period = period("2026-01-01", "2026-03-02") };
                CHECK_OK(chart_write(&cx, chart, &view, &out));
            }
}

TEST("the screen of a place has its numbers and no way to anything; its stream is for the same")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "township_office", township);
    struct response screen = test_get(&cx, "/screen?place=421182102");
    struct response events = test_get(&cx, "/screen/events?place=421182102");

    CHECK(screen.status == 200 && screen.bare && test_says(&screen, "花桥镇基层治理"));
    CHECK(test_says(&screen, "待办结超期") && !test_says(&screen, "<a "));
    CHECK(test_says(&screen, "data-events='/screen/events?place=421182102'"));
    CHECK(events.stream && test_says(&events, "retry: 5000"));
    CHECK_STR(str_of(events.content_type), "text/event-stream; charset=utf-8");
    CHECK(test_get(&cx, "/screen?place=421182103").status == 403);
    CHECK(test_get(&cx, "/screen/events?place=421182103").status == 403);
    test_sign_out(&cx);
    CHECK(!test_get(&cx, "/screen/events?place=421182102").stream);
}
