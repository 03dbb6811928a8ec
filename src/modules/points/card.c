/* SPDX-License-Identifier: Apache-2.0 */
/* Cards: a household looks at its own points without an account. */
#include "modules/points/claim.h"

#include "app/access.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

enum { RANDOM_CHARACTERS = 8, SECRET_CHARACTERS = 20 };

const struct query cards_of_account = {
    .of = &points_card_type,
    .sql =
        "where county = $1 and account = $2 and revoked_on is null order by id desc limit 20",
};

/* A receipt's county and its random part, and another random part: 80 bits. */
static str new_secret(struct context *cx, str place)
{
    str first = receipt_new(cx->arena, place);
    str second = receipt_new(cx->arena, place);

    return arena_printf(
        cx->arena, "%.*s%.*s", STR_ARG(first),
        STR_ARG(str_slice(second, second.length - RANDOM_CHARACTERS, second.length)));
}

static struct error *revoke(struct context *cx, struct points_card *card, str reason)
{
    card->revoked_on = cx->today;
    card->reason = reason;
    return store_update(cx, &points_card_type, card);
}

static struct error *revoke_all(struct context *cx, record_id account, str reason)
{
    struct points_card *cards;
    size_t count;

    TRY(query_rows(cx, &cards_of_account,
                   WITH(value_integer(id_county(account)), value_integer(account)), &cards,
                   &count));
    if (count > 0 && str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "这一户已经有卡。补发请写原因，旧卡同时作废。");
    for (size_t i = 0; i < count; i++)
        TRY(revoke(cx, &cards[i], reason));
    return NULL;
}

struct error *points_card_issue(struct context *cx, record_id id, str reason,
                                struct points_card *card)
{
    struct points_account account = { 0 };

    TRY(store_get(cx, &points_account_type, id, &account));
    TRY(access_need(cx, "points.card", account.place));
    TRY(revoke_all(cx, id, reason));
    *card = (struct points_card){
        .place = account.place,
        .account = id,
        .account_name = account.name,
        .number = arena_printf(cx->arena, "%06lld", (long long)(id % COUNTY_IDS)),
        .secret = new_secret(cx, account.place),
        .issued_on = cx->today,
    };
    return store_insert(cx, &points_card_type, card);
}

struct error *points_card_revoke(struct context *cx, record_id id, str reason)
{
    struct points_card card = { 0 };

    TRY(store_get(cx, &points_card_type, id, &card));
    TRY(access_need(cx, "points.card", card.place));
    if (date_is_set(card.revoked_on))
        return fail(cx, ERROR_CONFLICT, "这张卡已经作废了。");
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写明为什么作废。");
    return revoke(cx, &card, reason);
}

struct error *points_card_find(struct context *cx, str secret, struct points_card *card)
{
    bool found = false;

    if (secret.length == SECRET_CHARACTERS)
        TRY(store_find_by(cx, &points_card_type,
                          receipt_county(cx->arena, str_slice(secret, 0, RECEIPT_CHARACTERS)),
                          "secret", value_text(secret), card, &found));
    if (!found || date_is_set(card->revoked_on))
        return fail(cx, ERROR_NOT_FOUND, "这张卡不对或已经作废，请到村委会换一张。");
    return NULL;
}

/* At the counter */

/* What a scanner reads is the whole address; the secret is its last part. */
static str last_part(str typed)
{
    size_t start = typed.length;

    while (start > 0 && typed.data[start - 1] != '/')
        start--;
    return str_slice(typed, start, typed.length);
}

const struct query households_of_number = {
    .of = &household_type,
    .sql = "where county = $1 and number = $2 and place >= $3 and place < $4 "
           "and kind = 'registered' and closed_on is null order by id limit 2",
};

static struct error *find_by_household(struct context *cx, str village, str number,
                                       struct points_account *account, bool *found)
{
    struct household *households;
    size_t count;

    TRY(query_rows(cx, &households_of_number,
                   WITH(value_integer(key_county(village)), value_text(number),
                        value_text(village), value_text(key_end(cx->arena, village))),
                   &households, &count));
    *found = count == 1;
    if (!*found)
        return NULL;
    return points_account_of(cx, POINTS_HOUSEHOLD, households[0].id, account);
}

static struct error *find_by_card(struct context *cx, str village, str number,
                                  struct points_account *account, bool *found)
{
    int64_t serial;

    *found = false;
    if (!str_read_integer(number, &serial) || serial < 1 || serial >= COUNTY_IDS)
        return NULL;
    TRY(store_find(cx, &points_account_type, key_county(village) * COUNTY_IDS + serial, account,
                   found));
    *found = *found && points_side_is_subject(account->side) && str_eq(account->place, village);
    return NULL;
}

struct error *points_account_at_counter(struct context *cx, str village, str typed,
                                        struct points_account *account)
{
    str word = last_part(str_trim(typed));
    struct points_card card = { 0 };
    bool found = false;

    if (word.length == SECRET_CHARACTERS) {
        TRY(points_card_find(cx, word, &card));
        if (!key_is_within(card.place, village))
            return fail_field(cx, "card", "这张卡是%.*s的，请到那里兑换。",
                              STR_ARG(place_called(cx, card.place)));
        return store_get(cx, &points_account_type, card.account, account);
    }
    TRY(find_by_card(cx, village, word, account, &found));
    if (!found)
        TRY(find_by_household(cx, village, word, account, &found));
    if (!found)
        return fail_field(cx, "card", "没有这个卡号或户号，请对照卡上的号再输一遍。");
    return NULL;
}
