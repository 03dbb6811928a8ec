/* SPDX-License-Identifier: Apache-2.0 */
#include "app/roster_fixture_test.h"

#include "tests/town.h"

static const char village[] = "421182102205";

static struct roster_job a_job(struct context *cx, const char *name, str bytes)
{
    struct roster_job job;

    CHECK_OK(
        roster_open(cx, roster_find(cx, str_of(name)), str_of(village), bytes, SIZE_MAX, &job));
    return job;
}

str roster_known(struct context *cx, const char *name, str bytes)
{
    struct roster_job job = a_job(cx, name, bytes);

    return roster_mapping(cx, &job);
}

struct roster_count roster_checked(struct context *cx, const char *name, const char *text)
{
    return roster_counted(cx, name, str_of(text));
}

struct roster_count roster_counted(struct context *cx, const char *name, str bytes)
{
    struct roster_job job = a_job(cx, name, bytes);
    struct roster_count count;

    CHECK_OK(roster_check(cx, &job, &count));
    return count;
}

struct import_run roster_applied(struct context *cx, const char *name, const char *text)
{
    return roster_imported(cx, name, str_of(text));
}

struct import_run roster_imported(struct context *cx, const char *name, str bytes)
{
    const struct import_run wanted = { .title = S("台账.xlsx") };
    struct roster_job job = a_job(cx, name, bytes);
    struct roster_count count;
    struct import_run run = { 0 };
    record_id id;

    CHECK_OK(roster_stage(cx, &job, &wanted, (struct roster_watch){ 0 }, &id, &count));
    CHECK_OK(import_start(cx, id));
    CHECK_OK(imports_work(cx));
    CHECK_OK(import_get(cx, id, &run));
    CHECK(run.state == IMPORT_APPLIED);
    return run;
}

static struct error *note_reasons(struct context *cx, struct roster_row *row, void *closure)
{
    buf_printf(closure, "%lld:%.*s;", (long long)row->sheet->number,
               STR_ARG(roster_reasons(cx, row)));
    return NULL;
}

str roster_reasons_of(struct context *cx, const char *name, const char *text)
{
    return roster_said(cx, name, str_of(text));
}

str roster_said(struct context *cx, const char *name, str bytes)
{
    /* The rows' own memory is taken back; the reasons are not. */
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct roster_job job = a_job(cx, name, bytes);
    struct buf out = { .arena = arena };

    CHECK_OK(roster_walk(cx, &job, note_reasons, &out));
    return arena_copy(cx->arena, buf_str(&out));
}
