/* SPDX-License-Identifier: Apache-2.0 */
/* Records that wait. */
#include "record/pack.h"

#include "base/json.h"

str record_pack(struct context *cx, const struct record_type *type, const void *record)
{
    struct buf out = { .arena = cx->arena };

    buf_add_char(&out, '{');
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        struct value value =
            field->kind->store(field, cx->arena, field_member_const(field, record));
        if (value.kind == VALUE_NULL || !field_is_set(field, record))
            continue;
        json_add_name(&out, field->name);
        if (value.kind == VALUE_INTEGER)
            buf_printf(&out, "%lld", (long long)value.integer);
        else
            json_add_string(&out, value.text);
    }
    buf_add_char(&out, '}');
    return buf_str(&out);
}

static bool is_number(const struct field *field)
{
    return !str_starts(str_of(field->kind->sql_types[DB_SQLITE]), S("text"));
}

static struct value stored(const struct field *field, const struct json_member *member)
{
    int64_t number;

    if (member->is_null)
        return value_null();
    if (is_number(field) && str_read_integer(member->value, &number))
        return value_integer(number);
    return value_text(member->value);
}

struct error *record_unpack(struct context *cx, const struct record_type *type, str text,
                            void *record)
{
    struct json_member *members;
    size_t count;

    TRY(json_read_object(cx, text, &members, &count));
    for (size_t i = 0; i < count; i++) {
        const struct field *field = shape_field(&type->shape, members[i].name);
        if (field != NULL)
            field->kind->load(field, cx->arena, stored(field, &members[i]),
                              field_member(field, record));
    }
    return NULL;
}
