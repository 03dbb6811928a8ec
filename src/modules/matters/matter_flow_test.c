/* SPDX-License-Identifier: Apache-2.0 */
/* The way of a matter: every state, every step, and what is refused. */
#include "app/calendar.h"
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

#define CHECK_DATE(actual, expected) CHECK_STR(shown((&cx), (actual)), (expected))

static str shown(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    if (date_is_set(day))
        date_write(day, &text);
    return buf_str(&text);
}

TEST("a new matter is in the hands of its village and must be accepted the next working day")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct matter matter = a_report(&cx, "路灯不亮，晚上摸黑走路。");

    CHECK(matter.status == MATTER_REPORTED);
    CHECK_STR(matter.unit, VILLAGE);
    CHECK_STR(matter.title, "路灯不亮");
    CHECK_STR(matter.category, "infrastructure_light");
    CHECK_STR(matter.layer, "urban");
    CHECK(matter.complexity == COMPLEXITY_SIMPLE);
    CHECK(matter.receipt.length == RECEIPT_CHARACTERS);
    CHECK_DATE(matter.response_due_on, "2026-03-03");
}

TEST("a matter can be brought to each of its states by its steps")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (unsigned status = MATTER_REPORTED; status <= MATTER_OUT_OF_SCOPE; status++) {
        struct matter matter = reload(&cx, a_matter(&cx, (enum matter_status)status));
        CHECK(matter_is_ended(&matter) == date_is_set(matter.closed_on));
    }
}

TEST("a step is refused in every state that it does not start from")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (unsigned status = MATTER_REPORTED; status <= MATTER_OUT_OF_SCOPE; status++) {
        record_id id = a_matter(&cx, (enum matter_status)status);
        for (const struct flow_step *step = matter_flow.steps; step->name != NULL; step++)
            if ((step->from & FROM(status)) == 0)
                take_fails(&cx, id, step->name, arena_alloc(cx.arena, 512), ERROR_CONFLICT);
    }
}

TEST("an ended matter leaves nothing to do, an open one asks somebody")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (unsigned status = MATTER_REPORTED; status <= MATTER_OUT_OF_SCOPE; status++)
        CHECK((matter_flow.states[status].next == NULL) == (status >= MATTER_CLOSED));
    record_id id = a_matter(&cx, MATTER_CLOSED);
    int64_t tasks;
    CHECK_OK(query_number(&cx, "select count(*) from tasks where record = $1",
                          WITH(value_integer(id)), &tasks));
    CHECK(tasks == 0);
}

TEST("what a grid worker settles at once waits for the person's word")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct matter matter = reload(&cx, a_matter(&cx, MATTER_SELF_HANDLED));

    CHECK(matter.level == LEVEL_GRID);
    CHECK(matter.response == PUNCTUALITY_IN_TIME);
    CHECK(matter.resolution == PUNCTUALITY_IN_TIME);
    CHECK_DATE(matter.visit_due_on, "2026-03-05");
}

TEST("what a grid worker found and settled is closed, for nobody waits")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = a_finding(&cx, "窨井盖没了，已经盖上。");

    take(&cx, matter.id, "self_handle",
         &(struct matter_self_handling){ .answer = S("换了新盖") });

    CHECK(reload(&cx, matter.id).status == MATTER_CLOSED);
    CHECK(reload(&cx, matter.id).satisfied == VERDICT_NONE);
}

TEST("without a caller the result is checked and not answered")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = a_finding(&cx, "电线垂到路上。");

    take(&cx, matter.id, "accept", &(struct matter_acceptance){ 0 });
    take(&cx, matter.id, "resolve", &(struct matter_result){ .answer = S("收紧了") });
    CHECK(reload(&cx, matter.id).status == MATTER_REPLIED);
    take(&cx, matter.id, "confirm", &(struct matter_verdict){ .satisfied = VERDICT_SATISFIED });

    CHECK(reload(&cx, matter.id).status == MATTER_CLOSED);
    CHECK(reload(&cx, matter.id).satisfied == VERDICT_NONE);
}

