/* SPDX-License-Identifier: Apache-2.0 */
/* Goods, their stock, and redeeming points for them. */
#include "app/access.h"
#include "modules/places/places.h"
#include "modules/points/points_parts.h"

enum { QUANTITY_AT_ONCE_MAX = 100 };

/* Goods */

static struct error *settle_place(struct context *cx, struct points_goods *goods)
{
    struct points_shop shop = { 0 };

    TRY(store_get(cx, &points_shop_type, goods->shop, &shop));
    goods->place = shop.place;
    return access_need(cx, "points.shop", shop.place);
}

struct error *points_goods_offer(struct context *cx, void *record)
{
    struct points_goods *goods = record;
    struct points_stock stock = { 0 };

    TRY(settle_place(cx, goods));
    TRY(store_insert(cx, &points_goods_type, goods));
    stock.place = goods->place;
    stock.goods = goods->id;
    stock.key = arena_printf(cx->arena, "goods:%lld", (long long)goods->id);
    return store_insert(cx, &points_stock_type, &stock);
}

struct error *points_goods_change(struct context *cx, void *record)
{
    struct points_goods *goods = record;

    TRY(settle_place(cx, goods));
    return store_update(cx, &points_goods_type, goods);
}

struct error *points_stock_of(struct context *cx, record_id goods, int64_t *quantity)
{
    return query_number(
        cx, "select quantity from points_stocks where county = $1 and key = $2 and key <> ''",
        WITH(value_integer(id_county(goods)),
             value_text(arena_printf(cx->arena, "goods:%lld", (long long)goods))),
        quantity);
}

/* As with points: one statement that judges and changes at once. */
static struct error *change_stock(struct context *cx, const struct points_goods *goods,
                                  int64_t gained)
{
    static const char sql[] =
        "update points_stocks set quantity = quantity + $3, version = version + 1 "
        "where county = $1 and key = $2 and key <> '' and quantity + $3 >= 0";
    int64_t changed, left;

    TRY(db_change(cx, sql,
                  WITH(value_integer(id_county(goods->id)),
                       value_text(arena_printf(cx->arena, "goods:%lld", (long long)goods->id)),
                       value_integer(gained)),
                  &changed));
    if (changed > 0)
        return NULL;
    TRY(points_stock_of(cx, goods->id, &left));
    return fail(cx, ERROR_CONFLICT, "“%.*s”只剩%lld件，不够。", STR_ARG(goods->name),
                (long long)left);
}

static struct error *check_movement(struct context *cx, const struct points_movement *movement)
{
    if (movement->quantity == 0)
        return fail_field(cx, "quantity", "数量不能是0。");
    if (movement->kind == GOODS_RECEIVED && movement->quantity < 0)
        return fail_field(cx, "quantity", "入库的数量要大于0。少了请记盘点或报损。");
    if (movement->kind == GOODS_LOST && movement->quantity > 0)
        return fail_field(cx, "quantity", "报损的数量要写负数，例如-2。");
    if (movement->kind != GOODS_RECEIVED && str_is_empty(str_trim(movement->note)))
        return fail_field(cx, "note", "请写明原因，公示时看得到。");
    return NULL;
}

struct error *points_goods_move(struct context *cx, void *record)
{
    struct points_movement *movement = record;
    struct points_goods goods = { 0 };

    TRY(store_get(cx, &points_goods_type, movement->goods, &goods));
    TRY(access_need(cx, "points.shop", goods.place));
    TRY(check_movement(cx, movement));
    movement->place = goods.place;
    if (!date_is_set(movement->moved_on))
        movement->moved_on = cx->today;
    TRY(change_stock(cx, &goods, movement->quantity));
    return store_insert(cx, &points_movement_type, movement);
}

/* Redeeming */

static struct error *redemption_find(struct context *cx, str place, str key,
                                     struct points_redemption *redemption, bool *found)
{
    return store_find_by(cx, &points_redemption_type, place, "key", value_text(key), redemption,
                         found);
}

static struct error *check_order(struct context *cx, const struct points_order *order,
                                 const struct points_goods *goods,
                                 const struct points_account *account)
{
    if (order->quantity < 1 || order->quantity > QUANTITY_AT_ONCE_MAX)
        return fail_field(cx, "quantity", "数量要在1到%d之间。", QUANTITY_AT_ONCE_MAX);
    if (goods->is_withdrawn)
        return fail_field(cx, "goods", "“%.*s”已经下架。", STR_ARG(goods->name));
    if (!points_side_is_subject(account->side) || !str_eq(account->place, goods->place))
        return fail_field(cx, "account", "这个户头的积分要在%.*s兑换。",
                          STR_ARG(place_called(cx, account->place)));
    int64_t points = goods->price * order->quantity;
    if (points > account->redeemable)
        return fail(cx, ERROR_CONFLICT, "积分不够：%.*s现有%lld分可兑换，要用%lld分。",
                    STR_ARG(account->name), (long long)account->redeemable, (long long)points);
    return NULL;
}

