/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 星级: what a year of points means for party members, the yearly democratic review, and the
 * stars of branches.
 *
 * 以事评分、以分评星、以星评优: the score of a year becomes stars by a table (data).  The
 * review is a vote of its own: each member's score and stars stand beside the ballots for those
 * who decide to see, and nothing follows from them by itself.  A branch earns a star for each
 * of five classes in which it has 80 of 100 points in half a year.  Members and branches stand
 * in the order of their names, never of their points.
 */
#ifndef MODULES_STARS_STARS_H
#define MODULES_STARS_STARS_H

#include "app/flow.h"
#include "app/module.h"
#include "app/notice.h"

/* From how many points on there are how many stars: data/star_table.csv. */
struct star_step {
    record_id id;
    int64_t version;
    str code;
    str region; /* a key; empty: the whole country; the nearest region's table counts */
    int64_t from_score;
    int64_t stars;
    str title; /* 三星, 不合格 */
    str source;
};

/* What a member's year came to. */
struct member_star {
    record_id id;
    int64_t version;
    str place; /* the village */
    str key;   /* of the account and the year */
    record_id account;
    str name;
    int64_t year;
    int64_t score;
    int64_t stars;
    str title;
    bool is_exempt; /* need not have attended for all or part of the year */
    date settled_on;
};

extern const struct record_type star_step_type;
extern const struct record_type member_star_type;

/* The step of a score; fails when the table has none. */
MUST_USE struct error *star_of(struct context *cx, str place, int64_t score,
                               struct star_step *step);

/* Settles a village's stars of a year, from December on and as often as it takes: claims may
 * still take effect.  *count is how many members have an account.  Needs stars.settle. */
MUST_USE struct error *stars_settle(struct context *cx, str village, int64_t year,
                                    size_t *count);

/* The stars of an account in a year. */
MUST_USE struct error *member_star_find(struct context *cx, record_id account, int64_t year,
                                        struct member_star *star, bool *found);

/* Democratic review (民主评议党员) */

enum star_review_status {
    REVIEW_SELF,      /* 个人自评 */
    REVIEW_PEERS,     /* 党员互评 */
    REVIEW_BALLOT,    /* 民主测评: the ballots are counted */
    REVIEW_COMMITTEE, /* 支委会综合 */
    REVIEW_DONE,
    REVIEW_CANCELLED,
};

struct star_review {
    record_id id;
    int64_t version;
    str place;
    record_id organisation; /* a branch */
    str organisation_name;
    int64_t year;
    str key; /* of the branch and the year */
    enum star_review_status status;
    date held_on;
    int64_t due;
    int64_t present;
    int64_t ballots;
    date concluded_on;
    str conclusion;
};

enum star_grade { GRADE_NONE, GRADE_EXCELLENT, GRADE_GOOD, GRADE_BASIC, GRADE_FAILED };

/* One member in a review. */
struct star_reviewed {
    record_id id;
    int64_t version;
    str place;
    record_id review;
    record_id member;
    str name;
    int64_t score; /* of the year, to be seen and nothing more */
    int64_t stars;
    bool is_exempt;
    str self_words;
    str peer_words;
    int64_t excellent; /* ballots */
    int64_t good;
    int64_t basic;
    int64_t failed;
    enum star_grade grade; /* what the committee decided */
    str reason;
};

extern const struct record_type star_review_type;
extern const struct record_type star_reviewed_type;
extern const struct flow star_review_flow;

/* The door: a branch and a year are given; all its full members are in it.  Needs stars.review.
 */
MUST_USE struct error *star_review_open(struct context *cx, void *review);

/* What is written of one member: their own words and those of the others, while it is time for
 * them. */
struct review_words {
    str words;
};

MUST_USE struct error *star_review_say(struct context *cx, record_id reviewed, str words);

/* How the ballots about one member fell; together they are as many as there are ballots. */
struct review_votes {
    int64_t excellent;
    int64_t good;
    int64_t basic;
    int64_t failed;
};

MUST_USE struct error *star_review_count(struct context *cx, record_id reviewed,
                                         const struct review_votes *votes);

/* What the committee decides of one member; another grade than that of most ballots needs its
 * reason. */
struct review_decision {
    enum star_grade grade;
    str reason;
};

MUST_USE struct error *star_review_decide(struct context *cx, record_id reviewed,
                                          const struct review_decision *decision);

/* Those of a review, by name. */
MUST_USE struct error *star_reviewed_all(struct context *cx, record_id review,
                                         struct star_reviewed **reviewed, size_t *count);

/* For the steps of star_review_flow. */
struct review_meeting { /* ballot */
    date held_on;
    int64_t due;
    int64_t present;
    int64_t ballots;
};

struct review_conclusion { /* conclude, cancel */
    str words;
};

/* Branch stars */

enum {
    BRANCH_CLASSES_MAX = 10,
    STAR_NUMERATOR = 4, /* 80 of 100 points of a class */
    STAR_DENOMINATOR = 5,
};

/* What a branch is looked at for: data/branch_indicators.csv. */
struct branch_indicator {
    record_id id;
    int64_t version;
    str code;
    str class; /* 组织生活 */
    str title;
    int64_t points;
    str source;
};

enum branch_rating_status {
    RATING_SCORING,
    RATING_POSTED,
    RATING_EFFECTIVE,
    RATING_CANCELLED,
};

struct branch_rating {
    record_id id;
    int64_t version;
    str place;
    record_id organisation;
    str organisation_name;
    str period; /* 2026年上半年 */
    str key;
    enum branch_rating_status status;
    int64_t stars;
    str starred; /* the classes: 组织建设、服务群众 */
    record_id notice;
    date effective_on;
};

struct branch_score {
    record_id id;
    int64_t version;
    str place;
    record_id rating;
    str code; /* of the indicator */
    str class;
    str title;
    int64_t most;
    int64_t points;
    bool is_given;
};

extern const struct record_type branch_indicator_type;
extern const struct record_type branch_rating_type;
extern const struct record_type branch_score_type;
extern const struct flow branch_rating_flow;

/* The door: a branch and a period are given.  Needs stars.rate. */
MUST_USE struct error *branch_rating_open(struct context *cx, void *rating);

MUST_USE struct error *branch_score_give(struct context *cx, record_id score, int64_t points);

/* The scores of a rating in the order of the indicators. */
MUST_USE struct error *branch_scores(struct context *cx, record_id rating,
                                     struct branch_score **scores, size_t *count);

#endif
