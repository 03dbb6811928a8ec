/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers one page again and again without a socket: for looking into it with a profiler, and
 * for its cost without HTTP.
 *
 *     bench-answer DATABASE PATH SESSION COUNT [changing]
 *     valgrind --tool=callgrind --toggle-collect=app_answer bench-answer ...
 *
 * With "changing" somebody changes something before each answer, so that nothing can be
 * recalled.  Prints the status, the bytes of the body, microseconds of work and statements an
 * answer, and the milliseconds that the median of them took by the clock.
 */
#include "app/app.h"
#include "db/together.h"
#include "http/form.h"
#include "modules/modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct error *answer(struct context *cx, str target, str cookie,
                            struct response *response)
{
    const struct header headers[] = { { S("cookie"), cookie } };
    struct request request = {
        .method = GET,
        .target = target,
        .headers = headers,
        .header_count = COUNT(headers),
        .remote = S("127.0.0.1"),
    };
    str query;

    str_cut(target, '?', &request.path, &query);
    TRY(form_read(cx, query, &request.query));
    *response = (struct response){ 0 };
    app_answer(cx, &request, response);
    return NULL;
}

static double work_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Work and statements of the answers alone. */
struct cost {
    double us;
    int64_t statements;
    double *took_ms; /* each */
    long count;
};

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static struct error *answer_once(struct context *cx, char **argv, struct cost *cost,
                                 struct response *response)
{
    str cookie = arena_printf(cx->arena, "session=%s", argv[3]);
    int64_t statements = db_statement_count(cx->db);
    double start_us = work_us();
    double start_ms = clock_ms();

    cx->places_seen = arena_new(cx->arena, struct places_seen);
    TRY(db_begin(cx));
    struct error *error = answer(cx, str_of(argv[2]), cookie, response);
    db_rollback(cx);
    cost->us += work_us() - start_us;
    cost->took_ms[cost->count++] = clock_ms() - start_ms;
    cost->statements += db_statement_count(cx->db) - statements;
    return error;
}

static struct error *change_something(struct context *cx)
{
    return db_run(cx,
                  "update sessions set version = version + 1 "
                  "where id = (select max(id) from sessions)",
                  NULL, 0);
}

static struct error *answer_all(struct context *cx, struct db *reader, char **argv,
                                bool changing)
{
    long count = atol(argv[4]);
    struct response response = { 0 };
    struct cost cost = { .took_ms = arena_array(cx->arena, double, (size_t)count) };
    struct db *writer = cx->db;

    for (long i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (changing)
            TRY(change_something(cx));
        cx->db = reader;
        struct error *error = answer_once(cx, argv, &cost, &response);
        cx->db = writer;
        TRY(error);
        arena_rewind(cx->arena, mark);
    }
    qsort(cost.took_ms, (size_t)count, sizeof *cost.took_ms, compare);
    printf("status=%d bytes=%zu us=%.1f statements=%lld ms=%.3f\n", response.status,
           response.body.length, cost.us / (double)count, (long long)(cost.statements / count),
           cost.took_ms[count / 2]);
    return NULL;
}

static struct error *open_and_answer(struct context *cx, int argc, char **argv)
{
    struct db *reader;

    TRY(db_open(cx, argv[1], DB_READ, &reader));
    struct together *together = together_create(argv[1], 0);
    db_read_together(reader, together);
    struct error *error = answer_all(cx, reader, argv, argc == 6);
    db_close(reader);
    together_destroy(together);
    return error;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create((size_t)1 << 30) };
    struct app app;

    if (argc < 5 || argc > 6 || atol(argv[4]) < 1) {
        fprintf(stderr, "usage: bench-answer DATABASE PATH SESSION COUNT [changing]\n");
        return 2;
    }
    modules_register(modules);
    struct error *error = app_open(&cx, argv[1], false, &app);
    if (error == NULL)
        error = open_and_answer(&cx, argc, argv);
    app_close(&cx, &app);
    if (error != NULL)
        fprintf(stderr, "bench-answer: %.*s\n", STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL;
}
