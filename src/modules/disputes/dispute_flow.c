/* SPDX-License-Identifier: Apache-2.0 */
/* The way of a dispute, as two tables. */
#include "app/access.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/steps.h"

#define EARLY (FROM(DISPUTE_FOUND) | FROM(DISPUTE_REGISTERED))
#define IN_HAND (FROM(DISPUTE_ACCEPTED) | FROM(DISPUTE_MEDIATING))
#define BEFORE_EFFECT (EARLY | IN_HAND | FROM(DISPUTE_AGREED))
#define IN_EFFECT                                                                              \
    (FROM(DISPUTE_PERFORMING) | FROM(DISPUTE_PERFORMED) | FROM(DISPUTE_BREACHED) |             \
     FROM(DISPUTE_VISITED))
#define ENDED (FROM(DISPUTE_TERMINATED) | FROM(DISPUTE_REFERRED))
#define NOT_FILED                                                                              \
    (FROM(DISPUTE_REGISTERED) | IN_HAND | FROM(DISPUTE_AGREED) | IN_EFFECT | ENDED)

static str unit_of(const void *record)
{
    return ((const struct dispute *)record)->unit;
}

static date register_due(const void *record)
{
    return ((const struct dispute *)record)->register_due_on;
}

static date mediation_due(const void *record)
{
    return ((const struct dispute *)record)->due_on;
}

/* What comes first: what must be performed, or the visit. */
static date performance_due(const void *record)
{
    const struct dispute *dispute = record;

    if (!date_is_set(dispute->visit_due_on))
        return dispute->next_due_on;
    if (date_is_set(dispute->next_due_on) &&
        date_compare(dispute->next_due_on, dispute->visit_due_on) < 0)
        return dispute->next_due_on;
    return dispute->visit_due_on;
}

static date visit_due(const void *record)
{
    return ((const struct dispute *)record)->visit_due_on;
}

static const struct flow_state states[] = {
    [DISPUTE_FOUND] = { .next = "disputes.lead",
                        .at = unit_of,
                        .task = "请登记纠纷",
                        .due = register_due,
                        .step = "register" },
    [DISPUTE_REGISTERED] = { .next = "disputes.lead",
                             .at = unit_of,
                             .task = "请登记当事人、征得同意、告知权利，再受理",
                             .due = register_due },
    [DISPUTE_REFUSED] = { 0 },
    [DISPUTE_ACCEPTED] = { .next = "disputes.mediate",
                           .at = unit_of,
                           .task = "请调解",
                           .due = mediation_due },
    [DISPUTE_MEDIATING] = { .next = "disputes.mediate",
                            .at = unit_of,
                            .task = "请调解",
                            .due = mediation_due },
    [DISPUTE_AGREED] = { .next = "disputes.mediate",
                         .at = unit_of,
                         .task = "请办齐签字盖章",
                         .due = mediation_due },
    [DISPUTE_PERFORMING] = { .next = "disputes.mediate",
                             .at = unit_of,
                             .task = "请督促履行、按时回访",
                             .due = performance_due },
    [DISPUTE_PERFORMED] = { .next = "disputes.mediate",
                            .at = unit_of,
                            .task = "请回访",
                            .due = visit_due,
                            .step = "visit" },
    [DISPUTE_BREACHED] = { .next = "disputes.lead",
                           .at = unit_of,
                           .task = "协议没有履行，请决定再调解还是引导起诉" },
    [DISPUTE_VISITED] = { .next = "disputes.lead",
                          .at = unit_of,
                          .task = "请归档",
                          .due = visit_due,
                          .step = "file" },
    [DISPUTE_TERMINATED] = { .next = "disputes.lead",
                             .at = unit_of,
                             .task = "请归档",
                             .step = "file" },
    [DISPUTE_REFERRED] = { .next = "disputes.lead",
                           .at = unit_of,
                           .task = "请归档",
                           .step = "file" },
    [DISPUTE_FILED] = { 0 },
    [DISPUTE_PREVENTED] = { 0 },
};

static bool never(struct context *cx, const void *record)
{
    (void)cx;
    (void)record;
    return false;
}

static bool is_red(struct context *cx, const void *record)
{
    const struct dispute *dispute = record;

    (void)cx;
    return dispute->risk == RISK_RED && !instant_is_set(dispute->police_told_at);
}

static bool may_extend(struct context *cx, const void *record)
{
    (void)cx;
    return !((const struct dispute *)record)->is_extended;
}

static bool may_go_up(struct context *cx, const void *record)
{
    (void)cx;
    return ((const struct dispute *)record)->level != DISPUTE_AT_COUNTY;
}

static bool may_apply(struct context *cx, const void *record)
{
    const struct dispute *dispute = record;

    return dispute->confirmation == CONFIRM_NONE &&
           date_compare(cx->today, dispute->confirm_due_on) <= 0;
}

static bool has_applied(struct context *cx, const void *record)
{
    (void)cx;
    return ((const struct dispute *)record)->confirmation == CONFIRM_APPLIED;
}

