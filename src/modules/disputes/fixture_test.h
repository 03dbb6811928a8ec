/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room begin with: a committee, mediators, disputes in a state. */
#ifndef MODULES_DISPUTES_FIXTURE_TEST_H
#define MODULES_DISPUTES_FIXTURE_TEST_H

#include "modules/disputes/steps.h"

#define COUNTY "421182"
#define TOWNSHIP "421182102"
#define VILLAGE "421182102205"
#define GRID "421182102205001"
#define NEXT_VILLAGE "421182102206"

/* A committee at the village, one at the township and one at the county. */
record_id a_committee(struct context *cx, const char *place);

/* A mediator of the committee at a place, who signs in with an account (0: none). */
record_id a_mediator(struct context *cx, const char *place, record_id account);

/* A resident of the village; in the household of a number when that is not NULL. */
record_id a_resident(struct context *cx, const char *name, const char *household,
                     const char *relation);

/* A dispute of the village brought to a state by the steps that lead there. */
record_id a_dispute(struct context *cx, enum dispute_status status);

/* One that has only been registered, of a type. */
record_id a_case(struct context *cx, const char *category, enum dispute_lock lock);

struct dispute the_dispute(struct context *cx, record_id id);

void step(struct context *cx, record_id id, const char *name, const void *input);
void step_fails(struct context *cx, record_id id, const char *name, const void *input,
                enum error_kind kind);

/* The two parties, with their consent; two strangers to the register. */
void two_parties(struct context *cx, record_id id);

/* Brings a registered dispute to acceptance, with this mediator. */
void accept_case(struct context *cx, record_id id, record_id mediator);

/* An agreement in writing; signs everything but what is left out. */
void agree_in_writing(struct context *cx, record_id id);
void sign_all(struct context *cx, record_id id);

/* The first party on a side. */
record_id party_on(struct context *cx, record_id id, enum party_side side);

/* "/disputes/4211820000000001/accept" */
const char *dispute_path(struct context *cx, record_id id, const char *rest);

int64_t rows_in(struct context *cx, const char *table);

date day_of(const char *text);

#endif
