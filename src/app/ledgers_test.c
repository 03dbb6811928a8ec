/* SPDX-License-Identifier: Apache-2.0 */
/* The ledgers that townships kept before: matters, disputes, visits, passbooks, grid posts. */
#include "app/access.h"
#include "app/figure.h"
#include "app/roster_fixture_test.h"
#include "modules/party/party.h"
#include "modules/places/places.h"
#include "modules/points/points.h"
#include "sheet/writer.h"
#include "tests/book.h"
#include "tests/town.h"

static const char village[] = "421182102205";

static void undo(struct context *cx, const struct import_run *run)
{
    CHECK_OK(import_undo(cx, run->id));
    CHECK_OK(imports_work(cx));
}

static int64_t count_of(struct context *cx, const char *sql)
{
    int64_t number;

    CHECK_OK(query_number(cx, sql, NULL, 0, &number));
    return number;
}

#define PEOPLE                                                                                 \
    "户号,户主姓名,姓名,与户主关系\n"                                             \
    "101,张三,张三,户主\n101,张三,李四,妻\n102,王五,王五,户主\n"

/* Matters */

#define MATTERS                                                                                \
    "柏树林村民情诉求台账,,,,,,\n"                                                   \
    "序号,反映日期,反映人,联系电话,反映内容,办理结果,办结日期\n"      \
    "1,2025年3月4日,张三,13800000001,村口路灯不亮,已换灯泡,2025.3.6\n"          \
    "2,2025.12.30,李四,,门前排水沟堵了,,\n"                                           \
    "合计,2件,,,,,\n"

TEST("a ledger of matters is taken over: what is over stays over, what is open has its limits")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import_run run = roster_applied(&cx, "matter_line", MATTERS);

    CHECK(run.added == 2);
    CHECK(count_of(&cx, "select count(*) from matters where status = 'closed' and "
                        "reported_on = '2025-03-04' and closed_on = '2025-03-06' and "
                        "answer = '已换灯泡' and category_name like '%路灯%'") == 1);
    CHECK(count_of(&cx, "select count(*) from matters where status = 'reported' and "
                        "reported_on = '2025-12-30' and response_due_on > '2026-03-01'") == 1);
    CHECK(count_of(&cx, "select count(*) from matter_callers") == 2);
    CHECK(count_of(&cx, "select count(*) from tasks where type = 'matter'") == 1);
    undo(&cx, &run);
    CHECK(count_of(&cx, "select count(*) from matters") == 0);
    CHECK(count_of(&cx, "select count(*) from matter_callers") == 0);
}

TEST("the lines of a ledger that were taken over before are known again")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "matter_line", MATTERS);
    struct roster_count count = roster_checked(&cx, "matter_line", MATTERS);
    CHECK(count.of[ROW_SAME] == 2 && count.of[ROW_NEW] == 0);
    CHECK(roster_applied(&cx, "matter_line", MATTERS).same == 2);
    CHECK(count_of(&cx, "select count(*) from matters") == 2);
}

#define MATTERS_LATER                                                                          \
    "序号,反映日期,反映人,联系电话,反映内容,办理结果,办结日期\n"      \
    "1,2025年3月4日,张三,13800000001,村口路灯不亮,已换灯泡,2025.3.6\n"          \
    "2,2025.12.30,李四,,门前排水沟堵了,已清沟,2026.1.8\n"

TEST(
    "a matter that the ledger calls done by now is changed: it ends, and undoing opens it again")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char is_done[] = "select count(*) from matters where status = 'closed' "
                                  "and answer = '已清沟' and closed_on = '2026-01-08'";

    (void)roster_applied(&cx, "matter_line", MATTERS);
    struct roster_count count = roster_checked(&cx, "matter_line", MATTERS_LATER);
    CHECK(count.of[ROW_SAME] == 1 && count.of[ROW_CHANGED] == 1);
    struct import_run run = roster_applied(&cx, "matter_line", MATTERS_LATER);
    CHECK(run.changed == 1 && run.same == 1 && run.added == 0);
    CHECK(count_of(&cx, is_done) == 1);
    CHECK(count_of(&cx, "select count(*) from tasks where type = 'matter'") == 0);
    CHECK(count_of(&cx, "select count(*) from matters") == 2);
    CHECK(roster_checked(&cx, "matter_line", MATTERS_LATER).of[ROW_SAME] == 2);
    undo(&cx, &run);
    CHECK(count_of(&cx, is_done) == 0);
    CHECK(count_of(&cx, "select count(*) from matters where status = 'reported'") == 1);
    CHECK(count_of(&cx, "select count(*) from tasks where type = 'matter'") == 1);
}

