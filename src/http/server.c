/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listening, the loops and their threads, stopping.
 *
 * Nothing of libevent is shared between threads, so it runs without locks.  Another thread
 * reaches a loop through its list of answered exchanges and its eventfd only.
 */
#include "http/loop.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 1024, STOP_SECONDS = 10 };

int64_t seconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return now.tv_sec;
}

/* --- Memory for libevent. --- */

/* Where it gets none, libevent leaves out what it was to do, or reads what is not there: a
 * connection without the strict eye, a request without its list of headers. */
static void *have(void *memory, size_t bytes)
{
    if (memory == NULL && bytes > 0)
        out_of_memory();
    return memory;
}

static void *sure_malloc(size_t bytes)
{
    return have(malloc(bytes), bytes);
}

static void *sure_realloc(void *memory, size_t bytes)
{
    return have(realloc(memory, bytes), bytes);
}

static void give_libevent_memory(void)
{
    event_set_mem_functions(sure_malloc, sure_realloc, free);
}

/* --- Memory for exchanges. --- */

struct arena *loop_take_arena(struct loop *loop)
{
    if (loop->spare_count > 0)
        return loop->spare[--loop->spare_count];
    return arena_create(loop->server->options.arena_max);
}

void loop_give_arena(struct loop *loop, struct arena *arena)
{
    if (loop->spare_count == SPARE_ARENAS_MAX) {
        arena_destroy(arena);
        return;
    }
    arena_reset(arena);
    loop->spare[loop->spare_count++] = arena;
}

/* --- Answers from other threads. --- */

/* Safe in a signal handler.  A full counter means that the loop will wake anyway. */
static void loop_wake(const struct loop *loop)
{
    int saved = errno;
    ssize_t written = write(loop->wake_fd, &(uint64_t){ 1 }, sizeof(uint64_t));

    (void)written;
    errno = saved;
}

static void push_answered(struct loop *loop, struct exchange *exchange)
{
    pthread_mutex_lock(&loop->lock);
    bool was_empty = loop->answered == NULL;
    exchange->next = loop->answered;
    loop->answered = exchange;
    /* Under the lock, so that the loop is still there. */
    if (was_empty)
        loop_wake(loop);
    pthread_mutex_unlock(&loop->lock);
}

static struct exchange *take_answered(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct exchange *last_first = loop->answered;
    loop->answered = NULL;
    pthread_mutex_unlock(&loop->lock);

    struct exchange *first = NULL;
    while (last_first != NULL) {
        struct exchange *next = last_first->next;
        last_first->next = first;
        first = last_first;
        last_first = next;
    }
    return first;
}

static void send_answered(struct loop *loop)
{
    struct exchange *next;

    for (struct exchange *each = take_answered(loop); each != NULL; each = next) {
        next = each->next;
        exchange_send(each);
    }
}

void exchange_answer(struct exchange *exchange)
{
    const struct transfer *transfer = exchange->transport;

    if (pthread_equal(pthread_self(), transfer->loop->thread))
        exchange_send(exchange);
    else
        push_answered(transfer->loop, exchange);
}

/* --- Stopping. --- */

static void begin_stop(struct loop *loop)
{
    loop->stopping = true;
    loop->stop_at = seconds_now() + loop->server->options.stop_seconds;
    evconnlistener_disable(loop->listener);
    connections_sweep(loop);
    if (loop->connections == NULL)
        event_base_loopbreak(loop->base);
}

static void on_wake(evutil_socket_t fd, short what, void *closure)
{
    struct loop *loop = closure;
    uint64_t count;
    ssize_t taken = read(fd, &count, sizeof count);

    (void)what;
    (void)taken;
    send_answered(loop);
    if (!loop->stopping && atomic_load(&loop->server->stopping))
        begin_stop(loop);
}

static void on_tick(evutil_socket_t fd, short what, void *closure)
{
    struct loop *loop = closure;

    (void)fd;
    (void)what;
    connections_sweep(loop);
    if (!loop->stopping)
        evconnlistener_enable(loop->listener);
    else if (seconds_now() >= loop->stop_at)
        event_base_loopbreak(loop->base);
}

/* There is no file descriptor left: wait until the next tick instead of asking all the time. */
static void on_accept_error(struct evconnlistener *listener, void *closure)
{
    (void)closure;
    evconnlistener_disable(listener);
}

void server_stop(struct server *server)
{
    atomic_store(&server->stopping, true);
    for (int i = 0; i < server->loop_count; i++)
        loop_wake(&server->loops[i]);
}

void server_announce(struct server *server)
{
    atomic_fetch_add_explicit(&server->news, 1, memory_order_relaxed);
}

/* --- Loops. --- */

static struct event_base *new_base(void)
{
    struct event_config *config = event_config_new();

