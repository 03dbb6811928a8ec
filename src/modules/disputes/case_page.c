/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page of one case.
 *
 * Whoever may read disputes sees what the statistics see; whoever may open the case sees what
 * it is about; everybody else is told that there is no such case.
 */
#include "app/access.h"
#include "app/calendar.h"
#include "app/evidence.h"
#include "app/record_pages.h"
#include "base/number.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/dossier.h"
#include "modules/disputes/early.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"
#include "modules/matters/matters.h"
#include "record/form.h"

#include <string.h>

enum { FILES_MAX = 9 };

/* Small parts */

static str step_address(struct context *cx, const struct dispute *dispute, const char *step)
{
    return arena_printf(cx->arena, "/disputes/%lld/%s", (long long)dispute->id, step);
}

static const char *form_name(struct context *cx, const char *what, record_id id)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s%lld", what, (long long)id));
}

static void write_hidden_id(struct context *cx, struct buf *out, const char *name, record_id id)
{
    ui_input(out,
             &(struct ui_input){ .name = name,
                                 .type = "hidden",
                                 .value = arena_printf(cx->arena, "%lld", (long long)id) });
}

static bool may_take(struct context *cx, const struct dispute *dispute, const char *name)
{
    const struct flow_step *step = flow_step_find(&dispute_flow, str_of(name));
    str at = step->at != NULL ? step->at(dispute) : dispute->place;

    return (step->from & FROM(dispute->status)) != 0 && access_allows(cx, step->needs, at);
}

/* A step with one thing chosen already: a button. */
static void write_button(struct context *cx, struct buf *out, const struct dispute *dispute,
                         const char *step, const char *field, record_id id, str label)
{
    if (!may_take(cx, dispute, step))
        return;
    ui_form_begin(out, step_address(cx, dispute, step), cx->access->form_token, false);
    write_hidden_id(cx, out, field, id);
    ui_form_end(out, label, (str){ 0 });
}

/* The summary */

static const char *const summary[] = {
    "status",
    "category_name",
    "source",
    "level",
    "unit",
    "committee",
    "risk",
    "found_on",
    "accepted_on",
    "due_on",
    "people_count",
    "amount",
    "outcome",
    "form",
    "effective_on",
    "next_due_on",
    "performed_on",
    "visit_due_on",
    "visited_on",
    "satisfaction",
    "confirmation",
    "court",
    "confirm_court_due_on",
    "confirm_decided_on",
    "routes_told_on",
    "number",
    "filed_on",
    "screening",
};

static bool is_worth_saying(const struct field *field, const void *record)
{
    const void *member = field_member_const(field, record);

    if (field->kind == &kind_integer || field->kind == &kind_amount)
        return *(const int64_t *)member != 0;
    if (field->kind == &kind_choice && strcmp(field->name, "status") != 0)
        return *(const unsigned *)member != 0 || strcmp(field->name, "risk") == 0;
    return field_is_set(field, record);
}

static void write_summary_fact(struct context *cx, struct buf *out,
                               const struct dispute *dispute, const char *name)
{
    const struct field *field = shape_field(&dispute_type.shape, str_of(name));

    if (!is_worth_saying(field, dispute))
        return;
    ui_fact_begin(out, field->label);
    value_write(cx, out, field, dispute);
    ui_fact_end(out);
}

/* The days that are left for the court. */
static void write_countdown(struct context *cx, struct buf *out, const struct dispute *dispute)
{
    if (!date_is_set(dispute->confirm_due_on) || dispute->confirmation != CONFIRM_NONE)
        return;
    ui_fact_begin(out, "司法确认申请期限");
    ui_badge(out, urgency_tone(urgency_of(cx, dispute->effective_on, dispute->confirm_due_on)),
             date_compare(cx->today, dispute->confirm_due_on) > 0
                 ? S("三十日已过，不能再申请")
                 : deadline_words_in_days(cx, dispute->confirm_due_on));
    ui_fact_end(out);
}

