/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a server takes from its start to its first answer, in milliseconds.
 *
 *     bench-first_answer PORT PATH COMMAND [ARGUMENT...]
 *
 * The command is started with its output thrown away, asked until it answers 200, and ended.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000, PAUSE_NS = 200000 };

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static pid_t start(char **command)
{
    pid_t child = fork();

    if (child != 0)
        return child;
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execv(command[0], command);
    _exit(127);
}

static bool answers(int connection, const char *path)
{
    char request[512], answer[16];

    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path);
    return send(connection, request, strlen(request), MSG_NOSIGNAL) > 0 &&
           recv(connection, answer, sizeof answer, MSG_WAITALL) == sizeof answer &&
           memcmp(answer, "HTTP/1.1 200", 12) == 0;
}

static bool ask(int port, const char *path)
{
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    bool answered = connect(connection, (struct sockaddr *)&address, sizeof address) == 0 &&
                    answers(connection, path);

    close(connection);
    return answered;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: bench-first_answer PORT PATH COMMAND [ARGUMENT...]\n");
        return 2;
    }

    double started_ms = now_ms();
    pid_t child = start(argv + 3);
    bool answered = false;
    while (!answered && now_ms() - started_ms < PATIENCE_MS) {
        answered = ask(atoi(argv[1]), argv[2]);
        if (!answered)
            nanosleep(&(struct timespec){ .tv_nsec = PAUSE_NS }, NULL);
    }
    double took_ms = now_ms() - started_ms;
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
    if (!answered)
        return 1;
    printf("%.1f\n", took_ms);
    return 0;
}
