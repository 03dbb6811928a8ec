/* SPDX-License-Identifier: Apache-2.0 */
/* Databases of earlier releases. */
#include "app/upgrade.h"

#include "app/backup.h"
#include "app/data.h"
#include "app/figure.h"
#include "app/journal.h"
#include "base/log.h"
#include "record/schema.h"
#include "record/search.h"

#include <stdlib.h>
#include <string.h>

/* The rows of the table installation. */
static const char VERSION[] = "schema";
static const char TABLES[] = "tables";
static const char FIGURES[] = "figures";
static const char WORDS[] = "words";
static const char DATA[] = "data";

void upgrade_schema_write(enum db_engine engine, struct buf *out)
{
    const char *text = engine == DB_SQLITE ? "text" : "text collate \"C\"";

    buf_printf(out,
               "create table if not exists installation (\n"
               "    name %s primary key,\n    value %s not null\n);\n",
               text, text);
}

/* What the program would write there today. */

static str tables_of(struct context *cx)
{
    struct buf text = { .arena = cx->arena };

    app_write_schema(cx, db_engine(cx->db), &text);
    return buf_str(&text);
}

static void add_part(struct buf *text, const char *part)
{
    buf_printf(text, " %s", part == NULL ? "-" : part);
}

static str figures_of(struct context *cx)
{
    struct buf text = { .arena = cx->arena };
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count; i++) {
        const struct figure *figure = entries[i].figure;
        if (entries[i].on == NULL)
            continue;
        buf_printf(&text, "%s %d %s", figure->key, (int)figure->kind, figure->of->name);
        add_part(&text, figure->where);
        add_part(&text, figure->on);
        add_part(&text, figure->until);
        add_part(&text, figure->sum);
        add_part(&text, figure->at);
        for (size_t k = 0; k < entries[i].split_count; k++)
            add_part(&text, entries[i].splits[k].name);
        buf_add_char(&text, '\n');
    }
    return buf_str(&text);
}

/* "matter: title story", by which a type is found. */
static str words_line(struct context *cx, const struct record_type *type)
{
    struct buf line = { .arena = cx->arena };

    buf_printf(&line, "%s:", type->name);
    for (size_t i = 0; i < type->shape.count; i++)
        if (type->shape.fields[i].searchable)
            buf_printf(&line, " %s", type->shape.fields[i].name);
    buf_add_char(&line, '\n');
    return buf_str(&line);
}

static str words_of(struct context *cx)
{
    struct buf text = { .arena = cx->arena };

    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        if (type_is_searchable(*type))
            buf_add(&text, words_line(cx, *type));
    return buf_str(&text);
}

/* What is written there */

static struct error *note_read(struct context *cx, const char *name, str *value)
{
    struct result result;
    bool found;

    *value = (str){ 0 };
    TRY(schema_has_table(cx, "installation", &found));
    if (!found)
        return NULL;
    TRY(db_query(cx, "select value from installation where name = $1",
                 WITH(value_text(str_of(name))), &result));
    if (result.rows > 0)
        *value = result_text(&result, 0, 0);
    return NULL;
}

static struct error *note_write(struct context *cx, const char *name, str value)
{
    return db_run(cx,
                  "insert into installation (name, value) values ($1, $2) "
                  "on conflict (name) do update set value = excluded.value",
                  WITH(value_text(str_of(name)), value_text(value)));
}

struct error *upgrade_version(struct context *cx, int64_t *version)
{
    str text;

    TRY(note_read(cx, VERSION, &text));
    *version = SCHEMA_UNNUMBERED;
    if (!str_is_empty(text) && !str_read_integer(text, version))
        return fail(cx, ERROR_BROKEN, "installation: the schema is %.*s", STR_ARG(text));
    return NULL;
}

struct error *upgrade_note(struct context *cx)
{
    TRY(note_write(cx, VERSION, arena_printf(cx->arena, "%d", SCHEMA_VERSION)));
    TRY(note_write(cx, TABLES, tables_of(cx)));
    TRY(note_write(cx, FIGURES, figures_of(cx)));
    TRY(note_write(cx, WORDS, words_of(cx)));
    return note_write(cx, DATA, data_digest(cx));
}

static struct error *is_noted(struct context *cx, const char *name, str value, bool *same)
{
    str noted;

    TRY(note_read(cx, name, &noted));
    *same = *same && str_eq(noted, value);
    return NULL;
}

