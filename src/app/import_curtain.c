/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What others see of an import that is not finished: nothing.
 *
 * Each table of records gets a view that leaves out what the hidden import has made, and the
 * totals one with what takes away what its records count for.  The conditions are in the
 * database, so a reader and a state of the database always fit together.
 */
#include "app/importing.h"

#include "app/journal.h"
#include "record/pack.h"

#include <pthread.h>

enum { SCRIPT_BYTES_MAX = 4 * 1024 * 1024 };

static pthread_once_t written = PTHREAD_ONCE_INIT;
static struct arena *scripts; /* for the program's life */
static struct db_curtain curtain;

/* The columns that lead to what the hidden import has made. */
static void add_hidden(const char *schema, const char *alias, struct buf *out)
{
    buf_printf(out,
               "%s.county = (select county from %s.imports where hidden = 1) "
               "and %s.import = (select id from %s.imports where hidden = 1)",
               alias, schema, alias, schema);
}

static void add_record_view(const struct record_type *type, const char *verb,
                            const char *schema, struct buf *out)
{
    buf_printf(out,
               "%s %s as select t.* from %s.%s t where not exists "
               "(select 1 from %s.import_changes c where ",
               verb, type->table, schema, type->table, schema);
    add_hidden(schema, "c", out);
    buf_printf(out, " and c.type = '%s' and c.record = t.id and c.content is null);\n",
               type->name);
}

static void add_totals_views(const char *verb, const char *schema, struct buf *out)
{
    buf_printf(out,
               "%s totals as select t.county, t.place, t.period, "
               "t.amounts || coalesce((select w.amounts from %s.import_totals w where ",
               verb, schema);
    add_hidden(schema, "w", out);
    buf_printf(out,
               " and w.place = t.place and w.period = t.period), '') as amounts "
               "from %s.totals t;\n",
               schema);
    buf_printf(out,
               "%s split_totals as select t.county, t.place, t.figure, t.period, t.share, "
               "t.value - coalesce((select w.value from %s.import_split_totals w where ",
               verb, schema);
    add_hidden(schema, "w", out);
    buf_printf(out,
               " and w.place = t.place and w.figure = t.figure and w.period = t.period "
               "and w.share = t.share), 0) as value from %s.split_totals t;\n",
               schema);
}

static bool is_hidden(const struct record_type *type)
{
    return type != &journal_entry_type && type != &import_type;
}

static void add_views(const char *verb, const char *schema, struct buf *out)
{
    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        if (is_hidden(*type))
            add_record_view(*type, verb, schema, out);
    add_totals_views(verb, schema, out);
}

static void add_drops(const char *schema, struct buf *out)
{
    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        if (is_hidden(*type))
            buf_printf(out, "drop view if exists %s.%s;\n", schema, (*type)->table);
    buf_printf(out, "drop view if exists %s.totals;\n", schema);
    buf_printf(out, "drop view if exists %s.split_totals;\n", schema);
}

static const char *script_of(struct arena *arena, enum db_engine engine, bool draws)
{
    bool sqlite = engine == DB_SQLITE;
    struct buf out = { .arena = arena };

    buf_add(&out, sqlite ? S("pragma query_only = off;\nbegin;\n") : S("begin read write;\n"));
    if (draws)
        add_views(sqlite ? "create temp view if not exists" : "create or replace temp view",
                  sqlite ? "main" : "public", &out);
    else
        add_drops(sqlite ? "temp" : "pg_temp", &out);
    buf_add(&out, sqlite ? S("commit;\npragma query_only = on;\n") : S("commit;\n"));
    buf_add_char(&out, '\0');
    return out.data;
}

static void write_scripts(void)
{
    scripts = arena_create(SCRIPT_BYTES_MAX);
    for (int engine = 0; engine < DB_ENGINES; engine++) {
        curtain.draw[engine] = script_of(scripts, (enum db_engine)engine, true);
        curtain.open[engine] = script_of(scripts, (enum db_engine)engine, false);
    }
}

const struct db_curtain *import_curtain(void)
{
    pthread_once(&written, write_scripts);
    return &curtain;
}

/* What an import has made and changed */

static struct error *note_made(struct context *cx, const struct record_type *type,
                               const struct record *record)
{
    record_id import = cx->importing->import;

    cx->importing->is_own = true;
    return db_run(cx,
                  "insert into import_changes (county, import, type, record, version) "
                  "values ($1, $2, $3, $4, $5)",
                  WITH(value_integer(id_county(import)), value_integer(import),
                       value_text(str_of(type->name)), value_integer(record->id),
                       value_integer(record->version)));
}

