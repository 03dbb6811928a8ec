/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A part of a visit that may want more memory than there is.
 *
 * The arena of a request has a limit, and the machine has one.  When either is reached, the
 * part is left at once (arena_try in base/arena.h): its transaction is undone to where it was,
 * the visit, its request, its response and its context are as they were, and the person is told
 * with 503.  The program lives.  This is the only place that leaves functions in such a way.
 */
#ifndef APP_ATTEMPT_H
#define APP_ATTEMPT_H

#include "app/visit.h"

/* Runs visit_begin, visit_prepare or visit_act. */
MUST_USE struct error *attempt(struct context *cx, struct visit *visit,
                               struct error *(*part)(struct context *cx, struct visit *visit));

/* visit_end, or a plain sentence when there is no memory for a page. */
void attempt_end(struct context *cx, struct visit *visit, struct error *error);

#endif
