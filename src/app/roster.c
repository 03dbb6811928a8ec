/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the heading of a table, and which column is which field. */
#include "app/roster_parts.h"

#include "app/module.h"
#include "base/unicode.h"

#include <string.h>

/* Which rosters there are */

static const struct roster *module_roster(str name)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct roster *const *roster = (*module)->rosters;
             roster != NULL && *roster != NULL; roster++)
            if (str_eq(str_of((*roster)->type->name), name))
                return *roster;
    return NULL;
}

const struct roster *roster_of(struct context *cx, const struct record_type *type)
{
    const struct roster *own = module_roster(str_of(type->name));

    if (own != NULL || type->writes == NULL)
        return own;

    struct roster *plain = arena_new(cx->arena, struct roster);
    *plain = (struct roster){ .type = type, .title = type->title };
    return plain;
}

bool roster_is_usual(const struct record_type *type)
{
    return module_roster(str_of(type->name)) != NULL;
}

const struct roster_extra *roster_extra_of(const struct roster *roster, str name)
{
    for (const struct roster_extra *extra = roster->extras;
         extra != NULL && extra->name != NULL; extra++)
        if (str_eq(name, str_of(extra->name)))
            return extra;
    return NULL;
}

static const struct field *field_of(const struct roster *roster, str name)
{
    const struct field *field = shape_field(&roster->type->shape, name);

    return field == NULL || field->hidden || field->read_only ? NULL : field;
}

str roster_label(const struct roster *roster, str name)
{
    const struct field *field = field_of(roster, name);
    const struct roster_extra *extra = roster_extra_of(roster, name);

    return field != NULL ? str_of(field->label) : extra != NULL ? str_of(extra->label) : name;
}

const struct record_type *roster_type_find(str name)
{
    const struct roster *roster = module_roster(name);

    return roster != NULL ? roster->type : type_find(name);
}

const struct roster *roster_find(struct context *cx, str name)
{
    const struct record_type *type = roster_type_find(name);

    return type == NULL ? NULL : roster_of(cx, type);
}

/* The first rows of a sheet */

struct kept_row {
    int64_t number;
    size_t count;
    struct sheet_cell *cells;
};

struct look {
    struct kept_row rows[ROSTER_LOOKED_AT];
    size_t count;
};

static struct error *keep_row(struct context *cx, const struct sheet_row *row, void *closure)
{
    struct look *look = closure;
    struct kept_row *kept = &look->rows[look->count++];
    size_t count = row->count < ROSTER_COLUMNS_MAX ? row->count : ROSTER_COLUMNS_MAX;

    *kept = (struct kept_row){ row->number, count,
                               arena_array(cx->arena, struct sheet_cell, count + 1) };
    for (size_t i = 0; i < count; i++) {
        kept->cells[i] = row->cells[i];
        kept->cells[i].text = arena_copy(cx->arena, row->cells[i].text);
    }
    return look->count < ROSTER_LOOKED_AT ? NULL : &sheet_enough;
}

/* The heading */

static str cell_of(const struct kept_row *row, size_t column)
{
    return column < row->count ? str_trim(row->cells[column].text) : (str){ 0 };
}

/* The lines of a heading, from above: "家庭成员 姓名".  A merged cell counts once. */
static str heading_of(struct context *cx, const struct look *look, size_t first, size_t last,
                      size_t column)
{
    struct buf out = { .arena = cx->arena };
    str before = { 0 };

    for (size_t i = first; i <= last; i++) {
        str part = cell_of(&look->rows[i], column);
        if (str_is_empty(part) || str_eq(part, before))
            continue;
        if (out.length > 0)
            buf_add_char(&out, ' ');
        buf_add(&out, part);
        before = part;
    }
    return buf_str(&out);
}

/* What the lines say together; else the last line that is known, the lowest first. */
static str meaning_of(struct context *cx, const struct heading_words *words,
                      const struct look *look, size_t first, size_t last, size_t column)
{
    str name = heading_meaning(cx, words, heading_of(cx, look, first, last, column));

    for (size_t i = last + 1; str_is_empty(name) && i > first; i--)
        name = heading_meaning(cx, words, cell_of(&look->rows[i - 1], column));
    return name;
}

