/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of the sheets of a workbook, for the writer only.
 *
 * Cells become XML in blocks of a fixed number; a thread of their own packs the blocks into a
 * file without a name, while the next are filled.  At the end the packed rows are put into the
 * workbook, which libxlsxwriter has made with everything but them.
 */
#ifndef SHEET_ROWS_H
#define SHEET_ROWS_H

#include "base/file.h"

struct sheet_rows;

MUST_USE struct error *sheet_rows_create(struct context *cx, struct sheet_rows **rows);

/* NULL is allowed. */
void sheet_rows_destroy(struct sheet_rows *rows);

/* What follows stands on the sheet with this number, from 1, below what is there already. */
void sheet_rows_begin_sheet(struct sheet_rows *rows, unsigned sheet);

/* A row, numbered from 1 as a spreadsheet shows it, and its next cells from the left.  A style
 * is the number that the workbook has for it. */
void sheet_rows_begin(struct sheet_rows *rows, unsigned row);
void sheet_rows_add_nothing(struct sheet_rows *rows, int style);
void sheet_rows_add_text(struct sheet_rows *rows, int style, str text);
/* A number in decimals, as XML knows it. */
void sheet_rows_add_number(struct sheet_rows *rows, int style, str digits);
/* A number that counts parts of one; parts is a power of ten. */
void sheet_rows_add_parts(struct sheet_rows *rows, int style, int64_t number, int64_t parts);
void sheet_rows_end(struct sheet_rows *rows);

/* Puts all rows into the closed workbook at path.  No row can be added after it. */
MUST_USE struct error *sheet_rows_put_into(struct context *cx, struct sheet_rows *rows,
                                           const char *path);

#endif
