/* SPDX-License-Identifier: Apache-2.0 */
/* Every step as it is sent by a form: what it refuses, and that a failing statement of it
 * changes nothing. */
#include "modules/disputes/fixture_test.h"
#include "tests/town.h"

#include <string.h>

enum { PAIRS = 7, NTH_MAX = 400, LEAST_STATEMENTS = 3 };

/* A form that a step takes; @party and the like stand for the ids of the case. */
struct form {
    const char *step;
    enum dispute_status status;
    const char *pairs[2 * PAIRS]; /* names and values in turn */
    bool applied;                 /* the court has been asked before */
};

static const struct form forms[] = {
    { "register", DISPUTE_FOUND, { "category", "neighbour", "facts", "争过道" }, false },
    { "prevent", DISPUTE_FOUND, { "words", "说和了" }, false },
    { "add_party", DISPUTE_REGISTERED, { "side", "applicant", "name", "示例甲" }, false },
    { "drop_party", DISPUTE_REGISTERED, { "party", "@party" }, false },
    { "assign", DISPUTE_ACCEPTED, { "mediator", "@mediator", "has_statement", "1" }, false },
    { "release", DISPUTE_ACCEPTED, { "assignment", "@assignment", "reason", "要回避" }, false },
    { "invite",
      DISPUTE_ACCEPTED,
      { "name", "示例组长", "standing", "neighbour", "consented", "1" },
      false },
    { "consent", DISPUTE_REGISTERED, { "party", "@party" }, false },
    { "notify", DISPUTE_REGISTERED, { "is_open", "1" }, false },
    { "refuse", DISPUTE_REGISTERED, { "reason", "不愿谈", "routes", "可以起诉" }, false },
    { "accept", DISPUTE_REGISTERED, { NULL }, false },
    { "grade", DISPUTE_MEDIATING, { "risk", "red", "measures", "守着两家" }, false },
    { "report_police", DISPUTE_MEDIATING, { "police", "派出所" }, false },
    { "investigate", DISPUTE_ACCEPTED, { "words", "问了邻居" }, false },
    { "mediate", DISPUTE_ACCEPTED, { "words", "谈了", "step", "four_looks.1" }, false },
    { "extend", DISPUTE_MEDIATING, { "days", "10", "all_consent", "1" }, false },
    { "escalate", DISPUTE_MEDIATING, { "reason", "跨村" }, false },
    { "agree",
      DISPUTE_MEDIATING,
      { "form", "oral", "facts", "水", "terms", "清了", "at_once", "1" },
      false },
    { "sign", DISPUTE_AGREED, { "party", "@party", "signing", "hand" }, false },
    { "sign_mediator", DISPUTE_AGREED, { NULL }, false },
    { "seal_agreement", DISPUTE_AGREED, { NULL }, false },
    { "add_instalment",
      DISPUTE_PERFORMING,
      { "what", "一期", "due_on", "2026-04-01", "amount", "100" },
      false },
    { "perform", DISPUTE_PERFORMING, { "proof", "收条一张" }, false },
    { "breach", DISPUTE_PERFORMING, { "words", "到期没做", "routes", "可以起诉" }, false },
    { "mediate_again", DISPUTE_BREACHED, { NULL }, false },
    { "apply_confirmation",
      DISPUTE_PERFORMING,
      { "court", "示例市人民法院", "by_both", "1" },
      false },
    { "extend_court", DISPUTE_PERFORMING, { "days", "10" }, true },
    { "decide_confirmation",
      DISPUTE_PERFORMING,
      { "is_granted", "1", "words", "（2026）鄂民特1号" },
      true },
    { "visit", DISPUTE_PERFORMED, { "persons", "双方", "words", "没有再吵" }, false },
    { "terminate", DISPUTE_MEDIATING, { "reason", "谈不拢", "routes", "可以起诉" }, false },
    { "refer", DISPUTE_TERMINATED, { "where", "县人民法院" }, false },
    { "keep_identity", DISPUTE_ACCEPTED, { "words", "身份证复印件" }, false },
    { "keep_proxy", DISPUTE_ACCEPTED, { "words", "委托书" }, false },
    { "keep_evidence", DISPUTE_ACCEPTED, { "words", "照片" }, false },
    { "keep_proof", DISPUTE_PERFORMING, { "words", "收条" }, false },
    { "keep_ruling", DISPUTE_PERFORMING, { "words", "裁定书" }, false },
    { "explain", DISPUTE_ACCEPTED, { "words", "说明" }, false },
    { "file", DISPUTE_VISITED, { "missing_reason", "身份证明已核对" }, false },
    { "unfile", DISPUTE_FILED, { "reason", "扫错了一页" }, false },
};

