/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program as a server: which thread does which part of a visit.
 *
 * The loop's thread begins each visit and answers quick pages with its own connection.  Slow
 * pages, the preparation of a change and the pages of refused changes go to the pool.  Changes
 * go to the writer, whose thread never waits for anything else.
 */
#include "app/account.h"
#include "app/app.h"
#include "app/attempt.h"
#include "app/calendar.h"
#include "app/import.h"
#include "app/meters.h"
#include "app/pool.h"
#include "app/scheduler.h"
#include "app/visit.h"
#include "base/hash.h"
#include "base/log.h"
#include "http/server.h"
#include "sheet/reader.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    BODY_MAX = 32 * 1024 * 1024,
    LARGE_MAX = BOOK_BYTES_MAX + 64 * 1024, /* a table, and the form around it */
    LARGE_AT_ONCE = 8,
    ARENA_MAX = 256 * 1024 * 1024,
    POOL_THREADS = 2,
    POOL_QUEUE_MAX = 500,
    IDLE_SECONDS = 60,
    TAG_BYTES = 24,
    TOUCH_BYTES = 64 * 1024,
    START_BYTES = 3,
    PATIENCE_MS = 10000, /* with a page that a loop makes itself */
    OPENINGS = 30, /* tries to reach a database that is away for a moment, a second apart */
    STREAMS_MAX = 200,
};

struct serving {
    struct app *app;
    struct pool *pool;
    struct server *server;
    struct server *metrics; /* NULL unless they have an address of their own */
    pthread_t metrics_thread;
    char
        start[2 * START_BYTES + 1]; /* begins the tags of this run, so that no two runs share */
    atomic_llong requests;
};

/* A visit with what moves it between threads. */
struct trip {
    struct visit visit;
    struct exchange *exchange;
    struct serving *serving;
    struct change change;
    struct pool_job job;
    struct error *error;
    int64_t started_us;
    char tag[TAG_BYTES];
    size_t headers_length; /* what visit_begin has written already */
};

static struct trip *trip_of_change(struct change *change)
{
    return (struct trip *)(void *)((char *)change - offsetof(struct trip, change));
}

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
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
    attempt_end(cx, &trip->visit, trip->error);
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
    return attempt(cx, &trip->visit, visit_act);
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
    if (error == NULL)
        server_announce(trip->serving->server);
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

/* Nothing has been sent yet, so what was written is thrown away. */
static void unwrite(struct trip *trip, size_t headers_length)
{
    struct response *response = &trip->exchange->response;

    response->body.length = 0;
    response->headers.length = headers_length;
    loose_file_close(&response->file);
}

/* When the connection to the database breaks on the way, the page is made again on a new one.
 */
static void read_page(struct trip *trip, struct db *db)
{
    struct context *cx = &trip->exchange->cx;
    size_t headers_length = trip->exchange->response.headers.length;

    trip->error = attempt(cx, &trip->visit, visit_act);
    if (!db_transaction_is_lost(db))
        return;
    end_reading(cx);
    begin_reading(cx, db);
    unwrite(trip, headers_length);
    trip->error = attempt(cx, &trip->visit, visit_act);
}

static void read_in_pool(struct pool_job *job, struct db *db)
{
    struct trip *trip = trip_of_job(job);

    begin_reading(&trip->exchange->cx, db);
    read_page(trip, db);
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
    trip->error = attempt(&trip->exchange->cx, &trip->visit, visit_prepare);
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

    if (changes && visit_prepares_slowly(&trip->visit)) {
        send_to_pool(trip, prepare_in_pool, db);
    } else if (changes) {
        prepare_and_queue(trip, db);
    } else if (route->slow) {
        send_to_pool(trip, read_in_pool, db);
    } else {
        read_page(trip, db);
        finish(trip, db);
    }
}

