/* SPDX-License-Identifier: Apache-2.0 */
/* What a connection has been answered since the database last changed. */
#include "db/recall.h"

#include <stdlib.h>
#include <string.h>

enum {
    BUCKETS = 1024,
    KEPT_BYTES_MAX = 4 * 1024 * 1024,
    ANSWER_BYTES_MAX = 256 * 1024,
    ARENA_BYTES = 2 * KEPT_BYTES_MAX,
};

/* A question and its answer: the values of both, and behind them all their text. */
struct recalled {
    struct recalled *next; /* in the same bucket */
    uint64_t hash;
    struct question question;
    struct result result;
    const char *text; /* of the answer */
    size_t text_length;
};

struct recall {
    struct arena *arena;
    struct recalled *buckets[BUCKETS];
};

static uint64_t question_hash(const struct question *question)
{
    uint64_t hash = str_hash_quickly(question->sql);

    for (size_t i = 0; i < question->count; i++) {
        const struct value *value = &question->values[i];
        hash = hash_mixed(hash, value->kind == VALUE_TEXT
                                    ? str_hash_quickly(value->text)
                                    : (uint64_t)value->integer + value->kind);
    }
    return hash;
}

static bool same_question(const struct question *a, const struct question *b)
{
    if (a->count != b->count || !str_eq(a->sql, b->sql))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!value_eq(&a->values[i], &b->values[i]))
            return false;
    return true;
}

struct recall *recall_create(void)
{
    struct recall *recall = calloc(1, sizeof *recall);

    if (recall == NULL)
        out_of_memory();
    recall->arena = arena_create(ARENA_BYTES);
    return recall;
}

void recall_destroy(struct recall *recall)
{
    if (recall == NULL)
        return;
    arena_destroy(recall->arena);
    free(recall);
}

void recall_forget(struct recall *recall)
{
    if (arena_used(recall->arena) == 0)
        return;
    memset(recall->buckets, 0, sizeof recall->buckets);
    arena_reset(recall->arena);
}

static size_t text_length(const struct value *values, size_t count)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        if (values[i].kind == VALUE_TEXT)
            length += values[i].text.length + 1;
    return length;
}

/* A copy of values with their texts one after the other, each ending in NUL. */
static struct value *copy_values(struct arena *arena, const struct value *values, size_t count,
                                 char *text)
{
    struct value *copies = arena_array(arena, struct value, count);

    for (size_t i = 0; i < count; i++) {
        copies[i] = values[i];
        if (values[i].kind != VALUE_TEXT)
            continue;
        if (values[i].text.length > 0)
            memcpy(text, values[i].text.data, values[i].text.length);
        text[values[i].text.length] = '\0';
        copies[i].text.data = text;
        text += values[i].text.length + 1;
    }
    return copies;
}

static struct question copy_question(struct arena *arena, const struct question *question)
{
    char *text = arena_alloc_raw(arena, text_length(question->values, question->count));

    return (struct question){
        .sql = arena_copy(arena, question->sql),
        .values = copy_values(arena, question->values, question->count, text),
        .count = question->count,
    };
}

/* The same values with their texts in the arena: one copy, and each pointer moved along. */
static struct result copy_result(struct arena *arena, const struct recalled *recalled)
{
    struct result result = recalled->result;
    size_t count = result.rows * result.columns;
    char *text = arena_alloc_raw(arena, recalled->text_length);
    struct value *values = arena_alloc_raw(arena, count * sizeof *values);

    memcpy(text, recalled->text, recalled->text_length);
    for (size_t i = 0; i < count; i++) {
        values[i] = recalled->result.values[i];
        if (values[i].kind == VALUE_TEXT)
            values[i].text.data = text + (values[i].text.data - recalled->text);
    }
    result.values = values;
    return result;
}

bool recall_find(struct recall *recall, struct arena *arena, const struct question *question,
                 struct result *result)
{
    uint64_t hash = question_hash(question);
    const struct recalled *recalled = recall->buckets[hash % BUCKETS];

    while (recalled != NULL &&
           (recalled->hash != hash || !same_question(&recalled->question, question)))
        recalled = recalled->next;
    if (recalled == NULL)
        return false;
    *result = copy_result(arena, recalled);
    return true;
}

void recall_keep(struct recall *recall, const struct question *question,
                 const struct result *result)
{
    size_t count = result->rows * result->columns;
    size_t length = text_length(result->values, count);

    if (length + count * sizeof *result->values > ANSWER_BYTES_MAX)
        return;
    if (arena_used(recall->arena) > KEPT_BYTES_MAX)
        recall_forget(recall);

    struct recalled *recalled = arena_new(recall->arena, struct recalled);
    char *text = arena_alloc_raw(recall->arena, length);
    *recalled = (struct recalled){
        .hash = question_hash(question),
        .question = copy_question(recall->arena, question),
        .result = *result,
        .text = text,
        .text_length = length,
    };
    recalled->result.values = copy_values(recall->arena, result->values, count, text);
    struct recalled **bucket = &recall->buckets[recalled->hash % BUCKETS];
    recalled->next = *bucket;
    *bucket = recalled;
}
