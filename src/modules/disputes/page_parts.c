/* SPDX-License-Identifier: Apache-2.0 */
/* Small things that the pages of this room share. */
#include "modules/disputes/pages.h"

str day_shown(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    if (date_is_set(day))
        date_show(day, &text);
    return buf_str(&text);
}
