/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Points of party members: the village decides a scheme, members declare deeds, a group of
 * three reviews them on paper, and after the notice they count.  Plays after everything else
 * and takes nothing from chance, so that the rest stays as it is.
 */
#include "app/account.h"
#include "modules/party/party.h"
#include "modules/points/points.h"
#include "modules/sample/replay.h"
#include "record/listing.h"

enum {
    VILLAGES_MAX = 8,
    REVIEWERS = 3,
    MEMBERS_MAX = 12,
    NOTICE_DAYS = 8,
    DAYS_BEFORE = 40,
    ROUNDS = 10,
    DEEDS_AT_ONCE = 2, /* a claim may be about two of them */
};

enum deed_kind { DEED_CLEANUP, DEED_BENEFIT, DEED_MEDIATION };
enum { DEED_KINDS = DEED_MEDIATION + 1 };

struct acting_village {
    struct village *village;
    record_id scheme;
    record_id items[DEED_KINDS];
    record_id reviewers[REVIEWERS];
    size_t reviewer_count;
    record_id accounts[MEMBERS_MAX];
    size_t account_count;
    size_t next; /* whose turn it is */
};

struct deeds {
    struct replay *replay;
    struct acting_village villages[VILLAGES_MAX];
    size_t village_count;
};

static const struct {
    const char *code;
    const char *name;
    const char *story;
    enum points_item_class class;
    enum points_statistic statistic;
    int64_t points;
    int64_t at_once;
} plans[DEED_KINDS] = {
    [DEED_CLEANUP] = { "cleanup", "参加人居环境整治", "打扫公共巷道，清理房前屋后。",
                       ITEM_ORGANISATION, STATISTIC_CLEANUP, 2, DEEDS_AT_ONCE },
    [DEED_BENEFIT] = { "benefit", "办好一件惠民实事", "帮邻居把事办好了。", ITEM_PEOPLE,
                       STATISTIC_BENEFIT, 3, DEEDS_AT_ONCE },
    [DEED_MEDIATION] = { "mediation", "调解一起邻里矛盾", "两家说开了，握手言和。", ITEM_URGENT,
                         STATISTIC_MEDIATION, 5, 1 },
};

/* The scheme, the lawful way */

static struct error *as_secretary(struct deeds *deeds, struct acting_village *acting)
{
    return replay_as(deeds->replay, acting->village->secretary);
}

static struct error *draft(struct deeds *deeds, struct acting_village *acting)
{
    struct context *cx = deeds->replay->cx;
    struct points_scheme scheme = {
        .place = acting->village->key,
        .title = arena_printf(cx->arena, "%.*s党员积分办法", STR_ARG(acting->village->name)),
        .side = POINTS_MEMBER,
        .base = 60,
        .purpose = S("以事评分、以分评星、以星评优。积分只作评议的参考。"),
    };

    TRY(as_secretary(deeds, acting));
    TRY(points_scheme_draft(cx, &scheme));
    acting->scheme = scheme.id;
    for (size_t i = 0; i < DEED_KINDS; i++) {
        struct points_item item = { .scheme = scheme.id,
                                    .code = str_of(plans[i].code),
                                    .name = str_of(plans[i].name),
                                    .class = plans[i].class,
                                    .points = plans[i].points,
                                    .statistic = plans[i].statistic };
        TRY(points_item_add(cx, &item));
        acting->items[i] = item.id;
    }
    TRY(flow_take(cx, &points_scheme_flow, "solicit", scheme.id,
                  &(struct points_words){ .words = S("请大家提意见。") }));
    return replay_done(deeds->replay);
}

static struct error *decide(struct deeds *deeds, struct acting_village *acting)
{
    return replay_decide_scheme(deeds->replay, acting->village, acting->scheme);
}

static struct error *each_village(struct deeds *deeds,
                                  struct error *(*act)(struct deeds *deeds,
                                                       struct acting_village *acting))
{
    for (size_t i = 0; i < deeds->village_count; i++)
        TRY(act(deeds, &deeds->villages[i]));
    return NULL;
}

/* The people */

static struct error *list_of(struct context *cx, const struct record_type *type, str place,
                             void *rows, size_t *count)
{
    struct listing listing = { .type = type, .place = place, .limit = 100 };
    str next;

    return listing_rows(cx, &listing, rows, count, &next);
}

static struct error *choose_reviewers(struct deeds *deeds, struct acting_village *acting)
{
    struct context *cx = deeds->replay->cx;
    struct resident *residents;
    size_t count;

    replay_as_program(deeds->replay);
    TRY(list_of(cx, &resident_type, acting->village->key, &residents, &count));
    for (size_t i = 0; i < count && acting->reviewer_count < REVIEWERS; i++) {
        if (!resident_is_present(&residents[i]) || date_year(residents[i].birth_on) > 1995)
            continue;
        struct post post = { .place = acting->village->key,
                             .role = S("appraisal_member"),
                             .person = residents[i].id,
                             .holder = replay_marked(deeds->replay, residents[i].name),
                             .starts_on = cx->today };
        TRY(post_give(cx, &post));
        acting->reviewers[acting->reviewer_count++] = residents[i].id;
    }
    return replay_done(deeds->replay);
}

