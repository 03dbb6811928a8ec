/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a driver must be able to do.  Only db.c, the drivers and their tests include this.
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db/db.h"
#include "db/recall.h"
#include "db/together.h"

struct db_driver {
    enum db_engine engine;
    void (*close)(struct db *db);
    struct error *(*query)(struct context *cx, struct db *db, const char *sql,
                           const struct value *values, size_t count, struct result *result);
    /* NULL: a cursor does it. */
    struct error *(*each)(struct context *cx, struct db *db, const char *sql,
                          const struct value *values, size_t count, db_row_function *each,
                          void *closure);
    struct error *(*prepare)(struct context *cx, struct db *db, const char *sql);
    struct error *(*script)(struct context *cx, struct db *db, const char *sql);
    struct error *(*load)(struct context *cx, struct db *db, const char *table,
                          const char *columns, const struct result *rows);
    bool (*in_transaction)(struct db *db);    /* as the engine sees it */
    int64_t (*new_id)(struct db *db);         /* NULL: "returning id" is quicker */
    int64_t (*changed_rows)(struct db *db);   /* by the last statement */
    void (*set_patience)(struct db *db);      /* to db->patience_ms; NULL: there is none */
    void (*forget_statements)(struct db *db); /* NULL: they notice by themselves */
    /* NULL: there is no log to be moved. */
    struct error *(*checkpoint)(struct context *cx, struct db *db);
    void (*leave_checkpoints)(struct db *db);
    void (*widen)(struct db *db); /* NULL: the server has its own memory */
    int (*log_pages)(const struct db *db);
    /* Inside a transaction that reads: a number that is another one when somebody has changed
     * anything since.  NULL when the engine cannot tell. */
    struct error *(*state)(struct context *cx, struct db *db, int64_t *state);
    /* Inside a transaction: the number that each change of a steady table raises, and raising
     * it.  NULL when the engine has none. */
    struct error *(*edition)(struct context *cx, struct db *db, int64_t *edition);
    struct error *(*renew)(struct context *cx, struct db *db);
    /* What the engine's tally(value) answered; NULL when "group by" is as quick. */
    struct result (*tally_rows)(struct arena *arena, str answer);
    const char *begin; /* how a transaction that changes something begins */
    const char *begin_read;
    const char *look; /* a question that settles which state a transaction sees */
};

enum { COMPANIONS_MAX = 4 };

struct db_companion_slot {
    const struct db_companion *companion;
    void *state;
};

/* The head of each driver's own struct. */
struct db {
    const struct db_driver *driver;
    enum db_use use;
    int depth;
    struct db_companion_slot companions[COMPANIONS_MAX];
    size_t companion_count;
    struct recall *recall; /* of a connection that reads; NULL until it is needed */
    bool recalls;          /* what it recalls is true in the present transaction */
    int64_t state;         /* of the database when that was read */
    struct recall *steady; /* what was asked of steady tables; NULL until it is needed */
    int64_t edition;       /* of the steady tables when that was asked */
    bool steady_changed;   /* by the present transaction */
    bool keeps_steady;     /* outside of transactions, too */
    int fail_at;
    int64_t statements;
    bool is_spoiled; /* a part of the transaction could not be undone: it must not be kept */
    int patience_ms;
    struct together *together; /* who may read with it; NULL: nobody */
    struct together_view view; /* what they saw before the present transaction */
    bool follows_curtain;
    bool is_fresh;                    /* nothing has been asked in this transaction yet */
    const struct db_curtain *curtain; /* whose views this connection has; NULL: none */
};

MUST_USE struct error *sqlite_open(struct context *cx, const char *path, enum db_use use,
                                   struct db **db);
MUST_USE struct error *postgres_open(struct context *cx, const char *address, enum db_use use,
                                     struct db **db);

/* Maps the text of a statement to what the driver prepared for it.  Lists with many conditions
 * give many texts, so only those used last are kept. */
enum { CACHED_STATEMENTS_MAX = 512, STATEMENT_BUCKETS = 1024 };

struct statement_cache {
    struct cached_statement *buckets[STATEMENT_BUCKETS];
    struct cached_statement *newest;
    struct cached_statement *oldest;
    size_t count;
};

/* The statement prepared for sql, or NULL. */
void *statement_cache_find(struct statement_cache *cache, str sql);

/* Remembers a statement; sql is copied.  *oldest becomes the one that had to go for it, which
 * has not been used for longest and is now the caller's to drop, or NULL.  False, and nothing
 * has changed, without memory. */
bool statement_cache_add(struct statement_cache *cache, str sql, void *statement,
                         void **oldest);

/* Calls drop for each statement and empties the cache. */
void statement_cache_clear(struct statement_cache *cache, void (*drop)(void *statement));

#endif
