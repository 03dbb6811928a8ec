/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points of party members in the village of the demonstration and the one next to it, in the
 * months before the day on which the sample is made: a scheme, deeds of those who have
 * accounts, last year's stars, who is exempt.  Takes little from chance and plays after the
 * market.
 */
#include "modules/party/party.h"
#include "modules/points/points.h"
#include "modules/sample/replay.h"
#include "modules/stars/stars.h"

enum {
    DAYS_BEFORE = 160,
    NOTICE_DAYS = 8,
    REVIEWERS = 3,
    MEMBERS_MAX = 6,
    ROUNDS = 3,
    DAYS_BETWEEN = 30,
};

struct merits {
    struct replay *replay;
    struct village *village;
    date first_day;
    record_id scheme;
    record_id reviewers[REVIEWERS];
    record_id accounts[MEMBERS_MAX];
    size_t account_count;
};

static const struct {
    const char *code;
    const char *name;
    const char *story;
    enum points_item_class class;
    int64_t points;
    bool needs_attendance;
} plans[] = {
    { "party_day", "参加主题党日", "来参加了主题党日，交流了一回。", ITEM_ORGANISATION, 2,
      true },
    { "visit", "走访困难户", "去看了独居老人，帮着买了药。", ITEM_PEOPLE, 3, false },
    { "policy", "入户讲政策", "把医保缴费的政策讲给组里各户听。", ITEM_POST, 2, false },
};

static void go_to(struct merits *merits, int days)
{
    replay_set_day(merits->replay, date_add_days(merits->first_day, days));
}

/* The scheme */

static struct error *draft(struct merits *merits)
{
    struct context *cx = merits->replay->cx;
    struct points_scheme scheme = {
        .place = merits->village->key,
        .title = arena_printf(cx->arena, "%.*s党员积分办法", STR_ARG(merits->village->name)),
        .side = POINTS_MEMBER,
        .base = 60,
        .purpose = S("以事评分、以分评星、以星评优。积分只作评议的参考。"),
    };

    TRY(replay_as(merits->replay, merits->village->secretary));
    TRY(points_scheme_draft(cx, &scheme));
    merits->scheme = scheme.id;
    for (size_t i = 0; i < COUNT(plans); i++)
        TRY(points_item_add(
            cx, &(struct points_item){ .scheme = scheme.id,
                                       .code = str_of(plans[i].code),
                                       .name = str_of(plans[i].name),
                                       .class = plans[i].class,
                                       .points = plans[i].points,
                                       .needs_attendance = plans[i].needs_attendance }));
    TRY(flow_take(cx, &points_scheme_flow, "solicit", scheme.id,
                  &(struct points_words){ .words = S("请大家提意见。") }));
    return replay_done(merits->replay);
}

static struct error *found_scheme(struct merits *merits)
{
    TRY(draft(merits));
    go_to(merits, NOTICE_DAYS);
    TRY(replay_end_notices(merits->replay));
    TRY(replay_decide_scheme(merits->replay, merits->village, merits->scheme));
    go_to(merits, 2 * NOTICE_DAYS);
    return replay_end_notices(merits->replay);
}

/* The people */

static struct error *find_member(struct context *cx, record_id resident, record_id *member)
{
    return query_number(cx,
                        "select id from party_members where county = $1 and resident = $2 "
                        "and to_on is null order by id limit 1",
                        WITH(value_integer(id_county(resident)), value_integer(resident)),
                        member);
}

/* The worker of the first grid is a member as the officers are. */
static struct error *enrol_worker(struct merits *merits, record_id resident, record_id branch,
                                  record_id *id)
{
    struct replay *replay = merits->replay;
    struct party_member member = { .place = merits->village->key,
                                   .organisation = branch,
                                   .resident = resident,
                                   .kind = PARTY_FULL,
                                   .is_example = true };
    struct resident person;

    TRY(store_get(replay->cx, &resident_type, resident, &person));
    member.joined_on = date_of(date_year(person.birth_on) + 24, 7, 1);
    member.full_on = date_add_months(member.joined_on, 12);
    member.from_on = replay->cx->today;
    TRY(replay_as(replay, merits->village->township->desks[DESK_PARTY]));
    TRY(party_member_enrol(replay->cx, &member));
    *id = member.id;
    return replay_done(replay);
}

static struct error *open_account(struct merits *merits, record_id holder, record_id branch)
{
    struct context *cx = merits->replay->cx;
    struct points_account account = { 0 };
    struct account person;
    record_id member;

