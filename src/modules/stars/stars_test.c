/* SPDX-License-Identifier: Apache-2.0 */
/* Stars of members by the table, the review that points only inform, the stars of branches. */
#include "app/account.h"
#include "modules/people/people.h"
#include "modules/points/points.h"
#include "modules/stars/star_parts.h"
#include "tests/town.h"

static const char village[] = "421182102205";

static record_id a_branch(struct context *cx)
{
    struct party_organisation branch = { .place = str_of(village),
                                         .kind = PARTY_BRANCH,
                                         .name = S("示例党支部") };

    CHECK_OK(party_organisation_found(cx, &branch));
    return branch.id;
}

static record_id a_member(struct context *cx, record_id branch, const char *name)
{
    struct resident resident = { .place = str_of(village),
                                 .name = str_of(name),
                                 .is_example = true };

    CHECK_OK(resident_register(cx, &resident));
    struct party_member member = { .place = str_of(village),
                                   .resident = resident.id,
                                   .organisation = branch,
                                   .joined_on = date_of(2001, 7, 1) };
    CHECK_OK(party_member_enrol(cx, &member));
    return member.id;
}

static struct points_account account_of(struct context *cx, record_id member)
{
    struct points_account account = { 0 };

    CHECK_OK(points_account_of(cx, POINTS_MEMBER, member, &account));
    return account;
}

/* In force, with 60 points to begin with. */
static struct points_scheme a_scheme(struct context *cx)
{
    struct points_scheme scheme = { .place = str_of(village),
                                    .title = S("示例党员积分办法"),
                                    .side = POINTS_MEMBER,
                                    .status = SCHEME_IN_FORCE,
                                    .edition = 1,
                                    .base = 60,
                                    .in_force_on = date_of(2026, 1, 1) };

    CHECK_OK(store_insert(cx, &points_scheme_type, &scheme));
    return scheme;
}

/* A deed that took effect. */
static void a_deed(struct context *cx, const struct points_account *account, int64_t points)
{
    struct points_claim claim = { .place = account->place,
                                  .receipt =
                                      arena_printf(cx->arena, "R%lld%lld",
                                                   (long long)account->id, (long long)points),
                                  .account = account->id,
                                  .account_name = account->name,
                                  .side = POINTS_MEMBER,
                                  .honour = points,
                                  .happened_on = date_of(2026, 5, 1),
                                  .status = CLAIM_EFFECTIVE };

    CHECK_OK(store_insert(cx, &points_claim_type, &claim));
}

static struct member_star star_now(struct context *cx, record_id account)
{
    struct member_star star = { 0 };
    bool found;

    CHECK_OK(member_star_find(cx, account, 2026, &star, &found));
    CHECK(found);
    return star;
}

TEST("the table turns each score into its stars, and a region's own table comes first")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const struct {
        int64_t score;
        int64_t stars;
    } cases[] = { { 0, 0 },  { 59, 0 }, { 60, 1 }, { 69, 1 }, { 70, 2 }, { 79, 2 },
                  { 80, 3 }, { 89, 3 }, { 90, 4 }, { 95, 4 }, { 96, 5 }, { 300, 5 } };
    struct star_step step = { 0 };

    for (size_t i = 0; i < COUNT(cases); i++) {
        CHECK_OK(star_of(&cx, str_of(village), cases[i].score, &step));
        CHECK(step.stars == cases[i].stars);
    }
    struct star_step own = { .code = S("H5"),
                             .region = S("421182102"),
                             .from_score = 85,
                             .stars = 5,
                             .title = S("五星") };
    CHECK_OK(store_insert(&cx, &star_step_type, &own));
    CHECK_OK(star_of(&cx, str_of(village), 86, &step));
    CHECK(step.stars == 5);
    CHECK_OK(star_of(&cx, S("421182103200"), 86, &step));
    CHECK(step.stars == 3);
    CHECK_FAILS(star_of(&cx, str_of(village), 60, &step), ERROR_CONFLICT);
}

