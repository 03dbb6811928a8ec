/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of one sheet of an XLSX file. */
#include "base/number.h"
#include "sheet/book.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROW_NUMBER_MAX = 1048576,
    MERGES_MAX = 200 * 1000,
    TAIL_BYTES_MAX = 16 * 1024 * 1024,
    CARRY_BYTES = 32,
    VALUE_BYTES = 64,
    SCRATCH_BYTES = 64 * 1024 * 1024,
    ROW_BYTES_MAX = 4 * 1024 * 1024,
    EXACT_DIGITS = 15,
    UNIX_SERIAL = 25569,
    UNIX_DAY = 719163,
    SERIAL_1904 = 1462,
    LAST_SERIAL = 2958465, /* 9999-12-31 */
    SECONDS_A_DAY = 86400,
};

/* The blocks stand behind the rows; of larger sheets they are not looked for. */
#define MERGES_LOOKED_FOR_BYTES (INT64_C(512) << 20)

/* A block of merged cells, and what its first cell says once that was read. */
struct merge {
    int64_t first_row, last_row;
    size_t first_column, last_column;
    struct sheet_cell cell;
};

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_YES_NO, TYPE_FAULT, TYPE_DAY };

struct rows_reader {
    struct context *cx;
    struct sheet_book *book;
    sheet_row_function *each;
    void *closure;

    struct merge *merges; /* in the order of their first rows */
    size_t merge_count;
    size_t merges_begun; /* those before this one begin at or above the row */
    size_t merges_over;  /* those before this one are all past */

    struct arena *scratch;
    struct arena_mark empty;
    size_t row_bytes;
    struct sheet_row row;
    struct sheet_cell cells[SHEET_CELLS_MAX];
    bool any_cell;

    size_t column; /* of the cell that is being read */
    enum cell_type type;
    int64_t style;
    bool in_value;
    int phonetic;
    struct buf value;
};

struct error sheet_enough = { .kind = ERROR_CONFLICT };

/* --- References: "AB12" --- */

/* Takes the letters off. */
static bool take_column(str *reference, size_t *column)
{
    size_t at = 0;
    size_t letters = 0;

    for (; at < reference->length && reference->data[at] >= 'A' && reference->data[at] <= 'Z';
         at++) {
        letters = letters * 26 + (size_t)(reference->data[at] - 'A') + 1;
        if (letters > 100000)
            return false;
    }
    if (letters == 0)
        return false;
    *reference = str_slice(*reference, at, reference->length);
    *column = letters - 1;
    return true;
}

static bool read_reference(str reference, size_t *column, int64_t *row)
{
    return take_column(&reference, column) && str_read_integer(reference, row) && *row >= 1 &&
           *row <= ROW_NUMBER_MAX;
}

/* --- Merged blocks --- */

struct tail {
    struct buf text; /* what stands behind the rows */
    bool past;
    char carry[CARRY_BYTES];
    size_t carried;
};

/* Where the rows end in a text; its length when they do not. */
static size_t end_of_rows(str text)
{
    static const str name = S_INIT("sheetData>");

    for (size_t from = 0; from + name.length <= text.length;) {
        const char *found =
            memmem(text.data + from, text.length - from, name.data, name.length);
        if (found == NULL)
            break;
        size_t at = (size_t)(found - text.data);
        size_t begin = at;
        while (begin > 0 && at - begin < 10 && text.data[begin] != '<')
            begin--;
        if (text.data[begin] == '<' && text.data[begin + 1] == '/')
            return at + name.length;
        from = at + name.length;
    }
    return text.length;
}

