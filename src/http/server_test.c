/* SPDX-License-Identifier: Apache-2.0 */
/* A real server, and clients that write bytes to its socket. */
#include "http/form.h"
#include "http/server.h"
#include "tests/test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 5000, BODY_MAX = 64 * 1024, BIG_BYTES = 6 << 20 };

#define HOST "Host: a\r\n"
#define LAST "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

/* --- The server under test. --- */

struct site {
    struct arena *arena;
    struct server *server;
    pthread_t thread;
    struct sockaddr_in address;
    _Atomic(struct exchange *) held; /* by /hold, until release_held */
    atomic_int loops;
    atomic_int asked; /* whether a large body may come */
    char folder[64];  /* where large bodies are kept */
    char big[BIG_BYTES];
};

static void echo(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    struct buf *out = &exchange->response.body;

    exchange->response.content_type = "text/plain";
    buf_printf(out, "%d %.*s", (int)request->method, STR_ARG(request->path));
    for (size_t i = 0; i < request->query.count; i++)
        buf_printf(out, " ?%.*s", STR_ARG(request->query.items[i].value));
    for (size_t i = 0; i < request->form.count; i++)
        buf_printf(out, " !%.*s", STR_ARG(request->form.items[i].value));
    buf_printf(out, " [%.*s]", STR_ARG(request->body));
}

/* What came of a large body: its fields, and how long its file is. */
static void echo_large(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    struct buf *out = &exchange->response.body;

    for (size_t i = 0; i < request->form.count; i++) {
        const struct param *item = &request->form.items[i];
        if (str_is_empty(item->file_name))
            buf_printf(out, " !%.*s", STR_ARG(item->value));
        else
            buf_printf(
                out, " %.*s of %zu, ends in %.*s", STR_ARG(item->file_name), item->value.length,
                STR_ARG(str_slice(item->value, item->value.length - 3, item->value.length)));
    }
}

/* /closed lets nobody in, /upload those who say the word. */
static bool admit(struct exchange *exchange, bool has_fields, void *closure)
{
    struct site *site = closure;
    const struct request *request = &exchange->request;
    bool may = has_fields ? str_eq(params_get(request->form, "word"), S("sesame"))
                          : str_eq(request->path, S("/upload"));

    atomic_fetch_add(&site->asked, 1);
    if (may)
        return true;
    exchange->response.status = 403;
    buf_add(&exchange->response.body, has_fields ? S("wrong word") : S("closed"));
    exchange_answer(exchange);
    return false;
}

static void *answer_later(void *exchange)
{
    usleep(20 * 1000);
    echo(exchange);
    exchange_answer(exchange);
    return NULL;
}

static void answer_by_thread(struct exchange *exchange)
{
    pthread_t thread;

    CHECK(pthread_create(&thread, NULL, answer_later, exchange) == 0);
    pthread_detach(thread);
}

static void begin_stream(struct response *response)
{
    response->stream = true;
    response->content_type = "text/event-stream";
    buf_add(&response->body, S("retry: 3000\n\n"));
}

static void handle(struct exchange *exchange, void *closure)
{
    struct site *site = closure;
    str path = exchange->request.path;

    CHECK(exchange->loop_data == site);
    if (str_eq(path, S("/hold"))) {
        atomic_store(&site->held, exchange);
        return;
    }
    if (str_eq(path, S("/later"))) {
        answer_by_thread(exchange);
        return;
    }
    if (str_eq(path, S("/big")))
        buf_add(&exchange->response.body, (str){ site->big, sizeof site->big });
    else if (str_eq(path, S("/upload")))
        echo_large(exchange);
    else if (str_eq(path, S("/stream")))
        begin_stream(&exchange->response);
    else if (str_eq(path, S("/nothing")))
        exchange->response.status = 204;
    else if (str_eq(path, S("/away")))
        forget(redirect(&exchange->response, S("/乡 治?a=%41\r\n")));
    else
        echo(exchange);
    exchange_answer(exchange);
}

static void refuse(struct exchange *exchange, void *closure)
{
    (void)closure;
    buf_printf(&exchange->response.body, "<p>%.*s</p>", STR_ARG(exchange->response.title));
}

static void *start_loop(void *closure)
{
    struct site *site = closure;

    atomic_fetch_add(&site->loops, 1);
    return site;
}

static void stop_loop(void *loop_data, void *closure)
{
    struct site *site = closure;

    CHECK(loop_data == closure);
    atomic_fetch_sub(&site->loops, 1);
}

static void *run_site(void *closure)
{
    struct site *site = closure;

    server_run(site->server);
    return NULL;
}

static struct sockaddr_in address_of(const char *text)
{
    str host;
    str port;
    int64_t number = 0;
    struct sockaddr_in address = { .sin_family = AF_INET };

    CHECK(str_cut(str_of(text), ':', &host, &port) && str_read_integer(port, &number));
    CHECK_STR(host, "127.0.0.1");
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)number);
    return address;
}

static struct site *site_with(struct server_options options)
{
    struct site *site = calloc(1, sizeof *site);
    struct context cx = { 0 };

