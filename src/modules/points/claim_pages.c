/* SPDX-License-Identifier: Apache-2.0 */
/* Declaring deeds, one or many at once, and the page of a scheme. */
#include "modules/points/pages.h"

#include "app/access.h"
#include "app/place_input.h"
#include "app/record_pages.h"
#include "modules/places/places.h"
#include "record/form.h"

enum { STORY_MAX = 1000, QUANTITY_MAX = 1000, BULK_MAX = 500 };

struct claim_intake {
    str place;
    str who;
    record_id item;
    int64_t quantity;
    date happened_on;
    str witness;
    str story;
};

static const struct field intake_fields[] = {
    { PLACE(claim_intake, place), .label = "哪个村", .required = true },
    { TEXT(claim_intake, who), .label = "户号或卡号", .required = true, .max = 100 },
    { REF(claim_intake, item), .label = "做了什么", .target = "points_item", .required = true },
    { INTEGER(claim_intake, quantity), .label = "数量", .min = 1, .max = QUANTITY_MAX,
      .required = true },
    { DATE(claim_intake, happened_on), .label = "哪天做的", .required = true },
    { TEXT(claim_intake, witness), .label = "谁能证明", .max = 60 },
    { LINES(claim_intake, story), .label = "情况", .max = STORY_MAX },
};

const struct shape points_claim_input = { SHAPE(claim_intake, intake_fields) };

struct bulk_intake {
    str place;
    str numbers;
    record_id item;
    int64_t quantity;
    date happened_on;
    str story;
};

static const struct field bulk_fields[] = {
    { PLACE(bulk_intake, place), .label = "哪个村", .required = true },
    { LINES(bulk_intake, numbers), .label = "户号或卡号", .required = true, .max = 8000,
      .help = "一行一个，或者用空格隔开，最多500户。" },
    { REF(bulk_intake, item), .label = "参加了什么", .target = "points_item",
      .required = true },
    { INTEGER(bulk_intake, quantity), .label = "每户的数量", .min = 1, .max = QUANTITY_MAX,
      .required = true },
    { DATE(bulk_intake, happened_on), .label = "哪天", .required = true },
    { LINES(bulk_intake, story), .label = "什么活动", .required = true, .max = STORY_MAX },
};

const struct shape points_bulk_input = { SHAPE(bulk_intake, bulk_fields) };

/* Items to choose from */

static void add_choices(struct context *cx, const struct points_item *items, size_t item_count,
                        bool by_self, struct ui_choice *choices, size_t *count)
{
    for (size_t i = 0; i < item_count; i++) {
        if (by_self && (!items[i].by_self || items[i].is_deduction))
            continue;
        choices[(*count)++] = (struct ui_choice){
            .value = arena_printf(cx->arena, "%lld", (long long)items[i].id),
            .text = arena_printf(cx->arena, "%.*s（%s%lld分）", STR_ARG(items[i].name),
                                 items[i].is_deduction ? "扣" : "", (long long)items[i].points),
        };
    }
}

struct error *points_item_choices(struct context *cx, str village, enum points_side side,
                                  bool by_self, struct ui_choice **choices, size_t *count)
{
    struct points_scheme scheme = { 0 };
    struct points_item *items;
    size_t item_count;
    bool found;

    *count = 0;
    *choices = NULL;
    TRY(points_scheme_of(cx, village, side, &scheme, &found));
    if (!found)
        return NULL;
    TRY(items_of(cx, scheme.id, &items, &item_count));
    *choices = arena_array(cx->arena, struct ui_choice, item_count + 1);
    add_choices(cx, items, item_count, by_self, *choices, count);
    return NULL;
}

/* Of households and of party members together. */
static struct error *all_choices(struct context *cx, str village, struct ui_choice **choices,
                                 size_t *count)
{
    struct ui_choice *parts[POINTS_TEAM + 1];
    size_t counts[POINTS_TEAM + 1];
    size_t total = 0;

    for (size_t i = 0; i <= POINTS_TEAM; i++) {
        TRY(points_item_choices(cx, village, (enum points_side)i, false, &parts[i],
                                &counts[i]));
        total += counts[i];
    }
    *choices = arena_array(cx->arena, struct ui_choice, total + 1);
    *count = 0;
    for (size_t i = 0; i <= POINTS_TEAM; i++)
        for (size_t j = 0; j < counts[i]; j++)
            (*choices)[(*count)++] = parts[i][j];
    return NULL;
}

