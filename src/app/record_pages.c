/* SPDX-License-Identifier: Apache-2.0 */
/* The pages, actions and API that follow from a record type. */
#include "app/record_pages.h"

#include "app/access.h"
#include "app/evidence.h"
#include "app/roster.h"
#include "record/exchange.h"
#include "record/export.h"
#include "record/form.h"

#include <string.h>

enum { EXPORT_ROWS_MAX = 1000000 };

static str path_of(struct context *cx, const struct record_type *type)
{
    return arena_printf(cx->arena, "/%s", type->table);
}

static str href_of(struct context *cx, const struct record_type *type, record_id id)
{
    return arena_printf(cx->arena, "/%s/%lld", type->table, (long long)id);
}

struct error *record_get_for(struct context *cx, const struct record_type *type, record_id id,
                             const char *permission, void *record)
{
    TRY(store_get(cx, type, id, record));
    if (type->place != NULL && strcmp(permission, "public") != 0 &&
        !access_allows(cx, permission, type_place(type, record)))
        return fail(cx, ERROR_NOT_FOUND, "没有找到这条%s，可能编号不对，或不在您的管辖范围。",
                    words_said(type->title));
    return NULL;
}

/* Lists */

static struct error *read_listing(struct context *cx, const struct request *request,
                                  struct listing *listing)
{
    const struct record_type *type = request->route->type;

    TRY(listing_read(cx, type, request->query, listing));
    if (type->place == NULL)
        return NULL;
    return access_scope(cx, request->route->needs, listing->place, &listing->place);
}

static struct error *write_json_list(struct context *cx, const struct listing *listing,
                                     struct response *response)
{
    const struct record_type *type = listing->type;
    const char *records;
    size_t count;
    str next;

    TRY(listing_rows(cx, listing, &records, &count, &next));
    response->bare = true;
    response->content_type = "application/json; charset=utf-8";
    buf_add(&response->body, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_char(&response->body, ',');
        record_write_json(cx, type, records + i * type->shape.size, &response->body);
    }
    buf_printf(&response->body, "],\"next\":%s%.*s%s}\n", str_is_empty(next) ? "null" : "\"",
               STR_ARG(next), str_is_empty(next) ? "" : "\"");
    return NULL;
}

/* The part of the address that names the same records to the export. */
static str export_href(struct context *cx, const struct request *request,
                       const struct record_type *type, enum export_format format)
{
    str path, query;

    str_cut(request->target, '?', &path, &query);
    return arena_printf(cx->arena, "/%s.%s%s%.*s", type->table, export_ending(format),
                        str_is_empty(query) ? "" : "?", STR_ARG(query));
}

void record_write_export_buttons(struct context *cx, struct buf *out,
                                 const struct request *request, const struct record_type *type)
{
    ui_button_link(out, export_href(cx, request, type, EXPORT_XLSX), S("导出表格"), false);
    ui_button_link(out, export_href(cx, request, type, EXPORT_CSV), S("导出CSV"), false);
}

/* What belongs to no place is brought in by whoever looks after the system. */
static str import_href(struct context *cx, const struct record_type *type)
{
    return type->place == NULL ? arena_printf(cx->arena, "/%s/import", type->table)
                               : arena_printf(cx->arena, "/rosters/new?type=%s", type->name);
}

static void write_list_buttons(struct context *cx, struct buf *out,
                               const struct request *request)
{
    const struct record_type *type = request->route->type;

    ui_actions_begin(out);
    if (type->writes != NULL && access_allows_somewhere(cx, type->writes)) {
        ui_button_link(out, arena_printf(cx->arena, "/%s/new", type->table),
                       arena_printf(cx->arena, _("新增%s"), words_said(type->title)), true);
        if (type->place == NULL || roster_is_usual(type))
            ui_button_link(out, import_href(cx, type), S("导入"), false);
    }
    record_write_export_buttons(cx, out, request, type);
    ui_actions_end(out);
}

static struct error *write_figure_words(struct context *cx, struct buf *out,
                                        const struct request *request,
                                        const struct listing *listing)
{
    int64_t listed;
    str words;

    if (!params_has(request->query, "figure"))
        return NULL;
    TRY(listing_count(cx, listing, COUNT_MAX, &listed));
    TRY(figure_list_words(cx, request->query, listing->place, listed, &words));
    if (!str_is_empty(words))
        ui_notice(out, TONE_PLAIN, words);
    return NULL;
}

