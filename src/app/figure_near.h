/* SPDX-License-Identifier: Apache-2.0 */
/* 近: a number that is a little less than a round one. */
#ifndef APP_FIGURE_NEAR_H
#define APP_FIGURE_NEAR_H

#include "app/figure.h"

/* "近1400" for 1386, whose next round number is at most a twentieth larger; "1300余" for what
 * is further away, and what is round already stays as it is. */
str figure_near_text(struct context *cx, const struct figure_entry *entry,
                     struct figure_value value);

#endif
