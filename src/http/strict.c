/* SPDX-License-Identifier: Apache-2.0 */
/* A strict eye on the bytes of a connection: a state for each place in a request, a function
 * for each state. */
#include "http/strict.h"

#include <string.h>

enum { LENGTH_DIGITS_MAX = 15, CHUNK_DIGITS_MAX = 8 };

enum state {
    METHOD,
    TARGET,
    VERSION,
    VERSION_LF,
    FIELD,
    FIELD_NAME,
    FIELD_VALUE,
    FIELD_LF,
    HEAD_LF,
    BODY,
    CHUNK_SIZE,
    CHUNK_SIZE_LF,
    CHUNK,
    CHUNK_CR,
    CHUNK_LF,
    LAST_CR,
    LAST_LF,
    REFUSED,
};

/* The header lines that decide where a request ends or whether it may come in. */
enum field { FIELD_OTHER, FIELD_HOST, FIELD_LENGTH, FIELD_ENCODING, FIELD_EXPECT };

static const char methods[] = "GET HEAD POST PUT PATCH DELETE OPTIONS";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_token(char c)
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("-_!#$%&'*+.^`|~", c) != NULL);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Bytes beyond ASCII are text of an unknown kind; the server leaves such headers out. */
static bool is_field_text(char c)
{
    return is_blank(c) || ((unsigned char)c > ' ' && c != 0x7f);
}

static bool is_host_text(char c)
{
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr("-._~:[]%", c) != NULL);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static void refuse(struct strict *strict, int status)
{
    strict->refusal = status;
    strict->state = REFUSED;
}

/* Goes on when the byte is the only one allowed here. */
static void expect(struct strict *strict, char c, char wanted, enum state next)
{
    if (c == wanted)
        strict->state = next;
    else
        refuse(strict, 400);
}

static void word_add(struct strict_word *word, char c)
{
    if (word->length < sizeof word->letters)
        word->letters[word->length] = c;
    word->length++;
}

/* A word that was too long is none of ours. */
static str word_str(const struct strict_word *word)
{
    if (word->length > sizeof word->letters)
        return (str){ 0 };
    return (str){ word->letters, word->length };
}

/* Without the blanks at its end; those before it were never kept.  str_trim would also take
 * full-width spaces, which evhttp does not. */
static str value_str(const struct strict *strict)
{
    str value = word_str(&strict->head.value);

    while (value.length > 0 && is_blank(value.data[value.length - 1]))
        value.length--;
    return value;
}

static void request_done(struct strict *strict)
{
    strict->requests += !strict->head.is_large;
    strict->head = (struct strict_head){ 0 };
    strict->state = METHOD;
}

static void read_method(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;

    if (is_token(c)) {
        word_add(&head->name, c);
        return;
    }
    if (c != ' ' || head->name.length == 0) {
        refuse(strict, 400);
        return;
    }
    if (!str_list_has(str_of(methods), word_str(&head->name))) {
        refuse(strict, 501);
        return;
    }
    head->is_head = str_eq(word_str(&head->name), S("HEAD"));
    head->is_post = str_eq(word_str(&head->name), S("POST"));
    head->name.length = 0;
    strict->state = TARGET;
}

/* Two slashes at the start would be read as the name of a host. */
static bool fits_target(const struct strict_head *head, char c)
{
    if (head->target_length == 0)
        return c == '/';
    if (head->target_length == 1 && c == '/')
        return false;
    return c > ' ' && c < 0x7f && c != '#';
}

static void read_target(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;

    if (c == ' ' && head->target_length > 0)
        strict->state = VERSION;
    else if (!fits_target(head, c))
        refuse(strict, 400);
    else if (++head->target_length > TARGET_MAX)
        refuse(strict, 414);
}

static void read_version(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;
    str version = word_str(&head->name);

    if (c > ' ' && head->name.length < sizeof head->name.letters) {
        word_add(&head->name, c);
        return;
    }
    head->is_1_1 = str_eq(version, S("HTTP/1.1"));
    if (c == '\r' && (head->is_1_1 || str_eq(version, S("HTTP/1.0"))))
        strict->state = VERSION_LF;
    else
        refuse(strict, c == '\r' && str_starts(version, S("HTTP/")) ? 505 : 400);
}

