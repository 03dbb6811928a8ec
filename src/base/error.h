/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What went wrong, said to the person who has to read it.
 *
 * A function that can fail returns struct error *; NULL means that it worked.  The message is a
 * whole Chinese sentence that says what is wrong and what to do.  For ERROR_BROKEN the person
 * sees a general sentence and the log gets the message.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/arena.h"

struct context;

enum error_kind {
    ERROR_INVALID,         /* what was sent cannot be accepted: 422 */
    ERROR_UNAUTHENTICATED, /* nobody is signed in: 401 */
    ERROR_FORBIDDEN,       /* this person may not: 403 */
    ERROR_NOT_FOUND,       /* there is no such thing, or not for this person: 404 */
    ERROR_CONFLICT,        /* the thing is not in a state for it: 409 */
    ERROR_TOO_MANY,        /* too often, try later: 429 */
    ERROR_TOO_LARGE,       /* more bytes than allowed: 413 */
    ERROR_BUSY,            /* the system cannot just now: 503; this and what follows is not the
                              fault of whoever asked */
    ERROR_STORAGE,         /* the disk is full, failing or read-only: 503, and logged */
    ERROR_BROKEN,          /* our fault: 500 */
};

/* What is wrong with one field of an input. */
struct problem {
    const char *field;
    str message;
    struct problem *next;
};

struct error {
    enum error_kind kind;
    str message;
    struct problem *problems; /* by field, in the order of the form; may be NULL */
    bool retry;               /* the same transaction may work when tried again */
    bool unknown;             /* the connection broke at the commit: it may have been kept */
};

/* Leaves the function with the error of call, if there is one.  Stands alone on its line. */
#define TRY(call)                                                                              \
    do {                                                                                       \
        struct error *error_ = (call);                                                         \
        if (error_ != NULL)                                                                    \
            return error_;                                                                     \
    } while (0)

/* Says that a failure truly does not matter here. */
static inline void forget(struct error *error)
{
    (void)error;
}

/* Makes an error in the arena of cx. */
MUST_USE struct error *fail(struct context *cx, enum error_kind kind, const char *format, ...)
    PRINTF(3, 4);

/* Makes an ERROR_INVALID that lists one problem; the field is named as in its shape. */
MUST_USE struct error *fail_field(struct context *cx, const char *field, const char *format,
                                  ...) PRINTF(3, 4);

/* Adds a problem at the end of the list. */
void problem_add(struct problem **problems, struct arena *arena, const char *field,
                 const char *format, ...) PRINTF(4, 5);

/* The status of HTTP for a kind of error. */
int error_status(enum error_kind kind);

#endif
