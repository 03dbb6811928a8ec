/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of residents: finding them, one of them with all that is known, opening secrets. */
#include "modules/people/people_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/journal.h"
#include "app/record_pages.h"
#include "base/codes.h"
#include "base/hash.h"
#include "base/json.h"
#include "modules/places/places.h"
#include "record/exchange.h"
#include "record/form.h"

enum { SUGGESTIONS_MAX = 20 };

/* Inputs */

struct number_search {
    str number;
};

static const struct field number_search_fields[] = {
    { TEXT(number_search, number), .label = "身份证号", .required = true, .max = 30 },
};

const struct shape number_search_input = { SHAPE(number_search, number_search_fields) };

enum secret_kind { SECRET_NUMBER, SECRET_PHONE };

static const struct choice secret_kinds[] = {
    [SECRET_NUMBER] = { .code = "id_number", .label = "身份证号" },
    [SECRET_PHONE] = { .code = "phone", .label = "联系电话" },
};

struct secret_opening {
    enum secret_kind what;
    str reason;
};

static const struct field secret_opening_fields[] = {
    { CHOICE(secret_opening, what), .label = "看哪一项", .choices = CHOICES(secret_kinds) },
    { TEXT(secret_opening, reason), .label = "事由", .required = true, .max = 100,
      .help = "本人可以查到谁为什么看过。" },
};

const struct shape secret_opening_input = { SHAPE(secret_opening, secret_opening_fields) };

/* Finding */

struct error *resident_list_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    static const struct number_search blank = { .number = { 0 } };

    TRY(record_list_page(cx, request, response));
    if (request->wants_json || !access_allows_somewhere(cx, "residents.open"))
        return NULL;
    ui_fold_begin(&response->body, "number", S("按身份证号查找"), request->refused != NULL);
    ui_form_begin(&response->body, S("/residents/find"), cx->access->form_token, false);
    form_write(cx, &response->body, &number_search_input,
               &(struct filled){ .record = &blank, .form = "number" });
    ui_form_end(&response->body, S("查找"), (str){ 0 });
    ui_fold_end(&response->body);
    return NULL;
}

/* The number stands in no address and in no log; that somebody looked is written down. */
struct error *resident_find_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct number_search *input = request->input;
    struct resident resident = { 0 };
    bool found;
    str scope;

    TRY(access_scope(cx, "residents.open", (str){ 0 }, &scope));
    TRY(resident_find_by_number(cx, scope, input->number, &resident, &found));
    if (!found || !access_allows(cx, "residents.open", resident.place))
        return fail_field(cx, "number", "在您的管辖范围里没有登记这个身份证号的人。");
    TRY(journal_write(cx, "residents.find", &resident_type, &resident, S("按身份证号查找")));
    response->record = resident.id;
    return redirect(response,
                    arena_printf(cx->arena, "/residents/%lld", (long long)resident.id));
}

static void write_suggestion(struct context *cx, const struct resident *resident, bool first,
                             struct buf *out)
{
    buf_add(out, first ? S("{\"value\":") : S(",{\"value\":"));
    json_add_string(out, arena_printf(cx->arena, "%lld", (long long)resident->id));
    buf_add(out, S(",\"text\":"));
    json_add_string(out, arena_printf(cx->arena, "%.*s(%.*s)", STR_ARG(resident->name),
                                      STR_ARG(place_called(cx, resident->place))));
    buf_add_char(out, '}');
}

/* Names and villages only: also for those who give posts and see nothing else of residents. */
struct error *resident_suggest_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct listing listing = { .type = &resident_type,
                               .words = str_first(request_param(request, "q"), 40),
                               .limit = SUGGESTIONS_MAX };
    struct resident *residents;
    size_t count;
    str next;

    TRY(access_scope(cx, "residents.find", request_param(request, "place"), &listing.place));
    TRY(listing_rows(cx, &listing, &residents, &count, &next));
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_add_char(&response->body, '[');
    for (size_t i = 0; i < count; i++)
        write_suggestion(cx, &residents[i], i == 0, &response->body);
    buf_add(&response->body, S("]\n"));
    return NULL;
}

/* One resident */

static const struct deed deeds[] = {
    { "move", "迁移", &resident_moving_input,
      "换到别的村，或迁出本县。承包地、股权等户里的身份不变。" },
    { "die", "登记去世", &resident_death_input, "人在各户里的身份和任的职到这一天为止。" },
};

const struct query openings_of_resident = {
    .of = &journal_entry_type,
    .sql = "where county = $1 and type = 'resident' and record = $2 "
           "and deed in ('residents.open', 'residents.find') order by id desc limit 50",
};

static str shown_instant(struct context *cx, instant at)
{
    struct buf text = { .arena = cx->arena };

    instant_show(at, cx->today, &text);
    return buf_str(&text);
}

/* Who has looked at the sealed numbers, and why. */
static struct error *write_openings(struct context *cx, struct buf *out, record_id id)
{
    struct journal_entry *entries;
    size_t count;

    TRY(query_rows(cx, &openings_of_resident,
                   WITH(value_integer(id_county(id)), value_integer(id)), &entries, &count));
    ui_section_begin(out, "openings", S("谁看过证件号和电话"));
    if (count == 0)
        ui_empty(out, S("没有人看过。"), (str){ 0 }, (str){ 0 });
    ui_timeline_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_timeline_item(out, shown_instant(cx, entries[i].at), entries[i].reason,
                         entries[i].actor, (str){ 0 }, TONE_PLAIN);
    ui_timeline_end(out);
    ui_section_end(out);
    return NULL;
}

