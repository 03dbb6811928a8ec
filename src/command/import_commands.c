/* SPDX-License-Identifier: Apache-2.0 */
/* Tables in, from the command line. */
#include "command/import_commands.h"

#include "app/roster.h"
#include "base/hash.h"
#include "base/words.h"
#include "record/exchange.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    FILE_MAX_BYTES = 512 * 1024 * 1024,
    PROBLEMS_PRINTED = 20,
    CHANGES_PRINTED = 50,
    FIRST_ROWS = 3,
    ROWS_A_WORD = 20000,
};

/* What a program has exported: one change, all or nothing */

static struct error *read_file(struct context *cx, const char *path, str *text)
{
    FILE *file = fopen(path, "rb");
    struct buf bytes = { .arena = cx->arena };

    if (file == NULL)
        return fail(cx, ERROR_NOT_FOUND, "打不开文件 %s。", path);
    for (size_t count = 1; count > 0 && bytes.length < FILE_MAX_BYTES;) {
        char *room = buf_reserve(&bytes, 1 << 20);
        count = fread(room, 1, 1 << 20, file);
        bytes.length += count;
    }
    fclose(file);
    if (bytes.length >= FILE_MAX_BYTES)
        return fail(cx, ERROR_TOO_LARGE, "文件 %s 太大，最多512MB。", path);
    *text = buf_str(&bytes);
    return NULL;
}

static struct error *import_refused(struct context *cx, const struct import *import)
{
    for (size_t i = 0; i < import->problem_count && i < PROBLEMS_PRINTED; i++)
        fprintf(stderr, "第%zu行 %.*s：%.*s\n", import->problems[i].line,
                STR_ARG(import->problems[i].field), STR_ARG(import->problems[i].message));
    return fail(cx, ERROR_INVALID, "%zu行中有%zu处不对，一行也没有保存。", import->rows,
                import->problem_count);
}

struct importing {
    const struct record_type *type;
    str text;
    struct import import;
};

static struct error *import_all(struct context *cx, void *closure)
{
    struct importing *importing = closure;

    TRY(csv_import(cx, importing->type, (str){ 0 }, importing->text, &importing->import));
    return importing->import.problem_count > 0 ? import_refused(cx, &importing->import) : NULL;
}

/* What has been tried is undone. */
static struct error *import_nothing(struct context *cx, void *closure)
{
    struct importing *importing = closure;

    TRY(import_all(cx, importing));
    return fail(cx, ERROR_CONFLICT, "dry run");
}

/* A roster: found by its headings, checked row by row, kept all or not at all. */
struct roster_import {
    struct roster_job job;
    struct roster_count count;
    bool only_good;

    int printed;
    int changes_printed;
};

static void print_wrong(struct context *cx, struct roster_row *row,
                        struct roster_import *importing)
{
    if (row->verdict == ROW_WRONG && importing->printed++ < PROBLEMS_PRINTED)
        fprintf(stderr, "第%lld行 %.*s\n", (long long)row->sheet->number,
                STR_ARG(roster_reasons(cx, row)));
}

/* Somebody who waits sees that it goes on. */
static void print_progress(const struct roster_import *importing)
{
    if (importing->count.rows % ROWS_A_WORD == 0 && isatty(STDERR_FILENO))
        fprintf(stderr, "已核对%lld行\n", (long long)importing->count.rows);
}

static struct error *watch_row(struct context *cx, struct roster_row *row, void *closure)
{
    print_wrong(cx, row, closure);
    print_progress(closure);
    return NULL;
}

/* "姓名 张三，户号 101": as the row would be kept. */
static void print_kept(struct context *cx, const struct roster_row *row)
{
    const struct shape *shape = &row->job->roster->type->shape;
    const char *comma = "";

    printf("第%lld行会存成：", (long long)row->sheet->number);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->hidden || field->read_only || !field_is_set(field, row->record) ||
            str_is_empty(roster_given(row, field->name)))
            continue;
        printf("%s%s %.*s", comma, field->label, STR_ARG(field_shown(cx, field, row->record)));
        comma = "，";
    }
    printf("\n");
}

static void print_changes(struct context *cx, const struct roster_row *row)
{
    str changes = roster_changes(cx, row);
    str line;

    for (; !str_is_empty(changes);) {
        str_cut(changes, '\n', &line, &changes);
        printf("第%lld行%s %.*s\n", (long long)row->sheet->number,
               row->stays != NULL ? "不改" : "更新", STR_ARG(line));
    }
    if (row->stays != NULL)
        printf("    %s\n", row->stays);
}

