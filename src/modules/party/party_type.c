/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of party organisations, members, homes and pledges. */
#include "base/codes.h"
#include "modules/party/party_parts.h"

static const struct choice kinds[] = {
    [PARTY_COMMITTEE] = { .code = "committee", .label = "党委" },
    [PARTY_GENERAL_BRANCH] = { .code = "general_branch", .label = "党总支" },
    [PARTY_BRANCH] = { .code = "branch", .label = "党支部" },
    [PARTY_GROUP] = { .code = "group", .label = "党小组" },
    [PARTY_INDEPENDENT_GROUP] = { .code = "independent_group", .label = "网格独立党小组" },
    [PARTY_JOINT_GROUP] = { .code = "joint_group", .label = "联合党小组" },
};

static const struct field organisation_fields[] = {
    { TEXT(party_organisation, name), .label = "名称", .required = true, .max = 60,
      .listed = true, .searchable = true },
    { CHOICE(party_organisation, kind), .label = "类别", .choices = CHOICES(kinds),
      .listed = true },
    { PLACE(party_organisation, place), .label = "所在地点", .required = true, .listed = true },
    { REF(party_organisation, parent), .label = "上级党组织", .target = "party_organisation",
      .indexed = true },
    { DATE(party_organisation, founded_on), .label = "成立日期", .listed = true,
      .help = "很早以前成立、说不清日期的不填。" },
    { DATE(party_organisation, dissolved_on), .label = "撤销日期", .read_only = true,
      .listed = true },
    { BOOLEAN(party_organisation, is_rural), .label = "农村党组织", .read_only = true },
    { TEXT(party_organisation, phone), .label = "电话", .max = 20, .refusal = phone_refusal },
    { LINES(party_organisation, remark), .label = "备注", .max = 1000 },
};

const struct record_type party_organisation_type = {
    .name = "party_organisation",
    .table = "party_organisations",
    .title = "党组织",
    .shape = { SHAPE(party_organisation, organisation_fields) },
    .place = "place",
    .called = "name",
    .reads = "party.read",
    .writes = "party.write",
    .create = party_organisation_found,
    .change = party_organisation_change,
};

static const struct field cover_fields[] = {
    { PLACE(party_group_grid, place), .label = "网格", .required = true, .listed = true },
    { REF(party_group_grid, organisation), .label = "党小组", .target = "party_organisation",
      .required = true, .listed = true, .indexed = true },
    { DATE(party_group_grid, from_on), .label = "从", .listed = true },
    { DATE(party_group_grid, to_on), .label = "到", .listed = true },
};

static const char *const cover_indexes[] = { "place", NULL };

const struct record_type party_group_grid_type = {
    .name = "party_group_grid",
    .table = "party_group_grids",
    .title = "党小组联系网格",
    .shape = { SHAPE(party_group_grid, cover_fields) },
    .place = "place",
    .reads = "party.read",
    .indexes = cover_indexes,
};

static const struct choice member_kinds[] = {
    [PARTY_FULL] = { .code = "full", .label = "正式党员" },
    [PARTY_PROBATIONARY] = { .code = "probationary", .label = "预备党员" },
};

static const struct choice member_statuses[] = {
    [PARTY_REGISTERED] = { .code = "registered", .label = "在册" },
    [PARTY_MOBILE] = { .code = "mobile", .label = "流动" },
    [PARTY_LOST] = { .code = "lost", .label = "失联" },
    [PARTY_MOVED_OUT] = { "moved_out", "转出", TONE_ENDED },
    [PARTY_DEAD] = { "dead", "去世", TONE_ENDED },
};

static const struct field member_fields[] = {
    { TEXT(party_member, name), .label = "姓名", .read_only = true, .listed = true,
      .searchable = true },
    { REF(party_member, resident), .label = "居民", .target = "resident", .required = true,
      .indexed = true },
    { REF(party_member, organisation), .label = "所在党组织", .target = "party_organisation",
      .required = true, .listed = true, .indexed = true },
    { PLACE(party_member, place), .label = "所在村", .required = true, .listed = true },
    { CHOICE(party_member, kind), .label = "人员类别", .choices = CHOICES(member_kinds),
      .listed = true },
    { DATE(party_member, joined_on), .label = "入党日期", .listed = true,
      .help = "只知道年月的填年月，例如 1998-07。" },
    { DATE(party_member, full_on), .label = "转正日期" },
    { CHOICE(party_member, status), .label = "党籍状态", .choices = CHOICES(member_statuses),
      .listed = true },
    { DATE(party_member, from_on), .label = "转入日期" },
    { DATE(party_member, to_on), .label = "转出日期", .read_only = true },
    { PLACE(party_member, grid), .label = "负责的网格",
      .help = "这个网格有事，先找这位党员。没有的不填。" },
    { BOOLEAN(party_member, is_example), .label = "示例", .read_only = true },
    { LINES(party_member, remark), .label = "备注", .max = 1000 },
};

