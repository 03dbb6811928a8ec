/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of those who work on matters, and who may not see or do what. */
#include "app/figure.h"
#include "app/journal.h"
#include "app/task.h"
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

#include <string.h>

/* The one path that people take */

TEST("a matter goes through the router from a villager's words to a villager's verdict")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response sent = test_post(&cx, "/report", "place", VILLAGE, "story",
                                     "水管爆了，停水两天。", "wants_reply", "1", NULL);
    record_id id = sent.record;

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    CHECK(test_post(&cx, matter_path(&cx, id, "/escalate"), "reason", "要水厂来修", NULL)
              .status == 303);
    test_sign_in_as(&cx, "township_office", TOWNSHIP);
    CHECK(test_post(&cx, matter_path(&cx, id, "/dispatch"), "department", "township_department",
                    "office", "水利服务站", NULL)
              .status == 303);
    test_sign_in_as(&cx, "township_department", TOWNSHIP);
    CHECK(test_post(&cx, matter_path(&cx, id, "/resolve"), "answer", "换了管子，水来了。", NULL)
              .status == 303);
    CHECK(test_post(&cx, matter_path(&cx, id, "/reply"), "way", "phone", NULL).status == 303);
    test_sign_out(&cx);
    test_post(&cx, receipt_path(&cx, id, "/confirm"), "satisfied", "yes", NULL);

    CHECK(reload(&cx, id).status == MATTER_CLOSED);
}

TEST("each step by the router leaves a line that names who took it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPORTED);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    test_post(&cx, matter_path(&cx, id, "/accept"), "words", "明天上午去看", NULL);
    struct response page = test_get(&cx, matter_path(&cx, id, ""));

    CHECK(test_says(&page, "文书 示例测试员"));
    CHECK(test_says(&page, "明天上午去看"));
    CHECK(test_says(&page, "村里办理"));
}

TEST("the page shows the facts, the deadline in words, the callers and what may be done")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_sign_in_as(&cx, "secretary", VILLAGE);
    struct response page = test_get(&cx, matter_path(&cx, id, ""));

    CHECK(page.status == 200);
    CHECK(test_says(&page, "还剩1个工作日"));
    CHECK(test_says(&page, "示例张三"));
    CHECK(test_says(&page, "填写办理结果"));
    CHECK(!test_says(&page, "/decide_duty"));
    CHECK(test_says(&page, "城管村建"));
}

TEST("the step that a matter waits for comes first, with its form open")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPORTED);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response page = test_get(&cx, matter_path(&cx, id, ""));
    CHECK(test_says(&page, "<a class='button button-strong' href='#steps'>下一步：受理</a>"));
    CHECK(test_says(&page, "id='steps-title'>下一步</h2>\n"
                           "<details class='fold' id='accept' open>"));
    CHECK(test_says(&page, "<details class='fold' id='escalate'>"));
    test_sign_in_as(&cx, "grid_worker", VILLAGE "001");
    page = test_get(&cx, matter_path(&cx, id, ""));
    CHECK(!test_says(&page, "/accept'"));
}

TEST("showing the progress to everybody is no warning")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response page = test_get(&cx, matter_path(&cx, id, ""));
    CHECK(test_says(&page, "公开进度</button>"));
    CHECK(!test_says(&page, "button-grave"));
}

TEST("a list says in words in which order it is")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response list;

    a_matter(&cx, MATTER_REPORTED);
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    list = test_get(&cx, "/matters");
    CHECK(test_says(&list, "<caption>民情诉求，新的在前</caption>"));
    CHECK(test_says(&list, "<tr data-label='排序：'>"));
    list = test_get(&cx, "/matters?sort=reported_on");
    CHECK(test_says(&list, "<caption>民情诉求，按登记日期，旧的在前</caption>"));
    list = test_get(&cx, "/matters?sort=-title");
    CHECK(test_says(&list, "<caption>民情诉求，按标题，从后往前</caption>"));
}

TEST("a list without records says so, and offers more only when conditions were set")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response list;

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    list = test_get(&cx, "/matters");
    CHECK(test_says(&list, "这里还没有记录。"));
    CHECK(!test_says(&list, "看全部"));
    list = test_get(&cx, "/matters?status=closed");
    CHECK(test_says(&list, "没有符合条件的记录"));
    CHECK(test_says(&list, "看全部"));
}

TEST("the sheet of a matter has room for two signatures")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPORTED);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response page = test_get(&cx, matter_path(&cx, id, "/print"));
    CHECK(test_says(&page, "<div class='by-hand'>\n<dt>经办人签字</dt>"));
    CHECK(test_says(&page, "<div class='by-hand'>\n<dt>反映人签字</dt>"));
}

