/* SPDX-License-Identifier: Apache-2.0 */
#include "modules/people/people.h"

#include "modules/places/places.h"
#include "record/exchange.h"
#include "tests/town.h"

static const char village[] = "421182102205";
static const char next_village[] = "421182102206";

/* The standard's own example, and numbers of areas that were never assigned. */
static const char woman_1949[] = "11010519491231002X";
static const char man_1980[] = "990101198003021016";

static struct resident a_resident(struct context *cx, const char *name)
{
    struct resident resident = { .place = str_of(village),
                                 .name = str_of(name),
                                 .is_example = true };

    CHECK_OK(resident_register(cx, &resident));
    return resident;
}

static struct resident reload(struct context *cx, record_id id)
{
    struct resident resident = { 0 };

    CHECK_OK(store_get(cx, &resident_type, id, &resident));
    return resident;
}

static struct household household_of(struct context *cx, record_id id)
{
    struct household household = { 0 };

    CHECK_OK(store_get(cx, &household_type, id, &household));
    return household;
}

static struct household a_household(struct context *cx, record_id head)
{
    struct household household = { .place = str_of(village),
                                   .head = head,
                                   .opened_on = date_of(2020, 1, 1) };

    CHECK_OK(household_create(cx, &household));
    return household;
}

static struct resident a_member(struct context *cx, record_id household, const char *name,
                                const char *relation)
{
    struct resident resident = a_resident(cx, name);
    const struct household_joining joining = { .resident = resident.id,
                                               .relation = str_of(relation),
                                               .on = date_of(2020, 1, 1),
                                               .reason = S("登记") };

    CHECK_OK(household_join(cx, household, &joining));
    return resident;
}

static str relation_of(struct context *cx, record_id household, record_id resident)
{
    struct household_member *members;
    size_t count;

    CHECK_OK(household_members_now(cx, household, &members, &count));
    for (size_t i = 0; i < count; i++)
        if (members[i].resident == resident)
            return members[i].relation;
    return S("不在");
}

static const char *page_of(struct context *cx, const char *table, record_id id)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "/%s/%lld", table, (long long)id));
}

static const char *below(struct context *cx, const char *page, const char *rest)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s/%s", page, rest));
}

static const char *number_text(struct context *cx, int64_t number)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%lld", (long long)number));
}

/* Residents */

TEST("sex, birth and the sixtieth birthday follow from the identity number")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = { .place = str_of(village),
                                 .name = S("示例女"),
                                 .id_number = S("11010519491231002x") };

    CHECK_OK(resident_register(&cx, &resident));

    CHECK(resident.sex == SEX_FEMALE);
    CHECK(date_compare(resident.birth_on, date_of(1949, 12, 31)) == 0);
    CHECK(date_compare(resident.sixty_on, date_of(2009, 12, 31)) == 0);
    CHECK(!str_contains(resident.id_number, S("1949")));
}

TEST("a number with a wrong check digit is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = { .place = str_of(village),
                                 .name = S("示例"),
                                 .id_number = S("110105194912310021") };

    CHECK_FAILS(resident_register(&cx, &resident), ERROR_INVALID);
}

TEST("a birth that does not fit the number is kept and shown as a doubt")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = { .place = str_of(village),
                                 .name = S("示例"),
                                 .sex = SEX_MALE,
                                 .birth_on = date_of(1950, 1, 1),
                                 .id_number = str_of(woman_1949) };

    CHECK_OK(resident_register(&cx, &resident));

    CHECK(date_compare(resident.birth_on, date_of(1950, 1, 1)) == 0);
    CHECK_STR(resident.doubts, "性别与身份证号不一致。出生日期与身份证号不一致。");
}

