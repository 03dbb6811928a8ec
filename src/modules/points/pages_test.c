/* SPDX-License-Identifier: Apache-2.0 */
/* The way people take: declaring on a page, looking by card, redeeming at the counter. */
#include "modules/party/party.h"
#include "modules/places/places.h"
#include "modules/points/fixture_test.h"
#include "tests/town.h"

static const char *text_of(struct context *cx, int64_t number)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%lld", (long long)number));
}

static struct points_goods goods_on_shelf(struct context *cx)
{
    struct points_shop shop = { .place = S(VILLAGE), .name = S("示例积分超市") };
    struct points_goods goods = { .name = S("扫把"), .price = 18, .cost = 900 };

    CHECK_OK(store_insert(cx, &points_shop_type, &shop));
    goods.shop = shop.id;
    CHECK_OK(points_goods_offer(cx, &goods));
    CHECK_OK(points_goods_move(
        cx, &(struct points_movement){ .goods = goods.id, .quantity = 5, .paid = 4500 }));
    return goods;
}

TEST("a clerk declares a deed on the page and the household follows it by the receipt")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct household household = { 0 };
    struct points_claim claim = { 0 };
    bool found;

    CHECK_OK(store_get(&cx, &household_type, account.subject, &household));
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response form = test_get(&cx, "/points_claims/new");
    CHECK(form.status == 200 && test_says(&form, "打扫公共巷道（20分）"));
    struct response response = test_post(
        &cx, "/points_claims/new", "place", VILLAGE, "who",
        arena_text(cx.arena, household.number), "item",
        text_of(&cx, points_item_with(&cx, scheme.id, "clean")), "quantity", "1", "happened_on",
        "2026-03-18", "witness", "组长", "story", "扫了一条巷道", NULL);
    CHECK(response.status == 303);

    CHECK_OK(store_find_by(&cx, &points_claim_type, S(VILLAGE), "account",
                           value_integer(account.id), &claim, &found));
    CHECK(found && claim.honour == 20);
    test_sign_out(&cx);
    response = test_get(&cx, arena_text(cx.arena, arena_printf(cx.arena, "/points/receipt/%.*s",
                                                               STR_ARG(claim.receipt))));
    CHECK(response.status == 200 && test_says(&response, "待核实"));
    CHECK(!test_says(&response, "示例张三"));
}

/* A grid of the village, and a household in it. */
static struct household household_in_grid(struct context *cx, const char *name)
{
    struct place grid = { .name = str_of(name), .level = PLACE_GRID, .parent = S(VILLAGE) };

    CHECK_OK(place_create(cx, &grid));
    struct household household = { .place = grid.key,
                                   .head = points_resident(cx, name),
                                   .opened_on = date_of(2020, 1, 1) };
    CHECK_OK(household_create(cx, &household));
    return household;
}

TEST("a grid worker declares for the households of the own grid, and for no others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    const struct household homes[] = { household_in_grid(&cx, "示例甲"),
                                       household_in_grid(&cx, "示例乙") };
    const char *item = text_of(&cx, points_item_with(&cx, scheme.id, "clean"));

    test_sign_in_as(&cx, "grid_worker", arena_text(cx.arena, homes[0].place));
    struct response form = test_get(&cx, "/points_claims/new?place=" VILLAGE);
    CHECK(form.status == 200 && test_says(&form, "打扫公共巷道（20分）"));
    for (size_t i = 0; i < COUNT(homes); i++) {
        const char *number = arena_text(cx.arena, homes[i].number);
        struct response response =
            test_post(&cx, "/points_claims/new", "place", VILLAGE, "who", number, "item", item,
                      "quantity", "1", "happened_on", "2026-03-18", NULL);
        CHECK(response.status == (i == 0 ? 303 : 403));
        if (i == 0) {
            CHECK(str_starts(response.location, S("/points/receipt/")));
            response = test_get(&cx, arena_text(cx.arena, response.location));
            CHECK(response.status == 200 && test_says(&response, "待核实"));
        }
    }
}

