/* SPDX-License-Identifier: Apache-2.0 */
#include "modules/economy/economy.h"

#include "app/figure.h"
#include "app/roster_fixture_test.h"
#include "modules/people/people.h"
#include "tests/town.h"

#define VILLAGE "421182102205"

static struct contract a_contract(enum contract_kind kind)
{
    return (struct contract){
        .place = S(VILLAGE),
        .name = S("示例合同"),
        .holder = S("示例承包人"),
        .kind = kind,
        .from_on = date_of(2020, 1, 1),
        .until_on = date_of(2029, 12, 31),
    };
}

static int64_t number_of(struct context *cx, const char *sql)
{
    int64_t number;

    CHECK_OK(query_number(cx, sql, NULL, 0, &number));
    return number;
}

static int64_t figure_of(struct context *cx, const char *key)
{
    struct figure_value value;

    CHECK_OK(figure_read(cx, figure_find(str_of(key)), S(VILLAGE), date_of(2000, 1, 1),
                         cx->today, &value));
    return value.value;
}

/* Contracts */

TEST("a lease of twenty years is kept, one of a day more is not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct contract contract = a_contract(CONTRACT_HOUSE);

    contract.until_on = date_of(2040, 1, 1);
    CHECK_OK(contract_create(&cx, &contract));
    contract = a_contract(CONTRACT_HOUSE);
    contract.until_on = date_of(2040, 1, 2);
    CHECK_FAILS(contract_create(&cx, &contract), ERROR_INVALID);
    CHECK(number_of(&cx, "select count(*) from contracts") == 1);
}

TEST("an old lease that clearing has found is kept as it is, with what is wrong with it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct contract contract = a_contract(CONTRACT_HOUSE);

    contract.until_on = date_of(2069, 12, 31);
    contract.is_oral = true;
    contract.area = 10 * 10000;
    contract.measured_area = 12 * 10000;
    contract.cleared_on = cx.today;
    contract.added_income = 500000;
    CHECK_OK(contract_create(&cx, &contract));
    CHECK(str_contains(contract.doubts, S("租期超过二十年")));
    CHECK(str_contains(contract.doubts, S("只有口头约定")));
    CHECK(str_contains(contract.doubts, S("实测面积大于合同面积")));
    CHECK(figure_of(&cx, "contracts_cleared") == 1);
    CHECK(figure_of(&cx, "contracted_land") == 10 * 10000);
    CHECK(figure_of(&cx, "income_added") == 500000);
}

TEST("land goes to an outsider only with the members' consent and the township's review")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct contract contract = a_contract(CONTRACT_WATER);

    contract.is_outsider = true;
    contract.decision = S("成员大会应到60人，同意45人。");
    CHECK_FAILS(contract_create(&cx, &contract), ERROR_INVALID);
    contract.review = S("镇农经站同意。");
    CHECK_OK(contract_create(&cx, &contract));
    CHECK_STR(contract.doubts, "");
}

TEST("the contract of a household is not ended within its term; another one is, with a reason")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct contract household = a_contract(CONTRACT_HOUSEHOLD);
    struct contract pond = a_contract(CONTRACT_WATER);

    CHECK_OK(contract_create(&cx, &household));
    CHECK_OK(contract_create(&cx, &pond));
    household.ended_on = pond.ended_on = cx.today;
    household.ended_for = S("村里要用。");
    CHECK_FAILS(contract_change(&cx, &household), ERROR_INVALID);
    CHECK_FAILS(contract_change(&cx, &pond), ERROR_INVALID);
    pond.ended_for = S("双方协商。");
    CHECK_OK(contract_change(&cx, &pond));
    CHECK(number_of(&cx, "select count(*) from contracts where ended_on is not null") == 1);
}

TEST("a number of a contract stands once in a village")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct contract first = a_contract(CONTRACT_WATER);
    struct contract second = a_contract(CONTRACT_WATER);

    first.number = second.number = S("HT-1");
    CHECK_OK(contract_create(&cx, &first));
    CHECK_FAILS(contract_create(&cx, &second), ERROR_INVALID);
    first.name = S("鱼塘合同");
    CHECK_OK(contract_change(&cx, &first));
    second.place = S("421182102206");
    CHECK_OK(contract_create(&cx, &second));
}

/* The page that people use */

TEST("the clerk writes down a contract and corrects it; a grid worker does not even see it")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response made =
        test_post(&cx, "/contracts", "name", "鱼塘合同", "holder", "示例张三", "place", VILLAGE,
                  "kind", "water", "area", "12.5", "rent", "6000", "from_on", "2026-01-01",
                  "until_on", "2030-12-31", NULL);
    CHECK(made.status == 303);
    CHECK(number_of(&cx, "select count(*) from contracts where area = 125000 "
                         "and rent = 600000") == 1);
    struct response list = test_get(&cx, "/contracts?q=鱼塘");
    CHECK(list.status == 200 && str_contains(buf_str(&list.body), S("鱼塘合同")));
    test_sign_in_as(&cx, "grid_worker", VILLAGE "001");
    CHECK(test_get(&cx, "/contracts").status == 403);
}

