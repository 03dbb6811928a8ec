/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Households: who belongs to them, since when and until when.
 *
 * A membership is never changed but for its end.  When the head changes, all memberships end on
 * that day and begin anew with their new relations, so that it can be told for any day who was
 * what to whom.
 */
#include "modules/people/people_parts.h"

#include "app/access.h"
#include "modules/places/places.h"

enum { NUMBER_DIGITS = 4, MEMBERS_MAX = 200 };

static const char head_word[] = "户主";

const struct query open_memberships = {
    .of = &household_member_type,
    .sql = "where county = $1 and resident = $2 and to_on is null order by id limit 20",
};

const struct query members_now = {
    .of = &household_member_type,
    .sql = "where county = $1 and household = $2 and to_on is null "
           "order by case when relation = '户主' then 0 else 1 end, id limit 200",
};

struct error *memberships_now(struct context *cx, record_id resident,
                              struct household_member **members, size_t *count)
{
    return query_rows(cx, &open_memberships,
                      WITH(value_integer(id_county(resident)), value_integer(resident)),
                      members, count);
}

struct error *household_members_now(struct context *cx, record_id id,
                                    struct household_member **members, size_t *count)
{
    return query_rows(cx, &members_now, WITH(value_integer(id_county(id)), value_integer(id)),
                      members, count);
}

/* Numbers: the last six digits of the village and four of our own. */

struct found_number {
    str number;
};

static const struct field number_columns[] = {
    { TEXT(found_number, number), .label = "户号" },
};

const struct query last_household_number = {
    .sql = "select max(number) as number from households "
           "where county = $1 and number >= $2 and number < $3",
    .row = { SHAPE(found_number, number_columns) },
};

static struct error *next_number(struct context *cx, str place, str *number)
{
    str village = village_of(place);
    str prefix = arena_printf(cx->arena, "%.*s-",
                              STR_ARG(str_slice(village, village.length - 6, village.length)));
    struct found_number *last;
    size_t count;
    int64_t used = 0;

    TRY(query_rows(cx, &last_household_number,
                   WITH(value_integer(key_county(place)), value_text(prefix),
                        value_text(key_end(cx->arena, prefix))),
                   &last, &count));
    str digits = str_slice(last[0].number, prefix.length, last[0].number.length);
    (void)str_read_integer(digits, &used);
    *number = arena_printf(cx->arena, "%.*s%0*lld", STR_ARG(prefix), NUMBER_DIGITS,
                           (long long)used + 1);
    return NULL;
}

const struct query households_with_number = {
    .of = &household_type,
    .sql = "where county = $1 and number = $2 order by id limit 50",
};

static struct error *find_by_number(struct context *cx, str place, str number,
                                    enum household_kind kind, struct household *household,
                                    bool *found)
{
    struct household *households;
    size_t count;

    *found = false;
    TRY(query_rows(cx, &households_with_number,
                   WITH(value_integer(key_county(place)), value_text(number)), &households,
                   &count));
    for (size_t i = 0; i < count && !*found; i++)
        if (households[i].kind == kind && !date_is_set(households[i].closed_on) &&
            key_is_within(households[i].place, village_of(place))) {
            *household = households[i];
            *found = true;
        }
    return NULL;
}

/* One household of a kind has a number. */
static struct error *check_number(struct context *cx, const struct household *household)
{
    struct household other = { 0 };
    bool found;

    if (str_is_empty(household->number))
        return NULL;
    TRY(find_by_number(cx, household->place, household->number, household->kind, &other,
                       &found));
    if (found && other.id != household->id)
        return fail_field(cx, "number", "户号“%.*s”在本村已经有了（户主%.*s），请换一个。",
                          STR_ARG(household->number), STR_ARG(other.head_name));
    return NULL;
}

static struct error *settle_number(struct context *cx, struct household *household)
{
    if (str_is_empty(household->number))
        return next_number(cx, household->place, &household->number);
    return check_number(cx, household);
}

/* Reading what a rule acts on */

static struct error *read_open(struct context *cx, record_id id, struct household *household)
{
    TRY(store_get(cx, &household_type, id, household));
    TRY(access_need(cx, "residents.write", household->place));
    if (date_is_set(household->closed_on))
        return fail(cx, ERROR_CONFLICT, "这一户已经销户，不能再改。");
    return NULL;
}

