/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping the rows of a table while the next ones are read: two batches, of which one is being
 * filled by who reads and the other kept by a thread.
 */
#include "app/importing.h"
#include "app/roster_parts.h"

#include "base/unicode.h"
#include "base/words.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* SQLite asks every 100 ms whether it may change something. */
enum { REST_MS = 120 };

struct roster_keeper {
    struct context cx; /* the thread's */
    bool rests;        /* between two batches, for a server beside it */
    record_id import;
    struct roster_batch batches[2];
    struct roster_batch *given; /* to the thread; NULL: it waits for one */
    struct error *error;        /* of the first batch that could not be kept */
    bool ending;
    enum language language;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t turn;
};

/* Waits for a batch; NULL: there will be none. */
static struct roster_batch *take_batch(struct roster_keeper *keeper)
{
    pthread_mutex_lock(&keeper->lock);
    while (keeper->given == NULL && !keeper->ending)
        pthread_cond_wait(&keeper->turn, &keeper->lock);
    struct roster_batch *batch = keeper->given;
    pthread_mutex_unlock(&keeper->lock);
    return batch;
}

static void end_batch(struct roster_keeper *keeper, struct error *error)
{
    pthread_mutex_lock(&keeper->lock);
    keeper->given->count = 0;
    arena_reset(keeper->given->arena);
    keeper->given = NULL;
    keeper->error = error;
    pthread_cond_signal(&keeper->turn);
    pthread_mutex_unlock(&keeper->lock);
}

static struct error *keep_batch(struct roster_keeper *keeper, const struct roster_batch *batch)
{
    struct context *cx = &keeper->cx;
    struct arena_mark mark = arena_mark(cx->arena);
    struct error *error = import_keep_rows(cx, keeper->import, batch->rows, batch->count);

    if (error == NULL)
        arena_rewind(cx->arena, mark);
    if (error == NULL && keeper->rests)
        (void)nanosleep(&(struct timespec){ .tv_nsec = REST_MS * 1000000L }, NULL);
    return error;
}

/* After a batch that could not be kept, the others are let go. */
static void *work(void *closure)
{
    struct roster_keeper *keeper = closure;
    struct roster_batch *batch;
    struct error *error = NULL;

    (void)words_speak(keeper->language);
    text_pinyin_prepare(); /* while the first rows are read */
    while ((batch = take_batch(keeper)) != NULL) {
        if (error == NULL)
            error = keep_batch(keeper, batch);
        end_batch(keeper, error);
    }
    return NULL;
}

struct receiving {
    const struct import_run *run;
    record_id id;
};

static struct error *receive(struct context *cx, void *closure)
{
    struct receiving *receiving = closure;

    return import_receive(cx, receiving->run, &receiving->id);
}

struct error *roster_keeper_start(struct context *cx, const struct import_run *run,
                                  struct roster_keeper **keeper)
{
    struct receiving receiving = { .run = run };

    TRY(db_transaction(cx, receive, &receiving));
    db_widen(cx->db);
    struct roster_keeper *made = calloc(1, sizeof *made);
    if (made == NULL)
        out_of_memory();
    made->cx = *cx;
    made->cx.arena = arena_create(ROSTER_BATCH_BYTES);
    made->cx.places_seen = NULL;
    made->import = receiving.id;
    made->language = words_spoken();
    made->rests = db_engine(cx->db) == DB_SQLITE && import_has_server(cx);
    for (size_t i = 0; i < COUNT(made->batches); i++)
        made->batches[i].arena = arena_create(ROSTER_BATCH_BYTES);
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->turn, NULL);
    if (pthread_create(&made->thread, NULL, work, made) != 0)
        abort();
    *keeper = made;
    return NULL;
}

size_t roster_keeper_room(const struct roster_keeper *keeper)
{
    return keeper->rests ? ROSTER_SHARED_ROWS : ROSTER_BATCH_ROWS;
}

struct roster_batch *roster_keeper_batch(struct roster_keeper *keeper)
{
    return &keeper->batches[0];
}

/* The thread's error, of which the memory is not ours. */
static struct error *said_by(struct context *cx, const struct roster_keeper *keeper)
{
    if (keeper->error == NULL)
        return NULL;
    return fail(cx, keeper->error->kind, "%.*s", STR_ARG(keeper->error->message));
}

struct error *roster_keeper_give(struct context *cx, struct roster_keeper *keeper,
                                 struct roster_batch **batch)
{
    pthread_mutex_lock(&keeper->lock);
    while (keeper->given != NULL)
        pthread_cond_wait(&keeper->turn, &keeper->lock);
    keeper->given = *batch;
    *batch = *batch == &keeper->batches[0] ? &keeper->batches[1] : &keeper->batches[0];
    struct error *error = said_by(cx, keeper);
    pthread_cond_signal(&keeper->turn);
    pthread_mutex_unlock(&keeper->lock);
    return error;
}

struct error *roster_keeper_stop(struct context *cx, struct roster_keeper *keeper,
                                 record_id *id)
{
    pthread_mutex_lock(&keeper->lock);
    keeper->ending = true;
    pthread_cond_signal(&keeper->turn);
    pthread_mutex_unlock(&keeper->lock);
    pthread_join(keeper->thread, NULL);
    *id = keeper->import;
    struct error *error = said_by(cx, keeper);
    for (size_t i = 0; i < COUNT(keeper->batches); i++)
        arena_destroy(keeper->batches[i].arena);
    arena_destroy(keeper->cx.arena);
    pthread_mutex_destroy(&keeper->lock);
    pthread_cond_destroy(&keeper->turn);
    free(keeper);
    return error;
}
