/* SPDX-License-Identifier: Apache-2.0 */
/* Claims: from the deed to the points. */
#include "modules/points/fixture_test.h"
#include "tests/town.h"

#include "app/account.h"
#include "modules/party/party.h"

struct ground {
    struct points_scheme scheme;
    struct points_account account;
};

static struct ground a_ground(struct context *cx)
{
    return (struct ground){ .scheme = a_points_scheme(cx, POINTS_HOUSEHOLD),
                            .account = points_account_with(cx, "示例张三", 0) };
}

static struct points_claim declared(struct context *cx, const struct ground *ground,
                                    const char *code)
{
    struct points_claim claim = { 0 };

    CHECK_OK(points_declare(
        cx,
        &(struct points_declaration){ .account = ground->account.id,
                                      .item = points_item_with(cx, ground->scheme.id, code),
                                      .quantity = 1,
                                      .story = S("打扫了村口"),
                                      .declared_by = DECLARED_BY_CLERK },
        &claim));
    return claim;
}

static struct points_claim reloaded(struct context *cx, record_id id)
{
    struct points_claim claim = { 0 };

    CHECK_OK(store_get(cx, &points_claim_type, id, &claim));
    return claim;
}

static void take(struct context *cx, record_id id, const char *step, const void *input)
{
    points_take(cx, &points_claim_flow, id, step, input);
}

static void verified(struct context *cx, record_id id)
{
    take(cx, id, "verify", &(struct points_verification){ .words = S("属实") });
}

static void spoken(struct context *cx, record_id id, enum points_verdict verdict)
{
    test_sign_in_as(cx, "appraisal_member", VILLAGE);
    take(
        cx, id, "speak",
        &(struct points_speech){ .verdict = verdict,
                                 .no_kin = true,
                                 .words = verdict == VOICE_AGREES ? (str){ 0 } : S("没看见") });
    test_sign_out(cx);
}

static void agreed(struct context *cx, record_id id)
{
    for (int i = 0; i < VOICES_MIN; i++)
        spoken(cx, id, VOICE_AGREES);
}

static struct points_claim effective(struct context *cx, const struct ground *ground,
                                     const char *code)
{
    struct points_claim claim = declared(cx, ground, code);

    verified(cx, claim.id);
    agreed(cx, claim.id);
    points_days_later(cx, 4);
    claim = reloaded(cx, claim.id);
    CHECK(claim.status == CLAIM_EFFECTIVE);
    return claim;
}

TEST("a deed becomes points by claim, verification, three reviewers and a notice")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");

    CHECK(claim.receipt.length == 12 && claim.status == CLAIM_DECLARED);
    verified(&cx, claim.id);
    agreed(&cx, claim.id);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_POSTED);
    CHECK(points_account_now(&cx, ground.account.id).honour == 0);
    points_days_later(&cx, 3); /* the last day of the notice */
    CHECK(reloaded(&cx, claim.id).status == CLAIM_POSTED);
    points_days_later(&cx, 1);

    struct points_account account = points_account_now(&cx, ground.account.id);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_EFFECTIVE);
    CHECK(account.honour == 20 && account.redeemable == 20);
    points_check_ledger(&cx);
}

TEST("base 60, study 7 twice under a cap of 12, 20 more and 8 less are a score of 84")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    int64_t score;

    effective(&cx, &ground, "study");
    CHECK(effective(&cx, &ground, "study").honour == 5);
    effective(&cx, &ground, "clean");
    effective(&cx, &ground, "dumping");

    CHECK_OK(points_score(&cx, ground.account.id, 2026, &score));
    CHECK(score == 84);
    CHECK_OK(points_score(&cx, ground.account.id, 2025, &score));
    CHECK(score == 60);
    CHECK(points_account_now(&cx, ground.account.id).redeemable == 32);
    points_check_ledger(&cx);
}

TEST("two reviewers are not enough, and whoever has spoken does not speak again")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");
    struct points_speech speech = { .no_kin = true };

    verified(&cx, claim.id);
    spoken(&cx, claim.id, VOICE_AGREES);
    test_sign_in_as(&cx, "appraisal_member", VILLAGE);
    take(&cx, claim.id, "speak", &speech);
    CHECK_FAILS(flow_take(&cx, &points_claim_flow, "speak", claim.id, &speech), ERROR_CONFLICT);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_VERIFIED);
}

