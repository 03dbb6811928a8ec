/* SPDX-License-Identifier: Apache-2.0 */
/* Writing people down, their deaths and moves. */
#include "modules/people/people_parts.h"

#include "app/access.h"
#include "app/event.h"
#include "base/codes.h"
#include "base/hash.h"
#include "base/unicode.h"
#include "modules/places/places.h"

enum { SIXTY_YEARS_MONTHS = 60 * 12 };

bool resident_is_present(const struct resident *resident)
{
    switch (resident->status) {
    case RESIDENT_HOME:
    case RESIDENT_AWAY:
    case RESIDENT_INCOMING:
    case RESIDENT_NOMINAL:
        return true;
    case RESIDENT_DEAD_LISTED:
    case RESIDENT_DEAD:
    case RESIDENT_MOVED_OUT:
        return false;
    }
    return false;
}

str village_of(str key)
{
    return place_key_at(key, PLACE_VILLAGE);
}

struct error *check_home(struct context *cx, const char *field, str key)
{
    struct place place = { 0 };
    bool found;

    TRY(place_find(cx, key, &place, &found));
    if (!found || place.level < PLACE_VILLAGE)
        return fail_field(cx, field, "请选择村（社区）、组或网格。");
    if (!place_is_open(&place, cx->today))
        return fail_field(cx, field, "“%.*s”已经撤销，请选择现在的村。", STR_ARG(place.name));
    return NULL;
}

struct error *check_not_future(struct context *cx, const char *field, date on)
{
    if (date_compare(on, cx->today) > 0)
        return fail_field(cx, field, "日期不能晚于今天。");
    return NULL;
}

/* The identity number */

/* A number that came by a form is sealed already; rules may be given a plain one. */
static void seal_number(struct context *cx, const char *name, str *member)
{
    const struct field *field = shape_field(&resident_type.shape, str_of(name));
    str plain = *member;

    if (!is_sealed(plain))
        (void)field->kind->read(field, cx->arena, plain, member);
}

static bool is_checked_type(enum id_type type)
{
    return type == ID_CITIZEN || type == ID_HMT_PERMIT;
}

static struct error *check_number(struct context *cx, const struct resident *resident,
                                  str number)
{
    if (!is_checked_type(resident->id_type))
        return NULL;
    if (id_number_refusal(number) != NULL)
        return fail_field(cx, "id_number", "%s", id_number_refusal(number));
    if (date_compare(id_number_birth(number), cx->today) > 0)
        return fail_field(cx, "id_number", "身份证号里的出生日期晚于今天，请核对。");
    return NULL;
}

/* Takes from the number what is not known yet, and notes what does not fit. */
static void compare_with_number(struct context *cx, struct resident *resident, str number)
{
    struct buf doubts = { .arena = cx->arena };
    enum sex sex = id_number_is_male(number) ? SEX_MALE : SEX_FEMALE;
    date birth = id_number_birth(number);

    if (resident->sex == SEX_UNKNOWN)
        resident->sex = sex;
    if (!date_is_set(resident->birth_on))
        resident->birth_on = birth;
    if (resident->sex != sex)
        buf_add(&doubts, S("性别与身份证号不一致。"));
    if (date_compare(resident->birth_on, birth) != 0)
        buf_add(&doubts, S("出生日期与身份证号不一致。"));
    resident->doubts = buf_str(&doubts);
}

static struct error *settle_number(struct context *cx, struct resident *resident)
{
    str number;

    resident->doubts = (str){ 0 };
    if (str_is_empty(resident->id_number))
        return NULL;
    seal_number(cx, "id_number", &resident->id_number);
    if (!unseal(cx->arena, resident->id_number, &number))
        return fail(cx, ERROR_BROKEN, "a sealed number does not open");
    TRY(check_number(cx, resident, number));
    if (is_checked_type(resident->id_type))
        compare_with_number(cx, resident, number);
    return NULL;
}

const struct query residents_with_number = {
    .of = &resident_type,
    .sql = "where county = $1 and id_number >= $2 and id_number < $3 "
           "order by id_number, id limit 20",
};

static struct error *find_with_prefix(struct context *cx, int64_t county, str prefix,
                                      struct resident **residents, size_t *count)
{
    return query_rows(
        cx, &residents_with_number,
        WITH(value_integer(county), value_text(prefix), value_text(key_end(cx->arena, prefix))),
        residents, count);
}

struct error *resident_find_by_number(struct context *cx, str county, str number,
                                      struct resident *resident, bool *found)
{
    struct resident *residents;
    size_t count;
    str normal = id_number_normal(cx->arena, str_trim(number));

    TRY(find_with_prefix(cx, key_county(county), seal_prefix(cx->arena, normal), &residents,
                         &count));
    *found = count > 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || residents[i].id < resident->id)
            *resident = residents[i];
    return NULL;
}

/* Twice in one village is a mistake; elsewhere it may be somebody who is entered there too. */
static struct error *check_not_twice(struct context *cx, const struct resident *resident)
{
    struct resident *others;
    size_t count;
    str prefix, rest;

