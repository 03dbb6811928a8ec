/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import, undo and blank: tables in, as on the pages of app/roster_pages.c.
 */
#ifndef COMMAND_IMPORT_COMMANDS_H
#define COMMAND_IMPORT_COMMANDS_H

#include "command/command.h"

MUST_USE struct error *run_import(struct context *cx, struct app *app,
                                  const struct arguments *arguments);

/* Takes a whole import back. */
MUST_USE struct error *run_undo(struct context *cx, struct app *app,
                                const struct arguments *arguments);

/* An empty table of a roster. */
MUST_USE struct error *run_blank(struct context *cx, struct app *app,
                                 const struct arguments *arguments);

#endif
