/* SPDX-License-Identifier: Apache-2.0 */
/* Asking for some records of a type. */
#include "record/listing.h"

#include "record/search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_MAX = 96, MEMBER_BYTES = 32, DAY_SECONDS = 86400, HEAD_COLUMNS = 2 };

/* Conditions */

static void *read_member(struct context *cx, const struct field *field, str text)
{
    void *member = arena_alloc(cx->arena, MEMBER_BYTES);

    return field->kind->read(field, cx->arena, text, member) ? member : NULL;
}

static struct error *cannot_read(struct context *cx, const struct field *field)
{
    return fail_field(cx, field->name, "筛选条件“%s”：%s", words_said(field->label),
                      words_said(field->kind->expected));
}

/* The end of a range is inclusive: a day's moments belong to it to the last second. */
static void include_whole_day(const struct field *field, str text, void *member)
{
    if (field->kind == &kind_instant && !str_contains(text, S(":")))
        ((instant *)member)->second += DAY_SECONDS - 1;
}

static struct error *read_range(struct context *cx, str text, struct filter *filter)
{
    const void **members = arena_array(cx->arena, const void *, 2);
    const char *dots = memmem(text.data, text.length, "..", 2);
    str from = { text.data, (size_t)(dots - text.data) };
    str to = str_slice(text, from.length + 2, text.length);

    if (!str_is_empty(from) && (members[0] = read_member(cx, filter->field, from)) == NULL)
        return cannot_read(cx, filter->field);
    if (!str_is_empty(to)) {
        void *end = read_member(cx, filter->field, to);
        if (end == NULL)
            return cannot_read(cx, filter->field);
        include_whole_day(filter->field, to, end);
        members[1] = end;
    }
    filter->form = FILTER_RANGE;
    filter->members = members;
    filter->count = 2;
    return NULL;
}

static struct error *read_one_of(struct context *cx, str text, struct filter *filter)
{
    enum { VALUES_OF_FILTER_MAX = 40 };
    const void **members = arena_array(cx->arena, const void *, VALUES_OF_FILTER_MAX);

    while (!str_is_empty(text) && filter->count < VALUES_OF_FILTER_MAX) {
        str each;
        str_cut(text, ',', &each, &text);
        members[filter->count] = read_member(cx, filter->field, each);
        if (members[filter->count++] == NULL)
            return cannot_read(cx, filter->field);
    }
    filter->form = FILTER_ONE_OF;
    filter->members = members;
    return NULL;
}

struct error *filter_read(struct context *cx, const struct record_type *type, str name,
                          str text, struct filter *filter)
{
    const struct field *field = shape_field(&type->shape, name);

    if (field == NULL)
        return fail(cx, ERROR_INVALID, "%s没有“%.*s”这一项，不能按它筛选。",
                    words_said(type->title), STR_ARG(name));
    *filter = (struct filter){ .field = field, .text = text };
    if (str_starts(text, S("!"))) {
        filter->negated = true;
        text = str_slice(text, 1, text.length);
    }
    if (str_eq(text, S("*"))) {
        filter->form = FILTER_ANY;
        return NULL;
    }
    return str_contains(text, S("..")) ? read_range(cx, text, filter)
                                       : read_one_of(cx, text, filter);
}

struct error *filters_read(struct context *cx, const struct record_type *type, str conditions,
                           struct filter *filters, size_t *count)
{
    *count = 0;
    while (!str_is_empty(conditions)) {
        str condition, name, value;
        str_cut(conditions, '&', &condition, &conditions);
        str_cut(condition, '=', &name, &value);
        if (*count == FILTERS_MAX)
            return fail(cx, ERROR_INVALID, "筛选条件太多，最多%d个。", FILTERS_MAX);
        TRY(filter_read(cx, type, name, value, &filters[*count]));
        (*count)++;
    }
    return NULL;
}

static bool is_one_of(const struct filter *filter, const void *member)
{
    for (size_t i = 0; i < filter->count; i++)
        if (filter->field->kind->compare(member, filter->members[i]) == 0)
            return true;
    return false;
}

