/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out. */
#include "app/account.h"
#include "app/account_pages.h"
#include "app/account_parts.h"
#include "app/app.h"
#include "base/json.h"

#include <string.h>

enum { SESSION_SECONDS = SESSION_HOURS * 3600 };

struct sign_in {
    str login;
    str password;
    str next;
};

static const struct field fields[] = {
    { TEXT(sign_in, login), .label = "登录名", .required = true, .max = 40 },
    { TEXT(sign_in, password), .label = "密码", .required = true, .max = PASSWORD_MAX },
    { TEXT(sign_in, next), .label = "登录后去哪一页", .max = 2000 },
};

const struct shape sign_in_input = { SHAPE(sign_in, fields) };

/* The demonstration accounts, each with what it is */

const struct query demonstration_accounts = {
    .of = &account_type,
    .sql = "where demonstration = 1 order by id limit 100",
};

static struct error *write_posts_of(struct context *cx, const struct account *account,
                                    struct buf *out)
{
    struct post *posts;
    size_t count;

    TRY(posts_of(cx, account, &posts, &count));
    for (size_t i = 0; i < count; i++) {
        struct role role;
        TRY(role_get(cx, posts[i].role, &role));
        html(out, "%s%.*s %.*s", i > 0 ? "、" : "", STR_ARG(place_called(cx, posts[i].place)),
             STR_ARG(role.title));
    }
    return NULL;
}

static struct error *write_demonstration(struct context *cx, const struct account *account,
                                         const struct ui_column *columns, struct buf *out)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html_text(out, account->login);
    ui_cell_end(out);
    ui_cell_begin(out, &columns[1]);
    html_text(out, account->name);
    ui_cell_end(out);
    ui_cell_begin(out, &columns[2]);
    TRY(write_posts_of(cx, account, out));
    ui_cell_end(out);
    ui_row_end(out);
    return NULL;
}

static struct error *write_demonstrations(struct context *cx, struct buf *out)
{
    static const struct ui_column columns[] = { { .label = "登录名" },
                                                { .label = "姓名" },
                                                { .label = "岗位" } };
    struct account *accounts;
    size_t count;

    TRY(query_rows(cx, &demonstration_accounts, NULL, 0, &accounts, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "demonstration", S("演示账号"));
    html(out, "<p>%s</p>\n", _("都是示例，不是真人。密码在启动程序的窗口里。"));
    ui_table_begin(out, (str){ 0 }, columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        TRY(write_demonstration(cx, &accounts[i], columns, out));
    ui_table_end(out);
    ui_section_end(out);
    return NULL;
}

/* The page */

static str problem_of(const struct error *refused, const char *field)
{
    for (const struct problem *problem = refused == NULL ? NULL : refused->problems;
         problem != NULL; problem = problem->next)
        if (strcmp(problem->field, field) == 0)
            return problem->message;
    return (str){ 0 };
}

static void write_form(struct context *cx, const struct request *request,
                       const struct error *refused, struct buf *out)
{
    ui_form_begin(out, S("/sign-in"), cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "next",
                                      .type = "hidden",
                                      .value = request_param(request, "next") });
    ui_input(out, &(struct ui_input){ .name = "login",
                                      .label = "登录名",
                                      .type = "text",
                                      .value = params_get(request->form, "login"),
                                      .problem = problem_of(refused, "login"),
                                      .required = true,
                                      .autocomplete = "username" });
    ui_input(out, &(struct ui_input){ .name = "password",
                                      .label = "密码",
                                      .type = "password",
                                      .problem = problem_of(refused, "password"),
                                      .required = true,
                                      .autocomplete = "current-password" });
    ui_form_end(out, S("登录"), S("/"));
}

static struct error *write_page(struct context *cx, const struct request *request,
                                const struct error *refused, struct response *response)
{
    struct buf *out = &response->body;

    out->length = 0;
    response->title = S("登录");
    ui_heading(out, response->title,
               S("村干部、网格员和镇里的同志从这里登录。群众反映事情不用登录。"));
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    write_form(cx, request, refused, out);
    html(out, "<p>%s</p>\n", _("忘了密码，请找系统管理员重置。"));
    return cx->app->development ? write_demonstrations(cx, out) : NULL;
}

struct error *sign_in_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    return write_page(cx, request, request->refused, response);
}

/* The change */

/* What was found out in the pool: it holds as long as the hash is still the same. */
struct checked {
    record_id account;
    str hash;
    bool is_right;
};

/* An unknown login takes as long as a wrong password, so that it cannot be told from one. */
struct error *sign_in_prepare(struct context *cx, const struct request *request,
                              struct response *response)
{
    const struct sign_in *input = request->input;
    struct checked *checked = arena_new(cx->arena, struct checked);
    struct account account = { 0 };
    bool found;

    TRY(account_find(cx, input->login, &account, &found));
    checked->account = account.id;
    checked->hash = account.password_hash;
    checked->is_right = password_verify(account.password_hash, input->password);
    response->prepared = checked;
    return NULL;
}

static struct error *write_refusal_json(const struct error *refused, struct response *response)
{
    response->bare = true;
    response->content_type = "application/problem+json; charset=utf-8";
    response->body.length = 0;
    buf_printf(&response->body,
               "{\"type\":\"about:blank\",\"status\":%d,\"title\":", response->status);
    json_add_string(&response->body, refused->message);
    buf_add(&response->body, S(",\"errors\":[]}\n"));
    return NULL;
}

/* The failure has been counted and must stay so, hence it is told as an answer, not an error.
 */
static struct error *refuse(struct context *cx, const struct request *request, str refusal,
                            struct response *response)
{
    struct error refused = { .kind = ERROR_INVALID, .message = refusal };

    response->status = error_status(refused.kind);
    if (request->wants_json)
        return write_refusal_json(&refused, response);
    return write_page(cx, request, &refused, response);
}

static str next_page(const struct account *account, const struct sign_in *input)
{
    if (account->must_change_password)
        return S("/password");
    return str_is_empty(input->next) ? S("/") : input->next;
}

struct error *sign_in_action(struct context *cx, const struct request *request,
                             struct response *response)
{
    const struct sign_in *input = request->input;
    const struct checked *checked = request->prepared;
    struct account account = { 0 };
    str secret, refusal;

    if (checked->account != 0)
        TRY(store_get(cx, &account_type, checked->account, &account));
    bool is_right = checked->is_right && str_eq(checked->hash, account.password_hash);
    TRY(account_sign_in(cx, &account, is_right, request_header(request, "user-agent"), &secret,
                        &refusal));
    if (!str_is_empty(refusal))
        return refuse(cx, request, refusal, response);
    response_cookie(response, request, "session", secret, SESSION_SECONDS);
    return redirect(response, next_page(&account, input));
}

struct error *sign_out_action(struct context *cx, const struct request *request,
                              struct response *response)
{
    if (cx->access->session != 0)
        TRY(session_end(cx, cx->access->session));
    response_cookie(response, request, "session", (str){ 0 }, 0);
    return redirect(response, S("/"));
}
