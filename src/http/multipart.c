/* SPDX-License-Identifier: Apache-2.0 */
/*
 * multipart/form-data (RFC 7578), as browsers write it.
 *
 *     --boundary CRLF
 *     Content-Disposition: form-data; name="photo"; filename="a.jpg" CRLF
 *     CRLF
 *     the bytes
 *     CRLF --boundary CRLF     the next part, or
 *     CRLF --boundary-- CRLF   the end
 *
 * Nothing before the first boundary, nothing after the last, no parts within parts.  Nothing is
 * copied but names with escapes; the values are views of the body.
 */
#include "http/form.h"

#include <string.h>

enum {
    BOUNDARY_MAX = 70, /* RFC 2046 */
    PART_HEAD_MAX = 4096,
    FILE_NAME_MAX = 255,
    PARAMS_FIRST = 16,
};

/* A part's header lines, as far as they are of use. */
struct part {
    str name;
    str file_name;
    bool has_name;
    bool is_file;
    bool has_disposition;
};

static struct error *broken(struct context *cx)
{
    return fail(cx, ERROR_INVALID, "上传的内容不完整或者格式不对，请重新提交。");
}

static bool starts_nocase(str s, const char *prefix)
{
    size_t length = strlen(prefix);

    return s.length >= length && strncasecmp(s.data, prefix, length) == 0;
}

static bool eq_nocase(str s, const char *text)
{
    return s.length == strlen(text) && starts_nocase(s, text);
}

/* Takes what comes before the separator; false, and nothing taken, when it is not there. */
static bool take_until(str *rest, str separator, str *taken)
{
    const char *at = rest->length == 0
                         ? NULL
                         : memmem(rest->data, rest->length, separator.data, separator.length);

    if (at == NULL)
        return false;
    *taken = (str){ rest->data, (size_t)(at - rest->data) };
    *rest = str_slice(*rest, taken->length + separator.length, rest->length);
    return true;
}

static bool take(str *rest, str expected)
{
    if (!str_starts(*rest, expected))
        return false;
    *rest = str_slice(*rest, expected.length, rest->length);
    return true;
}

static void skip_blanks(str *rest)
{
    while (take(rest, S(" ")) || take(rest, S("\t")))
        continue;
}

/* --- Parameters of a header: ; name=token; name="text" --- */

/* Browsers write a quote inside as %22, some older ones as \".  Any other backslash is itself:
 * old ones send the whole path of a file. */
static bool take_quoted(str *rest, str *value)
{
    size_t end = 0;

    (void)take(rest, S("\""));
    while (end < rest->length && rest->data[end] != '"') {
        bool escaped =
            rest->data[end] == '\\' && end + 1 < rest->length && rest->data[end + 1] == '"';
        end += escaped ? 2 : 1;
    }
    if (end >= rest->length)
        return false;
    *value = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->length);
    return true;
}

static bool take_token(str *rest, str *value)
{
    size_t end = 0;

    while (end < rest->length && strchr("; \t\"=", rest->data[end]) == NULL)
        end++;
    *value = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end, rest->length);
    return end > 0;
}

static bool take_value(str *rest, str *value)
{
    return str_starts(*rest, S("\"")) ? take_quoted(rest, value) : take_token(rest, value);
}

/* Takes the next parameter.  False at the end, and for text that is none: then *rest is not
 * empty. */
static bool take_parameter(str *rest, str *name, str *value)
{
    str before = *rest;

    skip_blanks(rest);
    if (rest->length == 0)
        return false;
    if (take(rest, S(";"))) {
        skip_blanks(rest);
        if (take_token(rest, name) && take(rest, S("=")) && take_value(rest, value))
            return true;
    }
    *rest = before;
    return false;
}

/* --- The boundary. --- */

static bool is_boundary_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL);
}

static bool is_boundary(str boundary)
{
    for (size_t i = 0; i < boundary.length; i++)
        if (!is_boundary_character(boundary.data[i]))
            return false;
    return boundary.length > 0 && boundary.length <= BOUNDARY_MAX &&
           !str_ends(boundary, S(" "));
}

