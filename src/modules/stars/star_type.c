/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of stars, reviews and ratings. */
#include "modules/stars/star_parts.h"

enum {
    SCORE_MAX = 100000,
    PEOPLE_MAX = 10000,
    WORDS_MAX = 2000,
    YEAR_MIN = 2000,
    YEAR_MAX = 2100
};

static const struct field step_fields[] = {
    { TEXT(star_step, code), .label = "代码", .required = true, .max = 20, .listed = true },
    { PLACE(star_step, region), .label = "哪里用", .listed = true,
      .help = "空着就是没有另定的地方都用。" },
    { INTEGER(star_step, from_score), .label = "从多少分起", .unit = "分", .max = SCORE_MAX,
      .listed = true },
    { INTEGER(star_step, stars), .label = "几颗星", .max = 10, .listed = true },
    { TEXT(star_step, title), .label = "名称", .required = true, .max = 20, .listed = true },
    { TEXT(star_step, source), .label = "依据", .max = 100 },
};

const struct record_type star_step_type = {
    .name = "star_step",
    .table = "star_steps",
    .title = "星级对照表",
    .shape = { SHAPE(star_step, step_fields) },
    .called = "title",
    .key = "code",
    .reads = "stars.read",
    .writes = "stars.table",
    .tabled = true,
};

static const struct field star_fields[] = {
    { TEXT(member_star, name), .label = "党员", .listed = true, .searchable = true },
    { PLACE(member_star, place), .label = "村", .required = true, .listed = true },
    { TEXT(member_star, key), .label = "凭证", .unique = true, .hidden = true },
    { REF(member_star, account), .label = "户头", .target = "points_account", .indexed = true },
    { INTEGER(member_star, year), .label = "年度", .listed = true },
    { INTEGER(member_star, score), .label = "全年得分", .unit = "分", .listed = true },
    { INTEGER(member_star, stars), .label = "几颗星" },
    { TEXT(member_star, title), .label = "星级", .listed = true },
    { BOOLEAN(member_star, is_exempt), .label = "免于参加", .listed = true },
    { DATE(member_star, settled_on), .label = "结算日期" },
};

static const char *const star_indexes[] = { "place, year", NULL };

const struct record_type member_star_type = {
    .name = "member_star",
    .table = "member_stars",
    .title = "党员星级",
    .shape = { SHAPE(member_star, star_fields) },
    .place = "place",
    .called = "name",
    .reads = "stars.members",
    .indexes = star_indexes,
};

/* Reviews */

static const struct choice review_statuses[] = {
    [REVIEW_SELF] = { "self", "个人自评", TONE_WORKING },
    [REVIEW_PEERS] = { "peers", "党员互评", TONE_WORKING },
    [REVIEW_BALLOT] = { "ballot", "民主测评计票", TONE_WORKING },
    [REVIEW_COMMITTEE] = { "committee", "支委会综合", TONE_WORKING },
    [REVIEW_DONE] = { "done", "已评完", TONE_GOOD },
    [REVIEW_CANCELLED] = { "cancelled", "已取消", TONE_ENDED },
};

static const struct field review_fields[] = {
    { TEXT(star_review, organisation_name), .label = "党支部", .read_only = true,
      .listed = true },
    { PLACE(star_review, place), .label = "村", .read_only = true, .listed = true },
    { REF(star_review, organisation), .label = "党支部", .target = "party_organisation",
      .required = true },
    { INTEGER(star_review, year), .label = "年度", .required = true, .min = YEAR_MIN,
      .max = YEAR_MAX, .listed = true },
    { TEXT(star_review, key), .label = "凭证", .unique = true, .hidden = true,
      .read_only = true },
    { CHOICE(star_review, status), .label = "状态", .choices = CHOICES(review_statuses),
      .read_only = true, .listed = true },
    { DATE(star_review, held_on), .label = "测评日期", .read_only = true },
    { INTEGER(star_review, due), .label = "应到", .unit = "人", .read_only = true },
    { INTEGER(star_review, present), .label = "到会", .unit = "人", .read_only = true },
    { INTEGER(star_review, ballots), .label = "收回测评票", .unit = "张", .read_only = true },
    { DATE(star_review, concluded_on), .label = "评完日期", .read_only = true, .listed = true },
    { LINES(star_review, conclusion), .label = "支委会意见", .read_only = true },
};

const struct record_type star_review_type = {
    .name = "star_review",
    .table = "star_reviews",
    .title = "民主评议党员",
    .shape = { SHAPE(star_review, review_fields) },
    .place = "place",
    .called = "organisation_name",
    .reads = "stars.review",
    .writes = "stars.review",
    .create = star_review_open,
    .settled = true,
};

const struct choice star_grades[] = {
    [GRADE_NONE] = { "", "（还没有定）", TONE_PLAIN },
    [GRADE_EXCELLENT] = { "excellent", "优秀", TONE_GOOD },
    [GRADE_GOOD] = { "good", "合格", TONE_GOOD },
    [GRADE_BASIC] = { "basic", "基本合格", TONE_WAITING },
    [GRADE_FAILED] = { "failed", "不合格", TONE_LATE },
};

