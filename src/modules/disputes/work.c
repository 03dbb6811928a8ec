/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a mediation: asking, meeting, watching the danger, going up. */
#include "app/access.h"
#include "app/calendar.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"
#include "modules/places/places.h"

/* Danger */

struct error *dispute_grade(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_grading *grading = input;
    struct dispute *dispute = record;

    TRY(dispute_need_mine(cx, dispute));
    if (grading->risk != RISK_GREEN && str_is_empty(str_trim(grading->measures)))
        return fail_field(cx, "measures",
                          "可能激化的，要采取有针对性的预防措施，请写清谁去、做什么。");
    dispute->risk = grading->risk;
    if (!str_is_empty(str_trim(grading->measures)))
        dispute->measures = sealed_words(cx, grading->measures);
    *note = str_of(risk_choices[grading->risk].label);
    return NULL;
}

struct error *dispute_tell_police(struct context *cx, void *record, const void *input,
                                  str *note)
{
    const struct police_report *report = input;
    struct dispute *dispute = record;

    TRY(dispute_need_mine(cx, dispute));
    if (instant_compare(report->at, cx->now) > 0)
        return fail_field(cx, "at", "时间还没有到。");
    dispute->police = report->police;
    dispute->police_told_at = instant_is_set(report->at) ? report->at : cx->now;
    *note = S("已报告公安机关，调解另行决定");
    return NULL;
}

/* Papers */

static struct error *keep(struct context *cx, struct dispute *dispute, enum dossier_item item,
                          const struct dispute_paper_entry *entry)
{
    struct dispute_paper paper = {
        .item = item,
        .held_on = entry->held_on,
        .location = sealed_words(cx, entry->location),
        .persons = sealed_words(cx, entry->persons),
        .words = sealed_words(cx, entry->words),
    };

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "held_on", (date){ 0 }, &paper.held_on));
    return dispute_keep_paper(cx, dispute, &paper);
}

struct error *dispute_investigate(struct context *cx, void *record, const void *input,
                                  str *note)
{
    (void)note;
    return keep(cx, record, ITEM_INVESTIGATION, input);
}

struct error *dispute_keep_identity(struct context *cx, void *record, const void *input,
                                    str *note)
{
    (void)note;
    return keep(cx, record, ITEM_IDENTITY, input);
}

struct error *dispute_keep_proxy(struct context *cx, void *record, const void *input, str *note)
{
    (void)note;
    return keep(cx, record, ITEM_PROXY, input);
}

struct error *dispute_keep_evidence(struct context *cx, void *record, const void *input,
                                    str *note)
{
    (void)note;
    return keep(cx, record, ITEM_EVIDENCE, input);
}

struct error *dispute_keep_proof(struct context *cx, void *record, const void *input, str *note)
{
    (void)note;
    return keep(cx, record, ITEM_PERFORMANCE, input);
}

struct error *dispute_keep_ruling(struct context *cx, void *record, const void *input,
                                  str *note)
{
    (void)note;
    return keep(cx, record, ITEM_CONFIRMATION, input);
}

struct error *dispute_explain(struct context *cx, void *record, const void *input, str *note)
{
    (void)note;
    return keep(cx, record, ITEM_EXPLANATION, input);
}

/* Sessions */

static struct error *check_step(struct context *cx, str code)
{
    struct mediation_step step;
    bool found;

    if (str_is_empty(code))
        return NULL;
    TRY(mediation_step_find(cx, code, &step, &found));
    return found ? NULL : fail_field(cx, "step", "没有这个调解法步骤，请从列表里选。");
}

static struct error *session_words(struct context *cx, const struct dispute_paper *paper,
                                   str *note)
{
    struct mediation_step step;
    bool found = false;

    if (!str_is_empty(paper->step))
        TRY(mediation_step_find(cx, paper->step, &step, &found));
    *note = words_keep(cx->arena, "第%lld次%s%s%s，%s", (long long)paper->ordinal,
                       found ? "（" : "", found ? arena_text(cx->arena, step.name) : "",
                       found ? "）" : "", content_choices[paper->result].label);
    return NULL;
}

struct error *dispute_mediate(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_session *session = input;
    struct dispute *dispute = record;
    struct dispute_paper paper = {
        .item = ITEM_SESSION,
        .held_on = session->held_on,
        .step = session->step,
        .location = sealed_words(cx, session->location),
        .persons = sealed_words(cx, session->persons),
        .words = sealed_words(cx, session->words),
        .result = session->result,
    };

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "held_on", dispute->accepted_on, &paper.held_on));
    TRY(check_step(cx, session->step));
    TRY(dispute_keep_paper(cx, dispute, &paper));
    dispute->status = DISPUTE_MEDIATING;
    return session_words(cx, &paper, note);
}

/* Time */

struct error *dispute_extend(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_extension *extension = input;
    struct dispute *dispute = record;
    struct deadline_rule rule;

    TRY(dispute_need_mine(cx, dispute));
    TRY(deadline_rule_get(cx, "MED_CASE", dispute->place, cx->today, &rule));
    if (dispute->is_extended)
        return fail(cx, ERROR_CONFLICT,
                    "已经延期过一次。还调不成的，请终止调解并告知其他途径。");
    if (!extension->all_consent)
        return fail_field(cx, "all_consent", "延长调解要双方都同意。");
    if (extension->days > rule.extension_days)
        return fail_field(cx, "days", "最多延长%lld天。", (long long)rule.extension_days);
    dispute->due_on = period_end(cx, dispute->due_on, extension->days, rule.unit);
    dispute->is_extended = true;
    *note = words_keep(cx->arena, "双方同意，延长%lld天", (long long)extension->days);
    return NULL;
}

/* Up */

static struct error *release_all(struct context *cx, const struct dispute *dispute)
{
    struct dispute_mediator *mediators;
    size_t count;

    TRY(dispute_mediators(cx, dispute->id, &mediators, &count));
    for (size_t i = 0; i < count; i++) {
        if (mediators[i].role == ROLE_HELPER || date_is_set(mediators[i].to_on))
            continue;
        mediators[i].to_on = date_add_days(cx->today, -1);
        TRY(store_update(cx, &dispute_mediator_type, &mediators[i]));
    }
    return NULL;
}

struct error *dispute_escalate(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_escalation *escalation = input;
    struct dispute *dispute = record;
    bool to_county = dispute->level == DISPUTE_AT_TOWNSHIP;
    struct mediation_committee committee;
    bool found;

    if (dispute->level == DISPUTE_AT_COUNTY)
        return fail(cx, ERROR_CONFLICT, "已经在县里了。调不成的，请终止调解并告知其他途径。");
    dispute->unit = place_key_at(dispute->place, to_county ? PLACE_COUNTY : PLACE_TOWNSHIP);
    dispute->level = to_county ? DISPUTE_AT_COUNTY : DISPUTE_AT_TOWNSHIP;
    TRY(committee_of(cx, dispute->unit, &committee, &found));
    dispute->committee = found ? committee.id : 0;
    dispute->is_joint = dispute->is_joint || escalation->is_joint;
    if (!escalation->is_joint)
        TRY(release_all(cx, dispute));
    *note = words_keep(cx->arena, "报到%.*s%s，案卷一并移交。%.*s",
                       STR_ARG(place_called(cx, dispute->unit)),
                       escalation->is_joint ? "，联合调解" : "", STR_ARG(escalation->reason));
    return dispute_recount(cx, dispute);
}
