/* SPDX-License-Identifier: Apache-2.0 */
/* Understanding a workbook that somebody else made: what it asks, and who knows it. */
#include "modules/forms/form_parts.h"

#include "app/data.h"
#include "base/csv.h"
#include "sheet/reader.h"

enum { ROWS_LOOKED_AT = 60, LIST_FIELDS_LEAST = 3, TABLE_FIGURES_LEAST = 2 };

const struct query bindings_known_as = {
    .of = &form_binding_type,
    .sql = "where plain = $1 and source <> '' order by id desc limit 20",
};

/* Cells and their names */

bool cell_read(str text, int64_t *row, size_t *column)
{
    size_t number = 0;
    size_t i = 0;

    for (; i < text.length && text.data[i] >= 'A' && text.data[i] <= 'Z' && i < 3; i++)
        number = number * 26 + (size_t)(text.data[i] - 'A' + 1);
    if (number == 0)
        return false;
    *column = number - 1;
    *row = 0;
    return i == text.length || str_read_integer(str_slice(text, i, text.length), row);
}

str cell_name(struct context *cx, int64_t row, size_t column)
{
    struct buf name = { .arena = cx->arena };
    char letters[4];
    size_t at = sizeof letters;

    for (size_t rest = column + 1; rest > 0 && at > 0; rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    buf_add(&name, (str){ letters + at, sizeof letters - at });
    if (row > 0)
        buf_add_integer(&name, row);
    return buf_str(&name);
}

/* The first rows */

struct grid_row {
    int64_t number;
    size_t count;
    struct sheet_cell *cells;
};

struct grid {
    struct grid_row rows[ROWS_LOOKED_AT];
    size_t count;
};

static struct error *keep_row(struct context *cx, const struct sheet_row *row, void *closure)
{
    struct grid *grid = closure;
    struct grid_row *kept = &grid->rows[grid->count++];
    size_t count = row->count < FORM_COLUMNS_MAX ? row->count : FORM_COLUMNS_MAX;

    *kept = (struct grid_row){ row->number, count,
                               arena_array(cx->arena, struct sheet_cell, count + 1) };
    for (size_t i = 0; i < count; i++) {
        kept->cells[i] = row->cells[i];
        kept->cells[i].text = arena_copy(cx->arena, str_trim(row->cells[i].text));
    }
    return grid->count < ROWS_LOOKED_AT ? NULL : &sheet_enough;
}

static struct error *read_grid(struct context *cx, str bytes, size_t *sheet, struct grid *grid)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    size_t count;

    TRY(book_open(cx, bytes, &book));
    const struct book_sheet *sheets = book_sheets(book, &count);
    if (count == 1 && str_is_empty(sheets[0].name))
        return fail_field(cx, "file", "要填的表请用xlsx文件。");
    for (size_t i = 0; i < count && grid->count == 0; i++) {
        *sheet = i;
        if (!sheets[i].hidden)
            TRY(book_read(cx, book, i, keep_row, grid));
    }
    return NULL;
}

static str text_at(const struct grid *grid, size_t row, size_t column)
{
    const struct grid_row *line = &grid->rows[row];

    return column < line->count ? line->cells[column].text : (str){ 0 };
}

/* Who knows what a heading asks for */

/* A line of data/headings.csv that is not about a record type. */
struct special_words {
    const char *name;
    str words;
};

static struct error *take_words(struct context *cx, const struct csv_row *row, void *closure)
{
    struct special_words *wanted = closure;

    if (row->count >= 3 && str_eq(row->cells[0], S("form")) &&
        str_eq(row->cells[1], str_of(wanted->name)))
        wanted->words = arena_copy(cx->arena, row->cells[2]);
    return NULL;
}

static str special_words(struct context *cx, const char *name)
{
    struct special_words wanted = { .name = name };

    forget(csv_read(cx, data_file("headings.csv"), take_words, &wanted));
    return wanted.words;
}

static str special_source(struct context *cx, str plain)
{
    static const char *const sources[] = { SOURCE_ORDINAL, SOURCE_PLACE, SOURCE_TODAY,
                                           SOURCE_FILLER, SOURCE_PERIOD };

    for (size_t i = 0; i < COUNT(sources) && !str_is_empty(plain); i++)
        if (str_list_has(special_words(cx, sources[i]), plain))
            return str_of(sources[i]);
    return (str){ 0 };
}

/* 收集诉求, 收集诉求数, 收集诉求（件） */
static bool is_label(struct context *cx, str plain, const char *label)
{
    str wanted = heading_plain(cx, str_of(label));

    return str_eq(plain, wanted) ||
           (str_starts(plain, wanted) &&
            str_list_has(special_words(cx, "count"),
                         str_slice(plain, wanted.length, plain.length)));
}

