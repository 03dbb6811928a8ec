/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request: from evhttp into struct exchange, and the response out.
 *
 * The response does not go through evhttp_send_reply, which makes three allocations a header
 * and three system calls to wait until the socket can be written.  The head is written here,
 * the socket is tried at once, and evhttp is told that the reply has ended.
 */
#include "http/form.h"
#include "http/loop.h"

#include <assert.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <time.h>

enum { HEAD_BYTES = 512, FIELD_BYTES_EXPECTED = 64 };

static const struct status {
    int code;
    const char *phrase;
    const char *refusal; /* said to the person, when the server itself refuses */
} statuses[] = {
    { 200, "OK", NULL },
    { 201, "Created", NULL },
    { 202, "Accepted", NULL },
    { 204, "No Content", NULL },
    { 206, "Partial Content", NULL },
    { 301, "Moved Permanently", NULL },
    { 302, "Found", NULL },
    { 303, "See Other", NULL },
    { 304, "Not Modified", NULL },
    { 307, "Temporary Redirect", NULL },
    { 308, "Permanent Redirect", NULL },
    { 400, "Bad Request", "请求的格式不对，无法处理。" },
    { 401, "Unauthorized", NULL },
    { 403, "Forbidden", NULL },
    { 404, "Not Found", NULL },
    { 405, "Method Not Allowed", NULL },
    { 406, "Not Acceptable", NULL },
    { 408, "Request Timeout", "请求发送得太慢，请检查网络后重试。" },
    { 409, "Conflict", NULL },
    { 410, "Gone", NULL },
    { 413, "Content Too Large", "提交的内容太大，请减少或压缩后再提交。" },
    { 414, "URI Too Long", "网址太长，无法处理。" },
    { 415, "Unsupported Media Type", NULL },
    { 416, "Range Not Satisfiable", NULL },
    { 417, "Expectation Failed", "请求的格式不对，无法处理。" },
    { 422, "Unprocessable Content", NULL },
    { 429, "Too Many Requests", NULL },
    { 431, "Request Header Fields Too Large",
      "请求的附加信息太多，请清除本网站的 Cookie 后重试。" },
    { 500, "Internal Server Error", NULL },
    { 501, "Not Implemented", "系统不支持这种请求方式。" },
    { 503, "Service Unavailable", NULL },
    { 505, "HTTP Version Not Supported", "系统不支持这个版本的 HTTP。" },
};

static const struct status *find_status(int code)
{
    for (size_t i = 0; i < COUNT(statuses); i++)
        if (statuses[i].code == code)
            return &statuses[i];
    return NULL;
}

static const char *status_phrase(int code)
{
    const struct status *status = find_status(code);

    return status == NULL ? "Status" : status->phrase;
}

static str refusal_sentence(int code)
{
    const struct status *status = find_status(code);

    return status == NULL || status->refusal == NULL ? S("请求无法处理。")
                                                     : str_of(status->refusal);
}

/* --- The head of a response. --- */

static str loop_date(struct loop *loop)
{
    int64_t now = time(NULL);

    if (now != loop->dated_at) {
        loop->dated_at = now;
        (void)evutil_date_rfc1123(loop->date, sizeof loop->date, NULL);
    }
    return str_of(loop->date);
}

static bool has_no_body(int status)
{
    return status == 204 || status == 304;
}

static void add_line(struct buf *out, str name, str value)
{
    buf_add(out, name);
    buf_add(out, value);
    buf_add(out, S("\r\n"));
}

static bool fits_uri(char c)
{
    return c > ' ' && c < 0x7f && strchr("\"<>\\^`{|}", c) == NULL;
}

/* A location may hold Chinese text; escapes that are there already stay. */
static void add_location(struct buf *out, str location)
{
    buf_add(out, S("Location: "));
    for (size_t i = 0; i < location.length; i++) {
        if (fits_uri(location.data[i]))
            buf_add_char(out, location.data[i]);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)location.data[i]);
    }
    buf_add(out, S("\r\n"));
}

static void add_content_lines(struct buf *out, const struct response *response)
{
    const char *type = response->content_type;

    if (has_no_body(response->status))
        return;
    add_line(out, S("Content-Type: "),
             type == NULL ? S("text/html; charset=utf-8") : str_of(type));
    if (response->stream)
        return;
    buf_add(out, S("Content-Length: "));
    buf_add_integer(out, (int64_t)response->body.length + response->file.bytes);
    buf_add(out, S("\r\n"));
}

