/* SPDX-License-Identifier: Apache-2.0 */
/* Charts of figures: numbers, months, parts, places. */
#include "app/chart.h"

#include "app/access.h"
#include "app/figure_pages.h"
#include "app/map.h"
#include "html/ui_map.h"

enum { MONTHS = 12, SOON_DAYS = 7, FIRST_DUE_YEAR = 2000 };

size_t chart_figures(const struct chart *chart,
                     const struct figure_entry *entries[CHART_FIGURES_MAX])
{
    str keys = str_of(chart->figures);
    size_t count = 0;

    for (str key; count < CHART_FIGURES_MAX && str_next(&keys, &key);)
        entries[count++] = figure_find(key);
    return count;
}

static str href_of(struct context *cx, const struct chart_view *view,
                   const struct figure_entry *entry, date from, date to)
{
    return view->is_screen ? (str){ 0 } : figure_href(cx, entry, view->place, from, to);
}

/* Numbers beside those of before */

/* Shares of nothing are not compared. */
static str compared(struct context *cx, const struct figure_entry *entry,
                    struct figure_value before, struct figure_value last_year)
{
    bool share = entry->figure->kind == FIGURE_RATIO;
    str earlier = figure_text(cx, entry, before),
        a_year_ago = figure_text(cx, entry, last_year);

    if (share && before.whole == 0 && last_year.whole == 0)
        return S("");
    if (share && before.whole == 0)
        return arena_printf(cx->arena, _("去年同期%.*s"), STR_ARG(a_year_ago));
    if (share && last_year.whole == 0)
        return arena_printf(cx->arena, _("上期%.*s"), STR_ARG(earlier));
    return arena_printf(cx->arena, _("上期%.*s，去年同期%.*s"), STR_ARG(earlier),
                        STR_ARG(a_year_ago));
}

static struct error *write_numbers(struct context *cx, const struct chart *chart,
                                   const struct chart_view *view, struct buf *out)
{
    const struct asked_period *now = &view->period;
    struct asked_period before = period_before(now), year = period_last_year(now);
    const struct figure_entry *entries[CHART_FIGURES_MAX];
    size_t count = chart_figures(chart, entries);
    struct figure_value values[3][CHART_FIGURES_MAX];

    TRY(figures_read(cx, entries, count, view->place, now->from, now->to, values[0]));
    TRY(figures_read(cx, entries, count, view->place, before.from, before.to, values[1]));
    TRY(figures_read(cx, entries, count, view->place, year.from, year.to, values[2]));
    ui_figures_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_figure(out, href_of(cx, view, entries[i], now->from, now->to),
                  str_of(entries[i]->figure->label), figure_text(cx, entries[i], values[0][i]),
                  figure_unit(entries[i]),
                  compared(cx, entries[i], values[1][i], values[2][i]));
    ui_figures_end(out);
    return NULL;
}

/* What is due */

struct span {
    const char *label;
    int from, to; /* days from today */
};

static const struct span due_spans[] = {
    { "超期", 0, -1 },
    { "今天到期", 0, 0 },
    { "7天内到期", 1, SOON_DAYS },
};

static date span_start(const struct context *cx, const struct span *span)
{
    return span->to < 0 ? date_of(FIRST_DUE_YEAR, 1, 1) : date_add_days(cx->today, span->from);
}

static struct error *write_span(struct context *cx, const struct chart *chart,
                                const struct chart_view *view, const struct span *span,
                                struct buf *out)
{
    date from = span_start(cx, span), to = date_add_days(cx->today, span->to);
    const struct figure_entry *entries[CHART_FIGURES_MAX];
    size_t count = chart_figures(chart, entries);
    struct figure_value values[CHART_FIGURES_MAX];

    TRY(figures_read(cx, entries, count, view->place, from, to, values));
    for (size_t i = 0; i < count; i++)
        ui_figure(out, href_of(cx, view, entries[i], from, to),
                  arena_printf(cx->arena, "%s%s", entries[i]->figure->label, span->label),
                  figure_text(cx, entries[i], values[i]), figure_unit(entries[i]), (str){ 0 });
    return NULL;
}

