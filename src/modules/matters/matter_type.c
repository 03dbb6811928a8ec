/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of matters, of those who raise them and of those who help with them. */
#include "base/codes.h"
#include "modules/matters/choices.h"

const struct choice kind_choices[KINDS] = {
    [KIND_APPEAL] = { "appeal", "群众诉求", TONE_PLAIN },
    [KIND_PATROL] = { "patrol", "巡查事件", TONE_PLAIN },
    [KIND_INQUIRY] = { "inquiry", "政策咨询", TONE_PLAIN },
    [KIND_HELP] = { "help", "求助", TONE_PLAIN },
    [KIND_HAZARD] = { "hazard", "隐患", TONE_PLAIN },
    [KIND_DISPUTE] = { "dispute", "矛盾", TONE_PLAIN },
    [KIND_COMPLAINT] = { "complaint", "投诉", TONE_PLAIN },
    [KIND_PRAISE] = { "praise", "表扬", TONE_PLAIN },
    [KIND_TIP_OFF] = { "tip_off", "举报（只有纪检干部能看）", TONE_PLAIN },
};

const struct choice source_choices[SOURCES] = {
    [SOURCE_SELF] = { "self", "村民自报", TONE_PLAIN },
    [SOURCE_VISIT] = { "visit", "走访", TONE_PLAIN },
    [SOURCE_GRID] = { "grid", "网格员上报", TONE_PLAIN },
    [SOURCE_DELIBERATION] = { "deliberation", "议事会", TONE_PLAIN },
    [SOURCE_DEPUTY] = { "deputy", "代表接待", TONE_PLAIN },
    [SOURCE_HOTLINE] = { "hotline", "12345交办", TONE_PLAIN },
    [SOURCE_PETITION] = { "petition", "信访交办", TONE_PLAIN },
    [SOURCE_INSPECTION] = { "inspection", "督查发现", TONE_PLAIN },
    [SOURCE_PHONE] = { "phone", "电话", TONE_PLAIN },
    [SOURCE_COUNTER] = { "counter", "窗口", TONE_PLAIN },
    [SOURCE_PAPER] = { "paper", "纸质", TONE_PLAIN },
};

const struct choice complexity_choices[COMPLEXITIES] = {
    [COMPLEXITY_BY_CATEGORY] = { "", "按类别的规定", TONE_PLAIN },
    [COMPLEXITY_SIMPLE] = { "simple", "简单事项", TONE_PLAIN },
    [COMPLEXITY_GENERAL] = { "general", "一般事项", TONE_PLAIN },
    [COMPLEXITY_COMPLEX] = { "complex", "复杂事项", TONE_PLAIN },
};

const struct choice department_choices[DEPARTMENTS] = {
    [DEPARTMENT_NONE] = { "", "（不定站所）", TONE_PLAIN },
    [DEPARTMENT_TOWNSHIP] = { "township_department", "镇站所", TONE_PLAIN },
    [DEPARTMENT_JUSTICE] = { "justice_office", "司法所", TONE_PLAIN },
    [DEPARTMENT_CIVIL_AFFAIRS] = { "civil_affairs_office", "社会事务办（民政）", TONE_PLAIN },
    [DEPARTMENT_AGRICULTURE] = { "agriculture_office", "农经站", TONE_PLAIN },
    [DEPARTMENT_EMERGENCY] = { "emergency_office", "应急办", TONE_PLAIN },
    [DEPARTMENT_PARTY] = { "party_office", "镇党建办", TONE_PLAIN },
    [DEPARTMENT_PRACTICE] = { "practice_institute", "新时代文明实践所", TONE_PLAIN },
    [DEPARTMENT_COUNTY] = { "county_department", "县直部门", TONE_PLAIN },
};

const struct choice verdict_choices[VERDICTS] = {
    [VERDICT_NONE] = { "", "未评价", TONE_PLAIN },
    [VERDICT_SATISFIED] = { "yes", "满意", TONE_GOOD },
    [VERDICT_DISSATISFIED] = { "no", "不满意", TONE_LATE },
    [VERDICT_UNREACHABLE] = { "unreachable", "联系不上", TONE_ENDED },
};