TEST("a number is entered once in a village, and may be entered in another one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident first = { .place = str_of(village),
                              .name = S("示例甲"),
                              .id_number = str_of(man_1980) };
    struct resident second = { .place = str_of(village),
                               .name = S("示例乙"),
                               .id_number = str_of(man_1980) };

    CHECK_OK(resident_register(&cx, &first));
    CHECK_FAILS(resident_register(&cx, &second), ERROR_INVALID);
    second = (struct resident){ .place = str_of(next_village),
                                .name = S("示例乙"),
                                .id_number = str_of(man_1980) };
    CHECK_OK(resident_register(&cx, &second));
}

TEST("rosters' own words become those of the code tables, others are refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = { .place = str_of(village),
                                 .name = S("示例"),
                                 .ethnic_group = S("汉"),
                                 .education = S("大专"),
                                 .political_status = S("党员") };

    CHECK_OK(resident_register(&cx, &resident));
    CHECK_STR(resident.ethnic_group, "汉族");
    CHECK_STR(resident.education, "大学专科");
    CHECK_STR(resident.political_status, "中共党员");

    resident = (struct resident){ .place = str_of(village),
                                  .name = S("示例"),
                                  .ethnic_group = S("火星族") };
    CHECK_FAILS(resident_register(&cx, &resident), ERROR_INVALID);
}

static size_t found_by(struct context *cx, const char *words)
{
    struct listing listing = {
        .type = &resident_type, .place = str_of(village), .words = str_of(words), .limit = 20
    };
    struct resident *residents;
    size_t count;
    str next;

    CHECK_OK(listing_rows(cx, &listing, &residents, &count, &next));
    return count;
}

TEST("张三 is found by name, by a part of it, by pinyin and by initials")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_resident(&cx, "张三");
    a_resident(&cx, "李四喜");

    CHECK(found_by(&cx, "张三") == 1);
    CHECK(found_by(&cx, "三") == 1);
    CHECK(found_by(&cx, "张") == 1);
    CHECK(found_by(&cx, "zhangsan") == 1);
    CHECK(found_by(&cx, "ZhangSan") == 1);
    CHECK(found_by(&cx, "zs") == 1);
    CHECK(found_by(&cx, "四喜") == 1);
    CHECK(found_by(&cx, "lsx") == 1);
    CHECK(found_by(&cx, "王五") == 0);
}

TEST("a name padded with spaces is the name without them")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import import;

    CHECK_OK(csv_import(&cx, &resident_type, (str){ 0 },
                        S("姓名,所在村或网格\n\"张\u3000三\",421182102205\n"), &import));
    CHECK(import.problem_count == 0);
    CHECK(found_by(&cx, "张三") == 1);
}

TEST("people live in villages that are there")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = { .place = S("421182102"), .name = S("示例") };

    CHECK_FAILS(resident_register(&cx, &resident), ERROR_INVALID);
    resident.place = S("421182102999");
    CHECK_FAILS(resident_register(&cx, &resident), ERROR_INVALID);
}

TEST("those over sixty are counted as of the last day, without the dead")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct figure_entry *figure = figure_find(S("residents_aged_60_up"));
    struct resident old = { .place = str_of(village),
                            .name = S("示例老人"),
                            .birth_on = date_of(1966, 3, 1) };
    struct resident older = { .place = str_of(village),
                              .name = S("示例老人"),
                              .birth_on = date_of(1940, 1, 1) };
    const struct resident_death death = { .on = date_of(2026, 2, 1) };
    struct figure_value value;

    CHECK_OK(resident_register(&cx, &old));
    CHECK_OK(resident_register(&cx, &older));
    CHECK_OK(resident_die(&cx, older.id, &death));

    CHECK_OK(figure_read(&cx, figure, str_of(village), date_of(2026, 1, 1),
                         date_of(2026, 1, 31), &value));
    CHECK(value.value == 1);
    CHECK_OK(figure_read(&cx, figure, str_of(village), date_of(2026, 1, 1), date_of(2026, 3, 1),
                         &value));
    CHECK(value.value == 1);
    CHECK_OK(figure_read(&cx, figure, str_of(village), date_of(2026, 1, 1),
                         date_of(2026, 2, 15), &value));
    CHECK(value.value == 0);
}

/* Households */

