/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recomputing all totals from the records, to compare them with those kept or to replace them.
 *
 * The totals of a county with a million records are a few million; they lie in a hash table
 * outside of any arena.  What the records of a place bring to a day is added up first and then
 * spread over months, years and the places above: of ten million records, each grid has some
 * on each day.
 */
#include "app/amounts.h"
#include "app/total.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 24, FIRST_SLOTS = 1024, BATCH_ROWS = 1000 };

/* A slot is as long as a line of the processor's cache. */
struct slot {
    char place[KEY_BYTES];
    const char *figure; /* the text of the definition, which stays */
    const char *share;  /* one of the table's own */
    int64_t period;
    int64_t value;
    uint8_t place_length; /* 0: the slot is free */
    bool seen;
};

/* A text that many slots have. */
struct shared_text {
    struct shared_text *next;
    char text[SHARE_BYTES_MAX + 1];
};

struct table {
    struct slot *slots;
    size_t capacity;
    size_t count;
    uint64_t
        salt; /* of another table another: filled in the order of the same, it would clot */
    struct shared_text *shares;
};

static void table_release(struct table *table)
{
    free(table->slots);
    while (table->shares != NULL) {
        struct shared_text *next = table->shares->next;
        free(table->shares);
        table->shares = next;
    }
}

static struct slot *new_slots(size_t capacity)
{
    struct slot *slots = calloc(capacity, sizeof *slots);

    if (slots == NULL)
        out_of_memory();
    return slots;
}

static bool is_text(const char *own, str text)
{
    return own == text.data || str_eq(str_of(own), text);
}

static bool is_slot_of(const struct slot *slot, const struct total *total)
{
    return slot->period == total->period && slot->place_length == total->place.length &&
           memcmp(slot->place, total->place.data, total->place.length) == 0 &&
           is_text(slot->figure, total->figure) && is_text(slot->share, total->share);
}

/* The slot of a total, or the free one where it would be. */
static struct slot *find_slot(struct slot *slots, size_t capacity, uint64_t salt,
                              const struct total *total)
{
    uint64_t hash =
        hash_mixed(str_hash_quickly(total->place) ^ salt, str_hash_quickly(total->figure));

    hash =
        hash_mixed(hash_mixed(hash, (uint64_t)total->period), str_hash_quickly(total->share));
    for (size_t i = hash & (capacity - 1);; i = (i + 1) & (capacity - 1))
        if (slots[i].place_length == 0 || is_slot_of(&slots[i], total))
            return &slots[i];
}

static struct total total_of(const struct slot *slot)
{
    return (struct total){
        .place = { slot->place, slot->place_length },
        .figure = str_of(slot->figure),
        .share = str_of(slot->share),
        .period = slot->period,
        .value = slot->value,
    };
}

/* To as many slots as the next power of two. */
static void grow(struct table *table)
{
    size_t capacity = table->capacity == 0 ? FIRST_SLOTS : table->capacity * 2;
    struct slot *slots = new_slots(capacity);

    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].place_length > 0) {
            struct total total = total_of(&table->slots[i]);
            *find_slot(slots, capacity, table->salt, &total) = table->slots[i];
        }
    free(table->slots);
    table->slots = slots;
    table->capacity = capacity;
}

/* There are as many as kinds of cases, not as many as cases. */
static const char *own_share(struct table *table, str share)
{
    if (str_is_empty(share))
        return "";
    for (const struct shared_text *own = table->shares; own != NULL; own = own->next)
        if (str_eq(str_of(own->text), share))
            return own->text;

    struct shared_text *own = calloc(1, sizeof *own);
    if (own == NULL)
        out_of_memory();
    memcpy(own->text, share.data, share.length);
    own->next = table->shares;
    table->shares = own;
    return own->text;
}

static void add_to_table(const struct total *total, void *closure)
{
    struct table *table = closure;

    if (total->place.length > KEY_BYTES)
        return;
    if (table->count * 3 >= table->capacity * 2)
        grow(table);

    struct slot *slot = find_slot(table->slots, table->capacity, table->salt, total);
    if (slot->place_length == 0) {
        memcpy(slot->place, total->place.data, total->place.length);
        slot->place_length = (uint8_t)total->place.length;
        slot->figure = total->figure.data;
        slot->share = own_share(table, total->share);
        slot->period = total->period;
        table->count++;
    }
    slot->value += total->value;
}

/* Counting */

struct counting {
    const struct record_type *type;
    struct table *days; /* of the places of the records themselves */
};

/* What a record brings to its place on the days that it begins and ends to count. */
static void add_days(struct table *days, const struct contribution *contribution)
{
    struct total total = {
        .place = contribution->place,
        .figure = contribution->figure,
        .share = contribution->share,
        .value = contribution->value,
    };

    if (total.value == 0)
        return;
    total.period = period_of_day(contribution->on);
    add_to_table(&total, days);
    total.value = -total.value;
    total.period = period_of_day(contribution->until);
    if (date_is_set(contribution->until))
        add_to_table(&total, days);
}

static void count_for(struct context *cx, const struct figure_entry *entry, const void *record,
                      struct table *days)
{
    struct contribution whole = contribution_of(entry, record);

