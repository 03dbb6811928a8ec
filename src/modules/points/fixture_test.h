/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room begin with: households, points in an account. */
#ifndef MODULES_POINTS_FIXTURE_TEST_H
#define MODULES_POINTS_FIXTURE_TEST_H

#include "modules/people/people.h"
#include "modules/points/claim.h"

#define COUNTY "421182"
#define TOWNSHIP "421182102"
#define VILLAGE "421182102205"
#define NEXT_VILLAGE "421182102206"

/* A resident of the village, and a registered household with this head. */
record_id points_resident(struct context *cx, const char *name);
struct household points_household(struct context *cx, const char *head_name);

/* A household's account with so many points, carried over from paper. */
struct points_account points_account_with(struct context *cx, const char *head_name,
                                          int64_t points);

struct points_account points_account_now(struct context *cx, record_id id);

/* Posts and expects it to work. */
struct points_posting points_posted(struct context *cx, record_id account, const char *key,
                                    enum points_posting_kind kind, int64_t honour,
                                    int64_t redeemable);

/* All accounts are zero together, and the ledger is what its halves say. */
void points_check_ledger(struct context *cx);

/* "/points_postings/4211820000000001/reverse" */
const char *points_path(struct context *cx, const char *table, record_id id, const char *rest);

/* A draft for households whose points may be redeemed, with one item: 5 points a time, at most
 * 12 a year. */
struct points_scheme a_points_draft(struct context *cx, enum points_side side);

/* The same in force: by its way, on the day it has got to. */
struct points_scheme a_points_scheme(struct context *cx, enum points_side side);

/* An item added to a draft. */
struct points_item a_points_item(struct context *cx, record_id scheme, const char *code,
                                 const char *name, int64_t points);

/* The item of a code. */
record_id points_item_with(struct context *cx, record_id scheme, const char *code);

/* Takes a step of a scheme and expects it to work. */
void points_take(struct context *cx, const struct flow *flow, record_id id, const char *step,
                 const void *input);

/* Runs the job that ends notices, some days later. */
void points_days_later(struct context *cx, int days);

#endif