TEST("a household has its head and a number of its village")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);

    CHECK_STR(household.number, "102205-0001");
    CHECK_STR(household.head_name, "示例户主");
    CHECK_STR(reload(&cx, head.id).household_number, "102205-0001");
    CHECK_STR(reload(&cx, head.id).relation, "户主");
}

TEST("nobody belongs to two households of one kind, but to several of different kinds")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household second = { .place = str_of(village), .head = head.id };
    struct household contract = { .place = str_of(village),
                                  .head = head.id,
                                  .kind = HOUSEHOLD_CONTRACT };

    a_household(&cx, head.id);
    CHECK_FAILS(household_create(&cx, &second), ERROR_CONFLICT);
    CHECK_OK(household_create(&cx, &contract));
}

TEST("the name of a record leads to it only where one may open it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident here = a_resident(&cx, "示例户主"), away = a_resident(&cx, "示例外村人");
    struct household household = a_household(&cx, here.id);
    str link = arena_printf(cx.arena, "href='/residents/%lld'", (long long)away.id);
    str page = arena_printf(cx.arena, "/households/%lld", (long long)household.id);

    away.place = S("421182102206");
    CHECK_OK(store_update(&cx, &resident_type, &away));
    household.head = away.id;
    CHECK_OK(store_update(&cx, &household_type, &household));
    test_sign_in_as(&cx, "village_clerk", village);
    struct response seen = test_get(&cx, page.data);
    CHECK(test_says(&seen, "示例外村人") && !test_says(&seen, link.data));
    test_sign_in_as(&cx, "township_office", "421182102");
    seen = test_get(&cx, page.data);
    CHECK(test_says(&seen, link.data));
}

TEST("a new record lies where one works, unless that is a whole county")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    struct response form = test_get(&cx, "/households/new");
    CHECK(test_says(&form, "name='place.key' value='421182102205'"));
    test_sign_in_as(&cx, "county_justice", "421182");
    form = test_get(&cx, "/screening_plans/new");
    CHECK(!test_says(&form, "name='place.key' value='421182'"));
}

TEST("a household outlives its head, and who was what to whom is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例父亲");
    struct household household = a_household(&cx, head.id);
    struct resident wife = a_member(&cx, household.id, "示例母亲", "妻子");
    struct resident son = a_member(&cx, household.id, "示例儿子", "大儿子");
    struct resident daughter = a_member(&cx, household.id, "示例女儿", "女儿");
    struct resident_death death = { .on = date_of(2026, 1, 10) };
    int64_t memberships;

    CHECK_FAILS(resident_die(&cx, head.id, &death), ERROR_INVALID);
    death.new_head = son.id;
    CHECK_OK(resident_die(&cx, head.id, &death));

    CHECK(household_of(&cx, household.id).head == son.id);
    CHECK(!date_is_set(household_of(&cx, household.id).closed_on));
    CHECK_STR(relation_of(&cx, household.id, son.id), "户主");
    CHECK_STR(relation_of(&cx, household.id, wife.id), "父母");
    CHECK_STR(relation_of(&cx, household.id, daughter.id), "兄弟姐妹");
    CHECK_STR(relation_of(&cx, household.id, head.id), "不在");
    CHECK(reload(&cx, head.id).status == RESIDENT_DEAD);
    CHECK_OK(query_number(&cx,
                          "select count(*) from household_members where household = $1 "
                          "and to_on is not null",
                          WITH(value_integer(household.id)), &memberships));
    CHECK(memberships == 4);
}

TEST("the last one to leave closes the household")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例独居");
    struct household household = a_household(&cx, head.id);
    const struct resident_moving moving = { .on = date_of(2026, 2, 1) };

    CHECK_OK(resident_move(&cx, head.id, &moving));

    CHECK(date_is_set(household_of(&cx, household.id).closed_on));
    CHECK(reload(&cx, head.id).status == RESIDENT_MOVED_OUT);
    CHECK_STR(reload(&cx, head.id).household_number, "");
}