static struct error *write_due(struct context *cx, const struct chart *chart,
                               const struct chart_view *view, struct buf *out)
{
    ui_figures_begin(out);
    for (size_t i = 0; i < COUNT(due_spans); i++)
        TRY(write_span(cx, chart, view, &due_spans[i], out));
    ui_figures_end(out);
    return NULL;
}

/* Months of this year and of the last */

struct months {
    struct figure_value values[2 * MONTHS]; /* from January of the last year */
};

static struct error *read_months(struct context *cx, const struct figure_entry *entry,
                                 str place, struct months *months)
{
    const struct figure *figure = entry->figure;
    date from = date_add_months(year_start(cx->today), -MONTHS);
    int64_t numbers[2 * MONTHS];

    TRY(figure_read_months(cx, entry, place, from, 2 * MONTHS, numbers));
    for (size_t i = 0; i < 2 * MONTHS; i++)
        months->values[i] = (struct figure_value){ .value = numbers[i] };
    if (figure->kind != FIGURE_RATIO)
        return NULL;
    TRY(figure_read_months(cx, figure_find(str_of(figure->whole)), place, from, 2 * MONTHS,
                           numbers));
    for (size_t i = 0; i < 2 * MONTHS; i++)
        months->values[i].whole = numbers[i];
    return NULL;
}

static const struct ui_column month_columns[] = {
    { .label = "月份" },
    { .label = "今年", .number = true },
    { .label = "去年", .number = true },
};

/* Months that have not come yet are left empty. */
static void write_month_cell(struct context *cx, struct buf *out, const struct chart_view *view,
                             const struct figure_entry *entry, const struct months *months,
                             size_t month, bool this_year)
{
    size_t number = month + (this_year ? MONTHS : 0);
    date from = date_add_months(year_start(cx->today), (int)number - MONTHS);
    date to = date_add_days(date_add_months(from, 1), -1);

    ui_cell_begin(out, &month_columns[this_year ? 1 : 2]);
    if (date_compare(from, cx->today) <= 0)
        figure_write_number(cx, out, entry, months->values[number],
                            href_of(cx, view, entry, from, to));
    ui_cell_end(out);
}

static struct error *write_months_of(struct context *cx, const struct figure_entry *entry,
                                     const struct chart_view *view, struct buf *out)
{
    struct months months;

    TRY(read_months(cx, entry, view->place, &months));
    ui_chart_begin(out, UI_LINES, str_of(entry->figure->label));
    ui_table_begin(out, (str){ 0 }, month_columns, COUNT(month_columns));
    for (size_t month = 0; month < MONTHS; month++) {
        ui_row_begin(out);
        ui_cell_begin(out, &month_columns[0]);
        html(out, "%s", month_word((int)month + 1));
        ui_cell_end(out);
        write_month_cell(cx, out, view, entry, &months, month, true);
        write_month_cell(cx, out, view, entry, &months, month, false);
        ui_row_end(out);
    }
    ui_table_end(out);
    ui_chart_end(out);
    return NULL;
}

static struct error *write_months(struct context *cx, const struct chart *chart,
                                  const struct chart_view *view, struct buf *out)
{
    const struct figure_entry *entries[CHART_FIGURES_MAX];
    size_t count = chart_figures(chart, entries);

    for (size_t i = 0; i < count; i++)
        TRY(write_months_of(cx, entries[i], view, out));
    return NULL;
}

/* Parts of a whole */

static const struct ui_column part_columns[] = {
    { .label = "名称" },
    { .label = "数量", .number = true },
};

static void write_part(struct context *cx, struct buf *out, const struct chart_view *view,
                       const struct figure_entry *entry, struct figure_value value)
{
    ui_row_begin(out);
    ui_cell_begin(out, &part_columns[0]);
    html_text(out, str_of(entry->figure->label));
    ui_cell_end(out);
    ui_cell_begin(out, &part_columns[1]);
    figure_write_number(cx, out, entry, value,
                        href_of(cx, view, entry, view->period.from, view->period.to));
    ui_cell_end(out);
    ui_row_end(out);
}

