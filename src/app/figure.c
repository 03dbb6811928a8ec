/* SPDX-License-Identifier: Apache-2.0 */
/* The figures that the modules define, and how a number is said. */
#include "app/access.h"
#include "app/figure_near.h"
#include "app/module.h"
#include "app/total.h"
#include "base/number.h"
#include "http/form.h"

#include <stdlib.h>

enum {
    FIGURES_BYTES_MAX = 16 * 1024 * 1024,
    AMOUNT_DECIMALS = 2,
    AREA_DECIMALS = 4,
    TEN_THOUSAND_DECIMALS = 4,
    SHOWN_DECIMALS = 2,
    FEW = 3,        /* below it, it can be told who they are */
    NEAR_PART = 20, /* of a round number at most this part is missing from what is 近 it */
};

/* Built once, before any thread starts. */
static struct {
    struct arena *arena;
    struct figure_entry *entries;
    size_t count;
    const struct figure_entry **slots; /* by the hash of their keys; NULL: free */
    size_t slot_mask;
} book;

static NO_RETURN void misfit(const struct figure *figure, const char *reason, const char *name)
{
    fprintf(stderr, "xiangzhi: figure %s: %s: %s\n", figure->key, reason, name);
    abort();
}

static const struct field *field_of(const struct figure *figure, const char *name)
{
    const struct field *field = shape_field(&figure->of->shape, str_of(name));

    if (field == NULL)
        misfit(figure, "no such field", name);
    return field;
}

static const struct field *day_field(const struct figure *figure, const char *name)
{
    const struct field *field = field_of(figure, name);

    if (field->kind != &kind_date && field->kind != &kind_instant)
        misfit(figure, "neither a date nor an instant", name);
    return field;
}

static const struct field *sum_field(const struct figure *figure, const char *name)
{
    const struct field *field = field_of(figure, name);

    if (!field_is_number(field))
        misfit(figure, "not a number", name);
    return field;
}

static const struct field *place_field(const struct figure *figure)
{
    const char *name = figure->at != NULL ? figure->at : figure->of->place;

    if (name == NULL)
        misfit(figure, "a shared type needs .at", figure->of->name);
    if (field_of(figure, name)->kind != &kind_place)
        misfit(figure, "not the key of a place", name);
    return field_of(figure, name);
}

static void read_conditions(const struct figure *figure, struct figure_entry *entry)
{
    struct context cx = { .arena = book.arena };
    struct error *error = filters_read(&cx, figure->of, str_of(figure->where), entry->filters,
                                       &entry->filter_count);

    if (error != NULL)
        misfit(figure, "its conditions", arena_text(book.arena, error->message));
}

static const char *split_name(const struct figure *figure, const struct figure_split *split)
{
    bool sums = split->sum != NULL;

    return arena_text(book.arena, arena_printf(book.arena, "%s:%s%s%s", figure->key, split->by,
                                               sums ? ":" : "", sums ? split->sum : ""));
}

static void read_split(const struct figure *figure, const struct figure_split *from,
                       struct split *split)
{
    str names = str_of(from->by);

    split->name = split_name(figure, from);
    split->sum = from->sum == NULL ? NULL : sum_field(figure, from->sum);
    for (str name; str_next(&names, &name); split->field_count++) {
        if (split->field_count == SPLIT_FIELDS_MAX)
            misfit(figure, "split by too many fields", from->by);
        split->fields[split->field_count] = field_of(figure, arena_text(book.arena, name));
    }
}

static void read_splits(const struct figure *figure, struct figure_entry *entry)
{
    for (size_t i = 0; i < FIGURE_SPLITS_MAX && figure->splits[i].by != NULL; i++) {
        if (figure->kind != FIGURE_FLOW)
            misfit(figure, "only a flow is split", figure->splits[i].by);
        read_split(figure, &figure->splits[i], &entry->splits[entry->split_count++]);
    }
}

