/* SPDX-License-Identifier: Apache-2.0 */
/* What the places bring to the program. */
#include "modules/places/place_parts.h"

#include "app/data.h"

static const struct record_type *const records[] = {
    &place_type,
    &place_name_type,
    &governance_centre_type,
    NULL,
};

static const struct route routes[] = {
    { GET, "/suggest/place", place_suggest_page, .needs = "public", .api = true,
      .summary = "按名称找地点" },
    { GET, "/places", place_list_page, .needs = "places.read", .api = true, .type = &place_type,
      .summary = "地点列表" },
    { GET, "/places/{id}", place_page, .needs = "places.read", .api = true, .type = &place_type,
      .summary = "地点" },
    { GET, "/place/{key}", place_key_page, .needs = "places.read", .api = true,
      .type = &place_type, .summary = "按编号看地点" },
    { POST, "/places/{id}/rename", place_rename_action, .needs = "places.write",
      .input = &place_naming_input, .again = place_page, .summary = "地点改名" },
    { POST, "/places/{id}/close", place_close_action, .needs = "places.write",
      .input = &place_closing_input, .again = place_page, .summary = "撤销地点" },
    { POST, "/places/{id}/merge", place_merge_action, .needs = "places.write",
      .input = &place_merger_input, .again = place_page, .summary = "合并地点" },
    { POST, "/places/{id}/split", place_split_action, .needs = "places.write",
      .input = &place_division_input, .again = place_page, .summary = "拆分地点" },
    { 0 },
};

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "个数" },
};

/* A county has a few hundred, so they are counted when they are asked for; totals of them would
 * make the table of the country three times as large. */
static const struct query villages_there = {
    .sql = "select count(*) from places where key >= $2 and key < $3 and level = 'village' "
           "and opened_on <= $5 and (closed_on is null or closed_on > $5) "
           "and $1 >= 0 and $4 <= $5",
    .row = { SHAPE(counted, counted_columns) },
};

static const struct query *const queries[] = {
    &place_last_key,     &place_open_below,  &place_posts_below, &place_posts_at,
    &place_former_names, &place_import_kin,  &grids_of_village,  &place_suggestions,
    &place_children,     &place_posts_today, &villages_there,    NULL,
};

static const struct figure figures[] = {
    { .key = "villages",
      .label = "村（社区）数",
      .unit = "个",
      .kind = FIGURE_DISTINCT,
      .of = &place_type,
      .at = "key",
      .where = "level=village",
      .query = &villages_there,
      .note = "期末没有撤销的村和社区",
      .headline = true },
    { .key = "grids",
      .label = "网格",
      .unit = "个",
      .kind = FIGURE_STOCK,
      .of = &place_type,
      .at = "key",
      .where = "level=grid",
      .on = "opened_on",
      .until = "closed_on",
      .note = "期末没有撤销的网格",
      .headline = true },
    { .key = "micro_grids",
      .label = "微网格",
      .unit = "个",
      .kind = FIGURE_STOCK,
      .of = &place_type,
      .at = "key",
      .where = "level=micro_grid",
      .on = "opened_on",
      .until = "closed_on",
      .note = "期末没有撤销的微网格" },
    { .key = "groups",
      .label = "村民小组（垸、湾、寨）",
      .unit = "个",
      .kind = FIGURE_STOCK,
      .of = &place_type,
      .at = "key",
      .where = "level=group",
      .on = "opened_on",
      .until = "closed_on",
      .note = "期末没有撤销的组" },
    { .key = "village_governance_centres",
      .label = "村级综治中心",
      .unit = "个",
      .kind = FIGURE_STOCK,
      .of = &governance_centre_type,
      .where = "level=village",
      .on = "founded_on",
      .until = "closed_on",
      .note = "期末没有撤销的村（社区）综治中心" },
    { 0 },
};

static const struct grant grants[] = {
    { "places.read", "看地点",
      "system_administrator rights_administrator auditor county_office county_department "
      "township_secretary township_head township_deputy township_office township_department "
      "village_liaison discipline_officer party_office political_legal_member justice_office "
      "civil_affairs_office agriculture_office emergency_office practice_institute "
      "hotline_liaison congress_office cppcc_office secretary deputy_secretary director "
      "deputy_director committee_member party_committee_member village_committee_member "
      "women_chair village_clerk accountant cashier village_cadre supervision_chair "
      "supervision_member group_head party_group_leader grid_leader grid_worker "
      "hundred_household_leader household_liaison micro_grid_leader mediation_chair mediator "
      "village_elder law_guide police_aide volunteer_leader" },
    { "places.write", "划分地点和网格",
      "system_administrator county_office township_office secretary village_clerk" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/places", "地点", "place", "places.read", MENU_USUAL },
    { 0 },
};

struct error *places_load_divisions(struct context *cx)
{
    return data_load(cx, &place_type, "divisions.csv", "key");
}

const struct module places_module = {
    .name = "places",
    .title = "地点",
    .records = records,
    .routes = routes,
    .queries = queries,
    .figures = figures,
    .grants = grants,
    .menu = menu,
};
