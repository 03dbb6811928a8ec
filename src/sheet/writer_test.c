/* SPDX-License-Identifier: Apache-2.0 */
/* What is in the files that the writer makes, as any program that unpacks them sees it. */
#include "sheet/book.h"
#include "sheet/writer.h"
#include "tests/town.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zip.h>

/* A part of a file: "xl/worksheets/sheet1.xml". */
static str part_of(struct context *cx, const struct loose_file *file, const char *name)
{
    int error;
    zip_t *zip = zip_fdopen(dup(file->descriptor), 0, &error);
    struct zip_stat facts;

    CHECK(zip != NULL);
    CHECK(zip_stat(zip, name, 0, &facts) == 0);
    char *text = arena_alloc(cx->arena, facts.size);
    zip_file_t *part = zip_fopen(zip, name, 0);
    CHECK(zip_fread(part, text, facts.size) == (zip_int64_t)facts.size);
    zip_fclose(part);
    zip_close(zip);
    return (str){ text, facts.size };
}

static const str sexes[] = { S_INIT("男"), S_INIT("女") };

static const struct sheet_column columns[] = {
    { .heading = S_INIT("姓名") },
    { .heading = S_INIT("人数"), .form = CELL_INTEGER, .totalled = true },
    { .heading = S_INIT("金额（元）"), .form = CELL_AMOUNT, .totalled = true },
    { .heading = S_INIT("面积（亩）"), .form = CELL_AREA },
    { .heading = S_INIT("日期"), .form = CELL_DATE },
    { .heading = S_INIT("性别"), .choices = sexes, .choice_count = COUNT(sexes) },
};

static struct sheet_writer *a_writer(struct context *cx)
{
    struct sheet_writer *writer;

    CHECK_OK(sheet_writer_open(cx, &writer));
    CHECK_OK(sheet_begin(cx, writer,
                         &(struct sheet){ .name = S("台账"),
                                          .title = S("柏树林村台账"),
                                          .made_by = S("制表人：李梅"),
                                          .watermark = S("含个人信息"),
                                          .columns = columns,
                                          .column_count = COUNT(columns),
                                          .counted = true }));
    return writer;
}

static str sheet_of(struct context *cx, struct sheet_writer *writer)
{
    struct loose_file file;

    CHECK_OK(sheet_writer_finish(cx, writer, &file));
    str xml = part_of(cx, &file, "xl/worksheets/sheet1.xml");
    loose_file_close(&file);
    return xml;
}

enum { MANY = 20000 }; /* rows: more than a block of them, so that they are packed aside */

static void add_row(struct sheet_writer *writer, str name)
{
    sheet_add_text(writer, name);
    sheet_add_number(writer, 4);
    sheet_add_number(writer, 123456);
    sheet_add_number(writer, 32500);
    sheet_add_date(writer, date_of(2026, 3, 2));
    sheet_add_text(writer, S("女"));
    sheet_end_row(writer);
}

#define CHECK_HAS(xml, words) CHECK(str_contains((xml), S(words)))

TEST_ONCE("a sheet has real numbers, money in yuan, land in mu and days as days")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);

    add_row(writer, S("张三"));
    str xml = sheet_of(&cx, writer);

    CHECK_HAS(xml, "<t>张三</t>");
    CHECK_HAS(xml, "<v>4</v>");
    CHECK_HAS(xml, "<v>1234.56</v>");
    CHECK_HAS(xml, "<v>3.25</v>");
    CHECK_HAS(xml, "<v>46083</v>");
}

TEST_ONCE("a sheet has a merged title, a heading that stays, choices, and a row of totals")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);

    add_row(writer, S("张三"));
    add_row(writer, S("李四"));
    str xml = sheet_of(&cx, writer);

    CHECK_HAS(xml, "<mergeCell ref=\"A1:F1\"/>");
    CHECK_HAS(xml, "<t>含个人信息</t>");
    CHECK_HAS(xml, "topLeftCell=\"A5\"");
    CHECK_HAS(xml, "<formula1>\"男,女\"</formula1>");
    CHECK_HAS(xml, "合计（2条）");
    CHECK_HAS(xml, "<v>2469.12</v>");
}

TEST_ONCE(
    "a sheet is printed with its heading on each page and has columns as wide as they need")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);
    struct loose_file file;

    add_row(writer, S("张三"));
    CHECK_OK(sheet_writer_finish(&cx, writer, &file));
    CHECK_HAS(part_of(&cx, &file, "xl/workbook.xml"), "_xlnm.Print_Titles");
    str xml = part_of(&cx, &file, "xl/worksheets/sheet1.xml");
    CHECK_HAS(xml, "<cols>");
    CHECK_HAS(xml, "customWidth=\"1\"");
    CHECK_HAS(xml, "paperSize=\"9\"");
    loose_file_close(&file);
}

