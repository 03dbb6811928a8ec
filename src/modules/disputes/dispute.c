/* SPDX-License-Identifier: Apache-2.0 */
/* Writing disputes down, and what belongs to them. */
#include "app/access.h"
#include "app/calendar.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"
#include "modules/places/places.h"

const struct query parties_of_dispute = {
    .of = &dispute_party_type,
    .sql = "where county = $1 and dispute = $2 order by id limit 60",
};

const struct query mediators_of_dispute = {
    .of = &dispute_mediator_type,
    .sql = "where county = $1 and dispute = $2 order by id limit 60",
};

const struct query papers_of_dispute = {
    .of = &dispute_paper_type,
    .sql = "where county = $1 and dispute = $2 order by id limit 500",
};

const struct query instalments_of_dispute = {
    .of = &dispute_instalment_type,
    .sql = "where county = $1 and dispute = $2 order by id limit 200",
};

const struct query agreement_of_dispute = {
    .of = &dispute_agreement_type,
    .sql = "where county = $1 and dispute = $2 and replaced_on is null "
           "order by id desc limit 1",
};

/* What belongs to a case */

static struct error *of_dispute(struct context *cx, const struct query *query, record_id id,
                                void *rows, size_t *count)
{
    return query_rows(cx, query, WITH(value_integer(id_county(id)), value_integer(id)), rows,
                      count);
}

struct error *dispute_parties(struct context *cx, record_id dispute,
                              struct dispute_party **parties, size_t *count)
{
    return of_dispute(cx, &parties_of_dispute, dispute, parties, count);
}

struct error *dispute_mediators(struct context *cx, record_id dispute,
                                struct dispute_mediator **mediators, size_t *count)
{
    return of_dispute(cx, &mediators_of_dispute, dispute, mediators, count);
}

struct error *dispute_papers(struct context *cx, record_id dispute,
                             struct dispute_paper **papers, size_t *count)
{
    return of_dispute(cx, &papers_of_dispute, dispute, papers, count);
}

struct error *dispute_agreement_find(struct context *cx, record_id dispute,
                                     struct dispute_agreement *agreement, bool *found)
{
    struct dispute_agreement *rows;
    size_t count;

    TRY(of_dispute(cx, &agreement_of_dispute, dispute, &rows, &count));
    *found = count > 0;
    if (*found)
        *agreement = rows[0];
    return NULL;
}

/* Those of the agreement that holds. */
struct error *dispute_instalments(struct context *cx, record_id dispute,
                                  struct dispute_instalment **instalments, size_t *count)
{
    struct dispute_agreement agreement;
    size_t kept = 0;
    bool found;

    TRY(dispute_agreement_find(cx, dispute, &agreement, &found));
    TRY(of_dispute(cx, &instalments_of_dispute, dispute, instalments, count));
    for (size_t i = 0; i < *count; i++)
        if (found && (*instalments)[i].agreement == agreement.id)
            (*instalments)[kept++] = (*instalments)[i];
    *count = kept;
    return NULL;
}

bool dispute_is_open(const struct dispute *dispute)
{
    switch (dispute->status) {
    case DISPUTE_REFUSED:
    case DISPUTE_FILED:
    case DISPUTE_PREVENTED:
        return false;
    case DISPUTE_FOUND:
    case DISPUTE_REGISTERED:
    case DISPUTE_ACCEPTED:
    case DISPUTE_MEDIATING:
    case DISPUTE_AGREED:
    case DISPUTE_PERFORMING:
    case DISPUTE_PERFORMED:
    case DISPUTE_BREACHED:
    case DISPUTE_VISITED:
    case DISPUTE_TERMINATED:
    case DISPUTE_REFERRED:
        break;
    }
    return true;
}

struct error *dispute_recount(struct context *cx, struct dispute *dispute)
{
    struct dispute_mediator *mediators;
    struct dispute_party *parties;
    size_t party_count, mediator_count;
    int64_t represented = 0;

    TRY(dispute_parties(cx, dispute->id, &parties, &party_count));
    TRY(dispute_mediators(cx, dispute->id, &mediators, &mediator_count));
    dispute->mediator_count = 0;
    for (size_t i = 0; i < mediator_count; i++)
        dispute->mediator_count +=
            mediators[i].role != ROLE_HELPER && !date_is_set(mediators[i].to_on);
    for (size_t i = 0; i < party_count; i++)
        represented += parties[i].is_representative && parties[i].represented_count > 0
                           ? parties[i].represented_count
                           : 1;
    dispute->party_count = (int64_t)party_count;
    if (dispute->people_count < represented)
        dispute->people_count = represented;
    return NULL;
}

struct error *dispute_keep_paper(struct context *cx, const struct dispute *dispute,
                                 struct dispute_paper *paper)
{
    struct dispute_paper *papers;
    size_t count;

    TRY(dispute_papers(cx, dispute->id, &papers, &count));
    paper->place = dispute->place;
    paper->dispute = dispute->id;
    paper->ordinal = 1;
    for (size_t i = 0; i < count; i++)
        paper->ordinal += papers[i].item == paper->item;
    paper->writer = cx->access->is_system ? S("系统") : cx->access->name;
    paper->written_at = cx->now;
    return store_insert(cx, &dispute_paper_type, paper);
}

/* Who, and when */

struct error *dispute_need_mine(struct context *cx, const struct dispute *dispute)
{
    struct dispute_mediator *rows;
    size_t count;

    if (cx->access->is_system || access_allows(cx, "disputes.lead", dispute->unit))
        return NULL;
    TRY(query_rows(cx, &mediates_dispute,
                   WITH(value_integer(id_county(dispute->id)), value_integer(dispute->id),
                        value_integer(cx->access->account), value_date(cx->arena, cx->today)),
                   &rows, &count));
    if (count > 0)
        return NULL;
    return fail(cx, ERROR_FORBIDDEN, "这件纠纷由别的调解员调解，您不是本案调解员。");
}

