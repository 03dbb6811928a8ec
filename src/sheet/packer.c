/* SPDX-License-Identifier: Apache-2.0 */
/* Text in blocks, packed with zlib beside the one who makes them. */
#include "sheet/packer.h"

#define ZLIB_CONST
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum {
    PACKER_BYTES = 64 * 1024 * 1024, /* blocks, and what is packed at the end */
    BLOCKS = 4,
    BLOCK_BYTES = 256 * 1024,
    PACKED_BYTES = 64 * 1024,
    MARK_BYTES = 64,   /* what zlib adds to a text that goes on */
    PACKING_LEVEL = 2, /* a third of the work of the usual level, a fifth more bytes */
    RAW_DEFLATE = -15,
    MEMORY_LEVEL = 9,
};

struct block {
    size_t length;
    unsigned sheet; /* where it belongs */
    char bytes[BLOCK_BYTES];
};

struct packer {
    struct arena *arena;
    unsigned sheet; /* of what is put */
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
    struct arena *packing_arena;
    z_stream zip;
    struct loose_file file;
    bool failed;
    struct packed_sheet *last;
    unsigned char out[PACKED_BYTES];
};

/* --- Packing --- */

static void write_packed(struct packer *packer, size_t length)
{
    for (size_t at = 0; at < length && !packer->failed;) {
        ssize_t written = write(packer->file.descriptor, packer->out + at, length - at);
        packer->failed = written <= 0;
        at += packer->failed ? 0 : (size_t)written;
    }
    packer->file.bytes += (int64_t)length;
}

static void pack_bytes(struct packer *packer, const char *bytes, size_t length, int flush)
{
    packer->zip.next_in = (const Bytef *)bytes;
    packer->zip.avail_in = (uInt)length;
    do {
        packer->zip.next_out = packer->out;
        packer->zip.avail_out = sizeof packer->out;
        (void)deflate(&packer->zip, flush);
        write_packed(packer, sizeof packer->out - packer->zip.avail_out);
    } while (packer->zip.avail_out == 0);
}

static void end_packed(struct packer *packer)
{
    struct packed_sheet *sheet = packer->last;

    if (sheet == NULL)
        return;
    pack_bytes(packer, "", 0, Z_FULL_FLUSH);
    sheet->packed_bytes = packer->file.bytes - sheet->at;
}

static void begin_packed(struct packer *packer, unsigned number)
{
    struct packed_sheet *sheet = arena_new(packer->packing_arena, struct packed_sheet);

    end_packed(packer);
    sheet->sheet = number;
    sheet->at = packer->file.bytes;
    sheet->before = packer->last;
    packer->last = sheet;
}

static void pack(struct packer *packer, struct block *block)
{
    if (block->length == 0)
        return;
    if (packer->last == NULL || packer->last->sheet != block->sheet)
        begin_packed(packer, block->sheet);
    packer->last->bytes += (int64_t)block->length;
    packer->last->crc = crc32_z(packer->last->crc, (const Bytef *)block->bytes, block->length);
    pack_bytes(packer, block->bytes, block->length, Z_NO_FLUSH);
    block->length = 0;
}

/* NULL when there will be no more. */
static struct block *wait_for_block(struct packer *packer)
{
    pthread_mutex_lock(&packer->lock);
    while (packer->packed_blocks == packer->made_blocks && !packer->ending)
        pthread_cond_wait(&packer->changed, &packer->lock);
    bool any = packer->packed_blocks < packer->made_blocks;
    pthread_mutex_unlock(&packer->lock);
    return any ? &packer->blocks[packer->packed_blocks % BLOCKS] : NULL;
}

static void *pack_blocks(void *closure)
{
    struct packer *packer = closure;
    struct block *block;

    while ((block = wait_for_block(packer)) != NULL) {
        pack(packer, block);
        pthread_mutex_lock(&packer->lock);
        packer->packed_blocks++;
        pthread_cond_signal(&packer->changed);
        pthread_mutex_unlock(&packer->lock);
    }
    return NULL;
}