static struct error *check_day(struct context *cx, const struct household *household, date on)
{
    TRY(check_not_future(cx, "on", on));
    if (date_compare(on, household->opened_on) < 0)
        return fail_field(cx, "on", "日期不能早于立户日期。");
    return NULL;
}

static struct error *read_resident(struct context *cx, const char *field, record_id id,
                                   const struct household *household, struct resident *resident)
{
    bool found = false;

    if (id != 0)
        TRY(store_find(cx, &resident_type, id, resident, &found));
    if (!found || id_county(id) != key_county(household->place))
        return fail_field(cx, field, "请从本县登记的居民里选人。");
    if (!resident_is_present(resident))
        return fail_field(cx, field, "“%.*s”已经去世或迁出，不能入户。",
                          STR_ARG(resident->name));
    return NULL;
}

static struct error *check_free(struct context *cx, const struct resident *resident,
                                enum household_kind kind)
{
    struct household_member *members;
    size_t count;

    TRY(memberships_now(cx, resident->id, &members, &count));
    for (size_t i = 0; i < count; i++)
        if (members[i].kind == kind)
            return fail(cx, ERROR_CONFLICT,
                        "“%.*s”已经在“%.*s”户里，同一类的户只能在一户。请先办理迁出该户。",
                        STR_ARG(resident->name),
                        STR_ARG(record_called(cx, &household_type, members[i].household)));
    return NULL;
}

/* Who the open membership of a household belongs to. */
static struct error *find_member(struct context *cx, record_id household, record_id resident,
                                 const char *field, struct household_member *member)
{
    struct household_member *members;
    size_t count;

    TRY(memberships_now(cx, resident, &members, &count));
    for (size_t i = 0; i < count; i++)
        if (members[i].household == household) {
            *member = members[i];
            return NULL;
        }
    return fail_field(cx, field, "“%.*s”现在不在这一户里。",
                      STR_ARG(record_called(cx, &resident_type, resident)));
}

/* Memberships */

static struct error *add_member(struct context *cx, const struct household *household,
                                record_id resident, str relation, date on, str reason)
{
    struct household_member member = {
        .place = household->place,
        .household = household->id,
        .kind = household->kind,
        .resident = resident,
        .relation = relation,
        .from_on = on,
        .reason = reason,
    };

    return store_insert(cx, &household_member_type, &member);
}

static struct error *begin_member(struct context *cx, const struct household *household,
                                  record_id resident, str relation, date on, str reason)
{
    TRY(add_member(cx, household, resident, relation, on, reason));
    if (household->kind != HOUSEHOLD_REGISTERED)
        return NULL;
    return resident_note_household(cx, resident, household->number, relation);
}

static struct error *end_member(struct context *cx, const struct household_member *member,
                                date on, str reason)
{
    struct household_member ended = *member;

    ended.to_on = on;
    if (!str_is_empty(reason))
        ended.reason = reason;
    return store_update(cx, &household_member_type, &ended);
}

static struct error *forget_household(struct context *cx, const struct household_member *member)
{
    if (member->kind != HOUSEHOLD_REGISTERED)
        return NULL;
    return resident_note_household(cx, member->resident, (str){ 0 }, (str){ 0 });
}

/* Making */

static void name_head(struct household *household, const struct resident *head)
{
    household->head = head->id;
    household->head_name = head->name;
}

static struct error *check_new(struct context *cx, const struct household *household,
                               struct resident *head)
{
    TRY(check_home(cx, "place", household->place));
    TRY(read_resident(cx, "head", household->head, household, head));
    TRY(check_free(cx, head, household->kind));
    TRY(check_number(cx, household));
    return check_not_future(cx, "opened_on", household->opened_on);
}

struct error *household_create(struct context *cx, void *record)
{
    struct household *household = record;
    struct resident head = { 0 };

    TRY(access_need(cx, "residents.write", household->place));
    TRY(check_new(cx, household, &head));
    TRY(settle_number(cx, household));
    if (!date_is_set(household->opened_on))
        household->opened_on = cx->today;
    name_head(household, &head);
    TRY(store_insert(cx, &household_type, household));
    return begin_member(cx, household, head.id, S("户主"), household->opened_on, S("立户"));
}

