/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a connection has been answered since the database last changed.
 *
 * The same question asked of the same state has the same answer, so a reader need not ask it
 * again: the posts of whoever leafs through lists, the names of places, the totals above them.
 * Whose connection it is compares the state at the beginning of each transaction and forgets
 * everything when it is another.  Only db.c and the tests include this.
 */
#ifndef DB_RECALL_H
#define DB_RECALL_H

#include "db/db.h"

struct recall;

/* A statement with its values, as db_query is given it. */
struct question {
    str sql;
    const struct value *values;
    size_t count;
};

struct recall *recall_create(void);
void recall_destroy(struct recall *recall); /* NULL is allowed */

void recall_forget(struct recall *recall);

/* True when the answer is known; *result is a copy in the arena. */
bool recall_find(struct recall *recall, struct arena *arena, const struct question *question,
                 struct result *result);

/* Keeps a copy of the answer, unless it is large.  When too many have been kept, all others are
 * forgotten first. */
void recall_keep(struct recall *recall, const struct question *question,
                 const struct result *result);

#endif
