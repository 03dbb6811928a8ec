/* SPDX-License-Identifier: Apache-2.0 */
/* The counter: scan a card or type a number, choose, confirm, print or sign. */
#include "modules/points/pages.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/place_input.h"
#include "app/record_pages.h"
#include "base/hash.h"
#include "modules/places/places.h"
#include "record/form.h"

enum { KEY_BYTES = 12, QUANTITY_MAX = 100 };

struct counter_order {
    record_id account;
    record_id goods;
    int64_t quantity;
    bool by_proxy;
    str receiver;
    str key;
};

static const struct field order_fields[] = {
    { REF(counter_order, account), .label = "户头", .target = "points_account",
      .required = true },
    { REF(counter_order, goods), .label = "换什么", .target = "points_goods",
      .required = true },
    { INTEGER(counter_order, quantity), .label = "几件", .min = 1, .max = QUANTITY_MAX,
      .required = true },
    { BOOLEAN(counter_order, by_proxy), .label = "别人代领" },
    { TEXT(counter_order, receiver), .label = "领取人", .max = 30,
      .help = "代领的写谁来领的。" },
    { TEXT(counter_order, key), .label = "凭证", .max = 64, .required = true },
};

const struct shape points_order_input = { SHAPE(counter_order, order_fields) };

const struct query goods_of_village = {
    .of = &points_goods_type,
    .sql = "where county = $1 and place = $2 and is_withdrawn = 0 order by price, id limit 200",
};

static struct error *goods_choices(struct context *cx, const struct points_account *account,
                                   struct ui_choice **choices, size_t *count)
{
    struct points_goods *goods;
    size_t found;

    TRY(query_rows(cx, &goods_of_village,
                   WITH(value_integer(key_county(account->place)), value_text(account->place)),
                   &goods, &found));
    *choices = arena_array(cx->arena, struct ui_choice, found + 1);
    *count = 0;
    for (size_t i = 0; i < found; i++) {
        int64_t stock;
        TRY(points_stock_of(cx, goods[i].id, &stock));
        if (stock < 1 || goods[i].price > account->redeemable)
            continue;
        (*choices)[(*count)++] = (struct ui_choice){
            .value = arena_printf(cx->arena, "%lld", (long long)goods[i].id),
            .text = arena_printf(cx->arena, _n("%.*s %lld分（还有%lld件）", goods[i].price),
                                 STR_ARG(goods[i].name), (long long)goods[i].price,
                                 (long long)stock),
        };
    }
    return NULL;
}

static void write_search(struct context *cx, struct buf *out, str village, str typed,
                         str problem)
{
    ui_search_begin(out, S("/points/counter"));
    ui_input(out, &(struct ui_input){ .name = "card",
                                      .label = "扫卡，或输入卡号、户号",
                                      .type = "search",
                                      .value = typed,
                                      .problem = problem,
                                      .required = true,
                                      .max = 200 });
    form_write_place(cx, out,
                     (struct ui_input){ .name = "place", .label = "村", .value = village });
    ui_search_end(out, S("下一步"));
}

static void write_hidden(struct buf *out, const char *name, str value)
{
    ui_input(out, &(struct ui_input){ .name = name, .type = "hidden", .value = value });
}

/* The key stays the same when the form is sent again, so that it is carried out once. */
static struct error *write_order(struct context *cx, struct buf *out,
                                 const struct points_account *account,
                                 const struct request *request)
{
    static const char *const names[] = { "quantity", "by_proxy", "receiver" };
    const struct counter_order blank = { .quantity = 1 };
    const struct filled filled = points_filled(request, &blank);
    str typed_key = params_get(filled.typed, "key");
    struct ui_choice *choices;
    size_t count;

    TRY(goods_choices(cx, account, &choices, &count));
    ui_main_section_begin(out, "order", S("换什么"));
    if (count == 0) {
        html(out, "<p>%s</p>\n", _("现有的积分换不了货架上的东西，或者货已经换完。"));
        ui_section_end(out);
        return NULL;
    }
    ui_form_begin(out, S("/points/counter"), cx->access->form_token, false);
    write_hidden(out, "account", arena_printf(cx->arena, "%lld", (long long)account->id));
    write_hidden(out, "key",
                 str_is_empty(typed_key) ? random_hex(cx->arena, KEY_BYTES) : typed_key);
    ui_input(out, &(struct ui_input){ .name = "goods",
                                      .label = "东西",
                                      .required = true,
                                      .choices = choices,
                                      .choice_count = count,
                                      .value = params_get(filled.typed, "goods") });
    for (size_t i = 0; i < COUNT(names); i++)
        form_write_field(cx, out, shape_field(&points_order_input, str_of(names[i])), &filled);
    ui_form_end(out, S("确认兑换"), S("/points/counter"));
    ui_section_end(out);
    return NULL;
}

static struct error *write_customer(struct context *cx, struct buf *out,
                                    const struct points_account *account,
                                    const struct request *request)
{
    ui_section_begin(out, "customer", account->name);
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("可以兑换"),
              arena_printf(cx->arena, "%lld", (long long)account->redeemable), S("分"),
              (str){ 0 });
    ui_figures_end(out);
    TRY(points_write_expiring(cx, out, account->id));
    ui_section_end(out);
    return write_order(cx, out, account, request);
}

