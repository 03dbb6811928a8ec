/* SPDX-License-Identifier: Apache-2.0 */
/* Giving and ending posts: on the page of a resident, and from that of a place. */
#include "modules/people/people_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "modules/places/places.h"
#include "record/form.h"

const struct query posts_of_resident = {
    .of = &post_type,
    .sql = "where county = $1 and person = $2 order by starts_on desc, id desc limit 50",
};

const struct query appointments_to_complete = {
    .of = &appointment_type,
    .sql = "where county = $1 and resident = $2 and needs_statement = 1 "
           "order by id desc limit 10",
};

static str shown_date(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_show(day, &text);
    return buf_str(&text);
}

static str term_of(struct context *cx, const struct post *post)
{
    if (!date_is_set(post->ends_on))
        return arena_printf(cx->arena, _("%.*s起"), STR_ARG(shown_date(cx, post->starts_on)));
    return arena_printf(cx->arena, _("%.*s至%.*s %.*s"),
                        STR_ARG(shown_date(cx, post->starts_on)),
                        STR_ARG(shown_date(cx, post->ends_on)), STR_ARG(post->reason));
}

static struct error *write_post(struct context *cx, struct buf *out, const struct post *post,
                                const struct request *request)
{
    static const struct deed ending = { "end-post", "结束岗位", &post_ending_input, NULL };
    struct role role = { 0 };

    TRY(role_get(cx, post->role, &role));
    html(out, "<h3>%.*s</h3>\n<p>%.*s · %.*s</p>\n", STR_ARG(role.title),
         STR_ARG(place_path(cx, post->place)), STR_ARG(term_of(cx, post)));
    if (post_is_in_force(post, cx->today) && may_appoint(cx, &role, post->place))
        deed_write(cx, out, arena_printf(cx->arena, "/posts/%lld", (long long)post->id),
                   &ending, NULL, request);
    return NULL;
}

static struct error *write_missing_statements(struct context *cx, struct buf *out,
                                              record_id resident)
{
    struct appointment *appointments;
    size_t count;

    TRY(query_rows(cx, &appointments_to_complete,
                   WITH(value_integer(id_county(resident)), value_integer(resident)),
                   &appointments, &count));
    for (size_t i = 0; i < count; i++)
        ui_notice(out, TONE_WAITING, appointments[i].considered);
    return NULL;
}

static bool may_appoint_somebody(const struct context *cx, str place)
{
    return access_allows(cx, "posts.appoint", place) ||
           access_allows_somewhere(cx, "posts.write");
}

struct error *resident_write_posts(struct context *cx, struct buf *out,
                                   const struct resident *resident,
                                   const struct request *request)
{
    struct post *posts;
    size_t count;

    TRY(query_rows(cx, &posts_of_resident,
                   WITH(value_integer(id_county(resident->id)), value_integer(resident->id)),
                   &posts, &count));
    bool may = resident_is_present(resident) && may_appoint_somebody(cx, resident->place);
    if (count == 0 && !may)
        return NULL;
    ui_section_begin(out, "posts", S("岗位"));
    TRY(write_missing_statements(cx, out, resident->id));
    for (size_t i = 0; i < count; i++)
        TRY(write_post(cx, out, &posts[i], request));
    if (may)
        ui_button_link(out,
                       arena_printf(cx->arena, "/appoint?resident=%lld&place=%.*s",
                                    (long long)resident->id, STR_ARG(resident->place)),
                       S("安排岗位"), false);
    ui_section_end(out);
    return NULL;
}

struct error *place_write_appointing(struct context *cx, str place, struct buf *out)
{
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "/appoint?place=%.*s", STR_ARG(place)),
                   S("安排岗位"), false);
    ui_actions_end(out);
    return NULL;
}

/* The form */

const struct query roles_to_give = {
    .of = &role_type,
    .sql = "where kind <> 'system' and kind <> 'public' order by id limit 200",
};

