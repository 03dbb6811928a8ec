/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of visits that may want more memory than there is. */
#include "app/attempt.h"

#include "db/db.h"

struct work {
    struct context *cx;
    struct visit *visit;
    struct error *(*part)(struct context *cx, struct visit *visit);
    struct error *error;
};

/* What a part may have changed outside of the memory that it took. */
struct kept {
    struct context cx;
    struct visit visit;
    struct request request;
    struct response response;
    int depth; /* of the transaction */
};

static struct kept keep(const struct context *cx, const struct visit *visit)
{
    return (struct kept){
        .cx = *cx,
        .visit = *visit,
        .request = *visit->request,
        .response = *visit->response,
        .depth = cx->db == NULL ? 0 : db_depth(cx->db),
    };
}

static void put_back(struct context *cx, struct visit *visit, const struct kept *kept)
{
    *cx = kept->cx;
    *visit = kept->visit;
    *visit->request = kept->request;
    *visit->response = kept->response;
    while (cx->db != NULL && db_depth(cx->db) > kept->depth)
        db_rollback(cx);
}

static struct error *too_much(struct context *cx, const struct visit *visit)
{
    return fail(cx, ERROR_BUSY, "%s",
                visit->request->method == GET
                    ? "要显示的内容太多，服务器内存不够。请缩小范围（选一个村、一段时间）再试。"
                    : "要处理的内容太多，服务器内存不够，没有保存。请分成几次再试。");
}

static void run(void *closure)
{
    struct work *work = closure;

    work->error = work->part(work->cx, work->visit);
}

struct error *attempt(struct context *cx, struct visit *visit,
                      struct error *(*part)(struct context *cx, struct visit *visit))
{
    struct work work = { .cx = cx, .visit = visit, .part = part };
    struct kept kept = keep(cx, visit);

    if (arena_try(cx->arena, run, &work))
        return work.error;
    put_back(cx, visit, &kept);
    return too_much(cx, visit);
}

static void run_end(void *closure)
{
    struct work *work = closure;

    visit_end(work->cx, work->visit, work->error);
}

/* Without wanting memory. */
static void answer_plainly(struct response *response)
{
    static char sentence[] = "服务器内存不够，请稍等几秒再试，或者缩小范围。\n";

    response->status = error_status(ERROR_BUSY);
    response->content_type = "text/plain; charset=utf-8";
    response->location = (str){ 0 };
    response->body.data = sentence;
    response->body.length = sizeof sentence - 1;
    response->body.capacity = sizeof sentence - 1;
}

void attempt_end(struct context *cx, struct visit *visit, struct error *error)
{
    struct work work = { .cx = cx, .visit = visit, .error = error };
    struct kept kept = keep(cx, visit);

    if (arena_try(cx->arena, run_end, &work))
        return;
    put_back(cx, visit, &kept);
    answer_plainly(visit->response);
}
