/* SPDX-License-Identifier: Apache-2.0 */
/* Tables as people send them, and as attackers do. */
#include "base/unicode.h"
#include "sheet/reader.h"
#include "sheet/writer.h"
#include "tests/book.h"
#include "tests/town.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

/* --- Making files --- */

#define WORKBOOK                                                                               \
    "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "             \
    "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"           \
    "<sheets><sheet name='一组' sheetId='1' r:id='rId1'/>"                                   \
    "<sheet name='选项' sheetId='2' state='hidden' r:id='rId2'/></sheets></workbook>"
#define STYLES                                                                                 \
    "<styleSheet><numFmts><numFmt numFmtId='177' "                                             \
    "formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/>"                       \
    "<numFmt numFmtId='178' formatCode='0.00&quot;亩d&quot;'/></numFmts>"                     \
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"                                         \
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='177'/><xf numFmtId='178'/>"   \
    "<xf numFmtId='22'/></cellXfs></styleSheet>"
#define TEXTS                                                                                    \
    "<sst><si><t>张　三</t></si><si><r><t>李</t></r><r><t xml:space='preserve'>四 </t></r>" \
    "<rPh sb='0' eb='1'><t>li</t></rPh></si></sst>"

static str a_book(struct context *cx, const char *rows)
{
    str sheet = arena_printf(cx->arena, "<worksheet><sheetData>%s</worksheet>", rows);
    const struct test_part parts[] = {
        { "xl/workbook.xml", S(WORKBOOK), false },
        { "xl/styles.xml", S(STYLES), false },
        { "xl/sharedStrings.xml", S(TEXTS), false },
        { "xl/worksheets/sheet1.xml", sheet, false },
    };

    return test_packed(cx, parts, COUNT(parts));
}

/* --- Reading them --- */

static struct error *pass_over(struct context *cx, const struct sheet_row *row, void *closure)
{
    (void)cx;
    (void)row;
    (void)closure;
    return NULL;
}

static str refusal_of(struct context *cx, str bytes)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    struct error *error = book_open(cx, bytes, &book);

    if (error == NULL)
        error = book_read(cx, book, 0, pass_over, NULL);
    CHECK(error != NULL && error->kind < ERROR_BUSY);
    return error->message;
}

#define BENCH_CX                                                                               \
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 28);                        \
    struct context cx = { .arena = arena }

TEST_ONCE("shared, rich and inline texts are read, reading aids are not")
{
    BENCH_CX;
    str book =
        a_book(&cx, "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
                    "<c r='D1' t='inlineStr'><is><t>户主</t></is></c></row></sheetData>");

    CHECK_STR(test_sheet_rows(&cx, book), "1|张　三|李四 ||户主;");
}

TEST_ONCE("a formula is its kept value, and faults are told from texts")
{
    BENCH_CX;
    str book = a_book(&cx, "<row r='2'><c r='A2'><f>SUM(B1:B9)</f><v>12.5</v></c>"
                           "<c r='B2' t='str'><f>A1</f><v>合计</v></c>"
                           "<c r='C2' t='b'><v>1</v></c><c r='D2' t='e'><v>#REF!</v></c></row>"
                           "</sheetData>");

    CHECK_STR(test_sheet_rows(&cx, book), "2|12.5|合计|是|#REF!;");
}

TEST_ONCE("numbers with the style of a day are days, in the count of 1900 and of 1904")
{
    BENCH_CX;
    const char *rows = "<row r='1'><c r='A1' s='1'><v>46083</v></c><c r='B1' s='2'><v>1</v></c>"
                       "<c r='C1' s='3'><v>3.25</v></c><c r='D1' s='4'><v>46083.5</v></c>"
                       "<c r='E1'><v>46083</v></c></row></sheetData>";

    CHECK_STR(test_sheet_rows(&cx, a_book(&cx, rows)),
              "1|2026-03-02|1900-01-01|3.25|2026-03-02 12:00:00|46083;");

    const struct test_part parts[] = {
        { "xl/workbook.xml",
          S("<workbook><workbookPr date1904='1'/><sheets>"
            "<sheet name='a' sheetId='1'/></sheets></workbook>"),
          false },
        { "xl/styles.xml", S(STYLES), false },
        { "xl/worksheets/sheet1.xml",
          S("<worksheet><sheetData><row><c s='1'><v>44621</v></c>"
            "</row></sheetData></worksheet>"),
          false },
    };
    CHECK_STR(test_sheet_rows(&cx, test_packed(&cx, parts, COUNT(parts))), "1|2026-03-02;");
}

