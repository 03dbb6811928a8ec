/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a row of totals holds: the amounts of all figures that a place has in a period, as
 * "matters_received 12 visits 3 ".  Written in the order of the keys, each followed by a space,
 * so that two such texts one behind the other are one again: what has the same key adds up.
 */
#ifndef APP_AMOUNTS_H
#define APP_AMOUNTS_H

#include "base/buf.h"
#include "base/str.h"

#include <stddef.h>

struct amount {
    str figure; /* its key */
    int64_t value;
};

/* Takes the next amount off the text, which it points into; false at the end.  What is no
 * amount, because somebody has altered it, is an amount of 1 of a figure that is not there. */
bool amounts_next(str *rest, struct amount *amount);

/* Writes what the text says and the amounts added to it, both in the order of the keys.  What
 * comes to nothing is left out. */
void amounts_merge(struct buf *out, str text, const struct amount *added, size_t count);

/* The same with one amount for each figure, in the order of the keys: what stands there twice
 * is added up. */
str amounts_added_up(struct arena *arena, str text);

/* The amount of one figure; 0 when the text does not name it. */
int64_t amounts_of(str text, str figure);

#endif
