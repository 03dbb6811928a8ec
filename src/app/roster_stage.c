/* SPDX-License-Identifier: Apache-2.0 */
/* Handing the rows of a table over to an import, some hundred at a time. */
#include "app/roster_parts.h"

#include "app/app.h"
#include "app/importing.h"

#include <string.h>

struct staging {
    struct import_run run;
    record_id id;
    struct roster_count *count;
    struct roster_watch watch;
    str refusal; /* of the first wrong row that refuses all */
    struct roster_batch *batch;
    struct roster_keeper *keeper; /* keeps the batches; NULL: they are staged */
};

/* In a change of the writer's where there is one; tables take long to read, and reading them
 * must not keep the writer. */
static struct error *in_change(struct context *cx,
                               struct error *(*run)(struct context *cx, void *closure),
                               void *closure)
{
    struct context own = *cx;

    if (cx->app == NULL || cx->app->writer == NULL)
        return db_transaction(cx, run, closure);
    return writer_run(cx->app->writer, &own, run, closure);
}

static bool is_text(const struct field *field)
{
    return field->kind == &kind_text || field->kind == &kind_lines ||
           field->kind == &kind_place || field->kind == &kind_secret;
}

static void *copy_of(struct arena *arena, const struct record_type *type, const void *record)
{
    void *copy = arena_alloc(arena, type->shape.size);

    memcpy(copy, record, type->shape.size);
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (is_text(field)) {
            str *text = field_member(field, copy);
            *text = arena_copy(arena, *text);
        }
    }
    return copy;
}

static struct error *create(struct context *cx, void *closure)
{
    struct staging *staging = closure;

    return import_create(cx, &staging->run, &staging->id);
}

static struct error *add_rows(struct context *cx, void *closure)
{
    struct staging *staging = closure;

    return import_add_rows(cx, staging->id, staging->batch->rows, staging->batch->count);
}

static struct error *drop(struct context *cx, void *closure)
{
    const struct staging *staging = closure;

    return import_drop(cx, staging->id);
}

static struct error *start(struct context *cx, void *id)
{
    return import_start(cx, *(const record_id *)id);
}

static struct error *flush(struct context *cx, struct staging *staging)
{
    if (staging->batch->count == 0)
        return NULL;
    if (staging->keeper != NULL)
        return roster_keeper_give(cx, staging->keeper, &staging->batch);
    TRY(in_change(cx, add_rows, staging));
    staging->batch->count = 0;
    arena_reset(staging->batch->arena);
    return NULL;
}

static enum import_deed deed_of(enum roster_verdict verdict)
{
    return verdict == ROW_NEW       ? IMPORT_ADD
           : verdict == ROW_CHANGED ? IMPORT_CHANGE
                                    : IMPORT_KEEP;
}

static struct error *refuse_all(struct context *cx, struct staging *staging,
                                const struct roster_row *row)
{
    if (str_is_empty(staging->refusal))
        staging->refusal =
            arena_printf(staging->batch->arena, "第%lld行：%.*s一行也没有保存。",
                         (long long)row->sheet->number, STR_ARG(roster_reasons(cx, row)));
    return NULL;
}

static struct error *add(struct context *cx, struct staging *staging,
                         const struct roster_row *row)
{
    struct roster_batch *batch = staging->batch;
    struct record *head = row->record;

    if (row->known != 0)
        head->id = row->known;
    if (row->known != 0 && row->before != NULL)
        head->version = ((const struct record *)row->before)->version;
    batch->rows[batch->count++] = (struct import_row){
        .line = row->sheet->number,
        .deed = deed_of(row->verdict),
        .record = copy_of(batch->arena, row->job->roster->type, row->record),
    };
    size_t room = staging->keeper != NULL ? roster_keeper_room(staging->keeper)
                                          : (size_t)ROSTER_SHARED_ROWS;
    return batch->count < room ? NULL : flush(cx, staging);
}

static struct error *stage_row(struct context *cx, struct roster_row *row, void *closure)
{
    struct staging *staging = closure;