/* Whether this import knows the record, and whether it made it. */
static struct error *find_change(struct context *cx, const struct record_type *type,
                                 record_id record, bool *known, bool *made)
{
    record_id import = cx->importing->import;
    struct result found;

    TRY(db_query(cx,
                 "select case when content is null then 1 else 0 end from import_changes "
                 "where county = $1 and import = $2 and type = $3 and record = $4",
                 WITH(value_integer(id_county(import)), value_integer(import),
                      value_text(str_of(type->name)), value_integer(record)),
                 &found));
    *known = found.rows > 0;
    *made = *known && result_integer(&found, 0, 0) == 1;
    return NULL;
}

static struct error *note_version(struct context *cx, const struct record_type *type,
                                  const struct record *record)
{
    record_id import = cx->importing->import;

    return db_run(cx,
                  "update import_changes set version = $5 "
                  "where county = $1 and import = $2 and type = $3 and record = $4",
                  WITH(value_integer(id_county(import)), value_integer(import),
                       value_text(str_of(type->name)), value_integer(record->id),
                       value_integer(record->version)));
}

static struct error *note_changed(struct context *cx, const struct record_type *type,
                                  const void *before, const struct record *after)
{
    record_id import = cx->importing->import;

    return db_run(cx,
                  "insert into import_changes (county, import, type, record, version, content) "
                  "values ($1, $2, $3, $4, $5, $6)",
                  WITH(value_integer(id_county(import)), value_integer(import),
                       value_text(str_of(type->name)), value_integer(after->id),
                       value_integer(after->version),
                       value_text(record_pack(cx, type, before))));
}

static struct error *note(struct context *cx, const struct record_type *type,
                          const void *before, const struct record *after)
{
    bool known, made;

    cx->importing->is_own = false;
    if (before == NULL)
        return note_made(cx, type, after);
    TRY(find_change(cx, type, ((const struct record *)before)->id, &known, &made));
    cx->importing->is_own = made;
    if (after == NULL && !made)
        return fail(cx, ERROR_CONFLICT, "导入不能删除已有的%s。", type->title);
    if (after == NULL)
        return NULL; /* what it has made is being taken away */
    if (known)
        return note_version(cx, type, after);
    if (cx->importing->may_change)
        return note_changed(cx, type, before, after);
    cx->importing->is_late = true;
    return fail(cx, ERROR_CONFLICT, "a change of what others see");
}

/* Keeping others away from what is hidden */

static struct error *refuse_hidden(struct context *cx, const char *type, record_id record)
{
    int64_t count;

    TRY(query_number(cx,
                     "select count(*) from import_changes c join imports i "
                     "on i.county = c.county and i.id = c.import "
                     "where i.hidden = 1 and c.type = $1 and c.record = $2 "
                     "and c.content is null",
                     WITH(value_text(str_of(type)), value_integer(record)), &count));
    if (count > 0)
        return fail(cx, ERROR_BUSY,
                    "有一个文件正在导入或撤销，和这条记录有关，没有保存。"
                    "请等它做完再试。");
    return NULL;
}

static struct error *refuse_hidden_references(struct context *cx,
                                              const struct record_type *type,
                                              const void *record)
{
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (field->kind == &kind_ref && field_is_set(field, record))
            TRY(refuse_hidden(cx, field->target,
                              *(const record_id *)field_member_const(field, record)));
    }
    return NULL;
}

static struct error *keep_away(struct context *cx, const struct record_type *type,
                               const void *before, const void *after)
{
    if (before != NULL)
        TRY(refuse_hidden(cx, type->name, ((const struct record *)before)->id));
    return after == NULL ? NULL : refuse_hidden_references(cx, type, after);
}

struct error *import_watch(struct context *cx, const struct record_type *type,
                           const void *before, const void *after)
{
    if (!is_hidden(type))
        return NULL;
    if (cx->importing != NULL)
        return note(cx, type, before, after);
    return db_curtain_is_drawn() ? keep_away(cx, type, before, after) : NULL;
}

record_id import_of_record(const struct context *cx)
{
    return cx->importing != NULL && cx->importing->is_own ? cx->importing->import : 0;
}
