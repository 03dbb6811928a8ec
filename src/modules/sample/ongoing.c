/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is on its way in the village of the demonstration on the last day: an objection, points
 * that expire, the next edition of a scheme, a review of the branch, a round of honours that is
 * being prepared, an appeal.
 */
#include "modules/honours/honours.h"
#include "modules/party/party.h"
#include "modules/points/points.h"
#include "modules/sample/replay.h"
#include "modules/stars/stars.h"

enum {
    DAYS_BEFORE = 30,
    NOTICE_DAYS = 8,
    PASSBOOK_DAYS = 720, /* points of a passbook that expire at the end of next month */
    CANDIDATES = 2,
    VOTERS = 3,
    HOMES = 4,
};

static const char honour[] = "beautiful_courtyard";

struct ongoing {
    struct replay *replay;
    struct village *village;
    record_id homes[HOMES]; /* households with points */
    record_id accounts[HOMES];
    record_id branch;
};

struct home {
    int64_t account;
    int64_t household;
};

static const struct field home_columns[] = {
    { INTEGER(home, account), .label = "户头" },
    { INTEGER(home, household), .label = "户" },
};

static const struct query homes_with_points = {
    .sql = "select id, subject from points_accounts where county = $1 and place = $2 "
           "and side = 'household' order by id limit 4",
    .row = { SHAPE(home, home_columns) },
};

static void go_back(struct ongoing *ongoing, int days)
{
    replay_set_day(ongoing->replay, date_add_days(ongoing->replay->played_on, -days));
}

static struct error *as_secretary(struct ongoing *ongoing)
{
    return replay_as(ongoing->replay, ongoing->village->secretary);
}

static struct error *as_party_office(struct ongoing *ongoing)
{
    return replay_as(ongoing->replay, ongoing->village->township->desks[DESK_PARTY]);
}

/* Points */

static struct error *carry_passbook_over(struct ongoing *ongoing)
{
    struct context *cx = ongoing->replay->cx;
    bool more = true;

    go_back(ongoing, PASSBOOK_DAYS);
    TRY(as_secretary(ongoing));
    TRY(points_open(cx, ongoing->accounts[0], 30, 30, S("纸质存折结转。")));
    TRY(replay_done(ongoing->replay));
    go_back(ongoing, 1);
    replay_as_program(ongoing->replay);
    while (more)
        TRY(points_expire(cx, &more));
    return replay_done(ongoing->replay);
}

static struct error *draft_next_scheme(struct ongoing *ongoing)
{
    struct context *cx = ongoing->replay->cx;
    struct points_scheme scheme = { 0 };
    record_id next;
    bool found;

    go_back(ongoing, 3);
    TRY(as_secretary(ongoing));
    TRY(points_scheme_of(cx, ongoing->village->key, POINTS_HOUSEHOLD, &scheme, &found));
    if (found)
        TRY(points_scheme_next(cx, scheme.id, &next));
    return replay_done(ongoing->replay);
}

/* The party */

static struct error *pledge_again(struct ongoing *ongoing)
{
    struct context *cx = ongoing->replay->cx;
    struct pledge pledge = { .place = ongoing->village->key,
                             .content = S("入冬前把湾里的独居老人都走访一遍，看看被褥够不够。"),
                             .pledged_on = cx->today };

    TRY(query_number(cx,
                     "select id from party_members where county = $1 and place = $2 "
                     "and to_on is null order by id limit 1",
                     WITH(value_integer(key_county(pledge.place)), value_text(pledge.place)),
                     &pledge.member));
    TRY(as_party_office(ongoing));
    TRY(pledge_make(cx, &pledge));
    return replay_done(ongoing->replay);
}

static struct error *review_branch(struct ongoing *ongoing)
{
    struct context *cx = ongoing->replay->cx;
    struct star_review review = { .organisation = ongoing->branch,
                                  .year = date_year(cx->today) };
    struct branch_rating rating = { .organisation = ongoing->branch,
                                    .period = arena_printf(cx->arena, "%d年下半年",
                                                           date_year(cx->today)) };

    TRY(as_party_office(ongoing));
    TRY(branch_rating_open(cx, &rating));
    TRY(star_review_open(cx, &review));
    return replay_done(ongoing->replay);
}

static struct error *play_party(struct ongoing *ongoing)
{
    TRY(replay_branch_of(ongoing->replay, ongoing->village, &ongoing->branch));
    if (ongoing->branch == 0)
        return NULL;
    go_back(ongoing, 10);
    TRY(pledge_again(ongoing));
    return review_branch(ongoing);
}

/* Honours */

static struct error *open_round(struct ongoing *ongoing, int year, record_id *id)
{
    struct context *cx = ongoing->replay->cx;
    struct honour_round round = { .place = ongoing->village->key,
                                  .title = arena_printf(cx->arena, "%d年最美庭院评选", year),
                                  .kind = str_of(honour),
                                  .year = year,
                                  .seats = CANDIDATES };

