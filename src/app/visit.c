/* SPDX-License-Identifier: Apache-2.0 */
/* One request on its way through the program. */
#include "app/visit.h"

#include "app/account.h"
#include "app/app.h"
#include "app/evidence.h"
#include "app/form_token.h"
#include "app/frame.h"
#include "app/outbox.h"
#include "app/place_input.h"
#include "app/submission.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "record/exchange.h"

#include <string.h>

enum {
    VISITOR_BYTES = 16,
    VISITOR_SECONDS = 86400 * 30,
    USUAL_PAGE_BYTES = 16 * 1024,
};

/* Who it is */

static bool is_visitor_cookie(str cookie)
{
    return cookie.length == VISITOR_BYTES * 2;
}

static void meet_visitor(struct context *cx, struct visit *visit)
{
    visit->visitor = request_cookie(visit->request, "visitor");
    if (is_visitor_cookie(visit->visitor))
        return;
    visit->visitor = random_hex(cx->arena, VISITOR_BYTES);
    response_cookie(visit->response, visit->request, "visitor", visit->visitor,
                    VISITOR_SECONDS);
}

/* That of the session, or made of the visitor's cookie. */
static void set_form_token(struct context *cx, struct visit *visit)
{
    visit->form_token =
        access_is_signed_in(cx)
            ? visit->access.form_token
            : digest_hex(cx->arena, arena_printf(cx->arena, "form token of %.*s",
                                                 STR_ARG(visit->visitor)));
    visit->access.form_token = form_token_mask(cx, visit->form_token);
}

static struct error *identify(struct context *cx, struct visit *visit)
{
    str bearer = request_header(visit->request, "authorization");
    str cookie = request_cookie(visit->request, "session");

    visit->access = access_of_public;
    cx->access = &visit->access;
    cx->may = access_allows;
    if (str_starts(bearer, S("Bearer "))) {
        TRY(token_access(cx, str_slice(bearer, S("Bearer ").length, bearer.length),
                         &visit->access));
        visit->access.by_api = true;
    } else if (!str_is_empty(cookie)) {
        TRY(session_access(cx, cookie, &visit->access));
    }
    if (visit->access.by_api)
        return NULL;
    if (!access_is_signed_in(cx))
        meet_visitor(cx, visit);
    set_form_token(cx, visit);
    return NULL;
}

/* Which route */

static str path_of(struct request *request)
{
    request->wants_json = str_starts(request->path, S("/api/"));
    return request->wants_json ? str_slice(request->path, 4, request->path.length)
                               : request->path;
}

static bool is_in_api(const struct route *route)
{
    return route->api || route->method != GET;
}

static struct error *choose_route(struct context *cx, struct visit *visit)
{
    struct request *request = visit->request;
    bool other_method;

    str path = path_of(request);
    visit->route =
        route_find(cx->arena, request->method, path, &request->captured, &other_method);
    if (visit->route == NULL && request->wants_json) /* an address that is its own API */
        visit->route = route_find(cx->arena, request->method, request->path, &request->captured,
                                  &other_method);
    else if (visit->route != NULL && request->wants_json && !is_in_api(visit->route))
        visit->route = NULL;
    request->route = visit->route;
    if (visit->route == NULL)
        return fail(cx, ERROR_NOT_FOUND, "没有这个页面。可能地址写错了，请从首页进入。");
    if (!str_read_integer(params_get(request->captured, "id"), &request->id))
        request->id = 0;
    cx->deed = visit->route->path;
    return NULL;
}

/* May they */

static struct error *check_permission(struct context *cx, const struct visit *visit)
{
    const char *needs = visit->route->needs;

    if (strcmp(needs, "public") == 0)
        return NULL;
    if (!access_is_signed_in(cx))
        return fail(cx, ERROR_UNAUTHENTICATED, "请先登录。登录后会回到这一页。");
    if (strcmp(needs, "signed_in") == 0 || access_allows_somewhere(cx, needs))
        return NULL;
    return fail(cx, ERROR_FORBIDDEN,
                "您现在的岗位不能做这件事（%s）。如有需要，请联系上级或管理员。",
                words_said(visit->route->summary == NULL ? "无权限" : visit->route->summary));
}

