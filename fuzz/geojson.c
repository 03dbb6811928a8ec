/* SPDX-License-Identifier: Apache-2.0 */
/* Outlines of places from GeoJSON: what is taken can be drawn, and refusals are sentences. */
#include "app/map.h"
#include "html/ui_map.h"

#include <assert.h>

enum { LIMIT = 64 * 1024 * 1024, MOST_BYTES = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void draw(struct context *cx, const struct map_feature *features, size_t count)
{
    struct ui_map_place *places = arena_array(cx->arena, struct ui_map_place, count + 1);
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < count; i++)
        places[i] = (struct ui_map_place){ .name = S("村"), .rings = features[i].rings };
    ui_map(&out, S("图"), places, count);
    assert(str_is_clean(buf_str(&out)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct map_feature *features;
    size_t count;

    if (size > MOST_BYTES)
        return 0;
    struct error *error = map_read(&cx, (str){ (const char *)data, size }, &features, &count);
    if (error == NULL)
        draw(&cx, features, count);
    else
        assert(error->kind == ERROR_INVALID && str_is_clean(error->message));
    return 0;
}
