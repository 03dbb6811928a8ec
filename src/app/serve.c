/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program as a server: which thread does which part of a visit.
 *
 * The loop's thread begins each visit and answers quick pages with its own connection.  Slow
 * pages, the preparation of a change and the pages of refused changes go to the pool.  Changes
 * go to the writer, whose thread never waits for anything else.
 */
#include "app/app.h"
#include "app/calendar.h"
#include "app/pool.h"
#include "app/scheduler.h"
#include "app/visit.h"
#include "base/log.h"
#include "http/server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BODY_MAX = 32 * 1024 * 1024,
    ARENA_MAX = 256 * 1024 * 1024,
    POOL_THREADS = 2,
    POOL_QUEUE_MAX = 500,
    IDLE_SECONDS = 60,
};

struct serving {
    struct app *app;
    struct pool *pool;
    struct server *server;
};

/* A visit with what moves it between threads. */
struct trip {
    struct visit visit;
    struct exchange *exchange;
    struct serving *serving;
    struct change change;
    struct pool_job job;
    struct error *error;
    size_t headers_length; /* what visit_begin has written already */
};

static struct trip *trip_of_change(struct change *change)
{
    return (struct trip *)(void *)((char *)change - offsetof(struct trip, change));
}

static struct trip *trip_of_job(struct pool_job *job)
{
    return (struct trip *)(void *)((char *)job - offsetof(struct trip, job));
}

/* A visit reads from one state of the database: one transaction, which also saves a lock for
 * each of its questions.  When it cannot begin, the first question says why. */
static void begin_reading(struct context *cx, struct db *db)
{
    cx->db = db;
    if (db != NULL && db_depth(db) == 0)
        forget(db_begin(cx));
}

static void end_reading(struct context *cx)
{
    if (cx->db != NULL && db_depth(cx->db) > 0)
        db_rollback(cx);
}

static void finish(struct trip *trip, struct db *db)
{
    struct context *cx = &trip->exchange->cx;

    begin_reading(cx, db);
    visit_end(cx, &trip->visit, trip->error);
    end_reading(cx);
    exchange_answer(trip->exchange);
}

static struct error *too_busy(struct context *cx)
{
    return fail(cx, ERROR_BUSY, "现在办事的人太多，没有保存。请稍等几秒，再点一次提交。");
}

static void finish_in_pool(struct pool_job *job, struct db *db)
{
    finish(trip_of_job(job), db);
}

static struct error *run_change(struct context *cx, struct change *change)
{
    struct trip *trip = trip_of_change(change);

    /* It may be the second try. */
    trip->exchange->response.body.length = 0;
    trip->exchange->response.headers.length = trip->headers_length;
    return visit_act(cx, &trip->visit);
}

static void finish_by_pool(struct trip *trip)
{
    trip->job.run = finish_in_pool;
    if (!pool_queue(trip->serving->pool, &trip->job))
        finish(trip, NULL);
}

/* In the writer's thread: a redirect needs no database, a page is the pool's affair. */
static void change_done(struct change *change, struct error *error)
{
    struct trip *trip = trip_of_change(change);

    trip->error = error;
    if (error == NULL && !str_is_empty(trip->exchange->response.location))
        finish(trip, NULL);
    else
        finish_by_pool(trip);
}

static void queue_change(struct trip *trip)
{
    struct context *cx = &trip->exchange->cx;

    trip->headers_length = trip->exchange->response.headers.length;
    trip->change = (struct change){ .run = run_change, .done = change_done, .cx = cx };
    if (!writer_queue(trip->serving->app->writer, &trip->change)) {
        trip->error = too_busy(cx);
        finish_by_pool(trip);
    }
}

static void read_in_pool(struct pool_job *job, struct db *db)
{
    struct trip *trip = trip_of_job(job);

    begin_reading(&trip->exchange->cx, db);
    trip->error = visit_act(&trip->exchange->cx, &trip->visit);
    finish(trip, db);
}

static void send_to_pool(struct trip *trip, void (*run)(struct pool_job *job, struct db *db),
                         struct db *db)
{
    trip->job.run = run;
    end_reading(&trip->exchange->cx);
    if (pool_queue(trip->serving->pool, &trip->job))
        return;
    trip->error = too_busy(&trip->exchange->cx);
    finish(trip, db);
}

static void prepare_and_queue(struct trip *trip, struct db *db)
{
    trip->error = visit_prepare(&trip->exchange->cx, &trip->visit);
    if (trip->error != NULL) {
        finish(trip, db);
        return;
    }
    end_reading(&trip->exchange->cx);
    queue_change(trip);
}

static void prepare_in_pool(struct pool_job *job, struct db *db)
{
    struct trip *trip = trip_of_job(job);

    begin_reading(&trip->exchange->cx, db);
    prepare_and_queue(trip, db);
}

