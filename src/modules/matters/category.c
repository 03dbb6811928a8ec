/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue, and the category that a story speaks of. */
#include "modules/matters/category.h"

#include "app/access.h"
#include "app/data.h"
#include "base/csv.h"
#include "base/unicode.h"

const struct query categories_in_order = {
    .of = &matter_category_type,
    .sql = "order by id limit 1000",
};

/* Without those that only hold others together. */
const struct query categories_to_choose = {
    .of = &matter_category_type,
    .sql = "where layer <> '' order by id limit 1000",
};

/* What the words of a story are compared with; asked with each matter, so no more than that. */
struct category_words {
    str code;
    str keywords;
};

static const struct field word_columns[] = {
    { TEXT(category_words, code), .label = "编号" },
    { TEXT(category_words, keywords), .label = "关键词" },
};

const struct query words_of_categories = {
    .sql = "select code, keywords from matter_categories where keywords <> '' "
           "order by id limit 1000",
    .row = { SHAPE(category_words, word_columns) },
};

const struct query responsible_for_layer = {
    .of = &place_layer_type,
    .sql = "where county = $1 and layer = $2 and place in ($3, $4) "
           "order by place desc, id desc limit 1",
};

const struct query layer_at_place = {
    .of = &place_layer_type,
    .sql = "where county = $1 and place = $2 and layer = $3 limit 1",
};

struct error *categories_all(struct context *cx, struct matter_category **categories,
                             size_t *count)
{
    return query_rows(cx, &categories_in_order, NULL, 0, categories, count);
}

struct error *category_get(struct context *cx, str code, struct matter_category *category)
{
    bool found;

    TRY(store_find_by(cx, &matter_category_type, (str){ 0 }, "code", value_text(code), category,
                      &found));
    if (!found || str_is_empty(category->layer))
        return fail_field(cx, "category", "没有“%.*s”这个类别，请从列表里选一个。",
                          STR_ARG(code));
    return NULL;
}

/* Keywords are kept as stories are compared. */
static void fold_keywords(struct context *cx, struct matter_category *category)
{
    category->keywords = text_fold_words(cx->arena, category->keywords);
}

struct error *category_create(struct context *cx, void *category)
{
    fold_keywords(cx, category);
    return store_insert(cx, &matter_category_type, category);
}

struct error *category_change(struct context *cx, void *category)
{
    fold_keywords(cx, category);
    return store_update(cx, &matter_category_type, category);
}

/* A line for each category: its code and its keywords.  Recalled as long as no category is
 * changed, for it is read with each matter. */
static struct error *read_keywords(struct context *cx, str *lines)
{
    static const char name[] = "keywords of categories";
    struct category_words *categories;
    struct buf text = { .arena = cx->arena };
    size_t count;

    if (db_recall_text(cx, DB_STEADY_MEMORY, name, NULL, 0, lines))
        return NULL;
    TRY(query_rows(cx, &words_of_categories, NULL, 0, &categories, &count));
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, "%.*s %.*s\n", STR_ARG(categories[i].code),
                   STR_ARG(categories[i].keywords));
    *lines = buf_str(&text);
    db_keep_text(cx, DB_STEADY_MEMORY, name, NULL, 0, *lines);
    return NULL;
}

struct error *category_suggest(struct context *cx, str story, str *code)
{
    str lines, line, one, keywords;
    size_t most = 0;
    struct text_marks marks;

    *code = (str){ 0 };
    text_mark(text_fold(cx->arena, story), &marks);
    TRY(read_keywords(cx, &lines));
    while (str_cut(lines, '\n', &line, &lines)) {
        (void)str_cut(line, ' ', &one, &keywords);
        size_t sum = text_explained(keywords, &marks);
        if (sum <= most)
            continue;
        most = sum;
        *code = one;
    }
    return NULL;
}

struct error *category_choose(struct context *cx, str story, str title, str *code)
{
    if (!str_is_empty(*code))
        return NULL;
    TRY(category_suggest(cx, story, code));
    if (str_is_empty(*code))
        TRY(category_suggest(cx, title, code));
    if (str_is_empty(*code))
        *code = S("other_unsorted");
    return NULL;
}

struct error *category_named(struct context *cx, str name, str *code)
{
    struct matter_category *categories;
    str wanted = text_fold(cx->arena, name);
    size_t count;

    *code = (str){ 0 };
    if (str_is_empty(wanted))
        return NULL;
    TRY(categories_all(cx, &categories, &count));
    for (size_t i = 0; i < count && str_is_empty(*code); i++)
        if (!str_is_empty(categories[i].layer) &&
            (str_eq(categories[i].code, name) ||
             str_eq(text_fold(cx->arena, categories[i].name), wanted)))
            *code = categories[i].code;
    return NULL;
}