    TRY(store_get(cx, &account_type, holder, &person));
    TRY(find_member(cx, person.person, &member));
    if (member == 0)
        TRY(enrol_worker(merits, person.person, branch, &member));
    replay_as_program(merits->replay);
    TRY(points_account_of(cx, POINTS_MEMBER, member, &account));
    merits->accounts[merits->account_count++] = account.id;
    return replay_done(merits->replay);
}

static struct error *choose_people(struct merits *merits, record_id branch)
{
    const record_id holders[] = { merits->village->secretary, merits->village->clerk,
                                  merits->village->grids[0].worker };

    for (size_t i = 0; i < REVIEWERS; i++)
        TRY(replay_appoint_reviewer(merits->replay, merits->village, SEX_FEMALE,
                                    &merits->reviewers[i]));
    for (size_t i = 0; i < COUNT(holders); i++)
        if (holders[i] != 0)
            TRY(open_account(merits, holders[i], branch));
    return NULL;
}

/* The deeds */

static struct error *declare(struct merits *merits, record_id account, size_t plan)
{
    struct context *cx = merits->replay->cx;
    struct points_claim claim = { 0 };
    struct points_declaration declaration = { .account = account,
                                              .quantity = 1,
                                              .story = str_of(plans[plan].story),
                                              .witness = S("党小组长"),
                                              .declared_by = DECLARED_BY_CLERK };
    const struct points_minutes minutes = { .reviewer_1 = merits->reviewers[0],
                                            .reviewer_2 = merits->reviewers[1],
                                            .reviewer_3 = merits->reviewers[2],
                                            .agree = REVIEWERS,
                                            .no_kin = true,
                                            .words = S("属实。") };

    TRY(replay_as(merits->replay, merits->village->clerk));
    TRY(replay_find_item(merits->replay, merits->scheme, plans[plan].code, &declaration.item));
    TRY(points_declare(cx, &declaration, &claim));
    TRY(flow_take(cx, &points_claim_flow, "verify", claim.id,
                  &(struct points_verification){ .words = S("属实。") }));
    TRY(flow_take(cx, &points_claim_flow, "minutes", claim.id, &minutes));
    return replay_done(merits->replay);
}

static struct error *play_deeds(struct merits *merits)
{
    for (int round = 0; round < ROUNDS; round++) {
        go_to(merits, 3 * NOTICE_DAYS + round * DAYS_BETWEEN);
        for (size_t i = 0; i < merits->account_count; i++)
            TRY(declare(merits, merits->accounts[i], (i + (size_t)round) % COUNT(plans)));
        go_to(merits, 4 * NOTICE_DAYS + round * DAYS_BETWEEN);
        TRY(replay_end_notices(merits->replay));
    }
    return NULL;
}

/* Afterwards */

static struct error *settle(struct merits *merits)
{
    struct context *cx = merits->replay->cx;
    size_t count;

    TRY(replay_as(merits->replay, merits->village->secretary));
    TRY(points_exempt(
        cx, &(struct points_exemption){ .account = merits->accounts[merits->account_count - 1],
                                        .reason = EXEMPT_AWAY,
                                        .from_on = cx->today,
                                        .until_on = date_add_days(cx->today, 60) }));
    TRY(stars_settle(cx, merits->village->key, date_year(cx->today) - 1, &count));
    return replay_done(merits->replay);
}

static struct error *play_village(struct replay *replay, const char *key)
{
    struct merits merits = { .replay = replay,
                             .village = replay_village(replay, str_of(key)),
                             .first_day = date_add_days(replay->played_on, -DAYS_BEFORE) };
    struct points_scheme scheme = { 0 };
    record_id branch = 0;
    bool found;

    if (merits.village == NULL)
        return NULL;
    TRY(replay_branch_of(replay, merits.village, &branch));
    go_to(&merits, 0);
    TRY(points_scheme_of(replay->cx, merits.village->key, POINTS_MEMBER, &scheme, &found));
    if (branch == 0 || found)
        return NULL;
    TRY(choose_people(&merits, branch));
    TRY(found_scheme(&merits));
    TRY(play_deeds(&merits));
    go_to(&merits, DAYS_BEFORE - 20);
    return settle(&merits);
}

struct error *replay_merits(struct replay *replay)
{
    TRY(play_village(replay, replay->scene->village));
    return play_village(replay, replay->scene->neighbour);
}
