/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the records are what the journal says: the chain shows that nobody altered the
 * journal, this shows that nobody altered a record beside it.
 *
 * Entries about a record of the common work lie in its own county.  Those about a shared record
 * lie where whoever changed it holds a post, and between counties their order is not known; so
 * a shared record may be as the last entry of any county says.
 */
#include "app/journal.h"

#include "base/json.h"
#include "record/exchange.h"

/* What one entry says about the fields of a record. */
struct past {
    int64_t county;
    bool is_first; /* the record was new: a field that is not named was not set */
    struct json_member *members;
    size_t count;
};

struct history {
    struct past *entries;
    size_t count;
    bool has_first;
};

struct comparison {
    const struct record_type *type;
    void (*differ)(const struct record_difference *found, void *closure);
    void *closure;
    int64_t checked;
    int64_t known; /* records of the type whose beginning the journal tells */
};

/* An entry that cannot be read has been altered, and says nothing. */
static struct past read_past(struct context *cx, const struct result *result, size_t row)
{
    struct past past = {
        .county = result_integer(result, row, 0),
        .is_first = result_integer(result, row, 1) != 0,
    };

    if (json_read_object(cx, result_text(result, row, 2), &past.members, &past.count) != NULL)
        past.count = 0;
    return past;
}

static struct error *read_history(struct context *cx, const struct record_type *type,
                                  record_id id, struct history *history)
{
    static const char scoped[] =
        "select county, case when before = '' then 1 else 0 end, after from journal "
        "where county = $1 and type = $2 and record = $3 and after <> '' order by id";
    static const char shared[] =
        "select county, case when before = '' then 1 else 0 end, after from journal "
        "where county in (select county from chains) and $1 = 0 "
        "and type = $2 and record = $3 and after <> '' order by id";
    bool is_shared = type->place == NULL;
    struct result result;

    TRY(db_query(cx, is_shared ? shared : scoped,
                 WITH(value_integer(is_shared ? 0 : id_county(id)),
                      value_text(str_of(type->name)), value_integer(id)),
                 &result));
    history->entries = arena_array(cx->arena, struct past, result.rows + 1);
    history->count = result.rows;
    history->has_first = false;
    for (size_t i = 0; i < result.rows; i++) {
        history->entries[i] = read_past(cx, &result, i);
        history->has_first |= history->entries[i].is_first;
    }
    return NULL;
}

static const struct json_member *find_member(const struct past *past, str name)
{
    for (size_t i = 0; i < past->count; i++)
        if (str_eq(past->members[i].name, name))
            return &past->members[i];
    return NULL;
}

/* A field that came with a later release has the value that nothing was kept of. */
static bool is_nothing(struct context *cx, const struct field *field, const void *record)
{
    struct value value =
        field->kind->store(field, cx->arena, field_member_const(field, record));

    return value.kind == VALUE_NULL || (value.integer == 0 && str_is_empty(value.text));
}

static bool is_as_said(struct context *cx, const struct field *field, const void *record,
                       const struct json_member *said)
{
    if (said == NULL || said->is_null)
        return is_nothing(cx, field, record);
    return str_eq(said->value, field_json_text(cx, field, record));
}

/* Looks from the last entry back, in each county for the last one that says something.  Of a
 * record that was not entered but read in, the journal may say nothing. */
static bool is_as_written(struct context *cx, const struct field *field, const void *record,
                          const struct history *history)
{
    int64_t answered = -1;

    for (size_t i = history->count; i-- > 0;) {
        const struct past *past = &history->entries[i];
        const struct json_member *said = find_member(past, str_of(field->name));
        if (past->county == answered || (said == NULL && !past->is_first))
            continue;
        if (is_as_said(cx, field, record, said))
            return true;
        answered = past->county;
    }
    return answered < 0;
}

static void tell(const struct comparison *comparison, const struct record_difference *found)
{
    comparison->differ(found, comparison->closure);
}

static void compare_fields(struct context *cx, struct comparison *comparison, record_id id,
                           const void *record, const struct history *history)
{
    const struct shape *shape = &comparison->type->shape;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->hidden && !is_as_written(cx, field, record, history))
            tell(comparison, &(struct record_difference){
                                 .type = comparison->type, .record = id, .field = field });
    }
}

static struct error *compare_record(struct context *cx, void *record, void *closure)
{
    struct comparison *comparison = closure;
    record_id id = ((const struct record *)record)->id;
    struct arena_mark mark = arena_mark(cx->arena);
    struct history history;

    TRY(read_history(cx, comparison->type, id, &history));
    comparison->checked++;
    comparison->known += history.has_first;
    if (history.has_first || comparison->type->tabled)
        compare_fields(cx, comparison, id, record, &history);
    else
        tell(comparison, &(struct record_difference){ .type = comparison->type, .record = id });
    arena_rewind(cx->arena, mark);
    return NULL;
}

/* How many records of a type the journal saw come, less those that it saw go. */
static int64_t count_of_type(const struct result *counts, const struct record_type *type)
{
    for (size_t i = 0; i < counts->rows; i++)
        if (str_eq(result_text(counts, i, 0), str_of(type->name)))
            return result_integer(counts, i, 1) - result_integer(counts, i, 2);
    return 0;
}

static struct error *compare_type(struct context *cx, struct comparison *comparison,
                                  const struct result *counts)
{
    comparison->known = 0;
    TRY(store_each(cx, comparison->type, (str){ 0 }, compare_record, comparison));

    int64_t missing = count_of_type(counts, comparison->type) - comparison->known;
    if (missing > 0)
        tell(comparison,
             &(struct record_difference){ .type = comparison->type, .missing = missing });
    return NULL;
}

static struct error *compare_all(struct context *cx, void *closure)
{
    struct comparison *comparison = closure;
    struct result counts;

    TRY(db_query(cx,
                 "select type, count(case when before = '' and after <> '' then 1 end), "
                 "count(case when before <> '' and after = '' then 1 end) "
                 "from journal group by type order by type",
                 NULL, 0, &counts));
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        comparison->type = *type;
        if (!(*type)->unlogged)
            TRY(compare_type(cx, comparison, &counts));
    }
    return NULL;
}

struct error *journal_compare(struct context *cx,
                              void (*differ)(const struct record_difference *found,
                                             void *closure),
                              void *closure, int64_t *checked)
{
    struct comparison comparison = { .differ = differ, .closure = closure };

    TRY(db_transaction(cx, compare_all, &comparison));
    *checked = comparison.checked;
    return NULL;
}
