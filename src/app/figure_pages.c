/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of a place: all of them for a period, and one of them over twelve months. */
#include "app/figure_pages.h"

#include "app/access.h"
#include "app/chart.h"
#include "app/journal_day.h"
#include "app/own_modules.h"
#include "app/part.h"
#include "app/period.h"
#include "app/place_input.h"
#include "record/export.h"
#include "record/form.h"

#include <string.h>

/* The page of all figures */

struct page {
    str place;
    struct asked_period period;
    bool as_now; /* merged places count where they are now */
};

static struct error *read_page(struct context *cx, const struct request *request,
                               struct page *page)
{
    str wanted;

    TRY(period_read(cx, request, &page->period));
    page->as_now = str_eq(request_param(request, "tree"), S("now"));
    TRY(place_asked_for(cx, request, "place", &wanted));
    return access_scope(cx, "figures.read", wanted, &page->place);
}

static str day_text(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_write(day, &text);
    return buf_str(&text);
}

static void write_presets(struct context *cx, const struct page *page, struct buf *out)
{
    period_write_tabs(cx, out,
                      arena_printf(cx->arena, "/figures?place=%.*s%s&", STR_ARG(page->place),
                                   page->as_now ? "&tree=now" : ""),
                      &page->period);
}

static void write_day(struct context *cx, struct buf *out, const char *name, const char *label,
                      date day)
{
    ui_input(out,
             &(struct ui_input){
                 .name = name, .label = label, .type = "date", .value = day_text(cx, day) });
}

static void write_tree_choice(struct buf *out, bool as_now)
{
    static const struct ui_choice trees[] = { { S_INIT(""), S_INIT("按当时的区划") },
                                              { S_INIT("now"), S_INIT("按现在的区划") } };

    ui_input(out, &(struct ui_input){ .name = "tree",
                                      .label = "合并过的村",
                                      .value = as_now ? S("now") : S(""),
                                      .choices = trees,
                                      .choice_count = COUNT(trees) });
}

static void write_search(struct context *cx, const struct page *page, struct buf *out)
{
    ui_search_begin(out, S("/figures"));
    form_write_place(
        cx, out, (struct ui_input){ .name = "place", .label = "地点", .value = page->place });
    write_day(cx, out, "from", "从", page->period.from);
    write_day(cx, out, "to", "到", page->period.to);
    write_tree_choice(out, page->as_now);
    ui_search_end(out, S("统计"));
}

void figure_write_number(struct context *cx, struct buf *out, const struct figure_entry *entry,
                         struct figure_value value, str href)
{
    str said = figure_said(cx, entry, value);

    if (str_is_empty(href))
        html(out, "%.*s", STR_ARG(said));
    else
        html(out, "<a href='%.*s'>%.*s</a>", STR_ARG(href), STR_ARG(said));
}

static const struct ui_column figure_columns[] = {
    { .label = "指标" },
    { .label = "数值", .number = true },
    { .label = "说明" },
};

static void write_figure(struct context *cx, struct buf *out, const struct page *page,
                         const struct figure_entry *entry, struct figure_value value)
{
    const struct figure *figure = entry->figure;
    str href = figure_href(cx, entry, page->place, page->period.from, page->period.to);

    ui_row_begin(out);
    ui_cell_begin(out, &figure_columns[0]);
    html(out, "<a href='/figures/%s?place=%.*s'>%s</a>", figure->key, STR_ARG(page->place),
         figure->label);
    ui_cell_end(out);
    ui_cell_begin(out, &figure_columns[1]);
    figure_write_number(cx, out, entry, value, page->as_now ? (str){ 0 } : href);
    ui_cell_end(out);
    ui_cell_begin(out, &figure_columns[2]);
    html(out, "%s", figure->note);
    ui_cell_end(out);
    ui_row_end(out);
}

static struct error *read_values(struct context *cx, const struct page *page,
                                 const struct figure_entry *const *entries, size_t count,
                                 struct figure_value *values)
{
    const struct asked_period *period = &page->period;

    return page->as_now ? figures_read_as_now(cx, entries, count, page->place, period->from,
                                              period->to, values)
                        : figures_read(cx, entries, count, page->place, period->from,
                                       period->to, values);
}

static str module_title(const char *name)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        if (strcmp((*module)->name, name) == 0)
            return str_of((*module)->title);
    return str_of(name);
}

