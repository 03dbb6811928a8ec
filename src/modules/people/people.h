/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People: residents, households and posts.
 *
 * A resident is a person who lives or is registered in a village.  A household is a unit of one
 * kind (户籍户, 常住户, 承包户, 确权户, 股权户) that outlives its head; who belonged to it is
 * kept with dates, and nothing is overwritten.  A person is in at most one household of each
 * kind at a time.  Identity and telephone numbers are sealed.
 */
#ifndef MODULES_PEOPLE_PEOPLE_H
#define MODULES_PEOPLE_PEOPLE_H

#include "app/account.h"
#include "app/calendar.h"
#include "app/module.h"

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

enum id_type { ID_CITIZEN, ID_HMT_PERMIT, ID_FOREIGN_PERMIT, ID_OTHER };

enum resident_status {
    RESIDENT_HOME,        /* 户在人在 */
    RESIDENT_AWAY,        /* 户在人不在 */
    RESIDENT_INCOMING,    /* 人在户不在 */
    RESIDENT_NOMINAL,     /* 空挂 */
    RESIDENT_DEAD_LISTED, /* 死亡未销户 */
    RESIDENT_DEAD,        /* 已故 */
    RESIDENT_MOVED_OUT,   /* 迁出 */
};

struct resident {
    record_id id;
    int64_t version;
    str place; /* the key of the village, the group or the grid */
    str name;
    str found_by; /* pinyin, initials and single characters, for searching */
    str former_name;
    enum sex sex;
    date birth_on;
    date sixty_on; /* the sixtieth birthday */
    enum id_type id_type;
    str id_number;    /* sealed */
    str phone;        /* sealed */
    str ethnic_group; /* words of the code tables: 汉族, 初中, 群众 */
    str education;
    str political_status;
    enum resident_status status;
    str household_number; /* of the registered household */
    str relation;         /* to its head */
    str occupation;
    str address;
    date arrived_on;
    date gone_on; /* the day of death or of moving out */
    str doubts;   /* what does not fit together and should be asked */
    bool is_example;
    str remark;
};

enum household_kind {
    HOUSEHOLD_REGISTERED,
    HOUSEHOLD_LIVING,
    HOUSEHOLD_CONTRACT,
    HOUSEHOLD_TITLED,
    HOUSEHOLD_SHARES,
};

struct household {
    record_id id;
    int64_t version;
    str place;
    str number; /* unique in the village for its kind */
    enum household_kind kind;
    record_id head;
    str head_name;
    str address;
    date opened_on;
    date closed_on;
    record_id successor; /* the household it was merged into */
    bool is_example;
    str remark;
};

struct household_member {
    record_id id;
    int64_t version;
    str place;
    record_id household;
    enum household_kind kind;
    record_id resident;
    str relation; /* to the head, a word of the code table */
    date from_on;
    date to_on; /* the first day on which the person no longer belongs to it */
    str reason; /* why it began or ended: 出生, 婚入, 分户 */
};

/* One word of a national code table: 民族, 学历, 政治面貌, 与户主关系. */
struct code_word {
    record_id id;
    int64_t version;
    str list; /* ethnic_group, education, political_status, relation */
    str code;
    str name;
    str synonyms; /* what rosters really say, separated by spaces */
};

/* Two roles that one person may not hold in the same place. */
struct incompatible_post {
    record_id id;
    int64_t version;
    str code_a;
    str code_b;
    str source;
    enum rule_level level;
    str reason;
};

/* A post as it was given: what was considered. */
struct appointment {
    record_id id;
    int64_t version;
    str place;
    record_id resident;
    str role;
    date starts_on;
    date ends_on;
    str reason;         /* why in spite of what usually speaks against it */
    bool has_statement; /* a signed statement on near relatives has been handed in */
    bool needs_statement;
    str considered; /* what was found */
    record_id post;
};

extern const struct record_type resident_type;
extern const struct record_type household_type;
extern const struct record_type household_member_type;
extern const struct record_type code_word_type;
extern const struct record_type incompatible_post_type;
extern const struct record_type appointment_type;

/* Writes a person down.  Sex and birth are taken from the identity number when they are not
 * given.  With a household number the person joins that registered household of the village,
 * which is made when it is not there: as its head when the relation says so. */
MUST_USE struct error *resident_register(struct context *cx, void *resident);

/* The door for changed forms. */
MUST_USE struct error *resident_change(struct context *cx, void *resident);

/* A person has died: leaves all households, and posts end.  A head with others in the household
 * needs a new one. */
struct resident_death {
    date on;
    record_id new_head; /* of the registered household */
    bool still_listed;  /* 死亡未销户 */
};

MUST_USE struct error *resident_die(struct context *cx, record_id id,
                                    const struct resident_death *death);

/* A person moves: to another place of the county, or away when to is empty.  Who leaves the
 * village leaves its registered and living households, not what was contracted or shared. */
struct resident_moving {
    str to;
    date on;
    record_id new_head;
};

MUST_USE struct error *resident_move(struct context *cx, record_id id,
                                     const struct resident_moving *moving);

