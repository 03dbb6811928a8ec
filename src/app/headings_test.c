/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of townships with their real headings, lines, blocks and feet. */
#include "app/roster_fixture_test.h"
#include "modules/party/party.h"
#include "modules/places/places.h"
#include "tests/book.h"
#include "tests/town.h"

#define VILLAGE "421182102205"

static int64_t count_of(struct context *cx, const char *sql)
{
    int64_t number;

    CHECK_OK(query_number(cx, sql, NULL, 0, &number));
    return number;
}

/* Two households; a column that is empty stands before them. */
static const char residents[] =
    "柏树林村户籍花名册|<|<|<|<|<|<|<|<|<|<|<|<|<|<|<\n"
    "|单位：柏树林村|<|<||||||填报时间：2026年3月1日|<|<|<\n"
    "|户号|户主身份证|户主姓名|与户主关系|户主联系方式|姓名|身份证号|性别|出生日期|民族|文化程度|职业|人户一致|住址|备注\n"
    "|101|11010519491231002X|示例甲|户主|13800000001|示例甲|11010519491231002X|男|1949年12月31日|汉|初中毕业|务农|是|示例路1号|\n"
    "|^|^|^|妻子|^|示例乙||女|1952.3.8|汉族|小学|务农|是|^|\n"
    "|^|^|^|长子|^|示例丙||男|=28126|汉|大专|务工|否|^|在外\n"
    "|102||示例丁|户主||示例丁||女|1960-05|回|高中|经商|是|示例路2号|\n"
    "|合计|<|<||||4人|||||||||\n"
    "|制表人：示例戊|<|<|||||审核人：||||||||\n";

static const char members[] =
    "柏树林村党员花名册|<|<|<|<|<|<|<|<|<|<|<|<|<|<|<|<|<\n"
    "序号|姓名|性别|公民身份证号码|民族|出生日期|学历|人员类别(正式/预备)|所在党支部|加入党组织日期|转为正式党员日期|工作岗位|联系电话|固定电话|家庭住址|党籍状态|是否失联党员/失联日期|是否流动党员/外出流向\n"
    "1|示例甲|男|11010519491231002X|汉族|1949.12|初中|正式|柏树林村党支部|1970年7月1日|1971.7|务农|13800000001||示例路1号|在册|否|否\n"
    "2|示例乙|女||汉|1952.3.8|小学|预备党员|柏树林村党支部|2025-07|||||示例路1号||否|是/外出广东\n"
    "合计：2人\n";
static const char grids[] =
    "柏树林村网格员台账|<|<|<|<|<|<|<|<|<|<|<|<\n"
    "序号|网格名称/编号|范围|户数|人口|党员数|网格长|网格员|性别|政治面貌|电话|联户长|备注\n"
    "1|第一网格|一组|=30|=90|=3|示例甲|示例乙|女|群众||示例丙|\n";
static const char matters[] =
    "柏树林村民情诉求台账|<|<|<|<|<|<|<|<|<|<\n"
    "序号|反映时间|反映人|<|反映内容|诉求类别|来源|承办人|办理情况|<|备注\n"
    "^|^|姓名|联系电话|^|^|^|^|办理结果|办结时间|^\n"
    "1|2026年2月3日|示例甲|13800000001|村口路灯不亮|路灯|来访|示例戊|已换灯泡|2026.2.5|\n"
    "2|2026.2.9|示例乙||门前排水沟堵了||走访|示例戊|||\n"
    "合计|2件|||||||||\n";
static const char disputes[] =
    "柏树林村矛盾纠纷排查台账|<|<|<|<|<|<|<|<|<|<|<|<\n"
    "填报单位：柏树林村|<|<|<|||||填报时间：2026.3.1|<|<|<|<\n"
    "序号|排查日期|区域/单位|排查人|当事人|纠纷类型|简要情况|包案领导|责任单位|责任人|化解措施|化解时限|结果/是否化解\n"
    "1|2026.2.3|洋西港村|示例甲|示例丙、示例丁|邻里纠纷|院墙排水|示例乙|村调委会|示例戊|上门说和|2026.2.20|已化解\n"
    "2|2026.2.3|洋西港村|示例甲|示例己、示例庚|山林土地承包纠纷|地界不清|||||2026年3月31日|未化解\n";
