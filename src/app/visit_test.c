/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "app/assets.h"
#include "tests/town.h"

#include <string.h>

static const char village[] = "421182102205";

TEST("a page that does not exist is said so, for people and for programs")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response page = test_get(&cx, "/nothing");
    struct response answer = test_api_get(&cx, "/api/nothing");

    CHECK(page.status == 404 && test_says(&page, "没有这个页面"));
    CHECK(answer.status == 404);
    CHECK(strstr(answer.content_type, "application/problem+json") != NULL);
    CHECK(test_says(&answer, "\"status\":404"));
}

TEST("who is not signed in is sent to sign in and comes back")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response = test_get(&cx, "/holidays?q=1");

    CHECK(response.status == 303);
    CHECK_STR(response.location, "/sign-in?next=%2Fholidays%3Fq%3D1");
    CHECK(test_api_get(&cx, "/api/holidays").status == 401);
}

TEST("who has no post that allows it may not")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(test_get(&cx, "/accounts").status == 403);
    CHECK(test_api_get(&cx, "/api/accounts").status == 403);
    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, "/accounts").status == 200);
}

TEST("a form from another page changes nothing and shows what was typed, to be sent again")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "system_administrator", "421182");
    struct response response = test_post_without_token(&cx, "/holidays", "day", "2027-01-01",
                                                       "kind", "rest", "name", "元旦<", NULL);
    CHECK(response.status == 403);
    CHECK(test_says(&response, "元旦&lt;"));
    CHECK(test_says(&response, "<label for='f-name'>节日"));
    CHECK(!test_says(&response, ">name"));
    bool found;
    void *record = arena_alloc(cx.arena, type_find(S("holiday"))->shape.size);
    CHECK_OK(store_find_by(&cx, type_find(S("holiday")), (str){ 0 }, "day",
                           value_text(S("2027-01-01")), record, &found));
    CHECK(!found);
}

TEST("a form that is refused is shown again with what was typed and what is wrong")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "system_administrator", "421182");
    struct response response =
        test_post(&cx, "/holidays", "day", "不知道哪天", "kind", "rest", "name", "元旦", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "不知道哪天"));
    CHECK(test_says(&response, "请填日期"));
}

TEST("a program gets the field of what is wrong")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "system_administrator", "421182");
    struct response response = test_api_post(
        &cx, "/api/holidays", "{\"day\":\"soon\",\"kind\":\"rest\",\"name\":\"x\"}");
    CHECK(response.status == 422);
    CHECK(test_says(&response, "\"field\":\"day\""));
    CHECK(test_api_post(&cx, "/api/holidays", "{\"day\":").status == 422);
    CHECK(test_api_post(&cx, "/api/holidays", "[1]").status == 422);
}

TEST("a submission that is sent twice is done once and answered the same")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int64_t count;

    test_sign_in_as(&cx, "system_administrator", "421182");
    struct response first = test_post(&cx, "/holidays", "day", "2027-01-01", "kind", "rest",
                                      "name", "元旦", "uuid", "0123456789abcdef", NULL);
    struct response second = test_post(&cx, "/holidays", "day", "2027-01-01", "kind", "rest",
                                       "name", "元旦", "uuid", "0123456789abcdef", NULL);
    CHECK(first.status == 303 && second.status == 303);
    CHECK(str_eq(first.location, second.location));
    CHECK_OK(query_number(&cx, "select count(*) from holidays where day = '2027-01-01'", NULL,
                          0, &count));
    CHECK(count == 1);
}

TEST("a session that has ended gives nothing any more")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, "/accounts").status == 200);
    CHECK_OK(session_end(&cx, cx.access->session));
    CHECK(test_get(&cx, "/accounts").status == 303);
    struct response response = test_post(&cx, "/holidays", "name", "没有白写", NULL);
    CHECK(response.status == 401 && test_says(&response, "没有白写"));
}

TEST("what one statement after another fails to do is not done at all")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int status = 500;
    int64_t count = 0;

    test_sign_in_as(&cx, "system_administrator", "421182");
    for (int nth = 1; status != 303 && nth < 60; nth++) {
        db_fail_at(cx.db, nth);
        status = test_post(&cx, "/holidays", "day", "2027-01-01", "kind", "rest", "name",
                           "元旦", NULL)
                     .status;
        db_fail_at(cx.db, 0);
        CHECK_OK(query_number(&cx, "select count(*) from holidays where day = '2027-01-01'",
                              NULL, 0, &count));
        CHECK(count == (status == 303));
    }
    CHECK(status == 303);
}

TEST("pages may only load what this program serves")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response = test_get(&cx, "/");

    CHECK(response.status == 200);
    CHECK(str_contains(buf_str(&response.headers), S("default-src 'self'")));
    CHECK(str_contains(buf_str(&response.headers), S("frame-ancestors 'none'")));
    CHECK(!test_says(&response, "<style") && !test_says(&response, "onclick"));
}

TEST("an asset is served once and then found unchanged")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response = test_get(&cx, "/assets/app.css");

    CHECK(response.status == 200);
    CHECK(str_contains(buf_str(&response.headers), S("ETag")));
    CHECK(test_get(&cx, "/assets/none.css").status == 404);
}

TEST("an asset is kept for ever under its edition's address only")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const char *own = arena_printf(cx.arena, "/assets/app.js?v=%s", asset_edition).data;
    struct response response = test_get(&cx, own);

    CHECK(str_contains(buf_str(&response.headers), S("immutable")));
    CHECK(test_says(&response, "addEventListener"));
    response = test_get(&cx, "/assets/app.js?v=other");
    CHECK(str_contains(buf_str(&response.headers), S("no-cache")));
    response = test_get(&cx, "/");
    CHECK(test_says(&response, own));
}

