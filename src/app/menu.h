/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main menu of whoever asks: what is used daily first, then the rest.  A long rest is
 * folded by module.  A phone shows the first entries only; /menu has all of them.
 */
#ifndef APP_MENU_H
#define APP_MENU_H

#include "app/app.h"
#include "html/ui.h"

enum { MENU_MAX = 80 };

/* The path when some entry leads there, otherwise nothing: then no link is the current one. */
str menu_here(str path);

/* Writes at most MENU_MAX links and returns how many: first those of no group, then group by
 * group; here is the path of the page, its link is the current one. */
size_t menu_read(struct context *cx, str here, struct ui_link *links);

handler menu_page; /* /menu */

#endif
