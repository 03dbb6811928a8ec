/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal day by day: sealed, exported, compared.
 *
 * When a day is over, the end of each county's chain is written down: its head.  A head covers
 * every entry up to it, so whoever keeps one outside of the database (in an exported file, on a
 * signed sheet of paper) can tell whether anything before it was altered later.
 * docs/journal.md says how files are read and checked.
 *
 * journal_day.c   days and their heads, sealing      journal_file.c   the exported files
 */
#ifndef APP_JOURNAL_DAY_H
#define APP_JOURNAL_DAY_H

#include "app/journal.h"

/* A day of a county: the entries after after_id, up to last_id.  Once sealed it stays: an entry
 * that comes late, because a clock was wrong, belongs to the day that is sealed next. */
struct journal_day {
    int64_t county; /* 0: what belongs to no county, such as accounts and rules */
    date day;
    int64_t entries;
    record_id after_id;
    record_id last_id; /* after_id when there were no entries */
    str previous;      /* the head before the day; empty at the start of the chain */
    str head;
};

/* The day as it was sealed, or, when it was not, as the times of the entries say. */
MUST_USE struct error *journal_day_read(struct context *cx, int64_t county, date day,
                                        struct journal_day *read, bool *sealed);

/* A job: seals the days that are over and not yet sealed, up to yesterday.  A county's first
 * sealed day is yesterday: its head covers all before it. */
MUST_USE struct error *journal_days_seal(struct context *cx, bool *more);

/* The newest sealed days of the counties from first to last, at most most of them. */
MUST_USE struct error *journal_days_sealed(struct context *cx, int64_t first, int64_t last,
                                           int most, struct journal_day **days, size_t *count);

/* The counties that have a journal. */
MUST_USE struct error *journal_counties(struct context *cx, int64_t **counties, size_t *count);

/* Writes the day to FOLDER/COUNTY/DAY.jsonl; a file that is there already is left alone, and
 * *written is false then. */
MUST_USE struct error *journal_day_export(struct context *cx, const struct journal_day *day,
                                          const char *folder, str *path, bool *written);

/* Exports the sealed days since the newest file of each county. */
MUST_USE struct error *journal_days_export(struct context *cx, const char *folder,
                                           int64_t *written);

/* Compares the chain with the sealed days, or with the exported files; tells each difference in
 * a sentence that is gone when tell returns.  Of the files, those of the last months that
 * data/retention.csv asks for must be there. */
struct journal_check {
    void (*tell)(str sentence, void *closure);
    void *closure;
    int64_t checked; /* days or files */
};

MUST_USE struct error *journal_days_verify(struct context *cx, struct journal_check *check);
MUST_USE struct error *journal_files_verify(struct context *cx, const char *folder,
                                            struct journal_check *check);

/* How many months something must be kept at least, by data/retention.csv. */
MUST_USE struct error *retention_months(struct context *cx, const char *what, int *months);

extern const struct query sealed_day;
extern const struct query sealed_days;
extern const struct query newest_sealed_day;
extern const struct query entry_before;
extern const struct query entries_between;

#endif
