/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of those who work on matters: the list, one matter, its printed sheet. */
#include "app/access.h"
#include "app/evidence.h"
#include "app/journal.h"
#include "app/record_pages.h"
#include "base/codes.h"
#include "base/hash.h"
#include "base/json.h"
#include "modules/matters/category.h"
#include "modules/matters/choices.h"
#include "modules/matters/pages.h"
#include "modules/places/places.h"
#include "record/form.h"

/* What is filled in on these pages, beside the steps. */

struct phone_opening {
    record_id caller;
    str reason;
};

static const struct field phone_opening_fields[] = {
    { REF(phone_opening, caller), .label = "反映人", .target = "matter_caller",
      .required = true },
    { TEXT(phone_opening, reason), .label = "为什么要看", .required = true, .max = 100 },
};

const struct shape phone_opening_input = { SHAPE(phone_opening, phone_opening_fields) };

struct new_caller {
    str name;
    str phone;
    bool wants_reply;
};

static const struct field new_caller_fields[] = {
    { TEXT(new_caller, name), .label = "姓名", .required = true, .max = 50 },
    { SECRET(new_caller, phone), .label = "电话", .refusal = phone_refusal,
      .mask = phone_mask },
    { BOOLEAN(new_caller, wants_reply), .label = "要答复" },
};

const struct shape new_caller_input = { SHAPE(new_caller, new_caller_fields) };

/* The list */

#define AT_WORK_STATUSES                                                                       \
    "reported,village_handling,township_dispatch,handling,duty_disputed,resolved,rework,"      \
    "unsettled"

struct quick_tab {
    const char *title;
    const char *status;
    const char *extension;
    bool overdue;
};

static const struct quick_tab quick_tabs[] = {
    { "全部", "", "", false },
    { "在办", AT_WORK_STATUSES ",paused", "", false },
    { "超期", AT_WORK_STATUSES, "", true },
    { "待回访", "self_handled,replied", "", false },
    { "待批延期", "", "asked", false },
};

static str until_yesterday(struct context *cx)
{
    struct buf text = { .arena = cx->arena };

    buf_add(&text, S(".."));
    date_write(date_add_days(cx->today, -1), &text);
    return buf_str(&text);
}

static void add_condition(struct buf *href, const char *name, str value)
{
    if (!str_is_empty(value))
        buf_printf(href, "%s%s=%.*s", str_contains(buf_str(href), S("?")) ? "&" : "?", name,
                   STR_ARG(value));
}

static str tab_href(struct context *cx, const struct quick_tab *tab, str place)
{
    struct buf href = { .arena = cx->arena };

    buf_add(&href, S("/matters"));
    add_condition(&href, "place", place);
    add_condition(&href, "status", str_of(tab->status));
    add_condition(&href, "extension", str_of(tab->extension));
    add_condition(&href, "due_on", tab->overdue ? until_yesterday(cx) : (str){ 0 });
    return buf_str(&href);
}

static bool is_current(const struct quick_tab *tab, struct params query)
{
    return str_eq(params_get(query, "status"), str_of(tab->status)) &&
           str_eq(params_get(query, "extension"), str_of(tab->extension)) &&
           params_has(query, "due_on") == tab->overdue;
}

static void write_tabs(struct context *cx, struct buf *out, const struct request *request,
                       str place)
{
    struct ui_link links[COUNT(quick_tabs)] = { 0 };

    for (size_t i = 0; i < COUNT(quick_tabs); i++)
        links[i] = (struct ui_link){
            .href = tab_href(cx, &quick_tabs[i], place),
            .text = str_of(quick_tabs[i].title),
            .current = is_current(&quick_tabs[i], request->query),
        };
    ui_tabs(out, S("常用"), links, COUNT(links));
}

/* The same conditions, counted by category. */
static str groups_href(struct context *cx, const struct request *request)
{
    str path, query;

    str_cut(request->target, '?', &path, &query);
    return arena_printf(cx->arena, "/matters/groups?by=category_name%s%.*s",
                        str_is_empty(query) ? "" : "&", STR_ARG(query));
}

static void write_list_buttons(struct context *cx, struct buf *out,
                               const struct request *request)
{
    ui_actions_begin(out);
    if (access_allows_somewhere(cx, "matters.report"))
        ui_button_link(out, S("/matters/new"), S("记一件事"), true);
    record_write_export_buttons(cx, out, request, &matter_type);
    ui_button_link(out, groups_href(cx, request), S("分类统计"), false);
    ui_actions_end(out);
}

