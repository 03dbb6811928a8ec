/* SPDX-License-Identifier: Apache-2.0 */
/* Who has offered to help (志愿服务条例): freely, with a guardian when young, and until they
 * leave. */
#include "modules/people/people_parts.h"

#include "app/access.h"

enum { OF_AGE_MONTHS = 18 * 12 };

static bool is_young(const struct volunteer *volunteer, date today)
{
    return date_is_set(volunteer->birth_on) &&
           date_compare(date_add_months(volunteer->birth_on, OF_AGE_MONTHS), today) > 0;
}

struct error *volunteer_check(struct context *cx, void *record)
{
    struct volunteer *volunteer = record;

    TRY(access_need(cx, "volunteers.write", volunteer->place));
    TRY(check_home(cx, "place", volunteer->place));
    if (!date_is_set(volunteer->joined_on))
        volunteer->joined_on = cx->today;
    TRY(check_not_future(cx, "birth_on", volunteer->birth_on));
    TRY(check_not_future(cx, "joined_on", volunteer->joined_on));
    TRY(check_not_future(cx, "left_on", volunteer->left_on));
    if (date_is_set(volunteer->left_on) &&
        date_compare(volunteer->left_on, volunteer->joined_on) < 0)
        return fail_field(cx, "left_on", "退出日期早于加入日期，请核对。");
    if (is_young(volunteer, cx->today) && str_is_empty(volunteer->guardian))
        return fail_field(cx, "guardian", "不满18周岁的，要有监护人同意。请写监护人的姓名。");
    return NULL;
}

struct error *volunteer_enrol(struct context *cx, void *record)
{
    TRY(volunteer_check(cx, record));
    return store_insert(cx, &volunteer_type, record);
}

struct error *volunteer_change(struct context *cx, void *record)
{
    struct volunteer before = { 0 };

    TRY(store_get(cx, &volunteer_type, ((const struct volunteer *)record)->id, &before));
    TRY(access_need(cx, "volunteers.write", before.place));
    TRY(volunteer_check(cx, record));
    return store_update(cx, &volunteer_type, record);
}

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "支数" },
};

const struct query volunteer_teams = {
    .sql = "select count(distinct team) from volunteers "
           "where county = $1 and place >= $2 and place < $3 and team <> '' and has_agreed = 1 "
           "and joined_on <= $5 and (left_on is null or left_on > $5) and $4 <= $5",
    .row = { SHAPE(counted, counted_columns) },
};
