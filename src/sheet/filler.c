/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing values into a sheet that is there already.
 *
 * The sheet's XML is parsed for its positions only.  What is not touched is copied as it
 * stands; new cells are put in where their order wants them.
 */
#include "sheet/filler.h"

#include "sheet/book.h"

#include <string.h>
#include <unistd.h>

enum { PART_BYTES_MAX = 48 * 1024 * 1024 };

struct filling {
    struct context *cx;
    XML_Parser parser;
    const struct sheet_order *order;
    str xml;
    struct buf out;
    size_t copied; /* so much of the XML is in out, or left out */
    size_t next;   /* the first value that is not in out */
    struct error *error;
    str prefix; /* of the elements' names: "x:" */
    int64_t row;
    size_t column;
    bool is_closed; /* the element that begins now has no content */
    bool is_target;
    bool has_formula;
    str style;                   /* of the present cell */
    str styles[SHEET_CELLS_MAX]; /* of the cells of the pattern row */
};

static void stop(struct filling *filling, struct error *error)
{
    if (filling->error == NULL)
        filling->error = error;
    XML_StopParser(filling->parser, XML_FALSE);
}

static size_t position(const struct filling *filling)
{
    return (size_t)XML_GetCurrentByteIndex(filling->parser);
}

static size_t position_after(const struct filling *filling)
{
    return position(filling) + (size_t)XML_GetCurrentByteCount(filling->parser);
}

static void copy_to(struct filling *filling, size_t end)
{
    if (end <= filling->copied)
        return;
    buf_add(&filling->out, str_slice(filling->xml, filling->copied, end));
    filling->copied = end;
}

/* Writing cells */

static str column_name(struct context *cx, size_t column)
{
    char name[8];
    size_t at = sizeof name;

    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        name[--at] = (char)('A' + (rest - 1) % 26);
    return arena_copy(cx->arena, (str){ name + at, sizeof name - at });
}

static void add_escaped(struct buf *out, str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (c == '<')
            buf_add(out, S("&lt;"));
        else if (c == '&')
            buf_add(out, S("&amp;"));
        else if (c == '>')
            buf_add(out, S("&gt;"));
        else if (c >= ' ' || c == '\n' || c == '\t' || c < 0)
            buf_add_char(out, c);
    }
}

static void add_cell(struct filling *filling, const struct sheet_filling *value, str style)
{
    struct buf *out = &filling->out;
    str p = filling->prefix;
    str column = column_name(filling->cx, value->column);

    buf_printf(out, "<%.*sc r=\"%.*s%lld\"", STR_ARG(p), STR_ARG(column),
               (long long)value->row);
    if (!str_is_empty(style))
        buf_printf(out, " s=\"%.*s\"", STR_ARG(style));
    if (value->is_number) {
        buf_printf(out, "><%.*sv>", STR_ARG(p));
        add_escaped(out, value->text);
        buf_printf(out, "</%.*sv></%.*sc>", STR_ARG(p), STR_ARG(p));
        return;
    }
    buf_printf(out, " t=\"inlineStr\"><%.*sis><%.*st xml:space=\"preserve\">", STR_ARG(p),
               STR_ARG(p));
    add_escaped(out, value->text);
    buf_printf(out, "</%.*st></%.*sis></%.*sc>", STR_ARG(p), STR_ARG(p), STR_ARG(p));
}

static const struct sheet_filling *next_value(const struct filling *filling)
{
    return filling->next < filling->order->count ? &filling->order->fillings[filling->next]
                                                 : NULL;
}

static str pattern_style(const struct filling *filling, size_t column)
{
    return column < SHEET_CELLS_MAX ? filling->styles[column] : (str){ 0 };
}

/* The values of a row that stand before a column. */
static void add_cells(struct filling *filling, int64_t row, size_t before)
{
    const struct sheet_filling *value;

    while ((value = next_value(filling)) != NULL && value->row == row &&
           value->column < before) {
        add_cell(filling, value, pattern_style(filling, value->column));
        filling->next++;
    }
}

/* Whole rows that the sheet does not have. */
static void add_rows(struct filling *filling, int64_t before)
{
    const struct sheet_filling *value;

    while ((value = next_value(filling)) != NULL && value->row < before) {
        buf_printf(&filling->out, "<%.*srow r=\"%lld\">", STR_ARG(filling->prefix),
                   (long long)value->row);
        add_cells(filling, value->row, SIZE_MAX);
        buf_printf(&filling->out, "</%.*srow>", STR_ARG(filling->prefix));
    }
}

