/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of places: the list, one place with all that is there, and what may be done. */
#include "modules/places/place_parts.h"

#include "app/access.h"
#include "app/account.h"
#include "app/deed.h"
#include "app/record_pages.h"
#include "record/exchange.h"

enum { CHILDREN_MAX = 200, CHILDREN_OPEN = 12, PARAMS_ADDED = 2 };

/* The list */

/* The place a list is asked for: by ?place=, or as the beginning of ?key= in its own links. */
static str wanted_place(struct context *cx, struct params query)
{
    str place = params_get(query, "place");
    str key, rest;

    (void)cx;
    if (!str_is_empty(place))
        return place;
    str_cut(params_get(query, "key"), '.', &key, &rest);
    return key;
}

static bool asks_for_something(struct params query)
{
    for (size_t i = 0; i < query.count; i++)
        if (!str_is_empty(query.items[i].value))
            return true;
    return false;
}

/* The same question, within scope: all keys below it lie between it and it with a z. */
static struct params within_scope(struct context *cx, struct params query, str scope)
{
    struct param *items = arena_array(cx->arena, struct param, query.count + PARAMS_ADDED);
    size_t count = 0;

    for (size_t i = 0; i < query.count; i++)
        if (!str_eq(query.items[i].name, S("place")) && !str_eq(query.items[i].name, S("key")))
            items[count++] = query.items[i];
    if (!str_is_empty(scope))
        items[count++] = (struct param){
            .name = S("key"),
            .value = arena_printf(cx->arena, "%.*s..%.*sz", STR_ARG(scope), STR_ARG(scope)),
        };
    else if (!asks_for_something(query))
        items[count++] = (struct param){ .name = S("level"), .value = S("province") };
    if (!params_has(query, "sort"))
        items[count++] = (struct param){ .name = S("sort"), .value = S("key") };
    return (struct params){ items, count };
}

static struct error *write_found(struct context *cx, struct buf *out, str words, str scope)
{
    struct place *places;
    size_t count;

    TRY(place_search(cx, words, scope, false, &places, &count));
    ui_heading(out, S("地点"), arena_printf(cx->arena, _("名称里有“%.*s”的"), STR_ARG(words)));
    if (count == 0) {
        ui_empty(out, S("没有这个名称的地点。请换个字再找。"), S("/places"), S("看全部"));
        return NULL;
    }
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(out, arena_printf(cx->arena, "/place/%.*s", STR_ARG(places[i].key)),
                places[i].name, TONE_PLAIN, str_of(place_level_word(places[i].level)),
                place_path(cx, places[i].key));
    ui_tasks_end(out);
    return NULL;
}

struct error *place_list_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    str words = str_trim(params_get(request->query, "q"));
    struct request scoped = *request;
    str scope;

    TRY(access_scope(cx, "places.read", wanted_place(cx, request->query), &scope));
    response->title = S("地点");
    if (!str_is_empty(words) && !request->wants_json)
        return write_found(cx, &response->body, words, scope);
    scoped.query = within_scope(cx, request->query, scope);
    return record_list_page(cx, &scoped, response);
}

/* One place */

static void write_crumbs(struct context *cx, struct buf *out, const struct place *place)
{
    struct ui_link links[PLACE_LEVELS];
    size_t count = 0;
    str above[PLACE_LEVELS];
    size_t depth = 0;

    for (str key = place->parent; !str_is_empty(key); key = place_key_parent(key))
        above[depth++] = key;
    while (depth > 0) {
        str key = above[--depth];
        bool may_see = access_allows(cx, "places.read", key);
        links[count++] = (struct ui_link){
            .text = place_called(cx, key),
            .href = may_see ? arena_printf(cx->arena, "/place/%.*s", STR_ARG(key)) : (str){ 0 },
        };
    }
    ui_crumbs(out, links, count);
}

static str shown_date(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_show(day, &text);
    return buf_str(&text);
}

static void write_closing(struct context *cx, struct buf *out, const struct place *place)
{
    struct buf names = { .arena = cx->arena };
    str successors = place->successors;

    if (!date_is_set(place->closed_on))
        return;
    for (str key; str_next(&successors, &key);)
        buf_printf(&names, "%s%.*s", names.length > 0 ? _("、") : _("，现在是"),
                   STR_ARG(place_called(cx, key)));
    ui_notice(out, TONE_ENDED,
              arena_printf(cx->arena, _("%.*s撤销（%.*s）%.*s。以前的记录仍在这里。"),
                           STR_ARG(shown_date(cx, place->closed_on)), STR_ARG(place->reason),
                           STR_ARG(buf_str(&names))));
    ui_actions_begin(out);
    successors = place->successors;
    for (str key; str_next(&successors, &key);)
        ui_button_link(out, arena_printf(cx->arena, "/place/%.*s", STR_ARG(key)),
                       place_called(cx, key), false);
    ui_actions_end(out);
}