static struct error *check_change(struct context *cx, const struct household *before,
                                  const struct household *after)
{
    if (before->head != after->head)
        return fail_field(cx, "head", "换户主请用“变更户主”办理。");
    if (before->kind != after->kind || !str_eq(before->place, after->place))
        return fail(cx, ERROR_CONFLICT, "户的类型不能改；整户搬迁请用“整户迁移”办理。");
    return str_eq(before->number, after->number) ? NULL : check_number(cx, after);
}

struct error *household_change(struct context *cx, void *record)
{
    struct household *after = record;
    struct household before = { 0 };

    TRY(store_get(cx, &household_type, after->id, &before));
    TRY(access_need(cx, "residents.write", before.place));
    TRY(check_change(cx, &before, after));
    if (!str_eq(before.number, after->number))
        TRY(settle_number(cx, after));
    return store_update(cx, &household_type, after);
}

struct error *household_check(struct context *cx, void *record)
{
    const struct household *household = record;
    struct household before = { 0 };
    struct resident head = { 0 };

    if (household->id == 0)
        return check_new(cx, household, &head);
    TRY(store_get(cx, &household_type, household->id, &before));
    return check_change(cx, &before, household);
}

/* A household that is known by its number only; its head may come in a later row of the roster.
 */
static struct error *open_by_number(struct context *cx, const struct resident *resident,
                                    bool is_head, struct household *household)
{
    *household = (struct household){
        .place = resident->place,
        .number = resident->household_number,
        .kind = HOUSEHOLD_REGISTERED,
        .opened_on = cx->today,
        .address = resident->address,
        .is_example = resident->is_example,
    };
    if (is_head)
        name_head(household, resident);
    return store_insert(cx, &household_type, household);
}

static struct error *check_has_no_head(struct context *cx, const struct household *household)
{
    if (household->head != 0)
        return fail_field(cx, "relation", "户号“%.*s”已经有户主“%.*s”，请核对与户主关系。",
                          STR_ARG(household->number), STR_ARG(household->head_name));
    return NULL;
}

static struct error *become_first_head(struct context *cx, struct household *household,
                                       const struct resident *resident)
{
    TRY(check_has_no_head(cx, household));
    name_head(household, resident);
    return store_update(cx, &household_type, household);
}

struct error *household_meant(struct context *cx, const struct resident *resident,
                              struct household *household, bool *found)
{
    return find_by_number(cx, resident->place, resident->household_number, HOUSEHOLD_REGISTERED,
                          household, found);
}

/* The relation is mostly in the words that are kept. */
struct error *household_admit(struct context *cx, const struct resident *resident,
                              struct household *household)
{
    struct household opened = { 0 };
    str relation = resident->relation;
    str code;

    TRY(relation_code(cx, relation, &code));
    if (relation_is_head(code))
        relation = str_of(head_word);
    if (household == NULL)
        TRY(open_by_number(cx, resident, relation_is_head(code), &opened));
    else if (relation_is_head(code))
        TRY(become_first_head(cx, household, resident));
    if (household == NULL)
        household = &opened;
    TRY(add_member(cx, household, resident->id, relation, cx->today, S("登记")));
    if (str_eq(relation, resident->relation))
        return NULL;
    return resident_note_household(cx, resident->id, household->number, relation);
}

struct error *household_check_joining(struct context *cx, const struct resident *resident)
{
    struct household household = { 0 };
    bool found = false;
    str code;

    if (str_is_empty(resident->household_number))
        return NULL;
    TRY(relation_code(cx, resident->relation, &code));
    if (relation_is_head(code))
        TRY(household_meant(cx, resident, &household, &found));
    return found ? check_has_no_head(cx, &household) : NULL;
}

/* Coming and going */

struct error *household_join(struct context *cx, record_id id,
                             const struct household_joining *joining)
{
    struct household household = { 0 };
    struct resident resident = { 0 };
    str relation = joining->relation;
    str code;

    TRY(read_open(cx, id, &household));
    TRY(check_day(cx, &household, joining->on));
    TRY(read_resident(cx, "resident", joining->resident, &household, &resident));
    TRY(check_free(cx, &resident, household.kind));
    TRY(word_settle(cx, "relation", "relation", "与户主关系", &relation));
    TRY(relation_code(cx, relation, &code));
    if (relation_is_head(code)) {
        TRY(become_first_head(cx, &household, &resident));
        relation = str_of(head_word);
    }
    return begin_member(cx, &household, resident.id, relation, joining->on, joining->reason);
}

