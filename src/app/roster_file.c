/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that go back to people: their own with the reasons beside it, and blank ones. */
#include "app/roster_parts.h"

#include "base/words.h"
#include "sheet/writer.h"

#include <string.h>

enum { RESULT_COLUMNS = 4 }; /* the number of the row before its own, three behind them */

/* The reasons */

struct giving_back {
    struct sheet_writer *writer;
};

static bool is_wrong(const struct roster_row *row, const struct roster_column *column)
{
    for (const struct roster_problem *problem = row->problems; problem != NULL;
         problem = problem->next)
        if (problem->column == column)
            return true;
    return false;
}

static const char *const verdicts[ROSTER_VERDICTS] = {
    [ROW_NEW] = "新增",
    [ROW_CHANGED] = "更新",
    [ROW_SAME] = "没有变化",
    [ROW_WRONG] = "有错",
};

static str changes_of(struct context *cx, const struct roster_row *row)
{
    if (row->stays != NULL)
        return arena_printf(cx->arena, "%s\n%.*s", words_said(row->stays),
                            STR_ARG(roster_changes(cx, row)));
    return row->verdict == ROW_CHANGED ? roster_changes(cx, row) : (str){ 0 };
}

static struct error *give_row(struct context *cx, struct roster_row *row, void *closure)
{
    const struct giving_back *giving = closure;
    const struct roster_job *job = row->job;
    str reasons = roster_reasons(cx, row);

    sheet_add_number(giving->writer, row->sheet->number);
    for (size_t i = 0; i < job->column_count; i++) {
        size_t number = job->columns[i].number;
        str text = number < row->sheet->count ? row->sheet->cells[number].text : (str){ 0 };
        if (is_wrong(row, &job->columns[i]))
            sheet_add_wrong(giving->writer, text);
        else
            sheet_add_text(giving->writer, text);
    }
    sheet_add_text(giving->writer, words_for(str_of(verdicts[row->verdict])));
    sheet_add_text(giving->writer, changes_of(cx, row));
    if (str_is_empty(reasons))
        sheet_add_nothing(giving->writer);
    else
        sheet_add_wrong(giving->writer, reasons);
    sheet_end_row(giving->writer);
    return NULL;
}

static struct error *begin_reasons(struct context *cx, const struct roster_job *job,
                                   struct sheet_writer *writer)
{
    struct sheet_column *columns =
        arena_array(cx->arena, struct sheet_column, job->column_count + RESULT_COLUMNS);

    columns[0] = (struct sheet_column){ .heading = S("原行号"), .form = CELL_INTEGER };
    for (size_t i = 0; i < job->column_count; i++)
        columns[i + 1] = (struct sheet_column){ .heading = job->columns[i].heading };
    columns[job->column_count + 1] = (struct sheet_column){ .heading = S("核对结果") };
    columns[job->column_count + 2] =
        (struct sheet_column){ .heading = S("会改什么"), .width = 40 };
    columns[job->column_count + 3] =
        (struct sheet_column){ .heading = S("哪里不对、怎么改"), .width = 60 };
    return sheet_begin(cx, writer,
                       &(struct sheet){ .name = S("核对结果"),
                                        .columns = columns,
                                        .column_count = job->column_count + RESULT_COLUMNS });
}

struct error *roster_write_reasons(struct context *cx, struct roster_job *job,
                                   struct loose_file *file)
{
    CLEANUP(sheet_writer_drop) struct sheet_writer *writer = NULL;

    TRY(sheet_writer_open(cx, &writer));
    TRY(begin_reasons(cx, job, writer));
    TRY(roster_walk(cx, job, give_row, &(struct giving_back){ writer }));
    struct sheet_writer *whole = writer;
    writer = NULL;
    return sheet_writer_finish(cx, whole, file);
}

/* Blank tables */

static const char *example_of(const struct roster *roster, const char *name)
{
    for (const struct roster_example *example = roster->examples;
         example != NULL && example->name != NULL; example++)
        if (strcmp(example->name, name) == 0)
            return example->value;
    return "";
}

/* Only what people fill in; a whole table of thirty columns would frighten them. */
static bool is_asked(const struct field *field)
{
    return !field->hidden && !field->read_only;
}

