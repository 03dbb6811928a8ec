/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_ECONOMY_ECONOMY_PARTS_H
#define MODULES_ECONOMY_ECONOMY_PARTS_H

#include "modules/economy/economy.h"

/* Whoever asks may keep the register there, and the place is a village, or a part of one, that
 * is open. */
MUST_USE struct error *check_register(struct context *cx, str place);

/* Fails for days to come. */
MUST_USE struct error *check_past(struct context *cx, const char *field, date on);

/* Fails when another record of the village has the number; an empty one is nobody's. */
MUST_USE struct error *check_number_free(struct context *cx, const struct record_type *type,
                                         const void *record, const char *said);

/* What the doors ask of a record. */
MUST_USE struct error *property_check(struct context *cx, void *property);
MUST_USE struct error *contract_check(struct context *cx, void *contract);
MUST_USE struct error *share_check(struct context *cx, void *share);

extern const struct roster *const economy_rosters[];

#endif