    roster_count_row(staging->count, row);
    if (staging->watch.each != NULL)
        TRY(staging->watch.each(cx, row, staging->watch.closure));
    if (row->verdict == ROW_WRONG)
        return staging->run.keep_good ? NULL : refuse_all(cx, staging, row);
    return str_is_empty(staging->refusal) ? add(cx, staging, row) : NULL;
}

static struct error *stage_rows(struct context *cx, struct roster_job *job,
                                struct staging *staging)
{
    TRY(roster_walk(cx, job, stage_row, staging));
    if (!str_is_empty(staging->refusal))
        return fail(cx, ERROR_INVALID, "%.*s", STR_ARG(staging->refusal));
    TRY(flush(cx, staging));
    if (staging->count->rows == staging->count->of[ROW_WRONG])
        return fail(cx, ERROR_INVALID, "没有可以导入的行。");
    return NULL;
}

static struct staging new_staging(const struct roster_job *job, const struct import_run *run,
                                  struct roster_watch watch, struct roster_count *count)
{
    struct staging staging = { .run = *run, .count = count, .watch = watch };

    *count = (struct roster_count){ 0 };
    staging.run.type = str_of(job->roster->type->name);
    staging.run.place = job->place;
    staging.run.keep_good = run->keep_good || job->roster->is_lasting;
    return staging;
}

struct error *roster_stage(struct context *cx, struct roster_job *job,
                           const struct import_run *run, struct roster_watch watch,
                           record_id *id, struct roster_count *count)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ROSTER_BATCH_BYTES);
    struct roster_batch batch = { .arena = arena };
    struct staging staging = new_staging(job, run, watch, count);

    staging.batch = &batch;
    TRY(in_change(cx, create, &staging));
    struct error *error = stage_rows(cx, job, &staging);
    if (error != NULL)
        forget(in_change(cx, drop, &staging));
    *id = staging.id;
    return error;
}

/* Keeping while reading */

static void close_reader(struct context *reader)
{
    db_close(reader->db);
}

/* Reads on a connection that does not see what is kept. */
static struct error *read_beside(struct context *cx, struct roster_job *job,
                                 struct staging *staging)
{
    CLEANUP(close_reader) struct context reader = *cx;

    reader.db = NULL;
    TRY(db_open(&reader, cx->app->address, DB_READ, &reader.db));
    db_follow_curtain(reader.db);
    return stage_rows(&reader, job, staging);
}

static struct error *keep_beside(struct context *cx, struct roster_job *job,
                                 struct staging *staging)
{
    TRY(roster_keeper_start(cx, &staging->run, &staging->keeper));
    staging->batch = roster_keeper_batch(staging->keeper);
    struct error *error = read_beside(cx, job, staging);
    struct error *other = roster_keeper_stop(cx, staging->keeper, &staging->id);
    if (error == NULL)
        error = other;
    if (error != NULL && db_transaction(cx, drop, staging) == NULL)
        forget(imports_work(cx));
    return error;
}

/* What must not be taken away again must not be kept before all has been read. */
static bool may_keep_beside(const struct roster_job *job, const struct import_run *run)
{
    return run->keep_good && !job->roster->is_lasting;
}

/* What others have begun comes first: rows would be compared with records that may go again. */
struct error *roster_keep(struct context *cx, struct roster_job *job,
                          const struct import_run *run, struct roster_watch watch,
                          record_id *id, struct roster_count *count)
{
    CLEANUP(import_leave_feed) int feed = -1;
    struct staging staging = new_staging(job, run, watch, count);

    TRY(imports_work(cx));
    if (may_keep_beside(job, run))
        TRY(import_hold_feed(cx, &feed));
    if (feed >= 0) {
        TRY(keep_beside(cx, job, &staging));
        *id = staging.id;
    } else {
        TRY(roster_stage(cx, job, run, watch, id, count));
    }
    TRY(db_transaction(cx, start, id));
    return imports_work(cx);
}
