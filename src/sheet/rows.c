/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as XML, packed with zlib beside the one who adds them, put into a workbook by libzip. */
#include "sheet/rows.h"

#include "sheet/writer.h"

#define ZLIB_CONST
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

enum {
    ROWS_BYTES = 64 * 1024 * 1024, /* blocks, and what the library wrote around the rows */
    BLOCKS = 4,
    BLOCK_BYTES = 256 * 1024,
    PACKED_BYTES = 64 * 1024,
    NAME_BYTES = 4, /* of a column: "ABC" */
    CELL_BYTES = 64,
    PACKING_LEVEL = 2, /* a third of the work of the usual level, a fifth more bytes */
    RAW_DEFLATE = -15,
    MEMORY_LEVEL = 9,
};

struct block {
    size_t length;
    unsigned sheet; /* where it belongs */
    char bytes[BLOCK_BYTES];
};

/* The packed rows of a sheet: raw deflate that ends on a whole byte, and goes on. */
struct packed {
    struct packed *next;
    unsigned sheet;
    off_t at;
    int64_t packed_bytes;
    int64_t bytes;
    uLong crc;
};

struct sheet_rows {
    struct arena *arena;
    /* Of the one who adds rows */
    unsigned sheet;
    unsigned column;
    char row[12];
    size_t row_length;
    char names[SHEET_COLUMNS_MAX][NAME_BYTES];
    /* Between the two: blocks [packed_blocks, made_blocks) wait for the packing. */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t made_blocks;
    size_t packed_blocks;
    bool ending;
    bool has_thread;
    pthread_t thread;
    struct block *blocks;
    /* Of the packing */
    z_stream zip;
    struct loose_file file;
    bool failed;
    struct packed *sheets; /* the last first */
    struct arena *packing_arena;
    unsigned char out[PACKED_BYTES];
};

/* --- Packing --- */

static void write_packed(struct sheet_rows *rows, size_t length)
{
    for (size_t at = 0; at < length && !rows->failed;) {
        ssize_t written = write(rows->file.descriptor, rows->out + at, length - at);
        rows->failed = written <= 0;
        at += rows->failed ? 0 : (size_t)written;
    }
    rows->file.bytes += (int64_t)length;
}

static void pack_bytes(struct sheet_rows *rows, const char *bytes, size_t length, int flush)
{
    rows->zip.next_in = (const Bytef *)bytes;
    rows->zip.avail_in = (uInt)length;
    do {
        rows->zip.next_out = rows->out;
        rows->zip.avail_out = sizeof rows->out;
        (void)deflate(&rows->zip, flush);
        write_packed(rows, sizeof rows->out - rows->zip.avail_out);
    } while (rows->zip.avail_out == 0);
}

static void end_packed(struct sheet_rows *rows)
{
    struct packed *sheet = rows->sheets;

    if (sheet == NULL)
        return;
    pack_bytes(rows, "", 0, Z_FULL_FLUSH);
    sheet->packed_bytes = rows->file.bytes - sheet->at;
}

static void begin_packed(struct sheet_rows *rows, unsigned number)
{
    struct packed *sheet = arena_new(rows->packing_arena, struct packed);

    end_packed(rows);
    sheet->sheet = number;
    sheet->at = rows->file.bytes;
    sheet->next = rows->sheets;
    rows->sheets = sheet;
}

static void pack(struct sheet_rows *rows, struct block *block)
{
    if (block->length == 0)
        return;
    if (rows->sheets == NULL || rows->sheets->sheet != block->sheet)
        begin_packed(rows, block->sheet);
    rows->sheets->bytes += (int64_t)block->length;
    rows->sheets->crc = crc32_z(rows->sheets->crc, (const Bytef *)block->bytes, block->length);
    pack_bytes(rows, block->bytes, block->length, Z_NO_FLUSH);
    block->length = 0;
}

/* NULL when there will be no more. */
static struct block *wait_for_block(struct sheet_rows *rows)
{
    pthread_mutex_lock(&rows->lock);
    while (rows->packed_blocks == rows->made_blocks && !rows->ending)
        pthread_cond_wait(&rows->changed, &rows->lock);
    bool any = rows->packed_blocks < rows->made_blocks;
    pthread_mutex_unlock(&rows->lock);
    return any ? &rows->blocks[rows->packed_blocks % BLOCKS] : NULL;
}

static void *pack_blocks(void *closure)
{
    struct sheet_rows *rows = closure;
    struct block *block;

    while ((block = wait_for_block(rows)) != NULL) {
        pack(rows, block);
        pthread_mutex_lock(&rows->lock);
        rows->packed_blocks++;
        pthread_cond_signal(&rows->changed);
        pthread_mutex_unlock(&rows->lock);
    }
    return NULL;
}

