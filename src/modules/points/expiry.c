/* SPDX-License-Identifier: Apache-2.0 */
/* Points that expire: told of first, and never more than was told. */
#include "app/access.h"
#include "modules/points/points_parts.h"

enum { AT_ONCE = 100 };

static const struct field expiry_fields[] = {
    { TEXT(points_expiry, account_name), .label = "哪一户", .listed = true,
      .searchable = true },
    { PLACE(points_expiry, place), .label = "村", .required = true, .listed = true },
    { TEXT(points_expiry, key), .label = "凭证", .unique = true, .hidden = true },
    { REF(points_expiry, account), .label = "户头", .target = "points_account",
      .indexed = true },
    { INTEGER(points_expiry, points), .label = "会到期", .unit = "分", .listed = true },
    { DATE(points_expiry, told_on), .label = "提醒日期" },
    { DATE(points_expiry, due_on), .label = "最后一天", .listed = true, .indexed = true },
    { INTEGER(points_expiry, expired), .label = "到期了", .unit = "分", .listed = true },
    { DATE(points_expiry, done_on), .label = "到期日期", .listed = true },
};

const struct record_type points_expiry_type = {
    .name = "points_expiry",
    .table = "points_expiries",
    .title = "到期提醒",
    .shape = { SHAPE(points_expiry, expiry_fields) },
    .place = "place",
    .called = "account_name",
    .reads = "points.read",
};

/* The last day of the month that lies so many months after a day's. */
static date month_last(date day, int months)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return date_add_days(date_add_months(date_of(year, month, 1), months + 1), -1);
}

/* What is left of the points that were posted up to a day: less everything that was redeemed or
 * has expired since, the oldest first.  What was taken back counts as never posted. */
#define LEFT_UNTIL(day)                                                                        \
    "sum(case when p.kind in ('redemption', 'expiry') or p.posted_on <= " day                  \
    " then p.redeemable + coalesce(a.redeemable, 0) else 0 end)"

#define WITH_REVERSALS                                                                         \
    "from points_postings p left join points_adjustments a on a.county = p.county "            \
    "and a.key = 'reversal:' || cast(p.id as text) and a.key <> '' "

const struct query expiring_schemes = {
    .of = &points_scheme_type,
    .sql = "where status = 'in_force' and expiry_months > 0 and is_redeemable = 1 "
           "order by county, id limit 5000",
};

struct untold {
    record_id account;
    str name;
    int64_t points;
};

static const struct field untold_columns[] = {
    { INTEGER(untold, account), .label = "户头" },
    { TEXT(untold, name), .label = "名称" },
    { INTEGER(untold, points), .label = "积分" },
};

/* Those who were not told yet of all that will be left on the last day. */
const struct query untold_expiries = {
    .sql =
        "select o.account, o.name, o.points - o.told from ("
        "select p.account as account, max(c.name) as name, " LEFT_UNTIL(
            "$4") " as points, "
                  "(select coalesce(sum(e.points), 0) from points_expiries e "
                  "where e.county = $1 and e.account = p.account and e.done_on is null) as told, "
                  "(select count(*) from points_expiries e where e.county = $1 "
                  "and e.account = p.account and e.due_on = $5) as dued " WITH_REVERSALS
                  "join points_accounts c on c.county = p.county and c.id = p.account and c.side = $3 "
                  "where p.county = $1 and p.place = $2 and p.kind <> 'reversal' "
                  "group by p.account) o where o.points > o.told and o.dued = 0 "
                  "order by o.account limit 100",
    .row = { SHAPE(untold, untold_columns) },
};

static struct error *tell_account(struct context *cx, const struct points_scheme *scheme,
                                  const struct untold *untold, date due)
{
    struct buf key = { .arena = cx->arena };

    buf_printf(&key, "expiry:%lld:", (long long)untold->account);
    date_write(due, &key);
    return store_insert(cx, &points_expiry_type,
                        &(struct points_expiry){ .place = scheme->place,
                                                 .key = buf_str(&key),
                                                 .account = untold->account,
                                                 .account_name = untold->name,
                                                 .points = untold->points,
                                                 .told_on = cx->today,
                                                 .due_on = due });
}

