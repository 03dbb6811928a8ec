/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting rows by a value.  The answer is one text: for each value its count, its length and
 * itself, "37736 6 appeal".
 */
#include "db/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 256, VALUE_BYTES_MAX = 4096 };

/* A value that was met; free while count is 0. */
struct met {
    char *value;
    size_t length;
    uint64_t hash;
    int64_t count;
};

struct tally {
    struct met *slots; /* as many as a power of two */
    size_t slot_count;
    size_t used;
};

static struct met *slot_of(const struct tally *tally, str value, uint64_t hash)
{
    size_t at = hash & (tally->slot_count - 1);

    while (tally->slots[at].count > 0 &&
           (tally->slots[at].hash != hash ||
            !str_eq((str){ tally->slots[at].value, tally->slots[at].length }, value)))
        at = (at + 1) & (tally->slot_count - 1);
    return &tally->slots[at];
}

static bool grow(struct tally *tally)
{
    struct tally larger = { .slot_count =
                                tally->slot_count == 0 ? FIRST_SLOTS : tally->slot_count * 2,
                            .used = tally->used };

    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < tally->slot_count; i++) {
        const struct met *met = &tally->slots[i];
        if (met->count > 0)
            *slot_of(&larger, (str){ met->value, met->length }, met->hash) = *met;
    }
    free(tally->slots);
    *tally = larger;
    return true;
}

static void release(struct tally *tally)
{
    for (size_t i = 0; i < tally->slot_count; i++)
        free(tally->slots[i].value);
    free(tally->slots);
    *tally = (struct tally){ 0 };
}

/* False without memory, and for a value that is too long to be one of a few. */
static bool count_value(struct tally *tally, str value, int64_t times)
{
    uint64_t hash = str_hash_quickly(value);

    if (value.length > VALUE_BYTES_MAX ||
        (2 * tally->used >= tally->slot_count && !grow(tally)))
        return false;
    struct met *met = slot_of(tally, value, hash);
    if (met->count == 0) {
        char *copy = malloc(value.length + 1);
        if (copy == NULL || tally->used == TALLY_MAX) {
            free(copy);
            return false;
        }
        memcpy(copy, value.length > 0 ? value.data : "", value.length);
        *met = (struct met){ .value = copy, .length = value.length, .hash = hash };
        tally->used++;
    }
    met->count += times;
    return true;
}

static void step(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct tally *tally = sqlite3_aggregate_context(context, sizeof *tally);
    const char *text = (const char *)sqlite3_value_text(values[0]);
    size_t length = (size_t)sqlite3_value_bytes(values[0]);

    (void)count;
    if (tally == NULL || !count_value(tally, (str){ text, text == NULL ? 0 : length }, 1))
        sqlite3_result_error(context, "tally: too many different values", -1);
}

static void write_met(FILE *out, const struct met *met)
{
    fprintf(out, "%lld %zu ", (long long)met->count, met->length);
    fwrite(met->value, 1, met->length, out);
}

static void finish(sqlite3_context *context)
{
    struct tally *tally = sqlite3_aggregate_context(context, 0);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);

    if (out == NULL) {
        sqlite3_result_error_nomem(context);
    } else {
        for (size_t i = 0; tally != NULL && i < tally->slot_count; i++)
            if (tally->slots[i].count > 0)
                write_met(out, &tally->slots[i]);
        if (fclose(out) == 0)
            sqlite3_result_text64(context, text, length, free, SQLITE_UTF8);
        else
            sqlite3_result_error_nomem(context);
    }
    if (tally != NULL)
        release(tally);
}

int tally_register(sqlite3 *connection)
{
    return sqlite3_create_function_v2(connection, "tally", 1,
                                      SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, NULL, step,
                                      finish, NULL);
}

/* Takes a number and the space behind it. */
static int64_t take_number(str *answer)
{
    str head;
    int64_t number = 0;

    (void)str_cut(*answer, ' ', &head, answer);
    return str_read_integer(head, &number) ? number : 0;
}

/* A value of an answer with its count. */
static str take_value(str *answer, int64_t *count)
{
    *count = take_number(answer);
    size_t length = (size_t)take_number(answer);
    str value = str_slice(*answer, 0, length);

    *answer = str_slice(*answer, length, answer->length);
    return value;
}

struct result tally_rows(struct arena *arena, str answer)
{
    struct value *values = arena_array(arena, struct value, 2 * TALLY_MAX);
    struct result result = { .columns = 2, .values = values };
    int64_t count;

    while (answer.length > 0 && result.rows < TALLY_MAX) {
        values[2 * result.rows] = value_text(take_value(&answer, &count));
        values[2 * result.rows + 1] = value_integer(count);
        result.rows++;
    }
    return result;
}

static bool add_answers(struct tally *tally, str answers)
{
    int64_t count;

    while (answers.length > 0) {
        str value = take_value(&answers, &count);
        if (count < 1 || !count_value(tally, value, count))
            return false;
    }
    return true;
}

bool tally_sum(struct arena *arena, str answers, str *answer)
{
    CLEANUP(release) struct tally tally = { 0 };
    struct buf text = { .arena = arena };

    if (!add_answers(&tally, answers))
        return false;
    for (size_t i = 0; i < tally.slot_count; i++) {
        const struct met *met = &tally.slots[i];
        if (met->count > 0)
            buf_printf(&text, "%lld %zu %.*s", (long long)met->count, met->length,
                       (int)met->length, met->value);
    }
    *answer = buf_str(&text);
    return true;
}
