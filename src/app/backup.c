/* SPDX-License-Identifier: Apache-2.0 */
/* Backups. */
#include "app/backup.h"

#include "app/upgrade.h"
#include "base/file.h"
#include "base/hash.h"
#include "record/schema.h"
#include "record/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BATCH_ROWS = 1000,
    MANIFEST_BYTES_MAX = 4 * 1024 * 1024,
    HOUR_OF_BACKUP = 2,
    MINUTE_OF_BACKUP = 30,
    NAME_TRIES = 60,
};

/* One backup while it is made. */
struct backup {
    const struct backup_options *options;
    struct manifest manifest;
    const char *draft;
    const char *before; /* the backup before this one, or NULL */
    FILE *sums;
};

/* The target: one backup at a time, and what an interrupted one has left is swept out. */

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static struct error *lock_target(struct context *cx, const char *target, int *lock)
{
    *lock = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0)
        return file_error(cx, "打不开", target);
    if (flock(*lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return fail(cx, ERROR_BUSY, "%s 里正在做另一份备份，请等它做完。", target);
    return NULL;
}

static const char *draft_of(struct context *cx, const char *target)
{
    return path_join(cx, target, ".draft");
}

/* Two backups of the same second would have the same name. */
static struct error *choose_name(struct context *cx, struct backup *backup)
{
    const char *target = backup->options->target;
    struct manifest *manifest = &backup->manifest;

    manifest->made_at = cx->now;
    for (int i = 0; i < NAME_TRIES; i++) {
        manifest->name = backup_name(cx, instant_add_seconds(cx->now, i));
        if (!path_exists(path_join(cx, target, arena_text(cx->arena, manifest->name))))
            return NULL;
    }
    return fail(cx, ERROR_CONFLICT, "%s 里已经有这个时候的备份了。", target);
}

static struct error *find_before(struct context *cx, struct backup *backup)
{
    const char *target = backup->options->target;
    struct manifest *backups;
    size_t count;

    TRY(backups_list(cx, target, &backups, &count));
    if (count > 0)
        backup->before = path_join(cx, target, arena_text(cx->arena, backups[0].name));
    return NULL;
}

/* Sums */

static struct error *add_sum(struct context *cx, struct backup *backup, str digest,
                             const char *path)
{
    if (fprintf(backup->sums, "%.*s  %s\n", STR_ARG(digest), path) > 0)
        return NULL;
    return file_error(cx, "写不了", SUMS_FILE);
}

static struct error *measure(struct context *cx, struct backup *backup, const char *name,
                             struct file_facts *facts)
{
    TRY(file_measure(cx, path_join(cx, backup->draft, name), facts));
    return add_sum(cx, backup, facts->digest, name);
}

/* The database */

static struct error *count_records(struct context *cx, struct manifest *manifest)
{
    size_t count = 0;

    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        count++;
    manifest->counts = arena_array(cx->arena, struct record_count, count);
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        struct record_count *of = &manifest->counts[manifest->count_count];
        bool found;
        TRY(schema_has_table(cx, (*type)->table, &found));
        if (!found)
            continue;
        of->type = str_of((*type)->name);
        TRY(schema_count(cx, (*type)->table, &of->count));
        manifest->count_count++;
    }
    return NULL;
}

static struct error *read_heads(struct context *cx, struct manifest *manifest)
{
    struct result result;

    TRY(db_query(cx, "select county, last_id, digest from chains order by county limit 4000",
                 NULL, 0, &result));
    manifest->heads = arena_array(cx->arena, struct journal_head, result.rows);
    manifest->head_count = result.rows;
    for (size_t i = 0; i < result.rows; i++)
        manifest->heads[i] =
            (struct journal_head){ result_integer(&result, i, 0), result_integer(&result, i, 1),
                                   result_text(&result, i, 2) };
    return NULL;
}

/* Evidence */