static void write_head(struct loop *loop, const struct response *response, bool close,
                       struct buf *out)
{
    (void)buf_reserve(out, HEAD_BYTES + response->headers.length);
    buf_add(out, S("HTTP/1.1 "));
    buf_add_integer(out, response->status);
    add_line(out, S(" "), str_of(status_phrase(response->status)));
    add_line(out, S("Date: "), loop_date(loop));
    add_content_lines(out, response);
    if (!str_is_empty(response->location))
        add_location(out, response->location);
    if (close)
        buf_add(out, S("Connection: close\r\n"));
    buf_add(out, buf_str(&response->headers));
    buf_add(out, S("\r\n"));
}

/* --- Making and releasing exchanges. --- */

static struct exchange *exchange_new(struct connection *connection)
{
    struct loop *loop = connection->loop;
    struct arena *arena = loop_take_arena(loop);
    struct exchange *exchange = arena_new(arena, struct exchange);
    struct transfer *transfer = arena_new(arena, struct transfer);

    *transfer = (struct transfer){ .loop = loop, .arena = arena, .connection = connection };
    exchange->cx.arena = arena;
    exchange->server = loop->server;
    exchange->loop_data = loop->data;
    exchange->transport = transfer;
    exchange->request.secure = loop->server->tls != NULL;
    exchange->response.status = 200;
    exchange->response.body.arena = arena;
    exchange->response.headers.arena = arena;
    return exchange;
}

static void release_large(struct exchange *exchange)
{
    struct transfer *transfer = exchange->transport;

    if (transfer->large.descriptor == 0)
        return;
    if (transfer->large_bytes != NULL)
        munmap((void *)(uintptr_t)transfer->large_bytes, (size_t)transfer->large.bytes);
    loose_file_close(&transfer->large);
    atomic_fetch_sub_explicit(&exchange->server->large, 1, memory_order_relaxed);
}

void exchange_release(struct exchange *exchange)
{
    struct transfer *transfer = exchange->transport;

    loose_file_close(&exchange->response.file);
    release_large(exchange);
    loop_give_arena(transfer->loop, transfer->arena);
}

static void tell_finished(const struct exchange *exchange)
{
    const struct server_options *options = &exchange->server->options;

    if (options->finished != NULL)
        options->finished(exchange, options->closure);
}

/* Lets the application write the page for a refusal; says it plainly when there is none. */
static void write_refusal(struct exchange *exchange, int status, str sentence)
{
    const struct server_options *options = &exchange->server->options;
    struct response *response = &exchange->response;

    response->status = status;
    response->title = sentence;
    if (options->refuse != NULL) {
        options->refuse(exchange, options->closure);
        return;
    }
    response->content_type = "text/plain; charset=utf-8";
    buf_add(&response->body, sentence);
    buf_add(&response->body, S("\n"));
}

void exchange_refuse(struct connection *connection, int status)
{
    struct exchange *exchange = exchange_new(connection);
    struct response *response = &exchange->response;
    struct evbuffer *output = bufferevent_get_output(connection->bev);
    struct buf head = { .arena = exchange->cx.arena };

    write_refusal(exchange, status, refusal_sentence(status));
    write_head(connection->loop, response, true, &head);
    evbuffer_add(output, head.data, head.length);
    if (response->body.length > 0)
        evbuffer_add(output, response->body.data, response->body.length);
    tell_finished(exchange);
    exchange_release(exchange);
}

/* --- The request. --- */

static enum method method_of(enum evhttp_cmd_type command)
{
    switch (command) {
    case EVHTTP_REQ_POST:
        return POST;
    case EVHTTP_REQ_PUT:
        return PUT;
    case EVHTTP_REQ_PATCH:
        return PATCH;
    case EVHTTP_REQ_DELETE:
        return DELETE;
    case EVHTTP_REQ_OPTIONS:
        return OPTIONS;
    case EVHTTP_REQ_GET:
    case EVHTTP_REQ_HEAD:
    case EVHTTP_REQ_TRACE: /* the strict eye lets neither through */
    case EVHTTP_REQ_CONNECT:
        return GET;
    }
    return GET;
}