static size_t widest(const struct look *look, size_t first, size_t last)
{
    size_t width = 0;

    for (size_t i = first; i <= last; i++)
        if (look->rows[i].count > width)
            width = look->rows[i].count;
    return width;
}

static bool is_repeated(const str *names, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name))
            return true;
    return false;
}

/* How many different fields these rows name. */
static size_t score(struct context *cx, const struct heading_words *words,
                    const struct look *look, size_t first, size_t last)
{
    str names[ROSTER_COLUMNS_MAX];
    size_t count = 0;

    for (size_t column = 0; column < widest(look, first, last); column++) {
        str name = meaning_of(cx, words, look, first, last, column);
        if (!str_is_empty(name) && !is_repeated(names, count, name))
            names[count++] = name;
    }
    return count;
}

struct place_of_heading {
    size_t first;
    size_t last;
    size_t score;
};

/* A row that names every column by itself has no line below it. */
static bool may_go_on(const struct kept_row *upper, const struct kept_row *lower)
{
    for (size_t column = 0; column < lower->count; column++)
        if (!str_is_empty(cell_of(lower, column)) &&
            (str_is_empty(cell_of(upper, column)) || upper->cells[column].covered))
            return true;
    return false;
}

static struct place_of_heading find_heading(struct context *cx,
                                            const struct heading_words *words,
                                            const struct look *look)
{
    struct place_of_heading best = { 0 };

    for (size_t first = 0; first < look->count; first++)
        for (size_t last = first; last < look->count && last < first + ROSTER_HEADING_ROWS;
             last++) {
            if (last > first && !may_go_on(&look->rows[last - 1], &look->rows[last]))
                break;
            struct arena_mark mark = arena_mark(cx->arena);
            size_t found = score(cx, words, look, first, last);
            arena_rewind(cx->arena, mark);
            bool is_shorter = found == best.score && last - first < best.last - best.first;
            if (found > best.score || (found > 0 && is_shorter))
                best = (struct place_of_heading){ first, last, found };
        }
    return best;
}

static bool is_taken(const struct roster_job *job, str name)
{
    for (size_t i = 0; i < job->column_count; i++) {
        const struct roster_column *column = &job->columns[i];
        if ((column->field != NULL && str_eq(str_of(column->field->name), name)) ||
            (column->extra != NULL && str_eq(str_of(column->extra->name), name)))
            return true;
    }
    return false;
}

static void add_samples(const struct look *look, size_t after, struct roster_column *column)
{
    size_t count = 0;

    for (size_t i = after; i < look->count && count < ROSTER_SAMPLES; i++) {
        str text = cell_of(&look->rows[i], column->number);
        if (!str_is_empty(text))
            column->samples[count++] = text;
    }
}

static void add_column(struct context *cx, struct roster_job *job,
                       const struct heading_words *words, const struct look *look,
                       const struct place_of_heading *heading, size_t number)
{
    struct roster_column column = {
        .number = number,
        .heading = heading_of(cx, look, heading->first, heading->last, number),
    };
    str name = meaning_of(cx, words, look, heading->first, heading->last, number);

    add_samples(look, heading->last + 1, &column);
    if (str_is_empty(column.heading) && str_is_empty(column.samples[0]))
        return;
    column.unit = heading_unit(column.heading);
    if (!str_is_empty(name) && !is_taken(job, name)) {
        column.field = field_of(job->roster, name);
        column.extra = column.field == NULL ? roster_extra_of(job->roster, name) : NULL;
    }
    job->columns[job->column_count++] = column;
}

static struct error *mark_hidden(struct context *cx, struct sheet_book *book,
                                 struct roster_job *job)
{
    bool hidden[ROSTER_COLUMNS_MAX];

    TRY(book_hidden_columns(cx, book, job->sheet, hidden, COUNT(hidden)));
    for (size_t i = 0; i < job->column_count; i++)
        job->columns[i].hidden = hidden[job->columns[i].number];
    return NULL;
}