TEST("the limit follows from the category and can be changed on acceptance")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter simple = a_report(&cx, "路灯不亮。");
    struct matter hard = a_report(&cx, "路灯不亮。");

    take(&cx, simple.id, "accept", &(struct matter_acceptance){ 0 });
    take(&cx, hard.id, "accept",
         &(struct matter_acceptance){ .complexity = COMPLEXITY_COMPLEX });

    CHECK_DATE(reload(&cx, simple.id).due_on, "2026-03-03");
    CHECK_DATE(reload(&cx, hard.id).due_on, "2026-03-22");
}

TEST("the village moves a matter to the grid where it is, but not to another village's")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    a_grid(&cx);
    struct matter matter = a_report(&cx, "路灯不亮。");

    take_fails(&cx, matter.id, "accept",
               &(struct matter_acceptance){ .grid = S(NEXT_VILLAGE "001") }, ERROR_INVALID);
    take(&cx, matter.id, "accept",
         &(struct matter_acceptance){ .grid = S(GRID), .category = S("垃圾清运") });

    CHECK_STR(reload(&cx, matter.id).place, GRID);
    CHECK_STR(reload(&cx, matter.id).category, "sanitation_garbage");
}

TEST("an order of the hotline runs in working days from the day it came")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = { .place = S(VILLAGE),
                             .story = S("12345转来：停水三天"),
                             .source = SOURCE_HOTLINE };

    CHECK_OK(matter_report(&cx, &matter, NULL));

    CHECK_DATE(matter.due_on, "2026-03-09");
    test_set_day(&cx, "2026-03-04");
    take(&cx, matter.id, "accept", &(struct matter_acceptance){ 0 });
    CHECK_DATE(reload(&cx, matter.id).due_on, "2026-03-09");
    CHECK(reload(&cx, matter.id).response == PUNCTUALITY_LATE);
}

TEST("a petition has sixty days, and no more than thirty more")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = { .place = S(VILLAGE),
                             .story = S("信访转来：征地补偿没到账"),
                             .source = SOURCE_PETITION };

    CHECK_OK(matter_report(&cx, &matter, NULL));
    take(&cx, matter.id, "accept", &(struct matter_acceptance){ 0 });

    CHECK_DATE(reload(&cx, matter.id).due_on, "2026-05-01");
    take_fails(&cx, matter.id, "request_extension",
               &(struct matter_extension){ .days = 31, .reason = S("查档") }, ERROR_INVALID);
}

TEST("a matter goes from the village to the township and to the county, and no further")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_DISPATCHING);
    const struct matter_escalation up = { .reason = S("要县里协调") };

    CHECK_STR(reload(&cx, id).unit, TOWNSHIP);
    take(&cx, id, "escalate", &up);
    CHECK_STR(reload(&cx, id).unit, COUNTY);
    CHECK(reload(&cx, id).level == LEVEL_COUNTY);
    take_fails(&cx, id, "escalate", &up, ERROR_CONFLICT);
}

TEST("a township dispatches to a department, or back to the village")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_DISPATCHING);

    take_fails(&cx, id, "dispatch", &(struct matter_dispatch){ 0 }, ERROR_INVALID);
    take_fails(&cx, id, "dispatch",
               &(struct matter_dispatch){ .department = DEPARTMENT_COUNTY }, ERROR_INVALID);
    take_fails(&cx, id, "dispatch", &(struct matter_dispatch){ .place = S(NEXT_VILLAGE) },
               ERROR_INVALID);
    take(&cx, id, "dispatch", &(struct matter_dispatch){ .place = S(VILLAGE) });

    CHECK(reload(&cx, id).status == MATTER_VILLAGE_HANDLING);
    CHECK_STR(reload(&cx, id).unit, VILLAGE);
}

TEST("a department without a role of its own gets the name of its layer's office")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = reload(&cx, a_matter(&cx, MATTER_HANDLING));

    CHECK_STR(matter.office, "村镇建设办公室、综合行政执法中心");
    CHECK(matter.department == DEPARTMENT_TOWNSHIP);
    CHECK_DATE(matter.dispatched_on, "2026-03-02");
}

