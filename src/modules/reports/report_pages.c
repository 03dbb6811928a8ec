/* SPDX-License-Identifier: Apache-2.0 */
/* Writing, reading, printing and freezing a report. */
#include "modules/reports/report_pages.h"

#include "app/access.h"
#include "app/period.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "modules/reports/reports.h"
#include "record/exchange.h"
#include "record/form.h"

/* Short papers are asked for: at most 5000 characters for a report. */
enum { LONG_REPORT = 5000 };

static const struct query all_templates = {
    .sql = "order by id limit 100",
    .of = &report_template_type,
};

const struct query *const report_queries[] = { &all_templates, NULL };

static str report_path(struct context *cx, const struct report *report, const char *rest)
{
    return arena_printf(cx->arena, "/reports/%lld%s", (long long)report->id, rest);
}

/* A new report */

static struct error *write_template_choice(struct context *cx, struct buf *out,
                                           struct params typed)
{
    struct report_template *templates;
    size_t count;

    TRY(query_rows(cx, &all_templates, NULL, 0, &templates, &count));
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){
            .value = arena_printf(cx->arena, "%lld", (long long)templates[i].id),
            .text = templates[i].name,
        };
    str chosen = params_get(typed, "template");
    ui_input(out, &(struct ui_input){
                      .name = "template",
                      .label = "模板",
                      .required = true,
                      .value = str_is_empty(chosen) && count > 0 ? choices[0].value : chosen,
                      .choices = choices,
                      .choice_count = count,
                  });
    return NULL;
}

/* What stands in the form of a new report before anybody has typed. */
static struct error *propose(struct context *cx, const struct request *request,
                             struct report *report)
{
    report->from_on = year_start(cx->today);
    report->to_on = cx->today;
    return access_scope(cx, "reports.write", params_get(request->query, "place"),
                        &report->place);
}

static void write_fields(struct context *cx, struct buf *out, const struct request *request,
                         const struct report *report)
{
    static const char *const names[] = { "place", "from_on", "to_on", "title" };
    struct filled filled = {
        .record = report,
        .typed = request->form,
        .problems = request->refused == NULL ? NULL : request->refused->problems,
    };

    for (size_t i = 0; i < COUNT(names); i++)
        form_write_field(cx, out, shape_field(&report_type.shape, str_of(names[i])), &filled);
}

struct error *report_new_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct buf *out = &response->body;
    struct report report = { 0 };

    TRY(propose(cx, request, &report));
    response->title = S("写报告");
    ui_heading(out, response->title, S("数字由记录算出来，不用填。生成草稿以后可以改文字。"));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_form_begin(out, S("/reports"), cx->access->form_token, false);
    TRY(write_template_choice(cx, out, request->form));
    write_fields(cx, out, request, &report);
    ui_form_end(out, S("生成草稿"), S("/reports"));
    return NULL;
}

/* One report */

static str about(struct context *cx, const struct report *report)
{
    str place = place_called(cx, report->place);
    str period = period_words(cx, report->from_on, report->to_on);

    return arena_printf(cx->arena, "%.*s,%.*s", STR_ARG(place), STR_ARG(period));
}

static void write_state(struct context *cx, struct buf *out, const struct report *report)
{
    struct buf moment = { .arena = cx->arena };

    if (report->state == REPORT_DRAFT) {
        ui_notice(out, TONE_WORKING,
                  S("这是草稿：数字跟着记录变。定稿以后数字和文字都不再变。"));
        return;
    }
    instant_show(report->frozen_at, cx->today, &moment);
    ui_notice(
        out, TONE_GOOD,
        arena_printf(cx->arena,
                     "已定稿（%.*s）。数字是定稿时的；点开看到的是现在的记录，可能已有变化。",
                     STR_ARG(buf_str(&moment))));
}

static void write_buttons(struct context *cx, struct buf *out, const struct report *report)
{
    bool may_write = access_allows(cx, "reports.write", report->place);

    ui_actions_begin(out);
    ui_button_link(out, report_path(cx, report, "/print"), S("打印"), false);
    ui_button_link(out, report_path(cx, report, "/pdf"), S("存为PDF"), false);
    if (report->state == REPORT_DRAFT && may_write) {
        ui_button_link(out, report_path(cx, report, "/edit"), S("改文字"), false);
        ui_confirm_button(out, report_path(cx, report, "/freeze"), cx->access->form_token,
                          S("定稿"), S("定稿以后数字和文字都不能再改。现在定稿吗？"));
    }
    ui_actions_end(out);
}