TEST_ONCE("a number of more than fifteen digits is known to be cut, powers of ten are unfolded")
{
    BENCH_CX;
    str book = a_book(&cx, "<row r='1'><c r='A1'><v>4.2118219900101E+17</v></c>"
                           "<c r='B1'><v>13800001234</v></c><c r='C1'><v>0.1</v></c>"
                           "<c r='D1'><v>0.30000000000000004</v></c></row></sheetData>");

    CHECK_STR(test_sheet_rows(&cx, book), "1|421182199001010000!|13800001234|0.1|0.3;");
}

TEST_ONCE("a merged block says in each cell what its first cell says")
{
    BENCH_CX;
    str book = a_book(
        &cx, "<row r='1'><c r='A1' t='inlineStr'><is><t>花名册</t></is></c></row>"
             "<row r='2'><c r='A2' t='inlineStr'><is><t>张三</t></is></c><c r='B2'><v>1</v></c>"
             "</row><row r='3'><c r='A3'/><c r='B3'><v>2</v></c></row>"
             "<row r='4'><c r='A4'/><c r='B4'/></row><row r='5'><c r='B5'><v>3</v></c></row>"
             "</sheetData><mergeCells count='2'><mergeCell ref=\"A1:B1\"/>"
             "<mergeCell ref=\"A2:A4\"/></mergeCells>");

    CHECK_STR(test_sheet_rows(&cx, book), "1|花名册|花名册^;2|张三|1;3|张三^|2;5||3;");
}

TEST_ONCE("hidden rows are marked, rows may be left out, and several sheets are listed")
{
    BENCH_CX;
    CLEANUP(book_close) struct sheet_book *book = NULL;
    size_t count;
    str bytes = a_book(&cx, "<row r='3' hidden='1'><c r='A3'><v>1</v></c></row>"
                            "<row r='9'><c r='C9'><v>2</v></c></row></sheetData>");

    CHECK_STR(test_sheet_rows(&cx, bytes), "3h|1;9|||2;");
    CHECK_OK(book_open(&cx, bytes, &book));
    const struct book_sheet *sheets = book_sheets(book, &count);
    CHECK(count == 2);
    CHECK_STR(sheets[0].name, "一组");
    CHECK(!sheets[0].hidden && sheets[1].hidden);
}

TEST_ONCE("what our writer writes is read as it was")
{
    BENCH_CX;
    static const struct sheet_column columns[] = {
        { .heading = S_INIT("姓名") },
        { .heading = S_INIT("金额（元）"), .form = CELL_AMOUNT },
        { .heading = S_INIT("日期"), .form = CELL_DATE },
        { .heading = S_INIT("时间"), .form = CELL_INSTANT },
    };
    struct sheet_writer *writer;
    struct loose_file file;

    CHECK_OK(sheet_writer_open(&cx, &writer));
    CHECK_OK(sheet_begin(&cx, writer,
                         &(struct sheet){ .name = S("a"),
                                          .title = S("台账"),
                                          .columns = columns,
                                          .column_count = COUNT(columns) }));
    sheet_add_text(writer, S("=1+1 <𠅤> & \"䶮\""));
    sheet_add_number(writer, -123456789);
    sheet_add_date(writer, date_of(1900, 3, 1));
    sheet_add_instant(writer, instant_of(date_of(2026, 3, 2), 23, 59, 59));
    sheet_end_row(writer);
    CHECK_OK(sheet_writer_finish(&cx, writer, &file));
    char *bytes = arena_alloc(arena, (size_t)file.bytes);
    CHECK(pread(file.descriptor, bytes, (size_t)file.bytes, 0) == file.bytes);
    str whole = { bytes, (size_t)file.bytes };
    loose_file_close(&file);

    CHECK_STR(test_sheet_rows(&cx, whole),
              "1|台账|台账^|台账^|台账^;2|姓名|金额（元）|日期|时间;"
              "3|=1+1 <𠅤> & \"䶮\"|-1234567.89|1900-03-01|2026-03-02 23:59:59;");
}

