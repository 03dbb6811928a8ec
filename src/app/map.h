/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outlines of places, read from GeoJSON (RFC 7946) and kept as ui_map draws them.
 *
 * They are made coarser when they are read: they are for a schematic map, not for land titles.
 * Where there are none, a dashboard shows tiles.
 */
#ifndef APP_MAP_H
#define APP_MAP_H

#include "app/module.h"

struct place_outline {
    record_id id;
    int64_t version;
    str place;
    str rings;
};

extern const struct record_type place_outline_type;

/* Reading */

/* A feature of a file: what its properties say, and its rings. */
struct map_feature {
    const str *words; /* the values of its properties */
    size_t word_count;
    str rings; /* empty when its geometry is neither an area nor a point */
};

enum { MAP_FEATURES_MAX = 2000, MAP_FILE_BYTES_MAX = 8 * 1024 * 1024 };

/* Reads a Feature or a FeatureCollection; refuses everything else with a sentence. */
MUST_USE struct error *map_read(struct context *cx, str text, struct map_feature **features,
                                size_t *count);

/* Keeps the outlines of the places below a place; a feature is of the place whose code, number
 * or name is one of its properties.  Answers how many were kept and how many fitted none. */
MUST_USE struct error *map_import(struct context *cx, str place, str text, size_t *kept,
                                  size_t *unknown);

/* The outlines of the places right below a place. */
MUST_USE struct error *map_outlines(struct context *cx, str place,
                                    struct place_outline **outlines, size_t *count);

extern const struct query outlines_below;
extern const struct query places_to_outline;
extern const struct query places_without_outline;

handler map_import_page;
handler map_import_action;

#endif
