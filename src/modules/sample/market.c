/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points of households in the village of the demonstration, in the half year before the day on
 * which the sample is made: a scheme, deeds that were reviewed, some still on their way and one
 * refused, cards, a shop and what was redeemed there.  Plays late, so that the rest stays as it
 * is.
 */
#include "modules/party/party.h"
#include "modules/points/points.h"
#include "modules/sample/replay.h"
#include "modules/stars/stars.h"
#include "record/listing.h"

enum {
    DAYS_BEFORE = 170,
    NOTICE_DAYS = 8,
    REVIEWERS = 3,
    HOMES_MAX = 16,
    ROUNDS = 3,
    DAYS_BETWEEN = 40,
    SHOPPERS = 6,
    ASKED = 200,
};

struct market {
    struct replay *replay;
    struct village *village;
    date first_day;
    record_id scheme;
    record_id reviewers[REVIEWERS];
    record_id accounts[HOMES_MAX];
    size_t account_count;
};

static const struct {
    const char *code;
    const char *name;
    const char *story;
    enum points_item_class class;
    int64_t points;
    int64_t cap;
    bool by_self;
} plans[] = {
    { "clean", "房前屋后打扫干净", "月底检查，房前屋后都干净。", ITEM_ENVIRONMENT, 10, 60,
      true },
    { "help", "帮邻居做一件事", "帮隔壁老人收了两天谷子。", ITEM_NEIGHBOURS, 20, 80, true },
    { "meeting", "参加湾里议事", "来开了会，说了修路的事。", ITEM_DELIBERATION, 5, 40, true },
    { "feast", "红白事按村规民约办", "喜事办了八桌，没有放烟花。", ITEM_CUSTOMS, 50, 50,
      false },
};

static const struct {
    const char *name;
    const char *spec;
    int64_t price;
    int64_t cost;
    int64_t quantity;
    bool is_gift;
} shelf[] = {
    { "洗衣液", "2千克/瓶", 20, 1800, 30, false },
    { "扫把", "把", 18, 1200, 20, false },
    { "食盐", "400克/袋", 5, 250, 60, true },
    { "毛巾", "条", 10, 600, 40, true },
};

static void go_to(struct market *market, int days)
{
    replay_set_day(market->replay, date_add_days(market->first_day, days));
}

static struct error *as_secretary(struct market *market)
{
    return replay_as(market->replay, market->village->secretary);
}

/* The scheme, the lawful way */

static struct error *add_item(struct market *market, size_t plan)
{
    struct points_item item = { .scheme = market->scheme,
                                .code = str_of(plans[plan].code),
                                .name = str_of(plans[plan].name),
                                .class = plans[plan].class,
                                .points = plans[plan].points,
                                .cap = plans[plan].cap,
                                .by_self = plans[plan].by_self };

    return points_item_add(market->replay->cx, &item);
}

static struct error *draft(struct market *market)
{
    struct context *cx = market->replay->cx;
    struct points_scheme scheme = {
        .place = market->village->key,
        .title = arena_printf(cx->arena, "%.*s积分办法", STR_ARG(market->village->name)),
        .side = POINTS_HOUSEHOLD,
        .base = 60,
        .is_redeemable = true,
        .expiry_months = 24,
        .point_cost = 80,
        .purpose = S("做了好事有回报。季末到积分超市兑换，年底评星级文明户作参考。"),
    };

    TRY(as_secretary(market));
    TRY(points_scheme_draft(cx, &scheme));
    market->scheme = scheme.id;
    for (size_t i = 0; i < COUNT(plans); i++)
        TRY(add_item(market, i));
    TRY(flow_take(cx, &points_scheme_flow, "solicit", scheme.id,
                  &(struct points_words){ .words = S("请大家提意见。") }));
    return replay_done(market->replay);
}

static struct error *found_scheme(struct market *market)
{
    go_to(market, 0);
    TRY(draft(market));
    go_to(market, NOTICE_DAYS);
    TRY(replay_end_notices(market->replay));
    TRY(replay_decide_scheme(market->replay, market->village, market->scheme));
    go_to(market, 2 * NOTICE_DAYS);
    return replay_end_notices(market->replay);
}

/* The people */

/* Nobody in it is a reviewer or near kin to one. */
static struct error *is_stranger(struct market *market, record_id household, bool *stranger)
{
    struct context *cx = market->replay->cx;
    struct household_member *members;
    size_t count;