    add_days(days, &whole);
    for (size_t i = 0; i < entry->split_count; i++) {
        struct contribution share =
            split_contribution(cx->arena, &entry->splits[i], whole, record);
        add_days(days, &share);
    }
}

static struct error *count_record(struct context *cx, void *record, void *closure)
{
    struct counting *counting = closure;
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count; i++)
        if (entries[i].figure->of == counting->type && entries[i].on != NULL)
            count_for(cx, &entries[i], record, counting->days);
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

static void spread(const struct table *days, struct table *table)
{
    for (size_t i = 0; i < days->capacity; i++) {
        const struct slot *slot = &days->slots[i];
        struct contribution contribution = {
            .figure = str_of(slot->figure),
            .share = str_of(slot->share),
            .place = { slot->place, slot->place_length },
            .on = day_of_period(slot->period),
            .value = slot->value,
        };
        if (slot->place_length > 0)
            contribution_spread(&contribution, 1, add_to_table, table);
    }
}

static struct error *count_all(struct context *cx, struct table *table)
{
    CLEANUP(table_release) struct table days = { .salt = 1 };

    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        struct counting counting = { *type, &days };
        if (has_figures(*type))
            TRY(store_each(cx, *type, (str){ 0 }, count_record, &counting));
    }
    spread(&days, table);
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
    struct slot *slot = table->capacity == 0
                            ? NULL
                            : find_slot(table->slots, table->capacity, table->salt, kept);
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

/* A row of shares is one of them, a row of totals has the amounts of many figures. */
static void compare_share(struct context *cx, struct comparison *comparison,
                          const struct result *result, size_t row, struct cursor *cursor)
{
    struct total kept = {
        .place = result_text(result, row, 1),
        .period = result_integer(result, row, 2),
        .figure = result_text(result, row, 3),
        .share = result_text(result, row, 4),
        .value = result_integer(result, row, 5),
    };

    (void)cx;
    cursor->figure_length = keep_text(cursor->figure, sizeof cursor->figure, kept.figure);
    cursor->share_length = keep_text(cursor->share, sizeof cursor->share, kept.share);
    compare_kept(comparison, &kept);
}

static void compare_amounts(struct context *cx, struct comparison *comparison,
                            const struct result *result, size_t row, struct cursor *cursor)
{
    str amounts = amounts_added_up(cx->arena, result_text(result, row, 3));
    struct total kept = {
        .place = result_text(result, row, 1),
        .period = result_integer(result, row, 2),
    };

    (void)cursor;
    for (struct amount amount; amounts_next(&amounts, &amount);) {
        kept.figure = amount.figure;
        kept.value = amount.value;
        compare_kept(comparison, &kept);
    }
}

/* How a table is read.  By engine: on PostgreSQL the county leads the key. */
struct reading {
    const char *sql[DB_ENGINES];
    void (*compare)(struct context *cx, struct comparison *comparison,
                    const struct result *result, size_t row, struct cursor *cursor);
};

static const struct reading totals_reading = {
    { [DB_SQLITE] = "select county, place, period, amounts from totals "
                    "where (place, period) > ($2, $3) and $4 = '' and $5 = '' "
                    "order by place, period limit 1000",
      [DB_POSTGRES] = "select county, place, period, amounts from totals "
                      "where (county, place, period) > ($1, $2, $3) and $4 = '' and $5 = '' "
                      "order by county, place, period limit 1000" },
    compare_amounts,
};

static const struct reading shares_reading = {
    { [DB_SQLITE] = "select county, place, period, figure, share, value from split_totals "
                    "where (place, figure, period, share) > ($2, $4, $3, $5) "
                    "order by place, figure, period, share limit 1000",
      [DB_POSTGRES] = "select county, place, period, figure, share, value from split_totals "
                      "where (county, place, figure, period, share) > ($1, $2, $4, $3, $5) "
                      "order by county, place, figure, period, share limit 1000" },
    compare_share,
};

static struct error *compare_batch(struct context *cx, const struct reading *reading,
                                   struct comparison *comparison, struct cursor *cursor,
                                   bool *more)
{
    struct result result;

    TRY(db_query(cx, reading->sql[db_engine(cx->db)],
                 WITH(value_integer(cursor->county),
                      value_text((str){ cursor->place, cursor->place_length }),
                      value_integer(cursor->period),
                      value_text((str){ cursor->figure, cursor->figure_length }),
                      value_text((str){ cursor->share, cursor->share_length })),
                 &result));
    for (size_t i = 0; i < result.rows; i++) {
        cursor->county = result_integer(&result, i, 0);
        cursor->place_length =
            keep_text(cursor->place, sizeof cursor->place, result_text(&result, i, 1));
        cursor->period = result_integer(&result, i, 2);
        reading->compare(cx, comparison, &result, i, cursor);
    }
    *more = result.rows == BATCH_ROWS;
    return NULL;
}

static struct error *compare_table(struct context *cx, const struct reading *reading,
                                   struct comparison *comparison)
{
    struct cursor cursor = { .county = -1, .period = -1 };
    bool more = true;

    while (more) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(compare_batch(cx, reading, comparison, &cursor, &more));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *compare_all(struct context *cx, struct comparison *comparison)
{
    TRY(compare_table(cx, &totals_reading, comparison));
    TRY(compare_table(cx, &shares_reading, comparison));
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
