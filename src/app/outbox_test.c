/* SPDX-License-Identifier: Apache-2.0 */
#include "app/outbox.h"

#include "tests/town.h"

static const char village[] = "421182102205";
static const char grid[] = "421182102205001";

static bool header_is(const struct response *response, const char *line)
{
    return str_contains(buf_str(&response->headers), str_of(line));
}

TEST("a page says whose it is, and the phone of a stranger is told nobody's")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response page = test_get(&cx, "/");
    CHECK(header_is(&page, "X-Account: 0\r\n") && !test_says(&page, "data-account"));
    test_sign_in_as(&cx, "grid_worker", grid);
    page = test_get(&cx, "/");
    str own = arena_printf(cx.arena, "X-Account: %lld\r\n", (long long)cx.access->account);
    CHECK(header_is(&page, arena_text(cx.arena, own)) && test_says(&page, "data-account='"));
}

TEST("the phone of a grid worker keeps the home page, the forms and the outbox")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "grid_worker", grid);
    struct response who = test_get(&cx, "/outbox/who");
    CHECK(test_says(&who, "{\"href\":\"/\",\"title\":\"首页和待办\",\"personal\":true}"));
    CHECK(test_says(&who, "{\"href\":\"/matters/new\",\"title\":\"记一件事\","
                          "\"personal\":false}"));
    CHECK(test_says(&who, "\"href\":\"/outbox\""));
    CHECK(test_says(&who, "\"hours\":12"));
}

TEST("with the to-dos their pages are kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    record_id id =
        test_post(&cx, "/report", "place", village, "story", "路灯不亮了。", NULL).record;
    const char *kept =
        arena_printf(cx.arena, "{\"href\":\"/matters/%lld\",", (long long)id).data;

    test_sign_in_as(&cx, "village_clerk", village);
    struct response who = test_get(&cx, "/outbox/who");
    CHECK(test_says(&who, kept));
}

TEST("nothing is kept for an office, nor for nobody")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response who = test_get(&cx, "/outbox/who");
    CHECK(test_says(&who, "\"account\":0,") && test_says(&who, "\"pages\":[]"));
    test_sign_in_as(&cx, "township_office", "421182102");
    who = test_get(&cx, "/outbox/who");
    CHECK(test_says(&who, "\"pages\":[]"));
}

TEST("an outbox whose step comes too late is told what is there now")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id =
        test_post(&cx, "/report", "place", village, "story", "路灯不亮了。", NULL).record;

    test_sign_in_as(&cx, "village_clerk", village);
    const char *accept = arena_printf(cx.arena, "/matters/%lld/accept", (long long)id).data;
    CHECK(test_post(&cx, accept, "words", "今天去。", NULL).status == 303);
    struct response late = test_post_from_outbox(&cx, accept, "words", "明天去。", NULL);
    CHECK(late.status == 409);
    CHECK(test_says(&late, "\"now\":["));
    CHECK(test_says(&late, "{\"label\":\"状态\",\"value\":\"村里办理\"}"));
    CHECK(!test_says(&late, "<html"));
}

TEST("what may not be seen is not told to an outbox either")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id =
        test_post(&cx, "/report", "place", village, "story", "路灯不亮了。", NULL).record;

    test_sign_in_as(&cx, "village_clerk", "421182102206");
    const char *accept = arena_printf(cx.arena, "/matters/%lld/accept", (long long)id).data;
    struct response answer = test_post_from_outbox(&cx, accept, "words", "去。", NULL);
    CHECK(answer.status == 404 && !test_says(&answer, "\"now\""));
}

TEST("an outbox without a session is told so, and nothing is done")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response answer = test_post_from_outbox(&cx, "/matters/new", "place", village,
                                                   "story", "路灯不亮了。", NULL);

    CHECK(answer.status == 401 && test_says(&answer, "请先登录"));
    CHECK(answer.location.length == 0);
}

TEST("the home page offers the records of fifteen seconds to those who may make them")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "grid_worker", grid);
    struct response home = test_get(&cx, "/");
    CHECK(test_says(&home, "href='/matters/new'>记一件事</a>"));
    test_sign_in_as(&cx, "auditor", "421182");
    home = test_get(&cx, "/");
    CHECK(!test_says(&home, "href='/matters/new'>记一件事</a>"));
}

TEST("the short form lasts, begins with the sentence, and folds the rest away")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    struct response form = test_get(&cx, "/matters/new?story=%E7%81%AF");
    str body = test_body(&form);
    CHECK(test_says(&form, "data-lasting='记一件事'"));
    CHECK(test_says(&form, "<option value='421182102205' selected>"));
    CHECK(test_says(&form, ">\n灯</textarea>"));
    CHECK(str_contains(body, S("<details class='fold' id='more'>")));
    struct response refused =
        test_post(&cx, "/matters/new", "place", village, "story", "灯", "phone", "12", NULL);
    CHECK(test_says(&refused, "<details class='fold' id='more' open>"));
}