static str problem_with(const struct filled *filled, const char *name)
{
    for (const struct problem *one = filled->problems; one != NULL; one = one->next)
        if (one->field != NULL && str_eq(str_of(one->field), str_of(name)))
            return one->message;
    return (str){ 0 };
}

static void write_items(struct buf *out, const struct ui_choice *choices, size_t count,
                        const struct filled *filled)
{
    ui_input(out, &(struct ui_input){ .name = "item",
                                      .label = "做了什么",
                                      .required = true,
                                      .choices = choices,
                                      .choice_count = count,
                                      .value = params_get(filled->typed, "item"),
                                      .problem = problem_with(filled, "item") });
}

/* Whoever looks after a part of a village is in that village here. */
static struct error *scope_near(struct context *cx, const char *permission, str wanted,
                                str *scope)
{
    str own;

    if (str_is_empty(wanted) || access_allows(cx, permission, wanted))
        return access_scope(cx, permission, wanted, scope);
    TRY(access_scope(cx, permission, (str){ 0 }, &own));
    return access_scope(cx, permission, key_is_within(own, wanted) ? own : wanted, scope);
}

/* The village of whoever asks, unless another one is named. */
static struct error *find_village(struct context *cx, const struct request *request,
                                  const char *permission, str *village)
{
    str wanted;

    TRY(place_asked_for(cx, request, "place", &wanted));
    if (str_is_empty(wanted) && request->refused != NULL)
        wanted = params_get(request->form, "place");
    TRY(scope_near(cx, permission, wanted, village));
    *village = village->length >= 12 ? place_key_at(*village, PLACE_VILLAGE) : (str){ 0 };
    return NULL;
}

/* Asks for the village first: what can be declared depends on it. */
static void write_village_choice(struct context *cx, struct buf *out, str action)
{
    ui_search_begin(out, action);
    form_write_place(cx, out, (struct ui_input){ .name = "place", .label = "哪个村" });
    ui_search_end(out, S("下一步"));
}

static struct error *write_form(struct context *cx, struct buf *out,
                                const struct request *request, const struct shape *shape,
                                const void *blank, str action, str village)
{
    const struct filled filled = points_filled(request, blank);
    struct ui_choice *choices;
    size_t count;

    TRY(all_choices(cx, village, &choices, &count));
    if (count == 0) {
        ui_empty(out, S("这个村还没有施行的积分办法，先起草一个。"), S("/points_schemes"),
                 S("积分办法"));
        return NULL;
    }
    ui_form_begin(out, action, cx->access->form_token, false);
    for (size_t i = 0; i < shape->count; i++)
        if (str_eq(str_of(shape->fields[i].name), S("item")))
            write_items(out, choices, count, &filled);
        else
            form_write_field(cx, out, &shape->fields[i], &filled);
    ui_form_end(out, S("申报"), S("/points_claims"));
    return NULL;
}

struct error *points_claim_new_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct buf *out = &response->body;
    struct claim_intake blank = { .quantity = 1,
                                  .happened_on = cx->today,
                                  .who = params_get(request->query, "who") };

    TRY(find_village(cx, request, "points.declare", &blank.place));
    response->title = S("申报积分");
    ui_heading(out, response->title, place_called(cx, blank.place));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    if (str_is_empty(blank.place)) {
        write_village_choice(cx, out, S("/points_claims/new"));
        return NULL;
    }
    return write_form(cx, out, request, &points_claim_input, &blank, S("/points_claims/new"),
                      blank.place);
}

static struct error *declare_for(struct context *cx, const struct points_declaration *given,
                                 str village, str who, struct points_claim *claim)
{
    struct points_declaration declaration = *given;
    struct points_account account = { 0 };
    struct error *error = points_account_at_counter(cx, village, who, &account);

    if (error != NULL && error->kind == ERROR_INVALID)
        return fail_field(cx, "who", "没有“%.*s”这个户号或卡号，请对照名册再输一遍。",
                          STR_ARG(who));
    TRY(error);
    declaration.account = account.id;
    return points_declare(cx, &declaration, claim);
}

static enum points_declarer declarer_here(const struct context *cx, str village)
{
    return access_allows(cx, "points.verify", village) ? DECLARED_BY_CLERK : DECLARED_BY_GRID;
}

