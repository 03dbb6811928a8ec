/* SPDX-License-Identifier: Apache-2.0 */
/* Grids: forms with merged cells, facts, tables over pages. */
#include "paper/press.h"

#include <string.h>

enum {
    GRID_ROWS_MAX = 60000,
    MERGED_ROWS_MAX = 100,
    PAD = 4,
    LABEL_GROUND = 0xf2f2f2,
    LINE_GREY = 0x333333
};

/* A cell where it stands. */
struct placed {
    struct paper_cell cell;
    int row, column;
    double top; /* where its box begins on this page, of one merged over rows */
};

struct grid {
    struct block block;
    int weights[PAPER_COLUMNS_MAX];
    int columns;
    struct placed *cells; /* in the order of their rows */
    size_t count;
    int rows;
    bool is_merged;   /* some cell takes several rows */
    int heading_rows; /* stand again on each page */
    double *heights;  /* of the rows; found in the first pass */
    size_t *starts;   /* the first cell of each row, and the end */
};

/* Geometry */

static double column_x(const struct press *press, const struct grid *grid, int column)
{
    int all = 0, before = 0;

    for (int i = 0; i < grid->columns; i++) {
        all += grid->weights[i];
        before += i < column ? grid->weights[i] : 0;
    }
    return press->style->left + press_width(press) * before / all;
}

static double cell_width(const struct press *press, const struct grid *grid,
                         const struct placed *placed)
{
    return column_x(press, grid, placed->column + placed->cell.columns) -
           column_x(press, grid, placed->column);
}

static struct setting cell_setting(const struct press *press, const struct grid *grid,
                                   const struct placed *placed)
{
    const struct paper_cell *cell = &placed->cell;

    return (struct setting){
        .text = cell->text,
        .face = cell->label || cell->strong ? FACE_HEAVY : FACE_BODY,
        .size = press->style->grid_size,
        .pitch = press->style->grid_size * 1.5,
        .width = cell_width(press, grid, placed) - 2 * PAD,
        .side = cell->label && cell->side == PAPER_LEFT ? PAPER_CENTRE : cell->side,
    };
}

static double cell_height(struct press *press, const struct grid *grid,
                          const struct placed *placed)
{
    struct setting setting = cell_setting(press, grid, placed);
    int lines = setting_lines(press, &setting);
    double height = (lines > 0 ? lines : 1) * setting.pitch + 2 * PAD;
    double least = placed->cell.height_mm * MM;

    return height > least ? height : least;
}

static void stretch_last(const struct grid *grid, const struct placed *placed, double height)
{
    double *heights = grid->heights + placed->row;
    double all = 0;

    for (int i = 0; i < placed->cell.rows; i++)
        all += heights[i];
    if (all < height)
        heights[placed->cell.rows - 1] += height - all;
}

static void measure(struct press *press, struct grid *grid)
{
    struct arena *arena = press->cx->arena;

    grid->heights = arena_array(arena, double, (size_t)grid->rows + 1);
    for (size_t i = 0; i < grid->count; i++) {
        const struct placed *placed = &grid->cells[i];
        double height = placed->cell.rows > 1 ? 0 : cell_height(press, grid, placed);
        if (height > grid->heights[placed->row])
            grid->heights[placed->row] = height;
    }
    for (size_t i = 0; i < grid->count; i++)
        if (grid->cells[i].cell.rows > 1)
            stretch_last(grid, &grid->cells[i], cell_height(press, grid, &grid->cells[i]));
}

/* Drawing */

/* The part of a cell from a line on in a box; answers the line that did not fit any more. */
static int draw_cell(struct press *press, const struct grid *grid, const struct placed *placed,
                     int first, double top, double height)
{
    struct setting setting = cell_setting(press, grid, placed);
    double x = column_x(press, grid, placed->column);
    double width = cell_width(press, grid, placed);
    double text = (setting_lines(press, &setting) - first) * setting.pitch;
    double down = text < height - 2 * PAD ? (height - text) / 2 : PAD;

    if (placed->cell.label)
        press_fill(press, x, top, width, height, LABEL_GROUND);
    press_box(press, x, top, width, height, 0.6, LINE_GREY);
    return setting_draw(press, &setting, first, x + PAD, top + down, height - 2 * PAD);
}

static bool spans(const struct placed *placed, int row)
{
    return placed->cell.rows > 1 && placed->row <= row && row < placed->row + placed->cell.rows;
}

