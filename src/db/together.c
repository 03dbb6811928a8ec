/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a large table with several connections. */
#include "db/together.h"
#include "db/driver.h"
#include "db/tally.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PARTS = 64, /* so many that whoever is quicker reads more of them */
    GATHERED_BYTES = 1024 * 1024,
    READER_ARENA_BYTES = 32 * 1024 * 1024,
    VALUES_MAX = 128,
};

struct together {
    pthread_mutex_t lock; /* who holds it may use the connections */
    char *address;
    size_t size; /* how many connections are to be opened */
    size_t count;
    struct db *connections[TOGETHER_MAX];
    atomic_bool is_wanted;
};

/* Work that is done by all of them. */
struct work {
    const struct together_tally *tally;
    atomic_int next; /* part */
    atomic_bool has_failed;
};

/* One of them at work. */
struct reader {
    struct work *work;
    struct context cx;
    pthread_t thread;
    bool is_started;
    char *gathered; /* answers, one after the other */
    size_t length;
};

static size_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : (size_t)count;
}

static size_t at_most(size_t count)
{
    return count > TOGETHER_MAX ? TOGETHER_MAX : count;
}

struct together *together_create(const char *address, size_t connections)
{
    struct together *together = calloc(1, sizeof *together);

    if (together == NULL || (together->address = strdup(address)) == NULL)
        out_of_memory();
    pthread_mutex_init(&together->lock, NULL);
    if (!db_address_is_postgres(address))
        together->size = at_most(connections > 0 ? connections : processors());
    return together;
}

static void close_all(struct together *together)
{
    while (together->count > 0)
        db_close(together->connections[--together->count]);
}

void together_destroy(struct together *together)
{
    if (together == NULL)
        return;
    close_all(together);
    pthread_mutex_destroy(&together->lock);
    free(together->address);
    free(together);
}

/* A connection that reads all once wants few pages: those stay near the processor. */
static struct error *open_one(struct context *cx, struct together *together)
{
    struct db **db = &together->connections[together->count];

    TRY(db_open(cx, together->address, DB_READ, db));
    together->count++;
    return (*db)->driver->script(cx, *db, "pragma cache_size = -1000");
}

static bool open_all(struct context *cx, struct together *together)
{
    while (together->count < together->size)
        if (open_one(cx, together) != NULL) {
            close_all(together);
            return false;
        }
    return true;
}

/* The connections while somebody has them. */
struct round {
    struct together *together;
    struct context cx; /* who asks, with one of the connections */
    size_t begun;
};

static void end_round(struct round *round)
{
    if (round->together == NULL)
        return;
    while (round->begun > 0) {
        round->cx.db = round->together->connections[--round->begun];
        db_rollback(&round->cx);
    }
    pthread_mutex_unlock(&round->together->lock);
}

static bool begin_round(struct context *cx, struct together *together, struct round *round)
{
    if (pthread_mutex_trylock(&together->lock) != 0)
        return false;
    *round = (struct round){ .together = together, .cx = *cx };
    return true;
}

static bool begin_reading(struct round *round, int64_t *state)
{
    struct db *db = round->together->connections[round->begun];

    round->cx.db = db;
    if (db_begin(&round->cx) != NULL)
        return false;
    round->begun++;
    *state = db->state;
    return db->recalls; /* else its state is not known */
}

void together_look(struct context *cx, struct together *together, struct together_view *view)
{
    CLEANUP(end_round) struct round round = { 0 };

    view->is_known = false;
    if (!atomic_load(&together->is_wanted) || !begin_round(cx, together, &round) ||
        !open_all(cx, together))
        return;
    for (size_t i = 0; i < together->count; i++)
        if (!begin_reading(&round, &view->states[i]))
            return;
    view->is_known = true;
}

static bool begin_all(struct round *round, const struct together_view *view)
{
    int64_t state;

    for (size_t i = 0; i < round->together->count; i++)
        if (!begin_reading(round, &state) || state != view->states[i])
            return false;
    return round->together->count > 0;
}

/* One reader */

static bool gather(struct reader *reader, str answer)
{
    if (answer.length > GATHERED_BYTES - reader->length)
        return false;
    memcpy(reader->gathered + reader->length, answer.data, answer.length);
    reader->length += answer.length;
    return true;
}

