/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of committees, rooms, mediators, screenings and their plans. */
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"

static const struct field committee_fields[] = {
    { TEXT(mediation_committee, name), .label = "名称", .required = true, .max = 60,
      .listed = true, .searchable = true },
    { PLACE(mediation_committee, place), .label = "所在地", .required = true, .listed = true },
    { CHOICE(mediation_committee, kind), .label = "类别",
      .choices = WORDS_OF(committee_kind_choices), .listed = true },
    { BOOLEAN(mediation_committee, multi_ethnic), .label = "多民族居住地",
      .help = "是的话，委员里要有人数较少民族的人。" },
    { DATE(mediation_committee, founded_on), .label = "设立日期" },
    { DATE(mediation_committee, term_from), .label = "本届从", .listed = true },
    { DATE(mediation_committee, term_to), .label = "本届到", .listed = true,
      .help = "不填就是三年（人民调解法第九条）。" },
    { DATE(mediation_committee, closed_on), .label = "撤销日期" },
    { TEXT(mediation_committee, phone), .label = "电话", .max = 20 },
};

const struct record_type mediation_committee_type = {
    .name = "mediation_committee",
    .table = "mediation_committees",
    .title = "人民调解委员会",
    .shape = { SHAPE(mediation_committee, committee_fields) },
    .place = "place",
    .called = "name",
    .reads = "mediation.read",
    .writes = "mediation.write",
    .create = committee_found,
    .change = committee_change,
};

static const struct field room_fields[] = {
    { TEXT(mediation_room, name), .label = "名称", .required = true, .max = 60, .listed = true,
      .searchable = true },
    { PLACE(mediation_room, place), .label = "所在地", .required = true, .listed = true },
    { CHOICE(mediation_room, kind), .label = "类别", .choices = WORDS_OF(room_kind_choices),
      .listed = true },
    { REF(mediation_room, committee), .label = "调委会", .target = "mediation_committee",
      .required = true, .listed = true, .indexed = true },
    { DATE(mediation_room, opened_on), .label = "设立日期", .listed = true },
    { DATE(mediation_room, closed_on), .label = "撤销日期" },
    { TEXT(mediation_room, address), .label = "地址", .max = 100 },
    { TEXT(mediation_room, hours), .label = "值班时间", .max = 60 },
};

const struct record_type mediation_room_type = {
    .name = "mediation_room",
    .table = "mediation_rooms",
    .title = "调解室",
    .shape = { SHAPE(mediation_room, room_fields) },
    .place = "place",
    .called = "name",
    .reads = "mediation.read",
    .writes = "mediation.write",
    .create = room_open,
};

static const struct choice positions[] = {
    [MEDIATOR_MEMBER] = { "member", "委员", TONE_PLAIN },
    [MEDIATOR_CHAIR] = { "chair", "主任", TONE_PLAIN },
    [MEDIATOR_DEPUTY_CHAIR] = { "deputy_chair", "副主任", TONE_PLAIN },
    [MEDIATOR_HIRED] = { "hired", "聘任调解员", TONE_PLAIN },
};

static const struct field mediator_fields[] = {
    { TEXT(mediator, name), .label = "姓名", .required = true, .max = 50, .listed = true,
      .searchable = true },
    { PLACE(mediator, place), .label = "所在地", .required = true, .listed = true },
    { REF(mediator, committee), .label = "调委会", .target = "mediation_committee",
      .required = true, .listed = true, .indexed = true },
    { CHOICE(mediator, position), .label = "职务", .choices = CHOICES(positions),
      .listed = true },
    { REF(mediator, room), .label = "调解室", .target = "mediation_room", .listed = true,
      .indexed = true },
    { REF(mediator, account), .label = "登录账号", .target = "account", .indexed = true,
      .help = "填了，派给他的案件他登录后就能看。" },
    { REF(mediator, resident), .label = "居民", .target = "resident", .indexed = true,
      .help = "填了，派案时能查和当事人是不是近亲属。" },
    { BOOLEAN(mediator, is_woman), .label = "女" },
    { BOOLEAN(mediator, is_minority), .label = "人数较少民族" },
    { BOOLEAN(mediator, is_party_member), .label = "党员" },
    { BOOLEAN(mediator, is_deputy), .label = "人大代表" },
    { BOOLEAN(mediator, is_cppcc_member), .label = "政协委员" },
    { BOOLEAN(mediator, is_veteran), .label = "退役军人" },
    { DATE(mediator, from_on), .label = "从" },
    { DATE(mediator, to_on), .label = "到", .listed = true },
    { LINES(mediator, remark), .label = "备注", .max = 500 },
};

