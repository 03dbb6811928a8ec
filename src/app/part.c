/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of pages that are written once and shown again. */
#include "app/part.h"

#include "base/words.h"

#include <assert.h>
#include <string.h>

enum { KEY_READER, KEY_LANGUAGE, KEY_DAY, KEY_VALUES };

struct key {
    struct value values[KEY_VALUES + PART_VALUES_MAX];
    size_t count;
};

static struct key key_of(const struct context *cx, const struct part *part)
{
    struct key key = { .count = KEY_VALUES + part->count };

    assert(part->count <= PART_VALUES_MAX);
    key.values[KEY_READER] = value_integer(part->for_all ? 0 : cx->access->account);
    key.values[KEY_LANGUAGE] = value_integer(words_spoken());
    key.values[KEY_DAY] = value_integer(cx->today.day);
    if (part->count > 0)
        memcpy(key.values + KEY_VALUES, part->values, part->count * sizeof *part->values);
    return key;
}

/* What comes with a token may do less than its account. */
static bool is_recalled(const struct context *cx)
{
    return cx->access != NULL && !cx->access->is_system && !cx->access->by_api;
}

struct error *part_write(struct context *cx, struct buf *out, const struct part *part,
                         void *closure)
{
    struct buf written = { .arena = cx->arena };
    str text;

    if (!is_recalled(cx))
        return part->write(cx, out, closure);
    struct key key = key_of(cx, part);
    if (!db_recall_text(cx, part->memory, part->name, key.values, key.count, &text)) {
        TRY(part->write(cx, &written, closure));
        text = buf_str(&written);
        db_keep_text(cx, part->memory, part->name, key.values, key.count, text);
    }
    buf_add(out, text);
    return NULL;
}
