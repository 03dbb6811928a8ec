/* SPDX-License-Identifier: Apache-2.0 */
/* Tables for spreadsheet programs: all but their rows is written with libxlsxwriter. */
#include "sheet/writer.h"

#include "sheet/insert.h"
#include "sheet/rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    WRITER_BYTES = 64 * 1024 * 1024, /* formats, headings and one row */
    DIGITS_KEPT = 15,
    NUMBER_BYTES = 32,
    LIST_BYTES = 255, /* of a list that is kept in the rule itself */
    FORMS = CELL_INSTANT + 1,
    UNIX_SERIAL = 25569, /* 1970-01-01 as spreadsheets count days */
    FIRST_SERIAL = 61,   /* 1900-03-01: the format has a 29th of February before it */
    SECONDS_A_DAY = 86400,
};

/* A moment is counted so finely: five digits of the day and these are the 15 that are kept. */
#define MOMENT_PARTS INT64_C(10000000000)

struct styles {
    lxw_format *title;
    lxw_format *made_by;
    lxw_format *watermark;
    lxw_format *heading;
    /* Of rows: the numbers of the formats in the workbook */
    int cells[FORMS];
    int totals[FORMS];
    int wrong;
    int plain; /* a number as it is */
};

struct sheet_writer {
    struct arena *arena;
    struct arena_mark row_mark; /* texts of a row are released after it */
    const char *path;
    lxw_workbook *workbook;
    lxw_worksheet *worksheet; /* NULL before the first table */
    struct packer *packer;
    struct sheet_rows *row_cells;
    struct styles styles;
    struct sheet sheet;
    int64_t totals[SHEET_COLUMNS_MAX];
    lxw_row_t heading_row;
    lxw_row_t row;
    size_t column;
    bool row_begun;
    int part;              /* of a table that takes several sheets: 1, 2, ... */
    int64_t rows;          /* of the table */
    bool any_row;          /* a row of the present sheet was written */
    bool failed;           /* a file could not be written */
    bool has_lists;        /* some choices stand on a sheet of their own */
    struct sheet lists[8]; /* tables whose choices stand there */
    size_t list_count;
};

#define LEAST_LONG INT64_C(1000000000000000) /* one digit more than are kept */

static const char choices_sheet[] = "选项";

/* --- Opening and closing --- */

static lxw_format *format(struct sheet_writer *writer, const char *numbers, bool bordered)
{
    lxw_format *made = workbook_add_format(writer->workbook);

    format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
    if (numbers != NULL)
        format_set_num_format(made, numbers);
    if (bordered)
        format_set_border(made, LXW_BORDER_THIN);
    return made;
}

static void make_styles(struct sheet_writer *writer)
{
    static const char *const numbers[FORMS] = {
        [CELL_TEXT] = "@",
        [CELL_INTEGER] = "0",
        [CELL_AMOUNT] = "#,##0.00",
        [CELL_AREA] = "#,##0.00##",
        [CELL_DECIMAL] = "General",
        [CELL_DATE] = "yyyy-mm-dd",
        [CELL_INSTANT] = "yyyy-mm-dd hh:mm",
    };
    struct styles *styles = &writer->styles;

    styles->title = format(writer, NULL, false);
    format_set_bold(styles->title);
    format_set_font_size(styles->title, 16);
    format_set_align(styles->title, LXW_ALIGN_CENTER);
    styles->made_by = format(writer, NULL, false);
    styles->watermark = format(writer, NULL, false);
    format_set_font_color(styles->watermark, 0xC00000);
    styles->heading = format(writer, NULL, true);
    format_set_bold(styles->heading);
    format_set_text_wrap(styles->heading);
    format_set_align(styles->heading, LXW_ALIGN_CENTER);
    format_set_bg_color(styles->heading, 0xEDEDED);
    styles->plain = lxw_format_get_xf_index(format(writer, NULL, true));
    lxw_format *wrong = format(writer, "@", true);
    format_set_bg_color(wrong, 0xFFD9D9);
    format_set_text_wrap(wrong);
    styles->wrong = lxw_format_get_xf_index(wrong);
    for (int form = 0; form < FORMS; form++) {
        lxw_format *total = format(writer, numbers[form], true);
        format_set_bold(total);
        styles->totals[form] = lxw_format_get_xf_index(total);
        styles->cells[form] = lxw_format_get_xf_index(format(writer, numbers[form], true));
    }
}

