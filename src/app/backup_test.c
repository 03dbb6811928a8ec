/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "app/backup.h"
#include "app/backup_daily.h"
#include "app/installed_test.h"
#include "app/restore.h"
#include "base/file.h"
#include "tests/town.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static struct drill drill_of(struct installed *town, const char *backup, const char *key)
{
    struct restore_options options = {
        .backup = backup,
        .server = town->address,
        .key = key,
    };
    struct drill drill;

    CHECK_OK(restore_run(&town->cx, &options, &drill));
    return drill;
}

static void check_good(const struct drill *drill)
{
    if (drill->problem_count > 0)
        test_fail(__FILE__, __LINE__, "the drill says: %.*s", STR_ARG(drill->problems[0]));
    CHECK(drill->is_open && drill->records > 0 && drill->entries > 0);
}

/* How many backups a target has. */
static size_t count_backups(struct installed *town)
{
    struct manifest *backups;
    size_t count;

    if (!path_exists(town->target))
        return 0;
    CHECK_OK(backups_list(&town->cx, town->target, &backups, &count));
    return count;
}

/* Names */

TEST_ONCE("a backup is called by the moment when it was made")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    instant moment = instant_of(date_of(2026, 3, 2), 2, 30, 9), read;

    CHECK_STR(backup_name(&cx, moment), "xiangzhi-20260302-023009");
    CHECK(backup_name_read(S("xiangzhi-20260302-023009"), &read));
    CHECK(instant_compare(moment, read) == 0);
    CHECK(!backup_name_read(S("xiangzhi-20260302-02300"), &read));
    CHECK(!backup_name_read(S("xiangzhi-20260302_023009"), &read));
    CHECK(!backup_name_read(S("xiangzhi-20261302-023009"), &read));
    CHECK(!backup_name_read(S("xiangzhi-2026030x-023009"), &read));
    CHECK(!backup_name_read(S(".draft"), &read));
}

TEST_ONCE("a manifest is read as it was written, and nothing else is one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct record_count counts[] = { { S("matter"), 3 }, { S("place"), 0 } };
    struct journal_head heads[] = { { 421182, 4211820000000007, S("ab") } };
    struct manifest read, manifest = {
        .name = S("xiangzhi-20260302-023009"),
        .made_at = instant_of(date_of(2026, 3, 2), 2, 30, 9),
        .engine = DB_POSTGRES,
        .schema = 2,
        .database = S("database.dump"),
        .database_bytes = 5000000000,
        .file_count = 7,
        .missing = 1,
        .counts = counts,
        .count_count = 2,
        .heads = heads,
        .head_count = 1,
    };
    struct buf text = { .arena = cx.arena };

    manifest_write(&manifest, &text);
    CHECK_OK(manifest_read(&cx, buf_str(&text), &read));
    CHECK(str_eq(read.name, manifest.name) && read.engine == DB_POSTGRES && read.schema == 2);
    CHECK(read.database_bytes == 5000000000 && read.file_count == 7 && read.missing == 1);
    CHECK(manifest_records(&read) == 3 && read.counts[1].count == 0);
    CHECK(read.heads[0].county == 421182 && read.heads[0].last_id == 4211820000000007);
    for (size_t length = 0; length < text.length - 2; length += 7)
        CHECK(manifest_read(&cx, str_slice(buf_str(&text), 0, length), &read) != NULL);
    CHECK(manifest_read(&cx, S("{\"format\": 2}"), &read) != NULL);
}

#define DIGEST "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

TEST_ONCE("a list of sums names only what belongs into a backup")
{
    static const str refused[] = {
        S_INIT(DIGEST "  ../database.db\n"), S_INIT(DIGEST "  /etc/passwd\n"),
        S_INIT(DIGEST "  files/../key\n"),   S_INIT(DIGEST "  files/00/../../key\n"),
        S_INIT(DIGEST " database.db\n"),     S_INIT(DIGEST "  database.db"),
        S_INIT("0011  database.db\n"),       S_INIT("\n"),
    };
    str good = S(DIGEST "  database.db\n" DIGEST "  files/00/"
                        "112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n");
    struct sum sum;

    CHECK(sums_next(&good, &sum) && str_eq(sum.path, S("database.db")));
    CHECK(sums_next(&good, &sum) && str_eq(sum.digest, S(DIGEST)));
    CHECK(str_is_empty(good));
    for (size_t i = 0; i < COUNT(refused); i++) {
        str text = refused[i];
        CHECK(!sums_next(&text, &sum));
    }
}

