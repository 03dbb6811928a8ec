/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a cell means: dates in all the ways of rosters, units, numbers that a spreadsheet cut.
 *
 * Nothing is guessed.  What could mean two things is refused with the remedy.
 */
#include "app/roster_parts.h"
#include "base/codes.h"
#include "base/number.h"
#include "base/unicode.h"

#include <string.h>

enum {
    NOTHING_BYTES_MAX = 6,
    FIRST_SERIAL = 3654,
    LAST_SERIAL = 80000,
    UNIX_SERIAL = 25569,
    UNIX_DAY = 719163
};

static bool has_only(str text, const char *characters)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == '\0' || strchr(characters, text.data[i]) == NULL)
            return false;
    return !str_is_empty(text);
}

static bool is_digits(str text)
{
    return has_only(text, "0123456789");
}

/* 4.21182E+17 */
static bool is_in_powers(str text)
{
    return has_only(text, "0123456789.eE+") &&
           (str_contains(text, S("E+")) || str_contains(text, S("e+")));
}

/* People write these into cells that have nothing to say. */
bool is_nothing_said(str text)
{
    static const str nothing = S_INIT("/ - — —— 无 暂无 没有 \\ N/A n/a 空");

    return text.length <= NOTHING_BYTES_MAX &&
           (str_is_empty(text) || str_list_has(nothing, text));
}

/* Codes: numbers with a fixed count of digits */

static const char cut_sentence[] =
    "号码被表格软件截掉了后几位，真正的号码已经不在文件里。请把这一列设成“文本”，"
    "照证件重新填写这一格。";

static const char zero_sentence[] =
    "像是固定电话，开头的0被表格软件去掉了。请把这一列设成“文本”，重新填写这一格，"
    "例如0713-8123456。";

static bool is_of_phone(const struct roster_column *column)
{
    return column->field != NULL && column->field->refusal == phone_refusal;
}

static bool is_code(const struct roster_column *column)
{
    if (column->extra != NULL)
        return column->extra->is_code;
    return column->field != NULL &&
           (column->field->kind == &kind_secret || column->field->refusal != NULL);
}

/* 7138123456 was 0713-8123456: a number has no zero before it. */
static bool has_lost_zero(struct context *cx, const struct roster_column *column,
                          const struct sheet_cell *cell, str text)
{
    str whole = arena_printf(cx->arena, "0%.*s", STR_ARG(text));

    return cell->kind == CELL_IS_NUMBER && is_digits(text) && is_of_phone(column) &&
           phone_refusal(text) != NULL && phone_refusal(whole) == NULL;
}

/* A text of 16 digits or more that ends in 000 was a number once, unless a cell of text says
 * otherwise.  In separated text nobody can tell. */
static bool is_cut(const struct roster_job *job, const struct sheet_cell *cell, str text)
{
    bool is_number = job->any_separated || cell->kind == CELL_IS_NUMBER;

    return cell->cut || is_in_powers(text) ||
           (is_number && is_digits(text) && text.length >= 16 && str_ends(text, S("000")));
}

/* Days */

static bool read_serial(str text, date *day)
{
    int64_t serial;

    if (!is_digits(text) || text.length > 5 || !str_read_integer(text, &serial) ||
        serial < FIRST_SERIAL || serial > LAST_SERIAL)
        return false;
    *day = (date){ (int32_t)(serial - UNIX_SERIAL + UNIX_DAY) };
    return true;
}

/* 199807, 1998.7, 1998/07, 1998年7月份 */
static bool read_month(str text, date *day)
{
    int64_t year, month;
    str month_text;

    if (text.length < 5 || !str_read_integer(str_slice(text, 0, 4), &year))
        return false;
    month_text = str_slice(text, 4, text.length);
    if (!is_digits(str_slice(month_text, 0, 1)))
        month_text = str_slice(month_text, str_first(month_text, 1).length, month_text.length);
    if (str_ends(month_text, S("月份")))
        month_text = str_slice(month_text, 0, month_text.length - S("月份").length);
    else if (str_ends(month_text, S("月")))
        month_text = str_slice(month_text, 0, month_text.length - S("月").length);
    if (month_text.length > 2 || !str_read_integer(month_text, &month))
        return false;
    *day = date_of((int)year, (int)month, 1);
    return date_is_set(*day);
}