/* --- Blocks --- */

static struct block *present_block(struct sheet_rows *rows)
{
    return &rows->blocks[rows->made_blocks % BLOCKS];
}

/* A table that fits into one block is packed without a thread; so is any where none begins. */
static void hand_over(struct sheet_rows *rows)
{
    if (!rows->has_thread)
        rows->has_thread = pthread_create(&rows->thread, NULL, pack_blocks, rows) == 0;
    if (!rows->has_thread) {
        pack(rows, present_block(rows));
        return;
    }
    pthread_mutex_lock(&rows->lock);
    rows->made_blocks++;
    pthread_cond_signal(&rows->changed);
    while (rows->made_blocks - rows->packed_blocks == BLOCKS)
        pthread_cond_wait(&rows->changed, &rows->lock);
    pthread_mutex_unlock(&rows->lock);
}

static void end_thread(struct sheet_rows *rows)
{
    if (!rows->has_thread)
        return;
    pthread_mutex_lock(&rows->lock);
    rows->ending = true;
    pthread_cond_signal(&rows->changed);
    pthread_mutex_unlock(&rows->lock);
    pthread_join(rows->thread, NULL);
    rows->has_thread = false;
}

static void put(struct sheet_rows *rows, str bytes)
{
    while (bytes.length > 0) {
        struct block *block = present_block(rows);
        size_t room = BLOCK_BYTES - block->length;
        size_t length = bytes.length < room ? bytes.length : room;
        memcpy(block->bytes + block->length, bytes.data, length);
        block->length += length;
        block->sheet = rows->sheet;
        if (block->length == BLOCK_BYTES)
            hand_over(rows);
        bytes = str_slice(bytes, length, bytes.length);
    }
}

/* --- Making --- */

static void name_columns(struct sheet_rows *rows)
{
    for (size_t i = 0; i < SHEET_COLUMNS_MAX; i++) {
        char letters[NAME_BYTES];
        size_t count = 0;
        for (size_t rest = i + 1; rest > 0; rest = (rest - 1) / 26)
            letters[count++] = (char)('A' + (rest - 1) % 26);
        for (size_t j = 0; j < count; j++)
            rows->names[i][j] = letters[count - 1 - j];
    }
}

struct error *sheet_rows_create(struct context *cx, struct sheet_rows **rows)
{
    struct arena *arena = arena_create(ROWS_BYTES);
    struct sheet_rows *made = arena_new(arena, struct sheet_rows);

