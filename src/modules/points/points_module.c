/* SPDX-License-Identifier: Apache-2.0 */
/* What the points bring to the program. */
#include "modules/points/claim.h"

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
    &points_scheme_type,
    &points_item_type,
    &points_forbidden_type,
    &points_claim_type,
    &points_voice_type,
    &points_card_type,
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
    &strange_claims,
    &unposted_claims,
    &items_of_scheme,
    &scheme_in_force,
    &all_forbidden,
    &last_edition,
    &claims_of_last_year,
    &claims_in_period,
    &claims_of_year,
    &voices_of_claim,
    &reviewers_of_village,
    &who_settled,
    &memberships_of_person,
    &cards_of_account,
    &households_of_number,
    &households_with_points,
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
    { "points.scheme", "起草积分办法", "secretary deputy_secretary director village_clerk" },
    { "points.check_law", "审查积分办法", "practice_institute justice_office party_office" },
    { "points.declare", "申报积分",
      "grid_leader grid_worker hundred_household_leader household_liaison micro_grid_leader "
      "secretary deputy_secretary director deputy_director committee_member women_chair "
      "village_clerk group_head party_group_leader volunteer_leader" },
    { "points.verify", "核实积分申报",
      "grid_leader secretary deputy_secretary director village_clerk" },
    { "points.review", "评议积分", "appraisal_member" },
    { "points.minutes", "登记评议结果", "village_clerk" },
    { "points.appeals", "处理积分申诉", "practice_institute party_office" },
    { "points.card", "发积分卡", "village_clerk secretary points_shop_keeper" },
    { "points.forbidden_read", "看积分禁止项",
      "secretary deputy_secretary director village_clerk practice_institute party_office "
      "justice_office system_administrator" },
    { "points.forbidden", "维护积分禁止项", "system_administrator" },
    { "points.correct", "冲正积分", "secretary deputy_secretary director practice_institute" },
    { 0 },
};

static const struct flow *const flows[] = { &points_scheme_flow, &points_claim_flow, NULL };

static const struct listener listeners[] = {
    { "notice.ended", points_hear_notice_ended },
    { "notice.upheld", points_hear_notice_upheld },
    { "matter.ended", points_hear_matter_ended },
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
    .flows = flows,
    .figures = points_figures,
    .listeners = listeners,
    .grants = grants,
    .checks = checks,
    .set_up = forbidden_set_up,
};
