/* SPDX-License-Identifier: Apache-2.0 */
/* Screening, committees, secrecy, the papers and the tables. */
#include "app/calendar.h"
#include "app/evidence.h"
#include "app/figure.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/dossier.h"
#include "modules/disputes/early.h"
#include "modules/disputes/fixture_test.h"
#include "modules/disputes/link.h"
#include "modules/disputes/tables.h"
#include "modules/places/places.h"
#include "tests/town.h"

#include <string.h>

/* Screening */

TEST("a screening is an act and not a case; what it finds waits for the committee")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_FOUND);
    struct screening screening = { 0 };

    CHECK_OK(store_get(&cx, &screening_type, the_dispute(&cx, id).screening, &screening));
    CHECK(screening.found_count == 1);
    CHECK(rows_in(&cx, "screenings") == 1 && rows_in(&cx, "disputes") == 1);
    CHECK(!date_is_set(the_dispute(&cx, id).registered_on));
    step(&cx, id, "register", &(struct dispute_registration){ .is_difficult = true });
    CHECK(the_dispute(&cx, id).status == DISPUTE_REGISTERED);
}

TEST("a village is screened twice a month, a township monthly, and daily when that is ordered")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct screening_rhythm_state state;
    struct screening screening = { .place = S(VILLAGE) };
    struct screening_plan plan = { .title = S("春节期间"),
                                   .place = S(TOWNSHIP),
                                   .kind = SCREENING_SENSITIVE,
                                   .from_on = day_of("2026-03-01"),
                                   .to_on = day_of("2026-03-15") };

    CHECK_OK(screening_hold(&cx, &screening));
    CHECK_OK(screening_state_of(&cx, S(VILLAGE), &state));
    CHECK(date_days_between(cx.today, state.due) == 15);
    CHECK_OK(screening_state_of(&cx, S(TOWNSHIP), &state));
    CHECK(date_compare(state.due, day_of("2026-04-02")) == 0);
    CHECK_OK(screening_plan_type.create(&cx, &plan));
    CHECK_OK(screening_state_of(&cx, S(VILLAGE), &state));
    CHECK(state.plan.id == plan.id && date_days_between(cx.today, state.due) == 1);
}

TEST("a zero report is one press, only where it was ordered and while it lasts")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct screening_plan plan = { .title = S("敏感期"),
                                   .place = S(TOWNSHIP),
                                   .kind = SCREENING_SENSITIVE,
                                   .from_on = day_of("2026-03-01"),
                                   .to_on = day_of("2026-03-03"),
                                   .wants_zero_report = true };
    struct screening screening;

    CHECK_FAILS(screening_plan_type.create(&cx, &plan), ERROR_INVALID);
    plan.ordered_by = S("县委政法委〔2026〕5号");
    CHECK_OK(screening_plan_type.create(&cx, &plan));
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    const char *path = arena_text(
        cx.arena, arena_printf(cx.arena, "/screening_plans/%lld/zero", (long long)plan.id));
    CHECK(test_post(&cx, path, "place", VILLAGE, NULL).status == 303);
    CHECK(rows_in(&cx, "screenings") == 1);
    test_sign_out(&cx);
    CHECK_FAILS(screening_report_zero(&cx, plan.id, S("420625101006"), &screening),
                ERROR_INVALID);
    test_set_day(&cx, "2026-03-04");
    CHECK_FAILS(screening_report_zero(&cx, plan.id, S(VILLAGE), &screening), ERROR_CONFLICT);
    plan.wants_zero_report = false;
    CHECK_OK(screening_plan_type.change(&cx, &plan));
    test_set_day(&cx, "2026-03-02");
    CHECK_FAILS(screening_report_zero(&cx, plan.id, S(VILLAGE), &screening), ERROR_CONFLICT);
}

