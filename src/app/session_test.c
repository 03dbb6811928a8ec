/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "base/hash.h"
#include "tests/town.h"

static record_id an_account(struct context *cx)
{
    record_id id;

    CHECK_OK(account_create(cx, S("zhangsan"), S("张示例"), S("Huaqiao-2026"), true, &id));
    return id;
}

static str a_session(struct context *cx, record_id account)
{
    str secret;

    CHECK_OK(session_start(cx, account, S("test"), &secret));
    return secret;
}

static record_id comes_with(struct context *cx, str secret)
{
    struct access access;

    CHECK_OK(session_access(cx, secret, &access));
    return access.account;
}

static record_id program_comes_with(struct context *cx, str secret)
{
    struct access access;

    CHECK_OK(token_access(cx, secret, &access));
    CHECK(access.by_api == (access.account != 0));
    return access.account;
}

TEST("a cookie leads to its account, and any other to nobody")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    str secret = a_session(&cx, account);
    struct access access;

    CHECK(secret.length == 64);
    CHECK_OK(session_access(&cx, secret, &access));
    CHECK(access.account == account && access.session != 0);
    CHECK_STR(access.name, "张示例");
    CHECK(access.form_token.length == 32);
    CHECK(comes_with(&cx, S("")) == 0);
    CHECK(comes_with(&cx, S("0123456789abcdef")) == 0);
}

TEST("only the digest of a cookie is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str secret = a_session(&cx, an_account(&cx));
    struct result result;

    CHECK_OK(db_query(&cx, "select secret_digest from sessions order by id desc limit 1", NULL,
                      0, &result));
    CHECK(str_eq(result_text(&result, 0, 0), digest_hex(cx.arena, secret)));
    CHECK(comes_with(&cx, digest_hex(cx.arena, secret)) == 0);
}

/* The use of the session is written down as serve does it: now and then. */
static void use_session(struct context *cx, str secret)
{
    struct access access;

    CHECK_OK(session_access(cx, secret, &access));
    if (session_wants_touch(cx, &access))
        CHECK_OK(session_touch(cx, access.session));
}

static void let_pass(struct context *cx, int64_t seconds)
{
    context_set_now(cx, instant_add_seconds(cx->now, seconds));
}

TEST("a session that is not used for two hours ends")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    struct session *sessions;
    size_t count;
    str secret = a_session(&cx, account);

    let_pass(&cx, 7199);
    CHECK(comes_with(&cx, secret) == account);
    let_pass(&cx, 1);
    CHECK(comes_with(&cx, secret) == 0);
    CHECK_OK(sessions_of(&cx, account, &sessions, &count));
    CHECK(count == 0);
}

TEST("how long a session may rest is a setting")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct app strict = *cx.app;
    record_id account = an_account(&cx);
    str secret = a_session(&cx, account);

    strict.idle_minutes = 30;
    cx.app = &strict;
    let_pass(&cx, 30 * 60 - 1);
    CHECK(comes_with(&cx, secret) == account);
    let_pass(&cx, 1);
    CHECK(comes_with(&cx, secret) == 0);
}

TEST("the use of a session is written down now and then, not with every page")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str secret = a_session(&cx, an_account(&cx));
    struct access access;

    CHECK_OK(session_access(&cx, secret, &access));
    CHECK(!session_wants_touch(&cx, &access));
    let_pass(&cx, 599);
    CHECK(!session_wants_touch(&cx, &access));
    let_pass(&cx, 1);
    CHECK(session_wants_touch(&cx, &access));
    use_session(&cx, secret);
    CHECK_OK(session_access(&cx, secret, &access));
    CHECK(!session_wants_touch(&cx, &access));
    CHECK(!session_wants_touch(&cx, &access_of_public));
}

TEST("a session ends after twelve hours, however much it is used")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    str secret = a_session(&cx, account);

    for (int hour = 1; hour < SESSION_HOURS; hour++) {
        let_pass(&cx, 3600);
        use_session(&cx, secret);
    }
    let_pass(&cx, 3599);
    CHECK(comes_with(&cx, secret) == account);
    context_set_now(&cx, instant_add_seconds(cx.now, 1));
    CHECK(comes_with(&cx, secret) == 0);
}

