/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Databases of earlier releases.
 *
 * A database knows the number of the tables it was written with, their text, and what its
 * totals and search words were made of.  When this program's differ, the database is backed up,
 * changed in one transaction, and verified before that is committed.
 *
 * Most changes are derived: tables, columns and indexes that are new are made, indexes that are
 * no more are dropped, totals and words whose definition changed are made anew.  What cannot be
 * derived (a column with another name, a value with another meaning) is a numbered step in
 * upgrade_steps.c.
 */
#ifndef APP_UPGRADE_H
#define APP_UPGRADE_H

#include "app/app.h"

/* Counts up with the first change of the tables after a release; see tests/old/README.md.  A
 * database without a number is of release 1. */
enum { SCHEMA_VERSION = 3, SCHEMA_UNNUMBERED = 1 };

/* What a version changes that does not follow from the field tables.  Runs before tables and
 * columns are added, on tables as the version before left them. */
struct upgrade_step {
    int version; /* the one it leads to */
    const char *says;
    struct error *(*run)(struct context *cx);
};

extern const struct upgrade_step upgrade_steps[]; /* ends with a zero one */

/* The number that the database on cx->db was written with. */
MUST_USE struct error *upgrade_version(struct context *cx, int64_t *version);

/* Refuses a database that is newer than this program.  Brings an older one up: backs it up
 * (into backups; NULL: it is a copy already), then changes and verifies it in one transaction
 * of cx->db.  Nothing happens when it is as it should be. */
MUST_USE struct error *upgrade_run(struct context *cx, const struct app *app,
                                   const char *backups);

/* The change alone, with steps of one's own, in the transaction that is open. */
MUST_USE struct error *upgrade_apply(struct context *cx, const struct upgrade_step *steps);

/* Writes down that the database is as this program makes it. */
MUST_USE struct error *upgrade_note(struct context *cx);

void upgrade_schema_write(enum db_engine engine, struct buf *out);

#endif
