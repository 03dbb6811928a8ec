/* SPDX-License-Identifier: Apache-2.0 */
/* Records that wait. */
#include "record/pack.h"

static void add_value(struct buf *out, const struct field *field, str text)
{
    buf_add(out, str_of(field->name));
    buf_add_char(out, ' ');
    buf_add_integer(out, (int64_t)text.length);
    buf_add_char(out, ':');
    buf_add(out, text);
    buf_add_char(out, '\n');
}

static str digits_of(struct arena *arena, int64_t number)
{
    struct buf text = { .arena = arena };

    buf_add_integer(&text, number);
    return buf_str(&text);
}

str record_pack(struct context *cx, const struct record_type *type, const void *record)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (!field_is_set(field, record))
            continue;
        struct value value =
            field->kind->store(field, cx->arena, field_member_const(field, record));
        if (value.kind != VALUE_NULL)
            add_value(&out, field,
                      value.kind == VALUE_INTEGER ? digits_of(cx->arena, value.integer)
                                                  : value.text);
    }
    return buf_str(&out);
}

static bool is_number(const struct field *field)
{
    return !str_starts(str_of(field->kind->sql_types[DB_SQLITE]), S("text"));
}

/* Takes "name 5:value\n" off the text. */
static bool take_value(str *text, str *name, str *value)
{
    str length_text;
    int64_t length;

    if (!str_cut(*text, ' ', name, text) || !str_cut(*text, ':', &length_text, text) ||
        !str_read_integer(length_text, &length) || length < 0 ||
        (uint64_t)length >= text->length || text->data[length] != '\n')
        return false;
    *value = str_slice(*text, 0, (size_t)length);
    *text = str_slice(*text, (size_t)length + 1, text->length);
    return true;
}

struct error *record_unpack(struct context *cx, const struct record_type *type, str text,
                            void *record)
{
    str name, value;
    int64_t number;

    while (!str_is_empty(text)) {
        if (!take_value(&text, &name, &value))
            return fail(cx, ERROR_BROKEN, "a packed record cannot be read");
        const struct field *field = shape_field(&type->shape, name);
        if (field != NULL)
            field->kind->load(field, cx->arena,
                              is_number(field) && str_read_integer(value, &number)
                                  ? value_integer(number)
                                  : value_text(value),
                              field_member(field, record));
    }
    return NULL;
}
