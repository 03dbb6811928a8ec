/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A few connections that read a large table at the same time, each in a thread of its own and
 * each some parts of it, all in the state of the database that the asking transaction sees.
 *
 * SQLite cannot be told to read the state of another connection.  But each connection notices
 * when anybody has committed something: they all look before the asking transaction begins, and
 * again when they begin to read.  What has not changed in between is the same for all of them.
 * When it has changed, or they are at work for somebody else, the asking connection reads
 * alone.
 *
 * Only db.c and together.c include driver.h with it; whoever has connections makes one of these
 * for all of them, and gives it to each by db_read_together.
 */
#ifndef DB_TOGETHER_H
#define DB_TOGETHER_H

#include "db/db.h"

enum { TOGETHER_MAX = 4 };

struct together;

/* So many connections, 0: as there are processors; at most TOGETHER_MAX.  They are opened when
 * they have been wanted once.  Never NULL; where there would be one alone, and for PostgreSQL,
 * which divides its work itself, they are never opened. */
struct together *together_create(const char *address, size_t connections);

/* After the connections that were given it are closed.  NULL is allowed. */
void together_destroy(struct together *together);

/* What each connection saw: a number that changes with the database. */
struct together_view {
    bool is_known;
    int64_t states[TOGETHER_MAX];
};

/* Before a transaction begins. */
void together_look(struct context *cx, struct together *together, struct together_view *view);

/* A tally of the rows of a table whose id is between two of the values, both excluded. */
struct together_tally {
    const char *sql;
    const struct value *values;
    size_t count;
    size_t first; /* values[first] and values[first + 1] */
    int64_t lowest;
    int64_t highest; /* no row has a lower or a higher id */
};

/* Since the view nothing must have changed.  False, and nothing was read, when they could not
 * do it; *answer is what the whole statement would answer. */
bool together_tally(struct context *cx, struct together *together,
                    const struct together_view *view, const struct together_tally *tally,
                    str *answer);

#endif
