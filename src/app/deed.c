/* SPDX-License-Identifier: Apache-2.0 */
/* What may be done with a record, as forms on its page. */
#include "app/deed.h"

#include "app/access.h"
#include "record/form.h"

static void write_form(struct context *cx, struct buf *out, str action, const struct deed *deed,
                       const void *input, const struct error *refused,
                       const struct request *request)
{
    const struct problem *problems = refused == NULL ? NULL : refused->problems;

    if (refused != NULL)
        ui_problems(out, refused->message, problems);
    ui_form_begin(out, action, cx->access->form_token, false);
    form_write(
        cx, out, deed->input,
        &(struct filled){ .record = input,
                          .typed = refused != NULL ? request->form : (struct params){ 0 },
                          .problems = problems,
                          .form = deed->name });
    ui_form_end(out, str_of(deed->label), (str){ 0 });
}

static void write_deed(struct context *cx, struct buf *out, str page, const struct deed *deed,
                       const void *input, const struct request *request, bool open)
{
    str action = arena_printf(cx->arena, "%.*s/%s", STR_ARG(page), deed->name);
    bool refused = request->refused != NULL && str_eq(request->path, action);

    if (deed->input == NULL) {
        ui_button(out, action, cx->access->form_token, str_of(deed->label), open);
        return;
    }
    if (input == NULL)
        input = arena_alloc(cx->arena, deed->input->size);
    ui_fold_begin(out, deed->name, str_of(deed->label), open || refused);
    if (deed->help != NULL)
        ui_notice(out, TONE_PLAIN, str_of(deed->help));
    write_form(cx, out, action, deed, input, refused ? request->refused : NULL, request);
    ui_fold_end(out);
}

void deed_write(struct context *cx, struct buf *out, str page, const struct deed *deed,
                const void *input, const struct request *request)
{
    write_deed(cx, out, page, deed, input, request, false);
}

void deed_write_open(struct context *cx, struct buf *out, str page, const struct deed *deed,
                     const void *input, const struct request *request)
{
    write_deed(cx, out, page, deed, input, request, true);
}
