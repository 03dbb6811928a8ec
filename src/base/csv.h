/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comma-separated values (RFC 4180), read with libcsv and written by hand.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"
#include "base/context.h"

/* One row as it was read; line is where it began, 1 for the first. */
struct csv_row {
    size_t line;
    size_t count;
    const str *cells;
};

/* Is given each row in turn; the row is gone when it returns.  An error ends the reading. */
typedef struct error *csv_row_function(struct context *cx, const struct csv_row *row,
                                       void *closure);

/* Reads text in UTF-8 (a byte order mark is skipped), with commas.  Blank lines are skipped;
 * spaces around a cell are dropped unless it is quoted.  A quotation mark in the wrong place,
 * broken UTF-8, more than 1000 cells a row, 1 MiB a cell or 4 MiB a row end the reading with a
 * sentence that names the line.  Memory of cx->arena that is taken while a row is handled stays
 * taken: a caller with many rows marks and rewinds. */
MUST_USE struct error *csv_read(struct context *cx, str text, csv_row_function *each,
                                void *closure);

/* The same with another separator: a tab, a semicolon. */
MUST_USE struct error *csv_read_by(struct context *cx, str text, char separator,
                                   csv_row_function *each, void *closure);

/* Adds one cell, with a comma before it unless first; quoted when it must be.  A cell that a
 * spreadsheet would take for a formula gets an apostrophe before it; a negative number is no
 * formula. */
void csv_add_cell(struct buf *out, bool first, str cell);

/* Ends the row, with CR LF. */
void csv_end_row(struct buf *out);

#endif
