/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running totals: what a change of a record brings to them, and when it is written.
 */
#include "app/total.h"

#include "app/importing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int64_t period_of_year(date day)
{
    return date_year(day);
}

int64_t period_of_month(date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return (int64_t)year * 100 + month;
}

int64_t period_of_day(date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return ((int64_t)year * 100 + month) * 100 + day_of_month;
}

date day_of_period(int64_t period)
{
    return date_of((int)(period / 10000), (int)(period / 100 % 100), (int)(period % 100));
}

/* What a record contributes */

static date day_of(const struct field *field, const void *record)
{
    const void *member = field == NULL ? NULL : field_member_const(field, record);

    if (member == NULL || !field->kind->is_set(member))
        return (date){ 0 };
    return field->kind == &kind_instant ? instant_date(*(const instant *)member)
                                        : *(const date *)member;
}

static bool counts(const struct contribution *contribution)
{
    date on = contribution->on;
    date until = contribution->until;

    return date_is_set(on) && date_year(on) >= TOTAL_FIRST_YEAR &&
           date_year(on) <= TOTAL_LAST_YEAR &&
           (!date_is_set(until) || date_compare(until, on) > 0) &&
           !str_is_empty(contribution->place);
}

struct contribution contribution_of(const struct figure_entry *entry, const void *record)
{
    if (record == NULL || !filters_match(entry->filters, entry->filter_count, record))
        return (struct contribution){ 0 };

    struct contribution contribution = {
        .figure = str_of(entry->figure->key),
        .place = *(const str *)field_member_const(entry->at, record),
        .on = day_of(entry->on, record),
        .until = day_of(entry->until, record),
        .value =
            entry->sum == NULL ? 1 : *(const int64_t *)field_member_const(entry->sum, record),
    };
    return counts(&contribution) ? contribution : (struct contribution){ 0 };
}

/* "family/village/": never empty, and told apart at the marks. */
static str share_of(struct arena *arena, const struct split *split, const void *record)
{
    struct buf share = { .arena = arena };

    for (size_t i = 0; i < split->field_count; i++) {
        const struct field *field = split->fields[i];
        field->kind->write(field, field_member_const(field, record), &share);
        buf_add_char(&share, SHARE_MARK);
    }
    return str_slice(buf_str(&share), 0, SHARE_BYTES_MAX);
}

struct contribution split_contribution(struct arena *arena, const struct split *split,
                                       struct contribution whole, const void *record)
{
    if (str_is_empty(whole.place))
        return whole;
    whole.figure = str_of(split->name);
    whole.share = share_of(arena, split, record);
    if (split->sum != NULL)
        whole.value = *(const int64_t *)field_member_const(split->sum, record);
    return whole;
}

static bool contributions_equal(const struct contribution *a, const struct contribution *b)
{
    return a->value == b->value && str_eq(a->place, b->place) &&
           date_compare(a->on, b->on) == 0 && date_compare(a->until, b->until) == 0 &&
           str_eq(a->share, b->share);
}

/* The day, the month and the year of one place. */
static void spread_over_periods(struct total total, date day,
                                void (*add)(const struct total *total, void *closure),
                                void *closure)
{
    const int64_t periods[] = { period_of_year(day), period_of_month(day), period_of_day(day) };

    for (size_t i = 0; i < COUNT(periods); i++) {
        total.period = periods[i];
        add(&total, closure);
    }
}

/* The place itself and those above it, up to the county. */
static void spread_over_places(struct total total, date day,
                               void (*add)(const struct total *total, void *closure),
                               void *closure)
{
    static const size_t levels[] = { 6, 9, 12, 15, 17 };
    str place = total.place;

    for (size_t i = 0; i < COUNT(levels) && levels[i] < place.length; i++) {
        total.place = str_slice(place, 0, levels[i]);
        spread_over_periods(total, day, add, closure);
    }
    total.place = place;
    spread_over_periods(total, day, add, closure);
}

void contribution_spread(const struct contribution *contribution, int sign,
                         void (*add)(const struct total *total, void *closure), void *closure)
{
    struct total total = {
        .place = contribution->place,
        .figure = contribution->figure,
        .share = contribution->share,
        .value = contribution->value * sign,
    };

    if (total.value == 0)
        return;
    spread_over_places(total, contribution->on, add, closure);
    total.value = -total.value;
    if (date_is_set(contribution->until))
        spread_over_places(total, contribution->until, add, closure);
}

/*
 * What a transaction brings together.  The changes of a crowd touch the same rows again and
 * again: those of their county, their township, their day.  So nothing is written before the
 * end of the outermost transaction, when all that belongs together has been added up.
 */
enum { PLACE_KEY_MAX = 24, PENDING_MAX = 1 << 16 };

struct pending_total {
    char place[PLACE_KEY_MAX];
    size_t place_length;
    char share[SHARE_BYTES_MAX];
    size_t share_length;
    const char *figure;
    int64_t period;
    int64_t value;
    record_id import;
    int depth;   /* of the part of the transaction that brought it */
    int written; /* the depth at which it was written; 0: not yet */
};

struct pending {
    struct pending_total *items;
    size_t count;
    size_t capacity;
    size_t unwritten;
    int deepest_written;
};

static void release_pending(void *state)
{
    struct pending *pending = state;

    free(pending->items);
    free(pending);
}

/* Drops what was written in the outermost transaction: nothing can undo it alone. */
static void drop_settled(struct pending *pending)
{
    size_t kept = 0;

    for (size_t i = 0; i < pending->count; i++)
        if (pending->items[i].written != 1)
            pending->items[kept++] = pending->items[i];
    pending->count = kept;
    pending->deepest_written = 0;
}

/* What the records of an import bring is kept once more by itself.  Only one import is at work
 * at a time. */
