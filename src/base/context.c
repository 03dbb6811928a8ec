/* SPDX-License-Identifier: Apache-2.0 */
/* Who does what, when, and with which database. */
#include "base/context.h"

void context_set_now(struct context *cx, instant now)
{
    cx->now = now;
    cx->today = instant_date(now);
}
