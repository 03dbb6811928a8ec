/* SPDX-License-Identifier: Apache-2.0 */
/* The room of reports: its records, routes and permissions. */
#include "app/data.h"
#include "app/record_pages.h"
#include "modules/modules.h"
#include "modules/reports/report_pages.h"
#include "modules/reports/reports.h"

static const struct record_type *const records[] = { &report_template_type, &report_type,
                                                     NULL };

static const struct route routes[] = {
    { GET, "/reports/new", report_new_page, .needs = "reports.write", .summary = "写报告" },
    { POST, "/reports", record_create_action, .needs = "reports.write",
      .input = &report_type.shape, .again = report_new_page, .type = &report_type,
      .summary = "生成报告草稿" },
    { GET, "/reports/{id}", report_page, .needs = "reports.read", .api = true, .slow = true,
      .type = &report_type, .summary = "一份报告" },
    { GET, "/reports/{id}/edit", report_edit_page, .needs = "reports.write",
      .type = &report_type, .summary = "修改报告" },
    { POST, "/reports/{id}/edit", record_change_action, .needs = "reports.write",
      .again = report_edit_page, .type = &report_type, .summary = "修改报告" },
    { GET, "/reports/{id}/print", report_print_page, .needs = "reports.read", .slow = true,
      .summary = "打印报告" },
    { GET, "/reports/{id}/pdf", report_pdf_page, .needs = "reports.read", .slow = true,
      .summary = "报告的PDF" },
    { POST, "/reports/{id}/freeze", report_freeze_action, .needs = "reports.write",
      .summary = "报告定稿" },
    { 0 },
};

static const struct grant grants[] = {
    { "reports.read", "看报告",
      "county_office county_department township_secretary township_head township_deputy "
      "township_office township_department village_liaison party_office "
      "political_legal_member justice_office civil_affairs_office agriculture_office "
      "emergency_office practice_institute congress_office cppcc_office secretary "
      "deputy_secretary director deputy_director committee_member village_clerk "
      "supervision_chair" },
    { "reports.write", "写报告",
      "county_office township_secretary township_head township_deputy township_office "
      "township_department party_office political_legal_member justice_office secretary "
      "director village_clerk" },
    { "reports.templates", "改报告模板", "county_office" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/reports", "报告", "report", "reports.read", MENU_USUAL },
    { "/report_templates", "报告模板", "settings", "reports.templates", MENU_RARE },
    { 0 },
};

static struct error *set_up(struct context *cx)
{
    return data_load(cx, &report_template_type, "reports.csv", "code");
}

const struct module reports_module = {
    .name = "reports",
    .title = "报告",
    .records = records,
    .routes = routes,
    .queries = report_queries,
    .grants = grants,
    .menu = menu,
    .set_up = set_up,
};