TEST("the sheet of a matter is a PDF too, with a name and without a page around it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPORTED);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response pdf = test_get(&cx, matter_path(&cx, id, "/pdf"));
    CHECK(pdf.status == 200 && pdf.bare && str_starts(test_body(&pdf), S("%PDF-")));
    CHECK_STR(str_of(pdf.content_type), "application/pdf");
    CHECK(str_contains(buf_str(&pdf.headers), S("Content-Disposition: inline; ")));
}

TEST("a refused step shows its form again with what was typed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_sign_in_as(&cx, "secretary", VILLAGE);
    struct response page = test_post(&cx, matter_path(&cx, id, "/request_extension"), "days",
                                     "99", "reason", "等灯杆到货", NULL);

    CHECK(page.status == 422);
    CHECK(test_says(&page, "等灯杆到货"));
    CHECK(reload(&cx, id).extension == EXTENSION_NONE);
}

/* Writing down */

TEST("a grid worker writes a thing down in the own grid, settled at once or not")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_grid(&cx);
    test_sign_in_as(&cx, "grid_worker", GRID);
    struct response form = test_get(&cx, "/matters/new");
    CHECK(test_says(&form, GRID));
    CHECK(test_says(&form, "垃圾清运"));
    struct response sent =
        test_post(&cx, "/matters/new", "place", GRID, "story", "窨井盖没了。", "kind", "hazard",
                  "source", "grid", "answer", "换上新盖了", NULL);

    struct matter matter = reload(&cx, sent.record);
    CHECK(matter.status == MATTER_CLOSED);
    CHECK(matter.intake_by == INTAKE_GRID);
    CHECK(matter.kind == KIND_HAZARD);
    CHECK(matter.recorded_by != 0);
}

TEST("a clerk writes down what a villager says by telephone")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response sent = test_post(&cx, "/matters/new", "place", VILLAGE, "story",
                                     "路灯不亮。", "source", "phone", "name", "示例李四",
                                     "phone", "13800005678", "wants_reply", "1", NULL);
    struct response page = test_get(&cx, arena_text(cx.arena, sent.location));

    CHECK(reload(&cx, sent.record).intake_by == INTAKE_CLERK);
    CHECK(reload(&cx, sent.record).source == SOURCE_PHONE);
    CHECK(test_says(&page, "138****5678"));
    CHECK(!test_says(&page, "13800005678"));
}

TEST("nobody writes down for a place that is not theirs")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);

    CHECK(test_post(&cx, "/matters/new", "place", NEXT_VILLAGE, "story", "路灯不亮。", NULL)
              .status == 403);
    CHECK(rows_of(&cx, "matters") == 0);
}

TEST("one more person is added and gets a receipt of their own")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);
    struct receipt_holder holder;

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response sent = test_post(&cx, matter_path(&cx, id, "/callers"), "name", "示例王五",
                                     "wants_reply", "1", NULL);

    str receipt = str_slice(sent.location, 9, sent.location.length);
    CHECK_OK(receipt_find(&cx, receipt, &holder));
    CHECK(holder.matter == id);
    CHECK(reload(&cx, id).caller_count == 2);
}

TEST("a program writes down and takes steps with its token")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response sent = test_api_post(
        &cx, "/api/matters/new", "{\"place\":\"" VILLAGE "\",\"story\":\"路灯不亮。\"}");
    CHECK(sent.status == 201);
    record_id id = sent.record;
    const char *path =
        arena_printf(cx.arena, "/api/matters/%lld/accept%c", (long long)id, '\0').data;
    CHECK(test_api_post(&cx, path, "{}").status == 200);
    struct response list = test_api_get(&cx, "/api/matters?status=village_handling");

    CHECK(reload(&cx, id).status == MATTER_VILLAGE_HANDLING);
    CHECK(test_says(&list, "\"status\":\"village_handling\""));
}

/* Who may not */

