/* SPDX-License-Identifier: Apache-2.0 */
/* Small parts that several pages of this room share. */
#include "app/evidence.h"
#include "modules/matters/pages.h"

enum { FILES_MAX = 9 };

struct error *keep_files(struct context *cx, const struct request *request,
                         const struct record_type *type, const void *record)
{
    struct evidence evidence;
    size_t kept = 0;

    for (size_t i = 0; i < request->form.count; i++) {
        const struct param *param = &request->form.items[i];
        if (str_is_empty(param->file_name) || str_is_empty(param->value))
            continue;
        if (kept++ == FILES_MAX)
            return fail_field(cx, "photos", "一次最多传%d个文件，其余的可以再传一次。",
                              FILES_MAX);
        TRY(evidence_add(cx, type, record, param->file_name, param->value, &evidence));
    }
    return NULL;
}

void write_hidden(struct buf *out, const char *name, str value)
{
    ui_input(out, &(struct ui_input){ .name = name, .type = "hidden", .value = value });
}

void write_files_input(struct buf *out, const char *form)
{
    ui_input(out, &(struct ui_input){ .name = "photos",
                                      .label = "照片或附件",
                                      .help = "可以不传。每个不超过10MB。",
                                      .type = "file",
                                      .accept = "image/*,.pdf,.docx,.xlsx",
                                      .multiple = true,
                                      .form = form });
}

str absolute_address(struct context *cx, const struct request *request, str path)
{
    bool secure =
        request->secure || str_eq(request_header(request, "x-forwarded-proto"), S("https"));

    return arena_printf(cx->arena, "%s://%.*s%.*s", secure ? "https" : "http",
                        STR_ARG(request_header(request, "host")), STR_ARG(path));
}

str date_shown(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    if (date_is_set(day))
        date_show(day, &text);
    return buf_str(&text);
}

str instant_shown(struct context *cx, instant moment)
{
    struct buf text = { .arena = cx->arena };

    if (instant_is_set(moment))
        instant_show(moment, cx->today, &text);
    return buf_str(&text);
}