TEST_ONCE("separated text is read with commas, tabs or semicolons, whatever its encoding")
{
    BENCH_CX;

    CHECK_STR(test_sheet_rows(&cx, S("\xef\xbb\xbf姓名,电话\r\n张三,\"1,2\"\r\n\r\n,\r\n")),
              "1|姓名|电话;2|张三|1,2;");
    CHECK_STR(test_sheet_rows(&cx, S("姓名\t电话\n张三\t1,2\n")), "1|姓名|电话;2|张三|1,2;");
    CHECK_STR(test_sheet_rows(&cx, S("a;b\n1;2")), "1|a|b;2|1|2;");
    CHECK_STR(
        test_sheet_rows(&cx, S("\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\n\xd5\xc5\xc8\xfd,1\n")),
        "1|姓名|电话;2|张三|1;");
    CHECK_STR(test_sheet_rows(&cx, S("\xff\xfe\x20\x5f\t\0\x09\x4e\n\0")), "1|张|三;");
    CHECK_STR(test_sheet_rows(&cx, S("\xfe\xff\x5f\x20\0\t\x4e\x09\0\n")), "1|张|三;");
}

TEST_ONCE("a long text in GB 18030 is decoded in pieces without losing a character")
{
    BENCH_CX;
    struct buf text = { .arena = arena };

    buf_add(&text, S("a,"));
    for (int i = 0; i < 100 * 1000; i++) {
        buf_add(&text, S("\xd5\xc5\x95\x32\x90\x36")); /* 张 and a character of four bytes */
        if (i % 100 == 99)
            buf_add(&text, S("\n"));
    }
    str rows = test_sheet_rows(&cx, buf_str(&text));
    CHECK(str_starts(rows, S("1|a|张")) && str_contains(rows, S(";1000|张")));
    CHECK(!str_contains(rows, S("\xef\xbf\xbd")));
}

