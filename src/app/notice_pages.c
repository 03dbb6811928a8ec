/* SPDX-License-Identifier: Apache-2.0 */
/* What is being shown, for everybody, and what they may say against it. */
#include "app/access.h"
#include "app/notice.h"
#include "app/own_modules.h"
#include "app/place_input.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "record/form.h"

enum { SHOWN_DAYS = 60, NAME_MAX_CHARACTERS = 30, WORDS_MAX_CHARACTERS = 1000 };

static const struct field words_fields[] = {
    { LINES(notice_words, words), .label = "哪里不对", .required = true,
      .max = WORDS_MAX_CHARACTERS },
    { TEXT(notice_words, name), .label = "您的姓名", .max = NAME_MAX_CHARACTERS,
      .help = "可以不填。只给核实的干部看。" },
};

static const struct shape words_input = { SHAPE(notice_words, words_fields) };

static str shown_date(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_show(day, &text);
    return buf_str(&text);
}

static const struct choice *status_of(const struct notice *notice)
{
    return field_choice(shape_field(&notice_type.shape, S("status")), notice);
}

static void write_notice(struct context *cx, struct buf *out, const struct notice *notice)
{
    const struct choice *status = status_of(notice);

    ui_task(out, arena_printf(cx->arena, "/notices/%lld", (long long)notice->id), notice->title,
            status->tone, str_of(status->label),
            arena_printf(cx->arena, "%.*s 公示到%.*s", STR_ARG(place_called(cx, notice->place)),
                         STR_ARG(shown_date(cx, notice->due_on))));
}

/* Everybody may look at the notices of one place: a village's, a township's. */
static struct error *notices_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;
    struct notice *notices;
    size_t count;
    str place;

    TRY(place_asked_for(cx, request, "place", &place));
    if (str_is_empty(place) && access_is_signed_in(cx))
        return record_list_page(cx, request, response);
    response->title = S("公示");
    ui_heading(out, response->title, str_is_empty(place) ? (str){ 0 } : place_path(cx, place));
    ui_search_begin(out, S("/notices"));
    form_write_place(
        cx, out, (struct ui_input){ .name = "place", .label = "哪个村或镇", .value = place });
    ui_search_end(out, S("看"));
    if (str_is_empty(place))
        return NULL;
    TRY(query_rows(cx, &notices_at_place,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)),
                        value_date(cx->arena, date_add_days(cx->today, -SHOWN_DAYS))),
                   &notices, &count));
    if (count == 0) {
        ui_empty(out, S("这里近两个月没有公示。"), (str){ 0 }, (str){ 0 });
        return NULL;
    }
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_notice(cx, out, &notices[i]);
    ui_tasks_end(out);
    return NULL;
}

static struct error *get_visible(struct context *cx, record_id id, struct notice *notice)
{
    bool found;

    TRY(store_find(cx, &notice_type, id, notice, &found));
    if (!found || (!notice->is_public && !access_allows(cx, "notices.read", notice->place)))
        return fail(cx, ERROR_NOT_FOUND, "没有找到这件公示。");
    return NULL;
}

static void write_objection_form(struct context *cx, struct buf *out,
                                 const struct notice *notice, const struct request *request)
{
    ui_section_begin(out, "object", S("有异议请说"));
    ui_form_begin(out, arena_printf(cx->arena, "/notices/%lld/object", (long long)notice->id),
                  cx->access->form_token, false);
    form_write(cx, out, &words_input,
               &(struct filled){
                   .record = &(struct notice_words){ 0 },
                   .typed = request->refused != NULL ? request->form : (struct params){ 0 },
                   .problems = request->refused != NULL ? request->refused->problems : NULL });
    ui_form_end(out, S("提出异议"), (str){ 0 });
    ui_section_end(out);
}

