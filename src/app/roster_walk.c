/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the rows of a table: what each says, what is wrong, what is there already. */
#include "app/roster_parts.h"

#include "base/words.h"
#include "record/match.h"

#include <string.h>

enum { SEEN_FIRST = 1024, WALK_BYTES = 512 * 1024 * 1024, KEYS_MAX = 8, ONCE_MAX = 6 };

/* The keys of the rows before, to see that nobody stands in the file twice. */
struct seen {
    uint64_t *hashes;
    int64_t *lines;
    size_t room;
    size_t count;
};

struct walk {
    struct roster_job *job;
    roster_row_function *each;
    void *closure;
    struct arena *arena; /* what lives as long as the walk */
    struct roster_places *places;
    struct seen seen;
    bool fills_down[ROSTER_COLUMNS_MAX];
    str filled[ROSTER_COLUMNS_MAX]; /* what stands once for the rows below */
    str above[ROSTER_COLUMNS_MAX];  /* what it was before this row */
    enum { NOT_ASKED, SOME, NONE } without[KEYS_MAX];
    struct roster_row row;
    void *record;
    void *before;
};

/* What a row says */

static const char *column_name(const struct roster_column *column)
{
    if (column->field != NULL)
        return column->field->name;
    return column->extra != NULL ? column->extra->name : NULL;
}

static const struct roster_column *find_column(const struct roster_job *job, const char *name)
{
    for (size_t i = 0; name != NULL && i < job->column_count; i++)
        if (column_name(&job->columns[i]) != NULL &&
            strcmp(column_name(&job->columns[i]), name) == 0)
            return &job->columns[i];
    return NULL;
}

str roster_given(const struct roster_row *row, const char *name)
{
    for (size_t i = 0; i < row->params.count; i++)
        if (str_eq(row->items[i].name, str_of(name)))
            return row->items[i].value;
    return (str){ 0 };
}

str roster_above(const struct roster_row *row, const char *name)
{
    const struct roster_column *column = find_column(row->job, name);

    return column == NULL ? (str){ 0 } : row->above[column - row->job->columns];
}

void roster_put(struct roster_row *row, const char *name, str value)
{
    for (size_t i = 0; i < row->params.count; i++)
        if (str_eq(row->items[i].name, str_of(name))) {
            row->items[i].value = value;
            return;
        }
    if (row->params.count < COUNT(row->items))
        row->items[row->params.count++] = (struct param){ str_of(name), value, { 0 } };
}

static void refuse(struct context *cx, struct roster_row *row,
                   const struct roster_column *column, str message)
{
    struct roster_problem **last = &row->problems;

    while (*last != NULL)
        last = &(*last)->next;
    *last = arena_new(cx->arena, struct roster_problem);
    **last = (struct roster_problem){ column, message, NULL };
}

void roster_refuse(struct context *cx, struct roster_row *row, const char *name,
                   const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str message = arena_vprintf(cx->arena, words_said(format), arguments);
    va_end(arguments);
    refuse(cx, row, find_column(row->job, name), message);
}

str roster_reasons(struct context *cx, const struct roster_row *row)
{
    struct buf out = { .arena = cx->arena };

    for (const struct roster_problem *problem = row->problems; problem != NULL;
         problem = problem->next) {
        if (out.length > 0)
            buf_add_char(&out, '\n');
        if (problem->column != NULL && !str_is_empty(problem->column->heading))
            buf_printf(&out, "%.*s：", STR_ARG(problem->column->heading));
        buf_add(&out, problem->message);
    }
    return buf_str(&out);
}

static str said_of(struct context *cx, const struct field *field, const void *record)
{
    return field_is_set(field, record) ? field_shown(cx, field, record) : S("（空）");
}

str roster_changes(struct context *cx, const struct roster_row *row)
{
    const struct shape *shape = &row->job->roster->type->shape;
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; row->before != NULL && i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->read_only || field->hidden || field_is_same(field, row->record, row->before))
            continue;
        buf_printf(&out, "%s%s：%.*s→%.*s", out.length > 0 ? "\n" : "",
                   words_said(field->label), STR_ARG(said_of(cx, field, row->before)),
                   STR_ARG(said_of(cx, field, row->record)));
    }
    return buf_str(&out);
}

