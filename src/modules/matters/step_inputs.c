/* SPDX-License-Identifier: Apache-2.0 */
/* What is filled in for each step. */
#include "modules/matters/choices.h"
#include "modules/matters/steps.h"

enum { WORDS_MAX = 1000 };

static const struct field self_handling_fields[] = {
    { LINES(matter_self_handling, answer), .label = "怎么办的", .required = true,
      .max = MATTER_STORY_MAX },
};

const struct shape self_handling_input = { SHAPE(matter_self_handling, self_handling_fields) };

static const struct field acceptance_fields[] = {
    { PLACE(matter_acceptance, grid), .label = "在哪个网格", .help = "不填就按登记的地点。" },
    { TEXT(matter_acceptance, category), .label = "改归类别",
      .help = "归错了才填，填类别的名称或代码。" },
    { CHOICE(matter_acceptance, complexity), .label = "难易",
      .choices = { complexity_choices, COMPLEXITIES } },
    { BOOLEAN(matter_acceptance, is_public), .label = "公开进度",
      .help = "公开后大家都能看到标题和进度，看不到反映人。" },
    { LINES(matter_acceptance, words), .label = "说明", .max = WORDS_MAX },
};

const struct shape acceptance_input = { SHAPE(matter_acceptance, acceptance_fields) };

static const struct field escalation_fields[] = {
    { LINES(matter_escalation, reason), .label = "为什么要上级来办", .required = true,
      .max = WORDS_MAX },
};

const struct shape escalation_input = { SHAPE(matter_escalation, escalation_fields) };

static const struct field dispatch_fields[] = {
    { CHOICE(matter_dispatch, department), .label = "主办站所",
      .choices = { department_choices, DEPARTMENTS } },
    { TEXT(matter_dispatch, office), .label = "主办单位名称", .max = 60,
      .help = "例如水利服务站；不填就按条线填。" },
    { PLACE(matter_dispatch, place), .label = "或者交给下面哪里办",
      .help = "交给村里（或由县里交给镇里）时选，主办站所就不选。" },
    { LINES(matter_dispatch, words), .label = "要求", .max = WORDS_MAX,
      .help = "反映人看得到。" },
};

const struct shape dispatch_input = { SHAPE(matter_dispatch, dispatch_fields) };

static const struct field assistance_fields[] = {
    { CHOICE(matter_assistance, department), .label = "协办站所",
      .choices = { department_choices, DEPARTMENTS } },
    { TEXT(matter_assistance, office), .label = "协办单位名称", .max = 60 },
    { PLACE(matter_assistance, place), .label = "协办的村或镇", .help = "不填就是本级。" },
    { LINES(matter_assistance, task), .label = "请协办什么", .required = true,
      .max = WORDS_MAX },
};

const struct shape assistance_input = { SHAPE(matter_assistance, assistance_fields) };

static const struct field feedback_fields[] = {
    { REF(matter_feedback, assistant), .label = "协办单位", .target = "matter_unit",
      .required = true },
    { LINES(matter_feedback, answer), .label = "协办结果", .required = true, .max = WORDS_MAX },
};

const struct shape feedback_input = { SHAPE(matter_feedback, feedback_fields) };

static const struct field objection_fields[] = {
    { LINES(matter_objection, reason), .label = "为什么不是本单位的职责", .required = true,
      .max = WORDS_MAX },
};

const struct shape objection_input = { SHAPE(matter_objection, objection_fields) };

static const struct choice duty_rulings[] = {
    [RULING_KEEPS] = { "keeps", "仍由原单位主办", TONE_PLAIN },
    [RULING_MOVES] = { "moves", "改由别的单位主办", TONE_PLAIN },
};

static const struct field duty_ruling_fields[] = {
    { CHOICE(matter_duty_ruling, ruling), .label = "裁定", .choices = CHOICES(duty_rulings) },
    { CHOICE(matter_duty_ruling, department), .label = "改由哪个站所",
      .choices = { department_choices, DEPARTMENTS } },
    { TEXT(matter_duty_ruling, office), .label = "单位名称", .max = 60 },
    { LINES(matter_duty_ruling, reason), .label = "理由", .required = true, .max = WORDS_MAX },
};

const struct shape duty_ruling_input = { SHAPE(matter_duty_ruling, duty_ruling_fields) };

static const struct field extension_fields[] = {
    { INTEGER(matter_extension, days), .label = "延长几天", .required = true, .min = 1,
      .max = 60, .unit = "天" },
    { LINES(matter_extension, reason), .label = "为什么办不完", .required = true,
      .max = WORDS_MAX },
};

const struct shape extension_input = { SHAPE(matter_extension, extension_fields) };

