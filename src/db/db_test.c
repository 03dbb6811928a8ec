/* SPDX-License-Identifier: Apache-2.0 */
#include "db/writer.h"
#include "tests/town.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_table(struct context *cx)
{
    CHECK_OK(db_script(cx, "create table notes (id bigint primary key, words text)"));
}

static struct error *add_note(struct context *cx, int64_t id, const char *words)
{
    return db_run(cx, "insert into notes (id, words) values ($1, $2)",
                  WITH(value_integer(id), value_text(str_of(words))));
}

static int64_t note_count(struct context *cx)
{
    int64_t count;

    CHECK_OK(query_number(cx, "select count(*) from notes", NULL, 0, &count));
    return count;
}

TEST("what is written is read back: numbers, texts and nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result result;

    make_table(&cx);
    CHECK_OK(add_note(&cx, 9007199254740993, "𠅤·张　三"));
    CHECK_OK(db_run(&cx, "insert into notes (id, words) values ($1, $2)",
                    WITH(value_integer(-1), value_null())));
    CHECK_OK(db_query(&cx, "select id, words from notes order by id", NULL, 0, &result));
    CHECK(result.rows == 2 && result.columns == 2);
    CHECK(result_integer(&result, 0, 0) == -1);
    CHECK(result_value(&result, 0, 1).kind == VALUE_NULL);
    CHECK(result_integer(&result, 1, 0) == 9007199254740993);
    CHECK_STR(result_text(&result, 1, 1), "𠅤·张　三");
}

TEST("a change says how many rows it has met, and none when it met none")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char sql[] = "update notes set words = $1 where id >= $2";
    int64_t changed;

    make_table(&cx);
    for (int64_t id = 1; id <= 3; id++)
        CHECK_OK(add_note(&cx, id, "old"));
    CHECK_OK(db_change(&cx, sql, WITH(value_text(S("new")), value_integer(2)), &changed));
    CHECK(changed == 2);
    CHECK_OK(db_change(&cx, sql, WITH(value_text(S("new")), value_integer(4)), &changed));
    CHECK(changed == 0);
}

struct walked {
    int64_t rows;
    int64_t asked; /* by another question between the rows */
};

static struct error *count_note(struct context *cx, const struct result *row, void *closure)
{
    struct walked *walked = closure;

    walked->rows++;
    CHECK(result_integer(row, 0, 0) == walked->rows);
    walked->asked += note_count(cx);
    (void)arena_alloc(cx->arena, 1000);
    return walked->rows == 400 ? fail(cx, ERROR_INVALID, "enough") : NULL;
}

TEST("an answer of many rows is read row by row, and others are asked meanwhile")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char sql[] = "select id from notes where id <= $1 order by id";
    struct walked walked = { 0 };

    make_table(&cx);
    for (int64_t id = 1; id <= 500; id++)
        CHECK_OK(add_note(&cx, id, "old"));
    size_t used = arena_used(cx.arena);
    CHECK_OK(db_each(&cx, sql, WITH(value_integer(350)), count_note, &walked));
    CHECK(walked.rows == 350 && walked.asked == 350 * 500);
    CHECK(arena_used(cx.arena) < used + 16 * 1024);
    walked = (struct walked){ 0 };
    CHECK_FAILS(db_each(&cx, sql, WITH(value_integer(500)), count_note, &walked),
                ERROR_INVALID);
    CHECK(walked.rows == 400 && note_count(&cx) == 500);
    walked = (struct walked){ 0 };
    CHECK_OK(db_each(&cx, sql, WITH(value_integer(0)), count_note, &walked));
    CHECK(walked.rows == 0);
}

TEST("parameters are bound by their numbers and not by where they appear")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result result;

    make_table(&cx);
    CHECK_OK(add_note(&cx, 7, "seven"));
    CHECK_OK(db_query(&cx, "select words from notes where words = $2 and id = $1",
                      WITH(value_integer(7), value_text(S("seven"))), &result));
    CHECK(result.rows == 1);
}

static struct error *add_two_and_fail(struct context *cx, void *closure)
{
    (void)closure;
    TRY(add_note(cx, 1, "one"));
    TRY(add_note(cx, 2, "two"));
    return fail(cx, ERROR_CONFLICT, "enough");
}

TEST("work that fails leaves nothing behind, also inside other work")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    make_table(&cx);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_note(&cx, 3, "three"));
    CHECK_FAILS(db_transaction(&cx, add_two_and_fail, NULL), ERROR_CONFLICT);
    CHECK_OK(db_commit(&cx));
    CHECK(note_count(&cx) == 1);
}

static struct error *add_later(struct context *cx, int64_t id, const char *words)
{
    return db_run_later(cx, "insert into notes (id, words) values ($1, $2)",
                        WITH(value_integer(id), value_text(str_of(words))));
}

