/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite writes its log in pieces of 24 and 4,096 bytes, a system call each, thousands for a
 * change that many share.  This layer between SQLite and its files gathers what is written to
 * the log one behind the other and writes it at once: before it is synced, before anything of
 * the log is read, and with the last page of a change, so before anybody else may look for it.
 * All other files it leaves alone.
 *
 * What could not be written is told when it is, at the sync at the latest: SQLite undoes the
 * change then, as it does when the sync itself fails.
 */
#ifndef DB_GATHER_H
#define DB_GATHER_H

/* The name of the layer, for sqlite3_open_v2; NULL when it could not be set up, which is
 * SQLite's own way.  Registered with the first call; may be called from any thread. */
const char *gather_name(void);

#endif
