/* SPDX-License-Identifier: Apache-2.0 */
/* Staging rows and keeping them step by step. */
#include "app/access.h"
#include "app/importing.h"
#include "app/journal.h"
#include "app/own_modules.h"
#include "app/roster.h"
#include "base/hash.h"
#include "record/pack.h"

#include <string.h>
#include <time.h>

enum { TOGETHER_MAX = 50, OTHERS_MS = 100 };

static const struct choice states[] = {
    [IMPORT_STAGED] = { .code = "staged", .label = "待确认" },
    [IMPORT_RECEIVING] = { .code = "receiving", .label = "导入中" },
    [IMPORT_WAITING] = { .code = "waiting", .label = "排队中" },
    [IMPORT_APPLYING] = { .code = "applying", .label = "导入中" },
    [IMPORT_APPLIED] = { "applied", "已导入", TONE_GOOD },
    [IMPORT_FAILING] = { .code = "failing", .label = "撤回中" },
    [IMPORT_FAILED] = { "failed", "没有导入", TONE_LATE },
    [IMPORT_UNDOING] = { .code = "undoing", .label = "撤销中" },
    [IMPORT_UNDONE] = { "undone", "已撤销", TONE_ENDED },
};

static const struct field fields[] = {
    { PLACE(import_run, place), .label = "地点", .read_only = true },
    { REF(import_run, account), .label = "账号", .target = "account", .read_only = true },
    { TEXT(import_run, type), .label = "记录类型", .read_only = true },
    { TEXT(import_run, title), .label = "文件", .max = 200, .read_only = true },
    { TEXT(import_run, digest), .label = "校验码", .read_only = true, .indexed = true },
    { BOOLEAN(import_run, keep_good), .label = "只导入没有错的行", .read_only = true },
    { CHOICE(import_run, state), .label = "状态", .choices = CHOICES(states),
      .read_only = true },
    { BOOLEAN(import_run, hidden), .label = "还看不到", .read_only = true },
    { TEXT(import_run, form), .label = "记录的项目", .hidden = true },
    { TEXT(import_run, said), .label = "说明", .max = 300, .read_only = true },
    { INTEGER(import_run, rows), .label = "行数", .read_only = true },
    { INTEGER(import_run, done), .label = "已处理", .read_only = true },
    { INTEGER(import_run, added), .label = "新增", .read_only = true },
    { INTEGER(import_run, changed), .label = "更新", .read_only = true },
    { INTEGER(import_run, same), .label = "没有变化", .read_only = true },
    { INTEGER(import_run, refused), .label = "没有导入", .read_only = true },
    { INTEGER(import_run, late), .label = "最后办理", .read_only = true },
    { INSTANT(import_run, began_at), .label = "开始时间", .read_only = true },
    { INSTANT(import_run, ended_at), .label = "完成时间", .read_only = true },
    { REF(import_run, undone_by), .label = "撤销人", .target = "account", .read_only = true },
};

const struct record_type import_type = {
    .name = "import",
    .table = "imports",
    .title = "导入",
    .shape = { SHAPE(import_run, fields) },
    .place = "place",
    .called = "title",
    .unlogged = true,
};

void import_schema_write(enum db_engine engine, struct buf *out)
{
    bool sqlite = engine == DB_SQLITE;
    const char *integer = sqlite ? "integer" : "bigint";
    const char *text = sqlite ? "text" : "text collate \"C\"";

    buf_printf(out,
               "create table if not exists import_rows (\n"
               "    county %s not null,\n    import %s not null,\n    number %s not null,\n"
               "    line %s not null,\n    deed %s not null,\n    record %s not null,\n"
               "    version %s not null,\n    content %s not null,\n"
               "    outcome %s not null default 0,\n    said %s not null default '',\n"
               "    primary key (county, import, number)\n)%s;\n",
               integer, integer, integer, integer, integer, integer, integer, text, integer,
               text, sqlite ? " without rowid" : "");
    buf_printf(out,
               "create table if not exists import_changes (\n"
               "    county %s not null,\n    import %s not null,\n    type %s not null,\n"
               "    record %s not null,\n    version %s not null,\n    content %s,\n"
               "    primary key (county, import, type, record)\n)%s;\n",
               integer, integer, text, integer, integer, text, sqlite ? " without rowid" : "");
}