/* Those who may only give grid posts are offered no others. */
static struct error *read_roles(struct context *cx, str place, struct role **roles,
                                size_t *count)
{
    struct role *all;
    size_t all_count;

    TRY(query_rows(cx, &roles_to_give, NULL, 0, &all, &all_count));
    *roles = arena_array(cx->arena, struct role, all_count + 1);
    *count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (may_appoint(cx, &all[i], place))
            (*roles)[(*count)++] = all[i];
    return NULL;
}

static struct error *role_choices(struct context *cx, str place, struct ui_choice **choices,
                                  size_t *count)
{
    struct role *roles;

    TRY(read_roles(cx, place, &roles, count));
    *choices = arena_array(cx->arena, struct ui_choice, *count + 1);
    for (size_t i = 0; i < *count; i++)
        (*choices)[i] = (struct ui_choice){ roles[i].code, roles[i].title };
    return NULL;
}

struct error *roles_offered(struct context *cx, str **titles, size_t *count)
{
    struct role *roles;

    TRY(read_roles(cx, (str){ 0 }, &roles, count));
    *titles = arena_array(cx->arena, str, *count + 1);
    for (size_t i = 0; i < *count; i++)
        (*titles)[i] = roles[i].title;
    return NULL;
}

static str problem_of(const struct error *refused, const char *field)
{
    const struct problem *problem = refused == NULL ? NULL : refused->problems;

    for (; problem != NULL; problem = problem->next)
        if (str_eq(str_of(problem->field), str_of(field)))
            return problem->message;
    return (str){ 0 };
}

static struct error *write_role(struct context *cx, struct buf *out, struct params typed,
                                const struct error *refused)
{
    struct ui_choice *choices;
    size_t count;

    TRY(role_choices(cx, params_get(typed, "place"), &choices, &count));
    ui_input(out, &(struct ui_input){
                      .name = "role",
                      .label = "岗位",
                      .required = true,
                      .value = params_get(typed, "role"),
                      .problem = problem_of(refused, "role"),
                      .choices = choices,
                      .choice_count = count,
                  });
    return NULL;
}

struct error *appoint_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    static const struct appointment blank = { 0 };
    const struct error *refused = request->refused;
    struct buf *out = &response->body;
    struct filled filled = {
        .record = &blank,
        .typed = refused != NULL ? request->form : request->query,
        .problems = refused != NULL ? refused->problems : NULL,
    };

    response->title = S("安排岗位");
    ui_heading(out, response->title, (str){ 0 });
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_form_begin(out, S("/appoint"), cx->access->form_token, false);
    for (size_t i = 0; i < appointment_type.shape.count; i++) {
        const struct field *field = &appointment_type.shape.fields[i];
        if (str_eq(str_of(field->name), S("role")))
            TRY(write_role(cx, out, filled.typed, refused));
        else if (!field->read_only && !field->hidden)
            form_write_field(cx, out, field, &filled);
    }
    ui_form_end(out, S("安排"), (str){ 0 });
    return NULL;
}

/* Actions */

static struct error *show_resident(struct context *cx, struct response *response, record_id id,
                                   str place)
{
    if (!access_allows(cx, "residents.read", place))
        return redirect(response, arena_printf(cx->arena, "/place/%.*s", STR_ARG(place)));
    return redirect(response, arena_printf(cx->arena, "/residents/%lld", (long long)id));
}

struct error *appoint_action(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct appointment appointment = *(const struct appointment *)request->input;

    TRY(post_appoint(cx, &appointment));
    response->record = appointment.post;
    return show_resident(cx, response, appointment.resident, appointment.place);
}

struct error *post_end_action(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct post post = { 0 };

    TRY(store_get(cx, &post_type, request->id, &post));
    TRY(post_retire(cx, request->id, request->input));
    response->record = request->id;
    return show_resident(cx, response, post.person, post.place);
}
