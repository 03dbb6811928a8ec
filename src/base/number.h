/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers with a fixed number of decimals, kept as whole numbers of their smallest unit:
 * money in 分, land in 1/10000 亩, floors in 1/100 平方米.  No floating point anywhere.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/buf.h"

/* Reads 1234.5 or 1,234.50 with at most decimals places into units of the last place.
 * False for anything else, also when there are more places than allowed. */
bool fixed_read(str text, int decimals, int64_t *units);

/* 1234.50 */
void fixed_write(int64_t units, int decimals, struct buf *out);

/* 1,234.5 rounded half up to shown decimals, for people.  Below zero the half goes down, so
 * that a debt looks like the sum it is. */
void fixed_show(int64_t units, int decimals, int shown, struct buf *out);

/* Shares as counts, exactly: 2/3 or more is share_reaches(x, 2, 3, n), more than half is
 * share_exceeds(x, 1, 2, n).  Of nothing (n is 0) no share is ever reached. */
bool share_reaches(int64_t count, int64_t numerator, int64_t denominator, int64_t base);
bool share_exceeds(int64_t count, int64_t numerator, int64_t denominator, int64_t base);

/* "99.5%", or "—" when there is nothing to divide by. */
void percent_show(int64_t part, int64_t whole, struct buf *out);

/* "1300余": number cut down to a round figure of two digits and zeros (below 100: one digit),
 * never up.  A number that is round already, or below ten, stays as it is. */
void over_show(int64_t number, struct buf *out);

#endif
