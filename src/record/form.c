/* SPDX-License-Identifier: Apache-2.0 */
/* Forms, facts and lists for a shape. */
#include "record/form.h"

#include "http/form.h"
#include "record/search.h"

static str problem_of(const struct problem *problems, const struct field *field)
{
    for (; problems != NULL; problems = problems->next)
        if (str_eq(str_of(problems->field), str_of(field->name)))
            return problems->message;
    return (str){ 0 };
}

static struct ui_choice *choices_of(struct context *cx, const struct field *field)
{
    struct ui_choice *choices =
        arena_array(cx->arena, struct ui_choice, field->choices.count + 1);

    for (size_t i = 0; i < field->choices.count; i++)
        choices[i] = (struct ui_choice){ str_of(field->choices.items[i].code),
                                         str_of(field->choices.items[i].label) };
    return choices;
}

/* What a form shows in a field: what was typed, else what is kept. */
static str value_in_form(struct context *cx, const struct field *field,
                         const struct filled *filled)
{
    if (params_has(filled->typed, field->name))
        return params_get(filled->typed, field->name);
    return field_is_set(field, filled->record) ? field_text(cx, field, filled->record)
                                               : (str){ 0 };
}

const char *place_key_name(struct context *cx, const char *name)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s.key", name));
}

void form_write_place(struct context *cx, struct buf *out, struct ui_input input)
{
    str key = str_trim(input.value);
    bool is_key = !str_is_empty(key) && kind_place.read(NULL, cx->arena, key, &key);

    ui_input(out, &(struct ui_input){ .name = place_key_name(cx, input.name),
                                      .type = "hidden",
                                      .value = is_key ? key : (str){ 0 } });
    input.type = "text";
    input.value = is_key ? place_path(cx, key) : input.value;
    input.suggest = S("/suggest/place");
    ui_input(out, &input);
}

void form_write_field(struct context *cx, struct buf *out, const struct field *field,
                      const struct filled *filled)
{
    bool is_ref = field->kind == &kind_ref;
    struct ui_input input = {
        .name = field->name,
        .label = field->label,
        .help = field->help,
        .type = is_ref ? "text" : field->kind->input,
        .value = value_in_form(cx, field, filled),
        .shown = is_ref ? field_shown(cx, field, filled->record) : (str){ 0 },
        .problem = problem_of(filled->problems, field),
        .required = field->required,
        .lines = field->kind == &kind_lines,
        .max = field->kind == &kind_text ? (int)field->max : 0,
        .choices = field->choices.count > 0 ? choices_of(cx, field) : NULL,
        .choice_count = field->choices.count,
        .radios = field->choices.count > 0 && field->choices.count <= 4,
        .checkbox = field->kind == &kind_boolean,
        .suggest = is_ref ? arena_printf(cx->arena, "/suggest/%s", field->target) : (str){ 0 },
        .form = filled->form,
        .secret = field->kind == &kind_secret,
    };

    if (field->kind == &kind_place)
        form_write_place(cx, out, input);
    else
        ui_input(out, &input);
}

void form_write(struct context *cx, struct buf *out, const struct shape *shape,
                const struct filled *filled)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->read_only && !field->hidden)
            form_write_field(cx, out, field, filled);
    }
}

/* The record's name leads to it where one may open it. */
static void write_reference(struct context *cx, struct buf *out, const struct field *field,
                            const void *record)
{
    record_id id = *(const record_id *)field_member_const(field, record);
    const struct record_type *target = type_find(str_of(field->target));
    struct record_reference known;

    if (id == 0 || target == NULL)
        return;
    record_refer(cx, target, id, &known);
    if (str_is_empty(known.called))
        known.called =
            arena_printf(cx->arena, "%s %lld", words_said(target->title), (long long)id);
    bool may_open =
        target->reads != NULL && (cx->may == NULL || cx->may(cx, target->reads, known.place));
    if (may_open)
        html(out, "<a href='/%s/%lld'>%.*s</a>", target->table, (long long)id,
             STR_ARG(known.called));
    else
        html(out, "%.*s", STR_ARG(known.called));
}

