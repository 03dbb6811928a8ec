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

/* The same of a table in whatever form. */
struct roster_count roster_counted(struct context *cx, const char *name, str bytes);
struct import_run roster_imported(struct context *cx, const char *name, str bytes);
str roster_said(struct context *cx, const char *name, str bytes);

/* "1:name 2:id_number": which columns are known. */
str roster_known(struct context *cx, const char *name, str bytes);

#endif
