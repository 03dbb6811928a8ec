/* SPDX-License-Identifier: Apache-2.0 */
/* What has become of the rows of an import, and when that is forgotten. */
#include "app/importing.h"
#include "app/own_modules.h"

/* Results */

static const char results_sql[] =
    "select number, line, outcome, record, said from import_rows "
    "where county = $1 and import = $2 and number > $3 and outcome >= $4 and outcome <= $5 "
    "order by number limit $6";

struct error *import_results(struct context *cx, record_id id, int64_t after, size_t most,
                             bool refused_only, struct import_result **results, size_t *count)
{
    struct result found;

    TRY(db_query(cx, results_sql,
                 WITH(value_integer(id_county(id)), value_integer(id), value_integer(after),
                      value_integer(refused_only ? IMPORT_REFUSED : IMPORT_NOT_YET),
                      value_integer(refused_only ? IMPORT_REFUSED : IMPORT_LATE),
                      value_integer((int64_t)most)),
                 &found));
    struct import_result *made = arena_array(cx->arena, struct import_result, found.rows + 1);
    for (size_t i = 0; i < found.rows; i++)
        made[i] = (struct import_result){
            .number = result_integer(&found, i, 0),
            .line = result_integer(&found, i, 1),
            .outcome = (enum import_outcome)result_integer(&found, i, 2),
            .record = result_integer(&found, i, 3),
            .said = result_text(&found, i, 4),
        };
    *results = made;
    *count = found.rows;
    return NULL;
}

/* Forgetting */

const struct query imports_that_are_old = {
    .of = &import_type,
    .sql = "where hidden = 0 and state <> 'waiting' and rows > 0 and began_at < $1 "
           "and (ended_at is null or ended_at < $1) order by id limit 20",
};

static const char *const rests[] = {
    "delete from import_rows where county = $1 and import = $2 and number in "
    "(select number from import_rows where county = $1 and import = $2 limit 2000)",
    "delete from import_changes where county = $1 and import = $2 and (type, record) in "
    "(select type, record from import_changes where county = $1 and import = $2 limit 2000)",
    "delete from import_totals where county = $1 and import = $2 "
    "and (place, period) in (select place, period from import_totals "
    "where county = $1 and import = $2 limit 2000)",
    "delete from import_split_totals where county = $1 and import = $2 "
    "and (place, figure, period, share) in "
    "(select place, figure, period, share from import_split_totals "
    "where county = $1 and import = $2 limit 2000)",
};

static const char *const left[] = {
    "select count(*) from (select 1 from import_rows where county = $1 and import = $2 "
    "limit 1) as rest",
    "select count(*) from (select 1 from import_changes where county = $1 and import = $2 "
    "limit 1) as rest",
    "select count(*) from (select 1 from import_totals where county = $1 and import = $2 "
    "limit 1) as rest",
    "select count(*) from (select 1 from import_split_totals where county = $1 and import = $2 "
    "limit 1) as rest",
};

/* Some of the rows that an import has left behind; found says whether there were any. */
static struct error *forget_some(struct context *cx, record_id id, bool *found)
{
    *found = false;
    for (size_t i = 0; i < COUNT(left) && !*found; i++) {
        int64_t count;
        TRY(query_number(cx, left[i], WITH(value_integer(id_county(id)), value_integer(id)),
                         &count));
        *found = count > 0;
        if (*found)
            TRY(db_run(cx, rests[i], WITH(value_integer(id_county(id)), value_integer(id))));
    }
    return NULL;
}

struct error *imports_forget(struct context *cx, bool *more)
{
    struct import_run *runs;
    size_t count;

    TRY(query_rows(
        cx, &imports_that_are_old,
        WITH(value_instant(cx->arena, instant_add_seconds(cx->now, -IMPORT_HOURS * 3600))),
        &runs, &count));
    *more = false;
    for (size_t i = 0; i < count && !*more; i++) {
        TRY(forget_some(cx, runs[i].id, more));
        if (*more)
            return NULL;
        runs[i].rows = 0;
        TRY(store_update(cx, &import_type, &runs[i]));
    }
    *more = count > 0;
    return NULL;
}
