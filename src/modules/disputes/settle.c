/* SPDX-License-Identifier: Apache-2.0 */
/* The agreement: when it takes effect, how it is performed, what the court says. */
#include "app/access.h"
#include "app/calendar.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/link.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"

/* 分: from here on an agreement should be in writing. */
enum { MAJOR_AMOUNT = 10000 * 100 };

static date later(date a, date b)
{
    return date_compare(a, b) > 0 ? a : b;
}

/* Who helped to reach it, for the figures. */
static struct error *note_helpers(struct context *cx, struct dispute *dispute)
{
    struct dispute_mediator *rows;
    struct mediator mediator;
    size_t count;

    TRY(dispute_mediators(cx, dispute->id, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        enum mediator_standing standing = rows[i].standing;
        if (date_is_set(rows[i].to_on))
            continue;
        dispute->by_party_members |= standing == STANDING_PARTY_MEMBER;
        dispute->by_deputies |= standing == STANDING_DEPUTY;
        dispute->by_cppcc_members |= standing == STANDING_CPPCC;
        if (rows[i].mediator == 0)
            continue;
        TRY(store_get(cx, &mediator_type, rows[i].mediator, &mediator));
        dispute->by_party_members |= mediator.is_party_member;
        dispute->by_deputies |= mediator.is_deputy;
        dispute->by_cppcc_members |= mediator.is_cppcc_member;
        dispute->by_veterans |= mediator.is_veteran;
        dispute->by_women |= mediator.is_woman;
    }
    return NULL;
}

static void go_on_after_effect(struct context *cx, struct dispute *dispute,
                               const struct dispute_agreement *agreement)
{
    dispute->status = agreement->at_once ? DISPUTE_PERFORMED : DISPUTE_PERFORMING;
    dispute->performed_on = agreement->at_once ? cx->today : (date){ 0 };
    if (!agreement->at_once && !date_is_set(dispute->next_due_on))
        dispute->next_due_on = agreement->perform_by;
}

static struct error *take_effect(struct context *cx, struct dispute *dispute,
                                 struct dispute_agreement *agreement, date on)
{
    agreement->effective_on = on;
    dispute->effective_on = on;
    dispute->form = agreement->form;
    dispute->outcome = OUTCOME_SETTLED;
    dispute->ended_on = on;
    go_on_after_effect(cx, dispute, agreement);
    TRY(note_helpers(cx, dispute));
    TRY(dispute_tell_matter(cx, dispute, "调解已经结束，双方达成协议"));
    TRY(deadline_after(cx, "MED_CONFIRM", dispute->place, on, &dispute->confirm_due_on));
    return deadline_after(cx, "MED_VISIT_FIRST", dispute->place, on, &dispute->visit_due_on);
}

/* Reaching it */

/* When it must be in writing is local (宁波): not performed at once, weighty, or asked for. */
static struct error *check_oral(struct context *cx, const struct dispute *dispute,
                                const struct dispute_settlement *settlement)
{
    bool is_weighty = settlement->amount >= MAJOR_AMOUNT || dispute->is_difficult;

    if (settlement->form != FORM_ORAL || !str_is_empty(str_trim(settlement->oral_reason)))
        return NULL;
    if (settlement->at_once && !is_weighty && !settlement->written_asked)
        return NULL;
    return fail_field(cx, "oral_reason",
                      "不能即时履行的、金额大的、疑难的或者当事人要求的，应当订书面协议。"
                      "只订口头的，请写明理由。");
}

static struct error *replace_former(struct context *cx, const struct dispute *dispute)
{
    struct dispute_agreement former;
    struct dispute_party *parties;
    size_t count;
    bool found;

    TRY(dispute_agreement_find(cx, dispute->id, &former, &found));
    if (!found)
        return NULL;
    former.replaced_on = cx->today;
    TRY(store_update(cx, &dispute_agreement_type, &former));
    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++) {
        parties[i].signed_on = (date){ 0 };
        parties[i].signing = SIGNED_NOT;
        TRY(store_update(cx, &dispute_party_type, &parties[i]));
    }
    return NULL;
}

