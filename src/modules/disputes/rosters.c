/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger of screenings (矛盾纠纷排查台账): each line is a dispute that somebody found on a
 * day.  Lines of one day, place and person are one screening.
 *
 * What the ledger calls settled has no dossier, so it is not counted among the mediated: it is
 * written down as settled before it became a case.  What is not settled waits for the
 * committee. Names of parties stand in the sealed facts and nowhere else.
 */
#include "app/access.h"
#include "app/roster.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/secrecy.h"

struct dispute_line {
    record_id id;
    int64_t version;
    str place;
    date found_on;
    str who;
    str parties;
    str category;
    str facts;
    str measures;
    str leader;
    str unit;
    str person;
    date limit_on;
    str result;
};

static struct error *categories_offered(struct context *cx, str **names, size_t *count)
{
    return query_names(cx, &dispute_categories_to_choose,
                       WITH(value_date(cx->arena, cx->today)), names, count);
}

static const struct field line_fields[] = {
    { PLACE(dispute_line, place), .label = "区域", .required = true, .listed = true },
    { DATE(dispute_line, found_on), .label = "排查日期", .required = true, .listed = true },
    { TEXT(dispute_line, who), .label = "排查人", .max = 200 },
    { TEXT(dispute_line, parties), .label = "当事人", .max = 200 },
    { TEXT(dispute_line, category), .label = "纠纷类型", .max = 60, .listed = true,
      .words = categories_offered },
    { LINES(dispute_line, facts), .label = "简要情况", .required = true,
      .max = DISPUTE_WORDS_MAX, .listed = true },
    { TEXT(dispute_line, leader), .label = "包案领导", .max = 60 },
    { TEXT(dispute_line, unit), .label = "责任单位", .max = 60 },
    { TEXT(dispute_line, person), .label = "责任人", .max = 60 },
    { LINES(dispute_line, measures), .label = "化解措施", .max = DISPUTE_WORDS_MAX },
    { DATE(dispute_line, limit_on), .label = "化解时限" },
    { LINES(dispute_line, result), .label = "化解结果", .max = DISPUTE_WORDS_MAX,
      .help = "已经化解的写“已化解”，没有的写“未化解”或者不填。" },
};

const struct query screening_alike = {
    .of = &screening_type,
    .sql = "where county = $1 and place = $2 and held_on = $3 and who = $4 "
           "and is_zero_report = 0 order by id desc limit 1",
};

static struct error *hold_screening(struct context *cx, const struct dispute_line *line,
                                    record_id *id)
{
    struct screening *found;
    struct screening screening = {
        .place = line->place,
        .held_on = line->found_on,
        .who = str_is_empty(line->who) ? cx->access->name : line->who,
    };
    size_t count;

    TRY(query_rows(cx, &screening_alike,
                   WITH(value_integer(key_county(line->place)), value_text(line->place),
                        value_date(cx->arena, line->found_on), value_text(screening.who)),
                   &found, &count));
    if (count == 0)
        TRY(screening_hold(cx, &screening));
    *id = count > 0 ? found[0].id : screening.id;
    return NULL;
}

static void add_part(struct buf *out, const char *label, str text)
{
    if (!str_is_empty(text))
        buf_printf(out, "\n%s：%.*s", label, STR_ARG(text));
}

static const char *const parts[] = { "当事人",   "化解措施", "包案领导",
                                     "责任单位", "责任人",   "化解时限" };
enum { PARTIES_PART, MEASURES_PART, LIMIT_PART = COUNT(parts) - 1 };

static str *member_of(struct dispute_line *line, size_t part)
{
    str *const members[] = { &line->parties, &line->measures, &line->leader, &line->unit,
                             &line->person };

    return members[part];
}

static str said_of(struct context *cx, const struct dispute_line *line, size_t part)
{
    struct dispute_line copy = *line;
    struct buf limit = { .arena = cx->arena };

    if (part < LIMIT_PART)
        return *member_of(&copy, part);
    if (date_is_set(line->limit_on))
        date_write(line->limit_on, &limit);
    return buf_str(&limit);
}

