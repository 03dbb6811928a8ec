/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of visits: the short form, one visit, the households of the grid. */
#include "modules/visits/visit_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/evidence.h"
#include "app/quick.h"
#include "app/record_pages.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

enum { HOUSEHOLDS_CHOSEN_FROM = 400, HOUSEHOLDS_SHOWN = 500 };

/* Writing down */

struct new_visit {
    record_id household;
    str words;
    str help;
    str next_step;
    date visited_on;
    str visited;
    str place;
};

static const struct field new_visit_fields[] = {
    { REF(new_visit, household), .label = "走访了哪一户", .target = "household" },
    { LINES(new_visit, words), .label = "说了什么", .required = true, .max = VISIT_WORDS_MAX,
      .help = "一句话就行。打字，或点键盘上的话筒说。" },
    { LINES(new_visit, help), .label = "当场帮了什么", .max = VISIT_WORDS_MAX },
    { LINES(new_visit, next_step), .label = "下一步", .max = VISIT_WORDS_MAX,
      .help = "要办的事，存好后点“转成诉求”，就有人办。" },
    { DATE(new_visit, visited_on), .label = "走访日期", .help = "不填就是今天。" },
    { TEXT(new_visit, visited), .label = "不在册的，填姓名", .max = 60 },
    { PLACE(new_visit, place), .label = "不在册的，在哪里" },
};

const struct shape new_visit_input = { SHAPE(new_visit, new_visit_fields) };

const struct query households_to_choose = {
    .of = &household_type,
    .sql = "where county = $1 and place >= $2 and place < $3 "
           "and kind in ('registered', 'living') and closed_on is null "
           "order by head_name, id limit 401",
};

static struct ui_choice choice_of(struct context *cx, const struct household *household)
{
    str key = arena_printf(cx->arena, "%lld", (long long)household->id);
    str words = str_is_empty(household->address)
                    ? household->head_name
                    : arena_printf(cx->arena, "%.*s %.*s", STR_ARG(household->head_name),
                                   STR_ARG(household->address));

    return (struct ui_choice){ key, words };
}

/* Those who live in the own grid; where that are too many, one looks for the name. */
static struct error *write_household(struct context *cx, struct buf *out,
                                     const struct field *field, const struct filled *filled,
                                     bool *written)
{
    str place = place_own(cx);
    struct household *households;
    size_t count;

    if (str_is_empty(place))
        return NULL;
    TRY(query_rows(cx, &households_to_choose,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place))),
                   &households, &count));
    if (count == 0 || count > HOUSEHOLDS_CHOSEN_FROM)
        return NULL;
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count);
    for (size_t i = 0; i < count; i++)
        choices[i] = choice_of(cx, &households[i]);
    ui_input(out, &(struct ui_input){ .name = field->name,
                                      .label = field->label,
                                      .value = params_get(filled->typed, field->name),
                                      .choices = choices,
                                      .choice_count = count });
    *written = true;
    return NULL;
}

static struct error *write_own_way(struct context *cx, struct buf *out,
                                   const struct field *field, const struct filled *filled,
                                   bool *written)
{
    if (field == shape_field(&new_visit_input, S("household")) && filled->problems == NULL)
        return write_household(cx, out, field, filled, written);
    if (field != shape_field(&new_visit_input, S("place")))
        return NULL;
    *written = true;
    return place_write_own_input(cx, out, "visits.write", field, filled);
}

struct error *visit_new_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct new_visit blank = { .place = place_own(cx) };

    return quick_page_write(cx, request,
                            &(struct quick_form){ .href = "/visits/new",
                                                  .input = &new_visit_input,
                                                  .first = "household words",
                                                  .preset = &blank,
                                                  .submit = "存好",
                                                  .photos = true,
                                                  .write_field = write_own_way },
                            response);
}

struct error *visit_new_action(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct new_visit *input = request->input;
    struct visit visit = {
        .household = input->household,
        .words = input->words,
        .help = input->help,
        .next_step = input->next_step,
        .visited_on = input->visited_on,
        .visited = input->visited,
        .place = input->place,
    };

    TRY(visit_keep(cx, &visit));
    TRY(evidence_add_sent(cx, request, &visit_type, &visit));
    response->record = visit.id;
    return redirect(response, arena_printf(cx->arena, "/visits/%lld", (long long)visit.id));
}

/* One visit */

static void write_deeds(struct context *cx, struct buf *out, const struct visit *visit,
                        const struct request *request)
{
    static const struct deed correct = { "correct", "修改", &visit_correction_input, NULL };
    static const struct deed raise = { "raise", "转成诉求", NULL, NULL };
    str page = arena_printf(cx->arena, "/visits/%lld", (long long)visit->id);
    struct visit_correction now = {
        .words = visit->words,
        .help = visit->help,
        .next_step = visit->next_step,
        .visited_on = visit->visited_on,
    };

    if (!access_allows(cx, "visits.write", visit->place))
        return;
    ui_section_begin(out, "deeds", S("办理"));
    if (visit->matter == 0 && access_allows(cx, "matters.report", visit->place))
        deed_write_open(cx, out, page, &raise, NULL, request);
    deed_write(cx, out, page, &correct, &now, request);
    ui_section_end(out);
}

