/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The papers of a dossier as PDF, in the national formats (司法部 2010 人民调解文书格式): each
 * by itself to be signed, or all of them with cover and contents.
 */
#include "app/app.h"
#include "app/evidence.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "base/number.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/dossier.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"

#include <string.h>

enum { HAND_MM = 12 };

/* All that the papers of one case are made of. */
struct printing {
    struct context *cx;
    const struct dispute *dispute;
    str committee;
    struct dispute_party *parties;
    size_t party_count;
    struct dispute_mediator *mediators;
    size_t mediator_count;
    struct dispute_paper *papers;
    size_t paper_count;
    struct dispute_instalment *instalments;
    size_t instalment_count;
    struct dispute_agreement agreement;
    bool has_agreement;
    struct dossier_state state;
};

static struct error *read_all(struct context *cx, const struct dispute *dispute,
                              struct printing *printing)
{
    *printing = (struct printing){
        .cx = cx,
        .dispute = dispute,
        .committee = dispute->committee == 0
                         ? (str){ 0 }
                         : record_called(cx, &mediation_committee_type, dispute->committee),
    };
    if (str_is_empty(printing->committee))
        printing->committee = arena_printf(cx->arena, "%.*s人民调解委员会",
                                           STR_ARG(place_called(cx, dispute->unit)));
    TRY(dispute_parties(cx, dispute->id, &printing->parties, &printing->party_count));
    TRY(dispute_mediators(cx, dispute->id, &printing->mediators, &printing->mediator_count));
    TRY(dispute_papers(cx, dispute->id, &printing->papers, &printing->paper_count));
    TRY(dispute_instalments(cx, dispute->id, &printing->instalments,
                            &printing->instalment_count));
    TRY(dispute_agreement_find(cx, dispute->id, &printing->agreement,
                               &printing->has_agreement));
    return dossier_read(cx, dispute, &printing->state);
}

/* Words */

static str opened(const struct printing *printing, str sealed)
{
    return dispute_words(printing->cx, sealed);
}

static str day(const struct printing *printing, date on)
{
    return day_shown(printing->cx, on);
}

static str amount_words(struct context *cx, int64_t amount)
{
    struct buf text = { .arena = cx->arena };

    if (amount == 0)
        return (str){ 0 };
    fixed_show(amount, 2, 2, &text);
    buf_add(&text, S("元"));
    return buf_str(&text);
}

/* Names of a side, or of all, with 、 between. */
static str names_of(const struct printing *printing, int side)
{
    struct buf names = { .arena = printing->cx->arena };

    for (size_t i = 0; i < printing->party_count; i++) {
        if (side >= 0 && (int)printing->parties[i].side != side)
            continue;
        if (names.length > 0)
            buf_add(&names, S("、"));
        buf_add(&names, opened(printing, printing->parties[i].name));
    }
    return buf_str(&names);
}

static str mediator_names(const struct printing *printing, bool helpers)
{
    struct buf names = { .arena = printing->cx->arena };

    for (size_t i = 0; i < printing->mediator_count; i++) {
        if ((printing->mediators[i].role == ROLE_HELPER) != helpers)
            continue;
        if (names.length > 0)
            buf_add(&names, S("、"));
        buf_add(&names, printing->mediators[i].name);
    }
    return buf_str(&names);
}

/* Full years on the day of the registration. */
static str age_words(const struct printing *printing, const struct dispute_party *party)
{
    if (!date_is_set(party->birth_on))
        return (str){ 0 };
    return arena_printf(printing->cx->arena, "%d",
                        date_age(party->birth_on, printing->dispute->registered_on));
}

/* Parts that several papers have */

