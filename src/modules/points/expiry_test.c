/* SPDX-License-Identifier: Apache-2.0 */
/* Points that expire, and members who need not attend. */
#include "modules/points/fixture_test.h"
#include "tests/town.h"

static struct points_scheme a_scheme_with_expiry(struct context *cx, int months)
{
    struct points_scheme scheme = a_points_scheme(cx, POINTS_HOUSEHOLD);

    scheme.expiry_months = months;
    CHECK_OK(store_update(cx, &points_scheme_type, &scheme));
    return scheme;
}

static void run_job(struct context *cx, const char *day)
{
    bool more = true;

    test_set_day(cx, day);
    while (more)
        CHECK_OK(points_expire(cx, &more));
}

static int64_t told(struct context *cx, record_id account)
{
    struct points_expiry *expiries;
    size_t count;
    int64_t points = 0;

    CHECK_OK(points_expiring(cx, account, &expiries, &count));
    for (size_t i = 0; i < count; i++)
        points += expiries[i].points;
    return points;
}

static void spend(struct context *cx, record_id account, const char *key, int64_t points)
{
    points_posted(cx, account, key, POSTING_REDEMPTION, 0, -points);
}

TEST("points are told of in the month before and expire at the end of their month")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    a_scheme_with_expiry(&cx, 12);
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30); /* in March 2026 */
    run_job(&cx, "2027-01-31");
    CHECK(told(&cx, account.id) == 0);
    run_job(&cx, "2027-02-01");
    CHECK(told(&cx, account.id) == 30);
    run_job(&cx, "2027-03-31");
    CHECK(points_account_now(&cx, account.id).redeemable == 30);
    run_job(&cx, "2027-04-01");
    run_job(&cx, "2027-04-01");
    account = points_account_now(&cx, account.id);
    CHECK(account.redeemable == 0 && account.honour == 30);
    points_check_ledger(&cx);
}

TEST("the oldest points are redeemed first, so that less expires")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    a_scheme_with_expiry(&cx, 12);
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30);
    test_set_day(&cx, "2026-06-10");
    points_posted(&cx, account.id, "t:2", POSTING_AWARD, 10, 10);
    spend(&cx, account.id, "t:3", 18);
    run_job(&cx, "2027-02-03");
    CHECK(told(&cx, account.id) == 12);
    test_set_day(&cx, "2027-03-05");
    spend(&cx, account.id, "t:4", 5);
    run_job(&cx, "2027-04-01");
    CHECK(points_account_now(&cx, account.id).redeemable == 10);
    run_job(&cx, "2027-05-02");
    CHECK(told(&cx, account.id) == 10);
    run_job(&cx, "2027-07-01");
    CHECK(points_account_now(&cx, account.id).redeemable == 0);
    points_check_ledger(&cx);
}

TEST("what nobody was told of does not expire, however old it is")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30);
    a_scheme_with_expiry(&cx, 1);
    run_job(&cx, "2029-07-02");
    CHECK(points_account_now(&cx, account.id).redeemable == 30);
    CHECK(told(&cx, account.id) == 30);
    run_job(&cx, "2029-09-01");
    CHECK(points_account_now(&cx, account.id).redeemable == 0);
}

TEST("points that were taken back do not expire a second time")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_adjustment reversal = { 0 };
    a_scheme_with_expiry(&cx, 12);
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30);
    test_set_day(&cx, "2026-08-10");
    struct points_posting wrong = points_posted(&cx, account.id, "t:2", POSTING_AWARD, 10, 10);
    CHECK_OK(points_reverse(&cx, wrong.id, S("记错了户"), &reversal));
    run_job(&cx, "2027-02-01");
    CHECK(told(&cx, account.id) == 30);
    run_job(&cx, "2027-04-01");
    run_job(&cx, "2027-09-01");
    CHECK(points_account_now(&cx, account.id).redeemable == 0);
    points_check_ledger(&cx);
}

TEST("when the village does without expiry, what was told of stays")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_scheme_with_expiry(&cx, 12);
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30);
    run_job(&cx, "2027-02-01");
    scheme.expiry_months = 0;
    CHECK_OK(store_update(&cx, &points_scheme_type, &scheme));
    run_job(&cx, "2027-04-01");
    CHECK(points_account_now(&cx, account.id).redeemable == 30);
    CHECK(told(&cx, account.id) == 0);
}

TEST("a household reads on its card what expires and when")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_card card = { 0 };
    a_scheme_with_expiry(&cx, 12);
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30);
    CHECK_OK(points_card_issue(&cx, account.id, (str){ 0 }, &card));
    run_job(&cx, "2027-02-01");
    struct response response =
        test_get(&cx, arena_text(cx.arena, arena_printf(cx.arena, "/points/card/%.*s",
                                                        STR_ARG(card.secret))));
    CHECK(test_says(&response, "有30分到2027年3月31日为止"));
}

TEST("when any statement of the job fails, nothing has expired")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    a_scheme_with_expiry(&cx, 12);
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct error *error = NULL;
    bool more;

    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 30, 30);
    run_job(&cx, "2027-02-01");
    test_set_day(&cx, "2027-04-01");
    for (int nth = 1; (nth == 1 || error != NULL) && nth < 200; nth++) {
        CHECK(points_account_now(&cx, account.id).redeemable == 30);
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth);
        error = points_expire(&cx, &more);
        db_fail_at(cx.db, 0);
        if (error != NULL)
            db_rollback(&cx);
    }
    CHECK(error == NULL);
    CHECK_OK(db_commit(&cx));
    CHECK(points_account_now(&cx, account.id).redeemable == 0);
    points_check_ledger(&cx);
}
