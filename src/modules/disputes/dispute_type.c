/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of a case and of what belongs to it. */
#include "modules/disputes/choices.h"
#include "modules/disputes/secrecy.h"

static const struct choice outcomes[] = {
    [OUTCOME_NONE] = { "none", "还没有", TONE_PLAIN },
    [OUTCOME_SETTLED] = { "settled", "达成协议", TONE_GOOD },
    [OUTCOME_TERMINATED] = { "terminated", "没有达成", TONE_ENDED },
    [OUTCOME_REFUSED] = { "refused", "不同意调解", TONE_ENDED },
};

static const struct choice confirmations[] = {
    [CONFIRM_NONE] = { "none", "没有申请", TONE_PLAIN },
    [CONFIRM_APPLIED] = { "applied", "已申请", TONE_WORKING },
    [CONFIRM_GRANTED] = { "granted", "已确认", TONE_GOOD },
    [CONFIRM_REJECTED] = { "rejected", "没有确认", TONE_ENDED },
};

static const struct field dispute_fields[] = {
    { TEXT(dispute, title), .label = "案件", .read_only = true, .listed = true,
      .searchable = true },
    { PLACE(dispute, place), .label = "发生地", .required = true, .listed = true },
    { TEXT(dispute, category), .label = "类型代码", .read_only = true },
    { TEXT(dispute, category_name), .label = "类型", .read_only = true },
    { BOOLEAN(dispute, is_family), .label = "婚姻家庭和妇女儿童", .read_only = true },
    { CHOICE(dispute, status), .label = "状态", .choices = WORDS_OF(dispute_status_choices),
      .read_only = true, .listed = true },
    { CHOICE(dispute, source), .label = "来源", .choices = WORDS_OF(dispute_source_choices),
      .read_only = true },
    { CHOICE(dispute, level), .label = "调解层级", .choices = WORDS_OF(dispute_level_choices),
      .read_only = true },
    { PLACE(dispute, unit), .label = "由哪里调解", .read_only = true },
    { REF(dispute, committee), .label = "调委会", .target = "mediation_committee",
      .read_only = true },
    { REF(dispute, screening), .label = "哪次排查发现", .target = "screening",
      .read_only = true, .indexed = true },
    { REF(dispute, matter), .label = "由哪件诉求转来", .target = "matter", .hidden = true,
      .indexed = true },
    { CHOICE(dispute, lock), .label = "加锁", .choices = WORDS_OF(lock_choices),
      .hidden = true },
    { SECRET(dispute, facts), .label = "简要情况", .mask = secrecy_mask, .read_only = true },
    { SECRET(dispute, demands), .label = "当事人要求", .mask = secrecy_mask,
      .read_only = true },
    { SECRET(dispute, measures), .label = "防激化措施", .mask = secrecy_mask,
      .read_only = true },
    { TEXT(dispute, parcel), .label = "涉及地块", .hidden = true, .max = 60 },
    { CHOICE(dispute, risk), .label = "风险", .choices = WORDS_OF(risk_choices),
      .read_only = true, .listed = true },
    { INSTANT(dispute, police_told_at), .label = "报告公安时间", .read_only = true },
    { TEXT(dispute, police), .label = "报告哪里", .read_only = true, .hidden = true },
    { BOOLEAN(dispute, is_difficult), .label = "疑难复杂", .read_only = true },
    { BOOLEAN(dispute, is_joint), .label = "联合调解", .read_only = true },
    { BOOLEAN(dispute, is_open), .label = "公开调解", .read_only = true, .hidden = true },
    { INTEGER(dispute, people_count), .label = "涉及人数", .unit = "人", .read_only = true },
    { INTEGER(dispute, party_count), .label = "当事人数", .unit = "人", .read_only = true },
    { INTEGER(dispute, mediator_count), .label = "调解员数", .unit = "人", .read_only = true },
    { AMOUNT(dispute, amount), .label = "涉及金额", .unit = "元", .read_only = true },
    { BOOLEAN(dispute, by_party_members), .label = "党员参与调成", .read_only = true },
    { BOOLEAN(dispute, by_deputies), .label = "人大代表参与调成", .read_only = true },
    { BOOLEAN(dispute, by_cppcc_members), .label = "政协委员参与调成", .read_only = true },
    { BOOLEAN(dispute, by_veterans), .label = "老兵调解员参与调成", .read_only = true },
    { BOOLEAN(dispute, by_women), .label = "女调解员参与调成", .read_only = true },
    { TEXT(dispute, method), .label = "调解法", .read_only = true },
    { REF(dispute, recorded_by), .label = "登记账号", .target = "account", .read_only = true,
      .indexed = true },
    { DATE(dispute, found_on), .label = "发现日期", .read_only = true },
    { DATE(dispute, registered_on), .label = "登记日期", .read_only = true },
    { DATE(dispute, register_due_on), .label = "登记受理期限", .read_only = true },
    { DATE(dispute, told_on), .label = "权利义务告知", .read_only = true },
    { DATE(dispute, accepted_on), .label = "受理日期", .read_only = true, .listed = true },
    { DATE(dispute, due_on), .label = "调解期限", .read_only = true, .listed = true },
    { BOOLEAN(dispute, is_extended), .label = "已延期", .read_only = true },
    { CHOICE(dispute, outcome), .label = "结果", .choices = CHOICES(outcomes),
      .read_only = true },
    { DATE(dispute, ended_on), .label = "结束日期", .read_only = true },
    { CHOICE(dispute, form), .label = "协议形式", .choices = WORDS_OF(form_choices),
      .read_only = true },
    { DATE(dispute, effective_on), .label = "协议生效", .read_only = true },
    { DATE(dispute, next_due_on), .label = "下次履行", .read_only = true },
    { DATE(dispute, performed_on), .label = "履行完毕", .read_only = true },
    { DATE(dispute, visit_due_on), .label = "应回访", .read_only = true },
    { DATE(dispute, visited_on), .label = "最近回访", .read_only = true },
    { CHOICE(dispute, satisfaction), .label = "回访满意度",
      .choices = WORDS_OF(satisfaction_choices), .read_only = true },
    { DATE(dispute, confirm_due_on), .label = "司法确认申请期限", .read_only = true },
    { CHOICE(dispute, confirmation), .label = "司法确认", .choices = CHOICES(confirmations),
      .read_only = true },
    { DATE(dispute, confirm_applied_on), .label = "申请确认", .read_only = true },
    { DATE(dispute, confirm_court_due_on), .label = "法院裁定期限", .read_only = true },
    { BOOLEAN(dispute, is_court_extended), .label = "法院已延期", .read_only = true },
    { DATE(dispute, confirm_decided_on), .label = "法院裁定", .read_only = true },
    { TEXT(dispute, court), .label = "确认法院", .read_only = true },
    { DATE(dispute, routes_told_on), .label = "告知其他途径", .read_only = true },
    { TEXT(dispute, number), .label = "卷号", .read_only = true, .listed = true,
      .searchable = true },
    { DATE(dispute, filed_on), .label = "归档日期", .read_only = true },
    { TEXT(dispute, filer), .label = "立卷人", .read_only = true, .hidden = true },
    { CHOICE(dispute, retention), .label = "保管期限", .choices = WORDS_OF(retention_choices),
      .read_only = true },
    { SECRET(dispute, missing_reason), .label = "缺件说明", .mask = secrecy_mask,
      .read_only = true },
};