/* Places and references: names become keys and ids */

static void read_place(struct context *cx, struct walk *walk,
                       const struct roster_column *column, str *value)
{
    bool several;
    str key = roster_place_of(cx, walk->places, *value, &several);

    if (str_is_empty(key))
        refuse(cx, &walk->row, column,
               arena_printf(cx->arena,
                            several ? _("叫“%.*s”的地方不止一个。请连上级的村名一起写。")
                                    : _("在%.*s没有找到“%.*s”。请写村、组或网格的全名。"),
                            STR_ARG(several ? *value : place_called(cx, walk->job->place)),
                            STR_ARG(*value)));
    *value = key;
}

/* The record of that name where rows lie. */
static struct error *read_reference(struct context *cx, struct walk *walk,
                                    const struct roster_column *column, str *value)
{
    const struct record_type *type = type_find(str_of(column->field->target));
    const struct field *called = type == NULL || type->called == NULL
                                     ? NULL
                                     : shape_field(&type->shape, str_of(type->called));
    size_t count = 0;
    int64_t id;

    if (str_read_integer(*value, &id) || called == NULL)
        return NULL;
    void *wanted = arena_alloc(cx->arena, type->shape.size);
    struct record *found = arena_alloc(cx->arena, type->shape.size);
    *(str *)field_member(called, wanted) = *value;
    TRY(record_match(cx, type, walk->job->place, &called, 1, wanted, found, &count));
    if (count == 1) {
        *value = arena_printf(cx->arena, "%lld", (long long)found->id);
        return NULL;
    }
    refuse(cx, &walk->row, column,
           arena_printf(cx->arena,
                        count == 0 ? _("没有叫“%.*s”的%s。请先登记，或者改成登记的名称。")
                                   : _("叫“%.*s”的%s不止一个。请填它的编号。"),
                        STR_ARG(*value), type->title));
    *value = (str){ 0 };
    return NULL;
}

/* Cells */

static void note_fills(struct walk *walk)
{
    const char *fills = walk->job->roster->fills;

    for (size_t i = 0; fills != NULL && i < walk->job->column_count; i++) {
        const char *name = column_name(&walk->job->columns[i]);
        walk->fills_down[i] = name != NULL && str_list_has(str_of(fills), str_of(name));
    }
}

/* A block that is not merged says its head once and leaves the rest empty. */
static struct sheet_cell cell_of(struct walk *walk, const struct sheet_row *row, size_t i)
{
    const struct roster_column *column = &walk->job->columns[i];
    struct sheet_cell cell =
        column->number < row->count ? row->cells[column->number] : (struct sheet_cell){ 0 };

    if (!walk->fills_down[i])
        return cell;
    walk->above[i] = walk->filled[i];
    if (cell.kind == CELL_IS_EMPTY) {
        cell.text = walk->filled[i];
        cell.kind = str_is_empty(cell.text) ? CELL_IS_EMPTY : CELL_IS_TEXT;
    } else if (!str_eq(cell.text, walk->filled[i])) {
        walk->filled[i] = arena_copy(walk->arena, cell.text);
    }
    return cell;
}

static struct error *read_cell(struct context *cx, struct walk *walk,
                               const struct sheet_row *row, size_t i)
{
    const struct roster_column *column = &walk->job->columns[i];
    struct sheet_cell cell = cell_of(walk, row, i);
    str value;

    if (column_name(column) == NULL)
        return NULL;
    const char *sentence = roster_cell_value(cx, walk->job, column, &cell, &value);
    if (sentence != NULL)
        refuse(cx, &walk->row, column, words_for(str_of(sentence)));
    if (column->field != NULL && !str_is_empty(value)) {
        if (column->field->kind == &kind_place)
            read_place(cx, walk, column, &value);
        else if (column->field->kind == &kind_ref)
            TRY(read_reference(cx, walk, column, &value));
    }
    walk->row.values[i] = value;
    if (!str_is_empty(value))
        roster_put(&walk->row, column_name(column), value);
    return NULL;
}