/* The figures of one module after the other, each in a section. */
static void write_sections(struct context *cx, struct buf *out, const struct page *page,
                           const struct figure_entry *const *entries, size_t count,
                           const struct figure_value *values)
{
    for (size_t i = 0; i < count; i++) {
        const char *module = entries[i]->module;
        if (i == 0 || strcmp(module, entries[i - 1]->module) != 0) {
            ui_section_begin(out, module, module_title(module));
            ui_table_begin(out, (str){ 0 }, figure_columns, COUNT(figure_columns));
        }
        write_figure(cx, out, page, entries[i], values[i]);
        if (i + 1 == count || strcmp(module, entries[i + 1]->module) != 0) {
            ui_table_end(out);
            ui_section_end(out);
        }
    }
}

static const struct figure_entry **list_entries(struct context *cx, bool headlines_only,
                                                size_t *count)
{
    size_t all;
    const struct figure_entry *entries = figures_all(&all);
    const struct figure_entry **list = arena_array(cx->arena, const struct figure_entry *, all);

    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (!headlines_only || entries[i].figure->headline)
            list[(*count)++] = &entries[i];
    return list;
}

static struct error *write_all(struct context *cx, struct buf *out, void *closure)
{
    const struct page *page = closure;
    size_t count;
    const struct figure_entry **entries = list_entries(cx, false, &count);
    struct figure_value *values = arena_array(cx->arena, struct figure_value, count);

    TRY(read_values(cx, page, entries, count, values));
    write_sections(cx, out, page, entries, count, values);
    return NULL;
}

/* Many ask for the same figures, and they change only when something has happened. */
static struct error *write_figures(struct context *cx, struct buf *out, struct page *page)
{
    const struct asked_period *period = &page->period;

    return part_write(
        cx, out,
        &(struct part){ .name = "figures",
                        .write = write_all,
                        .values =
                            WITH(value_text(page->place), value_integer(period->from.day),
                                 value_integer(period->to.day), value_integer(page->as_now)) },
        page);
}

static struct error *answer_file(struct context *cx, const struct page *page,
                                 const char *format, struct response *response)
{
    bool csv = strcmp(format, "csv") == 0;

    response->bare = true;
    response->content_type =
        csv ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
    if (csv) {
        response_header(response, "Content-Disposition",
                        S("attachment; filename=\"figures.csv\""));
        buf_add(&response->body, S("\xef\xbb\xbf")); /* for spreadsheet programs */
    }
    return figures_write(cx, page->place, page->period.from, page->period.to, format,
                         &response->body);
}

static struct error *answer_sheet(struct context *cx, const struct page *page,
                                  struct response *response)
{
    struct buf made_by = { .arena = cx->arena };

    buf_printf(&made_by, "制表人：%.*s　　制表时间：", STR_ARG(cx->access->name));
    instant_write(cx->now, &made_by);
    response->bare = true;
    response->content_type = export_media_type(EXPORT_XLSX);
    response_header(response, "Content-Disposition",
                    S("attachment; filename=\"figures.xlsx\""));
    return figures_write_sheet(cx, page->place, page->period.from, page->period.to,
                               buf_str(&made_by), &response->file);
}

static str export_href(struct context *cx, const struct page *page, const char *format)
{
    return arena_printf(cx->arena, "/figures?place=%.*s&from=%.*s&to=%.*s&format=%s",
                        STR_ARG(page->place), STR_ARG(day_text(cx, page->period.from)),
                        STR_ARG(day_text(cx, page->period.to)), format);
}

static struct error *figures_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct page page = { 0 };
    str format = request_param(request, "format");
    struct buf *out = &response->body;

    TRY(read_page(cx, request, &page));
    if (request->wants_json || str_eq(format, S("json")))
        return answer_file(cx, &page, "json", response);
    if (str_eq(format, S("csv")))
        return answer_file(cx, &page, "csv", response);
    if (str_eq(format, S("xlsx")))
        return answer_sheet(cx, &page, response);
    response->title = S("统计");
    ui_heading(out,
               arena_printf(cx->arena, _("%.*s统计"), STR_ARG(place_called(cx, page.place))),
               period_words(cx, page.period.from, page.period.to));
    write_presets(cx, &page, out);
    write_search(cx, &page, out);
    TRY(write_figures(cx, out, &page));
    ui_actions_begin(out);
    ui_button_link(out, export_href(cx, &page, "xlsx"), S("导出表格"), false);
    ui_button_link(out, export_href(cx, &page, "csv"), S("导出CSV"), false);
    ui_actions_end(out);
    return NULL;
}

