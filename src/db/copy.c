/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of whole databases. */
#include "db/copy.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    STEP_PAGES = 1024, /* 4 MB between two looks at the stop flag */
    BUSY_MS = 10000,
    WORDS_MAX = 600, /* of what a tool complains about */
    TOOL_PATIENCE_MS = 50,
};

struct error *check_stop(struct context *cx, stop_flag stop)
{
    if (stop != NULL && atomic_load(stop))
        return fail(cx, ERROR_BUSY, "程序正在停止，备份没有做完。");
    return NULL;
}

/* SQLite */

static void close_connection(sqlite3 **connection)
{
    sqlite3_close(*connection);
}

static struct error *cannot_read(struct context *cx, const char *path, sqlite3 *connection)
{
    int code = sqlite3_errcode(connection);
    const char *words = sqlite3_errmsg(connection);

    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR)
        return fail(cx, ERROR_CONFLICT,
                    "数据库 %s 有损坏（%s）。请马上停止服务，用最近一份备份恢复。", path,
                    words);
    return fail(cx, ERROR_CONFLICT, "读不了数据库 %s（%s）。", path, words);
}

/* A failure to write is the system's: it says whether the disk is full. */
static struct error *cannot_write(struct context *cx, const char *path, sqlite3 *copy, int code)
{
    int reason = sqlite3_system_errno(copy);

    if (code == SQLITE_FULL)
        reason = ENOSPC;
    if (reason == 0)
        return fail(cx, ERROR_CONFLICT, "写不了 %s（%s）。", path, sqlite3_errstr(code));
    errno = reason;
    return file_error(cx, "写不了", path);
}

/* The state that is copied is the one of the first read. */
static struct error *open_source(struct context *cx, const char *path, sqlite3 **source)
{
    static const char begin[] = "begin; select count(*) from sqlite_schema;";

