/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_HONOURS_HONOUR_PARTS_H
#define MODULES_HONOURS_HONOUR_PARTS_H

#include "modules/honours/honours.h"

/* A nomination with its votes. */
struct standing {
    record_id nomination;
    int64_t votes;
    str name;
    str veto;
};

MUST_USE struct error *honour_standings(struct context *cx, record_id round,
                                        struct standing **standings, size_t *count);

MUST_USE struct error *honour_round_change(struct context *cx, void *round);
MUST_USE struct error *honour_nomination_change(struct context *cx, void *nomination);

struct error *honours_hear_ended(struct context *cx, const struct record_type *type,
                                 const void *record);
struct error *honours_hear_upheld(struct context *cx, const struct record_type *type,
                                  const void *record);
struct error *honours_set_up(struct context *cx);

handler honour_round_page;
handler honour_paper_action;
handler honour_vote_page;
handler honour_vote_action;
handler honour_nomination_page;
handler honour_veto_action;
handler honour_award_page;
handler honour_revoke_action;
handler honour_certificate_page;

extern const struct shape honour_paper_input;
extern const struct shape honour_vote_input;
extern const struct shape honour_reason_input;

extern const struct query nominations_of_round;
extern const struct query standings_of_round;
extern const struct query revoked_awards;
extern const struct query same_nomination;

extern const struct figure honour_figures[];

#endif
