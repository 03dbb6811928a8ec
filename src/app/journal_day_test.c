/* SPDX-License-Identifier: Apache-2.0 */
/* The days of the journal: sealed, exported, checked by a stranger, compared. */
#include "app/journal_day.h"

#include "app/lab_test.h"
#include "base/file.h"
#include "tests/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COUNTY = 421182, FILE_BYTES = 256 * 1024 };

static const char village[] = "421182102205";

/* Days */

static void seal_all(struct context *cx)
{
    bool more = true;

    while (more)
        CHECK_OK(journal_days_seal(cx, &more));
}

static struct journal_day day_of(struct context *cx, const char *day, bool *sealed)
{
    struct journal_day read;

    CHECK_OK(journal_day_read(cx, COUNTY, a_day(day), &read, sealed));
    return read;
}

static struct journal_day sealed_day_of(struct context *cx, const char *day)
{
    bool sealed;
    struct journal_day read = day_of(cx, day, &sealed);

    CHECK(sealed);
    return read;
}

/* Two sightings on 2 March, one on 3 March, none on the 4th; it is the 5th. */
static struct context three_days(void)
{
    struct context cx = lab();

    a_sighting(&cx, village, "2026-03-01");
    a_sighting(&cx, village, "2026-03-01");
    test_set_day(&cx, "2026-03-03");
    seal_all(&cx);
    a_sighting(&cx, village, "2026-03-02");
    test_set_day(&cx, "2026-03-05");
    seal_all(&cx);
    return cx;
}

TEST("a day that is over is sealed with its number of entries and its head")
{
    CLEANUP(lab_close) struct context cx = three_days();
    struct journal_day second = sealed_day_of(&cx, "2026-03-02");
    struct journal_day third = sealed_day_of(&cx, "2026-03-03");
    struct journal_day fourth = sealed_day_of(&cx, "2026-03-04");
    bool sealed;

    CHECK(second.entries == 2 && third.entries == 1 && fourth.entries == 0);
    CHECK(second.head.length == 64 && !str_eq(second.head, third.head));
    CHECK(str_eq(third.previous, second.head) && str_eq(fourth.previous, third.head));
    CHECK(str_eq(fourth.head, third.head) && fourth.last_id == third.last_id);
    (void)day_of(&cx, "2026-03-05", &sealed);
    CHECK(!sealed);
}

TEST("a sealed day stays as it is when an entry comes late, which belongs to the next")
{
    CLEANUP(lab_close) struct context cx = three_days();
    struct journal_day before = sealed_day_of(&cx, "2026-03-04");

    test_set_day(&cx, "2026-03-03"); /* the clock is wrong */
    a_sighting(&cx, village, "2026-03-02");
    test_set_day(&cx, "2026-03-06");
    seal_all(&cx);
    CHECK(sealed_day_of(&cx, "2026-03-04").last_id == before.last_id);
    CHECK(sealed_day_of(&cx, "2026-03-05").entries == 1);
    CHECK(str_eq(sealed_day_of(&cx, "2026-03-05").previous, before.head));
}

TEST("a day that was never sealed is told by the times of its entries")
{
    CLEANUP(lab_close) struct context cx = lab();
    bool sealed;

    a_sighting(&cx, village, "2026-03-01");
    test_set_day(&cx, "2026-03-03");
    a_sighting(&cx, village, "2026-03-01");
    a_sighting(&cx, village, "2026-03-01");
    test_set_day(&cx, "2026-03-05");
    CHECK(day_of(&cx, "2026-03-02", &sealed).entries == 1 && !sealed);
    CHECK(day_of(&cx, "2026-03-03", &sealed).entries == 2 && !sealed);
    CHECK(day_of(&cx, "2026-03-04", &sealed).entries == 0 && !sealed);
}

/* Files */

static char folder[] = "/tmp/xiangzhi-journal-XXXXXX";

static void remove_folder(void)
{
    folder_remove(folder);
}

/* A folder of its own for each test. */
static const char *empty_folder(void)
{
    static bool is_first = true;

    if (is_first)
        (void)atexit(remove_folder);
    else
        remove_folder();
    is_first = false;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    CHECK(mkdtemp(folder) != NULL);
    return folder;
}

