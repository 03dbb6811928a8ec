/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around every answer. */
#include "app/frame.h"

#include "app/app.h"
#include "app/assets.h"
#include "app/menu.h"
#include "app/part.h"
#include "html/layout.h"
#include "http/form.h"
#include "http/pack.h"
#include "record/form.h"

#include <string.h>

static str working_place(struct context *cx)
{
    const struct access *access = cx->access;

    if (access == NULL || access->post_count == 0)
        return (str){ 0 };
    const struct held_post *post = &access->posts[0];
    return arena_printf(cx->arena, "%.*s %.*s", STR_ARG(place_called(cx, post->place)),
                        STR_ARG(words_for(post->title)));
}

/* Which roles somebody has is all that decides what the menu offers. */
static str roles_of(struct context *cx)
{
    struct buf roles = { .arena = cx->arena };

    for (size_t i = 0; i < cx->access->post_count; i++)
        buf_printf(&roles, "%.*s ", STR_ARG(cx->access->posts[i].role));
    return buf_str(&roles);
}

static struct error *write_bar(struct context *cx, struct buf *out, void *layout)
{
    struct ui_link menu[MENU_MAX];
    struct layout bar = *(const struct layout *)layout;

    bar.menu = menu;
    bar.menu_count = menu_read(cx, bar.here, menu);
    layout_write_bar(out, &bar);
    return NULL;
}

static str bar_of(struct context *cx, const struct request *request)
{
    struct buf bar = { .arena = cx->arena };
    str path = request->path;
    struct layout layout = {
        .here = str_eq(path, S("/menu")) ? path : menu_here(path),
        .edition = str_of(asset_edition),
    };

    forget(part_write(
        cx, &bar,
        &(struct part){ .name = "menu",
                        .write = write_bar,
                        .values = WITH(value_integer(access_is_signed_in(cx)),
                                       value_text(roles_of(cx)), value_text(layout.here)),
                        .memory = DB_STEADY_MEMORY,
                        .for_all = true },
        &layout));
    return buf_str(&bar);
}

static void write_page(struct context *cx, const struct request *request,
                       struct response *response)
{
    struct buf page = { .arena = cx->arena };
    bool signed_in = access_is_signed_in(cx);
    struct layout layout = {
        .title = response->title,
        .site = cx->app->site,
        .person = signed_in ? cx->access->name : (str){ 0 },
        .account = cx->access->account,
        .place = working_place(cx),
        .token = cx->access->form_token,
        .here = request->target,
        .script = response->script,
        .edition = str_of(asset_edition),
        .bar = bar_of(cx, request),
        .elder = str_eq(request_cookie(request, "elder"), S("1")),
        .record_number = cx->app->record_number,
        .help_phone = cx->app->help_phone,
    };

    layout_write(&page, &layout, buf_str(&response->body));
    response->body = page;
    response_header(response, "X-Account",
                    arena_printf(cx->arena, "%lld", (long long)cx->access->account));
    response->content_type = "text/html; charset=utf-8";
}

/* Pages may only load what this program serves; nothing may frame them. */
static void add_headers(struct response *response)
{
    response_header(response, "Content-Security-Policy",
                    S("default-src 'self'; img-src 'self' data:; object-src 'none'; "
                      "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"));
    response_header(response, "X-Content-Type-Options", S("nosniff"));
    response_header(response, "Referrer-Policy", S("same-origin"));
    if (!str_contains(buf_str(&response->headers), S("Cache-Control")))
        response_header(response, "Cache-Control", S("no-store"));
}

void frame_finish(struct context *cx, const struct request *request, struct response *response)
{
    if (str_is_empty(response->location) && !response->bare)
        write_page(cx, request, response);
    add_headers(response);
    response_pack(request, response);
}

str frame_sign_in_href(struct context *cx, const struct request *request)
{
    struct buf href = { .arena = cx->arena };

    buf_add(&href, S("/sign-in?next="));
    percent_encode(&href, request->target);
    return buf_str(&href);
}

static bool is_typed(const struct param *param)
{
    return !str_eq(param->name, S("token")) && !str_eq(param->name, S("uuid")) &&
           !str_contains(param->name, S("password")) && str_is_empty(param->file_name) &&
           !str_is_empty(param->value);
}

static const struct field *typed_field(const struct request *request, const struct param *param)
{
    const struct shape *shape = request->route == NULL ? NULL : route_reads(request->route);
    const struct field *field = shape == NULL ? NULL : shape_field(shape, param->name);

    return field == NULL || field->hidden || field->read_only ? NULL : field;
}

/* People see what they typed as on the form it comes from; what that form did not show them
 * goes along unseen. */
static void write_typed_param(struct context *cx, struct buf *out,
                              const struct request *request, const struct param *param)
{
    const struct field *field = typed_field(request, param);

    if (field == NULL)
        ui_input(out, &(struct ui_input){ .name = arena_text(cx->arena, param->name),
                                          .type = "hidden",
                                          .value = param->value });
    else
        form_write_field(
            cx, out, field,
            &(struct filled){
                .record = arena_alloc(cx->arena, route_reads(request->route)->size),
                .typed = request->form,
            });
}

static bool came_before(const struct request *request, size_t which)
{
    for (size_t i = 0; i < which; i++)
        if (str_eq(request->form.items[i].name, request->form.items[which].name))
            return true;
    return false;
}

/* What was typed, as a form to send again with a fresh token. */
static void write_typed(struct context *cx, struct buf *out, const struct request *request)
{
    ui_section_begin(out, "typed", S("您刚才填写的内容"));
    ui_form_begin(out, request->path, cx->access->form_token, false);
    for (size_t i = 0; i < request->form.count; i++)
        if (is_typed(&request->form.items[i]) && !came_before(request, i))
            write_typed_param(cx, out, request, &request->form.items[i]);
    ui_form_end(out, S("再次提交"), (str){ 0 });
    ui_section_end(out);
}

void frame_write_error(struct context *cx, struct buf *out, const struct request *request,
                       str sentence, int status)
{
    ui_heading(out, S("没有办成"), (str){ 0 });
    ui_notice(out, TONE_LATE, sentence);
    if (!str_is_empty(request->tag))
        html(out, "<p>%s%.*s</p>", _("需要帮助时，请告诉管理员这次操作的编号："),
             STR_ARG(request->tag));
    if (status == 401)
        html(out, "<p><a href='/sign-in' target='_blank'>%s</a></p>",
             _("在新窗口登录，然后回到这一页再次提交"));
    if (request->form.count > 0 &&
        (status == 401 || status == 403 || status == 429 || status == 503))
        write_typed(cx, out, request);
    ui_button_link(out, S("/"), S("回首页"), false);
}