/* The headlines on a place's page */

static void write_headline(struct context *cx, struct buf *out, const struct page *page,
                           const struct figure_entry *entry, struct figure_value value)
{
    ui_figure(out, figure_href(cx, entry, page->place, page->period.from, page->period.to),
              str_of(entry->figure->label), figure_text(cx, entry, value), figure_unit(entry),
              (str){ 0 });
}

static struct error *write_headlines(struct context *cx, str place, struct buf *out)
{
    struct page page = { place, { year_start(cx->today), cx->today, "year" }, false };
    size_t count;
    const struct figure_entry **entries = list_entries(cx, true, &count);
    struct figure_value *values = arena_array(cx->arena, struct figure_value, count);

    if (count == 0)
        return NULL;
    TRY(read_values(cx, &page, entries, count, values));
    ui_figures_begin(out);
    for (size_t i = 0; i < count; i++)
        write_headline(cx, out, &page, entries[i], values[i]);
    ui_figures_end(out);
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "/dashboard?place=%.*s", STR_ARG(place)),
                   S("看板"), false);
    ui_button_link(out, arena_printf(cx->arena, "/figures?place=%.*s", STR_ARG(place)),
                   S("全部统计"), false);
    ui_actions_end(out);
    return NULL;
}

static const struct panel place_panels[] = {
    { "今年的数字", "figures.read", write_headlines, PANEL_FIRST },
    { 0 },
};

static const struct route routes[] = {
    { GET, "/figures", figures_page, .needs = "figures.read", .api = true,
      .summary = "一个地方的全部统计数" },
    { GET, "/dashboard", dashboard_page, .needs = "figures.read", .slow = true,
      .summary = "一个地方的看板" },
    { GET, "/screen", screen_page, .needs = "figures.read", .slow = true,
      .summary = "会议室的大屏" },
    { GET, "/screen/events", screen_events_page, .needs = "figures.read",
      .summary = "大屏的更新通知" },
    { GET, "/figures/{key}", figure_trend_page, .needs = "figures.read",
      .summary = "一项指标的走势" },
    { GET, "/journal/{id}", journal_entry_page, .needs = "journal.read",
      .summary = "一条操作记录" },
    { GET, "/journal/days", journal_days_page, .needs = "journal.read", .summary = "每日封存" },
    { GET, "/journal/days/{county}/{day}", journal_day_page, .needs = "journal.read",
      .summary = "一天的封存单" },
    { 0 },
};

/* Numbers are for everybody with a post in the common work: they show no person. */
static const struct grant grants[] = {
    { "figures.read", "看统计数",
      "county_office county_department township_secretary township_head township_deputy "
      "township_office township_department village_liaison discipline_officer party_office "
      "political_legal_member justice_office civil_affairs_office agriculture_office "
      "emergency_office practice_institute hotline_liaison congress_office cppcc_office "
      "secretary deputy_secretary director deputy_director committee_member "
      "party_committee_member village_committee_member women_chair village_clerk accountant "
      "cashier village_cadre supervision_chair supervision_member group_head "
      "party_group_leader grid_leader grid_worker hundred_household_leader household_liaison "
      "micro_grid_leader mediation_chair mediator villager_representative "
      "deliberation_member party_delegate npc_deputy cppcc_member" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/dashboard", "看板", "figure", "figures.read", MENU_USUAL },
    { "/figures", "统计", "figure", "figures.read", MENU_LOOKED_UP },
    { "/journal", "操作记录", "file", "journal.read", MENU_USUAL },
    { "/journal/days", "每日封存", "file", "journal.read", MENU_USUAL },
    { 0 },
};

static const struct record_type *const records[] = { &journal_entry_type, NULL };

static const struct query *const queries[] = {
    &places_below_shown, &sealed_day,      &sealed_days, &newest_sealed_day,
    &entry_before,       &entries_between, NULL,
};

const struct module figures_module = {
    .name = "figures",
    .title = "统计",
    .records = records,
    .routes = routes,
    .queries = queries,
    .grants = grants,
    .menu = menu,
    .place_panels = place_panels,
};
