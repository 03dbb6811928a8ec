/* SPDX-License-Identifier: Apache-2.0 */
#include "modules/places/places.h"

#include "app/account.h"
#include "record/exchange.h"
#include "tests/town.h"

static const char village[] = "421182102205";
static const char next_village[] = "421182102206";
static const char township[] = "421182102";

static struct place the_place(struct context *cx, const char *key)
{
    struct place place = { 0 };

    CHECK_OK(place_get(cx, str_of(key), &place));
    return place;
}

static struct place a_place(struct context *cx, const char *parent, enum place_level level,
                            const char *name)
{
    struct place place = { .parent = str_of(parent), .level = level, .name = str_of(name) };

    CHECK_OK(place_create(cx, &place));
    return place;
}

static int64_t figure_now(struct context *cx, const char *key, const char *place, date day)
{
    struct figure_value value;

    CHECK_OK(figure_read(cx, figure_find(str_of(key)), str_of(place),
                         date_of(date_year(day), 1, 1), day, &value));
    return value.value;
}

static const char *text(struct context *cx, str s)
{
    return arena_text(cx->arena, s);
}

TEST_ONCE("a key says its level and the place above")
{
    static const struct {
        const char *key;
        enum place_level level;
        const char *parent;
    } cases[] = {
        { "42", PLACE_PROVINCE, "" },
        { "4211", PLACE_CITY, "42" },
        { "421182", PLACE_COUNTY, "4211" },
        { "421182102", PLACE_TOWNSHIP, "421182" },
        { "421182102205", PLACE_VILLAGE, "421182102" },
        { "421182102205001", PLACE_GRID, "421182102205" },
        { "42118210220500103", PLACE_MICRO_GRID, "421182102205001" },
        { "421182102205g07", PLACE_GROUP, "421182102205" },
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        enum place_level level;
        CHECK(place_key_level(str_of(cases[i].key), &level));
        CHECK(level == cases[i].level);
        CHECK_STR(place_key_parent(str_of(cases[i].key)), cases[i].parent);
    }
}

TEST_ONCE("what has another form is no key")
{
    static const char *const texts[] = {
        "", "4", "421", "4211821", "42118210220x", "421182102205h01", "4211821022050012"
    };

    for (size_t i = 0; i < COUNT(texts); i++) {
        enum place_level level;
        CHECK(!place_key_level(str_of(texts[i]), &level));
    }
}

TEST_ONCE("the township of a grid is cut from its key")
{
    CHECK_STR(place_key_at(S("421182102205001"), PLACE_TOWNSHIP), "421182102");
    CHECK_STR(place_key_at(S("421182"), PLACE_TOWNSHIP), "");
}

TEST("the official divisions are there, named as people say them")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place place = the_place(&cx, "421182102226");

    CHECK_STR(place.name, "柏树林村");
    CHECK_STR(place.full_name, "柏树林村村民委员会");
    CHECK(place.level == PLACE_VILLAGE && place.kind == PLACE_KIND_VILLAGE);
    CHECK_STR(the_place(&cx, "420625100001").name, "泰山庙街社区");
    CHECK(the_place(&cx, "420625100001").kind == PLACE_KIND_COMMUNITY);
    CHECK_STR(place_path(&cx, S("421182102226")), "花桥镇 › 柏树林村");
}

TEST("the villages of a township are counted from the records")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(figure_now(&cx, "villages", township, date_of(2023, 11, 8)) == 41);
    CHECK(figure_now(&cx, "villages", "420625", cx.today) == 290);
}

TEST("new places get the next free key below their parent")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_STR(a_place(&cx, village, PLACE_GRID, "第一网格").key, "421182102205001");
    CHECK_STR(a_place(&cx, village, PLACE_GRID, "第二网格").key, "421182102205002");
    CHECK_STR(a_place(&cx, "421182102205002", PLACE_MICRO_GRID, "微网格").key,
              "42118210220500201");
    CHECK_STR(a_place(&cx, village, PLACE_GROUP, "上垸").key, "421182102205g01");
    CHECK_STR(a_place(&cx, township, PLACE_VILLAGE, "新设村").key, "421182102242");
    CHECK_STR(a_place(&cx, township, PLACE_VILLAGE, "新设社区").key, "421182102005");
}

