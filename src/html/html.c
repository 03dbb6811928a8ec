/* SPDX-License-Identifier: Apache-2.0 */
/* Writing HTML: a printf in which every value is escaped. */
#include "html/html.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PASS, AMPERSAND, LESS, GREATER, QUOTE, APOSTROPHE, CONTROL };

static const str replacements[] = {
    [AMPERSAND] = S_INIT("&amp;"), [LESS] = S_INIT("&lt;"),        [GREATER] = S_INIT("&gt;"),
    [QUOTE] = S_INIT("&quot;"),    [APOSTROPHE] = S_INIT("&#39;"), [CONTROL] = S_INIT("\uFFFD"),
};

/* A byte that is not listed passes as it is.  HTML knows no control characters but the white
 * space, so the others become the sign for what cannot be shown. */
static const unsigned char escapes[256] = {
    ['&'] = AMPERSAND,   ['<'] = LESS,     ['>'] = GREATER,  ['"'] = QUOTE,
    ['\''] = APOSTROPHE, [0x7f] = CONTROL, [0x00] = CONTROL, [0x01] = CONTROL,
    [0x02] = CONTROL,    [0x03] = CONTROL, [0x04] = CONTROL, [0x05] = CONTROL,
    [0x06] = CONTROL,    [0x07] = CONTROL, [0x08] = CONTROL, [0x0b] = CONTROL,
    [0x0c] = CONTROL,    [0x0e] = CONTROL, [0x0f] = CONTROL, [0x10] = CONTROL,
    [0x11] = CONTROL,    [0x12] = CONTROL, [0x13] = CONTROL, [0x14] = CONTROL,
    [0x15] = CONTROL,    [0x16] = CONTROL, [0x17] = CONTROL, [0x18] = CONTROL,
    [0x19] = CONTROL,    [0x1a] = CONTROL, [0x1b] = CONTROL, [0x1c] = CONTROL,
    [0x1d] = CONTROL,    [0x1e] = CONTROL, [0x1f] = CONTROL,
};

/* Several bytes at once: most text has nothing that must be escaped. */
typedef unsigned char sixteen __attribute__((vector_size(16)));
typedef unsigned char eight __attribute__((vector_size(8)));

#define STOPS(bytes)                                                                           \
    (((bytes) < ' ') | ((bytes) == '&') | ((bytes) == '<') | ((bytes) == '>') |                \
     ((bytes) == '"') | ((bytes) == '\'') | ((bytes) == 0x7f))

static bool sixteen_pass(const char *text)
{
    sixteen bytes;
    uint64_t halves[2];

    memcpy(&bytes, text, sizeof bytes);
    sixteen stops = (sixteen)STOPS(bytes);
    memcpy(halves, &stops, sizeof halves);
    return (halves[0] | halves[1]) == 0;
}

static bool eight_pass(const char *text)
{
    eight bytes;
    uint64_t whole;

    memcpy(&bytes, text, sizeof bytes);
    eight stops = (eight)STOPS(bytes);
    memcpy(&whole, &stops, sizeof whole);
    return whole == 0;
}

/* How many bytes from the start of the text stay as they are. */
static size_t passing_bytes(str text)
{
    size_t at = 0;

    while (text.length - at >= sizeof(sixteen) && sixteen_pass(text.data + at))
        at += sizeof(sixteen);
    if (text.length - at >= sizeof(eight) && eight_pass(text.data + at))
        at += sizeof(eight);
    while (at < text.length && escapes[(unsigned char)text.data[at]] == PASS)
        at++;
    return at;
}

void html_text(struct buf *out, str text)
{
    while (text.length > 0) {
        size_t passing = passing_bytes(text);
        buf_add(out, str_slice(text, 0, passing));
        if (passing < text.length)
            buf_add(out, replacements[escapes[(unsigned char)text.data[passing]]]);
        text = str_slice(text, passing + 1, text.length);
    }
}

/* What comes back with the form is data, in whatever language its words are. */
static void write_text(struct buf *out, str text)
{
    if (words_spoken() != LANGUAGE_CHINESE && !str_ends(buf_str(out), S(" value='")))
        text = words_for(text);
    html_text(out, text);
}

