/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the tables of data/sample/. */
#include "modules/sample/sheet.h"

#include "app/data.h"
#include "base/csv.h"

#include <string.h>

static const struct field village_fields[] = {
    { TEXT(sheet_village, village_code) },
    { INTEGER(sheet_village, grids) },
    { INTEGER(sheet_village, hamlets) },
    { INTEGER(sheet_village, micro_grids) },
};

const struct shape sheet_village_row = { SHAPE(sheet_village, village_fields) };

static const struct field party_fields[] = {
    { TEXT(sheet_party, place_code) }, { TEXT(sheet_party, kind) },
    { TEXT(sheet_party, name) },       { TEXT(sheet_party, parent) },
    { DATE(sheet_party, founded) },    { INTEGER(sheet_party, count) },
    { TEXT(sheet_party, grids) },
};

const struct shape sheet_party_row = { SHAPE(sheet_party, party_fields) };

static const struct field surname_fields[] = {
    { TEXT(sheet_surname, surname) },
    { INTEGER(sheet_surname, weight) },
};

const struct shape sheet_surname_row = { SHAPE(sheet_surname, surname_fields) };

static const struct field given_name_fields[] = {
    { TEXT(sheet_given_name, name) },
    { INTEGER(sheet_given_name, sex) },
    { INTEGER(sheet_given_name, born_from) },
    { INTEGER(sheet_given_name, born_to) },
};

const struct shape sheet_given_name_row = { SHAPE(sheet_given_name, given_name_fields) };

static const struct field matter_fields[] = {
    { TEXT(sheet_matter, category) }, { TEXT(sheet_matter, kind) },
    { TEXT(sheet_matter, title) },    { TEXT(sheet_matter, story) },
    { TEXT(sheet_matter, answer) },
};

const struct shape sheet_matter_row = { SHAPE(sheet_matter, matter_fields) };

static const struct field demand_fields[] = {
    { TEXT(sheet_demand, kind) },
    { TEXT(sheet_demand, fits) },
    { TEXT(sheet_demand, text) },
};

const struct shape sheet_demand_row = { SHAPE(sheet_demand, demand_fields) };

enum { COLUMNS_MAX = 16 };

struct reading {
    const struct shape *row;
    const struct field *columns[COLUMNS_MAX];
    size_t column_count;
    char *rows;
    size_t count;
};

/* There are no more rows than lines. */
static size_t lines_of(str text)
{
    size_t lines = 1;

    for (size_t i = 0; i < text.length; i++)
        lines += text.data[i] == '\n';
    return lines;
}

static struct error *read_heading(struct context *cx, const struct csv_row *row,
                                  struct reading *reading)
{
    for (size_t i = 0; i < row->count && i < COLUMNS_MAX; i++) {
        const struct field *field = shape_field(reading->row, row->cells[i]);
        if (field == NULL)
            return fail(cx, ERROR_BROKEN, "%s: no column %.*s", reading->row->name,
                        STR_ARG(row->cells[i]));
        reading->columns[reading->column_count++] = field;
    }
    return NULL;
}

static struct error *read_row(struct context *cx, const struct csv_row *row, void *closure)
{
    struct reading *reading = closure;

    if (reading->column_count == 0)
        return read_heading(cx, row, reading);

    void *record = reading->rows + reading->count * reading->row->size;
    for (size_t i = 0; i < row->count && i < reading->column_count; i++) {
        const struct field *field = reading->columns[i];
        str cell = arena_copy(cx->arena, row->cells[i]);
        if (!str_is_empty(cell) &&
            !field->kind->read(field, cx->arena, cell, field_member(field, record)))
            return fail(cx, ERROR_BROKEN, "%s:%zu: %s", reading->row->name, row->line,
                        field->name);
    }
    reading->count++;
    return NULL;
}

struct error *sheet_read(struct context *cx, const char *name, const struct shape *row,
                         void *rows, size_t *count)
{
    str text = data_file(arena_printf(cx->arena, "sample/%s", name).data);
    struct reading reading = {
        .row = row,
        .rows = arena_alloc_array(cx->arena, lines_of(text), row->size),
    };

    if (str_is_empty(text))
        return fail(cx, ERROR_BROKEN, "no data/sample/%s", name);
    TRY(csv_read(cx, text, read_row, &reading));
    memcpy(rows, &reading.rows, sizeof reading.rows);
    *count = reading.count;
    return NULL;
}
