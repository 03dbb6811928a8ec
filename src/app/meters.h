/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the program can tell about itself, for Prometheus: how many requests of each route and
 * how they ended, how long they took, how the writer fares, what the process uses.
 *
 * Counting is a few relaxed additions a request.
 */
#ifndef APP_METERS_H
#define APP_METERS_H

#include "app/app.h"
#include "app/limit.h"
#include "app/pool.h"
#include "http/server.h"

struct meters *meters_create(void);
void meters_destroy(struct meters *meters);

/* What else is asked when somebody reads.  Set before the first reading. */
struct meter_sources {
    const struct server *server;
    struct pool *pool;
};

void meters_watch(struct meters *meters, struct meter_sources sources);

/* A request that was answered; route is NULL when none was found. */
struct answered {
    const struct route *route;
    enum method method;
    int status;
    int64_t took_us;
    size_t bytes;
};

void meters_count(struct meters *meters, const struct answered *answered);

/* A statement took long; answers how often this one has, or 0 when too many are known. */
int64_t meters_count_slow(struct meters *meters, const char *sql);

#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* Everything in the text format 0.0.4 of Prometheus. */
void meters_write(const struct app *app, struct buf *out);

/* Why the program cannot work just now; empty when it can. */
MUST_USE str not_ready(struct context *cx);

/* /healthz, /readyz and /metrics. */
handler health_page;
handler ready_page;
handler metrics_page;

#endif
