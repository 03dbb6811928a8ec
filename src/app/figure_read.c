/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for figures.
 *
 * A period is covered by whole years, whole months and days, and what of them lies outside is
 * taken away again: from 3 February on is February without two days.  So at most 15 days and
 * six months are read at either end, whatever the period.  A row has all figures of a place and
 * a period, so those of a kind are asked for in one statement.
 */
#include "app/amounts.h"
#include "app/total.h"

#include <assert.h>
#include <stdlib.h>

enum { SPANS = 5, COUNTY_KEY = 6, MONTHS = 12 };

/* Periods from low to high; days, months and years have numbers of different length.  Their
 * totals count times sign: 1, or -1 for what is taken away. */
struct span {
    int64_t low;
    int64_t high;
    int sign;
};

struct spans {
    struct span items[SPANS];
    size_t count;
};

/* A month as a number that can be counted with. */
static int month_number(date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return year * MONTHS + month - 1;
}

static date month_start(int number)
{
    return date_of(number / MONTHS, number % MONTHS + 1, 1);
}

static void add_span(struct spans *spans, int64_t low, int64_t high, int sign)
{
    if (low <= high)
        spans->items[spans->count++] = (struct span){ low, high, sign };
}

static void add_days(struct spans *spans, date from, date end, int sign)
{
    if (date_compare(from, end) < 0)
        add_span(spans, period_of_day(from), period_of_day(date_add_days(end, -1)), sign);
}

static void add_months(struct spans *spans, int first, int end, int sign)
{
    if (first < end)
        add_span(spans, period_of_month(month_start(first)),
                 period_of_month(month_start(end - 1)), sign);
}

/* The month that a period is counted from or to: where the month of the day begins or ends,
 * whichever is nearer. */
static int nearest_month(date day)
{
    int month = month_number(day);
    int before = date_days_between(month_start(month), day);
    int after = date_days_between(day, month_start(month + 1));

    return before <= after ? month : month + 1;
}

static int nearest_year(int month)
{
    return (month + MONTHS / 2) / MONTHS;
}

/* Months from first on, before end. */
static void cover_months(struct spans *spans, int first, int end)
{
    int year = nearest_year(first);
    int end_year = nearest_year(end);

    if (first / MONTHS == end / MONTHS && 2 * (end - first) <= MONTHS) {
        add_months(spans, first, end, 1);
        return;
    }
    add_months(spans, first, year * MONTHS, 1);
    add_months(spans, year * MONTHS, first, -1);
    add_span(spans, year, end_year - 1, 1);
    add_months(spans, end_year * MONTHS, end, 1);
    add_months(spans, end, end_year * MONTHS, -1);
}

/* Days from the first on, before the end. */
static struct spans cover_days(date first, date end)
{
    struct spans spans = { 0 };
    int month = nearest_month(first);
    int end_month = nearest_month(end);

    if (month_number(first) == month_number(end) && 2 * date_days_between(first, end) <= 31) {
        add_days(&spans, first, end, 1);
        return spans;
    }
    add_days(&spans, first, month_start(month), 1);
    add_days(&spans, month_start(month), first, -1);
    cover_months(&spans, month, end_month);
    add_days(&spans, month_start(end_month), end, 1);
    add_days(&spans, end, month_start(end_month), -1);
    return spans;
}

static struct spans cut_period(date from, date to)
{
    return date_compare(from, to) > 0 ? (struct spans){ 0 }
                                      : cover_days(from, date_add_days(to, 1));
}

/* Totals of several figures */

static bool is_above_county(str place)
{
    return place.length < COUNTY_KEY;
}

/* $1 and $2 of every question about totals: a place and its county, or the ends of a range. */
static const char *place_condition(str place)
{
    return is_above_county(place) ? "t.place >= $1 and t.place < $2 and length(t.place) <= 6"
                                  : "t.place = $1 and t.county = $2";
}

static void place_values(struct context *cx, str place, struct value values[2])
{
    values[0] = value_text(place);
    values[1] = is_above_county(place) ? value_text(key_end(cx->arena, place))
                                       : value_integer(key_county(place));
}