static bool is_in_range(const struct filter *filter, const void *member)
{
    const struct field_kind *kind = filter->field->kind;
    const void *from = filter->members[0];
    const void *to = filter->members[1];

    return kind->is_set(member) && (from == NULL || kind->compare(member, from) >= 0) &&
           (to == NULL || kind->compare(member, to) <= 0);
}

bool filter_matches(const struct filter *filter, const void *record)
{
    const void *member = field_member_const(filter->field, record);

    switch (filter->form) {
    case FILTER_ONE_OF:
        return is_one_of(filter, member) != filter->negated;
    case FILTER_RANGE:
        return is_in_range(filter, member) != filter->negated;
    case FILTER_ANY:
        return filter->field->kind->is_set(member) != filter->negated;
    }
    return false;
}

bool filters_match(const struct filter *filters, size_t count, const void *record)
{
    for (size_t i = 0; i < count; i++)
        if (!filter_matches(&filters[i], record))
            return false;
    return true;
}

/* The parameters of a page */

static struct error *read_sort(struct context *cx, str text, struct listing *listing)
{
    bool descending = str_starts(text, S("-"));
    str name = descending ? str_slice(text, 1, text.length) : text;

    listing->ascending = !descending;
    if (str_eq(name, S("id")))
        return NULL;
    listing->sort = shape_field(&listing->type->shape, name);
    if (listing->sort == NULL || listing->sort->hidden || listing->sort->kind == &kind_secret)
        return fail(cx, ERROR_INVALID, "不能按“%.*s”排序。", STR_ARG(name));
    return NULL;
}

static struct error *read_limit(struct context *cx, str text, struct listing *listing)
{
    int64_t limit;

    if (!str_read_integer(text, &limit) || limit < 1 || limit > PAGE_ROWS_MAX)
        return fail(cx, ERROR_INVALID, "每页条数要在1到%d之间。", PAGE_ROWS_MAX);
    listing->limit = (size_t)limit;
    return NULL;
}

/* "opened_on.from=..." and ".to" are how a form without script asks for a range. */
static struct error *read_half_range(struct context *cx, str name, str value,
                                     struct listing *listing, struct filter *filter)
{
    str field, half;

    str_cut(name, '.', &field, &half);
    bool is_from = str_eq(half, S("from"));
    value = is_from ? arena_printf(cx->arena, "%.*s..", STR_ARG(value))
                    : arena_printf(cx->arena, "..%.*s", STR_ARG(value));
    return filter_read(cx, listing->type, field, value, filter);
}

static struct error *read_condition(struct context *cx, str name, str value,
                                    struct listing *listing)
{
    bool half = str_ends(name, S(".from")) || str_ends(name, S(".to"));
    str field, rest;

    str_cut(name, '.', &field, &rest);
    if (shape_field(&listing->type->shape, field) == NULL || str_is_empty(value))
        return NULL;
    if (listing->filter_count == FILTERS_MAX)
        return fail(cx, ERROR_INVALID, "筛选条件太多，最多%d个。", FILTERS_MAX);

    struct filter *filter = &listing->filters[listing->filter_count];
    if (half)
        TRY(read_half_range(cx, name, value, listing, filter));
    else
        TRY(filter_read(cx, listing->type, name, value, filter));
    listing->filter_count++;
    return NULL;
}

struct error *listing_read(struct context *cx, const struct record_type *type,
                           struct params params, struct listing *listing)
{
    *listing = (struct listing){ .type = type, .limit = PAGE_ROWS };
    if (type->order != NULL)
        listing->sort = shape_field(&type->shape, str_of(type->order));
    for (size_t i = 0; i < params.count; i++) {
        str name = params.items[i].name;
        str value = str_trim(params.items[i].value);
        if (type->place != NULL && str_eq(name, str_of("place")))
            listing->place = value;
        else if (str_eq(name, S("q")))
            listing->words = str_first(value, 60);
        else if (str_eq(name, S("sort")) && !str_is_empty(value))
            TRY(read_sort(cx, value, listing));
        else if (str_eq(name, S("after")))
            listing->after = value;
        else if (str_eq(name, S("limit")) && !str_is_empty(value))
            TRY(read_limit(cx, value, listing));
        else
            TRY(read_condition(cx, name, value, listing));
    }
    return NULL;
}

