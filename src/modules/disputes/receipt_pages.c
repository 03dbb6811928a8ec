/* SPDX-License-Identifier: Apache-2.0 */
/* Parties follow their own case by a receipt: how far it is, and nothing about the others. */
#include "modules/disputes/choices.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/steps.h"
#include "modules/matters/matters.h"

#include <string.h>

static struct error *find_party(struct context *cx, str typed, struct dispute_party *party)
{
    str receipt = receipt_normal(cx->arena, typed);
    bool found = false;

    if (!str_is_empty(receipt))
        TRY(store_find_by(cx, &dispute_party_type, receipt_county(cx->arena, receipt),
                          "receipt", value_text(receipt), party, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND,
                    "没有这个回执号。请对照回执再输一遍，回执号里没有数字0、1和字母O、I、L。");
    return NULL;
}

/* What the party may do now, and until when. */
static str words_for_party(struct context *cx, const struct dispute *dispute,
                           const struct dispute_party *party)
{
    switch (dispute->status) {
    case DISPUTE_FOUND:
    case DISPUTE_REGISTERED:
        return date_is_set(party->consented_on) ? S("您已同意调解，等对方同意后受理。")
                                                : S("调解要自愿。您可以同意，也可以不同意。");
    case DISPUTE_ACCEPTED:
    case DISPUTE_MEDIATING:
        return S("正在调解。调解不收钱；您随时可以不再调解，另走仲裁、行政或者诉讼的路。");
    case DISPUTE_AGREED:
        return date_is_set(party->signed_on)
                   ? S("您已签字。各方签字、调解员签名、盖章后协议生效。")
                   : S("协议写好了，请您看清楚再签字。");
    case DISPUTE_PERFORMING:
        return arena_printf(cx->arena,
                            _("协议已生效，请按约定履行。双方可以共同申请司法确认，最晚%.*s。"),
                            STR_ARG(day_shown(cx, dispute->confirm_due_on)));
    case DISPUTE_PERFORMED:
    case DISPUTE_VISITED:
    case DISPUTE_FILED:
    case DISPUTE_PREVENTED:
        return S("这件事已经了结。");
    case DISPUTE_BREACHED:
        return S("协议没有履行。可以再调解，也可以向法院起诉。");
    case DISPUTE_REFUSED:
    case DISPUTE_TERMINATED:
    case DISPUTE_REFERRED:
        return S("调解结束，没有达成协议。可以申请仲裁、请有关部门处理，或者向法院起诉。");
    }
    return (str){ 0 };
}

struct error *mediation_receipt_page(struct context *cx, const struct request *request,
                                     struct response *response)
{
    struct buf *out = &response->body;
    struct dispute_party party = { 0 };
    struct dispute dispute = { 0 };

    TRY(find_party(cx, params_get(request->captured, "code"), &party));
    TRY(store_get(cx, &dispute_type, party.dispute, &dispute));
    const struct choice *state = &dispute_status_choices[dispute.status];
    response->title = S("调解进度");
    ui_heading(out, response->title, receipt_shown(cx->arena, party.receipt));
    ui_section_begin(out, "state", S("到哪一步了"));
    ui_badge(out, state->tone, str_of(state->label));
    html(out, "<p>%.*s</p>\n", STR_ARG(words_for_party(cx, &dispute, &party)));
    ui_facts_begin(out);
    ui_fact(out, "由谁调解", place_called(cx, dispute.unit));
    ui_fact(out, "受理日期", day_shown(cx, dispute.accepted_on));
    ui_fact(out, "调解期限", day_shown(cx, dispute.due_on));
    ui_fact(out, "协议生效", day_shown(cx, dispute.effective_on));
    ui_facts_end(out);
    ui_section_end(out);
    ui_section_begin(out, "history", S("经过"));
    TRY(flow_write_history(cx, out, &dispute_type, dispute.id, true));
    ui_section_end(out);
    return NULL;
}

struct error *mediation_search_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct buf *out = &response->body;
    str code = request_param(request, "code");

    if (!str_is_empty(str_trim(code))) {
        str normal = receipt_normal(cx->arena, code);
        if (!str_is_empty(normal))
            return redirect(response,
                            arena_printf(cx->arena, "/mediation/%.*s", STR_ARG(normal)));
    }
    response->title = S("查调解进度");
    ui_heading(out, response->title, S("当事人凭回执号查自己的调解，不用登录。"));
    if (!str_is_empty(str_trim(code)))
        ui_problems(out, S("回执号是十二个字母和数字，请对照回执再输一遍。"), NULL);
    ui_search_begin(out, S("/mediation"));
    ui_input(out, &(struct ui_input){ .name = "code", .label = "回执号", .value = code });
    ui_search_end(out, S("查"));
    return NULL;
}
