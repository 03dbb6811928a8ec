/* SPDX-License-Identifier: Apache-2.0 */
/* The way of a dispute: every rule of the law, every state, and what is refused. */
#include "app/calendar.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/fixture_test.h"
#include "modules/people/people.h"
#include "tests/town.h"

#define CHECK_DATE(actual, expected) CHECK_STR(shown((&cx), (actual)), (expected))

static str shown(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    if (date_is_set(day))
        date_write(day, &text);
    return buf_str(&text);
}

static const struct dispute_ending no_way = { .reason = S_INIT("说不到一起"),
                                              .routes = S_INIT("可以向法院起诉") };

TEST("a dispute can be brought to each of its states by its steps")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (unsigned status = DISPUTE_FOUND; status <= DISPUTE_PREVENTED; status++) {
        struct dispute dispute = the_dispute(&cx, a_dispute(&cx, (enum dispute_status)status));
        CHECK(dispute_is_open(&dispute) == (dispute_flow.states[status].next != NULL));
    }
}

TEST("a step of mediation is refused in every state that it does not start from")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (unsigned status = DISPUTE_FOUND; status <= DISPUTE_PREVENTED; status++) {
        record_id id = a_dispute(&cx, (enum dispute_status)status);
        for (const struct flow_step *each = dispute_flow.steps; each->name != NULL; each++)
            if ((each->from & FROM(status)) == 0)
                step_fails(&cx, id, each->name, arena_alloc(cx.arena, 512), ERROR_CONFLICT);
    }
}

TEST("mediation is free of charge: no field of any kind asks for a fee")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)cx;
    for (const struct record_type *const *type = types_all(); *type != NULL; type++)
        if (str_starts(str_of((*type)->name), S("dispute")) ||
            str_starts(str_of((*type)->name), S("mediat")))
            for (size_t i = 0; i < (*type)->shape.count; i++)
                CHECK(!str_contains(str_of((*type)->shape.fields[i].label), S("费")));
    for (const struct flow_step *each = dispute_flow.steps; each->name != NULL; each++)
        for (size_t i = 0; each->input != NULL && i < each->input->count; i++)
            CHECK(!str_contains(str_of(each->input->fields[i].label), S("费")));
}

/* Voluntary */

TEST("a dispute whose party refuses may not be mediated, and the party is told other ways")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);

    step(&cx, id, "refuse", &no_way);

    struct dispute dispute = the_dispute(&cx, id);
    CHECK(dispute.status == DISPUTE_REFUSED && dispute.outcome == OUTCOME_REFUSED);
    CHECK_DATE(dispute.routes_told_on, "2026-03-02");
    CHECK(dispute_flow.states[DISPUTE_REFUSED].next == NULL);
    step_fails(&cx, id, "accept", &(struct dispute_acceptance){ 0 }, ERROR_CONFLICT);
    step_fails(&cx, id, "mediate", &(struct dispute_session){ .words = S("还是谈") },
               ERROR_CONFLICT);
}

TEST("nothing is accepted before all parties consent, were told their rights, and somebody "
     "mediates")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    record_id mediator = a_mediator(&cx, VILLAGE, 0);
    struct dispute_acceptance acceptance = { 0 };

    step_fails(&cx, id, "accept", &acceptance, ERROR_CONFLICT);
    two_parties(&cx, id);
    step_fails(&cx, id, "accept", &acceptance, ERROR_CONFLICT);
    step(&cx, id, "notify", &(struct dispute_notice){ 0 });
    step_fails(&cx, id, "accept", &acceptance, ERROR_CONFLICT);
    step(&cx, id, "assign",
         &(struct mediator_assignment){ .mediator = mediator, .has_statement = true });
    step(&cx, id, "add_party",
         &(struct party_entry){ .side = SIDE_RESPONDENT, .name = S("示例丙") });
    step_fails(&cx, id, "accept", &acceptance, ERROR_CONFLICT);
    step(&cx, id, "consent", &(struct dispute_consent){ 0 });
    step(&cx, id, "accept", &acceptance);

    struct dispute dispute = the_dispute(&cx, id);
    CHECK(dispute.status == DISPUTE_ACCEPTED && dispute.party_count == 3);
    CHECK_DATE(dispute.due_on, "2026-04-01");
}