/* "spans (low, high, sign) as (values ...)" */
static void add_spans_sql(struct buf *sql, size_t count, size_t *number)
{
    buf_add(sql, S("spans (low, high, sign) as (values "));
    for (size_t i = 0; i < count; i++, *number += 3)
        buf_printf(sql, "%s(cast($%zu as bigint), cast($%zu as bigint), cast($%zu as bigint))",
                   i == 0 ? "" : ", ", *number + 1, *number + 2, *number + 3);
    buf_add_char(sql, ')');
}

/* One that is not used is empty. */
static size_t span_values(const struct spans *spans, size_t count, struct value *values)
{
    size_t given = 0;

    for (size_t i = 0; i < count; i++) {
        struct span span = i < spans->count ? spans->items[i] : (struct span){ 1, 0, 1 };
        values[given++] = value_integer(span.low);
        values[given++] = value_integer(span.high);
        values[given++] = value_integer(span.sign);
    }
    return given;
}

/* The join keeps this order: of a place each span is one range of its rows, above the county
 * one of the second index. */
static const char *totals_sql(struct context *cx, str place)
{
    struct buf sql = { .arena = cx->arena };
    size_t number = 2;

    buf_add(&sql, S("with "));
    add_spans_sql(&sql, SPANS, &number);
    buf_printf(&sql,
               " select t.amounts, spans.sign from spans cross join totals t where %s "
               "and t.period between spans.low and spans.high%c",
               place_condition(place), '\0');
    return sql.data;
}

/* A number that is wanted, and where it goes. */
struct want {
    const struct figure_entry *entry;
    int64_t *number;
};

/* A figure that is asked for, however many wants there are of it. */
struct asked {
    str figure;
    int64_t number;
};

/* The figures of a kind, in the order of their keys. */
struct question {
    struct asked *asked;
    size_t count;
};

static int compare_asked(const void *a, const void *b)
{
    return str_compare(((const struct asked *)a)->figure, ((const struct asked *)b)->figure);
}

static struct question question_of(struct context *cx, const struct want *wants, size_t count,
                                   enum figure_kind kind)
{
    struct question question = { arena_array(cx->arena, struct asked, count), 0 };
    size_t different = 0;

    for (size_t i = 0; i < count; i++)
        if (wants[i].entry->figure->kind == kind)
            question.asked[question.count++].figure = str_of(wants[i].entry->figure->key);
    if (question.count > 0)
        qsort(question.asked, question.count, sizeof *question.asked, compare_asked);
    for (size_t i = 0; i < question.count; i++)
        if (i == 0 || compare_asked(&question.asked[i], &question.asked[different - 1]) != 0)
            question.asked[different++] = question.asked[i];
    question.count = different;
    return question;
}

/* Adds what a row has of the figures.  Both are in the order of the keys; a text behind another
 * begins again. */
static void take_amounts(struct question *question, str amounts, int64_t sign)
{
    str before = { 0 };
    size_t i = 0;

    for (struct amount amount; amounts_next(&amounts, &amount); before = amount.figure) {
        if (str_compare(amount.figure, before) < 0)
            i = 0;
        while (i < question->count && str_compare(question->asked[i].figure, amount.figure) < 0)
            i++;
        if (i < question->count && str_eq(question->asked[i].figure, amount.figure))
            question->asked[i].number += sign * amount.value;
    }
}

static struct error *take_row(struct context *cx, const struct result *row, void *closure)
{
    (void)cx;
    take_amounts(closure, result_text(row, 0, 0), result_integer(row, 0, 1));
    return NULL;
}

/* What is asked of a place and a period. */
struct asking {
    const char *sql;
    struct value values[2 + 3 * SPANS];
    size_t count;
    db_row_function *take;
    void *closure;
};

static struct error *ask_each(struct context *cx, void *closure)
{
    const struct asking *asking = closure;

    return db_each(cx, asking->sql, asking->values, asking->count, asking->take,
                   asking->closure);
}