static const char *file_of(struct context *cx, const char *day)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s/421182/%s.jsonl", folder, day));
}

static int64_t export_all(struct context *cx)
{
    int64_t written;

    CHECK_OK(journal_days_export(cx, folder, &written));
    return written;
}

static str read_file(struct context *cx, const char *path)
{
    char *text = arena_alloc(cx->arena, FILE_BYTES);
    FILE *file = fopen(path, "r");

    CHECK(file != NULL);
    size_t length = fread(text, 1, FILE_BYTES, file);
    CHECK(length < FILE_BYTES && fclose(file) == 0);
    return (str){ text, length };
}

static void write_file(const char *path, str text)
{
    FILE *file = fopen(path, "w");

    CHECK(file != NULL && fwrite(text.data, 1, text.length, file) == text.length);
    CHECK(fclose(file) == 0);
}

static size_t find(str text, str part)
{
    const char *found = memmem(text.data, text.length, part.data, part.length);

    CHECK(found != NULL);
    return (size_t)(found - text.data);
}

/* The text with one part put in the place of another. */
static str with(struct context *cx, str text, str part, str instead)
{
    size_t at = find(text, part);

    return arena_printf(cx->arena, "%.*s%.*s%.*s", STR_ARG(str_slice(text, 0, at)),
                        STR_ARG(instead),
                        STR_ARG(str_slice(text, at + part.length, text.length)));
}

TEST("each sealed day is exported once, readable by its owner only")
{
    CLEANUP(lab_close) struct context cx = three_days();
    struct stat status;

    empty_folder();
    CHECK(export_all(&cx) >= 3);
    CHECK(stat(file_of(&cx, "2026-03-02"), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(export_all(&cx) == 0);
    write_file(file_of(&cx, "2026-03-04"), S("kept"));
    CHECK(export_all(&cx) == 0);
    CHECK_STR(read_file(&cx, file_of(&cx, "2026-03-04")), "kept");
}

TEST("a file has a line that begins it, its entries, and a line that ends it")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    str text = read_file(&cx, file_of(&cx, "2026-03-03"));
    CHECK(str_starts(text, S("{\"county\":\"421182\",\"day\":\"2026-03-03\",")));
    CHECK(str_contains(text, S("\"deed\":\"test\",\"type\":\"sighting\"")));
    CHECK(str_contains(text, S("{\"entries\":1,\"last\":\"")));
    CHECK(!str_contains(text, S("暗记")));
}

/* The stranger's tool: the lines that docs/journal.md shows. */

static const char *save_the_ten_lines(struct context *cx)
{
    const char *path = arena_text(cx->arena, arena_printf(cx->arena, "%s/check.py", folder));
    str text = read_file(cx, "docs/journal.md");
    size_t from = find(text, S("```python\n")) + strlen("```python\n");
    str rest = str_slice(text, from, text.length);
    str lines = str_slice(rest, 0, find(rest, S("```")));
    int count = 0;

    for (size_t i = 0; i < lines.length; i++)
        count += lines.data[i] == '\n';
    CHECK(count == 10);
    write_file(path, lines);
    return path;
}

static bool the_ten_lines_agree(struct context *cx, const char *path)
{
    str command = arena_printf(cx->arena, "python3 %s %s >%s/said 2>&1", save_the_ten_lines(cx),
                               path, folder);

    return system(arena_text(cx->arena, command)) == 0;
}

static str what_they_said(struct context *cx)
{
    return read_file(cx, arena_text(cx->arena, arena_printf(cx->arena, "%s/said", folder)));
}

TEST("the ten lines of docs/journal.md find a file whole and print its head")
{
    CLEANUP(lab_close) struct context cx = three_days();
    struct sighting sighting = a_sighting(&cx, village, "2026-03-02");

    sighting.animal = S("喜鹊\"\\，\n两只");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    test_set_day(&cx, "2026-03-06");
    seal_all(&cx);
    empty_folder();
    export_all(&cx);
    CHECK(the_ten_lines_agree(&cx, file_of(&cx, "2026-03-02")));
    CHECK(the_ten_lines_agree(&cx, file_of(&cx, "2026-03-04")));
    CHECK(the_ten_lines_agree(&cx, file_of(&cx, "2026-03-05")));
    str said = what_they_said(&cx);
    struct journal_day fifth = sealed_day_of(&cx, "2026-03-05");
    CHECK(str_starts(said, S("421182 2026-03-05 2 entries ")));
    CHECK(str_contains(said, fifth.head) && str_contains(said, fifth.previous));
}

TEST("the ten lines find an entry that was altered, removed or added, and a cut end")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    const char *path = file_of(&cx, "2026-03-02");
    str whole = read_file(&cx, path);
    size_t first = find(whole, S("\n")) + 1;
    str rest = str_slice(whole, first, whole.length);
    str entry = str_slice(rest, 0, find(rest, S("\n")) + 1);
    const str forgeries[] = {
        with(&cx, whole, S("白鹭"), S("喜鹊")),
        with(&cx, whole, entry, S("")),
        with(&cx, whole, entry,
             arena_printf(cx.arena, "%.*s%.*s", STR_ARG(entry), STR_ARG(entry))),
        with(&cx, whole, S("{\"entries\":2"), S("{\"entries\":3")),
        str_slice(whole, 0, find(whole, S("{\"entries\""))),
    };

    for (size_t i = 0; i < COUNT(forgeries); i++) {
        write_file(path, forgeries[i]);
        CHECK(!the_ten_lines_agree(&cx, path));
    }
    write_file(path, whole);
    CHECK(the_ten_lines_agree(&cx, path));
}

