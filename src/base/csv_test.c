/* SPDX-License-Identifier: Apache-2.0 */
/* Comma-separated values, read and written. */
#include "base/csv.h"

#include "tests/test.h"

enum { LIMIT = 256 * 1024 * 1024 };

/* Writes each row down as "line:cell|cell;". */
static struct error *note_row(struct context *cx, const struct csv_row *row, void *closure)
{
    struct buf *out = closure;

    (void)cx;
    buf_printf(out, "%zu:", row->line);
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            buf_add_char(out, '|');
        buf_add(out, row->cells[i]);
    }
    buf_add_char(out, ';');
    return NULL;
}

static str rows_of(struct context *cx, str text)
{
    struct buf out = { .arena = cx->arena };

    CHECK(csv_read(cx, text, note_row, &out) == NULL);
    return buf_str(&out);
}

static str refusal(struct context *cx, str text)
{
    struct buf out = { .arena = cx->arena };
    struct error *error = csv_read(cx, text, note_row, &out);

    CHECK(error != NULL && error->kind == ERROR_INVALID);
    return error->message;
}

static str repeated(struct arena *arena, str each, size_t times)
{
    struct buf out = { .arena = arena };

    for (size_t i = 0; i < times; i++)
        buf_add(&out, each);
    return buf_str(&out);
}

static str joined(struct arena *arena, str a, str b)
{
    struct buf out = { .arena = arena };

    buf_add(&out, a);
    buf_add(&out, b);
    return buf_str(&out);
}

TEST_ONCE("rows and cells are read, with any line end and none at the end")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(rows_of(&cx, S("a,b\nc,d\n")), "1:a|b;2:c|d;");
    CHECK_STR(rows_of(&cx, S("a,b\r\nc,d")), "1:a|b;2:c|d;");
    CHECK_STR(rows_of(&cx, S("a,b\rc,d\r")), "1:a|b;2:c|d;");
    CHECK_STR(rows_of(&cx, S(",\n")), "1:|;");
}

TEST_ONCE("an empty file has no rows")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(rows_of(&cx, (str){ 0 }), "");
    CHECK_STR(rows_of(&cx, S("\xef\xbb\xbf\r\n \t\n")), "");
}

TEST_ONCE("a byte order mark is no part of the first cell")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(rows_of(&cx, S("\xef\xbb\xbf\"姓名\",电话\n")), "1:姓名|电话;");
}

TEST_ONCE("quoted cells hold commas, quotes and line ends")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(rows_of(&cx, S("\"a,b\",\"say \"\"hi\"\"\",\"x\ny\"\n")),
              "1:a,b|say \"hi\"|x\ny;");
}

TEST_ONCE("a row has the line where it began, past blank lines and quoted line ends")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(rows_of(&cx, S("\n \na\n\"b\n\nc\",d\r\n\r\ne\n")), "3:a;4:b\n\nc|d;8:e;");
    CHECK_STR(rows_of(&cx, S("\"a\rb\"\rc\r\rd")), "1:a\rb;3:c;5:d;");
}

TEST_ONCE("spaces around a cell are dropped, inside quotes they stay")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(rows_of(&cx, S(" a b , \" c \" \n")), "1:a b| c ;");
}

TEST_ONCE("a quotation mark in the wrong place is refused with its line")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(str_contains(refusal(&cx, S("a\nb\"c\n")), S("第2行")));
    CHECK(str_contains(refusal(&cx, S("a\n\"b\" c\n")), S("第2行")));
    CHECK(str_contains(refusal(&cx, S("a\n\n\"b\nc\n")), S("第3行")));
}

TEST_ONCE("broken characters are refused with their line and column")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(str_contains(refusal(&cx, S("a,b\nc,\xd5\xc5\n")), S("第2行第2列")));
    CHECK(str_contains(refusal(&cx, S("a\0b\n")), S("第1行第1列")));
    CHECK(str_contains(refusal(&cx, S("a\n\"\n\x1b\"\n")), S("第2行第1列")));
}

TEST_ONCE("a row has up to 1000 cells")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(rows_of(&cx, repeated(arena, S(","), 999)).length == 2 + 999 + 1);
    CHECK(str_contains(refusal(&cx, repeated(arena, S(","), 1000)), S("1000")));
    CHECK(str_contains(refusal(&cx, repeated(arena, S("a,"), 1000000)), S("1000")));
}

