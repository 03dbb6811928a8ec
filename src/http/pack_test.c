/* SPDX-License-Identifier: Apache-2.0 */
#include "http/pack.h"
#include "tests/test.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

static bool takes(const char *accepted, const char *coding)
{
    struct header header = { S("accept-encoding"), str_of(accepted) };
    struct request request = { .headers = &header, .header_count = 1 };

    return request_takes(&request, coding);
}

TEST_ONCE("a coding is taken when it is named and not refused")
{
    CHECK(takes("gzip", "gzip"));
    CHECK(takes("br, gzip;q=0.8", "gzip"));
    CHECK(takes("deflate ,\tgzip ; q=0.001", "gzip"));
    CHECK(!takes("gzip;q=0", "gzip"));
    CHECK(!takes("gzip;q=0.000, br", "gzip"));
    CHECK(!takes("xgzip, gzips", "gzip"));
    CHECK(!takes("", "br"));
}

static struct response answer_of(struct arena *arena, size_t bytes, const char *type)
{
    struct response response = { .content_type = type };

    response.body.arena = arena;
    response.headers.arena = arena;
    for (size_t i = 0; i < bytes; i++)
        buf_add_char(&response.body, (char)('a' + i * i % 23));
    return response;
}

static const struct header wants_gzip = { S_INIT("accept-encoding"), S_INIT("gzip, br") };

TEST_ONCE("a long text is packed, and unpacked it is the same")
{
    struct arena *arena = arena_create(8 << 20);
    struct request request = { .headers = &wants_gzip, .header_count = 1 };
    struct response response = answer_of(arena, 200000, NULL);
    str text = buf_str(&response.body);
    char *unpacked = arena_alloc(arena, text.length);
    z_stream stream = { .next_out = (Bytef *)unpacked, .avail_out = (uInt)text.length };

    response_pack(&request, &response);
    CHECK(response.body.length < text.length / 4);
    CHECK(str_contains(buf_str(&response.headers), S("Content-Encoding: gzip\r\n")));
    CHECK(str_contains(buf_str(&response.headers), S("Vary: Accept-Encoding\r\n")));
    stream.next_in = (const Bytef *)response.body.data;
    stream.avail_in = (uInt)response.body.length;
    CHECK(inflateInit2(&stream, 16 + 15) == Z_OK);
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    CHECK(stream.total_out == text.length && memcmp(unpacked, text.data, text.length) == 0);
    inflateEnd(&stream);
    arena_destroy(arena);
}

TEST_ONCE("pictures, short texts and what nobody can unpack stay as they are")
{
    struct arena *arena = arena_create(8 << 20);
    struct request request = { .headers = &wants_gzip, .header_count = 1 };
    struct request plain = { 0 };
    struct response picture = answer_of(arena, 5000, "image/jpeg");
    struct response brief = answer_of(arena, 500, "text/html; charset=utf-8");
    struct response page = answer_of(arena, 5000, "text/html; charset=utf-8");

    response_pack(&request, &picture);
    response_pack(&request, &brief);
    response_pack(&plain, &page);
    CHECK(picture.body.length == 5000 && brief.body.length == 500 && page.body.length == 5000);
    CHECK(str_is_empty(buf_str(&picture.headers)) && str_is_empty(buf_str(&brief.headers)));
    CHECK_STR(buf_str(&page.headers), "Vary: Accept-Encoding\r\n");
    arena_destroy(arena);
}