/* Line ends and tabs, which clean text may hold, have no place in a path either. */
static bool is_path(str path)
{
    for (size_t i = 0; i < path.length; i++)
        if ((unsigned char)path.data[i] < ' ')
            return false;
    for (str segment; path.length > 0;) {
        (void)str_cut(path, '/', &segment, &path);
        if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
            return false;
    }
    return true;
}

static struct error *read_target(struct exchange *exchange, str target)
{
    struct request *request = &exchange->request;
    str path;
    str query;

    request->target = target;
    (void)str_cut(target, '?', &path, &query);
    if (!percent_decode(exchange->cx.arena, path, false, &request->path) ||
        !is_path(request->path))
        return fail(&exchange->cx, ERROR_INVALID, "网址不正确，请检查后重试。");
    return form_read(&exchange->cx, query, &request->query);
}

static void lower_in_place(char *text)
{
    for (; *text != '\0'; text++)
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text + ('a' - 'A'));
}

static size_t count_headers(const struct evkeyvalq *from)
{
    const struct evkeyval *each;
    size_t count = 0;

    TAILQ_FOREACH(each, from, next)
    {
        count++;
    }
    return count;
}

/* Old browsers put texts in other encodings into headers; those are left out. */
static void read_headers(struct exchange *exchange, struct evkeyvalq *from)
{
    struct request *request = &exchange->request;
    struct header *headers =
        arena_array(exchange->cx.arena, struct header, count_headers(from) + 1);
    struct evkeyval *each;

    TAILQ_FOREACH(each, from, next)
    {
        str value = str_trim(str_of(each->value));
        if (!str_is_clean(value))
            continue;
        lower_in_place(each->key);
        headers[request->header_count++] = (struct header){ str_of(each->key), value };
    }
    request->headers = headers;
}

static struct error *read_form(struct exchange *exchange)
{
    struct request *request = &exchange->request;
    str type = request_header(request, "content-type");

    if (media_type_is(type, "application/x-www-form-urlencoded"))
        return form_read(&exchange->cx, request->body, &request->form);
    if (media_type_is(type, "multipart/form-data"))
        return multipart_read(&exchange->cx, type, request->body, &request->form);
    return NULL;
}

static struct error *read_body(struct exchange *exchange, struct evbuffer *from)
{
    size_t length = evbuffer_get_length(from);

    if (length == 0)
        return NULL;
    exchange->request.body = (str){ (const char *)evbuffer_pullup(from, -1), length };
    return read_form(exchange);
}

static struct error *read_request(struct exchange *exchange, struct evhttp_request *from)
{
    struct request *request = &exchange->request;
    enum evhttp_cmd_type command = evhttp_request_get_command(from);

    request->method = method_of(command);
    request->is_head = command == EVHTTP_REQ_HEAD;
    request->remote = str_of(from->remote_host);
    read_headers(exchange, evhttp_request_get_input_headers(from));
    TRY(read_target(exchange, str_of(evhttp_request_get_uri(from))));
    return read_body(exchange, evhttp_request_get_input_buffer(from));
}

/* Called by evhttp when the reply has been written. */
static void sent(struct evhttp_request *from, void *closure)
{
    (void)from;
    connection_answered(closure);
}

static struct exchange *begin(struct connection *connection, struct evhttp_request *from)
{
    struct exchange *exchange = exchange_new(connection);
    struct transfer *transfer = exchange->transport;

    transfer->evhttp_request = from;
    connection->transfer = transfer;
    connection->phase = PHASE_HANDLING;
    connection->delivered++;
    connection->unread = connection->strict.head.is_large &&
                         connection->delivered == connection->strict.requests;
    evhttp_request_set_on_complete_cb(from, sent, connection);
    return exchange;
}

static void refuse_request(struct exchange *exchange, const struct error *error)
{
    write_refusal(exchange, 400, error->message);
    exchange_send(exchange);
}

/* evhttp must not see a request where the strict eye saw none; should it ever, that would be an
 * attack on the difference. */