    TRY(as_party_office(ongoing));
    TRY(honour_round_open(cx, &round));
    for (size_t i = 0; i < CANDIDATES; i++)
        TRY(honour_nominate(cx, &(struct honour_nomination){ .round = round.id,
                                                             .household = ongoing->homes[i],
                                                             .story = S("院子里外都干净。"),
                                                             .is_own = i == 0 }));
    *id = round.id;
    return replay_done(ongoing->replay);
}

static struct error *take(struct ongoing *ongoing, const char *step, record_id round)
{
    TRY(as_party_office(ongoing));
    TRY(flow_take(ongoing->replay->cx, &honour_round_flow, step, round,
                  &(struct honour_words){ .words = S("按章程。") }));
    return replay_done(ongoing->replay);
}

static struct error *award(struct ongoing *ongoing, record_id round)
{
    const int64_t votes[CANDIDATES] = { VOTERS, VOTERS };

    TRY(take(ongoing, "open_vote", round));
    TRY(as_party_office(ongoing));
    TRY(honour_count_paper(ongoing->replay->cx,
                           &(struct honour_paper){ .round = round,
                                                   .voters = ongoing->homes,
                                                   .voter_count = VOTERS,
                                                   .votes = votes,
                                                   .vote_count = CANDIDATES }));
    TRY(replay_done(ongoing->replay));
    TRY(take(ongoing, "close_vote", round));
    TRY(take(ongoing, "post", round));
    go_back(ongoing, DAYS_BEFORE - NOTICE_DAYS);
    return replay_end_notices(ongoing->replay);
}

static struct error *revoke(struct ongoing *ongoing, record_id round)
{
    struct context *cx = ongoing->replay->cx;
    record_id awarded;

    TRY(query_number(cx,
                     "select id from honour_awards where county = $1 and round = $2 "
                     "order by id limit 1",
                     WITH(value_integer(id_county(round)), value_integer(round)), &awarded));
    go_back(ongoing, 5);
    TRY(as_party_office(ongoing));
    TRY(honour_revoke(cx, awarded, S("门前又堆了杂物，提醒两次没有清。")));
    replay_as_nobody(ongoing->replay);
    TRY(honour_appeal_raise(cx, awarded,
                            S("那堆砖是隔壁建房暂放的，已经搬走了，请再来看看。")));
    return replay_done(ongoing->replay);
}

static struct error *play_honours(struct ongoing *ongoing)
{
    int year = date_year(ongoing->replay->played_on);
    record_id round, next;

    go_back(ongoing, DAYS_BEFORE);
    TRY(open_round(ongoing, year, &round));
    TRY(award(ongoing, round));
    TRY(revoke(ongoing, round));
    go_back(ongoing, 2);
    ongoing->homes[0] = ongoing->homes[2];
    return open_round(ongoing, year + 1, &next);
}

/* Somebody doubts the points of a neighbour; without a name. */
static struct error *object(struct ongoing *ongoing)
{
    struct context *cx = ongoing->replay->cx;
    record_id notice;

    go_back(ongoing, 1);
    TRY(query_number(cx,
                     "select notice from points_claims where county = $1 and place = $2 "
                     "and status = 'posted' order by id desc limit 1",
                     WITH(value_integer(key_county(ongoing->village->key)),
                          value_text(ongoing->village->key)),
                     &notice));
    if (notice == 0)
        return NULL;
    replay_as_nobody(ongoing->replay);
    TRY(notice_object(cx, notice,
                      &(struct notice_words){ .words = S("那天下雨，没有看见他家打扫。") }));
    return replay_done(ongoing->replay);
}

static struct error *find_homes(struct ongoing *ongoing, size_t *count)
{
    struct home *homes;

    TRY(query_rows(ongoing->replay->cx, &homes_with_points,
                   WITH(value_integer(key_county(ongoing->village->key)),
                        value_text(ongoing->village->key)),
                   &homes, count));
    for (size_t i = 0; i < *count; i++) {
        ongoing->accounts[i] = homes[i].account;
        ongoing->homes[i] = homes[i].household;
    }
    return NULL;
}

struct error *replay_ongoing(struct replay *replay)
{
    struct ongoing ongoing = { .replay = replay,
                               .village =
                                   replay_village(replay, str_of(replay->scene->village)) };
    size_t count;

    if (ongoing.village == NULL)
        return NULL;
    TRY(play_party(&ongoing));
    TRY(find_homes(&ongoing, &count));
    if (count < HOMES)
        return NULL;
    TRY(carry_passbook_over(&ongoing));
    TRY(draft_next_scheme(&ongoing));
    TRY(play_honours(&ongoing));
    return object(&ongoing);
}
