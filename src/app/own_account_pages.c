/* SPDX-License-Identifier: Apache-2.0 */
/* One's own account: posts, sessions, password, tokens. */
#include "app/account.h"
#include "app/account_pages.h"
#include "app/account_parts.h"
#include "base/json.h"
#include "record/form.h"

enum { SESSION_SECONDS = SESSION_HOURS * 3600 };

/* The system itself, from the command line, has no account to look at. */
static struct error *need_account(struct context *cx)
{
    if (cx->access->account == 0)
        return fail(cx, ERROR_UNAUTHENTICATED, "请先登录。");
    return NULL;
}

static void write_cell(struct buf *out, const struct ui_column *column, str text)
{
    ui_cell_begin(out, column);
    html(out, "%.*s", STR_ARG(text));
    ui_cell_end(out);
}

static str day_words(struct context *cx, date day, str otherwise)
{
    struct buf words = { .arena = cx->arena };

    if (!date_is_set(day))
        return otherwise;
    date_show(day, &words);
    return buf_str(&words);
}

static str moment_words(struct context *cx, instant moment)
{
    struct buf words = { .arena = cx->arena };

    instant_show(moment, cx->today, &words);
    return buf_str(&words);
}

/* My posts */

static struct error *write_post(struct context *cx, const struct post *post,
                                const struct ui_column *columns, struct buf *out)
{
    struct role role;

    TRY(role_get(cx, post->role, &role));
    ui_row_begin(out);
    write_cell(out, &columns[0], role.title);
    write_cell(out, &columns[1], place_called(cx, post->place));
    write_cell(out, &columns[2], day_words(cx, post->starts_on, (str){ 0 }));
    write_cell(out, &columns[3], day_words(cx, post->ends_on, S("长期")));
    ui_row_end(out);
    return NULL;
}

static struct error *write_posts(struct context *cx, struct buf *out)
{
    static const struct ui_column columns[] = {
        { .label = "岗位" }, { .label = "地点" }, { .label = "从" }, { .label = "到" }
    };
    struct account account;
    struct post *posts;
    size_t count;

