/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of whole databases, taken while others change them.
 *
 * SQLite is copied by its online backup inside one read transaction: in WAL mode the writer
 * goes on, and the copy is the state of the moment when it began.  (Without the transaction the
 * copying would begin anew with every change; VACUUM INTO would also be one state, but builds
 * every index again.)  PostgreSQL is copied by pg_dump with the snapshot of a transaction that
 * is open, so that what is read in this transaction belongs to the same state.
 */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "db/db.h"

#include <stdatomic.h>

/* Ends a copying that is under way when it becomes true; NULL: nobody wants that. */
typedef const atomic_bool *stop_flag;

/* The error of a copying that was told to stop. */
MUST_USE struct error *check_stop(struct context *cx, stop_flag stop);

/* Copies a file of SQLite to a new one, which is on the disk when this returns. */
MUST_USE struct error *sqlite_copy(struct context *cx, const char *from, const char *to,
                                   stop_flag stop);

/* Reads through a file of SQLite that nobody changes and answers what is damaged, empty when
 * all is well.  Quick leaves out whether the indexes fit their tables. */
MUST_USE struct error *sqlite_damage(struct context *cx, const char *path, bool quick,
                                     str *damage);

/* Makes a file of SQLite that nobody else has open one file: what its -wal holds goes into it.
 * Fails with ERROR_BUSY when somebody has it open. */
MUST_USE struct error *sqlite_close_for_all(struct context *cx, const char *path);

/* The snapshot of the transaction that is open on cx->db, for postgres_dump. */
MUST_USE struct error *postgres_snapshot(struct context *cx, const char **snapshot);

/* pg_dump and pg_restore of Debian's postgresql-client, in pg_dump's custom format.  Schemas
 * that were put aside (before_*) are left out. */
MUST_USE struct error *postgres_dump(struct context *cx, const char *address,
                                     const char *snapshot, const char *to, stop_flag stop);
MUST_USE struct error *postgres_restore(struct context *cx, const char *address,
                                        const char *from);

/* The same server with another database. */
const char *postgres_address_of(struct context *cx, const char *address, const char *database);

#endif
