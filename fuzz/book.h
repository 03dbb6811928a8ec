/* SPDX-License-Identifier: Apache-2.0 */
/* A book with one sheet, for the targets that read and fill them. */
#ifndef FUZZ_BOOK_H
#define FUZZ_BOOK_H

#include "base/context.h"

#include <assert.h>
#include <zip.h>

struct book_part {
    const char *name;
    str text;
};

static void add_part(zip_t *zip, const char *name, str text)
{
    zip_source_t *source = zip_source_buffer(zip, text.data, text.length, 0);
    zip_int64_t index = zip_file_add(zip, name, source, 0);

    assert(index >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* The parts and a list of sheets, as the bytes of a file. */
static str packed(struct context *cx, const struct book_part *parts, size_t count)
{
    zip_error_t error;
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    struct zip_stat facts;

    zip_source_keep(target);
    add_part(zip, "xl/workbook.xml",
             S("<workbook><sheets><sheet name='a'/></sheets></workbook>"));
    for (size_t i = 0; i < count; i++)
        add_part(zip, parts[i].name, parts[i].text);
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

#endif