TEST("a side without anybody is no dispute that can be accepted")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);

    step(&cx, id, "add_party", &(struct party_entry){ .name = S("示例甲") });
    step(&cx, id, "consent", &(struct dispute_consent){ 0 });
    step(&cx, id, "notify", &(struct dispute_notice){ 0 });
    step(&cx, id, "assign",
         &(struct mediator_assignment){ .mediator = a_mediator(&cx, VILLAGE, 0),
                                        .has_statement = true });

    step_fails(&cx, id, "accept", &(struct dispute_acceptance){ 0 }, ERROR_CONFLICT);
}

TEST("whoever helps takes part only with the parties' consent")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    struct helper_entry helper = { .name = S("示例组长"), .standing = STANDING_NEIGHBOUR };

    step_fails(&cx, id, "invite", &helper, ERROR_INVALID);
    helper.consented = true;
    step(&cx, id, "invite", &helper);

    CHECK(rows_in(&cx, "dispute_mediators") == 1);
    CHECK(the_dispute(&cx, id).mediator_count == 0);
}

TEST("mediation is closed to others unless the parties choose otherwise, and never public")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_ACCEPTED);

    CHECK(!the_dispute(&cx, id).is_open);
    step(&cx, id, "notify", &(struct dispute_notice){ .is_open = true });
    CHECK(the_dispute(&cx, id).is_open);
    CHECK(test_get(&cx, dispute_path(&cx, id, "")).status != 200);
    test_sign_in_as(&cx, "secretary", VILLAGE);
    CHECK(test_get(&cx, dispute_path(&cx, id, "")).status == 403);
}

TEST("a side of many people is spoken for by five at most")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "forest_land", LOCK_NONE);
    struct party_entry one = { .name = S("示例代表"),
                               .is_representative = true,
                               .represented_count = 12 };

    for (int i = 0; i < DISPUTE_REPRESENTATIVES_MAX; i++)
        step(&cx, id, "add_party", &one);
    step_fails(&cx, id, "add_party", &one, ERROR_INVALID);
    one.side = SIDE_RESPONDENT;
    step(&cx, id, "add_party", &one);
    one = (struct party_entry){ .name = S("示例甲") };
    step(&cx, id, "add_party", &one);

    CHECK(the_dispute(&cx, id).party_count == 7);
    CHECK(the_dispute(&cx, id).people_count == 6 * 12 + 1);
}

TEST("more than sixty parties are not written down one by one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "forest_land", LOCK_NONE);
    struct party_entry one = { .name = S("示例甲") };

    for (int i = 0; i < DISPUTE_PARTIES_MAX; i++)
        step(&cx, id, "add_party", &one);
    step_fails(&cx, id, "add_party", &one, ERROR_CONFLICT);
}

TEST("the committee names the mediator or the parties choose, and the case says which")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    struct dispute_mediator *rows;
    size_t count;

    for (unsigned by = CHOSEN_BY_COMMITTEE; by <= CHOSEN_BY_ALL; by++)
        step(&cx, id, "assign",
             &(struct mediator_assignment){ .mediator = a_mediator(&cx, VILLAGE, 0),
                                            .chosen_by = (enum chosen_by)by,
                                            .has_statement = true });
    CHECK_OK(dispute_mediators(&cx, id, &rows, &count));
    CHECK(count == CHOSEN_BY_ALL + 1);
    for (unsigned by = CHOSEN_BY_COMMITTEE; by <= CHOSEN_BY_ALL; by++)
        CHECK(rows[by].chosen_by == (enum chosen_by)by);
    step_fails(
        &cx, id, "assign",
        &(struct mediator_assignment){ .mediator = rows[0].mediator, .has_statement = true },
        ERROR_INVALID);
}