TEST("what is put off is done when the transaction is settled, without what was undone")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    make_table(&cx);
    CHECK_OK(add_later(&cx, 1, "kept"));
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_later(&cx, 2, "undone"));
    db_rollback(&cx);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_later(&cx, 3, "kept with its part"));
    CHECK_OK(db_commit(&cx));
    CHECK(note_count(&cx) == 0);
    CHECK_OK(db_settle(&cx));
    CHECK(note_count(&cx) == 2);
    CHECK_OK(db_settle(&cx));
    CHECK(note_count(&cx) == 2);
}

TEST("what was put off and done in a part that is undone is done again at the end")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    make_table(&cx);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_later(&cx, 1, "before the part"));
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_later(&cx, 2, "in the part"));
    CHECK_OK(db_settle(&cx));
    CHECK(note_count(&cx) == 2);
    db_rollback(&cx);
    CHECK(note_count(&cx) == 0);
    CHECK_OK(db_commit(&cx));
    CHECK_OK(db_settle(&cx));
    CHECK(note_count(&cx) == 1);
}

TEST("much that is put off does not wait for the end")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    char *words = arena_alloc(cx.arena, 300001);

    make_table(&cx);
    memset(words, 'a', 300000);
    for (int i = 0; i < 20; i++)
        CHECK_OK(add_later(&cx, i, words));
    CHECK(note_count(&cx) >= 10);
    CHECK_OK(db_settle(&cx));
    CHECK(note_count(&cx) == 20);
}

TEST_ONCE("at the end of a transaction all is done that was put off, or nothing is kept")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct context cx = { .arena = arena };

    CHECK_OK(db_open(&cx, ":memory:", DB_CREATE, &cx.db));
    make_table(&cx);
    CHECK_OK(add_later(&cx, 1, "outside: at once"));
    CHECK(note_count(&cx) == 1);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_later(&cx, 2, "at the end"));
    CHECK(note_count(&cx) == 1);
    CHECK_OK(db_commit(&cx));
    CHECK(note_count(&cx) == 2);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(add_note(&cx, 3, "with one that fails"));
    CHECK_OK(add_later(&cx, 1, "the same id"));
    CHECK(db_commit(&cx) != NULL);
    CHECK(note_count(&cx) == 2);
    db_close(cx.db);
}

TEST("a statement told to fail is the one that fails")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    make_table(&cx);
    db_fail_at(cx.db, 2);
    CHECK_OK(add_note(&cx, 1, "one"));
    CHECK_FAILS(add_note(&cx, 2, "two"), ERROR_BROKEN);
    CHECK_OK(add_note(&cx, 3, "three"));
    CHECK(note_count(&cx) == 2);
}

TEST("wrong SQL is our fault and says which statement it was")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_OK(db_begin(&cx));
    struct error *error = db_run(&cx, "select wrong from nowhere", NULL, 0);
    CHECK(error != NULL && error->kind == ERROR_BROKEN);
    CHECK(str_contains(error->message, S("select wrong from nowhere")));
    db_rollback(&cx);
}

static void count_damage(str what, void *closure)
{
    CHECK(!str_is_empty(what));
    (*(int *)closure)++;
}

TEST_ONCE("what cannot be right in a file of SQLite is found by reading it")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    int damaged = 0;

    CHECK_OK(db_open(&cx, ":memory:", DB_CREATE, &cx.db));
    CHECK_OK(db_script(&cx, "create table notes (id integer check (id > 0))"));
    CHECK_OK(db_check(&cx, count_damage, &damaged));
    CHECK(damaged == 0);
    CHECK_OK(db_script(&cx, "pragma ignore_check_constraints = on; "
                            "insert into notes values (-1)"));
    CHECK_OK(db_script(&cx, "pragma ignore_check_constraints = off"));
    CHECK_OK(db_check(&cx, count_damage, &damaged));
    CHECK(damaged == 1);
    db_close(cx.db);
}

/* The writer, on a file of its own */

struct counted {
    struct change change;
    int64_t id;
    atomic_int *done;
    atomic_int *failed;
};

static struct error *run_counted(struct context *cx, struct change *change)
{
    struct counted *counted = (struct counted *)(void *)change;

    TRY(add_note(cx, counted->id, "x"));
    if (counted->id % 10 == 0)
        return fail(cx, ERROR_CONFLICT, "every tenth is refused");
    return NULL;
}

static void counted_done(struct change *change, struct error *error)
{
    struct counted *counted = (struct counted *)(void *)change;

    if (error != NULL)
        atomic_fetch_add(counted->failed, 1);
    atomic_fetch_add(counted->done, 1);
}

static const char *open_file(struct context *cx)
{
    if (db_address_is_postgres(test_database_address()))
        return test_database_address();
    char *path = arena_alloc(cx->arena, 64);
    (void)snprintf(path, 64, "/tmp/xiangzhi-writer-%d.db", (int)getpid());
    return path;
}