    made->arena = arena;
    made->packing_arena = arena_create(ROWS_BYTES);
    made->blocks = arena_alloc_raw(arena, BLOCKS * sizeof *made->blocks);
    for (size_t i = 0; i < BLOCKS; i++)
        made->blocks[i].length = 0;
    name_columns(made);
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    if (deflateInit2(&made->zip, PACKING_LEVEL, Z_DEFLATED, RAW_DEFLATE, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        out_of_memory();
    struct error *error = loose_file_create(cx, &made->file);
    if (error == NULL)
        *rows = made;
    else
        sheet_rows_destroy(made);
    return error;
}

void sheet_rows_destroy(struct sheet_rows *rows)
{
    if (rows == NULL)
        return;
    end_thread(rows);
    pthread_mutex_destroy(&rows->lock);
    pthread_cond_destroy(&rows->changed);
    deflateEnd(&rows->zip);
    loose_file_close(&rows->file);
    arena_destroy(rows->packing_arena);
    arena_destroy(rows->arena);
}

void sheet_rows_begin_sheet(struct sheet_rows *rows, unsigned sheet)
{
    if (present_block(rows)->length > 0)
        hand_over(rows);
    rows->sheet = sheet;
}

/* --- Cells --- */

static char *copy(char *to, const char *bytes, size_t length)
{
    memcpy(to, bytes, length);
    return to + length;
}

static char *write_digits(char *to, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return copy(to, digits + at, sizeof digits - at);
}

void sheet_rows_begin(struct sheet_rows *rows, unsigned row)
{
    rows->row_length = (size_t)(write_digits(rows->row, row) - rows->row);
    rows->column = 0;
    put(rows, S("<row r=\""));
    put(rows, (str){ rows->row, rows->row_length });
    put(rows, S("\">"));
}

void sheet_rows_end(struct sheet_rows *rows)
{
    put(rows, S("</row>"));
}

/* The beginning of the next cell, up to its style. */
static void begin_cell(struct sheet_rows *rows, int style, str rest)
{
    const char *name = rows->names[rows->column++];
    char cell[CELL_BYTES];
    char *end = copy(cell, "<c r=\"", 6);

    while (*name != '\0')
        *end++ = *name++;
    end = copy(end, rows->row, rows->row_length);
    end = copy(end, "\" s=\"", 5);
    end = write_digits(end, style);
    put(rows, (str){ cell, (size_t)(end - cell) });
    put(rows, rest);
}

void sheet_rows_add_nothing(struct sheet_rows *rows, int style)
{
    begin_cell(rows, style, S("\"/>"));
}

void sheet_rows_add_number(struct sheet_rows *rows, int style, str digits)
{
    begin_cell(rows, style, S("\"><v>"));
    put(rows, digits);
    put(rows, S("</v></c>"));
}

void sheet_rows_add_parts(struct sheet_rows *rows, int style, int64_t number, int64_t parts)
{
    char digits[48];
    char *end = digits;
    int64_t rest = number % parts;

    if (number < 0)
        *end++ = '-';
    end = write_digits(end, number < 0 ? -(number / parts) : number / parts);
    rest = rest < 0 ? -rest : rest;
    if (rest > 0)
        *end++ = '.';
    for (; rest > 0; rest %= parts) {
        parts /= 10;
        *end++ = (char)('0' + rest / parts);
    }
    sheet_rows_add_number(rows, style, (str){ digits, (size_t)(end - digits) });
}

static bool is_plain(char c)
{
    return c != '&' && c != '<' && c != '>' &&
           ((unsigned char)c >= ' ' || c == '\n' || c == '\t');
}

/* What XML cannot hold is written as spreadsheets do: "_x0001_". */
static void put_special(struct sheet_rows *rows, char c)
{
    char code[8];

    if (c == '&')
        put(rows, S("&amp;"));
    else if (c == '<')
        put(rows, S("&lt;"));
    else if (c == '>')
        put(rows, S("&gt;"));
    else if (snprintf(code, sizeof code, "_x%04X_", (unsigned)c) > 0)
        put(rows, str_of(code));
}

static void put_escaped(struct sheet_rows *rows, str text)
{
    while (text.length > 0) {
        size_t plain = 0;
        while (plain < text.length && is_plain(text.data[plain]))
            plain++;
        put(rows, str_slice(text, 0, plain));
        if (plain < text.length)
            put_special(rows, text.data[plain++]);
        text = str_slice(text, plain, text.length);
    }
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

void sheet_rows_add_text(struct sheet_rows *rows, int style, str text)
{
    bool kept = is_space(text.data[0]) || is_space(text.data[text.length - 1]);

    begin_cell(rows, style,
               kept ? S("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
                    : S("\" t=\"inlineStr\"><is><t>"));
    put_escaped(rows, text);
    put(rows, S("</t></is></c>"));
}

/* --- Putting into a workbook --- */

/* The part of a sheet: what the library wrote, with the rows in its middle. */
struct part {
    struct sheet_rows *rows;
    const struct packed *sheet;
    str head; /* packed */
    str tail;
    int64_t read;
    struct zip_stat facts;
    zip_error_t error;
};

/* All of text as raw deflate; it goes on unless it is last. */
static str packed_text(struct sheet_rows *rows, str text, bool last)
{
    z_stream *zip = &rows->zip;
    size_t most;

    (void)deflateReset(zip);
    most = deflateBound(zip, text.length) + CELL_BYTES;
    Bytef *out = arena_alloc_raw(rows->packing_arena, most);
    zip->next_in = (const Bytef *)text.data;
    zip->avail_in = (uInt)text.length;
    zip->next_out = out;
    zip->avail_out = (uInt)most;
    (void)deflate(zip, last ? Z_FINISH : Z_FULL_FLUSH);
    return (str){ (const char *)out, zip->total_out };
}

static zip_int64_t read_part(struct part *part, char *data, int64_t wanted)
{
    const str pieces[] = { part->head, part->tail };
    int64_t at = part->read;

    for (size_t i = 0; i < COUNT(pieces); i++) {
        if (at < (int64_t)pieces[i].length) {
            str rest = str_slice(pieces[i], (size_t)at, pieces[i].length);
            size_t length = (int64_t)rest.length < wanted ? rest.length : (size_t)wanted;
            memcpy(data, rest.data, length);
            return (zip_int64_t)length;
        }
        at -= (int64_t)pieces[i].length;
        if (i == 0 && at < part->sheet->packed_bytes) {
            int64_t left = part->sheet->packed_bytes - at;
            return pread(part->rows->file.descriptor, data,
                         (size_t)(left < wanted ? left : wanted), part->sheet->at + at);
        }
        at -= i == 0 ? part->sheet->packed_bytes : 0;
    }
    return 0;
}

static zip_int64_t answer(void *closure, void *data, zip_uint64_t length, zip_source_cmd_t ask)
{
    struct part *part = closure;
    zip_int64_t bytes;

    switch ((int)ask) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ,
                                              ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_OPEN:
        part->read = 0;
        return 0;
    case ZIP_SOURCE_READ:
        bytes = read_part(part, data, (int64_t)length);
        if (bytes < 0)
            zip_error_set(&part->error, ZIP_ER_READ, 0);
        part->read += bytes;
        return bytes;
    case ZIP_SOURCE_STAT:
        memcpy(data, &part->facts, sizeof part->facts);
        return sizeof part->facts;
    case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&part->error, data, length);
    default:
        return 0;
    }
}

static void close_part(zip_file_t **file)
{
    if (*file != NULL)
        zip_fclose(*file);
}

/* What the library wrote of a sheet: title, heading, widths. */
static bool read_small(struct sheet_rows *rows, zip_t *zip, zip_uint64_t at, str *xml)
{
    static const zip_uint64_t most = 2 * 1024 * 1024;
    CLEANUP(close_part) zip_file_t *file = zip_fopen_index(zip, at, 0);
    struct zip_stat facts;

    if (file == NULL || zip_stat_index(zip, at, 0, &facts) != 0 || facts.size > most)
        return false;
    char *bytes = arena_alloc_raw(rows->packing_arena, facts.size + 1);
    *xml = (str){ bytes, facts.size };
    return zip_fread(file, bytes, facts.size) == (zip_int64_t)facts.size;
}

static void add_facts(struct part *part, str head, str tail)
{
    const struct packed *sheet = part->sheet;
    struct zip_stat *facts = &part->facts;
    uLong crc = crc32_z(0, (const Bytef *)head.data, head.length);
    uLong tail_crc = crc32_z(0, (const Bytef *)tail.data, tail.length);

    crc = crc32_combine(crc, sheet->crc, sheet->bytes);
    crc = crc32_combine(crc, tail_crc, (z_off_t)tail.length);
    zip_stat_init(facts);
    facts->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    facts->size = head.length + (zip_uint64_t)sheet->bytes + tail.length;
    facts->comp_size =
        part->head.length + (zip_uint64_t)sheet->packed_bytes + part->tail.length;
    facts->crc = (zip_uint32_t)crc;
    facts->comp_method = ZIP_CM_DEFLATE;
}

static bool put_sheet(struct sheet_rows *rows, zip_t *zip, const struct packed *sheet)
{
    static const char end[] = "</sheetData>";
    str name =
        arena_printf(rows->packing_arena, "xl/worksheets/sheet%u.xml%c", sheet->sheet, '\0');
    zip_int64_t at = zip_name_locate(zip, name.data, 0);
    str xml;

    if (at < 0 || !read_small(rows, zip, (zip_uint64_t)at, &xml))
        return false;
    const char *middle = memmem(xml.data, xml.length, end, strlen(end));
    if (middle == NULL)
        return false;
    str head = str_slice(xml, 0, (size_t)(middle - xml.data));
    str tail = str_slice(xml, head.length, xml.length);
    struct part *part = arena_new(rows->packing_arena, struct part);
    *part = (struct part){ .rows = rows, .sheet = sheet };
    part->head = packed_text(rows, head, false);
    part->tail = packed_text(rows, tail, true);
    add_facts(part, head, tail);
    zip_source_t *source = zip_source_function(zip, answer, part);
    if (source != NULL && zip_file_replace(zip, (zip_uint64_t)at, source, 0) == 0)
        return true;
    zip_source_free(source);
    return false;
}

static bool put_sheets(struct sheet_rows *rows, zip_t *zip)
{
    for (const struct packed *sheet = rows->sheets; sheet != NULL; sheet = sheet->next)
        if (!put_sheet(rows, zip, sheet))
            return false;
    return true;
}

struct error *sheet_rows_put_into(struct context *cx, struct sheet_rows *rows, const char *path)
{
    sheet_rows_begin_sheet(rows, 0);
    end_thread(rows);
    end_packed(rows);
    if (rows->sheets == NULL)
        return NULL;
    zip_t *zip = rows->failed ? NULL : zip_open(path, 0, NULL);
    if (zip != NULL && put_sheets(rows, zip) && zip_close(zip) == 0)
        return NULL;
    if (zip != NULL)
        zip_discard(zip);
    return fail(cx, ERROR_BUSY, "表格写不出去，磁盘可能满了，请清理后再试。");
}
