/* SPDX-License-Identifier: Apache-2.0 */
/* Opening tables, and reading those that are text. */
#include "base/csv.h"
#include "base/unicode.h"
#include "sheet/book.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BOOK_ARENA_BYTES = 1 << 30, LOOKED_AT_BYTES = 64 * 1024 };

/* --- Text with separators --- */

struct text_rows {
    sheet_row_function *each;
    void *closure;
    struct sheet_cell cells[1000];
};

static struct error *take_row(struct context *cx, const struct csv_row *row, void *closure)
{
    struct text_rows *rows = closure;
    bool any = false;

    for (size_t i = 0; i < row->count && i < COUNT(rows->cells); i++) {
        bool empty = str_is_empty(str_trim(row->cells[i]));
        rows->cells[i] = (struct sheet_cell){ .text = row->cells[i],
                                              .kind = empty ? CELL_IS_EMPTY : CELL_IS_TEXT };
        any = any || !empty;
    }
    if (!any)
        return NULL;
    return rows->each(cx,
                      &(struct sheet_row){ .number = (int64_t)row->line,
                                           .count = row->count,
                                           .cells = rows->cells },
                      rows->closure);
}

static struct error *read_text(struct context *cx, struct sheet_book *book,
                               sheet_row_function *each, void *closure)
{
    struct text_rows *rows = arena_new(book->arena, struct text_rows);

    *rows = (struct text_rows){ .each = each, .closure = closure };
    struct error *error = csv_read_by(cx, book->text, book->separator, take_row, rows);
    return error == &sheet_enough ? NULL : error;
}

static size_t count_of(str text, char c)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == c;
    return count;
}

/* Whichever stands more often in the first lines. */
static char separator_of(str text)
{
    str head = str_slice(text, 0, LOOKED_AT_BYTES);
    size_t tabs = count_of(head, '\t');
    size_t commas = count_of(head, ',');
    size_t semicolons = count_of(head, ';');

    if (tabs > commas && tabs >= semicolons)
        return '\t';
    return semicolons > commas ? ';' : ',';
}

static struct error *keep_piece(struct context *cx, str piece, void *closure)
{
    struct loose_file *file = closure;

    while (piece.length > 0) {
        ssize_t written = write(file->descriptor, piece.data, piece.length);
        if (written < 0)
            return file_error(cx, "写不进", "临时文件");
        piece = str_slice(piece, (size_t)written, piece.length);
        file->bytes += written;
    }
    return NULL;
}

static struct error *not_text(struct context *cx)
{
    return fail(cx, ERROR_INVALID,
                "认不出这个文件。请传xlsx表格，或者CSV文件（UTF-8、GB 18030编码都可以）。");
}

static struct error *open_text(struct context *cx, struct sheet_book *book)
{
    const void *address;
    bool decoded;

    book->sheets = arena_array(book->arena, struct book_sheet, 1);
    book->sheet_count = 1;
    if (text_is_utf8(book->bytes)) {
        book->text = book->bytes;
    } else {
        TRY(loose_file_create(cx, &book->decoded));
        TRY(text_decode_pieces(cx, book->bytes, keep_piece, &book->decoded, &decoded));
        if (!decoded)
            return not_text(cx);
        TRY(loose_file_map(cx, &book->decoded, &address));
        book->text = (str){ address, (size_t)book->decoded.bytes };
    }
    if (str_is_empty(str_trim(book->text)))
        return fail(cx, ERROR_INVALID, "文件是空的。");
    if (memchr(book->text.data, '\0', book->text.length) != NULL)
        return not_text(cx);
    book->separator = separator_of(book->text);
    return NULL;
}

/* --- Opening --- */

static bool looks_like_page(str bytes)
{
    str head = str_trim(str_slice(bytes, 0, 512));

    return str_starts(head, S("<html")) || str_starts(head, S("<!DOCTYPE")) ||
           str_starts(head, S("<table")) || str_starts(head, S("<?xml"));
}

/* How files of before 2007, and encrypted ones, begin. */
static const unsigned char old_mark[] = { 0xd0, 0xcf, 0x11, 0xe0 };

static struct error *open_bytes(struct context *cx, struct sheet_book *book)
{
    if (book->bytes.length > BOOK_BYTES_MAX)
        return fail(cx, ERROR_TOO_LARGE, "文件超过128 MB。请拆成几个文件再传。");
    if (str_starts(book->bytes, S("PK")))
        return xlsx_open(cx, book);
    if (str_starts(book->bytes, (str){ (const char *)old_mark, sizeof old_mark }))
        return fail(cx, ERROR_INVALID,
                    "这是旧版的xls文件，或者加了密码。请打开它，另存为不带密码的xlsx再传。");
    if (looks_like_page(book->bytes))
        return fail(cx, ERROR_INVALID,
                    "这是网页存成的表格。请用表格软件打开它，另存为xlsx再传。");
    return open_text(cx, book);
}

struct error *book_open(struct context *cx, str bytes, struct sheet_book **book)
{
    struct arena *arena = arena_create(BOOK_ARENA_BYTES);
    CLEANUP(book_close) struct sheet_book *made = arena_new(arena, struct sheet_book);

    made->arena = arena;
    made->bytes = bytes;
    TRY(open_bytes(cx, made));
    *book = made;
    made = NULL;
    return NULL;
}

static void unmap(const void *address, int64_t bytes)
{
    if (address != NULL)
        munmap((void *)(uintptr_t)address, (size_t)bytes);
}

void book_close(struct sheet_book **book)
{
    struct sheet_book *closing = *book;

    if (closing == NULL)
        return;
    if (closing->zip != NULL)
        zip_discard(closing->zip);
    unmap(closing->shared.text, closing->shared.texts.bytes);
    unmap(closing->shared.end, closing->shared.ends.bytes);
    loose_file_close(&closing->shared.texts);
    loose_file_close(&closing->shared.ends);
    if (closing->decoded.descriptor > 0)
        unmap(closing->text.data, closing->decoded.bytes);
    loose_file_close(&closing->decoded);
    arena_destroy(closing->arena);
    *book = NULL;
}

const struct book_sheet *book_sheets(const struct sheet_book *book, size_t *count)
{
    *count = book->sheet_count;
    return book->sheets;
}

struct error *book_hidden_columns(struct context *cx, struct sheet_book *book, size_t sheet,
                                  bool *hidden, size_t count)
{
    memset(hidden, 0, count * sizeof *hidden);
    if (sheet >= book->sheet_count)
        return fail(cx, ERROR_NOT_FOUND, "没有这张工作表。");
    return book->zip == NULL ? NULL : xlsx_hidden_columns(cx, book, sheet, hidden, count);
}

struct error *book_read(struct context *cx, struct sheet_book *book, size_t sheet,
                        sheet_row_function *each, void *closure)
{
    if (sheet >= book->sheet_count)
        return fail(cx, ERROR_NOT_FOUND, "没有这张工作表。");
    return book->zip != NULL ? xlsx_read(cx, book, sheet, each, closure)
                             : read_text(cx, book, each, closure);
}
