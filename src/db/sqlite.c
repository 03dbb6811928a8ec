/* SPDX-License-Identifier: Apache-2.0 */
/* The driver for SQLite: WAL, a sync with every commit. */
#include "db/driver.h"
#include "db/gather.h"
#include "db/tally.h"

#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
    BUSY_MS = 10000,
    PARAMETERS_MAX = 128,
    SAVEPOINT_BYTES_MAX = (1 << 17) - 1,
};

struct sqlite {
    struct db db;
    sqlite3 *connection;
    struct statement_cache cache;
    int log_pages; /* after the last commit, when it leaves its checkpoints to others */
};

/* A prepared statement, and where each of its parameters stands: SQLite numbers $2, $1 in
 * order of appearance, so they are bound by name. */
struct prepared {
    sqlite3_stmt *statement;
    int positions[PARAMETERS_MAX];
};

static struct sqlite *of(struct db *db)
{
    return (struct sqlite *)db;
}

static struct error *without_memory(struct context *cx)
{
    return fail(cx, ERROR_BUSY, "服务器内存不足，没有保存。请稍后重试。");
}

/* Says what SQLite said.  What has a remedy is named with it. */
static struct error *refused(struct context *cx, sqlite3 *connection, const char *sql)
{
    switch (sqlite3_errcode(connection)) {
    case SQLITE_FULL:
        return fail(cx, ERROR_STORAGE,
                    "服务器磁盘已满，没有保存。请联系管理员清理磁盘后重试。");
    case SQLITE_READONLY:
        return fail(cx, ERROR_STORAGE,
                    "服务器的数据库只能读、不能写，没有保存。请联系管理员检查磁盘和文件权限。");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return fail(cx, ERROR_STORAGE,
                    "服务器读写磁盘出错，没有保存。请联系管理员检查磁盘后重试。");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(cx, ERROR_BUSY, "数据库正忙，没有保存。请稍后重试。");
    case SQLITE_NOMEM:
        return without_memory(cx);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(cx, ERROR_BROKEN,
                    "数据库文件有损坏。请停下服务，用 xiangzhi verify 检查，从备份恢复。"
                    "(sqlite: %s in: %s)",
                    sqlite3_errmsg(connection), sql);
    default:
        return fail(cx, ERROR_BROKEN, "sqlite: %s in: %s", sqlite3_errmsg(connection), sql);
    }
}

static void find_positions(struct prepared *prepared)
{
    int count = sqlite3_bind_parameter_count(prepared->statement);

    for (int position = 1; position <= count; position++) {
        const char *name = sqlite3_bind_parameter_name(prepared->statement, position);
        int64_t number;
        if (name != NULL && str_read_integer(str_of(name + 1), &number) && number > 0 &&
            number < PARAMETERS_MAX)
            prepared->positions[number] = position;
    }
}

/* NULL is allowed. */
static void drop_prepared(void *statement)
{
    struct prepared *prepared = statement;

    if (prepared != NULL)
        sqlite3_finalize(prepared->statement);
    free(prepared);
}

/* Takes the statement over; NULL, and it is gone, when there is no memory. */
static struct prepared *new_prepared(sqlite3_stmt *statement)
{
    struct prepared *made = calloc(1, sizeof *made);

    if (made == NULL) {
        sqlite3_finalize(statement);
        return NULL;
    }
    made->statement = statement;
    find_positions(made);
    return made;
}

static struct error *prepare(struct context *cx, struct db *db, const char *sql,
                             struct prepared **prepared)
{
    struct sqlite *sqlite = of(db);
    str text = str_of(sql);
    struct prepared *found = statement_cache_find(&sqlite->cache, text);

