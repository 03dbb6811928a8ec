/* SPDX-License-Identifier: Apache-2.0 */
/* Types of disputes and methods of mediation, as data. */
#include "modules/disputes/catalogue.h"

#include "app/data.h"
#include "base/unicode.h"

static const struct choice lists[] = {
    [CATEGORIES_NATIONAL] = { "national", "全国18类", TONE_PLAIN },
    [CATEGORIES_OLDER] = { "older", "旧表", TONE_ENDED },
};

static const struct field category_fields[] = {
    { TEXT(dispute_category, code), .label = "代码", .required = true, .unique = true,
      .max = 60 },
    { TEXT(dispute_category, name), .label = "名称", .required = true, .max = 60,
      .listed = true },
    { CHOICE(dispute_category, list), .label = "哪张表", .choices = CHOICES(lists),
      .listed = true },
    { TEXT(dispute_category, maps_to), .label = "归到全国哪一类（代码）", .max = 60,
      .listed = true },
    { BOOLEAN(dispute_category, is_family), .label = "婚姻家庭类" },
    { BOOLEAN(dispute_category, is_status), .label = "涉及身份关系",
      .help = "只涉及婚姻、收养效力的，法院不予司法确认。" },
    { LINES(dispute_category, keywords), .label = "关键词", .max = 1000,
      .help = "用空格隔开。登记时按说的话建议类型。" },
    { DATE(dispute_category, valid_from), .label = "从" },
    { DATE(dispute_category, valid_to), .label = "到" },
    { TEXT(dispute_category, source), .label = "依据", .listed = true },
    { TEXT(dispute_category, grade), .label = "依据等级" },
};

const struct record_type dispute_category_type = {
    .name = "dispute_category",
    .table = "dispute_categories",
    .steady = true,
    .title = "纠纷类型",
    .shape = { SHAPE(dispute_category, category_fields) },
    .called = "name",
    .key = "code",
    .reads = "disputes.catalogue_read",
    .writes = "disputes.catalogue",
    .create = dispute_category_create,
    .change = dispute_category_change,
};

struct error *dispute_category_create(struct context *cx, void *record)
{
    struct dispute_category *category = record;

    category->keywords = text_fold_words(cx->arena, category->keywords);
    return store_insert(cx, &dispute_category_type, category);
}

struct error *dispute_category_change(struct context *cx, void *record)
{
    struct dispute_category *category = record;

    category->keywords = text_fold_words(cx->arena, category->keywords);
    return store_update(cx, &dispute_category_type, category);
}

static const struct field step_fields[] = {
    { TEXT(mediation_step, code), .label = "代码", .required = true, .unique = true,
      .max = 60 },
    { TEXT(mediation_step, method), .label = "调解法", .required = true, .max = 60,
      .listed = true },
    { INTEGER(mediation_step, ordinal), .label = "第几步", .required = true, .min = 1,
      .max = 20, .listed = true },
    { TEXT(mediation_step, name), .label = "步骤", .required = true, .max = 20,
      .listed = true },
    { LINES(mediation_step, prompt), .label = "提示", .max = 500, .listed = true },
    { PLACE(mediation_step, region), .label = "适用地方", .help = "不填就哪里都能用。" },
    { TEXT(mediation_step, source), .label = "依据" },
    { TEXT(mediation_step, grade), .label = "依据等级" },
};

const struct record_type mediation_step_type = {
    .name = "mediation_step",
    .table = "mediation_steps",
    .steady = true,
    .title = "调解法步骤",
    .shape = { SHAPE(mediation_step, step_fields) },
    .called = "name",
    .key = "code",
    .reads = "disputes.catalogue_read",
    .writes = "disputes.catalogue",
};

const struct query dispute_categories_in_order = {
    .of = &dispute_category_type,
    .sql = "where (valid_from is null or valid_from <= $1) "
           "and (valid_to is null or valid_to >= $1) order by id limit 200",
};