struct error *visit_page(struct context *cx, const struct request *request,
                         struct response *response)
{
    struct buf *out = &response->body;
    struct visit visit = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &visit_type, request->id, "visits.read", &visit));
    response->title = arena_printf(cx->arena, _("走访%.*s"), STR_ARG(visit.visited));
    ui_heading(out, response->title, place_path(cx, visit.place));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    facts_write(cx, out, &visit_type.shape, &visit);
    write_deeds(cx, out, &visit, request);
    record_write_print_button(cx, out, &visit_type, visit.id);
    return record_write_rest(cx, &visit_type, &visit, request, out);
}

struct error *visit_correct_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct visit visit = { 0 };

    TRY(record_get_for(cx, &visit_type, request->id, "visits.read", &visit));
    TRY(visit_correct(cx, request->id, request->input));
    response->record = visit.id;
    return redirect(response, arena_printf(cx->arena, "/visits/%lld", (long long)visit.id));
}

struct error *visit_raise_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct visit visit = { 0 };

    TRY(record_get_for(cx, &visit_type, request->id, "visits.read", &visit));
    TRY(visit_raise(cx, request->id, &visit));
    response->record = visit.id;
    return redirect(response,
                    arena_printf(cx->arena, "/matters/%lld", (long long)visit.matter));
}

/* The households of the grid, those that nobody has been to for longest first */

struct visited_household {
    record_id id;
    str head_name;
    str address;
    date visited_on;
};

static const struct field visited_household_columns[] = {
    { INTEGER(visited_household, id) },
    { TEXT(visited_household, head_name) },
    { TEXT(visited_household, address) },
    { DATE(visited_household, visited_on) },
};

#define LONGEST_NOT_VISITED(limit)                                                             \
    {                                                                                          \
        .sql = "select households.id, households.head_name, households.address, "              \
               "seen.visited_on from households left join "                                    \
               "(select household, max(visited_on) as visited_on from visits "                 \
               "where county = $1 and place >= $2 and place < $3 group by household) seen "    \
               "on seen.household = households.id "                                            \
               "where households.county = $1 and households.place >= $2 "                      \
               "and households.place < $3 "                                                    \
               "and households.kind in ('registered', 'living') "                              \
               "and households.closed_on is null "                                             \
               "order by case when seen.visited_on is null then 0 else 1 end, "                \
               "seen.visited_on, households.head_name, households.id limit " limit,            \
        .row = { SHAPE(visited_household, visited_household_columns) },                        \
    }

const struct query households_and_visits = LONGEST_NOT_VISITED("500");
const struct query households_to_visit = LONGEST_NOT_VISITED("3");

static struct error *find_households(struct context *cx, const struct query *query, str place,
                                     struct visited_household **households, size_t *count)
{
    return query_rows(cx, query,
                      WITH(value_integer(key_county(place)), value_text(place),
                           value_text(key_end(cx->arena, place))),
                      households, count);
}

static void write_visited(struct context *cx, struct buf *out,
                          const struct visited_household *household)
{
    struct buf when = { .arena = cx->arena };

    if (date_is_set(household->visited_on)) {
        buf_add(&when, str_of(_("上次走访：")));
        date_show(household->visited_on, &when);
    } else {
        buf_add(&when, str_of(_("还没有走访记录")));
    }
    ui_task(out,
            arena_printf(cx->arena, "/visits/new?household=%lld", (long long)household->id),
            household->head_name, TONE_PLAIN, (str){ 0 },
            str_is_empty(household->address)
                ? buf_str(&when)
                : arena_printf(cx->arena, "%.*s · %.*s", STR_ARG(household->address),
                               STR_ARG(buf_str(&when))));
}

struct error *visit_households_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct buf *out = &response->body;
    str place = place_own(cx);
    struct visited_household *households;
    size_t count;

    (void)request;
    if (str_is_empty(place))
        return redirect(response, S("/households"));
    TRY(access_need(cx, "visits.write", place));
    TRY(find_households(cx, &households_and_visits, place, &households, &count));
    response->title = S("网格里的户");
    ui_heading(out, response->title, place_path(cx, place));
    if (count == 0) {
        ui_empty(out, S("这里还没有登记户。"), S("/households"), S("去登记"));
        return NULL;
    }
    html(out, "<p>%s</p>\n", _("点户主就能记走访，很久没去的排在前面。"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_visited(cx, out, &households[i]);
    ui_tasks_end(out);
    if (count == HOUSEHOLDS_SHOWN)
        html(out, "<p>%s <a href='/households'>%s</a></p>\n", _("这里只列前500户。"),
             _("按姓名找其他户"));
    return NULL;
}

/* On the home page: whom to visit next, the household preset. */
struct error *visits_to_make_panel(struct context *cx, str place, struct buf *out)
{
    struct visited_household *households;
    size_t count;

    (void)place;
    if (!place_own_is_grid(cx))
        return NULL;
    TRY(find_households(cx, &households_to_visit, place_own(cx), &households, &count));
    if (count == 0)
        return NULL;
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_visited(cx, out, &households[i]);
    ui_task(out, S("/visits/households"), S("网格里的全部户"), TONE_PLAIN, (str){ 0 },
            (str){ 0 });
    ui_tasks_end(out);
    return NULL;
}