TEST("a head does not leave before another one is named")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);
    struct resident wife = a_member(&cx, household.id, "示例妻子", "妻");
    const struct household_leaving leaving = { .resident = head.id, .on = cx.today };
    const struct head_change change = { .new_head = wife.id,
                                        .on = cx.today,
                                        .reason = S("变更") };

    CHECK_FAILS(household_leave(&cx, household.id, &leaving), ERROR_CONFLICT);
    CHECK_OK(household_change_head(&cx, household.id, &change));
    CHECK_STR(relation_of(&cx, household.id, head.id), "配偶");
    CHECK_OK(household_leave(&cx, household.id, &leaving));
    CHECK(household_of(&cx, household.id).head == wife.id);
}

TEST("a son with his wife makes a household of his own")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例父亲");
    struct household whole = a_household(&cx, head.id);
    struct resident son = a_member(&cx, whole.id, "示例儿子", "次子");
    struct resident wife = a_member(&cx, whole.id, "示例儿媳", "儿媳");
    const struct household_splitting splitting = {
        .new_head = son.id,
        .members = arena_printf(cx.arena, "%lld", (long long)wife.id),
        .on = cx.today,
    };
    struct household made;

    CHECK_OK(household_split(&cx, whole.id, &splitting, &made));

    CHECK(made.head == son.id && made.id != whole.id);
    CHECK_STR(relation_of(&cx, made.id, son.id), "户主");
    CHECK_STR(relation_of(&cx, whole.id, son.id), "不在");
    CHECK_STR(relation_of(&cx, made.id, wife.id), "");
    CHECK_STR(reload(&cx, wife.id).household_number, "102205-0002");
}

TEST("a household that goes into another is closed and names it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident one = a_resident(&cx, "示例甲"), two = a_resident(&cx, "示例乙");
    struct household first = a_household(&cx, one.id), second = a_household(&cx, two.id);
    const struct household_merging merging = { .into = second.id, .on = cx.today };

    CHECK_OK(household_merge(&cx, first.id, &merging));

    CHECK(household_of(&cx, first.id).successor == second.id);
    CHECK_STR(relation_of(&cx, second.id, one.id), "");
    CHECK_FAILS(household_merge(&cx, first.id, &merging), ERROR_CONFLICT);
}

TEST("a household moves to the next village and stays the same household")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);
    const struct household_moving moving = { .to = str_of(next_village), .on = cx.today };

    CHECK_OK(household_move(&cx, household.id, &moving));

    CHECK_STR(household_of(&cx, household.id).place, next_village);
    CHECK_STR(reload(&cx, head.id).place, next_village);
}

TEST("a roster with household numbers makes the households, whoever comes first")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import import;
    struct household household = { 0 };
    bool found;

    CHECK_OK(csv_import(&cx, &resident_type, (str){ 0 },
                        S("户号,姓名,与户主关系,性别,所在村或网格\n"
                          "A1,示例妻,妻子,女,421182102205\n"
                          "A1,示例主,户主,男,421182102205\n"
                          "A1,示例子,儿子,男,421182102205\n"),
                        &import));
    CHECK(import.problem_count == 0 && import.stored == 3);
    CHECK_OK(store_find_by(&cx, &household_type, str_of(village), "number", value_text(S("A1")),
                           &household, &found));
    CHECK(found);
    CHECK_STR(household.head_name, "示例主");
    CHECK_OK(csv_import(&cx, &resident_type, (str){ 0 },
                        S("户号,姓名,与户主关系,所在村或网格\nA1,示例二,户主,421182102205\n"),
                        &import));
    CHECK(import.problem_count == 1);
}

TEST("a head who comes first opens the household, which is not changed again for it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = { .name = S("示例主"),
                             .place = str_of(village),
                             .household_number = S("A1"),
                             .relation = S("本人") };
    struct household household = { 0 };
    bool found;

    CHECK_OK(resident_register(&cx, &head));
    CHECK_OK(store_find_by(&cx, &household_type, str_of(village), "number", value_text(S("A1")),
                           &household, &found));
    CHECK(found && household.head == head.id && household.version == 1);
    CHECK_STR(household.head_name, "示例主");
    CHECK_STR(reload(&cx, head.id).relation, "户主");
}

