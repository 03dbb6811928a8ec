/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting a backup back, and proving that it could be put back.
 *
 * A drill is a restore to a place that is swept away again: the digests of all files are
 * checked, the database is opened and searched for damage, its records are counted, it is
 * brought up to this program's version, all totals and the chain of the journal are recomputed.
 * A real restore does the same before anything gets its place.
 */
#ifndef APP_RESTORE_H
#define APP_RESTORE_H

#include "app/manifest.h"

enum { DRILL_PROBLEMS_MAX = 50 };

struct restore_options {
    const char *backup; /* its folder, or the folder with backups: then the newest of them */
    const char *to;     /* the address of the new database; NULL: a drill */
    const char *server; /* of a drill with PostgreSQL: any database of a server */
    const char *key;    /* when it is not in the backup; may be NULL */
    bool replace;       /* what is there already is put aside */
};

/* What was found. */
struct drill {
    struct manifest manifest;
    str where; /* it was restored to; empty for a drill */
    instant began_at;
    instant ended_at;
    int64_t checked_files;
    int64_t checked_bytes;
    bool is_open; /* the database could be opened, the rest is known */
    int64_t records;
    int64_t absent; /* photos and documents that the database names and the backup lacks */
    int64_t totals;
    int64_t entries;
    str problems[DRILL_PROBLEMS_MAX]; /* sentences: the first ones */
    size_t problem_count;
    str put_aside; /* the database that was there before */
};

/* Fails when there is nothing to look at, or nothing could be put where it should be.  What is
 * wrong with the backup itself is among the problems, and nothing is restored then. */
MUST_USE struct error *restore_run(struct context *cx, const struct restore_options *options,
                                   struct drill *drill);

/* The report, as text and as a page that is printed on A4. */
void drill_write_text(struct context *cx, const struct drill *drill, struct buf *out);
void drill_write_page(struct context *cx, const struct drill *drill, struct buf *out);

#endif
