/* SPDX-License-Identifier: Apache-2.0 */
/* Screenings (排查) and when they are due. */
#include "app/access.h"
#include "app/calendar.h"
#include "modules/disputes/committee.h"
#include "modules/places/places.h"

enum { HALF_MONTH_DAYS = 15, WEEK_DAYS = 7 };

const struct query plans_at = {
    .of = &screening_plan_type,
    .sql = "where county = $1 and place in ($2, $3, $4) and from_on <= $5 and to_on >= $5 "
           "order by wants_zero_report desc, id desc limit 10",
};

/* In the order in which they were written down: the index of keys leads to the last one. */
const struct query last_screening_of_village = {
    .of = &screening_type,
    .sql = "where county = $1 and substr(place, 1, 12) = $2 order by id desc limit 1",
};

const struct query last_screening_of_township = {
    .of = &screening_type,
    .sql = "where county = $1 and substr(place, 1, 9) = $2 order by id desc limit 1",
};

static struct error *check_screening(struct context *cx, struct screening *screening)
{
    if (str_is_empty(place_key_at(screening->place, PLACE_TOWNSHIP)))
        return fail_field(cx, "place", "请选到镇、村或网格。");
    if (!date_is_set(screening->held_on))
        screening->held_on = cx->today;
    if (!date_is_set(screening->from_on))
        screening->from_on = screening->held_on;
    if (date_compare(screening->held_on, cx->today) > 0)
        return fail_field(cx, "held_on", "还没有到这一天，查完再登记。");
    if (date_compare(screening->from_on, screening->held_on) > 0)
        return fail_field(cx, "from_on", "开始不能晚于结束。");
    return NULL;
}

struct error *screening_hold(struct context *cx, void *record)
{
    struct screening *screening = record;

    TRY(check_screening(cx, screening));
    if (str_is_empty(str_trim(screening->who)) && cx->access != NULL)
        screening->who = cx->access->name;
    screening->recorded_by = cx->access == NULL ? 0 : cx->access->account;
    screening->found_count = 0;
    return store_insert(cx, &screening_type, screening);
}

struct error *screening_change(struct context *cx, void *record)
{
    TRY(check_screening(cx, record));
    return store_update(cx, &screening_type, record);
}

/* Zero reports */

struct error *screening_report_zero(struct context *cx, record_id id, str place,
                                    struct screening *screening)
{
    struct screening_plan plan;

    TRY(store_get(cx, &screening_plan_type, id, &plan));
    if (!plan.wants_zero_report)
        return fail(cx, ERROR_CONFLICT, "这次排查没有要求零报告，没有情况就不用报。");
    if (!key_is_within(place, plan.place))
        return fail_field(cx, "place", "这里不在这次排查的范围里。");
    if (date_compare(cx->today, plan.from_on) < 0 || date_compare(cx->today, plan.to_on) > 0)
        return fail(cx, ERROR_CONFLICT, "今天不在这次排查的时间里，不用报。");
    *screening = (struct screening){
        .place = place,
        .kind = plan.kind,
        .plan = plan.id,
        .is_zero_report = true,
        .looked_at = S("没有发现矛盾纠纷"),
    };
    return screening_hold(cx, screening);
}

/* Plans */

static struct error *check_plan(struct context *cx, const struct screening_plan *plan)
{
    if (date_compare(plan->to_on, plan->from_on) < 0)
        return fail_field(cx, "to_on", "结束不能早于开始。");
    if (plan->wants_zero_report && str_is_empty(str_trim(plan->ordered_by)))
        return fail_field(cx, "ordered_by",
                          "零报告只在上级明确要求时才用，请写明是谁要求的、文号是什么。");
    return NULL;
}

struct error *plan_make(struct context *cx, void *plan)
{
    TRY(check_plan(cx, plan));
    return store_insert(cx, &screening_plan_type, plan);
}

struct error *plan_change(struct context *cx, void *plan)
{
    TRY(check_plan(cx, plan));
    return store_update(cx, &screening_plan_type, plan);
}

/* When the next one is due */

static date next_by_rhythm(date last, enum screening_rhythm rhythm)
{
    switch (rhythm) {
    case RHYTHM_DAILY:
        return date_add_days(last, 1);
    case RHYTHM_WEEKLY:
        return date_add_days(last, WEEK_DAYS);
    case RHYTHM_HALF_MONTH:
        return date_add_days(last, HALF_MONTH_DAYS);
    case RHYTHM_MONTHLY:
        return date_add_months(last, 1);
    }
    return last;
}

static struct error *usual_due(struct context *cx, str place, date last, date *due)
{
    bool is_village = !str_is_empty(place_key_at(place, PLACE_VILLAGE));

    return deadline_after(cx, is_village ? "SCREEN_VILLAGE" : "SCREEN_TOWNSHIP", place, last,
                          due);
}

static struct error *find_plan(struct context *cx, str place, struct screening_plan *plan)
{
    struct screening_plan *plans;
    size_t count;

    TRY(query_rows(cx, &plans_at,
                   WITH(value_integer(key_county(place)), value_text(str_slice(place, 0, 12)),
                        value_text(str_slice(place, 0, 9)), value_text(str_slice(place, 0, 6)),
                        value_date(cx->arena, cx->today)),
                   &plans, &count));
    if (count > 0)
        *plan = plans[0];
    return NULL;
}

static struct error *find_last(struct context *cx, str place, date *last)
{
    str village = place_key_at(place, PLACE_VILLAGE);
    bool is_village = !str_is_empty(village);
    struct screening *screenings;
    size_t count;

    TRY(query_rows(cx, is_village ? &last_screening_of_village : &last_screening_of_township,
                   WITH(value_integer(key_county(place)),
                        value_text(is_village ? village : place_key_at(place, PLACE_TOWNSHIP))),
                   &screenings, &count));
    if (count > 0)
        *last = screenings[0].held_on;
    return NULL;
}

struct error *screening_state_of(struct context *cx, str place,
                                 struct screening_rhythm_state *state)
{
    *state = (struct screening_rhythm_state){ 0 };
    if (str_is_empty(place_key_at(place, PLACE_TOWNSHIP)))
        return NULL;
    TRY(find_plan(cx, place, &state->plan));
    TRY(find_last(cx, place, &state->last));
    if (!date_is_set(state->last)) {
        state->due = cx->today;
        return NULL;
    }
    if (state->plan.id != 0) {
        state->due = next_by_rhythm(state->last, state->plan.rhythm);
        return NULL;
    }
    return usual_due(cx, place, state->last, &state->due);
}
