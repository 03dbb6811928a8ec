/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a matter after the result: reply, verdict, and the other ways it can end. */
#include "app/access.h"
#include "app/event.h"
#include "modules/matters/clock.h"
#include "modules/matters/steps.h"

struct error *matter_end(struct context *cx, struct matter *matter, enum matter_status status)
{
    matter->status = status;
    matter->closed_on = cx->today;
    clock_settle(matter);
    return announce(cx, "matter.ended", &matter_type, matter);
}

struct error *matter_reply_to_person(struct context *cx, void *record, const void *input,
                                     str *note)
{
    static const char *const ways[] = {
        [REPLY_IN_PERSON] = "当面答复",
        [REPLY_BY_PHONE] = "电话答复",
        [REPLY_BY_MESSAGE] = "发消息答复",
        [REPLY_IN_WRITING] = "书面答复",
    };
    const struct matter_reply *reply = input;
    struct matter *matter = record;

    matter->status = MATTER_REPLIED;
    matter->replied_on = cx->today;
    TRY(clock_visit(cx, matter));
    clock_settle(matter);
    *note = words_keep(cx->arena, "%s。%.*s", ways[reply->way], STR_ARG(reply->words));
    return NULL;
}

/* The verdict */

/* What those who raised it have said so far. */
struct verdicts {
    size_t silent;
    size_t satisfied;
};

static bool is_asked(const struct matter_caller *caller)
{
    return caller->wants_reply && !caller->withdrawn;
}

static void count_verdict(const struct matter_caller *caller, struct verdicts *verdicts)
{
    verdicts->silent += is_asked(caller) && caller->verdict == VERDICT_NONE;
    verdicts->satisfied += caller->verdict == VERDICT_SATISFIED;
}

/* A receipt speaks for its holder, a clerk for all who have not spoken. */
static bool speaks_for(const struct matter_verdict *verdict, const struct matter_caller *caller)
{
    if (str_is_empty(verdict->receipt))
        return is_asked(caller) && caller->verdict == VERDICT_NONE;
    return str_eq(verdict->receipt, caller->receipt);
}

static struct error *keep_verdicts(struct context *cx, const struct matter *matter,
                                   const struct matter_verdict *verdict,
                                   struct verdicts *verdicts)
{
    struct matter_caller *callers;
    size_t count;

    TRY(matter_callers(cx, matter->id, &callers, &count));
    for (size_t i = 0; i < count; i++) {
        if (speaks_for(verdict, &callers[i])) {
            callers[i].verdict = verdict->satisfied;
            TRY(store_update(cx, &matter_caller_type, &callers[i]));
        }
        count_verdict(&callers[i], verdicts);
    }
    return NULL;
}

/* A new result will be judged anew. */
static struct error *forget_verdicts(struct context *cx, const struct matter *matter)
{
    struct matter_caller *callers;
    size_t count;

    TRY(matter_callers(cx, matter->id, &callers, &count));
    for (size_t i = 0; i < count; i++) {
        if (callers[i].verdict == VERDICT_NONE)
            continue;
        callers[i].verdict = VERDICT_NONE;
        TRY(store_update(cx, &matter_caller_type, &callers[i]));
    }
    return NULL;
}

/* Back to those who handled it, but not for ever: after that a leader explains. */
static struct error *send_back(struct context *cx, struct matter *matter)
{
    if (matter->level == LEVEL_GRID)
        matter->level = LEVEL_VILLAGE;
    if (matter->rework_count == REWORKS_MAX) {
        matter->status = MATTER_UNSETTLED;
        clock_settle(matter);
        return NULL;
    }
    matter->rework_count++;
    matter->status = MATTER_REWORK;
    TRY(forget_verdicts(cx, matter));
    TRY(clock_rework(cx, matter));
    clock_settle(matter);
    return NULL;
}

static struct error *check_verdict(struct context *cx, const struct matter_verdict *verdict)
{
    bool by_receipt = !str_is_empty(verdict->receipt);

    if (verdict->satisfied == VERDICT_NONE ||
        (by_receipt && verdict->satisfied == VERDICT_UNREACHABLE))
        return fail_field(cx, "satisfied", "请选满意或者不满意。");
    return NULL;
}

static void keep_result_of_visit(struct context *cx, struct matter *matter,
                                 enum verdict verdict, const struct verdicts *verdicts)
{
    if (verdict == VERDICT_UNREACHABLE && verdicts->satisfied > 0)
        verdict = VERDICT_SATISFIED;
    matter->satisfied = matter->caller_count == 0 ? VERDICT_NONE : verdict;
    matter->visited_on = cx->today;
}

static str words_of_verdict(struct context *cx, const struct matter_verdict *verdict,
                            const struct verdicts *verdicts)
{
    static const char *const words[] = {
        [VERDICT_NONE] = "",
        [VERDICT_SATISFIED] = "满意",
        [VERDICT_DISSATISFIED] = "不满意",
        [VERDICT_UNREACHABLE] = "联系不上",
    };
    const char *rest = verdict->satisfied != VERDICT_DISSATISFIED && verdicts->silent > 0
                           ? "。还有反映人没有表态"
                           : "";

    return words_keep(cx->arena, "%s%s%s%.*s", words[verdict->satisfied], rest,
                      str_is_empty(verdict->words) ? "" : "。", STR_ARG(verdict->words));
}

