/* SPDX-License-Identifier: Apache-2.0 */
/* Closing, merging and splitting places.  Records stay where they are. */
#include "modules/places/place_parts.h"

#include "app/access.h"
#include "app/account.h"

enum { UNITS_MAX = 20 };

const struct query place_open_below = {
    .of = &place_type,
    .sql = "where key > $1 and key < $2 and closed_on is null "
           "order by key limit 500",
};

const struct query place_posts_below = {
    .of = &post_type,
    .sql = "where county = $1 and place >= $2 and place < $3 "
           "and (ends_on is null or ends_on > $4) and id > $5 order by id limit 500",
};

const struct query place_posts_at = {
    .of = &post_type,
    .sql = "where county = $1 and place = $2 and (ends_on is null or ends_on > $3) "
           "order by id limit 500",
};

static struct error *check_closing(struct context *cx, const struct place *place, date on)
{
    TRY(place_may_write(cx, place->parent));
    if (place->level < PLACE_COUNTY)
        return fail(cx, ERROR_CONFLICT, "省、市一级的区划调整请导入新的区划代码表。");
    if (date_is_set(place->closed_on))
        return fail(cx, ERROR_CONFLICT, "“%.*s”已经撤销过了。", STR_ARG(place->name));
    if (date_compare(on, cx->today) > 0)
        return fail_field(cx, "on", "日期不能晚于今天，到了那天再办。");
    if (date_compare(on, place->opened_on) < 0)
        return fail_field(cx, "on", "日期不能早于“%.*s”的设立日期。", STR_ARG(place->name));
    return NULL;
}

static date later(date a, date b)
{
    return date_compare(a, b) > 0 ? a : b;
}

static struct error *end_post(struct context *cx, const struct place *place,
                              const struct post *post, date last_day)
{
    return post_end(cx, post->id, later(last_day, post->starts_on),
                    arena_printf(cx->arena, "%.*s撤销", STR_ARG(place->name)));
}

/* Posts in a place that is gone end on its last day.  Those that have ended meanwhile stay as
 * they are. */
static struct error *end_posts(struct context *cx, const struct place *place, date on)
{
    date last_day = date_add_days(on, -1);
    date settled = later(last_day, date_add_days(cx->today, -1));
    struct post *posts;
    record_id after = 0;
    size_t count;

    do {
        TRY(query_rows(cx, &place_posts_below,
                       WITH(value_integer(key_county(place->key)), value_text(place->key),
                            value_text(key_end(cx->arena, place->key)),
                            value_date(cx->arena, settled), value_integer(after)),
                       &posts, &count));
        for (size_t i = 0; i < count; i++)
            TRY(end_post(cx, place, &posts[i], last_day));
        after = count > 0 ? posts[count - 1].id : 0;
    } while (count > 0);
    return NULL;
}

static struct error *close_one(struct context *cx, struct place *place,
                               const struct place_closing *closing)
{
    place->closed_on = closing->on;
    place->successors = closing->successors;
    place->reason = closing->reason;
    TRY(store_update(cx, &place_type, place));
    return announce(cx, "place.closed", &place_type, place);
}

static struct error *close_below(struct context *cx, str key,
                                 const struct place_closing *closing)
{
    struct place *places;
    size_t count;

    do {
        TRY(query_rows(cx, &place_open_below,
                       WITH(value_text(key), value_text(key_end(cx->arena, key))), &places,
                       &count));
        for (size_t i = 0; i < count; i++)
            TRY(close_one(cx, &places[i], closing));
    } while (count > 0);
    return NULL;
}

static struct error *close_whole(struct context *cx, struct place *place,
                                 const struct place_closing *closing)
{
    TRY(check_closing(cx, place, closing->on));
    TRY(end_posts(cx, place, closing->on));
    TRY(close_below(cx, place->key, closing));
    return close_one(cx, place, closing);
}

static struct error *check_successors(struct context *cx, str successors, date on)
{
    for (str key; str_next(&successors, &key);) {
        struct place place = { 0 };
        TRY(place_get(cx, key, &place));
        if (!place_is_open(&place, on))
            return fail_field(cx, "successors", "“%.*s”那时不在，不能由它接续。",
                              STR_ARG(place.name));
    }
    return NULL;
}

struct error *place_close(struct context *cx, str key, const struct place_closing *closing)
{
    struct place place = { 0 };

    TRY(place_get(cx, key, &place));
    TRY(check_successors(cx, closing->successors, closing->on));
    return close_whole(cx, &place, closing);
}

/* Merging */