static bool is_any(const struct figure_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].value != 0)
            return true;
    return false;
}

static struct error *write_parts(struct context *cx, const struct chart *chart,
                                 const struct chart_view *view, struct buf *out)
{
    const struct figure_entry *entries[CHART_FIGURES_MAX];
    size_t count = chart_figures(chart, entries);
    struct figure_value values[CHART_FIGURES_MAX];

    TRY(figures_read(cx, entries, count, view->place, view->period.from, view->period.to,
                     values));
    if (!is_any(values, count))
        return NULL;
    ui_chart_begin(out, UI_BARS, period_words(cx, view->period.from, view->period.to));
    ui_table_begin(out, (str){ 0 }, part_columns, COUNT(part_columns));
    for (size_t i = 0; i < count; i++)
        if (values[i].value != 0)
            write_part(cx, out, view, entries[i], values[i]);
    ui_table_end(out);
    ui_chart_end(out);
    return NULL;
}

/* Places side by side */

static const struct field below_fields[] = {
    { TEXT(place_below, key) },
    { TEXT(place_below, name) },
};

const struct query places_below_shown = {
    .sql = "select key, name from places where parent = $1 and closed_on is null "
           "order by key limit 200",
    .row = { SHAPE(place_below, below_fields) },
};

struct beside {
    const struct figure_entry *entries[CHART_FIGURES_MAX];
    size_t count;
    const struct place_below *places;
    size_t place_count;
    struct figure_value *values; /* count for each place */
    int64_t largest[CHART_FIGURES_MAX];
};

/* A ratio in thousandths, everything else as it is. */
static int64_t size_of(const struct figure_entry *entry, struct figure_value value)
{
    if (entry->figure->kind != FIGURE_RATIO)
        return value.value;
    return value.whole == 0 ? 0 : value.value * 1000 / value.whole;
}

/* What is too few to be told is not told by a shade either. */
static int shade_of(const struct context *cx, const struct beside *beside, size_t place,
                    size_t figure)
{
    struct figure_value value = beside->values[place * beside->count + figure];
    int64_t size = size_of(beside->entries[figure], value);
    int64_t most = beside->largest[figure];

    if (figure_is_few(cx, beside->entries[figure], value))
        return 0;
    return most <= 0 || size <= 0 ? 0 : (int)((size * UI_SHADES + most - 1) / most);
}

static struct error *read_beside(struct context *cx, const struct chart *chart,
                                 const struct chart_view *view, struct beside *beside)
{
    beside->count = chart_figures(chart, beside->entries);
    TRY(query_rows(cx, &places_below_shown, WITH(value_text(view->place)), &beside->places,
                   &beside->place_count));
    beside->values =
        arena_array(cx->arena, struct figure_value, beside->count * beside->place_count + 1);
    for (size_t i = 0; i < beside->place_count; i++) {
        struct figure_value *values = beside->values + i * beside->count;
        TRY(figures_read(cx, beside->entries, beside->count, beside->places[i].key,
                         view->period.from, view->period.to, values));
        for (size_t j = 0; j < beside->count; j++)
            if (size_of(beside->entries[j], values[j]) > beside->largest[j])
                beside->largest[j] = size_of(beside->entries[j], values[j]);
    }
    return NULL;
}

static str place_href(struct context *cx, str key)
{
    return arena_printf(cx->arena, "/dashboard?place=%.*s", STR_ARG(key));
}

static str number_words(struct context *cx, const struct figure_entry *entry,
                        struct figure_value value)
{
    return arena_printf(cx->arena, "%.*s%.*s", STR_ARG(figure_text(cx, entry, value)),
                        STR_ARG(figure_unit(entry)));
}

static str outline_of(str key, const struct place_outline *outlines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(outlines[i].place, key))
            return outlines[i].rings;
    return (str){ 0 };
}