struct error *matter_confirm(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_verdict *verdict = input;
    struct matter *matter = record;
    struct verdicts verdicts = { 0 };

    TRY(check_verdict(cx, verdict));
    TRY(keep_verdicts(cx, matter, verdict, &verdicts));
    *note = words_of_verdict(cx, verdict, &verdicts);
    if (verdict->satisfied != VERDICT_DISSATISFIED && verdicts.silent > 0)
        return NULL;
    keep_result_of_visit(cx, matter, verdict->satisfied, &verdicts);
    if (verdict->satisfied == VERDICT_DISSATISFIED)
        return send_back(cx, matter);
    return matter_end(cx, matter, MATTER_CLOSED);
}

/* Other ways to end */

struct error *matter_close_with_explanation(struct context *cx, void *record, const void *input,
                                            str *note)
{
    const struct matter_explanation *explanation = input;
    struct matter *matter = record;

    matter->closing_reason = explanation->reason;
    if (matter->resolution == PUNCTUALITY_OPEN)
        clock_resolve(cx, matter);
    *note = explanation->reason;
    return matter_end(cx, matter, MATTER_CLOSED_WITH_EXPLANATION);
}

/* Takes one person, or all of them, off; *left are those who still want it done. */
static struct error *withdraw_callers(struct context *cx, const struct matter *matter,
                                      str receipt, int64_t *left)
{
    struct matter_caller *callers;
    size_t count;

    *left = 0;
    TRY(matter_callers(cx, matter->id, &callers, &count));
    for (size_t i = 0; i < count; i++) {
        bool goes = str_is_empty(receipt) || str_eq(receipt, callers[i].receipt);
        *left += !goes && !callers[i].withdrawn;
        if (!goes || callers[i].withdrawn)
            continue;
        callers[i].withdrawn = true;
        TRY(store_update(cx, &matter_caller_type, &callers[i]));
    }
    return NULL;
}

struct error *matter_withdraw(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_withdrawal *withdrawal = input;
    struct matter *matter = record;
    int64_t left;

    TRY(withdraw_callers(cx, matter, withdrawal->receipt, &left));
    *note = withdrawal->reason;
    if (left > 0) {
        matter->caller_count = left;
        *note = words_keep(cx->arena, "一位反映人撤回，其他人还要求办理。%.*s",
                           STR_ARG(withdrawal->reason));
        return NULL;
    }
    matter->closing_reason = withdrawal->reason;
    return matter_end(cx, matter, MATTER_WITHDRAWN);
}

/* Merging */

static struct error *check_merger(struct context *cx, const struct matter *matter,
                                  const struct matter *into)
{
    if (into->id == matter->id)
        return fail_field(cx, "into", "不能并入它自己。请填另一件的编号。");
    if (id_county(into->id) != id_county(matter->id))
        return fail_field(cx, "into", "两件事不在一个县，不能合并。");
    TRY(access_need(cx, "matters.merge", into->place));
    if (matter_is_ended(into))
        return fail_field(cx, "into", "那一件已经结束，不能并进去。");
    return NULL;
}

static struct error *move_callers(struct context *cx, const struct matter *from,
                                  struct matter *into)
{
    struct matter_caller *callers;
    size_t count;

    TRY(matter_callers(cx, from->id, &callers, &count));
    for (size_t i = 0; i < count; i++) {
        callers[i].matter = into->id;
        into->caller_count += !callers[i].withdrawn;
        TRY(store_update(cx, &matter_caller_type, &callers[i]));
    }
    return NULL;
}

struct error *matter_merge(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_merger *merger = input;
    struct matter *matter = record;
    struct matter into;

    TRY(store_get(cx, &matter_type, merger->into, &into));
    TRY(check_merger(cx, matter, &into));
    TRY(move_callers(cx, matter, &into));
    TRY(store_update(cx, &matter_type, &into));
    TRY(flow_note(cx, &matter_type, &into, "并入一件同样的诉求", merger->reason, true));
    matter->merged_into = into.id;
    *note = words_keep(cx->arena, "和“%.*s”是同一件事，并在一起办，回执号照样能查。%.*s",
                       STR_ARG(into.title), STR_ARG(merger->reason));
    return matter_end(cx, matter, MATTER_MERGED);
}

/* In writing: where to go stands on the receipt's page and is printed. */
struct error *matter_send_elsewhere(struct context *cx, void *record, const void *input,
                                    str *note)
{
    const struct matter_redirection *redirection = input;
    struct matter *matter = record;

    TRY(clock_accept(cx, matter));
    matter->closing_reason = arena_printf(
        cx->arena, "请到%.*s。%.*s", STR_ARG(redirection->where), STR_ARG(redirection->reason));
    *note = matter->closing_reason;
    return matter_end(cx, matter, MATTER_OUT_OF_SCOPE);
}