static void go(struct trip *trip, struct db *db)
{
    const struct route *route = trip->visit.route;
    bool changes = trip->visit.request->method != GET;

    if (changes && route->prepare != NULL && route->slow) {
        send_to_pool(trip, prepare_in_pool, db);
    } else if (changes) {
        prepare_and_queue(trip, db);
    } else if (route->slow) {
        send_to_pool(trip, read_in_pool, db);
    } else {
        trip->error = visit_act(&trip->exchange->cx, &trip->visit);
        finish(trip, db);
    }
}

static void set_context(struct exchange *exchange, struct app *app)
{
    struct context *cx = &exchange->cx;

    cx->db = exchange->loop_data;
    cx->app = app;
    cx->watch = &app_watch;
    cx->calendar = app->calendar;
    cx->access = &access_of_public;
    context_set_now(cx, instant_now());
}

/* A proxy on this machine may say that the client came over TLS. */
static void trust_local_proxy(struct request *request)
{
    bool local = str_starts(request->remote, S("127.")) || str_eq(request->remote, S("::1"));

    if (local && str_eq(request_header(request, "x-forwarded-proto"), S("https")))
        request->secure = true;
}

static void handle(struct exchange *exchange, void *closure)
{
    struct serving *serving = closure;

    set_context(exchange, serving->app);
    trust_local_proxy(&exchange->request);
    struct trip *trip = arena_new(exchange->cx.arena, struct trip);
    trip->exchange = exchange;
    trip->serving = serving;
    trip->visit.request = &exchange->request;
    trip->visit.response = &exchange->response;
    exchange->response.body.arena = exchange->cx.arena;
    exchange->response.headers.arena = exchange->cx.arena;
    exchange->cx.places_seen = arena_new(exchange->cx.arena, struct places_seen);
    begin_reading(&exchange->cx, exchange->loop_data);
    trip->error = visit_begin(&exchange->cx, &trip->visit);
    if (trip->error != NULL)
        finish(trip, exchange->loop_data);
    else
        go(trip, exchange->loop_data);
}

/* A request that was refused by its form: a plain sentence, for there is nobody to greet. */
static void refuse(struct exchange *exchange, void *closure)
{
    struct response *response = &exchange->response;

    (void)closure;
    response->body.arena = exchange->cx.arena;
    response->content_type = "text/plain; charset=utf-8";
    buf_printf(&response->body, "%.*s\n", STR_ARG(response->title));
}

static void *start_loop(void *closure)
{
    struct serving *serving = closure;
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    struct db *db = NULL;

    struct error *error = db_open(&cx, serving->app->address, DB_READ, &db);
    if (error != NULL) {
        log_write(LOG_ERROR, "database", "%.*s", STR_ARG(error->message));
        abort();
    }
    return db;
}

static void stop_loop(void *loop_data, void *closure)
{
    (void)closure;
    db_close(loop_data);
}

static struct server *running; /* for the signal handler only */

static void on_signal(int number)
{
    (void)number;
    if (running != NULL)
        server_stop(running);
}

static void catch_signals(struct server *server)
{
    struct sigaction action = { .sa_handler = on_signal };

    running = server;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static struct error *run(struct context *cx, struct serving *serving,
                         const struct serve_options *options)
{
    struct server_options server = {
        .listen = options->listen,
        .threads = options->threads,
        .body_max = BODY_MAX,
        .arena_max = ARENA_MAX,
        .idle_seconds = IDLE_SECONDS,
        .tls_certificate = options->tls_certificate,
        .tls_key = options->tls_key,
        .handle = handle,
        .refuse = refuse,
        .start_loop = start_loop,
        .stop_loop = stop_loop,
        .closure = serving,
    };

    TRY(server_create(cx, &server, &serving->server));
    catch_signals(serving->server);
    printf("乡治已启动：%s://%s\n", options->tls_key != NULL ? "https" : "http",
           server_address(serving->server));
    fflush(stdout);
    struct scheduler *scheduler = scheduler_start(serving->app);
    server_run(serving->server);
    scheduler_stop(scheduler);
    running = NULL;
    server_destroy(serving->server);
    return NULL;
}

struct error *app_serve(struct context *cx, struct app *app,
                        const struct serve_options *options)
{
    struct serving serving = { .app = app };
    struct writer_options writer = { app->address, 4, 5000 };

    TRY(writer_create(cx, &writer, &app->writer));
    struct error *error =
        pool_create(cx, app->address, POOL_THREADS, POOL_QUEUE_MAX, &serving.pool);
    if (error == NULL)
        error = run(cx, &serving, options);
    writer_destroy(app->writer);
    app->writer = NULL;
    pool_destroy(serving.pool);
    return error;
}