static void write_counted_text(struct buf *out, va_list *arguments)
{
    int length = va_arg(*arguments, int);
    const char *text = va_arg(*arguments, const char *);

    assert(length >= 0);
    write_text(out, (str){ text, (size_t)length });
}

static NO_RETURN void give_up(const char *at)
{
    fprintf(stderr, "xiangzhi: html() does not know the conversion at \"%s\"\n", at);
    abort();
}

/* Writes the value for the conversion at the start of the format; answers what follows it. */
static const char *write_value(struct buf *out, const char *at, va_list *arguments)
{
    if (at[1] == 's') {
        write_text(out, str_of(va_arg(*arguments, const char *)));
        return at + 2;
    }
    if (at[1] == '.' && at[2] == '*' && at[3] == 's') {
        write_counted_text(out, arguments);
        return at + 4;
    }
    if (at[1] == 'd') {
        buf_add_integer(out, va_arg(*arguments, int));
        return at + 2;
    }
    if (at[1] == 'l' && at[2] == 'l' && at[3] == 'd') {
        buf_add_integer(out, va_arg(*arguments, long long));
        return at + 4;
    }
    if (at[1] == 'z' && at[2] == 'u') {
        buf_add_integer(out, (int64_t)va_arg(*arguments, size_t));
        return at + 3;
    }
    if (at[1] != '%')
        give_up(at);
    buf_add_char(out, '%');
    return at + 2;
}

void html_write(struct buf *out, const char *format, ...)
{
    va_list arguments;

    format = words_said(format);
    va_start(arguments, format);
    while (*format != '\0') {
        const char *conversion = strchrnul(format, '%');
        buf_add(out, (str){ format, (size_t)(conversion - format) });
        format = *conversion == '%' ? write_value(out, conversion, &arguments) : conversion;
    }
    va_end(arguments);
}

static str without_return(str line)
{
    return str_ends(line, S("\r")) ? str_slice(line, 0, line.length - 1) : line;
}

/* Lines that touch are one paragraph; a blank line ends it. */
static void write_line(struct buf *out, str line, bool *in_paragraph)
{
    bool blank = str_is_empty(str_trim(line));

    if (*in_paragraph && blank)
        html(out, "</p>\n");
    else if (*in_paragraph)
        html(out, "<br>\n");
    else if (!blank)
        html(out, "<p>");
    if (!blank)
        html_text(out, without_return(line));
    *in_paragraph = !blank;
}

void html_lines(struct buf *out, str text)
{
    bool in_paragraph = false;

    for (str line; text.length > 0;) {
        str_cut(text, '\n', &line, &text);
        write_line(out, line, &in_paragraph);
    }
    if (in_paragraph)
        html(out, "</p>\n");
}

static const char plain_characters[] = {
    [AMPERSAND] = '&', [LESS] = '<', [GREATER] = '>', [QUOTE] = '"', [APOSTROPHE] = '\'',
};

/* The entity at the start of the text as a character; 0 when there is none. */
static char take_entity(str *markup)
{
    for (size_t i = AMPERSAND; i <= APOSTROPHE; i++)
        if (str_starts(*markup, replacements[i])) {
            *markup = str_slice(*markup, replacements[i].length, markup->length);
            return plain_characters[i];
        }
    return 0;
}

static void skip_tag(str *markup)
{
    str tag;

    str_cut(*markup, '>', &tag, markup);
}

str html_plain(struct arena *arena, str markup)
{
    struct buf text = { .arena = arena };

    while (!str_is_empty(markup)) {
        char entity = markup.data[0] == '&' ? take_entity(&markup) : 0;
        if (entity != 0) {
            buf_add_char(&text, entity);
        } else if (markup.data[0] == '<') {
            skip_tag(&markup);
        } else {
            buf_add_char(&text, markup.data[0]);
            markup = str_slice(markup, 1, markup.length);
        }
    }
    return str_trim(buf_str(&text));
}