static void write_summary(struct context *cx, struct buf *out, const struct dispute *dispute)
{
    ui_section_begin(out, "summary", S("概况"));
    if (dispute->risk == RISK_RED && !instant_is_set(dispute->police_told_at))
        ui_notice(out, TONE_LATE, S("红色风险：请马上报告公安机关，调解不停。"));
    if (dispute->lock != LOCK_NONE)
        ui_notice(out, TONE_LATE,
                  S("这件案件加了锁，只有本案调解员和司法所能打开，每天都要写理由。"));
    ui_facts_begin(out);
    for (size_t i = 0; i < COUNT(summary); i++)
        write_summary_fact(cx, out, dispute, summary[i]);
    write_countdown(cx, out, dispute);
    ui_facts_end(out);
    ui_section_end(out);
}

/* Opening */

static struct error *write_opening(struct context *cx, struct buf *out,
                                   const struct dispute *dispute)
{
    bool may;

    TRY(dispute_may_ask(cx, dispute, &may));
    ui_section_begin(out, "opening", S("案情"));
    if (!may) {
        ui_notice(out, TONE_PLAIN, S("案情保密，只有本案调解员、调委会主任和司法所能看。"));
        ui_section_end(out);
        return NULL;
    }
    ui_form_begin(out, step_address(cx, dispute, "open"), cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "reason",
                                      .label = "为什么要打开",
                                      .help = "会记下来，今天之内有效。",
                                      .required = true,
                                      .max = 100,
                                      .form = "open" });
    ui_form_end(out, S("打开案情"), (str){ 0 });
    ui_section_end(out);
    return NULL;
}

