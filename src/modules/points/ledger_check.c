/* SPDX-License-Identifier: Apache-2.0 */
/* That the ledger adds up: the trial balance, and recomputing it from its halves. */
#include "modules/points/claim.h"

/* The trial balance */

static const struct field trial_columns[] = {
    { CHOICE(points_trial_line, side), .label = "户头",
      .choices = { points_side_choices, POINTS_SIDES } },
    { INTEGER(points_trial_line, account_count), .label = "户数" },
    { INTEGER(points_trial_line, debit), .label = "减少" },
    { INTEGER(points_trial_line, credit), .label = "增加" },
    { INTEGER(points_trial_line, honour), .label = "荣誉分" },
};

const struct query trial_lines = {
    .sql = "select side, count(distinct account), "
           "sum(case when redeemable < 0 then -redeemable else 0 end), "
           "sum(case when redeemable > 0 then redeemable else 0 end), sum(honour) "
           "from points_entries where county = $1 and place >= $2 and place < $3 "
           "and posted_on <= $4 group by side order by side limit 20",
    .row = { SHAPE(points_trial_line, trial_columns) },
};

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "笔数" },
};

const struct query postings_until = {
    .sql = "select count(*) from points_postings where county = $1 and place >= $2 "
           "and place < $3 and posted_on <= $4",
    .row = { SHAPE(counted, counted_columns) },
};

static void add_line(struct points_trial *trial, const struct points_trial_line *line)
{
    trial->lines[line->side] = *line;
    trial->redeemable += line->credit - line->debit;
    trial->honour += line->honour;
    if (points_side_is_subject(line->side))
        trial->outstanding += line->credit - line->debit;
}

struct error *points_trial_read(struct context *cx, str place, date day,
                                struct points_trial *trial)
{
    const struct value values[] = { value_integer(key_county(place)), value_text(place),
                                    value_text(key_end(cx->arena, place)),
                                    value_date(cx->arena, day) };
    struct points_trial_line *lines;
    struct counted *counted;
    size_t count;

    *trial = (struct points_trial){ 0 };
    for (size_t i = 0; i < POINTS_SIDES; i++)
        trial->lines[i].side = (enum points_side)i;
    TRY(query_rows(cx, &trial_lines, values, COUNT(values), &lines, &count));
    for (size_t i = 0; i < count; i++)
        add_line(trial, &lines[i]);
    TRY(query_rows(cx, &postings_until, values, COUNT(values), &counted, &count));
    trial->posting_count = count > 0 ? counted[0].count : 0;
    return NULL;
}

/* Recomputing */

struct suspect {
    record_id id;
    int64_t kept;
    int64_t computed;
};

static const struct field suspect_columns[] = {
    { INTEGER(suspect, id), .label = "编号" },
    { INTEGER(suspect, kept), .label = "存的" },
    { INTEGER(suspect, computed), .label = "应为" },
};

/* Postings that have not two halves, whose halves are not zero together, or whose subject's
 * half says something else than the posting. */