struct error *sheet_writer_open(struct context *cx, struct sheet_writer **writer)
{
    const char *path;

    struct packer *packer;

    TRY(packer_create(cx, &packer));
    struct error *error = file_scratch(cx, &path);
    if (error != NULL) {
        packer_destroy(packer);
        return error;
    }
    struct arena *arena = arena_create(WRITER_BYTES);
    struct sheet_writer *made = arena_new(arena, struct sheet_writer);
    made->arena = arena;
    made->path = arena_text(arena, str_of(path));
    made->packer = packer;
    made->row_cells = sheet_rows_create(arena, packer);
    lxw_workbook_options options = {
        .constant_memory = LXW_TRUE,
        .tmpdir = getenv("TMPDIR"),
    };
    made->workbook = workbook_new_opt(made->path, &options);
    if (made->workbook == NULL)
        out_of_memory();
    make_styles(made);
    *writer = made;
    return NULL;
}

/* --- Beginning a table --- */

/* The library wants texts that end in NUL, and that it might change. */
static char *text_of(struct sheet_writer *writer, str text)
{
    str kept = str_first(text, SHEET_TEXT_MAX);
    char *copy = arena_alloc_raw(writer->arena, kept.length + 1);

    memcpy(copy, kept.length > 0 ? kept.data : "", kept.length);
    copy[kept.length] = '\0';
    return copy;
}

/* The format allows 31 characters, and none of these. */
static const char *tab_name(struct sheet_writer *writer)
{
    str wanted = str_first(writer->sheet.name, 24);
    struct buf name = { .arena = writer->arena };

    for (size_t i = 0; i < wanted.length; i++)
        if (strchr("[]:*?/\\'", wanted.data[i]) == NULL)
            buf_add_char(&name, wanted.data[i]);
    if (writer->part > 1)
        buf_printf(&name, "(%d)", writer->part);
    return arena_text(writer->arena, buf_str(&name));
}

static int widest(const struct sheet_column *column)
{
    static const int widths[FORMS] = {
        [CELL_TEXT] = 14, [CELL_INTEGER] = 9,  [CELL_AMOUNT] = 14, [CELL_AREA] = 11,
        [CELL_DATE] = 12, [CELL_INSTANT] = 17, [CELL_DECIMAL] = 9,
    };
    int heading = (int)str_characters(column->heading) * 2 + 2;

    if (column->width > 0)
        return column->width;
    return heading > widths[column->form] && heading <= 24 ? heading : widths[column->form];
}

static void write_title(struct sheet_writer *writer, str text, lxw_format *style, double height)
{
    lxw_col_t last = (lxw_col_t)(writer->sheet.column_count - 1);

    if (str_is_empty(text))
        return;
    worksheet_set_row(writer->worksheet, writer->row, height, NULL);
    if (last > 0)
        worksheet_merge_range(writer->worksheet, writer->row, 0, writer->row, last,
                              text_of(writer, text), style);
    else
        worksheet_write_string(writer->worksheet, writer->row, 0, text_of(writer, text), style);
    writer->row++;
}

/* A rule holds 255 characters, for which the library has as many bytes. */
static size_t list_bytes(const struct sheet_column *column)
{
    size_t count = column->choice_count;

    for (size_t i = 0; i < column->choice_count; i++)
        count += column->choices[i].length;
    return count;
}

static bool list_fits(const struct sheet_column *column)
{
    for (size_t i = 0; i < column->choice_count; i++)
        if (str_contains(column->choices[i], S(",")))
            return false;
    return list_bytes(column) <= LIST_BYTES;
}