    if (str_is_empty(resident->id_number))
        return NULL;
    str_cut(resident->id_number, '.', &prefix, &rest);
    prefix.length++; /* the dot, too */
    TRY(find_with_prefix(cx, key_county(resident->place), prefix, &others, &count));
    for (size_t i = 0; i < count; i++)
        if (others[i].id != resident->id && resident_is_present(&others[i]) &&
            key_is_within(others[i].place, village_of(resident->place)))
            return fail_field(cx, "id_number",
                              "这个身份证号在本村已经登记给“%.*s”，请核对是不是重复登记。",
                              STR_ARG(others[i].name));
    return NULL;
}

/* Names */

/* Pinyin and initials, and the characters one by one, each with its sound: so that 三 and san
 * lead to 张三. */
static str words_of_name(struct context *cx, str name)
{
    struct buf words = { .arena = cx->arena };

    buf_printf(&words, "%.*s %.*s", STR_ARG(text_pinyin(cx->arena, name)),
               STR_ARG(text_initials(cx->arena, name)));
    while (!str_is_empty(name)) {
        str character = str_first(name, 1);
        buf_printf(&words, "、%.*s %.*s", STR_ARG(character),
                   STR_ARG(text_pinyin(cx->arena, character)));
        name = str_slice(name, character.length, name.length);
    }
    return buf_str(&words);
}

struct error *resident_settle_words(struct context *cx, struct resident *resident)
{
    TRY(word_settle(cx, "ethnic_group", "ethnic_group", "民族", &resident->ethnic_group));
    TRY(word_settle(cx, "education", "education", "文化程度", &resident->education));
    TRY(word_settle(cx, "political_status", "political_status", "政治面貌",
                    &resident->political_status));
    TRY(word_settle(cx, "relation", "relation", "与户主关系", &resident->relation));
    return settle_number(cx, resident);
}

/* Everything that follows from what was written. */
static struct error *settle(struct context *cx, struct resident *resident)
{
    TRY(resident_settle_words(cx, resident));
    seal_number(cx, "phone", &resident->phone);
    TRY(check_not_future(cx, "birth_on", resident->birth_on));
    resident->sixty_on = date_is_set(resident->birth_on)
                             ? date_add_months(resident->birth_on, SIXTY_YEARS_MONTHS)
                             : (date){ 0 };
    resident->found_by = words_of_name(cx, resident->name);
    return check_not_twice(cx, resident);
}

static struct error *check_new(struct context *cx, const struct resident *resident)
{
    TRY(check_home(cx, "place", resident->place));
    if (!resident_is_present(resident))
        return fail_field(cx, "status", "请先按在村登记，再办理去世或迁出。");
    return NULL;
}

/* Who is said to be in the village stands in the grid of the household. */
static void stand_with(struct resident *resident, const struct household *household)
{
    if (key_is_within(household->place, resident->place))
        resident->place = household->place;
}

struct error *resident_register(struct context *cx, void *record)
{
    struct resident *resident = record;
    struct household household = { 0 };
    bool found = false;

    TRY(access_need(cx, "residents.write", resident->place));
    TRY(check_new(cx, resident));
    TRY(settle(cx, resident));
    if (!str_is_empty(resident->household_number))
        TRY(household_meant(cx, resident, &household, &found));
    if (found)
        stand_with(resident, &household);
    TRY(store_insert(cx, &resident_type, resident));
    if (str_is_empty(resident->household_number))
        return NULL;
    return household_admit(cx, resident, found ? &household : NULL);
}

/* The roster names another household than before. */
static struct error *change_household(struct context *cx, const struct resident *before,
                                      const struct resident *after)
{
    struct household_member *members;
    struct household household = { 0 };
    bool found;
    size_t count;

    if (str_eq(before->household_number, after->household_number))
        return NULL;
    TRY(memberships_now(cx, after->id, &members, &count));
    for (size_t i = 0; i < count; i++)
        if (members[i].kind == HOUSEHOLD_REGISTERED)
            TRY(household_depart(cx, &members[i], 0, cx->today, S("改户号")));
    if (str_is_empty(after->household_number))
        return NULL;
    TRY(household_meant(cx, after, &household, &found));
    return household_admit(cx, after, found ? &household : NULL);
}

static struct error *check_change(struct context *cx, const struct resident *before,
                                  const struct resident *after)
{
    if (!str_eq(village_of(before->place), village_of(after->place)))
        return fail_field(cx, "place", "换村请用“迁移”办理，这样户和记录才跟得上。");
    if (resident_is_present(before) != resident_is_present(after))
        return fail_field(cx, "status", "去世、迁出请用“登记去世”“迁移”办理。");
    if (str_eq(before->household_number, after->household_number) &&
        !str_is_empty(after->household_number) && !str_eq(before->relation, after->relation))
        return fail_field(cx, "relation", "户主变更、成员关系调整请在户的页面上办理。");
    return NULL;
}

struct error *resident_change(struct context *cx, void *record)
{
    struct resident *after = record;
    struct resident before = { 0 };

