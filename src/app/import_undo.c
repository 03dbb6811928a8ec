/* SPDX-License-Identifier: Apache-2.0 */
/* Taking away what an import has made: when it failed, and when somebody wants it undone. */
#include "app/access.h"
#include "app/flow.h"
#include "app/importing.h"
#include "app/journal.h"
#include "app/own_modules.h"
#include "record/pack.h"

enum { NAMED_MAX = 5 };

struct made {
    str type;
    record_id record;
    int64_t version;
    str content;
};

static const struct field made_columns[] = {
    { TEXT(made, type), .label = "类型" },
    { INTEGER(made, record), .label = "记录" },
    { INTEGER(made, version), .label = "版本" },
    { LINES(made, content), .label = "原来的内容" },
};

const struct query import_some_made = {
    .sql = "select type, record, version, content from import_changes "
           "where county = $1 and import = $2 and content is null limit 200",
    .row = { SHAPE(made, made_columns) },
};

const struct query import_some_changed = {
    .sql = "select type, record, version, content from import_changes "
           "where county = $1 and import = $2 and content is not null "
           "and (type > $3 or (type = $3 and record > $4)) order by type, record limit 200",
    .row = { SHAPE(made, made_columns) },
};

const struct query import_types_made = {
    .sql = "select distinct type, 0 as record, 0 as version, '' as content "
           "from import_changes where county = $1 and import = $2 limit 200",
    .row = { SHAPE(made, made_columns) },
};

static struct error *forget_change(struct context *cx, const struct import_run *run,
                                   const struct made *made)
{
    return db_run(cx,
                  "delete from import_changes "
                  "where county = $1 and import = $2 and type = $3 and record = $4",
                  WITH(value_integer(id_county(run->id)), value_integer(run->id),
                       value_text(made->type), value_integer(made->record)));
}

static struct error *take_one_away(struct context *cx, const struct import_run *run,
                                   const struct made *made)
{
    const struct record_type *type = type_find(made->type);
    void *record = arena_alloc(cx->arena, type->shape.size);
    bool found;

    TRY(store_find(cx, type, made->record, record, &found));
    if (found)
        TRY(store_delete(cx, type, made->record));
    return forget_change(cx, run, made);
}

static struct error *end(struct context *cx, struct import_run *run)
{
    run->state = run->state == IMPORT_UNDOING ? IMPORT_UNDONE : IMPORT_FAILED;
    run->hidden = false;
    run->ended_at = cx->now;
    TRY(db_run(cx, "delete from import_changes where county = $1 and import = $2",
               WITH(value_integer(id_county(run->id)), value_integer(run->id))));
    return store_update(cx, &import_type, run);
}

struct error *import_take_away(struct context *cx, struct import_run *run)
{
    int64_t until = import_clock_ms() + IMPORT_STEP_MS;
    struct made *made;
    size_t count;

    TRY(query_rows(cx, &import_some_made,
                   WITH(value_integer(id_county(run->id)), value_integer(run->id)), &made,
                   &count));
    for (size_t i = 0; i < count && (i == 0 || import_clock_ms() < until); i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(take_one_away(cx, run, &made[i]));
        arena_rewind(cx->arena, mark);
    }
    return count == 0 ? end(cx, run) : NULL;
}

/* May it be undone? */

struct doubts {
    str names[NAMED_MAX];
    size_t count;
};

/* The ids that a statement finds are named; one more than is named means that there are more.
 */
static struct error *name_found(struct context *cx, const struct record_type *type,
                                const char *sql, const struct value *values, size_t count,
                                struct doubts *doubts)
{
    struct result found;

    TRY(db_query(cx, sql, values, count, &found));
    for (size_t i = 0; i < found.rows && doubts->count < NAMED_MAX; i++) {
        record_id id = result_integer(&found, i, 0);
        str name = record_called(cx, type, id);
        doubts->names[doubts->count++] =
            str_is_empty(name)
                ? arena_printf(cx->arena, "%s%lld", type->title, (long long)id)
                : arena_printf(cx->arena, "%s“%.*s”", type->title, STR_ARG(name));
    }
    return NULL;
}

static const char *statement(struct buf *sql)
{
    buf_add_char(sql, '\0');
    return sql->data;
}

static struct error *find_changed_since(struct context *cx, const struct import_run *run,
                                        const struct record_type *type, struct doubts *doubts)
{
    struct buf sql = { .arena = cx->arena };

    buf_printf(&sql,
               "select c.record from import_changes c left join %s r on r.id = c.record "
               "where c.county = $1 and c.import = $2 and c.type = $3 "
               "and (r.id is null or r.version <> c.version) order by c.record limit %d",
               type->table, NAMED_MAX);
    return name_found(cx, type, statement(&sql),
                      WITH(value_integer(id_county(run->id)), value_integer(run->id),
                           value_text(str_of(type->name))),
                      doubts);
}

/* Records of a type whose field leads to one that the import has made. */
static struct error *find_references(struct context *cx, const struct import_run *run,
                                     const struct record_type *type, const struct field *field,
                                     struct doubts *doubts)
{
    struct buf sql = { .arena = cx->arena };