/* 1998.1 as a number may have been 1998.10. */
static bool is_doubtful_month(const struct sheet_cell *cell, str text)
{
    return cell->kind == CELL_IS_NUMBER && text.length == 6 && text.data[4] == '.' &&
           text.data[5] == '1';
}

static const char *day_value(struct context *cx, const struct sheet_cell *cell, str text,
                             str *value)
{
    struct buf out = { .arena = cx->arena };
    str day_text = cell->kind == CELL_IS_DAY ? str_slice(text, 0, 10) : text;
    date day;

    if (is_doubtful_month(cell, text))
        return "写成了数字，分不清是1月还是10月。请写成“1998-01”或“1998-10”。";
    if (!date_read(day_text, &day) && !read_serial(day_text, &day) &&
        !read_month(day_text, &day))
        return "不是看得懂的日期。请写成“2023-05-01”“2023年5月1日”或“2023-05”。";
    date_write(day, &out);
    *value = buf_str(&out);
    return NULL;
}

static const char *moment_value(struct context *cx, const struct sheet_cell *cell, str text,
                                str *value)
{
    instant moment;

    if (!instant_read(text, &moment))
        return day_value(cx, cell, text, value);
    *value = text;
    return NULL;
}

/* Numbers with units */

static str without_unit(str text, const char *const *units)
{
    for (; *units != NULL; units++)
        if (str_ends(text, str_of(*units)))
            return str_trim(str_slice(text, 0, text.length - strlen(*units)));
    return text;
}

static str fixed_text(struct context *cx, int64_t units, int decimals)
{
    struct buf out = { .arena = cx->arena };

    fixed_write(units, decimals, &out);
    return buf_str(&out);
}

static const char number_sentence[] = "不是看得懂的数。请只填数字，例如“1200.50”。";

static const char *amount_value(struct context *cx, const struct roster_column *column,
                                str text, str *value)
{
    static const char *const yuan[] = { "元", "元整", NULL };
    static const char *const wan[] = { "万元", "万", NULL };
    str bare = without_unit(text, wan);
    bool is_wan = bare.length < text.length || column->unit == UNIT_WAN;
    int64_t units;

    bare = without_unit(bare, yuan);
    if (str_starts(bare, S("￥")) || str_starts(bare, S("¥")))
        bare = str_slice(bare, str_first(bare, 1).length, bare.length);
    if (!fixed_read(bare, is_wan ? 6 : 2, &units))
        return is_wan ? "不是看得懂的金额，最多精确到分。" : number_sentence;
    *value = fixed_text(cx, units, 2);
    return NULL;
}

/* 1 亩 is 10000/15 square metres, 1 公顷 is 15 亩, 1 亩 is 10 分 (domestic custom). */
static const char *area_value(struct context *cx, const struct roster_column *column, str text,
                              str *value)
{
    static const char *const units[] = { "亩", "平方米", "㎡", "公顷", NULL };
    str bare = without_unit(text, units);
    enum roster_unit unit = bare.length < text.length ? heading_unit(text) : column->unit;
    int64_t read;

    if (!fixed_read(bare, unit == UNIT_SQUARE_METRES ? 2 : 4, &read))
        return number_sentence;
    if (unit == UNIT_SQUARE_METRES)
        read = (read * 15 + 50) / 100;
    else if (unit == UNIT_HECTARES)
        read *= 15;
    else if (unit == UNIT_FEN)
        read = (read + 5) / 10;
    *value = fixed_text(cx, read, 4);
    return NULL;
}

static const char *integer_value(const struct roster_column *column, str text, str *value)
{
    static const char *const units[] = { "人", "户", "个", "件", "次", "岁",
                                         "天", "分", "股", "场", NULL };
    str bare = without_unit(text, units);
    int64_t number;

    if (column->field->unit != NULL && str_ends(bare, str_of(column->field->unit)))
        bare = str_slice(bare, 0, bare.length - strlen(column->field->unit));
    if (!str_read_integer(bare, &number))
        return "不是整数。请只填数字，例如“12”。";
    *value = bare;
    return NULL;
}

