/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request on its way through the program, in three parts that may run in different threads:
 *
 *   visit_begin   who is it, which route, may they, is the input right        reads
 *   visit_act     the route's handler                                         GET reads,
 *                                                                             POST changes
 *   visit_end     what went wrong, in words; the frame around the page        reads
 */
#ifndef APP_VISIT_H
#define APP_VISIT_H

#include "app/access.h"
#include "app/route.h"

struct visit {
    struct request *request;
    struct response *response;
    const struct route *route;
    struct access access;
    int wait_seconds; /* when this address does too much: how long it should wait */
    str visitor;      /* the random cookie of those who are not signed in */
    str form_token;   /* what the forms of whoever asks must carry; see app/form_token.h */
};

/* Before a body comes that is larger than usual: whether it may.  First with the head alone,
 * then, has_fields, with the first fields of the form.  visit_begin asks all of it again when
 * the body has come. */
MUST_USE struct error *visit_admit(struct context *cx, struct visit *visit, bool has_fields);

/* Answers the error to be told by visit_end, or NULL when visit_act may be called. */
MUST_USE struct error *visit_begin(struct context *cx, struct visit *visit);

/* Runs the prepare of a POST, if it has one, and puts files on the disk.  visit_prepares_slowly
 * says that this is not for a thread that others wait for. */
MUST_USE struct error *visit_prepare(struct context *cx, struct visit *visit);

bool visit_prepares_slowly(const struct visit *visit);

MUST_USE struct error *visit_act(struct context *cx, struct visit *visit);

/* Writes the response, whatever happened. */
void visit_end(struct context *cx, struct visit *visit, struct error *error);

#endif
