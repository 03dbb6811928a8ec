/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader recalls is what it would read. */
#include "db/recall.h"

#include "app/installed_test.h"
#include "tests/town.h"

/* Two connections to one database: one that changes it, one that reads. */
struct pair {
    struct installed town;
    struct db *writer;
    struct db *reader;
};

static struct pair a_pair(void)
{
    struct pair pair = { .town = installed_new() };
    struct context *cx = &pair.town.cx;

    CHECK_OK(db_open(cx, pair.town.address, DB_WRITE, &pair.writer));
    CHECK_OK(db_open(cx, pair.town.address, DB_READ, &pair.reader));
    cx->db = pair.writer;
    CHECK_OK(db_script(cx, "create table notes (id bigint primary key, words text)"));
    return pair;
}

static void close_pair(struct pair *pair)
{
    db_close(pair->reader);
    db_close(pair->writer);
    pair->town.cx.db = NULL;
    installed_close(&pair->town);
}

static void note(struct pair *pair, int64_t id, const char *words)
{
    struct context *cx = &pair->town.cx;

    cx->db = pair->writer;
    CHECK_OK(db_run(cx, "insert into notes (id, words) values ($1, $2)",
                    WITH(value_integer(id), value_text(str_of(words)))));
}

static struct context *start_reading(struct pair *pair)
{
    pair->town.cx.db = pair->reader;
    CHECK_OK(db_begin(&pair->town.cx));
    return &pair->town.cx;
}

static int64_t count_of(struct context *cx)
{
    int64_t count;

    CHECK_OK(query_number(cx, "select count(*) from notes", NULL, 0, &count));
    return count;
}

static str words_of(struct context *cx, struct value id)
{
    struct result result;

    CHECK_OK(db_query(cx, "select words from notes where id = $1", WITH(id), &result));
    return result.rows == 0 ? (str){ 0 } : result_text(&result, 0, 0);
}

TEST("a reader sees each change in its very next transaction")
{
    CLEANUP(close_pair) struct pair pair = a_pair();

    for (int i = 0; i < 40; i++) {
        struct context *cx = start_reading(&pair);
        CHECK(count_of(cx) == i && count_of(cx) == i);
        CHECK(str_is_empty(words_of(cx, value_integer(i))));
        db_rollback(cx);
        note(&pair, i, "kept");
        cx = start_reading(&pair);
        CHECK_STR(words_of(cx, value_integer(i)), "kept");
        CHECK_OK(db_commit(cx));
    }
}

TEST("a change that is undone is not seen, and what was read before stays as it was")
{
    CLEANUP(close_pair) struct pair pair = a_pair();
    struct context *cx = &pair.town.cx;

    note(&pair, 1, "first");
    cx = start_reading(&pair);
    str words = words_of(cx, value_integer(1));
    db_rollback(cx);
    cx->db = pair.writer;
    CHECK_OK(db_begin(cx));
    CHECK_OK(db_run(cx, "update notes set words = 'other' where id = 1", NULL, 0));
    cx = start_reading(&pair);
    CHECK_STR(words_of(cx, value_integer(1)), "first");
    db_rollback(cx);
    cx->db = pair.writer;
    db_rollback(cx);
    cx = start_reading(&pair);
    CHECK_STR(words_of(cx, value_integer(1)), "first");
    db_rollback(cx);
    note(&pair, 2, "second");
    cx = start_reading(&pair);
    CHECK(count_of(cx) == 2);
    db_rollback(cx);
    CHECK_STR(words, "first");
}

TEST("on SQLite a question is asked once while nothing changes, on PostgreSQL each time")
{
    CLEANUP(close_pair) struct pair pair = a_pair();
    struct context *cx = start_reading(&pair);
    struct result result;

    CHECK_OK(db_query(cx, "select random()", NULL, 0, &result));
    db_rollback(cx);
    struct value first = result_value(&result, 0, 0);
    cx = start_reading(&pair);
    CHECK_OK(db_query(cx, "select random()", NULL, 0, &result));
    db_rollback(cx);
    struct value again = result_value(&result, 0, 0);
    CHECK((first.integer == again.integer && str_eq(first.text, again.text)) !=
          pair.town.postgres);
}

static struct question question(const char *sql, const struct value *values, size_t count)
{
    return (struct question){ str_of(sql), values, count };
}

static void release(struct recall **recall)
{
    recall_destroy(*recall);
}

/* The number that is recalled for a question; -1 when none is. */
static int64_t recalled(struct recall *recall, struct arena *arena, struct value value)
{
    struct question asked = question("select $1", &value, 1);
    struct result result;

    return recall_find(recall, arena, &asked, &result) ? result_integer(&result, 0, 0) : -1;
}

static void keep(struct recall *recall, struct value value, int64_t answer)
{
    struct question asked = question("select $1", &value, 1);
    struct value number = value_integer(answer);

    recall_keep(recall, &asked, &(struct result){ 1, 1, &number });
}

