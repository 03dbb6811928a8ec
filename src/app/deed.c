/* SPDX-License-Identifier: Apache-2.0 */
/* What may be done with a record, as forms on its page. */
#include "app/deed.h"

#include "app/access.h"
#include "record/form.h"

/* One form of a deed on the page of a record. */
struct deed_form {
    const struct deed *deed;
    str page;
    const void *input; /* what it begins with; NULL: empty */
    bool open;
    bool lasting;
};

static void write_form(struct context *cx, struct buf *out, const struct deed_form *form,
                       str action, const struct error *refused, const struct request *request)
{
    const struct deed *deed = form->deed;
    const struct problem *problems = refused == NULL ? NULL : refused->problems;
    const void *input = form->input;

    if (input == NULL)
        input = arena_alloc(cx->arena, deed->input->size);
    if (refused != NULL)
        ui_problems(out, refused->message, problems);
    ui_lasting_form_begin(out, action, cx->access->form_token, false,
                          form->lasting ? str_of(deed->label) : (str){ 0 });
    form_write(
        cx, out, deed->input,
        &(struct filled){ .record = input,
                          .typed = refused != NULL ? request->form : (struct params){ 0 },
                          .problems = problems,
                          .form = deed->name });
    ui_form_end(out, str_of(deed->label), (str){ 0 });
}

static void write_deed(struct context *cx, struct buf *out, const struct deed_form *form,
                       const struct request *request)
{
    const struct deed *deed = form->deed;
    str action = arena_printf(cx->arena, "%.*s/%s", STR_ARG(form->page), deed->name);
    bool refused = request->refused != NULL && str_eq(request->path, action);

    if (deed->input == NULL) {
        ui_button(out, action, cx->access->form_token, str_of(deed->label), form->open);
        return;
    }
    ui_fold_begin(out, deed->name, str_of(deed->label), form->open || refused);
    if (deed->help != NULL)
        ui_notice(out, TONE_PLAIN, str_of(deed->help));
    write_form(cx, out, form, action, refused ? request->refused : NULL, request);
    ui_fold_end(out);
}

void deed_write(struct context *cx, struct buf *out, str page, const struct deed *deed,
                const void *input, const struct request *request)
{
    write_deed(cx, out, &(struct deed_form){ .deed = deed, .page = page, .input = input },
               request);
}

void deed_write_open(struct context *cx, struct buf *out, str page, const struct deed *deed,
                     const void *input, const struct request *request)
{
    write_deed(cx, out,
               &(struct deed_form){ .deed = deed, .page = page, .input = input, .open = true },
               request);
}

void deed_write_step(struct context *cx, struct buf *out, str page, const struct deed *deed,
                     const struct request *request)
{
    write_deed(cx, out, &(struct deed_form){ .deed = deed, .page = page, .lasting = true },
               request);
}

void deed_write_step_open(struct context *cx, struct buf *out, str page,
                          const struct deed *deed, const struct request *request)
{
    write_deed(cx, out,
               &(struct deed_form){ .deed = deed, .page = page, .open = true, .lasting = true },
               request);
}
