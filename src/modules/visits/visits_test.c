/* SPDX-License-Identifier: Apache-2.0 */
#include "modules/visits/visits.h"

#include "app/figure.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"
#include "tests/town.h"

#define VILLAGE "421182102205"

static record_id a_household(struct context *cx, const char *head)
{
    struct resident resident = { .place = S(VILLAGE), .name = str_of(head) };
    struct household household = { .place = S(VILLAGE) };

    CHECK_OK(store_insert(cx, &resident_type, &resident));
    household.head = resident.id;
    CHECK_OK(household_create(cx, &household));
    return household.id;
}

static const char *number(struct context *cx, record_id id)
{
    return arena_printf(cx->arena, "%lld", (long long)id).data;
}

static struct visit reload(struct context *cx, record_id id)
{
    struct visit visit = { 0 };

    CHECK_OK(store_get(cx, &visit_type, id, &visit));
    return visit;
}

/* By whoever is signed in. */
static record_id a_visit(struct context *cx, record_id household)
{
    struct response kept = test_post(cx, "/visits/new", "household", number(cx, household),
                                     "words", "屋后的沟堵了。", NULL);

    CHECK(kept.status == 303);
    return kept.record;
}

TEST("a visit is a household and a sentence; who went, where and when follow")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id household = a_household(&cx, "示例赵大");

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct visit visit = reload(&cx, a_visit(&cx, household));
    CHECK_STR(visit.place, VILLAGE);
    CHECK_STR(visit.visited, "示例赵大户");
    CHECK_STR(visit.visitor, "示例测试员");
    CHECK(date_compare(visit.visited_on, cx.today) == 0);
}

TEST("a visit to nobody, or on a day to come, is refused with what to do")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response nobody = test_post(&cx, "/visits/new", "words", "没人在家。", NULL);
    CHECK(nobody.status == 422 && test_says(&nobody, "请选走访了哪一户"));
    struct response early =
        test_post(&cx, "/visits/new", "visited", "示例钱二", "place", VILLAGE, "words",
                  "路上碰到。", "visited_on", "2026-03-03", NULL);
    CHECK(early.status == 422 && test_says(&early, "不能晚于今天"));
}

TEST("somebody who is in no register can be visited too")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response kept = test_post(&cx, "/visits/new", "visited", "示例钱二", "place",
                                     VILLAGE, "words", "路上碰到。", NULL);
    CHECK_STR(reload(&cx, kept.record).visited, "示例钱二");
}

TEST("one click makes a matter of a visit, once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id household = a_household(&cx, "示例赵大");

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    record_id id = a_visit(&cx, household);
    const char *raise = arena_printf(cx.arena, "/visits/%lld/raise", (long long)id).data;
    struct response raised = test_post(&cx, raise, NULL);
    struct matter matter = { 0 };
    CHECK_OK(store_get(&cx, &matter_type, reload(&cx, id).matter, &matter));
    CHECK_STR(matter.story, "屋后的沟堵了。");
    CHECK(matter.source == SOURCE_VISIT && matter.caller_count == 1);
    CHECK_STR(raised.location,
              arena_printf(cx.arena, "/matters/%lld", (long long)matter.id).data);
    struct response again = test_post(&cx, raise, NULL);
    CHECK(again.status == 409 && test_says(&again, "已经转成诉求"));
}

TEST("what was written of a visit can be put right, but not for a day to come")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id household = a_household(&cx, "示例赵大");

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    record_id id = a_visit(&cx, household);
    const char *correct = arena_printf(cx.arena, "/visits/%lld/correct", (long long)id).data;
    CHECK(test_post(&cx, correct, "words", "屋前的沟堵了。", "visited_on", "2026-03-01", NULL)
              .status == 303);
    CHECK_STR(reload(&cx, id).words, "屋前的沟堵了。");
    CHECK(test_post(&cx, correct, "words", "沟。", "visited_on", "2026-03-03", NULL).status ==
          422);
    CHECK_STR(reload(&cx, id).visited, "示例赵大户");
}

TEST("visits of another village are not to be seen, and none can be written there")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id household = a_household(&cx, "示例赵大");

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    record_id id = a_visit(&cx, household);
    const char *page = arena_printf(cx.arena, "/visits/%lld", (long long)id).data;
    CHECK(test_get(&cx, page).status == 200);
    test_sign_in_as(&cx, "village_clerk", "421182102206");
    CHECK(test_get(&cx, page).status == 404);
    CHECK(test_post(&cx, "/visits/new", "household", number(&cx, household), "words", "去了。",
                    NULL)
              .status == 403);
    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, "/visits").status == 403);
}

TEST("the households of the grid are listed, those not visited yet first, and lead to the form")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id visited = a_household(&cx, "示例赵大");
    record_id other = a_household(&cx, "示例钱二");

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    a_visit(&cx, visited);
    struct response page = test_get(&cx, "/visits/households");
    CHECK(test_says(&page, "上次走访：2026年3月2日") && test_says(&page, "还没有走访记录"));
    CHECK(str_contains(test_body(&page), S("household=")));
    struct response form = test_get(
        &cx, arena_printf(cx.arena, "/visits/new?household=%lld", (long long)other).data);
    CHECK(test_says(&form, arena_printf(cx.arena, "<option value='%lld' selected>示例钱二",
                                        (long long)other)
                               .data));
}

TEST("the households visited are each counted once, the visits as often as they were")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id household = a_household(&cx, "示例赵大");
    struct figure_value visits, households;

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    a_visit(&cx, household);
    a_visit(&cx, household);
    CHECK_OK(figure_read(&cx, figure_find(S("household_visits")), S(VILLAGE), cx.today,
                         cx.today, &visits));
    CHECK_OK(figure_read(&cx, figure_find(S("households_visited")), S(VILLAGE), cx.today,
                         cx.today, &households));
    CHECK(visits.value == 2 && households.value == 1);
}
