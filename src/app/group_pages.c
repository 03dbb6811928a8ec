/* SPDX-License-Identifier: Apache-2.0 */
/* How many records of a list have which kind, category, state or place. */
#include "app/access.h"
#include "app/record_pages.h"
#include "http/form.h"
#include "record/form.h"

#include <string.h>

enum { FIELDS_MAX = 40 };

static size_t grouping_fields(const struct record_type *type, const struct field **fields)
{
    size_t count = 0;

    for (size_t i = 0; i < type->shape.count && count < FIELDS_MAX; i++)
        if (field_is_grouping(&type->shape.fields[i]))
            fields[count++] = &type->shape.fields[i];
    return count;
}

static struct error *choose_field(struct context *cx, const struct request *request,
                                  const struct field **chosen)
{
    const struct field *fields[FIELDS_MAX];
    size_t count = grouping_fields(request->route->type, fields);
    str by = params_get(request->query, "by");

    for (size_t i = 0; i < count; i++)
        if (str_is_empty(by) || str_eq(by, str_of(fields[i]->name))) {
            *chosen = fields[i];
            return NULL;
        }
    return fail(cx, ERROR_INVALID, "不能按“%.*s”统计，请从上面的各项里选一项。", STR_ARG(by));
}

/* This page with the same conditions, counted by another field. */
static str by_href(struct context *cx, const struct request *request, const char *name)
{
    struct buf href = { .arena = cx->arena };

    buf_printf(&href, "%.*s?by=%s", STR_ARG(request->path), name);
    for (size_t i = 0; i < request->query.count; i++) {
        const struct param *param = &request->query.items[i];
        if (str_eq(param->name, S("by")) || str_eq(param->name, S("after")) ||
            str_is_empty(param->value))
            continue;
        buf_printf(&href, "&%.*s=", STR_ARG(param->name));
        percent_encode(&href, param->value);
    }
    return buf_str(&href);
}

static void write_tabs(struct context *cx, struct buf *out, const struct request *request,
                       const struct field *chosen)
{
    const struct field *fields[FIELDS_MAX];
    size_t count = grouping_fields(request->route->type, fields);
    struct ui_link links[FIELDS_MAX] = { 0 };

    for (size_t i = 0; i < count; i++)
        links[i] = (struct ui_link){
            .href = by_href(cx, request, fields[i]->name),
            .text = str_of(fields[i]->label),
            .current = fields[i] == chosen,
        };
    ui_tabs(out, S("按什么统计"), links, count);
}

static str choice_label(const struct field *field, str code)
{
    for (size_t i = 0; i < field->choices.count; i++)
        if (str_eq(str_of(field->choices.items[i].code), code))
            return str_of(field->choices.items[i].label);
    return code;
}

/* What people call a value; a unit that has not been said more exactly is named as itself. */
static str group_called(struct context *cx, const struct field *field, str value)
{
    str called = value;

    if (field->kind == &kind_choice)
        called = choice_label(field, value);
    else if (field->kind == &kind_boolean)
        called = str_eq(value, S("1")) ? S("是") : S("否");
    else if (field->kind == &kind_place)
        called = place_called(cx, value);
    return str_is_empty(called) ? S("（未填）") : called;
}

static str share_of(struct context *cx, int64_t count, int64_t total)
{
    int64_t tenths = (count * 1000 + total / 2) / total;

    return arena_printf(cx->arena, "%lld.%lld%%", (long long)(tenths / 10),
                        (long long)(tenths % 10));
}

static void write_group(struct context *cx, struct buf *out, const struct ui_column *columns,
                        str called, str href, int64_t count, int64_t total)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='%.*s'>%.*s</a>", STR_ARG(href), STR_ARG(called));
    ui_cell_end(out);
    ui_cell_begin(out, &columns[1]);
    html(out, "%lld", (long long)count);
    ui_cell_end(out);
    ui_cell_begin(out, &columns[2]);
    html_text(out, share_of(cx, count, total));
    ui_cell_end(out);
    ui_row_end(out);
}

static void write_groups(struct context *cx, struct buf *out, const struct listing *listing,
                         const struct field *field, const struct group *groups, size_t count)
{
    const struct ui_column columns[] = {
        { .label = field->label },
        { .label = "条数", .number = true },
        { .label = "占比", .number = true },
    };
    str path = arena_printf(cx->arena, "/%s", listing->type->table);
    int64_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += groups[i].count;
    ui_table_begin(out, arena_printf(cx->arena, "%s，按%s", listing->type->title, field->label),
                   columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_group(cx, out, columns, group_called(cx, field, groups[i].value),
                    listing_group_href(cx, listing, path, field, groups[i].value),
                    groups[i].count, total);
    write_group(cx, out, columns, S("合计"),
                listing_group_href(cx, listing, path, NULL, (str){ 0 }), total, total);
    ui_table_end(out);
}

struct error *record_groups_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct record_type *type = request->route->type;
    struct buf *out = &response->body;
    const struct field *field = NULL;
    struct listing listing;
    struct group *groups;
    size_t count;

    TRY(choose_field(cx, request, &field));
    TRY(listing_read(cx, type, request->query, &listing));
    if (type->place != NULL)
        TRY(access_scope(cx, request->route->needs, listing.place, &listing.place));
    TRY(listing_groups(cx, &listing, field, &groups, &count));
    response->title = arena_printf(cx->arena, "%s分类统计", type->title);
    ui_heading(out, response->title,
               str_is_empty(listing.place) ? (str){ 0 } : place_path(cx, listing.place));
    write_tabs(cx, out, request, field);
    if (count == 0)
        ui_empty(out, S("没有符合条件的记录。可以放宽条件再查。"), request->path, S("看全部"));
    else
        write_groups(cx, out, &listing, field, groups, count);
    return NULL;
}