TEST("a year is settled from December on, from base and deeds, as often as it takes")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id branch = a_branch(&cx);
    struct points_account account = account_of(&cx, a_member(&cx, branch, "示例党员一"));
    size_t count;

    test_set_day(&cx, "2026-11-30");
    CHECK_FAILS(stars_settle(&cx, str_of(village), 2026, &count), ERROR_INVALID);
    test_set_day(&cx, "2026-12-01");
    CHECK_FAILS(stars_settle(&cx, str_of(village), 2026, &count), ERROR_INVALID);
    a_scheme(&cx);
    a_deed(&cx, &account, 22);
    CHECK_OK(stars_settle(&cx, str_of(village), 2026, &count));
    CHECK(count == 1 && star_now(&cx, account.id).stars == 3);
    a_deed(&cx, &account, 9);
    CHECK_OK(stars_settle(&cx, str_of(village), 2026, &count));
    CHECK(star_now(&cx, account.id).score == 91 && star_now(&cx, account.id).stars == 4);
}

TEST("who is old, ill or away need not attend and loses nothing by it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id branch = a_branch(&cx);
    struct points_account account = account_of(&cx, a_member(&cx, branch, "示例党员一"));
    struct points_scheme scheme = a_scheme(&cx);
    struct points_item absent = { .scheme = scheme.id,
                                  .place = str_of(village),
                                  .code = S("absent"),
                                  .name = S("无故不参加支部会议"),
                                  .points = 2,
                                  .is_deduction = true,
                                  .needs_attendance = true,
                                  .basis = S("党员积分办法第3条") };
    struct points_exemption exemption = { .account = account.id,
                                          .reason = EXEMPT_AWAY,
                                          .from_on = date_of(2026, 2, 1),
                                          .until_on = date_of(2026, 2, 28) };
    struct points_claim claim = { 0 };
    size_t count;

    CHECK_OK(store_insert(&cx, &points_item_type, &absent));
    CHECK_OK(points_exempt(&cx, &exemption));
    struct points_declaration meeting = { .account = account.id,
                                          .item = absent.id,
                                          .quantity = 1,
                                          .happened_on = date_of(2026, 2, 28),
                                          .declared_by = DECLARED_BY_CLERK };
    CHECK_FAILS(points_declare(&cx, &meeting, &claim), ERROR_INVALID);
    meeting.happened_on = date_of(2026, 3, 1);
    CHECK_OK(points_declare(&cx, &meeting, &claim));
    test_set_day(&cx, "2026-12-20");
    CHECK_OK(stars_settle(&cx, str_of(village), 2026, &count));
    CHECK(star_now(&cx, account.id).is_exempt && star_now(&cx, account.id).stars == 1);
}

TEST("only members' accounts are exempt, and not until before they begin")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account team = { 0 };
    record_id branch = a_branch(&cx);
    struct points_account account = account_of(&cx, a_member(&cx, branch, "示例党员一"));

    CHECK_OK(points_account_of_team(&cx, str_of(village), S("示例志愿队"), &team));
    struct points_exemption wrong = { .account = team.id, .from_on = cx.today };
    struct points_exemption backwards = { .account = account.id,
                                          .from_on = cx.today,
                                          .until_on = date_add_days(cx.today, -1) };
    CHECK_FAILS(points_exempt(&cx, &wrong), ERROR_INVALID);
    CHECK_FAILS(points_exempt(&cx, &backwards), ERROR_INVALID);
    test_sign_in_as(&cx, "accountant", village);
    struct points_exemption forbidden = { .account = account.id, .from_on = cx.today };
    CHECK_FAILS(points_exempt(&cx, &forbidden), ERROR_FORBIDDEN);
}

/* A review of two members up to the counting of five ballots. */
static struct star_review a_ballot(struct context *cx, struct star_reviewed **reviewed)
{
    record_id branch = a_branch(cx);
    struct star_review review = { .organisation = branch, .year = 2026 };
    size_t count;

