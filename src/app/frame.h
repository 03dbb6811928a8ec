/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands around every answer: the page frame with the person's menu, the headers that keep
 * browsers safe, the pages for errors.
 */
#ifndef APP_FRAME_H
#define APP_FRAME_H

#include "app/module.h"

/* Completes a response: the frame around a page that is not bare, and the headers. */
void frame_finish(struct context *cx, const struct request *request, struct response *response);

/* A page that says what went wrong and keeps what was typed, to be sent again. */
void frame_write_error(struct context *cx, struct buf *out, const struct request *request,
                       str sentence, int status);

/* The sign-in page that comes back to where the request wanted to go. */
str frame_sign_in_href(struct context *cx, const struct request *request);

#endif
