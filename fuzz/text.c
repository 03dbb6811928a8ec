/* SPDX-License-Identifier: Apache-2.0 */
/* Text from outside: decoding, folding, spelling, and the reading of numbers, dates and codes.
 */
#include "base/codes.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/unicode.h"

#include <assert.h>

enum { LIMIT = 64 * 1024 * 1024, MOST_BYTES = 8 * 1024, DECIMALS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Folded text is well formed, whatever it was made of. */
static void check_folding(struct arena *arena, str text)
{
    str folded = text_fold(arena, text);

    assert(str_is_clean(folded) || !str_is_clean(text));
    assert(str_eq(text_bigrams(arena, text), text_bigrams(arena, folded)));
    if (str_is_clean(text)) {
        assert(str_is_clean(text_pinyin(arena, text)));
        assert(text_initials(arena, text).length <= text.length);
    }
}

static void check_decoding(struct arena *arena, str bytes)
{
    str text;

    if (!text_decode(arena, bytes, &text))
        return;
    str again;
    bool is_text = text_decode(arena, text, &again);
    assert(is_text);
}

static void check_number(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };
    int64_t units, again;

    if (!fixed_read(text, DECIMALS, &units))
        return;
    fixed_write(units, DECIMALS, &out);
    bool is_read = fixed_read(buf_str(&out), DECIMALS, &again);
    assert(is_read && again == units);
}

static void check_moment(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };
    instant t, again;

    if (!instant_read(text, &t))
        return;
    instant_write_iso(t, &out);
    bool is_read = instant_read(buf_str(&out), &again);
    assert(is_read && instant_compare(t, again) == 0);
}

static void check_codes(struct arena *arena, str text)
{
    str number = id_number_normal(arena, text);

    if (id_number_refusal(number) == NULL)
        assert(date_is_set(id_number_birth(number)));
    (void)id_number_is_male(text);
    (void)credit_code_refusal(text);
    (void)phone_refusal(text);
}

static void check_seal(struct arena *arena, str text)
{
    str plain;

    seal_use_test_key();
    bool opened = unseal(arena, seal(arena, text, sealed_mask(text)), &plain);
    assert(opened && str_eq(plain, text));
    assert(!unseal(arena, text, &plain));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str text = { (const char *)data, size };

    if (size > MOST_BYTES)
        return 0;
    check_decoding(arena, text);
    check_folding(arena, text);
    check_number(arena, text);
    check_moment(arena, text);
    check_codes(arena, text);
    check_seal(arena, text);
    return 0;
}
