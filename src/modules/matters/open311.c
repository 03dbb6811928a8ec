/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Open311 GeoReport v2, in JSON and XML.
 *
 * A service is a category, the address_id is the key of a village or grid, a jurisdiction_id
 * the key of any place (left out: everywhere).  Everybody may read the matters that were made
 * public, without names and stories; whoever sends one gets its receipt as service_request_id,
 * which also opens it when it is not public.  Requests need no key; a program that has a token
 * may send it as api_key or in the header.
 */
#include "app/access.h"
#include "app/account.h"
#include "app/app.h"
#include "base/codes.h"
#include "base/hash.h"
#include "modules/matters/choices.h"
#include "modules/matters/feed.h"
#include "modules/matters/pages.h"
#include "modules/matters/questions.h"
#include "modules/places/places.h"

enum { SPAN_DAYS = 90, DAY_SECONDS = 86400, IDS_MAX = 100 };

/* Everything public of some counties, newest first.  $5 and $6 are lists and may be empty. */
const struct query public_matters = {
    .of = &matter_type,
    .sql = "where county in (select cast(key as bigint) from places "
           "where level = 'county' and key >= $1 and key < $2) "
           "and is_public = 1 and reported_at >= $3 and reported_at <= $4 "
           "and ($5 = '' or ',' || $5 || ',' like '%,' || category || ',%') "
           "and ($6 = '' or $6 like '%open%' and closed_on is null "
           "or $6 like '%closed%' and closed_on is not null) "
           "and place >= $7 and place < $8 "
           "order by reported_at desc, id desc limit 1000",
};

/* Answering */

static struct feed feed_for(const struct request *request, struct response *response)
{
    bool is_xml = str_ends(request->path, S(".xml"));

    response->bare = true;
    response->content_type =
        is_xml ? "text/xml; charset=utf-8" : "application/json; charset=utf-8";
    return (struct feed){ .out = &response->body, .is_xml = is_xml };
}

/* Open311 knows 400, 403 and 404. */
static int status_of(enum error_kind kind)
{
    if (kind == ERROR_NOT_FOUND)
        return 404;
    return kind == ERROR_FORBIDDEN || kind == ERROR_UNAUTHENTICATED ? 403 : 400;
}

static void write_error(struct feed *feed, int status, str description)
{
    feed_item_begin(feed, "error");
    feed_integer(feed, "code", status);
    feed_text(feed, "description", description);
    feed_item_end(feed, "error");
}

/* Says what was wrong in the form that the standard wants.  What is our own fault goes on to
 * where such things are logged. */
static struct error *refuse(const struct request *request, struct response *response,
                            struct error *error)
{
    struct feed feed = feed_for(request, response);

    if (error->kind >= ERROR_BUSY || error->retry)
        return error;
    response->body.length = 0;
    response->status = status_of(error->kind);
    feed_list_begin(&feed, "errors");
    for (const struct problem *problem = error->problems; problem != NULL;
         problem = problem->next)
        write_error(&feed, response->status, problem->message);
    if (error->problems == NULL)
        write_error(&feed, response->status, error->message);
    feed_list_end(&feed, "errors");
    return NULL;
}

/* "pothole.json" of the path's last part to "pothole". */
static str without_format(str file)
{
    if (str_ends(file, S(".xml")))
        return str_slice(file, 0, file.length - 4);
    if (str_ends(file, S(".json")))
        return str_slice(file, 0, file.length - 5);
    return (str){ 0 };
}

/* Discovery */

static void write_endpoint(struct context *cx, const struct request *request, struct feed *feed)
{
    feed_item_begin(feed, "endpoint");
    feed_text(feed, "specification", S("http://wiki.open311.org/GeoReport_v2"));
    feed_text(feed, "url", absolute_address(cx, request, S("/open311")));
    feed_text(feed, "changeset", S("2026-03-01T00:00:00+08:00"));
    feed_text(feed, "type", S("production"));
    feed_inner_list_begin(feed, "formats");
    if (feed->is_xml)
        buf_add(feed->out, S("<format>text/xml</format>\n<format>application/json</format>\n"));
    else
        buf_add(feed->out, S("\"text/xml\",\"application/json\""));
    feed_list_end(feed, "formats");
    feed_item_end(feed, "endpoint");
}

