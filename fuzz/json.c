/* SPDX-License-Identifier: Apache-2.0 */
/* JSON: what is read is clean, written again it reads the same, and refusals are sentences. */
#include "base/json.h"

#include <assert.h>

enum { LIMIT = 64 * 1024 * 1024, MOST_BYTES = 64 * 1024, MOST_ITEMS = 100 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_refusal(const struct error *error)
{
    assert(error->kind == ERROR_INVALID && str_is_clean(error->message));
}

static str written(struct arena *arena, const struct json_member *members, size_t count)
{
    struct buf out = { .arena = arena };

    buf_add_char(&out, '{');
    for (size_t i = 0; i < count; i++) {
        json_add_name(&out, arena_text(arena, members[i].name));
        json_add_string(&out, members[i].value);
    }
    buf_add_char(&out, '}');
    return buf_str(&out);
}

static void check_members(struct context *cx, const struct json_member *members, size_t count)
{
    struct json_member *again;
    size_t again_count;

    struct error *error =
        json_read_object(cx, written(cx->arena, members, count), &again, &again_count);
    assert(error == NULL && again_count == count);
    for (size_t i = 0; i < count; i++) {
        assert(str_is_clean(members[i].name) && str_is_clean(members[i].value));
        assert(str_eq(members[i].name, again[i].name));
        assert(str_eq(members[i].value, again[i].value));
    }
}

static void read_object(struct context *cx, str text)
{
    struct json_member *members;
    size_t count;

    struct error *error = json_read_object(cx, text, &members, &count);
    if (error == NULL)
        check_members(cx, members, count);
    else
        check_refusal(error);
}

static void read_array(struct context *cx, str text)
{
    str *items;
    size_t count;

    struct error *error = json_read_array(cx, text, MOST_ITEMS, &items, &count);
    if (error != NULL) {
        check_refusal(error);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        read_object(cx, items[i]);
        arena_rewind(cx->arena, mark);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct buf out = { .arena = arena };
    str text = { (const char *)data, size };

    if (size > MOST_BYTES)
        return 0;
    read_object(&cx, text);
    read_array(&cx, text);
    json_add_string(&out, text);
    assert(str_is_clean(buf_str(&out)));
    return 0;
}
