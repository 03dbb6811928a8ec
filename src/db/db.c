/* SPDX-License-Identifier: Apache-2.0 */
/* What both databases have in common: values, transactions, the cache of statements. */
#include "db/driver.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Shorter times than this need a clock that costs more to read. */
enum { COARSE_ENOUGH_MS = 50 };

static atomic_llong connections;
static atomic_llong kept_statements;
static const struct db_curtain *_Atomic drawn;

/* Set once, before any thread starts. */
static struct {
    int ms;
    clockid_t clock;
    void (*tell)(const char *sql, int64_t took_ms);
} slow;

struct value value_null(void)
{
    return (struct value){ .kind = VALUE_NULL };
}

struct value value_integer(int64_t integer)
{
    return (struct value){ .kind = VALUE_INTEGER, .integer = integer };
}

struct value value_text(str text)
{
    return (struct value){ .kind = VALUE_TEXT, .text = text };
}

bool value_eq(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_NULL:
        return true;
    case VALUE_INTEGER:
        return a->integer == b->integer;
    case VALUE_TEXT:
        return str_eq(a->text, b->text);
    }
    return false;
}

struct value result_value(const struct result *result, size_t row, size_t column)
{
    assert(row < result->rows && column < result->columns);
    return result->values[row * result->columns + column];
}

int64_t result_integer(const struct result *result, size_t row, size_t column)
{
    struct value value = result_value(result, row, column);

    return value.kind == VALUE_INTEGER ? value.integer : 0;
}

str result_text(const struct result *result, size_t row, size_t column)
{
    struct value value = result_value(result, row, column);

    return value.kind == VALUE_TEXT ? value.text : (str){ 0 };
}

bool db_address_is_postgres(const char *address)
{
    str text = str_of(address);

    return str_starts(text, S("postgresql://")) || str_starts(text, S("postgres://"));
}

struct error *db_open(struct context *cx, const char *address, enum db_use use, struct db **db)
{
    if (db_address_is_postgres(address))
        TRY(postgres_open(cx, address, use, db));
    else
        TRY(sqlite_open(cx, address, use, db));
    atomic_fetch_add_explicit(&connections, 1, memory_order_relaxed);
    return NULL;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    for (size_t i = 0; i < db->companion_count; i++)
        db->companions[i].companion->release(db->companions[i].state);
    recall_destroy(db->recall);
    recall_destroy(db->steady);
    db->driver->close(db);
    atomic_fetch_sub_explicit(&connections, 1, memory_order_relaxed);
}

void *db_companion_state(struct db *db, const struct db_companion *companion, size_t size)
{
    for (size_t i = 0; i < db->companion_count; i++)
        if (db->companions[i].companion == companion)
            return db->companions[i].state;

    assert(db->companion_count < COMPANIONS_MAX);
    void *state = calloc(1, size);
    if (state == NULL)
        out_of_memory();
    db->companions[db->companion_count++] = (struct db_companion_slot){ companion, state };
    return state;
}

struct error *db_settle(struct context *cx)
{
    struct db *db = cx->db;

    for (size_t i = 0; i < db->companion_count; i++)
        TRY(db->companions[i].companion->finish(cx, db->companions[i].state));
    return NULL;
}

struct db_figures db_figures(void)
{
    return (struct db_figures){
        .connections = atomic_load_explicit(&connections, memory_order_relaxed),
        .statements = atomic_load_explicit(&kept_statements, memory_order_relaxed),
    };
}

enum db_engine db_engine(const struct db *db)
{
    return db->driver->engine;
}

/* Counts the statement, and fails it when a test wants that. */
static struct error *count_statement(struct context *cx)
{
    struct db *db = cx->db;

    db->statements++;
    if (db->fail_at > 0 && --db->fail_at == 0)
        return fail(cx, ERROR_BROKEN, "this statement was told to fail");
    return NULL;
}

bool db_transaction_is_lost(struct db *db)
{
    return db->depth > 0 && (db->is_spoiled || !db->driver->in_transaction(db));
}

/* A statement after the loss of its transaction would be kept on its own. */
static struct error *refuse_if_lost(struct context *cx)
{
    if (!db_transaction_is_lost(cx->db))
        return NULL;
    struct error *error =
        fail(cx, ERROR_BUSY, "数据库中断了这次保存，什么也没有改动。请稍后重试。");
    error->retry = true;
    return error;
}