static char **list_of(struct sheet_writer *writer, const struct sheet_column *column)
{
    char **list = arena_array(writer->arena, char *, column->choice_count + 1);

    for (size_t i = 0; i < column->choice_count; i++)
        list[i] = text_of(writer, column->choices[i]);
    return list;
}

static size_t lists_before(const struct sheet_writer *writer, size_t column)
{
    size_t count = 0;

    for (size_t i = 0; i < writer->list_count; i++)
        for (size_t j = 0; j < writer->lists[i].column_count; j++)
            count += writer->lists[i].columns[j].choice_count > 0 &&
                     !list_fits(&writer->lists[i].columns[j]);
    for (size_t j = 0; j < column; j++)
        count +=
            writer->sheet.columns[j].choice_count > 0 && !list_fits(&writer->sheet.columns[j]);
    return count;
}

/* A list that is too long for a rule stands on a sheet of its own.  The library takes such a
 * rule too, but loses the memory of its formula, so the formula is put in here. */
static void refer_to_list(struct sheet_writer *writer, size_t number)
{
    lxw_data_val_obj *rule = STAILQ_FIRST(writer->worksheet->data_validations);
    char column[8];
    char reference[64];

    while (STAILQ_NEXT(rule, list_pointers) != NULL)
        rule = STAILQ_NEXT(rule, list_pointers);
    lxw_col_to_name(column, (lxw_col_t)lists_before(writer, number), LXW_TRUE);
    snprintf(reference, sizeof reference, "%s!%s$1:%s$%zu", choices_sheet, column, column,
             writer->sheet.columns[number].choice_count);
    free(rule->value_formula);
    rule->value_formula = strdup(reference);
    if (rule->value_formula == NULL)
        out_of_memory();
    writer->has_lists = true;
}

static void offer_choices(struct sheet_writer *writer, size_t number)
{
    const struct sheet_column *column = &writer->sheet.columns[number];
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_LIST,
        .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
        .error_title = text_of(writer, S("不在选项里")),
        .error_message = text_of(writer, S("请从下拉选项里选一个。")),
    };

    char *placeholder[] = { text_of(writer, S("-")), NULL };
    bool fits = list_fits(column);
    rule.value_list = fits ? list_of(writer, column) : placeholder;
    worksheet_data_validation_range(writer->worksheet, writer->row, (lxw_col_t)number,
                                    writer->row + SHEET_TEMPLATE_ROWS, (lxw_col_t)number,
                                    &rule);
    if (!fits)
        refer_to_list(writer, number);
}

static void write_heading(struct sheet_writer *writer)
{
    const struct sheet *sheet = &writer->sheet;

    writer->heading_row = writer->row;
    for (size_t i = 0; i < sheet->column_count; i++)
        worksheet_write_string(writer->worksheet, writer->row, (lxw_col_t)i,
                               text_of(writer, sheet->columns[i].heading),
                               writer->styles.heading);
    writer->row++;
    worksheet_freeze_panes(writer->worksheet, writer->row, 0);
    worksheet_repeat_rows(writer->worksheet, 0, writer->heading_row);
    for (size_t i = 0; i < sheet->column_count; i++)
        if (sheet->columns[i].choice_count > 0)
            offer_choices(writer, i);
}

/* A note is a message that appears when a cell of the column is chosen. */
static void set_notes(struct sheet_writer *writer)
{
    for (size_t i = 0; i < writer->sheet.column_count; i++) {
        const struct sheet_column *column = &writer->sheet.columns[i];
        if (str_is_empty(column->note) || column->choice_count > 0)
            continue;
        lxw_data_validation rule = {
            .validate = LXW_VALIDATION_TYPE_ANY,
            .input_message = text_of(writer, str_first(column->note, 250)),
        };
        worksheet_data_validation_range(writer->worksheet, writer->row, (lxw_col_t)i,
                                        writer->row + SHEET_TEMPLATE_ROWS, (lxw_col_t)i, &rule);
    }
}

