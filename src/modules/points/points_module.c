/* SPDX-License-Identifier: Apache-2.0 */
/* What the points bring to the program. */
#include "modules/points/points_parts.h"

/* One a line: others are added. */
/* clang-format off */
static const struct record_type *const records[] = {
    &points_account_type,
    &points_posting_type,
    &points_entry_type,
    &points_adjustment_type,
    &points_shop_type,
    &points_goods_type,
    &points_stock_type,
    &points_movement_type,
    &points_funding_type,
    &points_redemption_type,
    NULL,
};

static const struct query *const queries[] = {
    &trial_lines,
    &postings_until,
    &unbalanced_postings,
    &lost_entries,
    &strange_redemptions,
    &strange_adjustments,
    &unposted_redemptions,
    &wrong_balances,
    &redeemed_since,
    &stock_on_shelf,
    &funded_and_spent,
    &outstanding_points,
    &wrong_stocks,
    NULL,
};
/* clang-format on */

static const struct grant grants[] = {
    { "points.read", "看积分",
      "grid_leader grid_worker hundred_household_leader household_liaison micro_grid_leader "
      "secretary deputy_secretary director deputy_director committee_member "
      "party_committee_member village_committee_member women_chair village_clerk village_cadre "
      "group_head party_group_leader appraisal_member points_shop_keeper supervision_chair "
      "supervision_member volunteer_leader village_liaison practice_institute party_office "
      "civil_affairs_office township_secretary township_head township_deputy county_office" },
    { "points.shop", "管积分超市的货", "points_shop_keeper secretary village_clerk" },
    { "points.redeem", "兑换积分", "points_shop_keeper village_clerk" },
    { "points.fund", "登记积分资金", "accountant secretary" },
    { "points.correct", "冲正积分", "secretary deputy_secretary director practice_institute" },
    { 0 },
};

static const struct check checks[] = {
    { "积分账", ledger_check },
    { "积分超市的库存", stock_check },
    { 0 },
};

const struct module points_module = {
    .name = "points",
    .title = "积分",
    .records = records,
    .queries = queries,
    .grants = grants,
    .checks = checks,
};