/* SQL */

struct statement {
    enum db_engine engine;
    struct buf sql;
    struct value values[VALUES_MAX];
    size_t count;
    bool counts;     /* and shows nothing of the records */
    str question;    /* to the index of words; empty when there is none */
    const char *id;  /* the name of the id: in the table, or in the index that leads to it */
    record_id after; /* where the page begins; 0 at the beginning of the list */
    bool begins_in_range; /* and the range of ids says so already */
    bool has_range;       /* of ids, which are values[range] and the next */
    size_t range;
};

static bool is_led_by_words(const struct statement *statement)
{
    return strcmp(statement->id, "id") != 0;
}

/* SQLite's index of words gives its records newest first, one after the other: a page of them
 * costs the same whether a hundred records have the words or a million. */
static struct statement begin_statement(struct context *cx, const struct listing *listing)
{
    struct statement statement = {
        .engine = db_engine(cx->db),
        .sql = { .arena = cx->arena },
        .id = "id",
    };

    if (type_is_searchable(listing->type))
        statement.question = search_question(cx, listing->words, listing->place);
    if (!str_is_empty(statement.question) && listing->sort == NULL &&
        db_engine(cx->db) == DB_SQLITE)
        statement.id = "found.rowid";
    return statement;
}

/* True when the index of words alone can count: it knows the places down to the grid. */
static bool words_suffice(const struct listing *listing, const struct statement *statement)
{
    bool has_words = statement->engine == DB_SQLITE ? is_led_by_words(statement)
                                                    : !str_is_empty(statement->question);

    return statement->counts && has_words && listing->filter_count == 0 &&
           listing->place.length <= 15;
}

static void add_from(const struct listing *listing, struct statement *statement)
{
    const char *table = listing->type->table;

    if (words_suffice(listing, statement))
        buf_printf(&statement->sql, " from %s_words found where ", table);
    else if (is_led_by_words(statement))
        buf_printf(&statement->sql,
                   " from %s_words found cross join %s where id = found.rowid and ", table,
                   table);
    else
        buf_printf(&statement->sql, " from %s where ", table);
}

/* Adds "$n" for a value. */
static void add_value(struct statement *statement, struct value value)
{
    statement->values[statement->count++] = value;
    buf_printf(&statement->sql, "$%zu", statement->count);
}

/* The counties of a key that may be shorter than a county's: 42 is 420000 to 429999. */
static void county_range(str key, int64_t *first, int64_t *last)
{
    *first = key_county(key);
    *last = *first;
    for (size_t digits = key.length; digits > 0 && digits < 6; digits++) {
        *first = *first * 10;
        *last = *last * 10 + 9;
    }
}

/* Of two conditions on the same end of a range SQLite looks for one, maybe the wider, and reads
 * its way to the other; so where a page begins narrows the range of its county. */
static void add_id_range(struct statement *statement, const struct listing *listing,
                         int64_t first, int64_t end)
{
    if (listing->sort == NULL && statement->after != 0) {
        if (listing->ascending && statement->after > first)
            first = statement->after;
        if (!listing->ascending && statement->after < end)
            end = statement->after;
        statement->begins_in_range = true;
    }
    statement->has_range = true;
    statement->range = statement->count;
    buf_printf(&statement->sql, "%s > ", statement->id);
    add_value(statement, value_integer(first));
    buf_printf(&statement->sql, " and %s < ", statement->id);
    add_value(statement, value_integer(end));
}

/* SQLite finds a county's records by their ids, newest first without sorting; to count them an
 * index of places is enough.  PostgreSQL finds them by the column they are spread by. */
static void add_county(struct context *cx, const struct listing *listing,
                       struct statement *statement)
{
    str key = listing->place;
    int64_t first, last;

