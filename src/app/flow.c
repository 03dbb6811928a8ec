/* SPDX-License-Identifier: Apache-2.0 */
/* The way a record goes. */
#include "app/flow.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/own_modules.h"
#include "app/route.h"
#include "app/task.h"

#include <assert.h>
#include <string.h>

static const struct field step_fields[] = {
    { PLACE(step_taken, place), .label = "地点", .required = true },
    { TEXT(step_taken, type), .label = "记录类型" },
    { INTEGER(step_taken, record), .label = "记录编号" },
    { TEXT(step_taken, step), .label = "环节代码" },
    { TEXT(step_taken, label), .label = "环节", .listed = true },
    { TEXT(step_taken, from_state), .label = "原状态" },
    { TEXT(step_taken, to_state), .label = "新状态" },
    { LINES(step_taken, note), .label = "说明", .listed = true },
    { TEXT(step_taken, kept), .label = "说明的格式", .hidden = true },
    { TEXT(step_taken, actor), .label = "经办人", .listed = true },
    { TEXT(step_taken, title), .label = "身份", .listed = true },
    { REF(step_taken, account), .label = "账号", .target = "account" },
    { INSTANT(step_taken, taken_at), .label = "时间", .listed = true },
    { BOOLEAN(step_taken, is_public), .label = "对当事人公开" },
};

static const char *const step_indexes[] = { "type, record, id", NULL };

/* The history is written by flows and never changed: the journal would only repeat it. */
const struct record_type step_taken_type = {
    .name = "step_taken",
    .table = "steps_taken",
    .title = "办理过程",
    .shape = { SHAPE(step_taken, step_fields) },
    .place = "place",
    .indexes = step_indexes,
    .unlogged = true,
};

const struct query history_of = {
    .of = &step_taken_type,
    .sql = "where county = $1 and type = $2 and record = $3 and is_public >= $4 "
           "order by id limit 500",
};

const struct flow_step *flow_step_find(const struct flow *flow, str name)
{
    for (const struct flow_step *step = flow->steps; step->name != NULL; step++)
        if (str_eq(name, str_of(step->name)))
            return step;
    return NULL;
}

static const struct field *state_field(const struct flow *flow)
{
    return shape_field(&flow->type->shape, str_of(flow->state));
}

static unsigned state_of(const struct flow *flow, const void *record)
{
    return *(const unsigned *)field_member_const(state_field(flow), record);
}

static const char *state_code(const struct flow *flow, unsigned state)
{
    return state_field(flow)->choices.items[state].code;
}

static str place_of(const struct record_type *type, str (*at)(const void *record),
                    const void *record)
{
    return at != NULL ? at(record) : type_place(type, record);
}

static const char *actor_name(const struct context *cx, struct arena *arena)
{
    if (cx->access == NULL || cx->access->is_system)
        return "系统";
    return arena_text(arena, cx->access->name);
}

/* The record speaks Chinese. */
static void keep_note(struct context *cx, struct step_taken *step)
{
    if (!words_are_kept(step->note))
        return;
    step->kept = step->note;
    step->note = words_kept_in_chinese(cx->arena, step->kept);
}

static struct error *write_history(struct context *cx, const struct record_type *type,
                                   const void *record, struct step_taken *step)
{
    const struct record *head = record;

    step->place = type_place(type, record);
    step->type = str_of(type->name);
    step->record = head->id;
    step->taken_at = cx->now;
    keep_note(cx, step);
    step->actor = str_of(actor_name(cx, cx->arena));
    step->account = cx->access == NULL ? 0 : cx->access->account;
    if (cx->access != NULL && !cx->access->is_system)
        step->title = access_title(cx, step->place);
    return store_insert(cx, &step_taken_type, step);
}

struct error *flow_note(struct context *cx, const struct record_type *type, const void *record,
                        const char *label, str note, bool is_public)
{
    struct step_taken step = { .label = str_of(label), .note = note, .is_public = is_public };

    return write_history(cx, type, record, &step);
}

static struct error *add_calls(struct context *cx, const struct flow *flow, const void *record)
{
    for (const struct flow_call *call = flow->calls; call != NULL && call->waits != NULL;
         call++)
        if (call->waits(record))
            TRY(task_add(cx, flow->type, record, call->next,
                         place_of(flow->type, call->at, record), call->task, (date){ 0 }));
    return NULL;
}