/* Cases to begin with */

static void ready_to_accept(struct context *cx, record_id id)
{
    two_parties(cx, id);
    step(cx, id, "notify", &(struct dispute_notice){ 0 });
    step(cx, id, "assign",
         &(struct mediator_assignment){ .mediator = a_mediator(cx, VILLAGE, 0),
                                        .has_statement = true });
}

static void ask_the_court(struct context *cx, record_id id)
{
    step(cx, id, "apply_confirmation",
         &(struct confirmation_request){ .court = S("示例市人民法院"), .by_both = true });
}

static record_id case_for(struct context *cx, const struct form *form)
{
    record_id id = a_dispute(cx, form->status);

    if (form->status == DISPUTE_REGISTERED)
        ready_to_accept(cx, id);
    if (form->applied)
        ask_the_court(cx, id);
    return id;
}

/* Sending */

static record_id assignment_of(struct context *cx, record_id id)
{
    struct dispute_mediator *rows;
    size_t count;

    CHECK_OK(dispute_mediators(cx, id, &rows, &count));
    return count > 0 ? rows[0].id : 0;
}

static const char *value_for(struct context *cx, record_id id, const char *value)
{
    record_id meant;

    if (value == NULL || value[0] != '@')
        return value;
    if (strcmp(value, "@mediator") == 0)
        meant = a_mediator(cx, VILLAGE, 0);
    else
        meant = strcmp(value, "@party") == 0 ? party_on(cx, id, SIDE_APPLICANT)
                                             : assignment_of(cx, id);
    return arena_text(cx->arena, arena_printf(cx->arena, "%lld", (long long)meant));
}

struct sending {
    const char *path;
    const char *pairs[2 * PAIRS];
};

static struct sending sending_of(struct context *cx, record_id id, const struct form *form)
{
    struct sending sending = {
        .path = dispute_path(cx, id,
                             arena_text(cx->arena, arena_printf(cx->arena, "/%s", form->step)))
    };

    for (size_t i = 0; i < 2 * PAIRS; i++)
        sending.pairs[i] = value_for(cx, id, form->pairs[i]);
    return sending;
}

static struct response send(struct context *cx, const struct sending *sending)
{
    const char *const *p = sending->pairs;

    return test_post(cx, sending->path, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8],
                     p[9], p[10], p[11], NULL);
}

/* All that a step may write, in one number. */
static int64_t everything(struct context *cx)
{
    static const char *const sums[] = {
        "select coalesce(sum(version), 0) from disputes",
        "select coalesce(sum(version), 0) from dispute_parties",
        "select coalesce(sum(version), 0) from dispute_mediators",
        "select coalesce(sum(version), 0) from dispute_papers",
        "select coalesce(sum(version), 0) from dispute_agreements",
        "select coalesce(sum(version), 0) from dispute_instalments",
        "select coalesce(sum(version), 0) from dossier_numbers",
        "select coalesce(sum(version), 0) from screenings",
        "select coalesce(sum(version), 0) from dispute_returns",
        "select coalesce(sum(number), 0) from series",
        "select count(*) from steps_taken",
        "select count(*) from tasks",
        "select count(*) from journal",
        "select count(*) from totals",
    };
    int64_t all = 0, one;

    CHECK_OK(db_settle(cx)); /* totals of what was done before */

    for (size_t i = 0; i < COUNT(sums); i++) {
        CHECK_OK(query_number(cx, sums[i], NULL, 0, &one));
        all += one;
    }
    return all;
}