    CHECK(site != NULL);
    site->arena = cx.arena = arena_create(16 << 20);
    options.listen = "127.0.0.1:0";
    options.threads = 2;
    options.body_max = BODY_MAX;
    options.arena_max = 64 << 20;
    options.idle_seconds = options.idle_seconds == 0 ? 20 : options.idle_seconds;
    options.handle = handle;
    options.refuse = refuse;
    options.admit = admit;
    options.large_folder = options.large_folder == NULL ? site->folder : options.large_folder;
    (void)snprintf(site->folder, sizeof site->folder, "/tmp/large-XXXXXX");
    CHECK(mkdtemp(site->folder) != NULL);
    options.start_loop = start_loop;
    options.stop_loop = stop_loop;
    options.closure = site;
    CHECK(server_create(&cx, &options, &site->server) == NULL);
    site->address = address_of(server_address(site->server));
    memset(site->big, 'x', sizeof site->big);
    CHECK(pthread_create(&site->thread, NULL, run_site, site) == 0);
    return site;
}

static struct site *site_open(void)
{
    return site_with((struct server_options){ 0 });
}

static void site_close(struct site **site)
{
    server_stop((*site)->server);
    CHECK(pthread_join((*site)->thread, NULL) == 0);
    CHECK(atomic_load(&(*site)->loops) == 0);
    server_destroy((*site)->server);
    CHECK(rmdir((*site)->folder) == 0); /* nothing was left behind */
    arena_destroy((*site)->arena);
    free(*site);
}

static struct exchange *wait_held(struct site *site)
{
    struct exchange *held = NULL;

    for (int i = 0; i < PATIENCE_MS && held == NULL; i++) {
        usleep(1000);
        held = atomic_exchange(&site->held, NULL);
    }
    CHECK(held != NULL);
    return held;
}

static void release_held(struct site *site)
{
    struct exchange *held = wait_held(site);

    echo(held);
    exchange_answer(held);
}

/* --- Clients. --- */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int dial(const struct site *site)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CHECK(fd >= 0);
    CHECK(connect(fd, (const struct sockaddr *)&site->address, sizeof site->address) == 0);
    return fd;
}

static void hang_up(int *fd)
{
    close(*fd);
}

static void say(int fd, str text)
{
    CHECK(send(fd, text.data, text.length, MSG_NOSIGNAL) == (ssize_t)text.length);
}

struct heard {
    char text[16 * 1024];
    size_t length;
    bool closed;
};

/* One piece; false when nothing comes in time or the end is reached. */
static bool hear_piece(int fd, struct heard *heard)
{
    struct pollfd poller = { .fd = fd, .events = POLLIN };
    char *room = heard->text + heard->length;

    CHECK(poll(&poller, 1, PATIENCE_MS) == 1);
    ssize_t got = recv(fd, room, sizeof heard->text - 1 - heard->length, 0);
    heard->closed = got <= 0;
    heard->length += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* What comes until the end. */
static const struct heard *hear_all(int fd)
{
    static struct heard heard;

    heard = (struct heard){ 0 };
    while (hear_piece(fd, &heard))
        continue;
    return &heard;
}

/* What comes until the words have been heard, or the end. */
static const struct heard *hear(int fd, const char *words)
{
    static struct heard heard;

    heard = (struct heard){ 0 };
    while (memmem(heard.text, heard.length, words, strlen(words)) == NULL &&
           hear_piece(fd, &heard))
        continue;
    return &heard;
}

static bool has(const struct heard *heard, const char *part)
{
    return str_contains((str){ heard->text, heard->length }, str_of(part));
}

static bool hears(int fd, const char *words)
{
    return has(hear(fd, words), words);
}

static str statuses(const struct heard *heard)
{
    static char words[100];
    size_t length = 0;

    for (const char *at = heard->text; (at = strstr(at, "HTTP/1.1 ")) != NULL; at += 9)
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%.3s",
                                   length > 0 ? " " : "", at + 9);
    return (str){ words, length };
}

/* The statuses of the answers, and a mark when the connection was closed after them: "200
 * 400!". It was when a last request behind the others is not answered. */
static str ask(const struct site *site, str request)
{
    static char words[100];
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, request);
    (void)send(fd, LAST, strlen(LAST), MSG_NOSIGNAL);
    const struct heard *heard = hear_all(fd);
    str all = statuses(heard);
    if (has(heard, "0 /last []"))
        return str_slice(all, 0, all.length - strlen(" 200"));
    (void)snprintf(words, sizeof words, "%.*s!", STR_ARG(all));
    return str_of(words);
}

#define CHECK_ASK(site, request, expected) CHECK_STR(ask((site), S(request)), (expected))

static str repeat(struct site *site, const char *before, char c, size_t count,
                  const char *after)
{
    struct buf out = { .arena = site->arena };

    buf_add(&out, str_of(before));
    memset(buf_reserve(&out, count), c, count);
    out.length += count;
    buf_add(&out, str_of(after));
    return buf_str(&out);
}

/* --- What may come in. --- */

