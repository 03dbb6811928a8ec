/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Receipts.
 *
 * The first four characters are the county, so that a receipt alone says where to look; the
 * other eight are random, so that nobody can guess one.
 */
#include "base/hash.h"
#include "modules/matters/matters.h"

#include <string.h>

enum { COUNTY_CHARACTERS = 4, RANDOM_BYTES = 7, GROUP_CHARACTERS = 4, MERGERS_MAX = 20 };

/* Without 0 O, 1 I L. */
static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
enum { ALPHABET = sizeof alphabet - 1 };

static void write_digits(uint64_t number, char *digits, size_t count)
{
    while (count > 0) {
        digits[--count] = alphabet[number % ALPHABET];
        number /= ALPHABET;
    }
}

static uint64_t random_number(struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    str hex = random_hex(arena, RANDOM_BYTES);
    uint64_t number = 0;

    for (size_t i = 0; i < hex.length; i++)
        number = number * 16 + (uint64_t)(strchr(digits, hex.data[i]) - digits);
    return number;
}

str receipt_new(struct arena *arena, str place)
{
    char *receipt = arena_alloc(arena, RECEIPT_CHARACTERS);

    write_digits((uint64_t)key_county(place), receipt, COUNTY_CHARACTERS);
    write_digits(random_number(arena), receipt + COUNTY_CHARACTERS,
                 RECEIPT_CHARACTERS - COUNTY_CHARACTERS);
    return (str){ receipt, RECEIPT_CHARACTERS };
}

str receipt_normal(struct arena *arena, str typed)
{
    char *receipt = arena_alloc(arena, RECEIPT_CHARACTERS);
    size_t count = 0;

    for (size_t i = 0; i < typed.length; i++) {
        char c = typed.data[i];
        if (c == ' ' || c == '-')
            continue;
        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        if (c == '\0' || strchr(alphabet, c) == NULL || count == RECEIPT_CHARACTERS)
            return (str){ 0 };
        receipt[count++] = c;
    }
    return count == RECEIPT_CHARACTERS ? (str){ receipt, count } : (str){ 0 };
}

str receipt_shown(struct arena *arena, str receipt)
{
    struct buf shown = { .arena = arena };

    for (size_t i = 0; i < receipt.length; i += GROUP_CHARACTERS) {
        if (i > 0)
            buf_add_char(&shown, ' ');
        buf_add(&shown, str_slice(receipt, i, i + GROUP_CHARACTERS));
    }
    return buf_str(&shown);
}

static int64_t digit_of(char c)
{
    const char *found = c == '\0' ? NULL : strchr(alphabet, c);

    return found == NULL ? 0 : found - alphabet;
}

/* The county as the key of a place, "421182". */
str receipt_county(struct arena *arena, str receipt)
{
    int64_t county = 0;

    for (size_t i = 0; i < COUNTY_CHARACTERS; i++)
        county = county * ALPHABET + digit_of(receipt.data[i]);
    return arena_printf(arena, "%06lld", (long long)county);
}

/* Follows mergers to the matter that is being handled. */
static struct error *follow(struct context *cx, record_id *id)
{
    struct matter matter;

    for (int i = 0; i < MERGERS_MAX; i++) {
        TRY(store_get(cx, &matter_type, *id, &matter));
        if (matter.merged_into == 0)
            return NULL;
        *id = matter.merged_into;
    }
    return NULL;
}

static struct error *find_caller(struct context *cx, str county, str receipt,
                                 struct receipt_holder *holder, bool *found)
{
    struct matter_caller caller = { 0 };

    TRY(store_find_by(cx, &matter_caller_type, county, "receipt", value_text(receipt), &caller,
                      found));
    if (*found)
        *holder = (struct receipt_holder){ .matter = caller.matter,
                                           .raised = caller.raised,
                                           .caller = caller.id };
    return NULL;
}

static struct error *find_matter(struct context *cx, str county, str receipt,
                                 struct receipt_holder *holder, bool *found)
{
    struct matter matter = { 0 };

    TRY(store_find_by(cx, &matter_type, county, "receipt", value_text(receipt), &matter,
                      found));
    if (!*found)
        return NULL;
    *holder = (struct receipt_holder){ .matter = matter.id, .raised = matter.id };
    return follow(cx, &holder->matter);
}

static struct error *find_accusation(struct context *cx, str county, str receipt,
                                     struct receipt_holder *holder, bool *found)
{
    struct accusation accusation = { 0 };

    TRY(store_find_by(cx, &accusation_type, county, "receipt", value_text(receipt), &accusation,
                      found));
    if (*found)
        *holder = (struct receipt_holder){ .accusation = accusation.id };
    return NULL;
}

struct error *receipt_find(struct context *cx, str typed, struct receipt_holder *holder)
{
    str receipt = receipt_normal(cx->arena, typed);
    bool found = false;

    if (!str_is_empty(receipt)) {
        str county = receipt_county(cx->arena, receipt);
        TRY(find_caller(cx, county, receipt, holder, &found));
        if (!found)
            TRY(find_matter(cx, county, receipt, holder, &found));
        if (!found)
            TRY(find_accusation(cx, county, receipt, holder, &found));
    }
    if (!found)
        return fail(cx, ERROR_NOT_FOUND,
                    "没有这个回执号。请对照回执再输一遍，回执号里没有数字0、1和字母O、I、L。");
    return NULL;
}
