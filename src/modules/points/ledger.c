/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts and postings. */
#include "app/access.h"
#include "modules/party/party.h"
#include "modules/people/people.h"
#include "modules/places/places.h"
#include "modules/points/points_parts.h"

#include <assert.h>

enum { HALVES = 2 };

bool points_side_is_subject(enum points_side side)
{
    return side <= POINTS_TEAM;
}

/* Accounts */

static str household_key(struct context *cx, record_id household, str village)
{
    return arena_printf(cx->arena, "household:%lld@%.*s", (long long)household,
                        STR_ARG(village));
}

/* Looks for it by its key and makes it when it is not there, once, however many look. */
static struct error *find_or_open(struct context *cx, struct points_account *account)
{
    bool found;
    str key = account->key;

    TRY(store_find_by(cx, &points_account_type, account->place, "key", value_text(key), account,
                      &found));
    if (found)
        return NULL;
    TRY(db_hold(cx, key));
    TRY(store_find_by(cx, &points_account_type, account->place, "key", value_text(key), account,
                      &found));
    if (found)
        return NULL;
    account->opened_on = cx->today;
    return store_insert(cx, &points_account_type, account);
}

static struct error *open_for_household(struct context *cx, record_id id,
                                        struct points_account *account)
{
    struct household household = { 0 };

    TRY(store_get(cx, &household_type, id, &household));
    str village = place_key_at(household.place, PLACE_VILLAGE);
    *account = (struct points_account){ .place = village,
                                        .key = household_key(cx, id, village),
                                        .side = POINTS_HOUSEHOLD,
                                        .subject = id,
                                        .name = household.head_name };
    return find_or_open(cx, account);
}

static struct error *open_for_member(struct context *cx, record_id id,
                                     struct points_account *account)
{
    struct party_member member = { 0 };

    TRY(store_get(cx, &party_member_type, id, &member));
    *account = (struct points_account){
        .place =
            member.place.length > 12 ? place_key_at(member.place, PLACE_VILLAGE) : member.place,
        .side = POINTS_MEMBER,
        .subject = id,
        .name = member.name,
    };
    account->key =
        arena_printf(cx->arena, "member:%lld@%.*s", (long long)id, STR_ARG(account->place));
    return find_or_open(cx, account);
}

struct error *points_account_of(struct context *cx, enum points_side side, record_id subject,
                                struct points_account *account)
{
    assert(side == POINTS_HOUSEHOLD || side == POINTS_MEMBER);
    if (side == POINTS_HOUSEHOLD)
        return open_for_household(cx, subject, account);
    return open_for_member(cx, subject, account);
}

struct error *points_account_of_team(struct context *cx, str village, str name,
                                     struct points_account *account)
{
    *account = (struct points_account){
        .place = village,
        .key = arena_printf(cx->arena, "team:%.*s@%.*s", STR_ARG(name), STR_ARG(village)),
        .side = POINTS_TEAM,
        .name = name,
    };
    if (str_is_empty(name))
        return fail_field(cx, "name", "请填写队伍的名称。");
    return find_or_open(cx, account);
}

static str village_key(struct context *cx, str village, enum points_side side)
{
    return arena_printf(cx->arena, "%s@%.*s", points_side_choices[side].code, STR_ARG(village));
}

struct error *points_account_of_village(struct context *cx, str village, enum points_side side,
                                        struct points_account *account)
{
    assert(!points_side_is_subject(side));
    *account = (struct points_account){
        .place = village,
        .key = village_key(cx, village, side),
        .side = side,
        .name = str_of(points_side_choices[side].label),
    };
    return find_or_open(cx, account);
}

/* Postings */

static enum points_side side_against(enum points_posting_kind kind)
{
    switch (kind) {
    case POSTING_AWARD:
    case POSTING_OPENING:
    case POSTING_REVERSAL: /* of another kind it is told by what it reverses */
        return POINTS_ISSUED;
    case POSTING_DEDUCTION:
        return POINTS_DEDUCTED;
    case POSTING_REDEMPTION:
        return POINTS_REDEEMED;
    case POSTING_EXPIRY:
        return POINTS_EXPIRED;
    }
    return POINTS_ISSUED;
}