TEST("near relatives are known from the household, others are not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);
    struct resident wife = a_member(&cx, household.id, "示例妻", "妻");
    struct resident son = a_member(&cx, household.id, "示例子", "子");
    struct resident inlaw = a_member(&cx, household.id, "示例媳", "儿媳");
    struct resident stranger = a_resident(&cx, "示例外人");
    enum kin kin;

    CHECK_OK(resident_kin(&cx, head.id, son.id, &kin));
    CHECK(kin == KIN_NEAR);
    CHECK_OK(resident_kin(&cx, son.id, wife.id, &kin));
    CHECK(kin == KIN_NEAR);
    CHECK_OK(resident_kin(&cx, head.id, inlaw.id, &kin));
    CHECK(kin == KIN_UNKNOWN);
    CHECK_OK(resident_kin(&cx, head.id, stranger.id, &kin));
    CHECK(kin == KIN_UNKNOWN);
}

/* Posts */

static struct appointment an_appointment(record_id resident, const char *role,
                                         const char *place)
{
    return (struct appointment){ .resident = resident,
                                 .role = str_of(role),
                                 .place = str_of(place) };
}

TEST("what the law forbids one person to hold together is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = a_resident(&cx, "示例主任");
    struct appointment first = an_appointment(resident.id, "director", village);
    struct appointment second = an_appointment(resident.id, "supervision_member", village);

    CHECK_OK(post_appoint(&cx, &first));
    second.reason = S("一时找不到人");
    CHECK_FAILS(post_appoint(&cx, &second), ERROR_CONFLICT);

    struct post post = { .place = str_of(village),
                         .role = S("supervision_member"),
                         .person = resident.id,
                         .starts_on = cx.today };
    CHECK_FAILS(post_give(&cx, &post), ERROR_CONFLICT);
}

TEST("what policy speaks against needs a reason, which is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = a_resident(&cx, "示例文书");
    struct appointment first = an_appointment(resident.id, "village_clerk", village);
    struct appointment second = an_appointment(resident.id, "supervision_member", village);
    struct appointment kept = { 0 };

    CHECK_OK(post_appoint(&cx, &first));
    CHECK_FAILS(post_appoint(&cx, &second), ERROR_INVALID);
    second.reason = S("全村只有这一位懂财务，镇纪委同意");
    CHECK_OK(post_appoint(&cx, &second));

    CHECK_OK(store_get(&cx, &appointment_type, second.id, &kept));
    CHECK(kept.post != 0 && str_contains(kept.considered, S("村文书")));
}

TEST("a near relative of a committee member does not supervise the committee")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident director = a_resident(&cx, "示例主任");
    struct household household = a_household(&cx, director.id);
    struct resident wife = a_member(&cx, household.id, "示例妻", "妻");
    struct resident other = a_resident(&cx, "示例旁人");
    struct appointment first = an_appointment(director.id, "director", village);
    struct appointment second = an_appointment(wife.id, "supervision_chair", village);
    struct appointment third = an_appointment(other.id, "supervision_chair", village);

    CHECK_OK(post_appoint(&cx, &first));
    CHECK_FAILS(post_appoint(&cx, &second), ERROR_CONFLICT);
    CHECK_OK(post_appoint(&cx, &third));
    CHECK(third.needs_statement);
}

