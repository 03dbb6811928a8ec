/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The limit for a page: an epoll loop a thread that answers every request with the same bytes.
 *
 *     bench-bare PORT FILE THREADS
 *
 * FILE has the whole answer, status line and headers included.  A request is whatever ends in
 * an empty line; nothing of it is looked at.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 64, REQUEST_MAX = 8192, ANSWER_MAX = 4 * 1024 * 1024, THREADS_MAX = 64 };

static char *answer;
static size_t answer_length;
static int port;

static void give_up(const char *what)
{
    fprintf(stderr, "bench-bare: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void read_answer(const char *path)
{
    FILE *file = fopen(path, "rb");

    answer = malloc(ANSWER_MAX);
    if (file == NULL || answer == NULL)
        give_up(path);
    answer_length = fread(answer, 1, ANSWER_MAX, file);
    fclose(file);
}

static int listen_on_port(void)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };

    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
    setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &(int){ 1 }, sizeof(int));
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 512) != 0)
        give_up("listen");
    return listener;
}

static void watch(int epoll, int descriptor)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = descriptor };

    if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0)
        give_up("epoll_ctl");
}

static void accept_one(int epoll, int listener)
{
    int connection = accept(listener, NULL, NULL);

    if (connection < 0)
        return;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
    watch(epoll, connection);
}

static bool write_all(int connection)
{
    for (size_t written = 0; written < answer_length;) {
        ssize_t count =
            send(connection, answer + written, answer_length - written, MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        written += (size_t)count;
    }
    return true;
}

/* The load comes without pipelining, so what has arrived is one request. */
static void answer_one(int connection)
{
    char request[REQUEST_MAX];
    ssize_t count = recv(connection, request, sizeof request, 0);

    if (count <= 0 || !write_all(connection))
        close(connection);
}

static void *serve(void *unused)
{
    int listener = listen_on_port();
    int epoll = epoll_create1(0);
    struct epoll_event events[EVENTS];

    (void)unused;
    watch(epoll, listener);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener)
                accept_one(epoll, listener);
            else
                answer_one(events[i].data.fd);
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS_MAX];

    if (argc != 4) {
        fprintf(stderr, "usage: bench-bare PORT FILE THREADS\n");
        return 2;
    }
    port = atoi(argv[1]);
    read_answer(argv[2]);
    int count = atoi(argv[3]);
    for (int i = 0; i < count && i < THREADS_MAX; i++)
        if (pthread_create(&threads[i], NULL, serve, NULL) != 0)
            give_up("pthread_create");
    pthread_join(threads[0], NULL);
    return 0;
}
