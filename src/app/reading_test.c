/* SPDX-License-Identifier: Apache-2.0 */
/* Readers that recall what they were answered, as a server's do: nobody is shown what is over,
 * or another's. */
#include "app/account.h"
#include "app/installed_test.h"
#include "tests/town.h"

#include <string.h>

/* An installation, whoever changes something in it, and a connection that reads as a loop of
 * the server does. */
struct readers {
    struct installed town;
    struct db *reader;
};

struct visitor {
    record_id account;
    record_id post;
    str secret;
};

/* It stays where it is: the application is opened in it. */
static struct readers readers;

static struct readers *some_readers(void)
{
    readers = (struct readers){ .town = installed_new() };
    CHECK_OK(installed_open(&readers.town));
    CHECK_OK(db_open(&readers.town.cx, readers.town.address, DB_READ, &readers.reader));
    return &readers;
}

static void close_readers(struct readers **opened)
{
    db_close((*opened)->reader);
    installed_close(&(*opened)->town);
}

static struct visitor a_visitor(struct readers *town, const char *login, const char *role)
{
    struct context *cx = &town->town.cx;
    struct visitor visitor;

    CHECK_OK(account_create(cx, str_of(login), S("示例"), S("Huaqiao-2026"), true,
                            &visitor.account));
    struct post post = {
        .place = S("421182"),
        .role = str_of(role),
        .account = visitor.account,
        .holder = S("示例"),
        .starts_on = date_add_days(cx->today, -9),
    };
    CHECK_OK(post_give(cx, &post));
    visitor.post = post.id;
    CHECK_OK(session_start(cx, visitor.account, S("test"), &visitor.secret));
    return visitor;
}

static struct response get(struct readers *town, const char *path,
                           const struct visitor *visitor)
{
    struct context cx = town->town.cx;
    struct header header = { S("cookie"),
                             arena_printf(cx.arena, "session=%.*s", STR_ARG(visitor->secret)) };
    struct request request = {
        .method = GET,
        .path = str_of(path),
        .target = str_of(path),
        .headers = &header,
        .header_count = 1,
        .remote = S("127.0.0.1"),
    };
    struct response response = { 0 };

    cx.db = town->reader;
    cx.places_seen = arena_new(cx.arena, struct places_seen);
    CHECK_OK(db_begin(&cx));
    app_answer(&cx, &request, &response);
    db_rollback(&cx);
    return response;
}

/* Asked twice, so that the second can be recalled. */
static int status_of(struct readers *town, const struct visitor *visitor)
{
    int first = get(town, "/accounts", visitor).status;

    CHECK(get(town, "/accounts", visitor).status == first);
    return first;
}

TEST("whoever signs out, or is signed out, comes in no more at the very next request")
{
    CLEANUP(close_readers) struct readers *town = some_readers();
    struct visitor one = a_visitor(town, "one", "system_administrator");
    struct visitor other = a_visitor(town, "other", "system_administrator");
    struct access access;

    CHECK(status_of(town, &one) == 200 && status_of(town, &other) == 200);
    CHECK_OK(session_access(&town->town.cx, one.secret, &access));
    CHECK_OK(session_end(&town->town.cx, access.session));
    CHECK(status_of(town, &one) == 303 && status_of(town, &other) == 200);
    CHECK_OK(sessions_end(&town->town.cx, other.account));
    CHECK(status_of(town, &other) == 303);
}

TEST("a session that nobody has used for long is over although nothing has changed")
{
    CLEANUP(close_readers) struct readers *town = some_readers();
    struct visitor visitor = a_visitor(town, "one", "system_administrator");

    CHECK(status_of(town, &visitor) == 200);
    context_set_now(&town->town.cx, instant_add_seconds(town->town.cx.now, 86400));
    CHECK(status_of(town, &visitor) == 303);
}

TEST("a post that is ended, and one whose last day is over, open nothing at the next request")
{
    CLEANUP(close_readers) struct readers *town = some_readers();
    struct visitor visitor = a_visitor(town, "one", "system_administrator");
    struct context *cx = &town->town.cx;

    CHECK(status_of(town, &visitor) == 200);
    CHECK_OK(post_end(cx, visitor.post, cx->today, S("调离")));
    CHECK(status_of(town, &visitor) == 200);
    CHECK_OK(db_run(cx,
                    "update sessions set ends_at = '2027-01-01 00:00:00', "
                    "seen_at = '2026-12-01 00:00:00'",
                    NULL, 0));
    CHECK(status_of(town, &visitor) == 200);
    context_set_now(cx, instant_add_seconds(cx->now, 86400));
    CHECK(status_of(town, &visitor) == 403);
}

TEST("each sees the page that their own posts allow, whoever asked before")
{
    CLEANUP(close_readers) struct readers *town = some_readers();
    struct visitor administrator = a_visitor(town, "one", "system_administrator");
    struct visitor clerk = a_visitor(town, "other", "county_office");

    for (int i = 0; i < 3; i++) {
        struct response page = get(town, "/accounts", &administrator);
        CHECK(page.status == 200 && test_says(&page, "one"));
        CHECK(get(town, "/accounts", &clerk).status == 403);
    }
}

static str token_of(const struct response *page)
{
    static const char before[] = "name='token' value='";
    str body = test_body(page);
    const char *at = memmem(body.data, body.length, before, sizeof before - 1);

    CHECK(at != NULL);
    return (str){ at + sizeof before - 1, 32 };
}

TEST("two people never share a form token, and a change is on the very next list")
{
    CLEANUP(close_readers) struct readers *town = some_readers();
    struct visitor one = a_visitor(town, "one", "system_administrator");
    struct visitor other = a_visitor(town, "other", "system_administrator");
    struct response first = get(town, "/accounts", &one);
    struct response second = get(town, "/accounts", &other);

    CHECK(!str_eq(token_of(&first), token_of(&second)));
    for (int i = 0; i < 5; i++) {
        str login = arena_printf(town->town.cx.arena, "newcomer%d", i);
        first = get(town, "/accounts", &one);
        CHECK(!str_contains(test_body(&first), login));
        (void)a_visitor(town, login.data, "system_administrator");
        first = get(town, "/accounts", &one);
        second = get(town, "/accounts", &other);
        CHECK(str_contains(test_body(&first), login));
        CHECK(str_contains(test_body(&second), login));
    }
}