struct error *record_list_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct record_type *type = request->route->type;
    struct listing listing;

    TRY(read_listing(cx, request, &listing));
    if (request->wants_json)
        return write_json_list(cx, &listing, response);
    response->title = str_of(type->title);
    ui_heading(&response->body, str_of(type->title),
               str_is_empty(listing.place) ? (str){ 0 } : place_called(cx, listing.place));
    write_list_buttons(cx, &response->body, request);
    TRY(write_figure_words(cx, &response->body, request, &listing));
    return listing_write(cx, &response->body, &listing, path_of(cx, type));
}

/* Who takes what, from where and when: on the table itself, because tables are passed on. */
struct export_words record_export_words(struct context *cx, const struct record_type *type,
                                        str place)
{
    struct buf title = { .arena = cx->arena };
    struct buf who = { .arena = cx->arena };
    struct buf mark = { .arena = cx->arena };
    str name = cx->access == NULL || cx->access->is_system ? S("系统管理员") : cx->access->name;

    if (!str_is_empty(place))
        buf_add(&title, place_called(cx, place));
    buf_printf(&title, "%s台账", type->title);
    buf_printf(&who, "制表人：%.*s　　制表时间：", STR_ARG(name));
    instant_write(cx->now, &who);
    if (type_is_personal(type)) {
        buf_printf(&mark, "含个人信息，仅限工作使用，不得转发。由%.*s于", STR_ARG(name));
        instant_write(cx->now, &mark);
        buf_add(&mark, S("导出。"));
    }
    return (struct export_words){ buf_str(&title), buf_str(&who), buf_str(&mark) };
}

struct error *record_answer_export(struct context *cx, const struct listing *listing,
                                   enum export_format format, struct response *response)
{
    const struct record_type *type = listing->type;
    struct export_words words = record_export_words(cx, type, listing->place);

    TRY(export_listing(cx, listing, format, &words, EXPORT_ROWS_MAX, &response->file));
    response->bare = true;
    response->content_type = export_media_type(format);
    response_header(response, "Content-Disposition",
                    arena_printf(cx->arena, "attachment; filename=\"%s.%s\"", type->table,
                                 export_ending(format)));
    return NULL;
}

struct error *record_export_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    bool is_sheet = str_ends(request->path, S(".xlsx"));
    struct listing listing;

    TRY(read_listing(cx, request, &listing));
    return record_answer_export(cx, &listing, is_sheet ? EXPORT_XLSX : EXPORT_CSV, response);
}

/* One record */

str record_name(struct context *cx, const struct record_type *type, const void *record)
{
    const struct field *field =
        type->called == NULL ? NULL : shape_field(&type->shape, str_of(type->called));
    str name = field == NULL ? (str){ 0 } : field_text(cx, field, record);

    return str_is_empty(name) ? arena_printf(cx->arena, "%s %lld", words_said(type->title),
                                             (long long)((const struct record *)record)->id)
                              : name;
}

struct error *record_evidence(struct context *cx, const struct record_type *type,
                              const void *record, struct evidence **evidence, size_t *count)
{
    bool may = true;

    *count = 0;
    if (type->opened != NULL)
        TRY(type->opened(cx, record, &may));
    if (!may)
        return NULL;
    return evidence_of(cx, type, ((const struct record *)record)->id, evidence, count);
}

