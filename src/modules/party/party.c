/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of party organisations, members and pledges. */
#include "modules/party/party_parts.h"

#include "app/access.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

static struct error *check_not_future(struct context *cx, const char *field, date on)
{
    if (date_compare(on, cx->today) > 0)
        return fail_field(cx, field, "日期不能晚于今天。");
    return NULL;
}

static struct error *may_write(struct context *cx, str place)
{
    return access_need(cx, "party.write", place);
}

/* Organisations */

static bool is_group(const struct party_organisation *organisation)
{
    return organisation->kind >= PARTY_GROUP;
}

/* The committee of a village stands below that of its township; otherwise the kinds say it. */
static bool may_stand_below(enum organisation_kind kind, enum organisation_kind parent)
{
    bool both_committees = kind == PARTY_COMMITTEE && parent == PARTY_COMMITTEE;

    return both_committees || (parent < kind && parent < PARTY_GROUP);
}

static struct error *check_parent(struct context *cx,
                                  const struct party_organisation *organisation)
{
    struct party_organisation parent = { 0 };
    bool found;

    if (organisation->parent == 0 && is_group(organisation))
        return fail_field(cx, "parent", "党小组要选所属的党支部。");
    if (organisation->parent == 0)
        return NULL;
    TRY(store_find(cx, &party_organisation_type, organisation->parent, &parent, &found));
    if (!found || id_county(organisation->parent) != key_county(organisation->place))
        return fail_field(cx, "parent", "请从本县的党组织里选上级。");
    if (!may_stand_below(organisation->kind, parent.kind))
        return fail_field(cx, "parent", "“%.*s”不能作它的上级：上级要比它高一级。",
                          STR_ARG(parent.name));
    if (date_is_set(parent.dissolved_on))
        return fail_field(cx, "parent", "“%.*s”已经撤销。", STR_ARG(parent.name));
    return NULL;
}

static struct error *settle_organisation(struct context *cx,
                                         struct party_organisation *organisation)
{
    struct place place = { 0 };

    TRY(place_get(cx, organisation->place, &place));
    TRY(check_parent(cx, organisation));
    TRY(check_not_future(cx, "founded_on", organisation->founded_on));
    organisation->is_rural = place.kind == PLACE_KIND_VILLAGE;
    /* Older than anybody's records. */
    if (!date_is_set(organisation->founded_on))
        organisation->founded_on = date_of(2000, 1, 1);
    return NULL;
}

struct error *party_organisation_found(struct context *cx, void *record)
{
    struct party_organisation *organisation = record;

    TRY(may_write(cx, organisation->place));
    TRY(settle_organisation(cx, organisation));
    return store_insert(cx, &party_organisation_type, organisation);
}

struct error *party_organisation_change(struct context *cx, void *record)
{
    struct party_organisation *after = record;
    struct party_organisation before = { 0 };

    TRY(store_get(cx, &party_organisation_type, after->id, &before));
    TRY(may_write(cx, before.place));
    if (!str_eq(before.place, after->place))
        return fail_field(cx, "place", "党组织的所在地点不能改。请撤销后另建。");
    TRY(settle_organisation(cx, after));
    return store_update(cx, &party_organisation_type, after);
}

const struct query organisations_below = {
    .of = &party_organisation_type,
    .sql = "where county = $1 and parent = $2 and dissolved_on is null "
           "order by kind, id limit 200",
};

const struct query members_of_organisation = {
    .of = &party_member_type,
    .sql = "where county = $1 and organisation = $2 and to_on is null order by id limit 500",
};

static struct error *read_open_organisation(struct context *cx, record_id id,
                                            struct party_organisation *organisation)
{
    TRY(store_get(cx, &party_organisation_type, id, organisation));
    TRY(may_write(cx, organisation->place));
    if (date_is_set(organisation->dissolved_on))
        return fail(cx, ERROR_CONFLICT, "“%.*s”已经撤销。", STR_ARG(organisation->name));
    return NULL;
}

static struct error *check_empty(struct context *cx,
                                 const struct party_organisation *organisation)
{
    void *rows;
    size_t below, members;

    TRY(query_rows(
        cx, &organisations_below,
        WITH(value_integer(id_county(organisation->id)), value_integer(organisation->id)),
        &rows, &below));
    TRY(query_rows(
        cx, &members_of_organisation,
        WITH(value_integer(id_county(organisation->id)), value_integer(organisation->id)),
        &rows, &members));
    if (below > 0 || members > 0)
        return fail(cx, ERROR_CONFLICT,
                    "“%.*s”还有%zu个下级党组织、%zu名党员。请先转到别的党组织。",
                    STR_ARG(organisation->name), below, members);
    return NULL;
}

/* Groups and grids */

