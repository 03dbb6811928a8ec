/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a driver must be able to do.  Only db.c and the drivers include this.
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db/db.h"

struct db_driver {
    enum db_engine engine;
    void (*close)(struct db *db);
    struct error *(*query)(struct context *cx, struct db *db, const char *sql,
                           const struct value *values, size_t count, struct result *result);
    struct error *(*prepare)(struct context *cx, struct db *db, const char *sql);
    struct error *(*script)(struct context *cx, struct db *db, const char *sql);
    bool (*in_transaction)(struct db *db); /* as the engine sees it */
    const char *begin;                     /* how a transaction that changes something begins */
    const char *begin_read;
};

/* The head of each driver's own struct. */
struct db {
    const struct db_driver *driver;
    enum db_use use;
    int depth;
    const struct db_companion *companion;
    void *companion_state;
    int fail_at;
    int64_t statements;
};

MUST_USE struct error *sqlite_open(struct context *cx, const char *path, enum db_use use,
                                   struct db **db);
MUST_USE struct error *postgres_open(struct context *cx, const char *address, enum db_use use,
                                     struct db **db);

/* Maps the text of a statement to what the driver prepared for it. */
struct statement_cache {
    struct cached_statement *slots;
    size_t count;
    size_t capacity;
};

/* The statement prepared for sql, or NULL. */
void *statement_cache_find(const struct statement_cache *cache, str sql);

/* Remembers a statement; sql is copied. */
void statement_cache_add(struct statement_cache *cache, str sql, void *statement);

/* Calls drop for each statement and empties the cache. */
void statement_cache_clear(struct statement_cache *cache, void (*drop)(void *statement));

#endif