    assert(config != NULL);
    /* evhttp stops reading while a request is handled; with the list of changes that costs no
     * system call when the answer follows at once.  A change may come after its file was closed
     * and another loop has been given the same number: it fails, because the other's file is
     * not in this loop's set.  ThreadSanitizer takes that for a race. */
    event_config_set_flag(config,
                          EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
    struct event_base *base = event_base_new_with_config(config);
    event_config_free(config);
    assert(base != NULL);
    return base;
}

static void open_http(struct loop *loop)
{
    size_t body_max = loop->server->options.body_max;

    loop->http = evhttp_new(loop->base);
    assert(loop->http != NULL);
    evhttp_set_allowed_methods(loop->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST |
                                               EVHTTP_REQ_PUT | EVHTTP_REQ_PATCH |
                                               EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS);
    /* Never reached, because strict.c has the tighter limits. */
    evhttp_set_max_headers_size(loop->http, 2 * (TARGET_MAX + FIELDS_BYTES_MAX));
    evhttp_set_max_body_size(loop->http, (ev_ssize_t)body_max);
    evhttp_set_bevcb(loop->http, connection_open, loop);
    evhttp_set_gencb(loop->http, exchange_receive, loop);
}

static void listen_here(struct loop *loop)
{
    loop->listener = evconnlistener_new(loop->base, NULL, NULL, LEV_OPT_CLOSE_ON_EXEC, 0,
                                        loop->server->listen_fd);
    assert(loop->listener != NULL);
    evconnlistener_set_error_cb(loop->listener, on_accept_error);
    struct evhttp_bound_socket *bound = evhttp_bind_listener(loop->http, loop->listener);
    assert(bound != NULL);
}

static void loop_open(struct loop *loop, struct server *server)
{
    struct timeval second = { .tv_sec = 1 };

    *loop = (struct loop){ .server = server, .base = new_base() };
    pthread_mutex_init(&loop->lock, NULL);
    loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    assert(loop->wake_fd >= 0);
    loop->wake = event_new(loop->base, loop->wake_fd, EV_READ | EV_PERSIST, on_wake, loop);
    loop->tick = event_new(loop->base, -1, EV_PERSIST, on_tick, loop);
    assert(loop->wake != NULL && loop->tick != NULL);
    event_add(loop->wake, NULL);
    event_add(loop->tick, &second);
    open_http(loop);
    listen_here(loop);
}

/* Connections that came in the last moment are not evhttp's to tell about. */
static void close_connections(struct loop *loop)
{
    event_base_loop(loop->base, EVLOOP_NONBLOCK);
    evhttp_free(loop->http);
    loop->http = NULL;
}

static void *loop_run(void *closure)
{
    struct loop *loop = closure;
    const struct server_options *options = &loop->server->options;

    loop->thread = pthread_self();
    if (options->start_loop != NULL)
        loop->data = options->start_loop(options->closure);
    event_base_dispatch(loop->base);
    close_connections(loop);
    if (options->stop_loop != NULL)
        options->stop_loop(loop->data, options->closure);
    return NULL;
}

static void loop_close(struct loop *loop)
{
    if (loop->http != NULL)
        close_connections(loop);
    send_answered(loop); /* nobody is there to get them, so they are released */
    event_free(loop->wake);
    event_free(loop->tick);
    event_base_free(loop->base);
    close(loop->wake_fd);
    while (loop->spare_count > 0)
        arena_destroy(loop->spare[--loop->spare_count]);
    pthread_mutex_destroy(&loop->lock);
}

void server_run(struct server *server)
{
    for (int i = 1; i < server->loop_count; i++) {
        int failed =
            pthread_create(&server->loops[i].thread, NULL, loop_run, &server->loops[i]);
        assert(failed == 0);
    }
    loop_run(&server->loops[0]);
    for (int i = 1; i < server->loop_count; i++)
        pthread_join(server->loops[i].thread, NULL);
}

/* --- Opening. --- */

static const char *tls_reason(void)
{
    const char *reason = ERR_reason_error_string(ERR_get_error());

    return reason == NULL ? "?" : reason;
}

static struct error *open_tls(struct context *cx, struct server *server)
{
    const struct server_options *options = &server->options;