/* Without overflow, however far the ids are apart. */
static int64_t part_begins(const struct together_tally *tally, int part)
{
    uint64_t width = (uint64_t)tally->highest - (uint64_t)tally->lowest;

    return (int64_t)((uint64_t)tally->lowest + width / PARTS * (uint64_t)part);
}

static bool read_part(struct reader *reader, int part)
{
    const struct together_tally *tally = reader->work->tally;
    struct context *cx = &reader->cx;
    struct value values[VALUES_MAX];
    struct result result;

    memcpy(values, tally->values, tally->count * sizeof *values);
    if (part > 0)
        values[tally->first] = value_integer(part_begins(tally, part) - 1);
    if (part < PARTS - 1)
        values[tally->first + 1] = value_integer(part_begins(tally, part + 1));
    return cx->db->driver->query(cx, cx->db, tally->sql, values, tally->count, &result) ==
               NULL &&
           gather(reader, result_text(&result, 0, 0));
}

static void read_parts(void *closure)
{
    struct reader *reader = closure;
    struct work *work = reader->work;

    while (!atomic_load(&work->has_failed)) {
        struct arena_mark mark = arena_mark(reader->cx.arena);
        int part = atomic_fetch_add(&work->next, 1);
        if (part >= PARTS)
            return;
        if (!read_part(reader, part))
            atomic_store(&work->has_failed, true);
        arena_rewind(reader->cx.arena, mark);
    }
}

static void *read_in_thread(void *closure)
{
    struct reader *reader = closure;

    if (!arena_try(reader->cx.arena, read_parts, reader))
        atomic_store(&reader->work->has_failed, true);
    return NULL;
}

/* All of them */

struct readers {
    struct reader all[TOGETHER_MAX];
    size_t count;
};

static void end_readers(struct readers *readers)
{
    for (size_t i = 0; i < readers->count; i++) {
        if (readers->all[i].is_started)
            pthread_join(readers->all[i].thread, NULL);
        arena_destroy(readers->all[i].cx.arena);
        free(readers->all[i].gathered);
    }
}

/* The first is the thread that asks; where another cannot start, the others read its part. */
static void read_all(const struct round *round, struct work *work, struct readers *readers)
{
    readers->count = round->together->count;
    for (size_t i = 0; i < readers->count; i++) {
        struct reader *reader = &readers->all[i];
        *reader = (struct reader){ .work = work, .cx = round->cx };
        reader->cx.db = round->together->connections[i];
        reader->cx.arena = arena_create(READER_ARENA_BYTES);
        reader->gathered = malloc(GATHERED_BYTES);
        if (reader->gathered == NULL)
            out_of_memory();
        reader->is_started =
            i > 0 && pthread_create(&reader->thread, NULL, read_in_thread, reader) == 0;
    }
    read_in_thread(&readers->all[0]);
    for (size_t i = 1; i < readers->count; i++)
        if (readers->all[i].is_started) {
            pthread_join(readers->all[i].thread, NULL);
            readers->all[i].is_started = false;
        }
}

static str all_gathered(struct context *cx, const struct readers *readers)
{
    struct buf answers = { .arena = cx->arena };

    for (size_t i = 0; i < readers->count; i++)
        buf_add(&answers, (str){ readers->all[i].gathered, readers->all[i].length });
    return buf_str(&answers);
}

bool together_tally(struct context *cx, struct together *together,
                    const struct together_view *view, const struct together_tally *tally,
                    str *answer)
{
    CLEANUP(end_round) struct round round = { 0 };
    struct work work = { .tally = tally };

    if (together->size < 2 || tally->count > VALUES_MAX)
        return false;
    atomic_store(&together->is_wanted, true);
    if (!view->is_known || !begin_round(cx, together, &round) || !begin_all(&round, view))
        return false;
    CLEANUP(end_readers) struct readers readers = { 0 };
    read_all(&round, &work, &readers);
    if (atomic_load(&work.has_failed))
        return false;
    return tally_sum(cx->arena, all_gathered(cx, &readers), answer);
}