struct error *matters_page(struct context *cx, const struct request *request,
                           struct response *response)
{
    struct buf *out = &response->body;
    struct listing listing;

    if (request->wants_json)
        return record_list_page(cx, request, response);
    TRY(listing_read(cx, &matter_type, request->query, &listing));
    TRY(access_scope(cx, "matters.read", listing.place, &listing.place));
    response->title = S("民情诉求");
    ui_heading(out, response->title,
               str_is_empty(listing.place) ? (str){ 0 } : place_path(cx, listing.place));
    write_list_buttons(cx, out, request);
    write_tabs(cx, out, request, listing.place);
    return listing_write(cx, out, &listing, S("/matters"));
}

/* One matter: the facts */

static const struct field *field_of(const char *name)
{
    return shape_field(&matter_type.shape, str_of(name));
}

static void write_fact(struct context *cx, struct buf *out, const struct matter *matter,
                       const char *name)
{
    const struct field *field = field_of(name);

    if (!field_is_set(field, matter))
        return;
    ui_fact_begin(out, field->label);
    value_write(cx, out, field, matter);
    ui_fact_end(out);
}

static void write_deadline(struct context *cx, struct buf *out, const struct matter *matter)
{
    str words = matter_deadline_words(cx, matter);

    ui_fact(out, "办结期限", date_shown(cx, matter->due_on));
    if (str_is_empty(words))
        return;
    ui_fact_begin(out, "期限");
    ui_badge(out, matter_deadline_tone(cx, matter), words);
    ui_fact_end(out);
}

static struct error *write_layer(struct context *cx, struct buf *out,
                                 const struct matter *matter)
{
    struct matter_layer layer;
    str responsible;

    TRY(layer_find(cx, matter->layer, &layer));
    TRY(layer_responsible(cx, matter->place, layer.id, &responsible));
    ui_fact(out, "条线", layer.name);
    ui_fact(out, "本网格负责人", responsible);
    return NULL;
}

static void write_receipt(struct context *cx, struct buf *out, const struct matter *matter)
{
    ui_fact_begin(out, "回执号");
    html(out, "<a href='/receipt/%.*s'>%.*s</a>", STR_ARG(matter->receipt),
         STR_ARG(receipt_shown(cx->arena, matter->receipt)));
    ui_fact_end(out);
}

static const char *const first_facts[] = { "status", "kind", "category_name", "source" };
static const char *const later_facts[] = {
    "complexity",     "response_due_on",  "accepted_on", "resolved_on",  "replied_on",
    "closed_on",      "answer",           "satisfied",   "rework_count", "extension",
    "extension_days", "extension_reason", "paused_on",   "pause_reason", "merged_into",
    "closing_reason", "escalated_count",  "is_public",
};

/* A count or a choice says nothing while it is zero. */
static bool is_worth_saying(const struct matter *matter, const char *name)
{
    const struct field *field = field_of(name);
    const void *member = field_member_const(field, matter);

    if (field->kind == &kind_integer)
        return *(const int64_t *)member != 0;
    if (field->kind == &kind_choice)
        return *(const unsigned *)member != 0;
    return field_is_set(field, matter);
}

static struct error *write_facts(struct context *cx, struct buf *out,
                                 const struct matter *matter)
{
    ui_section_begin(out, "facts", S("情况"));
    if (matter->urgent)
        ui_notice(out, TONE_LATE, S("紧急事项"));
    html_lines(out, matter->story);
    ui_facts_begin(out);
    for (size_t i = 0; i < COUNT(first_facts); i++)
        write_fact(cx, out, matter, first_facts[i]);
    write_deadline(cx, out, matter);
    if (!matter_is_ended(matter))
        ui_fact(out, "现由谁办", matter_in_hands_said(cx, matter));
    TRY(write_layer(cx, out, matter));
    ui_fact(out, "登记时间", instant_shown(cx, matter->reported_at));
    write_receipt(cx, out, matter);
    for (size_t i = 0; i < COUNT(later_facts); i++)
        if (is_worth_saying(matter, later_facts[i]))
            write_fact(cx, out, matter, later_facts[i]);
    ui_facts_end(out);
    ui_section_end(out);
    return NULL;
}

