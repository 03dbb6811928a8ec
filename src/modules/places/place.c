/* SPDX-License-Identifier: Apache-2.0 */
/* Making places and giving them names. */
#include "modules/places/place_parts.h"

#include "app/access.h"

static const struct choice *level_choice(enum place_level level)
{
    return &shape_field(&place_type.shape, S("level"))->choices.items[level];
}

const char *place_level_word(enum place_level level)
{
    return level_choice(level)->label;
}

struct error *place_find(struct context *cx, str key, struct place *place, bool *found)
{
    return store_find_by(cx, &place_type, (str){ 0 }, "key", value_text(key), place, found);
}

struct error *place_get(struct context *cx, str key, struct place *place)
{
    bool found;

    TRY(place_find(cx, key, place, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有编号为“%.*s”的地点，请重新选择。", STR_ARG(key));
    return NULL;
}

bool place_is_open(const struct place *place, date day)
{
    bool has_begun = date_compare(place->opened_on, day) <= 0;

    return has_begun &&
           (!date_is_set(place->closed_on) || date_compare(day, place->closed_on) < 0);
}

/* Above the provinces there is no place: only a post over the whole country reaches it. */
struct error *place_may_write(struct context *cx, str parent)
{
    return access_need(cx, "places.write", str_is_empty(parent) ? S("~") : parent);
}

/* Keys */

struct found_key {
    str key;
};

static const struct field found_key_columns[] = {
    { PLACE(found_key, key), .label = "编号" },
};

const struct query place_last_key = {
    .sql = "select max(key) as key from places "
           "where parent = $1 and level = $2 and key >= $3 and key < $4",
    .row = { SHAPE(found_key, found_key_columns) },
};

/* Communities are numbered below 200, villages from there on. */
static int64_t first_number(enum place_level level, enum place_kind kind)
{
    if (level == PLACE_VILLAGE && kind == PLACE_KIND_COMMUNITY)
        return 1;
    return place_level_rules[level].first;
}

static str key_of_number(struct context *cx, str parent, enum place_level level, int64_t number)
{
    const struct place_level_rule *rule = &place_level_rules[level];
    bool has_letter = rule->letter != 0;
    int digits = (int)(rule->length - parent.length - has_letter);

    return arena_printf(cx->arena, "%.*s%s%0*lld", STR_ARG(parent), has_letter ? "g" : "",
                        digits, (long long)number);
}

/* The number at the end of the last key that has been given out. */
static int64_t number_of_key(str key, size_t parent_length, char letter)
{
    int64_t number = 0;

    if (!str_is_empty(key))
        (void)str_read_integer(str_slice(key, parent_length + (letter != 0), key.length),
                               &number);
    return number;
}

static str level_code(enum place_level level)
{
    return str_of(level_choice(level)->code);
}

struct error *place_next_key(struct context *cx, str parent, enum place_level level,
                             enum place_kind kind, str *key)
{
    const struct place_level_rule *rule = &place_level_rules[level];
    int64_t first = first_number(level, kind);
    str end = kind == PLACE_KIND_COMMUNITY && level == PLACE_VILLAGE
                  ? key_of_number(cx, parent, level, 200)
                  : key_end(cx->arena, parent);
    struct found_key *last;
    size_t count;

    TRY(query_rows(cx, &place_last_key,
                   WITH(value_text(parent), value_text(level_code(level)),
                        value_text(key_of_number(cx, parent, level, first)), value_text(end)),
                   &last, &count));
    int64_t number = number_of_key(last[0].key, parent.length, rule->letter) + 1;
    *key = key_of_number(cx, parent, level, number < first ? first : number);
    if (key->length != rule->length)
        return fail(cx, ERROR_CONFLICT, "“%.*s”下面的%s编号已经用完，不能再增加。",
                    STR_ARG(place_called(cx, parent)), words_said(place_level_word(level)));
    return NULL;
}

/* Making */

static struct error *check_parent(struct context *cx, const struct place *place)
{
    struct place parent = { 0 };
    bool found;

    if (str_is_empty(place->parent))
        return fail_field(cx, "parent", "请选择上级。");
    TRY(place_find(cx, place->parent, &parent, &found));
    if (!found)
        return fail_field(cx, "parent", "没有编号为“%.*s”的上级，请重新选择。",
                          STR_ARG(place->parent));
    if (parent.key.length != place_level_rules[place->level].parent_length ||
        parent.level == PLACE_GROUP)
        return fail_field(cx, "level", "“%.*s”是%s，下面不能直接设%s。", STR_ARG(parent.name),
                          words_said(place_level_word(parent.level)),
                          words_said(place_level_word(place->level)));
    if (date_is_set(parent.closed_on))
        return fail_field(cx, "parent", "“%.*s”已经撤销，不能在它下面新设单位。",
                          STR_ARG(parent.name));
    return NULL;
}

struct error *place_create(struct context *cx, struct place *place)
{
    TRY(check_parent(cx, place));
    TRY(place_may_write(cx, place->parent));
    if (place->level == PLACE_VILLAGE && place->kind == PLACE_KIND_UNSET)
        place->kind =
            str_ends(place->name, S("社区")) ? PLACE_KIND_COMMUNITY : PLACE_KIND_VILLAGE;
    TRY(place_next_key(cx, place->parent, place->level, place->kind, &place->key));
    if (place->level == PLACE_GRID || place->level == PLACE_MICRO_GRID)
        place->code = place->key;
    if (str_is_empty(place->full_name))
        place->full_name = place->name;
    if (!date_is_set(place->opened_on))
        place->opened_on = cx->today;
    return store_insert(cx, &place_type, place);
}

/* Names */

const struct query place_former_names = {
    .of = &place_name_type,
    .sql = "where place = $1 order by until_on, id limit 100",
};

struct error *place_keep_name(struct context *cx, const struct place *before, date until_on)
{
    struct place_name former = {
        .place = before->key,
        .name = before->name,
        .full_name = before->full_name,
        .code = before->code,
        .until_on = until_on,
    };

    return store_insert(cx, &place_name_type, &former);
}

struct error *place_name_on(struct context *cx, const struct place *place, date day, str *name)
{
    struct place_name *names;
    size_t count;

    TRY(query_rows(cx, &place_former_names, WITH(value_text(place->key)), &names, &count));
    for (size_t i = 0; i < count; i++)
        if (date_compare(day, names[i].until_on) < 0) {
            *name = names[i].name;
            return NULL;
        }
    *name = place->name;
    return NULL;
}

static struct error *check_code_is_free(struct context *cx, const struct place *place, str code)
{
    struct place other = { 0 };
    bool found;

    if (str_is_empty(code) || str_eq(code, place->code))
        return NULL;
    TRY(store_find_by(cx, &place_type, (str){ 0 }, "code", value_text(code), &other, &found));
    if (found)
        return fail_field(cx, "code", "代码%.*s已经是“%.*s”的，请核对。", STR_ARG(code),
                          STR_ARG(other.name));
    return NULL;
}

static struct error *check_day(struct context *cx, const struct place *place, date on)
{
    if (date_is_set(place->closed_on))
        return fail(cx, ERROR_CONFLICT, "“%.*s”已经撤销，不能再改。", STR_ARG(place->name));
    if (date_compare(on, cx->today) > 0)
        return fail_field(cx, "on", "日期不能晚于今天，到了那天再办。");
    if (date_compare(on, place->opened_on) < 0)
        return fail_field(cx, "on", "日期不能早于设立日期。");
    return NULL;
}

struct error *place_rename(struct context *cx, str key, const struct place_naming *naming)
{
    struct place place = { 0 };

    TRY(place_get(cx, key, &place));
    TRY(place_may_write(cx, place.parent));
    TRY(check_day(cx, &place, naming->on));
    TRY(check_code_is_free(cx, &place, naming->code));
    TRY(place_keep_name(cx, &place, naming->on));
    place.full_name = naming->name;
    place.name = place_spoken_name(cx, naming->name);
    if (!str_is_empty(naming->code))
        place.code = naming->code;
    TRY(store_update(cx, &place_type, &place));
    return announce(cx, "place.renamed", &place_type, &place);
}

static bool has_new_name(const struct place *before, const struct place *after)
{
    return !str_eq(before->name, after->name) || !str_eq(before->full_name, after->full_name) ||
           !str_eq(before->code, after->code);
}

struct error *place_change(struct context *cx, void *record)
{
    struct place *after = record;
    struct place before = { 0 };

    TRY(store_get(cx, &place_type, after->id, &before));
    TRY(place_may_write(cx, before.parent));
    if (!str_eq(before.parent, after->parent) || before.level != after->level)
        return fail(cx, ERROR_CONFLICT, "上级和级别不能直接改。请用“合并”“拆分”或“撤销”。");
    TRY(check_code_is_free(cx, &before, after->code));
    if (has_new_name(&before, after))
        TRY(place_keep_name(cx, &before, cx->today));
    return store_update(cx, &place_type, after);
}

struct error *governance_centre_open(struct context *cx, void *record)
{
    struct governance_centre *centre = record;
    struct place place = { 0 };

    TRY(place_get(cx, centre->place, &place));
    TRY(access_need(cx, "places.write", centre->place));
    centre->level = place.level;
    return store_insert(cx, &governance_centre_type, centre);
}
