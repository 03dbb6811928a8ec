/* SPDX-License-Identifier: Apache-2.0 */
/* What the matters bring to the program. */
#include "app/record_pages.h"
#include "modules/matters/category.h"
#include "modules/matters/figures.h"
#include "modules/matters/pages.h"
#include "modules/matters/questions.h"
#include "modules/matters/steps.h"

static const struct record_type *const records[] = {
    &matter_category_type, &matter_layer_type, &place_layer_type, &matter_type,
    &matter_caller_type,   &matter_unit_type,  &accusation_type,  NULL,
};

static const struct route routes[] = {
    { GET, "/report", matter_report_page, .needs = "public", .summary = "我要反映" },
    { POST, "/report", matter_report_action, .needs = "public", .input = &villager_report_input,
      .prepare = matter_report_prepare, .again = matter_report_page, .limit = LIMIT_PUBLIC,
      .takes_evidence = true, .summary = "村民反映一件事" },
    { GET, "/report/card", card_page, .needs = "public", .summary = "门口的联系卡" },

    { GET, "/receipt", receipt_search_page, .needs = "public", .summary = "凭回执查进度" },
    { GET, "/receipt/{code}", receipt_page, .needs = "public", .summary = "回执" },
    { GET, "/receipt/{code}/pdf", receipt_pdf_page, .needs = "public", .slow = true,
      .summary = "回执的PDF" },
    { POST, "/receipt/{code}/confirm", receipt_confirm_action, .needs = "public",
      .input = &verdict_input, .again = receipt_page, .summary = "反映人评价" },
    { POST, "/receipt/{code}/withdraw", receipt_withdraw_action, .needs = "public",
      .input = &withdrawal_input, .again = receipt_page, .summary = "反映人撤回" },
    { POST, "/receipt/{code}/words", receipt_words_action, .needs = "public",
      .input = &added_words_input, .again = receipt_page, .limit = LIMIT_PUBLIC,
      .summary = "反映人补充" },

    { GET, "/matters", matters_page, .needs = "matters.read", .api = true, .type = &matter_type,
      .summary = "民情诉求列表" },
    { GET, "/matters/groups", record_groups_page, .needs = "matters.read", .slow = true,
      .type = &matter_type, .summary = "分类统计" },
    { GET, "/matters/new", matter_new_page, .needs = "matters.report",
      .summary = "登记诉求的表单" },
    { POST, "/matters/new", matter_new_action, .needs = "matters.report",
      .input = &intake_input, .prepare = matter_new_prepare, .again = matter_new_page,
      .takes_evidence = true, .type = &matter_type, .summary = "记一件事诉求" },
    { GET, "/matters/{id}", matter_page, .needs = "matters.read", .api = true,
      .type = &matter_type, .summary = "一件诉求" },
    { GET, "/matters/{id}/print", matter_print_page, .needs = "matters.read",
      .summary = "打印办理单" },
    { GET, "/matters/{id}/pdf", matter_pdf_page, .needs = "matters.read", .slow = true,
      .summary = "办理单的PDF" },
    { POST, "/matters/{id}/phone", matter_phone_action, .needs = "matters.phone",
      .input = &phone_opening_input, .again = matter_page, .summary = "看反映人的完整电话" },
    { POST, "/matters/{id}/callers", matter_caller_action, .needs = "matters.report",
      .input = &new_caller_input, .again = matter_page, .summary = "又有人反映同一件事" },
    { POST, "/matters/{id}/evidence", matter_evidence_action, .needs = "matters.report",
      .again = matter_page, .takes_evidence = true, .summary = "给诉求补传照片或附件" },
    { POST, "/matters/{id}/publish", matter_publish_action, .needs = "matters.accept",
      .again = matter_page, .type = &matter_type, .summary = "公开一件诉求的进度" },
    { POST, "/matters/{id}/conceal", matter_conceal_action, .needs = "matters.accept",
      .again = matter_page, .type = &matter_type, .summary = "不再公开一件诉求的进度" },
    { GET, "/suggest/category", category_suggest_page, .needs = "matters.report", .api = true,
      .summary = "按说的话建议类别" },

    { GET, "/accusations/{id}", accusation_page, .needs = "accusations.read", .api = true,
      .type = &accusation_type, .summary = "一件举报" },
    { POST, "/accusations/{id}/open", accusation_open_action, .needs = "accusations.read",
      .input = &accusation_opening_input, .again = accusation_page,
      .summary = "打开封存的举报内容" },

    { GET, "/open311/discovery.json", open311_discovery_page, .needs = "public", .api = true,
      .summary = "Open311 服务发现" },
    { GET, "/open311/discovery.xml", open311_discovery_page, .needs = "public", .api = true,
      .summary = "Open311 服务发现" },
    { GET, "/open311/services.json", open311_services_page, .needs = "public", .api = true,
      .summary = "Open311 服务列表" },
    { GET, "/open311/services.xml", open311_services_page, .needs = "public", .api = true,
      .summary = "Open311 服务列表" },
    { GET, "/open311/services/{file}", open311_service_page, .needs = "public", .api = true,
      .summary = "Open311 服务说明" },
    { GET, "/open311/requests.json", open311_requests_page, .needs = "public", .api = true,
      .summary = "Open311 公开的诉求" },
    { GET, "/open311/requests.xml", open311_requests_page, .needs = "public", .api = true,
      .summary = "Open311 公开的诉求" },
    { POST, "/open311/requests.json", open311_create_action, .needs = "public",
      .limit = LIMIT_PUBLIC, .for_programs = true, .summary = "Open311 反映一件事" },
    { POST, "/open311/requests.xml", open311_create_action, .needs = "public",
      .limit = LIMIT_PUBLIC, .for_programs = true, .summary = "Open311 反映一件事" },
    { GET, "/open311/requests/{file}", open311_request_page, .needs = "public", .api = true,
      .summary = "Open311 一件诉求" },
    { 0 },
};

