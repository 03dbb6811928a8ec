/* SPDX-License-Identifier: Apache-2.0 */
/* A member's year: the score becomes stars by the table. */
#include "modules/stars/star_parts.h"

#include "app/access.h"
#include "app/data.h"
#include "modules/places/places.h"
#include "modules/points/points.h"

enum { DECEMBER = 12, LAST_DAY = 31 };

struct error *stars_set_up(struct context *cx)
{
    TRY(data_load(cx, &star_step_type, "star_table.csv", "code"));
    return data_load(cx, &branch_indicator_type, "branch_indicators.csv", "code");
}

/* The table */

const struct query all_star_steps = {
    .of = &star_step_type,
    .sql = "order by from_score desc, id limit 500",
};

/* The nearest region that has a table. */
static size_t nearest_region(const struct star_step *steps, size_t count, str place)
{
    size_t nearest = 0;

    for (size_t i = 0; i < count; i++)
        if (key_is_within(place, steps[i].region) && steps[i].region.length > nearest)
            nearest = steps[i].region.length;
    return nearest;
}

struct error *star_of(struct context *cx, str place, int64_t score, struct star_step *step)
{
    struct star_step *steps;
    size_t count;

    TRY(query_rows(cx, &all_star_steps, NULL, 0, &steps, &count));
    size_t nearest = nearest_region(steps, count, place);
    for (size_t i = 0; i < count; i++) {
        if (steps[i].region.length != nearest || !key_is_within(place, steps[i].region) ||
            score < steps[i].from_score)
            continue;
        *step = steps[i];
        return NULL;
    }
    return fail(cx, ERROR_CONFLICT, "星级对照表里没有%lld分对应的星级，请先补上。",
                (long long)score);
}

/* Settling a year */

const struct query member_accounts = {
    .of = &points_account_type,
    .sql = "where county = $1 and place = $2 and side = 'member' and closed_on is null "
           "and exists (select 1 from party_members m where m.county = points_accounts.county "
           "and m.id = points_accounts.subject and m.to_on is null) "
           "order by name, id limit 2000",
};

static str key_of(struct context *cx, record_id account, int64_t year)
{
    return arena_printf(cx->arena, "%lld:%lld", (long long)account, (long long)year);
}

struct error *member_star_find(struct context *cx, record_id account, int64_t year,
                               struct member_star *star, bool *found)
{
    struct points_account owner = { 0 };

    TRY(store_get(cx, &points_account_type, account, &owner));
    return store_find_by(cx, &member_star_type, owner.place, "key",
                         value_text(key_of(cx, account, year)), star, found);
}

static struct error *settle(struct context *cx, const struct points_account *account,
                            int64_t year)
{
    struct member_star star = { 0 };
    struct star_step step = { 0 };
    bool found;

    TRY(member_star_find(cx, account->id, year, &star, &found));
    TRY(points_score(cx, account->id, (int)year, &star.score));
    TRY(points_is_exempt(cx, account->id, date_of((int)year, 1, 1),
                         date_of((int)year, DECEMBER, LAST_DAY), &star.is_exempt));
    TRY(star_of(cx, account->place, star.score, &step));
    star.place = account->place;
    star.key = key_of(cx, account->id, year);
    star.account = account->id;
    star.name = account->name;
    star.year = year;
    star.stars = step.stars;
    star.title = step.title;
    star.settled_on = cx->today;
    return found ? store_update(cx, &member_star_type, &star)
                 : store_insert(cx, &member_star_type, &star);
}

struct error *stars_settle(struct context *cx, str village, int64_t year, size_t *count)
{
    struct points_scheme scheme = { 0 };
    struct points_account *accounts;
    bool found;

    TRY(access_need(cx, "stars.settle", village));
    if (year < 2000 || date_compare(cx->today, date_of((int)year, DECEMBER, 1)) < 0)
        return fail_field(cx, "year", "到12月才能结算当年的星级。");
    TRY(points_scheme_of(cx, village, POINTS_MEMBER, &scheme, &found));
    if (!found)
        return fail_field(cx, "place", "%.*s还没有施行党员积分办法。",
                          STR_ARG(place_called(cx, village)));
    TRY(query_rows(cx, &member_accounts,
                   WITH(value_integer(key_county(village)), value_text(village)), &accounts,
                   count));
    for (size_t i = 0; i < *count; i++)
        TRY(settle(cx, &accounts[i], year));
    return NULL;
}
