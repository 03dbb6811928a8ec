/* SPDX-License-Identifier: Apache-2.0 */
/* What a household sees by its card, without an account: what was recorded, what is pending,
 * and why something was refused. */
#include "modules/points/pages.h"

#include "app/access.h"
#include "modules/matters/matters.h"
#include "modules/places/places.h"
#include "record/form.h"

enum { STORY_MAX = 500, QUANTITY_MAX = 100 };

struct own_claim {
    record_id item;
    int64_t quantity;
    date happened_on;
    str witness;
    str story;
};

static const struct field own_claim_fields[] = {
    { REF(own_claim, item), .label = "做了什么", .target = "points_item", .required = true },
    { INTEGER(own_claim, quantity), .label = "几次", .min = 1, .max = QUANTITY_MAX,
      .required = true },
    { DATE(own_claim, happened_on), .label = "哪天做的", .required = true },
    { TEXT(own_claim, witness), .label = "谁能证明", .max = 60, .help = "例如邻居、组长。" },
    { LINES(own_claim, story), .label = "情况", .max = STORY_MAX },
};

const struct shape points_own_claim_input = { SHAPE(own_claim, own_claim_fields) };

struct own_appeal {
    str words;
};

static const struct field appeal_fields[] = {
    { LINES(own_appeal, words), .label = "为什么不服", .required = true, .max = STORY_MAX },
};

const struct shape points_appeal_input = { SHAPE(own_appeal, appeal_fields) };

const struct query claims_of_account = {
    .of = &points_claim_type,
    .sql = "where county = $1 and account = $2 order by id desc limit 30",
};

const struct query shops_of_village = {
    .of = &points_shop_type,
    .sql = "where county = $1 and place = $2 and closed_on is null order by id limit 10",
};

/* Where and when points are redeemed. */
static struct error *write_shops(struct context *cx, struct buf *out, str village)
{
    struct points_shop *shops;
    size_t count;

    TRY(query_rows(cx, &shops_of_village,
                   WITH(value_integer(key_county(village)), value_text(village)), &shops,
                   &count));
    for (size_t i = 0; i < count; i++) {
        ui_section_begin(out, "shop", shops[i].name);
        ui_facts_begin(out);
        ui_fact(out, "地址", shops[i].address);
        ui_fact(out, "开放时间", shops[i].opening);
        if (date_is_set(shops[i].next_open_on) &&
            date_compare(shops[i].next_open_on, cx->today) >= 0)
            ui_fact(out, "下次开放", points_day(cx, shops[i].next_open_on));
        ui_fact(out, "电话", shops[i].phone);
        ui_facts_end(out);
        ui_section_end(out);
    }
    return NULL;
}

static void write_claim(struct context *cx, struct buf *out, const struct points_claim *claim)
{
    const struct choice *status = &claim_statuses[claim->status];

    ui_task(out, arena_printf(cx->arena, "/points/receipt/%.*s", STR_ARG(claim->receipt)),
            claim->item_name, status->tone, str_of(status->label),
            str_is_empty(claim->reason) ? points_day(cx, claim->happened_on) : claim->reason);
}

static struct error *write_claims(struct context *cx, struct buf *out, record_id account)
{
    struct points_claim *claims;
    size_t count;

