/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a report, taken to pieces.  Only this room includes it. */
#ifndef MODULES_REPORTS_REPORT_TEXT_H
#define MODULES_REPORTS_REPORT_TEXT_H

#include "modules/reports/reports.h"

/* A piece is a literal text, or what stands between {{ and }}: name|form or name=fixed. */
struct piece {
    str literal;
    str name; /* not empty: this is a reference */
    str form;
    str fixed;
    bool is_fixed;
    bool is_open; /* {{ without its }} */
};

/* Takes the next piece from the text; false at its end. */
bool piece_next(str *text, struct piece *piece);

#endif
