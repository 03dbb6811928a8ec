/* SPDX-License-Identifier: Apache-2.0 */
#include "app/calendar.h"
#include "tests/town.h"

static date day(const char *text)
{
    date d;

    CHECK(date_read(str_of(text), &d));
    return d;
}

static bool is_day(date d, const char *text)
{
    return date_compare(d, day(text)) == 0;
}

static date after(const struct context *cx, const char *start, int64_t count)
{
    return period_end(cx, day(start), count, WORKING_DAYS);
}

static date due_by(struct context *cx, const char *code, const char *place, const char *start)
{
    date due;

    CHECK_OK(deadline_after(cx, code, str_of(place), day(start), &due));
    return due;
}

TEST("holidays are free and make-up days are not")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(!is_working_day(&cx, day("2025-10-01")));
    CHECK(!is_working_day(&cx, day("2025-10-08")));
    CHECK(is_working_day(&cx, day("2025-09-28")));
    CHECK(is_working_day(&cx, day("2025-10-11")));
    CHECK(is_working_day(&cx, day("2026-02-14")));
    CHECK(!is_working_day(&cx, day("2026-02-23")));
    CHECK(is_working_day(&cx, day("2026-03-02")));
    CHECK(!is_working_day(&cx, day("2026-03-01")));
}

TEST("working days pass over the holidays of 2023 to 2026")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(is_day(after(&cx, "2023-04-28", 3), "2023-05-06"));
    CHECK(is_day(after(&cx, "2023-09-28", 1), "2023-10-07"));
    CHECK(is_day(after(&cx, "2023-12-29", 1), "2024-01-02"));
    CHECK(is_day(after(&cx, "2024-02-08", 5), "2024-02-21"));
    CHECK(is_day(after(&cx, "2024-02-09", 1), "2024-02-18"));
    CHECK(is_day(after(&cx, "2024-09-30", 1), "2024-10-08"));
    CHECK(is_day(after(&cx, "2025-09-26", 2), "2025-09-29"));
    CHECK(is_day(after(&cx, "2025-09-30", 1), "2025-10-09"));
    CHECK(is_day(after(&cx, "2026-02-13", 3), "2026-02-25"));
    CHECK(is_day(after(&cx, "2026-02-27", 1), "2026-02-28"));
    CHECK(is_day(after(&cx, "2026-03-02", 5), "2026-03-09"));
    CHECK(is_day(after(&cx, "2026-04-30", 1), "2026-05-06"));
}

TEST("a year has as many working days as were published")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(working_days_between(&cx, day("2022-12-31"), day("2023-12-31")) == 249);
    CHECK(working_days_between(&cx, day("2023-12-31"), day("2024-12-31")) == 251);
    CHECK(working_days_between(&cx, day("2024-12-31"), day("2025-12-31")) == 248);
    CHECK(working_days_between(&cx, day("2025-12-31"), day("2026-12-31")) == 248);
}

TEST("working days between two days are negative backwards and none on one day")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(working_days_between(&cx, day("2026-02-27"), day("2026-03-02")) == 2);
    CHECK(working_days_between(&cx, day("2026-03-02"), day("2026-02-27")) == -2);
    CHECK(working_days_between(&cx, day("2026-03-02"), day("2026-03-02")) == 0);
    CHECK(working_days_between(&cx, day("2026-03-06"), day("2026-03-08")) == 0);
}

TEST("working days between two days are those that one counts day by day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    date first = day("2018-03-07");
    int64_t counted = 0;

    for (date to = first; date_compare(to, day("2029-05-01")) < 0; to = date_add_days(to, 1)) {
        counted += is_working_day(&cx, to) && date_compare(to, first) > 0;
        CHECK(working_days_between(&cx, first, to) == counted);
    }
}

TEST("a year without data has only weekends")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(calendar_has_year(&cx, 2020) && calendar_has_year(&cx, 2026));
    CHECK(!calendar_has_year(&cx, 2019) && !calendar_has_year(&cx, 2027));
    CHECK(is_working_day(&cx, day("2027-10-01")));
    CHECK(!is_working_day(&cx, day("2027-10-02")));
    CHECK(is_working_day(&cx, day("1999-10-01")));
    CHECK(is_day(after(&cx, "2026-12-30", 3), "2027-01-04"));
}

