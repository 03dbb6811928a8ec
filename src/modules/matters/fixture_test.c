/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room begin with. */
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

#include "modules/places/places.h"

#include <string.h>

static void make_grid(struct context *cx, const char *parent)
{
    struct place grid = { .name = S("第一网格"),
                          .level = PLACE_GRID,
                          .parent = str_of(parent) };

    CHECK_OK(place_create(cx, &grid));
}

void a_grid(struct context *cx)
{
    make_grid(cx, VILLAGE);
    make_grid(cx, NEXT_VILLAGE);
}

struct matter a_report(struct context *cx, const char *story)
{
    struct matter matter = { .place = S(VILLAGE), .story = str_of(story) };
    struct matter_caller caller = { .name = S("示例张三"), .wants_reply = true };

    CHECK_OK(matter_report(cx, &matter, &caller));
    return matter;
}

struct matter a_finding(struct context *cx, const char *story)
{
    struct matter matter = {
        .place = S(VILLAGE), .story = str_of(story), .kind = KIND_PATROL, .source = SOURCE_GRID
    };

    CHECK_OK(matter_report(cx, &matter, NULL));
    return matter;
}

struct matter reload(struct context *cx, record_id id)
{
    struct matter matter = { 0 };

    CHECK_OK(store_get(cx, &matter_type, id, &matter));
    return matter;
}

void take(struct context *cx, record_id id, const char *step, const void *input)
{
    test_check_ok(__FILE__, __LINE__, step, flow_take(cx, &matter_flow, step, id, input));
}

void take_fails(struct context *cx, record_id id, const char *step, const void *input,
                enum error_kind kind)
{
    test_check_fails(__FILE__, __LINE__, step, flow_take(cx, &matter_flow, step, id, input),
                     kind);
}

static void resolve(struct context *cx, record_id id)
{
    take(cx, id, "resolve", &(struct matter_result){ .answer = S("已经换好。") });
}

static void judge(struct context *cx, record_id id, enum verdict verdict)
{
    take(cx, id, "confirm", &(struct matter_verdict){ .satisfied = verdict });
}

static void answer(struct context *cx, record_id id)
{
    resolve(cx, id);
    take(cx, id, "reply", &(struct matter_reply){ .way = REPLY_BY_PHONE });
}

static void bring_to_township(struct context *cx, record_id id)
{
    take(cx, id, "escalate", &(struct matter_escalation){ .reason = S("村里办不了") });
}

static void bring_to_department(struct context *cx, record_id id)
{
    bring_to_township(cx, id);
    take(cx, id, "dispatch", &(struct matter_dispatch){ .department = DEPARTMENT_TOWNSHIP });
}

static void bring_to(struct context *cx, record_id id, enum matter_status status);

static void be_dissatisfied(struct context *cx, record_id id, int times)
{
    bring_to(cx, id, MATTER_VILLAGE_HANDLING);
    for (int i = 0; i < times; i++) {
        answer(cx, id);
        judge(cx, id, VERDICT_DISSATISFIED);
    }
}

static void merge(struct context *cx, record_id id)
{
    struct matter other = a_report(cx, "路灯不亮，和那一件一样。");

    take(cx, id, "merge", &(struct matter_merger){ .into = other.id });
}

/* Each state has one road to it here. */
static void bring_to(struct context *cx, record_id id, enum matter_status status)
{
    switch (status) {
    case MATTER_REPORTED:
        break;
    case MATTER_SELF_HANDLED:
        take(cx, id, "self_handle", &(struct matter_self_handling){ .answer = S("修好了") });
        break;
    case MATTER_VILLAGE_HANDLING:
        take(cx, id, "accept", &(struct matter_acceptance){ 0 });
        break;
    case MATTER_DISPATCHING:
        bring_to_township(cx, id);
        break;
    case MATTER_HANDLING:
        bring_to_department(cx, id);
        break;
    case MATTER_DUTY_DISPUTED:
        bring_to_department(cx, id);
        take(cx, id, "dispute_duty", &(struct matter_objection){ .reason = S("归供电所") });
        break;
    case MATTER_PAUSED:
        bring_to(cx, id, MATTER_VILLAGE_HANDLING);
        take(cx, id, "pause",
             &(struct matter_pause){ .pause_reason = PAUSE_MATERIAL, .words = S("等证件") });
        break;
    case MATTER_RESOLVED:
        bring_to(cx, id, MATTER_VILLAGE_HANDLING);
        resolve(cx, id);
        break;
    case MATTER_REPLIED:
        bring_to(cx, id, MATTER_VILLAGE_HANDLING);
        answer(cx, id);
        break;
    case MATTER_REWORK:
        be_dissatisfied(cx, id, 1);
        break;
    case MATTER_UNSETTLED:
        be_dissatisfied(cx, id, 3);
        break;
    case MATTER_CLOSED:
        bring_to(cx, id, MATTER_REPLIED);
        judge(cx, id, VERDICT_SATISFIED);
        break;
    case MATTER_CLOSED_WITH_EXPLANATION:
        bring_to(cx, id, MATTER_VILLAGE_HANDLING);
        take(cx, id, "close_with_explanation",
             &(struct matter_explanation){ .reason = S("政策不允许") });
        break;
    case MATTER_WITHDRAWN:
        take(cx, id, "withdraw", &(struct matter_withdrawal){ .reason = S("自己修好了") });
        break;
    case MATTER_MERGED:
        merge(cx, id);
        break;
    case MATTER_OUT_OF_SCOPE:
        take(cx, id, "out_of_scope",
             &(struct matter_redirection){ .where = S("县人民法院"), .reason = S("已经起诉") });
        break;
    }
}

record_id a_matter(struct context *cx, enum matter_status status)
{
    struct matter matter = a_report(cx, "路灯不亮，晚上摸黑走路。");

    bring_to(cx, matter.id, status);
    CHECK(reload(cx, matter.id).status == status);
    return matter.id;
}

const char *matter_path(struct context *cx, record_id id, const char *rest)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "/matters/%lld%s", (long long)id, rest));
}

const char *receipt_path(struct context *cx, record_id id, const char *rest)
{
    struct matter matter = reload(cx, id);

    return arena_text(
        cx->arena, arena_printf(cx->arena, "/receipt/%.*s%s", STR_ARG(matter.receipt), rest));
}

int64_t rows_of(struct context *cx, const char *table)
{
    struct buf sql = { .arena = cx->arena };
    int64_t count;

    buf_printf(&sql, "select count(*) from %s%c", table, '\0');
    CHECK_OK(query_number(cx, sql.data, NULL, 0, &count));
    return count;
}