TEST("a matter that somebody has gone on with here is not ended by a ledger")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "matter_line", MATTERS);
    CHECK_OK(db_run(&cx,
                    "update matters set status = 'village_handling' "
                    "where status = 'reported'",
                    NULL, 0));
    CHECK(roster_checked(&cx, "matter_line", MATTERS_LATER).of[ROW_SAME] == 2);
}

TEST("a line of matters from a day to come, or that ended before it began, is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str said =
        roster_reasons_of(&cx, "matter_line",
                          "反映日期,反映内容,办结日期\n2026-04-01,路灯不亮,\n"
                          "2026-02-02,路灯不亮,2026-02-01\n2026-02-02,路灯不亮,2026-03-09\n");

    CHECK(str_contains(said, S("2:反映日期：还没有到这一天")));
    CHECK(str_contains(said, S("3:办结日期：办结不能早于反映")));
    CHECK(str_contains(said, S("4:办结日期：还没有到这一天")));
}

/* Disputes */

#define DISPUTES_AS(RESULT)                                                                                      \
    "序号,排查日期,区域/单位,排查人,当事人,纠纷类型,简要情况,包案领导,责任单位," \
    "责任人,化解措施,化解时限,结果/是否化解\n"                                                  \
    "1,2026.2.3,洋西港村,示例甲,张三、李四,邻里纠纷,院墙排水,示例乙,村调委会,"        \
    "示例丙,上门说和,2026.2.20,已化解\n"                                                               \
    "2,2026.2.3,洋西港村,示例甲,王五、赵六,山林土地承包纠纷,地界不清,,,,,," RESULT "\n"
#define DISPUTES DISPUTES_AS("未化解")

TEST("a ledger of screenings makes one screening and its disputes, and tells nobody the names")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import_run run = roster_applied(&cx, "dispute_line", DISPUTES);

    CHECK(run.added == 2);
    CHECK(count_of(&cx, "select count(*) from screenings where held_on = '2026-02-03' and "
                        "who = '示例甲' and found_count = 2") == 1);
    CHECK(count_of(&cx, "select count(*) from disputes where status = 'prevented' and "
                        "category = 'neighbour' and found_on = '2026-02-03'") == 1);
    CHECK(count_of(&cx, "select count(*) from disputes where status <> 'prevented' and "
                        "category = 'forest_land'") == 1);
    CHECK(count_of(&cx, "select count(*) from disputes where title like '%张三%' or "
                        "facts like '%张三%'") == 0);
    CHECK(roster_checked(&cx, "dispute_line", DISPUTES).of[ROW_SAME] == 2);
    undo(&cx, &run);
    CHECK(count_of(&cx, "select count(*) from disputes") == 0);
    CHECK(count_of(&cx, "select count(*) from screenings") == 0);
}

TEST("a dispute that the ledger calls settled by now is changed, and counts as prevented")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char text[] = DISPUTES_AS("已化解");

    (void)roster_applied(&cx, "dispute_line", DISPUTES);
    struct roster_count count = roster_checked(&cx, "dispute_line", text);
    CHECK(count.of[ROW_SAME] == 1 && count.of[ROW_CHANGED] == 1);
    struct import_run run = roster_applied(&cx, "dispute_line", text);
    CHECK(run.changed == 1 && run.same == 1);
    CHECK(count_of(&cx, "select count(*) from disputes where status = 'prevented'") == 2);
    CHECK(roster_checked(&cx, "dispute_line", text).of[ROW_SAME] == 2);
    undo(&cx, &run);
    CHECK(count_of(&cx, "select count(*) from disputes where status = 'prevented'") == 1);
    CHECK(count_of(&cx, "select count(*) from tasks where type = 'dispute'") == 1);
}