static bool take_tail(str piece, void *closure)
{
    struct tail *tail = closure;

    if (tail->past) {
        buf_add(&tail->text, piece);
        return tail->text.length < TAIL_BYTES_MAX;
    }
    char joined[CARRY_BYTES + PART_PIECE_BYTES];
    memcpy(joined, tail->carry, tail->carried);
    memcpy(joined + tail->carried, piece.data, piece.length);
    str text = { joined, tail->carried + piece.length };
    size_t end = end_of_rows(text);
    if (end < text.length) {
        tail->past = true;
        buf_add(&tail->text, str_slice(text, end, text.length));
    }
    tail->carried = text.length < CARRY_BYTES ? text.length : CARRY_BYTES;
    memcpy(tail->carry, text.data + text.length - tail->carried, tail->carried);
    return true;
}

static int by_first_row(const void *a, const void *b)
{
    const struct merge *x = a;
    const struct merge *y = b;

    return (x->first_row > y->first_row) - (x->first_row < y->first_row);
}

static bool read_block(str reference, struct merge *merge)
{
    str first, last;

    return str_cut(reference, ':', &first, &last) &&
           read_reference(first, &merge->first_column, &merge->first_row) &&
           read_reference(last, &merge->last_column, &merge->last_row) &&
           merge->last_column < SHEET_CELLS_MAX && merge->last_row >= merge->first_row;
}

/* Takes ref="A1:B2" of the next mergeCell. */
static bool next_block(str *text, str *reference)
{
    static const str name = S_INIT("mergeCell ");
    static const str key = S_INIT("ref=\"");
    const char *found = memmem(text->data, text->length, name.data, name.length);

    if (found == NULL)
        return false;
    *text = str_slice(*text, (size_t)(found - text->data) + name.length, text->length);
    found = memmem(text->data, text->length, key.data, key.length);
    if (found == NULL)
        return false;
    *text = str_slice(*text, (size_t)(found - text->data) + key.length, text->length);
    return str_cut(*text, '"', reference, text);
}

static void read_blocks(struct rows_reader *rows, struct arena *arena, str text)
{
    struct merge merge;
    str reference;

    if (str_is_empty(text))
        return;
    rows->merges = arena_array(arena, struct merge, 1);
    for (size_t room = 1; next_block(&text, &reference) && rows->merge_count < MERGES_MAX;) {
        merge = (struct merge){ 0 };
        if (!read_block(reference, &merge))
            continue;
        if (rows->merge_count == room) {
            struct merge *wider = arena_array(arena, struct merge, room * 4);
            memcpy(wider, rows->merges, room * sizeof merge);
            rows->merges = wider;
            room *= 4;
        }
        rows->merges[rows->merge_count++] = merge;
    }
    if (rows->merge_count == 0)
        return;
    qsort(rows->merges, rows->merge_count, sizeof *rows->merges, by_first_row);
}

/* The scan has memory of its own; the blocks live in the book's. */
static struct error *find_merges(struct rows_reader *rows, const char *part)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 30);
    struct tail tail = { .text = { .arena = arena } };
    struct zip_stat facts;

    if (zip_stat(rows->book->zip, part, ZIP_FL_NOCASE, &facts) != 0 ||
        (int64_t)facts.size > MERGES_LOOKED_FOR_BYTES)
        return NULL;
    TRY(part_scan(rows->cx, rows->book, part, take_tail, &tail));
    read_blocks(rows, rows->book->arena, buf_str(&tail.text));
    return NULL;
}

/* --- Values --- */

static bool is_whole(double number)
{
    return number == floor(number);
}

static int64_t serial_day(const struct sheet_book *book, double serial)
{
    int64_t whole = (int64_t)floor(serial);

    if (book->from_1904)
        return whole + SERIAL_1904;
    return whole < 60 ? whole + 1 : whole; /* the format has a 29th of February 1900 */
}

/* A day, a moment, or (below one day) a time of day. */
static str day_text(struct rows_reader *rows, double serial)
{
    struct buf text = { .arena = rows->scratch };
    int64_t seconds = (int64_t)llround((serial - floor(serial)) * SECONDS_A_DAY);
    date day = { (int32_t)(serial_day(rows->book, serial) - UNIX_SERIAL + UNIX_DAY) };

    if (seconds == SECONDS_A_DAY) {
        seconds = 0;
        day = date_add_days(day, 1);
    }
    if (serial >= 1) {
        date_write(day, &text);
        if (seconds > 0)
            buf_add_char(&text, ' ');
    }
    if (seconds > 0 || serial < 1)
        buf_printf(&text, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60),
                   (int)(seconds % 60));
    return buf_str(&text);
}

