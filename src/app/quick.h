/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record of fifteen seconds: a button on the home page, one sentence, a button to keep it.
 *
 * A module brings a row of struct quick_record (app/module.h) for the button, a GET route that
 * writes the form, and a POST route of the same path.  The form shows what is filled in nearly
 * always, folds the rest away, and lasts: the phone keeps it as it is typed, and in its outbox
 * where there is no network.
 */
#ifndef APP_QUICK_H
#define APP_QUICK_H

#include "app/module.h"
#include "record/form.h"

struct quick_form {
    const char *href; /* of its row */
    const struct shape *input;
    const char
        *first; /* names of the fields seen at once, in this order, with spaces between */
    const void *preset; /* what the form begins with, of the shape */
    const char *submit; /* 登记 */
    bool photos;
    /* Writes a field in a way of its own, such as a choice from the own grid; *written says
     * whether it did.  NULL: no field has one. */
    struct error *(*write_field)(struct context *cx, struct buf *out, const struct field *field,
                                 const struct filled *filled, bool *written);
};

/* The heading and the form; again with what was typed when request is a refused attempt.  What
 * the address names (?story=...) is filled in. */
MUST_USE struct error *quick_page_write(struct context *cx, const struct request *request,
                                        const struct quick_form *form,
                                        struct response *response);

/* The buttons of all records that this person may make. */
void quick_buttons_write(struct context *cx, struct buf *out);

#endif
