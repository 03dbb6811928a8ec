/* SPDX-License-Identifier: Apache-2.0 */
/* The stars of an honour (十星): claimed by the household, confirmed by those who check. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"

static const struct field star_fields[] = {
    { TEXT(honour_star, code), .label = "代码", .required = true, .max = 20, .listed = true },
    { PLACE(honour_star, region), .label = "哪里用", .listed = true,
      .help = "空着就是没有另定的地方都用。" },
    { TEXT(honour_star, kind), .label = "荣誉代码", .required = true, .max = 40,
      .listed = true },
    { TEXT(honour_star, name), .label = "星", .required = true, .max = 20, .listed = true },
    { TEXT(honour_star, meaning), .label = "什么样算有", .max = 100, .listed = true },
    { TEXT(honour_star, source), .label = "依据", .max = 100 },
};

const struct record_type honour_star_type = {
    .name = "honour_star",
    .table = "honour_stars",
    .title = "十星",
    .shape = { SHAPE(honour_star, star_fields) },
    .called = "name",
    .key = "code",
    .reads = "honours.read",
    .writes = "honours.kinds",
    .tabled = true,
};

const struct query stars_of_kind = {
    .of = &honour_star_type,
    .sql = "where kind = $1 order by id limit 200",
};

static size_t nearest_region(const struct honour_star *stars, size_t count, str place)
{
    size_t nearest = 0;

    for (size_t i = 0; i < count; i++)
        if (key_is_within(place, stars[i].region) && stars[i].region.length > nearest)
            nearest = stars[i].region.length;
    return nearest;
}

struct error *honour_stars_of(struct context *cx, str kind, str place,
                              struct honour_star **stars, size_t *count)
{
    size_t all;

    TRY(query_rows(cx, &stars_of_kind, WITH(value_text(kind)), stars, &all));
    size_t nearest = nearest_region(*stars, all, place);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if ((*stars)[i].region.length == nearest && key_is_within(place, (*stars)[i].region))
            (*stars)[(*count)++] = (*stars)[i];
    return NULL;
}

static bool is_among(str codes, str code)
{
    str one;

    while (str_next(&codes, &one))
        if (str_eq(one, code))
            return true;
    return false;
}

static size_t count_words(str words)
{
    str one;
    size_t count = 0;

    while (str_next(&words, &one))
        count++;
    return count;
}

struct error *honour_star_names(struct context *cx, str kind, str place, str codes, str *names,
                                size_t *count)
{
    struct buf out = { .arena = cx->arena };
    struct honour_star *stars;
    size_t all;

    *count = 0;
    TRY(honour_stars_of(cx, kind, place, &stars, &all));
    for (size_t i = 0; i < all; i++)
        if (is_among(codes, stars[i].code))
            buf_printf(&out, "%s%.*s", (*count)++ > 0 ? "、" : "", STR_ARG(stars[i].name));
    *names = buf_str(&out);
    return NULL;
}

/* Fails when a code is no star of the honour; leaves each once, in the table's order. */
static struct error *normal_codes(struct context *cx, const struct honour_round *round,
                                  str given, str *codes)
{
    struct buf out = { .arena = cx->arena };
    struct honour_star *stars;
    size_t count, known = 0;
    str rest = given, one;

    TRY(honour_stars_of(cx, round->kind, round->place, &stars, &count));
    if (count == 0)
        return fail(cx, ERROR_CONFLICT, "这项荣誉不分星。");
    for (size_t i = 0; i < count; i++)
        if (is_among(given, stars[i].code))
            buf_printf(&out, "%s%.*s", known++ > 0 ? " " : "", STR_ARG(stars[i].code));
    while (str_next(&rest, &one))
        if (!is_among(buf_str(&out), one))
            return fail_field(cx, "stars", "没有“%.*s”这颗星。", STR_ARG(one));
    *codes = buf_str(&out);
    return NULL;
}

struct error *honour_nomination_stars(struct context *cx, record_id id, str codes)
{
    struct honour_nomination nomination = { 0 };
    struct honour_round round = { 0 };

    TRY(store_get(cx, &honour_nomination_type, id, &nomination));
    TRY(store_get(cx, &honour_round_type, nomination.round, &round));
    TRY(access_need(cx, "honours.run", round.place));
    TRY(normal_codes(cx, &round, codes, &codes));
    if (round.status == ROUND_NOMINATING)
        nomination.claimed = codes;
    else if (round.status == ROUND_CHECKING)
        nomination.confirmed = codes;
    else
        return fail(cx, ERROR_CONFLICT, "申报的时候认星，检查的时候定星，现在都不是。");
    return store_update(cx, &honour_nomination_type, &nomination);
}

struct error *honour_check_stars(struct context *cx, const struct honour_kind *kind,
                                 const struct honour_nomination *nomination)
{
    size_t stars = count_words(nomination->confirmed);

    if ((int64_t)stars >= kind->least_stars)
        return NULL;
    return fail(
        cx, ERROR_CONFLICT, "%.*s检查定了%zu颗星，“%.*s”至少要%lld颗。请先定星，或者写明不评。",
        STR_ARG(nomination->name), stars, STR_ARG(kind->name), (long long)kind->least_stars);
}