struct error *matter_classify(struct context *cx, struct matter *matter)
{
    struct matter_category category = { 0 };

    TRY(category_choose(cx, matter->story, matter->title, &matter->category));
    TRY(category_get(cx, matter->category, &category));
    matter->category_name = category.name;
    matter->layer = category.layer;
    if (matter->complexity == COMPLEXITY_BY_CATEGORY)
        matter->complexity = category.complexity == COMPLEXITY_BY_CATEGORY
                                 ? COMPLEXITY_GENERAL
                                 : category.complexity;
    return NULL;
}

struct error *layer_find(struct context *cx, str code, struct matter_layer *layer)
{
    bool found;

    *layer = (struct matter_layer){ 0 };
    return store_find_by(cx, &matter_layer_type, (str){ 0 }, "code", value_text(code), layer,
                         &found);
}

/* A grid's own, or that of the village it lies in. */
struct error *layer_responsible(struct context *cx, str place, record_id layer, str *name)
{
    struct place_layer *layers;
    size_t count;

    TRY(query_rows(cx, &responsible_for_layer,
                   WITH(value_integer(key_county(place)), value_integer(layer),
                        value_text(str_slice(place, 0, 12)),
                        value_text(str_slice(place, 0, 15))),
                   &layers, &count));
    *name = count > 0 ? layers[0].responsible : (str){ 0 };
    return NULL;
}

struct error *place_layer_create(struct context *cx, void *record)
{
    struct place_layer *wanted = record;
    struct place_layer *there;
    size_t count;

    TRY(access_need(cx, "matters.layers", wanted->place));
    TRY(query_rows(cx, &layer_at_place,
                   WITH(value_integer(key_county(wanted->place)), value_text(wanted->place),
                        value_integer(wanted->layer)),
                   &there, &count));
    if (count > 0)
        return fail_field(cx, "layer", "这里已经有这条线，负责人是%.*s。要换人请改那一条。",
                          STR_ARG(there[0].responsible));
    return store_insert(cx, &place_layer_type, wanted);
}

/* What databases begin with */

static enum matter_complexity complexity_of(str code)
{
    if (str_eq(code, S("simple")))
        return COMPLEXITY_SIMPLE;
    if (str_eq(code, S("general")))
        return COMPLEXITY_GENERAL;
    return str_eq(code, S("complex")) ? COMPLEXITY_COMPLEX : COMPLEXITY_BY_CATEGORY;
}

/* code,parent,name,layer,limit,keywords */
static struct error *load_category(struct context *cx, const struct csv_row *row, void *closure)
{
    if (row->line == 1 || row->count < 6)
        return NULL;
    struct matter_category category = {
        .code = arena_copy(cx->arena, row->cells[0]),
        .parent = arena_copy(cx->arena, row->cells[1]),
        .name = arena_copy(cx->arena, row->cells[2]),
        .layer = arena_copy(cx->arena, row->cells[3]),
        .complexity = complexity_of(row->cells[4]),
        .keywords = arena_copy(cx->arena, row->cells[5]),
    };
    return data_list_keep(cx, closure, &category);
}

/* Which office of a township answers for a layer; the others have no role of their own. */
static enum department department_of_layer(str code)
{
    static const struct {
        str layer;
        enum department department;
    } departments[] = {
        { S_INIT("party"), DEPARTMENT_PARTY },
        { S_INIT("public_security"), DEPARTMENT_JUSTICE },
        { S_INIT("fire"), DEPARTMENT_EMERGENCY },
        { S_INIT("agriculture"), DEPARTMENT_AGRICULTURE },
        { S_INIT("civil"), DEPARTMENT_CIVIL_AFFAIRS },
    };

    for (size_t i = 0; i < COUNT(departments); i++)
        if (str_eq(code, departments[i].layer))
            return departments[i].department;
    return DEPARTMENT_TOWNSHIP;
}

/* code,name,department */
static struct error *load_layer(struct context *cx, const struct csv_row *row, void *closure)
{
    if (row->line == 1 || row->count < 3)
        return NULL;
    struct matter_layer layer = {
        .code = arena_copy(cx->arena, row->cells[0]),
        .name = arena_copy(cx->arena, row->cells[1]),
        .offices = arena_copy(cx->arena, row->cells[2]),
        .department = department_of_layer(row->cells[0]),
    };
    return data_list_keep(cx, closure, &layer);
}

struct error *catalogue_set_up(struct context *cx)
{
    struct data_list list;

    TRY(data_list_read(cx, &matter_category_type, "code", &list));
    TRY(csv_read(cx, data_file("categories.csv"), load_category, &list));
    TRY(data_list_read(cx, &matter_layer_type, "code", &list));
    return csv_read(cx, data_file("layers.csv"), load_layer, &list);
}
