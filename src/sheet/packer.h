/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that is packed while more of it is made, for the rows of the writer.
 *
 * The text is collected in a fixed number of blocks.  A thread of its own packs them with zlib
 * into a file without a name; a text that fits into one block is packed without it.
 */
#ifndef SHEET_PACKER_H
#define SHEET_PACKER_H

#include "base/file.h"

struct packer;

/* The packed text of one sheet: raw deflate that ends on a whole byte and is not the end. */
struct packed_sheet {
    struct packed_sheet *before;
    unsigned sheet;
    int64_t at; /* in the packer's file */
    int64_t packed_bytes;
    int64_t bytes;
    unsigned long crc;
};

MUST_USE struct error *packer_create(struct context *cx, struct packer **packer);

/* NULL is allowed. */
void packer_destroy(struct packer *packer);

/* What is put from now on belongs to the sheet with this number. */
void packer_begin_sheet(struct packer *packer, unsigned sheet);

void packer_put(struct packer *packer, str text);

/* Waits until all is packed; nothing may be put after it.  *last is the sheet that was begun
 * last, NULL without any text.  False when the file could not be written. */
MUST_USE bool packer_end(struct packer *packer, const struct packed_sheet **last);

/* Reads from the file, as pread does. */
int64_t packer_read(const struct packer *packer, char *data, size_t most, int64_t at);

/* Text that stands before what was put (and goes on), or after it (and is the end), packed.  In
 * the memory of the packer, after packer_end. */
str packer_pack(struct packer *packer, str text, bool is_end);

#endif
