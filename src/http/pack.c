/* SPDX-License-Identifier: Apache-2.0 */
/* Packing by zlib.  Its memory comes from the arena of the response. */
#include "http/pack.h"

#define ZLIB_CONST
#include <zlib.h>

enum {
    WORTH_IT_BYTES = 1024,
    LEVEL = 4,        /* a fifth of the work of the highest for a tenth more bytes */
    WINDOW_BITS = 14, /* a page is hardly longer than that */
    GZIP_FORM = 16,
    MEMORY_LEVEL = 7,
};

static bool is_refused(str parameters)
{
    str weight = str_trim(parameters);

    if (!str_starts(weight, S("q=0")))
        return false;
    for (size_t i = S("q=0").length; i < weight.length; i++)
        if (weight.data[i] >= '1' && weight.data[i] <= '9')
            return false;
    return true;
}

bool request_takes(const struct request *request, const char *coding)
{
    str rest = request_header(request, "accept-encoding");

    while (rest.length > 0) {
        str each, name, parameters;
        (void)str_cut(rest, ',', &each, &rest);
        (void)str_cut(each, ';', &name, &parameters);
        if (str_eq(str_trim(name), str_of(coding)))
            return !is_refused(parameters);
    }
    return false;
}

static bool is_text(const char *type)
{
    str name = str_of(type == NULL ? "text/html" : type);

    return str_starts(name, S("text/")) || str_contains(name, S("json")) ||
           str_contains(name, S("xml"));
}

static bool is_worth_it(const struct response *response)
{
    return response->body.length >= WORTH_IT_BYTES && is_text(response->content_type) &&
           !str_contains(buf_str(&response->headers), S("Content-Encoding"));
}

static void *take(void *arena, unsigned count, unsigned size)
{
    return arena_alloc_raw(arena, (size_t)count * size);
}

static void leave(void *arena, void *memory) /* The arena is released as a whole. */
{
    (void)arena;
    (void)memory;
}

static bool pack(struct arena *arena, str text, struct buf *packed)
{
    z_stream stream = { .zalloc = take, .zfree = leave, .opaque = arena };

    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS + GZIP_FORM, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t bound = deflateBound(&stream, text.length);
    char *out = arena_alloc_raw(arena, bound);
    stream.next_in = (const Bytef *)text.data;
    stream.avail_in = (uInt)text.length;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)bound;
    bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    *packed = (struct buf){ .arena = arena, .data = out, .length = stream.total_out };
    (void)deflateEnd(&stream);
    return done;
}

void response_pack(const struct request *request, struct response *response)
{
    struct buf packed;

    if (response->stream || !is_worth_it(response))
        return;
    response_header(response, "Vary", S("Accept-Encoding"));
    if (!request_takes(request, "gzip") ||
        !pack(response->body.arena, buf_str(&response->body), &packed))
        return;
    response->body = packed;
    response_header(response, "Content-Encoding", S("gzip"));
}