TEST("a place that does not fit below its parent is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place place = { .parent = str_of(township), .level = PLACE_GRID, .name = S("网格") };

    CHECK_FAILS(place_create(&cx, &place), ERROR_INVALID);
    place.parent = S("999999");
    CHECK_FAILS(place_create(&cx, &place), ERROR_INVALID);
    place.parent = (str){ 0 };
    CHECK_FAILS(place_create(&cx, &place), ERROR_INVALID);
}

TEST("a renamed place keeps its key, and its old name is known for its days")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct place_naming naming = { .name = S("洋西港新村村民委员会"),
                                         .on = date_of(2026, 2, 1) };
    str name;

    CHECK_OK(place_rename(&cx, S("421182102205"), &naming));

    struct place place = the_place(&cx, village);
    CHECK_STR(place.name, "洋西港新村");
    CHECK_OK(place_name_on(&cx, &place, date_of(2026, 1, 31), &name));
    CHECK_STR(name, "洋西港村");
    CHECK_OK(place_name_on(&cx, &place, date_of(2026, 2, 1), &name));
    CHECK_STR(name, "洋西港新村");
}

TEST("merged villages are closed, name their successor, and count until that day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct place_merger merger = { .others = S("421182102206"),
                                         .name = S("合新村"),
                                         .on = date_of(2026, 3, 1),
                                         .reason = S("镇政发〔2026〕1号") };
    struct place merged;

    a_place(&cx, village, PLACE_GRID, "第一网格");
    CHECK_OK(place_merge(&cx, str_of(village), &merger, &merged));

    CHECK_STR(merged.key, "421182102242");
    CHECK_STR(the_place(&cx, village).successors, "421182102242");
    CHECK_STR(the_place(&cx, next_village).successors, "421182102242");
    CHECK(date_is_set(the_place(&cx, "421182102205001").closed_on));
    CHECK(figure_now(&cx, "villages", township, date_of(2026, 2, 28)) == 41);
    CHECK(figure_now(&cx, "villages", township, date_of(2026, 3, 1)) == 40);
}

TEST("posts in a merged village end on the day before, or go on in the new one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place_merger merger = { .others = S("421182102206"),
                                   .into = S("421182102206"),
                                   .on = cx.today,
                                   .reason = S("合并"),
                                   .moves_posts = true };
    record_id account;
    CHECK_OK(account_create(&cx, S("wenshu"), S("示例文书"), S("Some-pass-1"), true, &account));
    struct post post = { .place = str_of(village),
                         .role = S("village_clerk"),
                         .account = account,
                         .starts_on = date_of(2026, 1, 1) };
    struct place merged;
    int64_t moved;

    CHECK_OK(post_give(&cx, &post));
    CHECK_OK(place_merge(&cx, str_of(village), &merger, &merged));

    CHECK_OK(store_get(&cx, &post_type, post.id, &post));
    CHECK(date_compare(post.ends_on, date_of(2026, 3, 1)) == 0);
    CHECK_OK(query_number(&cx, "select count(*) from posts where place = $1 and account = $2",
                          WITH(value_text(str_of(next_village)), value_integer(account)),
                          &moved));
    CHECK(moved == 1);
}

TEST("a village that is split leaves its parts beside it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct place_division division = { .names = S("东新村\n西新村\n"),
                                             .on = cx.today,
                                             .reason = S("拆分") };

    CHECK_OK(place_split(&cx, str_of(village), &division));

    CHECK_STR(the_place(&cx, village).successors, "421182102242 421182102243");
    CHECK_STR(the_place(&cx, "421182102243").name, "西新村");
    CHECK(figure_now(&cx, "villages", township, cx.today) == 42);
}

TEST("a closed place is not closed again, nor renamed, nor given children")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct place_closing closing = { .on = cx.today, .reason = S("撤销") };
    const struct place_naming naming = { .name = S("别名"), .on = cx.today };
    struct place child = { .parent = str_of(village), .level = PLACE_GRID, .name = S("网格") };

    CHECK_OK(place_close(&cx, str_of(village), &closing));

    CHECK_FAILS(place_close(&cx, str_of(village), &closing), ERROR_CONFLICT);
    CHECK_FAILS(place_rename(&cx, str_of(village), &naming), ERROR_CONFLICT);
    CHECK_FAILS(place_create(&cx, &child), ERROR_INVALID);
}

