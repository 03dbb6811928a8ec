/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "tests/town.h"

static const char right_password[] = "Huaqiao-2026";

static record_id an_account(struct context *cx, const char *login)
{
    record_id id;

    CHECK_OK(account_create(cx, str_of(login), S("张示例"), S("Huaqiao-2026"), true, &id));
    return id;
}

static const char *path_of(struct context *cx, const char *format_head, record_id id,
                           const char *tail)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "%s/%lld%s", format_head, (long long)id, tail));
}

/* The value of the session cookie that a response sets; empty when it sets none. */
static str cookie_of(const struct response *response)
{
    str headers = buf_str(&response->headers);
    str mark = S("Set-Cookie: session=");

    for (size_t i = 0; i + mark.length < headers.length; i++)
        if (str_starts(str_slice(headers, i, headers.length), mark)) {
            str value, rest;
            str_cut(str_slice(headers, i + mark.length, headers.length), ';', &value, &rest);
            return value;
        }
    return (str){ 0 };
}

TEST("everybody sees the sign-in page, and where it leads afterwards")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_out(&cx);
    struct response response = test_get(&cx, "/sign-in?next=/matters");
    CHECK(response.status == 200);
    CHECK(test_says(&response, "登录名"));
    CHECK(test_says(&response, "value='/matters'"));
    CHECK(!test_says(&response, "演示账号"));
}

TEST("signing in sets a cookie and goes where one wanted to go")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct access access;
    record_id id = an_account(&cx, "zhangsan");

    test_sign_out(&cx);
    struct response response = test_post(&cx, "/sign-in", "login", "ZhangSan", "password",
                                         right_password, "next", "/matters?place=42", NULL);
    CHECK(response.status == 303);
    CHECK_STR(response.location, "/matters?place=42");
    CHECK_OK(session_access(&cx, cookie_of(&response), &access));
    CHECK(access.account == id);
}

TEST("signing in never leads to another site")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    an_account(&cx, "zhangsan");
    test_sign_out(&cx);
    struct response response = test_post(&cx, "/sign-in", "login", "zhangsan", "password",
                                         right_password, "next", "//evil.example/", NULL);
    CHECK(response.status == 303);
    CHECK_STR(response.location, "/");
}

TEST("a wrong password keeps the login, counts, and says no more than that")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");
    struct account account;

    test_sign_out(&cx);
    struct response response =
        test_post(&cx, "/sign-in", "login", "zhangsan", "password", "wrong-Pass-1", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "登录名或密码不对"));
    CHECK(test_says(&response, "value='zhangsan'"));
    CHECK(!test_says(&response, "wrong-Pass-1"));
    CHECK(str_is_empty(cookie_of(&response)));
    CHECK_OK(store_get(&cx, &account_type, id, &account));
    CHECK(account.failures == 1);

    response = test_post(&cx, "/sign-in", "login", "nobody", "password", "wrong-Pass-1", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "登录名或密码不对"));
}

TEST("after five wrong passwords the right one does not help either")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response;

    an_account(&cx, "zhangsan");
    test_sign_out(&cx);
    for (int i = 0; i < SIGN_IN_FAILURES_MAX; i++)
        response = test_post(&cx, "/sign-in", "login", "zhangsan", "password", "wrong", NULL);
    response =
        test_post(&cx, "/sign-in", "login", "zhangsan", "password", right_password, NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "锁定到3月2日 09:30"));
}

TEST("a program signs in with JSON and is refused with a problem")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    an_account(&cx, "zhangsan");
    test_sign_out(&cx);
    struct response response =
        test_api_post(&cx, "/api/sign-in", "{\"login\":\"zhangsan\",\"password\":\"no\"}");
    CHECK(response.status == 422);
    CHECK_STR(str_of(response.content_type), "application/problem+json; charset=utf-8");
    CHECK(test_says(&response, "登录名或密码不对"));
    response = test_api_post(&cx, "/api/sign-in",
                             "{\"login\":\"zhangsan\",\"password\":\"Huaqiao-2026\"}");
    CHECK(response.status == 200);
    CHECK(cookie_of(&response).length == 64);
}

