/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A body that is too large for memory.
 *
 * evhttp keeps a whole body in memory before it hands the request over, and there is no asking
 * whether it may come.  So the digits of a length beyond body_max are overwritten with zeros
 * before evhttp reads them.  It hands over the request without a body, and what follows is
 * taken here: the handler is asked, then the bytes go from the connection's input into a file
 * without a name, then the request is handled and answered as all others.
 */
#include "http/form.h"
#include "http/loop.h"

#include <assert.h>
#include <errno.h>

enum { FRONT_BYTES = 8 * 1024 };

/* Lies in the arena of its exchange. */
struct spool {
    struct exchange *exchange;
    size_t remaining; /* bytes still to come */
    bool is_admitted;
    bufferevent_data_cb read; /* evhttp's, put back at the end */
    bufferevent_data_cb write;
    bufferevent_event_cb ended;
    void *evcon;
};

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* evhttp takes whole lines, so all of the line is still there. */
void spool_hide_length(struct connection *connection, struct evbuffer *input)
{
    struct strict *strict = &connection->strict;
    uint64_t first = strict->seen - evbuffer_get_length(input);
    uint64_t at = strict->large_at;

    strict->large_at = 0;
    if (at == 0 || strict->refusal != 0)
        return;
    assert(at > first);
    size_t end = (size_t)(at - first);
    unsigned char *line = evbuffer_pullup(input, (ev_ssize_t)end);
    while (end > 0 && !is_digit(line[end - 1]))
        end--;
    while (end > 0 && is_digit(line[end - 1]))
        line[--end] = '0';
}

static struct connection *connection_of(const struct spool *spool)
{
    return ((struct transfer *)spool->exchange->transport)->connection;
}

static void stop_reading(struct connection *connection)
{
    bufferevent_disable(connection->bev, EV_READ);
    connection->spool = NULL;
    connection->unread = false;
}

/* What comes now is evhttp's again. */
static void finish(struct spool *spool)
{
    struct connection *connection = connection_of(spool);

    stop_reading(connection);
    bufferevent_setcb(connection->bev, spool->read, spool->write, spool->ended, spool->evcon);
    connection->phase = PHASE_HANDLING;
    exchange_receive_large(spool->exchange);
}

static bool open_file(struct spool *spool)
{
    struct exchange *exchange = spool->exchange;
    struct server *server = exchange->server;
    struct transfer *transfer = exchange->transport;

    if (!count_one_more(&server->large, server->options.large_at_once)) {
        exchange_refuse_large(exchange, 503, S("同时上传的大表格太多，请过几分钟再传。"));
        return false;
    }
    struct error *error =
        loose_file_create_in(&exchange->cx, server->options.large_folder, &transfer->large);
    if (error == NULL)
        return true;
    atomic_fetch_sub_explicit(&server->large, 1, memory_order_relaxed);
    exchange_refuse_large(exchange, 503, error->message);
    return false;
}

static bool admits(struct spool *spool, bool has_fields)
{
    struct exchange *exchange = spool->exchange;
    const struct server_options *options = &exchange->server->options;

    return options->admit(exchange, has_fields, options->closure);
}

static size_t front_bytes(const struct spool *spool)
{
    return spool->remaining < FRONT_BYTES ? spool->remaining : FRONT_BYTES;
}

/* The fields that stand before the file; of a form without such fields there are none. */
static bool is_let_in(struct spool *spool, struct evbuffer *input)
{
    struct exchange *exchange = spool->exchange;
    struct request *request = &exchange->request;
    size_t length = front_bytes(spool);
    str front = { (const char *)evbuffer_pullup(input, (ev_ssize_t)length), length };

    struct error *error =
        multipart_read_front(&exchange->cx, request_header(request, "content-type"),
                             arena_copy(exchange->cx.arena, front), &request->form);
    if (error != NULL) {
        exchange_refuse_large(exchange, 400, error->message);
        return false;
    }
    if (!admits(spool, true) || !open_file(spool))
        return false;
    spool->is_admitted = true;
    return true;
}

/* False when the disk takes no more. */
static bool keep(struct spool *spool, struct evbuffer *input)
{
    struct transfer *transfer = spool->exchange->transport;

    while (spool->remaining > 0 && evbuffer_get_length(input) > 0) {
        int kept = evbuffer_write_atmost(input, transfer->large.descriptor,
                                         (ev_ssize_t)spool->remaining);
        if (kept < 0 && errno != EINTR)
            return false;
        transfer->large.bytes += kept > 0 ? kept : 0;
        spool->remaining -= kept > 0 ? (size_t)kept : 0;
    }
    return true;
}

static void refuse_by_disk(struct spool *spool)
{
    struct exchange *exchange = spool->exchange;
    struct error *error =
        file_error(&exchange->cx, "写不进", exchange->server->options.large_folder);

    exchange_refuse_large(exchange, 503, error->message);
}

static void take_piece(struct bufferevent *bev, void *closure)
{
    struct connection *connection = closure;
    struct spool *spool = connection->spool;
    struct evbuffer *input = bufferevent_get_input(bev);

    if (!spool->is_admitted &&
        (evbuffer_get_length(input) < front_bytes(spool) || !is_let_in(spool, input)))
        return;
    if (!keep(spool, input))
        refuse_by_disk(spool);
    else if (spool->remaining == 0)
        finish(spool);
}

static void start_reading(struct spool *spool, struct connection *connection)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct bufferevent *bev = connection->bev;

    connection->phase = PHASE_SPOOLING;
    bufferevent_getcb(bev, &spool->read, &spool->write, &spool->ended, &spool->evcon);
    bufferevent_setcb(bev, take_piece, NULL, connection_ended, connection);
    if (!str_is_empty(request_header(&spool->exchange->request, "expect")))
        bufferevent_write(bev, go_on, sizeof go_on - 1);
    bufferevent_enable(bev, EV_READ | EV_WRITE);
    take_piece(bev, connection);
}

void spool_begin(struct exchange *exchange)
{
    struct transfer *transfer = exchange->transport;
    struct connection *connection = transfer->connection;
    struct spool *spool = arena_new(exchange->cx.arena, struct spool);
    str type = request_header(&exchange->request, "content-type");

    *spool =
        (struct spool){ .exchange = exchange, .remaining = connection->strict.head.length };
    connection->spool = spool;
    if (!media_type_is(type, "multipart/form-data"))
        exchange_refuse_large(exchange, 413, (str){ 0 });
    else if (admits(spool, false))
        start_reading(spool, connection);
}

void spool_drop(struct connection *connection)
{
    struct spool *spool = connection->spool;

    if (spool == NULL)
        return;
    connection->spool = NULL;
    connection->transfer = NULL;
    exchange_release(spool->exchange);
}