void value_write(struct context *cx, struct buf *out, const struct field *field,
                 const void *record)
{
    if (field->show != NULL) {
        field->show(cx, out, record);
    } else if (field->kind == &kind_choice) {
        const struct choice *choice = field_choice(field, record);
        if (choice == NULL)
            return;
        if (choice->tone == TONE_PLAIN)
            html(out, "%s", choice->label);
        else
            ui_badge(out, choice->tone, str_of(choice->label));
    } else if (field->kind == &kind_ref) {
        write_reference(cx, out, field, record);
    } else if (field->kind == &kind_lines) {
        html_lines(out, field_shown(cx, field, record));
    } else if (field_is_set(field, record) || field->kind == &kind_boolean) {
        html(out, "%.*s", STR_ARG(field_shown(cx, field, record)));
    }
}

void facts_write(struct context *cx, struct buf *out, const struct shape *shape,
                 const void *record)
{
    ui_facts_begin(out);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->hidden || !field_is_set(field, record))
            continue;
        ui_fact_begin(out, field->label);
        value_write(cx, out, field, record);
        ui_fact_end(out);
    }
    ui_facts_end(out);
}

/* Lists */

static void add_parameter(struct buf *href, const char *name, str value)
{
    if (str_is_empty(value))
        return;
    buf_printf(href,
               "%c%s=", href->length > 0 && str_contains(buf_str(href), S("?")) ? '&' : '?',
               name);
    percent_encode(href, value);
}

static str sort_text(struct context *cx, const struct field *sort, bool ascending)
{
    return arena_printf(cx->arena, "%s%s", ascending ? "" : "-", sort->name);
}

static bool is_default_order(const struct listing *listing)
{
    const struct field *sort =
        listing->type->order == NULL
            ? NULL
            : shape_field(&listing->type->shape, str_of(listing->type->order));

    return listing->sort == sort && !listing->ascending;
}

/* The address of the same list in another order (sort empty: as it is) from another start. */
static str listing_href(struct context *cx, const struct listing *listing, str path, str sort,
                        str after)
{
    struct buf href = { .arena = cx->arena };

    buf_add(&href, path);
    add_parameter(&href, "place", listing->place);
    add_parameter(&href, "q", listing->words);
    for (size_t i = 0; i < listing->filter_count; i++)
        add_parameter(&href, listing->filters[i].field->name, listing->filters[i].text);
    if (str_is_empty(sort) && listing->sort != NULL && !is_default_order(listing))
        sort = sort_text(cx, listing->sort, listing->ascending);
    add_parameter(&href, "sort", sort);
    add_parameter(&href, "after", after);
    return buf_str(&href);
}

/* The other conditions stay; one of the same field is narrowed to the value. */
str listing_group_href(struct context *cx, const struct listing *listing, str path,
                       const struct field *field, str value)
{
    struct listing group = *listing;

    if (field != NULL && field->kind == &kind_place) {
        group.place = value;
    } else if (field != NULL) {
        group.filter_count = 0;
        for (size_t i = 0; i < listing->filter_count; i++)
            if (listing->filters[i].field != field)
                group.filters[group.filter_count++] = listing->filters[i];
        group.filters[group.filter_count++] =
            (struct filter){ .field = field, .text = str_is_empty(value) ? S("!*") : value };
    }
    return listing_href(cx, &group, path, (str){ 0 }, (str){ 0 });
}

static const struct filter *filter_on(const struct listing *listing, const struct field *field)
{
    for (size_t i = 0; i < listing->filter_count; i++)
        if (listing->filters[i].field == field)
            return &listing->filters[i];
    return NULL;
}

static void write_choice_filter(struct context *cx, struct buf *out,
                                const struct listing *listing, const struct field *field)
{
    const struct filter *filter = filter_on(listing, field);
    struct ui_choice *choices =
        arena_array(cx->arena, struct ui_choice, field->choices.count + 1);

    choices[0] = (struct ui_choice){ S(""), S("全部") };
    for (size_t i = 0; i < field->choices.count; i++)
        choices[i + 1] = (struct ui_choice){ str_of(field->choices.items[i].code),
                                             str_of(field->choices.items[i].label) };
    ui_input(out, &(struct ui_input){
                      .name = field->name,
                      .label = field->label,
                      .value = filter == NULL ? (str){ 0 } : filter->text,
                      .choices = choices,
                      .choice_count = field->choices.count + 1,
                  });
}

static str range_end(const struct filter *filter, bool from)
{
    if (filter == NULL || filter->form != FILTER_RANGE)
        return (str){ 0 };
    str text = filter->text;
    for (size_t i = 0; i + 1 < text.length; i++)
        if (text.data[i] == '.' && text.data[i + 1] == '.')
            return from ? str_slice(text, 0, i) : str_slice(text, i + 2, text.length);
    return (str){ 0 };
}