TEST("signing in from another site's form is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    an_account(&cx, "zhangsan");
    test_sign_out(&cx);
    struct response response = test_post_without_token(&cx, "/sign-in", "login", "zhangsan",
                                                       "password", right_password, NULL);
    CHECK(response.status == 403);
    CHECK(str_is_empty(cookie_of(&response)));
}

TEST("an empty sign-in names what is missing")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_out(&cx);
    struct response response = test_post(&cx, "/sign-in", "login", "", "password", "", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "请填写“登录名”。"));
    CHECK(test_says(&response, "请填写“密码”。"));
}

TEST("an initial password leads to the page that changes it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id;

    CHECK_OK(account_create(&cx, S("lisi"), S("李四"), S("Huaqiao-2026"), false, &id));
    test_sign_out(&cx);
    struct response response = test_post(&cx, "/sign-in", "login", "lisi", "password",
                                         right_password, "next", "/matters", NULL);
    CHECK_STR(response.location, "/password");
}

TEST("signing out ends the session on the server")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(test_get(&cx, "/me").status == 200);
    CHECK(test_post(&cx, "/sign-out", NULL).status == 303);
    CHECK(test_get(&cx, "/me").status == 303);
}

TEST("a password is changed with the old one, and all other sessions end")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct access access;
    str other;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    record_id account = cx.access->account;
    CHECK_OK(session_start(&cx, account, S("another phone"), &other));
    struct response response =
        test_post(&cx, "/password", "current_password", "Test-pass-2026", "password",
                  "New-pass-2027", "repeat_password", "New-pass-2027", NULL);
    CHECK(response.status == 303);
    CHECK_OK(session_access(&cx, other, &access));
    CHECK(access.account == 0);
    CHECK_OK(session_access(&cx, cookie_of(&response), &access));
    CHECK(access.account == account);
}

TEST("a password is not changed with a wrong old one, a simple new one or two different ones")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    response = test_post(&cx, "/password", "current_password", "Wrong-pass-2026", "password",
                         "New-pass-2027", "repeat_password", "New-pass-2027", NULL);
    CHECK(response.status == 422 && test_says(&response, "现在的密码不对"));
    response = test_post(&cx, "/password", "current_password", "Test-pass-2026", "password",
                         "simple", "repeat_password", "simple", NULL);
    CHECK(response.status == 422 && test_says(&response, "密码太短"));
    response = test_post(&cx, "/password", "current_password", "Test-pass-2026", "password",
                         "New-pass-2027", "repeat_password", "New-pass-2028", NULL);
    CHECK(response.status == 422 && test_says(&response, "两次填的新密码不一样"));
    response = test_post(&cx, "/password", "current_password", "Test-pass-2026", "password",
                         "Test-pass-2026", "repeat_password", "Test-pass-2026", NULL);
    CHECK(response.status == 422 && test_says(&response, "不能和原来的一样"));
    CHECK(!test_says(&response, "Test-pass-2026"));
}

TEST("my page shows my posts and lets me end my other sessions only")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct session *sessions;
    size_t count;
    str secret;

    record_id stranger = an_account(&cx, "stranger");
    CHECK_OK(session_start(&cx, stranger, S("their phone"), &secret));
    CHECK_OK(sessions_of(&cx, stranger, &sessions, &count));
    record_id theirs = sessions[0].id;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK_OK(session_start(&cx, cx.access->account, S("my old phone"), &secret));
    CHECK_OK(sessions_of(&cx, cx.access->account, &sessions, &count));
    CHECK(count == 2);
    struct response response = test_get(&cx, "/me");
    CHECK(test_says(&response, "村文书"));
    CHECK(test_says(&response, "my old phone"));
    CHECK(test_post(&cx, path_of(&cx, "/me/sessions", sessions[0].id, "/end"), NULL).status ==
          303);
    CHECK_OK(sessions_of(&cx, cx.access->account, &sessions, &count));
    CHECK(count == 1);
    CHECK(test_post(&cx, path_of(&cx, "/me/sessions", theirs, "/end"), NULL).status == 404);
}

