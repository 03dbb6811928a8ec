/* SPDX-License-Identifier: Apache-2.0 */
/* The form that begins a round: which honour is chosen by its name. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"
#include "record/form.h"

enum { TITLE_MAX = 60, CODE_MAX = 40, YEAR_FIRST = 2000, YEAR_LAST = 2100, SEATS_MAX = 2000 };

struct round_intake {
    str place;
    str kind;
    int64_t year;
    int64_t seats;
    str title;
};

static const struct field fields[] = {
    { PLACE(round_intake, place), .label = "在哪里评", .required = true },
    { TEXT(round_intake, kind), .label = "评什么荣誉", .required = true, .max = CODE_MAX },
    { INTEGER(round_intake, year), .label = "年度", .required = true, .min = YEAR_FIRST,
      .max = YEAR_LAST },
    { INTEGER(round_intake, seats), .label = "名额", .required = true, .min = 1,
      .max = SEATS_MAX },
    { TEXT(round_intake, title), .label = "名称", .max = TITLE_MAX,
      .help = "不填就按年度和荣誉起名。" },
};

const struct shape honour_round_input = { SHAPE(round_intake, fields) };

const struct query all_honour_kinds = {
    .of = &honour_kind_type,
    .sql = "order by id limit 200",
};

static str problem_with(const struct filled *filled, const char *name)
{
    for (const struct problem *one = filled->problems; one != NULL; one = one->next)
        if (one->field != NULL && str_eq(str_of(one->field), str_of(name)))
            return one->message;
    return (str){ 0 };
}

static struct error *write_kinds(struct context *cx, struct buf *out,
                                 const struct filled *filled)
{
    struct honour_kind *kinds;
    size_t count;

    TRY(query_rows(cx, &all_honour_kinds, NULL, 0, &kinds, &count));
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){
            .value = kinds[i].code,
            .text = arena_printf(cx->arena, "%.*s（%s，%s）", STR_ARG(kinds[i].name),
                                 kinds[i].unit == HONOUR_HOUSEHOLD ? _("评给户") : _("评给人"),
                                 kinds[i].voters == VOTERS_HOUSEHOLDS ? _("一户一票")
                                                                      : _("成年村民一人一票")),
        };
    ui_input(out, &(struct ui_input){ .name = "kind",
                                      .label = "评什么荣誉",
                                      .required = true,
                                      .choices = choices,
                                      .choice_count = count,
                                      .value = params_get(filled->typed, "kind"),
                                      .problem = problem_with(filled, "kind") });
    return NULL;
}

struct error *honour_round_new_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct buf *out = &response->body;
    struct round_intake blank = { .year = date_year(cx->today), .seats = 1 };
    const struct filled filled = {
        .record = &blank,
        .typed = request->refused != NULL ? request->form : (struct params){ 0 },
        .problems = request->refused != NULL ? request->refused->problems : NULL,
    };

    TRY(access_scope(cx, "honours.run", (str){ 0 }, &blank.place));
    response->title = S("开始一次评选");
    ui_heading(out, response->title, S("先收候选，再投票、检查、公示，公示期满就授牌。"));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_form_begin(out, S("/honour_rounds/new"), cx->access->form_token, false);
    for (size_t i = 0; i < COUNT(fields); i++)
        if (str_eq(str_of(fields[i].name), S("kind")))
            TRY(write_kinds(cx, out, &filled));
        else
            form_write_field(cx, out, &fields[i], &filled);
    ui_form_end(out, S("开始"), S("/honour_rounds"));
    return NULL;
}

struct error *honour_round_new_action(struct context *cx, const struct request *request,
                                      struct response *response)
{
    const struct round_intake *input = request->input;
    struct honour_kind kind = { 0 };
    struct honour_round round = { .place = input->place,
                                  .title = str_trim(input->title),
                                  .kind = input->kind,
                                  .year = input->year,
                                  .seats = input->seats };

    TRY(honour_kind_get(cx, input->kind, &kind));
    if (str_is_empty(round.title))
        round.title = arena_printf(cx->arena, "%lld年%.*s评选", (long long)round.year,
                                   STR_ARG(kind.name));
    TRY(honour_round_open(cx, &round));
    response->record = round.id;
    return redirect(response,
                    arena_printf(cx->arena, "/honour_rounds/%lld", (long long)round.id));
}
