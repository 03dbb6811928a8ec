/* SPDX-License-Identifier: Apache-2.0 */
/* What the shop keeps: goods, stock, what came in, money, vouchers. */
#include "modules/points/points_parts.h"

enum {
    PRICE_MAX = 100000,
    COST_MAX = 100000000,
    QUANTITY_MAX = 100000,
    AMOUNT_MAX = 1000000000
};

const struct choice points_source_choices[POINTS_SOURCES] = {
    [POINTS_SOURCE_PUBLIC] = { "public", "财政", TONE_PLAIN },
    [POINTS_SOURCE_COLLECTIVE] = { "collective", "集体", TONE_PLAIN },
    [POINTS_SOURCE_COMPANY] = { "company", "企业捐赠", TONE_PLAIN },
    [POINTS_SOURCE_PERSON] = { "person", "个人捐赠", TONE_PLAIN },
};

static const struct field shop_fields[] = {
    { TEXT(points_shop, name), .label = "名称", .max = 40, .required = true, .listed = true,
      .searchable = true },
    { PLACE(points_shop, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_shop, address), .label = "地址", .max = 100, .listed = true },
    { LINES(points_shop, opening), .label = "开放时间", .max = 200, .listed = true,
      .help = "例如：每季末月25日 9:00—11:30。" },
    { DATE(points_shop, next_open_on), .label = "下次开放", .listed = true },
    { TEXT(points_shop, phone), .label = "电话", .max = 20 },
    { DATE(points_shop, closed_on), .label = "停办日期" },
};

const struct record_type points_shop_type = {
    .name = "points_shop",
    .table = "points_shops",
    .title = "积分超市",
    .shape = { SHAPE(points_shop, shop_fields) },
    .place = "place",
    .called = "name",
    .reads = "points.read",
    .writes = "points.shop",
};

static const struct field goods_fields[] = {
    { TEXT(points_goods, name), .label = "品名", .max = 40, .required = true, .listed = true,
      .searchable = true },
    { PLACE(points_goods, place), .label = "村", .required = true, .listed = true },
    { REF(points_goods, shop), .label = "积分超市", .target = "points_shop", .required = true },
    { TEXT(points_goods, code), .label = "货号", .max = 20, .listed = true },
    { TEXT(points_goods, spec), .label = "规格", .max = 40, .listed = true },
    { INTEGER(points_goods, price), .label = "兑换要", .unit = "分", .required = true, .min = 1,
      .max = PRICE_MAX, .listed = true },
    { AMOUNT(points_goods, cost), .label = "成本价", .unit = "元", .max = COST_MAX,
      .listed = true, .help = "捐的写估价，用来算账够不够。" },
    { BOOLEAN(points_goods, is_withdrawn), .label = "下架" },
};

static const char *const goods_indexes[] = { "shop, id", NULL };

const struct record_type points_goods_type = {
    .name = "points_goods",
    .table = "points_goods",
    .title = "商品",
    .shape = { SHAPE(points_goods, goods_fields) },
    .place = "place",
    .called = "name",
    .reads = "points.read",
    .writes = "points.shop",
    .indexes = goods_indexes,
    .create = points_goods_offer,
    .change = points_goods_change,
};

static const struct field stock_fields[] = {
    { PLACE(points_stock, place), .label = "村", .required = true },
    { REF(points_stock, goods), .label = "商品", .target = "points_goods", .required = true },
    { TEXT(points_stock, key), .label = "代码", .unique = true },
    { INTEGER(points_stock, quantity), .label = "库存" },
};

static const char *const stock_checks[] = { "quantity >= 0", NULL };

const struct record_type points_stock_type = {
    .name = "points_stock",
    .table = "points_stocks",
    .title = "库存",
    .shape = { SHAPE(points_stock, stock_fields) },
    .place = "place",
    .checks = stock_checks,
    .unlogged = true,
};

static const struct choice movement_kinds[] = {
    [GOODS_RECEIVED] = { "received", "入库", TONE_GOOD },
    [GOODS_COUNTED] = { "counted", "盘点差额", TONE_WAITING },
    [GOODS_LOST] = { "lost", "报损", TONE_LATE },
};

