/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of documents. */
#include "app/series.h"

void series_schema_write(enum db_engine engine, struct buf *out)
{
    const char *integer = engine == DB_SQLITE ? "integer" : "bigint";
    const char *text = engine == DB_SQLITE ? "text" : "text collate \"C\"";

    buf_printf(out,
               "create table if not exists series (\n"
               "    county %s not null,\n    place %s not null,\n    name %s not null,\n"
               "    year %s not null,\n    number %s not null,\n"
               "    primary key (county, place, name, year)\n);\n",
               integer, text, text, integer, integer);
}

struct error *series_next(struct context *cx, str place, const char *series, int64_t *number)
{
    return query_number(cx,
                        "insert into series (county, place, name, year, number) "
                        "values ($1, $2, $3, $4, 1) "
                        "on conflict (county, place, name, year) "
                        "do update set number = series.number + 1 returning number",
                        WITH(value_integer(key_county(place)), value_text(place),
                             value_text(str_of(series)), value_integer(date_year(cx->today))),
                        number);
}

str series_words(struct context *cx, int64_t number)
{
    return arena_printf(cx->arena, "〔%d〕%lld号", date_year(cx->today), (long long)number);
}