TEST("a wrong household number is said at its field and nothing is declared")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response response =
        test_post(&cx, "/points_claims/new", "place", VILLAGE, "who", "没有", "item",
                  text_of(&cx, points_item_with(&cx, scheme.id, "clean")), "quantity", "1",
                  "happened_on", "2026-03-18", NULL);
    CHECK(response.status == 422 && test_says(&response, "没有“没有”这个户号或卡号"));
}

TEST("an activity declares for many households at once, or for none")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account one = points_account_with(&cx, "示例张三", 0);
    struct points_account two = points_account_with(&cx, "示例李四", 0);
    const char *item = text_of(&cx, points_item_with(&cx, scheme.id, "study"));
    const char *both = arena_text(cx.arena, arena_printf(cx.arena, "%06lld\n%06lld",
                                                         (long long)(one.id % COUNTY_IDS),
                                                         (long long)(two.id % COUNTY_IDS)));
    const char *wrong = arena_text(cx.arena, arena_printf(cx.arena, "%s 999999", both));
    int64_t count;

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response response =
        test_post(&cx, "/points_claims/bulk", "place", VILLAGE, "numbers", wrong, "item", item,
                  "quantity", "1", "happened_on", "2026-03-18", "story", "清明扫墓", NULL);
    CHECK(response.status == 422);
    CHECK_OK(query_number(&cx, "select count(*) from points_claims", NULL, 0, &count));
    CHECK(count == 0);
    response =
        test_post(&cx, "/points_claims/bulk", "place", VILLAGE, "numbers", both, "item", item,
                  "quantity", "1", "happened_on", "2026-03-18", "story", "清明扫墓", NULL);
    CHECK(response.status == 303);
    CHECK_OK(query_number(&cx, "select count(*) from points_claims", NULL, 0, &count));
    CHECK(count == 2);
}

TEST("a household sees its own points by its card and declares a deed itself")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 30);
    struct points_card card = { 0 };

    CHECK_OK(points_card_issue(&cx, account.id, (str){ 0 }, &card));
    const char *path =
        arena_text(cx.arena, arena_printf(cx.arena, "/points/card/%.*s", STR_ARG(card.secret)));
    CHECK_OK(store_insert(&cx, &points_shop_type,
                          &(struct points_shop){ .place = S(VILLAGE),
                                                 .name = S("示例积分超市"),
                                                 .opening = S("每季末月25日 9:00—11:30") }));
    struct response response = test_get(&cx, path);
    CHECK(response.status == 200 && test_says(&response, "纸质存折转入"));
    CHECK(test_says(&response, "每季末月25日"));
    CHECK(!test_says(&response, "乱倒垃圾")); /* nobody declares a deduction against itself */

    response = test_post(&cx, arena_text(cx.arena, arena_printf(cx.arena, "%s/declare", path)),
                         "item", text_of(&cx, points_item_with(&cx, scheme.id, "clean")),
                         "quantity", "1", "happened_on", "2026-03-18", "witness", "邻居", NULL);
    CHECK(response.status == 303);
    response = test_get(&cx, path);
    CHECK(test_says(&response, "待核实"));
    CHECK_OK(points_card_revoke(&cx, card.id, S("丢了")));
    response = test_get(&cx, path);
    CHECK(response.status == 404);
}

static struct points_account member_with_points(struct context *cx, const char *name)
{
    struct points_account account = { 0 };
    struct party_organisation branch = { .place = S(VILLAGE),
                                         .kind = PARTY_BRANCH,
                                         .name = S("示例党支部") };

    CHECK_OK(party_organisation_found(cx, &branch));
    struct party_member member = { .place = S(VILLAGE),
                                   .resident = points_resident(cx, name),
                                   .organisation = branch.id,
                                   .joined_on = date_of(2001, 7, 1) };
    CHECK_OK(party_member_enrol(cx, &member));
    CHECK_OK(points_account_of(cx, POINTS_MEMBER, member.id, &account));
    return account;
}