/* Comparing */

struct told {
    int count;
    char words[512]; /* of the first sentence */
};

static void note(str sentence, void *closure)
{
    struct told *told = closure;

    if (told->count++ == 0)
        (void)snprintf(told->words, sizeof told->words, "%.*s", STR_ARG(sentence));
}

static struct told compare_days(struct context *cx)
{
    struct told told = { 0 };
    struct journal_check check = { .tell = note, .closure = &told };

    CHECK_OK(journal_days_verify(cx, &check));
    CHECK(check.checked > 0);
    return told;
}

static struct told compare_files(struct context *cx)
{
    struct told told = { 0 };
    struct journal_check check = { .tell = note, .closure = &told };

    CHECK_OK(journal_files_verify(cx, folder, &check));
    return told;
}

static str files_say(struct context *cx)
{
    struct told told = compare_files(cx);

    CHECK(told.count == 1);
    return arena_copy(cx->arena, str_of(told.words));
}

static void count_broken(record_id entry, void *closure)
{
    (void)entry;
    (*(int *)closure)++;
}

static bool chain_is_whole(struct context *cx)
{
    int64_t checked;
    int broken = 0;

    CHECK_OK(journal_verify(cx, count_broken, &broken, &checked));
    return broken == 0;
}

/* As whoever owns the database could. */
static void forge(struct context *cx, const char *sql)
{
    bool sqlite = db_engine(cx->db) == DB_SQLITE;

    CHECK_OK(db_script(cx, sqlite ? "drop trigger if exists journal_no_update;"
                                    "drop trigger if exists journal_no_delete;"
                                    "drop trigger if exists journal_days_no_update;"
                                    "drop trigger if exists journal_days_no_delete"
                                  : "drop trigger if exists journal_is_lasting on journal;"
                                    "drop trigger if exists journal_days_is_lasting "
                                    "on journal_days"));
    CHECK_OK(db_script(cx, sql));
}

/* Takes out the last entry and mends the end of the chain, so that the chain itself is whole.
 */
static void cut_the_tail(struct context *cx)
{
    forge(cx, "delete from journal where county = 421182 and id = "
              "(select last_id from chains where county = 421182);"
              "update chains set "
              "digest = (select digest from journal where county = 421182 "
              "order by id desc limit 1), "
              "last_id = (select id from journal where county = 421182 "
              "order by id desc limit 1) where county = 421182");
    CHECK(chain_is_whole(cx));
}

TEST("an untouched journal agrees with its sealed days and its files")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    CHECK(compare_days(&cx).count == 0);
    CHECK(compare_files(&cx).count == 0);
}

TEST("a tail that was cut from a chain that was mended is found by the sealed day")
{
    CLEANUP(lab_close) struct context cx = three_days();

    cut_the_tail(&cx);
    CHECK(compare_days(&cx).count == 2); /* the 3rd, and the 4th on which nothing happened */
}