/* Rows that are no rows: totals, who made it, the heading again, an example */

static str first_text(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].kind != CELL_IS_EMPTY && !row->cells[i].covered)
            return str_trim(row->cells[i].text);
    return (str){ 0 };
}

static bool begins_with_any(str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_starts(text, str_of(*words)))
            return true;
    return false;
}

/* "示例" alone; somebody of a sample may be called 示例张三. */
static bool is_foot(str text)
{
    static const char *const totals[] = { "合计",  "总计",   "小计",  "共计",
                                          "合 计", "合　计", "总 计", NULL };
    static const char *const signatures[] = { "制表",     "填表",       "审核人", "审核：",
                                              "负责人：", "单位负责人", "复核",   "经办人：",
                                              "注：",     "注:",        "备注：", "说明：",
                                              "填报",     "统计人",     "（示例", NULL };

    return str_eq(text, S("示例")) || begins_with_any(text, totals) ||
           begins_with_any(text, signatures);
}

static bool is_heading_again(const struct roster_job *job, const struct sheet_row *row)
{
    size_t same = 0;
    size_t known = 0;

    for (size_t i = 0; i < job->column_count; i++) {
        const struct roster_column *column = &job->columns[i];
        if (column_name(column) == NULL)
            continue;
        known++;
        same += column->number < row->count &&
                str_eq(str_trim(row->cells[column->number].text), column->heading);
    }
    return known > 0 && same * 2 > known;
}

static bool has_own_cell(const struct walk *walk, const struct sheet_row *row)
{
    for (size_t i = 0; i < walk->job->column_count; i++) {
        const struct roster_column *column = &walk->job->columns[i];
        if (column_name(column) != NULL && column->number < row->count &&
            row->cells[column->number].kind != CELL_IS_EMPTY &&
            !row->cells[column->number].covered)
            return true;
    }
    return false;
}

static bool is_row(const struct walk *walk, const struct sheet_row *row)
{
    return row->number > walk->job->heading && has_own_cell(walk, row) &&
           !is_foot(first_text(row)) && !is_heading_again(walk->job, row);
}

/* What is there already */

static size_t key_fields(const struct roster_row *row, const char *key,
                         const struct field **fields)
{
    str names = str_of(key);
    str name;
    size_t count = 0;

    while (str_next(&names, &name)) {
        const struct field *field = shape_field(&row->job->roster->type->shape, name);
        if (field == NULL || !field->kind->is_set(field_member_const(field, row->record)) ||
            count == MATCH_FIELDS_MAX)
            return 0;
        fields[count++] = field;
    }
    return count;
}

static uint64_t key_hash(struct context *cx, const struct roster_row *row,
                         const struct field *const *fields, size_t count)
{
    struct buf text = { .arena = cx->arena };

    for (size_t i = 0; i < count; i++) {
        str head, rest;
        if (fields[i]->kind == &kind_secret)
            str_cut(*(const str *)field_member_const(fields[i], row->record), '.', &head,
                    &rest);
        else
            head = field_text(cx, fields[i], row->record);
        buf_printf(&text, "%s=%.*s|", fields[i]->name, STR_ARG(head));
    }
    uint64_t hash = str_hash(buf_str(&text));
    return hash == 0 ? 1 : hash;
}

static size_t seen_place(const struct seen *seen, uint64_t hash)
{
    size_t at = hash & (seen->room - 1);

    while (seen->hashes[at] != 0 && seen->hashes[at] != hash)
        at = (at + 1) & (seen->room - 1);
    return at;
}

