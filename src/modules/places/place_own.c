/* SPDX-License-Identifier: Apache-2.0 */
/* Where the person works who fills in a form. */
#include "modules/places/place_parts.h"

#include "app/access.h"

enum { PLACES_OFFERED = 60 };

str place_own(const struct context *cx)
{
    str place = { 0 };

    for (size_t i = 0; i < cx->access->post_count; i++)
        if (cx->access->posts[i].place.length > place.length)
            place = cx->access->posts[i].place;
    return str_is_empty(place_key_at(place, PLACE_VILLAGE)) ? (str){ 0 } : place;
}

bool place_own_is_grid(const struct context *cx)
{
    return place_own(cx).length > place_key_at(place_own(cx), PLACE_VILLAGE).length;
}

const struct query grids_of_village = {
    .of = &place_type,
    .sql = "where parent = $1 and level = 'grid' and closed_on is null order by key limit 200",
};

/* Where this person holds the permission within the village: the village and its grids. */
static struct error *find_offered(struct context *cx, const char *permission, str village,
                                  struct ui_choice *choices, size_t *count)
{
    struct place *grids;
    size_t grid_count;

    TRY(query_rows(cx, &grids_of_village, WITH(value_text(village)), &grids, &grid_count));
    if (access_allows(cx, permission, village))
        choices[(*count)++] = (struct ui_choice){ village, place_called(cx, village) };
    for (size_t i = 0; i < grid_count && *count < PLACES_OFFERED; i++)
        if (access_allows(cx, permission, grids[i].key))
            choices[(*count)++] = (struct ui_choice){ grids[i].key, grids[i].name };
    return NULL;
}

struct error *place_write_own_input(struct context *cx, struct buf *out, const char *permission,
                                    const struct field *field, const struct filled *filled)
{
    str village = place_key_at(place_own(cx), PLACE_VILLAGE);
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, PLACES_OFFERED);
    size_t count = 0;

    if (!str_is_empty(village))
        TRY(find_offered(cx, permission, village, choices, &count));
    if (count == 0) {
        form_write_field(cx, out, field, filled);
        return NULL;
    }
    str typed = params_get(filled->typed, field->name);
    ui_input(out, &(struct ui_input){ .name = field->name,
                                      .label = field->label,
                                      .value = str_is_empty(typed) ? place_own(cx) : typed,
                                      .required = true,
                                      .choices = choices,
                                      .choice_count = count });
    return NULL;
}
