/* SPDX-License-Identifier: Apache-2.0 */
/* Rosters as villages send them, with their own headings. */
#include "app/roster.h"
#include "base/hash.h"
#include "modules/party/party.h"
#include "modules/people/people.h"
#include "modules/places/places.h"
#include "sheet/writer.h"
#include "tests/town.h"

#include <unistd.h>

static const char village[] = "421182102205";

static struct roster_job a_job(struct context *cx, const struct record_type *type,
                               const char *text)
{
    struct roster_job job;

    CHECK_OK(
        roster_open(cx, roster_of(cx, type), str_of(village), str_of(text), SIZE_MAX, &job));
    return job;
}

static struct roster_count checked(struct context *cx, struct roster_job *job)
{
    struct roster_count count;

    CHECK_OK(roster_check(cx, job, &count));
    return count;
}

/* Stages a table, lets the importer work, and says what became of it. */
static struct import_run run_of(struct context *cx, struct roster_job *job, bool keep_good)
{
    const struct import_run wanted = { .title = S("花名册.xlsx"), .keep_good = keep_good };
    struct roster_count count;
    struct import_run run = { 0 };
    record_id id;

    CHECK_OK(roster_stage(cx, job, &wanted, (struct roster_watch){ 0 }, &id, &count));
    CHECK_OK(import_start(cx, id));
    CHECK_OK(imports_work(cx));
    CHECK_OK(import_get(cx, id, &run));
    return run;
}

static struct import_run applied(struct context *cx, const struct record_type *type,
                                 const char *text)
{
    struct roster_job job = a_job(cx, type, text);
    struct import_run run = run_of(cx, &job, false);

    CHECK(run.state == IMPORT_APPLIED);
    return run;
}

static struct error *note_reasons(struct context *cx, struct roster_row *row, void *closure)
{
    buf_printf(closure, "%lld:%.*s;", (long long)row->sheet->number,
               STR_ARG(roster_reasons(cx, row)));
    return NULL;
}

/* "2:姓名：请填写“姓名”。;" */
static str reasons(struct context *cx, const struct record_type *type, const char *text)
{
    /* The rows' own memory is taken back; the reasons are not. */
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct roster_job job = a_job(cx, type, text);
    struct buf out = { .arena = arena };

    CHECK_OK(roster_walk(cx, &job, note_reasons, &out));
    return arena_copy(cx->arena, buf_str(&out));
}

static int64_t count_of(struct context *cx, const char *sql)
{
    int64_t number;

    CHECK_OK(query_number(cx, sql, NULL, 0, &number));
    return number;
}

#define HOUSEHOLDS                                                                                  \
    "柏树林村户籍花名册,,,,,,\n"                                                           \
    "单位：柏树林村,,,填报时间：2026年3月1日,,,\n"                                   \
    "序号,户号,户主姓名,姓 名,与户主关系,身份证号码,联系方式（手机）\n" \
    "1,101,张三,张　三,户主,11010519491231002X,13800000001\n"                                \
    "2,,,李四,妻子,,\n"                                                                         \
    "3,102,王五,王五,户主,990101198003021016,\n"                                              \
    "合计,,,3人,,,\n"                                                                            \
    "制表人：赵六,,,,,,\n"

TEST("a roster of households finds its heading below a title and leaves out totals and names "
     "below")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_job job = a_job(&cx, &resident_type, HOUSEHOLDS);

    CHECK(job.heading == 3);
    CHECK_STR(roster_mapping(&cx, &job),
              "1:household_number 2:head_name 3:name 4:relation 5:id_number 6:phone");
    struct roster_count count = checked(&cx, &job);
    CHECK(count.rows == 3 && count.of[ROW_NEW] == 3);
}

TEST("a roster makes people and their households; a head stands once, padded names are closed")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(applied(&cx, &resident_type, HOUSEHOLDS).added == 3);
    CHECK(count_of(&cx, "select count(*) from residents where name = '张三' and "
                        "household_number = '101' and relation = '户主'") == 1);
    CHECK(count_of(&cx, "select count(*) from residents where name = '李四' and "
                        "household_number = '101'") == 1);
    CHECK(count_of(&cx, "select count(*) from households where head_name = '张三' and "
                        "number = '101'") == 1);
}

TEST("the same roster again changes nothing, and a changed cell is shown as a change")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)applied(&cx, &resident_type, HOUSEHOLDS);
    struct roster_job job = a_job(&cx, &resident_type, HOUSEHOLDS);
    struct roster_count again = checked(&cx, &job);
    CHECK(again.of[ROW_SAME] == 3);

    const char *changed = "姓名,户号,身份证号,文化程度\n张三,101,11010519491231002X,初中毕业\n"
                          "李四,101,,\n";
    struct import_run run = applied(&cx, &resident_type, changed);
    CHECK(run.changed == 1 && run.same == 1);
    CHECK(count_of(&cx, "select count(*) from residents where education = '初中'") == 1);
}