/* --- Blocks --- */

static struct block *present_block(struct packer *packer)
{
    return &packer->blocks[packer->made_blocks % BLOCKS];
}

/* A table that fits into one block is packed without a thread; so is any where none begins. */
static void hand_over(struct packer *packer)
{
    if (!packer->has_thread)
        packer->has_thread = pthread_create(&packer->thread, NULL, pack_blocks, packer) == 0;
    if (!packer->has_thread) {
        pack(packer, present_block(packer));
        return;
    }
    pthread_mutex_lock(&packer->lock);
    packer->made_blocks++;
    pthread_cond_signal(&packer->changed);
    while (packer->made_blocks - packer->packed_blocks == BLOCKS)
        pthread_cond_wait(&packer->changed, &packer->lock);
    pthread_mutex_unlock(&packer->lock);
}

static void end_thread(struct packer *packer)
{
    if (!packer->has_thread)
        return;
    pthread_mutex_lock(&packer->lock);
    packer->ending = true;
    pthread_cond_signal(&packer->changed);
    pthread_mutex_unlock(&packer->lock);
    pthread_join(packer->thread, NULL);
    packer->has_thread = false;
}

void packer_put(struct packer *packer, str text)
{
    while (text.length > 0) {
        struct block *block = present_block(packer);
        size_t room = BLOCK_BYTES - block->length;
        size_t length = text.length < room ? text.length : room;
        memcpy(block->bytes + block->length, text.data, length);
        block->length += length;
        block->sheet = packer->sheet;
        if (block->length == BLOCK_BYTES)
            hand_over(packer);
        text = str_slice(text, length, text.length);
    }
}

/* --- Making, ending --- */

struct error *packer_create(struct context *cx, struct packer **packer)
{
    struct arena *arena = arena_create(PACKER_BYTES);
    struct packer *made = arena_new(arena, struct packer);

    made->arena = arena;
    made->packing_arena = arena_create(PACKER_BYTES);
    made->blocks = arena_alloc_raw(arena, BLOCKS * sizeof *made->blocks);
    for (size_t i = 0; i < BLOCKS; i++)
        made->blocks[i].length = 0;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    if (deflateInit2(&made->zip, PACKING_LEVEL, Z_DEFLATED, RAW_DEFLATE, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        out_of_memory();
    struct error *error = loose_file_create(cx, &made->file);
    if (error == NULL)
        *packer = made;
    else
        packer_destroy(made);
    return error;
}

void packer_destroy(struct packer *packer)
{
    if (packer == NULL)
        return;
    end_thread(packer);
    pthread_mutex_destroy(&packer->lock);
    pthread_cond_destroy(&packer->changed);
    deflateEnd(&packer->zip);
    loose_file_close(&packer->file);
    arena_destroy(packer->packing_arena);
    arena_destroy(packer->arena);
}

void packer_begin_sheet(struct packer *packer, unsigned sheet)
{
    if (present_block(packer)->length > 0)
        hand_over(packer);
    packer->sheet = sheet;
}

bool packer_end(struct packer *packer, const struct packed_sheet **last)
{
    packer_begin_sheet(packer, 0);
    end_thread(packer);
    end_packed(packer);
    *last = packer->last;
    return !packer->failed;
}

int64_t packer_read(const struct packer *packer, char *data, size_t most, int64_t at)
{
    return pread(packer->file.descriptor, data, most, at);
}

str packer_pack(struct packer *packer, str text, bool is_end)
{
    z_stream *zip = &packer->zip;

    (void)deflateReset(zip);
    size_t most = deflateBound(zip, text.length) + MARK_BYTES;
    Bytef *out = arena_alloc_raw(packer->packing_arena, most);
    zip->next_in = (const Bytef *)text.data;
    zip->avail_in = (uInt)text.length;
    zip->next_out = out;
    zip->avail_out = (uInt)most;
    (void)deflate(zip, is_end ? Z_FINISH : Z_FULL_FLUSH);
    return (str){ (const char *)out, zip->total_out };
}