static bool find_boundary(str content_type, str *boundary)
{
    str type;
    str rest;
    str name;
    str value;
    int found = 0;

    (void)str_cut(content_type, ';', &type, &rest);
    rest = str_slice(content_type, type.length, content_type.length);
    while (take_parameter(&rest, &name, &value)) {
        if (!eq_nocase(name, "boundary"))
            continue;
        *boundary = value;
        found++;
    }
    return rest.length == 0 && found == 1 && is_boundary(*boundary);
}

/* --- The headers of a part. --- */

/* Turns %22 and \" into the quote they stand for.  Browsers write a line end as %0D%0A; that is
 * left as it is, because no name of ours has one. */
static str unquote(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };

    while (text.length > 0) {
        if (take(&text, S("%22")) || take(&text, S("\\\""))) {
            buf_add_char(&out, '"');
        } else {
            buf_add_char(&out, text.data[0]);
            text = str_slice(text, 1, text.length);
        }
    }
    return buf_str(&out);
}

static str after_last(str s, char separator)
{
    const char *at = s.length == 0 ? NULL : memrchr(s.data, separator, s.length);

    return at == NULL ? s : str_slice(s, (size_t)(at - s.data) + 1, s.length);
}

/* One line of text without any path. */
static bool file_name_is_good(str name)
{
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.data[i] < ' ')
            return false;
    return name.length <= FILE_NAME_MAX && str_is_clean(name) && !str_eq(name, S(".")) &&
           !str_eq(name, S(".."));
}

static bool set_file_name(struct part *part, str name)
{
    part->file_name = after_last(after_last(name, '/'), '\\');
    part->is_file = true;
    return file_name_is_good(part->file_name);
}

/* filename*=UTF-8''%E5%9B%BE.jpg */
static bool read_extended_name(struct context *cx, struct part *part, str value)
{
    str name;

    if (!starts_nocase(value, "UTF-8''"))
        return false;
    return percent_decode(cx->arena, str_slice(value, strlen("UTF-8''"), value.length), false,
                          &name) &&
           set_file_name(part, name);
}

static bool read_name(struct context *cx, struct part *part, str value)
{
    if (part->has_name)
        return false;
    part->has_name = true;
    part->name = unquote(cx->arena, value);
    return str_is_clean(part->name);
}

/* name, filename and filename*; the last of these wins over the second, wherever it stands. */
static bool read_disposition(struct context *cx, struct part *part, str value)
{
    str name;
    str text;
    bool is_extended = false;

    if (part->has_disposition || !starts_nocase(value, "form-data"))
        return false;
    part->has_disposition = true;
    value = str_slice(value, strlen("form-data"), value.length);
    while (take_parameter(&value, &name, &text)) {
        if (eq_nocase(name, "name")) {
            if (!read_name(cx, part, text))
                return false;
        } else if (eq_nocase(name, "filename*")) {
            if (is_extended || !read_extended_name(cx, part, text))
                return false;
            is_extended = true;
        } else if (eq_nocase(name, "filename") && !is_extended) {
            if (!set_file_name(part, unquote(cx->arena, text)))
                return false;
        }
    }
    return value.length == 0 && part->has_name;
}

static bool is_plain_encoding(str value)
{
    return eq_nocase(value, "binary") || eq_nocase(value, "8bit") || eq_nocase(value, "7bit");
}

static bool read_part_line(struct context *cx, struct part *part, str line)
{
    str name;
    str value;

    if (!str_cut(line, ':', &name, &value))
        return false;
    value = str_trim(value);
    if (eq_nocase(name, "content-disposition"))
        return read_disposition(cx, part, value);
    if (eq_nocase(name, "content-transfer-encoding"))
        return is_plain_encoding(value);
    if (eq_nocase(name, "content-type"))
        return !starts_nocase(value, "multipart/");
    return name.length > 0;
}

