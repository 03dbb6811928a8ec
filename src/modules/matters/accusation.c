/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accusations (举报).
 *
 * They go past the matters: no list, search, figure or export of others knows of them.  What
 * was said and by whom is sealed, and opened by discipline staff only, each time with a reason
 * that the journal keeps.  Whoever made one learns how far it is, nothing more.
 */
#include "app/series.h"
#include "base/hash.h"
#include "modules/matters/choices.h"
#include "modules/matters/steps.h"
#include "modules/places/places.h"

static const struct choice statuses[] = {
    [ACCUSATION_RECEIVED] = { "received", "已收到", TONE_WAITING },
    [ACCUSATION_HANDLING] = { "handling", "办理中", TONE_WORKING },
    [ACCUSATION_CLOSED] = { "closed", "已办结", TONE_ENDED },
};

static str mask_all(struct arena *arena, str plain)
{
    (void)arena;
    (void)plain;
    return S("（已封存）");
}

static const struct field fields[] = {
    { TEXT(accusation, number), .label = "编号", .read_only = true, .listed = true },
    { PLACE(accusation, place), .label = "涉及地方", .required = true, .listed = true },
    { CHOICE(accusation, status), .label = "状态", .choices = CHOICES(statuses),
      .read_only = true, .listed = true },
    { SECRET(accusation, story), .label = "内容", .mask = mask_all, .read_only = true },
    { SECRET(accusation, name), .label = "举报人", .mask = mask_all, .read_only = true },
    { SECRET(accusation, phone), .label = "电话", .mask = mask_all, .read_only = true },
    { SECRET(accusation, result), .label = "核查结果", .mask = mask_all, .read_only = true },
    { TEXT(accusation, receipt), .label = "回执号", .unique = true, .hidden = true },
    { DATE(accusation, received_on), .label = "收到日期", .read_only = true, .listed = true },
    { DATE(accusation, closed_on), .label = "办结日期", .read_only = true },
};

const struct record_type accusation_type = {
    .name = "accusation",
    .table = "accusations",
    .title = "举报件",
    .shape = { SHAPE(accusation, fields) },
    .place = "place",
    .called = "number",
    .reads = "accusations.read",
};

static str sealed(struct context *cx, str plain)
{
    return str_is_empty(plain) ? plain : seal(cx->arena, plain, mask_all(cx->arena, plain));
}

static struct error *check_words(struct context *cx, const struct accusation_words *words)
{
    struct place place;
    bool found;

    if (str_is_empty(str_trim(words->story)))
        return fail_field(cx, "story", "请写一写要举报什么事。");
    if (str_characters(words->story) > MATTER_STORY_MAX)
        return fail_field(cx, "story", "内容最多写%d个字，请写短一些。", MATTER_STORY_MAX);
    TRY(place_find(cx, words->place, &place, &found));
    if (!found || str_is_empty(place_key_at(words->place, PLACE_TOWNSHIP)))
        return fail_field(cx, "place", "请选是哪个村或镇的事。");
    return NULL;
}

struct error *accusation_report(struct context *cx, const struct accusation_words *words,
                                struct accusation *accusation)
{
    int64_t number;

    TRY(check_words(cx, words));
    TRY(series_next(cx, place_key_at(words->place, PLACE_TOWNSHIP), "举报", &number));
    *accusation = (struct accusation){
        .place = words->place,
        .number = arena_printf(cx->arena, "举报%.*s", STR_ARG(series_words(cx, number))),
        .story = sealed(cx, words->story),
        .name = sealed(cx, words->name),
        .phone = sealed(cx, words->phone),
        .receipt = receipt_new(cx->arena, words->place),
        .received_on = cx->today,
    };
    return flow_begin(cx, &accusation_flow, accusation, "收到", (str){ 0 });
}

static struct error *take_up(struct context *cx, void *record, const void *input, str *note)
{
    struct accusation *accusation = record;

    (void)cx;
    (void)input;
    (void)note;
    accusation->status = ACCUSATION_HANDLING;
    return NULL;
}

static struct error *close_case(struct context *cx, void *record, const void *input, str *note)
{
    const struct accusation_result *result = input;
    struct accusation *accusation = record;

    (void)note;
    accusation->status = ACCUSATION_CLOSED;
    accusation->result = sealed(cx, result->result);
    accusation->closed_on = cx->today;
    return NULL;
}

static const struct flow_state states[] = {
    [ACCUSATION_RECEIVED] = { .next = "accusations.handle", .task = "请办理举报件" },
    [ACCUSATION_HANDLING] = { .next = "accusations.handle", .task = "举报件办理中" },
    [ACCUSATION_CLOSED] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "take_up",
      .label = "开始办理",
      .from = FROM(ACCUSATION_RECEIVED),
      .needs = "accusations.handle",
      .act = take_up,
      .is_public = true },
    { .name = "close",
      .label = "办结",
      .from = FROM(ACCUSATION_RECEIVED) | FROM(ACCUSATION_HANDLING),
      .needs = "accusations.handle",
      .input = &accusation_result_input,
      .act = close_case,
      .is_public = true },
    { 0 },
};

const struct flow accusation_flow = {
    .type = &accusation_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