/* Making and proving */

TEST("a backup is proved by a drill, which leaves nothing behind")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    str *names;
    size_t count;

    CHECK_OK(installed_open(&town));
    installed_add_photo(&town, "a broken lamp");
    int64_t entries = installed_number(&town, "select count(*) from journal");
    const char *backup = installed_backup(&town);

    struct drill drill = drill_of(&town, backup, NULL);
    check_good(&drill);
    CHECK(drill.entries == entries && drill.manifest.file_count == 1);
    CHECK(drill.checked_files == 4 && drill.records == manifest_records(&drill.manifest));
    CHECK_OK(folder_list(&town.cx, town.target, &names, &count));
    CHECK(count == 1);
    CHECK(!path_exists(path_join(&town.cx, town.target, ".draft")));
    CHECK(!path_exists(
        arena_printf(town.cx.arena, "%s/.drill-%.*s", town.target, STR_ARG(drill.manifest.name))
            .data));
}

TEST("the report of a drill says what was looked at, as text and as a page")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct buf text = { .arena = town.cx.arena }, page = { .arena = town.cx.arena };

    CHECK_OK(installed_open(&town));
    struct drill drill = drill_of(&town, installed_backup(&town), NULL);
    drill_write_text(&town.cx, &drill, &text);
    drill_write_page(&town.cx, &drill, &page);
    CHECK(str_contains(buf_str(&text), S("全部相符，这份备份可以恢复。")));
    CHECK(str_contains(buf_str(&text), S("操作记录的末尾")));
    CHECK(!str_contains(buf_str(&text), S("举报")) && !str_contains(buf_str(&page), S("举报")));
    CHECK(str_contains(buf_str(&page), S("<title>备份恢复演练记录</title>")));
    CHECK(str_contains(buf_str(&page), S("size: A4")));
}

TEST("what the backup before has is linked and not copied again")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct stat first, second, live;

    CHECK_OK(installed_open(&town));
    str photo = installed_add_photo(&town, "the first");
    const char *a = installed_backup(&town);
    str other = installed_add_photo(&town, "the second");
    const char *b = installed_backup(&town);

    const char *name = arena_text(town.cx.arena, photo);
    CHECK(stat(path_join(&town.cx, a, name), &first) == 0);
    CHECK(stat(path_join(&town.cx, b, name), &second) == 0);
    CHECK(stat(path_join(&town.cx, town.app.folder, name), &live) == 0);
    CHECK(first.st_ino == second.st_ino && first.st_nlink == 2 && live.st_nlink == 1);
    CHECK(path_exists(path_join(&town.cx, b, arena_text(town.cx.arena, other))));
    struct drill drill = drill_of(&town, b, NULL);
    check_good(&drill);
}

/* Writers while a backup is made */

struct busy {
    struct writer *writer;
    struct context cx;
    atomic_bool stopping;
    int64_t made;
};

static struct error *make_post(struct context *cx, void *closure)
{
    int64_t *made = closure;
    struct post post = { .place = S("430524101201"), .role = S("village_clerk") };

    TRY(account_create(cx, arena_printf(cx->arena, "busy%lld", (long long)*made), S("示例"),
                       S("Test-pass-2026"), true, &post.account));
    TRY(post_give(cx, &post));
    (*made)++;
    return NULL;
}

static void *keep_writing(void *closure)
{
    struct busy *busy = closure;

    while (!atomic_load(&busy->stopping)) {
        struct arena_mark mark = arena_mark(busy->cx.arena);
        CHECK_OK(writer_run(busy->writer, &busy->cx, make_post, &busy->made));
        arena_rewind(busy->cx.arena, mark);
    }
    return NULL;
}