static void add_party_table(const struct printing *printing, struct paper *paper)
{
    static const struct paper_column columns[] = {
        { .label = "当事人", .weight = 3 },
        { .label = "姓名或名称", .weight = 3 },
        { .label = "性别" },
        { .label = "年龄" },
        { .label = "民族" },
        { .label = "职业", .weight = 2 },
        { .label = "联系方式", .weight = 3 },
        { .label = "住址", .weight = 4 },
    };
    struct paper_table *table = paper_table_begin(paper, (str){ 0 }, columns, COUNT(columns));

    for (size_t i = 0; i < printing->party_count; i++) {
        const struct dispute_party *party = &printing->parties[i];
        const str cells[COUNT(columns)] = {
            party->side == SIDE_APPLICANT ? S("申请方") : S("被申请方"),
            opened(printing, party->name),
            party->sex == PARTY_SEX_UNKNOWN ? (str){ 0 }
                                            : str_of(party_sex_choices[party->sex].label),
            age_words(printing, party),
            party->ethnic_group,
            opened(printing, party->occupation),
            opened(printing, party->phone),
            opened(printing, party->address),
        };
        paper_table_row(table, cells);
    }
    paper_table_end(table);
}

static void add_signatures(const struct printing *printing, struct paper *paper,
                           bool with_committee)
{
    struct paper_signature *signatures =
        arena_array(printing->cx->arena, struct paper_signature, printing->party_count + 4);
    size_t count = 0;

    for (size_t i = 0; i < printing->party_count; i++)
        signatures[count++] = (struct paper_signature){
            .who = arena_printf(printing->cx->arena, "当事人 %.*s",
                                STR_ARG(opened(printing, printing->parties[i].name))),
            .how = S("（签名、盖章或者按指印）"),
        };
    signatures[count++] =
        (struct paper_signature){ .who = S("人民调解员"), .how = S("（签名）") };
    signatures[count++] = (struct paper_signature){ .who = S("记录人"), .how = S("（签名）") };
    if (with_committee)
        signatures[count++] =
            (struct paper_signature){ .who = printing->committee,
                                      .how = S("（印章）"),
                                      .day = day(printing, printing->agreement.sealed_on) };
    paper_signatures(paper, signatures, count);
}

/* Scans of a paper, each on its page; what is no picture is named. */
static struct error *add_scans(const struct printing *printing, struct paper *paper,
                               const struct dispute_paper *source)
{
    struct context *cx = printing->cx;
    struct evidence *scans;
    size_t count;
    str bytes;

    TRY(evidence_of(cx, &dispute_paper_type, source->id, &scans, &count));
    for (size_t i = 0; i < count; i++) {
        bool is_picture = str_eq(scans[i].media_type, S("image/jpeg")) ||
                          str_eq(scans[i].media_type, S("image/png"));
        if (!is_picture) {
            paper_note(paper, arena_printf(cx->arena, "附件：%.*s（电子件另存）",
                                           STR_ARG(scans[i].title)));
            continue;
        }
        TRY(evidence_read(cx, &scans[i], &bytes));
        TRY(paper_image(cx, paper, bytes, scans[i].title));
    }
    return NULL;
}

/* What was written down on a day, as most papers have it. */
static struct error *add_record(const struct printing *printing, struct paper *paper,
                                const struct dispute_paper *source, const char *persons,
                                const char *words)
{
    const struct paper_fact facts[] = {
        { S("时间"), day(printing, source->held_on), 0 },
        { S("地点"), opened(printing, source->location), 0 },
        { str_of(persons), opened(printing, source->persons), 0 },
        { S("记录人"), source->writer, 0 },
        { str_of(words), opened(printing, source->words), HAND_MM },
    };

    paper_facts(paper, facts, COUNT(facts));
    return add_scans(printing, paper, source);
}

static struct error *add_records(const struct printing *printing, struct paper *paper,
                                 enum dossier_item item, const char *persons, const char *words)
{
    bool first = true;

    for (size_t i = 0; i < printing->paper_count; i++) {
        if (printing->papers[i].item != item)
            continue;
        if (!first)
            paper_space(paper, 4);
        first = false;
        TRY(add_record(printing, paper, &printing->papers[i], persons, words));
    }
    if (first)
        paper_note(paper, S("（没有）"));
    return NULL;
}

/* The papers, in their order */

