/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a scheme, of its items, and of what no item may be. */
#include "modules/points/scheme.h"

enum { POINTS_MAX = 10000, MONTHS_MAX = 120, COST_MAX = 100000 };

const struct choice scheme_statuses[SCHEME_STATUSES] = {
    [SCHEME_DRAFT] = { "draft", "起草", TONE_WORKING },
    [SCHEME_OPINIONS] = { "opinions", "征求村民意见", TONE_WAITING },
    [SCHEME_COMMITTEES] = { "committees", "两委商议通过", TONE_WORKING },
    [SCHEME_PARTY] = { "party", "党员大会审议通过", TONE_WORKING },
    [SCHEME_DECIDED] = { "decided", "村民决议通过", TONE_WORKING },
    [SCHEME_CHECKED] = { "checked", "镇里审查通过", TONE_WORKING },
    [SCHEME_PUBLISHED] = { "published", "公布公示", TONE_WAITING },
    [SCHEME_IN_FORCE] = { "in_force", "施行", TONE_GOOD },
    [SCHEME_ENDED] = { "ended", "已停用", TONE_ENDED },
};

static const struct choice subjects[] = {
    [POINTS_HOUSEHOLD] = { "household", "户", TONE_PLAIN },
    [POINTS_MEMBER] = { "member", "党员", TONE_PLAIN },
    [POINTS_TEAM] = { "team", "队伍", TONE_PLAIN },
};

static void show_cap(struct context *cx, struct buf *out, const void *record)
{
    const struct points_scheme *scheme = record;

    if (scheme->cap == 0)
        html(out, "%s", _("不封顶"));
    else
        html_text(out,
                  arena_printf(cx->arena, _n("%lld分", scheme->cap), (long long)scheme->cap));
}

static void show_expiry(struct context *cx, struct buf *out, const void *record)
{
    const struct points_scheme *scheme = record;

    if (scheme->expiry_months == 0)
        html(out, "%s", _("不到期"));
    else
        html_text(out, arena_printf(cx->arena, _n("%lld个月", scheme->expiry_months),
                                    (long long)scheme->expiry_months));
}

static const struct field scheme_fields[] = {
    { TEXT(points_scheme, title), .label = "名称", .required = true, .max = 60, .listed = true,
      .searchable = true },
    { PLACE(points_scheme, place), .label = "哪个村", .required = true, .listed = true },
    { CHOICE(points_scheme, side), .label = "给谁计分", .choices = CHOICES(subjects),
      .listed = true },
    { INTEGER(points_scheme, edition), .label = "第几版", .read_only = true, .listed = true },
    { CHOICE(points_scheme, status), .label = "状态",
      .choices = { scheme_statuses, SCHEME_STATUSES }, .read_only = true, .listed = true },
    { INTEGER(points_scheme, base), .label = "基础分", .unit = "分", .max = POINTS_MAX,
      .help = "每年开头就有的分，只算荣誉分。" },
    { INTEGER(points_scheme, cap), .label = "一年最多", .unit = "分", .max = POINTS_MAX,
      .help = "0就是不封顶。", .show = show_cap },
    { BOOLEAN(points_scheme, is_redeemable), .label = "得分可以兑换" },
    { INTEGER(points_scheme, expiry_months), .label = "几个月后到期", .max = MONTHS_MAX,
      .help = "0就是不到期。到期的只减可兑换的分，不减荣誉分。", .show = show_expiry },
    { AMOUNT(points_scheme, point_cost), .label = "一分预算多少钱", .unit = "元",
      .max = COST_MAX },
    { LINES(points_scheme, purpose), .label = "为什么办、怎么用", .max = 2000 },
    { REF(points_scheme, replaces), .label = "接替哪一版", .target = "points_scheme",
      .read_only = true },
    { REF(points_scheme, notice), .label = "公示", .target = "notice", .read_only = true },
    { DATE(points_scheme, decided_on), .label = "村民决议日期", .read_only = true },
    { LINES(points_scheme, decision), .label = "决议", .read_only = true },
    { DATE(points_scheme, in_force_on), .label = "施行日期", .read_only = true,
      .listed = true },
    { DATE(points_scheme, ended_on), .label = "停用日期", .read_only = true },
};

const struct record_type points_scheme_type = {
    .name = "points_scheme",
    .table = "points_schemes",
    .title = "积分办法",
    .shape = { SHAPE(points_scheme, scheme_fields) },
    .place = "place",
    .called = "title",
    .reads = "points.read",
    .writes = "points.scheme",
    .create = points_scheme_draft,
    .change = points_scheme_change,
};

static const struct choice classes[] = {
    [ITEM_ENVIRONMENT] = { "environment", "环境卫生", TONE_PLAIN },
    [ITEM_CUSTOMS] = { "customs", "移风易俗", TONE_PLAIN },
    [ITEM_LAW] = { "law", "遵纪守法", TONE_PLAIN },
    [ITEM_FAMILY] = { "family", "孝老爱亲", TONE_PLAIN },
    [ITEM_NEIGHBOURS] = { "neighbours", "邻里和睦", TONE_PLAIN },
    [ITEM_VOLUNTEERING] = { "volunteering", "公益志愿", TONE_PLAIN },
    [ITEM_DELIBERATION] = { "deliberation", "参与议事", TONE_PLAIN },
    [ITEM_TRADE] = { "trade", "产业发展", TONE_PLAIN },
    [ITEM_COMMENDATION] = { "commendation", "表彰荣誉", TONE_PLAIN },
    [ITEM_OWN_DUTY] = { "own_duty", "分内事", TONE_PLAIN },
    [ITEM_ORGANISATION] = { "organisation", "组织事", TONE_PLAIN },
    [ITEM_POST] = { "post", "岗位事", TONE_PLAIN },
    [ITEM_PEOPLE] = { "people", "群众事", TONE_PLAIN },
    [ITEM_URGENT] = { "urgent", "急难事", TONE_PLAIN },
};