TEST("whoever abstains is not counted")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");

    verified(&cx, claim.id);
    spoken(&cx, claim.id, VOICE_AGREES);
    spoken(&cx, claim.id, VOICE_ABSTAINS);
    spoken(&cx, claim.id, VOICE_AGREES);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_VERIFIED);
    spoken(&cx, claim.id, VOICE_AGREES);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_POSTED);
}

TEST("a reviewer who belongs to the household or is near kin must abstain")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");
    struct household household = { 0 };

    verified(&cx, claim.id);
    CHECK_OK(store_get(&cx, &household_type, ground.account.subject, &household));
    CHECK_FAILS(check_no_kin(&cx, &ground.account, household.head, true), ERROR_INVALID);
    CHECK_FAILS(check_no_kin(&cx, &ground.account, 0, false), ERROR_INVALID);
    CHECK_OK(check_no_kin(&cx, &ground.account, 0, true));
    CHECK_OK(check_no_kin(&cx, &ground.account, points_resident(&cx, "示例王五"), false));

    record_id son = points_resident(&cx, "示例张小");
    CHECK_OK(household_join(&cx, household.id,
                            &(struct household_joining){ .resident = son,
                                                         .relation = S("子"),
                                                         .on = date_of(2020, 1, 1) }));
    CHECK_FAILS(check_no_kin(&cx, &ground.account, son, true), ERROR_INVALID);
}

TEST("what most reviewers reject is refused, and the household reads why")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");

    verified(&cx, claim.id);
    spoken(&cx, claim.id, VOICE_AGREES);
    spoken(&cx, claim.id, VOICE_DISAGREES);
    spoken(&cx, claim.id, VOICE_DISAGREES);

    claim = reloaded(&cx, claim.id);
    CHECK(claim.status == CLAIM_REFUSED);
    CHECK(str_contains(claim.reason, S("没看见")));
    CHECK(points_account_now(&cx, ground.account.id).honour == 0);
}

TEST("an objection that is right brings a claim back to the reviewers, whose voices begin anew")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");
    struct notice_objection objection = { 0 };
    bool found;

    verified(&cx, claim.id);
    agreed(&cx, claim.id);
    claim = reloaded(&cx, claim.id);
    CHECK_OK(
        notice_object(&cx, claim.notice, &(struct notice_words){ .words = S("不是他做的") }));
    CHECK_OK(store_find_by(&cx, &notice_objection_type, S(VILLAGE), "notice",
                           value_integer(claim.notice), &objection, &found));
    points_take(&cx, &objection_flow, objection.id, "uphold",
                &(struct objection_answer){ .answer = S("是另一户") });

    claim = reloaded(&cx, claim.id);
    CHECK(claim.status == CLAIM_VERIFIED && claim.agree_count == 0 && claim.round == 2);
    agreed(&cx, claim.id);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_POSTED);
}

TEST("an appeal against a deduction that is right gives the points back")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = effective(&cx, &ground, "dumping");

    CHECK(points_account_now(&cx, ground.account.id).honour == -8);
    CHECK_OK(flow_take_by_receipt(&cx, &points_claim_flow, "appeal", claim.id,
                                  &(struct points_refusal){ .words = S("不是我家倒的") }));
    test_sign_in_as(&cx, "practice_institute", TOWNSHIP);
    take(&cx, claim.id, "uphold_appeal", &(struct points_refusal){ .words = S("查实不是") });

    CHECK(reloaded(&cx, claim.id).status == CLAIM_VOID);
    CHECK(points_account_now(&cx, ground.account.id).honour == 0);
    points_check_ledger(&cx);
}

TEST("a deduction is not shown to everybody")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "dumping");
    struct notice notice = { 0 };

    verified(&cx, claim.id);
    agreed(&cx, claim.id);
    CHECK_OK(store_get(&cx, &notice_type, reloaded(&cx, claim.id).notice, &notice));
    CHECK(!notice.is_public);
    struct response response = test_get(&cx, points_path(&cx, "notices", notice.id, ""));
    CHECK(response.status == 404);
}