    county_range(key, &first, &last);
    if (db_engine(cx->db) == DB_SQLITE && key.length <= 6 &&
        (!statement->counts || is_led_by_words(statement))) {
        add_id_range(statement, listing, first * COUNTY_IDS, (last + 1) * COUNTY_IDS);
    } else if (first == last) {
        buf_add(&statement->sql, S("county = "));
        add_value(statement, value_integer(first));
    } else {
        buf_add(&statement->sql, S("county between "));
        add_value(statement, value_integer(first));
        buf_add(&statement->sql, S(" and "));
        add_value(statement, value_integer(last));
    }
}

static void add_scope(struct context *cx, const struct listing *listing,
                      struct statement *statement)
{
    const char *column = listing->type->place;
    str key = listing->place;

    bool words = words_suffice(listing, statement);

    if (column == NULL || str_is_empty(key) ||
        (words && statement->engine == DB_SQLITE && key.length > 6)) {
        buf_add(&statement->sql, S("1 = 1"));
        return;
    }
    add_county(cx, listing, statement);
    if (words)
        return;
    for (size_t length = 9; length <= 15; length += 3)
        if (key.length == length || (length == 15 && key.length > length)) {
            buf_printf(&statement->sql, " and substr(%s, 1, %zu) = ", column, length);
            add_value(statement, value_text(str_slice(key, 0, length)));
        }
    if (key.length > 15) {
        buf_printf(&statement->sql, " and %s >= ", column);
        add_value(statement, value_text(key));
        buf_printf(&statement->sql, " and %s < ", column);
        add_value(statement, value_text(key_end(cx->arena, key)));
    }
}

static bool is_numeric(const struct field *field)
{
    return field_is_number(field) || field->kind == &kind_boolean;
}

static struct value stored(struct context *cx, const struct field *field, const void *member)
{
    return field->kind->store(field, cx->arena, member);
}

static void add_one_of(struct context *cx, const struct filter *filter,
                       struct statement *statement)
{
    buf_printf(&statement->sql, "%s %sin (", filter->field->name,
               filter->negated ? "not " : "");
    for (size_t i = 0; i < filter->count; i++) {
        if (i > 0)
            buf_add(&statement->sql, S(", "));
        add_value(statement, stored(cx, filter->field, filter->members[i]));
    }
    buf_add(&statement->sql, S(")"));
    if (filter->negated && field_is_nullable(filter->field))
        buf_printf(&statement->sql, " or %s is null", filter->field->name);
}

static void add_range(struct context *cx, const struct filter *filter,
                      struct statement *statement)
{
    static const char *const signs[] = { ">=", "<=" };
    bool first = true;

    buf_add(&statement->sql, filter->negated ? S("not (") : S("("));
    if (field_is_measure(filter->field))
        buf_printf(&statement->sql, "%s <> 0 and ", filter->field->name);
    for (size_t i = 0; i < 2; i++) {
        if (filter->members[i] == NULL)
            continue;
        buf_printf(&statement->sql, "%s%s %s ", first ? "" : " and ", filter->field->name,
                   signs[i]);
        add_value(statement, stored(cx, filter->field, filter->members[i]));
        first = false;
    }
    if (first)
        buf_add(&statement->sql, S("1 = 1"));
    buf_add(&statement->sql, S(")"));
    if (filter->negated && field_is_nullable(filter->field))
        buf_printf(&statement->sql, " or %s is null", filter->field->name);
}

static void add_any(const struct filter *filter, struct statement *statement)
{
    const char *name = filter->field->name;
    bool unset = filter->negated;

    if (field_is_nullable(filter->field))
        buf_printf(&statement->sql, "%s is %snull", name, unset ? "" : "not ");
    else if (is_numeric(filter->field))
        buf_printf(&statement->sql, "%s %s 0", name, unset ? "=" : "<>");
    else
        buf_printf(&statement->sql, "%s %s ''", name, unset ? "=" : "<>");
}

static void add_filter(struct context *cx, const struct filter *filter,
                       struct statement *statement)
{
    buf_add(&statement->sql, S(" and ("));
    switch (filter->form) {
    case FILTER_ONE_OF:
        add_one_of(cx, filter, statement);
        break;
    case FILTER_RANGE:
        add_range(cx, filter, statement);
        break;
    case FILTER_ANY:
        add_any(filter, statement);
        break;
    }
    buf_add(&statement->sql, S(")"));
}