const struct query unbalanced_postings = {
    .sql = "select p.id, p.redeemable, "
           "coalesce(sum(case when e.account = p.account then e.redeemable end), 0) "
           "from points_postings p left join points_entries e "
           "on e.county = p.county and e.posting = p.id "
           "group by p.county, p.id, p.redeemable, p.honour "
           "having count(e.id) <> 2 or sum(e.redeemable) <> 0 or sum(e.honour) <> 0 or "
           "sum(case when e.account = p.account then e.redeemable else 0 end) <> p.redeemable "
           "or sum(case when e.account = p.account then e.honour else 0 end) <> p.honour "
           "order by p.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

const struct query lost_entries = {
    .sql = "select e.id, e.redeemable, 0 from points_entries e left join points_postings p "
           "on p.county = e.county and p.id = e.posting where p.id is null "
           "order by e.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

const struct query wrong_balances = {
    .sql = "select a.id, a.redeemable + a.honour, "
           "coalesce(sum(e.redeemable), 0) + coalesce(sum(e.honour), 0) "
           "from points_accounts a left join points_entries e "
           "on e.county = a.county and e.account = a.id "
           "group by a.county, a.id, a.redeemable, a.honour "
           "having coalesce(sum(e.redeemable), 0) <> a.redeemable "
           "or coalesce(sum(e.honour), 0) <> a.honour order by a.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

/* Postings that say something else than what they came from, and the other way round. */
const struct query strange_redemptions = {
    .sql = "select p.id, p.redeemable, coalesce(-r.points, 0) from points_postings p "
           "left join points_redemptions r on r.county = p.county and r.id = p.origin_id "
           "where p.origin = 'points_redemption' and (r.id is null or r.account <> p.account "
           "or -r.points <> p.redeemable) order by p.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

const struct query strange_adjustments = {
    .sql = "select p.id, p.redeemable, coalesce(a.redeemable, 0) from points_postings p "
           "left join points_adjustments a on a.county = p.county and a.id = p.origin_id "
           "where p.origin = 'points_adjustment' and (a.id is null or a.account <> p.account "
           "or a.redeemable <> p.redeemable or a.honour <> p.honour) order by p.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

const struct query strange_claims = {
    .sql = "select p.id, p.redeemable, coalesce(c.redeemable, 0) from points_postings p "
           "left join points_claims c on c.county = p.county and c.id = p.origin_id "
           "where p.origin = 'points_claim' and p.kind in ('award', 'deduction') and "
           "(c.id is null or c.account <> p.account or c.redeemable <> p.redeemable "
           "or c.honour <> p.honour or c.status not in ('effective', 'appealed', 'void')) "
           "order by p.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

const struct query unposted_claims = {
    .sql = "select c.id, 0, c.honour from points_claims c left join points_postings p "
           "on p.county = c.county and p.origin = 'points_claim' and p.origin_id = c.id "
           "where c.status = 'effective' and p.id is null order by c.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

const struct query unposted_redemptions = {
    .sql = "select r.id, 0, -r.points from points_redemptions r left join points_postings p "
           "on p.county = r.county and p.origin = 'points_redemption' and p.origin_id = r.id "
           "where p.id is null order by r.id limit 100",
    .row = { SHAPE(suspect, suspect_columns) },
};

static struct error *tell(struct context *cx, const struct query *query, const char *words,
                          void (*wrong)(str what, void *closure), void *closure)
{
    struct suspect *suspects;
    size_t count;

    TRY(query_rows(cx, query, NULL, 0, &suspects, &count));
    for (size_t i = 0; i < count; i++)
        wrong(arena_printf(cx->arena, "积分账：第%lld号%s，存的是%lld，应为%lld",
                           (long long)suspects[i].id, words, (long long)suspects[i].kept,
                           (long long)suspects[i].computed),
              closure);
    return NULL;
}

struct error *ledger_check(struct context *cx, void (*wrong)(str what, void *closure),
                           void *closure, int64_t *checked)
{
    int64_t count;

    TRY(tell(cx, &unbalanced_postings, "记账两边不平", wrong, closure));
    TRY(tell(cx, &lost_entries, "分录没有记账", wrong, closure));
    TRY(tell(cx, &wrong_balances, "户头余额和分录不符", wrong, closure));
    TRY(tell(cx, &strange_redemptions, "记账和兑换单不符", wrong, closure));
    TRY(tell(cx, &strange_adjustments, "记账和调整单不符", wrong, closure));
    TRY(tell(cx, &strange_claims, "记账和申报不符", wrong, closure));
    TRY(tell(cx, &unposted_claims, "申报没有记账", wrong, closure));
    TRY(tell(cx, &unposted_redemptions, "兑换单没有记账", wrong, closure));
    TRY(query_number(cx, "select count(*) from points_postings", NULL, 0, &count));
    *checked += count;
    return NULL;
}
