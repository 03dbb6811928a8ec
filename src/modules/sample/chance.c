/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers by chance: splitmix64, by Sebastiano Vigna, in the public domain. */
#include "modules/sample/chance.h"

#include <assert.h>

struct chance chance_of_seed(str seed)
{
    return (struct chance){ .state = str_hash(seed) };
}

static uint64_t next(struct chance *chance)
{
    chance->state += UINT64_C(0x9e3779b97f4a7c15);

    uint64_t mixed = chance->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

size_t chance_below(struct chance *chance, size_t count)
{
    assert(count > 0);
    return (size_t)(next(chance) % count);
}

int chance_between(struct chance *chance, int least, int most)
{
    assert(least <= most);
    return least + (int)chance_below(chance, (size_t)(most - least) + 1);
}

bool chance_percent(struct chance *chance, int percent)
{
    return chance_between(chance, 0, 99) < percent;
}
