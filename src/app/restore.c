/* SPDX-License-Identifier: Apache-2.0 */
/* Putting a backup back, and proving that it could be put back. */
#include "app/restore.h"

#include "app/backup.h"
#include "app/evidence.h"
#include "app/figure.h"
#include "app/journal.h"
#include "app/module.h"
#include "app/upgrade.h"
#include "base/file.h"
#include "record/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { SUMS_BYTES_MAX = 1024 * 1024 * 1024 };

/* One restore while it is under way. */
struct restoring {
    const struct restore_options *options;
    struct drill *drill;
    const char *backup;  /* its folder */
    const char *address; /* of the database as it is put back: of a draft on SQLite */
};

static void problem(struct context *cx, struct drill *drill, const char *format, ...)
    PRINTF(3, 4);

static void problem(struct context *cx, struct drill *drill, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str sentence = arena_vprintf(cx->arena, format, arguments);
    va_end(arguments);
    if (drill->problem_count < DRILL_PROBLEMS_MAX)
        drill->problems[drill->problem_count] = sentence;
    drill->problem_count++;
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* The backup */

/* Without a manifest it may be the folder above: then the newest backup in it is meant. */
static struct error *find_backup(struct context *cx, struct restoring *restoring)
{
    const char *path = restoring->options->backup;
    struct manifest *backups;
    size_t count;

    restoring->backup = path;
    if (path_exists(path_join(cx, path, MANIFEST_FILE)))
        return NULL;
    TRY(backups_list(cx, path, &backups, &count));
    if (count == 0)
        return fail(cx, ERROR_NOT_FOUND, "%s 不是一份备份，里面也没有备份。", path);
    restoring->backup = path_join(cx, path, arena_text(cx->arena, backups[0].name));
    return NULL;
}

/* Digests */

static void check_sum(struct context *cx, struct restoring *restoring, const struct sum *sum)
{
    struct drill *drill = restoring->drill;
    const char *path = path_join(cx, restoring->backup, arena_text(cx->arena, sum->path));
    struct file_facts facts;

    struct error *error = file_measure(cx, path, &facts);
    if (error != NULL) {
        problem(cx, drill, "%.*s", STR_ARG(error->message));
        return;
    }
    drill->checked_files++;
    drill->checked_bytes += facts.size_bytes;
    if (!str_eq(facts.digest, sum->digest))
        problem(cx, drill, "文件 %.*s 和备份时不一样了（校验码不符）。", STR_ARG(sum->path));
}

/* What SHA256SUMS must name, however it was cut. */
struct named {
    bool manifest;
    bool database;
    bool key;
    int64_t files;
};

static void note_name(const struct manifest *manifest, str path, struct named *named)
{
    named->manifest = named->manifest || str_eq(path, S(MANIFEST_FILE));
    named->database = named->database || str_eq(path, manifest->database);
    named->key = named->key || str_eq(path, S(KEY_FILE));
    named->files += str_starts(path, S("files/"));
}

static void check_sums(struct context *cx, struct restoring *restoring, str sums)
{
    struct drill *drill = restoring->drill;
    const struct manifest *manifest = &drill->manifest;
    struct named named = { 0 };
    struct sum sum;

    while (sums_next(&sums, &sum)) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t problems = drill->problem_count;
        check_sum(cx, restoring, &sum);
        note_name(manifest, sum.path, &named);
        if (drill->problem_count == problems)
            arena_rewind(cx->arena, mark);
    }
    if (!str_is_empty(sums) || !named.manifest || !named.database ||
        (manifest->has_key && !named.key) || named.files != manifest->file_count)
        problem(cx, drill, "文件 %s 不完整：应列出%lld个附件和数据库，实有%lld个附件。",
                SUMS_FILE, (long long)manifest->file_count, (long long)named.files);
}

static struct error *check_files(struct context *cx, struct restoring *restoring)
{
    str sums;

    TRY(file_read(cx, path_join(cx, restoring->backup, SUMS_FILE), SUMS_BYTES_MAX, &sums));
    check_sums(cx, restoring, sums);
    return NULL;
}