    if (found == NULL) {
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v3(sqlite->connection, sql, (int)text.length,
                               SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
            return refused(cx, sqlite->connection, sql);
        found = new_prepared(statement);
        struct prepared *oldest = NULL;
        if (found == NULL ||
            !statement_cache_add(&sqlite->cache, text, found, (void **)&oldest)) {
            drop_prepared(found);
            return without_memory(cx);
        }
        drop_prepared(oldest);
    }
    *prepared = found;
    return NULL;
}

static void bind(const struct prepared *prepared, size_t number, const struct value *value)
{
    int position = prepared->positions[number];

    if (position == 0)
        return;
    switch (value->kind) {
    case VALUE_NULL:
        sqlite3_bind_null(prepared->statement, position);
        break;
    case VALUE_INTEGER:
        sqlite3_bind_int64(prepared->statement, position, value->integer);
        break;
    case VALUE_TEXT:
        sqlite3_bind_text(prepared->statement, position,
                          value->text.length > 0 ? value->text.data : "",
                          (int)value->text.length, SQLITE_STATIC);
        break;
    }
}

static bool read_column(struct context *cx, sqlite3_stmt *statement, int column,
                        struct value *value)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        *value = value_integer(sqlite3_column_int64(statement, column));
        return true;
    case SQLITE_NULL:
        *value = value_null();
        return true;
    default: {
        const char *text = (const char *)sqlite3_column_text(statement, column);
        if (text == NULL) /* it is not null, so there was no memory to end it with a NUL */
            return false;
        size_t length = (size_t)sqlite3_column_bytes(statement, column);
        *value = value_text(arena_copy(cx->arena, (str){ text, length }));
        return true;
    }
    }
}

/* Grows the result by one row. */
static struct value *add_row(struct context *cx, struct result *result, size_t *capacity)
{
    if (result->rows == *capacity) {
        size_t more = *capacity == 0 ? 8 : *capacity * 2;
        struct value *values = arena_array(cx->arena, struct value, more * result->columns);
        if (result->rows > 0)
            memcpy(values, result->values, result->rows * result->columns * sizeof *values);
        result->values = values;
        *capacity = more;
    }
    /* The array is ours; only its readers see it as constant. */
    return (struct value *)(uintptr_t)&result->values[result->rows++ * result->columns];
}

static int read_rows(struct context *cx, sqlite3_stmt *statement, struct result *result)
{
    size_t capacity = 0;
    int code;

    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct value *row = add_row(cx, result, &capacity);
        for (size_t i = 0; i < result->columns; i++)
            if (!read_column(cx, statement, (int)i, &row[i]))
                return SQLITE_NOMEM;
    }
    return code;
}

/* Also when the reading ends for want of memory: a statement that is not reset holds its state
 * of the database. */
static void end_statement(sqlite3_stmt **statement)
{
    sqlite3_reset(*statement);
}

static struct error *query(struct context *cx, struct db *db, const char *sql,
                           const struct value *values, size_t count, struct result *result)
{
    struct prepared *prepared;

    TRY(prepare(cx, db, sql, &prepared));
    for (size_t i = 0; i < count; i++)
        bind(prepared, i + 1, &values[i]);
    *result = (struct result){ .columns = (size_t)sqlite3_column_count(prepared->statement) };

    CLEANUP(end_statement) sqlite3_stmt *statement = prepared->statement;
    int code = read_rows(cx, statement, result);
    return code == SQLITE_DONE ? NULL : refused(cx, of(db)->connection, sql);
}

/* A statement of its own: one that is kept might be asked again before the last row. */
static struct error *prepare_once(struct context *cx, struct db *db, const char *sql,
                                  struct prepared **prepared)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(of(db)->connection, sql, -1, &statement, NULL) != SQLITE_OK)
        return refused(cx, of(db)->connection, sql);
    *prepared = new_prepared(statement);
    return *prepared == NULL ? without_memory(cx) : NULL;
}

static void drop_once(struct prepared **prepared)
{
    drop_prepared(*prepared);
}

static struct error *each_row(struct context *cx, struct db *db, const char *sql,
                              const struct value *values, size_t count, db_row_function *each,
                              void *closure)
{
    CLEANUP(drop_once) struct prepared *prepared = NULL;
    int code;

    TRY(prepare_once(cx, db, sql, &prepared));
    for (size_t i = 0; i < count; i++)
        bind(prepared, i + 1, &values[i]);
    size_t columns = (size_t)sqlite3_column_count(prepared->statement);
    struct value *row = arena_array(cx->arena, struct value, columns);
    const struct result result = { 1, columns, row };
    struct arena_mark mark = arena_mark(cx->arena);
    while ((code = sqlite3_step(prepared->statement)) == SQLITE_ROW) {
        for (size_t i = 0; i < columns; i++)
            if (!read_column(cx, prepared->statement, (int)i, &row[i]))
                return without_memory(cx);
        TRY(each(cx, &result, closure));
        arena_rewind(cx->arena, mark);
    }
    return code == SQLITE_DONE ? NULL : refused(cx, of(db)->connection, sql);
}

