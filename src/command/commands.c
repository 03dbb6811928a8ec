/* SPDX-License-Identifier: Apache-2.0 */
/* What each command does. */
#include "command/backup_commands.h"
#include "command/command.h"
#include "command/import_commands.h"

#include "app/account.h"
#include "app/figure_pages.h"
#include "app/journal.h"
#include "app/migrate.h"
#include "app/openapi.h"
#include "app/record_pages.h"
#include "base/csv.h"
#include "base/log.h"
#include "modules/places/places.h"
#include "modules/reports/reports.h"
#include "modules/sample/sample.h"
#include "record/exchange.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    DEFAULT_SLOW_MS = 200,
    SLOW_MS_MAX = 3600 * 1000,
    IDLE_MINUTES_MAX = 12 * 60,
    DEFAULT_THREADS = 2,
    THREADS_MAX = 64
};

struct error *no_words(struct context *cx, const struct arguments *arguments)
{
    if (arguments->word_count > 0)
        return usage_error(cx, "多了“%s”。", arguments->words[0]);
    return NULL;
}

struct error *read_day(struct context *cx, const char *option, const char *text, date *day)
{
    if (text == NULL)
        return usage_error(cx, "缺少 %s。", option);
    if (!date_read(str_of(text), day))
        return usage_error(cx, "%s 的日期“%s”不对，请写成 2026-03-02。", option, text);
    return NULL;
}

struct period {
    str place;
    date from;
    date to;
};

static struct error *read_period(struct context *cx, const struct arguments *arguments,
                                 struct period *period)
{
    bool found;

