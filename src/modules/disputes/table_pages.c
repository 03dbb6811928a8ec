/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that are sent upwards, on the screen, as a spreadsheet, and sent. */
#include "app/access.h"
#include "app/period.h"
#include "app/place_input.h"
#include "base/csv.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/tables.h"
#include "record/form.h"
#include "sheet/writer.h"

#include <string.h>

enum { FEW = 3 };

struct asked_table {
    enum table_kind kind;
    str place;
    date from;
    date to;
};

static enum table_kind kind_of(str code)
{
    for (size_t i = 0; i < TABLE_KINDS; i++)
        if (str_eq(code, str_of(table_choices[i].code)))
            return (enum table_kind)i;
    return TABLE_JUSTICE;
}

static struct error *read_asked(struct context *cx, const struct request *request,
                                const char *permission, struct asked_table *asked)
{
    struct asked_period period;
    str place;

    asked->kind = kind_of(request_param(request, "kind"));
    TRY(place_asked_for(cx, request, "place", &place));
    TRY(access_scope(cx, permission, place, &asked->place));
    TRY(period_read(cx, request, &period));
    asked->from = period.from;
    asked->to = period.to;
    return NULL;
}

/* The table that is asked for, and whether this person may know how many exactly. */
static struct error *read_table(struct context *cx, const struct request *request,
                                struct asked_table *asked, struct dispute_table *table,
                                bool *exact)
{
    TRY(read_asked(cx, request, "disputes.statistics", asked));
    TRY(table_read(cx, asked->kind, asked->place, asked->from, asked->to, table));
    *exact = access_allows(cx, "disputes.read", asked->place);
    return NULL;
}

static str query_of(struct context *cx, const struct asked_table *asked)
{
    struct buf query = { .arena = cx->arena };

    buf_printf(&query, "kind=%s&place=%.*s&from=", table_choices[asked->kind].code,
               STR_ARG(asked->place));
    date_write(asked->from, &query);
    buf_add(&query, S("&to="));
    date_write(asked->to, &query);
    return buf_str(&query);
}

/* The form that asks */

static str day_text(struct context *cx, date on)
{
    struct buf text = { .arena = cx->arena };

    date_write(on, &text);
    return buf_str(&text);
}

static void write_search(struct context *cx, struct buf *out, const struct asked_table *asked)
{
    struct ui_choice choices[TABLE_KINDS];

    for (size_t i = 0; i < TABLE_KINDS; i++)
        choices[i] =
            (struct ui_choice){ str_of(table_choices[i].code), str_of(table_choices[i].label) };
    ui_search_begin(out, S("/disputes/tables"));
    ui_input(out, &(struct ui_input){ .name = "kind",
                                      .label = "报表",
                                      .value = str_of(table_choices[asked->kind].code),
                                      .required = true,
                                      .choices = choices,
                                      .choice_count = COUNT(choices) });
    form_write_place(
        cx, out, (struct ui_input){ .name = "place", .label = "地方", .value = asked->place });
    ui_input(out, &(struct ui_input){ .name = "from",
                                      .label = "从",
                                      .type = "date",
                                      .value = day_text(cx, asked->from) });
    ui_input(out, &(struct ui_input){ .name = "to",
                                      .label = "到",
                                      .type = "date",
                                      .value = day_text(cx, asked->to) });
    ui_search_end(out, S("统计"));
}

static void write_periods(struct context *cx, struct buf *out, const struct asked_table *asked)
{
    struct ui_link links[PERIOD_PRESETS];

    for (size_t i = 0; i < PERIOD_PRESETS; i++)
        links[i] = (struct ui_link){
            .href = arena_printf(cx->arena, "/disputes/tables?kind=%s&place=%.*s&period=%s",
                                 table_choices[asked->kind].code, STR_ARG(asked->place),
                                 period_presets[i].name),
            .text = str_of(period_presets[i].label),
        };
    ui_tabs(out, S("期间"), links, PERIOD_PRESETS);
}

/* The table */

static bool is_few(int64_t count)
{
    return count > 0 && count < FEW;
}

/* Those who see no cases see of so few only that there are some: an amount is that of one
 * quarrel then, and a rate tells how it ended. */
static str cell_for(struct context *cx, const struct dispute_table *table,
                    const struct table_row *row, size_t column, bool exact)
{
    const struct table_column *about = &table->columns[column];

    if (!exact && about->is_amount && is_few(row->cells[0]))
        return S("—");
    if (!exact && about->is_rate && is_few(row->cells[column - 2]))
        return S("—");
    if (!exact && !about->is_amount && is_few(row->cells[column]))
        return S("少于3");
    return table_cell(cx, table, row, column);
}

static void write_row(struct context *cx, struct buf *out, const struct dispute_table *table,
                      const struct ui_column *columns, const struct table_row *row, bool exact)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html_text(out, words_for(row->label));
    ui_cell_end(out);
    for (size_t i = 0; i < table->column_count; i++) {
        ui_cell_begin(out, &columns[i + 1]);
        html_text(out, cell_for(cx, table, row, i, exact));
        ui_cell_end(out);
    }
    ui_row_end(out);
}