/* What a spreadsheet has of a long number: 15 digits, then zeros. */
static str long_number_text(struct rows_reader *rows, double number)
{
    char text[VALUE_BYTES];
    struct buf out = { .arena = rows->scratch };

    snprintf(text, sizeof text, "%.*e", EXACT_DIGITS - 1, number);
    long power = strtol(strchr(text, 'e') + 1, NULL, 10);
    for (const char *at = text; *at != 'e'; at++)
        if (*at != '.')
            buf_add_char(&out, *at);
    for (long i = EXACT_DIGITS; i <= power; i++)
        buf_add_char(&out, '0');
    return buf_str(&out);
}

/* As many digits as a spreadsheet keeps, never in powers of ten. */
static str number_text(struct rows_reader *rows, double number)
{
    char text[VALUE_BYTES];

    if (fabs(number) >= 1e21 || !isfinite(number))
        return S("");
    if (fabs(number) >= 1e15)
        return long_number_text(rows, number);
    if (is_whole(number))
        return arena_printf(rows->scratch, "%.0f", number == 0 ? 0.0 : number);
    snprintf(text, sizeof text, "%.*g", EXACT_DIGITS, number);
    if (strchr(text, 'e') != NULL)
        snprintf(text, sizeof text, "%.15f", number);
    return arena_copy(rows->scratch, str_of(text));
}

static bool read_double(str text, double *number)
{
    char digits[VALUE_BYTES];
    char *end;

    if (text.length == 0 || text.length >= sizeof digits)
        return false;
    memcpy(digits, text.data, text.length);
    digits[text.length] = '\0';
    if (strspn(digits, "0123456789+-.eE") < text.length)
        return false;
    *number = strtod(digits, &end);
    return *end == '\0' && isfinite(*number);
}

static bool is_day_style(const struct rows_reader *rows)
{
    return rows->style >= 0 && (size_t)rows->style < rows->book->style_count &&
           rows->book->is_day[rows->style];
}

static void set_number(struct rows_reader *rows, struct sheet_cell *cell)
{
    str raw = str_trim(buf_str(&rows->value));
    double number;

    if (str_is_empty(raw))
        return;
    cell->kind = CELL_IS_NUMBER;
    if (!read_double(raw, &number)) {
        cell->kind = CELL_IS_TEXT;
        cell->text = arena_copy(rows->scratch, raw);
    } else if (is_day_style(rows) && number >= 0 && number <= LAST_SERIAL) {
        cell->kind = CELL_IS_DAY;
        cell->text = day_text(rows, number);
    } else {
        cell->text = number_text(rows, number);
        cell->cut = is_whole(number) && fabs(number) >= 1e15;
    }
}

static void set_shared(struct rows_reader *rows, struct sheet_cell *cell)
{
    const struct shared_texts *shared = &rows->book->shared;
    int64_t number;

    if (!str_read_integer(str_trim(buf_str(&rows->value)), &number) || number < 0 ||
        (uint64_t)number >= shared->count)
        return;
    uint64_t from = number == 0 ? 0 : shared->end[number - 1];
    cell->kind = CELL_IS_TEXT;
    cell->text = (str){ shared->text + from, shared->end[number] - from };
}

/* Clean text of a bounded length: tabs and line ends are all that may be below the space. */
static str clean(struct rows_reader *rows, str text)
{
    struct buf out = { .arena = rows->scratch };

    if (text.length <= CELL_BYTES_MAX && str_is_clean(text))
        return text;
    for (size_t i = 0; i < text.length && i < CELL_BYTES_MAX; i++)
        if ((unsigned char)text.data[i] >= ' ' || strchr("\t\n", text.data[i]) != NULL)
            buf_add_char(&out, text.data[i]);
    while (out.length > 0 && !str_is_clean(buf_str(&out)))
        out.length--;
    return buf_str(&out);
}

