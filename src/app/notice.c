/* SPDX-License-Identifier: Apache-2.0 */
/* Something is shown for some days before it takes effect. */
#include "app/notice.h"

#include "app/access.h"
#include "app/calendar.h"
#include "app/event.h"

enum { TITLE_MAX = 120, CONTENT_MAX = 4000, WORDS_MAX = 1000, NOTICES_AT_ONCE = 50 };

static const struct choice notice_statuses[] = {
    [NOTICE_POSTED] = { "posted", "公示中", TONE_WORKING },
    [NOTICE_ENDED] = { "ended", "公示期满", TONE_GOOD },
    [NOTICE_UPHELD] = { "upheld", "异议成立", TONE_LATE },
    [NOTICE_WITHDRAWN] = { "withdrawn", "已撤下", TONE_ENDED },
};

static const struct field notice_fields[] = {
    { TEXT(notice, title), .label = "公示事项", .max = TITLE_MAX, .listed = true,
      .searchable = true },
    { PLACE(notice, place), .label = "地点", .required = true, .listed = true },
    { TEXT(notice, type), .label = "关于", .hidden = true },
    { INTEGER(notice, record), .label = "编号", .hidden = true },
    { LINES(notice, content), .label = "公示内容", .max = CONTENT_MAX },
    { CHOICE(notice, status), .label = "状态", .choices = CHOICES(notice_statuses),
      .listed = true },
    { BOOLEAN(notice, is_public), .label = "对外公示" },
    { DATE(notice, posted_on), .label = "公示日期", .listed = true },
    { DATE(notice, due_on), .label = "公示到", .listed = true },
    { DATE(notice, ended_on), .label = "结束日期" },
    { INTEGER(notice, objection_count), .label = "异议" },
    { INTEGER(notice, open_count), .label = "没有答复的异议" },
};

static const char *const notice_indexes[] = { "status, due_on", "record", NULL };

const struct record_type notice_type = {
    .name = "notice",
    .table = "notices",
    .title = "公示",
    .shape = { SHAPE(notice, notice_fields) },
    .place = "place",
    .called = "title",
    .reads = "notices.read",
    .indexes = notice_indexes,
};

static const struct choice objection_statuses[] = {
    [OBJECTION_OPEN] = { "open", "待核实", TONE_WAITING },
    [OBJECTION_REJECTED] = { "rejected", "不成立", TONE_ENDED },
    [OBJECTION_UPHELD] = { "upheld", "成立", TONE_GOOD },
};

static const struct field objection_fields[] = {
    { REF(notice_objection, notice), .label = "公示", .target = "notice", .required = true,
      .listed = true, .indexed = true },
    { PLACE(notice_objection, place), .label = "地点", .required = true, .listed = true },
    { TEXT(notice_objection, name), .label = "提出人", .max = 30 },
    { LINES(notice_objection, words), .label = "异议", .max = WORDS_MAX, .listed = true },
    { CHOICE(notice_objection, status), .label = "状态", .choices = CHOICES(objection_statuses),
      .listed = true },
    { DATE(notice_objection, raised_on), .label = "提出日期", .listed = true },
    { LINES(notice_objection, answer), .label = "答复", .max = WORDS_MAX },
    { DATE(notice_objection, decided_on), .label = "答复日期" },
};

const struct record_type notice_objection_type = {
    .name = "notice_objection",
    .table = "notice_objections",
    .title = "公示异议",
    .shape = { SHAPE(notice_objection, objection_fields) },
    .place = "place",
    .reads = "notices.decide",
};

/* Posting */

struct error *notice_post(struct context *cx, const struct record_type *type,
                          const void *record, const char *code, struct notice *notice)
{
    notice->place = type_place(type, record);
    notice->type = str_of(type->name);
    notice->record = ((const struct record *)record)->id;
    notice->status = NOTICE_POSTED;
    notice->posted_on = cx->today;
    TRY(deadline_after(cx, code, notice->place, cx->today, &notice->due_on));
    return store_insert(cx, &notice_type, notice);
}

static struct error *get_posted(struct context *cx, record_id id, struct notice *notice)
{
    TRY(store_get(cx, &notice_type, id, notice));
    if (notice->status != NOTICE_POSTED)
        return fail(cx, ERROR_CONFLICT, "这件公示已经结束。");
    return NULL;
}

