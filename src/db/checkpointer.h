/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves what SQLite has written into its log to where it belongs, beside the writer.
 *
 * A thread with a connection of its own copies the pages and syncs the file while the writer
 * goes on.  When it is through, the writer moves the few that have come meanwhile, so that the
 * log begins anew.  Without that the commit at which the log has become long would wait for all
 * of it, and with it everybody in the queue.
 */
#ifndef DB_CHECKPOINTER_H
#define DB_CHECKPOINTER_H

#include "db/db.h"

struct checkpointer;

/* Takes the checkpoints of the writer's connection over.  pages: from how long a log on. */
MUST_USE struct error *checkpointer_create(struct context *cx, const char *address,
                                           struct db *writer, int pages,
                                           struct checkpointer **checkpointer);

/* NULL is allowed. */
void checkpointer_destroy(struct checkpointer *checkpointer);

/* Called by the writer between its transactions, with cx->db its connection: has the log moved
 * when it is long, and waits for that when it has become four times as long. */
void checkpointer_look(struct checkpointer *checkpointer, struct context *cx);

#endif
