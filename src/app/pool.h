/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A few threads, each with a connection that only reads, for what would hold up an event loop:
 * exports, password hashing, reports.
 */
#ifndef APP_POOL_H
#define APP_POOL_H

#include "db/db.h"

struct pool;

struct pool_job {
    void (*run)(struct pool_job *job, struct db *db);
    struct pool_job *next;
};

MUST_USE struct error *pool_create(struct context *cx, const char *address, int threads,
                                   size_t queue_max, struct pool **pool);

/* Finishes what is queued. */
void pool_destroy(struct pool *pool);

/* False when too many wait already. */
bool pool_queue(struct pool *pool, struct pool_job *job);

struct pool_figures {
    int64_t waiting;
    int64_t refused;
};

struct pool_figures pool_figures(struct pool *pool);

#endif
