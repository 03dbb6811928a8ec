/* SPDX-License-Identifier: Apache-2.0 */
/* Filling a form: what is known goes into its cells, the rest is marked. */
#include "modules/forms/form_parts.h"

#include "app/access.h"
#include "app/evidence.h"
#include "app/period.h"
#include "modules/places/places.h"
#include "record/exchange.h"
#include "sheet/filler.h"
#include "sheet/reader.h"

#include <stdlib.h>
#include <string.h>

enum { FILLINGS_MAX = 200000, PLACES_MAX = 500, FIGURES_MAX = 200 };

#define TO_DO "待填"

const struct query places_of_form = {
    .of = &place_type,
    .sql = "where parent = $1 and closed_on is null order by key limit 500",
};

struct plan {
    const struct form_template *form;
    struct form_filling *said;
    struct form_binding *bindings;
    size_t binding_count;
    size_t columns[FORM_COLUMNS_MAX];
    int64_t rows[FORM_COLUMNS_MAX];
    bool missing[FORM_COLUMNS_MAX];
    struct sheet_filling *fillings;
    size_t count;
    size_t room;
    int64_t row;     /* the next one of a list */
    int64_t ordinal; /* in the list or table */
};

/* Putting values down */

static struct error *put(struct context *cx, struct plan *plan, int64_t row, size_t column,
                         str text, bool is_number)
{
    if (plan->count == FILLINGS_MAX)
        return fail(cx, ERROR_TOO_LARGE, "要填的格子太多（超过%d格）。请按村分开填。",
                    FILLINGS_MAX);
    if (plan->count == plan->room) {
        size_t room = plan->room == 0 ? 256 : plan->room * 4;
        struct sheet_filling *wider = arena_array(cx->arena, struct sheet_filling, room);
        if (plan->count > 0)
            memcpy(wider, plan->fillings, plan->count * sizeof *wider);
        plan->fillings = wider;
        plan->room = room;
    }
    plan->fillings[plan->count++] = (struct sheet_filling){ row, column, is_number, text };
    return NULL;
}

static bool is_number(str text)
{
    return !str_is_empty(text) && strspn(text.data, "0123456789.-") >= text.length &&
           text.length <= 15;
}

/* A value for binding i, or the mark that nobody knows it. */
static struct error *put_value(struct context *cx, struct plan *plan, size_t i, int64_t row,
                               str text, bool may_be_number)
{
    bool known = !str_is_empty(text);

    plan->said->filled_count += known;
    plan->said->missing_count += !known;
    plan->missing[i] = plan->missing[i] || !known;
    return put(cx, plan, row, plan->columns[i], known ? text : S(TO_DO),
               known && may_be_number && is_number(text));
}

/* What is the same in each kind */

static str special_value(struct context *cx, const struct plan *plan, str source)
{
    struct buf day = { .arena = cx->arena };

    if (str_eq(source, S(SOURCE_PLACE)))
        return place_called(cx, plan->said->place);
    if (str_eq(source, S(SOURCE_PERIOD)))
        return period_words(cx, plan->said->from_on, plan->said->to_on);
    if (str_eq(source, S(SOURCE_FILLER)))
        return cx->access->is_system ? (str){ 0 } : cx->access->name;
    if (!str_eq(source, S(SOURCE_TODAY)))
        return (str){ 0 };
    date_write(cx->today, &day);
    return buf_str(&day);
}

static struct error *figure_value(struct context *cx, const struct plan *plan, str place,
                                  str source, str *text)
{
    const struct figure_entry *entry = source_figure(source);
    struct figure_value value = { 0 };

    *text = (str){ 0 };
    if (entry == NULL)
        return NULL;
    TRY(figure_read(cx, entry, place, plan->said->from_on, plan->said->to_on, &value));
    *text = figure_is_few(cx, entry, value) ? S("少于3") : figure_text(cx, entry, value);
    return NULL;
}

/* Lists */

/* Sealed numbers are never written. */
static str field_value(struct context *cx, const struct field *field, const void *record)
{
    if (field->kind == &kind_secret || !field_is_set(field, record))
        return (str){ 0 };
    if (field->kind == &kind_date || field->kind == &kind_integer)
        return field_json_text(cx, field, record);
    return field_shown(cx, field, record);
}

static struct error *list_record(struct context *cx, void *record, void *closure)
{
    struct plan *plan = closure;