int64_t import_clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Staging */

static const struct record_type *type_of(const struct import_run *run)
{
    return roster_type_find(run->type);
}

/* A digest of the names and kinds of the fields; empty without a type. */
static str form_of(struct context *cx, const struct record_type *type)
{
    struct buf text = { .arena = cx->arena };

    for (size_t i = 0; type != NULL && i < type->shape.count; i++)
        buf_printf(&text, "%s %s\n", type->shape.fields[i].name,
                   type->shape.fields[i].kind->name);
    return type == NULL ? (str){ 0 } : digest_hex(cx->arena, buf_str(&text));
}

static struct import_run new_run(struct context *cx, const struct import_run *wanted)
{
    return (struct import_run){
        .place = wanted->place,
        .account = cx->access == NULL || cx->access->is_system ? 0 : cx->access->account,
        .type = wanted->type,
        .title = wanted->title,
        .digest = wanted->digest,
        .keep_good = wanted->keep_good,
        .began_at = cx->now,
        .form = form_of(cx, type_of(wanted)),
    };
}

static struct error *insert_run(struct context *cx, struct import_run *run, record_id *id)
{
    if (type_of(run) == NULL)
        return fail(cx, ERROR_INVALID, "没有这种记录：%.*s。", STR_ARG(run->type));
    TRY(store_insert(cx, &import_type, run));
    *id = run->id;
    return NULL;
}

struct error *import_create(struct context *cx, const struct import_run *run, record_id *id)
{
    struct import_run made = new_run(cx, run);

    return insert_run(cx, &made, id);
}

struct error *import_receive(struct context *cx, const struct import_run *run, record_id *id)
{
    struct import_run made = new_run(cx, run);
    bool found;

    TRY(import_is_due(cx, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "另一个文件正在导入或撤销，请等它做完。");
    made.state = IMPORT_RECEIVING;
    made.hidden = true;
    made.keep_good = true;
    db_draw_curtain(import_curtain());
    return insert_run(cx, &made, id);
}

struct error *import_get(struct context *cx, record_id id, struct import_run *run)
{
    return store_get(cx, &import_type, id, run);
}

static struct error *get_in_state(struct context *cx, record_id id, enum import_state state,
                                  struct import_run *run)
{
    TRY(import_get(cx, id, run));
    if (run->state != state)
        return fail(cx, ERROR_CONFLICT, "这次导入的状态是“%s”，现在不能这样做。",
                    states[run->state].label);
    return NULL;
}

/* A row as it was staged or is given, and what has become of it. */
struct staged {
    int64_t number;
    int64_t deed;
    record_id record;
    int64_t version;
    str content;
    int64_t line;      /* no row: of one that is given */
    const void *given; /* no row: its record, not staged */
};

static struct staged new_staged(const struct import_run *run, size_t index,
                                const struct import_row *row)
{
    const struct record *head = row->record;
    bool is_new = row->deed == IMPORT_ADD;

    return (struct staged){
        .number = run->rows + (int64_t)index + 1,
        .deed = row->deed,
        .record = is_new ? 0 : head->id,
        .version = is_new ? 0 : head->version,
        .line = row->line,
        .given = row->record,
    };
}

static struct error *put_row(struct context *cx, const struct import_run *run,
                             const struct staged *row, str content, enum import_outcome outcome,
                             record_id record, str said)
{
    return db_run(
        cx,
        "insert into import_rows "
        "(county, import, number, line, deed, record, version, content, outcome, said) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        WITH(value_integer(id_county(run->id)), value_integer(run->id),
             value_integer(row->number), value_integer(row->line), value_integer(row->deed),
             value_integer(record), value_integer(row->version), value_text(content),
             value_integer(outcome), value_text(said)));
}