struct error *points_claim_new_action(struct context *cx, const struct request *request,
                                      struct response *response)
{
    const struct claim_intake *input = request->input;
    str village = place_key_at(input->place, PLACE_VILLAGE);
    struct points_claim claim = { 0 };
    const struct points_declaration declaration = {
        .item = input->item,
        .quantity = input->quantity,
        .happened_on = input->happened_on,
        .witness = input->witness,
        .story = input->story,
        .declared_by = declarer_here(cx, village),
    };

    TRY(declare_for(cx, &declaration, village, input->who, &claim));
    response->record = claim.id;
    if (!access_allows(cx, "points.read", village))
        return redirect(
            response, arena_printf(cx->arena, "/points/receipt/%.*s", STR_ARG(claim.receipt)));
    return redirect(response,
                    arena_printf(cx->arena, "/points_claims/%lld", (long long)claim.id));
}

/* Many at once, from an activity */

struct error *points_bulk_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct bulk_intake blank = { .quantity = 1, .happened_on = cx->today };

    TRY(find_village(cx, request, "points.declare", &blank.place));
    response->title = S("活动批量申报");
    ui_heading(out, response->title, S("一场活动参加了很多户，一次报上来。"));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    if (str_is_empty(blank.place)) {
        write_village_choice(cx, out, S("/points_claims/bulk"));
        return NULL;
    }
    return write_form(cx, out, request, &points_bulk_input, &blank, S("/points_claims/bulk"),
                      blank.place);
}

static str single_spaced(struct context *cx, str text)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        buf_add_char(&out, c == '\n' || c == '\r' || c == ',' ? ' ' : c);
    }
    return buf_str(&out);
}

struct error *points_bulk_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct bulk_intake *input = request->input;
    str village = place_key_at(input->place, PLACE_VILLAGE);
    str numbers = single_spaced(cx, input->numbers);
    const struct points_declaration declaration = {
        .item = input->item,
        .quantity = input->quantity,
        .happened_on = input->happened_on,
        .story = input->story,
        .declared_by = DECLARED_IN_BULK,
    };
    struct points_claim claim = { 0 };
    size_t count = 0;
    str number;

    while (str_next(&numbers, &number)) {
        if (++count > BULK_MAX)
            return fail_field(cx, "numbers", "一次最多%d户，请分几次报。", BULK_MAX);
        struct error *error = declare_for(cx, &declaration, village, number, &claim);
        if (error != NULL && error->kind != ERROR_INVALID && error->kind != ERROR_NOT_FOUND &&
            error->kind != ERROR_CONFLICT)
            return error;
        if (error != NULL)
            return fail_field(cx, "numbers", "“%.*s”没有报上，都没有保存：%.*s",
                              STR_ARG(number), STR_ARG(error->message));
    }
    return redirect(response, S("/points_claims?status=declared"));
}

/* A scheme */

static void write_item_row(struct context *cx, struct buf *out, const struct points_item *item,
                           const struct ui_column *columns)
{
    const struct choice *class =
        field_choice(shape_field(&points_item_type.shape, S("class")), item);
    const struct choice *unit =
        field_choice(shape_field(&points_item_type.shape, S("unit")), item);
    const str cells[] = {
        str_of(class->label),
        arena_printf(cx->arena, _n("%s%lld分/%s", item->points), item->is_deduction ? "-" : "",
                     (long long)item->points, words_counted(unit->label, 1)),
        item->cap == 0
            ? (str){ 0 }
            : arena_printf(cx->arena, _n("最多%lld分", item->cap), (long long)item->cap),
        item->basis,
    };

    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='/points_items/%lld'>%.*s</a>", (long long)item->id,
         STR_ARG(item->name));
    ui_cell_end(out);
    for (size_t i = 0; i < COUNT(cells); i++) {
        ui_cell_begin(out, &columns[i + 1]);
        html_text(out, cells[i]);
        ui_cell_end(out);
    }
    ui_row_end(out);
}

static struct error *write_scheme_items(struct context *cx, struct buf *out,
                                        const struct points_scheme *scheme)
{
    static const struct ui_column columns[] = {
        { .label = "做什么" },
        { .label = "类别", .brief = true },
        { .label = "分值", .brief = true },
        { .label = "封顶", .brief = true },
        { .label = "扣分依据" },
    };
    struct points_item *items;
    size_t count;

    TRY(items_of(cx, scheme->id, &items, &count));
    ui_section_begin(out, "items", S("积分项目"));
    if (count > 0) {
        ui_table_begin(out, S("项目和分值"), columns, COUNT(columns));
        for (size_t i = 0; i < count; i++)
            write_item_row(cx, out, &items[i], columns);
        ui_table_end(out);
    } else {
        html(out, "<p>%s</p>\n", _("还没有项目。"));
    }
    if (scheme->status == SCHEME_DRAFT && access_allows(cx, "points.scheme", scheme->place))
        ui_button_link(
            out,
            arena_printf(cx->arena, "/points_items/new?scheme=%lld", (long long)scheme->id),
            S("加一个项目"), true);
    ui_section_end(out);
    return NULL;
}

