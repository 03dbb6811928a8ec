/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of discipline staff; the list is the derived one. */
#include "app/access.h"
#include "app/journal.h"
#include "app/record_pages.h"
#include "base/hash.h"
#include "modules/matters/pages.h"
#include "modules/places/places.h"

struct accusation_opening {
    str reason;
};

static const struct field opening_fields[] = {
    { TEXT(accusation_opening, reason), .label = "为什么要打开", .required = true, .max = 100 },
};

const struct shape accusation_opening_input = { SHAPE(accusation_opening, opening_fields) };

static void write_opening_form(struct context *cx, struct buf *out,
                               const struct accusation *accusation)
{
    ui_section_begin(out, "content", S("内容"));
    ui_form_begin(out,
                  arena_printf(cx->arena, "/accusations/%lld/open", (long long)accusation->id),
                  cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "reason",
                                      .label = "为什么要打开",
                                      .help = "内容封存着。每次打开都会记下来。",
                                      .required = true,
                                      .max = 100,
                                      .form = "open" });
    ui_form_end(out, S("打开"), (str){ 0 });
    ui_section_end(out);
}

struct error *accusation_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct buf *out = &response->body;
    struct accusation accusation = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &accusation_type, request->id, "accusations.read", &accusation));
    response->title = accusation.number;
    ui_heading(out, response->title, place_path(cx, accusation.place));
    ui_facts_begin(out);
    ui_fact(out, "收到日期", date_shown(cx, accusation.received_on));
    ui_fact(out, "办结日期", date_shown(cx, accusation.closed_on));
    ui_facts_end(out);
    write_opening_form(cx, out, &accusation);
    return record_write_rest(cx, &accusation_type, &accusation, request, out);
}

static str opened(struct context *cx, str secret)
{
    str plain;

    return unseal(cx->arena, secret, &plain) ? plain : (str){ 0 };
}

struct error *accusation_open_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    const struct accusation_opening *opening = request->input;
    struct buf *out = &response->body;
    struct accusation accusation = { 0 };

    TRY(record_get_for(cx, &accusation_type, request->id, "accusations.read", &accusation));
    TRY(journal_write(cx, "accusations.open", &accusation_type, &accusation, opening->reason));
    response->title = accusation.number;
    ui_heading(out, response->title, S("已经记下您打开过。看完请关掉这一页。"));
    ui_facts_begin(out);
    ui_fact(out, "内容", opened(cx, accusation.story));
    ui_fact(out, "举报人", opened(cx, accusation.name));
    ui_fact(out, "电话", opened(cx, accusation.phone));
    ui_fact(out, "核查结果", opened(cx, accusation.result));
    ui_facts_end(out);
    ui_button_link(out, arena_printf(cx->arena, "/accusations/%lld", (long long)accusation.id),
                   S("回到这一件"), false);
    return NULL;
}
