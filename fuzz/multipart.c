/* SPDX-License-Identifier: Apache-2.0 */
/* multipart/form-data: the first line is the content type, the rest the body. */
#include "http/form.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_param(str body, struct param param)
{
    assert(str_is_clean(param.name) && str_is_clean(param.file_name));
    assert(!str_contains(param.file_name, S("/")));
    if (param.file_name.length == 0)
        assert(str_is_clean(param.value));
    assert(param.value.length == 0 ||
           (param.value.data >= body.data &&
            param.value.data + param.value.length <= body.data + body.length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 << 20);
    struct context cx = { .arena = arena };
    struct params params;
    str type;
    str body;

    (void)str_cut((str){ (const char *)data, size }, '\n', &type, &body);
    if (multipart_read_front(&cx, type, body, &params) == NULL)
        for (size_t i = 0; i < params.count; i++)
            check_param(body, params.items[i]);
    if (multipart_read(&cx, type, body, &params) != NULL)
        return 0;
    assert(params.count <= PARAMS_MAX);
    for (size_t i = 0; i < params.count; i++)
        check_param(body, params.items[i]);
    return 0;
}
