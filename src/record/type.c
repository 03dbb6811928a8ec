/* SPDX-License-Identifier: Apache-2.0 */
/* Types of records and the keys of places. */
#include "record/type.h"

#include "db/db.h"

#include <assert.h>
#include <string.h>

enum { COUNTY_DIGITS = 6, STEADY_TYPES_MAX = 32 };

static const struct record_type *const none[] = { NULL };

/* Set once, before any thread starts. */
static const struct record_type *const *types = none;

static void say_what_is_steady(void)
{
    const char *tables[STEADY_TYPES_MAX];
    size_t count = 0;

    for (const struct record_type *const *type = types; *type != NULL; type++)
        if ((*type)->steady) {
            assert(count < COUNT(tables));
            tables[count++] = (*type)->table;
        }
    db_steady_tables(tables, count);
}

void types_register(const struct record_type *const *all)
{
    types = all;
    say_what_is_steady();
}

const struct record_type *const *types_all(void)
{
    return types;
}

const struct record_type *type_find(str name)
{
    for (const struct record_type *const *type = types; *type != NULL; type++)
        if (str_eq(name, str_of((*type)->name)))
            return *type;
    return NULL;
}

const struct record_type *type_of_table(str table)
{
    for (const struct record_type *const *type = types; *type != NULL; type++)
        if (str_eq(table, str_of((*type)->table)))
            return *type;
    return NULL;
}

str type_place(const struct record_type *type, const void *record)
{
    if (type->place == NULL)
        return (str){ 0 };

    const struct field *field = shape_field(&type->shape, str_of(type->place));
    assert(field != NULL && field->kind == &kind_place);
    return *(const str *)field_member_const(field, record);
}

int64_t key_county(str key)
{
    int64_t county = 0;

    for (size_t i = 0; i < key.length && i < COUNTY_DIGITS; i++)
        county = county * 10 + (key.data[i] - '0');
    return county;
}

int64_t id_county(record_id id)
{
    return id / COUNTY_IDS;
}

str key_end(struct arena *arena, str key)
{
    if (str_is_empty(key))
        return S("~");

    char *end = arena_alloc(arena, key.length);
    memcpy(end, key.data, key.length);
    end[key.length - 1]++;
    return (str){ end, key.length };
}

bool key_is_within(str key, str scope)
{
    return str_starts(key, scope);
}

int64_t type_county(const struct record_type *type, const void *record)
{
    return key_county(type_place(type, record));
}