/* The key, which may be kept elsewhere */

static const char *key_path(struct context *cx, const struct restoring *restoring)
{
    if (restoring->options->key != NULL)
        return restoring->options->key;
    if (restoring->drill->manifest.has_key)
        return path_join(cx, restoring->backup, KEY_FILE);
    return NULL;
}

static void check_key(struct context *cx, struct restoring *restoring)
{
    struct drill *drill = restoring->drill;
    const char *path = key_path(cx, restoring);
    struct file_facts facts;

    if (path == NULL) {
        problem(cx, drill, "备份里没有密钥。请用 --key 指出另外保存的密钥文件。");
        return;
    }
    struct error *error = file_measure(cx, path, &facts);
    if (error != NULL)
        problem(cx, drill, "%.*s", STR_ARG(error->message));
    else if (!str_eq(facts.digest, drill->manifest.key_digest))
        problem(cx, drill, "密钥文件 %s 不是这个数据库的密钥。", path);
}

/* The database */

static const char *database_path(struct context *cx, const struct restoring *restoring)
{
    return path_join(cx, restoring->backup,
                     arena_text(cx->arena, restoring->drill->manifest.database));
}

static struct error *put_database(struct context *cx, struct restoring *restoring)
{
    struct file_facts facts;

    if (restoring->drill->manifest.engine == DB_POSTGRES)
        return postgres_restore(cx, restoring->address, database_path(cx, restoring));
    return file_copy(cx, database_path(cx, restoring), restoring->address, &facts);
}

static struct error *check_count(struct context *cx, struct drill *drill,
                                 const struct record_count *kept)
{
    const struct record_type *type = type_find(kept->type);
    int64_t count = 0;
    bool found = false;

    if (type == NULL)
        return NULL;
    TRY(schema_has_table(cx, type->table, &found));
    if (found)
        TRY(schema_count(cx, type->table, &count));
    drill->records += count;
    if (count != kept->count)
        problem(cx, drill, "%s应有%lld条，实有%lld条。", type->title, (long long)kept->count,
                (long long)count);
    return NULL;
}

static struct error *check_head(struct context *cx, struct drill *drill,
                                const struct journal_head *head)
{
    struct result result;

    TRY(db_query(cx, "select last_id, digest from chains where county = $1",
                 WITH(value_integer(head->county)), &result));
    if (result.rows != 1 || result_integer(&result, 0, 0) != head->last_id ||
        !str_eq(result_text(&result, 0, 1), head->digest))
        problem(cx, drill, "%lld 的操作记录末尾和备份时记下的不同。", (long long)head->county);
    return NULL;
}

static struct error *check_state(struct context *cx, struct drill *drill)
{
    const struct manifest *manifest = &drill->manifest;

    for (size_t i = 0; i < manifest->count_count; i++)
        TRY(check_count(cx, drill, &manifest->counts[i]));
    for (size_t i = 0; i < manifest->head_count; i++)
        TRY(check_head(cx, drill, &manifest->heads[i]));
    return NULL;
}

/* The files that the database names are in the backup, but for those that it says are missing.
 */
static struct error *count_absent(struct context *cx, void *record, void *closure)
{
    const struct evidence *evidence = record;
    struct restoring *restoring = closure;
    const char *place = arena_text(cx->arena, evidence_place(cx, evidence->digest));

    if (!path_exists(path_join(cx, restoring->backup, place)))
        restoring->drill->absent++;
    return NULL;
}

static struct error *check_evidence(struct context *cx, struct restoring *restoring)
{
    struct drill *drill = restoring->drill;

    TRY(store_each(cx, &evidence_type, (str){ 0 }, count_absent, restoring));
    if (drill->absent > drill->manifest.missing)
        problem(cx, drill, "记录里有的附件，备份里缺%lld个。", (long long)drill->absent);
    return NULL;
}

struct finding {
    struct context *cx;
    struct drill *drill;
    int64_t altered;
};

