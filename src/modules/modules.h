/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rooms of the town, lowest first.
 *
 * A module may use the public headers of those above it in the list.  A new module is a folder,
 * a line here and a line in modules.c.
 */
#ifndef MODULES_MODULES_H
#define MODULES_MODULES_H

#include "app/module.h"

extern const struct module places_module;
extern const struct module people_module;
extern const struct module visits_module;
extern const struct module economy_module;
extern const struct module party_module;
extern const struct module matters_module;
extern const struct module disputes_module;
extern const struct module points_module;
extern const struct module stars_module;
extern const struct module honours_module;
extern const struct module reports_module;
extern const struct module forms_module;
extern const struct module sample_module;

/* All of them, for modules_register; NULL at the end. */
extern const struct module *const modules[];

#endif