static struct error *stage_row(struct context *cx, const struct import_run *run,
                               const struct staged *row)
{
    str content = { 0 };

    if (row->deed != IMPORT_KEEP)
        content = record_pack(cx, type_of(run), row->given);
    return put_row(cx, run, row, content, IMPORT_NOT_YET, row->record, (str){ 0 });
}

struct error *import_add_rows(struct context *cx, record_id id, const struct import_row *rows,
                              size_t count)
{
    struct import_run run = { 0 };

    TRY(get_in_state(cx, id, IMPORT_STAGED, &run));
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct staged row = new_staged(&run, i, &rows[i]);
        TRY(stage_row(cx, &run, &row));
        arena_rewind(cx->arena, mark);
    }
    run.rows += (int64_t)count;
    return store_update(cx, &import_type, &run);
}

struct error *import_start(struct context *cx, record_id id)
{
    struct import_run run = { 0 };

    TRY(import_get(cx, id, &run));
    if (run.state == IMPORT_RECEIVING)
        run.state = IMPORT_APPLYING;
    else
        TRY(get_in_state(cx, id, IMPORT_STAGED, &run));
    if (run.state == IMPORT_STAGED)
        run.state = IMPORT_WAITING;
    return store_update(cx, &import_type, &run);
}

static struct error *drop_rows(struct context *cx, record_id id)
{
    return db_run(cx, "delete from import_rows where county = $1 and import = $2",
                  WITH(value_integer(id_county(id)), value_integer(id)));
}

static struct error *take_back(struct context *cx, struct import_run *run)
{
    run->state = IMPORT_FAILING;
    return store_update(cx, &import_type, run);
}

struct error *import_drop(struct context *cx, record_id id)
{
    struct import_run run = { 0 };

    TRY(import_get(cx, id, &run));
    if (run.state == IMPORT_RECEIVING)
        return take_back(cx, &run);
    TRY(get_in_state(cx, id, IMPORT_STAGED, &run));
    TRY(drop_rows(cx, id));
    return store_delete(cx, &import_type, id);
}

const struct query import_with_digest = {
    .of = &import_type,
    .sql =
        "where digest = $1 and type = $2 "
        "and state in ('receiving', 'waiting', 'applying', 'applied') order by id desc limit 1",
};

struct error *import_find_digest(struct context *cx, str type, str digest,
                                 struct import_run *run, bool *found)
{
    struct import_run *runs;
    size_t count;

    TRY(query_rows(cx, &import_with_digest, WITH(value_text(digest), value_text(type)), &runs,
                   &count));
    *found = count > 0;
    if (*found)
        *run = runs[0];
    return NULL;
}

/* Keeping rows */

static const struct field staged_columns[] = {
    { INTEGER(staged, number), .label = "行" },   { INTEGER(staged, deed), .label = "办法" },
    { INTEGER(staged, record), .label = "记录" }, { INTEGER(staged, version), .label = "版本" },
    { LINES(staged, content), .label = "内容" },
};

const struct query import_next_rows = {
    .sql = "select number, deed, record, version, content from import_rows "
           "where county = $1 and import = $2 and number > $3 order by number limit 200",
    .row = { SHAPE(staged, staged_columns) },
};

const struct query import_late_rows = {
    .sql = "select number, deed, record, version, content from import_rows "
           "where county = $1 and import = $2 and number > $3 and outcome = 5 "
           "order by number limit 200",
    .row = { SHAPE(staged, staged_columns) },
};