TEST("a member's card declares nothing of the household's scheme and redeems nothing elsewhere")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account member = member_with_points(&cx, "示例党员");
    struct points_account found = { 0 };
    struct points_card card = { 0 };
    const char *item = text_of(&cx, points_item_with(&cx, scheme.id, "clean"));

    points_account_with(&cx, "示例张三", 30);
    CHECK_OK(points_card_issue(&cx, member.id, (str){ 0 }, &card));
    const char *path =
        arena_text(cx.arena, arena_printf(cx.arena, "/points/card/%.*s", STR_ARG(card.secret)));
    const char *declare = arena_text(cx.arena, arena_printf(cx.arena, "%s/declare", path));
    struct response response = test_get(&cx, path);
    CHECK(response.status == 200 && test_says(&response, "我的积分"));
    CHECK(!test_says(&response, "我家的积分") && !test_says(&response, "示例张三") &&
          !test_says(&response, "纸质存折转入") && !test_says(&response, "自己申报一件"));
    response = test_post(&cx, declare, "item", item, "quantity", "1", "happened_on",
                         "2026-03-18", NULL);
    CHECK(response.status == 422 && test_says(&response, "不是给党员计分的项目"));
    CHECK_FAILS(points_account_at_counter(&cx, S(NEXT_VILLAGE), card.secret, &found),
                ERROR_INVALID);
    CHECK_OK(points_card_revoke(&cx, card.id, S("丢了")));
    CHECK(test_get(&cx, path).status == 404);
    CHECK(test_post(&cx, declare, "item", item, "quantity", "1", "happened_on", "2026-03-18",
                    NULL)
              .status == 404);
    CHECK_FAILS(points_account_at_counter(&cx, S(VILLAGE), card.secret, &found),
                ERROR_NOT_FOUND);
}

TEST("a member's card declares the members' own items, and no deduction")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_MEMBER);
    struct points_account member = member_with_points(&cx, "示例党员");
    struct points_card card = { 0 };

    CHECK_OK(points_card_issue(&cx, member.id, (str){ 0 }, &card));
    const char *declare = arena_text(
        cx.arena, arena_printf(cx.arena, "/points/card/%.*s/declare", STR_ARG(card.secret)));
    struct response response = test_post(
        &cx, declare, "item", text_of(&cx, points_item_with(&cx, scheme.id, "dumping")),
        "quantity", "1", "happened_on", "2026-03-18", "witness", "邻居", NULL);
    CHECK(response.status == 422 && test_says(&response, "由网格员或村里申报"));
    response =
        test_post(&cx, declare, "item", text_of(&cx, points_item_with(&cx, scheme.id, "study")),
                  "quantity", "1", "happened_on", "2026-03-18", "witness", "邻居", NULL);
    CHECK(response.status == 303);
}

TEST("the dashboard tells what points came to, and no household")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 30);
    struct points_claim claim = { .place = S(VILLAGE),
                                  .receipt = S("421182AAAAAA"),
                                  .account = account.id,
                                  .account_name = account.name,
                                  .honour = 17,
                                  .declared_by = DECLARED_BY_GRID,
                                  .declared_on = cx.today,
                                  .happened_on = cx.today,
                                  .effective_on = cx.today,
                                  .status = CLAIM_EFFECTIVE };

    CHECK_OK(store_insert(&cx, &points_claim_type, &claim));
    test_sign_in_as(&cx, "secretary", VILLAGE);
    struct response response = test_get(&cx, "/dashboard?place=" VILLAGE "&period=month");
    CHECK(response.status == 200 && test_says(&response, "积分：这段时间") &&
          test_says(&response, "积分：谁申报的") && test_says(&response, "网格员申报的"));
    CHECK(!test_says(&response, "示例张三"));
}