/* An office that has nobody leaves its work to all who may do it. */
static struct error *find_next(struct context *cx, const struct flow *flow,
                               const struct flow_state *state, const void *record,
                               const char **next)
{
    bool held = false;

    if (state->whose != NULL)
        TRY(permission_is_held(cx, state->whose(record),
                               place_of(flow->type, state->at, record), &held));
    *next = held ? state->whose(record) : state->next;
    return NULL;
}

struct error *flow_renew_tasks(struct context *cx, const struct flow *flow, const void *record)
{
    const struct flow_state *state = &flow->states[state_of(flow, record)];

    if (state->next == NULL)
        return task_replace(cx, flow->type, record, NULL, (str){ 0 }, NULL, (date){ 0 });
    const char *next;
    TRY(find_next(cx, flow, state, record, &next));
    TRY(task_replace(cx, flow->type, record, next, place_of(flow->type, state->at, record),
                     state->task, state->due == NULL ? (date){ 0 } : state->due(record)));
    return add_calls(cx, flow, record);
}

struct error *flow_begin(struct context *cx, const struct flow *flow, void *record,
                         const char *label, str note)
{
    struct step_taken step = { .label = str_of(label), .note = note, .is_public = true };

    TRY(store_insert(cx, flow->type, record));
    step.to_state = str_of(state_code(flow, state_of(flow, record)));
    TRY(write_history(cx, flow->type, record, &step));
    return flow_renew_tasks(cx, flow, record);
}

static bool is_possible(const struct flow *flow, const struct flow_step *step,
                        const void *record)
{
    return (step->from & FROM(state_of(flow, record))) != 0;
}

static struct error *refuse_state(struct context *cx, const struct flow *flow,
                                  const struct flow_step *step, const void *record)
{
    const struct choice *state = field_choice(state_field(flow), record);

    return fail(cx, ERROR_CONFLICT, "现在的状态是“%s”，不能“%s”。请刷新页面看最新情况。",
                words_said(state->label), words_said(step->label));
}

/* Runs the step's function and keeps what it changed. */
static struct error *take(struct context *cx, const struct flow *flow,
                          const struct flow_step *step, void *record, const void *input)
{
    const char *deed = cx->deed;
    struct step_taken taken = {
        .step = str_of(step->name),
        .label = str_of(step->label),
        .from_state = str_of(state_code(flow, state_of(flow, record))),
        .is_public = step->is_public,
    };

    cx->deed = arena_printf(cx->arena, "%s.%s", flow->type->table, step->name).data;
    TRY(step->act(cx, record, input, &taken.note));
    TRY(store_update(cx, flow->type, record));
    taken.to_state = str_of(state_code(flow, state_of(flow, record)));
    TRY(write_history(cx, flow->type, record, &taken));
    TRY(flow_renew_tasks(cx, flow, record));
    cx->deed = deed;
    return NULL;
}

struct error *flow_take(struct context *cx, const struct flow *flow, const char *name,
                        record_id id, const void *input)
{
    const struct flow_step *step = flow_step_find(flow, str_of(name));
    void *record = arena_alloc(cx->arena, flow->type->shape.size);

    assert(step != NULL);
    TRY(store_get(cx, flow->type, id, record));
    TRY(access_need(cx, step->needs, place_of(flow->type, step->at, record)));
    if (!is_possible(flow, step, record))
        return refuse_state(cx, flow, step, record);
    return take(cx, flow, step, record, input);
}

struct error *flow_take_by_receipt(struct context *cx, const struct flow *flow,
                                   const char *name, record_id id, const void *input)
{
    const struct flow_step *step = flow_step_find(flow, str_of(name));
    void *record = arena_alloc(cx->arena, flow->type->shape.size);

    assert(step != NULL && step->by_receipt);
    TRY(store_get(cx, flow->type, id, record));
    if (!is_possible(flow, step, record))
        return refuse_state(cx, flow, step, record);
    return take(cx, flow, step, record, input);
}

bool flow_may_take(struct context *cx, const struct flow *flow, const struct flow_step *step,
                   const void *record)
{
    return is_possible(flow, step, record) && step->needs != NULL &&
           access_allows(cx, step->needs, place_of(flow->type, step->at, record)) &&
           (step->offered == NULL || step->offered(cx, record));
}