struct error *posting_find(struct context *cx, str place, str key,
                           struct points_posting *posting, bool *found)
{
    return store_find_by(cx, &points_posting_type, place, "key", value_text(key), posting,
                         found);
}

/* Fails when the key was used for something else. */
static struct error *check_same(struct context *cx, const struct points_posting *kept,
                                const struct points_posting *wanted)
{
    if (kept->account == wanted->account && kept->kind == wanted->kind &&
        kept->honour == wanted->honour && kept->redeemable == wanted->redeemable)
        return NULL;
    return fail(cx, ERROR_CONFLICT, "这一笔已经记过账，内容和这次不同。请刷新后再看。");
}

static struct error *refuse_lack(struct context *cx, const struct points_posting *posting)
{
    struct points_account account = { 0 };

    TRY(store_get(cx, &points_account_type, posting->account, &account));
    return fail(cx, ERROR_CONFLICT, "积分不够：%.*s现有%lld分可兑换，要用%lld分。",
                STR_ARG(account.name), (long long)account.redeemable,
                (long long)-posting->redeemable);
}

/* One conditional statement: the row is read, judged and changed at once, so that two who come
 * together cannot both take the last points.  For a list of three SQLite would make a table. */
static struct error *move_subject(struct context *cx, const struct points_posting *posting)
{
    static const char sql[] =
        "update points_accounts set redeemable = redeemable + $3, honour = honour + $4, "
        "version = version + 1 where county = $1 and id = $2 and redeemable + $3 >= 0 "
        "and side <> 'issued' and side <> 'redeemed' and side <> 'expired' "
        "and side <> 'deducted'";
    int64_t changed;

    TRY(db_change(cx, sql,
                  WITH(value_integer(id_county(posting->account)),
                       value_integer(posting->account), value_integer(posting->redeemable),
                       value_integer(posting->honour)),
                  &changed));
    return changed > 0 ? NULL : refuse_lack(cx, posting);
}

static struct error *find_village(struct context *cx, const struct points_posting *posting,
                                  enum points_side side, record_id *id)
{
    struct points_account made = { 0 };

    TRY(query_number(
        cx, "select id from points_accounts where county = $1 and key = $2 and key <> ''",
        WITH(value_integer(id_county(posting->account)),
             value_text(village_key(cx, posting->place, side))),
        id));
    if (*id != 0)
        return NULL;
    TRY(points_account_of_village(cx, posting->place, side, &made));
    *id = made.id;
    return NULL;
}

static struct error *move_village(struct context *cx, struct points_posting *posting,
                                  enum points_side side)
{
    static const char sql[] =
        "update points_accounts set redeemable = redeemable - $3, honour = honour - $4, "
        "version = version + 1 where county = $1 and id = $2";

    TRY(find_village(cx, posting, side, &posting->against));
    return db_run(cx, sql,
                  WITH(value_integer(id_county(posting->against)),
                       value_integer(posting->against), value_integer(posting->redeemable),
                       value_integer(posting->honour)));
}

static void assert_balanced(const struct points_entry *halves)
{
    int64_t honour = 0;
    int64_t redeemable = 0;

    for (size_t i = 0; i < HALVES; i++) {
        honour += halves[i].honour;
        redeemable += halves[i].redeemable;
    }
    assert(honour == 0 && redeemable == 0);
}