    a_member(cx, branch, "示例党员一");
    struct points_account best = account_of(cx, a_member(cx, branch, "示例党员乙"));
    a_scheme(cx);
    a_deed(cx, &best, 40);
    CHECK_OK(star_review_open(cx, &review));
    CHECK_OK(star_reviewed_all(cx, review.id, reviewed, &count));
    CHECK(count == 2);
    CHECK_OK(star_review_say(cx, (*reviewed)[0].id, S("今年做了这些事。")));
    CHECK_OK(flow_take(cx, &star_review_flow, "to_peers", review.id, NULL));
    CHECK_OK(star_review_say(cx, (*reviewed)[0].id, S("大家说他热心。")));
    CHECK_OK(flow_take(cx, &star_review_flow, "ballot", review.id,
                       &(struct review_meeting){
                           .held_on = cx->today, .due = 8, .present = 5, .ballots = 5 }));
    CHECK_OK(star_reviewed_all(cx, review.id, reviewed, &count));
    return review;
}

TEST("points inform the review and decide nothing: the ballots and the committee do")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct star_reviewed *reviewed;
    struct star_review review = a_ballot(&cx, &reviewed);
    const struct review_conclusion none = { .words = S("") };

    CHECK(reviewed[0].stars == 1 && reviewed[1].stars == 5);
    CHECK(str_eq(reviewed[0].peer_words, S("大家说他热心。")));
    CHECK_OK(star_review_count(&cx, reviewed[0].id, &(struct review_votes){ 4, 1, 0, 0 }));
    CHECK_FAILS(flow_take(&cx, &star_review_flow, "counted", review.id, NULL), ERROR_CONFLICT);
    CHECK_OK(star_review_count(&cx, reviewed[1].id, &(struct review_votes){ 0, 4, 1, 0 }));
    CHECK_OK(flow_take(&cx, &star_review_flow, "counted", review.id, NULL));
    CHECK_OK(star_review_decide(&cx, reviewed[0].id,
                                &(struct review_decision){ .grade = GRADE_EXCELLENT }));
    CHECK_FAILS(star_review_decide(&cx, reviewed[1].id,
                                   &(struct review_decision){ .grade = GRADE_EXCELLENT }),
                ERROR_INVALID);
    CHECK_FAILS(flow_take(&cx, &star_review_flow, "conclude", review.id, &none),
                ERROR_CONFLICT);
    CHECK_OK(star_review_decide(&cx, reviewed[1].id,
                                &(struct review_decision){ .grade = GRADE_GOOD }));
    /* One of two is more than a third. */
    CHECK_FAILS(flow_take(&cx, &star_review_flow, "conclude", review.id, &none), ERROR_INVALID);
    CHECK_OK(flow_take(&cx, &star_review_flow, "conclude", review.id,
                       &(struct review_conclusion){ .words = S("支部人少。") }));
    CHECK_OK(store_get(&cx, &star_review_type, review.id, &review));
    CHECK(review.status == REVIEW_DONE);
}

TEST(
    "ballots are neither more nor fewer than were handed in, and half of the members is too few")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct star_reviewed *reviewed;
    struct star_review review = a_ballot(&cx, &reviewed);
    struct star_review next = { .organisation = review.organisation, .year = 2027 };
    struct star_review again = { .organisation = review.organisation, .year = 2026 };

    CHECK_FAILS(
        star_review_count(&cx, reviewed[0].id, &(struct review_votes){ .excellent = 6 }),
        ERROR_INVALID);
    CHECK_FAILS(star_review_count(&cx, reviewed[0].id, &(struct review_votes){ .good = 4 }),
                ERROR_INVALID);
    CHECK_FAILS(star_review_open(&cx, &again), ERROR_CONFLICT);
    CHECK_OK(star_review_open(&cx, &next));
    CHECK_OK(flow_take(&cx, &star_review_flow, "to_peers", next.id, NULL));
    CHECK_FAILS(flow_take(&cx, &star_review_flow, "ballot", next.id,
                          &(struct review_meeting){
                              .held_on = cx.today, .due = 8, .present = 4, .ballots = 4 }),
                ERROR_INVALID);
}

static void score_all(struct context *cx, record_id rating, int64_t points)
{
    struct branch_score *scores;
    size_t count;

    CHECK_OK(branch_scores(cx, rating, &scores, &count));
    CHECK(count == 25);
    for (size_t i = 0; i < count; i++)
        CHECK_OK(branch_score_give(cx, scores[i].id,
                                   str_eq(scores[i].class, S("组织生活")) ? points : 15));
}

