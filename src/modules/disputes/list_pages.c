/* SPDX-License-Identifier: Apache-2.0 */
/* The list of cases, and writing one down at the committee. */
#include "app/access.h"
#include "app/record_pages.h"
#include "base/hash.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/pages.h"
#include "modules/disputes/secrecy.h"
#include "record/form.h"

struct quick_tab {
    const char *title;
    const char *status;
};

static const struct quick_tab tabs[] = {
    { "全部", "" },
    { "待登记受理", "found,registered" },
    { "在调", "accepted,mediating,agreed,breached" },
    { "履行和回访", "performing,performed" },
    { "待归档", "visited,terminated,referred" },
    { "已归档", "filed" },
};

static void write_tabs(struct context *cx, struct buf *out, const struct request *request,
                       str place)
{
    struct ui_link links[COUNT(tabs)] = { 0 };

    for (size_t i = 0; i < COUNT(tabs); i++)
        links[i] = (struct ui_link){
            .href = arena_printf(cx->arena, "/disputes?place=%.*s%s%s", STR_ARG(place),
                                 tabs[i].status[0] == '\0' ? "" : "&status=", tabs[i].status),
            .text = str_of(tabs[i].title),
            .current = str_eq(params_get(request->query, "status"), str_of(tabs[i].status)),
        };
    ui_tabs(out, S("常用"), links, COUNT(links));
}

static void write_buttons(struct context *cx, struct buf *out)
{
    ui_actions_begin(out);
    if (access_allows_somewhere(cx, "disputes.report"))
        ui_button_link(out, S("/disputes/new"), S("登记纠纷"), true);
    ui_button_link(out, S("/disputes/tables"), S("统计报表"), false);
    ui_button_link(out, S("/dossier_numbers"), S("卷号登记"), false);
    ui_button_link(out, S("/disputes.csv"), S("导出台账"), false);
    ui_actions_end(out);
}

/* Names are sealed; the same name has the same beginning of its seal, so that a name that is
 * known whole leads to its cases. */
const struct query disputes_of_name = {
    .of = &dispute_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and id in "
           "(select dispute from dispute_parties where county = $1 and name >= $4 "
           "and name < $5) order by id desc limit 20",
};

/* A prefix ends in a dot, and the next character after that is a slash. */
static str prefix_end(struct context *cx, str prefix)
{
    return arena_printf(cx->arena, "%.*s/", STR_ARG(str_slice(prefix, 0, prefix.length - 1)));
}

static struct error *write_by_name(struct context *cx, struct buf *out, str place, str name)
{
    str prefix = seal_prefix(cx->arena, str_trim(name));
    struct dispute *disputes;
    size_t count, shown = 0;

    TRY(query_rows(cx, &disputes_of_name,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)), value_text(prefix),
                        value_text(prefix_end(cx, prefix))),
                   &disputes, &count));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++) {
        const struct choice *state = &dispute_status_choices[disputes[i].status];
        bool may;
        TRY(dispute_may_open(cx, &disputes[i], &may));
        if (!may)
            continue;
        shown++;
        ui_task(out, arena_printf(cx->arena, "/disputes/%lld", (long long)disputes[i].id),
                disputes[i].title, state->tone, str_of(state->label),
                place_called(cx, disputes[i].place));
    }
    ui_tasks_end(out);
    if (shown == 0)
        ui_empty(out, S("您能打开的案件里没有这个当事人。"), (str){ 0 }, (str){ 0 });
    return NULL;
}

static struct error *write_name_search(struct context *cx, struct buf *out,
                                       const struct request *request, str place)
{
    str name = params_get(request->query, "party");
    bool asked = !str_is_empty(str_trim(name)) && place.length >= 6;

    ui_fold_begin(out, "by-name", S("按当事人姓名找"), asked);
    ui_search_begin(out, S("/disputes"));
    ui_input(out, &(struct ui_input){ .name = "party",
                                      .label = "当事人全名",
                                      .help = "只找您能打开的案件。",
                                      .value = name,
                                      .form = "by-name" });
    ui_search_end(out, S("找"));
    if (asked)
        TRY(write_by_name(cx, out, place, name));
    ui_fold_end(out);
    return NULL;
}

