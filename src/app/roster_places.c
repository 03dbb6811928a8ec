/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places as rosters write them: "3组", "第三村民小组", "柏树林村第一网格", a code.
 *
 * All places below the one that is imported into are read once.  Names are compared in a plain
 * form, with numbers in digits; what was found is kept, for a roster names few places often.
 */
#include "app/roster_parts.h"
#include "base/unicode.h"

#include <string.h>

enum { PLACES_MAX = 20000, ANSWERS = 1024, TOWNSHIP_LENGTH = 9 };

struct below {
    str key;
    str name;
};

static const struct field below_columns[] = {
    { PLACE(below, key), .label = "编号" },
    { TEXT(below, name), .label = "名称" },
};

const struct query roster_places_below = {
    .sql = "select key, name from places where key >= $1 and key < $2 and closed_on is null "
           "order by key limit 20001",
    .row = { SHAPE(below, below_columns) },
};

struct known_place {
    str key;
    str plain;      /* 3组 */
    str plain_path; /* 花桥镇柏树林村3组 */
};

struct answer {
    str text;
    str key;
    bool several;
};

struct roster_places {
    struct arena *arena;
    struct known_place *items;
    size_t count;
    struct answer answers[ANSWERS];
};

/* The plain form */

static int digit_of(str character)
{
    static const char *const digits[] = { "零", "一", "二", "三", "四",
                                          "五", "六", "七", "八", "九" };

    for (int i = 0; i < (int)COUNT(digits); i++)
        if (str_eq(character, str_of(digits[i])))
            return i;
    return -1;
}

/* Takes 三, 十二, 二十 or 二十三 from the start of a text; -1 when there is none. */
static int take_number(str *text)
{
    str first = str_first(*text, 1);
    int tens = digit_of(first);
    int number = -1;
    size_t taken = 0;

    if (str_eq(first, S("十"))) {
        number = 10;
        taken = first.length;
    } else if (tens >= 0) {
        number = tens;
        taken = first.length;
        if (str_starts(str_slice(*text, taken, text->length), S("十"))) {
            number = tens * 10;
            taken += S("十").length;
        }
    }
    if (number >= 10) {
        str unit = str_first(str_slice(*text, taken, text->length), 1);
        if (digit_of(unit) > 0) {
            number += digit_of(unit);
            taken += unit.length;
        }
    }
    *text = str_slice(*text, taken, text->length);
    return number;
}

static bool take(str *text, str word)
{
    if (!str_starts(*text, word))
        return false;
    *text = str_slice(*text, word.length, text->length);
    return true;
}

static str plain_of(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };

    text = text_fold(arena, text);
    while (!str_is_empty(text)) {
        int number = take_number(&text);
        if (number >= 0) {
            buf_add_integer(&out, number);
        } else if (take(&text, S("村民小组")) || take(&text, S("小组"))) {
            buf_add(&out, S("组"));
        } else if (!take(&text, S("第")) && !take(&text, S("›")) && !take(&text, S(">")) &&
                   !take(&text, S("/")) && !take(&text, S(" ")) && !take(&text, S("-"))) {
            str character = str_first(text, 1);
            buf_add(&out, character);
            text = str_slice(text, character.length, text.length);
        }
    }
    return buf_str(&out);
}

/* Reading them */

static str path_of(struct context *cx, str key)
{
    static const size_t lengths[] = { 9, 12, 15, 17 };
    struct buf path = { .arena = cx->arena };

    for (size_t i = 0; i < COUNT(lengths) && lengths[i] < key.length; i++)
        buf_add(&path, place_called(cx, str_slice(key, 0, lengths[i])));
    buf_add(&path, place_called(cx, key));
    return buf_str(&path);
}

struct error *roster_places_load(struct context *cx, str place, struct roster_places **places)
{
    struct roster_places *made = arena_new(cx->arena, struct roster_places);
    struct below *rows;

    TRY(query_rows(cx, &roster_places_below,
                   WITH(value_text(place), value_text(key_end(cx->arena, place))), &rows,
                   &made->count));
    if (made->count > PLACES_MAX)
        return fail(cx, ERROR_INVALID, "“%.*s”下面的地点太多，请按乡镇或村分开导入。",
                    STR_ARG(place_called(cx, place)));
    made->arena = cx->arena;
    made->items = arena_array(cx->arena, struct known_place, made->count);
    for (size_t i = 0; i < made->count; i++)
        made->items[i] = (struct known_place){
            .key = rows[i].key,
            .plain = plain_of(cx->arena, rows[i].name),
            .plain_path = plain_of(cx->arena, path_of(cx, rows[i].key)),
        };
    *places = made;
    return NULL;
}

/* Finding */

static bool is_digits(str text)
{
    return !str_is_empty(text) && text.length <= 3 &&
           strspn(text.data, "0123456789") >= text.length;
}

/* The text is the name, or the end of the path with at least the name. */
static bool is_meant(const struct known_place *place, str plain)
{
    return plain.length >= place->plain.length && str_ends(place->plain_path, plain);
}

static void find(struct roster_places *places, str text, struct answer *answer)
{
    str plain = plain_of(places->arena, text);

    if (is_digits(plain))
        plain = arena_printf(places->arena, "%.*s组", STR_ARG(plain));
    for (size_t i = 0; i < places->count; i++) {
        const struct known_place *place = &places->items[i];
        if (!str_eq(place->key, text) && !is_meant(place, plain))
            continue;
        answer->several = !str_is_empty(answer->key);
        answer->key = place->key;
        if (answer->several || str_eq(place->key, text))
            break;
    }
    if (answer->several)
        answer->key = (str){ 0 };
}

str roster_place_of(struct context *cx, struct roster_places *places, str text, bool *several)
{
    struct answer *answer = &places->answers[str_hash(text) % ANSWERS];

    (void)cx;
    if (!str_eq(answer->text, text) || str_is_empty(text)) {
        *answer = (struct answer){ .text = arena_copy(places->arena, text) };
        find(places, text, answer);
    }
    *several = answer->several;
    return answer->key;
}
