/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the choices that both records and forms use. */
#ifndef MODULES_DISPUTES_CHOICES_H
#define MODULES_DISPUTES_CHOICES_H

#include "modules/disputes/disputes.h"

enum { DISPUTE_STATUSES = DISPUTE_PREVENTED + 1 };
enum { DISPUTE_SOURCES = DISPUTE_FROM_OTHERS + 1 };
enum { DISPUTE_LEVELS = DISPUTE_AT_COUNTY + 1 };
enum { LOCKS = LOCK_MINOR + 1 };
enum { RISKS = RISK_RED + 1 };
enum { FORMS = FORM_ORAL + 1 };
enum { CONTENTS = CONTENT_NOT_REACHED + 1 };
enum { SATISFACTIONS = SATISFACTION_BAD + 1 };
enum { RETENTIONS = RETENTION_PERMANENT + 1 };
enum { SIDES = SIDE_RESPONDENT + 1 };
enum { PARTY_KINDS = PARTY_ORGANISATION + 1 };
enum { PARTY_SEXES = PARTY_WOMAN + 1 };
enum { SIGNINGS = SIGNED_BY_FINGER + 1 };
enum { MEDIATOR_ROLES = ROLE_HELPER + 1 };
enum { STANDINGS = STANDING_OFFICE + 1 };
enum { CHOSERS = CHOSEN_BY_ALL + 1 };
enum { SCREENING_KINDS = SCREENING_SPECIAL + 1 };
enum { COMMITTEE_KINDS = COMMITTEE_SOCIAL + 1 };
enum { ROOM_KINDS = ROOM_OTHER + 1 };

extern const struct choice dispute_status_choices[DISPUTE_STATUSES];
extern const struct choice dispute_source_choices[DISPUTE_SOURCES];
extern const struct choice dispute_level_choices[DISPUTE_LEVELS];
extern const struct choice lock_choices[LOCKS];
extern const struct choice risk_choices[RISKS];
extern const struct choice form_choices[FORMS];
extern const struct choice content_choices[CONTENTS];
extern const struct choice satisfaction_choices[SATISFACTIONS];
extern const struct choice retention_choices[RETENTIONS];
extern const struct choice side_choices[SIDES];
extern const struct choice party_kind_choices[PARTY_KINDS];
extern const struct choice party_sex_choices[PARTY_SEXES];
extern const struct choice signing_choices[SIGNINGS];
extern const struct choice mediator_role_choices[MEDIATOR_ROLES];
extern const struct choice standing_choices[STANDINGS];
extern const struct choice chooser_choices[CHOSERS];
extern const struct choice screening_kind_choices[SCREENING_KINDS];
extern const struct choice committee_kind_choices[COMMITTEE_KINDS];
extern const struct choice room_kind_choices[ROOM_KINDS];

/* The names of the parts of a dossier, from 1. */
extern const struct choice dossier_choices[DOSSIER_ITEMS + 1];

#define WORDS_OF(choices)                                                                      \
    {                                                                                          \
        (choices), COUNT(choices)                                                              \
    }

#endif
