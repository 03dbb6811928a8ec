/* SPDX-License-Identifier: Apache-2.0 */
/* Who does what, when, and with which database. */
#include "base/context.h"

#include "tests/test.h"

TEST_ONCE("today is the day of now in China")
{
    struct context cx = { 0 };

    context_set_now(&cx, instant_of(date_of(2026, 3, 2), 23, 59, 59));
    CHECK(date_compare(cx.today, date_of(2026, 3, 2)) == 0);
    context_set_now(&cx, instant_add_seconds(cx.now, 1));
    CHECK(date_compare(cx.today, date_of(2026, 3, 3)) == 0);
}