/* Sends it with the first statement failing, then the second, until none fails any more. */
static int fail_in_turn(struct context *cx, const struct sending *sending)
{
    int64_t before = everything(cx);
    int failures = 0;

    for (int nth = 1; nth < NTH_MAX; nth++) {
        db_fail_at(cx->db, nth);
        int status = send(cx, sending).status;
        db_fail_at(cx->db, 0);
        if (status == 303)
            return failures;
        failures++;
        if (everything(cx) != before)
            test_fail(__FILE__, __LINE__, "%s: statement %d left something", sending->path,
                      nth);
    }
    test_fail(__FILE__, __LINE__, "%s: never done", sending->path);
}

TEST("every step of a dispute changes nothing when any of its statements fails")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(forms); i++) {
        record_id id = case_for(&cx, &forms[i]);
        struct sending sending = sending_of(&cx, id, &forms[i]);
        test_sign_in_as(&cx, "mediation_chair", VILLAGE);
        CHECK(fail_in_turn(&cx, &sending) > LEAST_STATEMENTS);
        test_sign_out(&cx);
    }
}

TEST("no step of the flow is left out of what is sent here")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)cx;
    for (const struct flow_step *each = dispute_flow.steps; each->name != NULL; each++) {
        bool is_sent = false;
        for (size_t i = 0; i < COUNT(forms); i++)
            is_sent = is_sent || strcmp(forms[i].step, each->name) == 0;
        if (!is_sent)
            test_fail(__FILE__, __LINE__, "%s", each->name);
    }
}

TEST("a screening with its find, a sent table and a new case change nothing either")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const struct sending sendings[] = {
        { "/screenings/new", { "place", VILLAGE, "facts", "争过道", "category", "neighbour" } },
        { "/disputes/new",
          { "place", VILLAGE, "category", "neighbour", "source", "application", "facts",
            "争过道" } },
        { "/disputes/tables",
          { "kind", "justice", "place", TOWNSHIP, "from", "2026-03-01", "to", "2026-03-31",
            "receiver", "县司法局" } },
    };

    a_dispute(&cx, DISPUTE_PERFORMING);
    test_sign_in_as(&cx, "justice_office", TOWNSHIP);
    for (size_t i = 0; i < COUNT(sendings); i++)
        CHECK(fail_in_turn(&cx, &sendings[i]) > LEAST_STATEMENTS);
}

TEST("an archive that fails takes no number: the series has no gap")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct form file = { "file", DISPUTE_VISITED, { "missing_reason", "已核对" }, false };
    record_id id = case_for(&cx, &file);
    struct sending sending = sending_of(&cx, id, &file);

    test_sign_in_as(&cx, "mediation_chair", VILLAGE);
    CHECK(fail_in_turn(&cx, &sending) > LEAST_STATEMENTS);
    CHECK_STR(the_dispute(&cx, id).number, "（2026）人调字第1号");
}

/* Refusals */

struct refused_form {
    struct form form;
    const char *says;
};