const struct record_type mediator_type = {
    .name = "mediator",
    .table = "mediators",
    .title = "调解员",
    .shape = { SHAPE(mediator, mediator_fields) },
    .place = "place",
    .called = "name",
    .reads = "mediation.read",
    .writes = "mediation.write",
    .create = mediator_enlist,
    .change = mediator_change,
};

static const struct field screening_fields[] = {
    { PLACE(screening, place), .label = "排查哪里", .required = true, .listed = true },
    { CHOICE(screening, kind), .label = "类别", .choices = WORDS_OF(screening_kind_choices),
      .listed = true },
    { REF(screening, plan), .label = "按哪个安排", .target = "screening_plan",
      .indexed = true },
    { DATE(screening, from_on), .label = "从哪天", .help = "一天查完的不填。" },
    { DATE(screening, held_on), .label = "排查日期", .listed = true, .help = "不填就是今天。" },
    { TEXT(screening, who), .label = "谁去查的", .max = 200, .listed = true,
      .help = "不填就是您自己。" },
    { LINES(screening, looked_at), .label = "看了什么", .max = DISPUTE_WORDS_MAX,
      .help = "这里不写当事人的姓名和隐私，发现的纠纷另外登记。" },
    { INTEGER(screening, household_count), .label = "走访户数", .unit = "户", .max = 100000 },
    { INTEGER(screening, found_count), .label = "发现纠纷", .unit = "件", .read_only = true,
      .listed = true },
    { BOOLEAN(screening, is_zero_report), .label = "零报告", .read_only = true,
      .listed = true },
    { REF(screening, recorded_by), .label = "登记账号", .target = "account",
      .read_only = true },
};

static const char *const screening_indexes[] = { "held_on, place", NULL };

const struct record_type screening_type = {
    .name = "screening",
    .table = "screenings",
    .title = "矛盾纠纷排查",
    .shape = { SHAPE(screening, screening_fields) },
    .place = "place",
    .reads = "screenings.read",
    .writes = "screenings.write",
    .create = screening_hold,
    .change = screening_change,
    .indexes = screening_indexes,
};

static const struct choice rhythms[] = {
    [RHYTHM_DAILY] = { "daily", "每天", TONE_PLAIN },
    [RHYTHM_WEEKLY] = { "weekly", "每周", TONE_PLAIN },
    [RHYTHM_HALF_MONTH] = { "half_month", "每半月", TONE_PLAIN },
    [RHYTHM_MONTHLY] = { "monthly", "每月", TONE_PLAIN },
};

static const struct field plan_fields[] = {
    { TEXT(screening_plan, title), .label = "名称", .required = true, .max = 60, .listed = true,
      .searchable = true, .help = "例如春节期间排查。" },
    { PLACE(screening_plan, place), .label = "在哪里", .required = true, .listed = true },
    { CHOICE(screening_plan, kind), .label = "类别",
      .choices = WORDS_OF(screening_kind_choices), .listed = true },
    { CHOICE(screening_plan, rhythm), .label = "多久一次", .choices = CHOICES(rhythms),
      .listed = true },
    { DATE(screening_plan, from_on), .label = "从", .required = true, .listed = true },
    { DATE(screening_plan, to_on), .label = "到", .required = true, .listed = true },
    { BOOLEAN(screening_plan, wants_zero_report), .label = "要零报告",
      .help = "上级有文件要求才勾。勾了要写明依据。" },
    { TEXT(screening_plan, ordered_by), .label = "谁要求的（文号）", .max = 100 },
    { LINES(screening_plan, remark), .label = "备注", .max = 500 },
};

const struct record_type screening_plan_type = {
    .name = "screening_plan",
    .table = "screening_plans",
    .title = "排查安排",
    .shape = { SHAPE(screening_plan, plan_fields) },
    .place = "place",
    .called = "title",
    .reads = "screenings.read",
    .writes = "screenings.plan",
    .create = plan_make,
    .change = plan_change,
};
