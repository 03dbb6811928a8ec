/* SPDX-License-Identifier: Apache-2.0 */
/* Accusations are for discipline staff and for nobody else. */
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

static record_id an_accusation(struct context *cx, const char **receipt)
{
    struct accusation_words words = { S(VILLAGE), S("有人吃拿卡要，收了两条烟"), S("示例张三"),
                                      S("13800001234") };
    struct accusation accusation;

    CHECK_OK(accusation_report(cx, &words, &accusation));
    if (receipt != NULL)
        *receipt = arena_text(
            cx->arena, arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(accusation.receipt)));
    return accusation.id;
}

static const char *accusation_path(struct context *cx, record_id id, const char *rest)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "/accusations/%lld%s", (long long)id, rest));
}

TEST("a tip-off becomes an accusation and no matter")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response sent = test_post(&cx, "/report", "place", VILLAGE, "story", "有人吃拿卡要",
                                     "kind", "tip_off", NULL);

    CHECK(sent.status == 303);
    CHECK(rows_of(&cx, "matters") == 0);
    CHECK(rows_of(&cx, "accusations") == 1);
}

TEST("the holder of its receipt learns how far it is, and nothing more")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *receipt;
    record_id id = an_accusation(&cx, &receipt);

    struct response page = test_get(&cx, receipt);
    CHECK(test_says(&page, "已收到"));
    CHECK(!test_says(&page, "两条烟"));
    CHECK(!test_says(&page, "洋西港"));
    CHECK_OK(flow_take(&cx, &accusation_flow, "take_up", id, NULL));
    page = test_get(&cx, receipt);
    CHECK(test_says(&page, "办理中"));
    CHECK_OK(flow_take(&cx, &accusation_flow, "close", id,
                       &(struct accusation_result){ .result = S("查实，已退") }));
    page = test_get(&cx, receipt);

    CHECK(test_says(&page, "已办结"));
    CHECK(!test_says(&page, "查实"));
}

TEST("what was said lies sealed in the database and in the journal")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_accusation(&cx, NULL);
    struct result result;

    CHECK_OK(db_query(&cx, "select story, name, phone from accusations where id = $1",
                      WITH(value_integer(id)), &result));
    for (size_t i = 0; i < 3; i++) {
        CHECK(!str_contains(result_text(&result, 0, i), S("两条烟")));
        CHECK(!str_contains(result_text(&result, 0, i), S("示例张三")));
        CHECK(!str_contains(result_text(&result, 0, i), S("13800001234")));
    }
    CHECK_OK(
        db_query(&cx, "select after from journal where type = 'accusation'", NULL, 0, &result));
    CHECK(result.rows > 0);
    for (size_t i = 0; i < result.rows; i++)
        CHECK(!str_contains(result_text(&result, i, 0), S("两条烟")));
}

TEST("all but discipline staff are told that there is nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const roles[] = {
        "township_secretary",   "township_office", "county_office",
        "county_department",    "auditor",         "system_administrator",
        "rights_administrator", "party_office",
    };
    record_id id = an_accusation(&cx, NULL);

    for (size_t i = 0; i < COUNT(roles); i++) {
        test_sign_in_as(&cx, roles[i],
                        str_starts(str_of(roles[i]), S("county")) ? COUNTY : TOWNSHIP);
        int status = test_get(&cx, accusation_path(&cx, id, "")).status;
        CHECK(status == 403 || status == 404);
        CHECK(test_get(&cx, "/accusations").status == 403);
        CHECK(test_get(&cx, "/accusations.csv").status == 403);
        struct response matters = test_get(&cx, "/matters?q=两条烟");
        CHECK(!test_says(&matters, "吃拿卡要"));
    }
}

TEST("discipline staff of this township open it with a reason, those of another do not see it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_accusation(&cx, NULL);

    test_sign_in_as(&cx, "discipline_officer", TOWNSHIP);
    struct response page = test_get(&cx, accusation_path(&cx, id, ""));
    CHECK(page.status == 200);
    CHECK(!test_says(&page, "两条烟"));
    struct response list = test_get(&cx, "/accusations");
    CHECK(test_says(&list, "举报〔2026〕1号"));
    CHECK(!test_says(&list, "两条烟"));
    CHECK(test_post(&cx, accusation_path(&cx, id, "/open"), NULL).status == 422);
    struct response opened =
        test_post(&cx, accusation_path(&cx, id, "/open"), "reason", "初步核实", NULL);
    CHECK(test_says(&opened, "两条烟"));
    test_sign_in_as(&cx, "discipline_officer", "140212101");
    CHECK(test_get(&cx, accusation_path(&cx, id, "")).status == 404);
}

TEST("discipline staff see no matters")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_matter(&cx, MATTER_REPORTED);
    test_sign_in_as(&cx, "discipline_officer", TOWNSHIP);

    CHECK(test_get(&cx, "/matters").status == 403);
}
