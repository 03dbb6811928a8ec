/* SPDX-License-Identifier: Apache-2.0 */
/* The files that are part of the program. */
#include "app/assets.h"

const struct asset *asset_find(str path)
{
    for (size_t i = 0; i < asset_count; i++)
        if (str_eq(path, str_of(assets[i].path)))
            return &assets[i];
    return NULL;
}
