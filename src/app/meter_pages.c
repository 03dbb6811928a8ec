/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the program is alive, ready, and how it fares: for those who look from outside. */
#include "app/meters.h"

#include "record/store.h"

#include <sys/statvfs.h>

enum { STUCK_SECONDS = 60 };

static const int64_t usual_spare_bytes = INT64_C(64) * 1024 * 1024;

static void answer_text(struct response *response, str text)
{
    response->bare = true;
    response->content_type = "text/plain; charset=utf-8";
    buf_add(&response->body, text);
    buf_add_char(&response->body, '\n');
}

struct error *health_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    (void)cx;
    (void)request;
    answer_text(response, S("ok"));
    return NULL;
}

/* Ready */

static bool has_room(const struct app *app, const char *path)
{
    int64_t spare = app->spare_bytes > 0 ? app->spare_bytes : usual_spare_bytes;
    struct statvfs disk;

    return statvfs(path, &disk) != 0 ||
           (int64_t)(disk.f_bavail * (uint64_t)disk.f_frsize) >= spare;
}

str not_ready(struct context *cx)
{
    const struct app *app = cx->app;
    int64_t one;

    if (query_number(cx, "select 1", NULL, 0, &one) != NULL)
        return S("数据库连不上。");
    if (app->writer != NULL) {
        int64_t stuck_ms = writer_figures(app->writer).stuck_ms;
        if (stuck_ms > STUCK_SECONDS * 1000)
            return arena_printf(cx->arena, _("写入已经停了%lld秒。"),
                                (long long)stuck_ms / 1000);
    }
    if (!has_room(app, app->folder) ||
        (!db_address_is_postgres(app->address) && !has_room(app, app->address)))
        return S("磁盘快满了。");
    return (str){ 0 };
}

struct error *ready_page(struct context *cx, const struct request *request,
                         struct response *response)
{
    str reason = not_ready(cx);

    (void)request;
    if (!str_is_empty(reason))
        response->status = error_status(ERROR_BUSY);
    answer_text(response, str_is_empty(reason) ? S("ok") : reason);
    return NULL;
}

/* The metrics, for this machine only.  A proxy here would hand them to the whole world, so what
 * has come through one does not get them; --metrics gives them an address of their own. */

static bool is_from_here(const struct request *request)
{
    static const char *const marks[] = { "x-forwarded-for",  "x-forwarded-proto",
                                         "x-forwarded-host", "x-real-ip",
                                         "forwarded",        "via" };

    for (size_t i = 0; i < COUNT(marks); i++)
        if (!str_is_empty(request_header(request, marks[i])))
            return false;
    return str_starts(request->remote, S("127.")) || str_eq(request->remote, S("::1"));
}

struct error *metrics_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    if (cx->app->meters == NULL || cx->app->metrics_apart || !is_from_here(request))
        return fail(cx, ERROR_NOT_FOUND, "没有这个页面。可能地址写错了，请从首页进入。");
    response->bare = true;
    response->content_type = METRICS_TYPE;
    meters_write(cx->app, &response->body);
    return NULL;
}