    if (++plan->ordinal > FORM_ROWS_MAX)
        return fail(cx, ERROR_TOO_LARGE, "记录超过%d条，一张表放不下。请按村分开填。",
                    FORM_ROWS_MAX);
    for (size_t i = 0; i < plan->binding_count; i++) {
        str source = plan->bindings[i].source;
        const struct field *field = source_field(plan->form, source);
        str text = field != NULL ? field_value(cx, field, record)
                   : str_eq(source, S(SOURCE_ORDINAL))
                       ? arena_printf(cx->arena, "%lld", (long long)plan->ordinal)
                       : special_value(cx, plan, source);
        TRY(put_value(cx, plan, i, plan->row, text,
                      field == NULL || field->kind == &kind_integer));
    }
    plan->row++;
    return NULL;
}

/* Memory of the batches is taken back: what is put down needs its own. */
struct keeping {
    struct arena *arena;
    struct plan *plan;
};

static struct error *keep_record(struct context *cx, void *record, void *closure)
{
    struct keeping *keeping = closure;
    struct context own = *cx;

    own.arena = keeping->arena;
    return list_record(&own, record, keeping->plan);
}

static struct error *plan_list(struct context *cx, struct plan *plan)
{
    const struct record_type *type = type_find(plan->form->type);
    struct keeping keeping = { cx->arena, plan };
    CLEANUP(arena_release) struct arena *arena = arena_create(64 << 20);
    struct context reading = *cx;

    if (!form_may_list(type))
        return fail(cx, ERROR_CONFLICT, "这种记录已经不能列表了，请重新上传这张表。");
    TRY(access_need(cx, type->reads, plan->said->place));
    plan->row = plan->form->heading + 1;
    reading.arena = arena;
    struct error *error = store_each(&reading, type, plan->said->place, keep_record, &keeping);
    return error == NULL ? NULL : fail(cx, error->kind, "%.*s", STR_ARG(error->message));
}

/* Tables of places */

static struct error *table_row(struct context *cx, struct plan *plan, int64_t row, str place,
                               bool has_name)
{
    plan->ordinal++;
    for (size_t i = 0; i < plan->binding_count; i++) {
        str source = plan->bindings[i].source;
        bool is_name = str_eq(source, S(SOURCE_PLACE));
        bool is_ordinal = str_eq(source, S(SOURCE_ORDINAL));
        str text;
        if (has_name && (is_name || is_ordinal))
            continue;
        if (source_figure(source) != NULL)
            TRY(figure_value(cx, plan, place, source, &text));
        else
            text = is_name      ? place_called(cx, place)
                   : is_ordinal ? arena_printf(cx->arena, "%lld", (long long)plan->ordinal)
                                : special_value(cx, plan, source);
        TRY(put_value(cx, plan, i, row, text, !is_name));
    }
    return NULL;
}

static struct error *table_of_all_below(struct context *cx, struct plan *plan)
{
    struct place *places;
    size_t count;

    TRY(query_rows(cx, &places_of_form, WITH(value_text(plan->said->place)), &places, &count));
    if (count == 0)
        return table_row(cx, plan, plan->form->heading + 1, plan->said->place, false);
    for (size_t i = 0; i < count; i++)
        TRY(table_row(cx, plan, plan->form->heading + 1 + (int64_t)i, places[i].key, false));
    return NULL;
}

struct named_row {
    int64_t row;
    str name;
};

struct names {
    int64_t after;
    size_t column;
    struct named_row *rows;
    size_t count;
};

static struct error *note_name(struct context *cx, const struct sheet_row *row, void *closure)
{
    struct names *names = closure;

    if (row->number <= names->after || names->column >= row->count ||
        row->cells[names->column].kind == CELL_IS_EMPTY)
        return NULL;
    names->rows[names->count++] =
        (struct named_row){ row->number,
                            arena_copy(cx->arena, str_trim(row->cells[names->column].text)) };
    return names->count < PLACES_MAX ? NULL : &sheet_enough;
}

static struct error *read_names(struct context *cx, const struct plan *plan, str bytes,
                                struct names *names)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;

    names->after = plan->form->heading;
    names->rows = arena_array(cx->arena, struct named_row, PLACES_MAX);
    for (size_t i = 0; i < plan->binding_count; i++)
        if (str_eq(plan->bindings[i].source, S(SOURCE_PLACE)))
            names->column = plan->columns[i];
    TRY(book_open(cx, bytes, &book));
    return book_read(cx, book, (size_t)plan->form->sheet, note_name, names);
}

static bool is_total(str name)
{
    static const char *const words[] = { "合计", "总计", "全镇", "全村", "全县", NULL };

    for (const char *const *word = words; *word != NULL; word++)
        if (str_starts(name, str_of(*word)))
            return true;
    return false;
}

static bool has_place_column(const struct plan *plan)
{
    for (size_t i = 0; i < plan->binding_count; i++)
        if (str_eq(plan->bindings[i].source, S(SOURCE_PLACE)))
            return true;
    return false;
}

