/* SPDX-License-Identifier: Apache-2.0 */
/* What is filled in for each step. */
#include "base/codes.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/steps.h"

static const struct field registration_fields[] = {
    { TEXT(dispute_registration, category), .label = "纠纷类型",
      .help = "填类型名称；不填就按报上来的。", .max = 60 },
    { LINES(dispute_registration, facts), .label = "简要情况", .max = DISPUTE_STORY_MAX,
      .help = "不填就按报上来的。" },
    { LINES(dispute_registration, demands), .label = "当事人要求", .max = DISPUTE_STORY_MAX },
    { BOOLEAN(dispute_registration, concerns_women_or_children), .label = "涉及妇女儿童权益" },
    { BOOLEAN(dispute_registration, is_difficult), .label = "疑难复杂" },
    { CHOICE(dispute_registration, lock), .label = "要加锁吗",
      .choices = WORDS_OF(lock_choices) },
};

const struct shape registration_input = { SHAPE(dispute_registration, registration_fields) };

static const struct field prevention_fields[] = {
    { LINES(dispute_prevention, words), .label = "怎么化解的", .required = true,
      .max = DISPUTE_WORDS_MAX },
};

const struct shape prevention_input = { SHAPE(dispute_prevention, prevention_fields) };

static const struct field party_fields[] = {
    { CHOICE(party_entry, side), .label = "哪一方", .choices = WORDS_OF(side_choices) },
    { CHOICE(party_entry, kind), .label = "个人还是单位",
      .choices = WORDS_OF(party_kind_choices) },
    { REF(party_entry, resident), .label = "从居民里选", .target = "resident",
      .help = "选了，姓名、性别、出生日期和住址自动带出，也能查调解员要不要回避。" },
    { TEXT(party_entry, name), .label = "姓名或单位名称", .max = 60 },
    { CHOICE(party_entry, sex), .label = "性别", .choices = WORDS_OF(party_sex_choices) },
    { DATE(party_entry, birth_on), .label = "出生日期" },
    { TEXT(party_entry, ethnic_group), .label = "民族", .max = 20 },
    { TEXT(party_entry, occupation), .label = "职业", .max = 40 },
    { TEXT(party_entry, phone), .label = "联系电话", .max = 20, .refusal = phone_refusal },
    { TEXT(party_entry, address), .label = "住址", .max = 100 },
    { BOOLEAN(party_entry, is_representative), .label = "代表人",
      .help = "人多的推选代表人参加。" },
    { INTEGER(party_entry, represented_count), .label = "代表多少人", .max = 100000,
      .unit = "人" },
    { TEXT(party_entry, proxy), .label = "委托代理人", .max = 60 },
};

const struct shape party_input = { SHAPE(party_entry, party_fields) };

static const struct field party_choice_fields[] = {
    { REF(party_choice, party), .label = "当事人", .target = "dispute_party",
      .required = true },
    { TEXT(party_choice, reason), .label = "为什么", .max = 100 },
};

const struct shape party_choice_input = { SHAPE(party_choice, party_choice_fields) };

static const struct field assignment_fields[] = {
    { REF(mediator_assignment, mediator), .label = "调解员", .target = "mediator",
      .required = true },
    { CHOICE(mediator_assignment, role), .label = "做什么",
      .choices = WORDS_OF(mediator_role_choices) },
    { CHOICE(mediator_assignment, chosen_by), .label = "怎么定的",
      .choices = WORDS_OF(chooser_choices) },
    { BOOLEAN(mediator_assignment, has_statement), .label = "已签无亲属和利害关系的声明" },
};

const struct shape assignment_input = { SHAPE(mediator_assignment, assignment_fields) };

static const struct field helper_fields[] = {
    { TEXT(helper_entry, name), .label = "姓名或单位", .required = true, .max = 60 },
    { CHOICE(helper_entry, standing), .label = "身份", .choices = WORDS_OF(standing_choices) },
    { BOOLEAN(helper_entry, consented), .label = "当事人同意他参与" },
};

