/* SPDX-License-Identifier: Apache-2.0 */
/* What went wrong. */
#include "base/error.h"

#include "base/context.h"
#include "tests/test.h"

enum { LIMIT = 1024 * 1024 };

TEST_ONCE("an error has its kind and a whole sentence")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    struct error *error = fail(&cx, ERROR_CONFLICT, "第%d项已经办结。", 3);

    CHECK(error->kind == ERROR_CONFLICT && error->problems == NULL && !error->retry);
    CHECK_STR(error->message, "第3项已经办结。");
}

TEST_ONCE("a wrong field is a problem of an invalid input")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    struct error *error = fail_field(&cx, "phone", "请填%s。", "电话");

    CHECK(error->kind == ERROR_INVALID);
    CHECK_STR(str_of(error->problems->field), "phone");
    CHECK_STR(error->problems->message, "请填电话。");
    CHECK(error->problems->next == NULL);
}

TEST_ONCE("problems stand in the order in which they were found")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct problem *problems = NULL;

    problem_add(&problems, arena, "first", "一");
    problem_add(&problems, arena, "second", "二");

    CHECK_STR(problems->message, "一");
    CHECK_STR(problems->next->message, "二");
    CHECK(problems->next->next == NULL);
}

static struct error *try_twice(struct context *cx, int *steps)
{
    (*steps)++;
    TRY(NULL);
    (*steps)++;
    TRY(fail(cx, ERROR_BUSY, "忙"));
    (*steps)++;
    return NULL;
}

TEST_ONCE("TRY goes on after a success and leaves with an error")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    int steps = 0;

    CHECK(try_twice(&cx, &steps)->kind == ERROR_BUSY);
    CHECK(steps == 2);
}

TEST_ONCE("each kind of error has a status of HTTP that blames the right side")
{
    for (enum error_kind kind = ERROR_INVALID; kind <= ERROR_BROKEN; kind++) {
        int status = error_status(kind);
        CHECK((kind >= ERROR_BUSY) == (status >= 500));
        CHECK(status >= 400 && status < 600);
    }
}
