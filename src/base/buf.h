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

#include <string.h>

struct buf {
    struct arena *arena;
    char *data;
    size_t length;
    size_t capacity;
};

/* Room for bytes more; the caller writes there and then adds to length.  A page consists of
 * thousands of additions, so those that find room are made on the spot. */
char *buf_grow(struct buf *out, size_t bytes); /* for buf_reserve only */

static inline char *buf_reserve(struct buf *out, size_t bytes)
{
    return bytes < out->capacity - out->length ? out->data + out->length : buf_grow(out, bytes);
}

static inline void buf_add(struct buf *out, str s)
{
    if (s.length == 0)
        return;
    memcpy(buf_reserve(out, s.length), s.data, s.length);
    out->length += s.length;
}

static inline void buf_add_char(struct buf *out, char c)
{
    *buf_reserve(out, 1) = c;
    out->length++;
}

void buf_add_integer(struct buf *out, int64_t number);
void buf_printf(struct buf *out, const char *format, ...) PRINTF(2, 3);

/* What has been written so far.  Valid until the next addition. */
static inline str buf_str(const struct buf *out)
{
    return (str){ out->data, out->length };
}

#endif
