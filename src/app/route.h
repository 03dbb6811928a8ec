/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses, and what answers them.
 *
 *     { POST, "/matters/{id}/merge", matter_merge_action, .needs = "matters.handle",
 *       .input = &merge_input, .again = matter_page, .summary = "合并重复诉求" },
 *
 * The router finds the route, asks for the permission, reads and checks the input, and calls
 * the handler: GET with a connection that only reads, POST as a change in a transaction that is
 * undone when the handler answers an error.  Each POST also answers under /api with JSON, and
 * so does a GET with .api.
 */
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "app/limit.h"
#include "http/message.h"
#include "record/type.h"

struct flow;
struct flow_step;

typedef struct error *handler(struct context *cx, const struct request *request,
                              struct response *response);

struct route {
    enum method method;
    const char *path; /* "/matters/{id}"; {id} is a number, other {names} are texts */
    handler *handler;
    /* A permission, "signed_in" for everybody with an account, "public" for everybody. */
    const char *needs;
    const struct shape *input; /* NULL: nothing is read */
    const char *summary;       /* what it does, for OpenAPI and the journal */
    /* Of a POST: the page that shows its form, called again with what was typed and what was
     * wrong with it.  request->refused is set then. */
    handler *again;
    bool api;  /* of a GET: it can answer JSON and does so under /api */
    bool slow; /* takes long, so it runs in the pool: of a GET the handler, of a POST prepare */
    /* Of a POST: what can be done before the change, so that the writer need not do it.  Its
     * result is in request->prepared. */
    handler *prepare;
    /* Of a POST: sent by programs, which have no form token.  The handler must not act for
     * whoever is signed in by a cookie. */
    bool for_programs;
    /* Of a POST: its files become evidence.  They are put on the disk before the change, so
     * that those who wait for the writer need not wait for the disk as well. */
    bool takes_evidence;
    /* Of a POST: its body may be as large as a table may be, for those whom this lets in.  It
     * is called before the body comes, with the fields of the form that stand before the first
     * file; the input has not been read. */
    handler *admit;
    enum limit limit; /* of a POST: how often one address may; those signed in report freely */
    /* For derived routes. */
    const struct record_type *type;
    const struct flow *flow;
    const struct flow_step *step;
};

/* The route for a method and path, and what its {names} captured; NULL when there is none.
 * *other_method is set when the path exists for another method. */
const struct route *route_find(struct arena *arena, enum method method, str path,
                               struct params *captured, bool *other_method);

/* What a POST reads: its input, else the fields of the record that it changes; NULL when it
 * reads nothing. */
const struct shape *route_reads(const struct route *route);

/* All routes. */
const struct route *routes_all(size_t *count);

/* Called by modules_register. */
void routes_build(void);

#endif
