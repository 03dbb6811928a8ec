/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of whoever holds a receipt: how things stand, in plain words, and what the person
 * may say.  No account; nothing about anybody else is shown.
 */
#include "app/access.h"
#include "app/print.h"
#include "modules/matters/pages.h"
#include "modules/matters/steps.h"
#include "modules/places/places.h"
#include "record/form.h"

enum { ADDED_WORDS_MAX = 1000 };

struct added_words {
    str words;
};

static const struct field added_words_fields[] = {
    { LINES(added_words, words), .label = "还想补充", .required = true,
      .max = ADDED_WORDS_MAX },
};

const struct shape added_words_input = { SHAPE(added_words, added_words_fields) };

/* Finding it */

struct error *receipt_search_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;
    str typed = params_get(request->query, "code");
    str receipt = receipt_normal(cx->arena, typed);

    if (!str_is_empty(receipt))
        return redirect(response, arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(receipt)));
    response->title = S("查进度");
    ui_heading(out, response->title, S("输入回执号，看谁在办、办到哪一步。"));
    if (!str_is_empty(typed))
        ui_problems(out, S("回执号是12位，请对照回执再输一遍。"), NULL);
    ui_search_begin(out, S("/receipt"));
    ui_input(out, &(struct ui_input){ .name = "code",
                                      .label = "回执号",
                                      .help = "字母不分大小写，空格可以不输。",
                                      .value = typed,
                                      .required = true,
                                      .max = 20 });
    ui_search_end(out, S("查"));
    return NULL;
}

/* What is said */

static const char *const plain_words[] = {
    [MATTER_REPORTED] = "已经收到，等村里受理。",
    [MATTER_SELF_HANDLED] = "已经办了，请您看看满意不满意。",
    [MATTER_VILLAGE_HANDLING] = "村里已经受理，正在办。",
    [MATTER_DISPATCHING] = "已经报到上级，正在安排由谁来办。",
    [MATTER_HANDLING] = "已经派下去，正在办。",
    [MATTER_DUTY_DISPUTED] = "正在确定由哪个单位来办。",
    [MATTER_PAUSED] = "暂时停一停，原因写在下面。",
    [MATTER_RESOLVED] = "事情已经办了，马上给您答复。",
    [MATTER_REPLIED] = "已经答复您，请说说满意不满意。",
    [MATTER_REWORK] = "您不满意，正在重办。",
    [MATTER_UNSETTLED] = "您还不满意，正由领导核实，会给您一个说明。",
    [MATTER_CLOSED] = "已经办结。",
    [MATTER_CLOSED_WITH_EXPLANATION] = "已经办结，办不到的写了说明。",
    [MATTER_WITHDRAWN] = "已经撤回。",
    [MATTER_MERGED] = "和另一件是同一件事，一起在办。",
    [MATTER_OUT_OF_SCOPE] = "这件事不归这里管，该去哪里写在下面。",
};

static bool may_take(const char *step, const struct matter *matter)
{
    return (flow_step_find(&matter_flow, str_of(step))->from & FROM(matter->status)) != 0;
}

static enum tone tone_of(const struct matter *matter)
{
    return shape_field(&matter_type.shape, S("status"))->choices.items[matter->status].tone;
}

static void write_state(struct context *cx, struct buf *out, const struct matter *matter)
{
    str words = matter_deadline_words(cx, matter);

    ui_notice(out, tone_of(matter), str_of(plain_words[matter->status]));
    ui_facts_begin(out);
    ui_fact(out, "什么事", matter->title);
    ui_fact(out, "在哪里", place_path(cx, matter->place));
    ui_fact(out, "反映日期", date_shown(cx, matter->reported_on));
    if (!matter_is_ended(matter))
        ui_fact(out, "现由谁办", matter_in_hands_said(cx, matter));
    if (!str_is_empty(words)) {
        ui_fact_begin(out, "期限");
        ui_badge(out, matter_deadline_tone(cx, matter), words);
        ui_fact_end(out);
    }
    ui_fact(out, "办理结果", matter->answer);
    ui_fact(out, "说明", matter->closing_reason);
    ui_facts_end(out);
}

/* What the person may say */

static str action_of(struct context *cx, str receipt, const char *what)
{
    return arena_printf(cx->arena, "/receipt/%.*s/%s", STR_ARG(receipt), what);
}

static void write_verdict_button(struct context *cx, struct buf *out, str action,
                                 const char *verdict, str text)
{
    ui_form_begin(out, action, cx->access->form_token, false);
    write_hidden(out, "satisfied", str_of(verdict));
    ui_input(out, &(struct ui_input){ .name = "words",
                                      .label = "想说的话",
                                      .help = "可以不填。",
                                      .lines = true,
                                      .form = verdict });
    ui_form_end(out, text, (str){ 0 });
}