TEST("without a calendar only weekends are free")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    cx.calendar = NULL;
    CHECK(is_working_day(&cx, day("2025-10-01")));
    CHECK(!is_working_day(&cx, day("2025-09-28")));
    CHECK(!calendar_has_year(&cx, 2025));
}

TEST("periods of days, months, quarters and years leave out their first day")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(is_day(period_end(&cx, day("2026-03-02"), 10, NATURAL_DAYS), "2026-03-12"));
    CHECK(is_day(period_end(&cx, day("2026-01-31"), 30, NATURAL_DAYS), "2026-03-02"));
    CHECK(is_day(period_end(&cx, day("2026-04-01"), 60, NATURAL_DAYS), "2026-05-31"));
    CHECK(is_day(period_end(&cx, day("2026-04-01"), 90, NATURAL_DAYS), "2026-06-30"));
    CHECK(is_day(period_end(&cx, day("2026-01-31"), 1, MONTHS), "2026-02-28"));
    CHECK(is_day(period_end(&cx, day("2026-11-30"), 1, QUARTERS), "2027-02-28"));
    CHECK(is_day(period_end(&cx, day("2024-02-29"), 1, YEARS), "2025-02-28"));
}

TEST("the rules of the data give the deadlines of the law")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(is_day(due_by(&cx, "VA_NOTICE", "421182102", "2026-03-02"), "2026-03-12"));
    CHECK(is_day(due_by(&cx, "XF_FINISH", "421182102", "2026-04-01"), "2026-05-31"));
    CHECK(is_day(due_by(&cx, "XF_NOT_OURS", "421182102", "2026-02-13"), "2026-02-27"));
    CHECK(is_day(due_by(&cx, "NPC_SUGGEST", "421182102", "2026-03-02"), "2026-06-02"));
    CHECK(is_day(due_by(&cx, "OPEN_GENERAL", "421182102", "2026-03-31"), "2026-06-30"));
    CHECK(is_day(due_by(&cx, "MATTER_ACCEPT", "421182102", "2025-09-30"), "2025-10-09"));
}

TEST("a period of civil law rolls on from a day of rest, one of the administration does not")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(is_day(due_by(&cx, "MED_CONFIRM", "421182102", "2026-01-31"), "2026-03-02"));
    CHECK(is_day(due_by(&cx, "MED_CONFIRM", "421182102", "2026-01-30"), "2026-03-02"));
    CHECK(is_day(due_by(&cx, "MED_CONFIRM", "421182102", "2025-09-05"), "2025-10-09"));
    CHECK(is_day(due_by(&cx, "EVENT_SIMPLE", "421182102", "2026-02-28"), "2026-03-01"));
}

TEST("a local rule holds in its region only, and a rule only while it is valid")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct deadline_rule rule;

    CHECK_OK(
        deadline_rule_get(&cx, "OPEN_OBJECT_SD", S("370100001"), day("2026-03-02"), &rule));
    CHECK(rule.days == 5 && rule.level == RULE_LOCAL);
    CHECK_FAILS(
        deadline_rule_get(&cx, "OPEN_OBJECT_SD", S("421182102"), day("2026-03-02"), &rule),
        ERROR_INVALID);
    CHECK_OK(deadline_rule_get(&cx, "NPC_SUGGEST", S("421182102"), day("2022-05-01"), &rule));
    CHECK_STR(rule.source, "代表法2015-42");
    CHECK_OK(deadline_rule_get(&cx, "NPC_SUGGEST", S("421182102"), day("2025-03-12"), &rule));
    CHECK_STR(rule.source, "代表法2025");
    CHECK_FAILS(deadline_rule_get(&cx, "CM_NOTICE", S("421182102"), day("2025-04-30"), &rule),
                ERROR_INVALID);
}

TEST("the rule of the nearest region goes before that of the country")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct deadline_rule own = { .code = S("EVENT_SIMPLE"),
                                 .title = S("简单事项办结"),
                                 .region = S("421182102"),
                                 .days = 2,
                                 .unit = WORKING_DAYS,
                                 .level = RULE_OURS };

    CHECK_OK(deadline_rule_type.create(&cx, &own));
    CHECK(is_day(due_by(&cx, "EVENT_SIMPLE", "421182102205", "2026-03-06"), "2026-03-10"));
    CHECK(is_day(due_by(&cx, "EVENT_SIMPLE", "421182103", "2026-03-06"), "2026-03-07"));
}