static struct error *write_openings(struct context *cx, struct buf *out,
                                    const struct dispute *dispute)
{
    struct dispute_opening *openings;
    size_t count;

    TRY(query_rows(cx, &openings_of_dispute,
                   WITH(value_integer(id_county(dispute->id)), value_integer(dispute->id)),
                   &openings, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "openings", S("谁打开过"));
    ui_timeline_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_timeline_item(out, day_shown(cx, openings[i].opened_on), openings[i].title,
                         openings[i].actor, openings[i].reason, TONE_PLAIN);
    ui_timeline_end(out);
    ui_section_end(out);
    return NULL;
}

/* What it is about */

static struct error *write_content(struct context *cx, struct buf *out,
                                   const struct dispute *dispute)
{
    ui_section_begin(out, "content", S("案情"));
    if (dispute->lock != LOCK_NONE)
        ui_badge(out, TONE_LATE, str_of(lock_choices[dispute->lock].label));
    ui_facts_begin(out);
    ui_fact(out, "简要情况", dispute_words(cx, dispute->facts));
    ui_fact(out, "当事人要求", dispute_words(cx, dispute->demands));
    ui_fact(out, "涉及地块", dispute->parcel);
    ui_fact(out, "防激化措施", dispute_words(cx, dispute->measures));
    ui_fact(out, "报告公安", dispute->police);
    ui_facts_end(out);
    TRY(early_write(cx, out, dispute));
    ui_section_end(out);
    return NULL;
}

/* Parties */

static str party_note(struct context *cx, const struct dispute_party *party)
{
    if (!date_is_set(party->consented_on))
        return S("还没有表示同意调解");
    return arena_printf(cx->arena, _("%.*s同意调解"),
                        STR_ARG(day_shown(cx, party->consented_on)));
}

static void write_party_facts(struct context *cx, struct buf *out,
                              const struct dispute_party *party)
{
    ui_facts_begin(out);
    ui_fact(out, side_choices[party->side].label, dispute_words(cx, party->name));
    if (party->sex != PARTY_SEX_UNKNOWN)
        ui_fact(out, "性别", str_of(party_sex_choices[party->sex].label));
    ui_fact(out, "出生日期", day_shown(cx, party->birth_on));
    ui_fact(out, "民族", party->ethnic_group);
    ui_fact(out, "职业", dispute_words(cx, party->occupation));
    ui_fact(out, "电话", dispute_words(cx, party->phone));
    ui_fact(out, "住址", dispute_words(cx, party->address));
    if (party->is_representative)
        ui_fact(out, "代表",
                arena_printf(cx->arena, _("%lld人"), (long long)party->represented_count));
    ui_fact(out, "委托代理人", dispute_words(cx, party->proxy));
    ui_fact(out, "意愿", party_note(cx, party));
    if (date_is_set(party->signed_on))
        ui_fact(out, "协议",
                arena_printf(cx->arena, "%.*s%s", STR_ARG(day_shown(cx, party->signed_on)),
                             signing_choices[party->signing].label));
    ui_fact_begin(out, "进度回执");
    html(out, "<a href='/mediation/%.*s'>%.*s</a>", STR_ARG(party->receipt),
         STR_ARG(receipt_shown(cx->arena, party->receipt)));
    ui_fact_end(out);
    ui_facts_end(out);
}

static void write_signing_form(struct context *cx, struct buf *out,
                               const struct dispute *dispute, const struct dispute_party *party)
{
    struct ui_choice choices[SIGNINGS - 1];

    if (!may_take(cx, dispute, "sign") || date_is_set(party->signed_on))
        return;
    for (size_t i = 1; i < SIGNINGS; i++)
        choices[i - 1] = (struct ui_choice){ str_of(signing_choices[i].code),
                                             str_of(signing_choices[i].label) };
    ui_form_begin(out, step_address(cx, dispute, "sign"), cx->access->form_token, false);
    write_hidden_id(cx, out, "party", party->id);
    ui_input(out, &(struct ui_input){ .name = "signing",
                                      .label = "怎么签的",
                                      .value = S("hand"),
                                      .choices = choices,
                                      .choice_count = COUNT(choices),
                                      .form = form_name(cx, "sign", party->id) });
    ui_form_end(out, S("已在协议上签"), (str){ 0 });
}

static struct error *write_parties(struct context *cx, struct buf *out,
                                   const struct dispute *dispute)
{
    struct dispute_party *parties;
    size_t count;

    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    ui_section_begin(out, "parties", S("当事人"));
    if (count == 0)
        html(out, "<p>%s</p>\n", _("还没有登记当事人。"));
    for (size_t i = 0; i < count; i++) {
        write_party_facts(cx, out, &parties[i]);
        if (!date_is_set(parties[i].consented_on))
            write_button(cx, out, dispute, "consent", "party", parties[i].id, S("他同意调解"));
        write_signing_form(cx, out, dispute, &parties[i]);
        write_button(cx, out, dispute, "drop_party", "party", parties[i].id,
                     S("登记错了，去掉"));
    }
    ui_section_end(out);
    return NULL;
}

/* Mediators */

static void write_assigned(struct context *cx, struct buf *out, const struct dispute *dispute,
                           const struct dispute_mediator *row)
{
    ui_facts_begin(out);
    ui_fact(out, mediator_role_choices[row->role].label, row->name);
    ui_fact(out, "身份", str_of(standing_choices[row->standing].label));
    ui_fact(out, "怎么定的",
            row->role == ROLE_HELPER ? S("当事人同意参与")
                                     : str_of(chooser_choices[row->chosen_by].label));
    ui_fact(out, "回避",
            row->role == ROLE_HELPER ? (str){ 0 }
            : row->has_statement     ? S("已签无利害关系声明")
                                     : S("居民登记里没有亲属关系"));
    ui_fact(out, "到", day_shown(cx, row->to_on));
    ui_facts_end(out);
    if (row->role == ROLE_HELPER || date_is_set(row->to_on) ||
        !may_take(cx, dispute, "release"))
        return;
    ui_fold_begin(out, form_name(cx, "release", row->id), S("换人"), false);
    ui_form_begin(out, step_address(cx, dispute, "release"), cx->access->form_token, false);
    write_hidden_id(cx, out, "assignment", row->id);
    ui_input(out, &(struct ui_input){ .name = "reason",
                                      .label = "为什么换",
                                      .required = true,
                                      .max = 100,
                                      .form = form_name(cx, "why", row->id) });
    ui_form_end(out, S("换人"), (str){ 0 });
    ui_fold_end(out);
}

/* Who could mediate, and how much each has in hand. */
static struct error *list_choices(struct context *cx, const struct dispute *dispute,
                                  struct ui_choice **choices, size_t *count)
{
    struct mediator *mediators;
    int64_t load;

    *count = 0;
    if (dispute->committee == 0)
        return NULL;
    TRY(committee_mediators(cx, dispute->committee, &mediators, count));
    *choices = arena_array(cx->arena, struct ui_choice, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        TRY(mediator_load(cx, mediators[i].id, &load));
        (*choices)[i] = (struct ui_choice){
            .value = arena_printf(cx->arena, "%lld", (long long)mediators[i].id),
            .text = load == 0
                        ? arena_printf(cx->arena, _("%.*s（有空）"), STR_ARG(mediators[i].name))
                        : arena_printf(cx->arena, _("%.*s（手上%lld件）"),
                                       STR_ARG(mediators[i].name), (long long)load),
        };
    }
    return NULL;
}

static struct error *write_assignment(struct context *cx, struct buf *out,
                                      const struct dispute *dispute,
                                      const struct request *request)
{
    const struct field *fields = assignment_input.fields;
    struct filled filled = {
        .record = &(struct mediator_assignment){ 0 },
        .form = "assign",
    };
    struct ui_choice *choices = NULL;
    bool refused = request->refused != NULL && request->route->step != NULL &&
                   strcmp(request->route->step->name, "assign") == 0;
    size_t count;

    if (!may_take(cx, dispute, "assign"))
        return NULL;
    TRY(list_choices(cx, dispute, &choices, &count));
    if (count == 0) {
        html(out, "<p>%s</p>\n", _("调委会还没有登记调解员，请先到“调解员”里登记。"));
        return NULL;
    }
    if (refused) {
        filled.typed = request->form;
        filled.problems = request->refused->problems;
    }
    ui_fold_begin(out, "assign", S("指派调解员"), refused || dispute->mediator_count == 0);
    if (refused)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_form_begin(out, step_address(cx, dispute, "assign"), cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "mediator",
                                      .label = "调解员",
                                      .required = true,
                                      .value = refused ? params_get(request->form, "mediator")
                                                       : (str){ 0 },
                                      .choices = choices,
                                      .choice_count = count,
                                      .form = "assign" });
    for (size_t i = 1; i < assignment_input.count; i++)
        form_write_field(cx, out, &fields[i], &filled);
    ui_form_end(out, S("指派"), (str){ 0 });
    ui_fold_end(out);
    return NULL;
}

