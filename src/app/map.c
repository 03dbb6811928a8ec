/* SPDX-License-Identifier: Apache-2.0 */
/* Outlines of places: kept, found, drawn. */
#include "app/map.h"

enum { OUTLINE_CHARACTERS_MAX = 100000 };

static const struct field outline_fields[] = {
    { PLACE(place_outline, place), .label = "地点", .required = true, .unique = true },
    { LINES(place_outline, rings), .label = "边界", .required = true, .hidden = true,
      .max = OUTLINE_CHARACTERS_MAX },
};

const struct record_type place_outline_type = {
    .name = "place_outline",
    .table = "place_outlines",
    .title = "地点边界",
    .shape = { SHAPE(place_outline, outline_fields) },
};

const struct query outlines_below = {
    .of = &place_outline_type,
    .sql = "where place in (select key from places where parent = $1 and closed_on is null) "
           "order by place limit 200",
};

struct error *map_outlines(struct context *cx, str place, struct place_outline **outlines,
                           size_t *count)
{
    return query_rows(cx, &outlines_below, WITH(value_text(place)), outlines, count);
}

/* Keeping */

struct named_place {
    str key;
    str name;
    str full_name;
    str code;
};

static const struct field named_fields[] = {
    { TEXT(named_place, key) },
    { TEXT(named_place, name) },
    { TEXT(named_place, full_name) },
    { TEXT(named_place, code) },
};

/* Those right below come first: theirs is the name when it is there twice. */
const struct query places_to_outline = {
    .sql = "select key, name, full_name, code from places where key > $1 and key < $2 "
           "and closed_on is null order by case when parent = $1 then 0 else 1 end, key "
           "limit 5000",
    .row = { SHAPE(named_place, named_fields) },
};

/* 421182102000 and 421182102 are the same town. */
static bool is_code_of(str word, const struct named_place *place)
{
    if (str_eq(word, place->key) || (!str_is_empty(place->code) && str_eq(word, place->code)))
        return true;
    if (!str_starts(word, place->key))
        return false;
    for (size_t i = place->key.length; i < word.length; i++)
        if (word.data[i] != '0')
            return false;
    return word.length == 12;
}

static bool is_name_of(str word, const struct named_place *place)
{
    return !str_is_empty(word) && (str_eq(word, place->name) || str_eq(word, place->full_name));
}

static const struct named_place *place_of(const struct map_feature *feature,
                                          const struct named_place *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < feature->word_count; j++)
            if (is_code_of(feature->words[j], &places[i]))
                return &places[i];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < feature->word_count; j++)
            if (is_name_of(feature->words[j], &places[i]))
                return &places[i];
    return NULL;
}

static struct error *keep(struct context *cx, str place, str rings)
{
    struct place_outline outline = { 0 };
    bool found;

    TRY(store_find_by(cx, &place_outline_type, (str){ 0 }, "place", value_text(place), &outline,
                      &found));
    outline.place = place;
    outline.rings = rings;
    return found ? store_update(cx, &place_outline_type, &outline)
                 : store_insert(cx, &place_outline_type, &outline);
}

struct error *map_import(struct context *cx, str place, str text, size_t *kept, size_t *unknown)
{
    struct map_feature *features;
    struct named_place *places;
    size_t count, place_count;

    *kept = *unknown = 0;
    TRY(map_read(cx, text, &features, &count));
    TRY(query_rows(cx, &places_to_outline,
                   WITH(value_text(place), value_text(key_end(cx->arena, place))), &places,
                   &place_count));
    for (size_t i = 0; i < count; i++) {
        const struct named_place *of = place_of(&features[i], places, place_count);
        if (of == NULL || str_is_empty(features[i].rings)) {
            ++*unknown;
            continue;
        }
        TRY(keep(cx, of->key, features[i].rings));
        ++*kept;
    }
    return NULL;
}