void exchange_receive(struct evhttp_request *from, void *closure)
{
    struct loop *loop = closure;
    struct connection *connection = loop->current;
    const struct server_options *options = &loop->server->options;

    assert(connection->evcon == evhttp_request_get_connection(from));
    if (connection->delivered == connection->strict.requests) {
        connection_refuse(connection, 400);
        return;
    }

    struct exchange *exchange = begin(connection, from);
    struct error *error = read_request(exchange, from);
    if (error != NULL)
        refuse_request(exchange, error);
    else if (connection->unread)
        spool_begin(exchange);
    else
        options->handle(exchange, options->closure);
}

void exchange_refuse_large(struct exchange *exchange, int status, str sentence)
{
    write_refusal(exchange, status,
                  str_is_empty(sentence) ? refusal_sentence(status) : sentence);
    exchange_send(exchange);
}

void exchange_receive_large(struct exchange *exchange)
{
    const struct server_options *options = &exchange->server->options;
    struct transfer *transfer = exchange->transport;
    struct error *error =
        loose_file_map(&exchange->cx, &transfer->large, &transfer->large_bytes);

    if (error == NULL) {
        exchange->request.body = (str){ transfer->large_bytes, (size_t)transfer->large.bytes };
        error = read_form(exchange);
    }
    if (error != NULL)
        refuse_request(exchange, error);
    else
        options->handle(exchange, options->closure);
}

/* --- The response. --- */

/* The value of Connection is a list of words in any case. */
static bool asks_to_close(const struct request *request, struct arena *arena)
{
    str value = request_header(request, "connection");

    if (str_is_empty(value))
        return false;
    char *lowered = arena_alloc(arena, value.length + 1);
    memcpy(lowered, value.data, value.length);
    lower_in_place(lowered);
    return str_list_has(str_of(lowered), S("close"));
}

static bool must_close(const struct exchange *exchange)
{
    const struct transfer *transfer = exchange->transport;

    return transfer->loop->stopping || transfer->evhttp_request->minor == 0 ||
           asks_to_close(&exchange->request, transfer->arena);
}

/* Tries the socket at once; answers how many bytes it took.  TLS has to go through libevent. */
static size_t send_directly(const struct connection *connection, str head, str body)
{
    struct iovec pieces[] = {
        { .iov_base = (void *)(uintptr_t)head.data, .iov_len = head.length },
        { .iov_base = (void *)(uintptr_t)body.data, .iov_len = body.length },
    };
    struct msghdr message = { .msg_iov = pieces, .msg_iovlen = COUNT(pieces) };

    if (connection->loop->server->tls != NULL ||
        evbuffer_get_length(bufferevent_get_output(connection->bev)) > 0)
        return 0;
    ssize_t taken = sendmsg(bufferevent_getfd(connection->bev), &message, MSG_NOSIGNAL);
    return taken < 0 ? 0 : (size_t)taken;
}

static void body_sent(const void *data, size_t length, void *exchange)
{
    (void)data;
    (void)length;
    exchange_release(exchange);
}

/* The server of the connection reads it piece by piece, and closes it. */
static void send_file(struct evbuffer *output, struct loose_file *file)
{
    if (file->descriptor > 0 &&
        evbuffer_add_file(output, file->descriptor, 0, (ev_off_t)file->bytes) != 0)
        loose_file_close(file);
}

/* Leaves the rest to libevent; the body is not copied, so the exchange lives until it is out.
 */
static void send_rest(struct exchange *exchange, struct evbuffer *output, str head, str body)
{
    struct loose_file file = exchange->response.file;

    exchange->response.file = (struct loose_file){ 0 };
    evbuffer_add(output, head.data, head.length);
    if (body.length == 0)
        exchange_release(exchange);
    else
        evbuffer_add_reference(output, body.data, body.length, body_sent, exchange);
    send_file(output, &file);
}

/* Tells evhttp that the reply is in the output.  evhttp would end the program if it were asked
 * to read now, so its read callback is taken out, as evhttp_send does it. */
static void finish(struct connection *connection, struct evhttp_request *from)
{
    struct bufferevent *bev = connection->bev;
    bool waits = evbuffer_get_length(bufferevent_get_output(bev)) > 0;
    bufferevent_data_cb written;
    bufferevent_event_cb ended;
    void *evcon;

    if (waits) {
        bufferevent_getcb(bev, NULL, &written, &ended, &evcon);
        bufferevent_setcb(bev, NULL, written, ended, evcon);
    }
    from->chunked = 0; /* it was the request's and would be taken for the reply's */
    evhttp_send_reply_end(from);
    if (waits)
        bufferevent_enable(bev, EV_READ | EV_WRITE);
}

