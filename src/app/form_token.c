/* SPDX-License-Identifier: Apache-2.0 */
/* Random digits, and then the token's digits, each combined with one of them. */
#include "app/form_token.h"

#include "base/hash.h"

static int value_of(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

static bool is_hexadecimal(str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

static str combine(struct context *cx, str a, str b)
{
    char *combined = arena_alloc(cx->arena, a.length + 1);

    for (size_t i = 0; i < a.length; i++)
        combined[i] = "0123456789abcdef"[value_of(a.data[i]) ^ value_of(b.data[i])];
    return (str){ combined, a.length };
}

str form_token_mask(struct context *cx, str token)
{
    str pad = random_hex(cx->arena, token.length / 2);

    return arena_printf(cx->arena, "%.*s%.*s", STR_ARG(pad), STR_ARG(combine(cx, pad, token)));
}

bool form_token_is(struct context *cx, str sent, str token)
{
    size_t half = sent.length / 2;

    if (str_is_empty(token) || str_eq(sent, token))
        return !str_is_empty(token);
    if (sent.length != token.length * 2 || !is_hexadecimal(sent))
        return false;
    return str_eq(combine(cx, str_slice(sent, 0, half), str_slice(sent, half, sent.length)),
                  token);
}