const struct choice pause_reason_choices[PAUSE_REASONS] = {
    [PAUSE_NONE] = { "", "（未选）", TONE_PLAIN },
    [PAUSE_MATERIAL] = { "material", "等当事人补材料或签字", TONE_PLAIN },
    [PAUSE_HEARING] = { "hearing", "听证期间", TONE_PLAIN },
    [PAUSE_APPRAISAL] = { "appraisal", "鉴定、检测期间", TONE_PLAIN },
    [PAUSE_ABSENCE] = { "absence", "当事人住院或不在，约定再谈", TONE_PLAIN },
};

static const struct choice statuses[] = {
    [MATTER_REPORTED] = { "reported", "待受理", TONE_WAITING },
    [MATTER_SELF_HANDLED] = { "self_handled", "就地办了，待确认", TONE_WAITING },
    [MATTER_VILLAGE_HANDLING] = { "village_handling", "村里办理", TONE_WORKING },
    [MATTER_DISPATCHING] = { "township_dispatch", "待派单", TONE_WAITING },
    [MATTER_HANDLING] = { "handling", "办理中", TONE_WORKING },
    [MATTER_DUTY_DISPUTED] = { "duty_disputed", "职责待裁定", TONE_WAITING },
    [MATTER_PAUSED] = { "paused", "暂停计时", TONE_WAITING },
    [MATTER_RESOLVED] = { "resolved", "办好待答复", TONE_WORKING },
    [MATTER_REPLIED] = { "replied", "已答复，待回访", TONE_WORKING },
    [MATTER_REWORK] = { "rework", "不满意，重办", TONE_LATE },
    [MATTER_UNSETTLED] = { "unsettled", "仍不满意，待说明", TONE_LATE },
    [MATTER_CLOSED] = { "closed", "办结", TONE_GOOD },
    [MATTER_CLOSED_WITH_EXPLANATION] = { "closed_with_explanation", "说明后办结", TONE_ENDED },
    [MATTER_WITHDRAWN] = { "withdrawn", "已撤回", TONE_ENDED },
    [MATTER_MERGED] = { "merged", "已并入另一件", TONE_ENDED },
    [MATTER_OUT_OF_SCOPE] = { "out_of_scope", "已告知去向", TONE_ENDED },
};

static const struct choice intakes[] = {
    [INTAKE_SELF] = { "self", "本人", TONE_PLAIN },
    [INTAKE_GRID] = { "grid", "网格员", TONE_PLAIN },
    [INTAKE_CLERK] = { "clerk", "代为登记", TONE_PLAIN },
};

static const struct choice levels[] = {
    [LEVEL_VILLAGE] = { "village", "村里", TONE_PLAIN },
    [LEVEL_GRID] = { "grid", "网格", TONE_PLAIN },
    [LEVEL_TOWNSHIP] = { "township", "镇里", TONE_PLAIN },
    [LEVEL_COUNTY] = { "county", "县里", TONE_PLAIN },
};

static const struct choice extensions[] = {
    [EXTENSION_NONE] = { "", "未申请", TONE_PLAIN },
    [EXTENSION_ASKED] = { "asked", "待批", TONE_WAITING },
    [EXTENSION_GRANTED] = { "granted", "已批准", TONE_GOOD },
    [EXTENSION_REFUSED] = { "refused", "未批准", TONE_ENDED },
};

static const struct choice punctualities[] = {
    [PUNCTUALITY_OPEN] = { "", "未定", TONE_PLAIN },
    [PUNCTUALITY_IN_TIME] = { "in_time", "按时", TONE_GOOD },
    [PUNCTUALITY_LATE] = { "late", "超期", TONE_LATE },
};

/* "13812345678" to "138****5678"; a fixed number shows its last two digits. */
str phone_mask(struct arena *arena, str phone)
{
    if (phone.length == 11 && phone.data[0] == '1')
        return arena_printf(arena, "%.*s****%.*s", 3, phone.data, 4, phone.data + 7);
    if (phone.length < 4)
        return S("****");
    return arena_printf(arena, "****%.*s", 2, phone.data + phone.length - 2);
}