static void read_counted(const struct figure *figure, struct figure_entry *entry)
{
    if (figure->of == NULL || figure->on == NULL)
        misfit(figure, "needs a record type and a day", figure->label);
    if (figure->kind == FIGURE_FLOW && figure->until != NULL)
        misfit(figure, "only a stock ends", figure->until);
    entry->on = day_field(figure, figure->on);
    entry->until = figure->until == NULL ? NULL : day_field(figure, figure->until);
    entry->sum = figure->sum == NULL ? NULL : sum_field(figure, figure->sum);
    entry->at = place_field(figure);
    read_splits(figure, entry);
    read_conditions(figure, entry);
}

/* What a number that is asked by a query opens. */
static void read_listed(const struct figure *figure, struct figure_entry *entry)
{
    const char *const days[] = { figure->on, figure->until, figure->last };

    if (figure->of != NULL)
        read_conditions(figure, entry);
    for (size_t i = 0; i < COUNT(days); i++)
        if (days[i] != NULL)
            (void)day_field(figure, days[i]);
}

static void check_part(const struct figure *figure, const char *key)
{
    const struct figure_entry *entry = key == NULL ? NULL : figure_find(str_of(key));

    if (entry == NULL || entry->figure->kind == FIGURE_RATIO)
        misfit(figure, "no such figure to divide", key == NULL ? "" : key);
}

/* Where the figure of a key stands, or the NULL where it would. */
static const struct figure_entry **slot_of(str key)
{
    size_t at = (size_t)str_hash_quickly(key) & book.slot_mask;

    while (book.slots[at] != NULL && !str_eq(key, str_of(book.slots[at]->figure->key)))
        at = (at + 1) & book.slot_mask;
    return &book.slots[at];
}

/* At least half of the slots stay free. */
static void make_slots(size_t figures)
{
    size_t slots = 16;

    while (slots < 2 * figures)
        slots *= 2;
    book.slots = arena_array(book.arena, const struct figure_entry *, slots);
    book.slot_mask = slots - 1;
}

static void read_entry(const struct figure *figure, struct figure_entry *entry)
{
    switch (figure->kind) {
    case FIGURE_FLOW:
    case FIGURE_STOCK:
        read_counted(figure, entry);
        break;
    case FIGURE_RATIO:
        check_part(figure, figure->part);
        check_part(figure, figure->whole);
        break;
    case FIGURE_DISTINCT:
        if (figure->query == NULL)
            misfit(figure, "has no query", figure->label);
        read_listed(figure, entry);
        break;
    }
}

static void add_figures(const struct module *module)
{
    for (const struct figure *figure = module->figures; figure != NULL && figure->key != NULL;
         figure++) {
        if (figure_find(str_of(figure->key)) != NULL)
            misfit(figure, "is defined twice", module->name);
        struct figure_entry *entry = &book.entries[book.count++];
        *entry = (struct figure_entry){ .figure = figure, .module = module->name };
        *slot_of(str_of(figure->key)) = entry;
    }
}

static size_t count_figures(void)
{
    size_t count = 0;

    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct figure *figure = (*module)->figures;
             figure != NULL && figure->key != NULL; figure++)
            count++;
    return count;
}

void figures_build(void)
{
    arena_destroy(book.arena);
    book.arena = arena_create(FIGURES_BYTES_MAX);
    book.entries = arena_array(book.arena, struct figure_entry, count_figures() + 1);
    book.count = 0;
    make_slots(count_figures());
    totals_build(book.arena);
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        add_figures(*module);
    for (size_t i = 0; i < book.count; i++)
        read_entry(book.entries[i].figure, &book.entries[i]);
}

const struct figure_entry *figures_all(size_t *count)
{
    *count = book.count;
    return book.entries;
}

const struct figure_entry *figure_find(str key)
{
    return *slot_of(key);
}

/* How many decimals the whole number has; a unit of ten thousand moves the point by four. */
static int decimals_of(const struct figure_entry *entry)
{
    bool ten_thousand = str_starts(str_of(entry->figure->unit), S("万"));

    if (entry->sum == NULL || entry->sum->kind == &kind_integer)
        return 0;
    if (entry->sum->kind == &kind_area)
        return AREA_DECIMALS;
    return ten_thousand ? AMOUNT_DECIMALS + TEN_THOUSAND_DECIMALS : AMOUNT_DECIMALS;
}

