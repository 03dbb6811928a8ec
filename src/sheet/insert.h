/* SPDX-License-Identifier: Apache-2.0 */
/* Puts what a packer has packed into the sheets of a workbook that the library has closed. */
#ifndef SHEET_INSERT_H
#define SHEET_INSERT_H

#include "sheet/packer.h"

/* Ends the packer.  The rows of each sheet come below those that the workbook at path has; a
 * failure leaves the workbook as it was.  What is needed meanwhile is taken from arena. */
MUST_USE struct error *insert_rows(struct context *cx, struct arena *arena,
                                   struct packer *packer, const char *path);

#endif