/* Both in one statement; their ids follow from the posting's. */
static struct error *write_halves(struct context *cx, const struct points_posting *posting,
                                  enum points_side against)
{
    static const char sql[] =
        "insert into points_entries (county, id, version, place, posting, account, side, "
        "honour, redeemable, posted_on) values ($1, $2, 1, $3, $4, $5, "
        "(select side from points_accounts where county = $1 and id = $5), $6, $7, $8), "
        "($1, $9, 1, $3, $4, $10, $11, $12, $13, $8)";
    record_id county = id_county(posting->id);
    record_id second = county * COUNTY_IDS + posting->id % COUNTY_IDS * HALVES;
    const struct points_entry halves[HALVES] = {
        { .honour = posting->honour, .redeemable = posting->redeemable },
        { .honour = -posting->honour, .redeemable = -posting->redeemable },
    };

    assert_balanced(halves);
    return db_run(cx, sql,
                  WITH(value_integer(county), value_integer(second - 1),
                       value_text(posting->place), value_integer(posting->id),
                       value_integer(posting->account), value_integer(halves[0].honour),
                       value_integer(halves[0].redeemable),
                       value_date(cx->arena, posting->posted_on), value_integer(second),
                       value_integer(posting->against),
                       value_text(str_of(points_side_choices[against].code)),
                       value_integer(halves[1].honour), value_integer(halves[1].redeemable)));
}

/* The subject's account comes first, always: whoever waits for it waits there. */
static struct error *keep(struct context *cx, struct points_posting *posting,
                          enum points_side against)
{
    assert(!str_is_empty(posting->key) && !str_is_empty(posting->place));
    assert(!str_is_empty(posting->origin) && posting->origin_id != 0);
    posting->posted_on = cx->today;
    TRY(move_subject(cx, posting));
    TRY(move_village(cx, posting, against));
    TRY(store_insert(cx, &points_posting_type, posting));
    return write_halves(cx, posting, against);
}

struct error *posting_keep(struct context *cx, struct points_posting *posting)
{
    return keep(cx, posting, side_against(posting->kind));
}

struct error *points_post(struct context *cx, struct points_posting *posting, bool *is_new)
{
    struct points_posting kept = { 0 };
    struct points_account account = { 0 };
    bool found;

    TRY(store_get(cx, &points_account_type, posting->account, &account));
    TRY(db_hold(cx, posting->key));
    TRY(posting_find(cx, account.place, posting->key, &kept, &found));
    *is_new = !found;
    if (found) {
        TRY(check_same(cx, &kept, posting));
        *posting = kept;
        return NULL;
    }
    posting->place = account.place;
    return posting_keep(cx, posting);
}

/* Adjustments */

static enum points_posting_kind kind_of(enum points_adjustment_kind kind)
{
    switch (kind) {
    case ADJUSTMENT_OPENING:
        return POSTING_OPENING;
    case ADJUSTMENT_EXPIRY:
        return POSTING_EXPIRY;
    case ADJUSTMENT_REVERSAL:
        return POSTING_REVERSAL;
    }
    return POSTING_REVERSAL;
}

struct error *adjustment_find(struct context *cx, str place, str key,
                              struct points_adjustment *adjustment, bool *found)
{
    TRY(db_hold(cx, key));
    return store_find_by(cx, &points_adjustment_type, place, "key", value_text(key), adjustment,
                         found);
}

struct error *adjustment_make(struct context *cx, struct points_adjustment *adjustment,
                              enum points_side against)
{
    struct points_posting posting = {
        .place = adjustment->place,
        .key = arena_printf(cx->arena, "adjustment:%.*s", STR_ARG(adjustment->key)),
        .kind = kind_of(adjustment->kind),
        .account = adjustment->account,
        .honour = adjustment->honour,
        .redeemable = adjustment->redeemable,
        .reason = adjustment->reason,
        .origin = S("points_adjustment"),
    };

    adjustment->made_on = cx->today;
    adjustment->account_name = record_called(cx, &points_account_type, adjustment->account);
    TRY(store_insert(cx, &points_adjustment_type, adjustment));
    posting.origin_id = adjustment->id;
    return keep(cx, &posting, against);
}