static struct error *is_lost(struct context *cx, struct backup *backup, str digest,
                             struct error *why)
{
    backup->manifest.missing++;
    if (backup->options->missing_allowed)
        return NULL;
    return fail(cx, ERROR_CONFLICT,
                "附件 %.*s 没法备份：%.*s请从以前的备份里找回；确实找不回的，"
                "加 --allow-missing 再做。",
                STR_ARG(evidence_place(cx, digest)), STR_ARG(why->message));
}

/* A second name for what another folder has; false when that is not possible. */
static bool link_from(struct context *cx, const char *folder, const char *place, const char *to)
{
    return folder != NULL && link(path_join(cx, folder, place), to) == 0;
}

static struct error *copy_from(struct context *cx, const char *from, const char *to, str digest)
{
    struct file_facts facts;

    TRY(file_copy(cx, from, to, &facts));
    if (str_eq(facts.digest, digest))
        return NULL;
    unlink(to);
    return fail(cx, ERROR_NOT_FOUND, "%s 被改动过，和它的校验码不符。", from);
}

/* Whether the live file, and not the disk of the backup, is what went wrong. */
static bool can_be_read(const char *path)
{
    CLEANUP(close_file) int file = open(path, O_RDONLY | O_CLOEXEC);

    return file >= 0;
}

static struct error *keep_file(struct context *cx, struct backup *backup, str digest,
                               int64_t size_bytes)
{
    const struct backup_options *options = backup->options;
    const char *place = arena_text(cx->arena, evidence_place(cx, digest));
    const char *from = path_join(cx, options->folder, place);
    const char *to = path_join(cx, backup->draft, place);

    if (path_exists(to))
        return NULL;
    TRY(folder_make_above(cx, to));
    if (!link_from(cx, backup->before, place, to) &&
        !link_from(cx, options->linked ? options->folder : NULL, place, to)) {
        struct error *error = copy_from(cx, from, to, digest);
        if (error != NULL && error->kind != ERROR_NOT_FOUND && can_be_read(from))
            return error;
        if (error != NULL)
            return is_lost(cx, backup, digest, error);
    }
    backup->manifest.file_count++;
    backup->manifest.file_bytes += size_bytes;
    return add_sum(cx, backup, digest, place);
}

/* The next rows about evidence, in the order of their ids. */
static const char *evidence_sql(struct context *cx)
{
    static const char sqlite[] = "select county, id, digest, size_bytes from evidence "
                                 "where id > $2 order by id limit 1000";
    static const char postgres[] = "select county, id, digest, size_bytes from evidence "
                                   "where (county, id) > ($1, $2) "
                                   "order by county, id limit 1000";

    return db_engine(cx->db) == DB_SQLITE ? sqlite : postgres;
}

static struct error *keep_batch(struct context *cx, struct backup *backup, int64_t *county,
                                int64_t *id, bool *more)
{
    struct result result;

    TRY(db_query(cx, evidence_sql(cx), WITH(value_integer(*county), value_integer(*id)),
                 &result));
    for (size_t i = 0; i < result.rows; i++) {
        TRY(check_stop(cx, backup->options->stop));
        TRY(keep_file(cx, backup, result_text(&result, i, 2), result_integer(&result, i, 3)));
        *county = result_integer(&result, i, 0);
        *id = result_integer(&result, i, 1);
    }
    *more = result.rows == BATCH_ROWS;
    return NULL;
}

static struct error *keep_evidence(struct context *cx, struct backup *backup)
{
    int64_t county = -1, id = -1;
    bool more = true;

    while (more) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(keep_batch(cx, backup, &county, &id, &more));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

/* Everything that is read from the state that was copied; cx->db sees it. */
static struct error *keep_state(struct context *cx, struct backup *backup)
{
    TRY(upgrade_version(cx, &backup->manifest.schema));
    TRY(count_records(cx, &backup->manifest));
    TRY(read_heads(cx, &backup->manifest));
    return keep_evidence(cx, backup);
}

static struct error *copy_sqlite(struct context *cx, struct backup *backup)
{
    const char *copy = path_join(cx, backup->draft, "database.db");
    str damage;

