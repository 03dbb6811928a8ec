/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the choices. */
#include "modules/disputes/choices.h"

const struct choice dispute_status_choices[DISPUTE_STATUSES] = {
    [DISPUTE_FOUND] = { "found", "待登记", TONE_WAITING },
    [DISPUTE_REGISTERED] = { "registered", "待受理", TONE_WAITING },
    [DISPUTE_REFUSED] = { "refused", "当事人不同意调解", TONE_ENDED },
    [DISPUTE_ACCEPTED] = { "accepted", "已受理", TONE_WORKING },
    [DISPUTE_MEDIATING] = { "mediating", "调解中", TONE_WORKING },
    [DISPUTE_AGREED] = { "agreed", "待签字盖章", TONE_WAITING },
    [DISPUTE_PERFORMING] = { "performing", "履行中", TONE_WORKING },
    [DISPUTE_PERFORMED] = { "performed", "已履行", TONE_GOOD },
    [DISPUTE_BREACHED] = { "breached", "没有履行", TONE_LATE },
    [DISPUTE_VISITED] = { "visited", "已回访", TONE_GOOD },
    [DISPUTE_TERMINATED] = { "terminated", "调解终止", TONE_ENDED },
    [DISPUTE_REFERRED] = { "referred", "已引导其他途径", TONE_ENDED },
    [DISPUTE_FILED] = { "filed", "已归档", TONE_ENDED },
    [DISPUTE_PREVENTED] = { "prevented", "已预防", TONE_GOOD },
};

const struct choice dispute_source_choices[DISPUTE_SOURCES] = {
    [DISPUTE_BY_INITIATIVE] = { "initiative", "主动调解", TONE_PLAIN },
    [DISPUTE_BY_APPLICATION] = { "application", "当事人申请", TONE_PLAIN },
    [DISPUTE_FROM_COURT] = { "court", "法院委托移送", TONE_PLAIN },
    [DISPUTE_FROM_PROCURATORATE] = { "procuratorate", "检察院委托移送", TONE_PLAIN },
    [DISPUTE_FROM_POLICE] = { "police", "公安机关委托移送", TONE_PLAIN },
    [DISPUTE_FROM_PETITIONS] = { "petitions", "信访部门委托移送", TONE_PLAIN },
    [DISPUTE_FROM_OTHERS] = { "others", "其他单位委托移送", TONE_PLAIN },
};

const struct choice dispute_level_choices[DISPUTE_LEVELS] = {
    [DISPUTE_AT_VILLAGE] = { "village", "村", TONE_PLAIN },
    [DISPUTE_AT_TOWNSHIP] = { "township", "镇", TONE_PLAIN },
    [DISPUTE_AT_COUNTY] = { "county", "县", TONE_PLAIN },
};

const struct choice lock_choices[LOCKS] = {
    [LOCK_NONE] = { "none", "一般", TONE_PLAIN },
    [LOCK_VIOLENCE] = { "violence", "涉家庭暴力", TONE_LATE },
    [LOCK_SEXUAL] = { "sexual", "涉性侵、性骚扰", TONE_LATE },
    [LOCK_MINOR] = { "minor", "涉未成年人", TONE_LATE },
};

const struct choice risk_choices[RISKS] = {
    [RISK_GREEN] = { "green", "绿（平稳）", TONE_GOOD },
    [RISK_YELLOW] = { "yellow", "黄（可能激化）", TONE_WAITING },
    [RISK_RED] = { "red", "红（治安或刑事风险）", TONE_LATE },
};

const struct choice form_choices[FORMS] = {
    [FORM_NONE] = { "none", "没有", TONE_PLAIN },
    [FORM_WRITTEN] = { "written", "书面", TONE_PLAIN },
    [FORM_ORAL] = { "oral", "口头", TONE_PLAIN },
};

const struct choice content_choices[CONTENTS] = {
    [CONTENT_CONTINUES] = { "continues", "有待继续调解", TONE_WORKING },
    [CONTENT_REACHED] = { "reached", "达成一致", TONE_GOOD },
    [CONTENT_NOT_REACHED] = { "not_reached", "没有达成", TONE_ENDED },
};

const struct choice satisfaction_choices[SATISFACTIONS] = {
    [SATISFACTION_NONE] = { "none", "没有说", TONE_PLAIN },
    [SATISFACTION_GOOD] = { "good", "满意", TONE_GOOD },
    [SATISFACTION_FAIR] = { "fair", "基本满意", TONE_PLAIN },
    [SATISFACTION_BAD] = { "bad", "不满意", TONE_LATE },
};

const struct choice retention_choices[RETENTIONS] = {
    [RETENTION_LONG] = { "long", "长期", TONE_PLAIN },
    [RETENTION_SHORT] = { "short", "短期", TONE_PLAIN },
    [RETENTION_PERMANENT] = { "permanent", "永久", TONE_PLAIN },
};

const struct choice side_choices[SIDES] = {
    [SIDE_APPLICANT] = { "applicant", "申请方（甲方）", TONE_PLAIN },
    [SIDE_RESPONDENT] = { "respondent", "被申请方（乙方）", TONE_PLAIN },
};

const struct choice party_kind_choices[PARTY_KINDS] = {
    [PARTY_PERSON] = { "person", "个人", TONE_PLAIN },
    [PARTY_ORGANISATION] = { "organisation", "单位", TONE_PLAIN },
};

