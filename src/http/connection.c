/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection.
 *
 * evhttp reads more than it should and hides what it read, so each connection has a strict eye
 * on its input: an evbuffer callback that sees the bytes before evhttp does.  When it finds a
 * fault, the good requests before it are answered; then the connection is taken out of evhttp's
 * hands, gets its refusal and is closed.  evhttp never hands over a request that the eye has
 * not seen to its end.
 *
 * evhttp's own timeouts start anew with each byte.  The patience here is with whole requests,
 * so that a client which sends a byte now and then does not stay for ever.
 */
#include "http/loop.h"

#include <assert.h>
#include <event2/bufferevent_ssl.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { SLOWEST_BYTES_PER_SECOND = 1024, INPUT_BEYOND_BODY = 64 * 1024 };

static void drop_input(struct connection *connection)
{
    struct evbuffer *input = bufferevent_get_input(connection->bev);

    evbuffer_drain(input, evbuffer_get_length(input));
}

/* evhttp_connection_free calls connection_closed. */
static void connection_close(struct connection *connection)
{
    evhttp_connection_free(connection->evcon);
}

static void set_phase(struct connection *connection, enum phase phase)
{
    connection->phase = phase;
    connection->since = seconds_now();
    connection->since_bytes = 0;
}

/* Closing a socket with bytes unread would reset the connection, and the client might lose the
 * answer.  So only our side is closed, and what comes is thrown away for a while. */
static void refusal_written(struct bufferevent *bev, void *closure)
{
    struct ssl_st *tls = bufferevent_openssl_get_ssl(bev);

    (void)closure;
    if (tls != NULL)
        (void)SSL_shutdown(tls);
    (void)shutdown(bufferevent_getfd(bev), SHUT_WR);
}

void connection_ended(struct bufferevent *bev, short what, void *closure)
{
    (void)bev;
    if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR | BEV_EVENT_TIMEOUT)) != 0)
        connection_close(closure);
}

void connection_linger(struct connection *connection)
{
    drop_input(connection);
    set_phase(connection, PHASE_LINGERING);
    bufferevent_setcb(connection->bev, NULL, refusal_written, connection_ended, connection);
    bufferevent_enable(connection->bev, EV_READ | EV_WRITE);
}

/* evhttp waits for a request, in whatever part of it, and nothing of it has been handed over,
 * or the head of a large one. */
static void refuse_now(evutil_socket_t fd, short what, void *closure)
{
    struct connection *connection = closure;

    (void)fd;
    (void)what;
    spool_drop(connection);
    connection_linger(connection);
    exchange_refuse(connection, connection->strict.refusal);
}

static bool is_all_delivered(const struct connection *connection)
{
    return connection->delivered == connection->strict.requests;
}

/* All good requests have been handed over and answered. */
static bool is_turn_of_fault(const struct connection *connection)
{
    return connection->strict.refusal != 0 && connection->phase == PHASE_READING &&
           is_all_delivered(connection);
}

/* Not at once, because evhttp is at work on this connection further up the stack.  It finds no
 * bytes until then. */
static void refuse_soon(struct connection *connection)
{
    drop_input(connection);
    if (connection->refusing)
        return;
    connection->refusing = true;
    connection->refuse = event_new(connection->loop->base, -1, 0, refuse_now, connection);
    event_active(connection->refuse, 0, 0);
}

void connection_refuse(struct connection *connection, int status)
{
    connection->strict.refusal = status;
    refuse_soon(connection);
}

/* --- Streams. --- */

enum { HEARTBEAT_SECONDS = 15, STREAM_UNREAD_MAX = 16 * 1024 };

void connection_stream(struct connection *connection)
{
    struct server *server = connection->loop->server;

    set_phase(connection, PHASE_STREAMING);
    connection->told_at = seconds_now();
    connection->news = atomic_load_explicit(&server->news, memory_order_relaxed);
    drop_input(connection);
    bufferevent_setcb(connection->bev, NULL, NULL, connection_ended, connection);
    bufferevent_enable(connection->bev, EV_READ | EV_WRITE);
}