static void write_verdict(struct context *cx, struct buf *out, str receipt)
{
    str action = action_of(cx, receipt, "confirm");

    ui_section_begin(out, "verdict", S("您满意吗"));
    write_verdict_button(cx, out, action, "yes", S("满意"));
    ui_fold_begin(out, "dissatisfied", S("不满意"), false);
    write_verdict_button(cx, out, action, "no", S("不满意，请再办"));
    ui_fold_end(out);
    ui_section_end(out);
}

static void write_more(struct context *cx, struct buf *out, str receipt,
                       const struct request *request)
{
    ui_section_begin(out, "more", S("补充"));
    ui_form_begin(out, action_of(cx, receipt, "words"), cx->access->form_token, false);
    form_write(cx, out, &added_words_input,
               &(struct filled){
                   .record = &(struct added_words){ 0 },
                   .typed = request->refused != NULL ? request->form : (struct params){ 0 },
                   .problems = request->refused != NULL ? request->refused->problems : NULL,
                   .form = "more" });
    ui_form_end(out, S("补充"), (str){ 0 });
    ui_section_end(out);
}

/* Away from what is done more often, so that nobody hits it by mistake. */
static void write_withdrawal(struct context *cx, struct buf *out, str receipt,
                             const struct matter *matter)
{
    if (!may_take("withdraw", matter))
        return;
    ui_section_begin(out, "withdraw", S("撤回"));
    ui_confirm_button(out, action_of(cx, receipt, "withdraw"), cx->access->form_token,
                      S("不用办了，撤回"), S("撤回后就不再办了，确定吗？"));
    ui_section_end(out);
}

static struct error *has_spoken(struct context *cx, const struct receipt_holder *holder,
                                bool *spoken)
{
    struct matter_caller caller = { 0 };

    TRY(store_get(cx, &matter_caller_type, holder->caller, &caller));
    *spoken = caller.withdrawn || caller.verdict != VERDICT_NONE;
    return NULL;
}

static struct error *write_forms(struct context *cx, struct buf *out,
                                 const struct receipt_holder *holder, str receipt,
                                 const struct matter *matter, const struct request *request)
{
    bool spoken = false;

    if (holder->caller == 0 || matter_is_ended(matter))
        return NULL;
    TRY(has_spoken(cx, holder, &spoken));
    if (!spoken && may_take("confirm", matter))
        write_verdict(cx, out, receipt);
    if (spoken)
        html(out, "<p>%s</p>\n", _("您的意见已经记下。"));
    write_more(cx, out, receipt, request);
    write_withdrawal(cx, out, receipt, matter);
    return NULL;
}

/* The page */

static void write_code(struct context *cx, struct buf *out, const struct request *request,
                       str receipt)
{
    str href = arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(receipt));

    ui_section_begin(out, "keep", S("请保存回执"));
    ui_qr(
        out, absolute_address(cx, request, href),
        arena_printf(cx->arena, _("回执号 %.*s"), STR_ARG(receipt_shown(cx->arena, receipt))));
    html(out, "<p>%s</p>\n",
         _("拍张照、抄下回执号，或者打印这一页。以后扫码或输入回执号就能看进度。"));
    ui_actions_begin(out);
    ui_print_button(out, S("打印这一页"));
    ui_button_link(out, arena_printf(cx->arena, "%.*s/pdf", STR_ARG(href)), S("存为PDF"),
                   false);
    ui_actions_end(out);
    ui_section_end(out);
}

static struct error *write_history(struct context *cx, struct buf *out,
                                   const struct receipt_holder *holder)
{
    ui_section_begin(out, "history", S("办理过程"));
    if (holder->raised != holder->matter)
        TRY(flow_write_history(cx, out, &matter_type, holder->raised, true));
    TRY(flow_write_history(cx, out, &matter_type, holder->matter, true));
    ui_section_end(out);
    return NULL;
}

/* Nothing but how far it is. */
static struct error *write_accusation(struct context *cx, struct buf *out, record_id id)
{
    static const struct {
        const char *words;
        enum tone tone;
    } states[] = {
        [ACCUSATION_RECEIVED] = { "已收到。", TONE_WAITING },
        [ACCUSATION_HANDLING] = { "办理中。", TONE_WORKING },
        [ACCUSATION_CLOSED] = { "已办结。", TONE_ENDED },
    };
    struct accusation accusation = { 0 };

    TRY(store_get(cx, &accusation_type, id, &accusation));
    ui_notice(out, states[accusation.status].tone, str_of(states[accusation.status].words));
    html(out, "<p>%s</p>\n", _("内容已经封存，只有纪检干部能看。"));
    return NULL;
}

static struct error *write_matter(struct context *cx, struct buf *out,
                                  const struct receipt_holder *holder, str receipt,
                                  const struct request *request)
{
    struct matter matter = { 0 };

    TRY(store_get(cx, &matter_type, holder->matter, &matter));
    write_state(cx, out, &matter);
    TRY(write_forms(cx, out, holder, receipt, &matter, request));
    return write_history(cx, out, holder);
}

