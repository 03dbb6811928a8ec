/* SPDX-License-Identifier: Apache-2.0 */
/* Ballots in the browser and on paper, stars, certificates, appeals. */
#include "app/account.h"
#include "modules/honours/honour_parts.h"
#include "modules/matters/matters.h"
#include "modules/party/party.h"
#include "modules/people/people.h"
#include "modules/points/points.h"
#include "tests/town.h"

static const char village[] = "421182102205";

static record_id a_resident(struct context *cx, const char *name, int born)
{
    struct resident resident = { .place = str_of(village),
                                 .name = str_of(name),
                                 .birth_on = date_of(born, 1, 1),
                                 .is_example = true };

    CHECK_OK(resident_register(cx, &resident));
    return resident.id;
}

static struct household a_home(struct context *cx, const char *head)
{
    struct household household = { .place = str_of(village),
                                   .head = a_resident(cx, head, 1970),
                                   .opened_on = date_of(2020, 1, 1) };

    CHECK_OK(household_create(cx, &household));
    return household;
}

struct ballot {
    struct honour_round round;
    struct household home;
    struct household other;
    record_id candidate;
};

static void take(struct context *cx, record_id round, const char *step)
{
    test_check_ok(__FILE__, __LINE__, step,
                  flow_take(cx, &honour_round_flow, step, round,
                            &(struct honour_words){ .words = S("说明") }));
}

static struct honour_round a_round(struct context *cx, const char *kind)
{
    struct honour_round round = { .place = str_of(village),
                                  .title = S("2026年评选"),
                                  .kind = str_of(kind),
                                  .year = 2026,
                                  .seats = 1 };

    CHECK_OK(honour_round_open(cx, &round));
    return round;
}

/* Two households, one of which stands, and the ballot open. */
static struct ballot a_ballot(struct context *cx)
{
    struct ballot ballot = { .round = a_round(cx, "star_household"),
                             .home = a_home(cx, "示例甲"),
                             .other = a_home(cx, "示例乙") };
    struct honour_nomination nomination = { .round = ballot.round.id,
                                            .household = ballot.other.id };

    CHECK_OK(honour_nominate(cx, &nomination));
    ballot.candidate = nomination.id;
    take(cx, ballot.round.id, "open_vote");
    return ballot;
}

static const char *text_of(struct context *cx, int64_t number)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%lld", (long long)number));
}

static const char *vote_path(struct context *cx, record_id round)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "/honours/vote/%lld", (long long)round));
}

static struct response vote_with(struct context *cx, const struct ballot *ballot,
                                 const char *card)
{
    return test_post(cx, vote_path(cx, ballot->round.id), "choices",
                     text_of(cx, ballot->candidate), "card", card, NULL);
}

static int64_t votes_of(struct context *cx, record_id candidate)
{
    int64_t votes;

    CHECK_OK(query_number(cx,
                          "select votes from honour_tallies where county = $1 and "
                          "nomination = $2",
                          WITH(value_integer(id_county(candidate)), value_integer(candidate)),
                          &votes));
    return votes;
}

static const char *code_of(struct context *cx, record_id round, record_id voter)
{
    struct honour_code *codes;
    size_t count;

    CHECK_OK(honour_codes_issue(cx, round, &voter, 1));
    CHECK_OK(honour_codes(cx, round, &codes, &count));
    for (size_t i = 0; i < count; i++)
        if (codes[i].voter == voter)
            return arena_text(cx->arena, codes[i].code);
    test_fail(__FILE__, __LINE__, "no code");
}

static const char *card_of(struct context *cx, enum points_side side, record_id subject)
{
    struct points_account account = { 0 };
    struct points_card card = { 0 };

    CHECK_OK(points_account_of(cx, side, subject, &account));
    CHECK_OK(points_card_issue(cx, account.id, (str){ 0 }, &card));
    return arena_text(cx->arena, card.secret);
}

/* The account that is signed in belongs to this person. */
static void become(struct context *cx, record_id person)
{
    struct account account = { 0 };

    CHECK_OK(store_get(cx, &account_type, cx->access->account, &account));
    account.person = person;
    CHECK_OK(store_update(cx, &account_type, &account));
}