/* One matter: who raised it */

static void write_phone_form(struct context *cx, struct buf *out, const struct matter *matter,
                             const struct matter_caller *caller)
{
    const char *form = arena_printf(cx->arena, "phone%lld%c", (long long)caller->id, '\0').data;

    ui_fold_begin(out, form, S("看完整号码"), false);
    ui_form_begin(out, arena_printf(cx->arena, "/matters/%lld/phone", (long long)matter->id),
                  cx->access->form_token, false);
    write_hidden(out, "caller", arena_printf(cx->arena, "%lld", (long long)caller->id));
    ui_input(out, &(struct ui_input){ .name = "reason",
                                      .label = "为什么要看",
                                      .help = "会记下来，本人可以查。",
                                      .required = true,
                                      .max = 100,
                                      .form = form });
    ui_form_end(out, S("打开"), (str){ 0 });
    ui_fold_end(out);
}

static void write_caller(struct context *cx, struct buf *out, const struct matter *matter,
                         const struct matter_caller *caller)
{
    ui_facts_begin(out);
    ui_fact(out, "姓名", str_is_empty(caller->name) ? S("没有留名") : caller->name);
    ui_fact(out, "电话", sealed_mask(caller->phone));
    ui_fact(out, "反映时间", instant_shown(cx, caller->raised_at));
    ui_fact(out, "评价",
            caller->withdrawn ? S("已撤回") : str_of(verdict_choices[caller->verdict].label));
    ui_facts_end(out);
    if (!str_is_empty(caller->phone) && access_allows(cx, "matters.phone", matter->place))
        write_phone_form(cx, out, matter, caller);
}

static void write_new_caller_form(struct context *cx, struct buf *out,
                                  const struct matter *matter)
{
    ui_fold_begin(out, "another", S("又有人反映同一件事"), false);
    ui_form_begin(out, arena_printf(cx->arena, "/matters/%lld/callers", (long long)matter->id),
                  cx->access->form_token, false);
    form_write(cx, out, &new_caller_input,
               &(struct filled){ .record = &(struct new_caller){ .wants_reply = true },
                                 .form = "another" });
    ui_form_end(out, S("加上"), (str){ 0 });
    ui_fold_end(out);
}

static struct error *write_callers(struct context *cx, struct buf *out,
                                   const struct matter *matter)
{
    struct matter_caller *callers;
    size_t count;

    TRY(matter_callers(cx, matter->id, &callers, &count));
    ui_section_begin(out, "callers", S("反映人"));
    if (count == 0)
        html(out, "<p>%s</p>\n", _("没有登记反映人。"));
    for (size_t i = 0; i < count; i++)
        write_caller(cx, out, matter, &callers[i]);
    if (!matter_is_ended(matter) && access_allows(cx, "matters.report", matter->place))
        write_new_caller_form(cx, out, matter);
    ui_section_end(out);
    return NULL;
}

/* One matter: who helps */

static void write_feedback_form(struct context *cx, struct buf *out,
                                const struct matter_unit *unit)
{
    const char *form = arena_printf(cx->arena, "unit%lld%c", (long long)unit->id, '\0').data;

    ui_fold_begin(out, form, S("填协办结果"), false);
    ui_form_begin(out,
                  arena_printf(cx->arena, "/matters/%lld/feed_back", (long long)unit->matter),
                  cx->access->form_token, false);
    write_hidden(out, "assistant", arena_printf(cx->arena, "%lld", (long long)unit->id));
    ui_input(out, &(struct ui_input){ .name = "answer",
                                      .label = "协办结果",
                                      .required = true,
                                      .lines = true,
                                      .form = form });
    ui_form_end(out, S("提交"), (str){ 0 });
    ui_fold_end(out);
}

static void write_unit(struct context *cx, struct buf *out, const struct matter *matter,
                       const struct matter_unit *unit)
{
    bool done = date_is_set(unit->done_on);

    ui_facts_begin(out);
    ui_fact(out, "协办单位", unit->office);
    ui_fact(out, "请协办", unit->task);
    ui_fact(out, "交办日期", date_shown(cx, unit->asked_on));
    ui_fact(out, "结果", done ? unit->answer : S("还没有反馈"));
    ui_facts_end(out);
    if (!done && !matter_is_ended(matter) && access_allows(cx, "matters.handle", matter->place))
        write_feedback_form(cx, out, unit);
}

