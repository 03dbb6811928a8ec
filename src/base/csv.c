/* SPDX-License-Identifier: Apache-2.0 */
/* Comma-separated values, read with libcsv and written by hand. */
#include "base/csv.h"

#include <csv.h>
#include <string.h>

/* The limits of what is read.  The scratch arena holds one row, with room for what its blocks
 * leave unused. */
enum {
    MOST_CELLS = 1000,
    CELL_BYTES = 1024 * 1024,
    ROW_BYTES = 4 * CELL_BYTES,
    SCRATCH_BYTES = 4 * ROW_BYTES,
    GROWTH_BYTES = 4096,
};

static const str byte_order_mark = S_INIT("\xef\xbb\xbf");

struct reader {
    struct context *cx;
    csv_row_function *each;
    void *closure;
    struct arena *scratch;
    struct arena_mark empty;
    struct csv_row row;
    size_t row_bytes;
    bool in_row;
    struct error *error;
    str cells[MOST_CELLS];
};

static struct error *check_cell(const struct reader *reader, str cell)
{
    size_t line = reader->row.line;
    size_t column = reader->row.count + 1;

    if (column > MOST_CELLS)
        return fail(reader->cx, ERROR_INVALID,
                    "第%zu行超过%d列。请检查逗号和引号，或拆成几个文件。", line, MOST_CELLS);
    if (cell.length > CELL_BYTES)
        return fail(reader->cx, ERROR_INVALID,
                    "第%zu行第%zu列超过1 MiB。请缩短内容，并检查引号是否成对。", line, column);
    if (reader->row_bytes + cell.length > ROW_BYTES)
        return fail(reader->cx, ERROR_INVALID, "第%zu行超过4 MiB。请缩短这一行的内容。", line);
    if (!str_is_clean(cell))
        return fail(reader->cx, ERROR_INVALID,
                    "第%zu行第%zu列有无法识别的字符。请把文件另存为UTF-8编码的CSV再导入。",
                    line, column);
    return NULL;
}

static struct error *keep_cell(struct reader *reader, str cell)
{
    TRY(check_cell(reader, cell));
    reader->cells[reader->row.count] = arena_copy(reader->scratch, cell);
    reader->row.count++;
    reader->row_bytes += cell.length;
    return NULL;
}

static void cell_read(void *data, size_t length, void *closure)
{
    struct reader *reader = closure;

    if (reader->error == NULL)
        reader->error = keep_cell(reader, (str){ data, length });
}

static void row_read(int terminator, void *closure)
{
    struct reader *reader = closure;

    (void)terminator;
    if (reader->error != NULL)
        return;
    reader->error = reader->each(reader->cx, &reader->row, reader->closure);
    arena_rewind(reader->scratch, reader->empty);
    reader->row.count = 0;
    reader->row_bytes = 0;
    reader->in_row = false;
}

/* Takes one line with its end, which is CR LF, LF or CR. */
static str take_line(str *rest)
{
    const char *feed = memchr(rest->data, '\n', rest->length);
    size_t length = feed == NULL ? rest->length : (size_t)(feed - rest->data) + 1;
    const char *carriage = memchr(rest->data, '\r', length);

    if (carriage != NULL && carriage + 1 != feed)
        length = (size_t)(carriage - rest->data) + 1;
    str line = str_slice(*rest, 0, length);
    *rest = str_slice(*rest, length, rest->length);
    return line;
}

static bool is_blank(str line)
{
    for (size_t i = 0; i < line.length; i++)
        if (strchr(" \t\r\n", line.data[i]) == NULL || line.data[i] == '\0')
            return false;
    return true;
}

static struct error *parser_error(struct reader *reader, struct csv_parser *parser)
{
    if (csv_error(parser) == CSV_EPARSE)
        return fail(reader->cx, ERROR_INVALID,
                    "从第%zu行开始，引号不成对。含引号的单元格应整个用引号括起，"
                    "里面的引号写两个。",
                    reader->row.line);
    return fail(reader->cx, ERROR_BROKEN, "csv: %s", csv_strerror(csv_error(parser)));
}

static struct error *read_line(struct reader *reader, struct csv_parser *parser, str line)
{
    size_t read = csv_parse(parser, line.data, line.length, cell_read, row_read, reader);

