/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the sheets of a workbook as XML, for the writer only. */
#ifndef SHEET_ROWS_H
#define SHEET_ROWS_H

#include "sheet/packer.h"

struct sheet_rows;

/* Rows that are put into a packer, which must outlive them. */
struct sheet_rows *sheet_rows_create(struct arena *arena, struct packer *packer);

/* A row, numbered from 1 as a spreadsheet shows it, and its next cells from the left.  A style
 * is the number that the workbook has for it. */
void sheet_rows_begin(struct sheet_rows *rows, unsigned row);
void sheet_rows_add_nothing(struct sheet_rows *rows, int style);
void sheet_rows_add_text(struct sheet_rows *rows, int style, str text); /* not empty */
/* A number in decimals, as XML knows it. */
void sheet_rows_add_number(struct sheet_rows *rows, int style, str digits);
/* A number that counts parts of one; parts is a power of ten. */
void sheet_rows_add_parts(struct sheet_rows *rows, int style, int64_t number, int64_t parts);
void sheet_rows_end(struct sheet_rows *rows);

#endif
