/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a table, as CSV, read by the roster of a name into 柏树林村.
 */
#ifndef APP_ROSTER_FIXTURE_TEST_H
#define APP_ROSTER_FIXTURE_TEST_H

#include "app/roster.h"

/* What would become of its rows. */
struct roster_count roster_checked(struct context *cx, const char *name, const char *text);

/* Imported whole; it must succeed. */
struct import_run roster_applied(struct context *cx, const char *name, const char *text);

/* "3:面积：资源要登记面积（亩）。;" for each row. */
str roster_reasons_of(struct context *cx, const char *name, const char *text);

#endif
