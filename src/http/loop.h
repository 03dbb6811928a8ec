/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the server: loops, connections and requests under way.
 *
 * server.c      listening, the threads, stopping
 * connection.c  one connection: its strict eye, its patience, its end after a fault
 * exchange.c    one request: from evhttp into struct exchange, and the response out
 * spool.c       a body that is too large for memory
 * strict.c      what may pass
 *
 * Everything here belongs to the loop's thread, except where a lock is named.
 */
#ifndef HTTP_LOOP_H
#define HTTP_LOOP_H

#include "http/server.h"
#include "http/strict.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <pthread.h>
#include <stdatomic.h>

enum { SPARE_ARENAS_MAX = 64, LINGER_SECONDS = 3 };

struct ssl_ctx_st;
struct connection;
struct spool;

struct loop {
    struct server *server;
    struct event_base *base;
    struct evhttp *http;
    struct evconnlistener *listener;
    struct event *wake;
    struct event *tick;
    int wake_fd;
    pthread_t thread;
    void *data; /* what start_loop answered */

    struct connection *connections;
    /* Whose bytes evhttp is looking at: it takes them from the connection's input just before
     * it hands over the request. */
    struct connection *current;
    bool stopping;
    int64_t stop_at; /* when patience with the requests in flight ends */

    struct arena *spare[SPARE_ARENAS_MAX];
    size_t spare_count;
    char date[40]; /* for the Date header, of the second dated_at */
    int64_t dated_at;

    atomic_llong opened; /* connections, written by this thread only */
    atomic_llong closed;

    pthread_mutex_t lock;
    struct exchange *answered; /* by other threads, last first; guarded by lock */
};

struct server {
    struct server_options options;
    struct ssl_ctx_st *tls;
    int listen_fd;
    char address[64];
    atomic_bool stopping;
    atomic_int streams;         /* open */
    atomic_int large;           /* bodies in files */
    atomic_uint_least64_t news; /* how often something new was announced */
    struct loop *loops;
    int loop_count;
};

enum phase {
    PHASE_READING,   /* between requests or inside one */
    PHASE_SPOOLING,  /* inside a large body, which goes into a file */
    PHASE_HANDLING,  /* the handler has it */
    PHASE_ANSWERING, /* the response is on its way */
    PHASE_STREAMING, /* a stream of events, until either side ends it */
    PHASE_LINGERING, /* refused: the answer is out or on its way, what comes is thrown away */
};

struct connection {
    struct loop *loop;
    struct bufferevent *bev;
    struct evhttp_connection *evcon; /* NULL until evhttp has made it */
    struct connection *next;
    struct connection *previous;
    struct strict strict;
    enum phase phase;
    bool refusing;        /* the fault waits for its turn, or is being answered */
    struct event *refuse; /* made when needed */
    uint64_t delivered;   /* requests that evhttp has handed over */
    struct transfer *transfer;
    bool unread;         /* a large body has not come whole */
    struct spool *spool; /* what takes it; NULL before and after */
    int64_t since;       /* second in which this phase or the present request began */
    size_t since_bytes;  /* received of the present request */
    uint64_t news;       /* of a stream: what it has told */
    int64_t told_at;     /* of a stream: the second of its last word */
};

/* A request in the hands of the handler; lies in the arena of its exchange. */
struct transfer {
    struct loop *loop;
    struct arena *arena;
    struct connection *connection; /* NULL once the client is gone */
    struct evhttp_request *evhttp_request;
    struct loose_file large; /* the body, when it is a large one */
    const void *large_bytes; /* where it is mapped; NULL: nowhere */
};

int64_t seconds_now(void);

struct arena *loop_take_arena(struct loop *loop);
void loop_give_arena(struct loop *loop, struct arena *arena);

/* For evhttp_set_bevcb: a bufferevent with a connection watching it. */
struct bufferevent *connection_open(struct event_base *base, void *loop);

/* A request of the connection has been answered and evhttp waits for the next. */
void connection_answered(struct connection *connection);

/* Answers with the status, instead of whatever evhttp is doing with it, and closes. */
void connection_refuse(struct connection *connection, int status);

/* For bufferevent_setcb with the connection, when it is out of evhttp's hands: the other side
 * is gone. */
void connection_ended(struct bufferevent *bev, short what, void *connection);

/* Closes the connection when what stands in its output has been written, out of evhttp's hands.
 * What comes until then is thrown away. */
void connection_linger(struct connection *connection);

/* Takes the connection out of evhttp's hands: what is written goes on as a stream. */
void connection_stream(struct connection *connection);

/* Closes those that have used up their patience, or all idle ones when the loop is stopping. */
void connections_sweep(struct loop *loop);

/* For evhttp_set_gencb. */
void exchange_receive(struct evhttp_request *evhttp_request, void *loop);

/* A large body begins; the exchange has the head of its request. */
void spool_begin(struct exchange *exchange);

/* The body does not come any more. */
void spool_drop(struct connection *connection);

/* Hides from evhttp that a large body follows: it takes the request for one without a body and
 * hands it over at once. */
void spool_hide_length(struct connection *connection, struct evbuffer *input);

/* Refuses a large body with a sentence. */
void exchange_refuse_large(struct exchange *exchange, int status, str sentence);

/* True when one more may be open, which is counted then. */
bool count_one_more(atomic_int *open, int most);

/* The large body of a request lies in the file of its transfer. */
void exchange_receive_large(struct exchange *exchange);

void exchange_release(struct exchange *exchange);

/* Sends the response of an exchange and releases it. */
void exchange_send(struct exchange *exchange);

/* Writes a refusal with this status into the connection's output. */
void exchange_refuse(struct connection *connection, int status);

#endif
