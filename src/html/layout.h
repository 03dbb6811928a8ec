/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame around every page: head, who is signed in, where one is, the way to everything
 * else, the foot.
 */
#ifndef HTML_LAYOUT_H
#define HTML_LAYOUT_H

#include "html/ui.h"

struct layout {
    str title;
    str site;        /* the name of the installation, e.g. 花桥镇乡治 */
    str person;      /* who is signed in, empty for nobody */
    int64_t account; /* of that person, 0 for nobody: whose drafts and outbox a phone shows */
    str place;       /* where the person is working */
    str token;       /* the form token, for the button to leave */
    str here;        /* path and query of this page, to come back to */
    str edition;     /* of the assets: a part of their addresses; empty in tests */
    const struct ui_link *menu;
    size_t menu_count;
    str bar; /* the menu as layout_write_bar wrote it; empty: it is written now */
    const struct ui_link *crumbs;
    size_t crumb_count;
    str notice;         /* what has just been done, may be empty */
    bool elder;         /* the elder edition: large */
    const char *script; /* a second one that this page needs: "chart.js"; may be NULL */
    str record_number;  /* ICP filing, may be empty */
    str help_phone;
};

/* Writes the whole page around content, which is markup already.  The menu's entries are in the
 * order of their use, those of one group together: on a phone the first stand in the bar, the
 * others on a page of their own.  Leads to /menu, /sign-in, /sign-out (POST), /elder, /language
 * and /privacy, which the app answers. */
void layout_write(struct buf *out, const struct layout *layout, str content);

/* Writes the menu alone. */
void layout_write_bar(struct buf *out, const struct layout *layout);

#endif