/* Of a province there are the rows of all its counties: they are read one by one. */
static struct error *ask(struct context *cx, str place, struct asking *asking)
{
    struct result result;

    if (is_above_county(place))
        return db_look(cx, ask_each, asking);
    TRY(db_query(cx, asking->sql, asking->values, asking->count, &result));
    for (size_t i = 0; i < result.rows; i++) {
        struct result row = { 1, result.columns, result.values + i * result.columns };
        TRY(asking->take(cx, &row, asking->closure));
    }
    return NULL;
}

static void answer(const struct question *question, const struct want *want)
{
    const struct asked key = { str_of(want->entry->figure->key), 0 };
    const struct asked *asked =
        bsearch(&key, question->asked, question->count, sizeof *question->asked, compare_asked);

    assert(asked != NULL);
    *want->number = asked->number;
}

static struct error *read_kind(struct context *cx, const struct want *wants, size_t count,
                               enum figure_kind kind, str place, date from, date to)
{
    struct question question = question_of(cx, wants, count, kind);
    struct spans spans = cut_period(from, to);
    struct asking asking = { .take = take_row, .closure = &question, .count = 2 };

    if (question.count == 0)
        return NULL;
    asking.sql = totals_sql(cx, place);
    place_values(cx, place, asking.values);
    asking.count += span_values(&spans, SPANS, asking.values + asking.count);
    TRY(ask(cx, place, &asking));
    for (size_t i = 0; i < count; i++)
        if (wants[i].entry->figure->kind == kind)
            answer(&question, &wants[i]);
    return NULL;
}

/* Distinct things */

static struct error *ask_county(struct context *cx, const struct query *query, str place,
                                date from, date to, int64_t *number)
{
    return query_number(cx, query_sql(cx, query),
                        WITH(value_integer(key_county(place)), value_text(place),
                             value_text(key_end(cx->arena, place)), value_date(cx->arena, from),
                             value_date(cx->arena, to)),
                        number);
}

static struct error *find_counties(struct context *cx, str place, struct result *counties)
{
    return db_query(cx,
                    "select key from places where key >= $1 and key < $2 and length(key) = 6 "
                    "order by key limit 4000",
                    WITH(value_text(place), value_text(key_end(cx->arena, place))), counties);
}

/* Nobody is counted in two counties, so a province is the sum of its counties. */
static struct error *read_distinct(struct context *cx, const struct figure_entry *entry,
                                   str place, date from, date to, int64_t *number)
{
    const struct query *query = entry->figure->query;
    struct result counties;

    if (!is_above_county(place))
        return ask_county(cx, query, place, from, to, number);
    TRY(find_counties(cx, place, &counties));
    for (size_t i = 0; i < counties.rows; i++) {
        int64_t part;
        TRY(ask_county(cx, query, result_text(&counties, i, 0), from, to, &part));
        *number += part;
    }
    return NULL;
}

/* The numbers that make the values: of a ratio two. */
static size_t list_wants(const struct figure_entry *const *entries, size_t count,
                         struct figure_value *values, struct want *wants)
{
    size_t wanted = 0;

    for (size_t i = 0; i < count; i++) {
        const struct figure *figure = entries[i]->figure;
        values[i] = (struct figure_value){ 0 };
        if (figure->kind != FIGURE_RATIO) {
            wants[wanted++] = (struct want){ entries[i], &values[i].value };
            continue;
        }
        wants[wanted++] = (struct want){ figure_find(str_of(figure->part)), &values[i].value };
        wants[wanted++] = (struct want){ figure_find(str_of(figure->whole)), &values[i].whole };
    }
    return wanted;
}

struct error *figures_read(struct context *cx, const struct figure_entry *const *entries,
                           size_t count, str place, date from, date to,
                           struct figure_value *values)
{
    struct want *wants = arena_array(cx->arena, struct want, 2 * count);
    size_t wanted = list_wants(entries, count, values, wants);
    date beginning = date_of(TOTAL_FIRST_YEAR, 1, 1);