static struct error *prepare_only(struct context *cx, struct db *db, const char *sql)
{
    struct prepared *prepared;

    return prepare(cx, db, sql, &prepared);
}

static struct error *script(struct context *cx, struct db *db, const char *sql)
{
    if (sqlite3_exec(of(db)->connection, sql, NULL, NULL, NULL) != SQLITE_OK)
        return refused(cx, of(db)->connection, sql);
    return NULL;
}

/* One prepared statement, row after row. */
static struct error *load(struct context *cx, struct db *db, const char *table,
                          const char *columns, const struct result *rows)
{
    struct buf sql = { .arena = cx->arena };
    struct result nothing;

    buf_printf(&sql, "insert into %s (%s) values (", table, columns);
    for (size_t i = 0; i < rows->columns; i++)
        buf_printf(&sql, "%s$%zu", i == 0 ? "" : ", ", i + 1);
    buf_printf(&sql, ")%c", '\0');
    for (size_t i = 0; i < rows->rows; i++)
        TRY(query(cx, db, sql.data, &rows->values[i * rows->columns], rows->columns, &nothing));
    return NULL;
}

static bool in_transaction(struct db *db)
{
    return sqlite3_get_autocommit(of(db)->connection) == 0;
}

static int64_t new_id(struct db *db)
{
    return sqlite3_last_insert_rowid(of(db)->connection);
}

static int64_t changed_rows(struct db *db)
{
    return sqlite3_changes64(of(db)->connection);
}

/* SQLite compares the head of its log when a transaction begins to read, and counts. */
static struct error *state(struct context *cx, struct db *db, int64_t *state)
{
    struct result result;

    TRY(query(cx, db, "pragma data_version", NULL, 0, &result));
    *state = result_integer(&result, 0, 0);
    return NULL;
}

static struct error *edition(struct context *cx, struct db *db, int64_t *edition)
{
    struct result result;

    TRY(query(cx, db, "pragma user_version", NULL, 0, &result));
    *edition = result_integer(&result, 0, 0);
    return NULL;
}

static struct error *renew(struct context *cx, struct db *db)
{
    int64_t number;

    TRY(edition(cx, db, &number));
    str sql = arena_printf(cx->arena, "pragma user_version = %d",
                           number < INT_MAX ? (int)number + 1 : 1);
    return script(cx, db, sql.data);
}

static int note_log_pages(void *state, sqlite3 *connection, const char *name, int pages)
{
    struct sqlite *sqlite = state;

    (void)connection;
    (void)name;
    sqlite->log_pages = pages;
    return SQLITE_OK;
}

/* The hook takes the place of the one that would checkpoint. */
static void leave_checkpoints(struct db *db)
{
    sqlite3_wal_hook(of(db)->connection, note_log_pages, of(db));
}

/* Without it the work is only slower. */
static void widen(struct db *db)
{
    (void)sqlite3_exec(of(db)->connection, "pragma cache_size = -64000", NULL, NULL, NULL);
}

static int log_pages(const struct db *db)
{
    return ((const struct sqlite *)db)->log_pages;
}

/* It is no failure when others do it just now. */
static struct error *checkpoint(struct context *cx, struct db *db)
{
    int code = sqlite3_wal_checkpoint_v2(of(db)->connection, NULL, SQLITE_CHECKPOINT_PASSIVE,
                                         NULL, NULL);

    return code == SQLITE_OK || code == SQLITE_BUSY
               ? NULL
               : refused(cx, of(db)->connection, "checkpoint");
}

static void sqlite_close(struct db *db)
{
    struct sqlite *sqlite = of(db);

    statement_cache_clear(&sqlite->cache, drop_prepared);
    sqlite3_close(sqlite->connection);
    free(sqlite);
}