static struct error *write_evidence(struct context *cx, const struct record_type *type,
                                    const void *record, struct buf *out)
{
    struct evidence *evidence;
    size_t count;

    TRY(record_evidence(cx, type, record, &evidence, &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "evidence", S("照片和附件"));
    html(out, "<ul class='evidence'>\n");
    for (size_t i = 0; i < count; i++)
        html(out, "<li><a href='/evidence/%lld'>%.*s</a></li>\n", (long long)evidence[i].id,
             STR_ARG(evidence[i].title));
    html(out, "</ul>\n");
    ui_section_end(out);
    return NULL;
}

struct error *record_write_past(struct context *cx, const struct record_type *type,
                                const void *record, struct buf *out)
{
    record_id id = ((const struct record *)record)->id;

    if (type->place != NULL)
        TRY(write_evidence(cx, type, record, out));
    if (flow_of(type) == NULL)
        return NULL;
    ui_section_begin(out, "history", S("办理过程"));
    TRY(flow_write_history(cx, out, type, id, false));
    ui_section_end(out);
    return NULL;
}

struct error *record_write_rest(struct context *cx, const struct record_type *type,
                                const void *record, const struct request *request,
                                struct buf *out)
{
    if (flow_of(type) != NULL)
        flow_write_steps(cx, out, flow_of(type), record, request);
    return record_write_past(cx, type, record, out);
}

void record_write_print_button(struct context *cx, struct buf *out,
                               const struct record_type *type, record_id id)
{
    ui_button_link(out, arena_printf(cx->arena, "/%s/%lld/pdf", type->table, (long long)id),
                   S("打印"), false);
}

void record_write_change_button(struct context *cx, struct buf *out,
                                const struct record_type *type, const void *record)
{
    long long id = ((const struct record *)record)->id;

    if (type->writes != NULL && !type->settled &&
        access_allows(cx, type->writes, type_place(type, record)))
        ui_button_link(out, arena_printf(cx->arena, "/%s/%lld/edit", type->table, id),
                       S("修改"), false);
}

static void write_record_buttons(struct context *cx, struct buf *out,
                                 const struct record_type *type, const void *record)
{
    ui_actions_begin(out);
    record_write_change_button(cx, out, type, record);
    record_write_print_button(cx, out, type, ((const struct record *)record)->id);
    ui_actions_end(out);
}

struct error *record_page(struct context *cx, const struct request *request,
                          struct response *response)
{
    const struct record_type *type = request->route->type;
    void *record = arena_alloc(cx->arena, type->shape.size);

    TRY(record_get_for(cx, type, request->id, type->reads, record));
    if (request->wants_json) {
        response->bare = true;
        response->content_type = "application/json; charset=utf-8";
        record_write_json(cx, type, record, &response->body);
        return NULL;
    }
    response->title = record_name(cx, type, record);
    ui_heading(&response->body, response->title, str_of(type->title));
    write_record_buttons(cx, &response->body, type, record);
    facts_write(cx, &response->body, &type->shape, record);
    return record_write_rest(cx, type, record, request, &response->body);
}

/* Making and changing */

static void write_form(struct context *cx, struct buf *out, const struct request *request,
                       const void *record, str action, str submit)
{
    const struct record_type *type = request->route->type;
    const struct error *refused = request->refused;

    if (refused != NULL)
        ui_problems(out, refused->message, refused->problems);
    ui_form_begin(out, action, cx->access->form_token, false);
    form_write(cx, out, &type->shape,
               &(struct filled){ .record = record,
                                 .typed = refused != NULL ? request->form : request->query,
                                 .problems = refused != NULL ? refused->problems : NULL });
    if (((const struct record *)record)->id != 0)
        ui_input(out,
                 &(struct ui_input){
                     .name = "version",
                     .type = "hidden",
                     .value = arena_printf(cx->arena, "%lld",
                                           (long long)((const struct record *)record)->version),
                 });
    ui_form_end(out, submit, path_of(cx, type));
}

/* Whoever works in one township or village means that place. */
static void preset_place(struct context *cx, const struct record_type *type, void *record)
{
    const struct field *field =
        type->place == NULL ? NULL : shape_field(&type->shape, str_of(type->place));
    str place;

    if (field == NULL || access_scope(cx, type->writes, (str){ 0 }, &place) != NULL ||
        place.length <= COUNTY_LENGTH)
        return;
    *(str *)field_member(field, record) = place;
}

struct error *record_new_page(struct context *cx, const struct request *request,
                              struct response *response)
{
    const struct record_type *type = request->route->type;
    void *record = arena_alloc(cx->arena, type->shape.size);

    preset_place(cx, type, record);
    response->title = arena_printf(cx->arena, _("新增%s"), words_said(type->title));
    ui_heading(&response->body, response->title, (str){ 0 });
    write_form(cx, &response->body, request, record, path_of(cx, type), S("保存"));
    return NULL;
}

/* What the writer may not touch must lie where the permission is held. */
static struct error *check_place(struct context *cx, const struct record_type *type,
                                 const void *record)
{
    return type->place == NULL ? access_need(cx, type->writes, (str){ 0 })
                               : access_need(cx, type->writes, type_place(type, record));
}

struct error *record_create_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct record_type *type = request->route->type;
    void *record = arena_alloc(cx->arena, type->shape.size);

    memcpy(record, request->input, type->shape.size);
    TRY(check_place(cx, type, record));
    TRY(type->create != NULL ? type->create(cx, record) : store_insert(cx, type, record));
    response->record = ((const struct record *)record)->id;
    return redirect(response, type->reads != NULL ? href_of(cx, type, response->record)
                                                  : path_of(cx, type));
}

