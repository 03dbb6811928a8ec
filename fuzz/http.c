/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The strict eye on a connection: it sees the same however the bytes are cut into pieces, and
 * evhttp, behind it in a real server, hands over neither more nor fewer requests than it saw.
 * A large body that the eye lets pass goes into a file or is refused.  The first byte says
 * where the bytes are cut on their way to the server.
 */
#include "http/loop.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    BODY_MAX = 1000,
    LARGE_MAX = 100 * 1000,
    LARGE_AT_ONCE = 2,
    ROUNDS = 30,
    LOOP_FEW = 4,
    ROUNDS_MAX = 1000
};

static struct strict read_in_pieces(str bytes, size_t piece)
{
    struct strict strict;

    strict_start(&strict, BODY_MAX);
    strict.large_max = LARGE_MAX;
    for (size_t at = 0; at < bytes.length; at += piece)
        if (!strict_read(&strict, str_slice(bytes, at, at + piece)))
            break;
    return strict;
}

static struct strict check_pieces(str bytes)
{
    struct strict whole = read_in_pieces(bytes, bytes.length + 1);
    struct strict single = read_in_pieces(bytes, 1);
    struct strict seven = read_in_pieces(bytes, 7);

    assert(whole.refusal == single.refusal && whole.requests == single.requests);
    assert(whole.refusal == seven.refusal && whole.requests == seven.requests);
    assert(whole.state == single.state && whole.state == seven.state);
    return whole;
}

static void handle(struct exchange *exchange, void *closure)
{
    (void)closure;
    exchange_answer(exchange);
}

static bool admit(struct exchange *exchange, bool has_fields, void *closure)
{
    (void)closure;
    if (!has_fields || !params_has(exchange->request.form, "no"))
        return true;
    exchange_answer(exchange);
    return false;
}

/* A server whose only loop is turned by hand. */
static struct server *the_server(void)
{
    static struct server *server;
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct context cx = { .arena = arena };
    struct server_options options = {
        .listen = "127.0.0.1:0",
        .threads = 1,
        .body_max = BODY_MAX,
        .large_max = LARGE_MAX,
        .large_folder = "/tmp",
        .large_at_once = LARGE_AT_ONCE,
        .admit = admit,
        .arena_max = 64 << 20,
        .idle_seconds = 1000,
        .handle = handle,
    };

    if (server == NULL) {
        assert(server_create(&cx, &options, &server) == NULL);
        server->loops[0].thread = pthread_self();
    }
    return server;
}

static void turn(struct loop *loop, int rounds)
{
    for (int i = 0; i < rounds; i++)
        event_base_loop(loop->base, EVLOOP_NONBLOCK);
}

static int dial(const struct server *server)
{
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert(getsockname(server->listen_fd, (struct sockaddr *)&address, &length) == 0);
    assert(fd >= 0 && connect(fd, (const struct sockaddr *)&address, length) == 0);
    return fd;
}

static void say(int fd, str bytes)
{
    if (bytes.length > 0)
        assert(send(fd, bytes.data, bytes.length, MSG_NOSIGNAL) >= 0 || errno == EPIPE ||
               errno == ECONNRESET);
}

/* A reset, so that the next input does not wait for the end of this connection. */
static void hang_up(int fd, struct loop *loop)
{
    struct linger reset = { .l_onoff = 1 };

    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(fd);
    for (int i = 0; i < ROUNDS_MAX && loop->connections != NULL; i++)
        turn(loop, 1);
    assert(loop->connections == NULL);
}

/* The connection is gone when a request asked for that. */
static void check_connection(const struct connection *connection, struct strict strict)
{
    if (connection == NULL)
        return;
    assert(connection->delivered <= strict.requests);
    if (strict.large_at != 0) {
        assert(connection->phase != PHASE_HANDLING); /* it comes, or it was refused */
    } else if (strict.refusal != 0) {
        assert(connection->phase == PHASE_LINGERING);
    } else {
        assert(connection->phase == PHASE_READING);
        assert(connection->delivered == strict.requests);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str bytes = { (const char *)data, size };
    struct strict strict = check_pieces(bytes);
    struct server *server = the_server();
    struct loop *loop = &server->loops[0];
    size_t cut = size == 0 ? 0 : data[0] % size;

    int fd = dial(server);
    turn(loop, LOOP_FEW);
    say(fd, str_slice(bytes, 0, cut));
    turn(loop, LOOP_FEW);
    say(fd, str_slice(bytes, cut, size));
    turn(loop, ROUNDS);
    check_connection(loop->connections, strict);
    hang_up(fd, loop);
    return 0;
}