TEST_ONCE("what is no table is refused with a sentence that says what to send")
{
    BENCH_CX;

    CHECK(str_contains(refusal_of(&cx, S("")), S("空")));
    CHECK(str_contains(refusal_of(&cx, S("\xd0\xcf\x11\xe0\xa1\xb1")), S("xls")));
    CHECK(str_contains(refusal_of(&cx, S("<html><table>")), S("网页")));
    CHECK(str_contains(refusal_of(&cx, S("PK\x03\x04broken")), S("损坏")));
    CHECK(str_contains(refusal_of(&cx, S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff")), S("xlsx")));
}

TEST_ONCE("entities, endless depth, disordered rows and broken parts are refused")
{
    BENCH_CX;
    const struct test_part laughing[] = {
        { "xl/workbook.xml", S("<!DOCTYPE a [<!ENTITY b \"&c;&c;\">]><workbook/>"), false },
    };
    struct buf deep = { .arena = arena };

    CHECK(str_contains(refusal_of(&cx, test_packed(&cx, laughing, 1)), S("不安全")));
    for (int i = 0; i < 1000; i++)
        buf_add(&deep, S("<a>"));
    buf_add_char(&deep, '\0');
    CHECK(str_contains(refusal_of(&cx, a_book(&cx, deep.data)), S("太深")));
    CHECK(str_contains(refusal_of(&cx, a_book(&cx, "<row r='5'><c><v>1</v></c></row><row "
                                                   "r='5'></row></sheetData>")),
                       S("行号")));
    CHECK(str_contains(refusal_of(&cx, a_book(&cx, "<row r='1'><c>")), S("损坏")));
}

TEST_ONCE("a bomb is refused before it has been unpacked")
{
    BENCH_CX;
    size_t bytes = 100 * 1024 * 1024;
    char *spaces = malloc(bytes);
    CHECK(spaces != NULL);
    memset(spaces, ' ', bytes);
    const struct test_part parts[] = {
        { "xl/workbook.xml", S(WORKBOOK), false },
        { "xl/worksheets/sheet1.xml", { spaces, bytes }, false },
    };

    str bomb = test_packed(&cx, parts, COUNT(parts));
    free(spaces);
    CHECK(bomb.length < 200 * 1024);
    CHECK(str_contains(refusal_of(&cx, bomb), S("攻击")));
}

TEST_ONCE(
    "what a formula took from another file is read as it was, and the file is not looked for")
{
    BENCH_CX;
    const struct test_part parts[] = {
        { "xl/workbook.xml", S(WORKBOOK), false },
        { "xl/externalLinks/externalLink1.xml",
          S("<externalLink><externalBook r:id='rId1'/></externalLink>"), false },
        { "xl/externalLinks/_rels/externalLink1.xml.rels",
          S("<Relationships><Relationship Id='rId1' TargetMode='External' "
            "Target='file:///etc/passwd'/></Relationships>"),
          false },
        { "xl/worksheets/sheet1.xml",
          S("<worksheet><sheetData><row r='1'><c r='A1' t='str'><f>[1]Sheet1!A1</f>"
            "<v>一组</v></c><c r='B1'><f>[1]Sheet1!B1</f></c></row></sheetData></worksheet>"),
          false },
    };

    CHECK_STR(test_sheet_rows(&cx, test_packed(&cx, parts, COUNT(parts))), "1|一组;");
}

/* --- As large as they come --- */

enum { MANY_ROWS = 1000 * 1000, ROW_ROOM = 160, ROWS_A_LOOK = 50 * 1000 };

#define MEMORY_MAX_BYTES (INT64_C(64) << 20)

static int64_t memory_in_use(void)
{
    char line[128];
    FILE *file = fopen("/proc/self/statm", "r");
    str all, rest;
    int64_t pages;

    CHECK(file != NULL && fgets(line, sizeof line, file) != NULL);
    fclose(file);
    str_cut(str_of(line), ' ', &all, &rest);
    str_cut(rest, ' ', &all, &rest);
    CHECK(str_read_integer(all, &pages));
    return pages * sysconf(_SC_PAGESIZE);
}

/* More than 100 MB, not packed. */
static str a_large_book(struct context *cx)
{
    CLEANUP(arena_release) struct arena *arena = arena_create((size_t)MANY_ROWS * ROW_ROOM * 2);
    struct buf sheet = { .arena = arena };

    (void)buf_reserve(&sheet, (size_t)MANY_ROWS * ROW_ROOM);
    buf_add(&sheet, S("<worksheet><sheetData>"));
    for (int i = 1; i <= MANY_ROWS; i++) {
        buf_add(&sheet, S("<row r='"));
        buf_add_integer(&sheet, i);
        buf_add(&sheet, S("'><c r='A"));
        buf_add_integer(&sheet, i);
        buf_add(&sheet, S("' t='inlineStr'><is><t>示例柏树林村第三村民小组</t></is></c>"
                          "<c><v>1</v></c></row>"));
    }
    buf_add(&sheet, S("</sheetData></worksheet>"));
    CHECK(sheet.length > 100 * 1000 * 1000);
    const struct test_part parts[] = { { "xl/workbook.xml", S(WORKBOOK), false },
                                       { "xl/worksheets/sheet1.xml", buf_str(&sheet), true } };
    return test_packed(cx, parts, COUNT(parts));
}

struct walk {
    int64_t rows;
    int64_t at_first;
    int64_t most;
};

static struct error *look_at_memory(struct context *cx, const struct sheet_row *row,
                                    void *closure)
{
    struct walk *walk = closure;

    (void)cx;
    (void)row;
    if (walk->rows++ % ROWS_A_LOOK != 0)
        return NULL;
    int64_t used = memory_in_use();
    if (walk->at_first == 0)
        walk->at_first = used;
    if (used > walk->most)
        walk->most = used;
    return NULL;
}

TEST_ONCE(
    "a file of a million rows and more than 100 MB is read, and the last takes no more memory")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 28);
    CLEANUP(book_close) struct sheet_book *book = NULL;
    struct context cx = { .arena = arena };
    struct walk walk = { 0 };

    CHECK_OK(book_open(&cx, a_large_book(&cx), &book));
    CHECK_OK(book_read(&cx, book, 0, look_at_memory, &walk));
    CHECK(walk.rows == MANY_ROWS);
    CHECK(walk.most - walk.at_first < MEMORY_MAX_BYTES);
}