struct error *record_edit_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct record_type *type = request->route->type;
    void *record = arena_alloc(cx->arena, type->shape.size);

    TRY(record_get_for(cx, type, request->id, type->writes, record));
    response->title = arena_printf(cx->arena, _("修改%s"), words_said(type->title));
    ui_heading(&response->body, response->title, record_name(cx, type, record));
    write_form(cx, &response->body, request, record,
               arena_printf(cx->arena, "/%s/%lld/edit", type->table, (long long)request->id),
               S("保存修改"));
    return NULL;
}

struct error *record_change_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct record_type *type = request->route->type;
    struct record *record = arena_alloc(cx->arena, type->shape.size);
    struct problem *problems = NULL;
    int64_t version;

    TRY(record_get_for(cx, type, request->id, type->writes, record));
    shape_read(cx, &type->shape, request->form, record, &problems);
    TRY(shape_error(cx, problems));
    TRY(check_place(cx, type, record));
    if (str_read_integer(params_get(request->form, "version"), &version))
        record->version = version;
    TRY(type->change != NULL ? type->change(cx, record) : store_update(cx, type, record));
    response->record = record->id;
    return redirect(response, href_of(cx, type, record->id));
}

/* Import */

static void write_headings(struct buf *out, const struct record_type *type)
{
    html(out, "<p>%s", _("第一行写表头，认得的表头有："));
    for (size_t i = 0; i < type->shape.count; i++)
        if (!type->shape.fields[i].hidden && !type->shape.fields[i].read_only)
            html(out, "%s%s", i > 0 ? "、" : "", type->shape.fields[i].label);
    html(out, "。</p>\n");
}

struct error *record_import_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct record_type *type = request->route->type;
    struct buf *out = &response->body;

    response->title = arena_printf(cx->arena, _("导入%s"), words_said(type->title));
    ui_heading(out, response->title, (str){ 0 });
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    write_headings(out, type);
    ui_form_begin(out, arena_printf(cx->arena, "/%s/import", type->table),
                  cx->access->form_token, true);
    ui_input(out, &(struct ui_input){ .name = "file",
                                      .label = "CSV文件",
                                      .help = "有一行不对就全部不存，改好后再传一次。",
                                      .type = "file",
                                      .required = true });
    ui_form_end(out, S("导入"), path_of(cx, type));
    return NULL;
}

static struct error *import_error(struct context *cx, const struct import *import)
{
    struct problem *problems = NULL;

    for (size_t i = 0; i < import->problem_count && i < IMPORT_PROBLEMS_MAX; i++) {
        const struct import_problem *problem = &import->problems[i];
        problem_add(&problems, cx->arena, "file", "第%zu行%.*s%.*s：%.*s", problem->line,
                    STR_ARG(str_is_empty(problem->field) ? S("") : S(" ")),
                    STR_ARG(problem->field), STR_ARG(problem->message));
    }
    struct error *error =
        fail(cx, ERROR_INVALID, "%zu行中有%zu处不对，一行也没有保存。改好后再传。",
             import->rows, import->problem_count);
    error->problems = problems;
    return error;
}

/* Each record of the file must lie within the widest place where the permission is held. */
static struct error *import_scope(struct context *cx, const struct record_type *type,
                                  str *scope)
{
    *scope = (str){ 0 };
    if (type->place == NULL)
        return access_need(cx, type->writes, (str){ 0 });
    return access_scope(cx, type->writes, (str){ 0 }, scope);
}

struct error *record_import_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct record_type *type = request->route->type;
    struct import import;
    str scope;

    TRY(import_scope(cx, type, &scope));
    TRY(csv_import(cx, type, scope, params_get(request->form, "file"), &import));
    if (import.problem_count > 0)
        return import_error(cx, &import);
    return redirect(response, path_of(cx, type));
}

/* Steps */

/* The page that shows the record checks nothing of the kind for changes: whoever may not see a
 * record must not learn from a step that it exists. */
static struct error *check_visible(struct context *cx, const struct request *request)
{
    const struct record_type *type = request->route->type;
    void *record = arena_alloc(cx->arena, type->shape.size);

    if (type->reads == NULL)
        return NULL;
    return record_get_for(cx, type, request->id, type->reads, record);
}

struct error *flow_step_action(struct context *cx, const struct request *request,
                               struct response *response)
{
    const struct route *route = request->route;

    TRY(check_visible(cx, request));
    TRY(flow_take(cx, route->flow, route->step->name, request->id, request->input));
    response->record = request->id;
    return redirect(response, href_of(cx, route->type, request->id));
}