TEST("the language is chosen by a link and does not lead elsewhere")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response = test_get(&cx, "/language?to=en&back=%2Fprivacy");

    CHECK(response.status == 303);
    CHECK_STR(response.location, "/privacy");
    CHECK(str_contains(buf_str(&response.headers), S("language=en")));
    CHECK_STR(test_get(&cx, "/language?to=en&back=%2F%2Fevil.example").location, "/");
}

TEST("each reader has the page in their own language")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_read_in(LANGUAGE_TRADITIONAL);
    struct response response = test_get(&cx, "/sign-in");
    CHECK(test_says(&response, "<html lang='zh-Hant'>"));
    CHECK(test_says(&response, "登錄"));

    test_read_in(LANGUAGE_CHINESE);
    response = test_get(&cx, "/sign-in");
    CHECK(test_says(&response, "<html lang='zh-CN'>"));
    CHECK(test_says(&response, "登录"));
}

/* Where a Chinese character begins; each language is called in its own, and so is the town. */
static const char *first_chinese(str body)
{
    static const str names[] = { S_INIT("简体中文"), S_INIT("繁體中文"), S_INIT("测试镇") };

    for (size_t i = 0; i < body.length; i++) {
        for (size_t n = 0; n < COUNT(names); n++)
            if (str_starts(str_slice(body, i, body.length), names[n]))
                i += names[n].length;
        if ((unsigned char)body.data[i] >= 0xe3 && (unsigned char)body.data[i] <= 0xe9)
            return body.data + i;
    }
    return NULL;
}

/* Scripts ask for their sentences in Chinese. */
static str without_script_words(struct arena *arena, str body)
{
    str before, words, rest, mark = S(" data-words='");
    size_t at = 0;

    while (at < body.length && !str_starts(str_slice(body, at, body.length), mark))
        at++;
    before = str_slice(body, 0, at);
    rest = str_slice(body, at + mark.length, body.length);
    str_cut(rest, '\'', &words, &rest);
    return arena_printf(arena, "%.*s%.*s", STR_ARG(before), STR_ARG(rest));
}

TEST("a page that is not in Chinese brings what its scripts say, and no more")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response page = test_get(&cx, "/sign-in");
    CHECK(!test_says(&page, "data-words"));
    test_read_in(LANGUAGE_ENGLISH);
    page = test_get(&cx, "/sign-in");
    CHECK(test_says(&page, "&quot;取消&quot;:&quot;Cancel&quot;"));
    CHECK(!test_says(&page, "&quot;朗读&quot;") && !test_says(&page, "&quot;现在发&quot;"));
    page = test_get(&cx, "/offline");
    CHECK(test_says(&page, "No network"));
    test_read_in(LANGUAGE_CHINESE);
    page = test_get(&cx, "/offline?language=en");
    CHECK(test_says(&page, "No network") && test_says(&page, "<html lang='en'>"));
}

TEST("in English a page has no Chinese but names of people and places")
{
    static const char *const pages[] = { "/", "/sign-in", "/privacy", "/receipt", "/nothing" };
    CLEANUP(test_town_close) struct context cx = test_town();

    test_read_in(LANGUAGE_ENGLISH);
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct response response = test_get(&cx, pages[i]);
        str body = without_script_words(cx.arena, test_body(&response));
        const char *left = first_chinese(body);
        CHECK_STR(left == NULL ? (str){ 0 } : str_first(str_of(left), 10), "");
        CHECK(str_contains(body, S("<html lang='en'>")));
    }
    test_read_in(LANGUAGE_CHINESE);
}

TEST("days are told in the language of the reader, and kept in Chinese")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(words_speak_again) enum language before = words_spoken();
    struct buf out = { .arena = cx.arena };
    date day = date_of(2026, 3, 2);

    test_read_in(LANGUAGE_CHINESE);
    words_speak(LANGUAGE_ENGLISH);
    date_show(day, &out);
    buf_add_char(&out, ' ');
    date_show_month(day, &out);
    buf_add_char(&out, ' ');
    instant_show(instant_of(day, 9, 30, 0), day, &out);
    buf_add_char(&out, ' ');
    date_write_chinese(day, &out);
    CHECK_STR(buf_str(&out), "2 Mar 2026 Mar 2026 2 Mar, 09:30 2026年3月2日");
}

TEST("the elder edition is switched on by a link and does not lead elsewhere")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response = test_get(&cx, "/elder?on=1&back=%2Fprivacy");

    CHECK(response.status == 303);
    CHECK_STR(response.location, "/privacy");
    CHECK(str_contains(buf_str(&response.headers), S("elder=1")));
    CHECK_STR(test_get(&cx, "/elder?on=1&back=%2F%2Fevil.example").location, "/");
}

TEST("the description of the API has not changed unseen")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response response = test_get(&cx, "/openapi.json");

    CHECK(response.status == 200);
    CHECK_GOLDEN("openapi.json", test_body(&response));
}

TEST("the addresses and who may go there are written down")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf lines = { .arena = cx.arena };
    size_t count;
    const struct route *routes = routes_all(&count);

    for (size_t i = 0; i < count; i++)
        buf_printf(&lines, "%s %s %s\n", routes[i].method == GET ? "GET" : "POST",
                   routes[i].path, routes[i].needs);
    CHECK_GOLDEN("routes.txt", buf_str(&lines));
}

TEST("the schema has not changed unseen")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf sqlite = { .arena = cx.arena };
    struct buf postgres = { .arena = cx.arena };

    app_write_schema(&cx, DB_SQLITE, &sqlite);
    app_write_schema(&cx, DB_POSTGRES, &postgres);
    CHECK_GOLDEN("schema_sqlite.sql", buf_str(&sqlite));
    CHECK_GOLDEN("schema_postgres.sql", buf_str(&postgres));
}
