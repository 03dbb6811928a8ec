/* SPDX-License-Identifier: Apache-2.0 */
/* The program's own pages: home, assets, evidence, suggestions, the elder edition. */
#include "app/access.h"
#include "app/app.h"
#include "app/assets.h"
#include "app/calendar.h"
#include "app/evidence.h"
#include "app/import.h"
#include "app/journal.h"
#include "app/menu.h"
#include "app/meters.h"
#include "app/openapi.h"
#include "app/outbox.h"
#include "app/own_modules.h"
#include "app/quick.h"
#include "app/record_pages.h"
#include "app/submission.h"
#include "app/task.h"
#include "base/json.h"
#include "html/gallery.h"
#include "http/pack.h"

#include <string.h>

enum { TASKS_SHOWN = 50, SUGGESTIONS_MAX = 20, CHOICE_SECONDS = 86400 * 365 };

/* Home */

static void write_task(struct context *cx, const struct task *task, struct buf *out)
{
    const struct record_type *type = type_find(task->type);
    enum urgency urgency = urgency_of(cx, instant_date(task->opened_at), task->due_on);

    ui_task(out,
            arena_printf(cx->arena, "/%s/%lld", type == NULL ? "" : type->table,
                         (long long)task->record),
            task->title, urgency_tone(urgency),
            date_is_set(task->due_on) ? deadline_words(cx, task->due_on) : (str){ 0 },
            task->words);
}

static str count_words(struct context *cx, const struct task_counts *counts)
{
    return arena_printf(cx->arena, _("超期%lld件，今天到期%lld件，以后到期%lld件"),
                        (long long)counts->overdue, (long long)counts->today,
                        (long long)counts->later);
}

static struct error *write_tasks(struct context *cx, struct buf *out)
{
    struct task_counts counts;
    struct task *tasks;
    size_t count;

    TRY(tasks_count(cx, &counts));
    TRY(tasks_mine(cx, TASKS_SHOWN, &tasks, &count));
    ui_section_begin(out, "tasks", S("我的待办"));
    if (count == 0) {
        ui_empty(out, S("现在没有要您办的事。"), (str){ 0 }, (str){ 0 });
    } else {
        html(out, "<p>%.*s</p>\n", STR_ARG(count_words(cx, &counts)));
        ui_tasks_begin(out);
        for (size_t i = 0; i < count; i++)
            write_task(cx, &tasks[i], out);
        ui_tasks_end(out);
    }
    ui_section_end(out);
    return NULL;
}

/* What a visitor without an account may do here. */
static void write_welcome(struct buf *out)
{
    ui_heading(out, S("有事请说，件件有回音"),
               S("不用注册。说清楚什么事、在哪里，就有人来办。"));
    ui_actions_begin(out);
    ui_button_link(out, S("/report"), S("我要反映"), true);
    ui_button_link(out, S("/receipt"), S("查进度"), false);
    ui_button_link(out, S("/sign-in"), S("工作人员登录"), false);
    ui_actions_end(out);
}

static struct error *home_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    (void)request;
    response->title = S("首页");
    if (!access_is_signed_in(cx)) {
        write_welcome(&response->body);
        return NULL;
    }
    ui_heading(&response->body,
               arena_printf(cx->arena, _("%.*s，您好"), STR_ARG(cx->access->name)), (str){ 0 });
    quick_buttons_write(cx, &response->body);
    TRY(write_tasks(cx, &response->body));
    return home_panels_write(cx, &response->body);
}

/* Assets */

static void write_form_of(const struct packed_form *form, const char *coding,
                          struct response *response)
{
    response_header(response, "Content-Encoding", str_of(coding));
    buf_add(&response->body, (str){ form->data, form->size_bytes });
}

/* In the shortest form that the reader takes. */
static void write_asset(const struct asset *asset, const struct request *request,
                        struct response *response)
{
    if (asset->gzip.data != NULL || asset->brotli.data != NULL)
        response_header(response, "Vary", S("Accept-Encoding"));
    if (asset->brotli.data != NULL && request_takes(request, "br"))
        write_form_of(&asset->brotli, "br", response);
    else if (asset->gzip.data != NULL && request_takes(request, "gzip"))
        write_form_of(&asset->gzip, "gzip", response);
    else
        buf_add(&response->body, (str){ asset->data, asset->size_bytes });
}

