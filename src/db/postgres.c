/* SPDX-License-Identifier: Apache-2.0 */
/* The driver for PostgreSQL through libpq.  Values travel as text. */
#include "db/driver.h"

#include "base/hash.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum {
    PARAMETERS_MAX = 128,
    NAME_BYTES = 24,
    SESSION_BYTES = 12,
    REST_NS = 500000000, /* at least, between two attempts to reach a server */
    REST_TIMES = 4,      /* as long as the attempt itself took */
};

/* Types of columns whose text is a whole number; from PostgreSQL's pg_type. */
enum { OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_NUMERIC = 1700 };

struct postgres {
    struct db db;
    PGconn *connection;
    struct statement_cache cache;
    int names;
    int64_t changed_rows; /* by the last statement */
    char session[64];     /* how the server knows this connection and those it replaces */
    int64_t rests_until_ns;
};

struct prepared {
    char name[NAME_BYTES];
};

static struct postgres *of(struct db *db)
{
    return (struct postgres *)db;
}

static bool is_connected(const struct postgres *postgres)
{
    return PQstatus(postgres->connection) == CONNECTION_OK;
}

/* Serialization failures, deadlocks and a server that is going down are worth another try. */
static bool may_retry(const char *state)
{
    return strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 ||
           strncmp(state, "57P0", 4) == 0;
}

static bool is_commit(const char *sql)
{
    return strcmp(sql, "commit") == 0;
}

/* A server that was told to commit may have done so without our hearing of it. */
static struct error *disconnected(struct context *cx, const struct postgres *postgres,
                                  const char *sql)
{
    struct error *error = fail(
        cx, ERROR_BUSY, "%s",
        is_commit(sql)
            ? "数据库在保存的那一刻断开了，还不知道有没有保存。请先查看，再决定要不要重做。"
        : postgres->db.use == DB_READ ? "数据库暂时连不上，请稍等几秒再打开这一页。"
                                      : "数据库暂时连不上，没有保存。请稍等几秒再试。");

    error->unknown = is_commit(sql);
    error->retry = !error->unknown;
    return error;
}

static struct error *refused(struct context *cx, struct postgres *postgres,
                             const PGresult *answer, const char *sql)
{
    const char *state = answer == NULL ? NULL : PQresultErrorField(answer, PG_DIAG_SQLSTATE);

    if (!is_connected(postgres))
        return disconnected(cx, postgres, sql);
    if (state != NULL && may_retry(state)) {
        struct error *error = fail(cx, ERROR_BUSY, "数据库正忙，没有保存。请稍后重试。");
        error->retry = true;
        return error;
    }
    if (state != NULL && strcmp(state, "57014") == 0)
        return fail(cx, ERROR_BUSY, "要算的内容太多，等得太久，已经停下。请缩小范围再试。");
    if (state != NULL && strcmp(state, "55P03") == 0)
        return fail(cx, ERROR_BUSY, "别人正在改同一处，等了很久，没有保存。请稍后重试。");
    if (state != NULL && strncmp(state, "53", 2) == 0)
        return fail(cx, ERROR_BUSY, "数据库服务器资源不足，没有保存。请联系管理员。");
    return fail(cx, ERROR_BROKEN, "postgresql: %s in: %s", PQerrorMessage(postgres->connection),
                sql);
}

static bool is_good(const PGresult *answer)
{
    ExecStatusType status = PQresultStatus(answer);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
           status == PGRES_EMPTY_QUERY;
}

static void drop_prepared(void *statement)
{
    free(statement);
}

/* Dates and texts are written as this program reads them.  The server finds out within a minute
 * when we are gone without a word, and nobody waits for a lock for ever. */
static const char settings[] = "set datestyle = 'ISO, YMD';"
                               "set timezone = 'Asia/Shanghai';"
                               "set client_encoding = 'UTF8';"
                               "set standard_conforming_strings = on;"
                               "set tcp_keepalives_idle = 20;"
                               "set tcp_keepalives_interval = 10;"
                               "set tcp_keepalives_count = 3;"
                               "set lock_timeout = '30s';";

/* What each new session is told, the first one and those that replace it.  A predecessor that
 * has not noticed that we are gone still holds its locks, so it is ended. */
