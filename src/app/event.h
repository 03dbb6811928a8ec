/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a lower module lets higher ones know.  Listeners run inside the same transaction; the
 * error of one undoes everything.
 */
#ifndef APP_EVENT_H
#define APP_EVENT_H

#include "record/type.h"

struct listener {
    const char *event; /* "matter.closed" */
    struct error *(*hear)(struct context *cx, const struct record_type *type,
                          const void *record);
};

MUST_USE struct error *announce(struct context *cx, const char *event,
                                const struct record_type *type, const void *record);

#endif
