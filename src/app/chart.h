/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dashboards: what the figures of a place look like beside each other.
 *
 * A module lists charts, each a title, a kind and the keys of figures.  GET /dashboard?place=
 * shows all of them for a place and a period, and each number leads to its records; everything
 * is read from the running totals, so a page costs the same however many records there are.
 * Places stand in the order of their codes and never of their numbers, and nobody's name stands
 * beside a number.
 */
#ifndef APP_CHART_H
#define APP_CHART_H

#include "app/figure.h"
#include "app/period.h"
#include "app/route.h"

enum chart_kind {
    CHART_NUMBERS, /* each figure of the period, beside the period before and last year */
    CHART_DUE,     /* figures of open things by their last day: overdue, today, in seven days */
    CHART_MONTHS,  /* each figure in the months of this year and of the last */
    CHART_PARTS,   /* what a whole is made of: those figures that are not zero */
    CHART_PLACES,  /* the figures of each place below, side by side */
};

struct chart {
    const char *title;
    enum chart_kind kind;
    const char *figures; /* keys, separated by spaces */
    bool on_screen;      /* also on the screen of the meeting room */
};

enum { CHART_FIGURES_MAX = 16, CHART_PLACES_MAX = 200 };

/* The figures that a chart names. */
size_t chart_figures(const struct chart *chart,
                     const struct figure_entry *entries[CHART_FIGURES_MAX]);

/* A place below another, for charts that stand them side by side. */
struct place_below {
    str key;
    str name;
};

extern const struct query places_below_shown;

/* Writes a chart with its table; nothing when it has nothing to show.  Numbers lead to their
 * records unless it is for a screen that nobody touches. */
struct chart_view {
    str place;
    struct asked_period period;
    bool is_screen;
};

MUST_USE struct error *chart_write(struct context *cx, const struct chart *chart,
                                   const struct chart_view *view, struct buf *out);

handler dashboard_page;

/* The screen of a meeting room, and the stream of events that says when it is to be read anew.
 */
handler screen_page;
handler screen_events_page;

#endif
