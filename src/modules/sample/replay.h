/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A replay: one place, its people and its days, while they are being played.
 *
 * Everything is done by somebody on some day: set the day, take on a person's access, call a
 * rule, and say replay_done, which gives back the memory of cx->arena and commits now and then.
 * What has to be remembered lies in replay->memory.
 */
#ifndef MODULES_SAMPLE_REPLAY_H
#define MODULES_SAMPLE_REPLAY_H

#include "app/access.h"
#include "modules/people/people.h"
#include "modules/sample/chance.h"
#include "modules/sample/scene.h"
#include "modules/sample/sheet.h"

/* Who works in a township; the first have accounts for the demonstration. */
enum desk {
    DESK_OFFICE,
    DESK_DEPARTMENT,
    DESK_PARTY,
    DESK_HEAD,
    DESK_DISCIPLINE,
    DESK_JUSTICE,
    DESK_CIVIL_AFFAIRS,
    DESK_AGRICULTURE,
    DESK_EMERGENCY,
};

enum { DESKS = DESK_EMERGENCY + 1, OFFICERS_MAX = 5, CLANS = 4, ACTS_PER_COMMIT = 500 };

struct grid {
    str key;
    record_id worker; /* account */
    str worker_name;
};

struct village {
    str key;
    str name;
    str clans[CLANS]; /* the surnames that most people here have */
    const struct sheet_village *plan;
    struct township *township;
    struct grid *grids;
    str *hamlets;                     /* names */
    record_id officers[OFFICERS_MAX]; /* residents */
    size_t officer_count;
    record_id secretary; /* accounts */
    record_id clerk;
};

struct township {
    str key;
    record_id desks[DESKS]; /* accounts */
};

/* Names to be given. */
struct roster {
    struct sheet_surname *surnames;
    size_t surname_count;
    size_t weight;
    struct sheet_given_name *given;
    size_t given_count;
};

struct replay {
    struct context *cx;
    const struct scene *scene;
    FILE *progress; /* NULL: nothing is said */
    struct arena *memory;
    struct arena_mark mark;     /* how full cx->arena is between two acts */
    struct arena *actor_memory; /* of the access of whoever acts */
    struct access actor;
    date actor_day; /* of which the access is */
    date played_on; /* the real day, on which the replay is made */
    struct chance chance;
    struct roster roster;
    struct township *townships;
    size_t township_count;
    struct village *villages;
    size_t village_count;
    size_t grid_count;
    struct case_desk *case_desks;   /* who mediates, village by village */
    record_id system_administrator; /* accounts */
    record_id rights_administrator;
    record_id county_office;
    record_id county_department;
    str demonstration_hash; /* of the password that all accounts of the demonstration have */
    size_t acts;            /* since the last commit */
    int minute;             /* of the day */
};

/* Reads a table of data/sample/ that is needed until the end; see sheet_read. */
MUST_USE struct error *replay_read_sheet(struct replay *replay, const char *name,
                                         const struct shape *row, void *rows, size_t *count);

/* Ends an act: each must be followed by it before the next one. */
MUST_USE struct error *replay_done(struct replay *replay);

/* Goes to a day; the clock then moves on with each act. */
void replay_set_day(struct replay *replay, date day);

/* A date of the scene's. */
date replay_date(const char *text);

/* Acts from now on for an account, for nobody, or for the program. */
MUST_USE struct error *replay_as(struct replay *replay, record_id account);
void replay_as_nobody(struct replay *replay);
void replay_as_program(struct replay *replay);

/* "  网格 157" */
void replay_say(const struct replay *replay, const char *what, size_t count);

/* The village of a key; NULL when the scene has none. */
struct village *replay_village(struct replay *replay, str key);

/* The place with the number index of count, when total things are spread evenly over count:
 * how many it gets. */
size_t replay_share(size_t total, size_t index, size_t count);

/* A usual name, in cx->arena.  Without a surname it is drawn. */
str replay_name(struct replay *replay, str surname, enum sex sex, int birth_year);
str replay_surname(struct replay *replay);

/* The name of somebody invented, for those who are named where their record is not seen: who
 * holds a post, works in an office, or raises a matter.  It is their only name. */
str replay_marked(struct replay *replay, str name);

/* One of the surnames of the village, most often. */
str replay_clan(struct replay *replay, const struct village *village);

/* Somebody, not yet written down, born between the two years; place is a key. */
struct resident replay_somebody(struct replay *replay, const struct village *village, str place,
                                enum sex sex, int born_from, int born_to);

/* "陈家垸", one of the village's hamlets. */
str replay_hamlet(struct replay *replay, const struct village *village);

/* What anybody may do on the way of a scheme that the village has been asked about: both
 * committees, the party's members, the representatives, the township's check, publication. */
MUST_USE struct error *replay_decide_scheme(struct replay *replay,
                                            const struct village *village, record_id scheme);

/* Somebody of the village who reviews deeds, with the name that the post shows. */
MUST_USE struct error *replay_appoint_reviewer(struct replay *replay,
                                               const struct village *village, enum sex sex,
                                               record_id *reviewer);

/* The item of a scheme by its code. */
MUST_USE struct error *replay_find_item(struct replay *replay, record_id scheme,
                                        const char *code, record_id *item);

/* The program ends the notices whose days are over. */
MUST_USE struct error *replay_end_notices(struct replay *replay);

/* A party branch of the village; 0 when it has none. */
MUST_USE struct error *replay_branch_of(struct replay *replay, const struct village *village,
                                        record_id *branch);

/* The parts, in their order. */
MUST_USE struct error *replay_desks(struct replay *replay);
MUST_USE struct error *replay_officers(struct replay *replay);
MUST_USE struct error *replay_land(struct replay *replay);
MUST_USE struct error *replay_staff(struct replay *replay);
MUST_USE struct error *replay_families(struct replay *replay);
MUST_USE struct error *replay_party(struct replay *replay);
MUST_USE struct error *replay_disputes(struct replay *replay);
MUST_USE struct error *replay_recent_disputes(struct replay *replay);
MUST_USE struct error *replay_matters(struct replay *replay);
MUST_USE struct error *replay_deeds(struct replay *replay);
MUST_USE struct error *replay_laurels(struct replay *replay);
MUST_USE struct error *replay_market(struct replay *replay);
MUST_USE struct error *replay_merits(struct replay *replay);
MUST_USE struct error *replay_ongoing(struct replay *replay);
MUST_USE struct error *replay_returns(struct replay *replay);

/* Makes an account for the one who holds a role at a place, with its post.  person is a
 * resident or 0; then a name is drawn.  word makes it an account of the demonstration,
 * "huaqiao_word"; without one nobody can sign in before an administrator resets its password.
 */
MUST_USE struct error *replay_open_desk(struct replay *replay, const char *role, str place,
                                        record_id person, const char *word, record_id *account);

/* The administrators, once for all places of a database. */
MUST_USE struct error *replay_administrators(struct replay *replay);

#endif