    backup->manifest.database = S("database.db");
    TRY(sqlite_copy(cx, backup->options->address, copy, backup->options->stop));
    TRY(sqlite_damage(cx, copy, true, &damage));
    if (!str_is_empty(damage))
        return fail(
            cx, ERROR_CONFLICT,
            "数据库本身有损坏，不能当备份用（%.*s）。请马上停止服务，用最近一份备份恢复。",
            STR_ARG(damage));
    TRY(db_open(cx, copy, DB_STILL, &cx->db));
    struct error *error = keep_state(cx, backup);
    db_close(cx->db);
    return error;
}

static struct error *dump_and_keep(struct context *cx, struct backup *backup)
{
    const struct backup_options *options = backup->options;
    const char *snapshot;

    TRY(postgres_snapshot(cx, &snapshot));
    TRY(postgres_dump(cx, options->address, snapshot,
                      path_join(cx, backup->draft, "database.dump"), options->stop));
    return keep_state(cx, backup);
}

static struct error *copy_postgres(struct context *cx, struct backup *backup)
{
    backup->manifest.database = S("database.dump");
    TRY(db_open(cx, backup->options->address, DB_READ, &cx->db));
    struct error *error = db_begin(cx);
    if (error == NULL) {
        error = dump_and_keep(cx, backup);
        db_rollback(cx);
    }
    db_close(cx->db);
    return error;
}

static struct error *copy_database(struct context *cx, struct backup *backup)
{
    struct context own = *cx;
    struct file_facts facts;
    bool postgres = db_address_is_postgres(backup->options->address);

    backup->manifest.engine = postgres ? DB_POSTGRES : DB_SQLITE;
    TRY(postgres ? copy_postgres(&own, backup) : copy_sqlite(&own, backup));
    TRY(measure(cx, backup, backup->manifest.database.data, &facts));
    backup->manifest.database_bytes = facts.size_bytes;
    return NULL;
}

/* The digest of the key is written down in any case: it says which key belongs here. */
static struct error *copy_key(struct context *cx, struct backup *backup)
{
    const char *key = path_join(cx, backup->options->folder, KEY_FILE);
    struct file_facts facts;

    if (backup->options->without_key) {
        TRY(file_measure(cx, key, &facts));
    } else {
        TRY(file_copy(cx, key, path_join(cx, backup->draft, KEY_FILE), &facts));
        TRY(add_sum(cx, backup, facts.digest, KEY_FILE));
    }
    backup->manifest.has_key = !backup->options->without_key;
    backup->manifest.key_digest = facts.digest;
    return NULL;
}

static struct error *add_manifest(struct context *cx, struct backup *backup)
{
    struct buf text = { .arena = cx->arena };
    struct file_facts facts;

    manifest_write(&backup->manifest, &text);
    TRY(file_write(cx, path_join(cx, backup->draft, MANIFEST_FILE), buf_str(&text)));
    return measure(cx, backup, MANIFEST_FILE, &facts);
}

static struct error *fill(struct context *cx, struct backup *backup)
{
    TRY(copy_key(cx, backup));
    TRY(copy_database(cx, backup));
    TRY(add_manifest(cx, backup));
    if (fflush(backup->sums) != 0)
        return file_error(cx, "写不了", SUMS_FILE);
    return disk_sync(cx, backup->draft);
}

static struct error *fill_draft(struct context *cx, struct backup *backup)
{
    TRY(folder_make(cx, backup->draft));
    backup->sums = fopen(path_join(cx, backup->draft, SUMS_FILE), "wxe");
    if (backup->sums == NULL)
        return file_error(cx, "写不了", path_join(cx, backup->draft, SUMS_FILE));
    struct error *error = fill(cx, backup);
    if (fclose(backup->sums) != 0 && error == NULL)
        error = file_error(cx, "写不了", SUMS_FILE);
    return error;
}

/* From here on it is a backup. */
static struct error *name_draft(struct context *cx, struct backup *backup)
{
    const char *target = backup->options->target;
    const char *path = path_join(cx, target, arena_text(cx->arena, backup->manifest.name));