static const struct field reviewed_fields[] = {
    { TEXT(star_reviewed, name), .label = "党员", .listed = true },
    { PLACE(star_reviewed, place), .label = "村", .required = true },
    { REF(star_reviewed, review), .label = "民主评议", .target = "star_review",
      .required = true, .indexed = true },
    { REF(star_reviewed, member), .label = "党员", .target = "party_member" },
    { INTEGER(star_reviewed, score), .label = "全年得分", .unit = "分", .help = "只供参考。" },
    { INTEGER(star_reviewed, stars), .label = "几颗星", .help = "只供参考。" },
    { BOOLEAN(star_reviewed, is_exempt), .label = "免于参加" },
    { LINES(star_reviewed, self_words), .label = "个人自评", .max = WORDS_MAX },
    { LINES(star_reviewed, peer_words), .label = "党员互评", .max = WORDS_MAX },
    { INTEGER(star_reviewed, excellent), .label = "优秀票", .unit = "张" },
    { INTEGER(star_reviewed, good), .label = "合格票", .unit = "张" },
    { INTEGER(star_reviewed, basic), .label = "基本合格票", .unit = "张" },
    { INTEGER(star_reviewed, failed), .label = "不合格票", .unit = "张" },
    { CHOICE(star_reviewed, grade), .label = "评定", .choices = CHOICES(star_grades),
      .listed = true },
    { LINES(star_reviewed, reason), .label = "理由", .max = WORDS_MAX },
};

const struct record_type star_reviewed_type = {
    .name = "star_reviewed",
    .table = "star_reviewed",
    .title = "参评党员",
    .shape = { SHAPE(star_reviewed, reviewed_fields) },
    .place = "place",
    .called = "name",
    .reads = "stars.review",
};

/* Branches */

static const struct field indicator_fields[] = {
    { TEXT(branch_indicator, code), .label = "代码", .required = true, .max = 20,
      .listed = true },
    { TEXT(branch_indicator, class), .label = "类别", .required = true, .max = 20,
      .listed = true },
    { TEXT(branch_indicator, title), .label = "指标", .required = true, .max = 80,
      .listed = true },
    { INTEGER(branch_indicator, points), .label = "满分", .unit = "分", .min = 1, .max = 100,
      .listed = true },
    { TEXT(branch_indicator, source), .label = "依据", .max = 100 },
};

const struct record_type branch_indicator_type = {
    .name = "branch_indicator",
    .table = "branch_indicators",
    .title = "支部评星指标",
    .shape = { SHAPE(branch_indicator, indicator_fields) },
    .called = "title",
    .key = "code",
    .reads = "stars.read",
    .writes = "stars.table",
    .tabled = true,
};

static const struct choice rating_statuses[] = {
    [RATING_SCORING] = { "scoring", "打分", TONE_WORKING },
    [RATING_POSTED] = { "posted", "公示中", TONE_WAITING },
    [RATING_EFFECTIVE] = { "effective", "已评定", TONE_GOOD },
    [RATING_CANCELLED] = { "cancelled", "已取消", TONE_ENDED },
};

static const struct field rating_fields[] = {
    { TEXT(branch_rating, organisation_name), .label = "党支部", .read_only = true,
      .listed = true },
    { PLACE(branch_rating, place), .label = "村", .read_only = true, .listed = true },
    { REF(branch_rating, organisation), .label = "党支部", .target = "party_organisation",
      .required = true },
    { TEXT(branch_rating, period), .label = "哪半年", .required = true, .max = 20,
      .listed = true, .help = "例如：2026年上半年。" },
    { TEXT(branch_rating, key), .label = "凭证", .unique = true, .hidden = true,
      .read_only = true },
    { CHOICE(branch_rating, status), .label = "状态", .choices = CHOICES(rating_statuses),
      .read_only = true, .listed = true },
    { INTEGER(branch_rating, stars), .label = "几颗星", .read_only = true },
    { TEXT(branch_rating, starred), .label = "得星的类别", .read_only = true, .listed = true },
    { REF(branch_rating, notice), .label = "公示", .target = "notice", .read_only = true },
    { DATE(branch_rating, effective_on), .label = "评定日期", .read_only = true },
};

const struct record_type branch_rating_type = {
    .name = "branch_rating",
    .table = "branch_ratings",
    .title = "支部评星",
    .shape = { SHAPE(branch_rating, rating_fields) },
    .place = "place",
    .called = "organisation_name",
    .reads = "stars.read",
    .writes = "stars.rate",
    .create = branch_rating_open,
    .settled = true,
};

static const struct field score_fields[] = {
    { TEXT(branch_score, title), .label = "指标", .listed = true },
    { PLACE(branch_score, place), .label = "村", .required = true },
    { REF(branch_score, rating), .label = "支部评星", .target = "branch_rating",
      .required = true, .indexed = true },
    { TEXT(branch_score, code), .label = "代码" },
    { TEXT(branch_score, class), .label = "类别", .listed = true },
    { INTEGER(branch_score, most), .label = "满分", .unit = "分" },
    { INTEGER(branch_score, points), .label = "得分", .unit = "分", .listed = true },
    { BOOLEAN(branch_score, is_given), .label = "打过分" },
};

const struct record_type branch_score_type = {
    .name = "branch_score",
    .table = "branch_scores",
    .title = "支部评星得分",
    .shape = { SHAPE(branch_score, score_fields) },
    .place = "place",
    .called = "title",
    .reads = "stars.read",
};