static struct error *plan_table(struct context *cx, struct plan *plan, str bytes)
{
    struct roster_places *places;
    struct names names = { 0 };
    bool several;

    if (has_place_column(plan))
        TRY(read_names(cx, plan, bytes, &names));
    TRY(roster_places_load(cx, plan->said->place, &places));
    for (size_t i = 0; i < names.count; i++) {
        str key = is_total(names.rows[i].name)
                      ? plan->said->place
                      : roster_place_of(cx, places, names.rows[i].name, &several);
        if (!str_is_empty(key))
            TRY(table_row(cx, plan, names.rows[i].row, key, true));
    }
    return plan->count == 0 ? table_of_all_below(cx, plan) : NULL;
}

/* Single cells */

static struct error *plan_cells(struct context *cx, struct plan *plan)
{
    for (size_t i = 0; i < plan->binding_count; i++) {
        str source = plan->bindings[i].source;
        str text;
        TRY(figure_value(cx, plan, plan->said->place, source, &text));
        if (str_is_empty(text))
            text = special_value(cx, plan, source);
        TRY(put_value(cx, plan, i, plan->rows[i], text, true));
    }
    return NULL;
}

/* All together */

static int compare(const void *a, const void *b)
{
    const struct sheet_filling *x = a;
    const struct sheet_filling *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* In order, none twice. */
static void put_in_order(struct plan *plan)
{
    size_t kept = 0;

    if (plan->count > 1)
        qsort(plan->fillings, plan->count, sizeof plan->fillings[0], compare);
    for (size_t i = 0; i < plan->count; i++)
        if (kept == 0 || compare(&plan->fillings[kept - 1], &plan->fillings[i]) != 0)
            plan->fillings[kept++] = plan->fillings[i];
    plan->count = kept;
}

static str missing_words(struct context *cx, const struct plan *plan)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < plan->binding_count; i++)
        if (plan->missing[i])
            buf_printf(&out, "%s%.*s", out.length > 0 ? "、" : "",
                       STR_ARG(plan->bindings[i].heading));
    return str_first(buf_str(&out), 1000);
}

static struct error *read_workbook(struct context *cx, const struct form_template *form,
                                   str *bytes)
{
    struct evidence *evidence;
    size_t count;

    TRY(evidence_of(cx, &form_template_type, form->id, &evidence, &count));
    if (count == 0)
        return fail(cx, ERROR_NOT_FOUND, "这张表的文件不在了，请重新上传。");
    return evidence_read(cx, &evidence[0], bytes);
}

static struct error *make_plan(struct context *cx, struct plan *plan, str bytes)
{
    for (size_t i = 0; i < plan->binding_count; i++)
        if (!cell_read(plan->bindings[i].cell, &plan->rows[i], &plan->columns[i]))
            return fail(cx, ERROR_BROKEN, "报表的对应有损坏，请重新上传这张表。");
    switch (plan->form->kind) {
    case FORM_LIST:
        return plan_list(cx, plan);
    case FORM_TABLE:
        return plan_table(cx, plan, bytes);
    case FORM_CELLS:
        break;
    }
    return plan_cells(cx, plan);
}

struct error *form_fill(struct context *cx, const struct form_template *form,
                        struct form_filling *filling, struct loose_file *file)
{
    struct plan *plan = arena_new(cx->arena, struct plan);
    str bytes;

    TRY(access_need(cx, "forms.read", filling->place));
    if (!key_is_within(filling->place, form->place))
        return fail_field(cx, "place", "这张表是%.*s的，请选它下面的地方。",
                          STR_ARG(place_called(cx, form->place)));
    if (date_compare(filling->from_on, filling->to_on) > 0)
        return fail_field(cx, "to_on", "结束日期早于开始日期，请改正。");
    filling->template = form->id;
    filling->title = form->title;
    filling->filled_count = 0;
    filling->missing_count = 0;
    plan->form = form;
    plan->said = filling;
    TRY(form_bindings(cx, form->id, &plan->bindings, &plan->binding_count));
    TRY(read_workbook(cx, form, &bytes));
    TRY(make_plan(cx, plan, bytes));
    filling->missing = missing_words(cx, plan);
    if (file == NULL)
        return NULL;
    put_in_order(plan);
    const struct sheet_order order = {
        .sheet = (size_t)form->sheet,
        .fillings = plan->fillings,
        .count = plan->count,
        .pattern_row = form->kind == FORM_CELLS ? 0 : form->heading + 1,
    };
    return sheet_fill(cx, bytes, &order, file);
}