TEST("a backup is the state of one moment, however much is written meanwhile")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct busy busy = { 0 };
    pthread_t thread;

    CHECK_OK(installed_open(&town));
    busy.cx = town.cx;
    busy.cx.arena = arena_create(1024 * 1024 * 1024);
    CHECK_OK(writer_create(
        &town.cx,
        &(struct writer_options){ .address = town.address, .threads = 1, .queue_max = 100 },
        &busy.writer));
    CHECK(pthread_create(&thread, NULL, keep_writing, &busy) == 0);
    for (int i = 0; i < 3; i++) {
        usleep(50000);
        const char *backup = installed_backup(&town);
        struct drill drill = drill_of(&town, backup, NULL);
        check_good(&drill);
    }
    atomic_store(&busy.stopping, true);
    pthread_join(thread, NULL);
    writer_destroy(busy.writer);
    arena_destroy(busy.cx.arena);
    CHECK(busy.made > 0 && count_backups(&town) == 3);
}

/* What goes wrong */

static void flip_byte(struct installed *town, const char *path)
{
    struct stat status;
    FILE *file = fopen(path, "r+");

    CHECK(file != NULL && stat(path, &status) == 0);
    fseek(file, status.st_size / 2, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, status.st_size / 2, SEEK_SET);
    fputc(byte ^ 1, file);
    fclose(file);
    (void)town;
}

TEST("one byte that was altered is found, and the drill says in which file")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    CHECK_OK(installed_open(&town));
    const char *photo = arena_text(town.cx.arena, installed_add_photo(&town, "a lamp"));
    const char *database = town.postgres ? "database.dump" : "database.db";
    const char *const files[] = { database, photo, KEY_FILE };
    const char *backup = installed_backup(&town);

    for (size_t i = 0; i < COUNT(files); i++) {
        const char *path = path_join(&town.cx, backup, files[i]);
        flip_byte(&town, path);
        struct drill drill = drill_of(&town, backup, NULL);
        CHECK(drill.problem_count > 0 && !drill.is_open);
        CHECK(str_contains(drill.problems[0], str_of(files[i])));
        flip_byte(&town, path);
    }
    struct drill drill = drill_of(&town, backup, NULL);
    check_good(&drill);
}

TEST("a file that is missing is found, also when its sum is missing too")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    CHECK_OK(installed_open(&town));
    const char *photo = arena_text(town.cx.arena, installed_add_photo(&town, "a lamp"));
    const char *backup = installed_backup(&town);
    const char *sums = path_join(&town.cx, backup, SUMS_FILE);
    str text, line, rest;

    CHECK(unlink(path_join(&town.cx, backup, photo)) == 0);
    struct drill drill = drill_of(&town, backup, NULL);
    CHECK(drill.problem_count == 1 && str_contains(drill.problems[0], str_of(photo)));
    CHECK_OK(file_read(&town.cx, sums, 10000, &text));
    struct buf others = { .arena = town.cx.arena };
    for (; str_cut(text, '\n', &line, &rest); text = rest)
        if (!str_ends(line, str_of(photo)))
            buf_printf(&others, "%.*s\n", STR_ARG(line));
    CHECK(unlink(sums) == 0);
    CHECK_OK(file_write(&town.cx, sums, buf_str(&others)));
    drill = drill_of(&town, backup, NULL);
    CHECK(drill.problem_count == 1 && str_contains(drill.problems[0], S(SUMS_FILE)));
}

TEST("a full disk is said, and leaves nothing that looks like a backup")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct backup_options options = installed_options(&town);
    struct rlimit limit;
    struct manifest made;

    CHECK_OK(installed_open(&town));
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
    for (rlim_t room = 0; room < 40000; room += 9000) {
        struct rlimit tight = { room, limit.rlim_max };
        setrlimit(RLIMIT_FSIZE, &tight);
        struct error *error = backup_make(&town.cx, &options, &made);
        setrlimit(RLIMIT_FSIZE, &limit);
        CHECK(error != NULL);
        if (!town.postgres && !str_contains(error->message, S("磁盘满了")))
            test_fail(__FILE__, __LINE__, "%.*s", STR_ARG(error->message));
        CHECK(count_backups(&town) == 0);
        CHECK(!path_exists(path_join(&town.cx, town.target, ".draft")));
    }
    const char *backup = installed_backup(&town);
    struct drill drill = drill_of(&town, backup, NULL);
    check_good(&drill);
}