/* While it is open the limit of the present step is what counts. */
static void show_limit(struct context *cx, struct buf *out, const void *record)
{
    const struct matter *matter = record;
    str words = matter_deadline_words(cx, matter);
    struct buf day = { .arena = cx->arena };

    if (!str_is_empty(words)) {
        ui_badge(out, matter_deadline_tone(cx, matter), words);
    } else if (date_is_set(matter->due_on)) {
        date_show(matter->due_on, &day);
        html_text(out, buf_str(&day));
    }
}

static const struct field matter_fields[] = {
    { TEXT(matter, title), .label = "标题", .max = MATTER_TITLE_MAX, .required = true,
      .listed = true, .searchable = true },
    { PLACE(matter, place), .label = "地点", .required = true, .listed = true },
    { LINES(matter, story), .label = "情况", .max = MATTER_STORY_MAX, .required = true,
      .searchable = true },
    { CHOICE(matter, kind), .label = "类型", .choices = { kind_choices, KINDS_OF_MATTERS },
      .listed = true },
    { TEXT(matter, category), .label = "类别代码", .read_only = true },
    { TEXT(matter, category_name), .label = "类别", .read_only = true, .listed = true,
      .grouping = true },
    { TEXT(matter, layer), .label = "条线代码", .read_only = true },
    { CHOICE(matter, status), .label = "状态", .choices = CHOICES(statuses), .read_only = true,
      .listed = true },
    { CHOICE(matter, source), .label = "来源", .choices = { source_choices, SOURCES } },
    { CHOICE(matter, intake_by), .label = "登记方式", .choices = CHOICES(intakes),
      .read_only = true },
    { CHOICE(matter, level), .label = "办理层级", .choices = CHOICES(levels),
      .read_only = true },
    { PLACE(matter, unit), .label = "现由哪里办", .read_only = true },
    { CHOICE(matter, department), .label = "承办站所",
      .choices = { department_choices, DEPARTMENTS }, .read_only = true },
    { TEXT(matter, office), .label = "承办单位", .read_only = true },
    { CHOICE(matter, complexity), .label = "难易",
      .choices = { complexity_choices, COMPLEXITIES }, .read_only = true },
    { BOOLEAN(matter, urgent), .label = "紧急" },
    { BOOLEAN(matter, is_public), .label = "公开进度" },
    { TEXT(matter, receipt), .label = "回执号", .read_only = true, .unique = true,
      .searchable = true },
    { INTEGER(matter, caller_count), .label = "反映人数", .read_only = true },
    { REF(matter, recorded_by), .label = "登记账号", .target = "account", .hidden = true },
    { INSTANT(matter, reported_at), .label = "登记时间", .read_only = true },
    { DATE(matter, reported_on), .label = "登记日期", .read_only = true, .listed = true },
    { DATE(matter, response_due_on), .label = "受理期限", .read_only = true },
    { DATE(matter, accepted_on), .label = "受理日期", .read_only = true },
    { CHOICE(matter, response), .label = "受理是否按时", .choices = CHOICES(punctualities),
      .read_only = true },
    { DATE(matter, dispatched_on), .label = "派单日期", .read_only = true },
    { DATE(matter, due_on), .label = "办结期限", .read_only = true, .listed = true,
      .show = show_limit,
      .shown_from = "response_due_on visit_due_on reported_on accepted_on replied_on" },
    { DATE(matter, resolved_on), .label = "办好日期", .read_only = true },
    { CHOICE(matter, resolution), .label = "办理是否按时", .choices = CHOICES(punctualities),
      .read_only = true },
    { DATE(matter, replied_on), .label = "答复日期", .read_only = true },
    { DATE(matter, visit_due_on), .label = "回访期限", .read_only = true },
    { DATE(matter, visited_on), .label = "评价日期", .read_only = true },
    { DATE(matter, closed_on), .label = "办结日期", .read_only = true },
    { DATE(matter, mediated_on), .label = "转人民调解", .read_only = true },
    { LINES(matter, answer), .label = "办理结果", .max = MATTER_STORY_MAX, .read_only = true },
    { CHOICE(matter, satisfied), .label = "满意吗", .choices = { verdict_choices, VERDICTS },
      .read_only = true },
    { INTEGER(matter, rework_count), .label = "重办次数", .read_only = true },
    { CHOICE(matter, extension), .label = "延期", .choices = CHOICES(extensions),
      .read_only = true },
    { INTEGER(matter, extension_days), .label = "延期天数", .read_only = true },
    { LINES(matter, extension_reason), .label = "延期原因", .read_only = true },
    { DATE(matter, paused_on), .label = "暂停日期", .read_only = true },
    { CHOICE(matter, pause_reason), .label = "暂停原因",
      .choices = { pause_reason_choices, PAUSE_REASONS }, .read_only = true },
    { CHOICE(matter, paused_in), .label = "暂停前状态", .choices = CHOICES(statuses),
      .hidden = true },
    { REF(matter, merged_into), .label = "并入", .target = "matter", .read_only = true,
      .indexed = true },
    { LINES(matter, closing_reason), .label = "结束说明", .read_only = true },
    { DATE(matter, escalates_after), .label = "自动上报日", .hidden = true, .indexed = true },
    { INTEGER(matter, escalated_count), .label = "自动上报次数", .read_only = true },
};

