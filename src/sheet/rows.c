/* SPDX-License-Identifier: Apache-2.0 */
/* Rows and cells as XML. */
#include "sheet/rows.h"

#include "sheet/writer.h"

#include <stdio.h>
#include <string.h>

enum {
    NAME_BYTES = 4, /* of a column: "ABC" */
    CELL_BYTES = 64,
};

struct sheet_rows {
    struct packer *packer;
    unsigned column;
    char row[12];
    size_t row_length;
    char names[SHEET_COLUMNS_MAX][NAME_BYTES];
};

static void name_columns(struct sheet_rows *rows)
{
    for (size_t i = 0; i < SHEET_COLUMNS_MAX; i++) {
        char letters[NAME_BYTES];
        size_t count = 0;
        for (size_t rest = i + 1; rest > 0; rest = (rest - 1) / 26)
            letters[count++] = (char)('A' + (rest - 1) % 26);
        for (size_t j = 0; j < count; j++)
            rows->names[i][j] = letters[count - 1 - j];
    }
}

struct sheet_rows *sheet_rows_create(struct arena *arena, struct packer *packer)
{
    struct sheet_rows *made = arena_new(arena, struct sheet_rows);

    made->packer = packer;
    name_columns(made);
    return made;
}

static char *copy(char *to, const char *bytes, size_t length)
{
    memcpy(to, bytes, length);
    return to + length;
}

static char *write_digits(char *to, int64_t number)
{
    char digits[20];
    size_t at = sizeof digits;

    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return copy(to, digits + at, sizeof digits - at);
}

void sheet_rows_begin(struct sheet_rows *rows, unsigned row)
{
    rows->row_length = (size_t)(write_digits(rows->row, row) - rows->row);
    rows->column = 0;
    packer_put(rows->packer, S("<row r=\""));
    packer_put(rows->packer, (str){ rows->row, rows->row_length });
    packer_put(rows->packer, S("\">"));
}

void sheet_rows_end(struct sheet_rows *rows)
{
    packer_put(rows->packer, S("</row>"));
}

/* The beginning of the next cell, up to its style. */
static void begin_cell(struct sheet_rows *rows, int style, str rest)
{
    const char *name = rows->names[rows->column++];
    char cell[CELL_BYTES];
    char *end = copy(cell, "<c r=\"", 6);

    while (*name != '\0')
        *end++ = *name++;
    end = copy(end, rows->row, rows->row_length);
    end = copy(end, "\" s=\"", 5);
    end = write_digits(end, style);
    packer_put(rows->packer, (str){ cell, (size_t)(end - cell) });
    packer_put(rows->packer, rest);
}

void sheet_rows_add_nothing(struct sheet_rows *rows, int style)
{
    begin_cell(rows, style, S("\"/>"));
}

void sheet_rows_add_number(struct sheet_rows *rows, int style, str digits)
{
    begin_cell(rows, style, S("\"><v>"));
    packer_put(rows->packer, digits);
    packer_put(rows->packer, S("</v></c>"));
}

void sheet_rows_add_parts(struct sheet_rows *rows, int style, int64_t number, int64_t parts)
{
    char digits[48];
    char *end = digits;
    int64_t rest = number % parts;

    if (number < 0)
        *end++ = '-';
    end = write_digits(end, number < 0 ? -(number / parts) : number / parts);
    rest = rest < 0 ? -rest : rest;
    if (rest > 0)
        *end++ = '.';
    for (; rest > 0; rest %= parts) {
        parts /= 10;
        *end++ = (char)('0' + rest / parts);
    }
    sheet_rows_add_number(rows, style, (str){ digits, (size_t)(end - digits) });
}

static bool is_plain(char c)
{
    return c != '&' && c != '<' && c != '>' &&
           ((unsigned char)c >= ' ' || c == '\n' || c == '\t');
}

/* What XML cannot hold is written as spreadsheets do: "_x0001_". */
static void put_special(struct sheet_rows *rows, char c)
{
    char code[8];

    if (c == '&')
        packer_put(rows->packer, S("&amp;"));
    else if (c == '<')
        packer_put(rows->packer, S("&lt;"));
    else if (c == '>')
        packer_put(rows->packer, S("&gt;"));
    else if (snprintf(code, sizeof code, "_x%04X_", (unsigned)c) > 0)
        packer_put(rows->packer, str_of(code));
}

static void put_escaped(struct sheet_rows *rows, str text)
{
    while (text.length > 0) {
        size_t plain = 0;
        while (plain < text.length && is_plain(text.data[plain]))
            plain++;
        packer_put(rows->packer, str_slice(text, 0, plain));
        if (plain < text.length)
            put_special(rows, text.data[plain++]);
        text = str_slice(text, plain, text.length);
    }
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

void sheet_rows_add_text(struct sheet_rows *rows, int style, str text)
{
    bool kept = is_space(text.data[0]) || is_space(text.data[text.length - 1]);

    begin_cell(rows, style,
               kept ? S("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
                    : S("\" t=\"inlineStr\"><is><t>"));
    put_escaped(rows, text);
    packer_put(rows->packer, S("</t></is></c>"));
}