TEST("a table without numbers of households takes them from the heads")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    (void)applied(
        &cx, &resident_type,
        "户主,姓名,与户主关系,人户一致\n张三,张三,,是\n,李四,妻,否\n王五,王五,户主,是\n");

    CHECK(count_of(&cx, "select count(*) from households") == 2);
    CHECK(count_of(&cx, "select count(*) from residents where household_number = '张三'") == 2);
    CHECK(count_of(&cx, "select count(*) from residents where status = 'away'") == 1);
}

TEST("numbers that a spreadsheet has cut are refused with the remedy, never guessed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str said = reasons(&cx, &resident_type,
                       "姓名,身份证号,电话\n张三,4.21182E+17,\n李四,421182199001010000,\n"
                       "王五,,1.38E+10\n赵六,11010519491231002X,13800000001\n");

    CHECK(str_contains(said, S("2:身份证号：号码被表格软件截掉了")));
    CHECK(str_contains(said, S("3:身份证号：号码被表格软件截掉了")));
    CHECK(str_contains(said, S("4:电话：号码被表格软件截掉了")));
    CHECK(str_contains(said, S("5:;")));
}

TEST("what is wrong is said by cell, and one wrong row keeps all rows out")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *text = "姓名,身份证号,出生日期,民族\n张三,110105194912310021,,\n,,,\n"
                       "李四,,1998.13.1,汉\n王五,,,火星\n赵六,11010519491231002X,,\n"
                       "孙七,11010519491231002X,,\n周八,,,\n";
    struct roster_job job = a_job(&cx, &resident_type, text);
    struct roster_count count;
    record_id id;

    str said = reasons(&cx, &resident_type, text);
    CHECK(str_contains(said, S("2:身份证号：")));
    CHECK(str_contains(said, S("4:出生日期：不是看得懂的日期")));
    CHECK(str_contains(said, S("5:民族：")) && str_contains(said, S("火星")));
    CHECK(str_contains(said, S("7:身份证号：和第6行的“身份证号”相同")));

    CHECK_FAILS(roster_stage(&cx, &job, &(struct import_run){ .title = S("a") },
                             (struct roster_watch){ 0 }, &id, &count),
                ERROR_INVALID);
    CHECK(count_of(&cx, "select count(*) from imports") == 0);
    CHECK(run_of(&cx, &job, true).added == 2);
    CHECK(count_of(&cx, "select count(*) from residents") == 2);
}

/* The buffer's own memory must not be the row's. */
static struct error *note_birth(struct context *cx, struct roster_row *row, void *closure)
{
    (void)cx;
    if (row->verdict != ROW_WRONG)
        date_write(((const struct resident *)row->record)->birth_on, closure);
    return NULL;
}

static str day_read(struct context *cx, const char *text)
{
    str table = arena_printf(cx->arena, "姓名,出生日期\n张三,%s\n%c", text, '\0');
    struct roster_job job = a_job(cx, &resident_type, table.data);
    struct buf day = { .arena = cx->arena };

    (void)buf_reserve(&day, 64);
    CHECK_OK(roster_walk(cx, &job, note_birth, &day));
    if (day.length == 0)
        return reasons(cx, &resident_type, table.data);
    return buf_str(&day);
}

TEST("days are read in all the ways of rosters")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const ways[] = { "1998年7月1日", "1998.7.1", "1998/7/1",  "19980701",
                                        "1998-07",      "1998.7",   "199807",    "1998年7月",
                                        "1998年7月份",  "35977",    "1998-07-01" };

    for (size_t i = 0; i < COUNT(ways); i++)
        CHECK_STR(day_read(&cx, ways[i]), "1998-07-01");
    CHECK(str_contains(day_read(&cx, "98.7.1"), S("不是看得懂的日期")));
}

TEST("groups and grids are found by their names within the village, in digits or in words")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *grids[] = { "第一网格", "第2网格" };

    for (size_t i = 0; i < COUNT(grids); i++)
        (void)test_post(&cx, "/places", "parent", village, "name", grids[i], NULL);
    str said = reasons(&cx, &resident_type,
                       "姓名,所在村\n张三,柏树林村\n李四,花桥镇柏树林村\n王五,没有这个村\n");
    CHECK(str_contains(said, S("4:所在村：")) && str_contains(said, S("没有找到")));
}

TEST("who stands in a grid stays there when a table says the village or no place at all")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct place grid = { .name = S("第二网格"),
                          .level = PLACE_GRID,
                          .parent = str_of(village) };

    CHECK_OK(place_create(&cx, &grid));
    CHECK(applied(&cx, &resident_type, "姓名,户号,所在村\n张三,101,第二网格\n").added == 1);
    CHECK(applied(&cx, &resident_type, "姓名,户号,备注\n张三,101,会木工\n").changed == 1);
    CHECK(applied(&cx, &resident_type, "姓名,户号,所在村,职业\n张三,101,洋西港村,务农\n")
              .changed == 1);
    CHECK(count_of(&cx, "select count(*) from residents where length(place) = 15") == 1);
}