static struct error *look_at_row(struct context *cx, struct roster_row *row, void *closure)
{
    struct roster_import *importing = closure;
    bool differs = row->verdict == ROW_CHANGED || row->stays != NULL;

    roster_count_row(&importing->count, row);
    if (importing->count.rows <= FIRST_ROWS && row->verdict != ROW_WRONG)
        print_kept(cx, row);
    if (differs && importing->changes_printed++ < CHANGES_PRINTED)
        print_changes(cx, row);
    return watch_row(cx, row, importing);
}

/* Which column is what */

static const char *column_label(const struct roster_column *column)
{
    if (column->field != NULL)
        return column->field->label;
    return column->extra != NULL ? column->extra->label : NULL;
}

static void print_columns(struct context *cx, const struct roster_job *job)
{
    struct buf known = { .arena = cx->arena };
    struct buf others = { .arena = cx->arena };

    for (size_t i = 0; i < job->column_count; i++) {
        const struct roster_column *column = &job->columns[i];
        const char *label = column_label(column);
        struct buf *names = label != NULL ? &known : &others;
        if (label == NULL && str_is_empty(column->heading))
            continue;
        buf_add(names, names->length > 0 ? S("、") : S(""));
        buf_add(names, column->heading);
        if (label != NULL && !str_eq(column->heading, str_of(label)))
            buf_printf(names, "=%s", label);
        if (column->hidden)
            buf_add(names, S("（表格里隐藏的列）"));
    }
    printf("表头在第%lld行，认得的列：%.*s。\n", (long long)job->heading,
           STR_ARG(buf_str(&known)));
    if (others.length > 0)
        printf("不导入的列：%.*s。要导入的用 --columns 说明。\n", STR_ARG(buf_str(&others)));
}

static str name_of_label(const struct roster *roster, str label)
{
    const struct shape *shape = &roster->type->shape;

    for (const struct roster_extra *extra = roster->extras;
         extra != NULL && extra->name != NULL; extra++)
        if (str_eq(label, str_of(extra->label)) || str_eq(label, str_of(extra->name)))
            return str_of(extra->name);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->hidden && !field->read_only &&
            (str_eq(label, str_of(field->label)) || str_eq(label, str_of(field->name))))
            return str_of(field->name);
    }
    return (str){ 0 };
}

static struct roster_column *column_headed(struct context *cx, struct roster_job *job,
                                           str heading)
{
    for (size_t i = 0; i < job->column_count; i++)
        if (str_eq(heading_plain(cx, job->columns[i].heading), heading_plain(cx, heading)))
            return &job->columns[i];
    return NULL;
}

/* "户内称谓=与户主关系"; without a name behind it the column is left out. */
static struct error *choose_column(struct context *cx, struct roster_job *job, str word,
                                   struct buf *mapping)
{
    str heading, label, name;

    str_cut(word, '=', &heading, &label);
    struct roster_column *column = column_headed(cx, job, str_trim(heading));
    name = name_of_label(job->roster, str_trim(label));
    if (column == NULL)
        return usage_error(cx, "表里没有“%.*s”这一列。", STR_ARG(heading));
    if (!str_is_empty(label) && str_is_empty(name))
        return usage_error(cx, "%s没有“%.*s”这一项。", words_said(job->roster->title),
                           STR_ARG(label));
    column->field = NULL;
    column->extra = NULL;
    if (!str_is_empty(name))
        buf_printf(mapping, " %zu:%.*s", column->number, STR_ARG(name));
    return NULL;
}

static struct error *choose_columns(struct context *cx, struct roster_job *job,
                                    const char *columns)
{
    struct buf mapping = { .arena = cx->arena };
    str rest = str_of(columns);
    str word;

    while (!str_is_empty(rest)) {
        str_cut(rest, ',', &word, &rest);
        TRY(choose_column(cx, job, word, &mapping));
    }
    return roster_map(cx, job,
                      arena_printf(cx->arena, "%.*s%.*s", STR_ARG(roster_mapping(cx, job)),
                                   STR_ARG(buf_str(&mapping))));
}

static struct error *learn(struct context *cx, void *closure)
{
    return roster_learn(cx, closure);
}

static struct error *find_sheet(struct context *cx, str bytes, const char *name, size_t *sheet)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    size_t count;

    *sheet = SIZE_MAX;
    if (name == NULL)
        return NULL;
    TRY(book_open(cx, bytes, &book));
    const struct book_sheet *sheets = book_sheets(book, &count);
    for (size_t i = 0; i < count; i++)
        if (str_eq(sheets[i].name, str_of(name)))
            *sheet = i;
    return *sheet == SIZE_MAX ? usage_error(cx, "没有叫“%s”的工作表。", name) : NULL;
}

/* Checking and keeping */

