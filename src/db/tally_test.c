/* SPDX-License-Identifier: Apache-2.0 */
/* Counting rows by a value, the same on both databases. */
#include "db/tally.h"
#include "db/together.h"

#include "app/installed_test.h"
#include "tests/town.h"

static void make_notes(struct context *cx, int count)
{
    CHECK_OK(db_script(cx, "create table notes (id bigint primary key, kind text)"));
    for (int i = 0; i < count; i++)
        CHECK_OK(db_run(cx, "insert into notes (id, kind) values ($1, $2)",
                        WITH(value_integer(i),
                             value_text(arena_printf(cx->arena, "种类 %d", i % 10 * i % 7)))));
}

static int64_t counted(const struct result *result, str value)
{
    for (size_t i = 0; i < result->rows; i++)
        if (str_eq(result_text(result, i, 0), value))
            return result_integer(result, i, 1);
    return 0;
}

TEST("rows are counted by a value as group by counts them")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result tally, grouped;

    make_notes(&cx, 300);
    CHECK_OK(db_tally(&cx, "kind", "from notes where id >= $1", WITH(value_integer(7)), NULL,
                      &tally));
    CHECK_OK(db_query(&cx, "select kind, count(*) from notes where id >= 7 group by kind", NULL,
                      0, &grouped));
    CHECK(tally.rows == grouped.rows && tally.rows > 3);
    for (size_t i = 0; i < grouped.rows; i++)
        CHECK(counted(&tally, result_text(&grouped, i, 0)) == result_integer(&grouped, i, 1));
}

TEST("nothing, the empty text, spaces and other writing are told apart where they differ")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result tally;

    CHECK_OK(db_script(&cx, "create table notes (id bigint primary key, kind text);"
                            "insert into notes values (1, null), (2, ''), (3, ' '), (4, '3 x'),"
                            "(5, '3 x'), (6, '3'), (7, '矛盾纠纷')"));
    CHECK_OK(db_tally(&cx, "kind", "from notes", NULL, 0, NULL, &tally));
    CHECK(tally.rows == 5);
    CHECK(counted(&tally, S("")) == 2 && counted(&tally, S(" ")) == 1);
    CHECK(counted(&tally, S("3 x")) == 2 && counted(&tally, S("3")) == 1);
    CHECK(counted(&tally, S("矛盾纠纷")) == 1);
    CHECK_OK(db_tally(&cx, "id", "from notes where id > 5", NULL, 0, NULL, &tally));
    CHECK(tally.rows == 2 && counted(&tally, S("7")) == 1);
}

TEST("of no rows there are no groups, and of too many values there is an error")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result tally;

    make_notes(&cx, TALLY_MAX + 1);
    CHECK_OK(db_tally(&cx, "kind", "from notes where id < 0", NULL, 0, NULL, &tally));
    CHECK(tally.rows == 0);
    CHECK_OK(db_tally(&cx, "id", "from notes where id > 0", NULL, 0, NULL, &tally));
    CHECK(tally.rows == TALLY_MAX);
    CHECK(db_tally(&cx, "id", "from notes", NULL, 0, NULL, &tally) != NULL);
}

/* A database with many notes, who changes it, and who reads it together with others. */
struct archive {
    struct installed town;
    struct db *writer;
    struct db *reader;
    struct together *together;
};

enum { NOTES = 60000, MORE_NOTES = 7 };

static void add_notes(struct archive *archive, int64_t first, int64_t last)
{
    struct context *cx = &archive->town.cx;

    cx->db = archive->writer;
    CHECK_OK(db_run(cx,
                    "insert into notes (id, kind) with recursive n (id) as ("
                    "select cast($1 as bigint) union all select id + 1 from n where id < $2) "
                    "select id, case when id % 1000 = 0 then null when id % 3 = 0 then '三' "
                    "else '别的' end from n",
                    WITH(value_integer(first), value_integer(last))));
}

static struct archive an_archive(void)
{
    struct archive archive = { .town = installed_new() };
    struct context *cx = &archive.town.cx;

    CHECK_OK(db_open(cx, archive.town.address, DB_WRITE, &archive.writer));
    CHECK_OK(db_open(cx, archive.town.address, DB_READ, &archive.reader));
    archive.together = together_create(archive.town.address, 3);
    db_read_together(archive.reader, archive.together);
    cx->db = archive.writer;
    CHECK_OK(db_script(cx, "create table notes (id bigint primary key, kind text)"));
    add_notes(&archive, 1, NOTES);
    return archive;
}

