/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger of visits as grid workers kept it before: who went to whom, when, what was said.
 */
#include "modules/visits/visit_parts.h"

#include "app/access.h"
#include "app/roster.h"
#include "base/unicode.h"
#include "modules/people/people.h"

struct visit_line {
    record_id id;
    int64_t version;
    str place;
    date visited_on;
    str number;
    str visited;
    str words;
    str help;
    str next_step;
    str visitor;
};

static const struct field line_fields[] = {
    { PLACE(visit_line, place), .label = "地点", .required = true, .listed = true },
    { DATE(visit_line, visited_on), .label = "走访日期", .required = true, .listed = true },
    { TEXT(visit_line, number), .label = "户号", .max = 30 },
    { TEXT(visit_line, visited), .label = "走访对象", .required = true, .max = 60,
      .listed = true },
    { LINES(visit_line, words), .label = "说了什么", .required = true, .max = VISIT_WORDS_MAX,
      .listed = true },
    { LINES(visit_line, help), .label = "当场帮了什么", .max = VISIT_WORDS_MAX },
    { LINES(visit_line, next_step), .label = "下一步", .max = VISIT_WORDS_MAX },
    { TEXT(visit_line, visitor), .label = "走访人", .max = 60 },
};

/* By its number, else by its head where there is only one of that name. */
const struct query households_to_be_meant = {
    .of = &household_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and closed_on is null "
           "and ((number = $4 and $4 <> '') or ($4 = '' and head_name = $5)) "
           "order by id limit 2",
};

static struct error *find_household(struct context *cx, const struct visit_line *line,
                                    record_id *id)
{
    struct household *households;
    size_t count;

    TRY(query_rows(cx, &households_to_be_meant,
                   WITH(value_integer(key_county(line->place)), value_text(line->place),
                        value_text(key_end(cx->arena, line->place)), value_text(line->number),
                        value_text(line->visited)),
                   &households, &count));
    *id = count == 1 ? households[0].id : 0;
    return NULL;
}

static struct error *keep(struct context *cx, void *record)
{
    struct visit_line *line = record;
    struct visit visit = {
        .place = line->place,
        .visited = line->visited,
        .visited_on = line->visited_on,
        .words = line->words,
        .help = line->help,
        .next_step = line->next_step,
    };

    TRY(find_household(cx, line, &visit.household));
    TRY(visit_keep(cx, &visit));
    if (!str_is_empty(line->visitor)) {
        visit.visitor = line->visitor;
        TRY(store_update(cx, &visit_type, &visit));
    }
    line->id = visit.id;
    line->version = visit.version;
    return NULL;
}

/* What was done and what follows may be told later. */
static struct error *change(struct context *cx, void *record)
{
    const struct visit_line *line = record;
    struct visit visit = { 0 };

    TRY(store_get(cx, &visit_type, line->id, &visit));
    TRY(access_need(cx, "visits.write", visit.place));
    visit.help = line->help;
    visit.next_step = line->next_step;
    if (!str_is_empty(line->visitor))
        visit.visitor = line->visitor;
    return store_update(cx, &visit_type, &visit);
}

static const struct record_type visit_line_type = {
    .name = "visit_line",
    .table = "visits",
    .title = "走访",
    .shape = { SHAPE(visit_line, line_fields) },
    .place = "place",
    .called = "visited",
    .reads = "visits.read",
    .create = keep,
    .change = change,
};

static const struct roster_example examples[] = {
    { "visited_on", "2026-02-03" },
    { "place", "一组" },
    { "visited", "张三" },
    { "words", "儿子在外打工，家里缺劳力" },
    { "help", "帮着联系了农机" },
    { "visitor", "示例网格员" },
    { 0 },
};

static struct error *settle(struct context *cx, struct roster_row *row)
{
    const struct visit_line *line = row->record;

    if (date_compare(line->visited_on, cx->today) > 0)
        roster_refuse(cx, row, "visited_on", "走访日期不能晚于今天。");
    return NULL;
}

const struct query visits_told_alike = {
    .of = &visit_type,
    .sql = "where county = $1 and visited_on = $2 and words = $3 and place >= $4 "
           "and place < $5 order by id limit 1",
};

/* What a line of it would say by now; whom it was about is told by the words. */
static const struct visit_line *line_before(struct context *cx, const struct visit_line *line,
                                            const struct visit *visit)
{
    struct visit_line *before = arena_new(cx->arena, struct visit_line);

    *before = *line;
    before->id = visit->id;
    before->version = visit->version;
    before->help = visit->help;
    before->next_step = visit->next_step;
    before->visitor = visit->visitor;
    return before;
}

static struct error *known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct visit_line *line = row->record;
    struct visit *visits;
    size_t count;

    TRY(query_rows(cx, &visits_told_alike,
                   WITH(value_integer(key_county(line->place)),
                        value_date(cx->arena, line->visited_on), value_text(line->words),
                        value_text(line->place), value_text(key_end(cx->arena, line->place))),
                   &visits, &count));
    *id = count > 0 ? visits[0].id : 0;
    if (count > 0)
        row->before = line_before(cx, line, &visits[0]);
    return NULL;
}

static const struct roster visit_roster = {
    .type = &visit_line_type,
    .title = "走访台账",
    .needs = "visits.write",
    .examples = examples,
    .once = "place visited_on visited words",
    .settle = settle,
    .known = known,
};

const struct roster *const visit_rosters[] = { &visit_roster, NULL };
