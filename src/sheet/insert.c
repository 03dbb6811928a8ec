/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file of a sheet anew: what the library wrote of it is packed around the rows, which are
 * packed already, and libzip copies all three.
 */
#include "sheet/insert.h"

#include <string.h>
#include <zip.h>
#include <zlib.h>

enum { SMALL_BYTES_MAX = 2 * 1024 * 1024 };

struct part {
    struct packer *packer;
    const struct packed_sheet *rows;
    str head; /* packed */
    str tail;
    int64_t read;
    struct zip_stat facts;
    zip_error_t error;
};

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t copy_text(char *data, int64_t wanted, str text, int64_t at)
{
    int64_t length = least(wanted, (int64_t)text.length - at);

    memcpy(data, text.data + at, (size_t)length);
    return length;
}

static int64_t read_part(const struct part *part, char *data, int64_t wanted)
{
    const struct packed_sheet *rows = part->rows;
    int64_t at = part->read;

    if (at < (int64_t)part->head.length)
        return copy_text(data, wanted, part->head, at);
    at -= (int64_t)part->head.length;
    if (at < rows->packed_bytes)
        return packer_read(part->packer, data, (size_t)least(wanted, rows->packed_bytes - at),
                           rows->at + at);
    return copy_text(data, wanted, part->tail, at - rows->packed_bytes);
}

static zip_int64_t read_more(struct part *part, void *data, zip_uint64_t most)
{
    int64_t bytes = read_part(part, data, (int64_t)most);

    if (bytes < 0)
        zip_error_set(&part->error, ZIP_ER_READ, 0);
    else
        part->read += bytes;
    return bytes;
}

/* What libzip asks of a source of bytes. */
static zip_int64_t answer(void *closure, void *data, zip_uint64_t length, zip_source_cmd_t ask)
{
    struct part *part = closure;

    switch ((int)ask) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
                                              ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_OPEN:
        part->read = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return read_more(part, data, length);
    case ZIP_SOURCE_STAT:
        memcpy(data, &part->facts, sizeof part->facts);
        return sizeof part->facts;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&part->error, data, length);
    default:
        return 0;
    }
}

static void close_file(zip_file_t **file)
{
    if (*file != NULL)
        zip_fclose(*file);
}

/* What the library wrote of a sheet: title, heading, widths. */
static bool read_small(struct arena *arena, zip_t *zip, zip_uint64_t at, str *xml)
{
    CLEANUP(close_file) zip_file_t *file = zip_fopen_index(zip, at, 0);
    struct zip_stat facts;

    if (file == NULL || zip_stat_index(zip, at, 0, &facts) != 0 || facts.size > SMALL_BYTES_MAX)
        return false;
    char *bytes = arena_alloc_raw(arena, facts.size + 1);
    *xml = (str){ bytes, facts.size };
    return zip_fread(file, bytes, facts.size) == (zip_int64_t)facts.size;
}

static uLong crc_of(str text)
{
    return crc32_z(0, (const Bytef *)text.data, text.length);
}

/* Told that it is packed already, libzip copies what it reads. */
static void add_facts(struct part *part, str head, str tail)
{
    const struct packed_sheet *rows = part->rows;
    struct zip_stat *facts = &part->facts;
    uLong crc = crc32_combine(crc_of(head), rows->crc, rows->bytes);

    zip_stat_init(facts);
    facts->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    facts->size = head.length + (zip_uint64_t)rows->bytes + tail.length;
    facts->comp_size = part->head.length + (zip_uint64_t)rows->packed_bytes + part->tail.length;
    facts->crc = (zip_uint32_t)crc32_combine(crc, crc_of(tail), (z_off_t)tail.length);
    facts->comp_method = ZIP_CM_DEFLATE;
}

static bool replace(zip_t *zip, zip_uint64_t at, struct part *part)
{
    zip_source_t *source = zip_source_function(zip, answer, part);

    if (source != NULL && zip_file_replace(zip, at, source, 0) == 0)
        return true;
    zip_source_free(source);
    return false;
}

static bool insert_into_sheet(struct arena *arena, zip_t *zip, struct packer *packer,
                              const struct packed_sheet *rows)
{
    static const char end[] = "</sheetData>";
    str name = arena_printf(arena, "xl/worksheets/sheet%u.xml%c", rows->sheet, '\0');
    zip_int64_t at = zip_name_locate(zip, name.data, 0);
    str xml;

    if (at < 0 || !read_small(arena, zip, (zip_uint64_t)at, &xml))
        return false;
    const char *middle = memmem(xml.data, xml.length, end, strlen(end));
    if (middle == NULL)
        return false;
    str head = str_slice(xml, 0, (size_t)(middle - xml.data));
    str tail = str_slice(xml, head.length, xml.length);
    struct part *part = arena_new(arena, struct part);
    part->packer = packer;
    part->rows = rows;
    part->head = packer_pack(packer, head, false);
    part->tail = packer_pack(packer, tail, true);
    add_facts(part, head, tail);
    return replace(zip, (zip_uint64_t)at, part);
}

static bool insert_into(struct arena *arena, zip_t *zip, struct packer *packer,
                        const struct packed_sheet *last)
{
    for (const struct packed_sheet *rows = last; rows != NULL; rows = rows->before)
        if (!insert_into_sheet(arena, zip, packer, rows))
            return false;
    return zip_close(zip) == 0;
}

struct error *insert_rows(struct context *cx, struct arena *arena, struct packer *packer,
                          const char *path)
{
    const struct packed_sheet *last;
    bool whole = packer_end(packer, &last);

    if (whole && last == NULL)
        return NULL;
    zip_t *zip = whole ? zip_open(path, 0, NULL) : NULL;
    if (zip != NULL && insert_into(arena, zip, packer, last))
        return NULL;
    if (zip != NULL)
        zip_discard(zip);
    return fail(cx, ERROR_BUSY, "表格写不出去，磁盘可能满了，请清理后再试。");
}
