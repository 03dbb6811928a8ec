/* SPDX-License-Identifier: Apache-2.0 */
/* Records for other programs: JSON, OpenAPI schemas, CSV in and out. */
#include "record/exchange.h"

#include "base/csv.h"
#include "base/json.h"

#include <string.h>

/* JSON */

static bool is_quoted(const struct field *field)
{
    return strcmp(field->kind->json_type, "string") == 0;
}

static bool is_null(const struct field *field, const void *record)
{
    return !field_is_set(field, record) && field->kind != &kind_boolean;
}

str field_json_text(struct context *cx, const struct field *field, const void *record)
{
    struct buf text = { .arena = cx->arena };

    if (is_null(field, record))
        return (str){ 0 };
    if (field->kind != &kind_instant)
        return field_text(cx, field, record);
    instant_write_iso(*(const instant *)field_member_const(field, record), &text);
    return buf_str(&text);
}

static void write_member(struct context *cx, const struct field *field, const void *record,
                         struct buf *out)
{
    json_add_name(out, field->name);
    if (is_null(field, record))
        buf_add(out, S("null"));
    else if (is_quoted(field))
        json_add_string(out, field_json_text(cx, field, record));
    else
        field->kind->write(field, field_member_const(field, record), out);
}

static void write_members(struct context *cx, const struct shape *shape, const void *record,
                          struct buf *out)
{
    for (size_t i = 0; i < shape->count; i++)
        if (!shape->fields[i].hidden)
            write_member(cx, &shape->fields[i], record, out);
}

void record_write_json(struct context *cx, const struct record_type *type, const void *record,
                       struct buf *out)
{
    const struct record *head = record;

    buf_printf(out, "{\"id\":%lld,\"version\":%lld", (long long)head->id,
               (long long)head->version);
    write_members(cx, &type->shape, record, out);
    buf_add_char(out, '}');
}

void shape_write_json(struct context *cx, const struct shape *shape, const void *record,
                      struct buf *out)
{
    buf_add_char(out, '{');
    write_members(cx, shape, record, out);
    buf_add_char(out, '}');
}

struct error *params_of_json(struct context *cx, str json, struct params *params)
{
    struct json_member *members;
    size_t count;

    TRY(json_read_object(cx, json, &members, &count));
    struct param *items = arena_array(cx->arena, struct param, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct param){ .name = members[i].name, .value = members[i].value };
    *params = (struct params){ items, count };
    return NULL;
}

/* OpenAPI */

static void write_choices_schema(const struct field *field, struct buf *out)
{
    buf_add(out, S(",\"enum\":["));
    for (size_t i = 0; i < field->choices.count; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        json_add_string(out, str_of(field->choices.items[i].code));
    }
    buf_add_char(out, ']');
}

static void write_field_schema(const struct field *field, bool is_record, struct buf *out)
{
    bool nullable = is_record && field->kind != &kind_boolean && field->choices.count == 0;

    json_add_string(out, str_of(field->name));
    buf_printf(out, nullable ? ":{\"type\":[\"%s\",\"null\"]" : ":{\"type\":\"%s\"",
               field->kind->json_type);
    if (field->kind->json_format != NULL)
        buf_printf(out, ",\"format\":\"%s\"", field->kind->json_format);
    if (field->label != NULL) {
        buf_add(out, S(",\"description\":"));
        json_add_string(out, str_of(field->label));
    }
    if (field->choices.count > 0)
        write_choices_schema(field, out);
    if (field->max > 0 && is_quoted(field) && !field_is_number(field))
        buf_printf(out, ",\"maxLength\":%lld", (long long)field->max);
    if (field->read_only)
        buf_add(out, S(",\"readOnly\":true"));
    buf_add_char(out, '}');
}

static void write_required(const struct shape *shape, struct buf *out)
{
    bool first = true;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->required || field->hidden || field->read_only)
            continue;
        buf_add(out, first ? S(",\"required\":[") : S(","));
        json_add_string(out, str_of(field->name));
        first = false;
    }
    if (!first)
        buf_add_char(out, ']');
}

void shape_write_schema(const struct shape *shape, bool is_record, struct buf *out)
{
    bool first = !is_record;

    buf_add(out, S("{\"type\":\"object\",\"properties\":{"));
    if (is_record)
        buf_add(out, S("\"id\":{\"type\":\"integer\",\"readOnly\":true},"
                       "\"version\":{\"type\":\"integer\"}"));
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->hidden || (!is_record && field->read_only))
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        write_field_schema(field, is_record, out);
    }
    buf_add_char(out, '}');
    write_required(shape, out);
    buf_add_char(out, '}');
}

/* CSV out */

void csv_write_heading(const struct record_type *type, struct buf *out)
{
    csv_add_cell(out, true, S("记录号"));
    for (size_t i = 0; i < type->shape.count; i++)
        if (!type->shape.fields[i].hidden)
            csv_add_cell(out, false, str_of(type->shape.fields[i].label));
    csv_end_row(out);
}

/* Codes of places and references stay codes, so that the file can be read in again. */
static str cell_of(struct context *cx, const struct field *field, const void *record)
{
    if (!field_is_set(field, record))
        return (str){ 0 };
    return field->kind == &kind_choice || field->kind == &kind_boolean
               ? field_shown(cx, field, record)
               : field_text(cx, field, record);
}