TEST("a screening is over before it is written down, and has a place")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct screening screening = { .place = S(VILLAGE), .held_on = day_of("2026-03-03") };
    struct screening_plan plan = { .title = S("春节期间"),
                                   .place = S(TOWNSHIP),
                                   .from_on = day_of("2026-03-03"),
                                   .to_on = day_of("2026-03-02") };

    CHECK_FAILS(screening_hold(&cx, &screening), ERROR_INVALID);
    screening.held_on = day_of("2026-02-01");
    screening.from_on = day_of("2026-02-02");
    CHECK_FAILS(screening_hold(&cx, &screening), ERROR_INVALID);
    screening.from_on = day_of("2026-01-20");
    screening.place = S(COUNTY);
    CHECK_FAILS(screening_hold(&cx, &screening), ERROR_INVALID);
    screening.place = S(VILLAGE);
    CHECK_OK(screening_hold(&cx, &screening));
    CHECK_FAILS(plan_make(&cx, &plan), ERROR_INVALID);
}

TEST("a zero report finds nothing: a dispute is no find of it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct screening_plan plan = { .title = S("敏感期"),
                                   .place = S(TOWNSHIP),
                                   .from_on = day_of("2026-03-01"),
                                   .to_on = day_of("2026-03-03"),
                                   .wants_zero_report = true,
                                   .ordered_by = S("县委政法委〔2026〕5号") };
    struct screening screening;
    struct dispute dispute;

    CHECK_OK(plan_make(&cx, &plan));
    CHECK_OK(screening_report_zero(&cx, plan.id, S(VILLAGE), &screening));
    CHECK_FAILS(dispute_open(&cx,
                             &(struct dispute_report){ .place = S(VILLAGE),
                                                       .category = S("neighbour"),
                                                       .facts = S("争过道"),
                                                       .screening = screening.id },
                             &dispute),
                ERROR_CONFLICT);
}

TEST("a dispute has a place that exists, and says what it is about")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct dispute_report report = { .place = S(COUNTY),
                                     .category = S("neighbour"),
                                     .facts = S("争过道") };
    struct dispute dispute;

    CHECK_FAILS(dispute_open(&cx, &report, &dispute), ERROR_INVALID);
    report.place = S("421182102999");
    CHECK_FAILS(dispute_open(&cx, &report, &dispute), ERROR_INVALID);
    report.place = S(VILLAGE);
    report.facts = S("  ");
    CHECK_FAILS(dispute_open(&cx, &report, &dispute), ERROR_INVALID);
    char *long_story = arena_alloc(cx.arena, 3 * DISPUTE_STORY_MAX + 3);
    memset(long_story, 'x', 3 * DISPUTE_STORY_MAX + 3);
    report.facts = (str){ long_story, 3 * DISPUTE_STORY_MAX + 3 };
    CHECK_FAILS(dispute_open(&cx, &report, &dispute), ERROR_INVALID);
    report.facts = S("争过道");
    test_sign_in_as(&cx, "auditor", VILLAGE);
    CHECK_FAILS(dispute_open(&cx, &report, &dispute), ERROR_FORBIDDEN);
}

static void a_grid_of_village(struct context *cx)
{
    struct place grid = { .name = S("第一网格"), .level = PLACE_GRID, .parent = S(VILLAGE) };

    CHECK_OK(place_create(cx, &grid));
}

TEST("a grid worker writes a screening with what was found on one form, and cannot read it")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_grid_of_village(&cx);
    test_sign_in_as(&cx, "grid_worker", VILLAGE "001");
    CHECK(test_get(&cx, "/screenings/new").status == 200);
    struct response sent = test_post(&cx, "/screenings/new", "place", VILLAGE "001", "facts",
                                     "两家争过道骂起来", "category", "neighbour", NULL);
    CHECK(sent.status == 303);
    CHECK(rows_in(&cx, "disputes") == 1 && rows_in(&cx, "screenings") == 1);
    CHECK(test_post(&cx, "/screenings/new", "place", VILLAGE "001", NULL).status == 303);
    CHECK(rows_in(&cx, "disputes") == 1 && rows_in(&cx, "screenings") == 2);
    struct response list = test_get(&cx, "/disputes");
    CHECK(list.status == 403);
    struct response home = test_get(&cx, "/");
    CHECK(test_says(&home, "邻里纠纷") && !test_says(&home, "骂起来"));
}