/* Writes the political status, for the room that decides it; no permission is asked here. */
MUST_USE struct error *resident_note_political_status(struct context *cx, record_id id,
                                                      str status);

/* True for those who are neither dead nor gone. */
bool resident_is_present(const struct resident *resident);

/* The resident with an identity number in a county, if there is one. */
MUST_USE struct error *resident_find_by_number(struct context *cx, str county, str number,
                                               struct resident *resident, bool *found);

/* The resident that a row of a roster names by number or, within the place that is imported
 * into, by name.  What is wrong is said to the row. */
struct roster_row;
MUST_USE struct error *roster_find_resident(struct context *cx, struct roster_row *row,
                                            struct resident *resident, bool *found);

/* The official word for what a roster says, "汉" to "汉族"; found is false for unknown words.
 */
MUST_USE struct error *code_word_find(struct context *cx, const char *list, str text,
                                      struct code_word *word, bool *found);

/* Makes a household with its head; without a number it gets the next free one.  Without
 * opened_on it begins today. */
MUST_USE struct error *household_create(struct context *cx, void *household);

/* The door for changed forms: head and place change by rules only. */
MUST_USE struct error *household_change(struct context *cx, void *household);

struct household_joining {
    record_id resident;
    str relation;
    date on;
    str reason;
};

MUST_USE struct error *household_join(struct context *cx, record_id id,
                                      const struct household_joining *joining);

/* The head may leave only after another one has been named, or as the last. */
struct household_leaving {
    record_id resident;
    date on;
    str reason;
};

MUST_USE struct error *household_leave(struct context *cx, record_id id,
                                       const struct household_leaving *leaving);

/* Another member becomes the head; the relations of the others are turned as far as they
 * follow from the old ones. */
struct head_change {
    record_id new_head;
    date on;
    str reason;
};

MUST_USE struct error *household_change_head(struct context *cx, record_id id,
                                             const struct head_change *change);

/* Some members make a household of their own. */
struct household_splitting {
    record_id new_head;
    str members; /* ids of the others who go along, separated by spaces */
    str number;  /* may be empty */
    str address;
    date on;
};

MUST_USE struct error *household_split(struct context *cx, record_id id,
                                       const struct household_splitting *splitting,
                                       struct household *made);

/* The whole household moves to another place of the county, and everybody with it. */
struct household_moving {
    str to;
    date on;
};

MUST_USE struct error *household_move(struct context *cx, record_id id,
                                      const struct household_moving *moving);

/* All members go over to another household of the same kind; this one is closed. */
struct household_merging {
    record_id into;
    date on;
};

MUST_USE struct error *household_merge(struct context *cx, record_id id,
                                       const struct household_merging *merging);

/* Who belongs to a household now, the head first. */
MUST_USE struct error *household_members_now(struct context *cx, record_id id,
                                             struct household_member **members, size_t *count);

extern const struct shape resident_death_input;
extern const struct shape resident_moving_input;
extern const struct shape household_joining_input;
extern const struct shape household_leaving_input;
extern const struct shape head_change_input;
extern const struct shape household_splitting_input;
extern const struct shape household_merging_input;
extern const struct shape household_moving_input;
extern const struct shape post_ending_input;

/* Whether two residents are near relatives (spouse, parents, children, siblings, grandparents,
 * grandchildren), as far as the households know. */
enum kin { KIN_UNKNOWN, KIN_NEAR };

MUST_USE struct error *resident_kin(struct context *cx, record_id a, record_id b,
                                    enum kin *kin);

/* Gives a resident a post.  What the law forbids is refused; what policy or custom speaks
 * against needs a reason.  Grid posts need posts.appoint at the place, all others posts.write.
 * Without starts_on it begins today.  *appointment gets the post's id and what was found. */
MUST_USE struct error *post_appoint(struct context *cx, struct appointment *appointment);

/* The same as a door, for rosters. */
MUST_USE struct error *appointment_make(struct context *cx, void *appointment);

/* The door for a change: the post ends on the day that the appointment names now. */
MUST_USE struct error *appointment_end(struct context *cx, void *appointment);

/* Ends a post, under the same permission. */
struct post_ending {
    date last_day;
    str reason;
};

MUST_USE struct error *post_retire(struct context *cx, record_id post,
                                   const struct post_ending *ending);

/* Volunteers */

/* Somebody who has offered to help: freely, in a team or alone, until the day of leaving.
 * Whoever has not agreed in person is no volunteer yet. */
struct volunteer {
    record_id id;
    int64_t version;
    str name;
    str place;
    str team;
    str skills;
    str number;
    enum sex sex;
    date birth_on;
    str phone; /* sealed */
    bool has_agreed;
    str guardian; /* of somebody under 18 */
    date joined_on;
    date left_on; /* the first day on which the person is none */
    str remark;
    bool is_example;
};

extern const struct record_type volunteer_type;

/* Enrols, and changes, through all checks; joined today unless another day is given. */
MUST_USE struct error *volunteer_enrol(struct context *cx, void *volunteer);
MUST_USE struct error *volunteer_change(struct context *cx, void *volunteer);

#endif