TEST("a type of dispute that nobody knows is said by its cell")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str said =
        roster_reasons_of(&cx, "dispute_line",
                          "排查日期,区域,纠纷类型,简要情况\n2026-02-03,洋西港村,口角,争吵\n");

    CHECK(str_contains(said, S("纠纷类型：没有“口角”这个纠纷类型")));
}

TEST("a table of screenings without disputes is a roster too")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    static const char table[] = "排查日期,排查区域,排查人员,走访户数\n"
                                "2026-02-03,洋西港村,示例甲,45户\n";

    CHECK(roster_applied(&cx, "screening", table).added == 1);
    CHECK(roster_checked(&cx, "screening", table).of[ROW_SAME] == 1);
    CHECK(count_of(&cx, "select count(*) from screenings where household_count = 45") == 1);
}

/* Visits */

#define VISITS                                                                                 \
    "走访日期,走访对象,走访内容,处理情况,走访人\n"                          \
    "2026.2.3,张三,缺劳力,联系了农机,示例甲\n"                                    \
    "2026.2.4,过路人,问路,,示例甲\n"

TEST("a ledger of visits finds the household by its head and keeps who went")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "resident", PEOPLE);
    struct import_run run = roster_applied(&cx, "visit_line", VISITS);
    CHECK(run.added == 2);
    CHECK(count_of(&cx, "select count(*) from visits where household is not null and "
                        "visitor = '示例甲' and visited_on = '2026-02-03'") == 1);
    CHECK(roster_checked(&cx, "visit_line", VISITS).of[ROW_SAME] == 2);
    undo(&cx, &run);
    CHECK(count_of(&cx, "select count(*) from visits") == 0);
}

/* Points */

#define PASSBOOKS                                                                              \
    "序号,组别,户主,累计,余额\n1,洋西港村,张三,120,45\n"                       \
    "2,洋西港村,王五,80,80\n合计,,,200,125\n"

TEST("passbooks are carried over once; the ledger balances, and is not undone")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct points_trial trial;

    (void)roster_applied(&cx, "resident", PEOPLE);
    struct import_run run = roster_applied(&cx, "points_line", PASSBOOKS);
    CHECK(run.added == 2 && run.refused == 0);
    CHECK(count_of(&cx, "select redeemable from points_accounts where name = '张三'") == 45);
    CHECK_OK(points_trial_read(&cx, str_of(village), cx.today, &trial));
    CHECK(trial.redeemable == 0 && trial.outstanding == 125);
    CHECK_FAILS(import_undo(&cx, run.id), ERROR_CONFLICT);
    CHECK(roster_checked(&cx, "points_line", PASSBOOKS).of[ROW_SAME] == 2);
}

TEST("a household that nobody knows, or that there are two of, is said by its cell")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "resident",
                         "户号,户主姓名,姓名\n101,张三,张三\n102,张三,张三\n103,王五,王五\n");
    str said =
        roster_reasons_of(&cx, "points_line", "户主,累计,余额\n赵六,1,1\n张三,1,1\n王五,1,1\n");
    CHECK(str_contains(said, S("2:户主：没有“赵六”这一户")));
    CHECK(str_contains(said, S("3:户主：“张三”不止一户")));
    CHECK(str_contains(said, S("4:;")));
}

/* Households and posts */

TEST("a table of households alone finds their heads among the people")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "resident", "姓名\n张三\n王五\n");
    struct import_run run =
        roster_applied(&cx, "household", "户号,户主姓名,住址\n101,张三,示例路1号\n102,王五,\n");
    CHECK(run.added == 2);
    CHECK(count_of(&cx, "select count(*) from households where head_name = '张三' and "
                        "number = '101' and address = '示例路1号'") == 1);
    str said = roster_reasons_of(&cx, "household", "户号,户主姓名\n103,赵六\n");
    CHECK(str_contains(said, S("居民里没有“赵六”")));
}

#define GRIDS                                                                                                 \
    "序号,网格名称/编号,范围,户数,人口,党员数,网格员,性别,政治面貌,电话,备注\n" \
    "1,第一网格,一组,30,90,3,张三,男,党员,,\n"

static void people_and_a_grid(struct context *cx)
{
    struct place grid = { .name = S("第一网格"),
                          .level = PLACE_GRID,
                          .parent = str_of(village) };

    (void)roster_applied(cx, "resident", PEOPLE);
    CHECK_OK(place_create(cx, &grid));
}

