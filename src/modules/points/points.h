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
#include "app/notice.h"

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

/* Exemptions: who is old, ill, disabled or away for long need not attend (免于参加) */

enum points_exemption_reason { EXEMPT_OLD, EXEMPT_ILL, EXEMPT_DISABLED, EXEMPT_AWAY };

struct points_exemption {
    record_id id;
    int64_t version;
    str place;
    record_id account; /* of a party member */
    str account_name;
    enum points_exemption_reason reason; /* no word about the illness itself */
    date from_on;
    date until_on; /* the last day; none: until somebody ends it */
};

extern const struct record_type points_exemption_type;

/* The doors.  Need points.exempt. */
MUST_USE struct error *points_exempt(struct context *cx, void *exemption);
MUST_USE struct error *points_exemption_change(struct context *cx, void *exemption);

/* Whether somebody was exempt on any of the days from first to last. */
MUST_USE struct error *points_is_exempt(struct context *cx, record_id account, date first,
                                        date last, bool *exempt);

/* Expiry: points that were not redeemed within the months of the scheme in force expire at the
 * end of a month.  They are told of at the beginning of the month before, and never more
 * expires than was told. */

struct points_expiry {
    record_id id;
    int64_t version;
    str place;
    str key; /* of the account and the day: told once */
    record_id account;
    str account_name;
    int64_t points; /* that will expire when nothing is redeemed */
    date told_on;
    date due_on;     /* the last day on which they can be redeemed */
    int64_t expired; /* how many did */
    date done_on;
};

extern const struct record_type points_expiry_type;

/* A job: tells of what expires at the end of the next month, and lets expire what was told. */
MUST_USE struct error *points_expire(struct context *cx, bool *more);

/* What an account was told of and is still to come, the nearest first. */
MUST_USE struct error *points_expiring(struct context *cx, record_id account,
                                       struct points_expiry **expiries, size_t *count);

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
    int64_t redeemed;      /* points, in the twelve months before */
    int64_t redeemed_cost; /* 分 of the goods for them */
    int64_t liability;     /* 分: outstanding points at the average cost of a point */
    int64_t funded;        /* 分 that came in */
    int64_t spent;         /* 分 paid for goods */
    int64_t stock_cost;    /* 分 of the goods on the shelf */
    bool has_average;      /* false: nothing was redeemed and nothing is on the shelf */
};

/* As it was at the end of a day. */
MUST_USE struct error *points_liability_read(struct context *cx, str place, date day,
                                             struct points_liability *liability);

/* Schemes */

enum points_scheme_status {
    SCHEME_DRAFT,
    SCHEME_OPINIONS,
    SCHEME_COMMITTEES,
    SCHEME_PARTY,
    SCHEME_DECIDED,
    SCHEME_CHECKED,
    SCHEME_PUBLISHED,
    SCHEME_IN_FORCE,
    SCHEME_ENDED,
};

struct points_scheme {
    record_id id;
    int64_t version;
    str place; /* a village */
    str title;
    enum points_side side; /* household, member or team */
    int64_t edition;
    enum points_scheme_status status;
    int64_t base; /* of the honour score, each year */
    int64_t cap;  /* of a year; 0: none */
    bool is_redeemable;
    int64_t expiry_months; /* 0: never */
    int64_t point_cost;    /* 分 that the village reckons with for a point */
    str purpose;
    record_id replaces;
    record_id notice;
    date decided_on;
    str decision;
    date in_force_on;
    date ended_on; /* the first day on which it is no longer in force */
};

enum points_item_class {
    ITEM_ENVIRONMENT,
    ITEM_CUSTOMS,
    ITEM_LAW,
    ITEM_FAMILY,
    ITEM_NEIGHBOURS,
    ITEM_VOLUNTEERING,
    ITEM_DELIBERATION,
    ITEM_TRADE,
    ITEM_COMMENDATION,
    ITEM_OWN_DUTY, /* the five matters of party members */
    ITEM_ORGANISATION,
    ITEM_POST,
    ITEM_PEOPLE,
    ITEM_URGENT,
};