/* The second to the fifth find the cases behind a figure, the last the same season of a
 * village. */
static const char *const dispute_indexes[] = {
    "parcel",
    "accepted_on, place",
    "found_on, place",
    "confirmation, confirm_decided_on",
    "status, ended_on",
    "substr(place, 1, 12), category, found_on",
    NULL,
};

const struct record_type dispute_type = {
    .name = "dispute",
    .table = "disputes",
    .title = "矛盾纠纷",
    .shape = { SHAPE(dispute, dispute_fields) },
    .place = "place",
    .called = "title",
    .reads = "disputes.read",
    .indexes = dispute_indexes,
    .opened = dispute_record_opened,
};

/* What belongs to a case has no pages of its own: it is read on the page of its case, by those
 * who may open it. */

static const struct field party_fields[] = {
    { PLACE(dispute_party, place), .label = "地点", .required = true },
    { REF(dispute_party, dispute), .label = "案件", .target = "dispute", .required = true,
      .indexed = true },
    { CHOICE(dispute_party, side), .label = "哪一方", .choices = WORDS_OF(side_choices) },
    { CHOICE(dispute_party, kind), .label = "个人还是单位",
      .choices = WORDS_OF(party_kind_choices) },
    { REF(dispute_party, resident), .label = "居民", .target = "resident", .hidden = true,
      .indexed = true },
    { REF(dispute_party, household), .label = "家庭户", .target = "household", .hidden = true,
      .indexed = true },
    { SECRET(dispute_party, name), .label = "姓名", .mask = secrecy_mask, .indexed = true },
    { CHOICE(dispute_party, sex), .label = "性别", .choices = WORDS_OF(party_sex_choices),
      .hidden = true },
    { DATE(dispute_party, birth_on), .label = "出生日期", .hidden = true },
    { TEXT(dispute_party, ethnic_group), .label = "民族", .hidden = true },
    { SECRET(dispute_party, occupation), .label = "职业", .mask = secrecy_mask },
    { SECRET(dispute_party, phone), .label = "联系电话", .mask = secrecy_mask },
    { SECRET(dispute_party, address), .label = "住址", .mask = secrecy_mask },
    { BOOLEAN(dispute_party, is_representative), .label = "代表人" },
    { INTEGER(dispute_party, represented_count), .label = "代表多少人", .unit = "人" },
    { SECRET(dispute_party, proxy), .label = "委托代理人", .mask = secrecy_mask },
    { TEXT(dispute_party, receipt), .label = "回执号", .unique = true, .hidden = true },
    { DATE(dispute_party, consented_on), .label = "同意调解" },
    { DATE(dispute_party, signed_on), .label = "签协议日期" },
    { CHOICE(dispute_party, signing), .label = "怎么签的",
      .choices = WORDS_OF(signing_choices) },
};