struct error *dispute_day(struct context *cx, const char *field, date first, date *day)
{
    if (!date_is_set(*day))
        *day = cx->today;
    if (date_compare(*day, cx->today) > 0)
        return fail_field(cx, field, "还没有到这一天。");
    if (date_is_set(first) && date_compare(*day, first) < 0)
        return fail_field(cx, field, "日期太早：那时还没有到这一步。");
    return NULL;
}

/* Writing down */

static struct error *check_report(struct context *cx, const struct dispute_report *report)
{
    struct place place;
    bool found;

    if (str_is_empty(place_key_at(report->place, PLACE_TOWNSHIP)))
        return fail_field(cx, "place", "请选纠纷发生在哪个村或网格。");
    TRY(place_find(cx, report->place, &place, &found));
    if (!found || !place_is_open(&place, cx->today))
        return fail_field(cx, "place", "没有这个地方，或者已经撤并。请重新选择。");
    TRY(access_need(cx, "disputes.report", report->place));
    if (str_is_empty(str_trim(report->facts)))
        return fail_field(cx, "facts", "请写一写是什么纠纷。");
    if (str_characters(report->facts) > DISPUTE_STORY_MAX)
        return fail_field(cx, "facts", "最多写%d个字。", DISPUTE_STORY_MAX);
    return NULL;
}

static str title_of(struct context *cx, str category)
{
    int year, month, day;

    date_split(cx->today, &year, &month, &day);
    return arena_printf(cx->arena, "%.*s（%d年%d月%d日）", STR_ARG(category), year, month, day);
}

/* The committee registers what it learns by itself; what others find waits for it. */
static bool is_registered_at_once(const struct context *cx, const struct dispute_report *report,
                                  str unit)
{
    return report->screening == 0 && report->matter == 0 &&
           access_allows(cx, "disputes.lead", unit);
}

static struct error *count_find(struct context *cx, record_id id)
{
    struct screening screening;

    if (id == 0)
        return NULL;
    TRY(store_get(cx, &screening_type, id, &screening));
    if (screening.is_zero_report)
        return fail(cx, ERROR_CONFLICT, "这次排查报的是零报告，发现了纠纷请另外登记一次排查。");
    screening.found_count++;
    return store_update(cx, &screening_type, &screening);
}

static struct error *put_in_hands(struct context *cx, struct dispute *dispute)
{
    str village = place_key_at(dispute->place, PLACE_VILLAGE);
    struct mediation_committee committee;
    bool found;

    dispute->unit =
        str_is_empty(village) ? place_key_at(dispute->place, PLACE_TOWNSHIP) : village;
    dispute->level = str_is_empty(village) ? DISPUTE_AT_TOWNSHIP : DISPUTE_AT_VILLAGE;
    TRY(committee_of(cx, dispute->unit, &committee, &found));
    dispute->committee = found ? committee.id : 0;
    return NULL;
}

/* What is not said follows from the words; the committee may change it when it registers. */
static struct error *find_category(struct context *cx, const struct dispute_report *report,
                                   struct dispute_category *category)
{
    if (!str_is_empty(report->category))
        return dispute_category_get(cx, report->category, category);
    TRY(dispute_category_suggest(cx, report->facts, category));
    return category->id != 0 ? NULL : dispute_category_get(cx, S("other"), category);
}

static struct error *write_down(struct context *cx, const struct dispute_report *report,
                                struct dispute *dispute)
{
    struct dispute_category category;

    TRY(check_report(cx, report));
    TRY(find_category(cx, report, &category));
    TRY(count_find(cx, report->screening));
    *dispute = (struct dispute){
        .title = title_of(cx, category.name),
        .place = report->place,
        .category = category.code,
        .category_name = category.name,
        .is_family = category.is_family || report->concerns_women_or_children,
        .source = report->source,
        .screening = report->screening,
        .matter = report->matter,
        .lock = report->lock,
        .facts = sealed_words(cx, report->facts),
        .demands = sealed_words(cx, report->demands),
        .parcel = str_trim(report->parcel),
        .is_difficult = report->is_difficult,
        .people_count = report->people_count,
        .amount = report->amount,
        .recorded_by = cx->access->account,
        .found_on = date_is_set(report->found_on) ? report->found_on : cx->today,
    };
    return put_in_hands(cx, dispute);
}

struct error *dispute_note_settled(struct context *cx, const struct dispute_report *report,
                                   str words, struct dispute *dispute)
{
    struct dispute_paper paper = {
        .item = ITEM_EXPLANATION,
        .held_on = cx->today,
        .words = sealed_words(cx, words),
    };

    TRY(write_down(cx, report, dispute));
    dispute->status = DISPUTE_PREVENTED;
    dispute->ended_on = dispute->found_on;
    TRY(flow_begin(cx, &dispute_flow, dispute, "由原台账转入", (str){ 0 }));
    return dispute_keep_paper(cx, dispute, &paper);
}

struct error *dispute_open(struct context *cx, const struct dispute_report *report,
                           struct dispute *dispute)
{
    TRY(write_down(cx, report, dispute));
    TRY(deadline_after(cx, "MED_ASSIGN", dispute->place, cx->today, &dispute->register_due_on));
    if (!is_registered_at_once(cx, report, dispute->unit))
        return flow_begin(cx, &dispute_flow, dispute, "发现纠纷", (str){ 0 });
    dispute->status = DISPUTE_REGISTERED;
    dispute->registered_on = cx->today;
    return flow_begin(cx, &dispute_flow, dispute, "登记", (str){ 0 });
}
