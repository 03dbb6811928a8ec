/* SPDX-License-Identifier: Apache-2.0 */
/* What an XLSX file says of itself: its sheets, its styles for days, its shared texts. */
#include "sheet/book.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    ENTRIES_MAX = 5000,
    STYLES_MAX = 65536,
    SHARED_MAX = 40 * 1000 * 1000,
    KEPT_BYTES = 256 * 1024,
    FORMATS_MAX = 5000,
};

#define SHARED_BYTES_MAX (INT64_C(2) << 30)

/* --- The sheets --- */

struct relation {
    str id;
    str target;
};

struct contents {
    struct sheet_book *book;
    struct relation relations[BOOK_SHEETS_MAX * 4];
    size_t relation_count;
    str ids[BOOK_SHEETS_MAX]; /* of the sheets' relations */
};

static void relation_starts(struct part_reader *reader, str name, const char **attributes)
{
    struct contents *contents = reader->own;
    struct arena *arena = contents->book->arena;

    if (!str_eq(name, S("Relationship")) ||
        contents->relation_count == COUNT(contents->relations) ||
        str_eq(attribute(attributes, "TargetMode"), S("External")))
        return;
    contents->relations[contents->relation_count++] =
        (struct relation){ arena_copy(arena, attribute(attributes, "Id")),
                           arena_copy(arena, attribute(attributes, "Target")) };
}

static bool is_true(str text)
{
    return str_eq(text, S("1")) || str_eq(text, S("true"));
}

/* "id" is both the sheet's r:id and, without a prefix, nothing; sheetId has another name. */
static void sheet_starts(struct part_reader *reader, str name, const char **attributes)
{
    struct contents *contents = reader->own;
    struct sheet_book *book = contents->book;

    if (str_eq(name, S("workbookPr")))
        book->from_1904 = is_true(attribute(attributes, "date1904"));
    if (!str_eq(name, S("sheet")) || book->sheet_count == BOOK_SHEETS_MAX)
        return;
    str state = attribute(attributes, "state");
    contents->ids[book->sheet_count] = arena_copy(book->arena, attribute(attributes, "id"));
    book->sheets[book->sheet_count++] = (struct book_sheet){
        .name = arena_copy(book->arena, attribute(attributes, "name")),
        .hidden = str_eq(state, S("hidden")) || str_eq(state, S("veryHidden")),
    };
}

/* A target is relative to xl/, or begins with a slash. */
static str part_of_target(struct sheet_book *book, str target)
{
    if (str_starts(target, S("/")))
        return str_slice(target, 1, target.length);
    return arena_printf(book->arena, "xl/%.*s", STR_ARG(target));
}

static str part_of_sheet(const struct contents *contents, size_t sheet)
{
    for (size_t i = 0; i < contents->relation_count; i++)
        if (str_eq(contents->relations[i].id, contents->ids[sheet]))
            return part_of_target(contents->book, contents->relations[i].target);
    return arena_printf(contents->book->arena, "xl/worksheets/sheet%zu.xml", sheet + 1);
}

static struct error *read_contents(struct context *cx, struct sheet_book *book)
{
    struct contents *contents = arena_new(book->arena, struct contents);
    struct part_reader reader = { .cx = cx, .own = contents, .start = relation_starts };
    bool found;

    contents->book = book;
    book->sheets = arena_array(book->arena, struct book_sheet, BOOK_SHEETS_MAX);
    TRY(part_read(book, "xl/_rels/workbook.xml.rels", &reader, &found));
    reader = (struct part_reader){ .cx = cx, .own = contents, .start = sheet_starts };
    TRY(part_read(book, "xl/workbook.xml", &reader, &found));
    if (!found || book->sheet_count == 0)
        return fail(cx, ERROR_INVALID, "这个文件里没有工作表。请传xlsx或CSV表格。");
    book->parts = arena_array(book->arena, str, book->sheet_count);
    for (size_t i = 0; i < book->sheet_count; i++)
        book->parts[i] = part_of_sheet(contents, i);
    return NULL;
}

