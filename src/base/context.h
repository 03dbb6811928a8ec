/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who does what, when, and with which database.
 *
 * Every function that reads or changes records takes a context first.  It belongs to one
 * request, one command or one test, and to one thread.  Today and now come from here and never
 * from the clock, so that a test can choose the day and a history can be replayed.
 */
#ifndef BASE_CONTEXT_H
#define BASE_CONTEXT_H

#include "base/date.h"
#include "base/error.h"

typedef int64_t record_id;

struct db;
struct access;
struct calendar;
struct store_watch;
struct places_seen;
struct importing;
struct app;

struct context {
    struct arena *arena;
    struct db *db;
    date today;
    instant now;
    const struct app *app;           /* what has been set up for the whole program */
    const struct access *access;     /* who asks and which posts they hold; see app/access.h */
    const struct store_watch *watch; /* is told of every change; see record/store.h */
    const struct calendar *calendar; /* read when first asked for; see app/calendar.h */
    struct places_seen
        *places_seen; /* names that were looked up; see record/store.h; or NULL */
    /* Whether who asks has a permission at a place; NULL: everything may be shown. */
    bool (*may)(const struct context *cx, const char *permission, str place);
    struct importing *importing; /* the import whose rows are being kept; see app/import.h */
    const char *deed;            /* what is being done, for the journal: "matters.accept" */
};

/* Sets now, and today with it. */
void context_set_now(struct context *cx, instant now);

#endif
