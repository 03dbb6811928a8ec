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

struct error *points_account_of_village(struct context *cx, str village, enum points_side side,
                                        struct points_account *account)
{
    const struct choice *choice = &points_side_choices[side];

    assert(!points_side_is_subject(side));
    *account = (struct points_account){
        .place = village,
        .key = arena_printf(cx->arena, "%s@%.*s", choice->code, STR_ARG(village)),
        .side = side,
        .name = str_of(choice->label),
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

static struct error *refuse_lack(struct context *cx, record_id id, int64_t wanted)
{
    struct points_account account = { 0 };

    TRY(store_get(cx, &points_account_type, id, &account));
    return fail(cx, ERROR_CONFLICT, "积分不够：%.*s现有%lld分可兑换，要用%lld分。",
                STR_ARG(account.name), (long long)account.redeemable, (long long)wanted);
}

/* One conditional statement: the row is read, judged and changed at once, so that two who come
 * together cannot both take the last points. */
static struct error *move(struct context *cx, const struct points_entry *entry)
{
    static const char of_subject[] =
        "update points_accounts set redeemable = redeemable + $3, honour = honour + $4, "
        "version = version + 1 "
        "where county = $1 and id = $2 and redeemable + $3 >= 0 returning id";
    static const char of_village[] =
        "update points_accounts set redeemable = redeemable + $3, honour = honour + $4, "
        "version = version + 1 where county = $1 and id = $2 returning id";
    struct result result;

    TRY(db_query(cx, points_side_is_subject(entry->side) ? of_subject : of_village,
                 WITH(value_integer(id_county(entry->account)), value_integer(entry->account),
                      value_integer(entry->redeemable), value_integer(entry->honour)),
                 &result));
    if (result.rows == 0)
        return refuse_lack(cx, entry->account, -entry->redeemable);
    return NULL;
}

static void halve(const struct points_posting *posting, const struct points_account *account,
                  const struct points_account *against, struct points_entry *halves)
{
    halves[0] = (struct points_entry){ .place = posting->place,
                                       .account = account->id,
                                       .side = account->side,
                                       .honour = posting->honour,
                                       .redeemable = posting->redeemable,
                                       .posted_on = posting->posted_on };
    halves[1] = (struct points_entry){ .place = posting->place,
                                       .account = against->id,
                                       .side = against->side,
                                       .honour = -posting->honour,
                                       .redeemable = -posting->redeemable,
                                       .posted_on = posting->posted_on };
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

/* The subject's account comes first, always: whoever waits for it waits there. */
static struct error *keep(struct context *cx, struct points_posting *posting,
                          const struct points_account *account,
                          const struct points_account *against)
{
    struct points_entry halves[HALVES];

    halve(posting, account, against, halves);
    assert_balanced(halves);
    for (size_t i = 0; i < HALVES; i++)
        TRY(move(cx, &halves[i]));
    TRY(store_insert(cx, &points_posting_type, posting));
    for (size_t i = 0; i < HALVES; i++) {
        halves[i].posting = posting->id;
        TRY(store_insert(cx, &points_entry_type, &halves[i]));
    }
    return NULL;
}

static struct error *find_against(struct context *cx, const struct points_posting *posting,
                                  const struct points_account *account,
                                  struct points_account *against)
{
    if (posting->against != 0)
        return store_get(cx, &points_account_type, posting->against, against);
    return points_account_of_village(cx, account->place, side_against(posting->kind), against);
}

struct error *points_post(struct context *cx, struct points_posting *posting, bool *is_new)
{
    struct points_posting kept = { 0 };
    struct points_account account = { 0 };
    struct points_account against = { 0 };
    bool found;

    assert(!str_is_empty(posting->key));
    TRY(store_get(cx, &points_account_type, posting->account, &account));
    assert(points_side_is_subject(account.side));
    TRY(db_hold(cx, posting->key));
    TRY(posting_find(cx, account.place, posting->key, &kept, &found));
    *is_new = !found;
    if (found) {
        TRY(check_same(cx, &kept, posting));
        *posting = kept;
        return NULL;
    }
    TRY(find_against(cx, posting, &account, &against));
    posting->place = account.place;
    posting->against = against.id;
    posting->posted_on = cx->today;
    return keep(cx, posting, &account, &against);
}

/* Corrections */

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
                                str reason, struct points_posting *reversal)
{
    str key = arena_printf(cx->arena, "reversal:%lld", (long long)posting->id);
    int64_t balance;
    bool is_new;

    TRY(posting_find(cx, posting->place, key, reversal, &is_new));
    if (is_new)
        return fail(cx, ERROR_CONFLICT, "这一笔已经冲正过了。");
    TRY(read_balance(cx, posting->account, &balance));
    int64_t spent = posting->redeemable > balance ? posting->redeemable - balance : 0;
    *reversal = (struct points_posting){
        .key = key,
        .kind = POSTING_REVERSAL,
        .account = posting->account,
        .against = posting->against,
        .honour = -posting->honour,
        .redeemable = spent - posting->redeemable,
        .reason = reason_of_reversal(cx, posting, spent, reason),
        .origin = posting->origin,
        .origin_id = posting->origin_id,
        .reverses = posting->id,
    };
    return points_post(cx, reversal, &is_new);
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
                             struct points_posting *reversal)
{
    struct points_posting posting = { 0 };

    TRY(store_get(cx, &points_posting_type, id, &posting));
    TRY(access_need(cx, "points.correct", posting.place));
    TRY(check_reversible(cx, &posting));
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写明为什么冲正。");
    return posting_take_back(cx, &posting, reason, reversal);
}