static struct error *write_mediators(struct context *cx, struct buf *out,
                                     const struct dispute *dispute,
                                     const struct request *request)
{
    struct dispute_mediator *rows;
    size_t count;

    TRY(dispute_mediators(cx, dispute->id, &rows, &count));
    ui_section_begin(out, "mediators", S("调解员和参与人"));
    if (count == 0)
        html(out, "<p>%s</p>\n", _("还没有调解员。"));
    for (size_t i = 0; i < count; i++)
        write_assigned(cx, out, dispute, &rows[i]);
    TRY(write_assignment(cx, out, dispute, request));
    ui_section_end(out);
    return NULL;
}

/* A session, with the method's steps and what to ask there */

static struct error *write_steps_of_method(struct context *cx, struct buf *out,
                                           const struct dispute *dispute, str chosen)
{
    struct mediation_step *steps;
    struct ui_choice *choices;
    size_t count;
    size_t kept = 0;

    TRY(mediation_steps(cx, dispute->place, &steps, &count));
    choices = arena_array(cx->arena, struct ui_choice, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!str_is_empty(dispute->method) && !str_eq(steps[i].method, dispute->method))
            continue;
        choices[kept++] = (struct ui_choice){
            .value = steps[i].code,
            .text = arena_printf(cx->arena, _("%.*s第%lld步 %.*s：%.*s"),
                                 STR_ARG(words_for(steps[i].method)),
                                 (long long)steps[i].ordinal, STR_ARG(words_for(steps[i].name)),
                                 STR_ARG(words_for(steps[i].prompt))),
        };
    }
    if (kept > 0)
        ui_input(out, &(struct ui_input){ .name = "step",
                                          .label = "调解法步骤",
                                          .help = "可以不选。",
                                          .value = chosen,
                                          .choices = choices,
                                          .choice_count = kept,
                                          .form = "mediate" });
    return NULL;
}

