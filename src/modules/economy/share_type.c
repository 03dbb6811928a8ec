/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a member of the collective. */
#include "base/codes.h"
#include "modules/economy/economy_parts.h"

enum { SHARES_MAX = 1000000 * 100 };

static const struct choice sexes[] = {
    { .code = "0", .label = "未登记" },
    { .code = "1", .label = "男" },
    { .code = "2", .label = "女" },
};

static const struct field fields[] = {
    { TEXT(share, name), .label = "成员姓名", .required = true, .max = 40, .listed = true,
      .searchable = true },
    { PLACE(share, place), .label = "所在村组", .required = true, .listed = true },
    { TEXT(share, household_number), .label = "户编号", .max = 30, .listed = true,
      .indexed = true },
    { TEXT(share, head_name), .label = "户主姓名", .max = 40, .listed = true,
      .searchable = true },
    { TEXT(share, relation), .label = "与户主关系", .max = 20 },
    { CHOICE(share, sex), .label = "性别", .choices = CHOICES(sexes) },
    { SECRET(share, id_number), .label = "身份证号", .max = 30, .indexed = true,
      .normal = id_number_normal, .mask = id_number_masked },
    { REF(share, resident), .label = "居民", .target = "resident", .read_only = true,
      .indexed = true },
    { DECIMAL(share, shares), .label = "持股数", .unit = "股", .max = SHARES_MAX,
      .listed = true },
    { TEXT(share, certificate), .label = "股权证号", .max = 40 },
    { DATE(share, joined_on), .label = "成员确认日期" },
    { DATE(share, left_on), .label = "丧失成员身份日期",
      .help =
          "上学、参军、外出务工、离婚、丧偶、服刑都不影响成员身份；妇女不因婚姻变化丧失。" },
    { TEXT(share, left_for), .label = "丧失原因", .max = 200 },
    { LINES(share, remark), .label = "备注", .max = 1000 },
    { BOOLEAN(share, is_example), .label = "示例", .read_only = true },
};

const struct record_type share_type = {
    .name = "share",
    .table = "shares",
    .title = "成员股份",
    .shape = { SHAPE(share, fields) },
    .place = "place",
    .called = "name",
    .reads = "economy.read",
    .writes = "economy.write",
    .create = share_create,
    .change = share_change,
    .judge = share_check,
};
