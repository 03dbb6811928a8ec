/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clients that never finish, and one that does.
 *
 *     slow_clients PORT COUNT SECONDS
 *
 * opens COUNT connections to this machine that send one byte of a request each second, and
 * before them one that asks for a page ten times a second.  Prints at the end how many the
 * server has ended, how often the page was answered, and the longest wait for it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { COUNT_MAX = 20000, ANSWER_MS = 30000 };

static const char begin[] = "GET / HTTP/1.1\r\nHost: slow\r\nX-Slow: ";
static const char page[] = "GET /sign-in HTTP/1.1\r\nHost: steady\r\n\r\n";

static long long now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* A connection that does not block once it is there; -1 without one. */
static int connect_to(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (client >= 0 && connect(client, (struct sockaddr *)&address, sizeof address) != 0) {
        close(client);
        return -1;
    }
    return client;
}

/* Reads one whole answer; its length is in its Content-Length.  False when there is none. */
static int read_answer(int client)
{
    static char answer[1 << 20];
    size_t length = 0;
    struct pollfd wait = { client, POLLIN, 0 };

    while (length < sizeof answer - 1 && poll(&wait, 1, ANSWER_MS) == 1) {
        ssize_t more = recv(client, answer + length, sizeof answer - 1 - length, 0);
        if (more <= 0)
            return 0;
        length += (size_t)more;
        answer[length] = '\0';
        const char *body = strstr(answer, "\r\n\r\n");
        const char *stated = strcasestr(answer, "content-length:");
        if (body != NULL && stated != NULL &&
            length >= (size_t)(body + 4 - answer) + strtoul(stated + 15, NULL, 10))
            return strncmp(answer, "HTTP/1.1 200", 12) == 0;
    }
    return 0;
}

static int answers_page(int client)
{
    return client >= 0 && send(client, page, sizeof page - 1, MSG_NOSIGNAL) > 0 &&
           read_answer(client);
}

/* Sends the next byte; false when the server has ended the connection. */
static int dribble(int client)
{
    char answer[4096];
    ssize_t got = recv(client, answer, sizeof answer, MSG_DONTWAIT);

    if (got >= 0)
        return 0; /* a refusal, or the end */
    if (errno != EAGAIN)
        return 0;
    return send(client, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1 || errno == EAGAIN;
}

static int dribble_all(int *clients, int count)
{
    int ended = 0;

    for (int i = 0; i < count; i++) {
        if (clients[i] < 0 || dribble(clients[i]))
            continue;
        close(clients[i]);
        clients[i] = -1;
        ended++;
    }
    return ended;
}

int main(int argc, char **argv)
{
    static int clients[COUNT_MAX];
    int port = argc == 4 ? (int)strtol(argv[1], NULL, 10) : 0;
    int count = argc == 4 ? (int)strtol(argv[2], NULL, 10) : 0;
    int seconds = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    int opened = 0, ended = 0, asked = 0, answered = 0;
    long long worst_ms = 0;

    if (port == 0 || count > COUNT_MAX)
        return 2;
    int steady = connect_to(port);
    answered += answers_page(steady);
    asked++;
    for (int i = 0; i < count; i++) {
        clients[i] = connect_to(port);
        opened +=
            clients[i] >= 0 && send(clients[i], begin, sizeof begin - 1, MSG_NOSIGNAL) > 0;
    }
    for (int tick = 1; tick <= seconds * 10; tick++) {
        long long start = now_ms();
        answered += answers_page(steady);
        asked++;
        long long took_ms = now_ms() - start;
        worst_ms = took_ms > worst_ms ? took_ms : worst_ms;
        if (tick % 10 == 0)
            ended += dribble_all(clients, count);
        if (took_ms < 100)
            (void)poll(NULL, 0, (int)(100 - took_ms));
    }
    printf("opened=%d ended=%d asked=%d answered=%d worst_ms=%lld\n", opened, ended, asked,
           answered, worst_ms);
    return 0;
}