/* Committees */

TEST("a committee has three to nine members, one chair, a woman, and a term of three years")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct mediation_committee committee = { .name = S("示例调委会"), .place = S(VILLAGE) };
    struct mediator member = { .name = S("示例"), .place = S(VILLAGE) };
    str lacks;

    CHECK_OK(committee_found(&cx, &committee));
    CHECK(date_compare(committee.term_to, day_of("2029-03-01")) == 0);
    committee.term_to = day_of("2031-03-01");
    CHECK_FAILS(committee_change(&cx, &committee), ERROR_INVALID);
    committee.term_to = day_of("2029-03-01");
    member.committee = committee.id;
    CHECK_OK(committee_lacks(&cx, &committee, &lacks));
    CHECK(str_contains(lacks, S("三人")) && str_contains(lacks, S("主任")) &&
          str_contains(lacks, S("妇女")));
    for (int i = 0; i < COMMITTEE_MOST; i++) {
        member.position = i == 0 ? MEDIATOR_CHAIR : MEDIATOR_MEMBER;
        member.is_woman = i == 1;
        CHECK_OK(mediator_enlist(&cx, &member));
        member.id = 0;
    }
    CHECK_OK(committee_lacks(&cx, &committee, &lacks));
    CHECK(str_is_empty(lacks));
    CHECK_FAILS(mediator_enlist(&cx, &member), ERROR_INVALID);
    member.position = MEDIATOR_HIRED;
    CHECK_OK(mediator_enlist(&cx, &member));
    test_set_day(&cx, "2029-03-02");
    CHECK_OK(committee_lacks(&cx, &committee, &lacks));
    CHECK(str_contains(lacks, S("任期")));
}

TEST("a second chair is refused, and a multi-ethnic place asks for a member of a smaller group")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct mediation_committee committee = { .name = S("示例调委会"),
                                             .place = S(VILLAGE),
                                             .multi_ethnic = true };
    struct mediator chair = { .name = S("示例"),
                              .place = S(VILLAGE),
                              .position = MEDIATOR_CHAIR };
    str lacks;

    CHECK_OK(committee_found(&cx, &committee));
    chair.committee = committee.id;
    CHECK_OK(mediator_enlist(&cx, &chair));
    chair.id = 0;
    CHECK_FAILS(mediator_enlist(&cx, &chair), ERROR_INVALID);
    CHECK_OK(committee_lacks(&cx, &committee, &lacks));
    CHECK(str_contains(lacks, S("民族")));
}

/* Secrecy */

static const char *const outsiders[] = {
    "village_clerk",        "secretary",     "director", "township_office",
    "township_head",        "county_office", "auditor",  "system_administrator",
    "rights_administrator", "party_office",
};

TEST("nobody but mediators, the committee's head and the judicial office sees that there is a "
     "case")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);

    for (size_t i = 0; i < COUNT(outsiders); i++) {
        str role = str_of(outsiders[i]);
        test_sign_in_as(&cx, outsiders[i],
                        str_starts(role, S("county")) ? COUNTY
                        : str_starts(role, S("township")) || str_starts(role, S("party"))
                            ? TOWNSHIP
                            : VILLAGE);
        CHECK(test_get(&cx, dispute_path(&cx, id, "")).status == 403);
        CHECK(test_get(&cx, dispute_path(&cx, id, "/dossier")).status == 403);
        CHECK(test_get(&cx, "/disputes").status == 403);
        CHECK(test_get(&cx, "/disputes.csv").status == 403);
        CHECK(test_api_get(&cx, "/api/disputes").status == 403);
    }
}

TEST("a mediator of the next village is told that there is nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);

    test_sign_in_as(&cx, "mediation_chair", NEXT_VILLAGE);
    CHECK(test_get(&cx, dispute_path(&cx, id, "")).status == 404);
    struct response list = test_get(&cx, "/disputes");
    CHECK(list.status == 200 && !test_says(&list, "邻里纠纷（"));
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "看看", NULL).status == 404);
}

