/* SPDX-License-Identifier: Apache-2.0 */
/* Scans and photographs that people have uploaded, as far as we read them ourselves: what is no
 * picture is refused with a sentence. */
#include "paper/paper.h"

#include <assert.h>

enum { LIMIT = 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct paper *paper = paper_create(&cx, &(struct paper_options){ 0 });
    struct error *error = paper_image(&cx, paper, (str){ (const char *)data, size }, S("照片"));

    assert(error == NULL || (error->kind == ERROR_INVALID && str_is_clean(error->message)));
    return 0;
}
