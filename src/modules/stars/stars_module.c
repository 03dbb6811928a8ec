/* SPDX-License-Identifier: Apache-2.0 */
/* What the stars bring to the program. */
#include "modules/stars/star_parts.h"

static const struct record_type *const records[] = {
    &star_step_type,        &member_star_type,   &star_review_type,  &star_reviewed_type,
    &branch_indicator_type, &branch_rating_type, &branch_score_type, NULL,
};

static const struct query *const queries[] = {
    &all_star_steps,
    &member_accounts,
    &stars_of_year,
    &full_members,
    &reviewed_of_review,
    &all_indicators,
    &scores_of_rating,
    &own_accounts,
    &own_stars,
    &own_deeds,
    NULL,
};

static const struct flow *const flows[] = { &star_review_flow, &branch_rating_flow, NULL };

static const struct listener listeners[] = {
    { "notice.ended", stars_hear_ended },
    { "notice.upheld", stars_hear_upheld },
    { 0 },
};

static const struct route routes[] = {
    { GET, "/stars", stars_page, .needs = "stars.members", .summary = "党员星级" },
    { GET, "/stars/mine", stars_own_page, .needs = "stars.own", .summary = "我的积分和星级" },
    { POST, "/stars/settle", stars_settle_action, .needs = "stars.settle",
      .input = &stars_settle_input, .again = stars_page, .summary = "结算一年的星级" },
    { GET, "/star_reviews/{id}", star_review_page, .needs = "stars.review", .api = true,
      .type = &star_review_type, .summary = "一次民主评议党员" },
    { GET, "/star_reviewed/{id}", star_reviewed_page, .needs = "stars.review", .api = true,
      .type = &star_reviewed_type, .summary = "一名参评党员" },
    { POST, "/star_reviewed/{id}/say", star_reviewed_say_action, .needs = "stars.review",
      .input = &review_words_input, .again = star_reviewed_page, .type = &star_reviewed_type,
      .summary = "登记自评或互评" },
    { POST, "/star_reviewed/{id}/count", star_reviewed_count_action, .needs = "stars.review",
      .input = &review_votes_input, .again = star_reviewed_page, .type = &star_reviewed_type,
      .summary = "登记测评票数" },
    { POST, "/star_reviewed/{id}/decide", star_reviewed_decide_action, .needs = "stars.review",
      .input = &review_decision_input, .again = star_reviewed_page, .type = &star_reviewed_type,
      .summary = "评定等次" },
    { GET, "/branch_ratings/{id}", branch_rating_page, .needs = "stars.read", .api = true,
      .type = &branch_rating_type, .summary = "一次支部评星" },
    { POST, "/branch_ratings/{id}/scores", branch_rating_scores_action, .needs = "stars.rate",
      .again = branch_rating_page, .type = &branch_rating_type, .summary = "给支部打分" },
    { 0 },
};

static const struct grant grants[] = {
    { "stars.own", "看自己的积分和星级",
      "party_member secretary deputy_secretary party_committee_member party_group_leader "
      "director deputy_director village_clerk" },
    { "stars.members", "看党员星级",
      "secretary deputy_secretary party_committee_member village_clerk party_group_leader "
      "party_office township_secretary county_office" },
    { "stars.read", "看支部评星和星级对照表",
      "secretary deputy_secretary party_committee_member village_clerk party_group_leader "
      "party_member party_office township_secretary county_office" },
    { "stars.settle", "结算党员星级", "secretary deputy_secretary party_office" },
    { "stars.review", "组织民主评议党员",
      "secretary deputy_secretary party_committee_member party_office" },
    { "stars.rate", "给支部评星", "party_office" },
    { "stars.table", "维护星级对照表和支部评星指标", "party_office" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/stars/mine", "我的积分和星级", "honour", "stars.own", MENU_RARE },
    { "/stars", "党员星级", "honour", "stars.members", MENU_RARE },
    { "/member_stars", "历年党员星级", "honour", "stars.members", MENU_RARE },
    { "/star_reviews", "民主评议党员", "honour", "stars.review", MENU_RARE },
    { "/star_reviewed", "参评党员", "people", "stars.review", MENU_RARE },
    { "/branch_ratings", "支部评星", "honour", "stars.read", MENU_RARE },
    { "/star_steps", "星级对照表", "settings", "stars.table", MENU_RARE },
    { "/branch_indicators", "支部评星指标", "settings", "stars.table", MENU_RARE },
    { 0 },
};

const struct module stars_module = {
    .name = "stars",
    .title = "星级",
    .records = records,
    .routes = routes,
    .queries = queries,
    .flows = flows,
    .listeners = listeners,
    .grants = grants,
    .menu = menu,
    .set_up = stars_set_up,
};