TEST_ONCE("lengths that could be read in two ways end the connection")
{
    CLEANUP(site_close) struct site *site = site_open();

    CHECK_ASK(site,
              "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
              "\r\n0\r\n\r\n",
              "400!");
    CHECK_ASK(site,
              "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
              "400!");
    CHECK_ASK(site,
              "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
              "400!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\nhello", "400!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Content-Length: 5,5\r\n\r\nhello", "400!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x5\r\n\r\nhello", "400!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", "400!");
    CHECK_ASK(site,
              "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n",
              "400!");
    CHECK_ASK(site, "HEAD / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello", "400!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n", "501!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n",
              "501!");
    CHECK_ASK(site, "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding:\u3000chunked\r\n\r\n",
              "501!");
    CHECK_ASK(site, "POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
              "400!");
}

TEST_ONCE("headers that another reader could see differently end the connection")
{
    CLEANUP(site_close) struct site *site = site_open();

    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\nHost: a\n\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost: a\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n X: a\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "X: a\001b\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST ": a\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "X: a\tb\xcf\xf2 \r\n\r\n", "200");
}

TEST_ONCE("HTTP/1.1 needs exactly one host")
{
    CLEANUP(site_close) struct site *site = site_open();

    CHECK_ASK(site, "GET / HTTP/1.1\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST HOST "\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "200");
}

TEST_ONCE("request lines are strict")
{
    CLEANUP(site_close) struct site *site = site_open();

    CHECK_ASK(site, "GET  / HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.1 \r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET /a b HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET /\xe4\xb9\xa1 HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET /a#b HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET //a HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET http://a/ HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET /\r\n", "400!");
    CHECK_ASK(site, "\r\nGET / HTTP/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "GET / HTTP/1.2\r\n" HOST "\r\n", "505!");
    CHECK_ASK(site, "GET / HTTP/2.0\r\n" HOST "\r\n", "505!");
    CHECK_ASK(site, "GET / HTTX/1.1\r\n" HOST "\r\n", "400!");
    CHECK_ASK(site, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc", "400!");
    CHECK_ASK(site, "TRACE / HTTP/1.1\r\n" HOST "\r\n", "501!");
    CHECK_ASK(site, "CONNECT a:1 HTTP/1.1\r\n" HOST "\r\n", "501!");
    CHECK_ASK(site, "get / HTTP/1.1\r\n" HOST "\r\n", "501!");
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "Expect: magic\r\n\r\n", "417!");
}

TEST_ONCE("what is too long is refused with its own status")
{
    CLEANUP(site_close) struct site *site = site_open();
    const char *rest = " HTTP/1.1\r\n" HOST "\r\n";
    struct buf many = { .arena = site->arena };

    buf_add(&many, S("GET / HTTP/1.1\r\n" HOST));
    for (int i = 0; i < 100; i++)
        buf_add(&many, S("X: a\r\n"));
    buf_add(&many, S("\r\n"));

    CHECK_STR(ask(site, repeat(site, "GET /", 'a', 40000, rest)), "414!");
    CHECK_STR(ask(site, repeat(site, "GET /", 'a', 8191, rest)), "200");
    CHECK_STR(ask(site, repeat(site, "GET / HTTP/1.1\r\n" HOST "X: ", 'a', 17000, "\r\n\r\n")),
              "431!");
    CHECK_STR(ask(site, repeat(site, "GET / HTTP/1.1\r\n" HOST "X: ", 'a', 16000, "\r\n\r\n")),
              "200");
    CHECK_STR(ask(site, buf_str(&many)), "431!");
}

TEST_ONCE("a body beyond the limit gets a readable answer while it is still being sent")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("POST / HTTP/1.1\r\n" HOST "Content-Length: 8388608\r\n\r\n"));
    str piece = repeat(site, "", 'a', 200 * 1024, "");
    say(fd, piece);
    usleep(50 * 1000);
    say(fd, piece);

    const struct heard *heard = hear_all(fd);
    CHECK_STR(statuses(heard), "413");
    CHECK(has(heard, "<p>提交的内容太大"));
    CHECK(has(heard, "Connection: close\r\n"));
}

TEST_ONCE("a chunked body is read, and strictly")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);
#define CHUNKED "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n\r\n"

    say(fd, S(CHUNKED "5\r\nhello\r\n01\r\n \r\n5\r\nworld\r\n0\r\n\r\n"));
    CHECK(hears(fd, "1 / [hello world]"));
    say(fd, S(CHUNKED "0\r\n\r\n"));
    CHECK(hears(fd, "1 / []"));
    CHECK_ASK(site, CHUNKED "5\nhello\r\n0\r\n\r\n", "400!");
    CHECK_ASK(site, CHUNKED "5;a=b\r\nhello\r\n0\r\n\r\n", "400!");
    CHECK_ASK(site, CHUNKED "-5\r\nhello\r\n0\r\n\r\n", "400!");
    CHECK_ASK(site, CHUNKED "0x5\r\nhello\r\n0\r\n\r\n", "400!");
    CHECK_ASK(site, CHUNKED "5\r\nhello!\r\n0\r\n\r\n", "400!");
    CHECK_ASK(site, CHUNKED "5\r\nhello\r\n0\r\nTrailer: a\r\n\r\n", "400!");
    CHECK_ASK(site, CHUNKED "fffffffff\r\n", "400!");
    CHECK_ASK(site, CHUNKED "10001\r\n", "413!");
    CHECK_ASK(site, CHUNKED "1\r\na\r\n10000\r\n", "413!");
}