TEST("a mediator of the village who does not mediate the case sees its state and not its words")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);

    test_sign_in_as(&cx, "mediator", VILLAGE);
    struct response page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(page.status == 200 && test_says(&page, "调解中"));
    CHECK(!test_says(&page, "屋檐水") && !test_says(&page, "示例甲"));
    CHECK(test_get(&cx, dispute_path(&cx, id, "/dossier")).status == 403);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/mediate"), "words", "谈", NULL).status == 403);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "看看", NULL).status == 403);
}

TEST("the mediator of a case reads it; the committee's head opens it with a reason, for a day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "neighbour", LOCK_NONE);

    test_sign_in_as(&cx, "mediator", VILLAGE);
    record_id account = cx.access->account;
    test_sign_out(&cx);
    accept_case(&cx, id, a_mediator(&cx, VILLAGE, account));
    struct dispute_mediator *rows;
    size_t count;
    CHECK_OK(dispute_mediators(&cx, id, &rows, &count));
    CHECK(rows[0].account == account);

    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    struct response page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(!test_says(&page, "屋檐水"));
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), NULL).status == 422);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "审协议", NULL).status ==
          303);
    page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(test_says(&page, "屋檐水") && test_says(&page, "示例甲"));
    CHECK(test_says(&page, "审协议"));
    int64_t journalled;
    CHECK_OK(query_number(&cx,
                          "select count(*) from journal where type = 'dispute_opening' "
                          "and after like '%审协议%'",
                          NULL, 0, &journalled));
    CHECK(journalled == 1);
    test_set_day(&cx, "2026-03-03");
    page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(!test_says(&page, "屋檐水"));
}

TEST(
    "a locked case is closed to the committee's head, and opened by the judicial office with a "
    "reason")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "family", LOCK_VIOLENCE);

    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "看看", NULL).status == 403);
    test_sign_in_as(&cx, "justice_office", TOWNSHIP);
    struct response page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(!test_says(&page, "屋檐水") && !test_says(&page, "家庭暴力"));
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "指导", NULL).status == 303);
    page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(test_says(&page, "屋檐水"));
}

TEST("a locked case asks also its own mediator for a reason, each day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_case(&cx, "family", LOCK_SEXUAL);
    bool may;

    test_sign_in_as(&cx, "mediator", VILLAGE);
    record_id account = cx.access->account;
    const struct access *access = cx.access;
    test_sign_out(&cx);
    accept_case(&cx, id, a_mediator(&cx, VILLAGE, account));
    struct dispute dispute = the_dispute(&cx, id);
    cx.access = access;
    CHECK_OK(dispute_may_open(&cx, &dispute, &may));
    CHECK(!may);
    CHECK_OK(dispute_open_content(&cx, id, S("今天调解")));
    CHECK_OK(dispute_may_open(&cx, &dispute, &may));
    CHECK(may);
}

TEST("what was said lies sealed in every table, in the journal and in the words of the search")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const tables[] = {
        "select facts from disputes",
        "select name from dispute_parties",
        "select words from dispute_papers",
        "select terms from dispute_agreements",
        "select after from journal where type not in ('matter_category', 'dispute_category')",
        "select note from steps_taken",
        "select kept from steps_taken",
        "select title from tasks",
    };
    static const char *const secrets[] = { "屋檐水", "示例甲", "示例乙", "接水槽", "没有再吵" };
    struct result result;

    a_dispute(&cx, DISPUTE_FILED);
    a_dispute(&cx, DISPUTE_MEDIATING);
    for (size_t i = 0; i < COUNT(tables); i++) {
        CHECK_OK(db_query(&cx, tables[i], NULL, 0, &result));
        CHECK(result.rows > 0);
        for (size_t row = 0; row < result.rows; row++)
            for (size_t k = 0; k < COUNT(secrets); k++)
                if (str_contains(result_text(&result, row, 0), str_of(secrets[k])))
                    test_fail(__FILE__, __LINE__, "%s: %.*s", tables[i],
                              STR_ARG(result_text(&result, row, 0)));
    }
}

