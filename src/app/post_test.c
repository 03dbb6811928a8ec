/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "tests/town.h"

static record_id an_account(struct context *cx, const char *login)
{
    record_id id;

    CHECK_OK(account_create(cx, str_of(login), S("李示例"), S("Huaqiao-2026"), true, &id));
    return id;
}

static struct post a_post(record_id account, const char *role, const char *place)
{
    return (struct post){ .account = account, .role = str_of(role), .place = str_of(place) };
}

TEST("a post starts today and takes the name of the account")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_post(an_account(&cx, "lisi"), "village_clerk", "421182102205");

    CHECK_OK(post_give(&cx, &post));
    CHECK_STR(post.holder, "李示例");
    CHECK(date_compare(post.starts_on, cx.today) == 0);
    CHECK(post_is_in_force(&post, cx.today));
    CHECK(!post_is_in_force(&post, date_add_days(cx.today, -1)));
}

TEST("a role must suit the level of the place")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx, "lisi");
    struct post clerk = a_post(account, "village_clerk", "421182102");
    struct post head = a_post(account, "township_head", "421182102205");
    struct post worker = a_post(account, "grid_worker", "421182102205");
    struct post office = a_post(account, "county_office", "4211");
    struct post group_head = a_post(account, "group_head", "421182102205g01");
    struct post mediator = a_post(account, "mediator", "421182102");
    struct post in_grid = a_post(account, "grid_worker", "421182102205001");
    struct post in_micro_grid = a_post(account, "household_liaison", "42118210220500101");

    CHECK_FAILS(post_give(&cx, &clerk), ERROR_INVALID);
    CHECK_FAILS(post_give(&cx, &head), ERROR_INVALID);
    CHECK_FAILS(post_give(&cx, &worker), ERROR_INVALID);
    CHECK_FAILS(post_give(&cx, &office), ERROR_INVALID);
    CHECK_OK(post_give(&cx, &group_head));
    CHECK_OK(post_give(&cx, &mediator));
    CHECK_OK(post_give(&cx, &in_grid));
    CHECK_OK(post_give(&cx, &in_micro_grid));
}

TEST("a post needs a known role, a holder and days in their order")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx, "lisi");
    struct post unknown = a_post(account, "king", "421182102205");
    struct post nobody = a_post(0, "village_clerk", "421182102205");
    struct post nowhere = a_post(account, "village_clerk", "");
    struct post backwards = a_post(account, "village_clerk", "421182102205");

    backwards.ends_on = date_add_days(cx.today, -1);
    CHECK_FAILS(post_give(&cx, &unknown), ERROR_INVALID);
    CHECK_FAILS(post_give(&cx, &nobody), ERROR_INVALID);
    CHECK_FAILS(post_give(&cx, &nowhere), ERROR_INVALID);
    CHECK_FAILS(post_give(&cx, &backwards), ERROR_INVALID);
}

TEST("the same post is not given twice")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_post(an_account(&cx, "lisi"), "village_clerk", "421182102205");
    struct post again = post;

    CHECK_OK(post_give(&cx, &post));
    CHECK_FAILS(post_give(&cx, &again), ERROR_CONFLICT);
    CHECK_OK(post_end(&cx, post.id, cx.today, S("换届")));
    test_set_day(&cx, "2026-03-03");
    again.starts_on = cx.today;
    CHECK_OK(post_give(&cx, &again));
}

TEST("nobody gives a post to themselves")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "rights_administrator", "");
    struct post own = a_post(cx.access->account, "secretary", "421182102205");
    CHECK_FAILS(post_give(&cx, &own), ERROR_FORBIDDEN);
}

TEST("who holds something in one county gives nothing everywhere")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx, "lisi");
    struct post everywhere = a_post(account, "system_administrator", "");
    struct post here = a_post(account, "system_administrator", "421182");

    test_sign_in_as(&cx, "rights_administrator", "421182");
    CHECK_FAILS(post_give(&cx, &everywhere), ERROR_INVALID);
    CHECK_OK(post_give(&cx, &here));
}

TEST("the three administrators are three people")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id account = an_account(&cx, "lisi");
    struct post first = a_post(account, "system_administrator", "");
    struct post second = a_post(account, "auditor", "421182");
    struct post clerk = a_post(account, "village_clerk", "421182102205");

    CHECK_OK(post_give(&cx, &first));
    CHECK_FAILS(post_give(&cx, &second), ERROR_CONFLICT);
    CHECK_OK(post_give(&cx, &clerk));
}

TEST("a post ends on a day after its first, once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_post(an_account(&cx, "lisi"), "village_clerk", "421182102205");

    CHECK_OK(post_give(&cx, &post));
    CHECK_FAILS(post_end(&cx, post.id, (date){ 0 }, S("换届")), ERROR_INVALID);
    CHECK_FAILS(post_end(&cx, post.id, date_of(2026, 3, 1), S("换届")), ERROR_INVALID);
    CHECK_OK(post_end(&cx, post.id, date_of(2026, 3, 20), S("换届")));
    CHECK_OK(post_end(&cx, post.id, date_of(2026, 3, 10), S("提前")));
    test_set_day(&cx, "2026-03-11");
    CHECK_FAILS(post_end(&cx, post.id, date_of(2026, 3, 30), S("反悔")), ERROR_CONFLICT);
}

TEST("the form of a post changes nothing but its end")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_post(an_account(&cx, "lisi"), "village_clerk", "421182102205");

    CHECK_OK(post_give(&cx, &post));
    struct post other = post;
    other.role = S("secretary");
    CHECK_FAILS(post_type.change(&cx, &other), ERROR_CONFLICT);
    other = post;
    other.place = S("421182102206");
    CHECK_FAILS(post_type.change(&cx, &other), ERROR_CONFLICT);
    other = post;
    other.ends_on = date_of(2026, 3, 20);
    CHECK_OK(post_type.change(&cx, &other));
}

static int64_t count_of(struct context *cx, const char *sql)
{
    int64_t count;

    CHECK_OK(query_number(cx, sql, NULL, 0, &count));
    return count;
}

TEST("when any statement fails, no post is given and no account is changed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "lisi");
    const char *account = arena_text(cx.arena, arena_printf(cx.arena, "%lld", (long long)id));
    int status = 500;

    test_sign_in_as(&cx, "rights_administrator", "");
    int64_t posts = count_of(&cx, "select count(*) from posts");
    for (int nth = 1; status == 500 && nth < 200; nth++) {
        CHECK(count_of(&cx, "select count(*) from posts") == posts);
        CHECK(count_of(&cx, "select count(*) from accounts where counties = '421182'") == 0);
        db_fail_at(cx.db, nth);
        status = test_post(&cx, "/posts", "role", "village_clerk", "place", "421182102205",
                           "account", account, NULL)
                     .status;
        db_fail_at(cx.db, 0);
    }
    CHECK(status == 303);
    CHECK(count_of(&cx, "select count(*) from posts") == posts + 1);
}
