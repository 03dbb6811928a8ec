/* SPDX-License-Identifier: Apache-2.0 */
/* Values written into the sheets of strangers: what comes out is read again. */
#include "sheet/filler.h"
#include "sheet/reader.h"

#include <assert.h>
#include <unistd.h>
#include <zip.h>

enum { LIMIT = 256 * 1024 * 1024, MOST_BYTES = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_part(zip_t *zip, const char *name, str text)
{
    zip_source_t *source = zip_source_buffer(zip, text.data, text.length, 0);
    zip_int64_t index = zip_file_add(zip, name, source, 0);

    assert(index >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

static str packed(struct context *cx, str sheet)
{
    zip_error_t error;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    struct zip_stat facts;

    zip_source_keep(target);
    add_part(zip, "xl/workbook.xml",
             S("<workbook><sheets><sheet name='a'/></sheets></workbook>"));
    add_part(zip, "xl/worksheets/sheet1.xml", sheet);
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

static struct error *pass_over(struct context *cx, const struct sheet_row *row, void *closure)
{
    (void)cx;
    (void)closure;
    assert(row->number > 0);
    return NULL;
}

static void read_again(struct context *cx, struct loose_file *file)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    char *bytes = arena_alloc(cx->arena, (size_t)file->bytes);

    assert(pread(file->descriptor, bytes, (size_t)file->bytes, 0) == file->bytes);
    loose_file_close(file);
    struct error *error = book_open(cx, (str){ bytes, (size_t)file->bytes }, &book);
    if (error == NULL)
        error = book_read(cx, book, 0, pass_over, NULL);
    assert(error == NULL || error->kind < ERROR_BUSY);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    static const struct sheet_filling fillings[] = { { 1, 1, true, S_INIT("5") },
                                                     { 2, 0, false, S_INIT("<&>") },
                                                     { 2, 3, false, S_INIT("=1") },
                                                     { 9, 30, true, S_INIT("-1.5") } };
    const struct sheet_order order = { .fillings = fillings,
                                       .count = COUNT(fillings),
                                       .pattern_row = 2 };
    struct loose_file file;

    if (size > MOST_BYTES)
        return 0;
    struct error *error =
        sheet_fill(&cx, packed(&cx, (str){ (const char *)data, size }), &order, &file);
    if (error == NULL)
        read_again(&cx, &file);
    return 0;
}
