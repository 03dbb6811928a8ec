/* SPDX-License-Identifier: Apache-2.0 */
#include "app/map.h"
#include "tests/town.h"

static const char township[] = "421182102";

#define SQUARE(west, east)                                                                     \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" west ",30.0],[" east ",30.0],[" east           \
    ",30.1],[" west ",30.1],[" west ",30.0]]]}"
#define FEATURE(properties, geometry)                                                          \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

/* By its code as text, as a number, by its name; and what fits no place here. */
static const char villages[] =
    COLLECTION(FEATURE("\"代码\":\"421182102205\"", SQUARE("115.5", "115.6")) "," FEATURE(
        "\"adcode\":421182102206,\"name\":\"别的\"",
        SQUARE("115.6", "115.7")) "," FEATURE("\"NAME\":\"%.*s\"",
                                              "{\"type\":\"Point\",\"coordinates\":[115.75,"
                                              "30.05]}") "," FEATURE("\"name\":\"没有的村\"",
                                                                     SQUARE("115.8", "115.9")));

static str a_file(struct context *cx)
{
    str name = place_called(cx, S("421182102207"));

    return arena_printf(cx->arena, villages, STR_ARG(name));
}

static struct error *read_one(struct context *cx, const char *geometry,
                              struct map_feature *feature)
{
    struct map_feature *features;
    size_t count;

    TRY(map_read(cx,
                 arena_printf(cx->arena,
                              "{\"type\":\"Feature\",\"properties\":null,\"geometry\":%s}",
                              geometry),
                 &features, &count));
    CHECK(count == 1);
    *feature = features[0];
    return NULL;
}

TEST("degrees become millionths, rings are told apart, a point is a ring of one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct map_feature feature = { 0 };

    CHECK_OK(
        read_one(&cx, "{\"type\":\"Point\",\"coordinates\":[-115.5,30.0000009,12]}", &feature));
    CHECK_STR(feature.rings, "-115500000,30000000");
    CHECK_OK(read_one(&cx,
                      "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3, 2],[3,4],[1,2]],"
                      "[[1.5,2.5],[2,2.5],[2,3],[1.5,2.5]]]}",
                      &feature));
    CHECK_STR(feature.rings, "1000000,2000000 3000000,2000000 3000000,4000000 1000000,2000000;"
                             "1500000,2500000 2000000,2500000 2000000,3000000 1500000,2500000");
    CHECK_OK(
        read_one(&cx, "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,2]]}", &feature));
    CHECK_STR(feature.rings, "");
}

TEST("points too close to be seen are left out, and islands made of them")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct map_feature feature = { 0 };

    CHECK_OK(read_one(&cx,
                      "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[1,2],[1.001,2],[3,2],"
                      "[3,4],[1,2]]],[[[5,2],[5.001,2],[5.001,2.001],[5,2]]]]}",
                      &feature));
    CHECK_STR(feature.rings, "1000000,2000000 3000000,2000000 3000000,4000000 1000000,2000000");
}

TEST("what is no outline in degrees is refused with a sentence")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct map_feature feature, *features;
    size_t count;

    CHECK_FAILS(
        read_one(&cx, "{\"type\":\"Point\",\"coordinates\":[13345678,3512345]}", &feature),
        ERROR_INVALID);
    CHECK_FAILS(read_one(&cx, "{\"type\":\"Polygon\",\"coordinates\":[1,2]}", &feature),
                ERROR_INVALID);
    CHECK_FAILS(read_one(&cx, "{\"type\":\"Point\",\"coordinates\":[]}", &feature),
                ERROR_INVALID);
    CHECK_FAILS(map_read(&cx, S("[]"), &features, &count), ERROR_INVALID);
    CHECK_FAILS(map_read(&cx, S("{\"type\":\"Topology\"}"), &features, &count), ERROR_INVALID);
}

TEST("an outline is of the place whose code, number or name stands in its properties")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place_outline *outlines;
    size_t kept, unknown, count;

    CHECK_OK(map_import(&cx, str_of(township), a_file(&cx), &kept, &unknown));
    CHECK(kept == 3 && unknown == 1);
    CHECK_OK(map_outlines(&cx, str_of(township), &outlines, &count));
    CHECK(count == 3);
    CHECK_STR(outlines[1].place, "421182102206");
    CHECK_OK(map_import(&cx, str_of(township), a_file(&cx), &kept, &unknown));
    CHECK_OK(map_outlines(&cx, str_of(township), &outlines, &count));
    CHECK(count == 3 && outlines[0].version == 2);
}

TEST("the dashboard draws the places with outlines, each leads on, the others stay tiles")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    size_t kept, unknown;

    test_sign_in_as(&cx, "township_office", township);
    struct response page = test_get(&cx, "/dashboard?place=421182102");
    CHECK(!test_says(&page, "<svg class='map'"));
    CHECK_OK(map_import(&cx, str_of(township), a_file(&cx), &kept, &unknown));
    page = test_get(&cx, "/dashboard?place=421182102");
    CHECK(test_says(&page, "<svg class='map' viewBox='0 0 1000 "));
    CHECK(test_says(&page, "<a href='/dashboard?place=421182102205' aria-label='"));
    CHECK(test_says(&page, "<path class='shade-0' d='M12 "));
    CHECK(test_says(&page, "<circle class='shade-0' cx='"));
    CHECK(test_says(&page, "<ul class='tiles'>"));
    page = test_get(&cx, "/screen?place=421182102");
    CHECK(test_says(&page, "<svg class='map'") && !test_says(&page, "<a href"));
}

TEST("outlines are brought in by those who divide places, for their own places")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *file = arena_text(cx.arena, a_file(&cx));

    test_sign_in_as(&cx, "grid_worker", "421182102205001");
    CHECK(test_get(&cx, "/maps/import?place=421182102").status == 403);
    test_sign_in_as(&cx, "township_office", "421182103");
    CHECK(test_post(&cx, "/maps/import", "place", township, "file", file, NULL).status == 403);
    test_sign_in_as(&cx, "township_office", township);
    struct response done =
        test_post(&cx, "/maps/import", "place", township, "file", file, NULL);
    CHECK(done.status == 303);
    struct response page = test_get(&cx, arena_text(cx.arena, done.location));
    CHECK(test_says(&page, "存了3个边界，1个图形没有对上地点。"));
    CHECK(test_says(&page, "还没有的"));
    struct response none = test_post(&cx, "/maps/import", "place", township, "file",
                                     COLLECTION(FEATURE("", SQUARE("115.5", "115.6"))), NULL);
    CHECK(none.status == 422 && test_says(&none, "没有一个图形对得上"));
}