/* An address that names this edition never means anything else; any other is asked about again.
 */
static str how_long(const struct request *request)
{
    return str_eq(params_get(request->query, "v"), str_of(asset_edition))
               ? S("public, max-age=31536000, immutable")
               : S("public, no-cache");
}

static struct error *asset_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    const struct asset *asset = asset_find(request->path);

    if (asset == NULL)
        return fail(cx, ERROR_NOT_FOUND, "没有这个文件。");
    response->bare = true;
    response->content_type = asset->type;
    response_header(response, "ETag", str_of(asset->etag));
    response_header(response, "Cache-Control", how_long(request));
    if (str_eq(request_header(request, "if-none-match"), str_of(asset->etag)))
        response->status = 304;
    else
        write_asset(asset, request, response);
    return NULL;
}

/* The elder edition, the language */

static bool is_local_path(str path)
{
    return str_starts(path, S("/")) && !str_starts(path, S("//")) &&
           !str_contains(path, S("\\"));
}

static struct error *elder_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    bool on = str_eq(request_param(request, "on"), S("1"));
    str back = request_param(request, "back");

    (void)cx;
    response_cookie(response, request, "elder", on ? S("1") : S("0"), CHOICE_SECONDS);
    return redirect(response, is_local_path(back) ? back : S("/"));
}

static struct error *language_page(struct context *cx, const struct request *request,
                                   struct response *response)
{
    enum language language = language_of(request_param(request, "to"));
    str back = request_param(request, "back");

    (void)cx;
    response_cookie(response, request, "language", str_of(language_code(language)),
                    CHOICE_SECONDS);
    return redirect(response, is_local_path(back) ? back : S("/"));
}

/* Evidence: whoever may see the record may see what belongs to it. */

static struct error *may_see_evidence(struct context *cx, const struct evidence *evidence,
                                      bool *may)
{
    const struct record_type *type = type_find(evidence->type);
    void *record;

    *may =
        type != NULL && (type->reads != NULL ? access_allows(cx, type->reads, evidence->place)
                                             : type->opened != NULL);
    if (!*may || type->opened == NULL)
        return NULL;
    record = arena_alloc(cx->arena, type->shape.size);
    TRY(store_get(cx, type, evidence->record, record));
    return type->opened(cx, record, may);
}

static struct error *evidence_page(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct evidence evidence = { 0 };
    bool may;
    str bytes;

    TRY(store_get(cx, &evidence_type, request->id, &evidence));
    TRY(may_see_evidence(cx, &evidence, &may));
    if (!may)
        return fail(cx, ERROR_NOT_FOUND, "没有找到这个附件，或不在您的管辖范围。");
    TRY(evidence_read(cx, &evidence, &bytes));
    response->bare = true;
    response->content_type = arena_text(cx->arena, evidence.media_type);
    response_header(response, "Content-Disposition", S("inline"));
    buf_add(&response->body, bytes);
    return NULL;
}

/* Suggestions for references in forms */

static void write_suggestion(struct context *cx, const struct record_type *type,
                             const void *record, bool first, struct buf *out)
{
    const struct field *field = shape_field(&type->shape, str_of(type->called));

    buf_add(out, first ? S("{\"value\":") : S(",{\"value\":"));
    json_add_string(
        out, arena_printf(cx->arena, "%lld", (long long)((const struct record *)record)->id));
    buf_add(out, S(",\"text\":"));
    json_add_string(out, field_text(cx, field, record));
    buf_add_char(out, '}');
}

static struct error *suggest_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct record_type *type = type_find(params_get(request->captured, "type"));
    struct listing listing = { .type = type,
                               .words = request_param(request, "q"),
                               .limit = SUGGESTIONS_MAX };
    const char *records;
    size_t count;
    str next;

    if (type == NULL || type->called == NULL || type->reads == NULL)
        return fail(cx, ERROR_NOT_FOUND, "这一项没有可供选择的内容。");
    TRY(access_need(cx, type->reads, (str){ 0 }));
    if (type->place != NULL)
        TRY(access_scope(cx, type->reads, request_param(request, "place"), &listing.place));
    TRY(listing_rows(cx, &listing, &records, &count, &next));
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_add_char(&response->body, '[');
    for (size_t i = 0; i < count; i++)
        write_suggestion(cx, type, records + i * type->shape.size, i == 0, &response->body);
    buf_add(&response->body, S("]\n"));
    return NULL;
}

