/* SPDX-License-Identifier: Apache-2.0 */
/* Screening on a phone, zero reports, and what a place's page says about both. */
#include "app/access.h"
#include "app/calendar.h"
#include "app/quick.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/pages.h"
#include "modules/places/places.h"

#include <string.h>

/* What takes a few taps: the place is known, nothing found is an empty text. */
struct quick_screening {
    str place;
    str looked_at;
    int64_t household_count;
    str facts;
    str category;
    bool concerns_women_or_children;
    str who;
};

static const struct field quick_fields[] = {
    { PLACE(quick_screening, place), .label = "查了哪里", .required = true },
    { LINES(quick_screening, facts), .label = "发现了什么纠纷", .max = DISPUTE_STORY_MAX,
      .help = "没有发现就不填，直接点“记下来”。写了的只有调委会和司法所能看。" },
    { TEXT(quick_screening, category), .label = "属于哪一类", .max = 60 },
    { BOOLEAN(quick_screening, concerns_women_or_children), .label = "涉及妇女儿童权益" },
    { INTEGER(quick_screening, household_count), .label = "走访几户", .unit = "户",
      .max = 100000 },
    { TEXT(quick_screening, looked_at), .label = "看了什么", .max = 200,
      .help = "例如田边地界、在建的房子、外出回来的几户。不写姓名。" },
    { TEXT(quick_screening, who), .label = "和谁一起", .max = 100 },
};

const struct shape quick_screening_input = { SHAPE(quick_screening, quick_fields) };

/* The narrowest place where the person works. */
static str own_place(const struct context *cx, const char *permission)
{
    str place = { 0 };

    for (size_t i = 0; i < cx->access->post_count; i++)
        if (cx->access->posts[i].place.length > place.length &&
            access_allows(cx, permission, cx->access->posts[i].place))
            place = cx->access->posts[i].place;
    return place;
}

struct error *category_input_write(struct context *cx, struct buf *out, str value, str problem)
{
    struct dispute_category *categories;
    struct ui_choice *choices;
    size_t count;

    TRY(dispute_categories(cx, &categories, &count));
    choices = arena_array(cx->arena, struct ui_choice, count + 1);
    choices[0] = (struct ui_choice){ S(""), S("自动归类") };
    for (size_t i = 0; i < count; i++)
        choices[i + 1] = (struct ui_choice){ categories[i].code, categories[i].name };
    ui_input(out, &(struct ui_input){ .name = "category",
                                      .label = "属于哪一类",
                                      .help = "不选就按写的话归类，受理登记时可以改。",
                                      .value = value,
                                      .problem = problem,
                                      .choices = choices,
                                      .choice_count = count + 1 });
    return NULL;
}

static str problem_of(const struct problem *problems, const char *field)
{
    for (const struct problem *each = problems; each != NULL; each = each->next)
        if (each->field != NULL && strcmp(each->field, field) == 0)
            return each->message;
    return (str){ 0 };
}

static struct error *write_own_way(struct context *cx, struct buf *out,
                                   const struct field *field, const struct filled *filled,
                                   bool *written)
{
    bool is_place = strcmp(field->name, "place") == 0;

    *written = is_place || strcmp(field->name, "category") == 0;
    if (is_place)
        return place_write_own_input(cx, out, "screenings.write", field, filled);
    if (*written)
        return category_input_write(cx, out, params_get(filled->typed, "category"),
                                    problem_of(filled->problems, "category"));
    return NULL;
}

struct error *screening_new_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct quick_screening blank = { .place = own_place(cx, "screenings.write") };

    return quick_page_write(cx, request,
                            &(struct quick_form){ .href = "/screenings/new",
                                                  .input = &quick_screening_input,
                                                  .first = "facts place",
                                                  .preset = &blank,
                                                  .submit = "记下来",
                                                  .write_field = write_own_way },
                            response);
}

static str with_others(struct context *cx, str others)
{
    if (str_is_empty(str_trim(others)))
        return (str){ 0 };
    return arena_printf(cx->arena, "%.*s、%.*s", STR_ARG(cx->access->name),
                        STR_ARG(str_trim(others)));
}

static struct error *open_find(struct context *cx, const struct quick_screening *quick,
                               record_id screening)
{
    struct dispute_report report = {
        .place = quick->place,
        .category = quick->category,
        .facts = quick->facts,
        .concerns_women_or_children = quick->concerns_women_or_children,
        .screening = screening,
    };
    struct dispute dispute;

    if (str_is_empty(str_trim(quick->facts)))
        return NULL;
    return dispute_open(cx, &report, &dispute);
}