static struct error *add_application(const struct printing *printing, struct paper *paper)
{
    const struct dispute *dispute = printing->dispute;
    bool is_application = dispute->source == DISPUTE_BY_APPLICATION;
    const struct paper_fact facts[] = {
        { S("纠纷类型"), dispute->category_name, 0 },
        { S("案件来源"), str_of(dispute_source_choices[dispute->source].label), 0 },
        { S("登记日期"), day(printing, dispute->registered_on), 0 },
        { S("受理日期"), day(printing, dispute->accepted_on), 0 },
        { S("纠纷简要情况"), opened(printing, dispute->facts), HAND_MM },
        { S("当事人申请事项"), opened(printing, dispute->demands), HAND_MM },
    };
    const struct paper_signature signatures[] = {
        { is_application ? S("申请人") : S("当事人"), S("（签名、盖章或者按指印）"), { 0 } },
        { S("登记人"), S("（签名）"), { 0 } },
        { printing->committee, S("（印章）"), { 0 } },
    };

    paper_title(paper, is_application ? S("人民调解申请书") : S("人民调解受理登记表"),
                dispute->number);
    add_party_table(printing, paper);
    paper_facts(paper, facts, COUNT(facts));
    if (is_application)
        paper_paragraph(paper, arena_printf(printing->cx->arena,
                                            "特申请%.*s予以调解。人民调解不收取任何费用。",
                                            STR_ARG(printing->committee)));
    paper_signatures(paper, signatures, COUNT(signatures));
    return NULL;
}

static struct error *add_notice(const struct printing *printing, struct paper *paper)
{
    struct paper_signature *signatures =
        arena_array(printing->cx->arena, struct paper_signature, printing->party_count + 1);
    size_t count = 0;

    paper_title(paper, S("人民调解当事人权利义务告知书"), printing->dispute->number);
    paper_paragraph(paper, S("根据《中华人民共和国人民调解法》，现将当事人在人民调解活动中的"
                             "权利和义务告知如下："));
    paper_heading(paper, 2, S("（一）权利"));
    paper_paragraph(paper,
                    S("1. 选择或者接受人民调解员；\n2. 接受调解、拒绝调解或者要求终止调解；\n"
                      "3. 要求调解公开进行或者不公开进行；\n"
                      "4. 自主表达意愿、自愿达成调解协议。"));
    paper_heading(paper, 2, S("（二）义务"));
    paper_paragraph(paper, S("1. 如实陈述纠纷事实；\n2. 遵守调解现场秩序，尊重人民调解员；\n"
                             "3. 尊重对方当事人行使权利。"));
    paper_heading(paper, 2, S("（三）其他"));
    paper_paragraph(paper,
                    S("人民调解委员会调解民间纠纷，不收取任何费用。\n"
                      "经调解达成的协议有法律约束力，当事人应当按照约定履行。双方认为有必要的，"
                      "可以自协议生效之日起三十日内共同向人民法院申请司法确认。\n"
                      "调解不成的，可以依法通过仲裁、行政、司法等途径维护自己的权利。"));
    for (size_t i = 0; i < printing->party_count; i++)
        signatures[count++] = (struct paper_signature){
            .who = arena_printf(printing->cx->arena, "被告知人 %.*s",
                                STR_ARG(opened(printing, printing->parties[i].name))),
            .how = S("（签名、盖章或者按指印）"),
            .day = day(printing, printing->dispute->told_on),
        };
    paper_signatures(paper, signatures, count);
    return NULL;
}

static struct error *add_identity(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("当事人身份证明"), printing->dispute->number);
    return add_records(printing, paper, ITEM_IDENTITY, "证明谁的身份", "证明材料");
}

static struct error *add_proxy(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("授权委托书"), printing->dispute->number);
    for (size_t i = 0; i < printing->party_count; i++) {
        const struct dispute_party *party = &printing->parties[i];
        const struct paper_fact facts[] = {
            { S("委托人"), opened(printing, party->name), 0 },
            { S("委托代理人"), opened(printing, party->proxy), 0 },
        };
        if (!str_is_empty(party->proxy))
            paper_facts(paper, facts, COUNT(facts));
    }
    return add_records(printing, paper, ITEM_PROXY, "委托人和代理人", "委托事项和权限");
}

static struct error *add_investigation(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("人民调解调查记录"), printing->dispute->number);
    TRY(add_records(printing, paper, ITEM_INVESTIGATION, "参加人和被调查人", "记录"));
    paper_signatures(paper,
                     (const struct paper_signature[]){
                         { S("被调查人"), S("（签名、盖章或者按指印）"), { 0 } },
                         { S("调查人"), S("（签名）"), { 0 } },
                     },
                     2);
    return NULL;
}

