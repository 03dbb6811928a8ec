/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger of matters as villages kept it before: a line says what was raised when, and, when
 * it is over, what came of it.
 *
 * What is over stays over: nobody gets a to-do for it, no limit runs.  What is still open is
 * reported, and its limits run from the day on which it is taken over, because nobody could
 * have kept limits that did not run.
 */
#include "modules/matters/questions.h"

#include "app/access.h"
#include "app/roster.h"
#include "base/codes.h"
#include "modules/matters/category.h"
#include "modules/matters/choices.h"

struct matter_line {
    record_id id;
    int64_t version;
    str place;
    date reported_on;
    str title;
    str story;
    str name;
    str phone;
    enum matter_kind kind;
    enum matter_source source;
    str category;
    str office;
    str answer;
    date closed_on;
};

static struct error *categories_offered(struct context *cx, str **names, size_t *count)
{
    return query_names(cx, &categories_to_choose, NULL, 0, names, count);
}

static const struct field line_fields[] = {
    { PLACE(matter_line, place), .label = "地点", .required = true, .listed = true },
    { DATE(matter_line, reported_on), .label = "反映日期", .required = true, .listed = true },
    { TEXT(matter_line, title), .label = "标题", .max = MATTER_TITLE_MAX },
    { LINES(matter_line, story), .label = "反映内容", .required = true, .max = MATTER_STORY_MAX,
      .listed = true },
    { TEXT(matter_line, name), .label = "反映人", .max = 50 },
    { SECRET(matter_line, phone), .label = "联系电话", .refusal = phone_refusal,
      .mask = phone_mask },
    { CHOICE(matter_line, kind), .label = "类型",
      .choices = { kind_choices, KINDS_OF_MATTERS } },
    { CHOICE(matter_line, source), .label = "来源", .choices = { source_choices, SOURCES } },
    { TEXT(matter_line, category), .label = "类别", .max = 60, .words = categories_offered },
    { TEXT(matter_line, office), .label = "承办单位", .max = 60 },
    { LINES(matter_line, answer), .label = "办理结果", .max = MATTER_STORY_MAX },
    { DATE(matter_line, closed_on), .label = "办结日期",
      .help = "已经办完的填上，就不再计时；没有办完的不填。" },
};

static struct error *keep(struct context *cx, void *record)
{
    struct matter_line *line = record;
    struct matter matter = {
        .title = line->title,
        .place = line->place,
        .story = line->story,
        .kind = line->kind,
        .source = line->source,
        .intake_by = INTAKE_CLERK,
        .category = line->category,
        .office = line->office,
        .answer = line->answer,
        .reported_on = line->reported_on,
        .closed_on = line->closed_on,
    };
    struct matter_caller caller = { .name = line->name, .phone = line->phone };

    TRY(access_need(cx, "matters.report", line->place));
    TRY(matter_take_over(cx, &matter, str_is_empty(line->name) ? NULL : &caller));
    line->id = matter.id;
    line->version = matter.version;
    return NULL;
}

/* A matter that was open in the ledger is over by now. */
static struct error *end(struct context *cx, void *record)
{
    struct matter_line *line = record;

    TRY(access_need(cx, "matters.report", line->place));
    return matter_end_as_told(cx, line->id, line->answer, line->closed_on);
}

/* A line of somebody's ledger: no table of its own. */
static const struct record_type matter_line_type = {
    .name = "matter_line",
    .table = "matters",
    .title = "诉求",
    .shape = { SHAPE(matter_line, line_fields) },
    .place = "place",
    .called = "title",
    .reads = "matters.read",
    .create = keep,
    .change = end,
};

static const struct roster_example examples[] = {
    { "reported_on", "2026-02-03" }, { "place", "一组" },           { "name", "张三" },
    { "phone", "13800000001" },      { "story", "村口路灯不亮" },   { "category", "路灯" },
    { "answer", "已换灯泡" },        { "closed_on", "2026-02-05" }, { 0 },
};

/* "已办结" without a day: over on the day on which it was raised, for no later day is known. */
static bool says_done(str text)
{
    static const char *const words[] = { "已办结", "办结",   "已办", "已解决", "已完成",
                                         "完成",   "已处理", "是",   NULL };

    for (const char *const *word = words; *word != NULL; word++)
        if (str_eq(text, str_of(*word)))
            return true;
    return false;
}