static void tell_difference(const struct total_difference *difference, void *closure)
{
    struct finding *finding = closure;

    problem(finding->cx, finding->drill,
            "合计数不符：%.*s %.*s%s%.*s %lld 存的是%lld，应为%lld。",
            STR_ARG(difference->place), STR_ARG(difference->figure),
            str_is_empty(difference->share) ? "" : " ", STR_ARG(difference->share),
            (long long)difference->period, (long long)difference->kept,
            (long long)difference->computed);
}

static void tell_broken(record_id entry, void *closure)
{
    struct finding *finding = closure;

    problem(finding->cx, finding->drill,
            "操作记录断了链：第%lld条被改动过，或它前面有记录被删。", (long long)entry);
}

static void count_altered(const struct record_difference *found, void *closure)
{
    struct finding *finding = closure;

    (void)found;
    finding->altered++;
}

/* Counted only: the report of a drill does not say which records there are. */
static struct error *check_records(struct context *cx, struct finding *finding)
{
    int64_t checked;

    TRY(journal_compare(cx, count_altered, finding, &checked));
    if (finding->altered > 0)
        problem(finding->cx, finding->drill,
                "有%lld处记录的内容与操作记录不符，请用 xiangzhi verify 查看。",
                (long long)finding->altered);
    return NULL;
}

static void tell_miscount(str what, void *closure)
{
    struct finding *finding = closure;

    problem(finding->cx, finding->drill, "账目不符：%.*s", STR_ARG(what));
}

/* Findings are said in an arena that is not rewound between batches. */
static struct error *check_sense(struct context *cx, struct drill *drill)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(SUMS_BYTES_MAX);
    struct context own = *cx;
    struct finding finding = { .cx = cx, .drill = drill };
    int64_t accounts;

    own.arena = arena;
    struct error *error = figures_verify(&own, tell_difference, &finding, &drill->totals);
    if (error == NULL)
        error = journal_verify(&own, tell_broken, &finding, &drill->entries);
    if (error == NULL)
        error = check_records(&own, &finding);
    if (error == NULL)
        error = modules_check(&own, tell_miscount, &finding, &accounts);
    return error == NULL ? NULL : fail(cx, error->kind, "%.*s", STR_ARG(error->message));
}

static struct error *check_open(struct context *cx, struct restoring *restoring)
{
    struct drill *drill = restoring->drill;

    TRY(check_state(cx, drill));
    TRY(upgrade_run(cx, cx->app, NULL));
    TRY(check_evidence(cx, restoring));
    TRY(check_sense(cx, drill));
    drill->is_open = true;
    return NULL;
}

static struct error *check_database(struct context *cx, struct restoring *restoring)
{
    struct context own = *cx;
    struct app app = { .address = restoring->address };
    str damage = { 0 };

    if (restoring->drill->manifest.engine == DB_SQLITE)
        TRY(sqlite_damage(cx, restoring->address, false, &damage));
    if (!str_is_empty(damage)) {
        problem(cx, restoring->drill, "数据库有损坏：%.*s", STR_ARG(damage));
        return NULL;
    }
    own.app = &app;
    own.watch = &app_watch; /* the upgrade may bring catalogues */
    TRY(db_open(&own, restoring->address, DB_WRITE, &own.db));
    struct error *error = check_open(&own, restoring);
    db_close(own.db);
    if (error != NULL)
        problem(cx, restoring->drill, "%.*s", STR_ARG(error->message));
    return NULL;
}

/* Drills */

static struct error *lock_backup(struct context *cx, const char *backup, int *lock)
{
    *lock = open(backup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0)
        return file_error(cx, "打不开", backup);
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return fail(cx, ERROR_BUSY, "正在用这份备份做另一次恢复，请等它做完。");
    return NULL;
}

/* Beside the backup, or where TMPDIR says. */
static const char *scratch_folder(struct context *cx, const struct restoring *restoring)
{
    const char *wish = getenv("TMPDIR");
    const char *parent = wish != NULL ? wish : path_join(cx, restoring->backup, "..");

    return arena_printf(cx->arena, "%s/.drill-%.*s", parent,
                        STR_ARG(restoring->drill->manifest.name))
        .data;
}

