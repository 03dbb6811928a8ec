/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of party organisations and members. */
#include "modules/party/party_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/record_pages.h"
#include "modules/places/places.h"
#include "record/form.h"

static str address(struct context *cx, const struct record_type *type, record_id id)
{
    return arena_printf(cx->arena, "/%s/%lld", type->table, (long long)id);
}

static struct error *show(struct context *cx, struct response *response,
                          const struct record_type *type, record_id id)
{
    response->record = id;
    return redirect(response, address(cx, type, id));
}

static void write_edit_link(struct context *cx, struct buf *out, const struct record_type *type,
                            record_id id)
{
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "%.*s/edit", STR_ARG(address(cx, type, id))),
                   S("修改资料"), false);
    ui_actions_end(out);
}

/* Organisations */

static struct error *write_below(struct context *cx, struct buf *out, record_id id)
{
    struct party_organisation *below;
    size_t count;

    TRY(query_rows(cx, &organisations_below,
                   WITH(value_integer(id_county(id)), value_integer(id)), &below, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "below", S("下级党组织"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(
            out, address(cx, &party_organisation_type, below[i].id), below[i].name, TONE_PLAIN,
            field_shown(cx, shape_field(&party_organisation_type.shape, S("kind")), &below[i]),
            place_called(cx, below[i].place));
    ui_tasks_end(out);
    ui_section_end(out);
    return NULL;
}

static struct error *write_members(struct context *cx, struct buf *out, record_id id)
{
    struct party_member *members;
    size_t count;

    TRY(query_rows(cx, &members_of_organisation,
                   WITH(value_integer(id_county(id)), value_integer(id)), &members, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "members", arena_printf(cx->arena, _("党员（%zu人）"), count));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(
            out, address(cx, &party_member_type, members[i].id), members[i].name, TONE_PLAIN,
            field_shown(cx, shape_field(&party_member_type.shape, S("status")), &members[i]),
            field_shown(cx, shape_field(&party_member_type.shape, S("kind")), &members[i]));
    ui_tasks_end(out);
    ui_section_end(out);
    return NULL;
}

static struct error *write_covers(struct context *cx, struct buf *out, record_id id)
{
    struct party_group_grid *covers;
    size_t count;

    TRY(query_rows(cx, &covers_of_group, WITH(value_integer(id_county(id)), value_integer(id)),
                   &covers, &count));
    if (count == 0)
        return NULL;
    struct ui_link *links = arena_array(cx->arena, struct ui_link, count);
    for (size_t i = 0; i < count; i++)
        links[i] = (struct ui_link){
            .href = arena_printf(cx->arena, "/place/%.*s", STR_ARG(covers[i].place)),
            .text = place_called(cx, covers[i].place),
        };
    ui_section_begin(out, "grids", S("联系的网格"));
    ui_menu(out, S("联系的网格"), links, count);
    ui_section_end(out);
    return NULL;
}

static void write_organisation_deeds(struct context *cx, struct buf *out,
                                     const struct party_organisation *organisation,
                                     const struct request *request)
{
    static const struct deed cover = { "cover", "联系网格", &group_covering_input, NULL };
    static const struct deed leave = { "leave", "不再联系网格", &group_covering_input, NULL };
    static const struct deed dissolve = { "dissolve", "撤销党组织", &dissolution_input,
                                          "没有下级党组织和党员的才能撤销。" };
    str page = address(cx, &party_organisation_type, organisation->id);

    if (date_is_set(organisation->dissolved_on) ||
        !access_allows(cx, "party.write", organisation->place))
        return;
    ui_section_begin(out, "deeds", S("办理"));
    write_edit_link(cx, out, &party_organisation_type, organisation->id);
    if (organisation->kind >= PARTY_GROUP) {
        deed_write(cx, out, page, &cover, NULL, request);
        deed_write(cx, out, page, &leave, NULL, request);
    }
    deed_write(cx, out, page, &dissolve, NULL, request);
    ui_section_end(out);
}

struct error *organisation_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct party_organisation organisation = { 0 };
    struct buf *out = &response->body;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &party_organisation_type, request->id, "party.read", &organisation));
    response->title = organisation.name;
    ui_heading(out, organisation.name, place_path(cx, organisation.place));
    facts_write(cx, out, &party_organisation_type.shape, &organisation);
    TRY(write_below(cx, out, organisation.id));
    TRY(write_covers(cx, out, organisation.id));
    TRY(write_members(cx, out, organisation.id));
    write_organisation_deeds(cx, out, &organisation, request);
    record_write_print_button(cx, out, &party_organisation_type, organisation.id);
    return record_write_rest(cx, &party_organisation_type, &organisation, request, out);
}

static struct error *check_organisation(struct context *cx, const struct request *request)
{
    struct party_organisation organisation = { 0 };

    return record_get_for(cx, &party_organisation_type, request->id, "party.read",
                          &organisation);
}

struct error *organisation_dissolve_action(struct context *cx, const struct request *request,
                                           struct response *response)
{
    TRY(check_organisation(cx, request));
    TRY(party_organisation_dissolve(cx, request->id, request->input));
    return show(cx, response, &party_organisation_type, request->id);
}

struct error *group_cover_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    TRY(check_organisation(cx, request));
    TRY(party_group_cover(cx, request->id, request->input));
    return show(cx, response, &party_organisation_type, request->id);
}