struct error *points_open(struct context *cx, record_id id, int64_t honour, int64_t redeemable,
                          str reason)
{
    struct points_account account = { 0 };
    struct points_adjustment opening = { 0 };
    bool found;

    TRY(store_get(cx, &points_account_type, id, &account));
    TRY(access_need(cx, "points.correct", account.place));
    if (honour < 0 || redeemable < 0)
        return fail_field(cx, "redeemable", "期初的积分不能小于0。");
    str key = arena_printf(cx->arena, "opening:%lld", (long long)id);
    TRY(adjustment_find(cx, account.place, key, &opening, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "%.*s的期初已经转入过了。", STR_ARG(account.name));
    opening = (struct points_adjustment){ .place = account.place,
                                          .key = key,
                                          .kind = ADJUSTMENT_OPENING,
                                          .account = id,
                                          .honour = honour,
                                          .redeemable = redeemable,
                                          .reason = reason };
    return adjustment_make(cx, &opening, POINTS_ISSUED);
}

/* The balance of an account; on PostgreSQL nobody else changes it until the end. */
static struct error *read_balance(struct context *cx, record_id account, int64_t *redeemable)
{
    static const char plain[] =
        "select redeemable from points_accounts where county = $1 and id = $2";
    static const char held[] =
        "select redeemable from points_accounts where county = $1 and id = $2 for update";

    return query_number(cx, db_engine(cx->db) == DB_POSTGRES ? held : plain,
                        WITH(value_integer(id_county(account)), value_integer(account)),
                        redeemable);
}

static str reason_of_reversal(struct context *cx, const struct points_posting *posting,
                              int64_t spent, str reason)
{
    if (spent == 0)
        return arena_printf(cx->arena, "冲正“%.*s”：%.*s", STR_ARG(posting->reason),
                            STR_ARG(reason));
    return arena_printf(cx->arena, "冲正“%.*s”：%.*s（已经兑换的%lld分不追回）",
                        STR_ARG(posting->reason), STR_ARG(reason), (long long)spent);
}

struct error *posting_take_back(struct context *cx, const struct points_posting *posting,
                                str reason, struct points_adjustment *reversal)
{
    str key = arena_printf(cx->arena, "reversal:%lld", (long long)posting->id);
    int64_t balance;
    bool found;

    TRY(adjustment_find(cx, posting->place, key, reversal, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "这一笔已经冲正过了。");
    TRY(read_balance(cx, posting->account, &balance));
    int64_t spent = posting->redeemable > balance ? posting->redeemable - balance : 0;
    *reversal = (struct points_adjustment){
        .place = posting->place,
        .key = key,
        .kind = ADJUSTMENT_REVERSAL,
        .account = posting->account,
        .honour = -posting->honour,
        .redeemable = spent - posting->redeemable,
        .reason = reason_of_reversal(cx, posting, spent, reason),
        .reverses = posting->id,
    };
    return adjustment_make(cx, reversal, side_against(posting->kind));
}

static struct error *check_reversible(struct context *cx, const struct points_posting *posting)
{
    switch (posting->kind) {
    case POSTING_AWARD:
    case POSTING_DEDUCTION:
    case POSTING_EXPIRY:
    case POSTING_OPENING:
        return NULL;
    case POSTING_REVERSAL:
        return fail(cx, ERROR_CONFLICT, "冲正不能再冲正。请重新记一笔。");
    case POSTING_REDEMPTION:
        return fail(cx, ERROR_CONFLICT, "兑换要在兑换单上退，东西和积分一起退回。");
    }
    return NULL;
}

struct error *points_reverse(struct context *cx, record_id id, str reason,
                             struct points_adjustment *reversal)
{
    struct points_posting posting = { 0 };

    TRY(store_get(cx, &points_posting_type, id, &posting));
    TRY(access_need(cx, "points.correct", posting.place));
    TRY(check_reversible(cx, &posting));
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写明为什么冲正。");
    return posting_take_back(cx, &posting, reason, reversal);
}
