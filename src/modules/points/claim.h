/* SPDX-License-Identifier: Apache-2.0 */
/* What the files about claims share. */
#ifndef MODULES_POINTS_CLAIM_H
#define MODULES_POINTS_CLAIM_H

#include "modules/points/scheme.h"

extern const struct choice claim_statuses[CLAIM_WITHDRAWN + 1];

/* Who belongs to an account: residents. */
MUST_USE struct error *people_of_account(struct context *cx,
                                         const struct points_account *account,
                                         record_id **people, size_t *count);

/* Fails when the person belongs to the account or is near kin to somebody who does.  states
 * says that the person has stated that there is no kinship; asked for when the person is
 * unknown. */
MUST_USE struct error *check_no_kin(struct context *cx, const struct points_account *account,
                                    record_id person, bool states);

/* Settles how many points a claim gives, by the item's cap. */
MUST_USE struct error *claim_settle(struct context *cx, struct points_claim *claim);

MUST_USE struct error *voices_of(struct context *cx, const struct points_claim *claim,
                                 struct points_voice **voices, size_t *count);

MUST_USE struct error *claim_hear_ended(struct context *cx, const struct notice *notice);
MUST_USE struct error *claim_hear_upheld(struct context *cx, const struct notice *notice);
struct error *points_hear_notice_ended(struct context *cx, const struct record_type *type,
                                       const void *record);
struct error *points_hear_notice_upheld(struct context *cx, const struct record_type *type,
                                        const void *record);
struct error *points_hear_matter_ended(struct context *cx, const struct record_type *type,
                                       const void *record);

extern const struct query claims_in_period;
extern const struct query claims_of_year;
extern const struct query voices_of_claim;
extern const struct query reviewers_of_village;
extern const struct query who_settled;
extern const struct query memberships_of_person;
extern const struct query cards_of_account;
extern const struct query households_of_number;
extern const struct query households_with_points;
extern const struct query strange_claims;
extern const struct query unposted_claims;

extern const struct figure points_figures[];
extern const struct chart points_charts[];

#endif