    if (sqlite3_open_v2(path, source, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return cannot_read(cx, path, *source);
    sqlite3_busy_timeout(*source, BUSY_MS);
    if (sqlite3_exec(*source, begin, NULL, NULL, NULL) != SQLITE_OK)
        return cannot_read(cx, path, *source);
    return NULL;
}

/* Half a copy is thrown away, so it needs neither journal nor syncs of its own. */
static struct error *open_copy(struct context *cx, const char *path, sqlite3 **copy)
{
    static const char settings[] = "pragma journal_mode = off; pragma synchronous = off;";

    int code = sqlite3_open_v2(path, copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(*copy, settings, NULL, NULL, NULL);
    return code == SQLITE_OK ? NULL : cannot_write(cx, path, *copy, code);
}

/* Lets the disk take what has been written so far, so that the end is not one long wait that
 * the writer of the database would feel.  Whether all is there is asked at the end. */
static void write_out(int file)
{
    if (file >= 0)
        (void)fdatasync(file);
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static int copy_steps(struct context *cx, sqlite3_backup *backup, int file, stop_flag stop,
                      struct error **stopped)
{
    int code = SQLITE_OK;

    while (code == SQLITE_OK && (*stopped = check_stop(cx, stop)) == NULL) {
        code = sqlite3_backup_step(backup, STEP_PAGES);
        write_out(file);
    }
    return code;
}

static struct error *copy_pages(struct context *cx, sqlite3 *source, sqlite3 *copy,
                                const char *to, stop_flag stop)
{
    CLEANUP(close_file) int file = open(to, O_RDONLY | O_CLOEXEC);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", source, "main");
    struct error *stopped = NULL;

    if (backup == NULL)
        return cannot_write(cx, to, copy, sqlite3_errcode(copy));
    int code = copy_steps(cx, backup, file, stop, &stopped);
    sqlite3_backup_finish(backup);
    if (stopped != NULL)
        return stopped;
    return code == SQLITE_DONE ? NULL : cannot_write(cx, to, copy, code);
}

static struct error *copy_into(struct context *cx, const char *from, const char *to,
                               stop_flag stop)
{
    CLEANUP(close_connection) sqlite3 *source = NULL;
    CLEANUP(close_connection) sqlite3 *copy = NULL;

    TRY(open_source(cx, from, &source));
    TRY(open_copy(cx, to, &copy));
    return copy_pages(cx, source, copy, to, stop);
}

struct error *sqlite_copy(struct context *cx, const char *from, const char *to, stop_flag stop)
{
    if (path_exists(to)) {
        errno = EEXIST;
        return file_error(cx, "写不了", to);
    }
    struct error *error = copy_into(cx, from, to, stop);
    if (error == NULL)
        error = path_sync(cx, to);
    if (error != NULL)
        unlink(to);
    return error;
}

struct error *sqlite_damage(struct context *cx, const char *path, bool quick, str *damage)
{
    struct context own = *cx;
    struct result result;

    TRY(db_open(&own, path, DB_STILL, &own.db));
    struct error *error = db_query(
        &own, quick ? "pragma quick_check(1)" : "pragma integrity_check(3)", NULL, 0, &result);
    db_close(own.db);
    if (error != NULL) {
        *damage = error->message;
        return NULL;
    }
    str words = result.rows > 0 ? result_text(&result, 0, 0) : (str){ 0 };
    *damage = str_eq(words, S("ok")) ? (str){ 0 } : words;
    return NULL;
}

struct error *sqlite_close_for_all(struct context *cx, const char *path)
{
    CLEANUP(close_connection) sqlite3 *connection = NULL;

    if (sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        return cannot_read(cx, path, connection);
    int code = sqlite3_exec(connection, "pragma journal_mode = delete", NULL, NULL, NULL);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return fail(cx, ERROR_BUSY, "数据库 %s 正在使用。请先停止服务，再运行一次。", path);
    return code == SQLITE_OK ? NULL : cannot_read(cx, path, connection);
}

/* PostgreSQL */

struct error *postgres_snapshot(struct context *cx, const char **snapshot)
{
    struct result result;

    TRY(db_query(cx, "select pg_export_snapshot()", NULL, 0, &result));
    *snapshot = arena_text(cx->arena, result_text(&result, 0, 0));
    return NULL;
}

/* A tool that runs, and the end of the pipe where it complains. */
struct tool {
    const char *name;
    pid_t process;
    int complaints;
};

static struct error *cannot_start(struct context *cx, const char *name, int reason)
{
    if (reason == ENOENT)
        return fail(cx, ERROR_NOT_FOUND,
                    "没有找到 %s。请先安装：apt-get install postgresql-client。", name);
    return fail(cx, ERROR_BROKEN, "启动不了 %s（%s）。", name, strerror(reason));
}

static struct error *start_tool(struct context *cx, char *const *words, struct tool *tool)
{
    posix_spawn_file_actions_t actions;
    int pipe_ends[2];

    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return file_error(cx, "启动不了", words[0]);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    int reason = posix_spawnp(&tool->process, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe_ends[1]);
    tool->name = words[0];
    tool->complaints = pipe_ends[0];
    if (reason == 0)
        return NULL;
    close(pipe_ends[0]);
    return cannot_start(cx, words[0], reason);
}

/* Reads what the tool says until it ends; it is told to end when the flag is up. */
static str listen(struct context *cx, const struct tool *tool, stop_flag stop)
{
    struct buf said = { .arena = cx->arena };
    char some[512];
    ssize_t got;

    (void)fcntl(tool->complaints, F_SETFL, O_NONBLOCK);
    while ((got = read(tool->complaints, some, sizeof some)) != 0) {
        if (got > 0 && said.length < WORDS_MAX)
            buf_add(&said, (str){ some, (size_t)got });
        if (got < 0 && errno != EAGAIN && errno != EINTR)
            break;
        if (got < 0)
            usleep(TOOL_PATIENCE_MS * 1000);
        if (stop != NULL && atomic_load(stop))
            kill(tool->process, SIGTERM);
    }
    close(tool->complaints);
    return str_trim(str_first(buf_str(&said), WORDS_MAX));
}

static struct error *run_tool(struct context *cx, char *const *words, stop_flag stop)
{
    struct tool tool;
    int status = 0;

    TRY(start_tool(cx, words, &tool));
    str said = listen(cx, &tool, stop);
    while (waitpid(tool.process, &status, 0) < 0 && errno == EINTR)
        ;
    TRY(check_stop(cx, stop));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return NULL;
    return fail(cx, ERROR_CONFLICT, "%s 没有做成：%.*s", tool.name, STR_ARG(said));
}

static char *word(struct context *cx, const char *option, const char *value)
{
    /* posix_spawn wants words that it could change, and does not. */
    return (char *)(uintptr_t)arena_printf(cx->arena, "%s%s", option, value).data;
}

struct error *postgres_dump(struct context *cx, const char *address, const char *snapshot,
                            const char *to, stop_flag stop)
{
    char *const words[] = {
        word(cx, "pg_dump", ""),
        word(cx, "--format=custom", ""),
        word(cx, "--no-owner", ""),
        word(cx, "--no-privileges", ""),
        word(cx, "--exclude-schema=before_*", ""),
        word(cx, "--snapshot=", snapshot),
        word(cx, "--file=", to),
        word(cx, "--dbname=", address),
        NULL,
    };

    TRY(run_tool(cx, words, stop));
    return path_sync(cx, to);
}

struct error *postgres_restore(struct context *cx, const char *address, const char *from)
{
    char *const words[] = {
        word(cx, "pg_restore", ""),
        word(cx, "--single-transaction", ""),
        word(cx, "--exit-on-error", ""),
        word(cx, "--no-owner", ""),
        word(cx, "--no-privileges", ""),
        word(cx, "--dbname=", address),
        word(cx, from, ""),
        NULL,
    };

    return run_tool(cx, words, NULL);
}

const char *postgres_address_of(struct context *cx, const char *address, const char *database)
{
    str whole = str_of(address), scheme, rest, server, tail, parameters;

    str_cut(whole, ':', &scheme, &rest);
    rest = str_slice(rest, 2, rest.length);
    str_cut(rest, '/', &server, &tail);
    bool more = str_cut(tail, '?', &tail, &parameters);
    return arena_printf(cx->arena, "%.*s://%.*s/%s%s%.*s", STR_ARG(scheme), STR_ARG(server),
                        database, more ? "?" : "", STR_ARG(parameters))
        .data;
}
