/* SPDX-License-Identifier: Apache-2.0 */
/* One committee: what its composition lacks, who mediates, how much each has in hand. */
#include "app/access.h"
#include "app/record_pages.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/pages.h"
#include "record/form.h"

static const struct ui_column columns[] = {
    { .label = "调解员" },
    { .label = "职务", .brief = true },
    { .label = "任期到", .brief = true },
    { .label = "手上的案件", .brief = true },
};

static struct error *write_mediator(struct context *cx, struct buf *out,
                                    const struct mediator *mediator)
{
    const struct field *position = shape_field(&mediator_type.shape, S("position"));
    int64_t load;

    TRY(mediator_load(cx, mediator->id, &load));
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='/mediators/%lld'>%.*s</a>", (long long)mediator->id,
         STR_ARG(mediator->name));
    ui_cell_end(out);
    ui_cell_begin(out, &columns[1]);
    value_write(cx, out, position, mediator);
    ui_cell_end(out);
    ui_cell_begin(out, &columns[2]);
    html(out, "%.*s", STR_ARG(day_shown(cx, mediator->to_on)));
    ui_cell_end(out);
    ui_cell_begin(out, &columns[3]);
    ui_badge(out, load == 0 ? TONE_GOOD : TONE_WORKING,
             load == 0 ? S("有空") : arena_printf(cx->arena, _("%lld件"), (long long)load));
    ui_cell_end(out);
    ui_row_end(out);
    return NULL;
}

static struct error *write_mediators(struct context *cx, struct buf *out,
                                     const struct mediation_committee *committee)
{
    struct mediator *mediators;
    size_t count;

    TRY(committee_mediators(cx, committee->id, &mediators, &count));
    ui_section_begin(out, "mediators", S("现任调解员"));
    if (count == 0)
        ui_empty(out, S("还没有登记调解员。"),
                 access_allows(cx, mediator_type.writes, committee->place) ? S("/mediators/new")
                                                                           : (str){ 0 },
                 S("登记调解员"));
    if (count > 0) {
        ui_table_begin(out, S("现任调解员"), columns, COUNT(columns));
        for (size_t i = 0; i < count; i++)
            TRY(write_mediator(cx, out, &mediators[i]));
        ui_table_end(out);
    }
    ui_section_end(out);
    return NULL;
}

struct error *committee_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct mediation_committee committee = { 0 };
    struct buf *out = &response->body;
    str lacks;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &mediation_committee_type, request->id, "mediation.read",
                       &committee));
    TRY(committee_lacks(cx, &committee, &lacks));
    response->title = committee.name;
    ui_heading(out, response->title, place_path(cx, committee.place));
    if (!str_is_empty(lacks))
        ui_notice(out, TONE_WAITING, lacks);
    if (access_allows(cx, "mediation.write", committee.place))
        ui_button_link(
            out,
            arena_printf(cx->arena, "/mediation_committees/%lld/edit", (long long)committee.id),
            S("修改"), false);
    facts_write(cx, out, &mediation_committee_type.shape, &committee);
    TRY(write_mediators(cx, out, &committee));
    return record_write_past(cx, &mediation_committee_type, &committee, out);
}