static void write_date_filter(struct context *cx, struct buf *out,
                              const struct listing *listing, const struct field *field)
{
    static const char *const ends[] = { "from", "to" };
    static const char *const words[] = { "起", "止" };
    const struct filter *filter = filter_on(listing, field);

    for (size_t i = 0; i < COUNT(ends); i++)
        ui_input(out, &(struct ui_input){
                          .name = arena_printf(cx->arena, "%s.%s", field->name, ends[i]).data,
                          .label = arena_printf(cx->arena, _("%s（%s）"),
                                                words_said(field->label), words_said(words[i]))
                                       .data,
                          .type = "date",
                          .value = range_end(filter, i == 0),
                      });
}

static bool is_filter_field(const struct field *field)
{
    return field->listed && !field->hidden &&
           (field->kind == &kind_choice || field->kind == &kind_date ||
            field->kind == &kind_instant);
}

static void write_filters(struct context *cx, struct buf *out, const struct listing *listing)
{
    const struct shape *shape = &listing->type->shape;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_filter_field(field))
            continue;
        if (field->kind == &kind_choice)
            write_choice_filter(cx, out, listing, field);
        else
            write_date_filter(cx, out, listing, field);
    }
}

static bool has_filter_fields(const struct shape *shape)
{
    for (size_t i = 0; i < shape->count; i++)
        if (is_filter_field(&shape->fields[i]))
            return true;
    return false;
}

static void write_filter_bar(struct context *cx, struct buf *out, const struct listing *listing,
                             str path)
{
    const struct record_type *type = listing->type;

    if (!type_is_searchable(type) && !has_filter_fields(&type->shape))
        return; /* there is nothing to ask for */
    ui_search_begin(out, path);
    ui_input(out,
             &(struct ui_input){
                 .name = "place", .label = "地点", .type = "hidden", .value = listing->place });
    if (type_is_searchable(type))
        ui_input(out, &(struct ui_input){ .name = "q",
                                          .label = "关键词",
                                          .type = "search",
                                          .value = listing->words });
    if (has_filter_fields(&type->shape)) {
        ui_search_more_begin(out, listing->filter_count > 0);
        write_filters(cx, out, listing);
        ui_search_more_end(out);
    }
    ui_search_end(out, S("查找"));
}

static bool is_time(const struct field *field)
{
    return field->kind == &kind_date || field->kind == &kind_instant;
}

static size_t listed_columns(struct context *cx, const struct listing *listing, str path,
                             struct ui_column **columns, const struct field ***fields)
{
    const struct shape *shape = &listing->type->shape;
    size_t count = 0;

    *columns = arena_array(cx->arena, struct ui_column, shape->count);
    *fields = arena_array(cx->arena, const struct field *, shape->count);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->listed || field->hidden)
            continue;
        bool sorted = listing->sort == field;
        bool ascending = sorted ? !listing->ascending : false;
        (*fields)[count] = field;
        (*columns)[count++] = (struct ui_column){
            .label = field->label,
            .number = field_is_number(field),
            .brief =
                is_time(field) || field->kind == &kind_choice || field->kind == &kind_place,
            .sort_href = field->kind == &kind_secret
                             ? (str){ 0 }
                             : listing_href(cx, listing, path, sort_text(cx, field, ascending),
                                            (str){ 0 }),
            .sorted = !sorted              ? 0
                      : listing->ascending ? 1
                                           : -1,
        };
    }
    return count;
}

/* The first column leads to the record. */
static void write_cell(struct context *cx, struct buf *out, const struct record_type *type,
                       const struct field *field, bool first, const void *record)
{
    if (!first) {
        value_write(cx, out, field, record);
        return;
    }
    str text = field_shown(cx, field, record);
    html(out, "<a href='/%s/%lld'>%.*s</a>", type->table,
         (long long)((const struct record *)record)->id,
         STR_ARG(str_is_empty(text) ? S("（未填）") : text));
}