static void add_words(struct context *cx, const struct listing *listing,
                      struct statement *statement)
{
    const char *table = listing->type->table;

    if (str_is_empty(statement->question))
        return;
    if (is_led_by_words(statement)) {
        buf_add(&statement->sql, S(" and words match "));
        add_value(statement, value_text(statement->question));
        return;
    }
    if (db_engine(cx->db) == DB_SQLITE) {
        buf_printf(&statement->sql, " and id in (select rowid from %s_words where words match ",
                   table);
        add_value(statement, value_text(statement->question));
    } else if (words_suffice(listing, statement)) {
        buf_add(&statement->sql, S(" and words @@ "));
        add_value(statement, value_text(statement->question));
        buf_add(&statement->sql, S("::tsquery"));
        return;
    } else {
        buf_printf(&statement->sql, " and (%sid) in (select %sid from %s_words where words @@ ",
                   listing->type->place != NULL ? "county, " : "",
                   listing->type->place != NULL ? "county, " : "", table);
        add_value(statement, value_text(statement->question));
        buf_add(&statement->sql, S("::tsquery"));
    }
    buf_add(&statement->sql, S(")"));
}

/* The expression that a list is sorted by: an absent day comes before all days. */
static void add_sort_key(struct context *cx, const struct field *sort, struct buf *sql)
{
    if (!field_is_nullable(sort))
        buf_add(sql, str_of(sort->name));
    else if (sort->kind == &kind_ref)
        buf_printf(sql, "coalesce(%s, 0)", sort->name);
    else if (db_engine(cx->db) == DB_SQLITE)
        buf_printf(sql, "coalesce(%s, '')", sort->name);
    else
        buf_printf(sql, "coalesce(%s, '0001-01-01')", sort->name);
}

static struct value cursor_value(struct context *cx, const struct field *sort, str text)
{
    int64_t number;

    if ((is_numeric(sort) || sort->kind == &kind_ref) && str_read_integer(text, &number))
        return value_integer(number);
    if (str_is_empty(text) && field_is_nullable(sort) && db_engine(cx->db) == DB_POSTGRES)
        return value_text(S("0001-01-01"));
    return value_text(text);
}

/* Where the page begins: after is "id" or "id~value". */
static struct error *read_cursor(struct context *cx, const struct listing *listing,
                                 struct statement *statement)
{
    str id_text, rest;

    str_cut(listing->after, '~', &id_text, &rest);
    if (!str_is_empty(listing->after) && !str_read_integer(id_text, &statement->after))
        return fail(cx, ERROR_INVALID, "翻页的位置不对，请回到列表第一页。");
    return NULL;
}

static void add_cursor(struct context *cx, const struct listing *listing,
                       struct statement *statement)
{
    const char *sign = listing->ascending ? ">" : "<";
    str id_text, value_text_;

    if (str_is_empty(listing->after) || statement->begins_in_range)
        return;
    if (listing->sort == NULL) {
        buf_printf(&statement->sql, " and %s %s ", statement->id, sign);
        add_value(statement, value_integer(statement->after));
        return;
    }
    str_cut(listing->after, '~', &id_text, &value_text_);
    buf_add(&statement->sql, S(" and ("));
    add_sort_key(cx, listing->sort, &statement->sql);
    buf_printf(&statement->sql, ", id) %s (", sign);
    add_value(statement, cursor_value(cx, listing->sort, value_text_));
    buf_add(&statement->sql, S(", "));
    add_value(statement, value_integer(statement->after));
    buf_add(&statement->sql, S(")"));
}

static void add_conditions(struct context *cx, const struct listing *listing,
                           struct statement *statement)
{
    add_scope(cx, listing, statement);
    for (size_t i = 0; i < listing->filter_count; i++)
        add_filter(cx, &listing->filters[i], statement);
    add_words(cx, listing, statement);
}

/* The fields that a page loads. */
struct selection {
    const struct field **fields;
    size_t count;
};

/* Marks the fields that another listed field is shown from. */
static void mark_named(const struct shape *shape, str names, bool *marked)
{
    for (str name; str_next(&names, &name);) {
        const struct field *field = shape_field(shape, name);
        if (field != NULL)
            marked[field - shape->fields] = true;
    }
}

