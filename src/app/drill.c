/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report of a drill or a restore: what was looked at and what was found.
 *
 * Administrators read it, who see neither residents nor matters: it says how many records there
 * are, but not of which kind.
 */
#include "app/restore.h"
#include "html/html.h"

/* A line of the report. */
struct finding {
    const char *what;
    str found;
};

enum { FINDINGS_MAX = 16 };

struct report {
    struct finding findings[FINDINGS_MAX];
    size_t count;
};

static void add(struct context *cx, struct report *report, const char *what, const char *format,
                ...) PRINTF(4, 5);

static void add(struct context *cx, struct report *report, const char *what, const char *format,
                ...)
{
    va_list arguments;

    va_start(arguments, format);
    report->findings[report->count++] =
        (struct finding){ what, arena_vprintf(cx->arena, format, arguments) };
    va_end(arguments);
}

static str shown(struct context *cx, instant t)
{
    struct buf text = { .arena = cx->arena };

    instant_write(t, &text);
    return buf_str(&text);
}

/* "12.3MB", cut and not rounded. */
static str size_words(struct context *cx, int64_t bytes)
{
    static const char *const units[] = { "KB", "MB", "GB", "TB" };
    int64_t tenths = bytes * 10 / 1024;
    size_t unit = 0;

    for (; tenths >= 10240 && unit + 1 < COUNT(units); unit++)
        tenths /= 1024;
    return arena_printf(cx->arena, "%lld.%lld%s", (long long)(tenths / 10),
                        (long long)(tenths % 10), units[unit]);
}

static bool is_good(const struct drill *drill)
{
    return drill->problem_count == 0;
}

static const char *title_of(const struct drill *drill)
{
    return str_is_empty(drill->where) ? "备份恢复演练记录" : "备份恢复记录";
}

static void add_backup(struct context *cx, const struct drill *drill, struct report *report)
{
    const struct manifest *manifest = &drill->manifest;

    add(cx, report, "备份", "%.*s", STR_ARG(manifest->name));
    add(cx, report, "备份时间", "%.*s", STR_ARG(shown(cx, manifest->made_at)));
    add(cx, report, str_is_empty(drill->where) ? "演练时间" : "恢复时间", "%.*s，用时%lld秒",
        STR_ARG(shown(cx, drill->began_at)),
        (long long)(drill->ended_at.second - drill->began_at.second));
    add(cx, report, "数据库", "%s，%.*s，表结构第%lld版",
        manifest->engine == DB_POSTGRES ? "PostgreSQL" : "SQLite",
        STR_ARG(size_words(cx, manifest->database_bytes)), (long long)manifest->schema);
    add(cx, report, "附件", "%lld个，%.*s", (long long)manifest->file_count,
        STR_ARG(size_words(cx, manifest->file_bytes)));
    if (manifest->missing > 0)
        add(cx, report, "备份前已丢失的附件", "%lld个", (long long)manifest->missing);
    add(cx, report, "密钥", "%s", manifest->has_key ? "在备份里" : "另外保存");
}

static void add_checks(struct context *cx, const struct drill *drill, struct report *report)
{
    add(cx, report, "校验码", "核对了%lld个文件，共%.*s", (long long)drill->checked_files,
        STR_ARG(size_words(cx, drill->checked_bytes)));
    if (!drill->is_open)
        return;
    add(cx, report, "打开数据库", "已恢复到%s并打开，完整性检查做完",
        str_is_empty(drill->where) ? "临时位置" : "新位置");
    add(cx, report, "记录", "%lld条，备份时%lld条", (long long)drill->records,
        (long long)manifest_records(&drill->manifest));
    add(cx, report, "合计数", "重算了%lld个", (long long)drill->totals);
    add(cx, report, "操作记录", "核对了%lld条的链", (long long)drill->entries);
}

static void add_outcome(struct context *cx, const struct drill *drill, struct report *report)
{
    if (!str_is_empty(drill->put_aside))
        add(cx, report, "原来的数据库", "改名为 %.*s，确认不要了再删",
            STR_ARG(drill->put_aside));
    if (!is_good(drill))
        add(cx, report, "结论", "有%zu处不对，这份备份不能用。", drill->problem_count);
    else if (str_is_empty(drill->where))
        add(cx, report, "结论", "全部相符，这份备份可以恢复。");
    else
        add(cx, report, "结论", "全部相符，已恢复到 %.*s。", STR_ARG(drill->where));
}