static struct branch_rating rating_now(struct context *cx, record_id id)
{
    struct branch_rating rating = { 0 };

    CHECK_OK(store_get(cx, &branch_rating_type, id, &rating));
    return rating;
}

TEST("a branch has a star for each class with 80 of 100 points, after five days of notice")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct branch_rating rating = { .organisation = a_branch(&cx),
                                    .period = S("2026年上半年") };
    const struct review_conclusion words = { .words = S("公示") };
    struct notice notice = { 0 };
    bool more;

    CHECK_OK(branch_rating_open(&cx, &rating));
    CHECK_FAILS(flow_take(&cx, &branch_rating_flow, "post", rating.id, &words), ERROR_CONFLICT);
    score_all(&cx, rating.id, 16);
    CHECK_OK(flow_take(&cx, &branch_rating_flow, "post", rating.id, &words));
    rating = rating_now(&cx, rating.id);
    CHECK(rating.stars == 1 && str_eq(rating.starred, S("组织生活")));
    CHECK_OK(store_get(&cx, &notice_type, rating.notice, &notice));
    CHECK(date_days_between(notice.posted_on, notice.due_on) == 5);
    test_set_day(&cx, "2026-03-08");
    CHECK_OK(notices_end(&cx, &more));
    CHECK(rating_now(&cx, rating.id).status == RATING_EFFECTIVE);
}

TEST("79 of 100 points are no star, and no indicator gives more than it has")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct branch_rating rating = { .organisation = a_branch(&cx),
                                    .period = S("2026年上半年") };
    struct branch_score *scores;
    size_t count;

    CHECK_OK(branch_rating_open(&cx, &rating));
    score_all(&cx, rating.id, 16);
    CHECK_OK(branch_scores(&cx, rating.id, &scores, &count));
    CHECK_FAILS(branch_score_give(&cx, scores[0].id, 21), ERROR_INVALID);
    for (size_t i = 0; i < count; i++)
        if (str_eq(scores[i].class, S("组织生活"))) {
            CHECK_OK(branch_score_give(&cx, scores[i].id, 15));
            break;
        }
    CHECK_OK(flow_take(&cx, &branch_rating_flow, "post", rating.id,
                       &(struct review_conclusion){ .words = S("公示") }));
    CHECK(rating_now(&cx, rating.id).stars == 0);
}

TEST("when any statement fails, a year is not settled for some and not for others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id branch = a_branch(&cx);
    struct error *error = NULL;
    size_t settled;
    int64_t count;

    account_of(&cx, a_member(&cx, branch, "示例党员一"));
    account_of(&cx, a_member(&cx, branch, "示例党员乙"));
    a_scheme(&cx);
    test_set_day(&cx, "2026-12-20");
    for (int nth = 1; (nth == 1 || error != NULL) && nth < 200; nth++) {
        CHECK_OK(query_number(&cx, "select count(*) from member_stars", NULL, 0, &count));
        CHECK(count == 0);
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth);
        error = stars_settle(&cx, str_of(village), 2026, &settled);
        db_fail_at(cx.db, 0);
        if (error != NULL)
            db_rollback(&cx);
    }
    CHECK(error == NULL && settled == 2);
    CHECK_OK(db_commit(&cx));
}

static const char *path_of(struct context *cx, const char *table, record_id id)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "/%s/%lld", table, (long long)id));
}