static struct error *add_evidence(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("证据材料"), printing->dispute->number);
    return add_records(printing, paper, ITEM_EVIDENCE, "提供人", "材料");
}

static struct error *add_session(const struct printing *printing, struct paper *paper,
                                 const struct dispute_paper *session)
{
    const struct paper_fact facts[] = {
        { S("时间"), day(printing, session->held_on), 0 },
        { S("地点"), opened(printing, session->location), 0 },
        { S("方式"), printing->dispute->is_open ? S("公开进行") : S("不公开进行"), 0 },
        { S("当事人"), names_of(printing, -1), 0 },
        { S("人民调解员"), mediator_names(printing, false), 0 },
        { S("在场人"), opened(printing, session->persons), 0 },
        { S("受邀参与人"), mediator_names(printing, true), 0 },
        { S("调解记录"), opened(printing, session->words), HAND_MM },
        { S("调解结果"), str_of(content_choices[session->result].label), 0 },
    };

    paper_heading(
        paper, 2,
        arena_printf(printing->cx->arena, "第%lld次调解", (long long)session->ordinal));
    paper_facts(paper, facts, COUNT(facts));
    return add_scans(printing, paper, session);
}

static struct error *add_sessions(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("人民调解记录"), printing->dispute->number);
    for (size_t i = 0; i < printing->paper_count; i++)
        if (printing->papers[i].item == ITEM_SESSION)
            TRY(add_session(printing, paper, &printing->papers[i]));
    add_signatures(printing, paper, false);
    return NULL;
}

static str performance_words(const struct printing *printing)
{
    const struct dispute_agreement *agreement = &printing->agreement;
    bool is_said = !str_is_empty(agreement->performance);

    if (agreement->at_once)
        return S("当场履行。");
    if (!is_said && !date_is_set(agreement->perform_by))
        return printing->instalment_count > 0 ? S("按下表分期履行。") : (str){ 0 };
    return arena_printf(printing->cx->arena, "%.*s%s%s%.*s",
                        STR_ARG(opened(printing, agreement->performance)),
                        is_said && date_is_set(agreement->perform_by) ? "\n" : "",
                        date_is_set(agreement->perform_by) ? "期限：" : "",
                        STR_ARG(day(printing, agreement->perform_by)));
}

static void add_terms(const struct printing *printing, struct paper *paper)
{
    const struct dispute_agreement *agreement = &printing->agreement;

    paper_heading(paper, 2, S("（一）主要事实、争议事项"));
    paper_paragraph(paper, opened(printing, agreement->facts));
    paper_heading(paper, 2, S("（二）协议内容"));
    paper_paragraph(paper, opened(printing, agreement->terms));
    paper_heading(paper, 2, S("（三）履行方式、地点、期限"));
    paper_paragraph(paper, performance_words(printing));
}

static void add_instalments(const struct printing *printing, struct paper *paper)
{
    static const struct paper_column columns[] = {
        { .label = "期次" },
        { .label = "履行什么", .weight = 4 },
        { .label = "金额", .weight = 2, .number = true },
        { .label = "应履行", .weight = 3 },
        { .label = "已履行", .weight = 3 },
    };

    if (printing->instalment_count == 0)
        return;
    struct paper_table *table =
        paper_table_begin(paper, S("分期履行"), columns, COUNT(columns));
    for (size_t i = 0; i < printing->instalment_count; i++) {
        const struct dispute_instalment *instalment = &printing->instalments[i];
        const str cells[COUNT(columns)] = {
            arena_printf(printing->cx->arena, "%lld", (long long)instalment->ordinal),
            opened(printing, instalment->what),
            amount_words(printing->cx, instalment->amount),
            day(printing, instalment->due_on),
            day(printing, instalment->done_on),
        };
        paper_table_row(table, cells);
    }
    paper_table_end(table);
}

static struct error *add_agreement(const struct printing *printing, struct paper *paper)
{
    const struct dispute_agreement *agreement = &printing->agreement;
    bool is_oral = agreement->form == FORM_ORAL;