static void forget_file(const char *path)
{
    if (db_address_is_postgres(path))
        return;
    (void)unlink(path);
    struct context cx = { .arena = arena_create(4096 * 16) };
    (void)unlink(arena_printf(cx.arena, "%s-wal", path).data);
    (void)unlink(arena_printf(cx.arena, "%s-shm", path).data);
    arena_destroy(cx.arena);
}

static struct error *drop_and_make(struct context *cx)
{
    return db_script(cx, "drop table if exists notes; "
                         "create table notes (id bigint primary key, words text)");
}

static struct error *count_work(struct context *cx, void *closure)
{
    *(int64_t *)closure = note_count(cx);
    return NULL;
}

static struct error *change_all(struct context *cx)
{
    int64_t changed;

    TRY(db_change(cx, "update notes set words = 'b' || words", NULL, 0, &changed));
    CHECK(changed == note_count(cx));
    return NULL;
}

TEST("a connection may keep more of the file in memory")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 * 1024 * 1024);
    struct context cx = { .arena = arena };
    struct result result;

    CHECK_OK(db_open(&cx, open_file(&cx), DB_CREATE, &cx.db));
    db_widen(cx.db);
    if (db_engine(cx.db) == DB_SQLITE) {
        CHECK_OK(db_query(&cx, "pragma cache_size", NULL, 0, &result));
        CHECK(result_integer(&result, 0, 0) == -64000);
    }
    db_close(cx.db);
}

/* More pages than a savepoint keeps in memory; a database in memory has no file for them. */
TEST("a part of the work that changes much is undone or kept like any other")
{
    enum { ROWS = 600, ROW_BYTES = 4000 };
    CLEANUP(arena_release) struct arena *arena = arena_create(64 * 1024 * 1024);
    struct context cx = { .arena = arena };
    char words[ROW_BYTES + 1];
    int64_t left;

    memset(words, 'a', ROW_BYTES);
    words[ROW_BYTES] = '\0';
    CHECK_OK(db_open(&cx, open_file(&cx), DB_CREATE, &cx.db));
    CHECK_OK(drop_and_make(&cx));
    for (int64_t id = 1; id <= ROWS; id++)
        CHECK_OK(add_note(&cx, id, words));
    CHECK_OK(db_begin(&cx));
    CHECK_OK(db_begin(&cx));
    CHECK_OK(change_all(&cx));
    db_rollback(&cx);
    CHECK_OK(
        query_number(&cx, "select count(*) from notes where words like 'a%'", NULL, 0, &left));
    CHECK(left == ROWS);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(change_all(&cx));
    CHECK_OK(db_commit(&cx));
    CHECK_OK(db_commit(&cx));
    CHECK_OK(
        query_number(&cx, "select count(*) from notes where words like 'b%'", NULL, 0, &left));
    CHECK(left == ROWS);
    CHECK_OK(db_script(&cx, "drop table notes"));
    db_close(cx.db);
}

TEST("a crowd of changes is answered one by one: those refused leave nothing, the others stay")
{
    enum { CHANGES = 500 };
    CLEANUP(arena_release) struct arena *arena = arena_create(64 * 1024 * 1024);
    struct context cx = { .arena = arena };
    const char *path = open_file(&cx);
    struct writer *writer;
    atomic_int done = 0, failed = 0;
    int64_t count = 0;

    CHECK_OK(db_open(&cx, path, DB_CREATE, &cx.db));
    CHECK_OK(drop_and_make(&cx));
    CHECK_OK(writer_create(
        &cx,
        &(struct writer_options){ .address = path, .threads = 3, .queue_max = CHANGES + 1 },
        &writer));
    struct counted *all = arena_array(arena, struct counted, CHANGES);
    for (int i = 0; i < CHANGES; i++) {
        struct context *own = arena_new(arena, struct context);
        own->arena = arena_create(1024 * 1024);
        all[i] =
            (struct counted){ { run_counted, counted_done, own, NULL }, i, &done, &failed };
        CHECK(writer_queue(writer, &all[i].change));
    }
    CHECK_OK(writer_run(writer, &cx, count_work, &count));
    while (atomic_load(&done) < CHANGES)
        usleep(1000);
    CHECK(atomic_load(&failed) == CHANGES / 10);
    CHECK(note_count(&cx) == CHANGES - CHANGES / 10);
    if (!db_address_is_postgres(path))
        CHECK(writer_figures(writer).batches < CHANGES);
    writer_destroy(writer);
    for (int i = 0; i < CHANGES; i++)
        arena_destroy(all[i].change.cx->arena);
    CHECK_OK(db_script(&cx, "drop table notes"));
    db_close(cx.db);
    forget_file(path);
}