static struct error *add_own(struct context *cx, const struct total *totals, size_t count)
{
    struct total *own = arena_array(cx->arena, struct total, count);
    size_t own_count = 0;

    for (size_t i = 0; i < count; i++)
        if (totals[i].import != 0)
            own[own_count++] = totals[i];
    return totals_add_own(cx, own, own_count);
}

static struct error *write_pending(struct context *cx, struct pending *pending)
{
    struct arena_mark mark = arena_mark(cx->arena);
    struct total *totals = arena_array(cx->arena, struct total, pending->unwritten);
    size_t count = 0;
    bool is_own = false;

    for (size_t i = 0; i < pending->count; i++) {
        struct pending_total *item = &pending->items[i];
        if (item->written > 0)
            continue;
        totals[count++] = (struct total){
            .place = { item->place, item->place_length },
            .figure = str_of(item->figure),
            .share = { item->share, item->share_length },
            .period = item->period,
            .value = item->value,
            .import = item->import,
        };
        is_own = is_own || item->import != 0;
        item->written = db_depth(cx->db);
    }
    pending->unwritten = 0;
    pending->deepest_written = db_depth(cx->db);
    if (is_own)
        TRY(add_own(cx, totals, count));
    TRY(totals_add(cx, totals, count));
    arena_rewind(cx->arena, mark);
    if (pending->deepest_written <= 1)
        pending->count = 0;
    return NULL;
}

static struct error *finish_pending(struct context *cx, void *state)
{
    struct pending *pending = state;

    return pending->unwritten > 0 ? write_pending(cx, pending) : NULL;
}

static void keep_pending(void *state, int depth)
{
    struct pending *pending = state;

    for (size_t i = pending->count; i > 0 && pending->items[i - 1].depth > depth; i--)
        pending->items[i - 1].depth = depth;
    if (pending->deepest_written <= depth)
        return;
    for (size_t i = 0; i < pending->count; i++)
        if (pending->items[i].written > depth)
            pending->items[i].written = depth;
    pending->deepest_written = depth;
    if (depth == 1)
        drop_settled(pending);
}

static void undo_pending(void *state, int depth)
{
    struct pending *pending = state;

    while (pending->count > 0 && pending->items[pending->count - 1].depth > depth)
        pending->unwritten -= pending->items[--pending->count].written == 0;
    if (pending->deepest_written <= depth)
        return;
    for (size_t i = 0; i < pending->count; i++)
        if (pending->items[i].written > depth) {
            pending->items[i].written = 0;
            pending->unwritten++;
        }
    pending->deepest_written = depth;
}

static const struct db_companion companion = {
    .finish = finish_pending,
    .kept = keep_pending,
    .undone = undo_pending,
    .release = release_pending,
};

static struct pending *pending_of(struct context *cx)
{
    return db_companion_state(cx->db, &companion, sizeof(struct pending));
}

struct error *totals_settle(struct context *cx)
{
    return finish_pending(cx, pending_of(cx));
}

/* Grows to twice its size; the program cannot go on without memory. */
static struct pending_total *next_pending(struct pending *pending)
{
    if (pending->count == pending->capacity) {
        size_t capacity = pending->capacity == 0 ? 256 : pending->capacity * 2;
        struct pending_total *items = realloc(pending->items, capacity * sizeof *items);
        if (items == NULL)
            out_of_memory();
        pending->items = items;
        pending->capacity = capacity;
    }
    pending->unwritten++;
    return &pending->items[pending->count++];
}

/* Where the totals of a change go, and how deep in its transaction. */
struct collector {
    struct pending *pending;
    int depth;
    record_id import;
};

static void collect(const struct total *total, void *closure)
{
    const struct collector *collector = closure;
    struct pending_total *item = next_pending(collector->pending);

    assert(total->place.length <= sizeof item->place);
    assert(total->share.length <= sizeof item->share);
    item->place_length = total->place.length;
    item->share_length = total->share.length;
    item->figure = total->figure.data;
    item->period = total->period;
    item->value = total->value;
    item->import = collector->import;
    item->depth = collector->depth;
    item->written = 0;
    memcpy(item->place, total->place.data, total->place.length);
    if (total->share.length > 0)
        memcpy(item->share, total->share.data, total->share.length);
}

static bool is_counted(const struct figure_entry *entry, const struct record_type *type)
{
    return entry->figure->of == type && entry->on != NULL;
}

static void collect_difference(const struct contribution *old, const struct contribution *new,
                               struct collector *collector)
{
    if (contributions_equal(old, new))
        return;
    contribution_spread(old, -1, collect, collector);
    contribution_spread(new, 1, collect, collector);
}

static void collect_changes(struct context *cx, const struct figure_entry *entry,
                            const void *before, const void *after, struct collector *collector)
{
    struct contribution old = contribution_of(entry, before);
    struct contribution new = contribution_of(entry, after);

    collect_difference(&old, &new, collector);
    for (size_t i = 0; i < entry->split_count; i++) {
        const struct split *split = &entry->splits[i];
        struct contribution old_share = split_contribution(cx->arena, split, old, before);
        struct contribution new_share = split_contribution(cx->arena, split, new, after);
        collect_difference(&old_share, &new_share, collector);
    }
}

struct error *figures_changed(struct context *cx, const struct record_type *type,
                              const void *before, const void *after)
{
    struct collector collector = { pending_of(cx), db_depth(cx->db), import_of_record(cx) };
    size_t count;
    const struct figure_entry *entries = figures_all(&count);

    for (size_t i = 0; i < count; i++)
        if (is_counted(&entries[i], type))
            collect_changes(cx, &entries[i], before, after, &collector);
    if (collector.depth == 0 || collector.pending->unwritten > PENDING_MAX)
        return totals_settle(cx);
    return NULL;
}
