/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The screen of a meeting room: large numbers and pictures of a place, to be read from four
 * metres, touched by nobody.  Nothing personal stands on it.  It is read anew when the stream
 * of events says that something has changed; without script, every minute.
 */
#include "app/access.h"
#include "app/app.h"
#include "app/assets.h"
#include "app/module.h"
#include "app/place_input.h"

static struct error *read_view(struct context *cx, const struct request *request,
                               struct chart_view *view)
{
    str wanted;

    *view = (struct chart_view){
        .period = { month_start(cx->today), cx->today, "month" },
        .is_screen = true,
    };
    TRY(place_asked_for(cx, request, "place", &wanted));
    return access_scope(cx, "figures.read", wanted, &view->place);
}

static void write_head(struct buf *out, str title)
{
    html(out, "<!doctype html>\n<html lang='zh-CN'>\n<head>\n<meta charset='utf-8'>\n"
              "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
              "<noscript><meta http-equiv='refresh' content='60'></noscript>\n");
    html(out, "<title>%.*s</title>\n", STR_ARG(title));
    html(out, "<link rel='icon' href='/assets/favicon.svg?v=%s' type='image/svg+xml'>\n",
         asset_edition);
    html(out, "<link rel='stylesheet' href='/assets/screen.css?v=%s'>\n", asset_edition);
    html(out, "<script src='/assets/chart.js?v=%s' defer></script>\n", asset_edition);
    html(out, "<script src='/assets/screen.js?v=%s' defer></script>\n</head>\n", asset_edition);
}

static void write_header(struct context *cx, struct buf *out, str title)
{
    struct buf today = { .arena = cx->arena };

    date_show(cx->today, &today);
    html(out, "<header>\n<h1>%.*s</h1>\n<p>%.*s <span id='clock'></span></p>\n</header>\n",
         STR_ARG(title), STR_ARG(buf_str(&today)));
}

static struct error *write_chart(struct context *cx, const struct chart *chart,
                                 const struct chart_view *view, struct buf *out)
{
    struct buf *content = arena_new(cx->arena, struct buf);

    content->arena = cx->arena;
    TRY(chart_write(cx, chart, view, content));
    if (content->length == 0)
        return NULL;
    html(out, "<section>\n<h2>%s</h2>\n", chart->title);
    buf_add(out, buf_str(content));
    html(out, "</section>\n");
    return NULL;
}

/* What one module shows is one page of the screen. */
static struct error *write_module(struct context *cx, const struct module *module,
                                  const struct chart_view *view, struct buf *out)
{
    struct buf page = { .arena = cx->arena };

    for (size_t i = 0; module->charts != NULL && module->charts[i].title != NULL; i++)
        if (module->charts[i].on_screen)
            TRY(write_chart(cx, &module->charts[i], view, &page));
    if (page.length == 0)
        return NULL;
    html(out, "<div class='screen-page'>\n");
    buf_add(out, buf_str(&page));
    html(out, "</div>\n");
    return NULL;
}

struct error *screen_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    struct buf *out = &response->body;
    struct chart_view view;
    str title;

    TRY(read_view(cx, request, &view));
    response->bare = true;
    response->content_type = "text/html; charset=utf-8";
    title = arena_printf(cx->arena, _("%.*s基层治理"), STR_ARG(place_called(cx, view.place)));
    write_head(out, title);
    html(out, "<body data-events='/screen/events?place=%.*s'>\n", STR_ARG(view.place));
    write_header(cx, out, title);
    html(out, "<main>\n");
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        TRY(write_module(cx, *module, &view, out));
    html(out, "</main>\n</body>\n</html>\n");
    return NULL;
}

struct error *screen_events_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct chart_view view;

    TRY(read_view(cx, request, &view));
    response->bare = true;
    response->stream = true;
    response->content_type = "text/event-stream; charset=utf-8";
    response_header(response, "X-Accel-Buffering", S("no"));
    buf_add(&response->body, S("retry: 5000\n\n"));
    return NULL;
}
