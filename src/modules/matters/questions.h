/* SPDX-License-Identifier: Apache-2.0 */
/* The questions that the rules of this room ask the database, for the list of the module. */
#ifndef MODULES_MATTERS_QUESTIONS_H
#define MODULES_MATTERS_QUESTIONS_H

#include "record/store.h"

extern const struct query callers_of_matter;
extern const struct query units_of_matter;
extern const struct query candidates_of_matter;
extern const struct query overdue_matters;
extern const struct query matters_recorded_by;
extern const struct query places_below;
extern const struct query public_matters;
extern const struct query matters_told_alike;

/* The ledger that villages kept before. */
struct roster;
extern const struct roster *const matter_rosters[];

#endif