TEST("what a mediator has in hand is counted, and who has nothing is free")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id busy = a_mediator(&cx, VILLAGE, 0);
    record_id free = a_mediator(&cx, VILLAGE, 0);
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    int64_t load;

    accept_case(&cx, id, busy);
    accept_case(&cx, a_case(&cx, "neighbour", LOCK_NONE), busy);
    CHECK_OK(mediator_load(&cx, busy, &load));
    CHECK(load == 2);
    CHECK_OK(mediator_load(&cx, free, &load));
    CHECK(load == 0);
    step(&cx, id, "terminate", &no_way);
    CHECK_OK(mediator_load(&cx, busy, &load));
    CHECK(load == 1);
    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    struct response page =
        test_get(&cx, dispute_path(&cx, a_case(&cx, "neighbour", LOCK_NONE), ""));
    CHECK(test_says(&page, "手上1件") && test_says(&page, "有空"));
}

/* Kinship and interest */

static record_id a_mediator_who_is(struct context *cx, record_id resident)
{
    record_id id = a_mediator(cx, VILLAGE, 0);
    struct mediator mediator;

    CHECK_OK(store_get(cx, &mediator_type, id, &mediator));
    mediator.resident = resident;
    CHECK_OK(mediator_change(cx, &mediator));
    return id;
}

TEST("a mediator who is kin to a party by the household register is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id father = a_resident(&cx, "示例父", "1001", "户主");
    record_id son = a_resident(&cx, "示例子", "1001", "子");
    record_id mediator = a_mediator_who_is(&cx, father);
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);

    step(&cx, id, "add_party", &(struct party_entry){ .resident = son });

    step_fails(&cx, id, "assign",
               &(struct mediator_assignment){ .mediator = mediator, .has_statement = true },
               ERROR_INVALID);
    CHECK(the_dispute(&cx, id).mediator_count == 0);
}

TEST("a mediator of the same household, or the party itself, is refused too")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id head = a_resident(&cx, "示例户主", "1001", "户主");
    record_id other = a_resident(&cx, "示例其他", "1001", "其他");
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    struct mediator_assignment assignment = { .has_statement = true };

    step(&cx, id, "add_party", &(struct party_entry){ .resident = head });
    assignment.mediator = a_mediator_who_is(&cx, other);
    step_fails(&cx, id, "assign", &assignment, ERROR_INVALID);
    assignment.mediator = a_mediator_who_is(&cx, head);
    step_fails(&cx, id, "assign", &assignment, ERROR_INVALID);
}

TEST("a party that is kin to the mediator cannot be added before the mediator is changed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id father = a_resident(&cx, "示例父", "1001", "户主");
    record_id son = a_resident(&cx, "示例子", "1001", "子");
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    struct dispute_mediator *rows;
    size_t count;

    step(&cx, id, "assign",
         &(struct mediator_assignment){ .mediator = a_mediator_who_is(&cx, father) });
    step_fails(&cx, id, "add_party", &(struct party_entry){ .resident = son }, ERROR_INVALID);
    CHECK_OK(dispute_mediators(&cx, id, &rows, &count));
    step(&cx, id, "release",
         &(struct mediator_release){ .assignment = rows[0].id, .reason = S("要回避") });
    step(&cx, id, "add_party", &(struct party_entry){ .resident = son });

    CHECK(the_dispute(&cx, id).mediator_count == 0);
}

TEST("where the register cannot tell, a signed statement is asked for")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id stranger = a_resident(&cx, "示例外人", "1002", "户主");
    record_id known = a_resident(&cx, "示例熟人", "1003", "户主");
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    struct mediator_assignment assignment = { .mediator = a_mediator(&cx, VILLAGE, 0) };

    step(&cx, id, "add_party", &(struct party_entry){ .resident = known });
    step_fails(&cx, id, "assign", &assignment, ERROR_INVALID);
    assignment.has_statement = true;
    step(&cx, id, "assign", &assignment);

    record_id clear = a_case(&cx, "neighbour", LOCK_NONE);
    step(&cx, clear, "add_party", &(struct party_entry){ .resident = known });
    step(&cx, clear, "assign",
         &(struct mediator_assignment){ .mediator = a_mediator_who_is(&cx, stranger) });
    CHECK(the_dispute(&cx, clear).mediator_count == 1);
}