static struct error *check_form_token(struct context *cx, const struct visit *visit)
{
    const struct request *request = visit->request;
    str token = request_param(request, "token");

    if (request->method == GET || visit->access.by_api || visit->route->for_programs)
        return NULL;
    if (str_is_empty(token))
        token = request_header(request, "x-form-token");
    if (form_token_is(cx, token, visit->form_token))
        return NULL;
    if (request->wants_json && !access_is_signed_in(cx) &&
        strcmp(visit->route->needs, "public") == 0)
        return NULL; /* a program without a cookie has no session that could be misused */
    return fail(cx, ERROR_FORBIDDEN,
                "这一页打开太久或是从别处提交的，没有保存。请核对下面的内容，再点一次提交。");
}

/* Is the input right */

static struct error *read_input(struct context *cx, const struct visit *visit)
{
    struct request *request = visit->request;
    const struct shape *shape = visit->route->input;
    struct problem *problems = NULL;

    if (request->method == GET)
        return NULL;
    if (request->wants_json && request->body.length > 0 && request->form.count == 0)
        TRY(params_of_json(cx, request->body, &request->form));
    if (!request->wants_json && route_reads(visit->route) != NULL)
        TRY(place_inputs_read(cx, route_reads(visit->route), &request->form, &problems));
    if (shape == NULL)
        return shape_error(cx, problems);
    void *input = arena_alloc(cx->arena, shape->size);
    shape_read(cx, shape, request->form, input, &problems);
    request->input = input;
    return shape_error(cx, problems);
}

/* Who still has the initial password may only change it or leave; scripts are not led away. */
static struct error *check_password(struct context *cx, const struct visit *visit)
{
    str path = visit->request->path;

    if (!visit->access.must_change_password || str_eq(path, S("/password")) ||
        str_eq(path, S("/sign-out")) || str_eq(path, S("/sw.js")) ||
        str_starts(path, S("/assets/")))
        return NULL;
    forget(redirect(visit->response, S("/password")));
    return fail(cx, ERROR_FORBIDDEN, "请先修改初始密码，再使用其他功能。");
}

/* How long, in words: a person does not count in thousands of seconds. */
static str wait_words(struct context *cx, int seconds)
{
    if (seconds <= 60)
        return arena_printf(cx->arena, _n("%d秒", seconds), seconds);
    return arena_printf(cx->arena, _n("%d分钟", (seconds + 59) / 60), (seconds + 59) / 60);
}

static struct error *check_limit(struct context *cx, struct visit *visit)
{
    const struct request *request = visit->request;
    enum limit limit = visit->route->limit;

    if (limit == LIMIT_PUBLIC && access_is_signed_in(cx))
        return NULL;
    visit->wait_seconds = limit_wait_seconds(cx->app->limits, limit, request->remote, cx->now);
    if (visit->wait_seconds == 0)
        return NULL;
    return fail(cx, ERROR_TOO_MANY,
                "从您这个网络提交的太多了，没有保存。请过%.*s再点一次，填的内容还在。",
                STR_ARG(wait_words(cx, visit->wait_seconds)));
}

static struct error *check_and_read(struct context *cx, struct visit *visit)
{
    if (visit->request->wants_json)
        TRY(read_input(cx, visit));
    TRY(check_form_token(cx, visit));
    return visit->request->wants_json ? NULL : read_input(cx, visit);
}

/* A thread speaks as whoever it works for just now. */
static enum language speak(const struct visit *visit)
{
    str chosen = request_cookie(visit->request, "language");

    return words_speak(language_of(
        str_is_empty(chosen) ? params_get(visit->request->query, "language") : chosen));
}

struct error *visit_admit(struct context *cx, struct visit *visit, bool has_fields)
{
    CLEANUP(words_speak_again) enum language before = speak(visit);