enum points_unit { UNIT_TIME, UNIT_ATTENDANCE, UNIT_HOUR, UNIT_MONTH, UNIT_THING };
enum points_period { PERIOD_YEAR, PERIOD_QUARTER, PERIOD_MONTH };
enum points_evidence { EVIDENCE_WITNESS, EVIDENCE_PHOTO, EVIDENCE_RECORD };

/* What a deed also counts as in figures. */
enum points_statistic {
    STATISTIC_NONE,
    STATISTIC_CLEANUP,
    STATISTIC_BENEFIT,
    STATISTIC_MEDIATION,
};

struct points_item {
    record_id id;
    int64_t version;
    str place;
    record_id scheme;
    str code; /* the same through all editions */
    str name;
    enum points_item_class class;
    bool is_deduction;
    int64_t points; /* above zero also for a deduction */
    enum points_unit unit;
    int64_t cap; /* points within the period; 0: none */
    enum points_period period;
    enum points_evidence evidence;
    bool by_self;
    bool needs_attendance; /* who is old, ill or away is exempt */
    enum points_statistic statistic;
    str basis; /* of a deduction: the article of the village's rules */
};

/* What no item may be about: data/points_forbidden.csv. */
struct points_forbidden {
    record_id id;
    int64_t version;
    str code;
    str title;
    str words;
    str unless;
    bool deductions_only;
    str reason;
    str source;
    str grade;
};

extern const struct record_type points_scheme_type;
extern const struct record_type points_item_type;
extern const struct record_type points_forbidden_type;
extern const struct flow points_scheme_flow;

/* The doors.  A scheme and its items change only while it is a draft; an item that the law does
 * not allow is refused with the reason. */
MUST_USE struct error *points_scheme_draft(struct context *cx, void *scheme);
MUST_USE struct error *points_scheme_change(struct context *cx, void *scheme);
MUST_USE struct error *points_item_add(struct context *cx, void *item);
MUST_USE struct error *points_item_change(struct context *cx, void *item);

/* A draft of the next edition, with all items of this one. */
MUST_USE struct error *points_scheme_next(struct context *cx, record_id scheme,
                                          record_id *draft);

/* The scheme in force for a place on a day; found is false when there is none. */
MUST_USE struct error *points_scheme_of(struct context *cx, str place, enum points_side side,
                                        struct points_scheme *scheme, bool *found);

/* What is filled in for the steps of points_scheme_flow. */
struct points_meeting { /* committees, party_members */
    date held_on;
    int64_t due;
    int64_t present;
    int64_t yes;
    str words;
};

enum points_assembly { ASSEMBLY_REPRESENTATIVES, ASSEMBLY_ADULTS, ASSEMBLY_HOUSEHOLDS };

struct points_decision { /* decide */
    enum points_assembly assembly;
    date held_on;
    int64_t due;
    int64_t present;
    int64_t yes;
    str words;
};

struct points_words { /* solicit, check_law, publish, return */
    str words;
};

/* Last year played again under a scheme: the claims that took effect, by the codes of their
 * items. */
struct points_simulation {
    int64_t households;        /* that would get points */
    int64_t households_before; /* that got some */
    int64_t gaining;           /* that would get more than they did */
    int64_t losing;
    int64_t points;
    int64_t points_before;
    int64_t cost; /* 分: points at the scheme's cost of a point */
    int64_t fund; /* 分 that are left of the village's money */
    int64_t claims;
    int64_t unmatched; /* claims whose item the scheme does not have */
    bool can_pay;
};

MUST_USE struct error *points_simulate(struct context *cx, record_id scheme,
                                       struct points_simulation *simulation);

/* Claims: how somebody gets points */

enum points_declarer {
    DECLARED_BY_SELF,
    DECLARED_BY_GRID,
    DECLARED_BY_CLERK,
    DECLARED_IN_BULK,
    DECLARED_BY_MATTER
};