static struct error *note_outcome(struct context *cx, const struct import_run *run,
                                  const struct staged *row, enum import_outcome outcome,
                                  record_id record, str said)
{
    if (row->given != NULL && outcome == IMPORT_LATE)
        return put_row(cx, run, row, record_pack(cx, type_of(run), row->given), outcome, record,
                       said);
    if (row->given != NULL)
        return put_row(cx, run, row, (str){ 0 }, outcome, record, said);
    return db_run(cx,
                  "update import_rows set outcome = $4, record = $5, said = $6 "
                  "where county = $1 and import = $2 and number = $3",
                  WITH(value_integer(id_county(run->id)), value_integer(run->id),
                       value_integer(row->number), value_integer(outcome),
                       value_integer(record), value_text(said)));
}

static struct error *create(struct context *cx, const struct record_type *type, void *record)
{
    return type->create != NULL ? type->create(cx, record) : store_insert(cx, type, record);
}

static struct error *change(struct context *cx, const struct record_type *type, void *record)
{
    return type->change != NULL ? type->change(cx, record) : store_update(cx, type, record);
}

static struct error *keep(struct context *cx, const struct record_type *type,
                          const struct staged *row, void *record)
{
    struct record *head = record;

    if (row->given != NULL)
        memcpy(record, row->given, type->shape.size);
    else
        TRY(record_unpack(cx, type, row->content, record));
    if (row->deed == IMPORT_ADD)
        return create(cx, type, record);
    head->id = row->record;
    head->version = row->version;
    return change(cx, type, record);
}

/* In a part of the transaction that is undone when the door refuses. */
static struct error *try_row(struct context *cx, const struct record_type *type,
                             const struct staged *row, void *record)
{
    cx->importing->is_late = false;
    TRY(db_begin(cx));
    struct error *error = keep(cx, type, row, record);
    if (error == NULL)
        return db_commit(cx);
    db_rollback(cx);
    return error;
}

/* "户号：这个户号已经有了。" for each problem. */
static str reasons(struct context *cx, const struct record_type *type,
                   const struct error *error)
{
    struct buf out = { .arena = cx->arena };

    for (const struct problem *problem = error->problems; problem != NULL;
         problem = problem->next) {
        const struct field *field = shape_field(&type->shape, str_of(problem->field));
        if (field != NULL)
            buf_printf(&out, "%s：", field->label);
        buf_add(&out, problem->message);
    }
    return error->problems == NULL ? error->message : buf_str(&out);
}

static struct error *set_aside(struct context *cx, struct import_run *run,
                               const struct staged *row)
{
    run->late++;
    return note_outcome(cx, run, row, IMPORT_LATE, row->record, (str){ 0 });
}

static struct error *note_kept(struct context *cx, struct import_run *run,
                               const struct staged *row, const void *record)
{
    bool is_new = row->deed == IMPORT_ADD;

    *(is_new ? &run->added : &run->changed) += 1;
    return note_outcome(cx, run, row, is_new ? IMPORT_ADDED : IMPORT_CHANGED,
                        ((const struct record *)record)->id, (str){ 0 });
}

/* The row is not to blame. */
static bool is_trouble(const struct error *error)
{
    return error->kind == ERROR_BUSY || error->kind == ERROR_STORAGE;
}

static struct error *keep_row(struct context *cx, struct import_run *run,
                              const struct staged *row)
{
    const struct record_type *type = type_of(run);
    void *record = arena_alloc(cx->arena, type->shape.size);

    if (row->deed == IMPORT_KEEP) {
        run->same++;
        return note_outcome(cx, run, row, IMPORT_SAME, row->record, (str){ 0 });
    }
    if (row->deed == IMPORT_CHANGE && !cx->importing->may_change)
        return set_aside(cx, run, row);

    struct error *error = try_row(cx, type, row, record);
    if (error != NULL && cx->importing->is_late)
        return set_aside(cx, run, row);
    if (error != NULL && is_trouble(error))
        return error;
    if (error != NULL) {
        run->refused++;
        cx->importing->refused = row;
        cx->importing->said = reasons(cx, type, error);
        return note_outcome(cx, run, row, IMPORT_REFUSED, row->record, cx->importing->said);
    }
    return note_kept(cx, run, row, record);
}