/* All that the line says, for whoever may open it. */
static str facts_of(struct context *cx, const struct dispute_line *line)
{
    struct buf out = { .arena = cx->arena };

    buf_add(&out, str_trim(line->facts));
    for (size_t i = 0; i < COUNT(parts); i++)
        add_part(&out, parts[i], said_of(cx, line, i));
    return buf_str(&out);
}

/* What stands behind "化解措施：" in a line of its own. */
static str part_of(str told, const char *label)
{
    str line, name, said;

    while (!str_is_empty(told)) {
        str_cut(told, '\n', &line, &told);
        if (!str_starts(line, str_of(label)))
            continue;
        name = str_of(label);
        said = str_slice(line, name.length, line.length);
        if (str_starts(said, S("：")))
            return str_slice(said, S("：").length, said.length);
    }
    return (str){ 0 };
}

/* The same story about the same people; what was done about it may have been told later. */
static bool is_about(str told, const struct dispute_line *line)
{
    str story = str_trim(line->facts);

    if (!str_starts(told, story) ||
        (told.length > story.length && told.data[story.length] != '\n'))
        return false;
    return str_eq(part_of(str_slice(told, story.length, told.length), parts[PARTIES_PART]),
                  str_trim(line->parties));
}

/* "已化解", "是", "化解成功"; not "未化解". */
static bool is_settled(str result)
{
    static const char *const no[] = { "未", "没", "否", "正在", "不", NULL };

    for (const char *const *word = no; *word != NULL; word++)
        if (str_contains(result, str_of(*word)))
            return false;
    return str_contains(result, S("化解")) || str_contains(result, S("调解成功")) ||
           str_contains(result, S("办结")) || str_eq(result, S("是"));
}

static struct error *keep(struct context *cx, void *record)
{
    struct dispute_line *line = record;
    struct dispute_report report = {
        .place = line->place,
        .category = line->category,
        .source = DISPUTE_BY_INITIATIVE,
        .facts = facts_of(cx, line),
        .found_on = line->found_on,
    };
    struct dispute dispute;

    TRY(hold_screening(cx, line, &report.screening));
    if (is_settled(line->result))
        TRY(dispute_note_settled(
            cx, &report, arena_printf(cx->arena, "原台账记载：%.*s", STR_ARG(line->result)),
            &dispute));
    else
        TRY(dispute_open(cx, &report, &dispute));
    line->id = dispute.id;
    line->version = dispute.version;
    return NULL;
}

/* What the ledger called open is settled by now, and how is told. */
static struct error *prevent(struct context *cx, void *record)
{
    const struct dispute_line *line = record;
    struct buf words = { .arena = cx->arena };

    buf_printf(&words, "原台账记载：%.*s", STR_ARG(line->result));
    for (size_t i = MEASURES_PART; i < LIMIT_PART; i++)
        add_part(&words, parts[i], said_of(cx, line, i));
    const struct dispute_prevention prevention = { .words = buf_str(&words) };
    return flow_take(cx, &dispute_flow, "prevent", line->id, &prevention);
}

static const struct record_type dispute_line_type = {
    .name = "dispute_line",
    .table = "disputes",
    .title = "矛盾纠纷",
    .shape = { SHAPE(dispute_line, line_fields) },
    .place = "place",
    .reads = "disputes.read",
    .create = keep,
    .change = prevent,
};

static const struct roster_example examples[] = {
    { "found_on", "2026-02-03" }, { "place", "一组" },        { "who", "示例网格员" },
    { "parties", "张三、李四" },  { "category", "邻里纠纷" }, { "facts", "为院墙排水争执" },
    { "measures", "上门说和" },   { "result", "已化解" },     { 0 },
};

static struct error *settle(struct context *cx, struct roster_row *row)
{
    struct dispute_line *line = row->record;
    struct dispute_category category;

    if (date_compare(line->found_on, cx->today) > 0)
        roster_refuse(cx, row, "found_on", "还没有到这一天，请核对。");
    if (str_is_empty(line->category))
        line->category = S("其他纠纷");
    return dispute_category_get(cx, line->category, &category);
}