TEST("a household votes once: with its card, with a code, with an account or on paper")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    const char *card = card_of(&cx, POINTS_HOUSEHOLD, ballot.home.id);
    const char *code = code_of(&cx, ballot.round.id, ballot.home.id);
    const struct honour_paper paper = { ballot.round.id, &ballot.home.id, 1, &(int64_t){ 1 },
                                        1 };

    struct response response = test_get(&cx, vote_path(&cx, ballot.round.id));
    CHECK(response.status == 200 && test_says(&response, "一户一票") &&
          test_says(&response, "示例乙"));
    CHECK(vote_with(&cx, &ballot, card).status == 303);
    response = vote_with(&cx, &ballot, code);
    CHECK(response.status == 409 && test_says(&response, "已经投过票（网上）"));
    CHECK(vote_with(&cx, &ballot, card).status == 409);
    CHECK_OK(db_begin(&cx));
    CHECK_FAILS(honour_count_paper(&cx, &paper), ERROR_CONFLICT);
    db_rollback(&cx);
    test_sign_in_as(&cx, "village_clerk", village);
    become(&cx, ballot.home.head);
    CHECK(vote_with(&cx, &ballot, "").status == 409);
    CHECK(votes_of(&cx, ballot.candidate) == 1);
}

TEST("votes with an account, with a code and on paper are counted together")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    struct household third = a_home(&cx, "示例丙");
    const struct honour_paper paper = { ballot.round.id, &ballot.other.id, 1, &(int64_t){ 1 },
                                        1 };
    const char *code = code_of(&cx, ballot.round.id, third.id);

    CHECK_OK(honour_count_paper(&cx, &paper));
    CHECK(vote_with(&cx, &ballot, code).status == 303);
    test_sign_in_as(&cx, "village_clerk", village);
    become(&cx, ballot.home.head);
    struct response response = test_get(&cx, vote_path(&cx, ballot.round.id));
    CHECK(!test_says(&response, "投票码，或积分卡"));
    CHECK(vote_with(&cx, &ballot, "").status == 303);
    CHECK(votes_of(&cx, ballot.candidate) == 3);
}

TEST("where each adult has a vote, a household's card is none and a code is")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = { .round = a_round(&cx, "good_family"),
                             .home = a_home(&cx, "示例甲") };
    record_id adult = a_resident(&cx, "示例丁", 1990);
    record_id child = a_resident(&cx, "示例小孩", 2015);
    struct honour_nomination nomination = { .round = ballot.round.id, .resident = adult };

    CHECK_OK(honour_nominate(&cx, &nomination));
    ballot.candidate = nomination.id;
    take(&cx, ballot.round.id, "open_vote");
    struct response response =
        vote_with(&cx, &ballot, card_of(&cx, POINTS_HOUSEHOLD, ballot.home.id));
    CHECK(response.status == 422 && test_says(&response, "只能投一户一票的"));
    CHECK(vote_with(&cx, &ballot, code_of(&cx, ballot.round.id, adult)).status == 303);
    CHECK_FAILS(honour_codes_issue(&cx, ballot.round.id, &child, 1), ERROR_CONFLICT);
    CHECK(votes_of(&cx, ballot.candidate) == 1);
}

TEST("a party member's card gives no vote, where households vote or adults do")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    struct party_organisation branch = { .place = str_of(village),
                                         .kind = PARTY_BRANCH,
                                         .name = S("示例党支部") };

    CHECK_OK(party_organisation_found(&cx, &branch));
    struct party_member member = { .place = str_of(village),
                                   .resident = ballot.home.head,
                                   .organisation = branch.id,
                                   .joined_on = date_of(2001, 7, 1) };
    CHECK_OK(party_member_enrol(&cx, &member));
    struct response response = vote_with(&cx, &ballot, card_of(&cx, POINTS_MEMBER, member.id));
    CHECK(response.status == 422 && test_says(&response, "户的积分卡只能投一户一票的"));
    CHECK(votes_of(&cx, ballot.candidate) == 0);
}

TEST(
    "nobody votes without a card, a code or an account of a villager, nor with those of others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    struct honour_round other = a_round(&cx, "beautiful_courtyard");
    const char *foreign = code_of(&cx, other.id, ballot.home.id);

    CHECK(vote_with(&cx, &ballot, "").status == 422);
    CHECK(vote_with(&cx, &ballot, "4211AAAAAAAA").status == 422);
    CHECK(vote_with(&cx, &ballot, foreign).status == 422);
    CHECK(vote_with(&cx, &ballot, "01234567890123456789").status == 422);
    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(vote_with(&cx, &ballot, "").status == 422);
    CHECK(votes_of(&cx, ballot.candidate) == 0);
}

TEST("who died or moved away and households that are closed do not vote")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    record_id dead = a_resident(&cx, "示例戊", 1940);
    struct resident resident = { 0 };
    struct honour_round adults = a_round(&cx, "model_person");

    CHECK_OK(store_get(&cx, &resident_type, dead, &resident));
    resident.status = RESIDENT_DEAD;
    CHECK_OK(store_update(&cx, &resident_type, &resident));
    CHECK_FAILS(honour_codes_issue(&cx, adults.id, &dead, 1), ERROR_CONFLICT);
    ballot.home.closed_on = cx.today;
    CHECK_OK(store_update(&cx, &household_type, &ballot.home));
    CHECK_FAILS(honour_codes_issue(&cx, ballot.round.id, &ballot.home.id, 1), ERROR_CONFLICT);
}

