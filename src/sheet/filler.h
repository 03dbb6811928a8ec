/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody else's workbook with values written into some of its cells.
 *
 * Everything else stays as it was sent: styles, widths, merged cells, print settings, formulas,
 * other sheets.  A cell that holds a formula keeps it; what a formula of the sheet had last
 * computed is left out, so that it is computed anew when the workbook is opened.  The bytes are
 * those of a stranger, with the limits of sheet/reader.h.
 */
#ifndef SHEET_FILLER_H
#define SHEET_FILLER_H

#include "base/file.h"

/* What is written into one cell. */
struct sheet_filling {
    int64_t row;    /* from 1 */
    size_t column;  /* from 0 */
    bool is_number; /* the text is a number in decimals */
    str text;
};

struct sheet_order {
    size_t sheet;
    const struct sheet_filling *fillings; /* by rows, in a row by columns, none twice */
    size_t count;
    int64_t pattern_row; /* cells that are new look like the one of this row; 0: plain */
};

MUST_USE struct error *sheet_fill(struct context *cx, str bytes,
                                  const struct sheet_order *order, struct loose_file *file);

#endif