/* An element without content that gets some: "<row .../>" becomes "<row ...>". */
static void open_up(struct filling *filling)
{
    size_t end = position_after(filling);

    copy_to(filling, end - 2);
    buf_add_char(&filling->out, '>');
    filling->copied = end;
}

/* Reading positions */

static void begin_row(struct filling *filling, const char **attributes)
{
    str text = attribute(attributes, "r");
    int64_t row = filling->row + 1;

    if (!str_is_empty(text) && (!str_read_integer(text, &row) || row <= filling->row)) {
        stop(filling, fail(filling->cx, ERROR_INVALID, "表格里的行没有按顺序排，填不了。"));
        return;
    }
    copy_to(filling, position(filling));
    add_rows(filling, row);
    filling->row = row;
    filling->column = 0;
    const struct sheet_filling *value = next_value(filling);
    if (!filling->is_closed || value == NULL || value->row != row)
        return;
    open_up(filling);
    add_cells(filling, row, SIZE_MAX);
    buf_printf(&filling->out, "</%.*srow>", STR_ARG(filling->prefix));
}

/* "AB12" to 27 */
static bool read_column(str text, size_t *column)
{
    size_t number = 0;
    size_t i = 0;

    for (; i < text.length && text.data[i] >= 'A' && text.data[i] <= 'Z' && i < 3; i++)
        number = number * 26 + (size_t)(text.data[i] - 'A' + 1);
    *column = number - 1;
    return number > 0;
}

static void begin_cell(struct filling *filling, const char **attributes)
{
    size_t column;

    if (!read_column(attribute(attributes, "r"), &column))
        column = filling->column;
    filling->column = column + 1;
    filling->style = arena_copy(filling->cx->arena, attribute(attributes, "s"));
    filling->has_formula = false;
    if (filling->row == filling->order->pattern_row && column < SHEET_CELLS_MAX)
        filling->styles[column] = filling->style;
    copy_to(filling, position(filling));
    add_cells(filling, filling->row, column);
    const struct sheet_filling *value = next_value(filling);
    filling->is_target = value != NULL && value->row == filling->row && value->column == column;
}

static void end_cell(struct filling *filling)
{
    if (!filling->is_target)
        return;
    filling->is_target = false;
    const struct sheet_filling *value = &filling->order->fillings[filling->next++];
    if (filling->has_formula)
        return;
    add_cell(filling, value, filling->style);
    filling->copied = position_after(filling);
}

static void on_start(void *own, const char *name, const char **attributes)
{
    struct filling *filling = own;
    const char *colon = strrchr(name, ':');
    const char *local = colon == NULL ? name : colon + 1;
    size_t end = position_after(filling);

    if (filling->error != NULL)
        return;
    filling->is_closed = end >= 2 && filling->xml.data[end - 2] == '/';
    if (strcmp(local, "sheetData") == 0) {
        filling->prefix = arena_copy(filling->cx->arena, (str){ name, (size_t)(local - name) });
    } else if (strcmp(local, "row") == 0) {
        begin_row(filling, attributes);
    } else if (strcmp(local, "c") == 0) {
        begin_cell(filling, attributes);
    } else if (strcmp(local, "f") == 0) {
        filling->has_formula = true;
    } else if (strcmp(local, "v") == 0 && filling->has_formula) {
        copy_to(filling, position(filling));
    }
}

/* Of an element without content the end lies where its tag ends. */
static void on_end(void *own, const char *name)
{
    struct filling *filling = own;
    const char *colon = strrchr(name, ':');
    const char *local = colon == NULL ? name : colon + 1;

    if (filling->error != NULL)
        return;
    if (strcmp(local, "c") == 0) {
        end_cell(filling);
    } else if (strcmp(local, "v") == 0 && filling->has_formula) {
        filling->copied = position_after(filling);
    } else if (strcmp(local, "row") == 0) {
        copy_to(filling, position(filling));
        add_cells(filling, filling->row, SIZE_MAX);
    } else if (strcmp(local, "sheetData") == 0 && next_value(filling) != NULL) {
        bool was_closed = filling->is_closed && filling->row == 0;
        if (was_closed) {
            copy_to(filling, position(filling) - 2);
            buf_add_char(&filling->out, '>');
            filling->copied = position(filling);
        }
        copy_to(filling, position(filling));
        add_rows(filling, INT64_MAX);
        if (was_closed)
            buf_printf(&filling->out, "</%.*ssheetData>", STR_ARG(filling->prefix));
    }
}

