/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping forms, what their columns mean, and that they were filled in. */
#include "modules/forms/form_parts.h"

#include "app/access.h"
#include "app/evidence.h"

#include <string.h>

const struct query bindings_of_form = {
    .of = &form_binding_type,
    .sql = "where county = $1 and template = $2 order by ordinal limit 200",
};

struct saved {
    int64_t filling_count;
    int64_t cell_count;
};

static const struct field saved_columns[] = {
    { INTEGER(saved, filling_count), .label = "次数" },
    { INTEGER(saved, cell_count), .label = "格数" },
};

const struct query saved_within = {
    .sql = "select count(*), coalesce(sum(filled_count), 0) from form_fillings "
           "where county = $1 and place >= $2 and place < $3 and filled_on >= $4 "
           "and filled_on <= $5",
    .row = { SHAPE(saved, saved_columns) },
};

/* Sources */

const struct figure_entry *source_figure(str source)
{
    static const char prefix[] = "figure:";

    return str_starts(source, str_of(prefix))
               ? figure_find(str_slice(source, sizeof prefix - 1, source.length))
               : NULL;
}

bool form_may_show(const struct field *field)
{
    return !field->hidden && field->kind != &kind_secret;
}

const struct field *source_field(const struct form_template *form, str source)
{
    static const char prefix[] = "field:";
    const struct record_type *type = type_find(form->type);

    if (type == NULL || !str_starts(source, str_of(prefix)))
        return NULL;
    return shape_field(&type->shape, str_slice(source, sizeof prefix - 1, source.length));
}

/* Keeping */

struct error *form_bindings(struct context *cx, record_id form, struct form_binding **bindings,
                            size_t *count)
{
    return query_rows(cx, &bindings_of_form,
                      WITH(value_integer(id_county(form)), value_integer(form)), bindings,
                      count);
}

struct error *form_add(struct context *cx, struct form_template *form,
                       const struct form_sketch *sketch, str file_name, str bytes)
{
    struct evidence workbook;

    TRY(access_need(cx, "forms.write", form->place));
    form->kind = sketch->kind;
    form->type = sketch->type;
    form->sheet = (int64_t)sketch->sheet;
    form->heading = sketch->heading;
    form->column_count = (int64_t)sketch->count;
    form->known_count = (int64_t)sketch->known;
    form->added_on = cx->today;
    TRY(store_insert(cx, &form_template_type, form));
    for (size_t i = 0; i < sketch->count; i++) {
        struct form_binding binding = sketch->bindings[i];
        binding.place = form->place;
        binding.template = form->id;
        TRY(store_insert(cx, &form_binding_type, &binding));
    }
    return evidence_add(cx, &form_template_type, form, file_name, bytes, &workbook);
}

static bool is_special(str source)
{
    static const char known[] =
        SOURCE_PLACE " " SOURCE_PERIOD " " SOURCE_TODAY " " SOURCE_FILLER " " SOURCE_ORDINAL;

    return str_is_empty(source) || str_list_has(str_of(known), source);
}

static bool is_source(const struct form_template *form, str source)
{
    const struct field *field = source_field(form, source);

    return is_special(source) ||
           (form->kind == FORM_LIST && field != NULL && form_may_show(field)) ||
           (form->kind != FORM_LIST && source_figure(source) != NULL);
}

struct error *form_bind(struct context *cx, struct form_template *form,
                        const struct form_binding *binding, str source)
{
    struct form_binding changed = *binding;

    TRY(access_need(cx, "forms.write", form->place));
    if (!is_source(form, source))
        return fail(cx, ERROR_INVALID, "没有这个来源，请从列表里选。");
    if (str_eq(binding->source, source))
        return NULL;
    form->known_count += !str_is_empty(source) - !str_is_empty(binding->source);
    changed.source = source;
    TRY(store_update(cx, &form_binding_type, &changed));
    return store_update(cx, &form_template_type, form);
}

struct error *form_retire(struct context *cx, record_id id)
{
    struct form_template form = { 0 };

    TRY(store_get(cx, &form_template_type, id, &form));
    TRY(access_need(cx, "forms.write", form.place));
    if (date_is_set(form.retired_on))
        return fail(cx, ERROR_CONFLICT, "这张表已经停用了。");
    form.retired_on = cx->today;
    return store_update(cx, &form_template_type, &form);
}

struct error *form_note_filling(struct context *cx, struct form_filling *filling)
{
    TRY(access_need(cx, "forms.write", filling->place));
    filling->actor = cx->access->name;
    filling->filled_on = cx->today;
    return store_insert(cx, &form_filling_type, filling);
}

struct error *forms_saved(struct context *cx, str place, date from, date to,
                          struct form_saving *saving)
{
    struct saved *rows;
    size_t count;

    TRY(query_rows(cx, &saved_within,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)), value_date(cx->arena, from),
                        value_date(cx->arena, to)),
                   &rows, &count));
    *saving = (struct form_saving){ rows[0].filling_count, rows[0].cell_count };
    return NULL;
}
