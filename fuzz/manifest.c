/* SPDX-License-Identifier: Apache-2.0 */
/* The manifest and the list of sums of a backup, which may come from anywhere. */
#include "app/manifest.h"
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_manifest(struct context *cx, str text)
{
    struct manifest manifest, again;
    struct buf written = { .arena = cx->arena };

    if (manifest_read(cx, text, &manifest) != NULL)
        return;
    manifest_write(&manifest, &written);
    struct error *error = manifest_read(cx, buf_str(&written), &again);
    assert(error == NULL && manifest_records(&again) == manifest_records(&manifest));
}

static void read_sums(str text)
{
    struct sum sum;

    while (sums_next(&text, &sum))
        assert(!str_contains(sum.path, S("..")) && sum.path.data[0] != '/');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 * 1024 * 1024);
    struct context cx = { .arena = arena };
    str text = { (const char *)data, size };

    read_manifest(&cx, text);
    read_sums(text);
    return 0;
}
