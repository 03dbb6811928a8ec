/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can go wrong between this program and a PostgreSQL server.  A small proxy stands between
 * the two and breaks connections where a test wants it.
 */
#include "db/driver.h"
#include "db/writer.h"
#include "tests/town.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAIRS_MAX = 16, BYTES_MAX = 65536, POLL_MS = 5 };

enum cut {
    CUT_NOTHING,
    CUT_REQUEST, /* what the program says next does not reach the server */
    CUT_REPLY,   /* what the server answers to it does not reach the program */
};

struct pair {
    int program;
    int server;
    bool ends_with_reply;
};

static struct proxy {
    char address[200]; /* of the proxy, for db_open */
    int listener;
    int server_port;
    struct pair pairs[PAIRS_MAX];
    size_t count;
    pthread_t thread;
    atomic_int cut;
    atomic_bool drops; /* all connections, once */
    atomic_bool refuses;
    atomic_bool is_mute; /* nothing that the server says is passed on */
    atomic_bool stops;
} proxy;

static struct sockaddr_in local(int port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons((uint16_t)port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void accept_pair(void)
{
    struct sockaddr_in server = local(proxy.server_port);
    struct pair pair = { accept(proxy.listener, NULL, NULL), -1, false };

    if (atomic_load(&proxy.refuses) || proxy.count == PAIRS_MAX) {
        close(pair.program);
        return;
    }
    pair.server = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connect(pair.server, (struct sockaddr *)&server, sizeof server) == 0);
    proxy.pairs[proxy.count++] = pair;
}

static void close_pair(size_t index)
{
    close(proxy.pairs[index].program);
    close(proxy.pairs[index].server);
    proxy.pairs[index] = proxy.pairs[--proxy.count];
}

static bool pass_on(int from, int to, bool swallow)
{
    char bytes[BYTES_MAX];
    ssize_t count = recv(from, bytes, sizeof bytes, 0);

    return count > 0 && (swallow || send(to, bytes, (size_t)count, MSG_NOSIGNAL) == count);
}

/* False when the pair is to be closed. */
static bool hear_program(struct pair *pair)
{
    int cut = atomic_exchange(&proxy.cut, CUT_NOTHING);

    pair->ends_with_reply = cut == CUT_REPLY;
    return pass_on(pair->program, pair->server, cut == CUT_REQUEST) && cut != CUT_REQUEST;
}

static bool hear_server(struct pair *pair)
{
    bool swallow = pair->ends_with_reply || atomic_load(&proxy.is_mute);

    return pass_on(pair->server, pair->program, swallow) && !pair->ends_with_reply;
}

static void serve_pairs(void)
{
    bool drops = atomic_load(&proxy.drops); /* asked once: it may be wanted at any moment */

    for (size_t i = proxy.count; i-- > 0;) {
        struct pair *pair = &proxy.pairs[i];
        struct pollfd files[] = { { pair->program, POLLIN, 0 }, { pair->server, POLLIN, 0 } };
        bool open = !drops;
        if (open && poll(files, 2, 0) > 0) {
            if (files[0].revents != 0)
                open = hear_program(pair);
            if (open && files[1].revents != 0)
                open = hear_server(pair);
        }
        if (!open)
            close_pair(i);
    }
    if (drops)
        atomic_store(&proxy.drops, false);
}

static void *run_proxy(void *closure)
{
    while (!atomic_load(&proxy.stops)) {
        struct pollfd files[1 + 2 * PAIRS_MAX] = { { proxy.listener, POLLIN, 0 } };
        for (size_t i = 0; i < proxy.count; i++) {
            files[1 + 2 * i] = (struct pollfd){ proxy.pairs[i].program, POLLIN, 0 };
            files[2 + 2 * i] = (struct pollfd){ proxy.pairs[i].server, POLLIN, 0 };
        }
        poll(files, 1 + 2 * proxy.count, POLL_MS);
        if (files[0].revents != 0)
            accept_pair();
        serve_pairs();
    }
    return closure;
}

/* The address of the tests, postgresql://USER@HOST:PORT/NAME, with the proxy in place of the
 * server. */
static void write_address(int port, const char *options)
{
    const char *address = test_database_address();
    const char *host = strchr(address, '@');
    const char *colon = strrchr(address, ':');
    char *name;

    CHECK(host != NULL && colon > host);
    proxy.server_port = (int)strtol(colon + 1, &name, 10);
    (void)snprintf(proxy.address, sizeof proxy.address, "%.*s@127.0.0.1:%d%s%s",
                   (int)(host - address), address, port, name, options);
}

/* False on SQLite, where there is nothing to stand between. */
static bool start_proxy(const char *options)
{
    struct sockaddr_in here = local(0);
    socklen_t length = sizeof here;

    if (!db_address_is_postgres(test_database_address()))
        return false;
    proxy = (struct proxy){ 0 };
    proxy.listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(proxy.listener, (struct sockaddr *)&here, sizeof here) == 0);
    CHECK(listen(proxy.listener, PAIRS_MAX) == 0);
    CHECK(getsockname(proxy.listener, (struct sockaddr *)&here, &length) == 0);
    write_address(ntohs(here.sin_port), options);
    CHECK(pthread_create(&proxy.thread, NULL, run_proxy, NULL) == 0);
    return true;
}

