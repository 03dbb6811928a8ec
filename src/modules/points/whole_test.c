/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing is half written: schemes, claims, the shop and corrections, with each of their
 * statements failing in turn. */
#include "modules/points/fixture_test.h"
#include "tests/half.h"
#include "tests/town.h"

#include "modules/modules.h"
#include "modules/points/points_parts.h"

enum { LEAST_STATEMENTS = 3 };

/* A step with its input. */
struct step_work {
    const struct flow *flow;
    const char *step;
    record_id id;
    const void *input;
};

static struct error *take_step(struct context *cx, void *closure)
{
    const struct step_work *work = closure;

    return flow_take(cx, work->flow, work->step, work->id, work->input);
}

static void whole(struct context *cx, struct error *(*work)(struct context *cx, void *closure),
                  void *closure)
{
    CHECK(test_fail_in_turn(cx, &points_module, work, closure) > LEAST_STATEMENTS);
}

static void whole_step(struct context *cx, const struct flow *flow, const char *step,
                       record_id id, const void *input)
{
    whole(cx, take_step, &(struct step_work){ flow, step, id, input });
}

static struct error *end_notices(struct context *cx, void *closure)
{
    (void)closure;
    bool more;

    return notices_end(cx, &more);
}

/* Eight days later, what was shown ends. */
static void whole_notice(struct context *cx)
{
    context_set_now(cx, instant_of(date_add_days(cx->today, 8), 9, 0, 0));
    whole(cx, end_notices, NULL);
}

TEST("no step of a scheme is half taken, and its next edition is not half written")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct flow *flow = &points_scheme_flow;
    record_id id = a_points_draft(&cx, POINTS_HOUSEHOLD).id;
    const struct points_words words = { .words = S("说明") };
    const struct points_meeting meeting = {
        .held_on = cx.today, .due = 7, .present = 6, .yes = 5
    };
    const struct points_decision decision = {
        .held_on = cx.today, .due = 45, .present = 30, .yes = 16
    };

    whole_step(&cx, flow, "solicit", id, &words);
    points_days_later(&cx, 8);
    whole_step(&cx, flow, "committees", id, &meeting);
    whole_step(&cx, flow, "return", id, &words);
    points_take(&cx, flow, id, "solicit", &words);
    points_days_later(&cx, 8);
    points_take(&cx, flow, id, "committees", &meeting);
    whole_step(&cx, flow, "party_members", id, &meeting);
    whole_step(&cx, flow, "decide", id, &decision);
    whole_step(&cx, flow, "refuse", id, &words);
    points_take(&cx, flow, id, "solicit", &words);
    points_days_later(&cx, 8);
    points_take(&cx, flow, id, "committees", &meeting);
    points_take(&cx, flow, id, "party_members", &meeting);
    points_take(&cx, flow, id, "decide", &decision);
    whole_step(&cx, flow, "check_law", id, &words);
    whole_step(&cx, flow, "publish", id, &words);
    whole_notice(&cx);
}

static struct error *next_edition(struct context *cx, void *closure)
{
    record_id draft;

    return points_scheme_next(cx, *(record_id *)closure, &draft);
}

TEST("an edition that takes the place of another does so whole")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct points_words words = { .words = S("说明") };
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_scheme next = { 0 };
    bool found;

    whole(&cx, next_edition, &scheme.id);
    CHECK_OK(store_find_by(&cx, &points_scheme_type, S(VILLAGE), "replaces",
                           value_integer(scheme.id), &next, &found));
    CHECK(found);
    next.status = SCHEME_CHECKED;
    CHECK_OK(store_update(&cx, &points_scheme_type, &next));
    points_take(&cx, &points_scheme_flow, next.id, "publish", &words);
    whole_notice(&cx);
    CHECK_OK(points_scheme_of(&cx, S(VILLAGE), POINTS_HOUSEHOLD, &scheme, &found));
    CHECK(found && scheme.id == next.id);
}

struct claim_work {
    struct points_declaration declaration;
    struct points_claim claim;
};

static struct error *declare(struct context *cx, void *closure)
{
    struct claim_work *work = closure;

    return points_declare(cx, &work->declaration, &work->claim);
}

static struct claim_work a_deed(struct context *cx, record_id scheme, record_id account,
                                const char *code)
{
    return (struct claim_work){ .declaration = {
                                    .account = account,
                                    .item = points_item_with(cx, scheme, code),
                                    .quantity = 1,
                                    .story = S("打扫了村口"),
                                    .declared_by = DECLARED_BY_CLERK,
                                } };
}

static void whole_voices(struct context *cx, record_id claim, int first, int last)
{
    const struct points_speech speech = { .no_kin = true };

    for (int i = first; i <= last; i++) {
        test_sign_in_as(cx, "appraisal_member", VILLAGE);
        whole_step(cx, &points_claim_flow, "speak", claim, &speech);
        test_sign_out(cx);
    }
}

TEST("a claim is declared, verified, reviewed, shown and posted whole, or not at all")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct flow *flow = &points_claim_flow;
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct claim_work work = a_deed(&cx, scheme.id, account.id, "study");

    whole(&cx, declare, &work);
    CHECK_OK(store_find_by(&cx, &points_claim_type, S(VILLAGE), "receipt",
                           value_text(work.claim.receipt), &work.claim, &(bool){ false }));
    whole_step(&cx, flow, "verify", work.claim.id,
               &(struct points_verification){ .words = S("属实") });
    whole_voices(&cx, work.claim.id, 1, VOICES_MIN);
    whole_notice(&cx);
    CHECK(points_account_now(&cx, account.id).honour == 7);
    points_check_ledger(&cx);
}

