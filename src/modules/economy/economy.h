/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The collective's property: what it owns, to whom it is let, and who has shares in it.
 *
 * These are registers, not accounts: money is booked where the county keeps its books.  Amounts
 * are in 分, land is in 1/10000 亩.
 */
#ifndef MODULES_ECONOMY_ECONOMY_H
#define MODULES_ECONOMY_ECONOMY_H

#include "record/store.h"

enum property_kind { PROPERTY_OPERATING, PROPERTY_PUBLIC, PROPERTY_RESOURCE };

enum land_class {
    LAND_NONE,
    LAND_FIELD,
    LAND_ORCHARD,
    LAND_FOREST,
    LAND_GRASS,
    LAND_WATER,
    LAND_WASTE,
    LAND_BUILDING,
    LAND_OTHER,
};

enum property_condition {
    PROPERTY_OWN_USE,
    PROPERTY_LEASED,
    PROPERTY_CONTRACTED,
    PROPERTY_IDLE,
    PROPERTY_SCRAPPED
};

/* A thing or a piece of land that belongs to the collective.  Resources have no ledger value.
 */
struct property {
    record_id id;
    int64_t version;
    str place;
    str number;
    str name;
    enum property_kind kind;
    enum land_class land;
    str location;
    str quantity; /* "3间", as the register says it */
    int64_t area;
    int64_t original_value;
    int64_t present_value;
    date acquired_on;
    enum property_condition condition;
    str used_by;
    date used_until;
    str remark;
    bool is_example;
};

enum contract_kind {
    CONTRACT_HOUSEHOLD, /* 家庭承包 */
    CONTRACT_OTHER_WAY, /* 其他方式承包 */
    CONTRACT_RESERVE,   /* 机动地 */
    CONTRACT_WASTE,     /* 四荒 */
    CONTRACT_FOREST,
    CONTRACT_WATER,
    CONTRACT_HOUSE,
    CONTRACT_EQUIPMENT,
    CONTRACT_WORKS,
    CONTRACT_PURCHASE,
    CONTRACT_LABOUR,
    CONTRACT_JOINT,
    CONTRACT_LOAN,
};

enum contract_pricing { PRICE_UNKNOWN, PRICE_FIXED, PRICE_RISING, PRICE_IN_KIND, PRICE_SHARED };
enum contract_way { WAY_UNKNOWN, WAY_TENDER, WAY_AUCTION, WAY_TALKS, WAY_DIRECT };

/* A contract of the collective with somebody.  One that was found when old contracts were
 * cleared has the day of that in cleared_on: what the law forbids today is then noted in
 * doubts, for it has to be known before it can be put right. */
struct contract {
    record_id id;
    int64_t version;
    str place;
    str number;
    str name;
    enum contract_kind kind;
    record_id property;
    str grantor;
    str holder;
    str holder_number; /* sealed */
    str phone;         /* sealed */
    bool is_outsider;  /* the holder is no member of this collective */
    str location;
    int64_t area;
    int64_t measured_area;
    date from_on;
    date until_on;
    enum contract_pricing pricing;
    int64_t rent; /* a year */
    int64_t total;
    str terms;
    int64_t deposit;
    bool is_oral;
    enum contract_way way;
    str decision; /* by which meeting */
    str review;   /* what the township said */
    date cleared_on;
    int64_t added_income; /* a year, what the clearing has brought */
    date ended_on;
    str ended_for;
    str doubts;
    str remark;
    bool is_example;
};

/* A member of the collective and the shares that the distribution follows. */
struct share {
    record_id id;
    int64_t version;
    str place;
    str household_number;
    str head_name;
    str relation;
    str name;
    unsigned sex;
    str id_number; /* sealed */
    record_id resident;
    int64_t shares; /* 1/100: half a share is 50 */
    str certificate;
    date joined_on;
    date left_on; /* the first day on which the person is no member */
    str left_for;
    str remark;
    bool is_example;
};

extern const struct record_type property_type;
extern const struct record_type contract_type;
extern const struct record_type share_type;

/* The doors of the three types: they check, settle what follows, and keep. */
MUST_USE struct error *property_create(struct context *cx, void *property);
MUST_USE struct error *property_change(struct context *cx, void *property);

/* Leases of more than 20 years (Civil Code 705), and land given to outsiders without two thirds
 * of the members and the township (Land Contract Law 52), are refused unless they were found by
 * clearing.  A household's contract is not ended within its term (the same, 27). */
MUST_USE struct error *contract_create(struct context *cx, void *contract);
MUST_USE struct error *contract_change(struct context *cx, void *contract);

/* Nobody is a member twice in one village; leaving has its reason. */
MUST_USE struct error *share_create(struct context *cx, void *share);
MUST_USE struct error *share_change(struct context *cx, void *share);

#endif