static void stop_proxy(void)
{
    atomic_store(&proxy.stops, true);
    pthread_join(proxy.thread, NULL);
    while (proxy.count > 0)
        close_pair(0);
    close(proxy.listener);
}

static void drop_connections(void)
{
    atomic_store(&proxy.drops, true);
    while (atomic_load(&proxy.drops))
        usleep(1000);
}

/* A context with a connection through the proxy. */
static struct context connected(enum db_use use)
{
    struct context cx = { .arena = arena_create(16 * 1024 * 1024) };

    CHECK_OK(db_open(&cx, proxy.address, use, &cx.db));
    return cx;
}

static void disconnect(struct context *cx)
{
    db_close(cx->db);
    arena_destroy(cx->arena);
    stop_proxy();
}

static str ask(struct context *cx, const char *sql)
{
    struct result result;

    CHECK_OK(db_query(cx, sql, NULL, 0, &result));
    return result_text(&result, 0, 0);
}

TEST("a connection that replaces a lost one writes dates as the first did")
{
    if (!start_proxy("?options=-c%20datestyle%3DGerman%20-c%20timezone%3DUTC"))
        return;
    struct context cx = connected(DB_WRITE);

    CHECK_STR(ask(&cx, "select date '2026-03-02'"), "2026-03-02");
    drop_connections();
    CHECK_OK(db_begin(&cx));
    CHECK_STR(ask(&cx, "select date '2026-03-02'"), "2026-03-02");
    CHECK_STR(ask(&cx, "select current_setting('timezone')"), "Asia/Shanghai");
    db_rollback(&cx);
    disconnect(&cx);
}

TEST("a connection that was lost between two transactions is nobody's trouble")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_READ);

    CHECK_OK(db_begin(&cx));
    CHECK_STR(ask(&cx, "select 'one'"), "one");
    db_rollback(&cx);
    drop_connections();
    CHECK_OK(db_begin(&cx));
    CHECK_STR(ask(&cx, "select 'two'"), "two");
    db_rollback(&cx);
    disconnect(&cx);
}

TEST("a connection for reading changes nothing, also outside a transaction")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_READ);

    CHECK_FAILS(db_run(&cx, "create table never (id bigint)", NULL, 0), ERROR_BROKEN);
    disconnect(&cx);
}

TEST("a server that says nothing any more is left after a while, and asked anew later")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_READ);
    struct result result;

    db_set_patience(cx.db, 100);
    CHECK_STR(ask(&cx, "select 'one'"), "one");
    atomic_store(&proxy.is_mute, true);
    CHECK_FAILS(db_query(&cx, "select 'one'", NULL, 0, &result), ERROR_BUSY);
    atomic_store(&proxy.is_mute, false);
    struct error *error = NULL;
    for (int i = 0; i < 100; i++) {
        error = db_query(&cx, "select 'two'", NULL, 0, &result);
        if (error == NULL)
            break;
        usleep(100000);
    }
    CHECK_OK(error);
    disconnect(&cx);
}

TEST("a statement that takes longer than its connection's patience is given up with a sentence")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_READ);
    struct result result;

    db_set_patience(cx.db, 200);
    struct error *error = db_query(&cx, "select pg_sleep(20)::text", NULL, 0, &result);
    CHECK(error != NULL && error->kind == ERROR_BUSY);
    CHECK_STR(ask(&cx, "select 'still here'"), "still here");
    disconnect(&cx);
}

