/* SPDX-License-Identifier: Apache-2.0 */
/* The backups that there are and the last drill, for the system administrator. */
#include "app/account_pages.h"
#include "app/app.h"
#include "base/file.h"

enum { BACKUPS_SHOWN = 40, DRILL_BYTES_MAX = 64 * 1024, MEGABYTE = 1024 * 1024 };

static const struct ui_column columns[] = {
    { .label = "时间" },
    { .label = "记录（条）", .number = true },
    { .label = "附件（个）", .number = true },
    { .label = "数据库（MB）", .number = true },
    { .label = "缺失的附件（个）", .number = true },
};

static void write_cell(struct buf *out, size_t column, str text)
{
    ui_cell_begin(out, &columns[column]);
    html(out, "%.*s", STR_ARG(text));
    ui_cell_end(out);
}

static void write_backup(struct context *cx, const struct manifest *backup, struct buf *out)
{
    const int64_t numbers[] = {
        manifest_records(backup),
        backup->file_count,
        (backup->database_bytes + MEGABYTE - 1) / MEGABYTE,
        backup->missing,
    };
    struct buf when = { .arena = cx->arena };

    instant_show(backup->made_at, cx->today, &when);
    ui_row_begin(out);
    write_cell(out, 0, buf_str(&when));
    for (size_t i = 0; i < COUNT(numbers); i++)
        write_cell(out, i + 1, arena_printf(cx->arena, "%lld", (long long)numbers[i]));
    ui_row_end(out);
}

static void write_backups(struct context *cx, const struct manifest *backups, size_t count,
                          struct buf *out)
{
    if (count == 0) {
        ui_empty(out, S("还没有备份。"), (str){ 0 }, (str){ 0 });
        return;
    }
    ui_table_begin(out, S("备份，新的在前"), columns, COUNT(columns));
    for (size_t i = 0; i < count && i < BACKUPS_SHOWN; i++)
        write_backup(cx, &backups[i], out);
    ui_table_end(out);
}

static bool is_late(const struct context *cx, const struct manifest *backups, size_t count)
{
    return count == 0 || date_days_between(instant_date(backups[0].made_at), cx->today) > 1;
}

static void write_drill(struct context *cx, struct buf *out)
{
    str report;

    ui_section_begin(out, "drill", S("最近一次恢复演练"));
    if (file_read(cx, path_join(cx, cx->app->backups, "last-drill.txt"), DRILL_BYTES_MAX,
                  &report) == NULL)
        html_lines(out, report);
    else
        ui_empty(out, S("还没有演练过。请在服务器上运行 xiangzhi restore --verify。"),
                 (str){ 0 }, (str){ 0 });
    ui_section_end(out);
}

struct error *backups_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct buf *out = &response->body;
    struct manifest *backups;
    size_t count;

    (void)request;
    response->title = S("备份");
    ui_heading(out, response->title, S("每天2:30一次，留最近的和以前12个月每月最后一份。"));
    if (cx->app->backups == NULL) {
        ui_notice(out, TONE_LATE, S("没有设每天备份。请在启动服务时加 --backup 文件夹。"));
        return NULL;
    }
    TRY(backups_list(cx, cx->app->backups, &backups, &count));
    if (is_late(cx, backups, count))
        ui_notice(out, TONE_LATE, S("昨天和今天都没有做成备份，请看服务器的日志。"));
    write_backups(cx, backups, count, out);
    write_drill(cx, out);
    return NULL;
}
