/* SPDX-License-Identifier: Apache-2.0 */
/* A map of places with a number each. */
#include "html/ui_map.h"

#include <math.h>

enum {
    WIDTH = 1000, /* of the drawing, in units of its own */
    HEIGHT_MAX = 1100,
    MARGIN = 12,
    DOT = 16, /* the radius of a place that is a point */
    THOUSAND = 1000,
    DEGREE = 1000000,
};

struct frame {
    int64_t west, south, east, north;
    int64_t narrow; /* thousandths of a degree's breadth as of its height, there */
    int64_t scale;  /* units of the drawing to a degree of height */
    int64_t height;
};

static bool take_number(str *text, int64_t *number)
{
    str word;
    size_t at = 0;

    while (at < text->length && text->data[at] != ',' && text->data[at] != ' ' &&
           text->data[at] != ';')
        at++;
    word = str_slice(*text, 0, at);
    *text = str_slice(*text, at, text->length);
    return str_read_integer(word, number);
}

/* Takes the next point and what ends it: a space, a semicolon, or nothing. */
static bool take_point(str *rings, int64_t *x, int64_t *y, char *end)
{
    if (!take_number(rings, x) || !str_starts(*rings, S(",")))
        return false;
    *rings = str_slice(*rings, 1, rings->length);
    if (!take_number(rings, y))
        return false;
    *end = str_is_empty(*rings) ? '\0' : rings->data[0];
    *rings = str_slice(*rings, 1, rings->length);
    return true;
}

static void widen(struct frame *frame, int64_t x, int64_t y)
{
    frame->west = x < frame->west ? x : frame->west;
    frame->east = x > frame->east ? x : frame->east;
    frame->south = y < frame->south ? y : frame->south;
    frame->north = y > frame->north ? y : frame->north;
}

static bool frame_around(struct frame *frame, const struct ui_map_place *places, size_t count)
{
    int64_t x, y;
    char end;

    *frame = (struct frame){
        .west = INT64_MAX, .south = INT64_MAX, .east = INT64_MIN, .north = INT64_MIN
    };
    for (size_t i = 0; i < count; i++)
        for (str rings = places[i].rings; take_point(&rings, &x, &y, &end);)
            widen(frame, x, y);
    return frame->west <= frame->east;
}

/* Near the poles a degree of breadth is short; in China it is two thirds to nine tenths. */
static int64_t narrowness(int64_t latitude)
{
    double angle = (double)latitude / DEGREE * 3.14159265358979 / 180;
    int64_t narrow = llround(THOUSAND * cos(angle));

    return narrow < 1 ? 1 : narrow;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void fit(struct frame *frame)
{
    frame->narrow = narrowness((frame->south + frame->north) / 2);
    int64_t across = larger((frame->east - frame->west) * frame->narrow / THOUSAND, 1);
    int64_t up = larger(frame->north - frame->south, 1);
    int64_t room = WIDTH - 2 * MARGIN;

    /* millionths of a degree to the unit, times a thousand */
    frame->scale = larger(larger(across * THOUSAND / room, up * THOUSAND / HEIGHT_MAX), 1);
    frame->height = up * THOUSAND / frame->scale + 2 * MARGIN;
}

static int64_t across_of(const struct frame *frame, int64_t x)
{
    return (x - frame->west) * frame->narrow / frame->scale + MARGIN;
}

static int64_t down_of(const struct frame *frame, int64_t y)
{
    return (frame->north - y) * THOUSAND / frame->scale + MARGIN;
}

/* The middle of what a place covers, for its name. */
static void middle_of(const struct frame *frame, str rings, int64_t *across, int64_t *down)
{
    struct frame own = {
        .west = INT64_MAX, .south = INT64_MAX, .east = INT64_MIN, .north = INT64_MIN
    };
    int64_t x, y;
    char end = ' ';

    while (end == ' ' && take_point(&rings, &x, &y, &end))
        widen(&own, x, y);
    *across = across_of(frame, own.west / 2 + own.east / 2);
    *down = down_of(frame, own.south / 2 + own.north / 2);
}

static void draw_rings(struct buf *out, const struct frame *frame,
                       const struct ui_map_place *place)
{
    str rings = place->rings;
    char before = ';', end;
    int64_t x, y;

    html(out, "<path class='shade-%d' d='", place->shade);
    while (take_point(&rings, &x, &y, &end)) {
        buf_printf(out, "%s%lld %lld", before == ';' ? "M" : "L",
                   (long long)across_of(frame, x), (long long)down_of(frame, y));
        if (end != ' ')
            buf_add_char(out, 'z');
        before = end;
    }
    html(out, "'/>");
}

static void draw_shape(struct buf *out, const struct frame *frame,
                       const struct ui_map_place *place)
{
    int64_t across, down;

    if (str_contains(place->rings, S(" "))) {
        draw_rings(out, frame, place);
        return;
    }
    middle_of(frame, place->rings, &across, &down);
    html(out, "<circle class='shade-%d' cx='%lld' cy='%lld' r='%d'/>", place->shade,
         (long long)across, (long long)down, DOT);
}

static void draw_place(struct buf *out, const struct frame *frame,
                       const struct ui_map_place *place)
{
    if (!str_is_empty(place->href))
        html(out, "<a href='%.*s' aria-label='%.*s %.*s'>", STR_ARG(place->href),
             STR_ARG(place->name), STR_ARG(place->number));
    draw_shape(out, frame, place);
    if (!str_is_empty(place->href))
        html(out, "</a>");
    html(out, "\n");
}

static void draw_name(struct buf *out, const struct frame *frame,
                      const struct ui_map_place *place)
{
    int64_t across, down;

    middle_of(frame, place->rings, &across, &down);
    html(out, "<text class='name-%d' x='%lld' y='%lld'>%.*s</text>\n", place->shade,
         (long long)across, (long long)down, STR_ARG(place->name));
}

void ui_map(struct buf *out, str title, const struct ui_map_place *places, size_t count)
{
    struct frame frame;

    if (!frame_around(&frame, places, count))
        return;
    fit(&frame);
    html(out, "<svg class='map' viewBox='0 0 %d %lld' role='group' aria-label='%.*s'>\n", WIDTH,
         (long long)frame.height, STR_ARG(title));
    for (size_t i = 0; i < count; i++)
        if (!str_is_empty(places[i].rings))
            draw_place(out, &frame, &places[i]);
    for (size_t i = 0; i < count; i++)
        if (!str_is_empty(places[i].rings))
            draw_name(out, &frame, &places[i]);
    html(out, "</svg>\n");
}