enum points_claim_status {
    CLAIM_DECLARED,
    CLAIM_VERIFIED, /* the review group is asked */
    CLAIM_POSTED,   /* shown, anybody may object */
    CLAIM_EFFECTIVE,
    CLAIM_REFUSED,
    CLAIM_APPEALED,
    CLAIM_VOID, /* an appeal against a deduction was right */
    CLAIM_WITHDRAWN,
};

struct points_claim {
    record_id id;
    int64_t version;
    str place; /* the village */
    str receipt;
    record_id account;
    str account_name;
    enum points_side side;
    record_id scheme;
    record_id item;
    str item_code;
    str item_name;
    enum points_statistic statistic;
    bool is_deduction;
    int64_t quantity;
    int64_t honour;     /* what the honour score gains; below zero for a deduction */
    int64_t redeemable; /* what may be redeemed */
    date happened_on;
    str story;
    str witness;
    enum points_declarer declared_by;
    str declarer;
    str origin;
    record_id origin_id;
    date declared_on;
    enum points_claim_status status;
    enum points_claim_status appealed_in;
    int64_t round; /* of the review: one more after each objection or appeal that was right */
    int64_t agree_count;
    int64_t disagree_count;
    str reason; /* why it was refused; the household reads it */
    str appeal;
    record_id notice;
    date effective_on;
};

enum points_verdict { VOICE_AGREES, VOICE_DISAGREES, VOICE_ABSTAINS };

/* What one of the review group said. */
struct points_voice {
    record_id id;
    int64_t version;
    str place;
    record_id claim;
    int64_t round;
    record_id account;
    record_id person;
    str name;
    enum points_verdict verdict;
    str words;
    date spoken_on;
};

extern const struct record_type points_claim_type;
extern const struct record_type points_voice_type;
extern const struct flow points_claim_flow;

enum { VOICES_MIN = 3 };

struct points_declaration {
    record_id account;
    record_id item;
    int64_t quantity;
    date happened_on; /* empty: today */
    str story;
    str witness;
    enum points_declarer declared_by;
    str declarer; /* empty: who is signed in */
    str origin;   /* what it follows from: a matter */
    record_id origin_id;
};

/* Declares a deed by an item of the scheme in force and gives it its receipt.  Needs
 * points.declare unless somebody declares for the own household (by its card). */
MUST_USE struct error *points_declare(struct context *cx,
                                      const struct points_declaration *declaration,
                                      struct points_claim *claim);

/* For the steps of points_claim_flow. */
struct points_verification { /* verify */
    str words;
};

struct points_refusal { /* refuse, withdraw, reject_appeal */
    str words;
};

struct points_speech { /* speak */
    enum points_verdict verdict;
    bool no_kin; /* states that there is no near kinship, where the register does not know */
    str words;
};

struct points_minutes { /* minutes: a review on paper */
    record_id reviewer_1;
    record_id reviewer_2;
    record_id reviewer_3;
    int64_t agree;
    bool no_kin;
    str words;
};

/* The honour score of a year: base, and what took effect of that year's deeds, never below
 * zero nor above the scheme's cap. */
MUST_USE struct error *points_score(struct context *cx, record_id account, int year,
                                    int64_t *score);

/* Cards: a household looks at its own points without an account */

struct points_card {
    record_id id;
    int64_t version;
    str place;
    record_id account;
    str account_name;
    str number; /* printed on it, typed at the counter */
    str secret; /* in its QR code */
    date issued_on;
    date revoked_on;
    str reason;
};

extern const struct record_type points_card_type;

/* Issues a card; one that is in use is revoked with the reason.  Needs points.card. */
MUST_USE struct error *points_card_issue(struct context *cx, record_id account, str reason,
                                         struct points_card *card);
MUST_USE struct error *points_card_revoke(struct context *cx, record_id card, str reason);

/* The card in use with this secret; fails with ERROR_NOT_FOUND. */
MUST_USE struct error *points_card_find(struct context *cx, str secret,
                                        struct points_card *card);

/* The account that somebody at the counter means: a card's number, its secret as it was
 * scanned, or the number of a household of the village.  Fails with ERROR_INVALID. */
MUST_USE struct error *points_account_at_counter(struct context *cx, str village, str typed,
                                                 struct points_account *account);

#endif
