/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference data that is part of the program: the files of data/.  A module reads them into
 * records when a new database is set up.
 */
#ifndef APP_DATA_H
#define APP_DATA_H

#include "record/type.h"

/* The content of a file: data_file("divisions.csv").  Empty when there is none. */
str data_file(const char *name);

/* Reads a file into records of a type, through the type's door.  A bad row fails: the file is
 * part of the program. */
MUST_USE struct error *data_load(struct context *cx, const struct record_type *type,
                                 const char *name);

#endif