static str figure_source(struct context *cx, str plain)
{
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count && !str_is_empty(plain); i++)
        if (is_label(cx, plain, entries[i].figure->label))
            return arena_printf(cx->arena, "figure:%s", entries[i].figure->key);
    return (str){ 0 };
}

static bool suits(enum form_kind kind, str type, str source)
{
    struct form_template form = { .kind = kind, .type = type };

    const struct field *field = source_field(&form, source);

    return str_starts(source, S("field:"))
               ? kind == FORM_LIST && field != NULL && form_may_show(field)
           : str_starts(source, S("figure:"))
               ? kind != FORM_LIST && source_figure(source) != NULL
               : true;
}

/* What people said of the same heading in an earlier form. */
static struct error *learned_source(struct context *cx, const struct form_sketch *sketch,
                                    str plain, str *source)
{
    struct form_binding *known;
    size_t count;

    *source = (str){ 0 };
    TRY(query_rows(cx, &bindings_known_as, WITH(value_text(plain)), &known, &count));
    for (size_t i = 0; i < count && str_is_empty(*source); i++)
        if (suits(sketch->kind, sketch->type, known[i].source))
            *source = known[i].source;
    return NULL;
}

static struct error *add_binding(struct context *cx, struct form_sketch *sketch, str cell,
                                 str heading, str proposed)
{
    struct form_binding *binding = &sketch->bindings[sketch->count];
    str plain = heading_plain(cx, heading);
    str learned;

    if (sketch->count == FORM_COLUMNS_MAX || str_is_empty(plain))
        return NULL;
    TRY(learned_source(cx, sketch, plain, &learned));
    *binding = (struct form_binding){
        .ordinal = (int64_t)++sketch->count,
        .cell = cell,
        .heading = heading,
        .plain = plain,
        .source = !str_is_empty(learned) ? learned : proposed,
    };
    sketch->known += !str_is_empty(binding->source);
    return NULL;
}

/* Lists of records */

bool form_may_list(const struct record_type *type)
{
    return type != NULL && type->reads != NULL && type->place != NULL && type->opened == NULL &&
           type_find(str_of(type->name)) == type;
}

static const struct field *field_asked(struct context *cx, const struct record_type *type,
                                       const struct roster_column *column)
{
    const struct field *field = column->extra != NULL
                                    ? shape_field(&type->shape, str_of(column->extra->name))
                                    : column->field;
    str plain = heading_plain(cx, column->heading);

    for (size_t i = 0; field == NULL && i < type->shape.count; i++)
        if (is_label(cx, plain, type->shape.fields[i].label))
            field = &type->shape.fields[i];
    return field == NULL || field->hidden ? NULL : field;
}

static size_t fields_known(struct context *cx, const struct record_type *type,
                           const struct roster_job *job)
{
    size_t known = 0;

    for (size_t i = 0; i < job->column_count; i++)
        known += field_asked(cx, type, &job->columns[i]) != NULL;
    return known;
}

static void look_for_list(struct context *cx, const struct roster *roster, str place, str bytes,
                          size_t sheet, struct roster_job *best, size_t *most)
{
    struct roster_job job;

    if (!form_may_list(roster->type))
        return;
    struct error *error = roster_open(cx, roster, place, bytes, sheet, &job);
    size_t known = error == NULL ? fields_known(cx, roster->type, &job) : 0;
    if (known <= *most)
        return;
    *most = known;
    *best = job;
}

static struct error *sketch_list(struct context *cx, const struct roster_job *job,
                                 struct form_sketch *sketch)
{
    const struct record_type *type = job->roster->type;

    sketch->kind = FORM_LIST;
    sketch->type = str_of(type->name);
    sketch->heading = job->heading;
    for (size_t i = 0; i < job->column_count; i++) {
        const struct roster_column *column = &job->columns[i];
        const struct field *field = field_asked(cx, type, column);
        str plain = heading_plain(cx, column->heading);
        str source = str_list_has(special_words(cx, SOURCE_ORDINAL), plain) ? S(SOURCE_ORDINAL)
                     : field != NULL && form_may_show(field)
                         ? arena_printf(cx->arena, "field:%s", field->name)
                         : (str){ 0 };
        TRY(add_binding(cx, sketch, cell_name(cx, 0, column->number), column->heading, source));
    }
    return NULL;
}

/* Tables of places */

/* A label with an empty cell beside it is no heading of a column. */
static bool heads_column(const struct grid_row *row, size_t column)
{
    return !row->cells[column].covered &&
           (column + 1 == row->count || !str_is_empty(row->cells[column + 1].text));
}

