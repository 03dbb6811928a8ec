/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a place, of its former names and of a 综治中心. */
#include "modules/places/places.h"

#include "base/codes.h"

static const struct choice levels[] = {
    [PLACE_PROVINCE] = { .code = "province", .label = "省" },
    [PLACE_CITY] = { .code = "city", .label = "市（州）" },
    [PLACE_COUNTY] = { .code = "county", .label = "县（市、区）" },
    [PLACE_TOWNSHIP] = { .code = "township", .label = "乡镇（街道）" },
    [PLACE_VILLAGE] = { .code = "village", .label = "村（社区）" },
    [PLACE_GRID] = { .code = "grid", .label = "网格" },
    [PLACE_MICRO_GRID] = { .code = "micro_grid", .label = "微网格" },
    [PLACE_GROUP] = { .code = "group", .label = "组（垸、湾、寨）" },
};

static const struct choice kinds[] = {
    [PLACE_KIND_UNSET] = { .code = "unset", .label = "不分" },
    [PLACE_KIND_VILLAGE] = { .code = "village", .label = "村" },
    [PLACE_KIND_COMMUNITY] = { .code = "community", .label = "社区" },
    [PLACE_KIND_OTHER] = { .code = "other", .label = "其他" },
};

static const struct field place_fields[] = {
    { PLACE(place, key), .label = "编号", .read_only = true, .unique = true },
    { TEXT(place, name), .label = "名称", .required = true, .max = 60, .listed = true },
    { TEXT(place, code), .label = "统计用区划代码", .max = 17, .unique = true, .listed = true,
      .help = "没有的不填。网格用村代码加3位序号。" },
    { TEXT(place, full_name), .label = "全称", .max = 80 },
    { CHOICE(place, level), .label = "级别", .choices = CHOICES(levels), .listed = true },
    { PLACE(place, parent), .label = "上级", .indexed = true },
    { CHOICE(place, kind), .label = "类别", .choices = CHOICES(kinds) },
    { TEXT(place, urban_code), .label = "城乡分类代码", .max = 3 },
    { DATE(place, opened_on), .label = "设立日期" },
    { DATE(place, closed_on), .label = "撤销日期", .read_only = true, .listed = true },
    { TEXT(place, successors), .label = "并入或接续的单位", .max = 400, .read_only = true },
    { TEXT(place, reason), .label = "撤销原因", .read_only = true },
    { TEXT(place, phone), .label = "办公电话", .max = 20, .refusal = phone_refusal },
    { INTEGER(place, household_count), .label = "自报户数", .unit = "户", .max = 10000000 },
    { INTEGER(place, resident_count), .label = "自报人口", .unit = "人", .max = 100000000 },
    { LINES(place, remark), .label = "备注", .max = 1000 },
};

const struct record_type place_type = {
    .name = "place",
    .table = "places",
    .title = "地点",
    .steady = true,
    .shape = { SHAPE(place, place_fields) },
    .called = "name",
    .key = "key",
    .reads = "places.read",
    .writes = "places.write",
    .tabled = true,
    .create = place_receive,
    .change = place_change,
};

static const struct field place_name_fields[] = {
    { PLACE(place_name, place), .label = "地点", .required = true, .indexed = true },
    { TEXT(place_name, name), .label = "名称", .required = true },
    { TEXT(place_name, full_name), .label = "全称" },
    { TEXT(place_name, code), .label = "统计用区划代码" },
    { DATE(place_name, until_on), .label = "用到", .required = true },
};

const struct record_type place_name_type = {
    .name = "place_name",
    .table = "place_names",
    .title = "曾用名",
    .shape = { SHAPE(place_name, place_name_fields) },
    .called = "name",
};

static const struct field centre_fields[] = {
    { TEXT(governance_centre, name), .label = "名称", .required = true, .max = 60,
      .listed = true },
    { PLACE(governance_centre, place), .label = "所在地点", .required = true, .listed = true },
    { CHOICE(governance_centre, level), .label = "级别", .choices = CHOICES(levels),
      .read_only = true, .listed = true },
    { DATE(governance_centre, founded_on), .label = "成立日期", .required = true,
      .listed = true },
    { DATE(governance_centre, closed_on), .label = "撤销日期" },
    { TEXT(governance_centre, address), .label = "地址" },
    { TEXT(governance_centre, phone), .label = "电话", .max = 20, .refusal = phone_refusal },
};

const struct record_type governance_centre_type = {
    .name = "governance_centre",
    .table = "governance_centres",
    .title = "综治中心",
    .shape = { SHAPE(governance_centre, centre_fields) },
    .place = "place",
    .called = "name",
    .order = "founded_on",
    .reads = "places.read",
    .writes = "places.write",
    .create = governance_centre_open,
};

static const struct field naming_fields[] = {
    { TEXT(place_naming, name), .label = "新名称", .required = true, .max = 60 },
    { TEXT(place_naming, code), .label = "新的区划代码", .max = 17,
      .help = "代码没有变的不填。" },
    { DATE(place_naming, on), .label = "从哪天起", .required = true },
};

const struct shape place_naming_input = { SHAPE(place_naming, naming_fields) };

static const struct field closing_fields[] = {
    { DATE(place_closing, on), .label = "从哪天起撤销", .required = true },
    { TEXT(place_closing, successors), .label = "由哪些单位接续", .max = 400,
      .help = "填编号，几个的用空格分开；没有的不填。" },
    { TEXT(place_closing, reason), .label = "原因", .required = true },
};

const struct shape place_closing_input = { SHAPE(place_closing, closing_fields) };

static const struct field merger_fields[] = {
    { TEXT(place_merger, others), .label = "和哪些单位合并", .required = true, .max = 400,
      .help = "填编号，几个的用空格分开。" },
    { PLACE(place_merger, into), .label = "并入哪个单位",
      .help = "保留其中一个的，填它的名称；都撤销、另设新单位的不填。" },
    { TEXT(place_merger, name), .label = "新单位名称", .max = 60,
      .help = "另设新单位的填写。" },
    { DATE(place_merger, on), .label = "从哪天起", .required = true },
    { TEXT(place_merger, reason), .label = "依据", .required = true, .help = "例如批复文号。" },
    { BOOLEAN(place_merger, moves_posts), .label = "原来在岗的人到合并后的单位继续在岗" },
};

const struct shape place_merger_input = { SHAPE(place_merger, merger_fields) };

static const struct field division_fields[] = {
    { LINES(place_division, names), .label = "拆分后的名称", .required = true, .max = 600,
      .help = "一行一个，至少两个。" },
    { DATE(place_division, on), .label = "从哪天起", .required = true },
    { TEXT(place_division, reason), .label = "依据", .required = true },
};

const struct shape place_division_input = { SHAPE(place_division, division_fields) };