void csv_write_row(struct context *cx, const struct record_type *type, const void *record,
                   struct buf *out)
{
    csv_add_cell(
        out, true,
        arena_printf(cx->arena, "%lld", (long long)((const struct record *)record)->id));
    for (size_t i = 0; i < type->shape.count; i++)
        if (!type->shape.fields[i].hidden)
            csv_add_cell(out, false, cell_of(cx, &type->shape.fields[i], record));
    csv_end_row(out);
}

/* CSV in */

enum { COLUMNS_MAX = 200 };

struct reading {
    const struct record_type *type;
    str scope;
    const struct field *columns[COLUMNS_MAX]; /* NULL: a column we do not know */
    size_t column_count;
    struct param params[COLUMNS_MAX];
    void *record;
    const struct csv_keeper *keeper;
    struct import *import;
};

static const struct field *field_of_heading(const struct record_type *type, str heading)
{
    heading = str_trim(heading);
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (!field->hidden &&
            (str_eq(heading, str_of(field->name)) || str_eq(heading, str_of(field->label))))
            return field;
    }
    return NULL;
}

static struct error *read_heading(struct context *cx, const struct csv_row *row,
                                  struct reading *reading)
{
    size_t known = 0;

    if (row->count > COLUMNS_MAX)
        return fail(cx, ERROR_INVALID, "表头有%zu列，最多%d列。", row->count, COLUMNS_MAX);
    for (size_t i = 0; i < row->count; i++) {
        reading->columns[i] = field_of_heading(reading->type, row->cells[i]);
        known += reading->columns[i] != NULL;
    }
    reading->column_count = row->count;
    if (known == 0)
        return fail(cx, ERROR_INVALID,
                    "第一行里没有认得的表头。%s的表头可以是字段名或中文名，例如“%s”。",
                    words_said(reading->type->title),
                    words_said(reading->type->shape.fields[0].label));
    return NULL;
}

static void add_import_problem(struct context *cx, struct import *import, size_t line,
                               str field, str message)
{
    if (import->problems == NULL)
        import->problems = arena_array(cx->arena, struct import_problem, IMPORT_PROBLEMS_MAX);
    if (import->problem_count < IMPORT_PROBLEMS_MAX)
        import->problems[import->problem_count] =
            (struct import_problem){ line, arena_copy(cx->arena, field),
                                     arena_copy(cx->arena, message) };
    import->problem_count++;
}

static struct params row_params(struct reading *reading, const struct csv_row *row)
{
    size_t count = 0;

    for (size_t i = 0; i < row->count && i < reading->column_count; i++)
        if (reading->columns[i] != NULL)
            reading->params[count++] =
                (struct param){ .name = str_of(reading->columns[i]->name),
                                .value = row->cells[i] };
    return (struct params){ reading->params, count };
}

static struct error *keep(struct context *cx, const struct record_type *type, void *record,
                          void *closure)
{
    (void)closure;
    return type->create != NULL ? type->create(cx, record) : store_insert(cx, type, record);
}

/* Reads and keeps one row; what is wrong with it is in the answer. */
static struct error *import_row(struct context *cx, const struct csv_row *row,
                                struct reading *reading)
{
    struct problem *problems = NULL;

    memset(reading->record, 0, reading->type->shape.size);
    shape_read(cx, &reading->type->shape, row_params(reading, row), reading->record, &problems);
    TRY(shape_error(cx, problems));
    if (!key_is_within(type_place(reading->type, reading->record), reading->scope))
        return fail_field(cx, reading->type->place, "这个地点不在您的管辖范围。");
    return reading->keeper->keep(cx, reading->type, reading->record, reading->keeper->closure);
}

static void note_problems(struct context *cx, struct reading *reading, size_t line,
                          const struct error *error)
{
    if (error->problems == NULL)
        add_import_problem(cx, reading->import, line, (str){ 0 }, error->message);
    for (const struct problem *problem = error->problems; problem != NULL;
         problem = problem->next) {
        const struct field *field = shape_field(&reading->type->shape, str_of(problem->field));
        add_import_problem(cx, reading->import, line,
                           str_of(field == NULL ? problem->field : words_said(field->label)),
                           problem->message);
    }
}

static struct error *handle_row(struct context *cx, const struct csv_row *row, void *closure)
{
    struct reading *reading = closure;

    if (reading->column_count == 0)
        return read_heading(cx, row, reading);

    struct arena_mark mark = arena_mark(cx->arena);
    struct error *error = import_row(cx, row, reading);
    reading->import->rows++;
    if (error == NULL) {
        reading->import->stored++;
        arena_rewind(cx->arena, mark);
        return NULL;
    }
    if (error->kind >= ERROR_BUSY)
        return error;
    note_problems(cx, reading, row->line, error);
    return NULL;
}

struct error *csv_import_with(struct context *cx, const struct record_type *type, str scope,
                              str text, const struct csv_keeper *keeper, struct import *import)
{
    struct reading *reading = arena_new(cx->arena, struct reading);

    *import = (struct import){ 0 };
    *reading = (struct reading){
        .type = type,
        .scope = type->place == NULL ? (str){ 0 } : scope,
        .record = arena_alloc(cx->arena, type->shape.size),
        .keeper = keeper,
        .import = import,
    };
    TRY(csv_read(cx, text, handle_row, reading));
    if (reading->column_count == 0)
        return fail(cx, ERROR_INVALID, "文件是空的。第一行应是表头，下面是数据。");
    return NULL;
}

struct error *csv_import(struct context *cx, const struct record_type *type, str scope,
                         str text, struct import *import)
{
    return csv_import_with(cx, type, scope, text, &(struct csv_keeper){ .keep = keep }, import);
}
