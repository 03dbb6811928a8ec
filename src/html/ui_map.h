/* SPDX-License-Identifier: Apache-2.0 */
/* A map of places, drawn as SVG. */
#ifndef HTML_UI_MAP_H
#define HTML_UI_MAP_H

#include "html/ui.h"

/* Places drawn where they lie, with a number each.  Rings are points in millionths of a degree,
 * east and north, "114520000,30010000 ...", with ";" between rings; a ring of one point is a
 * dot, and a place without rings is left out.  Nothing is written when all are. */
struct ui_map_place {
    str name;
    str number; /* with its unit */
    int shade;
    str href; /* may be empty */
    str rings;
};

void ui_map(struct buf *out, str title, const struct ui_map_place *places, size_t count);

#endif
