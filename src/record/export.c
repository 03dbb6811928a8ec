/* SPDX-License-Identifier: Apache-2.0 */
/* Records as a table: every field that is not hidden is a column. */
#include "record/export.h"

#include "record/exchange.h"
#include "sheet/writer.h"

#include <string.h>
#include <unistd.h>

enum {
    EXPORT_BYTES = 64 * 1024 * 1024, /* of names and what is collected */
    CSV_BYTES = 256 * 1024,          /* are collected before they are written */
    NAMES_KEPT = 8192, /* of the places and records that cells name; a power of two */
    NAME_BYTES = 92,
    KEY_BYTES = 32,
};

/* The name that was found for a code, so that a million rows ask once. */
struct known_name {
    const struct field *field;
    char key[KEY_BYTES];
    size_t key_length;
    char name[NAME_BYTES];
    size_t name_length;
};

struct export
{
    struct arena *arena; /* what lives as long as the file is written */
    const struct record_type *type;
    enum export_format format;
    struct sheet_writer *writer; /* of a spreadsheet */
    struct loose_file file;      /* of CSV */
    struct buf csv;
    struct known_name *names;
};

bool type_is_personal(const struct record_type *type)
{
    for (size_t i = 0; i < type->shape.count; i++)
        if (type->shape.fields[i].kind == &kind_secret && !type->shape.fields[i].hidden)
            return true;
    return false;
}

bool export_format_read(str text, enum export_format *format)
{
    *format = str_eq(text, S("xlsx")) ? EXPORT_XLSX : EXPORT_CSV;
    return str_eq(text, S("xlsx")) || str_eq(text, S("csv"));
}

const char *export_media_type(enum export_format format)
{
    return format == EXPORT_XLSX ? XLSX_TYPE : "text/csv; charset=utf-8";
}

const char *export_ending(enum export_format format)
{
    return format == EXPORT_XLSX ? "xlsx" : "csv";
}

/* Columns */

static enum cell_form form_of(const struct field *field)
{
    if (field->kind == &kind_integer)
        return CELL_INTEGER;
    if (field->kind == &kind_amount)
        return CELL_AMOUNT;
    if (field->kind == &kind_decimal)
        return CELL_DECIMAL;
    if (field->kind == &kind_area)
        return CELL_AREA;
    if (field->kind == &kind_date)
        return CELL_DATE;
    return field->kind == &kind_instant ? CELL_INSTANT : CELL_TEXT;
}

/* Sums of years, days and points in a rank would mean nothing. */
static bool is_summed(const struct field *field)
{
    static const char units[] = "人 户 件 次 个 处 场 股 元 分";

    if (field->kind == &kind_integer)
        return field->unit != NULL && str_list_has(str_of(units), str_of(field->unit));
    return field_is_measure(field);
}

/* A heading says the unit, because the cells are bare numbers. */
static str heading_of(struct arena *arena, const struct field *field)
{
    const char *unit = field->kind == &kind_amount ? "元"
                       : field->kind == &kind_area ? "亩"
                                                   : field->unit;

    if (unit == NULL)
        return str_of(field->label);
    return arena_printf(arena, "%s（%s）", field->label, unit);
}

static int width_of(const struct field *field)
{
    if (field->kind == &kind_lines)
        return 40;
    if (field->kind == &kind_secret)
        return 21;
    return field->kind == &kind_text && field->max > 60 ? 30 : 0;
}

static struct sheet_column *columns_of(struct export *export, size_t *count)
{
    const struct shape *shape = &export->type->shape;
    struct sheet_column *columns =
        arena_array(export->arena, struct sheet_column, shape->count + 1);

    columns[0] = (struct sheet_column){ .heading = S("记录号"), .width = 19 };
    *count = 1;
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->hidden)
            continue;
        columns[(*count)++] = (struct sheet_column){
            .heading = heading_of(export->arena, field),
            .form = form_of(field),
            .width = width_of(field),
            .totalled = is_summed(field),
        };
    }
    return columns;
}

static struct error *begin_sheet(struct context *cx, struct export *export,
                                 const struct export_words *words)
{
    struct sheet sheet = {
        .name = str_of(export->type->title),
        .title = words->title,
        .made_by = words->made_by,
        .watermark = words->watermark,
        .counted = true,
    };

    sheet.columns = columns_of(export, &sheet.column_count);
    TRY(sheet_writer_open(cx, &export->writer));
    return sheet_begin(cx, export->writer, &sheet);
}

static struct error *begin_csv(struct context *cx, struct export *export)
{
    export->csv.arena = export->arena;
    buf_add(&export->csv, S("\xef\xbb\xbf"));
    csv_write_heading(export->type, &export->csv);
    return loose_file_create(cx, &export->file);
}