static void grow(struct arena *arena, struct seen *seen)
{
    struct seen wider = { .room = seen->room == 0 ? SEEN_FIRST : seen->room * 4,
                          .count = seen->count };

    wider.hashes = arena_array(arena, uint64_t, wider.room);
    wider.lines = arena_array(arena, int64_t, wider.room);
    for (size_t i = 0; i < seen->room; i++)
        if (seen->hashes[i] != 0) {
            size_t at = seen_place(&wider, seen->hashes[i]);
            wider.hashes[at] = seen->hashes[i];
            wider.lines[at] = seen->lines[i];
        }
    *seen = wider;
}

/* The line that had this key before; 0 when none had. */
static int64_t note_seen(struct walk *walk, uint64_t hash)
{
    struct seen *seen = &walk->seen;

    if (seen->count * 2 >= seen->room)
        grow(walk->arena, seen);
    size_t at = seen_place(seen, hash);
    if (seen->hashes[at] != 0)
        return seen->lines[at];
    seen->hashes[at] = hash;
    seen->lines[at] = walk->row.sheet->number;
    seen->count++;
    return 0;
}

/* Another line that is about the same is a mistake of the file. */
static void check_not_twice(struct context *cx, struct walk *walk,
                            const struct field *const *fields, size_t count)
{
    int64_t line = note_seen(walk, key_hash(cx, &walk->row, fields, count));

    if (line > 0)
        roster_refuse(cx, &walk->row, fields[0]->name,
                      "和第%lld行的“%s”相同。请核对是不是重复了。", (long long)line,
                      fields[0]->label);
}

/* Whether there are records below the place that do not have what the key asks: without one,
 * nobody who was looked for by it is there. */
static struct error *any_without(struct context *cx, struct walk *walk, size_t key,
                                 const struct field *field, bool *any)
{
    const struct record_type *type = walk->job->roster->type;
    str place = walk->job->place;
    int64_t found;

    if (walk->without[key] == NOT_ASKED) {
        str sql = arena_printf(cx->arena,
                               "select count(*) from (select 1 from %s where county = $1 and "
                               "%s >= $2 and %s < $3 and %s = '' limit 1) as found%c",
                               type->table, type->place, type->place, field->name, '\0');
        TRY(query_number(cx, sql.data,
                         WITH(value_integer(key_county(place)), value_text(place),
                              value_text(key_end(cx->arena, place))),
                         &found));
        walk->without[key] = found > 0 ? SOME : NONE;
    }
    *any = walk->without[key] == SOME;
    return NULL;
}

static bool is_text(const struct field *field)
{
    return field->kind == &kind_text || field->kind == &kind_secret;
}

/* Whoever has another number is somebody else of that name. */
static bool contradicts(const struct field *field, const void *record, const void *before)
{
    return field_is_set(field, before) && !field_is_same(field, record, before);
}

/* By the first key that is filled in; who is not found by a number may be there without it. */
static struct error *find_before(struct context *cx, struct walk *walk, size_t *found)
{
    const struct field *fields[MATCH_FIELDS_MAX];
    const struct field *number = NULL;
    const struct roster *roster = walk->job->roster;

    *found = 0;
    for (size_t key = 0; key < KEYS_MAX && roster->keys[key] != NULL; key++) {
        size_t count = key_fields(&walk->row, roster->keys[key], fields);
        if (count == 0)
            continue;
        if (number == NULL)
            check_not_twice(cx, walk, fields, count);
        TRY(record_match(cx, roster->type, walk->job->place, fields, count, walk->row.record,
                         walk->before, found));
        if (number != NULL && *found == 1 &&
            contradicts(number, walk->row.record, walk->before))
            *found = 0;
        bool goes_on = *found == 0 && number == NULL && count == 1 && is_text(fields[0]) &&
                       roster->type->place != NULL;
        if (goes_on)
            TRY(any_without(cx, walk, key, fields[0], &goes_on));
        if (!goes_on)
            return NULL;
        number = fields[0];
    }
    return NULL;
}

/* One row */

/* What other columns could not tell (somebody whom nobody knows) is not missed as well. */
static void take_problems(struct context *cx, struct roster_row *row,
                          const struct problem *problems)
{
    for (; problems != NULL; problems = problems->next) {
        const struct roster_column *column = find_column(row->job, problems->field);
        if (column != NULL || !row->is_unclear)
            refuse(cx, row, column, problems->message);
    }
}