TEST("a place does not close on a day to come")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct place_closing closing = { .on = date_add_days(cx.today, 1),
                                           .reason = S("撤") };

    CHECK_FAILS(place_close(&cx, str_of(village), &closing), ERROR_INVALID);
}

/* Tables */

static struct import imported(struct context *cx, const char *csv)
{
    struct import import;

    CHECK_OK(csv_import(cx, &place_type, (str){ 0 }, str_of(csv), &import));
    return import;
}

TEST("a table of a place never seen before makes its whole tree")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import import = imported(&cx, "code,name,parent\n"
                                         "330000000000,浙江省,\n"
                                         "330100000000,杭州市,330000000000\n"
                                         "330110000000,余杭区,330100000000\n"
                                         "330110101000,示例镇,330110000000\n"
                                         "330110101200,示例村村委会,330110101000\n"
                                         "330110101200001,第一网格,330110101200\n");

    CHECK(import.problem_count == 0 && import.stored == 6);
    CHECK_STR(the_place(&cx, "330110101200").name, "示例村");
    CHECK(the_place(&cx, "330110101200001").level == PLACE_GRID);
    CHECK(figure_now(&cx, "villages", "33", cx.today) == 1);
}

TEST("a table of villages alone makes the places above, which get their names later")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(imported(&cx, "code,name,parent\n330110101200,示例村村委会,330110101000\n")
              .problem_count == 0);
    CHECK_STR(the_place(&cx, "330110101").name, "330110101");
    CHECK(imported(&cx, "code,name,parent\n330110101000,示例镇,330110000000\n").problem_count ==
          0);
    CHECK_STR(the_place(&cx, "330110101").name, "示例镇");
}

TEST("a prefecture without counties is in the table twice, and its townships find their place")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(imported(&cx, "code,name,parent\n44,广东省,\n4419,东莞市,44\n441900,东莞市,4419\n"
                        "441900003,东城街道,441900\n441900003001,示例社区居委会,441900003\n")
              .problem_count == 0);
    CHECK(the_place(&cx, "4419").level == PLACE_CITY);
    CHECK(the_place(&cx, "441900").level == PLACE_COUNTY);
    CHECK_STR(the_place(&cx, "441900003").parent, "441900");
}

TEST("its county is made when the table has only the prefecture, or nothing above the village")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(imported(&cx, "code,name,parent\n460400000000,儋州市,460000000000\n"
                        "460400100000,那大镇,460400000000\n"
                        "460400100001,示例社区居委会,460400100000\n"
                        "441900003001,示例社区居委会,441900003\n"
                        "441900003002,示例二社区居委会,441900003\n")
              .problem_count == 0);
    CHECK_STR(the_place(&cx, "460400").name, "儋州市");
    CHECK_STR(the_place(&cx, "460400100").parent, "460400");
    CHECK_STR(the_place(&cx, "441900003").parent, "441900");
}

TEST("the same table twice changes nothing, another name is kept with the old one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place before = the_place(&cx, "421182102226");
    struct place_name former = { 0 };
    bool found;

    CHECK(imported(&cx, "代码,name,code\n,柏树林村村民委员会,421182102226\n").problem_count ==
          0);
    CHECK(the_place(&cx, "421182102226").version == before.version);
    CHECK(imported(&cx, "name,code\n柏树林社区居民委员会,421182102226\n").problem_count == 0);
    CHECK_STR(the_place(&cx, "421182102226").name, "柏树林社区");
    CHECK_OK(store_find_by(&cx, &place_name_type, (str){ 0 }, "place",
                           value_text(S("421182102226")), &former, &found));
    CHECK(found);
    CHECK_STR(former.name, "柏树林村");
}

TEST("a bad code is refused with its line")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import import =
        imported(&cx, "code,name\n4211821x2226,某村\n421182999999001,网格\n");

    CHECK(import.problem_count == 2);
    CHECK(import.problems[0].line == 2 && import.problems[1].line == 3);
}