static void close_archive(struct archive *archive)
{
    db_close(archive->reader);
    together_destroy(archive->together);
    db_close(archive->writer);
    archive->town.cx.db = NULL;
    installed_close(&archive->town);
}

static struct context *read_archive(struct archive *archive)
{
    archive->town.cx.db = archive->reader;
    CHECK_OK(db_begin(&archive->town.cx));
    return &archive->town.cx;
}

static struct result tally_of(struct context *cx, int64_t after, int64_t before)
{
    const struct db_range range = { "notes", 0 };
    struct result tally;

    CHECK_OK(db_tally(cx, "kind", "from notes where id > $1 and id < $2",
                      WITH(value_integer(after), value_integer(before)), &range, &tally));
    return tally;
}

static void check_tally(struct context *cx, int64_t after, int64_t before)
{
    struct result tally = tally_of(cx, after, before), grouped;

    CHECK_OK(db_query(cx,
                      "select coalesce(kind, ''), count(*) from notes "
                      "where id > $1 and id < $2 group by 1",
                      WITH(value_integer(after), value_integer(before)), &grouped));
    CHECK(tally.rows == grouped.rows);
    for (size_t i = 0; i < grouped.rows; i++)
        CHECK(counted(&tally, result_text(&grouped, i, 0)) == result_integer(&grouped, i, 1));
}

TEST("what several connections count together is what one counts, within every range")
{
    CLEANUP(close_archive) struct archive archive = an_archive();

    for (int round = 0; round < 2; round++) {
        struct context *cx = read_archive(&archive);
        check_tally(cx, 0, INT64_MAX);
        check_tally(cx, INT64_MIN, INT64_MAX);
        check_tally(cx, 1, NOTES);
        check_tally(cx, 4999, NOTES - 10);
        check_tally(cx, 5, 9);
        check_tally(cx, NOTES, INT64_MAX);
        db_rollback(cx);
    }
}

TEST("who counts together with others sees what its transaction sees, whatever is changed")
{
    CLEANUP(close_archive) struct archive archive = an_archive();
    struct context *cx = read_archive(&archive);
    struct result tally = tally_of(cx, 0, INT64_MAX);

    CHECK(counted(&tally, S("")) == NOTES / 1000);
    db_rollback(cx);
    cx = read_archive(&archive);
    tally = tally_of(cx, 0, INT64_MAX - 1); /* settles the state on each engine */
    add_notes(&archive, NOTES + 1, NOTES + 1000);
    cx->db = archive.reader;
    tally = tally_of(cx, -1, INT64_MAX);
    CHECK(db_engine(cx->db) != DB_SQLITE || counted(&tally, S("")) == NOTES / 1000);
    db_rollback(cx);
    cx = read_archive(&archive);
    tally = tally_of(cx, 0, INT64_MAX);
    CHECK(counted(&tally, S("")) == NOTES / 1000 + 1);
    db_rollback(cx);
}

/* What the connections answer; NULL when they do not. */
static str counted_together(struct archive *archive, const struct together_view *view)
{
    const struct value values[] = { value_integer(0), value_integer(INT64_MAX) };
    const struct together_tally tally = {
        .sql = "select tally(kind) from notes where id > $1 and id < $2",
        .values = values,
        .count = COUNT(values),
        .lowest = 1,
        .highest = NOTES + MORE_NOTES,
    };
    str answer = { 0 };

    archive->town.cx.db = archive->reader;
    return together_tally(&archive->town.cx, archive->together, view, &tally, &answer)
               ? answer
               : (str){ 0 };
}

TEST_ONCE("connections count together when they have looked and nothing has changed since")
{
    CLEANUP(close_archive) struct archive archive = an_archive();
    struct context *cx = &archive.town.cx;
    struct together_view view = { 0 };

    together_look(cx, archive.together, &view);
    CHECK(!view.is_known && str_is_empty(counted_together(&archive, &view)));
    together_look(cx, archive.together, &view);
    CHECK(view.is_known);
    struct result tally = tally_rows(cx->arena, counted_together(&archive, &view));
    CHECK(tally.rows == 3 && counted(&tally, S("")) == NOTES / 1000);

    add_notes(&archive, NOTES + 1, NOTES + MORE_NOTES);
    CHECK(str_is_empty(counted_together(&archive, &view)));
    together_look(cx, archive.together, &view);
    tally = tally_rows(cx->arena, counted_together(&archive, &view));
    CHECK(counted(&tally, S("三")) + counted(&tally, S("别的")) + NOTES / 1000 ==
          NOTES + MORE_NOTES);
}