struct error *disputes_page(struct context *cx, const struct request *request,
                            struct response *response)
{
    struct buf *out = &response->body;
    struct listing listing;

    if (request->wants_json)
        return record_list_page(cx, request, response);
    TRY(listing_read(cx, &dispute_type, request->query, &listing));
    TRY(access_scope(cx, "disputes.read", listing.place, &listing.place));
    response->title = S("矛盾纠纷");
    ui_heading(out, response->title, place_path(cx, listing.place));
    write_buttons(cx, out);
    write_tabs(cx, out, request, listing.place);
    TRY(write_name_search(cx, out, request, listing.place));
    return listing_write(cx, out, &listing, S("/disputes"));
}

/* Writing down */

struct new_dispute {
    str place;
    str category;
    enum dispute_source source;
    str facts;
    str demands;
    str parcel;
    bool concerns_women_or_children;
    bool is_difficult;
    enum dispute_lock lock;
    record_id screening;
};

static const struct field new_fields[] = {
    { PLACE(new_dispute, place), .label = "发生在哪里", .required = true },
    { TEXT(new_dispute, category), .label = "属于哪一类", .max = 60 },
    { CHOICE(new_dispute, source), .label = "怎么来的",
      .choices = { dispute_source_choices, DISPUTE_SOURCES } },
    { LINES(new_dispute, facts), .label = "简要情况", .required = true,
      .max = DISPUTE_STORY_MAX, .help = "封存保管，只有本案调解员、调委会主任和司法所能看。" },
    { LINES(new_dispute, demands), .label = "当事人要求", .max = DISPUTE_STORY_MAX },
    { TEXT(new_dispute, parcel), .label = "涉及哪块地", .max = 60,
      .help = "没有涉及土地的不填。" },
    { BOOLEAN(new_dispute, concerns_women_or_children), .label = "涉及妇女儿童权益" },
    { BOOLEAN(new_dispute, is_difficult), .label = "疑难复杂" },
    { CHOICE(new_dispute, lock), .label = "要加锁吗", .choices = { lock_choices, LOCKS } },
    { REF(new_dispute, screening), .label = "哪次排查发现的", .target = "screening",
      .hidden = true },
};

const struct shape new_dispute_input = { SHAPE(new_dispute, new_fields) };

struct error *dispute_new_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    bool refused = request->refused != NULL;
    struct new_dispute start = { .place = request_param(request, "place"),
                                 .source = DISPUTE_BY_APPLICATION };
    struct filled filled = {
        .record = &start,
        .typed = refused ? request->form : request->query,
        .problems = refused ? request->refused->problems : NULL,
    };

    response->title = S("登记纠纷");
    ui_heading(out, response->title, S("调解不收钱。登记后由调委会征求双方意见。"));
    if (refused)
        ui_problems(out, request->refused->message, request->refused->problems);
    ui_form_begin(out, S("/disputes/new"), cx->access->form_token, false);
    for (size_t i = 0; i < COUNT(new_fields); i++)
        if (str_eq(str_of(new_fields[i].name), S("category")))
            TRY(category_input_write(cx, out, params_get(filled.typed, "category"),
                                     (str){ 0 }));
        else if (!new_fields[i].hidden)
            form_write_field(cx, out, &new_fields[i], &filled);
    if (params_has(filled.typed, "screening"))
        ui_input(out, &(struct ui_input){ .name = "screening",
                                          .type = "hidden",
                                          .value = params_get(filled.typed, "screening") });
    ui_form_end(out, S("登记"), S("/"));
    return NULL;
}

struct error *dispute_new_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct new_dispute *entry = request->input;
    struct dispute_report report = {
        .place = entry->place,
        .category = entry->category,
        .source = entry->source,
        .facts = entry->facts,
        .demands = entry->demands,
        .parcel = entry->parcel,
        .concerns_women_or_children = entry->concerns_women_or_children,
        .is_difficult = entry->is_difficult,
        .lock = entry->lock,
        .screening = entry->screening,
    };
    struct dispute dispute;

    TRY(dispute_open(cx, &report, &dispute));
    response->record = dispute.id;
    if (!access_allows(cx, "disputes.read", dispute.place))
        return redirect(response, S("/"));
    return redirect(response, arena_printf(cx->arena, "/disputes/%lld", (long long)dispute.id));
}
