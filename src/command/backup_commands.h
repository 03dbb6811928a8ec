/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backup and restore.  Neither opens the database as the other commands do: a backup is taken
 * of a database as it is, and a restore makes one.
 */
#ifndef COMMAND_BACKUP_COMMANDS_H
#define COMMAND_BACKUP_COMMANDS_H

#include "command/command.h"

MUST_USE struct error *run_backup(struct context *cx, struct app *app,
                                  const struct arguments *arguments);
MUST_USE struct error *run_restore(struct context *cx, struct app *app,
                                   const struct arguments *arguments);

/* How many daily backups --keep wants to stay. */
MUST_USE struct error *read_keep(struct context *cx, const char *text, int *keep);

#endif
