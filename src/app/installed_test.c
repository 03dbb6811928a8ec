/* SPDX-License-Identifier: Apache-2.0 */
#include "app/installed_test.h"

#include "app/account.h"
#include "app/calendar.h"
#include "app/evidence.h"
#include "base/file.h"
#include "base/hash.h"
#include "modules/modules.h"
#include "tests/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ARENA_BYTES = 1024 * 1024 * 1024 };

/* Outside of transactions, through the database that all tests share. */
static void tell_server(struct context *cx, const char *sql)
{
    struct context own = *cx;

    CHECK_OK(db_open(&own, test_database_address(), DB_WRITE, &own.db));
    CHECK_OK(db_script(&own, sql));
    db_close(own.db);
}

static const char *fresh_database(struct installed *town, const char *name)
{
    struct context *cx = &town->cx;
    const char *whole = arena_printf(cx->arena, "xiangzhi_test_%s", name).data;

    if (!town->postgres)
        return installed_path(town, arena_printf(cx->arena, "%s.db", name).data);
    tell_server(cx, arena_printf(cx->arena, "drop database if exists %s", whole).data);
    tell_server(cx, arena_printf(cx->arena, "create database %s", whole).data);
    return postgres_address_of(cx, test_database_address(), whole);
}

/* On PostgreSQL the files have no database to lie beside. */
static void look_for_files(struct installed *town, const char *name)
{
    if (town->postgres)
        setenv("XIANGZHI_FILES", installed_path(town, name), 1);
}

static struct installed begin(void)
{
    struct installed town = { .cx.arena = arena_create(ARENA_BYTES) };
    char root[] = "/tmp/xiangzhi-installed-XXXXXX";

    modules_register(modules);
    password_use_quick_hashing();
    CHECK(mkdtemp(root) != NULL);
    town.root = arena_text(town.cx.arena, str_of(root));
    town.postgres = db_address_is_postgres(test_database_address());
    town.address = fresh_database(&town, "town");
    town.target = installed_path(&town, "backups");
    look_for_files(&town, "town.files");
    context_set_now(&town.cx, instant_of(date_of(2026, 3, 2), 9, 0, 0));
    return town;
}

static void set_context(struct installed *town)
{
    town->cx.deed = "test";
    context_set_now(&town->cx, instant_of(date_of(2026, 3, 2), 9, 0, 0));
}

struct installed installed_new(void)
{
    struct installed town = begin();

    CHECK_OK(app_open(&town.cx, town.address, true, &town.app));
    installed_shut(&town);
    set_context(&town);
    return town;
}

static void run_shell(const char *command)
{
    int status = system(command);

    CHECK(status == 0);
}

struct installed installed_old(const char *name)
{
    struct installed town = begin();
    struct context *cx = &town.cx;
    const char *files = app_folder(cx, town.address);

    run_shell(arena_printf(cx->arena, "gzip -dc tests/old/%s/%s.sql.gz | %s %s >/dev/null",
                           name, town.postgres ? "postgres" : "sqlite",
                           town.postgres ? "psql -q -v ON_ERROR_STOP=1" : "sqlite3",
                           town.address)
                  .data);
    run_shell(arena_printf(cx->arena,
                           "mkdir %s && cp -r tests/old/%s/key tests/old/%s/files %s && "
                           "chmod -R go= %s",
                           files, name, name, files, files)
                  .data);
    return town;
}

void installed_close(struct installed *town)
{
    installed_shut(town);
    folder_remove(town->root);
    unsetenv("XIANGZHI_FILES");
    arena_destroy(town->cx.arena);
}

struct error *installed_open(struct installed *town)
{
    struct error *error = app_open(&town->cx, town->address, false, &town->app);

    seal_use_test_key();
    set_context(town);
    return error;
}

void installed_shut(struct installed *town)
{
    app_close(&town->cx, &town->app);
    seal_use_test_key();
}

const char *installed_path(struct installed *town, const char *name)
{
    return path_join(&town->cx, town->root, name);
}

const char *installed_other(struct installed *town, const char *name)
{
    const char *address = fresh_database(town, name);

    look_for_files(town, arena_printf(town->cx.arena, "%s.files", name).data);
    return address;
}

str installed_add_photo(struct installed *town, const char *bytes)
{
    static int people;
    struct context *cx = &town->cx;
    struct post post = { .place = S("430524101201"), .role = S("village_clerk") };
    struct evidence evidence;

    CHECK_OK(db_begin(cx));
    CHECK_OK(account_create(cx, arena_printf(cx->arena, "own%d", ++people), S("示例"),
                            S("Test-pass-2026"), true, &post.account));
    CHECK_OK(post_give(cx, &post));
    CHECK_OK(evidence_add(cx, &post_type, &post, S("照片.jpg"),
                          arena_printf(cx->arena, "\xff\xd8\xff %s", bytes), &evidence));
    CHECK_OK(db_commit(cx));
    return evidence_place(cx, evidence.digest);
}

struct backup_options installed_options(struct installed *town)
{
    return (struct backup_options){
        .address = town->address,
        .folder = app_folder(&town->cx, town->address),
        .target = town->target,
    };
}

const char *installed_backup(struct installed *town)
{
    struct backup_options options = installed_options(town);
    struct manifest made;

    CHECK_OK(backup_make(&town->cx, &options, &made));
    return path_join(&town->cx, town->target, arena_text(town->cx.arena, made.name));
}

int64_t installed_number(struct installed *town, const char *sql)
{
    int64_t number;

    CHECK_OK(query_number(&town->cx, sql, NULL, 0, &number));
    return number;
}
