/* SPDX-License-Identifier: Apache-2.0 */
/* What the points bring to the program. */
#include "modules/points/pages.h"

/* One a line: others are added. */
/* clang-format off */
static const struct record_type *const records[] = {
    &points_account_type,
    &points_posting_type,
    &points_entry_type,
    &points_adjustment_type,
    &points_exemption_type,
    &points_expiry_type,
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
    &households_of_passbook,
    &openings_of_household,
    &trial_lines,
    &postings_until,
    &unbalanced_postings,
    &lost_entries,
    &strange_redemptions,
    &strange_adjustments,
    &unposted_redemptions,
    &wrong_balances,
    &exemptions_within,
    &expiring_schemes,
    &untold_expiries,
    &expiries_over,
    &expiries_of_account,
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
    &accounts_of_village,
    &postings_of_account,
    &claims_of_account,
    &goods_of_village,
    &statement_postings,
    &statement_shelf,
    &statement_gifts,
    &statement_money,
    NULL,
};
/* clang-format on */

static const struct route routes[] = {
    { GET, "/points_accounts", points_accounts_page, .needs = "points.read",
      .summary = "积分户头" },
    { GET, "/points_accounts/{id}", points_account_page, .needs = "points.read",
      .summary = "一个积分户头" },
    { POST, "/points_accounts/{id}/open", points_account_open_action, .needs = "points.correct",
      .input = &points_opening_input, .again = points_account_page,
      .summary = "转入纸质存折的积分" },
    { POST, "/points_accounts/{id}/card", points_account_card_action, .needs = "points.card",
      .input = &points_card_input, .again = points_account_page, .summary = "发积分卡" },
    { GET, "/points_postings/{id}", points_posting_page, .needs = "points.read",
      .summary = "一笔积分" },
    { POST, "/points_postings/{id}/reverse", points_posting_reverse_action,
      .needs = "points.correct", .input = &points_reason_input, .again = points_posting_page,
      .summary = "冲正一笔积分" },
    { GET, "/points_accounts/{id}/pdf", points_account_paper, .needs = "points.read",
      .slow = true, .summary = "打印积分存折" },
    { GET, "/points/card/{code}/pdf", points_card_paper, .needs = "public", .slow = true,
      .summary = "凭积分卡打印存折" },
    { GET, "/points_redemptions/{id}/pdf", points_redemption_paper, .needs = "points.read",
      .slow = true, .type = &points_redemption_type, .summary = "打印兑换单" },
    { GET, "/points_schemes/{id}/pdf", points_scheme_paper, .needs = "points.read",
      .slow = true, .type = &points_scheme_type, .summary = "打印积分办法" },
    { GET, "/points/statement", points_statement_page, .needs = "public", .slow = true,
      .summary = "积分超市季度公开" },
    { GET, "/points/statement/pdf", points_statement_paper, .needs = "public", .slow = true,
      .summary = "打印积分超市季度公开" },
    { GET, "/points/open", points_open_page, .needs = "public", .slow = true,
      .summary = "积分公开：试算平衡和资金" },

    { GET, "/points/card/{code}", points_card_page, .needs = "public",
      .summary = "凭积分卡看自家积分" },
    { POST, "/points/card/{code}/declare", points_card_declare_action, .needs = "public",
      .input = &points_own_claim_input, .again = points_card_page, .limit = LIMIT_PUBLIC,
      .summary = "户里自己申报积分" },
    { GET, "/points/receipt/{code}", points_receipt_page, .needs = "public",
      .summary = "积分申报回执" },
    { POST, "/points/receipt/{code}/appeal", points_receipt_appeal_action, .needs = "public",
      .input = &points_appeal_input, .again = points_receipt_page, .limit = LIMIT_PUBLIC,
      .summary = "对积分结果申诉" },

    { GET, "/points_claims/new", points_claim_new_page, .needs = "points.declare",
      .summary = "申报积分的表单" },
    { POST, "/points_claims/new", points_claim_new_action, .needs = "points.declare",
      .input = &points_claim_input, .again = points_claim_new_page, .type = &points_claim_type,
      .summary = "申报积分" },
    { GET, "/points_claims/bulk", points_bulk_page, .needs = "points.declare",
      .summary = "活动批量申报的表单" },
    { POST, "/points_claims/bulk", points_bulk_action, .needs = "points.declare",
      .input = &points_bulk_input, .again = points_bulk_page, .summary = "活动批量申报" },

    { GET, "/points_schemes/{id}", points_scheme_page, .needs = "points.read", .api = true,
      .type = &points_scheme_type, .summary = "积分办法" },
    { POST, "/points_schemes/{id}/next", points_scheme_next_action, .needs = "points.scheme",
      .again = points_scheme_page, .type = &points_scheme_type, .summary = "起草下一版" },

    { GET, "/points/counter", points_counter_page, .needs = "points.redeem",
      .summary = "积分兑换的柜台" },
    { POST, "/points/counter", points_counter_action, .needs = "points.redeem",
      .input = &points_order_input, .again = points_counter_page, .summary = "兑换积分" },
    { GET, "/points_redemptions/{id}", points_redemption_page, .needs = "points.read",
      .api = true, .type = &points_redemption_type, .summary = "兑换单" },
    { POST, "/points_redemptions/{id}/return", points_redemption_return_action,
      .needs = "points.redeem", .input = &points_reason_input, .again = points_redemption_page,
      .type = &points_redemption_type, .summary = "退回兑换" },
    { GET, "/points_goods/{id}", points_goods_page, .needs = "points.read", .api = true,
      .type = &points_goods_type, .summary = "商品" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/points_claims", "积分申报", "points", "points.read", MENU_USUAL },
    { "/points/counter", "积分兑换", "points", "points.redeem", MENU_USUAL },
    { "/points_accounts", "积分户头", "people", "points.read", MENU_USUAL },
    { "/points_claims/new", "申报积分", "points", "points.declare", MENU_USUAL },
    { "/points_claims/bulk", "活动批量申报", "points", "points.declare", MENU_RARE },
    { "/points_schemes", "积分办法", "report", "points.read", MENU_RARE },
    { "/points_goods", "积分商品", "settings", "points.shop", MENU_RARE },
    { "/points_shops", "积分超市", "settings", "points.shop", MENU_RARE },
    { "/points_movements", "进出货", "settings", "points.shop", MENU_RARE },
    { "/points_redemptions", "兑换单", "report", "points.redeem", MENU_RARE },
    { "/points_fundings", "积分资金", "report", "points.fund", MENU_RARE },
    { "/points_expiries", "快到期的积分", "points", "points.read", MENU_RARE },
    { "/points_exemptions", "免于参加的党员", "settings", "points.exempt", MENU_RARE },
    { "/points_cards", "积分卡", "settings", "points.card", MENU_RARE },
    { "/points_forbidden", "积分禁止项", "settings", "points.forbidden", MENU_RARE },
    { "/points/statement", "积分超市季度公开", "notice", "visitor", MENU_RARE },
    { "/points/statement", "积分超市季度公开", "notice", "points.read", MENU_RARE },
    { "/points/open", "积分公开", "notice", "visitor", MENU_RARE },
    { "/points/open", "积分公开", "notice", "points.read", MENU_RARE },
    { 0 },
};

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
    { "points.exempt", "登记免于参加的党员",
      "secretary deputy_secretary party_committee_member party_office" },
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

static const struct job jobs[] = {
    { "points_expire", 12 * 60, points_expire },
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
    .routes = routes,
    .menu = menu,
    .flows = flows,
    .figures = points_figures,
    .listeners = listeners,
    .grants = grants,
    .rosters = points_rosters,
    .jobs = jobs,
    .checks = checks,
    .set_up = forbidden_set_up,
};
