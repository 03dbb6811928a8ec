/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a backup says about itself.
 *
 * A backup is a folder xiangzhi-YYYYMMDD-HHMMSS (Beijing time):
 *
 *     manifest.json   what was backed up, when, how many records, the ends of the journal
 *     database.db     of SQLite, or database.dump of PostgreSQL (pg_dump's custom format)
 *     key             what opens sealed identity numbers, unless it is kept elsewhere
 *     files/ab/cd...  photos and documents by their digest
 *     SHA256SUMS      the digest of each of them; `sha256sum -c SHA256SUMS` checks it as well
 */
#ifndef APP_MANIFEST_H
#define APP_MANIFEST_H

#include "db/db.h"

enum { MANIFEST_HEADS_MAX = 4000 };

#define MANIFEST_FILE "manifest.json"
#define SUMS_FILE "SHA256SUMS"
#define KEY_FILE "key"

struct record_count {
    str type;
    int64_t count;
};

struct journal_head {
    int64_t county;
    int64_t last_id;
    str digest;
};

struct manifest {
    str name; /* xiangzhi-20260302-023000 */
    instant made_at;
    enum db_engine engine;
    int64_t schema; /* see app/upgrade.h */
    str database;   /* its file */
    int64_t database_bytes;
    bool has_key;
    str key_digest;     /* also of a key that is kept elsewhere */
    int64_t file_count; /* photos and documents */
    int64_t file_bytes;
    int64_t missing; /* that the database names and that were not there any more */
    struct record_count *counts;
    size_t count_count;
    struct journal_head *heads;
    size_t head_count;
};

void manifest_write(const struct manifest *manifest, struct buf *out);

/* Reads what manifest_write has written; refuses anything else with a sentence. */
MUST_USE struct error *manifest_read(struct context *cx, str text, struct manifest *manifest);

int64_t manifest_records(const struct manifest *manifest);

/* "xiangzhi-20260302-023000"; false when name is something else. */
str backup_name(struct context *cx, instant made_at);
bool backup_name_read(str name, instant *made_at);

/* One line of SHA256SUMS. */
struct sum {
    str digest;
    str path;
};

/* Takes the next line: false at the end or when a line is not as it should be, *text is then
 * what is left.  Paths never lead out of the folder. */
bool sums_next(str *text, struct sum *sum);

/* "files/ab/cd...", of a digest. */
str evidence_place(struct context *cx, str digest);

#endif