static struct error *write_session_form(struct context *cx, struct buf *out,
                                        const struct dispute *dispute,
                                        const struct request *request)
{
    struct filled filled = { .record = &(struct dispute_session){ .held_on = { 0 } },
                             .form = "mediate" };
    bool refused = request->refused != NULL && request->route->step != NULL &&
                   strcmp(request->route->step->name, "mediate") == 0;

    if (!may_take(cx, dispute, "mediate"))
        return NULL;
    if (refused) {
        filled.typed = request->form;
        filled.problems = request->refused->problems;
    }
    ui_main_section_begin(out, "session", S("记一次调解"));
    if (refused)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_form_begin(out, step_address(cx, dispute, "mediate"), cx->access->form_token, false);
    for (size_t i = 0; i < session_input.count; i++)
        if (strcmp(session_input.fields[i].name, "step") == 0)
            TRY(write_steps_of_method(cx, out, dispute, params_get(filled.typed, "step")));
        else
            form_write_field(cx, out, &session_input.fields[i], &filled);
    ui_form_end(out, S("记下来"), (str){ 0 });
    ui_section_end(out);
    return NULL;
}

/* The dossier */

static const struct ui_column dossier_columns[] = {
    { .label = "卷内文书" },
    { .label = "份数", .number = true },
    { .label = "齐不齐" },
};

static void write_part(struct context *cx, struct buf *out, const struct dispute *dispute,
                       int item, const struct dossier_part *part)
{
    bool missing = part->required && part->count == 0;

    ui_row_begin(out);
    ui_cell_begin(out, &dossier_columns[0]);
    html(out, "%d. <a href='/disputes/%lld/dossier?item=%d'>%s</a>", item,
         (long long)dispute->id, item, dossier_choices[item].label);
    ui_cell_end(out);
    ui_cell_begin(out, &dossier_columns[1]);
    html(out, "%lld", (long long)part->count);
    ui_cell_end(out);
    ui_cell_begin(out, &dossier_columns[2]);
    ui_badge(out,
             missing           ? TONE_WAITING
             : part->count > 0 ? TONE_GOOD
                               : TONE_PLAIN,
             missing           ? S("还缺")
             : part->count > 0 ? S("有")
                               : S("不需要"));
    ui_cell_end(out);
    ui_row_end(out);
    (void)cx;
}

static struct error *write_scans(struct context *cx, struct buf *out,
                                 const struct dispute_paper *paper)
{
    struct evidence *scans;
    size_t count;

    TRY(evidence_of(cx, &dispute_paper_type, paper->id, &scans, &count));
    for (size_t i = 0; i < count; i++)
        html(out, "<p><a href='/evidence/%lld'>%.*s</a></p>\n", (long long)scans[i].id,
             STR_ARG(scans[i].title));
    return NULL;
}