static void begin(struct trip *trip, struct db *db)
{
    struct context *cx = &trip->exchange->cx;
    size_t headers_length = trip->exchange->response.headers.length;

    begin_reading(cx, db);
    trip->error = attempt(cx, &trip->visit, visit_begin);
    if (!db_transaction_is_lost(db))
        return;
    end_reading(cx);
    begin_reading(cx, db);
    unwrite(trip, headers_length);
    trip->error = attempt(cx, &trip->visit, visit_begin);
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

/* A proxy on this machine, or one that is trusted, may say that the client came over TLS; only
 * one that is trusted, who it was. */
static void believe_proxy(struct request *request, const struct app *app)
{
    str trusted = str_of(app->trust_proxy);
    str peer = request->remote;
    bool local = str_starts(peer, S("127.")) || str_eq(peer, S("::1"));

    if ((local || str_list_has(trusted, peer)) &&
        str_eq(request_header(request, "x-forwarded-proto"), S("https")))
        request->secure = true;
    request->remote =
        client_address(peer, request_last_header(request, "x-forwarded-for"), trusted);
}

/* 5f3a91-1c2: short enough to be read out over the telephone. */
static void name_request(struct exchange *exchange, struct serving *serving, char *tag)
{
    long long number =
        atomic_fetch_add_explicit(&serving->requests, 1, memory_order_relaxed) + 1;
    int length = snprintf(tag, TAG_BYTES, "%s-%llx", serving->start, number);

    exchange->request.tag = (str){ tag, (size_t)length };
    response_header(&exchange->response, "X-Request-Id", exchange->request.tag);
}

/* A session that is used goes on.  That it is, is written down now and then, by itself, so that
 * looking at a page stays reading. */
struct touch {
    struct change change;
    struct context cx;
    record_id session;
};

static struct error *run_touch(struct context *cx, struct change *change)
{
    return session_touch(cx, ((struct touch *)change)->session);
}

static void touch_done(struct change *change, struct error *error)
{
    struct touch *touch = (struct touch *)change;

    forget(error); /* the next request tries again */
    arena_destroy(touch->cx.arena);
}

static void touch_session(const struct context *cx, const struct access *access)
{
    if (!session_wants_touch(cx, access))
        return;

    struct arena *arena = arena_create(TOUCH_BYTES);
    struct touch *touch = arena_new(arena, struct touch);
    *touch = (struct touch){
        .change = { .run = run_touch, .done = touch_done, .cx = &touch->cx },
        .cx = { .arena = arena, .app = cx->app, .access = &access_of_system },
        .session = access->session,
    };
    context_set_now(&touch->cx, cx->now);
    if (!writer_queue(cx->app->writer, &touch->change))
        arena_destroy(arena);
}

static struct trip *start_trip(struct exchange *exchange, struct serving *serving)
{
    struct trip *trip = arena_new(exchange->cx.arena, struct trip);

    exchange->own = trip;
    exchange->response.body.arena = exchange->cx.arena;
    exchange->response.headers.arena = exchange->cx.arena;
    exchange->cx.places_seen = arena_new(exchange->cx.arena, struct places_seen);
    trip->started_us = now_us();
    trip->exchange = exchange;
    trip->serving = serving;
    trip->visit.request = &exchange->request;
    trip->visit.response = &exchange->response;
    return trip;
}

static struct trip *meet(struct exchange *exchange, struct serving *serving)
{
    struct trip *trip = start_trip(exchange, serving);

    set_context(exchange, serving->app);
    believe_proxy(&exchange->request, serving->app);
    name_request(exchange, serving, trip->tag);
    return trip;
}

static struct error *admit_head(struct context *cx, struct visit *visit)
{
    return visit_admit(cx, visit, false);
}

static struct error *admit_fields(struct context *cx, struct visit *visit)
{
    return visit_admit(cx, visit, true);
}

/* A large body.  Nobody waits in between, so no transaction stays open. */
static bool admit(struct exchange *exchange, bool has_fields, void *closure)
{
    struct trip *trip = has_fields ? exchange->own : meet(exchange, closure);
    struct context *cx = &exchange->cx;

    begin_reading(cx, exchange->loop_data);
    trip->error = attempt(cx, &trip->visit, has_fields ? admit_fields : admit_head);
    if (trip->error != NULL) {
        finish(trip, exchange->loop_data);
        return false;
    }
    end_reading(cx);
    return true;
}

static void handle(struct exchange *exchange, void *closure)
{
    struct serving *serving = closure;
    struct trip *trip = exchange->own;

    if (trip == NULL)
        trip = meet(exchange, serving);
    else
        set_context(exchange, serving->app); /* it is later by now */
    begin(trip, exchange->loop_data);
    touch_session(&exchange->cx, &trip->visit.access);
    if (trip->error != NULL)
        finish(trip, exchange->loop_data);
    else
        go(trip, exchange->loop_data);
}

/* Every change is told, whatever was refused, and what went wrong; who only looked at a page is
 * nobody's concern unless somebody looks for a fault. */
static enum log_level level_of(const struct answered *answered)
{
    if (answered->status == error_status(ERROR_BROKEN))
        return LOG_ERROR;
    if (answered->status > 500 || answered->status == error_status(ERROR_TOO_MANY))
        return LOG_WARNING;
    return answered->method == GET && answered->status < 400 ? LOG_DEBUG : LOG_INFO;
}

static void log_request(const struct answered *answered, str tag)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };
    enum log_level level = level_of(answered);

    if (log_wants(level))
        log_event(level, "request",
                  LOG_MEMBERS({ "request", .text = str_is_empty(tag) ? S("") : tag },
                              { "method", .text = str_of(methods[answered->method]) },
                              { "route", .text = answered->route == NULL
                                                     ? S("")
                                                     : str_of(answered->route->path) },
                              { "status", .number = answered->status },
                              { "us", .number = answered->took_us },
                              { "bytes", .number = (int64_t)answered->bytes }));
}