TEST("a village does not see the next one's matters: page, list, API, export, panel")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);
    const char *api = arena_printf(cx.arena, "/api%s%c", matter_path(&cx, id, ""), '\0').data;

    test_sign_in_as(&cx, "village_clerk", NEXT_VILLAGE);

    CHECK(test_get(&cx, matter_path(&cx, id, "")).status == 404);
    CHECK(test_get(&cx, matter_path(&cx, id, "/print")).status == 404);
    CHECK(test_get(&cx, matter_path(&cx, id, "/pdf")).status == 404);
    CHECK(test_api_get(&cx, api).status == 404);
    CHECK(test_get(&cx, "/matters?place=" VILLAGE).status == 403);
    struct response list = test_get(&cx, "/matters");
    struct response csv = test_get(&cx, "/matters.csv");
    struct response found = test_get(&cx, "/matters?q=路灯");
    struct response home = test_get(&cx, "/");
    CHECK(!test_says(&list, "路灯"));
    CHECK(!test_says(&csv, "路灯"));
    CHECK(!test_says(&found, "路灯不亮</a>"));
    CHECK(!test_says(&home, "路灯"));
}

TEST("a village cannot take a step with the next one's matters, nor learn that they exist")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);
    struct matter own = { .place = S(NEXT_VILLAGE), .story = S("路灯不亮") };

    CHECK_OK(matter_report(&cx, &own, NULL));
    test_sign_in_as(&cx, "secretary", NEXT_VILLAGE);

    CHECK(test_post(&cx, matter_path(&cx, id, "/resolve"), "answer", "好了", NULL).status ==
          404);
    const char *into = arena_printf(cx.arena, "%lld%c", (long long)id, '\0').data;
    CHECK(test_post(&cx, matter_path(&cx, own.id, "/merge"), "into", into, NULL).status == 403);
    CHECK(reload(&cx, own.id).status == MATTER_REPORTED);
}

TEST("a village's own list has its matters and can be searched")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_report(&cx, "路灯不亮，晚上摸黑走路。");
    a_report(&cx, "垃圾桶满了没人收。");
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response all = test_get(&cx, "/matters");
    struct response found = test_get(&cx, "/matters?q=摸黑");

    CHECK(test_says(&all, "路灯不亮") && test_says(&all, "垃圾桶满了没人收"));
    CHECK(test_says(&found, "路灯不亮") && !test_says(&found, "垃圾桶满了没人收"));
}

TEST("the overdue tab lists what is past its limit")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_matter(&cx, MATTER_VILLAGE_HANDLING);
    test_set_day(&cx, "2026-03-04");
    struct matter fresh = a_report(&cx, "垃圾桶满了没人收。");
    take(&cx, fresh.id, "accept", &(struct matter_acceptance){ 0 });
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response list =
        test_get(&cx, "/matters?status=village_handling,handling&due_on=..2026-03-03");

    CHECK(test_says(&list, "路灯不亮"));
    CHECK(!test_says(&list, "垃圾桶满了没人收"));
}

struct refusal {
    const char *role;
    const char *place;
    enum matter_status status;
    const char *step;
};

static const struct refusal refusals[] = {
    { "grid_worker", GRID, MATTER_REPORTED, "/accept" },
    { "grid_worker", GRID, MATTER_REPLIED, "/confirm" },
    { "village_clerk", VILLAGE, MATTER_DISPATCHING, "/dispatch" },
    { "village_clerk", VILLAGE, MATTER_HANDLING, "/resolve" },
    { "village_clerk", VILLAGE, MATTER_UNSETTLED, "/close_with_explanation" },
    { "secretary", VILLAGE, MATTER_DUTY_DISPUTED, "/decide_duty" },
    { "township_department", TOWNSHIP, MATTER_DISPATCHING, "/dispatch" },
    { "justice_office", TOWNSHIP, MATTER_HANDLING, "/resolve" },
    { "justice_office", TOWNSHIP, MATTER_HANDLING, "/dispute_duty" },
    { "township_secretary", TOWNSHIP, MATTER_DISPATCHING, "/dispatch" },
    { "auditor", COUNTY, MATTER_REPORTED, "/accept" },
    { "system_administrator", COUNTY, MATTER_REPORTED, "/accept" },
    { "rights_administrator", COUNTY, MATTER_REPORTED, "/accept" },
};

static int post_filled(struct context *cx, const char *path)
{
    return test_post(cx, path, "answer", "好了", "reason", "因为", "department",
                     "township_department", "satisfied", "yes", NULL)
        .status;
}

TEST("steps are refused to those whose post does not give them")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_grid(&cx);
    for (size_t i = 0; i < COUNT(refusals); i++) {
        test_sign_out(&cx);
        record_id id = a_matter(&cx, refusals[i].status);
        test_sign_in_as(&cx, refusals[i].role, refusals[i].place);
        int status = post_filled(&cx, matter_path(&cx, id, refusals[i].step));
        if (status != 403 && status != 404)
            test_fail(__FILE__, __LINE__, "%s %s: %d", refusals[i].role, refusals[i].step,
                      status);
        CHECK(reload(&cx, id).status == refusals[i].status);
    }
}