TEST_ONCE("paths are decoded once and stay inside the site")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("GET /%E4%B9%A1/a%2541?q=%E6%B2%BB+1 HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(hears(fd, "0 /乡/a%41 ?治 1 []"));
    CHECK_ASK(site, "GET /a/../b HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /a/%2e%2E/b HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /a/. HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /a%2f..%2fb HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /a%00 HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /a%0d%0ab HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /%ff HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /%4 HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /?a=%zz HTTP/1.1\r\n" HOST "\r\n", "400");
    CHECK_ASK(site, "GET /..a/b..c HTTP/1.1\r\n" HOST "\r\n", "200");
}

static void post(int fd, const char *type, const char *body)
{
    char head[200];
    int length = snprintf(head, sizeof head,
                          "POST / HTTP/1.1\r\n" HOST "Content-Type: %s\r\n"
                          "Content-Length: %zu\r\n\r\n",
                          type, strlen(body));

    say(fd, (str){ head, (size_t)length });
    say(fd, str_of(body));
}

TEST_ONCE("forms are read by their content type, and a broken one is refused")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);
#define PART "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--X--\r\n"

    post(fd, "application/x-www-form-urlencoded", "a=1+2&b");
    CHECK(hears(fd, "1 / !1 2 ! [a=1+2&b]"));
    post(fd, "Multipart/Form-Data; boundary=X", PART);
    CHECK(hears(fd, "1 / !value [--X"));
    post(fd, "application/json", "{}");
    CHECK(hears(fd, "1 / [{}]"));
    post(fd, "multipart/form-data; boundary=X", PART "more");
    CHECK(hears(fd, "<p>上传的内容不完整"));
    post(fd, "application/x-www-form-urlencoded", "%%%");
    CHECK(hears(fd, "<p>提交的内容里有无法识别的字符"));
}

/* --- How it goes out. --- */

TEST_ONCE("a response has its length, its date and its type, and the connection stays")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("GET /a HTTP/1.1\r\n" HOST "\r\n"));
    const struct heard *heard = hear(fd, "0 /a []");
    CHECK(has(heard, "HTTP/1.1 200 OK\r\nDate: ") && has(heard, " GMT\r\n"));
    CHECK(has(heard, "\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\n0 /a []"));
    say(fd, S("DELETE /b HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(hears(fd, "\r\n\r\n4 /b []"));
    say(fd, S("GET /c HTTP/1.1\r\n" HOST "Connection: Keep-Alive, CLOSE\r\n\r\n"));
    heard = hear_all(fd);
    CHECK(has(heard, "Connection: close\r\n") && has(heard, "0 /c []"));
}

TEST_ONCE("HEAD has the length of the body and no body")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("HEAD /a HTTP/1.1\r\n" HOST "\r\nHEAD /later HTTP/1.1\r\n" HOST "\r\n" LAST));
    const struct heard *heard = hear_all(fd);
    CHECK(has(heard, "Content-Length: 7\r\n\r\nHTTP/1.1 200 OK\r\n"));
    CHECK(has(heard, "Content-Length: 11\r\n\r\nHTTP/1.1 200 OK\r\n"));
}

TEST_ONCE("204 has no length, and a location is encoded and cannot break out of its line")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("GET /nothing HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(!has(hear(fd, "\r\n\r\n"), "Content-"));
    say(fd, S("GET /away HTTP/1.1\r\n" HOST "\r\n"));
    const struct heard *heard = hear(fd, "\r\n\r\n");
    CHECK(has(heard, "HTTP/1.1 303 See Other\r\n"));
    CHECK(has(heard, "\r\nLocation: /%E4%B9%A1%20%E6%B2%BB?a=%41%0D%0A\r\n"));
}

TEST_ONCE("HTTP/1.0 is answered and closed")
{
    CLEANUP(site_close) struct site *site = site_open();

    CHECK_ASK(site, "GET / HTTP/1.0\r\n\r\n", "200!");
    CHECK_ASK(site, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200!");
    CHECK_ASK(site, "GET /later HTTP/1.0\r\n\r\n", "200!");
}

TEST_ONCE("pipelined requests are answered in their order")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("GET /1 HTTP/1.1\r\n" HOST "\r\n"
              "POST /later HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"
              "GET /3 HTTP/1.1\r\n" HOST "\r\nGET /4 HT"));
    const struct heard *heard = hear(fd, "0 /3 []");
    CHECK_STR(statuses(heard), "200 200 200");
    const char *first = strstr(heard->text, "0 /1 []");
    const char *second = strstr(heard->text, "1 /later [hello]");
    CHECK(first != NULL && second > first && strstr(second, "0 /3 []") != NULL);
    say(fd, S("TP/1.1\r\n" HOST "\r\n"));
    CHECK(hears(fd, "0 /4 []"));
}

TEST_ONCE("good requests before a bad one are answered first")
{
    CLEANUP(site_close) struct site *site = site_open();
#define GOOD "GET / HTTP/1.1\r\n" HOST "\r\n"

    CHECK_ASK(site, GOOD GOOD "GET / HTTP/1.1\nHost: a\r\n\r\n" GOOD, "200 200 400!");
    CHECK_ASK(site, "GET /later HTTP/1.1\r\n" HOST "\r\nGET / HTTP/1.1\r\n\r\n" GOOD,
              "200 400!");
    CHECK_ASK(site, "GET / HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\n\r\n", "200!");
}