struct error *open311_discovery_page(struct context *cx, const struct request *request,
                                     struct response *response)
{
    struct feed feed = feed_for(request, response);

    feed_whole_begin(&feed, "discovery");
    feed_text(&feed, "changeset", S("2026-03-01T00:00:00+08:00"));
    feed_text(&feed, "contact", cx->app->help_phone);
    feed_inner_list_begin(&feed, "endpoints");
    write_endpoint(cx, request, &feed);
    feed_list_end(&feed, "endpoints");
    feed_item_end(&feed, "discovery");
    return NULL;
}

/* Services */

static str name_of_group(const struct matter_category *categories, size_t count, str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(categories[i].code, code))
            return categories[i].name;
    return (str){ 0 };
}

/* Keywords are separated by commas there. */
static str with_commas(struct context *cx, str words)
{
    struct buf out = { .arena = cx->arena };

    for (str word; str_next(&words, &word);) {
        if (out.length > 0)
            buf_add(&out, S(", "));
        buf_add(&out, word);
    }
    return buf_str(&out);
}

static void write_service(struct context *cx, struct feed *feed,
                          const struct matter_category *category, str group)
{
    feed_item_begin(feed, "service");
    feed_text(feed, "service_code", category->code);
    feed_text(feed, "service_name", category->name);
    feed_text(feed, "description",
              arena_printf(cx->arena, "%.*s:%.*s", STR_ARG(group), STR_ARG(category->name)));
    feed_boolean(feed, "metadata", true);
    feed_text(feed, "type", S("realtime"));
    feed_text(feed, "keywords", with_commas(cx, category->keywords));
    feed_text(feed, "group", group);
    feed_item_end(feed, "service");
}

struct error *open311_services_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct feed feed = feed_for(request, response);
    struct matter_category *categories;
    size_t count;

    TRY(categories_all(cx, &categories, &count));
    feed_list_begin(&feed, "services");
    for (size_t i = 0; i < count; i++)
        if (!str_is_empty(categories[i].layer))
            write_service(cx, &feed, &categories[i],
                          name_of_group(categories, count, categories[i].parent));
    feed_list_end(&feed, "services");
    return NULL;
}

static void write_kinds(struct feed *feed)
{
    feed_inner_list_begin(feed, "values");
    for (size_t i = 0; i < KINDS_OF_MATTERS; i++) {
        feed_item_begin(feed, "value");
        feed_text(feed, "key", str_of(kind_choices[i].code));
        feed_text(feed, "name", str_of(kind_choices[i].label));
        feed_item_end(feed, "value");
    }
    feed_list_end(feed, "values");
}

/* The one thing asked of every service: what kind of thing it is. */
static void write_kind_attribute(struct feed *feed)
{
    feed_item_begin(feed, "attribute");
    feed_boolean(feed, "variable", true);
    feed_text(feed, "code", S("kind"));
    feed_text(feed, "datatype", S("singlevaluelist"));
    feed_boolean(feed, "required", false);
    feed_text(feed, "datatype_description", S("不选就是群众诉求"));
    feed_integer(feed, "order", 1);
    feed_text(feed, "description", S("属于哪种"));
    write_kinds(feed);
    feed_item_end(feed, "attribute");
}

struct error *open311_service_page(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct feed feed = feed_for(request, response);
    str code = without_format(params_get(request->captured, "file"));
    struct matter_category category = { 0 };
    struct error *error = category_get(cx, code, &category);

    if (error != NULL && error->kind == ERROR_INVALID)
        error->kind = ERROR_NOT_FOUND;
    if (error != NULL)
        return refuse(request, response, error);
    feed_whole_begin(&feed, "service_definition");
    feed_text(&feed, "service_code", category.code);
    feed_inner_list_begin(&feed, "attributes");
    write_kind_attribute(&feed);
    feed_list_end(&feed, "attributes");
    feed_item_end(&feed, "service_definition");
    return NULL;
}

/* Requests */