TEST("administrators and auditors see no matters")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const roles[] = { "system_administrator", "rights_administrator",
                                         "auditor" };

    a_matter(&cx, MATTER_REPORTED);
    for (size_t i = 0; i < COUNT(roles); i++) {
        test_sign_in_as(&cx, roles[i], COUNTY);
        CHECK(test_get(&cx, "/matters").status == 403);
    }
}

/* In public */

TEST("what was made public by mistake is made private again by the village")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_VILLAGE_HANDLING);

    test_sign_in_as(&cx, "township_department", TOWNSHIP);
    CHECK(test_post(&cx, matter_path(&cx, id, "/publish"), NULL).status == 403);
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    test_post(&cx, matter_path(&cx, id, "/publish"), NULL);
    CHECK(reload(&cx, id).is_public);
    test_post(&cx, matter_path(&cx, id, "/conceal"), NULL);

    CHECK(!reload(&cx, id).is_public);
}

TEST("the list says what is left of the limit")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_matter(&cx, MATTER_VILLAGE_HANDLING);
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response list = test_get(&cx, "/matters");

    CHECK(test_says(&list, "还剩1个工作日"));
}

/* Telephones */

TEST("a telephone is opened with a reason, and the journal knows")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response sent = test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮。",
                                     "name", "示例张三", "phone", "13800001234", NULL);
    struct matter_caller *callers;
    size_t count;

    CHECK_OK(matter_callers(&cx, sent.record, &callers, &count));
    const char *caller = arena_printf(cx.arena, "%lld%c", (long long)callers[0].id, '\0').data;
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    const char *path = matter_path(&cx, sent.record, "/phone");
    CHECK(test_post(&cx, path, "caller", caller, NULL).status == 422);
    struct response opened =
        test_post(&cx, path, "caller", caller, "reason", "回电话核实", NULL);

    CHECK(test_says(&opened, "13800001234"));
    int64_t entries;
    CHECK_OK(query_number(&cx, "select count(*) from journal where reason = $1",
                          WITH(value_text(S("回电话核实"))), &entries));
    CHECK(entries == 1);
}

TEST("the telephone of another matter's caller does not open")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response sent = test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮。",
                                     "phone", "13800001234", NULL);
    struct matter_caller *callers;
    size_t count;
    struct matter own = { .place = S(NEXT_VILLAGE), .story = S("路灯不亮") };

    CHECK_OK(matter_callers(&cx, sent.record, &callers, &count));
    CHECK_OK(matter_report(&cx, &own, NULL));
    const char *caller = arena_printf(cx.arena, "%lld%c", (long long)callers[0].id, '\0').data;
    test_sign_in_as(&cx, "village_clerk", NEXT_VILLAGE);

    CHECK(test_post(&cx, matter_path(&cx, own.id, "/phone"), "caller", caller, "reason", "看",
                    NULL)
              .status == 404);
}

/* To-dos */

TEST("whoever must act next finds it among the to-dos, and nobody else does")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct task *tasks;
    size_t count;

    a_matter(&cx, MATTER_DISPATCHING);
    test_sign_in_as(&cx, "township_office", TOWNSHIP);
    CHECK_OK(tasks_mine(&cx, 10, &tasks, &count));
    CHECK(count == 1);
    CHECK_STR(tasks[0].words, "请派单");
    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    CHECK_OK(tasks_mine(&cx, 10, &tasks, &count));

    CHECK(count == 0);
}

TEST("the home page of a grid worker shows what is open in the grid")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = { .story = S("路灯不亮，摸黑走路。"), .place = S(GRID) };

    a_grid(&cx);
    CHECK_OK(matter_report(&cx, &matter, NULL));
    test_sign_in_as(&cx, "grid_worker", GRID);
    struct response home = test_get(&cx, "/");

    CHECK(test_says(&home, "路灯不亮"));
}

/* Nothing is half done */

static int64_t everything(struct context *cx)
{
    return rows_of(cx, "matters") + rows_of(cx, "matter_callers") + rows_of(cx, "steps_taken") +
           rows_of(cx, "tasks") + rows_of(cx, "journal") + rows_of(cx, "totals");
}

