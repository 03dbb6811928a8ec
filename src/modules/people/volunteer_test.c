/* SPDX-License-Identifier: Apache-2.0 */
#include "app/figure.h"
#include "app/roster_fixture_test.h"
#include "modules/people/people.h"
#include "tests/town.h"

#define VILLAGE "421182102205"

static struct volunteer a_volunteer(const char *team)
{
    return (struct volunteer){
        .place = S(VILLAGE), .name = S("示例甲"), .team = str_of(team), .has_agreed = true
    };
}

static int64_t figure_of(struct context *cx, const char *key)
{
    struct figure_value value;

    CHECK_OK(
        figure_read(cx, figure_find(str_of(key)), S(VILLAGE), cx->today, cx->today, &value));
    return value.value;
}

TEST("a volunteer is one who has agreed, until the day of leaving; teams are counted once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct volunteer first = a_volunteer("理发队");
    struct volunteer second = a_volunteer("理发队");
    struct volunteer asked = a_volunteer("巡逻队");

    asked.has_agreed = false;
    CHECK_OK(volunteer_enrol(&cx, &first));
    CHECK_OK(volunteer_enrol(&cx, &second));
    CHECK_OK(volunteer_enrol(&cx, &asked));
    CHECK(date_compare(first.joined_on, cx.today) == 0);
    CHECK(figure_of(&cx, "volunteers") == 2);
    CHECK(figure_of(&cx, "volunteer_teams") == 1);
    second.left_on = cx.today;
    CHECK_OK(volunteer_change(&cx, &second));
    CHECK(figure_of(&cx, "volunteers") == 1);
}

TEST("somebody under 18 volunteers with a guardian only")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct volunteer young = a_volunteer("小小志愿队");

    young.birth_on = date_add_months(cx.today, -17 * 12);
    CHECK_FAILS(volunteer_enrol(&cx, &young), ERROR_INVALID);
    young.guardian = S("示例父");
    CHECK_OK(volunteer_enrol(&cx, &young));
}

TEST("a roster of volunteers is known again; without a word of their own they are none yet")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char table[] = "柏树林村志愿者花名册,,,,,\n"
                                "序号,姓名,所属服务队,专业技能,联系方式,注册时间\n"
                                "1,示例甲,爱心理发队,理发,13800000001,2025.3.5\n"
                                "2,示例乙,,修水电,13800000002,2025.3.5\n";

    CHECK(roster_applied(&cx, "volunteer", table).added == 2);
    CHECK(figure_of(&cx, "volunteers") == 0);
    CHECK(roster_checked(&cx, "volunteer", table).of[ROW_SAME] == 2);
    test_sign_in_as(&cx, "grid_worker", VILLAGE "001");
    CHECK(test_get(&cx, "/volunteers").status == 403);
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response list = test_get(&cx, "/volunteers?q=理发");
    CHECK(str_contains(buf_str(&list.body), S("示例甲")));
}
