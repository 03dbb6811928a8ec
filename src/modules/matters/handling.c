/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a matter from the village's acceptance to the result. */
#include "app/access.h"
#include "app/calendar.h"
#include "app/event.h"
#include "modules/matters/category.h"
#include "modules/matters/choices.h"
#include "modules/matters/clock.h"
#include "modules/matters/steps.h"
#include "modules/places/places.h"

#include <string.h>

/* Who */

static bool holds_role_at(const struct context *cx, const char *role, str place)
{
    for (size_t i = 0; i < cx->access->post_count; i++)
        if (str_eq(cx->access->posts[i].role, str_of(role)) &&
            key_is_within(place, cx->access->posts[i].place))
            return true;
    return false;
}

/* The department itself, or the office that gives out the work, for it. */
static bool acts_for(const struct context *cx, enum department department, str unit)
{
    return department == DEPARTMENT_NONE || access_allows(cx, "matters.dispatch", unit) ||
           holds_role_at(cx, department_choices[department].code, unit);
}

bool matter_is_mine(const struct context *cx, const struct matter *matter)
{
    return acts_for(cx, matter->department, matter->unit);
}

static struct error *need_mine(struct context *cx, const struct matter *matter)
{
    if (matter_is_mine(cx, matter))
        return NULL;
    return fail(cx, ERROR_FORBIDDEN, "这件事派给了%.*s，请由他们来办。",
                STR_ARG(matter_in_hands_said(cx, matter)));
}

/* The village */

struct error *matter_self_handle(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_self_handling *handling = input;
    struct matter *matter = record;

    TRY(clock_accept(cx, matter));
    matter->answer = handling->answer;
    matter->level = LEVEL_GRID;
    matter->department = DEPARTMENT_NONE;
    matter->office = (str){ 0 };
    matter->status = MATTER_SELF_HANDLED;
    clock_resolve(cx, matter);
    *note = handling->answer;
    if (matter->caller_count == 0)
        return matter_end(cx, matter, MATTER_CLOSED);
    TRY(clock_visit(cx, matter));
    clock_settle(matter);
    return NULL;
}

static struct error *move_to_grid(struct context *cx, struct matter *matter, str grid)
{
    struct place place;

    if (str_is_empty(grid))
        return NULL;
    if (!key_is_within(grid, matter->unit))
        return fail_field(cx, "grid", "请选本村的网格。");
    TRY(place_get(cx, grid, &place));
    matter->place = grid;
    return NULL;
}

static struct error *reclassify(struct context *cx, struct matter *matter,
                                const struct matter_acceptance *acceptance)
{
    struct matter_category *categories;
    size_t count;

    if (acceptance->complexity != COMPLEXITY_BY_CATEGORY)
        matter->complexity = acceptance->complexity;
    if (str_is_empty(acceptance->category))
        return NULL;
    TRY(categories_all(cx, &categories, &count));
    matter->category = acceptance->category;
    for (size_t i = 0; i < count; i++)
        if (str_eq(categories[i].name, acceptance->category) &&
            !str_is_empty(categories[i].layer))
            matter->category = categories[i].code;
    matter->complexity = acceptance->complexity;
    return matter_classify(cx, matter);
}

struct error *matter_accept(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_acceptance *acceptance = input;
    struct matter *matter = record;

    TRY(move_to_grid(cx, matter, acceptance->grid));
    TRY(reclassify(cx, matter, acceptance));
    TRY(clock_accept(cx, matter));
    matter->is_public = acceptance->is_public;
    matter->status = MATTER_VILLAGE_HANDLING;
    clock_settle(matter);
    *note = acceptance->words;
    return NULL;
}