static void tell(struct connection *connection, str words, int64_t now)
{
    connection->told_at = now;
    evbuffer_add(bufferevent_get_output(connection->bev), words.data, words.length);
}

static int heartbeat_seconds(const struct server *server)
{
    int seconds = server->options.heartbeat_seconds;

    return seconds > 0 ? seconds : HEARTBEAT_SECONDS;
}

static void tell_news(struct connection *connection, int64_t now)
{
    struct server *server = connection->loop->server;
    uint64_t news = atomic_load_explicit(&server->news, memory_order_relaxed);

    if (news != connection->news)
        tell(connection, S("event: news\ndata: 1\n\n"), now);
    else if (now - connection->told_at >= heartbeat_seconds(server))
        tell(connection, S(":\n\n"), now);
    connection->news = news;
}

/* A reader that takes nothing any more is gone, whatever its connection says. */
static void sweep_stream(struct connection *connection, int64_t now)
{
    struct evbuffer *output = bufferevent_get_output(connection->bev);

    if (connection->loop->stopping || now - connection->since > STREAM_SECONDS ||
        evbuffer_get_length(output) > STREAM_UNREAD_MAX)
        connection_close(connection);
    else
        tell_news(connection, now);
}

static void read_piece(struct connection *connection, struct evbuffer_iovec piece)
{
    if (strict_is_between(&connection->strict))
        set_phase(connection, connection->phase);
    connection->since_bytes += piece.iov_len;
    (void)strict_read(&connection->strict, (str){ piece.iov_base, piece.iov_len });
}

/* The bytes that were added last. */
static void read_added(struct connection *connection, struct evbuffer *input, size_t added)
{
    struct evbuffer_ptr at;
    struct evbuffer_iovec pieces[4];

    while (added > 0) {
        evbuffer_ptr_set(input, &at, evbuffer_get_length(input) - added, EVBUFFER_PTR_SET);
        int count = evbuffer_peek(input, (ev_ssize_t)added, &at, pieces, COUNT(pieces));
        for (int i = 0; i < count && i < (int)COUNT(pieces) && added > 0; i++) {
            if (pieces[i].iov_len > added)
                pieces[i].iov_len = added;
            read_piece(connection, pieces[i]);
            added -= pieces[i].iov_len;
        }
    }
}

/* Called for every change of the input: bytes added by the socket, or taken by evhttp. */
static void watch(struct evbuffer *input, const struct evbuffer_cb_info *change, void *closure)
{
    struct connection *connection = closure;

    connection->loop->current = connection;
    if (change->n_added == 0)
        return;
    if (connection->phase == PHASE_LINGERING || connection->phase == PHASE_STREAMING)
        drop_input(connection);
    else if (connection->strict.refusal == 0)
        read_added(connection, input, change->n_added);
    spool_hide_length(connection, input);
    if (is_turn_of_fault(connection))
        refuse_soon(connection);
}

static void unlink_connection(struct connection *connection)
{
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        connection->loop->connections = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
}

/* The handler may still be reading the request, so that is kept for it. */
static void abandon(struct transfer *transfer)
{
    transfer->connection = NULL;
    evhttp_request_own(transfer->evhttp_request);
}

static void connection_destroy(struct connection *connection)
{
    struct loop *loop = connection->loop;

    evbuffer_remove_cb(bufferevent_get_input(connection->bev), watch, connection);
    unlink_connection(connection);
    if (connection->phase == PHASE_STREAMING)
        atomic_fetch_sub_explicit(&loop->server->streams, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&loop->closed, 1, memory_order_relaxed);
    if (connection->refuse != NULL)
        event_free(connection->refuse);
    if (loop->current == connection)
        loop->current = NULL;
    free(connection);
    if (loop->stopping && loop->connections == NULL)
        event_base_loopbreak(loop->base);
}

/* Called by evhttp_connection_free before it frees anything. */
static void connection_closed(struct evhttp_connection *evcon, void *closure)
{
    struct connection *connection = closure;

    (void)evcon;
    spool_drop(connection);
    if (connection->transfer != NULL)
        abandon(connection->transfer);
    connection_destroy(connection);
}