    TRY(identify(cx, visit));
    TRY(choose_route(cx, visit));
    if (visit->route->admit == NULL)
        return fail(cx, ERROR_TOO_LARGE, "提交的内容太大，请减少或压缩后再提交。");
    TRY(check_permission(cx, visit));
    TRY(check_password(cx, visit));
    if (!has_fields)
        return NULL;
    TRY(check_form_token(cx, visit));
    return visit->route->admit(cx, visit->request, visit->response);
}

struct error *visit_begin(struct context *cx, struct visit *visit)
{
    CLEANUP(words_speak_again) enum language before = speak(visit);

    TRY(identify(cx, visit));
    TRY(choose_route(cx, visit));
    TRY(check_permission(cx, visit));
    TRY(check_password(cx, visit));
    if (visit->request->method == GET) {
        (void)buf_reserve(&visit->response->body, USUAL_PAGE_BYTES);
        return NULL;
    }
    TRY(check_and_read(cx, visit));
    return check_limit(cx, visit);
}

static bool has_files(const struct request *request)
{
    for (size_t i = 0; i < request->form.count; i++)
        if (!str_is_empty(request->form.items[i].file_name))
            return true;
    return false;
}

bool visit_prepares_slowly(const struct visit *visit)
{
    const struct route *route = visit->route;

    return (route->prepare != NULL && route->slow) ||
           (route->takes_evidence && has_files(visit->request));
}

struct error *visit_prepare(struct context *cx, struct visit *visit)
{
    CLEANUP(words_speak_again) enum language before = speak(visit);

    if (visit->route->takes_evidence)
        TRY(evidence_keep_sent(cx, visit->request));
    if (visit->route->prepare == NULL)
        return NULL;
    TRY(visit->route->prepare(cx, visit->request, visit->response));
    visit->request->prepared = visit->response->prepared;
    return NULL;
}

struct error *visit_act(struct context *cx, struct visit *visit)
{
    CLEANUP(words_speak_again) enum language before = speak(visit);
    bool found = false;

    cx->access = &visit->access;
    if (visit->request->method == GET)
        return visit->route->handler(cx, visit->request, visit->response);
    TRY(submission_find(cx, visit, &found));
    if (found)
        return NULL;
    TRY(visit->route->handler(cx, visit->request, visit->response));
    return submission_keep(cx, visit);
}

/* The response */

static void log_error(const struct visit *visit, const struct error *error)
{
    if (error->kind >= ERROR_STORAGE)
        log_event(
            LOG_ERROR, error->kind == ERROR_STORAGE ? "storage" : "broken",
            LOG_MEMBERS(
                { "request", .text = visit->request->tag },
                { "route", .text = visit->route == NULL ? S("") : str_of(visit->route->path) },
                { "text", .text = error->message }));
}

/* What broke is for the log; the person gets the name under which it stands there. */
static str words_of(struct context *cx, const struct visit *visit, const struct error *error)
{
    if (error->kind != ERROR_BROKEN)
        return error->message;
    if (str_is_empty(visit->request->tag))
        return S("系统出了问题，没有保存。已记下原因，请稍后再试；仍不行请联系管理员。");
    return arena_printf(cx->arena,
                        "系统出了问题，没有保存。已记下原因（编号%.*s），请稍后再试；"
                        "仍不行请把编号告诉管理员。",
                        STR_ARG(visit->request->tag));
}

/* An outbox sends forms as people do, and reads the answer as programs do. */
static bool answers_json(const struct request *request)
{
    return request->wants_json || submission_is_from_outbox(request);
}

static void write_problem_json(struct context *cx, const struct visit *visit,
                               const struct error *error)
{
    struct response *response = visit->response;
    struct buf *out = &response->body;
    str title = words_of(cx, visit, error);
    str tag = visit->request->tag;

    response->content_type = "application/problem+json; charset=utf-8";
    buf_printf(out, "{\"type\":\"about:blank\",\"status\":%d,\"title\":", response->status);
    json_add_string(out, title);
    if (!str_is_empty(tag)) {
        json_add_name(out, "request");
        json_add_string(out, tag);
    }
    buf_add(out, S(",\"errors\":["));
    for (const struct problem *problem = error->problems; problem != NULL;
         problem = problem->next) {
        buf_add(out, S("{\"field\":"));
        json_add_string(out, str_of(problem->field));
        buf_add(out, S(",\"message\":"));
        json_add_string(out, problem->message);
        buf_add(out, problem->next != NULL ? S("},") : S("}"));
    }
    buf_add_char(out, ']');
    if (submission_is_from_outbox(visit->request))
        outbox_write_now(cx, visit->request, out);
    buf_add(out, S("}\n"));
}

