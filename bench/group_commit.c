/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limit for durable creation: runs the statements that creation_sql.c wrote down, prepared
 * once, each request in a savepoint, a group of requests in a transaction that is synced.
 * Nothing else is done: no HTTP, no rules, no second thread.
 *
 *     bench-group_commit DATABASE STATEMENTS GROUP SECONDS
 *
 * The database must be as it was before the statements were written down.  Ends with the
 * statements or after SECONDS, and prints "rate=requests/s p50_us=... p99_us=... requests=...",
 * where the time of a request is that of its group.
 */
#include "bench/statements.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STATEMENTS_MAX = 1024, PARAMETERS_MAX = 256, GROUPS_MAX = 1000000 };

/* $1 may stand anywhere in a statement: positions[1] says where. */
struct prepared {
    sqlite3_stmt *statement;
    int positions[PARAMETERS_MAX];
};

/* What stands around groups and requests. */
enum { BEGIN, COMMIT, SAVEPOINT, RELEASE, FRAMES };

static sqlite3 *connection;
static sqlite3_stmt *frames[FRAMES];
static struct prepared statements[STATEMENTS_MAX];
static size_t statement_count;
static const char *input;
static const char *input_end;

static void give_up(const char *what)
{
    fprintf(stderr, "bench-group_commit: %s: %s\n", what,
            connection == NULL ? "" : sqlite3_errmsg(connection));
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
        give_up(path);
    fseek(file, 0, SEEK_END);
    size_t length = (size_t)ftell(file);
    char *bytes = malloc(length);
    rewind(file);
    if (bytes == NULL || fread(bytes, 1, length, file) != length)
        give_up(path);
    fclose(file);
    input = bytes;
    input_end = bytes + length;
}

static void run(const char *sql)
{
    if (sqlite3_exec(connection, sql, NULL, NULL, NULL) != SQLITE_OK)
        give_up(sql);
}

/* As src/db/sqlite.c opens it. */
static void open_database(const char *path)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open(path, &connection) != SQLITE_OK)
        give_up(path);
    run("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;"
        "pragma cache_size = -2000; pragma wal_autocheckpoint = 4000;"
        "pragma journal_size_limit = 67108864; pragma mmap_size = 1073741824");
}

static void prepare(const char *sql, int length, sqlite3_stmt **statement)
{
    if (sqlite3_prepare_v3(connection, sql, length, SQLITE_PREPARE_PERSISTENT, statement,
                           NULL) != SQLITE_OK)
        give_up("a statement");
}

static void prepare_frames(void)
{
    static const char *const sql[FRAMES] = { "begin immediate", "commit", "savepoint request",
                                             "release request" };

    for (size_t i = 0; i < FRAMES; i++)
        prepare(sql[i], -1, &frames[i]);
}

static uint32_t read_number(void)
{
    uint32_t number;

    memcpy(&number, input, sizeof number);
    input += sizeof number;
    return number;
}

static void find_positions(struct prepared *prepared)
{
    int count = sqlite3_bind_parameter_count(prepared->statement);

    for (int position = 1; position <= count; position++) {
        const char *name = sqlite3_bind_parameter_name(prepared->statement, position);
        int number = name == NULL ? position : atoi(name + 1);
        if (number < PARAMETERS_MAX)
            prepared->positions[number] = position;
    }
}

static void read_statement(void)
{
    uint32_t length = read_number();
    struct prepared *prepared = &statements[statement_count];

    if (statement_count++ == STATEMENTS_MAX)
        give_up("too many statements");
    prepare(input, (int)length, &prepared->statement);
    find_positions(prepared);
    input += length;
}

static void bind_text(sqlite3_stmt *statement, int position)
{
    uint32_t length = read_number();

    sqlite3_bind_text(statement, position, input, (int)length, SQLITE_STATIC);
    input += length;
}

static void bind_integer(sqlite3_stmt *statement, int position)
{
    int64_t number;

    memcpy(&number, input, sizeof number);
    input += sizeof number;
    sqlite3_bind_int64(statement, position, number);
}

static void bind_next(sqlite3_stmt *statement, int position)
{
    switch (*input++) {
    case MARK_INTEGER:
        bind_integer(statement, position);
        break;
    case MARK_TEXT:
        bind_text(statement, position);
        break;
    default:
        sqlite3_bind_null(statement, position);
        break;
    }
}

/* Reads every column of every row, as whoever asked would. */
static void step_to_end(sqlite3_stmt *statement)
{
    int columns = sqlite3_column_count(statement);
    int code;

    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 0; i < columns; i++)
            sqlite3_column_text(statement, i);
    if (code != SQLITE_DONE)
        give_up(sqlite3_sql(statement));
    sqlite3_reset(statement);
}

static void run_statement(void)
{
    struct prepared *prepared = &statements[read_number()];
    uint32_t count = read_number();

    for (uint32_t i = 0; i < count; i++)
        bind_next(prepared->statement, prepared->positions[i + 1]);
    step_to_end(prepared->statement);
}

/* Everything up to the next request. */
static void run_request(void)
{
    step_to_end(frames[SAVEPOINT]);
    for (input++; input < input_end && *input != MARK_REQUEST;) {
        if (*input++ == MARK_STATEMENT)
            read_statement();
        else
            run_statement();
    }
    step_to_end(frames[RELEASE]);
}

static long run_group(long size)
{
    long count = 0;

    step_to_end(frames[BEGIN]);
    for (; count < size && input < input_end; count++)
        run_request();
    step_to_end(frames[COMMIT]);
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
    open_database(argv[1]);
    prepare_frames();
    run_groups(atol(argv[3]), atof(argv[4]));
    return 0;
}