TEST("a post has its level, and the dead hold none")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = a_resident(&cx, "示例网格员");
    struct appointment wrong = an_appointment(resident.id, "grid_worker", village);
    struct place grid = { .parent = str_of(village), .level = PLACE_GRID, .name = S("网格") };
    const struct resident_death death = { .on = cx.today };
    struct appointment right;
    struct post post = { 0 };

    CHECK_FAILS(post_appoint(&cx, &wrong), ERROR_INVALID);
    CHECK_OK(place_create(&cx, &grid));
    right = an_appointment(resident.id, "grid_worker", "421182102205001");
    CHECK_OK(post_appoint(&cx, &right));
    CHECK_OK(resident_die(&cx, resident.id, &death));
    CHECK_OK(store_get(&cx, &post_type, right.post, &post));
    CHECK(date_compare(post.ends_on, cx.today) == 0);
    CHECK_FAILS(post_appoint(&cx, &right), ERROR_INVALID);
}

TEST("whoever holds two posts of a kind is counted once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const struct figure_entry *figure = figure_find(S("village_cadres"));
    struct resident resident = a_resident(&cx, "示例书记");
    struct appointment first = an_appointment(resident.id, "secretary", village);
    struct appointment second = an_appointment(resident.id, "director", village);
    struct figure_value value;

    CHECK_OK(post_appoint(&cx, &first));
    CHECK_OK(post_appoint(&cx, &second));

    CHECK_OK(figure_read(&cx, figure, S("421182102"), date_of(2026, 1, 1), cx.today, &value));
    CHECK(value.value == 1);
    CHECK_OK(figure_read(&cx, figure, S("421182102"), date_of(2025, 1, 1),
                         date_of(2025, 12, 31), &value));
    CHECK(value.value == 0);
}

TEST("the secretary gives grid posts in the village and no others")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = a_resident(&cx, "示例村民");
    struct place grid = { .parent = str_of(village), .level = PLACE_GRID, .name = S("网格") };
    const char *id = number_text(&cx, resident.id);
    struct response response;

    CHECK_OK(place_create(&cx, &grid));
    test_sign_in_as(&cx, "secretary", village);
    response = test_post(&cx, "/appoint", "resident", id, "role", "grid_worker", "place",
                         "421182102205001", NULL);
    CHECK(response.status == 303);
    response = test_post(&cx, "/appoint", "resident", id, "role", "accountant", "place",
                         village, NULL);
    CHECK(response.status == 403);
    response = test_get(&cx, page_of(&cx, "residents", resident.id));
    CHECK(test_says(&response, "网格员") && test_says(&response, "结束岗位"));
    response = test_get(&cx, below(&cx, "/appoint?place=421182102205", ""));
    CHECK(response.status == 200);
    test_sign_in_as(&cx, "village_clerk", village);
    response = test_post(&cx, "/appoint", "resident", id, "role", "grid_leader", "place",
                         "421182102205001", NULL);
    CHECK(response.status == 403);
}

/* Pages and secrets */

static struct resident with_secrets(struct context *cx)
{
    struct resident resident = { .place = str_of(village),
                                 .name = S("示例保密"),
                                 .id_number = str_of(man_1980),
                                 .phone = S("13800138000"),
                                 .is_example = true };

    CHECK_OK(resident_register(cx, &resident));
    return resident;
}

static bool says_secret(const struct response *response)
{
    return test_says(response, man_1980) || test_says(response, "13800138000");
}

TEST("sealed numbers stand in no page, list, table, API answer or journal")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = with_secrets(&cx);
    const char *page = page_of(&cx, "residents", resident.id);
    int64_t leaks;

    test_sign_in_as(&cx, "village_clerk", village);
    const char *paths[] = { page, "/residents", "/residents.csv", below(&cx, page, "edit") };
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct response response = test_get(&cx, paths[i]);
        CHECK(response.status == 200);
        CHECK(!says_secret(&response));
    }
    struct response shown = test_get(&cx, page);
    CHECK(test_says(&shown, "**************1016") && test_says(&shown, "138****8000"));
    struct response json = test_api_get(&cx, below(&cx, "/api", page + 1));
    CHECK(json.status == 200 && !says_secret(&json));
    CHECK_OK(query_number(&cx,
                          "select count(*) from journal where before like $1 or after like $1",
                          WITH(value_text(S("%990101198003021016%"))), &leaks));
    CHECK(leaks == 0);
}