struct error *dispute_agree(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_settlement *settlement = input;
    struct dispute *dispute = record;
    struct dispute_agreement agreement = {
        .place = dispute->place,
        .dispute = dispute->id,
        .form = settlement->form,
        .facts = sealed_words(cx, settlement->facts),
        .terms = sealed_words(cx, settlement->terms),
        .performance = sealed_words(cx, settlement->performance),
        .perform_by = settlement->perform_by,
        .at_once = settlement->at_once,
        .copies = settlement->copies,
        .oral_reason = sealed_words(cx, settlement->oral_reason),
        .reached_on = settlement->reached_on,
    };

    TRY(dispute_need_mine(cx, dispute));
    if (settlement->form == FORM_NONE)
        return fail_field(cx, "form", "请选书面还是口头。");
    TRY(dispute_day(cx, "reached_on", dispute->accepted_on, &agreement.reached_on));
    TRY(check_oral(cx, dispute, settlement));
    TRY(replace_former(cx, dispute));
    dispute->amount = settlement->amount > 0 ? settlement->amount : dispute->amount;
    dispute->next_due_on = settlement->at_once ? (date){ 0 } : settlement->perform_by;
    dispute->status = DISPUTE_AGREED;
    *note = str_of(form_choices[settlement->form].label);
    if (settlement->form == FORM_ORAL)
        TRY(take_effect(cx, dispute, &agreement, agreement.reached_on));
    return store_insert(cx, &dispute_agreement_type, &agreement);
}

/* Signing */

/* Effective from the last of all signatures, the mediator's and the seal (人民调解法 29). */
static struct error *take_effect_if_complete(struct context *cx, struct dispute *dispute,
                                             struct dispute_agreement *agreement)
{
    date last = later(agreement->mediator_signed_on, agreement->sealed_on);
    struct dispute_party *parties;
    size_t count;

    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++) {
        if (!date_is_set(parties[i].signed_on))
            return NULL;
        last = later(last, parties[i].signed_on);
    }
    if (!date_is_set(agreement->mediator_signed_on) || !date_is_set(agreement->sealed_on))
        return NULL;
    return take_effect(cx, dispute, agreement, last);
}

static struct error *get_agreement(struct context *cx, const struct dispute *dispute,
                                   struct dispute_agreement *agreement)
{
    bool found;

    TRY(dispute_agreement_find(cx, dispute->id, agreement, &found));
    return found ? NULL : fail(cx, ERROR_CONFLICT, "还没有协议。");
}

struct error *dispute_sign(struct context *cx, void *record, const void *input, str *note)
{
    const struct agreement_signing *signing = input;
    struct dispute *dispute = record;
    struct dispute_agreement agreement;
    struct dispute_party party;
    bool found;

    TRY(dispute_need_mine(cx, dispute));
    TRY(get_agreement(cx, dispute, &agreement));
    TRY(store_find(cx, &dispute_party_type, signing->party, &party, &found));
    if (!found || party.dispute != dispute->id)
        return fail_field(cx, "party", "请选本案的当事人。");
    party.signed_on = signing->on;
    TRY(dispute_day(cx, "on", agreement.reached_on, &party.signed_on));
    party.signing = signing->signing == SIGNED_NOT ? SIGNED_BY_HAND : signing->signing;
    TRY(store_update(cx, &dispute_party_type, &party));
    *note = words_keep(cx->arena, "%s：%s", side_choices[party.side].label,
                       signing_choices[party.signing].label);
    TRY(take_effect_if_complete(cx, dispute, &agreement));
    return store_update(cx, &dispute_agreement_type, &agreement);
}

struct error *dispute_sign_as_mediator(struct context *cx, void *record, const void *input,
                                       str *note)
{
    const struct agreement_day *signing = input;
    struct dispute *dispute = record;
    struct dispute_agreement agreement;

    (void)note;
    TRY(dispute_need_mine(cx, dispute));
    TRY(get_agreement(cx, dispute, &agreement));
    agreement.mediator_signed_on = signing->on;
    TRY(dispute_day(cx, "on", agreement.reached_on, &agreement.mediator_signed_on));
    TRY(take_effect_if_complete(cx, dispute, &agreement));
    return store_update(cx, &dispute_agreement_type, &agreement);
}

struct error *dispute_seal(struct context *cx, void *record, const void *input, str *note)
{
    const struct agreement_day *sealing = input;
    struct dispute *dispute = record;
    struct dispute_agreement agreement;