static str iso(struct context *cx, instant moment)
{
    struct buf text = { .arena = cx->arena };

    if (instant_is_set(moment))
        instant_write_iso(moment, &text);
    return buf_str(&text);
}

static instant end_of_day(date day)
{
    return date_is_set(day) ? instant_of(day, 23, 59, 59) : (instant){ 0 };
}

/* The day of the last thing that is dated; on the day it was reported, that moment. */
static instant updated_at(const struct matter *matter)
{
    const date days[] = { matter->accepted_on, matter->resolved_on, matter->replied_on,
                          matter->visited_on, matter->closed_on };
    date last = matter->reported_on;

    for (size_t i = 0; i < COUNT(days); i++)
        if (date_compare(days[i], last) > 0)
            last = days[i];
    return date_compare(last, matter->reported_on) > 0 ? instant_of(last, 0, 0, 0)
                                                       : matter->reported_at;
}

/* Closed is what has ended, and what is done and waits for the person's verdict is open. */
static void write_request(struct context *cx, struct feed *feed, const struct matter *matter,
                          str id)
{
    const struct field *status = shape_field(&matter_type.shape, S("status"));

    feed_item_begin(feed, "request");
    feed_text(feed, "service_request_id", id);
    feed_text(feed, "status", matter_is_ended(matter) ? S("closed") : S("open"));
    feed_text(feed, "status_notes", str_of(field_choice(status, matter)->label));
    feed_text(feed, "service_name", matter->category_name);
    feed_text(feed, "service_code", matter->category);
    feed_text(feed, "description", matter->title);
    feed_text(feed, "agency_responsible", matter_in_hands_of(cx, matter));
    feed_text(feed, "service_notice", matter_deadline_words(cx, matter));
    feed_text(feed, "requested_datetime", iso(cx, matter->reported_at));
    feed_text(feed, "updated_datetime", iso(cx, updated_at(matter)));
    feed_text(feed, "expected_datetime", iso(cx, end_of_day(matter->due_on)));
    feed_text(feed, "address", place_called(cx, matter->place));
    feed_text(feed, "address_id", matter->place);
    feed_text(feed, "zipcode", (str){ 0 });
    feed_text(feed, "lat", (str){ 0 });
    feed_text(feed, "long", (str){ 0 });
    feed_text(feed, "media_url", (str){ 0 });
    feed_item_end(feed, "request");
}

static void write_public_request(struct context *cx, struct feed *feed,
                                 const struct matter *matter)
{
    write_request(cx, feed, matter, arena_printf(cx->arena, "%lld", (long long)matter->id));
}

/* A number finds what is public, a receipt what it belongs to. */
static struct error *find_request(struct context *cx, str id, struct matter *matter,
                                  bool *found)
{
    struct receipt_holder holder = { 0 };
    int64_t number;

    *found = false;
    if (str_read_integer(id, &number)) {
        TRY(store_find(cx, &matter_type, number, matter, found));
        *found = *found && matter->is_public;
        return NULL;
    }
    struct error *error = receipt_find(cx, id, &holder);
    if (error != NULL && error->kind != ERROR_NOT_FOUND)
        return error;
    if (error != NULL || holder.matter == 0)
        return NULL;
    return store_find(cx, &matter_type, holder.matter, matter, found);
}

struct error *open311_request_page(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct feed feed = feed_for(request, response);
    str id = without_format(params_get(request->captured, "file"));
    struct matter matter = { 0 };
    bool found;

    TRY(find_request(cx, id, &matter, &found));
    if (!found)
        return refuse(request, response,
                      fail(cx, ERROR_NOT_FOUND, "没有这一件，或者没有公开。"));
    feed_list_begin(&feed, "service_requests");
    write_request(cx, &feed, &matter, id);
    feed_list_end(&feed, "service_requests");
    return NULL;
}

/* Asking for many */

static struct error *write_named_requests(struct context *cx, struct feed *feed, str ids)
{
    for (int i = 0; i < IDS_MAX && !str_is_empty(ids); i++) {
        struct matter matter = { 0 };
        bool found;
        str id;
        str_cut(ids, ',', &id, &ids);
        TRY(find_request(cx, str_trim(id), &matter, &found));
        if (found)
            write_request(cx, feed, &matter, str_trim(id));
    }
    return NULL;
}