static struct error *open_sheet(struct context *cx, struct sheet_book *book, size_t sheet,
                                const struct heading_words *words, struct roster_job *job,
                                size_t *found)
{
    struct look *look = arena_new(cx->arena, struct look);

    TRY(book_read(cx, book, sheet, keep_row, look));
    struct place_of_heading heading = find_heading(cx, words, look);
    *found = heading.score;
    if (heading.score == 0)
        return NULL;
    job->sheet = sheet;
    job->heading = look->rows[heading.last].number;
    job->columns = arena_array(cx->arena, struct roster_column, ROSTER_COLUMNS_MAX);
    job->column_count = 0;
    for (size_t i = 0; i < widest(look, 0, look->count - 1); i++)
        add_column(cx, job, words, look, &heading, i);
    return mark_hidden(cx, book, job);
}

static struct error *no_heading(struct context *cx, const struct roster *roster)
{
    return fail(cx, ERROR_INVALID,
                "前%d行里没有认得的表头。%s的表头例如“%s”；可以先下载空白表照着填。",
                ROSTER_LOOKED_AT, roster->title, roster->type->shape.fields[0].label);
}

static struct error *open_any(struct context *cx, struct sheet_book *book, size_t sheet,
                              struct roster_job *job)
{
    struct heading_words words;
    size_t count;
    size_t found = 0;
    const struct book_sheet *sheets = book_sheets(book, &count);

    TRY(heading_words_load(cx, job->roster, &words));
    job->any_separated = count == 1 && str_is_empty(sheets[0].name);
    if (sheet != SIZE_MAX && sheet >= count)
        return fail(cx, ERROR_NOT_FOUND, "没有这张工作表。");
    for (size_t i = 0; i < count && found == 0; i++)
        if (sheet == SIZE_MAX ? !sheets[i].hidden : i == sheet)
            TRY(open_sheet(cx, book, i, &words, job, &found));
    return found == 0 ? no_heading(cx, job->roster) : NULL;
}

struct error *roster_open(struct context *cx, const struct roster *roster, str place, str bytes,
                          size_t sheet, struct roster_job *job)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;

    *job = (struct roster_job){ .roster = roster, .bytes = bytes, .place = place };
    TRY(book_open(cx, bytes, &book));
    return open_any(cx, book, sheet, job);
}

/* The mapping as text */

str roster_mapping(struct context *cx, const struct roster_job *job)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < job->column_count; i++) {
        const struct roster_column *column = &job->columns[i];
        if (column->field == NULL && column->extra == NULL)
            continue;
        buf_printf(&out, "%s%zu:%s", out.length > 0 ? " " : "", column->number,
                   column->field != NULL ? column->field->name : column->extra->name);
    }
    return buf_str(&out);
}

static struct roster_column *column_at(struct roster_job *job, int64_t number)
{
    for (size_t i = 0; i < job->column_count; i++)
        if ((int64_t)job->columns[i].number == number)
            return &job->columns[i];
    return NULL;
}

static struct error *map_one(struct context *cx, struct roster_job *job, str word)
{
    str number_text, name;
    int64_t number;

    str_cut(word, ':', &number_text, &name);
    struct roster_column *column =
        str_read_integer(number_text, &number) ? column_at(job, number) : NULL;
    if (column == NULL || str_is_empty(name))
        return NULL;
    if (is_taken(job, name))
        return fail(cx, ERROR_INVALID, "有两列都选了“%.*s”，请只留一列。",
                    STR_ARG(roster_label(job->roster, name)));
    column->field = field_of(job->roster, name);
    column->extra = column->field == NULL ? roster_extra_of(job->roster, name) : NULL;
    return NULL;
}

struct error *roster_map(struct context *cx, struct roster_job *job, str mapping)
{
    str word;

    for (size_t i = 0; i < job->column_count; i++) {
        job->columns[i].field = NULL;
        job->columns[i].extra = NULL;
    }
    while (str_next(&mapping, &word))
        TRY(map_one(cx, job, word));
    return NULL;
}
