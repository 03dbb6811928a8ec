/* SPDX-License-Identifier: Apache-2.0 */
/* The category that a story speaks of. */
#include "modules/matters/category.h"
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

static const struct {
    const char *story;
    const char *code;
} sentences[] = {
    { "隔壁新盖的棚子，屋檐水全滴到我家院墙根，说了两回都不改。", "dispute_neighbour" },
    { "三个儿子推着不养老人，轮到老二又不开门。", "dispute_support" },
    { "包工头过年没结工钱，电话也打不通。", "dispute_wages" },
    { "地里的界石被挪了一锄头宽，再不说清要打架。", "dispute_land" },
    { "电动车在楼道里飞线充电，怕着火。", "safety_fire" },
    { "电线垂到晒谷场，抬手就能碰到。", "safety_electric" },
    { "放假了孩子们下河游泳，水深没人管。", "safety_drowning" },
    { "有户大狼狗没拴，把孩子咬了。", "safety_dogs" },
    { "垃圾桶满了四天没人收，臭得不行。", "sanitation_garbage" },
    { "下水道堵了，污水倒灌到院子里。", "sanitation_sewage" },
    { "猪场的粪水流到塘里。", "sanitation_livestock" },
    { "村口路灯坏了，晚上摸黑。", "infrastructure_light" },
    { "停水三天了，水龙头放不出水。", "infrastructure_water" },
    { "变压器带不动，天天跳闸。", "infrastructure_power" },
    { "想问低保怎么申请，我是困难户。", "welfare_subsistence" },
    { "合作医疗住院报销没有到。", "welfare_medical" },
    { "种粮补贴没到账，一卡通上没有。", "agriculture_subsidy" },
    { "野猪拱地，糟蹋庄稼。", "agriculture_wildlife" },
    { "独居老人没人照顾，想吃爱心食堂的饭。", "care_elderly" },
    { "村集体的账看不懂，发票也没有。", "affairs_finance" },
};

TEST("twenty sentences as people say them find their category")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(sentences); i++) {
        str code;
        CHECK_OK(category_suggest(&cx, str_of(sentences[i].story), &code));
        CHECK_STR(code, sentences[i].code);
    }
}

TEST("words that say nothing find no category, and the matter goes among the unsorted")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str code;

    CHECK_OK(category_suggest(&cx, S("啊"), &code));
    CHECK(str_is_empty(code));
    CHECK_STR(a_report(&cx, "啊").category, "other_unsorted");
}

TEST("keywords are found in whatever width they were typed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_category category = {
        .code = S("test_wifi"),
        .name = S("无线网"),
        .layer = S("general"),
        .keywords = S("WiFi 无线网"),
    };
    str code;

    CHECK_OK(category_create(&cx, &category));
    CHECK_OK(category_suggest(&cx, S("广场的wifi连不上"), &code));

    CHECK_STR(code, "test_wifi");
}

TEST("a category without a layer cannot be chosen")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_category category;

    CHECK_FAILS(category_get(&cx, S("sanitation"), &category), ERROR_INVALID);
    CHECK_FAILS(category_get(&cx, S("nonsense"), &category), ERROR_INVALID);
    CHECK_OK(category_get(&cx, S("sanitation_garbage"), &category));
}

TEST("every category belongs to one of the layers")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_category *categories;
    struct matter_layer layer;
    size_t count;

    CHECK_OK(categories_all(&cx, &categories, &count));
    CHECK(count == 103);
    for (size_t i = 0; i < count; i++) {
        CHECK_OK(layer_find(&cx, categories[i].layer, &layer));
        CHECK((layer.id == 0) == str_is_empty(categories[i].parent));
    }
}

TEST("who answers for a layer is asked of the grid first, then of the village")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_layer layer;
    str name;

    a_grid(&cx);
    CHECK_OK(layer_find(&cx, S("sanitation"), &layer));
    struct place_layer village = { .place = S(VILLAGE),
                                   .layer = layer.id,
                                   .responsible = S("示例李四") };
    struct place_layer grid = { .place = S(GRID),
                                .layer = layer.id,
                                .responsible = S("示例王五") };
    CHECK_OK(store_insert(&cx, &place_layer_type, &village));
    CHECK_OK(layer_responsible(&cx, S(GRID), layer.id, &name));
    CHECK_STR(name, "示例李四");
    CHECK_OK(store_insert(&cx, &place_layer_type, &grid));
    CHECK_OK(layer_responsible(&cx, S(GRID), layer.id, &name));
    CHECK_STR(name, "示例王五");
    CHECK_OK(layer_responsible(&cx, S(NEXT_VILLAGE), layer.id, &name));
    CHECK(str_is_empty(name));
}

TEST("suggestions come as JSON, the best first")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    test_sign_in_as(&cx, "village_clerk", VILLAGE);

    struct response response = test_get(&cx, "/suggest/category?q=垃圾");

    CHECK(response.status == 200);
    CHECK(str_starts(test_body(&response),
                     S("[{\"value\":\"sanitation_garbage\",\"text\":\"垃圾清运\"}")));
}

TEST("a grid carries each layer once, and only whoever runs the village says so")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter_layer fire;

    CHECK_OK(layer_find(&cx, S("fire"), &fire));
    struct place_layer carried = { .place = S(GRID),
                                   .layer = fire.id,
                                   .responsible = S("示例李四") };
    struct place_layer again = carried;
    CHECK_OK(place_layer_create(&cx, &carried));
    CHECK_FAILS(place_layer_create(&cx, &again), ERROR_INVALID);
    again.place = S(NEXT_VILLAGE);
    CHECK_OK(place_layer_create(&cx, &again));
    cx.access = &access_of_public;
    CHECK_FAILS(place_layer_create(&cx, &again), ERROR_UNAUTHENTICATED);
}

TEST("a list that has nothing to search by shows no empty search")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response layers = test_get(&cx, "/place_layers");
    struct response matters = test_get(&cx, "/matters");
    CHECK(layers.status == 200 && !test_says(&layers, "查找"));
    CHECK(matters.status == 200 && test_says(&matters, "查找"));
}
