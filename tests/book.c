/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/book.h"

#include "base/buf.h"
#include "tests/test.h"

#include <stdarg.h>
#include <string.h>
#include <zip.h>

enum {
    BOOK_ROWS_MAX = 60,
    BOOK_COLUMNS_MAX = 40,
    BOOK_SHEETS = 4,
    BOOK_PARTS = BOOK_SHEETS + 2
};

struct grid {
    str cells[BOOK_ROWS_MAX][BOOK_COLUMNS_MAX];
    bool hidden[BOOK_ROWS_MAX];
    bool hides[BOOK_COLUMNS_MAX];
    size_t widths[BOOK_ROWS_MAX];
    size_t rows;
};

static void read_line(struct grid *grid, str line)
{
    size_t row = grid->rows++;
    str cell;

    CHECK(row < BOOK_ROWS_MAX);
    if (str_starts(line, S("~"))) {
        grid->hidden[row] = true;
        line = str_slice(line, 1, line.length);
    }
    for (bool more = !str_is_empty(line); more;) {
        CHECK(grid->widths[row] < BOOK_COLUMNS_MAX);
        more = str_cut(line, '|', &cell, &line);
        if (str_starts(cell, S("~"))) {
            grid->hides[grid->widths[row]] = true;
            cell = str_slice(cell, 1, cell.length);
        }
        grid->cells[row][grid->widths[row]++] = cell;
    }
}

static void read_grid(struct grid *grid, str rows)
{
    str line;

    while (!str_is_empty(rows)) {
        str_cut(rows, '\n', &line, &rows);
        read_line(grid, line);
    }
}

static bool is_same_block(str cell)
{
    return str_eq(cell, S("<")) || str_eq(cell, S("^"));
}

static void add_reference(struct buf *out, size_t row, size_t column)
{
    if (column >= 26)
        buf_add_char(out, (char)('A' + column / 26 - 1));
    buf_add_char(out, (char)('A' + column % 26));
    buf_add_integer(out, (int64_t)row + 1);
}

static void add_escaped(struct buf *out, str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == '&')
            buf_add(out, S("&amp;"));
        else if (text.data[i] == '<')
            buf_add(out, S("&lt;"));
        else
            buf_add_char(out, text.data[i]);
}

static void add_cell(struct buf *out, const struct grid *grid, size_t row, size_t column)
{
    str cell = grid->cells[row][column];

    if (str_is_empty(cell))
        return;
    buf_add(out, S("<c r=\""));
    add_reference(out, row, column);
    if (is_same_block(cell)) {
        buf_add(out, S("\"/>"));
    } else if (str_starts(cell, S("="))) {
        buf_add(out, S("\"><v>"));
        buf_add(out, str_slice(cell, 1, cell.length));
        buf_add(out, S("</v></c>"));
    } else {
        buf_add(out, S("\" t=\"inlineStr\"><is><t>"));
        add_escaped(out, cell);
        buf_add(out, S("</t></is></c>"));
    }
}

/* How far the block goes that begins here. */
static void add_block(struct buf *out, const struct grid *grid, size_t row, size_t column)
{
    size_t last_row = row;
    size_t last_column = column;

    while (last_column + 1 < BOOK_COLUMNS_MAX &&
           str_eq(grid->cells[row][last_column + 1], S("<")))
        last_column++;
    while (last_row + 1 < grid->rows && str_eq(grid->cells[last_row + 1][column], S("^")))
        last_row++;
    if (last_row == row && last_column == column)
        return;
    buf_add(out, S("<mergeCell ref=\""));
    add_reference(out, row, column);
    buf_add_char(out, ':');
    add_reference(out, last_row, last_column);
    buf_add(out, S("\"/>"));
}