TEST("a mediator whose term is over, or of another village, is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);
    record_id over = a_mediator(&cx, VILLAGE, 0);
    struct mediator mediator;

    CHECK_OK(store_get(&cx, &mediator_type, over, &mediator));
    mediator.to_on = day_of("2026-03-01");
    CHECK_OK(mediator_change(&cx, &mediator));

    step_fails(&cx, id, "assign",
               &(struct mediator_assignment){ .mediator = over, .has_statement = true },
               ERROR_INVALID);
    step_fails(&cx, id, "assign",
               &(struct mediator_assignment){ .mediator = a_mediator(&cx, NEXT_VILLAGE, 0),
                                              .has_statement = true },
               ERROR_INVALID);
}

/* Danger */

TEST("red risk needs measures, asks for a report to the police, and does not close the case")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_VISITED);
    record_id red = a_dispute(&cx, DISPUTE_MEDIATING);
    int64_t calls;

    step_fails(&cx, red, "grade", &(struct dispute_grading){ .risk = RISK_RED }, ERROR_INVALID);
    step(&cx, red, "grade",
         &(struct dispute_grading){ .risk = RISK_RED, .measures = S("组长守着两家") });
    CHECK_OK(query_number(
        &cx, "select count(*) from tasks where record = $1 and words like '%公安%'",
        WITH(value_integer(red)), &calls));
    CHECK(calls == 1);
    CHECK(the_dispute(&cx, red).status == DISPUTE_MEDIATING);
    step(&cx, red, "report_police", &(struct police_report){ .police = S("派出所") });
    CHECK_OK(query_number(
        &cx, "select count(*) from tasks where record = $1 and words like '%公安%'",
        WITH(value_integer(red)), &calls));
    CHECK(calls == 0);
    CHECK(the_dispute(&cx, id).risk == RISK_GREEN);
}

TEST("a red case is not archived before the police were told")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);
    struct dispute_filing filing = { .missing_reason = S("没有达成") };

    step(&cx, id, "grade",
         &(struct dispute_grading){ .risk = RISK_RED, .measures = S("守着") });
    step(&cx, id, "terminate", &no_way);
    step_fails(&cx, id, "file", &filing, ERROR_CONFLICT);
    step(&cx, id, "report_police", &(struct police_report){ .police = S("派出所") });
    step(&cx, id, "file", &filing);
}

/* The end without an agreement */

TEST("termination says which other ways were told, and when")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct dispute dispute = the_dispute(&cx, a_dispute(&cx, DISPUTE_TERMINATED));

    CHECK(dispute.outcome == OUTCOME_TERMINATED);
    CHECK_DATE(dispute.routes_told_on, "2026-03-02");
    CHECK(!date_is_set(dispute.effective_on));
}

/* The agreement */

TEST("a written agreement takes effect only with every signature and the seal, on the last day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_AGREED);
    record_id first = party_on(&cx, id, SIDE_APPLICANT);
    record_id second = party_on(&cx, id, SIDE_RESPONDENT);

    step(&cx, id, "sign", &(struct agreement_signing){ .party = first });
    step(&cx, id, "sign_mediator", &(struct agreement_day){ 0 });
    step(&cx, id, "seal_agreement", &(struct agreement_day){ 0 });
    CHECK(the_dispute(&cx, id).status == DISPUTE_AGREED);
    CHECK(the_dispute(&cx, id).outcome == OUTCOME_NONE);
    CHECK(!date_is_set(the_dispute(&cx, id).effective_on));
    test_set_day(&cx, "2026-03-04");
    step(&cx, id, "sign", &(struct agreement_signing){ .party = second });

    struct dispute dispute = the_dispute(&cx, id);
    CHECK(dispute.status == DISPUTE_PERFORMING);
    CHECK(dispute.outcome == OUTCOME_SETTLED && dispute.form == FORM_WRITTEN);
    CHECK_DATE(dispute.effective_on, "2026-03-04");
}

