/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Creates matters without a socket, in groups as the writer does: for looking into it with a
 * profiler, and for its cost without HTTP.
 *
 *     bench-create DATABASE PATH BODIES TOKEN COUNT GROUP
 *     valgrind --tool=callgrind --toggle-collect=app_answer bench-create ...
 *
 * The lines of BODIES are sent to PATH in turn, on a database that is changed by it.  Prints
 * microseconds of work and statements a creation.  Who comes with the token is asked on the
 * same connection, inside the transaction; in the program it is asked before, on another.
 */
#include "app/app.h"
#include "modules/modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BODIES_MAX = 10000, LINE_BYTES = 4096 };

struct work {
    str path;
    str token;
    str bodies[BODIES_MAX];
    long body_count;
    long count;
    long group;
};

static bool read_bodies(struct context *cx, const char *path, struct work *work)
{
    FILE *file = fopen(path, "r");
    char line[LINE_BYTES];

    while (file != NULL && work->body_count < BODIES_MAX &&
           fgets(line, sizeof line, file) != NULL)
        work->bodies[work->body_count++] = arena_copy(cx->arena, str_of(line));
    if (file != NULL)
        fclose(file);
    return work->body_count > 0;
}

static struct error *create(struct context *cx, const struct work *work, long number)
{
    const struct header headers[] = {
        { S("content-type"), S("application/json") },
        { S("authorization"), arena_printf(cx->arena, "Bearer %.*s", STR_ARG(work->token)) },
        { S("idempotency-key"), arena_printf(cx->arena, "creation-%09ld", number) },
    };
    struct request request = {
        .method = POST,
        .path = work->path,
        .target = work->path,
        .headers = headers,
        .header_count = COUNT(headers),
        .body = work->bodies[number % work->body_count],
        .remote = S("127.0.0.1"),
    };
    struct response response = { 0 };

    app_answer(cx, &request, &response);
    if (response.status >= 300)
        return fail(cx, ERROR_BROKEN, "%d: %.*s", response.status,
                    STR_ARG(buf_str(&response.body)));
    return NULL;
}

static struct error *create_group(struct context *cx, const struct work *work, long first)
{
    TRY(db_begin(cx));
    for (long i = first; i < first + work->group && i < work->count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(create(cx, work, i));
        arena_rewind(cx->arena, mark);
    }
    return db_commit(cx);
}

static double work_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static struct error *create_all(struct context *cx, const struct work *work)
{
    int64_t statements = db_statement_count(cx->db);
    double start_us = work_us();

    for (long i = 0; i < work->count; i += work->group)
        TRY(create_group(cx, work, i));
    printf("us=%.1f statements=%.1f\n", (work_us() - start_us) / (double)work->count,
           (double)(db_statement_count(cx->db) - statements) / (double)work->count);
    return NULL;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create((size_t)1 << 30) };
    struct app app;

    if (argc != 7 || atol(argv[5]) < 1 || atol(argv[6]) < 1) {
        fprintf(stderr, "usage: bench-create DATABASE PATH BODIES TOKEN COUNT GROUP\n");
        return 2;
    }
    modules_register(modules);
    struct work *work = arena_new(cx.arena, struct work);
    work->path = str_of(argv[2]);
    work->token = str_of(argv[4]);
    work->count = atol(argv[5]);
    work->group = atol(argv[6]);
    struct error *error = app_open(&cx, argv[1], false, &app);
    if (error == NULL && !read_bodies(&cx, argv[3], work))
        error = fail(&cx, ERROR_NOT_FOUND, "%s has no lines", argv[3]);
    if (error == NULL)
        error = create_all(&cx, work);
    app_close(&cx, &app);
    if (error != NULL)
        fprintf(stderr, "bench-create: %.*s\n", STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL;
}