static struct error *read_next(struct context *cx, const struct query *query,
                               const struct import_run *run, int64_t after,
                               struct staged **rows, size_t *count)
{
    return query_rows(
        cx, query,
        WITH(value_integer(id_county(run->id)), value_integer(run->id), value_integer(after)),
        rows, count);
}

static bool is_in_time(size_t done, int64_t until)
{
    return done == 0 || import_clock_ms() < until;
}

static struct error *keep_apart(struct context *cx, struct import_run *run,
                                const struct staged *rows, size_t count, int64_t until)
{
    for (size_t i = 0; i < count && is_in_time(i, until); i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(keep_row(cx, run, &rows[i]));
        run->done = rows[i].number;
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

/* Fails with whatever the door says. */
static struct error *keep_new_row(struct context *cx, struct import_run *run,
                                  const struct staged *row)
{
    const struct record_type *type = type_of(run);
    void *record = arena_alloc(cx->arena, type->shape.size);

    TRY(keep(cx, type, row, record));
    return note_kept(cx, run, row, record);
}

/* New rows without a part of the transaction for each. */
static struct error *keep_new(struct context *cx, struct import_run *run,
                              const struct staged *rows, size_t count, int64_t until)
{
    for (size_t i = 0; i < count && is_in_time(i, until); i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(keep_new_row(cx, run, &rows[i]));
        run->done = rows[i].number;
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

/* Of a part, SQLite has to remember every page as it was before. */
static struct error *try_together(struct context *cx, struct import_run *run,
                                  const struct staged *rows, size_t count, int64_t until,
                                  bool *kept)
{
    struct import_run before = *run;

    TRY(db_begin(cx));
    struct error *error = keep_new(cx, run, rows, count, until);
    *kept = error == NULL;
    if (error == NULL)
        return db_commit(cx);
    db_rollback(cx);
    *run = before;
    return is_trouble(error) ? error : NULL;
}

static size_t count_new(const struct staged *rows, size_t count)
{
    size_t found = 0;

    while (found < count && found < TOGETHER_MAX && rows[found].deed == IMPORT_ADD)
        found++;
    return found;
}

/* As many rows as there is time for: new ones together, until one of them is not kept. */
static struct error *keep_in_time(struct context *cx, struct import_run *run,
                                  const struct staged *rows, size_t count, int64_t until)
{
    bool together = true;

    for (size_t i = 0; i < count && is_in_time(i, until);) {
        size_t of_new = count_new(&rows[i], count - i);
        bool kept = false;
        if (together && of_new > 1) {
            TRY(try_together(cx, run, &rows[i], of_new, until, &kept));
            together = kept;
        }
        if (!kept)
            TRY(keep_apart(cx, run, &rows[i], of_new > 1 ? of_new : 1, until));
        while (i < count && rows[i].number <= run->done)
            i++;
    }
    return NULL;
}

static struct error *keep_some(struct context *cx, struct import_run *run)
{
    int64_t until = import_clock_ms() + cx->importing->step_ms;
    struct staged *rows;
    size_t count;

    TRY(read_next(cx, &import_next_rows, run, run->done, &rows, &count));
    TRY(keep_in_time(cx, run, rows, count, until));
    return store_update(cx, &import_type, run);
}

static bool is_refused(const struct import_run *run)
{
    return run->refused > 0 && !run->keep_good;
}

/* The last step: what others see already is changed, and all is shown.  Ends at the first row
 * that refuses all. */
static struct error *keep_late_rows(struct context *cx, struct import_run *run)
{
    size_t count = 1;

    cx->importing->may_change = true;
    for (int64_t after = 0; count > 0;) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct staged *rows;
        TRY(read_next(cx, &import_late_rows, run, after, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            TRY(keep_row(cx, run, &rows[i]));
            if (is_refused(run))
                return NULL;
            after = rows[i].number;
        }
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *show(struct context *cx, struct import_run *run)
{
    run->state = IMPORT_APPLIED;
    run->hidden = false;
    run->ended_at = cx->now;
    TRY(store_update(cx, &import_type, run));
    str said =
        arena_printf(cx->arena, "%.*s：%s，新增%lld条，更新%lld条", STR_ARG(run->title),
                     type_of(run)->title, (long long)run->added, (long long)run->changed);
    return journal_write(cx, "imports.apply", &import_type, run, said);
}

/* When one of the late rows is refused, what the others have changed is undone. */
static struct error *finish(struct context *cx, struct import_run *run)
{
    struct import_run before = *run;

    TRY(db_begin(cx));
    struct error *error = keep_late_rows(cx, run);
    if (error == NULL && !is_refused(run))
        error = show(cx, run);
    if (error == NULL && !is_refused(run))
        return db_commit(cx);
    db_rollback(cx);
    TRY(error);
    *run = before;
    run->refused++;
    TRY(note_outcome(cx, run, cx->importing->refused, IMPORT_REFUSED, 0, cx->importing->said));
    return take_back(cx, run);
}

static bool is_of_now(struct context *cx, const struct import_run *run)
{
    const struct record_type *type = type_of(run);

    return type != NULL && str_eq(run->form, form_of(cx, type));
}

/* The rows were checked by a program for which the type had other fields. */
static struct error *give_up(struct context *cx, struct import_run *run)
{
    run->said = S("这份表格是程序升级以前核对的，升级以后要重新核对一次。现在一行也没有导入。");
    return take_back(cx, run);
}

static struct error *apply(struct context *cx, struct import_run *run)
{
    if (!is_of_now(cx, run))
        return give_up(cx, run);
    if (run->done < run->rows)
        return keep_some(cx, run);
    return is_refused(run) ? take_back(cx, run) : finish(cx, run);
}

/* From here on what it makes is hidden. */
static struct error *take_turn(struct context *cx, struct import_run *run)
{
    run->state = IMPORT_APPLYING;
    run->hidden = true;
    return store_update(cx, &import_type, run);
}

/* Whose turn it is: the one at work, else the oldest that waits. */
const struct query import_in_turn = {
    .of = &import_type,
    .sql = "where hidden = 1 or state = 'waiting' order by hidden desc, id limit 1",
};

static struct error *find_in_turn(struct context *cx, struct import_run *run, bool *found)
{
    struct import_run *runs;
    size_t count;

    TRY(query_rows(cx, &import_in_turn, NULL, 0, &runs, &count));
    *found = count > 0;
    if (*found)
        *run = runs[0];
    return NULL;
}

struct error *import_is_due(struct context *cx, bool *found)
{
    struct import_run run = { 0 };

    return find_in_turn(cx, &run, found);
}

struct error *import_find_hidden(struct context *cx, struct import_run *run, bool *found)
{
    TRY(find_in_turn(cx, run, found));
    *found = *found && run->hidden;
    return NULL;
}

/* The doors ask for the rights of whoever imports, as they are now. */
static struct error *take_access(struct context *cx, const struct import_run *run,
                                 struct access *access)
{
    record_id account = run->state == IMPORT_UNDOING ? run->undone_by : run->account;

    *access = access_of_system;
    return account == 0 ? NULL : access_load(cx, account, access);
}

static struct error *step(struct context *cx, struct import_run *run, void *closure)
{
    (void)closure;
    switch (run->state) {
    case IMPORT_RECEIVING:
        return import_is_fed(cx) ? NULL : take_back(cx, run);
    case IMPORT_WAITING:
        return take_turn(cx, run);
    case IMPORT_APPLYING:
        return apply(cx, run);
    case IMPORT_FAILING:
    case IMPORT_UNDOING:
        return import_take_away(cx, run);
    case IMPORT_STAGED:
    case IMPORT_APPLIED:
    case IMPORT_FAILED:
    case IMPORT_UNDONE:
        break;
    }
    return NULL;
}

/* With the rights and in the name of whoever imports. */
static struct error *as_importer(struct context *cx, struct import_run *run, int64_t ms,
                                 struct error *(*work)(struct context *cx,
                                                       struct import_run *run, void *closure),
                                 void *closure)
{
    struct importing importing = { .import = run->id, .step_ms = ms };
    const struct access *own_access = cx->access;
    const char *own_deed = cx->deed;
    struct access access;

    TRY(take_access(cx, run, &access));
    cx->access = &access;
    cx->importing = &importing;
    cx->deed = run->state == IMPORT_UNDOING ? "imports.undo" : "imports.apply";
    struct error *error = work(cx, run, closure);
    cx->importing = NULL;
    cx->access = own_access;
    cx->deed = own_deed;
    return error;
}

static struct error *take_step(struct context *cx, int64_t ms, bool *more)
{
    struct import_run run = { 0 };

    TRY(find_in_turn(cx, &run, more));
    if (!*more) {
        db_draw_curtain(NULL);
        return NULL;
    }
    TRY(as_importer(cx, &run, ms, step, NULL));
    *more = run.state != IMPORT_RECEIVING; /* somebody else is at it */
    return NULL;
}

struct error *import_step(struct context *cx, void *more)
{
    return take_step(cx, IMPORT_STEP_MS, more);
}

static struct error *long_step(struct context *cx, void *more)
{
    return take_step(cx, IMPORT_ALONE_MS, more);
}

static void wait_for_others(void)
{
    static const struct timespec a_while = { .tv_nsec = OTHERS_MS * 1000000L };

    (void)nanosleep(&a_while, NULL);
}

struct error *imports_work(struct context *cx)
{
    bool found = true;

    while (found) {
        struct arena_mark mark = arena_mark(cx->arena);
        bool more;
        db_draw_curtain(import_curtain());
        TRY(db_transaction(cx, long_step, &more));
        TRY(import_is_due(cx, &found));
        if (found && !more)
            wait_for_others();
        arena_rewind(cx->arena, mark);
    }
    db_draw_curtain(NULL);
    return NULL;
}

/* Keeping rows as they come */

struct given {
    record_id import;
    const struct import_row *rows;
    size_t count;
    bool boldly; /* without parts of the transaction, which cost */
};

static struct error *keep_boldly(struct context *cx, struct import_run *run,
                                 const struct staged *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(rows[i].deed == IMPORT_ADD ? keep_new_row(cx, run, &rows[i])
                                       : keep_row(cx, run, &rows[i]));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *keep_given(struct context *cx, struct import_run *run, void *closure)
{
    const struct given *given = closure;
    struct staged *rows = arena_array(cx->arena, struct staged, given->count);

    for (size_t i = 0; i < given->count; i++)
        rows[i] = new_staged(run, i, &given->rows[i]);
    run->rows += (int64_t)given->count;
    TRY(given->boldly ? keep_boldly(cx, run, rows, given->count)
                      : keep_in_time(cx, run, rows, given->count, INT64_MAX));
    run->done = run->rows;
    return store_update(cx, &import_type, run);
}

static struct error *receive_rows(struct context *cx, void *closure)
{
    const struct given *given = closure;
    struct import_run run = { 0 };

    TRY(get_in_state(cx, given->import, IMPORT_RECEIVING, &run));
    return as_importer(cx, &run, 0, keep_given, closure);
}

struct error *import_keep_rows(struct context *cx, record_id id, const struct import_row *rows,
                               size_t count)
{
    struct given given = { .import = id, .rows = rows, .count = count, .boldly = true };
    struct error *error = db_transaction(cx, receive_rows, &given);

    if (error == NULL || is_trouble(error))
        return error;
    given.boldly = false;
    return db_transaction(cx, receive_rows, &given);
}