    if (rename(backup->draft, path) != 0)
        return file_error(cx, "写不了", path);
    return path_sync(cx, target);
}

static struct error *check_source(struct context *cx, const char *address)
{
    if (db_address_is_postgres(address) || path_exists(address))
        return NULL;
    return fail(cx, ERROR_NOT_FOUND, "没有数据库 %s。请用 --db 指出要备份哪一个。", address);
}

struct error *backup_make(struct context *cx, const struct backup_options *options,
                          struct manifest *made)
{
    struct backup backup = { .options = options, .draft = draft_of(cx, options->target) };
    CLEANUP(close_file) int lock = -1;

    TRY(check_source(cx, options->address));
    TRY(folder_make(cx, options->target));
    TRY(lock_target(cx, options->target, &lock));
    folder_remove(backup.draft);
    TRY(choose_name(cx, &backup));
    TRY(find_before(cx, &backup));
    struct error *error = fill_draft(cx, &backup);
    if (error == NULL)
        error = name_draft(cx, &backup);
    if (error != NULL) {
        folder_remove(backup.draft);
        return error;
    }
    *made = backup.manifest;
    return NULL;
}

/* Those that are there */

struct error *backup_read(struct context *cx, const char *path, struct manifest *manifest)
{
    str text;

    TRY(file_read(cx, path_join(cx, path, MANIFEST_FILE), MANIFEST_BYTES_MAX, &text));
    return manifest_read(cx, text, manifest);
}

struct error *backups_list(struct context *cx, const char *target, struct manifest **backups,
                           size_t *count)
{
    str *names;
    size_t name_count;

    TRY(folder_list(cx, target, &names, &name_count));
    *backups = arena_array(cx->arena, struct manifest, name_count);
    *count = 0;
    for (size_t i = name_count; i > 0; i--) {
        struct manifest manifest;
        const char *path = path_join(cx, target, arena_text(cx->arena, names[i - 1]));
        if (!backup_name_read(names[i - 1], &(instant){ 0 }) ||
            backup_read(cx, path, &manifest) != NULL)
            continue;
        manifest.name = names[i - 1];
        (*backups)[(*count)++] = manifest;
    }
    return NULL;
}

/* Rotation */

static int month_of(instant t)
{
    int year, month, day;

    date_split(instant_date(t), &year, &month, &day);
    return year * 12 + month;
}

/* The list is newest first: the last of a month is the first that is met of it. */
static bool is_last_of_its_month(const struct manifest *backups, size_t i)
{
    return i == 0 || month_of(backups[i].made_at) != month_of(backups[i - 1].made_at);
}

static bool stays(const struct manifest *backups, size_t i, int keep)
{
    int age = month_of(backups[0].made_at) - month_of(backups[i].made_at);

    return i < (size_t)keep || (is_last_of_its_month(backups, i) && age <= BACKUP_MONTHS);
}

/* It loses its name first, so that what is left of it when the machine stops is no backup. */
static struct error *remove_backup(struct context *cx, const char *target, str name)
{
    const char *path = path_join(cx, target, arena_text(cx->arena, name));
    const char *draft = draft_of(cx, target);

    folder_remove(draft);
    if (rename(path, draft) != 0)
        return file_error(cx, "删不了旧备份", path);
    folder_remove(draft);
    return NULL;
}

struct error *backups_rotate(struct context *cx, const char *target, int keep, size_t *removed)
{
    CLEANUP(close_file) int lock = -1;
    struct manifest *backups;
    size_t count;

    *removed = 0;
    TRY(lock_target(cx, target, &lock));
    TRY(backups_list(cx, target, &backups, &count));
    for (size_t i = 1; i < count; i++)
        if (!stays(backups, i, keep)) {
            TRY(remove_backup(cx, target, backups[i].name));
            (*removed)++;
        }
    return NULL;
}

bool backup_is_due(const struct manifest *backups, size_t count, instant now)
{
    date today = instant_date(now);

    for (size_t i = 0; i < count; i++)
        if (date_compare(instant_date(backups[i].made_at), today) == 0)
            return false;
    return instant_compare(now, instant_of(today, HOUR_OF_BACKUP, MINUTE_OF_BACKUP, 0)) >= 0;
}
