/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What may be done with a record besides changing its fields, as forms on its page: renaming a
 * place, naming a new head of a household.  (What belongs to a flow is written by the flow.)
 *
 *     static const struct deed deeds[] = {
 *         { "rename", "改名", &place_naming_input, "编号不变。" },
 *     };
 */
#ifndef APP_DEED_H
#define APP_DEED_H

#include "app/route.h"

struct deed {
    const char *name;          /* the last part of its address: POST /places/7/rename */
    const char *label;         /* 改名 */
    const struct shape *input; /* NULL: a button, nothing to fill in */
    const char *help;          /* may be NULL */
};

/* The form of a deed, folded away; open when request is a refused attempt at it.  page is
 * the address of the record's page, input what the form begins with (NULL: empty). */
void deed_write(struct context *cx, struct buf *out, str page, const struct deed *deed,
                const void *input, const struct request *request);

/* The same, not folded away. */
void deed_write_open(struct context *cx, struct buf *out, str page, const struct deed *deed,
                     const void *input, const struct request *request);

/* Both for a step of a flow, whose form lasts: it may wait in the outbox of a phone. */
void deed_write_step(struct context *cx, struct buf *out, str page, const struct deed *deed,
                     const struct request *request);
void deed_write_step_open(struct context *cx, struct buf *out, str page,
                          const struct deed *deed, const struct request *request);

#endif
