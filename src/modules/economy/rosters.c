/* SPDX-License-Identifier: Apache-2.0 */
/* The registers as villages keep them in tables. */
#include "modules/economy/economy_parts.h"

#include "app/roster.h"
#include "modules/people/people.h"

#include <string.h>

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

/* What the table says and the register has no place for stands among the remarks. */
static void add_remark(struct context *cx, struct roster_row *row, const char *label,
                       const char *name)
{
    str told = roster_given(row, name);
    str remark = roster_given(row, "remark");

    if (!str_is_empty(told))
        roster_put(row, "remark",
                   arena_printf(cx->arena, "%.*s%s%s：%.*s", STR_ARG(remark),
                                str_is_empty(remark) ? "" : "；", label, STR_ARG(told)));
}

static bool take_span(str span, str separator, str *from, str *until)
{
    const char *found = memmem(span.data, span.length, separator.data, separator.length);

    if (found == NULL)
        return false;
    size_t at = (size_t)(found - span.data);
    *from = str_trim(str_slice(span, 0, at));
    *until = str_trim(str_slice(span, at + separator.length, span.length));
    return memmem(until->data, until->length, separator.data, separator.length) == NULL;
}

/* 2020.1.1-2029.12.31, 2020年1月1日至2029年12月31日, 2020-01-01—2029-12-31 */
static void read_span(struct context *cx, struct roster_row *row, const char *from_name,
                      const char *until_name)
{
    static const str separators[] = { S_INIT("至"),  S_INIT("到"), S_INIT("——"), S_INIT("—"),
                                      S_INIT("－"),  S_INIT("–"),  S_INIT("～"), S_INIT("~"),
                                      S_INIT(" - "), S_INIT("-") };
    str span = roster_given(row, "span");
    struct buf text = { .arena = cx->arena };
    str from, until;
    date day;

    if (str_is_empty(span) || !str_is_empty(roster_given(row, until_name)))
        return;
    for (size_t i = 0; i < COUNT(separators); i++) {
        if (!take_span(span, separators[i], &from, &until) || !date_read(until, &day))
            continue;
        date_write(day, &text);
        roster_put(row, until_name, buf_str(&text));
        text = (struct buf){ .arena = cx->arena };
        if (from_name == NULL)
            return;
        if (!date_read(from, &day))
            break;
        date_write(day, &text);
        roster_put(row, from_name, buf_str(&text));
        return;
    }
    roster_refuse(cx, row, "span",
                  "不是看得懂的起止日期。请写成“2020.1.1-2029.12.31”，或者分成起、止两列。");
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
    read_span(cx, row, NULL, "used_until");
    read_meaning(row, "land", land_classes);
    read_meaning(row, "kind", property_kinds);
    read_meaning(row, "condition", property_conditions);
    if (str_is_empty(roster_given(row, "kind")) && !str_is_empty(roster_given(row, "land")))
        roster_put(row, "kind", S("资源"));
    return NULL;
}

/* Many registers do not say who uses what is let. */
static struct error *settle_property(struct context *cx, struct roster_row *row)
{
    struct property *property = row->record;
    bool is_let =
        property->condition == PROPERTY_LEASED || property->condition == PROPERTY_CONTRACTED;

    (void)cx;
    if (is_let && str_is_empty(property->used_by))
        property->used_by = S("未写明");
    return NULL;
}

static const struct roster_extra property_extras[] = {
    { "span", "合同起止", false },
    { 0 },
};

static const struct roster_example property_examples[] = {
    { "name", "村办公楼一楼门面" },  { "number", "ZC-001" },  { "kind", "经营性资产" },
    { "location", "示例路1号" },     { "quantity", "3间" },   { "original_value", "120000" },
    { "acquired_on", "2015-06-01" }, { "condition", "自用" }, { 0 },
};

static const char *const property_keys[] = { "number", "name location", "name place", NULL };

static const struct roster property_roster = {
    .type = &property_type,
    .title = "集体资产资源登记表",
    .extras = property_extras,
    .examples = property_examples,
    .keys = property_keys,
    .prepare = prepare_property,
    .settle = settle_property,
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
    { "span", "合同期限（起止）", false },
    { "object", "标的", false },
    { "paid_until", "已缴至", false },
    { "arrears", "欠缴", false },
    { 0 },
};

static struct error *prepare_contract(struct context *cx, struct roster_row *row)
{
    str member = roster_given(row, "is_member");

    read_span(cx, row, "from_on", "until_on");
    add_remark(cx, row, "标的", "object");
    add_remark(cx, row, "已缴至", "paid_until");
    add_remark(cx, row, "欠缴", "arrears");
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

static bool is_head(str relation)
{
    return str_eq(relation, S("户主")) || str_eq(relation, S("本人"));
}

/* A table without a column of names has those of all members below 户主; or only the heads',
 * and then the register of residents knows who has a number. */
static struct error *prepare_share(struct context *cx, struct roster_row *row)
{
    str head = roster_given(row, "head_name");
    str number = roster_given(row, "id_number");
    struct resident resident = { 0 };
    bool found = false;

    if (!str_is_empty(roster_given(row, "name")))
        return NULL;
    if (!str_is_empty(number))
        TRY(resident_find_by_number(cx, row->job->place, number, &resident, &found));
    if (is_head(roster_given(row, "relation")) ||
        (!found && !str_eq(head, roster_above(row, "head_name"))))
        roster_put(row, "name", head);
    else if (found)
        roster_put(row, "name", resident.name);
    if (!is_head(roster_given(row, "relation")) && str_eq(head, roster_given(row, "name")))
        roster_put(row, "head_name", (str){ 0 });
    if (str_is_empty(roster_given(row, "name")))
        roster_refuse(cx, row, "relation",
                      "没有写这位成员的姓名。请加一列“成员姓名”，或者先导入户籍花名册。");
    return NULL;
}

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
                                          "name head_name", "name place", NULL };

static const struct roster share_roster = {
    .type = &share_type,
    .title = "成员股权登记表",
    .examples = share_examples,
    .keys = share_keys,
    .fills = "household_number head_name",
    .prepare = prepare_share,
};

const struct roster *const economy_rosters[] = { &property_roster, &contract_roster,
                                                 &share_roster, NULL };