static struct error *check_same(struct context *cx, const struct points_redemption *kept,
                                const struct points_order *order)
{
    if (kept->account == order->account && kept->goods == order->goods &&
        kept->quantity == order->quantity)
        return NULL;
    return fail(cx, ERROR_CONFLICT, "这张兑换单已经开过，内容和这次不同。请重新开一张。");
}

static struct points_redemption voucher_of(struct context *cx, const struct points_order *order,
                                           const struct points_goods *goods,
                                           const struct points_account *account)
{
    return (struct points_redemption){
        .place = goods->place,
        .key = order->key,
        .account = account->id,
        .account_name = account->name,
        .goods = goods->id,
        .goods_name = goods->name,
        .quantity = order->quantity,
        .points = goods->price * order->quantity,
        .cost = goods->cost * order->quantity,
        .by_proxy = order->by_proxy,
        .receiver = str_is_empty(order->receiver) ? account->name : order->receiver,
        .handler = cx->access == NULL ? (str){ 0 } : cx->access->name,
        .redeemed_on = cx->today,
    };
}

static str posting_key(struct context *cx, str key)
{
    return arena_printf(cx->arena, "redemption:%.*s", STR_ARG(key));
}

/* What was read before may be old by now: both statements judge again. */
static struct error *carry_out(struct context *cx, const struct points_goods *goods,
                               struct points_redemption *redemption)
{
    struct points_posting posting = {
        .place = goods->place,
        .key = posting_key(cx, redemption->key),
        .kind = POSTING_REDEMPTION,
        .account = redemption->account,
        .redeemable = -redemption->points,
        .reason = arena_printf(cx->arena, "兑换%.*s×%lld", STR_ARG(goods->name),
                               (long long)redemption->quantity),
        .origin = S("points_redemption"),
    };

    TRY(change_stock(cx, goods, -redemption->quantity));
    TRY(store_insert(cx, &points_redemption_type, redemption));
    posting.origin_id = redemption->id;
    return posting_keep(cx, &posting);
}

struct error *points_redeem(struct context *cx, const struct points_order *order,
                            struct points_redemption *redemption)
{
    struct points_goods goods = { 0 };
    struct points_account account = { 0 };
    bool found;

    TRY(store_get(cx, &points_goods_type, order->goods, &goods));
    TRY(access_need(cx, "points.redeem", goods.place));
    if (str_is_empty(order->key))
        return fail(cx, ERROR_INVALID, "这张兑换单没有凭证，请刷新页面再兑换。");
    TRY(db_hold(cx, order->key));
    TRY(redemption_find(cx, goods.place, order->key, redemption, &found));
    if (found)
        return check_same(cx, redemption, order);
    TRY(store_get(cx, &points_account_type, order->account, &account));
    TRY(check_order(cx, order, &goods, &account));
    *redemption = voucher_of(cx, order, &goods, &account);
    return carry_out(cx, &goods, redemption);
}

struct error *points_redemption_return(struct context *cx, record_id id, str reason)
{
    struct points_redemption redemption = { 0 };
    struct points_posting posting = { 0 };
    struct points_adjustment reversal = { 0 };
    struct points_goods goods = { 0 };
    bool found;

    TRY(store_get(cx, &points_redemption_type, id, &redemption));
    TRY(access_need(cx, "points.redeem", redemption.place));
    if (redemption.status == REDEMPTION_RETURNED)
        return fail(cx, ERROR_CONFLICT, "这张兑换单已经退过了。");
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写明为什么退回。");
    TRY(posting_find(cx, redemption.place, posting_key(cx, redemption.key), &posting, &found));
    if (!found)
        return fail(cx, ERROR_BROKEN, "points: redemption %lld was not posted", (long long)id);
    TRY(store_get(cx, &points_goods_type, redemption.goods, &goods));
    TRY(posting_take_back(cx, &posting, reason, &reversal));
    TRY(change_stock(cx, &goods, redemption.quantity));
    redemption.status = REDEMPTION_RETURNED;
    redemption.returned_on = cx->today;
    redemption.return_reason = reason;
    return store_update(cx, &points_redemption_type, &redemption);
}

/* The account */

struct spent_row {
    int64_t points;
    int64_t cost;
};

static const struct field spent_columns[] = {
    { INTEGER(spent_row, points), .label = "积分" },
    { INTEGER(spent_row, cost), .label = "成本" },
};

const struct query redeemed_since = {
    .sql = "select coalesce(sum(points), 0), coalesce(sum(cost), 0) from points_redemptions "
           "where county = $1 and place >= $2 and place < $3 and redeemed_on <= $4 "
           "and redeemed_on > $5 and (returned_on is null or returned_on > $4) limit 1",
    .row = { SHAPE(spent_row, spent_columns) },
};