TEST_ONCE("bytes may come one by one")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);
    str text = S("POST /a HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                 "2\r\nab\r\n0\r\n\r\nPOST /b HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\ncd");

    for (size_t i = 0; i < text.length; i++) {
        say(fd, str_slice(text, i, i + 1));
        usleep(500);
    }
    CHECK_STR(statuses(hear(fd, "[cd]")), "200 200");
}

TEST_ONCE("a client that waits for 100 Continue gets it, unless its body is too large")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("POST /a HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
    CHECK_STR(statuses(hear(fd, "\r\n\r\n")), "100");
    say(fd, S("ab"));
    CHECK(hears(fd, "1 /a [ab]"));
    CHECK_ASK(site,
              "POST / HTTP/1.1\r\n" HOST
              "Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n",
              "413!");
}

static size_t count_bytes(int fd)
{
    static char piece[64 * 1024];
    size_t total = 0;

    for (ssize_t got; (got = recv(fd, piece, sizeof piece, 0)) > 0;) {
        total += (size_t)got;
        usleep(200);
    }
    return total;
}

TEST_ONCE("a large response reaches a slow reader whole")
{
    CLEANUP(site_close) struct site *site = site_open();
    CLEANUP(hang_up) int fd = dial(site);
    CLEANUP(hang_up) int other = dial(site);

    say(fd, S("GET /big HTTP/1.1\r\n" HOST "Connection: close\r\n\r\nGET / more"));
    say(other, S("GET /big HTTP/1.1\r\n" HOST "\r\n")); /* and goes away without reading */
    usleep(50 * 1000);
    CHECK(count_bytes(fd) > BIG_BYTES);
}

/* --- Time. --- */

TEST_ONCE("slow clients hold nobody up and lose their place")
{
    CLEANUP(site_close)
    struct site *site = site_with((struct server_options){ .idle_seconds = 1 });
    int slow[100];
    int64_t started = now_ms();

    for (size_t i = 0; i < COUNT(slow); i++) {
        slow[i] = dial(site);
        say(slow[i], S("GET / HTTP/1.1\r\nHo"));
    }
    CLEANUP(hang_up) int fd = dial(site);
    for (int i = 0; i < 50; i++) {
        say(fd, S("GET /a HTTP/1.1\r\n" HOST "\r\n"));
        CHECK(hears(fd, "0 /a []"));
    }
    CHECK(now_ms() - started < 1000);

    for (size_t i = 0; i < COUNT(slow); i++) {
        CHECK_STR(statuses(hear_all(slow[i])), "408");
        close(slow[i]);
    }
    CHECK(hear_all(fd)->length == 0);
    CHECK(now_ms() - started < 4000);
}

TEST_ONCE("another thread may answer, for many connections at once")
{
    CLEANUP(site_close) struct site *site = site_open();
    int fds[40];

    for (size_t i = 0; i < COUNT(fds); i++)
        fds[i] = dial(site);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT(fds); i++)
            say(fds[i], S("POST /later HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab"));
        for (size_t i = 0; i < COUNT(fds); i++)
            CHECK(hears(fds[i], "1 /later [ab]"));
    }
    for (size_t i = 0; i < COUNT(fds); i++)
        close(fds[i]);
}

TEST_ONCE("a client that is gone before its answer does no harm")
{
    CLEANUP(site_close) struct site *site = site_open();
    int fd = dial(site);

    say(fd, S("POST /hold HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab"));
    struct exchange *held = wait_held(site);
    /* A reset instead of an orderly end. */
    CHECK(setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 },
                     sizeof(struct linger)) == 0);
    close(fd);
    usleep(20 * 1000);
    echo(held);
    exchange_answer(held);
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "\r\n", "200");
}

static void *release_later(void *closure)
{
    usleep(200 * 1000);
    release_held(closure);
    return NULL;
}

