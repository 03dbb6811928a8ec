/* SPDX-License-Identifier: Apache-2.0 */
/* Values written into the sheets of strangers: what comes out is read again. */
#include "sheet/filler.h"
#include "fuzz/book.h"
#include "sheet/reader.h"

#include <assert.h>
#include <unistd.h>

enum { LIMIT = 256 * 1024 * 1024, MOST_BYTES = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str book_of(struct context *cx, str sheet)
{
    return packed(cx, &(struct book_part){ "xl/worksheets/sheet1.xml", sheet }, 1);
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
        sheet_fill(&cx, book_of(&cx, (str){ (const char *)data, size }), &order, &file);
    if (error == NULL)
        read_again(&cx, &file);
    return 0;
}