static void send_parts(struct exchange *exchange, struct connection *connection, str head,
                       str body)
{
    size_t taken = send_directly(connection, head, body);
    struct evbuffer *output = bufferevent_get_output(connection->bev);
    size_t of_head = taken < head.length ? taken : head.length;

    head = str_slice(head, of_head, head.length);
    body = str_slice(body, taken - of_head, body.length);
    send_rest(exchange, output, head, body);
}

static void send_response(struct exchange *exchange, struct connection *connection,
                          struct evhttp_request *from)
{
    struct response *response = &exchange->response;
    bool omit = exchange->request.is_head || has_no_body(response->status);
    struct buf head = { .arena = exchange->cx.arena };
    bool close = must_close(exchange);

    if (close)
        evhttp_add_header(evhttp_request_get_output_headers(from), "Connection", "close");
    write_head(connection->loop, response, close, &head);
    if (omit)
        loose_file_close(&response->file);
    send_parts(exchange, connection, buf_str(&head),
               omit ? (str){ 0 } : buf_str(&response->body));
    finish(connection, from);
}

bool count_one_more(atomic_int *open, int most)
{
    if (atomic_fetch_add_explicit(open, 1, memory_order_relaxed) < most)
        return true;
    atomic_fetch_sub_explicit(open, 1, memory_order_relaxed);
    return false;
}

static void refuse_stream(struct exchange *exchange)
{
    struct response *response = &exchange->response;

    response->stream = false;
    response->body.length = 0;
    response->content_type = NULL;
    write_refusal(exchange, 503, S("同时开着的大屏太多，请稍后再开。"));
}

/* The head and what there is of the body; everything after that is the connection's. */
static void send_stream(struct exchange *exchange, struct connection *connection)
{
    struct evbuffer *output = bufferevent_get_output(connection->bev);
    struct buf head = { .arena = exchange->cx.arena };

    write_head(connection->loop, &exchange->response, true, &head);
    evbuffer_add(output, head.data, head.length);
    if (exchange->response.body.length > 0)
        evbuffer_add(output, exchange->response.body.data, exchange->response.body.length);
    connection_stream(connection);
    exchange_release(exchange);
}

/* The answer to a large body that has not come whole: its rest cannot be told from a request,
 * so the connection ends behind it. */
static void send_last(struct exchange *exchange, struct connection *connection)
{
    struct response *response = &exchange->response;
    struct evbuffer *output = bufferevent_get_output(connection->bev);
    struct buf head = { .arena = exchange->cx.arena };

    connection->spool = NULL;
    loose_file_close(&response->file);
    write_head(connection->loop, response, true, &head);
    connection_linger(connection);
    evbuffer_add(output, head.data, head.length);
    if (response->body.length > 0)
        evbuffer_add(output, response->body.data, response->body.length);
    exchange_release(exchange);
}

/* Of a stream only the head is asked for, or nobody is there any more, or there are too many.
 */
static void settle_stream(struct exchange *exchange)
{
    const struct transfer *transfer = exchange->transport;

    if (exchange->request.is_head || transfer->connection == NULL)
        exchange->response.stream = false;
    else if (!count_one_more(&exchange->server->streams, exchange->server->options.streams_max))
        refuse_stream(exchange);
}

void exchange_send(struct exchange *exchange)
{
    struct transfer *transfer = exchange->transport;
    struct connection *connection = transfer->connection;
    struct evhttp_request *from = transfer->evhttp_request;

    if (exchange->response.status == 0)
        exchange->response.status = 200;
    if (exchange->response.stream)
        settle_stream(exchange);
    tell_finished(exchange);
    if (connection == NULL) {
        evhttp_request_free(from);
        exchange_release(exchange);
        return;
    }
    connection->transfer = NULL;
    if (connection->unread) {
        send_last(exchange, connection);
        return;
    }
    if (exchange->response.stream) {
        send_stream(exchange, connection);
        return;
    }
    connection->phase = PHASE_ANSWERING;
    send_response(exchange, connection, from);
}
