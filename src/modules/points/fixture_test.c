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