TEST("whose duty it is may be disputed for five working days, and the office decides")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id early = a_matter(&cx, MATTER_HANDLING);
    record_id late = a_matter(&cx, MATTER_HANDLING);
    const struct matter_objection objection = { .reason = S("归供电所管") };

    test_set_day(&cx, "2026-03-09");
    take(&cx, early, "dispute_duty", &objection);
    test_set_day(&cx, "2026-03-10");
    take_fails(&cx, late, "dispute_duty", &objection, ERROR_CONFLICT);
    take_fails(&cx, early, "decide_duty",
               &(struct matter_duty_ruling){ .ruling = RULING_MOVES }, ERROR_INVALID);
    take(&cx, early, "decide_duty",
         &(struct matter_duty_ruling){ .ruling = RULING_MOVES,
                                       .department = DEPARTMENT_EMERGENCY,
                                       .reason = S("属于安全隐患") });

    CHECK(reload(&cx, early).status == MATTER_HANDLING);
    CHECK(reload(&cx, early).department == DEPARTMENT_EMERGENCY);
}

TEST("the office may also decide that the first unit keeps it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_DUTY_DISPUTED);

    take(&cx, id, "decide_duty", &(struct matter_duty_ruling){ .reason = S("职责清单第3条") });

    CHECK(reload(&cx, id).department == DEPARTMENT_TOWNSHIP);
}

TEST("helpers are asked and answer once each, and the main unit stays")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_HANDLING);
    struct matter_unit *units;
    size_t count;

    take_fails(&cx, id, "assist", &(struct matter_assistance){ .task = S("出人") },
               ERROR_INVALID);
    take(
        &cx, id, "assist",
        &(struct matter_assistance){ .department = DEPARTMENT_JUSTICE, .task = S("解释法律") });
    CHECK_OK(matter_units(&cx, id, &units, &count));
    CHECK(count == 1);
    CHECK_STR(units[0].office, "司法所");
    take(&cx, id, "feed_back",
         &(struct matter_feedback){ .assistant = units[0].id, .answer = S("讲清楚了") });
    CHECK_OK(matter_units(&cx, id, &units, &count));

    CHECK_STR(units[0].answer, "讲清楚了");
    CHECK(date_is_set(units[0].done_on));
    CHECK(reload(&cx, id).status == MATTER_HANDLING);
}

TEST("an extension is asked for once, and moves the limit when it is granted")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);
    const struct matter_extension days = { .days = 3, .reason = S("等灯杆") };

    take_fails(&cx, id, "decide_extension", &(struct matter_extension_ruling){ 0 },
               ERROR_CONFLICT);
    take(&cx, id, "request_extension", &days);
    take_fails(&cx, id, "request_extension", &days, ERROR_CONFLICT);
    CHECK_DATE(reload(&cx, id).due_on, "2026-03-03");
    take(&cx, id, "decide_extension", &(struct matter_extension_ruling){ 0 });

    CHECK(reload(&cx, id).extension == EXTENSION_GRANTED);
    CHECK_DATE(reload(&cx, id).due_on, "2026-03-06");
    take_fails(&cx, id, "request_extension", &days, ERROR_CONFLICT);
}

TEST("a refused extension leaves the limit, and what is late cannot be extended")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);
    record_id late = a_matter(&cx, MATTER_VILLAGE_HANDLING);
    const struct matter_extension days = { .days = 3, .reason = S("等灯杆") };

    take(&cx, id, "request_extension", &days);
    take(&cx, id, "decide_extension",
         &(struct matter_extension_ruling){ .ruling = EXTENSION_IS_REFUSED });
    CHECK_DATE(reload(&cx, id).due_on, "2026-03-03");
    test_set_day(&cx, "2026-03-04");
    take_fails(&cx, late, "request_extension", &days, ERROR_CONFLICT);
}