static const struct choice extension_rulings[] = {
    [EXTENSION_IS_GRANTED] = { "granted", "同意延期", TONE_GOOD },
    [EXTENSION_IS_REFUSED] = { "refused", "不同意", TONE_ENDED },
};

static const struct field extension_ruling_fields[] = {
    { CHOICE(matter_extension_ruling, ruling), .label = "批复",
      .choices = CHOICES(extension_rulings) },
    { LINES(matter_extension_ruling, reason), .label = "理由", .max = WORDS_MAX },
};

const struct shape extension_ruling_input = { SHAPE(matter_extension_ruling,
                                                    extension_ruling_fields) };

static const struct field pause_fields[] = {
    { CHOICE(matter_pause, pause_reason), .label = "为什么停",
      .choices = { pause_reason_choices, PAUSE_REASONS } },
    { LINES(matter_pause, words), .label = "说给当事人听", .required = true, .max = WORDS_MAX,
      .help = "写明在等什么、等到什么时候。" },
};

const struct shape pause_input = { SHAPE(matter_pause, pause_fields) };

static const struct field resumption_fields[] = {
    { LINES(matter_resumption, words), .label = "说明", .max = WORDS_MAX },
};

const struct shape resumption_input = { SHAPE(matter_resumption, resumption_fields) };

static const struct field result_fields[] = {
    { LINES(matter_result, answer), .label = "办理结果", .required = true,
      .max = MATTER_STORY_MAX, .help = "写明怎么办的、办成什么样。反映人看得到。" },
};

const struct shape result_input = { SHAPE(matter_result, result_fields) };

static const struct choice reply_ways[] = {
    [REPLY_IN_PERSON] = { "in_person", "当面", TONE_PLAIN },
    [REPLY_BY_PHONE] = { "phone", "电话", TONE_PLAIN },
    [REPLY_BY_MESSAGE] = { "message", "短信或微信", TONE_PLAIN },
    [REPLY_IN_WRITING] = { "writing", "书面", TONE_PLAIN },
};

static const struct field reply_fields[] = {
    { CHOICE(matter_reply, way), .label = "怎么答复的", .choices = CHOICES(reply_ways) },
    { LINES(matter_reply, words), .label = "答复的话", .max = WORDS_MAX,
      .help = "不填就是把办理结果告诉了本人。" },
};

const struct shape reply_input = { SHAPE(matter_reply, reply_fields) };

static const struct field verdict_fields[] = {
    { CHOICE(matter_verdict, satisfied), .label = "满意吗",
      .choices = { verdict_choices, VERDICTS } },
    { LINES(matter_verdict, words), .label = "想说的话", .max = WORDS_MAX },
    { TEXT(matter_verdict, receipt), .label = "回执号", .hidden = true, .max = 20 },
};

const struct shape verdict_input = { SHAPE(matter_verdict, verdict_fields) };

static const struct field explanation_fields[] = {
    { LINES(matter_explanation, reason), .label = "说明", .required = true, .max = WORDS_MAX,
      .help = "写明做了哪些、为什么只能这样、还可以找谁。反映人看得到。" },
};

const struct shape explanation_input = { SHAPE(matter_explanation, explanation_fields) };

static const struct field withdrawal_fields[] = {
    { LINES(matter_withdrawal, reason), .label = "为什么撤回", .max = WORDS_MAX },
    { TEXT(matter_withdrawal, receipt), .label = "回执号", .hidden = true, .max = 20 },
};

const struct shape withdrawal_input = { SHAPE(matter_withdrawal, withdrawal_fields) };

static const struct field merger_fields[] = {
    { REF(matter_merger, into), .label = "并入哪一件（编号）", .target = "matter",
      .required = true },
    { LINES(matter_merger, reason), .label = "说明", .max = WORDS_MAX },
};

const struct shape merger_input = { SHAPE(matter_merger, merger_fields) };

static const struct field redirection_fields[] = {
    { TEXT(matter_redirection, where), .label = "该去找哪里", .required = true, .max = 100,
      .help = "单位、地址或电话，例如县人民法院立案窗口。" },
    { LINES(matter_redirection, reason), .label = "为什么不归这里管", .required = true,
      .max = WORDS_MAX },
};

const struct shape redirection_input = { SHAPE(matter_redirection, redirection_fields) };

static const struct field accusation_result_fields[] = {
    { LINES(accusation_result, result), .label = "核查结果", .required = true,
      .max = MATTER_STORY_MAX, .help = "封存保管，只有纪检干部能打开。" },
};

const struct shape accusation_result_input = { SHAPE(accusation_result,
                                                     accusation_result_fields) };
