/* SPDX-License-Identifier: Apache-2.0 */
/* What the party brings to the program. */
#include "modules/party/party_parts.h"

#include "app/print.h"

static const struct record_type *const records[] = {
    &party_organisation_type,
    &party_group_grid_type,
    &party_member_type,
    &centre_household_type,
    &red_star_home_type,
    &pledge_type,
    NULL,
};

static const struct route routes[] = {
    { GET, "/party/coverage", coverage_page, .needs = "party.read", .summary = "党小组和网格" },
    { GET, "/party_organisations/{id}", organisation_page, .needs = "party.read", .api = true,
      .type = &party_organisation_type, .summary = "党组织" },
    { POST, "/party_organisations/{id}/dissolve", organisation_dissolve_action,
      .needs = "party.write", .input = &dissolution_input, .again = organisation_page,
      .type = &party_organisation_type, .summary = "撤销党组织" },
    { GET, "/party_organisations/{id}/pdf", record_print_page, .needs = "party.read",
      .slow = true, .type = &party_organisation_type, .summary = "打印党组织" },
    { POST, "/party_organisations/{id}/cover", group_cover_action, .needs = "party.write",
      .input = &group_covering_input, .again = organisation_page,
      .type = &party_organisation_type, .summary = "党小组联系网格" },
    { POST, "/party_organisations/{id}/leave", group_leave_action, .needs = "party.write",
      .input = &group_covering_input, .again = organisation_page,
      .type = &party_organisation_type, .summary = "党小组不再联系网格" },
    { GET, "/party_members/{id}", member_page, .needs = "party.read", .api = true,
      .type = &party_member_type, .summary = "党员" },
    { GET, "/party_members/{id}/pdf", record_print_page, .needs = "party.read", .slow = true,
      .type = &party_member_type, .summary = "打印党员登记表" },
    { POST, "/party_members/{id}/confirm", member_confirm_action, .needs = "party.write",
      .input = &member_confirmation_input, .again = member_page, .type = &party_member_type,
      .summary = "预备党员转正" },
    { POST, "/party_members/{id}/transfer", member_transfer_action, .needs = "party.write",
      .input = &member_transfer_input, .again = member_page, .type = &party_member_type,
      .summary = "转接组织关系" },
    { GET, "/pledges/{id}", pledge_page, .needs = "party.read", .api = true,
      .type = &pledge_type, .summary = "党员承诺" },
    { GET, "/pledges/{id}/pdf", record_print_page, .needs = "party.read", .slow = true,
      .type = &pledge_type, .summary = "打印党员承诺" },
    { POST, "/pledges/{id}/keep", pledge_keep_action, .needs = "party.write",
      .input = &pledge_keeping_input, .again = pledge_page, .type = &pledge_type,
      .summary = "登记践诺" },
    { 0 },
};

static const struct query *const queries[] = {
    &organisations_below,
    &members_of_organisation,
    &covers_of_group,
    &covers_of_grid,
    &organisations_at,
    &memberships_of_resident,
    &pledges_of_member,
    &grid_covers,
    &coverage_counts,
    &pledging_members,
    NULL,
};

static const struct listener listeners[] = {
    { "resident.gone", party_hear_gone },
    { "place.closed", party_hear_closed },
    { 0 },
};

static const struct grant grants[] = {
    { "party.read", "看党组织和党员",
      "township_secretary township_head township_deputy party_office discipline_officer "
      "political_legal_member village_liaison secretary deputy_secretary director "
      "committee_member party_committee_member women_chair village_clerk party_group_leader "
      "grid_leader" },
    { "party.write", "管党组织和党员", "party_office secretary deputy_secretary" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/party_organisations", "党组织", "party", "party.read", MENU_USUAL },
    { "/party_members", "党员", "party", "party.read", MENU_USUAL },
    { "/party/coverage", "党小组和网格", "party", "party.read", MENU_USUAL },
    { 0 },
};

static const struct panel place_panels[] = {
    { "党组织", "party.read", party_write_panel, PANEL_LATER },
    { 0 },
};

const struct module party_module = {
    .name = "party",
    .title = "党建",
    .records = records,
    .routes = routes,
    .queries = queries,
    .figures = party_figures,
    .listeners = listeners,
    .grants = grants,
    .menu = menu,
    .rosters = party_rosters,
    .place_panels = place_panels,
};
