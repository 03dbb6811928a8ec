/* SPDX-License-Identifier: Apache-2.0 */
/* One figure over the last twelve months. */
#include "app/access.h"
#include "app/figure_pages.h"
#include "app/period.h"

enum { TREND_MONTHS = 12, BAR_WIDTH = 1000 };

struct trend {
    const struct figure_entry *entry;
    str place;
    date from;
    struct figure_value values[TREND_MONTHS];
};

static struct error *read_trend(struct context *cx, struct trend *trend)
{
    const struct figure *figure = trend->entry->figure;
    int64_t numbers[TREND_MONTHS];

    TRY(figure_read_months(cx, trend->entry, trend->place, trend->from, TREND_MONTHS, numbers));
    for (size_t i = 0; i < TREND_MONTHS; i++)
        trend->values[i].value = numbers[i];
    if (figure->kind != FIGURE_RATIO)
        return NULL;
    TRY(figure_read_months(cx, figure_find(str_of(figure->whole)), trend->place, trend->from,
                           TREND_MONTHS, numbers));
    for (size_t i = 0; i < TREND_MONTHS; i++)
        trend->values[i].whole = numbers[i];
    return NULL;
}

static int64_t largest(const struct trend *trend)
{
    int64_t most = 0;

    for (size_t i = 0; i < TREND_MONTHS; i++)
        if (trend->values[i].value > most)
            most = trend->values[i].value;
    return most;
}

/* The bar says nothing that the number beside it does not. */
static void write_bar(struct buf *out, int64_t part, int64_t whole)
{
    int64_t width = whole <= 0 || part <= 0 ? 0 : part * BAR_WIDTH / whole;

    html(out,
         "<div class='share'><svg viewBox='0 0 1000 8' preserveAspectRatio='none' "
         "aria-hidden='true'><rect width='%lld' height='8'/></svg></div>",
         (long long)(width < BAR_WIDTH ? width : BAR_WIDTH));
}

static const struct ui_column trend_columns[] = {
    { .label = "月份" },
    { .label = "数值", .number = true },
    { .label = "对比" },
};

static void write_month(struct context *cx, struct buf *out, const struct trend *trend,
                        size_t i)
{
    date start = date_add_months(trend->from, (int)i);
    date end = date_add_days(date_add_months(trend->from, (int)i + 1), -1);
    struct figure_value value = trend->values[i];
    bool ratio = trend->entry->figure->kind == FIGURE_RATIO;
    struct buf month = { .arena = cx->arena };

    date_show_month(start, &month);
    ui_row_begin(out);
    ui_cell_begin(out, &trend_columns[0]);
    html_text(out, buf_str(&month));
    ui_cell_end(out);
    ui_cell_begin(out, &trend_columns[1]);
    figure_write_number(cx, out, trend->entry, value,
                        figure_href(cx, trend->entry, trend->place, start, end));
    ui_cell_end(out);
    ui_cell_begin(out, &trend_columns[2]);
    if (!figure_is_few(cx, trend->entry, value))
        write_bar(out, value.value, ratio ? value.whole : largest(trend));
    ui_cell_end(out);
    ui_row_end(out);
}

static const char *kind_words(enum figure_kind kind)
{
    switch (kind) {
    case FIGURE_FLOW:
        return "一段时间里发生的数量";
    case FIGURE_STOCK:
        return "到期末那天实有的数量";
    case FIGURE_RATIO:
        return "比率";
    case FIGURE_DISTINCT:
        return "不重复的数量";
    }
    return "";
}

static void write_definition(struct buf *out, const struct figure *figure)
{
    ui_facts_begin(out);
    ui_fact(out, "统计什么", str_of(figure->note));
    ui_fact(out, "怎么算", str_of(kind_words(figure->kind)));
    ui_fact(out, "单位", str_of(figure->unit));
    ui_facts_end(out);
}

struct error *figure_trend_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct trend trend = {
        .entry = figure_find(params_get(request->captured, "key")),
        .from = date_add_months(month_start(cx->today), 1 - TREND_MONTHS),
    };
    struct buf *out = &response->body;

    if (trend.entry == NULL)
        return fail(cx, ERROR_NOT_FOUND, "没有这项指标。请从统计页里选。");
    TRY(access_scope(cx, "figures.read", str_trim(request_param(request, "place")),
                     &trend.place));
    TRY(read_trend(cx, &trend));
    response->title = str_of(trend.entry->figure->label);
    ui_heading(out, response->title, place_called(cx, trend.place));
    write_definition(out, trend.entry->figure);
    ui_table_begin(out, S("最近十二个月"), trend_columns, COUNT(trend_columns));
    for (size_t i = 0; i < TREND_MONTHS; i++)
        write_month(cx, out, &trend, i);
    ui_table_end(out);
    return NULL;
}