TEST("a transaction that lost its connection cannot be committed, whoever did not listen")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_WRITE);

    CHECK_OK(db_begin(&cx));
    drop_connections();
    forget(db_run(&cx, "select 1", NULL, 0));
    struct error *error = db_commit(&cx);
    CHECK(error != NULL && error->kind == ERROR_BUSY && !error->unknown);
    CHECK_OK(db_begin(&cx));
    forget(db_run(&cx, "select wrong from nowhere", NULL, 0));
    CHECK_FAILS(db_commit(&cx), ERROR_BROKEN);
    disconnect(&cx);
}

/* Changes through a writer */

static atomic_int runs;

struct tried {
    enum cut cut;     /* at the commit of the first run */
    const char *sql;  /* run first, and once only */
    const char *then; /* run every time */
};

static struct error *run_tried(struct context *cx, void *closure)
{
    const struct tried *tried = closure;
    bool first = atomic_fetch_add(&runs, 1) == 0;

    TRY(db_run(cx, tried->then, NULL, 0));
    if (first && tried->sql != NULL)
        TRY(db_run(cx, tried->sql, NULL, 0));
    if (first)
        atomic_store(&proxy.cut, tried->cut);
    return NULL;
}

static const char add_trial[] = "insert into trials (words) values ('tried')";

static struct writer *writer_at(struct context *cx, int threads)
{
    struct writer *writer;

    CHECK_OK(db_script(cx, "drop table if exists trials; create table trials (words text)"));
    CHECK_OK(writer_create(cx,
                           &(struct writer_options){
                               .address = proxy.address, .threads = threads, .queue_max = 10 },
                           &writer));
    return writer;
}

static int64_t trials(struct context *cx)
{
    int64_t count;

    CHECK_OK(query_number(cx, "select count(*) from trials", NULL, 0, &count));
    return count;
}

static struct error *run_trial(struct writer *writer, struct context *cx, struct tried tried)
{
    atomic_store(&runs, 0);
    return writer_run(writer, cx, run_tried, &tried);
}

TEST("a change that was kept, but whose answer was lost, is not made again")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_WRITE);
    struct writer *writer = writer_at(&cx, 1);

    CHECK_OK(run_trial(writer, &cx, (struct tried){ .then = add_trial }));
    CHECK_OK(run_trial(writer, &cx, (struct tried){ .then = add_trial, .cut = CUT_REPLY }));
    CHECK(atomic_load(&runs) == 1);
    CHECK(trials(&cx) == 2);
    writer_destroy(writer);
    CHECK_OK(db_script(&cx, "drop table trials"));
    disconnect(&cx);
}

TEST("a change whose commit did not reach the server is made once more")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_WRITE);
    struct writer *writer = writer_at(&cx, 1);

    CHECK_OK(run_trial(writer, &cx, (struct tried){ .then = add_trial }));
    CHECK_OK(run_trial(writer, &cx, (struct tried){ .then = add_trial, .cut = CUT_REQUEST }));
    CHECK(atomic_load(&runs) == 2);
    CHECK(trials(&cx) == 2);
    writer_destroy(writer);
    CHECK_OK(db_script(&cx, "drop table trials"));
    disconnect(&cx);
}

TEST("a change that collides with another is made again from its beginning")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_WRITE);
    struct writer *writer = writer_at(&cx, 1);
    struct tried tried = {
        .then = add_trial,
        .sql = "do $$ begin raise exception 'collision' using errcode = '40001'; end $$",
    };

    CHECK_OK(run_trial(writer, &cx, tried));
    CHECK(atomic_load(&runs) == 2);
    CHECK(trials(&cx) == 1);
    writer_destroy(writer);
    CHECK_OK(db_script(&cx, "drop table trials"));
    disconnect(&cx);
}

/* Two that take the same two locks, each in its own order, and wait for each other once. */
struct crossed {
    struct change change;
    const char *first;
    const char *second;
    struct error *error;
    atomic_bool is_done;
};

static atomic_int holding;

static struct error *run_crossed(struct context *cx, struct change *change)
{
    const struct crossed *crossed = (struct crossed *)(void *)change;

    TRY(db_run(cx, crossed->first, NULL, 0));
    atomic_fetch_add(&holding, 1);
    while (atomic_load(&holding) < 2)
        usleep(1000);
    return db_run(cx, crossed->second, NULL, 0);
}

static void crossed_done(struct change *change, struct error *error)
{
    struct crossed *crossed = (struct crossed *)(void *)change;

    crossed->error = error;
    atomic_store(&crossed->is_done, true);
}