/* The first cell that may reach into a row from above. */
static size_t first_reaching(const struct grid *grid, int row)
{
    int back = row > MERGED_ROWS_MAX ? row - MERGED_ROWS_MAX : 0;

    return grid->is_merged ? grid->starts[back] : grid->starts[row + 1];
}

/* Draws the merged cells that end with a row. */
static void close_ended(struct press *press, const struct grid *grid, int row)
{
    for (size_t i = first_reaching(grid, row); i < grid->starts[row + 1]; i++) {
        const struct placed *placed = &grid->cells[i];
        if (spans(placed, row) && !spans(placed, row + 1))
            draw_cell(press, grid, placed, 0, placed->top, press->y - placed->top);
    }
}

/* Those that go on behind the end of a page, which lies between two rows or within one, are
 * closed there and opened again on the next page. */
static void close_open(struct press *press, const struct grid *grid, int above, int below)
{
    for (size_t i = first_reaching(grid, above); i < grid->starts[above + 1]; i++) {
        const struct placed *placed = &grid->cells[i];
        if (spans(placed, above) && spans(placed, below))
            draw_cell(press, grid, placed, 0, placed->top, press->y - placed->top);
    }
}

static void open_again(struct press *press, const struct grid *grid, int above, int below)
{
    for (size_t i = first_reaching(grid, above); i < grid->starts[above + 1]; i++)
        if (spans(&grid->cells[i], above) && spans(&grid->cells[i], below))
            grid->cells[i].top = press->y;
}

static void begin_merged(struct press *press, const struct grid *grid, int row)
{
    for (size_t i = grid->starts[row]; i < grid->starts[row + 1]; i++)
        grid->cells[i].top = press->y;
}

static void set_row(struct press *press, const struct grid *grid, int row)
{
    for (size_t i = grid->starts[row]; i < grid->starts[row + 1]; i++)
        if (grid->cells[i].cell.rows == 1)
            draw_cell(press, grid, &grid->cells[i], 0, press->y, grid->heights[row]);
    press->y += grid->heights[row];
}

static void set_heading_rows(struct press *press, const struct grid *grid)
{
    for (int row = 0; row < grid->heading_rows; row++) {
        begin_merged(press, grid, row);
        set_row(press, grid, row);
        close_ended(press, grid, row);
    }
}

static void turn_page(struct press *press, const struct grid *grid, int above, int below)
{
    if (above >= grid->heading_rows)
        close_open(press, grid, above, below);
    press_new_page(press);
    set_heading_rows(press, grid);
    if (above >= grid->heading_rows)
        open_again(press, grid, above, below);
}

/* A row that is taller than a page goes on over pages, each cell from the line it has reached:
 * how tall the rest is. */
static double height_left(struct press *press, const struct grid *grid, int row,
                          const int *reached)
{
    double left = 0;

    for (size_t i = grid->starts[row]; i < grid->starts[row + 1]; i++) {
        const struct placed *placed = &grid->cells[i];
        struct setting setting = cell_setting(press, grid, placed);
        int lines = setting_lines(press, &setting) - reached[placed->column];
        if (placed->cell.rows == 1 && lines * setting.pitch > left)
            left = lines * setting.pitch;
    }
    return left;
}

static void set_part(struct press *press, const struct grid *grid, int row, double height,
                     int *reached)
{
    for (size_t i = grid->starts[row]; i < grid->starts[row + 1]; i++) {
        const struct placed *placed = &grid->cells[i];
        int *at = &reached[placed->column];
        if (placed->cell.rows == 1)
            *at = draw_cell(press, grid, placed, *at, press->y, height);
    }
    press->y += height;
}

static void set_tall_row(struct press *press, const struct grid *grid, int row)
{
    int reached[PAPER_COLUMNS_MAX] = { 0 };
    double left = height_left(press, grid, row, reached);

    while (!press->is_too_long) {
        double height = left + 2 * PAD < press_room(press) ? left + 2 * PAD : press_room(press);
        set_part(press, grid, row, height, reached);
        left = height_left(press, grid, row, reached);
        if (left <= 0)
            return;
        turn_page(press, grid, row, row);
    }
}

static double page_room(const struct press *press, const struct grid *grid)
{
    double room = press_bottom(press) - press->style->top;

    for (int row = 0; row < grid->heading_rows; row++)
        room -= grid->heights[row];
    return room;
}

