/* SPDX-License-Identifier: Apache-2.0 */
#include "app/access.h"
#include "app/account.h"
#include "tests/town.h"

TEST("the system may do everything and nobody may do nothing")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *needs = "posts.read";

    CHECK(access_allows(&cx, needs, S("421182102")));
    CHECK(access_is_signed_in(&cx));
    cx.access = &access_of_public;
    CHECK(!access_allows(&cx, needs, S("421182102")));
    CHECK(!access_allows_somewhere(&cx, needs));
    CHECK(access_allows(&cx, "public", S("421182102")));
    CHECK(!access_allows(&cx, "signed_in", S("")));
    CHECK_FAILS(access_need(&cx, needs, S("421182102")), ERROR_UNAUTHENTICATED);
}

TEST("a permission holds at the post's place and below it, and nowhere else")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(access_allows(&cx, "posts.read", S("421182102205")));
    CHECK(access_allows(&cx, "posts.read", S("421182102205001")));
    CHECK(access_allows(&cx, "posts.read", S("421182102205g01")));
    CHECK(!access_allows(&cx, "posts.read", S("421182102206")));
    CHECK(!access_allows(&cx, "posts.read", S("421182102")));
    CHECK(access_allows_somewhere(&cx, "posts.read"));
    CHECK_OK(access_need(&cx, "posts.read", S("421182102205001")));
    CHECK_FAILS(access_need(&cx, "posts.read", S("421182102206")), ERROR_FORBIDDEN);
}

TEST("a role gives only its own permissions")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102205");
    CHECK(!access_allows(&cx, "posts.write", S("421182102205")));
    CHECK(!access_allows(&cx, "no.such.permission", S("421182102205")));
    CHECK(access_allows(&cx, "signed_in", S("")));
    CHECK_FAILS(access_need(&cx, "posts.write", S("421182102205")), ERROR_FORBIDDEN);
    CHECK_FAILS(access_need(&cx, "posts.write", S("")), ERROR_FORBIDDEN);
}

TEST("the scope is what was asked for, or the widest place that gives the permission")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str scope;

    test_sign_in_as(&cx, "grid_worker", "421182102205001");
    test_give_post(&cx, "village_clerk", "421182102205");
    CHECK_OK(access_scope(&cx, "posts.read", S(""), &scope));
    CHECK_STR(scope, "421182102205");
    CHECK_OK(access_scope(&cx, "posts.read", S("421182102205002"), &scope));
    CHECK_STR(scope, "421182102205002");
    CHECK_FAILS(access_scope(&cx, "posts.read", S("421182102"), &scope), ERROR_FORBIDDEN);
    CHECK_FAILS(access_scope(&cx, "posts.write", S(""), &scope), ERROR_FORBIDDEN);
}

TEST("the scope of the system is everything")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str scope = S("x");

    CHECK_OK(access_scope(&cx, "posts.read", S(""), &scope));
    CHECK_STR(scope, "");
}

TEST("a person acts under the title of the nearest post")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_STR(access_title(&cx, S("421182102205")), "系统");
    test_sign_in_as(&cx, "township_office", "421182102");
    test_give_post(&cx, "grid_worker", "421182102205001");
    CHECK_STR(access_title(&cx, S("421182102205001")), "网格员");
    CHECK_STR(access_title(&cx, S("421182102205")), "派单员");
    CHECK_STR(access_title(&cx, S("421182103")), "村民");
}

TEST("who looks after a part of a place has that title in the whole of it")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "grid_worker", "421182102205001");
    CHECK_STR(access_title(&cx, S("421182102205")), "网格员");
    CHECK_STR(access_title(&cx, S("421182102206")), "村民");
}

TEST("a post gives nothing before its first day and after its last")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct access access;
    record_id account;
    struct post post = { .place = S("421182102205"),
                         .role = S("village_clerk"),
                         .starts_on = date_of(2026, 3, 10),
                         .ends_on = date_of(2026, 3, 12) };

    CHECK_OK(account_create(&cx, S("lisi"), S("李四"), S("Huaqiao-2026"), true, &account));
    post.account = account;
    CHECK_OK(post_give(&cx, &post));

    test_set_day(&cx, "2026-03-09");
    CHECK_OK(access_load(&cx, account, &access));
    CHECK(access.post_count == 0);
    test_set_day(&cx, "2026-03-10");
    CHECK_OK(access_load(&cx, account, &access));
    CHECK(access.post_count == 1);
    test_set_day(&cx, "2026-03-12");
    CHECK_OK(access_load(&cx, account, &access));
    CHECK(access.post_count == 1);
    test_set_day(&cx, "2026-03-13");
    CHECK_OK(access_load(&cx, account, &access));
    CHECK(access.post_count == 0 && access.account == account);
}

TEST("posts in two counties are both found")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "county_office", "421182");
    test_give_post(&cx, "county_office", "420625");
    CHECK(cx.access->post_count == 2);
    CHECK(access_allows(&cx, "posts.read", S("421182102")));
    CHECK(access_allows(&cx, "posts.read", S("420625100")));
}

TEST("a disabled account has no access")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct access access;
    record_id account;

    CHECK_OK(account_create(&cx, S("lisi"), S("李四"), S("Huaqiao-2026"), true, &account));
    CHECK_OK(account_disable(&cx, account));
    CHECK_OK(access_load(&cx, account, &access));
    CHECK(access.account == 0);
}

TEST("none of the three administrators sees records of residents")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *const roles[] = { "system_administrator", "rights_administrator", "auditor" };
    const char *const permissions[] = { "residents.read", "households.read", "matters.read",
                                        "members.read" };

    for (size_t r = 0; r < COUNT(roles); r++)
        for (size_t p = 0; p < COUNT(permissions); p++) {
            const char *holders = permission_roles(str_of(permissions[p]));
            CHECK(holders == NULL || !str_list_has(str_of(holders), str_of(roles[r])));
        }
    (void)cx;
}