static const char *const matter_indexes[] = {
    "status, id",
    "recorded_by, id",
    "unit, status",
    "is_public, reported_at",
    "category, reported_on",
    NULL,
};

const struct record_type matter_type = {
    .name = "matter",
    .table = "matters",
    .title = "民情诉求",
    .shape = { SHAPE(matter, matter_fields) },
    .place = "place",
    .called = "title",
    .key = "receipt",
    .reads = "matters.read",
    .indexes = matter_indexes,
};

static const struct field caller_fields[] = {
    { PLACE(matter_caller, place), .label = "地点", .required = true },
    { REF(matter_caller, matter), .label = "诉求", .target = "matter", .indexed = true },
    { REF(matter_caller, raised), .label = "当初反映的", .target = "matter" },
    { TEXT(matter_caller, name), .label = "姓名", .max = 50 },
    { SECRET(matter_caller, phone), .label = "电话", .refusal = phone_refusal,
      .mask = phone_mask },
    { TEXT(matter_caller, receipt), .label = "回执号", .unique = true },
    { BOOLEAN(matter_caller, wants_reply), .label = "要答复" },
    { BOOLEAN(matter_caller, withdrawn), .label = "已撤回" },
    { CHOICE(matter_caller, verdict), .label = "评价",
      .choices = { verdict_choices, VERDICTS } },
    { INSTANT(matter_caller, raised_at), .label = "反映时间" },
};

const struct record_type matter_caller_type = {
    .name = "matter_caller",
    .table = "matter_callers",
    .title = "反映人",
    .shape = { SHAPE(matter_caller, caller_fields) },
    .place = "place",
    .called = "name",
};

static const struct field unit_fields[] = {
    { PLACE(matter_unit, place), .label = "地点", .required = true },
    { REF(matter_unit, matter), .label = "诉求", .target = "matter", .indexed = true },
    { PLACE(matter_unit, unit), .label = "协办地方" },
    { CHOICE(matter_unit, department), .label = "协办站所",
      .choices = { department_choices, DEPARTMENTS } },
    { TEXT(matter_unit, office), .label = "协办单位" },
    { LINES(matter_unit, task), .label = "请协办什么" },
    { LINES(matter_unit, answer), .label = "协办结果" },
    { DATE(matter_unit, asked_on), .label = "交办日期" },
    { DATE(matter_unit, done_on), .label = "完成日期" },
};

const struct record_type matter_unit_type = {
    .name = "matter_unit",
    .table = "matter_units",
    .title = "协办单位",
    .shape = { SHAPE(matter_unit, unit_fields) },
    .place = "place",
    .called = "office",
};
