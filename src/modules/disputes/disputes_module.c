/* SPDX-License-Identifier: Apache-2.0 */
/* What the disputes bring to the program. */
#include "modules/disputes/catalogue.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/figures.h"
#include "modules/disputes/link.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"
#include "modules/disputes/tables.h"

static const struct record_type *const records[] = {
    &dispute_category_type,
    &mediation_step_type,
    &mediation_committee_type,
    &mediation_room_type,
    &mediator_type,
    &screening_plan_type,
    &screening_type,
    &dispute_type,
    &dispute_party_type,
    &dispute_mediator_type,
    &dispute_paper_type,
    &dispute_agreement_type,
    &dispute_return_type,
    &dispute_instalment_type,
    &dispute_opening_type,
    &dossier_number_type,
    NULL,
};

static const struct route routes[] = {
    { GET, "/disputes", disputes_page, .needs = "disputes.read", .api = true,
      .type = &dispute_type, .summary = "矛盾纠纷列表" },
    { GET, "/disputes/new", dispute_new_page, .needs = "disputes.report",
      .summary = "登记纠纷的表单" },
    { POST, "/disputes/new", dispute_new_action, .needs = "disputes.report",
      .input = &new_dispute_input, .again = dispute_new_page, .type = &dispute_type,
      .summary = "登记纠纷" },
    { GET, "/disputes/{id}", dispute_page, .needs = "disputes.read", .api = true,
      .type = &dispute_type, .summary = "一件纠纷" },
    { POST, "/disputes/{id}/open", dispute_open_action, .needs = "disputes.read",
      .input = &case_opening_input, .again = dispute_page, .summary = "打开纠纷的案情" },
    { GET, "/disputes/{id}/dossier", dossier_page, .needs = "disputes.read", .slow = true,
      .summary = "卷宗或其中一件，PDF" },
    { POST, "/disputes/{id}/scans", dispute_scans_action, .needs = "disputes.mediate",
      .again = dispute_page, .summary = "给卷内文书传扫描件" },

    { GET, "/disputes/tables", tables_page, .needs = "disputes.statistics", .slow = true,
      .summary = "调解统计报表" },
    { GET, "/disputes/tables.xlsx", table_sheet_page, .needs = "disputes.guide", .slow = true,
      .summary = "导出调解统计报表" },
    { GET, "/disputes/tables.pdf", table_paper_page, .needs = "disputes.statistics",
      .slow = true, .summary = "打印调解统计报表" },
    { GET, "/dispute_returns/{id}/pdf", return_paper_page, .needs = "disputes.guide",
      .slow = true, .summary = "打印已报送的报表" },
    { POST, "/disputes/tables", table_send_action, .needs = "disputes.guide",
      .input = &table_sending_input, .again = tables_page, .type = &dispute_return_type,
      .summary = "报送调解统计报表" },

    { GET, "/screenings/new", screening_new_page, .needs = "screenings.write",
      .summary = "登记排查的表单" },
    { POST, "/screenings/new", screening_new_action, .needs = "screenings.write",
      .input = &quick_screening_input, .again = screening_new_page, .type = &screening_type,
      .summary = "登记排查和发现的纠纷" },
    { POST, "/screening_plans/{id}/zero", screening_zero_action, .needs = "screenings.write",
      .input = &zero_report_input, .type = &screening_type, .summary = "零报告" },

    { GET, "/mediation_committees/{id}", committee_page, .needs = "mediation.read", .api = true,
      .type = &mediation_committee_type, .summary = "调委会" },

    { GET, "/mediation", mediation_search_page, .needs = "public",
      .summary = "凭回执查调解进度" },
    { GET, "/mediation/{code}", mediation_receipt_page, .needs = "public",
      .summary = "调解进度" },
    { 0 },
};

static const struct query *const queries[] = {
    &dispute_categories_in_order,
    &dispute_categories_to_choose,
    &mediation_steps_in_order,
    &committees_at,
    &mediators_of_committee,
    &plans_at,
    &last_screening_of_village,
    &screening_alike,
    &disputes_told_alike,
    &last_screening_of_township,
    &parties_of_dispute,
    &mediators_of_dispute,
    &papers_of_dispute,
    &instalments_of_dispute,
    &agreement_of_dispute,
    &living_household_of,
    &number_of_dispute,
    &mediates_dispute,
    &opening_of_today,
    &openings_of_dispute,
    &disputes_recorded_by,
    &disputes_of_name,
    &returns_of_period,
    NULL,
};

static const struct flow *const flows[] = { &dispute_flow, NULL };

#define GRID_STAFF                                                                             \
    "grid_leader grid_worker hundred_household_leader household_liaison micro_grid_leader"