/* Beside it: the mediation committee hears of it in the same transaction. */
struct error *matter_hand_to_mediation(struct context *cx, void *record, const void *input,
                                       str *note)
{
    struct matter *matter = record;

    (void)input;
    if (matter->kind != KIND_DISPUTE)
        return fail(cx, ERROR_CONFLICT, "只有矛盾纠纷才能转人民调解。");
    if (date_is_set(matter->mediated_on))
        return fail(cx, ERROR_CONFLICT, "已经转给人民调解了。");
    matter->mediated_on = cx->today;
    *note = S("转给人民调解委员会，调解不收钱");
    return announce(cx, "matter.mediated", &matter_type, matter);
}

/* Up, and down again */

struct error *matter_escalate(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_escalation *escalation = input;
    struct matter *matter = record;

    if (matter->level == LEVEL_COUNTY)
        return fail(cx, ERROR_CONFLICT, "已经在县里了，不能再往上报。请派给县直部门办理。");
    bool to_county = matter->level == LEVEL_TOWNSHIP;
    matter->unit = place_key_at(matter->unit, to_county ? PLACE_COUNTY : PLACE_TOWNSHIP);
    matter->level = to_county ? LEVEL_COUNTY : LEVEL_TOWNSHIP;
    matter->department = DEPARTMENT_NONE;
    matter->office = (str){ 0 };
    matter->status = MATTER_DISPATCHING;
    TRY(clock_accept(cx, matter));
    clock_settle(matter);
    *note = words_keep(cx->arena, "报到%.*s：%.*s", STR_ARG(place_called(cx, matter->unit)),
                       STR_ARG(escalation->reason));
    return NULL;
}

/* The name of the office: as written, else as the layer of the category has it. */
static struct error *name_office(struct context *cx, struct matter *matter, str office)
{
    struct matter_layer layer;

    matter->office = office;
    if (!str_is_empty(office) || matter->department != DEPARTMENT_TOWNSHIP)
        return NULL;
    TRY(layer_find(cx, matter->layer, &layer));
    matter->office = layer.offices;
    return NULL;
}

static struct error *dispatch_to_department(struct context *cx, struct matter *matter,
                                            enum department department, str office)
{
    bool is_county = department == DEPARTMENT_COUNTY;

    if (is_county != (matter->level == LEVEL_COUNTY))
        return fail_field(cx, "department",
                          is_county ? "镇里不能直接派给县直部门。请先上报县里。"
                                    : "镇里的站所由镇里派。请先交给镇里。");
    matter->department = department;
    matter->status = MATTER_HANDLING;
    matter->dispatched_on = cx->today;
    return name_office(cx, matter, office);
}

static struct error *dispatch_to_place(struct context *cx, struct matter *matter, str key)
{
    struct place place;

    if (str_eq(key, matter->unit) || !key_is_within(key, matter->unit) ||
        !key_is_within(matter->place, key))
        return fail_field(cx, "place", "只能交给事情所在的村或镇。");
    TRY(place_get(cx, key, &place));
    if (place.level != PLACE_VILLAGE && place.level != PLACE_TOWNSHIP)
        return fail_field(cx, "place", "请选村或镇。网格里的事由村里安排。");
    matter->unit = key;
    matter->department = DEPARTMENT_NONE;
    matter->office = (str){ 0 };
    matter->level = place.level == PLACE_VILLAGE ? LEVEL_VILLAGE : LEVEL_TOWNSHIP;
    matter->status =
        place.level == PLACE_VILLAGE ? MATTER_VILLAGE_HANDLING : MATTER_DISPATCHING;
    matter->dispatched_on = cx->today;
    return NULL;
}

struct error *matter_dispatch_to(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_dispatch *dispatch = input;
    struct matter *matter = record;
    bool has_department = dispatch->department != DEPARTMENT_NONE;

    if (has_department == !str_is_empty(dispatch->place))
        return fail_field(cx, "department", "请选一个主办站所，或者选交给哪个村、哪个镇。");
    if (has_department)
        TRY(dispatch_to_department(cx, matter, dispatch->department, dispatch->office));
    else
        TRY(dispatch_to_place(cx, matter, dispatch->place));
    TRY(clock_accept(cx, matter));
    clock_settle(matter);
    *note = words_keep(cx->arena, "派给%.*s。%.*s", STR_ARG(matter_in_hands_of(cx, matter)),
                       STR_ARG(dispatch->words));
    return NULL;
}