TEST("lists, exports, the API and the printed record show no word of a case")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_VISITED);

    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "审", NULL).status == 303);
    struct response answers[] = {
        test_get(&cx, "/disputes"),
        test_get(&cx, "/disputes.csv"),
        test_api_get(&cx, "/api/disputes"),
        test_api_get(&cx, arena_text(cx.arena, arena_printf(cx.arena, "/api/disputes/%lld",
                                                            (long long)id))),
        test_get(&cx, "/disputes?q=屋檐水"),
    };
    for (size_t i = 0; i < COUNT(answers); i++) {
        CHECK(answers[i].status == 200);
        CHECK(!str_contains(test_body(&answers[i]), S("接水槽")));
        CHECK(!str_contains(test_body(&answers[i]), S("示例甲")));
    }
    CHECK(test_api_get(&cx, "/api/dispute_parties").status == 404);
    CHECK(test_api_get(&cx, "/api/dispute_papers").status == 404);
}

TEST("a party's whole name leads to the cases that may be opened, and to no others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);

    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    struct response found = test_get(&cx, "/disputes?party=示例甲");
    CHECK(test_says(&found, "没有这个当事人"));
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "审", NULL).status == 303);
    found = test_get(&cx, "/disputes?party=示例甲");
    CHECK(!test_says(&found, "没有这个当事人"));
    found = test_get(&cx, "/disputes?party=示例");
    CHECK(test_says(&found, "没有这个当事人"));
}

TEST("others read of one or two cases only that there are fewer than three")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct figure_entry *figure = figure_find(S("disputes_mediated"));
    struct figure_value value;

    for (int i = 0; i < 2; i++)
        a_dispute(&cx, DISPUTE_MEDIATING);
    CHECK_OK(figure_read(&cx, figure, S(VILLAGE), cx.today, cx.today, &value));
    CHECK_STR(figure_text(&cx, figure, value), "2");
    test_sign_in_as(&cx, "secretary", VILLAGE);
    CHECK_STR(figure_text(&cx, figure, value), "少于3");
    CHECK_STR(figure_text(&cx, figure_find(S("mediation_rate")),
                          (struct figure_value){ .value = 1, .whole = 2 }),
              "—");
    value.value = 3;
    CHECK_STR(figure_text(&cx, figure, value), "3");
    struct response figures = test_get(&cx, "/disputes/tables");
    CHECK(test_says(&figures, "少于3") && !test_says(&figures, "洋西港村<"));
    test_sign_in_as(&cx, "mediator", VILLAGE);
    value.value = 2;
    CHECK_STR(figure_text(&cx, figure, value), "2");
}

TEST("the history of a case is told in the reader's language, and what people wrote stays")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_MEDIATING);
    struct dispute_escalation up = { .reason = S("跨村"), .is_joint = true };

    a_committee(&cx, TOWNSHIP);
    step(&cx, id, "escalate", &up);
    test_sign_in_as(&cx, "county_justice", COUNTY);
    test_read_in(LANGUAGE_ENGLISH);
    struct response page = test_get(&cx, dispute_path(&cx, id, ""));
    test_read_in(LANGUAGE_CHINESE);
    CHECK(test_says(&page, "Escalated to 花桥镇 for joint mediation, with the file. 跨村"));
    CHECK(test_says(&page, "Disputes between neighbours"));
    page = test_get(&cx, dispute_path(&cx, id, ""));
    CHECK(test_says(&page, "报到花桥镇，联合调解，案卷一并移交。跨村"));
}

TEST("a party follows the own case by receipt and reads nothing of the others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_PERFORMING);
    struct dispute_party *parties;
    size_t count;

    CHECK_OK(dispute_parties(&cx, id, &parties, &count));
    const char *path = arena_text(
        cx.arena, arena_printf(cx.arena, "/mediation/%.*s", STR_ARG(parties[0].receipt)));
    struct response page = test_get(&cx, path);
    CHECK(page.status == 200 && test_says(&page, "履行中") && test_says(&page, "司法确认"));
    CHECK(!test_says(&page, "示例") && !test_says(&page, "接水槽"));
    CHECK(test_get(&cx, "/mediation/22222222AAAA").status == 404);
    CHECK(test_get(&cx, "/mediation").status == 200);
}

