/* SPDX-License-Identifier: Apache-2.0 */
/* Headings: what spreadsheets call our fields, and the units they put there. */
#include "app/roster_parts.h"

#include "app/data.h"
#include "base/csv.h"
#include "base/unicode.h"

#include <string.h>

static const struct field word_fields[] = {
    { TEXT(heading_word, type), .label = "记录类型", .required = true },
    { TEXT(heading_word, field), .label = "项目", .required = true },
    { TEXT(heading_word, heading), .label = "表头", .required = true, .indexed = true },
};

/* What people confirmed.  Shared: a heading means the same in the next village. */
const struct record_type heading_word_type = {
    .name = "heading_word",
    .table = "heading_words",
    .title = "表头写法",
    .shape = { SHAPE(heading_word, word_fields) },
    .unlogged = true,
};

const struct query learned_words = {
    .of = &heading_word_type,
    .sql = "where type = $1 order by id limit 2000",
};

/* Brackets hold units and hints: "面积（亩）", "姓名*". */
static bool begins_bracket(str text)
{
    return str_starts(text, S("(")) || str_starts(text, S("（")) || str_starts(text, S("["));
}

static size_t character_bytes(str text)
{
    return str_first(text, 1).length;
}

static bool is_dropped(str character)
{
    static const char dropped[] = "* : ： ＊ 、 , ， 。 . _ - ★ ";

    return str_is_empty(str_trim(character)) || str_list_has(str_of(dropped), character) ||
           str_eq(character, S("　"));
}

str heading_plain(struct context *cx, str heading)
{
    struct buf out = { .arena = cx->arena };

    for (size_t at = 0; at < heading.length;) {
        str rest = str_slice(heading, at, heading.length);
        str character = str_slice(rest, 0, character_bytes(rest));
        if (begins_bracket(rest) && out.length > 0)
            break;
        if (!is_dropped(character))
            buf_add(&out, character);
        at += character.length;
    }
    return text_fold(cx->arena, buf_str(&out));
}

enum roster_unit heading_unit(str heading)
{
    if (str_contains(heading, S("万元")))
        return UNIT_WAN;
    if (str_contains(heading, S("平方米")) || str_contains(heading, S("㎡")) ||
        str_contains(heading, S("平米")))
        return UNIT_SQUARE_METRES;
    if (str_contains(heading, S("公顷")))
        return UNIT_HECTARES;
    return str_contains(heading, S("（分）")) || str_contains(heading, S("(分)")) ? UNIT_FEN
                                                                                  : UNIT_PLAIN;
}

/* The words of one roster */

static void add_word(struct context *cx, struct heading_words *words, str heading, str name)
{
    str plain = heading_plain(cx, heading);

    if (words->count == HEADING_WORDS_MAX || str_is_empty(plain))
        return;
    for (size_t i = 0; i < words->count; i++)
        if (str_eq(words->items[i].heading, plain))
            return; /* what was said first counts */
    words->items[words->count++] =
        (struct heading_meaning){ plain, arena_copy(cx->arena, name) };
}

static bool has_column(const struct roster *roster, str name)
{
    const struct field *field = shape_field(&roster->type->shape, name);

    return (field != NULL && !field->hidden && !field->read_only) ||
           roster_extra_of(roster, name) != NULL;
}

struct adding {
    const struct roster *roster;
    struct heading_words *words;
    str type; /* whose words are added now; "*": those of everybody */
};

static struct error *add_line(struct context *cx, const struct csv_row *row, void *closure)
{
    const struct adding *adding = closure;
    str rest, word;

    if (row->count < 3 || !str_eq(row->cells[0], adding->type) ||
        !has_column(adding->roster, row->cells[1]))
        return NULL;
    rest = row->cells[2];
    while (str_next(&rest, &word))
        add_word(cx, adding->words, word, row->cells[1]);
    return NULL;
}

static struct error *add_file(struct context *cx, struct adding *adding, str type)
{
    adding->type = type;
    return csv_read(cx, data_file("headings.csv"), add_line, adding);
}

static struct error *add_learned(struct context *cx, const struct roster *roster,
                                 struct heading_words *words)
{
    struct heading_word *learned;
    size_t count;

    TRY(query_rows(cx, &learned_words, WITH(value_text(str_of(roster->type->name))), &learned,
                   &count));
    for (size_t i = 0; i < count; i++)
        if (has_column(roster, learned[i].field))
            add_word(cx, words, learned[i].heading, learned[i].field);
    return NULL;
}

static void add_own(struct context *cx, const struct roster *roster,
                    struct heading_words *words)
{
    const struct shape *shape = &roster->type->shape;

    for (size_t i = 0; i < shape->count; i++) {
        str name = str_of(shape->fields[i].name);
        if (!has_column(roster, name))
            continue;
        add_word(cx, words, str_of(shape->fields[i].label), name);
        add_word(cx, words, name, name);
    }
    for (const struct roster_extra *extra = roster->extras;
         extra != NULL && extra->name != NULL; extra++)
        add_word(cx, words, str_of(extra->label), str_of(extra->name));
}

struct error *heading_words_load(struct context *cx, const struct roster *roster,
                                 struct heading_words *words)
{
    struct adding adding = { .roster = roster, .words = words };

    words->items = arena_array(cx->arena, struct heading_meaning, HEADING_WORDS_MAX);
    words->count = 0;
    TRY(add_learned(cx, roster, words));
    add_own(cx, roster, words);
    TRY(add_file(cx, &adding, str_of(roster->type->name)));
    return add_file(cx, &adding, S("*"));
}

str heading_meaning(struct context *cx, const struct heading_words *words, str heading)
{
    str plain = heading_plain(cx, heading);

    for (size_t i = 0; i < words->count; i++)
        if (str_eq(words->items[i].heading, plain))
            return words->items[i].name;
    return (str){ 0 };
}

/* Learning */

static bool is_known(struct context *cx, const struct heading_words *words,
                     const struct roster_column *column)
{
    str name =
        column->field != NULL ? str_of(column->field->name) : str_of(column->extra->name);

    return str_eq(heading_meaning(cx, words, column->heading), name);
}

static struct error *forget_heading(struct context *cx, const struct roster *roster, str plain)
{
    struct heading_word *learned;
    size_t count;

    TRY(query_rows(cx, &learned_words, WITH(value_text(str_of(roster->type->name))), &learned,
                   &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(learned[i].heading, plain))
            TRY(store_delete(cx, &heading_word_type, learned[i].id));
    return NULL;
}

struct error *roster_learn(struct context *cx, const struct roster_job *job)
{
    struct heading_words words;

    TRY(heading_words_load(cx, job->roster, &words));
    for (size_t i = 0; i < job->column_count; i++) {
        const struct roster_column *column = &job->columns[i];
        if ((column->field == NULL && column->extra == NULL) || is_known(cx, &words, column))
            continue;
        struct heading_word word = {
            .type = str_of(job->roster->type->name),
            .field = str_of(column->field != NULL ? column->field->name : column->extra->name),
            .heading = heading_plain(cx, column->heading),
        };
        if (str_is_empty(word.heading))
            continue;
        TRY(forget_heading(cx, job->roster, word.heading));
        TRY(store_insert(cx, &heading_word_type, &word));
    }
    return NULL;
}
