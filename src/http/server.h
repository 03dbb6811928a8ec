/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1.1 by libevent's evhttp, one event loop a thread, all on one socket.
 *
 * evhttp is made strict here (strict.h): two Content-Length, a Content-Length beside a
 * Transfer-Encoding, a missing or second Host, control characters in headers, folded lines,
 * bare line feeds, a sign before a length: 400 and the end of the connection.
 *
 * A response may be a stream of server-sent events (response.stream): after its body the
 * connection stays open and says "event: news" within a second of server_announce, and a
 * comment now and then, so that nothing on the way takes it for dead.  A stream says only that
 * there is something new; what it is, the reader asks for in the usual way, with the usual
 * rights.  It ends after STREAM_SECONDS, and the browser asks again.
 *
 * A body that is larger than body_max is let in by .admit only, and lies in a file instead of
 * in memory while it comes and while it is handled (large_max).  It must be a form of parts
 * (multipart/form-data) with a length; what it says lies in the usual places of the request.
 *
 * The server writes the status line, Date, Content-Type, Content-Length, Location when the
 * response has a location, and Connection when it closes.  Everything else is the handler's.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/message.h"

struct server;

/* One request and its answer.  Has its own arena; ends with exchange_answer. */
struct exchange {
    struct context cx; /* arena is set; the rest is up to the handler */
    struct request request;
    struct response response;
    struct server *server;
    void *loop_data; /* what start_loop answered for the loop this came in on */
    void *own;       /* the handler's; NULL when it was not called */
    void *transport; /* the server's own */
    struct exchange *next;
};

struct server_options {
    const char *listen; /* "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:80" */
    int threads;
    size_t body_max;          /* bytes of a body; larger ones get 413, unless they are let in */
    size_t large_max;         /* bytes of a body that may be let in; 0: none is */
    const char *large_folder; /* on whose disk it is kept while it comes, without a name */
    int large_at_once;        /* so many at a time; more get 503 */
    size_t arena_max;         /* bytes of memory a request may take */
    /* A connection that sends nothing for so long is closed.  Also the patience with one
     * request, plus a second for each KiB that has come. */
    int idle_seconds;
    int streams_max;       /* streams open at a time; more get 503 */
    int heartbeat_seconds; /* between the comments of a stream; 0 is 15 */
    int stop_seconds;      /* how long server_stop waits for requests in flight; 0 is 10 */
    const char *tls_certificate; /* files in PEM, NULL for plain HTTP */
    const char *tls_key;

    /* Called in the loop's thread for each request that was well-formed.  It must see to it
     * that exchange_answer is called, now or later, once. */
    void (*handle)(struct exchange *exchange, void *closure);
    /* Called in the loop's thread for a body of more than body_max: when the head has come, and
     * again, has_fields, when the fields before the first file are in request.form.  True: the
     * body may come, and handle is called when it has.  False: the exchange has been answered;
     * the connection is closed behind the answer, and nothing of the body is kept. */
    bool (*admit)(struct exchange *exchange, bool has_fields, void *closure);
    /* Called for requests refused by their form, to write the body of response, whose status is
     * set and whose title is a sentence that says why; may be NULL.  Of the request little may
     * be known, and it must not answer the exchange. */
    void (*refuse)(struct exchange *exchange, void *closure);
    /* Called in the loop's thread when the response of any exchange is on its way, also of one
     * that was refused: for counting and logging; may be NULL. */
    void (*finished)(const struct exchange *exchange, void *closure);
    /* Called at the start and the end of each loop's thread; may be NULL. */
    void *(*start_loop)(void *closure);
    void (*stop_loop)(void *loop_data, void *closure);
    void *closure;
};

/* Listens; the address that was taken (a port 0 becomes a real one) is in server_address. */
MUST_USE struct error *server_create(struct context *cx, const struct server_options *options,
                                     struct server **server);
const char *server_address(const struct server *server);

/* Runs the loops until server_stop; then the requests in flight are answered first, as long as
 * stop_seconds allow. */
void server_run(struct server *server);

/* May be called from any thread and from a signal handler. */
void server_stop(struct server *server);

enum { STREAM_SECONDS = 900 };

/* Tells all streams that there is something new.  May be called from any thread; costs nothing
 * when there are no streams, and many calls within a second are one event. */
void server_announce(struct server *server);

struct server_figures {
    int64_t connections; /* that are open */
    int64_t accepted;    /* since the start */
    int64_t streams;     /* that are open */
    int64_t large;       /* bodies that lie in a file */
};

/* May be called from any thread. */
struct server_figures server_figures(const struct server *server);

/* After server_run, when every exchange has been given to exchange_answer. */
void server_destroy(struct server *server);

/* Sends exchange->response and releases the exchange.  May be called from any thread. */
void exchange_answer(struct exchange *exchange);

#endif