static bool begin_session(struct postgres *postgres)
{
    char sql[1024];

    snprintf(sql, sizeof sql,
             "%sset default_transaction_read_only = %s;set statement_timeout = %d;"
             "select pg_terminate_backend(pid) from pg_stat_activity "
             "where application_name = '%s' and pid <> pg_backend_pid();"
             "set application_name = '%s'",
             settings, postgres->db.use == DB_READ ? "on" : "off", postgres->db.patience_ms,
             postgres->session, postgres->session);
    PGresult *answer = PQexec(postgres->connection, sql);
    bool good = is_good(answer);
    PQclear(answer);
    return good;
}

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* False when the server has not said all within the time. */
static bool has_answered(PGconn *connection, int patience_ms)
{
    int64_t until = now_ns() + 2 * INT64_C(1000000) * patience_ms;

    while (PQisBusy(connection) != 0) {
        struct pollfd waited = { .fd = PQsocket(connection), .events = POLLIN };
        int64_t left_ns = until - now_ns();
        if (left_ns <= 0)
            return false;
        (void)poll(&waited, 1, (int)(left_ns / 1000000) + 1);
        if (PQconsumeInput(connection) == 0)
            return true; /* it has broken, and says so */
    }
    return true;
}

/* What the server says to what was sent: the last of its answers.  One that has stopped without
 * closing the connection, which TCP does not notice, is left: the connection then counts as
 * broken. */
static PGresult *await_answer(struct postgres *postgres)
{
    PGresult *last = NULL;

    for (;;) {
        if (postgres->db.patience_ms > 0 &&
            !has_answered(postgres->connection, postgres->db.patience_ms))
            (void)shutdown(PQsocket(postgres->connection), SHUT_RDWR);
        PGresult *answer = PQgetResult(postgres->connection);
        if (answer == NULL)
            return last;
        PQclear(last);
        last = answer;
    }
}

/* A connection that was lost is opened again between transactions.  After an attempt that
 * failed there is a rest, in which those who ask are told at once and do not wait. */
static void reconnect(struct postgres *postgres)
{
    int64_t start = now_ns();

    if (is_connected(postgres) || postgres->db.depth > 0 || start < postgres->rests_until_ns)
        return;
    statement_cache_clear(&postgres->cache, drop_prepared);
    postgres->db.curtain = NULL; /* its views are gone with the session */
    PQreset(postgres->connection);
    if (is_connected(postgres) && begin_session(postgres))
        return;
    int64_t end = now_ns();
    postgres->rests_until_ns = end + REST_NS + REST_TIMES * (end - start);
}

static void forget_oldest(struct postgres *postgres, struct prepared *oldest)
{
    char sql[NAME_BYTES + 16];

    if (oldest == NULL)
        return;
    snprintf(sql, sizeof sql, "deallocate %s", oldest->name);
    PQclear(PQexec(postgres->connection, sql));
    drop_prepared(oldest);
}

/* NULL without memory: the server may go on knowing it. */
static struct prepared *remember(struct postgres *postgres, const char *sql,
                                 const struct prepared *made)
{
    struct prepared *copy = malloc(sizeof *copy);
    void *oldest = NULL;

    if (copy == NULL)
        return NULL;
    *copy = *made;
    if (!statement_cache_add(&postgres->cache, str_of(sql), copy, &oldest)) {
        free(copy);
        return NULL;
    }
    forget_oldest(postgres, oldest);
    return copy;
}

/* For CLEANUP: also when the reading ends for want of memory. */
static void clear_answer(PGresult **answer)
{
    PQclear(*answer);
}

static struct error *prepare(struct context *cx, struct db *db, const char *sql,
                             struct prepared **prepared)
{
    struct postgres *postgres = of(db);
    struct prepared *found = statement_cache_find(&postgres->cache, str_of(sql));

    if (found == NULL) {
        struct prepared made;
        (void)snprintf(made.name, sizeof made.name, "s%d", ++postgres->names);
        CLEANUP(clear_answer)
        PGresult *answer = PQsendPrepare(postgres->connection, made.name, sql, 0, NULL) == 1
                               ? await_answer(postgres)
                               : NULL;
        if (!is_good(answer))
            return refused(cx, postgres, answer, sql);
        found = remember(postgres, sql, &made);
        if (found == NULL)
            return fail(cx, ERROR_BUSY, "服务器内存不足，没有保存。请稍后重试。");
    }
    *prepared = found;
    return NULL;
}

