/* SPDX-License-Identifier: Apache-2.0 */
#include "app/migrate.h"

#include "base/hash.h"
#include "record/search.h"
#include "tests/town.h"

#include <stdio.h>
#include <unistd.h>

static bool is_moved(struct context *cx, str table)
{
    size_t count;
    const struct moved_table *tables = moved_tables(cx, &count);

    for (size_t i = 0; i < count; i++)
        if (str_eq(table, str_of(tables[i].name)))
            return true;
    return false;
}

/* Words are made anew; the target has been told itself how it was made; the marks of a writer
 * mean nothing to another server. */
static bool is_left_behind(str table)
{
    return str_contains(table, S("_words")) || str_eq(table, S("commits")) ||
           str_eq(table, S("installation")) || str_starts(table, S("sqlite_"));
}

TEST("every table of the program is moved, made anew or named as left behind")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char sqlite[] = "select name from sqlite_master where type = 'table'";
    static const char postgres[] = "select table_name::text from information_schema.tables "
                                   "where table_schema = current_schema()";
    struct result tables;

    CHECK_OK(
        db_query(&cx, db_engine(cx.db) == DB_SQLITE ? sqlite : postgres, NULL, 0, &tables));
    for (size_t i = 0; i < tables.rows; i++) {
        str table = result_text(&tables, i, 0);
        if (!is_moved(&cx, table) && !is_left_behind(table))
            test_fail(__FILE__, __LINE__, "%.*s is not moved", STR_ARG(table));
    }
}

TEST("the columns of each moved table are all there are")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char sqlite[] = "select count(*) from pragma_table_info($1)";
    static const char postgres[] = "select count(*) from information_schema.columns "
                                   "where table_schema = current_schema() and table_name = $1";
    size_t count;
    const struct moved_table *tables = moved_tables(&cx, &count);

    for (size_t i = 0; i < count; i++) {
        int64_t columns, named = 1;
        for (const char *c = tables[i].columns; *c != '\0'; c++)
            named += *c == ',';
        CHECK_OK(query_number(&cx, db_engine(cx.db) == DB_SQLITE ? sqlite : postgres,
                              WITH(value_text(str_of(tables[i].name))), &columns));
        if (columns != named)
            test_fail(__FILE__, __LINE__, "%s has %lld columns", tables[i].name,
                      (long long)columns);
    }
}

TEST("rows that are loaded at once arrive as they were, whatever is in them")
{
    static const char text[] = "a\tb\nc\\d\r\\N 'x' 示例";
    const struct value values[] = { value_integer(1), value_text(str_of(text)),
                                    value_integer(2), value_null(),
                                    value_integer(3), value_text(S("")) };
    CLEANUP(test_town_close) struct context cx = test_town();
    struct result result;

    CHECK_OK(db_script(&cx, "create table notes (id bigint primary key, words text)"));
    CHECK_OK(db_load(&cx, "notes", "id, words", &(struct result){ 3, 2, values }));
    CHECK_OK(db_query(&cx, "select id, words from notes order by id", NULL, 0, &result));
    CHECK(result.rows == 3 && result_integer(&result, 2, 0) == 3);
    CHECK_STR(result_text(&result, 0, 1), text);
    CHECK(result_value(&result, 1, 1).kind == VALUE_NULL);
    CHECK(result_value(&result, 2, 1).kind == VALUE_TEXT);
    CHECK_OK(db_begin(&cx));
    CHECK_FAILS(db_load(&cx, "notes", "id, words", &(struct result){ 1, 2, values }),
                ERROR_BROKEN);
    db_rollback(&cx);
}

/* All the words of a type's records, and how many. */
static str indexed(struct context *cx, const struct record_type *type, int64_t *count)
{
    bool sqlite = db_engine(cx->db) == DB_SQLITE;
    const char *sql =
        arena_printf(cx->arena,
                     "select count(*), %s from (select words from %s_words order by %s) x%c",
                     sqlite ? "group_concat(words)" : "string_agg(words::text, ',')",
                     type->table, sqlite ? "rowid" : "id", '\0')
            .data;
    struct result result;

    CHECK_OK(db_settle(cx));
    CHECK_OK(db_query(cx, sql, NULL, 0, &result));
    *count = result_integer(&result, 0, 0);
    return result_text(&result, 0, 1);
}

TEST("the words that are made when records are moved are those made when they are kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct record_type *type = type_find(S("account"));
    struct result rows;
    int64_t before, after;

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    test_sign_in_as(&cx, "township_head", "421182102");
    str words = indexed(&cx, type, &before);
    CHECK_OK(db_script(&cx, "delete from accounts_words"));
    CHECK_OK(db_query(&cx,
                      arena_printf(cx.arena, "select %.*s from accounts%c",
                                   STR_ARG(type_columns(&cx, type)), '\0')
                          .data,
                      NULL, 0, &rows));
    CHECK_OK(search_load(&cx, type, &rows));
    CHECK(str_eq(words, indexed(&cx, type, &after)));
    CHECK(before == after && before >= 2);
}

static const char *file_of(struct context *cx, const char *name)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s/%s", cx->app->folder, name));
}

TEST_ONCE("nothing is moved from a database to itself, or from one that is not there")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *from = file_of(&cx, "from.db");

    CHECK_FAILS(app_migrate(&cx, from, from, stderr), ERROR_INVALID);
    CHECK_FAILS(app_migrate(&cx, from, file_of(&cx, "to.db"), stderr), ERROR_NOT_FOUND);
    CHECK(access(file_of(&cx, "to.db"), F_OK) != 0);
}

TEST_ONCE("a target that is being used or unfinished is not written to or opened")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct context other = { .arena = cx.arena };
    const char *path = file_of(&cx, "half.db");
    struct app app;

    CHECK_OK(app_open(&other, path, true, &app));
    CHECK_OK(
        db_script(&other, "create table migration (name text primary key, position text)"));
    app_close(&other, &app);
    CHECK_FAILS(app_open(&other, path, false, &app), ERROR_CONFLICT);
    app_close(&other, &app);
    seal_use_test_key();
}
