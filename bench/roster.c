/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a roster of residents as a village would send it: 30 columns, a title above, one row
 * in a hundred wrong.
 *
 *     bench-roster FILE ROWS
 *
 * The identity numbers are of an area that was never assigned.
 */
#include "sheet/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ARENA = 256 << 20, COLUMNS = 30, FAMILY = 4, WRONG_EVERY = 100 };

static const char *const headings[COLUMNS] = {
    "序号",     "户号", "户主姓名", "姓名",     "与户主关系", "身份证号码", "性别", "民族",
    "文化程度", "职业", "现住址",   "政治面貌", "备注",       "列14",       "列15", "列16",
    "列17",     "列18", "列19",     "列20",     "列21",       "列22",       "列23", "列24",
    "列25",     "列26", "列27",     "列28",     "曾用名",     "到村日期",
};

/* 990101, a birth between 1950 and 2005, the number of the day, the check digit. */
static str number_of(struct arena *arena, int i)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    char digits[18];
    int sum = 0;

    snprintf(digits, sizeof digits, "990101%04d%02d%02d%03d", 1950 + i / 1000 % 55,
             1 + i / 55000 % 12, 1 + i / 660000 % 28, i % 1000);
    for (int j = 0; j < 17; j++)
        sum += (digits[j] - '0') * weights[j];
    return arena_printf(arena, "%s%c", digits, "10X98765432"[sum % 11]);
}

static void write_row(struct arena *arena, struct sheet_writer *writer, int i)
{
    bool is_head = i % FAMILY == 0;

    sheet_add_number(writer, i + 1);
    sheet_add_text(writer, arena_printf(arena, "R%06d", i / FAMILY));
    sheet_add_text(writer, arena_printf(arena, "示例户主%d", i / FAMILY));
    sheet_add_text(writer, arena_printf(arena, "示例%d", i));
    sheet_add_text(writer, is_head ? S("户主") : S("子"));
    sheet_add_text(writer, i % WRONG_EVERY == 7 ? S("4.21182E+17") : number_of(arena, i));
    sheet_add_text(writer, (str){ 0 });
    sheet_add_text(writer, S("汉"));
    sheet_add_text(writer, S("初中"));
    sheet_add_text(writer, S("务农"));
    sheet_add_text(writer, arena_printf(arena, "示例路%d号", i % 500));
    sheet_add_text(writer, S("群众"));
    for (int column = 12; column < COLUMNS - 1; column++)
        sheet_add_text(writer, arena_printf(arena, "第%d项", column));
    sheet_add_date(writer, date_of(2020, 1 + i % 12, 1));
    sheet_end_row(writer);
}

static struct error *write_roster(struct context *cx, int rows, struct loose_file *file)
{
    struct sheet_column columns[COLUMNS] = { { .heading = S("序号"), .form = CELL_INTEGER } };
    struct sheet_writer *writer;

    for (int i = 1; i < COLUMNS; i++)
        columns[i] = (struct sheet_column){ .heading = str_of(headings[i]) };
    columns[COLUMNS - 1].form = CELL_DATE;
    TRY(sheet_writer_open(cx, &writer));
    TRY(sheet_begin(cx, writer,
                    &(struct sheet){ .name = S("花名册"),
                                     .title = S("示例村花名册"),
                                     .columns = columns,
                                     .column_count = COLUMNS }));
    for (int i = 0; i < rows; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        write_row(cx->arena, writer, i);
        arena_rewind(cx->arena, mark);
    }
    return sheet_writer_finish(cx, writer, file);
}

int main(int argc, char **argv)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA);
    struct context cx = { .arena = arena };
    struct loose_file file = { 0 };
    str bytes;

    if (argc != 3)
        return 2;
    struct error *error = write_roster(&cx, atoi(argv[2]), &file);
    if (error == NULL) {
        char *copy = arena_alloc_raw(arena, (size_t)file.bytes);
        bytes = (str){ copy, (size_t)file.bytes };
        error = pread(file.descriptor, copy, bytes.length, 0) == file.bytes
                    ? file_write(&cx, argv[1], bytes)
                    : file_error(&cx, "读不了", argv[1]);
    }
    if (error != NULL)
        fprintf(stderr, "%.*s\n", STR_ARG(error->message));
    loose_file_close(&file);
    return error != NULL;
}
