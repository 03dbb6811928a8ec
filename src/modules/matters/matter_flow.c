/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way of a matter, to be read aloud.
 *
 * reported - the village accepts it, or a grid worker settles it at once, or it goes up
 * handled  - by the village, or by the department it was dispatched to
 * resolved - the result is written; the person is told; the person judges
 */
#include "modules/matters/steps.h"

static str unit_of(const void *record)
{
    return ((const struct matter *)record)->unit;
}

static date due_of(const void *record)
{
    return matter_deadline(record);
}

static bool has_asked_for_extension(struct context *cx, const void *record)
{
    (void)cx;
    return ((const struct matter *)record)->extension == EXTENSION_ASKED;
}

static bool may_ask_for_extension(struct context *cx, const void *record)
{
    return matter_is_mine(cx, record) &&
           ((const struct matter *)record)->extension == EXTENSION_NONE;
}

static bool is_mine(struct context *cx, const void *record)
{
    return matter_is_mine(cx, record);
}

static bool is_dispute(struct context *cx, const void *record)
{
    const struct matter *matter = record;

    (void)cx;
    return matter->kind == KIND_DISPUTE && !date_is_set(matter->mediated_on);
}

/* Co-handlers have their own form on the page. */
static bool never(struct context *cx, const void *record)
{
    (void)cx;
    (void)record;
    return false;
}

/* The office that it was given to sees it among its to-dos, and no other. */
static const char *handler_of(const void *record)
{
    static const char *const desks[] = {
        [DEPARTMENT_NONE] = "matters.handle",
        [DEPARTMENT_TOWNSHIP] = "matters.desk.township",
        [DEPARTMENT_JUSTICE] = "matters.desk.justice",
        [DEPARTMENT_CIVIL_AFFAIRS] = "matters.desk.civil_affairs",
        [DEPARTMENT_AGRICULTURE] = "matters.desk.agriculture",
        [DEPARTMENT_EMERGENCY] = "matters.desk.emergency",
        [DEPARTMENT_PARTY] = "matters.desk.party",
        [DEPARTMENT_PRACTICE] = "matters.desk.practice",
        [DEPARTMENT_COUNTY] = "matters.desk.county",
    };

    return desks[((const struct matter *)record)->department];
}

static const struct flow_state states[] = {
    [MATTER_REPORTED] = { .next = "matters.accept",
                          .task = "请受理",
                          .at = unit_of,
                          .due = due_of,
                          .step = "accept" },
    [MATTER_SELF_HANDLED] = { .next = "matters.confirm",
                              .task = "请回访确认",
                              .at = unit_of,
                              .due = due_of,
                              .step = "confirm" },
    [MATTER_VILLAGE_HANDLING] = { .next = "matters.handle",
                                  .task = "请办理",
                                  .at = unit_of,
                                  .due = due_of,
                                  .step = "resolve" },
    [MATTER_DISPATCHING] = { .next = "matters.dispatch",
                             .task = "请派单",
                             .at = unit_of,
                             .due = due_of,
                             .step = "dispatch" },
    [MATTER_HANDLING] = { .next = "matters.handle",
                          .task = "请办理",
                          .at = unit_of,
                          .due = due_of,
                          .whose = handler_of,
                          .step = "resolve" },
    [MATTER_DUTY_DISPUTED] = { .next = "matters.dispatch",
                               .task = "请裁定由谁办",
                               .at = unit_of,
                               .due = due_of,
                               .step = "decide_duty" },
    [MATTER_PAUSED] = { .next = "matters.handle",
                        .task = "暂停中，条件到了请恢复",
                        .at = unit_of,
                        .due = due_of,
                        .whose = handler_of,
                        .step = "resume" },
    [MATTER_RESOLVED] = { .next = "matters.reply",
                          .task = "请答复本人",
                          .at = unit_of,
                          .due = due_of,
                          .step = "reply" },
    [MATTER_REPLIED] = { .next = "matters.confirm",
                         .task = "请回访",
                         .at = unit_of,
                         .due = due_of,
                         .step = "confirm" },
    [MATTER_REWORK] = { .next = "matters.handle",
                        .task = "群众不满意，请重办",
                        .at = unit_of,
                        .due = due_of,
                        .whose = handler_of,
                        .step = "resolve" },
    [MATTER_UNSETTLED] = { .next = "matters.explain",
                           .task = "请领导审定说明",
                           .at = unit_of,
                           .due = due_of,
                           .step = "close_with_explanation" },
    [MATTER_CLOSED] = { 0 },
    [MATTER_CLOSED_WITH_EXPLANATION] = { 0 },
    [MATTER_WITHDRAWN] = { 0 },
    [MATTER_MERGED] = { 0 },
    [MATTER_OUT_OF_SCOPE] = { 0 },
};