static struct error *write_units(struct context *cx, struct buf *out,
                                 const struct matter *matter)
{
    struct matter_unit *units;
    size_t count;

    TRY(matter_units(cx, matter->id, &units, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "units", S("协办单位"));
    for (size_t i = 0; i < count; i++)
        write_unit(cx, out, matter, &units[i]);
    ui_section_end(out);
    return NULL;
}

/* One matter: the same thing twice */

static void write_candidate(struct context *cx, struct buf *out, const struct matter *matter,
                            const struct matter *candidate)
{
    html(out, "<h3><a href='/matters/%lld'>%.*s</a></h3>\n", (long long)candidate->id,
         STR_ARG(candidate->title));
    html(out, "<p>%.*s · %.*s</p>\n", STR_ARG(date_shown(cx, candidate->reported_on)),
         STR_ARG(place_called(cx, candidate->place)));
    ui_form_begin(out, arena_printf(cx->arena, "/matters/%lld/merge", (long long)matter->id),
                  cx->access->form_token, false);
    write_hidden(out, "into", arena_printf(cx->arena, "%lld", (long long)candidate->id));
    ui_form_end(out, S("是同一件，并入它"), (str){ 0 });
}

static struct error *write_candidates(struct context *cx, struct buf *out,
                                      const struct matter *matter)
{
    struct matter *candidates;
    size_t count;

    if (matter_is_ended(matter) || !access_allows(cx, "matters.merge", matter->place))
        return NULL;
    TRY(matter_candidates(cx, matter, &candidates, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "candidates", S("可能是同一件事"));
    for (size_t i = 0; i < count; i++)
        write_candidate(cx, out, matter, &candidates[i]);
    ui_section_end(out);
    return NULL;
}

/* One matter: the page */

static void write_evidence_form(struct context *cx, struct buf *out,
                                const struct matter *matter)
{
    if (matter_is_ended(matter) || !access_allows(cx, "matters.report", matter->place))
        return;
    ui_fold_begin(out, "photos", S("补传照片或附件"), false);
    ui_form_begin(out, arena_printf(cx->arena, "/matters/%lld/evidence", (long long)matter->id),
                  cx->access->form_token, true);
    evidence_write_input(out, "photos");
    ui_form_end(out, S("上传"), (str){ 0 });
    ui_fold_end(out);
}

/* What was shown to everybody by mistake must not stay so. */
static void write_publish_button(struct context *cx, struct buf *out,
                                 const struct matter *matter)
{
    const char *deed = matter->is_public ? "conceal" : "publish";

    if (access_allows(cx, "matters.accept", matter->place))
        ui_asking_button(
            out, arena_printf(cx->arena, "/matters/%lld/%s", (long long)matter->id, deed),
            cx->access->form_token, matter->is_public ? S("不再公开进度") : S("公开进度"),
            matter->is_public ? S("以后只有经办人和反映人能看到，确定吗？")
                              : S("大家都能看到标题和进度。标题里没有姓名、电话吧？"));
}

/* On a phone the form of the next step lies below the facts. */
static void write_next_link(struct context *cx, struct buf *out, const struct matter *matter)
{
    const struct flow_step *next = flow_next_step(cx, &matter_flow, matter);

    if (next != NULL)
        ui_button_link(out, S("#steps"),
                       arena_printf(cx->arena, _("下一步：%s"), words_said(next->label)), true);
}

static void write_heading(struct context *cx, struct buf *out, const struct request *request,
                          const struct matter *matter)
{
    ui_heading(out, matter->title, place_path(cx, matter->place));
    if (request->refused != NULL && request->route->step == NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_actions_begin(out);
    write_next_link(cx, out, matter);
    ui_button_link(out, arena_printf(cx->arena, "/matters/%lld/print", (long long)matter->id),
                   S("打印办理单"), false);
    write_publish_button(cx, out, matter);
    ui_actions_end(out);
}

struct error *matter_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    struct buf *out = &response->body;
    struct matter matter = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &matter_type, request->id, "matters.read", &matter));
    response->title = matter.title;
    write_heading(cx, out, request, &matter);
    TRY(write_facts(cx, out, &matter));
    flow_write_steps(cx, out, &matter_flow, &matter, request);
    TRY(write_candidates(cx, out, &matter));
    TRY(write_callers(cx, out, &matter));
    TRY(write_units(cx, out, &matter));
    write_evidence_form(cx, out, &matter);
    return record_write_past(cx, &matter_type, &matter, out);
}