    TRY(household_members_now(cx, household, &members, &count));
    *stranger = count > 0;
    for (size_t i = 0; i < count * REVIEWERS; i++) {
        record_id reviewer = market->reviewers[i % REVIEWERS];
        record_id member = members[i / REVIEWERS].resident;
        enum kin kin = KIN_UNKNOWN;
        TRY(resident_kin(cx, reviewer, member, &kin));
        if (kin == KIN_NEAR || reviewer == member)
            *stranger = false;
    }
    return NULL;
}

static struct error *choose_homes(struct market *market)
{
    struct context *cx = market->replay->cx;
    struct listing listing = { .type = &household_type,
                               .place = market->village->key,
                               .limit = ASKED };
    struct household *households;
    size_t count;
    str next;

    replay_as_program(market->replay);
    TRY(listing_rows(cx, &listing, &households, &count, &next));
    for (size_t i = 0; i < count && market->account_count < HOMES_MAX; i++) {
        struct points_account account = { 0 };
        bool stranger;
        if (households[i].kind != HOUSEHOLD_REGISTERED || date_is_set(households[i].closed_on))
            continue;
        TRY(is_stranger(market, households[i].id, &stranger));
        if (!stranger)
            continue;
        TRY(points_account_of(cx, POINTS_HOUSEHOLD, households[i].id, &account));
        market->accounts[market->account_count++] = account.id;
    }
    return replay_done(market->replay);
}

/* Deeds */

enum outcome { OUTCOME_POSTED, OUTCOME_DECLARED, OUTCOME_VERIFIED, OUTCOME_REFUSED };

static struct error *review(struct market *market, record_id claim)
{
    const struct points_minutes minutes = { .reviewer_1 = market->reviewers[0],
                                            .reviewer_2 = market->reviewers[1],
                                            .reviewer_3 = market->reviewers[2],
                                            .agree = REVIEWERS,
                                            .no_kin = true,
                                            .words = S("属实。") };

    TRY(replay_as(market->replay, market->village->clerk));
    return flow_take(market->replay->cx, &points_claim_flow, "minutes", claim, &minutes);
}

static struct error *declare(struct market *market, size_t home, size_t plan,
                             enum outcome outcome)
{
    struct context *cx = market->replay->cx;
    struct points_claim claim = { 0 };
    struct points_declaration declaration = { .account = market->accounts[home],
                                              .quantity = 1,
                                              .story = str_of(plans[plan].story),
                                              .witness = S("组长"),
                                              .declared_by = DECLARED_BY_CLERK };

    TRY(replay_as(market->replay, market->village->clerk));
    TRY(replay_find_item(market->replay, market->scheme, plans[plan].code, &declaration.item));
    TRY(points_declare(cx, &declaration, &claim));
    if (outcome == OUTCOME_REFUSED)
        TRY(flow_take(cx, &points_claim_flow, "refuse", claim.id,
                      &(struct points_refusal){ .words = S("去看了，还没有打扫完。") }));
    else if (outcome != OUTCOME_DECLARED)
        TRY(flow_take(cx, &points_claim_flow, "verify", claim.id,
                      &(struct points_verification){ .words = S("属实。") }));
    if (outcome == OUTCOME_POSTED)
        TRY(review(market, claim.id));
    return replay_done(market->replay);
}

static struct error *play_deeds(struct market *market)
{
    for (int round = 0; round < ROUNDS; round++) {
        go_to(market, 3 * NOTICE_DAYS + round * DAYS_BETWEEN);
        for (size_t home = 0; home < market->account_count; home++)
            TRY(declare(market, home, (home + (size_t)round) % COUNT(plans), OUTCOME_POSTED));
        go_to(market, 4 * NOTICE_DAYS + round * DAYS_BETWEEN);
        TRY(replay_end_notices(market->replay));
    }
    return NULL;
}

/* What is on its way on the last day. */
static struct error *leave_some(struct market *market)
{
    static const enum outcome outcomes[] = { OUTCOME_DECLARED, OUTCOME_VERIFIED, OUTCOME_POSTED,
                                             OUTCOME_REFUSED };

    go_to(market, DAYS_BEFORE - 2);
    for (size_t i = 0; i < COUNT(outcomes) && i < market->account_count; i++)
        TRY(declare(market, i, 0, outcomes[i]));
    return NULL;
}

/* The shop */

static struct error *stock_shelf(struct market *market, record_id shop, size_t row,
                                 record_id *goods_id)
{
    struct context *cx = market->replay->cx;
    struct points_goods goods = { .shop = shop,
                                  .name = str_of(shelf[row].name),
                                  .spec = str_of(shelf[row].spec),
                                  .price = shelf[row].price,
                                  .cost = shelf[row].cost };

    TRY(points_goods_offer(cx, &goods));
    *goods_id = goods.id;
    struct points_movement movement = {
        .goods = goods.id,
        .quantity = shelf[row].quantity,
        .paid = shelf[row].is_gift ? 0 : shelf[row].quantity * shelf[row].cost,
        .source = shelf[row].is_gift ? POINTS_SOURCE_COMPANY : POINTS_SOURCE_COLLECTIVE,
        .donor = shelf[row].is_gift ? S("示例商贸公司") : (str){ 0 },
    };
    return points_goods_move(cx, &movement);
}

