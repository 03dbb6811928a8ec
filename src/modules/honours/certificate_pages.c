/* SPDX-License-Identifier: Apache-2.0 */
/* What everybody may see: whether a certificate is genuine, and the honours of a place. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"
#include "app/place_input.h"
#include "app/print.h"
#include "modules/matters/matters.h"
#include "modules/places/places.h"
#include "record/form.h"

enum { WORDS_MAX = 1000 };

struct appeal_intake {
    str words;
};

static const struct field appeal_fields[] = {
    { LINES(appeal_intake, words), .label = "为什么不服", .required = true, .max = WORDS_MAX },
};

const struct shape honour_appeal_input = { SHAPE(appeal_intake, appeal_fields) };

static str day_of(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    if (date_is_set(day))
        date_show(day, &text);
    return buf_str(&text);
}

struct error *honour_award_by_code(struct context *cx, str typed, struct honour_award *award)
{
    str code = receipt_normal(cx->arena, typed);
    bool found = false;

    if (!str_is_empty(code))
        TRY(store_find_by(cx, &honour_award_type, receipt_county(cx->arena, code),
                          "certificate", value_text(code), award, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有这个证书号，请对照证书再输一遍。");
    return NULL;
}

static str address_of(struct context *cx, const struct request *request,
                      const struct honour_award *award)
{
    return arena_printf(cx->arena, "%s://%.*s/honours/certificate/%.*s",
                        request->secure ? "https" : "http",
                        STR_ARG(request_header(request, "host")), STR_ARG(award->certificate));
}

static void write_validity(struct context *cx, struct buf *out,
                           const struct honour_award *award)
{
    if (date_is_set(award->revoked_on))
        ui_notice(out, TONE_LATE,
                  arena_printf(cx->arena, _("这项荣誉已于%.*s撤销，证书无效。"),
                               STR_ARG(day_of(cx, award->revoked_on))));
    else if (date_is_set(award->valid_until) && date_compare(cx->today, award->valid_until) > 0)
        ui_notice(out, TONE_ENDED, S("这项荣誉是真的，有效期已过。"));
    else
        ui_notice(out, TONE_GOOD, S("这项荣誉是真的，在有效期内。"));
}

/* A revoked one: what became of the appeal, or the form for one. */
static struct error *write_appeal(struct context *cx, struct buf *out,
                                  const struct honour_award *award,
                                  const struct request *request)
{
    const struct appeal_intake blank = { .words = { 0 } };
    const struct filled filled = {
        .record = &blank,
        .typed = request->refused != NULL ? request->form : (struct params){ 0 },
        .problems = request->refused != NULL ? request->refused->problems : NULL,
    };
    struct honour_appeal *appeals;
    size_t count;

    TRY(honour_appeals_of(cx, award->id, &appeals, &count));
    for (size_t i = 0; i < count; i++)
        ui_notice(
            out, appeals[i].status == HONOUR_APPEAL_OPEN ? TONE_WAITING : TONE_ENDED,
            appeals[i].status == HONOUR_APPEAL_OPEN
                ? S("申诉已经收到，镇里在处理。")
                : arena_printf(cx->arena, _("申诉的答复：%.*s"), STR_ARG(appeals[i].answer)));
    if (!date_is_set(award->revoked_on) ||
        (count > 0 && appeals[0].status == HONOUR_APPEAL_OPEN))
        return NULL;
    ui_fold_begin(out, "appeal", S("对撤销不服，要申诉"), request->refused != NULL);
    ui_form_begin(out,
                  arena_printf(cx->arena, "/honours/certificate/%.*s/appeal",
                               STR_ARG(award->certificate)),
                  cx->access->form_token, false);
    form_write(cx, out, &honour_appeal_input, &filled);
    ui_form_end(out, S("申诉"), (str){ 0 });
    ui_fold_end(out);
    return NULL;
}

/* Whoever scans the certificate sees whether it is genuine. */
struct error *honour_certificate_page(struct context *cx, const struct request *request,
                                      struct response *response)
{
    struct buf *out = &response->body;
    struct honour_award award = { 0 };