/* The form is shown again with what was typed, on the page it stands on. */
static struct error *show_again(struct context *cx, struct visit *visit,
                                const struct error *error)
{
    struct error *told = arena_new(cx->arena, struct error);

    *told = *error;
    told->message = words_of(cx, visit, error);
    visit->request->refused = told;
    visit->request->method = GET;
    visit->response->body.length = 0;
    return visit->route->again(cx, visit->request, visit->response);
}

static bool can_show_again(const struct visit *visit, const struct error *error)
{
    return visit->route != NULL && visit->route->again != NULL &&
           visit->request->method != GET && error->kind != ERROR_UNAUTHENTICATED &&
           error->kind != ERROR_NOT_FOUND;
}

static void write_error(struct context *cx, struct visit *visit, struct error *error)
{
    struct response *response = visit->response;

    if (can_show_again(visit, error) && show_again(cx, visit, error) == NULL)
        return;
    response->body.length = 0;
    frame_write_error(cx, &response->body, visit->request, words_of(cx, visit, error),
                      error_status(error->kind));
    response->title = S("没有办成");
}

static void add_retry_after(struct context *cx, const struct visit *visit,
                            const struct error *error)
{
    if (error->kind == ERROR_BUSY || error->kind == ERROR_STORAGE)
        response_header(visit->response, "Retry-After", S("5"));
    else if (visit->wait_seconds > 0)
        response_header(visit->response, "Retry-After",
                        arena_printf(cx->arena, "%d", visit->wait_seconds));
}

static void answer_error(struct context *cx, struct visit *visit, struct error *error)
{
    struct response *response = visit->response;

    log_error(visit, error);
    response->status = error_status(error->kind);
    add_retry_after(cx, visit, error);
    if (answers_json(visit->request)) {
        response->body.length = 0;
        response->bare = true;
        write_problem_json(cx, visit, error);
    } else if (error->kind == ERROR_UNAUTHENTICATED && visit->request->method == GET) {
        str to = frame_sign_in_href(cx, visit->request);
        response->status = 0;
        forget(redirect(response, to));
    } else if (visit->access.must_change_password && !str_is_empty(response->location)) {
        response->status = 303;
    } else {
        response->location = (str){ 0 };
        write_error(cx, visit, error);
    }
}

/* What a program is told about what it has made or changed. */
static void answer_json(struct context *cx, struct visit *visit)
{
    struct response *response = visit->response;
    const struct record_type *type = visit->route->type;

    if (visit->request->method == GET || str_is_empty(response->location))
        return;
    response->content_type = "application/json; charset=utf-8";
    response->bare = true;
    response->status = response->record != 0 && visit->request->id == 0 ? 201 : 200;
    response->body.length = 0;
    buf_printf(&response->body, "{\"id\":%lld,\"location\":",
               (long long)(response->record != 0 ? response->record : visit->request->id));
    json_add_string(&response->body, response->location);
    if (type != NULL)
        buf_printf(&response->body, ",\"type\":\"%s\"", type->name);
    buf_add(&response->body, S("}\n"));
    response->location = (str){ 0 };
    (void)cx;
}

void visit_end(struct context *cx, struct visit *visit, struct error *error)
{
    CLEANUP(words_speak_again) enum language before = speak(visit);
    struct response *response = visit->response;

    cx->access = &visit->access;
    if (error != NULL)
        answer_error(cx, visit, error);
    else if (answers_json(visit->request))
        answer_json(cx, visit);
    if (response->status == 0)
        response->status = str_is_empty(response->location) ? 200 : 303;
    frame_finish(cx, visit->request, response);
}
