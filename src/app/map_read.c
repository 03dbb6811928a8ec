/* SPDX-License-Identifier: Apache-2.0 */
/* Outlines from GeoJSON. */
#include "app/map.h"
#include "base/json.h"

#include <stdlib.h>

enum {
    DEGREE = 1000000,
    DECIMALS = 6,
    FINENESS = 300, /* the smallest step within an outline is its size divided by this */
    POINTS_OF_RING_MIN = 3,
};

struct point {
    int64_t x, y;
};

/* Numbers of a kind: coordinates of an area are lists of rings, a ring is a list of points. */
struct reader {
    str rest;
    int depth;       /* brackets that are open */
    int point_depth; /* those around the two numbers of a point */
    struct point *points;
    size_t count; /* of the ring that is open */
    size_t *ends; /* where each ring ends among the points */
    size_t rings;
    int numbers; /* of the point that is open */
};

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

/* Takes 114.52 as 114520000; what is finer than a millionth is cut off. */
static bool take_degrees(str *text, int64_t *value)
{
    bool negative = text->length > 0 && text->data[0] == '-';
    size_t at = negative, decimals = 0;
    int64_t number = 0;

    if (at >= text->length || !is_digit(text->data[at]))
        return false;
    for (; at < text->length && is_digit(text->data[at]) && number <= 360; at++)
        number = number * 10 + (text->data[at] - '0');
    if (at < text->length && text->data[at] == '.')
        for (at++; at < text->length && is_digit(text->data[at]); at++)
            if (decimals < DECIMALS) {
                number = number * 10 + (text->data[at] - '0');
                decimals++;
            }
    for (; decimals < DECIMALS; decimals++)
        number *= 10;
    *value = negative ? -number : number;
    *text = str_slice(*text, at, text->length);
    return true;
}

static bool is_on_earth(const struct point *point)
{
    return llabs(point->x) <= 180LL * DEGREE && llabs(point->y) <= 90LL * DEGREE;
}

static bool read_number(struct reader *reader)
{
    struct point *point = &reader->points[reader->count];
    int64_t value;

    if (reader->depth != reader->point_depth || !take_degrees(&reader->rest, &value))
        return false;
    if (reader->numbers == 0)
        point->x = value;
    else if (reader->numbers == 1)
        point->y = value;
    reader->numbers++;
    return true;
}

static bool close_bracket(struct reader *reader)
{
    if (reader->depth == reader->point_depth) {
        if (reader->numbers < 2 || !is_on_earth(&reader->points[reader->count]))
            return false;
        reader->count++;
    }
    if (reader->depth == reader->point_depth - 1 || reader->point_depth == 1)
        reader->ends[reader->rings++] = reader->count;
    reader->depth--;
    reader->numbers = 0;
    return reader->depth >= 0;
}

static bool read_sign(struct reader *reader)
{
    char sign = reader->rest.data[0];

    if (sign == '-' || is_digit(sign))
        return read_number(reader);
    reader->rest = str_slice(reader->rest, 1, reader->rest.length);
    if (sign == '[')
        return ++reader->depth <= reader->point_depth;
    if (sign == ']')
        return close_bracket(reader);
    return sign == ',' || sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r';
}

/* Every point takes five characters, every ring two. */
static bool read_coordinates(struct context *cx, str text, int point_depth,
                             struct reader *reader)
{
    *reader = (struct reader){
        .rest = text,
        .point_depth = point_depth,
        .points = arena_array(cx->arena, struct point, text.length / 2 + 2),
        .ends = arena_array(cx->arena, size_t, text.length / 2 + 2),
    };
    while (!str_is_empty(reader->rest))
        if (!read_sign(reader))
            return false;
    return reader->depth == 0 && reader->count > 0;
}

/* The longer side of all that was read. */
static int64_t extent(const struct reader *reader)
{
    struct point least = reader->points[0], most = reader->points[0];

    for (size_t i = 1; i < reader->count; i++) {
        const struct point *point = &reader->points[i];
        least.x = point->x < least.x ? point->x : least.x;
        least.y = point->y < least.y ? point->y : least.y;
        most.x = point->x > most.x ? point->x : most.x;
        most.y = point->y > most.y ? point->y : most.y;
    }
    return most.x - least.x > most.y - least.y ? most.x - least.x : most.y - least.y;
}

