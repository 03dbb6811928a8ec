/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Disputes of a replay: screenings, and cases on their way through the days.
 *
 * dispute_plan.c  which there are, and who mediates     dispute_day.c  the acts of a day
 */
#ifndef MODULES_SAMPLE_DISPUTE_DAY_H
#define MODULES_SAMPLE_DISPUTE_DAY_H

#include "modules/disputes/disputes.h"
#include "modules/sample/replay.h"

/* A row of data/sample/disputes.csv. */
struct sheet_dispute {
    str category;
    str facts;
    str demands;
    str terms;
    str visit;
};

/* Who mediates in a village. */
struct case_desk {
    record_id chair;    /* account */
    record_id mediator; /* of the list */
};

/* How far a case has come; each stage has its day. */
enum case_stage { CASE_OPENING, CASE_MEETING, CASE_PERFORMING, CASE_FILING, CASE_OVER };

struct dispute_case {
    struct dispute_case *next; /* of the same day */
    const struct sheet_dispute *text;
    struct village *village;
    const struct case_desk *desk;
    enum case_stage stage;
    enum case_stage last; /* what is open today stops before it is over */
    bool is_screening;    /* somebody looks, and finds nothing that becomes a case */
    bool fails;
    bool is_oral;
    enum mediator_standing helper; /* STANDING_MEDIATOR: nobody */
    record_id id;
};

struct case_days {
    struct replay *replay;
    date first;
    size_t count;
    struct dispute_case **days;
};

/* Does what comes next in a case, and puts it on the day of what comes after. */
MUST_USE struct error *case_go_on(struct case_days *days, struct dispute_case *each);

/* After the last day nothing happens any more. */
void case_put(struct case_days *days, struct dispute_case *each, date day);

#endif