static struct error *add_long_note(struct context *cx, void *closure)
{
    int64_t *id = closure;
    str words = { arena_alloc(cx->arena, 20000), 20000 };

    memset((char *)(uintptr_t)words.data, 'a', words.length);
    ++*id;
    return db_run(cx, "insert into notes (id, words) values ($1, $2)",
                  WITH(value_integer(*id), value_text(words)));
}

TEST_ONCE("the log of SQLite is moved beside the writer and stays short")
{
    enum { CHANGES = 400, LOG_PAGES = 50, PAGE_BYTES = 4096 + 24, ONE_CHANGE = 20 };
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    const char *path = open_file(&cx);
    struct writer *writer;
    struct stat log;
    int64_t id = 0;

    if (db_address_is_postgres(path))
        return;
    CHECK_OK(db_open(&cx, path, DB_CREATE, &cx.db));
    CHECK_OK(drop_and_make(&cx));
    CHECK_OK(writer_create(
        &cx, &(struct writer_options){ path, .queue_max = 1000, .log_pages = LOG_PAGES },
        &writer));
    for (int i = 0; i < CHANGES; i++) {
        struct arena_mark mark = arena_mark(arena);
        CHECK_OK(writer_run(writer, &cx, add_long_note, &id));
        arena_rewind(arena, mark);
    }
    CHECK(stat(arena_printf(arena, "%s-wal%c", path, '\0').data, &log) == 0);
    CHECK(log.st_size <= (4 * LOG_PAGES + ONE_CHANGE) * PAGE_BYTES);
    writer_destroy(writer);
    CHECK(note_count(&cx) == CHANGES);
    db_close(cx.db);
    forget_file(path);
}

/* On a disk with no room left */

struct filling {
    struct change change;
    const char *sql;
    struct error *error;
    atomic_int *done;
};

static struct error *run_filling(struct context *cx, struct change *change)
{
    return db_run(cx, ((struct filling *)(void *)change)->sql, NULL, 0);
}

static void filling_done(struct change *change, struct error *error)
{
    struct filling *filling = (struct filling *)(void *)change;

    filling->error = error;
    atomic_fetch_add(filling->done, 1);
}

/* Holds the writer until all that follow have been queued, so that they share a transaction. */
static atomic_bool is_held, may_go_on;

static struct error *hold(struct context *cx, struct change *change)
{
    (void)cx;
    (void)change;
    atomic_store(&is_held, true);
    while (!atomic_load(&may_go_on))
        usleep(1000);
    return NULL;
}

TEST_ONCE(
    "when the disk is full in the middle of a crowd, all of it is refused and none is kept")
{
    static const char *const statements[] = {
        "select 1",
        "pragma max_page_count = 1", /* SQLite takes the size it has */
        "insert into notes values (1, 'short')",
        "insert into notes values (2, cast(randomblob(300000) as text))",
        "insert into notes values (3, 'short')",
    };
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    const char *path = "/tmp/xiangzhi-full-disk.db";
    struct filling all[COUNT(statements)];
    struct writer *writer;
    atomic_int done = 0;

    forget_file(path);
    CHECK_OK(db_open(&cx, path, DB_CREATE, &cx.db));
    CHECK_OK(drop_and_make(&cx));
    CHECK_OK(writer_create(
        &cx, &(struct writer_options){ .address = path, .threads = 1, .queue_max = 10 },
        &writer));
    for (size_t i = 0; i < COUNT(all); i++) {
        struct context *own = arena_new(arena, struct context);
        own->arena = arena;
        all[i] = (struct filling){
            { i == 0 ? hold : run_filling, filling_done, own, NULL }, statements[i], NULL, &done
        };
        CHECK(writer_queue(writer, &all[i].change));
        while (!atomic_load(&is_held))
            usleep(1000);
    }
    atomic_store(&may_go_on, true);
    writer_destroy(writer);
    CHECK(atomic_load(&done) == (int)COUNT(all));
    CHECK(all[0].error == NULL);
    for (size_t i = 2; i < COUNT(all); i++)
        CHECK_FAILS(all[i].error, ERROR_STORAGE);
    CHECK(note_count(&cx) == 0);
    db_close(cx.db);
    forget_file(path);
}

TEST_ONCE("a writer whose queue is full refuses at once")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    const char *path = "/tmp/xiangzhi-full-queue.db";
    struct writer *writer;
    int64_t count;

    CHECK_OK(db_open(&cx, path, DB_CREATE, &cx.db));
    CHECK_OK(writer_create(
        &cx, &(struct writer_options){ .address = path, .threads = 1, .queue_max = 0 },
        &writer));
    CHECK_FAILS(writer_run(writer, &cx, count_work, &count), ERROR_BUSY);
    writer_destroy(writer);
    db_close(cx.db);
    forget_file(path);
}