TEST("two changes that wait for each other both come to a good end")
{
    static const char one[] = "update trials set words = words || '+' where words like 'one%'";
    static const char two[] = "update trials set words = words || '+' where words like 'two%'";
    struct crossed all[2] = { { .first = one, .second = two },
                              { .first = two, .second = one } };

    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_WRITE);
    struct writer *writer = writer_at(&cx, 2);
    CHECK_OK(db_script(&cx, "insert into trials values ('one'), ('two')"));
    atomic_store(&holding, 0);
    for (size_t i = 0; i < COUNT(all); i++) {
        struct context *own = arena_new(cx.arena, struct context);
        own->arena = arena_create(1024 * 1024);
        all[i].change = (struct change){ .run = run_crossed, .done = crossed_done, .cx = own };
        CHECK(writer_queue(writer, &all[i].change));
    }
    for (size_t i = 0; i < COUNT(all); i++) {
        while (!atomic_load(&all[i].is_done))
            usleep(1000);
        CHECK_OK(all[i].error);
        arena_destroy(all[i].change.cx->arena);
    }
    CHECK_STR(ask(&cx, "select string_agg(words, ' ' order by words) from trials"),
              "one++ two++");
    writer_destroy(writer);
    CHECK_OK(db_script(&cx, "drop table trials"));
    disconnect(&cx);
}

TEST("while the server cannot be reached changes and pages are told so, afterwards all goes on")
{
    if (!start_proxy(""))
        return;
    struct context cx = connected(DB_WRITE);
    struct writer *writer = writer_at(&cx, 1);
    struct tried tried = { .then = add_trial };
    struct db *db;

    atomic_store(&proxy.refuses, true);
    drop_connections();
    CHECK_FAILS(run_trial(writer, &cx, tried), ERROR_BUSY);
    CHECK_FAILS(db_begin(&cx), ERROR_BUSY);
    CHECK_FAILS(db_open(&cx, proxy.address, DB_READ, &db), ERROR_BUSY);
    atomic_store(&proxy.refuses, false);
    usleep(1000000);
    CHECK_OK(run_trial(writer, &cx, tried));
    CHECK(trials(&cx) == 1);
    writer_destroy(writer);
    CHECK_OK(db_script(&cx, "drop table trials"));
    disconnect(&cx);
}

/* Prepared statements */

static void drop_number(void *statement)
{
    *(int *)statement = -1;
}

TEST_ONCE("of the prepared statements those used last are kept, the others are given back")
{
    struct statement_cache cache = { 0 };
    void *oldest;
    int numbers[CACHED_STATEMENTS_MAX + 2] = { 0 };
    char sql[32];

    for (int i = 0; i < CACHED_STATEMENTS_MAX; i++) {
        (void)snprintf(sql, sizeof sql, "select %d", i);
        CHECK(statement_cache_add(&cache, str_of(sql), &numbers[i], &oldest));
        CHECK(oldest == NULL);
    }
    CHECK(statement_cache_find(&cache, S("select 0")) == &numbers[0]);
    CHECK(statement_cache_add(&cache, S("one more"), &numbers[CACHED_STATEMENTS_MAX], &oldest));
    CHECK(oldest == &numbers[1]);
    CHECK(statement_cache_find(&cache, S("select 1")) == NULL);
    CHECK(statement_cache_find(&cache, S("select 0")) == &numbers[0]);
    CHECK(statement_cache_find(&cache, S("one more")) == &numbers[CACHED_STATEMENTS_MAX]);
    statement_cache_clear(&cache, drop_number);
    CHECK(cache.count == 0 && statement_cache_find(&cache, S("select 0")) == NULL);
    CHECK(numbers[1] == 0 && numbers[0] == -1 && numbers[CACHED_STATEMENTS_MAX] == -1);
}

TEST("more texts than are kept prepared are all answered, and the engine forgets the oldest")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int64_t number;

    for (int i = 0; i < 2 * CACHED_STATEMENTS_MAX; i++) {
        const char *sql = arena_printf(cx.arena, "select %d%c", i, '\0').data;
        CHECK_OK(query_number(&cx, sql, NULL, 0, &number));
        CHECK(number == i);
    }
    CHECK_OK(query_number(&cx, "select 0", NULL, 0, &number));
    CHECK(number == 0);
    if (db_engine(cx.db) != DB_POSTGRES)
        return;
    CHECK_OK(
        query_number(&cx, "select count(*) from pg_prepared_statements", NULL, 0, &number));
    CHECK(number <= CACHED_STATEMENTS_MAX);
}
