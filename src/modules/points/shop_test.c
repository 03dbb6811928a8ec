/* SPDX-License-Identifier: Apache-2.0 */
/* Redeeming points: the points, the goods and the voucher, all or nothing. */
#include "modules/points/fixture_test.h"
#include "tests/town.h"

static struct points_goods some_goods(struct context *cx, int64_t price, int64_t quantity)
{
    struct points_shop shop = { .place = S(VILLAGE), .name = S("示例积分超市") };
    struct points_goods goods = { .name = S("洗衣粉"), .price = price, .cost = 600 };

    CHECK_OK(store_insert(cx, &points_shop_type, &shop));
    goods.shop = shop.id;
    CHECK_OK(points_goods_offer(cx, &goods));
    if (quantity > 0)
        CHECK_OK(points_goods_move(cx, &(struct points_movement){ .goods = goods.id,
                                                                  .kind = GOODS_RECEIVED,
                                                                  .quantity = quantity,
                                                                  .paid = 600 * quantity }));
    return goods;
}

static int64_t stock_of(struct context *cx, record_id goods)
{
    int64_t quantity;

    CHECK_OK(points_stock_of(cx, goods, &quantity));
    return quantity;
}

static struct points_order an_order(const struct points_account *account,
                                    const struct points_goods *goods, const char *key,
                                    int64_t quantity)
{
    return (struct points_order){
        .key = str_of(key), .account = account->id, .goods = goods->id, .quantity = quantity
    };
}

static void fail_with(str what, void *closure)
{
    (void)closure;
    test_fail(__FILE__, __LINE__, "%.*s", STR_ARG(what));
}

static void check_stock(struct context *cx)
{
    int64_t checked = 0;

    CHECK_OK(stock_check(cx, fail_with, NULL, &checked));
}

TEST("redeeming takes the points and the goods and writes the voucher")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_order order = an_order(&account, &goods, "a", 2);
    struct points_redemption redemption = { 0 };

    CHECK_OK(points_redeem(&cx, &order, &redemption));

    account = points_account_now(&cx, account.id);
    CHECK(account.honour == 84 && account.redeemable == 54);
    CHECK(stock_of(&cx, goods.id) == 8);
    CHECK(redemption.points == 30 && redemption.cost == 1200);
    CHECK_STR(redemption.receiver, "示例张三");
    points_check_ledger(&cx);
    check_stock(&cx);
}

TEST("the same order is carried out once, and another under its key is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_order order = an_order(&account, &goods, "a", 2);
    struct points_redemption first = { 0 };
    struct points_redemption again = { 0 };

    CHECK_OK(points_redeem(&cx, &order, &first));
    CHECK_OK(points_redeem(&cx, &order, &again));
    order.quantity = 3;
    CHECK_FAILS(points_redeem(&cx, &order, &again), ERROR_CONFLICT);

    CHECK(first.id == again.id);
    CHECK(stock_of(&cx, goods.id) == 8);
    CHECK(points_account_now(&cx, account.id).redeemable == 54);
}

TEST("without enough goods or points nothing is redeemed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 40);
    struct points_goods goods = some_goods(&cx, 15, 2);
    struct points_order order = an_order(&account, &goods, "a", 3);
    struct points_redemption redemption = { 0 };

    CHECK_OK(db_begin(&cx));
    CHECK_FAILS(points_redeem(&cx, &order, &redemption), ERROR_CONFLICT);
    db_rollback(&cx);
    struct points_goods dear = some_goods(&cx, 30, 2);
    order = an_order(&account, &dear, "b", 2);
    CHECK_OK(db_begin(&cx));
    CHECK_FAILS(points_redeem(&cx, &order, &redemption), ERROR_CONFLICT);
    db_rollback(&cx);

    CHECK(points_account_now(&cx, account.id).redeemable == 40);
    CHECK(stock_of(&cx, goods.id) == 2 && stock_of(&cx, dear.id) == 2);
    points_check_ledger(&cx);
}

TEST("the database itself refuses a stock below zero")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_goods goods = some_goods(&cx, 15, 2);

    CHECK_OK(db_begin(&cx));
    CHECK(db_run(&cx, "update points_stocks set quantity = -1 where goods = $1",
                 WITH(value_integer(goods.id))) != NULL);
    db_rollback(&cx);
}

TEST("points are redeemed where they were earned")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = { 0 };
    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_redemption redemption = { 0 };

    CHECK_OK(points_account_of_team(&cx, S(NEXT_VILLAGE), S("志愿队"), &account));
    struct points_order order = an_order(&account, &goods, "a", 1);
    CHECK_FAILS(points_redeem(&cx, &order, &redemption), ERROR_INVALID);
}

