/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing down: by a villager without an account, by a grid worker on the spot, by a clerk for
 * whoever telephones or stands at the counter.
 */
#include "app/access.h"
#include "app/evidence.h"
#include "app/quick.h"
#include "base/codes.h"
#include "base/hash.h"
#include "base/json.h"
#include "modules/matters/category.h"
#include "modules/matters/choices.h"
#include "modules/matters/pages.h"
#include "modules/matters/questions.h"
#include "modules/places/places.h"
#include "record/form.h"

/* What is filled in */

struct villager_report {
    str place;
    str story;
    enum matter_kind kind;
    str name;
    str phone;
    bool wants_reply;
};

static const struct field villager_report_fields[] = {
    { PLACE(villager_report, place), .label = "在哪个村", .required = true },
    { LINES(villager_report, story), .label = "什么事", .required = true,
      .max = MATTER_STORY_MAX, .help = "怎么说都行，说清在哪儿、什么事就好。" },
    { CHOICE(villager_report, kind), .label = "属于哪种", .choices = { kind_choices, KINDS } },
    { TEXT(villager_report, name), .label = "您的姓名", .max = 50,
      .help = "可以不填。填了方便给您回话。" },
    { SECRET(villager_report, phone), .label = "您的电话", .refusal = phone_refusal,
      .mask = phone_mask, .help = "可以不填。加密保存，只给经办人看。" },
    { BOOLEAN(villager_report, wants_reply), .label = "办好后告诉我" },
};

const struct shape villager_report_input = { SHAPE(villager_report, villager_report_fields) };

/* What takes fifteen seconds comes first. */
struct intake {
    str place;
    str story;
    str answer;
    str name;
    str phone;
    bool wants_reply;
    enum matter_kind kind;
    enum matter_source source;
    str category;
    str title;
    bool urgent;
};

static const struct field intake_fields[] = {
    { PLACE(intake, place), .label = "在哪里", .required = true, .help = "选到村或网格。" },
    { LINES(intake, story), .label = "什么事", .required = true, .max = MATTER_STORY_MAX,
      .help = "打字，或点键盘上的话筒说。" },
    { LINES(intake, answer), .label = "当场办好了，怎么办的", .max = MATTER_STORY_MAX,
      .help = "还没办好就空着。" },
    { TEXT(intake, name), .label = "反映人姓名", .max = 50, .help = "巡查发现的可以不填。" },
    { SECRET(intake, phone), .label = "反映人电话", .refusal = phone_refusal,
      .mask = phone_mask },
    { BOOLEAN(intake, wants_reply), .label = "要答复" },
    { CHOICE(intake, kind), .label = "类型", .choices = { kind_choices, KINDS } },
    { CHOICE(intake, source), .label = "来源", .choices = { source_choices, SOURCES } },
    { TEXT(intake, category), .label = "类别", .max = 60, .help = "不选就按说的话自动归类。" },
    { TEXT(intake, title), .label = "标题", .max = MATTER_TITLE_MAX,
      .help = "不填就取第一句话。" },
    { BOOLEAN(intake, urgent), .label = "紧急" },
};

const struct shape intake_input = { SHAPE(intake, intake_fields) };

/* Accusations go another way. */

static struct error *to_receipt(struct context *cx, struct response *response, str receipt)
{
    return redirect(response, arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(receipt)));
}

static str unsealed(struct context *cx, str secret)
{
    str plain;

    return unseal(cx->arena, secret, &plain) ? plain : (str){ 0 };
}

static struct error *accuse(struct context *cx, const struct request *request,
                            const struct accusation_words *words, struct response *response)
{
    struct accusation accusation = { 0 };

    TRY(accusation_report(cx, words, &accusation));
    TRY(evidence_add_sent(cx, request, &accusation_type, &accusation));
    return to_receipt(cx, response, accusation.receipt);
}

/* A villager: first the place, step by step, for a telephone without script. */

const struct query places_below = {
    .of = &place_type,
    .sql = "where parent = $1 and level in ('province', 'city', 'county', 'township', "
           "'village') and closed_on is null order by key limit 500",
};

static struct error *find_below(struct context *cx, str key, struct place **places,
                                size_t *count)
{
    return query_rows(cx, &places_below, WITH(value_text(key)), places, count);
}

/* Goes down while there is no choice. */
static struct error *find_choice(struct context *cx, str key, struct place **places,
                                 size_t *count)
{
    TRY(find_below(cx, key, places, count));
    while (*count == 1 && (*places)[0].level != PLACE_VILLAGE)
        TRY(find_below(cx, (*places)[0].key, places, count));
    return NULL;
}

static struct error *write_place_choice(struct context *cx, struct buf *out, str key)
{
    struct place *places;
    size_t count;