    TRY(query_rows(cx, &claims_of_account,
                   WITH(value_integer(id_county(account)), value_integer(account)), &claims,
                   &count));
    ui_section_begin(out, "claims", S("申报到哪一步"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_claim(cx, out, &claims[i]);
    ui_tasks_end(out);
    if (count == 0)
        html(out, "<p>%s</p>\n", _("还没有申报过。"));
    ui_section_end(out);
    return NULL;
}

/* The fields of a form in which the item is chosen from a list. */
static void write_item_input(struct buf *out, const struct ui_choice *choices, size_t count,
                             const struct filled *filled)
{
    str problem = { 0 };

    for (const struct problem *one = filled->problems; one != NULL; one = one->next)
        if (one->field != NULL && str_eq(str_of(one->field), S("item")))
            problem = one->message;
    ui_input(out, &(struct ui_input){ .name = "item",
                                      .label = "做了什么",
                                      .required = true,
                                      .choices = choices,
                                      .choice_count = count,
                                      .value = params_get(filled->typed, "item"),
                                      .problem = problem });
}

static struct error *write_own_form(struct context *cx, struct buf *out,
                                    const struct points_account *account, str code,
                                    const struct request *request)
{
    static const char *const names[] = { "quantity", "happened_on", "witness", "story" };
    const struct own_claim blank = { .quantity = 1, .happened_on = cx->today };
    struct filled filled = points_filled(request, &blank);
    struct ui_choice *choices;
    size_t count;

    TRY(points_item_choices(cx, account->place, account->side, true, &choices, &count));
    if (count == 0)
        return NULL;
    ui_fold_begin(out, "declare", S("自己申报一件"), request->refused != NULL);
    ui_form_begin(out, arena_printf(cx->arena, "/points/card/%.*s/declare", STR_ARG(code)),
                  cx->access->form_token, false);
    write_item_input(out, choices, count, &filled);
    for (size_t i = 0; i < COUNT(names); i++)
        form_write_field(cx, out, shape_field(&points_own_claim_input, str_of(names[i])),
                         &filled);
    ui_form_end(out, S("申报"), (str){ 0 });
    ui_fold_end(out);
    return NULL;
}

static struct error *find_account(struct context *cx, const struct request *request, str *code,
                                  struct points_account *account)
{
    struct points_card card = { 0 };

    *code = params_get(request->captured, "code");
    TRY(points_card_find(cx, *code, &card));
    return store_get(cx, &points_account_type, card.account, account);
}

struct error *points_card_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct points_account account = { 0 };
    str code;

    TRY(find_account(cx, request, &code, &account));
    response->title = account.side == POINTS_HOUSEHOLD ? S("我家的积分") : S("我的积分");
    response_header(response, "Referrer-Policy", S("no-referrer"));
    ui_heading(out, response->title,
               arena_printf(cx->arena, "%.*s %.*s", STR_ARG(place_called(cx, account.place)),
                            STR_ARG(account.name)));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("可以兑换"),
              arena_printf(cx->arena, "%lld", (long long)account.redeemable), S("分"),
              (str){ 0 });
    ui_figure(out, (str){ 0 }, S("荣誉分"),
              arena_printf(cx->arena, "%lld", (long long)account.honour), S("分"),
              S("兑换东西不减"));
    ui_figures_end(out);
    if (access_allows(cx, "points.redeem", account.place))
        ui_button_link(out, arena_printf(cx->arena, "/points/counter?card=%.*s", STR_ARG(code)),
                       S("在柜台兑换"), true);
    TRY(points_write_expiring(cx, out, account.id));
    TRY(write_claims(cx, out, account.id));
    TRY(write_own_form(cx, out, &account, code, request));
    TRY(points_write_statement(cx, out, account.id, false));
    TRY(write_shops(cx, out, account.place));
    ui_button_link(out, arena_printf(cx->arena, "/points/card/%.*s/pdf", STR_ARG(code)),
                   S("打印存折（PDF）"), false);
    return NULL;
}

struct error *points_card_declare_action(struct context *cx, const struct request *request,
                                         struct response *response)
{
    const struct own_claim *input = request->input;
    struct points_account account = { 0 };
    struct points_claim claim = { 0 };
    str code;

    TRY(find_account(cx, request, &code, &account));
    const struct points_declaration declaration = {
        .account = account.id,
        .item = input->item,
        .quantity = input->quantity,
        .happened_on = input->happened_on,
        .witness = input->witness,
        .story = input->story,
        .declared_by = DECLARED_BY_SELF,
        .declarer = account.name,
    };
    TRY(points_declare(cx, &declaration, &claim));
    return redirect(response,
                    arena_printf(cx->arena, "/points/receipt/%.*s", STR_ARG(claim.receipt)));
}