TEST_ONCE("no text becomes a formula, and no long number loses its last digits")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);

    add_row(writer, S("=HYPERLINK(\"http://a\")"));
    add_row(writer, S("@SUM(A1)"));
    sheet_add_text(writer, S("+1"));
    sheet_add_number(writer, INT64_C(4211820000000001));
    sheet_add_nothing(writer);
    sheet_add_nothing(writer);
    sheet_add_date(writer, date_of(1880, 1, 1));
    sheet_end_row(writer);
    str xml = sheet_of(&cx, writer);

    CHECK(!str_contains(xml, S("<f>")));
    CHECK_HAS(xml, "<t>4211820000000001</t>");
    CHECK_HAS(xml, "<t>1880-01-01</t>");
}

/* A sheet with nothing but the choices of one column. */
static struct loose_file template_of(struct context *cx, const struct sheet_column *column)
{
    struct sheet sheet = { .name = S("模板"), .columns = column, .column_count = 1 };
    struct sheet_writer *writer;
    struct loose_file file;

    CHECK_OK(sheet_writer_open(cx, &writer));
    CHECK_OK(sheet_begin(cx, writer, &sheet));
    CHECK_OK(sheet_writer_finish(cx, writer, &file));
    return file;
}

TEST_ONCE("choices that are too many for a rule stand on a hidden sheet")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    static str many[100];
    struct sheet_column column = { .heading = S("网格"), .choices = many, .choice_count = 100 };

    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = arena_printf(arena, "柏树林村第%zu网格", i);
    struct loose_file file = template_of(&cx, &column);

    CHECK_HAS(part_of(&cx, &file, "xl/worksheets/sheet1.xml"),
              "<formula1>选项!$A$1:$A$100</formula1>");
    CHECK_HAS(part_of(&cx, &file, "xl/worksheets/sheet2.xml"), "<t>柏树林村第99网格</t>");
    CHECK_HAS(part_of(&cx, &file, "xl/workbook.xml"), "state=\"hidden\"");
    loose_file_close(&file);
}

TEST_ONCE("choices that have few characters and many bytes stand there, too")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    static str some[20];
    struct sheet_column column = { .heading = S("类型"), .choices = some, .choice_count = 20 };

    for (size_t i = 0; i < COUNT(some); i++)
        some[i] = arena_printf(arena, "婚姻家庭纠纷%zu", i);
    struct loose_file file = template_of(&cx, &column);

    CHECK_HAS(part_of(&cx, &file, "xl/worksheets/sheet1.xml"),
              "<formula1>选项!$A$1:$A$20</formula1>");
    loose_file_close(&file);
}

TEST_ONCE("a writer that is given up leaves no file")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    char folder[] = "/tmp/xiangzhi-test-XXXXXX";
    str *names;
    size_t count;

    CHECK(mkdtemp(folder) != NULL);
    CHECK(setenv("TMPDIR", folder, 1) == 0);
    struct sheet_writer *writer = a_writer(&cx);
    add_row(writer, S("张三"));
    sheet_writer_drop(&writer);
    CHECK(writer == NULL);
    CHECK_OK(folder_list(&cx, folder, &names, &count));
    CHECK(count == 0);
    folder_remove(folder);
    CHECK(unsetenv("TMPDIR") == 0);
}

TEST_ONCE("a disk that is full is said, not passed over")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    struct rlimit usual, small;
    struct loose_file file;

    struct sheet_writer *writer = a_writer(&cx);
    CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    CHECK(getrlimit(RLIMIT_FSIZE, &usual) == 0);
    small = (struct rlimit){ 64 * 1024, usual.rlim_max };
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    for (int i = 0; i < MANY; i++)
        add_row(writer, arena_printf(arena, "%08x", (unsigned)i * 2654435761U));
    CHECK_FAILS(sheet_writer_finish(&cx, writer, &file), ERROR_BUSY);
    CHECK(setrlimit(RLIMIT_FSIZE, &usual) == 0);
}

struct expected {
    int64_t next; /* row */
    bool differs;
};

static struct error *look_at_row(struct context *cx, const struct sheet_row *row, void *closure)
{
    struct expected *expected = closure;
    str name = arena_printf(cx->arena, "%08x", (unsigned)expected->next * 2654435761U);

