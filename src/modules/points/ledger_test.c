/* SPDX-License-Identifier: Apache-2.0 */
/* That the ledger adds up. */
#include "modules/points/fixture_test.h"
#include "tests/town.h"

TEST("points that are awarded stand in both balances, and all accounts together are zero")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);

    account = points_account_now(&cx, account.id);
    CHECK(account.honour == 10 && account.redeemable == 10);
    points_check_ledger(&cx);
}

TEST("redeeming lowers what may be redeemed and never the honour score")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);

    points_posted(&cx, account.id, "redemption:1", POSTING_REDEMPTION, 0, -30);

    account = points_account_now(&cx, account.id);
    CHECK(account.honour == 84 && account.redeemable == 54);
    points_check_ledger(&cx);
}

TEST("a deduction lowers the honour score and takes away nothing that may be redeemed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);

    points_posted(&cx, account.id, "claim:2", POSTING_DEDUCTION, -5, 0);

    account = points_account_now(&cx, account.id);
    CHECK(account.honour == 15 && account.redeemable == 20);
    points_check_ledger(&cx);
}

TEST("the same key is posted once, however often it comes")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);

    struct points_posting first =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);
    struct points_posting again =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);

    CHECK(first.id == again.id);
    CHECK(points_account_now(&cx, account.id).redeemable == 10);
    points_check_ledger(&cx);
}

TEST("a key that was used for something else is a conflict")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_posting other = { .key = S("claim:1"),
                                    .kind = POSTING_AWARD,
                                    .account = account.id,
                                    .honour = 20,
                                    .redeemable = 20,
                                    .origin = S("test"),
                                    .origin_id = 1 };
    bool is_new;

    points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);

    CHECK_FAILS(points_post(&cx, &other, &is_new), ERROR_CONFLICT);
}

TEST("nobody redeems more than is there, and the refusal says how much that is")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    struct points_posting posting = { .key = S("redemption:1"),
                                      .kind = POSTING_REDEMPTION,
                                      .account = account.id,
                                      .redeemable = -21,
                                      .origin = S("test"),
                                      .origin_id = 1 };
    bool is_new;

    struct error *error = points_post(&cx, &posting, &is_new);

    CHECK(error != NULL && error->kind == ERROR_CONFLICT);
    CHECK(str_contains(error->message, S("现有20分")));
    CHECK(points_account_now(&cx, account.id).redeemable == 20);
}

TEST("the database itself refuses a balance below zero")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);

    CHECK_OK(db_begin(&cx));
    CHECK(db_run(&cx, "update points_accounts set redeemable = -1 where id = $1",
                 WITH(value_integer(account.id))) != NULL);
    db_rollback(&cx);
    CHECK(points_account_now(&cx, account.id).redeemable == 20);
}

TEST("the database itself refuses to change or remove a posting")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    static const char *const attempts[] = {
        "update points_postings set honour = 100",
        "delete from points_postings",
        "update points_entries set honour = 100",
        "delete from points_entries",
    };

    (void)account;
    for (size_t i = 0; i < COUNT(attempts); i++) {
        CHECK_OK(db_begin(&cx));
        CHECK(db_run(&cx, attempts[i], NULL, 0) != NULL);
        db_rollback(&cx);
    }
    points_check_ledger(&cx);
}

TEST("a mistake is corrected by a reversal with its reason, once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_posting award =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);
    struct points_adjustment reversal = { 0 };

    CHECK_FAILS(points_reverse(&cx, award.id, S("  "), &reversal), ERROR_INVALID);
    CHECK_OK(points_reverse(&cx, award.id, S("记错了户"), &reversal));
    CHECK_FAILS(points_reverse(&cx, award.id, S("再冲一次"), &reversal), ERROR_CONFLICT);

    account = points_account_now(&cx, account.id);
    CHECK(account.honour == 0 && account.redeemable == 0);
    points_check_ledger(&cx);
}

TEST("a reversal does not take back what has been redeemed already")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_posting award =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);
    struct points_adjustment reversal = { 0 };

    points_posted(&cx, account.id, "redemption:1", POSTING_REDEMPTION, 0, -8);
    CHECK_OK(points_reverse(&cx, award.id, S("记错了户"), &reversal));

    account = points_account_now(&cx, account.id);
    CHECK(account.honour == 0 && account.redeemable == 0);
    CHECK(str_contains(reversal.reason, S("已经兑换的8分不追回")));
    points_check_ledger(&cx);
}

TEST("a reversal and a redemption are not reversed like other postings")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 10);
    struct points_posting award =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);
    struct points_posting redemption =
        points_posted(&cx, account.id, "redemption:1", POSTING_REDEMPTION, 0, -8);
    struct points_adjustment reversal = { 0 };
    struct points_adjustment second = { 0 };

    CHECK_FAILS(points_reverse(&cx, redemption.id, S("退货"), &second), ERROR_CONFLICT);
    CHECK_OK(points_reverse(&cx, award.id, S("记错了户"), &reversal));
    struct points_posting taken_back = { 0 };
    bool found;
    str key = arena_printf(cx.arena, "adjustment:%.*s", STR_ARG(reversal.key));
    CHECK_OK(posting_find(&cx, S(VILLAGE), key, &taken_back, &found));
    CHECK_FAILS(points_reverse(&cx, taken_back.id, S("没记错"), &second), ERROR_CONFLICT);
}

