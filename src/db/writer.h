/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only ones who change the database.
 *
 * Changes are queued.  On SQLite one thread takes all that wait, runs each in a savepoint of
 * one transaction, commits once, and only then tells each caller its outcome: a lone change
 * commits at once, a crowd shares one sync.  On PostgreSQL several threads each run one change
 * in one transaction of their own.  There a change is tried again when the server says that two
 * collided or when the connection broke, and when it broke at the commit the writer finds out
 * first whether the change was kept (table commits).
 */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include "base/buf.h"
#include "db/db.h"

struct writer;

/* One change.  The caller owns it and keeps it until done is called. */
struct change {
    /* Does the change, with cx->db set to the writer's connection.  Runs again from the start
     * when the transaction has to be repeated. */
    struct error *(*run)(struct context *cx, struct change *change);
    /* Is told how it ended, after the commit, in a thread of the writer: error is NULL or lives
     * in the arena of change->cx.  Must be quick and must not touch the database. */
    void (*done)(struct change *change, struct error *error);
    struct context *cx; /* the caller's, used by the writer until done */
    struct change *next;
};

struct writer_options {
    const char *address;
    int threads;      /* used on PostgreSQL; SQLite always has one */
    size_t queue_max; /* more waiting changes than this are refused */
    int log_pages;    /* of SQLite's log, from which on it is moved; 0: as is usual */
};

/* The writer's own table; there is none on SQLite. */
void writer_schema_write(enum db_engine engine, struct buf *out);

MUST_USE struct error *writer_create(struct context *cx, const struct writer_options *options,
                                     struct writer **writer);

/* Finishes what is queued, closes the connections and frees the writer. */
void writer_destroy(struct writer *writer);

/* Queues a change.  False when the queue is full: done is not called then. */
bool writer_queue(struct writer *writer, struct change *change);

/* Queues a change and waits for its end. */
MUST_USE struct error *writer_run(struct writer *writer, struct context *cx,
                                  struct error *(*run)(struct context *cx, void *closure),
                                  void *closure);

/* Batches by how many changes they had: 1, 2, 3 to 4, 5 to 8, ... and more than the last. */
enum { BATCH_SIZES = 10 };

struct writer_figures {
    int64_t changes;
    int64_t batches; /* each is one commit */
    int64_t refused;
    int64_t waiting;
    int64_t batch_sizes[BATCH_SIZES];
    /* Since when there is work and none of it gets done, in milliseconds; 0 when idle. */
    int64_t stuck_ms;
};

struct writer_figures writer_figures(struct writer *writer);

#endif
