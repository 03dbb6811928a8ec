/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exported files of the journal, a file a county and day: FOLDER/421182/2026-03-02.jsonl.
 *
 * Each line is an object of JSON.  The first says which day it is and the head before it, the
 * last how many entries there are and the head after them; those between are the entries, with
 * the fields in the order of their digest.
 */
#include "app/journal_day.h"

#include "app/data.h"
#include "base/csv.h"
#include "base/hash.h"
#include "base/json.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH_ROWS = 500, DAYS_LOOKED_BACK = 4000 };

static const char ending[] = ".jsonl";

const struct query entries_between = {
    .of = &journal_entry_type,
    .sql = "where county = $1 and id > $2 and id <= $3 order by id limit 500",
};

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

static struct error *cannot(struct context *cx, const char *what, const char *path)
{
    return fail(cx, ERROR_CONFLICT, "%s %s：%s。请检查文件夹和磁盘。", what, path,
                strerror(errno));
}

/* Names */

static str day_text(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_write(day, &text);
    return buf_str(&text);
}

static const char *county_folder(struct context *cx, const char *folder, int64_t county)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "%s/%06lld", folder, (long long)county));
}

static const char *path_of(struct context *cx, const char *folder, int64_t county, date day)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "%s/%.*s%s", county_folder(cx, folder, county),
                                   STR_ARG(day_text(cx, day)), ending));
}

/* Writing */

static bool write_text(FILE *file, const struct buf *text)
{
    return text->length == 0 || fwrite(text->data, 1, text->length, file) == text->length;
}

static void write_first_line(struct context *cx, const struct journal_day *day, struct buf *out)
{
    buf_printf(out, "{\"county\":\"%06lld\",\"day\":\"%.*s\",\"after\":\"%lld\",\"previous\":",
               (long long)day->county, STR_ARG(day_text(cx, day->day)),
               (long long)day->after_id);
    json_add_string(out, day->previous);
    buf_add(out, S("}\n"));
}

static void write_last_line(const struct journal_day *day, struct buf *out)
{
    buf_printf(out, "{\"entries\":%lld,\"last\":\"%lld\",\"head\":", (long long)day->entries,
               (long long)day->last_id);
    json_add_string(out, day->head);
    buf_add(out, S("}\n"));
}

/* Adds the entries after *after to lines; *after becomes the last of them. */
static struct error *write_batch(struct context *cx, const struct journal_day *day,
                                 record_id *after, struct buf *lines, size_t *count)
{
    struct journal_entry *entries;

    TRY(query_rows(
        cx, &entries_between,
        WITH(value_integer(day->county), value_integer(*after), value_integer(day->last_id)),
        &entries, count));
    for (size_t i = 0; i < *count; i++) {
        journal_entry_write_line(cx, &entries[i], lines);
        *after = entries[i].id;
    }
    return NULL;
}