    if (row->number < 5)
        return NULL;
    if (expected->next < MANY)
        expected->differs = expected->differs || row->number != expected->next + 5 ||
                            row->count != COUNT(columns) || !str_eq(row->cells[0].text, name) ||
                            !str_eq(row->cells[2].text, S("1234.56")) ||
                            !str_eq(row->cells[4].text, S("2026-03-02"));
    expected->next++;
    return NULL;
}

TEST_ONCE("a table of many blocks has all its rows in their order, and its totals")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 26);
    CLEANUP(book_close) struct sheet_book *book = NULL;
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);
    struct expected expected = { 0 };
    struct loose_file file;

    for (int i = 0; i < MANY; i++)
        add_row(writer, arena_printf(arena, "%08x", (unsigned)i * 2654435761U));
    CHECK_OK(sheet_writer_finish(&cx, writer, &file));
    char *bytes = arena_alloc(arena, (size_t)file.bytes);
    CHECK(pread(file.descriptor, bytes, (size_t)file.bytes, 0) == file.bytes);
    CHECK_OK(book_open(&cx, (str){ bytes, (size_t)file.bytes }, &book));
    loose_file_close(&file);
    CHECK_OK(book_read(&cx, book, 0, look_at_row, &expected));
    CHECK(!expected.differs && expected.next == MANY + 1);
}

TEST_ONCE("each table has its own rows, however long the one before it is")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 26);
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);
    struct sheet second = { .name = S("二"), .columns = columns, .column_count = 1 };
    struct sheet third = { .name = S("三"), .columns = columns, .column_count = 1 };
    struct loose_file file;

    for (int i = 0; i < MANY; i++)
        add_row(writer, S("张三"));
    CHECK_OK(sheet_begin(&cx, writer, &second));
    sheet_add_text(writer, S("李四"));
    sheet_end_row(writer);
    CHECK_OK(sheet_begin(&cx, writer, &third));
    CHECK_OK(sheet_writer_finish(&cx, writer, &file));

    CHECK_HAS(part_of(&cx, &file, "xl/worksheets/sheet1.xml"), "合计（20000条）");
    str xml = part_of(&cx, &file, "xl/worksheets/sheet2.xml");
    CHECK_HAS(xml, "<dimension ref=\"A1:A2\"/>");
    CHECK_HAS(xml, "<row r=\"2\"><c r=\"A2\"");
    CHECK_HAS(xml, "<t>李四</t></is></c></row></sheetData>");
    CHECK(!str_contains(part_of(&cx, &file, "xl/worksheets/sheet3.xml"), S("<row r=\"2\"")));
    loose_file_close(&file);
}

TEST_ONCE("marks of XML, spaces at the ends and control characters stay what they were")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    struct sheet_writer *writer = a_writer(&cx);

    add_row(writer, S("<王&李>\"的\"'"));
    add_row(writer, S(" 两边 "));
    add_row(writer, S("一\n二\x01"));
    str xml = sheet_of(&cx, writer);

    CHECK_HAS(xml, "<t>&lt;王&amp;李&gt;\"的\"'</t>");
    CHECK_HAS(xml, "<t xml:space=\"preserve\"> 两边 </t>");
    CHECK_HAS(xml, "<t>一\n二_x0001_</t>");
}

TEST_ONCE(
    "numbers below zero, parts of a cent's worth and moments are written to the last digit")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct context cx = { .arena = arena };
    static const struct sheet_column moments[] = {
        { .heading = S_INIT("金额（元）"), .form = CELL_AMOUNT },
        { .heading = S_INIT("时间"), .form = CELL_INSTANT },
    };
    struct sheet_writer *writer;

    CHECK_OK(sheet_writer_open(&cx, &writer));
    CHECK_OK(sheet_begin(&cx, writer,
                         &(struct sheet){ .name = S("一"),
                                          .columns = moments,
                                          .column_count = COUNT(moments) }));
    sheet_add_number(writer, -5);
    sheet_add_instant(writer, instant_of(date_of(2026, 3, 2), 23, 59, 59));
    sheet_end_row(writer);
    sheet_add_number(writer, -123000);
    sheet_add_instant(writer, instant_of(date_of(2026, 3, 2), 6, 0, 0));
    sheet_end_row(writer);
    str xml = sheet_of(&cx, writer);

    CHECK_HAS(xml, "<v>-0.05</v>");
    CHECK_HAS(xml, "<v>46083.9999884259</v>");
    CHECK_HAS(xml, "<v>-1230</v>");
    CHECK_HAS(xml, "<v>46083.25</v>");
}