TEST("a table of grids gives the posts that stand in its headings")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    people_and_a_grid(&cx);
    CHECK(roster_applied(&cx, "appointment", GRIDS).added == 1);
    CHECK(roster_checked(&cx, "appointment", GRIDS).of[ROW_SAME] == 1);
    CHECK(count_of(&cx, "select count(*) from appointments where role = 'grid_worker'") == 1);
}

#define POSTS "姓名,岗位,网格,从哪天起,到哪天止\n张三,网格员,第一网格,2026-03-02,%s\n"

TEST("a post that ends by now, as the table says, is changed and ends then")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *before = arena_text(cx.arena, arena_printf(cx.arena, POSTS, ""));
    const char *later = arena_text(cx.arena, arena_printf(cx.arena, POSTS, "2026-03-31"));

    people_and_a_grid(&cx);
    CHECK(roster_applied(&cx, "appointment", before).added == 1);
    CHECK(roster_checked(&cx, "appointment", later).of[ROW_CHANGED] == 1);
    struct import_run run = roster_applied(&cx, "appointment", later);
    CHECK(run.changed == 1 && run.added == 0);
    CHECK(count_of(&cx, "select count(*) from posts where ends_on = '2026-03-31'") == 1);
    CHECK(roster_checked(&cx, "appointment", later).of[ROW_SAME] == 1);
    undo(&cx, &run);
    CHECK(count_of(&cx, "select count(*) from posts where ends_on is null") == 1);
}

/* What is there, and what the table says */

static struct error *note_change(struct context *cx, struct roster_row *row, void *closure)
{
    buf_printf(closure, "%lld:%.*s%s%s;", (long long)row->sheet->number,
               STR_ARG(roster_changes(cx, row)), row->stays == NULL ? "" : "!",
               row->stays == NULL ? "" : row->stays);
    return NULL;
}

/* "2:化解结果：未化解→已化解;3:;" */
static str changes_of(struct context *cx, const char *name, const char *text)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct buf out = { .arena = arena };
    struct roster_job job;

    CHECK_OK(roster_open(cx, roster_find(cx, str_of(name)), str_of(village), str_of(text),
                         SIZE_MAX, &job));
    CHECK_OK(roster_walk(cx, &job, note_change, &out));
    return arena_copy(cx->arena, buf_str(&out));
}

TEST("what a later ledger of matters says of each is shown cell by cell, or why it stays")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "matter_line", MATTERS);
    CHECK_STR(changes_of(&cx, "matter_line", MATTERS_LATER),
              "2:;3:办理结果：（空）→已清沟\n办结日期：（空）→2026年1月8日;");
    CHECK(
        str_contains(changes_of(&cx, "matter_line",
                                "反映日期,反映内容,办理结果,办结日期\n"
                                "2025.3.4,村口路灯不亮,换了线路,2025.3.6\n"
                                "2025.12.30,门前排水沟堵了,正在清,\n"),
                     S("2:办理结果：已换灯泡→换了线路!这件事已经在系统里往下办了或者办结了")));
    struct roster_count count = roster_checked(
        &cx, "matter_line", "反映日期,反映内容,办理结果\n2025.12.30,门前排水沟堵了,正在清\n");
    CHECK(count.of[ROW_SAME] == 1 && count.stay == 1);
}

TEST("measures that a later ledger of disputes tells do not make the dispute twice")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char before[] = "排查日期,区域,排查人,当事人,简要情况,化解措施,结果\n"
                                 "2026.2.3,洋西港村,示例甲,王五、赵六,地界不清,,未化解\n";
    static const char later[] = "排查日期,区域,排查人,当事人,简要情况,化解措施,结果\n"
                                "2026.2.3,洋西港村,示例甲,王五、赵六,地界不清,现场划界,未化解\n"
                                "2026.2.3,洋西港村,示例甲,王五、钱九,地界不清,,未化解\n";
    static const char settled[] =
        "排查日期,区域,排查人,当事人,简要情况,化解措施,结果\n"
        "2026.2.3,洋西港村,示例甲,王五、赵六,地界不清,现场划界,已化解\n";

    (void)roster_applied(&cx, "dispute_line", before);
    str said = changes_of(&cx, "dispute_line", later);
    CHECK(str_contains(said, S("2:化解措施：（空）→现场划界!还没有化解")));
    CHECK(roster_checked(&cx, "dispute_line", later).of[ROW_NEW] == 1);
    CHECK_STR(changes_of(&cx, "dispute_line", settled),
              "2:化解措施：（空）→现场划界\n化解结果：未化解→已化解;");
    CHECK(roster_applied(&cx, "dispute_line", settled).changed == 1);
    CHECK(count_of(&cx, "select count(*) from disputes") == 1);
    said = changes_of(&cx, "dispute_line", before);
    CHECK(str_contains(said, S("化解结果：已化解→未化解!这件纠纷在系统里已经了结")));
}