static struct report report_of(struct context *cx, const struct drill *drill)
{
    struct report report = { 0 };

    add_backup(cx, drill, &report);
    add_checks(cx, drill, &report);
    add_outcome(cx, drill, &report);
    return report;
}

static size_t problems_told(const struct drill *drill)
{
    return drill->problem_count < DRILL_PROBLEMS_MAX ? drill->problem_count
                                                     : DRILL_PROBLEMS_MAX;
}

/* Text */

static void write_text_heads(const struct manifest *manifest, struct buf *out)
{
    buf_add(out, S("\n操作记录的末尾（县代码、编号、校验码）：\n"));
    for (size_t i = 0; i < manifest->head_count; i++)
        buf_printf(out, "  %lld %lld %.*s\n", (long long)manifest->heads[i].county,
                   (long long)manifest->heads[i].last_id, STR_ARG(manifest->heads[i].digest));
}

void drill_write_text(struct context *cx, const struct drill *drill, struct buf *out)
{
    struct report report = report_of(cx, drill);

    buf_printf(out, "%s\n\n", title_of(drill));
    for (size_t i = 0; i < report.count; i++)
        buf_printf(out, "%s：%.*s\n", report.findings[i].what,
                   STR_ARG(report.findings[i].found));
    for (size_t i = 0; i < problems_told(drill); i++)
        buf_printf(out, "  %zu. %.*s\n", i + 1, STR_ARG(drill->problems[i]));
    write_text_heads(&drill->manifest, out);
    buf_add(out, S("\n演练人：＿＿＿＿＿＿＿　　日期：＿＿＿＿＿＿＿\n"));
}

/* Page */

static const char page_head[] =
    "<!DOCTYPE html>\n<html lang='zh-CN'>\n<head>\n<meta charset='utf-8'>\n"
    "<meta name='viewport' content='width=device-width'>\n<style>\n"
    "@page { size: A4; margin: 20mm; }\n"
    "body { font: 11pt/1.6 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif;\n"
    "  max-width: 170mm; margin: 0 auto; color: #111; }\n"
    "h1 { font-size: 18pt; text-align: center; }\n"
    "h2 { font-size: 13pt; margin: 1.2em 0 .4em; }\n"
    "table { width: 100%; border-collapse: collapse; }\n"
    "th, td { border: 1px solid #777; padding: 3px 8px; text-align: left;\n"
    "  overflow-wrap: anywhere; }\n"
    "th { width: 34%; font-weight: normal; background: #f2f2f2; }\n"
    "tr { break-inside: avoid; }\n"
    ".signature { margin-top: 3em; display: flex; gap: 4em; }\n"
    "</style>\n";

static void write_row(struct buf *out, str name, str value)
{
    html(out, "<tr><th scope='row'>%.*s</th><td>%.*s</td></tr>\n", STR_ARG(name),
         STR_ARG(value));
}

static void write_problems(const struct drill *drill, struct buf *out)
{
    if (is_good(drill))
        return;
    html(out, "<h2>不对的地方</h2>\n<ol>\n");
    for (size_t i = 0; i < problems_told(drill); i++)
        html(out, "<li>%.*s</li>\n", STR_ARG(drill->problems[i]));
    html(out, "</ol>\n");
}

static void write_heads(struct context *cx, const struct manifest *manifest, struct buf *out)
{
    html(out, "<h2>操作记录的末尾</h2>\n<table>\n");
    for (size_t i = 0; i < manifest->head_count; i++) {
        const struct journal_head *head = &manifest->heads[i];
        write_row(out,
                  arena_printf(cx->arena, "%lld 第%lld条", (long long)head->county,
                               (long long)head->last_id),
                  head->digest);
    }
    html(out, "</table>\n");
}

void drill_write_page(struct context *cx, const struct drill *drill, struct buf *out)
{
    struct report report = report_of(cx, drill);

    buf_add(out, str_of(page_head));
    html(out, "<title>%s</title>\n</head>\n<body>\n<h1>%s</h1>\n<table>\n", title_of(drill),
         title_of(drill));
    for (size_t i = 0; i < report.count; i++)
        write_row(out, str_of(report.findings[i].what), report.findings[i].found);
    html(out, "</table>\n");
    write_problems(drill, out);
    write_heads(cx, &drill->manifest, out);
    html(out, "<p class='signature'><span>演练人：</span><span>日期：</span></p>\n"
              "</body>\n</html>\n");
}