TEST("a tail that was cut, with chain and sealed days mended, is found by the files")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    cut_the_tail(&cx);
    forge(&cx, "delete from journal_days where county = 421182 and day >= '2026-03-03'");
    CHECK(compare_days(&cx).count == 0);
    struct told told = compare_files(&cx);
    CHECK(told.count == 2);
    CHECK(str_contains(str_of(told.words),
                       S("2026-03-03.jsonl：数据库里的操作记录和这个文件不一样")));
}

TEST("an entry that was altered with all digests after it is found by the files")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    forge(&cx, "update journal set digest = 'recomputed' where county = 421182 and id = "
               "(select last_id from chains where county = 421182);"
               "update chains set digest = 'recomputed' where county = 421182;"
               "update journal_days set head = 'recomputed' "
               "where county = 421182 and day >= '2026-03-03'");
    CHECK(compare_days(&cx).count == 0);
    CHECK(compare_files(&cx).count == 2);
}

TEST("an entry that was put into a day that is over is found by the files")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    forge(&cx, "update journal set id = id + 5 where county = 421182 and id = "
               "(select last_id from chains where county = 421182);"
               "update chains set last_id = last_id + 5 where county = 421182;"
               "update journal_days set last_id = last_id + 5 "
               "where county = 421182 and day >= '2026-03-03'");
    CHECK(compare_files(&cx).count == 2);
}

TEST("a file that was altered, is broken or has gone is named")
{
    CLEANUP(lab_close) struct context cx = three_days();

    empty_folder();
    export_all(&cx);
    const char *path = file_of(&cx, "2026-03-02");
    str whole = read_file(&cx, path);
    write_file(path, with(&cx, whole, S("白鹭"), S("喜鹊")));
    CHECK(str_contains(files_say(&cx), S("2026-03-02.jsonl：这个文件里有一条被改动过")));
    write_file(path, str_slice(whole, 0, whole.length - 40));
    CHECK(compare_files(&cx).count == 1);
    write_file(path, S("no JSON\n"));
    CHECK(str_contains(files_say(&cx), S("格式不对")));
    CHECK(unlink(path) == 0);
    CHECK(str_contains(files_say(&cx), S("应当留存的文件不见了")));
    write_file(path, whole);
    CHECK(compare_files(&cx).count == 0);
}

TEST("files older than the months that data/retention.csv asks for may be gone")
{
    CLEANUP(lab_close) struct context cx = three_days();
    int months;

    CHECK_OK(retention_months(&cx, "journal", &months));
    CHECK(months >= 6);
    empty_folder();
    export_all(&cx);
    CHECK(unlink(file_of(&cx, "2026-03-02")) == 0);
    test_set_day(&cx, "2026-08-30");
    CHECK(compare_files(&cx).count == 1);
    test_set_day(&cx, "2026-09-03");
    CHECK(compare_files(&cx).count == 0);
    CHECK_FAILS(retention_months(&cx, "weather", &months), ERROR_BROKEN);
}

/* Pages */

TEST("the auditor finds the sealed days and prints the sheet of one, which names no person")
{
    CLEANUP(lab_close) struct context cx = three_days();

    test_sign_in_as(&cx, "auditor", "421182");
    struct response list = test_get(&cx, "/journal/days");
    CHECK(list.status == 200 && test_says(&list, "/journal/days/421182/2026-03-02"));
    struct response sheet = test_get(&cx, "/journal/days/421182/2026-03-02");
    CHECK(sheet.status == 200 && test_says(&sheet, "操作记录每日封存单"));
    CHECK(test_says(&sheet, "2条") && test_says(&sheet, "签字"));
    CHECK(test_says(&sheet,
                    arena_text(cx.arena, str_first(sealed_day_of(&cx, "2026-03-02").head, 8))));
    CHECK(!test_says(&sheet, "白鹭"));
    CHECK(test_get(&cx, "/journal/days/000000/2026-03-02").status == 200);
    CHECK(test_get(&cx, "/journal/days/140212/2026-03-02").status == 404);
    CHECK(test_get(&cx, "/journal/days/421182/2026-03-05").status == 409);
    CHECK(test_get(&cx, "/journal/days/421182/whenever").status == 404);
    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(test_get(&cx, "/journal/days").status == 403);
}