static struct error *write_paper(struct context *cx, struct buf *out,
                                 const struct dispute *dispute,
                                 const struct dispute_paper *paper)
{
    const char *form = form_name(cx, "scan", paper->id);

    html(out, "<h3>%s %lld</h3>\n", dossier_choices[paper->item].label,
         (long long)paper->ordinal);
    ui_facts_begin(out);
    ui_fact(out, "日期", day_shown(cx, paper->held_on));
    ui_fact(out, "地点", dispute_words(cx, paper->location));
    ui_fact(out, "谁", dispute_words(cx, paper->persons));
    ui_fact(out, "内容", dispute_words(cx, paper->words));
    if (paper->item == ITEM_SESSION)
        ui_fact(out, "结果", str_of(content_choices[paper->result].label));
    if (paper->satisfaction != SATISFACTION_NONE)
        ui_fact(out, "满意度", str_of(satisfaction_choices[paper->satisfaction].label));
    ui_fact(out, "记录人", paper->writer);
    ui_facts_end(out);
    TRY(write_scans(cx, out, paper));
    if (dispute->status == DISPUTE_FILED)
        return NULL;
    ui_fold_begin(out, form, S("传签过字的扫描件"), false);
    ui_form_begin(out, step_address(cx, dispute, "scans"), cx->access->form_token, true);
    write_hidden_id(cx, out, "paper", paper->id);
    ui_input(out, &(struct ui_input){ .name = "scans",
                                      .label = "扫描件",
                                      .help = "照片或PDF，每个不超过10MB。",
                                      .type = "file",
                                      .required = true,
                                      .accept = "image/*,.pdf",
                                      .multiple = true,
                                      .form = form_name(cx, "file", paper->id) });
    ui_form_end(out, S("上传"), (str){ 0 });
    ui_fold_end(out);
    return NULL;
}

/* What was archived is not edited; a mistake costs its number, and that is explained. */
static void write_unfiling_form(struct context *cx, struct buf *out,
                                const struct dispute *dispute)
{
    if (!may_take(cx, dispute, "unfile"))
        return;
    ui_fold_begin(out, "unfile", S("归错了：卷号作废，退回整理"), false);
    ui_form_begin(out, step_address(cx, dispute, "unfile"), cx->access->form_token, false);
    form_write(cx, out, &unfiling_input,
               &(struct filled){ .record = &(struct dispute_unfiling){ .reason = { 0 } },
                                 .form = "unfile" });
    ui_form_end(out, S("作废卷号"), (str){ 0 });
    ui_fold_end(out);
}

static struct error *write_dossier(struct context *cx, struct buf *out,
                                   const struct dispute *dispute)
{
    struct dispute_paper *papers;
    struct dossier_state state;
    size_t count;

    TRY(dossier_read(cx, dispute, &state));
    TRY(dispute_papers(cx, dispute->id, &papers, &count));
    ui_section_begin(out, "dossier", S("卷宗"));
    if (state.missing_count > 0)
        ui_notice(out, TONE_WAITING,
                  arena_printf(cx->arena, _("还缺：%.*s。"), STR_ARG(state.missing)));
    ui_table_begin(out, S("卷内目录"), dossier_columns, COUNT(dossier_columns));
    for (int item = ITEM_APPLICATION; item <= DOSSIER_ITEMS; item++)
        write_part(cx, out, dispute, item, &state.parts[item]);
    ui_table_end(out);
    ui_actions_begin(out);
    ui_button_link(out, step_address(cx, dispute, "dossier"), S("打印全卷"), false);
    ui_actions_end(out);
    if (count > 0) {
        ui_fold_begin(out, "papers", S("卷内文书的内容"), false);
        for (size_t i = 0; i < count; i++)
            TRY(write_paper(cx, out, dispute, &papers[i]));
        ui_fold_end(out);
    }
    write_unfiling_form(cx, out, dispute);
    ui_section_end(out);
    return NULL;
}

/* The agreement */