static const char *parameter_text(struct context *cx, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        return NULL;
    case VALUE_INTEGER:
        return arena_printf(cx->arena, "%lld", (long long)value->integer).data;
    case VALUE_TEXT:
        return arena_text(cx->arena, value->text);
    }
    return NULL;
}

static bool is_integer_column(const PGresult *answer, int column)
{
    switch (PQftype(answer, column)) {
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_NUMERIC:
        return true;
    default:
        return false;
    }
}

static struct value read_cell(struct context *cx, const PGresult *answer, int row, int column)
{
    str text = { PQgetvalue(answer, row, column), (size_t)PQgetlength(answer, row, column) };
    int64_t integer;

    if (PQgetisnull(answer, row, column))
        return value_null();
    if (is_integer_column(answer, column) && str_read_integer(text, &integer))
        return value_integer(integer);
    return value_text(arena_copy(cx->arena, text));
}

static void read_answer(struct context *cx, const PGresult *answer, struct result *result)
{
    size_t rows = (size_t)PQntuples(answer);
    size_t columns = (size_t)PQnfields(answer);
    struct value *values = arena_array(cx->arena, struct value, rows * columns);

    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++)
            values[row * columns + column] = read_cell(cx, answer, (int)row, (int)column);
    *result = (struct result){ rows, columns, values };
}

/* "" after a question. */
static int64_t changed_by(PGresult *answer)
{
    int64_t rows;

    return str_read_integer(str_of(PQcmdTuples(answer)), &rows) ? rows : 0;
}

static struct error *query(struct context *cx, struct db *db, const char *sql,
                           const struct value *values, size_t count, struct result *result)
{
    struct postgres *postgres = of(db);
    const char *texts[PARAMETERS_MAX];
    struct prepared *prepared;

    reconnect(postgres);
    TRY(prepare(cx, db, sql, &prepared));
    for (size_t i = 0; i < count; i++)
        texts[i] = parameter_text(cx, &values[i]);

    CLEANUP(clear_answer)
    PGresult *answer = PQsendQueryPrepared(postgres->connection, prepared->name, (int)count,
                                           texts, NULL, NULL, 0) == 1
                           ? await_answer(postgres)
                           : NULL;
    struct error *error = is_good(answer) ? NULL : refused(cx, postgres, answer, sql);
    if (error == NULL && is_commit(sql) && strcmp(PQcmdStatus(answer), "ROLLBACK") == 0)
        error = fail(cx, ERROR_BROKEN, "postgresql: commit after a statement that had failed");
    if (error != NULL)
        return error;
    read_answer(cx, answer, result);
    postgres->changed_rows = changed_by(answer);
    return NULL;
}

static struct error *prepare_only(struct context *cx, struct db *db, const char *sql)
{
    struct prepared *prepared;

    reconnect(of(db));
    return prepare(cx, db, sql, &prepared);
}

static struct error *script(struct context *cx, struct db *db, const char *sql)
{
    reconnect(of(db));
    CLEANUP(clear_answer) PGresult *answer = PQexec(of(db)->connection, sql);
    return is_good(answer) ? NULL : refused(cx, of(db), answer, sql);
}

/* A text as COPY reads it. */
static void add_escaped(struct buf *out, str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        char letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c;
        if (letter != c || c == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, letter);
    }
}

static void add_cell(struct buf *out, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        buf_add(out, S("\\N"));
        break;
    case VALUE_INTEGER:
        buf_printf(out, "%lld", (long long)value->integer);
        break;
    case VALUE_TEXT:
        add_escaped(out, value->text);
        break;
    }
}

/* What the server says at last. */
static struct error *end_load(struct context *cx, struct postgres *postgres, const char *sql)
{
    struct error *error = NULL;

    for (PGresult *answer; (answer = PQgetResult(postgres->connection)) != NULL;
         PQclear(answer))
        if (error == NULL && !is_good(answer))
            error = refused(cx, postgres, answer, sql);
    return error;
}