const struct query dispute_categories_to_choose = {
    .of = &dispute_category_type,
    .sql = "where list = 'national' and (valid_from is null or valid_from <= $1) "
           "and (valid_to is null or valid_to >= $1) order by id limit 200",
};

const struct query mediation_steps_in_order = {
    .of = &mediation_step_type,
    .sql = "order by method, ordinal limit 500",
};

static struct error *all_categories(struct context *cx, struct dispute_category **categories,
                                    size_t *count)
{
    return query_rows(cx, &dispute_categories_in_order, WITH(value_date(cx->arena, cx->today)),
                      categories, count);
}

static const struct dispute_category *find(const struct dispute_category *categories,
                                           size_t count, str text)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(categories[i].code, text) || str_eq(categories[i].name, text))
            return &categories[i];
    return NULL;
}

struct error *dispute_category_get(struct context *cx, str text,
                                   struct dispute_category *category)
{
    struct dispute_category *categories;
    size_t count;

    TRY(all_categories(cx, &categories, &count));
    const struct dispute_category *found = find(categories, count, text);
    if (found != NULL && found->list == CATEGORIES_OLDER)
        found = find(categories, count, found->maps_to);
    if (found == NULL)
        return fail_field(cx, "category", "没有“%.*s”这个纠纷类型，请从列表里选一个。",
                          STR_ARG(text));
    *category = *found;
    return NULL;
}

struct error *dispute_categories(struct context *cx, struct dispute_category **categories,
                                 size_t *count)
{
    return query_rows(cx, &dispute_categories_to_choose, WITH(value_date(cx->arena, cx->today)),
                      categories, count);
}

struct error *dispute_category_suggest(struct context *cx, str story,
                                       struct dispute_category *category)
{
    struct dispute_category *categories;
    size_t count, most = 0;
    struct text_marks marks;

    *category = (struct dispute_category){ 0 };
    text_mark(text_fold(cx->arena, story), &marks);
    TRY(dispute_categories(cx, &categories, &count));
    for (size_t i = 0; i < count; i++) {
        size_t explained = text_explained(categories[i].keywords, &marks);
        if (explained <= most)
            continue;
        most = explained;
        *category = categories[i];
    }
    return NULL;
}

struct meaning {
    str matter;
    const char *dispute;
};

static const struct meaning meanings[] = {
    { S_INIT("dispute_neighbour"), "neighbour" }, { S_INIT("dispute_family"), "family" },
    { S_INIT("dispute_support"), "family" },      { S_INIT("dispute_land"), "forest_land" },
    { S_INIT("dispute_homestead"), "homestead" }, { S_INIT("dispute_wages"), "migrant_wages" },
    { S_INIT("dispute_debt"), "contract" },       { S_INIT("dispute_damage"), "damages" },
};

const char *category_of_matter(str matter_category)
{
    for (size_t i = 0; i < COUNT(meanings); i++)
        if (str_eq(meanings[i].matter, matter_category))
            return meanings[i].dispute;
    return "other";
}

struct error *mediation_steps(struct context *cx, str place, struct mediation_step **steps,
                              size_t *count)
{
    size_t kept = 0;

    TRY(query_rows(cx, &mediation_steps_in_order, NULL, 0, steps, count));
    for (size_t i = 0; i < *count; i++)
        if (str_is_empty((*steps)[i].region) || key_is_within(place, (*steps)[i].region))
            (*steps)[kept++] = (*steps)[i];
    *count = kept;
    return NULL;
}

struct error *mediation_step_find(struct context *cx, str code, struct mediation_step *step,
                                  bool *found)
{
    return store_find_by(cx, &mediation_step_type, (str){ 0 }, "code", value_text(code), step,
                         found);
}

struct error *dispute_catalogue_set_up(struct context *cx)
{
    TRY(data_load(cx, &dispute_category_type, "dispute_types.csv", "code"));
    return data_load(cx, &mediation_step_type, "mediation_methods.csv", "code");
}
