/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of strangers: what begins with < is the sheet of an XLSX file, all else a whole file.
 */
#include "fuzz/book.h"
#include "sheet/reader.h"

#include <assert.h>
#include <string.h>

enum { LIMIT = 256 * 1024 * 1024, MOST_BYTES = 64 * 1024, ROWS_MAX = 10000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct error *check_row(struct context *cx, const struct sheet_row *row, void *closure)
{
    int64_t *rows = closure;

    (void)cx;
    assert(row->number > 0 && row->count > 0 && row->count <= 1000);
    for (size_t i = 0; i < row->count; i++) {
        assert(str_is_clean(row->cells[i].text));
        assert(row->cells[i].kind == CELL_IS_EMPTY || !str_is_empty(row->cells[i].text));
    }
    return ++*rows < ROWS_MAX ? NULL : &sheet_enough;
}

static void read_book(struct context *cx, str bytes)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    int64_t rows = 0;
    struct error *error = book_open(cx, bytes, &book);

    if (error == NULL)
        error = book_read(cx, book, 0, check_row, &rows);
    assert(error == NULL || (error->kind < ERROR_BUSY && str_is_clean(error->message)));
}

/* The same text is the sheet, the styles and the shared texts. */
static str packed_as_all(struct context *cx, str text)
{
    const struct book_part parts[] = { { "xl/worksheets/sheet1.xml", text },
                                       { "xl/styles.xml", text },
                                       { "xl/sharedStrings.xml", text } };

    return packed(cx, parts, COUNT(parts));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str text = { (const char *)data, size };

    if (size > MOST_BYTES)
        return 0;
    read_book(&cx, str_starts(text, S("<w")) ? packed_as_all(&cx, text) : text);
    return 0;
}
