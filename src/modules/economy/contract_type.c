/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a contract of the collective. */
#include "base/codes.h"
#include "modules/economy/economy_parts.h"

static const struct choice kinds[] = {
    [CONTRACT_HOUSEHOLD] = { .code = "household", .label = "家庭承包" },
    [CONTRACT_OTHER_WAY] = { .code = "other_way", .label = "其他方式承包" },
    [CONTRACT_RESERVE] = { .code = "reserve", .label = "机动地" },
    [CONTRACT_WASTE] = { .code = "waste", .label = "四荒地" },
    [CONTRACT_FOREST] = { .code = "forest", .label = "林地" },
    [CONTRACT_WATER] = { .code = "water", .label = "水面" },
    [CONTRACT_HOUSE] = { .code = "house", .label = "房屋租赁" },
    [CONTRACT_EQUIPMENT] = { .code = "equipment", .label = "设备租赁" },
    [CONTRACT_WORKS] = { .code = "works", .label = "工程" },
    [CONTRACT_PURCHASE] = { .code = "purchase", .label = "采购" },
    [CONTRACT_LABOUR] = { .code = "labour", .label = "劳务" },
    [CONTRACT_JOINT] = { .code = "joint", .label = "入股合作" },
    [CONTRACT_LOAN] = { .code = "loan", .label = "借款" },
};

static const struct choice pricings[] = {
    [PRICE_UNKNOWN] = { .code = "unknown", .label = "未登记" },
    [PRICE_FIXED] = { .code = "fixed", .label = "固定" },
    [PRICE_RISING] = { .code = "rising", .label = "递增" },
    [PRICE_IN_KIND] = { .code = "in_kind", .label = "实物折价" },
    [PRICE_SHARED] = { .code = "shared", .label = "保底加分红" },
};

static const struct choice ways[] = {
    [WAY_UNKNOWN] = { .code = "unknown", .label = "未登记" },
    [WAY_TENDER] = { .code = "tender", .label = "招标" },
    [WAY_AUCTION] = { .code = "auction", .label = "拍卖" },
    [WAY_TALKS] = { .code = "talks", .label = "公开协商" },
    [WAY_DIRECT] = { .code = "direct", .label = "直接发包" },
};

static const struct field fields[] = {
    { TEXT(contract, name), .label = "合同名称", .required = true, .max = 100, .listed = true,
      .searchable = true },
    { PLACE(contract, place), .label = "所在村组", .required = true, .listed = true },
    { TEXT(contract, number), .label = "合同编号", .max = 40, .indexed = true,
      .searchable = true },
    { CHOICE(contract, kind), .label = "合同类型", .choices = CHOICES(kinds), .listed = true },
    { REF(contract, property), .label = "标的资产", .target = "property", .indexed = true },
    { TEXT(contract, grantor), .label = "发包方", .max = 100 },
    { TEXT(contract, holder), .label = "承包方", .required = true, .max = 100, .listed = true,
      .searchable = true },
    { SECRET(contract, holder_number), .label = "承包方证件号", .max = 30, .indexed = true,
      .normal = id_number_normal, .mask = id_number_masked },
    { SECRET(contract, phone), .label = "联系电话", .max = 20, .refusal = phone_refusal,
      .mask = phone_masked },
    { BOOLEAN(contract, is_outsider), .label = "承包方不是本集体成员" },
    { TEXT(contract, location), .label = "坐落四至", .max = 300, .searchable = true },
    { AREA(contract, area), .label = "合同面积", .listed = true },
    { AREA(contract, measured_area), .label = "实测面积" },
    { DATE(contract, from_on), .label = "起始日期" },
    { DATE(contract, until_on), .label = "到期日期", .listed = true, .indexed = true },
    { CHOICE(contract, pricing), .label = "计价方式", .choices = CHOICES(pricings) },
    { AMOUNT(contract, rent), .label = "年租金", .listed = true },
    { AMOUNT(contract, total), .label = "合同总额" },
    { LINES(contract, terms), .label = "付款约定", .max = 1000 },
    { AMOUNT(contract, deposit), .label = "押金" },
    { BOOLEAN(contract, is_oral), .label = "只有口头约定" },
    { CHOICE(contract, way), .label = "发包方式", .choices = CHOICES(ways) },
    { LINES(contract, decision), .label = "民主程序", .max = 500,
      .help = "哪一天、什么会议、多少人同意。" },
    { LINES(contract, review), .label = "乡镇审查意见", .max = 500 },
    { DATE(contract, cleared_on), .label = "清理日期", .indexed = true,
      .help = "清理合同时登记的旧合同，填清理的那一天。" },
    { AMOUNT(contract, added_income), .label = "清理后每年增收" },
    { DATE(contract, ended_on), .label = "提前终止日期" },
    { TEXT(contract, ended_for), .label = "终止原因", .max = 300 },
    { LINES(contract, doubts), .label = "待核对", .read_only = true },
    { LINES(contract, remark), .label = "备注", .max = 1000 },
    { BOOLEAN(contract, is_example), .label = "示例", .read_only = true },
};

const struct record_type contract_type = {
    .name = "contract",
    .table = "contracts",
    .title = "集体合同",
    .shape = { SHAPE(contract, fields) },
    .place = "place",
    .called = "name",
    .reads = "economy.read",
    .writes = "economy.write",
    .create = contract_create,
    .change = contract_change,
    .judge = contract_check,
};