static void write_performance_form(struct context *cx, struct buf *out,
                                   const struct dispute *dispute, record_id instalment,
                                   str label)
{
    const char *form = form_name(cx, "perform", instalment);

    if (!may_take(cx, dispute, "perform"))
        return;
    ui_fold_begin(out, form, label, false);
    ui_form_begin(out, step_address(cx, dispute, "perform"), cx->access->form_token, false);
    if (instalment != 0)
        write_hidden_id(cx, out, "instalment", instalment);
    for (size_t i = 1; i < performance_input.count; i++)
        form_write_field(cx, out, &performance_input.fields[i],
                         &(struct filled){ .record = &(struct performance){ .instalment = 0 },
                                           .form = form });
    ui_form_end(out, S("记下来"), (str){ 0 });
    ui_fold_end(out);
}

static void write_instalment(struct context *cx, struct buf *out, const struct dispute *dispute,
                             const struct dispute_instalment *instalment)
{
    bool done = date_is_set(instalment->done_on);
    bool late = !done && date_compare(instalment->due_on, cx->today) < 0;
    struct buf amount = { .arena = cx->arena };

    fixed_show(instalment->amount, 2, 2, &amount);
    ui_facts_begin(out);
    ui_fact(out, "第几期", arena_printf(cx->arena, "%lld", (long long)instalment->ordinal));
    ui_fact(out, "履行什么", dispute_words(cx, instalment->what));
    if (instalment->amount > 0)
        ui_fact(out, "金额（元）", buf_str(&amount));
    ui_fact(out, "应履行", day_shown(cx, instalment->due_on));
    ui_fact_begin(out, "状态");
    ui_badge(out,
             done   ? TONE_GOOD
             : late ? TONE_LATE
                    : TONE_WAITING,
             done   ? arena_printf(cx->arena, _("%.*s已履行"),
                                   STR_ARG(day_shown(cx, instalment->done_on)))
             : late ? S("逾期没有履行")
                    : S("还没到期"));
    ui_fact_end(out);
    ui_fact(out, "凭证", dispute_words(cx, instalment->proof));
    ui_facts_end(out);
    if (!done)
        write_performance_form(cx, out, dispute, instalment->id, S("记这一期履行"));
}

static struct error *write_agreement(struct context *cx, struct buf *out,
                                     const struct dispute *dispute)
{
    struct dispute_instalment *instalments;
    struct dispute_agreement agreement;
    size_t count;
    bool found;

    TRY(dispute_agreement_find(cx, dispute->id, &agreement, &found));
    if (!found)
        return NULL;
    ui_section_begin(out, "agreement", S("协议和履行"));
    ui_facts_begin(out);
    ui_fact(out, "形式", str_of(form_choices[agreement.form].label));
    ui_fact(out, "达成日期", day_shown(cx, agreement.reached_on));
    ui_fact(out, "主要事实、争议事项", dispute_words(cx, agreement.facts));
    ui_fact(out, "协议内容", dispute_words(cx, agreement.terms));
    ui_fact(out, "履行方式、地点", dispute_words(cx, agreement.performance));
    ui_fact(out, "履行期限", day_shown(cx, agreement.perform_by));
    ui_fact(out, "调解员签名", day_shown(cx, agreement.mediator_signed_on));
    ui_fact(out, "调委会盖章", day_shown(cx, agreement.sealed_on));
    ui_fact(out, "生效",
            date_is_set(agreement.effective_on) ? day_shown(cx, agreement.effective_on)
                                                : S("签字盖章齐全后生效"));
    ui_facts_end(out);
    TRY(dispute_instalments(cx, dispute->id, &instalments, &count));
    for (size_t i = 0; i < count; i++)
        write_instalment(cx, out, dispute, &instalments[i]);
    write_performance_form(cx, out, dispute, 0,
                           count > 0 ? S("剩下的全部履行了") : S("记履行"));
    ui_section_end(out);
    return NULL;
}

/* The page */