static struct error *tell_village(struct context *cx, const struct points_scheme *scheme,
                                  size_t *told)
{
    date due = month_last(cx->today, 1);
    struct untold *rows;

    TRY(query_rows(cx, &untold_expiries,
                   WITH(value_integer(id_county(scheme->id)), value_text(scheme->place),
                        value_text(str_of(points_side_choices[scheme->side].code)),
                        value_date(cx->arena, month_last(due, -(int)scheme->expiry_months)),
                        value_date(cx->arena, due)),
                   &rows, told));
    for (size_t i = 0; i < *told; i++)
        TRY(tell_account(cx, scheme, &rows[i], due));
    return NULL;
}

static struct error *tell_all(struct context *cx, bool *more)
{
    struct points_scheme *schemes;
    size_t count, told = 0;

    TRY(query_rows(cx, &expiring_schemes, NULL, 0, &schemes, &count));
    for (size_t i = 0; i < count && told < AT_ONCE; i++)
        TRY(tell_village(cx, &schemes[i], &told));
    *more = told >= AT_ONCE;
    return NULL;
}

/* Letting expire */

const struct query expiries_over = {
    .of = &points_expiry_type,
    .sql = "where done_on is null and due_on < $1 order by due_on, id limit 100",
};

static struct error *read_left(struct context *cx, const struct points_account *account,
                               date until, int64_t *left)
{
    TRY(query_number(
        cx,
        "select coalesce(" LEFT_UNTIL(
            "$3") ", 0) " WITH_REVERSALS
                  "where p.county = $1 and p.account = $2 and p.kind <> 'reversal'",
        WITH(value_integer(id_county(account->id)), value_integer(account->id),
             value_date(cx->arena, until)),
        left));
    if (*left > account->redeemable)
        *left = account->redeemable;
    return NULL;
}

/* How many of those that were told of do expire: none when the scheme does not say so any more.
 */
static struct error *read_expired(struct context *cx, const struct points_expiry *expiry,
                                  int64_t *points)
{
    struct points_account account = { 0 };
    struct points_scheme scheme = { 0 };
    bool found;

    *points = 0;
    TRY(store_get(cx, &points_account_type, expiry->account, &account));
    TRY(points_scheme_of(cx, account.place, account.side, &scheme, &found));
    if (!found || scheme.expiry_months == 0)
        return NULL;
    TRY(read_left(cx, &account, month_last(expiry->due_on, -(int)scheme.expiry_months),
                  points));
    if (*points > expiry->points)
        *points = expiry->points;
    if (*points < 0)
        *points = 0;
    return NULL;
}

static str reason_of(struct context *cx, const struct points_expiry *expiry)
{
    struct buf day = { .arena = cx->arena };

    date_write_chinese(expiry->told_on, &day);
    return arena_printf(cx->arena, "到期没有兑换（%.*s提醒过）", STR_ARG(buf_str(&day)));
}

static struct error *expire(struct context *cx, struct points_expiry *expiry)
{
    struct points_adjustment adjustment = { 0 };

    TRY(read_expired(cx, expiry, &expiry->expired));
    expiry->done_on = cx->today;
    TRY(store_update(cx, &points_expiry_type, expiry));
    if (expiry->expired == 0)
        return NULL;
    adjustment = (struct points_adjustment){ .place = expiry->place,
                                             .key = expiry->key,
                                             .kind = ADJUSTMENT_EXPIRY,
                                             .account = expiry->account,
                                             .redeemable = -expiry->expired,
                                             .reason = reason_of(cx, expiry) };
    return adjustment_make(cx, &adjustment, POINTS_EXPIRED);
}

struct error *points_expire(struct context *cx, bool *more)
{
    struct points_expiry *expiries;
    size_t count;

    TRY(query_rows(cx, &expiries_over, WITH(value_date(cx->arena, cx->today)), &expiries,
                   &count));
    for (size_t i = 0; i < count; i++)
        TRY(expire(cx, &expiries[i]));
    TRY(tell_all(cx, more));
    *more = *more || count == AT_ONCE;
    return NULL;
}

const struct query expiries_of_account = {
    .of = &points_expiry_type,
    .sql =
        "where county = $1 and account = $2 and done_on is null order by due_on, id limit 20",
};

struct error *points_expiring(struct context *cx, record_id account,
                              struct points_expiry **expiries, size_t *count)
{
    return query_rows(cx, &expiries_of_account,
                      WITH(value_integer(id_county(account)), value_integer(account)), expiries,
                      count);
}