const struct query covers_of_group = {
    .of = &party_group_grid_type,
    .sql = "where county = $1 and organisation = $2 and to_on is null "
           "order by place, id limit 500",
};

const struct query covers_of_grid = {
    .of = &party_group_grid_type,
    .sql = "where county = $1 and place = $2 and to_on is null order by id limit 100",
};

static struct error *covers_now(struct context *cx, record_id group,
                                struct party_group_grid **covers, size_t *count)
{
    return query_rows(cx, &covers_of_group,
                      WITH(value_integer(id_county(group)), value_integer(group)), covers,
                      count);
}

static struct error *end_cover(struct context *cx, struct party_group_grid *cover, date on)
{
    cover->to_on = on;
    return store_update(cx, &party_group_grid_type, cover);
}

static struct error *end_covers(struct context *cx, struct party_group_grid *covers,
                                size_t count, date on)
{
    for (size_t i = 0; i < count; i++)
        TRY(end_cover(cx, &covers[i], on));
    return NULL;
}

struct error *party_organisation_dissolve(struct context *cx, record_id id,
                                          const struct dissolution *dissolution)
{
    struct party_organisation organisation = { 0 };
    struct party_group_grid *covers;
    size_t count;

    TRY(read_open_organisation(cx, id, &organisation));
    TRY(check_not_future(cx, "on", dissolution->on));
    if (date_compare(dissolution->on, organisation.founded_on) < 0)
        return fail_field(cx, "on", "撤销日期不能早于成立日期。");
    TRY(check_empty(cx, &organisation));
    TRY(covers_now(cx, id, &covers, &count));
    TRY(end_covers(cx, covers, count, dissolution->on));
    organisation.dissolved_on = dissolution->on;
    return store_update(cx, &party_organisation_type, &organisation);
}

static struct error *check_grid(struct context *cx, const struct group_covering *covering)
{
    struct place grid = { 0 };

    TRY(place_get(cx, covering->grid, &grid));
    if (grid.level != PLACE_GRID)
        return fail_field(cx, "grid", "“%.*s”不是网格，请选网格。", STR_ARG(grid.name));
    if (!place_is_open(&grid, covering->on))
        return fail_field(cx, "grid", "“%.*s”那时没有设立或已经撤销。", STR_ARG(grid.name));
    return NULL;
}