static const struct field movement_fields[] = {
    { REF(points_movement, goods), .label = "商品", .target = "points_goods", .required = true,
      .listed = true, .indexed = true },
    { PLACE(points_movement, place), .label = "村", .required = true, .listed = true },
    { CHOICE(points_movement, kind), .label = "种类", .choices = CHOICES(movement_kinds),
      .listed = true },
    { INTEGER(points_movement, quantity), .label = "数量", .required = true, .listed = true,
      .min = -QUANTITY_MAX, .max = QUANTITY_MAX,
      .help = "入库写正数；盘点写差额，少了写负数；报损写负数。" },
    { AMOUNT(points_movement, paid), .label = "从积分资金里付了", .unit = "元", .listed = true,
      .max = AMOUNT_MAX, .help = "捐的写0。" },
    { CHOICE(points_movement, source), .label = "来源",
      .choices = { points_source_choices, POINTS_SOURCES }, .listed = true },
    { TEXT(points_movement, donor), .label = "捐赠人", .max = 60, .listed = true },
    { TEXT(points_movement, batch), .label = "批次或单号", .max = 40 },
    { LINES(points_movement, note), .label = "说明", .max = 500 },
    { DATE(points_movement, moved_on), .label = "日期", .listed = true },
};

const struct record_type points_movement_type = {
    .name = "points_movement",
    .table = "points_movements",
    .title = "进出货",
    .shape = { SHAPE(points_movement, movement_fields) },
    .place = "place",
    .reads = "points.read",
    .writes = "points.shop",
    .create = points_goods_move,
    .lasting = true,
};

static const struct field funding_fields[] = {
    { DATE(points_funding, received_on), .label = "到账日期", .required = true,
      .listed = true },
    { PLACE(points_funding, place), .label = "村", .required = true, .listed = true },
    { CHOICE(points_funding, source), .label = "来源",
      .choices = { points_source_choices, POINTS_SOURCES }, .listed = true },
    { TEXT(points_funding, donor), .label = "捐赠人或拨款单位", .max = 60, .listed = true,
      .searchable = true },
    { AMOUNT(points_funding, amount), .label = "金额", .unit = "元", .required = true, .min = 1,
      .max = AMOUNT_MAX, .listed = true },
    { LINES(points_funding, note), .label = "说明", .max = 500 },
};

const struct record_type points_funding_type = {
    .name = "points_funding",
    .table = "points_fundings",
    .title = "积分资金",
    .shape = { SHAPE(points_funding, funding_fields) },
    .place = "place",
    .called = "donor",
    .reads = "points.read",
    .writes = "points.fund",
};

static const struct choice redemption_statuses[] = {
    [REDEMPTION_DONE] = { "done", "已兑换", TONE_GOOD },
    [REDEMPTION_RETURNED] = { "returned", "已退回", TONE_ENDED },
};

static const struct field redemption_fields[] = {
    { TEXT(points_redemption, account_name), .label = "哪一户", .listed = true },
    { PLACE(points_redemption, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_redemption, key), .label = "凭证", .unique = true, .hidden = true },
    { REF(points_redemption, account), .label = "户头", .target = "points_account",
      .indexed = true },
    { REF(points_redemption, goods), .label = "商品", .target = "points_goods" },
    { TEXT(points_redemption, goods_name), .label = "品名", .listed = true },
    { INTEGER(points_redemption, quantity), .label = "数量", .listed = true },
    { INTEGER(points_redemption, points), .label = "积分", .unit = "分", .listed = true },
    { AMOUNT(points_redemption, cost), .label = "成本", .unit = "元" },
    { CHOICE(points_redemption, status), .label = "状态",
      .choices = CHOICES(redemption_statuses), .listed = true },
    { BOOLEAN(points_redemption, by_proxy), .label = "代领" },
    { TEXT(points_redemption, receiver), .label = "领取人", .max = 30, .listed = true },
    { TEXT(points_redemption, handler), .label = "经办人" },
    { DATE(points_redemption, redeemed_on), .label = "兑换日期", .listed = true },
    { DATE(points_redemption, returned_on), .label = "退回日期" },
    { LINES(points_redemption, return_reason), .label = "退回原因" },
};

const struct record_type points_redemption_type = {
    .name = "points_redemption",
    .table = "points_redemptions",
    .title = "兑换单",
    .shape = { SHAPE(points_redemption, redemption_fields) },
    .place = "place",
    .called = "goods_name",
    .reads = "points.read",
};
