/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of values: how each is read, written, shown, stored and compared. */
#include "base/hash.h"
#include "base/number.h"
#include "record/store.h"

#include <string.h>

enum { MONEY_DECIMALS = 2, AREA_DECIMALS = 4, AREA_SHOWN = 2 };

static str written(const struct field *field, struct arena *arena, const void *member)
{
    struct buf text = { .arena = arena };

    field->kind->write(field, member, &text);
    return buf_str(&text);
}

/* For kinds whose text people like to see as it is. */
static void show_written(struct context *cx, const struct field *field, const void *member,
                         struct buf *out)
{
    (void)cx;
    field->kind->write(field, member, out);
}

/* Text */

static bool text_read(const struct field *field, struct arena *arena, str text, void *member)
{
    str value = str_trim(text);

    if (field->normal != NULL)
        value = field->normal(arena, value);
    *(str *)member = value;
    return memchr(value.length > 0 ? value.data : "", '\n', value.length) == NULL;
}

static bool lines_read(const struct field *field, struct arena *arena, str text, void *member)
{
    (void)field;
    (void)arena;
    *(str *)member = str_trim(text);
    return true;
}

static void text_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    buf_add(out, *(const str *)member);
}

static struct value text_store(const struct field *field, struct arena *arena,
                               const void *member)
{
    (void)field;
    (void)arena;
    return value_text(*(const str *)member);
}

static void text_load(const struct field *field, struct arena *arena, struct value value,
                      void *member)
{
    (void)field;
    if (value.kind == VALUE_INTEGER)
        value.text = arena_printf(arena, "%lld", (long long)value.integer);
    *(str *)member = value.text;
}

static bool text_is_set(const void *member)
{
    return !str_is_empty(*(const str *)member);
}

static int text_compare(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

const struct field_kind kind_text = {
    .name = "text",
    .sql_types = { "text not null default ''", "text collate \"C\" not null default ''" },
    .json_type = "string",
    .input = "text",
    .expected = "请写在一行里。",
    .read = text_read,
    .write = text_write,
    .show = show_written,
    .store = text_store,
    .load = text_load,
    .is_set = text_is_set,
    .compare = text_compare,
};

const struct field_kind kind_lines = {
    .name = "lines",
    .sql_types = { "text not null default ''", "text collate \"C\" not null default ''" },
    .json_type = "string",
    .input = "textarea",
    .expected = "这段文字无法识别，请重新填写。",
    .read = lines_read,
    .write = text_write,
    .show = show_written,
    .store = text_store,
    .load = text_load,
    .is_set = text_is_set,
    .compare = text_compare,
};

/* Whole numbers */

static bool integer_read(const struct field *field, struct arena *arena, str text, void *member)
{
    (void)field;
    (void)arena;
    text = str_trim(text);
    if (!str_is_empty(text))
        return str_read_integer(text, member);
    *(int64_t *)member = 0;
    return true;
}

static void integer_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    buf_add_integer(out, *(const int64_t *)member);
}

static void integer_show(struct context *cx, const struct field *field, const void *member,
                         struct buf *out)
{
    (void)cx;
    buf_add_integer(out, *(const int64_t *)member);
    words_add_unit(out, str_of(field->unit));
}

static struct value integer_store(const struct field *field, struct arena *arena,
                                  const void *member)
{
    (void)field;
    (void)arena;
    return value_integer(*(const int64_t *)member);
}

static void integer_load(const struct field *field, struct arena *arena, struct value value,
                         void *member)
{
    (void)field;
    (void)arena;
    *(int64_t *)member = value.integer;
}

static bool always_set(const void *member)
{
    (void)member;
    return true;
}

static int integer_compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

const struct field_kind kind_integer = {
    .name = "integer",
    .sql_types = { "integer not null default 0", "bigint not null default 0" },
    .json_type = "integer",
    .input = "number",
    .expected = "请填整数，例如 12。",
    .read = integer_read,
    .write = integer_write,
    .show = integer_show,
    .store = integer_store,
    .load = integer_load,
    .is_set = always_set,
    .compare = integer_compare,
};

/* Money and land */

static bool fixed_member_read(str text, int decimals, void *member)
{
    text = str_trim(text);
    if (!str_is_empty(text))
        return fixed_read(text, decimals, member);
    *(int64_t *)member = 0;
    return true;
}

static bool amount_read(const struct field *field, struct arena *arena, str text, void *member)
{
    (void)field;
    (void)arena;
    return fixed_member_read(text, MONEY_DECIMALS, member);
}

