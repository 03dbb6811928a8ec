/* SPDX-License-Identifier: Apache-2.0 */
/* The room of forms: its records, routes and permissions. */
#include "modules/forms/form_parts.h"

#include "modules/modules.h"

static const struct record_type *const records[] = { &form_template_type, &form_binding_type,
                                                     &form_filling_type, NULL };

static const struct query *const queries[] = {
    &bindings_of_form,
    &bindings_known_as,
    &places_of_form,
    &fillings_of_form,
    &saved_within,
    &forms_at,
    NULL,
};

static const struct route routes[] = {
    { GET, "/form_templates", forms_page, .needs = "forms.read", .summary = "一表通" },
    { GET, "/form_templates/new", form_new_page, .needs = "forms.write",
      .summary = "上传上级报表的表单" },
    { POST, "/form_templates", form_new_action, .needs = "forms.write",
      .input = &form_sending_input, .again = form_new_page, .prepare = form_new_prepare,
      .slow = true, .summary = "上传上级报表" },
    { GET, "/form_templates/{id}", form_page, .needs = "forms.read", .summary = "上级报表" },
    { POST, "/form_templates/{id}/bindings", form_bind_action, .needs = "forms.write",
      .again = form_page, .summary = "改报表各列从哪里取" },
    { POST, "/form_templates/{id}/fill", form_fill_action, .needs = "forms.write",
      .input = &form_days_input, .again = form_page, .prepare = form_fill_prepare, .slow = true,
      .summary = "填上级报表" },
    { POST, "/form_templates/{id}/retire", form_retire_action, .needs = "forms.write",
      .again = form_page, .summary = "停用上级报表" },
    { GET, "/form_fillings/{id}", form_filling_page, .needs = "forms.read",
      .summary = "一次填报" },
    { GET, "/form_fillings/{id}/file", form_file_page, .needs = "forms.read", .slow = true,
      .summary = "下载填好的上级报表" },
    { 0 },
};

static const struct grant grants[] = {
    { "forms.read", "看上级报表",
      "county_office township_secretary township_head township_deputy township_office "
      "township_department party_office political_legal_member justice_office "
      "civil_affairs_office agriculture_office emergency_office practice_institute secretary "
      "deputy_secretary director deputy_director village_clerk" },
    { "forms.write", "填上级报表",
      "county_office township_office township_department party_office justice_office "
      "civil_affairs_office agriculture_office emergency_office practice_institute secretary "
      "director village_clerk" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/form_templates", "一表通", "report", "forms.read", MENU_USUAL },
    { "/form_fillings", "填报记录", "report", "forms.read", MENU_RARE },
    { 0 },
};

const struct module forms_module = {
    .name = "forms",
    .title = "一表通",
    .records = records,
    .routes = routes,
    .queries = queries,
    .grants = grants,
    .menu = menu,
};
