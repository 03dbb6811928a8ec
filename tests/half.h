/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nothing is half written: work is done with its first statement failing, then with its second,
 * and so on, until none fails any more.
 *
 *     CHECK(test_fail_in_turn(&cx, &points_module, declare, &declaration) > 8);
 *
 * After each attempt that fails nothing may have changed: no record of the module, no notice,
 * no step, no task, no total, nothing in the journal.  After an attempt that works in spite of
 * it (a name that could not be looked up) as much must be written as without a failure.
 */
#ifndef TESTS_HALF_H
#define TESTS_HALF_H

#include "app/module.h"

/* Answers how many of the attempts failed.  The work is done at the end. */
int test_fail_in_turn(struct context *cx, const struct module *module,
                      struct error *(*work)(struct context *cx, void *closure), void *closure);

#endif