TEST_ONCE("the same words with other values, or values of another kind, are another question")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    CLEANUP(release) struct recall *recall = recall_create();
    struct result result;

    keep(recall, value_integer(1), 11);
    keep(recall, value_text(S("1")), 12);
    keep(recall, value_null(), 13);
    keep(recall, value_text((str){ 0 }), 14);
    CHECK(recalled(recall, arena, value_integer(1)) == 11);
    CHECK(recalled(recall, arena, value_text(S("1"))) == 12);
    CHECK(recalled(recall, arena, value_null()) == 13);
    CHECK(recalled(recall, arena, value_text((str){ 0 })) == 14);
    CHECK(recalled(recall, arena, value_integer(0)) == -1);
    CHECK(recalled(recall, arena, value_text(S("1 "))) == -1);
    struct question shorter = question("select $1", NULL, 0);
    CHECK(!recall_find(recall, arena, &shorter, &result));
    recall_forget(recall);
    CHECK(recalled(recall, arena, value_integer(1)) == -1);
}

TEST_ONCE("an answer is recalled as it was, with texts, numbers and nothing, and without rows")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    CLEANUP(release) struct recall *recall = recall_create();
    const struct value values[] = { value_text(S("示例")), value_integer(-7),
                                    value_null(),          value_text((str){ 0 }),
                                    value_null(),          value_text(S("b")) };
    struct question three = question("select 3", NULL, 0);
    struct question none = question("select nothing", NULL, 0);
    struct result result;

    recall_keep(recall, &three, &(struct result){ 2, 3, values });
    recall_keep(recall, &none, &(struct result){ 0, 3, NULL });
    CHECK(recall_find(recall, arena, &three, &result));
    recall_forget(recall);
    CHECK(result.rows == 2 && result.columns == 3);
    CHECK_STR(result_text(&result, 0, 0), "示例");
    CHECK(result_integer(&result, 0, 1) == -7);
    CHECK(result_value(&result, 0, 2).kind == VALUE_NULL);
    CHECK(result_value(&result, 1, 0).kind == VALUE_TEXT);
    CHECK_STR(result_text(&result, 1, 2), "b");
    recall_keep(recall, &none, &(struct result){ 0, 3, NULL });
    CHECK(recall_find(recall, arena, &none, &result) && result.rows == 0);
}

TEST_ONCE("what is large is not kept, and of many answers only so many that memory is bounded")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(8 * 1024 * 1024);
    CLEANUP(release) struct recall *recall = recall_create();
    struct value large = value_text((str){ arena_alloc(arena, 1 << 20), 1 << 20 });
    struct question asked = question("select large", NULL, 0);
    struct result result;

    recall_keep(recall, &asked, &(struct result){ 1, 1, &large });
    CHECK(!recall_find(recall, arena, &asked, &result));
    for (int64_t i = 0; i < 100000; i++)
        keep(recall, value_integer(i), i);
    CHECK(recalled(recall, arena, value_integer(99999)) == 99999);
    CHECK(recalled(recall, arena, value_integer(0)) == -1);
}

/* Notes are a steady table here; the types say what is when the test is over. */
static void say_steady(void)
{
    static const char *const tables[] = { "notes" };

    db_steady_tables(tables, COUNT(tables));
}

static struct pair a_steady_pair(void)
{
    struct pair pair = a_pair();

    say_steady();
    return pair;
}

static void close_steady_pair(struct pair *pair)
{
    types_register(types_all());
    close_pair(pair);
}

static int64_t steady_count(struct context *cx)
{
    struct result result;

    CHECK_OK(db_query_steady(cx, "select count(*) from notes", NULL, 0, &result));
    return result_integer(&result, 0, 0);
}

TEST("a change asks a steady table once, and again after it has changed it itself")
{
    CLEANUP(close_steady_pair) struct pair pair = a_steady_pair();
    struct context *cx = &pair.town.cx;

    note(&pair, 1, "one");
    CHECK_OK(db_begin(cx));
    CHECK(steady_count(cx) == 1);
    CHECK_OK(db_run(cx, "delete from notes where id = 1", NULL, 0));
    CHECK(steady_count(cx) == 0);
    CHECK_OK(db_begin(cx));
    CHECK_OK(db_run(cx, "insert into notes (id, words) values (2, 'two')", NULL, 0));
    CHECK(steady_count(cx) == 1);
    db_rollback(cx);
    CHECK(steady_count(cx) == 0);
    CHECK_OK(db_commit(cx));
}

TEST("what is kept of a steady table outside of transactions is forgotten in the next one")
{
    CLEANUP(close_steady_pair) struct pair pair = a_steady_pair();
    struct context *cx = &pair.town.cx;
    struct db *other;

    CHECK_OK(db_open(cx, pair.town.address, DB_WRITE, &other));
    db_keep_steady(pair.writer, true);
    CHECK(steady_count(cx) == 0);
    cx->db = other;
    CHECK_OK(db_run(cx, "insert into notes (id, words) values (1, 'one')", NULL, 0));
    cx->db = pair.writer;
    CHECK(steady_count(cx) == 0);
    db_keep_steady(pair.writer, false);
    CHECK(steady_count(cx) == 1);
    CHECK_OK(db_begin(cx));
    CHECK(steady_count(cx) == 1);
    CHECK_OK(db_commit(cx));
    db_close(other);
}