static struct error *is_current(struct context *cx, bool *current)
{
    int64_t version;

    TRY(upgrade_version(cx, &version));
    if (version > SCHEMA_VERSION)
        return fail(cx, ERROR_CONFLICT,
                    "这个数据库是更新的程序写的（表结构第%lld版，本程序到第%d版）。"
                    "请安装新的程序，或者恢复升级以前的备份。",
                    (long long)version, SCHEMA_VERSION);
    *current = version == SCHEMA_VERSION;
    TRY(is_noted(cx, TABLES, tables_of(cx), current));
    TRY(is_noted(cx, FIGURES, figures_of(cx), current));
    TRY(is_noted(cx, WORDS, words_of(cx), current));
    return is_noted(cx, DATA, data_digest(cx), current);
}

/* Numbered steps */

static struct error *take_steps(struct context *cx, const struct upgrade_step *steps)
{
    int64_t version;

    TRY(upgrade_version(cx, &version));
    for (const struct upgrade_step *step = steps; step->run != NULL; step++) {
        if (step->version <= version)
            continue;
        log_write(LOG_INFO, "upgrade", "%s", step->says);
        TRY(step->run(cx));
    }
    return NULL;
}

/* Indexes that are no more, or no more the same */

/* "name" of "create [unique ]index if not exists name on ..."; false for other statements. */
static bool index_name(str statement, str *name)
{
    str rest;

    if (!str_starts(statement, S("create index ")) &&
        !str_starts(statement, S("create unique index ")))
        return false;
    while (str_cut(statement, ' ', name, &rest)) {
        statement = rest;
        if (str_eq(*name, S("exists")))
            return str_cut(statement, ' ', name, &rest);
    }
    return false;
}

static struct error *drop_old_indexes(struct context *cx)
{
    str tables = tables_of(cx), noted, line;

    TRY(note_read(cx, TABLES, &noted));
    while (str_cut(noted, '\n', &line, &noted)) {
        struct buf sql = { .arena = cx->arena };
        str name;
        if (!index_name(line, &name) || str_contains(tables, line))
            continue;
        buf_printf(&sql, "drop index if exists %.*s%c", STR_ARG(name), '\0');
        TRY(db_script(cx, sql.data));
    }
    return NULL;
}

/* Search words */

static struct error *index_record(struct context *cx, void *record, void *closure)
{
    return search_update(cx, closure, NULL, record);
}

static struct error *index_again(struct context *cx, const struct record_type *type)
{
    struct buf sql = { .arena = cx->arena };

    buf_printf(&sql, "delete from %s_words%c", type->table, '\0');
    TRY(db_settle(cx)); /* words that the steps have put off go as well */
    TRY(db_script(cx, sql.data));
    /* The closure is only handed through. */
    return store_each(cx, type, (str){ 0 }, index_record, (void *)(uintptr_t)type);
}

/* A database of release 1 says nothing about its words: those that it has are right. */
static struct error *renew_words(struct context *cx, str noted, const bool *had_words)
{
    size_t i = 0;

    for (const struct record_type *const *type = types_all(); *type != NULL; type++, i++) {
        bool same = str_is_empty(noted) || str_contains(noted, words_line(cx, *type));
        if (type_is_searchable(*type) && !(had_words[i] && same))
            TRY(index_again(cx, *type));
    }
    return NULL;
}

static struct error *find_words(struct context *cx, bool **had_words)
{
    size_t i = 0;

    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        i++;
    *had_words = arena_array(cx->arena, bool, i);
    i = 0;
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        const char *table = arena_printf(cx->arena, "%s_words", (*type)->table).data;
        TRY(schema_has_table(cx, table, &(*had_words)[i++]));
    }
    return NULL;
}

static struct error *renew_totals(struct context *cx, bool had_totals)
{
    bool same = had_totals;

    TRY(is_noted(cx, FIGURES, figures_of(cx), &same));
    return same ? NULL : figures_rebuild(cx);
}

/* Verifying */

static void count_difference(const struct total_difference *difference, void *closure)
{
    (void)difference;
    (*(int64_t *)closure)++;
}

static void count_broken(record_id entry, void *closure)
{
    (void)entry;
    (*(int64_t *)closure)++;
}

/* None when the journal cannot be read yet, because its tables are older. */
static struct error *count_broken_chains(struct context *cx, int64_t *broken)
{
    const struct field *misfit;
    int64_t checked;

