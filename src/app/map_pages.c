/* SPDX-License-Identifier: Apache-2.0 */
/* The page where outlines are brought in. */
#include "app/access.h"
#include "app/map.h"
#include "app/own_modules.h"

enum { NAMES_SHOWN = 30 };

struct bare_place {
    str name;
};

static const struct field bare_fields[] = { { TEXT(bare_place, name) } };

const struct query places_without_outline = {
    .sql = "select name from places where parent = $1 and closed_on is null "
           "and key not in (select place from place_outlines) order by key limit 200",
    .row = { SHAPE(bare_place, bare_fields) },
};

static struct error *write_state(struct context *cx, str place, struct buf *out)
{
    struct buf names = { .arena = cx->arena };
    struct place_outline *outlines;
    struct bare_place *bare;
    size_t count, bare_count;

    TRY(map_outlines(cx, place, &outlines, &count));
    TRY(query_rows(cx, &places_without_outline, WITH(value_text(place)), &bare, &bare_count));
    for (size_t i = 0; i < bare_count && i < NAMES_SHOWN; i++)
        buf_printf(&names, "%s%.*s", i == 0 ? "" : _("、"), STR_ARG(bare[i].name));
    ui_facts_begin(out);
    ui_fact(out, "有边界的下级", arena_printf(cx->arena, _("%zu个"), count));
    ui_fact(out, "还没有的", buf_str(&names));
    ui_facts_end(out);
    return NULL;
}

static void write_result(struct context *cx, const struct request *request, struct buf *out)
{
    str kept = params_get(request->query, "kept"),
        unknown = params_get(request->query, "unknown");
    int64_t number;

    if (!str_read_integer(kept, &number) || !str_read_integer(unknown, &number))
        return;
    ui_notice(out, number == 0 ? TONE_GOOD : TONE_WAITING,
              arena_printf(cx->arena, _("存了%.*s个边界，%.*s个图形没有对上地点。"),
                           STR_ARG(kept), STR_ARG(unknown)));
}

static void write_form(struct context *cx, const struct request *request, str place,
                       struct buf *out)
{
    const struct error *refused = request->refused;

    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_form_begin(out, S("/maps/import"), cx->access->form_token, true);
    ui_input(out, &(struct ui_input){ .name = "place", .type = "hidden", .value = place });
    ui_input(out, &(struct ui_input){
                      .name = "file",
                      .label = "GeoJSON文件",
                      .help = "一个图形是一个地方，属性里要有它的区划代码或名称。坐标用经纬度。"
                              "以前传过的，这次有的就换掉。",
                      .type = "file",
                      .accept = ".geojson,.json",
                      .required = true });
    str back = access_allows(cx, "figures.read", place)
                   ? arena_printf(cx->arena, "/dashboard?place=%.*s", STR_ARG(place))
                   : S("/places");
    ui_form_end(out, S("导入"), back);
}

struct error *map_import_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct buf *out = &response->body;
    str place = request_param(request, "place");

    TRY(access_scope(cx, "places.write", place, &place));
    response->title = S("导入地图");
    ui_heading(out, response->title, place_path(cx, place));
    write_result(cx, request, out);
    html(out, "<p>%s</p>\n",
         _("看板上的示意图按这里的边界画。只是示意，不作为划界、确权的依据。"));
    TRY(write_state(cx, place, out));
    write_form(cx, request, place, out);
    return NULL;
}

struct error *map_import_action(struct context *cx, const struct request *request,
                                struct response *response)
{
    str place = params_get(request->form, "place");
    size_t kept, unknown;

    TRY(access_need(cx, "places.write", place));
    TRY(map_import(cx, place, params_get(request->form, "file"), &kept, &unknown));
    if (kept == 0)
        return fail_field(cx, "file",
                          "文件里没有一个图形对得上这里的下级。属性里要有区划代码或名称。");
    return redirect(response,
                    arena_printf(cx->arena, "/maps/import?place=%.*s&kept=%zu&unknown=%zu",
                                 STR_ARG(place), kept, unknown));
}

static const struct record_type *const records[] = { &place_outline_type, NULL };

static const struct query *const queries[] = { &outlines_below, &places_to_outline,
                                               &places_without_outline, NULL };

static const struct route routes[] = {
    { GET, "/maps/import", map_import_page, .needs = "places.write",
      .summary = "导入地图的表单" },
    { POST, "/maps/import", map_import_action, .needs = "places.write",
      .again = map_import_page, .summary = "导入地图" },
    { 0 },
};

const struct module maps_module = {
    .name = "maps",
    .title = "地图",
    .records = records,
    .routes = routes,
    .queries = queries,
};
