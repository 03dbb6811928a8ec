/* SPDX-License-Identifier: Apache-2.0 */
/* The record of fifteen seconds. */
#include "app/quick.h"

#include "app/access.h"
#include "app/evidence.h"

#include <string.h>

static const struct quick_record *quick_find(const char *href)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct quick_record *quick = (*module)->quick_records;
             quick != NULL && quick->href != NULL; quick++)
            if (strcmp(quick->href, href) == 0)
                return quick;
    return NULL;
}

static bool is_first(const struct quick_form *form, const struct field *field)
{
    return str_list_has(str_of(form->first), str_of(field->name));
}

static struct error *write_field(struct context *cx, struct buf *out,
                                 const struct quick_form *form, const struct field *field,
                                 const struct filled *filled)
{
    bool written = false;

    if (form->write_field != NULL)
        TRY(form->write_field(cx, out, field, filled, &written));
    if (!written)
        form_write_field(cx, out, field, filled);
    return NULL;
}

static struct error *write_first(struct context *cx, struct buf *out,
                                 const struct quick_form *form, const struct filled *filled)
{
    str names = str_of(form->first);

    while (names.length > 0) {
        str name;
        (void)str_cut(names, ' ', &name, &names);
        TRY(write_field(cx, out, form, shape_field(form->input, name), filled));
    }
    if (form->photos)
        evidence_write_input(out, NULL);
    return NULL;
}

/* What was typed there must be seen when it comes back. */
static bool is_rest_in_use(const struct quick_form *form, const struct filled *filled)
{
    for (size_t i = 0; i < form->input->count; i++) {
        const struct field *field = &form->input->fields[i];
        for (const struct problem *problem = filled->problems; problem != NULL;
             problem = problem->next)
            if (!is_first(form, field) && strcmp(problem->field, field->name) == 0)
                return true;
    }
    return false;
}

static struct error *write_rest(struct context *cx, struct buf *out,
                                const struct quick_form *form, const struct filled *filled)
{
    ui_fold_begin(out, "more", S("更多（可以不填）"), is_rest_in_use(form, filled));
    for (size_t i = 0; i < form->input->count; i++)
        if (!is_first(form, &form->input->fields[i]))
            TRY(write_field(cx, out, form, &form->input->fields[i], filled));
    ui_fold_end(out);
    return NULL;
}

static bool has_rest(const struct quick_form *form)
{
    for (size_t i = 0; i < form->input->count; i++)
        if (!is_first(form, &form->input->fields[i]))
            return true;
    return false;
}

struct error *quick_page_write(struct context *cx, const struct request *request,
                               const struct quick_form *form, struct response *response)
{
    struct buf *out = &response->body;
    const struct error *refused = request->refused;
    const struct quick_record *quick = quick_find(form->href);
    struct filled filled = {
        .record = form->preset,
        .typed = refused != NULL ? request->form : request->query,
        .problems = refused != NULL ? refused->problems : NULL,
    };

    response->title = str_of(quick->title);
    ui_heading(out, response->title, S("能少填就少填，说清什么事就行。没有网也能记。"));
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_lasting_form_begin(out, str_of(form->href), cx->access->form_token, form->photos,
                          response->title);
    TRY(write_first(cx, out, form, &filled));
    if (has_rest(form))
        TRY(write_rest(cx, out, form, &filled));
    ui_form_end(out, str_of(form->submit), S("/"));
    return NULL;
}

static bool may_make_any(struct context *cx)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct quick_record *quick = (*module)->quick_records;
             quick != NULL && quick->href != NULL; quick++)
            if (access_allows_somewhere(cx, quick->needs))
                return true;
    return false;
}

void quick_buttons_write(struct context *cx, struct buf *out)
{
    if (!may_make_any(cx))
        return;
    ui_actions_begin(out);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct quick_record *quick = (*module)->quick_records;
             quick != NULL && quick->href != NULL; quick++)
            if (access_allows_somewhere(cx, quick->needs))
                ui_button_link(out, str_of(quick->href), str_of(quick->title), true);
    ui_actions_end(out);
}