static struct error *write_entries(struct context *cx, const struct journal_day *day,
                                   FILE *file, bool *written)
{
    record_id after = day->after_id;

    *written = true;
    for (size_t count = BATCH_ROWS; count == BATCH_ROWS && *written;) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct buf lines = { .arena = cx->arena };
        TRY(write_batch(cx, day, &after, &lines, &count));
        *written = write_text(file, &lines);
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *write_day(struct context *cx, const struct journal_day *day,
                               const char *path)
{
    CLEANUP(close_file) FILE *file = fopen(path, "wx");
    struct buf first = { .arena = cx->arena };
    struct buf last = { .arena = cx->arena };
    bool written;

    if (file == NULL)
        return cannot(cx, "写不了", path);
    write_first_line(cx, day, &first);
    write_last_line(day, &last);
    if (fchmod(fileno(file), S_IRUSR | S_IWUSR) != 0 || !write_text(file, &first))
        return cannot(cx, "写不了", path);
    TRY(write_entries(cx, day, file, &written));
    if (!written || !write_text(file, &last) || fflush(file) != 0 || fsync(fileno(file)) != 0)
        return cannot(cx, "写不了", path);
    return NULL;
}

static struct error *make_folder(struct context *cx, const char *path)
{
    if (mkdir(path, S_IRWXU) == 0 || errno == EEXIST)
        return NULL;
    return cannot(cx, "建不了文件夹", path);
}

/* A name is on the disk only when its folder is. */
static struct error *sync_folder(struct context *cx, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;

    if (folder >= 0)
        close(folder);
    return synced ? NULL : cannot(cx, "写不了", path);
}

/* The file gets its name only when it is on the disk whole. */
struct error *journal_day_export(struct context *cx, const struct journal_day *day,
                                 const char *folder, str *path, bool *written)
{
    const char *inner = county_folder(cx, folder, day->county);
    const char *whole = path_of(cx, folder, day->county, day->day);
    const char *draft = arena_text(cx->arena, arena_printf(cx->arena, "%s.draft", whole));

    *path = str_of(whole);
    *written = access(whole, F_OK) != 0;
    if (!*written)
        return NULL;
    TRY(make_folder(cx, folder));
    TRY(make_folder(cx, inner));
    (void)unlink(draft); /* left by one that was interrupted */
    TRY(write_day(cx, day, draft));
    if (rename(draft, whole) != 0)
        return cannot(cx, "写不了", whole);
    return sync_folder(cx, inner);
}

/* The sealed days of a county, newest first, down to the newest that has been exported. */
static struct error *export_county(struct context *cx, int64_t county, const char *folder,
                                   int64_t *written)
{
    struct journal_day *days;
    size_t count;
    size_t missing = 0;
    bool is_new;
    str path;

    TRY(journal_days_sealed(cx, county, county, DAYS_LOOKED_BACK, &days, &count));
    while (missing < count && access(path_of(cx, folder, county, days[missing].day), F_OK) != 0)
        missing++;
    for (; missing > 0; missing--) {
        TRY(journal_day_export(cx, &days[missing - 1], folder, &path, &is_new));
        *written += is_new;
    }
    return NULL;
}

struct error *journal_days_export(struct context *cx, const char *folder, int64_t *written)
{
    int64_t *counties;
    size_t count;

    *written = 0;
    TRY(journal_counties(cx, &counties, &count));
    for (size_t i = 0; i < count; i++)
        TRY(export_county(cx, counties[i], folder, written));
    return NULL;
}

/* Checking */

/* What is known of a file while its lines are read. */
struct reading {
    struct context *cx;
    struct journal_check *check;
    const char *path;
    int64_t county;
    record_id after_id;
    record_id last_id;
    int64_t entries;  /* counted */
    int64_t promised; /* by the last line */
    char head[DIGEST_CHARACTERS + 1];
    bool has_begun;
    bool has_ended;
    bool is_wrong;
};

static void tell(struct journal_check *check, struct context *cx, const char *path,
                 const char *what)
{
    check->tell(arena_printf(cx->arena, "%s：%s", path, what), check->closure);
}

/* Each file is named once. */
static void tell_wrong(struct reading *reading, const char *what)
{
    if (!reading->is_wrong)
        tell(reading->check, reading->cx, reading->path, what);
    reading->is_wrong = true;
}

static str member(const struct json_member *members, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].name, str_of(name)))
            return members[i].value;
    return (str){ 0 };
}

static int64_t number_member(const struct json_member *members, size_t count, const char *name)
{
    int64_t number;

    return str_read_integer(member(members, count, name), &number) ? number : -1;
}

static void keep_head(struct reading *reading, str head)
{
    (void)snprintf(reading->head, sizeof reading->head, "%.*s", STR_ARG(head));
}

static void read_first_line(struct reading *reading, const struct json_member *members,
                            size_t count)
{
    reading->has_begun = true;
    reading->county = number_member(members, count, "county");
    reading->after_id = number_member(members, count, "after");
    reading->last_id = reading->after_id;
    keep_head(reading, member(members, count, "previous"));
}

static void read_entry(struct reading *reading, const struct json_member *members, size_t count)
{
    struct buf text = { .arena = reading->cx->arena };

    buf_add(&text, str_of(reading->head));
    for (size_t i = 0; i < count; i++)
        if (!str_eq(members[i].name, S("id")) && !str_eq(members[i].name, S("digest")))
            journal_add_canonical(&text, members[i].name, members[i].value);
    str digest = digest_hex(reading->cx->arena, buf_str(&text));
    if (!str_eq(digest, member(members, count, "digest")))
        tell_wrong(reading, "这个文件里有一条被改动过");
    keep_head(reading, digest);
    reading->last_id = number_member(members, count, "id");
    reading->entries++;
}

static void read_last_line(struct reading *reading, const struct json_member *members,
                           size_t count)
{
    reading->has_ended = true;
    reading->promised = number_member(members, count, "entries");
    if (reading->promised != reading->entries ||
        !str_eq(member(members, count, "head"), str_of(reading->head)))
        tell_wrong(reading, "这个文件里少了几条，或封存值被改动过");
}

static struct error *read_line(struct reading *reading, str line)
{
    struct json_member *members;
    size_t count;

    TRY(json_read_object(reading->cx, line, &members, &count));
    if (!reading->has_begun)
        read_first_line(reading, members, count);
    else if (member(members, count, "digest").length > 0)
        read_entry(reading, members, count);
    else
        read_last_line(reading, members, count);
    return NULL;
}

static void read_lines(struct reading *reading, FILE *file)
{
    char *line = NULL;
    size_t room = 0;

    for (ssize_t length; (length = getline(&line, &room, file)) > 0;) {
        struct arena_mark mark = arena_mark(reading->cx->arena);
        if (reading->has_ended ||
            read_line(reading, str_trim((str){ line, (size_t)length })) != NULL)
            tell_wrong(reading, "这个文件的格式不对");
        arena_rewind(reading->cx->arena, mark);
    }
    free(line);
    if (!reading->has_ended)
        tell_wrong(reading, "这个文件不完整");
}