/* "婚姻家庭" is the type 婚姻家庭纠纷, and "婚姻家庭 化解" what of it was resolved. */
static const char *column_said(struct context *cx, str label)
{
    str type, rest, said = words_for(label);
    bool is_pair = str_cut(label, ' ', &type, &rest);

    if (words_spoken() != LANGUAGE_ENGLISH || said.data != label.data)
        return arena_text(cx->arena, said);
    said = words_for(type);
    if (said.data == type.data)
        said = words_for(arena_printf(cx->arena, "%.*s%s", STR_ARG(type), "纠纷"));
    return arena_text(cx->arena, is_pair ? arena_printf(cx->arena, "%.*s: %.*s", STR_ARG(said),
                                                        STR_ARG(words_for(rest)))
                                         : said);
}

static void write_table(struct context *cx, struct buf *out, const struct dispute_table *table,
                        bool exact)
{
    struct ui_column *columns =
        arena_array(cx->arena, struct ui_column, table->column_count + 1);

    columns[0].label = arena_text(cx->arena, table->row_heading);
    for (size_t i = 0; i < table->column_count; i++)
        columns[i + 1] = (struct ui_column){
            .label = column_said(cx, table->columns[i].label),
            .number = true,
        };
    ui_table_begin(out, str_of(table_choices[table->kind].label), columns,
                   table->column_count + 1);
    for (size_t i = 0; exact && i < table->row_count; i++)
        write_row(cx, out, table, columns, &table->rows[i], true);
    write_row(cx, out, table, columns, &table->total, exact);
    ui_table_end(out);
}

static struct error *write_sending(struct context *cx, struct buf *out,
                                   const struct asked_table *asked,
                                   const struct dispute_table *table,
                                   const struct request *request)
{
    struct dispute_return sent;
    bool found;

    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    if (!access_allows(cx, "disputes.guide", asked->place))
        return NULL;
    TRY(table_sent(cx, table, &sent, &found));
    if (found)
        ui_notice(out, str_eq(sent.cells, table_csv(cx, table)) ? TONE_GOOD : TONE_WAITING,
                  arena_printf(cx->arena, _("%.*s已报送%.*s，%s"),
                               STR_ARG(day_shown(cx, sent.sent_on)), STR_ARG(sent.receiver),
                               str_eq(sent.cells, table_csv(cx, table))
                                   ? _("数字和现在一致。")
                                   : _("之后案件有变化，和现在的数字不一样。")));
    ui_section_begin(out, "send", S("报送"));
    if (!str_is_empty(table->wrong)) {
        ui_notice(out, TONE_LATE, S("数字对不上，改正后才能报送："));
        html_lines(out, table->wrong);
        ui_section_end(out);
        return NULL;
    }
    html(out, "<p>%s</p>\n", _("类型、来源、协议形式都和总数对得上。"));
    ui_form_begin(out, S("/disputes/tables"), cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "kind",
                                      .type = "hidden",
                                      .value = str_of(table_choices[asked->kind].code) });
    ui_input(out,
             &(struct ui_input){ .name = "place", .type = "hidden", .value = asked->place });
    ui_input(out, &(struct ui_input){
                      .name = "from", .type = "hidden", .value = day_text(cx, asked->from) });
    ui_input(out, &(struct ui_input){
                      .name = "to", .type = "hidden", .value = day_text(cx, asked->to) });
    ui_input(out, &(struct ui_input){ .name = "receiver",
                                      .label = "报到哪里",
                                      .required = true,
                                      .max = 60,
                                      .form = "send" });
    ui_form_end(out, S("报送（数字定下来）"), (str){ 0 });
    ui_section_end(out);
    return NULL;
}

struct error *tables_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    struct buf *out = &response->body;
    struct asked_table asked;
    struct dispute_table table;
    bool exact;

    TRY(read_table(cx, request, &asked, &table, &exact));
    response->title = str_of(table_choices[asked.kind].label);
    ui_heading(out, response->title,
               arena_printf(cx->arena, "%.*s %.*s", STR_ARG(place_called(cx, asked.place)),
                            STR_ARG(period_words(cx, asked.from, asked.to))));
    write_search(cx, out, &asked);
    write_periods(cx, out, &asked);
    if (!exact)
        ui_notice(out, TONE_PLAIN, S("您看到的是合计；不满三件的只写“少于3”。"));
    write_table(cx, out, &table, exact);
    html(
        out, "<p>%s</p>\n",
        _("调解案件按受理日期统计，成功是其中已达成协议并生效的；排查是行动的次数，和案件数不相加。"));
    ui_actions_begin(out);
    if (access_allows(cx, "disputes.guide", asked.place))
        ui_button_link(out,
                       arena_printf(cx->arena, "/disputes/tables.xlsx?%.*s",
                                    STR_ARG(query_of(cx, &asked))),
                       S("导出表格"), false);
    ui_button_link(
        out,
        arena_printf(cx->arena, "/disputes/tables.pdf?%.*s", STR_ARG(query_of(cx, &asked))),
        S("打印"), false);
    ui_actions_end(out);
    return write_sending(cx, out, &asked, &table, request);
}

