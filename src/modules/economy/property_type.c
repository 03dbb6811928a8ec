/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of an property or a resource of the collective. */
#include "modules/economy/economy_parts.h"

static const struct choice kinds[] = {
    [PROPERTY_OPERATING] = { .code = "operating", .label = "经营性资产" },
    [PROPERTY_PUBLIC] = { .code = "public", .label = "非经营性资产" },
    [PROPERTY_RESOURCE] = { .code = "resource", .label = "资源" },
};

static const struct choice classes[] = {
    [LAND_NONE] = { .code = "none", .label = "不是资源" },
    [LAND_FIELD] = { .code = "field", .label = "耕地" },
    [LAND_ORCHARD] = { .code = "orchard", .label = "园地" },
    [LAND_FOREST] = { .code = "forest", .label = "林地" },
    [LAND_GRASS] = { .code = "grass", .label = "草地" },
    [LAND_WATER] = { .code = "water", .label = "养殖水面" },
    [LAND_WASTE] = { .code = "waste", .label = "四荒地" },
    [LAND_BUILDING] = { .code = "building", .label = "建设用地" },
    [LAND_OTHER] = { .code = "other", .label = "其他资源" },
};

static const struct choice conditions[] = {
    [PROPERTY_OWN_USE] = { .code = "own_use", .label = "自用" },
    [PROPERTY_LEASED] = { "leased", "出租", TONE_GOOD },
    [PROPERTY_CONTRACTED] = { "contracted", "承包", TONE_GOOD },
    [PROPERTY_IDLE] = { "idle", "闲置", TONE_LATE },
    [PROPERTY_SCRAPPED] = { "scrapped", "报废", TONE_ENDED },
};

static const struct field fields[] = {
    { TEXT(property, name), .label = "资产名称", .required = true, .max = 100, .listed = true,
      .searchable = true },
    { PLACE(property, place), .label = "所在村组", .required = true, .listed = true },
    { TEXT(property, number), .label = "资产编号", .max = 40, .indexed = true,
      .searchable = true },
    { CHOICE(property, kind), .label = "类别", .choices = CHOICES(kinds), .listed = true },
    { CHOICE(property, land), .label = "资源类型", .choices = CHOICES(classes) },
    { TEXT(property, location), .label = "坐落", .max = 200, .searchable = true },
    { TEXT(property, quantity), .label = "数量", .max = 40, .help = "例如 3间、2台。" },
    { AREA(property, area), .label = "面积", .listed = true },
    { AMOUNT(property, original_value), .label = "原值" },
    { AMOUNT(property, present_value), .label = "现值",
      .help = "资源只登记面积，不估价、不入账的可以不填。" },
    { DATE(property, acquired_on), .label = "取得日期" },
    { CHOICE(property, condition), .label = "现状", .choices = CHOICES(conditions),
      .listed = true },
    { TEXT(property, used_by), .label = "使用人", .max = 100, .listed = true,
      .searchable = true },
    { DATE(property, used_until), .label = "使用到期日" },
    { LINES(property, remark), .label = "备注", .max = 1000 },
    { BOOLEAN(property, is_example), .label = "示例", .read_only = true },
};

const struct record_type property_type = {
    .name = "property",
    .table = "collective_assets",
    .title = "集体资产",
    .shape = { SHAPE(property, fields) },
    .place = "place",
    .called = "name",
    .reads = "economy.read",
    .writes = "economy.write",
    .create = property_create,
    .change = property_change,
    .judge = property_check,
};
