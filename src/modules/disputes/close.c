/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a case: visits, termination, the archive. */
#include "app/access.h"
#include "app/calendar.h"
#include "app/series.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/dossier.h"
#include "modules/disputes/link.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"

const struct query number_of_dispute = {
    .of = &dossier_number_type,
    .sql = "where county = $1 and dispute = $2 and voided_on is null order by id desc limit 1",
};

/* Return visits */

static struct error *plan_next_visit(struct context *cx, struct dispute *dispute,
                                     const struct return_visit *visit, date on, bool is_first)
{
    dispute->visit_due_on = (date){ 0 };
    if (visit->no_more || (!is_first && dispute->status != DISPUTE_PERFORMING))
        return NULL;
    return deadline_after(cx, "MED_VISIT_SECOND", dispute->place, on, &dispute->visit_due_on);
}

struct error *dispute_visit(struct context *cx, void *record, const void *input, str *note)
{
    const struct return_visit *visit = input;
    struct dispute *dispute = record;
    bool is_first = !date_is_set(dispute->visited_on);
    struct dispute_paper paper = {
        .item = ITEM_VISIT,
        .held_on = visit->on,
        .persons = sealed_words(cx, visit->persons),
        .words = sealed_words(cx, visit->words),
        .satisfaction = visit->satisfaction,
    };

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "on", dispute->effective_on, &paper.held_on));
    TRY(dispute_keep_paper(cx, dispute, &paper));
    dispute->visited_on = paper.held_on;
    dispute->satisfaction = visit->satisfaction;
    TRY(plan_next_visit(cx, dispute, visit, paper.held_on, is_first));
    if (dispute->status == DISPUTE_PERFORMED)
        dispute->status = DISPUTE_VISITED;
    *note = words_keep(cx->arena, "第%lld次回访", (long long)paper.ordinal);
    return NULL;
}

/* No agreement */

struct error *dispute_terminate(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_ending *ending = input;
    struct dispute *dispute = record;
    date on = ending->told_on;
    struct dispute_paper paper = { .item = ITEM_EXPLANATION };

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "told_on", dispute->accepted_on, &on));
    paper.held_on = on;
    paper.words =
        sealed_words(cx, arena_printf(cx->arena, "%.*s\n已告知的途径：%.*s",
                                      STR_ARG(ending->reason), STR_ARG(ending->routes)));
    dispute->routes_told_on = on;
    if (dispute->outcome != OUTCOME_SETTLED) {
        dispute->outcome = OUTCOME_TERMINATED;
        dispute->ended_on = cx->today;
    }
    dispute->status = DISPUTE_TERMINATED;
    *note = S("调解不成，终止调解；已告知仲裁、行政、司法等途径");
    TRY(dispute_tell_matter(cx, dispute, "调解已经结束，没有达成协议"));
    return dispute_keep_paper(cx, dispute, &paper);
}

struct error *dispute_refer(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_referral *referral = input;
    struct dispute *dispute = record;
    date on = referral->on;

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "on", dispute->routes_told_on, &on));
    *note = referral->where;
    dispute->status = DISPUTE_REFERRED;
    return NULL;
}

/* The archive */

/* The number of the committee's series, in the year of the archive. */
static struct error *give_number(struct context *cx, struct dispute *dispute)
{
    struct dossier_number number = {
        .place = dispute->unit,
        .year = date_year(cx->today),
        .dispute = dispute->id,
        .given_on = cx->today,
    };

    TRY(series_next(cx, dispute->unit, "人调字", &number.number));
    number.words = arena_printf(cx->arena, "（%lld）人调字第%lld号", (long long)number.year,
                                (long long)number.number);
    dispute->number = number.words;
    return store_insert(cx, &dossier_number_type, &number);
}

struct error *dispute_file(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_filing *filing = input;
    struct dispute *dispute = record;
    struct dossier_state state;

    TRY(dossier_read(cx, dispute, &state));
    if (dispute->risk == RISK_RED && !instant_is_set(dispute->police_told_at))
        return fail(cx, ERROR_CONFLICT, "红色风险的纠纷还没有报告公安机关，请先报告再归档。");
    if (state.missing_count > 0 && str_is_empty(str_trim(filing->missing_reason)))
        return fail_field(cx, "missing_reason", "还缺：%.*s。补齐再归档，补不了的请写明原因。",
                          STR_ARG(state.missing));
    dispute->retention = filing->retention;
    dispute->missing_reason = sealed_words(cx, filing->missing_reason);
    dispute->filed_on = cx->today;
    dispute->filer = cx->access->is_system ? S("系统") : cx->access->name;
    dispute->status = DISPUTE_FILED;
    TRY(give_number(cx, dispute));
    *note = dispute->number;
    return NULL;
}

static enum dispute_status status_before_filing(const struct dispute *dispute)
{
    if (dispute->outcome == OUTCOME_SETTLED && date_is_set(dispute->performed_on))
        return date_is_set(dispute->visited_on) ? DISPUTE_VISITED : DISPUTE_PERFORMED;
    return DISPUTE_TERMINATED;
}

struct error *dispute_unfile(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_unfiling *unfiling = input;
    struct dispute *dispute = record;
    struct dossier_number *numbers;
    size_t count;

    TRY(query_rows(cx, &number_of_dispute,
                   WITH(value_integer(id_county(dispute->id)), value_integer(dispute->id)),
                   &numbers, &count));
    for (size_t i = 0; i < count; i++) {
        numbers[i].voided_on = cx->today;
        numbers[i].void_reason = unfiling->reason;
        TRY(store_update(cx, &dossier_number_type, &numbers[i]));
    }
    *note = words_keep(cx->arena, "%.*s作废：%.*s", STR_ARG(dispute->number),
                       STR_ARG(unfiling->reason));
    dispute->number = (str){ 0 };
    dispute->filed_on = (date){ 0 };
    dispute->status = status_before_filing(dispute);
    return NULL;
}