    if (options->tls_certificate == NULL)
        return NULL;
    server->tls = SSL_CTX_new(TLS_server_method());
    if (server->tls == NULL)
        out_of_memory();
    SSL_CTX_set_min_proto_version(server->tls, TLS1_2_VERSION);
    SSL_CTX_set_options(server->tls, SSL_OP_NO_RENEGOTIATION);
    if (SSL_CTX_use_certificate_chain_file(server->tls, options->tls_certificate) != 1)
        return fail(cx, ERROR_INVALID, "无法使用证书文件 %s：%s", options->tls_certificate,
                    tls_reason());
    if (options->tls_key == NULL ||
        SSL_CTX_use_PrivateKey_file(server->tls, options->tls_key, SSL_FILETYPE_PEM) != 1)
        return fail(cx, ERROR_INVALID, "无法使用证书的密钥文件，或者密钥与证书不符。");
    return NULL;
}

static bool bind_and_listen(int fd, const struct sockaddr *address, socklen_t length)
{
    int on = 1;

    return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
           bind(fd, address, length) == 0 && listen(fd, BACKLOG) == 0;
}

/* Splits 127.0.0.1:8080 or [::1]:8080 and reads both parts. */
static bool read_address(struct arena *arena, str text, struct sockaddr_storage *storage,
                         socklen_t *length)
{
    const char *colon = str_is_empty(text) ? NULL : memrchr(text.data, ':', text.length);
    size_t host_length = colon == NULL ? 0 : (size_t)(colon - text.data);
    str host = str_slice(text, 0, host_length);
    int64_t port;

    if (!str_read_integer(str_slice(text, host_length + 1, text.length), &port) || port < 0 ||
        port > UINT16_MAX)
        return false;
    if (str_starts(host, S("[")) && str_ends(host, S("]"))) {
        struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)storage;
        *in6 = (struct sockaddr_in6){ .sin6_family = AF_INET6,
                                      .sin6_port = htons((uint16_t)port) };
        *length = sizeof *in6;
        host = str_slice(host, 1, host_length - 1);
        return inet_pton(AF_INET6, arena_text(arena, host), &in6->sin6_addr) == 1;
    }
    struct sockaddr_in *in = (struct sockaddr_in *)storage;
    *in = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    *length = sizeof *in;
    return inet_pton(AF_INET, arena_text(arena, host), &in->sin_addr) == 1;
}

static struct error *open_socket(struct context *cx, struct server *server)
{
    const char *text = server->options.listen;
    struct sockaddr_storage address;
    socklen_t length;

    if (!read_address(cx->arena, str_of(text), &address, &length))
        return fail(cx, ERROR_INVALID, "监听地址 %s 不正确，应为 127.0.0.1:8080 这样的形式。",
                    text);
    server->listen_fd =
        socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (server->listen_fd < 0 ||
        !bind_and_listen(server->listen_fd, (const struct sockaddr *)&address, length))
        return fail(cx, ERROR_INVALID, "无法监听 %s：%s", text, strerror(errno));
    return NULL;
}

static void format_address(const struct sockaddr_storage *storage, char *text, size_t size)
{
    char host[INET6_ADDRSTRLEN];

    if (storage->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)storage;
        (void)inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof host);
        (void)snprintf(text, size, "[%s]:%d", host, ntohs(in6->sin6_port));
    } else {
        const struct sockaddr_in *in = (const struct sockaddr_in *)storage;
        (void)inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
        (void)snprintf(text, size, "%s:%d", host, ntohs(in->sin_port));
    }
}

static void learn_address(struct server *server)
{
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;

    if (getsockname(server->listen_fd, (struct sockaddr *)&storage, &length) == 0)
        format_address(&storage, server->address, sizeof server->address);
}

static void open_loops(struct server *server)
{
    int count = server->options.threads < 1 ? 1 : server->options.threads;

    server->loops = calloc((size_t)count, sizeof *server->loops);
    if (server->loops == NULL)
        out_of_memory();
    for (; server->loop_count < count; server->loop_count++)
        loop_open(&server->loops[server->loop_count], server);
}

static struct error *open_server(struct context *cx, struct server *server)
{
    TRY(open_tls(cx, server));
    TRY(open_socket(cx, server));
    learn_address(server);
    open_loops(server);
    return NULL;
}

struct error *server_create(struct context *cx, const struct server_options *options,
                            struct server **server)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct server *made = calloc(1, sizeof *made);

    if (made == NULL)
        out_of_memory();
    pthread_once(&once, give_libevent_memory);
    made->options = *options;
    made->listen_fd = -1;
    if (made->options.stop_seconds == 0)
        made->options.stop_seconds = STOP_SECONDS;
    /* libevent writes to sockets whose other end may be gone. */
    signal(SIGPIPE, SIG_IGN);

    struct error *error = open_server(cx, made);
    if (error != NULL) {
        server_destroy(made);
        return error;
    }
    *server = made;
    return NULL;
}

const char *server_address(const struct server *server)
{
    return server->address;
}

struct server_figures server_figures(const struct server *server)
{
    struct server_figures figures = {
        .streams = atomic_load_explicit(&server->streams, memory_order_relaxed),
        .large = atomic_load_explicit(&server->large, memory_order_relaxed),
    };

    for (int i = 0; i < server->loop_count; i++) {
        const struct loop *loop = &server->loops[i];
        int64_t opened = atomic_load_explicit(&loop->opened, memory_order_relaxed);
        figures.accepted += opened;
        figures.connections +=
            opened - atomic_load_explicit(&loop->closed, memory_order_relaxed);
    }
    return figures;
}

void server_destroy(struct server *server)
{
    if (server == NULL)
        return;
    for (int i = 0; i < server->loop_count; i++)
        loop_close(&server->loops[i]);
    free(server->loops);
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    SSL_CTX_free(server->tls);
    free(server);
}