static void set_printing(struct sheet_writer *writer)
{
    static const uint8_t a4 = 9;
    struct buf foot = { .arena = writer->arena };
    lxw_worksheet *worksheet = writer->worksheet;

    worksheet_set_paper(worksheet, a4);
    if (writer->sheet.column_count > 6)
        worksheet_set_landscape(worksheet);
    worksheet_fit_to_pages(worksheet, 1, 0);
    worksheet_set_margins(worksheet, 0.5, 0.5, 0.6, 0.6);
    /* A foot has 255 characters, and & begins a code in it. */
    str mark = str_first(writer->sheet.watermark, 120);
    buf_add(&foot, S("&L"));
    for (size_t i = 0; i < mark.length; i++)
        if (mark.data[i] != '&')
            buf_add_char(&foot, mark.data[i]);
    buf_add(&foot, S("&R第&P页 共&N页"));
    worksheet_set_footer(worksheet, arena_text(writer->arena, buf_str(&foot)));
}

/* Writing into the file of a sheet answers nothing; a full disk is seen here. */
static void note_failure(struct sheet_writer *writer)
{
    FILE *file = writer->worksheet == NULL ? NULL : writer->worksheet->file;

    if (file != NULL && (fflush(file) != 0 || ferror(file)))
        writer->failed = true;
}

static void begin_part(struct sheet_writer *writer)
{
    const struct sheet *sheet = &writer->sheet;

    note_failure(writer);
    writer->part++;
    writer->worksheet = workbook_add_worksheet(writer->workbook, tab_name(writer));
    if (writer->worksheet == NULL) /* a name that is there already */
        writer->worksheet = workbook_add_worksheet(writer->workbook, NULL);
    if (writer->worksheet == NULL)
        out_of_memory();
    packer_begin_sheet(writer->packer, writer->worksheet->index + 1);
    writer->row = 0;
    writer->column = 0;
    writer->row_begun = false;
    writer->any_row = false;
    for (size_t i = 0; i < sheet->column_count; i++)
        worksheet_set_column(writer->worksheet, (lxw_col_t)i, (lxw_col_t)i,
                             widest(&sheet->columns[i]), NULL);
    write_title(writer, sheet->title, writer->styles.title, 28);
    write_title(writer, sheet->made_by, writer->styles.made_by, 18);
    write_title(writer, sheet->watermark, writer->styles.watermark, 18);
    write_heading(writer);
    set_notes(writer);
    set_printing(writer);
    writer->row_mark = arena_mark(writer->arena);
}

/* --- Rows --- */

static const struct sheet_column *next_column(const struct sheet_writer *writer)
{
    assert(writer->worksheet != NULL && writer->column < writer->sheet.column_count);
    return &writer->sheet.columns[writer->column];
}

/* Begins the row before its first cell. */
static struct sheet_rows *next_cell(struct sheet_writer *writer)
{
    if (!writer->row_begun)
        sheet_rows_begin(writer->row_cells, writer->row + 1);
    writer->row_begun = true;
    writer->column++;
    return writer->row_cells;
}

static void write_text(struct sheet_writer *writer, str text, int style)
{
    if (text.length > SHEET_TEXT_MAX)
        text = str_first(text, SHEET_TEXT_MAX);
    if (str_is_empty(text))
        sheet_rows_add_nothing(next_cell(writer), style);
    else
        sheet_rows_add_text(next_cell(writer), style, text);
}

void sheet_add_text(struct sheet_writer *writer, str text)
{
    const struct sheet_column *column = next_column(writer);

    write_text(writer, text, writer->styles.cells[column->form]);
}

void sheet_add_nothing(struct sheet_writer *writer)
{
    sheet_add_text(writer, (str){ 0 });
}

void sheet_add_wrong(struct sheet_writer *writer, str text)
{
    (void)next_column(writer);
    write_text(writer, text, writer->styles.wrong);
}

static bool is_long(int64_t number)
{
    return number >= LEAST_LONG || number <= -LEAST_LONG;
}

static int64_t parts_of(enum cell_form form)
{
    return form == CELL_AMOUNT || form == CELL_DECIMAL ? 100 : form == CELL_AREA ? 10000 : 1;
}

