/* SPDX-License-Identifier: Apache-2.0 */
/* What accounts bring to the program: records, pages, permissions, the data they start with. */
#include "app/account.h"
#include "app/account_pages.h"
#include "app/account_parts.h"
#include "app/calendar.h"
#include "app/data.h"
#include "app/own_modules.h"
#include "app/place_input.h"
#include "app/task.h"

static const struct record_type *const records[] = {
    &account_type, &former_password_type,
    &session_type, &api_token_type,
    &role_type,    &post_type,
    &holiday_type, &deadline_rule_type,
    NULL,
};

static const struct query *const queries[] = {
    &account_by_login,
    &demonstration_accounts,
    &holder_of_account,
    &holder_of_session,
    &holder_of_token,
    &open_sessions,
    &former_passwords,
    &tokens_of_account,
    &held_posts,
    &posts_of_holder,
    &all_holidays,
    &rules_of_code,
    &nearest_deadline_rule,
    &tasks_at_place,
    &counted_tasks,
    &tasks_left_behind,
    &evidence_of_record,
    &places_of_name,
    NULL,
};

static const struct route routes[] = {
    { GET, "/sign-in", sign_in_page, .needs = "public", .summary = "登录页" },
    { POST, "/sign-in", sign_in_action, .needs = "public", .input = &sign_in_input,
      .again = sign_in_page, .prepare = sign_in_prepare, .slow = true, .limit = LIMIT_SIGN_IN,
      .summary = "登录" },
    { POST, "/sign-out", sign_out_action, .needs = "public", .summary = "退出登录" },

    { GET, "/me", me_page, .needs = "signed_in", .summary = "我的账号" },
    { POST, "/me/sessions/{id}/end", session_end_action, .needs = "signed_in",
      .summary = "退出一台设备" },
    { GET, "/password", password_page, .needs = "signed_in", .summary = "修改密码页" },
    { POST, "/password", password_action, .needs = "signed_in", .input = &password_input,
      .again = password_page, .prepare = password_prepare, .slow = true,
      .summary = "修改密码" },
    { GET, "/tokens", tokens_page, .needs = "signed_in", .summary = "我的接口令牌" },
    { POST, "/tokens", token_create_action, .needs = "signed_in", .input = &token_input,
      .again = tokens_page, .summary = "生成接口令牌" },
    { POST, "/tokens/{id}/revoke", token_revoke_action, .needs = "signed_in",
      .summary = "作废接口令牌" },

    { GET, "/accounts/new", account_new_page, .needs = "accounts.write",
      .summary = "开账号页" },
    { POST, "/accounts", account_create_action, .needs = "accounts.write",
      .input = &new_account_input, .again = account_new_page,
      .prepare = initial_password_prepare, .slow = true, .summary = "开账号",
      .type = &account_type },
    { GET, "/accounts/{id}", account_page, .needs = "accounts.read", .api = true,
      .summary = "账号详情", .type = &account_type },
    { POST, "/accounts/{id}/reset", account_reset_action, .needs = "accounts.write",
      .again = account_page, .prepare = initial_password_prepare, .slow = true,
      .summary = "重置密码", .type = &account_type },
    { POST, "/accounts/{id}/disable", account_disable_action, .needs = "accounts.write",
      .summary = "停用账号", .type = &account_type },
    { POST, "/accounts/{id}/enable", account_enable_action, .needs = "accounts.write",
      .summary = "重新启用账号", .type = &account_type },
    { POST, "/accounts/{id}/unlock", account_unlock_action, .needs = "accounts.write",
      .summary = "解锁账号", .type = &account_type },

    { GET, "/backups", backups_page, .needs = "backups.read", .slow = true,
      .summary = "备份和恢复演练" },
    { 0 },
};

/* The three administrators: one opens accounts, one gives posts, one reads what they did.  None
 * of them sees residents or their matters. */
static const struct grant grants[] = {
    { "accounts.read", "查看账号", "system_administrator rights_administrator" },
    { "accounts.write", "开账号、停用、重置密码", "system_administrator" },
    { "posts.read", "查看岗位",
      "rights_administrator auditor county_office county_department township_secretary "
      "township_head township_deputy township_office township_department village_liaison "
      "discipline_officer party_office political_legal_member justice_office "
      "civil_affairs_office agriculture_office emergency_office practice_institute "
      "hotline_liaison congress_office cppcc_office secretary deputy_secretary director "
      "deputy_director committee_member party_committee_member village_committee_member "
      "women_chair village_clerk village_cadre supervision_chair supervision_member "
      "grid_leader grid_worker" },
    { "posts.write", "定岗、收回岗位", "rights_administrator" },
    { "journal.read", "查看操作记录", "auditor" },
    { "calendar.write", "更新节假日", "system_administrator" },
    { "backups.read", "查看备份", "system_administrator" },
    { "rules.write", "设置办理时限", "system_administrator" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/accounts", "账号", "people", "accounts.read", MENU_RARE },
    { "/posts", "岗位", "people", "posts.write", MENU_RARE },
    { "/holidays", "节假日", "settings", "calendar.write", MENU_RARE },
    { "/deadline_rules", "办理时限", "settings", "rules.write", MENU_RARE },
    { "/backups", "备份", "settings", "backups.read", MENU_RARE },
    { 0 },
};

static const struct job jobs[] = {
    { .name = "accounts.forget_sessions", .every_minutes = 60, .run = sessions_forget },
    { .name = "accounts.move_tasks", .every_minutes = 60, .run = tasks_move_up },
    { 0 },
};

static struct error *set_up(struct context *cx)
{
    TRY(data_load(cx, &role_type, "roles.csv", "code"));
    TRY(data_load(cx, &holiday_type, "holidays.csv", "day"));
    return data_load(cx, &deadline_rule_type, "deadlines.csv", "code region valid_from");
}

const struct module accounts_module = {
    .name = "accounts",
    .title = "账号和岗位",
    .records = records,
    .routes = routes,
    .queries = queries,
    .grants = grants,
    .jobs = jobs,
    .menu = menu,
    .set_up = set_up,
};
