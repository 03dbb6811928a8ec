/* SPDX-License-Identifier: Apache-2.0 */
/* Moves what SQLite has written into its log to where it belongs, beside the writer. */
#include "db/checkpointer.h"

#include <pthread.h>
#include <stdlib.h>

enum { ARENA_BYTES = 1024 * 1024, PATIENCE = 4 };

/* How far the thread is. */
enum progress { RESTING, WANTED, THROUGH };

struct checkpointer {
    struct db *db;
    int pages;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    enum progress progress;
    bool stopping;
};

static void set_progress(struct checkpointer *checkpointer, enum progress progress)
{
    checkpointer->progress = progress;
    pthread_cond_broadcast(&checkpointer->changed);
}

/* False when it is time to stop. */
static bool wait_for_work(struct checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->lock);
    while (checkpointer->progress != WANTED && !checkpointer->stopping)
        pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
    bool goes_on = !checkpointer->stopping;
    pthread_mutex_unlock(&checkpointer->lock);
    return goes_on;
}

static void *move_logs(void *closure)
{
    struct checkpointer *checkpointer = closure;
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena, .db = checkpointer->db };

    while (wait_for_work(checkpointer)) {
        /* What could not be moved stays in the log, from where it is read as well. */
        forget(db_checkpoint(&cx));
        pthread_mutex_lock(&checkpointer->lock);
        set_progress(checkpointer, THROUGH);
        pthread_mutex_unlock(&checkpointer->lock);
        arena_reset(arena);
    }
    return NULL;
}

struct error *checkpointer_create(struct context *cx, const char *address, struct db *writer,
                                  int pages, struct checkpointer **checkpointer)
{
    struct checkpointer *made = calloc(1, sizeof *made);

    if (made == NULL)
        out_of_memory();
    struct error *error = db_open(cx, address, DB_WRITE, &made->db);
    if (error != NULL) {
        free(made);
        return error;
    }
    made->pages = pages;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->changed, NULL);
    db_leave_checkpoints(writer);
    if (pthread_create(&made->thread, NULL, move_logs, made) != 0)
        abort();
    *checkpointer = made;
    return NULL;
}

void checkpointer_destroy(struct checkpointer *checkpointer)
{
    if (checkpointer == NULL)
        return;
    pthread_mutex_lock(&checkpointer->lock);
    checkpointer->stopping = true;
    pthread_cond_broadcast(&checkpointer->changed);
    pthread_mutex_unlock(&checkpointer->lock);
    pthread_join(checkpointer->thread, NULL);
    db_close(checkpointer->db);
    pthread_cond_destroy(&checkpointer->changed);
    pthread_mutex_destroy(&checkpointer->lock);
    free(checkpointer);
}

/* True when the thread is through: the rest is the writer's. */
static bool is_through(struct checkpointer *checkpointer, int pages)
{
    pthread_mutex_lock(&checkpointer->lock);
    if (checkpointer->progress == RESTING && pages >= checkpointer->pages)
        set_progress(checkpointer, WANTED);
    while (checkpointer->progress == WANTED && pages >= checkpointer->pages * PATIENCE)
        pthread_cond_wait(&checkpointer->changed, &checkpointer->lock);
    bool is_through = checkpointer->progress == THROUGH;
    if (is_through)
        set_progress(checkpointer, RESTING);
    pthread_mutex_unlock(&checkpointer->lock);
    return is_through;
}

void checkpointer_look(struct checkpointer *checkpointer, struct context *cx)
{
    if (is_through(checkpointer, db_log_pages(cx->db)))
        forget(db_checkpoint(cx));
}