struct error *matter_print_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct buf *out = &response->body;
    struct matter matter = { 0 };

    TRY(record_get_for(cx, &matter_type, request->id, "matters.read", &matter));
    response->title = S("民情诉求办理单");
    ui_heading(out, response->title, matter.title);
    TRY(write_facts(cx, out, &matter));
    ui_section_begin(out, "history", S("办理过程"));
    TRY(flow_write_history(cx, out, &matter_type, matter.id, false));
    ui_section_end(out);
    ui_facts_begin(out);
    ui_fact_by_hand(out, "经办人签字");
    ui_fact_by_hand(out, "反映人签字");
    ui_fact(out, "打印日期", date_shown(cx, cx->today));
    ui_facts_end(out);
    ui_actions_begin(out);
    ui_print_button(out, S("打印"));
    ui_button_link(out, arena_printf(cx->arena, "/matters/%lld/pdf", (long long)matter.id),
                   S("存为PDF"), false);
    ui_actions_end(out);
    return NULL;
}

/* Actions */

static struct error *answer_phone(struct context *cx, const struct request *request,
                                  struct response *response, str phone)
{
    struct buf *out = &response->body;

    if (request->wants_json) {
        response->bare = true;
        response->content_type = "application/json; charset=utf-8";
        buf_add(out, S("{\"phone\":"));
        json_add_string(out, phone);
        buf_add(out, S("}\n"));
        return NULL;
    }
    response->title = S("反映人电话");
    ui_heading(out, response->title, S("已经记下您看过这个号码。"));
    html(out, "<p><a href='tel:%.*s'>%.*s</a></p>\n", STR_ARG(phone), STR_ARG(phone));
    ui_button_link(out, arena_printf(cx->arena, "/matters/%lld", (long long)request->id),
                   S("回到这件事"), false);
    return NULL;
}

struct error *matter_phone_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct phone_opening *opening = request->input;
    struct matter_caller caller = { 0 };
    struct matter matter = { 0 };
    str phone;

    TRY(record_get_for(cx, &matter_type, request->id, "matters.phone", &matter));
    TRY(store_get(cx, &matter_caller_type, opening->caller, &caller));
    if (caller.matter != matter.id || !unseal(cx->arena, caller.phone, &phone))
        return fail(cx, ERROR_NOT_FOUND, "这位反映人没有留电话。");
    TRY(journal_write(cx, "matters.phone", &matter_caller_type, &caller, opening->reason));
    return answer_phone(cx, request, response, phone);
}

struct error *matter_caller_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct new_caller *input = request->input;
    struct matter matter = { 0 };
    struct matter_caller caller = {
        .name = input->name,
        .phone = input->phone,
        .wants_reply = input->wants_reply,
    };

    TRY(record_get_for(cx, &matter_type, request->id, "matters.report", &matter));
    TRY(matter_join(cx, matter.id, &caller));
    response->record = caller.id;
    return redirect(response,
                    arena_printf(cx->arena, "/receipt/%.*s", STR_ARG(caller.receipt)));
}

struct error *matter_evidence_action(struct context *cx, const struct request *request,
                                     struct response *response)
{
    struct matter matter = { 0 };

    TRY(record_get_for(cx, &matter_type, request->id, "matters.report", &matter));
    TRY(evidence_add_sent(cx, request, &matter_type, &matter));
    return redirect(response, arena_printf(cx->arena, "/matters/%lld", (long long)matter.id));
}

static struct error *show_to_all(struct context *cx, const struct request *request,
                                 struct response *response, bool is_public)
{
    struct matter matter = { 0 };

    TRY(record_get_for(cx, &matter_type, request->id, "matters.accept", &matter));
    TRY(matter_publish(cx, matter.id, is_public));
    return redirect(response, arena_printf(cx->arena, "/matters/%lld", (long long)matter.id));
}

struct error *matter_publish_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    return show_to_all(cx, request, response, true);
}

struct error *matter_conceal_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    return show_to_all(cx, request, response, false);
}
