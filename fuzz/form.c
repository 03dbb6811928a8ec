/* SPDX-License-Identifier: Apache-2.0 */
/* Percent encoding and forms: whatever is read is clean, and encoding it again loses nothing.
 */
#include "http/form.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_param(struct arena *arena, struct param param)
{
    struct buf out = { .arena = arena };
    str again;

    assert(str_is_clean(param.name) && str_is_clean(param.value));
    percent_encode(&out, param.value);
    assert(percent_decode(arena, buf_str(&out), true, &again) && str_eq(again, param.value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 << 20);
    struct context cx = { .arena = arena };
    str text = { (const char *)data, size };
    struct params params;
    str decoded;

    if (percent_decode(arena, text, false, &decoded))
        assert(str_is_clean(decoded) && decoded.length <= text.length);
    if (form_read(&cx, text, &params) != NULL)
        return 0;
    for (size_t i = 0; i < params.count; i++)
        check_param(arena, params.items[i]);
    return 0;
}
