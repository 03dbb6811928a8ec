/* SPDX-License-Identifier: Apache-2.0 */
/* What the room hears from others: notices that ended, matters that were settled. */
#include "modules/points/claim.h"

#include "app/access.h"
#include "app/account.h"
#include "modules/matters/matters.h"
#include "modules/party/party.h"
#include "modules/places/places.h"

static struct error *hear(struct context *cx, const struct notice *notice,
                          const struct record_type *type,
                          struct error *(*tell)(struct context *cx,
                                                const struct notice *notice))
{
    return str_eq(notice->type, str_of(type->name)) ? tell(cx, notice) : NULL;
}

struct error *points_hear_notice_ended(struct context *cx, const struct record_type *type,
                                       const void *record)
{
    (void)type;
    TRY(hear(cx, record, &points_claim_type, claim_hear_ended));
    return hear(cx, record, &points_scheme_type, scheme_hear_ended);
}

struct error *points_hear_notice_upheld(struct context *cx, const struct record_type *type,
                                        const void *record)
{
    (void)type;
    TRY(hear(cx, record, &points_claim_type, claim_hear_upheld));
    return hear(cx, record, &points_scheme_type, scheme_hear_upheld);
}

/* A matter that a party member has settled */

const struct query who_settled = {
    .of = &step_taken_type,
    .sql = "where county = $1 and type = 'matter' and record = $2 "
           "and step in ('resolve', 'self_handle') order by id desc limit 1",
};

const struct query memberships_of_person = {
    .of = &party_member_type,
    .sql = "where county = $1 and resident = $2 and to_on is null order by id desc limit 1",
};

/* The party member behind the account that wrote the result, if there is one. */
static struct error *find_member(struct context *cx, const struct matter *matter,
                                 struct party_member *member, bool *found)
{
    struct step_taken *steps;
    struct account account = { 0 };
    struct party_member *members;
    size_t count;

    *found = false;
    TRY(query_rows(cx, &who_settled,
                   WITH(value_integer(id_county(matter->id)), value_integer(matter->id)),
                   &steps, &count));
    if (count == 0 || steps[0].account == 0)
        return NULL;
    TRY(store_get(cx, &account_type, steps[0].account, &account));
    if (account.person == 0)
        return NULL;
    TRY(query_rows(
        cx, &memberships_of_person,
        WITH(value_integer(id_county(account.person)), value_integer(account.person)), &members,
        &count));
    *found = count > 0;
    if (*found)
        *member = members[0];
    return NULL;
}

static struct error *find_item(struct context *cx, str village, record_id *item)
{
    struct points_scheme scheme = { 0 };
    struct points_item *items;
    size_t count;
    bool found;

    *item = 0;
    TRY(points_scheme_of(cx, village, POINTS_MEMBER, &scheme, &found));
    if (!found)
        return NULL;
    TRY(items_of(cx, scheme.id, &items, &count));
    for (size_t i = 0; i < count; i++)
        if (items[i].statistic == STATISTIC_BENEFIT && !items[i].is_deduction)
            *item = items[i].id;
    return NULL;
}

/* The claim goes its usual way: somebody verifies it, others review it. */
static struct error *declare(struct context *cx, const struct matter *matter,
                             const struct party_member *member, record_id item)
{
    const struct access *acting = cx->access;
    struct points_account account = { 0 };
    struct points_claim claim = { 0 };

    TRY(points_account_of(cx, POINTS_MEMBER, member->id, &account));
    const struct points_declaration declaration = {
        .account = account.id,
        .item = item,
        .quantity = 1,
        .story = matter->title,
        .witness = S("反映人确认满意"),
        .declared_by = DECLARED_BY_MATTER,
        .declarer = S("诉求办结"),
        .origin = S("matter"),
        .origin_id = matter->id,
    };
    cx->access = &access_of_system;
    struct error *error = points_declare(cx, &declaration, &claim);
    cx->access = acting;
    return error;
}

static struct error *is_declared(struct context *cx, const struct matter *matter, bool *found)
{
    int64_t count;

    TRY(query_number(cx,
                     "select count(*) from points_claims where county = $1 "
                     "and origin_id = $2 and origin = 'matter'",
                     WITH(value_integer(id_county(matter->id)), value_integer(matter->id)),
                     &count));
    *found = count > 0;
    return NULL;
}

struct error *points_hear_matter_ended(struct context *cx, const struct record_type *type,
                                       const void *record)
{
    const struct matter *matter = record;
    struct party_member member = { 0 };
    record_id item;
    bool found;

    (void)type;
    if (matter->status != MATTER_CLOSED || matter->satisfied != VERDICT_SATISFIED)
        return NULL;
    TRY(find_member(cx, matter, &member, &found));
    if (!found)
        return NULL;
    str village =
        member.place.length > 12 ? place_key_at(member.place, PLACE_VILLAGE) : member.place;
    TRY(find_item(cx, village, &item));
    if (item == 0)
        return NULL;
    TRY(is_declared(cx, matter, &found));
    return found ? NULL : declare(cx, matter, &member, item);
}