static struct error *write_opened(struct context *cx, struct buf *out,
                                  const struct dispute *dispute, const struct request *request)
{
    TRY(write_content(cx, out, dispute));
    TRY(write_parties(cx, out, dispute));
    TRY(write_mediators(cx, out, dispute, request));
    TRY(write_session_form(cx, out, dispute, request));
    flow_write_steps(cx, out, &dispute_flow, dispute, request);
    TRY(write_agreement(cx, out, dispute));
    return write_dossier(cx, out, dispute);
}

/* Whoever leads the committee assigns without knowing what it is about. */
static struct error *write_closed(struct context *cx, struct buf *out,
                                  const struct dispute *dispute, const struct request *request)
{
    TRY(write_opening(cx, out, dispute));
    TRY(write_mediators(cx, out, dispute, request));
    if (access_allows(cx, "disputes.lead", dispute->unit))
        flow_write_steps(cx, out, &dispute_flow, dispute, request);
    return NULL;
}

struct error *dispute_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct buf *out = &response->body;
    struct dispute dispute = { 0 };
    bool may;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &dispute_type, request->id, "disputes.read", &dispute));
    TRY(dispute_may_open(cx, &dispute, &may));
    response->title = dispute.title;
    ui_heading(out, response->title, place_path(cx, dispute.place));
    write_summary(cx, out, &dispute);
    TRY(may ? write_opened(cx, out, &dispute, request)
            : write_closed(cx, out, &dispute, request));
    if (access_allows(cx, "disputes.lead", dispute.unit))
        TRY(write_openings(cx, out, &dispute));
    return record_write_past(cx, &dispute_type, &dispute, out);
}

/* Actions */

struct case_opening {
    str reason;
};

static const struct field opening_fields[] = {
    { TEXT(case_opening, reason), .label = "为什么要打开", .required = true, .max = 100 },
};

const struct shape case_opening_input = { SHAPE(case_opening, opening_fields) };

struct error *dispute_open_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct case_opening *opening = request->input;
    struct dispute dispute = { 0 };

    TRY(record_get_for(cx, &dispute_type, request->id, "disputes.read", &dispute));
    TRY(dispute_open_content(cx, dispute.id, opening->reason));
    response->record = dispute.id;
    return redirect(response, arena_printf(cx->arena, "/disputes/%lld", (long long)dispute.id));
}

static struct error *get_paper(struct context *cx, const struct request *request,
                               const struct dispute *dispute, struct dispute_paper *paper)
{
    int64_t id;

    if (!str_read_integer(params_get(request->form, "paper"), &id))
        return fail_field(cx, "paper", "请选卷内的一份文书。");
    TRY(store_get(cx, &dispute_paper_type, id, paper));
    return paper->dispute == dispute->id ? NULL
                                         : fail_field(cx, "paper", "请选卷内的一份文书。");
}

/* Scans are added to a paper of a dossier that is still open. */
struct error *dispute_scans_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct dispute dispute = { 0 };
    struct dispute_paper paper = { 0 };
    struct evidence evidence;
    size_t kept = 0;

    TRY(record_get_for(cx, &dispute_type, request->id, "disputes.read", &dispute));
    TRY(dispute_need_mine(cx, &dispute));
    if (dispute.status == DISPUTE_FILED)
        return fail(cx, ERROR_CONFLICT, "已经归档，不能再加材料。确有错误的，先作废卷号。");
    TRY(get_paper(cx, request, &dispute, &paper));
    for (size_t i = 0; i < request->form.count && kept < FILES_MAX; i++) {
        const struct param *file = &request->form.items[i];
        if (str_is_empty(file->file_name) || str_is_empty(file->value))
            continue;
        TRY(evidence_add(cx, &dispute_paper_type, &paper, file->file_name, file->value,
                         &evidence));
        kept++;
    }
    if (kept == 0)
        return fail_field(cx, "scans", "请选要上传的文件。");
    response->record = dispute.id;
    return redirect(response, arena_printf(cx->arena, "/disputes/%lld", (long long)dispute.id));
}