static void end_cell(struct rows_reader *rows)
{
    struct sheet_cell cell = { 0 };
    str value = buf_str(&rows->value);

    switch (rows->type) {
    case TYPE_NUMBER:
        set_number(rows, &cell);
        break;
    case TYPE_SHARED:
        set_shared(rows, &cell);
        break;
    case TYPE_YES_NO:
        cell.kind = str_is_empty(value) ? CELL_IS_EMPTY : CELL_IS_YES_NO;
        cell.text = str_eq(value, S("1")) ? S("是") : S("否");
        break;
    case TYPE_FAULT:
        cell = (struct sheet_cell){ arena_copy(rows->scratch, value), CELL_IS_FAULT, 0, 0 };
        break;
    case TYPE_TEXT:
    case TYPE_DAY:
        cell = (struct sheet_cell){ arena_copy(rows->scratch, value), CELL_IS_TEXT, 0, 0 };
        break;
    }
    cell.text = clean(rows, cell.text);
    if (str_is_empty(str_trim(cell.text)) || rows->column >= SHEET_CELLS_MAX)
        return;
    rows->row_bytes += cell.text.length;
    rows->cells[rows->column] = cell;
    rows->any_cell = true;
    if (rows->row.count <= rows->column)
        rows->row.count = rows->column + 1;
}

/* --- Rows --- */

static bool is_first_cell(const struct merge *merge, int64_t row, size_t column)
{
    return merge->first_row == row && merge->first_column == column;
}

static void cover(struct rows_reader *rows, struct merge *merge)
{
    for (size_t column = merge->first_column; column <= merge->last_column; column++) {
        if (is_first_cell(merge, rows->row.number, column) ||
            rows->cells[column].kind != CELL_IS_EMPTY || merge->cell.kind == CELL_IS_EMPTY)
            continue;
        rows->cells[column] = merge->cell;
        rows->cells[column].covered = true;
        if (rows->row.count <= column)
            rows->row.count = column + 1;
    }
}

static void note_first_cell(struct rows_reader *rows, struct merge *merge)
{
    if (merge->first_row != rows->row.number)
        return;
    merge->cell = rows->cells[merge->first_column];
    merge->cell.text = arena_copy(rows->book->arena, merge->cell.text);
}

/* Rows come in their order, so only the blocks around this row are looked at. */
static void cover_row(struct rows_reader *rows)
{
    while (rows->merges_begun < rows->merge_count &&
           rows->merges[rows->merges_begun].first_row <= rows->row.number)
        rows->merges_begun++;
    while (rows->merges_over < rows->merges_begun &&
           rows->merges[rows->merges_over].last_row < rows->row.number)
        rows->merges_over++;
    for (size_t i = rows->merges_over; i < rows->merges_begun; i++) {
        struct merge *merge = &rows->merges[i];
        if (merge->last_row < rows->row.number)
            continue;
        note_first_cell(rows, merge);
        cover(rows, merge);
    }
}

static void end_row(struct part_reader *reader, struct rows_reader *rows)
{
    struct error *error = NULL;

    if (rows->any_cell) {
        cover_row(rows);
        rows->row.cells = rows->cells;
        error = rows->each(rows->cx, &rows->row, rows->closure);
    }
    arena_rewind(rows->scratch, rows->empty);
    rows->value = (struct buf){ .arena = rows->scratch };
    if (error != NULL)
        part_stop(reader, error == &sheet_enough ? NULL : error);
}