/* --- The styles that show a number as a day --- */

struct styles {
    struct sheet_book *book;
    int64_t day_formats[FORMATS_MAX];
    size_t day_count;
    bool in_cells;
};

/* A letter of a day outside of quotes and brackets: yyyy"年"m"月"d"日", [$-804]h:mm. */
static bool is_day_format(str code)
{
    bool quoted = false;
    bool bracketed = false;

    for (size_t i = 0; i < code.length; i++) {
        char c = code.data[i];
        if (c == '\\' || c == '_' || c == '*')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == '[' || c == ']')
            bracketed = c == '[';
        else if (!quoted && !bracketed && strchr("ymdhsYMDHS", c) != NULL && c != '\0')
            return true;
    }
    return false;
}

/* Those that the format defines itself, also for Chinese. */
static bool is_known_day(int64_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

static bool is_day(const struct styles *styles, int64_t id)
{
    for (size_t i = 0; i < styles->day_count; i++)
        if (styles->day_formats[i] == id)
            return true;
    return is_known_day(id);
}

static void style_starts(struct part_reader *reader, str name, const char **attributes)
{
    struct styles *styles = reader->own;
    struct sheet_book *book = styles->book;
    int64_t id = 0;

    if (str_eq(name, S("cellXfs")))
        styles->in_cells = true;
    (void)str_read_integer(attribute(attributes, "numFmtId"), &id);
    if (str_eq(name, S("numFmt")) && is_day_format(attribute(attributes, "formatCode")) &&
        !str_eq(attribute(attributes, "formatCode"), S("General")) &&
        styles->day_count < FORMATS_MAX)
        styles->day_formats[styles->day_count++] = id;
    if (styles->in_cells && str_eq(name, S("xf")) && book->style_count < STYLES_MAX)
        book->is_day[book->style_count++] = is_day(styles, id);
}

static void style_ends(struct part_reader *reader, str name)
{
    struct styles *styles = reader->own;

    if (str_eq(name, S("cellXfs")))
        styles->in_cells = false;
}

static struct error *read_styles(struct context *cx, struct sheet_book *book)
{
    struct styles *styles = arena_new(book->arena, struct styles);
    struct part_reader reader = {
        .cx = cx, .own = styles, .start = style_starts, .end = style_ends
    };
    bool found;

    styles->book = book;
    book->is_day = arena_alloc(book->arena, STYLES_MAX);
    return part_read(book, "xl/styles.xml", &reader, &found);
}

/* --- Columns that are not shown --- */

struct hiding {
    bool *hidden;
    size_t count;
};

/* They stand before the rows. */
static void column_starts(struct part_reader *reader, str name, const char **attributes)
{
    struct hiding *hiding = reader->own;
    int64_t first, last;

    if (str_eq(name, S("sheetData")))
        part_stop(reader, NULL);
    if (!str_eq(name, S("col")) || !is_true(attribute(attributes, "hidden")) ||
        !str_read_integer(attribute(attributes, "min"), &first) ||
        !str_read_integer(attribute(attributes, "max"), &last) || first < 1)
        return;
    for (int64_t i = first; i <= last && i <= (int64_t)hiding->count; i++)
        hiding->hidden[i - 1] = true;
}

struct error *xlsx_hidden_columns(struct context *cx, struct sheet_book *book, size_t sheet,
                                  bool *hidden, size_t count)
{
    struct hiding hiding = { hidden, count };
    struct part_reader reader = { .cx = cx, .own = &hiding, .start = column_starts };
    bool found;

    return part_read(book, arena_text(book->arena, book->parts[sheet]), &reader, &found);
}

/* --- Shared texts --- */

struct sharing {
    struct sheet_book *book;
    struct buf texts; /* not yet in the file */
    struct buf ends;
    uint64_t bytes;
    bool in_text;
    int phonetic; /* depth inside of reading aids */
};

static struct error *flush(struct context *cx, struct buf *piece, struct loose_file *file)
{
    str rest = buf_str(piece);

    while (rest.length > 0) {
        ssize_t written = write(file->descriptor, rest.data, rest.length);
        if (written < 0)
            return file_error(cx, "写不进", "临时文件");
        rest = str_slice(rest, (size_t)written, rest.length);
        file->bytes += written;
    }
    piece->length = 0;
    return NULL;
}

static void shared_starts(struct part_reader *reader, str name, const char **attributes)
{
    struct sharing *sharing = reader->own;

    (void)attributes;
    if (str_eq(name, S("rPh")))
        sharing->phonetic++;
    sharing->in_text = sharing->phonetic == 0 && str_eq(name, S("t"));
}

static void shared_text(struct part_reader *reader, str text)
{
    struct sharing *sharing = reader->own;

    if (!sharing->in_text)
        return;
    buf_add(&sharing->texts, text);
    sharing->bytes += text.length;
    if (sharing->bytes > SHARED_BYTES_MAX)
        part_stop(reader,
                  fail(reader->cx, ERROR_TOO_LARGE, "表格里的文字太多。请拆成几个文件再传。"));
    else if (sharing->texts.length > KEPT_BYTES) {
        struct error *error = flush(reader->cx, &sharing->texts, &sharing->book->shared.texts);
        if (error != NULL)
            part_stop(reader, error);
    }
}

static void end_of_shared(struct part_reader *reader, struct sharing *sharing)
{
    struct shared_texts *shared = &sharing->book->shared;
    struct error *error = NULL;

    buf_add(&sharing->ends, (str){ (const char *)&sharing->bytes, sizeof sharing->bytes });
    if (++shared->count > SHARED_MAX)
        error = fail(reader->cx, ERROR_TOO_LARGE, "表格里的文字太多。请拆成几个文件再传。");
    else if (sharing->ends.length > KEPT_BYTES)
        error = flush(reader->cx, &sharing->ends, &shared->ends);
    if (error != NULL)
        part_stop(reader, error);
}

static void shared_ends(struct part_reader *reader, str name)
{
    struct sharing *sharing = reader->own;

    if (str_eq(name, S("rPh")))
        sharing->phonetic--;
    sharing->in_text = false;
    if (str_eq(name, S("si")))
        end_of_shared(reader, sharing);
}

static struct error *read_shared(struct context *cx, struct sheet_book *book)
{
    struct shared_texts *shared = &book->shared;
    struct sharing sharing = { .book = book,
                               .texts = { .arena = book->arena },
                               .ends = { .arena = book->arena } };
    struct part_reader reader = { .cx = cx,
                                  .own = &sharing,
                                  .start = shared_starts,
                                  .text = shared_text,
                                  .end = shared_ends };
    const void *address;
    bool found;

    TRY(loose_file_create(cx, &shared->texts));
    TRY(loose_file_create(cx, &shared->ends));
    TRY(part_read(book, "xl/sharedStrings.xml", &reader, &found));
    TRY(flush(cx, &sharing.texts, &shared->texts));
    TRY(flush(cx, &sharing.ends, &shared->ends));
    TRY(loose_file_map(cx, &shared->texts, &address));
    shared->text = address;
    TRY(loose_file_map(cx, &shared->ends, &address));
    shared->end = address;
    return NULL;
}

struct error *xlsx_open(struct context *cx, struct sheet_book *book)
{
    zip_error_t error;
    zip_source_t *source =
        zip_source_buffer_create(book->bytes.data, book->bytes.length, 0, &error);

    if (source == NULL)
        out_of_memory();
    book->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (book->zip == NULL) {
        zip_source_free(source);
        return fail(cx, ERROR_INVALID, "表格文件有损坏，打不开。请重新保存后再传。");
    }
    if (zip_get_num_entries(book->zip, 0) > ENTRIES_MAX)
        return fail(cx, ERROR_INVALID, "这个压缩文件里的东西太多，不像表格，没有读。");
    TRY(read_contents(cx, book));
    TRY(read_styles(cx, book));
    return read_shared(cx, book);
}
