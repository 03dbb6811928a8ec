/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a person, and the words that rosters use. */
#include "base/codes.h"
#include "modules/people/people_parts.h"

static const struct choice sexes[] = {
    [SEX_UNKNOWN] = { .code = "0", .label = "未登记" },
    [SEX_MALE] = { .code = "1", .label = "男" },
    [SEX_FEMALE] = { .code = "2", .label = "女" },
};

static const struct choice id_types[] = {
    [ID_CITIZEN] = { .code = "citizen", .label = "居民身份证" },
    [ID_HMT_PERMIT] = { .code = "hmt_permit", .label = "港澳台居民居住证" },
    [ID_FOREIGN_PERMIT] = { .code = "foreign_permit", .label = "外国人永久居留证" },
    [ID_OTHER] = { .code = "other", .label = "其他证件" },
};

static const struct choice statuses[] = {
    [RESIDENT_HOME] = { .code = "home", .label = "户在人在" },
    [RESIDENT_AWAY] = { .code = "away", .label = "户在人不在" },
    [RESIDENT_INCOMING] = { .code = "incoming", .label = "人在户不在" },
    [RESIDENT_NOMINAL] = { .code = "nominal", .label = "空挂户" },
    [RESIDENT_DEAD_LISTED] = { "dead_listed", "死亡未销户", TONE_ENDED },
    [RESIDENT_DEAD] = { "dead", "已故", TONE_ENDED },
    [RESIDENT_MOVED_OUT] = { "moved_out", "迁出", TONE_ENDED },
};

/* Rosters pad names of two characters with spaces. */
static str normal_name(struct arena *arena, str name)
{
    struct buf out = { .arena = arena };
    bool is_padded = str_characters(name) <= 6 && (name.length > 0 && name.data[0] & 0x80);

    for (size_t i = 0; i < name.length; i++) {
        bool is_wide_space = str_starts(str_slice(name, i, name.length), S("\u3000"));
        if (is_padded && is_wide_space)
            i += 2;
        else if (!is_padded || name.data[i] != ' ')
            buf_add_char(&out, name.data[i]);
    }
    return buf_str(&out);
}

static struct error *relations(struct context *cx, str **words, size_t *count)
{
    return words_of_list(cx, "relation", words, count);
}

static struct error *ethnic_groups(struct context *cx, str **words, size_t *count)
{
    return words_of_list(cx, "ethnic_group", words, count);
}

static struct error *levels_of_education(struct context *cx, str **words, size_t *count)
{
    return words_of_list(cx, "education", words, count);
}

static struct error *political_statuses(struct context *cx, str **words, size_t *count)
{
    return words_of_list(cx, "political_status", words, count);
}

static const struct field resident_fields[] = {
    { TEXT(resident, name), .label = "姓名", .required = true, .max = 40, .listed = true,
      .searchable = true, .normal = normal_name },
    { TEXT(resident, found_by), .label = "检索词", .max = 400, .read_only = true,
      .hidden = true, .searchable = true },
    { PLACE(resident, place), .label = "所在村或网格", .required = true, .listed = true },
    { TEXT(resident, household_number), .label = "户号", .max = 30, .listed = true },
    { TEXT(resident, relation), .label = "与户主关系", .max = 20, .listed = true,
      .help = "例如 户主、配偶、子、女。", .words = relations },
    { CHOICE(resident, sex), .label = "性别", .choices = CHOICES(sexes), .listed = true },
    { DATE(resident, birth_on), .label = "出生日期", .help = "填了身份证号的可以不填。" },
    { DATE(resident, sixty_on), .label = "满60岁日期", .read_only = true, .hidden = true },
    { CHOICE(resident, id_type), .label = "证件类型", .choices = CHOICES(id_types) },
    { SECRET(resident, id_number), .label = "身份证号", .indexed = true, .max = 30,
      .normal = id_number_normal, .mask = id_number_masked },
    { SECRET(resident, phone), .label = "联系电话", .max = 20, .refusal = phone_refusal,
      .mask = phone_masked },
    { CHOICE(resident, status), .label = "在村情况", .choices = CHOICES(statuses),
      .listed = true },
    { TEXT(resident, former_name), .label = "曾用名", .max = 40, .searchable = true },
    { TEXT(resident, ethnic_group), .label = "民族", .max = 20, .help = "例如 汉族。",
      .words = ethnic_groups },
    { TEXT(resident, education), .label = "文化程度", .max = 20, .help = "例如 初中。",
      .words = levels_of_education },
    { TEXT(resident, political_status), .label = "政治面貌", .max = 20,
      .help = "例如 群众、中共党员。", .words = political_statuses },
    { TEXT(resident, occupation), .label = "职业", .max = 60 },
    { TEXT(resident, address), .label = "住址" },
    { DATE(resident, arrived_on), .label = "到村日期" },
    { DATE(resident, gone_on), .label = "离开日期", .read_only = true },
    { TEXT(resident, doubts), .label = "待核对", .read_only = true },
    { BOOLEAN(resident, is_example), .label = "示例", .read_only = true },
    { LINES(resident, remark), .label = "备注", .max = 1000 },
};

/* How many are sixty is asked for any place. */
/* The second finds who comes in a table without a number: by household and name. */
static const char *const resident_indexes[] = { "place, sixty_on, gone_on, arrived_on",
                                                "household_number, name, place", NULL };

const struct record_type resident_type = {
    .name = "resident",
    .table = "residents",
    .title = "居民",
    .shape = { SHAPE(resident, resident_fields) },
    .place = "place",
    .called = "name",
    .reads = "residents.read",
    .writes = "residents.write",
    .indexes = resident_indexes,
    .create = resident_register,
    .change = resident_change,
    .judge = resident_check,
};

static const struct field word_fields[] = {
    { TEXT(code_word, list), .label = "代码表", .required = true, .indexed = true },
    { TEXT(code_word, code), .label = "代码", .required = true },
    { TEXT(code_word, name), .label = "名称", .required = true },
    { TEXT(code_word, synonyms), .label = "别的写法", .max = 1000 },
};

const struct record_type code_word_type = {
    .name = "code_word",
    .table = "code_words",
    .title = "代码",
    .steady = true,
    .shape = { SHAPE(code_word, word_fields) },
    .called = "name",
};

static const struct field death_fields[] = {
    { DATE(resident_death, on), .label = "去世日期", .required = true },
    { REF(resident_death, new_head), .label = "新户主", .target = "resident",
      .help = "去世的是户主、家里还有人的，请选新户主。" },
    { BOOLEAN(resident_death, still_listed), .label = "户口还没有注销" },
};

const struct shape resident_death_input = { SHAPE(resident_death, death_fields) };

static const struct field moving_fields[] = {
    { PLACE(resident_moving, to), .label = "迁到哪里", .help = "迁出本县的不填。" },
    { DATE(resident_moving, on), .label = "迁移日期", .required = true },
    { REF(resident_moving, new_head), .label = "新户主", .target = "resident",
      .help = "迁走的是户主、家里还有人的，请选新户主。" },
};

const struct shape resident_moving_input = { SHAPE(resident_moving, moving_fields) };