static void write_length_notice(struct context *cx, struct buf *out,
                                const struct report *report)
{
    size_t characters = str_characters(report->body);

    if (characters > LONG_REPORT)
        ui_notice(out, TONE_PLAIN,
                  arena_printf(cx->arena,
                               _("全文约%zu字。上级要求一般不超过%d字，可以再精简。"),
                               characters, LONG_REPORT));
}

static struct error *answer_json(struct context *cx, const struct report *report,
                                 struct response *response)
{
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    record_write_json(cx, &report_type, report, &response->body);
    return NULL;
}

struct error *report_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    struct buf *out = &response->body;
    struct report report = { 0 };

    TRY(record_get_for(cx, &report_type, request->id, "reports.read", &report));
    if (request->wants_json)
        return answer_json(cx, &report, response);
    response->title = report.title;
    ui_heading(out, report.title, about(cx, &report));
    write_state(cx, out, &report);
    write_length_notice(cx, out, &report);
    write_buttons(cx, out, &report);
    html(out, "<article class='report'>\n");
    TRY(report_write(cx, &report, REPORT_HTML, out));
    html(out, "</article>\n");
    return record_write_rest(cx, &report_type, &report, request, out);
}

/* The names that a text may use, below the form. */
static void write_names(struct buf *out)
{
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    ui_fold_begin(out, "names", S("可以写进报告的指标"), false);
    ui_facts_begin(out);
    for (size_t i = 0; i < count; i++) {
        ui_fact_begin(out, entries[i].figure->label);
        html(out, "<code>{{%s}}</code>", entries[i].figure->key);
        ui_fact_end(out);
    }
    ui_facts_end(out);
    ui_fold_end(out);
}

struct error *report_edit_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct report report = { 0 };

    TRY(record_get_for(cx, &report_type, request->id, "reports.write", &report));
    if (report.state == REPORT_FROZEN)
        return fail(cx, ERROR_CONFLICT, "这份报告已经定稿，不能再改。需要改的话，请另写一份。");
    TRY(record_edit_page(cx, request, response));
    write_names(&response->body);
    return NULL;
}

/* A page of A4 in the manner of official papers, without the frame. */
struct error *report_print_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct buf *out = &response->body;
    struct report report = { 0 };

    TRY(record_get_for(cx, &report_type, request->id, "reports.read", &report));
    response->bare = true;
    response->content_type = "text/html; charset=utf-8";
    html(out, "<!doctype html>\n<html lang='zh-CN'>\n<head>\n<meta charset='utf-8'>\n"
              "<meta name='viewport' content='width=device-width, initial-scale=1'>\n");
    html(out, "<title>%.*s</title>\n<link rel='stylesheet' href='/assets/report.css'>\n",
         STR_ARG(report.title));
    html(out, "</head>\n<body>\n<main>\n<h1>%.*s</h1>\n", STR_ARG(report.title));
    if (report.state == REPORT_DRAFT)
        html(out, "<p class='draft'>%s</p>\n", _("（草稿）"));
    TRY(report_write(cx, &report, REPORT_HTML, out));
    html(out, "</main>\n</body>\n</html>\n");
    return NULL;
}

struct error *report_pdf_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct report report = { 0 };
    struct buf text = { .arena = cx->arena };
    struct paper *paper;

    TRY(record_get_for(cx, &report_type, request->id, "reports.read", &report));
    TRY(report_write(cx, &report, REPORT_TEXT, &text));
    paper = print_begin(cx, report.title, PAPER_OFFICIAL);
    paper_title(paper, report.title, report.state == REPORT_DRAFT ? S("（草稿）") : (str){ 0 });
    paper_text(paper, buf_str(&text));
    return print_answer(cx, paper, arena_printf(cx->arena, "%.*s.pdf", STR_ARG(report.title)),
                        response);
}

struct error *report_freeze_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct report report = { 0 };

    TRY(record_get_for(cx, &report_type, request->id, "reports.write", &report));
    TRY(report_freeze(cx, report.id));
    response->record = report.id;
    return redirect(response, report_path(cx, &report, ""));
}