static str count_of(struct context *cx, int64_t number)
{
    return arena_printf(cx->arena, "%lld", (long long)number);
}

static str yuan(struct context *cx, int64_t amount)
{
    struct buf text = { .arena = cx->arena };

    fixed_show(amount, 2, 2, &text);
    return buf_str(&text);
}

static struct error *write_simulation(struct context *cx, struct buf *out,
                                      const struct points_scheme *scheme)
{
    struct points_simulation simulation;

    TRY(points_simulate(cx, scheme->id, &simulation));
    ui_section_begin(out, "simulation", S("按这一版，去年会怎样"));
    ui_notice(out, simulation.can_pay ? TONE_GOOD : TONE_LATE,
              simulation.can_pay ? S("资金够兑换。")
                                 : S("资金不够：没兑换的积分加上这一年的，超过账上的钱和货。"));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("得分的户"), count_of(cx, simulation.households), S("户"),
              arena_printf(cx->arena, "去年%lld户", (long long)simulation.households_before));
    ui_figure(out, (str){ 0 }, S("比去年得分多的"), count_of(cx, simulation.gaining), S("户"),
              arena_printf(cx->arena, "少的%lld户", (long long)simulation.losing));
    ui_figure(out, (str){ 0 }, S("一共"), count_of(cx, simulation.points), S("分"),
              arena_printf(cx->arena, _n("去年%lld分", simulation.points_before),
                           (long long)simulation.points_before));
    ui_figure(out, (str){ 0 }, S("要花"), yuan(cx, simulation.cost), S("元"),
              arena_printf(cx->arena, "资金余%.*s元", STR_ARG(yuan(cx, simulation.fund))));
    ui_figures_end(out);
    if (simulation.unmatched > 0)
        html(out, "<p>%.*s</p>\n",
             STR_ARG(arena_printf(cx->arena, "去年有%lld件的项目这一版没有，不再得分。",
                                  (long long)simulation.unmatched)));
    ui_section_end(out);
    return NULL;
}

struct error *points_scheme_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct buf *out = &response->body;
    struct points_scheme scheme = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &points_scheme_type, request->id, "points.read", &scheme));
    response->title = scheme.title;
    ui_heading(out, scheme.title, place_path(cx, scheme.place));
    facts_write(cx, out, &points_scheme_type.shape, &scheme);
    TRY(write_scheme_items(cx, out, &scheme));
    if (scheme.status < SCHEME_IN_FORCE)
        TRY(write_simulation(cx, out, &scheme));
    ui_actions_begin(out);
    ui_button_link(out,
                   arena_printf(cx->arena, "/points_schemes/%lld/pdf", (long long)scheme.id),
                   S("打印（PDF）"), false);
    if (scheme.status == SCHEME_DRAFT && access_allows(cx, "points.scheme", scheme.place))
        ui_button_link(
            out, arena_printf(cx->arena, "/points_schemes/%lld/edit", (long long)scheme.id),
            S("修改"), false);
    if (scheme.status == SCHEME_IN_FORCE && access_allows(cx, "points.scheme", scheme.place))
        ui_button(out,
                  arena_printf(cx->arena, "/points_schemes/%lld/next", (long long)scheme.id),
                  cx->access->form_token, S("起草下一版"), false);
    ui_actions_end(out);
    return record_write_rest(cx, &points_scheme_type, &scheme, request, out);
}

struct error *points_scheme_next_action(struct context *cx, const struct request *request,
                                        struct response *response)
{
    struct points_scheme scheme = { 0 };
    record_id draft;

    TRY(record_get_for(cx, &points_scheme_type, request->id, "points.read", &scheme));
    TRY(points_scheme_next(cx, request->id, &draft));
    response->record = draft;
    return redirect(response,
                    arena_printf(cx->arena, "/points_schemes/%lld", (long long)draft));
}
