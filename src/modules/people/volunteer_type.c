/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a volunteer. */
#include "base/codes.h"
#include "modules/people/people_parts.h"

static const struct choice sexes[] = {
    [SEX_UNKNOWN] = { .code = "0", .label = "未登记" },
    [SEX_MALE] = { .code = "1", .label = "男" },
    [SEX_FEMALE] = { .code = "2", .label = "女" },
};

static const struct field fields[] = {
    { TEXT(volunteer, name), .label = "姓名", .required = true, .max = 40, .listed = true,
      .searchable = true },
    { PLACE(volunteer, place), .label = "所在村或网格", .required = true, .listed = true },
    { TEXT(volunteer, team), .label = "服务队", .max = 60, .listed = true, .grouping = true,
      .searchable = true },
    { TEXT(volunteer, skills), .label = "特长", .max = 200, .listed = true, .searchable = true,
      .help = "会什么、愿做什么，用顿号隔开，例如 理发、修水电、陪老人。" },
    { TEXT(volunteer, number), .label = "志愿者编号", .max = 40, .indexed = true },
    { CHOICE(volunteer, sex), .label = "性别", .choices = CHOICES(sexes) },
    { DATE(volunteer, birth_on), .label = "出生日期" },
    { SECRET(volunteer, phone), .label = "联系电话", .max = 20, .refusal = phone_refusal,
      .mask = phone_masked },
    { BOOLEAN(volunteer, has_agreed), .label = "本人自愿报名", .listed = true,
      .help = "没有问过本人的，不要选。没有本人同意，不派活动，也不算志愿者。" },
    { TEXT(volunteer, guardian), .label = "监护人", .max = 40,
      .help = "不满18周岁的，写明同意的监护人。" },
    { DATE(volunteer, joined_on), .label = "加入日期", .help = "不填就是今天。" },
    { DATE(volunteer, left_on), .label = "退出日期" },
    { LINES(volunteer, remark), .label = "备注", .max = 1000 },
    { BOOLEAN(volunteer, is_example), .label = "示例", .read_only = true },
};

const struct record_type volunteer_type = {
    .name = "volunteer",
    .table = "volunteers",
    .title = "志愿者",
    .shape = { SHAPE(volunteer, fields) },
    .place = "place",
    .called = "name",
    .reads = "volunteers.read",
    .writes = "volunteers.write",
    .create = volunteer_enrol,
    .change = volunteer_change,
    .judge = volunteer_check,
};
