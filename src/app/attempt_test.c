/* SPDX-License-Identifier: Apache-2.0 */
#include "app/attempt.h"
#include "tests/town.h"

enum { MIB = 1024 * 1024, LIMIT = 4 * MIB };

static int cleaned;

static void count_cleaned(int *value)
{
    cleaned += *value;
}

/* Changes something, writes something, and wants more than there is. */
static struct error *take_too_much(struct context *cx, struct visit *visit)
{
    CLEANUP(count_cleaned) int one = 1;

    TRY(db_begin(cx));
    TRY(db_run(cx, "update places set name = 'changed'", NULL, 0));
    visit->response->status = 201;
    visit->request->id = 7;
    cx->deed = "half done";
    buf_add(&visit->response->headers, S("X-Half: done\r\n"));
    for (;;)
        (void)arena_alloc(cx->arena, MIB + (size_t)one);
}

/* The statement is being read when the memory ends. */
static struct error *read_too_much(struct context *cx, struct visit *visit)
{
    struct result result;

    (void)visit;
    for (;;)
        TRY(db_query(cx, "select a.name, b.name from places a, places b limit 20000", NULL, 0,
                     &result));
}

struct attempted {
    struct context cx;
    struct request request;
    struct response response;
    struct visit visit;
};

static void attempted_release(struct attempted *attempted)
{
    arena_destroy(attempted->cx.arena);
}

static struct attempted attempted_new(const struct context *cx, enum method method)
{
    struct attempted attempted = { .cx = *cx, .request = { .method = method } };

    attempted.cx.arena = arena_create(LIMIT);
    attempted.response.headers.arena = attempted.cx.arena;
    attempted.response.body.arena = attempted.cx.arena;
    return attempted;
}

static struct error *attempt_part(struct attempted *attempted,
                                  struct error *(*part)(struct context *, struct visit *))
{
    attempted->visit.request = &attempted->request;
    attempted->visit.response = &attempted->response;
    return attempt(&attempted->cx, &attempted->visit, part);
}

TEST("a request that wants too much memory is refused, and nothing of it stays")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(attempted_release) struct attempted attempted = attempted_new(&cx, POST);
    int depth = db_depth(cx.db);
    int64_t changed;

    for (int i = 1; i <= 20; i++) {
        struct error *error = attempt_part(&attempted, take_too_much);
        CHECK(error != NULL && error->kind == ERROR_BUSY);
        CHECK(str_contains(error->message, S("没有保存")));
        CHECK(db_depth(cx.db) == depth && cleaned == i);
        CHECK(attempted.response.status == 0 && attempted.request.id == 0);
        CHECK(attempted.response.headers.length == 0 && attempted.cx.deed == cx.deed);
    }
    CHECK_OK(query_number(&cx, "select count(*) from places where name = 'changed'", NULL, 0,
                          &changed));
    CHECK(changed == 0);
    CHECK(arena_used(attempted.cx.arena) < MIB);
}

TEST("a page that reads too much is refused, and its connection reads on")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(attempted_release) struct attempted attempted = attempted_new(&cx, GET);
    struct result result;

    for (int i = 0; i < 5; i++) {
        struct error *error = attempt_part(&attempted, read_too_much);
        CHECK(error != NULL && error->kind == ERROR_BUSY);
        CHECK_OK(db_query(&attempted.cx, "select name from places limit 3", NULL, 0, &result));
        CHECK(result.rows == 3);
    }
}

TEST("when there is no memory for a page either, a sentence is answered")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(attempted_release) struct attempted attempted = attempted_new(&cx, GET);

    attempted.visit.request = &attempted.request;
    attempted.visit.response = &attempted.response;
    while (arena_used(attempted.cx.arena) < LIMIT - MIB - 64 * 1024)
        (void)arena_alloc(attempted.cx.arena, 32 * 1024);
    buf_reserve(&attempted.response.body, 512 * 1024);
    attempted.response.body.length = 512 * 1024;
    attempt_end(&attempted.cx, &attempted.visit, fail(&cx, ERROR_NOT_FOUND, "没有。"));
    CHECK(attempted.response.status == 503 || attempted.response.status == 404);
    CHECK(attempted.response.body.length > 0);
}
