/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what browsers send: percent encoding, forms, uploads.
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "http/message.h"

enum { PARAMS_MAX = 1000 };

/* Decodes %41 and, in forms, + as a space.  False for a broken escape or text that is not
 * clean UTF-8. */
bool percent_decode(struct arena *arena, str text, bool form, str *decoded);

/* Encodes everything but letters, digits and -._~ */
void percent_encode(struct buf *out, str text);

/* a=1&b=2 */
MUST_USE struct error *form_read(struct context *cx, str text, struct params *params);

/* multipart/form-data; content_type carries the boundary.  Uploaded files keep their bytes. */
MUST_USE struct error *multipart_read(struct context *cx, str content_type, str body,
                                      struct params *params);

/* The fields before the first file, of a body of which only the beginning is there. */
MUST_USE struct error *multipart_read_front(struct context *cx, str content_type, str front,
                                            struct params *params);

#endif
