/* SPDX-License-Identifier: Apache-2.0 */
/* The days of the journal: printed, exported, compared. */
#include "command/command.h"

#include "app/journal_day.h"

#include <stdio.h>

enum { COUNTY_MAX = 999999 };

static struct error *read_counties(struct context *cx, const char *text, int64_t **counties,
                                   size_t *count)
{
    int64_t *only = arena_new(cx->arena, int64_t);

    if (text == NULL)
        return journal_counties(cx, counties, count);
    if (!str_read_integer(str_of(text), only) || *only < 0 || *only > COUNTY_MAX)
        return usage_error(cx, "--county 是六位的县代码，例如 421182；000000 是公共部分。");
    *counties = only;
    *count = 1;
    return NULL;
}

static void print_day(struct context *cx, const struct journal_day *day, bool sealed)
{
    struct buf text = { .arena = cx->arena };

    date_write(day->day, &text);
    printf("%06lld %.*s %lld条 %s%.*s%s\n", (long long)day->county, STR_ARG(buf_str(&text)),
           (long long)day->entries, str_is_empty(day->head) ? "-" : "", STR_ARG(day->head),
           sealed ? "" : " （未封存）");
}

static struct error *export_day(struct context *cx, const struct journal_day *day,
                                const char *folder)
{
    bool written;
    str path;

    TRY(journal_day_export(cx, day, folder, &path, &written));
    printf("  %s：%.*s\n", written ? "已导出" : "已有这个文件，没有改动", STR_ARG(path));
    return NULL;
}

struct error *run_journal(struct context *cx, struct app *app,
                          const struct arguments *arguments)
{
    struct journal_day day;
    int64_t *counties;
    size_t count;
    bool sealed;
    date wanted;

    (void)app;
    TRY(no_words(cx, arguments));
    TRY(read_day(cx, "--day", arguments->day, &wanted));
    if (date_compare(wanted, cx->today) >= 0)
        return usage_error(cx, "这一天还没有过完，请写今天以前的日期。");
    TRY(read_counties(cx, arguments->county, &counties, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(journal_day_read(cx, counties[i], wanted, &day, &sealed));
        print_day(cx, &day, sealed);
        if (arguments->to != NULL)
            TRY(export_day(cx, &day, arguments->to));
    }
    return NULL;
}

/* verify */

static void print_difference(str sentence, void *closure)
{
    (*(int64_t *)closure)++;
    printf("%.*s\n", STR_ARG(sentence));
}

struct error *verify_journal_days(struct context *cx, const char *folder, int64_t *wrong)
{
    struct journal_check days = { .tell = print_difference, .closure = wrong };
    struct journal_check files = days;

    TRY(journal_days_verify(cx, &days));
    if (folder == NULL)
        return NULL;
    TRY(journal_files_verify(cx, folder, &files));
    printf("核对了%lld份导出的操作记录。\n", (long long)files.checked);
    return NULL;
}