    *broken = 0;
    TRY(schema_compare(cx, &journal_entry_type, &misfit));
    return misfit != NULL ? NULL : journal_verify(cx, count_broken, broken, &checked);
}

static struct error *check_tables(struct context *cx)
{
    const struct field *misfit;

    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        TRY(schema_compare(cx, *type, &misfit));
        if (misfit != NULL)
            return fail(cx, ERROR_BROKEN, "the column %s.%s is missing or of another type",
                        (*type)->table, misfit->name);
    }
    return NULL;
}

/* A chain that was broken before stays broken: the upgrade neither mends nor hides it. */
static struct error *verify(struct context *cx, int64_t broken_before)
{
    int64_t wrong = 0, broken, checked;

    TRY(check_tables(cx));
    TRY(figures_verify(cx, count_difference, &wrong, &checked));
    TRY(count_broken_chains(cx, &broken));
    if (wrong > 0 || broken > broken_before)
        return fail(
            cx, ERROR_BROKEN,
            "升级后核对，有%lld个合计数和%lld处操作记录不符，没有升级，数据库原样未动。",
            (long long)wrong, (long long)(broken - broken_before));
    return NULL;
}

/* All of it */

/* What must be known of the database before it is changed. */
struct before {
    int64_t broken;  /* chains of the journal */
    bool *had_words; /* by type */
    str words;
    bool had_totals;
};

static struct error *look_before(struct context *cx, struct before *before)
{
    TRY(count_broken_chains(cx, &before->broken));
    TRY(find_words(cx, &before->had_words));
    return note_read(cx, WORDS, &before->words);
}

static struct error *renew_what_follows(struct context *cx, const struct before *before)
{
    TRY(renew_words(cx, before->words, before->had_words));
    return renew_totals(cx, before->had_totals);
}

struct error *upgrade_apply(struct context *cx, const struct upgrade_step *steps)
{
    struct before before = { 0 };

    TRY(look_before(cx, &before));
    TRY(take_steps(cx, steps));
    TRY(drop_old_indexes(cx));
    TRY(schema_has_table(cx, "totals", &before.had_totals));
    TRY(app_apply_schema(cx));
    TRY(renew_what_follows(cx, &before));
    TRY(app_set_up(cx)); /* what came later into the files of data/ */
    TRY(verify(cx, before.broken));
    return upgrade_note(cx);
}

/* Two programs may be started at once: the second waits, and finds nothing left to do. */
static struct error *wait_for_others(struct context *cx)
{
    if (db_engine(cx->db) == DB_SQLITE)
        return NULL;
    return db_run(cx, "select pg_advisory_xact_lock(4211820017)", NULL, 0);
}

static struct error *apply(struct context *cx, void *closure)
{
    bool current;

    (void)closure;
    TRY(wait_for_others(cx));
    TRY(is_current(cx, &current));
    return current ? NULL : upgrade_apply(cx, upgrade_steps);
}

enum { UPGRADE_BACKUPS = 3 }; /* that are kept, and the last of each month */

static struct error *back_up(struct context *cx, const struct app *app, const char *backups)
{
    struct backup_options options = {
        .address = app->address,
        .folder = app->folder,
        .target = backups,
        .missing_allowed = true,
        .linked = true,
    };
    struct manifest manifest;

    struct error *error = backup_make(cx, &options, &manifest);
    if (error != NULL)
        return fail(cx, error->kind,
                    "这个数据库要升级，升级前的备份没有做成，所以没有升级：%.*s",
                    STR_ARG(error->message));
    size_t removed;
    TRY(backups_rotate(cx, backups, UPGRADE_BACKUPS, &removed));
    log_write(LOG_INFO, "upgrade", "backed up to %s/%.*s", backups, STR_ARG(manifest.name));
    return NULL;
}

static bool wants_backup(const char *backups)
{
    const char *wish = getenv("XIANGZHI_UPGRADE");

    return backups != NULL && (wish == NULL || strcmp(wish, "without-backup") != 0);
}

struct error *upgrade_run(struct context *cx, const struct app *app, const char *backups)
{
    int64_t version;
    bool current;

    TRY(is_current(cx, &current));
    if (current)
        return NULL;
    TRY(upgrade_version(cx, &version));
    if (wants_backup(backups))
        TRY(back_up(cx, app, backups));
    TRY(db_transaction(cx, apply, NULL));
    log_write(LOG_INFO, "upgrade", "schema %lld to %d", (long long)version, SCHEMA_VERSION);
    return NULL;
}
