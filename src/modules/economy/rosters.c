/* SPDX-License-Identifier: Apache-2.0 */
/* The registers as villages keep them in tables. */
#include "modules/economy/economy_parts.h"

#include "app/roster.h"

/* A word of the table that contains one of ours is meant as it: 经营性固定资产. */
struct meaning {
    const char *part;
    const char *label;
};

static void read_meaning(struct roster_row *row, const char *name,
                         const struct meaning *meanings)
{
    str text = roster_given(row, name);

    for (; !str_is_empty(text) && meanings->part != NULL; meanings++)
        if (str_contains(text, str_of(meanings->part))) {
            roster_put(row, name, str_of(meanings->label));
            return;
        }
}

/* What the collective owns */

static const struct meaning property_kinds[] = {
    { "非经营", "非经营性资产" },
    { "公益", "非经营性资产" },
    { "经营", "经营性资产" },
    { "资源", "资源" },
    { 0 },
};

static const struct meaning land_classes[] = {
    { "耕", "耕地" },   { "园", "园地" },       { "林", "林地" },
    { "草", "草地" },   { "水", "养殖水面" },   { "塘", "养殖水面" },
    { "荒", "四荒地" }, { "建设", "建设用地" }, { 0 },
};

static const struct meaning property_conditions[] = {
    { "租", "出租" }, { "承包", "承包" }, { "闲", "闲置" },
    { "废", "报废" }, { "自", "自用" },   { 0 },
};

static struct error *prepare_property(struct context *cx, struct roster_row *row)
{
    (void)cx;
    read_meaning(row, "land", land_classes);
    read_meaning(row, "kind", property_kinds);
    read_meaning(row, "condition", property_conditions);
    if (str_is_empty(roster_given(row, "kind")) && !str_is_empty(roster_given(row, "land")))
        roster_put(row, "kind", S("资源"));
    return NULL;
}

static const struct roster_example property_examples[] = {
    { "name", "村办公楼一楼门面" },  { "number", "ZC-001" },  { "kind", "经营性资产" },
    { "location", "示例路1号" },     { "quantity", "3间" },   { "original_value", "120000" },
    { "acquired_on", "2015-06-01" }, { "condition", "自用" }, { 0 },
};

static const char *const property_keys[] = { "number", "name location", NULL };

static const struct roster property_roster = {
    .type = &property_type,
    .title = "集体资产资源登记表",
    .examples = property_examples,
    .keys = property_keys,
    .prepare = prepare_property,
};

/* Contracts */

static const struct meaning contract_kinds[] = {
    { "家庭", "家庭承包" },     { "机动", "机动地" },       { "荒", "四荒地" },
    { "林", "林地" },           { "水", "水面" },           { "塘", "水面" },
    { "房", "房屋租赁" },       { "门面", "房屋租赁" },     { "设备", "设备租赁" },
    { "工程", "工程" },         { "采购", "采购" },         { "劳务", "劳务" },
    { "入股", "入股合作" },     { "合作", "入股合作" },     { "借", "借款" },
    { "承包", "其他方式承包" }, { "土地", "其他方式承包" }, { 0 },
};

static const struct meaning contract_ways[] = {
    { "招", "招标" }, { "拍", "拍卖" }, { "协商", "公开协商" }, { "直接", "直接发包" }, { 0 },
};

/* 是否本集体成员 asks the opposite of what is kept. */
static const struct roster_extra contract_extras[] = {
    { "is_member", "是否本集体成员", false },
    { 0 },
};

static struct error *prepare_contract(struct context *cx, struct roster_row *row)
{
    str member = roster_given(row, "is_member");

    (void)cx;
    read_meaning(row, "kind", contract_kinds);
    read_meaning(row, "way", contract_ways);
    if (str_eq(member, S("否")) || str_eq(member, S("不是")))
        roster_put(row, "is_outsider", S("是"));
    if (str_is_empty(roster_given(row, "name")) && !str_is_empty(roster_given(row, "holder")))
        roster_put(
            row, "name",
            arena_printf(cx->arena, "%.*s承包合同", STR_ARG(roster_given(row, "holder"))));
    return NULL;
}

static const struct roster_example contract_examples[] = {
    { "name", "鱼塘承包合同" },
    { "number", "HT-2026-01" },
    { "kind", "水面" },
    { "grantor", "示例村股份经济合作社" },
    { "holder", "张三" },
    { "is_member", "是" },
    { "area", "12.5" },
    { "from_on", "2026-01-01" },
    { "until_on", "2030-12-31" },
    { "rent", "6000" },
    { "way", "公开协商" },
    { "decision", "2025年12月1日村民代表会议同意" },
    { 0 },
};

static const char *const contract_keys[] = { "number", "name holder", NULL };

static const struct roster contract_roster = {
    .type = &contract_type,
    .title = "集体合同台账",
    .extras = contract_extras,
    .examples = contract_examples,
    .keys = contract_keys,
    .prepare = prepare_contract,
};

/* Members and shares: the household stands once for its members. */

static const struct roster_example share_examples[] = {
    { "household_number", "0001" },
    { "head_name", "张三" },
    { "relation", "户主" },
    { "name", "张三" },
    { "sex", "男" },
    { "id_number", "11010519491231002X" },
    { "shares", "1" },
    { 0 },
};

static const char *const share_keys[] = { "id_number", "name household_number",
                                          "name head_name", NULL };

static const struct roster share_roster = {
    .type = &share_type,
    .title = "成员股权登记表",
    .examples = share_examples,
    .keys = share_keys,
    .fills = "household_number head_name",
};

const struct roster *const economy_rosters[] = { &property_roster, &contract_roster,
                                                 &share_roster, NULL };