TEST("no vote counts before the ballot opens or after it is over")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    const char *code = code_of(&cx, ballot.round.id, ballot.home.id);

    take(&cx, ballot.round.id, "close_vote");
    struct response response = vote_with(&cx, &ballot, code);
    CHECK(response.status == 409);
    response = test_get(&cx, vote_path(&cx, ballot.round.id));
    CHECK(test_says(&response, "现在不是投票的时候"));
}

TEST("when any statement fails, there is neither a ballot nor a vote")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    const char *code = code_of(&cx, ballot.round.id, ballot.home.id);
    int status = 500;
    int64_t ballots;

    for (int nth = 1; status == 500 && nth < 200; nth++) {
        CHECK(votes_of(&cx, ballot.candidate) == 0);
        CHECK_OK(query_number(&cx, "select count(*) from honour_ballots", NULL, 0, &ballots));
        CHECK(ballots == 0);
        db_fail_at(cx.db, nth);
        status = vote_with(&cx, &ballot, code).status;
        db_fail_at(cx.db, 0);
    }
    CHECK(status == 303 && votes_of(&cx, ballot.candidate) == 1);
}

TEST("when any statement of the awarding fails, nobody has the honour yet")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ballot ballot = a_ballot(&cx);
    struct error *error = NULL;
    int64_t awards;
    bool more;

    CHECK(vote_with(&cx, &ballot, code_of(&cx, ballot.round.id, ballot.home.id)).status == 303);
    take(&cx, ballot.round.id, "close_vote");
    take(&cx, ballot.round.id, "post");
    test_set_day(&cx, "2026-03-10");
    for (int nth = 1; (nth == 1 || error != NULL) && nth < 300; nth++) {
        CHECK_OK(query_number(&cx, "select count(*) from honour_awards", NULL, 0, &awards));
        CHECK(awards == 0);
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth);
        error = notices_end(&cx, &more);
        db_fail_at(cx.db, 0);
        if (error != NULL)
            db_rollback(&cx);
    }
    CHECK(error == NULL);
    CHECK_OK(db_commit(&cx));
    CHECK_OK(query_number(&cx, "select count(*) from honour_awards", NULL, 0, &awards));
    CHECK(awards == 1);
}

/* Stars */

TEST("a household claims its stars, the check confirms them, and the certificate names them")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_round round = a_round(&cx, "star_household");
    struct household home = a_home(&cx, "示例甲");
    struct honour_nomination nomination = { .round = round.id, .household = home.id };
    struct honour_award award = { 0 };
    bool more, found;

    CHECK_OK(honour_nominate(&cx, &nomination));
    CHECK_FAILS(honour_nomination_stars(&cx, nomination.id, S("filial nothing")),
                ERROR_INVALID);
    CHECK_OK(honour_nomination_stars(&cx, nomination.id, S("clean filial clean public")));
    take(&cx, round.id, "open_vote");
    CHECK_FAILS(honour_nomination_stars(&cx, nomination.id, S("clean")), ERROR_CONFLICT);
    const struct honour_vote vote = {
        .round = round.id, .voter = home.id, .choices = { nomination.id }, .choice_count = 1
    };
    CHECK_OK(honour_cast(&cx, &vote));
    take(&cx, round.id, "close_vote");
    CHECK_OK(honour_nomination_stars(&cx, nomination.id, S("clean filial")));
    take(&cx, round.id, "post");
    test_set_day(&cx, "2026-03-10");
    CHECK_OK(notices_end(&cx, &more));
    CHECK_OK(store_find_by(&cx, &honour_award_type, str_of(village), "household",
                           value_integer(home.id), &award, &found));
    CHECK(found && str_eq(award.stars, S("孝老爱亲星、清洁卫生星")));
    CHECK_OK(store_get(&cx, &honour_nomination_type, nomination.id, &nomination));
    CHECK(str_eq(nomination.claimed, S("filial clean public")));
}

TEST("an honour that asks for so many stars is not shown with fewer")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_kind kind = { 0 };
    const struct honour_words words = { .words = S("公示") };

    CHECK_OK(honour_kind_get(&cx, S("star_household"), &kind));
    kind.least_stars = 2;
    CHECK_OK(store_update(&cx, &honour_kind_type, &kind));
    struct ballot ballot = a_ballot(&cx);
    CHECK(vote_with(&cx, &ballot, code_of(&cx, ballot.round.id, ballot.home.id)).status == 303);
    take(&cx, ballot.round.id, "close_vote");
    CHECK_OK(honour_nomination_stars(&cx, ballot.candidate, S("clean")));
    CHECK_FAILS(flow_take(&cx, &honour_round_flow, "post", ballot.round.id, &words),
                ERROR_CONFLICT);
    CHECK_OK(honour_nomination_stars(&cx, ballot.candidate, S("clean filial")));
    take(&cx, ballot.round.id, "post");
}