static const struct query *const queries[] = {
    &categories_in_order, &categories_to_choose,
    &words_of_categories, &responsible_for_layer,
    &layer_at_place,      &callers_of_matter,
    &units_of_matter,     &candidates_of_matter,
    &overdue_matters,     &matters_recorded_by,
    &places_below,        &public_matters,
    &matters_told_alike,  NULL,
};

static const struct flow *const flows[] = { &matter_flow, &accusation_flow, NULL };

#define GRID_STAFF                                                                             \
    "grid_leader grid_worker hundred_household_leader household_liaison micro_grid_leader"
#define VILLAGE_HEADS "secretary deputy_secretary director deputy_director"
#define VILLAGE_STAFF                                                                          \
    VILLAGE_HEADS " committee_member party_committee_member village_committee_member "         \
                  "women_chair village_clerk village_cadre"
#define TOWNSHIP_OFFICES                                                                       \
    "township_department justice_office civil_affairs_office agriculture_office "              \
    "emergency_office party_office practice_institute"
#define TOWNSHIP_LEADERS "township_secretary township_head township_deputy"

static const struct grant grants[] = {
    { "matters.read", "看民情诉求",
      GRID_STAFF " " VILLAGE_STAFF " group_head party_group_leader mediator mediation_chair "
                 "village_liaison township_office hotline_liaison political_legal_member "
                 "congress_office " TOWNSHIP_OFFICES " " TOWNSHIP_LEADERS
                 " county_office county_department" },
    { "matters.report", "登记诉求",
      GRID_STAFF
      " " VILLAGE_STAFF " group_head party_group_leader mediator mediation_chair "
      "village_liaison township_office hotline_liaison congress_office " TOWNSHIP_OFFICES
      " county_office" },
    { "matters.self_handle", "就地办结",
      "grid_leader grid_worker hundred_household_leader micro_grid_leader " VILLAGE_STAFF },
    { "matters.accept", "受理诉求", VILLAGE_STAFF " township_office county_office" },
    { "matters.handle", "办理诉求",
      VILLAGE_STAFF " township_office county_office county_department " TOWNSHIP_OFFICES },
    { "matters.desk.township", "镇站所的待办", "township_department" },
    { "matters.desk.justice", "司法所的待办", "justice_office" },
    { "matters.desk.civil_affairs", "社会事务办的待办", "civil_affairs_office" },
    { "matters.desk.agriculture", "农经站的待办", "agriculture_office" },
    { "matters.desk.emergency", "应急办的待办", "emergency_office" },
    { "matters.desk.party", "党建办的待办", "party_office" },
    { "matters.desk.practice", "文明实践所的待办", "practice_institute" },
    { "matters.desk.county", "县直部门的待办", "county_department" },
    { "matters.escalate", "上报诉求",
      VILLAGE_HEADS " village_clerk township_office political_legal_member" },
    { "matters.dispatch", "派单和裁定",
      "township_office political_legal_member county_office" },
    { "matters.assist", "增加协办", VILLAGE_HEADS " township_office county_office" },
    { "matters.extend", "批复延期", "township_office county_office " TOWNSHIP_LEADERS },
    { "matters.explain", "审定说明后办结",
      "secretary county_office township_secretary township_head" },
    { "matters.reply", "答复反映人",
      VILLAGE_STAFF
      " township_office hotline_liaison county_office county_department " TOWNSHIP_OFFICES },
    { "matters.confirm", "回访反映人",
      VILLAGE_HEADS " village_clerk township_office hotline_liaison county_office" },
    { "matters.merge", "合并诉求",
      VILLAGE_HEADS " village_clerk township_office hotline_liaison county_office" },
    { "matters.phone", "看反映人的完整电话",
      "grid_leader grid_worker " VILLAGE_STAFF
      " township_office hotline_liaison " TOWNSHIP_OFFICES " county_office county_department" },
    { "matters.layers", "设置网格条线", VILLAGE_HEADS " village_clerk township_office" },
    { "matters.catalogue_read", "看诉求类别",
      GRID_STAFF " " VILLAGE_STAFF " township_office county_office " TOWNSHIP_OFFICES
                 " system_administrator" },
    { "matters.catalogue", "维护诉求类别", "system_administrator" },
    { "accusations.read", "看举报件", "discipline_officer" },
    { "accusations.handle", "办理举报件", "discipline_officer" },
    { 0 },
};