TEST("without the seal, or without the mediator's name, nothing takes effect")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const last[] = { "seal_agreement", "sign_mediator" };

    for (size_t i = 0; i < COUNT(last); i++) {
        record_id id = a_dispute(&cx, DISPUTE_AGREED);
        step(&cx, id, "sign",
             &(struct agreement_signing){ .party = party_on(&cx, id, SIDE_APPLICANT) });
        step(&cx, id, "sign",
             &(struct agreement_signing){ .party = party_on(&cx, id, SIDE_RESPONDENT) });
        step(&cx, id, last[1 - i], &(struct agreement_day){ 0 });
        CHECK(!date_is_set(the_dispute(&cx, id).effective_on));
        step_fails(&cx, id, "perform", &(struct performance){ 0 }, ERROR_CONFLICT);
        step(&cx, id, last[i], &(struct agreement_day){ 0 });
        CHECK_DATE(the_dispute(&cx, id).effective_on, "2026-03-02");
    }
}

TEST("an oral agreement takes effect when it is reached; one that ought to be written says why "
     "not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);
    struct dispute_settlement settlement = { .form = FORM_ORAL,
                                             .facts = S("屋檐水"),
                                             .terms = S("赔一包菜籽") };

    step_fails(&cx, id, "agree", &settlement, ERROR_INVALID);
    settlement.at_once = true;
    step(&cx, id, "agree", &settlement);

    struct dispute dispute = the_dispute(&cx, id);
    CHECK(dispute.status == DISPUTE_PERFORMED && dispute.form == FORM_ORAL);
    CHECK_DATE(dispute.effective_on, "2026-03-02");
    record_id weighty = a_dispute(&cx, DISPUTE_MEDIATING);
    settlement.amount = 1500000;
    step_fails(&cx, weighty, "agree", &settlement, ERROR_INVALID);
    settlement.oral_reason = S("双方都不识字，当场点清了钱");
    step(&cx, weighty, "agree", &settlement);
}

TEST("a party may ask for a written agreement; then an oral one says why")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);
    struct dispute_settlement settlement = { .form = FORM_ORAL,
                                             .facts = S("屋檐水"),
                                             .terms = S("当场装好"),
                                             .at_once = true,
                                             .written_asked = true };

    step_fails(&cx, id, "agree", &settlement, ERROR_INVALID);
    settlement.form = FORM_WRITTEN;
    step(&cx, id, "agree", &settlement);
}

static int64_t tasks_of(struct context *cx, record_id id, const char *words, const char *due)
{
    int64_t count;

    CHECK_OK(query_number(
        cx,
        "select count(*) from tasks where record = $1 and words = $2 "
        "and due_on = $3",
        WITH(value_integer(id), value_text(str_of(words)), value_date(cx->arena, day_of(due))),
        &count));
    return count;
}

TEST("the committee watches the performance: somebody has to, by the earlier of day and visit")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMING);

    CHECK(tasks_of(&cx, id, "请督促履行、按时回访", "2026-03-05") == 1);
    step(&cx, id, "perform", &(struct performance){ .on = { 0 } });
    CHECK(tasks_of(&cx, id, "请回访", "2026-03-09") == 1);
}

TEST("instalments are performed one by one, and the next day is the earliest that is left")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMING);
    struct dispute_instalment *instalments;
    size_t count;

    step(&cx, id, "add_instalment",
         &(struct instalment_entry){
             .what = S("二期"), .amount = 200000, .due_on = day_of("2026-05-01") });
    step(&cx, id, "add_instalment",
         &(struct instalment_entry){
             .what = S("一期"), .amount = 100000, .due_on = day_of("2026-04-01") });
    CHECK_DATE(the_dispute(&cx, id).next_due_on, "2026-04-01");
    CHECK_OK(dispute_instalments(&cx, id, &instalments, &count));
    step(&cx, id, "perform", &(struct performance){ .instalment = instalments[1].id });
    CHECK(the_dispute(&cx, id).status == DISPUTE_PERFORMING);
    CHECK_DATE(the_dispute(&cx, id).next_due_on, "2026-05-01");
    step_fails(&cx, id, "perform", &(struct performance){ .instalment = instalments[1].id },
               ERROR_INVALID);
    step(&cx, id, "perform", &(struct performance){ .instalment = instalments[0].id });

    CHECK(the_dispute(&cx, id).status == DISPUTE_PERFORMED);
}