TEST_ONCE("a cell has up to a mebibyte, and a row up to four")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str cell = repeated(arena, S("a"), 1024 * 1024);

    CHECK(rows_of(&cx, cell).length == cell.length + 3);
    CHECK(str_contains(refusal(&cx, joined(arena, cell, S("b"))), S("1 MiB")));

    str four = repeated(arena, joined(arena, cell, S(",")), 4);
    CHECK(rows_of(&cx, four).length > 4 * cell.length);
    CHECK(str_contains(refusal(&cx, joined(arena, four, S("b"))), S("4 MiB")));
}

static struct error *stop_at_second(struct context *cx, const struct csv_row *row,
                                    void *closure)
{
    int *rows = closure;

    (void)row;
    if (++*rows == 2)
        return fail(cx, ERROR_CONFLICT, "停");
    return NULL;
}

TEST_ONCE("an error from the caller ends the reading and is the answer")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    int rows = 0;

    struct error *error = csv_read(&cx, S("a\nb\nc\rd\n\"broken"), stop_at_second, &rows);

    CHECK(error != NULL && error->kind == ERROR_CONFLICT);
    CHECK(rows == 2);
    rows = 1;
    error = csv_read(&cx, S("last"), stop_at_second, &rows);
    CHECK(error != NULL && error->kind == ERROR_CONFLICT);
}

static struct error *count_row(struct context *cx, const struct csv_row *row, void *closure)
{
    size_t *cells = closure;

    (void)cx;
    *cells += row->count;
    return NULL;
}

TEST_ONCE("a file of many rows takes no memory of the context")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str text = repeated(arena, S("420000000000,湖北省某市某县某镇某村,220\r\n"), 20000);
    size_t used = arena_used(arena);
    size_t cells = 0;

    CHECK(csv_read(&cx, text, count_row, &cells) == NULL);

    CHECK(cells == 60000);
    CHECK(arena_used(arena) == used);
}

static str written(struct arena *arena, str cell)
{
    struct buf out = { .arena = arena };

    csv_add_cell(&out, true, cell);
    return buf_str(&out);
}

TEST_ONCE("cells are quoted only when they must be")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(written(arena, S("张三 13800000000")), "张三 13800000000");
    CHECK_STR(written(arena, S("a,b")), "\"a,b\"");
    CHECK_STR(written(arena, S("a\"b")), "\"a\"\"b\"");
    CHECK_STR(written(arena, S("a\nb")), "\"a\nb\"");
    CHECK_STR(written(arena, S(" a")), "\" a\"");
}

TEST_ONCE("no cell becomes a formula in a spreadsheet")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(written(arena, S("=1+2")), "'=1+2");
    CHECK_STR(written(arena, S("@SUM(A1)")), "'@SUM(A1)");
    CHECK_STR(written(arena, S("+8613800000000")), "'+8613800000000");
    CHECK_STR(written(arena, S("-2+3")), "'-2+3");
    CHECK_STR(written(arena, S("\uff1d1")), "'\uff1d1");
    CHECK_STR(written(arena, S("=\"a\",b")), "\"'=\"\"a\"\",b\"");
    CHECK_STR(written(arena, S("\t=1")), "\"'\t=1\"");
    CHECK_STR(written(arena, S("-")), "'-");
}

TEST_ONCE("a negative sum stays a number")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(written(arena, S("-1234.50")), "-1234.50");
    CHECK_STR(written(arena, S("-1,234.50")), "\"-1,234.50\"");
}

TEST_ONCE("what is written is read back")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct buf out = { .arena = arena };
    static const str cells[] = { S_INIT("张\"三\""), S_INIT(""), S_INIT(" , "),
                                 S_INIT("a\r\nb") };

    for (size_t i = 0; i < COUNT(cells); i++)
        csv_add_cell(&out, i == 0, cells[i]);
    csv_end_row(&out);
    csv_add_cell(&out, true, (str){ 0 });
    csv_end_row(&out);
    csv_add_cell(&out, true, S("z"));
    csv_end_row(&out);

    CHECK_STR(rows_of(&cx, buf_str(&out)), "1:张\"三\"|| , |a\r\nb;3:;4:z;");
}

TEST_ONCE("a row of one empty cell is no blank line, also behind a byte order mark")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct buf out = { .arena = arena };

    buf_add(&out, S("\xef\xbb\xbf"));
    for (int i = 0; i < 2; i++) {
        csv_add_cell(&out, true, (str){ 0 });
        csv_end_row(&out);
    }

    CHECK_STR(rows_of(&cx, buf_str(&out)), "1:;2:;");
}