/* A cell that was refused must not also be said to be missing. */
static bool was_refused(const struct roster_row *row, const char *field)
{
    for (const struct roster_problem *problem = row->problems; problem != NULL;
         problem = problem->next)
        if (problem->column != NULL && column_name(problem->column) != NULL &&
            strcmp(column_name(problem->column), field) == 0)
            return true;
    return false;
}

static void read_shape(struct context *cx, struct roster_row *row)
{
    const struct shape *shape = &row->job->roster->type->shape;
    struct problem *problems = NULL;

    for (size_t i = 0; i < shape->count; i++)
        if (was_refused(row, shape->fields[i].name))
            problem_add(&problems, cx->arena, shape->fields[i].name, "-");
    struct problem *known = problems;
    shape_read(cx, shape, row->params, row->record, &problems);
    while (known != NULL && str_eq(known->message, S("-"))) {
        known = known->next;
        problems = known;
    }
    take_problems(cx, row, problems);
}

/* A refusal is one of the row. */
static struct error *take_refusal(struct context *cx, struct roster_row *row,
                                  struct error *error)
{
    if (error == NULL || error->kind >= ERROR_BUSY)
        return error;
    if (error->problems == NULL)
        refuse(cx, row, NULL, error->message);
    take_problems(cx, row, error->problems);
    return NULL;
}

static struct error *settle(struct context *cx, struct roster_row *row)
{
    const struct roster *roster = row->job->roster;

    return roster->settle == NULL ? NULL : take_refusal(cx, row, roster->settle(cx, row));
}

/* What the doors would refuse is said before anything is kept. */
static struct error *judge(struct context *cx, struct roster_row *row)
{
    const struct record_type *type = row->job->roster->type;

    if (type->judge == NULL || row->problems != NULL || row->verdict == ROW_SAME)
        return NULL;
    return take_refusal(cx, row, type->judge(cx, row->record));
}

static bool is_changed(const struct roster_row *row)
{
    const struct shape *shape = &row->job->roster->type->shape;

    for (size_t i = 0; i < shape->count; i++)
        if (!shape->fields[i].read_only &&
            !field_is_same(&shape->fields[i], row->record, row->before))
            return true;
    return false;
}

/* Sealing makes another box of the same number: what is the same stays as it was. */
static void keep_same(struct roster_row *row)
{
    const struct shape *shape = &row->job->roster->type->shape;

    for (size_t i = 0; i < shape->count; i++)
        if (shape->fields[i].kind == &kind_secret &&
            field_is_same(&shape->fields[i], row->record, row->before))
            *(str *)field_member(&shape->fields[i], row->record) =
                *(const str *)field_member_const(&shape->fields[i], row->before);
}

/* Who stands in a grid stays there when a table says no more than the village. */
static void keep_nearer_place(struct roster_row *row)
{
    const struct record_type *type = row->job->roster->type;

    if (type->place == NULL)
        return;
    str before = type_place(type, row->before);
    if (key_is_within(before, roster_given(row, type->place)))
        roster_put(row, type->place, before);
}

/* The record that is there, with what the row says written over it. */
static struct error *lay_over(struct context *cx, struct walk *walk)
{
    struct roster_row *row = &walk->row;

    row->before = walk->before;
    keep_nearer_place(row);
    memcpy(row->record, row->before, row->job->roster->type->shape.size);
    row->problems = NULL;
    read_shape(cx, row);
    TRY(settle(cx, row));
    keep_same(row);
    row->verdict = row->job->keeps_known || !is_changed(row) ? ROW_SAME : ROW_CHANGED;
    return NULL;
}

static struct error *check_scope(struct context *cx, struct roster_row *row)
{
    const struct record_type *type = row->job->roster->type;

    if (type->place == NULL || str_is_empty(row->job->place) || was_refused(row, type->place) ||
        key_is_within(type_place(type, row->record), row->job->place))
        return NULL;
    roster_refuse(cx, row, type->place, "这个地点不在“%.*s”里。",
                  STR_ARG(place_called(cx, row->job->place)));
    return NULL;
}

