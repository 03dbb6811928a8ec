/* SPDX-License-Identifier: Apache-2.0 */
/* Last year played again under a draft. */
#include "modules/points/scheme.h"

#include "app/access.h"

/* The claims of one account for one item in one month. */
struct replayed {
    record_id account;
    str code;
    str month; /* 2026-03 */
    int64_t quantity;
    int64_t points;
    int64_t claims;
};

static const struct field replayed_columns[] = {
    { INTEGER(replayed, account), .label = "户头" },
    { TEXT(replayed, code), .label = "代码" },
    { TEXT(replayed, month), .label = "月" },
    { INTEGER(replayed, quantity), .label = "数量" },
    { INTEGER(replayed, points), .label = "得分" },
    { INTEGER(replayed, claims), .label = "件数" },
};

const struct query claims_of_last_year = {
    .sql = "select account, item_code, substr(cast(happened_on as text), 1, 7), "
           "sum(quantity), sum(honour), count(*) from points_claims "
           "where county = $1 and place >= $2 and place < $3 and status = 'effective' "
           "and side = $4 and happened_on > $5 "
           "group by account, item_code, substr(cast(happened_on as text), 1, 7) "
           "order by account, item_code, 3 limit 200000",
    .row = { SHAPE(replayed, replayed_columns) },
};

static const struct points_item *item_of(const struct points_item *items, size_t count,
                                         str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(items[i].code, code))
            return &items[i];
    return NULL;
}

/* The number of a period within the year: months for a month, quarters, the year. */
static int64_t period_of(const struct points_item *item, str month)
{
    int64_t number = 0;

    (void)str_read_integer(str_slice(month, 5, 7), &number);
    switch (item->period) {
    case PERIOD_MONTH:
        return number;
    case PERIOD_QUARTER:
        return (number - 1) / 3;
    case PERIOD_YEAR:
        return 0;
    }
    return 0;
}

static int64_t capped(int64_t points, int64_t cap)
{
    return cap > 0 && points > cap ? cap : points;
}

/* One account: from row first on; answers the row after it. */
struct tally {
    int64_t before;
    int64_t after;
};

static bool is_same_period(const struct points_item *item, const struct replayed *a,
                           const struct replayed *b)
{
    return a->account == b->account && str_eq(a->code, b->code) &&
           str_eq(str_slice(a->month, 0, 4), str_slice(b->month, 0, 4)) &&
           period_of(item, a->month) == period_of(item, b->month);
}

/* The rows of one item in one period together, because they share a cap. */
static size_t add_period(const struct replayed *rows, size_t count, size_t first,
                         const struct points_item *item, struct tally *tally)
{
    int64_t points = 0;
    size_t i = first;

    for (; i < count && is_same_period(item, &rows[first], &rows[i]); i++) {
        points += rows[i].quantity * item->points;
        tally->before += rows[i].points;
    }
    tally->after += item->is_deduction ? -points : capped(points, item->cap);
    return i;
}

static void add_account(const struct points_scheme *scheme, const struct tally *tally,
                        struct points_simulation *simulation)
{
    int64_t after = capped(tally->after < 0 ? 0 : tally->after, scheme->cap);

    simulation->households += after > 0;
    simulation->households_before += tally->before > 0;
    simulation->gaining += after > tally->before;
    simulation->losing += after < tally->before;
    simulation->points += after;
    simulation->points_before += tally->before;
}

static void replay(const struct points_scheme *scheme, const struct points_item *items,
                   size_t item_count, const struct replayed *rows, size_t count,
                   struct points_simulation *simulation)
{
    for (size_t i = 0; i < count;) {
        struct tally tally = { 0 };
        record_id account = rows[i].account;
        while (i < count && rows[i].account == account) {
            const struct points_item *item = item_of(items, item_count, rows[i].code);
            simulation->claims += rows[i].claims;
            if (item != NULL) {
                i = add_period(rows, count, i, item, &tally);
                continue;
            }
            simulation->unmatched += rows[i].claims;
            tally.before += rows[i++].points;
        }
        add_account(scheme, &tally, simulation);
    }
}

struct error *points_simulate(struct context *cx, record_id id,
                              struct points_simulation *simulation)
{
    struct points_scheme scheme = { 0 };
    struct points_liability liability = { 0 };
    struct points_item *items;
    struct replayed *rows;
    size_t item_count, count;

    TRY(store_get(cx, &points_scheme_type, id, &scheme));
    TRY(items_of(cx, id, &items, &item_count));
    TRY(query_rows(cx, &claims_of_last_year,
                   WITH(value_integer(id_county(id)), value_text(scheme.place),
                        value_text(key_end(cx->arena, scheme.place)),
                        value_text(str_of(points_side_choices[scheme.side].code)),
                        value_date(cx->arena, date_add_months(cx->today, -12))),
                   &rows, &count));
    *simulation = (struct points_simulation){ 0 };
    replay(&scheme, items, item_count, rows, count, simulation);
    TRY(points_liability_read(cx, scheme.place, cx->today, &liability));
    simulation->cost = scheme.is_redeemable ? simulation->points * scheme.point_cost : 0;
    simulation->fund = liability.funded - liability.spent;
    simulation->can_pay =
        simulation->cost + liability.liability <= simulation->fund + liability.stock_cost;
    return NULL;
}