static void write_opening(struct context *cx, struct buf *out, const struct resident *resident,
                          const struct request *request)
{
    static const struct deed opening = { "open", "查看完整号码", &secret_opening_input,
                                         "只在办事需要时查看，每次都有记录。" };
    bool has_secret = !str_is_empty(resident->id_number) || !str_is_empty(resident->phone);

    if (has_secret && access_allows(cx, "residents.open", resident->place))
        deed_write(cx, out, arena_printf(cx->arena, "/residents/%lld", (long long)resident->id),
                   &opening, NULL, request);
}

static void write_deeds(struct context *cx, struct buf *out, const struct resident *resident,
                        const struct request *request)
{
    str page = arena_printf(cx->arena, "/residents/%lld", (long long)resident->id);

    if (!resident_is_present(resident) ||
        !access_allows(cx, "residents.write", resident->place))
        return;
    ui_section_begin(out, "deeds", S("办理"));
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "%.*s/edit", STR_ARG(page)), S("修改资料"),
                   false);
    ui_button_link(out,
                   arena_printf(cx->arena, "/households/new?head=%lld&place=%.*s",
                                (long long)resident->id, STR_ARG(resident->place)),
                   S("立户"), false);
    ui_actions_end(out);
    for (size_t i = 0; i < COUNT(deeds); i++)
        deed_write(cx, out, page, &deeds[i], NULL, request);
    ui_section_end(out);
}

static void write_notices(struct context *cx, struct buf *out, const struct resident *resident)
{
    if (resident->is_example)
        ui_notice(out, TONE_PLAIN, S("示例：这个人是虚构的，用来演示。"));
    if (!str_is_empty(resident->doubts))
        ui_notice(out, TONE_WAITING,
                  arena_printf(cx->arena, _("请核对：%.*s"), STR_ARG(resident->doubts)));
}

static str age_note(struct context *cx, const struct resident *resident)
{
    if (!date_is_set(resident->birth_on) || !resident_is_present(resident))
        return place_path(cx, resident->place);
    return arena_printf(cx->arena, _("%d岁 · %.*s"), date_age(resident->birth_on, cx->today),
                        STR_ARG(place_path(cx, resident->place)));
}

static struct error *write_resident(struct context *cx, const struct request *request,
                                    struct response *response, const struct resident *resident)
{
    struct buf *out = &response->body;

    response->title = resident->name;
    ui_heading(out, resident->name, age_note(cx, resident));
    write_notices(cx, out, resident);
    facts_write(cx, out, &resident_type.shape, resident);
    write_opening(cx, out, resident, request);
    TRY(resident_write_households(cx, out, resident));
    TRY(resident_write_posts(cx, out, resident, request));
    write_deeds(cx, out, resident, request);
    record_write_print_button(cx, out, &resident_type, resident->id);
    TRY(write_openings(cx, out, resident->id));
    return record_write_rest(cx, &resident_type, resident, request, out);
}

struct error *resident_page(struct context *cx, const struct request *request,
                            struct response *response)
{
    struct resident resident = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &resident_type, request->id, "residents.read", &resident));
    return write_resident(cx, request, response, &resident);
}

/* Opening a secret: the number is shown once, on the answer to the reason. */

static str secret_of(const struct resident *resident, enum secret_kind what)
{
    switch (what) {
    case SECRET_NUMBER:
        return resident->id_number;
    case SECRET_PHONE:
        return resident->phone;
    }
    return (str){ 0 };
}

static void write_opened(struct context *cx, struct buf *out, const struct resident *resident,
                         const char *label, str plain)
{
    ui_heading(out, resident->name, S("这一页离开后不再显示，请不要截图外传。"));
    ui_facts_begin(out);
    ui_fact(out, label, plain);
    ui_facts_end(out);
    ui_button_link(out, arena_printf(cx->arena, "/residents/%lld", (long long)resident->id),
                   S("返回"), false);
}

struct error *resident_open_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct secret_opening *input = request->input;
    const char *label = secret_kinds[input->what].label;
    struct resident resident = { 0 };
    str plain;

    TRY(record_get_for(cx, &resident_type, request->id, "residents.open", &resident));
    str sealed = secret_of(&resident, input->what);
    if (str_is_empty(sealed))
        return fail_field(cx, "what", "没有登记%s。", label);
    if (!unseal(cx->arena, sealed, &plain))
        return fail(cx, ERROR_BROKEN, "a sealed %s does not open",
                    secret_kinds[input->what].code);
    TRY(journal_write(cx, "residents.open", &resident_type, &resident,
                      arena_printf(cx->arena, "%s:%.*s", label, STR_ARG(input->reason))));
    response->title = resident.name;
    response_header(response, "Cache-Control", S("no-store"));
    write_opened(cx, &response->body, &resident, label, plain);
    return NULL;
}

/* Actions */

static struct error *show(struct context *cx, struct response *response, record_id id)
{
    response->record = id;
    return redirect(response, arena_printf(cx->arena, "/residents/%lld", (long long)id));
}

static struct error *check_visible(struct context *cx, const struct request *request)
{
    struct resident resident = { 0 };

    return record_get_for(cx, &resident_type, request->id, "residents.read", &resident);
}

struct error *resident_die_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    TRY(check_visible(cx, request));
    TRY(resident_die(cx, request->id, request->input));
    return show(cx, response, request->id);
}

struct error *resident_move_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct resident_moving *input = request->input;

    TRY(check_visible(cx, request));
    TRY(resident_move(cx, request->id, input));
    /* Whoever has moved to the next village is seen there and no longer here. */
    if (!str_is_empty(input->to) && !access_allows(cx, "residents.read", input->to))
        return redirect(response, S("/residents"));
    return show(cx, response, request->id);
}
