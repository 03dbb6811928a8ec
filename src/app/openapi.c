/* SPDX-License-Identifier: Apache-2.0 */
/* The description of the API, derived from routes and shapes. */
#include "app/openapi.h"

#include "app/module.h"
#include "base/json.h"
#include "record/exchange.h"

#include <ctype.h>
#include <string.h>

static const char head[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"乡治 Xiangzhi\",\"version\":\"1.0.0\","
    "\"description\":\"乡镇和村共同工作的接口。凭令牌（Bearer）使用，权限与令牌所属账号的岗位相同。\","
    "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
    "\"servers\":[{\"url\":\"/\"}],"
    "\"security\":[{\"token\":[]}],";

static const char common_components[] =
    "\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
    "\"responses\":{\"Problem\":{\"description\":\"没有办成，原因在title和errors里\","
    "\"content\":{\"application/problem+json\":{\"schema\":"
    "{\"$ref\":\"#/components/schemas/Problem\"}}}}},"
    "\"schemas\":{\"Problem\":{\"type\":\"object\",\"properties\":{"
    "\"type\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"title\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":"
    "{\"type\":\"object\",\"properties\":{\"field\":{\"type\":\"string\"},"
    "\"message\":{\"type\":\"string\"}}}}}},"
    "\"Done\":{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
    "\"location\":{\"type\":\"string\"},\"type\":{\"type\":\"string\"}}}";

static bool is_described(const struct route *route)
{
    return route->method != GET || route->api;
}

/* "/matters/{id}" under /api, unless it is there already. */
static void write_path(const struct route *route, struct buf *out)
{
    struct buf path = { .arena = out->arena };

    buf_printf(&path, "/api%s", route->path);
    json_add_string(out, buf_str(&path));
}

/* A name for the operation: the method and the words of the path. */
static void write_operation_id(const struct route *route, struct buf *out)
{
    buf_add(out, route->method == GET ? S("get") : S("post"));
    for (const char *c = route->path; *c != '\0'; c++) {
        if (isalnum((unsigned char)*c))
            buf_add_char(out, *c);
        else if (*c == '/' || *c == '-' || *c == '.')
            buf_add_char(out, '_');
    }
}

static void write_parameter(str name, struct buf *out)
{
    buf_add(out, S("{\"in\":\"path\",\"required\":true,\"name\":"));
    json_add_string(out, name);
    buf_printf(out, ",\"schema\":{\"type\":\"%s\"}}",
               str_eq(name, S("id")) ? "integer" : "string");
}

static void write_parameters(const struct route *route, struct buf *out)
{
    str path = str_of(route->path);
    bool first = true;

    buf_add(out, S(",\"parameters\":["));
    for (size_t i = 0; i < path.length; i++) {
        if (path.data[i] != '{')
            continue;
        str name, rest;
        str_cut(str_slice(path, i + 1, path.length), '}', &name, &rest);
        if (!first)
            buf_add_char(out, ',');
        first = false;
        write_parameter(name, out);
    }
    buf_add_char(out, ']');
}

static bool is_list(const struct route *route)
{
    return route->method == GET && route->type != NULL && strchr(route->path, '{') == NULL;
}

static void write_answer_schema(const struct route *route, struct buf *out)
{
    if (route->method != GET)
        buf_add(out, S("{\"$ref\":\"#/components/schemas/Done\"}"));
    else if (is_list(route))
        buf_printf(out,
                   "{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\","
                   "\"items\":{\"$ref\":\"#/components/schemas/%s\"}},"
                   "\"next\":{\"type\":[\"string\",\"null\"]}}}",
                   route->type->name);
    else if (route->type != NULL)
        buf_printf(out, "{\"$ref\":\"#/components/schemas/%s\"}", route->type->name);
    else
        buf_add(out, S("{}"));
}

static void write_body(const struct route *route, struct buf *out)
{
    if (route->method == GET)
        return;
    buf_add(out, S(",\"requestBody\":{\"content\":{\"application/json\":{\"schema\":"));
    if (route->input != NULL)
        shape_write_schema(route->input, false, out);
    else
        buf_add(out, S("{\"type\":\"object\"}"));
    buf_add(out, S("}}}"));
}

static void write_operation(const struct route *route, struct buf *out)
{
    buf_printf(out, "\"%s\":{\"operationId\":\"", route->method == GET ? "get" : "post");
    write_operation_id(route, out);
    buf_add(out, S("\",\"summary\":"));
    json_add_string(out, str_of(route->summary == NULL ? route->path : route->summary));
    if (strcmp(route->needs, "public") == 0)
        buf_add(out, S(",\"security\":[]"));
    write_parameters(route, out);
    write_body(route, out);
    buf_add(out, S(",\"responses\":{\"200\":{\"description\":\"办成\",\"content\":"
                   "{\"application/json\":{\"schema\":"));
    write_answer_schema(route, out);
    buf_add(out, S("}}},\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},"
                   "\"5XX\":{\"$ref\":\"#/components/responses/Problem\"}}}"));
}

/* True when an earlier route has the same path: its operations stand together. */
static bool has_come_before(const struct route *routes, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (is_described(&routes[i]) && strcmp(routes[i].path, routes[index].path) == 0)
            return true;
    return false;
}

static void write_operations(const struct route *routes, size_t count, size_t index,
                             struct buf *out)
{
    bool first = true;

    write_path(&routes[index], out);
    buf_add(out, S(":{"));
    for (size_t i = index; i < count; i++) {
        if (!is_described(&routes[i]) || strcmp(routes[i].path, routes[index].path) != 0)
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        write_operation(&routes[i], out);
    }
    buf_add_char(out, '}');
}

static void write_paths(struct buf *out)
{
    size_t count;
    const struct route *routes = routes_all(&count);
    bool first = true;

    buf_add(out, S("\"paths\":{"));
    for (size_t i = 0; i < count; i++) {
        if (!is_described(&routes[i]) || has_come_before(routes, i))
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        write_operations(routes, count, i, out);
    }
    buf_add(out, S("},"));
}

static void write_schemas(struct buf *out)
{
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        if ((*type)->reads == NULL)
            continue;
        buf_printf(out, ",\"%s\":", (*type)->name);
        shape_write_schema(&(*type)->shape, true, out);
    }
}

void openapi_write(struct buf *out)
{
    buf_add(out, str_of(head));
    write_paths(out);
    buf_add(out, S("\"components\":{"));
    buf_add(out, str_of(common_components));
    write_schemas(out);
    buf_add(out, S("}}}\n"));
}