/* Papers */

TEST("a dossier is a PDF with its cover, and each of its parts is one by itself")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_FILED);

    test_sign_in_as(&cx, "justice_office", TOWNSHIP);
    CHECK(test_get(&cx, dispute_path(&cx, id, "/dossier")).status == 403);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "查卷", NULL).status == 303);
    struct response whole = test_get(&cx, dispute_path(&cx, id, "/dossier"));
    CHECK(whole.status == 200);
    CHECK(str_starts(test_body(&whole), S("%PDF-")));
    for (int item = 1; item <= DOSSIER_ITEMS; item++) {
        const char *rest =
            arena_text(cx.arena, arena_printf(cx.arena, "/dossier?item=%d", item));
        struct response one = test_get(&cx, dispute_path(&cx, id, rest));
        CHECK(one.status == 200 && str_starts(test_body(&one), S("%PDF-")));
    }
    CHECK(test_get(&cx, dispute_path(&cx, id, "/dossier?item=14")).status == 404);
}

TEST("a scan is shown to those who may open its case, and is not added to a closed dossier")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_dispute(&cx, DISPUTE_VISITED);
    struct evidence scan;
    struct dispute_paper *papers;
    size_t count;

    CHECK_OK(dispute_papers(&cx, id, &papers, &count));
    CHECK_OK(evidence_add(&cx, &dispute_paper_type, &papers[0], S("签字页.jpg"),
                          S("\xff\xd8\xff scan"), &scan));
    const char *path =
        arena_text(cx.arena, arena_printf(cx.arena, "/evidence/%lld", (long long)scan.id));
    test_sign_in_as(&cx, "mediation_chair", NEXT_VILLAGE);
    CHECK(test_get(&cx, path).status == 404);
    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    CHECK(test_get(&cx, path).status == 404);
    CHECK(test_post(&cx, dispute_path(&cx, id, "/open"), "reason", "审", NULL).status == 303);
    CHECK(test_get(&cx, path).status == 200);
    CHECK(
        test_post(&cx, dispute_path(&cx, id, "/file"), "missing_reason", "身份证明已核对", NULL)
            .status == 303);
    const char *paper =
        arena_text(cx.arena, arena_printf(cx.arena, "%lld", (long long)papers[0].id));
    CHECK(test_post(&cx, dispute_path(&cx, id, "/scans"), "paper", paper, NULL).status == 409);
}

/* From a matter */

TEST("a matter that is a dispute becomes a case with one press, and learns how it ended")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = { .place = S(VILLAGE),
                             .story = S("两家为田埂争吵"),
                             .kind = KIND_DISPUTE,
                             .category = S("dispute_land") };
    int64_t words;

    CHECK_OK(matter_report(&cx, &matter, NULL));
    CHECK_OK(flow_take(&cx, &matter_flow, "mediate", matter.id, NULL));
    CHECK_FAILS(flow_take(&cx, &matter_flow, "mediate", matter.id, NULL), ERROR_CONFLICT);
    CHECK(rows_in(&cx, "disputes") == 1);
    int64_t id;
    CHECK_OK(query_number(&cx, "select id from disputes", NULL, 0, &id));
    CHECK(the_dispute(&cx, id).matter == matter.id);
    CHECK_STR(the_dispute(&cx, id).category, "forest_land");
    step(&cx, id, "register", &(struct dispute_registration){ .is_difficult = false });
    step(&cx, id, "refuse",
         &(struct dispute_ending){ .reason = S("不愿谈"), .routes = S("可以起诉") });
    CHECK_OK(query_number(&cx,
                          "select count(*) from steps_taken where type = 'matter' "
                          "and label = '人民调解'",
                          NULL, 0, &words));
    CHECK(words == 1);
}

TEST("a matter that is no dispute is not mediated")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = { .place = S(VILLAGE), .story = S("路灯不亮") };

    CHECK_OK(matter_report(&cx, &matter, NULL));
    CHECK_FAILS(flow_take(&cx, &matter_flow, "mediate", matter.id, NULL), ERROR_CONFLICT);
}

/* Early sight */