/* Helping */

struct error *matter_assist(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_assistance *assistance = input;
    struct matter *matter = record;
    struct matter_unit unit = {
        .place = matter->place,
        .matter = matter->id,
        .unit = str_is_empty(assistance->place) ? matter->unit : assistance->place,
        .department = assistance->department,
        .office = assistance->office,
        .task = assistance->task,
        .asked_on = cx->today,
    };

    if (key_county(unit.unit) != id_county(matter->id))
        return fail_field(cx, "place", "协办单位要在本县范围内。");
    if (str_is_empty(assistance->place) && unit.department == DEPARTMENT_NONE)
        return fail_field(cx, "department", "请选由哪个站所，或者哪个村、镇来协办。");
    if (str_is_empty(unit.office))
        unit.office = unit.department == DEPARTMENT_NONE
                          ? place_called(cx, unit.unit)
                          : str_of(department_choices[unit.department].label);
    TRY(store_insert(cx, &matter_unit_type, &unit));
    *note = words_keep(cx->arena, "请%.*s协办：%.*s", STR_ARG(unit.office), STR_ARG(unit.task));
    return NULL;
}

struct error *matter_feed_back(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_feedback *feedback = input;
    const struct matter *matter = record;
    struct matter_unit unit;

    TRY(store_get(cx, &matter_unit_type, feedback->assistant, &unit));
    if (unit.matter != matter->id)
        return fail_field(cx, "assistant", "这个协办单位不属于这件事。");
    if (!acts_for(cx, unit.department, unit.unit))
        return fail(cx, ERROR_FORBIDDEN, "协办结果请由%.*s来填。", STR_ARG(unit.office));
    unit.answer = feedback->answer;
    unit.done_on = cx->today;
    TRY(store_update(cx, &matter_unit_type, &unit));
    *note = words_keep(cx->arena, "%.*s:%.*s", STR_ARG(unit.office), STR_ARG(unit.answer));
    return NULL;
}

/* Whose duty it is */

struct error *matter_dispute_duty(struct context *cx, void *record, const void *input,
                                  str *note)
{
    const struct matter_objection *objection = input;
    struct matter *matter = record;
    date last;

    TRY(need_mine(cx, matter));
    TRY(deadline_after(cx, "MATTER_DISPUTE_DUTY", matter->unit, matter->dispatched_on, &last));
    if (date_compare(cx->today, last) > 0)
        return fail(cx, ERROR_CONFLICT,
                    "职责异议要在派单后5个工作日内提出，现在已经过了。请先办理。");
    matter->status = MATTER_DUTY_DISPUTED;
    clock_settle(matter);
    *note = objection->reason;
    return NULL;
}

struct error *matter_decide_duty(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_duty_ruling *ruling = input;
    struct matter *matter = record;

    if (ruling->ruling == RULING_MOVES && ruling->department == DEPARTMENT_NONE)
        return fail_field(cx, "department", "请选改由哪个站所主办。");
    if (ruling->ruling == RULING_MOVES)
        TRY(dispatch_to_department(cx, matter, ruling->department, ruling->office));
    matter->status = MATTER_HANDLING;
    clock_settle(matter);
    *note = words_keep(cx->arena, "裁定由%.*s主办：%.*s",
                       STR_ARG(matter_in_hands_of(cx, matter)), STR_ARG(ruling->reason));
    return NULL;
}

/* The clock */