static struct error *open_shop(struct market *market, record_id goods[COUNT(shelf)])
{
    struct context *cx = market->replay->cx;
    struct points_shop shop = { .place = market->village->key,
                                .name = arena_printf(cx->arena, "%.*s积分超市",
                                                     STR_ARG(market->village->name)),
                                .address = S("村党群服务中心一楼"),
                                .opening = S("每季末月25日 9:00—11:30") };
    struct points_funding money = { .place = market->village->key,
                                    .source = POINTS_SOURCE_COLLECTIVE,
                                    .donor = S("村集体经济收入"),
                                    .amount = 300000,
                                    .received_on = cx->today };

    TRY(as_secretary(market));
    TRY(store_insert(cx, &points_shop_type, &shop));
    TRY(store_insert(cx, &points_funding_type, &money));
    for (size_t i = 0; i < COUNT(shelf); i++)
        TRY(stock_shelf(market, shop.id, i, &goods[i]));
    return replay_done(market->replay);
}

static struct error *shop(struct market *market, size_t home, record_id goods)
{
    struct context *cx = market->replay->cx;
    struct points_redemption redemption = { 0 };
    struct points_card card = { 0 };
    const struct points_order order = {
        .key = arena_printf(cx->arena, "sample:%zu:%.*s", home, STR_ARG(market->village->key)),
        .account = market->accounts[home],
        .goods = goods,
        .quantity = 1,
    };

    TRY(replay_as(market->replay, market->village->clerk));
    TRY(points_card_issue(cx, market->accounts[home], (str){ 0 }, &card));
    TRY(points_redeem(cx, &order, &redemption));
    return replay_done(market->replay);
}

static struct error *play_shop(struct market *market)
{
    record_id goods[COUNT(shelf)] = { 0 };

    go_to(market, 5 * NOTICE_DAYS);
    TRY(open_shop(market, goods));
    go_to(market, DAYS_BEFORE - 20);
    for (size_t i = 0; i < SHOPPERS && i < market->account_count; i++)
        TRY(shop(market, i, goods[i % COUNT(shelf)]));
    return NULL;
}

/* The branch */

static struct error *rate_branch(struct market *market)
{
    struct context *cx = market->replay->cx;
    struct branch_rating rating = { 0 };
    struct branch_score *scores;
    size_t count;

    go_to(market, DAYS_BEFORE - 20);
    TRY(replay_branch_of(market->replay, market->village, &rating.organisation));
    if (rating.organisation == 0)
        return NULL;
    rating.period = arena_printf(cx->arena, "%d年上半年", date_year(cx->today));
    TRY(replay_as(market->replay, market->village->township->desks[DESK_PARTY]));
    TRY(branch_rating_open(cx, &rating));
    TRY(branch_scores(cx, rating.id, &scores, &count));
    for (size_t i = 0; i < count; i++)
        TRY(branch_score_give(cx, scores[i].id, i % 5 == 3 ? 13 : 18 - (int64_t)(i / 10)));
    TRY(flow_take(cx, &branch_rating_flow, "post", rating.id,
                  &(struct review_conclusion){ .words = S("公示。") }));
    TRY(replay_done(market->replay));
    go_to(market, DAYS_BEFORE - 10);
    return replay_end_notices(market->replay);
}

static struct error *play_parts(struct market *market)
{
    TRY(found_scheme(market));
    TRY(play_deeds(market));
    TRY(play_shop(market));
    TRY(leave_some(market));
    return rate_branch(market);
}

struct error *replay_market(struct replay *replay)
{
    struct market *market = arena_new(replay->memory, struct market);

    market->replay = replay;
    market->village = replay_village(replay, str_of(replay->scene->village));
    if (market->village == NULL)
        return NULL;
    market->first_day = date_add_days(replay->played_on, -DAYS_BEFORE);
    go_to(market, 0);
    for (size_t i = 0; i < REVIEWERS; i++)
        TRY(replay_appoint_reviewer(market->replay, market->village, SEX_MALE,
                                    &market->reviewers[i]));
    TRY(choose_homes(market));
    if (market->account_count == 0)
        return NULL;
    TRY(play_parts(market));
    replay_say(replay, "有积分的户", market->account_count);
    return NULL;
}