TEST("a token is shown once, works, and is revoked by its owner only")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct api_token *tokens;
    size_t count;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    record_id owner = cx.access->account;
    struct response response = test_post(&cx, "/tokens", "title", "数据上报", NULL);
    CHECK(response.status == 200);
    CHECK(test_says(&response, "令牌只显示这一次"));
    response = test_get(&cx, "/tokens");
    CHECK(test_says(&response, "数据上报"));
    CHECK_OK(tokens_of(&cx, owner, &tokens, &count));
    record_id token = tokens[0].id;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(test_post(&cx, path_of(&cx, "/tokens", token, "/revoke"), NULL).status == 404);
    CHECK_OK(tokens_of(&cx, owner, &tokens, &count));
    CHECK(!tokens[0].revoked);
}

TEST("a program cannot make itself another token")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(test_api_post(&cx, "/api/tokens", "{\"title\":\"again\"}").status == 403);
}

TEST("the system administrator opens an account and is told its password once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct account account;
    bool found;

    test_sign_in_as(&cx, "system_administrator", "");
    CHECK(test_get(&cx, "/accounts/new").status == 200);
    struct response response =
        test_post(&cx, "/accounts", "login", "WangWu", "name", "王五", NULL);
    CHECK(response.status == 200);
    CHECK(test_says(&response, "初始密码"));
    CHECK_OK(account_find(&cx, S("wangwu"), &account, &found));
    CHECK(found && account.must_change_password);
    response = test_get(&cx, path_of(&cx, "/accounts", account.id, ""));
    CHECK(test_says(&response, "wangwu") && test_says(&response, "停用"));
    CHECK(!test_says(&response, "argon2id"));
    response = test_get(&cx, "/accounts");
    CHECK(test_says(&response, "王五") && !test_says(&response, "argon2id"));
    response = test_get(&cx, "/accounts.csv");
    CHECK(test_says(&response, "wangwu") && !test_says(&response, "argon2id"));
}

TEST("a login that is taken is refused and what was typed is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    an_account(&cx, "zhangsan");
    test_sign_in_as(&cx, "system_administrator", "");
    struct response response =
        test_post(&cx, "/accounts", "login", "zhangsan", "name", "张小三", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "已经有人用了"));
    CHECK(test_says(&response, "张小三"));
}

TEST("an account is reset, disabled, enabled and unlocked by the system administrator")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");
    struct account account;

    test_sign_in_as(&cx, "system_administrator", "");
    struct response response = test_post(&cx, path_of(&cx, "/accounts", id, "/reset"), NULL);
    CHECK(response.status == 200 && test_says(&response, "初始密码"));
    CHECK_OK(store_get(&cx, &account_type, id, &account));
    CHECK(account.must_change_password);
    CHECK(!password_verify(account.password_hash, S("Huaqiao-2026")));
    CHECK(test_post(&cx, path_of(&cx, "/accounts", id, "/disable"), NULL).status == 303);
    CHECK(test_post(&cx, path_of(&cx, "/accounts", id, "/disable"), NULL).status == 409);
    CHECK(test_post(&cx, path_of(&cx, "/accounts", id, "/enable"), NULL).status == 303);
    CHECK(test_post(&cx, path_of(&cx, "/accounts", id, "/unlock"), NULL).status == 303);
    CHECK(test_post(&cx, path_of(&cx, "/accounts", 999999, "/unlock"), NULL).status == 404);
}

TEST("the rights administrator sees accounts but does not change them, others do not see them")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");

    test_sign_in_as(&cx, "rights_administrator", "");
    CHECK(test_get(&cx, "/accounts").status == 200);
    CHECK(test_post(&cx, path_of(&cx, "/accounts", id, "/disable"), NULL).status == 403);
    CHECK(test_post(&cx, "/accounts", "login", "wangwu", "name", "王五", NULL).status == 403);
    test_sign_in_as(&cx, "secretary", "421182102205");
    CHECK(test_get(&cx, "/accounts").status == 403);
    CHECK(test_get(&cx, path_of(&cx, "/accounts", id, "")).status == 403);
    test_sign_out(&cx);
    CHECK(test_get(&cx, "/accounts").status == 303);
}