TEST("the shop keeper finds a household, redeems once and prints the voucher")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 30);
    struct points_goods goods = goods_on_shelf(&cx);
    const char *counter =
        arena_text(cx.arena, arena_printf(cx.arena, "/points/counter?card=%06lld",
                                          (long long)(account.id % COUNTY_IDS)));

    test_sign_in_as(&cx, "points_shop_keeper", VILLAGE);
    struct response response = test_get(&cx, counter);
    CHECK(response.status == 200 && test_says(&response, "扫把 18分（还有5件）"));
    response = test_get(&cx, "/points/counter?card=999999");
    CHECK(test_says(&response, "没有这个卡号或户号"));

    for (int i = 0; i < 2; i++) {
        response =
            test_post(&cx, "/points/counter", "account", text_of(&cx, account.id), "goods",
                      text_of(&cx, goods.id), "quantity", "1", "key", "k1", NULL);
        CHECK(response.status == 303);
    }
    CHECK(points_account_now(&cx, account.id).redeemable == 12);
    response = test_get(&cx, arena_text(cx.arena, response.location));
    CHECK(response.status == 200 && test_says(&response, "领取人签名"));
    response =
        test_post(&cx, "/points/counter", "account", text_of(&cx, account.id), "goods",
                  text_of(&cx, goods.id), "quantity", "1", "by_proxy", "1", "key", "k2", NULL);
    CHECK(response.status == 422 && test_says(&response, "代领的请写谁来领的"));
}

TEST("anybody sees that the accounts of a village add up, and nobody's name")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    points_account_with(&cx, "示例张三", 30);
    struct response response = test_get(&cx, "/points/open?place=" VILLAGE);
    CHECK(response.status == 200 && test_says(&response, "合计0分，平。"));
    CHECK(!test_says(&response, "示例张三"));
}

TEST("accounts stand in the order of names, and those of other villages are not seen")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 30);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response response = test_get(&cx, "/points_accounts");
    CHECK(test_says(&response, "示例张三") && test_says(&response, "不排名"));
    response = test_get(&cx, points_path(&cx, "points_accounts", account.id, ""));
    CHECK(response.status == 200 && test_says(&response, "纸质存折转入"));
    test_sign_in_as(&cx, "village_clerk", NEXT_VILLAGE);
    response = test_get(&cx, points_path(&cx, "points_accounts", account.id, ""));
    CHECK(response.status == 404);
}

TEST("the page of a draft tells what the law does not allow, and plays last year")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_draft(&cx, POINTS_HOUSEHOLD);

    test_sign_in_as(&cx, "secretary", VILLAGE);
    struct response response = test_get(&cx, points_path(&cx, "points_schemes", scheme.id, ""));
    CHECK(response.status == 200 && test_says(&response, "去年会怎样"));
    response = test_post(&cx, "/points_items", "scheme", text_of(&cx, scheme.id), "code", "app",
                         "name", "每天登录平台", "points", "1", NULL);
    CHECK(response.status == 422 && test_says(&response, "不能拿用软件"));
}

static bool is_pdf(const struct response *response)
{
    return response->status == 200 && str_starts(test_body(response), S("%PDF-"));
}

TEST("passbook, voucher, scheme and the quarter's statement can be had on paper")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 30);
    struct points_goods goods = goods_on_shelf(&cx);
    struct points_card card = { 0 };
    struct points_redemption redemption = { 0 };
    const struct points_order order = {
        .key = S("k1"), .account = account.id, .goods = goods.id, .quantity = 1
    };

    CHECK_OK(points_card_issue(&cx, account.id, (str){ 0 }, &card));
    CHECK_OK(points_redeem(&cx, &order, &redemption));
    struct response response =
        test_get(&cx, arena_text(cx.arena, arena_printf(cx.arena, "/points/card/%.*s/pdf",
                                                        STR_ARG(card.secret))));
    CHECK(is_pdf(&response));
    response = test_get(&cx, "/points/statement/pdf?place=" VILLAGE "&quarter=2026-1");
    CHECK(is_pdf(&response));
    response = test_get(&cx, points_path(&cx, "points_accounts", account.id, "/pdf"));
    CHECK(response.status != 200); /* only by the card without an account */
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    response = test_get(&cx, points_path(&cx, "points_accounts", account.id, "/pdf"));
    CHECK(is_pdf(&response));
    response = test_get(&cx, points_path(&cx, "points_redemptions", redemption.id, "/pdf"));
    CHECK(is_pdf(&response));
    response = test_get(&cx, points_path(&cx, "points_schemes", scheme.id, "/pdf"));
    CHECK(is_pdf(&response));
    test_sign_in_as(&cx, "village_clerk", NEXT_VILLAGE);
    response = test_get(&cx, points_path(&cx, "points_redemptions", redemption.id, "/pdf"));
    CHECK(response.status == 404);
}
