/* SPDX-License-Identifier: Apache-2.0 */
/* Writing SQLite's log in large pieces. */
#include "db/gather.h"

#include "tests/test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One that writes through the layer, and another program that reads without it. */
struct pair {
    char path[64];
    sqlite3 *writer;
    sqlite3 *reader;
};

static void run(sqlite3 *connection, const char *sql)
{
    CHECK(sqlite3_exec(connection, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static int64_t number_of(sqlite3 *connection, const char *sql)
{
    sqlite3_stmt *statement;

    CHECK(sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) == SQLITE_OK);
    CHECK(sqlite3_step(statement) == SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static struct pair open_pair(const char *settings)
{
    static const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    struct pair pair = { .path = "/tmp/xiangzhi-gather-XXXXXX" };
    int file = mkstemp(pair.path);

    CHECK(file >= 0 && gather_name() != NULL);
    close(file);
    CHECK(sqlite3_open_v2(pair.path, &pair.writer, flags, gather_name()) == SQLITE_OK);
    CHECK(sqlite3_open_v2(pair.path, &pair.reader, flags, NULL) == SQLITE_OK);
    run(pair.writer, "pragma journal_mode = wal; pragma wal_autocheckpoint = 0;"
                     "create table notes (id integer primary key, text text)");
    run(pair.writer, settings);
    return pair;
}

static void close_pair(struct pair *pair)
{
    char other[80];

    sqlite3_close(pair->writer);
    sqlite3_close(pair->reader);
    unlink(pair->path);
    (void)snprintf(other, sizeof other, "%s-wal", pair->path);
    unlink(other);
    (void)snprintf(other, sizeof other, "%s-shm", pair->path);
    unlink(other);
}

static void add_notes(sqlite3 *writer, int count)
{
    char sql[200];

    (void)snprintf(sql, sizeof sql,
                   "with recursive n (i) as (select 1 union all select i + 1 from n "
                   "where i < %d) insert into notes (text) select hex(randomblob(900)) from n",
                   count);
    run(writer, sql);
}

/* How often this process has asked the kernel to write. */
static long write_calls(void)
{
    static const char label[] = "syscw: ";
    FILE *file = fopen("/proc/self/io", "r");
    char line[80];
    long calls = -1;

    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, label, strlen(label)) == 0)
            calls = strtol(line + strlen(label), NULL, 10);
    (void)fclose(file);
    return calls;
}

static void check_seen_at_once(const char *settings)
{
    CLEANUP(close_pair) struct pair pair = open_pair(settings);

    for (int i = 1; i <= 20; i++) {
        add_notes(pair.writer, i * 3);
        int64_t sum = number_of(pair.writer, "select sum(length(text)) from notes");
        CHECK(number_of(pair.reader, "select sum(length(text)) from notes") == sum);
        CHECK(number_of(pair.reader, "select count(*) from notes") == 3 * i * (i + 1) / 2);
    }
    run(pair.reader, "pragma wal_checkpoint(truncate)");
    add_notes(pair.writer, 1);
    CHECK(number_of(pair.reader, "select count(*) from notes") == 631);
}

TEST_ONCE("what is committed is seen by others at once, synced or not")
{
    check_seen_at_once("pragma synchronous = full");
    check_seen_at_once("pragma synchronous = normal");
    check_seen_at_once("pragma synchronous = off");
}

TEST_ONCE("a change larger than the memory of its pages is whole, and so is one taken back")
{
    CLEANUP(close_pair) struct pair pair = open_pair("pragma cache_size = 10");

    run(pair.writer, "begin");
    add_notes(pair.writer, 2000);
    run(pair.writer, "update notes set text = text || 'x' where id % 3 = 0");
    CHECK(number_of(pair.reader, "select count(*) from notes") == 0);
    run(pair.writer, "commit");
    CHECK(number_of(pair.reader, "select count(*) from notes where text like '%x'") == 666);
    run(pair.writer, "begin");
    add_notes(pair.writer, 2000);
    run(pair.writer, "rollback");
    CHECK(number_of(pair.reader, "select count(*) from notes") == 2000);
    run(pair.writer, "pragma wal_checkpoint(truncate)");
    CHECK(number_of(pair.reader, "select count(*) from pragma_integrity_check() "
                                 "where integrity_check = 'ok'") == 1);
}

TEST_ONCE("the pages of a change are written in few pieces")
{
    CLEANUP(close_pair) struct pair pair = open_pair("pragma synchronous = full");
    long before = write_calls();

    add_notes(pair.writer, 1000);
    CHECK(write_calls() - before < 50); /* of 500 pages */
    CHECK(number_of(pair.reader, "select count(*) from notes") == 1000);
}