static void on_doctype(void *own, const char *name, const char *system, const char *public,
                       int has_subset)
{
    struct filling *filling = own;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    stop(filling, fail(filling->cx, ERROR_INVALID,
                       "表格文件里夹带了不该有的定义，可能不安全，没有读。"));
}

static struct error *parse(struct filling *filling)
{
    filling->parser = XML_ParserCreate("UTF-8");
    if (filling->parser == NULL)
        out_of_memory();
    XML_SetUserData(filling->parser, filling);
    XML_SetElementHandler(filling->parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(filling->parser, on_doctype);
    bool whole = XML_Parse(filling->parser, filling->xml.data, (int)filling->xml.length, 1) !=
                 XML_STATUS_ERROR;
    XML_ParserFree(filling->parser);
    TRY(filling->error);
    if (!whole || filling->next < filling->order->count)
        return fail(filling->cx, ERROR_INVALID,
                    "表格文件有损坏，填不了。请在电脑上打开它，另存为xlsx后再传。");
    copy_to(filling, filling->xml.length);
    return NULL;
}

/* The container */

struct gathering {
    struct buf bytes;
    bool too_large;
};

static bool gather(str piece, void *closure)
{
    struct gathering *gathering = closure;

    gathering->too_large = gathering->bytes.length + piece.length > PART_BYTES_MAX;
    if (!gathering->too_large)
        buf_add(&gathering->bytes, piece);
    return !gathering->too_large;
}

static struct error *read_part(struct context *cx, struct sheet_book *book, size_t sheet,
                               str *xml)
{
    struct gathering gathering = { .bytes = { .arena = cx->arena } };

    TRY(part_scan(cx, book, arena_text(cx->arena, book->parts[sheet]), gather, &gathering));
    if (gathering.too_large)
        return fail(cx, ERROR_TOO_LARGE, "这张工作表太大，不能当作要填的表。");
    *xml = buf_str(&gathering.bytes);
    if (str_starts(*xml, S("<")) || str_starts(*xml, S("\xef\xbb\xbf")))
        return NULL;
    return fail(cx, ERROR_INVALID,
                "表格文件有损坏，填不了。请在电脑上打开它，另存为xlsx后再传。");
}

static struct error *replace_part(struct context *cx, const char *path, str name, str xml)
{
    int code = 0;
    zip_t *zip = zip_open(path, 0, &code);
    zip_source_t *source = zip == NULL ? NULL : zip_source_buffer(zip, xml.data, xml.length, 0);
    zip_int64_t at =
        source == NULL ? -1 : zip_name_locate(zip, arena_text(cx->arena, name), ZIP_FL_NOCASE);

    if (at >= 0 && zip_file_replace(zip, (zip_uint64_t)at, source, 0) == 0) {
        source = NULL;
        if (zip_close(zip) == 0)
            return NULL;
    }
    if (source != NULL)
        zip_source_free(source);
    if (zip != NULL)
        zip_discard(zip);
    return fail(cx, ERROR_STORAGE, "填好的表格写不出来，磁盘可能满了。");
}

static struct error *pack(struct context *cx, str bytes, str name, str xml,
                          struct loose_file *file)
{
    const char *path;

    TRY(file_scratch(cx, &path));
    unlink(path);
    struct error *error = file_write(cx, path, bytes);
    if (error == NULL)
        error = replace_part(cx, path, name, xml);
    if (error == NULL)
        error = loose_file_of(cx, path, file);
    if (error != NULL)
        unlink(path);
    return error;
}

struct error *sheet_fill(struct context *cx, str bytes, const struct sheet_order *order,
                         struct loose_file *file)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    struct filling *filling = arena_new(cx->arena, struct filling);

    TRY(book_open(cx, bytes, &book));
    if (book->zip == NULL || order->sheet >= book->sheet_count)
        return fail(cx, ERROR_INVALID, "要填的表请用xlsx文件。");
    if (zip_name_locate(book->zip, "xl/vbaProject.bin", ZIP_FL_NOCASE) >= 0)
        return fail(cx, ERROR_INVALID, "表格里带有宏，请另存为不带宏的xlsx再传。");
    *filling = (struct filling){ .cx = cx, .order = order, .out = { .arena = cx->arena } };
    TRY(read_part(cx, book, order->sheet, &filling->xml));
    TRY(parse(filling));
    return pack(cx, bytes, book->parts[order->sheet], buf_str(&filling->out), file);
}
