/* SPDX-License-Identifier: Apache-2.0 */
/* Importing a table as people do it: sending, looking, importing, undoing. */
#include "app/import.h"
#include "app/own_modules.h"
#include "modules/people/people.h"
#include "tests/town.h"

static const char village[] = "421182102205";
static const char table[] = "柏树林村花名册,,,\n姓名,户号,户内称谓,身份证号\n"
                            "张三,101,户主,11010519491231002X\n李四,101,妻,\n";
static const char bad_table[] = "姓名,身份证号\n张三,123\n李四,\n";

static str below(struct context *cx, str location, const char *rest)
{
    return arena_printf(cx->arena, "%.*s%s%c", STR_ARG(location), rest, '\0');
}

static str a_sent(struct context *cx, const char *text)
{
    struct response response =
        test_post(cx, "/rosters", "type", "resident", "place", village, "file", text, NULL);

    CHECK(response.status == 303);
    return response.location;
}

static int64_t residents(struct context *cx)
{
    int64_t count;

    CHECK_OK(query_number(cx, "select count(*) from residents", NULL, 0, &count));
    return count;
}

TEST("a table is sent, its columns are said, all rows are looked at, imported and undone")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, table);
    struct response page = test_get(&cx, below(&cx, location, "").data);
    CHECK(page.status == 200 && test_says(&page, "表头在第2行"));
    CHECK(test_says(&page, "户内称谓") && test_says(&page, "前几行会存成这样"));
    CHECK(!test_says(&page, "19491231"));

    struct response mapped =
        test_post(&cx, below(&cx, location, "/columns").data, "c0", "name", "c1",
                  "household_number", "c2", "relation", "c3", "id_number", NULL);
    CHECK(mapped.status == 303 && str_ends(mapped.location, S("/check")));
    page = test_get(&cx, below(&cx, location, "/check").data);
    CHECK(page.status == 200 && test_says(&page, "导入这2行"));

    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 303);
    page = test_get(&cx, below(&cx, location, "/result").data);
    CHECK(test_says(&page, "正在办"));
    CHECK_OK(imports_work(&cx));
    CHECK(residents(&cx) == 2);
    page = test_get(&cx, below(&cx, location, "/result").data);
    CHECK(test_says(&page, "已导入") && test_says(&page, "撤销这次导入"));

    CHECK(test_post(&cx, below(&cx, location, "/undo").data, NULL).status == 303);
    CHECK_OK(imports_work(&cx));
    CHECK(residents(&cx) == 0);
}

TEST("a heading that was confirmed on the page is proposed for the next table")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, table);
    CHECK(test_post(&cx, below(&cx, location, "/columns").data, "c0", "name", "c2", "relation",
                    NULL)
              .status == 303);
    location = a_sent(&cx, table);
    struct response page = test_get(&cx, below(&cx, location, "").data);
    CHECK(test_says(&page, "<option value='relation' selected>"));
}

TEST("a table that waited while the program was upgraded says so, and is looked at again")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, table);
    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 303);
    CHECK_OK(db_run(&cx, "update imports set form = 'before'", NULL, 0));
    CHECK_OK(imports_work(&cx));
    CHECK(residents(&cx) == 0);
    struct response page = test_get(&cx, below(&cx, location, "/result").data);
    CHECK(test_says(&page, "程序升级以前核对的") && test_says(&page, "重新核对这份表格"));

    page = test_get(&cx, below(&cx, location, "/check").data);
    CHECK(page.status == 200 && test_says(&page, "导入这2行"));
    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 303);
    CHECK_OK(imports_work(&cx));
    CHECK(residents(&cx) == 2);
    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 409);
}

TEST("what a change would make of a cell is shown before it is made, and stands in the file")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, "姓名,户号,文化程度\n张三,101,小学\n李四,101,\n");
    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 303);
    CHECK_OK(imports_work(&cx));
    location = a_sent(&cx, "姓名,户号,文化程度\n张三,101,初中\n李四,101,\n");
    struct response page = test_get(&cx, below(&cx, location, "/check").data);
    CHECK(test_says(&page, "会改动的记录") && test_says(&page, "小学") &&
          test_says(&page, "初中") && test_says(&page, "下载核对结果"));
    struct response file = test_get(&cx, below(&cx, location, "/reasons").data);
    CHECK_STR(test_sheet_rows(&cx, test_body(&file)),
              "1|原行号|姓名|户号|文化程度|核对结果|会改什么|哪里不对、怎么改;"
              "2|2|张三|101|初中|更新|文化程度：小学→初中;"
              "3|3|李四|101||没有变化;");
}

TEST("the same file again is recognised, and what is there already is not made twice")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, table);
    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 303);
    CHECK_OK(imports_work(&cx));
    location = a_sent(&cx, table);
    struct response page = test_get(&cx, below(&cx, location, "/check").data);
    CHECK(test_says(&page, "已经导入过") && test_says(&page, "没有要导入的"));
}

TEST("wrong cells are listed with their remedy, and only the good rows are imported if wanted")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, bad_table);
    struct response page = test_get(&cx, below(&cx, location, "/check").data);
    CHECK(test_says(&page, "要改的地方") && test_says(&page, "只导入没有错的1行"));
    CHECK(!test_says(&page, "导入这1行"));
    CHECK(test_get(&cx, below(&cx, location, "/reasons").data).status == 200);

    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 422);
    CHECK(residents(&cx) == 0);
    CHECK(test_post(&cx, below(&cx, location, "/start?good=1").data, NULL).status == 303);
    CHECK_OK(imports_work(&cx));
    CHECK(residents(&cx) == 1);
    page = test_get(&cx, below(&cx, location, "/result").data);
    CHECK(test_says(&page, "没有导入") && test_says(&page, "下载带原因的表格"));
}

TEST("nobody imports where they may not write, nor sees what somebody else has sent")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    str location = a_sent(&cx, table);
    CHECK(test_post(&cx, "/rosters", "type", "resident", "place", "421182102206", "file", table,
                    NULL)
              .status == 403);
    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(test_get(&cx, below(&cx, location, "").data).status == 404);
    CHECK(test_get(&cx, below(&cx, location, "/reasons").data).status == 404);
    CHECK(test_post(&cx, below(&cx, location, "/start").data, NULL).status == 404);
    test_sign_in_as(&cx, "auditor", "421182");
    CHECK(test_get(&cx, "/rosters/new?type=resident").status == 403);
    CHECK(test_get(&cx, "/rosters/blank?type=matter").status == 404);
}

TEST("what cannot be read comes back to the form with the reason")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    struct response page = test_post(&cx, "/rosters", "type", "resident", "place", village,
                                     "file", "a,b\n1,2\n", NULL);
    CHECK(page.status == 422 && test_says(&page, "没有认得的表头"));
    page = test_get(&cx, "/rosters");
    CHECK(test_says(&page, "户籍花名册") && test_says(&page, "下载空白表"));
}

TEST("a day later the file that was sent is gone")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    bool more;

    test_sign_in_as(&cx, "village_clerk", village);
    (void)a_sent(&cx, table);
    test_set_day(&cx, "2026-03-04");
    for (const struct job *job = rosters_module.jobs; job->name != NULL; job++)
        CHECK_OK(job->run(&cx, &more));
    int64_t left;
    CHECK_OK(query_number(&cx, "select count(*) from roster_uploads where forgotten = 0", NULL,
                          0, &left));
    CHECK(left == 0);
}
