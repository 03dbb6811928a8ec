/* SPDX-License-Identifier: Apache-2.0 */
/* The thread that takes the steps of imports. */
#include "app/access.h"
#include "app/app.h"
#include "app/importing.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { ARENA_BYTES = 64 * 1024 * 1024, LOOK_MS = 250, TROUBLE_MS = 5000 };

struct importer {
    struct app *app;
    struct db *db; /* only reads */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    int server; /* the lock that says that there is one */
};

/* One step through the writer; false when it failed. */
static bool take_step(struct importer *importer, bool *more)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = {
        .arena = arena,
        .app = importer->app,
        .access = &access_of_system,
        .watch = &app_watch,
        .calendar = importer->app->calendar,
    };

    context_set_now(&cx, instant_now());
    db_draw_curtain(import_curtain());
    struct error *error = writer_run(importer->app->writer, &cx, import_step, more);
    if (error != NULL)
        log_write(LOG_ERROR, "import", "%.*s", STR_ARG(error->message));
    return error == NULL;
}

/* Whether there is work, without disturbing the writer. */
static bool look(struct importer *importer)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena, .app = importer->app, .db = importer->db };
    bool found = false;

    return import_is_due(&cx, &found) == NULL && found;
}

static bool sleep_ms(struct importer *importer, int64_t ms)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms % 1000 * 1000000;
    until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&importer->lock);
    while (!importer->stopping)
        if (pthread_cond_clockwait(&importer->wake, &importer->lock, CLOCK_MONOTONIC, &until) !=
            0)
            break;
    bool going_on = !importer->stopping;
    pthread_mutex_unlock(&importer->lock);
    return going_on;
}

static bool is_stopping(struct importer *importer)
{
    pthread_mutex_lock(&importer->lock);
    bool stopping = importer->stopping;
    pthread_mutex_unlock(&importer->lock);
    return stopping;
}

/* Steps until nothing is left to do, with a long rest after one that failed. */
static void take_steps(struct importer *importer)
{
    bool more = true;

    while (more && !is_stopping(importer))
        if (!take_step(importer, &more))
            (void)sleep_ms(importer, TROUBLE_MS);
}

static void *work(void *closure)
{
    struct importer *importer = closure;

    while (sleep_ms(importer, LOOK_MS))
        if (look(importer))
            take_steps(importer);
    return NULL;
}

struct error *importer_start(struct context *cx, struct app *app, struct importer **importer)
{
    struct import_run run = { 0 };
    struct db *db;
    int server;
    bool found;

    TRY(import_note_server(cx, &server));
    TRY(import_find_hidden(cx, &run, &found));
    if (found)
        db_draw_curtain(import_curtain());
    TRY(db_open(cx, app->address, DB_READ, &db));
    struct importer *made = calloc(1, sizeof *made);
    if (made == NULL)
        out_of_memory();
    made->app = app;
    made->db = db;
    made->server = server;
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->wake, NULL);
    if (pthread_create(&made->thread, NULL, work, made) != 0)
        abort();
    *importer = made;
    return NULL;
}

void importer_stop(struct importer *importer)
{
    if (importer == NULL)
        return;
    pthread_mutex_lock(&importer->lock);
    importer->stopping = true;
    pthread_cond_signal(&importer->wake);
    pthread_mutex_unlock(&importer->lock);
    pthread_join(importer->thread, NULL);
    db_close(importer->db);
    import_leave_feed(&importer->server);
    pthread_cond_destroy(&importer->wake);
    pthread_mutex_destroy(&importer->lock);
    free(importer);
}