static void finished(const struct exchange *exchange, void *closure)
{
    const struct serving *serving = closure;
    const struct trip *trip = exchange->own;
    struct answered answered = {
        .method = exchange->request.method,
        .status = exchange->response.status,
        .bytes = exchange->response.body.length + (size_t)exchange->response.file.bytes,
    };

    if (trip != NULL) {
        answered.route = trip->visit.route;
        answered.took_us = now_us() - trip->started_us;
        if (answered.route != NULL) /* a form that is shown again has become a GET */
            answered.method = answered.route->method;
    }
    meters_count(serving->app->meters, &answered);
    log_request(&answered, exchange->request.tag);
}

/* Statements that take long.  The drivers know of no closure. */
static struct meters *slow_meters;

static void tell_slow(const char *sql, int64_t took_ms)
{
    int64_t count = meters_count_slow(slow_meters, sql);

    log_event(LOG_WARNING, "slow_statement",
              LOG_MEMBERS({ "ms", .number = took_ms }, { "count", .number = count },
                          { "sql", .text = str_of(sql) }));
}

/* A request that was refused by its form: a plain sentence, for there is nobody to greet. */
static void refuse(struct exchange *exchange, void *closure)
{
    struct response *response = &exchange->response;
    char *tag = arena_alloc(exchange->cx.arena, TAG_BYTES);

    response->body.arena = exchange->cx.arena;
    response->content_type = "text/plain; charset=utf-8";
    if (str_is_empty(exchange->request.tag))
        name_request(exchange, closure, tag);
    buf_printf(&response->body, _("%.*s\n编号：%.*s\n"), STR_ARG(response->title),
               STR_ARG(exchange->request.tag));
}

/* The metrics at an address of their own */

static void handle_metrics(struct exchange *exchange, void *closure)
{
    const struct serving *serving = closure;
    struct response *response = &exchange->response;

    if (str_eq(exchange->request.path, S("/metrics"))) {
        response->content_type = METRICS_TYPE;
        meters_write(serving->app, &response->body);
    } else {
        response->status = error_status(ERROR_NOT_FOUND);
        response->content_type = "text/plain; charset=utf-8";
    }
    exchange_answer(exchange);
}

static void *run_metrics(void *closure)
{
    const struct serving *serving = closure;

    server_run(serving->metrics);
    return NULL;
}

static struct error *open_metrics(struct context *cx, struct serving *serving,
                                  const char *address)
{
    struct server_options options = {
        .listen = address,
        .threads = 1,
        .body_max = TOUCH_BYTES,
        .arena_max = ARENA_MAX,
        .idle_seconds = IDLE_SECONDS,
        .handle = handle_metrics,
        .closure = serving,
    };

    serving->app->metrics_apart = address != NULL;
    if (address == NULL)
        return NULL;
    TRY(server_create(cx, &options, &serving->metrics));
    log_write(LOG_INFO, "metrics", "http://%s/metrics", server_address(serving->metrics));
    return NULL;
}

static void start_metrics(struct serving *serving)
{
    if (serving->metrics != NULL &&
        pthread_create(&serving->metrics_thread, NULL, run_metrics, serving) != 0)
        abort();
}

static void stop_metrics(struct serving *serving)
{
    if (serving->metrics == NULL)
        return;
    server_stop(serving->metrics);
    pthread_join(serving->metrics_thread, NULL);
    server_destroy(serving->metrics);
}

