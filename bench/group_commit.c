/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limit for durable creation: runs the statements that creation_sql.c wrote down, prepared
 * once, each request in a savepoint, a group of requests in a transaction that is synced.
 * Nothing else is done: no HTTP, no rules, no second thread.  DATABASE is a file of SQLite or
 * postgresql://...
 *
 *     bench-group_commit DATABASE STATEMENTS GROUP SECONDS
 *
 * The database must be as it was before the statements were written down.  Ends with the
 * statements or after SECONDS, and prints "rate=requests/s p50_us=... p99_us=... requests=...",
 * where the time of a request is that of its group.
 */
#include "bench/statements.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STATEMENTS_MAX = 1024, PARAMETERS_MAX = 256, GROUPS_MAX = 1000000, NUMBER_BYTES = 24 };

/* A value as it was written down. */
struct given {
    char mark;
    int64_t integer;
    const char *text;
    uint32_t length;
};

/* What a database must be able to do here. */
struct engine {
    const char *begin;
    void (*open)(const char *address);
    void *(*prepare)(const char *sql, size_t length);
    /* Reads every column of every row, as whoever asked would. */
    void (*run)(void *statement, const struct given *values, size_t count);
};

/* What stands around groups and requests. */
enum { BEGIN, COMMIT, SAVEPOINT, RELEASE, FRAMES };

static const struct engine *engine;
static void *frames[FRAMES];
static void *statements[STATEMENTS_MAX];
static size_t statement_count;
static const char *input;
static const char *input_end;

static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench-group_commit: %s: %s\n", what, why);
    exit(1);
}

static double now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void read_input(const char *path)
{
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        give_up(path, "cannot be opened");
    fseek(file, 0, SEEK_END);
    size_t length = (size_t)ftell(file);
    char *bytes = malloc(length);
    rewind(file);
    if (bytes == NULL || fread(bytes, 1, length, file) != length)
        give_up(path, "cannot be read");
    fclose(file);
    input = bytes;
    input_end = bytes + length;
}

/* SQLite */

/* $1 may stand anywhere in a statement: positions[1] says where. */
struct sqlite_statement {
    sqlite3_stmt *statement;
    int positions[PARAMETERS_MAX];
};

static sqlite3 *sqlite;

/* As src/db/sqlite.c opens it, but mapped, which suits a connection that is alone. */
static void sqlite_open(const char *path)
{
    static const char settings[] =
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;"
        "pragma cache_size = -2000; pragma wal_autocheckpoint = 4000;"
        "pragma journal_size_limit = 67108864; pragma mmap_size = 1073741824";

    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open(path, &sqlite) != SQLITE_OK ||
        sqlite3_exec(sqlite, settings, NULL, NULL, NULL) != SQLITE_OK)
        give_up(path, sqlite3_errmsg(sqlite));
}

static void find_positions(struct sqlite_statement *made)
{
    int count = sqlite3_bind_parameter_count(made->statement);

    for (int position = 1; position <= count; position++) {
        const char *name = sqlite3_bind_parameter_name(made->statement, position);
        int number = name == NULL ? position : atoi(name + 1);
        if (number < PARAMETERS_MAX)
            made->positions[number] = position;
    }
}

static void *sqlite_prepare(const char *sql, size_t length)
{
    struct sqlite_statement *made = calloc(1, sizeof *made);

    if (made == NULL || sqlite3_prepare_v3(sqlite, sql, (int)length, SQLITE_PREPARE_PERSISTENT,
                                           &made->statement, NULL) != SQLITE_OK)
        give_up("a statement", sqlite3_errmsg(sqlite));
    find_positions(made);
    return made;
}

static void sqlite_bind(sqlite3_stmt *statement, int position, const struct given *value)
{
    if (value->mark == MARK_INTEGER)
        sqlite3_bind_int64(statement, position, value->integer);
    else if (value->mark == MARK_TEXT)
        sqlite3_bind_text(statement, position, value->text, (int)value->length, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, position);
}

static void sqlite_run(void *prepared, const struct given *values, size_t count)
{
    struct sqlite_statement *made = prepared;
    int columns = sqlite3_column_count(made->statement);
    int code;

    for (size_t i = 0; i < count; i++)
        sqlite_bind(made->statement, made->positions[i + 1], &values[i]);
    while ((code = sqlite3_step(made->statement)) == SQLITE_ROW)
        for (int i = 0; i < columns; i++)
            sqlite3_column_text(made->statement, i);
    if (code != SQLITE_DONE)
        give_up(sqlite3_sql(made->statement), sqlite3_errmsg(sqlite));
    sqlite3_reset(made->statement);
}

static const struct engine sqlite_engine = {
    .begin = "begin immediate",
    .open = sqlite_open,
    .prepare = sqlite_prepare,
    .run = sqlite_run,
};

/* PostgreSQL */

static PGconn *postgres;

/* With the settings of src/db/postgres.c that statements depend on. */
static void postgres_open(const char *address)
{
    postgres = PQconnectdb(address);
    if (PQstatus(postgres) != CONNECTION_OK)
        give_up(address, PQerrorMessage(postgres));
    PQclear(PQexec(postgres, "set datestyle = 'ISO, YMD'; set timezone = 'Asia/Shanghai';"
                             "set client_encoding = 'UTF8'"));
}