    TRY(store_get(cx, &resident_type, after->id, &before));
    TRY(access_need(cx, "residents.write", before.place));
    TRY(check_home(cx, "place", after->place));
    TRY(settle(cx, after));
    TRY(check_change(cx, &before, after));
    TRY(store_update(cx, &resident_type, after));
    return change_household(cx, &before, after);
}

struct error *resident_check(struct context *cx, void *record)
{
    const struct resident *resident = record;
    struct resident before = { 0 };

    TRY(check_not_future(cx, "birth_on", resident->birth_on));
    if (resident->id == 0) {
        TRY(check_new(cx, resident));
        return household_check_joining(cx, resident);
    }
    TRY(store_get(cx, &resident_type, resident->id, &before));
    TRY(check_home(cx, "place", resident->place));
    TRY(check_change(cx, &before, resident));
    if (str_eq(before.household_number, resident->household_number))
        return NULL;
    return household_check_joining(cx, resident);
}

struct error *resident_note_household(struct context *cx, record_id id, str number,
                                      str relation)
{
    struct resident resident = { 0 };

    TRY(store_get(cx, &resident_type, id, &resident));
    if (str_eq(resident.household_number, number) && str_eq(resident.relation, relation))
        return NULL;
    resident.household_number = number;
    resident.relation = relation;
    return store_update(cx, &resident_type, &resident);
}

struct error *resident_note_political_status(struct context *cx, record_id id, str status)
{
    struct resident resident = { 0 };

    TRY(store_get(cx, &resident_type, id, &resident));
    if (str_eq(resident.political_status, status))
        return NULL;
    resident.political_status = status;
    return store_update(cx, &resident_type, &resident);
}

/* Deaths and moves */

static struct error *read_present(struct context *cx, record_id id, struct resident *resident)
{
    TRY(store_get(cx, &resident_type, id, resident));
    TRY(access_need(cx, "residents.write", resident->place));
    if (!resident_is_present(resident))
        return fail(cx, ERROR_CONFLICT, "“%.*s”已经登记为去世或迁出。",
                    STR_ARG(resident->name));
    return NULL;
}

static bool is_home_kind(enum household_kind kind)
{
    return kind == HOUSEHOLD_REGISTERED || kind == HOUSEHOLD_LIVING;
}

/* Leaves the households; with only_home set, those of land and shares are kept. */
static struct error *leave_households(struct context *cx, record_id id, record_id new_head,
                                      date on, str reason, bool only_home)
{
    struct household_member *members;
    size_t count;

    TRY(memberships_now(cx, id, &members, &count));
    for (size_t i = 0; i < count; i++)
        if (!only_home || is_home_kind(members[i].kind))
            TRY(household_depart(cx, &members[i], new_head, on, reason));
    return NULL;
}

/* The row as it is after the households have been left. */
static struct error *keep_gone(struct context *cx, record_id id, enum resident_status status,
                               date on)
{
    struct resident resident = { 0 };

    TRY(store_get(cx, &resident_type, id, &resident));
    resident.status = status;
    resident.gone_on = on;
    TRY(store_update(cx, &resident_type, &resident));
    TRY(posts_end_of(cx, &resident, on, status == RESIDENT_MOVED_OUT ? S("迁出") : S("去世")));
    return announce(cx, "resident.gone", &resident_type, &resident);
}

struct error *resident_die(struct context *cx, record_id id, const struct resident_death *death)
{
    struct resident resident = { 0 };

    TRY(read_present(cx, id, &resident));
    TRY(check_not_future(cx, "on", death->on));
    TRY(leave_households(cx, id, death->new_head, death->on, S("去世"), false));
    return keep_gone(cx, id, death->still_listed ? RESIDENT_DEAD_LISTED : RESIDENT_DEAD,
                     death->on);
}

static struct error *move_within(struct context *cx, record_id id,
                                 const struct resident_moving *moving, bool same_village)
{
    struct resident resident = { 0 };

    TRY(check_home(cx, "to", moving->to));
    if (!same_village)
        TRY(leave_households(cx, id, moving->new_head, moving->on, S("迁往别的村"), true));
    TRY(store_get(cx, &resident_type, id, &resident));
    resident.place = moving->to;
    if (!same_village)
        resident.arrived_on = moving->on;
    TRY(check_not_twice(cx, &resident));
    return store_update(cx, &resident_type, &resident);
}

struct error *resident_move(struct context *cx, record_id id,
                            const struct resident_moving *moving)
{
    struct resident resident = { 0 };

    TRY(read_present(cx, id, &resident));
    TRY(check_not_future(cx, "on", moving->on));
    if (str_is_empty(moving->to)) {
        TRY(leave_households(cx, id, moving->new_head, moving->on, S("迁出"), true));
        return keep_gone(cx, id, RESIDENT_MOVED_OUT, moving->on);
    }
    if (key_county(moving->to) != key_county(resident.place))
        return fail_field(cx, "to",
                          "迁到外县的，这里办“迁出”（不填迁到哪里），由那边登记迁入。");
    return move_within(cx, id, moving,
                       str_eq(village_of(moving->to), village_of(resident.place)));
}