static size_t figures_in_row(struct context *cx, const struct grid *grid, size_t row)
{
    const struct grid_row *line = &grid->rows[row];
    size_t known = 0;

    for (size_t i = 0; i < line->count; i++)
        known += heads_column(line, i) &&
                 !str_is_empty(figure_source(cx, heading_plain(cx, line->cells[i].text)));
    return known;
}

static bool find_table(struct context *cx, const struct grid *grid, size_t *row)
{
    size_t most = TABLE_FIGURES_LEAST - 1;
    bool found = false;

    for (size_t i = 0; i < grid->count; i++) {
        size_t known = figures_in_row(cx, grid, i);
        found = found || known > most;
        if (known > most) {
            most = known;
            *row = i;
        }
    }
    return found;
}

/* A column's heading: its own cell, else the one above it in a heading of two lines. */
static str heading_at(const struct grid *grid, size_t row, size_t column)
{
    str text = text_at(grid, row, column);

    return str_is_empty(text) && row > 0 ? text_at(grid, row - 1, column) : text;
}

static struct error *sketch_table(struct context *cx, const struct grid *grid, size_t row,
                                  struct form_sketch *sketch)
{
    bool has_place = false;

    sketch->kind = FORM_TABLE;
    sketch->heading = grid->rows[row].number;
    for (size_t i = 0; i < grid->rows[row].count; i++) {
        str heading = heading_at(grid, row, i);
        str plain = heading_plain(cx, heading);
        str source = figure_source(cx, plain);
        if (str_is_empty(source))
            source = special_source(cx, plain);
        if (str_eq(source, S(SOURCE_PLACE)) && has_place)
            source = (str){ 0 };
        has_place = has_place || str_eq(source, S(SOURCE_PLACE));
        TRY(add_binding(cx, sketch, cell_name(cx, 0, i), heading, source));
    }
    return NULL;
}

/* Labels with a cell beside each */

static bool is_asking(const struct grid_row *row, size_t column, bool is_known)
{
    str text = row->cells[column].text;
    bool ends_so = str_ends(text, S("：")) || str_ends(text, S(":"));

    if (str_is_empty(text) || row->cells[column].covered)
        return false;
    if (column + 1 >= row->count)
        return is_known || ends_so;
    return str_is_empty(row->cells[column + 1].text) && !row->cells[column + 1].covered;
}

static struct error *sketch_cells(struct context *cx, const struct grid *grid,
                                  struct form_sketch *sketch)
{
    sketch->kind = FORM_CELLS;
    for (size_t i = 0; i < grid->count; i++)
        for (size_t j = 0; j < grid->rows[i].count; j++) {
            str plain = heading_plain(cx, text_at(grid, i, j));
            str source = figure_source(cx, plain);
            if (str_is_empty(source))
                source = special_source(cx, plain);
            if (is_asking(&grid->rows[i], j, !str_is_empty(source)))
                TRY(add_binding(cx, sketch, cell_name(cx, grid->rows[i].number, j + 1),
                                text_at(grid, i, j), source));
        }
    return NULL;
}

static struct error *sketch_grid(struct context *cx, str place, str bytes,
                                 const struct grid *grid, struct form_sketch *sketch)
{
    struct roster_job *job = arena_new(cx->arena, struct roster_job);
    size_t most = LIST_FIELDS_LEAST - 1;
    size_t row = 0;

    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct roster *const *roster = (*module)->rosters;
             roster != NULL && *roster != NULL; roster++)
            look_for_list(cx, *roster, place, bytes, sketch->sheet, job, &most);
    if (job->roster != NULL)
        return sketch_list(cx, job, sketch);
    if (find_table(cx, grid, &row))
        return sketch_table(cx, grid, row, sketch);
    return sketch_cells(cx, grid, sketch);
}

struct error *form_sketch_read(struct context *cx, str place, str bytes,
                               struct form_sketch *sketch)
{
    struct grid *grid = arena_new(cx->arena, struct grid);

    *sketch = (struct form_sketch){
        .bindings = arena_array(cx->arena, struct form_binding, FORM_COLUMNS_MAX),
    };
    if (bytes.length > FORM_BYTES_MAX)
        return fail_field(cx, "file", "要填的表最大10 MB。");
    TRY(read_grid(cx, bytes, &sketch->sheet, grid));
    TRY(sketch_grid(cx, place, bytes, grid, sketch));
    if (sketch->count == 0)
        return fail_field(cx, "file",
                          "没有看出要填什么：没有表头，也没有“填报单位：”这样后面空着的格子。");
    return NULL;
}
