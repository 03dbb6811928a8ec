/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room begin with. */
#include "modules/points/fixture_test.h"
#include "tests/town.h"

record_id points_resident(struct context *cx, const char *name)
{
    struct resident resident = { .place = S(VILLAGE),
                                 .name = str_of(name),
                                 .is_example = true };

    CHECK_OK(resident_register(cx, &resident));
    return resident.id;
}

struct household points_household(struct context *cx, const char *head_name)
{
    struct household household = { .place = S(VILLAGE),
                                   .head = points_resident(cx, head_name),
                                   .opened_on = date_of(2020, 1, 1) };

    CHECK_OK(household_create(cx, &household));
    return household;
}

struct points_account points_account_with(struct context *cx, const char *head_name,
                                          int64_t points)
{
    struct points_account account = { 0 };

    CHECK_OK(
        points_account_of(cx, POINTS_HOUSEHOLD, points_household(cx, head_name).id, &account));
    if (points > 0)
        CHECK_OK(points_open(cx, account.id, points, points, S("纸质存折转入")));
    return points_account_now(cx, account.id);
}

struct points_account points_account_now(struct context *cx, record_id id)
{
    struct points_account account = { 0 };

    CHECK_OK(store_get(cx, &points_account_type, id, &account));
    return account;
}

struct points_posting points_posted(struct context *cx, record_id account, const char *key,
                                    enum points_posting_kind kind, int64_t honour,
                                    int64_t redeemable)
{
    struct points_posting posting = { .key = str_of(key),
                                      .kind = kind,
                                      .account = account,
                                      .honour = honour,
                                      .redeemable = redeemable,
                                      .reason = S("打扫公共巷道"),
                                      .origin = S("test"),
                                      .origin_id = 1 };
    bool is_new;

    CHECK_OK(points_post(cx, &posting, &is_new));
    return posting;
}

static void fail_with(str what, void *closure)
{
    (void)closure;
    test_fail(__FILE__, __LINE__, "%.*s", STR_ARG(what));
}

void points_check_ledger(struct context *cx)
{
    struct points_trial trial;
    int64_t checked = 0;

    CHECK_OK(points_trial_read(cx, S(COUNTY), cx->today, &trial));
    CHECK(trial.redeemable == 0 && trial.honour == 0);
    CHECK_OK(ledger_check(cx, fail_with, NULL, &checked));
    CHECK(checked == trial.posting_count);
}

const char *points_path(struct context *cx, const char *table, record_id id, const char *rest)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "/%s/%lld%s", table, (long long)id, rest));
}

void points_take(struct context *cx, const struct flow *flow, record_id id, const char *step,
                 const void *input)
{
    test_check_ok(__FILE__, __LINE__, step, flow_take(cx, flow, step, id, input));
}

void points_days_later(struct context *cx, int days)
{
    bool more;

    context_set_now(cx, instant_of(date_add_days(cx->today, days), 9, 0, 0));
    CHECK_OK(notices_end(cx, &more));
}

struct points_item a_points_item(struct context *cx, record_id scheme, const char *code,
                                 const char *name, int64_t points)
{
    struct points_item item = { .scheme = scheme,
                                .code = str_of(code),
                                .name = str_of(name),
                                .points = points,
                                .by_self = true };

    CHECK_OK(points_item_add(cx, &item));
    return item;
}

record_id points_item_with(struct context *cx, record_id scheme, const char *code)
{
    struct points_item *items;
    size_t count;

    CHECK_OK(items_of(cx, scheme, &items, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i].code, str_of(code)))
            return items[i].id;
    test_fail(__FILE__, __LINE__, "no item %s", code);
}

struct points_scheme a_points_draft(struct context *cx, enum points_side side)
{
    struct points_scheme scheme = { .place = S(VILLAGE),
                                    .title = S("示例积分办法"),
                                    .side = side,
                                    .base = 60,
                                    .is_redeemable = true,
                                    .point_cost = 50 };
    struct points_item study = {
        .code = S("study"), .name = S("参加集体学习"), .points = 7, .cap = 12, .by_self = true
    };

    CHECK_OK(points_scheme_draft(cx, &scheme));
    study.scheme = scheme.id;
    CHECK_OK(points_item_add(cx, &study));
    a_points_item(cx, scheme.id, "clean", "打扫公共巷道", 20);
    struct points_item dumping = { .scheme = scheme.id,
                                   .code = S("dumping"),
                                   .name = S("乱倒垃圾"),
                                   .points = 8,
                                   .is_deduction = true,
                                   .basis = S("村规民约第5条") };
    CHECK_OK(points_item_add(cx, &dumping));
    return scheme;
}

struct points_scheme a_points_scheme(struct context *cx, enum points_side side)
{
    struct points_scheme scheme = a_points_draft(cx, side);
    const struct flow *flow = &points_scheme_flow;

    points_take(cx, flow, scheme.id, "solicit",
                &(struct points_words){ .words = S("请提意见") });
    points_days_later(cx, 8);
    points_take(
        cx, flow, scheme.id, "committees",
        &(struct points_meeting){ .held_on = cx->today, .due = 7, .present = 6, .yes = 5 });
    points_take(
        cx, flow, scheme.id, "party_members",
        &(struct points_meeting){ .held_on = cx->today, .due = 48, .present = 30, .yes = 25 });
    points_take(
        cx, flow, scheme.id, "decide",
        &(struct points_decision){ .held_on = cx->today, .due = 45, .present = 30, .yes = 16 });
    points_take(cx, flow, scheme.id, "check_law", &(struct points_words){ .words = S("合法") });
    points_take(cx, flow, scheme.id, "publish", &(struct points_words){ .words = S("公布") });
    points_days_later(cx, 8);
    CHECK_OK(store_get(cx, &points_scheme_type, scheme.id, &scheme));
    CHECK(scheme.status == SCHEME_IN_FORCE);
    return scheme;
}