static void print_count(const struct roster_count *count)
{
    printf("共%lld行：新增%lld，更新%lld，没有变化%lld，有错%lld。\n", (long long)count->rows,
           (long long)count->of[ROW_NEW], (long long)count->of[ROW_CHANGED],
           (long long)count->of[ROW_SAME], (long long)count->of[ROW_WRONG]);
    if (count->hidden > 0)
        printf("表格里有%lld行是隐藏的，也算在内。\n", (long long)count->hidden);
}

static struct error *refuse_wrong(struct context *cx, const struct roster_import *importing)
{
    int64_t wrong = importing->count.of[ROW_WRONG];

    if (wrong == 0 || importing->only_good)
        return NULL;
    return fail(cx, ERROR_INVALID,
                "有%lld行不对，一行也没有保存。改好再来；只导入没有错的行，加 --keep-good。",
                (long long)wrong);
}

static struct error *check_roster(struct context *cx, struct roster_import *importing)
{
    TRY(roster_walk(cx, &importing->job, look_at_row, importing));
    print_count(&importing->count);
    return refuse_wrong(cx, importing);
}

static struct error *write_loose(struct context *cx, struct loose_file *file, const char *path)
{
    char piece[1 << 16];
    FILE *out = fopen(path, "wb");
    bool written = out != NULL;

    for (int64_t at = 0; written && at < file->bytes;) {
        ssize_t count = pread(file->descriptor, piece, sizeof piece, at);
        written = count > 0 && fwrite(piece, 1, (size_t)count, out) == (size_t)count;
        at += count;
    }
    if (out != NULL && fclose(out) != 0)
        written = false;
    loose_file_close(file);
    return written ? NULL : fail(cx, ERROR_BROKEN, "写不进文件 %s。", path);
}

static struct error *write_reasons(struct context *cx, struct roster_job *job, const char *path)
{
    struct loose_file file;

    if (path == NULL)
        return NULL;
    TRY(roster_write_reasons(cx, job, &file));
    TRY(write_loose(cx, &file, path));
    printf("核对结果写在 %s。\n", path);
    return NULL;
}

static struct error *print_refused(struct context *cx, record_id id)
{
    struct import_result *results;
    size_t count;

    TRY(import_results(cx, id, 0, PROBLEMS_PRINTED, true, &results, &count));
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "第%lld行 %.*s\n", (long long)results[i].line,
                STR_ARG(results[i].said));
    return NULL;
}

static struct error *keep_rows(struct context *cx, struct roster_import *importing,
                               const struct import_run *wanted, record_id *id)
{
    struct error *error =
        roster_keep(cx, &importing->job, wanted, (struct roster_watch){ watch_row, importing },
                    id, &importing->count);

    if (importing->count.rows > 0)
        print_count(&importing->count);
    if (importing->count.of[ROW_WRONG] < importing->count.rows)
        TRY(refuse_wrong(cx, importing));
    return error;
}

static struct error *keep_roster(struct context *cx, const struct arguments *arguments,
                                 struct roster_import *importing)
{
    const struct import_run wanted = {
        .title = str_of(arguments->words[0]),
        .digest = digest_hex(cx->arena, importing->job.bytes),
        .keep_good = importing->only_good,
    };
    struct import_run run = { 0 };
    record_id id;

    cx->deed = "import";
    TRY(keep_rows(cx, importing, &wanted, &id));
    TRY(import_get(cx, id, &run));
    TRY(print_refused(cx, id));
    if (run.state != IMPORT_APPLIED)
        return fail(cx, ERROR_INVALID, "有%lld行没有通过，一行也没有保存。",
                    (long long)run.refused);
    printf("已保存：新增%lld，更新%lld，没有变化%lld，没有导入%lld。\n", (long long)run.added,
           (long long)run.changed, (long long)run.same,
           (long long)run.refused + (long long)importing->count.of[ROW_WRONG]);
    if (!importing->job.roster->is_lasting)
        printf("一天内可以整批撤销：xiangzhi undo %lld\n", (long long)id);
    return NULL;
}

static struct error *say_if_twice(struct context *cx, const struct roster_job *job)
{
    struct import_run run = { 0 };
    struct buf when = { .arena = cx->arena };
    bool found;

    TRY(import_find_digest(cx, str_of(job->roster->type->name),
                           digest_hex(cx->arena, job->bytes), &run, &found));
    if (!found)
        return NULL;
    instant_show(run.began_at, cx->today, &when);
    printf("这个文件在%.*s已经导入过，新增了%lld条。\n", STR_ARG(buf_str(&when)),
           (long long)run.added);
    return NULL;
}