const struct record_type dispute_party_type = {
    .name = "dispute_party",
    .table = "dispute_parties",
    .title = "当事人",
    .shape = { SHAPE(dispute_party, party_fields) },
    .place = "place",
};

static const struct field mediator_fields[] = {
    { PLACE(dispute_mediator, place), .label = "地点", .required = true },
    { REF(dispute_mediator, dispute), .label = "案件", .target = "dispute", .required = true,
      .indexed = true },
    { REF(dispute_mediator, mediator), .label = "调解员", .target = "mediator",
      .indexed = true },
    { REF(dispute_mediator, account), .label = "账号", .target = "account", .indexed = true },
    { TEXT(dispute_mediator, name), .label = "姓名", .hidden = true },
    { CHOICE(dispute_mediator, role), .label = "做什么",
      .choices = WORDS_OF(mediator_role_choices) },
    { CHOICE(dispute_mediator, standing), .label = "身份",
      .choices = WORDS_OF(standing_choices) },
    { CHOICE(dispute_mediator, chosen_by), .label = "怎么定的",
      .choices = WORDS_OF(chooser_choices) },
    { BOOLEAN(dispute_mediator, consented), .label = "当事人同意参与" },
    { BOOLEAN(dispute_mediator, has_statement), .label = "已签无利害关系声明" },
    { DATE(dispute_mediator, from_on), .label = "从" },
    { DATE(dispute_mediator, to_on), .label = "到" },
};

const struct record_type dispute_mediator_type = {
    .name = "dispute_mediator",
    .table = "dispute_mediators",
    .title = "案件调解员",
    .shape = { SHAPE(dispute_mediator, mediator_fields) },
    .place = "place",
};

static const struct field paper_fields[] = {
    { PLACE(dispute_paper, place), .label = "地点", .required = true },
    { REF(dispute_paper, dispute), .label = "案件", .target = "dispute", .required = true,
      .indexed = true },
    { CHOICE(dispute_paper, item), .label = "卷内文书", .choices = WORDS_OF(dossier_choices) },
    { INTEGER(dispute_paper, ordinal), .label = "第几份" },
    { DATE(dispute_paper, held_on), .label = "日期" },
    { TEXT(dispute_paper, step), .label = "调解法步骤" },
    { SECRET(dispute_paper, location), .label = "地点", .mask = secrecy_mask },
    { SECRET(dispute_paper, persons), .label = "在场人", .mask = secrecy_mask },
    { SECRET(dispute_paper, words), .label = "内容", .mask = secrecy_mask },
    { CHOICE(dispute_paper, result), .label = "结果", .choices = WORDS_OF(content_choices) },
    { CHOICE(dispute_paper, satisfaction), .label = "满意度",
      .choices = WORDS_OF(satisfaction_choices) },
    { TEXT(dispute_paper, writer), .label = "记录人" },
    { INSTANT(dispute_paper, written_at), .label = "写于" },
};

const struct record_type dispute_paper_type = {
    .name = "dispute_paper",
    .table = "dispute_papers",
    .title = "卷内文书",
    .shape = { SHAPE(dispute_paper, paper_fields) },
    .place = "place",
    .opened = paper_record_opened,
};