static struct error *close_household(struct context *cx, struct household *household, date on,
                                     record_id successor)
{
    household->closed_on = on;
    household->successor = successor;
    return store_update(cx, &household_type, household);
}

/* All memberships but that of leaver end on the day and begin with their new relations. */
static struct error *turn_members(struct context *cx, const struct household *household,
                                  const struct head_change *change, record_id leaver)
{
    struct household_member *members, head = { 0 };
    size_t count;
    str head_code, code, relation;

    TRY(household_members_now(cx, household->id, &members, &count));
    TRY(find_member(cx, household->id, change->new_head, "new_head", &head));
    TRY(relation_code(cx, head.relation, &head_code));
    for (size_t i = 0; i < count; i++) {
        if (members[i].resident == leaver)
            continue;
        TRY(relation_code(cx, members[i].relation, &code));
        TRY(relation_turned(cx, head_code, code, members[i].relation, &relation));
        if (members[i].resident == change->new_head)
            relation = str_of(head_word);
        TRY(end_member(cx, &members[i], change->on, change->reason));
        TRY(begin_member(cx, household, members[i].resident, relation, change->on,
                         change->reason));
    }
    return NULL;
}

static struct error *set_head(struct context *cx, struct household *household,
                              const struct head_change *change, record_id leaver)
{
    struct resident head = { 0 };
    struct household_member member;

    TRY(find_member(cx, household->id, change->new_head, "new_head", &member));
    TRY(read_resident(cx, "new_head", change->new_head, household, &head));
    TRY(turn_members(cx, household, change, leaver));
    name_head(household, &head);
    return store_update(cx, &household_type, household);
}

struct error *household_change_head(struct context *cx, record_id id,
                                    const struct head_change *change)
{
    struct household household = { 0 };

    TRY(read_open(cx, id, &household));
    TRY(check_day(cx, &household, change->on));
    if (household.head == change->new_head)
        return fail_field(cx, "new_head", "“%.*s”已经是户主。", STR_ARG(household.head_name));
    return set_head(cx, &household, change, 0);
}

/* A household of land or shares may wait for its new head; a registered one may not. */
static struct error *follow_head(struct context *cx, struct household *household,
                                 const struct household_member *leaver,
                                 const struct head_change *change)
{
    struct household_member follower;
    bool is_member =
        change->new_head != 0 && change->new_head != leaver->resident &&
        find_member(cx, household->id, change->new_head, "new_head", &follower) == NULL;

    if (is_member)
        return set_head(cx, household, change, leaver->resident);
    if (household->kind == HOUSEHOLD_REGISTERED)
        return fail_field(cx, "new_head",
                          "“%.*s”是户主，家里还有别人。请从家人里选一位新户主。",
                          STR_ARG(household->head_name));
    household->head = 0;
    household->head_name = (str){ 0 };
    return store_update(cx, &household_type, household);
}

struct error *household_depart(struct context *cx, const struct household_member *member,
                               record_id new_head, date on, str reason)
{
    const struct head_change change = { .new_head = new_head, .on = on, .reason = reason };
    struct household household = { 0 };
    struct household_member *members;
    size_t count;

    TRY(store_get(cx, &household_type, member->household, &household));
    TRY(household_members_now(cx, household.id, &members, &count));
    if (household.head == member->resident && count > 1)
        TRY(follow_head(cx, &household, member, &change));
    TRY(end_member(cx, member, on, reason));
    TRY(forget_household(cx, member));
    return count > 1 ? NULL : close_household(cx, &household, on, 0);
}

struct error *household_leave(struct context *cx, record_id id,
                              const struct household_leaving *leaving)
{
    struct household household = { 0 };
    struct household_member member, *members;
    size_t count;

    TRY(read_open(cx, id, &household));
    TRY(check_day(cx, &household, leaving->on));
    TRY(find_member(cx, id, leaving->resident, "resident", &member));
    TRY(household_members_now(cx, id, &members, &count));
    if (household.head == leaving->resident && count > 1)
        return fail(cx, ERROR_CONFLICT, "“%.*s”是户主。请先变更户主，再办理离户。",
                    STR_ARG(household.head_name));
    return household_depart(cx, &member, 0, leaving->on, leaving->reason);
}

/* Splitting and merging */

