/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work that is due at times: one thread that queues the modules' jobs as changes like any
 * other.
 */
#ifndef APP_SCHEDULER_H
#define APP_SCHEDULER_H

#include "app/app.h"

struct scheduler;

/* Also seals the days of the journal that are over, and exports them to a folder unless journal
 * is NULL. */
struct scheduler *scheduler_start(struct app *app, const char *journal);
void scheduler_stop(struct scheduler *scheduler);

/* True when a multiple of so many minutes lies between two looks at the clock: none is left
 * out because other work took longer than a minute or somebody set the clock. */
bool work_is_due(int64_t every_minutes, int64_t last_minute, int64_t minute);

/* Runs every job once until it has nothing left, on cx->db: for tests, for the sample and for
 * the command line. */
MUST_USE struct error *jobs_run(struct context *cx);

#endif