    if (reader->error != NULL)
        return reader->error;
    return read == line.length ? NULL : parser_error(reader, parser);
}

/* libcsv does not say where it is; so it is given one line at a time. */
static struct error *read_lines(struct reader *reader, struct csv_parser *parser, str text)
{
    for (size_t number = 1; text.length > 0; number++) {
        str line = take_line(&text);
        if (!reader->in_row && is_blank(line))
            continue;
        if (!reader->in_row)
            reader->row.line = number;
        reader->in_row = true;
        TRY(read_line(reader, parser, line));
    }
    if (csv_fini(parser, cell_read, row_read, reader) != 0)
        return parser_error(reader, parser);
    return reader->error;
}

struct error *csv_read(struct context *cx, str text, csv_row_function *each, void *closure)
{
    return csv_read_by(cx, text, ',', each, closure);
}

struct error *csv_read_by(struct context *cx, str text, char separator, csv_row_function *each,
                          void *closure)
{
    CLEANUP(arena_release) struct arena *scratch = arena_create(SCRATCH_BYTES);
    CLEANUP(csv_free) struct csv_parser parser = { 0 };
    struct reader reader = {
        .cx = cx,
        .each = each,
        .closure = closure,
        .scratch = scratch,
        .empty = arena_mark(scratch),
        .row = { .cells = reader.cells },
    };

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return fail(cx, ERROR_BROKEN, "csv: cannot start");
    csv_set_delim(&parser, (unsigned char)separator);
    csv_set_blk_size(&parser, GROWTH_BYTES);
    if (str_starts(text, byte_order_mark))
        text = str_slice(text, byte_order_mark.length, text.length);
    return read_lines(&reader, &parser, text);
}

static bool is_negative_number(str cell)
{
    for (size_t i = 1; i < cell.length; i++)
        if (strchr("0123456789.,", cell.data[i]) == NULL || cell.data[i] == '\0')
            return false;
    return cell.length > 1 && cell.data[0] == '-';
}

/* Spreadsheets set to Chinese also calculate after the full-width signs. */
static bool is_formula(str cell)
{
    static const str signs[] = {
        S_INIT("="),  S_INIT("+"),      S_INIT("-"),      S_INIT("@"),      S_INIT("\t"),
        S_INIT("\r"), S_INIT("\uff1d"), S_INIT("\uff0b"), S_INIT("\uff0d"), S_INIT("\uff20"),
    };

    if (cell.length == 0 || strchr("=+-@\t\r\xef", cell.data[0]) == NULL)
        return false;
    for (size_t i = 0; i < COUNT(signs); i++)
        if (str_starts(cell, signs[i]))
            return !is_negative_number(cell);
    return false;
}

/* Spaces at the ends are lost unless they are quoted. */
static bool needs_quotes(str cell)
{
    static const char marks[] = ",\"\r\n";

    for (const char *mark = marks; *mark != '\0'; mark++)
        if (cell.length > 0 && memchr(cell.data, *mark, cell.length) != NULL)
            return true;
    return str_trim(cell).length < cell.length;
}

static void add_quoted(struct buf *out, bool formula, str cell)
{
    str head;

    buf_add(out, formula ? S("\"'") : S("\""));
    while (str_cut(cell, '"', &head, &cell)) {
        buf_add(out, head);
        buf_add(out, S("\"\""));
    }
    buf_add(out, head);
    buf_add_char(out, '"');
}

void csv_add_cell(struct buf *out, bool first, str cell)
{
    bool formula = is_formula(cell);

    if (!first)
        buf_add_char(out, ',');
    if (needs_quotes(cell)) {
        add_quoted(out, formula, cell);
        return;
    }
    if (formula)
        buf_add_char(out, '\'');
    buf_add(out, cell);
}

void csv_end_row(struct buf *out)
{
    str before = buf_str(out);

    /* A row of one empty cell would be a blank line, and those are skipped. */
    if (before.length == 0 || str_ends(before, S("\n")) || str_eq(before, byte_order_mark))
        buf_add(out, S("\"\""));
    buf_add(out, S("\r\n"));
}
