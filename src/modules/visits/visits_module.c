/* SPDX-License-Identifier: Apache-2.0 */
/* What the visits bring to the program. */
#include "modules/visits/visit_parts.h"

#include "app/print.h"

static const struct record_type *const records[] = { &visit_type, NULL };

static const struct route routes[] = {
    { GET, "/visits/new", visit_new_page, .needs = "visits.write", .summary = "记走访的表单" },
    { POST, "/visits/new", visit_new_action, .needs = "visits.write", .input = &new_visit_input,
      .again = visit_new_page, .type = &visit_type, .summary = "记一次走访" },
    { GET, "/visits/households", visit_households_page, .needs = "visits.write",
      .summary = "网格里的户" },
    { GET, "/visits/{id}", visit_page, .needs = "visits.read", .api = true, .type = &visit_type,
      .summary = "一次走访" },
    { GET, "/visits/{id}/pdf", record_print_page, .needs = "visits.read", .slow = true,
      .type = &visit_type, .summary = "打印走访记录" },
    { POST, "/visits/{id}/correct", visit_correct_action, .needs = "visits.write",
      .input = &visit_correction_input, .again = visit_page, .type = &visit_type,
      .summary = "修改走访记录" },
    { POST, "/visits/{id}/raise", visit_raise_action, .needs = "visits.write",
      .again = visit_page, .type = &visit_type, .summary = "把走访转成诉求" },
    { 0 },
};

static const struct query *const queries[] = {
    &households_to_choose,
    &households_and_visits,
    &households_to_visit,
    &households_visited,
    &households_to_be_meant,
    &visits_told_alike,
    NULL,
};

#define VISITORS                                                                               \
    "grid_leader grid_worker hundred_household_leader household_liaison micro_grid_leader "    \
    "secretary deputy_secretary director deputy_director committee_member "                    \
    "party_committee_member village_committee_member women_chair village_clerk "               \
    "village_cadre village_liaison township_office civil_affairs_office"

static const struct grant grants[] = {
    { "visits.read", "看走访记录",
      VISITORS " township_secretary township_head township_deputy political_legal_member" },
    { "visits.write", "记走访", VISITORS },
    { 0 },
};

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "户数" },
};

const struct query households_visited = {
    .sql = "select count(distinct household) from visits "
           "where county = $1 and place >= $2 and place < $3 and household is not null "
           "and visited_on >= $4 and visited_on <= $5",
    .row = { SHAPE(counted, counted_columns) },
};

const struct figure visit_figures[] = {
    { .key = "household_visits",
      .label = "走访户次",
      .unit = "户次",
      .of = &visit_type,
      .on = "visited_on",
      .note = "期内记下的走访，一户去几次算几次" },
    { .key = "households_visited",
      .label = "走访户数",
      .unit = "户",
      .kind = FIGURE_DISTINCT,
      .of = &visit_type,
      .on = "visited_on",
      .query = &households_visited,
      .note = "期内去过的户，一户去几次也只算一户" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/visits", "走访", "people", "visits.read", MENU_USUAL },
    { "/visits/households", "网格里的户", "people", "visits.write", MENU_USUAL },
    { 0 },
};

static const struct panel home_panels[] = {
    { "走访哪一户", "visits.write", visits_to_make_panel, PANEL_LATER },
    { 0 },
};

static const struct quick_record quick_records[] = {
    { "/visits/new", "记走访", "people", "visits.write", true },
    { 0 },
};

static const struct kept_page kept_pages[] = {
    { "/visits/households", "网格里的户", "visits.write" },
    { 0 },
};

const struct module visits_module = {
    .name = "visits",
    .title = "走访",
    .records = records,
    .routes = routes,
    .queries = queries,
    .figures = visit_figures,
    .grants = grants,
    .rosters = visit_rosters,
    .menu = menu,
    .home_panels = home_panels,
    .quick_records = quick_records,
    .kept_pages = kept_pages,
};
