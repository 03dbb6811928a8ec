/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dossier of a case (人民调解卷宗): 13 parts in the order of the national format.
 *
 * Nothing is typed twice: the parts follow from the case, its parties, its papers and its
 * agreement.  What was signed by hand is scanned and attached to its paper.
 */
#ifndef MODULES_DISPUTES_DOSSIER_H
#define MODULES_DISPUTES_DOSSIER_H

#include "modules/disputes/disputes.h"

struct dossier_part {
    int64_t count; /* how many papers it has */
    bool required; /* for this case */
};

struct dossier_state {
    struct dossier_part parts[DOSSIER_ITEMS + 1]; /* from 1 */
    int64_t missing_count;
    str missing; /* names, with 、 between */
};

/* Reads which parts are there and which are missing. */
MUST_USE struct error *dossier_read(struct context *cx, const struct dispute *dispute,
                                    struct dossier_state *state);

#endif