static struct error *check_extension(struct context *cx, const struct matter *matter,
                                     const struct matter_extension *extension)
{
    int64_t longest;

    if (matter->extension == EXTENSION_ASKED)
        return fail(cx, ERROR_CONFLICT, "已经申请过延期，正等批复。");
    if (matter->extension == EXTENSION_GRANTED)
        return fail(cx, ERROR_CONFLICT, "已经延期过一次，不能再延。办不完请说明原因并上报。");
    if (date_compare(cx->today, matter->due_on) > 0)
        return fail(cx, ERROR_CONFLICT, "已经超期，不能再申请延期。请尽快办结。");
    TRY(clock_longest_extension(cx, matter, &longest));
    if (extension->days > longest)
        return fail_field(cx, "days", "这类事最多延%lld天。", (long long)longest);
    return NULL;
}

struct error *matter_request_extension(struct context *cx, void *record, const void *input,
                                       str *note)
{
    const struct matter_extension *extension = input;
    struct matter *matter = record;

    TRY(need_mine(cx, matter));
    TRY(check_extension(cx, matter, extension));
    matter->extension = EXTENSION_ASKED;
    matter->extension_days = extension->days;
    matter->extension_reason = extension->reason;
    *note = words_keep(cx->arena, "申请延长%lld天：%.*s", (long long)extension->days,
                       STR_ARG(extension->reason));
    return NULL;
}

static str day_words(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_write_chinese(day, &text);
    return buf_str(&text);
}

struct error *matter_decide_extension(struct context *cx, void *record, const void *input,
                                      str *note)
{
    const struct matter_extension_ruling *ruling = input;
    struct matter *matter = record;

    if (matter->extension != EXTENSION_ASKED)
        return fail(cx, ERROR_CONFLICT, "现在没有等着批的延期申请。");
    if (ruling->ruling == EXTENSION_IS_REFUSED) {
        matter->extension = EXTENSION_REFUSED;
        *note = words_keep(cx->arena, "没有同意延期。%.*s", STR_ARG(ruling->reason));
        return NULL;
    }
    matter->extension = EXTENSION_GRANTED;
    clock_extend(cx, matter, matter->extension_days);
    clock_settle(matter);
    *note =
        words_keep(cx->arena, "同意延期到%.*s：%.*s", STR_ARG(day_words(cx, matter->due_on)),
                   STR_ARG(matter->extension_reason));
    return NULL;
}

struct error *matter_pause_clock(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_pause *pause = input;
    struct matter *matter = record;

    TRY(need_mine(cx, matter));
    if (pause->pause_reason == PAUSE_NONE)
        return fail_field(cx, "pause_reason", "请选为什么要停。只有这几种情况可以暂停计时。");
    matter->paused_in = matter->status;
    matter->paused_on = cx->today;
    matter->pause_reason = pause->pause_reason;
    matter->status = MATTER_PAUSED;
    clock_settle(matter);
    *note = words_keep(cx->arena, "%s。%.*s", pause_reason_choices[pause->pause_reason].label,
                       STR_ARG(pause->words));
    return NULL;
}

struct error *matter_resume_clock(struct context *cx, void *record, const void *input,
                                  str *note)
{
    const struct matter_resumption *resumption = input;
    struct matter *matter = record;

    clock_resume(cx, matter);
    matter->status = matter->paused_in;
    matter->paused_in = MATTER_REPORTED;
    matter->paused_on = (date){ 0 };
    matter->pause_reason = PAUSE_NONE;
    clock_settle(matter);
    *note = words_keep(cx->arena, "期限顺延到%.*s。%.*s",
                       STR_ARG(day_words(cx, matter->due_on)), STR_ARG(resumption->words));
    return NULL;
}

/* The result */

struct error *matter_resolve(struct context *cx, void *record, const void *input, str *note)
{
    const struct matter_result *result = input;
    struct matter *matter = record;

    TRY(need_mine(cx, matter));
    TRY(clock_accept(cx, matter));
    matter->answer = result->answer;
    clock_resolve(cx, matter);
    matter->status = MATTER_RESOLVED;
    if (matter->caller_count == 0) { /* nobody waits for a reply: only the check is left */
        matter->status = MATTER_REPLIED;
        TRY(clock_visit(cx, matter));
    }
    clock_settle(matter);
    *note = result->answer;
    return NULL;
}