static void check_answer(PGresult *answer, const char *name)
{
    ExecStatusType status = PQresultStatus(answer);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        give_up(name, PQerrorMessage(postgres));
    PQclear(answer);
}

/* The names of statements are "s1", "s2" and so on. */
static void *postgres_prepare(const char *sql, size_t length)
{
    static int names;
    char *name = malloc(NUMBER_BYTES);
    char *text = strndup(sql, length);

    if (name == NULL || text == NULL)
        give_up("a statement", "no memory");
    (void)snprintf(name, NUMBER_BYTES, "s%d", ++names);
    check_answer(PQprepare(postgres, name, text, 0, NULL), text);
    free(text);
    return name;
}

/* Values travel as text that ends with a NUL; free it. */
static char *as_text(const struct given *value)
{
    char *text = NULL;

    if (value->mark == MARK_TEXT) {
        text = strndup(value->text, value->length);
    } else if (value->mark == MARK_INTEGER && (text = malloc(NUMBER_BYTES)) != NULL) {
        (void)snprintf(text, NUMBER_BYTES, "%lld", (long long)value->integer);
    }
    if (text == NULL && value->mark != MARK_NULL)
        give_up("a value", "no memory");
    return text;
}

static void postgres_run(void *name, const struct given *values, size_t count)
{
    char *texts[PARAMETERS_MAX] = { 0 };

    for (size_t i = 0; i < count; i++)
        texts[i] = as_text(&values[i]);
    check_answer(
        PQexecPrepared(postgres, name, (int)count, (const char *const *)texts, NULL, NULL, 0),
        name);
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
}

static const struct engine postgres_engine = {
    .begin = "begin isolation level read committed",
    .open = postgres_open,
    .prepare = postgres_prepare,
    .run = postgres_run,
};

/* What was written down */

static void prepare_frames(void)
{
    const char *const sql[FRAMES] = { engine->begin, "commit", "savepoint request",
                                      "release request" };

    for (size_t i = 0; i < FRAMES; i++)
        frames[i] = engine->prepare(sql[i], strlen(sql[i]));
}

static void run_frame(size_t frame)
{
    engine->run(frames[frame], NULL, 0);
}

static uint32_t read_number(void)
{
    uint32_t number;

    memcpy(&number, input, sizeof number);
    input += sizeof number;
    return number;
}

static void read_statement(void)
{
    uint32_t length = read_number();

    if (statement_count == STATEMENTS_MAX)
        give_up("the statements", "too many");
    statements[statement_count++] = engine->prepare(input, length);
    input += length;
}

static struct given read_value(void)
{
    struct given value = { .mark = *input++ };

    if (value.mark == MARK_INTEGER) {
        memcpy(&value.integer, input, sizeof value.integer);
        input += sizeof value.integer;
    } else if (value.mark == MARK_TEXT) {
        value.length = read_number();
        value.text = input;
        input += value.length;
    }
    return value;
}

static void run_statement(void)
{
    struct given values[PARAMETERS_MAX];
    uint32_t number = read_number();
    uint32_t count = read_number();

    if (number >= statement_count || count > PARAMETERS_MAX - 1)
        give_up("the statements", "are not what creation_sql writes");
    for (uint32_t i = 0; i < count; i++)
        values[i] = read_value();
    engine->run(statements[number], values, count);
}

/* Everything up to the next request. */
static void run_request(void)
{
    run_frame(SAVEPOINT);
    for (input++; input < input_end && *input != MARK_REQUEST;) {
        if (*input++ == MARK_STATEMENT)
            read_statement();
        else
            run_statement();
    }
    run_frame(RELEASE);
}

static long run_group(long size)
{
    long count = 0;

    run_frame(BEGIN);
    for (; count < size && input < input_end; count++)
        run_request();
    run_frame(COMMIT);
    return count;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_figures(double *times_us, size_t groups, long requests, double took_us)
{
    qsort(times_us, groups, sizeof *times_us, compare);
    printf("rate=%.1f p50_us=%.0f p99_us=%.0f requests=%ld errors=0\n",
           (double)requests / took_us * 1e6, times_us[groups / 2], times_us[groups * 99 / 100],
           requests);
}

static void run_groups(long size, double seconds)
{
    double *times_us = calloc(GROUPS_MAX, sizeof *times_us);
    double start_us = now_us(), us = start_us;
    size_t groups = 0;
    long requests = 0;

    while (input < input_end && us < start_us + seconds * 1e6 && groups < GROUPS_MAX) {
        double began_us = us;
        requests += run_group(size);
        us = now_us();
        times_us[groups++] = us - began_us;
    }
    print_figures(times_us, groups, requests, us - start_us);
    free(times_us);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: bench-group_commit DATABASE STATEMENTS GROUP SECONDS\n");
        return 2;
    }
    read_input(argv[2]);
    engine = strncmp(argv[1], "postgresql://", strlen("postgresql://")) == 0 ? &postgres_engine
                                                                             : &sqlite_engine;
    engine->open(argv[1]);
    prepare_frames();
    run_groups(atol(argv[3]), atof(argv[4]));
    return 0;
}
