/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One way to talk to SQLite and to PostgreSQL.
 *
 * A struct db is one connection and belongs to one thread.  Statements are prepared once and
 * kept.  Parameters are written $1, $2, ... on both.  What a query finds comes back whole, in
 * the context's arena: every query has a bound.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/context.h"

enum db_engine { DB_SQLITE, DB_POSTGRES };
enum { DB_ENGINES = 2 };

enum value_kind { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT };

/* What is bound to a parameter or found in a column.  Dates and instants travel as text. */
struct value {
    enum value_kind kind;
    int64_t integer;
    str text;
};

struct value value_null(void);
struct value value_integer(int64_t integer);
struct value value_text(str text);
bool value_eq(const struct value *a, const struct value *b);

/* What a query found: rows times columns values, row by row. */
struct result {
    size_t rows;
    size_t columns;
    const struct value *values;
};

/* The value at a row and column; both must be within the result. */
struct value result_value(const struct result *result, size_t row, size_t column);
int64_t result_integer(const struct result *result, size_t row, size_t column);
str result_text(const struct result *result, size_t row, size_t column);

/* How a connection will be used. */
enum db_use {
    DB_READ,   /* queries only; refuses changes */
    DB_WRITE,  /* queries and changes */
    DB_CREATE, /* the same, and makes the file if there is none */
    DB_STILL,  /* queries only, of a file that nobody changes; leaves nothing beside it */
};

/* Opens "postgresql://..." or a file of SQLite (":memory:" for one that is forgotten).
 * The connection must be closed with db_close, by the thread that uses it. */
MUST_USE struct error *db_open(struct context *cx, const char *address, enum db_use use,
                               struct db **db);
void db_close(struct db *db);

/* True when the address names a PostgreSQL server. */
bool db_address_is_postgres(const char *address);

enum db_engine db_engine(const struct db *db);

/* Runs one statement on cx->db. */
MUST_USE struct error *db_run(struct context *cx, const char *sql, const struct value *values,
                              size_t count);

/* Is given each row of an answer in turn, as an answer of one row, which is gone when it
 * returns, as is what was taken from the arena meanwhile.  An error ends the reading. */
typedef struct error *db_row_function(struct context *cx, const struct result *row,
                                      void *closure);

/* Inside a transaction: runs one question whatever the number of rows it is answered with, in
 * constant memory.  each may ask others, but not in this way. */
MUST_USE struct error *db_each(struct context *cx, const char *sql, const struct value *values,
                               size_t count, db_row_function *each, void *closure);

/* Runs one statement and reads all it answers. */
MUST_USE struct error *db_query(struct context *cx, const char *sql, const struct value *values,
                                size_t count, struct result *result);

/* Says which tables are steady: they change seldom, such as lists of words, places, posts.
 * Called once, before any thread starts; the names must stay. */
void db_steady_tables(const char *const *tables, size_t count);
bool db_is_steady(str table);

/* Asks steady tables only.  Inside a transaction the answer is recalled, on SQLite until
 * anybody, in any process, has changed one of these tables: each such change gives the file
 * another number (user_version).  On PostgreSQL until the transaction ends. */
MUST_USE struct error *db_query_steady(struct context *cx, const char *sql,
                                       const struct value *values, size_t count,
                                       struct result *result);

/* Text that was made of answers is recalled as they are: of what db_query answered, or of what
 * db_query_steady answered.  It is found again by its name and by the values that it was made
 * for.  Where nothing is recalled, nothing is found and nothing kept. */
enum db_memory { DB_MEMORY, DB_STEADY_MEMORY };

bool db_recall_text(struct context *cx, enum db_memory memory, const char *name,
                    const struct value *values, size_t count, str *text);
void db_keep_text(struct context *cx, enum db_memory memory, const char *name,
                  const struct value *values, size_t count, str text);

/* Keeps the answers of steady tables outside of transactions, too, and beyond their end, for
 * work that looks at much and changes nothing that depends on them; false ends that. */
void db_keep_steady(struct db *db, bool keeps);

enum { TALLY_MAX = 2000 };

/* Where rows may be counted in parts: those of a table whose id is between two of the values
 * that a question is given, values[first] and values[first + 1], both excluded. */
struct db_range {
    const char *table;
    size_t first;
};

/* Counts rows by a value: what "select EXPRESSION, count(*) REST group by 1" would answer, in
 * no order, nothing told as the empty text.  rest begins with "from".  Fails when there are
 * more than TALLY_MAX different values.  On SQLite each row is read once and none is sorted;
 * when many are within the range, NULL where there is none, those who read together with this
 * connection count them. */
MUST_USE struct error *db_tally(struct context *cx, const char *expression, const char *rest,
                                const struct value *values, size_t count,
                                const struct db_range *range, struct result *result);

/* Others may read large tables together with this connection, which only reads; see
 * db/together.h. */
struct together;
void db_read_together(struct db *db, struct together *together);

/* After an insert into a table whose id the statement made: SQLite tells it without
 * "returning", which costs it a temporary table. */
bool db_tells_new_id(const struct db *db);
int64_t db_new_id(struct db *db);

/* Runs an insert, update or delete without "returning"; *changed becomes how many rows it
 * met. */
MUST_USE struct error *db_change(struct context *cx, const char *sql,
                                 const struct value *values, size_t count, int64_t *changed);

/* Only asks whether a statement would run; nothing is read. */
MUST_USE struct error *db_prepare(struct context *cx, const char *sql);

/* Runs several statements separated by semicolons, without parameters: schemas. */
MUST_USE struct error *db_script(struct context *cx, const char *sql);