#define AT_WORK (FROM(MATTER_VILLAGE_HANDLING) | FROM(MATTER_HANDLING) | FROM(MATTER_REWORK))
#define ANSWERED (FROM(MATTER_SELF_HANDLED) | FROM(MATTER_RESOLVED))
#define NOT_ENDED (FROM(MATTER_CLOSED) - 1)

static const struct flow_step steps[] = {
    { .name = "self_handle",
      .label = "就地办结",
      .from = FROM(MATTER_REPORTED) | FROM(MATTER_VILLAGE_HANDLING),
      .needs = "matters.self_handle",
      .input = &self_handling_input,
      .act = matter_self_handle,
      .is_public = true,
      .help = "当场就能办好的，写明怎么办的就行。" },
    { .name = "accept",
      .label = "受理",
      .from = FROM(MATTER_REPORTED),
      .needs = "matters.accept",
      .at = unit_of,
      .input = &acceptance_input,
      .act = matter_accept,
      .is_public = true,
      .help = "由村里来办。办理期限从今天算起。" },
    { .name = "escalate",
      .label = "上报",
      .from = FROM(MATTER_REPORTED) | FROM(MATTER_DISPATCHING) | AT_WORK,
      .needs = "matters.escalate",
      .at = unit_of,
      .input = &escalation_input,
      .act = matter_escalate,
      .is_public = true,
      .help = "本级办不了的，报给上一级。" },
    { .name = "dispatch",
      .label = "派单",
      .from = FROM(MATTER_DISPATCHING),
      .needs = "matters.dispatch",
      .at = unit_of,
      .input = &dispatch_input,
      .act = matter_dispatch_to,
      .is_public = true },
    { .name = "mediate",
      .label = "转人民调解",
      .from = NOT_ENDED,
      .needs = "matters.accept",
      .at = unit_of,
      .act = matter_hand_to_mediation,
      .offered = is_dispute,
      .is_public = true,
      .help = "交给调委会调解，案情只有调解员和司法所能看；这件诉求照常答复本人。" },
    { .name = "assist",
      .label = "增加协办",
      .from = AT_WORK,
      .needs = "matters.assist",
      .at = unit_of,
      .input = &assistance_input,
      .act = matter_assist },
    { .name = "feed_back",
      .label = "协办反馈",
      .from = AT_WORK | FROM(MATTER_PAUSED) | FROM(MATTER_DISPATCHING) | ANSWERED,
      .needs = "matters.handle",
      .input = &feedback_input,
      .act = matter_feed_back,
      .offered = never },
    { .name = "dispute_duty",
      .label = "职责异议",
      .from = FROM(MATTER_HANDLING),
      .needs = "matters.handle",
      .at = unit_of,
      .input = &objection_input,
      .act = matter_dispute_duty,
      .offered = is_mine,
      .help = "派单后5个工作日内可以提出，办理期限不停。" },
    { .name = "decide_duty",
      .label = "裁定",
      .from = FROM(MATTER_DUTY_DISPUTED),
      .needs = "matters.dispatch",
      .at = unit_of,
      .input = &duty_ruling_input,
      .act = matter_decide_duty },
    { .name = "request_extension",
      .label = "申请延期",
      .from = AT_WORK,
      .needs = "matters.handle",
      .at = unit_of,
      .input = &extension_input,
      .act = matter_request_extension,
      .offered = may_ask_for_extension },
    { .name = "decide_extension",
      .label = "批复延期",
      .from =
          AT_WORK | FROM(MATTER_DISPATCHING) | FROM(MATTER_DUTY_DISPUTED) | FROM(MATTER_PAUSED),
      .needs = "matters.extend",
      .at = unit_of,
      .input = &extension_ruling_input,
      .act = matter_decide_extension,
      .offered = has_asked_for_extension,
      .is_public = true },
    { .name = "pause",
      .label = "暂停计时",
      .from = AT_WORK,
      .needs = "matters.handle",
      .at = unit_of,
      .input = &pause_input,
      .act = matter_pause_clock,
      .offered = is_mine,
      .is_public = true },
    { .name = "resume",
      .label = "恢复计时",
      .from = FROM(MATTER_PAUSED),
      .needs = "matters.handle",
      .at = unit_of,
      .input = &resumption_input,
      .act = matter_resume_clock,
      .is_public = true },
    { .name = "resolve",
      .label = "填写办理结果",
      .from = AT_WORK | FROM(MATTER_DISPATCHING),
      .needs = "matters.handle",
      .at = unit_of,
      .input = &result_input,
      .act = matter_resolve,
      .offered = is_mine,
      .is_public = true },
    { .name = "reply",
      .label = "答复",
      .from = ANSWERED,
      .needs = "matters.reply",
      .at = unit_of,
      .input = &reply_input,
      .act = matter_reply_to_person,
      .is_public = true },
    { .name = "confirm",
      .label = "群众确认",
      .from = FROM(MATTER_SELF_HANDLED) | FROM(MATTER_REPLIED),
      .needs = "matters.confirm",
      .at = unit_of,
      .input = &verdict_input,
      .act = matter_confirm,
      .by_receipt = true,
      .is_public = true,
      .help = "替本人记下满意不满意。没有反映人的，核实后选满意。" },
    { .name = "close_with_explanation",
      .label = "说明后办结",
      .from = AT_WORK | FROM(MATTER_DISPATCHING) | FROM(MATTER_RESOLVED) |
              FROM(MATTER_REPLIED) | FROM(MATTER_UNSETTLED),
      .needs = "matters.explain",
      .at = unit_of,
      .input = &explanation_input,
      .act = matter_close_with_explanation,
      .is_public = true,
      .help = "由领导审定。写明理由，反映人看得到。" },
    { .name = "withdraw",
      .label = "撤回",
      .from = NOT_ENDED,
      .needs = "matters.confirm",
      .at = unit_of,
      .input = &withdrawal_input,
      .act = matter_withdraw,
      .by_receipt = true,
      .is_public = true,
      .help = "本人说不用办了，替本人撤回。" },
    { .name = "merge",
      .label = "合并",
      .from = NOT_ENDED,
      .needs = "matters.merge",
      .input = &merger_input,
      .act = matter_merge,
      .is_public = true,
      .help = "和另一件是同一件事。反映人都跟着过去，各自的回执号照样能查。" },
    { .name = "out_of_scope",
      .label = "告知不予受理去向",
      .from = FROM(MATTER_REPORTED) | FROM(MATTER_VILLAGE_HANDLING) | FROM(MATTER_DISPATCHING),
      .needs = "matters.accept",
      .at = unit_of,
      .input = &redirection_input,
      .act = matter_send_elsewhere,
      .is_public = true,
      .help = "不归这里管的，要写明去哪里办，给本人看。" },
    { 0 },
};

static bool extension_waits(const void *record)
{
    const struct matter *matter = record;

    return matter->extension == EXTENSION_ASKED && !matter_is_ended(matter);
}

static const struct flow_call calls[] = {
    { extension_waits, "matters.extend", "请批复延期", unit_of },
    { 0 },
};

const struct flow matter_flow = {
    .type = &matter_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
    .calls = calls,
};
