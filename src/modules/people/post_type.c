/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of how posts were given, and which posts do not go together. */
#include "modules/people/people_parts.h"

static const struct choice levels[] = {
    [RULE_LAW] = { .code = "law", .label = "法律规定" },
    [RULE_POLICY] = { .code = "policy", .label = "政策要求" },
    [RULE_LOCAL] = { .code = "local", .label = "本地规定" },
    [RULE_OURS] = { .code = "ours", .label = "系统默认" },
};

static const struct field incompatible_fields[] = {
    { TEXT(incompatible_post, code_a), .label = "岗位甲", .required = true, .listed = true,
      .indexed = true },
    { TEXT(incompatible_post, code_b), .label = "岗位乙", .required = true, .listed = true,
      .indexed = true },
    { CHOICE(incompatible_post, level), .label = "依据类别", .choices = CHOICES(levels),
      .listed = true },
    { TEXT(incompatible_post, source), .label = "依据", .listed = true },
    { TEXT(incompatible_post, reason), .label = "说明", .listed = true },
};

const struct record_type incompatible_post_type = {
    .name = "incompatible_post",
    .table = "incompatible_posts",
    .steady = true,
    .title = "不能兼任的岗位",
    .shape = { SHAPE(incompatible_post, incompatible_fields) },
    .called = "reason",
    .reads = "signed_in",
};

static const struct field appointment_fields[] = {
    { REF(appointment, resident), .label = "谁任职", .target = "resident", .required = true,
      .listed = true, .indexed = true },
    { TEXT(appointment, role), .label = "岗位", .required = true, .listed = true, .max = 60,
      .words = roles_offered },
    { PLACE(appointment, place), .label = "岗位在哪里", .required = true, .listed = true },
    { DATE(appointment, starts_on), .label = "从哪天起", .listed = true },
    { DATE(appointment, ends_on), .label = "到哪天止", .help = "没有期限的不填。" },
    { TEXT(appointment, reason), .label = "特别说明",
      .help = "与政策要求或惯例不一致时，写明为什么仍然这样安排。" },
    { BOOLEAN(appointment, has_statement),
      .label = "本人已签“与有关人员没有近亲属关系”的声明" },
    { BOOLEAN(appointment, needs_statement), .label = "需要补交亲属关系声明",
      .read_only = true },
    { LINES(appointment, considered), .label = "任职时核对到的情况", .read_only = true },
    { REF(appointment, post), .label = "岗位记录", .target = "post", .read_only = true },
};

const struct record_type appointment_type = {
    .name = "appointment",
    .table = "appointments",
    .title = "岗位安排",
    .shape = { SHAPE(appointment, appointment_fields) },
    .place = "place",
    .reads = "residents.read",
    .create = appointment_make,
    .change = appointment_end,
    .judge = appointment_check,
};

static const struct field ending_fields[] = {
    { DATE(post_ending, last_day), .label = "到哪天为止", .required = true },
    { TEXT(post_ending, reason), .label = "原因", .required = true, .max = 100 },
};

const struct shape post_ending_input = { SHAPE(post_ending, ending_fields) };
