/* SPDX-License-Identifier: Apache-2.0 */
/* What the people bring to the program. */
#include "modules/people/people_parts.h"

#include "app/data.h"
#include "app/print.h"
#include "base/csv.h"

static const struct record_type *const records[] = {
    &resident_type,          &household_type,   &household_member_type, &code_word_type,
    &incompatible_post_type, &appointment_type, &volunteer_type,        NULL,
};

static const struct route routes[] = {
    { GET, "/suggest/resident", resident_suggest_page, .needs = "residents.find", .api = true,
      .summary = "按姓名找人" },
    { GET, "/residents", resident_list_page, .needs = "residents.read", .api = true,
      .type = &resident_type, .summary = "居民列表" },
    { POST, "/residents/find", resident_find_action, .needs = "residents.open",
      .input = &number_search_input, .again = resident_list_page, .type = &resident_type,
      .summary = "按身份证号查找" },
    { GET, "/residents/{id}", resident_page, .needs = "residents.read", .api = true,
      .type = &resident_type, .summary = "居民" },
    { GET, "/residents/{id}/pdf", record_print_page, .needs = "residents.read", .slow = true,
      .type = &resident_type, .summary = "打印居民登记表" },
    { POST, "/residents/{id}/open", resident_open_action, .needs = "residents.open",
      .input = &secret_opening_input, .again = resident_page, .type = &resident_type,
      .summary = "查看完整号码" },
    { POST, "/residents/{id}/die", resident_die_action, .needs = "residents.write",
      .input = &resident_death_input, .again = resident_page, .type = &resident_type,
      .summary = "登记去世" },
    { POST, "/residents/{id}/move", resident_move_action, .needs = "residents.write",
      .input = &resident_moving_input, .again = resident_page, .type = &resident_type,
      .summary = "迁移" },
    { GET, "/households/{id}", household_page, .needs = "residents.read", .api = true,
      .type = &household_type, .summary = "户" },
    { GET, "/households/{id}/pdf", household_pdf_page, .needs = "residents.read", .slow = true,
      .type = &household_type, .summary = "打印户情表" },
    { POST, "/households/{id}/join", household_join_action, .needs = "residents.write",
      .input = &household_joining_input, .again = household_page, .type = &household_type,
      .summary = "增加家庭成员" },
    { POST, "/households/{id}/leave", household_leave_action, .needs = "residents.write",
      .input = &household_leaving_input, .again = household_page, .type = &household_type,
      .summary = "成员离户" },
    { POST, "/households/{id}/head", household_change_head_action, .needs = "residents.write",
      .input = &head_change_input, .again = household_page, .type = &household_type,
      .summary = "变更户主" },
    { POST, "/households/{id}/split", household_split_action, .needs = "residents.write",
      .input = &household_splitting_input, .again = household_page, .type = &household_type,
      .summary = "分户" },
    { POST, "/households/{id}/merge", household_merge_action, .needs = "residents.write",
      .input = &household_merging_input, .again = household_page, .type = &household_type,
      .summary = "并户" },
    { POST, "/households/{id}/move", household_move_action, .needs = "residents.write",
      .input = &household_moving_input, .again = household_page, .type = &household_type,
      .summary = "整户迁移" },
    { GET, "/appoint", appoint_page, .needs = "posts.appoint", .summary = "安排岗位表单" },
    { POST, "/appoint", appoint_action, .needs = "posts.appoint",
      .input = &appointment_type.shape, .again = appoint_page, .type = &appointment_type,
      .summary = "安排岗位" },
    { POST, "/posts/{id}/end-post", post_end_action, .needs = "posts.appoint",
      .input = &post_ending_input, .summary = "结束岗位" },
    { 0 },
};

