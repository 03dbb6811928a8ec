/* SPDX-License-Identifier: Apache-2.0 */
/* What the honours bring to the program. */
#include "modules/honours/honour_parts.h"

static const struct record_type *const records[] = {
    &honour_kind_type,       &honour_round_type,
    &honour_nomination_type, &honour_ballot_type,
    &honour_tally_type,      &honour_award_type,
    &honour_star_type,       &honour_code_type,
    &honour_appeal_type,     NULL,
};

static const struct query *const queries[] = {
    &all_honour_kinds, &nominations_of_round, &standings_of_round, &revoked_awards,
    &same_nomination,  &stars_of_kind,        &codes_of_round,     &registered_households,
    &appeals_of_award, &honours_at_place,     &honours_of_holder,  NULL,
};

static const struct flow *const flows[] = { &honour_round_flow, &honour_appeal_flow, NULL };

static const struct listener listeners[] = {
    { "notice.ended", honours_hear_ended },
    { "notice.upheld", honours_hear_upheld },
    { 0 },
};

static const struct route routes[] = {
    { GET, "/honour_rounds/new", honour_round_new_page, .needs = "honours.run",
      .summary = "开始荣誉评选的表单" },
    { POST, "/honour_rounds/new", honour_round_new_action, .needs = "honours.run",
      .input = &honour_round_input, .again = honour_round_new_page, .type = &honour_round_type,
      .summary = "开始荣誉评选" },
    { GET, "/honour_rounds/{id}", honour_round_page, .needs = "honours.read", .api = true,
      .type = &honour_round_type, .summary = "一次荣誉评选" },
    { POST, "/honour_rounds/{id}/paper", honour_paper_action, .needs = "honours.run",
      .input = &honour_paper_input, .again = honour_round_page, .type = &honour_round_type,
      .summary = "登记纸质票" },
    { POST, "/honour_rounds/{id}/codes", honour_codes_action, .needs = "honours.run",
      .input = &honour_codes_input, .again = honour_round_page, .type = &honour_round_type,
      .summary = "发投票码" },
    { GET, "/honour_rounds/{id}/codes/pdf", honour_codes_paper, .needs = "honours.run",
      .slow = true, .type = &honour_round_type, .summary = "打印投票码" },
    { POST, "/honour_nominations/{id}/stars", honour_stars_action, .needs = "honours.run",
      .input = &honour_stars_input, .again = honour_nomination_page,
      .type = &honour_nomination_type, .summary = "认星、定星" },
    { GET, "/honours", honours_of_place_page, .needs = "public", .summary = "荣誉榜" },
    { GET, "/honours/certificate/{code}/pdf", honour_certificate_paper, .needs = "public",
      .slow = true, .summary = "打印荣誉证书" },
    { POST, "/honours/certificate/{code}/appeal", honour_appeal_action, .needs = "public",
      .input = &honour_appeal_input, .again = honour_certificate_page, .limit = LIMIT_PUBLIC,
      .summary = "对撤销荣誉申诉" },
    { GET, "/honours/vote/{id}", honour_vote_page, .needs = "public",
      .summary = "荣誉评选投票" },
    { POST, "/honours/vote/{id}", honour_vote_action, .needs = "public",
      .input = &honour_vote_input, .again = honour_vote_page, .limit = LIMIT_PUBLIC,
      .summary = "荣誉评选投一票" },
    { GET, "/honour_nominations/{id}", honour_nomination_page, .needs = "honours.read",
      .api = true, .type = &honour_nomination_type, .summary = "一个荣誉候选" },
    { POST, "/honour_nominations/{id}/veto", honour_veto_action, .needs = "honours.run",
      .input = &honour_reason_input, .again = honour_nomination_page,
      .type = &honour_nomination_type, .summary = "候选不能评" },
    { GET, "/honour_awards/{id}", honour_award_page, .needs = "honours.read", .api = true,
      .type = &honour_award_type, .summary = "一项荣誉" },
    { POST, "/honour_awards/{id}/revoke", honour_revoke_action, .needs = "honours.revoke",
      .input = &honour_reason_input, .again = honour_award_page, .type = &honour_award_type,
      .summary = "撤销荣誉" },
    { GET, "/honours/certificate/{code}", honour_certificate_page, .needs = "public",
      .summary = "核验荣誉证书" },
    { 0 },
};

static const struct grant grants[] = {
    { "honours.read", "看荣誉",
      "grid_leader grid_worker secretary deputy_secretary director deputy_director "
      "committee_member party_committee_member village_committee_member women_chair "
      "village_clerk village_cadre group_head appraisal_member supervision_chair "
      "supervision_member village_liaison practice_institute party_office "
      "civil_affairs_office township_secretary township_head township_deputy county_office "
      "system_administrator" },
    { "honours.run", "组织荣誉评选",
      "secretary deputy_secretary director women_chair village_clerk practice_institute "
      "party_office county_office" },
    { "honours.revoke", "撤销荣誉", "secretary practice_institute party_office county_office" },
    { "honours.appeals", "处理荣誉申诉", "practice_institute party_office county_office" },
    { "honours.kinds", "维护荣誉种类", "system_administrator" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/honour_rounds", "荣誉评选", "honour", "honours.run", MENU_USUAL },
    { "/honour_awards", "荣誉", "honour", "honours.read", MENU_RARE },
    { "/honour_appeals", "荣誉申诉", "honour", "honours.appeals", MENU_RARE },
    { "/honours", "荣誉榜", "honour", "visitor", MENU_RARE },
    { "/honour_stars", "十星", "settings", "honours.kinds", MENU_RARE },
    { "/honour_kinds", "荣誉种类", "settings", "honours.kinds", MENU_RARE },
    { 0 },
};

const struct module honours_module = {
    .name = "honours",
    .title = "荣誉",
    .records = records,
    .routes = routes,
    .queries = queries,
    .flows = flows,
    .figures = honour_figures,
    .charts = honour_charts,
    .listeners = listeners,
    .grants = grants,
    .menu = menu,
    .set_up = honours_set_up,
};