static void amount_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    fixed_write(*(const int64_t *)member, MONEY_DECIMALS, out);
}

static void amount_show(struct context *cx, const struct field *field, const void *member,
                        struct buf *out)
{
    (void)cx;
    (void)field;
    fixed_show(*(const int64_t *)member, MONEY_DECIMALS, MONEY_DECIMALS, out);
    words_add_unit(out, S("元"));
}

/* 0.5, 1 */
static void decimal_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    fixed_write(*(const int64_t *)member, MONEY_DECIMALS, out);
    while (out->data[out->length - 1] == '0')
        out->length--;
    if (out->data[out->length - 1] == '.')
        out->length--;
}

static void decimal_show(struct context *cx, const struct field *field, const void *member,
                         struct buf *out)
{
    (void)cx;
    decimal_write(field, member, out);
    words_add_unit(out, str_of(field->unit));
}

static bool area_read(const struct field *field, struct arena *arena, str text, void *member)
{
    (void)field;
    (void)arena;
    return fixed_member_read(text, AREA_DECIMALS, member);
}

static void area_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    fixed_write(*(const int64_t *)member, AREA_DECIMALS, out);
}

static void area_show(struct context *cx, const struct field *field, const void *member,
                      struct buf *out)
{
    (void)cx;
    (void)field;
    fixed_show(*(const int64_t *)member, AREA_DECIMALS, AREA_SHOWN, out);
    words_add_unit(out, S("亩"));
}

/* Nobody has measured or paid nothing: zero has not been written down. */
static bool measure_is_set(const void *member)
{
    return *(const int64_t *)member != 0;
}

const struct field_kind kind_amount = {
    .name = "amount",
    .sql_types = { "integer not null default 0", "bigint not null default 0" },
    .json_type = "string",
    .input = "text",
    .expected = "请填金额（元），最多两位小数，例如 1200.50。",
    .read = amount_read,
    .write = amount_write,
    .show = amount_show,
    .store = integer_store,
    .load = integer_load,
    .is_set = measure_is_set,
    .compare = integer_compare,
};

/* Read and kept as amounts of money are. */
const struct field_kind kind_decimal = {
    .name = "decimal",
    .sql_types = { "integer not null default 0", "bigint not null default 0" },
    .json_type = "string",
    .input = "text",
    .expected = "请填数字，最多两位小数，例如 0.5。",
    .read = amount_read,
    .write = decimal_write,
    .show = decimal_show,
    .store = integer_store,
    .load = integer_load,
    .is_set = measure_is_set,
    .compare = integer_compare,
};

const struct field_kind kind_area = {
    .name = "area",
    .sql_types = { "integer not null default 0", "bigint not null default 0" },
    .json_type = "string",
    .input = "text",
    .expected = "请填面积（亩），最多四位小数，例如 3.25。",
    .read = area_read,
    .write = area_write,
    .show = area_show,
    .store = integer_store,
    .load = integer_load,
    .is_set = measure_is_set,
    .compare = integer_compare,
};

/* Yes or no */

static bool boolean_read(const struct field *field, struct arena *arena, str text, void *member)
{
    static const char yes[] = "1 true on yes 是 有";
    static const char no[] = "0 false off no 否 无";

    (void)field;
    (void)arena;
    text = str_trim(text);
    *(bool *)member = str_list_has(str_of(yes), text);
    return *(bool *)member || str_is_empty(text) || str_list_has(str_of(no), text);
}

static void boolean_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    buf_add(out, *(const bool *)member ? S("true") : S("false"));
}

static void boolean_show(struct context *cx, const struct field *field, const void *member,
                         struct buf *out)
{
    (void)cx;
    (void)field;
    buf_add(out, *(const bool *)member ? S("是") : S("否"));
}

static struct value boolean_store(const struct field *field, struct arena *arena,
                                  const void *member)
{
    (void)field;
    (void)arena;
    return value_integer(*(const bool *)member);
}

static void boolean_load(const struct field *field, struct arena *arena, struct value value,
                         void *member)
{
    (void)field;
    (void)arena;
    *(bool *)member = value.integer != 0;
}

static bool boolean_is_set(const void *member)
{
    return *(const bool *)member;
}

static int boolean_compare(const void *a, const void *b)
{
    return (int)*(const bool *)a - (int)*(const bool *)b;
}

