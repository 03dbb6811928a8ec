/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which roles have which permission: found at once, for every page asks for dozens.
 *
 * The tables are made of the grants of all modules when the program starts.
 */
#ifndef APP_PERMISSION_H
#define APP_PERMISSION_H

#include "base/str.h"

/* A permission and the roles that have it, separated by spaces and as bits. */
struct permission {
    str name;
    const char *roles;
    uint64_t holders;
};

/* Makes the tables; called once at the start, after modules_all is known.  Answers what does
 * not fit, or NULL. */
const char *permissions_build(void);

/* NULL when no module grants it. */
const struct permission *permission_find(str name);

/* The bit of a role in holders; 0 for a role that no grant names. */
uint64_t role_bit(str role);

#endif
