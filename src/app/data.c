/* SPDX-License-Identifier: Apache-2.0 */
/* The reference data that is part of the program. */
#include "app/data.h"

#include "app/assets.h"
#include "record/exchange.h"
#include "record/store.h"

#include <assert.h>

str data_file(const char *name)
{
    static const char folder[] = "/data/";

    for (size_t i = 0; i < asset_count; i++) {
        str path = str_of(assets[i].path);
        if (str_starts(path, S("/data/")) &&
            str_eq(str_slice(path, sizeof folder - 1, path.length), str_of(name)))
            return (str){ assets[i].data, assets[i].size_bytes };
    }
    return (str){ 0 };
}

str data_digest(struct context *cx)
{
    struct buf digest = { .arena = cx->arena };

    for (size_t i = 0; i < asset_count; i++)
        if (str_starts(str_of(assets[i].path), S("/data/")))
            buf_printf(&digest, "%s %s\n", assets[i].path + sizeof "/data/" - 1,
                       assets[i].etag);
    return buf_str(&digest);
}

/* Keeping what is not there yet */

struct error *data_list_read(struct context *cx, const struct record_type *type,
                             const char *known_by, struct data_list *list)
{
    struct buf sql = { .arena = cx->arena };
    str names = str_of(known_by), name;

    *list = (struct data_list){ .type = type };
    while (str_next(&names, &name)) {
        const struct field *field = shape_field(&type->shape, name);
        assert(field != NULL && list->known_by_count < KNOWN_BY_MAX);
        buf_printf(&sql, "%s %s", list->known_by_count == 0 ? "select" : ",", field->name);
        list->known_by[list->known_by_count++] = field;
    }
    buf_printf(&sql, " from %s%c", type->table, '\0');
    return db_query(cx, sql.data, NULL, 0, &list->there);
}

static bool row_is(const struct data_list *list, size_t row, const struct value *values)
{
    for (size_t i = 0; i < list->known_by_count; i++) {
        struct value there = result_value(&list->there, row, i);
        if (!value_eq(&there, &values[i]))
            return false;
    }
    return true;
}

static bool is_there(struct context *cx, const struct data_list *list, const void *record)
{
    struct value values[KNOWN_BY_MAX];

    for (size_t i = 0; i < list->known_by_count; i++) {
        const struct field *field = list->known_by[i];
        values[i] = field->kind->store(field, cx->arena, field_member_const(field, record));
    }
    for (size_t row = 0; row < list->there.rows; row++)
        if (row_is(list, row, values))
            return true;
    return false;
}

struct error *data_list_keep(struct context *cx, const struct data_list *list, void *record)
{
    const struct record_type *type = list->type;

    if (is_there(cx, list, record))
        return NULL;
    return type->create != NULL ? type->create(cx, record) : store_insert(cx, type, record);
}

static struct error *keep_row(struct context *cx, const struct record_type *type, void *record,
                              void *closure)
{
    (void)type;
    return data_list_keep(cx, closure, record);
}

struct error *data_load(struct context *cx, const struct record_type *type, const char *name,
                        const char *known_by)
{
    struct data_list list;
    struct csv_keeper keeper = { keep_row, &list };
    struct import import;

    TRY(data_list_read(cx, type, known_by, &list));
    TRY(csv_import_with(cx, type, (str){ 0 }, data_file(name), &keeper, &import));
    if (import.problem_count > 0)
        return fail(cx, ERROR_BROKEN, "data/%s:%zu: %.*s", name, import.problems[0].line,
                    STR_ARG(import.problems[0].message));
    return NULL;
}