static struct error *load(struct context *cx, struct db *db, const char *table,
                          const char *columns, const struct result *rows)
{
    struct postgres *postgres = of(db);
    struct buf data = { .arena = cx->arena };
    struct buf sql = { .arena = cx->arena };

    buf_printf(&sql, "copy %s (%s) from stdin%c", table, columns, '\0');
    for (size_t i = 0; i < rows->rows * rows->columns; i++) {
        add_cell(&data, &rows->values[i]);
        buf_add_char(&data, (i + 1) % rows->columns == 0 ? '\n' : '\t');
    }
    PGresult *answer = PQexec(postgres->connection, sql.data);
    bool ready = PQresultStatus(answer) == PGRES_COPY_IN;
    struct error *error = ready ? NULL : refused(cx, postgres, answer, sql.data);
    PQclear(answer);
    if (!ready)
        return error;
    if (PQputCopyData(postgres->connection, data.data, (int)data.length) != 1 ||
        PQputCopyEnd(postgres->connection, NULL) != 1)
        return refused(cx, postgres, NULL, sql.data);
    return end_load(cx, postgres, sql.data);
}

/* A statement that was prepared before a view of the same name goes on reading the table. */
static void forget_statements(struct db *db)
{
    PQclear(PQexec(of(db)->connection, "deallocate all"));
    statement_cache_clear(&of(db)->cache, drop_prepared);
}

static void set_patience(struct db *db)
{
    char sql[64];

    (void)snprintf(sql, sizeof sql, "set statement_timeout = %d", db->patience_ms);
    PQclear(PQexec(of(db)->connection, sql)); /* a new session is told by begin_session */
}

static bool in_transaction(struct db *db)
{
    PGTransactionStatusType status = PQtransactionStatus(of(db)->connection);

    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static void postgres_close(struct db *db)
{
    struct postgres *postgres = of(db);

    statement_cache_clear(&postgres->cache, drop_prepared);
    PQfinish(postgres->connection);
    free(postgres);
}

static int64_t changed_rows(struct db *db)
{
    return of(db)->changed_rows;
}

static const struct db_driver driver = {
    .engine = DB_POSTGRES,
    .close = postgres_close,
    .query = query,
    .prepare = prepare_only,
    .script = script,
    .load = load,
    .in_transaction = in_transaction,
    .changed_rows = changed_rows,
    .forget_statements = forget_statements,
    .set_patience = set_patience,
    .begin = "begin isolation level read committed",
    .look = "select 1",
    .begin_read = "begin isolation level repeatable read read only",
};

/* The server's words about things that are there already are nobody's concern. */
static void ignore_notice(void *closure, const char *message)
{
    (void)closure;
    (void)message;
}

/* What the address does not say itself: a server that does not answer is given up soon. */
static PGconn *connect_to(const char *address)
{
    static const char *const names[] = { "connect_timeout",
                                         "keepalives_idle",
                                         "keepalives_interval",
                                         "keepalives_count",
                                         "tcp_user_timeout",
                                         "dbname",
                                         NULL };
    const char *const values[] = { "3", "20", "10", "3", "15000", address, NULL };

    return PQconnectdbParams(names, values, 1);
}

struct error *postgres_open(struct context *cx, const char *address, enum db_use use,
                            struct db **db)
{
    struct postgres *postgres = calloc(1, sizeof *postgres);

    if (postgres == NULL)
        out_of_memory();
    postgres->db = (struct db){ .driver = &driver, .use = use };
    snprintf(postgres->session, sizeof postgres->session, "xiangzhi-%.*s",
             STR_ARG(random_hex(cx->arena, SESSION_BYTES)));
    postgres->connection = connect_to(address);
    PQsetNoticeProcessor(postgres->connection, ignore_notice, NULL);
    PQsetErrorVerbosity(postgres->connection, PQERRORS_TERSE); /* no values of rows in them */
    if (!is_connected(postgres) || !begin_session(postgres)) {
        struct error *error = fail(cx, ERROR_BUSY, "连不上数据库服务器：%s",
                                   PQerrorMessage(postgres->connection));
        postgres_close(&postgres->db);
        return error;
    }
    *db = &postgres->db;
    return NULL;
}
