/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_VISITS_VISIT_PARTS_H
#define MODULES_VISITS_VISIT_PARTS_H

#include "modules/visits/visits.h"

extern const struct query households_to_choose;
extern const struct query households_and_visits;
extern const struct query households_to_visit;
extern const struct query households_visited;
extern const struct query households_to_be_meant;
extern const struct query visits_told_alike;

/* The ledger that was kept before. */
struct roster;
extern const struct roster *const visit_rosters[];

extern const struct figure visit_figures[];

extern const struct shape new_visit_input;
extern const struct shape visit_correction_input;

handler visit_new_page;
handler visit_new_action;
handler visit_page;
handler visit_correct_action;
handler visit_raise_action;
handler visit_households_page;

MUST_USE struct error *visits_to_make_panel(struct context *cx, str place, struct buf *out);

#endif
