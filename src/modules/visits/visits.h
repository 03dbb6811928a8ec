/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits to households (走访): who was visited when, what was said, what comes of it.
 *
 * A visit is one sentence by whoever went there.  What needs more than that becomes a matter by
 * one click, and the visit names it.  Nobody counts how often somebody goes: the figures say
 * how many households a place has been to, so that none is forgotten.
 */
#ifndef MODULES_VISITS_VISITS_H
#define MODULES_VISITS_VISITS_H

#include "app/module.h"

enum { VISIT_WORDS_MAX = 5000 };

struct visit {
    record_id id;
    int64_t version;
    str place; /* of the household, or where somebody was met */
    record_id household;
    str visited; /* what they are called: 张三户; by hand for those who are in no register */
    date visited_on;
    str words;             /* what was said */
    str help;              /* what was done on the spot */
    str next_step;         /* what has to follow */
    str visitor;           /* who went */
    record_id recorded_by; /* account */
    instant recorded_at;
    record_id matter; /* what became of it */
};

extern const struct record_type visit_type;

/* Keeps a visit, under visits.write at its place.  Without visited_on it was today; the place
 * of a household is the household's. */
MUST_USE struct error *visit_keep(struct context *cx, struct visit *visit);

/* What may be put right afterwards; who went and whom stays. */
struct visit_correction {
    str words;
    str help;
    str next_step;
    date visited_on;
};

MUST_USE struct error *visit_correct(struct context *cx, record_id id,
                                     const struct visit_correction *correction);

/* Makes a matter of it: announces "visit.raised"; whoever listens makes the matter and calls
 * visit_note_matter.  Fails when it has become one already. */
MUST_USE struct error *visit_raise(struct context *cx, record_id id, struct visit *raised);
MUST_USE struct error *visit_note_matter(struct context *cx, record_id id, record_id matter);

#endif