static struct error *write_objections(struct context *cx, struct buf *out,
                                      const struct notice *notice)
{
    struct notice_objection *objections;
    size_t count;

    if (notice->objection_count == 0 || !access_allows(cx, "notices.decide", notice->place))
        return NULL;
    TRY(query_rows(cx, &objections_of_notice,
                   WITH(value_integer(id_county(notice->id)), value_integer(notice->id)),
                   &objections, &count));
    ui_section_begin(out, "objections", S("收到的异议"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++) {
        const struct choice *status = field_choice(
            shape_field(&notice_objection_type.shape, S("status")), &objections[i]);
        ui_task(out,
                arena_printf(cx->arena, "/notice_objections/%lld", (long long)objections[i].id),
                objections[i].words, status->tone, str_of(status->label),
                shown_date(cx, objections[i].raised_on));
    }
    ui_tasks_end(out);
    ui_section_end(out);
    return NULL;
}

static struct error *notice_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct buf *out = &response->body;
    struct notice notice = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(get_visible(cx, request->id, &notice));
    const struct choice *status = status_of(&notice);
    response->title = notice.title;
    ui_heading(out, notice.title, place_path(cx, notice.place));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_notice(out, status->tone,
              arena_printf(cx->arena, "%s。公示期从%.*s到%.*s。", status->label,
                           STR_ARG(shown_date(cx, notice.posted_on)),
                           STR_ARG(shown_date(cx, notice.due_on))));
    if (params_has(request->query, "objected"))
        ui_notice(out, TONE_GOOD,
                  S("您的异议已经收到，村里会核实。核实以前，公示的事不生效。"));
    html_lines(out, notice.content);
    ui_button_link(out, arena_printf(cx->arena, "/notices/%lld/pdf", (long long)notice.id),
                   S("打印公示"), false);
    TRY(write_objections(cx, out, &notice));
    if (notice.status == NOTICE_POSTED && date_compare(cx->today, notice.due_on) <= 0)
        write_objection_form(cx, out, &notice, request);
    return NULL;
}

/* To be put up on the board: the text, until when one may object, how. */
static struct error *notice_pdf_page(struct context *cx, const struct request *request,
                                     struct response *response)
{
    struct notice notice = { 0 };
    struct paper *paper;

    TRY(get_visible(cx, request->id, &notice));
    paper = print_begin(cx, notice.title, PAPER_OFFICIAL);
    paper_title(paper, S("公示"), (str){ 0 });
    paper_heading(paper, 1, notice.title);
    paper_text(paper, notice.content);
    paper_paragraph(paper, arena_printf(cx->arena,
                                        "公示期从%.*s到%.*s。对公示内容有异议的，请在公示期内"
                                        "向村务监督委员会提出。",
                                        STR_ARG(shown_date(cx, notice.posted_on)),
                                        STR_ARG(shown_date(cx, notice.due_on))));
    paper_line(paper, PAPER_RIGHT, place_path(cx, notice.place));
    paper_line(paper, PAPER_RIGHT, shown_date(cx, notice.posted_on));
    return print_answer(cx, paper, S("公示.pdf"), response);
}

static struct error *object_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct notice notice = { 0 };

    TRY(get_visible(cx, request->id, &notice));
    TRY(notice_object(cx, request->id, request->input));
    return redirect(
        response, arena_printf(cx->arena, "/notices/%lld?objected=1", (long long)request->id));
}

static const struct record_type *const records[] = { &notice_type, &notice_objection_type,
                                                     NULL };

static const struct query *const queries[] = { &notices_over, &notices_at_place,
                                               &objections_of_notice, NULL };

static const struct flow *const flows[] = { &objection_flow, NULL };

static const struct route routes[] = {
    { GET, "/notices", notices_page, .needs = "public", .type = &notice_type,
      .summary = "公示" },
    { GET, "/notices/{id}", notice_page, .needs = "public", .type = &notice_type,
      .summary = "一件公示" },
    { GET, "/notices/{id}/pdf", notice_pdf_page, .needs = "public", .slow = true,
      .type = &notice_type, .summary = "打印公示" },
    { POST, "/notices/{id}/object", object_action, .needs = "public", .input = &words_input,
      .again = notice_page, .limit = LIMIT_PUBLIC, .summary = "对公示提出异议" },
    { 0 },
};

static const struct grant grants[] = {
    { "notices.read", "看公示",
      "grid_leader grid_worker secretary deputy_secretary director deputy_director "
      "committee_member party_committee_member village_committee_member women_chair "
      "village_clerk village_cadre group_head party_group_leader appraisal_member "
      "supervision_chair supervision_member village_liaison practice_institute party_office "
      "civil_affairs_office township_secretary township_head township_deputy county_office" },
    { "notices.decide", "核实公示异议",
      "supervision_chair secretary deputy_secretary director village_clerk "
      "practice_institute" },
    { 0 },
};

static const struct job jobs[] = {
    { "notices.end", 60, notices_end },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/notices", "公示", "notice", "notices.read", MENU_RARE },
    { "/notices", "公示", "notice", "visitor", MENU_RARE },
    { "/notice_objections", "公示异议", "notice", "notices.decide", MENU_RARE },
    { 0 },
};

const struct module notices_module = {
    .name = "notices",
    .title = "公示",
    .records = records,
    .routes = routes,
    .queries = queries,
    .flows = flows,
    .grants = grants,
    .jobs = jobs,
    .menu = menu,
};
