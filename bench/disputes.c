/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a new database with one county and five years of its disputes.
 *
 *     bench-disputes DATABASE COUNT
 *
 * Each case has its screening, two parties, a mediator, four papers and an agreement, sealed as
 * the program seals them, and lies in the archive, save for some of the last two months.  They
 * are kept by store_insert with journal and search; their totals are made at the end.  The
 * first village has EXTRA more, so that its list is full however few there are; bench_worker
 * heads its committee and mediates them, bench_county is the county's judicial office.
 *
 * Prints rows=, rate= and case=, the id of a case of the first village.
 */
#include "app/figure.h"
#include "bench/county.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/secrecy.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    EXTRA = 200,
    CASES_A_TRANSACTION = 500,
    FIRST_YEAR = 2021,
    DAYS = 5 * 365,
    HOUSEHOLDS = 40, /* of the first village: which come again */
};

struct loading {
    long count;
    long done;
    record_id head; /* account */
    record_id mediators[TOWNSHIPS][VILLAGES];
    record_id committees[TOWNSHIPS][VILLAGES];
    record_id households[HOUSEHOLDS];
    struct dispute_category *categories;
    size_t category_count;
    record_id shown;
};

/* The county */

static struct error *add_committee(struct context *cx, struct loading *loading,
                                   unsigned township, unsigned village)
{
    str key = village_key(cx, township, village);
    bool is_first = township == 0 && village == 0;
    struct mediation_committee committee = { .place = key, .name = S("示例调委会") };
    struct mediator mediator = {
        .place = key,
        .name = S("示例调解员"),
        .position = MEDIATOR_CHAIR,
        .account = is_first ? loading->head : 0,
    };

    TRY(committee_found(cx, &committee));
    mediator.committee = committee.id;
    TRY(mediator_enlist(cx, &mediator));
    loading->committees[township][village] = committee.id;
    loading->mediators[township][village] = mediator.id;
    return NULL;
}

static struct error *add_households(struct context *cx, struct loading *loading)
{
    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        struct household household = {
            .place = village_key(cx, 0, 0),
            .number = arena_printf(cx->arena, "%zu", 1001 + i),
        };
        TRY(store_insert(cx, &household_type, &household));
        loading->households[i] = household.id;
    }
    return NULL;
}

static struct error *prepare(struct context *cx, void *closure)
{
    struct loading *loading = closure;
    record_id county;

    TRY(add_county(cx));
    TRY(add_account(cx, "bench_worker", "mediation_chair", village_key(cx, 0, 0),
                    &loading->head));
    TRY(add_account(cx, "bench_county", "county_justice", S(COUNTY_KEY), &county));
    for (unsigned township = 0; township < TOWNSHIPS; township++)
        for (unsigned village = 0; village < VILLAGES; village++)
            TRY(add_committee(cx, loading, township, village));
    TRY(add_households(cx, loading));
    return dispute_categories(cx, &loading->categories, &loading->category_count);
}

/* A case and what belongs to it */

static struct error *add_party(struct context *cx, const struct loading *loading,
                               const struct dispute *dispute, enum party_side side)
{
    bool is_first = str_eq(dispute->place, village_key(cx, 0, 0));
    struct dispute_party party = {
        .place = dispute->place,
        .dispute = dispute->id,
        .side = side,
        .household = is_first ? loading->households[chance(HOUSEHOLDS)] : 0,
        .name = sealed_words(cx, arena_printf(cx->arena, "示例%u", chance(50000))),
        .phone = sealed_words(cx, S("13800000000")),
        .address = sealed_words(cx, S("示例村3组")),
        .receipt = receipt_new(cx->arena, dispute->place),
        .consented_on = dispute->accepted_on,
        .signed_on = dispute->effective_on,
        .signing = SIGNED_BY_HAND,
    };

    return store_insert(cx, &dispute_party_type, &party);
}

static struct error *add_papers(struct context *cx, const struct dispute *dispute)
{
    static const enum dossier_item items[] = { ITEM_IDENTITY, ITEM_INVESTIGATION, ITEM_SESSION,
                                               ITEM_VISIT };

    for (size_t i = 0; i < COUNT(items); i++) {
        struct dispute_paper paper = {
            .place = dispute->place,
            .dispute = dispute->id,
            .item = items[i],
            .ordinal = 1,
            .held_on = dispute->accepted_on,
            .persons = sealed_words(cx, S("双方当事人")),
            .words = sealed_words(cx, S("双方到场,各说各的,看了现场以后都愿意退一步。")),
            .writer = S("示例"),
            .written_at = cx->now,
        };
        TRY(store_insert(cx, &dispute_paper_type, &paper));
    }
    return NULL;
}

static struct error *add_agreement(struct context *cx, const struct dispute *dispute)
{
    struct dispute_agreement agreement = {
        .place = dispute->place,
        .dispute = dispute->id,
        .form = dispute->form,
        .facts = sealed_words(cx, S("两家为屋檐水争吵。")),
        .terms = sealed_words(cx, S("三天内装好接水槽,以后互不追究。")),
        .reached_on = dispute->effective_on,
        .mediator_signed_on = dispute->effective_on,
        .sealed_on = dispute->effective_on,
        .effective_on = dispute->effective_on,
    };