/* The chain must still pass through the head that was written down then. */
static struct error *compare_with_chain(struct reading *reading)
{
    struct context *cx = reading->cx;
    struct result result;
    int64_t count;

    TRY(db_query(cx, "select digest from journal where county = $1 and id = $2",
                 WITH(value_integer(reading->county), value_integer(reading->last_id)),
                 &result));
    str now = result.rows == 0 ? (str){ 0 } : result_text(&result, 0, 0);
    TRY(query_number(cx,
                     "select count(*) from journal where county = $1 and id > $2 and id <= $3",
                     WITH(value_integer(reading->county), value_integer(reading->after_id),
                          value_integer(reading->last_id)),
                     &count));
    if (!str_eq(now, str_of(reading->head)) || count != reading->entries)
        tell_wrong(reading, "数据库里的操作记录和这个文件不一样，被改动过或删过");
    return NULL;
}

static struct error *check_file(struct context *cx, const char *path,
                                struct journal_check *check)
{
    CLEANUP(close_file) FILE *file = fopen(path, "r");
    struct reading reading = { .cx = cx, .check = check, .path = path };

    check->checked++;
    if (file == NULL) {
        tell(check, cx, path, "这个文件打不开");
        return NULL;
    }
    read_lines(&reading, file);
    return reading.is_wrong ? NULL : compare_with_chain(&reading);
}

static void free_names(struct dirent ***names)
{
    free((void *)*names);
}

/* Calls each for what is in a folder, in the order of names. */
static struct error *each_in_folder(struct context *cx, const char *folder,
                                    struct error *(*each)(struct context *cx, const char *path,
                                                          struct journal_check *check),
                                    struct journal_check *check)
{
    CLEANUP(free_names) struct dirent **names = NULL;
    struct error *error = NULL;
    int count = scandir(folder, &names, NULL, alphasort);

    if (count < 0)
        return cannot(cx, "打不开文件夹", folder);
    for (int i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        str path = arena_printf(cx->arena, "%s/%s", folder, names[i]->d_name);
        if (error == NULL && names[i]->d_name[0] != '.')
            error = each(cx, arena_text(cx->arena, path), check);
        free(names[i]);
        if (error == NULL)
            arena_rewind(cx->arena, mark);
    }
    return error;
}

static struct error *check_named(struct context *cx, const char *path,
                                 struct journal_check *check)
{
    return str_ends(str_of(path), str_of(ending)) ? check_file(cx, path, check) : NULL;
}

static struct error *check_county(struct context *cx, const char *path,
                                  struct journal_check *check)
{
    struct stat status;

    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return NULL;
    return each_in_folder(cx, path, check_named, check);
}

/* Today's export may still be under way for the day before. */
static struct error *check_missing(struct context *cx, const char *folder, int64_t county,
                                   date first, struct journal_check *check)
{
    struct journal_day *days;
    size_t count;

    TRY(journal_days_sealed(cx, county, county, DAYS_LOOKED_BACK, &days, &count));
    for (size_t i = 0; i < count; i++) {
        const char *path = path_of(cx, folder, county, days[i].day);
        if (date_compare(days[i].day, first) >= 0 &&
            date_days_between(days[i].day, cx->today) > 1 && access(path, F_OK) != 0)
            tell(check, cx, path, "应当留存的文件不见了");
    }
    return NULL;
}

struct error *journal_files_verify(struct context *cx, const char *folder,
                                   struct journal_check *check)
{
    int64_t *counties;
    size_t count;
    int months;

    TRY(each_in_folder(cx, folder, check_county, check));
    TRY(retention_months(cx, "journal", &months));
    TRY(journal_counties(cx, &counties, &count));
    for (size_t i = 0; i < count; i++)
        TRY(check_missing(cx, folder, counties[i], date_add_months(cx->today, -months), check));
    return NULL;
}

/* How long */

struct wanted_retention {
    const char *what;
    int months;
};

static struct error *read_retention(struct context *cx, const struct csv_row *row,
                                    void *closure)
{
    struct wanted_retention *wanted = closure;
    int64_t months;

    (void)cx;
    if (row->count >= 2 && str_eq(row->cells[0], str_of(wanted->what)) &&
        str_read_integer(row->cells[1], &months))
        wanted->months = (int)months;
    return NULL;
}

struct error *retention_months(struct context *cx, const char *what, int *months)
{
    struct wanted_retention wanted = { .what = what };

    TRY(csv_read(cx, data_file("retention.csv"), read_retention, &wanted));
    if (wanted.months == 0)
        return fail(cx, ERROR_BROKEN, "data/retention.csv: nothing about %s", what);
    *months = wanted.months;
    return NULL;
}
