/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Affairs: matters on their way through the days of a replay.
 *
 * An affair knows how it will go: how high, what comes in between, whether in time.  On its day
 * the next step follows from the state that the matter is in, taken by whoever has it then, and
 * the day of the step after that is set.  So the rules decide where it is, not the plan.
 *
 * affair_plan.c  what there will be     affair_step.c  the steps     affair_day.c  the days
 */
#ifndef MODULES_SAMPLE_AFFAIR_H
#define MODULES_SAMPLE_AFFAIR_H

#include "modules/matters/matters.h"
#include "modules/sample/replay.h"

/* How high it has to go. */
enum way { WAY_GRID, WAY_VILLAGE, WAY_TOWNSHIP, WAY_COUNTY };

/* What comes in between. */
enum turn {
    TURN_NONE,
    TURN_WITHDRAWAL,
    TURN_ELSEWHERE,
    TURN_TWIN, /* the same as the affair before it */
    TURN_CROWD,
    TURN_HELP,
    TURN_DUTY,
    TURN_EXTENSION,
    TURN_PAUSE,
};

struct affair {
    struct affair *next; /* of the same day */
    const struct sheet_matter *text;
    struct village *village;
    struct grid *grid;
    str hamlet;
    enum matter_kind kind;
    enum matter_source source;
    enum way way;
    enum turn turn;
    bool has_turned; /* what comes in between is over */
    bool is_late;
    bool is_unreachable;
    int complaints; /* how often the person will not be satisfied */
    record_id id;   /* of the matter or accusation, once it has been reported */
    str receipt;
};

struct affairs {
    struct replay *replay;
    date first;
    size_t day_count;
    struct affair **days; /* the affairs that come up on each */
    const struct sheet_matter *texts;
    size_t text_count;
    const struct sheet_demand *demands;
    size_t demand_count;
};

/* Puts an affair on a day; after the last one nothing happens any more. */
void affair_put(struct affairs *affairs, struct affair *affair, date day);

/* Plans so many affairs, reported from the first day to last; talks are conflicts that a
 * village settles in talks, in time. */
void affairs_plan(struct affairs *affairs, size_t count, date last);
void affairs_plan_talks(struct affairs *affairs, size_t count, date last);

/* The next step of an affair, and the day of the one after it. */
MUST_USE struct error *affair_go_on(struct affairs *affairs, struct affair *affair);

/* When somebody sees to it next: soon, within its limit, or too late. */
date affair_next_day(struct affairs *affairs, const struct affair *affair,
                     const struct matter *matter);

/* A text with its hamlet put in. */
str affair_words(struct affairs *affairs, const struct affair *affair, str text);

/* What people say of such an affair at such a time: "why_pause".  Empty when nothing fits. */
str affair_demand(struct affairs *affairs, const struct affair *affair, const char *kind);

#endif