static const struct query *const queries[] = {
    &word_of_text,
    &words_in_order,
    &households_headed_by,
    &role_called,
    &posts_given_alike,
    &residents_with_number,
    &open_memberships,
    &members_now,
    &last_household_number,
    &households_with_number,
    &relations_of_both,
    &posts_of_person,
    &incompatible_with_role,
    &posts_of_roles,
    &unlinked_appointments,
    &openings_of_resident,
    &household_histories,
    &member_histories,
    &posts_of_resident,
    &appointments_to_complete,
    &roles_to_give,
    &grid_leaders_in_post,
    &grid_workers_in_post,
    &hundred_household_leaders_in_post,
    &household_liaisons_in_post,
    &micro_grid_leaders_in_post,
    &village_cadres_in_post,
    &residents_of_sixty,
    &residents_present,
    &volunteer_teams,
    NULL,
};

static const struct listener listeners[] = {
    { "post.given", post_hear_given },
    { 0 },
};

/* The three administrators see no residents; whoever gives posts finds a name and no more. */
static const struct grant grants[] = {
    { "residents.read", "看居民和户",
      "township_secretary township_head township_deputy township_office village_liaison "
      "political_legal_member civil_affairs_office secretary deputy_secretary director "
      "deputy_director committee_member party_committee_member village_committee_member "
      "women_chair village_clerk grid_leader grid_worker" },
    { "residents.write", "登记居民和户",
      "township_office civil_affairs_office secretary director village_clerk grid_leader "
      "grid_worker" },
    { "residents.open", "查看完整证件号和电话",
      "civil_affairs_office secretary director village_clerk" },
    { "residents.find", "按姓名选人",
      "rights_administrator party_office township_secretary township_head township_deputy "
      "township_office village_liaison political_legal_member civil_affairs_office secretary "
      "deputy_secretary director deputy_director committee_member party_committee_member "
      "village_committee_member women_chair village_clerk grid_leader grid_worker" },
    { "posts.appoint", "安排网格岗位",
      "rights_administrator party_office township_office secretary" },
    { "volunteers.read", "看志愿者",
      "township_secretary township_head township_deputy township_office party_office "
      "practice_institute village_liaison secretary deputy_secretary director deputy_director "
      "committee_member village_committee_member women_chair village_clerk volunteer_leader" },
    { "volunteers.write", "登记志愿者",
      "practice_institute secretary director women_chair village_clerk volunteer_leader" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/residents", "居民", "people", "residents.read", MENU_LOOKED_UP },
    { "/households", "户", "people", "residents.read", MENU_USUAL },
    { "/volunteers", "志愿者", "volunteer", "volunteers.read", MENU_RARE },
    { 0 },
};

static const struct panel place_panels[] = {
    { "安排岗位", "posts.appoint", place_write_appointing, PANEL_LATER },
    { 0 },
};

/* The code tables have the same columns and say by their file which list they are. */
struct word_table {
    const char *list;
    struct data_list there;
};

static struct error *load_word(struct context *cx, const struct csv_row *row, void *closure)
{
    const struct word_table *table = closure;

    if (row->line == 1 || row->count < 3)
        return NULL;
    struct code_word word = {
        .list = str_of(table->list),
        .code = row->cells[0],
        .name = row->cells[1],
        .synonyms = row->cells[2],
    };
    return data_list_keep(cx, &table->there, &word);
}

static struct error *load_words(struct context *cx, const char *list, const char *file)
{
    struct word_table table = { .list = list };

    TRY(data_list_read(cx, &code_word_type, "list code", &table.there));
    return csv_read(cx, data_file(file), load_word, &table);
}

static struct error *set_up(struct context *cx)
{
    TRY(load_words(cx, "ethnic_group", "ethnic_groups.csv"));
    TRY(load_words(cx, "education", "education.csv"));
    TRY(load_words(cx, "political_status", "political_status.csv"));
    TRY(load_words(cx, "relation", "relations.csv"));
    return data_load(cx, &incompatible_post_type, "incompatible_posts.csv", "code_a code_b");
}

const struct module people_module = {
    .name = "people",
    .title = "居民和户",
    .records = records,
    .routes = routes,
    .queries = queries,
    .figures = people_figures,
    .listeners = listeners,
    .grants = grants,
    .menu = menu,
    .rosters = people_rosters,
    .place_panels = place_panels,
    .set_up = set_up,
};
