/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON, written by hand into a buf and read with cJSON.
 *
 * cJSON is kind: it makes doubles of numbers, ends a string at \u0000 and passes over control
 * characters.  So the text is looked through once before, and cJSON then reads one value at a
 * time and says where each ends: numbers, arrays and objects are kept as they were written.
 */
#include "base/json.h"

#include <cjson/cJSON.h>
#include <limits.h>
#include <string.h>

enum { MOST_MEMBERS = 200, MOST_DEPTH = 32, FIRST_ITEMS = 16, MOST_NAME_SHOWN = 50 };

/* How many bytes at the start of s need no escape. */
static size_t plain_bytes(str s)
{
    size_t at = 0;

    while (at < s.length) {
        unsigned char c = (unsigned char)s.data[at];
        if (c < 0x20 || c == 0x7f || c == '"' || c == '\\')
            return at;
        size_t bytes = c < 0x80 ? 1 : str_first(str_slice(s, at, s.length), 1).length;
        if (c >= 0x80 && bytes == 1)
            return at;
        at += bytes;
    }
    return at;
}

/* Escapes one character that cannot stand as it is; a broken byte becomes U+FFFD. */
static void add_escape(struct buf *out, unsigned char c)
{
    if (c == '"' || c == '\\') {
        buf_add_char(out, '\\');
        buf_add_char(out, (char)c);
    } else if (c == '\n') {
        buf_add(out, S("\\n"));
    } else if (c >= 0x80) {
        buf_add(out, S("\ufffd"));
    } else {
        buf_printf(out, "\\u%04x", c);
    }
}

void json_add_string(struct buf *out, str s)
{
    buf_add_char(out, '"');
    for (;;) {
        size_t plain = plain_bytes(s);
        buf_add(out, str_slice(s, 0, plain));
        if (plain == s.length)
            break;
        add_escape(out, (unsigned char)s.data[plain]);
        s = str_slice(s, plain + 1, s.length);
    }
    buf_add_char(out, '"');
}

void json_add_name(struct buf *out, const char *name)
{
    if (out->length > 0 && out->data[out->length - 1] != '{')
        buf_add_char(out, ',');
    json_add_string(out, str_of(name));
    buf_add_char(out, ':');
}

static char peek(str text)
{
    return text.length > 0 ? text.data[0] : '\0';
}

static void skip(str *text, size_t bytes)
{
    *text = str_slice(*text, bytes, text->length);
}

static void skip_space(str *text)
{
    while (text->length > 0 && strchr(" \t\r\n", text->data[0]) != NULL)
        skip(text, 1);
}

/* Takes the sign c, and the white space around it. */
static bool take(str *text, char c)
{
    skip_space(text);
    if (peek(*text) != c)
        return false;
    skip(text, 1);
    skip_space(text);
    return true;
}

static size_t take_digits(str *text)
{
    size_t count = 0;

    for (; peek(*text) >= '0' && peek(*text) <= '9'; count++)
        skip(text, 1);
    return count;
}

/* Takes a number as RFC 8259 writes it: no leading zeros, a digit on each side of the point. */
static bool take_number(str *text)
{
    if (peek(*text) == '-')
        skip(text, 1);
    bool leading_zero = peek(*text) == '0';
    size_t whole = take_digits(text);
    if (whole == 0 || (leading_zero && whole > 1))
        return false;
    if (peek(*text) == '.') {
        skip(text, 1);
        if (take_digits(text) == 0)
            return false;
    }
    if (peek(*text) == 'e' || peek(*text) == 'E') {
        skip(text, 1);
        if (peek(*text) == '+' || peek(*text) == '-')
            skip(text, 1);
        return take_digits(text) > 0;
    }
    return true;
}

static struct error *broken(struct context *cx)
{
    return fail(cx, ERROR_INVALID, "发来的内容不是完整的JSON，请检查引号、逗号和括号。");
}

/* Passes over a string; cJSON will read it, but would not notice these two. */
static struct error *check_string(struct context *cx, str *text)
{
    for (skip(text, 1); peek(*text) != '"'; skip(text, 1)) {
        if (text->length == 0)
            return broken(cx);
        if (strchr("\t\r\n", peek(*text)) != NULL)
            return fail(cx, ERROR_INVALID,
                        "JSON的文字里不能直接换行或用制表符，请写成\\n或\\t。");
        if (str_starts(*text, S("\\u0000")))
            return fail(cx, ERROR_INVALID, "JSON的文字里有空字符（\\u0000），请去掉后重发。");
        if (peek(*text) == '\\')
            skip(text, 1);
    }
    skip(text, 1);
    return NULL;
}

static struct error *check_number(struct context *cx, str *text)
{
    if (take_number(text))
        return NULL;
    return fail(cx, ERROR_INVALID, "JSON里的数字写法不对：前面不加零，小数点两边都要有数字。");
}

static struct error *check_token(struct context *cx, str *text, int *depth)
{
    char c = peek(*text);

    if (c == '"')
        return check_string(cx, text);
    if (c == '-' || (c >= '0' && c <= '9'))
        return check_number(cx, text);
    *depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    if (*depth > MOST_DEPTH)
        return fail(cx, ERROR_INVALID, "JSON的层数超过%d层，请减少嵌套。", MOST_DEPTH);
    skip(text, 1);
    return NULL;
}