static struct error *open_roster(struct context *cx, const struct roster *roster,
                                 const struct arguments *arguments, str bytes,
                                 struct roster_job *job)
{
    size_t sheet;

    TRY(find_sheet(cx, bytes, arguments->sheet, &sheet));
    TRY(roster_open(cx, roster, str_of(arguments->place), bytes, sheet, job));
    if (arguments->columns != NULL)
        TRY(choose_columns(cx, job, arguments->columns));
    print_columns(cx, job);
    return say_if_twice(cx, job);
}

static struct error *import_roster(struct context *cx, const struct record_type *type,
                                   const struct arguments *arguments, str bytes)
{
    struct roster_import importing = { .only_good = arguments->keep_good };
    const struct roster *roster = roster_of(cx, type);

    if (roster == NULL)
        return fail(cx, ERROR_FORBIDDEN, "%s是办事时自己记下的，不能导入。", type->title);
    if (type->place != NULL && arguments->place == NULL)
        return usage_error(cx, "缺少 --place（这张表是哪个村、哪个镇的）。");
    TRY(open_roster(cx, roster, arguments, bytes, &importing.job));
    TRY(write_reasons(cx, &importing.job, arguments->reasons));
    if (arguments->dry_run)
        return check_roster(cx, &importing);
    if (arguments->columns != NULL)
        TRY(db_transaction(cx, learn, &importing.job));
    return keep_roster(cx, arguments, &importing);
}

/* A table with a place is a roster; one without is what a program has exported. */
static bool is_roster(const struct arguments *arguments)
{
    return arguments->place != NULL || str_ends(str_of(arguments->words[0]), S(".xlsx"));
}

static struct error *read_type(struct context *cx, const struct arguments *arguments,
                               const struct record_type **type)
{
    if (arguments->type == NULL)
        return usage_error(cx, "缺少 --type。");
    *type = roster_type_find(str_of(arguments->type));
    return *type == NULL ? usage_error(cx, "没有“%s”这种记录。", arguments->type) : NULL;
}

static struct error *import_exported(struct context *cx, const struct arguments *arguments,
                                     struct importing *importing)
{
    if (importing->type->writes == NULL)
        return fail(cx, ERROR_FORBIDDEN, "%s是办事时自己记下的，不能导入。",
                    importing->type->title);
    cx->deed = "import";
    struct error *error =
        db_transaction(cx, arguments->dry_run ? import_nothing : import_all, importing);
    if (error != NULL && !(arguments->dry_run && error->kind == ERROR_CONFLICT))
        return error;
    printf("%s%zu行，%s%zu条。\n", arguments->dry_run ? "试读" : "读了", importing->import.rows,
           arguments->dry_run ? "可以保存" : "保存了", importing->import.stored);
    return NULL;
}

struct error *run_import(struct context *cx, struct app *app, const struct arguments *arguments)
{
    struct importing importing = { 0 };

    (void)app;
    TRY(read_type(cx, arguments, &importing.type));
    if (arguments->word_count != 1)
        return usage_error(cx, "要写一个文件名。");
    TRY(read_file(cx, arguments->words[0], &importing.text));
    return is_roster(arguments) ? import_roster(cx, importing.type, arguments, importing.text)
                                : import_exported(cx, arguments, &importing);
}

/* undo */

static struct error *undo(struct context *cx, void *closure)
{
    return import_undo(cx, *(const record_id *)closure);
}

struct error *run_undo(struct context *cx, struct app *app, const struct arguments *arguments)
{
    struct import_run run = { 0 };
    record_id id;

    (void)app;
    if (arguments->word_count != 1 || !str_read_integer(str_of(arguments->words[0]), &id))
        return usage_error(cx, "要写导入编号，导入时打印的。");
    TRY(db_transaction(cx, undo, &id));
    TRY(imports_work(cx));
    TRY(import_get(cx, id, &run));
    printf("已撤销：%.*s，新增的%lld条没有了，改动的%lld条恢复了。\n", STR_ARG(run.title),
           (long long)run.added, (long long)run.changed);
    return NULL;
}

/* blank */

struct error *run_blank(struct context *cx, struct app *app, const struct arguments *arguments)
{
    const struct record_type *type;
    struct loose_file file;

    (void)app;
    TRY(read_type(cx, arguments, &type));
    if (arguments->word_count != 1)
        return usage_error(cx, "要写一个文件名。");
    const struct roster *roster = roster_of(cx, type);
    if (roster == NULL)
        return fail(cx, ERROR_FORBIDDEN, "%s是办事时自己记下的，不能导入。", type->title);
    TRY(roster_write_blank(cx, roster, &file));
    return write_loose(cx, &file, arguments->words[0]);
}
