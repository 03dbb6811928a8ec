/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of addresses: what the modules list, and what follows from record types and flows.
 */
#include "app/print.h"
#include "app/record_pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUTES_MAX = 1500, SEGMENTS_MAX = 12, ROUTE_TEXT_BYTES = 256 * 1024 };

/* Built once, before any thread starts. */
static struct route routes[ROUTES_MAX];
static size_t route_count;
static struct arena *route_texts;

static void add(struct route route)
{
    if (route_count == ROUTES_MAX) {
        fprintf(stderr, "xiangzhi: too many routes at %s\n", route.path);
        abort();
    }
    routes[route_count++] = route;
}

static const char *path_of(const struct record_type *type, const char *rest)
{
    struct buf path = { .arena = route_texts };

    buf_printf(&path, "/%s%s%c", type->table, rest, '\0');
    return path.data;
}

/* A route of a module stands before a derived one with the same address. */
static bool is_taken(enum method method, const char *path)
{
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].method == method && strcmp(routes[i].path, path) == 0)
            return true;
    return false;
}

static void add_derived(const struct record_type *type, struct route route, const char *rest)
{
    route.type = type;
    route.path = path_of(type, rest);
    if (!is_taken(route.method, route.path))
        add(route);
}

/* A module that shows its records on a page of its own may have reasons to show less. */
static bool has_derived_page(const struct record_type *type)
{
    const char *detail = path_of(type, "/{id}");

    for (size_t i = 0; i < route_count; i++)
        if (routes[i].method == GET && strcmp(routes[i].path, detail) == 0)
            return routes[i].handler == record_page;
    return false;
}

static void add_reading(const struct record_type *type)
{
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_list_page,
                                .needs = type->reads,
                                .api = true,
                                .summary = "列表" },
                "");
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_export_page,
                                .needs = type->reads,
                                .slow = true,
                                .summary = "导出" },
                ".csv");
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_export_page,
                                .needs = type->reads,
                                .slow = true,
                                .summary = "导出电子表格" },
                ".xlsx");
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_page,
                                .needs = type->reads,
                                .api = true,
                                .summary = "详情" },
                "/{id}");
    if (has_derived_page(type))
        add_derived(type,
                    (struct route){ .method = GET,
                                    .handler = record_print_page,
                                    .needs = type->reads,
                                    .slow = true,
                                    .summary = "打印" },
                    "/{id}/pdf");
}

static void add_changing(const struct record_type *type)
{
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_edit_page,
                                .needs = type->writes,
                                .summary = "修改表单" },
                "/{id}/edit");
    add_derived(type,
                (struct route){ .method = POST,
                                .handler = record_change_action,
                                .needs = type->writes,
                                .again = record_edit_page,
                                .summary = "修改" },
                "/{id}/edit");
}

static void add_writing(const struct record_type *type)
{
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_new_page,
                                .needs = type->writes,
                                .summary = "新增表单" },
                "/new");
    add_derived(type,
                (struct route){ .method = POST,
                                .handler = record_create_action,
                                .needs = type->writes,
                                .input = &type->shape,
                                .again = record_new_page,
                                .summary = "新增" },
                "");
    if (!type->settled)
        add_changing(type);
    add_derived(type,
                (struct route){ .method = GET,
                                .handler = record_import_page,
                                .needs = type->writes,
                                .summary = "导入表单" },
                "/import");
    add_derived(type,
                (struct route){ .method = POST,
                                .handler = record_import_action,
                                .needs = type->writes,
                                .again = record_import_page,
                                .summary = "导入" },
                "/import");
}

/* List, detail, export, form and import of a record type; the record itself is read under the
 * permission that the type names. */
static void add_type(const struct record_type *type)
{
    if (type->reads != NULL)
        add_reading(type);
    if (type->writes != NULL)
        add_writing(type);
}