/* The letters of a number, for moments: 0 when they are not all digits. */
static int digits_of(str text, size_t from, size_t count)
{
    int64_t number;

    return str_read_integer(str_slice(text, from, from + count), &number) ? (int)number : 0;
}

/* 2010-05-24T00:00:00Z or with +08:00 at the end; the time of China is kept. */
static bool read_moment(str text, instant *moment)
{
    str zone = str_slice(text, 19, text.length);
    int64_t offset = 0;

    if (!instant_read(str_slice(text, 0, 19), moment))
        return false;
    if (str_is_empty(zone))
        return text.length == 10;
    if (zone.length == 6 && (zone.data[0] == '+' || zone.data[0] == '-'))
        offset = (digits_of(zone, 1, 2) * 60 + digits_of(zone, 4, 2)) * 60 *
                 (zone.data[0] == '-' ? -1 : 1);
    else if (!str_eq(zone, S("Z")))
        return false;
    *moment = instant_add_seconds(*moment, 8 * 3600 - offset);
    return true;
}

struct span {
    instant from;
    instant to;
};

static struct error *read_span(struct context *cx, const struct request *request,
                               struct span *span)
{
    const int64_t longest = (int64_t)SPAN_DAYS * DAY_SECONDS;
    str from = params_get(request->query, "start_date");
    str to = params_get(request->query, "end_date");

    *span = (struct span){ .to = cx->now };
    if (!str_is_empty(to) && !read_moment(to, &span->to))
        return fail(cx, ERROR_INVALID, "end_date 要写成 2026-03-02T09:30:00+08:00 的样子。");
    span->from = instant_add_seconds(span->to, -longest);
    if (!str_is_empty(from) && !read_moment(from, &span->from))
        return fail(cx, ERROR_INVALID, "start_date 要写成 2026-03-02T09:30:00+08:00 的样子。");
    if (!str_is_empty(from) && str_is_empty(to) &&
        instant_compare(instant_add_seconds(span->from, longest), span->to) < 0)
        span->to = instant_add_seconds(span->from, longest);
    if (span->to.second - span->from.second > longest)
        return fail(cx, ERROR_INVALID, "start_date 到 end_date 最多%d天。", SPAN_DAYS);
    return NULL;
}

static struct error *check_jurisdiction(struct context *cx, str jurisdiction)
{
    struct place place;
    bool found = false;

    if (str_is_empty(jurisdiction))
        return NULL;
    TRY(place_find(cx, jurisdiction, &place, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有 jurisdiction_id 是“%.*s”的地方。",
                    STR_ARG(jurisdiction));
    return NULL;
}

static struct error *write_public_requests(struct context *cx, const struct request *request,
                                           struct feed *feed)
{
    str place = params_get(request->query, "jurisdiction_id");
    str county = str_slice(place, 0, 6);
    struct matter *matters;
    struct span span;
    size_t count;

    TRY(check_jurisdiction(cx, place));
    TRY(read_span(cx, request, &span));
    TRY(query_rows(cx, &public_matters,
                   WITH(value_text(county), value_text(key_end(cx->arena, county)),
                        value_instant(cx->arena, span.from), value_instant(cx->arena, span.to),
                        value_text(params_get(request->query, "service_code")),
                        value_text(params_get(request->query, "status")), value_text(place),
                        value_text(key_end(cx->arena, place))),
                   &matters, &count));
    for (size_t i = 0; i < count; i++)
        write_public_request(cx, feed, &matters[i]);
    return NULL;
}

struct error *open311_requests_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct feed feed = feed_for(request, response);
    str ids = params_get(request->query, "service_request_id");

    feed_list_begin(&feed, "service_requests");
    struct error *error = !str_is_empty(ids) ? write_named_requests(cx, &feed, ids)
                                             : write_public_requests(cx, request, &feed);
    if (error != NULL)
        return refuse(request, response, error);
    feed_list_end(&feed, "service_requests");
    return NULL;
}

/* Sending one */

static str form_value(const struct request *request, const char *name)
{
    return str_trim(params_get(request->form, name));
}