TEST("a photo that was lost or altered stops the backup, unless that is allowed")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    CHECK_OK(installed_open(&town));
    struct backup_options options = installed_options(&town);
    str lost = installed_add_photo(&town, "will be lost");
    str altered = installed_add_photo(&town, "will be altered");
    struct manifest made;

    flip_byte(&town, path_join(&town.cx, town.app.folder, arena_text(town.cx.arena, altered)));
    struct error *error = backup_make(&town.cx, &options, &made);
    CHECK(error != NULL && str_contains(error->message, altered));
    unlink(path_join(&town.cx, town.app.folder, arena_text(town.cx.arena, lost)));
    error = backup_make(&town.cx, &options, &made);
    CHECK(error != NULL && str_contains(error->message, lost));
    CHECK(count_backups(&town) == 0);

    options.missing_allowed = true;
    CHECK_OK(backup_make(&town.cx, &options, &made));
    CHECK(made.missing == 2 && made.file_count == 0);
    struct drill drill = drill_of(&town, town.target, NULL);
    check_good(&drill);
}

TEST("what an interrupted backup left is no backup and is swept out by the next")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    const char *draft = path_join(&town.cx, town.target, ".draft");

    CHECK_OK(folder_make(&town.cx, draft));
    CHECK_OK(file_write(&town.cx, path_join(&town.cx, draft, MANIFEST_FILE), S("{}")));
    CHECK(count_backups(&town) == 0);
    installed_backup(&town);
    CHECK(count_backups(&town) == 1 && !path_exists(draft));
}

TEST("a backup that is told to stop leaves nothing behind")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct backup_options options = installed_options(&town);
    atomic_bool stop = true;
    struct manifest made;

    options.stop = &stop;
    CHECK_FAILS(backup_make(&town.cx, &options, &made), ERROR_BUSY);
    CHECK(count_backups(&town) == 0);
    CHECK(!path_exists(path_join(&town.cx, town.target, ".draft")));
}

TEST_ONCE("a damaged database makes no backup")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct backup_options options = installed_options(&town);
    struct manifest made;
    struct stat status;

    CHECK(stat(town.address, &status) == 0);
    FILE *file = fopen(town.address, "r+");
    CHECK(file != NULL);
    for (long at = 8 * 4096 + 100; at < status.st_size; at += 4096) {
        fseek(file, at, SEEK_SET);
        fputs("damage damage damage damage", file);
    }
    fclose(file);
    struct error *error = backup_make(&town.cx, &options, &made);
    CHECK(error != NULL);
    if (!str_contains(error->message, S("损坏")))
        test_fail(__FILE__, __LINE__, "%.*s", STR_ARG(error->message));
    CHECK(count_backups(&town) == 0);
}

TEST("a key that is kept elsewhere must be shown, and must be the right one")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct backup_options options = installed_options(&town);
    const char *wrong = installed_path(&town, "wrong-key");
    struct manifest made;

    options.without_key = true;
    CHECK_OK(backup_make(&town.cx, &options, &made));
    CHECK(!path_exists(
        path_join(&town.cx, town.target,
                  arena_printf(town.cx.arena, "%.*s/key", STR_ARG(made.name)).data)));
    CHECK_OK(file_write(&town.cx, wrong, S("a key that is known to everybody")));
    CHECK(drill_of(&town, town.target, NULL).problem_count == 1);
    CHECK(drill_of(&town, town.target, wrong).problem_count == 1);
    struct drill drill =
        drill_of(&town, town.target, path_join(&town.cx, options.folder, KEY_FILE));
    check_good(&drill);
}

