/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a module brings: lists of records, routes, questions, flows, figures, permissions.
 *
 * A module is a folder and one line in modules/modules.c.  Nothing else in the program names
 * it. Every list may be NULL; a list of pointers ends with NULL, a list of structs with a zero
 * one.
 */
#ifndef APP_MODULE_H
#define APP_MODULE_H

#include "app/chart.h"
#include "app/event.h"
#include "app/figure.h"
#include "app/flow.h"
#include "app/panel.h"
#include "app/route.h"

/* A permission and who has it: the codes of roles, separated by spaces. */
struct grant {
    const char *permission; /* "matters.dispatch" */
    const char *title;      /* 派单 */
    const char *roles;
};

/* Work that is due at times, done by the scheduler as a change like any other. */
struct job {
    const char *name;
    int every_minutes;
    /* Does at most a bounded part of the work; *more says that there is some left. */
    struct error *(*run)(struct context *cx, bool *more);
};

/* On a phone only the first five entries are seen at once: what is done every day, then what is
 * looked up every day. */
enum menu_rank { MENU_USUAL, MENU_DAILY, MENU_LOOKED_UP, MENU_RARE };

/* An entry of the main menu, shown to those with the permission; "visitor" is who is not signed
 * in. */
struct menu_entry {
    const char *href;
    const char *title;
    const char *icon; /* a name in assets/icons.svg */
    const char *needs;
    enum menu_rank rank;
};

/* What can be recomputed from the records, for `xiangzhi verify` and drills: an account book.
 * Reads only; calls wrong with a sentence for each thing that is not as it should be, and adds
 * to *checked how many things it compared. */
struct check {
    const char *title; /* 积分账 */
    struct error *(*run)(struct context *cx, void (*wrong)(str what, void *closure),
                         void *closure, int64_t *checked);
};

/* A record that takes fifteen seconds: a button on the home page, and behind it a short form
 * (app/quick.h) that opens, and is kept, also where there is no network. */
struct quick_record {
    const char *href;  /* of the form: "/matters/new"; POST to the same path makes the record */
    const char *title; /* 记一件事 */
    const char *icon;  /* a name in assets/icons.svg */
    const char *needs;
    bool names_people; /* the form shows who lives in the grid: a phone forgets it sooner */
};

/* A page with people on it that the phone of somebody in a village or a grid keeps, to be
 * opened without network. */
struct kept_page {
    const char *href;
    const char *title;
    const char *needs;
};

struct roster;

struct module {
    const char *name;
    const char *title;
    const struct record_type *const *records;
    const struct route *routes;
    const struct query *const *queries;
    const struct flow *const *flows;
    const struct figure *figures;
    const struct listener *listeners;
    const struct grant *grants;
    const struct job *jobs;
    const struct menu_entry *menu;
    const struct chart *charts;          /* ends with a zero one */
    const struct roster *const *rosters; /* app/roster.h */
    const struct panel *place_panels;
    const struct panel *home_panels;
    const struct check *checks;
    const struct quick_record *quick_records;
    const struct kept_page *kept_pages;
    /* Brings what the module needs from data/ and a database does not have yet: all of it to a
     * new one, what came later to one that is upgraded. */
    struct error *(*set_up)(struct context *cx);
};

/* All modules, the program's own first, then those of modules/modules.c; NULL at the end. */
const struct module *const *modules_all(void);

/* Runs the checks of all modules; *checked is how many things were compared. */
MUST_USE struct error *modules_check(struct context *cx, void (*wrong)(str what, void *closure),
                                     void *closure, int64_t *checked);

/* Says which modules there are and builds the tables of routes, figures and permissions. Called
 * once at the start.  A module that names a missing permission, record type, field or figure is
 * said aloud and ends the program. */
void modules_register(const struct module *const *others);

#endif
