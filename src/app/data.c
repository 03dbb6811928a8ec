/* SPDX-License-Identifier: Apache-2.0 */
/* The reference data that is part of the program. */
#include "app/data.h"

#include "app/assets.h"
#include "record/exchange.h"

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

struct error *data_load(struct context *cx, const struct record_type *type, const char *name)
{
    struct import import;

    TRY(csv_import(cx, type, (str){ 0 }, data_file(name), &import));
    if (import.problem_count > 0)
        return fail(cx, ERROR_BROKEN, "data/%s:%zu: %.*s", name, import.problems[0].line,
                    STR_ARG(import.problems[0].message));
    return NULL;
}