/* A spreadsheet */

static void write_sheet_row(struct context *cx, const struct dispute_table *table,
                            const struct table_row *row, struct sheet_writer *writer)
{
    sheet_add_text(writer, row->label);
    for (size_t i = 0; i < table->column_count; i++)
        if (table->columns[i].is_rate || table->columns[i].is_amount)
            sheet_add_decimal(writer, table_cell(cx, table, row, i));
        else
            sheet_add_number(writer, row->cells[i]);
    sheet_end_row(writer);
}

struct error *table_sheet(struct context *cx, const struct dispute_table *table,
                          struct loose_file *file)
{
    CLEANUP(sheet_writer_drop) struct sheet_writer *writer = NULL;
    struct sheet_column *columns =
        arena_array(cx->arena, struct sheet_column, table->column_count + 1);
    struct sheet sheet = {
        .name = str_of(table_choices[table->kind].label),
        .title = arena_printf(cx->arena, "%.*s%s", STR_ARG(place_called(cx, table->place)),
                              table_choices[table->kind].label),
        .made_by = arena_printf(
            cx->arena, "%.*s %.*s%s", STR_ARG(period_words(cx, table->from, table->to)),
            STR_ARG(cx->access->name),
            str_is_empty(table->wrong) ? "" : "（数字对不上，只供核对，不能报送）"),
        .columns = columns,
        .column_count = table->column_count + 1,
    };

    columns[0] = (struct sheet_column){ .heading = table->row_heading, .width = 24 };
    for (size_t i = 0; i < table->column_count; i++) {
        bool is_text = table->columns[i].is_rate || table->columns[i].is_amount;
        columns[i + 1] = (struct sheet_column){ .heading = table->columns[i].label,
                                                .form = is_text ? CELL_TEXT : CELL_INTEGER };
    }
    TRY(sheet_writer_open(cx, &writer));
    TRY(sheet_begin(cx, writer, &sheet));
    for (size_t i = 0; i < table->row_count; i++)
        write_sheet_row(cx, table, &table->rows[i], writer);
    write_sheet_row(cx, table, &table->total, writer);
    struct sheet_writer *whole = writer;
    writer = NULL;
    return sheet_writer_finish(cx, whole, file);
}

struct error *table_sheet_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct asked_table asked;
    struct dispute_table table;

    TRY(read_asked(cx, request, "disputes.guide", &asked));
    TRY(table_read(cx, asked.kind, asked.place, asked.from, asked.to, &table));
    TRY(table_sheet(cx, &table, &response->file));
    response->bare = true;
    response->content_type = XLSX_TYPE;
    response_header(response, "Content-Disposition",
                    arena_printf(cx->arena, "attachment; filename=\"disputes-%s.xlsx\"",
                                 table_choices[asked.kind].code));
    return NULL;
}

/* On paper */

static str total_csv(struct context *cx, const struct dispute_table *table)
{
    struct buf out = { .arena = cx->arena };

    csv_add_cell(&out, true, table->row_heading);
    for (size_t i = 0; i < table->column_count; i++)
        csv_add_cell(&out, false, table->columns[i].label);
    csv_end_row(&out);
    csv_add_cell(&out, true, table->total.label);
    for (size_t i = 0; i < table->column_count; i++)
        csv_add_cell(&out, false, cell_for(cx, table, &table->total, i, false));
    csv_end_row(&out);
    return buf_str(&out);
}

struct error *table_paper_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct asked_table asked;
    struct dispute_table table;
    bool exact;

    TRY(read_table(cx, request, &asked, &table, &exact));
    response->title = str_of(table_choices[asked.kind].label);
    return table_print(cx, &table, exact ? table_csv(cx, &table) : total_csv(cx, &table),
                       response);
}

/* Sending */

struct table_sending {
    enum table_kind kind;
    str place;
    date from;
    date to;
    str receiver;
};

static const struct field sending_fields[] = {
    { CHOICE(table_sending, kind), .label = "报表", .choices = { table_choices, TABLE_KINDS } },
    { PLACE(table_sending, place), .label = "地方", .required = true },
    { DATE(table_sending, from), .label = "从", .required = true },
    { DATE(table_sending, to), .label = "到", .required = true },
    { TEXT(table_sending, receiver), .label = "报到哪里", .required = true, .max = 60 },
};

const struct shape table_sending_input = { SHAPE(table_sending, sending_fields) };

struct error *table_send_action(struct context *cx, const struct request *request,
                                struct response *response)
{
    const struct table_sending *sending = request->input;
    struct dispute_return sent;

    TRY(table_send(cx, sending->kind, sending->place, sending->from, sending->to,
                   sending->receiver, &sent));
    response->record = sent.id;
    return redirect(response,
                    arena_printf(cx->arena, "/dispute_returns/%lld", (long long)sent.id));
}