static int64_t power_of_ten(int exponent)
{
    int64_t power = 1;

    for (; exponent > 0; exponent--)
        power *= 10;
    return power;
}

/* Half up, away from zero below it. */
static int64_t divide_rounded(int64_t number, int64_t divisor)
{
    int64_t half = number < 0 ? -divisor / 2 : divisor / 2;

    return (number + half) / divisor;
}

/* With at most two decimals and no zeros at the end of them. */
static void write_number(int64_t units, int decimals, struct buf *out)
{
    if (decimals > SHOWN_DECIMALS) {
        units = divide_rounded(units, power_of_ten(decimals - SHOWN_DECIMALS));
        decimals = SHOWN_DECIMALS;
    }
    for (; decimals > 0 && units % 10 == 0; decimals--)
        units /= 10;
    fixed_write(units, decimals, out);
}

/* A ratio tells of its part and its whole. */
static const char *few_of(const struct figure *figure)
{
    return figure->kind == FIGURE_RATIO ? figure_find(str_of(figure->whole))->figure->few
                                        : figure->few;
}

bool figure_is_few(const struct context *cx, const struct figure_entry *entry,
                   struct figure_value value)
{
    int64_t number = entry->figure->kind == FIGURE_RATIO ? value.whole : value.value;
    const char *few = few_of(entry->figure);

    return few != NULL && number > 0 && number < FEW && cx->access != NULL &&
           !cx->access->is_system && !access_allows_somewhere(cx, few);
}

str figure_text(struct context *cx, const struct figure_entry *entry, struct figure_value value)
{
    struct buf out = { .arena = cx->arena };

    if (figure_is_few(cx, entry, value))
        return entry->figure->kind == FIGURE_RATIO ? S("—") : S("少于3");
    if (entry->figure->kind == FIGURE_RATIO)
        percent_show(value.value, value.whole, &out);
    else
        write_number(value.value, decimals_of(entry), &out);
    return buf_str(&out);
}

str figure_over_text(struct context *cx, const struct figure_entry *entry,
                     struct figure_value value)
{
    int64_t unit = power_of_ten(decimals_of(entry));
    int64_t whole = value.value / unit;
    struct buf out = { .arena = cx->arena };

    if (entry->figure->kind == FIGURE_RATIO || whole < 10)
        return figure_text(cx, entry, value);
    over_show(whole, &out);
    if (value.value % unit != 0 && !str_ends(buf_str(&out), S("余")))
        buf_add(&out, S("余"));
    return buf_str(&out);
}

str figure_near_text(struct context *cx, const struct figure_entry *entry,
                     struct figure_value value)
{
    str over = figure_over_text(cx, entry, value);
    int64_t whole = value.value / power_of_ten(decimals_of(entry)), step = 10;

    if (!str_ends(over, S("余")))
        return over;
    while (whole / 100 >= step)
        step *= 10;
    int64_t next = whole - whole % step + step;
    return (next - whole) * NEAR_PART <= next
               ? arena_printf(cx->arena, "近%lld", (long long)next)
               : over;
}

str figure_unit(const struct figure_entry *entry)
{
    return entry->figure->kind == FIGURE_RATIO ? (str){ 0 } : str_of(entry->figure->unit);
}

str figure_said(struct context *cx, const struct figure_entry *entry, struct figure_value value)
{
    struct buf out = { .arena = cx->arena };

    buf_add(&out, figure_text(cx, entry, value));
    words_add_unit(&out, figure_unit(entry));
    return buf_str(&out);
}

static void add_parameter(struct buf *href, str name, str value)
{
    buf_add_char(href, str_contains(buf_str(href), S("?")) ? '&' : '?');
    buf_add(href, name);
    buf_add_char(href, '=');
    percent_encode(href, value);
}

/* A list is asked for below its own place; another field with a key is a range of keys. */
static void add_place(struct context *cx, const struct figure *figure, str place,
                      struct buf *href)
{
    bool own = figure->at == NULL || (figure->of->place != NULL &&
                                      str_eq(str_of(figure->at), str_of(figure->of->place)));

