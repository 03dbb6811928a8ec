/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers by chance, the same for the same seed on every machine. */
#ifndef MODULES_SAMPLE_CHANCE_H
#define MODULES_SAMPLE_CHANCE_H

#include "base/str.h"

struct chance {
    uint64_t state;
};

struct chance chance_of_seed(str seed);

/* 0 to count - 1; count is at least 1. */
size_t chance_below(struct chance *chance, size_t count);

/* From least to most, both in. */
int chance_between(struct chance *chance, int least, int most);

/* True in so many of a hundred cases. */
bool chance_percent(struct chance *chance, int percent);

#endif