struct error *screening_new_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct quick_screening *quick = request->input;
    struct screening_rhythm_state state;
    struct screening screening = {
        .place = quick->place,
        .looked_at = quick->looked_at,
        .household_count = quick->household_count,
        .who = with_others(cx, quick->who),
    };

    TRY(access_need(cx, "screenings.write", quick->place));
    TRY(screening_state_of(cx, quick->place, &state));
    screening.plan = state.plan.id;
    screening.kind = state.plan.id != 0 ? state.plan.kind : SCREENING_REGULAR;
    TRY(screening_hold(cx, &screening));
    TRY(open_find(cx, quick, screening.id));
    response->record = screening.id;
    return redirect(response,
                    arena_printf(cx->arena, "/screenings/%lld", (long long)screening.id));
}

/* Zero reports */

struct zero_report {
    str place;
};

static const struct field zero_fields[] = {
    { PLACE(zero_report, place), .label = "哪里", .required = true },
};

const struct shape zero_report_input = { SHAPE(zero_report, zero_fields) };

struct error *screening_zero_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    const struct zero_report *zero = request->input;
    struct screening screening;

    TRY(access_need(cx, "screenings.write", zero->place));
    TRY(screening_report_zero(cx, request->id, zero->place, &screening));
    response->record = screening.id;
    return redirect(response, S("/"));
}

/* Panels */

static void write_zero_button(struct context *cx, struct buf *out, str place,
                              const struct screening_rhythm_state *state)
{
    bool done = date_compare(state->last, cx->today) == 0;

    ui_notice(out, TONE_WAITING,
              arena_printf(cx->arena, "%.*s（%.*s）：%s", STR_ARG(state->plan.title),
                           STR_ARG(state->plan.ordered_by),
                           done ? "今天已经报过。" : "今天还没有报。"));
    if (done || !access_allows(cx, "screenings.write", place))
        return;
    ui_form_begin(
        out, arena_printf(cx->arena, "/screening_plans/%lld/zero", (long long)state->plan.id),
        cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "place", .type = "hidden", .value = place });
    ui_form_end(out, S("今天零报告"), (str){ 0 });
}

struct error *screening_panel(struct context *cx, str place, struct buf *out)
{
    struct screening_rhythm_state state;

    if (str_is_empty(place_key_at(place, PLACE_TOWNSHIP)))
        return NULL;
    TRY(screening_state_of(cx, place, &state));
    if (state.plan.wants_zero_report)
        write_zero_button(cx, out, place, &state);
    ui_facts_begin(out);
    ui_fact(out, "上次排查",
            date_is_set(state.last) ? day_shown(cx, state.last) : S("还没有登记过"));
    ui_fact_begin(out, "下次排查");
    ui_badge(out, urgency_tone(urgency_of(cx, state.last, state.due)),
             deadline_words(cx, state.due));
    ui_fact_end(out);
    ui_facts_end(out);
    ui_actions_begin(out);
    if (access_allows(cx, "screenings.write", place))
        ui_button_link(out,
                       arena_printf(cx->arena, "/screenings/new?place=%.*s", STR_ARG(place)),
                       S("登记排查"), false);
    ui_button_link(out, arena_printf(cx->arena, "/screenings?place=%.*s", STR_ARG(place)),
                   S("历次排查"), false);
    ui_actions_end(out);
    return NULL;
}

/* On the home page of those who screen: their own place. */
struct error *screening_home_panel(struct context *cx, str place, struct buf *out)
{
    (void)place;
    str own = own_place(cx, "screenings.write");
    return str_is_empty(own) ? NULL : screening_panel(cx, own, out);
}

/* What somebody has found or handed in: how far it is, and no more. */
const struct query disputes_recorded_by = {
    .of = &dispute_type,
    .sql = "where county = $1 and recorded_by = $2 order by id desc limit 10",
};

struct error *disputes_of_mine_panel(struct context *cx, str place, struct buf *out)
{
    str county = own_place(cx, "disputes.report");
    struct dispute *disputes;
    size_t count;

    (void)place;
    if (cx->access->account == 0 || county.length < 6)
        return NULL;
    TRY(query_rows(cx, &disputes_recorded_by,
                   WITH(value_integer(key_county(county)), value_integer(cx->access->account)),
                   &disputes, &count));
    if (count == 0)
        return NULL;
    html(out, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        const struct choice *state = &dispute_status_choices[disputes[i].status];
        html(out, "<li>%.*s ", STR_ARG(disputes[i].title));
        ui_badge(out, state->tone, str_of(state->label));
        html(out, "</li>\n");
    }
    html(out, "</ul>\n");
    return NULL;
}