    return dispute->outcome == OUTCOME_SETTLED
               ? store_insert(cx, &dispute_agreement_type, &agreement)
               : NULL;
}

static struct error *add_rest(struct context *cx, const struct loading *loading,
                              const struct dispute *dispute, record_id mediator)
{
    struct dispute_mediator row = {
        .place = dispute->place,
        .dispute = dispute->id,
        .mediator = mediator,
        .account = mediator == loading->mediators[0][0] ? loading->head : 0,
        .name = S("示例调解员"),
        .from_on = dispute->accepted_on,
    };

    TRY(add_party(cx, loading, dispute, SIDE_APPLICANT));
    TRY(add_party(cx, loading, dispute, SIDE_RESPONDENT));
    TRY(store_insert(cx, &dispute_mediator_type, &row));
    TRY(add_papers(cx, dispute));
    return add_agreement(cx, dispute);
}

static void settle(struct context *cx, struct dispute *dispute)
{
    dispute->status = DISPUTE_FILED;
    dispute->outcome = chance(40) > 0 ? OUTCOME_SETTLED : OUTCOME_TERMINATED;
    dispute->ended_on = date_add_days(cx->today, 5);
    dispute->filed_on = date_add_days(cx->today, 40);
    if (dispute->outcome != OUTCOME_SETTLED)
        return;
    dispute->form = chance(3) > 0 ? FORM_WRITTEN : FORM_ORAL;
    dispute->effective_on = dispute->ended_on;
    dispute->performed_on = dispute->ended_on;
    dispute->visited_on = date_add_days(cx->today, 12);
    dispute->confirm_due_on = date_add_days(cx->today, 35);
}

static struct error *add_case(struct context *cx, struct loading *loading)
{
    bool is_extra = loading->done >= loading->count;
    unsigned township = is_extra ? 0 : chance(TOWNSHIPS),
             village = is_extra ? 0 : chance(VILLAGES);
    long nth =
        is_extra ? (loading->done - loading->count) * (loading->count / EXTRA) : loading->done;
    int day = (int)(nth * DAYS / loading->count);
    const struct dispute_category *category =
        &loading->categories[chance((unsigned)loading->category_count)];
    struct screening screening = { .place = village_key(cx, township, village) };

    context_set_now(cx, instant_of(date_add_days(date_of(FIRST_YEAR, 1, 1), day), 9, 0, 0));
    screening.held_on = screening.from_on = cx->today;
    screening.who = S("示例");
    screening.found_count = 1;
    TRY(store_insert(cx, &screening_type, &screening));

    struct dispute dispute = {
        .title = arena_printf(cx->arena, "%.*s(%ld)", STR_ARG(category->name), nth),
        .place = screening.place,
        .category = category->code,
        .category_name = category->name,
        .is_family = category->is_family,
        .status = DISPUTE_MEDIATING,
        .source = (enum dispute_source)chance(DISPUTE_FROM_OTHERS + 1),
        .unit = screening.place,
        .committee = loading->committees[township][village],
        .screening = screening.id,
        .facts = sealed_words(cx, S("两家为屋檐水争吵,多次找村里。")),
        .parcel =
            chance(4) == 0 ? arena_printf(cx->arena, "示例%u号地", chance(2000)) : (str){ 0 },
        .people_count = 2 + chance(4),
        .party_count = 2,
        .mediator_count = 1,
        .amount = chance(2) * 100 * chance(20000),
        .is_difficult = chance(20) == 0,
        .found_on = cx->today,
        .registered_on = cx->today,
        .told_on = cx->today,
        .accepted_on = cx->today,
        .due_on = date_add_days(cx->today, 30),
    };
    if (day < DAYS - 60 || chance(3) > 0)
        settle(cx, &dispute);
    TRY(store_insert(cx, &dispute_type, &dispute));
    loading->shown = dispute.id;
    return add_rest(cx, loading, &dispute, loading->mediators[township][village]);
}

static struct error *add_cases(struct context *cx, void *closure)
{
    struct loading *loading = closure;

    for (int i = 0; i < CASES_A_TRANSACTION && loading->done < loading->count + EXTRA; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(add_case(cx, loading));
        loading->done++;
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *load(struct context *cx, void *closure)
{
    struct loading *loading = closure;

    context_set_now(cx, instant_of(date_of(FIRST_YEAR, 1, 1), 9, 0, 0));
    TRY(db_transaction(cx, prepare, loading));
    TRY(db_script(cx, "pragma synchronous = off; pragma cache_size = -400000"));
    cx->watch = &watch_without_totals;
    while (loading->done < loading->count + EXTRA)
        TRY(db_transaction(cx, add_cases, loading));
    return figures_rebuild(cx);
}

int main(int argc, char **argv)
{
    struct loading loading = { .count = argc == 3 ? atol(argv[2]) : 0 };

    if (loading.count < EXTRA) {
        fprintf(stderr, "usage: bench-disputes DATABASE COUNT (at least %d)\n", EXTRA);
        return 2;
    }
    double start = now_seconds();
    if (fill("bench-disputes", argv[1], load, &loading) != 0)
        return 1;
    printf("rows=%ld rate=%.0f case=%lld\n", loading.done,
           (double)loading.done / (now_seconds() - start), (long long)loading.shown);
    return 0;
}
