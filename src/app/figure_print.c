/* SPDX-License-Identifier: Apache-2.0 */
/* All figures of a place as text, CSV or JSON. */
#include "app/figure.h"
#include "base/csv.h"
#include "base/json.h"
#include "sheet/writer.h"

#include <string.h>

/* What a table of figures is about. */
struct figures_table {
    str place;
    date from;
    date to;
    const struct figure_entry **entries;
    struct figure_value *values;
    size_t count;
};

static struct error *read_table(struct context *cx, struct figures_table *table)
{
    const struct figure_entry *all = figures_all(&table->count);

    table->entries = arena_array(cx->arena, const struct figure_entry *, table->count);
    table->values = arena_array(cx->arena, struct figure_value, table->count);
    for (size_t i = 0; i < table->count; i++)
        table->entries[i] = &all[i];
    return figures_read(cx, table->entries, table->count, table->place, table->from, table->to,
                        table->values);
}

/* The number without a sign of its unit: a ratio's unit is written beside it. */
static str bare_number(struct context *cx, const struct figures_table *table, size_t i)
{
    str text = figure_text(cx, table->entries[i], table->values[i]);

    if (str_eq(text, S("—")) || figure_is_few(cx, table->entries[i], table->values[i]))
        return (str){ 0 };
    return str_ends(text, S("%")) ? str_slice(text, 0, text.length - 1) : text;
}

static void write_text(struct context *cx, const struct figures_table *table, struct buf *out)
{
    buf_add(out, place_called(cx, table->place));
    buf_add_char(out, ' ');
    date_show(table->from, out);
    buf_add(out, S("至"));
    date_show(table->to, out);
    buf_add_char(out, '\n');
    for (size_t i = 0; i < table->count; i++) {
        str unit = figure_unit(table->entries[i]);
        str number = figure_text(cx, table->entries[i], table->values[i]);
        buf_printf(out, "%s %.*s%.*s\n", table->entries[i]->figure->label, STR_ARG(number),
                   STR_ARG(unit));
    }
}

static void write_csv(struct context *cx, const struct figures_table *table, struct buf *out)
{
    buf_add(out, S("key,label,value,unit\r\n"));
    for (size_t i = 0; i < table->count; i++) {
        const struct figure *figure = table->entries[i]->figure;
        csv_add_cell(out, true, str_of(figure->key));
        csv_add_cell(out, false, str_of(figure->label));
        csv_add_cell(out, false, bare_number(cx, table, i));
        csv_add_cell(out, false, str_of(figure->unit));
        csv_end_row(out);
    }
}

static void add_member(struct buf *out, const char *name, str value)
{
    json_add_name(out, name);
    json_add_string(out, value);
}

static void add_date_member(struct context *cx, struct buf *out, const char *name, date day)
{
    struct buf text = { .arena = cx->arena };

    date_write(day, &text);
    add_member(out, name, buf_str(&text));
}

static void write_json_figure(struct context *cx, const struct figures_table *table, size_t i,
                              struct buf *out)
{
    const struct figure_entry *entry = table->entries[i];
    str number = bare_number(cx, table, i);

    buf_add_char(out, '{');
    add_member(out, "key", str_of(entry->figure->key));
    add_member(out, "label", str_of(entry->figure->label));
    add_member(out, "module", str_of(entry->module));
    json_add_name(out, "value");
    buf_add(out, str_is_empty(number) ? S("null") : number);
    add_member(out, "unit", str_of(entry->figure->unit));
    add_member(out, "note", str_of(entry->figure->note));
    add_member(out, "records", figure_href(cx, entry, table->place, table->from, table->to));
    buf_add_char(out, '}');
}

static void write_json(struct context *cx, const struct figures_table *table, struct buf *out)
{
    buf_add_char(out, '{');
    add_member(out, "place", table->place);
    add_member(out, "name", place_called(cx, table->place));
    add_date_member(cx, out, "from", table->from);
    add_date_member(cx, out, "to", table->to);
    json_add_name(out, "figures");
    buf_add_char(out, '[');
    for (size_t i = 0; i < table->count; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        write_json_figure(cx, table, i, out);
    }
    buf_add(out, S("]}\n"));
}

struct error *figures_write(struct context *cx, str place, date from, date to,
                            const char *format, struct buf *out)
{
    static const struct {
        const char *format;
        void (*write)(struct context *cx, const struct figures_table *table, struct buf *out);
    } formats[] = { { "text", write_text }, { "csv", write_csv }, { "json", write_json } };
    struct figures_table table = { .place = place, .from = from, .to = to };

    for (size_t i = 0; i < COUNT(formats); i++) {
        if (strcmp(format, formats[i].format) != 0)
            continue;
        TRY(read_table(cx, &table));
        formats[i].write(cx, &table, out);
        return NULL;
    }
    return fail(cx, ERROR_INVALID, "没有“%s”这种格式。可以用 text、csv 或 json。", format);
}

struct error *figures_print(struct context *cx, str place, date from, date to,
                            const char *format, FILE *out)
{
    struct buf text = { .arena = cx->arena };

    TRY(figures_write(cx, place, from, to, format, &text));
    if (fwrite(text.data, 1, text.length, out) != text.length)
        return fail(cx, ERROR_BROKEN, "写不出去：磁盘满了，或者输出被关闭了。");
    return NULL;
}

static void write_sheet_row(struct context *cx, const struct figures_table *table, size_t i,
                            struct sheet_writer *writer)
{
    const struct figure *figure = table->entries[i]->figure;

    sheet_add_text(writer, str_of(figure->label));
    sheet_add_decimal(writer, bare_number(cx, table, i));
    sheet_add_text(writer, str_of(figure->unit));
    sheet_add_text(writer, str_of(figure->note));
    sheet_end_row(writer);
}

struct error *figures_write_sheet(struct context *cx, str place, date from, date to,
                                  str made_by, struct loose_file *file)
{
    static const struct sheet_column columns[] = {
        { .heading = S_INIT("指标"), .width = 30 },
        { .heading = S_INIT("数值"), .width = 14 },
        { .heading = S_INIT("单位") },
        { .heading = S_INIT("说明"), .width = 60 },
    };
    CLEANUP(sheet_writer_drop) struct sheet_writer *writer = NULL;
    struct figures_table table = { .place = place, .from = from, .to = to };
    struct buf title = { .arena = cx->arena };

    TRY(read_table(cx, &table));
    buf_add(&title, place_called(cx, place));
    buf_add(&title, S("各项数字 "));
    date_show(from, &title);
    buf_add(&title, S("至"));
    date_show(to, &title);
    TRY(sheet_writer_open(cx, &writer));
    TRY(sheet_begin(cx, writer,
                    &(struct sheet){ .name = S("数字"),
                                     .title = buf_str(&title),
                                     .made_by = made_by,
                                     .columns = columns,
                                     .column_count = COUNT(columns) }));
    for (size_t i = 0; i < table.count; i++)
        write_sheet_row(cx, &table, i, writer);

    struct sheet_writer *whole = writer;
    writer = NULL;
    return sheet_writer_finish(cx, whole, file);
}
