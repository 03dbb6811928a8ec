/* SPDX-License-Identifier: Apache-2.0 */
/* Records, histories and evidence on paper. */
#include "app/print.h"

#include "app/app.h"
#include "app/evidence.h"
#include "app/record_pages.h"
#include "http/form.h"
#include "record/export.h"

static str foot_words(struct context *cx)
{
    str name = access_is_signed_in(cx) ? cx->access->name : (str){ 0 };
    struct buf now = { .arena = cx->arena };

    instant_write(cx->now, &now);
    return arena_printf(cx->arena, _("%.*s%s%.*s 打印"), STR_ARG(name),
                        str_is_empty(name) ? "" : " ",
                        STR_ARG(str_slice(buf_str(&now), 0, 16)));
}

/* What lies in a file speaks as the record does, whoever prints it. */
struct paper *print_begin(struct context *cx, str title, enum paper_style style)
{
    words_speak(LANGUAGE_CHINESE);
    return paper_create(cx, &(struct paper_options){ .title = title,
                                                     .author = cx->app->site,
                                                     .foot = foot_words(cx),
                                                     .style = style });
}

/* As RFC 6266 has it: a name in letters for old programs, the real one behind it. */
static void name_file(struct context *cx, str name, struct response *response)
{
    struct buf value = { .arena = cx->arena };

    buf_add(&value, S("inline; filename=\"paper.pdf\"; filename*=UTF-8''"));
    percent_encode(&value, name);
    response_header(response, "Content-Disposition", buf_str(&value));
}

struct error *print_answer(struct context *cx, struct paper *paper, str file_name,
                           struct response *response)
{
    TRY(paper_write(cx, paper, &response->body));
    response->bare = true;
    response->content_type = "application/pdf";
    name_file(cx, file_name, response);
    return NULL;
}

/* Values */

str print_value(struct context *cx, const struct field *field, const void *record)
{
    struct buf markup = { .arena = cx->arena };

    if (field->show == NULL)
        return field_shown(cx, field, record);
    field->show(cx, &markup, record);
    return html_plain(cx->arena, buf_str(&markup));
}

void print_facts(struct context *cx, struct paper *paper, const struct shape *shape,
                 const void *record)
{
    struct paper_fact *facts = arena_array(cx->arena, struct paper_fact, shape->count);
    size_t count = 0;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field->hidden && field_is_set(field, record))
            facts[count++] = (struct paper_fact){ .name = str_of(field->label),
                                                  .value = print_value(cx, field, record) };
    }
    paper_facts(paper, facts, count);
}

/* What was done */

static const struct paper_column history_columns[] = {
    { .label = "时间", .weight = 3 },
    { .label = "做了什么", .weight = 3 },
    { .label = "谁", .weight = 3 },
    { .label = "说明", .weight = 6 },
};

static void add_step(struct context *cx, struct paper_table *table,
                     const struct step_taken *step, bool only_public)
{
    struct buf when = { .arena = cx->arena };

    instant_show(step->taken_at, cx->today, &when);
    paper_table_row(table, (const str[]){ buf_str(&when), step->label,
                                          flow_actor_shown(cx, step, only_public),
                                          flow_note_shown(cx, step) });
}

void print_warning(struct paper *paper, const struct record_type *type)
{
    if (type_is_personal(type))
        paper_note(paper, S("含个人信息，仅限工作使用，不得转发。"));
}

struct error *print_history(struct context *cx, struct paper *paper,
                            const struct record_type *type, record_id id, bool only_public)
{
    struct step_taken *steps;
    struct paper_table *table;
    size_t count;

    TRY(flow_history(cx, type, id, only_public, &steps, &count));
    if (count == 0)
        return NULL;
    table = paper_table_begin(paper, S("办理过程"), history_columns, COUNT(history_columns));
    for (size_t i = 0; i < count; i++)
        add_step(cx, table, &steps[i], only_public);
    paper_table_end(table);
    return NULL;
}

struct error *print_evidence(struct context *cx, struct paper *paper,
                             const struct record_type *type, const void *record)
{
    struct evidence *evidence;
    size_t count;

    TRY(record_evidence(cx, type, record, &evidence, &count));
    if (count == 0)
        return NULL;
    paper_heading(paper, 2, S("照片和附件"));
    for (size_t i = 0; i < count; i++)
        paper_line(paper, PAPER_LEFT,
                   arena_printf(cx->arena, "%zu. %.*s", i + 1, STR_ARG(evidence[i].title)));
    return NULL;
}

/* A record */

struct error *record_print_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    const struct record_type *type = request->route->type;
    void *record = arena_alloc(cx->arena, type->shape.size);
    struct paper *paper;
    str called;

    TRY(record_get_for(cx, type, request->id, type->reads, record));
    called = record_name(cx, type, record);
    paper = print_begin(cx, called, PAPER_FORM);
    paper_title(paper, called, str_of(type->title));
    print_facts(cx, paper, &type->shape, record);
    print_warning(paper, type);
    if (type->place != NULL)
        TRY(print_evidence(cx, paper, type, record));
    if (flow_of(type) != NULL)
        TRY(print_history(cx, paper, type, request->id, false));
    return print_answer(
        cx, paper, arena_printf(cx->arena, "%s%lld.pdf", type->title, (long long)request->id),
        response);
}