static struct error *write_former_names(struct context *cx, struct buf *out,
                                        const struct place *place)
{
    struct place_name *names;
    size_t count;

    TRY(query_rows(cx, &place_former_names, WITH(value_text(place->key)), &names, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "names", S("曾用名"));
    ui_timeline_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_timeline_item(
            out,
            arena_printf(cx->arena, _("用到%.*s"), STR_ARG(shown_date(cx, names[i].until_on))),
            names[i].name, names[i].code, (str){ 0 }, TONE_PLAIN);
    ui_timeline_end(out);
    ui_section_end(out);
    return NULL;
}

const struct query place_children = {
    .of = &place_type,
    .sql = "where parent = $1 and closed_on is null order by key limit 201",
};

/* Many of them would hide what stands behind. */
static void write_links(struct context *cx, struct buf *out, const struct ui_link *links,
                        size_t shown, size_t count)
{
    if (count <= CHILDREN_OPEN) {
        ui_menu(out, S("下级"), links, shown);
        return;
    }
    ui_fold_begin(out, "children-all",
                  arena_printf(cx->arena, _("%s%zu个，点开看名单"),
                               count > CHILDREN_MAX ? _("超过") : _("共"), shown),
                  false);
    ui_menu(out, S("下级"), links, shown);
    ui_fold_end(out);
}

static struct error *write_children(struct context *cx, struct buf *out,
                                    const struct place *place)
{
    struct place *children;
    size_t count;

    TRY(query_rows(cx, &place_children, WITH(value_text(place->key)), &children, &count));
    if (count == 0)
        return NULL;
    size_t shown = count < CHILDREN_MAX ? count : CHILDREN_MAX;
    struct ui_link *links = arena_array(cx->arena, struct ui_link, shown);
    for (size_t i = 0; i < shown; i++)
        links[i] = (struct ui_link){
            .href = arena_printf(cx->arena, "/place/%.*s", STR_ARG(children[i].key)),
            .text = children[i].name,
            .note = str_of(place_level_word(children[i].level)),
        };
    ui_section_begin(out, "children", S("下级"));
    write_links(cx, out, links, shown, count);
    ui_button_link(out, arena_printf(cx->arena, "/places?place=%.*s", STR_ARG(place->key)),
                   S("列表和导出"), false);
    ui_section_end(out);
    return NULL;
}

const struct query place_posts_today = {
    .of = &post_type,
    .sql = "where county = $1 and place = $2 and starts_on <= $3 "
           "and (ends_on is null or ends_on >= $3) order by id limit 60",
};

static bool has_same_holder(const struct post *post, const struct post *other)
{
    return (post->person != 0 && post->person == other->person) ||
           (post->account != 0 && post->account == other->account);
}

static bool is_first_of_holder(const struct post *posts, size_t which)
{
    for (size_t i = 0; i < which; i++)
        if (has_same_holder(&posts[i], &posts[which]))
            return false;
    return true;
}

static struct error *write_post(struct context *cx, struct buf *out, const struct post *post)
{
    struct role role = { 0 };

    TRY(role_get(cx, post->role, &role));
    if (access_allows(cx, "posts.read", post->place))
        html(out, "<a href='/posts/%lld'>%.*s</a>", (long long)post->id, STR_ARG(role.title));
    else
        html(out, "%.*s", STR_ARG(role.title));
    return NULL;
}

/* Somebody with all posts there are from the one on. */
static struct error *write_holder(struct context *cx, struct buf *out, const struct post *posts,
                                  size_t first, size_t count)
{
    ui_fact_begin(out, arena_text(cx->arena, posts[first].holder));
    TRY(write_post(cx, out, &posts[first]));
    for (size_t i = first + 1; i < count; i++)
        if (has_same_holder(&posts[i], &posts[first])) {
            html(out, "、");
            TRY(write_post(cx, out, &posts[i]));
        }
    ui_fact_end(out);
    return NULL;
}

static struct error *write_posts(struct context *cx, struct buf *out, const struct place *place)
{
    struct post *posts;
    size_t count;

    TRY(query_rows(cx, &place_posts_today,
                   WITH(value_integer(key_county(place->key)), value_text(place->key),
                        value_date(cx->arena, cx->today)),
                   &posts, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "posts", S("在岗的人"));
    ui_facts_begin(out);
    for (size_t i = 0; i < count; i++)
        if (is_first_of_holder(posts, i))
            TRY(write_holder(cx, out, posts, i, count));
    ui_facts_end(out);
    ui_section_end(out);
    return NULL;
}

/* What may be done with a place */

static const struct deed deeds[] = {
    { "rename", "改名", &place_naming_input, "编号不变，以前的名称保留在“曾用名”里。" },
    { "merge", "合并", &place_merger_input, "被合并的单位撤销，以前的记录和数字仍归原单位。" },
    { "split", "拆分", &place_division_input,
      "原单位撤销，另设几个新单位，以前的记录和数字仍归原单位。" },
    { "close", "撤销", &place_closing_input,
      "连同下级一起撤销，岗位到前一天为止。记录都保留。" },
};

/* Whoever answers for a place adds below it; only from above is it changed. */
static void write_deeds(struct context *cx, struct buf *out, const struct place *place,
                        const struct request *request)
{
    str page = arena_printf(cx->arena, "/places/%lld", (long long)place->id);

    if (date_is_set(place->closed_on) || !access_allows(cx, "places.write", place->key))
        return;
    ui_section_begin(out, "deeds", S("管理"));
    ui_actions_begin(out);
    ui_button_link(out, arena_printf(cx->arena, "/places/new?parent=%.*s", STR_ARG(place->key)),
                   S("新增下级"), false);
    ui_button_link(out, arena_printf(cx->arena, "/maps/import?place=%.*s", STR_ARG(place->key)),
                   S("导入地图"), false);
    if (access_allows(cx, "places.write", place->parent))
        ui_button_link(out, arena_printf(cx->arena, "%.*s/edit", STR_ARG(page)), S("修改资料"),
                       false);
    ui_actions_end(out);
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (access_allows(cx, "places.write", place->parent))
            deed_write(cx, out, page, &deeds[i], NULL, request);
    ui_section_end(out);
}

static void write_facts(struct context *cx, struct buf *out, const struct place *place)
{
    static const char *const names[] = { "code",  "full_name", "kind",
                                         "phone", "opened_on", "remark" };

    ui_facts_begin(out);
    for (size_t i = 0; i < COUNT(names); i++) {
        const struct field *field = shape_field(&place_type.shape, str_of(names[i]));
        if (field_is_set(field, place) && (field->kind != &kind_choice || place->kind != 0))
            ui_fact(out, field->label, field_shown(cx, field, place));
    }
    if (place->household_count > 0 || place->resident_count > 0)
        ui_fact(out, "自报户数和人口",
                arena_printf(cx->arena, _("%lld户，%lld人"), (long long)place->household_count,
                             (long long)place->resident_count));
    ui_facts_end(out);
}

static struct error *write_place(struct context *cx, const struct request *request,
                                 struct response *response, const struct place *place)
{
    struct buf *out = &response->body;

    response->title = place->name;
    write_crumbs(cx, out, place);
    ui_heading(out, place->name, str_of(place_level_word(place->level)));
    write_closing(cx, out, place);
    TRY(place_panels_write(cx, PANEL_FIRST, place->key, out));
    write_facts(cx, out, place);
    TRY(write_children(cx, out, place));
    TRY(write_posts(cx, out, place));
    TRY(place_panels_write(cx, PANEL_LATER, place->key, out));
    TRY(write_former_names(cx, out, place));
    write_deeds(cx, out, place, request);
    return NULL;
}

/* The village side never learns what there is next door. */
static struct error *check_visible(struct context *cx, const struct place *place)
{
    if (access_allows(cx, "places.read", place->key))
        return NULL;
    return fail(cx, ERROR_NOT_FOUND, "没有找到这个地点，或不在您的管辖范围。");
}

static struct error *answer(struct context *cx, const struct request *request,
                            struct response *response, const struct place *place)
{
    TRY(check_visible(cx, place));
    if (!request->wants_json)
        return write_place(cx, request, response, place);
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    record_write_json(cx, &place_type, place, &response->body);
    return NULL;
}

struct error *place_page(struct context *cx, const struct request *request,
                         struct response *response)
{
    struct place place = { 0 };

    TRY(store_get(cx, &place_type, request->id, &place));
    return answer(cx, request, response, &place);
}

struct error *place_key_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct place place = { 0 };

    TRY(place_get(cx, params_get(request->captured, "key"), &place));
    return answer(cx, request, response, &place);
}

/* Actions */

static struct error *read_place(struct context *cx, const struct request *request,
                                struct place *place)
{
    *place = (struct place){ 0 };
    TRY(store_get(cx, &place_type, request->id, place));
    return check_visible(cx, place);
}

static struct error *show(struct context *cx, struct response *response, record_id id)
{
    response->record = id;
    return redirect(response, arena_printf(cx->arena, "/places/%lld", (long long)id));
}

struct error *place_rename_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct place place;

    TRY(read_place(cx, request, &place));
    TRY(place_rename(cx, place.key, request->input));
    return show(cx, response, place.id);
}

struct error *place_close_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct place place;

    TRY(read_place(cx, request, &place));
    TRY(place_close(cx, place.key, request->input));
    return show(cx, response, place.id);
}

struct error *place_merge_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct place place, merged = { 0 };

    TRY(read_place(cx, request, &place));
    TRY(place_merge(cx, place.key, request->input, &merged));
    return show(cx, response, merged.id);
}

struct error *place_split_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct place place;

    TRY(read_place(cx, request, &place));
    TRY(place_split(cx, place.key, request->input));
    return show(cx, response, place.id);
}
