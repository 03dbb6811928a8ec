/* SPDX-License-Identifier: Apache-2.0 */
/* The doors of committees, rooms, mediators, screenings and plans. */
#ifndef MODULES_DISPUTES_COMMITTEE_H
#define MODULES_DISPUTES_COMMITTEE_H

#include "modules/disputes/disputes.h"

MUST_USE struct error *committee_found(struct context *cx, void *committee);
MUST_USE struct error *committee_change(struct context *cx, void *committee);
MUST_USE struct error *room_open(struct context *cx, void *room);
MUST_USE struct error *mediator_enlist(struct context *cx, void *mediator);
MUST_USE struct error *mediator_change(struct context *cx, void *mediator);
MUST_USE struct error *screening_change(struct context *cx, void *screening);
MUST_USE struct error *plan_make(struct context *cx, void *plan);
MUST_USE struct error *plan_change(struct context *cx, void *plan);

/* The committee of a place on cx->today; found is false when there is none. */
MUST_USE struct error *committee_of(struct context *cx, str place,
                                    struct mediation_committee *committee, bool *found);

/* Who mediates for a committee today. */
MUST_USE struct error *committee_mediators(struct context *cx, record_id committee,
                                           struct mediator **mediators, size_t *count);

/* How many cases a mediator has in hand. */
MUST_USE struct error *mediator_load(struct context *cx, record_id mediator, int64_t *cases);

/* What the composition of a committee lacks (人民调解法 8, 9), a sentence a line; empty when it
 * is as it should be. */
MUST_USE struct error *committee_lacks(struct context *cx,
                                       const struct mediation_committee *committee, str *words);

/* By when a place should be screened again: twice a month a village, monthly a township, or as
 * a plan of today says.  *last is the day of the last one. */
struct screening_rhythm_state { /* no row */
    date last;
    date due;
    struct screening_plan plan; /* of a sensitive time; id 0: none */
};

MUST_USE struct error *screening_state_of(struct context *cx, str place,
                                          struct screening_rhythm_state *state);

extern const struct query committees_at;
extern const struct query mediators_of_committee;
extern const struct query plans_at;
extern const struct query last_screening_of_village;
extern const struct query last_screening_of_township;
extern const struct query screening_alike;
extern const struct query disputes_told_alike;

/* The ledgers that were kept before. */
struct roster;
extern const struct roster *const dispute_rosters[];

#endif
