/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What modules show on each other's pages: on a place's page and on the home page.
 */
#ifndef APP_PANEL_H
#define APP_PANEL_H

#include "base/buf.h"
#include "base/context.h"

/* On the page of a place numbers and open matters stand before what lies below it and who works
 * there, the rest stands behind. */
enum panel_rank { PANEL_LATER, PANEL_FIRST };

struct panel {
    const char *title;
    const char *needs; /* a permission at the place; NULL: none */
    /* Writes what stands below the title; nothing when there is nothing to show. */
    struct error *(*write)(struct context *cx, str place, struct buf *out);
    enum panel_rank rank;
};

/* Writes those of all modules that this person may see and that have something to show, each as
 * a section, in the modules' order. */
MUST_USE struct error *place_panels_write(struct context *cx, enum panel_rank rank, str place,
                                          struct buf *out);
MUST_USE struct error *home_panels_write(struct context *cx, struct buf *out);

#endif
