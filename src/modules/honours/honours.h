/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 荣誉: yearly rounds in which villagers say who deserves an honour.
 *
 * A round is about one honour at one place.  Households and persons put themselves forward or
 * are put forward, the villagers vote (one household or one adult, one vote), the village
 * checks what stands against somebody, shows the result, and then the honours are awarded.  Who
 * has voted is kept, what they voted is not.
 */
#ifndef MODULES_HONOURS_HONOURS_H
#define MODULES_HONOURS_HONOURS_H

#include "app/flow.h"
#include "app/module.h"
#include "app/notice.h"

enum honour_unit { HONOUR_HOUSEHOLD, HONOUR_PERSON };
enum honour_voters { VOTERS_HOUSEHOLDS, VOTERS_ADULTS };

/* An honour that is given: data/honours.csv. */
struct honour_kind {
    record_id id;
    int64_t version;
    str code;
    str name;
    enum honour_unit unit;
    enum honour_voters voters;
    int64_t validity_months; /* 0: for good */
    str veto;                /* what stands against it, separated by spaces */
    str source;
};

enum honour_round_status {
    ROUND_NOMINATING,
    ROUND_VOTING,
    ROUND_CHECKING,
    ROUND_POSTED,
    ROUND_AWARDED,
    ROUND_CANCELLED,
};

struct honour_round {
    record_id id;
    int64_t version;
    str place;
    str title;
    str kind; /* code */
    int64_t year;
    int64_t seats; /* how many honours there are */
    enum honour_round_status status;
    int64_t ballot_count;
    record_id notice;
    date opened_on;
    date awarded_on;
};

struct honour_nomination {
    record_id id;
    int64_t version;
    str place;
    record_id round;
    record_id household; /* one of these two */
    record_id resident;
    str name;
    str story;
    bool is_own; /* put themselves forward */
    str veto;    /* why not, in spite of the votes */
    bool is_chosen;
};

/* Who has voted; not what. */
struct honour_ballot {
    record_id id;
    int64_t version;
    str place;
    record_id round;
    str key; /* "7:household:12": nobody votes twice, in the browser or on paper */
    bool on_paper;
    date voted_on;
};

/* How many votes a nomination has. */
struct honour_tally {
    record_id id;
    int64_t version;
    str place;
    record_id round;
    record_id nomination;
    int64_t votes;
};

struct honour_award {
    record_id id;
    int64_t version;
    str place;
    str kind; /* code */
    str kind_name;
    record_id round;
    enum honour_unit unit;
    record_id household;
    record_id resident;
    str name;
    int64_t year;
    str certificate; /* by which it can be verified */
    date awarded_on;
    date valid_until; /* the last day; none: for good */
    date revoked_on;
    str revoked_because;
};

extern const struct record_type honour_kind_type;
extern const struct record_type honour_round_type;
extern const struct record_type honour_nomination_type;
extern const struct record_type honour_ballot_type;
extern const struct record_type honour_tally_type;
extern const struct record_type honour_award_type;
extern const struct flow honour_round_flow;

enum { CHOICES_MAX = 50, REVOKED_YEARS = 2 };

/* The door of rounds.  Needs honours.run. */
MUST_USE struct error *honour_round_open(struct context *cx, void *round);

/* The door of nominations: a household for an honour of households, a person for one of
 * persons; nobody twice in a round, and not within two years after an honour was revoked. */
MUST_USE struct error *honour_nominate(struct context *cx, void *nomination);

/* One vote of a household or an adult for some of the nominations, at most as many as there are
 * seats.  Fails with ERROR_CONFLICT when the voter has voted already. */
struct honour_vote {
    record_id round;
    record_id voter; /* the household or the resident */
    record_id choices[CHOICES_MAX];
    size_t choice_count;
    bool on_paper;
};

MUST_USE struct error *honour_cast(struct context *cx, const struct honour_vote *vote);

/* What paper ballots said, together: who handed one in, and the votes of each nomination in the
 * order in which they were made.  All or nothing. */
struct honour_paper {
    record_id round;
    const record_id *voters;
    size_t voter_count;
    const int64_t *votes;
    size_t vote_count;
};

MUST_USE struct error *honour_count_paper(struct context *cx, const struct honour_paper *paper);

/* Puts somebody aside for a reason of the county's list. */
MUST_USE struct error *honour_veto(struct context *cx, record_id nomination, str reason);

/* Takes an honour back, with its cause.  Needs honours.revoke. */
MUST_USE struct error *honour_revoke(struct context *cx, record_id award, str reason);

MUST_USE struct error *honour_kind_get(struct context *cx, str code, struct honour_kind *kind);

/* The nominations of a round, in the order in which they were made. */
MUST_USE struct error *honour_nominations(struct context *cx, record_id round,
                                          struct honour_nomination **nominations,
                                          size_t *count);

struct honour_words {
    str words;
};

#endif