TEST("a pause adds its days to the limit, natural ones or working ones")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id natural = a_matter(&cx, MATTER_PAUSED);
    struct matter order = { .place = S(VILLAGE), .story = S("停水"), .source = SOURCE_HOTLINE };

    CHECK_OK(matter_report(&cx, &order, NULL));
    take(&cx, order.id, "accept", &(struct matter_acceptance){ 0 });
    take_fails(&cx, order.id, "pause", &(struct matter_pause){ .words = S("忙") },
               ERROR_INVALID);
    take(&cx, order.id, "pause",
         &(struct matter_pause){ .pause_reason = PAUSE_APPRAISAL, .words = S("送检") });
    CHECK(!date_is_set(matter_deadline(&(struct matter){ .status = MATTER_PAUSED })));
    test_set_day(&cx, "2026-03-09");
    take(&cx, natural, "resume", &(struct matter_resumption){ 0 });
    take(&cx, order.id, "resume", &(struct matter_resumption){ 0 });

    CHECK_DATE(reload(&cx, natural).due_on, "2026-03-10");
    CHECK_DATE(reload(&cx, order.id).due_on, "2026-03-16");
    CHECK(reload(&cx, natural).status == MATTER_VILLAGE_HANDLING);
    CHECK(!date_is_set(reload(&cx, natural).paused_on));
}

TEST("the deadline is said in working days")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = { .place = S(VILLAGE),
                             .story = S("停水"),
                             .source = SOURCE_HOTLINE };

    CHECK_OK(matter_report(&cx, &matter, NULL));
    take(&cx, matter.id, "accept", &(struct matter_acceptance){ 0 });
    matter = reload(&cx, matter.id);

    CHECK(str_contains(matter_deadline_words(&cx, &matter), S("还剩5个工作日")));
    test_set_day(&cx, "2026-03-10");
    CHECK(str_contains(matter_deadline_words(&cx, &matter), S("已超期1个工作日")));
    CHECK(matter_deadline_tone(&cx, &matter) == TONE_LATE);
}

TEST("satisfied closes, dissatisfied twice is done again, the third time a leader explains")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_UNSETTLED);

    CHECK(reload(&cx, id).rework_count == REWORKS_MAX);
    CHECK(reload(&cx, id).satisfied == VERDICT_DISSATISFIED);
    take(&cx, id, "close_with_explanation",
         &(struct matter_explanation){ .reason = S("已尽力，政策如此") });

    CHECK(reload(&cx, id).status == MATTER_CLOSED_WITH_EXPLANATION);
    CHECK_STR(reload(&cx, id).closing_reason, "已尽力，政策如此");
}

TEST("work that is done again has its time again, but late stays late")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_set_day(&cx, "2026-03-05");
    take(&cx, id, "resolve", &(struct matter_result){ .answer = S("修了") });
    CHECK(reload(&cx, id).resolution == PUNCTUALITY_LATE);
    take(&cx, id, "reply", &(struct matter_reply){ 0 });
    take(&cx, id, "confirm", &(struct matter_verdict){ .satisfied = VERDICT_DISSATISFIED });

    CHECK(reload(&cx, id).status == MATTER_REWORK);
    CHECK_DATE(reload(&cx, id).due_on, "2026-03-06");
    CHECK(reload(&cx, id).resolution == PUNCTUALITY_LATE);
}

TEST("a verdict must be one, and who cannot be reached is not asked for ever")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPLIED);

    take_fails(&cx, id, "confirm", &(struct matter_verdict){ 0 }, ERROR_INVALID);
    take(&cx, id, "confirm", &(struct matter_verdict){ .satisfied = VERDICT_UNREACHABLE });

    CHECK(reload(&cx, id).status == MATTER_CLOSED);
    CHECK(reload(&cx, id).satisfied == VERDICT_UNREACHABLE);
}

/* Merging */

static record_id merged_pair(struct context *cx, str *first, str *second)
{
    struct matter main = a_report(cx, "路灯不亮。");
    struct matter copy = a_report(cx, "路灯坏了。");

    take(cx, copy.id, "merge", &(struct matter_merger){ .into = main.id });
    *first = main.receipt;
    *second = copy.receipt;
    return main.id;
}

TEST("merging keeps all callers, and each receipt leads to the matter that is handled")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_caller *callers;
    struct receipt_holder holder;
    str first, second;
    size_t count;

    record_id id = merged_pair(&cx, &first, &second);

    CHECK_OK(matter_callers(&cx, id, &callers, &count));
    CHECK(count == 2);
    CHECK(reload(&cx, id).caller_count == 2);
    CHECK_OK(receipt_find(&cx, second, &holder));
    CHECK(holder.matter == id);
    CHECK(holder.raised != id);
}

