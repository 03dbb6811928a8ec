/* SPDX-License-Identifier: Apache-2.0 */
/* What the ledger keeps: accounts, postings and their two halves. */
#include "modules/points/points_parts.h"

const struct choice points_side_choices[POINTS_SIDES] = {
    [POINTS_HOUSEHOLD] = { "household", "户", TONE_PLAIN },
    [POINTS_MEMBER] = { "member", "党员", TONE_PLAIN },
    [POINTS_TEAM] = { "team", "队伍", TONE_PLAIN },
    [POINTS_ISSUED] = { "issued", "发放", TONE_PLAIN },
    [POINTS_REDEEMED] = { "redeemed", "兑换", TONE_PLAIN },
    [POINTS_EXPIRED] = { "expired", "到期", TONE_PLAIN },
    [POINTS_DEDUCTED] = { "deducted", "扣分", TONE_PLAIN },
};

static const struct choice posting_kinds[] = {
    [POSTING_AWARD] = { "award", "得分", TONE_GOOD },
    [POSTING_DEDUCTION] = { "deduction", "扣分", TONE_LATE },
    [POSTING_REDEMPTION] = { "redemption", "兑换", TONE_PLAIN },
    [POSTING_EXPIRY] = { "expiry", "到期", TONE_ENDED },
    [POSTING_REVERSAL] = { "reversal", "冲正", TONE_WAITING },
    [POSTING_OPENING] = { "opening", "期初转入", TONE_PLAIN },
};

static const struct field account_fields[] = {
    { TEXT(points_account, name), .label = "户主或姓名", .listed = true },
    { PLACE(points_account, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_account, key), .label = "户头代码", .unique = true, .hidden = true },
    { CHOICE(points_account, side), .label = "种类",
      .choices = { points_side_choices, POINTS_SIDES }, .listed = true },
    { INTEGER(points_account, subject), .label = "户或党员编号", .hidden = true },
    { INTEGER(points_account, honour), .label = "荣誉分", .unit = "分", .listed = true,
      .help = "兑换东西不减荣誉分。" },
    { INTEGER(points_account, redeemable), .label = "可兑换", .unit = "分", .listed = true },
    { DATE(points_account, opened_on), .label = "开户日期", .listed = true },
    { DATE(points_account, closed_on), .label = "停用日期" },
};

static const char *const account_indexes[] = { "place, side", "subject", NULL };

/* What a subject has can never be less than nothing, whatever the program does. */
static const char *const account_checks[] = {
    "redeemable >= 0 or side not in ('household', 'member', 'team')",
    NULL,
};

/* The balances follow from the entries: the journal would only repeat them.  `xiangzhi verify`
 * recomputes them. */
const struct record_type points_account_type = {
    .name = "points_account",
    .table = "points_accounts",
    .title = "积分户头",
    .shape = { SHAPE(points_account, account_fields) },
    .place = "place",
    .called = "name",
    .indexes = account_indexes,
    .checks = account_checks,
    .unlogged = true,
};

static const struct field posting_fields[] = {
    { DATE(points_posting, posted_on), .label = "日期", .listed = true },
    { PLACE(points_posting, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_posting, key), .label = "凭证", .unique = true, .hidden = true },
    { CHOICE(points_posting, kind), .label = "种类", .choices = CHOICES(posting_kinds),
      .listed = true },
    { REF(points_posting, account), .label = "户头", .target = "points_account",
      .required = true, .listed = true, .indexed = true },
    { REF(points_posting, against), .label = "对方户头", .target = "points_account",
      .required = true },
    { INTEGER(points_posting, honour), .label = "荣誉分", .unit = "分", .listed = true,
      .min = INT64_MIN },
    { INTEGER(points_posting, redeemable), .label = "可兑换", .unit = "分", .listed = true,
      .min = INT64_MIN },
    { LINES(points_posting, reason), .label = "事由", .max = 500, .listed = true },
    { TEXT(points_posting, origin), .label = "来源", .hidden = true },
    { INTEGER(points_posting, origin_id), .label = "来源编号", .hidden = true },
};

/* What it came from is journalled, and `xiangzhi verify` compares both. */
const struct record_type points_posting_type = {
    .name = "points_posting",
    .table = "points_postings",
    .title = "积分账",
    .shape = { SHAPE(points_posting, posting_fields) },
    .place = "place",
    .called = "reason",
    .unlogged = true,
    .lasting = true,
};

static const struct choice adjustment_kinds[] = {
    [ADJUSTMENT_OPENING] = { "opening", "期初转入", TONE_PLAIN },
    [ADJUSTMENT_EXPIRY] = { "expiry", "到期", TONE_ENDED },
    [ADJUSTMENT_REVERSAL] = { "reversal", "冲正", TONE_WAITING },
};

static const struct field adjustment_fields[] = {
    { DATE(points_adjustment, made_on), .label = "日期", .listed = true },
    { PLACE(points_adjustment, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_adjustment, key), .label = "凭证", .unique = true, .hidden = true },
    { CHOICE(points_adjustment, kind), .label = "种类", .choices = CHOICES(adjustment_kinds),
      .listed = true },
    { REF(points_adjustment, account), .label = "户头", .target = "points_account",
      .indexed = true },
    { TEXT(points_adjustment, account_name), .label = "哪一户", .listed = true },
    { INTEGER(points_adjustment, honour), .label = "荣誉分", .unit = "分", .min = INT64_MIN,
      .listed = true },
    { INTEGER(points_adjustment, redeemable), .label = "可兑换", .unit = "分", .min = INT64_MIN,
      .listed = true },
    { LINES(points_adjustment, reason), .label = "原因", .max = 500, .listed = true },
    { REF(points_adjustment, reverses), .label = "冲正哪一笔", .target = "points_posting" },
};

const struct record_type points_adjustment_type = {
    .name = "points_adjustment",
    .table = "points_adjustments",
    .title = "积分调整单",
    .shape = { SHAPE(points_adjustment, adjustment_fields) },
    .place = "place",
    .called = "reason",
    .reads = "points.read",
    .lasting = true,
};

static const struct field entry_fields[] = {
    { PLACE(points_entry, place), .label = "村", .required = true },
    { REF(points_entry, posting), .label = "哪一笔", .target = "points_posting",
      .required = true, .indexed = true },
    { REF(points_entry, account), .label = "户头", .target = "points_account", .required = true,
      .indexed = true },
    { CHOICE(points_entry, side), .label = "种类",
      .choices = { points_side_choices, POINTS_SIDES } },
    { INTEGER(points_entry, honour), .label = "荣誉分", .min = INT64_MIN },
    { INTEGER(points_entry, redeemable), .label = "可兑换", .min = INT64_MIN },
    { DATE(points_entry, posted_on), .label = "日期" },
};

static const char *const entry_indexes[] = { "place, posted_on", NULL };

/* The halves follow from the posting. */
const struct record_type points_entry_type = {
    .name = "points_entry",
    .table = "points_entries",
    .title = "积分分录",
    .shape = { SHAPE(points_entry, entry_fields) },
    .place = "place",
    .indexes = entry_indexes,
    .unlogged = true,
    .lasting = true,
};