static struct error *find_customer(struct context *cx, const struct request *request,
                                   str village, struct points_account *account, str *problem)
{
    int64_t id;
    str typed = params_get(request->query, "card");
    struct error *error = NULL;

    if (request->refused != NULL && str_read_integer(params_get(request->form, "account"), &id))
        return store_get(cx, &points_account_type, id, account);
    if (!str_is_empty(typed))
        error = points_account_at_counter(cx, village, typed, account);
    if (error != NULL && error->kind != ERROR_INVALID && error->kind != ERROR_NOT_FOUND)
        return error;
    if (error != NULL)
        *problem = error->problems != NULL ? error->problems->message : error->message;
    return NULL;
}

struct error *points_counter_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;
    struct points_account account = { 0 };
    str village, problem = { 0 };

    TRY(place_asked_for(cx, request, "place", &village));
    TRY(access_scope(cx, "points.redeem", village, &village));
    TRY(find_customer(cx, request, village, &account, &problem));
    response->title = S("积分兑换");
    ui_heading(out, response->title, place_called(cx, village));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    if (account.id != 0)
        return write_customer(cx, out, &account, request);
    write_search(cx, out, village, params_get(request->query, "card"), problem);
    return NULL;
}

struct error *points_counter_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    const struct counter_order *input = request->input;
    struct points_redemption redemption = { 0 };
    const struct points_order order = { .key = input->key,
                                        .account = input->account,
                                        .goods = input->goods,
                                        .quantity = input->quantity,
                                        .by_proxy = input->by_proxy,
                                        .receiver = input->receiver };

    if (order.by_proxy && str_is_empty(str_trim(order.receiver)))
        return fail_field(cx, "receiver", "代领的请写谁来领的。");
    TRY(points_redeem(cx, &order, &redemption));
    response->record = redemption.id;
    return redirect(response, arena_printf(cx->arena, "/points_redemptions/%lld",
                                           (long long)redemption.id));
}

/* The voucher */

struct error *points_redemption_page(struct context *cx, const struct request *request,
                                     struct response *response)
{
    static const struct deed give_back = { "return", "退回", &points_reason_input,
                                           "东西放回货架，积分退回户头。" };
    struct buf *out = &response->body;
    struct points_redemption redemption = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &points_redemption_type, request->id, "points.read", &redemption));
    response->title =
        arena_printf(cx->arena, "兑换单 第%lld号", (long long)(redemption.id % COUNTY_IDS));
    ui_heading(out, response->title, place_path(cx, redemption.place));
    facts_write(cx, out, &points_redemption_type.shape, &redemption);
    ui_facts_begin(out);
    ui_fact_by_hand(out, "领取人签名");
    ui_fact_by_hand(out, "经办人签名");
    ui_facts_end(out);
    ui_actions_begin(out);
    ui_button_link(
        out, arena_printf(cx->arena, "/points_redemptions/%lld/pdf", (long long)redemption.id),
        S("打印兑换单（PDF）"), false);
    if (access_allows(cx, "points.redeem", redemption.place))
        ui_button_link(out, S("/points/counter"), S("下一位"), true);
    ui_actions_end(out);
    if (redemption.status == REDEMPTION_DONE &&
        access_allows(cx, "points.redeem", redemption.place))
        deed_write(
            cx, out,
            arena_printf(cx->arena, "/points_redemptions/%lld", (long long)redemption.id),
            &give_back, NULL, request);
    return record_write_past(cx, &points_redemption_type, &redemption, out);
}

struct given_reason {
    str reason;
};

struct error *points_redemption_return_action(struct context *cx, const struct request *request,
                                              struct response *response)
{
    const struct given_reason *input = request->input;
    struct points_redemption redemption = { 0 };

    TRY(record_get_for(cx, &points_redemption_type, request->id, "points.read", &redemption));
    TRY(points_redemption_return(cx, request->id, input->reason));
    return redirect(
        response, arena_printf(cx->arena, "/points_redemptions/%lld", (long long)request->id));
}

/* Goods, with what is left of them */

struct error *points_goods_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct buf *out = &response->body;
    struct points_goods goods = { 0 };
    int64_t stock;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &points_goods_type, request->id, "points.read", &goods));
    TRY(points_stock_of(cx, goods.id, &stock));
    response->title = goods.name;
    ui_heading(out, goods.name, place_path(cx, goods.place));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("库存"), arena_printf(cx->arena, "%lld", (long long)stock),
              S("件"), (str){ 0 });
    ui_figures_end(out);
    facts_write(cx, out, &points_goods_type.shape, &goods);
    if (access_allows(cx, "points.shop", goods.place)) {
        ui_actions_begin(out);
        ui_button_link(out,
                       arena_printf(cx->arena, "/points_movements/new?goods=%lld&place=%.*s",
                                    (long long)goods.id, STR_ARG(goods.place)),
                       S("入库、盘点或报损"), true);
        ui_button_link(out,
                       arena_printf(cx->arena, "/points_goods/%lld/edit", (long long)goods.id),
                       S("修改"), false);
        ui_actions_end(out);
    }
    return record_write_past(cx, &points_goods_type, &goods, out);
}