struct error *group_leave_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    TRY(check_organisation(cx, request));
    TRY(party_group_leave(cx, request->id, request->input));
    return show(cx, response, &party_organisation_type, request->id);
}

/* Members */

const struct query pledges_of_member = {
    .of = &pledge_type,
    .sql = "where county = $1 and member = $2 order by pledged_on desc, id desc limit 50",
};

static str shown_date(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_show(day, &text);
    return buf_str(&text);
}

static void write_pledge(struct context *cx, struct buf *out, const struct pledge *pledge)
{
    bool kept = date_is_set(pledge->kept_on);

    ui_task(out, address(cx, &pledge_type, pledge->id), pledge->content,
            kept ? TONE_GOOD : TONE_WAITING, kept ? S("已践诺") : S("已承诺"),
            shown_date(cx, pledge->pledged_on));
}

static struct error *write_pledges(struct context *cx, struct buf *out,
                                   const struct party_member *member)
{
    struct pledge *pledges;
    size_t count;

    TRY(query_rows(cx, &pledges_of_member,
                   WITH(value_integer(id_county(member->id)), value_integer(member->id)),
                   &pledges, &count));
    ui_section_begin(out, "pledges", S("承诺践诺"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_pledge(cx, out, &pledges[i]);
    ui_tasks_end(out);
    if (access_allows(cx, "party.write", member->place))
        ui_button_link(out,
                       arena_printf(cx->arena, "/pledges/new?member=%lld&place=%.*s",
                                    (long long)member->id, STR_ARG(member->place)),
                       S("登记承诺"), false);
    ui_section_end(out);
    return NULL;
}

static void write_member_deeds(struct context *cx, struct buf *out,
                               const struct party_member *member, const struct request *request)
{
    static const struct deed confirm = { "confirm", "预备党员转正", &member_confirmation_input,
                                         NULL };
    static const struct deed transfer = { "transfer", "转接组织关系", &member_transfer_input,
                                          "转到本县别的党组织。" };
    str page = address(cx, &party_member_type, member->id);

    if (date_is_set(member->to_on) || !access_allows(cx, "party.write", member->place))
        return;
    ui_section_begin(out, "deeds", S("办理"));
    write_edit_link(cx, out, &party_member_type, member->id);
    if (member->kind == PARTY_PROBATIONARY)
        deed_write(cx, out, page, &confirm, NULL, request);
    deed_write(cx, out, page, &transfer, NULL, request);
    ui_section_end(out);
}

struct error *member_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    struct party_member member = { 0 };
    struct buf *out = &response->body;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &party_member_type, request->id, "party.read", &member));
    response->title = member.name;
    ui_heading(out, member.name, S("党员"));
    if (member.is_example)
        ui_notice(out, TONE_PLAIN, S("示例：这个人是虚构的，用来演示。"));
    facts_write(cx, out, &party_member_type.shape, &member);
    TRY(write_pledges(cx, out, &member));
    write_member_deeds(cx, out, &member, request);
    record_write_print_button(cx, out, &party_member_type, member.id);
    return record_write_rest(cx, &party_member_type, &member, request, out);
}

static struct error *check_member(struct context *cx, const struct request *request)
{
    struct party_member member = { 0 };

    return record_get_for(cx, &party_member_type, request->id, "party.read", &member);
}

struct error *member_confirm_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    TRY(check_member(cx, request));
    TRY(party_member_confirm(cx, request->id, request->input));
    return show(cx, response, &party_member_type, request->id);
}

struct error *member_transfer_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    TRY(check_member(cx, request));
    TRY(party_member_transfer(cx, request->id, request->input));
    return show(cx, response, &party_member_type, request->id);
}

/* Pledges */

struct error *pledge_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    static const struct deed keep = { "keep", "登记践诺", &pledge_keeping_input, NULL };
    struct pledge pledge = { 0 };
    struct buf *out = &response->body;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &pledge_type, request->id, "party.read", &pledge));
    response->title = S("党员承诺");
    ui_heading(out, response->title, record_called(cx, &party_member_type, pledge.member));
    facts_write(cx, out, &pledge_type.shape, &pledge);
    if (!date_is_set(pledge.kept_on) && access_allows(cx, "party.write", pledge.place))
        deed_write(cx, out, address(cx, &pledge_type, pledge.id), &keep, NULL, request);
    ui_actions_begin(out);
    if (!date_is_set(pledge.kept_on))
        record_write_change_button(cx, out, &pledge_type, &pledge);
    record_write_print_button(cx, out, &pledge_type, pledge.id);
    ui_actions_end(out);
    return record_write_rest(cx, &pledge_type, &pledge, request, out);
}

struct error *pledge_keep_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct pledge pledge = { 0 };

    TRY(record_get_for(cx, &pledge_type, request->id, "party.read", &pledge));
    TRY(pledge_keep(cx, request->id, request->input));
    return show(cx, response, &pledge_type, request->id);
}