/* A table of which nobody says that it is steady. */
static void change_something_else(struct pair *pair)
{
    pair->town.cx.db = pair->writer;
    CHECK_OK(
        db_run(&pair->town.cx,
               "insert into installation (name, value) values ('x', 'y') "
               "on conflict (name) do update set value = excluded.value || installation.value",
               NULL, 0));
}

TEST("a reader knows of a steady table what it was told, until somebody changes it")
{
    CLEANUP(close_steady_pair) struct pair pair = a_steady_pair();
    struct context *cx = &pair.town.cx;

    for (int64_t count = 0; count < 3; count++) {
        CHECK(steady_count(start_reading(&pair)) == count);
        CHECK_OK(db_commit(cx));
        change_something_else(&pair);
        CHECK(steady_count(start_reading(&pair)) == count);
        CHECK_OK(db_commit(cx));
        note(&pair, count, "in a change of its own");
        CHECK_OK(db_begin(cx)); /* one that is undone */
        CHECK_OK(db_run(cx, "delete from notes", NULL, 0));
        db_rollback(cx);
    }
}

static str kept_text(struct context *cx, enum db_memory memory, struct value value)
{
    str text = S("nothing");

    (void)db_recall_text(cx, memory, "part", WITH(value), &text);
    return text;
}

static void keep_text(struct context *cx, enum db_memory memory, int64_t value,
                      const char *text)
{
    db_keep_text(cx, memory, "part", WITH(value_integer(value)), str_of(text));
}

TEST("text made of answers is recalled for its values until something changes")
{
    CLEANUP(close_steady_pair) struct pair pair = a_steady_pair();
    struct context *cx = start_reading(&pair);
    bool sqlite = db_engine(pair.reader) == DB_SQLITE;

    keep_text(cx, DB_MEMORY, 1, "any");
    keep_text(cx, DB_STEADY_MEMORY, 1, "steady");
    CHECK_STR(kept_text(cx, DB_STEADY_MEMORY, value_integer(1)), "steady");
    CHECK_STR(kept_text(cx, DB_MEMORY, value_integer(2)), "nothing");
    CHECK_OK(db_commit(cx));
    CHECK_STR(kept_text(cx, DB_MEMORY, value_integer(1)), "nothing");
    cx = start_reading(&pair);
    CHECK_STR(kept_text(cx, DB_MEMORY, value_integer(1)), sqlite ? "any" : "nothing");
    CHECK_OK(db_commit(cx));

    change_something_else(&pair);
    cx = start_reading(&pair);
    CHECK_STR(kept_text(cx, DB_MEMORY, value_integer(1)), "nothing");
    CHECK_STR(kept_text(cx, DB_STEADY_MEMORY, value_integer(1)), sqlite ? "steady" : "nothing");
    CHECK_OK(db_commit(cx));
    note(&pair, 1, "one");
    CHECK_STR(kept_text(start_reading(&pair), DB_STEADY_MEMORY, value_integer(1)), "nothing");
    CHECK_OK(db_commit(cx));
}

/* As a program would that does not know how to say so. */
static void change_unsaid(struct pair *pair, int64_t id)
{
    db_steady_tables(NULL, 0);
    note(pair, id, "unsaid");
    say_steady();
}

TEST("on SQLite a steady table is asked again only when a change of it was said")
{
    CLEANUP(close_steady_pair) struct pair pair = a_steady_pair();
    struct context *cx = &pair.town.cx;
    bool sqlite = db_engine(pair.reader) == DB_SQLITE;

    (void)steady_count(start_reading(&pair));
    CHECK_OK(db_commit(cx));
    change_unsaid(&pair, 1);
    CHECK(steady_count(start_reading(&pair)) == (sqlite ? 0 : 1));
    CHECK_OK(db_commit(cx));
    note(&pair, 2, "two");
    CHECK(steady_count(start_reading(&pair)) == 2);
    CHECK_OK(db_commit(cx));
}

TEST("a writer knows it from one change to the next, until another process changes it")
{
    CLEANUP(close_steady_pair) struct pair pair = a_steady_pair();
    struct context *cx = &pair.town.cx;
    struct db *other;

    CHECK_OK(db_open(cx, pair.town.address, DB_WRITE, &other));
    CHECK_OK(db_begin(cx));
    CHECK(steady_count(cx) == 0);
    CHECK_OK(db_commit(cx));
    cx->db = other;
    CHECK_OK(db_begin(cx));
    CHECK_OK(db_run(cx, "insert into notes (id, words) values (1, 'one')", NULL, 0));
    CHECK(steady_count(cx) == 1);
    CHECK_OK(db_commit(cx));
    cx->db = pair.writer;
    CHECK_OK(db_begin(cx));
    CHECK(steady_count(cx) == 1);
    CHECK_OK(db_commit(cx));
    db_close(other);
}