/* Spreadsheets know numbers only as doubles.  One of up to 15 digits is read back as it was. */
static void write_count(struct sheet_writer *writer, int64_t number, enum cell_form form,
                        int style)
{
    struct buf text = { .arena = writer->arena };

    if (is_long(number)) {
        buf_add_integer(&text, number);
        write_text(writer, buf_str(&text), style);
        return;
    }
    sheet_rows_add_parts(next_cell(writer), style, number, parts_of(form));
}

void sheet_add_number(struct sheet_writer *writer, int64_t number)
{
    const struct sheet_column *column = next_column(writer);
    int64_t *total = &writer->totals[writer->column];

    if (__builtin_add_overflow(*total, number, total))
        *total = number > 0 ? INT64_MAX : INT64_MIN;
    write_count(writer, number, column->form, writer->styles.cells[column->form]);
}

void sheet_add_decimal(struct sheet_writer *writer, str text)
{
    const struct sheet_column *column = next_column(writer);
    const char *digits = arena_text(writer->arena, text);
    size_t plain = strspn(digits, "-0123456789.");
    char *end = NULL;
    char written[NUMBER_BYTES];
    int length = snprintf(written, sizeof written, "%.*G", DIGITS_KEPT, strtod(digits, &end));

    if (plain == text.length && plain > 0 && plain <= DIGITS_KEPT && *end == '\0')
        sheet_rows_add_number(next_cell(writer), writer->styles.plain,
                              (str){ written, (size_t)length });
    else
        write_text(writer, text, writer->styles.cells[column->form]);
}

static int64_t serial_of(date day)
{
    static const int32_t unix_day = 719163;

    return (int64_t)day.day - unix_day + UNIX_SERIAL;
}

void sheet_add_date(struct sheet_writer *writer, date day)
{
    struct buf text = { .arena = writer->arena };

    (void)next_column(writer);
    if (date_is_set(day) && serial_of(day) >= FIRST_SERIAL) {
        sheet_rows_add_parts(next_cell(writer), writer->styles.cells[CELL_DATE], serial_of(day),
                             1);
        return;
    }
    if (date_is_set(day))
        date_write(day, &text);
    sheet_add_text(writer, buf_str(&text));
}

void sheet_add_instant(struct sheet_writer *writer, instant moment)
{
    date day = instant_date(moment);

    (void)next_column(writer);
    if (!instant_is_set(moment) || serial_of(day) < FIRST_SERIAL) {
        sheet_add_nothing(writer);
        return;
    }
    int64_t second = moment.second - instant_of(day, 0, 0, 0).second;
    int64_t parts = (second * MOMENT_PARTS + SECONDS_A_DAY / 2) / SECONDS_A_DAY;
    sheet_rows_add_parts(next_cell(writer), writer->styles.cells[CELL_INSTANT],
                         serial_of(day) * MOMENT_PARTS + parts, MOMENT_PARTS);
}

static void end_row(struct sheet_writer *writer)
{
    sheet_rows_end(writer->row_cells);
    writer->row_begun = false;
    writer->column = 0;
    writer->worksheet->dim_rowmax = writer->row; /* the library says how far a sheet reaches */
    writer->row++;
}

/* The last row of a sheet is left for the totals. */
void sheet_end_row(struct sheet_writer *writer)
{
    while (writer->column < writer->sheet.column_count)
        sheet_add_nothing(writer);
    end_row(writer);
    writer->rows++;
    writer->any_row = true;
    arena_rewind(writer->arena, writer->row_mark);
    if (writer->row >= SHEET_ROWS_MAX - 1)
        begin_part(writer);
}

/* --- Ending --- */

static void write_totals(struct sheet_writer *writer)
{
    const struct sheet *sheet = &writer->sheet;
    str total = arena_printf(writer->arena, "合计（%lld条）", (long long)writer->rows);

    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct sheet_column *column = &sheet->columns[i];
        if (column->totalled)
            write_count(writer, writer->totals[i], column->form,
                        writer->styles.totals[column->form]);
        else
            write_text(writer, i == 0 ? total : S(""), writer->styles.totals[CELL_TEXT]);
    }
    end_row(writer);
}