static const struct refused_form refused[] = {
    { { "register", DISPUTE_FOUND, { "category", "没有的" }, false }, "类型" },
    { { "prevent", DISPUTE_FOUND, { NULL }, false }, "怎么化解的" },
    { { "add_party", DISPUTE_REGISTERED, { "side", "applicant" }, false }, "请写姓名" },
    { { "add_party", DISPUTE_REGISTERED, { "name", "示例", "represented_count", "30" }, false },
      "请勾上代表人" },
    { { "drop_party", DISPUTE_REGISTERED, { "party", "@mediator" }, false },
      "请选本案的当事人" },
    { { "assign", DISPUTE_ACCEPTED, { NULL }, false }, "调解员" },
    { { "release", DISPUTE_ACCEPTED, { "assignment", "@party", "reason", "换" }, false },
      "请选本案现在的调解员" },
    { { "invite", DISPUTE_ACCEPTED, { "name", "示例" }, false }, "先征得当事人同意" },
    { { "consent", DISPUTE_REGISTERED, { "on", "2026-03-03" }, false }, "还没有到这一天" },
    { { "consent", DISPUTE_REGISTERED, { "on", "2026-03-01" }, false }, "日期太早" },
    { { "notify", DISPUTE_REGISTERED, { "on", "2026-03-01" }, false }, "日期太早" },
    { { "refuse", DISPUTE_REGISTERED, { "reason", "不愿谈" }, false }, "告知了哪些途径" },
    { { "refuse",
        DISPUTE_REGISTERED,
        { "reason", "不愿", "routes", "起诉", "told_on", "2026-03-03" },
        false },
      "还没有到这一天" },
    { { "grade", DISPUTE_MEDIATING, { "risk", "yellow" }, false }, "预防措施" },
    { { "report_police", DISPUTE_MEDIATING, { NULL }, false }, "报告了哪里" },
    { { "report_police",
        DISPUTE_MEDIATING,
        { "police", "派出所", "at", "2026-03-02T23:00" },
        false },
      "时间还没有到" },
    { { "investigate", DISPUTE_ACCEPTED, { "words", "问了", "held_on", "2026-03-03" }, false },
      "还没有到这一天" },
    { { "mediate", DISPUTE_ACCEPTED, { NULL }, false }, "调解记录" },
    { { "mediate", DISPUTE_ACCEPTED, { "words", "谈", "step", "没有" }, false },
      "没有这个调解法步骤" },
    { { "mediate", DISPUTE_ACCEPTED, { "words", "谈", "held_on", "2026-03-01" }, false },
      "日期太早" },
    { { "extend", DISPUTE_MEDIATING, { "days", "10" }, false }, "双方都同意" },
    { { "extend", DISPUTE_MEDIATING, { "days", "31", "all_consent", "1" }, false },
      "最多延长30天" },
    { { "escalate", DISPUTE_MEDIATING, { NULL }, false }, "为什么上报" },
    { { "agree", DISPUTE_MEDIATING, { "facts", "水", "terms", "清" }, false },
      "请选书面还是口头" },
    { { "agree",
        DISPUTE_MEDIATING,
        { "form", "written", "facts", "水", "terms", "清", "reached_on", "2026-03-01" },
        false },
      "日期太早" },
    { { "agree",
        DISPUTE_MEDIATING,
        { "form", "oral", "facts", "水", "terms", "清", "at_once", "1", "written_asked", "1" },
        false },
      "应当订书面协议" },
    { { "sign", DISPUTE_AGREED, { "party", "@mediator" }, false }, "请选本案的当事人" },
    { { "sign", DISPUTE_AGREED, { "party", "@party", "on", "2026-03-03" }, false },
      "还没有到这一天" },
    { { "sign_mediator", DISPUTE_AGREED, { "on", "2026-03-01" }, false }, "日期太早" },
    { { "seal_agreement", DISPUTE_AGREED, { "on", "2026-03-03" }, false }, "还没有到这一天" },
    { { "add_instalment", DISPUTE_AGREED, { "what", "一期", "due_on", "2026-03-01" }, false },
      "不能早于协议日期" },
    { { "perform", DISPUTE_PERFORMING, { "on", "2026-03-01" }, false }, "日期太早" },
    { { "perform", DISPUTE_PERFORMING, { "instalment", "@party" }, false },
      "请选还没有履行的一期" },
    { { "breach", DISPUTE_PERFORMING, { "words", "没做" }, false }, "告知了哪些途径" },
    { { "apply_confirmation", DISPUTE_PERFORMING, { "court", "法院" }, false },
      "双方当事人共同申请" },
    { { "apply_confirmation",
        DISPUTE_PERFORMING,
        { "court", "法院", "by_both", "1", "on", "2026-03-01" },
        false },
      "日期太早" },
    { { "apply_confirmation", DISPUTE_PERFORMING, { "court", "法院", "by_both", "1" }, true },
      "已经申请过" },
    { { "extend_court", DISPUTE_PERFORMING, { "days", "11" }, true }, "最多延长10天" },
    { { "extend_court", DISPUTE_PERFORMING, { "days", "10" }, false }, "没有正在审查的申请" },
    { { "decide_confirmation", DISPUTE_PERFORMING, { "words", "裁定" }, false },
      "没有正在等法院答复的申请" },
    { { "decide_confirmation",
        DISPUTE_PERFORMING,
        { "words", "裁定", "on", "2026-03-01" },
        true },
      "日期太早" },
    { { "visit", DISPUTE_PERFORMED, { "words", "好" }, false }, "回访了谁" },
    { { "visit",
        DISPUTE_PERFORMED,
        { "persons", "双方", "words", "好", "on", "2026-03-01" },
        false },
      "日期太早" },
    { { "terminate", DISPUTE_MEDIATING, { "reason", "谈不拢" }, false }, "告知了哪些途径" },
    { { "terminate",
        DISPUTE_MEDIATING,
        { "reason", "谈不拢", "routes", "起诉", "told_on", "2026-03-01" },
        false },
      "日期太早" },
    { { "refer", DISPUTE_TERMINATED, { NULL }, false }, "引导到哪里" },
    { { "refer", DISPUTE_TERMINATED, { "where", "法院", "on", "2026-03-01" }, false },
      "日期太早" },
    { { "keep_identity", DISPUTE_ACCEPTED, { NULL }, false }, "内容" },
    { { "keep_proxy", DISPUTE_ACCEPTED, { NULL }, false }, "内容" },
    { { "keep_evidence", DISPUTE_ACCEPTED, { NULL }, false }, "内容" },
    { { "keep_proof", DISPUTE_PERFORMING, { NULL }, false }, "内容" },
    { { "keep_ruling", DISPUTE_PERFORMING, { NULL }, false }, "内容" },
    { { "explain", DISPUTE_ACCEPTED, { NULL }, false }, "内容" },
    { { "file", DISPUTE_VISITED, { NULL }, false }, "还缺" },
    { { "unfile", DISPUTE_FILED, { NULL }, false }, "为什么作废" },
};