TEST("signing out, disabling and a new password end a session on the server")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    struct access access;
    str first = a_session(&cx, account);

    CHECK_OK(session_access(&cx, first, &access));
    CHECK_OK(session_end(&cx, access.session));
    CHECK(comes_with(&cx, first) == 0);

    str second = a_session(&cx, account);
    CHECK_OK(account_set_password(&cx, account, S("Huaqiao-2027"), true));
    CHECK(comes_with(&cx, second) == 0);

    str third = a_session(&cx, account);
    CHECK_OK(account_disable(&cx, account));
    CHECK(comes_with(&cx, third) == 0);
    CHECK_OK(account_enable(&cx, account));
    CHECK(comes_with(&cx, third) == 0);
}

TEST("a token works until it expires, is revoked, or its account is disabled")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    struct api_token *tokens;
    size_t count;
    str secret;

    CHECK_OK(token_create(&cx, account, S("上报"), date_of(2026, 3, 5), &secret));
    CHECK(program_comes_with(&cx, secret) == account);
    test_set_day(&cx, "2026-03-05");
    CHECK(program_comes_with(&cx, secret) == account);
    CHECK_OK(account_disable(&cx, account));
    CHECK(program_comes_with(&cx, secret) == 0);
    CHECK_OK(account_enable(&cx, account));
    CHECK_OK(tokens_of(&cx, account, &tokens, &count));
    CHECK(count == 1);
    CHECK_OK(token_revoke(&cx, tokens[0].id));
    CHECK(program_comes_with(&cx, secret) == 0);
    CHECK_FAILS(token_revoke(&cx, tokens[0].id), ERROR_CONFLICT);
}

TEST("a token has a last day, a year from now or sooner")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    struct api_token *tokens;
    size_t count;
    str secret;

    CHECK_OK(token_create(&cx, account, S("上报"), (date){ 0 }, &secret));
    CHECK_OK(tokens_of(&cx, account, &tokens, &count));
    CHECK(date_compare(tokens[0].expires_on, date_of(2027, 3, 2)) == 0);
    CHECK_FAILS(token_create(&cx, account, S("上报"), date_of(2026, 3, 1), &secret),
                ERROR_INVALID);
    CHECK_FAILS(token_create(&cx, account, S("上报"), date_of(2030, 1, 1), &secret),
                ERROR_INVALID);
    test_set_day(&cx, "2027-03-03");
    CHECK(program_comes_with(&cx, secret) == 0);
}

TEST("a token is no cookie and a cookie is no token")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    str token;

    CHECK_OK(token_create(&cx, account, S("上报"), (date){ 0 }, &token));
    CHECK(comes_with(&cx, token) == 0);
    CHECK(program_comes_with(&cx, a_session(&cx, account)) == 0);
}

TEST("sessions that ended a month ago are forgotten")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx);
    int64_t count;
    bool more;

    a_session(&cx, account);
    test_set_day(&cx, "2026-04-02");
    str fresh = a_session(&cx, account);
    CHECK_OK(sessions_forget(&cx, &more));
    CHECK(!more);
    CHECK_OK(query_number(&cx, "select count(*) from sessions where account = $1",
                          WITH(value_integer(account)), &count));
    CHECK(count == 1);
    CHECK(comes_with(&cx, fresh) == account);
}

TEST("finding out who comes takes two statements")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct access access;
    record_id account = an_account(&cx);
    struct post post = { .place = S("421182102205"),
                         .role = S("village_clerk"),
                         .account = account };

    CHECK_OK(post_give(&cx, &post));
    str secret = a_session(&cx, account);
    int64_t before = db_statement_count(cx.db);
    CHECK_OK(session_access(&cx, secret, &access));
    CHECK(db_statement_count(cx.db) - before == 2);
    CHECK(access.post_count == 1);
}
