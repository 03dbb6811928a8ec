/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of this room. */
#include "modules/points/claim.h"

#include "app/chart.h"

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "户数" },
};

const struct query households_with_points = {
    .sql = "select count(distinct account) from points_claims where county = $1 "
           "and place >= $2 and place < $3 and effective_on >= $4 and effective_on <= $5 "
           "and status = 'effective' and side = 'household'",
    .row = { SHAPE(counted, counted_columns) },
};

/* Deeds of party members, on the day they were done. */
#define BY_MEMBERS(key_, label_, unit_, statistic_)                                            \
    {                                                                                          \
        .key = (key_), .label = (label_), .unit = (unit_), .kind = FIGURE_FLOW,                \
        .of = &points_claim_type,                                                              \
        .where = "side=member&status=effective&is_deduction=false&statistic=" statistic_,      \
        .on = "happened_on", .sum = "quantity",                                                \
        .note = "党员积分里已经评议、公示、记分的，按做的日期"           \
    }

/* Who declared it. */
#define BY_DECLARER(key_, label_, by_)                                                         \
    {                                                                                          \
        .key = (key_), .label = (label_), .unit = "件", .kind = FIGURE_FLOW,                   \
        .of = &points_claim_type, .where = "declared_by=" by_, .on = "declared_on",            \
        .note = "期内申报的，不管有没有通过"                                      \
    }

const struct figure points_figures[] = {
    BY_MEMBERS("cleanups_by_members", "党员开展人居环境整治", "次", "cleanup"),
    BY_MEMBERS("benefit_matters_by_members", "党员办好惠民实事", "件", "benefit"),
    BY_MEMBERS("mediations_by_members", "党员调解矛盾", "起", "mediation"),
    { .key = "points_claims",
      .label = "积分申报",
      .unit = "件",
      .kind = FIGURE_FLOW,
      .of = &points_claim_type,
      .on = "declared_on",
      .note = "期内申报的，不管有没有通过" },
    { .key = "points_issued",
      .label = "发放积分",
      .unit = "分",
      .kind = FIGURE_FLOW,
      .of = &points_claim_type,
      .where = "status=effective&is_deduction=false",
      .on = "effective_on",
      .sum = "honour",
      .note = "期内公示期满记进户头的荣誉分，不减扣分" },
    { .key = "points_redeemed",
      .label = "兑换积分",
      .unit = "分",
      .kind = FIGURE_FLOW,
      .of = &points_redemption_type,
      .where = "status=done",
      .on = "redeemed_on",
      .sum = "points",
      .note = "期内兑换用掉的，退回的不算" },
    { .key = "points_goods_cost",
      .label = "兑换物品成本",
      .unit = "元",
      .kind = FIGURE_FLOW,
      .of = &points_redemption_type,
      .where = "status=done",
      .on = "redeemed_on",
      .sum = "cost",
      .note = "期内兑换出去的东西值多少钱" },
    { .key = "households_with_points",
      .label = "得分户数",
      .unit = "户",
      .kind = FIGURE_DISTINCT,
      .of = &points_claim_type,
      .where = "status=effective&side=household",
      .on = "effective_on",
      .query = &households_with_points,
      .note = "期内记过分的户，一户几次也只算一户" },
    BY_DECLARER("points_claims_by_self", "户里自己申报的", "self"),
    BY_DECLARER("points_claims_by_grid", "网格员申报的", "grid"),
    BY_DECLARER("points_claims_by_clerk", "村里申报的", "clerk"),
    BY_DECLARER("points_claims_in_bulk", "活动批量申报的", "bulk"),
    BY_DECLARER("points_claims_by_matters", "办结诉求带来的", "matter"),
    { 0 },
};

/* Nobody's name and no household stands in a chart; places stand in the order of their codes.
 */
const struct chart points_charts[] = {
    { "积分：这段时间", CHART_NUMBERS,
      "points_claims points_issued households_with_points points_redeemed points_goods_cost",
      .on_screen = true },
    { "积分：按月", CHART_MONTHS, "points_issued points_redeemed", .on_screen = false },
    { "积分：谁申报的", CHART_PARTS,
      "points_claims_by_self points_claims_by_grid points_claims_by_clerk "
      "points_claims_in_bulk points_claims_by_matters",
      .on_screen = false },
    { "积分：党员做的事", CHART_NUMBERS,
      "cleanups_by_members benefit_matters_by_members mediations_by_members",
      .on_screen = false },
    { "积分：各地情况", CHART_PLACES, "points_claims points_issued points_redeemed",
      .on_screen = false },
    { 0 },
};