const struct choice party_sex_choices[PARTY_SEXES] = {
    [PARTY_SEX_UNKNOWN] = { "unknown", "不详", TONE_PLAIN },
    [PARTY_MAN] = { "man", "男", TONE_PLAIN },
    [PARTY_WOMAN] = { "woman", "女", TONE_PLAIN },
};

const struct choice signing_choices[SIGNINGS] = {
    [SIGNED_NOT] = { "not", "没有签", TONE_WAITING },
    [SIGNED_BY_HAND] = { "hand", "签名", TONE_GOOD },
    [SIGNED_BY_SEAL] = { "seal", "盖章", TONE_GOOD },
    [SIGNED_BY_FINGER] = { "finger", "按指印", TONE_GOOD },
};

const struct choice mediator_role_choices[MEDIATOR_ROLES] = {
    [ROLE_CHIEF] = { "chief", "主持调解", TONE_PLAIN },
    [ROLE_ASSISTANT] = { "assistant", "参加调解", TONE_PLAIN },
    [ROLE_RECORDER] = { "recorder", "记录", TONE_PLAIN },
    [ROLE_HELPER] = { "helper", "受邀参与", TONE_PLAIN },
};

const struct choice standing_choices[STANDINGS] = {
    [STANDING_MEDIATOR] = { "mediator", "调解员", TONE_PLAIN },
    [STANDING_PARTY_MEMBER] = { "party_member", "党员", TONE_PLAIN },
    [STANDING_DEPUTY] = { "deputy", "人大代表", TONE_PLAIN },
    [STANDING_CPPCC] = { "cppcc", "政协委员", TONE_PLAIN },
    [STANDING_RELATIVE] = { "relative", "亲属", TONE_PLAIN },
    [STANDING_NEIGHBOUR] = { "neighbour", "邻里", TONE_PLAIN },
    [STANDING_EXPERT] = { "expert", "有专门知识的人", TONE_PLAIN },
    [STANDING_ELDER] = { "elder", "德高望重的人", TONE_PLAIN },
    [STANDING_OFFICE] = { "office", "有关单位", TONE_PLAIN },
};

const struct choice chooser_choices[CHOSERS] = {
    [CHOSEN_BY_COMMITTEE] = { "committee", "调委会指定", TONE_PLAIN },
    [CHOSEN_BY_APPLICANT] = { "applicant", "申请方选的", TONE_PLAIN },
    [CHOSEN_BY_RESPONDENT] = { "respondent", "被申请方选的", TONE_PLAIN },
    [CHOSEN_BY_ALL] = { "all", "当事人共同选的", TONE_PLAIN },
};

const struct choice screening_kind_choices[SCREENING_KINDS] = {
    [SCREENING_REGULAR] = { "regular", "日常排查", TONE_PLAIN },
    [SCREENING_SENSITIVE] = { "sensitive", "敏感期排查", TONE_PLAIN },
    [SCREENING_SPECIAL] = { "special", "专项排查", TONE_PLAIN },
};

const struct choice committee_kind_choices[COMMITTEE_KINDS] = {
    [COMMITTEE_VILLAGE] = { "village", "村", TONE_PLAIN },
    [COMMITTEE_RESIDENTS] = { "residents", "居", TONE_PLAIN },
    [COMMITTEE_TOWNSHIP] = { "township", "乡镇", TONE_PLAIN },
    [COMMITTEE_STREET] = { "street", "街道", TONE_PLAIN },
    [COMMITTEE_ENTERPRISE] = { "enterprise", "企事业", TONE_PLAIN },
    [COMMITTEE_SOCIAL] = { "social", "社会团体及其他", TONE_PLAIN },
};

const struct choice room_kind_choices[ROOM_KINDS] = {
    [ROOM_VILLAGE] = { "village", "村调解室", TONE_PLAIN },
    [ROOM_VETERANS] = { "veterans", "红色老兵调解室", TONE_PLAIN },
    [ROOM_WOMEN] = { "women", "平安大嫂调解室", TONE_PLAIN },
    [ROOM_PERSON] = { "person", "个人调解室", TONE_PLAIN },
    [ROOM_TRADE] = { "trade", "行业调解室", TONE_PLAIN },
    [ROOM_OTHER] = { "other", "其他", TONE_PLAIN },
};

const struct choice dossier_choices[DOSSIER_ITEMS + 1] = {
    [0] = { "none", "不入卷", TONE_PLAIN },
    [ITEM_APPLICATION] = { "application", "调解申请书（受理登记表）", TONE_PLAIN },
    [ITEM_NOTICE] = { "notice", "权利义务告知书", TONE_PLAIN },
    [ITEM_IDENTITY] = { "identity", "当事人身份证明", TONE_PLAIN },
    [ITEM_PROXY] = { "proxy", "授权委托书", TONE_PLAIN },
    [ITEM_INVESTIGATION] = { "investigation", "调查记录", TONE_PLAIN },
    [ITEM_EVIDENCE] = { "evidence", "证据材料", TONE_PLAIN },
    [ITEM_SESSION] = { "session", "调解记录", TONE_PLAIN },
    [ITEM_AGREEMENT] = { "agreement", "调解协议书（口头协议登记表）", TONE_PLAIN },
    [ITEM_PERFORMANCE] = { "performance", "履行凭证", TONE_PLAIN },
    [ITEM_VISIT] = { "visit", "回访记录", TONE_PLAIN },
    [ITEM_CONFIRMATION] = { "confirmation", "司法确认材料", TONE_PLAIN },
    [ITEM_EXPLANATION] = { "explanation", "情况说明", TONE_PLAIN },
    [ITEM_BACK] = { "back", "封底", TONE_PLAIN },
};
