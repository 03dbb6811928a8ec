/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: the lawful way, and what no item may be. */
#include "modules/points/fixture_test.h"
#include "tests/town.h"

static void take_fails(struct context *cx, record_id id, const char *step, const void *input,
                       enum error_kind kind)
{
    test_check_fails(__FILE__, __LINE__, step,
                     flow_take(cx, &points_scheme_flow, step, id, input), kind);
}

TEST("a scheme comes into force by opinions, committees, party, decision, check and notice")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_scheme found = { 0 };
    bool is_found;

    CHECK_OK(points_scheme_of(&cx, S(VILLAGE), POINTS_HOUSEHOLD, &found, &is_found));
    CHECK(is_found && found.id == scheme.id);
    CHECK(str_contains(scheme.decision, S("同意16人")));
    CHECK_OK(points_scheme_of(&cx, S(NEXT_VILLAGE), POINTS_HOUSEHOLD, &found, &is_found));
    CHECK(!is_found);
}

TEST("items that the law forbids are refused, with the reason and its source")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);
    static const struct {
        const char *name;
        bool is_deduction;
        const char *reason;
    } cases[] = {
        { "拖欠卫生费的暂停办理低保", true, "低保" },
        { "不参加会议罚款50元", true, "罚款" },
        { "越级上访", true, "权利" },
        { "在抖音发帖说村里坏话", true, "权利" },
        { "每天登录手机应用", false, "用软件" },
        { "转发村里的公众号", false, "用软件" },
        { "不信教", false, "信仰" },
        { "家里有人患病", true, "生病" },
        { "生育三孩", false, "生孩子" },
        { "离婚", true, "结不结婚" },
        { "不交卫生费扣承包地补偿", true, "法定权利" },
        { "不配合的不予盖章", true, "开证明" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct points_item item = { .scheme = scheme.id,
                                    .code = S("x"),
                                    .name = str_of(cases[i].name),
                                    .points = 5,
                                    .is_deduction = cases[i].is_deduction,
                                    .basis = S("村规民约第9条") };
        struct error *error = points_item_add(&cx, &item);
        CHECK(error != NULL && error->kind == ERROR_INVALID);
        CHECK(str_contains(error->problems->message, str_of(cases[i].reason)));
        CHECK(str_contains(error->problems->message, S("依据")));
    }
}

TEST("good deeds with similar words are allowed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);
    static const char *const names[] = {
        "帮扶残疾人",     "看望生病的邻居", "婚事新办、不收高价彩礼", "主动举报森林火情隐患",
        "送子女应征参军", "调解邻居矛盾",   "志愿服务1小时",
    };

    for (size_t i = 0; i < COUNT(names); i++)
        a_points_item(&cx, scheme.id, names[i], names[i], 5);
}

TEST("a deduction needs the article of the village's own rules")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);
    struct points_item item = { .scheme = scheme.id,
                                .code = S("pile"),
                                .name = S("乱堆乱放"),
                                .points = 2,
                                .is_deduction = true };

    CHECK_FAILS(points_item_add(&cx, &item), ERROR_INVALID);
    item.basis = S("村规民约第5条");
    CHECK_OK(points_item_add(&cx, &item));
}

TEST("what is no draft any more does not change, nor do its items")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_item item = { 0 };

    CHECK_OK(
        store_get(&cx, &points_item_type, points_item_with(&cx, scheme.id, "clean"), &item));
    item.points = 500;
    CHECK_FAILS(points_item_change(&cx, &item), ERROR_CONFLICT);
    item.id = 0;
    CHECK_FAILS(points_item_add(&cx, &item), ERROR_CONFLICT);
    scheme.base = 100;
    CHECK_FAILS(points_scheme_change(&cx, &scheme), ERROR_CONFLICT);
}

TEST("committees do not meet before the time for opinions is over")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);

    points_take(&cx, &points_scheme_flow, scheme.id, "solicit", &(struct points_words){ 0 });
    take_fails(
        &cx, scheme.id, "committees",
        &(struct points_meeting){ .held_on = cx.today, .due = 7, .present = 6, .yes = 5 },
        ERROR_CONFLICT);
}

TEST("a meeting decides by its rule and by nothing less")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const struct {
        const char *code;
        int64_t due, present, yes;
        bool passes;
    } cases[] = {
        { "VA_A", 800, 400, 400, false }, { "VA_A", 800, 450, 225, false },
        { "VA_A", 800, 450, 230, true },  { "VA_H", 300, 199, 199, false },
        { "VA_H", 300, 200, 101, true },  { "VR", 45, 30, 15, false },
        { "VR", 45, 30, 16, true },       { "PM", 48, 24, 24, false },
        { "PM", 48, 30, 25, true },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct meeting meeting = { cx.today, cases[i].due, cases[i].present, cases[i].yes };
        CHECK((meeting_check(&cx, cases[i].code, &meeting) == NULL) == cases[i].passes);
    }
}