static struct error *drill_sqlite(struct context *cx, struct restoring *restoring)
{
    const char *scratch = scratch_folder(cx, restoring);

    restoring->address = path_join(cx, scratch, "database.db");
    folder_remove(scratch);
    TRY(folder_make(cx, scratch));
    struct error *error = put_database(cx, restoring);
    if (error == NULL)
        error = check_database(cx, restoring);
    folder_remove(scratch);
    return error;
}

/* Outside of transactions, on a database that is there already. */
static struct error *tell_server(struct context *cx, const char *address, const char *sql)
{
    struct context own = *cx;

    TRY(db_open(&own, address, DB_WRITE, &own.db));
    struct error *error = db_script(&own, sql);
    db_close(own.db);
    return error;
}

static struct error *drill_postgres(struct context *cx, struct restoring *restoring)
{
    static const char drop[] = "drop database if exists xiangzhi_drill";
    const char *server = restoring->options->server;

    if (server == NULL || !db_address_is_postgres(server))
        return fail(
            cx, ERROR_INVALID,
            "这份备份是PostgreSQL的。请用 --db postgresql://… 指出在哪台服务器上演练。");
    TRY(tell_server(cx, server, drop));
    TRY(tell_server(cx, server, "create database xiangzhi_drill"));
    restoring->address = postgres_address_of(cx, server, "xiangzhi_drill");
    struct error *error = put_database(cx, restoring);
    if (error == NULL)
        error = check_database(cx, restoring);
    forget(tell_server(cx, server, drop));
    return error;
}

static struct error *drill_run(struct context *cx, struct restoring *restoring)
{
    if (restoring->drill->manifest.engine == DB_POSTGRES)
        return drill_postgres(cx, restoring);
    return drill_sqlite(cx, restoring);
}

/* Restoring: the files first, under a name that nothing looks for, then the names. */

static const char *draft_of(struct context *cx, const char *path)
{
    return arena_printf(cx->arena, "%s.restoring", path).data;
}

static struct error *put_file(struct context *cx, const struct restoring *restoring, str path,
                              const char *folder)
{
    const char *name = arena_text(cx->arena, path);
    const char *to = path_join(cx, folder, name);
    struct file_facts facts;

    TRY(folder_make_above(cx, to));
    return file_copy(cx, path_join(cx, restoring->backup, name), to, &facts);
}

static struct error *put_files(struct context *cx, const struct restoring *restoring,
                               const char *folder)
{
    struct file_facts facts;
    struct sum sum;
    str sums;

    TRY(folder_make(cx, folder));
    TRY(file_copy(cx, key_path(cx, restoring), path_join(cx, folder, KEY_FILE), &facts));
    TRY(file_read(cx, path_join(cx, restoring->backup, SUMS_FILE), SUMS_BYTES_MAX, &sums));
    while (sums_next(&sums, &sum)) {
        struct arena_mark mark = arena_mark(cx->arena);
        if (str_starts(sum.path, S("files/")))
            TRY(put_file(cx, restoring, sum.path, folder));
        arena_rewind(cx->arena, mark);
    }
    return disk_sync(cx, folder);
}

static struct error *give_name(struct context *cx, const char *from, const char *to)
{
    return rename(from, to) == 0 ? NULL : file_error(cx, "写不了", to);
}

static struct error *put_aside(struct context *cx, const char *path, const char *ending)
{
    const char *aside = arena_printf(cx->arena, "%s%s", path, ending).data;

    return path_exists(path) ? give_name(cx, path, aside) : NULL;
}

/* ".before-20260302-093000" */
static const char *aside_ending(struct context *cx)
{
    str name = backup_name(cx, cx->now);

    return arena_printf(cx->arena, ".before%.*s", STR_ARG(str_slice(name, 8, name.length)))
        .data;
}

static struct error *already_there(struct context *cx, const char *what)
{
    return fail(cx, ERROR_CONFLICT,
                "%s 已经有了，没有恢复。请换一个地方；要换下它，加 --replace，"
                "原来的会改名留着。",
                what);
}

