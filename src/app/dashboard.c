/* SPDX-License-Identifier: Apache-2.0 */
/* The page with the charts of all modules for one place. */
#include "app/access.h"
#include "app/module.h"
#include "app/place_input.h"
#include "record/form.h"

static struct error *read_view(struct context *cx, const struct request *request,
                               struct chart_view *view)
{
    str wanted;

    TRY(period_read(cx, request, &view->period));
    TRY(place_asked_for(cx, request, "place", &wanted));
    return access_scope(cx, "figures.read", wanted, &view->place);
}

static str place_href(struct context *cx, str place)
{
    return arena_printf(cx->arena, "/dashboard?place=%.*s", STR_ARG(place));
}

static void write_choice(struct context *cx, const struct chart_view *view, struct buf *out)
{
    period_write_tabs(cx, out,
                      arena_printf(cx->arena, "%.*s&", STR_ARG(place_href(cx, view->place))),
                      &view->period);
    ui_search_begin(out, S("/dashboard"));
    form_write_place(
        cx, out, (struct ui_input){ .name = "place", .label = "地点", .value = view->place });
    ui_search_end(out, S("看这里"));
}

/* Each chart that has something to show is a section. */
static struct error *write_chart(struct context *cx, const struct chart *chart, const char *id,
                                 const struct chart_view *view, struct buf *out)
{
    struct buf *content = arena_new(cx->arena, struct buf);

    content->arena = cx->arena;
    TRY(chart_write(cx, chart, view, content));
    if (content->length == 0)
        return NULL;
    ui_section_begin(out, id, str_of(chart->title));
    buf_add(out, buf_str(content));
    ui_section_end(out);
    return NULL;
}

static struct error *write_charts(struct context *cx, const struct module *module,
                                  const struct chart_view *view, struct buf *out)
{
    for (size_t i = 0; module->charts != NULL && module->charts[i].title != NULL; i++)
        TRY(write_chart(
            cx, &module->charts[i],
            arena_printf(cx->arena, "%s-chart-%zu%c", module->name, i + 1, '\0').data, view,
            out));
    return NULL;
}

static void write_ways(struct context *cx, const struct chart_view *view, struct buf *out)
{
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "/figures?place=%.*s", STR_ARG(view->place)),
                   S("全部统计"), false);
    ui_button_link(out, arena_printf(cx->arena, "/place/%.*s", STR_ARG(view->place)),
                   S("这个地方"), false);
    ui_button_link(out, arena_printf(cx->arena, "/screen?place=%.*s", STR_ARG(view->place)),
                   S("大屏"), false);
    ui_print_button(out, S("打印"));
    ui_actions_end(out);
}

struct error *dashboard_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct buf *out = &response->body;
    struct chart_view view = { 0 };

    TRY(read_view(cx, request, &view));
    response->title =
        arena_printf(cx->arena, _("%.*s看板"), STR_ARG(place_called(cx, view.place)));
    response->script = "chart.js";
    ui_heading(out, response->title, period_words(cx, view.period.from, view.period.to));
    write_choice(cx, &view, out);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        TRY(write_charts(cx, *module, &view, out));
    write_ways(cx, &view, out);
    return NULL;
}
