/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recomputing all totals from the records, to compare them with those kept or to replace them.
 *
 * The totals of a county with a million records are a few million; they lie in a hash table
 * outside of any arena.
 */
#include "app/total.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 24, FIRST_SLOTS = 1024, BATCH_ROWS = 1000 };

struct slot {
    char place[KEY_BYTES];
    size_t place_length; /* 0: the slot is free */
    str figure;          /* the text of the definition, which stays */
    char share[SHARE_BYTES_MAX];
    size_t share_length;
    int64_t period;
    int64_t value;
    bool seen;
};

struct table {
    struct slot *slots;
    size_t capacity;
    size_t count;
};

static void table_release(struct table *table)
{
    free(table->slots);
}

static struct slot *new_slots(size_t capacity)
{
    struct slot *slots = calloc(capacity, sizeof *slots);

    if (slots == NULL)
        out_of_memory();
    return slots;
}

static bool is_slot_of(const struct slot *slot, const struct total *total)
{
    return slot->period == total->period && slot->place_length == total->place.length &&
           memcmp(slot->place, total->place.data, total->place.length) == 0 &&
           str_eq(slot->figure, total->figure) &&
           str_eq((str){ slot->share, slot->share_length }, total->share);
}

/* The slot of a total, or the free one where it would be. */
static struct slot *find_slot(struct slot *slots, size_t capacity, const struct total *total)
{
    uint64_t hash = str_hash(total->place) ^ (str_hash(total->figure) * 31) ^
                    (str_hash(total->share) * 131) ^
                    ((uint64_t)total->period * UINT64_C(0x9e3779b97f4a7c15));

    for (size_t i = (hash >> 7) % capacity;; i = (i + 1) % capacity)
        if (slots[i].place_length == 0 || is_slot_of(&slots[i], total))
            return &slots[i];
}

static struct total total_of(const struct slot *slot)
{
    return (struct total){
        .place = { slot->place, slot->place_length },
        .figure = slot->figure,
        .share = { slot->share, slot->share_length },
        .period = slot->period,
        .value = slot->value,
    };
}

static void grow(struct table *table)
{
    size_t capacity = table->capacity == 0 ? FIRST_SLOTS : table->capacity * 2;
    struct slot *slots = new_slots(capacity);

    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].place_length > 0) {
            struct total total = total_of(&table->slots[i]);
            *find_slot(slots, capacity, &total) = table->slots[i];
        }
    free(table->slots);
    table->slots = slots;
    table->capacity = capacity;
}

static void add_to_table(const struct total *total, void *closure)
{
    struct table *table = closure;

    if (total->place.length > KEY_BYTES)
        return;
    if (table->count * 2 >= table->capacity)
        grow(table);

    struct slot *slot = find_slot(table->slots, table->capacity, total);
    if (slot->place_length == 0) {
        memcpy(slot->place, total->place.data, total->place.length);
        slot->place_length = total->place.length;
        slot->figure = total->figure;
        if (total->share.length > 0)
            memcpy(slot->share, total->share.data, total->share.length);
        slot->share_length = total->share.length;
        slot->period = total->period;
        table->count++;
    }
    slot->value += total->value;
}

/* Counting */

struct counting {
    const struct record_type *type;
    struct table *table;
};

static void count_for(struct context *cx, const struct figure_entry *entry, const void *record,
                      struct table *table)
{
    struct contribution whole = contribution_of(entry, record);

    contribution_spread(&whole, 1, add_to_table, table);
    for (size_t i = 0; i < entry->split_count; i++) {
        struct contribution share =
            split_contribution(cx->arena, &entry->splits[i], whole, record);
        contribution_spread(&share, 1, add_to_table, table);
    }
}

static struct error *count_record(struct context *cx, void *record, void *closure)
{
    struct counting *counting = closure;
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count; i++)
        if (entries[i].figure->of == counting->type && entries[i].on != NULL)
            count_for(cx, &entries[i], record, counting->table);
    return NULL;
}

static bool has_figures(const struct record_type *type)
{
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count; i++)
        if (entries[i].figure->of == type && entries[i].on != NULL)
            return true;
    return false;
}

static struct error *count_all(struct context *cx, struct table *table)
{
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        struct counting counting = { *type, table };
        if (has_figures(*type))
            TRY(store_each(cx, *type, (str){ 0 }, count_record, &counting));
    }
    return NULL;
}

/* Comparing */

struct comparison {
    struct table *table;
    void (*differ)(const struct total_difference *difference, void *closure);
    void *closure;
    int64_t checked;
};

static void compare_kept(struct comparison *comparison, const struct total *kept)
{
    struct table *table = comparison->table;
    struct slot *slot =
        table->capacity == 0 ? NULL : find_slot(table->slots, table->capacity, kept);
    int64_t computed = slot == NULL ? 0 : slot->value;

    comparison->checked++;
    if (slot != NULL)
        slot->seen = slot->place_length > 0;
    if (computed != kept->value)
        comparison->differ(&(struct total_difference){ kept->place, kept->figure, kept->share,
                                                       kept->period, kept->value, computed },
                           comparison->closure);
}