TEST_ONCE("stopping waits for requests in flight and closes idle connections")
{
    struct site *site = site_open();
    pthread_t thread;
    CLEANUP(hang_up) int idle = dial(site);
    CLEANUP(hang_up) int busy = dial(site);
    int64_t started = now_ms();

    say(idle, S("GET / HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(hears(idle, "0 / []"));
    say(busy, S("GET /hold HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(pthread_create(&thread, NULL, release_later, site) == 0);
    usleep(50 * 1000);
    site_close(&site);
    CHECK(pthread_join(thread, NULL) == 0);

    CHECK(now_ms() - started < 3000);
    CHECK(hear_all(idle)->length == 0);
    CHECK(has(hear_all(busy), "Connection: close\r\n\r\n0 /hold []"));
}

TEST_ONCE("stopping does not wait for ever, and a late answer does no harm")
{
    struct site *site = site_with((struct server_options){ .stop_seconds = 1 });
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, S("POST /hold HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nab"));
    struct exchange *held = wait_held(site);
    server_stop(site->server);
    CHECK(hear_all(fd)->length == 0);
    echo(held);
    exchange_answer(held);
    site_close(&site);
}

TEST_ONCE("a server that never ran can be destroyed, and a bad address is refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct context cx = { .arena = arena };
    struct server_options options = { .listen = "[::1]:0", .threads = 2, .handle = handle };
    struct server *server;

    CHECK(server_create(&cx, &options, &server) == NULL);
    CHECK(str_starts(str_of(server_address(server)), S("[::1]:")));
    server_destroy(server);
    options.listen = "nowhere";
    CHECK(server_create(&cx, &options, &server) != NULL);
    options.listen = "203.0.113.1:80";
    CHECK(server_create(&cx, &options, &server) != NULL);
    options.listen = "127.0.0.1:0";
    options.tls_certificate = "/nonexistent";
    CHECK(server_create(&cx, &options, &server) != NULL);
}

/* --- TLS. --- */

struct secret {
    char folder[64];
    char certificate[100];
    char key[100];
};

static struct secret secret_new(void)
{
    struct secret secret = { .folder = "/tmp/xiangzhi-tls-XXXXXX" };
    char command[512];

    CHECK(mkdtemp(secret.folder) != NULL);
    (void)snprintf(secret.certificate, sizeof secret.certificate, "%s/cert.pem", secret.folder);
    (void)snprintf(secret.key, sizeof secret.key, "%s/key.pem", secret.folder);
    (void)snprintf(command, sizeof command,
                   "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
                   "-subj /CN=localhost -days 2 -keyout %s -out %s 2>%s/log",
                   secret.key, secret.certificate, secret.folder);
    CHECK(system(command) == 0);
    return secret;
}

static void secret_remove(struct secret *secret)
{
    char log[100];

    (void)snprintf(log, sizeof log, "%s/log", secret->folder);
    unlink(secret->certificate);
    unlink(secret->key);
    unlink(log);
    rmdir(secret->folder);
}

/* Sends one request over TLS and hears everything until the end. */
static size_t ask_tls(const struct site *site, int version_max, str request,
                      struct heard *heard)
{
    CLEANUP(hang_up) int fd = dial(site);
    SSL_CTX *settings = SSL_CTX_new(TLS_client_method());
    SSL *tls = SSL_new(settings);
    size_t total = 0;
    char piece[16 * 1024];

    SSL_set_max_proto_version(tls, version_max);
    SSL_set_fd(tls, fd);
    if (SSL_connect(tls) == 1) {
        CHECK(SSL_write(tls, request.data, (int)request.length) == (int)request.length);
        for (int got; (got = SSL_read(tls, piece, sizeof piece)) > 0; total += (size_t)got)
            if (total < 4096)
                heard->length += (size_t)snprintf(heard->text + heard->length, 4096, "%.*s",
                                                  got < 4096 ? got : 4095, piece);
    }
    SSL_free(tls);
    SSL_CTX_free(settings);
    return total;
}

TEST_ONCE("the same over TLS 1.2 and 1.3")
{
    CLEANUP(secret_remove) struct secret secret = secret_new();
    CLEANUP(site_close)
    struct site *site = site_with((struct server_options){
        .tls_certificate = secret.certificate, .tls_key = secret.key });
#define CLOSING HOST "Connection: close\r\n\r\n"
    struct heard heard = { 0 };

    CHECK(ask_tls(site, TLS1_3_VERSION, S("GET /later HTTP/1.1\r\n" CLOSING), &heard) > 0);
    CHECK(has(&heard, "0 /later []"));
    heard = (struct heard){ 0 };
    CHECK(ask_tls(site, TLS1_2_VERSION,
                  S("GET /a HTTP/1.1\r\n" HOST "\r\nGET /b HTTP/1.1\r\n\r\n"), &heard) > 0);
    CHECK_STR(statuses(&heard), "200 400");
    CHECK(ask_tls(site, TLS1_1_VERSION, S("GET / HTTP/1.1\r\n" CLOSING), &heard) == 0);
    CHECK(ask_tls(site, TLS1_3_VERSION, S("GET /big HTTP/1.1\r\n" CLOSING), &heard) >
          BIG_BYTES);
    CHECK_ASK(site, "GET / HTTP/1.1\r\n" HOST "\r\n", "!");
}

/* --- Streams. --- */

enum { STREAMS_MAX = 2 };

#define ASK_STREAM "GET /stream HTTP/1.1\r\n" HOST "\r\n"

static struct site *site_with_streams(void)
{
    return site_with(
        (struct server_options){ .streams_max = STREAMS_MAX, .heartbeat_seconds = 1 });
}

static int open_stream(const struct site *site)
{
    int fd = dial(site);

    say(fd, S(ASK_STREAM));
    return fd;
}

TEST_ONCE("a stream stays open, says when there is something new, and that it is alive")
{
    CLEANUP(site_close) struct site *site = site_with_streams();
    CLEANUP(hang_up) int fd = open_stream(site);
    const struct heard *begun = hear(fd, "retry: 3000\n\n");

    CHECK(has(begun, "HTTP/1.1 200 OK\r\n") && has(begun, "text/event-stream\r\n"));
    CHECK(has(begun, "Connection: close\r\n") && !has(begun, "Content-Length"));
    CHECK(hears(fd, ":\n\n"));
    server_announce(site->server);
    CHECK(hears(fd, "event: news\ndata: 1\n\n"));
    server_announce(site->server);
    CHECK(hears(fd, "event: news\ndata: 1\n\n"));
    CHECK(server_figures(site->server).streams == 1);
}

TEST_ONCE("more streams than may be open are refused; one that is left makes room")
{
    CLEANUP(site_close) struct site *site = site_with_streams();
    CLEANUP(hang_up) int first = open_stream(site);
    int second = open_stream(site);
    CHECK(hears(first, "retry") && hears(second, "retry"));

    CLEANUP(hang_up) int third = open_stream(site);
    CHECK(hears(third, "503 Service Unavailable"));
    close(second);
    for (int i = 0; i < PATIENCE_MS && server_figures(site->server).streams > 1; i++)
        usleep(1000);
    CLEANUP(hang_up) int fourth = open_stream(site);
    CHECK(hears(fourth, "retry"));
}

TEST_ONCE("what a stream's reader says further is not answered")
{
    CLEANUP(site_close) struct site *site = site_with_streams();
    CLEANUP(hang_up) int fd = open_stream(site);
    CHECK(hears(fd, "retry"));

    say(fd, S("GET /last HTTP/1.1\r\n" HOST "\r\n"));
    const struct heard *heard = hear(fd, ":\n\n");
    CHECK(has(heard, ":\n\n") && !has(heard, "HTTP/1.1"));
}

TEST_ONCE("streams do not hold up the end, and of a stream one may ask for the head alone")
{
    CLEANUP(site_close) struct site *site = site_with_streams();
    CLEANUP(hang_up) int stream = open_stream(site);
    CHECK(hears(stream, "retry"));
    CLEANUP(hang_up) int head = dial(site);
    say(head, S("HEAD /stream HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(hears(head, "\r\n\r\n"));
    CHECK(server_figures(site->server).streams == 1);

    int64_t before = now_ms();
    server_stop(site->server);
    CHECK(!hears(stream, "never"));
    CHECK(now_ms() - before < 5000);
}

/* --- Bodies that are too large for memory. --- */

enum { LARGE_MAX = 1 << 20, FILE_BYTES = 600 * 1024 };

static struct site *site_of_large(struct server_options options)
{
    options.large_max = LARGE_MAX;
    if (options.large_at_once == 0)
        options.large_at_once = 4;
    return site_with(options);
}

static str large_head(struct site *site, const char *line, const char *fields, size_t length)
{
    return arena_printf(site->arena,
                        "%s HTTP/1.1\r\n" HOST "%s"
                        "Content-Type: multipart/form-data; boundary=b\r\n"
                        "Content-Length: %zu\r\n\r\n",
                        line, fields, length);
}

/* A form with a word and a file. */
static str large_body(struct site *site, const char *word, size_t file_bytes)
{
    const char *before = arena_printf(site->arena,
                                      "--b\r\nContent-Disposition: form-data; name=word\r\n\r\n"
                                      "%s\r\n--b\r\nContent-Disposition: form-data; "
                                      "name=file; filename=a.csv\r\n\r\n%c",
                                      word, '\0')
                             .data;

    return repeat(site, before, 'x', file_bytes - 3, "end\r\n--b--\r\n");
}

static str large_request(struct site *site, const char *line, const char *fields, str body)
{
    struct buf out = { .arena = site->arena };

    buf_add(&out, large_head(site, line, fields, body.length));
    buf_add(&out, body);
    return buf_str(&out);
}

static bool comes_in(struct site *site, str request)
{
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, request);
    return hears(fd, " !sesame a.csv of 614400, ends in end");
}

static void wait_for_large(const struct site *site, int count)
{
    for (int i = 0; i < PATIENCE_MS && server_figures(site->server).large != count; i++)
        usleep(1000);
    CHECK(server_figures(site->server).large == count);
}

TEST_ONCE("a large body that is let in is handled as others are, and the connection goes on")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    str body = large_body(site, "sesame", FILE_BYTES);
    struct buf three = { .arena = site->arena };

    CHECK(comes_in(site, large_request(site, "POST /upload", "", body)));
    buf_add(&three, S("GET /first HTTP/1.1\r\n" HOST "\r\n"));
    buf_add(&three, large_request(site, "POST /upload", "", body));
    CHECK_STR(ask(site, buf_str(&three)), "200 200");
    CHECK_ASK(site, "GET /later HTTP/1.1\r\n" HOST "\r\n", "200");
    CHECK(atomic_load(&site->asked) == 4);
    wait_for_large(site, 0);
}

TEST_ONCE("a large body may come in pieces, cut anywhere in its head")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    str request =
        large_request(site, "POST /upload", "", large_body(site, "sesame", FILE_BYTES));

    for (size_t cut = 60; cut < 150; cut += 7) {
        CLEANUP(hang_up) int fd = dial(site);
        say(fd, str_slice(request, 0, cut));
        usleep(3000);
        say(fd, str_slice(request, cut, cut + 5));
        usleep(3000);
        say(fd, str_slice(request, cut + 5, request.length));
        CHECK(hears(fd, " !sesame a.csv of 614400, ends in end"));
    }
}

TEST_ONCE("who may not send a large body is told before it comes")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    CLEANUP(hang_up) int closed = dial(site);
    CLEANUP(hang_up) int wrong = dial(site);
    str body = large_body(site, "open", FILE_BYTES);

    say(closed, large_head(site, "POST /closed", "", FILE_BYTES));
    CHECK(has(hear_all(closed), "closed"));
    say(wrong, large_head(site, "POST /upload", "", body.length));
    say(wrong, str_slice(body, 0, 9000));
    const struct heard *heard = hear_all(wrong);
    CHECK(has(heard, "HTTP/1.1 403") && has(heard, "Connection: close") &&
          has(heard, "wrong word"));
    CHECK(server_figures(site->server).large == 0);
}

TEST_ONCE("who asks whether a large body may come is told so, or why not")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    CLEANUP(hang_up) int fd = dial(site);
    CLEANUP(hang_up) int closed = dial(site);
    str body = large_body(site, "sesame", FILE_BYTES);

    say(fd, large_head(site, "POST /upload", "Expect: 100-continue\r\n", body.length));
    CHECK(hears(fd, "HTTP/1.1 100 Continue\r\n\r\n"));
    say(fd, body);
    CHECK(hears(fd, " !sesame a.csv of 614400, ends in end"));
    say(closed, large_head(site, "POST /closed", "Expect: 100-continue\r\n", body.length));
    CHECK_STR(statuses(hear_all(closed)), "403");
}

