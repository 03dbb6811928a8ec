/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program's own modules, below all that are in modules/.
 */
#ifndef APP_OWN_MODULES_H
#define APP_OWN_MODULES_H

#include "app/module.h"

extern const struct module app_module;      /* home, history, to-dos, evidence, assets */
extern const struct module accounts_module; /* accounts, sign-in, posts, roles, calendar */
extern const struct module rosters_module;  /* tables that people send */
extern const struct module figures_module;  /* figures and the journal */
extern const struct module notices_module;  /* 公示 */
extern const struct module maps_module;     /* outlines of places */

/* The questions of flow.c, import.c and import_undo.c, for the list of app_module. */
extern const struct query history_of;
extern const struct query import_with_digest;
extern const struct query import_next_rows;
extern const struct query import_late_rows;
extern const struct query import_in_turn;
extern const struct query imports_that_are_old;
extern const struct query import_some_made;
extern const struct query import_some_changed;
extern const struct query import_types_made;

#endif