TEST("a place with a new official code keeps its key, and the table finds it by the code")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct place_naming naming = { .name = S("洋西港村村民委员会"),
                                         .code = S("421182102299"),
                                         .on = cx.today };

    CHECK_OK(place_rename(&cx, str_of(village), &naming));
    CHECK(imported(&cx, "code,name\n421182102299,洋西港村村民委员会\n").problem_count == 0);

    CHECK_STR(the_place(&cx, village).code, "421182102299");
    /* The old code is given to another village: the key is taken, so it gets the next one. */
    CHECK(imported(&cx, "code,name\n421182102205,另一村村委会\n").problem_count == 0);
    struct place other = { 0 };
    bool found;
    CHECK_OK(store_find_by(&cx, &place_type, (str){ 0 }, "code", value_text(S("421182102205")),
                           &other, &found));
    CHECK(found && !str_eq(other.key, str_of(village)));
}

/* Pages */

TEST("the page of a village shows its way up, its grids and its people in post")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_place(&cx, village, PLACE_GRID, "东头网格");
    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = test_get(&cx, "/place/421182102205");

    CHECK(response.status == 200);
    CHECK(test_says(&response, "洋西港村"));
    CHECK(test_says(&response, "东头网格"));
    CHECK(test_says(&response, "示例测试员"));
    CHECK(test_says(&response, "花桥镇"));
    CHECK(!test_says(&response, "/place/421182102'"));
}

TEST("a village clerk does not see the next village, by page or by number or by list")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place next = the_place(&cx, next_village);
    struct response response;

    test_sign_in_as(&cx, "village_clerk", village);
    response = test_get(&cx, "/place/421182102206");
    CHECK(response.status == 404);
    response =
        test_get(&cx, text(&cx, arena_printf(cx.arena, "/places/%lld", (long long)next.id)));
    CHECK(response.status == 404);
    response = test_get(&cx, "/places");
    CHECK(response.status == 200);
    CHECK(test_says(&response, "洋西港村") && !test_says(&response, text(&cx, next.name)));
    response = test_get(&cx, "/places?place=421182102206");
    CHECK(response.status == 403);
    response = test_get(&cx, "/places?key=421182102206..421182102206z");
    CHECK(response.status == 403);
    response = test_api_get(&cx, "/api/places");
    CHECK(!test_says(&response, next_village));
}

TEST("a township's list stays in the township from page to page")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response;

    test_sign_in_as(&cx, "township_office", township);
    response = test_get(&cx, "/places?level=village");
    CHECK(test_says(&response, "共41条"));
    CHECK(test_says(&response, "key=421182102..421182102z"));
    response = test_get(&cx, "/places?q=%E6%9F%8F%E6%A0%91");
    CHECK(test_says(&response, "柏树林村"));
}

TEST("a place is renamed, merged, split and closed from its page, by those above")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place place = the_place(&cx, village);
    const char *page = text(&cx, arena_printf(cx.arena, "/places/%lld", (long long)place.id));
    const char *rename = text(&cx, arena_printf(cx.arena, "%s/rename", page));
    struct response response;

    test_sign_in_as(&cx, "secretary", village);
    response = test_post(&cx, rename, "name", "新名村", "on", "2026-03-01", NULL);
    CHECK(response.status == 403);
    test_sign_in_as(&cx, "township_office", township);
    response = test_post(&cx, rename, "name", "新名村", "on", "2026-03-01", NULL);
    CHECK(response.status == 303);
    CHECK_STR(the_place(&cx, village).name, "新名村");
    response = test_post(&cx, rename, "name", "", "on", "2026-13-01", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "2026-13-01"));
}

TEST("the village divides itself into grids")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response;

    test_sign_in_as(&cx, "village_clerk", village);
    response = test_post(&cx, "/places", "name", "北头网格", "level", "grid", "parent",
                         "421182102205", NULL);
    CHECK(response.status == 303);
    CHECK_STR(the_place(&cx, "421182102205001").name, "北头网格");
    response = test_post(&cx, "/places", "name", "别人的网格", "level", "grid", "parent",
                         "421182102206", NULL);
    CHECK(response.status == 403);
    response = test_post(&cx, "/places", "name", "某省", "code", "99", NULL);
    CHECK(response.status == 403);
}

