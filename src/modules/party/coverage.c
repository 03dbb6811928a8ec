/* SPDX-License-Identifier: Apache-2.0 */
/* Which grids have a party group and a member who answers for them. */
#include "modules/party/party_parts.h"

#include "app/access.h"
#include "modules/places/places.h"

static const struct field cover_columns[] = {
    { PLACE(grid_cover, grid), .label = "网格" },
    { INTEGER(grid_cover, group_count), .label = "党小组", .unit = "个" },
    { INTEGER(grid_cover, member_count), .label = "负责党员", .unit = "人" },
};

/* Grids that lack one or the other, those that lack both first. */
const struct query grid_covers = {
    .sql = "select grid, group_count, member_count from ("
           "select places.key as grid, "
           "(select count(*) from party_group_grids where county = $1 "
           "and party_group_grids.place = places.key and to_on is null) as group_count, "
           "(select count(*) from party_members where county = $1 "
           "and party_members.grid = places.key and to_on is null "
           "and status in ('registered', 'mobile')) as member_count "
           "from places where key >= $2 and key < $3 and level = 'grid' "
           "and closed_on is null) as covered "
           "where group_count = 0 or member_count = 0 "
           "order by group_count + member_count, grid limit 500",
    .row = { SHAPE(grid_cover, cover_columns) },
};

static const struct field coverage_columns[] = {
    { INTEGER(party_coverage, grids), .label = "网格" },
    { INTEGER(party_coverage, with_group), .label = "有党小组" },
    { INTEGER(party_coverage, with_member), .label = "有负责党员" },
    { INTEGER(party_coverage, with_neither), .label = "两样都没有" },
};

const struct query coverage_counts = {
    .sql = "select count(*) as grids, "
           "coalesce(sum(case when group_count > 0 then 1 else 0 end), 0) as with_group, "
           "coalesce(sum(case when member_count > 0 then 1 else 0 end), 0) as with_member, "
           "coalesce(sum(case when group_count + member_count = 0 then 1 else 0 end), 0) "
           "as with_neither from ("
           "select "
           "(select count(*) from party_group_grids where county = $1 "
           "and party_group_grids.place = places.key and to_on is null) as group_count, "
           "(select count(*) from party_members where county = $1 "
           "and party_members.grid = places.key and to_on is null "
           "and status in ('registered', 'mobile')) as member_count "
           "from places where key >= $2 and key < $3 and level = 'grid' "
           "and closed_on is null) as covered",
    .row = { SHAPE(party_coverage, coverage_columns) },
};

struct error *party_coverage_read(struct context *cx, str place,
                                  struct party_coverage *coverage)
{
    struct party_coverage *rows;
    size_t count;

    TRY(query_rows(cx, &coverage_counts,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place))),
                   &rows, &count));
    *coverage = rows[0];
    return NULL;
}

static void write_counts(struct buf *out, const struct party_coverage *coverage)
{
    ui_share(out, S("有党小组联系的网格"), coverage->with_group, coverage->grids);
    ui_share(out, S("有党员负责的网格"), coverage->with_member, coverage->grids);
}

static str count_words(struct context *cx, int64_t count)
{
    return count == 0 ? S("没有") : arena_printf(cx->arena, "%lld", (long long)count);
}

static void write_grid(struct context *cx, struct buf *out, const struct grid_cover *cover,
                       const struct ui_column *columns)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='/place/%.*s'>%.*s</a>", STR_ARG(cover->grid),
         STR_ARG(place_path(cx, cover->grid)));
    ui_cell_end(out);
    ui_cell_begin(out, &columns[1]);
    html(out, "%.*s", STR_ARG(count_words(cx, cover->group_count)));
    ui_cell_end(out);
    ui_cell_begin(out, &columns[2]);
    html(out, "%.*s", STR_ARG(count_words(cx, cover->member_count)));
    ui_cell_end(out);
    ui_row_end(out);
}

static struct error *write_gaps(struct context *cx, struct buf *out, str place)
{
    static const struct ui_column columns[] = {
        { .label = "网格" },
        { .label = "党小组" },
        { .label = "负责党员" },
    };
    struct grid_cover *covers;
    size_t count;

    TRY(query_rows(cx, &grid_covers,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place))),
                   &covers, &count));
    if (count == 0) {
        ui_empty(out, S("每个网格都有党小组，也都有负责的党员。"), (str){ 0 }, (str){ 0 });
        return NULL;
    }
    ui_table_begin(out, S("还缺党小组或负责党员的网格"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_grid(cx, out, &covers[i], columns);
    ui_table_end(out);
    return NULL;
}

struct error *coverage_page(struct context *cx, const struct request *request,
                            struct response *response)
{
    struct party_coverage coverage;
    struct buf *out = &response->body;
    str place;

    TRY(access_scope(cx, "party.read", request_param(request, "place"), &place));
    TRY(party_coverage_read(cx, place, &coverage));
    response->title = S("党小组和网格");
    ui_heading(out, response->title, place_called(cx, place));
    if (coverage.grids == 0) {
        ui_empty(out, S("这里还没有划分网格。"), S("/places"), S("去看地点"));
        return NULL;
    }
    write_counts(out, &coverage);
    ui_section_begin(out, "gaps", S("还缺党小组或负责党员的网格"));
    TRY(write_gaps(cx, out, place));
    ui_section_end(out);
    return NULL;
}

/* On the page of a place */

const struct query organisations_at = {
    .of = &party_organisation_type,
    .sql = "where county = $1 and place = $2 and dissolved_on is null "
           "order by kind, id limit 50",
};

static struct error *write_organisations(struct context *cx, struct buf *out, str place)
{
    struct party_organisation *organisations;
    size_t count;

    TRY(query_rows(cx, &organisations_at,
                   WITH(value_integer(key_county(place)), value_text(place)), &organisations,
                   &count));
    if (count == 0)
        return NULL;
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(out,
                arena_printf(cx->arena, "/party_organisations/%lld",
                             (long long)organisations[i].id),
                organisations[i].name, TONE_PLAIN,
                field_shown(cx, shape_field(&party_organisation_type.shape, S("kind")),
                            &organisations[i]),
                (str){ 0 });
    ui_tasks_end(out);
    return NULL;
}

struct error *party_write_panel(struct context *cx, str place, struct buf *out)
{
    struct party_coverage coverage = { 0 };

    TRY(write_organisations(cx, out, place));
    if (place.length >= 6)
        TRY(party_coverage_read(cx, place, &coverage));
    if (coverage.grids == 0)
        return NULL;
    write_counts(out, &coverage);
    ui_button_link(out, arena_printf(cx->arena, "/party/coverage?place=%.*s", STR_ARG(place)),
                   S("看哪些网格还缺"), false);
    return NULL;
}