/* What ledgers call the ways in which something comes. */
static void read_source(struct roster_row *row)
{
    static const struct {
        const char *part;
        const char *code;
    } ways[] = {
        { "12345", "hotline" },     { "热线", "hotline" }, { "信访", "petition" },
        { "网格", "grid" },         { "走访", "visit" },   { "入户", "visit" },
        { "电话", "phone" },        { "来电", "phone" },   { "来访", "counter" },
        { "窗口", "counter" },      { "大厅", "counter" }, { "督查", "inspection" },
        { "巡查", "inspection" },   { "代表", "deputy" },  { "委员", "deputy" },
        { "议事", "deliberation" }, { "村民", "self" },    { "自报", "self" },
        { "微信", "self" },
    };
    str source = roster_given(row, "source");

    for (size_t i = 0; i < COUNT(ways) && !str_is_empty(source); i++)
        if (str_contains(source, str_of(ways[i].part))) {
            roster_put(row, "source", str_of(ways[i].code));
            return;
        }
}

static struct error *prepare(struct context *cx, struct roster_row *row)
{
    (void)cx;
    read_source(row);
    if (str_is_empty(roster_given(row, "source")))
        roster_put(row, "source", S("paper"));
    if (says_done(roster_given(row, "done")) && str_is_empty(roster_given(row, "closed_on")))
        roster_put(row, "closed_on", roster_given(row, "reported_on"));
    return NULL;
}

static struct error *settle(struct context *cx, struct roster_row *row)
{
    struct matter_line *line = row->record;

    if (date_compare(line->reported_on, cx->today) > 0)
        roster_refuse(cx, row, "reported_on", "还没有到这一天，请核对。");
    if (date_is_set(line->closed_on) && date_compare(line->closed_on, line->reported_on) < 0)
        roster_refuse(cx, row, "closed_on", "办结不能早于反映。");
    if (date_is_set(line->closed_on) && date_compare(line->closed_on, cx->today) > 0)
        roster_refuse(cx, row, "closed_on", "还没有到这一天，请核对。");
    return category_named(cx, line->category, &line->category);
}

const struct query matters_told_alike = {
    .of = &matter_type,
    .sql = "where county = $1 and place = $2 and reported_on = $3 and story = $4 "
           "order by id limit 1",
};

/* What a line of it would say by now. */
static const struct matter_line *line_before(struct context *cx, const struct matter_line *line,
                                             const struct matter *matter)
{
    struct matter_line *before = arena_new(cx->arena, struct matter_line);

    *before = *line;
    before->id = matter->id;
    before->version = matter->version;
    before->answer = matter->answer;
    before->closed_on = matter->closed_on;
    if (!str_is_empty(line->category))
        before->category = matter->category;
    return before;
}

/* A ledger ends what is open; everything else is done where the matter is. */
static const char *why_it_stays(const struct matter_line *line, const struct matter *matter)
{
    if (!matter_is_as_taken_over(matter))
        return "这件事已经在系统里往下办了或者办结了，不照台账改。要改的请打开这件事。";
    if (!date_is_set(line->closed_on))
        return "这件事还没有办结，台账里写的先不改。办结了填上办结日期再导。";
    if (!str_is_empty(line->category) && !str_eq(line->category, matter->category))
        return "类别和系统里的不同，请打开这件事改类别，再导一次。";
    return NULL;
}

static struct error *known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct matter_line *line = row->record;
    struct matter *matters;
    size_t count;

    TRY(query_rows(cx, &matters_told_alike,
                   WITH(value_integer(key_county(line->place)), value_text(line->place),
                        value_date(cx->arena, line->reported_on), value_text(line->story)),
                   &matters, &count));
    *id = count > 0 ? matters[0].id : 0;
    if (count == 0)
        return NULL;
    row->before = line_before(cx, line, &matters[0]);
    row->stays = why_it_stays(line, &matters[0]);
    return NULL;
}

static const struct roster_extra extras[] = {
    { "done", "是否办结", false },
    { 0 },
};

static const struct roster matter_roster = {
    .type = &matter_line_type,
    .title = "民情诉求台账",
    .needs = "matters.report",
    .extras = extras,
    .examples = examples,
    .once = "place reported_on story name",
    .prepare = prepare,
    .settle = settle,
    .known = known,
};

const struct roster *const matter_rosters[] = { &matter_roster, NULL };