/* Looks for all that cJSON would let pass. */
static struct error *check_text(struct context *cx, str text)
{
    int depth = 0;

    if (!str_is_clean(text))
        return fail(cx, ERROR_INVALID, "发来的内容有无法识别的字符，请用UTF-8编码。");
    while (text.length > 0)
        TRY(check_token(cx, &text, &depth));
    return NULL;
}

/* Takes the value at the start of text: *source is as it was written, *item is what cJSON
 * made of it, for the caller to delete. */
static bool take_value(str *text, str *source, cJSON **item)
{
    const char *end;

    /* cJSON would pass over white space and other things that are no value. */
    if (text->length == 0 || strchr("\"{[-0123456789tfn", text->data[0]) == NULL)
        return false;
    *item = cJSON_ParseWithLengthOpts(text->data, text->length, &end, false);
    if (*item == NULL)
        return false;
    size_t bytes = (size_t)(end - text->data);
    *source = str_slice(*text, 0, bytes);
    skip(text, bytes);
    return true;
}

static void delete_item(cJSON **item)
{
    cJSON_Delete(*item);
}

static struct error *take_name(struct context *cx, str *text, str *name)
{
    CLEANUP(delete_item) cJSON *item = NULL;
    str source;

    if (peek(*text) != '"' || !take_value(text, &source, &item) || !take(text, ':'))
        return broken(cx);
    *name = arena_copy(cx->arena, str_of(item->valuestring));
    return NULL;
}

static struct error *take_member(struct context *cx, str *text, struct json_member *member)
{
    CLEANUP(delete_item) cJSON *item = NULL;
    str source;

    TRY(take_name(cx, text, &member->name));
    if (!take_value(text, &source, &item))
        return broken(cx);
    member->is_null = cJSON_IsNull(item);
    if (cJSON_IsString(item))
        member->value = arena_copy(cx->arena, str_of(item->valuestring));
    else if (!member->is_null)
        member->value = source;
    if (!str_is_clean(member->name) || !str_is_clean(member->value))
        return fail(cx, ERROR_INVALID, "JSON的文字里有控制字符，请去掉后重发。");
    return NULL;
}

static bool has_member(const struct json_member *members, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(members[i].name, name))
            return true;
    return false;
}

static struct error *read_member(struct context *cx, str *text, struct json_member *members,
                                 size_t *count)
{
    struct json_member *member = &members[*count];

    if (*count == MOST_MEMBERS)
        return fail(cx, ERROR_INVALID, "一个JSON对象最多%d项，请分开发送。", MOST_MEMBERS);
    TRY(take_member(cx, text, member));
    if (has_member(members, *count, member->name))
        return fail(cx, ERROR_INVALID, "“%.*s”出现了两次，请只保留一个。",
                    STR_ARG(str_first(member->name, MOST_NAME_SHOWN)));
    (*count)++;
    return NULL;
}

/* After an item: a comma and more, or the sign that ends the list and nothing after it. */
static struct error *read_separator(struct context *cx, str *text, char end, bool *more)
{
    *more = take(text, ',');
    if (!*more && (!take(text, end) || text->length > 0))
        return broken(cx);
    return NULL;
}

struct error *json_read_object(struct context *cx, str text, struct json_member **members,
                               size_t *count)
{
    struct json_member *list = arena_array(cx->arena, struct json_member, MOST_MEMBERS);
    size_t length = 0;

    TRY(check_text(cx, text));
    if (!take(&text, '{'))
        return fail(cx, ERROR_INVALID, "发来的内容应是一个JSON对象，以{开头。");
    bool more = peek(text) != '}';
    if (!more)
        TRY(read_separator(cx, &text, '}', &more));
    while (more) {
        TRY(read_member(cx, &text, list, &length));
        TRY(read_separator(cx, &text, '}', &more));
    }
    *members = list;
    *count = length;
    return NULL;
}

struct list {
    str *items;
    size_t count;
    size_t capacity;
};

static void list_add(struct arena *arena, struct list *list, str item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? FIRST_ITEMS : list->capacity * 2;
        str *items = arena_array(arena, str, list->capacity);
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof(str));
        list->items = items;
    }
    list->items[list->count++] = item;
}

static struct error *read_item(struct context *cx, str *text, size_t most, struct list *list)
{
    CLEANUP(delete_item) cJSON *item = NULL;
    str source;

    if (list->count == most)
        return fail(cx, ERROR_INVALID, "一次最多发送%zu条，请分几次发送。", most);
    if (!take_value(text, &source, &item))
        return broken(cx);
    if (!cJSON_IsObject(item))
        return fail(cx, ERROR_INVALID, "第%zu条不是JSON对象，应以{开头。", list->count + 1);
    list_add(cx->arena, list, source);
    return NULL;
}

struct error *json_read_array(struct context *cx, str text, size_t most, str **items,
                              size_t *count)
{
    struct list list = { 0 };

    TRY(check_text(cx, text));
    if (!take(&text, '['))
        return fail(cx, ERROR_INVALID, "发来的内容应是一个JSON数组，以[开头。");
    bool more = peek(text) != ']';
    if (!more)
        TRY(read_separator(cx, &text, ']', &more));
    while (more) {
        TRY(read_item(cx, &text, most, &list));
        TRY(read_separator(cx, &text, ']', &more));
    }
    *items = list.items;
    *count = list.count;
    return NULL;
}