struct error *export_open(struct context *cx, const struct record_type *type,
                          enum export_format format, const struct export_words *words,
                          struct export **made)
{
    struct arena *arena = arena_create(EXPORT_BYTES);
    CLEANUP(export_drop) struct export *export = arena_new(arena, struct export);

    export->arena = arena;
    export->type = type;
    export->format = format;
    export->names = arena_array(arena, struct known_name, NAMES_KEPT);
    TRY(format == EXPORT_XLSX ? begin_sheet(cx, export, words) : begin_csv(cx, export));
    *made = export;
    export = NULL;
    return NULL;
}

/* Cells */

static str name_of(struct context *cx, struct export *export, const struct field *field,
                   const void *record)
{
    str key = field_text(cx, field, record);
    size_t place = (str_hash(key) + (uintptr_t)field / sizeof *field) % NAMES_KEPT;
    struct known_name *known = &export->names[place];

    if (known->field == field && str_eq((str){ known->key, known->key_length }, key))
        return (str){ known->name, known->name_length };

    str name = field->kind == &kind_place
                   ? place_path(cx, *(const str *)field_member_const(field, record))
                   : field_shown(cx, field, record);
    if (key.length > KEY_BYTES || name.length > NAME_BYTES)
        return name;
    memcpy(known->key, key.data, key.length);
    memcpy(known->name, name.length > 0 ? name.data : "", name.length);
    known->field = field;
    known->key_length = key.length;
    known->name_length = name.length;
    return name;
}

static void add_cell(struct context *cx, struct export *export, const struct field *field,
                     const void *record)
{
    const void *member = field_member_const(field, record);

    if (!field_is_set(field, record))
        sheet_add_nothing(export->writer);
    else if (field->kind == &kind_date)
        sheet_add_date(export->writer, *(const date *)member);
    else if (field->kind == &kind_instant)
        sheet_add_instant(export->writer, *(const instant *)member);
    else if (form_of(field) != CELL_TEXT)
        sheet_add_number(export->writer, *(const int64_t *)member);
    else if (field->kind == &kind_place || field->kind == &kind_ref)
        sheet_add_text(export->writer, name_of(cx, export, field, record));
    else if (field->kind == &kind_choice || field->kind == &kind_boolean)
        sheet_add_text(export->writer, field_shown(cx, field, record));
    else
        sheet_add_text(export->writer, field_text(cx, field, record));
}

static void add_row(struct context *cx, struct export *export, const void *record)
{
    const struct shape *shape = &export->type->shape;
    record_id id = ((const struct record *)record)->id;

    sheet_add_text(export->writer, arena_printf(cx->arena, "%lld", (long long)id));
    for (size_t i = 0; i < shape->count; i++)
        if (!shape->fields[i].hidden)
            add_cell(cx, export, &shape->fields[i], record);
    sheet_end_row(export->writer);
}

static struct error *flush_csv(struct context *cx, struct export *export)
{
    str rest = buf_str(&export->csv);

    while (rest.length > 0) {
        ssize_t written = write(export->file.descriptor, rest.data, rest.length);
        if (written < 0)
            return file_error(cx, "写不进", "导出的表格");
        rest = str_slice(rest, (size_t)written, rest.length);
        export->file.bytes += written;
    }
    export->csv.length = 0;
    return NULL;
}

struct error *export_add(struct context *cx, struct export *export, const void *record)
{
    if (export->format == EXPORT_XLSX) {
        add_row(cx, export, record);
        return NULL;
    }
    csv_write_row(cx, export->type, record, &export->csv);
    return export->csv.length < CSV_BYTES ? NULL : flush_csv(cx, export);
}

struct error *export_finish(struct context *cx, struct export *export, struct loose_file *file)
{
    CLEANUP(export_drop) struct export *own = export;

    if (own->format == EXPORT_XLSX) {
        struct sheet_writer *writer = own->writer;
        own->writer = NULL;
        return sheet_writer_finish(cx, writer, file);
    }
    TRY(flush_csv(cx, own));
    *file = own->file;
    own->file = (struct loose_file){ 0 };
    return NULL;
}

void export_drop(struct export **export)
{
    if (*export == NULL)
        return;
    sheet_writer_drop(&(*export)->writer);
    loose_file_close(&(*export)->file);
    arena_destroy((*export)->arena);
    *export = NULL;
}

/* Listings */

static struct error *add_record(struct context *cx, const void *record, void *closure)
{
    return export_add(cx, closure, record);
}

struct error *export_listing(struct context *cx, const struct listing *listing,
                             enum export_format format, const struct export_words *words,
                             size_t most, struct loose_file *file)
{
    CLEANUP(export_drop) struct export *export = NULL;
    struct listing whole_list = *listing;

    whole_list.limit = most;
    TRY(export_open(cx, listing->type, format, words, &export));
    TRY(listing_each(cx, &whole_list, add_record, export));

    struct export *whole = export;
    export = NULL;
    return export_finish(cx, whole, file);
}
