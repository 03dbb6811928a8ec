/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference data that is part of the program: the files of data/.  A module reads them into
 * records when a new database is set up, and again when an older one is upgraded: then it gets
 * the rows that came later.  What is there already stays as it is, since people may have
 * changed it.
 */
#ifndef APP_DATA_H
#define APP_DATA_H

#include "db/db.h"
#include "record/type.h"

/* The content of a file: data_file("divisions.csv").  Empty when there is none. */
str data_file(const char *name);

/* Reads a file into records of a type, through the type's door, but for the rows that are there
 * already: those with the same values in the fields that known_by names ("code region").  A bad
 * row fails: the file is part of the program. */
MUST_USE struct error *data_load(struct context *cx, const struct record_type *type,
                                 const char *name, const char *known_by);

/* The same for a file that is read in another way: what is there of a type, asked once, and
 * keeping a record unless it is among that. */
enum { KNOWN_BY_MAX = 4 };

struct data_list {
    const struct record_type *type;
    const struct field *known_by[KNOWN_BY_MAX];
    size_t known_by_count;
    struct result there; /* rows of these fields */
};

MUST_USE struct error *data_list_read(struct context *cx, const struct record_type *type,
                                      const char *known_by, struct data_list *list);
MUST_USE struct error *data_list_keep(struct context *cx, const struct data_list *list,
                                      void *record);

/* Changes whenever one of the files does. */
str data_digest(struct context *cx);

#endif
