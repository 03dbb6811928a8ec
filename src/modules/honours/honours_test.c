/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds of honours: who may stand, who votes, once each, and what becomes of it. */
#include "modules/honours/honour_parts.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"
#include "tests/town.h"

static const char village[] = "421182102205";

static record_id an_adult(struct context *cx, const char *name)
{
    struct resident resident = { .place = str_of(village),
                                 .name = str_of(name),
                                 .birth_on = date_of(1970, 1, 1),
                                 .is_example = true };

    CHECK_OK(resident_register(cx, &resident));
    return resident.id;
}

static record_id a_home(struct context *cx, const char *head)
{
    struct household household = { .place = str_of(village),
                                   .head = an_adult(cx, head),
                                   .opened_on = date_of(2020, 1, 1) };

    CHECK_OK(household_create(cx, &household));
    return household.id;
}

static struct honour_round a_round(struct context *cx, const char *kind, int64_t seats)
{
    struct honour_round round = { .place = str_of(village),
                                  .title = S("2026年评选"),
                                  .kind = str_of(kind),
                                  .year = 2026,
                                  .seats = seats };

    CHECK_OK(honour_round_open(cx, &round));
    return round;
}

static record_id nominated(struct context *cx, record_id round, record_id household)
{
    struct honour_nomination nomination = { .round = round, .household = household };

    CHECK_OK(honour_nominate(cx, &nomination));
    return nomination.id;
}

static void take(struct context *cx, record_id round, const char *step)
{
    test_check_ok(__FILE__, __LINE__, step,
                  flow_take(cx, &honour_round_flow, step, round,
                            &(struct honour_words){ .words = S("说明") }));
}

static struct honour_vote a_vote(record_id round, record_id voter, record_id choice)
{
    return (struct honour_vote){
        .round = round, .voter = voter, .choices = { choice }, .choice_count = 1
    };
}

static struct honour_round reloaded(struct context *cx, record_id id)
{
    struct honour_round round = { 0 };

    CHECK_OK(store_get(cx, &honour_round_type, id, &round));
    return round;
}

static void week_later(struct context *cx)
{
    bool more;

    context_set_now(cx, instant_of(date_add_days(cx->today, 8), 9, 0, 0));
    CHECK_OK(notices_end(cx, &more));
}

static int64_t count_awards(struct context *cx)
{
    int64_t count;

    CHECK_OK(query_number(cx, "select count(*) from honour_awards", NULL, 0, &count));
    return count;
}

TEST(
    "the candidates with the most votes are shown and, when nothing stands against it, awarded")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id homes[3] = { a_home(&cx, "示例甲"), a_home(&cx, "示例乙"),
                           a_home(&cx, "示例丙") };
    struct honour_round round = a_round(&cx, "star_household", 1);
    record_id first = nominated(&cx, round.id, homes[0]);
    record_id second = nominated(&cx, round.id, homes[1]);
    struct honour_award award = { 0 };
    bool found;

    take(&cx, round.id, "open_vote");
    struct honour_vote votes[3] = { a_vote(round.id, homes[0], first),
                                    a_vote(round.id, homes[1], second),
                                    a_vote(round.id, homes[2], second) };
    for (size_t i = 0; i < COUNT(votes); i++)
        CHECK_OK(honour_cast(&cx, &votes[i]));
    take(&cx, round.id, "close_vote");
    take(&cx, round.id, "post");
    CHECK(count_awards(&cx) == 0);
    week_later(&cx);

    CHECK(reloaded(&cx, round.id).status == ROUND_AWARDED);
    CHECK(count_awards(&cx) == 1);
    CHECK_OK(store_find_by(&cx, &honour_award_type, str_of(village), "household",
                           value_integer(homes[1]), &award, &found));
    CHECK(found && award.unit == HONOUR_HOUSEHOLD);
    CHECK(date_compare(award.valid_until, date_of(2027, 3, 9)) == 0);
}

