/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_STARS_STAR_PARTS_H
#define MODULES_STARS_STAR_PARTS_H

#include "modules/party/party.h"
#include "modules/stars/stars.h"

extern const struct choice star_grades[GRADE_FAILED + 1];

/* What a round is about does not change any more. */

/* A branch that is there. */
MUST_USE struct error *branch_get(struct context *cx, record_id id, const char *permission,
                                  struct party_organisation *branch);

struct error *stars_set_up(struct context *cx);
struct error *stars_hear_ended(struct context *cx, const struct record_type *type,
                               const void *record);
struct error *stars_hear_upheld(struct context *cx, const struct record_type *type,
                                const void *record);

/* ★★★ 三星 */
str star_shown(struct context *cx, const struct member_star *star);

handler stars_page;
handler stars_own_page;
handler stars_settle_action;
handler star_review_page;
handler star_reviewed_page;
handler star_reviewed_say_action;
handler star_reviewed_count_action;
handler star_reviewed_decide_action;
handler branch_rating_page;
handler branch_rating_scores_action;

extern const struct shape stars_settle_input;
extern const struct shape review_words_input;
extern const struct shape review_votes_input;
extern const struct shape review_decision_input;

extern const struct query all_star_steps;
extern const struct query member_accounts;
extern const struct query stars_of_year;
extern const struct query own_accounts;
extern const struct query own_stars;
extern const struct query own_deeds;
extern const struct query full_members;
extern const struct query reviewed_of_review;
extern const struct query all_indicators;
extern const struct query scores_of_rating;

#endif
