/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that grows, in an arena.
 *
 * struct buf out = { .arena = arena };  then add to it.  Adding cannot fail; the arena has
 * the limit.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *data;
    size_t length;
    size_t capacity;
};

void buf_add(struct buf *out, str s);
void buf_add_char(struct buf *out, char c);
void buf_add_integer(struct buf *out, int64_t number);
void buf_printf(struct buf *out, const char *format, ...) PRINTF(2, 3);

/* Room for bytes more; the caller writes there and then adds to length. */
char *buf_reserve(struct buf *out, size_t bytes);

/* What has been written so far.  Valid until the next addition. */
str buf_str(const struct buf *out);

#endif