TEST_ONCE("what is no form of parts, or beyond the limit, or no POST, is too large")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    str body = large_body(site, "sesame", FILE_BYTES);

    CHECK_STR(ask(site, large_head(site, "POST /upload", "", LARGE_MAX + 1)), "413!");
    CHECK_STR(ask(site, large_head(site, "PUT /upload", "", FILE_BYTES)), "413!");
    CHECK_STR(ask(site, large_request(site, "POST /upload", "Host: b\r\n", body)), "400!");
    CHECK_ASK(site,
              "POST /upload HTTP/1.1\r\n" HOST
              "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{",
              "413!");
    CHECK_STR(
        ask(site, large_request(site, "POST /upload", "", str_slice(body, 0, body.length - 2))),
        "200");
    CHECK_STR(
        ask(site, large_request(site, "POST /upload", "", str_slice(body, 0, body.length - 9))),
        "400");
}

TEST_ONCE("who goes away in the middle leaves nothing behind")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    str body = large_body(site, "sesame", FILE_BYTES);
    int fd = dial(site);

    say(fd, large_head(site, "POST /upload", "", body.length));
    say(fd, str_slice(body, 0, body.length / 2));
    wait_for_large(site, 1);
    close(fd);
    wait_for_large(site, 0);
    CHECK(comes_in(site, large_request(site, "POST /upload", "", body)));
}