static str heading_of(struct context *cx, const struct field *field)
{
    const char *unit = field->kind == &kind_amount ? "（元）"
                       : field->kind == &kind_area ? "（亩）"
                                                   : "";

    return arena_printf(cx->arena, "%s%s%s", field->label, unit, field->required ? "*" : "");
}

static str *labels_of(struct context *cx, const struct field *field, size_t *count)
{
    str *labels = arena_array(cx->arena, str, field->choices.count + 1);

    *count = 0;
    for (size_t i = 0; i < field->choices.count; i++)
        if (field->choices.items[i].label[0] != '\0')
            labels[(*count)++] = str_of(field->choices.items[i].label);
    return labels;
}

/* What may be chosen: labels, yes or no, the words that are known for a text. */
static struct error *offer(struct context *cx, const struct field *field,
                           struct sheet_column *column)
{
    static const str yes_no[] = { S_INIT("是"), S_INIT("否") };
    str *words;

    if (field->words != NULL) {
        TRY(field->words(cx, &words, &column->choice_count));
        column->choices = words;
    } else if (field->kind == &kind_boolean) {
        column->choices = yes_no;
        column->choice_count = COUNT(yes_no);
    } else {
        column->choices = labels_of(cx, field, &column->choice_count);
    }
    return NULL;
}

static struct error *blank_column(struct context *cx, const struct field *field,
                                  struct sheet_column *column)
{
    *column = (struct sheet_column){
        .heading = heading_of(cx, field),
        .note = str_of(field->help),
        .width = field->kind == &kind_secret ? 22 : 0,
    };
    return offer(cx, field, column);
}

struct blank {
    struct sheet_column *columns;
    const char **names;
    size_t count;
};

static void add_column(struct blank *blank, const char *name, struct sheet_column column)
{
    blank->names[blank->count] = name;
    blank->columns[blank->count++] = column;
}

static struct error *add_columns(struct context *cx, const struct roster *roster,
                                 struct blank *blank)
{
    const struct shape *shape = &roster->type->shape;
    struct sheet_column column;

    add_column(blank, "", (struct sheet_column){ .heading = S("序号") });
    for (const struct roster_extra *extra = roster->extras;
         extra != NULL && extra->name != NULL; extra++)
        add_column(blank, extra->name,
                   (struct sheet_column){ .heading = str_of(extra->label),
                                          .width = extra->is_code ? 22 : 0 });
    for (size_t i = 0; i < shape->count && blank->count < ROSTER_COLUMNS_MAX; i++)
        if (is_asked(&shape->fields[i])) {
            TRY(blank_column(cx, &shape->fields[i], &column));
            add_column(blank, shape->fields[i].name, column);
        }
    return NULL;
}

static void write_example(const struct roster *roster, const struct blank *blank,
                          struct sheet_writer *writer)
{
    sheet_add_text(writer, S("示例"));
    for (size_t i = 1; i < blank->count; i++)
        sheet_add_text(writer, str_of(example_of(roster, blank->names[i])));
    sheet_end_row(writer);
}

struct error *roster_write_blank(struct context *cx, const struct roster *roster,
                                 struct loose_file *file)
{
    CLEANUP(sheet_writer_drop) struct sheet_writer *writer = NULL;
    struct blank blank = {
        .columns = arena_array(cx->arena, struct sheet_column, ROSTER_COLUMNS_MAX + 20),
        .names = arena_array(cx->arena, const char *, ROSTER_COLUMNS_MAX + 20),
    };

    TRY(add_columns(cx, roster, &blank));
    TRY(sheet_writer_open(cx, &writer));
    TRY(sheet_begin(cx, writer,
                    &(struct sheet){ .name = str_of(roster->title),
                                     .title = str_of(roster->title),
                                     .made_by = S("带*的必填。“示例”那一行导入时会跳过，"
                                                  "可以留着，也可以删去。"),
                                     .columns = blank.columns,
                                     .column_count = blank.count }));
    write_example(roster, &blank, writer);
    struct sheet_writer *whole = writer;
    writer = NULL;
    return sheet_writer_finish(cx, whole, file);
}