TEST("a claim needs a scheme in force, of the same village and for the same kind of subject")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_scheme draft = a_points_draft(&cx, POINTS_HOUSEHOLD);
    struct points_account account = points_account_with(&cx, "示例张三", 0);
    struct points_account team = { 0 };
    struct points_claim claim = { 0 };
    struct points_declaration declaration = { .account = account.id,
                                              .item = points_item_with(&cx, draft.id, "clean"),
                                              .quantity = 1,
                                              .declared_by = DECLARED_BY_CLERK };

    CHECK_FAILS(points_declare(&cx, &declaration, &claim), ERROR_CONFLICT);
    struct points_scheme scheme = a_points_scheme(&cx, POINTS_HOUSEHOLD);
    declaration.item = points_item_with(&cx, scheme.id, "clean");
    CHECK_OK(points_account_of_team(&cx, S(VILLAGE), S("志愿队"), &team));
    declaration.account = team.id;
    CHECK_FAILS(points_declare(&cx, &declaration, &claim), ERROR_INVALID);
    declaration.account = account.id;
    declaration.happened_on = date_of(2025, 1, 1);
    CHECK_FAILS(points_declare(&cx, &declaration, &claim), ERROR_INVALID);
    declaration.happened_on = cx.today;
    CHECK_OK(points_declare(&cx, &declaration, &claim));
}

TEST("a review on paper needs three members of the group")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct ground ground = a_ground(&cx);
    struct points_claim claim = declared(&cx, &ground, "clean");
    record_id people[VOICES_MIN];

    verified(&cx, claim.id);
    for (int i = 0; i < VOICES_MIN; i++)
        people[i] = points_resident(&cx, "示例评议员");
    struct points_minutes minutes = {
        .reviewer_1 = people[0], .reviewer_2 = people[1], .reviewer_3 = people[2], .agree = 2
    };
    CHECK_FAILS(flow_take(&cx, &points_claim_flow, "minutes", claim.id, &minutes),
                ERROR_INVALID);
    for (int i = 0; i < VOICES_MIN; i++)
        CHECK_OK(post_give(&cx, &(struct post){ .place = S(VILLAGE),
                                                .role = S("appraisal_member"),
                                                .person = people[i],
                                                .starts_on = date_of(2026, 1, 1) }));
    take(&cx, claim.id, "minutes", &minutes);
    CHECK(reloaded(&cx, claim.id).status == CLAIM_POSTED);
}

TEST("a card shows a household its points, and a new card makes the old one worthless")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 12);
    struct points_card first = { 0 };
    struct points_card second = { 0 };
    struct points_card found = { 0 };

    CHECK_OK(points_card_issue(&cx, account.id, (str){ 0 }, &first));
    CHECK_OK(points_card_find(&cx, first.secret, &found));
    CHECK(found.account == account.id);
    CHECK_FAILS(points_card_issue(&cx, account.id, (str){ 0 }, &second), ERROR_INVALID);
    CHECK_OK(points_card_issue(&cx, account.id, S("卡丢了"), &second));
    CHECK_FAILS(points_card_find(&cx, first.secret, &found), ERROR_NOT_FOUND);
    CHECK_OK(points_card_find(&cx, second.secret, &found));
    CHECK(!str_eq(first.secret, second.secret));
    CHECK_FAILS(points_card_find(&cx, S("ZZZZZZZZZZZZZZZZZZZZ"), &found), ERROR_NOT_FOUND);
}

TEST("at the counter a household is found by its card, by its card's number and by its own")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_account account = points_account_with(&cx, "示例张三", 12);
    struct points_account found = { 0 };
    struct points_card card = { 0 };
    struct household household = { 0 };

    CHECK_OK(points_card_issue(&cx, account.id, (str){ 0 }, &card));
    CHECK_OK(store_get(&cx, &household_type, account.subject, &household));
    str address =
        arena_printf(cx.arena, "https://example.org/points/card/%.*s", STR_ARG(card.secret));
    const str typed[] = { address, card.secret, card.number, household.number };
    for (size_t i = 0; i < COUNT(typed); i++) {
        CHECK_OK(points_account_at_counter(&cx, S(VILLAGE), typed[i], &found));
        CHECK(found.id == account.id);
    }
    CHECK_FAILS(points_account_at_counter(&cx, S(VILLAGE), S("999999"), &found), ERROR_INVALID);
    CHECK_FAILS(points_account_at_counter(&cx, S(NEXT_VILLAGE), card.number, &found),
                ERROR_INVALID);
}
