/* SPDX-License-Identifier: Apache-2.0 */
/* Small parts that several pages of this room share. */
#include "modules/matters/pages.h"

void write_hidden(struct buf *out, const char *name, str value)
{
    ui_input(out, &(struct ui_input){ .name = name, .type = "hidden", .value = value });
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