/* One question for the names of all places in the rows, instead of one a cell. */
static void look_up_places(struct context *cx, const struct field *const *fields,
                           size_t field_count, const struct record_type *type,
                           const char *records, size_t count)
{
    str *keys = arena_array(cx->arena, str, count * field_count);
    size_t found = 0;

    for (size_t f = 0; f < field_count; f++)
        for (size_t i = 0; fields[f]->kind == &kind_place && i < count; i++)
            keys[found++] =
                *(const str *)field_member_const(fields[f], records + i * type->shape.size);
    places_look_up(cx, keys, found);
}

static const char *order_words(const struct field *sort, bool ascending)
{
    if (sort == NULL || is_time(sort))
        return ascending ? "旧的在前" : "新的在前";
    if (field_is_number(sort))
        return ascending ? "小的在前" : "大的在前";
    return ascending ? "从前往后" : "从后往前";
}

/* "民情诉求，按登记日期，新的在前" */
static str caption_of(struct context *cx, const struct listing *listing)
{
    const struct field *sort = listing->sort;

    if (sort == NULL)
        return arena_printf(cx->arena, _("%s，%s"), words_said(listing->type->title),
                            words_said(order_words(sort, listing->ascending)));
    return arena_printf(cx->arena, _("%s，按%s，%s"), words_said(listing->type->title),
                        words_said(sort->label),
                        words_said(order_words(sort, listing->ascending)));
}

/* The beginning of each column's cells, which is the same in all rows. */
static str *cell_beginnings(struct context *cx, const struct ui_column *columns, size_t count)
{
    str *beginnings = arena_array(cx->arena, str, count);

    for (size_t i = 0; i < count; i++) {
        struct buf beginning = { .arena = cx->arena };
        ui_cell_begin(&beginning, &columns[i]);
        beginnings[i] = buf_str(&beginning);
    }
    return beginnings;
}

static void write_rows(struct context *cx, struct buf *out, const struct listing *listing,
                       str path, const char *records, size_t count)
{
    const struct record_type *type = listing->type;
    struct ui_column *columns;
    const struct field **fields;
    size_t column_count = listed_columns(cx, listing, path, &columns, &fields);
    const str *beginnings = cell_beginnings(cx, columns, column_count);

    look_up_places(cx, fields, column_count, type, records, count);

    ui_table_begin(out, caption_of(cx, listing), columns, column_count);
    for (size_t i = 0; i < count; i++) {
        const void *record = records + i * type->shape.size;
        ui_row_begin(out);
        for (size_t c = 0; c < column_count; c++) {
            buf_add(out, beginnings[c]);
            write_cell(cx, out, type, fields[c], c == 0, record);
            ui_cell_end(out);
        }
        ui_row_end(out);
    }
    ui_table_end(out);
}

/* "共1234条", or how many there are at least when counting them all would take long. */
static struct error *count_text(struct context *cx, const struct listing *listing, str *text)
{
    bool known = false;
    int64_t count = 0;

    if (cx->watch != NULL && cx->watch->counted != NULL)
        TRY(cx->watch->counted(cx, listing, &count, &known));
    if (!known)
        TRY(listing_count(cx, listing, COUNT_MAX, &count));
    *text = !known && count > COUNT_MAX
                ? arena_printf(cx->arena, _("共%d条以上"), COUNT_MAX)
                : arena_printf(cx->arena, _("共%lld条"), (long long)count);
    return NULL;
}

static void write_nothing(struct buf *out, const struct listing *listing, str path)
{
    if (listing->filter_count == 0 && str_is_empty(listing->words))
        ui_empty(out, S("这里还没有记录。"), (str){ 0 }, (str){ 0 });
    else
        ui_empty(out, S("没有符合条件的记录。可以放宽条件再查。"), path, S("看全部"));
}

struct error *listing_write(struct context *cx, struct buf *out, const struct listing *listing,
                            str path)
{
    struct listing brief = *listing;
    const char *records;
    size_t rows;
    str next, counted;

    brief.brief = true;
    TRY(listing_rows(cx, &brief, &records, &rows, &next));
    TRY(count_text(cx, listing, &counted));
    write_filter_bar(cx, out, listing, path);
    if (rows == 0) {
        write_nothing(out, listing, path);
        return NULL;
    }
    write_rows(cx, out, listing, path, records, rows);
    ui_pager(
        out,
        str_is_empty(listing->after) ? (str){ 0 }
                                     : listing_href(cx, listing, path, (str){ 0 }, (str){ 0 }),
        str_is_empty(next) ? (str){ 0 } : listing_href(cx, listing, path, (str){ 0 }, next),
        counted);
    return NULL;
}