    (void)note;
    TRY(get_agreement(cx, dispute, &agreement));
    agreement.sealed_on = sealing->on;
    TRY(dispute_day(cx, "on", agreement.reached_on, &agreement.sealed_on));
    TRY(take_effect_if_complete(cx, dispute, &agreement));
    return store_update(cx, &dispute_agreement_type, &agreement);
}

/* Performance */

static struct error *note_next_due(struct context *cx, struct dispute *dispute, bool *any_left,
                                   bool *any)
{
    struct dispute_instalment *instalments;
    size_t count;

    TRY(dispute_instalments(cx, dispute->id, &instalments, &count));
    *any = count > 0;
    *any_left = false;
    if (count > 0)
        dispute->next_due_on = (date){ 0 };
    for (size_t i = 0; i < count; i++) {
        if (date_is_set(instalments[i].done_on))
            continue;
        *any_left = true;
        if (!date_is_set(dispute->next_due_on) ||
            date_compare(instalments[i].due_on, dispute->next_due_on) < 0)
            dispute->next_due_on = instalments[i].due_on;
    }
    return NULL;
}

struct error *dispute_add_instalment(struct context *cx, void *record, const void *input,
                                     str *note)
{
    const struct instalment_entry *entry = input;
    struct dispute *dispute = record;
    struct dispute_agreement agreement;
    struct dispute_instalment *others;
    bool any_left, any;
    size_t count;

    TRY(dispute_need_mine(cx, dispute));
    TRY(get_agreement(cx, dispute, &agreement));
    if (date_compare(entry->due_on, agreement.reached_on) < 0)
        return fail_field(cx, "due_on", "履行日期不能早于协议日期。");
    TRY(dispute_instalments(cx, dispute->id, &others, &count));

    struct dispute_instalment instalment = {
        .place = dispute->place,
        .dispute = dispute->id,
        .agreement = agreement.id,
        .ordinal = (int64_t)count + 1,
        .what = sealed_words(cx, entry->what),
        .amount = entry->amount,
        .due_on = entry->due_on,
    };
    TRY(store_insert(cx, &dispute_instalment_type, &instalment));
    *note = words_keep(cx->arena, "第%lld期", (long long)instalment.ordinal);
    return note_next_due(cx, dispute, &any_left, &any);
}

static struct error *perform_instalments(struct context *cx, const struct dispute *dispute,
                                         const struct performance *performance, date on)
{
    struct dispute_instalment *instalments;
    size_t count;
    bool any = performance->instalment == 0;

    TRY(dispute_instalments(cx, dispute->id, &instalments, &count));
    for (size_t i = 0; i < count; i++) {
        bool is_meant =
            performance->instalment == 0 || performance->instalment == instalments[i].id;
        if (!is_meant || date_is_set(instalments[i].done_on))
            continue;
        any = true;
        instalments[i].done_on = on;
        instalments[i].proof = sealed_words(cx, performance->proof);
        TRY(store_update(cx, &dispute_instalment_type, &instalments[i]));
    }
    return any ? NULL : fail_field(cx, "instalment", "请选还没有履行的一期。");
}

struct error *dispute_perform(struct context *cx, void *record, const void *input, str *note)
{
    const struct performance *performance = input;
    struct dispute *dispute = record;
    struct dispute_paper paper = { .item = ITEM_PERFORMANCE };
    bool any_left, any;

    TRY(dispute_need_mine(cx, dispute));
    paper.held_on = performance->on;
    TRY(dispute_day(cx, "on", dispute->effective_on, &paper.held_on));
    TRY(perform_instalments(cx, dispute, performance, paper.held_on));
    TRY(note_next_due(cx, dispute, &any_left, &any));
    if (!str_is_empty(str_trim(performance->proof))) {
        paper.words = sealed_words(cx, performance->proof);
        TRY(dispute_keep_paper(cx, dispute, &paper));
    }
    *note = any_left ? S("履行了一部分") : S("全部履行");
    if (any_left)
        return NULL;
    dispute->next_due_on = (date){ 0 };
    dispute->performed_on = paper.held_on;
    dispute->status = DISPUTE_PERFORMED;
    return NULL;
}