    TRY(totals_settle(cx));
    TRY(read_kind(cx, wants, wanted, FIGURE_FLOW, place, from, to));
    TRY(read_kind(cx, wants, wanted, FIGURE_STOCK, place, beginning, to));
    for (size_t i = 0; i < wanted; i++)
        if (wants[i].entry->figure->kind == FIGURE_DISTINCT)
            TRY(read_distinct(cx, wants[i].entry, place, from, to, wants[i].number));
    return NULL;
}

struct error *figure_read(struct context *cx, const struct figure_entry *entry, str place,
                          date from, date to, struct figure_value *value)
{
    return figures_read(cx, &entry, 1, place, from, to, value);
}

/* Places that have become other places */

static bool is_known(const str *keys, size_t count, str key)
{
    for (size_t i = 0; i < count; i++)
        if (key_is_within(key, keys[i]))
            return true;
    return false;
}

static bool all_within(str successors, str place)
{
    for (str key; str_next(&successors, &key);)
        if (!key_is_within(key, place))
            return false;
    return true;
}

static struct error *find_forerunners(struct context *cx, str place, struct result *places)
{
    return db_query(cx,
                    "select key, successors from places where successors <> '' "
                    "and ' ' || successors like '% ' || cast($1 as text) || '%' "
                    "order by key limit 200",
                    WITH(value_text(place)), places);
}

struct error *figure_places_as_now(struct context *cx, str place, str **keys, size_t *count)
{
    str *found = arena_array(cx->arena, str, FORERUNNERS_MAX);

    found[0] = place;
    *count = 1;
    for (size_t i = 0; i < *count; i++) {
        struct result places;
        TRY(find_forerunners(cx, found[i], &places));
        for (size_t row = 0; row < places.rows && *count < FORERUNNERS_MAX; row++) {
            str key = result_text(&places, row, 0);
            if (!is_known(found, *count, key) &&
                all_within(result_text(&places, row, 1), found[i]))
                found[(*count)++] = key;
        }
    }
    *keys = found;
    return NULL;
}

struct error *figures_read_as_now(struct context *cx, const struct figure_entry *const *entries,
                                  size_t count, str place, date from, date to,
                                  struct figure_value *values)
{
    struct figure_value *part = arena_array(cx->arena, struct figure_value, count);
    str *keys;
    size_t places;

    TRY(figure_places_as_now(cx, place, &keys, &places));
    for (size_t i = 0; i < count; i++)
        values[i] = (struct figure_value){ 0 };
    for (size_t i = 0; i < places; i++) {
        TRY(figures_read(cx, entries, count, keys[i], from, to, part));
        for (size_t j = 0; j < count; j++) {
            values[j].value += part[j].value;
            values[j].whole += part[j].whole;
        }
    }
    return NULL;
}

/* Shares */

static const struct split *find_split(const char *name)
{
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < entries[i].split_count; k++)
            if (str_eq(str_of(entries[i].splits[k].name), str_of(name)))
                return &entries[i].splits[k];
    return NULL;
}

/* $1 the place, $2 the end of its range, $3 the length of the keys below it, from $4 the spans
 * and the names.  The joins keep this order: each is one range of the primary key.  Which place
 * and which split a share is of is one number: it is sorted by it. */
static const char *shares_sql(struct context *cx, const struct spans *spans, size_t splits)
{
    struct buf sql = { .arena = cx->arena };
    size_t number = 3;

    buf_add(&sql, S("with places_asked (place, county, number) as ("
                    "select cast($1 as text), cast(substr(cast($1 as text), 1, 6) as bigint), "
                    "cast(cast($1 as text) as bigint) union all "
                    "select key, cast(substr(key, 1, 6) as bigint), cast(key as bigint) "
                    "from places where key > $1 and key < $2 and length(key) = $3), "));
    add_spans_sql(&sql, spans->count, &number);
    buf_add(&sql, S(", wanted (nth, figure) as (values "));
    for (size_t i = 0; i < splits; i++)
        buf_printf(&sql, "%s(%zu, cast($%zu as text))", i == 0 ? "" : ", ", i, ++number);
    buf_printf(&sql,
               ") select p.number * %d + wanted.nth as place_and_split, t.share, "
               "cast(sum(t.value * spans.sign) as bigint) "
               "from places_asked p cross join wanted cross join spans "
               "cross join split_totals t "
               "where t.county = p.county and t.place = p.place and t.figure = wanted.figure "
               "and t.period between spans.low and spans.high "
               "group by place_and_split, t.share having sum(t.value * spans.sign) <> 0%c",
               SPLITS_AT_ONCE, '\0');
    return sql.data;
}