TEST("what was done on a visit, or at a screening, may be told later, and is undone")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char visits[] = "走访日期,走访对象,走访内容,处理情况,走访人\n"
                                 "2026.2.3,张三,缺劳力,联系了农机并已收割,示例甲\n";
    static const char screenings[] = "排查日期,排查区域,排查人员,走访户数,排查情况\n"
                                     "2026-02-03,洋西港村,示例甲,%s,入户\n";
    const char *first = arena_text(cx.arena, arena_printf(cx.arena, screenings, "45户"));
    const char *second = arena_text(cx.arena, arena_printf(cx.arena, screenings, "52户"));

    (void)roster_applied(&cx, "visit_line", VISITS);
    CHECK_STR(changes_of(&cx, "visit_line", visits),
              "2:当场帮了什么：联系了农机→联系了农机并已收割;");
    struct import_run run = roster_applied(&cx, "visit_line", visits);
    CHECK(run.changed == 1);
    CHECK(count_of(&cx, "select count(*) from visits where help = '联系了农机并已收割'") == 1);
    undo(&cx, &run);
    CHECK(count_of(&cx, "select count(*) from visits where help = '联系了农机'") == 1);

    (void)roster_applied(&cx, "screening", first);
    CHECK_STR(changes_of(&cx, "screening", second), "2:走访户数：45户→52户;");
    CHECK(roster_applied(&cx, "screening", second).changed == 1);
    CHECK(count_of(&cx, "select household_count from screenings") == 52);
    CHECK_STR(changes_of(&cx, "screening",
                         "排查日期,排查区域,排查人员\n2026-02-03,洋西港村,示例甲\n"),
              "2:;");
}

TEST("points that were carried over once stay, and a ledger that says otherwise is told so")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "resident", PEOPLE);
    (void)roster_applied(&cx, "points_line", PASSBOOKS);
    CHECK_STR(
        changes_of(&cx, "points_line", "户主,累计,余额\n张三,150,45\n"),
        "2:累计积分：120分→150分!期初只转入一次，积分账只增不减。转错了的请在积分账里更正。;");
    CHECK(count_of(&cx, "select honour from points_accounts where name = '张三'") == 120);
}

TEST("a post in a grid that was not there yet is refused before anything is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    people_and_a_grid(&cx);
    CHECK(str_contains(roster_reasons_of(&cx, "appointment",
                                         "姓名,岗位,网格,从哪天起\n"
                                         "张三,网格员,第一网格,2021.5.1\n"),
                       S("网格：“第一网格”那时没有设立")));
}

TEST("since when somebody holds a post is not changed by a table")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    people_and_a_grid(&cx);
    (void)roster_applied(&cx, "appointment",
                         "姓名,岗位,网格,从哪天起\n张三,网格员,第一网格,2026-03-02\n");
    str said = changes_of(&cx, "appointment",
                          "姓名,岗位,网格,从哪天起\n张三,网格员,第一网格,2026-03-05\n");
    CHECK(str_contains(said, S("从哪天起：2026年3月2日→2026年3月5日!已经任职")));
}

TEST("the same line twice in a ledger is said, with the line that it repeats")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "resident", PEOPLE);
    CHECK(str_contains(
        roster_reasons_of(&cx, "points_line", "户主,累计,余额\n张三,120,45\n张三,125,50\n"),
        S("3:和第2行重复了")));
    CHECK(str_contains(roster_reasons_of(&cx, "visit_line",
                                         "走访日期,走访对象,走访内容\n2026.2.3,张三,缺劳力\n"
                                         "2026.2.3,张三,缺劳力\n2026.2.4,张三,缺劳力\n"),
                       S("3:和第2行重复了")));
}

