/* SPDX-License-Identifier: Apache-2.0 */
/* Counting rows by a value, the same on both databases. */
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
    CHECK_OK(
        db_tally(&cx, "kind", "from notes where id >= $1", WITH(value_integer(7)), &tally));
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
    CHECK_OK(db_tally(&cx, "kind", "from notes", NULL, 0, &tally));
    CHECK(tally.rows == 5);
    CHECK(counted(&tally, S("")) == 2 && counted(&tally, S(" ")) == 1);
    CHECK(counted(&tally, S("3 x")) == 2 && counted(&tally, S("3")) == 1);
    CHECK(counted(&tally, S("矛盾纠纷")) == 1);
    CHECK_OK(db_tally(&cx, "id", "from notes where id > 5", NULL, 0, &tally));
    CHECK(tally.rows == 2 && counted(&tally, S("7")) == 1);
}

TEST("of no rows there are no groups, and of too many values there is an error")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result tally;

    make_notes(&cx, TALLY_MAX + 1);
    CHECK_OK(db_tally(&cx, "kind", "from notes where id < 0", NULL, 0, &tally));
    CHECK(tally.rows == 0);
    CHECK_OK(db_tally(&cx, "id", "from notes where id > 0", NULL, 0, &tally));
    CHECK(tally.rows == TALLY_MAX);
    CHECK(db_tally(&cx, "id", "from notes", NULL, 0, &tally) != NULL);
}