static str sheet_of(struct context *cx, str rows)
{
    struct grid *grid = arena_new(cx->arena, struct grid);
    struct buf out = { .arena = cx->arena };
    struct buf blocks = { .arena = cx->arena };

    read_grid(grid, rows);
    buf_add(&out, S("<worksheet><cols>"));
    for (size_t column = 0; column < BOOK_COLUMNS_MAX; column++)
        if (grid->hides[column])
            buf_printf(&out, "<col min=\"%zu\" max=\"%zu\" hidden=\"1\"/>", column + 1,
                       column + 1);
    buf_add(&out, S("</cols><sheetData>"));
    for (size_t row = 0; row < grid->rows; row++) {
        buf_printf(&out, "<row r=\"%zu\"%s>", row + 1,
                   grid->hidden[row] ? " hidden=\"1\"" : "");
        for (size_t column = 0; column < grid->widths[row]; column++) {
            add_cell(&out, grid, row, column);
            if (!is_same_block(grid->cells[row][column]))
                add_block(&blocks, grid, row, column);
        }
        buf_add(&out, S("</row>"));
    }
    buf_printf(&out, "</sheetData><mergeCells>%.*s</mergeCells></worksheet>",
               STR_ARG(buf_str(&blocks)));
    return buf_str(&out);
}

str test_packed(struct context *cx, const struct test_part *parts, size_t count)
{
    zip_error_t error;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    struct zip_stat facts;

    zip_source_keep(target);
    for (size_t i = 0; i < count; i++) {
        zip_int64_t index = zip_file_add(
            zip, parts[i].name,
            zip_source_buffer(zip, parts[i].text.data, parts[i].text.length, 0), 0);
        CHECK(index >= 0);
        if (parts[i].stored)
            zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
    }
    CHECK(zip_close(zip) == 0);
    CHECK(zip_source_open(target) == 0 && zip_source_stat(target, &facts) == 0);
    char *bytes = arena_alloc(cx->arena, facts.size);
    CHECK(zip_source_read(target, bytes, facts.size) == (zip_int64_t)facts.size);
    zip_source_close(target);
    zip_source_free(target);
    return (str){ bytes, facts.size };
}

static str book_of(struct context *cx, const char *const *names, const char *const *rows,
                   size_t count)
{
    struct buf contents = { .arena = cx->arena };
    struct test_part parts[BOOK_PARTS];

    buf_add(&contents, S("<workbook><sheets>"));
    for (size_t i = 0; i < count; i++) {
        str part = arena_printf(cx->arena, "xl/worksheets/sheet%zu.xml", i + 1);
        buf_printf(&contents, "<sheet name=\"%s\" sheetId=\"%zu\"/>", names[i], i + 1);
        parts[i + 1] = (struct test_part){ arena_text(cx->arena, part),
                                           sheet_of(cx, str_of(rows[i])), false };
    }
    buf_add(&contents, S("</sheets></workbook>"));
    parts[0] = (struct test_part){ "xl/workbook.xml", buf_str(&contents), false };
    return test_packed(cx, parts, count + 1);
}

str test_book(struct context *cx, const char *rows)
{
    static const char *const name = "Sheet1";

    return book_of(cx, &name, &rows, 1);
}

str test_books(struct context *cx, const char *name, ...)
{
    const char *names[BOOK_SHEETS];
    const char *rows[BOOK_SHEETS];
    va_list arguments;
    size_t count = 0;

    va_start(arguments, name);
    for (; name != NULL; name = va_arg(arguments, const char *)) {
        CHECK(count < BOOK_SHEETS);
        names[count] = name;
        rows[count++] = va_arg(arguments, const char *);
    }
    va_end(arguments);
    return book_of(cx, names, rows, count);
}

str test_book_part(struct context *cx, str bytes, const char *name)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.length, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    struct zip_stat facts;

    CHECK(zip != NULL && zip_stat(zip, name, 0, &facts) == 0);
    zip_file_t *part = zip_fopen(zip, name, 0);
    char *text = arena_alloc(cx->arena, facts.size);
    CHECK(zip_fread(part, text, facts.size) == (zip_int64_t)facts.size);
    zip_fclose(part);
    zip_discard(zip);
    return (str){ text, facts.size };
}