TEST("a number is opened with a reason, and the page shows who looked")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = with_secrets(&cx);
    const char *page = page_of(&cx, "residents", resident.id);
    struct response response;

    test_sign_in_as(&cx, "grid_worker", "421182102205001");
    response =
        test_post(&cx, below(&cx, page, "open"), "what", "id_number", "reason", "看看", NULL);
    CHECK(response.status == 403);
    test_sign_in_as(&cx, "village_clerk", village);
    response =
        test_post(&cx, below(&cx, page, "open"), "what", "id_number", "reason", "", NULL);
    CHECK(response.status == 422 && !says_secret(&response));
    response = test_post(&cx, below(&cx, page, "open"), "what", "id_number", "reason",
                         "办理医保", NULL);
    CHECK(response.status == 200 && test_says(&response, man_1980));
    response = test_get(&cx, page);
    CHECK(test_says(&response, "办理医保") && test_says(&response, "示例测试员"));
    CHECK(!says_secret(&response));
}

TEST("a person is found by the number only by those who may open it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = with_secrets(&cx);
    struct response response;

    test_sign_in_as(&cx, "village_clerk", village);
    response = test_post(&cx, "/residents/find", "number", man_1980, NULL);
    CHECK(response.status == 303);
    CHECK_STR(response.location, page_of(&cx, "residents", resident.id));
    test_sign_in_as(&cx, "village_clerk", next_village);
    response = test_post(&cx, "/residents/find", "number", man_1980, NULL);
    CHECK(response.status == 422);
    test_sign_in_as(&cx, "deputy_director", village);
    response = test_post(&cx, "/residents/find", "number", man_1980, NULL);
    CHECK(response.status == 403);
}

TEST("the next village sees neither the people nor the households here")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);
    const char *pages[] = { page_of(&cx, "residents", head.id),
                            page_of(&cx, "households", household.id) };
    struct response response;

    test_sign_in_as(&cx, "village_clerk", next_village);
    for (size_t i = 0; i < COUNT(pages); i++) {
        response = test_get(&cx, pages[i]);
        CHECK(response.status == 404);
        response = test_get(&cx, below(&cx, pages[i], "edit"));
        CHECK(response.status == 404);
    }
    response = test_get(&cx, "/residents");
    CHECK(response.status == 200 && !test_says(&response, "示例户主"));
    response = test_get(&cx, "/residents?place=421182102205");
    CHECK(response.status == 403);
    response = test_get(&cx, "/suggest/resident?q=%E7%A4%BA%E4%BE%8B");
    CHECK(response.status == 200 && !test_says(&response, "示例户主"));
    response = test_post(&cx, below(&cx, pages[0], "die"), "on", "2026-03-01", NULL);
    CHECK(response.status == 404);
    response = test_post(&cx, "/residents", "name", "示例", "place", village, NULL);
    CHECK(response.status == 403);
}

TEST("a resident and a household are papers too, which only their village prints")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);
    const char *pages[] = { page_of(&cx, "residents", head.id),
                            page_of(&cx, "households", household.id) };

    for (size_t i = 0; i < COUNT(pages); i++) {
        test_sign_in_as(&cx, "village_clerk", village);
        struct response page = test_get(&cx, pages[i]);
        struct response pdf = test_get(&cx, below(&cx, pages[i], "pdf"));
        CHECK(test_says(&page, "/pdf'>打印</a>"));
        CHECK(pdf.status == 200 && str_starts(test_body(&pdf), S("%PDF-")));
        test_sign_in_as(&cx, "village_clerk", next_village);
        CHECK(test_get(&cx, below(&cx, pages[i], "pdf")).status == 404);
        test_sign_in_as(&cx, "auditor", "421182");
        CHECK(test_get(&cx, below(&cx, pages[i], "pdf")).status == 403);
    }
}