TEST("a heading that somebody confirmed is known the next time")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *text = "户内称谓,姓名\n户主,张三\n";
    struct roster_job job = a_job(&cx, &resident_type, text);

    CHECK_STR(roster_mapping(&cx, &job), "1:name");
    CHECK_OK(roster_map(&cx, &job, S("0:relation 1:name")));
    CHECK_OK(roster_learn(&cx, &job));
    job = a_job(&cx, &resident_type, text);
    CHECK_STR(roster_mapping(&cx, &job), "0:relation 1:name");
    CHECK_FAILS(roster_map(&cx, &job, S("0:name 1:name")), ERROR_INVALID);
}

TEST("headings of two lines with units in them are read together")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_job job = a_job(
        &cx, &resident_type, "序号,成员情况,,联系,\n,姓名,身份证号,电话,备注\n1,张三,,,\n");

    CHECK(job.heading == 2);
    CHECK_STR(roster_mapping(&cx, &job), "1:name 2:id_number 3:phone 4:remark");
}

TEST("a table without any heading that is known says which are known")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_job job;

    struct error *error = roster_open(&cx, roster_of(&cx, &resident_type), str_of(village),
                                      S("a,b\n1,2\n"), SIZE_MAX, &job);
    CHECK(error != NULL && error->kind == ERROR_INVALID);
    CHECK(str_contains(error->message, S("没有认得的表头")));
}

TEST("party members are found among the residents, by number or by name")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = { .place = str_of(village),
                                         .name = S("柏树林村党支部"),
                                         .kind = PARTY_BRANCH };

    CHECK_OK(party_organisation_found(&cx, &branch));
    (void)applied(&cx, &resident_type, HOUSEHOLDS);
    str said = reasons(&cx, &party_member_type,
                       "姓名,公民身份证号码,所在党支部,人员类别,加入党组织日期,党籍状态\n"
                       "张三,11010519491231002X,柏树林村党支部,正式,1970-07,在册\n"
                       "李四,,柏树林村党支部,预备,2025年7月1日,\n"
                       "钱九,,柏树林村党支部,正式,,\n");
    CHECK_STR(said, "2:;3:;4:姓名：居民里没有“钱九”。请先导入户籍花名册，或者先登记这个人。;");
    struct import_run run =
        applied(&cx, &party_member_type,
                "姓名,所在党支部,人员类别,入党时间\n张三,柏树林村党支部,正式党员,1970年7月\n");
    CHECK(run.added == 1);
    CHECK_OK(import_undo(&cx, run.id));
    CHECK_OK(imports_work(&cx));
    CHECK(count_of(&cx, "select count(*) from party_members") == 0);
}

TEST("a blank table has choices and an example, and the example is not imported")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct loose_file file;
    struct roster_job job;

    CHECK_OK(roster_write_blank(&cx, roster_of(&cx, &resident_type), &file));
    char *bytes = arena_alloc(cx.arena, (size_t)file.bytes);
    CHECK(pread(file.descriptor, bytes, (size_t)file.bytes, 0) == file.bytes);
    str whole = { bytes, (size_t)file.bytes };
    loose_file_close(&file);

    CHECK_OK(roster_open(&cx, roster_of(&cx, &resident_type), str_of(village), whole, SIZE_MAX,
                         &job));
    CHECK(str_contains(roster_mapping(&cx, &job), S(":id_number")));
    CHECK(checked(&cx, &job).rows == 0);
}

TEST("the file comes back with the reasons beside the rows that are wrong")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_job job = a_job(&cx, &resident_type, "姓名,身份证号\n张三,1\n");
    struct loose_file file;

    CHECK_OK(roster_write_reasons(&cx, &job, &file));
    char *bytes = arena_alloc(cx.arena, (size_t)file.bytes);
    CHECK(pread(file.descriptor, bytes, (size_t)file.bytes, 0) == file.bytes);
    str whole = { bytes, (size_t)file.bytes };
    loose_file_close(&file);
    CHECK_STR(test_sheet_rows(&cx, whole),
              "1|原行号|姓名|身份证号|核对结果|会改什么|哪里不对、怎么改;"
              "2|2|张三|1|有错||身份证号：身份证号应为18位，请核对位数。;");
}

TEST("a list exports what it shows as a spreadsheet, masked, with who took it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct roster_job job;

    (void)applied(&cx, &resident_type, HOUSEHOLDS);
    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = test_get(&cx, "/residents.xlsx?name=张三");
    CHECK(response.status == 200);
    CHECK_OK(roster_open(&cx, roster_of(&cx, &resident_type), str_of(village),
                         test_body(&response), SIZE_MAX, &job));
    CHECK(job.heading == 4);
    const struct roster_column *number = NULL;
    for (size_t i = 0; i < job.column_count; i++)
        if (str_eq(job.columns[i].heading, S("身份证号")))
            number = &job.columns[i];
    CHECK(number != NULL);
    CHECK_STR(number->samples[0], "**************002X");
    CHECK(str_is_empty(number->samples[1]));
}