struct error *flow_history(struct context *cx, const struct record_type *type, record_id id,
                           bool only_public, struct step_taken **steps, size_t *count)
{
    return query_rows(cx, &history_of,
                      WITH(value_integer(id_county(id)), value_text(str_of(type->name)),
                           value_integer(id), value_integer(only_public)),
                      steps, count);
}

static str shown_at(struct context *cx, instant at)
{
    struct buf text = { .arena = cx->arena };

    instant_show(at, cx->today, &text);
    return buf_str(&text);
}

str flow_actor_shown(struct context *cx, const struct step_taken *step, bool only_public)
{
    if (only_public)
        return step->title;
    if (str_is_empty(step->title))
        return step->actor;
    return arena_printf(cx->arena, "%.*s %.*s", STR_ARG(words_for(step->title)),
                        STR_ARG(step->actor));
}

str flow_note_shown(struct context *cx, const struct step_taken *step)
{
    return words_are_kept(step->kept) ? words_kept(cx->arena, step->kept) : step->note;
}

static enum tone step_tone(const struct record_type *type, str state)
{
    const struct flow *flow = flow_of(type);

    for (size_t i = 0; flow != NULL && i < flow->state_count; i++)
        if (str_eq(state, str_of(state_code(flow, (unsigned)i))))
            return state_field(flow)->choices.items[i].tone;
    return TONE_PLAIN;
}

struct error *flow_write_history(struct context *cx, struct buf *out,
                                 const struct record_type *type, record_id id, bool only_public)
{
    struct step_taken *steps;
    size_t count;

    TRY(flow_history(cx, type, id, only_public, &steps, &count));
    ui_timeline_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_timeline_item(out, shown_at(cx, steps[i].taken_at), steps[i].label,
                         flow_actor_shown(cx, &steps[i], only_public),
                         flow_note_shown(cx, &steps[i]), step_tone(type, steps[i].to_state));
    ui_timeline_end(out);
    return NULL;
}

/* A step that was refused because it cannot be taken any more has no form to say so. */
static void write_refusal(struct context *cx, struct buf *out, const struct flow *flow,
                          const void *record, const struct request *request)
{
    const struct flow_step *step = request->route == NULL ? NULL : request->route->step;

    if (request->refused == NULL || step == NULL || request->route->flow != flow)
        return;
    if (!flow_may_take(cx, flow, step, record))
        ui_problems(out, request->refused->message, NULL);
}

const struct flow_step *flow_next_step(struct context *cx, const struct flow *flow,
                                       const void *record)
{
    const char *awaited = flow->states[state_of(flow, record)].step;
    const struct flow_step *only = NULL;
    size_t offered = 0;

    for (const struct flow_step *step = flow->steps; step->name != NULL; step++) {
        if (!flow_may_take(cx, flow, step, record))
            continue;
        if (awaited != NULL && strcmp(awaited, step->name) == 0)
            return step;
        only = offered++ == 0 ? step : NULL;
    }
    return only;
}

static bool is_any_offered(struct context *cx, const struct flow *flow, const void *record)
{
    for (const struct flow_step *step = flow->steps; step->name != NULL; step++)
        if (flow_may_take(cx, flow, step, record))
            return true;
    return false;
}

static const struct deed *deed_of(struct context *cx, const struct flow_step *step)
{
    struct deed *deed = arena_new(cx->arena, struct deed);

    *deed = (struct deed){ step->name, step->label, step->input, step->help };
    return deed;
}

void flow_write_steps(struct context *cx, struct buf *out, const struct flow *flow,
                      const void *record, const struct request *request)
{
    str page = arena_printf(cx->arena, "/%s/%lld", flow->type->table,
                            (long long)((const struct record *)record)->id);
    const struct flow_step *first = flow_next_step(cx, flow, record);

    write_refusal(cx, out, flow, record, request);
    if (!is_any_offered(cx, flow, record))
        return;
    if (first != NULL) {
        ui_main_section_begin(out, "steps", S("下一步"));
        deed_write_step_open(cx, out, page, deed_of(cx, first), request);
    } else {
        ui_section_begin(out, "steps", S("办理"));
    }
    for (const struct flow_step *step = flow->steps; step->name != NULL; step++)
        if (step != first && flow_may_take(cx, flow, step, record))
            deed_write_step(cx, out, page, deed_of(cx, step), request);
    ui_section_end(out);
}