static struct error *read_map(struct context *cx, const struct beside *beside,
                              const struct chart_view *view, struct ui_map_place **places)
{
    struct place_outline *outlines;
    size_t count;

    TRY(map_outlines(cx, view->place, &outlines, &count));
    *places = arena_array(cx->arena, struct ui_map_place, beside->place_count);
    for (size_t i = 0; i < beside->place_count; i++)
        (*places)[i] = (struct ui_map_place){
            .name = beside->places[i].name,
            .number = number_words(cx, beside->entries[0], beside->values[i * beside->count]),
            .shade = shade_of(cx, beside, i, 0),
            .href = view->is_screen ? (str){ 0 } : place_href(cx, beside->places[i].key),
            .rings = outline_of(beside->places[i].key, outlines, count),
        };
    return NULL;
}

static bool has_outlines(const struct ui_map_place *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is_empty(places[i].rings))
            return false;
    return true;
}

/* Those whose outline is known are drawn where they lie, the others are tiles. */
static void write_map(const struct beside *beside, const struct ui_map_place *places,
                      struct buf *out)
{
    ui_map(out, str_of(beside->entries[0]->figure->label), places, beside->place_count);
    if (has_outlines(places, beside->place_count))
        return;
    ui_tiles_begin(out);
    for (size_t i = 0; i < beside->place_count; i++)
        if (str_is_empty(places[i].rings))
            ui_tile(out, places[i].href, places[i].name, places[i].number, places[i].shade);
    ui_tiles_end(out);
}

static void write_beside_row(struct context *cx, const struct beside *beside,
                             const struct chart_view *view, const struct ui_column *columns,
                             size_t place, struct buf *out)
{
    struct chart_view below = *view;

    below.place = beside->places[place].key;
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='%.*s'>%.*s</a>", STR_ARG(place_href(cx, below.place)),
         STR_ARG(beside->places[place].name));
    ui_cell_end(out);
    for (size_t i = 0; i < beside->count; i++) {
        ui_shaded_cell_begin(out, &columns[i + 1], shade_of(cx, beside, place, i));
        figure_write_number(
            cx, out, beside->entries[i], beside->values[place * beside->count + i],
            href_of(cx, &below, beside->entries[i], view->period.from, view->period.to));
        ui_cell_end(out);
    }
    ui_row_end(out);
}

static void write_beside(struct context *cx, const struct beside *beside,
                         const struct chart_view *view, struct buf *out)
{
    struct ui_column columns[CHART_FIGURES_MAX + 1] = { { .label = "地点" } };

    for (size_t i = 0; i < beside->count; i++)
        columns[i + 1] =
            (struct ui_column){ .label = beside->entries[i]->figure->label, .number = true };
    ui_table_begin(out, S("按区划顺序排列，不分高低；底色深的数大"), columns,
                   beside->count + 1);
    for (size_t i = 0; i < beside->place_count; i++)
        write_beside_row(cx, beside, view, columns, i, out);
    ui_table_end(out);
}

static struct error *write_places(struct context *cx, const struct chart *chart,
                                  const struct chart_view *view, struct buf *out)
{
    struct beside beside = { 0 };
    struct ui_map_place *places;

    TRY(read_beside(cx, chart, view, &beside));
    if (beside.place_count == 0 || beside.count == 0)
        return NULL;
    TRY(read_map(cx, &beside, view, &places));
    ui_beside_begin(out);
    html(out, "<p>%s%s</p>\n", _("图里是："), beside.entries[0]->figure->label);
    write_map(&beside, places, out);
    ui_beside_next(out);
    if (!view->is_screen)
        write_beside(cx, &beside, view, out);
    ui_beside_end(out);
    return NULL;
}

struct error *chart_write(struct context *cx, const struct chart *chart,
                          const struct chart_view *view, struct buf *out)
{
    switch (chart->kind) {
    case CHART_NUMBERS:
        return write_numbers(cx, chart, view, out);
    case CHART_DUE:
        return write_due(cx, chart, view, out);
    case CHART_MONTHS:
        return write_months(cx, chart, view, out);
    case CHART_PARTS:
        return write_parts(cx, chart, view, out);
    case CHART_PLACES:
        return write_places(cx, chart, view, out);
    }
    return NULL;
}