static const char *decimal_value(struct context *cx, const struct roster_column *column,
                                 str text, str *value)
{
    str unit = str_of(column->field->unit);
    str bare = str_ends(text, unit) ? str_slice(text, 0, text.length - unit.length) : text;
    int64_t read;

    if (!fixed_read(str_trim(bare), 2, &read))
        return "不是看得懂的数，最多两位小数，例如“0.5”。";
    *value = fixed_text(cx, read, 2);
    return NULL;
}

/* Words */

static const char *boolean_value(str text, str *value)
{
    static const char yes[] = "√ ✓ ✔ Y y 对";
    static const char no[] = "× ✗ N n 错";

    *value = str_list_has(str_of(yes), text)  ? S("是")
             : str_list_has(str_of(no), text) ? S("否")
                                              : text;
    return NULL;
}

/* A label in full, else the only one that begins so, or that the text begins with: 男性, 正式.
 */
static const char *choice_value(const struct field *field, str text, str *value)
{
    const struct choice *meant = NULL;
    size_t count = 0;

    *value = text;
    for (size_t i = 0; i < field->choices.count; i++) {
        const struct choice *choice = &field->choices.items[i];
        str label = str_of(choice->label);
        if (str_is_empty(label))
            continue;
        if (str_eq(label, text) || str_eq(str_of(choice->code), text))
            return NULL;
        if (str_starts(label, text) || str_starts(text, label)) {
            meant = choice;
            count++;
        }
    }
    if (count == 1)
        *value = str_of(meant->label);
    return NULL;
}

/* Two characters that were set apart: 张　三. */
static str text_value(struct context *cx, str text)
{
    str bare = text_fold(cx->arena, text);

    return str_characters(bare) == 2 && str_characters(text) > 2 &&
                   (str_contains(text, S(" ")) || str_contains(text, S("　")))
               ? bare
               : text;
}

static str without_mark(str text)
{
    return str_starts(text, S("'")) ? str_trim(str_slice(text, 1, text.length)) : text;
}

static const char *field_value(struct context *cx, const struct roster_column *column,
                               const struct sheet_cell *cell, str text, str *value)
{
    const struct field *field = column->field;

    if (field->kind == &kind_date)
        return day_value(cx, cell, text, value);
    if (field->kind == &kind_instant)
        return moment_value(cx, cell, text, value);
    if (field->kind == &kind_amount)
        return amount_value(cx, column, text, value);
    if (field->kind == &kind_area)
        return area_value(cx, column, text, value);
    if (field->kind == &kind_decimal)
        return decimal_value(cx, column, text, value);
    if (field->kind == &kind_integer)
        return integer_value(column, text, value);
    if (field->kind == &kind_boolean)
        return boolean_value(text, value);
    if (field->kind == &kind_choice)
        return choice_value(field, text, value);
    *value = field->kind == &kind_text ? text_value(cx, text) : text;
    return NULL;
}

const char *roster_cell_value(struct context *cx, const struct roster_job *job,
                              const struct roster_column *column, const struct sheet_cell *cell,
                              str *value)
{
    str text = without_mark(str_trim(cell->text));
    bool is_words = column->field != NULL &&
                    (column->field->kind == &kind_text || column->field->kind == &kind_lines);

    *value = (str){ 0 };
    if (cell->kind == CELL_IS_FAULT)
        return "这一格是公式出错的结果，没有值。请改成实际的内容。";
    if (str_is_empty(text) ||
        ((!is_words || is_code(column)) && is_nothing_said(text) &&
         !(column->field != NULL && column->field->kind == &kind_boolean)))
        return NULL;
    if (is_code(column) && is_cut(job, cell, text))
        return cut_sentence;
    if (has_lost_zero(cx, column, cell, text))
        return zero_sentence;
    if (column->field != NULL)
        return field_value(cx, column, cell, text, value);
    *value = text_value(cx, text);
    return NULL;
}
