/* SPDX-License-Identifier: Apache-2.0 */
/* The quarterly public statement: everything is counted from postings, vouchers, movements. */
#include "modules/points/statement.h"

#include "modules/places/places.h"

enum { QUARTER_MONTHS = 3, QUARTERS = 4 };

/* Quarters */

static date quarter_of(date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return date_of(year, (month - 1) / QUARTER_MONTHS * QUARTER_MONTHS + 1, 1);
}

date quarter_start(str words, date today)
{
    int64_t year, quarter;
    str head, tail;

    if (str_cut(words, '-', &head, &tail) && str_read_integer(head, &year) &&
        str_read_integer(tail, &quarter) && year >= 2000 && year <= 2100 && quarter >= 1 &&
        quarter <= QUARTERS)
        return date_of((int)year, (int)(quarter - 1) * QUARTER_MONTHS + 1, 1);
    return date_add_months(quarter_of(today), -QUARTER_MONTHS);
}

static int quarter_number(date start)
{
    int year, month, day_of_month;

    date_split(start, &year, &month, &day_of_month);
    return (month - 1) / QUARTER_MONTHS + 1;
}

str quarter_words(struct context *cx, date start)
{
    return arena_printf(cx->arena, _("%d年第%d季度"), date_year(start), quarter_number(start));
}

str quarter_code(struct context *cx, date start)
{
    return arena_printf(cx->arena, "%d-%d", date_year(start), quarter_number(start));
}

/* Points */

struct kind_sum {
    str kind;
    int64_t before;
    int64_t within;
};

static const struct field kind_columns[] = {
    { TEXT(kind_sum, kind), .label = "种类" },
    { INTEGER(kind_sum, before), .label = "以前" },
    { INTEGER(kind_sum, within), .label = "期内" },
};

const struct query statement_postings = {
    .sql = "select kind, sum(case when posted_on < $4 then redeemable else 0 end), "
           "sum(case when posted_on >= $4 then redeemable else 0 end) from points_postings "
           "where county = $1 and place >= $2 and place < $3 and posted_on <= $5 "
           "group by kind order by kind limit 20",
    .row = { SHAPE(kind_sum, kind_columns) },
};

static void add_kind(const struct kind_sum *sum, struct points_statement *statement)
{
    statement->outstanding_before += sum->before;
    statement->outstanding += sum->before + sum->within;
    if (str_eq(sum->kind, S("award")))
        statement->issued += sum->within;
    else if (str_eq(sum->kind, S("redemption")))
        statement->redeemed -= sum->within;
    else if (str_eq(sum->kind, S("expiry")))
        statement->expired -= sum->within;
    else
        statement->other += sum->within;
}

struct place_days {
    struct value values[5];
};

static struct place_days place_days(struct context *cx,
                                    const struct points_statement *statement)
{
    return (struct place_days){ {
        value_integer(key_county(statement->place)),
        value_text(statement->place),
        value_text(key_end(cx->arena, statement->place)),
        value_date(cx->arena, statement->from),
        value_date(cx->arena, statement->to),
    } };
}

static struct error *read_points(struct context *cx, struct points_statement *statement)
{
    struct place_days days = place_days(cx, statement);
    struct kind_sum *sums;
    size_t count;

    TRY(query_rows(cx, &statement_postings, days.values, COUNT(days.values), &sums, &count));
    for (size_t i = 0; i < count; i++)
        add_kind(&sums[i], statement);
    TRY(query_number(cx,
                     "select count(distinct p.account) from points_postings p "
                     "join points_accounts a on a.county = p.county and a.id = p.account "
                     "where p.county = $1 and p.place >= $2 and p.place < $3 "
                     "and p.posted_on >= $4 and p.posted_on <= $5 and p.kind = 'award' "
                     "and a.side = 'household'",
                     days.values, COUNT(days.values), &statement->households));
    return query_number(cx,
                        "select count(*) from points_redemptions where county = $1 "
                        "and place >= $2 and place < $3 and redeemed_on >= $4 "
                        "and redeemed_on <= $5",
                        days.values, COUNT(days.values), &statement->redemptions);
}

/* Goods */

static const struct field goods_columns[] = {
    { INTEGER(statement_goods, goods), .label = "商品" },
    { TEXT(statement_goods, name), .label = "品名" },
    { TEXT(statement_goods, spec), .label = "规格" },
    { INTEGER(statement_goods, price), .label = "兑换要" },
    { INTEGER(statement_goods, before), .label = "期初" },
    { INTEGER(statement_goods, received), .label = "入库" },
    { INTEGER(statement_goods, adjusted), .label = "盘点报损" },
    { INTEGER(statement_goods, redeemed), .label = "兑换" },
    { INTEGER(statement_goods, left), .label = "期末" },
    { INTEGER(statement_goods, points), .label = "积分" },
    { INTEGER(statement_goods, cost), .label = "成本" },
};