static bool open_to_read(const char *address, struct db **db)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };

    struct error *error = db_open(&cx, address, DB_READ, db);
    if (error != NULL)
        log_write(LOG_ERROR, "database", "%.*s", STR_ARG(error->message));
    return error == NULL;
}

static void *start_loop(void *closure)
{
    struct serving *serving = closure;
    struct db *db = NULL;

    for (int i = 0; !open_to_read(serving->app->address, &db); i++) {
        if (i == OPENINGS)
            exit(EXIT_FAILURE); /* what went wrong has been logged; a supervisor starts again */
        sleep(1);
    }
    db_follow_curtain(db);
    db_set_patience(db, PATIENCE_MS);
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

static struct backup_daily *start_backups(const struct app *app, const struct backup_plan *plan)
{
    return plan->target == NULL ? NULL : backup_daily_start(app->address, app->folder, plan);
}

static void run_until_stopped(struct serving *serving, const struct serve_options *options)
{
    struct meter_sources sources = { serving->server, serving->pool };

    meters_watch(serving->app->meters, sources);
    catch_signals(serving->server);
    printf("乡治已启动：%s://%s\n", options->tls_key != NULL ? "https" : "http",
           server_address(serving->server));
    fflush(stdout);
    struct scheduler *scheduler = scheduler_start(serving->app, options->journal);
    struct backup_daily *daily = start_backups(serving->app, &options->backup);
    start_metrics(serving);
    server_run(serving->server);
    stop_metrics(serving);
    backup_daily_stop(daily);
    scheduler_stop(scheduler);
    running = NULL;
}

static struct error *run(struct context *cx, struct serving *serving,
                         const struct serve_options *options)
{
    struct server_options server = {
        .listen = options->listen,
        .threads = options->threads,
        .body_max = BODY_MAX,
        .large_max = LARGE_MAX,
        .large_folder = serving->app->folder,
        .large_at_once = LARGE_AT_ONCE,
        .admit = admit,
        .arena_max = ARENA_MAX,
        .idle_seconds = IDLE_SECONDS,
        .streams_max = STREAMS_MAX,
        .tls_certificate = options->tls_certificate,
        .tls_key = options->tls_key,
        .handle = handle,
        .refuse = refuse,
        .finished = finished,
        .start_loop = start_loop,
        .stop_loop = stop_loop,
        .closure = serving,
    };

    TRY(server_create(cx, &server, &serving->server));
    struct error *error = open_metrics(cx, serving, options->metrics);
    if (error == NULL)
        run_until_stopped(serving, options);
    server_destroy(serving->server);
    return error;
}

static void open_eyes(struct serving *serving, const struct serve_options *options)
{
    struct app *app = serving->app;

    app->meters = meters_create();
    app->limits = limits_create();
    slow_meters = app->meters;
    if (options->slow_ms > 0)
        db_watch_slow(options->slow_ms, tell_slow);
}

static void close_eyes(struct app *app)
{
    db_watch_slow(0, NULL);
    slow_meters = NULL;
    meters_destroy(app->meters);
    limits_destroy(app->limits);
    app->meters = NULL;
    app->limits = NULL;
}

static struct error *open_and_run(struct context *cx, struct serving *serving,
                                  const struct serve_options *options)
{
    struct app *app = serving->app;
    struct writer_options writer = { .address = app->address, .threads = 4, .queue_max = 5000 };

    TRY(writer_create(cx, &writer, &app->writer));
    struct importer *importer = NULL;
    struct error *error =
        pool_create(cx, app->address, POOL_THREADS, POOL_QUEUE_MAX, &serving->pool);
    if (error == NULL)
        error = importer_start(cx, app, &importer);
    if (error == NULL)
        error = run(cx, serving, options);
    importer_stop(importer);
    writer_destroy(app->writer);
    app->writer = NULL;
    pool_destroy(serving->pool);
    return error;
}

struct error *app_serve(struct context *cx, struct app *app,
                        const struct serve_options *options)
{
    struct serving serving = { .app = app };

    app->backups = options->backup.target;
    (void)snprintf(serving.start, sizeof serving.start, "%.*s",
                   STR_ARG(random_hex(cx->arena, START_BYTES)));
    open_eyes(&serving, options);
    struct error *error = open_and_run(cx, &serving, options);
    close_eyes(app);
    return error;
}
