/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite's "group by" sorts all rows first; counting them in a table by hash reads each once.
 * For sqlite.c: the aggregate function tally(value), and reading what it answers.
 */
#ifndef DB_TALLY_H
#define DB_TALLY_H

#include "db/db.h"

#include <sqlite3.h>

/* Makes tally(value) known to a connection; SQLITE_OK when it worked. */
int tally_register(sqlite3 *connection);

/* The rows (value, count) that the text of an answer stands for. */
struct result tally_rows(struct arena *arena, str answer);

/* Several answers that stand one after the other become one.  False when it would have more
 * than TALLY_MAX values, or without memory. */
MUST_USE bool tally_sum(struct arena *arena, str answers, str *answer);

#endif
