/* SPDX-License-Identifier: Apache-2.0 */
/* The national code tables, and what the words of relation say. */
#include "modules/people/people_parts.h"

/* Other ways to write a word stand with spaces between them. */
const struct query word_of_text = {
    .of = &code_word_type,
    .sql = "where list = $1 and (name = $2 or code = $2 or "
           "replace(' ' || synonyms || ' ', ' ' || $2 || ' ', '') <> ' ' || synonyms || ' ') "
           "order by case when name = $2 or code = $2 then 0 else 1 end, id limit 1",
};

/* Not two of the other ways, side by side. */
static bool is_word(const struct code_word *word, str text)
{
    return str_eq(word->name, text) || str_eq(word->code, text) ||
           str_list_has(word->synonyms, text);
}

struct error *code_word_find(struct context *cx, const char *list, str text,
                             struct code_word *word, bool *found)
{
    struct code_word *words;
    size_t count;

    TRY(query_rows(cx, &word_of_text, WITH(value_text(str_of(list)), value_text(text)), &words,
                   &count));
    *found = count > 0 && is_word(&words[0], text);
    if (*found)
        *word = words[0];
    return NULL;
}

struct error *word_settle(struct context *cx, const char *list, const char *field,
                          const char *label, str *text)
{
    struct code_word word = { 0 };
    bool found;

    if (str_is_empty(*text))
        return NULL;
    TRY(code_word_find(cx, list, *text, &word, &found));
    if (!found)
        return fail_field(cx, field, "“%s”里没有“%.*s”这种写法，请换成通用的写法。", label,
                          STR_ARG(*text));
    *text = word.name;
    return NULL;
}

const struct query words_in_order = {
    .of = &code_word_type,
    .sql = "where list = $1 order by code, id limit 500",
};

struct error *words_of_list(struct context *cx, const char *list, str **words, size_t *count)
{
    return query_names(cx, &words_in_order, WITH(value_text(str_of(list))), words, count);
}

struct error *relation_code(struct context *cx, str relation, str *code)
{
    struct code_word word = { 0 };
    bool found = false;

    if (!str_is_empty(relation))
        TRY(code_word_find(cx, "relation", relation, &word, &found));
    *code = found ? word.code : (str){ 0 };
    return NULL;
}

bool relation_is_head(str code)
{
    return str_eq(code, S("01")) || str_eq(code, S("02"));
}

/* The first digit says the kind of relation: 1 spouse, 2 son, 3 daughter, 4 grandchild, 5
 * parent, 6 grandparent, 7 sibling, 0 the head. */
static const struct turn {
    const char *new_head; /* what the new head was to the old one: one of these digits */
    const char *member;   /* what the member was */
    const char *becomes;  /* code; "=": stays */
} turns[] = {
    { "1", "0", "10" },   { "1", "234", "=" }, { "23", "01", "50" },
    { "23", "23", "70" }, { "23", "5", "60" }, { "5", "23", "40" },
    { "5", "5", "10" },   { "7", "07", "70" }, { "7", "5", "=" },
};

/* Daughters-in-law and sons-in-law stand among the daughters and sons. */
static bool is_in_law(str code)
{
    return str_eq(code, S("28")) || str_eq(code, S("38")) || str_eq(code, S("45")) ||
           str_eq(code, S("46")) ||
           (str_starts(code, S("5")) && str_compare(code, S("53")) >= 0 &&
            str_compare(code, S("56")) <= 0);
}

static bool has_digit(const char *digits, str code)
{
    return !str_is_empty(code) && str_contains(str_of(digits), str_slice(code, 0, 1));
}

struct error *relation_turned(struct context *cx, str head_code, str member_code, str old,
                              str *turned)
{
    struct code_word word = { 0 };
    bool found;

    *turned = (str){ 0 };
    if (is_in_law(head_code) || is_in_law(member_code))
        return NULL;
    for (size_t i = 0; i < COUNT(turns); i++) {
        if (!has_digit(turns[i].new_head, head_code) ||
            !has_digit(turns[i].member, member_code))
            continue;
        if (turns[i].becomes[0] == '=') {
            *turned = old;
            return NULL;
        }
        TRY(code_word_find(cx, "relation", str_of(turns[i].becomes), &word, &found));
        *turned = word.name;
        return NULL;
    }
    return NULL;
}
