/* SPDX-License-Identifier: Apache-2.0 */
/* Opening the program's things: the database, the key, the calendar. */
#include "app/app.h"

#include "app/assets.h"
#include "app/calendar.h"
#include "app/figure.h"
#include "app/importing.h"
#include "app/journal.h"
#include "app/series.h"
#include "app/submission.h"
#include "app/upgrade.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/words.h"
#include "record/schema.h"
#include "record/search.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct error *changed(struct context *cx, const struct record_type *type,
                             const void *before, const void *after)
{
    TRY(journal_changed(cx, type, before, after));
    TRY(figures_changed(cx, type, before, after));
    return search_update(cx, type, before, after);
}

const struct store_watch app_watch = {
    .kept = import_watch,
    .changed = changed,
    .counted = figures_counted,
};

/* What is no record: book-keeping tables of the program's own. */
static void write_own_tables(enum db_engine engine, struct buf *out)
{
    submissions_schema_write(engine, out);
    figures_schema_write(engine, out);
    journal_schema_write(engine, out);
    series_schema_write(engine, out);
    import_schema_write(engine, out);
    upgrade_schema_write(engine, out);
    writer_schema_write(engine, out);
}

void app_write_schema(struct context *cx, enum db_engine engine, struct buf *out)
{
    (void)cx;
    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        schema_write(*type, engine, out);
    write_own_tables(engine, out);
}

struct error *app_apply_schema(struct context *cx)
{
    struct buf sql = { .arena = cx->arena };

    TRY(schema_apply(cx));
    write_own_tables(db_engine(cx->db), &sql);
    buf_add_char(&sql, '\0');
    return db_script(cx, sql.data);
}

struct error *app_set_up(struct context *cx)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++) {
        cx->deed = (*module)->name;
        if ((*module)->set_up != NULL)
            TRY((*module)->set_up(cx));
    }
    return NULL;
}

const char *app_folder(struct context *cx, const char *address)
{
    const char *named = getenv("XIANGZHI_FILES");

    if (named != NULL)
        return named;
    if (db_address_is_postgres(address))
        return "var/xiangzhi.files";
    return arena_printf(cx->arena, "%s.files", address).data;
}

struct error *app_is_set_up(struct context *cx, bool *found)
{
    return schema_has_table(cx, "totals", found);
}

struct error *app_is_unfinished(struct context *cx, bool *found)
{
    return schema_has_table(cx, "migration", found);
}

/* Until all has been moved into a database, it may not be used. */
static struct error *refuse_unfinished(struct context *cx)
{
    bool found;

    TRY(app_is_unfinished(cx, &found));
    if (!found)
        return NULL;
    return fail(cx, ERROR_CONFLICT,
                "这个数据库的迁移还没有做完。请把同一条 xiangzhi migrate 命令再运行一次。");
}

/* A new database gets a new key.  One that has been in use must come with its own: with another
 * key nothing that was sealed could ever be opened. */
static struct error *open_key(struct context *cx, struct app *app)
{
    const char *path = arena_printf(cx->arena, "%s/key", app->folder).data;
    bool in_use;

    TRY(app_is_set_up(cx, &in_use));
    if (in_use && access(path, F_OK) != 0)
        return fail(cx, ERROR_NOT_FOUND,
                    "找不到密钥文件 %s。数据库和它的文件夹要放在一起，请从备份里拷回来。",
                    path);
    TRY(folder_make(cx, app->folder));
    return seal_open_key(cx, path);
}

static struct error *set_up(struct context *cx, void *closure)
{
    (void)closure;
    TRY(app_apply_schema(cx));
    TRY(app_set_up(cx));
    return upgrade_note(cx);
}

/* Where a database is backed up before it is changed. */
static const char *folder_for_upgrades(struct context *cx, const struct app *app)
{
    const char *beside = db_address_is_postgres(app->address) ? app->folder : app->address;

    return arena_printf(cx->arena, "%s.backups", beside).data;
}

static struct error *prepare_database(struct context *cx, const struct app *app, bool create)
{
    bool found;

    TRY(app_is_set_up(cx, &found));
    TRY(refuse_unfinished(cx));
    if (found)
        return upgrade_run(cx, app, folder_for_upgrades(cx, app));
    if (!create)
        return fail(cx, ERROR_NOT_FOUND,
                    "这个数据库还没有初始化。请先运行 xiangzhi init 或 xiangzhi sample。");
    return db_transaction(cx, set_up, NULL);
}

/* cx becomes the program's own: system access, a connection that writes, the clock's day. */
static void take_over(struct context *cx, struct app *app)
{
    cx->app = app;
    cx->watch = &app_watch;
    cx->access = &access_of_system;
    context_set_now(cx, instant_now());
}

void app_learn_words(void)
{
    if (words_count() > 0)
        return;
    const struct asset *catalogue = asset_find(S("/words/en.mo"));
    words_learn((str){ catalogue->data, catalogue->size_bytes });
}

struct error *app_open(struct context *cx, const char *address, bool create, struct app *app)
{
    *app = (struct app){
        .address = address,
        .folder = app_folder(cx, address),
        .site = S("乡治"),
        .development = getenv("XIANGZHI_DEMONSTRATION") != NULL,
    };
    app_learn_words();
    take_over(cx, app);
    if (create && !db_address_is_postgres(address))
        TRY(folder_make_above(cx, address));
    TRY(db_open(cx, address, create ? DB_CREATE : DB_WRITE, &cx->db));
    TRY(open_key(cx, app));
    TRY(prepare_database(cx, app, create));
    struct calendar *calendar;
    TRY(calendar_load(cx, &calendar));
    app->calendar = calendar;
    cx->calendar = calendar;
    return NULL;
}

void app_close(struct context *cx, struct app *app)
{
    db_close(cx->db);
    cx->db = NULL;
    calendar_destroy(app->calendar);
    app->calendar = NULL;
}

static struct error *act(struct context *cx, void *closure)
{
    return visit_act(cx, closure);
}

void app_answer(struct context *cx, struct request *request, struct response *response)
{
    struct visit visit = { .request = request, .response = response };

    response->body.arena = cx->arena;
    response->headers.arena = cx->arena;
    struct error *error = visit_begin(cx, &visit);
    if (error == NULL)
        error = visit_prepare(cx, &visit);
    if (error == NULL)
        error = request->method == GET ? act(cx, &visit) : db_transaction(cx, act, &visit);
    visit_end(cx, &visit, error);
}