    paper_title(paper, is_oral ? S("人民调解口头协议登记表") : S("人民调解协议书"),
                printing->dispute->number);
    if (!printing->has_agreement) {
        paper_note(paper, S("（没有达成协议）"));
        return NULL;
    }
    add_party_table(printing, paper);
    paper_line(paper, PAPER_LEFT,
               arena_printf(printing->cx->arena, "达成日期：%.*s",
                            STR_ARG(day(printing, agreement->reached_on))));
    add_terms(printing, paper);
    add_instalments(printing, paper);
    if (!is_oral)
        paper_paragraph(paper,
                        arena_printf(printing->cx->arena,
                                     "本协议自各方当事人签名、盖章或者按指印，人民调解员签名并"
                                     "加盖人民调解委员会印章之日起生效。本协议一式%lld份，"
                                     "当事人、人民调解委员会各持一份。",
                                     (long long)agreement->copies));
    add_signatures(printing, paper, true);
    return NULL;
}

static struct error *add_performance(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("履行凭证"), printing->dispute->number);
    add_instalments(printing, paper);
    return add_records(printing, paper, ITEM_PERFORMANCE, "谁", "凭证");
}

static struct error *add_visits(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("人民调解回访记录"), printing->dispute->number);
    TRY(add_records(printing, paper, ITEM_VISIT, "被回访人", "履行情况和意见"));
    if (printing->dispute->satisfaction != SATISFACTION_NONE)
        paper_line(paper, PAPER_LEFT,
                   arena_printf(printing->cx->arena, "满意度：%s",
                                satisfaction_choices[printing->dispute->satisfaction].label));
    paper_signatures(paper,
                     (const struct paper_signature[]){
                         { S("被回访人"), S("（签名、盖章或者按指印）"), { 0 } },
                         { S("回访人"), S("（签名）"), { 0 } },
                     },
                     2);
    return NULL;
}

static struct error *add_confirmation(const struct printing *printing, struct paper *paper)
{
    const struct dispute *dispute = printing->dispute;
    const struct paper_fact facts[] = {
        { S("申请的法院"), dispute->court, 0 },
        { S("协议生效"), day(printing, dispute->effective_on), 0 },
        { S("共同申请日期"), day(printing, dispute->confirm_applied_on), 0 },
        { S("裁定日期"), day(printing, dispute->confirm_decided_on), 0 },
        { S("结果"),
          dispute->confirmation == CONFIRM_GRANTED    ? S("裁定确认有效")
          : dispute->confirmation == CONFIRM_REJECTED ? S("没有确认")
                                                      : (str){ 0 },
          0 },
    };

    paper_title(paper, S("司法确认材料"), dispute->number);
    paper_facts(paper, facts, COUNT(facts));
    return add_records(printing, paper, ITEM_CONFIRMATION, "谁", "内容");
}

static struct error *add_explanation(const struct printing *printing, struct paper *paper)
{
    paper_title(paper, S("情况说明"), printing->dispute->number);
    if (!str_is_empty(printing->dispute->missing_reason)) {
        paper_heading(paper, 2, S("缺件说明"));
        paper_paragraph(paper, opened(printing, printing->dispute->missing_reason));
    }
    return add_records(printing, paper, ITEM_EXPLANATION, "谁", "说明");
}

static struct error *add_back(const struct printing *printing, struct paper *paper)
{
    const struct dispute *dispute = printing->dispute;
    const struct paper_fact facts[] = {
        { S("卷号"), dispute->number, HAND_MM },
        { S("立卷日期"), day(printing, dispute->filed_on), HAND_MM },
        { S("保管期限"), str_of(retention_choices[dispute->retention].label), 0 },
        { S("本卷共有页数"), { 0 }, HAND_MM },
        { S("立卷人"), dispute->filer, HAND_MM },
        { S("检查人"), { 0 }, HAND_MM },
    };

    paper_title(paper, S("封底"), (str){ 0 });
    paper_facts(paper, facts, COUNT(facts));
    return NULL;
}

typedef struct error *paper_adder(const struct printing *printing, struct paper *paper);

