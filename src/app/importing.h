/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an import carries with it while it keeps or takes away records.  Only the files about
 * imports and the totals include this.
 */
#ifndef APP_IMPORTING_H
#define APP_IMPORTING_H

#include "app/import.h"

struct importing {
    record_id import;
    int64_t step_ms;
    bool may_change; /* also what others see: in the one step that shows all */
    bool is_late;    /* it wanted to, and may not yet */
    bool is_own;     /* the record that is being kept is one that this import made */
    const struct staged *refused; /* the last row that was refused, and why */
    str said;
};

/* The import to which the totals of the record belong that is being kept; 0: to none. */
record_id import_of_record(const struct context *cx);

/* The watch's part: notes what an import makes and changes, and keeps everybody else from
 * changing, or building upon, what is still hidden. */
struct error *import_watch(struct context *cx, const struct record_type *type,
                           const void *before, const void *after);

/* The views that take away what the import at work has made. */
const struct db_curtain *import_curtain(void);

/* The import whose records are hidden just now; found says whether there is one. */
MUST_USE struct error *import_find_hidden(struct context *cx, struct import_run *run,
                                          bool *found);

/* Whether an import waits or is at work. */
MUST_USE struct error *import_is_due(struct context *cx, bool *found);

/* While somebody reads the rows of an import that receives, they hold its feed: a lock of the
 * installation, which the system gives back when the program ends, however it ends.  -1: it is
 * held already. */
MUST_USE struct error *import_hold_feed(struct context *cx, int *feed);
void import_leave_feed(int *feed);

/* Whether anybody holds it. */
bool import_is_fed(struct context *cx);

/* A server notes for its life that it shares the database, so that whoever imports beside it
 * leaves it time for its own changes. */
MUST_USE struct error *import_note_server(struct context *cx, int *server);
bool import_has_server(struct context *cx);

/* One step of taking away what an import has made. */
MUST_USE struct error *import_take_away(struct context *cx, struct import_run *run);

/* How long a step may keep the others waiting, and how long where nobody is served; how long an
 * import can be undone. */
enum { IMPORT_STEP_MS = 20, IMPORT_ALONE_MS = 500, IMPORT_HOURS = 24 };

int64_t import_clock_ms(void);

#endif
