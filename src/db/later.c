/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements that are put off to the end of a transaction.
 *
 * They may have to run sooner, when somebody inside the transaction wants to see what they do,
 * and when the part in which they ran is undone they wait again, if they came from before it.
 */
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

enum { WAITING_BYTES_MAX = 4 * 1024 * 1024 };

/* One piece of memory: this, the values, and all text. */
struct late {
    const char *sql;
    size_t count;
    size_t bytes;
    int depth;    /* of the part of the transaction that brought it */
    int ran_deep; /* the depth at which it has run; 0: it waits */
    struct value values[];
};

struct later {
    struct late **items;
    size_t count;
    size_t capacity;
    size_t waiting_bytes;
    int deepest_run;
};

static void drop_from(struct later *later, size_t first)
{
    while (later->count > first)
        free(later->items[--later->count]);
}

static void release(void *state)
{
    struct later *later = state;

    drop_from(later, 0);
    free(later->items);
    free(later);
}

static struct error *run_waiting(struct context *cx, void *state)
{
    struct later *later = state;
    int depth = db_depth(cx->db);

    if (later->waiting_bytes == 0)
        return NULL;
    later->waiting_bytes = 0;
    later->deepest_run = depth;
    for (size_t i = 0; i < later->count; i++) {
        struct late *late = later->items[i];
        if (late->ran_deep > 0)
            continue;
        late->ran_deep = depth;
        TRY(db_run(cx, late->sql, late->values, late->count));
    }
    if (depth <= 1)
        drop_from(later, 0);
    return NULL;
}

static void kept(void *state, int depth)
{
    struct later *later = state;

    if (depth == 0)
        drop_from(later, 0);
    for (size_t i = later->count; i > 0 && later->items[i - 1]->depth > depth; i--)
        later->items[i - 1]->depth = depth;
    if (later->deepest_run <= depth)
        return;
    for (size_t i = 0; i < later->count; i++)
        if (later->items[i]->ran_deep > depth)
            later->items[i]->ran_deep = depth;
    later->deepest_run = depth;
}

/* What ran in the part and came from before it waits again. */
static void wait_again(struct later *later, int depth)
{
    for (size_t i = 0; i < later->count; i++)
        if (later->items[i]->ran_deep > depth) {
            later->items[i]->ran_deep = 0;
            later->waiting_bytes += later->items[i]->bytes;
        }
    later->deepest_run = depth;
}

static void undone(void *state, int depth)
{
    struct later *later = state;

    while (later->count > 0 && later->items[later->count - 1]->depth > depth) {
        struct late *late = later->items[later->count - 1];
        if (late->ran_deep == 0)
            later->waiting_bytes -= late->bytes;
        drop_from(later, later->count - 1);
    }
    if (later->deepest_run > depth)
        wait_again(later, depth);
}

static const struct db_companion companion = {
    .finish = run_waiting,
    .kept = kept,
    .undone = undone,
    .release = release,
};

static size_t bytes_of(const char *sql, const struct value *values, size_t count)
{
    size_t bytes = sizeof(struct late) + count * sizeof *values + strlen(sql) + 1;

    for (size_t i = 0; i < count; i++)
        if (values[i].kind == VALUE_TEXT)
            bytes += values[i].text.length;
    return bytes;
}

/* Copies bytes to *end and moves it behind them. */
static char *put(char **end, const char *bytes, size_t length)
{
    char *copy = *end;

    if (length > 0)
        memcpy(copy, bytes, length);
    *end += length;
    return copy;
}

static struct late *new_late(const char *sql, const struct value *values, size_t count)
{
    size_t bytes = bytes_of(sql, values, count);
    struct late *late = malloc(bytes);

    if (late == NULL)
        out_of_memory();
    char *end = (char *)&late->values[count];
    *late = (struct late){ .count = count, .bytes = bytes };
    late->sql = put(&end, sql, strlen(sql) + 1);
    for (size_t i = 0; i < count; i++) {
        late->values[i] = values[i];
        if (values[i].kind == VALUE_TEXT)
            late->values[i].text.data = put(&end, values[i].text.data, values[i].text.length);
    }
    return late;
}

/* Grows to twice its size; the program cannot go on without memory. */
static void add(struct later *later, struct late *late)
{
    if (later->count == later->capacity) {
        size_t capacity = later->capacity == 0 ? 64 : later->capacity * 2;
        struct late **items = realloc(later->items, capacity * sizeof(struct late *));
        if (items == NULL)
            out_of_memory();
        later->items = items;
        later->capacity = capacity;
    }
    later->items[later->count++] = late;
    later->waiting_bytes += late->bytes;
}

struct error *db_run_later(struct context *cx, const char *sql, const struct value *values,
                           size_t count)
{
    if (db_depth(cx->db) == 0)
        return db_run(cx, sql, values, count);

    struct later *later = db_companion_state(cx->db, &companion, sizeof *later);
    struct late *late = new_late(sql, values, count);
    late->depth = db_depth(cx->db);
    add(later, late);
    return later->waiting_bytes > WAITING_BYTES_MAX ? run_waiting(cx, later) : NULL;
}
