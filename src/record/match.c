/* SPDX-License-Identifier: Apache-2.0 */
/* Finding a record by what a row says. */
#include "record/match.h"

#include <assert.h>

enum { SELECTED_MAX = 50 };

/* "<blind index>." */
static str prefix_of(str sealed)
{
    str head, rest;

    str_cut(sealed, '.', &head, &rest);
    return (str){ head.data, head.length + 1 };
}

struct asking {
    struct buf sql;
    struct value values[MATCH_FIELDS_MAX * 2 + 3];
    size_t count;
};

static void ask_for(struct context *cx, struct asking *asking, const struct field *field,
                    const void *wanted)
{
    const void *member = field_member_const(field, wanted);

    if (field->kind == &kind_secret) {
        str prefix = prefix_of(*(const str *)member);
        asking->values[asking->count++] = value_text(prefix);
        asking->values[asking->count++] = value_text(key_end(cx->arena, prefix));
        buf_printf(&asking->sql, " and %s >= $%zu and %s < $%zu", field->name,
                   asking->count - 1, field->name, asking->count);
        return;
    }
    asking->values[asking->count++] = field->kind->store(field, cx->arena, member);
    buf_printf(&asking->sql, " and %s = $%zu", field->name, asking->count);
}

/* A number leads to a few records wherever they lie; asked for the place as well, a database
 * may go through all records of the place instead. */
static bool is_selective(const struct field *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i]->kind == &kind_secret || fields[i]->kind == &kind_ref)
            return true;
    return false;
}

static void begin(struct context *cx, const struct record_type *type, str place, bool selective,
                  struct asking *asking)
{
    buf_printf(&asking->sql, "select %.*s from %s where ", STR_ARG(type_columns(cx, type)),
               type->table);
    if (type->place == NULL || str_is_empty(place)) {
        buf_add(&asking->sql, S("1 = 1"));
        return;
    }
    asking->values[asking->count++] = value_integer(key_county(place));
    buf_add(&asking->sql, S("county = $1"));
    if (selective)
        return;
    asking->values[asking->count++] = value_text(place);
    asking->values[asking->count++] = value_text(key_end(cx->arena, place));
    buf_printf(&asking->sql, " and %s >= $2 and %s < $3", type->place, type->place);
}

/* Those of the rows found that lie within the place; the first of them is loaded. */
static size_t load_within(struct context *cx, const struct record_type *type, str place,
                          const struct result *result, void *record)
{
    void *each = arena_alloc(cx->arena, type->shape.size);
    size_t count = 0;

    for (size_t i = 0; i < result->rows && count < 2; i++) {
        type_load(cx, type, result, i, count == 0 ? record : each);
        if (type->place == NULL ||
            key_is_within(type_place(type, count == 0 ? record : each), place))
            count++;
    }
    return count;
}

/* Sealed values are in the order of their index already. */
static void add_order(struct asking *asking, const struct field *const *fields, size_t count)
{
    buf_add(&asking->sql, S(" order by "));
    for (size_t i = 0; i < count; i++)
        if (fields[i]->kind == &kind_secret)
            buf_printf(&asking->sql, "%s, ", fields[i]->name);
    buf_add(&asking->sql, S("id"));
}

struct error *record_match(struct context *cx, const struct record_type *type, str place,
                           const struct field *const *fields, size_t field_count,
                           const void *wanted, void *record, size_t *count)
{
    struct asking asking = { .sql = { .arena = cx->arena } };
    bool selective = is_selective(fields, field_count);
    struct result result;

    assert(field_count <= MATCH_FIELDS_MAX);
    begin(cx, type, place, selective, &asking);
    for (size_t i = 0; i < field_count; i++)
        ask_for(cx, &asking, fields[i], wanted);
    add_order(&asking, fields, field_count);
    buf_printf(&asking.sql, " limit %d%c", selective ? SELECTED_MAX : 2, '\0');
    TRY(db_query(cx, asking.sql.data, asking.values, asking.count, &result));
    *count = load_within(cx, type, place, &result, record);
    return NULL;
}

bool field_is_same(const struct field *field, const void *a, const void *b)
{
    const void *x = field_member_const(field, a);
    const void *y = field_member_const(field, b);

    if (field->kind != &kind_secret || !field->kind->is_set(x) || !field->kind->is_set(y))
        return field->kind->compare(x, y) == 0;
    return str_eq(prefix_of(*(const str *)x), prefix_of(*(const str *)y));
}