TEST("the same household and the same plot again are counted, and nobody is scored")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id resident = a_resident(&cx, "示例户主", "1001", "户主");
    struct dispute_report report = { .place = S(VILLAGE),
                                     .category = S("forest_land"),
                                     .source = DISPUTE_BY_APPLICATION,
                                     .facts = S("田埂"),
                                     .parcel = S("门前三亩") };
    struct early_sight sight;
    struct dispute first, second;

    test_set_day(&cx, "2025-03-10");
    CHECK_OK(dispute_open(&cx, &report, &first));
    step(&cx, first.id, "add_party", &(struct party_entry){ .resident = resident });
    CHECK_OK(early_read(&cx, &first, &sight));
    CHECK(sight.households == 0 && sight.parcel == 0 && sight.season == 0);
    test_set_day(&cx, "2026-03-02");
    CHECK_OK(dispute_open(&cx, &report, &second));
    step(&cx, second.id, "add_party", &(struct party_entry){ .resident = resident });
    CHECK_OK(early_read(&cx, &second, &sight));

    CHECK(sight.households == 1 && sight.parcel == 1 && sight.season == 1);
}

/* Tables */

static int64_t cell_of(const struct dispute_table *table, const struct table_row *row,
                       const char *label)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (str_eq(table->columns[i].label, str_of(label)))
            return row->cells[i];
    test_fail(__FILE__, __LINE__, "no column %s", label);
}

static void three_cases(struct context *cx)
{
    record_id oral = a_dispute(cx, DISPUTE_MEDIATING);
    struct screening screening = { .place = S(VILLAGE) };

    step(cx, oral, "agree",
         &(struct dispute_settlement){ .form = FORM_ORAL,
                                       .facts = S("水"),
                                       .terms = S("清了"),
                                       .at_once = true,
                                       .amount = 123400 });
    a_dispute(cx, DISPUTE_PERFORMING);
    a_dispute(cx, DISPUTE_TERMINATED);
    a_dispute(cx, DISPUTE_PREVENTED);
    CHECK_OK(screening_hold(cx, &screening));
}

TEST("the judicial office's table has in every cell what the cases say")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct dispute_table table;

    three_cases(&cx);
    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), cx.today, cx.today, &table));

    static const struct {
        const char *label;
        int64_t value;
    } cells[] = {
        { "调解案件数", 3 },
        { "涉及当事人数", 6 },
        { "成功数", 2 },
        { "疑难复杂数", 0 },
        { "涉及金额（万元）", 123400 },
        { "书面协议", 1 },
        { "口头协议", 1 },
        { "主动调解", 0 },
        { "当事人申请", 3 },
        { "法院委托移送", 0 },
        { "检察院委托移送", 0 },
        { "公安机关委托移送", 0 },
        { "信访部门委托移送", 0 },
        { "其他单位委托移送", 0 },
        { "婚姻家庭", 0 },
        { "邻里", 3 },
        { "房屋宅基地", 0 },
        { "合同", 0 },
        { "生产经营", 0 },
        { "损害赔偿", 0 },
        { "山林土地", 0 },
        { "征地拆迁", 0 },
        { "环境污染", 0 },
        { "拖欠农民工工资", 0 },
        { "其他劳动争议", 0 },
        { "旅游", 0 },
        { "电子商务", 0 },
        { "其他消费", 0 },
        { "医疗", 0 },
        { "道路交通事故", 0 },
        { "物业", 0 },
        { "其他", 0 },
        { "排查次数", 1 },
        { "预防数", 1 },
        { "司法确认数", 0 },
    };
    CHECK(table.column_count == COUNT(cells));
    CHECK(table.row_count == 1);
    for (size_t i = 0; i < COUNT(cells); i++) {
        CHECK_STR(table.columns[i].label, cells[i].label);
        CHECK(table.rows[0].cells[i] == cells[i].value);
        CHECK(table.total.cells[i] == cells[i].value);
    }
    CHECK(str_is_empty(table.wrong));
    CHECK_STR(table_cell(&cx, &table, &table.total, 4), "0.1234");
}

