/* SPDX-License-Identifier: Apache-2.0 */
/* How often one address may do what, and which address it is. */
#include "app/limit.h"

#include "app/account.h"
#include "http/form.h"
#include "tests/town.h"

static void release(struct limits **limits)
{
    limits_destroy(*limits);
}

static instant at(int64_t second)
{
    return (instant){ 1000000 + second };
}

/* How many of count attempts at one moment are let through. */
static int let_through(struct limits *limits, enum limit limit, const char *address,
                       instant now, int count)
{
    int through = 0;

    for (int i = 0; i < count; i++)
        through += limit_wait_seconds(limits, limit, str_of(address), now) == 0;
    return through;
}

TEST_ONCE("one address may do many at once, then one every few seconds")
{
    CLEANUP(release) struct limits *limits = limits_create();

    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(0), 100) == 60);
    CHECK(limit_wait_seconds(limits, LIMIT_PUBLIC, S("203.0.113.7"), at(0)) == 3);
    CHECK(limit_wait_seconds(limits, LIMIT_PUBLIC, S("203.0.113.7"), at(2)) == 1);
    CHECK(limit_wait_seconds(limits, LIMIT_PUBLIC, S("203.0.113.7"), at(3)) == 0);
    CHECK(limit_wait_seconds(limits, LIMIT_PUBLIC, S("203.0.113.7"), at(3)) == 3);
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(33), 100) == 10);
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(100000), 100) == 60);
    CHECK(limit_refused(limits, LIMIT_PUBLIC) == 40 + 2 + 1 + 90 + 40);
}

TEST_ONCE("two addresses, and two things, do not count together")
{
    CLEANUP(release) struct limits *limits = limits_create();

    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(0), 60) == 60);
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.8", at(0), 60) == 60);
    CHECK(let_through(limits, LIMIT_SIGN_IN, "203.0.113.7", at(0), 60) == 60);
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(0), 1) == 0);
}

TEST_ONCE("the addresses of one IPv6 network count together")
{
    CLEANUP(release) struct limits *limits = limits_create();

    CHECK(let_through(limits, LIMIT_PUBLIC, "2001:db8:1:2::5", at(0), 60) == 60);
    CHECK(let_through(limits, LIMIT_PUBLIC, "2001:db8:1:2:ffff::6", at(0), 1) == 0);
    CHECK(let_through(limits, LIMIT_PUBLIC, "2001:db8:1:3::5", at(0), 1) == 1);
}

TEST_ONCE("programs of this machine are not limited, nor is what has no limit")
{
    CLEANUP(release) struct limits *limits = limits_create();

    CHECK(let_through(limits, LIMIT_PUBLIC, "127.0.0.1", at(0), 1000) == 1000);
    CHECK(let_through(limits, LIMIT_PUBLIC, "::1", at(0), 1000) == 1000);
    CHECK(let_through(limits, LIMIT_NONE, "203.0.113.7", at(0), 1000) == 1000);
    CHECK(let_through(NULL, LIMIT_PUBLIC, "203.0.113.7", at(0), 1000) == 1000);
}

TEST_ONCE("a clock that is set back keeps nobody waiting")
{
    CLEANUP(release) struct limits *limits = limits_create();

    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(900000), 60) == 60);
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(0), 60) == 60);
}

TEST_ONCE("who comes from very many addresses does not push out the one that does much")
{
    CLEANUP(release) struct limits *limits = limits_create();
    char address[32];

    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(0), 60) == 60);
    for (int i = 0; i < 4000; i++) {
        (void)snprintf(address, sizeof address, "10.0.%d.%d", i / 250, i % 250);
        CHECK(let_through(limits, LIMIT_PUBLIC, address, at(0), 1) == 1);
    }
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", at(0), 1) == 0);
}

TEST_ONCE("an address behind a proxy is believed only when the proxy is trusted")
{
    CHECK_STR(client_address(S("10.0.0.5"), S("203.0.113.7"), S("")), "10.0.0.5");
    CHECK_STR(client_address(S("10.0.0.6"), S("203.0.113.7"), S("10.0.0.5")), "10.0.0.6");
    CHECK_STR(client_address(S("10.0.0.5"), S("203.0.113.7"), S("10.0.0.5")), "203.0.113.7");
    CHECK_STR(client_address(S("10.0.0.5"), S(""), S("10.0.0.5")), "10.0.0.5");
}

TEST_ONCE(
    "of several addresses the last that is no trusted proxy counts: others can be invented")
{
    CHECK_STR(client_address(S("10.0.0.5"), S("1.1.1.1, 203.0.113.7"), S("10.0.0.5")),
              "203.0.113.7");
    CHECK_STR(client_address(S("127.0.0.1"), S("1.1.1.1, 203.0.113.7 ,10.0.0.5"),
                             S("127.0.0.1,10.0.0.5")),
              "203.0.113.7");
    CHECK_STR(client_address(S("127.0.0.1"), S(" ,"), S("127.0.0.1")), "127.0.0.1");
}

/* Through the router */

static bool has_header(const struct response *response, const char *line)
{
    return str_contains(buf_str(&response->headers), str_of(line));
}

static struct response report(struct context *cx)
{
    return test_post(cx, "/report", "place", "421182102205", "kind", "appeal", "story",
                     "村口的路灯不亮，晚上看不见路。", NULL);
}

TEST("who reports too much from one address waits, and what was typed is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(release) struct limits *limits = limits_create();
    struct app limiting = *cx.app;
    int64_t before, after;

    limiting.limits = limits;
    cx.app = &limiting;
    test_come_from("203.0.113.7");
    for (int i = 0; i < 60; i++)
        CHECK(limit_wait_seconds(limits, LIMIT_PUBLIC, S("203.0.113.7"), cx.now) == 0);
    CHECK_OK(query_number(&cx, "select count(*) from matters", NULL, 0, &before));
    struct response refused = report(&cx);
    CHECK(refused.status == 429 && has_header(&refused, "Retry-After: 3\r\n"));
    CHECK(test_says(&refused, "请过3秒再点一次"));
    CHECK(test_says(&refused, "村口的路灯不亮，晚上看不见路。"));
    CHECK_OK(query_number(&cx, "select count(*) from matters", NULL, 0, &after));
    CHECK(before == after);
    test_come_from("203.0.113.8");
    CHECK(report(&cx).status == 303);
}

TEST("who is signed in reports freely")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(release) struct limits *limits = limits_create();
    struct app limiting = *cx.app;

    limiting.limits = limits;
    cx.app = &limiting;
    test_come_from("203.0.113.7");
    CHECK(let_through(limits, LIMIT_PUBLIC, "203.0.113.7", cx.now, 60) == 60);
    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(report(&cx).status == 303);
}

TEST("who signs in too often from one address waits, and the login is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(release) struct limits *limits = limits_create();
    struct app limiting = *cx.app;

    limiting.limits = limits;
    cx.app = &limiting;
    test_come_from("203.0.113.7");
    CHECK(let_through(limits, LIMIT_SIGN_IN, "203.0.113.7", cx.now, 60) == 60);
    struct response refused =
        test_post(&cx, "/sign-in", "login", "zhangsan", "password", "Wrong-2026", NULL);
    CHECK(refused.status == 429 && has_header(&refused, "Retry-After: 1\r\n"));
    CHECK(test_says(&refused, "zhangsan") && !test_says(&refused, "Wrong-2026"));
    struct response told = test_api_post(
        &cx, "/api/sign-in", "{\"login\":\"zhangsan\",\"password\":\"Wrong-2026\"}");
    CHECK(told.status == 429 && test_says(&told, "\"status\":429"));
}