TEST("a voucher is returned once: the goods to the shelf, the points to the account")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_order order = an_order(&account, &goods, "a", 2);
    struct points_redemption redemption = { 0 };

    CHECK_OK(points_redeem(&cx, &order, &redemption));
    CHECK_OK(points_redemption_return(&cx, redemption.id, S("袋子破了")));
    CHECK_FAILS(points_redemption_return(&cx, redemption.id, S("再退")), ERROR_CONFLICT);

    CHECK(points_account_now(&cx, account.id).redeemable == 84);
    CHECK(stock_of(&cx, goods.id) == 10);
    points_check_ledger(&cx);
    check_stock(&cx);
}

TEST("a count that differs needs its reason, and the stock never falls below zero")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_goods goods = some_goods(&cx, 15, 2);
    struct points_movement count = { .goods = goods.id, .kind = GOODS_COUNTED, .quantity = -1 };

    CHECK_FAILS(points_goods_move(&cx, &count), ERROR_INVALID);
    count.note = S("少了一袋，查不到去向");
    CHECK_OK(points_goods_move(&cx, &count));
    CHECK(stock_of(&cx, goods.id) == 1);
    count.quantity = -2;
    CHECK_FAILS(points_goods_move(&cx, &count), ERROR_CONFLICT);
    check_stock(&cx);
}

TEST("only the shop keeper and the clerk of the village redeem")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_order order = an_order(&account, &goods, "a", 1);
    struct points_redemption redemption = { 0 };

    test_sign_in_as(&cx, "points_shop_keeper", NEXT_VILLAGE);
    CHECK_FAILS(points_redeem(&cx, &order, &redemption), ERROR_FORBIDDEN);
    test_sign_in_as(&cx, "villager_representative", VILLAGE);
    CHECK_FAILS(points_redeem(&cx, &order, &redemption), ERROR_FORBIDDEN);
    test_sign_in_as(&cx, "points_shop_keeper", VILLAGE);
    CHECK_OK(points_redeem(&cx, &order, &redemption));
}

TEST("a redemption whose nth statement fails changes nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_order order = an_order(&account, &goods, "a", 1);
    int nth = 1;

    for (bool failed = true; failed; nth++) {
        struct points_redemption redemption = { 0 };
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth);
        failed = points_redeem(&cx, &order, &redemption) != NULL;
        db_fail_at(cx.db, 0);
        if (failed)
            db_rollback(&cx);
        else
            CHECK_OK(db_commit(&cx));
        CHECK(points_account_now(&cx, account.id).redeemable == (failed ? 84 : 69));
        CHECK(stock_of(&cx, goods.id) == (failed ? 10 : 9));
    }
    CHECK(nth > 10);
    points_check_ledger(&cx);
    check_stock(&cx);
}

TEST("the liability of any day is what could be redeemed then at the average cost of a point")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_liability liability = { 0 };

    CHECK_OK(points_liability_read(&cx, S(VILLAGE), cx.today, &liability));
    CHECK(!liability.has_average && liability.outstanding == 84);

    struct points_goods goods = some_goods(&cx, 15, 10);
    struct points_order order = an_order(&account, &goods, "a", 2);
    struct points_redemption redemption = { 0 };
    CHECK_OK(store_insert(&cx, &points_funding_type,
                          &(struct points_funding){ .place = S(VILLAGE),
                                                    .amount = 100000,
                                                    .received_on = cx.today }));
    CHECK_OK(points_redeem(&cx, &order, &redemption));

    CHECK_OK(points_liability_read(&cx, S(VILLAGE), cx.today, &liability));
    CHECK(liability.outstanding == 54 && liability.redeemed == 30);
    CHECK(liability.liability == 2160); /* 54 points at 40分 */
    CHECK(liability.funded == 100000 && liability.spent == 6000);
    CHECK(liability.stock_cost == 8 * 600);

    test_set_day(&cx, "2026-03-09");
    CHECK_OK(points_redemption_return(&cx, redemption.id, S("东西坏了")));
    CHECK_OK(points_liability_read(&cx, S(VILLAGE), cx.today, &liability));
    CHECK(liability.outstanding == 84 && liability.stock_cost == 10 * 600);
    CHECK_OK(points_liability_read(&cx, S(VILLAGE), date_of(2026, 3, 8), &liability));
    CHECK(liability.outstanding == 54 && liability.liability == 2160);
    CHECK(liability.stock_cost == 8 * 600 && liability.redeemed == 30);
    CHECK_OK(points_liability_read(&cx, S(VILLAGE), date_of(2026, 3, 1), &liability));
    CHECK(liability.outstanding == 0 && liability.spent == 0 && !liability.has_average);
}