TEST("nobody votes twice, in the browser or on paper")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id home = a_home(&cx, "示例甲");
    record_id other = a_home(&cx, "示例乙");
    struct honour_round round = a_round(&cx, "star_household", 1);
    record_id candidate = nominated(&cx, round.id, other);
    const record_id both[] = { other, home };
    const int64_t tally[] = { 2 };
    const struct honour_paper paper = { round.id, both, 2, tally, 1 };
    struct honour_vote vote = a_vote(round.id, home, candidate);
    struct standing *standings;
    size_t count;

    take(&cx, round.id, "open_vote");
    CHECK_OK(honour_cast(&cx, &vote));
    CHECK_FAILS(honour_cast(&cx, &vote), ERROR_CONFLICT);
    CHECK_OK(db_begin(&cx));
    CHECK_FAILS(honour_count_paper(&cx, &paper), ERROR_CONFLICT);
    db_rollback(&cx);
    CHECK_OK(honour_standings(&cx, round.id, &standings, &count));
    CHECK(count == 1 && standings[0].votes == 1);
    const struct honour_paper rest = { round.id, both, 1, &(int64_t){ 1 }, 1 };
    CHECK_OK(honour_count_paper(&cx, &rest));
    CHECK_OK(honour_standings(&cx, round.id, &standings, &count));
    CHECK(standings[0].votes == 2);
}

TEST("what somebody voted stands nowhere")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id home = a_home(&cx, "示例甲");
    struct honour_round round = a_round(&cx, "star_household", 1);
    record_id candidate = nominated(&cx, round.id, home);
    struct honour_vote vote = a_vote(round.id, home, candidate);
    int64_t before, after;

    take(&cx, round.id, "open_vote");
    CHECK_OK(query_number(&cx, "select count(*) from journal", NULL, 0, &before));
    CHECK_OK(honour_cast(&cx, &vote));
    CHECK_OK(query_number(&cx, "select count(*) from journal", NULL, 0, &after));
    CHECK(after == before + 1); /* that there was a ballot, and nothing of its content */
}

TEST("paper votes cannot be more than ballots, and each candidate needs its number")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id home = a_home(&cx, "示例甲");
    struct honour_round round = a_round(&cx, "star_household", 1);

    nominated(&cx, round.id, home);
    take(&cx, round.id, "open_vote");
    const struct honour_paper many = { round.id, &home, 1, &(int64_t){ 2 }, 1 };
    const struct honour_paper none = { round.id, &home, 1, NULL, 0 };
    CHECK_OK(db_begin(&cx));
    CHECK_FAILS(honour_count_paper(&cx, &many), ERROR_INVALID);
    db_rollback(&cx);
    CHECK_FAILS(honour_count_paper(&cx, &none), ERROR_INVALID);
}

TEST("a tie at the last place is not settled by the program")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id homes[2] = { a_home(&cx, "示例甲"), a_home(&cx, "示例乙") };
    struct honour_round round = a_round(&cx, "star_household", 1);
    record_id first = nominated(&cx, round.id, homes[0]);
    record_id second = nominated(&cx, round.id, homes[1]);
    struct honour_vote votes[2] = { a_vote(round.id, homes[0], first),
                                    a_vote(round.id, homes[1], second) };
    const struct honour_words words = { .words = S("公示") };

    take(&cx, round.id, "open_vote");
    for (size_t i = 0; i < COUNT(votes); i++)
        CHECK_OK(honour_cast(&cx, &votes[i]));
    take(&cx, round.id, "close_vote");
    CHECK_FAILS(flow_take(&cx, &honour_round_flow, "post", round.id, &words), ERROR_CONFLICT);
    CHECK_OK(honour_veto(&cx, second, S("违法建房")));
    take(&cx, round.id, "post");
    CHECK(reloaded(&cx, round.id).status == ROUND_POSTED);
}

TEST("an honour of households goes to no person, and nobody stands twice in a round")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id home = a_home(&cx, "示例甲");
    struct honour_round round = a_round(&cx, "star_household", 1);
    struct honour_nomination person = { .round = round.id,
                                        .resident = an_adult(&cx, "示例丁") };
    struct honour_nomination again = { .round = round.id, .household = home };

    CHECK_FAILS(honour_nominate(&cx, &person), ERROR_INVALID);
    nominated(&cx, round.id, home);
    CHECK_FAILS(honour_nominate(&cx, &again), ERROR_CONFLICT);
}