/* Blank tables */

static str blank_of(struct context *cx, const struct roster *roster)
{
    struct loose_file file;

    CHECK_OK(roster_write_blank(cx, roster, &file));
    return test_file(cx, &file);
}

/* The table with its example taken as a row of the village. */
static str filled_in(struct context *cx, str rows)
{
    struct buf out = { .arena = cx->arena };
    str line, number, rest;

    while (str_cut(rows, ';', &line, &rows)) {
        str_cut(line, '|', &number, &rest);
        if (str_starts(rest, S("示例|")))
            rest = str_slice(rest, S("示例").length, rest.length);
        buf_add(&out, rest);
        buf_add_char(&out, '\n');
    }
    return buf_str(&out);
}

static size_t lists_wanted(const struct shape *shape)
{
    size_t count = 0;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        bool is_chosen = field->choices.count > 0 || field->kind == &kind_boolean;
        count += (is_chosen || field->words != NULL) && !field->read_only && !field->hidden;
    }
    return count;
}

static size_t times(str text, str part)
{
    size_t count = 0;

    for (size_t i = 0; i + part.length <= text.length; i++)
        count += str_eq(str_slice(text, i, i + part.length), part);
    return count;
}

static void make_what_examples_name(struct context *cx)
{
    struct place group = { .name = S("一组"), .level = PLACE_GROUP, .parent = str_of(village) };
    struct place grid = { .name = S("第一网格"),
                          .level = PLACE_GRID,
                          .opened_on = date_of(2025, 1, 1),
                          .parent = str_of(village) };
    struct party_organisation branch = { .place = str_of(village),
                                         .name = S("柏树林村党支部"),
                                         .kind = PARTY_BRANCH };

    CHECK_OK(place_create(cx, &group));
    CHECK_OK(place_create(cx, &grid));
    CHECK_OK(party_organisation_found(cx, &branch));
}

TEST("each roster has a blank table that has no row, and that is read when it is filled in")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    size_t count = 0;

    make_what_examples_name(&cx);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct roster *const *roster = (*module)->rosters;
             roster != NULL && *roster != NULL; roster++) {
            const char *name = (*roster)->type->name;
            str bytes = blank_of(&cx, *roster);
            struct roster_job job;
            struct roster_count rows;
            CHECK_OK(roster_open(&cx, *roster, str_of(village), bytes, SIZE_MAX, &job));
            CHECK_OK(roster_check(&cx, &job, &rows));
            CHECK(rows.rows == 0);
            str sheet = test_book_part(&cx, bytes, "xl/worksheets/sheet1.xml");
            CHECK(times(sheet, S("<dataValidation type=\"list\"")) ==
                  lists_wanted(&(*roster)->type->shape));
            str text = filled_in(&cx, test_sheet_rows(&cx, bytes));
            bytes = test_book(&cx, arena_text(cx.arena, text));
            struct import_run run = roster_imported(&cx, name, bytes);
            CHECK(run.rows == 1 && run.refused == 0);
            count++;
        }
    CHECK(count >= 10);
}

/* Lists that are too long for a rule stand on a sheet of their own. */
static bool offers(struct context *cx, str bytes, const char *word)
{
    str sheet = test_book_part(cx, bytes, "xl/worksheets/sheet1.xml");
    str words = arena_printf(cx->arena, "<t>%s</t>", word);

    return str_contains(sheet, str_of(word)) ||
           str_contains(test_book_part(cx, bytes, "xl/worksheets/sheet2.xml"), words);
}

TEST("texts with known words are chosen from a list: posts, types of disputes, categories")
{
    static const struct {
        const char *roster;
        const char *word;
    } known[] = { { "appointment", "网格员" },    { "appointment", "联户长" },
                  { "dispute_line", "邻里纠纷" }, { "matter_line", "路灯" },
                  { "resident", "初中" },         { "resident", "土家族" },
                  { "resident", "配偶" },         { "resident", "中共预备党员" } };
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(known); i++) {
        str bytes = blank_of(&cx, roster_find(&cx, str_of(known[i].roster)));
        CHECK(offers(&cx, bytes, known[i].word));
    }
    CHECK(!offers(&cx, blank_of(&cx, roster_find(&cx, S("appointment"))), "系统管理员"));
    CHECK(!offers(&cx, blank_of(&cx, roster_find(&cx, S("matter_line"))), "矛盾纠纷"));
}