TEST("a rule that is read in again is renewed and not doubled")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct deadline_rule again = { .code = S("EVENT_SIMPLE"),
                                   .title = S("简单事项办结"),
                                   .days = 3,
                                   .unit = NATURAL_DAYS,
                                   .level = RULE_OURS };
    int64_t count;

    CHECK_OK(deadline_rule_type.create(&cx, &again));
    CHECK_OK(query_number(&cx,
                          "select count(*) from deadline_rules where code = 'EVENT_SIMPLE'",
                          NULL, 0, &count));
    CHECK(count == 1);
    CHECK(is_day(due_by(&cx, "EVENT_SIMPLE", "421182102", "2026-03-02"), "2026-03-05"));
}

TEST("holidays of a new year are known once the calendar is loaded again")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct holiday new_year = { .day = day("2027-01-01"), .name = S("元旦") };
    struct holiday again = { .day = day("2027-01-01"),
                             .kind = HOLIDAY_REST,
                             .name = S("元旦") };
    struct calendar *calendar;

    CHECK_OK(holiday_type.create(&cx, &new_year));
    CHECK_OK(holiday_type.create(&cx, &again));
    CHECK(again.id == new_year.id);
    CHECK_OK(calendar_load(&cx, &calendar));
    cx.calendar = calendar;
    CHECK(calendar_has_year(&cx, 2027));
    CHECK(!is_working_day(&cx, day("2027-01-01")));
    calendar_destroy(calendar);
}

TEST("a deadline is told in working days")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_STR(deadline_words(&cx, day("2026-03-04")), "还剩2个工作日（3月4日到期）");
    CHECK_STR(deadline_words(&cx, day("2026-03-09")), "还剩5个工作日（3月9日到期）");
    CHECK_STR(deadline_words(&cx, day("2026-03-02")), "今天到期");
    CHECK_STR(deadline_words(&cx, day("2026-02-27")), "已超期2个工作日");
    CHECK_STR(deadline_words(&cx, day("2026-02-13")), "已超期7个工作日");
    CHECK_STR(deadline_words(&cx, (date){ 0 }), "");
    test_set_day(&cx, "2026-03-08");
    CHECK_STR(deadline_words(&cx, day("2026-03-06")), "已超期");
}

TEST("a deadline of the law in natural days is told in days")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_STR(deadline_words_in_days(&cx, day("2026-03-09")), "还剩7天（3月9日到期）");
    CHECK_STR(deadline_words_in_days(&cx, day("2026-03-02")), "今天到期");
    CHECK_STR(deadline_words_in_days(&cx, day("2026-02-27")), "已超期3天");
    CHECK_STR(deadline_words_in_days(&cx, (date){ 0 }), "");
}

TEST("a deadline in a year without data says so")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_set_day(&cx, "2026-12-30");
    CHECK_STR(deadline_words(&cx, day("2027-01-04")),
              "还剩3个工作日（1月4日到期）（节假日表未更新）");
}

TEST("a deadline is calm, then soon, then overdue")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(urgency_of(&cx, day("2026-03-02"), (date){ 0 }) == URGENCY_NONE);
    CHECK(urgency_of(&cx, day("2026-03-02"), day("2026-03-22")) == URGENCY_CALM);
    CHECK(urgency_of(&cx, day("2026-02-20"), day("2026-03-12")) == URGENCY_SOON);
    CHECK(urgency_of(&cx, day("2026-02-21"), day("2026-03-12")) == URGENCY_CALM);
    CHECK(urgency_of(&cx, day("2026-03-02"), day("2026-03-04")) == URGENCY_SOON);
    CHECK(urgency_of(&cx, day("2026-03-02"), day("2026-03-05")) == URGENCY_CALM);
    CHECK(urgency_of(&cx, day("2026-02-02"), day("2026-03-02")) == URGENCY_SOON);
    CHECK(urgency_of(&cx, day("2026-02-02"), day("2026-03-01")) == URGENCY_OVERDUE);
    CHECK(urgency_tone(URGENCY_OVERDUE) == TONE_LATE);
}