static struct error *refuse_what_is_there(struct context *cx, const struct restoring *restoring,
                                          const char *folder)
{
    const char *to = restoring->options->to;

    if (restoring->options->replace)
        return NULL;
    if (!db_address_is_postgres(to) && path_exists(to))
        return already_there(cx, to);
    return path_exists(folder) ? already_there(cx, folder) : NULL;
}

/* A damaged database cannot be opened, and is put aside as it lies there. */
static struct error *put_old_sqlite_aside(struct context *cx, struct restoring *restoring)
{
    static const char *const parts[] = { "", "-wal", "-shm" };
    const char *to = restoring->options->to, *ending = aside_ending(cx);

    if (!path_exists(to))
        return NULL;
    struct error *error = sqlite_close_for_all(cx, to);
    if (error != NULL && error->kind == ERROR_BUSY)
        return error;
    for (size_t i = 0; i < COUNT(parts); i++) {
        const char *aside = arena_printf(cx->arena, "%s%s", ending, parts[i]).data;
        const char *part = arena_printf(cx->arena, "%s%s", to, parts[i]).data;
        if (path_exists(part))
            TRY(give_name(cx, part, arena_printf(cx->arena, "%s%s", to, aside).data));
    }
    restoring->drill->put_aside = arena_printf(cx->arena, "%s%s", to, ending);
    return NULL;
}

static struct error *name_sqlite(struct context *cx, struct restoring *restoring,
                                 const char *folder)
{
    const char *to = restoring->options->to;

    TRY(put_old_sqlite_aside(cx, restoring));
    TRY(put_aside(cx, folder, aside_ending(cx)));
    TRY(give_name(cx, draft_of(cx, folder), folder));
    TRY(give_name(cx, restoring->address, to));
    TRY(disk_sync(cx, folder));
    return disk_sync(cx, to);
}

static bool is_good(const struct restoring *restoring)
{
    return restoring->drill->problem_count == 0;
}

static void remove_file_of_sqlite(struct context *cx, const char *path)
{
    (void)unlink(path);
    (void)unlink(arena_printf(cx->arena, "%s-wal", path).data);
    (void)unlink(arena_printf(cx->arena, "%s-shm", path).data);
}

static struct error *restore_sqlite(struct context *cx, struct restoring *restoring,
                                    const char *folder)
{
    restoring->address = draft_of(cx, restoring->options->to);
    remove_file_of_sqlite(cx, restoring->address);
    TRY(folder_make_above(cx, restoring->address));
    struct error *error = put_database(cx, restoring);
    if (error == NULL)
        error = check_database(cx, restoring);
    if (error == NULL && is_good(restoring))
        error = put_files(cx, restoring, draft_of(cx, folder));
    if (error == NULL && is_good(restoring))
        error = name_sqlite(cx, restoring, folder);
    remove_file_of_sqlite(cx, restoring->address);
    return error;
}

static struct error *look_for_tables(struct context *cx, const char *address, bool *found)
{
    static const char others[] = "select count(*) from pg_stat_activity "
                                 "where datname = current_database() "
                                 "and backend_type = 'client backend' "
                                 "and pid <> pg_backend_pid()";
    int64_t count;

    TRY(schema_has_table(cx, "totals", found));
    TRY(query_number(cx, others, NULL, 0, &count));
    if (*found && count > 0)
        return fail(cx, ERROR_BUSY, "数据库 %s 正在使用。请先停止服务，再运行一次。", address);
    return NULL;
}

static struct error *find_old_postgres(struct context *cx, const char *address, bool *found)
{
    struct context own = *cx;

    TRY(db_open(&own, address, DB_READ, &own.db));
    struct error *error = look_for_tables(&own, address, found);
    db_close(own.db);
    return error;
}

/* What was there becomes the schema before_..., beside the new one. */
static struct error *put_old_postgres_aside(struct context *cx, struct restoring *restoring)
{
    const char *to = restoring->options->to;
    str name = backup_name(cx, cx->now);
    struct buf sql = { .arena = cx->arena };
    bool found;

