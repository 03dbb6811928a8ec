/* SPDX-License-Identifier: Apache-2.0 */
/* Values written into workbooks of others. */
#include "sheet/filler.h"
#include "sheet/reader.h"
#include "tests/book.h"
#include "tests/town.h"

#include <zip.h>

static str packed(struct context *cx, const char *sheet, const char *more)
{
    const struct test_part parts[] = {
        { "xl/workbook.xml", S("<workbook><sheets><sheet name='a'/></sheets></workbook>"),
          false },
        { "xl/styles.xml", S("<styleSheet><cellXfs><xf/><xf/></cellXfs></styleSheet>"), false },
        { "xl/worksheets/sheet1.xml", str_of(sheet), false },
        { more, S("seal"), false },
    };

    return test_packed(cx, parts, more != NULL ? COUNT(parts) : COUNT(parts) - 1);
}

static str part_of(struct context *cx, str bytes, const char *name)
{
    zip_error_t error;
    zip_source_t *source = zip_source_buffer_create(bytes.data, bytes.length, 0, &error);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_file_t *file = zip_fopen(zip, name, 0);
    char *text = arena_alloc(cx->arena, 1 << 16);

    CHECK(file != NULL);
    zip_int64_t length = zip_fread(file, text, 1 << 16);
    CHECK(length >= 0);
    zip_fclose(file);
    zip_discard(zip);
    return (str){ text, (size_t)length };
}

static str filled(struct context *cx, const char *sheet, const struct sheet_filling *fillings,
                  size_t count, int64_t pattern_row)
{
    const struct sheet_order order = { .fillings = fillings,
                                       .count = count,
                                       .pattern_row = pattern_row };
    struct loose_file file;

    CHECK_OK(sheet_fill(cx, packed(cx, sheet, "xl/media/seal.png"), &order, &file));
    str bytes = test_file(cx, &file);
    CHECK_STR(part_of(cx, bytes, "xl/media/seal.png"), "seal");
    return part_of(cx, bytes, "xl/worksheets/sheet1.xml");
}

#define OPEN_CX                                                                                \
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 26);                        \
    struct context cx = { .arena = arena }

TEST_ONCE("values are put into the cells that are there, and all else stays as it was")
{
    OPEN_CX;
    static const char sheet[] =
        "<worksheet><cols><col min='1' width='9'/></cols><sheetData><row r='1' ht='30'>"
        "<c r='A1' s='1' t='inlineStr'><is><t>户数</t></is></c><c r='B1' s='1'/></row>"
        "</sheetData><mergeCells count='1'><mergeCell ref='C1:D1'/></mergeCells></worksheet>";
    const struct sheet_filling fillings[] = { { 1, 1, true, S_INIT("433") } };

    CHECK_STR(filled(&cx, sheet, fillings, 1, 0),
              "<worksheet><cols><col min='1' width='9'/></cols><sheetData><row r='1' ht='30'>"
              "<c r='A1' s='1' t='inlineStr'><is><t>户数</t></is></c>"
              "<c r=\"B1\" s=\"1\"><v>433</v></c></row>"
              "</sheetData><mergeCells count='1'><mergeCell ref='C1:D1'/></mergeCells>"
              "</worksheet>");
}

TEST_ONCE("cells and rows that are missing come where their order wants them, in the pattern's "
          "style")
{
    OPEN_CX;
    static const char sheet[] = "<x:worksheet><x:sheetData><x:row r='2'><x:c r='B2' s='1'/>"
                                "</x:row><x:row r='4'/></x:sheetData></x:worksheet>";
    const struct sheet_filling fillings[] = {
        { 1, 0, false, S_INIT("<a>") }, { 2, 0, true, S_INIT("1") },
        { 2, 27, true, S_INIT("2") },   { 3, 1, true, S_INIT("3") },
        { 4, 0, true, S_INIT("4") },    { 6, 1, false, S_INIT("=1+1") },
    };

    CHECK_STR(
        filled(&cx, sheet, fillings, 6, 2),
        "<x:worksheet><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is>"
        "<x:t xml:space=\"preserve\">&lt;a&gt;</x:t></x:is></x:c></x:row><x:row r='2'>"
        "<x:c r=\"A2\"><x:v>1</x:v></x:c><x:c r='B2' s='1'/><x:c r=\"AB2\"><x:v>2</x:v></x:c>"
        "</x:row><x:row r=\"3\"><x:c r=\"B3\" s=\"1\"><x:v>3</x:v></x:c></x:row><x:row r='4'>"
        "<x:c r=\"A4\"><x:v>4</x:v></x:c></x:row><x:row r=\"6\"><x:c r=\"B6\" s=\"1\" "
        "t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">=1+1</x:t></x:is></x:c></x:row>"
        "</x:sheetData></x:worksheet>");
}

TEST_ONCE("a formula stays, and what it had computed is computed anew")
{
    OPEN_CX;
    static const char sheet[] = "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c>"
                                "<c r='B1'><f>A1*2</f><v>2</v></c></row></sheetData>"
                                "</worksheet>";
    const struct sheet_filling fillings[] = { { 1, 0, true, S_INIT("5") },
                                              { 1, 1, true, S_INIT("9") } };

    CHECK_STR(filled(&cx, sheet, fillings, 2, 0),
              "<worksheet><sheetData><row r='1'><c r=\"A1\"><v>5</v></c>"
              "<c r='B1'><f>A1*2</f></c></row></sheetData></worksheet>");
}

TEST_ONCE("an empty sheet is filled too")
{
    OPEN_CX;
    const struct sheet_filling fillings[] = { { 2, 0, true, S_INIT("5") } };

    CHECK_STR(filled(&cx, "<worksheet><sheetData/></worksheet>", fillings, 1, 0),
              "<worksheet><sheetData><row r=\"2\"><c r=\"A2\"><v>5</v></c></row></sheetData>"
              "</worksheet>");
}

static void is_refused(struct context *cx, str bytes)
{
    const struct sheet_filling fillings[] = { { 1, 0, true, S_INIT("5") } };
    const struct sheet_order order = { .fillings = fillings, .count = 1 };
    struct loose_file file;

    CHECK_FAILS(sheet_fill(cx, bytes, &order, &file), ERROR_INVALID);
}

TEST_ONCE("what is no workbook, has macros, entities or rows in disorder is not filled")
{
    OPEN_CX;

    is_refused(&cx, S("a,b\n1,2\n"));
    is_refused(&cx, packed(&cx, "<worksheet><sheetData/></worksheet>", "xl/vbaProject.bin"));
    is_refused(
        &cx,
        packed(&cx, "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet><sheetData/></worksheet>", NULL));
    is_refused(&cx, packed(&cx,
                           "<worksheet><sheetData><row r='5'/><row r='4'/></sheetData>"
                           "</worksheet>",
                           NULL));
    is_refused(&cx, packed(&cx, "<worksheet><sheetData><row", NULL));
    is_refused(&cx, packed(&cx, "<worksheet></worksheet>", NULL));
}
