/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 公示: something is shown for some days before it takes effect, and whoever sees it may
 * object.
 *
 * A module posts a notice about a record of its own.  When its last day is over and no
 * objection is open, "notice.ended" is announced; as soon as an objection is upheld,
 * "notice.upheld".  Both carry the notice, in which type and record say what it is about.  How
 * long it lasts is a rule in data/deadlines.csv.
 */
#ifndef APP_NOTICE_H
#define APP_NOTICE_H

#include "app/flow.h"

enum notice_status {
    NOTICE_POSTED,
    NOTICE_ENDED,  /* nothing stood against it */
    NOTICE_UPHELD, /* an objection was right */
    NOTICE_WITHDRAWN,
};

struct notice {
    record_id id;
    int64_t version;
    str place;
    str type; /* of what it is about */
    record_id record;
    str title;
    str content; /* what everybody may read */
    enum notice_status status;
    bool is_public; /* false: only those concerned are told */
    date posted_on;
    date due_on; /* the last day */
    date ended_on;
    int64_t objection_count;
    int64_t open_count; /* objections that nobody has decided on yet */
};

enum objection_status { OBJECTION_OPEN, OBJECTION_REJECTED, OBJECTION_UPHELD };

struct notice_objection {
    record_id id;
    int64_t version;
    str place;
    record_id notice;
    str name; /* of whoever objects; may be empty */
    str words;
    enum objection_status status;
    date raised_on;
    str answer;
    date decided_on;
};

extern const struct record_type notice_type;
extern const struct record_type notice_objection_type;
extern const struct flow objection_flow;

/* Posts a notice from today on; title, content and is_public are given.  code is a rule of
 * data/deadlines.csv. */
MUST_USE struct error *notice_post(struct context *cx, const struct record_type *type,
                                   const void *record, const char *code, struct notice *notice);

/* Takes it back without a decision. */
MUST_USE struct error *notice_withdraw(struct context *cx, record_id id);

/* Somebody objects, up to the last day. */
struct notice_words {
    str name;
    str words;
};

MUST_USE struct error *notice_object(struct context *cx, record_id id,
                                     const struct notice_words *words);

/* For the steps of objection_flow, "reject" and "uphold". */
struct objection_answer {
    str answer;
};

/* A job: ends the notices whose last day is over and that no open objection holds up. */
MUST_USE struct error *notices_end(struct context *cx, bool *more);

extern const struct query notices_over;
extern const struct query notices_at_place;
extern const struct query objections_of_notice;

#endif
