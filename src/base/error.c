/* SPDX-License-Identifier: Apache-2.0 */
/* What went wrong, said to the person who has to read it. */
#include "base/error.h"

#include "base/context.h"
#include "base/words.h"

static struct error *error_new(struct context *cx, enum error_kind kind, str message)
{
    struct error *error = arena_new(cx->arena, struct error);

    error->kind = kind;
    error->message = message;
    return error;
}

struct error *fail(struct context *cx, enum error_kind kind, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str message = arena_vprintf(cx->arena, words_said(format), arguments);
    va_end(arguments);
    return error_new(cx, kind, message);
}

struct error *fail_field(struct context *cx, const char *field, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str message = arena_vprintf(cx->arena, words_said(format), arguments);
    va_end(arguments);

    struct error *error = error_new(cx, ERROR_INVALID, message);
    problem_add(&error->problems, cx->arena, field, "%.*s", STR_ARG(message));
    return error;
}

void problem_add(struct problem **problems, struct arena *arena, const char *field,
                 const char *format, ...)
{
    struct problem *problem = arena_new(arena, struct problem);
    va_list arguments;

    va_start(arguments, format);
    problem->message = arena_vprintf(arena, words_said(format), arguments);
    va_end(arguments);
    problem->field = field;
    while (*problems != NULL)
        problems = &(*problems)->next;
    *problems = problem;
}

int error_status(enum error_kind kind)
{
    switch (kind) {
    case ERROR_INVALID:
        return 422;
    case ERROR_UNAUTHENTICATED:
        return 401;
    case ERROR_FORBIDDEN:
        return 403;
    case ERROR_NOT_FOUND:
        return 404;
    case ERROR_CONFLICT:
        return 409;
    case ERROR_TOO_MANY:
        return 429;
    case ERROR_TOO_LARGE:
        return 413;
    case ERROR_BUSY:
    case ERROR_STORAGE:
        return 503;
    case ERROR_BROKEN:
        return 500;
    }
    return 500;
}