TEST("the public-security table and the one of what was resolved add up")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct dispute_table table;

    three_cases(&cx);
    CHECK_OK(table_read(&cx, TABLE_SECURITY, S(TOWNSHIP), cx.today, cx.today, &table));
    CHECK(table.row_count == 18 && table.column_count == 11);
    CHECK(cell_of(&table, &table.rows[1], "排查发现数") == 4);
    CHECK(cell_of(&table, &table.rows[1], "调处数") == 3);
    CHECK(cell_of(&table, &table.total, "成功数") == 2);
    CHECK(cell_of(&table, &table.total, "50人以下") == 3);
    CHECK(cell_of(&table, &table.total, "村级调处") == 3);
    CHECK_STR(table_cell(&cx, &table, &table.total, 3), "66.7%");
    CHECK(str_is_empty(table.wrong));
    CHECK_OK(table_read(&cx, TABLE_RESOLVED, S(TOWNSHIP), cx.today, cx.today, &table));
    CHECK(cell_of(&table, &table.total, "邻里 化解") == 2);
    CHECK(cell_of(&table, &table.total, "邻里 未化解") == 1);
    CHECK(cell_of(&table, &table.total, "合计 化解") == 2);
    CHECK(cell_of(&table, &table.total, "合计 未化解") == 1);
    CHECK(str_is_empty(table.wrong));
}

TEST("a table that does not add up says so and is not sent")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct dispute_return sent;
    struct dispute_table table;

    three_cases(&cx);
    CHECK_OK(db_run(&cx, "update disputes set form = 'none' where form = 'oral'", NULL, 0));
    CHECK_OK(figures_rebuild(&cx));
    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), cx.today, cx.today, &table));
    CHECK(str_contains(table.wrong, S("协议形式")));
    CHECK_FAILS(
        table_send(&cx, TABLE_JUSTICE, S(TOWNSHIP), cx.today, cx.today, S("县司法局"), &sent),
        ERROR_CONFLICT);
    CHECK_OK(db_run(&cx,
                    "update disputes set form = 'oral' where form = 'none' "
                    "and outcome = 'settled'",
                    NULL, 0));
    CHECK_OK(db_run(&cx,
                    "update disputes set category = 'old_medical' where outcome = "
                    "'terminated'",
                    NULL, 0));
    CHECK_OK(figures_rebuild(&cx));
    for (unsigned kind = 0; kind < TABLE_KINDS; kind++)
        CHECK_FAILS(table_send(&cx, (enum table_kind)kind, S(TOWNSHIP), cx.today, cx.today,
                               S("县司法局"), &sent),
                    ERROR_CONFLICT);
    CHECK(rows_in(&cx, "dispute_returns") == 0);
}

TEST("a table that was sent keeps its numbers; only the judicial office sends and exports")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct dispute_table table;
    struct dispute_return sent;
    bool found;

    three_cases(&cx);
    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    CHECK(test_post(&cx, "/disputes/tables", "kind", "justice", "place", VILLAGE, "from",
                    "2026-03-01", "to", "2026-03-31", "receiver", "县", NULL)
              .status == 403);
    CHECK(test_get(&cx, "/disputes/tables.xlsx").status == 403);
    test_sign_in_as(&cx, "justice_office", TOWNSHIP);
    CHECK(test_post(&cx, "/disputes/tables", "kind", "justice", "place", TOWNSHIP, "from",
                    "2026-03-01", "to", "2026-03-31", "receiver", "县司法局", NULL)
              .status == 303);
    test_sign_out(&cx);
    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), day_of("2026-03-01"),
                        day_of("2026-03-31"), &table));
    CHECK_OK(table_sent(&cx, &table, &sent, &found));
    CHECK(found && str_eq(sent.cells, table_csv(&cx, &table)));
    a_dispute(&cx, DISPUTE_ACCEPTED);
    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), day_of("2026-03-01"),
                        day_of("2026-03-31"), &table));
    CHECK_OK(table_sent(&cx, &table, &sent, &found));
    CHECK(found && !str_eq(sent.cells, table_csv(&cx, &table)));
}