TEST("whoever had an honour revoked does not stand again for two years")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id home = a_home(&cx, "示例甲");
    struct honour_award award = { .place = str_of(village),
                                  .kind = S("star_household"),
                                  .kind_name = S("十星级文明户"),
                                  .household = home,
                                  .awarded_on = cx.today };
    struct honour_round round = a_round(&cx, "star_household", 1);
    struct honour_nomination nomination = { .round = round.id, .household = home };

    CHECK_OK(store_insert(&cx, &honour_award_type, &award));
    CHECK_FAILS(honour_revoke(&cx, award.id, S(" ")), ERROR_INVALID);
    CHECK_OK(honour_revoke(&cx, award.id, S("赌博")));
    CHECK_FAILS(honour_nominate(&cx, &nomination), ERROR_CONFLICT);
    test_set_day(&cx, "2028-03-03");
    CHECK_OK(honour_nominate(&cx, &nomination));
}

TEST("children do not vote where adults do")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident child = { .place = str_of(village),
                              .name = S("示例小孩"),
                              .birth_on = date_of(2015, 1, 1) };
    struct honour_round round = a_round(&cx, "good_family", 1);
    struct honour_nomination nomination = { .round = round.id,
                                            .resident = an_adult(&cx, "示例丁") };

    CHECK_OK(resident_register(&cx, &child));
    CHECK_OK(honour_nominate(&cx, &nomination));
    take(&cx, round.id, "open_vote");
    struct honour_vote vote = a_vote(round.id, child.id, nomination.id);
    CHECK_FAILS(honour_cast(&cx, &vote), ERROR_CONFLICT);
}

TEST("anybody verifies a certificate, and a revoked one says so")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_award award = { .place = str_of(village),
                                  .kind = S("star_household"),
                                  .kind_name = S("十星级文明户"),
                                  .household = a_home(&cx, "示例甲"),
                                  .name = S("示例甲"),
                                  .year = 2026,
                                  .awarded_on = cx.today };

    award.certificate = receipt_new(cx.arena, str_of(village));
    CHECK_OK(store_insert(&cx, &honour_award_type, &award));
    const char *path = arena_text(cx.arena, arena_printf(cx.arena, "/honours/certificate/%.*s",
                                                         STR_ARG(award.certificate)));
    struct response response = test_get(&cx, path);
    CHECK(response.status == 200 && test_says(&response, "这项荣誉是真的"));
    CHECK_OK(honour_revoke(&cx, award.id, S("赌博")));
    response = test_get(&cx, path);
    CHECK(test_says(&response, "证书无效") && !test_says(&response, "赌博"));
    response = test_get(&cx, "/honours/certificate/ZZZZZZZZZZZZ");
    CHECK(response.status == 404);
}

TEST("who organises a round sees its candidates, and another village does not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_round round = a_round(&cx, "star_household", 1);

    nominated(&cx, round.id, a_home(&cx, "示例甲"));
    const char *path = arena_text(
        cx.arena, arena_printf(cx.arena, "/honour_rounds/%lld", (long long)round.id));
    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = test_get(&cx, path);
    CHECK(response.status == 200 && test_says(&response, "示例甲"));
    test_sign_in_as(&cx, "village_clerk", "421182102206");
    response = test_get(&cx, path);
    CHECK(response.status == 404);
}

TEST("a round begins with an honour chosen by its name, and is called after it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_round round = { 0 };
    bool found;

    test_sign_in_as(&cx, "secretary", village);
    struct response response = test_get(&cx, "/honour_rounds/new");
    CHECK(response.status == 200 && test_says(&response, "十星级文明户（评给户，一户一票）"));
    response = test_post(&cx, "/honour_rounds/new", "place", village, "kind", "nothing", "year",
                         "2026", "seats", "3", NULL);
    CHECK(response.status == 422);
    response = test_post(&cx, "/honour_rounds/new", "place", village, "kind", "star_household",
                         "year", "2026", "seats", "3", NULL);
    CHECK(response.status == 303);
    CHECK_OK(store_find_by(&cx, &honour_round_type, str_of(village), "kind",
                           value_text(S("star_household")), &round, &found));
    CHECK(found && str_eq(round.title, S("2026年十星级文明户评选")) && round.seats == 3);
    response = test_get(&cx, "/honour_rounds");
    CHECK(test_says(&response, "十星级文明户") && !test_says(&response, "star_household"));
}