TEST("a report of which some statement fails changes nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int64_t before = everything(&cx);
    int status = 0;
    int failures = 0;

    for (int nth = 1; nth < 200 && status != 303; nth++) {
        db_fail_at(cx.db, nth);
        status = test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮。", "name",
                           "示例张三", "phone", "13800001234", NULL)
                     .status;
        db_fail_at(cx.db, 0);
        if (status != 303) {
            failures++;
            CHECK(status >= 500);
            CHECK(everything(&cx) == before);
        }
    }

    CHECK(status == 303 && failures > 8);
    CHECK(rows_of(&cx, "matters") == 1);
}

TEST("a dispatch of which some statement fails changes nothing, or all of it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_DISPATCHING);
    int failures = 0;

    test_sign_in_as(&cx, "township_office", TOWNSHIP);
    int64_t before = everything(&cx);
    for (int nth = 1; nth < 60; nth++) {
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth);
        bool done = test_post(&cx, matter_path(&cx, id, "/dispatch"), "department",
                              "township_department", NULL)
                        .status == 303;
        db_fail_at(cx.db, 0);
        failures += !done;
        CHECK((reload(&cx, id).status == MATTER_HANDLING) == done);
        CHECK((everything(&cx) == before) == !done);
        db_rollback(&cx);
    }

    CHECK(failures > 8);
}

/* Figures */

static int64_t figure_of(struct context *cx, const char *key)
{
    struct figure_value value = { 0 };

    CHECK_OK(figure_read(cx, figure_find(str_of(key)), S(TOWNSHIP), date_of(2026, 1, 1),
                         date_of(2026, 12, 31), &value));
    return value.value;
}

TEST("the figures follow from what has happened")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_matter(&cx, MATTER_CLOSED);
    a_matter(&cx, MATTER_CLOSED_WITH_EXPLANATION);
    a_matter(&cx, MATTER_WITHDRAWN);
    a_matter(&cx, MATTER_UNSETTLED);

    CHECK(figure_of(&cx, "matters_received") == 4);
    CHECK(figure_of(&cx, "matters_closed") == 2);
    CHECK(figure_of(&cx, "matters_open") == 1);
    CHECK(figure_of(&cx, "matters_explained") == 1);
    CHECK(figure_of(&cx, "matters_visited") == 2);
    CHECK(figure_of(&cx, "matters_satisfied") == 1);
    CHECK(figure_of(&cx, "matters_from_villagers") == 4);
    CHECK(figure_of(&cx, "matters_response_due") == 3);
}

TEST("a dispute settled by deliberation in the village counts, one sent up does not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter here = { .place = S(VILLAGE),
                           .story = S("两家为屋檐水吵起来了"),
                           .kind = KIND_DISPUTE,
                           .source = SOURCE_DELIBERATION };
    struct matter above = here;

    CHECK_OK(matter_report(&cx, &here, NULL));
    CHECK_OK(matter_report(&cx, &above, NULL));
    take(&cx, here.id, "self_handle", &(struct matter_self_handling){ .answer = S("谈好了") });
    take(&cx, above.id, "escalate", &(struct matter_escalation){ .reason = S("谈不拢") });

    CHECK(figure_of(&cx, "disputes_handled_by_masses") == 1);
}

TEST("the journal is read in words, not in names of the code")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPORTED);

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    test_post(&cx, matter_path(&cx, id, "/accept"), "words", "明天上午去看", NULL);
    test_sign_in_as(&cx, "auditor", TOWNSHIP);
    struct response list = test_get(&cx, "/journal?type=matter");
    CHECK(list.status == 200);
    CHECK(test_says(&list, "data-label='操作'>受理</td>"));
    CHECK(test_says(&list, "data-label='记录类型'>民情诉求</td>"));
    CHECK(!test_says(&list, "matters.accept"));

    CHECK_STR(journal_deed_words(&cx, S("residents.find")), "按身份证号查找");
    CHECK_STR(journal_deed_words(&cx, S("matters.phone")), "看反映人的完整电话");
    CHECK_STR(journal_deed_words(&cx, S("/holidays")), "新增");
    CHECK_STR(journal_deed_words(&cx, S("sign_in")), "登录");
    CHECK_STR(journal_deed_words(&cx, S("accounts.forget_sessions")), "系统定时处理");
    CHECK_STR(journal_deed_words(&cx, S("what.was")), "what.was");
    CHECK_STR(journal_value_words(&cx, &matter_type, S("status"), S("reported")), "待受理");
    CHECK_STR(journal_value_words(&cx, &matter_type, S("place"), S(VILLAGE)), "洋西港村");
    CHECK_STR(journal_value_words(&cx, &matter_type, S("title"), S("reported")), "reported");
    CHECK_STR(journal_value_words(&cx, &matter_type, S("gone"), S("x")), "x");
}