    TRY(find_old_postgres(cx, to, &found));
    if (!found)
        return NULL;
    if (!restoring->options->replace)
        return already_there(cx, to);
    buf_printf(&sql, "alter schema public rename to before_%.*s_%.*s; create schema public;%c",
               STR_ARG(str_slice(name, 9, 17)), STR_ARG(str_slice(name, 18, 24)), '\0');
    TRY(tell_server(cx, to, sql.data));
    restoring->drill->put_aside =
        arena_printf(cx->arena, "before_%.*s_%.*s", STR_ARG(str_slice(name, 9, 17)),
                     STR_ARG(str_slice(name, 18, 24)));
    return NULL;
}

/* Takes back what a failed restore has done. */
static void put_old_postgres_back(struct context *cx, struct restoring *restoring)
{
    str aside = restoring->drill->put_aside;
    struct buf sql = { .arena = cx->arena };

    buf_add(&sql, S("drop schema public cascade;"));
    if (str_is_empty(aside))
        buf_add(&sql, S("create schema public;"));
    else
        buf_printf(&sql, "alter schema %.*s rename to public;", STR_ARG(aside));
    buf_add_char(&sql, '\0');
    forget(tell_server(cx, restoring->address, sql.data));
    restoring->drill->put_aside = (str){ 0 };
}

static struct error *name_files(struct context *cx, const char *folder)
{
    TRY(put_aside(cx, folder, aside_ending(cx)));
    return give_name(cx, draft_of(cx, folder), folder);
}

static struct error *restore_postgres(struct context *cx, struct restoring *restoring,
                                      const char *folder)
{
    restoring->address = restoring->options->to;
    TRY(put_old_postgres_aside(cx, restoring));
    struct error *error = put_database(cx, restoring);
    if (error == NULL)
        error = check_database(cx, restoring);
    if (error == NULL && is_good(restoring))
        error = put_files(cx, restoring, draft_of(cx, folder));
    if (error == NULL && is_good(restoring))
        error = name_files(cx, folder);
    if (error != NULL || !is_good(restoring))
        put_old_postgres_back(cx, restoring);
    return error;
}

static struct error *check_engine(struct context *cx, const struct restoring *restoring)
{
    bool postgres = restoring->drill->manifest.engine == DB_POSTGRES;

    if (postgres == db_address_is_postgres(restoring->options->to))
        return NULL;
    return fail(cx, ERROR_INVALID, "这份备份是%s的，--to 要写%s。",
                postgres ? "PostgreSQL" : "SQLite",
                postgres ? "一个空的 postgresql:// 数据库" : "一个文件");
}

static struct error *restore_to(struct context *cx, struct restoring *restoring)
{
    const char *to = restoring->options->to, *folder = app_folder(cx, to);

    TRY(check_engine(cx, restoring));
    TRY(refuse_what_is_there(cx, restoring, folder));
    folder_remove(draft_of(cx, folder));
    struct error *error = restoring->drill->manifest.engine == DB_POSTGRES
                              ? restore_postgres(cx, restoring, folder)
                              : restore_sqlite(cx, restoring, folder);
    folder_remove(draft_of(cx, folder));
    if (error == NULL && is_good(restoring))
        restoring->drill->where = str_of(to);
    return error;
}

struct error *restore_run(struct context *cx, const struct restore_options *options,
                          struct drill *drill)
{
    struct restoring restoring = { .options = options, .drill = drill };
    CLEANUP(close_file) int lock = -1;

    *drill = (struct drill){ .began_at = instant_now() };
    TRY(find_backup(cx, &restoring));
    TRY(lock_backup(cx, restoring.backup, &lock));
    TRY(backup_read(cx, restoring.backup, &drill->manifest));
    TRY(check_files(cx, &restoring));
    check_key(cx, &restoring);
    if (drill->problem_count == 0)
        TRY(options->to == NULL ? drill_run(cx, &restoring) : restore_to(cx, &restoring));
    drill->ended_at = instant_now();
    return NULL;
}
