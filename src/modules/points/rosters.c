/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stood in the passbooks: the honour score and the balance of each household, carried over
 * once.  The ledger is only added to, so this roster is not undone; a mistake is reversed.
 */
#include "modules/points/points_parts.h"

#include "app/roster.h"
#include "base/unicode.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

struct points_line {
    record_id id;
    int64_t version;
    str place;
    record_id household;
    int64_t honour;
    int64_t redeemable;
    str reason;
};

static const struct field line_fields[] = {
    { PLACE(points_line, place), .label = "组别", .required = true, .listed = true },
    { REF(points_line, household), .label = "户", .target = "household", .required = true,
      .listed = true },
    { INTEGER(points_line, honour), .label = "累计积分", .unit = "分", .max = 10000000,
      .listed = true },
    { INTEGER(points_line, redeemable), .label = "余额", .unit = "分", .max = 10000000,
      .listed = true },
    { TEXT(points_line, reason), .label = "备注", .max = 200 },
};

static struct error *keep(struct context *cx, void *record)
{
    struct points_line *line = record;
    struct points_account account;

    TRY(points_account_of(cx, POINTS_HOUSEHOLD, line->household, &account));
    TRY(points_open(cx, account.id, line->honour, line->redeemable,
                    str_is_empty(line->reason) ? S("由原积分台账转入") : line->reason));
    line->id = account.id;
    line->version = account.version;
    return NULL;
}

static const struct record_type points_line_type = {
    .name = "points_line",
    .table = "points_accounts",
    .title = "积分期初",
    .shape = { SHAPE(points_line, line_fields) },
    .place = "place",
    .create = keep,
};

static const struct roster_extra extras[] = {
    { "head_name", "户主姓名", false },
    { "household_number", "户号", false },
    { 0 },
};

static const struct roster_example examples[] = {
    { "head_name", "张三" }, { "household_number", "0001" }, { "place", "一组" },
    { "honour", "120" },     { "redeemable", "45" },         { 0 },
};

const struct query households_of_passbook = {
    .of = &household_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and closed_on is null "
           "and kind = 'registered' "
           "and ((number = $4 and $4 <> '') or ($4 = '' and head_name = $5)) "
           "order by id limit 2",
};

static struct error *prepare(struct context *cx, struct roster_row *row)
{
    str place = row->job->place;
    str number = roster_given(row, "household_number");
    str name = roster_given(row, "head_name");
    struct household *households;
    size_t count;

    if (str_is_empty(number) && str_is_empty(name))
        return NULL;
    TRY(query_rows(cx, &households_of_passbook,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)), value_text(number),
                        value_text(name)),
                   &households, &count));
    if (count == 1) {
        roster_put(row, "household",
                   arena_printf(cx->arena, "%lld", (long long)households[0].id));
        return NULL;
    }
    roster_refuse(cx, row, str_is_empty(number) ? "head_name" : "household_number",
                  count == 0 ? "没有“%.*s”这一户。请先导入户籍花名册。"
                             : "“%.*s”不止一户。请补上户号。",
                  STR_ARG(str_is_empty(number) ? name : number));
    return NULL;
}

const struct query openings_of_household = {
    .of = &points_adjustment_type,
    .sql = "where county = $1 and kind = 'opening' and account in "
           "(select a.id from points_accounts a where a.county = $1 "
           "and a.side = 'household' and a.subject = $2 and a.place = $3) limit 1",
};

/* What was carried over once. */
static const struct points_line *line_before(struct context *cx, const struct points_line *line,
                                             const struct points_adjustment *opening)
{
    struct points_line *before = arena_new(cx->arena, struct points_line);

    *before = *line;
    before->id = opening->account;
    before->honour = opening->honour;
    before->redeemable = opening->redeemable;
    return before;
}

static struct error *known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct points_line *line = row->record;
    struct points_adjustment *openings;
    size_t count;

    TRY(query_rows(cx, &openings_of_household,
                   WITH(value_integer(id_county(line->household)),
                        value_integer(line->household),
                        value_text(place_key_at(line->place, PLACE_VILLAGE))),
                   &openings, &count));
    *id = count > 0 ? openings[0].account : 0;
    if (count == 0)
        return NULL;
    row->before = line_before(cx, line, &openings[0]);
    row->stays = "期初只转入一次，积分账只增不减。转错了的请在积分账里更正。";
    return NULL;
}

static const struct roster opening_roster = {
    .type = &points_line_type,
    .title = "积分台账（转入期初）",
    .needs = "points.correct",
    .extras = extras,
    .examples = examples,
    .fills = "head_name household_number",
    .once = "household",
    .prepare = prepare,
    .known = known,
    .is_lasting = true,
};

const struct roster *const points_rosters[] = { &opening_roster, NULL };
