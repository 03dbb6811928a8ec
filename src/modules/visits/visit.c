/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of visits. */
#include "modules/visits/visit_parts.h"

#include "app/access.h"
#include "modules/people/people.h"

static struct error *settle_household(struct context *cx, struct visit *visit)
{
    struct household household = { 0 };

    if (visit->household == 0)
        return NULL;
    TRY(store_get(cx, &household_type, visit->household, &household));
    visit->place = household.place;
    visit->visited = str_is_empty(household.head_name)
                         ? arena_printf(cx->arena, "户号%.*s", STR_ARG(household.number))
                         : arena_printf(cx->arena, "%.*s户", STR_ARG(household.head_name));
    return NULL;
}

static struct error *check_day(struct context *cx, const struct visit *visit)
{
    if (date_compare(visit->visited_on, cx->today) > 0)
        return fail_field(cx, "visited_on", "走访日期不能晚于今天。");
    return NULL;
}

static struct error *check_visited(struct context *cx, const struct visit *visit)
{
    if (str_is_empty(str_trim(visit->visited)))
        return fail_field(cx, "household", "请选走访了哪一户；不在册的，在“更多”里填姓名。");
    if (str_is_empty(visit->place))
        return fail_field(cx, "place", "请选在哪里走访的。");
    return NULL;
}

struct error *visit_keep(struct context *cx, struct visit *visit)
{
    TRY(settle_household(cx, visit));
    if (!date_is_set(visit->visited_on))
        visit->visited_on = cx->today;
    TRY(check_visited(cx, visit));
    TRY(check_day(cx, visit));
    TRY(access_need(cx, "visits.write", visit->place));
    visit->visitor = cx->access->name;
    visit->recorded_by = cx->access->account;
    visit->recorded_at = cx->now;
    visit->matter = 0;
    return store_insert(cx, &visit_type, visit);
}

struct error *visit_correct(struct context *cx, record_id id,
                            const struct visit_correction *correction)
{
    struct visit visit = { 0 };

    TRY(store_get(cx, &visit_type, id, &visit));
    TRY(access_need(cx, "visits.write", visit.place));
    visit.words = correction->words;
    visit.help = correction->help;
    visit.next_step = correction->next_step;
    visit.visited_on = correction->visited_on;
    TRY(check_day(cx, &visit));
    return store_update(cx, &visit_type, &visit);
}

struct error *visit_raise(struct context *cx, record_id id, struct visit *raised)
{
    struct visit visit = { 0 };

    TRY(store_get(cx, &visit_type, id, &visit));
    TRY(access_need(cx, "visits.write", visit.place));
    if (visit.matter != 0)
        return fail(cx, ERROR_CONFLICT, "这次走访已经转成诉求了，不用再转。");
    TRY(announce(cx, "visit.raised", &visit_type, &visit));
    TRY(store_get(cx, &visit_type, id, &visit));
    *raised = visit;
    return NULL;
}

struct error *visit_note_matter(struct context *cx, record_id id, record_id matter)
{
    struct visit visit = { 0 };

    TRY(store_get(cx, &visit_type, id, &visit));
    visit.matter = matter;
    return store_update(cx, &visit_type, &visit);
}