static struct error *read_units(struct context *cx, str key, str others, struct place *units,
                                size_t *count)
{
    TRY(place_get(cx, key, &units[0]));
    *count = 1;
    for (str other; str_next(&others, &other);) {
        if (*count == UNITS_MAX)
            return fail_field(cx, "others", "一次最多合并%d个单位。", UNITS_MAX);
        TRY(place_get(cx, other, &units[*count]));
        if (units[*count].level != units[0].level)
            return fail_field(cx, "others", "“%.*s”和“%.*s”不是同一级，不能合并。",
                              STR_ARG(units[0].name), STR_ARG(units[*count].name));
        (*count)++;
    }
    return NULL;
}

/* The place that the others become part of: one that is kept, or a new one. */
static struct error *find_merged(struct context *cx, const struct place *first,
                                 const struct place_merger *merger, struct place *merged)
{
    if (!str_is_empty(merger->into)) {
        TRY(place_get(cx, merger->into, merged));
        if (merged->level == first->level && !date_is_set(merged->closed_on))
            return NULL;
        return fail_field(cx, "into", "“%.*s”不能接收合并的单位：它已撤销，或者级别不同。",
                          STR_ARG(merged->name));
    }
    if (str_is_empty(merger->name))
        return fail_field(cx, "name", "请填写新单位的名称，或者填保留哪个单位的编号。");
    *merged = (struct place){
        .name = merger->name,
        .level = first->level,
        .kind = first->kind,
        .parent = first->parent,
        .opened_on = merger->on,
    };
    return place_create(cx, merged);
}

/* Who held a post in a place goes on in the merged one, from the first day on. */
static struct error *move_posts(struct context *cx, const struct place *from,
                                const struct place *to, date on)
{
    struct post *posts;
    size_t count;

    TRY(query_rows(
        cx, &place_posts_at,
        WITH(value_integer(key_county(from->key)), value_text(from->key),
             value_date(cx->arena, later(date_add_days(on, -1), date_add_days(cx->today, -1)))),
        &posts, &count));
    for (size_t i = 0; i < count; i++) {
        struct post post = posts[i];
        post.id = 0;
        post.place = to->key;
        post.starts_on = on;
        TRY(post_give(cx, &post));
    }
    return NULL;
}

static struct error *merge_one(struct context *cx, struct place *unit,
                               const struct place *merged, const struct place_merger *merger)
{
    const struct place_closing closing = {
        .on = merger->on,
        .successors = merged->key,
        .reason = merger->reason,
    };

    if (str_eq(unit->key, merged->key))
        return NULL;
    if (merger->moves_posts)
        TRY(move_posts(cx, unit, merged, merger->on));
    return close_whole(cx, unit, &closing);
}

struct error *place_merge(struct context *cx, str key, const struct place_merger *merger,
                          struct place *merged)
{
    struct place *units = arena_array(cx->arena, struct place, UNITS_MAX);
    struct place target = { 0 };
    size_t count;

    TRY(read_units(cx, key, merger->others, units, &count));
    for (size_t i = 0; i < count; i++)
        TRY(check_closing(cx, &units[i], merger->on));
    TRY(find_merged(cx, &units[0], merger, &target));
    for (size_t i = 0; i < count; i++)
        TRY(merge_one(cx, &units[i], &target, merger));
    *merged = target;
    return NULL;
}

/* Splitting */

static struct error *make_part(struct context *cx, const struct place *whole, str name, date on,
                               struct buf *successors)
{
    struct place part = {
        .name = name,
        .level = whole->level,
        .kind = whole->kind,
        .parent = whole->parent,
        .opened_on = on,
    };

    TRY(place_create(cx, &part));
    buf_printf(successors, "%s%.*s", successors->length > 0 ? " " : "", STR_ARG(part.key));
    return NULL;
}

static struct error *make_parts(struct context *cx, const struct place *whole,
                                const struct place_division *division, str *successors)
{
    struct buf keys = { .arena = cx->arena };
    str names = division->names;
    size_t count = 0;

    while (!str_is_empty(names)) {
        str name;
        str_cut(names, '\n', &name, &names);
        if (str_is_empty(str_trim(name)))
            continue;
        if (++count > UNITS_MAX)
            return fail_field(cx, "names", "一次最多拆成%d个单位。", UNITS_MAX);
        TRY(make_part(cx, whole, str_trim(name), division->on, &keys));
    }
    if (count < 2)
        return fail_field(cx, "names", "拆分后至少有两个单位，请一行写一个名称。");
    *successors = buf_str(&keys);
    return NULL;
}

struct error *place_split(struct context *cx, str key, const struct place_division *division)
{
    struct place whole = { 0 };
    struct place_closing closing = { .on = division->on, .reason = division->reason };

    TRY(place_get(cx, key, &whole));
    TRY(check_closing(cx, &whole, division->on));
    TRY(make_parts(cx, &whole, division, &closing.successors));
    return close_whole(cx, &whole, &closing);
}