    TRY(find_choice(cx, key, &places, &count));
    struct ui_link *links = arena_array(cx->arena, struct ui_link, count);
    for (size_t i = 0; i < count; i++) {
        const char *name = places[i].level == PLACE_VILLAGE ? "place" : "in";
        links[i] = (struct ui_link){
            .href = arena_printf(cx->arena, "/report?%s=%.*s", name, STR_ARG(places[i].key)),
            .text = places[i].name,
        };
    }
    ui_heading(out, S("我要反映"), S("先选一选，是哪里的事？"));
    if (count == 0)
        ui_empty(out, S("这里还没有登记村和社区。"), S("/report"), S("重新选"));
    else
        ui_menu(out, S("选择地方"), links, count);
    return NULL;
}

static void write_villager_fields(struct context *cx, struct buf *out,
                                  const struct request *request)
{
    const struct error *refused = request->refused;
    struct villager_report blank = { .wants_reply = true };
    struct filled filled = {
        .record = &blank,
        .typed = refused != NULL ? request->form : (struct params){ 0 },
        .problems = refused != NULL ? refused->problems : NULL,
    };

    for (size_t i = 1; i < villager_report_input.count; i++)
        form_write_field(cx, out, &villager_report_input.fields[i], &filled);
}

static void write_villager_form(struct context *cx, struct buf *out,
                                const struct request *request, str place)
{
    const struct error *refused = request->refused;

    ui_heading(out, S("我要反映"), place_path(cx, place));
    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_form_begin(out, S("/report"), cx->access->form_token, true);
    write_hidden(out, "place", place);
    write_villager_fields(cx, out, request);
    evidence_write_input(out, NULL);
    ui_form_end(out, S("提交"), S("/report"));
    html(out, "<p>%s</p>\n",
         _("提交后会给您一个回执号，凭它能看到谁在办、什么时候办好，也能说满意不满意。"));
}

struct error *matter_report_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    str place = request_param(request, "place");

    response->title = S("我要反映");
    if (request->refused != NULL)
        place = params_get(request->form, "place");
    if (str_is_empty(place_key_at(place, PLACE_VILLAGE)))
        return write_place_choice(cx, &response->body, params_get(request->query, "in"));
    write_villager_form(cx, &response->body, request, place);
    return NULL;
}

/* The words are weighed before the change, so that nobody waits for it. */
struct error *matter_report_prepare(struct context *cx, const struct request *request,
                                    struct response *response)
{
    const struct villager_report *input = request->input;
    str *category = arena_new(cx->arena, str);

    response->prepared = category;
    return category_choose(cx, input->story, (str){ 0 }, category);
}

struct error *matter_report_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct villager_report *input = request->input;
    const str *category = request->prepared;
    struct matter matter = {
        .place = input->place,
        .story = input->story,
        .category = *category,
        .kind = input->kind,
        .source = SOURCE_SELF,
        .intake_by = INTAKE_SELF,
    };
    struct matter_caller caller = {
        .name = input->name,
        .phone = input->phone,
        .wants_reply = input->wants_reply,
    };

    if (input->kind == KIND_TIP_OFF)
        return accuse(cx, request,
                      &(struct accusation_words){ input->place, input->story, input->name,
                                                  unsealed(cx, input->phone) },
                      response);
    TRY(matter_report(cx, &matter, &caller));
    TRY(evidence_add_sent(cx, request, &matter_type, &matter));
    response->record = matter.id;
    return to_receipt(cx, response, matter.receipt);
}

/* A grid worker or a clerk */

static struct error *write_category_input(struct context *cx, struct buf *out,
                                          const struct filled *filled)
{
    struct matter_category *categories;
    size_t count, shown = 1;

    TRY(categories_all(cx, &categories, &count));
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count + 1);
    choices[0] = (struct ui_choice){ S(""), S("自动归类") };
    for (size_t i = 0; i < count; i++)
        if (!str_is_empty(categories[i].layer))
            choices[shown++] = (struct ui_choice){ categories[i].code, categories[i].name };
    ui_input(out, &(struct ui_input){ .name = "category",
                                      .label = "类别",
                                      .help = "不选就按说的话自动归类。",
                                      .value = params_get(filled->typed, "category"),
                                      .suggest = S("/suggest/category"),
                                      .proposed_from = "story",
                                      .choices = choices,
                                      .choice_count = shown });
    return NULL;
}

static struct error *write_own_way(struct context *cx, struct buf *out,
                                   const struct field *field, const struct filled *filled,
                                   bool *written)
{
    *written = true;
    if (field == shape_field(&intake_input, S("category")))
        return write_category_input(cx, out, filled);
    if (field == shape_field(&intake_input, S("place")))
        return place_write_own_input(cx, out, "matters.report", field, filled);
    *written = false;
    return NULL;
}

