/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers one page again and again without a socket: for looking into it with a profiler, and
 * for its cost without HTTP.
 *
 *     bench-answer DATABASE PATH SESSION COUNT
 *     valgrind --tool=callgrind --toggle-collect=app_answer bench-answer ...
 *
 * Prints the status, the bytes of the body, microseconds of work and statements an answer.
 */
#include "app/app.h"
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

static struct error *answer_all(struct context *cx, char **argv)
{
    str cookie = arena_printf(cx->arena, "session=%s", argv[3]);
    long count = atol(argv[4]);
    struct response response = { 0 };
    int64_t statements = db_statement_count(cx->db);
    double start_us = work_us();

    for (long i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        cx->places_seen = arena_new(cx->arena, struct places_seen);
        TRY(answer(cx, str_of(argv[2]), cookie, &response));
        arena_rewind(cx->arena, mark);
    }
    statements = db_statement_count(cx->db) - statements;
    printf("status=%d bytes=%zu us=%.1f statements=%lld\n", response.status,
           response.body.length, (work_us() - start_us) / (double)count,
           (long long)(statements / count));
    return NULL;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create((size_t)1 << 30) };
    struct app app;

    if (argc != 5 || atol(argv[4]) < 1) {
        fprintf(stderr, "usage: bench-answer DATABASE PATH SESSION COUNT\n");
        return 2;
    }
    modules_register(modules);
    struct error *error = app_open(&cx, argv[1], false, &app);
    if (error == NULL)
        error = answer_all(&cx, argv);
    app_close(&cx, &app);
    if (error != NULL)
        fprintf(stderr, "bench-answer: %.*s\n", STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL;
}