/* A voucher counts on its day, and against it on the day on which it was returned. */
const struct query statement_shelf = {
    .sql = "select g.id, g.name, g.spec, g.price, "
           "coalesce(m.before, 0) - coalesce(r.before, 0) + coalesce(b.before, 0), "
           "coalesce(m.received, 0), coalesce(m.adjusted, 0), "
           "coalesce(r.within, 0) - coalesce(b.within, 0), "
           "coalesce(m.before, 0) - coalesce(r.before, 0) + coalesce(b.before, 0) "
           "+ coalesce(m.received, 0) + coalesce(m.adjusted, 0) - coalesce(r.within, 0) "
           "+ coalesce(b.within, 0), coalesce(r.points, 0) - coalesce(b.points, 0), "
           "coalesce(r.cost, 0) - coalesce(b.cost, 0) from points_goods g "
           "left join (select county, goods, "
           "sum(case when moved_on < $4 then quantity else 0 end) as before, "
           "sum(case when moved_on >= $4 and kind = 'received' then quantity else 0 end) "
           "as received, "
           "sum(case when moved_on >= $4 and kind <> 'received' then quantity else 0 end) "
           "as adjusted from points_movements where county = $1 and moved_on <= $5 "
           "group by county, goods) m on m.county = g.county and m.goods = g.id "
           "left join (select county, goods, "
           "sum(case when redeemed_on < $4 then quantity else 0 end) as before, "
           "sum(case when redeemed_on >= $4 then quantity else 0 end) as within, "
           "sum(case when redeemed_on >= $4 then points else 0 end) as points, "
           "sum(case when redeemed_on >= $4 then cost else 0 end) as cost "
           "from points_redemptions where county = $1 and redeemed_on <= $5 "
           "group by county, goods) r on r.county = g.county and r.goods = g.id "
           "left join (select county, goods, "
           "sum(case when returned_on < $4 then quantity else 0 end) as before, "
           "sum(case when returned_on >= $4 then quantity else 0 end) as within, "
           "sum(case when returned_on >= $4 then points else 0 end) as points, "
           "sum(case when returned_on >= $4 then cost else 0 end) as cost "
           "from points_redemptions where county = $1 and returned_on <= $5 "
           "group by county, goods) b on b.county = g.county and b.goods = g.id "
           "where g.county = $1 and g.place >= $2 and g.place < $3 order by g.name, g.id "
           "limit 500",
    .row = { SHAPE(statement_goods, goods_columns) },
};

static struct error *read_goods(struct context *cx, struct points_statement *statement)
{
    struct place_days days = place_days(cx, statement);

    return query_rows(cx, &statement_shelf, days.values, COUNT(days.values), &statement->goods,
                      &statement->goods_count);
}

/* Money and gifts */

struct source_sum {
    str source;
    int64_t worth;
    int64_t money;
};

static const struct field source_columns[] = {
    { TEXT(source_sum, source), .label = "来源" },
    { INTEGER(source_sum, worth), .label = "东西值" },
    { INTEGER(source_sum, money), .label = "资金" },
};

const struct query statement_gifts = {
    .sql = "select m.source, sum(case when m.paid = 0 then m.quantity * g.cost else 0 end), 0 "
           "from points_movements m join points_goods g on g.county = m.county "
           "and g.id = m.goods where m.county = $1 and m.place >= $2 and m.place < $3 "
           "and m.moved_on >= $4 and m.moved_on <= $5 and m.kind = 'received' "
           "group by m.source order by m.source limit 20",
    .row = { SHAPE(source_sum, source_columns) },
};

const struct query statement_money = {
    .sql = "select source, 0, sum(amount) from points_fundings where county = $1 "
           "and place >= $2 and place < $3 and received_on >= $4 and received_on <= $5 "
           "group by source order by source limit 20",
    .row = { SHAPE(source_sum, source_columns) },
};

static struct error *add_sources(struct context *cx, const struct query *query,
                                 struct points_statement *statement)
{
    struct place_days days = place_days(cx, statement);
    struct source_sum *sums;
    size_t count;

    TRY(query_rows(cx, query, days.values, COUNT(days.values), &sums, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < POINTS_SOURCES; at++)
            if (str_eq(sums[i].source, str_of(points_source_choices[at].code))) {
                statement->sources[at].worth += sums[i].worth;
                statement->sources[at].money += sums[i].money;
            }
    return NULL;
}

static struct error *read_money(struct context *cx, struct points_statement *statement)
{
    struct place_days days = place_days(cx, statement);

    for (size_t i = 0; i < POINTS_SOURCES; i++)
        statement->sources[i].source = (enum points_source)i;
    TRY(add_sources(cx, &statement_gifts, statement));
    TRY(add_sources(cx, &statement_money, statement));
    TRY(query_number(cx,
                     "select coalesce(sum(paid), 0) from points_movements where county = $1 "
                     "and place >= $2 and place < $3 and moved_on >= $4 and moved_on <= $5",
                     days.values, COUNT(days.values), &statement->spent));
    days.values[3] = days.values[4];
    return query_number(cx,
                        "select (select coalesce(sum(amount), 0) from points_fundings "
                        "where county = $1 and place >= $2 and place < $3 "
                        "and received_on <= $4) - (select coalesce(sum(paid), 0) "
                        "from points_movements where county = $1 and place >= $2 "
                        "and place < $3 and moved_on <= $4)",
                        days.values, COUNT(days.values) - 1, &statement->fund);
}

struct error *points_statement_read(struct context *cx, str place, date from, date to,
                                    struct points_statement *statement)
{
    *statement = (struct points_statement){ .place = place, .from = from, .to = to };
    TRY(read_points(cx, statement));
    TRY(read_goods(cx, statement));
    return read_money(cx, statement);
}
