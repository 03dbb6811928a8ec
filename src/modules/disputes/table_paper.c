/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that are sent upwards, on A4: as they are now, and as they were sent. */
#include "app/access.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "base/csv.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/tables.h"

/* Of a longer table each part has pages of its own. */
enum { PARTS_MAX = 6, LABEL_WEIGHT = 2, ROWS_TOGETHER = 12 };

/* A wide table goes onto paper as a few narrow ones, each with the names of the rows. */
struct table_part {
    const char *heading;
    size_t columns;
};

static const struct table_part parts_of[TABLE_KINDS][PARTS_MAX] = {
    [TABLE_JUSTICE] = { { "一、调解情况", 7 },
                        { "二、案件来源", 7 },
                        { "三、纠纷类型", 10 },
                        { "四、纠纷类型（续），排查、预防和司法确认", 11 } },
    [TABLE_SECURITY] = { { "一、排查和调处", 4 }, { "二、规模和层级", 7 } },
    [TABLE_RESOLVED] = { { "一、化解情况", 10 },
                         { "二、化解情况（续）", 10 },
                         { "三、化解情况（续）", 10 },
                         { "四、化解情况（续）和合计", 8 } },
};

/* All texts of a table: the headings, the rows, the total. */
struct texts {
    struct context *cx;
    str *cells;
    size_t columns;
    size_t rows;
    size_t room; /* rows */
};

static struct error *take_row(struct context *cx, const struct csv_row *row, void *closure)
{
    struct texts *texts = closure;

    if (texts->columns == 0)
        texts->columns = row->count;
    if (row->count != texts->columns || texts->rows == TABLE_ROWS_MAX + 2)
        return fail(cx, ERROR_INVALID, "报送的数字不完整，不能打印。");
    if (texts->rows == texts->room) {
        size_t room = texts->room == 0 ? 64 : texts->room * 2;
        str *cells = arena_array(cx->arena, str, room * texts->columns);
        for (size_t i = 0; i < texts->rows * texts->columns; i++)
            cells[i] = texts->cells[i];
        texts->cells = cells;
        texts->room = room;
    }
    for (size_t i = 0; i < row->count; i++)
        texts->cells[texts->rows * texts->columns + i] = arena_copy(cx->arena, row->cells[i]);
    texts->rows++;
    return NULL;
}

static void add_part(const struct texts *texts, struct paper *paper,
                     const struct table_part *part, size_t first)
{
    struct context *cx = texts->cx;
    struct paper_column *columns =
        arena_array(cx->arena, struct paper_column, part->columns + 1);
    str *cells = arena_array(cx->arena, str, part->columns + 1);
    struct paper_table *table;

    columns[0] = (struct paper_column){ .label = arena_text(cx->arena, texts->cells[0]),
                                        .weight = LABEL_WEIGHT };
    for (size_t i = 0; i < part->columns; i++)
        columns[i + 1] =
            (struct paper_column){ .label = arena_text(cx->arena, texts->cells[first + i]),
                                   .number = true };
    table = paper_table_begin(paper, (str){ 0 }, columns, part->columns + 1);
    for (size_t row = 1; row < texts->rows; row++) {
        const str *whole = texts->cells + row * texts->columns;
        cells[0] = whole[0];
        for (size_t i = 0; i < part->columns; i++)
            cells[i + 1] = whole[first + i];
        if (row == texts->rows - 1)
            paper_table_total(table, cells);
        else
            paper_table_row(table, cells);
    }
    paper_table_end(table);
}

static struct error *add_parts(const struct texts *texts, enum table_kind kind,
                               struct paper *paper)
{
    size_t first = 1;

    for (const struct table_part *part = parts_of[kind];
         part < parts_of[kind] + PARTS_MAX && part->heading != NULL; part++) {
        if (first + part->columns > texts->columns)
            return fail(texts->cx, ERROR_INVALID, "报送的数字不完整，不能打印。");
        if (first > 1 && texts->rows > ROWS_TOGETHER)
            paper_break(paper);
        paper_heading(paper, 1, str_of(part->heading));
        add_part(texts, paper, part, first);
        first += part->columns;
    }
    return NULL;
}

struct printed_table {
    enum table_kind kind;
    str place;
    date from;
    date to;
    str cells; /* CSV */
    str note;  /* what to mind */
};

static struct error *answer(struct context *cx, const struct printed_table *printed,
                            struct response *response)
{
    str title = arena_printf(cx->arena, "%.*s%s", STR_ARG(place_called(cx, printed->place)),
                             words_for(str_of(table_choices[printed->kind].label)).data);
    struct paper *paper = print_begin(cx, title, PAPER_FORM);
    struct texts texts = { .cx = cx };

    TRY(csv_read(cx, printed->cells, take_row, &texts));
    paper_title(paper, title, period_words(cx, printed->from, printed->to));
    if (!str_is_empty(printed->note))
        paper_note(paper, printed->note);
    TRY(add_parts(&texts, printed->kind, paper));
    paper_space(paper, 2);
    paper_line(paper, PAPER_LEFT,
               S("填报单位（盖章）：＿＿＿＿＿＿　单位负责人：＿＿＿＿＿　"
                 "审核人：＿＿＿＿"));
    paper_line(paper, PAPER_LEFT,
               S("填表人：＿＿＿＿＿＿　　填报日期：＿＿＿＿年＿＿月＿＿日"));
    return print_answer(cx, paper,
                        arena_printf(cx->arena, "%s.pdf", table_choices[printed->kind].label),
                        response);
}

struct error *table_print(struct context *cx, const struct dispute_table *table, str cells,
                          struct response *response)
{
    struct printed_table printed = {
        .kind = table->kind,
        .place = table->place,
        .from = table->from,
        .to = table->to,
        .cells = cells,
    };

    if (!str_is_empty(table->wrong))
        printed.note = arena_printf(cx->arena, "数字对不上，只供核对，不能报送。\n%.*s",
                                    STR_ARG(table->wrong));
    return answer(cx, &printed, response);
}

struct error *return_paper_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct dispute_return sent = { 0 };

    TRY(record_get_for(cx, &dispute_return_type, request->id, "disputes.guide", &sent));
    response->title = str_of(table_choices[sent.kind].label);
    return answer(cx,
                  &(struct printed_table){
                      .kind = sent.kind,
                      .place = sent.place,
                      .from = sent.from_on,
                      .to = sent.to_on,
                      .cells = sent.cells,
                      .note = arena_printf(cx->arena, "%.*s报送%.*s，报送人%.*s。",
                                           STR_ARG(day_shown(cx, sent.sent_on)),
                                           STR_ARG(sent.receiver), STR_ARG(sent.sender)),
                  },
                  response);
}