/* For programs and developers */

static struct error *openapi_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    (void)cx;
    (void)request;
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    openapi_write(&response->body);
    return NULL;
}

static struct error *gallery_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    (void)cx;
    response->bare = true; /* it shows a frame of its own */
    response->content_type = "text/html; charset=utf-8";
    gallery_write(&response->body, str_eq(request_cookie(request, "elder"), S("1")));
    return NULL;
}

static struct error *privacy_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;

    (void)cx;
    (void)request;
    response->title = S("个人信息保护");
    ui_heading(out, response->title, (str){ 0 });
    html(out, "<p>%s</p>\n",
         _("本系统只收集办事必需的信息：您说的事、地点，以及您愿意留下的姓名和电话。"));
    html(out, "<p>%s</p>\n",
         _("电话和证件号码加密保存，平时只显示几位；经办人要看全号须写明理由，每次都有记录。"));
    html(out, "<p>%s</p>\n",
         _("不记录您的位置，不收集人脸和指纹，不给任何人打分排名。举报内容只有纪检干部能看。"));
    html(out, "<p>%s</p>\n",
         _("您可以凭回执号查看办理情况，也可以到村委会要求查阅、更正或删除自己的信息。"));
    return NULL;
}

static const struct route routes[] = {
    { GET, "/", home_page, .needs = "public", .summary = "首页" },
    { GET, "/assets/{name}", asset_page, .needs = "public", .summary = "静态文件" },
    { GET, "/sw.js", service_worker_page, .needs = "public", .summary = "离线脚本" },
    { GET, "/offline", offline_page, .needs = "public", .summary = "没有网络" },
    { GET, "/outbox", outbox_page, .needs = "signed_in", .summary = "待发箱" },
    { GET, "/outbox/who", outbox_who_page, .needs = "public", .api = true,
      .summary = "谁在登录，哪些页面可以离线看" },
    { GET, "/menu", menu_page, .needs = "public", .summary = "全部功能" },
    { GET, "/elder", elder_page, .needs = "public", .summary = "长辈版" },
    { GET, "/language", language_page, .needs = "public", .summary = "界面语言" },
    { GET, "/evidence/{id}", evidence_page, .needs = "signed_in", .slow = true,
      .summary = "照片和附件" },
    { GET, "/suggest/{type}", suggest_page, .needs = "signed_in", .api = true,
      .summary = "选择项" },
    { GET, "/openapi.json", openapi_page, .needs = "public", .api = true, .slow = true,
      .summary = "接口说明" },
    { GET, "/gallery", gallery_page, .needs = "public", .summary = "组件" },
    { GET, "/healthz", health_page, .needs = "public", .summary = "是否在运行" },
    { GET, "/readyz", ready_page, .needs = "public", .summary = "能不能办事" },
    { GET, "/metrics", metrics_page, .needs = "public", .summary = "运行指标" },
    { GET, "/privacy", privacy_page, .needs = "public", .summary = "个人信息保护" },
    { 0 },
};

static const struct record_type *const records[] = { &step_taken_type, &task_type,
                                                     &evidence_type, &import_type, NULL };

static const struct menu_entry menu[] = {
    { "/", "首页", "home", "public", MENU_DAILY },
    { "/outbox", "待发箱", "notice", "signed_in", MENU_RARE },
    { 0 },
};

static const struct job jobs[] = {
    { "app.forget_submissions", 24 * 60, submissions_forget },
    { "app.forget_imports", 60, imports_forget },
    { 0 },
};

static const struct query *const queries[] = {
    &history_of,        &import_with_digest,
    &import_next_rows,  &import_late_rows,
    &import_in_turn,    &imports_that_are_old,
    &import_some_made,  &import_some_changed,
    &import_types_made, NULL,
};

const struct module app_module = {
    .name = "app",
    .title = "基础",
    .records = records,
    .routes = routes,
    .queries = queries,
    .jobs = jobs,
    .menu = menu,
};