static void read_version_lf(struct strict *strict, char c)
{
    expect(strict, c, '\n', FIELD);
}

static enum field field_of(str name)
{
    if (str_eq(name, S("host")))
        return FIELD_HOST;
    if (str_eq(name, S("content-length")))
        return FIELD_LENGTH;
    if (str_eq(name, S("transfer-encoding")))
        return FIELD_ENCODING;
    if (str_eq(name, S("expect")))
        return FIELD_EXPECT;
    return FIELD_OTHER;
}

static void read_field_name(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;

    if (is_token(c)) {
        word_add(&head->name, lower(c));
        return;
    }
    if (c != ':') {
        refuse(strict, 400);
        return;
    }
    head->field = (int)field_of(word_str(&head->name));
    head->value.length = 0;
    strict->state = FIELD_VALUE;
}

/* The first byte of a line.  A blank would fold it into the line before. */
static void read_field(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;

    if (c == '\r') {
        strict->state = HEAD_LF;
    } else if (!is_token(c)) {
        refuse(strict, 400);
    } else if (++head->fields > FIELDS_MAX) {
        refuse(strict, 431);
    } else {
        head->name.length = 0;
        strict->state = FIELD_NAME;
        read_field_name(strict, c);
    }
}

static void read_field_value(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;
    bool leads = is_blank(c) && head->value.length == 0;

    if (c == '\r')
        strict->state = FIELD_LF;
    else if (!is_field_text(c) || (head->field == FIELD_HOST && !leads && !is_host_text(c)))
        refuse(strict, 400);
    else if (!leads)
        word_add(&head->value, lower(c));
}

static void host_done(struct strict *strict)
{
    if (strict->head.has_host || strict->head.value.length == 0)
        refuse(strict, 400);
    strict->head.has_host = true;
}

static bool is_large(const struct strict *strict)
{
    const struct strict_head *head = &strict->head;

    return head->is_post && head->length > strict->body_max &&
           head->length <= strict->large_max;
}

/* Digits only: strtol would take signs and blanks too. */
static void length_done(struct strict *strict)
{
    struct strict_head *head = &strict->head;
    str digits = value_str(strict);

    if (head->has_length || str_is_empty(digits)) {
        refuse(strict, 400);
        return;
    }
    for (size_t i = 0; i < digits.length; i++) {
        if (!is_digit(digits.data[i]) || i >= LENGTH_DIGITS_MAX) {
            refuse(strict, 400);
            return;
        }
        head->length = head->length * 10 + (size_t)(digits.data[i] - '0');
    }
    head->has_length = true;
    if (is_large(strict))
        strict->large_at = strict->seen;
}

static void encoding_done(struct strict *strict)
{
    if (strict->head.is_chunked)
        refuse(strict, 400);
    else if (!str_eq(value_str(strict), S("chunked")))
        refuse(strict, 501);
    strict->head.is_chunked = true;
}

static void expect_done(struct strict *strict)
{
    if (!str_eq(value_str(strict), S("100-continue")))
        refuse(strict, 417);
}

static void field_done(struct strict *strict)
{
    switch ((enum field)strict->head.field) {
    case FIELD_HOST:
        host_done(strict);
        break;
    case FIELD_LENGTH:
        length_done(strict);
        break;
    case FIELD_ENCODING:
        encoding_done(strict);
        break;
    case FIELD_EXPECT:
        expect_done(strict);
        break;
    case FIELD_OTHER:
        break;
    }
}

static void read_field_lf(struct strict *strict, char c)
{
    expect(strict, c, '\n', FIELD);
    if (c == '\n')
        field_done(strict);
}

/* evhttp reads no body after HEAD, so one must not come. */
static bool has_one_meaning(const struct strict_head *head)
{
    if (head->is_chunked)
        return head->is_1_1 && head->has_host && !head->has_length && !head->is_head;
    return (head->has_host || !head->is_1_1) && !(head->is_head && head->length > 0);
}