static const char *const member_indexes[] = { "grid", NULL };

const struct record_type party_member_type = {
    .name = "party_member",
    .table = "party_members",
    .title = "党员",
    .shape = { SHAPE(party_member, member_fields) },
    .place = "place",
    .called = "name",
    .reads = "party.read",
    .writes = "party.write",
    .indexes = member_indexes,
    .create = party_member_enrol,
    .change = party_member_change,
    .judge = party_member_check,
};

static const struct field centre_fields[] = {
    { TEXT(centre_household, name), .label = "名称", .required = true, .max = 60,
      .listed = true },
    { PLACE(centre_household, place), .label = "所在网格或村", .required = true,
      .listed = true },
    { REF(centre_household, member), .label = "党员", .target = "party_member",
      .required = true, .listed = true },
    { REF(centre_household, household), .label = "户", .target = "household" },
    { DATE(centre_household, named_on), .label = "确定日期", .required = true, .listed = true },
    { DATE(centre_household, ended_on), .label = "结束日期", .listed = true },
};

const struct record_type centre_household_type = {
    .name = "centre_household",
    .table = "centre_households",
    .title = "党员中心户",
    .shape = { SHAPE(centre_household, centre_fields) },
    .place = "place",
    .called = "name",
    .reads = "party.read",
    .writes = "party.write",
    .create = centre_household_name,
};

static const struct field home_fields[] = {
    { TEXT(red_star_home, name), .label = "名称", .required = true, .max = 60, .listed = true },
    { PLACE(red_star_home, place), .label = "所在地点", .required = true, .listed = true },
    { REF(red_star_home, organisation), .label = "所属党组织", .target = "party_organisation" },
    { DATE(red_star_home, built_on), .label = "建成日期", .required = true, .listed = true },
    { DATE(red_star_home, closed_on), .label = "停用日期", .listed = true },
    { TEXT(red_star_home, address), .label = "地址" },
};

const struct record_type red_star_home_type = {
    .name = "red_star_home",
    .table = "red_star_homes",
    .title = "红星之家",
    .shape = { SHAPE(red_star_home, home_fields) },
    .place = "place",
    .called = "name",
    .order = "built_on",
    .reads = "party.read",
    .writes = "party.write",
    .create = red_star_home_build,
};

static const struct field pledge_fields[] = {
    { REF(pledge, member), .label = "党员", .target = "party_member", .required = true,
      .listed = true, .indexed = true },
    { LINES(pledge, content), .label = "承诺内容", .required = true, .max = 500,
      .listed = true },
    { PLACE(pledge, place), .label = "地点", .required = true, .listed = true },
    { DATE(pledge, pledged_on), .label = "承诺日期", .required = true, .listed = true },
    { DATE(pledge, kept_on), .label = "践诺日期", .read_only = true, .listed = true },
    { TEXT(pledge, result), .label = "践诺情况", .read_only = true },
};

static const char *const pledge_indexes[] = { "place, pledged_on, member", NULL };

const struct record_type pledge_type = {
    .name = "pledge",
    .table = "pledges",
    .title = "党员承诺",
    .shape = { SHAPE(pledge, pledge_fields) },
    .place = "place",
    .order = "pledged_on",
    .reads = "party.read",
    .writes = "party.write",
    .indexes = pledge_indexes,
    .create = pledge_make,
};

static const struct field dissolution_fields[] = {
    { DATE(dissolution, on), .label = "撤销日期", .required = true },
};

const struct shape dissolution_input = { SHAPE(dissolution, dissolution_fields) };

static const struct field covering_fields[] = {
    { PLACE(group_covering, grid), .label = "网格", .required = true },
    { DATE(group_covering, on), .label = "从哪天起", .required = true },
};

const struct shape group_covering_input = { SHAPE(group_covering, covering_fields) };

static const struct field confirmation_fields[] = {
    { DATE(member_confirmation, on), .label = "转正日期", .required = true },
};

const struct shape member_confirmation_input = { SHAPE(member_confirmation,
                                                       confirmation_fields) };

static const struct field transfer_fields[] = {
    { REF(member_transfer, organisation), .label = "转到哪个党组织",
      .target = "party_organisation", .required = true },
    { DATE(member_transfer, on), .label = "转接日期", .required = true },
};

const struct shape member_transfer_input = { SHAPE(member_transfer, transfer_fields) };

static const struct field keeping_fields[] = {
    { DATE(pledge_keeping, on), .label = "践诺日期", .required = true },
    { TEXT(pledge_keeping, result), .label = "做了什么", .required = true },
};

const struct shape pledge_keeping_input = { SHAPE(pledge_keeping, keeping_fields) };