/* What the records say and no row keeps. */
static void compare_missing(struct comparison *comparison)
{
    struct table *table = comparison->table;

    for (size_t i = 0; i < table->capacity; i++) {
        struct total total = total_of(&table->slots[i]);
        if (table->slots[i].seen || total.value == 0)
            continue;
        comparison->checked++;
        comparison->differ(&(struct total_difference){ total.place, total.figure, total.share,
                                                       total.period, 0, total.value },
                           comparison->closure);
    }
}

/* Where the next batch begins: after this row, in the order of the primary key. */
struct cursor {
    char place[64];
    char figure[128];
    char share[64];
    size_t place_length;
    size_t figure_length;
    size_t share_length;
    int64_t county;
    int64_t period;
};

static size_t keep_text(char *to, size_t size, str text)
{
    size_t length = text.length < size ? text.length : size;

    memcpy(to, text.length > 0 ? text.data : "", length);
    return length;
}

static struct total read_total(const struct result *result, size_t row, struct cursor *cursor)
{
    struct total total = {
        .place = result_text(result, row, 1),
        .figure = result_text(result, row, 2),
        .period = result_integer(result, row, 3),
        .value = result_integer(result, row, 4),
        .share = result_text(result, row, 5),
    };

    cursor->county = result_integer(result, row, 0);
    cursor->place_length = keep_text(cursor->place, sizeof cursor->place, total.place);
    cursor->figure_length = keep_text(cursor->figure, sizeof cursor->figure, total.figure);
    cursor->share_length = keep_text(cursor->share, sizeof cursor->share, total.share);
    cursor->period = total.period;
    return total;
}

/* By engine: on PostgreSQL the county leads the key. */
static const char *const total_batches[DB_ENGINES] = {
    [DB_SQLITE] = "select county, place, figure, period, value, '' from totals "
                  "where (place, period, figure) > ($2, $4, $3) and $5 = '' "
                  "order by place, period, figure limit 1000",
    [DB_POSTGRES] = "select county, place, figure, period, value, '' from totals "
                    "where (county, place, period, figure) > ($1, $2, $4, $3) and $5 = '' "
                    "order by county, place, period, figure limit 1000",
};

static const char *const share_batches[DB_ENGINES] = {
    [DB_SQLITE] = "select county, place, figure, period, value, share from split_totals "
                  "where (place, figure, period, share) > ($2, $3, $4, $5) "
                  "order by place, figure, period, share limit 1000",
    [DB_POSTGRES] = "select county, place, figure, period, value, share from split_totals "
                    "where (county, place, figure, period, share) > ($1, $2, $3, $4, $5) "
                    "order by county, place, figure, period, share limit 1000",
};

static struct error *compare_batch(struct context *cx, const char *sql,
                                   struct comparison *comparison, struct cursor *cursor,
                                   bool *more)
{
    struct result result;

    TRY(db_query(cx, sql,
                 WITH(value_integer(cursor->county),
                      value_text((str){ cursor->place, cursor->place_length }),
                      value_text((str){ cursor->figure, cursor->figure_length }),
                      value_integer(cursor->period),
                      value_text((str){ cursor->share, cursor->share_length })),
                 &result));
    for (size_t i = 0; i < result.rows; i++) {
        struct total kept = read_total(&result, i, cursor);
        compare_kept(comparison, &kept);
    }
    *more = result.rows == BATCH_ROWS;
    return NULL;
}

static struct error *compare_table(struct context *cx, const char *const batches[DB_ENGINES],
                                   struct comparison *comparison)
{
    struct cursor cursor = { .county = -1, .period = -1 };
    bool more = true;

    while (more) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(compare_batch(cx, batches[db_engine(cx->db)], comparison, &cursor, &more));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *compare_all(struct context *cx, struct comparison *comparison)
{
    TRY(compare_table(cx, total_batches, comparison));
    TRY(compare_table(cx, share_batches, comparison));
    compare_missing(comparison);
    return NULL;
}

static struct error *count_and_compare(struct context *cx, void *closure)
{
    struct comparison *comparison = closure;

    TRY(count_all(cx, comparison->table));
    return compare_all(cx, comparison);
}

struct error *figures_verify(struct context *cx,
                             void (*differ)(const struct total_difference *difference,
                                            void *closure),
                             void *closure, int64_t *checked)
{
    CLEANUP(table_release) struct table table = { 0 };
    struct comparison comparison = { .table = &table, .differ = differ, .closure = closure };

    TRY(totals_settle(cx));
    TRY(db_look(cx, count_and_compare, &comparison));
    *checked = comparison.checked;
    return NULL;
}

/* Making them anew */

static struct error *keep_table(struct context *cx, const struct table *table)
{
    struct total *totals = calloc(table->count + 1, sizeof *totals);
    size_t count = 0;

    if (totals == NULL)
        out_of_memory();
    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].place_length > 0)
            totals[count++] = total_of(&table->slots[i]);
    struct error *error = totals_add(cx, totals, count);
    free(totals);
    return error;
}

static struct error *rebuild(struct context *cx, void *closure)
{
    TRY(totals_settle(cx));
    TRY(db_run(cx, "delete from totals", NULL, 0));
    TRY(db_run(cx, "delete from split_totals", NULL, 0));
    TRY(count_all(cx, closure));
    return keep_table(cx, closure);
}

struct error *figures_rebuild(struct context *cx)
{
    CLEANUP(table_release) struct table table = { 0 };

    return db_transaction(cx, rebuild, &table);
}
