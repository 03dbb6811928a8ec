/* SPDX-License-Identifier: Apache-2.0 */
/* Escaping: no byte can leave a text or a quoted attribute, and the text can be read back. */
#include "html/html.h"

#include <assert.h>

enum { LIMIT = 64 * 1024 * 1024, MOST_BYTES = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct escape {
    str written;
    char meant;
};

static const struct escape escapes[] = {
    { S_INIT("&amp;"), '&' },  { S_INIT("&lt;"), '<' },   { S_INIT("&gt;"), '>' },
    { S_INIT("&quot;"), '"' }, { S_INIT("&#39;"), '\'' },
};

/* Takes the character at the start of what was written; it must be escaped if it means
 * anything in HTML. */
static char take_character(str *written)
{
    char first = written->data[0];

    for (size_t i = 0; i < COUNT(escapes); i++) {
        assert(first == '&' || first != escapes[i].meant);
        if (str_starts(*written, escapes[i].written)) {
            *written = str_slice(*written, escapes[i].written.length, written->length);
            return escapes[i].meant;
        }
    }
    assert(first != '&');
    *written = str_slice(*written, 1, written->length);
    return first;
}

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

static void check_text(str text, str written)
{
    for (size_t i = 0; i < text.length; i++) {
        if (is_control((unsigned char)text.data[i])) {
            assert(str_starts(written, S("\uFFFD")));
            written = str_slice(written, S("\uFFFD").length, written.length);
        } else {
            assert(written.length > 0);
            char shown = take_character(&written);
            assert(shown == text.data[i]);
        }
    }
    assert(written.length == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf written = { .arena = arena };
    struct buf lines = { .arena = arena };
    str text = { (const char *)data, size };

    if (size > MOST_BYTES)
        return 0;
    html_text(&written, text);
    check_text(text, buf_str(&written));
    html_lines(&lines, text);
    assert(!str_contains(buf_str(&lines), S("'")));
    return 0;
}
