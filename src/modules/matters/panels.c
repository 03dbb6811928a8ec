/* SPDX-License-Identifier: Apache-2.0 */
/* What this room shows on the page of a place and on the home page. */
#include "app/access.h"
#include "modules/matters/pages.h"
#include "modules/matters/questions.h"
#include "record/listing.h"

enum { PANEL_ROWS = 6 };

const struct query matters_recorded_by = {
    .of = &matter_type,
    .sql = "where county = $1 and recorded_by = $2 order by id desc limit 5",
};

static str status_words(const struct matter *matter)
{
    return str_of(field_choice(shape_field(&matter_type.shape, S("status")), matter)->label);
}

static enum tone status_tone(const struct matter *matter)
{
    return field_choice(shape_field(&matter_type.shape, S("status")), matter)->tone;
}

static void write_task(struct context *cx, struct buf *out, const struct matter *matter)
{
    str words = matter_deadline_words(cx, matter);
    str note = arena_printf(cx->arena, "%.*s%s%.*s", STR_ARG(place_called(cx, matter->place)),
                            str_is_empty(words) ? "" : " · ", STR_ARG(words));

    ui_task(out, arena_printf(cx->arena, "/matters/%lld", (long long)matter->id), matter->title,
            status_tone(matter), status_words(matter), note);
}

static void write_matters(struct context *cx, struct buf *out, const struct matter *matters,
                          size_t count)
{
    if (count == 0)
        return;
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_task(cx, out, &matters[i]);
    ui_tasks_end(out);
}

static struct error *write_open_matters(struct context *cx, str place, struct buf *out)
{
    struct listing listing = { .type = &matter_type, .place = place, .limit = PANEL_ROWS };
    struct matter *matters;
    size_t count;
    str next;

    TRY(filters_read(cx, &matter_type, S("closed_on=!*"), listing.filters,
                     &listing.filter_count));
    TRY(listing_rows(cx, &listing, &matters, &count, &next));
    write_matters(cx, out, matters, count);
    return NULL;
}

/* A place above the counties has no list of its own. */
struct error *matters_of_place_panel(struct context *cx, str place, struct buf *out)
{
    if (place.length < 6)
        return NULL;
    TRY(write_open_matters(cx, place, out));
    ui_button_link(out, arena_printf(cx->arena, "/matters?place=%.*s", STR_ARG(place)),
                   S("这里的全部诉求"), false);
    if (place.length >= 12)
        ui_button_link(out, arena_printf(cx->arena, "/report/card?place=%.*s", STR_ARG(place)),
                       S("打印联系卡"), false);
    return NULL;
}

/* The county where the person works; the records of another one are not asked for here. */
static str own_county(const struct context *cx)
{
    for (size_t i = 0; i < cx->access->post_count; i++)
        if (cx->access->posts[i].place.length >= 6)
            return cx->access->posts[i].place;
    return (str){ 0 };
}

struct error *matters_of_mine_panel(struct context *cx, str place, struct buf *out)
{
    struct matter *matters;
    size_t count;

    (void)place;
    if (cx->access->account == 0 || str_is_empty(own_county(cx)))
        return NULL;
    TRY(query_rows(
        cx, &matters_recorded_by,
        WITH(value_integer(key_county(own_county(cx))), value_integer(cx->access->account)),
        &matters, &count));
    write_matters(cx, out, matters, count);
    return NULL;
}

/* What villagers have reported in the grids of a grid worker, who may settle it at once. */
struct error *matters_of_grid_panel(struct context *cx, str place, struct buf *out)
{
    (void)place;
    for (size_t i = 0; i < cx->access->post_count; i++)
        if (cx->access->posts[i].place.length >= 15)
            TRY(write_open_matters(cx, cx->access->posts[i].place, out));
    return NULL;
}