static struct error *end(struct context *cx, struct notice *notice, enum notice_status status)
{
    notice->status = status;
    notice->ended_on = cx->today;
    return store_update(cx, &notice_type, notice);
}

struct error *notice_withdraw(struct context *cx, record_id id)
{
    struct notice notice = { 0 };

    TRY(get_posted(cx, id, &notice));
    return end(cx, &notice, NOTICE_WITHDRAWN);
}

/* Objections */

struct error *notice_object(struct context *cx, record_id id, const struct notice_words *words)
{
    struct notice notice = { 0 };

    TRY(get_posted(cx, id, &notice));
    if (date_compare(cx->today, notice.due_on) > 0)
        return fail(cx, ERROR_CONFLICT, "公示期已满，不能再提异议。有意见请到村委会反映。");
    if (str_is_empty(str_trim(words->words)))
        return fail_field(cx, "words", "请写明哪里不对。");
    struct notice_objection objection = { .place = notice.place,
                                          .notice = id,
                                          .name = words->name,
                                          .words = words->words,
                                          .raised_on = cx->today };
    notice.objection_count++;
    notice.open_count++;
    TRY(store_update(cx, &notice_type, &notice));
    return flow_begin(cx, &objection_flow, &objection, "提出异议", (str){ 0 });
}

static struct error *decide(struct context *cx, struct notice_objection *objection,
                            const struct objection_answer *input, enum objection_status status,
                            struct notice *notice)
{
    TRY(get_posted(cx, objection->notice, notice));
    objection->status = status;
    objection->answer = input->answer;
    objection->decided_on = cx->today;
    notice->open_count--;
    return NULL;
}

static struct error *reject(struct context *cx, void *record, const void *input, str *note)
{
    const struct objection_answer *answer = input;
    struct notice notice = { 0 };

    TRY(decide(cx, record, answer, OBJECTION_REJECTED, &notice));
    *note = answer->answer;
    return store_update(cx, &notice_type, &notice);
}

static struct error *uphold(struct context *cx, void *record, const void *input, str *note)
{
    const struct objection_answer *answer = input;
    struct notice notice = { 0 };

    TRY(decide(cx, record, answer, OBJECTION_UPHELD, &notice));
    *note = answer->answer;
    TRY(end(cx, &notice, NOTICE_UPHELD));
    return announce(cx, "notice.upheld", &notice_type, &notice);
}

static const struct field answer_fields[] = {
    { LINES(objection_answer, answer), .label = "核实的情况和答复", .required = true,
      .max = WORDS_MAX },
};

static const struct shape answer_input = { SHAPE(objection_answer, answer_fields) };

static const struct flow_state states[] = {
    [OBJECTION_OPEN] = { .next = "notices.decide", .task = "请核实公示异议", .step = "reject" },
    [OBJECTION_REJECTED] = { 0 },
    [OBJECTION_UPHELD] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "reject",
      .label = "异议不成立",
      .from = FROM(OBJECTION_OPEN),
      .needs = "notices.decide",
      .input = &answer_input,
      .act = reject,
      .help = "核实以后没有问题的，公示期满后生效。" },
    { .name = "uphold",
      .label = "异议成立",
      .from = FROM(OBJECTION_OPEN),
      .needs = "notices.decide",
      .input = &answer_input,
      .act = uphold,
      .help = "公示的事不生效，退回重新评议。" },
    { 0 },
};

const struct flow objection_flow = {
    .type = &notice_objection_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};

/* Ending */

const struct query notices_over = {
    .of = &notice_type,
    .sql = "where status = 'posted' and due_on < $1 and open_count = 0 order by id limit 50",
};

const struct query notices_at_place = {
    .of = &notice_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and is_public > 0 "
           "and posted_on >= $4 order by id desc limit 200",
};

const struct query objections_of_notice = {
    .of = &notice_objection_type,
    .sql = "where county = $1 and notice = $2 order by id limit 100",
};

struct error *notices_end(struct context *cx, bool *more)
{
    struct notice *notices;
    size_t count;

    TRY(query_rows(cx, &notices_over, WITH(value_date(cx->arena, cx->today)), &notices,
                   &count));
    for (size_t i = 0; i < count; i++) {
        TRY(end(cx, &notices[i], NOTICE_ENDED));
        TRY(announce(cx, "notice.ended", &notice_type, &notices[i]));
    }
    *more = count == NOTICES_AT_ONCE;
    return NULL;
}
