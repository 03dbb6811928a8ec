/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libxlsxwriter takes to write rows by itself: the 45 cells of a matter, the same in each
 * row, in constant memory.
 *
 *     bench-library_rows FILE ROWS
 */
#include "base/context.h"

#include <stdio.h>
#include <xlsxwriter.h>

static const double day = 46083, moment = 46083.375;

static const char *const texts[] = {
    "9901010000004999",
    "老人行动不便，想问高龄补贴",
    "示例镇 › 示例村 › 第3网格",
    "老人行动不便，想问高龄补贴怎么办，要带什么材料。",
    "政策咨询",
    "land_homestead",
    "宅基地与建房审批",
    "urban",
    "办结",
    "走访",
    "网格员",
    "村里",
    "示例镇 › 示例村",
    "（不定站所）",
    "",
    "",
    "按类别的规定",
    "",
    "",
    "49AS22222789",
};

/* Of the columns after the texts: a number, a moment, a day, a text, nothing. */
static const char forms[] = "#!dddtdddtdedet=#t#eetee#";

static void write_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                       lxw_format *bordered)
{
    if (text[0] == '\0')
        worksheet_write_blank(sheet, row, column, bordered);
    else
        worksheet_write_string(sheet, row, column, text, bordered);
}

static void write_row(lxw_worksheet *sheet, lxw_row_t row, lxw_format *bordered)
{
    for (size_t i = 0; i < COUNT(texts); i++)
        write_text(sheet, row, (lxw_col_t)i, texts[i], bordered);
    for (size_t i = 0; forms[i] != '\0'; i++) {
        lxw_col_t column = (lxw_col_t)(COUNT(texts) + i);
        if (forms[i] == 'd' || forms[i] == '!' || forms[i] == '#')
            worksheet_write_number(sheet, row, column,
                                   forms[i] == 'd'   ? day
                                   : forms[i] == '!' ? moment
                                                     : 1,
                                   bordered);
        else
            write_text(sheet, row, column,
                       forms[i] == 't'   ? "按时"
                       : forms[i] == '=' ? "已到现场处理，并当面答复。"
                                         : "",
                       bordered);
    }
}

int main(int argc, char **argv)
{
    int64_t rows;

    if (argc != 3 || !str_read_integer(str_of(argv[2]), &rows) || rows < 1)
        return 2;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    lxw_workbook *workbook = workbook_new_opt(argv[1], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, NULL);
    lxw_format *bordered = workbook_add_format(workbook);
    format_set_border(bordered, LXW_BORDER_THIN);
    for (int64_t row = 0; row < rows; row++)
        write_row(sheet, (lxw_row_t)row, bordered);
    return workbook_close(workbook) == LXW_NO_ERROR ? 0 : 1;
}
