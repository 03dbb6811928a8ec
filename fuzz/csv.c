/* SPDX-License-Identifier: Apache-2.0 */
/* Comma-separated values: whatever is read is clean, and is read again as it was written. */
#include "base/csv.h"

#include <assert.h>

enum { LIMIT = 64 * 1024 * 1024, MOST_BYTES = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct error *write_row(struct context *cx, const struct csv_row *row, void *closure)
{
    struct buf *out = closure;

    (void)cx;
    assert(row->line > 0 && row->count > 0);
    for (size_t i = 0; i < row->count; i++) {
        assert(str_is_clean(row->cells[i]));
        csv_add_cell(out, i == 0, row->cells[i]);
    }
    csv_end_row(out);
    return NULL;
}

static str rewritten(struct context *cx, str text)
{
    struct buf out = { .arena = cx->arena };

    buf_add(&out, S("\xef\xbb\xbf"));
    struct error *error = csv_read(cx, text, write_row, &out);
    assert(error == NULL);
    return buf_str(&out);
}

/* What looks like a formula changes once, when it gets its apostrophe. */
static void check_written(struct context *cx, str text)
{
    str once = rewritten(cx, text);

    assert(str_eq(rewritten(cx, once), once));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct buf out = { .arena = arena };
    str text = { (const char *)data, size };

    buf_add(&out, S("\xef\xbb\xbf"));
    if (size > MOST_BYTES)
        return 0;
    struct error *error = csv_read(&cx, text, write_row, &out);
    if (error == NULL)
        check_written(&cx, buf_str(&out));
    else
        assert(error->kind == ERROR_INVALID && str_is_clean(error->message));
    return 0;
}
