/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes down the statements, with their values, that creating matters runs inside its
 * transaction, in the form of statements.h.
 *
 *     bench-creation_sql DATABASE PATH BODIES COUNT OUTPUT TOKEN
 *
 * COUNT requests go through the router as they would from the network, without a socket: POST
 * to PATH with the lines of BODIES in turn, on a database that is changed by it.
 */
#include "app/app.h"
#include "bench/statements.h"
#include "db/driver.h"
#include "modules/modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 1024, BODIES_MAX = 10000, LINE_BYTES = 4096 };

static FILE *output;
static struct db_driver recorder; /* the real one, with a query that writes down */
static struct error *(*real_query)(struct context *cx, struct db *db, const char *sql,
                                   const struct value *values, size_t count,
                                   struct result *result);
static char *statements[STATEMENTS_MAX];
static uint32_t statement_count;

/* Writing down */

static void put_number(uint32_t number)
{
    fwrite(&number, sizeof number, 1, output);
}

static void put_text(str text)
{
    put_number((uint32_t)text.length);
    fwrite(text.data, 1, text.length, output);
}

static uint32_t number_of(const char *sql)
{
    uint32_t number = 0;

    while (number < statement_count && strcmp(statements[number], sql) != 0)
        number++;
    if (number < statement_count)
        return number;
    if (statement_count == STATEMENTS_MAX)
        abort();
    statements[statement_count++] = strdup(sql);
    fputc(MARK_STATEMENT, output);
    put_text(str_of(sql));
    return number;
}

static void put_value(const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        fputc(MARK_NULL, output);
        break;
    case VALUE_INTEGER:
        fputc(MARK_INTEGER, output);
        fwrite(&value->integer, sizeof value->integer, 1, output);
        break;
    case VALUE_TEXT:
        fputc(MARK_TEXT, output);
        put_text(value->text);
        break;
    }
}

static void put_statement(const char *sql, const struct value *values, size_t count)
{
    uint32_t number = number_of(sql);

    fputc(MARK_RUN, output);
    put_number(number);
    put_number((uint32_t)count);
    for (size_t i = 0; i < count; i++)
        put_value(&values[i]);
}

/* What is asked before the transaction begins is not the writer's work, and the plain program
 * ends its transactions itself. */
static struct error *query(struct context *cx, struct db *db, const char *sql,
                           const struct value *values, size_t count, struct result *result)
{
    if (db->depth > 0 && strcmp(sql, "commit") != 0)
        put_statement(sql, values, count);
    return real_query(cx, db, sql, values, count, result);
}

static void record(struct db *db)
{
    recorder = *db->driver;
    real_query = recorder.query;
    recorder.query = query;
    db->driver = &recorder;
}

/* The requests */

static const char *bodies[BODIES_MAX];

static long read_bodies(struct context *cx, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[LINE_BYTES];
    long count = 0;

    while (file != NULL && count < BODIES_MAX && fgets(line, sizeof line, file) != NULL)
        bodies[count++] = arena_text(cx->arena, str_of(line));
    if (file != NULL)
        fclose(file);
    return count;
}

static struct error *create(struct context *cx, const char *path, const char *token,
                            const char *body, long number)
{
    const struct header headers[] = {
        { S("content-type"), S("application/json") },
        { S("authorization"), arena_printf(cx->arena, "Bearer %s", token) },
        { S("idempotency-key"), arena_printf(cx->arena, "creation-%09ld", number) },
    };
    struct request request = {
        .method = POST,
        .path = str_of(path),
        .target = str_of(path),
        .headers = headers,
        .header_count = COUNT(headers),
        .body = str_of(body),
        .remote = S("127.0.0.1"),
    };
    struct response response = { 0 };

    fputc(MARK_REQUEST, output);
    app_answer(cx, &request, &response);
    if (response.status >= 300)
        return fail(cx, ERROR_BROKEN, "%d: %.*s", response.status,
                    STR_ARG(buf_str(&response.body)));
    return NULL;
}

static struct error *create_all(struct context *cx, char **argv)
{
    long body_count = read_bodies(cx, argv[3]);

    if (body_count == 0)
        return fail(cx, ERROR_NOT_FOUND, "%s has no lines", argv[3]);
    record(cx->db);
    for (long i = 0; i < atol(argv[4]); i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(create(cx, argv[2], argv[6], bodies[i % body_count], i));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create((size_t)1 << 30) };
    struct app app;

    if (argc != 7) {
        fprintf(stderr, "usage: bench-creation_sql DATABASE PATH BODIES COUNT OUTPUT TOKEN\n");
        return 2;
    }
    modules_register(modules);
    output = fopen(argv[5], "wb");
    struct error *error = app_open(&cx, argv[1], false, &app);
    if (error == NULL && output != NULL)
        error = create_all(&cx, argv);
    app_close(&cx, &app);
    if (output == NULL || fclose(output) != 0)
        perror(argv[5]);
    if (error != NULL)
        fprintf(stderr, "bench-creation_sql: %.*s\n", STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL || output == NULL;
}