/* The lines up to the empty one. */
static bool read_part_head(struct context *cx, struct part *part, str *rest)
{
    str head = str_slice(*rest, 0, PART_HEAD_MAX);
    str line;
    size_t taken = 0;

    while (take_until(&head, S("\r\n"), &line)) {
        taken += line.length + 2;
        if (line.length == 0) {
            *rest = str_slice(*rest, taken, rest->length);
            return part->has_disposition;
        }
        if (!read_part_line(cx, part, line))
            return false;
    }
    return false;
}

/* --- Parts. --- */

/* A form without a chosen file sends an empty part with an empty file name: an empty text. */
static struct error *check_part(struct context *cx, const struct part *part, str value)
{
    if (part->is_file && part->file_name.length == 0 && value.length > 0)
        return fail(cx, ERROR_INVALID, "上传的文件没有文件名，请重新选择文件。");
    if (!part->is_file && !str_is_clean(value))
        return fail(cx, ERROR_INVALID, "提交的内容里有无法识别的字符，请重新填写后再提交。");
    return NULL;
}

static struct error *read_part(struct context *cx, str delimiter, str *rest,
                               struct param *param)
{
    struct part part = { 0 };
    str value;

    if (!read_part_head(cx, &part, rest) || !take_until(rest, delimiter, &value))
        return broken(cx);
    TRY(check_part(cx, &part, value));
    *param = (struct param){ part.name, value, part.file_name };
    return NULL;
}

/* Room for one more. */
static struct param *grow(struct context *cx, struct param *items, size_t count)
{
    bool is_full = count == 0 || (count >= PARAMS_FIRST && (count & (count - 1)) == 0);

    if (!is_full)
        return items;
    struct param *more =
        arena_array(cx->arena, struct param, count == 0 ? PARAMS_FIRST : count * 2);
    if (count > 0)
        memcpy(more, items, count * sizeof *items);
    return more;
}

static bool is_end(str rest)
{
    return str_eq(rest, S("--")) || str_eq(rest, S("--\r\n"));
}

static struct error *read_parts(struct context *cx, str delimiter, str rest,
                                struct params *params)
{
    struct param *items = NULL;
    size_t count = 0;

    while (!is_end(rest)) {
        if (!take(&rest, S("\r\n")))
            return broken(cx);
        if (count == PARAMS_MAX)
            return fail(cx, ERROR_INVALID, "提交的项目太多，最多%d项。", (int)PARAMS_MAX);
        items = grow(cx, items, count);
        TRY(read_part(cx, delimiter, &rest, &items[count]));
        count++;
    }
    *params = (struct params){ items, count };
    return NULL;
}

/* The next field, taken whole; false for a file, for the end, and for what has not come yet. */
static bool take_field(struct context *cx, str delimiter, str *rest, struct param *param)
{
    struct part part = { 0 };
    str value;

    if (!take(rest, S("\r\n")) || !read_part_head(cx, &part, rest) || part.is_file ||
        !take_until(rest, delimiter, &value) || !str_is_clean(value))
        return false;
    *param = (struct param){ part.name, value, part.file_name };
    return true;
}

struct error *multipart_read_front(struct context *cx, str content_type, str front,
                                   struct params *params)
{
    struct param *items = grow(cx, NULL, 0);
    str boundary = { 0 };
    size_t count = 0;

    if (!find_boundary(content_type, &boundary))
        return broken(cx);
    str delimiter = arena_printf(cx->arena, "\r\n--%.*s", STR_ARG(boundary));
    if (!take(&front, str_slice(delimiter, 2, delimiter.length)))
        return broken(cx);
    while (count < PARAMS_MAX && take_field(cx, delimiter, &front, &items[count])) {
        count++;
        items = grow(cx, items, count);
    }
    *params = (struct params){ items, count };
    return NULL;
}

struct error *multipart_read(struct context *cx, str content_type, str body,
                             struct params *params)
{
    str boundary = { 0 };

    if (!find_boundary(content_type, &boundary))
        return broken(cx);
    str delimiter = arena_printf(cx->arena, "\r\n--%.*s", STR_ARG(boundary));
    if (!take(&body, str_slice(delimiter, 2, delimiter.length)))
        return broken(cx);
    return read_parts(cx, delimiter, body, params);
}