/* evhttp gives the bufferevent its callbacks, and its own connection as their argument, after
 * connection_open has returned; or gives it up, and then there are none. */
static void adopt(evutil_socket_t fd, short what, void *closure)
{
    struct connection *connection = closure;
    struct bufferevent *bev = connection->bev;
    void *evcon;

    (void)fd;
    (void)what;
    bufferevent_getcb(bev, NULL, NULL, NULL, &evcon);
    connection->evcon = evcon;
    if (evcon != NULL)
        evhttp_connection_set_closecb(evcon, connection_closed, connection);
    else
        connection_destroy(connection);
    bufferevent_decref(bev);
}

static struct bufferevent *new_bufferevent(struct event_base *base, const struct server *server)
{
    if (server->tls == NULL)
        return bufferevent_socket_new(base, -1, 0);

    struct ssl_st *tls = SSL_new(server->tls);
    if (tls == NULL)
        out_of_memory();
    struct bufferevent *bev = bufferevent_openssl_socket_new(
        base, -1, tls, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
    if (bev == NULL)
        out_of_memory();
    bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
    return bev;
}

static void link_connection(struct connection *connection)
{
    struct loop *loop = connection->loop;

    connection->next = loop->connections;
    if (loop->connections != NULL)
        loop->connections->previous = connection;
    loop->connections = connection;
}

struct bufferevent *connection_open(struct event_base *base, void *closure)
{
    struct loop *loop = closure;
    const struct server_options *options = &loop->server->options;
    struct connection *connection = calloc(1, sizeof *connection);
    struct timeval write_timeout = { .tv_sec = options->idle_seconds };

    if (connection == NULL)
        out_of_memory();
    connection->loop = loop;
    connection->bev = new_bufferevent(base, loop->server);
    assert(connection->bev != NULL);
    strict_start(&connection->strict, options->body_max);
    connection->strict.large_max = options->large_max;
    set_phase(connection, PHASE_READING);
    link_connection(connection);
    atomic_fetch_add_explicit(&loop->opened, 1, memory_order_relaxed);

    bufferevent_set_timeouts(connection->bev, NULL, &write_timeout);
    bufferevent_setwatermark(connection->bev, EV_READ, 0,
                             options->body_max + INPUT_BEYOND_BODY);
    evbuffer_add_cb(bufferevent_get_input(connection->bev), watch, connection);
    bufferevent_incref(connection->bev);
    event_base_once(base, -1, EV_TIMEOUT, adopt, connection, NULL);
    return connection->bev;
}

void connection_answered(struct connection *connection)
{
    set_phase(connection, PHASE_READING);
    if (is_turn_of_fault(connection))
        refuse_soon(connection);
}

static int64_t patience_seconds(const struct connection *connection)
{
    if (connection->phase == PHASE_LINGERING)
        return LINGER_SECONDS;
    return connection->loop->server->options.idle_seconds +
           (int64_t)(connection->since_bytes / SLOWEST_BYTES_PER_SECOND);
}

static bool is_idle(const struct connection *connection)
{
    return connection->phase == PHASE_READING && strict_is_between(&connection->strict) &&
           is_all_delivered(connection) && !connection->refusing;
}

static void sweep(struct connection *connection, int64_t now)
{
    bool is_late = now - connection->since > patience_seconds(connection);

    if (connection->evcon == NULL)
        return;
    if (connection->phase == PHASE_STREAMING)
        sweep_stream(connection, now);
    else if (is_idle(connection) && (is_late || connection->loop->stopping))
        connection_close(connection);
    else if (connection->phase == PHASE_LINGERING && is_late)
        connection_close(connection);
    else if (connection->phase == PHASE_SPOOLING && is_late)
        connection_refuse(connection, 408);
    else if (connection->phase == PHASE_READING && is_late && is_all_delivered(connection))
        connection_refuse(connection, 408);
}

void connections_sweep(struct loop *loop)
{
    int64_t now = seconds_now();
    struct connection *next;

    for (struct connection *each = loop->connections; each != NULL; each = next) {
        next = each->next;
        sweep(each, now);
    }
}
