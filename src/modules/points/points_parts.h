/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_POINTS_POINTS_PARTS_H
#define MODULES_POINTS_POINTS_PARTS_H

#include "modules/points/points.h"

extern const struct choice points_side_choices[POINTS_SIDES];
extern const struct choice points_source_choices[POINTS_SOURCES];

/* The posting of a key in a county, if there is one. */
MUST_USE struct error *posting_find(struct context *cx, str place, str key,
                                    struct points_posting *posting, bool *found);

/* Keeps a posting whose key nobody else can use, with place, origin and origin_id. */
MUST_USE struct error *posting_keep(struct context *cx, struct points_posting *posting);

/* Holds the key of an adjustment and looks for it. */
MUST_USE struct error *adjustment_find(struct context *cx, str place, str key,
                                       struct points_adjustment *adjustment, bool *found);

/* Keeps an adjustment and posts it. */
MUST_USE struct error *adjustment_make(struct context *cx, struct points_adjustment *adjustment,
                                       enum points_side against);

/* Takes back any posting, also those that a rule of their own takes back. */
MUST_USE struct error *posting_take_back(struct context *cx,
                                         const struct points_posting *posting, str reason,
                                         struct points_adjustment *reversal);

/* Recomputes the ledger. */
MUST_USE struct error *ledger_check(struct context *cx, void (*wrong)(str what, void *closure),
                                    void *closure, int64_t *checked);

/* Recomputes the stock. */
MUST_USE struct error *stock_check(struct context *cx, void (*wrong)(str what, void *closure),
                                   void *closure, int64_t *checked);

extern const struct query exemptions_within;
extern const struct query expiring_schemes;
extern const struct query untold_expiries;
extern const struct query expiries_over;
extern const struct query expiries_of_account;
extern const struct query redeemed_since;
extern const struct query stock_on_shelf;
extern const struct query funded_and_spent;
extern const struct query outstanding_points;
extern const struct query wrong_stocks;
extern const struct query trial_lines;
extern const struct query postings_until;
extern const struct query unbalanced_postings;
extern const struct query lost_entries;
extern const struct query strange_redemptions;
extern const struct query strange_adjustments;
extern const struct query unposted_redemptions;
extern const struct query wrong_balances;
extern const struct query households_of_passbook;
extern const struct query openings_of_household;

/* What stood in the passbooks before. */
struct roster;
extern const struct roster *const points_rosters[];

#endif
