/* SPDX-License-Identifier: Apache-2.0 */
/* The quarterly public statement: counted from what was done, and nobody named. */
#include "modules/points/fixture_test.h"
#include "modules/points/statement.h"
#include "tests/town.h"

static struct points_goods a_broom(struct context *cx)
{
    struct points_shop shop = { .place = S(VILLAGE), .name = S("示例积分超市") };
    struct points_goods goods = { .name = S("扫把"), .price = 18, .cost = 900 };

    CHECK_OK(store_insert(cx, &points_shop_type, &shop));
    goods.shop = shop.id;
    CHECK_OK(points_goods_offer(cx, &goods));
    return goods;
}

static void move(struct context *cx, record_id goods, enum goods_movement_kind kind,
                 int64_t quantity, int64_t paid, enum points_source source)
{
    CHECK_OK(points_goods_move(cx, &(struct points_movement){ .goods = goods,
                                                              .kind = kind,
                                                              .quantity = quantity,
                                                              .paid = paid,
                                                              .source = source,
                                                              .note = S("说明") }));
}

static struct points_redemption redeem(struct context *cx, const char *key, record_id account,
                                       record_id goods, int64_t quantity)
{
    struct points_redemption redemption = { 0 };
    const struct points_order order = {
        .key = str_of(key), .account = account, .goods = goods, .quantity = quantity
    };

    CHECK_OK(points_redeem(cx, &order, &redemption));
    return redemption;
}

static struct points_statement of_quarter(struct context *cx, const char *quarter)
{
    struct points_statement statement;
    date start = quarter_start(str_of(quarter), cx->today);

    CHECK_OK(points_statement_read(cx, S(VILLAGE), start,
                                   date_add_days(date_add_months(start, 3), -1), &statement));
    return statement;
}

TEST("a quarter begins where the last one ended, and goods and points add up")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_goods goods = a_broom(&cx);
    struct points_funding money = { .place = S(VILLAGE),
                                    .source = POINTS_SOURCE_COLLECTIVE,
                                    .amount = 50000,
                                    .received_on = cx.today };

    CHECK_OK(store_insert(&cx, &points_funding_type, &money));
    points_posted(&cx, account.id, "t:1", POSTING_AWARD, 100, 100);
    move(&cx, goods.id, GOODS_RECEIVED, 10, 9000, POINTS_SOURCE_COLLECTIVE);
    move(&cx, goods.id, GOODS_RECEIVED, 5, 0, POINTS_SOURCE_COMPANY);
    struct points_redemption kept = redeem(&cx, "k1", account.id, goods.id, 2);
    test_set_day(&cx, "2026-04-10");
    move(&cx, goods.id, GOODS_LOST, -1, 0, POINTS_SOURCE_PUBLIC);
    redeem(&cx, "k2", account.id, goods.id, 1);
    CHECK_OK(points_redemption_return(&cx, kept.id, S("坏的")));

    struct points_statement first = of_quarter(&cx, "2026-1");
    CHECK(first.issued == 100 && first.redeemed == 36 && first.outstanding == 64);
    CHECK(first.households == 1 && first.redemptions == 1);
    CHECK(first.goods_count == 1 && first.goods[0].received == 15 &&
          first.goods[0].redeemed == 2 && first.goods[0].left == 13);
    CHECK(first.goods[0].cost == 1800 && first.spent == 9000 && first.fund == 41000);
    CHECK(first.sources[POINTS_SOURCE_COMPANY].worth == 4500 &&
          first.sources[POINTS_SOURCE_COLLECTIVE].money == 50000);

    struct points_statement second = of_quarter(&cx, "2026-2");
    CHECK(second.outstanding_before == 64 && second.other == 36 && second.redeemed == 18);
    CHECK(second.outstanding == points_account_now(&cx, account.id).redeemable);
    CHECK(second.goods[0].before == 13 && second.goods[0].adjusted == -1 &&
          second.goods[0].redeemed == -1 && second.goods[0].left == 13);
}

TEST("quarters are named by year and number, and the last whole one comes without a name")
{
    date today = date_of(2026, 3, 2);

    CHECK(date_compare(quarter_start(S("2026-2"), today), date_of(2026, 4, 1)) == 0);
    CHECK(date_compare(quarter_start(S(""), today), date_of(2025, 10, 1)) == 0);
    CHECK(date_compare(quarter_start(S("2026-5"), today), date_of(2025, 10, 1)) == 0);
    CHECK(date_compare(quarter_start(S("x"), today), date_of(2025, 10, 1)) == 0);
}

TEST("anybody reads the statement of a village, and no household stands in it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 40);
    struct points_goods goods = a_broom(&cx);

    move(&cx, goods.id, GOODS_RECEIVED, 10, 9000, POINTS_SOURCE_PERSON);
    redeem(&cx, "k1", account.id, goods.id, 1);
    struct response response =
        test_get(&cx, "/points/statement?place=" VILLAGE "&quarter=2026-1");
    CHECK(response.status == 200 && test_says(&response, "扫把") &&
          test_says(&response, "2026年第1季度"));
    CHECK(!test_says(&response, "示例张三"));
    response = test_get(&cx, "/points/statement");
    CHECK(response.status == 200 && test_says(&response, "选一个村"));
}