#define VILLAGE_STAFF                                                                          \
    "secretary deputy_secretary director deputy_director committee_member "                    \
    "party_committee_member village_committee_member women_chair village_clerk village_cadre"
#define TOWNSHIP_STAFF                                                                         \
    "township_secretary township_head township_deputy township_office "                        \
    "political_legal_member village_liaison"
#define MEDIATORS "mediator mediation_chair justice_office county_justice"

/* Who sees cases sees nothing of what they are about; see secrecy.c. */
static const struct grant grants[] = {
    { "disputes.report", "登记发现的矛盾纠纷",
      GRID_STAFF " " VILLAGE_STAFF " group_head party_group_leader law_guide township_office "
                 "political_legal_member county_office " MEDIATORS },
    { "disputes.read", "看矛盾纠纷台账（不含案情）", MEDIATORS },
    { "disputes.mediate", "调解矛盾纠纷", MEDIATORS },
    { "disputes.lead", "指派调解员、受理、盖章、归档",
      "mediation_chair justice_office county_justice" },
    { "disputes.guide", "指导人民调解、打开加锁案件、报送报表",
      "justice_office county_justice" },
    { "disputes.statistics", "看矛盾纠纷统计",
      VILLAGE_STAFF " " TOWNSHIP_STAFF " county_office " MEDIATORS },
    { "disputes.catalogue_read", "看纠纷类型和调解法", MEDIATORS " system_administrator" },
    { "disputes.catalogue", "维护纠纷类型和调解法", "system_administrator" },
    { "screenings.read", "看矛盾纠纷排查",
      GRID_STAFF " " VILLAGE_STAFF " group_head " TOWNSHIP_STAFF " county_office " MEDIATORS },
    { "screenings.write", "登记矛盾纠纷排查",
      GRID_STAFF " " VILLAGE_STAFF " group_head township_office political_legal_member "
                 "mediator mediation_chair justice_office" },
    { "screenings.plan", "安排矛盾纠纷排查",
      "township_office political_legal_member justice_office county_justice county_office" },
    { "mediation.read", "看调委会、调解室、调解员",
      GRID_STAFF " " VILLAGE_STAFF " group_head " TOWNSHIP_STAFF " county_office " MEDIATORS },
    { "mediation.write", "管调委会、调解室、调解员", "justice_office county_justice" },
    { 0 },
};

static const struct listener listeners[] = {
    { "matter.mediated", dispute_hear_matter },
    { 0 },
};

static const struct panel place_panels[] = {
    { "矛盾纠纷排查", "screenings.read", screening_panel, PANEL_LATER },
    { 0 },
};

static const struct panel home_panels[] = {
    { "矛盾纠纷排查", "screenings.write", screening_home_panel, PANEL_LATER },
    { "我登记的纠纷", "disputes.report", disputes_of_mine_panel, PANEL_LATER },
    { 0 },
};

/* Three taps: the button, a look, and it is kept. */
static const struct quick_record quick_records[] = {
    { "/screenings/new", "记排查", "search", "screenings.write", false },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/disputes", "矛盾纠纷", "dispute", "disputes.read", MENU_DAILY },
    { "/mediation", "查调解", "dispute", "visitor", MENU_RARE },
    { "/screenings", "矛盾排查", "search", "screenings.read", MENU_USUAL },
    { "/screening_plans", "排查安排", "search", "screenings.read", MENU_RARE },
    { "/disputes/tables", "调解统计", "figure", "disputes.statistics", MENU_RARE },
    { "/dispute_returns", "已报送的报表", "report", "disputes.guide", MENU_RARE },
    { "/mediation_committees", "调委会", "people", "mediation.read", MENU_RARE },
    { "/mediators", "调解员", "people", "mediation.read", MENU_RARE },
    { "/mediation_rooms", "调解室", "place", "mediation.read", MENU_RARE },
    { "/dispute_categories", "纠纷类型", "settings", "disputes.catalogue", MENU_RARE },
    { "/mediation_steps", "调解法", "settings", "disputes.catalogue", MENU_RARE },
    { 0 },
};

const struct module disputes_module = {
    .name = "disputes",
    .title = "矛盾纠纷",
    .records = records,
    .routes = routes,
    .queries = queries,
    .flows = flows,
    .figures = disputes_figures,
    .listeners = listeners,
    .grants = grants,
    .rosters = dispute_rosters,
    .menu = menu,
    .charts = disputes_charts,
    .quick_records = quick_records,
    .place_panels = place_panels,
    .home_panels = home_panels,
    .set_up = dispute_catalogue_set_up,
};