    TRY(store_get(cx, &account_type, cx->access->account, &account));
    TRY(posts_of(cx, &account, &posts, &count));
    ui_section_begin(out, "posts", S("我的岗位"));
    if (count == 0)
        ui_empty(out, S("还没有岗位，所以看不到要办的事。请联系权限管理员定岗。"), (str){ 0 },
                 (str){ 0 });
    else
        ui_table_begin(out, S("我的岗位"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        TRY(write_post(cx, &posts[i], columns, out));
    if (count > 0)
        ui_table_end(out);
    ui_section_end(out);
    return NULL;
}

/* My sessions */

static void write_session(struct context *cx, const struct session *session,
                          const struct ui_column *columns, struct buf *out)
{
    bool is_this = session->id == cx->access->session;

    ui_row_begin(out);
    write_cell(out, &columns[0], moment_words(cx, session->started_at));
    write_cell(out, &columns[1], session->client);
    ui_cell_begin(out, &columns[2]);
    if (is_this)
        html(out, "%s", _("正在用的这台"));
    else
        ui_button(out, arena_printf(cx->arena, "/me/sessions/%lld/end", (long long)session->id),
                  cx->access->form_token, S("退出这台"), false);
    ui_cell_end(out);
    ui_row_end(out);
}

static struct error *write_sessions(struct context *cx, struct buf *out)
{
    static const struct ui_column columns[] = { { .label = "登录时间" },
                                                { .label = "设备" },
                                                { .label = "操作" } };
    struct session *sessions;
    size_t count;

    TRY(sessions_of(cx, cx->access->account, &sessions, &count));
    ui_section_begin(out, "sessions", S("在哪些设备上登录了"));
    html(out, "<p>%s</p>\n", _("有不认识的，请退出它，再修改密码。"));
    ui_table_begin(out, S("登录"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_session(cx, &sessions[i], columns, out);
    ui_table_end(out);
    ui_section_end(out);
    return NULL;
}

struct error *me_page(struct context *cx, const struct request *request,
                      struct response *response)
{
    struct buf *out = &response->body;

    (void)request;
    TRY(need_account(cx));
    response->title = S("我的账号");
    ui_heading(out, response->title, cx->access->name);
    TRY(write_posts(cx, out));
    TRY(write_sessions(cx, out));
    ui_actions_begin(out);
    ui_button_link(out, S("/password"), S("修改密码"), false);
    ui_button_link(out, S("/tokens"), S("接口令牌"), false);
    ui_actions_end(out);
    return NULL;
}

struct error *session_end_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct session session;

    TRY(need_account(cx));
    TRY(store_get(cx, &session_type, request->id, &session));
    if (session.account != cx->access->account)
        return fail(cx, ERROR_NOT_FOUND, "没有找到这次登录，可能已经退出了。");
    TRY(session_end(cx, session.id));
    return redirect(response, S("/me"));
}

/* Changing the password */

struct password_change {
    str current_password;
    str password;
    str repeat_password;
};

static void check_repeated(struct context *cx, const void *record, struct problem **problems)
{
    const struct password_change *change = record;

    if (!str_eq(change->password, change->repeat_password))
        problem_add(problems, cx->arena, "repeat_password",
                    "两次填的新密码不一样，请重新填写。");
    else if (str_eq(change->password, change->current_password))
        problem_add(problems, cx->arena, "password", "新密码不能和原来的一样。");
}

static const char *password_words(str password)
{
    return password_refusal(password);
}

static const struct field password_fields[] = {
    { TEXT(password_change, current_password), .label = "现在的密码", .required = true,
      .max = PASSWORD_MAX },
    { TEXT(password_change, password), .label = "新密码", .required = true, .max = PASSWORD_MAX,
      .refusal = password_words, .help = "至少8位；小写字母、大写字母、数字、符号至少三样。" },
    { TEXT(password_change, repeat_password), .label = "再填一次新密码", .required = true,
      .max = PASSWORD_MAX },
};

const struct shape password_input = { SHAPE(password_change, password_fields),
                                      .check = check_repeated };

static str problem_of(const struct error *refused, const char *field)
{
    for (const struct problem *problem = refused == NULL ? NULL : refused->problems;
         problem != NULL; problem = problem->next)
        if (str_eq(str_of(problem->field), str_of(field)))
            return problem->message;
    return (str){ 0 };
}

static void write_password_inputs(const struct error *refused, struct buf *out)
{
    for (size_t i = 0; i < COUNT(password_fields); i++) {
        const struct field *field = &password_fields[i];
        ui_input(out, &(struct ui_input){
                          .name = field->name,
                          .label = field->label,
                          .help = field->help,
                          .type = "password",
                          .problem = problem_of(refused, field->name),
                          .required = true,
                          .autocomplete = i == 0 ? "current-password" : "new-password",
                      });
    }
}

struct error *password_page(struct context *cx, const struct request *request,
                            struct response *response)
{
    struct buf *out = &response->body;

    TRY(need_account(cx));
    response->title = S("修改密码");
    ui_heading(out, response->title,
               cx->access->must_change_password
                   ? S("现在用的是初始密码，要先改成只有您知道的，才能继续。")
                   : (str){ 0 });
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_form_begin(out, S("/password"), cx->access->form_token, false);
    write_password_inputs(request->refused, out);
    ui_form_end(out, S("保存新密码"), cx->access->must_change_password ? (str){ 0 } : S("/me"));
    return NULL;
}

/* What was found out and made in the pool. */
struct prepared_change {
    str old_hash;
    str new_hash;
};

struct error *password_prepare(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct password_change *change = request->input;
    struct prepared_change *prepared = arena_new(cx->arena, struct prepared_change);
    struct account account;

    TRY(need_account(cx));
    TRY(store_get(cx, &account_type, cx->access->account, &account));
    TRY(account_check_password(cx, account.login, change->password));
    if (!password_verify(account.password_hash, change->current_password))
        return fail_field(cx, "current_password", "现在的密码不对，请重新填写。");
    TRY(password_check_new(cx, &account, change->password));
    prepared->old_hash = account.password_hash;
    TRY(password_hash(cx, change->password, &prepared->new_hash));
    response->prepared = prepared;
    return NULL;
}

/* All sessions end, and this one goes on as a new one. */
struct error *password_action(struct context *cx, const struct request *request,
                              struct response *response)
{
    const struct prepared_change *prepared = request->prepared;
    struct account account;
    str secret;

    TRY(store_get(cx, &account_type, cx->access->account, &account));
    if (!str_eq(account.password_hash, prepared->old_hash))
        return fail(cx, ERROR_CONFLICT, "密码刚刚在别处改过。请用新密码重新登录。");
    TRY(account_set_hash(cx, account.id, prepared->new_hash, true));
    TRY(session_start(cx, account.id, request_header(request, "user-agent"), &secret));
    response_cookie(response, request, "session", secret, SESSION_SECONDS);
    return redirect(response, S("/"));
}

/* Tokens */

struct token_request {
    str title;
    date expires_on;
};

static const struct field token_fields[] = {
    { TEXT(token_request, title), .label = "用途", .required = true, .max = 60,
      .help = "写明给哪个程序用，例如：县平台数据上报。" },
    { DATE(token_request, expires_on), .label = "到期日期",
      .help = "不填就是一年，最长400天。" },
};

const struct shape token_input = { SHAPE(token_request, token_fields) };

static bool is_usable(const struct context *cx, const struct api_token *token)
{
    return !token->revoked && date_compare(token->expires_on, cx->today) >= 0;
}

static void write_token(struct context *cx, const struct api_token *token,
                        const struct ui_column *columns, struct buf *out)
{
    ui_row_begin(out);
    write_cell(out, &columns[0], token->title);
    write_cell(out, &columns[1], day_words(cx, token->expires_on, (str){ 0 }));
    ui_cell_begin(out, &columns[2]);
    if (is_usable(cx, token))
        ui_confirm_button(
            out, arena_printf(cx->arena, "/tokens/%lld/revoke", (long long)token->id),
            cx->access->form_token, S("作废"), S("作废以后，用它的程序就连不上了。确定作废？"));
    else
        ui_badge(out, TONE_ENDED, token->revoked ? S("已作废") : S("已到期"));
    ui_cell_end(out);
    ui_row_end(out);
}

static struct error *write_tokens(struct context *cx, struct buf *out)
{
    static const struct ui_column columns[] = { { .label = "用途" },
                                                { .label = "到期" },
                                                { .label = "状态" } };
    struct api_token *tokens;
    size_t count;

    TRY(tokens_of(cx, cx->access->account, &tokens, &count));
    if (count == 0) {
        ui_empty(out, S("还没有接口令牌。只有别的程序要连进来时才需要。"), (str){ 0 },
                 (str){ 0 });
        return NULL;
    }
    ui_table_begin(out, S("接口令牌"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_token(cx, &tokens[i], columns, out);
    ui_table_end(out);
    return NULL;
}

struct error *tokens_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    const struct error *refused = request->refused;
    struct token_request empty = { 0 };
    struct buf *out = &response->body;

    TRY(need_account(cx));
    response->title = S("接口令牌");
    ui_heading(out, response->title,
               S("令牌带着您现在的岗位，谁拿到它就能替您办事，请保管好。"));
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    TRY(write_tokens(cx, out));
    ui_section_begin(out, "new", S("办一个新的"));
    ui_form_begin(out, S("/tokens"), cx->access->form_token, false);
    form_write(cx, out, &token_input,
               &(struct filled){
                   .record = &empty,
                   .typed = refused == NULL ? (struct params){ 0 } : request->form,
                   .problems = refused == NULL ? NULL : refused->problems,
               });
    ui_form_end(out, S("生成令牌"), S("/me"));
    ui_section_end(out);
    return NULL;
}

static void write_secret_json(str secret, struct response *response)
{
    response->bare = true;
    response->status = 201;
    response->content_type = "application/json; charset=utf-8";
    buf_add(&response->body, S("{\"token\":"));
    json_add_string(&response->body, secret);
    buf_add(&response->body, S("}\n"));
}

static void write_secret_page(str title, str secret, struct response *response)
{
    struct buf *out = &response->body;

    response->title = S("新的接口令牌");
    ui_heading(out, response->title, title);
    ui_notice(out, TONE_WAITING, S("令牌只显示这一次。请现在就抄到要用它的程序里。"));
    ui_facts_begin(out);
    ui_fact(out, "令牌", secret);
    ui_facts_end(out);
    ui_button_link(out, S("/tokens"), S("抄好了"), true);
}

/* A program that holds a token could otherwise renew it for ever. */
struct error *token_create_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct token_request *input = request->input;
    str secret;

    TRY(need_account(cx));
    if (cx->access->by_api)
        return fail(cx, ERROR_FORBIDDEN, "新令牌要本人登录后在网页上办，不能由程序来办。");
    TRY(token_create(cx, cx->access->account, input->title, input->expires_on, &secret));
    if (request->wants_json)
        write_secret_json(secret, response);
    else
        write_secret_page(input->title, secret, response);
    return NULL;
}

struct error *token_revoke_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct api_token token;

    TRY(need_account(cx));
    TRY(store_get(cx, &api_token_type, request->id, &token));
    if (token.account != cx->access->account)
        return fail(cx, ERROR_NOT_FOUND, "没有找到这个令牌。");
    TRY(token_revoke(cx, token.id));
    return redirect(response, S("/tokens"));
}
