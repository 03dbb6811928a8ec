/* SPDX-License-Identifier: Apache-2.0 */
/* Keys: what they say about the level and the places above. */
#include "modules/places/place_parts.h"

const struct place_level_rule place_level_rules[PLACE_LEVELS] = {
    [PLACE_PROVINCE] = { .length = 2, .parent_length = 0 },
    [PLACE_CITY] = { .length = 4, .parent_length = 2 },
    [PLACE_COUNTY] = { .length = 6, .parent_length = 4 },
    [PLACE_TOWNSHIP] = { .length = 9, .parent_length = 6, .first = 100 },
    [PLACE_VILLAGE] = { .length = 12, .parent_length = 9, .first = 200 },
    [PLACE_GRID] = { .length = 15, .parent_length = 12, .first = 1 },
    [PLACE_MICRO_GRID] = { .length = 17, .parent_length = 15, .first = 1 },
    [PLACE_GROUP] = { .length = 15, .parent_length = 12, .first = 1, .letter = 'g' },
};

enum { LETTER_AT = 12 };

static bool has_digits(str key, char letter)
{
    for (size_t i = 0; i < key.length; i++) {
        bool is_digit = key.data[i] >= '0' && key.data[i] <= '9';
        bool is_letter = letter != 0 && i == LETTER_AT && key.data[i] == letter;
        if (letter != 0 && i == LETTER_AT ? !is_letter : !is_digit)
            return false;
    }
    return true;
}

bool place_key_level(str key, enum place_level *level)
{
    for (size_t i = 0; i < PLACE_LEVELS; i++) {
        const struct place_level_rule *rule = &place_level_rules[i];
        if (key.length == rule->length && has_digits(key, rule->letter)) {
            *level = (enum place_level)i;
            return true;
        }
    }
    return false;
}

str place_key_parent(str key)
{
    enum place_level level;

    if (!place_key_level(key, &level))
        return (str){ 0 };
    return str_slice(key, 0, place_level_rules[level].parent_length);
}

str place_key_at(str key, enum place_level level)
{
    str part = str_slice(key, 0, place_level_rules[level].length);
    enum place_level found;

    return place_key_level(part, &found) && found == level ? part : (str){ 0 };
}

static bool is_zeros(str digits)
{
    for (size_t i = 0; i < digits.length; i++)
        if (digits.data[i] != '0')
            return false;
    return true;
}

str place_code_key(str code)
{
    static const size_t lengths[] = { 12, 9, 6, 4, 2 };

    for (size_t i = 0; i + 1 < COUNT(lengths); i++)
        if (code.length == lengths[i] && is_zeros(str_slice(code, lengths[i + 1], code.length)))
            code = str_slice(code, 0, lengths[i + 1]);
    return code;
}

/* How official names end, and how much of that people say: 柏树林村村民委员会 is 柏树林村. */
static const struct {
    str ending;
    str spoken;
} endings[] = {
    { S_INIT("社区居民委员会"), S_INIT("社区") }, { S_INIT("社区居委会"), S_INIT("社区") },
    { S_INIT("社区村民委员会"), S_INIT("社区") }, { S_INIT("社区村委会"), S_INIT("社区") },
    { S_INIT("村村民委员会"), S_INIT("村") },     { S_INIT("村村委会"), S_INIT("村") },
    { S_INIT("村民委员会"), S_INIT("村") },       { S_INIT("村委会"), S_INIT("村") },
    { S_INIT("村居民委员会"), S_INIT("村") },
};

str place_spoken_name(struct context *cx, str full_name)
{
    for (size_t i = 0; i < COUNT(endings); i++) {
        str ending = endings[i].ending;
        if (str_ends(full_name, ending) && full_name.length > ending.length)
            return arena_printf(
                cx->arena, "%.*s%.*s",
                STR_ARG(str_slice(full_name, 0, full_name.length - ending.length)),
                STR_ARG(endings[i].spoken));
    }
    return full_name;
}

/* 001–199 are residents' committees, 200–399 villagers' committees. */
enum place_kind place_key_kind(str key)
{
    int64_t number = 0;
    enum place_level level;

    if (!place_key_level(key, &level) || level != PLACE_VILLAGE ||
        !str_read_integer(str_slice(key, key.length - 3, key.length), &number))
        return PLACE_KIND_UNSET;
    if (number >= 200 && number < 400)
        return PLACE_KIND_VILLAGE;
    return number < 200 ? PLACE_KIND_COMMUNITY : PLACE_KIND_OTHER;
}