static const struct job jobs[] = {
    { "matters.escalate", 60, matters_escalate },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/matters", "民情诉求", "matter", "matters.read", MENU_DAILY },
    { "/matters/new", "记一件事", "todo", "matters.report", MENU_DAILY },
    { "/report", "我要反映", "notice", "visitor", MENU_DAILY },
    { "/receipt", "查进度", "search", "visitor", MENU_DAILY },
    { "/accusations", "举报件", "supervision", "accusations.read", MENU_DAILY },
    { "/place_layers", "网格分工", "settings", "matters.layers", MENU_RARE },
    { "/matter_categories", "诉求类别", "settings", "matters.catalogue", MENU_RARE },
    { "/matter_layers", "网格条线", "settings", "matters.catalogue", MENU_RARE },
    { 0 },
};

static const struct listener listeners[] = {
    { "visit.raised", matter_hear_visit },
    { 0 },
};

static const struct quick_record quick_records[] = {
    { "/matters/new", "记一件事", "todo", "matters.report", false },
    { 0 },
};

static const struct panel place_panels[] = {
    { "在办的诉求", "matters.read", matters_of_place_panel, PANEL_FIRST },
    { 0 },
};

static const struct panel home_panels[] = {
    { "网格里在办的诉求", "matters.self_handle", matters_of_grid_panel, PANEL_LATER },
    { "我登记的", "matters.report", matters_of_mine_panel, PANEL_LATER },
    { 0 },
};

const struct module matters_module = {
    .name = "matters",
    .title = "民情诉求",
    .records = records,
    .routes = routes,
    .queries = queries,
    .flows = flows,
    .figures = matters_figures,
    .charts = matters_charts,
    .listeners = listeners,
    .grants = grants,
    .rosters = matter_rosters,
    .jobs = jobs,
    .menu = menu,
    .place_panels = place_panels,
    .home_panels = home_panels,
    .quick_records = quick_records,
    .set_up = catalogue_set_up,
};
