/* SPDX-License-Identifier: Apache-2.0 */
/* The server's side of working without network. */
#include "app/outbox.h"

#include "app/access.h"
#include "app/account.h"
#include "app/assets.h"
#include "app/record_pages.h"
#include "app/task.h"
#include "base/json.h"

enum { TASKS_KEPT = 20, VILLAGE_KEY_LENGTH = 12 };

/* What is there now */

static bool is_telling(const struct field *field, const struct request *request)
{
    if (field->hidden || field->kind == &kind_secret)
        return false;
    return field->listed || params_has(request->form, field->name);
}

static void write_value(struct context *cx, const struct field *field, const void *record,
                        bool first, struct buf *out)
{
    buf_add(out, first ? S("{\"label\":") : S(",{\"label\":"));
    json_add_string(out, words_for(str_of(field->label)));
    buf_add(out, S(",\"value\":"));
    json_add_string(out, field_shown(cx, field, record));
    buf_add_char(out, '}');
}

static void write_values(struct context *cx, const struct request *request, const void *record,
                         struct buf *out)
{
    const struct shape *shape = &request->route->type->shape;
    bool first = true;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_telling(field, request) || !field_is_set(field, record))
            continue;
        write_value(cx, field, record, first, out);
        first = false;
    }
}

void outbox_write_now(struct context *cx, const struct request *request, struct buf *out)
{
    const struct record_type *type = request->route == NULL ? NULL : request->route->type;

    if (type == NULL || type->reads == NULL || request->id == 0)
        return;
    void *record = arena_alloc(cx->arena, type->shape.size);
    if (record_get_for(cx, type, request->id, type->reads, record) != NULL)
        return;
    buf_add(out, S(",\"now\":["));
    write_values(cx, request, record, out);
    buf_add_char(out, ']');
}

/* Which pages are kept */

struct keeping {
    struct context *cx;
    struct buf *out;
    bool any;
};

static void keep(struct keeping *keeping, str href, str title, bool names_people)
{
    struct buf *out = keeping->out;

    buf_add(out, keeping->any ? S(",{\"href\":") : S("{\"href\":"));
    json_add_string(out, href);
    json_add_name(out, "title");
    json_add_string(out, words_for(title));
    buf_add(out, names_people ? S(",\"personal\":true}") : S(",\"personal\":false}"));
    keeping->any = true;
}

static void keep_quick_records(struct keeping *keeping, const struct module *module)
{
    for (const struct quick_record *quick = module->quick_records;
         quick != NULL && quick->href != NULL; quick++)
        if (access_allows_somewhere(keeping->cx, quick->needs))
            keep(keeping, str_of(quick->href), str_of(quick->title), quick->names_people);
}

static void keep_pages(struct keeping *keeping, const struct module *module)
{
    for (const struct kept_page *page = module->kept_pages; page != NULL && page->href != NULL;
         page++)
        if (access_allows_somewhere(keeping->cx, page->needs))
            keep(keeping, str_of(page->href), str_of(page->title), true);
}

/* The nearest to-dos with their forms, so that they can be done on the spot. */
static struct error *keep_tasks(struct keeping *keeping)
{
    struct context *cx = keeping->cx;
    struct task *tasks;
    size_t count;

    TRY(tasks_mine(cx, TASKS_KEPT, &tasks, &count));
    for (size_t i = 0; i < count; i++) {
        const struct record_type *type = type_find(tasks[i].type);
        if (type != NULL)
            keep(keeping,
                 arena_printf(cx->arena, "/%s/%lld", type->table, (long long)tasks[i].record),
                 tasks[i].title, true);
    }
    return NULL;
}

/* Those who work in a village or a grid are out and about; an office has a desk and a line. */
static bool works_outside(const struct access *access)
{
    for (size_t i = 0; i < access->post_count; i++)
        if (access->posts[i].place.length >= VILLAGE_KEY_LENGTH)
            return true;
    return false;
}

static struct error *keep_all(struct context *cx, struct buf *out)
{
    struct keeping keeping = { .cx = cx, .out = out };

    if (!works_outside(cx->access))
        return NULL;
    keep(&keeping, S("/"), S("首页和待办"), true);
    keep(&keeping, S("/outbox"), S("待发箱"), false);
    keep(&keeping, S("/menu"), S("全部功能"), false);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        keep_quick_records(&keeping, *module);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        keep_pages(&keeping, *module);
    return keep_tasks(&keeping);
}

struct error *outbox_who_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct buf *out = &response->body;

    (void)request;
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_printf(out, "{\"account\":%lld,\"name\":", (long long)cx->access->account);
    json_add_string(out, cx->access->name);
    buf_add(out, S(",\"token\":"));
    json_add_string(out, cx->access->form_token);
    buf_printf(out, ",\"hours\":%d,\"pages\":[", SESSION_HOURS);
    TRY(keep_all(cx, out));
    buf_add(out, S("]}\n"));
    return NULL;
}

/* Pages */

struct error *outbox_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    struct buf *out = &response->body;

    (void)cx;
    (void)request;
    response->title = S("待发箱");
    response->script = "outbox.js";
    ui_heading(out, response->title, S("没有网时写下的，先存在这部手机里，有了网自动发出。"));
    html(out,
         "<div id='outbox'>\n<noscript><p>%s</p></noscript>\n</div>\n"
         "<p class='help'>%s</p>\n",
         _("这个浏览器没有打开脚本，没有网时不能存。请有网时再提交。"),
         _("没发出去以前，请不要清除浏览器数据，不要换浏览器。"
           "苹果手机请先把本站“添加到主屏幕”，否则七天不用，手机会清掉没发的内容。"));
    return NULL;
}

struct error *offline_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct buf *out = &response->body;

    (void)cx;
    (void)request;
    response->title = S("没有网络");
    ui_heading(out, response->title, S("这一页没有存在手机里，有了网再打开。"));
    html(out, "<div id='kept-pages'></div>\n<p>%s</p>\n",
         _("刚才在填表的，请按返回键回到那一页，填的还在。"));
    return NULL;
}

struct error *service_worker_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct asset *asset = asset_find(S("/assets/sw.js"));

    (void)request;
    if (asset == NULL)
        return fail(cx, ERROR_NOT_FOUND, "没有这个文件。");
    response->bare = true;
    response->content_type = asset->type;
    response_header(response, "Cache-Control", S("no-cache"));
    buf_add(&response->body, (str){ asset->data, asset->size_bytes });
    return NULL;
}
