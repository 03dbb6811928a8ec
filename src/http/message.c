/* SPDX-License-Identifier: Apache-2.0 */
/* Looking into requests and adding to responses. */
#include "http/message.h"

static const struct param *find_param(struct params params, const char *name)
{
    for (size_t i = 0; i < params.count; i++)
        if (str_eq(params.items[i].name, str_of(name)))
            return &params.items[i];
    return NULL;
}

str params_get(struct params params, const char *name)
{
    const struct param *param = find_param(params, name);

    return param == NULL ? (str){ 0 } : param->value;
}

bool params_has(struct params params, const char *name)
{
    return find_param(params, name) != NULL;
}

str request_param(const struct request *request, const char *name)
{
    return params_get(params_has(request->query, name) ? request->query : request->form, name);
}

str request_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (str_eq(request->headers[i].name, str_of(name)))
            return request->headers[i].value;
    return (str){ 0 };
}

str request_last_header(const struct request *request, const char *name)
{
    for (size_t i = request->header_count; i > 0; i--)
        if (str_eq(request->headers[i - 1].name, str_of(name)))
            return request->headers[i - 1].value;
    return (str){ 0 };
}

static bool eq_lower(str s, str lowered)
{
    bool same = s.length == lowered.length;

    for (size_t i = 0; same && i < s.length; i++) {
        char c = s.data[i];
        same = (c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c) == lowered.data[i];
    }
    return same;
}

bool media_type_is(str content_type, const char *type)
{
    str essence;
    str parameters;

    (void)str_cut(content_type, ';', &essence, &parameters);
    return eq_lower(str_trim(essence), str_of(type));
}

/* Looks through one Cookie header: "a=1; b=2". */
static bool find_cookie(str header, str name, str *value)
{
    while (header.length > 0) {
        str pair;
        str key;
        (void)str_cut(header, ';', &pair, &header);
        (void)str_cut(str_trim(pair), '=', &key, value);
        if (str_eq(key, name))
            return true;
    }
    return false;
}

str request_cookie(const struct request *request, const char *name)
{
    str value;

    for (size_t i = 0; i < request->header_count; i++)
        if (str_eq(request->headers[i].name, S("cookie")) &&
            find_cookie(request->headers[i].value, str_of(name), &value))
            return value;
    return (str){ 0 };
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7f;
}

/* A line end in a value would begin another header, so control characters become spaces. */
static void add_header_text(struct buf *out, str value)
{
    for (size_t i = 0; i < value.length; i++)
        buf_add_char(out, is_control(value.data[i]) ? ' ' : value.data[i]);
}

void response_header(struct response *response, const char *name, str value)
{
    struct buf *out = &response->headers;

    buf_add(out, str_of(name));
    buf_add(out, S(": "));
    add_header_text(out, value);
    buf_add(out, S("\r\n"));
}

void response_cookie(struct response *response, const struct request *request, const char *name,
                     str value, int64_t max_age_seconds)
{
    struct buf *out = &response->headers;

    buf_printf(out, "Set-Cookie: %s=", name);
    add_header_text(out, value);
    buf_printf(out, "; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s\r\n",
               (long long)max_age_seconds, request->secure ? "; Secure" : "");
}

/* Browsers read "//host" and "/\host" as another site. */
static bool is_own_path(str location)
{
    return str_starts(location, S("/")) && !str_starts(location, S("//")) &&
           !str_starts(location, S("/\\"));
}

struct error *redirect(struct response *response, str location)
{
    response->status = 303;
    response->location = is_own_path(location) ? location : S("/");
    return NULL;
}
