/* SPDX-License-Identifier: Apache-2.0 */
/* Party members who need not attend: the old, the ill, the disabled, those away for long. */
#include "modules/points/points_parts.h"

#include "app/access.h"

static const struct choice reasons[] = {
    [EXEMPT_OLD] = { "old", "年老体弱", TONE_PLAIN },
    [EXEMPT_ILL] = { "ill", "长期生病", TONE_PLAIN },
    [EXEMPT_DISABLED] = { "disabled", "身体残疾", TONE_PLAIN },
    [EXEMPT_AWAY] = { "away", "长期在外", TONE_PLAIN },
};

static const struct field exemption_fields[] = {
    { TEXT(points_exemption, account_name), .label = "党员", .read_only = true,
      .listed = true },
    { PLACE(points_exemption, place), .label = "村", .read_only = true, .listed = true },
    { REF(points_exemption, account), .label = "户头", .target = "points_account",
      .required = true, .indexed = true },
    { CHOICE(points_exemption, reason), .label = "为什么", .choices = CHOICES(reasons),
      .help = "只写哪一类，不写病情。" },
    { DATE(points_exemption, from_on), .label = "从哪天起", .required = true, .listed = true },
    { DATE(points_exemption, until_on), .label = "到哪天止", .listed = true,
      .help = "不填就是一直免到改了为止。" },
};

const struct record_type points_exemption_type = {
    .name = "points_exemption",
    .table = "points_exemptions",
    .title = "免于参加",
    .shape = { SHAPE(points_exemption, exemption_fields) },
    .place = "place",
    .called = "account_name",
    .reads = "points.exempt",
    .writes = "points.exempt",
    .create = points_exempt,
    .change = points_exemption_change,
};

static struct error *settle(struct context *cx, struct points_exemption *exemption)
{
    struct points_account account = { 0 };

    TRY(store_get(cx, &points_account_type, exemption->account, &account));
    TRY(access_need(cx, "points.exempt", account.place));
    if (account.side != POINTS_MEMBER)
        return fail_field(cx, "account", "免于参加只对党员的户头登记。");
    if (date_is_set(exemption->until_on) &&
        date_compare(exemption->until_on, exemption->from_on) < 0)
        return fail_field(cx, "until_on", "止的日期不能早于起的日期。");
    exemption->place = account.place;
    exemption->account_name = account.name;
    return NULL;
}

struct error *points_exempt(struct context *cx, void *exemption)
{
    TRY(settle(cx, exemption));
    return store_insert(cx, &points_exemption_type, exemption);
}

struct error *points_exemption_change(struct context *cx, void *record)
{
    struct points_exemption *exemption = record;
    struct points_exemption kept = { 0 };

    TRY(store_get(cx, &points_exemption_type, exemption->id, &kept));
    TRY(access_need(cx, "points.exempt", kept.place));
    TRY(settle(cx, exemption));
    return store_update(cx, &points_exemption_type, exemption);
}

const struct query exemptions_within = {
    .of = &points_exemption_type,
    .sql = "where county = $1 and account = $2 and from_on <= $4 "
           "and (until_on is null or until_on >= $3) order by id limit 1",
};

struct error *points_is_exempt(struct context *cx, record_id account, date first, date last,
                               bool *exempt)
{
    struct points_exemption *found;
    size_t count;

    TRY(query_rows(cx, &exemptions_within,
                   WITH(value_integer(id_county(account)), value_integer(account),
                        value_date(cx->arena, first), value_date(cx->arena, last)),
                   &found, &count));
    *exempt = count > 0;
    return NULL;
}
