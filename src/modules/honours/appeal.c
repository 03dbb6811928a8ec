/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever had an honour revoked is heard by the township. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"

enum { WORDS_MAX = 1000 };

static const struct choice statuses[] = {
    [HONOUR_APPEAL_OPEN] = { "open", "待处理", TONE_WAITING },
    [HONOUR_APPEAL_UPHELD] = { "upheld", "申诉成立，恢复荣誉", TONE_GOOD },
    [HONOUR_APPEAL_REJECTED] = { "rejected", "维持撤销", TONE_ENDED },
};

static const struct field appeal_fields[] = {
    { TEXT(honour_appeal, name), .label = "谁", .listed = true },
    { PLACE(honour_appeal, place), .label = "地点", .required = true, .listed = true },
    { REF(honour_appeal, award), .label = "荣誉", .target = "honour_award", .required = true,
      .indexed = true },
    { LINES(honour_appeal, words), .label = "为什么不服", .required = true, .max = WORDS_MAX },
    { CHOICE(honour_appeal, status), .label = "状态", .choices = CHOICES(statuses),
      .read_only = true, .listed = true },
    { LINES(honour_appeal, answer), .label = "答复", .read_only = true },
    { DATE(honour_appeal, raised_on), .label = "申诉日期", .read_only = true, .listed = true },
    { DATE(honour_appeal, decided_on), .label = "答复日期", .read_only = true },
};

const struct record_type honour_appeal_type = {
    .name = "honour_appeal",
    .table = "honour_appeals",
    .title = "荣誉申诉",
    .shape = { SHAPE(honour_appeal, appeal_fields) },
    .place = "place",
    .called = "name",
    .reads = "honours.appeals",
};

const struct query appeals_of_award = {
    .of = &honour_appeal_type,
    .sql = "where county = $1 and award = $2 order by id desc limit 20",
};

struct error *honour_appeals_of(struct context *cx, record_id award,
                                struct honour_appeal **appeals, size_t *count)
{
    return query_rows(cx, &appeals_of_award,
                      WITH(value_integer(id_county(award)), value_integer(award)), appeals,
                      count);
}

struct error *honour_appeal_raise(struct context *cx, record_id id, str words)
{
    struct honour_award award = { 0 };
    struct honour_appeal *appeals;
    size_t count;

    TRY(store_get(cx, &honour_award_type, id, &award));
    if (!date_is_set(award.revoked_on))
        return fail(cx, ERROR_CONFLICT, "这项荣誉没有撤销，不用申诉。");
    if (str_is_empty(str_trim(words)))
        return fail_field(cx, "words", "请写明为什么不服。");
    TRY(honour_appeals_of(cx, id, &appeals, &count));
    if (count > 0 && appeals[0].status == HONOUR_APPEAL_OPEN)
        return fail(cx, ERROR_CONFLICT, "申诉已经收到，还没有答复，请等一等。");
    struct honour_appeal appeal = { .place = award.place,
                                    .award = id,
                                    .name = award.name,
                                    .words = words,
                                    .raised_on = cx->today };
    return flow_begin(cx, &honour_appeal_flow, &appeal, "申诉", (str){ 0 });
}

static struct error *decide(struct context *cx, struct honour_appeal *appeal, const void *input,
                            enum honour_appeal_status status, str *note)
{
    *note = ((const struct honour_words *)input)->words;
    appeal->answer = *note;
    appeal->decided_on = cx->today;
    appeal->status = status;
    return NULL;
}

/* The honour is as if it had not been revoked; the journal knows. */
static struct error *uphold(struct context *cx, void *record, const void *input, str *note)
{
    struct honour_appeal *appeal = record;
    struct honour_award award = { 0 };

    TRY(decide(cx, appeal, input, HONOUR_APPEAL_UPHELD, note));
    TRY(store_get(cx, &honour_award_type, appeal->award, &award));
    award.revoked_on = (date){ 0 };
    award.revoked_because = (str){ 0 };
    return store_update(cx, &honour_award_type, &award);
}

static struct error *reject(struct context *cx, void *record, const void *input, str *note)
{
    return decide(cx, record, input, HONOUR_APPEAL_REJECTED, note);
}

static const struct field answer_fields[] = {
    { LINES(honour_words, words), .label = "答复", .required = true, .max = WORDS_MAX,
      .help = "申诉的人看得到。" },
};

static const struct shape answer_input = { SHAPE(honour_words, answer_fields) };

static const struct flow_state states[] = {
    [HONOUR_APPEAL_OPEN] = { .next = "honours.appeals", .task = "请处理荣誉申诉" },
    [HONOUR_APPEAL_UPHELD] = { 0 },
    [HONOUR_APPEAL_REJECTED] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "uphold",
      .label = "申诉成立，恢复荣誉",
      .from = FROM(HONOUR_APPEAL_OPEN),
      .needs = "honours.appeals",
      .input = &answer_input,
      .act = uphold },
    { .name = "reject",
      .label = "维持撤销",
      .from = FROM(HONOUR_APPEAL_OPEN),
      .needs = "honours.appeals",
      .input = &answer_input,
      .act = reject },
    { 0 },
};

const struct flow honour_appeal_flow = {
    .type = &honour_appeal_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