static struct error *is_stranger(struct context *cx, const struct acting_village *acting,
                                 record_id resident, bool *stranger)
{
    *stranger = true;
    for (size_t i = 0; i < acting->reviewer_count; i++) {
        enum kin kin = KIN_UNKNOWN;
        TRY(resident_kin(cx, acting->reviewers[i], resident, &kin));
        if (kin == KIN_NEAR || acting->reviewers[i] == resident)
            *stranger = false;
    }
    return NULL;
}

static struct error *choose_members(struct deeds *deeds, struct acting_village *acting)
{
    struct context *cx = deeds->replay->cx;
    struct party_member *members;
    size_t count;

    TRY(list_of(cx, &party_member_type, acting->village->key, &members, &count));
    for (size_t i = 0; i < count && acting->account_count < MEMBERS_MAX; i++) {
        struct points_account account = { 0 };
        bool stranger;
        TRY(is_stranger(cx, acting, members[i].resident, &stranger));
        if (!stranger || date_is_set(members[i].to_on))
            continue;
        TRY(points_account_of(cx, POINTS_MEMBER, members[i].id, &account));
        acting->accounts[acting->account_count++] = account.id;
    }
    return replay_done(deeds->replay);
}

/* The deeds */

static struct error *declare(struct deeds *deeds, struct acting_village *acting,
                             enum deed_kind kind, int64_t quantity)
{
    struct context *cx = deeds->replay->cx;
    struct points_claim claim = { 0 };
    const struct points_declaration declaration = {
        .account = acting->accounts[acting->next++ % acting->account_count],
        .item = acting->items[kind],
        .quantity = quantity,
        .story = str_of(plans[kind].story),
        .witness = S("党小组长"),
        .declared_by = DECLARED_BY_CLERK,
    };
    const struct points_minutes minutes = { .reviewer_1 = acting->reviewers[0],
                                            .reviewer_2 = acting->reviewers[1],
                                            .reviewer_3 = acting->reviewers[2],
                                            .agree = REVIEWERS,
                                            .no_kin = true,
                                            .words = S("属实。") };

    TRY(replay_as(deeds->replay, acting->village->clerk));
    TRY(points_declare(cx, &declaration, &claim));
    TRY(flow_take(cx, &points_claim_flow, "verify", claim.id,
                  &(struct points_verification){ .words = S("属实。") }));
    TRY(flow_take(cx, &points_claim_flow, "minutes", claim.id, &minutes));
    return replay_done(deeds->replay);
}

/* A village's share of a kind in one round. */
static struct error *play_share(struct deeds *deeds, struct acting_village *acting,
                                enum deed_kind kind, size_t total, size_t turn, size_t turns)
{
    size_t left = replay_share(total, turn, turns);

    while (left > 0) {
        size_t now = left < (size_t)plans[kind].at_once ? left : (size_t)plans[kind].at_once;
        TRY(declare(deeds, acting, kind, (int64_t)now));
        left -= now;
    }
    return NULL;
}

static struct error *play_round(struct deeds *deeds, size_t number)
{
    const struct scene *scene = deeds->replay->scene;
    const int totals[DEED_KINDS] = { scene->cleanups, scene->benefits, scene->mediation_deeds };

    for (size_t i = 0; i < deeds->village_count; i++)
        for (size_t kind = 0; kind < DEED_KINDS; kind++)
            TRY(play_share(deeds, &deeds->villages[i], (enum deed_kind)kind,
                           (size_t)totals[kind], number * deeds->village_count + i,
                           ROUNDS * deeds->village_count));
    return NULL;
}

static struct error *play_rounds(struct deeds *deeds)
{
    date first = replay_date(deeds->replay->scene->first_day);
    date last = date_add_days(replay_date(deeds->replay->scene->last_day), -NOTICE_DAYS);
    int days = date_days_between(first, last);

    for (size_t i = 0; i < ROUNDS; i++) {
        replay_set_day(deeds->replay, date_add_days(first, days * (int)i / ROUNDS));
        TRY(replay_end_notices(deeds->replay));
        TRY(play_round(deeds, i));
    }
    replay_set_day(deeds->replay, replay_date(deeds->replay->scene->last_day));
    return replay_end_notices(deeds->replay);
}

static struct error *found_schemes(struct deeds *deeds)
{
    date day = date_add_days(replay_date(deeds->replay->scene->first_day), -DAYS_BEFORE);

    replay_set_day(deeds->replay, day);
    TRY(each_village(deeds, choose_reviewers));
    TRY(each_village(deeds, choose_members));
    TRY(each_village(deeds, draft));
    replay_set_day(deeds->replay, date_add_days(day, NOTICE_DAYS));
    TRY(replay_end_notices(deeds->replay));
    TRY(each_village(deeds, decide));
    replay_set_day(deeds->replay, date_add_days(day, 2 * NOTICE_DAYS));
    return replay_end_notices(deeds->replay);
}

struct error *replay_deeds(struct replay *replay)
{
    struct deeds *deeds = arena_new(replay->memory, struct deeds);

    if (replay->scene->benefits == 0)
        return NULL;
    deeds->replay = replay;
    for (size_t i = 0; i < replay->village_count && deeds->village_count < VILLAGES_MAX; i++)
        deeds->villages[deeds->village_count++].village = &replay->villages[i];
    TRY(found_schemes(deeds));
    TRY(play_rounds(deeds));
    int total =
        replay->scene->cleanups + replay->scene->benefits + replay->scene->mediation_deeds;
    replay_say(replay, "党员做的事", (size_t)total);
    return NULL;
}