static const char contracts[] =
    "柏树林村集体经济合同台账|<|<|<|<|<|<|<|<|<|<|<|<|<\n"
    "序号|合同名称|发包方|承包方|标的|坐落|面积(亩)|期限|<|年承包费（万元）|已缴至|欠缴（元）|民主程序|备注\n"
    "^|^|^|^|^|^|^|起|止|^|^|^|^|^\n"
    "1|鱼塘承包合同|示例合作社|示例甲|鱼塘|村东|=12.5|2020.1.1|2029.12.31|=0.6|2025年|=1200|村民代表会议同意|\n"
    "2|门面租赁|示例合作社|示例乙|门面2间|村部||2024年1月|2026年12月|=0.8|2026年|||\n"
    "合计||||||=12.5|||=1.4||=1200||\n";
static const char properties[] =
    "洪湖市戴家场镇农村集体“三资”登记表|<|<|<|<|<|<|<\n"
    "村别|资产名称|类型|现状|面积|合同起止|<|备注\n"
    "^|^|^|^|（亩）|起|止|^\n"
    "洋西港村|村部办公楼|经营性资产|自用||||\n"
    "^|后山林地|资源性资产|承包|=320.5|2015.1.1|2034.12.31|示例甲承包\n"
    "合计||||=320.5|||\n";
static const char shares[] =
    "柏树林村股份经济合作社成员股权登记表|<|<|<|<|<|<|<|<\n"
    "户编号|户主|与户主关系|性别|身份证号|个人股数|合计人数|合计股数|备注\n"
    "0101|示例甲|户主|男|11010519491231002X|=1|=2|=1.5|\n"
    "^|示例乙|妻|女||=0.5|^|^|\n";
static const char passbooks[] =
    "柏树林村积分台账|<|<|<|<|<|<|<|<|<|<|<\n"
    "序号|组别|户主|项目|加分|扣分|日期|证明|评议人|累计|兑换|余额\n"
    "1|洋西港村|示例甲|卫生户|=5||2026.2.3|照片|示例戊|=120|=75|=45\n"
    "2|洋西港村|示例丁|义务工|=2||2026.2.3|照片|示例戊|=80||=80\n"
    "合计|||||||||=200|=75|=125\n";
static const char volunteers[] =
    "柏树林村志愿者名册|<|<|<|<|<|<\n"
    "姓名|性别|身份证号|电话|队伍|特长|服务时长\n"
    "示例甲|男|11010519491231002X|13800000001|爱心理发队|理发|=36.5\n"
    "李　四|女||13800000002|^|修水电|12小时\n";

/* Those of 户籍花名册, their branch and their first grid. */
static void villagers(struct context *cx)
{
    struct party_organisation branch = { .place = S(VILLAGE),
                                         .name = S("柏树林村党支部"),
                                         .kind = PARTY_BRANCH };
    struct place grid = { .name = S("第一网格"), .level = PLACE_GRID, .parent = S(VILLAGE) };

    CHECK_OK(party_organisation_found(cx, &branch));
    CHECK_OK(place_create(cx, &grid));
    CHECK(roster_imported(cx, "resident", test_book(cx, residents)).added == 4);
}

/* All of it is taken, and known when it comes again. */
static void take(struct context *cx, const char *name, const char *rows, int64_t count)
{
    str book = test_book(cx, rows);

    CHECK(roster_imported(cx, name, book).added == count);
    CHECK(roster_counted(cx, name, book).of[ROW_SAME] == count);
    CHECK(roster_imported(cx, name, book).same == count);
}

TEST("a register of households has its own headings, blocks of heads, and a foot")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_STR(
        roster_known(&cx, "resident", test_book(&cx, residents)),
        "1:household_number 2:head_number 3:head_name 4:relation 5:head_phone 6:name "
        "7:id_number 8:sex 9:birth_on 10:ethnic_group 11:education 12:occupation 13:status "
        "14:address 15:remark");
    take(&cx, "resident", residents, 4);
    CHECK(count_of(&cx, "select count(*) from households where number = '101' and "
                        "head_name = '示例甲'") == 1);
    CHECK(count_of(&cx, "select count(*) from residents where household_number = '101'") == 3);
    CHECK(count_of(&cx, "select count(*) from residents where name = '示例丙' and "
                        "birth_on = '1977-01-01' and status = 'away'") == 1);
    CHECK(count_of(&cx, "select count(*) from residents where name = '示例乙' and "
                        "address = '示例路1号' and phone = ''") == 1);
}