static void add_point(struct buf *out, const struct point *point, bool first)
{
    buf_printf(out, "%s%lld,%lld", first ? "" : " ", (long long)point->x, (long long)point->y);
}

/* Points that lie close to the last one are left out; a ring of which too little remains is an
 * island that nobody would see. */
static void write_ring(struct buf *out, const struct point *points, size_t count, int64_t step)
{
    struct buf ring = { .arena = out->arena };
    const struct point *last = NULL;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (last != NULL && llabs(points[i].x - last->x) + llabs(points[i].y - last->y) <= step)
            continue;
        add_point(&ring, &points[i], kept == 0);
        last = &points[i];
        kept++;
    }
    if (kept < POINTS_OF_RING_MIN && count != 1)
        return;
    if (out->length > 0)
        buf_add_char(out, ';');
    buf_add(out, buf_str(&ring));
}

static str rings_of(struct context *cx, const struct reader *reader)
{
    struct buf out = { .arena = cx->arena };
    int64_t step = extent(reader) / FINENESS;
    size_t from = 0;

    for (size_t i = 0; i < reader->rings; i++) {
        write_ring(&out, reader->points + from, reader->ends[i] - from, step);
        from = reader->ends[i];
    }
    return buf_str(&out);
}

static str member(const struct json_member *members, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].name, name))
            return members[i].value;
    return (str){ 0 };
}

static int point_depth_of(str type)
{
    if (str_eq(type, S("MultiPolygon")))
        return 4;
    if (str_eq(type, S("Polygon")))
        return 3;
    return str_eq(type, S("Point")) ? 1 : 0;
}

static struct error *read_geometry(struct context *cx, str text, struct map_feature *feature)
{
    struct json_member *members;
    struct reader reader;
    size_t count;

    if (!str_starts(text, S("{")))
        return NULL;
    TRY(json_read_object(cx, text, &members, &count));
    int depth = point_depth_of(member(members, count, S("type")));
    if (depth == 0)
        return NULL;
    if (!read_coordinates(cx, member(members, count, S("coordinates")), depth, &reader))
        return fail(cx, ERROR_INVALID,
                    "图形的坐标读不懂。坐标要用经纬度（WGS84），例如 114.52,30.01。");
    feature->rings = rings_of(cx, &reader);
    return NULL;
}

static struct error *read_properties(struct context *cx, str text, struct map_feature *feature)
{
    struct json_member *members;
    size_t count;

    if (!str_starts(text, S("{")))
        return NULL;
    TRY(json_read_object(cx, text, &members, &count));
    str *words = arena_array(cx->arena, str, count + 1);
    for (size_t i = 0; i < count; i++)
        words[i] = str_trim(members[i].value);
    feature->words = words;
    feature->word_count = count;
    return NULL;
}

static struct error *read_feature(struct context *cx, str text, struct map_feature *feature)
{
    struct json_member *members;
    size_t count;

    TRY(json_read_object(cx, text, &members, &count));
    TRY(read_properties(cx, member(members, count, S("properties")), feature));
    return read_geometry(cx, member(members, count, S("geometry")), feature);
}

struct error *map_read(struct context *cx, str text, struct map_feature **features,
                       size_t *count)
{
    struct json_member *members;
    size_t member_count;
    str *items = &text;

    *count = 1;
    if (text.length > MAP_FILE_BYTES_MAX)
        return fail(cx, ERROR_INVALID, "文件太大了，最多%dMB。请先把边界简化。",
                    MAP_FILE_BYTES_MAX / 1024 / 1024);
    TRY(json_read_object(cx, text, &members, &member_count));
    str type = member(members, member_count, S("type"));
    if (str_eq(type, S("FeatureCollection")))
        TRY(json_read_array(cx, member(members, member_count, S("features")), MAP_FEATURES_MAX,
                            &items, count));
    else if (!str_eq(type, S("Feature")))
        return fail(cx, ERROR_INVALID, "这不是GeoJSON文件。要的是FeatureCollection。");
    *features = arena_array(cx->arena, struct map_feature, *count + 1);
    for (size_t i = 0; i < *count; i++)
        TRY(read_feature(cx, items[i], &(*features)[i]));
    return NULL;
}