struct error *dispute_breach(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_breach *breach = input;
    struct dispute *dispute = record;
    struct dispute_paper paper = {
        .item = ITEM_EXPLANATION,
        .held_on = cx->today,
        .words =
            sealed_words(cx, arena_printf(cx->arena, "%.*s\n已告知的途径：%.*s",
                                          STR_ARG(breach->words), STR_ARG(breach->routes))),
    };

    TRY(dispute_need_mine(cx, dispute));
    dispute->routes_told_on = cx->today;
    dispute->status = DISPUTE_BREACHED;
    *note = S("已督促；可以再调解，也可以起诉，经司法确认的可以申请执行");
    return dispute_keep_paper(cx, dispute, &paper);
}

struct error *dispute_mediate_again(struct context *cx, void *record, const void *input,
                                    str *note)
{
    struct dispute *dispute = record;

    (void)input;
    (void)note;
    TRY(dispute_need_mine(cx, dispute));
    dispute->status = DISPUTE_MEDIATING;
    dispute->is_extended = false;
    return deadline_after(cx, "MED_CASE", dispute->place, cx->today, &dispute->due_on);
}

/* The court */

struct error *dispute_apply_for_confirmation(struct context *cx, void *record,
                                             const void *input, str *note)
{
    const struct confirmation_request *request = input;
    struct dispute *dispute = record;
    struct dispute_category category;
    date on = request->on;

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "on", dispute->effective_on, &on));
    if (dispute->confirmation != CONFIRM_NONE)
        return fail(cx, ERROR_CONFLICT, "已经申请过司法确认。");
    if (!request->by_both)
        return fail_field(cx, "by_both", "司法确认要双方当事人共同申请。");
    if (date_compare(on, dispute->confirm_due_on) > 0)
        return fail_field(cx, "on",
                          "协议生效后三十日内才能申请司法确认，期限已过。可以向法院起诉。");
    TRY(dispute_category_get(cx, dispute->category, &category));
    if (category.is_status && str_is_empty(str_trim(request->reason)))
        return fail_field(
            cx, "reason",
            "只涉及婚姻、收养等身份关系的，法院不予确认。仍要申请的，请写明理由。");
    dispute->court = request->court;
    dispute->confirm_applied_on = on;
    dispute->confirmation = CONFIRM_APPLIED;
    *note = request->court;
    TRY(deadline_after(cx, "MED_COURT_ACCEPT", dispute->place, on,
                       &dispute->confirm_court_due_on));
    return deadline_after(cx, "MED_COURT_DECIDE", dispute->place, dispute->confirm_court_due_on,
                          &dispute->confirm_court_due_on);
}

struct error *dispute_extend_court(struct context *cx, void *record, const void *input,
                                   str *note)
{
    const struct court_extension *extension = input;
    struct dispute *dispute = record;
    struct deadline_rule rule;

    TRY(dispute_need_mine(cx, dispute));
    if (dispute->confirmation != CONFIRM_APPLIED || dispute->is_court_extended)
        return fail(cx, ERROR_CONFLICT, "没有正在审查的申请，或者法院已经延长过一次。");
    TRY(deadline_rule_get(cx, "MED_COURT_DECIDE", dispute->place, cx->today, &rule));
    if (extension->days > rule.extension_days)
        return fail_field(cx, "days", "法院最多延长%lld天。", (long long)rule.extension_days);
    dispute->confirm_court_due_on =
        period_end(cx, dispute->confirm_court_due_on, extension->days, rule.unit);
    dispute->is_court_extended = true;
    *note = words_keep(cx->arena, "延长%lld天", (long long)extension->days);
    return NULL;
}

struct error *dispute_decide_confirmation(struct context *cx, void *record, const void *input,
                                          str *note)
{
    const struct confirmation_ruling *ruling = input;
    struct dispute *dispute = record;
    struct dispute_paper paper = {
        .item = ITEM_CONFIRMATION,
        .held_on = ruling->on,
        .words = sealed_words(cx, ruling->words),
    };

    TRY(dispute_need_mine(cx, dispute));
    if (dispute->confirmation != CONFIRM_APPLIED)
        return fail(cx, ERROR_CONFLICT, "没有正在等法院答复的申请。");
    TRY(dispute_day(cx, "on", dispute->confirm_applied_on, &paper.held_on));
    dispute->confirmation = ruling->is_granted ? CONFIRM_GRANTED : CONFIRM_REJECTED;
    dispute->confirm_decided_on = paper.held_on;
    *note = ruling->is_granted ? S("裁定确认有效") : S("没有确认");
    return dispute_keep_paper(cx, dispute, &paper);
}