TEST("a roster of party members has its own headings")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    villagers(&cx);
    take(&cx, "party_member", members, 2);
    CHECK(count_of(&cx, "select count(*) from party_members where kind = 'full' and "
                        "joined_on = '1970-07-01' and full_on = '1971-07-01'") == 1);
    CHECK(count_of(&cx, "select count(*) from party_members where kind = 'probationary'") == 1);
}

TEST("a table of grids gives each of its leaders, workers and liaisons a post")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    villagers(&cx);
    take(&cx, "appointment", grids, 3);
    CHECK(count_of(&cx, "select count(*) from posts where role = 'grid_leader' and "
                        "holder = '示例甲' and place = '" VILLAGE "001'") == 1);
    CHECK(count_of(&cx, "select count(*) from posts where role = 'grid_worker' and "
                        "holder = '示例乙'") == 1);
    CHECK(count_of(&cx, "select count(*) from posts where role = 'household_liaison' and "
                        "holder = '示例丙'") == 1);
}

TEST("a ledger of matters has headings of two lines")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    take(&cx, "matter_line", matters, 2);
    CHECK(count_of(&cx, "select count(*) from matters where source = 'counter' and "
                        "status = 'closed' and closed_on = '2026-02-05'") == 1);
    CHECK(count_of(&cx, "select count(*) from matters where source = 'visit' and "
                        "status = 'reported'") == 1);
}

TEST("a ledger of screened disputes has the thirteen headings of its form")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    take(&cx, "dispute_line", disputes, 2);
    CHECK(count_of(&cx, "select count(*) from disputes where status = 'prevented'") == 1);
    CHECK(count_of(&cx, "select count(*) from screenings where found_count = 2") == 1);
}

TEST("a ledger of contracts has its days below one heading, rents in 万元, and arrears")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    take(&cx, "contract", contracts, 2);
    CHECK(count_of(&cx, "select count(*) from contracts where rent = 600000 and "
                        "area = 125000 and from_on = '2020-01-01' and until_on = '2029-12-31' "
                        "and remark = '标的：鱼塘；已缴至：2025年；欠缴：1200'") == 1);
}

TEST("the days of a contract may stand in one cell")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const spans[] = { "2020.1.1-2029.12.31", "2020年1月1日至2029年12月31日",
                                         "2020/1/1—2029/12/31", "2020-01-01 - 2029-12-31" };

    for (size_t i = 0; i < COUNT(spans); i++) {
        str text = arena_printf(cx.arena,
                                "合同名称|承包方|期限(起/止)|年承包费\n鱼塘%zu|示例甲|"
                                "%s|6000元\n",
                                i, spans[i]);
        take(&cx, "contract", arena_text(cx.arena, text), 1);
    }
    CHECK(count_of(&cx, "select count(*) from contracts where from_on = '2020-01-01' and "
                        "until_on = '2029-12-31'") == (int64_t)COUNT(spans));
    CHECK(
        str_contains(roster_said(&cx, "contract",
                                 test_book(&cx, "合同名称|承包方|期限\n鱼塘|示例甲|三十年\n")),
                     S("期限：不是看得懂的起止日期")));
}

TEST("a register of assets has its village once and its unit in a second line")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    take(&cx, "property", properties, 2);
    CHECK(count_of(&cx, "select count(*) from collective_assets where kind = 'resource' and "
                        "condition = 'contracted' and area = 3205000 and "
                        "used_until = '2034-12-31'") == 1);
    CHECK(count_of(&cx, "select count(*) from collective_assets where place = '" VILLAGE "'") ==
          2);
}

TEST("a register of shares names its members below the heads, or the residents know them")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    villagers(&cx);
    take(&cx, "share", shares, 2);
    CHECK(count_of(&cx, "select count(*) from shares where household_number = '0101' and "
                        "head_name = '示例甲' and name = '示例甲' and shares = 100") == 1);
    CHECK(count_of(&cx, "select count(*) from shares where name = '示例乙' and shares = 50") ==
          1);
}

TEST("a ledger of points is carried over once for a household")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    villagers(&cx);
    take(&cx, "points_line", passbooks, 2);
    CHECK(
        count_of(&cx, "select sum(redeemable) from points_accounts where side = 'household'") ==
        125);
    CHECK(count_of(&cx, "select sum(honour) from points_accounts where side = 'household'") ==
          200);
}