TEST("a refusal, an appeal and what comes of it are whole")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct flow *flow = &points_claim_flow;
    const struct points_refusal words = { .words = S("说明") };
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct claim_work work = a_deed(&cx, scheme.id, account.id, "clean");

    CHECK_OK(declare(&cx, &work));
    whole_step(&cx, flow, "refuse", work.claim.id, &words);
    whole_step(&cx, flow, "appeal", work.claim.id, &words);
    whole_step(&cx, flow, "reject_appeal", work.claim.id, &words);
    points_take(&cx, flow, work.claim.id, "appeal", &words);
    whole_step(&cx, flow, "uphold_appeal", work.claim.id, &words);
    whole_step(&cx, flow, "withdraw", work.claim.id, &words);
}

TEST("a deduction that an appeal takes back is taken back whole")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct flow *flow = &points_claim_flow;
    const struct points_refusal words = { .words = S("认错人了") };
    const struct points_speech speech = { .no_kin = true };
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 20);
    struct claim_work work = a_deed(&cx, scheme.id, account.id, "dumping");

    CHECK_OK(declare(&cx, &work));
    points_take(&cx, flow, work.claim.id, "verify", &(struct points_verification){ 0 });
    for (int i = 0; i < VOICES_MIN; i++) {
        test_sign_in_as(&cx, "appraisal_member", VILLAGE);
        points_take(&cx, flow, work.claim.id, "speak", &speech);
        test_sign_out(&cx);
    }
    points_days_later(&cx, 8);
    CHECK(points_account_now(&cx, account.id).honour == 12);
    points_take(&cx, flow, work.claim.id, "appeal", &words);
    whole_step(&cx, flow, "uphold_appeal", work.claim.id, &words);
    CHECK(points_account_now(&cx, account.id).honour == 20);
    points_check_ledger(&cx);
}

/* The shop */

static struct error *move_goods(struct context *cx, void *closure)
{
    struct points_movement movement = *(struct points_movement *)closure;

    return points_goods_move(cx, &movement);
}

static struct error *offer(struct context *cx, void *closure)
{
    struct points_goods goods = *(struct points_goods *)closure;

    return points_goods_offer(cx, &goods);
}

static struct error *redeem(struct context *cx, void *closure)
{
    struct points_redemption redemption = { 0 };

    return points_redeem(cx, closure, &redemption);
}

static struct error *return_voucher(struct context *cx, void *closure)
{
    return points_redemption_return(cx, *(record_id *)closure, S("东西坏了"));
}

static struct error *issue_card(struct context *cx, void *closure)
{
    struct points_card card = { 0 };

    return points_card_issue(cx, *(record_id *)closure, S("丢了"), &card);
}

TEST("goods, counts, vouchers, what is brought back and new cards are whole")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 84);
    struct points_shop shop = { .place = S(VILLAGE), .name = S("示例积分超市") };
    struct points_goods goods = { .name = S("洗衣粉"), .price = 15, .cost = 600 };
    struct points_redemption redemption = { 0 };
    bool found;

    CHECK_OK(store_insert(&cx, &points_shop_type, &shop));
    goods.shop = shop.id;
    whole(&cx, offer, &goods);
    CHECK_OK(store_find_by(&cx, &points_goods_type, S(VILLAGE), "shop", value_integer(shop.id),
                           &goods, &found));
    whole(&cx, move_goods,
          &(struct points_movement){
              .goods = goods.id, .kind = GOODS_RECEIVED, .quantity = 10, .paid = 6000 });
    whole(&cx, move_goods,
          &(struct points_movement){
              .goods = goods.id, .kind = GOODS_COUNTED, .quantity = -1, .note = S("少一袋") });
    whole(&cx, redeem,
          &(struct points_order){
              .key = S("a"), .account = account.id, .goods = goods.id, .quantity = 2 });
    CHECK_OK(store_find_by(&cx, &points_redemption_type, S(VILLAGE), "key", value_text(S("a")),
                           &redemption, &found));
    CHECK(found && points_account_now(&cx, account.id).redeemable == 54);
    whole(&cx, return_voucher, &redemption.id);
    CHECK(points_account_now(&cx, account.id).redeemable == 84);
    whole(&cx, issue_card, &account.id);
    whole(&cx, issue_card, &account.id);
    points_check_ledger(&cx);
}

static struct error *reverse(struct context *cx, void *closure)
{
    struct points_adjustment reversal = { 0 };

    return points_reverse(cx, *(record_id *)closure, S("记错了"), &reversal);
}

static struct error *open_account(struct context *cx, void *closure)
{
    return points_open(cx, *(record_id *)closure, 30, 30, S("纸质存折转入"));
}

TEST("an opening and a reversal are whole")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_posting posting =
        points_posted(&cx, account.id, "claim:1", POSTING_AWARD, 5, 5);

    whole(&cx, open_account, &account.id);
    whole(&cx, reverse, &posting.id);
    CHECK(points_account_now(&cx, account.id).redeemable == 30);
}