static const struct choice units[] = {
    [UNIT_TIME] = { "time", "次", TONE_PLAIN },
    [UNIT_ATTENDANCE] = { "attendance", "人次", TONE_PLAIN },
    [UNIT_HOUR] = { "hour", "小时", TONE_PLAIN },
    [UNIT_MONTH] = { "month", "月", TONE_PLAIN },
    [UNIT_THING] = { "thing", "件", TONE_PLAIN },
};

static const struct choice periods[] = {
    [PERIOD_YEAR] = { "year", "一年", TONE_PLAIN },
    [PERIOD_QUARTER] = { "quarter", "一季", TONE_PLAIN },
    [PERIOD_MONTH] = { "month", "一月", TONE_PLAIN },
};

static const struct choice evidences[] = {
    [EVIDENCE_WITNESS] = { "witness", "有人证明", TONE_PLAIN },
    [EVIDENCE_PHOTO] = { "photo", "照片", TONE_PLAIN },
    [EVIDENCE_RECORD] = { "record", "签到表或登记", TONE_PLAIN },
};

const struct choice points_statistics[STATISTICS] = {
    [STATISTIC_NONE] = { "", "（不另外统计）", TONE_PLAIN },
    [STATISTIC_CLEANUP] = { "cleanup", "人居环境整治", TONE_PLAIN },
    [STATISTIC_BENEFIT] = { "benefit", "惠民实事", TONE_PLAIN },
    [STATISTIC_MEDIATION] = { "mediation", "调解矛盾", TONE_PLAIN },
};

static const struct field item_fields[] = {
    { TEXT(points_item, name), .label = "做什么", .required = true, .max = 80, .listed = true,
      .searchable = true },
    { REF(points_item, scheme), .label = "积分办法", .target = "points_scheme",
      .required = true, .indexed = true },
    { PLACE(points_item, place), .label = "村", .read_only = true },
    { TEXT(points_item, code), .label = "代码", .max = 20, .required = true, .listed = true,
      .help = "换版以后同一件事用同一个代码。" },
    { CHOICE(points_item, class), .label = "类别", .choices = CHOICES(classes),
      .listed = true },
    { BOOLEAN(points_item, is_deduction), .label = "扣分项", .listed = true },
    { INTEGER(points_item, points), .label = "每次", .unit = "分", .required = true, .min = 1,
      .max = POINTS_MAX, .listed = true, .help = "扣分项也写正数。" },
    { CHOICE(points_item, unit), .label = "单位", .choices = CHOICES(units), .listed = true },
    { INTEGER(points_item, cap), .label = "最多", .unit = "分", .max = POINTS_MAX,
      .help = "0就是不封顶。" },
    { CHOICE(points_item, period), .label = "多长时间里最多", .choices = CHOICES(periods) },
    { CHOICE(points_item, evidence), .label = "凭什么", .choices = CHOICES(evidences) },
    { BOOLEAN(points_item, by_self), .label = "户里自己可以申报" },
    { BOOLEAN(points_item, needs_attendance), .label = "要到场",
      .help = "年老、生病、长期在外的免。" },
    { CHOICE(points_item, statistic), .label = "统计为",
      .choices = { points_statistics, STATISTICS } },
    { TEXT(points_item, basis), .label = "村规民约第几条", .max = 100,
      .help = "扣分项必须写。" },
};

const struct record_type points_item_type = {
    .name = "points_item",
    .table = "points_items",
    .title = "积分项目",
    .shape = { SHAPE(points_item, item_fields) },
    .place = "place",
    .called = "name",
    .reads = "points.read",
    .writes = "points.scheme",
    .create = points_item_add,
    .change = points_item_change,
};

static const struct field forbidden_fields[] = {
    { TEXT(points_forbidden, code), .label = "代码", .required = true, .listed = true },
    { TEXT(points_forbidden, title), .label = "种类", .required = true, .listed = true },
    { TEXT(points_forbidden, words), .label = "有这些词", .required = true, .listed = true },
    { TEXT(points_forbidden, unless), .label = "除非有这些词" },
    { BOOLEAN(points_forbidden, deductions_only), .label = "只管扣分项", .listed = true },
    { TEXT(points_forbidden, reason), .label = "为什么不行", .required = true, .listed = true },
    { TEXT(points_forbidden, source), .label = "依据", .required = true, .listed = true },
    { TEXT(points_forbidden, grade), .label = "来源等级" },
};

const struct record_type points_forbidden_type = {
    .name = "points_forbidden",
    .table = "points_forbidden",
    .steady = true,
    .title = "积分禁止项",
    .shape = { SHAPE(points_forbidden, forbidden_fields) },
    .called = "title",
    .key = "code",
    .reads = "points.forbidden_read",
    .writes = "points.forbidden",
    .tabled = true,
};
