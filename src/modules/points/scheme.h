/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 积分办法: what earns points, how many, and who has decided that.
 *
 * A scheme goes the lawful way: opinions of the villagers, both committees, the party members,
 * the villagers' decision, the township's check, publication.  From the first step on it does
 * not change any more; whoever wants to change it brings it back to the draft, or makes the
 * next edition.
 */
#ifndef MODULES_POINTS_SCHEME_H
#define MODULES_POINTS_SCHEME_H

#include "app/notice.h"
#include "base/number.h"
#include "modules/points/points_parts.h"

enum { SCHEME_STATUSES = SCHEME_ENDED + 1, STATISTICS = STATISTIC_MEDIATION + 1 };

extern const struct choice scheme_statuses[SCHEME_STATUSES];
extern const struct choice points_statistics[STATISTICS];

/* Refuses an item that the law does not allow, with the reason and its source. */
MUST_USE struct error *item_check(struct context *cx, const struct points_item *item);

/* The items of a scheme, in the order in which they were added. */
MUST_USE struct error *items_of(struct context *cx, record_id scheme,
                                struct points_item **items, size_t *count);

/* What happened at a meeting that decides. */
struct meeting {
    date held_on;
    int64_t due;     /* who should come */
    int64_t present; /* who came */
    int64_t yes;
};

/* Fails with what is missing by a rule of data/meeting_rules.csv. */
MUST_USE struct error *meeting_check(struct context *cx, const char *code,
                                     const struct meeting *meeting);

/* Listeners for notices about schemes. */
MUST_USE struct error *scheme_hear_ended(struct context *cx, const struct notice *notice);
MUST_USE struct error *scheme_hear_upheld(struct context *cx, const struct notice *notice);

struct error *forbidden_set_up(struct context *cx);

extern const struct query items_of_scheme;
extern const struct query scheme_in_force;
extern const struct query all_forbidden;
extern const struct query last_edition;
extern const struct query claims_of_last_year;

#endif
