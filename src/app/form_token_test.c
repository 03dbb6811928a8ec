/* SPDX-License-Identifier: Apache-2.0 */
#include "app/form_token.h"
#include "tests/test.h"

static const char token[] = "00112233445566778899aabbccddeeff";

TEST_ONCE("a form token looks different on each page and is known again")
{
    struct context cx = { .arena = arena_create(1 << 20) };
    str one = form_token_mask(&cx, str_of(token));
    str other = form_token_mask(&cx, str_of(token));

    CHECK(one.length == 64 && !str_eq(one, other));
    CHECK(!str_contains(one, str_of(token)));
    CHECK(form_token_is(&cx, one, str_of(token)));
    CHECK(form_token_is(&cx, other, str_of(token)));
    CHECK(form_token_is(&cx, str_of(token), str_of(token)));
    arena_destroy(cx.arena);
}

TEST_ONCE("what is no disguise of the form token is refused")
{
    struct context cx = { .arena = arena_create(1 << 20) };
    str masked = form_token_mask(&cx, str_of(token));
    str strange = arena_printf(cx.arena, "%.*sZ", STR_ARG(str_slice(masked, 0, 63)));

    CHECK(!form_token_is(&cx, S(""), str_of(token)));
    CHECK(!form_token_is(&cx, S(""), S("")));
    CHECK(!form_token_is(&cx, strange, str_of(token)));
    CHECK(!form_token_is(&cx, str_slice(masked, 0, 62), str_of(token)));
    CHECK(!form_token_is(&cx, form_token_mask(&cx, S("0123456789abcdef0123456789abcdef")),
                         str_of(token)));
    arena_destroy(cx.arena);
}
