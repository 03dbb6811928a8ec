/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is overdue goes up: from the village to the township, from the township to the county,
 * to each once.  Only who has to see to it changes; the limit that was missed stays in sight.
 */
#include "modules/matters/clock.h"
#include "modules/matters/questions.h"
#include "modules/places/places.h"

enum { BATCH = 100 };

/* A county has its own index, so the counties are looked up first. */
const struct query overdue_matters = {
    .of = &matter_type,
    .sql = "where county in (select cast(key as bigint) from places where level = 'county') "
           "and escalates_after < $1 "
           "order by escalates_after, id limit 100",
};

static str key_of_level(const struct matter *matter)
{
    return place_key_at(matter->unit,
                        matter->level == LEVEL_COUNTY ? PLACE_COUNTY : PLACE_TOWNSHIP);
}

static str words_of(struct context *cx, const struct matter *matter)
{
    return words_keep(cx->arena, "到期没有办完，自动上报到%.*s。期限不变，继续督办。",
                      STR_ARG(place_called(cx, matter->unit)));
}

/* To the township the first time, to the county the second. */
static struct error *go_up(struct context *cx, struct matter *matter)
{
    bool to_county = matter->escalated_count > 0 || matter->level == LEVEL_TOWNSHIP;

    matter->level = to_county ? LEVEL_COUNTY : LEVEL_TOWNSHIP;
    matter->unit = key_of_level(matter);
    matter->status = MATTER_DISPATCHING;
    matter->department = DEPARTMENT_NONE;
    matter->office = (str){ 0 };
    matter->escalated_count = to_county ? 2 : 1;
    if (to_county)
        matter->escalates_after = (date){ 0 };
    else
        TRY(clock_raise(cx, matter));
    TRY(store_update(cx, &matter_type, matter));
    TRY(flow_note(cx, &matter_type, matter, "超期自动上报", words_of(cx, matter), true));
    return flow_renew_tasks(cx, &matter_flow, matter);
}

struct error *matters_escalate(struct context *cx, bool *more)
{
    struct matter *matters;
    size_t count;

    TRY(query_rows(cx, &overdue_matters, WITH(value_date(cx->arena, cx->today)), &matters,
                   &count));
    for (size_t i = 0; i < count; i++)
        TRY(go_up(cx, &matters[i]));
    *more = count == BATCH;
    return NULL;
}