static void add_flow(const struct flow *flow)
{
    const char *detail = path_of(flow->type, "/{id}");
    handler *again = record_page;

    for (size_t i = 0; i < route_count; i++)
        if (routes[i].method == GET && strcmp(routes[i].path, detail) == 0)
            again = routes[i].handler;
    for (const struct flow_step *step = flow->steps; step->name != NULL; step++)
        add((struct route){
            .method = POST,
            .path = path_of(flow->type, arena_printf(route_texts, "/{id}/%s", step->name).data),
            .handler = flow_step_action,
            .needs = step->needs == NULL ? "signed_in" : step->needs,
            .input = step->input,
            .again = again,
            .summary = step->label,
            .type = flow->type,
            .flow = flow,
            .step = step,
        });
}

static void add_modules(void (*each)(const struct module *module))
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        each(*module);
}

static void add_routes_of(const struct module *module)
{
    for (const struct route *route = module->routes; route != NULL && route->path != NULL;
         route++)
        add(*route);
}

static void add_types_of(const struct module *module)
{
    for (const struct record_type *const *type = module->records; type != NULL && *type != NULL;
         type++)
        add_type(*type);
}

static void add_flows_of(const struct module *module)
{
    for (const struct flow *const *flow = module->flows; flow != NULL && *flow != NULL; flow++)
        add_flow(*flow);
}

void routes_build(void)
{
    route_count = 0;
    if (route_texts != NULL)
        arena_destroy(route_texts);
    route_texts = arena_create(ROUTE_TEXT_BYTES * 4);
    add_modules(add_routes_of);
    add_modules(add_types_of);
    add_modules(add_flows_of);
}

const struct shape *route_reads(const struct route *route)
{
    if (route->input != NULL)
        return route->input;
    return route->type != NULL ? &route->type->shape : NULL;
}

const struct route *routes_all(size_t *count)
{
    *count = route_count;
    return routes;
}

/* Takes "/segment" from the start of a path. */
static str take_segment(str *path)
{
    size_t end = 1;

    while (end < path->length && path->data[end] != '/')
        end++;
    str segment = str_slice(*path, 1, end);
    *path = str_slice(*path, end, path->length);
    return segment;
}

/* True when path fits the pattern; what its {names} stand for is added to captured. */
static bool fits(str pattern, str path, struct param *captured, size_t *count)
{
    *count = 0;
    while (!str_is_empty(pattern) && !str_is_empty(path)) {
        str want = take_segment(&pattern);
        str have = take_segment(&path);
        if (str_starts(want, S("{")) && !str_is_empty(have))
            captured[(*count)++] =
                (struct param){ .name = str_slice(want, 1, want.length - 1), .value = have };
        else if (!str_eq(want, have))
            return false;
    }
    return str_is_empty(pattern) && str_is_empty(path);
}

/* "{id}" is a number; anything else there is another address. */
static bool ids_are_numbers(const struct param *captured, size_t count)
{
    int64_t id;

    for (size_t i = 0; i < count; i++)
        if (str_eq(captured[i].name, S("id")) && !str_read_integer(captured[i].value, &id))
            return false;
    return true;
}

/* An address without {names} stands before one with them: /suggest/place before
 * /suggest/{type}. */
static const struct route *find_literal(enum method method, str path)
{
    for (size_t i = 0; i < route_count; i++)
        if (routes[i].method == method && str_eq(str_of(routes[i].path), path))
            return &routes[i];
    return NULL;
}

const struct route *route_find(struct arena *arena, enum method method, str path,
                               struct params *captured, bool *other_method)
{
    struct param *found = arena_array(arena, struct param, SEGMENTS_MAX);
    const struct route *literal = find_literal(method, path);
    size_t count;

    *other_method = false;
    *captured = (struct params){ 0 };
    if (literal != NULL)
        return literal;
    for (size_t i = 0; i < route_count; i++) {
        if (!fits(str_of(routes[i].path), path, found, &count) ||
            !ids_are_numbers(found, count))
            continue;
        if (routes[i].method == method) {
            *captured = (struct params){ found, count };
            return &routes[i];
        }
        *other_method = true;
    }
    return NULL;
}