TEST("the next edition ends the one before it when it comes into force")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme first = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_scheme second = { 0 };
    record_id draft;

    CHECK_OK(points_scheme_next(&cx, first.id, &draft));
    CHECK_OK(store_get(&cx, &points_scheme_type, draft, &second));
    CHECK(second.edition == 2 && second.replaces == first.id);
    CHECK(points_item_with(&cx, draft, "clean") != points_item_with(&cx, first.id, "clean"));

    second.status = SCHEME_PUBLISHED;
    CHECK_OK(store_update(&cx, &points_scheme_type, &second));
    struct notice notice = { .title = S("公布"), .is_public = true };
    CHECK_OK(notice_post(&cx, &points_scheme_type, &second, "DECISION_POST", &notice));
    second.notice = notice.id;
    CHECK_OK(store_update(&cx, &points_scheme_type, &second));
    points_days_later(&cx, 8);

    CHECK_OK(store_get(&cx, &points_scheme_type, first.id, &first));
    CHECK_OK(store_get(&cx, &points_scheme_type, draft, &second));
    CHECK(first.status == SCHEME_ENDED && second.status == SCHEME_IN_FORCE);
    CHECK(date_compare(first.ended_on, cx.today) == 0);
}

TEST("an objection that is right brings a published scheme back to its draft")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);
    struct notice notice = { .title = S("公布"), .is_public = true };

    CHECK_OK(notice_post(&cx, &points_scheme_type, &scheme, "DECISION_POST", &notice));
    scheme.status = SCHEME_PUBLISHED;
    scheme.notice = notice.id;
    CHECK_OK(store_update(&cx, &points_scheme_type, &scheme));
    CHECK_OK(notice_object(&cx, notice.id, &(struct notice_words){ .words = S("没开过会") }));
    points_days_later(&cx, 8);
    CHECK_OK(store_get(&cx, &points_scheme_type, scheme.id, &scheme));
    CHECK(scheme.status == SCHEME_PUBLISHED); /* it waits for the answer */

    struct notice_objection objection = { 0 };
    bool found;
    CHECK_OK(store_find_by(&cx, &notice_objection_type, S(VILLAGE), "notice",
                           value_integer(notice.id), &objection, &found));
    points_take(&cx, &objection_flow, objection.id, "uphold",
                &(struct objection_answer){ .answer = S("确实没开") });
    CHECK_OK(store_get(&cx, &points_scheme_type, scheme.id, &scheme));
    CHECK(scheme.status == SCHEME_DRAFT);
}

TEST("only the township checks whether a scheme is lawful")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);

    scheme.status = SCHEME_DECIDED;
    CHECK_OK(store_update(&cx, &points_scheme_type, &scheme));
    test_sign_in_as(&cx, "secretary", VILLAGE);
    take_fails(&cx, scheme.id, "check_law", &(struct points_words){ 0 }, ERROR_FORBIDDEN);
    test_sign_in_as(&cx, "practice_institute", TOWNSHIP);
    points_take(&cx, &points_scheme_flow, scheme.id, "check_law", &(struct points_words){ 0 });
}

TEST("a simulation plays last year again: who gains, whom it reaches, what it costs")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account one = points_account_with(&cx, "示例张三", 0);
    struct points_account two = points_account_with(&cx, "示例李四", 0);
    struct points_simulation simulation;
    const record_id accounts[] = { one.id, two.id, two.id };

    for (size_t i = 0; i < COUNT(accounts); i++) {
        struct points_claim claim = { 0 };
        CHECK_OK(points_declare(
            &cx,
            &(struct points_declaration){
                .account = accounts[i],
                .item = points_item_with(&cx, scheme.id, i == 0 ? "clean" : "study"),
                .quantity = 1,
                .declared_by = DECLARED_BY_CLERK },
            &claim));
        claim.status = CLAIM_EFFECTIVE;
        CHECK_OK(store_update(&cx, &points_claim_type, &claim));
    }
    record_id draft;
    CHECK_OK(points_scheme_next(&cx, scheme.id, &draft));
    struct points_item item = { 0 };
    CHECK_OK(store_get(&cx, &points_item_type, points_item_with(&cx, draft, "clean"), &item));
    item.points = 30;
    CHECK_OK(points_item_change(&cx, &item));

    CHECK_OK(points_simulate(&cx, draft, &simulation));
    CHECK(simulation.households == 2 && simulation.households_before == 2);
    CHECK(simulation.points == 42); /* 30 for cleaning; twice 7 for studying, 12 at most */
    CHECK(simulation.gaining == 1 && simulation.losing == 0);
    CHECK(simulation.cost == 42 * 50 && !simulation.can_pay);
    CHECK(simulation.claims == 3 && simulation.unmatched == 0);
}
