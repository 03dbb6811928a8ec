/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal: who changed what, when, from what to what.  Rows are only added.  Each row's
 * digest covers its content and the digest of the row before it in the same county, so that a
 * row that was altered or taken out is found by `xiangzhi verify`.
 */
#ifndef APP_JOURNAL_H
#define APP_JOURNAL_H

#include "record/store.h"

struct journal_entry {
    record_id id;
    int64_t version;
    str place; /* of the record; empty for shared ones */
    instant at;
    record_id account;
    str actor;
    str deed; /* the route, step or command: "matters.accept" */
    str type; /* of the record */
    record_id record;
    str before; /* JSON of the fields that changed; empty for a new record */
    str after;  /* the same; empty for one that was removed */
    str reason; /* why a secret was opened */
    str digest; /* 64 hexadecimal digits */
};

extern const struct record_type journal_entry_type;

/* Called for each change of a record, in its transaction.  Secrets are written as their masks,
 * hidden fields not at all; a change of hidden fields alone is written down without saying what
 * they were. */
MUST_USE struct error *journal_changed(struct context *cx, const struct record_type *type,
                                       const void *before, const void *after);

/* Writes down that something was looked at or done that is no change: a secret opened. */
MUST_USE struct error *journal_write(struct context *cx, const char *deed,
                                     const struct record_type *type, const void *record,
                                     str reason);

/* Recomputes the chains; calls broken for the first bad row of each county: one that was
 * altered, moved, or that follows one that was taken out.  When the last rows are missing it is
 * called with the id of the last. */
MUST_USE struct error *journal_verify(struct context *cx,
                                      void (*broken)(record_id entry, void *closure),
                                      void *closure, int64_t *checked);

/* A record that is not as the journal says. */
struct record_difference {
    const struct record_type *type;
    record_id record;          /* 0: so many records are gone */
    const struct field *field; /* what was altered; NULL: nobody wrote the record down */
    int64_t missing;
};

/* Compares each record with what the journal last said of it: a value that was altered, a
 * record that was put in or taken out beside the program.  Of secrets the mask is compared
 * (what is sealed tells by itself when it was altered), hidden fields are not.  *checked is how
 * many records were compared.  Reads only. */
MUST_USE struct error *journal_compare(struct context *cx,
                                       void (*differ)(const struct record_difference *found,
                                                      void *closure),
                                       void *closure, int64_t *checked);

/* What an entry's digest is of, after the digest before it: of each field its name, the length
 * of its text in bytes, and the text. */
void journal_add_canonical(struct buf *text, str name, str value);

/* The entry as one line of JSON, all values as texts, in the order of the digest. */
void journal_entry_write_line(struct context *cx, const struct journal_entry *entry,
                              struct buf *out);

/* The words for what the journal keeps as names of the code: what was done, the type of the
 * record, the value of a field.  What is not known any more stays as it is. */
str journal_deed_words(struct context *cx, str deed);
str journal_type_words(str name);
str journal_value_words(struct context *cx, const struct record_type *type, str name, str text);

/* The tables beside the journal, and what keeps its rows from being changed. */
void journal_schema_write(enum db_engine engine, struct buf *out);

#endif
