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
    int64_t least_stars;     /* that must be confirmed; 0: none need be */
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
    bool is_own;   /* put themselves forward */
    str claimed;   /* 自我认星: codes of stars, separated by spaces */
    str confirmed; /* 检查定星 */
    str veto;      /* why not, in spite of the votes */
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
    str stars;       /* those confirmed, by name: 孝老爱亲星、清洁卫生星 */
    str certificate; /* by which it can be verified */
    date awarded_on;
    date valid_until; /* the last day; none: for good */
    date revoked_on;
    str revoked_because;
};

/* One of the stars of an honour (十星), as a place has them: data/honour_stars.csv. */
struct honour_star {
    record_id id;
    int64_t version;
    str code;
    str region; /* a key; empty: the whole country; the nearest region's stars count */
    str kind;   /* code of the honour */
    str name;
    str meaning;
    str source;
};

/* 投票码: with it somebody votes in the browser without an account. */
struct honour_code {
    record_id id;
    int64_t version;
    str place;
    record_id round;
    str key; /* of the round and the voter */
    record_id voter;
    str voter_name;
    str code;
    date issued_on;
};

enum honour_appeal_status { HONOUR_APPEAL_OPEN, HONOUR_APPEAL_UPHELD, HONOUR_APPEAL_REJECTED };

/* Against a revocation. */
struct honour_appeal {
    record_id id;
    int64_t version;
    str place;
    record_id award;
    str name;
    str words;
    enum honour_appeal_status status;
    str answer;
    date raised_on;
    date decided_on;
};

extern const struct record_type honour_star_type;
extern const struct record_type honour_code_type;
extern const struct record_type honour_appeal_type;
extern const struct flow honour_appeal_flow;
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

/* Whoever holds the certificate of an honour that was revoked appeals; one at a time. */
MUST_USE struct error *honour_appeal_raise(struct context *cx, record_id award, str words);

/* The stars of an honour at a place; none when it has none. */
MUST_USE struct error *honour_stars_of(struct context *cx, str kind, str place,
                                       struct honour_star **stars, size_t *count);

/* The stars that a candidate claims (while nominating) or that the check confirmed; codes
 * separated by spaces. */
MUST_USE struct error *honour_nomination_stars(struct context *cx, record_id nomination,
                                               str codes);

/* Codes for voters of a round who have none yet: households or residents, as the honour says.
 * Needs honours.run. */
MUST_USE struct error *honour_codes_issue(struct context *cx, record_id round,
                                          const record_id *voters, size_t count);

/* Who votes with a code in this round; fails with ERROR_INVALID at the field "card". */
MUST_USE struct error *honour_code_find(struct context *cx, record_id round, str typed,
                                        record_id *voter);

/* The household or person behind the account that is signed in; 0 when there is none. */
MUST_USE struct error *honour_voter_signed_in(struct context *cx, enum honour_voters voters,
                                              record_id *voter);

MUST_USE struct error *honour_kind_get(struct context *cx, str code, struct honour_kind *kind);

/* The nominations of a round, in the order in which they were made. */
MUST_USE struct error *honour_nominations(struct context *cx, record_id round,
                                          struct honour_nomination **nominations,
                                          size_t *count);

struct honour_words {
    str words;
};

#endif
