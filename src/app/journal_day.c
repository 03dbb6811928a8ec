/* SPDX-License-Identifier: Apache-2.0 */
/* The days of the journal and their heads. */
#include "app/journal_day.h"

enum { SEALED_AT_ONCE = 50 };

static const struct field day_fields[] = {
    { INTEGER(journal_day, county) },  { DATE(journal_day, day) },
    { INTEGER(journal_day, entries) }, { INTEGER(journal_day, after_id) },
    { INTEGER(journal_day, last_id) }, { TEXT(journal_day, previous) },
    { TEXT(journal_day, head) },
};

const struct query sealed_day = {
    .sql = "select county, day, entries, after_id, last_id, previous, head from journal_days "
           "where county = $1 and day = $2",
    .row = { SHAPE(journal_day, day_fields) },
};

const struct query sealed_days = {
    .sql = "select county, day, entries, after_id, last_id, previous, head from journal_days "
           "where county >= $1 and county <= $2 order by day desc, county limit $3",
    .row = { SHAPE(journal_day, day_fields) },
};

const struct query newest_sealed_day = {
    .sql = "select county, day, entries, after_id, last_id, previous, head from journal_days "
           "where county = $1 order by day desc limit 1",
    .row = { SHAPE(journal_day, day_fields) },
};

/* An end of a chain at some time. */
struct chain_head {
    record_id id;
    str digest;
};

static const struct field head_fields[] = {
    { INTEGER(chain_head, id) },
    { TEXT(chain_head, digest) },
};

/* Walks back from the newest: the clock seldom goes wrong, so it does not walk far. */
const struct query entry_before = {
    .sql = "select id, digest from journal "
           "where county = $1 and id > $2 and id < $3 and at < $4 order by id desc limit 1",
    .row = { SHAPE(chain_head, head_fields) },
};

static struct error *head_before(struct context *cx, int64_t county, instant end,
                                 struct chain_head *head)
{
    struct chain_head *found;
    size_t count;

    TRY(query_rows(cx, &entry_before,
                   WITH(value_integer(county), value_integer(county * COUNTY_IDS),
                        value_integer((county + 1) * COUNTY_IDS),
                        value_instant(cx->arena, end)),
                   &found, &count));
    *head = count == 0 ? (struct chain_head){ .id = county * COUNTY_IDS } : found[0];
    return NULL;
}

static struct error *count_entries(struct context *cx, struct journal_day *day)
{
    return query_number(cx,
                        "select count(*) from journal "
                        "where county = $1 and id > $2 and id <= $3",
                        WITH(value_integer(day->county), value_integer(day->after_id),
                             value_integer(day->last_id)),
                        &day->entries);
}

static instant start_of(date day)
{
    return instant_of(day, 0, 0, 0);
}

/* The entries after start, up to the last that was made before the day was over. */
static struct error *compute_day(struct context *cx, int64_t county, date day,
                                 struct chain_head start, struct journal_day *computed)
{
    struct chain_head end;

    TRY(head_before(cx, county, start_of(date_add_days(day, 1)), &end));
    if (end.id < start.id)
        end = start;
    *computed = (struct journal_day){
        .county = county,
        .day = day,
        .after_id = start.id,
        .last_id = end.id,
        .previous = start.digest,
        .head = end.digest,
    };
    return count_entries(cx, computed);
}

struct error *journal_day_read(struct context *cx, int64_t county, date day,
                               struct journal_day *read, bool *sealed)
{
    struct journal_day *days;
    struct chain_head start;
    size_t count;

    TRY(query_rows(cx, &sealed_day, WITH(value_integer(county), value_date(cx->arena, day)),
                   &days, &count));
    *sealed = count > 0;
    if (*sealed) {
        *read = days[0];
        return NULL;
    }
    TRY(head_before(cx, county, start_of(day), &start));
    return compute_day(cx, county, day, start, read);
}

struct error *journal_days_sealed(struct context *cx, int64_t first, int64_t last, int most,
                                  struct journal_day **days, size_t *count)
{
    return query_rows(cx, &sealed_days,
                      WITH(value_integer(first), value_integer(last), value_integer(most)),
                      days, count);
}

struct error *journal_counties(struct context *cx, int64_t **counties, size_t *count)
{
    struct result result;

    TRY(db_settle(cx)); /* a chain that this transaction has begun */
    TRY(db_query(cx, "select county from chains order by county", NULL, 0, &result));
    *counties = arena_array(cx->arena, int64_t, result.rows + 1);
    for (size_t i = 0; i < result.rows; i++)
        (*counties)[i] = result_integer(&result, i, 0);
    *count = result.rows;
    return NULL;
}

/* Sealing */

static struct error *keep_day(struct context *cx, const struct journal_day *day)
{
    return db_run(cx,
                  "insert into journal_days "
                  "(county, day, entries, after_id, last_id, previous, head) "
                  "values ($1, $2, $3, $4, $5, $6, $7)",
                  WITH(value_integer(day->county), value_date(cx->arena, day->day),
                       value_integer(day->entries), value_integer(day->after_id),
                       value_integer(day->last_id), value_text(day->previous),
                       value_text(day->head)));
}

/* The first day to be sealed, and where the chain stood before it. */
static struct error *find_next(struct context *cx, int64_t county, date *day,
                               struct chain_head *start)
{
    struct journal_day *newest;
    size_t count;

    TRY(query_rows(cx, &newest_sealed_day, WITH(value_integer(county)), &newest, &count));
    if (count > 0) {
        *day = date_add_days(newest[0].day, 1);
        *start = (struct chain_head){ newest[0].last_id, newest[0].head };
        return NULL;
    }
    *day = date_add_days(cx->today, -1);
    return head_before(cx, county, start_of(*day), start);
}

static struct error *seal_county(struct context *cx, int64_t county, int *left)
{
    struct journal_day sealed;
    struct chain_head start;
    date day;

    TRY(find_next(cx, county, &day, &start));
    for (; *left > 0 && date_compare(day, cx->today) < 0; day = date_add_days(day, 1)) {
        TRY(compute_day(cx, county, day, start, &sealed));
        TRY(keep_day(cx, &sealed));
        start = (struct chain_head){ sealed.last_id, sealed.head };
        (*left)--;
    }
    return NULL;
}

struct error *journal_days_seal(struct context *cx, bool *more)
{
    int left = SEALED_AT_ONCE;
    int64_t *counties;
    size_t count;

    TRY(journal_counties(cx, &counties, &count));
    for (size_t i = 0; i < count; i++)
        TRY(seal_county(cx, counties[i], &left));
    *more = left == 0;
    return NULL;
}

/* Comparing */

struct error *journal_days_verify(struct context *cx, struct journal_check *check)
{
    struct result result;

    TRY(query_number(cx, "select count(*) from journal_days", NULL, 0, &check->checked));
    TRY(db_query(cx,
                 "select days.county, days.day from journal_days days "
                 "left join journal on journal.county = days.county "
                 "and journal.id = days.last_id "
                 "where coalesce(journal.digest, '') <> days.head "
                 "order by days.county, days.day limit 100",
                 NULL, 0, &result));
    for (size_t i = 0; i < result.rows; i++)
        check->tell(arena_printf(cx->arena, "操作记录和%.*s的封存值不符：县代码%06lld",
                                 STR_ARG(result_text(&result, i, 1)),
                                 (long long)result_integer(&result, i, 0)),
                    check->closure);
    return NULL;
}