TEST("who may only give posts in grids is offered no others")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "secretary", village);
    str bytes = blank_of(&cx, roster_find(&cx, S("appointment")));
    str sheet = test_book_part(&cx, bytes, "xl/worksheets/sheet1.xml");
    CHECK(str_contains(sheet, S("网格员")));
    CHECK(!str_contains(sheet, S("镇党委书记")));
}

/* A table with one row for each word, each with a text of its own. */
static str rows_of_words(struct context *cx, const struct roster *roster, const char *field,
                         const char *heading, const char *rest)
{
    struct buf out = { .arena = cx->arena };
    size_t count;
    str *words;

    CHECK_OK(shape_field(&roster->type->shape, str_of(field))->words(cx, &words, &count));
    CHECK(count > 5);
    buf_printf(&out, "%s\n", heading);
    for (size_t i = 0; i < count; i++)
        buf_printf(&out, "%.*s,第%zu行%s\n", STR_ARG(words[i]), i, rest);
    return buf_str(&out);
}

TEST("each word that a blank table offers is taken when it comes back")
{
    static const struct {
        const char *roster;
        const char *field;
        const char *heading;
        const char *rest;
    } tables[] = {
        { "dispute_line", "category", "纠纷类型,简要情况,排查日期", ",2026.2.3" },
        { "matter_line", "category", "类别,反映内容,反映日期", ",2026.2.3" },
        { "resident", "ethnic_group", "民族,姓名", "" },
        { "resident", "education", "文化程度,姓名", "" },
        { "resident", "political_status", "政治面貌,姓名", "" },
        { "resident", "relation", "与户主关系,姓名", "" },
    };
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; i < COUNT(tables); i++) {
        const struct roster *roster = roster_find(&cx, str_of(tables[i].roster));
        str rows =
            rows_of_words(&cx, roster, tables[i].field, tables[i].heading, tables[i].rest);
        CHECK(!str_contains(roster_said(&cx, tables[i].roster, rows), S("：")));
    }
}

/* What the doors would refuse */

TEST("a second head, another village and another head are refused before anything is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)roster_applied(&cx, "resident", PEOPLE);
    CHECK_STR(
        roster_reasons_of(&cx, "resident",
                          "户号,姓名,与户主关系\n101,赵六,户主\n101,赵七,子\n103,赵八,户主\n"),
        "2:与户主关系：户号“101”已经有户主“张三”，请核对与户主关系。;3:;4:;");
    CHECK_STR(roster_reasons_of(&cx, "resident", "户号,姓名,与户主关系\n101,李四,子\n"),
              "2:与户主关系：户主变更、成员关系调整请在户的页面上办理。;");
    CHECK(str_contains(roster_reasons_of(&cx, "household", "户号,户主姓名\n101,李四\n"),
                       S("换户主请用“变更户主”办理。")));
    CHECK(str_contains(roster_reasons_of(&cx, "household", "户号,户主姓名\n105,李四\n"),
                       S("“李四”已经在“张三”户里，同一类的户只能在一户。")));
    CHECK(str_contains(
        roster_reasons_of(&cx, "household", "户号,户主姓名,立户日期\n101,张三,2026-01-01\n"),
        S("2:;")));
}

TEST("a new member of a household stands in the grid of the household")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    people_and_a_grid(&cx);
    (void)roster_applied(&cx, "resident",
                         "户号,姓名,与户主关系,网格\n106,赵六,户主,第一网格\n");
    CHECK(roster_applied(&cx, "resident", "户号,姓名,与户主关系\n106,赵七,子\n").added == 1);
    CHECK(count_of(&cx, "select count(*) from residents where name in ('赵六', '赵七') "
                        "and place = '421182102205001'") == 2);
    CHECK(count_of(&cx, "select count(*) from household_members "
                        "where place = '421182102205001'") == 2);
}
