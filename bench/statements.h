/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The form in which creation_sql.c writes down statements and group_commit.c reads them: one
 * byte that says what follows, numbers as the machine has them.
 *
 *   MARK_STATEMENT  length, text                 the next statement; they are numbered from 0
 *   MARK_REQUEST                                 what follows is one request's
 *   MARK_RUN        statement, how many values, then the values, each with one of:
 *     MARK_NULL
 *     MARK_INTEGER  int64_t
 *     MARK_TEXT     length, text
 *
 * Lengths, counts and statements are uint32_t.
 */
#ifndef BENCH_STATEMENTS_H
#define BENCH_STATEMENTS_H

#define MARK_STATEMENT 'S'
#define MARK_REQUEST 'R'
#define MARK_RUN 'X'
#define MARK_NULL 'n'
#define MARK_INTEGER 'i'
#define MARK_TEXT 't'

#endif
