/* SPDX-License-Identifier: Apache-2.0 */
#include "app/submission.h"

#include "tests/town.h"

static const char village[] = "421182102205";

TEST_ONCE("a uuid of version 7 says when it was made, and no other does")
{
    /* The example of RFC 9562: 2022-02-22 14:22:22 at UTC-5. */
    instant made_at = uuid_made_at(S("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));

    CHECK(instant_compare(made_at, instant_of(date_of(2022, 2, 23), 3, 22, 22)) == 0);
    CHECK(!instant_is_set(uuid_made_at(S("017f22e2-79b0-4cc3-98c4-dc0c0c07398f"))));
    CHECK(!instant_is_set(uuid_made_at(S("017f22e279b07cc398c4dc0c0c07398f"))));
    CHECK(!instant_is_set(uuid_made_at(S("017f22ez-79b0-7cc3-98c4-dc0c0c07398f"))));
    CHECK(!instant_is_set(uuid_made_at(S(""))));
}

/* Of the day before the first of March 2026, of a day hundred days earlier, and of the next
 * year. */
#define RECENT "019ca4b5-2000-7000-8000-000000000001"
#define OLD "019ab08f-8000-7000-8000-000000000002"
#define AHEAD "01b80000-0000-7000-8000-000000000003"

static struct response report(struct context *cx, const char *uuid)
{
    return test_post_from_outbox(cx, "/matters/new", "place", "421182102205", "story",
                                 "塘埂塌了一截。", "uuid", uuid, NULL);
}

static int64_t matters(struct context *cx)
{
    int64_t count;

    CHECK_OK(query_number(cx, "select count(*) from matters", NULL, 0, &count));
    return count;
}

TEST("what a phone sends again is answered with the first result, as JSON")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    struct response first = report(&cx, RECENT);
    struct response again = report(&cx, RECENT);
    CHECK(first.status == 201 && again.status == 201);
    CHECK(str_eq(test_body(&first), test_body(&again)));
    CHECK(test_says(&first, "\"location\":\"/matters/"));
    CHECK(matters(&cx) == 1);
}

TEST("what waited longer than results are kept is refused, not done a second time")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = report(&cx, OLD);
    CHECK(response.status == 409 && test_says(&response, "90天以前写的"));
    CHECK(matters(&cx) == 0);
}

TEST("a form that somebody sends by hand is taken whatever the clock of the phone says")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(test_post(&cx, "/matters/new", "place", village, "story", "塘埂塌了一截。", "uuid",
                    OLD, NULL)
              .status == 303);
    CHECK(matters(&cx) == 1);
}

TEST("results are forgotten only when a repetition would be refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    bool more;

    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(report(&cx, RECENT).status == 201 && report(&cx, AHEAD).status == 201);
    test_set_day(&cx, "2026-05-30");
    CHECK_OK(submissions_forget(&cx, &more));
    CHECK(report(&cx, RECENT).status != 409 || matters(&cx) == 2);
    test_set_day(&cx, "2026-08-01");
    CHECK_OK(submissions_forget(&cx, &more));
    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(report(&cx, RECENT).status == 409);
    CHECK(matters(&cx) == 2);
}
