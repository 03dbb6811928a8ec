/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 积分: what households, party members and teams do for the common good, counted by rules that
 * the village itself has decided, in a ledger that adds up.
 *
 * The ledger is double entry and only added to.  A posting moves points between the account of
 * a subject and one of the village's own accounts (issued, redeemed, expired, deducted), so
 * that all accounts together are always zero.  A subject has two balances: the honour score,
 * which redeeming never lowers, and what may be redeemed, which never falls below zero.  A
 * posting has a key, and the same key is never posted twice.  Mistakes are corrected by a
 * reversal with its reason.  README.md tells the rest.
 */
#ifndef MODULES_POINTS_POINTS_H
#define MODULES_POINTS_POINTS_H

#include "app/flow.h"
#include "app/module.h"

/* Ledger */

/* Whose an account is; the last four are the village's own. */
enum points_side {
    POINTS_HOUSEHOLD,
    POINTS_MEMBER,
    POINTS_TEAM,
    POINTS_ISSUED,
    POINTS_REDEEMED,
    POINTS_EXPIRED,
    POINTS_DEDUCTED,
};

enum { POINTS_SIDES = POINTS_DEDUCTED + 1 };

/* True for the accounts of households, members and teams. */
bool points_side_is_subject(enum points_side side);

struct points_account {
    record_id id;
    int64_t version;
    str place; /* the village whose fund stands behind it */
    str key;   /* "household:4211820000000007@421182102226" */
    enum points_side side;
    record_id subject; /* the household or the party member; 0 for others */
    str name;          /* of the head, the member, the team */
    int64_t honour;
    int64_t redeemable;
    date opened_on;
    date closed_on;
};

enum points_posting_kind {
    POSTING_AWARD,
    POSTING_DEDUCTION,  /* lowers the honour score only */
    POSTING_REDEMPTION, /* lowers what may be redeemed only */
    POSTING_EXPIRY,
    POSTING_REVERSAL,
    POSTING_OPENING, /* carried over from the paper passbook */
};

/* Both numbers are what the subject's account gains; the other account loses them.  Each
 * posting comes from a record that is in the journal and says the same numbers: a claim, a
 * redemption, or an adjustment. */
struct points_posting {
    record_id id;
    int64_t version;
    str place;
    str key; /* what it is about: "claim:7", "redemption:..." */
    enum points_posting_kind kind;
    record_id account; /* of the subject */
    record_id against; /* the village's own */
    int64_t honour;
    int64_t redeemable;
    date posted_on;
    str reason;
    str origin; /* the type of the record that brought it about */
    record_id origin_id;
};

/* What changes points without being earned or redeemed. */
enum points_adjustment_kind { ADJUSTMENT_OPENING, ADJUSTMENT_EXPIRY, ADJUSTMENT_REVERSAL };

/* 调整单 */
struct points_adjustment {
    record_id id;
    int64_t version;
    str place;
    str key; /* an opening is made once an account, a reversal once a posting */
    enum points_adjustment_kind kind;
    record_id account;
    str account_name;
    int64_t honour;
    int64_t redeemable;
    str reason;
    date made_on;
    record_id reverses; /* a posting */
};

/* One of the two halves of a posting. */
struct points_entry {
    record_id id;
    int64_t version;
    str place;
    record_id posting;
    record_id account;
    enum points_side side;
    int64_t honour;
    int64_t redeemable;
    date posted_on;
};

extern const struct record_type points_account_type;
extern const struct record_type points_posting_type;
extern const struct record_type points_entry_type;
extern const struct record_type points_adjustment_type;

/* The account of a household or a party member in its village, made when there is none. */
MUST_USE struct error *points_account_of(struct context *cx, enum points_side side,
                                         record_id subject, struct points_account *account);

/* The account of a team by its name. */
MUST_USE struct error *points_account_of_team(struct context *cx, str village, str name,
                                              struct points_account *account);

/* The village's own account, made when there is none. */
MUST_USE struct error *points_account_of_village(struct context *cx, str village,
                                                 enum points_side side,
                                                 struct points_account *account);

/* Posts: key, kind, account, honour, redeemable, origin and origin_id are given, reason as it
 * applies; the rest is filled in.  A key that was posted already changes nothing: *posting
 * becomes what was posted, and *is_new false; with other numbers it is an ERROR_CONFLICT.  So
 * is what the account has not got.  No permission is asked here. */
MUST_USE struct error *points_post(struct context *cx, struct points_posting *posting,
                                   bool *is_new);

/* Carries over what stands in a paper passbook, once an account.  Needs points.correct. */
MUST_USE struct error *points_open(struct context *cx, record_id account, int64_t honour,
                                   int64_t redeemable, str reason);

/* Takes a posting back, with its reason; once.  What the subject has redeemed already is not
 * taken back from it: the balance never falls below zero.  Needs points.correct. */
MUST_USE struct error *points_reverse(struct context *cx, record_id posting, str reason,
                                      struct points_adjustment *reversal);

/* The sums of a place's accounts by side at the end of a day; all together are zero. */
struct points_trial_line {
    enum points_side side;
    int64_t account_count;
    int64_t debit; /* what went out of redeemable points */
    int64_t credit;
    int64_t honour;
};

