/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of honours. */
#include "modules/honours/honour_parts.h"

enum { SEATS_MAX = 500, YEAR_FIRST = 2000, YEAR_LAST = 2100 };

static const struct choice units[] = {
    [HONOUR_HOUSEHOLD] = { "household", "户", TONE_PLAIN },
    [HONOUR_PERSON] = { "person", "人", TONE_PLAIN },
};

static const struct choice voters[] = {
    [VOTERS_HOUSEHOLDS] = { "household", "一户一票", TONE_PLAIN },
    [VOTERS_ADULTS] = { "adult", "成年村民一人一票", TONE_PLAIN },
};

static const struct field kind_fields[] = {
    { TEXT(honour_kind, code), .label = "代码", .required = true, .listed = true },
    { TEXT(honour_kind, name), .label = "荣誉", .required = true, .listed = true },
    { CHOICE(honour_kind, unit), .label = "评给", .choices = CHOICES(units), .listed = true },
    { CHOICE(honour_kind, voters), .label = "怎么投票", .choices = CHOICES(voters),
      .listed = true },
    { INTEGER(honour_kind, validity_months), .label = "有效几个月", .max = 600 },
    { INTEGER(honour_kind, least_stars), .label = "至少几颗星", .max = 100,
      .help = "分星评的荣誉，检查定的星不到这个数不能评。0就是不限。" },
    { TEXT(honour_kind, veto), .label = "一票否决" },
    { TEXT(honour_kind, source), .label = "依据" },
};

const struct record_type honour_kind_type = {
    .name = "honour_kind",
    .table = "honour_kinds",
    .title = "荣誉种类",
    .shape = { SHAPE(honour_kind, kind_fields) },
    .called = "name",
    .key = "code",
    .reads = "honours.read",
    .writes = "honours.kinds",
    .tabled = true,
};

static const struct choice statuses[] = {
    [ROUND_NOMINATING] = { "nominating", "申报推荐", TONE_WORKING },
    [ROUND_VOTING] = { "voting", "投票", TONE_WORKING },
    [ROUND_CHECKING] = { "checking", "检查", TONE_WAITING },
    [ROUND_POSTED] = { "posted", "公示", TONE_WAITING },
    [ROUND_AWARDED] = { "awarded", "已授牌", TONE_GOOD },
    [ROUND_CANCELLED] = { "cancelled", "已取消", TONE_ENDED },
};

/* Its name, or the code when there is none of it any more. */
static void show_kind(struct context *cx, struct buf *out, const void *record)
{
    const struct honour_round *round = record;
    struct honour_kind kind = { 0 };

    if (honour_kind_get(cx, round->kind, &kind) != NULL)
        kind.name = round->kind;
    html_text(out, kind.name);
}

static const struct field round_fields[] = {
    { TEXT(honour_round, title), .label = "名称", .required = true, .max = 60, .listed = true,
      .searchable = true },
    { PLACE(honour_round, place), .label = "在哪里评", .required = true, .listed = true },
    { TEXT(honour_round, kind), .label = "荣誉", .required = true, .max = 40, .listed = true,
      .help = "荣誉种类里的代码，例如 star_household。", .show = show_kind },
    { INTEGER(honour_round, year), .label = "年度", .required = true, .min = YEAR_FIRST,
      .max = YEAR_LAST, .listed = true },
    { INTEGER(honour_round, seats), .label = "名额", .required = true, .min = 1,
      .max = SEATS_MAX },
    { CHOICE(honour_round, status), .label = "状态", .choices = CHOICES(statuses),
      .read_only = true, .listed = true },
    { INTEGER(honour_round, ballot_count), .label = "投票", .unit = "票", .read_only = true },
    { REF(honour_round, notice), .label = "公示", .target = "notice", .read_only = true },
    { DATE(honour_round, opened_on), .label = "开始日期", .read_only = true },
    { DATE(honour_round, awarded_on), .label = "授牌日期", .read_only = true, .listed = true },
};

const struct record_type honour_round_type = {
    .name = "honour_round",
    .table = "honour_rounds",
    .title = "荣誉评选",
    .shape = { SHAPE(honour_round, round_fields) },
    .place = "place",
    .called = "title",
    .reads = "honours.read",
    .writes = "honours.run",
    .create = honour_round_open,
    .change = honour_round_change,
};