    if (str_is_empty(place))
        return;
    if (own)
        add_parameter(href, S("place"), place);
    else
        add_parameter(href, str_of(figure->at),
                      arena_printf(cx->arena, "%.*s..%.*sz", STR_ARG(place), STR_ARG(place)));
}

static void add_conditions(const struct figure *figure, struct buf *href)
{
    for (str rest = str_of(figure->where); !str_is_empty(rest);) {
        str condition, name, value;
        str_cut(rest, '&', &condition, &rest);
        str_cut(condition, '=', &name, &value);
        add_parameter(href, name, value);
    }
}

static str day_text(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_write(day, &text);
    return buf_str(&text);
}

static str day_before(struct context *cx, date day)
{
    return day_text(cx, date_add_days(day, -1));
}

static void add_days(struct context *cx, const struct figure *figure, date from, date to,
                     struct buf *href)
{
    str first = day_text(cx, from);
    str last = day_text(cx, to);

    if (figure->kind == FIGURE_STOCK || figure->until != NULL || figure->last != NULL)
        first = (str){ 0 };
    if (figure->on != NULL)
        add_parameter(href, str_of(figure->on),
                      arena_printf(cx->arena, "%.*s..%.*s", STR_ARG(first), STR_ARG(last)));
    if (figure->until != NULL)
        add_parameter(href, str_of(figure->until),
                      arena_printf(cx->arena, "!..%.*s", STR_ARG(last)));
    if (figure->last != NULL)
        add_parameter(href, str_of(figure->last),
                      arena_printf(cx->arena, "!..%.*s", STR_ARG(day_before(cx, to))));
}

/* So that the list can say how it comes to other numbers. */
static void add_figure(struct context *cx, const struct figure *figure, date from, date to,
                       struct buf *href)
{
    if (figure->kind != FIGURE_DISTINCT)
        return;
    add_parameter(href, S("figure"), str_of(figure->key));
    add_parameter(href, S("from"), day_text(cx, from));
    add_parameter(href, S("to"), day_text(cx, to));
}

static bool may_open(const struct context *cx, const struct record_type *type, str place)
{
    return type != NULL && type->reads != NULL && cx->access != NULL &&
           access_allows(cx, type->reads, place);
}

str figure_href(struct context *cx, const struct figure_entry *entry, str place, date from,
                date to)
{
    const struct figure *figure = entry->figure;
    struct buf href = { .arena = cx->arena };

    if (figure->kind == FIGURE_RATIO)
        return figure_href(cx, figure_find(str_of(figure->part)), place, from, to);
    if (!may_open(cx, figure->of, place))
        return (str){ 0 };
    buf_printf(&href, "/%s", figure->of->table);
    add_place(cx, figure, place, &href);
    add_conditions(figure, &href);
    add_days(cx, figure, from, to, &href);
    add_figure(cx, figure, from, to, &href);
    return buf_str(&href);
}

/* The figure that a list was opened by, and the period that it was asked for. */
static const struct figure_entry *opened_by(struct params query, date *from, date *to)
{
    const struct figure_entry *entry = figure_find(params_get(query, "figure"));
    bool is_whole = date_read(params_get(query, "from"), from) &&
                    date_read(params_get(query, "to"), to) && date_is_set(*from) &&
                    date_is_set(*to);

    return entry != NULL && entry->figure->kind == FIGURE_DISTINCT && is_whole ? entry : NULL;
}

struct error *figure_list_words(struct context *cx, struct params query, str place,
                                int64_t listed, str *words)
{
    date from, to;
    const struct figure_entry *entry = opened_by(query, &from, &to);
    struct figure_value value;

    *words = (str){ 0 };
    if (entry == NULL || !access_allows(cx, "figures.read", place))
        return NULL;
    TRY(figure_read(cx, entry, place, from, to, &value));
    if (value.value == listed)
        return NULL;
    *words = arena_printf(
        cx->arena, _("%s%.*s，%s%lld条记录。%s。"), words_said(entry->figure->label),
        STR_ARG(figure_said(cx, entry, value)), listed > COUNT_MAX ? _("超过") : _("共"),
        (long long)(listed > COUNT_MAX ? COUNT_MAX : listed), words_said(entry->figure->note));
    return NULL;
}