    TRY(no_words(cx, arguments));
    if (arguments->place == NULL)
        return usage_error(cx, "缺少 --place（地点代码，例如 421182102）。");
    TRY(read_day(cx, "--from", arguments->from, &period->from));
    TRY(read_day(cx, "--to", arguments->to, &period->to));
    if (date_compare(period->to, period->from) < 0)
        return usage_error(cx, "--to 早于 --from。");
    period->place = str_of(arguments->place);
    void *place = arena_alloc(cx->arena, type_find(S("place"))->shape.size);
    TRY(store_find_by(cx, type_find(S("place")), (str){ 0 }, "key", value_text(period->place),
                      place, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有代码为“%s”的地点。", arguments->place);
    return NULL;
}

static struct error *read_type(struct context *cx, const struct arguments *arguments,
                               const struct record_type **type)
{
    if (arguments->type == NULL)
        return usage_error(cx, "缺少 --type。");
    *type = type_find(str_of(arguments->type));
    if (*type == NULL)
        return usage_error(cx, "没有“%s”这种记录。", arguments->type);
    return NULL;
}

/* serve */

/* A whole number between least and most; what was not said stays as it is. */
static struct error *read_number(struct context *cx, const char *option, const char *text,
                                 int least, int most, int *number)
{
    int64_t read;

    if (text == NULL)
        return NULL;
    if (!str_read_integer(str_of(text), &read) || read < least || read > most)
        return usage_error(cx, "%s 要在%d到%d之间。", option, least, most);
    *number = (int)read;
    return NULL;
}

static struct error *read_log_level(struct context *cx, const char *text)
{
    enum log_level level = LOG_INFO;

    if (text != NULL && !log_level_read(str_of(text), &level))
        return usage_error(cx, "--log 要写 debug、info、warning 或 error。");
    log_set_level(level);
    return NULL;
}

static struct error *run_serve(struct context *cx, struct app *app,
                               const struct arguments *arguments)
{
    struct serve_options options = {
        .listen = arguments->listen == NULL ? "127.0.0.1:8080" : arguments->listen,
        .threads = DEFAULT_THREADS,
        .tls_certificate = arguments->tls_certificate,
        .tls_key = arguments->tls_key,
        .metrics = arguments->metrics,
        .journal = arguments->journal,
        .slow_ms = DEFAULT_SLOW_MS,
        .backup = { arguments->backup, BACKUP_KEEP, arguments->without_key,
                    arguments->allow_missing },
    };

    TRY(no_words(cx, arguments));
    TRY(read_number(cx, "--threads", arguments->threads, 1, THREADS_MAX, &options.threads));
    TRY(read_number(cx, "--slow-ms", arguments->slow_ms, 0, SLOW_MS_MAX, &options.slow_ms));
    TRY(read_number(cx, "--idle-minutes", arguments->idle_minutes, 1, IDLE_MINUTES_MAX,
                    &app->idle_minutes));
    TRY(read_log_level(cx, arguments->log));
    app->trust_proxy = arguments->trust_proxy;
    if (arguments->keep != NULL)
        TRY(read_keep(cx, arguments->keep, &options.backup.keep));
    TRY(sample_print_accounts(cx));
    return app_serve(cx, app, &options);
}

/* init */

static struct error *run_init(struct context *cx, struct app *app,
                              const struct arguments *arguments)
{
    TRY(no_words(cx, arguments));
    printf("数据库已就绪：%s\n", app->address);
    return NULL;
}

/* sample */

static struct error *load_divisions(struct context *cx, void *closure)
{
    (void)closure;
    cx->deed = "sample";
    return places_load_divisions(cx);
}

static struct error *run_sample(struct context *cx, struct app *app,
                                const struct arguments *arguments)
{
    (void)app;
    TRY(no_words(cx, arguments));
    TRY(db_transaction(cx, load_divisions, NULL));
    return sample_replay(cx, arguments->place, stdout);
}

/* export */

struct exporting {
    const struct record_type *type;
    str place;
    enum export_format format;
};

static struct error *print_row(struct context *cx, void *record, void *closure)
{
    const struct exporting *exporting = closure;
    struct buf row = { .arena = cx->arena };

    csv_write_row(cx, exporting->type, record, &row);
    if (fwrite(row.data, 1, row.length, stdout) != row.length)
        return fail(cx, ERROR_BROKEN, "写不出去，磁盘可能满了。");
    return NULL;
}

static struct error *add_to_export(struct context *cx, void *record, void *closure)
{
    return export_add(cx, closure, record);
}

static struct error *print_file(struct context *cx, struct loose_file *file)
{
    char piece[64 * 1024];
    ssize_t length = 1;

    for (off_t at = 0; length > 0; at += length) {
        length = pread(file->descriptor, piece, sizeof piece, at);
        if (length < 0 || fwrite(piece, 1, (size_t)length, stdout) != (size_t)length) {
            loose_file_close(file);
            return fail(cx, ERROR_BROKEN, "写不出去，磁盘可能满了。");
        }
    }
    loose_file_close(file);
    return NULL;
}

static struct error *print_sheet(struct context *cx, const struct exporting *exporting)
{
    CLEANUP(export_drop) struct export *export = NULL;
    struct export_words words = record_export_words(cx, exporting->type, exporting->place);
    struct loose_file file;

    TRY(export_open(cx, exporting->type, EXPORT_XLSX, &words, &export));
    TRY(store_each(cx, exporting->type, exporting->place, add_to_export, export));
    struct export *whole = export;
    export = NULL;
    TRY(export_finish(cx, whole, &file));
    return print_file(cx, &file);
}

static struct error *print_records(struct context *cx, void *closure)
{
    const struct exporting *exporting = closure;
    struct buf heading = { .arena = cx->arena };

    if (exporting->format == EXPORT_XLSX)
        return print_sheet(cx, exporting);
    csv_write_heading(exporting->type, &heading);
    fwrite(heading.data, 1, heading.length, stdout);
    return store_each(cx, exporting->type, exporting->place, print_row, closure);
}

static struct error *run_export(struct context *cx, struct app *app,
                                const struct arguments *arguments)
{
    struct exporting exporting = { .format = EXPORT_CSV };

    (void)app;
    TRY(no_words(cx, arguments));
    TRY(read_type(cx, arguments, &exporting.type));
    exporting.place = str_of(arguments->place);
    if (arguments->format != NULL &&
        !export_format_read(str_of(arguments->format), &exporting.format))
        return usage_error(cx, "--format 要写 csv 或 xlsx。");
    return db_look(cx, print_records, &exporting);
}

/* figures, report */

static struct error *run_figures(struct context *cx, struct app *app,
                                 const struct arguments *arguments)
{
    struct period period;

    (void)app;
    TRY(read_period(cx, arguments, &period));
    return figures_print(cx, period.place, period.from, period.to,
                         arguments->format == NULL ? "text" : arguments->format, stdout);
}

static struct error *run_report(struct context *cx, struct app *app,
                                const struct arguments *arguments)
{
    const char *template_code =
        arguments->template_code == NULL ? "governance" : arguments->template_code;
    struct buf text = { .arena = cx->arena };
    struct period period;

    (void)app;
    TRY(read_period(cx, arguments, &period));
    TRY(report_render(cx, str_of(template_code), period.place, period.from, period.to,
                      REPORT_TEXT, &text));
    fwrite(text.data, 1, text.length, stdout);
    return NULL;
}

/* verify */

static void print_difference(const struct total_difference *difference, void *closure)
{
    (*(int64_t *)closure)++;
    printf("数字不符：%.*s %.*s%s%.*s %lld 存的是%lld，应为%lld\n", STR_ARG(difference->place),
           STR_ARG(difference->figure), str_is_empty(difference->share) ? "" : " ",
           STR_ARG(difference->share), (long long)difference->period,
           (long long)difference->kept, (long long)difference->computed);
}

static void print_broken(record_id entry, void *closure)
{
    (*(int64_t *)closure)++;
    printf("操作记录断了链：第%lld条被改动过，或它前面有记录被删\n", (long long)entry);
}

static void print_damage(str what, void *closure)
{
    (*(int64_t *)closure)++;
    printf("数据库文件有损坏：%.*s\n", STR_ARG(what));
}

static void print_altered(const struct record_difference *found, void *closure)
{
    (*(int64_t *)closure)++;
    if (found->record == 0)
        printf("记录不符：有%lld条%s不见了，操作记录里没有删除它们\n",
               (long long)found->missing, found->type->title);
    else if (found->field == NULL)
        printf("记录不符：%s第%lld条没有操作记录，不是用本程序登记的\n", found->type->title,
               (long long)found->record);
    else
        printf("记录不符：%s第%lld条的“%s”与最后的操作记录不同\n", found->type->title,
               (long long)found->record, found->field->label);
}

static void print_miscount(str what, void *closure)
{
    (*(int64_t *)closure)++;
    printf("账目不符：%.*s\n", STR_ARG(what));
}

struct verified {
    int64_t totals;
    int64_t entries;
    int64_t records;
    int64_t accounts; /* what the modules recompute: lines of account books */
    int64_t wrong;
};

/* All but the totals: on a connection that reads, so that the work goes on meanwhile. */
static struct error *verify_reading(struct context *cx, struct verified *verified)
{
    TRY(db_check(cx, print_damage, &verified->wrong));
    TRY(journal_verify(cx, print_broken, &verified->wrong, &verified->entries));
    TRY(journal_compare(cx, print_altered, &verified->wrong, &verified->records));
    return modules_check(cx, print_miscount, &verified->wrong, &verified->accounts);
}

static struct error *verify_all(struct context *cx, const struct app *app,
                                struct verified *verified)
{
    struct db *own = cx->db;

    TRY(db_open(cx, app->address, DB_READ, &cx->db));
    struct error *error = verify_reading(cx, verified);
    db_close(cx->db);
    cx->db = own;
    return error != NULL
               ? error
               : figures_verify(cx, print_difference, &verified->wrong, &verified->totals);
}

static struct error *run_verify(struct context *cx, struct app *app,
                                const struct arguments *arguments)
{
    struct verified verified = { 0 };

    TRY(no_words(cx, arguments));
    TRY(verify_all(cx, app, &verified));
    TRY(verify_journal_days(cx, arguments->journal, &verified.wrong));
    printf("核对了%lld个合计数、%lld条操作记录、%lld条记录的内容和%lld条账目。\n",
           (long long)verified.totals, (long long)verified.entries, (long long)verified.records,
           (long long)verified.accounts);
    if (verified.wrong > 0)
        return fail(cx, ERROR_CONFLICT, "有%lld处不符。", (long long)verified.wrong);
    printf("全部相符。\n");
    return NULL;
}

/* migrate */

static struct error *run_migrate(struct context *cx, struct app *app,
                                 const struct arguments *arguments)
{
    (void)app;
    TRY(no_words(cx, arguments));
    if (arguments->from == NULL || arguments->to == NULL)
        return usage_error(cx, "要有 --from 源数据库 和 --to 目标数据库。");
    return app_migrate(cx, arguments->from, arguments->to, stdout);
}

/* user */

static struct error *give_first_post(struct context *cx, const struct arguments *arguments,
                                     record_id account)
{
    struct post post = {
        .place = str_of(arguments->place),
        .role = str_of(arguments->role),
        .account = account,
        .holder = str_of(arguments->name),
        .starts_on = cx->today,
    };

    return arguments->role == NULL ? NULL : post_give(cx, &post);
}

static struct error *user_add(struct context *cx, const struct arguments *arguments, str login)
{
    record_id id;

    if (arguments->password == NULL || arguments->name == NULL)
        return usage_error(cx, "要有 --name 姓名 和 --password 初始密码。");
    TRY(account_create(cx, login, str_of(arguments->name), str_of(arguments->password), false,
                       &id));
    TRY(give_first_post(cx, arguments, id));
    printf("已建账号 %.*s，首次登录须改密码。\n", STR_ARG(login));
    return NULL;
}

static struct error *user_find(struct context *cx, str login, struct account *account)
{
    bool found;

    TRY(account_find(cx, login, account, &found));
    return found ? NULL : fail(cx, ERROR_NOT_FOUND, "没有账号“%.*s”。", STR_ARG(login));
}

static struct error *user_disable(struct context *cx, str login)
{
    struct account account = { 0 };

    TRY(user_find(cx, login, &account));
    TRY(account_disable(cx, account.id));
    printf("已停用账号 %.*s。\n", STR_ARG(login));
    return NULL;
}

static struct error *user_reset(struct context *cx, const struct arguments *arguments,
                                str login)
{
    struct account account = { 0 };

    if (arguments->password == NULL)
        return usage_error(cx, "要有 --password 新的初始密码。");
    TRY(user_find(cx, login, &account));
    TRY(account_set_password(cx, account.id, str_of(arguments->password), false));
    printf("已重置账号 %.*s 的密码，下次登录须改。\n", STR_ARG(login));
    return NULL;
}

static struct error *change_user(struct context *cx, void *closure)
{
    const struct arguments *arguments = closure;
    const char *verb = arguments->words[0];
    str login = str_of(arguments->words[1]);

    cx->deed = "user";
    if (strcmp(verb, "add") == 0)
        return user_add(cx, arguments, login);
    if (strcmp(verb, "disable") == 0)
        return user_disable(cx, login);
    if (strcmp(verb, "reset") == 0)
        return user_reset(cx, arguments, login);
    return usage_error(cx, "要写 add、disable 或 reset，不是“%s”。", verb);
}

static struct error *run_user(struct context *cx, struct app *app,
                              const struct arguments *arguments)
{
    struct arguments copy = *arguments;

    (void)app;
    if (arguments->word_count != 2)
        return usage_error(cx, "要写 add、disable 或 reset，再写账号。");
    return db_transaction(cx, change_user, &copy);
}

/* openapi, schema */

static struct error *run_openapi(struct context *cx, struct app *app,
                                 const struct arguments *arguments)
{
    struct buf text = { .arena = cx->arena };

    (void)app;
    TRY(no_words(cx, arguments));
    openapi_write(&text);
    fwrite(text.data, 1, text.length, stdout);
    return NULL;
}

static struct error *run_schema(struct context *cx, struct app *app,
                                const struct arguments *arguments)
{
    struct buf text = { .arena = cx->arena };

    (void)app;
    TRY(no_words(cx, arguments));
    app_write_schema(cx, db_address_is_postgres(arguments->db) ? DB_POSTGRES : DB_SQLITE,
                     &text);
    fwrite(text.data, 1, text.length, stdout);
    return NULL;
}

const struct command commands[] = {
    { .name = "serve",
      .usage =
          "[--listen 地址:端口] [--threads N] [--tls-certificate FILE --tls-key FILE]\n"
          "      [--journal 文件夹] [--metrics 地址:端口] [--log debug|info|warning|error]\n"
          "      [--slow-ms 毫秒] [--idle-minutes 分钟] [--trust-proxy 地址,地址]\n"
          "      [--backup 文件夹 [--keep N] [--without-key] [--allow-missing]]",
      .summary = "启动服务",
      .help = "默认在 127.0.0.1:8080。Ctrl-C 停止：先办完手上的，再退出。\n"
              "--journal       每天把前一天的操作记录导出到这个文件夹\n"
              "--metrics       运行指标单独用这个地址；不写时只有本机能看 /metrics\n"
              "--log           日志记到哪一级，默认 info；debug 连看页面的也记\n"
              "--slow-ms       超过这么久的查询记进日志，默认200；0不记\n"
              "--idle-minutes  登录后多久不用要重新登录，默认120\n"
              "--trust-proxy   这些地址是代理，相信它们说的 X-Forwarded-For\n"
              "--backup        每天2:30备份到这个文件夹，留最近14份（--keep）和以前12个月"
              "每月最后一份",
      .run = run_serve },
    { .name = "init",
      .usage = "",
      .summary = "建一个空的数据库，装入岗位、节假日、期限等基础数据",
      .creates = true,
      .run = run_init },
    { .name = "sample",
      .usage = "[--place huaqiao|gucheng|gudian|haohuahong|dongzhuang]",
      .summary = "装入五个示例地方（或其中一个）",
      .help = "按人办事的同一套规则逐件重放，人名都是虚构的，标“示例”。没有数据库时先建。",
      .creates = true,
      .run = run_sample },
    { .name = "import",
      .usage = "--type 类型 [--place 地点代码] [--sheet 工作表] [--columns 表头=项目,…]\n"
               "      [--dry-run] [--keep-good] [--reasons 核对结果.xlsx] 文件",
      .summary = "导入表格",
      .help = "花名册（xlsx、CSV）要写 --place；表头自己找，先核对，有一行不对就一行也不存，"
              "--keep-good 只存没有错的行。不写 --place 的是程序导出的CSV，第一行是表头。\n"
              "--dry-run  只核对：打印前几行会存成什么样、会改什么、哪里不对\n"
              "--columns  认不出的表头是什么，例如 户内称谓=与户主关系；下次就认得\n"
              "--reasons  把带核对结果的表格写到这个文件",
      .creates = true,
      .run = run_import },
    { .name = "undo",
      .usage = "导入编号",
      .summary = "一天内整批撤销一次导入",
      .run = run_undo },
    { .name = "blank",
      .usage = "--type 类型 文件.xlsx",
      .summary = "写一张空白表，带下拉选项和一行示例",
      .run = run_blank },
    { .name = "export",
      .usage = "--type 类型 [--place 地点代码] [--format csv|xlsx]",
      .summary = "导出表格（到标准输出）",
      .run = run_export },
    { .name = "figures",
      .usage = "--place 地点代码 --from 日期 --to 日期 [--format text|csv|json]",
      .summary = "列出一个地方一段时间的各项数字",
      .run = run_figures },
    { .name = "report",
      .usage = "--place 地点代码 --from 日期 --to 日期 [--template 模板代码]",
      .summary = "生成一份报告",
      .run = run_report },
    { .name = "verify",
      .usage = "[--journal 文件夹]",
      .summary = "检查数据库文件，核对操作记录的链、每条记录的内容和全部合计数",
      .help = "带 --journal 时，还和文件夹里每天导出的操作记录逐份核对。",
      .run = run_verify },
    { .name = "journal",
      .usage = "--day 日期 [--county 县代码] [--to 文件夹]",
      .summary = "列出一天操作记录的条数和封存值，或导出成文件",
      .help = "封存值由当天最后一条及以前的全部记录算出。文件的格式和核对办法见 "
              "docs/journal.md。",
      .run = run_journal },
    { .name = "backup",
      .usage = "[--keep N] [--without-key] [--allow-missing] 文件夹",
      .summary = "备份数据库和附件，不用停止服务",
      .help =
          "在文件夹里建 xiangzhi-年月日-时分秒。--keep 备份后只留最近N份和以前12个月每月最后"
          "一份。--without-key 不带密钥，密钥要另外保存。--allow-missing 附件丢了也备份。",
      .alone = true,
      .run = run_backup },
    { .name = "restore",
      .usage = "--verify [--report 文件.html] 备份 | --to 新数据库 [--replace] 备份",
      .summary = "演练或恢复一份备份",
      .help =
          "--verify 把备份恢复到临时位置，核对后删掉，打印演练记录；--report 另写一页可打印的。"
          "--to 恢复到一个新地方；已经有的不动，除非加 --replace，原来的改名留着。"
          "备份里没有密钥时用 --key 指出密钥文件。",
      .alone = true,
      .run = run_restore },
    { .name = "migrate",
      .usage = "--from 源数据库 --to 目标数据库",
      .summary = "把整个系统搬到另一个数据库（SQLite、PostgreSQL 之间）",
      .help = "记录、操作记录、合计数、密钥和附件都搬，最后逐表核对；源数据库不改动。\n"
              "先停止服务。目标必须是空的。中断后再运行一次，从断处继续。",
      .alone = true,
      .run = run_migrate },
    { .name = "user",
      .usage = "add|disable|reset 账号 [--name 姓名] [--password 初始密码] "
               "[--role 职务代码 --place 地点代码]",
      .summary = "建账号、停用账号、重置密码",
      .run = run_user },
    { .name = "openapi",
      .usage = "",
      .summary = "输出接口说明（OpenAPI 3.1）",
      .alone = true,
      .run = run_openapi },
    { .name = "schema",
      .usage = "",
      .summary = "输出数据库表结构（SQL）",
      .alone = true,
      .run = run_schema },
};

const size_t command_count = COUNT(commands);
