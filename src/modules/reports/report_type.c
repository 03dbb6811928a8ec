/* SPDX-License-Identifier: Apache-2.0 */
/* The field tables of reports and their templates. */
#include "modules/reports/reports.h"

enum { BODY_MAX = 50000 };

static const char body_help[] =
    "写 {{指标名}} 的地方会填上数字和单位；{{指标名|over}} 写成“多少余”，"
    "{{指标名|near}} 写成“近多少”；{{place}} {{from}} {{to}} "
    "{{year}} 是地点、起止日期和年份。以“一、”“（一）”“1.”开头的行是标题。";

static void check_text(struct context *cx, const char *field, str text,
                       struct problem **problems)
{
    const char *refusal = report_text_refusal(cx, text);

    if (refusal != NULL)
        problem_add(problems, cx->arena, field, "%s", refusal);
}

static void check_template(struct context *cx, const void *record, struct problem **problems)
{
    const struct report_template *template = record;

    check_text(cx, "title", template->title, problems);
    check_text(cx, "body", template->body, problems);
}

static const struct field template_fields[] = {
    { TEXT(report_template, code), .label = "代码", .required = true, .unique = true, .max = 40,
      .help = "命令行里用的名称，如 governance。" },
    { TEXT(report_template, name), .label = "名称", .required = true, .max = 60,
      .listed = true },
    { TEXT(report_template, title), .label = "报告标题", .required = true, .max = 100,
      .listed = true },
    { LINES(report_template, body), .label = "正文", .required = true, .max = BODY_MAX,
      .help = body_help },
};

const struct record_type report_template_type = {
    .name = "report_template",
    .table = "report_templates",
    .title = "报告模板",
    .shape = { SHAPE(report_template, template_fields), .check = check_template },
    .called = "name",
    .key = "code",
    .reads = "reports.read",
    .writes = "reports.templates",
};

/* The text of a frozen report has its numbers in it; nobody could send such a text, for the
 * state is never read from a form. */
static void check_report(struct context *cx, const void *record, struct problem **problems)
{
    const struct report *report = record;

    if (date_compare(report->from_on, report->to_on) > 0)
        problem_add(problems, cx->arena, "to_on", "结束日期早于开始日期，请改正。");
    if (report->state == REPORT_DRAFT)
        check_text(cx, "body", report->body, problems);
}

static const struct choice states[] = {
    [REPORT_DRAFT] = { "draft", "草稿", TONE_WORKING },
    [REPORT_FROZEN] = { "frozen", "已定稿", TONE_GOOD },
};

static const struct field report_fields[] = {
    { PLACE(report, place), .label = "地点", .required = true, .listed = true },
    { REF(report, template), .label = "模板", .target = "report_template", .required = true },
    { TEXT(report, title), .label = "标题", .max = 100, .listed = true, .searchable = true,
      .help = "不填就用模板的标题。" },
    { DATE(report, from_on), .label = "从", .required = true, .listed = true },
    { DATE(report, to_on), .label = "到", .required = true, .listed = true },
    { LINES(report, body), .label = "正文", .max = BODY_MAX, .help = body_help },
    { CHOICE(report, state), .label = "状态", .choices = CHOICES(states), .read_only = true,
      .listed = true },
    { INSTANT(report, frozen_at), .label = "定稿时间", .read_only = true },
    { TEXT(report, author), .label = "撰写人", .read_only = true, .listed = true },
};

static struct error *create(struct context *cx, void *record)
{
    return report_create(cx, record);
}

static struct error *change(struct context *cx, void *record)
{
    return report_change(cx, record);
}

const struct record_type report_type = {
    .name = "report",
    .table = "reports",
    .title = "报告",
    .shape = { SHAPE(report, report_fields), .check = check_report },
    .place = "place",
    .called = "title",
    .reads = "reports.read",
    .writes = "reports.write",
    .create = create,
    .change = change,
};
