/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions of people and tokens of programs. */
#include "app/account.h"

#include "app/account_parts.h"
#include "app/app.h"
#include "base/hash.h"

enum {
    SECRET_BYTES = 32,
    FORM_TOKEN_BYTES = 16,
    SESSION_SECONDS = SESSION_HOURS * 3600,
    CLIENT_MAX = 120,
    TOKEN_DAYS_MAX = 400,
    KEPT_SECONDS = 30 * 86400,
    FORGOTTEN_AT_ONCE = 500,
    TOUCHES_WHILE_IDLE = 12, /* so often the use of a session is written down in that time */
};

static const struct field session_fields[] = {
    { REF(session, account), .label = "账号", .target = "account", .indexed = true },
    { TEXT(session, secret_digest), .label = "凭据", .hidden = true, .indexed = true },
    { TEXT(session, form_token), .label = "表单凭据", .hidden = true },
    { INSTANT(session, started_at), .label = "登录时间" },
    { INSTANT(session, seen_at), .label = "最近使用" },
    { INSTANT(session, ends_at), .label = "到期时间", .indexed = true },
    { BOOLEAN(session, ended), .label = "已退出" },
    { TEXT(session, client), .label = "设备" },
};

const struct record_type session_type = {
    .name = "session",
    .table = "sessions",
    .title = "登录",
    .shape = { SHAPE(session, session_fields) },
    .unlogged = true,
};

static const struct field token_fields[] = {
    { REF(api_token, account), .label = "账号", .target = "account", .indexed = true,
      .read_only = true },
    { TEXT(api_token, title), .label = "用途", .required = true, .max = 60,
      .help = "写明给哪个程序用，例如：县平台数据上报。" },
    { TEXT(api_token, secret_digest), .label = "凭据", .hidden = true, .indexed = true,
      .read_only = true },
    { DATE(api_token, expires_on), .label = "到期日期", .help = "不填就是一年，最长400天。" },
    { BOOLEAN(api_token, revoked), .label = "已作废", .read_only = true },
};

const struct record_type api_token_type = {
    .name = "api_token",
    .table = "api_tokens",
    .steady = true,
    .title = "接口令牌",
    .shape = { SHAPE(api_token, token_fields) },
    .called = "title",
};

const struct query open_sessions = {
    .of = &session_type,
    .sql = "where account = $1 and ended = 0 and ends_at > $2 and seen_at > $3 "
           "order by id desc limit 50",
};

const struct query tokens_of_account = {
    .of = &api_token_type,
    .sql = "where account = $1 order by id desc limit 100",
};

struct error *session_start(struct context *cx, record_id account, str client, str *secret)
{
    str made = random_hex(cx->arena, SECRET_BYTES);
    struct session session = {
        .account = account,
        .secret_digest = digest_hex(cx->arena, made),
        .form_token = random_hex(cx->arena, FORM_TOKEN_BYTES),
        .started_at = cx->now,
        .seen_at = cx->now,
        .ends_at = instant_add_seconds(cx->now, SESSION_SECONDS),
        .client = str_first(client, CLIENT_MAX),
    };

    TRY(store_insert(cx, &session_type, &session));
    *secret = made;
    return NULL;
}

struct error *session_end(struct context *cx, record_id id)
{
    struct session session;

    TRY(store_get(cx, &session_type, id, &session));
    session.ended = true;
    return store_update(cx, &session_type, &session);
}

struct error *sessions_end(struct context *cx, record_id account)
{
    return db_run(cx,
                  "update sessions set ended = 1, version = version + 1 "
                  "where account = $1 and ended = 0",
                  WITH(value_integer(account)));
}

static int64_t idle_seconds(const struct context *cx)
{
    int minutes = cx->app == NULL ? 0 : cx->app->idle_minutes;

    return 60 * (int64_t)(minutes > 0 ? minutes : SESSION_IDLE_MINUTES);
}

/* A session that was last used then or earlier is over. */
static instant idle_since(const struct context *cx)
{
    return instant_add_seconds(cx->now, -idle_seconds(cx));
}

bool session_wants_touch(const struct context *cx, const struct access *access)
{
    int64_t often = idle_seconds(cx) / TOUCHES_WHILE_IDLE;

    return access->session != 0 &&
           instant_compare(instant_add_seconds(access->seen_at, often), cx->now) <= 0;
}

struct error *session_touch(struct context *cx, record_id id)
{
    return db_run(cx, "update sessions set seen_at = $2 where id = $1 and ended = 0",
                  WITH(value_integer(id), value_instant(cx->arena, cx->now)));
}

struct error *sessions_of(struct context *cx, record_id account, struct session **sessions,
                          size_t *count)
{
    return query_rows(cx, &open_sessions,
                      WITH(value_integer(account), value_instant(cx->arena, cx->now),
                           value_instant(cx->arena, idle_since(cx))),
                      sessions, count);
}