TEST("a roster of volunteers keeps the hours of before among the remarks")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    take(&cx, "volunteer", volunteers, 2);
    CHECK(count_of(&cx, "select count(*) from volunteers where team = '爱心理发队'") == 2);
    CHECK(count_of(&cx, "select count(*) from volunteers where name = '李四' and "
                        "remark = '原名册服务时长：12小时'") == 1);
}

/* What spreadsheets do to numbers, rows and names */

TEST("a fixed telephone that lost its zero is refused with the remedy, never guessed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str said = roster_said(&cx, "resident",
                           test_book(&cx, "姓名|电话\n示例甲|=7138123456\n"
                                          "示例乙|0713-8123456\n示例丙|=13800000001\n"));

    CHECK(str_contains(said, S("2:电话：像是固定电话，开头的0被表格软件去掉了")));
    CHECK(str_contains(said, S("3:;4:;")));
}

TEST("numbers with a sign before them, long ones as numbers, and names set apart")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str said = roster_said(&cx, "resident",
                           test_book(&cx, "姓名|身份证号\n李　四|'11010519491231002X\n"
                                          "示例乙|=421182199001010000\n"));

    CHECK(str_contains(said, S("2:;3:身份证号：号码被表格软件截掉了后几位")));
}

TEST("rows that a spreadsheet hides are imported, and counted so that it can be said")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_count count =
        roster_counted(&cx, "resident", test_book(&cx, "姓名\n示例甲\n~示例乙\n示例丙\n"));

    CHECK(count.rows == 3 && count.hidden == 1 && count.of[ROW_NEW] == 3);
}

TEST("columns that a spreadsheet hides are read, and known to be hidden")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_job job;

    CHECK_OK(roster_open(&cx, roster_find(&cx, S("resident")), S(VILLAGE),
                         test_book(&cx, "姓名|~电话|性别\n示例甲|13800000001|男\n"), SIZE_MAX,
                         &job));
    CHECK(job.column_count == 3);
    CHECK(!job.columns[0].hidden && job.columns[1].hidden && !job.columns[2].hidden);
    CHECK_STR(roster_mapping(&cx, &job), "0:name 1:phone 2:sex");
}

TEST("of a book with a sheet for each group, the first with a heading is read")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str book = test_books(&cx, "说明", "填表说明\n请如实填写\n", "一组",
                          "姓名|性别\n示例甲|男\n", "二组", "姓名|性别\n示例乙|女\n", NULL);
    struct roster_job job;

    CHECK_OK(
        roster_open(&cx, roster_find(&cx, S("resident")), S(VILLAGE), book, SIZE_MAX, &job));
    CHECK(job.sheet == 1);
    CHECK_OK(roster_open(&cx, roster_find(&cx, S("resident")), S(VILLAGE), book, 2, &job));
    CHECK_STR(job.columns[0].samples[0], "示例乙");
}

TEST("a title, a line of who and when, and headings of three lines are all survived")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str book = test_book(
        &cx, "柏树林村户籍花名册|<|<|<|<|<|<\n单位：柏树林村|<|<|填报时间：2026.3|<|<|<\n\n"
             "序号|家庭成员情况|<|<|<|联系|<\n"
             "^|基本情况|<|证件|<|^|^\n"
             "^|姓名|性别|身份证号|出生日期|电话|备注\n"
             "1|示例甲|男|11010519491231002X|1949.12.31|13800000001|\n"
             "小计|1人|||||\n填表人：示例戊|<|<|负责人：示例己|<|<|<\n");

    CHECK_STR(roster_known(&cx, "resident", book),
              "1:name 2:sex 3:id_number 4:birth_on 5:phone 6:remark");
    CHECK(roster_counted(&cx, "resident", book).of[ROW_NEW] == 1);
}

TEST("who came without a number is known when the number is told, another number is another")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(roster_applied(&cx, "resident", "户号,姓名\n101,示例甲\n101,示例乙\n").added == 2);
    struct import_run run =
        roster_applied(&cx, "resident", "户号,姓名,身份证号\n101,示例甲,11010519491231002X\n");
    CHECK(run.changed == 1 && run.added == 0);
    CHECK(roster_checked(&cx, "resident", "户号,姓名,身份证号\n101,示例甲,990101198003021016\n")
              .of[ROW_NEW] == 1);
}