struct error *receipt_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct buf *out = &response->body;
    str receipt = receipt_normal(cx->arena, params_get(request->captured, "code"));
    struct receipt_holder holder = { 0 };

    TRY(receipt_find(cx, receipt, &holder));
    response->title = S("回执");
    ui_heading(out, response->title, receipt_shown(cx->arena, receipt));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    if (holder.accusation != 0)
        TRY(write_accusation(cx, out, holder.accusation));
    else
        TRY(write_matter(cx, out, &holder, receipt, request));
    write_code(cx, out, request, receipt);
    return NULL;
}

/* On paper */

static void add_matter(struct context *cx, struct paper *paper, const struct matter *matter)
{
    bool is_open = !matter_is_ended(matter);

    paper_facts(paper,
                (const struct paper_fact[]){
                    { .name = S("什么事"), .value = matter->title },
                    { .name = S("在哪里"), .value = place_path(cx, matter->place) },
                    { .name = S("反映日期"), .value = date_shown(cx, matter->reported_on) },
                    { .name = S("办到哪一步"), .value = str_of(plain_words[matter->status]) },
                    { .name = S("现由谁办"),
                      .value = is_open ? matter_in_hands_of(cx, matter) : (str){ 0 } },
                    { .name = S("期限"), .value = matter_deadline_words(cx, matter) },
                    { .name = S("办理结果"), .value = matter->answer },
                    { .name = S("说明"), .value = matter->closing_reason },
                },
                8);
}

static void add_code(struct context *cx, struct paper *paper, const struct request *request,
                     str receipt)
{
    str href = arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(receipt));

    paper_qr(paper, PAPER_CENTRE, absolute_address(cx, request, href),
             S("手机扫一扫，或者输入回执号，看办到哪一步。"));
}

struct error *receipt_pdf_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    str receipt = receipt_normal(cx->arena, params_get(request->captured, "code"));
    str shown = receipt_shown(cx->arena, receipt);
    struct receipt_holder holder = { 0 };
    struct matter matter = { 0 };
    struct paper *paper;

    TRY(receipt_find(cx, receipt, &holder));
    paper = print_begin(cx, S("回执"), PAPER_FORM);
    paper_title(paper, S("回执"), arena_printf(cx->arena, "回执号 %.*s", STR_ARG(shown)));
    if (holder.accusation == 0) {
        TRY(store_get(cx, &matter_type, holder.matter, &matter));
        add_matter(cx, paper, &matter);
        if (holder.raised != holder.matter)
            TRY(print_history(cx, paper, &matter_type, holder.raised, true));
        TRY(print_history(cx, paper, &matter_type, holder.matter, true));
    }
    add_code(cx, paper, request, receipt);
    return print_answer(cx, paper, arena_printf(cx->arena, "回执%.*s.pdf", STR_ARG(receipt)),
                        response);
}

/* Actions */

/* The matter that a receipt may act on: it needs a person behind it. */
static struct error *find_holder(struct context *cx, const struct request *request,
                                 str *receipt, struct receipt_holder *holder)
{
    *receipt = receipt_normal(cx->arena, params_get(request->captured, "code"));
    TRY(receipt_find(cx, *receipt, holder));
    if (holder->caller == 0)
        return fail(cx, ERROR_CONFLICT, "这张回执只能查进度。有话要说请到村委会。");
    return NULL;
}

static struct error *back_to_receipt(struct context *cx, struct response *response, str receipt)
{
    return redirect(response, arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(receipt)));
}

struct error *receipt_confirm_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    struct matter_verdict verdict = *(const struct matter_verdict *)request->input;
    struct receipt_holder holder = { 0 };

    TRY(find_holder(cx, request, &verdict.receipt, &holder));
    TRY(flow_take_by_receipt(cx, &matter_flow, "confirm", holder.matter, &verdict));
    return back_to_receipt(cx, response, verdict.receipt);
}

struct error *receipt_withdraw_action(struct context *cx, const struct request *request,
                                      struct response *response)
{
    struct matter_withdrawal withdrawal = *(const struct matter_withdrawal *)request->input;
    struct receipt_holder holder = { 0 };

    TRY(find_holder(cx, request, &withdrawal.receipt, &holder));
    TRY(flow_take_by_receipt(cx, &matter_flow, "withdraw", holder.matter, &withdrawal));
    return back_to_receipt(cx, response, withdrawal.receipt);
}

struct error *receipt_words_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct added_words *input = request->input;
    struct receipt_holder holder = { 0 };
    struct matter matter = { 0 };
    str receipt;

    TRY(find_holder(cx, request, &receipt, &holder));
    TRY(store_get(cx, &matter_type, holder.matter, &matter));
    if (matter_is_ended(&matter))
        return fail(cx, ERROR_CONFLICT, "这件事已经结束，不能再补充。有新情况请重新反映。");
    TRY(flow_note(cx, &matter_type, &matter, "反映人补充", input->words, true));
    return back_to_receipt(cx, response, receipt);
}