    TRY(honour_award_by_code(cx, params_get(request->captured, "code"), &award));
    response->title = S("荣誉证书");
    ui_heading(out, response->title, award.kind_name);
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    write_validity(cx, out, &award);
    ui_facts_begin(out);
    ui_fact(out, "授予", award.name);
    ui_fact(out, "荣誉", award.kind_name);
    ui_fact(out, "星", award.stars);
    ui_fact(out, "年度", arena_printf(cx->arena, _("%lld年"), (long long)award.year));
    ui_fact(out, "地点", place_path(cx, award.place));
    ui_fact(out, "授牌日期", day_of(cx, award.awarded_on));
    ui_fact(out, "有效到", day_of(cx, award.valid_until));
    ui_facts_end(out);
    ui_qr(out, address_of(cx, request, &award),
          arena_printf(cx->arena, _("证书号 %.*s"),
                       STR_ARG(receipt_shown(cx->arena, award.certificate))));
    if (!date_is_set(award.revoked_on))
        ui_button_link(out,
                       arena_printf(cx->arena, "/honours/certificate/%.*s/pdf",
                                    STR_ARG(award.certificate)),
                       S("打印证书（PDF）"), false);
    return write_appeal(cx, out, &award, request);
}

struct error *honour_appeal_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct appeal_intake *input = request->input;
    struct honour_award award = { 0 };

    TRY(honour_award_by_code(cx, params_get(request->captured, "code"), &award));
    TRY(honour_appeal_raise(cx, award.id, input->words));
    return redirect(response, arena_printf(cx->arena, "/honours/certificate/%.*s",
                                           STR_ARG(award.certificate)));
}

/* On paper, to be framed. */
struct error *honour_certificate_paper(struct context *cx, const struct request *request,
                                       struct response *response)
{
    struct honour_award award = { 0 };
    struct paper *paper;

    TRY(honour_award_by_code(cx, params_get(request->captured, "code"), &award));
    if (date_is_set(award.revoked_on))
        return fail(cx, ERROR_CONFLICT, "这项荣誉已经撤销，不能打印证书。");
    paper = paper_create(
        cx, &(struct paper_options){ .title = S("荣誉证书"), .style = PAPER_CERTIFICATE });
    paper_certificate(
        paper, &(struct paper_certificate){
                   .title = S("荣誉证书"),
                   .name = award.name,
                   .words = arena_printf(
                       cx->arena, _("被评为%lld年度%.*s“%.*s”%s%.*s%s，特发此证。"),
                       (long long)award.year, STR_ARG(place_called(cx, award.place)),
                       STR_ARG(award.kind_name), str_is_empty(award.stars) ? "" : "（",
                       STR_ARG(award.stars), str_is_empty(award.stars) ? "" : "）"),
                   .issuer = place_called(cx, award.place),
                   .day = day_of(cx, award.awarded_on),
                   .number = arena_printf(cx->arena, _("证书号 %.*s"),
                                          STR_ARG(receipt_shown(cx->arena, award.certificate))),
                   .qr = address_of(cx, request, &award),
                   .qr_text = S("扫码核验"),
               });
    return print_answer(cx, paper, S("荣誉证书.pdf"), response);
}

/* The honours of a place that are in force: the positive side is public. */

const struct query honours_at_place = {
    .of = &honour_award_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and revoked_on is null "
           "and (valid_until is null or valid_until >= $4) "
           "order by kind_name, place, name, id limit 500",
};

static struct error *write_honours(struct context *cx, struct buf *out, str place)
{
    struct honour_award *awards;
    size_t count;

    TRY(query_rows(cx, &honours_at_place,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)),
                        value_date(cx->arena, cx->today)),
                   &awards, &count));
    if (count == 0) {
        ui_empty(out, S("这里现在没有有效的荣誉。"), (str){ 0 }, (str){ 0 });
        return NULL;
    }
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(out,
                arena_printf(cx->arena, "/honours/certificate/%.*s",
                             STR_ARG(awards[i].certificate)),
                awards[i].name, TONE_GOOD, awards[i].kind_name,
                arena_printf(cx->arena, "%.*s %.*s", STR_ARG(place_called(cx, awards[i].place)),
                             STR_ARG(day_of(cx, awards[i].awarded_on))));
    ui_tasks_end(out);
    return NULL;
}

struct error *honours_of_place_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct buf *out = &response->body;
    str place;

    TRY(place_asked_for(cx, request, "place", &place));
    response->title = S("荣誉榜");
    ui_heading(out, response->title,
               str_is_empty(place) ? S("选一个村，看谁得了什么荣誉。") : place_path(cx, place));
    ui_search_begin(out, S("/honours"));
    form_write_place(cx, out,
                     (struct ui_input){ .name = "place", .label = "哪个村", .value = place });
    ui_search_end(out, S("看"));
    return place.length < 6 ? NULL : write_honours(cx, out, place);
}