const struct shape helper_input = { SHAPE(helper_entry, helper_fields) };

static const struct field release_fields[] = {
    { REF(mediator_release, assignment), .label = "调解员", .target = "dispute_mediator",
      .required = true },
    { TEXT(mediator_release, reason), .label = "为什么换", .required = true, .max = 100,
      .help = "例如当事人要求、需要回避。不写案情。" },
};

const struct shape release_input = { SHAPE(mediator_release, release_fields) };

static const struct field consent_fields[] = {
    { REF(dispute_consent, party), .label = "当事人", .target = "dispute_party" },
    { DATE(dispute_consent, on), .label = "哪天同意的", .help = "不填就是今天。" },
};

const struct shape consent_input = { SHAPE(dispute_consent, consent_fields) };

static const struct field notice_fields[] = {
    { DATE(dispute_notice, on), .label = "哪天告知的", .help = "不填就是今天。" },
    { BOOLEAN(dispute_notice, is_open), .label = "当事人都要求公开调解",
      .help = "不勾就不公开进行。公开也只是可以旁听，案情不上网、不公示。" },
};

const struct shape notice_input = { SHAPE(dispute_notice, notice_fields) };

static const struct field ending_fields[] = {
    { LINES(dispute_ending, reason), .label = "情况", .required = true,
      .max = DISPUTE_WORDS_MAX },
    { LINES(dispute_ending, routes), .label = "告知了哪些途径", .required = true,
      .max = DISPUTE_WORDS_MAX, .help = "例如：可以申请仲裁、请求有关部门处理、向法院起诉。" },
    { DATE(dispute_ending, told_on), .label = "哪天告知的", .help = "不填就是今天。" },
};

const struct shape ending_input = { SHAPE(dispute_ending, ending_fields) };

static const struct field acceptance_fields[] = {
    { TEXT(dispute_acceptance, method), .label = "用哪种调解法", .max = 60,
      .help = "可以不填。" },
};

const struct shape dispute_acceptance_input = { SHAPE(dispute_acceptance, acceptance_fields) };

static const struct field grading_fields[] = {
    { CHOICE(dispute_grading, risk), .label = "风险", .choices = WORDS_OF(risk_choices) },
    { LINES(dispute_grading, measures), .label = "预防措施", .max = DISPUTE_WORDS_MAX,
      .help = "黄色、红色的必须写。" },
};

const struct shape grading_input = { SHAPE(dispute_grading, grading_fields) };

static const struct field police_fields[] = {
    { TEXT(police_report, police), .label = "报告了哪里", .required = true, .max = 60 },
    { INSTANT(police_report, at), .label = "什么时候", .help = "不填就是现在。" },
};

const struct shape police_input = { SHAPE(police_report, police_fields) };

static const struct field paper_fields[] = {
    { DATE(dispute_paper_entry, held_on), .label = "日期", .help = "不填就是今天。" },
    { TEXT(dispute_paper_entry, location), .label = "地点", .max = 100 },
    { TEXT(dispute_paper_entry, persons), .label = "谁", .max = 200,
      .help = "被调查人、提供人、在场人。" },
    { LINES(dispute_paper_entry, words), .label = "内容", .required = true,
      .max = DISPUTE_STORY_MAX },
};

const struct shape paper_input = { SHAPE(dispute_paper_entry, paper_fields) };

static const struct field session_fields[] = {
    { DATE(dispute_session, held_on), .label = "日期", .help = "不填就是今天。" },
    { TEXT(dispute_session, location), .label = "地点", .max = 100 },
    { TEXT(dispute_session, step), .label = "调解法步骤", .max = 60 },
    { TEXT(dispute_session, persons), .label = "在场人", .max = 200 },
    { LINES(dispute_session, words), .label = "调解记录", .required = true,
      .max = DISPUTE_STORY_MAX },
    { CHOICE(dispute_session, result), .label = "结果", .choices = WORDS_OF(content_choices) },
};