static void begin_row(struct part_reader *reader, struct rows_reader *rows,
                      const char **attributes)
{
    int64_t number = rows->row.number + 1;
    str hidden = attribute(attributes, "hidden");

    (void)str_read_integer(attribute(attributes, "r"), &number);
    if (number <= rows->row.number || number > ROW_NUMBER_MAX) {
        part_stop(reader, fail(rows->cx, ERROR_INVALID,
                               "表格文件里的行号是乱的，读不了。请重新保存后再传。"));
        return;
    }
    memset(rows->cells, 0, rows->row.count * sizeof *rows->cells);
    rows->row = (struct sheet_row){ .number = number, .hidden = str_eq(hidden, S("1")) };
    rows->any_cell = false;
    rows->row_bytes = 0;
    rows->column = SIZE_MAX;
}

static enum cell_type type_of(str type)
{
    if (str_eq(type, S("s")))
        return TYPE_SHARED;
    if (str_eq(type, S("b")))
        return TYPE_YES_NO;
    if (str_eq(type, S("e")))
        return TYPE_FAULT;
    if (str_eq(type, S("d")))
        return TYPE_DAY;
    return str_eq(type, S("inlineStr")) || str_eq(type, S("str")) ? TYPE_TEXT : TYPE_NUMBER;
}

static void begin_cell(struct rows_reader *rows, const char **attributes)
{
    str reference = attribute(attributes, "r");
    size_t column;

    rows->column = take_column(&reference, &column) ? column : rows->column + 1;
    rows->type = type_of(attribute(attributes, "t"));
    rows->style = -1;
    (void)str_read_integer(attribute(attributes, "s"), &rows->style);
    rows->value.length = 0;
    rows->phonetic = 0;
}

static void row_starts(struct part_reader *reader, str name, const char **attributes)
{
    struct rows_reader *rows = reader->own;

    if (str_eq(name, S("c")))
        begin_cell(rows, attributes);
    else if (str_eq(name, S("row")))
        begin_row(reader, rows, attributes);
    else if (str_eq(name, S("rPh")))
        rows->phonetic++;
    rows->in_value = rows->row.number > 0 && rows->phonetic == 0 &&
                     (str_eq(name, S("v")) || str_eq(name, S("t")));
}

static void row_text(struct part_reader *reader, str text)
{
    struct rows_reader *rows = reader->own;

    if (!rows->in_value || rows->value.length > CELL_BYTES_MAX)
        return;
    buf_add(&rows->value, text);
    if (rows->row_bytes > ROW_BYTES_MAX)
        part_stop(reader, fail(rows->cx, ERROR_INVALID, "第%lld行的内容太多，超过4 MB。",
                               (long long)rows->row.number));
}

static void row_ends(struct part_reader *reader, str name)
{
    struct rows_reader *rows = reader->own;

    rows->in_value = false;
    if (str_eq(name, S("c")))
        end_cell(rows);
    else if (str_eq(name, S("row")))
        end_row(reader, rows);
    else if (str_eq(name, S("rPh")))
        rows->phonetic--;
    else if (str_eq(name, S("sheetData")))
        part_stop(reader, NULL);
}

struct error *xlsx_read(struct context *cx, struct sheet_book *book, size_t sheet,
                        sheet_row_function *each, void *closure)
{
    CLEANUP(arena_release) struct arena *scratch = arena_create(SCRATCH_BYTES);
    struct rows_reader *rows = arena_new(book->arena, struct rows_reader);
    struct part_reader reader = {
        .cx = cx, .own = rows, .start = row_starts, .end = row_ends, .text = row_text
    };
    const char *part = arena_text(book->arena, book->parts[sheet]);
    bool found;

    *rows = (struct rows_reader){
        .cx = cx,
        .book = book,
        .each = each,
        .closure = closure,
        .scratch = scratch,
        .empty = arena_mark(scratch),
        .value = { .arena = scratch },
    };
    TRY(find_merges(rows, part));
    TRY(part_read(book, part, &reader, &found));
    return found ? NULL : fail(cx, ERROR_INVALID, "表格文件里缺了这张工作表，请重新保存。");
}
