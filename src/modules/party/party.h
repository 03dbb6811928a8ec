/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The party in the town: organisations, their groups in the grids, members and what they
 * pledge.
 *
 * The tree of party organisations is its own.  A party group may serve several grids and a grid
 * may have several groups, so both are linked many-to-many.
 */
#ifndef MODULES_PARTY_PARTY_H
#define MODULES_PARTY_PARTY_H

#include "app/module.h"

enum organisation_kind {
    PARTY_COMMITTEE,
    PARTY_GENERAL_BRANCH,
    PARTY_BRANCH,
    PARTY_GROUP, /* a group of a branch that is neither of the next two */
    PARTY_INDEPENDENT_GROUP,
    PARTY_JOINT_GROUP,
};

struct party_organisation {
    record_id id;
    int64_t version;
    str place;
    enum organisation_kind kind;
    str name;
    record_id parent;
    date founded_on;
    date dissolved_on; /* the first day on which it is gone */
    bool is_rural;     /* of a village that is no community */
    str phone;
    str remark;
};

/* A party group serves a grid. */
struct party_group_grid {
    record_id id;
    int64_t version;
    str place; /* the grid */
    record_id organisation;
    date from_on;
    date to_on;
};

enum member_kind { PARTY_FULL, PARTY_PROBATIONARY };

enum member_status {
    PARTY_REGISTERED, /* 在册 */
    PARTY_MOBILE,     /* 流动 */
    PARTY_LOST,       /* 失联 */
    PARTY_MOVED_OUT,  /* 转出 */
    PARTY_DEAD,
};

struct party_member {
    record_id id;
    int64_t version;
    str place;
    record_id resident;
    str name;
    record_id organisation;
    enum member_kind kind;
    date joined_on;
    date full_on;
    enum member_status status;
    date from_on; /* in this organisation */
    date to_on;
    str grid; /* the grid that the member answers for, may be empty */
    bool is_example;
    str remark;
};

/* 党员中心户: a member's house where the neighbours meet. */
struct centre_household {
    record_id id;
    int64_t version;
    str place;
    record_id member;
    record_id household;
    str name;
    date named_on;
    date ended_on;
};

/* 红星之家 */
struct red_star_home {
    record_id id;
    int64_t version;
    str place;
    str name;
    record_id organisation;
    date built_on;
    date closed_on;
    str address;
};

/* What a member promised, and when it was kept. */
struct pledge {
    record_id id;
    int64_t version;
    str place;
    record_id member;
    str content;
    date pledged_on;
    date kept_on;
    str result;
};

extern const struct record_type party_organisation_type;
extern const struct record_type party_group_grid_type;
extern const struct record_type party_member_type;
extern const struct record_type centre_household_type;
extern const struct record_type red_star_home_type;
extern const struct record_type pledge_type;

/* Founds an organisation below its parent.  Without founded_on it is older than the records. */
MUST_USE struct error *party_organisation_found(struct context *cx, void *organisation);

/* The door for changed forms. */
MUST_USE struct error *party_organisation_change(struct context *cx, void *organisation);

/* Ends an organisation that has no members and no organisation below it any more. */
struct dissolution {
    date on;
};

MUST_USE struct error *party_organisation_dissolve(struct context *cx, record_id id,
                                                   const struct dissolution *dissolution);

/* A group serves a grid from a day on; an independent group serves one grid only. */
struct group_covering {
    str grid;
    date on;
};

MUST_USE struct error *party_group_cover(struct context *cx, record_id group,
                                         const struct group_covering *covering);
MUST_USE struct error *party_group_leave(struct context *cx, record_id group,
                                         const struct group_covering *leaving);

/* Enters a resident as a member of an organisation; nobody is a member twice.  The resident's
 * political status follows. */
MUST_USE struct error *party_member_enrol(struct context *cx, void *member);
MUST_USE struct error *party_member_change(struct context *cx, void *member);

/* A probationary member becomes a full one. */
struct member_confirmation {
    date on;
};

MUST_USE struct error *party_member_confirm(struct context *cx, record_id id,
                                            const struct member_confirmation *confirmation);

/* A member goes over to another organisation of the county. */
struct member_transfer {
    record_id organisation;
    date on;
};

MUST_USE struct error *party_member_transfer(struct context *cx, record_id id,
                                             const struct member_transfer *transfer);

MUST_USE struct error *centre_household_name(struct context *cx, void *centre);
MUST_USE struct error *red_star_home_build(struct context *cx, void *home);
MUST_USE struct error *pledge_make(struct context *cx, void *pledge);

struct pledge_keeping {
    date on;
    str result;
};

MUST_USE struct error *pledge_keep(struct context *cx, record_id id,
                                   const struct pledge_keeping *keeping);

extern const struct shape dissolution_input;
extern const struct shape group_covering_input;
extern const struct shape member_confirmation_input;
extern const struct shape member_transfer_input;
extern const struct shape pledge_keeping_input;

/* How a place's grids are covered. */
struct party_coverage {
    int64_t grids;
    int64_t with_group;
    int64_t with_member; /* a member answers for it */
    int64_t with_neither;
};

MUST_USE struct error *party_coverage_read(struct context *cx, str place,
                                           struct party_coverage *coverage);

#endif