const struct query stock_on_shelf = {
    .sql =
        "select coalesce(sum(s.quantity * g.price), 0), coalesce(sum(s.quantity * g.cost), 0) "
        "from (select goods, quantity from points_movements where county = $1 "
        "and place >= $2 and place < $3 and moved_on <= $4 "
        "union all select goods, -quantity from points_redemptions where county = $1 "
        "and place >= $2 and place < $3 and redeemed_on <= $4 "
        "union all select goods, quantity from points_redemptions where county = $1 "
        "and place >= $2 and place < $3 and returned_on <= $4) s "
        "join points_goods g on g.county = $1 and g.id = s.goods limit 1",
    .row = { SHAPE(spent_row, spent_columns) },
};

const struct query funded_and_spent = {
    .sql = "select (select coalesce(sum(amount), 0) from points_fundings where county = $1 "
           "and place >= $2 and place < $3 and received_on <= $4), "
           "(select coalesce(sum(paid), 0) from points_movements where county = $1 "
           "and place >= $2 and place < $3 and moved_on <= $4)",
    .row = { SHAPE(spent_row, spent_columns) },
};

const struct query outstanding_points = {
    .sql = "select coalesce(sum(redeemable), 0), 0 from points_entries where county = $1 "
           "and place >= $2 and place < $3 and posted_on <= $4 "
           "and side in ('household', 'member', 'team') limit 1",
    .row = { SHAPE(spent_row, spent_columns) },
};

static struct error *read_row(struct context *cx, const struct query *query, str place,
                              date day, bool since, struct spent_row *row)
{
    const struct value values[] = {
        value_integer(key_county(place)),
        value_text(place),
        value_text(key_end(cx->arena, place)),
        value_date(cx->arena, day),
        value_date(cx->arena, date_add_months(day, -12)),
    };
    struct spent_row *rows;
    size_t count;

    TRY(query_rows(cx, query, values, since ? 5 : 4, &rows, &count));
    *row = count > 0 ? rows[0] : (struct spent_row){ 0 };
    return NULL;
}

/* Rounded up: the village should rather have a little more. */
static int64_t at_average(int64_t points, const struct spent_row *average)
{
    return (points * average->cost + average->points - 1) / average->points;
}

struct error *points_liability_read(struct context *cx, str place, date day,
                                    struct points_liability *liability)
{
    struct spent_row redeemed, shelf, money, outstanding;

    TRY(read_row(cx, &redeemed_since, place, day, true, &redeemed));
    TRY(read_row(cx, &stock_on_shelf, place, day, false, &shelf));
    TRY(read_row(cx, &funded_and_spent, place, day, false, &money));
    TRY(read_row(cx, &outstanding_points, place, day, false, &outstanding));
    *liability = (struct points_liability){
        .outstanding = outstanding.points,
        .redeemed = redeemed.points,
        .redeemed_cost = redeemed.cost,
        .funded = money.points,
        .spent = money.cost,
        .stock_cost = shelf.cost,
        .has_average = redeemed.points > 0 || shelf.points > 0,
    };
    if (liability->has_average)
        liability->liability =
            at_average(outstanding.points, redeemed.points > 0 ? &redeemed : &shelf);
    return NULL;
}

/* That the stock is what came in less what went out. */
struct stock_suspect {
    record_id goods;
    int64_t kept;
    int64_t computed;
};

static const struct field suspect_columns[] = {
    { INTEGER(stock_suspect, goods), .label = "商品" },
    { INTEGER(stock_suspect, kept), .label = "存的" },
    { INTEGER(stock_suspect, computed), .label = "应为" },
};

const struct query wrong_stocks = {
    .sql = "select s.goods, s.quantity, coalesce(m.quantity, 0) - coalesce(r.quantity, 0) "
           "from points_stocks s "
           "left join (select county, goods, sum(quantity) as quantity from points_movements "
           "group by county, goods) m on m.county = s.county and m.goods = s.goods "
           "left join (select county, goods, sum(quantity) as quantity from points_redemptions "
           "where status = 'done' group by county, goods) r "
           "on r.county = s.county and r.goods = s.goods "
           "where s.quantity <> coalesce(m.quantity, 0) - coalesce(r.quantity, 0) "
           "order by s.goods limit 100",
    .row = { SHAPE(stock_suspect, suspect_columns) },
};

struct error *stock_check(struct context *cx, void (*wrong)(str what, void *closure),
                          void *closure, int64_t *checked)
{
    struct stock_suspect *suspects;
    size_t count;
    int64_t stocks;

    TRY(query_rows(cx, &wrong_stocks, NULL, 0, &suspects, &count));
    for (size_t i = 0; i < count; i++)
        wrong(arena_printf(cx->arena, "积分超市：商品第%lld号的库存是%lld，应为%lld",
                           (long long)suspects[i].goods, (long long)suspects[i].kept,
                           (long long)suspects[i].computed),
              closure);
    TRY(query_number(cx, "select count(*) from points_stocks", NULL, 0, &stocks));
    *checked += stocks;
    return NULL;
}