TEST("suggestions of places keep to what a person may see")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response;

    response = test_get(&cx, "/suggest/place?q=%E6%9F%8F%E6%A0%91");
    CHECK(response.status == 200);
    CHECK(test_says(&response, "{\"value\":\"421182102226\",\"text\":\"花桥镇 › 柏树林村\"}"));
    test_sign_in_as(&cx, "village_clerk", village);
    response = test_get(&cx, "/suggest/place?q=%E6%9F%8F%E6%A0%91");
    CHECK(response.status == 200 && !test_says(&response, "柏树林"));
    response = test_get(&cx, "/suggest/place?q=%25");
    CHECK(response.status == 200);
}

TEST("a merger whose nth statement fails changes nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place place = the_place(&cx, village);
    const char *merge =
        text(&cx, arena_printf(cx.arena, "/places/%lld/merge", (long long)place.id));
    struct response response = { .status = 500 };

    test_sign_in_as(&cx, "township_office", township);
    for (int nth = 1; response.status != 303; nth++) {
        CHECK(nth < 500);
        db_fail_at(cx.db, nth);
        response = test_post(&cx, merge, "others", "421182102206", "name", "合新村", "on",
                             "2026-03-01", "reason", "批复", NULL);
        db_fail_at(cx.db, 0);
        if (response.status != 303)
            CHECK(!date_is_set(the_place(&cx, village).closed_on) &&
                  !date_is_set(the_place(&cx, next_village).closed_on));
    }
    CHECK(date_is_set(the_place(&cx, next_village).closed_on));
}

TEST("a 综治中心 of a village counts as one of the villages")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct governance_centre centre = { .place = str_of(village),
                                        .name = S("洋西港村综治中心"),
                                        .founded_on = date_of(2022, 5, 1) };

    CHECK_OK(governance_centre_open(&cx, &centre));
    CHECK(figure_now(&cx, "village_governance_centres", township, date_of(2022, 12, 31)) == 1);
    CHECK(figure_now(&cx, "village_governance_centres", township, date_of(2022, 4, 30)) == 0);
}

/* Where words stand on a page. */
static size_t position_of(const struct response *response, const char *words)
{
    str body = test_body(response);

    for (size_t i = 0; i < body.length; i++)
        if (str_starts(str_slice(body, i, body.length), str_of(words)))
            return i;
    return body.length;
}

TEST("the page of a place names everybody once, with all posts they hold there")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account;

    CHECK_OK(account_create(&cx, S("shuji"), S("示例书记"), S("Some-pass-1"), true, &account));
    struct post first = { .place = str_of(village),
                          .role = S("secretary"),
                          .account = account };
    struct post second = { .place = str_of(village),
                           .role = S("director"),
                           .account = account };
    CHECK_OK(post_give(&cx, &first));
    CHECK_OK(post_give(&cx, &second));
    test_sign_in_as(&cx, "village_clerk", village);
    struct response page = test_get(&cx, "/place/421182102205");
    size_t once = position_of(&page, "<dt>示例书记</dt>");

    CHECK(once < test_body(&page).length);
    CHECK(test_says(&page, "村党组织书记</a>、<a href='/posts/"));
    str rest =
        str_slice(test_body(&page), once + S("<dt>示例书记").length, test_body(&page).length);
    CHECK(!str_contains(rest, S("示例书记")));
}

TEST("the page of a township begins with its figures; its many villages are folded away")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response page;

    test_sign_in_as(&cx, "township_office", township);
    page = test_get(&cx, "/place/421182102");
    CHECK(position_of(&page, "今年的数字") < position_of(&page, "在办的诉求"));
    CHECK(position_of(&page, "在办的诉求") <
          position_of(&page, "<h2 id='children-title'>下级"));
    CHECK(test_says(&page, "<details class='fold' id='children-all'>"));
    CHECK(test_says(&page, "共41个"));
    CHECK(test_says(&page, "柏树林村"));
    (void)a_place(&cx, village, PLACE_GRID, "北头网格");
    page = test_get(&cx, "/place/421182102205");
    CHECK(test_says(&page, "北头网格") && !test_says(&page, "children-all"));
}

