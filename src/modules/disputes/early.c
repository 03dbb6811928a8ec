/* SPDX-License-Identifier: Apache-2.0 */
/* Early sight, in plain counts. */
#include "modules/disputes/early.h"

#include "modules/places/places.h"

enum { YEARS_BACK = 3 };

/* A cross join is taken as it stands: the few parties first, then their cases. */
static struct error *count_households(struct context *cx, const struct dispute *dispute,
                                      int64_t *count)
{
    return query_number(
        cx,
        "select count(distinct other.dispute) from dispute_parties other "
        "cross join disputes d where other.county = $1 and other.dispute <> $2 "
        "and other.household in "
        "(select household from dispute_parties where county = $1 and dispute = $2) "
        "and d.county = other.county and d.id = other.dispute and d.found_on >= $3",
        WITH(value_integer(id_county(dispute->id)), value_integer(dispute->id),
             value_date(cx->arena, date_add_months(dispute->found_on, -12 * YEARS_BACK))),
        count);
}

static struct error *count_parcel(struct context *cx, const struct dispute *dispute,
                                  int64_t *count)
{
    if (str_is_empty(dispute->parcel))
        return NULL;
    return query_number(cx,
                        "select count(*) from disputes where county = $1 and parcel = $2 "
                        "and substr(place, 1, 12) = $3 and id <> $4",
                        WITH(value_integer(id_county(dispute->id)), value_text(dispute->parcel),
                             value_text(str_slice(dispute->place, 0, 12)),
                             value_integer(dispute->id)),
                        count);
}

/* Of one earlier year: the month of the case. */
static struct error *count_month(struct context *cx, const struct dispute *dispute, int back,
                                 int64_t *count)
{
    int year, month, day;
    date first;

    date_split(dispute->found_on, &year, &month, &day);
    first = date_of(year - back, month, 1);
    return query_number(
        cx,
        "select count(*) from disputes where county = $1 and substr(place, 1, 12) = $2 "
        "and category = $3 and found_on >= $4 and found_on < $5",
        WITH(value_integer(id_county(dispute->id)),
             value_text(str_slice(dispute->place, 0, 12)), value_text(dispute->category),
             value_date(cx->arena, first), value_date(cx->arena, date_add_months(first, 1))),
        count);
}

struct error *early_read(struct context *cx, const struct dispute *dispute,
                         struct early_sight *sight)
{
    int64_t count;

    *sight = (struct early_sight){ 0 };
    TRY(count_households(cx, dispute, &sight->households));
    TRY(count_parcel(cx, dispute, &sight->parcel));
    for (int back = 1; back <= YEARS_BACK; back++) {
        TRY(count_month(cx, dispute, back, &count));
        sight->season += count;
    }
    return NULL;
}

static void say(struct context *cx, struct buf *out, const char *before, int64_t count)
{
    if (count > 0)
        html(out, "<li>%.*s</li>\n",
             STR_ARG(
                 arena_printf(cx->arena, _("%s%lld件"), words_said(before), (long long)count)));
}

struct error *early_write(struct context *cx, struct buf *out, const struct dispute *dispute)
{
    struct early_sight sight;

    TRY(early_read(cx, dispute, &sight));
    if (sight.households + sight.parcel + sight.season == 0)
        return NULL;
    html(out, "<h3>%s</h3>\n<ul>\n", _("以前也有过"));
    say(cx, out, "近三年同一户的其他纠纷", sight.households);
    say(cx, out, "同一块地的其他纠纷", sight.parcel);
    say(cx, out, "本村前三年同一个月的同类纠纷", sight.season);
    html(out, "</ul>\n<p>%s</p>\n", _("只是件数，提醒把根子上的事一起解决，不是给人打分。"));
    return NULL;
}
