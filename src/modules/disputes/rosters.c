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
#include "base/hash.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"

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

static const struct field line_fields[] = {
    { PLACE(dispute_line, place), .label = "区域", .required = true, .listed = true },
    { DATE(dispute_line, found_on), .label = "排查日期", .required = true, .listed = true },
    { TEXT(dispute_line, who), .label = "排查人", .max = 200 },
    { TEXT(dispute_line, parties), .label = "当事人", .max = 200 },
    { TEXT(dispute_line, category), .label = "纠纷类型", .max = 60, .listed = true },
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

/* All that the line says, for whoever may open it. */
static str facts_of(struct context *cx, const struct dispute_line *line)
{
    struct buf out = { .arena = cx->arena };
    struct buf limit = { .arena = cx->arena };

    buf_add(&out, line->facts);
    add_part(&out, "当事人", line->parties);
    add_part(&out, "化解措施", line->measures);
    add_part(&out, "包案领导", line->leader);
    add_part(&out, "责任单位", line->unit);
    add_part(&out, "责任人", line->person);
    if (date_is_set(line->limit_on)) {
        date_write(line->limit_on, &limit);
        add_part(&out, "化解时限", buf_str(&limit));
    }
    return buf_str(&out);
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

/* What the ledger called open is settled by now. */
static struct error *prevent(struct context *cx, void *record)
{
    const struct dispute_line *line = record;
    const struct dispute_prevention prevention = {
        .words = arena_printf(cx->arena, "原台账记载：%.*s", STR_ARG(line->result)),
    };

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
    .sql = "where county = $1 and place = $2 and found_on = $3 "
           "and facts >= $4 and facts < $5 order by id limit 1",
};

/* What the line said when the dispute was open. */
static const struct dispute_line *line_before(struct context *cx,
                                              const struct dispute_line *line,
                                              const struct dispute *dispute)
{
    struct dispute_line *before = arena_new(cx->arena, struct dispute_line);

    *before = *line;
    before->id = dispute->id;
    before->version = dispute->version;
    before->result = S("未化解");
    return before;
}

static bool is_early(const struct dispute *dispute)
{
    return dispute->status == DISPUTE_FOUND || dispute->status == DISPUTE_REGISTERED;
}

/* The sealed facts begin with a blind index of what the line says. */
static struct error *known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct dispute_line *line = row->record;
    str prefix = seal_prefix(cx->arena, facts_of(cx, line));
    struct dispute *disputes;
    size_t count;

    TRY(query_rows(cx, &disputes_told_alike,
                   WITH(value_integer(key_county(line->place)), value_text(line->place),
                        value_date(cx->arena, line->found_on), value_text(prefix),
                        value_text(key_end(cx->arena, prefix))),
                   &disputes, &count));
    *id = count > 0 ? disputes[0].id : 0;
    if (count > 0 && is_early(&disputes[0]) && is_settled(line->result))
        row->before = line_before(cx, line, &disputes[0]);
    return NULL;
}

static const struct roster dispute_roster = {
    .type = &dispute_line_type,
    .title = "矛盾纠纷排查台账",
    .needs = "disputes.report",
    .examples = examples,
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
    .known = screening_known,
};

const struct roster *const dispute_rosters[] = { &dispute_roster, &screening_roster, NULL };