const struct shape session_input = { SHAPE(dispute_session, session_fields) };

static const struct field extension_fields[] = {
    { INTEGER(dispute_extension, days), .label = "延长几天", .required = true, .min = 1,
      .max = 365, .unit = "天" },
    { BOOLEAN(dispute_extension, all_consent), .label = "双方都同意" },
};

const struct shape dispute_extension_input = { SHAPE(dispute_extension, extension_fields) };

static const struct field escalation_fields[] = {
    { TEXT(dispute_escalation, reason), .label = "为什么上报", .required = true, .max = 100,
      .help = "例如跨村、疑难复杂、两次没有调成。不写案情。" },
    { BOOLEAN(dispute_escalation, is_joint), .label = "和上级一起联合调解",
      .help = "不勾就全部移交，原来的调解员不再看这件案卷。" },
};

const struct shape dispute_escalation_input = { SHAPE(dispute_escalation, escalation_fields) };

static const struct field settlement_fields[] = {
    { CHOICE(dispute_settlement, form), .label = "协议形式",
      .choices = WORDS_OF(form_choices) },
    { DATE(dispute_settlement, reached_on), .label = "达成日期", .help = "不填就是今天。" },
    { LINES(dispute_settlement, facts), .label = "主要事实、争议事项", .required = true,
      .max = DISPUTE_STORY_MAX },
    { LINES(dispute_settlement, terms), .label = "协议内容", .required = true,
      .max = DISPUTE_STORY_MAX },
    { LINES(dispute_settlement, performance), .label = "履行方式、地点",
      .max = DISPUTE_WORDS_MAX },
    { DATE(dispute_settlement, perform_by), .label = "履行期限" },
    { BOOLEAN(dispute_settlement, at_once), .label = "当场履行了" },
    { INTEGER(dispute_settlement, copies), .label = "一式几份", .unit = "份", .max = 100 },
    { AMOUNT(dispute_settlement, amount), .label = "涉及金额", .unit = "元" },
    { BOOLEAN(dispute_settlement, written_asked), .label = "当事人要求订书面协议" },
    { LINES(dispute_settlement, oral_reason), .label = "只订口头协议的理由",
      .max = DISPUTE_WORDS_MAX,
      .help = "不能当场履行、金额大、疑难或者当事人要求书面的，要写明理由。" },
};

const struct shape settlement_input = { SHAPE(dispute_settlement, settlement_fields) };

static const struct field signing_fields[] = {
    { REF(agreement_signing, party), .label = "当事人", .target = "dispute_party",
      .required = true },
    { CHOICE(agreement_signing, signing), .label = "怎么签的",
      .choices = WORDS_OF(signing_choices) },
    { DATE(agreement_signing, on), .label = "哪天签的", .help = "不填就是今天。" },
};

const struct shape signing_input = { SHAPE(agreement_signing, signing_fields) };

static const struct field signing_day_fields[] = {
    { DATE(agreement_day, on), .label = "哪天", .help = "不填就是今天。" },
};

const struct shape signing_day_input = { SHAPE(agreement_day, signing_day_fields) };

static const struct field instalment_fields[] = {
    { TEXT(instalment_entry, what), .label = "履行什么", .required = true, .max = 200 },
    { AMOUNT(instalment_entry, amount), .label = "金额", .unit = "元" },
    { DATE(instalment_entry, due_on), .label = "哪天前", .required = true },
};

const struct shape instalment_input = { SHAPE(instalment_entry, instalment_fields) };

static const struct field performance_fields[] = {
    { REF(performance, instalment), .label = "哪一期", .target = "dispute_instalment" },
    { DATE(performance, on), .label = "哪天履行的", .help = "不填就是今天。" },
    { LINES(performance, proof), .label = "凭证", .max = DISPUTE_WORDS_MAX,
      .help = "例如收条、转账记录。" },
};