static const struct field nomination_fields[] = {
    { TEXT(honour_nomination, name), .label = "谁", .read_only = true, .listed = true },
    { REF(honour_nomination, round), .label = "评选", .target = "honour_round",
      .required = true, .indexed = true },
    { PLACE(honour_nomination, place), .label = "地点", .read_only = true },
    { REF(honour_nomination, household), .label = "户", .target = "household" },
    { REF(honour_nomination, resident), .label = "人", .target = "resident" },
    { LINES(honour_nomination, story), .label = "事迹", .max = 1000, .listed = true },
    { BOOLEAN(honour_nomination, is_own), .label = "自己申报" },
    { TEXT(honour_nomination, claimed), .label = "自己认的星", .read_only = true,
      .hidden = true },
    { TEXT(honour_nomination, confirmed), .label = "检查定的星", .read_only = true,
      .hidden = true },
    { LINES(honour_nomination, veto), .label = "否决原因", .read_only = true },
    { BOOLEAN(honour_nomination, is_chosen), .label = "当选", .read_only = true },
};

const struct record_type honour_nomination_type = {
    .name = "honour_nomination",
    .table = "honour_nominations",
    .title = "荣誉候选",
    .shape = { SHAPE(honour_nomination, nomination_fields) },
    .place = "place",
    .called = "name",
    .reads = "honours.read",
    .writes = "honours.run",
    .create = honour_nominate,
    .change = honour_nomination_change,
};

static const struct field ballot_fields[] = {
    { REF(honour_ballot, round), .label = "评选", .target = "honour_round", .required = true },
    { PLACE(honour_ballot, place), .label = "地点", .required = true },
    { TEXT(honour_ballot, key), .label = "投票人", .unique = true, .hidden = true },
    { BOOLEAN(honour_ballot, on_paper), .label = "纸质票" },
    { DATE(honour_ballot, voted_on), .label = "投票日期" },
};

const struct record_type honour_ballot_type = {
    .name = "honour_ballot",
    .table = "honour_ballots",
    .title = "投票登记",
    .shape = { SHAPE(honour_ballot, ballot_fields) },
    .place = "place",
    .lasting = true,
};

static const struct field tally_fields[] = {
    { PLACE(honour_tally, place), .label = "地点", .required = true },
    { REF(honour_tally, round), .label = "评选", .target = "honour_round", .indexed = true },
    { REF(honour_tally, nomination), .label = "候选", .target = "honour_nomination",
      .indexed = true },
    { INTEGER(honour_tally, votes), .label = "票数" },
};

static const char *const tally_checks[] = { "votes >= 0", NULL };

/* The journal would tell, by its order, who voted for whom. */
const struct record_type honour_tally_type = {
    .name = "honour_tally",
    .table = "honour_tallies",
    .title = "计票",
    .shape = { SHAPE(honour_tally, tally_fields) },
    .place = "place",
    .checks = tally_checks,
    .unlogged = true,
};

static const struct field award_fields[] = {
    { TEXT(honour_award, kind_name), .label = "荣誉", .listed = true, .searchable = true },
    { TEXT(honour_award, name), .label = "谁", .listed = true, .searchable = true },
    { PLACE(honour_award, place), .label = "地点", .required = true, .listed = true },
    { TEXT(honour_award, kind), .label = "荣誉代码", .hidden = true },
    { REF(honour_award, round), .label = "评选", .target = "honour_round" },
    { CHOICE(honour_award, unit), .label = "评给", .choices = CHOICES(units) },
    { REF(honour_award, household), .label = "户", .target = "household", .indexed = true },
    { REF(honour_award, resident), .label = "人", .target = "resident", .indexed = true },
    { INTEGER(honour_award, year), .label = "年度", .listed = true },
    { TEXT(honour_award, stars), .label = "星" },
    { TEXT(honour_award, certificate), .label = "证书号", .unique = true },
    { DATE(honour_award, awarded_on), .label = "授牌日期", .listed = true },
    { DATE(honour_award, valid_until), .label = "有效到", .listed = true },
    { DATE(honour_award, revoked_on), .label = "撤销日期", .listed = true },
    { LINES(honour_award, revoked_because), .label = "撤销原因" },
};

const struct record_type honour_award_type = {
    .name = "honour_award",
    .table = "honour_awards",
    .title = "荣誉",
    .shape = { SHAPE(honour_award, award_fields) },
    .place = "place",
    .called = "kind_name",
    .key = "certificate",
    .reads = "honours.read",
};