/* Adds many rows to a table at once, by the engine's quickest way.  columns are their names
 * with commas between; rows has as many. */
MUST_USE struct error *db_load(struct context *cx, const char *table, const char *columns,
                               const struct result *rows);

/* Begins a transaction; inside one it sets a savepoint instead, so that a part of the work can
 * be undone.  Each begin needs one commit or one rollback. */
MUST_USE struct error *db_begin(struct context *cx);
MUST_USE struct error *db_commit(struct context *cx);
void db_rollback(struct context *cx);

/* True when the engine has ended the transaction by itself: SQLite does so when the disk is
 * full or fails, PostgreSQL when the connection breaks.  Nothing of it is kept, and every
 * further statement inside it is refused. */
bool db_transaction_is_lost(struct db *db);

/* Holds a name until the end of the transaction: whoever wants the same name waits.  For what
 * is looked for and made when it is not there.  Where there is one writer nobody waits. */
MUST_USE struct error *db_hold(struct context *cx, str name);

/* How many begins are open. */
int db_depth(const struct db *db);

/* Runs work in a transaction: committed when it answers NULL, else undone. */
MUST_USE struct error *db_transaction(struct context *cx,
                                      struct error *(*work)(struct context *cx, void *closure),
                                      void *closure);

/* A curtain before what is not finished.  While one is drawn, each connection that follows it
 * sees some tables through temporary views of the same name, which take away what nobody may
 * see yet.  Others see the tables themselves.  Statements need not know.
 *
 * Draw it before the first transaction that brings something to hide: whoever begins to read
 * after that transaction has the views, and who began before it does not see what it brought.
 * Open it after the transaction from which on the views take nothing away. */
struct db_curtain {
    const char *draw[DB_ENGINES]; /* makes the views; in a transaction of its own */
    const char *open[DB_ENGINES]; /* drops them */
};

/* Draws a curtain that must stay for the program's life; NULL opens the one that is drawn. */
void db_draw_curtain(const struct db_curtain *curtain);
bool db_curtain_is_drawn(void);

/* This connection, which only reads, follows the curtain from now on. */
void db_follow_curtain(struct db *db);

/* The same, but work only looks, and keeps nobody from changing what it looks at: it sees one
 * state of the database from its first question on. */
MUST_USE struct error *db_look(struct context *cx,
                               struct error *(*work)(struct context *cx, void *closure),
                               void *closure);

/* Statements of this connection that take longer than so many milliseconds are given up, with a
 * sentence; and a server of PostgreSQL that does not answer at all is left after twice the
 * time.  0, as at first: they are waited for.  SQLite's statements are always waited for. */
void db_set_patience(struct db *db, int ms);

/* Something that is kept in memory beside a transaction and written at its end.  All are called
 * with its own state, on the thread of the connection. */
struct db_companion {
    /* Before the outermost commit: the last chance to write. */
    struct error *(*finish)(struct context *cx, void *state);
    /* A part has been kept: what was done deeper now belongs to this depth. */
    void (*kept)(void *state, int depth);
    /* What was done deeper than this depth has been undone. */
    void (*undone)(void *state, int depth);
    void (*release)(void *state);
};

/* The state of one of the connection's companions, made of size zeroed bytes at first. */
void *db_companion_state(struct db *db, const struct db_companion *companion, size_t size);

/* Has all companions write what they have put off.  Called by whoever reads inside a
 * transaction what companions write. */
MUST_USE struct error *db_settle(struct context *cx);

/* Runs a statement that answers nothing at the end of the outermost transaction, outside one at
 * once.  Statements keep their order among themselves; what a part of the transaction has put
 * off goes with the part when that is undone.  For tables that take many changes together much
 * better than one by one, as an index of words does. */
MUST_USE struct error *db_run_later(struct context *cx, const char *sql,
                                    const struct value *values, size_t count);

/* SQLite keeps what was committed in a log before it is moved to where it belongs in the file.
 * Without these, the commit that makes the log long moves it; db/checkpointer.h does better. */

/* The commits of this connection move nothing from now on. */
void db_leave_checkpoints(struct db *db);

/* How many pages the log had after the last commit of this connection, which must have left
 * its checkpoints; 0 where there is none. */
int db_log_pages(const struct db *db);

/* Moves what nobody needs in the log any more, while others read and write.  When nothing is
 * left in it, the next change begins it anew. */
MUST_USE struct error *db_checkpoint(struct context *cx);

/* This connection changes much of a large file: from now on it keeps 64 MB of pages in memory
 * where 16 MB are usual, so that indexes need not be read again and again. */
void db_widen(struct db *db);

/* From now on slow is told of each statement that takes slow_ms or longer, in the thread that
 * ran it: its text, in which values stand as $1, $2.  Called once, before any thread starts; 0
 * stops that. */
void db_watch_slow(int slow_ms, void (*slow)(const char *sql, int64_t took_ms));

/* Of all connections of the program. */
struct db_figures {
    int64_t connections;
    int64_t statements; /* that are prepared and kept */
};

struct db_figures db_figures(void);

/* Reads the whole database and calls damaged for what cannot be right in its file: pages, the
 * order of rows, indexes that differ from their table.  PostgreSQL checks its pages itself. */
MUST_USE struct error *db_check(struct context *cx, void (*damaged)(str what, void *closure),
                                void *closure);

/* For tests: the nth statement from now on fails (1 is the next); 0 stops that. */
void db_fail_at(struct db *db, int nth);

/* How many statements have been run on this connection. */
int64_t db_statement_count(const struct db *db);

#endif
