/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One entry of the journal.
 *
 * Whoever reads the journal sees who did what to which record.  What the record said before and
 * after is shown only to those who may read the record itself: an auditor does not see
 * residents' data.
 */
#include "app/figure_pages.h"

#include "app/access.h"
#include "app/journal.h"
#include "app/record_pages.h"
#include "base/json.h"
#include "record/form.h"

static const struct ui_column change_columns[] = {
    { .label = "项目" },
    { .label = "改前" },
    { .label = "改后" },
};

static str member_of(const struct json_member *members, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].name, name))
            return members[i].value;
    return (str){ 0 };
}

static void write_cell(struct buf *out, size_t column, str text)
{
    ui_cell_begin(out, &change_columns[column]);
    html_lines(out, text);
    ui_cell_end(out);
}

static void write_value(struct context *cx, struct buf *out, size_t column,
                        const struct record_type *type, str name, str text)
{
    write_cell(out, column, journal_value_words(cx, type, name, text));
}

/* A field that the type no longer has keeps its name. */
static str label_of(const struct record_type *type, str name)
{
    const struct field *field = shape_field(&type->shape, name);

    return field == NULL || field->label == NULL ? name : str_of(field->label);
}

static struct error *read_members(struct context *cx, str json, struct json_member **members,
                                  size_t *count)
{
    return json_read_object(cx, str_is_empty(json) ? S("{}") : json, members, count);
}

static struct error *write_changes(struct context *cx, struct buf *out,
                                   const struct record_type *type,
                                   const struct journal_entry *entry)
{
    struct json_member *before, *after;
    size_t before_count, after_count;

    TRY(read_members(cx, entry->before, &before, &before_count));
    TRY(read_members(cx, entry->after, &after, &after_count));
    const struct json_member *names = after_count > 0 ? after : before;
    size_t count = after_count > 0 ? after_count : before_count;
    ui_table_begin(out, S("改了什么"), change_columns, COUNT(change_columns));
    for (size_t i = 0; i < count; i++) {
        ui_row_begin(out);
        write_cell(out, 0, label_of(type, names[i].name));
        write_value(cx, out, 1, type, names[i].name,
                    member_of(before, before_count, names[i].name));
        write_value(cx, out, 2, type, names[i].name,
                    member_of(after, after_count, names[i].name));
        ui_row_end(out);
    }
    ui_table_end(out);
    return NULL;
}

static bool may_see_changes(struct context *cx, const struct record_type *type,
                            const struct journal_entry *entry)
{
    return type != NULL && type->reads != NULL && access_allows(cx, type->reads, entry->place);
}

struct error *journal_entry_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct journal_entry entry = { 0 };
    struct buf *out = &response->body;

    TRY(record_get_for(cx, &journal_entry_type, request->id, "journal.read", &entry));
    const struct record_type *type = type_find(entry.type);
    response->title = S("操作记录");
    ui_heading(out, response->title, journal_type_words(entry.type));
    facts_write(cx, out, &journal_entry_type.shape, &entry);
    if (may_see_changes(cx, type, &entry))
        return write_changes(cx, out, type, &entry);
    ui_notice(out, TONE_PLAIN, S("您的岗位可以看谁在什么时候做了什么，不能看记录的内容。"));
    return NULL;
}
