/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of strangers: what begins with < is the sheet of an XLSX file, all else a whole file.
 */
#include "sheet/reader.h"

#include <assert.h>
#include <string.h>
#include <zip.h>

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

static void add_part(zip_t *zip, const char *name, str text)
{
    zip_source_t *source = zip_source_buffer(zip, text.data, text.length, 0);
    zip_int64_t index = zip_file_add(zip, name, source, 0);

    assert(index >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* The same text is the sheet, the styles and the shared texts. */
static str packed(struct context *cx, str text)
{
    zip_error_t error;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    struct zip_stat facts;

    zip_source_keep(target);
    add_part(zip, "xl/workbook.xml",
             S("<workbook><sheets><sheet name='a'/></sheets></workbook>"));
    add_part(zip, "xl/worksheets/sheet1.xml", text);
    add_part(zip, "xl/styles.xml", text);
    add_part(zip, "xl/sharedStrings.xml", text);
    int closed = zip_close(zip);
    assert(closed == 0);
    zip_source_open(target);
    zip_source_stat(target, &facts);
    char *bytes = arena_alloc(cx->arena, facts.size);
    zip_source_read(target, bytes, facts.size);
    zip_source_close(target);
    zip_source_free(target);
    return (str){ bytes, facts.size };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str text = { (const char *)data, size };

    if (size > MOST_BYTES)
        return 0;
    read_book(&cx, str_starts(text, S("<w")) ? packed(&cx, text) : text);
    return 0;
}