static void read_head_lf(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;

    if (c != '\n' || !has_one_meaning(head)) {
        refuse(strict, 400);
    } else if (is_large(strict)) {
        head->is_large = true;
        head->remaining = head->length;
        strict->requests++;
        strict->state = BODY;
    } else if (head->length > strict->body_max) {
        refuse(strict, 413);
    } else if (head->is_chunked) {
        head->value.length = 0;
        strict->state = CHUNK_SIZE;
    } else if (head->length > 0) {
        head->remaining = head->length;
        strict->state = BODY;
    } else {
        request_done(strict);
    }
}

static int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_chunk_size(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;
    int digit = hex_value(c);

    if (c == '\r' && head->value.length > 0) {
        strict->state = CHUNK_SIZE_LF;
    } else if (digit < 0 || head->value.length == CHUNK_DIGITS_MAX) {
        refuse(strict, 400);
    } else {
        head->value.length++;
        head->remaining = head->remaining * 16 + (size_t)digit;
    }
}

static void read_chunk_size_lf(struct strict *strict, char c)
{
    struct strict_head *head = &strict->head;

    head->length += head->remaining;
    expect(strict, c, '\n', head->remaining == 0 ? LAST_CR : CHUNK);
    if (strict->refusal == 0 && head->length > strict->body_max)
        refuse(strict, 413);
}

static void read_chunk_cr(struct strict *strict, char c)
{
    expect(strict, c, '\r', CHUNK_LF);
}

static void read_chunk_lf(struct strict *strict, char c)
{
    strict->head.value.length = 0;
    expect(strict, c, '\n', CHUNK_SIZE);
}

static void read_last_cr(struct strict *strict, char c)
{
    expect(strict, c, '\r', LAST_LF);
}

static void read_last_lf(struct strict *strict, char c)
{
    expect(strict, c, '\n', METHOD);
    if (c == '\n')
        request_done(strict);
}

typedef void state_function(struct strict *strict, char c);

static state_function *const functions[] = {
    [METHOD] = read_method,
    [TARGET] = read_target,
    [VERSION] = read_version,
    [VERSION_LF] = read_version_lf,
    [FIELD] = read_field,
    [FIELD_NAME] = read_field_name,
    [FIELD_VALUE] = read_field_value,
    [FIELD_LF] = read_field_lf,
    [HEAD_LF] = read_head_lf,
    [CHUNK_SIZE] = read_chunk_size,
    [CHUNK_SIZE_LF] = read_chunk_size_lf,
    [CHUNK_CR] = read_chunk_cr,
    [CHUNK_LF] = read_chunk_lf,
    [LAST_CR] = read_last_cr,
    [LAST_LF] = read_last_lf,
};

static bool is_content(const struct strict *strict)
{
    return strict->state == BODY || strict->state == CHUNK;
}

/* Passes over as much of the content as there is; answers how much that was. */
static size_t skip_content(struct strict *strict, size_t available)
{
    struct strict_head *head = &strict->head;
    size_t taken = available < head->remaining ? available : head->remaining;

    head->remaining -= taken;
    strict->seen += taken;
    if (head->remaining > 0)
        return taken;
    if (strict->state == CHUNK)
        strict->state = CHUNK_CR;
    else
        request_done(strict);
    return taken;
}

static bool is_field_state(int state)
{
    return state >= FIELD && state <= FIELD_LF;
}

static void step(struct strict *strict, char c)
{
    strict->seen++;
    if (is_field_state(strict->state) && ++strict->head.fields_bytes > FIELDS_BYTES_MAX)
        refuse(strict, 431);
    else
        functions[strict->state](strict, c);
}

void strict_start(struct strict *strict, size_t body_max)
{
    *strict = (struct strict){ .state = METHOD, .body_max = body_max };
}

bool strict_read(struct strict *strict, str bytes)
{
    size_t at = 0;

    while (at < bytes.length && strict->refusal == 0) {
        if (is_content(strict))
            at += skip_content(strict, bytes.length - at);
        else
            step(strict, bytes.data[at++]);
    }
    return strict->refusal == 0;
}

bool strict_is_between(const struct strict *strict)
{
    return strict->state == METHOD && strict->head.name.length == 0;
}