/* Assets */

TEST("a resource is registered with its area, what is let with who uses it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct property property = { .place = S(VILLAGE),
                                 .name = S("鱼塘"),
                                 .kind = PROPERTY_RESOURCE };

    CHECK_FAILS(property_create(&cx, &property), ERROR_INVALID);
    property.area = 125000;
    property.condition = PROPERTY_CONTRACTED;
    CHECK_FAILS(property_create(&cx, &property), ERROR_INVALID);
    property.used_by = S("示例张三");
    CHECK_OK(property_create(&cx, &property));
    CHECK(property.land == LAND_OTHER);
}

/* Shares */

static struct share a_member(const char *name, const char *number)
{
    return (struct share){
        .place = S(VILLAGE), .name = str_of(name), .id_number = str_of(number), .shares = 100
    };
}

TEST("a member is found among the residents by number, and stands once in a village")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident resident = { .place = S(VILLAGE),
                                 .name = S("示例甲"),
                                 .id_number = S("11010519491231002X") };
    struct share member = a_member("示例甲", "11010519491231002X");
    struct share again = a_member("示例甲", "11010519491231002X");

    CHECK_OK(resident_register(&cx, &resident));
    CHECK_OK(share_create(&cx, &member));
    CHECK(member.resident == resident.id);
    CHECK(str_contains(member.id_number, S(".")));
    CHECK_FAILS(share_create(&cx, &again), ERROR_INVALID);
    member.left_on = cx.today;
    CHECK_FAILS(share_change(&cx, &member), ERROR_INVALID);
    member.left_for = S("本人书面放弃。");
    CHECK_OK(share_change(&cx, &member));
    CHECK_OK(share_create(&cx, &again));
}

/* Tables as villages have them */

TEST("a table of assets and resources is read by its own headings and known again")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char table[] =
        "柏树林村集体资产资源登记表,,,,,,,\n"
        "序号,资产（资源）名称,资产类别,坐落位置,面积（亩）,原值（万元）,"
        "使用状况,承租人\n"
        "1,村办公楼门面,经营性固定资产,村部,,12.5,出租,示例张三\n"
        "2,后山林,资源性资产,后山,320.5,,闲置,\n"
        "合计,,,,320.5,12.5,,\n";

    CHECK(roster_applied(&cx, "property", table).added == 2);
    CHECK(number_of(&cx, "select count(*) from collective_assets where original_value = "
                         "12500000 and condition = 'leased' and kind = 'operating'") == 1);
    CHECK(number_of(&cx, "select count(*) from collective_assets where area = 3205000 "
                         "and kind = 'resource'") == 1);
    CHECK(roster_checked(&cx, "property", table).of[ROW_SAME] == 2);
}

#define CONTRACTS                                                                                                                      \
    "柏树林村集体合同清理台账,,,,,,,,,\n"                                                                                  \
    "序号,合同名称,合同类型,承包方（承租方）,是否本集体成员,合同面积（亩）,起始时间,终止时间," \
    "年租金（元）,清理日期\n"

TEST("a table of contracts is kept; a rent that was changed in the table is shown and changed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char table[] =
        CONTRACTS "1,鱼塘承包,水面承包,示例张三,是,12.5,2020.1.1,2029.12.31,6000,\n"
                  "2,老门面,房屋出租,示例李四,否,,1998-01-01,2047-12-31,800,2025.6.1\n";
    static const char later[] =
        CONTRACTS "1,鱼塘承包,水面承包,示例张三,是,12.5,2020.1.1,2029.12.31,7200,\n"
                  "2,老门面,房屋出租,示例李四,否,,1998-01-01,2047-12-31,800,2025.6.1\n";

    CHECK(roster_applied(&cx, "contract", table).added == 2);
    CHECK(number_of(&cx, "select count(*) from contracts where is_outsider = 1 "
                         "and doubts <> ''") == 1);
    CHECK(figure_of(&cx, "contracts_cleared") == 1);
    struct roster_count count = roster_checked(&cx, "contract", later);
    CHECK(count.of[ROW_CHANGED] == 1 && count.of[ROW_SAME] == 1);
    CHECK(roster_applied(&cx, "contract", later).changed == 1);
    CHECK(number_of(&cx, "select rent from contracts where name = '鱼塘承包'") == 720000);
}

TEST("a table of shares names each household once, for all its members")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char table[] =
        "户编号,户主姓名,与户主关系,姓名,性别,身份证号码,个人持股数,备注\n"
        "0101,示例甲,户主,示例甲,男,11010519491231002X,1,\n"
        ",,妻,示例乙,女,,0.5股,\n";

    CHECK(roster_applied(&cx, "share", table).added == 2);
    CHECK(number_of(&cx, "select sum(shares) from shares where household_number = '0101' "
                         "and head_name = '示例甲'") == 150);
    CHECK(roster_checked(&cx, "share", table).of[ROW_SAME] == 2);
}