TEST("after a breach it is mediated again, and the new agreement needs new signatures")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_BREACHED);

    CHECK(the_dispute(&cx, id).outcome == OUTCOME_SETTLED);
    step(&cx, id, "mediate_again", NULL);
    agree_in_writing(&cx, id);
    CHECK(the_dispute(&cx, id).status == DISPUTE_AGREED);
    sign_all(&cx, id);

    CHECK(the_dispute(&cx, id).status == DISPUTE_PERFORMING);
    CHECK(rows_in(&cx, "dispute_agreements") == 2);
}

/* The court */

static void confirm_on(struct context *cx, record_id id, const char *day, enum error_kind kind,
                       bool is_refused)
{
    struct confirmation_request request = { .court = S("武穴市人民法院"), .by_both = true };

    test_set_day(cx, day);
    if (is_refused)
        step_fails(cx, id, "apply_confirmation", &request, kind);
    else
        step(cx, id, "apply_confirmation", &request);
}

TEST("judicial confirmation: effect on 31 January leads to 2 March, the day after is too late")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    test_set_day(&cx, "2026-01-31");
    record_id late = a_dispute(&cx, DISPUTE_PERFORMING);
    record_id in_time = a_dispute(&cx, DISPUTE_PERFORMING);

    CHECK_DATE(the_dispute(&cx, late).confirm_due_on, "2026-03-02");
    confirm_on(&cx, in_time, "2026-03-02", ERROR_INVALID, false);
    confirm_on(&cx, late, "2026-03-03", ERROR_INVALID, true);

    CHECK(the_dispute(&cx, in_time).confirmation == CONFIRM_APPLIED);
    CHECK(the_dispute(&cx, late).confirmation == CONFIRM_NONE);
}

TEST("both parties apply together, and of a status relation only with a reason")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "family", LOCK_NONE);
    struct confirmation_request request = { .court = S("武穴市人民法院") };

    accept_case(&cx, id, a_mediator(&cx, VILLAGE, 0));
    step(&cx, id, "mediate", &(struct dispute_session){ .words = S("谈了") });
    agree_in_writing(&cx, id);
    sign_all(&cx, id);
    step_fails(&cx, id, "apply_confirmation", &request, ERROR_INVALID);
    request.by_both = true;
    step_fails(&cx, id, "apply_confirmation", &request, ERROR_INVALID);
    request.reason = S("协议里有还款内容");
    step(&cx, id, "apply_confirmation", &request);
    CHECK_DATE(the_dispute(&cx, id).confirm_court_due_on, "2026-03-20");
    step(&cx, id, "decide_confirmation",
         &(struct confirmation_ruling){ .is_granted = true,
                                        .words = S("（2026）鄂1182民特1号") });

    CHECK(the_dispute(&cx, id).confirmation == CONFIRM_GRANTED);
}

TEST("whoever asks for judicial confirmation is told which courts may be asked")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMING);

    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    CHECK(
        test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "申请司法确认", NULL).status ==
        303);
    struct response page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(page.status == 200);
    CHECK(test_says(&page, "邀请调解的法院，或者当事人住所地、标的物所在地、"
                           "调委会所在地的基层法院"));
}

TEST("the court has three and fifteen days, and ten more once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMING);

    step(&cx, id, "apply_confirmation",
         &(struct confirmation_request){ .court = S("武穴市人民法院"), .by_both = true });
    CHECK_DATE(the_dispute(&cx, id).confirm_court_due_on, "2026-03-20");
    step(&cx, id, "extend_court", &(struct court_extension){ .days = 10 });
    CHECK_DATE(the_dispute(&cx, id).confirm_court_due_on, "2026-03-30");
    step_fails(&cx, id, "extend_court", &(struct court_extension){ .days = 1 }, ERROR_CONFLICT);
}

