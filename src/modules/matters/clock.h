/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks of a matter: by when it must be accepted, done and asked about.
 *
 * The limits are rules (data/deadlines.csv).  A clock stands still only while a matter is
 * paused; a limit that was missed stays missed.
 */
#ifndef MODULES_MATTERS_CLOCK_H
#define MODULES_MATTERS_CLOCK_H

#include "modules/matters/matters.h"

/* It has just been reported: somebody must answer for it soon.  The limit of an order of the
 * hotline runs from now. */
MUST_USE struct error *clock_report(struct context *cx, struct matter *matter);

/* Somebody answers for it: the time for handling it runs from today.  Once only. */
MUST_USE struct error *clock_accept(struct context *cx, struct matter *matter);

/* The work is done. */
void clock_resolve(const struct context *cx, struct matter *matter);

/* The person has to be asked within some days. */
MUST_USE struct error *clock_visit(struct context *cx, struct matter *matter);

/* The work begins again, with the same time as before. */
MUST_USE struct error *clock_rework(struct context *cx, struct matter *matter);

/* The days since the pause began are added to the limit. */
void clock_resume(const struct context *cx, struct matter *matter);

/* Some days more. */
void clock_extend(const struct context *cx, struct matter *matter, int64_t days);

/* How long an extension may be. */
MUST_USE struct error *clock_longest_extension(struct context *cx, const struct matter *matter,
                                               int64_t *days);

/* The level it is raised to gets the same time again before the next one is called. */
MUST_USE struct error *clock_raise(struct context *cx, struct matter *matter);

/* Sets the day after which it goes up a level, from its state and its limits. */
void clock_settle(struct matter *matter);

#endif