TEST("a matter with two callers is closed when both have spoken")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str first, second;
    record_id id = merged_pair(&cx, &first, &second);
    struct matter_verdict verdict = { .satisfied = VERDICT_SATISFIED, .receipt = first };

    take(&cx, id, "accept", &(struct matter_acceptance){ 0 });
    take(&cx, id, "resolve", &(struct matter_result){ .answer = S("换了灯泡") });
    take(&cx, id, "reply", &(struct matter_reply){ 0 });
    CHECK_OK(flow_take_by_receipt(&cx, &matter_flow, "confirm", id, &verdict));
    CHECK(reload(&cx, id).status == MATTER_REPLIED);
    verdict.receipt = second;
    CHECK_OK(flow_take_by_receipt(&cx, &matter_flow, "confirm", id, &verdict));

    CHECK(reload(&cx, id).status == MATTER_CLOSED);
}

TEST("one dissatisfied caller of two is enough for doing it again, and both judge anew")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_caller *callers;
    str first, second;
    record_id id = merged_pair(&cx, &first, &second);
    struct matter_verdict verdict = { .satisfied = VERDICT_SATISFIED, .receipt = first };
    size_t count;

    take(&cx, id, "accept", &(struct matter_acceptance){ 0 });
    take(&cx, id, "resolve", &(struct matter_result){ .answer = S("换了灯泡") });
    take(&cx, id, "reply", &(struct matter_reply){ 0 });
    CHECK_OK(flow_take_by_receipt(&cx, &matter_flow, "confirm", id, &verdict));
    verdict = (struct matter_verdict){ .satisfied = VERDICT_DISSATISFIED, .receipt = second };
    CHECK_OK(flow_take_by_receipt(&cx, &matter_flow, "confirm", id, &verdict));

    CHECK(reload(&cx, id).status == MATTER_REWORK);
    CHECK_OK(matter_callers(&cx, id, &callers, &count));
    CHECK(callers[0].verdict == VERDICT_NONE);
}

TEST("one of two callers withdraws and the matter goes on, both and it is withdrawn")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str first, second;
    record_id id = merged_pair(&cx, &first, &second);
    struct matter_withdrawal withdrawal = { .receipt = first };

    CHECK_OK(flow_take_by_receipt(&cx, &matter_flow, "withdraw", id, &withdrawal));
    CHECK(reload(&cx, id).status == MATTER_REPORTED);
    CHECK(reload(&cx, id).caller_count == 1);
    withdrawal.receipt = second;
    CHECK_OK(flow_take_by_receipt(&cx, &matter_flow, "withdraw", id, &withdrawal));

    CHECK(reload(&cx, id).status == MATTER_WITHDRAWN);
}

TEST("a matter cannot be merged into itself or into one that has ended")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id open = a_matter(&cx, MATTER_REPORTED);
    record_id ended = a_matter(&cx, MATTER_CLOSED);

    take_fails(&cx, open, "merge", &(struct matter_merger){ .into = open }, ERROR_INVALID);
    take_fails(&cx, open, "merge", &(struct matter_merger){ .into = ended }, ERROR_INVALID);
}

TEST("the same village and category within fourteen days may be the same matter")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter *candidates;
    size_t count;

    a_report(&cx, "路灯坏了。");
    test_set_day(&cx, "2026-03-10");
    struct matter second = a_report(&cx, "路灯不亮。");
    a_report(&cx, "垃圾桶满了没人收。");
    CHECK_OK(matter_candidates(&cx, &second, &candidates, &count));
    CHECK(count == 1);
    test_set_day(&cx, "2026-03-25");
    struct matter third = a_report(&cx, "路灯不亮。");
    CHECK_OK(matter_candidates(&cx, &third, &candidates, &count));

    CHECK(count == 0);
}

/* Overdue */

static void escalate_all(struct context *cx)
{
    bool more;

    CHECK_OK(matters_escalate(cx, &more));
    CHECK(!more);
}

static int64_t notes_of(struct context *cx, record_id id)
{
    int64_t count;

    CHECK_OK(query_number(cx,
                          "select count(*) from steps_taken where record = $1 and "
                          "label = '超期自动上报'",
                          WITH(value_integer(id)), &count));
    return count;
}