static paper_adder *const adders[DOSSIER_ITEMS + 1] = {
    [ITEM_APPLICATION] = add_application,
    [ITEM_NOTICE] = add_notice,
    [ITEM_IDENTITY] = add_identity,
    [ITEM_PROXY] = add_proxy,
    [ITEM_INVESTIGATION] = add_investigation,
    [ITEM_EVIDENCE] = add_evidence,
    [ITEM_SESSION] = add_sessions,
    [ITEM_AGREEMENT] = add_agreement,
    [ITEM_PERFORMANCE] = add_performance,
    [ITEM_VISIT] = add_visits,
    [ITEM_CONFIRMATION] = add_confirmation,
    [ITEM_EXPLANATION] = add_explanation,
    [ITEM_BACK] = add_back,
};

/* The whole */

static void add_cover(const struct printing *printing, struct paper *paper)
{
    const struct dispute *dispute = printing->dispute;
    const struct paper_fact facts[] = {
        { S("卷名"),
          arena_printf(printing->cx->arena, "%.*s与%.*s%.*s",
                       STR_ARG(names_of(printing, SIDE_APPLICANT)),
                       STR_ARG(names_of(printing, SIDE_RESPONDENT)),
                       STR_ARG(dispute->category_name)),
          HAND_MM },
        { S("卷号"), dispute->number, HAND_MM },
        { S("人民调解员"), mediator_names(printing, false), HAND_MM },
        { S("调解日期"), day(printing, dispute->accepted_on), HAND_MM },
        { S("立卷人"), dispute->filer, HAND_MM },
        { S("立卷日期"), day(printing, dispute->filed_on), HAND_MM },
        { S("保管期限"), str_of(retention_choices[dispute->retention].label), HAND_MM },
        { S("备注"), { 0 }, HAND_MM },
    };

    paper_title(paper, S("人民调解卷宗"), printing->committee);
    paper_space(paper, 8);
    paper_facts(paper, facts, COUNT(facts));
    paper_break(paper);
    paper_contents(paper, S("卷内目录"), 1);
}

static struct error *add_item(const struct printing *printing, int item, struct paper **part)
{
    *part = print_begin(printing->cx, str_of(dossier_choices[item].label), PAPER_FORM);
    return adders[item](printing, *part);
}

/* What is not needed and not there has no page. */
static bool has_page(const struct printing *printing, int item)
{
    const struct dossier_part *part = &printing->state.parts[item];

    return part->count > 0 || (part->required && item != ITEM_AGREEMENT) ||
           (item == ITEM_AGREEMENT && printing->has_agreement) ||
           (item == ITEM_EXPLANATION && !str_is_empty(printing->dispute->missing_reason));
}

static struct error *answer_whole(const struct printing *printing, struct response *response)
{
    struct paper *paper = print_begin(printing->cx, S("人民调解卷宗"), PAPER_FORM);

    add_cover(printing, paper);
    for (int item = ITEM_APPLICATION; item <= DOSSIER_ITEMS; item++) {
        struct paper *part;
        if (!has_page(printing, item))
            continue;
        TRY(add_item(printing, item, &part));
        paper_join(paper, part);
    }
    return print_answer(printing->cx, paper, S("人民调解卷宗.pdf"), response);
}

static struct error *answer_item(const struct printing *printing, int64_t item,
                                 struct response *response)
{
    struct context *cx = printing->cx;
    struct paper *part;

    if (item < ITEM_APPLICATION || item > DOSSIER_ITEMS)
        return fail(cx, ERROR_NOT_FOUND, "卷宗里没有这一件。");
    TRY(add_item(printing, (int)item, &part));
    return print_answer(
        cx, part, arena_printf(cx->arena, "%s.pdf", dossier_choices[item].label), response);
}

struct error *dossier_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct dispute dispute = { 0 };
    struct printing printing;
    int64_t item;
    bool may;

    TRY(record_get_for(cx, &dispute_type, request->id, "disputes.read", &dispute));
    TRY(dispute_may_open(cx, &dispute, &may));
    if (!may)
        return fail(cx, ERROR_FORBIDDEN, "卷宗保密。请先在案件页上写明理由打开，再打印。");
    TRY(read_all(cx, &dispute, &printing));
    response->title = dispute.title;
    if (str_read_integer(params_get(request->query, "item"), &item))
        return answer_item(&printing, item, response);
    return answer_whole(&printing, response);
}