const struct shape performance_input = { SHAPE(performance, performance_fields) };

static const struct field breach_fields[] = {
    { LINES(dispute_breach, words), .label = "情况和督促经过", .required = true,
      .max = DISPUTE_WORDS_MAX },
    { LINES(dispute_breach, routes), .label = "告知了哪些途径", .required = true,
      .max = DISPUTE_WORDS_MAX, .help = "再调解、起诉；经司法确认的，申请法院强制执行。" },
};

const struct shape breach_input = { SHAPE(dispute_breach, breach_fields) };

static const struct field confirmation_fields[] = {
    { TEXT(confirmation_request, court), .label = "向哪个法院申请", .required = true, .max = 60,
      .help = "邀请调解的法院，或者当事人住所地、标的物所在地、调委会所在地的基层法院。" },
    { DATE(confirmation_request, on), .label = "哪天申请的", .help = "不填就是今天。" },
    { BOOLEAN(confirmation_request, by_both), .label = "双方共同申请" },
    { TEXT(confirmation_request, reason), .label = "涉及身份关系仍要申请的理由", .max = 100 },
};

const struct shape confirmation_input = { SHAPE(confirmation_request, confirmation_fields) };

static const struct field court_extension_fields[] = {
    { INTEGER(court_extension, days), .label = "延长几天", .required = true, .min = 1,
      .max = 365, .unit = "天", .help = "法院告知的天数，最多十天，由本院院长批准。" },
};

const struct shape court_extension_input = { SHAPE(court_extension, court_extension_fields) };

static const struct field ruling_fields[] = {
    { BOOLEAN(confirmation_ruling, is_granted), .label = "裁定有效",
      .help = "驳回或者不予受理的不勾。" },
    { DATE(confirmation_ruling, on), .label = "哪天", .help = "不填就是今天。" },
    { LINES(confirmation_ruling, words), .label = "裁定书文号和内容", .required = true,
      .max = DISPUTE_WORDS_MAX },
};

const struct shape confirmation_ruling_input = { SHAPE(confirmation_ruling, ruling_fields) };

static const struct field visit_fields[] = {
    { DATE(return_visit, on), .label = "哪天回访的", .help = "不填就是今天。" },
    { TEXT(return_visit, persons), .label = "回访了谁", .required = true, .max = 100 },
    { LINES(return_visit, words), .label = "履行情况、还有什么要求", .required = true,
      .max = DISPUTE_WORDS_MAX },
    { CHOICE(return_visit, satisfaction), .label = "满意吗",
      .choices = WORDS_OF(satisfaction_choices) },
    { BOOLEAN(return_visit, no_more), .label = "不用再回访" },
};

const struct shape visit_input = { SHAPE(return_visit, visit_fields) };

static const struct field referral_fields[] = {
    { TEXT(dispute_referral, where), .label = "引导到哪里", .required = true, .max = 60,
      .help = "例如县人民法院、劳动仲裁院。" },
    { DATE(dispute_referral, on), .label = "哪天", .help = "不填就是今天。" },
};

const struct shape referral_input = { SHAPE(dispute_referral, referral_fields) };

static const struct field filing_fields[] = {
    { CHOICE(dispute_filing, retention), .label = "保管期限",
      .choices = WORDS_OF(retention_choices) },
    { LINES(dispute_filing, missing_reason), .label = "缺件说明", .max = DISPUTE_WORDS_MAX,
      .help = "卷内该有的都有就不填。" },
};

const struct shape filing_input = { SHAPE(dispute_filing, filing_fields) };

static const struct field unfiling_fields[] = {
    { TEXT(dispute_unfiling, reason), .label = "为什么作废", .required = true, .max = 200 },
};

const struct shape unfiling_input = { SHAPE(dispute_unfiling, unfiling_fields) };
