/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Importing many records: all of them are seen at once or none, and nobody waits for it.
 *
 * Rows that have been read and checked are staged (import_create, import_add_rows), a few
 * hundred at a time; then import_start hands them to the importer, which runs beside the server
 * (importer_start) and keeps them through their type's doors in short changes, each of at most
 * some tens of milliseconds.  Until the last of them is kept no page, list, figure or search
 * shows any of it (db_curtain in db/db.h), and nobody else can change it; then one short change
 * shows all.  A row whose door wants to change what others see already (a roster that joins a
 * household that is there) waits for that last change.
 *
 * A program that has nobody to serve need not stage rows: it keeps them as they come, hidden
 * (import_receive, import_keep_rows), while another thread reads on.
 *
 * A program that is killed goes on where it was at its next start; of rows that were kept as
 * they came, and do not come any more, everything is taken away.  When a row is refused,
 * everything is taken away again in the same short steps, unless refused rows may be left out.
 * What an import has made can be undone for a day, again at once for everybody.
 *
 * Rows that wait while the program is upgraded, so that their type has other fields by now, are
 * not kept: they were checked for what it was.  The import says so, and the table is read
 * again.
 *
 * Base tables always hold the whole truth: journal, totals and words are right after each step.
 */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "record/store.h"

struct app;
struct importer;

enum import_state {
    IMPORT_STAGED,    /* rows are being added */
    IMPORT_RECEIVING, /* rows are being added and kept at once, hidden */
    IMPORT_WAITING,   /* for its turn: one import is at work at a time */
    IMPORT_APPLYING,  /* rows are being kept, hidden */
    IMPORT_APPLIED,   /* all is seen */
    IMPORT_FAILING,   /* a row was refused: what was kept is being taken away, hidden */
    IMPORT_FAILED,    /* nothing of it is there */
    IMPORT_UNDOING,   /* like failing, after it had been seen */
    IMPORT_UNDONE,
};

/* An import: who, what, how far, and how it ended. */
struct import_run {
    record_id id;
    int64_t version;
    str place;         /* that it was allowed for; empty: anywhere */
    record_id account; /* whose rights the doors ask for; 0: the program's own */
    str type;          /* of its records: "resident" */
    str title;         /* the name of the file */
    str digest;        /* of the file, to recognise it; may be empty */
    bool keep_good;    /* rows that are refused are left out; else one refuses all */
    enum import_state state;
    bool hidden;     /* what it has made is not seen */
    str form;        /* the fields of its type when it was begun */
    str said;        /* why nothing of it is there, when it was not a row */
    int64_t rows;    /* staged */
    int64_t done;    /* of them, tried */
    int64_t added;   /* rows whose record is new */
    int64_t changed; /* rows that changed a record */
    int64_t same;    /* rows that had nothing new */
    int64_t refused; /* rows that were not kept */
    int64_t late;    /* rows that wait for the last step */
    instant began_at;
    instant ended_at; /* when all was seen, or all was gone */
    record_id undone_by;
};

extern const struct record_type import_type;

enum import_deed {
    IMPORT_ADD,    /* a new record, through the type's create */
    IMPORT_CHANGE, /* a new content for the record with this id and version, through change */
    IMPORT_KEEP,   /* the record with this id is there already as it should be */
};

/* One row, read and checked by the shape of its type.  Secrets may be sealed or plain. */
struct import_row {
    int64_t line; /* in the file, for people */
    enum import_deed deed;
    const void *record;
};

/* Begins an import.  Of *run these are read: place, type, title, digest, keep_good.  Whoever
 * calls has checked that the person may import there.  In a change, like all that follows up to
 * import_undo. */
MUST_USE struct error *import_create(struct context *cx, const struct import_run *run,
                                     record_id *id);

/* Stages more rows.  At most some hundred in one change, so that others need not wait. */
MUST_USE struct error *import_add_rows(struct context *cx, record_id id,
                                       const struct import_row *rows, size_t count);

/* Begins an import whose rows are kept as they come; those that are refused are left out.
 * Fails with ERROR_CONFLICT while another import is at work or waits.  Whoever calls holds the
 * feed (app/importing.h) until import_start. */
MUST_USE struct error *import_receive(struct context *cx, const struct import_run *run,
                                      record_id *id);

/* Keeps more rows of such an import, outside of a transaction: in one of its own. */
MUST_USE struct error *import_keep_rows(struct context *cx, record_id id,
                                        const struct import_row *rows, size_t count);

/* All rows are there: hands them to the importer. */
MUST_USE struct error *import_start(struct context *cx, record_id id);

/* Removes an import that was not started; what it has kept already is taken away in the steps
 * that follow. */
MUST_USE struct error *import_drop(struct context *cx, record_id id);

/* Undoes an import: from the end of this change on nothing of it is seen, records that it
 * changed are as before.  Fails with ERROR_CONFLICT after a day, and when a record of it has
 * been changed since or another record refers to it: some of these are named. */
MUST_USE struct error *import_undo(struct context *cx, record_id id);

/* How far it is. */
MUST_USE struct error *import_get(struct context *cx, record_id id, struct import_run *run);

/* The last import of a file with this digest into a type that is seen or under way. */
MUST_USE struct error *import_find_digest(struct context *cx, str type, str digest,
                                          struct import_run *run, bool *found);

enum import_outcome {
    IMPORT_NOT_YET,
    IMPORT_ADDED,
    IMPORT_CHANGED,
    IMPORT_SAME,
    IMPORT_REFUSED,
    IMPORT_LATE, /* waits for the last step */
};

/* What became of a row. */
struct import_result {
    int64_t number; /* from 1, in the order in which they were staged */
    int64_t line;
    enum import_outcome outcome;
    record_id record; /* 0 when there is none */
    str said;         /* why it was refused */
};

/* The results after a number, at most most of them, in order; refused_only leaves out the rest.
 * They are kept for a day. */
MUST_USE struct error *import_results(struct context *cx, record_id id, int64_t after,
                                      size_t most, bool refused_only,
                                      struct import_result **results, size_t *count);

/* One step of whatever import is under way; more says whether there may be another step to
 * take.  Each is a transaction of its own and bounded in time, but for the last of an import,
 * which takes as long as its late rows need. */
MUST_USE struct error *import_step(struct context *cx, void *more);

/* All steps that are due, on cx->db, outside of a transaction: for the command line and tests.
 */
MUST_USE struct error *imports_work(struct context *cx);

/* Removes what imports of more than a day ago have kept: rows, results, the way back. */
MUST_USE struct error *imports_forget(struct context *cx, bool *more);

/* Runs the steps through the writer of app until stopped.  Created before the server answers,
 * so that an import that was interrupted is hidden from the first page on. */
MUST_USE struct error *importer_start(struct context *cx, struct app *app,
                                      struct importer **importer);
void importer_stop(struct importer *importer);

void import_schema_write(enum db_engine engine, struct buf *out);

#endif