TEST("only those who may correct points reverse a posting")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_posting award =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 10, 10);
    struct points_adjustment reversal = { 0 };

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    CHECK_FAILS(points_reverse(&cx, award.id, S("记错了"), &reversal), ERROR_FORBIDDEN);
    test_sign_in_as(&cx, "secretary", NEXT_VILLAGE);
    CHECK_FAILS(points_reverse(&cx, award.id, S("记错了"), &reversal), ERROR_FORBIDDEN);
    test_sign_in_as(&cx, "secretary", VILLAGE);
    CHECK_OK(points_reverse(&cx, award.id, S("记错了"), &reversal));
}

TEST("the trial balance of a day knows nothing of later days")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    struct points_trial trial;

    test_set_day(&cx, "2026-03-03");
    points_posted(&cx, account.id, "redemption:1", POSTING_REDEMPTION, 0, -8);

    CHECK_OK(points_trial_read(&cx, S(VILLAGE), date_of(2026, 3, 2), &trial));
    CHECK(trial.outstanding == 20 && trial.redeemable == 0 && trial.posting_count == 1);
    CHECK_OK(points_trial_read(&cx, S(VILLAGE), date_of(2026, 3, 3), &trial));
    CHECK(trial.outstanding == 12 && trial.redeemable == 0 && trial.posting_count == 2);
    CHECK(trial.lines[POINTS_REDEEMED].credit == 8);
    CHECK_OK(points_trial_read(&cx, S(NEXT_VILLAGE), date_of(2026, 3, 3), &trial));
    CHECK(trial.posting_count == 0);
}

static void count_wrong(str what, void *closure)
{
    CHECK(str_contains(what, S("积分账")));
    (*(int *)closure)++;
}

TEST("a balance that was altered beside the program is found")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    int64_t checked;
    int wrong = 0;

    CHECK_OK(db_run(&cx, "update points_accounts set honour = 2000 where id = $1",
                    WITH(value_integer(account.id))));
    CHECK_OK(modules_check(&cx, count_wrong, &wrong, &checked));

    CHECK(wrong == 1 && checked >= 1);
}

TEST("a half that was put in beside the program is found")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    struct points_entry half = { .place = S(VILLAGE),
                                 .posting = INT64_C(4211820000009999),
                                 .account = account.id,
                                 .redeemable = 500,
                                 .posted_on = cx.today };
    int64_t checked;
    int wrong = 0;

    CHECK_OK(store_insert(&cx, &points_entry_type, &half));
    CHECK_OK(modules_check(&cx, count_wrong, &wrong, &checked));

    CHECK(wrong == 2); /* the half, and the balance that lacks it */
}

TEST("a household that moves to another village begins a new account there")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct household household = points_household(&cx, "示例张三");
    struct points_account before = { 0 };
    struct points_account after = { 0 };

    CHECK_OK(points_account_of(&cx, POINTS_HOUSEHOLD, household.id, &before));
    points_posted(&cx, before.id, "claim:1", POSTING_AWARD, 10, 10);
    CHECK_OK(
        household_move(&cx, household.id,
                       &(struct household_moving){ .to = S(NEXT_VILLAGE), .on = cx.today }));
    CHECK_OK(points_account_of(&cx, POINTS_HOUSEHOLD, household.id, &after));

    CHECK(before.id != after.id && after.redeemable == 0);
    CHECK(points_account_now(&cx, before.id).redeemable == 10);
}

TEST("an account is found again by its subject")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account first = points_account_with(&cx, "示例张三", 5);
    struct points_account again = { 0 };

    CHECK_OK(points_account_of(&cx, POINTS_HOUSEHOLD, first.subject, &again));
    CHECK(first.id == again.id && again.redeemable == 5);

    CHECK_OK(points_account_of_team(&cx, S(VILLAGE), S("垸场自管队"), &first));
    CHECK_OK(points_account_of_team(&cx, S(VILLAGE), S("垸场自管队"), &again));
    CHECK(first.id == again.id);
}

TEST("a posting whose nth statement fails changes nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    int nth = 1;

    for (bool failed = true; failed; nth++) {
        struct points_posting posting = { .key = S("redemption:1"),
                                          .kind = POSTING_REDEMPTION,
                                          .account = account.id,
                                          .redeemable = -5,
                                          .origin = S("test"),
                                          .origin_id = 1 };
        bool is_new;
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth);
        failed = points_post(&cx, &posting, &is_new) != NULL;
        db_fail_at(cx.db, 0);
        if (failed) {
            db_rollback(&cx);
            CHECK(points_account_now(&cx, account.id).redeemable == 20);
            points_check_ledger(&cx);
        } else {
            CHECK_OK(db_commit(&cx));
        }
    }
    CHECK(nth > 5);
    CHECK(points_account_now(&cx, account.id).redeemable == 15);
    points_check_ledger(&cx);
}