void db_watch_slow(int slow_ms, void (*tell)(const char *sql, int64_t took_ms))
{
    slow.ms = slow_ms;
    slow.clock = slow_ms < COARSE_ENOUGH_MS ? CLOCK_MONOTONIC : CLOCK_MONOTONIC_COARSE;
    slow.tell = tell;
}

static int64_t slow_clock_ms(void)
{
    struct timespec now;

    clock_gettime(slow.clock, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Statements that only read; the others begin and end transactions. */
static bool is_question(str sql)
{
    return str_starts(sql, S("select ")) || str_starts(sql, S("with "));
}

static struct error *query_and_watch(struct context *cx, const char *sql,
                                     const struct value *values, size_t count,
                                     struct result *result)
{
    int64_t start = slow_clock_ms();
    struct error *error = cx->db->driver->query(cx, cx->db, sql, values, count, result);
    int64_t took_ms = slow_clock_ms() - start;

    if (took_ms >= slow.ms)
        slow.tell(sql, took_ms);
    return error;
}

/* Steady tables */

enum { STEADY_TABLES_MAX = 32 };

/* Set once, before any thread starts. */
static struct {
    str names[STEADY_TABLES_MAX];
    size_t count;
} steady_tables;

void db_steady_tables(const char *const *tables, size_t count)
{
    assert(count <= STEADY_TABLES_MAX);
    for (size_t i = 0; i < count; i++)
        steady_tables.names[i] = str_of(tables[i]);
    steady_tables.count = count;
}

bool db_is_steady(str table)
{
    for (size_t i = 0; i < steady_tables.count; i++)
        if (str_eq(steady_tables.names[i], table))
            return true;
    return false;
}

static void forget_steady(struct db *db)
{
    if (db->steady != NULL)
        recall_forget(db->steady);
}

/* The table that a statement changes: "insert into TABLE ", "update TABLE ", "delete from
 * TABLE "; empty when it is none of these. */
static str changed_table(str sql)
{
    static const str verbs[] = { S_INIT("insert into "), S_INIT("update "),
                                 S_INIT("delete from ") };
    str table, rest;

    for (size_t i = 0; i < COUNT(verbs); i++)
        if (str_starts(sql, verbs[i])) {
            str_cut(str_slice(sql, verbs[i].length, sql.length), ' ', &table, &rest);
            return table;
        }
    return (str){ 0 };
}

static void note_steady_change(struct db *db)
{
    forget_steady(db);
    db->steady_changed = true;
}

static void note_change(struct db *db, str sql)
{
    if (!is_question(sql) && db_is_steady(changed_table(sql)))
        note_steady_change(db);
}

static struct error *run_statement(struct context *cx, const char *sql,
                                   const struct value *values, size_t count,
                                   struct result *result)
{
    TRY(refuse_if_lost(cx));
    TRY(count_statement(cx));
    note_change(cx->db, str_of(sql));
    if (slow.ms > 0)
        return query_and_watch(cx, sql, values, count, result);
    return cx->db->driver->query(cx, cx->db, sql, values, count, result);
}

enum { SAVEPOINT_BYTES = 32 };

/* The statements that open, keep and undo a part of the work; the names of savepoints are their
 * depth, so that the statements are few and stay prepared.  Undoing must not want memory. */
static struct error *run_savepoint(struct context *cx, const char *verb, int depth)
{
    char sql[SAVEPOINT_BYTES];
    struct result result;

    (void)snprintf(sql, sizeof sql, "%s s%d", verb, depth);
    return run_statement(cx, sql, NULL, 0, &result);
}

/* The curtain */

void db_draw_curtain(const struct db_curtain *curtain)
{
    atomic_store(&drawn, curtain);
}

bool db_curtain_is_drawn(void)
{
    return atomic_load(&drawn) != NULL;
}

void db_follow_curtain(struct db *db)
{
    assert(db->use == DB_READ);
    db->follows_curtain = true;
}

/* Between transactions: makes or drops the views. */
static struct error *keep_to_curtain(struct context *cx)
{
    struct db *db = cx->db;
    const struct db_curtain *curtain = atomic_load(&drawn);
    enum db_engine engine = db->driver->engine;

    if (!db->follows_curtain || curtain == db->curtain)
        return NULL;
    TRY(db->driver->script(
        cx, db, curtain != NULL ? curtain->draw[engine] : db->curtain->open[engine]));
    if (db->driver->forget_statements != NULL)
        db->driver->forget_statements(db);
    if (db->recall != NULL)
        recall_forget(db->recall);
    forget_steady(db);
    db->curtain = curtain;
    return NULL;
}

/* Drops what was asked of steady tables when one of them has changed since. */
static void compare_edition(struct context *cx)
{
    struct db *db = cx->db;
    int64_t edition;

    if (db->driver->edition == NULL) {
        if (!db->keeps_steady)
            forget_steady(db);
        return;
    }
    if (db->driver->edition(cx, db, &edition) != NULL) {
        forget_steady(db);
        return;
    }
    if (edition != db->edition)
        forget_steady(db);
    db->edition = edition;
}

/* A transaction that reads begins: what was read before is still true when nothing has changed
 * since.  When that cannot be found out, the first question will say why. */
static void compare_state(struct context *cx)
{
    struct db *db = cx->db;
    int64_t state;

    if (db->driver->state == NULL || db->driver->state(cx, db, &state) != NULL) {
        compare_edition(cx);
        return;
    }
    if (db->recall == NULL || state != db->state)
        compare_edition(cx);
    if (db->recall == NULL)
        db->recall = recall_create();
    else if (state != db->state)
        recall_forget(db->recall);
    db->state = state;
    db->recalls = true;
}

static struct error *begin_anew(struct context *cx, int depth)
{
    struct result result;

    TRY(keep_to_curtain(cx));
    if (depth > 0)
        TRY(run_statement(cx, cx->db->driver->begin_read, NULL, 0, &result));
    if (depth > 0)
        compare_state(cx);
    for (int i = 1; i < depth; i++)
        TRY(run_savepoint(cx, "savepoint", i));
    return NULL;
}

/* True when what was just read may show what has meanwhile been hidden.  Which state of the
 * database a transaction reads is settled by its first statement, so looking after that one
 * misses nothing; a transaction that has views keeps them to its end. */
static bool may_have_seen_too_much(struct db *db)
{
    bool was_first = db->follows_curtain && (db->is_fresh || db->depth == 0);

    db->is_fresh = false;
    return was_first && db->curtain == NULL && db_curtain_is_drawn();
}

/* A change of a steady table is about to be kept, or was kept just now. */
static struct error *settle_edition(struct context *cx)
{
    struct db *db = cx->db;

    if (!db->steady_changed)
        return NULL;
    if (db->driver->renew != NULL) {
        TRY(count_statement(cx));
        TRY(db->driver->renew(cx, db));
    }
    db->steady_changed = false;
    return NULL;
}

/* Answers from what is recalled, when that is true in the present transaction. */
static struct error *ask(struct context *cx, const char *sql, const struct value *values,
                         size_t count, struct result *result)
{
    struct question question = { str_of(sql), values, count };
    struct db *db = cx->db;

    if (!db->recalls || !is_question(question.sql))
        return run_statement(cx, sql, values, count, result);
    TRY(refuse_if_lost(cx));
    if (recall_find(db->recall, cx->arena, &question, result))
        return count_statement(cx);
    TRY(run_statement(cx, sql, values, count, result));
    recall_keep(db->recall, &question, result);
    return NULL;
}

struct error *db_query(struct context *cx, const char *sql, const struct value *values,
                       size_t count, struct result *result)
{
    struct db *db = cx->db;

    TRY(ask(cx, sql, values, count, result));
    if (db->depth == 0)
        TRY(settle_edition(cx));
    if (!may_have_seen_too_much(db))
        return NULL;
    int depth = db->depth;
    db->depth = 0;
    db->recalls = false;
    if (depth > 0)
        forget(db->driver->query(cx, db, "rollback", NULL, 0, result));
    struct error *error = begin_anew(cx, depth);
    db->depth = depth;
    return error != NULL ? error : ask(cx, sql, values, count, result);
}

/* Rows of an answer that the server keeps, some at a time. */

#define CURSOR "each_row"

static struct error *each_fetched(struct context *cx, const char *fetch, db_row_function *each,
                                  void *closure, bool *more)
{
    struct result result;

    TRY(run_statement(cx, fetch, NULL, 0, &result));
    for (size_t i = 0; i < result.rows; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct result row = { 1, result.columns, result.values + i * result.columns };
        TRY(each(cx, &row, closure));
        arena_rewind(cx->arena, mark);
    }
    *more = result.rows > 0;
    return NULL;
}

static struct error *each_by_cursor(struct context *cx, const char *sql,
                                    const struct value *values, size_t count,
                                    db_row_function *each, void *closure)
{
    str declaration =
        arena_printf(cx->arena, "declare " CURSOR " no scroll cursor for %s", sql);
    struct result nothing;
    bool more = true;

    TRY(run_statement(cx, declaration.data, values, count, &nothing));
    struct error *error = NULL;
    while (error == NULL && more) {
        struct arena_mark mark = arena_mark(cx->arena);
        error = each_fetched(cx, "fetch 100 from " CURSOR, each, closure, &more);
        if (error == NULL)
            arena_rewind(cx->arena, mark);
    }
    struct error *closing = run_statement(cx, "close " CURSOR, NULL, 0, &nothing);
    return error != NULL ? error : closing;
}

struct error *db_each(struct context *cx, const char *sql, const struct value *values,
                      size_t count, db_row_function *each, void *closure)
{
    const struct db_driver *driver = cx->db->driver;
    struct result nothing;

    assert(cx->db->depth > 0);
    TRY(db_query(cx, driver->look, NULL, 0, &nothing));
    if (driver->each == NULL)
        return each_by_cursor(cx, sql, values, count, each, closure);
    TRY(refuse_if_lost(cx));
    TRY(count_statement(cx));
    return driver->each(cx, cx->db, sql, values, count, each, closure);
}

/* A reader that is behind the curtain asks its views, unless it keeps what it was told. */
static bool recalls_steady(const struct db *db)
{
    bool is_curtained = db->follows_curtain && (db->curtain != NULL || db_curtain_is_drawn());

    return db->keeps_steady || (db->depth > 0 && !is_curtained);
}

static struct recall *steady_memory(struct db *db)
{
    if (db->steady == NULL)
        db->steady = recall_create();
    return db->steady;
}

struct error *db_query_steady(struct context *cx, const char *sql, const struct value *values,
                              size_t count, struct result *result)
{
    struct question question = { str_of(sql), values, count };
    struct db *db = cx->db;

    if (!recalls_steady(db))
        return db_query(cx, sql, values, count, result);
    TRY(refuse_if_lost(cx));
    if (recall_find(steady_memory(db), cx->arena, &question, result))
        return count_statement(cx);
    TRY(db_query(cx, sql, values, count, result));
    recall_keep(db->steady, &question, result);
    return NULL;
}

/* NULL when what it holds need not be true now. */
static struct recall *memory_of(struct db *db, enum db_memory memory)
{
    if (memory == DB_MEMORY)
        return db->recalls ? db->recall : NULL;
    return recalls_steady(db) ? steady_memory(db) : NULL;
}

bool db_recall_text(struct context *cx, enum db_memory memory, const char *name,
                    const struct value *values, size_t count, str *text)
{
    struct question question = { str_of(name), values, count };
    struct recall *recall = memory_of(cx->db, memory);
    struct result result;

    if (recall == NULL || !recall_find(recall, cx->arena, &question, &result))
        return false;
    *text = result.values[0].text;
    return true;
}

void db_keep_text(struct context *cx, enum db_memory memory, const char *name,
                  const struct value *values, size_t count, str text)
{
    struct question question = { str_of(name), values, count };
    struct recall *recall = memory_of(cx->db, memory);
    struct value value = value_text(text);

    if (recall != NULL)
        recall_keep(recall, &question,
                    &(struct result){ .rows = 1, .columns = 1, .values = &value });
}

void db_keep_steady(struct db *db, bool keeps)
{
    if (!db->keeps_steady || !keeps)
        forget_steady(db);
    db->keeps_steady = keeps;
}

struct error *db_run(struct context *cx, const char *sql, const struct value *values,
                     size_t count)
{
    struct result result;

    return db_query(cx, sql, values, count, &result);
}

static struct error *tally_by_sorting(struct context *cx, const char *expression,
                                      const char *rest, const struct value *values,
                                      size_t count, struct result *result)
{
    str sql = arena_printf(cx->arena,
                           "select coalesce(cast(%s as text), ''), count(*) %s "
                           "group by 1 limit %d",
                           expression, rest, TALLY_MAX + 1);

    TRY(db_query(cx, sql.data, values, count, result));
    if (result->rows > TALLY_MAX)
        return fail(cx, ERROR_INVALID, "不同的值太多，不能这样统计。请换一项，或缩小范围。");
    return NULL;
}

void db_read_together(struct db *db, struct together *together)
{
    assert(db->use == DB_READ);
    db->together = together;
}

/* Fewer rows one connection counts as quickly. */
enum { ROWS_FOR_MANY = 50000 };

/* The first or the last id of a range; 0 when it is empty. */
static struct error *find_end(struct context *cx, const struct question *question,
                              const struct db_range *range, const char *direction, int64_t *id)
{
    str sql = arena_printf(cx->arena,
                           "select id from %s where id > $1 and id < $2 "
                           "order by id %s limit 1",
                           range->table, direction);
    struct result result;

    TRY(db_query(cx, sql.data, question->values + range->first, 2, &result));
    *id = result.rows > 0 ? result_integer(&result, 0, 0) : 0;
    return NULL;
}

/* What is counted together is recalled afterwards; otherwise it will be counted by one. */
static struct error *count_together(struct context *cx, const struct question *question,
                                    const struct db_range *range)
{
    struct together_tally tally = { .sql = question->sql.data,
                                    .values = question->values,
                                    .count = question->count,
                                    .first = range->first };
    struct db *db = cx->db;
    struct result result;
    str answer;

    if (db->together == NULL || !db->recalls || db->curtain != NULL || db_curtain_is_drawn() ||
        recall_find(db->recall, cx->arena, question, &result))
        return NULL;
    TRY(find_end(cx, question, range, "", &tally.lowest));
    TRY(find_end(cx, question, range, "desc", &tally.highest));
    if (tally.highest - tally.lowest < ROWS_FOR_MANY ||
        !together_tally(cx, db->together, &db->view, &tally, &answer))
        return NULL;
    struct value value = value_text(answer);
    recall_keep(db->recall, question, &(struct result){ 1, 1, &value });
    return NULL;
}

struct error *db_tally(struct context *cx, const char *expression, const char *rest,
                       const struct value *values, size_t count, const struct db_range *range,
                       struct result *result)
{
    if (cx->db->driver->tally_rows == NULL)
        return tally_by_sorting(cx, expression, rest, values, count, result);

    str sql = arena_printf(cx->arena, "select tally(%s) %s", expression, rest);
    if (range != NULL)
        TRY(count_together(cx, &(struct question){ sql, values, count }, range));
    TRY(db_query(cx, sql.data, values, count, result));
    *result = cx->db->driver->tally_rows(cx->arena, result_text(result, 0, 0));
    return NULL;
}

bool db_tells_new_id(const struct db *db)
{
    return db->driver->new_id != NULL;
}

int64_t db_new_id(struct db *db)
{
    return db->driver->new_id(db);
}

struct error *db_change(struct context *cx, const char *sql, const struct value *values,
                        size_t count, int64_t *changed)
{
    TRY(db_run(cx, sql, values, count));
    *changed = cx->db->driver->changed_rows(cx->db);
    return NULL;
}

struct error *db_prepare(struct context *cx, const char *sql)
{
    return cx->db->driver->prepare(cx, cx->db, sql);
}

struct error *db_script(struct context *cx, const char *sql)
{
    TRY(count_statement(cx));
    note_steady_change(cx->db);
    TRY(cx->db->driver->script(cx, cx->db, sql));
    return cx->db->depth == 0 ? settle_edition(cx) : NULL;
}

struct error *db_load(struct context *cx, const char *table, const char *columns,
                      const struct result *rows)
{
    TRY(refuse_if_lost(cx));
    TRY(count_statement(cx));
    if (rows->rows == 0)
        return NULL;
    if (db_is_steady(str_of(table)))
        note_steady_change(cx->db);
    TRY(cx->db->driver->load(cx, cx->db, table, columns, rows));
    return cx->db->depth == 0 ? settle_edition(cx) : NULL;
}

/* Past the counting of statements: whoever fails a statement must be able to undo the rest. */
static bool undo(struct context *cx, const char *verb, int depth)
{
    struct db *db = cx->db;
    char sql[SAVEPOINT_BYTES];
    struct result result;

    (void)snprintf(sql, sizeof sql, depth > 0 ? "%s s%d" : "%s", verb, depth);
    return db->driver->query(cx, db, sql, NULL, 0, &result) == NULL;
}

static struct error *begin_outermost(struct context *cx, bool reads)
{
    struct db *db = cx->db;
    struct result result;

    if (db->together != NULL)
        together_look(cx, db->together, &db->view);
    if (db->driver->in_transaction(db)) /* what could not be ended before */
        (void)undo(cx, "rollback", 0);
    TRY(keep_to_curtain(cx));
    return run_statement(cx, reads ? db->driver->begin_read : db->driver->begin, NULL, 0,
                         &result);
}

static struct error *begin(struct context *cx, bool reads)
{
    struct db *db = cx->db;

    if (db->depth > 0) {
        TRY(run_savepoint(cx, "savepoint", db->depth));
        db->depth++;
        return NULL;
    }
    struct error *error = begin_outermost(cx, reads);
    /* The server had closed the connection: nothing was begun, and there is a new one now. */
    if (error != NULL && error->retry)
        error = begin_outermost(cx, reads);
    db->depth += error == NULL;
    db->is_fresh = true;
    if (error != NULL)
        return error;
    if (db->use == DB_READ || db->use == DB_STILL)
        compare_state(cx);
    else
        compare_edition(cx);
    return NULL;
}

struct error *db_begin(struct context *cx)
{
    return begin(cx, cx->db->use == DB_READ || cx->db->use == DB_STILL);
}

static void tell_companions_kept(struct db *db)
{
    for (size_t i = 0; i < db->companion_count; i++)
        db->companions[i].companion->kept(db->companions[i].state, db->depth);
}

static void tell_companions_undone(struct db *db)
{
    for (size_t i = 0; i < db->companion_count; i++)
        db->companions[i].companion->undone(db->companions[i].state, db->depth);
}

struct error *db_commit(struct context *cx)
{
    struct db *db = cx->db;
    struct result result;

    assert(db->depth > 0);
    struct error *error = db->depth > 1 ? NULL : db_settle(cx);
    if (error == NULL)
        error = refuse_if_lost(cx);
    if (error == NULL && db->depth == 1)
        error = settle_edition(cx);
    if (error == NULL)
        error = db->depth > 1 ? run_savepoint(cx, "release", db->depth - 1)
                              : run_statement(cx, "commit", NULL, 0, &result);
    if (error != NULL) {
        db_rollback(cx);
        return error;
    }
    db->depth--;
    db->recalls = db->recalls && db->depth > 0;
    tell_companions_kept(db);
    return NULL;
}

void db_rollback(struct context *cx)
{
    struct db *db = cx->db;

    assert(db->depth > 0);
    db->depth--;
    db->recalls = db->recalls && db->depth > 0;
    tell_companions_undone(db);
    if (db->steady_changed)
        forget_steady(db);
    if (db->depth == 0) {
        (void)undo(cx, "rollback", 0);
        db->steady_changed = false;
        db->is_spoiled = false;
        return;
    }
    /* A part that could not be undone, without memory say, must not be kept with the rest. */
    if (!undo(cx, "rollback to", db->depth))
        db->is_spoiled = true;
    (void)undo(cx, "release", db->depth);
}

struct error *db_hold(struct context *cx, str name)
{
    if (db_engine(cx->db) == DB_SQLITE)
        return NULL;
    return db_run(cx, "select pg_advisory_xact_lock(hashtextextended($1, 0))",
                  (const struct value[]){ value_text(name) }, 1);
}

int db_depth(const struct db *db)
{
    return db->depth;
}

struct error *db_transaction(struct context *cx,
                             struct error *(*work)(struct context *cx, void *closure),
                             void *closure)
{
    TRY(db_begin(cx));
    struct error *error = work(cx, closure);
    if (error != NULL) {
        db_rollback(cx);
        return error;
    }
    return db_commit(cx);
}

struct error *db_look(struct context *cx,
                      struct error *(*work)(struct context *cx, void *closure), void *closure)
{
    TRY(begin(cx, true));
    struct error *error = work(cx, closure);
    if (error == NULL && cx->db->depth > 1)
        return db_commit(cx);
    db_rollback(cx);
    return error;
}

void db_leave_checkpoints(struct db *db)
{
    if (db->driver->leave_checkpoints != NULL)
        db->driver->leave_checkpoints(db);
}

void db_widen(struct db *db)
{
    if (db->driver->widen != NULL)
        db->driver->widen(db);
}

int db_log_pages(const struct db *db)
{
    return db->driver->log_pages != NULL ? db->driver->log_pages(db) : 0;
}

struct error *db_checkpoint(struct context *cx)
{
    return cx->db->driver->checkpoint != NULL ? cx->db->driver->checkpoint(cx, cx->db) : NULL;
}

void db_set_patience(struct db *db, int ms)
{
    db->patience_ms = ms;
    if (db->driver->set_patience != NULL)
        db->driver->set_patience(db);
}

struct error *db_check(struct context *cx, void (*damaged)(str what, void *closure),
                       void *closure)
{
    struct result result;

    if (db_engine(cx->db) != DB_SQLITE)
        return NULL;
    TRY(db_query(cx, "pragma integrity_check(20)", NULL, 0, &result));
    for (size_t i = 0; i < result.rows; i++)
        if (!str_eq(result_text(&result, i, 0), S("ok")))
            damaged(result_text(&result, i, 0), closure);
    return NULL;
}

void db_fail_at(struct db *db, int nth)
{
    db->fail_at = nth;
}

int64_t db_statement_count(const struct db *db)
{
    return db->statements;
}

/* The cache: lists by hash, and one list from the statement used last to the one that was not
 * used for longest. */
struct cached_statement {
    char *sql;
    size_t length;
    uint64_t hash;
    void *statement;
    struct cached_statement *next; /* in the same bucket */
    struct cached_statement *newer;
    struct cached_statement *older;
};

/* Where the pointer to the entry of sql stands, or the NULL where it would stand. */
static struct cached_statement **find_entry(struct statement_cache *cache, str sql,
                                            uint64_t hash)
{
    struct cached_statement **entry = &cache->buckets[hash % STATEMENT_BUCKETS];

    while (*entry != NULL && ((*entry)->hash != hash || (*entry)->length != sql.length ||
                              memcmp((*entry)->sql, sql.data, sql.length) != 0))
        entry = &(*entry)->next;
    return entry;
}

static void unlink_entry(struct statement_cache *cache, struct cached_statement *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void put_first(struct statement_cache *cache, struct cached_statement *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    *(cache->newest != NULL ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

void *statement_cache_find(struct statement_cache *cache, str sql)
{
    struct cached_statement *entry = *find_entry(cache, sql, str_hash_quickly(sql));

    if (entry == NULL)
        return NULL;
    if (entry != cache->newest) {
        unlink_entry(cache, entry);
        put_first(cache, entry);
    }
    return entry->statement;
}

static void *remove_entry(struct statement_cache *cache, struct cached_statement *entry)
{
    void *statement = entry->statement;

    *find_entry(cache, (str){ entry->sql, entry->length }, entry->hash) = entry->next;
    unlink_entry(cache, entry);
    cache->count--;
    atomic_fetch_sub_explicit(&kept_statements, 1, memory_order_relaxed);
    free(entry->sql);
    free(entry);
    return statement;
}

bool statement_cache_add(struct statement_cache *cache, str sql, void *statement, void **oldest)
{
    uint64_t hash = str_hash_quickly(sql);
    struct cached_statement *entry = malloc(sizeof *entry);
    char *copy = strndup(sql.data, sql.length);

    if (entry == NULL || copy == NULL) {
        free(entry);
        free(copy);
        return false;
    }
    *oldest = cache->count == CACHED_STATEMENTS_MAX ? remove_entry(cache, cache->oldest) : NULL;
    *entry = (struct cached_statement){
        .sql = copy, .length = sql.length, .hash = hash, .statement = statement
    };
    *find_entry(cache, sql, hash) = entry;
    put_first(cache, entry);
    cache->count++;
    atomic_fetch_add_explicit(&kept_statements, 1, memory_order_relaxed);
    return true;
}

void statement_cache_clear(struct statement_cache *cache, void (*drop)(void *statement))
{
    while (cache->oldest != NULL)
        drop(remove_entry(cache, cache->oldest));
}