static struct error *ask_shares(struct context *cx, const char *const *splits, size_t count,
                                str place, size_t length, const struct spans *spans,
                                struct result *result)
{
    struct value values[3 + 3 * SPANS + SPLITS_AT_ONCE];
    size_t given = 0;

    values[given++] = value_text(place);
    values[given++] = value_text(key_end(cx->arena, place));
    values[given++] = value_integer((int64_t)length);
    given += span_values(spans, spans->count, values + given);
    for (size_t i = 0; i < count; i++)
        values[given++] = value_text(str_of(splits[i]));
    return db_query(cx, shares_sql(cx, spans, count), values, given, result);
}

static struct figure_share share_of(struct context *cx, const struct result *result, size_t row)
{
    int64_t place_and_split = result_integer(result, row, 0);
    str rest = result_text(result, row, 1);
    struct figure_share share = {
        .split = (size_t)(place_and_split % SPLITS_AT_ONCE),
        .place = arena_printf(cx->arena, "%lld", (long long)(place_and_split / SPLITS_AT_ONCE)),
        .value = result_integer(result, row, 2),
    };

    for (size_t i = 0; i < SPLIT_FIELDS_MAX; i++)
        str_cut(rest, SHARE_MARK, &share.values[i], &rest);
    return share;
}

struct error *figures_read_shares(struct context *cx, const char *const *splits, size_t count,
                                  str place, size_t length, date from, date to,
                                  struct figure_share **shares, size_t *share_count)
{
    struct spans spans = cut_period(from, to);
    struct result result = { 0 };

    assert(count > 0 && count <= SPLITS_AT_ONCE);
    for (size_t i = 0; i < count; i++)
        assert(find_split(splits[i]) != NULL);
    TRY(totals_settle(cx));
    if (spans.count > 0)
        TRY(ask_shares(cx, splits, count, place, length, &spans, &result));
    *shares = arena_array(cx->arena, struct figure_share, result.rows);
    *share_count = result.rows;
    for (size_t i = 0; i < result.rows; i++)
        (*shares)[i] = share_of(cx, &result, i);
    return NULL;
}

/* Lists */

static bool has_filter(const struct listing *listing, const struct filter *filter)
{
    for (size_t i = 0; i < listing->filter_count; i++)
        if (listing->filters[i].field == filter->field &&
            str_eq(listing->filters[i].text, filter->text))
            return true;
    return false;
}

/* The filter that chooses a figure's days, and nothing else; NULL when there is none. */
static const struct filter *find_days(const struct figure_entry *entry,
                                      const struct listing *listing)
{
    for (size_t i = 0; i < listing->filter_count; i++) {
        const struct filter *filter = &listing->filters[i];
        if (filter->form == FILTER_RANGE && !filter->negated &&
            filter->field->kind == &kind_date &&
            str_eq(str_of(filter->field->name), str_of(entry->figure->on)))
            return filter;
    }
    return NULL;
}

static bool counts_list(const struct figure_entry *entry, const struct listing *listing)
{
    if (!entry->figure->counts_all || entry->figure->of != listing->type)
        return false;
    size_t wanted = entry->filter_count + (find_days(entry, listing) == NULL ? 0 : 1);
    if (listing->filter_count != wanted)
        return false;
    for (size_t i = 0; i < entry->filter_count; i++)
        if (!has_filter(listing, &entry->filters[i]))
            return false;
    return true;
}

