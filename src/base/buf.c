/* SPDX-License-Identifier: Apache-2.0 */
/* Text that grows, in an arena. */
#include "base/buf.h"

#include "base/format.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 256, USUAL_BYTES = 64, INTEGER_CHARACTERS = 20 };

char *buf_grow(struct buf *out, size_t bytes)
{
    size_t needed = out->length + bytes;
    size_t capacity = out->capacity < FIRST_CAPACITY ? FIRST_CAPACITY : out->capacity * 2;

    if (needed <= out->capacity)
        return out->data + out->length;
    if (capacity < needed)
        capacity = needed;
    char *data = arena_alloc_raw(out->arena, capacity);
    if (out->length > 0)
        memcpy(data, out->data, out->length);
    out->data = data;
    out->capacity = capacity;
    return out->data + out->length;
}

void buf_add_integer(struct buf *out, int64_t number)
{
    char digits[INTEGER_CHARACTERS];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    buf_add(out, (str){ digits + at, sizeof digits - at });
}

void buf_printf(struct buf *out, const char *format, ...)
{
    va_list arguments;

    /* With some room at hand, mostly it suffices. */
    (void)buf_reserve(out, USUAL_BYTES);
    size_t left = out->capacity - out->length;
    va_start(arguments, format);
    size_t quick = format_quickly(out->data + out->length, left, format, arguments);
    va_end(arguments);
    if (quick != FORMAT_UNKNOWN) {
        out->length += quick;
        return;
    }

    va_start(arguments, format);
    int length = vsnprintf(left > 0 ? out->data + out->length : NULL, left, format, arguments);
    va_end(arguments);
    assert(length >= 0);
    if ((size_t)length < left) {
        out->length += (size_t)length;
        return;
    }

    char *room = buf_reserve(out, (size_t)length + 1);
    va_start(arguments, format);
    (void)vsnprintf(room, (size_t)length + 1, format, arguments);
    va_end(arguments);
    out->length += (size_t)length;
}