/* The receipt of one claim */

static struct error *find_claim(struct context *cx, const struct request *request,
                                struct points_claim *claim)
{
    str receipt = receipt_normal(cx->arena, params_get(request->captured, "code"));
    bool found = false;

    if (!str_is_empty(receipt))
        TRY(store_find_by(cx, &points_claim_type, receipt_county(cx->arena, receipt), "receipt",
                          value_text(receipt), claim, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有这个回执号。请对照回执再输一遍。");
    return NULL;
}

static void write_appeal(struct context *cx, struct buf *out, const struct points_claim *claim,
                         const struct request *request)
{
    const struct own_appeal blank = { .words = { 0 } };
    const struct filled filled = points_filled(request, &blank);

    if (claim->status != CLAIM_REFUSED &&
        (claim->status != CLAIM_EFFECTIVE || !claim->is_deduction))
        return;
    ui_fold_begin(out, "appeal", S("不服，要申诉"), request->refused != NULL);
    ui_form_begin(
        out, arena_printf(cx->arena, "/points/receipt/%.*s/appeal", STR_ARG(claim->receipt)),
        cx->access->form_token, false);
    form_write(cx, out, &points_appeal_input, &filled);
    ui_form_end(out, S("申诉"), (str){ 0 });
    ui_fold_end(out);
}

/* What the review came to, and until when somebody may object. */
static struct error *write_review(struct context *cx, struct buf *out,
                                  const struct points_claim *claim)
{
    struct notice notice = { 0 };

    if (claim->agree_count + claim->disagree_count >= VOICES_MIN)
        ui_fact(out, "评议",
                arena_printf(cx->arena, _("同意%lld人，不同意%lld人"),
                             (long long)claim->agree_count, (long long)claim->disagree_count));
    if (claim->status != CLAIM_POSTED)
        return NULL;
    TRY(store_get(cx, &notice_type, claim->notice, &notice));
    ui_fact(out, "公示到", points_day(cx, notice.due_on));
    return NULL;
}

struct error *points_receipt_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;
    struct points_claim claim = { 0 };

    TRY(find_claim(cx, request, &claim));
    const struct choice *status = &claim_statuses[claim.status];
    response->title = S("积分申报回执");
    ui_heading(out, response->title, receipt_shown(cx->arena, claim.receipt));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_notice(out, status->tone, str_of(status->label));
    ui_facts_begin(out);
    ui_fact(out, "做了什么", claim.item_name);
    ui_fact(out, "哪天做的", points_day(cx, claim.happened_on));
    ui_fact(out, "荣誉分",
            arena_printf(cx->arena, _n("%lld分", claim.honour), (long long)claim.honour));
    ui_fact(out, "没有通过的原因", claim.reason);
    TRY(write_review(cx, out, &claim));
    ui_facts_end(out);
    ui_section_begin(out, "history", S("办理过程"));
    TRY(flow_write_history(cx, out, &points_claim_type, claim.id, true));
    ui_section_end(out);
    write_appeal(cx, out, &claim, request);
    ui_print_button(out, S("打印这一页"));
    return NULL;
}

struct error *points_receipt_appeal_action(struct context *cx, const struct request *request,
                                           struct response *response)
{
    const struct own_appeal *input = request->input;
    struct points_claim claim = { 0 };

    TRY(find_claim(cx, request, &claim));
    TRY(flow_take_by_receipt(cx, &points_claim_flow, "appeal", claim.id,
                             &(struct points_refusal){ .words = input->words }));
    return redirect(response,
                    arena_printf(cx->arena, "/points/receipt/%.*s", STR_ARG(claim.receipt)));
}