TEST("the three administrators see no residents")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const roles[] = { "system_administrator", "rights_administrator",
                                         "auditor" };
    struct resident resident = a_resident(&cx, "示例村民");

    for (size_t i = 0; i < COUNT(roles); i++) {
        test_sign_in_as(&cx, roles[i], "421182");
        struct response response = test_get(&cx, "/residents");
        CHECK(response.status == 403);
        response = test_get(&cx, page_of(&cx, "residents", resident.id));
        CHECK(response.status == 403);
    }
}

TEST("the pages of a resident and of a household do what their rules do")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例户主");
    struct household household = a_household(&cx, head.id);
    struct resident wife = a_member(&cx, household.id, "示例妻", "妻");
    const char *page = page_of(&cx, "households", household.id);
    struct response response;

    test_sign_in_as(&cx, "village_clerk", village);
    response = test_get(&cx, page);
    CHECK(response.status == 200 && test_says(&response, "示例妻"));
    response = test_post(&cx, below(&cx, page, "head"), "new_head", number_text(&cx, wife.id),
                         "on", "2026-03-01", NULL);
    CHECK(response.status == 303);
    response = test_get(&cx, page);
    CHECK(test_says(&response, "以前的情况"));
    response = test_post(&cx, below(&cx, page_of(&cx, "residents", head.id), "die"), "on",
                         "2027-01-01", NULL);
    CHECK(response.status == 422 && test_says(&response, "日期不能晚于今天"));
    response = test_get(&cx, page_of(&cx, "residents", head.id));
    CHECK(response.status == 200 && test_says(&response, "示例户主户") == false);
}

TEST("a death whose nth statement fails changes nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident head = a_resident(&cx, "示例父亲");
    struct household household = a_household(&cx, head.id);
    struct resident son = a_member(&cx, household.id, "示例儿子", "子");
    const char *die = below(&cx, page_of(&cx, "residents", head.id), "die");
    const char *new_head = number_text(&cx, son.id);
    struct response response = { .status = 500 };

    test_sign_in_as(&cx, "village_clerk", village);
    for (int nth = 1; response.status != 303; nth++) {
        CHECK(nth < 300);
        db_fail_at(cx.db, nth);
        response = test_post(&cx, die, "on", "2026-03-01", "new_head", new_head, NULL);
        db_fail_at(cx.db, 0);
        if (response.status != 303)
            CHECK(resident_is_present(
                      &(struct resident){ .status = reload(&cx, head.id).status }) &&
                  household_of(&cx, household.id).head == head.id);
    }
    CHECK(household_of(&cx, household.id).head == son.id);
}

TEST("a number of persons and the list of their posts say how they come together")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char list[] = "/posts?place=421182102205&role=village_cadre,women_chair"
                               "&figure=village_cadres&from=2026-01-01&to=2026-03-02";
    struct resident resident = a_resident(&cx, "示例两职");
    struct appointment first = an_appointment(resident.id, "women_chair", village);
    struct appointment second = an_appointment(resident.id, "village_cadre", village);
    struct figure_value value;
    struct response page;

    CHECK_OK(post_appoint(&cx, &first));
    CHECK_OK(figure_read(&cx, figure_find(S("village_cadres")), str_of(village),
                         date_of(2026, 1, 1), date_of(2026, 3, 2), &value));
    CHECK(value.value == 1);
    test_sign_in_as(&cx, "township_office", "421182102");
    CHECK(!test_says((page = test_get(&cx, list), &page), "村干部1人"));
    test_sign_out(&cx);
    CHECK_OK(post_appoint(&cx, &second));
    test_sign_in_as(&cx, "township_office", "421182102");
    page = test_get(&cx, list);
    CHECK(test_says(&page, "村干部1人，共2条记录。期末在任的人"));
    CHECK(test_says(&page, "data-label='岗位'>村妇联主席</td>"));
    CHECK(str_ends(figure_href(&cx, figure_find(S("village_cadres")), str_of(village),
                               date_of(2026, 1, 1), date_of(2026, 3, 2)),
                   S("&starts_on=..2026-03-02&ends_on=%21..2026-03-01&figure=village_cadres"
                     "&from=2026-01-01&to=2026-03-02")));
}
