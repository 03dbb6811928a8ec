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

/* Fails when somebody may not vote in a round; the key of their ballot, and their name. */
MUST_USE struct error *voter_check(struct context *cx, const struct honour_round *round,
                                   record_id voter, str *key, str *name);

/* The names of stars by their codes, and how many there are. */
MUST_USE struct error *honour_star_names(struct context *cx, str kind, str place, str codes,
                                         str *names, size_t *count);

/* Fails when the check confirmed fewer stars than the honour asks for. */
MUST_USE struct error *honour_check_stars(struct context *cx, const struct honour_kind *kind,
                                          const struct honour_nomination *nomination);

MUST_USE struct error *honour_codes(struct context *cx, record_id round,
                                    struct honour_code **codes, size_t *count);

/* The appeals about an award, the newest first. */
MUST_USE struct error *honour_appeals_of(struct context *cx, record_id award,
                                         struct honour_appeal **appeals, size_t *count);

/* The award of a certificate's number; fails with ERROR_NOT_FOUND. */
MUST_USE struct error *honour_award_by_code(struct context *cx, str typed,
                                            struct honour_award *award);

MUST_USE struct error *honour_round_change(struct context *cx, void *round);
MUST_USE struct error *honour_nomination_change(struct context *cx, void *nomination);

struct error *honours_hear_ended(struct context *cx, const struct record_type *type,
                                 const void *record);
struct error *honours_hear_upheld(struct context *cx, const struct record_type *type,
                                  const void *record);
struct error *honours_set_up(struct context *cx);

/* round_form.c */
handler honour_round_new_page;
handler honour_round_new_action;

handler honour_round_page;
handler honour_paper_action;
handler honour_vote_page;
handler honour_vote_action;
handler honour_nomination_page;
handler honour_veto_action;
handler honour_award_page;
handler honour_revoke_action;
handler honour_certificate_page;
handler honour_certificate_paper;
handler honour_appeal_action;
handler honour_stars_action;
handler honour_codes_action;
handler honour_codes_paper;
handler honours_of_place_page;

extern const struct shape honour_round_input;
extern const struct shape honour_paper_input;
extern const struct shape honour_vote_input;
extern const struct shape honour_reason_input;
extern const struct shape honour_codes_input;
extern const struct shape honour_stars_input;
extern const struct shape honour_appeal_input;

extern const struct query all_honour_kinds;
extern const struct query nominations_of_round;
extern const struct query standings_of_round;
extern const struct query revoked_awards;
extern const struct query same_nomination;
extern const struct query stars_of_kind;
extern const struct query codes_of_round;
extern const struct query registered_households;
extern const struct query appeals_of_award;
extern const struct query honours_at_place;
extern const struct query honours_of_holder;

extern const struct figure honour_figures[];
extern const struct chart honour_charts[];

#endif