static bool court_may_extend(struct context *cx, const void *record)
{
    return has_applied(cx, record) && !((const struct dispute *)record)->is_court_extended;
}

static const struct flow_step steps[] = {
    { .name = "register",
      .label = "登记",
      .from = FROM(DISPUTE_FOUND),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &registration_input,
      .act = dispute_register,
      .is_public = true },
    { .name = "prevent",
      .label = "没有形成纠纷",
      .from = EARLY,
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &prevention_input,
      .act = dispute_prevent,
      .is_public = true,
      .help = "当场说和、没有形成纠纷的，计入预防，不计入调解。" },
    { .name = "add_party",
      .label = "加当事人",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND | FROM(DISPUTE_BREACHED),
      .needs = "disputes.mediate",
      .input = &party_input,
      .act = dispute_add_party },
    { .name = "drop_party",
      .label = "去掉登记错的当事人",
      .from = FROM(DISPUTE_REGISTERED),
      .needs = "disputes.mediate",
      .input = &party_choice_input,
      .act = dispute_drop_party,
      .offered = never },
    { .name = "assign",
      .label = "指派调解员",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND | FROM(DISPUTE_BREACHED),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &assignment_input,
      .act = dispute_assign,
      .offered = never },
    { .name = "release",
      .label = "调换调解员",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND | FROM(DISPUTE_BREACHED),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &release_input,
      .act = dispute_release,
      .offered = never },
    { .name = "invite",
      .label = "请人参与",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND,
      .needs = "disputes.mediate",
      .input = &helper_input,
      .act = dispute_invite,
      .help = "亲属、邻里、专家、党员、代表、委员等，先征得当事人同意。" },
    { .name = "consent",
      .label = "当事人同意调解",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND,
      .needs = "disputes.mediate",
      .input = &consent_input,
      .act = dispute_note_consent,
      .offered = never,
      .is_public = true },
    { .name = "notify",
      .label = "告知权利义务",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND,
      .needs = "disputes.mediate",
      .input = &notice_input,
      .act = dispute_notify,
      .is_public = true,
      .help = "选择或接受调解员、同意或不同意调解、要求公开或不公开、自主表达意愿；"
              "如实陈述、遵守秩序、尊重对方。" },
    { .name = "refuse",
      .label = "当事人不同意调解",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND,
      .needs = "disputes.mediate",
      .input = &ending_input,
      .act = dispute_refuse,
      .is_public = true,
      .help = "一方明确拒绝的，依法不得调解，要告知其他途径。" },
    { .name = "accept",
      .label = "受理",
      .from = FROM(DISPUTE_REGISTERED),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &dispute_acceptance_input,
      .act = dispute_accept,
      .is_public = true },
    { .name = "grade",
      .label = "评风险",
      .from = BEFORE_EFFECT | FROM(DISPUTE_BREACHED),
      .needs = "disputes.mediate",
      .input = &grading_input,
      .act = dispute_grade,
      .help = "只评这件事会不会激化，不给人打分。" },
    { .name = "report_police",
      .label = "报告公安机关",
      .from = BEFORE_EFFECT | IN_EFFECT | ENDED,
      .needs = "disputes.mediate",
      .input = &police_input,
      .act = dispute_tell_police,
      .offered = is_red },
    { .name = "investigate",
      .label = "记调查",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_investigate },
    { .name = "mediate",
      .label = "记一次调解",
      .from = IN_HAND,
      .needs = "disputes.mediate",
      .input = &session_input,
      .act = dispute_mediate,
      .offered = never,
      .is_public = true },
    { .name = "extend",
      .label = "延长调解",
      .from = IN_HAND,
      .needs = "disputes.mediate",
      .input = &dispute_extension_input,
      .act = dispute_extend,
      .offered = may_extend,
      .is_public = true },
    { .name = "escalate",
      .label = "上报上一级调解",
      .from = FROM(DISPUTE_REGISTERED) | IN_HAND | FROM(DISPUTE_BREACHED),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &dispute_escalation_input,
      .act = dispute_escalate,
      .offered = may_go_up,
      .is_public = true,
      .help = "案卷跟着一起上报。" },
    { .name = "agree",
      .label = "达成协议",
      .from = FROM(DISPUTE_MEDIATING),
      .needs = "disputes.mediate",
      .input = &settlement_input,
      .act = dispute_agree,
      .is_public = true },
    { .name = "sign",
      .label = "当事人签字",
      .from = FROM(DISPUTE_AGREED),
      .needs = "disputes.mediate",
      .input = &signing_input,
      .act = dispute_sign,
      .offered = never },
    { .name = "sign_mediator",
      .label = "调解员签名",
      .from = FROM(DISPUTE_AGREED),
      .needs = "disputes.mediate",
      .input = &signing_day_input,
      .act = dispute_sign_as_mediator },
    { .name = "seal_agreement",
      .label = "调委会盖章",
      .from = FROM(DISPUTE_AGREED),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &signing_day_input,
      .act = dispute_seal },
    { .name = "add_instalment",
      .label = "加一期履行",
      .from = FROM(DISPUTE_AGREED) | FROM(DISPUTE_PERFORMING),
      .needs = "disputes.mediate",
      .input = &instalment_input,
      .act = dispute_add_instalment },
    { .name = "perform",
      .label = "记履行",
      .from = FROM(DISPUTE_PERFORMING) | FROM(DISPUTE_BREACHED),
      .needs = "disputes.mediate",
      .input = &performance_input,
      .act = dispute_perform,
      .offered = never,
      .is_public = true },
    { .name = "breach",
      .label = "没有履行",
      .from = FROM(DISPUTE_PERFORMING),
      .needs = "disputes.mediate",
      .input = &breach_input,
      .act = dispute_breach,
      .is_public = true },
    { .name = "mediate_again",
      .label = "再调解",
      .from = FROM(DISPUTE_BREACHED),
      .needs = "disputes.mediate",
      .act = dispute_mediate_again,
      .is_public = true },
    { .name = "apply_confirmation",
      .label = "申请司法确认",
      .from = FROM(DISPUTE_PERFORMING) | FROM(DISPUTE_PERFORMED) | FROM(DISPUTE_VISITED),
      .needs = "disputes.mediate",
      .input = &confirmation_input,
      .act = dispute_apply_for_confirmation,
      .offered = may_apply,
      .is_public = true },
    { .name = "extend_court",
      .label = "法院延长审查",
      .from = IN_EFFECT,
      .needs = "disputes.mediate",
      .input = &court_extension_input,
      .act = dispute_extend_court,
      .offered = court_may_extend,
      .is_public = true },
    { .name = "decide_confirmation",
      .label = "法院答复",
      .from = IN_EFFECT,
      .needs = "disputes.mediate",
      .input = &confirmation_ruling_input,
      .act = dispute_decide_confirmation,
      .offered = has_applied,
      .is_public = true },
    { .name = "visit",
      .label = "回访",
      .from = IN_EFFECT,
      .needs = "disputes.mediate",
      .input = &visit_input,
      .act = dispute_visit,
      .is_public = true },
    { .name = "terminate",
      .label = "终止调解",
      .from = IN_HAND | FROM(DISPUTE_AGREED) | FROM(DISPUTE_BREACHED),
      .needs = "disputes.mediate",
      .input = &ending_input,
      .act = dispute_terminate,
      .is_public = true,
      .help = "调解不成的，应当终止，并告知仲裁、行政、司法等途径。" },
    { .name = "refer",
      .label = "引导到其他途径",
      .from = FROM(DISPUTE_TERMINATED) | FROM(DISPUTE_BREACHED),
      .needs = "disputes.mediate",
      .input = &referral_input,
      .act = dispute_refer,
      .is_public = true },
    { .name = "keep_identity",
      .label = "收身份证明",
      .from = NOT_FILED,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_keep_identity },
    { .name = "keep_proxy",
      .label = "收授权委托书",
      .from = NOT_FILED,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_keep_proxy },
    { .name = "keep_evidence",
      .label = "收证据材料",
      .from = NOT_FILED,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_keep_evidence },
    { .name = "keep_proof",
      .label = "收履行凭证",
      .from = IN_EFFECT,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_keep_proof },
    { .name = "keep_ruling",
      .label = "收司法确认材料",
      .from = IN_EFFECT,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_keep_ruling },
    { .name = "explain",
      .label = "写情况说明",
      .from = NOT_FILED,
      .needs = "disputes.mediate",
      .input = &paper_input,
      .act = dispute_explain },
    { .name = "file",
      .label = "归档",
      .from = FROM(DISPUTE_PERFORMED) | FROM(DISPUTE_VISITED) | ENDED,
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &filing_input,
      .act = dispute_file,
      .is_public = true },
    { .name = "unfile",
      .label = "卷号作废，退回整理",
      .from = FROM(DISPUTE_FILED),
      .needs = "disputes.lead",
      .at = unit_of,
      .input = &unfiling_input,
      .act = dispute_unfile,
      .offered = never,
      .help = "归档后不能改。确有错误的，原卷号作废并写明原因，整理后另编号。" },
    { 0 },
};

static bool police_wait(const void *record)
{
    return is_red(NULL, record);
}

static bool is_without_mediator(const void *record)
{
    const struct dispute *dispute = record;

    return dispute->mediator_count == 0 &&
           (dispute->status == DISPUTE_ACCEPTED || dispute->status == DISPUTE_MEDIATING);
}

static bool court_waits(const void *record)
{
    return ((const struct dispute *)record)->confirmation == CONFIRM_APPLIED;
}

static const struct flow_call calls[] = {
    { police_wait, "disputes.lead", "红色风险：请马上报告公安机关", unit_of },
    { is_without_mediator, "disputes.lead", "请指派调解员", unit_of },
    { court_waits, "disputes.lead", "请跟踪法院司法确认", unit_of },
    { 0 },
};

const struct flow dispute_flow = {
    .type = &dispute_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
    .calls = calls,
};
