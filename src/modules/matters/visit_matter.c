/* SPDX-License-Identifier: Apache-2.0 */
/* What was said at a visit becomes a matter: whoever said it has a receipt and hears of it. */
#include "app/access.h"
#include "modules/matters/category.h"
#include "modules/matters/steps.h"
#include "modules/places/places.h"
#include "modules/visits/visits.h"

static str story_of(struct context *cx, const struct visit *visit)
{
    if (str_is_empty(visit->next_step))
        return visit->words;
    return arena_printf(cx->arena, "%.*s\n下一步：%.*s", STR_ARG(visit->words),
                        STR_ARG(visit->next_step));
}

struct error *matter_hear_visit(struct context *cx, const struct record_type *type,
                                const void *record)
{
    const struct visit *visit = record;
    struct matter_caller caller = { .name = visit->visited, .wants_reply = true };
    struct matter matter = {
        .place = visit->place,
        .story = story_of(cx, visit),
        .source = SOURCE_VISIT,
        .intake_by = place_own_is_grid(cx) ? INTAKE_GRID : INTAKE_CLERK,
    };

    (void)type;
    TRY(access_need(cx, "matters.report", visit->place));
    TRY(category_choose(cx, matter.story, (str){ 0 }, &matter.category));
    TRY(matter_report(cx, &matter, &caller));
    return visit_note_matter(cx, visit->id, matter.id);
}