struct points_trial {
    struct points_trial_line lines[POINTS_SIDES];
    int64_t posting_count;
    int64_t redeemable;  /* the sum over all lines: 0 */
    int64_t honour;      /* the same */
    int64_t outstanding; /* what the subjects may still redeem */
};

MUST_USE struct error *points_trial_read(struct context *cx, str place, date day,
                                         struct points_trial *trial);

/* Shop: what points are redeemed for */

/* Who pays for it. */
enum points_source {
    POINTS_SOURCE_PUBLIC,     /* 财政 */
    POINTS_SOURCE_COLLECTIVE, /* 集体 */
    POINTS_SOURCE_COMPANY,    /* 企业捐赠 */
    POINTS_SOURCE_PERSON,     /* 个人捐赠 */
};

enum { POINTS_SOURCES = POINTS_SOURCE_PERSON + 1 };

struct points_shop {
    record_id id;
    int64_t version;
    str place; /* a village */
    str name;
    str address;
    str opening; /* 每季末月25日 9:00—11:30 */
    date next_open_on;
    str phone;
    date closed_on;
};

struct points_goods {
    record_id id;
    int64_t version;
    str place;
    record_id shop;
    str code;
    str name;
    str spec;      /* 2千克/袋 */
    int64_t price; /* points */
    int64_t cost;  /* 分 for one: as it was bought, or what a gift is worth */
    bool is_withdrawn;
};

/* How many there are.  Follows from what came in and what went out. */
struct points_stock {
    record_id id;
    int64_t version;
    str place;
    record_id goods;
    str key;
    int64_t quantity;
};

enum goods_movement_kind {
    GOODS_RECEIVED, /* 入库 */
    GOODS_COUNTED,  /* 盘点: the difference */
    GOODS_LOST,     /* 报损 */
};

struct points_movement {
    record_id id;
    int64_t version;
    str place;
    record_id goods;
    enum goods_movement_kind kind;
    int64_t quantity; /* what the stock gains */
    int64_t paid;     /* 分 out of the village's fund; a gift costs nothing */
    enum points_source source;
    str donor;
    str batch;
    str note;
    date moved_on;
};

/* Money for the shop. */
struct points_funding {
    record_id id;
    int64_t version;
    str place;
    enum points_source source;
    str donor;
    int64_t amount; /* 分 */
    date received_on;
    str note;
};

enum redemption_status { REDEMPTION_DONE, REDEMPTION_RETURNED };

/* 兑换单 */
struct points_redemption {
    record_id id;
    int64_t version;
    str place;
    str key;
    record_id account;
    str account_name;
    record_id goods;
    str goods_name;
    int64_t quantity;
    int64_t points;
    int64_t cost; /* 分 */
    enum redemption_status status;
    bool by_proxy;
    str receiver; /* who came */
    str handler;
    date redeemed_on;
    date returned_on;
    str return_reason;
};

extern const struct record_type points_shop_type;
extern const struct record_type points_goods_type;
extern const struct record_type points_stock_type;
extern const struct record_type points_movement_type;
extern const struct record_type points_funding_type;
extern const struct record_type points_redemption_type;

MUST_USE struct error *points_goods_offer(struct context *cx, void *goods);
MUST_USE struct error *points_goods_change(struct context *cx, void *goods);

/* The door of movements: goods that came in, that were counted, or that were lost.  The stock
 * never falls below zero. */
MUST_USE struct error *points_goods_move(struct context *cx, void *movement);

/* How many there are, and the highest price of them in points. */
MUST_USE struct error *points_stock_of(struct context *cx, record_id goods, int64_t *quantity);

struct points_order {
    str key; /* the same order is carried out once */
    record_id account;
    record_id goods;
    int64_t quantity;
    bool by_proxy;
    str receiver; /* empty: who the account is called after */
};

/* Redeems, in one: the points, the stock and the voucher.  A key that came before answers with
 * the voucher of then.  Fails with ERROR_CONFLICT when points or goods do not suffice.  Needs
 * points.redeem. */
MUST_USE struct error *points_redeem(struct context *cx, const struct points_order *order,
                                     struct points_redemption *redemption);

/* Takes a voucher back: the goods to the shelf, the points to the account. */
MUST_USE struct error *points_redemption_return(struct context *cx, record_id id, str reason);

/* What the village could still be asked for, and what it has to answer with. */
struct points_liability {
    int64_t outstanding;   /* points */
    int64_t redeemed;      /* points, in the last twelve months */
    int64_t redeemed_cost; /* 分 of the goods for them */
    int64_t liability;     /* 分: outstanding points at the average cost of a point */
    int64_t funded;        /* 分 that came in */
    int64_t spent;         /* 分 paid for goods */
    int64_t stock_cost;    /* 分 of the goods on the shelf */
    bool has_average;      /* false: nothing was redeemed and nothing is on the shelf */
};

MUST_USE struct error *points_liability_read(struct context *cx, str place,
                                             struct points_liability *liability);

#endif