struct error *sessions_forget(struct context *cx, bool *more)
{
    instant month_ago = instant_add_seconds(cx->now, -KEPT_SECONDS);
    struct result result;

    TRY(db_query(cx,
                 "delete from sessions where id in "
                 "(select id from sessions where ends_at < $1 order by ends_at limit 500) "
                 "returning id",
                 WITH(value_instant(cx->arena, month_ago)), &result));
    *more = result.rows == FORGOTTEN_AT_ONCE;
    return NULL;
}

struct error *token_create(struct context *cx, record_id account, str title, date expires_on,
                           str *secret)
{
    str made = random_hex(cx->arena, SECRET_BYTES);
    struct api_token token = {
        .account = account,
        .title = title,
        .secret_digest = digest_hex(cx->arena, made),
        .expires_on = date_is_set(expires_on) ? expires_on : date_add_months(cx->today, 12),
    };

    if (date_compare(token.expires_on, cx->today) < 0)
        return fail_field(cx, "expires_on", "到期日期已经过了，请选今天以后的日期。");
    if (date_days_between(cx->today, token.expires_on) > TOKEN_DAYS_MAX)
        return fail_field(cx, "expires_on", "到期日期最远是%d天以后，到时可以再办一个。",
                          TOKEN_DAYS_MAX);
    TRY(store_insert(cx, &api_token_type, &token));
    *secret = made;
    return NULL;
}

struct error *token_revoke(struct context *cx, record_id id)
{
    struct api_token token;

    TRY(store_get(cx, &api_token_type, id, &token));
    if (token.revoked)
        return fail(cx, ERROR_CONFLICT, "这个令牌已经作废了。");
    token.revoked = true;
    return store_update(cx, &api_token_type, &token);
}

struct error *tokens_of(struct context *cx, record_id account, struct api_token **tokens,
                        size_t *count)
{
    return query_rows(cx, &tokens_of_account, WITH(value_integer(account)), tokens, count);
}

/* Who comes with it */

const struct field holder_columns[9] = {
    { INTEGER(holder, session) },
    { INTEGER(holder, account) },
    { INTEGER(holder, person) },
    { TEXT(holder, name) },
    { TEXT(holder, form_token) },
    { TEXT(holder, counties) },
    { BOOLEAN(holder, must_change_password) },
    { INSTANT(holder, seen_at) },
    { INSTANT(holder, ends_at) },
};

/* Asked with every request, so the time is no part of the question: its answer can be recalled
 * while nothing changes. */
const struct query holder_of_session = {
    .sql = "select sessions.id, accounts.id, accounts.person, accounts.name, "
           "sessions.form_token, accounts.counties, accounts.must_change_password, "
           "sessions.seen_at, sessions.ends_at "
           "from sessions join accounts on accounts.id = sessions.account "
           "where sessions.secret_digest = $1 and sessions.ended = 0 "
           "and accounts.disabled = 0 limit 1",
    .row = { SHAPE(holder, holder_columns) },
};

const struct query holder_of_token = {
    .sql = "select 0, accounts.id, accounts.person, accounts.name, '', accounts.counties, "
           "accounts.must_change_password, null, null "
           "from api_tokens join accounts on accounts.id = api_tokens.account "
           "where api_tokens.secret_digest = $1 and api_tokens.revoked = 0 "
           "and api_tokens.expires_on >= $2 and accounts.disabled = 0 limit 1",
    .steady = true,
    .row = { SHAPE(holder, holder_columns) },
};

static bool is_over(const struct context *cx, const struct holder *holder)
{
    return holder->session != 0 && (instant_compare(holder->ends_at, cx->now) <= 0 ||
                                    instant_compare(holder->seen_at, idle_since(cx)) <= 0);
}

/* The first holder that the query finds, as an access; nobody when it finds none. */
static struct error *find_access(struct context *cx, const struct query *query,
                                 const struct value *values, size_t value_count,
                                 struct access *access)
{
    struct holder *holders;
    size_t count;

    *access = access_of_public;
    TRY(query_rows(cx, query, values, value_count, &holders, &count));
    return count == 0 || is_over(cx, &holders[0]) ? NULL
                                                  : access_of_holder(cx, &holders[0], access);
}

struct error *session_access(struct context *cx, str secret, struct access *access)
{
    return find_access(cx, &holder_of_session, WITH(value_text(digest_hex(cx->arena, secret))),
                       access);
}

struct error *token_access(struct context *cx, str secret, struct access *access)
{
    TRY(find_access(
        cx, &holder_of_token,
        WITH(value_text(digest_hex(cx->arena, secret)), value_date(cx->arena, cx->today)),
        access));
    access->by_api = access->account != 0;
    return NULL;
}