/* One of those who go along: what they are to the new head follows from the old relations. */
static struct error *move_member(struct context *cx, const struct household *made,
                                 const struct household_member *member, str head_code, date on)
{
    str code, relation;

    TRY(relation_code(cx, member->relation, &code));
    TRY(relation_turned(cx, head_code, code, member->relation, &relation));
    TRY(end_member(cx, member, on, S("分户")));
    return begin_member(cx, made, member->resident, relation, on, S("分户"));
}

static struct error *move_members(struct context *cx, const struct household *whole,
                                  const struct household *made, str head_code,
                                  const struct household_splitting *splitting)
{
    str list = splitting->members;

    for (str word; str_next(&list, &word);) {
        struct household_member member;
        int64_t id;
        if (!str_read_integer(word, &id) || id == splitting->new_head)
            return fail_field(cx, "members", "“%.*s”不是一起分出去的人的编号。", STR_ARG(word));
        if (id == whole->head)
            return fail_field(cx, "members", "户主不能分出去。请先变更户主，再分户。");
        TRY(find_member(cx, whole->id, id, "members", &member));
        TRY(move_member(cx, made, &member, head_code, splitting->on));
    }
    return NULL;
}

struct error *household_split(struct context *cx, record_id id,
                              const struct household_splitting *splitting,
                              struct household *made)
{
    struct household whole = { 0 };
    struct household_member head;
    str head_code;

    TRY(read_open(cx, id, &whole));
    TRY(check_day(cx, &whole, splitting->on));
    if (splitting->new_head == whole.head)
        return fail_field(cx, "new_head", "户主不能分出去。请先变更户主，再分户。");
    TRY(find_member(cx, id, splitting->new_head, "new_head", &head));
    TRY(relation_code(cx, head.relation, &head_code));
    TRY(end_member(cx, &head, splitting->on, S("分户")));
    *made = (struct household){
        .place = whole.place,
        .number = splitting->number,
        .kind = whole.kind,
        .head = splitting->new_head,
        .address = splitting->address,
        .opened_on = splitting->on,
        .is_example = whole.is_example,
    };
    TRY(household_create(cx, made));
    return move_members(cx, &whole, made, head_code, splitting);
}

static struct error *merge_members(struct context *cx, record_id id,
                                   const struct household *into, date on)
{
    struct household_member *members;
    size_t count;

    TRY(household_members_now(cx, id, &members, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(end_member(cx, &members[i], on, S("并户")));
        TRY(begin_member(cx, into, members[i].resident, (str){ 0 }, on, S("并户")));
    }
    return NULL;
}

struct error *household_merge(struct context *cx, record_id id,
                              const struct household_merging *merging)
{
    struct household household = { 0 }, into = { 0 };

    TRY(read_open(cx, id, &household));
    TRY(read_open(cx, merging->into, &into));
    TRY(check_day(cx, &household, merging->on));
    TRY(check_day(cx, &into, merging->on));
    if (id == merging->into || household.kind != into.kind ||
        key_county(household.place) != key_county(into.place))
        return fail_field(cx, "into", "只能并入本县同一类型的另一户。");
    TRY(merge_members(cx, id, &into, merging->on));
    return close_household(cx, &household, merging->on, into.id);
}

/* Moving */

static struct error *move_resident(struct context *cx, struct household_member *member,
                                   const struct household_moving *moving)
{
    struct resident resident = { 0 };

    member->place = moving->to;
    TRY(store_update(cx, &household_member_type, member));
    TRY(store_get(cx, &resident_type, member->resident, &resident));
    if (!str_eq(village_of(resident.place), village_of(moving->to)))
        resident.arrived_on = moving->on;
    resident.place = moving->to;
    return store_update(cx, &resident_type, &resident);
}

struct error *household_move(struct context *cx, record_id id,
                             const struct household_moving *moving)
{
    struct household household = { 0 };
    struct household_member *members;
    size_t count;

    TRY(read_open(cx, id, &household));
    TRY(check_day(cx, &household, moving->on));
    TRY(check_home(cx, "to", moving->to));
    if (key_county(moving->to) != key_county(household.place))
        return fail_field(cx, "to", "迁到外县的，请给家里每个人办理“迁移”。");
    household.place = moving->to;
    TRY(settle_number(cx, &household));
    TRY(store_update(cx, &household_type, &household));
    TRY(household_members_now(cx, id, &members, &count));
    for (size_t i = 0; i < count; i++)
        TRY(move_resident(cx, &members[i], moving));
    return NULL;
}
