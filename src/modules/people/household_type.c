/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a household and of who belonged to it. */
#include "modules/people/people_parts.h"

static const struct choice kinds[] = {
    [HOUSEHOLD_REGISTERED] = { .code = "registered", .label = "户籍户" },
    [HOUSEHOLD_LIVING] = { .code = "living", .label = "常住户" },
    [HOUSEHOLD_CONTRACT] = { .code = "contract", .label = "承包户" },
    [HOUSEHOLD_TITLED] = { .code = "titled", .label = "确权户" },
    [HOUSEHOLD_SHARES] = { .code = "shares", .label = "股权户" },
};

static const struct field household_fields[] = {
    { TEXT(household, head_name), .label = "户主姓名", .read_only = true, .listed = true,
      .searchable = true },
    { TEXT(household, number), .label = "户号", .max = 30, .listed = true, .searchable = true,
      .help = "不填就由系统编号。" },
    { CHOICE(household, kind), .label = "户的类型", .choices = CHOICES(kinds), .listed = true },
    { PLACE(household, place), .label = "所在村或网格", .required = true, .listed = true },
    { REF(household, head), .label = "户主", .target = "resident", .required = true },
    { TEXT(household, address), .label = "住址" },
    { DATE(household, opened_on), .label = "立户日期", .listed = true },
    { DATE(household, closed_on), .label = "销户日期", .read_only = true, .listed = true },
    { REF(household, successor), .label = "并入", .target = "household", .read_only = true },
    { BOOLEAN(household, is_example), .label = "示例", .read_only = true },
    { LINES(household, remark), .label = "备注", .max = 1000 },
};

static const char *const household_indexes[] = { "number", NULL };

const struct record_type household_type = {
    .name = "household",
    .table = "households",
    .title = "户",
    .shape = { SHAPE(household, household_fields) },
    .place = "place",
    .called = "head_name",
    .reads = "residents.read",
    .writes = "residents.write",
    .indexes = household_indexes,
    .create = household_create,
    .change = household_change,
    .judge = household_check,
};

static const struct field member_fields[] = {
    { REF(household_member, resident), .label = "姓名", .target = "resident", .required = true,
      .listed = true, .indexed = true },
    { REF(household_member, household), .label = "户", .target = "household", .required = true,
      .listed = true, .indexed = true },
    { TEXT(household_member, relation), .label = "与户主关系", .max = 20, .listed = true },
    { CHOICE(household_member, kind), .label = "户的类型", .choices = CHOICES(kinds),
      .listed = true },
    { PLACE(household_member, place), .label = "所在村或网格", .required = true },
    { DATE(household_member, from_on), .label = "从", .listed = true },
    { DATE(household_member, to_on), .label = "到", .listed = true },
    { TEXT(household_member, reason), .label = "原因", .listed = true },
};

const struct record_type household_member_type = {
    .name = "household_member",
    .table = "household_members",
    .title = "家庭成员",
    .shape = { SHAPE(household_member, member_fields) },
    .place = "place",
    .reads = "residents.read",
};

static const struct field joining_fields[] = {
    { REF(household_joining, resident), .label = "谁", .target = "resident", .required = true },
    { TEXT(household_joining, relation), .label = "与户主关系", .required = true, .max = 20 },
    { DATE(household_joining, on), .label = "从哪天起", .required = true },
    { TEXT(household_joining, reason), .label = "原因", .max = 60,
      .help = "例如 出生、婚入、迁入。" },
};

const struct shape household_joining_input = { SHAPE(household_joining, joining_fields) };

static const struct field leaving_fields[] = {
    { REF(household_leaving, resident), .label = "谁", .target = "resident", .required = true },
    { DATE(household_leaving, on), .label = "从哪天起", .required = true },
    { TEXT(household_leaving, reason), .label = "原因", .max = 60,
      .help = "例如 婚出、迁出。" },
};

const struct shape household_leaving_input = { SHAPE(household_leaving, leaving_fields) };

static const struct field head_change_fields[] = {
    { REF(head_change, new_head), .label = "新户主", .target = "resident", .required = true },
    { DATE(head_change, on), .label = "从哪天起", .required = true },
    { TEXT(head_change, reason), .label = "原因", .max = 60 },
};

const struct shape head_change_input = { SHAPE(head_change, head_change_fields) };

static const struct field splitting_fields[] = {
    { REF(household_splitting, new_head), .label = "新户的户主", .target = "resident",
      .required = true },
    { TEXT(household_splitting, members), .label = "一起分出去的人", .max = 400,
      .help = "填居民编号，几个的用空格分开。" },
    { TEXT(household_splitting, number), .label = "新户号", .max = 30,
      .help = "不填就由系统编号。" },
    { TEXT(household_splitting, address), .label = "新住址" },
    { DATE(household_splitting, on), .label = "分户日期", .required = true },
};

const struct shape household_splitting_input = { SHAPE(household_splitting, splitting_fields) };

static const struct field merging_fields[] = {
    { REF(household_merging, into), .label = "并入哪一户", .target = "household",
      .required = true },
    { DATE(household_merging, on), .label = "并户日期", .required = true },
};

const struct shape household_merging_input = { SHAPE(household_merging, merging_fields) };

static const struct field household_moving_fields[] = {
    { PLACE(household_moving, to), .label = "迁到哪里", .required = true },
    { DATE(household_moving, on), .label = "迁移日期", .required = true },
};

const struct shape household_moving_input = { SHAPE(household_moving,
                                                    household_moving_fields) };