static const char *first_key_label(const struct roster *roster)
{
    str names = str_of(roster->keys[0]);
    str name;

    return str_next(&names, &name) ? shape_field(&roster->type->shape, name)->label : "";
}

static struct error *compare(struct context *cx, struct walk *walk)
{
    struct roster_row *row = &walk->row;
    struct roster_problem *problems = row->problems;
    size_t found;

    TRY(find_before(cx, walk, &found));
    if (found > 1)
        roster_refuse(cx, row, NULL, "已经有不止一条这样的%s，不知道是哪一条。请补上%s。",
                      words_said(row->job->roster->type->title),
                      words_said(first_key_label(row->job->roster)));
    if (found != 1)
        return NULL;
    bool twice = row->problems != problems;
    struct roster_problem *of_key = row->problems;
    TRY(lay_over(cx, walk));
    if (twice && row->problems == NULL)
        row->problems = of_key;
    return NULL;
}

static bool roster_is_keyed(const struct roster *roster)
{
    return roster->keys != NULL && roster->keys[0] != NULL;
}

/* An empty cell says nothing: there it stays as it is. */
static void leave_the_rest(struct context *cx, struct roster_row *row)
{
    const struct shape *shape = &row->job->roster->type->shape;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (str_is_empty(roster_given(row, field->name)))
            field->kind->load(
                field, cx->arena,
                field->kind->store(field, cx->arena, field_member_const(field, row->before)),
                field_member(field, row->record));
    }
    keep_same(row);
}

static struct error *find_known(struct context *cx, struct roster_row *row)
{
    TRY(row->job->roster->known(cx, row, &row->known));
    if (row->known == 0)
        return NULL;
    row->verdict = ROW_SAME;
    if (row->before == NULL)
        return NULL;
    leave_the_rest(cx, row);
    if (row->job->keeps_known || !is_changed(row))
        row->stays = NULL;
    else if (row->stays == NULL)
        row->verdict = ROW_CHANGED;
    return NULL;
}

static void check_said_once(struct context *cx, struct walk *walk, str names)
{
    const struct field *fields[ONCE_MAX];
    size_t count = 0;
    str name;

    while (str_next(&names, &name) && count < ONCE_MAX)
        fields[count++] = shape_field(&walk->job->roster->type->shape, name);
    int64_t line = note_seen(walk, key_hash(cx, &walk->row, fields, count));
    if (line > 0)
        roster_refuse(cx, &walk->row, NULL, "和第%lld行重复了。请核对，只留一行。",
                      (long long)line);
}

static struct error *look_for_known(struct context *cx, struct walk *walk)
{
    struct roster_row *row = &walk->row;
    const struct roster *roster = row->job->roster;

    if (roster_is_keyed(roster))
        return compare(cx, walk);
    if (roster->once != NULL)
        check_said_once(cx, walk, str_of(roster->once));
    return row->problems == NULL && roster->known != NULL ? find_known(cx, row) : NULL;
}

static size_t count_problems(const struct roster_row *row)
{
    size_t count = 0;

    for (const struct roster_problem *each = row->problems; each != NULL; each = each->next)
        count++;
    return count;
}

static struct error *read_values(struct context *cx, struct walk *walk,
                                 const struct sheet_row *sheet)
{
    struct roster_row *row = &walk->row;
    const struct roster *roster = walk->job->roster;

    for (size_t i = 0; i < walk->job->column_count; i++)
        TRY(read_cell(cx, walk, sheet, i));
    size_t of_cells = count_problems(row);
    if (roster->prepare != NULL)
        TRY(roster->prepare(cx, row));
    row->is_unclear = count_problems(row) > of_cells;
    if (roster->type->place != NULL && str_is_empty(roster_given(row, roster->type->place)))
        roster_put(row, roster->type->place, walk->job->place);
    return NULL;
}