    buf_printf(&sql,
               "select r.id from %s r join import_changes c on c.county = $1 "
               "and c.import = $2 and c.type = $3 and c.record = r.%s and c.content is null "
               "where r.%s is not null and not exists (select 1 from import_changes o "
               "where o.county = $1 and o.import = $2 and o.type = $4 and o.record = r.id) "
               "order by r.id limit %d",
               type->table, field->name, field->name, NAMED_MAX);
    return name_found(cx, type, statement(&sql),
                      WITH(value_integer(id_county(run->id)), value_integer(run->id),
                           value_text(str_of(field->target)), value_text(str_of(type->name))),
                      doubts);
}

static bool is_among(const struct made *types, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(types[i].type, str_of(name)))
            return true;
    return false;
}

static struct error *find_references_of(struct context *cx, const struct import_run *run,
                                        const struct record_type *type,
                                        const struct made *types, size_t count,
                                        struct doubts *doubts)
{
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (field->kind == &kind_ref && is_among(types, count, field->target))
            TRY(find_references(cx, run, type, field, doubts));
    }
    return NULL;
}

static struct error *refuse(struct context *cx, const struct doubts *doubts, const char *format)
{
    struct buf names = { .arena = cx->arena };

    for (size_t i = 0; i < doubts->count; i++)
        buf_printf(&names, "%s%.*s", i == 0 ? "" : "、", STR_ARG(doubts->names[i]));
    if (doubts->count == NAMED_MAX)
        buf_add(&names, S("等"));
    return fail(cx, ERROR_CONFLICT, "不能整批撤销：%.*s%s", STR_ARG(buf_str(&names)), format);
}

static struct error *check_untouched(struct context *cx, const struct import_run *run)
{
    struct doubts changed = { .count = 0 };
    struct doubts referring = { .count = 0 };
    struct made *types;
    size_t count;

    TRY(query_rows(cx, &import_types_made,
                   WITH(value_integer(id_county(run->id)), value_integer(run->id)), &types,
                   &count));
    for (size_t i = 0; i < count; i++) {
        const struct record_type *type = type_find(types[i].type);
        if (type->lasting)
            return fail(cx, ERROR_CONFLICT, "%s只增不减，不能整批撤销。有错的请逐笔更正。",
                        type->title);
        if (!type->unlogged)
            TRY(find_changed_since(cx, run, type, &changed));
    }
    if (changed.count > 0)
        return refuse(cx, &changed, "导入后又改过。请逐条处理。");
    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        if (!(*type)->unlogged)
            TRY(find_references_of(cx, run, *type, types, count, &referring));
    if (referring.count > 0)
        return refuse(cx, &referring, "已经用到了这批导入的记录。请逐条处理。");
    return NULL;
}

static struct error *check_state(struct context *cx, const struct import_run *run)
{
    struct import_run other = { 0 };
    bool found;

    if (run->state != IMPORT_APPLIED)
        return fail(cx, ERROR_CONFLICT, "只有已经导入的才能撤销。");
    if (instant_compare(instant_add_seconds(run->ended_at, IMPORT_HOURS * 3600), cx->now) < 0)
        return fail(cx, ERROR_CONFLICT, "导入超过一天，不能整批撤销了。请逐条处理。");
    TRY(import_find_hidden(cx, &other, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "另一个文件正在导入或撤销，请等它做完再撤销这一个。");
    return NULL;
}

/* Giving back what was */

/* To-dos that come back are not the import's to take away. */
static struct error *renew_tasks(struct context *cx, const struct flow *flow,
                                 const struct record *record)
{
    struct importing *importing = cx->importing;

    cx->importing = NULL;
    struct error *error = flow_renew_tasks(cx, flow, record);
    cx->importing = importing;
    return error;
}

static struct error *give_back(struct context *cx, const struct made *changed)
{
    const struct record_type *type = type_find(changed->type);
    struct record *record = arena_alloc(cx->arena, type->shape.size);

    TRY(record_unpack(cx, type, changed->content, record));
    record->id = changed->record;
    record->version = changed->version;
    TRY(store_update(cx, type, record));
    return flow_of(type) == NULL ? NULL : renew_tasks(cx, flow_of(type), record);
}

static struct error *give_all_back(struct context *cx, const struct import_run *run)
{
    struct made last = { 0 };
    size_t count = 1;

    while (count > 0) {
        struct made *changed;
        TRY(query_rows(cx, &import_some_changed,
                       WITH(value_integer(id_county(run->id)), value_integer(run->id),
                            value_text(last.type), value_integer(last.record)),
                       &changed, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(give_back(cx, &changed[i]));
            last = changed[i];
        }
    }
    return NULL;
}

static struct error *begin_undoing(struct context *cx, struct import_run *run)
{
    TRY(give_all_back(cx, run));
    run->state = IMPORT_UNDOING;
    run->hidden = true;
    run->undone_by = cx->access->is_system ? 0 : cx->access->account;
    TRY(store_update(cx, &import_type, run));
    return journal_write(cx, "imports.undo", &import_type, run, run->title);
}

struct error *import_undo(struct context *cx, record_id id)
{
    struct importing importing = { .import = id, .may_change = true };
    struct import_run run = { 0 };

    TRY(import_get(cx, id, &run));
    TRY(check_state(cx, &run));
    TRY(check_untouched(cx, &run));
    db_draw_curtain(import_curtain());
    cx->importing = &importing;
    struct error *error = begin_undoing(cx, &run);
    cx->importing = NULL;
    return error;
}