TEST_ONCE("a server that stops does not wait for a large body for ever")
{
    CLEANUP(site_close)
    struct site *site = site_of_large((struct server_options){ .stop_seconds = 1 });
    CLEANUP(hang_up) int fd = dial(site);
    str body = large_body(site, "sesame", FILE_BYTES);

    say(fd, large_head(site, "POST /upload", "", body.length));
    say(fd, str_slice(body, 0, body.length / 2));
    wait_for_large(site, 1);
}

TEST_ONCE("a large body that comes too slowly is refused")
{
    CLEANUP(site_close)
    struct site *site = site_of_large((struct server_options){ .idle_seconds = 1 });
    CLEANUP(hang_up) int fd = dial(site);

    say(fd, large_head(site, "POST /upload", "", FILE_BYTES));
    CHECK(has(hear_all(fd), "HTTP/1.1 408"));
}

TEST_ONCE("of large bodies no more than some come at a time")
{
    CLEANUP(site_close)
    struct site *site = site_of_large((struct server_options){ .large_at_once = 1 });
    CLEANUP(hang_up) int fd = dial(site);
    CLEANUP(hang_up) int second = dial(site);
    str body = large_body(site, "sesame", FILE_BYTES);

    say(fd, large_head(site, "POST /upload", "", body.length));
    say(fd, str_slice(body, 0, 9000));
    wait_for_large(site, 1);
    say(second, large_head(site, "POST /upload", "", body.length));
    say(second, str_slice(body, 0, 9000));
    CHECK(has(hear_all(second), "HTTP/1.1 503"));
    say(fd, str_slice(body, 9000, body.length));
    CHECK(hears(fd, "200 OK"));
}

TEST_ONCE("a disk that is full is named, and the server goes on")
{
    CLEANUP(site_close) struct site *site = site_of_large((struct server_options){ 0 });
    CLEANUP(hang_up) int fd = dial(site);
    struct rlimit small = { 100 * 1024, RLIM_INFINITY };
    str body = large_body(site, "sesame", FILE_BYTES);

    signal(SIGXFSZ, SIG_IGN);
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    say(fd, large_head(site, "POST /upload", "", body.length));
    say(fd, str_slice(body, 0, 300 * 1024));
    const struct heard *heard = hear_all(fd);
    CHECK(has(heard, "HTTP/1.1 503") && has(heard, "磁盘满了"));
    wait_for_large(site, 0);
    small.rlim_cur = RLIM_INFINITY;
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    CHECK(comes_in(site, large_request(site, "POST /upload", "", body)));
}
