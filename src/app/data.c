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

enum { KNOWN_BY_MAX = 8 };

static struct error *is_there(struct context *cx, const struct record_type *type,
                              const void *record, const char *known_by, bool *there)
{
    struct buf sql = { .arena = cx->arena };
    struct value values[KNOWN_BY_MAX];
    struct result result;
    size_t count = 0;
    str names = str_of(known_by), name;

    buf_printf(&sql, "select 1 from %s", type->table);
    while (!str_is_empty(names)) {
        str_cut(names, ' ', &name, &names);
        const struct field *field = shape_field(&type->shape, name);
        assert(field != NULL && count < KNOWN_BY_MAX);
        buf_printf(&sql, " %s %s = $%zu", count == 0 ? "where" : "and", field->name, count + 1);
        values[count++] =
            field->kind->store(field, cx->arena, field_member_const(field, record));
    }
    buf_printf(&sql, " limit 1%c", '\0');
    TRY(db_query(cx, sql.data, values, count, &result));
    *there = result.rows > 0;
    return NULL;
}

struct error *data_keep(struct context *cx, const struct record_type *type, void *record,
                        const char *known_by)
{
    bool there;

    TRY(is_there(cx, type, record, known_by, &there));
    if (there)
        return NULL;
    return type->create != NULL ? type->create(cx, record) : store_insert(cx, type, record);
}

static struct error *keep_row(struct context *cx, const struct record_type *type, void *record,
                              void *closure)
{
    return data_keep(cx, type, record, closure);
}

struct error *data_load(struct context *cx, const struct record_type *type, const char *name,
                        const char *known_by)
{
    /* The closure is only handed through. */
    struct csv_keeper keeper = { keep_row, (void *)(uintptr_t)known_by };
    struct import import;

    TRY(csv_import_with(cx, type, (str){ 0 }, data_file(name), &keeper, &import));
    if (import.problem_count > 0)
        return fail(cx, ERROR_BROKEN, "data/%s:%zu: %.*s", name, import.problems[0].line,
                    STR_ARG(import.problems[0].message));
    return NULL;
}