static void set_body_row(struct press *press, const struct grid *grid, int row)
{
    bool is_tall = grid->heights[row] > page_room(press, grid) / 2;

    if (grid->heights[row] > press_room(press) + 0.1 &&
        (!is_tall || press_room(press) < 20 * MM))
        turn_page(press, grid, row - 1, row);
    begin_merged(press, grid, row);
    if (grid->heights[row] > press_room(press) + 0.1)
        set_tall_row(press, grid, row);
    else
        set_row(press, grid, row);
    close_ended(press, grid, row);
}

static void set_grid(struct press *press, struct block *block)
{
    struct grid *grid = (struct grid *)block;
    double first = 0;

    press_page(press);
    if (press->cr == NULL)
        measure(press, grid);
    for (int row = 0; row <= grid->heading_rows && row < grid->rows; row++)
        first += grid->heights[row];
    press_need(press, first < page_room(press, grid) / 2 ? first : 20 * MM);
    set_heading_rows(press, grid);
    for (int row = grid->heading_rows; row < grid->rows && !press->is_too_long; row++)
        set_body_row(press, grid, row);
    press->y += 3 * MM;
}

/* Finding the place of each cell */

struct filling {
    int taken[PAPER_COLUMNS_MAX]; /* rows that a merged cell still takes below this one */
    int row, column;
};

static void next_row(struct filling *filling, int columns)
{
    for (int i = 0; i < columns; i++)
        filling->taken[i] -= filling->taken[i] > 0;
    filling->row++;
    filling->column = 0;
}

static void find_room(struct filling *filling, int columns)
{
    while (filling->column >= columns || filling->taken[filling->column] > 0) {
        filling->column++;
        if (filling->column >= columns)
            next_row(filling, columns);
    }
}

/* Columns from here to the right that no merged cell takes. */
static int free_columns(const struct filling *filling, int columns)
{
    int count = 0;

    while (filling->column + count < columns && filling->taken[filling->column + count] == 0)
        count++;
    return count;
}

static void place_cell(struct grid *grid, struct filling *filling, struct placed *placed)
{
    struct paper_cell *cell = &placed->cell;
    int room;

    find_room(filling, grid->columns);
    room = free_columns(filling, grid->columns);
    cell->columns = cell->columns < 1 ? 1 : cell->columns > room ? room : cell->columns;
    cell->rows = cell->rows < 1                 ? 1
                 : cell->rows > MERGED_ROWS_MAX ? MERGED_ROWS_MAX
                                                : cell->rows;
    grid->is_merged = grid->is_merged || cell->rows > 1;
    placed->row = filling->row;
    placed->column = filling->column;
    for (int i = 0; i < cell->columns; i++)
        filling->taken[filling->column + i] = cell->rows;
    filling->column += cell->columns;
    if (grid->rows < placed->row + cell->rows)
        grid->rows = placed->row + cell->rows;
}

static void find_starts(struct arena *arena, struct grid *grid)
{
    size_t cell = 0;

    grid->starts = arena_array(arena, size_t, (size_t)grid->rows + 2);
    for (int row = 0; row <= grid->rows; row++) {
        while (cell < grid->count && grid->cells[cell].row < row)
            cell++;
        grid->starts[row] = cell;
    }
}

static struct grid *grid_add(struct paper *paper, const int *weights, size_t columns)
{
    struct grid *grid = block_add(paper, sizeof *grid, set_grid);

    grid->columns = columns > PAPER_COLUMNS_MAX ? PAPER_COLUMNS_MAX : (int)columns;
    for (int i = 0; i < grid->columns; i++)
        grid->weights[i] = weights[i] > 0 ? weights[i] : 1;
    return grid;
}

static void grid_fill(struct paper *paper, struct grid *grid, const struct paper_cell *cells,
                      size_t count)
{
    struct filling filling = { 0 };

    grid->cells = arena_array(paper->arena, struct placed, count);
    grid->count = count;
    for (size_t i = 0; i < count; i++) {
        grid->cells[i].cell = cells[i];
        place_cell(grid, &filling, &grid->cells[i]);
    }
    find_starts(paper->arena, grid);
}

void paper_grid(struct paper *paper, const int *weights, size_t columns,
                const struct paper_cell *cells, size_t count)
{
    struct paper_cell *own = arena_array(paper->arena, struct paper_cell, count);

    if (count == 0 || columns == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        own[i] = cells[i];
        own[i].text = arena_copy(paper->arena, cells[i].text);
    }
    grid_fill(paper, grid_add(paper, weights, columns), own, count);
}