const struct query disputes_told_alike = {
    .of = &dispute_type,
    .sql = "where county = $1 and place = $2 and found_on = $3 order by id limit 200",
};

static bool is_over(const struct dispute *dispute)
{
    return date_is_set(dispute->ended_on);
}

/* What a line of it would say by now.  The sealed words are shown to those who may open them.
 */
static struct error *line_before(struct context *cx, struct roster_row *row,
                                 const struct dispute *dispute, str told)
{
    const struct dispute_line *line = row->record;
    struct dispute_line *before = arena_new(cx->arena, struct dispute_line);
    bool may;

    TRY(dispute_may_open(cx, dispute, &may));
    *before = *line;
    before->id = dispute->id;
    before->version = dispute->version;
    for (size_t i = MEASURES_PART; i < LIMIT_PART; i++) {
        str said = part_of(told, parts[i]);
        bool hides = !may && !str_is_empty(said) && !str_eq(said, *member_of(before, i));
        *member_of(before, i) = hides ? secrecy_mask(cx->arena, said) : said;
    }
    if (is_over(dispute) != is_settled(line->result))
        before->result = is_over(dispute) ? S("已化解") : S("未化解");
    row->before = before;
    return NULL;
}

static bool is_early(const struct dispute *dispute)
{
    return dispute->status == DISPUTE_FOUND || dispute->status == DISPUTE_REGISTERED;
}

/* A ledger settles what nobody has taken up yet; everything else is written in the case. */
static const char *why_it_stays(const struct dispute_line *line, const struct dispute *dispute)
{
    if (is_over(dispute))
        return "这件纠纷在系统里已经了结，不照台账改。";
    if (!is_early(dispute))
        return "调委会已经在办这件纠纷，不照台账改。要补充的请打开这件纠纷。";
    if (!is_settled(line->result))
        return "还没有化解，案情已经封存，台账里后来写的不改它。化解了再导，或者打开这件纠纷补充。";
    return NULL;
}

static struct error *known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct dispute_line *line = row->record;
    struct dispute *disputes;
    size_t count;

    *id = 0;
    TRY(query_rows(cx, &disputes_told_alike,
                   WITH(value_integer(key_county(line->place)), value_text(line->place),
                        value_date(cx->arena, line->found_on)),
                   &disputes, &count));
    for (size_t i = 0; i < count && *id == 0; i++) {
        str told = dispute_words(cx, disputes[i].facts);
        if (!is_about(told, line))
            continue;
        *id = disputes[i].id;
        TRY(line_before(cx, row, &disputes[i], told));
        row->stays = why_it_stays(line, &disputes[i]);
    }
    return NULL;
}

static const struct roster dispute_roster = {
    .type = &dispute_line_type,
    .title = "矛盾纠纷排查台账",
    .needs = "disputes.report",
    .examples = examples,
    .once = "place found_on facts parties",
    .settle = settle,
    .known = known,
};

/* A place is looked through once a day by the same people. */
static struct error *screening_known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct screening *screening = row->record;
    struct screening *found;
    size_t count;

    TRY(query_rows(cx, &screening_alike,
                   WITH(value_integer(key_county(screening->place)),
                        value_text(screening->place), value_date(cx->arena, screening->held_on),
                        value_text(screening->who)),
                   &found, &count));
    *id = count > 0 ? found[0].id : 0;
    row->before = count > 0 ? &found[0] : NULL;
    return NULL;
}

static const struct roster_example screening_examples[] = {
    { "held_on", "2026-02-03" },     { "place", "一组" },         { "who", "示例网格员" },
    { "looked_at", "入户走访12户" }, { "household_count", "12" }, { 0 },
};

static const struct roster screening_roster = {
    .type = &screening_type,
    .title = "排查情况登记表",
    .needs = "screenings.write",
    .examples = screening_examples,
    .once = "place held_on who",
    .known = screening_known,
};

const struct roster *const dispute_rosters[] = { &dispute_roster, &screening_roster, NULL };