/* What people write into the field of a place */

static struct response open_centre(struct context *cx, const char *place, const char *key)
{
    return test_post(cx, "/governance_centres", "name", "综治中心", "place", place, "place.key",
                     key, "founded_on", "2022-05-01", NULL);
}

/* Where the centre that was opened last lies. */
static str last_centre(struct context *cx)
{
    struct result result;

    CHECK_OK(db_query(cx, "select place from governance_centres order by id desc limit 1", NULL,
                      0, &result));
    return result_text(&result, 0, 0);
}

TEST("a form shows a place by its name and takes its name, its path or its code")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const texts[] = {
        "柏树林村",           "花桥镇 › 柏树林村", " 花桥镇　柏树林村",
        "柏树林村村民委员会", "421182102226",      "柏树林村（421182102226）",
    };
    struct response response;

    test_sign_in_as(&cx, "township_office", township);
    for (size_t i = 0; i < COUNT(texts); i++) {
        response = open_centre(&cx, texts[i], "");
        CHECK(response.status == 303);
        CHECK_STR(last_centre(&cx), "421182102226");
    }
    response = test_get(
        &cx, text(&cx, arena_printf(cx.arena, "%.*s/edit", STR_ARG(response.location))));
    CHECK(test_says(&response, "name='place' required"));
    CHECK(test_says(&response, "value='花桥镇 › 柏树林村'"));
    CHECK(test_says(&response, "name='place.key' value='421182102226'"));
}

TEST("a name that means no place, or several, is refused with the places to choose from")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct place one = a_place(&cx, township, PLACE_VILLAGE, "同名村");
    struct place other = a_place(&cx, township, PLACE_VILLAGE, "同名村");
    struct response response;

    test_sign_in_as(&cx, "township_office", township);
    response = open_centre(&cx, "同名村", "");
    CHECK(response.status == 422);
    CHECK(test_says(&response, "叫“同名村”的有2个"));
    CHECK(test_says(&response, text(&cx, arena_printf(cx.arena, "花桥镇 › 同名村（%.*s）",
                                                      STR_ARG(other.key)))));
    CHECK(test_says(&response, "value='同名村'"));
    response = open_centre(&cx, "柏树", "");
    CHECK(response.status == 422);
    CHECK(test_says(&response, "没有叫“柏树”的地方。是不是花桥镇 › 柏树林村（421182102226）"));
    response = open_centre(&cx, "天上的村", "");
    CHECK(response.status == 422);
    CHECK(test_says(&response, "没有找到“天上的村”"));
    CHECK(!test_says(&response, "请选择地点"));
    response = open_centre(&cx, "花桥镇 › 同名村", text(&cx, one.key));
    CHECK(response.status == 303);
    CHECK_STR(last_centre(&cx), text(&cx, one.key));
    response = open_centre(&cx, "柏树林村", text(&cx, one.key));
    CHECK_STR(last_centre(&cx), "421182102226");
}

TEST("programs name places by their codes alone")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "township_office", township);
    CHECK(test_api_post(&cx, "/api/governance_centres",
                        "{\"name\":\"综治中心\",\"place\":\"柏树林村\","
                        "\"founded_on\":\"2022-05-01\"}")
              .status == 422);
    CHECK(test_api_post(&cx, "/api/governance_centres",
                        "{\"name\":\"综治中心\",\"place\":\"421182102226\","
                        "\"founded_on\":\"2022-05-01\"}")
              .status == 201);
}

TEST("figures are asked for by the name of a place")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response;

    test_sign_in_as(&cx, "township_office", township);
    response = test_get(&cx, "/figures?place=%E6%9F%8F%E6%A0%91%E6%9E%97%E6%9D%91");
    CHECK(response.status == 200 && test_says(&response, "柏树林村统计"));
    response = test_get(&cx, "/figures?place=%E6%9F%8F%E6%A0%91");
    CHECK(response.status == 422 && test_says(&response, "421182102226"));
}