/* Rotation */

static void a_backup_of(struct installed *town, date day)
{
    struct manifest manifest = {
        .made_at = instant_of(day, 2, 30, 0),
        .database = S("database.db"),
    };
    struct buf text = { .arena = town->cx.arena };

    manifest.name = backup_name(&town->cx, manifest.made_at);
    manifest_write(&manifest, &text);
    const char *path =
        path_join(&town->cx, town->target, arena_text(town->cx.arena, manifest.name));
    CHECK_OK(folder_make(&town->cx, path));
    CHECK_OK(file_write(&town->cx, path_join(&town->cx, path, MANIFEST_FILE), buf_str(&text)));
}

TEST_ONCE("fourteen days and the ends of twelve months stay, however long it runs")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    date last = date_of(2026, 3, 20);
    struct manifest *backups;
    size_t count, removed;

    for (int day = 500; day >= 0; day--)
        a_backup_of(&town, date_add_days(last, -day));
    CHECK_OK(backups_rotate(&town.cx, town.target, 14, &removed));
    CHECK_OK(backups_list(&town.cx, town.target, &backups, &count));
    CHECK(count == 14 + 12 && removed == 501 - count);
    CHECK_STR(backups[0].name, "xiangzhi-20260320-023000");
    CHECK_STR(backups[13].name, "xiangzhi-20260307-023000");
    CHECK_STR(backups[14].name, "xiangzhi-20260228-023000");
    CHECK_STR(backups[25].name, "xiangzhi-20250331-023000");
    CHECK_OK(backups_rotate(&town.cx, town.target, 14, &removed));
    CHECK(removed == 0);
    CHECK_OK(backups_rotate(&town.cx, town.target, 1, &removed));
    CHECK(count_backups(&town) == 13);
}

TEST_ONCE("the last backup stays, and what is no backup is left alone")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    const char *stranger = path_join(&town.cx, town.target, "xiangzhi-20200101-000000");
    size_t removed;

    a_backup_of(&town, date_of(2021, 1, 1));
    CHECK_OK(folder_make(&town.cx, stranger));
    CHECK_OK(backups_rotate(&town.cx, town.target, 1, &removed));
    CHECK(removed == 0 && path_exists(stranger) && count_backups(&town) == 1);
}

TEST_ONCE("a daily backup is due once a day, after half past two")
{
    struct manifest yesterday = { .made_at = instant_of(date_of(2026, 3, 1), 2, 30, 0) };
    struct manifest today = { .made_at = instant_of(date_of(2026, 3, 2), 2, 31, 0) };
    struct manifest future = { .made_at = instant_of(date_of(2036, 1, 1), 2, 31, 0) };
    struct manifest both[] = { future, today };
    date day = date_of(2026, 3, 2);

    CHECK(backup_is_due(NULL, 0, instant_of(day, 9, 0, 0)));
    CHECK(!backup_is_due(NULL, 0, instant_of(day, 2, 29, 59)));
    CHECK(backup_is_due(&yesterday, 1, instant_of(day, 2, 30, 0)));
    CHECK(!backup_is_due(&today, 1, instant_of(day, 23, 0, 0)));
    CHECK(backup_is_due(&future, 1, instant_of(day, 3, 0, 0)));
    CHECK(!backup_is_due(both, 2, instant_of(day, 3, 0, 0)));
}

TEST("the daily turn makes one backup a day")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct backup_options options = installed_options(&town);
    bool made;

    CHECK_OK(backup_daily_turn(&town.cx, &options, 14, &made));
    CHECK(made);
    CHECK_OK(backup_daily_turn(&town.cx, &options, 14, &made));
    CHECK(!made && count_backups(&town) == 1);
}

/* Restoring */

static struct drill restored(struct installed *town, const char *backup, const char *to,
                             bool replace)
{
    struct restore_options options = { .backup = backup, .to = to, .replace = replace };
    struct drill drill;

    CHECK_OK(restore_run(&town->cx, &options, &drill));
    check_good(&drill);
    return drill;
}

