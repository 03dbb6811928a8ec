/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request that has been read whole, and the response to it.
 *
 * Both live in the arena of the exchange.  A request has been checked for form: its path and
 * texts are clean UTF-8, its parameters have been decoded.  A header that is not clean UTF-8 is
 * left out.  Everything in a request is gone once the exchange has been answered.
 */
#ifndef HTTP_MESSAGE_H
#define HTTP_MESSAGE_H

#include "base/buf.h"
#include "base/context.h"
#include "base/file.h"

enum method { GET, POST, PUT, PATCH, DELETE, OPTIONS };

/* A parameter of the query or the form, or a part of a multipart body. */
struct param {
    str name;
    str value;
    str file_name; /* empty unless it is an uploaded file */
};

struct params {
    const struct param *items;
    size_t count;
};

struct header {
    str name; /* in lower case */
    str value;
};

struct route;

struct request {
    enum method method;
    bool is_head; /* method is GET then */
    str path;     /* decoded, without the query */
    str target;   /* as it was sent, with the query: for links back */
    struct params query;
    struct params form; /* of a body in urlencoded or multipart form */
    const struct header *headers;
    size_t header_count;
    str body;
    str remote; /* the client's address */
    bool secure;
    str tag; /* what the log and the answer call this request; may be empty */

    /* Set by the router in app/. */
    const struct route *route;
    struct params captured;      /* the {names} of the route's path */
    record_id id;                /* the {id} of the path, 0 without one */
    const void *input;           /* the route's input, read and checked */
    bool wants_json;             /* an answer for programs, not for people */
    const void *prepared;        /* what the route's prepare left in response->prepared */
    const struct error *refused; /* a form that is shown again: what was wrong with it */
};

struct response {
    int status;               /* 200 unless set */
    const char *content_type; /* text/html unless set */
    struct buf body;
    struct loose_file file; /* follows the body, when there is one; the server closes it */
    struct buf headers;     /* further lines, each ending in "\r\n"; see response_header */
    str title;              /* of the page */
    str location;           /* where a redirect goes; percent-encoded by the server */
    record_id record;       /* what was made or changed; the API answers with it */
    bool bare;              /* the body is complete: no page frame around it */
    bool stream;            /* goes on after the body; see server_announce */
    const char *script;     /* a second script that the page needs, "chart.js"; may be NULL */
    const void *prepared;   /* of a prepare: what the change will need */
};

/* The first value of a name, or the empty text. */
str params_get(struct params params, const char *name);
bool params_has(struct params params, const char *name);

/* The query's value, or the form's when the query has none. */
str request_param(const struct request *request, const char *name);

/* A header by its name in lower case, or the empty text.  When it is there several times, the
 * first, or the last. */
str request_header(const struct request *request, const char *name);
str request_last_header(const struct request *request, const char *name);

/* True when a Content-Type is of this type, which is in lower case, whatever its parameters. */
bool media_type_is(str content_type, const char *type);

/* A cookie's value, or the empty text. */
str request_cookie(const struct request *request, const char *name);

void response_header(struct response *response, const char *name, str value);

/* Sets a cookie for the whole site, HttpOnly and SameSite=Lax, Secure when the request came
 * over TLS.  max_age_seconds 0 removes it. */
void response_cookie(struct response *response, const struct request *request, const char *name,
                     str value, int64_t max_age_seconds);

/* Answers 303 to a GET of location, which must be a path of this site. */
struct error *redirect(struct response *response, str location);

#endif
