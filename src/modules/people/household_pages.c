/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of households: one household with its people, past and present. */
#include "modules/people/people_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "modules/places/places.h"
#include "record/form.h"

static const struct ui_column member_columns[] = {
    { .label = "姓名" }, { .label = "与户主关系" }, { .label = "从" },
    { .label = "到" },   { .label = "原因" },
};

const struct query member_histories = {
    .of = &household_member_type,
    .sql = "where county = $1 and household = $2 and to_on is not null "
           "order by to_on desc, id limit 200",
};

static void write_cell(struct buf *out, const struct ui_column *column, str text)
{
    ui_cell_begin(out, column);
    html(out, "%.*s", STR_ARG(text));
    ui_cell_end(out);
}

static str shown(struct context *cx, const char *field, const struct household_member *member)
{
    const struct field *known = shape_field(&household_member_type.shape, str_of(field));

    return field_is_set(known, member) ? field_shown(cx, known, member) : (str){ 0 };
}

static void write_member(struct context *cx, struct buf *out,
                         const struct household_member *member)
{
    ui_row_begin(out);
    ui_cell_begin(out, &member_columns[0]);
    html(out, "<a href='/residents/%lld'>%.*s</a>", (long long)member->resident,
         STR_ARG(shown(cx, "resident", member)));
    ui_cell_end(out);
    write_cell(out, &member_columns[1],
               str_is_empty(member->relation) ? S("待补") : member->relation);
    write_cell(out, &member_columns[2], shown(cx, "from_on", member));
    write_cell(out, &member_columns[3], shown(cx, "to_on", member));
    write_cell(out, &member_columns[4], member->reason);
    ui_row_end(out);
}

static void write_members(struct context *cx, struct buf *out, const char *id, str title,
                          const struct household_member *members, size_t count)
{
    if (count == 0)
        return;
    ui_section_begin(out, id, title);
    ui_table_begin(out, title, member_columns, COUNT(member_columns));
    for (size_t i = 0; i < count; i++)
        write_member(cx, out, &members[i]);
    ui_table_end(out);
    ui_section_end(out);
}

static struct error *write_people(struct context *cx, struct buf *out, record_id id)
{
    struct household_member *members;
    size_t count;

    TRY(household_members_now(cx, id, &members, &count));
    write_members(cx, out, "members", S("家庭成员"), members, count);
    TRY(query_rows(cx, &member_histories, WITH(value_integer(id_county(id)), value_integer(id)),
                   &members, &count));
    write_members(cx, out, "history", S("以前的情况"), members, count);
    return NULL;
}

static const struct deed deeds[] = {
    { "join", "增加成员", &household_joining_input, NULL },
    { "leave", "成员离户", &household_leaving_input, NULL },
    { "head", "变更户主", &head_change_input,
      "户还是这一户。家里人与新户主的关系能推出来的自动改，推不出来的显示“待补”。" },
    { "split", "分户", &household_splitting_input, "分出去的人另立一户。" },
    { "merge", "并户", &household_merging_input, "全家并入另一户，这一户销户。" },
    { "move", "整户迁移", &household_moving_input, "全家搬到本县别的村或网格，户不变。" },
};

static void write_deeds(struct context *cx, struct buf *out, const struct household *household,
                        const struct request *request)
{
    str page = arena_printf(cx->arena, "/households/%lld", (long long)household->id);

    if (date_is_set(household->closed_on) ||
        !access_allows(cx, "residents.write", household->place))
        return;
    ui_section_begin(out, "deeds", S("办理"));
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "%.*s/edit", STR_ARG(page)), S("修改资料"),
                   false);
    ui_actions_end(out);
    for (size_t i = 0; i < COUNT(deeds); i++)
        deed_write(cx, out, page, &deeds[i], NULL, request);
    ui_section_end(out);
}

struct error *household_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct household household = { 0 };
    struct buf *out = &response->body;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &household_type, request->id, "residents.read", &household));
    response->title = str_is_empty(household.head_name)
                          ? arena_printf(cx->arena, _("户号%.*s"), STR_ARG(household.number))
                          : arena_printf(cx->arena, _("%.*s户"), STR_ARG(household.head_name));
    ui_heading(out, response->title, place_path(cx, household.place));
    facts_write(cx, out, &household_type.shape, &household);
    TRY(write_people(cx, out, household.id));
    write_deeds(cx, out, &household, request);
    record_write_print_button(cx, out, &household_type, household.id);
    return record_write_rest(cx, &household_type, &household, request, out);
}

/* On paper */

static const struct paper_column paper_columns[] = {
    { .label = "姓名", .weight = 3 }, { .label = "与户主关系", .weight = 3 },
    { .label = "从", .weight = 3 },   { .label = "到", .weight = 3 },
    { .label = "原因", .weight = 4 },
};