static void end_table(struct sheet_writer *writer)
{
    const struct sheet *sheet = &writer->sheet;

    if (writer->worksheet == NULL)
        return;
    if (writer->any_row)
        worksheet_autofilter(writer->worksheet, writer->heading_row, 0, writer->row - 1,
                             (lxw_col_t)(sheet->column_count - 1));
    if (sheet->counted)
        write_totals(writer);
    if (writer->list_count < COUNT(writer->lists))
        writer->lists[writer->list_count++] = *sheet;
    memset(writer->totals, 0, sizeof writer->totals);
    writer->rows = 0;
    note_failure(writer);
    writer->worksheet = NULL;
}

struct error *sheet_begin(struct context *cx, struct sheet_writer *writer,
                          const struct sheet *sheet)
{
    assert(sheet->column_count > 0);
    if (sheet->column_count > SHEET_COLUMNS_MAX)
        return fail(cx, ERROR_INVALID, "这张表有%zu列，最多%d列。", sheet->column_count,
                    SHEET_COLUMNS_MAX);
    end_table(writer);
    writer->sheet = *sheet;
    writer->sheet.name = arena_copy(writer->arena, sheet->name);
    writer->sheet.title = arena_copy(writer->arena, sheet->title);
    writer->sheet.made_by = arena_copy(writer->arena, sheet->made_by);
    writer->sheet.watermark = arena_copy(writer->arena, sheet->watermark);
    writer->part = 0;
    begin_part(writer);
    return NULL;
}

static const struct sheet_column *long_list(const struct sheet_writer *writer, size_t number)
{
    for (size_t i = 0; i < writer->list_count; i++)
        for (size_t j = 0; j < writer->lists[i].column_count; j++) {
            const struct sheet_column *column = &writer->lists[i].columns[j];
            if (column->choice_count > 0 && !list_fits(column) && number-- == 0)
                return column;
        }
    return NULL;
}

static void write_list_row(struct sheet_writer *writer, lxw_worksheet *worksheet, size_t row,
                           bool *any)
{
    const struct sheet_column *column;

    *any = false;
    for (size_t number = 0; (column = long_list(writer, number)) != NULL; number++) {
        if (row >= column->choice_count)
            continue;
        worksheet_write_string(worksheet, (lxw_row_t)row, (lxw_col_t)number,
                               text_of(writer, column->choices[row]), NULL);
        *any = true;
    }
    arena_rewind(writer->arena, writer->row_mark);
}

static void write_lists(struct sheet_writer *writer)
{
    bool any = true;

    if (!writer->has_lists)
        return;
    lxw_worksheet *worksheet = workbook_add_worksheet(writer->workbook, choices_sheet);
    if (worksheet == NULL)
        return;
    worksheet_hide(worksheet);
    for (size_t row = 0; any; row++)
        write_list_row(writer, worksheet, row, &any);
}

static struct error *close_workbook(struct context *cx, struct sheet_writer *writer)
{
    lxw_error error = workbook_close(writer->workbook);

    writer->workbook = NULL;
    if (writer->failed || error != LXW_NO_ERROR)
        return fail(cx, ERROR_BUSY, "表格写不出去，磁盘可能满了，请清理后再试。");
    return NULL;
}

struct error *sheet_writer_finish(struct context *cx, struct sheet_writer *writer,
                                  struct loose_file *file)
{
    CLEANUP(sheet_writer_drop) struct sheet_writer *own = writer;

    end_table(own);
    write_lists(own);
    TRY(close_workbook(cx, own));
    TRY(insert_rows(cx, own->arena, own->packer, own->path));
    return loose_file_of(cx, own->path, file);
}

void sheet_writer_drop(struct sheet_writer **writer)
{
    if (*writer == NULL)
        return;
    if ((*writer)->workbook != NULL)
        (void)workbook_close((*writer)->workbook);
    packer_destroy((*writer)->packer);
    unlink((*writer)->path);
    arena_destroy((*writer)->arena);
    *writer = NULL;
}