static const struct figure_entry *find_list(const struct listing *listing)
{
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    if (listing->type->place == NULL || !str_is_empty(listing->words))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (counts_list(&entries[i], listing))
            return &entries[i];
    return NULL;
}

struct error *figures_counted(struct context *cx, const struct listing *listing, int64_t *count,
                              bool *known)
{
    const struct figure_entry *entry = find_list(listing);
    date from = date_of(TOTAL_FIRST_YEAR, 1, 1);
    date to = date_of(TOTAL_LAST_YEAR, 12, 31);
    struct figure_value value;

    *known = entry != NULL;
    if (!*known)
        return NULL;
    const struct filter *days = find_days(entry, listing);
    if (days != NULL && days->members[0] != NULL)
        from = *(const date *)days->members[0];
    if (days != NULL && days->members[1] != NULL)
        to = *(const date *)days->members[1];
    TRY(figure_read(cx, entry, listing->place, from, to, &value));
    *count = value.value;
    return NULL;
}

/* Trends */

/* The months from the first on, and what one figure has in each. */
struct months {
    str figure;
    int first;
    int64_t *values;
};

static struct error *take_month(struct context *cx, const struct result *row, void *closure)
{
    const struct months *months = closure;
    int64_t period = result_integer(row, 0, 0);
    int64_t nth = period / 100 * MONTHS + period % 100 - 1 - months->first;

    (void)cx;
    months->values[nth] += amounts_of(result_text(row, 0, 1), months->figure);
    return NULL;
}

static struct error *read_months(struct context *cx, const struct figure_entry *entry,
                                 str place, int first, size_t count, int64_t *values)
{
    struct months months = { str_of(entry->figure->key), first, values };
    struct asking asking = { .take = take_month, .closure = &months, .count = 4 };

    TRY(totals_settle(cx));
    asking.sql =
        arena_text(cx->arena, arena_printf(cx->arena,
                                           "select t.period, t.amounts from totals t where %s "
                                           "and t.period between $3 and $4",
                                           place_condition(place)));
    place_values(cx, place, asking.values);
    asking.values[2] = value_integer(period_of_month(month_start(first)));
    asking.values[3] = value_integer(period_of_month(month_start(first + (int)count - 1)));
    return ask(cx, place, &asking);
}

/* What there was before, and what each month brought or took. */
static struct error *read_stock_months(struct context *cx, const struct figure_entry *entry,
                                       str place, int first, size_t months, int64_t *values)
{
    date eve = date_add_days(month_start(first), -1);
    struct figure_value before;

    TRY(figure_read(cx, entry, place, eve, eve, &before));
    TRY(read_months(cx, entry, place, first, months, values));
    for (size_t i = 0; i < months; i++) {
        before.value += values[i];
        values[i] = before.value;
    }
    return NULL;
}

static struct error *read_distinct_months(struct context *cx, const struct figure_entry *entry,
                                          str place, int first, size_t months, int64_t *values)
{
    for (size_t i = 0; i < months; i++) {
        date start = month_start(first + (int)i);
        date end = date_add_days(month_start(first + (int)i + 1), -1);
        TRY(read_distinct(cx, entry, place, start, end, &values[i]));
    }
    return NULL;
}

struct error *figure_read_months(struct context *cx, const struct figure_entry *entry,
                                 str place, date from, size_t months, int64_t *values)
{
    int first = month_number(from);

    for (size_t i = 0; i < months; i++)
        values[i] = 0;
    switch (entry->figure->kind) {
    case FIGURE_FLOW:
        return read_months(cx, entry, place, first, months, values);
    case FIGURE_STOCK:
        return read_stock_months(cx, entry, place, first, months, values);
    case FIGURE_DISTINCT:
        return read_distinct_months(cx, entry, place, first, months, values);
    case FIGURE_RATIO:
        break;
    }
    return figure_read_months(cx, figure_find(str_of(entry->figure->part)), place, from, months,
                              values);
}
