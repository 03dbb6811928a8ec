/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a claim, of what the reviewers said, and of cards. */
#include "modules/points/claim.h"

static const struct choice declarers[] = {
    [DECLARED_BY_SELF] = { "self", "自己申报", TONE_PLAIN },
    [DECLARED_BY_GRID] = { "grid", "网格员申报", TONE_PLAIN },
    [DECLARED_BY_CLERK] = { "clerk", "村里申报", TONE_PLAIN },
    [DECLARED_IN_BULK] = { "bulk", "活动批量", TONE_PLAIN },
    [DECLARED_BY_MATTER] = { "matter", "办结诉求带来", TONE_PLAIN },
};

const struct choice claim_statuses[] = {
    [CLAIM_DECLARED] = { "declared", "待核实", TONE_WAITING },
    [CLAIM_VERIFIED] = { "verified", "待评议", TONE_WAITING },
    [CLAIM_POSTED] = { "posted", "公示中", TONE_WORKING },
    [CLAIM_EFFECTIVE] = { "effective", "已记分", TONE_GOOD },
    [CLAIM_REFUSED] = { "refused", "没有通过", TONE_LATE },
    [CLAIM_APPEALED] = { "appealed", "申诉中", TONE_WAITING },
    [CLAIM_VOID] = { "void", "申诉成立，不算", TONE_ENDED },
    [CLAIM_WITHDRAWN] = { "withdrawn", "已撤回", TONE_ENDED },
};

static const struct choice sides[] = {
    [POINTS_HOUSEHOLD] = { "household", "户", TONE_PLAIN },
    [POINTS_MEMBER] = { "member", "党员", TONE_PLAIN },
    [POINTS_TEAM] = { "team", "队伍", TONE_PLAIN },
};

static const struct field claim_fields[] = {
    { TEXT(points_claim, item_name), .label = "做了什么", .listed = true, .searchable = true },
    { TEXT(points_claim, account_name), .label = "谁", .listed = true, .searchable = true },
    { PLACE(points_claim, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_claim, receipt), .label = "回执号", .unique = true, .searchable = true },
    { REF(points_claim, account), .label = "户头", .target = "points_account",
      .indexed = true },
    { CHOICE(points_claim, side), .label = "给谁计分", .choices = CHOICES(sides) },
    { REF(points_claim, scheme), .label = "积分办法", .target = "points_scheme" },
    { REF(points_claim, item), .label = "项目", .target = "points_item" },
    { TEXT(points_claim, item_code), .label = "项目代码" },
    { CHOICE(points_claim, statistic), .label = "统计为",
      .choices = { points_statistics, STATISTICS } },
    { BOOLEAN(points_claim, is_deduction), .label = "扣分" },
    { INTEGER(points_claim, quantity), .label = "数量", .listed = true },
    { INTEGER(points_claim, honour), .label = "荣誉分", .unit = "分", .min = INT64_MIN,
      .listed = true },
    { INTEGER(points_claim, redeemable), .label = "可兑换", .unit = "分", .min = INT64_MIN },
    { DATE(points_claim, happened_on), .label = "哪天做的", .listed = true },
    { LINES(points_claim, story), .label = "情况", .max = 1000 },
    { TEXT(points_claim, witness), .label = "谁能证明", .max = 60 },
    { CHOICE(points_claim, declared_by), .label = "申报方式", .choices = CHOICES(declarers) },
    { TEXT(points_claim, declarer), .label = "申报人" },
    { TEXT(points_claim, origin), .label = "来源", .hidden = true },
    { INTEGER(points_claim, origin_id), .label = "来源编号", .hidden = true },
    { DATE(points_claim, declared_on), .label = "申报日期" },
    { CHOICE(points_claim, status), .label = "状态", .choices = CHOICES(claim_statuses),
      .listed = true },
    { CHOICE(points_claim, appealed_in), .label = "申诉前状态",
      .choices = CHOICES(claim_statuses), .hidden = true },
    { INTEGER(points_claim, round), .label = "第几轮评议", .hidden = true },
    { INTEGER(points_claim, agree_count), .label = "同意" },
    { INTEGER(points_claim, disagree_count), .label = "不同意" },
    { LINES(points_claim, reason), .label = "没有通过的原因" },
    { LINES(points_claim, appeal), .label = "申诉" },
    { REF(points_claim, notice), .label = "公示", .target = "notice" },
    { DATE(points_claim, effective_on), .label = "记分日期" },
};

static const char *const claim_indexes[] = { "status, id", "origin_id", NULL };

const struct record_type points_claim_type = {
    .name = "points_claim",
    .table = "points_claims",
    .title = "积分申报",
    .shape = { SHAPE(points_claim, claim_fields) },
    .place = "place",
    .called = "item_name",
    .key = "receipt",
    .reads = "points.read",
    .indexes = claim_indexes,
};

static const struct choice verdicts[] = {
    [VOICE_AGREES] = { "agree", "同意", TONE_GOOD },
    [VOICE_DISAGREES] = { "disagree", "不同意", TONE_LATE },
    [VOICE_ABSTAINS] = { "abstain", "回避", TONE_ENDED },
};

static const struct field voice_fields[] = {
    { REF(points_voice, claim), .label = "积分申报", .target = "points_claim", .required = true,
      .indexed = true },
    { PLACE(points_voice, place), .label = "村", .required = true },
    { INTEGER(points_voice, round), .label = "第几轮" },
    { REF(points_voice, account), .label = "账号", .target = "account" },
    { REF(points_voice, person), .label = "评议员", .target = "resident" },
    { TEXT(points_voice, name), .label = "姓名" },
    { CHOICE(points_voice, verdict), .label = "意见", .choices = CHOICES(verdicts) },
    { LINES(points_voice, words), .label = "说明" },
    { DATE(points_voice, spoken_on), .label = "日期" },
};

const struct record_type points_voice_type = {
    .name = "points_voice",
    .table = "points_voices",
    .title = "评议意见",
    .shape = { SHAPE(points_voice, voice_fields) },
    .place = "place",
    .called = "name",
    .lasting = true,
};

static const struct field card_fields[] = {
    { TEXT(points_card, account_name), .label = "哪一户", .listed = true },
    { PLACE(points_card, place), .label = "村", .required = true, .listed = true },
    { REF(points_card, account), .label = "户头", .target = "points_account", .indexed = true },
    { TEXT(points_card, number), .label = "卡号", .listed = true, .indexed = true },
    { TEXT(points_card, secret), .label = "二维码", .unique = true, .hidden = true },
    { DATE(points_card, issued_on), .label = "发卡日期", .listed = true },
    { DATE(points_card, revoked_on), .label = "作废日期", .listed = true },
    { TEXT(points_card, reason), .label = "作废原因" },
};

const struct record_type points_card_type = {
    .name = "points_card",
    .table = "points_cards",
    .title = "积分卡",
    .shape = { SHAPE(points_card, card_fields) },
    .place = "place",
    .called = "account_name",
    .reads = "points.card",
};