const struct field_kind kind_boolean = {
    .name = "boolean",
    .sql_types = { "integer not null default 0", "smallint not null default 0" },
    .json_type = "boolean",
    .input = "checkbox",
    .expected = "请填“是”或“否”。",
    .read = boolean_read,
    .write = boolean_write,
    .show = boolean_show,
    .store = boolean_store,
    .load = boolean_load,
    .is_set = boolean_is_set,
    .compare = boolean_compare,
};

/* Days and moments: kept as text, which sorts as time does. */

static struct value time_store(const struct field *field, struct arena *arena,
                               const void *member)
{
    return field->kind->is_set(member) ? value_text(written(field, arena, member))
                                       : value_null();
}

static bool date_member_read(const struct field *field, struct arena *arena, str text,
                             void *member)
{
    (void)field;
    (void)arena;
    if (!str_is_empty(str_trim(text)))
        return date_read(text, member);
    *(date *)member = (date){ 0 };
    return true;
}

static void date_member_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    date_write(*(const date *)member, out);
}

static void date_member_show(struct context *cx, const struct field *field, const void *member,
                             struct buf *out)
{
    (void)cx;
    (void)field;
    date_show(*(const date *)member, out);
}

static void date_load(const struct field *field, struct arena *arena, struct value value,
                      void *member)
{
    (void)field;
    (void)arena;
    if (value.kind != VALUE_TEXT || !date_read(value.text, member))
        *(date *)member = (date){ 0 };
}

static bool date_member_is_set(const void *member)
{
    return date_is_set(*(const date *)member);
}

static int date_member_compare(const void *a, const void *b)
{
    return date_compare(*(const date *)a, *(const date *)b);
}

const struct field_kind kind_date = {
    .name = "date",
    .sql_types = { "text", "date" },
    .json_type = "string",
    .json_format = "date",
    .input = "date",
    .expected = "请填日期，例如 2026-03-02。",
    .read = date_member_read,
    .write = date_member_write,
    .show = date_member_show,
    .store = time_store,
    .load = date_load,
    .is_set = date_member_is_set,
    .compare = date_member_compare,
};

static bool instant_member_read(const struct field *field, struct arena *arena, str text,
                                void *member)
{
    (void)field;
    (void)arena;
    if (!str_is_empty(str_trim(text)))
        return instant_read(text, member);
    *(instant *)member = (instant){ 0 };
    return true;
}

static void instant_member_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    instant_write(*(const instant *)member, out);
}

static void instant_member_show(struct context *cx, const struct field *field,
                                const void *member, struct buf *out)
{
    (void)field;
    instant_show(*(const instant *)member, cx->today, out);
}

static void instant_load(const struct field *field, struct arena *arena, struct value value,
                         void *member)
{
    (void)field;
    (void)arena;
    if (value.kind != VALUE_TEXT || !instant_read(value.text, member))
        *(instant *)member = (instant){ 0 };
}

static bool instant_member_is_set(const void *member)
{
    return instant_is_set(*(const instant *)member);
}

static int instant_member_compare(const void *a, const void *b)
{
    return instant_compare(*(const instant *)a, *(const instant *)b);
}

const struct field_kind kind_instant = {
    .name = "instant",
    .sql_types = { "text", "timestamp(0)" },
    .json_type = "string",
    .input = "datetime-local",
    .expected = "请填日期和时间，例如 2026-03-02 09:30。",
    .read = instant_member_read,
    .write = instant_member_write,
    .show = instant_member_show,
    .store = time_store,
    .load = instant_load,
    .is_set = instant_member_is_set,
    .compare = instant_member_compare,
};

/* One of a few: kept as its code, in memory the index of the choice.  By code or by label. */

static bool choice_read(const struct field *field, struct arena *arena, str text, void *member)
{
    (void)arena;
    text = str_trim(text);
    for (size_t i = 0; i < field->choices.count; i++) {
        const struct choice *choice = &field->choices.items[i];
        if (str_eq(text, str_of(choice->code)) || str_eq(text, str_of(choice->label))) {
            *(unsigned *)member = (unsigned)i;
            return true;
        }
    }
    *(unsigned *)member = 0;
    return str_is_empty(text);
}

static void choice_write(const struct field *field, const void *member, struct buf *out)
{
    unsigned index = *(const unsigned *)member;

    if (index < field->choices.count)
        buf_add(out, str_of(field->choices.items[index].code));
}

static void choice_show(struct context *cx, const struct field *field, const void *member,
                        struct buf *out)
{
    unsigned index = *(const unsigned *)member;

    (void)cx;
    if (index < field->choices.count)
        buf_add(out, str_of(field->choices.items[index].label));
}