TEST("members stand by name on their page, the review only before the branch committee")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct star_reviewed *reviewed;
    struct star_review review = a_ballot(&cx, &reviewed);

    test_set_day(&cx, "2026-12-20");
    test_sign_in_as(&cx, "secretary", village);
    struct response response =
        test_post(&cx, "/stars/settle", "place", village, "year", "2026", NULL);
    CHECK(response.status == 303);
    response = test_get(&cx, "/stars?year=2026");
    CHECK(test_says(&response, "示例党员一") && test_says(&response, "★★★★★") &&
          test_says(&response, "不排名"));
    response = test_get(&cx, path_of(&cx, "star_reviews", review.id));
    CHECK(response.status == 200 && test_says(&response, "示例党员乙"));
    response = test_post(
        &cx,
        arena_text(cx.arena, arena_printf(cx.arena, "%s/count",
                                          path_of(&cx, "star_reviewed", reviewed[0].id))),
        "excellent", "5", "good", "0", "basic", "0", "failed", "0", NULL);
    CHECK(response.status == 303);
    test_sign_in_as(&cx, "accountant", village);
    CHECK(test_get(&cx, path_of(&cx, "star_reviews", review.id)).status == 403);
    CHECK(test_get(&cx, "/stars?year=2026").status == 403);
}

TEST("the party office gives scores on the page of a branch")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct branch_rating rating = { .organisation = a_branch(&cx),
                                    .period = S("2026年上半年") };

    CHECK_OK(branch_rating_open(&cx, &rating));
    const char *page = path_of(&cx, "branch_ratings", rating.id);
    const char *scores = arena_text(cx.arena, arena_printf(cx.arena, "%s/scores", page));
    test_sign_in_as(&cx, "party_office", "421182102");
    struct response response = test_post(&cx, scores, "A1", "18", "B1", "20", NULL);
    CHECK(response.status == 303);
    response = test_get(&cx, page);
    CHECK(response.status == 200 && test_says(&response, "班子配齐") &&
          test_says(&response, "18"));
    response = test_post(&cx, scores, "A1", "二十", NULL);
    CHECK(response.status == 422 && test_says(&response, "要写数字"));
    test_sign_in_as(&cx, "secretary", village);
    CHECK(test_post(&cx, scores, "A1", "20", NULL).status == 403);
}

/* What members see of themselves */

/* A party member with an account of the program signs in. */
static void become(struct context *cx, record_id member)
{
    struct party_member record = { 0 };
    struct account account = { 0 };

    test_sign_in_as(cx, "party_member", village);
    CHECK_OK(store_get(cx, &party_member_type, member, &record));
    CHECK_OK(store_get(cx, &account_type, cx->access->account, &account));
    account.person = record.resident;
    CHECK_OK(store_update(cx, &account_type, &account));
}

TEST("party members see their own score, deeds and stars, and nobody else's")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id branch = a_branch(&cx);
    record_id member = a_member(&cx, branch, "示例党员一");
    struct points_account own = account_of(&cx, member);
    struct points_account other = account_of(&cx, a_member(&cx, branch, "示例党员乙"));
    size_t count;

    a_scheme(&cx);
    a_deed(&cx, &own, 22);
    a_deed(&cx, &other, 33);
    test_set_day(&cx, "2026-12-20");
    CHECK_OK(stars_settle(&cx, str_of(village), 2026, &count));
    struct member_star others = star_now(&cx, other.id);
    become(&cx, member);
    struct response response = test_get(&cx, "/stars/mine");
    CHECK(response.status == 200 && test_says(&response, "★★★ ") &&
          test_says(&response, "82") && test_says(&response, "+22分"));
    CHECK(!test_says(&response, "示例党员乙") && !test_says(&response, "+33分"));
    CHECK(test_get(&cx, "/stars").status == 403);
    CHECK(test_get(&cx, path_of(&cx, "member_stars", others.id)).status == 403);
    CHECK(test_get(&cx, "/member_stars").status == 403);
    CHECK(test_get(&cx, path_of(&cx, "points_accounts", other.id)).status == 403);
}

TEST("who has no points yet, and whose account belongs to nobody, is told so")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id member = a_member(&cx, a_branch(&cx), "示例党员一");

    test_sign_in_as(&cx, "party_member", village);
    struct response response = test_get(&cx, "/stars/mine");
    CHECK(response.status == 200 && test_says(&response, "还没有和居民登记连起来"));
    test_sign_out(&cx);
    become(&cx, member);
    response = test_get(&cx, "/stars/mine");
    CHECK(response.status == 200 && test_says(&response, "还没有党员积分"));
    test_sign_in_as(&cx, "accountant", village);
    CHECK(test_get(&cx, "/stars/mine").status == 403);
}
