/* SPDX-License-Identifier: Apache-2.0 */
/* A list counted by category, state or place, and who may see which counts. */
#include "modules/matters/fixture_test.h"
#include "modules/matters/matters.h"
#include "record/listing.h"
#include "tests/town.h"

static struct matter at(struct context *cx, const char *place, const char *story)
{
    struct matter matter = {
        .place = str_of(place),
        .story = str_of(story),
        .kind = KIND_HELP,
        .source = SOURCE_GRID,
    };

    CHECK_OK(matter_report(cx, &matter, NULL));
    return matter;
}

static int64_t group_count(struct context *cx, const char *place, const char *field,
                           const char *value)
{
    struct listing listing = { .type = &matter_type, .place = str_of(place) };
    struct group *groups;
    size_t count;

    CHECK_OK(listing_groups(cx, &listing, shape_field(&matter_type.shape, str_of(field)),
                            &groups, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(groups[i].value, str_of(value)))
            return groups[i].count;
    return 0;
}

TEST("matters are counted by state, by category and by the units one level below")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)a_matter(&cx, MATTER_VILLAGE_HANDLING);
    (void)at(&cx, VILLAGE, "路灯不亮。");
    (void)at(&cx, NEXT_VILLAGE, "路灯不亮，晚上看不见。");
    int64_t streetlights = group_count(&cx, COUNTY, "category_name", "路灯");

    CHECK(group_count(&cx, COUNTY, "status", "village_handling") == 1);
    CHECK(group_count(&cx, COUNTY, "status", "reported") == 2);
    CHECK(group_count(&cx, VILLAGE, "status", "reported") == 1);
    CHECK(group_count(&cx, COUNTY, "place", TOWNSHIP) == 3);
    CHECK(group_count(&cx, TOWNSHIP, "place", VILLAGE) == 2);
    CHECK(group_count(&cx, TOWNSHIP, "place", NEXT_VILLAGE) == 1);
    CHECK(streetlights <= 3);
}

TEST("each count leads to the list of just those records, with the conditions asked for")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)at(&cx, VILLAGE, "路灯不亮。");
    (void)at(&cx, NEXT_VILLAGE, "水管漏水。");
    test_sign_in_as(&cx, "township_office", TOWNSHIP);
    struct response page =
        test_get(&cx, "/matters/groups?by=status&source=grid&status=reported,handling");

    CHECK(page.status == 200 && test_says(&page, "民情诉求分类统计"));
    CHECK(test_says(&page,
                    "href='/matters?place=" TOWNSHIP "&amp;source=grid&amp;status=reported'"));
    CHECK(test_says(&page, "100.0%") && test_says(&page, "合计"));
    page = test_get(&cx, "/matters/groups?by=place");
    CHECK(test_says(&page, "href='/matters?place=" NEXT_VILLAGE "'"));
    CHECK(test_says(&page, "50.0%"));
    CHECK(test_get(&cx, "/matters?place=" TOWNSHIP "&source=grid&status=reported").status ==
          200);
}

TEST("nobody counts what they may not see, and nothing is counted by people")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)at(&cx, VILLAGE, "路灯不亮。");
    CHECK(test_get(&cx, "/matters/groups").status == 303);
    test_sign_in_as(&cx, "village_clerk", NEXT_VILLAGE);
    struct response page = test_get(&cx, "/matters/groups?by=status");
    CHECK(page.status == 200 && test_says(&page, "没有符合条件的记录"));
    CHECK(test_get(&cx, "/matters/groups?place=" VILLAGE).status == 403);
    CHECK(test_get(&cx, "/matters/groups?by=recorded_by").status == 400 ||
          test_get(&cx, "/matters/groups?by=recorded_by").status == 422);
    CHECK(test_get(&cx, "/matters/groups?by=nothing").status != 200);
}

TEST("the list leads to its counts with the same conditions")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response page = test_get(&cx, "/matters?kind=help");
    CHECK(test_says(&page, "href='/matters/groups?by=category_name&amp;kind=help'"));
    CHECK(test_get(&cx, "/matters/groups?by=category_name&kind=help").status == 200);
}