struct error *matter_new_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    struct intake blank = {
        .place = place_own(cx),
        .source = place_own_is_grid(cx) ? SOURCE_GRID : SOURCE_COUNTER,
        .wants_reply = true,
    };

    return quick_page_write(cx, request,
                            &(struct quick_form){ .href = "/matters/new",
                                                  .input = &intake_input,
                                                  .first = "story place",
                                                  .preset = &blank,
                                                  .submit = "登记",
                                                  .photos = true,
                                                  .write_field = write_own_way },
                            response);
}

struct error *matter_new_prepare(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct intake *input = request->input;
    str *category = arena_new(cx->arena, str);

    *category = input->category;
    response->prepared = category;
    return category_choose(cx, input->story, input->title, category);
}

static struct matter matter_of(const struct context *cx, const struct intake *input,
                               str category)
{
    return (struct matter){
        .place = input->place,
        .story = input->story,
        .title = input->title,
        .kind = input->kind,
        .source = input->source,
        .intake_by = place_own_is_grid(cx) ? INTAKE_GRID : INTAKE_CLERK,
        .category = category,
        .urgent = input->urgent,
    };
}

/* Nobody is named when a grid worker found something. */
static bool has_caller(const struct intake *input)
{
    return !str_is_empty(input->name) || !str_is_empty(input->phone);
}

static struct error *report_for(struct context *cx, const struct intake *input,
                                struct matter *matter)
{
    struct matter_caller caller = {
        .name = input->name,
        .phone = input->phone,
        .wants_reply = input->wants_reply,
    };

    TRY(matter_report(cx, matter, has_caller(input) ? &caller : NULL));
    if (str_is_empty(input->answer))
        return NULL;
    return flow_take(cx, &matter_flow, "self_handle", matter->id,
                     &(struct matter_self_handling){ .answer = input->answer });
}

struct error *matter_new_action(struct context *cx, const struct request *request,
                                struct response *response)
{
    const struct intake *input = request->input;
    const str *category = request->prepared;
    struct matter matter = matter_of(cx, input, *category);

    TRY(access_need(cx, "matters.report", input->place));
    if (input->kind == KIND_TIP_OFF)
        return accuse(cx, request,
                      &(struct accusation_words){ input->place, input->story, input->name,
                                                  unsealed(cx, input->phone) },
                      response);
    TRY(report_for(cx, input, &matter));
    TRY(evidence_add_sent(cx, request, &matter_type, &matter));
    response->record = matter.id;
    return redirect(response, arena_printf(cx->arena, "/matters/%lld", (long long)matter.id));
}

/* What the words suggest */

static void write_suggestion(const struct matter_category *category, bool first,
                             struct buf *out)
{
    buf_add(out, first ? S("{\"value\":") : S(",{\"value\":"));
    json_add_string(out, category->code);
    buf_add(out, S(",\"text\":"));
    json_add_string(out, category->name);
    buf_add_char(out, '}');
}

/* The one that the words speak of first, then those whose name they are part of. */
struct error *category_suggest_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    str words = str_trim(params_get(request->query, "q"));
    struct matter_category *categories;
    size_t count, found = 0;
    str best;

    TRY(category_suggest(cx, words, &best));
    TRY(categories_all(cx, &categories, &count));
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_add_char(&response->body, '[');
    for (size_t i = 0; i < count; i++)
        if (str_eq(categories[i].code, best) && !str_is_empty(best))
            write_suggestion(&categories[i], found++ == 0, &response->body);
    for (size_t i = 0; i < count; i++)
        if (!str_is_empty(words) && !str_is_empty(categories[i].layer) &&
            !str_eq(categories[i].code, best) && str_contains(categories[i].name, words))
            write_suggestion(&categories[i], found++ == 0, &response->body);
    buf_add(&response->body, S("]\n"));
    return NULL;
}

/* The card for the door */

struct error *card_page(struct context *cx, const struct request *request,
                        struct response *response)
{
    struct buf *out = &response->body;
    str place = params_get(request->query, "place");
    str href = arena_printf(cx->arena, "/report?place=%.*s", STR_ARG(place));

    if (str_is_empty(place_key_at(place, PLACE_VILLAGE)))
        return fail(cx, ERROR_INVALID, "请先选到村或网格，再打印联系卡。");
    response->title = S("有事扫一扫");
    ui_heading(out, response->title, place_path(cx, place));
    ui_qr(out, absolute_address(cx, request, href), S("手机扫一扫，有事就反映，不用注册。"));
    html(out, "<p>%s</p>\n", _("不会用手机的，打电话或到村委会说，一样登记、一样给回执。"));
    ui_actions_begin(out);
    ui_print_button(out, S("打印"));
    ui_actions_end(out);
    return NULL;
}