TEST("a restored installation opens with its records and its photos")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    CHECK_OK(installed_open(&town));
    const char *photo = arena_text(town.cx.arena, installed_add_photo(&town, "a lamp"));
    int64_t accounts = installed_number(&town, "select count(*) from accounts");
    const char *backup = installed_backup(&town);
    installed_shut(&town);

    const char *to = installed_other(&town, "second");
    restored(&town, backup, to, false);
    town.address = to;
    CHECK_OK(installed_open(&town));
    CHECK(installed_number(&town, "select count(*) from accounts") == accounts);
    CHECK(path_exists(path_join(&town.cx, town.app.folder, photo)));
    CHECK(path_exists(path_join(&town.cx, town.app.folder, KEY_FILE)));
}

TEST("nothing is restored over a database, unless it is put aside first")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    const char *backup = installed_backup(&town);
    struct restore_options options = { .backup = backup, .to = town.address };
    struct drill drill;

    CHECK_OK(installed_open(&town));
    installed_add_photo(&town, "younger than the backup");
    CHECK_FAILS(restore_run(&town.cx, &options, &drill), ERROR_CONFLICT);
    options.replace = true;
    CHECK_FAILS(restore_run(&town.cx, &options, &drill), ERROR_BUSY);
    installed_shut(&town);
    drill = restored(&town, backup, town.address, true);
    CHECK(!str_is_empty(drill.put_aside));
    CHECK(town.postgres || path_exists(arena_text(town.cx.arena, drill.put_aside)));
    CHECK_OK(installed_open(&town));
    CHECK(installed_number(&town, "select count(*) from evidence") == 0);
}

TEST("a backup with an altered byte is not restored, and what was there stays")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    const char *backup = installed_backup(&town);
    struct restore_options options = { .backup = backup, .to = town.address, .replace = true };
    struct drill drill;

    flip_byte(&town, path_join(&town.cx, backup, MANIFEST_FILE));
    struct error *error = restore_run(&town.cx, &options, &drill);
    CHECK(error != NULL || drill.problem_count > 0);
    CHECK_OK(installed_open(&town));
    CHECK(installed_number(&town, "select count(*) from roles") > 0);
}

/* The page */

TEST("the system administrator sees the backups and the last drill, and nobody else")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct app app = *cx.app;
    char target[] = "/tmp/xiangzhi-backups-XXXXXX";
    struct manifest manifest = {
        .name = S("xiangzhi-20260302-023000"),
        .made_at = instant_of(date_of(2026, 3, 2), 2, 30, 0),
        .database = S("database.db"),
        .database_bytes = 3 * 1024 * 1024,
        .file_count = 12,
    };
    struct buf text = { .arena = cx.arena };

    cx.app = &app;
    test_sign_in_as(&cx, "system_administrator", "421182");
    struct response response = test_get(&cx, "/backups");
    CHECK(response.status == 200 && test_says(&response, "没有设每天备份"));

    app.backups = mkdtemp(target);
    response = test_get(&cx, "/backups");
    CHECK(test_says(&response, "都没有做成备份") && test_says(&response, "还没有演练过"));
    manifest_write(&manifest, &text);
    const char *backup = path_join(&cx, target, "xiangzhi-20260302-023000");
    CHECK_OK(folder_make(&cx, backup));
    CHECK_OK(file_write(&cx, path_join(&cx, backup, MANIFEST_FILE), buf_str(&text)));
    CHECK_OK(file_write(&cx, path_join(&cx, target, "last-drill.txt"), S("全部相符\n")));
    response = test_get(&cx, "/backups");
    CHECK(test_says(&response, "3月2日 02:30") && test_says(&response, "全部相符"));
    CHECK(!test_says(&response, "都没有做成备份"));

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(test_get(&cx, "/backups").status == 403);
    test_sign_in_as(&cx, "auditor", "421182");
    CHECK(test_get(&cx, "/backups").status == 403);
    test_sign_out(&cx);
    CHECK(test_get(&cx, "/backups").status == 303);
    folder_remove(target);
}
