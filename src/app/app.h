/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program while it runs: what every request finds through cx->app.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/access.h"
#include "app/backup_daily.h"
#include "app/module.h"
#include "db/writer.h"

struct limits;
struct meters;

struct app {
    const char *address; /* of the database */
    const char *folder;  /* where evidence and the key lie: the database's path + ".files" */
    struct writer *writer;
    struct calendar *_Atomic calendar; /* a new one when holidays were imported */
    const char *backups;               /* where the daily backups go, or NULL */
    str site;                          /* 乡治 */
    str help_phone;
    str record_number;       /* ICP filing */
    int idle_minutes;        /* a session that is not used for so long ends; 0: the usual */
    const char *trust_proxy; /* addresses whose X-Forwarded-For is believed; NULL: none */
    struct limits *limits;   /* how often one address may do what; NULL: as often as it likes */
    struct meters *meters;   /* NULL unless it serves */
    bool metrics_apart;      /* /metrics has an address of its own */
    int64_t spare_bytes;     /* of the disk, below which it is not ready; 0: the usual */
    bool development;        /* demonstration accounts are shown on the sign-in page */
};

/* Learns the languages of the screen, once for the whole program and before any thread;
 * app_open does it too. */
void app_learn_words(void);

/* Opens the database, the key, the calendar, and makes cx the program's own: system access, a
 * connection that writes, the clock's day.  With create, makes the database and fills it from
 * data/ when there is none.  Ends with app_close. */
MUST_USE struct error *app_open(struct context *cx, const char *address, bool create,
                                struct app *app);
void app_close(struct context *cx, struct app *app);

/* Everything that a change of a record brings about: journal, figures, search. */
extern const struct store_watch app_watch;

/* Where the key and the evidence of a database lie: beside it, or where XIANGZHI_FILES says. */
const char *app_folder(struct context *cx, const char *address);

/* Makes all tables of all modules and the program's own; adds what is new. */
MUST_USE struct error *app_apply_schema(struct context *cx);

/* The whole schema as SQL. */
void app_write_schema(struct context *cx, enum db_engine engine, struct buf *out);

/* True when cx->db has been set up. */
MUST_USE struct error *app_is_set_up(struct context *cx, bool *found);

/* True when an installation is being moved into it; see app/migrate.h. */
MUST_USE struct error *app_is_unfinished(struct context *cx, bool *found);

/* Brings what is in data/ and not yet in the database: every module's set_up. */
MUST_USE struct error *app_set_up(struct context *cx);

/* Serves until told to stop. */
struct serve_options {
    const char *listen;
    int threads;
    const char *tls_certificate;
    const char *tls_key;
    const char
        *metrics; /* ADDR:PORT for the metrics alone; NULL: with the rest, for loopback */
    const char *journal;       /* a folder for the days of the journal; NULL: not exported */
    int slow_ms;               /* statements that take longer are named in the log; 0: none */
    struct backup_plan backup; /* without a target: no daily backup */
};

MUST_USE struct error *app_serve(struct context *cx, struct app *app,
                                 const struct serve_options *options);

/* One request through the router without a socket, for tests and for app_serve: finds the
 * route, checks, reads the input and runs the handler on cx->db; writes the whole response. */
void app_answer(struct context *cx, struct request *request, struct response *response);

#endif
