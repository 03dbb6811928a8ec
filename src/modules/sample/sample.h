/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Five real places with invented people, replayed through the rules that a person would use.
 *
 * The divisions, the numbers of grids and posts and the totals of the periods are real
 * (data/divisions.csv, data/figures.csv); persons, households and events are invented and
 * marked 示例.  The same place always becomes the same records.
 */
#ifndef MODULES_SAMPLE_SAMPLE_H
#define MODULES_SAMPLE_SAMPLE_H

#include "app/module.h"

#include <stdio.h>

/* Replays one place (huaqiao, gucheng, gudian, haohuahong, dongzhuang), or all five without a
 * name, and says in progress how far it is (NULL: says nothing).  Commits now and then; cx must
 * be in no transaction, or in one that is undone when this fails.  A place that is there
 * already is refused. */
MUST_USE struct error *sample_replay(struct context *cx, const char *place, FILE *progress);

/* Prints who may sign in for a demonstration: login, name, what they are and where.  Nothing in
 * a database without a sample. */
MUST_USE struct error *sample_print_accounts(struct context *cx);

#endif