static struct selection select_fields(struct context *cx, const struct listing *listing)
{
    const struct shape *shape = &listing->type->shape;
    bool *shown_elsewhere = arena_array(cx->arena, bool, shape->count);
    struct selection selection = {
        .fields = arena_array(cx->arena, const struct field *, shape->count),
    };

    for (size_t i = 0; i < shape->count; i++)
        if (shape->fields[i].listed)
            mark_named(shape, str_of(shape->fields[i].shown_from), shown_elsewhere);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!listing->brief || field->listed || field == listing->sort || shown_elsewhere[i])
            selection.fields[selection.count++] = field;
    }
    return selection;
}

static struct error *page_statement(struct context *cx, const struct listing *listing,
                                    const struct selection *selection,
                                    struct statement *statement)
{
    const char *direction = listing->ascending ? "" : " desc";

    TRY(read_cursor(cx, listing, statement));
    buf_add(&statement->sql, S("select id, version"));
    for (size_t i = 0; i < selection->count; i++) {
        buf_add(&statement->sql, S(", "));
        buf_add(&statement->sql, str_of(selection->fields[i]->name));
    }
    add_from(listing, statement);
    add_conditions(cx, listing, statement);
    add_cursor(cx, listing, statement);
    buf_add(&statement->sql, S(" order by "));
    if (listing->sort != NULL) {
        add_sort_key(cx, listing->sort, &statement->sql);
        buf_printf(&statement->sql, "%s, ", direction);
    }
    buf_printf(&statement->sql, "%s%s limit ", statement->id, direction);
    add_value(statement, value_integer((int64_t)listing->limit + 1));
    buf_add_char(&statement->sql, '\0');
    return NULL;
}

static str cursor_of(struct context *cx, const struct listing *listing, const void *record)
{
    record_id id = ((const struct record *)record)->id;

    if (listing->sort == NULL)
        return arena_printf(cx->arena, "%lld", (long long)id);
    struct value value = stored(cx, listing->sort, field_member_const(listing->sort, record));
    if (value.kind == VALUE_INTEGER)
        return arena_printf(cx->arena, "%lld~%lld", (long long)id, (long long)value.integer);
    return arena_printf(cx->arena, "%lld~%.*s", (long long)id, STR_ARG(value.text));
}

static void load_row(struct context *cx, const struct selection *selection,
                     const struct result *result, size_t row, void *record)
{
    struct record *head = record;

    head->id = result_integer(result, row, 0);
    head->version = result_integer(result, row, 1);
    for (size_t i = 0; i < selection->count; i++) {
        const struct field *field = selection->fields[i];
        field->kind->load(field, cx->arena, result_value(result, row, HEAD_COLUMNS + i),
                          field_member(field, record));
    }
}

/* Words that this transaction has put off are to be found as well. */
static struct error *settle_words(struct context *cx, const struct statement *statement)
{
    return str_is_empty(statement->question) ? NULL : db_settle(cx);
}

struct error *listing_rows(struct context *cx, const struct listing *listing, void *rows,
                           size_t *count, str *next)
{
    struct selection selection = select_fields(cx, listing);
    struct statement statement = begin_statement(cx, listing);
    size_t size = listing->type->shape.size;
    struct result result;

    TRY(page_statement(cx, listing, &selection, &statement));
    TRY(settle_words(cx, &statement));
    TRY(db_query(cx, statement.sql.data, statement.values, statement.count, &result));
    *count = result.rows < listing->limit ? result.rows : listing->limit;
    char *records = arena_alloc_array(cx->arena, *count + 1, size);
    for (size_t i = 0; i < *count; i++)
        load_row(cx, &selection, &result, i, records + i * size);
    *next = result.rows > listing->limit ? cursor_of(cx, listing, records + (*count - 1) * size)
                                         : (str){ 0 };
    memcpy(rows, &records, sizeof records);
    return NULL;
}

struct walk {
    const struct listing *listing;
    struct selection selection;
    void *record;
    size_t left;
    listing_function *each;
    void *closure;
};