static struct error *check_cover(struct context *cx,
                                 const struct party_organisation *organisation,
                                 const struct group_covering *covering)
{
    struct party_group_grid *covers;
    size_t count;

    if (!is_group(organisation))
        return fail(cx, ERROR_CONFLICT, "只有党小组联系网格，“%.*s”不是党小组。",
                    STR_ARG(organisation->name));
    if (key_county(covering->grid) != key_county(organisation->place))
        return fail_field(cx, "grid", "请选本县的网格。");
    TRY(covers_now(cx, organisation->id, &covers, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(covers[i].place, covering->grid))
            return fail_field(cx, "grid", "这个党小组已经联系这个网格。");
    if (organisation->kind == PARTY_INDEPENDENT_GROUP && count > 0)
        return fail(cx, ERROR_CONFLICT,
                    "独立党小组只联系一个网格。联系几个网格的，请把类别改为联合党小组。");
    return NULL;
}

struct error *party_group_cover(struct context *cx, record_id group,
                                const struct group_covering *covering)
{
    struct party_organisation organisation = { 0 };
    struct party_group_grid cover = {
        .place = covering->grid,
        .organisation = group,
        .from_on = covering->on,
    };

    TRY(read_open_organisation(cx, group, &organisation));
    TRY(check_not_future(cx, "on", covering->on));
    TRY(check_grid(cx, covering));
    TRY(check_cover(cx, &organisation, covering));
    return store_insert(cx, &party_group_grid_type, &cover);
}

struct error *party_group_leave(struct context *cx, record_id group,
                                const struct group_covering *leaving)
{
    struct party_organisation organisation = { 0 };
    struct party_group_grid *covers;
    size_t count;

    TRY(read_open_organisation(cx, group, &organisation));
    TRY(check_not_future(cx, "on", leaving->on));
    TRY(covers_now(cx, group, &covers, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(covers[i].place, leaving->grid))
            return end_cover(cx, &covers[i], leaving->on);
    return fail_field(cx, "grid", "这个党小组现在没有联系这个网格。");
}

struct error *party_hear_closed(struct context *cx, const struct record_type *type,
                                const void *record)
{
    const struct place *place = record;
    struct party_group_grid *covers;
    size_t count;

    (void)type;
    if (place->level != PLACE_GRID)
        return NULL;
    TRY(query_rows(cx, &covers_of_grid,
                   WITH(value_integer(key_county(place->key)), value_text(place->key)), &covers,
                   &count));
    return end_covers(cx, covers, count, place->closed_on);
}

/* Members */

const struct query memberships_of_resident = {
    .of = &party_member_type,
    .sql = "where county = $1 and resident = $2 and to_on is null order by id limit 10",
};

static struct error *member_now(struct context *cx, record_id resident,
                                struct party_member **members, size_t *count)
{
    return query_rows(cx, &memberships_of_resident,
                      WITH(value_integer(id_county(resident)), value_integer(resident)),
                      members, count);
}

static struct error *check_organisation(struct context *cx, record_id id, str place)
{
    struct party_organisation organisation = { 0 };
    bool found;

    TRY(store_find(cx, &party_organisation_type, id, &organisation, &found));
    if (!found || id_county(id) != key_county(place))
        return fail_field(cx, "organisation", "请从本县的党组织里选。");
    if (date_is_set(organisation.dissolved_on))
        return fail_field(cx, "organisation", "“%.*s”已经撤销。", STR_ARG(organisation.name));
    return NULL;
}

static struct error *check_responsible_grid(struct context *cx,
                                            const struct party_member *member)
{
    const struct group_covering covering = { .grid = member->grid, .on = cx->today };

    return str_is_empty(member->grid) ? NULL : check_grid(cx, &covering);
}

static struct error *note_status(struct context *cx, const struct party_member *member)
{
    return resident_note_political_status(
        cx, member->resident, member->kind == PARTY_FULL ? S("中共党员") : S("中共预备党员"));
}

static struct error *check_member(struct context *cx, const struct party_member *member)
{
    TRY(check_organisation(cx, member->organisation, member->place));
    TRY(check_not_future(cx, "joined_on", member->joined_on));
    TRY(check_not_future(cx, "from_on", member->from_on));
    return check_responsible_grid(cx, member);
}

static struct error *check_not_twice(struct context *cx, const struct resident *resident)
{
    struct party_member *members;
    size_t count;

    TRY(member_now(cx, resident->id, &members, &count));
    if (count > 0)
        return fail_field(
            cx, "resident", "“%.*s”已经是“%.*s”的党员。", STR_ARG(resident->name),
            STR_ARG(record_called(cx, &party_organisation_type, members[0].organisation)));
    return NULL;
}

struct error *party_member_enrol(struct context *cx, void *record)
{
    struct party_member *member = record;
    struct resident resident = { 0 };
    bool found;

    TRY(may_write(cx, member->place));
    TRY(store_find(cx, &resident_type, member->resident, &resident, &found));
    if (!found || id_county(member->resident) != key_county(member->place))
        return fail_field(cx, "resident", "请先在居民里登记这个人，再登记为党员。");
    if (!resident_is_present(&resident))
        return fail_field(cx, "resident", "“%.*s”已经去世或迁出。", STR_ARG(resident.name));
    TRY(check_not_twice(cx, &resident));
    TRY(check_member(cx, member));
    member->name = resident.name;
    if (!date_is_set(member->from_on))
        member->from_on = date_is_set(member->joined_on) ? member->joined_on : cx->today;
    TRY(store_insert(cx, &party_member_type, member));
    return note_status(cx, member);
}

static struct error *check_change(struct context *cx, const struct party_member *after)
{
    struct party_member before = { 0 };

    TRY(store_get(cx, &party_member_type, after->id, &before));
    TRY(may_write(cx, before.place));
    if (before.organisation != after->organisation || before.resident != after->resident)
        return fail(cx, ERROR_CONFLICT, "换党组织请用“转接组织关系”办理。");
    if (after->status == PARTY_MOVED_OUT || after->status == PARTY_DEAD)
        return fail_field(cx, "status", "转出、去世请用“转接组织关系”或居民的页面办理。");
    return check_member(cx, after);
}

struct error *party_member_check(struct context *cx, void *record)
{
    const struct party_member *member = record;

    return member->id != 0 ? check_change(cx, member) : check_member(cx, member);
}

struct error *party_member_change(struct context *cx, void *record)
{
    struct party_member *after = record;

    TRY(check_change(cx, after));
    TRY(store_update(cx, &party_member_type, after));
    return note_status(cx, after);
}

static struct error *read_member(struct context *cx, record_id id, struct party_member *member)
{
    TRY(store_get(cx, &party_member_type, id, member));
    TRY(may_write(cx, member->place));
    if (date_is_set(member->to_on))
        return fail(cx, ERROR_CONFLICT, "“%.*s”的组织关系已经不在这里。",
                    STR_ARG(member->name));
    return NULL;
}

struct error *party_member_confirm(struct context *cx, record_id id,
                                   const struct member_confirmation *confirmation)
{
    struct party_member member = { 0 };

    TRY(read_member(cx, id, &member));
    TRY(check_not_future(cx, "on", confirmation->on));
    if (member.kind == PARTY_FULL)
        return fail(cx, ERROR_CONFLICT, "“%.*s”已经是正式党员。", STR_ARG(member.name));
    if (date_compare(confirmation->on, member.joined_on) < 0)
        return fail_field(cx, "on", "转正日期不能早于入党日期。");
    member.kind = PARTY_FULL;
    member.full_on = confirmation->on;
    TRY(store_update(cx, &party_member_type, &member));
    return note_status(cx, &member);
}

static struct error *leave_organisation(struct context *cx, struct party_member *member,
                                        enum member_status status, date on)
{
    member->status = status;
    member->to_on = on;
    member->grid = (str){ 0 };
    return store_update(cx, &party_member_type, member);
}

struct error *party_member_transfer(struct context *cx, record_id id,
                                    const struct member_transfer *transfer)
{
    struct party_member member = { 0 };
    struct party_organisation organisation = { 0 };

    TRY(read_member(cx, id, &member));
    TRY(check_not_future(cx, "on", transfer->on));
    TRY(check_organisation(cx, transfer->organisation, member.place));
    if (transfer->organisation == member.organisation)
        return fail_field(cx, "organisation", "已经在这个党组织。");
    TRY(store_get(cx, &party_organisation_type, transfer->organisation, &organisation));
    struct party_member moved = member;
    TRY(leave_organisation(cx, &member, PARTY_MOVED_OUT, transfer->on));
    moved.id = 0;
    moved.organisation = transfer->organisation;
    moved.place = organisation.place;
    moved.from_on = transfer->on;
    return store_insert(cx, &party_member_type, &moved);
}

struct error *party_hear_gone(struct context *cx, const struct record_type *type,
                              const void *record)
{
    const struct resident *resident = record;
    bool moved = resident->status == RESIDENT_MOVED_OUT;
    struct party_member *members;
    size_t count;

    (void)type;
    TRY(member_now(cx, resident->id, &members, &count));
    /* A household registration may leave while the membership stays. */
    for (size_t i = 0; i < count && !moved; i++)
        TRY(leave_organisation(cx, &members[i], PARTY_DEAD, resident->gone_on));
    for (size_t i = 0; i < count && moved; i++) {
        members[i].status = PARTY_MOBILE;
        TRY(store_update(cx, &party_member_type, &members[i]));
    }
    return NULL;
}

/* Homes and pledges */

static struct error *check_place(struct context *cx, str key)
{
    struct place place = { 0 };

    TRY(may_write(cx, key));
    return place_get(cx, key, &place);
}

static struct error *check_is_member(struct context *cx, record_id id, str place,
                                     struct party_member *member)
{
    bool found = false;

    if (id != 0)
        TRY(store_find(cx, &party_member_type, id, member, &found));
    if (!found || id_county(id) != key_county(place) || date_is_set(member->to_on))
        return fail_field(cx, "member", "请从本县在册的党员里选。");
    return NULL;
}

struct error *centre_household_name(struct context *cx, void *record)
{
    struct centre_household *centre = record;
    struct party_member member = { 0 };

    TRY(check_place(cx, centre->place));
    TRY(check_is_member(cx, centre->member, centre->place, &member));
    TRY(check_not_future(cx, "named_on", centre->named_on));
    return store_insert(cx, &centre_household_type, centre);
}

struct error *red_star_home_build(struct context *cx, void *record)
{
    struct red_star_home *home = record;

    TRY(check_place(cx, home->place));
    TRY(check_not_future(cx, "built_on", home->built_on));
    return store_insert(cx, &red_star_home_type, home);
}

struct error *pledge_make(struct context *cx, void *record)
{
    struct pledge *pledge = record;
    struct party_member member = { 0 };

    TRY(check_place(cx, pledge->place));
    TRY(check_is_member(cx, pledge->member, pledge->place, &member));
    TRY(check_not_future(cx, "pledged_on", pledge->pledged_on));
    return store_insert(cx, &pledge_type, pledge);
}

struct error *pledge_keep(struct context *cx, record_id id,
                          const struct pledge_keeping *keeping)
{
    struct pledge pledge = { 0 };

    TRY(store_get(cx, &pledge_type, id, &pledge));
    TRY(may_write(cx, pledge.place));
    TRY(check_not_future(cx, "on", keeping->on));
    if (date_is_set(pledge.kept_on))
        return fail(cx, ERROR_CONFLICT, "这项承诺已经登记践诺。");
    if (date_compare(keeping->on, pledge.pledged_on) < 0)
        return fail_field(cx, "on", "践诺日期不能早于承诺日期。");
    pledge.kept_on = keeping->on;
    pledge.result = keeping->result;
    return store_update(cx, &pledge_type, &pledge);
}
