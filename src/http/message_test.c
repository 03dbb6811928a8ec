/* SPDX-License-Identifier: Apache-2.0 */
#include "http/message.h"
#include "tests/test.h"

static const struct header cookies[] = {
    { S_INIT("cookie"), S_INIT("a=1; session=abc=; b=") },
    { S_INIT("accept"), S_INIT("text/html") },
    { S_INIT("cookie"), S_INIT("late=2") },
};

TEST_ONCE("cookies are found in every Cookie header, with their equals signs")
{
    struct request request = { .headers = cookies, .header_count = COUNT(cookies) };

    CHECK_STR(request_cookie(&request, "session"), "abc=");
    CHECK_STR(request_cookie(&request, "a"), "1");
    CHECK_STR(request_cookie(&request, "late"), "2");
    CHECK_STR(request_cookie(&request, "b"), "");
    CHECK_STR(request_cookie(&request, "sess"), "");
    CHECK_STR(request_header(&request, "accept"), "text/html");
}

TEST_ONCE("the query wins over the form")
{
    const struct param query[] = { { .name = S_INIT("a"), .value = S_INIT("1") } };
    const struct param form[] = { { .name = S_INIT("a"), .value = S_INIT("2") },
                                  { .name = S_INIT("b"), .value = S_INIT("3") } };
    struct request request = { .query = { query, 1 }, .form = { form, 2 } };

    CHECK_STR(request_param(&request, "a"), "1");
    CHECK_STR(request_param(&request, "b"), "3");
    CHECK_STR(request_param(&request, "c"), "");
    CHECK(params_has(request.form, "a") && !params_has(request.query, "b"));
}

TEST_ONCE("a value cannot begin another header")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct response response = { .headers.arena = arena };

    response_header(&response, "X-Name", S("a\r\nX-Evil: 1"));

    CHECK_STR(buf_str(&response.headers), "X-Name: a  X-Evil: 1\r\n");
}

TEST_ONCE("a cookie is secure when the request was, and is removed by an age of 0")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct response response = { .headers.arena = arena };
    struct request request = { .secure = true };

    response_cookie(&response, &request, "session", S("abc"), 3600);
    request.secure = false;
    response_cookie(&response, &request, "session", S(""), 0);

    CHECK_STR(
        buf_str(&response.headers),
        "Set-Cookie: session=abc; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure\r\n"
        "Set-Cookie: session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax\r\n");
}

TEST_ONCE("a redirect stays on this site")
{
    struct response response = { 0 };

    CHECK(redirect(&response, S("/matters/1")) == NULL);
    CHECK(response.status == 303);
    CHECK_STR(response.location, "/matters/1");
    CHECK(redirect(&response, S("//evil.example")) == NULL);
    CHECK_STR(response.location, "/");
    CHECK(redirect(&response, S("/\\evil.example")) == NULL);
    CHECK_STR(response.location, "/");
    CHECK(redirect(&response, S("https://evil.example")) == NULL);
    CHECK_STR(response.location, "/");
}

TEST_ONCE("a media type is compared without its parameters and without case")
{
    CHECK(media_type_is(S("Application/JSON; charset=utf-8"), "application/json"));
    CHECK(media_type_is(S("text/csv"), "text/csv"));
    CHECK(!media_type_is(S("application/jsonp"), "application/json"));
    CHECK(!media_type_is(S(""), "application/json"));
}