/* Facts */

enum { SHORT_FACT = 15 };

static bool is_short(const struct paper_fact *fact)
{
    return str_characters(fact->value) <= SHORT_FACT && fact->height_mm == 0 &&
           !str_contains(fact->value, S("\n"));
}

static bool is_there(const struct paper_fact *fact)
{
    return !str_is_empty(fact->value) || fact->height_mm > 0;
}

static void add_fact(struct paper_cell *cells, size_t *count, const struct paper_fact *fact,
                     int columns)
{
    cells[(*count)++] = (struct paper_cell){ .text = fact->name, .label = true };
    cells[(*count)++] = (struct paper_cell){ .text = fact->value,
                                             .columns = columns,
                                             .height_mm = fact->height_mm };
}

void paper_facts(struct paper *paper, const struct paper_fact *facts, size_t count)
{
    static const int weights[] = { 4, 7, 4, 7 };
    struct paper_cell *cells = arena_array(paper->arena, struct paper_cell, 2 * count + 1);
    const struct paper_fact *waiting = NULL;
    size_t made = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_there(&facts[i]))
            continue;
        if (waiting != NULL)
            add_fact(cells, &made, waiting, is_short(&facts[i]) ? 1 : 3);
        if (is_short(&facts[i]) && waiting == NULL) {
            waiting = &facts[i];
            continue;
        }
        add_fact(cells, &made, &facts[i], waiting != NULL && is_short(&facts[i]) ? 1 : 3);
        waiting = NULL;
    }
    if (waiting != NULL)
        add_fact(cells, &made, waiting, 3);
    paper_grid(paper, weights, COUNT(weights), cells, made);
}

/* Tables */

struct table_row {
    const str *cells;
    bool total;
    struct table_row *next;
};

struct paper_table {
    struct paper *paper;
    const struct paper_column *columns;
    size_t column_count;
    struct table_row *first, **last;
    size_t rows;
};

struct paper_table *paper_table_begin(struct paper *paper, str caption,
                                      const struct paper_column *columns, size_t count)
{
    struct paper_table *table = arena_new(paper->arena, struct paper_table);
    struct paper_column *own = arena_array(paper->arena, struct paper_column, count);

    memcpy(own, columns, count * sizeof *own);
    *table = (struct paper_table){
        .paper = paper,
        .columns = own,
        .column_count = count > PAPER_COLUMNS_MAX ? PAPER_COLUMNS_MAX : count,
        .last = &table->first,
    };
    if (!str_is_empty(caption))
        paper_heading(paper, 2, caption);
    return table;
}

static void add_row(struct paper_table *table, const str *cells, bool total)
{
    struct arena *arena = table->paper->arena;
    struct table_row *row;
    str *own;

    if (table->rows == GRID_ROWS_MAX) {
        table->paper->is_too_long = true;
        return;
    }
    row = arena_new(arena, struct table_row);
    own = arena_array(arena, str, table->column_count);
    for (size_t i = 0; i < table->column_count; i++)
        own[i] = arena_copy(arena, cells[i]);
    *row = (struct table_row){ .cells = own, .total = total };
    *table->last = row;
    table->last = &row->next;
    table->rows++;
}

void paper_table_row(struct paper_table *table, const str *cells)
{
    add_row(table, cells, false);
}

void paper_table_total(struct paper_table *table, const str *cells)
{
    add_row(table, cells, true);
}

void paper_table_end(struct paper_table *table)
{
    struct arena *arena = table->paper->arena;
    size_t columns = table->column_count, made = 0;
    struct paper_cell *cells =
        arena_array(arena, struct paper_cell, columns * (table->rows + 1));
    int *weights = arena_array(arena, int, columns);
    struct grid *grid;

    for (size_t i = 0; i < columns; i++) {
        weights[i] = table->columns[i].weight;
        cells[made++] =
            (struct paper_cell){ .text = str_of(table->columns[i].label), .label = true };
    }
    for (const struct table_row *row = table->first; row != NULL; row = row->next)
        for (size_t i = 0; i < columns; i++)
            cells[made++] = (struct paper_cell){
                .text = row->cells[i],
                .strong = row->total,
                .side = table->columns[i].number ? PAPER_RIGHT : PAPER_LEFT,
            };
    grid = grid_add(table->paper, weights, columns);
    grid->heading_rows = 1;
    grid_fill(table->paper, grid, cells, made);
}