TEST("what is overdue goes up once a level and is never closed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_set_day(&cx, "2026-03-03");
    escalate_all(&cx);
    CHECK(reload(&cx, id).status == MATTER_VILLAGE_HANDLING);
    test_set_day(&cx, "2026-03-04");
    escalate_all(&cx);
    escalate_all(&cx);
    CHECK_STR(reload(&cx, id).unit, TOWNSHIP);
    CHECK(notes_of(&cx, id) == 1);
    CHECK_DATE(reload(&cx, id).due_on, "2026-03-03");
    test_set_day(&cx, "2026-03-06");
    escalate_all(&cx);
    CHECK_STR(reload(&cx, id).unit, COUNTY);
    test_set_day(&cx, "2026-12-31");
    escalate_all(&cx);

    CHECK(notes_of(&cx, id) == 2);
    CHECK(reload(&cx, id).status == MATTER_DISPATCHING);
    CHECK(!date_is_set(reload(&cx, id).closed_on));
}

TEST("what nobody accepts goes up too")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPORTED);

    test_set_day(&cx, "2026-03-04");
    escalate_all(&cx);

    CHECK_STR(reload(&cx, id).unit, TOWNSHIP);
    CHECK(reload(&cx, id).escalated_count == 1);
}

TEST("sent back to the village and overdue again it goes to the county, not to the township")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_set_day(&cx, "2026-03-04");
    escalate_all(&cx);
    take(&cx, id, "dispatch", &(struct matter_dispatch){ .place = S(VILLAGE) });
    escalate_all(&cx);
    CHECK_STR(reload(&cx, id).unit, VILLAGE);
    test_set_day(&cx, "2026-03-09");
    escalate_all(&cx);

    CHECK_STR(reload(&cx, id).unit, COUNTY);
}

TEST("what is paused, answered or ended does not go up")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id paused = a_matter(&cx, MATTER_PAUSED);
    record_id replied = a_matter(&cx, MATTER_REPLIED);
    record_id closed = a_matter(&cx, MATTER_CLOSED);

    test_set_day(&cx, "2026-06-30");
    escalate_all(&cx);

    CHECK(notes_of(&cx, paused) + notes_of(&cx, replied) + notes_of(&cx, closed) == 0);
}

static int64_t tasks_of(struct context *cx, record_id id, const char *permission)
{
    int64_t count;

    CHECK_OK(query_number(cx,
                          "select count(*) from tasks where record = $1 and permission = $2",
                          WITH(value_integer(id), value_text(str_of(permission))), &count));
    return count;
}

TEST("what was given to an office is that office's to-do, or everybody's when it has nobody")
{
    struct matter_dispatch dispatch = { .department = DEPARTMENT_JUSTICE };
    CLEANUP(test_town_close) struct context cx = test_town();

    record_id first = a_matter(&cx, MATTER_DISPATCHING);
    take(&cx, first, "dispatch", &dispatch);
    CHECK(tasks_of(&cx, first, "matters.handle") == 1);

    test_sign_in_as(&cx, "justice_office", TOWNSHIP);
    test_sign_out(&cx);
    record_id second = a_matter(&cx, MATTER_DISPATCHING);
    take(&cx, second, "dispatch", &dispatch);
    CHECK(tasks_of(&cx, second, "matters.desk.justice") == 1);
    CHECK(tasks_of(&cx, second, "matters.handle") == 0);
}

TEST("an extension that was asked for is a to-do of those who decide on it, until they have")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    take(&cx, id, "request_extension",
         &(struct matter_extension){ .days = 5, .reason = S("等配件。") });
    CHECK(tasks_of(&cx, id, "matters.extend") == 1);
    take(&cx, id, "decide_extension",
         &(struct matter_extension_ruling){ .ruling = EXTENSION_IS_GRANTED });
    CHECK(tasks_of(&cx, id, "matters.extend") == 0);
}

TEST("a step on a page that is out of date is refused with a sentence that the page shows")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response response =
        test_post(&cx, matter_path(&cx, id, "/accept"), "words", "我来受理。", NULL);
    CHECK(response.status == 409);
    CHECK(test_says(&response, "现在的状态是“村里办理”"));
}