TEST("a refused confirmation leaves the agreement as it is, and a breach leads to the court")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMING);

    step(&cx, id, "apply_confirmation",
         &(struct confirmation_request){ .court = S("武穴市人民法院"), .by_both = true });
    step(&cx, id, "decide_confirmation", &(struct confirmation_ruling){ .words = S("驳回") });
    CHECK(the_dispute(&cx, id).confirmation == CONFIRM_REJECTED);
    CHECK(the_dispute(&cx, id).status == DISPUTE_PERFORMING);
    step(&cx, id, "breach",
         &(struct dispute_breach){ .words = S("没做"), .routes = S("可以起诉") });
    step(&cx, id, "refer", &(struct dispute_referral){ .where = S("武穴市人民法院") });
    CHECK(the_dispute(&cx, id).status == DISPUTE_REFERRED);
    CHECK(the_dispute(&cx, id).outcome == OUTCOME_SETTLED);
}

/* Time, going up */

TEST("a mediation is extended once, by at most thirty days, when both sides consent")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_ACCEPTED);
    struct dispute_extension extension = { .days = 31, .all_consent = true };

    step_fails(&cx, id, "extend", &extension, ERROR_INVALID);
    extension.days = 20;
    extension.all_consent = false;
    step_fails(&cx, id, "extend", &extension, ERROR_INVALID);
    extension.all_consent = true;
    step(&cx, id, "extend", &extension);
    CHECK_DATE(the_dispute(&cx, id).due_on, "2026-04-21");
    step_fails(&cx, id, "extend", &extension, ERROR_CONFLICT);
}

TEST("a case goes from the village to the township to the county with its file, and no further")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);
    struct dispute_escalation up = { .reason = S("跨村") };
    struct dispute_paper *papers;
    size_t count;

    a_committee(&cx, TOWNSHIP);
    step(&cx, id, "escalate", &up);
    CHECK_STR(the_dispute(&cx, id).unit, TOWNSHIP);
    CHECK(the_dispute(&cx, id).level == DISPUTE_AT_TOWNSHIP);
    CHECK(the_dispute(&cx, id).mediator_count == 0);
    CHECK(the_dispute(&cx, id).committee == a_committee(&cx, TOWNSHIP));
    CHECK_OK(dispute_papers(&cx, id, &papers, &count));
    CHECK(count == 1);
    step(&cx, id, "escalate", &up);
    CHECK_STR(the_dispute(&cx, id).unit, COUNTY);
    step_fails(&cx, id, "escalate", &up, ERROR_CONFLICT);
}

TEST("in a joint mediation those who had the case stay with it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);

    step(&cx, id, "escalate",
         &(struct dispute_escalation){ .reason = S("跨村"), .is_joint = true });

    CHECK(the_dispute(&cx, id).is_joint);
    CHECK(the_dispute(&cx, id).mediator_count == 1);
}

/* After the agreement */

TEST("the first visit is due after a week, the second after a month")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMED);
    struct return_visit visit = { .persons = S("双方"), .words = S("好") };

    CHECK_DATE(the_dispute(&cx, id).visit_due_on, "2026-03-09");
    test_set_day(&cx, "2026-03-09");
    step(&cx, id, "visit", &visit);
    CHECK_DATE(the_dispute(&cx, id).visit_due_on, "2026-04-09");
    step(&cx, id, "visit", &visit);

    CHECK(!date_is_set(the_dispute(&cx, id).visit_due_on));
    CHECK(the_dispute(&cx, id).status == DISPUTE_VISITED);
}