static struct error *read_row(struct context *cx, struct walk *walk,
                              const struct sheet_row *sheet)
{
    struct roster_row *row = &walk->row;

    row->sheet = sheet;
    row->params.count = 0;
    row->verdict = ROW_NEW;
    row->before = NULL;
    row->known = 0;
    row->stays = NULL;
    row->is_unclear = false;
    row->problems = NULL;
    memset(row->record, 0, walk->job->roster->type->shape.size);
    TRY(read_values(cx, walk, sheet));
    read_shape(cx, row);
    TRY(settle(cx, row));
    if (row->problems == NULL)
        TRY(look_for_known(cx, walk));
    TRY(check_scope(cx, row));
    TRY(judge(cx, row));
    if (row->problems != NULL)
        row->verdict = ROW_WRONG;
    return NULL;
}

static struct error *walk_part(struct context *cx, struct walk *walk,
                               const struct sheet_row *sheet, const char *part)
{
    struct arena_mark mark = arena_mark(cx->arena);

    walk->row.part = part;
    struct error *error = read_row(cx, walk, sheet);
    if (error == NULL)
        error = walk->each(cx, &walk->row, walk->closure);
    if (error == NULL)
        arena_rewind(cx->arena, mark);
    return error;
}

static bool is_filled_in(const struct walk *walk, const struct sheet_row *sheet,
                         const char *name)
{
    const struct roster_column *column = find_column(walk->job, name);

    return column != NULL && column->number < sheet->count &&
           sheet->cells[column->number].kind != CELL_IS_EMPTY &&
           !is_nothing_said(sheet->cells[column->number].text);
}

static struct error *walk_row(struct context *cx, const struct sheet_row *sheet, void *closure)
{
    struct walk *walk = closure;
    const char *const *part = walk->job->roster->parts;
    size_t count = 0;

    if (!is_row(walk, sheet))
        return NULL;
    for (; part != NULL && *part != NULL; part++)
        if (is_filled_in(walk, sheet, *part)) {
            TRY(walk_part(cx, walk, sheet, *part));
            count++;
        }
    return count > 0 ? NULL : walk_part(cx, walk, sheet, NULL);
}

static struct error *run(struct context *cx, struct walk *walk, struct sheet_book *book)
{
    struct context own = *cx;
    size_t size = walk->job->roster->type->shape.size;

    own.arena = walk->arena;
    walk->record = arena_alloc(walk->arena, size);
    walk->row =
        (struct roster_row){ .job = walk->job, .above = walk->above, .record = walk->record };
    walk->row.params.items = walk->row.items;
    walk->before = arena_alloc(walk->arena, size);
    note_fills(walk);
    TRY(roster_places_load(&own, walk->job->place, &walk->places));
    db_keep_steady(cx->db, true);
    struct error *error = book_read(cx, book, walk->job->sheet, walk_row, walk);
    db_keep_steady(cx->db, false);
    return error;
}

struct error *roster_walk(struct context *cx, struct roster_job *job, roster_row_function *each,
                          void *closure)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(WALK_BYTES);
    CLEANUP(book_close) struct sheet_book *book = NULL;
    struct walk *walk = arena_new(arena, struct walk);

    walk->job = job;
    walk->each = each;
    walk->closure = closure;
    walk->arena = arena;
    TRY(book_open(cx, job->bytes, &book));
    struct error *error = run(cx, walk, book);
    return error == NULL ? NULL : fail(cx, error->kind, "%.*s", STR_ARG(error->message));
}

/* Counting */

void roster_count_row(struct roster_count *count, const struct roster_row *row)
{
    count->rows++;
    count->of[row->verdict]++;
    count->hidden += row->sheet->hidden;
    count->stay += row->stays != NULL;
}

static struct error *count_row(struct context *cx, struct roster_row *row, void *closure)
{
    (void)cx;
    roster_count_row(closure, row);
    return NULL;
}

struct error *roster_check(struct context *cx, struct roster_job *job,
                           struct roster_count *count)
{
    *count = (struct roster_count){ 0 };
    return roster_walk(cx, job, count_row, count);
}
