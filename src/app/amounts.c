/* SPDX-License-Identifier: Apache-2.0 */
#include "app/amounts.h"

#include <stdlib.h>

enum { DIGITS_MAX = 18 };

static bool read_number(str text, int64_t *number)
{
    bool negative = text.length > 0 && text.data[0] == '-';
    size_t i = negative ? 1 : 0;

    *number = 0;
    if (i == text.length || text.length - i > DIGITS_MAX)
        return false;
    for (; i < text.length; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        *number = *number * 10 + (text.data[i] - '0');
    }
    if (negative)
        *number = -*number;
    return true;
}

bool amounts_next(str *rest, struct amount *amount)
{
    str number;

    if (str_is_empty(*rest))
        return false;
    (void)str_cut(*rest, ' ', &amount->figure, rest);
    str after = *rest;
    (void)str_cut(after, ' ', &number, &after);
    if (read_number(number, &amount->value))
        *rest = after;
    else
        amount->value = 1;
    return true;
}

static void add(struct buf *out, const struct amount *amount)
{
    if (amount->value == 0)
        return;
    buf_add(out, amount->figure);
    buf_add_char(out, ' ');
    buf_add_integer(out, amount->value);
    buf_add_char(out, ' ');
}

void amounts_merge(struct buf *out, str text, const struct amount *added, size_t count)
{
    size_t i = 0;

    for (struct amount kept; amounts_next(&text, &kept);) {
        for (; i < count && str_compare(added[i].figure, kept.figure) < 0; i++)
            add(out, &added[i]);
        for (; i < count && str_eq(added[i].figure, kept.figure); i++)
            kept.value += added[i].value;
        add(out, &kept);
    }
    for (; i < count; i++)
        add(out, &added[i]);
}

/* Counts them, too. */
static bool is_in_order(str text, size_t *count)
{
    str before = { 0 };
    bool in_order = true;

    *count = 0;
    for (struct amount amount; amounts_next(&text, &amount); before = amount.figure, ++*count)
        in_order = in_order && str_compare(before, amount.figure) < 0;
    return in_order;
}

static int compare_figures(const void *a, const void *b)
{
    return str_compare(((const struct amount *)a)->figure, ((const struct amount *)b)->figure);
}

str amounts_added_up(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };
    size_t count, i = 0;

    if (is_in_order(text, &count))
        return text;
    struct amount *amounts = arena_array(arena, struct amount, count);
    while (amounts_next(&text, &amounts[i]))
        i++;
    qsort(amounts, count, sizeof *amounts, compare_figures);
    for (i = 0; i < count;) {
        struct amount sum = amounts[i++];
        for (; i < count && str_eq(amounts[i].figure, sum.figure); i++)
            sum.value += amounts[i].value;
        add(&out, &sum);
    }
    return buf_str(&out);
}

int64_t amounts_of(str text, str figure)
{
    int64_t sum = 0;

    for (struct amount amount; amounts_next(&text, &amount);)
        if (str_eq(amount.figure, figure))
            sum += amount.value;
    return sum;
}