TEST("posts are given through their form by the rights administrator, within reach")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");
    const char *account = arena_text(cx.arena, arena_printf(cx.arena, "%lld", (long long)id));

    test_sign_in_as(&cx, "rights_administrator", "421182");
    struct response response = test_post(&cx, "/posts", "role", "village_clerk", "place",
                                         "421182102205", "account", account, NULL);
    CHECK(response.status == 303);
    CHECK(test_get(&cx, "/posts").status == 200);
    response = test_post(&cx, "/posts", "role", "village_clerk", "place", "420625100200",
                         "account", account, NULL);
    CHECK(response.status == 403);
    test_sign_in_as(&cx, "system_administrator", "");
    response = test_post(&cx, "/posts", "role", "secretary", "place", "421182102205", "account",
                         account, NULL);
    CHECK(response.status == 403);
}

TEST("everybody sees the holidays and the deadlines, the system administrator changes them")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(test_get(&cx, "/holidays").status == 200);
    CHECK(test_get(&cx, "/deadline_rules").status == 200);
    CHECK(test_post(&cx, "/holidays", "day", "2027-01-01", "kind", "rest", "name", "元旦", NULL)
              .status == 403);
    test_sign_in_as(&cx, "system_administrator", "");
    CHECK(test_post(&cx, "/holidays", "day", "2027-01-01", "kind", "rest", "name", "元旦", NULL)
              .status == 303);
    CHECK(test_post(&cx, "/holidays/import", "file",
                    "day,kind,name\n2027-01-01,rest,元旦\n2027-01-02,rest,元旦\n", NULL)
              .status == 303);
}

TEST("demonstration accounts are shown in development, each with what it is")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "huaqiao-clerk");
    struct post post = { .place = S("421182102205"),
                         .role = S("village_clerk"),
                         .account = id };
    struct app app = *cx.app;
    struct account account;

    CHECK_OK(post_give(&cx, &post));
    CHECK_OK(store_get(&cx, &account_type, id, &account));
    account.demonstration = true;
    CHECK_OK(store_update(&cx, &account_type, &account));
    test_sign_out(&cx);
    app.development = true;
    cx.app = &app;
    struct response response = test_get(&cx, "/sign-in");
    CHECK(test_says(&response, "huaqiao-clerk") && test_says(&response, "村文书"));
}

static void cut_at(str text, const char *mark, str *before, str *after)
{
    size_t at = 0;

    while (!str_starts(str_slice(text, at, text.length), str_of(mark)))
        at++;
    *before = str_slice(text, 0, at);
    *after = str_slice(text, at, text.length);
}

TEST("the menu has the daily work first and what is set up once last")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const daily[] = { "/", "/figures", "/residents", "/matters",
                                         "/matters/new" };

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    struct response page = test_get(&cx, "/");
    str bar, rest;
    CHECK(test_says(&page, "<ul class='bar-rest'>"));
    cut_at(test_body(&page), "<ul class='bar-rest'>", &bar, &rest);
    for (size_t i = 0; i < COUNT(daily); i++)
        CHECK(str_contains(bar, arena_printf(cx.arena, "<li><a href='%s'", daily[i])));
    CHECK(!str_contains(bar, S("/place_layers")));
    CHECK(str_contains(rest, S("/place_layers")));
}

TEST("a long menu is folded by module, and a page has all of it")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    struct response page = test_get(&cx, "/points_shops");
    CHECK(test_says(&page, "<summary>矛盾纠纷</summary>"));
    CHECK(test_says(&page, "<details open>\n<summary>积分</summary>"));
    page = test_get(&cx, "/menu");
    CHECK(page.status == 200 && test_says(&page, ">积分</h2>"));
    CHECK(test_says(&page, "<span class='menu-text'>积分超市</span>"));
    test_sign_in_as(&cx, "auditor", "421182102");
    page = test_get(&cx, "/menu");
    CHECK(!test_says(&page, "<summary>") && !test_says(&page, "积分超市"));
}