TEST("a county's own stars come in place of those of the whole country")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_star own = { .code = S("harvest"),
                               .region = S("421182"),
                               .kind = S("star_household"),
                               .name = S("丰收星") };
    struct honour_star *stars;
    size_t count;

    CHECK_OK(honour_stars_of(&cx, S("star_household"), str_of(village), &stars, &count));
    CHECK(count == 10);
    CHECK_OK(store_insert(&cx, &honour_star_type, &own));
    CHECK_OK(honour_stars_of(&cx, S("star_household"), str_of(village), &stars, &count));
    CHECK(count == 1);
    CHECK_OK(honour_stars_of(&cx, S("star_household"), S("420625100201"), &stars, &count));
    CHECK(count == 10);
}

/* Certificates and appeals */

static struct honour_award an_award(struct context *cx)
{
    struct honour_award award = { .place = str_of(village),
                                  .kind = S("star_household"),
                                  .kind_name = S("十星级文明户"),
                                  .household = a_home(cx, "示例甲").id,
                                  .name = S("示例甲"),
                                  .year = 2026,
                                  .certificate = receipt_new(cx->arena, str_of(village)),
                                  .awarded_on = cx->today };

    CHECK_OK(store_insert(cx, &honour_award_type, &award));
    return award;
}

static const char *certificate(struct context *cx, const struct honour_award *award,
                               const char *rest)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "/honours/certificate/%.*s%s",
                                              STR_ARG(award->certificate), rest));
}

TEST("a certificate can be printed as long as the honour is not revoked")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_award award = an_award(&cx);

    struct response response = test_get(&cx, certificate(&cx, &award, "/pdf"));
    CHECK(response.status == 200 && str_starts(test_body(&response), S("%PDF-")));
    CHECK_OK(honour_revoke(&cx, award.id, S("赌博")));
    CHECK(test_get(&cx, certificate(&cx, &award, "/pdf")).status == 409);
}

TEST("who had an honour revoked appeals by the certificate, once at a time, and is answered")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_award award = an_award(&cx);
    struct honour_appeal *appeals;
    size_t count;

    const char *appeal = certificate(&cx, &award, "/appeal");
    CHECK(test_post(&cx, appeal, "words", "没有这回事", NULL).status == 409);
    CHECK_OK(honour_revoke(&cx, award.id, S("赌博")));
    CHECK(test_post(&cx, appeal, "words", "没有这回事", NULL).status == 303);
    CHECK(test_post(&cx, appeal, "words", "再说一遍", NULL).status == 409);
    CHECK_OK(honour_appeals_of(&cx, award.id, &appeals, &count));
    CHECK(count == 1);
    test_sign_in_as(&cx, "secretary", village);
    const struct honour_words answer = { .words = S("查过了，弄错了人。") };
    CHECK_FAILS(flow_take(&cx, &honour_appeal_flow, "uphold", appeals[0].id, &answer),
                ERROR_FORBIDDEN);
    test_sign_in_as(&cx, "party_office", "421182102");
    CHECK_OK(flow_take(&cx, &honour_appeal_flow, "uphold", appeals[0].id, &answer));
    test_sign_out(&cx);
    struct response response = test_get(&cx, certificate(&cx, &award, ""));
    CHECK(test_says(&response, "这项荣誉是真的") && test_says(&response, "弄错了人"));
}

TEST("everybody sees the honours of a place that are in force, and no others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_award award = an_award(&cx);

    struct response response = test_get(&cx, "/honours?place=421182102205");
    CHECK(response.status == 200 && test_says(&response, "示例甲"));
    CHECK_OK(honour_revoke(&cx, award.id, S("赌博")));
    response = test_get(&cx, "/honours?place=421182102205");
    CHECK(!test_says(&response, "示例甲") && test_says(&response, "没有有效的荣誉"));
}

TEST("the page of an honour tells the holder's others, and three years in a row")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct honour_award award = an_award(&cx);
    const int years[] = { 2025, 2024 };

    for (size_t i = 0; i < COUNT(years); i++) {
        struct honour_award earlier = award;
        earlier.year = years[i];
        earlier.awarded_on = date_of(years[i], 3, 1);
        earlier.certificate = receipt_new(cx.arena, str_of(village));
        CHECK_OK(store_insert(&cx, &honour_award_type, &earlier));
    }
    test_sign_in_as(&cx, "secretary", village);
    struct response response =
        test_get(&cx, arena_text(cx.arena, arena_printf(cx.arena, "/honour_awards/%lld",
                                                        (long long)award.id)));
    CHECK(response.status == 200 && test_says(&response, "连续3年得到这项荣誉"));
}
