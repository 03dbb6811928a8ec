/* SPDX-License-Identifier: Apache-2.0 */
/* What every field can do, and reading a shape from parameters. */
#include "record/field.h"

enum { TEXT_MAX = 200, LINES_MAX = 20000 };

void *field_member(const struct field *field, void *record)
{
    return (char *)record + field->offset;
}

const void *field_member_const(const struct field *field, const void *record)
{
    return (const char *)record + field->offset;
}

const struct field *shape_field(const struct shape *shape, str name)
{
    for (size_t i = 0; i < shape->count && name.length > 0; i++)
        if (shape->fields[i].name[0] == name.data[0] &&
            str_eq(name, str_of(shape->fields[i].name)))
            return &shape->fields[i];
    return NULL;
}

str field_text(struct context *cx, const struct field *field, const void *record)
{
    struct buf text = { .arena = cx->arena };

    field->kind->write(field, field_member_const(field, record), &text);
    return buf_str(&text);
}

str field_shown(struct context *cx, const struct field *field, const void *record)
{
    struct buf text = { .arena = cx->arena };

    field->kind->show(cx, field, field_member_const(field, record), &text);
    return buf_str(&text);
}

bool field_is_set(const struct field *field, const void *record)
{
    return field->kind->is_set(field_member_const(field, record));
}

bool field_is_nullable(const struct field *field)
{
    return field->kind == &kind_date || field->kind == &kind_instant ||
           field->kind == &kind_ref;
}

const struct choice *field_choice(const struct field *field, const void *record)
{
    unsigned index = *(const unsigned *)field_member_const(field, record);

    return index < field->choices.count ? &field->choices.items[index] : NULL;
}

static size_t longest(const struct field *field)
{
    if (field->max > 0)
        return (size_t)field->max;
    return field->kind == &kind_lines ? LINES_MAX : TEXT_MAX;
}

static bool is_text(const struct field *field)
{
    return field->kind == &kind_text || field->kind == &kind_lines;
}

bool field_is_measure(const struct field *field)
{
    return field->kind == &kind_amount || field->kind == &kind_area ||
           field->kind == &kind_decimal;
}

bool field_is_number(const struct field *field)
{
    return field->kind == &kind_integer || field_is_measure(field);
}

static void check_text(struct context *cx, const struct field *field, str text,
                       struct problem **problems)
{
    if (str_characters(text) > longest(field))
        problem_add(problems, cx->arena, field->name,
                    "“%s”最多%zu个字，现在有%zu个字，请缩短。", words_said(field->label),
                    longest(field), str_characters(text));
    else if (!str_is_clean(text))
        problem_add(problems, cx->arena, field->name,
                    "“%s”里有无法显示的字符，请删去后再提交。", words_said(field->label));
    else if (field->refusal != NULL && !str_is_empty(text) && field->refusal(text) != NULL)
        problem_add(problems, cx->arena, field->name, "%s", field->refusal(text));
}

/* A limit as the number itself is written: 5000, 5000.00. */
static str limit_text(struct context *cx, const struct field *field, int64_t limit)
{
    struct buf text = { .arena = cx->arena };

    field->kind->write(field, &limit, &text);
    return buf_str(&text);
}

static void check_number(struct context *cx, const struct field *field, int64_t number,
                         struct problem **problems)
{
    bool is_empty = !field->kind->is_set(&number);

    if (number < field->min && !is_empty)
        problem_add(problems, cx->arena, field->name, "“%s”不能小于%.*s。",
                    words_said(field->label), STR_ARG(limit_text(cx, field, field->min)));
    else if (field->max > 0 && number > field->max)
        problem_add(problems, cx->arena, field->name, "“%s”不能大于%.*s。",
                    words_said(field->label), STR_ARG(limit_text(cx, field, field->max)));
}

static void check_field(struct context *cx, const struct field *field, const void *record,
                        struct problem **problems)
{
    const void *member = field_member_const(field, record);

    if (field->required && !field->kind->is_set(member))
        problem_add(problems, cx->arena, field->name, "请填写“%s”。", words_said(field->label));
    else if (is_text(field))
        check_text(cx, field, *(const str *)member, problems);
    else if (field_is_number(field))
        check_number(cx, field, *(const int64_t *)member, problems);
}

static bool has_problem(const struct problem *problems, const char *field)
{
    for (; problems != NULL; problems = problems->next)
        if (problems->field == field)
            return true;
    return false;
}

/* A secret is judged as it was typed: what is kept of it cannot be read any more. */
static void check_secret(struct context *cx, const struct field *field, str text,
                         struct problem **problems)
{
    str plain = str_trim(text);

    if (str_is_empty(plain) || str_contains(plain, S("*")))
        return;
    if (field->normal != NULL)
        plain = field->normal(cx->arena, plain);
    if (field->refusal != NULL && field->refusal(plain) != NULL)
        problem_add(problems, cx->arena, field->name, "%s", field->refusal(plain));
}

static void read_field(struct context *cx, const struct field *field, str text, void *record,
                       struct problem **problems)
{
    if (!str_is_clean(text))
        problem_add(problems, cx->arena, field->name,
                    "“%s”里有无法显示的字符，请删去后再提交。", words_said(field->label));
    else if (!field->kind->read(field, cx->arena, text, field_member(field, record)))
        problem_add(problems, cx->arena, field->name, "“%s”：%s", words_said(field->label),
                    field->kind->expected);
    else if (field->kind == &kind_secret)
        check_secret(cx, field, text, problems);
}

/* The value that was sent under a field's name.  A box that is not ticked sends nothing, so the
 * form sends an empty value before it and the last one counts. */
static bool find_param(struct params params, const char *name, str *value)
{
    bool found = false;

    for (size_t i = 0; i < params.count; i++)
        if (str_eq(params.items[i].name, str_of(name))) {
            *value = params.items[i].value;
            found = true;
        }
    return found;
}

void shape_read(struct context *cx, const struct shape *shape, struct params params,
                void *record, struct problem **problems)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        str text;
        if (!field->read_only && !has_problem(*problems, field->name) &&
            find_param(params, field->name, &text))
            read_field(cx, field, text, record, problems);
    }
    shape_check(cx, shape, record, problems);
}

void shape_check(struct context *cx, const struct shape *shape, const void *record,
                 struct problem **problems)
{
    for (size_t i = 0; i < shape->count; i++)
        if (!has_problem(*problems, shape->fields[i].name))
            check_field(cx, &shape->fields[i], record, problems);
    if (*problems == NULL && shape->check != NULL)
        shape->check(cx, record, problems);
}

struct error *shape_error(struct context *cx, struct problem *problems)
{
    if (problems == NULL)
        return NULL;

    struct error *error = problems->next == NULL
                              ? fail(cx, ERROR_INVALID, "%.*s", STR_ARG(problems->message))
                              : fail(cx, ERROR_INVALID, "有几处需要改正，请看标出的各项。");
    error->problems = problems;
    return error;
}
