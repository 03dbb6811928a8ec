/* SPDX-License-Identifier: Apache-2.0 */
/* When work is due. */
#include "app/scheduler.h"

#include "tests/test.h"

enum { AN_HOUR = 60, A_DAY = 24 * 60, A_YEAR = 365 * A_DAY };

TEST_ONCE("work is due when its minute comes, and not before and not again")
{
    CHECK(!work_is_due(AN_HOUR, 7 * AN_HOUR - 2, 7 * AN_HOUR - 1));
    CHECK(work_is_due(AN_HOUR, 7 * AN_HOUR - 1, 7 * AN_HOUR));
    CHECK(!work_is_due(AN_HOUR, 7 * AN_HOUR, 7 * AN_HOUR));
    CHECK(!work_is_due(AN_HOUR, 7 * AN_HOUR, 7 * AN_HOUR + 1));
}

TEST_ONCE("work whose minute passed while other work was done is due")
{
    CHECK(work_is_due(A_DAY, A_DAY - 1, A_DAY + 3));
}

TEST_ONCE("when the clock jumps a year, what was due on the way is due once")
{
    CHECK(work_is_due(A_DAY, 5, A_YEAR + 6));
    CHECK(!work_is_due(A_DAY, A_YEAR + 6, A_YEAR + 7));
}