static void print_members(struct context *cx, struct paper *paper, str title,
                          const struct household_member *members, size_t count)
{
    struct paper_table *table;

    if (count == 0)
        return;
    table = paper_table_begin(paper, title, paper_columns, COUNT(paper_columns));
    for (size_t i = 0; i < count; i++)
        paper_table_row(table, (const str[]){
                                   shown(cx, "resident", &members[i]),
                                   members[i].relation,
                                   shown(cx, "from_on", &members[i]),
                                   shown(cx, "to_on", &members[i]),
                                   members[i].reason,
                               });
    paper_table_end(table);
}

static struct error *print_people(struct context *cx, struct paper *paper, record_id id)
{
    struct household_member *members;
    size_t count;

    TRY(household_members_now(cx, id, &members, &count));
    print_members(cx, paper, S("家庭成员"), members, count);
    TRY(query_rows(cx, &member_histories, WITH(value_integer(id_county(id)), value_integer(id)),
                   &members, &count));
    print_members(cx, paper, S("以前的情况"), members, count);
    return NULL;
}

struct error *household_pdf_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    static const struct paper_signature signatures[] = {
        { .who = S_INIT("户主"), .how = S_INIT("（签字或按手印）") },
        { .who = S_INIT("登记人"), .how = S_INIT("（签字）") },
    };
    struct household household = { 0 };
    struct paper *paper;

    TRY(record_get_for(cx, &household_type, request->id, "residents.read", &household));
    paper = print_begin(cx, S("户情登记表"), PAPER_FORM);
    paper_title(paper, S("户情登记表"), place_path(cx, household.place));
    print_facts(cx, paper, &household_type.shape, &household);
    TRY(print_people(cx, paper, household.id));
    TRY(print_evidence(cx, paper, &household_type, &household));
    print_warning(paper, &resident_type);
    paper_signatures(paper, signatures, COUNT(signatures));
    return print_answer(
        cx, paper, arena_printf(cx->arena, "户情登记表%.*s.pdf", STR_ARG(household.number)),
        response);
}

/* On the page of a resident */

const struct query household_histories = {
    .of = &household_member_type,
    .sql = "where county = $1 and resident = $2 order by id desc limit 50",
};

static void write_membership(struct context *cx, struct buf *out,
                             const struct household_member *member)
{
    str when =
        date_is_set(member->to_on)
            ? arena_printf(cx->arena, _("%.*s至%.*s"), STR_ARG(shown(cx, "from_on", member)),
                           STR_ARG(shown(cx, "to_on", member)))
            : arena_printf(cx->arena, _("%.*s起"), STR_ARG(shown(cx, "from_on", member)));

    ui_task(out, arena_printf(cx->arena, "/households/%lld", (long long)member->household),
            arena_printf(cx->arena, _("%.*s户"), STR_ARG(shown(cx, "household", member))),
            date_is_set(member->to_on) ? TONE_ENDED : TONE_GOOD, member->relation,
            arena_printf(cx->arena, "%.*s · %.*s · %.*s", STR_ARG(shown(cx, "kind", member)),
                         STR_ARG(when), STR_ARG(member->reason)));
}

struct error *resident_write_households(struct context *cx, struct buf *out,
                                        const struct resident *resident)
{
    struct household_member *members;
    size_t count;

    TRY(query_rows(cx, &household_histories,
                   WITH(value_integer(id_county(resident->id)), value_integer(resident->id)),
                   &members, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "households", S("所在的户"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_membership(cx, out, &members[i]);
    ui_tasks_end(out);
    ui_section_end(out);
    return NULL;
}

/* Actions */

static struct error *check_visible(struct context *cx, const struct request *request)
{
    struct household household = { 0 };

    return record_get_for(cx, &household_type, request->id, "residents.read", &household);
}

static struct error *show(struct context *cx, struct response *response, record_id id)
{
    response->record = id;
    return redirect(response, arena_printf(cx->arena, "/households/%lld", (long long)id));
}

struct error *household_join_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    TRY(check_visible(cx, request));
    TRY(household_join(cx, request->id, request->input));
    return show(cx, response, request->id);
}

struct error *household_leave_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    TRY(check_visible(cx, request));
    TRY(household_leave(cx, request->id, request->input));
    return show(cx, response, request->id);
}

struct error *household_change_head_action(struct context *cx, const struct request *request,
                                           struct response *response)
{
    TRY(check_visible(cx, request));
    TRY(household_change_head(cx, request->id, request->input));
    return show(cx, response, request->id);
}

struct error *household_split_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    struct household made = { 0 };

    TRY(check_visible(cx, request));
    TRY(household_split(cx, request->id, request->input, &made));
    return show(cx, response, made.id);
}

struct error *household_merge_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    const struct household_merging *input = request->input;

    TRY(check_visible(cx, request));
    TRY(household_merge(cx, request->id, input));
    return show(cx, response, input->into);
}

struct error *household_move_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    const struct household_moving *input = request->input;

    TRY(check_visible(cx, request));
    TRY(household_move(cx, request->id, input));
    if (!access_allows(cx, "residents.read", input->to))
        return redirect(response, S("/households"));
    return show(cx, response, request->id);
}