TEST("what a step may not be given is refused with words, and nothing changes")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(refused); i++) {
        record_id id = case_for(&cx, &refused[i].form);
        struct sending sending = sending_of(&cx, id, &refused[i].form);
        test_sign_in_as(&cx, "mediation_chair", VILLAGE);
        int64_t before = everything(&cx);
        struct response answer = send(&cx, &sending);
        test_sign_out(&cx);
        if ((answer.status != 422 && answer.status != 409) ||
            !test_says(&answer, refused[i].says))
            test_fail(__FILE__, __LINE__, "%s, form %zu: %d, without \"%s\"", sending.path, i,
                      answer.status, refused[i].says);
        CHECK(everything(&cx) == before);
    }
}

TEST("a mediator of the committee who does not mediate the case takes none of its steps")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(forms); i++) {
        const struct flow_step *each = flow_step_find(&dispute_flow, str_of(forms[i].step));
        record_id id = case_for(&cx, &forms[i]);
        struct sending sending = sending_of(&cx, id, &forms[i]);
        test_sign_in_as(&cx, "mediator", VILLAGE);
        int64_t before = everything(&cx);
        int status = send(&cx, &sending).status;
        test_sign_out(&cx);
        if (status != 403)
            test_fail(__FILE__, __LINE__, "%s: %d", each->name, status);
        CHECK(everything(&cx) == before);
    }
}

TEST("people of the next village, and clerks of any, take no step")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const struct {
        const char *role;
        const char *place;
        int status;
    } others[] = {
        { "mediation_chair", NEXT_VILLAGE, 404 },
        { "village_clerk", NEXT_VILLAGE, 403 },
        { "village_clerk", VILLAGE, 403 },
        { "secretary", NEXT_VILLAGE, 403 },
    };

    for (size_t i = 0; i < COUNT(forms); i++) {
        record_id id = case_for(&cx, &forms[i]);
        struct sending sending = sending_of(&cx, id, &forms[i]);
        for (size_t k = 0; k < COUNT(others); k++) {
            test_sign_in_as(&cx, others[k].role, others[k].place);
            int status = send(&cx, &sending).status;
            if (status != 403 && status != 404)
                test_fail(__FILE__, __LINE__, "%s by %s: %d", forms[i].step, others[k].role,
                          status);
            CHECK(test_get(&cx, dispute_path(&cx, id, "")).status == others[k].status);
            test_sign_out(&cx);
        }
    }
}