static struct error *walk_row(struct context *cx, const struct result *row, void *closure)
{
    struct walk *walk = closure;

    if (walk->left == 0) /* a page is asked for one row more than it shows */
        return NULL;
    walk->left--;
    memset(walk->record, 0, walk->listing->type->shape.size);
    load_row(cx, &walk->selection, row, 0, walk->record);
    return walk->each(cx, walk->record, walk->closure);
}

struct error *listing_each(struct context *cx, const struct listing *listing,
                           listing_function *each, void *closure)
{
    struct statement statement = begin_statement(cx, listing);
    struct walk walk = {
        .listing = listing,
        .selection = select_fields(cx, listing),
        .record = arena_alloc(cx->arena, listing->type->shape.size),
        .left = listing->limit,
        .each = each,
        .closure = closure,
    };

    TRY(page_statement(cx, listing, &walk.selection, &statement));
    TRY(settle_words(cx, &statement));
    return db_each(cx, statement.sql.data, statement.values, statement.count, walk_row, &walk);
}

struct error *listing_count(struct context *cx, const struct listing *listing, size_t most,
                            int64_t *count)
{
    struct statement statement = begin_statement(cx, listing);

    statement.counts = true;
    buf_add(&statement.sql, S("select count(*) from (select 1"));
    add_from(listing, &statement);
    add_conditions(cx, listing, &statement);
    buf_add(&statement.sql, S(" limit "));
    add_value(&statement, value_integer((int64_t)most + 1));
    buf_printf(&statement.sql, ") as found%c", '\0');
    TRY(settle_words(cx, &statement));
    return query_number(cx, statement.sql.data, statement.values, statement.count, count);
}

/* Groups */

bool field_is_grouping(const struct field *field)
{
    return !field->hidden &&
           (field->kind == &kind_choice || field->kind == &kind_boolean ||
            field->kind == &kind_place || (field->kind == &kind_text && field->grouping));
}

/* The length of the keys one level below a place. */
static size_t next_level(str place)
{
    static const size_t lengths[] = { 2, 4, 6, 9, 12, 15, 17 };

    for (size_t i = 0; i < COUNT(lengths); i++)
        if (place.length < lengths[i])
            return lengths[i];
    return lengths[COUNT(lengths) - 1];
}

static const char *group_expression(struct context *cx, const struct listing *listing,
                                    const struct field *field)
{
    if (field->kind != &kind_place)
        return field->name;
    return arena_printf(cx->arena, "substr(%s, 1, %zu)", field->name,
                        next_level(listing->place))
        .data;
}

static int by_count(const void *a, const void *b)
{
    const struct group *x = a;
    const struct group *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return str_compare(x->value, y->value);
}

/* With words the index of words would be asked for each part. */
static bool can_divide(const struct statement *statement)
{
    return statement->has_range && str_is_empty(statement->question);
}

struct error *listing_groups(struct context *cx, const struct listing *listing,
                             const struct field *field, struct group **groups, size_t *count)
{
    struct statement statement = begin_statement(cx, listing);
    struct result result;

    assert(field_is_grouping(field));
    statement.id = "id";
    add_from(listing, &statement);
    add_conditions(cx, listing, &statement);
    buf_add_char(&statement.sql, '\0');
    TRY(settle_words(cx, &statement));
    const struct db_range range = { listing->type->table, statement.range };
    TRY(db_tally(cx, group_expression(cx, listing, field), statement.sql.data, statement.values,
                 statement.count, can_divide(&statement) ? &range : NULL, &result));
    *count = result.rows;
    *groups = arena_array(cx->arena, struct group, result.rows + 1);
    for (size_t i = 0; i < result.rows; i++)
        (*groups)[i] =
            (struct group){ result_text(&result, i, 0), result_integer(&result, i, 1) };
    qsort(*groups, *count, sizeof **groups, by_count);
    return NULL;
}

const char *listing_sql(struct context *cx, const struct listing *listing)
{
    struct selection selection = select_fields(cx, listing);
    struct statement statement = begin_statement(cx, listing);

    return page_statement(cx, listing, &selection, &statement) == NULL ? statement.sql.data
                                                                       : "";
}