static const struct field agreement_fields[] = {
    { PLACE(dispute_agreement, place), .label = "地点", .required = true },
    { REF(dispute_agreement, dispute), .label = "案件", .target = "dispute", .required = true,
      .indexed = true },
    { CHOICE(dispute_agreement, form), .label = "形式", .choices = WORDS_OF(form_choices) },
    { SECRET(dispute_agreement, facts), .label = "主要事实、争议事项", .mask = secrecy_mask },
    { SECRET(dispute_agreement, terms), .label = "协议内容", .mask = secrecy_mask },
    { SECRET(dispute_agreement, performance), .label = "履行方式、地点", .mask = secrecy_mask },
    { DATE(dispute_agreement, perform_by), .label = "履行期限" },
    { BOOLEAN(dispute_agreement, at_once), .label = "即时履行" },
    { INTEGER(dispute_agreement, copies), .label = "一式几份", .unit = "份" },
    { SECRET(dispute_agreement, oral_reason), .label = "不订书面协议的理由",
      .mask = secrecy_mask },
    { DATE(dispute_agreement, reached_on), .label = "达成日期" },
    { DATE(dispute_agreement, mediator_signed_on), .label = "调解员签名" },
    { DATE(dispute_agreement, sealed_on), .label = "调委会盖章" },
    { DATE(dispute_agreement, effective_on), .label = "生效日期" },
    { DATE(dispute_agreement, replaced_on), .label = "另订协议" },
};

const struct record_type dispute_agreement_type = {
    .name = "dispute_agreement",
    .table = "dispute_agreements",
    .title = "调解协议",
    .shape = { SHAPE(dispute_agreement, agreement_fields) },
    .place = "place",
};

static const struct field instalment_fields[] = {
    { PLACE(dispute_instalment, place), .label = "地点", .required = true },
    { REF(dispute_instalment, dispute), .label = "案件", .target = "dispute", .required = true,
      .indexed = true },
    { REF(dispute_instalment, agreement), .label = "协议", .target = "dispute_agreement" },
    { INTEGER(dispute_instalment, ordinal), .label = "第几期" },
    { SECRET(dispute_instalment, what), .label = "履行什么", .mask = secrecy_mask },
    { AMOUNT(dispute_instalment, amount), .label = "金额", .unit = "元" },
    { DATE(dispute_instalment, due_on), .label = "应履行" },
    { DATE(dispute_instalment, done_on), .label = "已履行" },
    { SECRET(dispute_instalment, proof), .label = "履行凭证", .mask = secrecy_mask },
};

const struct record_type dispute_instalment_type = {
    .name = "dispute_instalment",
    .table = "dispute_instalments",
    .title = "履行期次",
    .shape = { SHAPE(dispute_instalment, instalment_fields) },
    .place = "place",
};

static const struct field opening_fields[] = {
    { PLACE(dispute_opening, place), .label = "地点", .required = true },
    { REF(dispute_opening, dispute), .label = "案件", .target = "dispute", .required = true,
      .indexed = true },
    { REF(dispute_opening, account), .label = "账号", .target = "account" },
    { TEXT(dispute_opening, actor), .label = "谁打开的" },
    { TEXT(dispute_opening, title), .label = "身份" },
    { TEXT(dispute_opening, reason), .label = "为什么打开", .required = true, .max = 100 },
    { DATE(dispute_opening, opened_on), .label = "日期" },
};

const struct record_type dispute_opening_type = {
    .name = "dispute_opening",
    .table = "dispute_openings",
    .title = "打开案件内容",
    .shape = { SHAPE(dispute_opening, opening_fields) },
    .place = "place",
};

static const struct field number_fields[] = {
    { TEXT(dossier_number, words), .label = "卷号", .listed = true, .searchable = true },
    { PLACE(dossier_number, place), .label = "调委会所在地", .required = true, .listed = true },
    { INTEGER(dossier_number, year), .label = "年份", .listed = true },
    { INTEGER(dossier_number, number), .label = "序号" },
    { REF(dossier_number, dispute), .label = "案件", .target = "dispute", .required = true,
      .listed = true, .indexed = true },
    { DATE(dossier_number, given_on), .label = "编号日期", .listed = true },
    { DATE(dossier_number, voided_on), .label = "作废日期", .listed = true },
    { TEXT(dossier_number, void_reason), .label = "作废说明", .max = 200, .listed = true },
};

const struct record_type dossier_number_type = {
    .name = "dossier_number",
    .table = "dossier_numbers",
    .title = "卷号登记",
    .shape = { SHAPE(dossier_number, number_fields) },
    .place = "place",
    .called = "words",
    .reads = "disputes.read",
};
