/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sealed days of the journal: a list for the auditor, and a sheet of paper a day.
 *
 * A signed sheet is what nobody with a hand on the database can change afterwards.
 */
#include "app/figure_pages.h"

#include "app/access.h"
#include "app/journal_day.h"
#include "html/ui.h"

enum { DAYS_LISTED = 60, COUNTY_DIGITS = 6, GROUP = 8 };

static const struct ui_column columns[] = {
    { .label = "日期" },   { .label = "县" },   { .label = "条数", .number = true },
    { .label = "封存值" }, { .label = "打印" },
};

/* The counties below a key: those of a province lie in one range. */
static void counties_of(str scope, int64_t *first, int64_t *last)
{
    str county = str_slice(scope, 0, COUNTY_DIGITS);

    *first = 0;
    *last = 0;
    for (size_t i = 0; i < COUNTY_DIGITS; i++) {
        int digit = i < county.length ? county.data[i] - '0' : 0;
        *first = *first * 10 + digit;
        *last = *last * 10 + (i < county.length ? digit : 9);
    }
}

static str county_called(struct context *cx, int64_t county)
{
    if (county == 0)
        return S("公共部分（账号、岗位、规则）");
    return place_called(cx, arena_printf(cx->arena, "%06lld", (long long)county));
}

static str shown(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_show(day, &text);
    return buf_str(&text);
}

static str written(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_write(day, &text);
    return buf_str(&text);
}

static void write_text_cell(struct buf *out, size_t column, str text)
{
    ui_cell_begin(out, &columns[column]);
    html(out, "%.*s", STR_ARG(text));
    ui_cell_end(out);
}

static void write_row(struct context *cx, const struct journal_day *day, struct buf *out)
{
    ui_row_begin(out);
    write_text_cell(out, 0, shown(cx, day->day));
    write_text_cell(out, 1, county_called(cx, day->county));
    write_text_cell(out, 2, arena_printf(cx->arena, "%lld", (long long)day->entries));
    write_text_cell(out, 3,
                    arena_printf(cx->arena, "%.*s…", STR_ARG(str_first(day->head, 16))));
    ui_cell_begin(out, &columns[4]);
    html(out, "<a href='/journal/days/%lld/%.*s'>%s</a>", (long long)day->county,
         STR_ARG(written(cx, day->day)), _("封存单"));
    ui_cell_end(out);
    ui_row_end(out);
}

static struct error *write_days(struct context *cx, int64_t first, int64_t last,
                                struct buf *out)
{
    struct journal_day *days;
    size_t count;

    TRY(journal_days_sealed(cx, first, last, DAYS_LISTED, &days, &count));
    if (count == 0) {
        ui_empty(out, S("还没有封存过的日子。过了零点，前一天的操作记录会自动封存。"),
                 (str){ 0 }, (str){ 0 });
        return NULL;
    }
    ui_table_begin(out, S("每日封存"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_row(cx, &days[i], out);
    ui_table_end(out);
    return NULL;
}

struct error *journal_days_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct buf *out = &response->body;
    int64_t first, last;
    str scope;

    (void)request;
    TRY(access_scope(cx, "journal.read", (str){ 0 }, &scope));
    counties_of(scope, &first, &last);
    response->title = S("每日封存");
    ui_heading(
        out, response->title,
        S("每天的操作记录在次日封存。把封存单打印签字留存，以后谁改动过记录都对得出来。"));
    ui_section_begin(out, "days", S("本地"));
    TRY(write_days(cx, first, last, out));
    ui_section_end(out);
    ui_section_begin(out, "shared", S("公共部分"));
    TRY(write_days(cx, 0, 0, out));
    ui_section_end(out);
    return NULL;
}

/* The sheet */

/* In groups, so that two can be compared by eye. */
static void write_digest(struct buf *out, str digest)
{
    if (str_is_empty(digest))
        html(out, "%s", _("（无，这是第一条之前）"));
    for (size_t at = 0; at < digest.length; at += GROUP)
        html(out, "%s%.*s", at > 0 ? " " : "", STR_ARG(str_slice(digest, at, at + GROUP)));
}

static void write_line(struct buf *out, const char *name, str value)
{
    html(out, "<tr><th>%s</th><td>%.*s</td></tr>\n", name, STR_ARG(value));
}

static void write_digest_line(struct buf *out, const char *name, str digest)
{
    html(out, "<tr><th>%s</th><td><code>", name);
    write_digest(out, digest);
    html(out, "</code></td></tr>\n");
}

static void write_sheet(struct context *cx, const struct journal_day *day, bool sealed,
                        struct buf *out)
{
    html(out, "<h1>%s</h1>\n<table class='sheet'>\n", _("操作记录每日封存单"));
    write_line(out, "县（市、区）", county_called(cx, day->county));
    write_line(out, "县代码", arena_printf(cx->arena, "%06lld", (long long)day->county));
    write_line(out, "日期", shown(cx, day->day));
    write_line(out, "当日条数",
               arena_printf(cx->arena, _n("%lld条", day->entries), (long long)day->entries));
    write_line(out, "末条编号", arena_printf(cx->arena, "%lld", (long long)day->last_id));
    write_digest_line(out, "前一日封存值", day->previous);
    write_digest_line(out, "当日封存值", day->head);
    if (!sealed)
        write_line(out, "说明", S("这一天没有单独封存，数值按各条的时间算出。"));
    html(out, "</table>\n");
    if (!str_is_empty(day->head))
        ui_qr(out, day->head, S("当日封存值"));
    html(out, "<p class='signatures'>%s</p>\n",
         _("安全审计员（签字）：＿＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿＿＿"));
    html(out, "<p class='small'>%s</p>\n",
         _("封存值由当日最后一条及以前的全部操作记录算出（SHA-256，逐条相连）。"
           "以后重新计算与此不同，即说明这些记录被改动过。"));
}

static struct error *read_day(struct context *cx, const struct request *request,
                              struct journal_day *day, bool *sealed)
{
    int64_t county, first, last;
    date wanted;
    str scope;

    TRY(access_scope(cx, "journal.read", (str){ 0 }, &scope));
    counties_of(scope, &first, &last);
    if (!str_read_integer(params_get(request->captured, "county"), &county) ||
        !date_read(params_get(request->captured, "day"), &wanted) ||
        (county != 0 && (county < first || county > last)))
        return fail(cx, ERROR_NOT_FOUND, "没有这一天的封存单，或不在您的管辖范围。");
    if (date_compare(wanted, cx->today) >= 0)
        return fail(cx, ERROR_CONFLICT, "这一天还没有过完，明天再来打印。");
    return journal_day_read(cx, county, wanted, day, sealed);
}

struct error *journal_day_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct journal_day day;
    bool sealed;

    TRY(read_day(cx, request, &day, &sealed));
    response->bare = true;
    response->content_type = "text/html; charset=utf-8";
    html(out, "<!doctype html>\n<html lang='zh-CN'>\n<head>\n<meta charset='utf-8'>\n"
              "<meta name='viewport' content='width=device-width, initial-scale=1'>\n");
    html(out, "<title>%s</title>\n<link rel='stylesheet' href='/assets/report.css'>\n",
         _("操作记录每日封存单"));
    html(out, "</head>\n<body>\n<main>\n");
    write_sheet(cx, &day, sealed, out);
    html(out, "</main>\n</body>\n</html>\n");
    return NULL;
}