static const struct db_driver driver = {
    .engine = DB_SQLITE,
    .close = sqlite_close,
    .query = query,
    .each = each_row,
    .prepare = prepare_only,
    .script = script,
    .load = load,
    .in_transaction = in_transaction,
    .new_id = new_id,
    .changed_rows = changed_rows,
    .checkpoint = checkpoint,
    .leave_checkpoints = leave_checkpoints,
    .widen = widen,
    .log_pages = log_pages,
    .state = state,
    .edition = edition,
    .renew = renew,
    .tally_rows = tally_rows,
    .begin = "begin immediate",
    .look = "select count(*) from sqlite_schema",
    .begin_read = "begin",
};

static pthread_once_t configured = PTHREAD_ONCE_INIT;

/* Each connection has one thread, and nobody reads how much memory SQLite has in use.  What a
 * savepoint may have to undo lies in memory: in a file, as is usual beyond 64 kB, each page
 * that a change touches would be written twice more.  What outgrows it goes to a file in one
 * write, and SQLite takes any write of 128 kB or more for a full disk. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES_MAX);
}

/* A reader that never waits for the writer, and a writer that syncs with every commit.
 * temp_store stays on disk: in memory it makes grouping slower.  Pages are read, not mapped: a
 * reader gives its map up with every commit of others, and has to ask for each page again. */
static const char settings[] = "pragma journal_mode = wal;"
                               "pragma synchronous = full;"
                               "pragma foreign_keys = on;"
                               "pragma cache_size = -16000;"
                               "pragma wal_autocheckpoint = 4000;"
                               "pragma journal_size_limit = 67108864;";

static struct error *cannot_open(struct context *cx, const char *path, sqlite3 *connection)
{
    bool is_there = sqlite3_errcode(connection) != SQLITE_CANTOPEN;
    struct error *error =
        is_there ? refused(cx, connection, path)
                 : fail(cx, ERROR_NOT_FOUND,
                        "打不开数据库 %s（%s）。请检查路径和权限，或先运行 xiangzhi init。",
                        path, sqlite3_errmsg(connection));

    sqlite3_close(connection);
    return error;
}

/* The path as an address that promises that the file stays as it is. */
static const char *still_address(struct context *cx, const char *path)
{
    struct buf address = { .arena = cx->arena };

    buf_add(&address, S("file:"));
    for (; *path != '\0'; path++) {
        if (strchr("%?#", *path) != NULL)
            buf_printf(&address, "%%%02X", (unsigned char)*path);
        else
            buf_add_char(&address, *path);
    }
    buf_printf(&address, "?immutable=1%c", '\0');
    return address.data;
}

static int open_for(struct context *cx, const char *path, enum db_use use, sqlite3 **connection)
{
    static const int flags[] = {
        [DB_READ] = SQLITE_OPEN_READWRITE,
        [DB_WRITE] = SQLITE_OPEN_READWRITE,
        [DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        [DB_STILL] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
    };

    pthread_once(&configured, configure);
    if (use == DB_STILL)
        path = still_address(cx, path);
    return sqlite3_open_v2(path, connection, flags[use], gather_name());
}

/* The settings of a use, after which the first page of the file has been read. */
static int set_up(sqlite3 *connection, enum db_use use)
{
    static const char query_only[] = "pragma query_only = on";

    if (use == DB_STILL)
        return sqlite3_exec(connection, "select count(*) from sqlite_schema", NULL, NULL, NULL);
    int code = sqlite3_exec(connection, settings, NULL, NULL, NULL);
    if (code == SQLITE_OK && use == DB_READ)
        code = sqlite3_exec(connection, query_only, NULL, NULL, NULL);
    return code;
}

struct error *sqlite_open(struct context *cx, const char *path, enum db_use use, struct db **db)
{
    sqlite3 *connection;

    if (open_for(cx, path, use, &connection) != SQLITE_OK)
        return cannot_open(cx, path, connection);
    sqlite3_busy_timeout(connection, BUSY_MS);
    sqlite3_extended_result_codes(connection, 0);
    if (tally_register(connection) != SQLITE_OK || set_up(connection, use) != SQLITE_OK)
        return cannot_open(cx, path, connection);

    struct sqlite *sqlite = calloc(1, sizeof *sqlite);
    if (sqlite == NULL)
        out_of_memory();
    sqlite->db = (struct db){ .driver = &driver, .use = use };
    sqlite->connection = connection;
    *db = &sqlite->db;
    return NULL;
}
