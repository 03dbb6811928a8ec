/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference data that is part of the program: the files of data/.  A module reads them into
 * records when a new database is set up, and again when an older one is upgraded: then it gets
 * the rows that came later.  What is there already stays as it is, since people may have
 * changed it.
 */
#ifndef APP_DATA_H
#define APP_DATA_H

#include "record/type.h"

/* The content of a file: data_file("divisions.csv").  Empty when there is none. */
str data_file(const char *name);

/* Reads a file into records of a type, through the type's door, but for the rows that are there
 * already: those with the same values in the fields that known_by names ("code region").  A bad
 * row fails: the file is part of the program. */
MUST_USE struct error *data_load(struct context *cx, const struct record_type *type,
                                 const char *name, const char *known_by);

/* Keeps one row, made from a file in another way, unless it is there already. */
MUST_USE struct error *data_keep(struct context *cx, const struct record_type *type,
                                 void *record, const char *known_by);

/* Changes whenever one of the files does. */
str data_digest(struct context *cx);

#endif