static struct value choice_store(const struct field *field, struct arena *arena,
                                 const void *member)
{
    return value_text(written(field, arena, member));
}

static void choice_load(const struct field *field, struct arena *arena, struct value value,
                        void *member)
{
    for (size_t i = 0; i < field->choices.count && value.text.length > 0; i++)
        if (field->choices.items[i].code[0] == value.text.data[0] &&
            str_eq(value.text, str_of(field->choices.items[i].code))) {
            *(unsigned *)member = (unsigned)i;
            return;
        }
    if (!choice_read(field, arena, value.text, member))
        *(unsigned *)member = 0;
}

static int choice_compare(const void *a, const void *b)
{
    unsigned x = *(const unsigned *)a;
    unsigned y = *(const unsigned *)b;

    return (x > y) - (x < y);
}

const struct field_kind kind_choice = {
    .name = "choice",
    .sql_types = { "text not null default ''", "text collate \"C\" not null default ''" },
    .json_type = "string",
    .input = "select",
    .expected = "请从给出的选项里选一个。",
    .read = choice_read,
    .write = choice_write,
    .show = choice_show,
    .store = choice_store,
    .load = choice_load,
    .is_set = always_set,
    .compare = choice_compare,
};

/* Another record */

static void ref_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    if (*(const record_id *)member != 0)
        buf_add_integer(out, *(const record_id *)member);
}

static void ref_show(struct context *cx, const struct field *field, const void *member,
                     struct buf *out)
{
    record_id id = *(const record_id *)member;
    const struct record_type *target = type_find(str_of(field->target));

    if (id != 0 && target != NULL)
        buf_add(out, record_called(cx, target, id));
}

static struct value ref_store(const struct field *field, struct arena *arena,
                              const void *member)
{
    (void)field;
    (void)arena;
    record_id id = *(const record_id *)member;
    return id == 0 ? value_null() : value_integer(id);
}

static bool ref_is_set(const void *member)
{
    return *(const record_id *)member != 0;
}

const struct field_kind kind_ref = {
    .name = "ref",
    .sql_types = { "integer", "bigint" },
    .json_type = "integer",
    .input = "number",
    .expected = "请填编号。",
    .read = integer_read,
    .write = ref_write,
    .show = ref_show,
    .store = ref_store,
    .load = integer_load,
    .is_set = ref_is_set,
    .compare = integer_compare,
};

/* A place, by its key */

static bool place_read(const struct field *field, struct arena *arena, str text, void *member)
{
    str key = str_trim(text);

    (void)field;
    (void)arena;
    *(str *)member = key;
    for (size_t i = 0; i < key.length; i++) {
        char c = key.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')))
            return false;
    }
    return key.length <= 20;
}

static void place_show(struct context *cx, const struct field *field, const void *member,
                       struct buf *out)
{
    (void)field;
    if (text_is_set(member))
        buf_add(out, place_called(cx, *(const str *)member));
}

const struct field_kind kind_place = {
    .name = "place",
    .sql_types = { "text not null default ''", "text collate \"C\" not null default ''" },
    .json_type = "string",
    .input = "place",
    .expected = "请选择地点。",
    .read = place_read,
    .write = text_write,
    .show = place_show,
    .store = text_store,
    .load = text_load,
    .is_set = text_is_set,
    .compare = text_compare,
};

/* Secrets: what is typed is sealed at once; nothing but the mask is ever written out. */

static bool secret_read(const struct field *field, struct arena *arena, str text, void *member)
{
    str plain = str_trim(text);

    if (str_is_empty(plain) || is_sealed(plain) || str_contains(plain, S("*")))
        return true; /* an empty input, or the mask that the form showed, changes nothing */
    if (field->normal != NULL)
        plain = field->normal(arena, plain);
    if (field->refusal != NULL && field->refusal(plain) != NULL)
        return true; /* shape_read says why */
    *(str *)member = seal(arena, plain, field->mask(arena, plain));
    return true;
}

static void secret_write(const struct field *field, const void *member, struct buf *out)
{
    (void)field;
    if (text_is_set(member))
        buf_add(out, sealed_mask(*(const str *)member));
}

const struct field_kind kind_secret = {
    .name = "secret",
    .sql_types = { "text not null default ''", "text collate \"C\" not null default ''" },
    .json_type = "string",
    .input = "text",
    .expected = "无法识别，请重新填写。",
    .read = secret_read,
    .write = secret_write,
    .show = show_written,
    .store = text_store,
    .load = text_load,
    .is_set = text_is_set,
    .compare = text_compare,
};