TEST("a dossier is numbered by committee and year without a gap; a number given is explained")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id first = a_dispute(&cx, DISPUTE_FILED);
    record_id second = a_dispute(&cx, DISPUTE_FILED);

    CHECK_STR(the_dispute(&cx, first).number, "（2026）人调字第1号");
    CHECK_STR(the_dispute(&cx, second).number, "（2026）人调字第2号");
    step(&cx, first, "unfile", &(struct dispute_unfiling){ .reason = S("协议书扫错了一页") });
    CHECK(the_dispute(&cx, first).status == DISPUTE_VISITED);
    step(&cx, first, "file", &(struct dispute_filing){ .missing_reason = S("身份证明已核对") });
    CHECK_STR(the_dispute(&cx, first).number, "（2026）人调字第3号");
    int64_t explained;
    CHECK_OK(query_number(&cx,
                          "select count(*) from dossier_numbers where voided_on is not null "
                          "and void_reason <> ''",
                          NULL, 0, &explained));
    CHECK(explained == 1);
    CHECK(rows_in(&cx, "dossier_numbers") == 3);
}

TEST("each committee counts for itself, and from one again each year")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id up = a_dispute(&cx, DISPUTE_MEDIATING);

    CHECK_STR(the_dispute(&cx, a_dispute(&cx, DISPUTE_FILED)).number, "（2026）人调字第1号");
    step(&cx, up, "escalate", &(struct dispute_escalation){ .reason = S("跨村") });
    step(&cx, up, "terminate", &no_way);
    step(&cx, up, "file", &(struct dispute_filing){ .missing_reason = S("没有达成") });
    CHECK_STR(the_dispute(&cx, up).number, "（2026）人调字第1号");
    test_set_day(&cx, "2027-01-05");
    record_id next = a_dispute(&cx, DISPUTE_TERMINATED);
    step(&cx, next, "file", &(struct dispute_filing){ .missing_reason = S("没有达成") });
    CHECK_STR(the_dispute(&cx, next).number, "（2027）人调字第1号");
    CHECK_STR(the_dispute(&cx, next).filer, "系统");
}

TEST("what is missing in a dossier must be explained before it is archived")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_VISITED);

    step_fails(&cx, id, "file", &(struct dispute_filing){ 0 }, ERROR_INVALID);
    step(&cx, id, "keep_identity",
         &(struct dispute_paper_entry){ .words = S("双方身份证复印件各一张") });
    step(&cx, id, "file", &(struct dispute_filing){ 0 });
}

TEST("a closed dossier cannot be edited by any step")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_FILED);

    for (const struct flow_step *each = dispute_flow.steps; each->name != NULL; each++)
        if (!str_eq(str_of(each->name), S("unfile")))
            step_fails(&cx, id, each->name, arena_alloc(cx.arena, 512), ERROR_CONFLICT);
}

TEST("a case with a minor locks itself")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);

    step(&cx, id, "add_party",
         &(struct party_entry){ .name = S("示例小"), .birth_on = day_of("2008-03-03") });
    CHECK(the_dispute(&cx, id).lock == LOCK_MINOR);

    record_id grown = a_case(&cx, "neighbour", LOCK_NONE);
    step(&cx, grown, "add_party",
         &(struct party_entry){ .name = S("示例大"), .birth_on = day_of("2008-03-02") });
    CHECK(the_dispute(&cx, grown).lock == LOCK_NONE);
}

TEST("types of older lists become their national types; there are eighteen")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int64_t national, unmapped;

    CHECK_STR(the_dispute(&cx, a_case(&cx, "医患纠纷", LOCK_NONE)).category, "medical");
    CHECK(the_dispute(&cx, a_case(&cx, "old_family", LOCK_NONE)).is_family);
    CHECK_OK(query_number(&cx,
                          "select count(*) from dispute_categories where list = 'national'",
                          NULL, 0, &national));
    CHECK_OK(query_number(&cx,
                          "select count(*) from dispute_categories o where o.list = 'older' "
                          "and not exists (select 1 from dispute_categories n "
                          "where n.code = o.maps_to and n.list = 'national')",
                          NULL, 0, &unmapped));
    CHECK(national == 18 && unmapped == 0);
    CHECK_FAILS(dispute_open(&cx,
                             &(struct dispute_report){ .place = S(VILLAGE),
                                                       .category = S("没有的"),
                                                       .facts = S("什么") },
                             &(struct dispute){ 0 }),
                ERROR_INVALID);
}