static bool read_kind(str code, enum matter_kind *kind)
{
    *kind = KIND_APPEAL;
    for (size_t i = 0; i < KINDS_OF_MATTERS; i++)
        if (str_eq(code, str_of(kind_choices[i].code))) {
            *kind = (enum matter_kind)i;
            return true;
        }
    return str_is_empty(code);
}

/* The name in the order of the language: family name first. */
static str name_of(struct context *cx, const struct request *request)
{
    return arena_printf(cx->arena, "%.*s%.*s", STR_ARG(form_value(request, "last_name")),
                        STR_ARG(form_value(request, "first_name")));
}

static struct error *read_caller(struct context *cx, const struct request *request,
                                 struct matter_caller *caller)
{
    str phone = form_value(request, "phone");

    *caller = (struct matter_caller){ .name = str_first(name_of(cx, request), 50),
                                      .wants_reply = true };
    if (str_is_empty(phone))
        return NULL;
    if (phone_refusal(phone) != NULL)
        return fail_field(cx, "phone", "%s", phone_refusal(phone));
    caller->phone = seal(cx->arena, phone, phone_mask(cx->arena, phone));
    return NULL;
}

static str story_of(struct context *cx, const struct request *request)
{
    str story = form_value(request, "description");
    str address = form_value(request, "address_string");

    if (str_is_empty(address))
        return story;
    return arena_printf(cx->arena, "%.*s\n地点：%.*s", STR_ARG(story), STR_ARG(address));
}

static struct error *read_request(struct context *cx, const struct request *request,
                                  struct matter *matter)
{
    struct matter_category category = { 0 };

    *matter = (struct matter){ .place = form_value(request, "address_id"),
                               .story = story_of(cx, request),
                               .category = form_value(request, "service_code") };
    if (!read_kind(form_value(request, "attribute[kind]"), &matter->kind))
        return fail(cx, ERROR_INVALID, "attribute[kind] 不是给出的选项。");
    if (str_is_empty(form_value(request, "description")))
        return fail(cx, ERROR_INVALID, "请在 description 里写什么事。");
    if (str_is_empty(matter->place))
        return fail(cx, ERROR_INVALID, "请在 address_id 里写村或网格的编号。");
    return category_get(cx, matter->category, &category);
}

struct sending {
    const struct request *request;
    struct matter matter;
};

static struct error *send(struct context *cx, void *closure)
{
    struct sending *sending = closure;
    struct matter_caller caller;

    TRY(read_request(cx, sending->request, &sending->matter));
    TRY(read_caller(cx, sending->request, &caller));
    return matter_report(cx, &sending->matter, &caller);
}

/* Who sends: the holder of a token, else nobody; never whoever is signed in by a cookie. */
static struct error *identify(struct context *cx, const struct request *request,
                              struct access *access)
{
    str key = form_value(request, "api_key");

    *access = cx->access->by_api ? *cx->access : access_of_public;
    if (str_is_empty(key))
        return NULL;
    TRY(token_access(cx, key, access));
    if (access->account == 0)
        return fail(cx, ERROR_FORBIDDEN, "api_key 不对或已经失效。");
    return NULL;
}

static struct error *send_as(struct context *cx, struct sending *sending)
{
    const struct access *before = cx->access;
    struct access *access = arena_new(cx->arena, struct access);

    TRY(identify(cx, sending->request, access));
    cx->access = access;
    struct error *error = db_transaction(cx, send, sending);
    cx->access = before;
    return error;
}

struct error *open311_create_action(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct feed feed = feed_for(request, response);
    struct sending sending = { .request = request };
    struct error *error = send_as(cx, &sending);

    if (error != NULL)
        return refuse(request, response, error);
    response->status = 201;
    feed_list_begin(&feed, "service_requests");
    feed_item_begin(&feed, "request");
    feed_text(&feed, "service_request_id", sending.matter.receipt);
    feed_text(&feed, "service_notice", matter_deadline_words(cx, &sending.matter));
    feed_text(&feed, "account_id", (str){ 0 });
    feed_item_end(&feed, "request");
    feed_list_end(&feed, "service_requests");
    return NULL;
}
