/* SPDX-License-Identifier: Apache-2.0 */
/* Attempts of which some statement fails. */
#include "tests/half.h"

#include "app/amounts.h"
#include "tests/town.h"

enum { STATEMENTS_MAX = 1000 };

static int64_t number(struct context *cx, const char *sql)
{
    int64_t found;

    CHECK_OK(query_number(cx, sql, NULL, 0, &found));
    return found;
}

static int64_t all_totals(struct context *cx)
{
    struct result found;
    int64_t all = 0;

    CHECK_OK(db_query(cx, "select amounts from totals", NULL, 0, &found));
    for (size_t row = 0; row < found.rows; row++) {
        str amounts = result_text(&found, row, 0);
        for (struct amount amount; amounts_next(&amounts, &amount);)
            all += amount.value;
    }
    return all;
}

/* All that may have been written, in one number. */
static int64_t written(struct context *cx, const struct module *module)
{
    static const char *const others[] = {
        "select coalesce(sum(version), 0) + count(*) from notices",
        "select coalesce(sum(version), 0) + count(*) from tasks",
        "select count(*) from steps_taken",
        "select count(*) from journal",
    };
    int64_t all = all_totals(cx);

    for (size_t i = 0; i < COUNT(others); i++)
        all += number(cx, others[i]);
    for (size_t i = 0; module->records[i] != NULL; i++)
        all += number(cx, arena_printf(cx->arena,
                                       "select coalesce(sum(version), 0) + count(*) from %s%c",
                                       module->records[i]->table, '\0')
                              .data);
    return all;
}

/* One attempt in a transaction of its own, which is undone unless it is to be kept. */
static bool attempt(struct context *cx, int nth,
                    struct error *(*work)(struct context *cx, void *closure), void *closure,
                    bool keep)
{
    CHECK_OK(db_begin(cx));
    db_fail_at(cx->db, nth);
    struct error *error = work(cx, closure);
    if (error == NULL)
        error = db_settle(cx);
    db_fail_at(cx->db, 0);
    if (keep)
        CHECK_OK(error);
    if (keep)
        CHECK_OK(db_commit(cx));
    return error == NULL;
}

int test_fail_in_turn(struct context *cx, const struct module *module,
                      struct error *(*work)(struct context *cx, void *closure), void *closure)
{
    int64_t before = written(cx, module);
    int64_t first = db_statement_count(cx->db);
    int failures = 0;

    CHECK(attempt(cx, 0, work, closure, false));
    int64_t statements = db_statement_count(cx->db) - first;
    int64_t after = written(cx, module);
    db_rollback(cx);
    CHECK(statements < STATEMENTS_MAX && after != before);
    for (int nth = 1; nth < statements; nth++) {
        bool done = attempt(cx, nth, work, closure, false);
        if (done && written(cx, module) != after)
            test_fail(__FILE__, __LINE__, "statement %d failed and was not missed", nth);
        db_rollback(cx);
        if (written(cx, module) != before)
            test_fail(__FILE__, __LINE__, "statement %d left something", nth);
        failures += !done;
    }
    CHECK(attempt(cx, 0, work, closure, true));
    return failures;
}
