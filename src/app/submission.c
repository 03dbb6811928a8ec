/* SPDX-License-Identifier: Apache-2.0 */
/* Submissions that are known by a uuid. */
#include "app/submission.h"

#include "app/access.h"
#include "record/store.h"

enum { UUID_MIN = 8, UUID_MAX = 64, UUID_LENGTH = 36, UUID_VERSION_AT = 14 };

void submissions_schema_write(enum db_engine engine, struct buf *out)
{
    const char *integer = engine == DB_SQLITE ? "integer" : "bigint";

    buf_printf(
        out,
        "create table if not exists submissions (\n"
        "    sender text not null,\n    uuid text not null,\n    sent_on text not null,\n"
        "    location text not null,\n    record %s not null,\n"
        "    primary key (sender, uuid)\n);\n",
        integer);
}

bool submission_is_from_outbox(const struct request *request)
{
    return !str_is_empty(request_header(request, "x-outbox"));
}

/* The first 48 bits are the milliseconds since 1970. */
instant uuid_made_at(str uuid)
{
    int64_t ms = 0;

    if (uuid.length != UUID_LENGTH || uuid.data[UUID_VERSION_AT] != '7')
        return (instant){ 0 };
    for (size_t i = 0; i < 13; i++) {
        char c = uuid.data[i];
        if (c >= '0' && c <= '9')
            ms = ms * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            ms = ms * 16 + (c - 'a' + 10);
        else if (i != 8)
            return (instant){ 0 };
    }
    return instant_add_seconds(instant_of(date_of(1970, 1, 1), 8, 0, 0), ms / 1000);
}

static str uuid_of(const struct request *request)
{
    str uuid = request_header(request, "idempotency-key");

    if (str_is_empty(uuid))
        uuid = request_param(request, "uuid");
    return uuid.length >= UUID_MIN && uuid.length <= UUID_MAX ? uuid : (str){ 0 };
}

static str sender_of(struct context *cx, const struct visit *visit)
{
    if (access_is_signed_in(cx))
        return arena_printf(cx->arena, "account %lld", (long long)visit->access.account);
    return arena_printf(cx->arena, "visitor %.*s", STR_ARG(visit->visitor));
}

static date last_forgotten(const struct context *cx)
{
    return date_add_days(cx->today, -SUBMISSION_DAYS - 1);
}

static struct error *check_age(struct context *cx, const struct visit *visit, str uuid)
{
    instant made_at = uuid_made_at(uuid);

    if (!submission_is_from_outbox(visit->request) || !instant_is_set(made_at) ||
        date_compare(instant_date(made_at), last_forgotten(cx)) > 0)
        return NULL;
    return fail(cx, ERROR_CONFLICT,
                "这条是%d天以前写的，已经无法确认当时有没有送到。请先查一查有没有登记，"
                "没有就改为新的一条再发；如果是手机的日期不对，请先改对。",
                SUBMISSION_DAYS);
}

struct error *submission_find(struct context *cx, struct visit *visit, bool *found)
{
    str uuid = uuid_of(visit->request);
    struct result result;

    *found = false;
    if (str_is_empty(uuid))
        return NULL;
    TRY(db_query(cx, "select location, record from submissions where sender = $1 and uuid = $2",
                 WITH(value_text(sender_of(cx, visit)), value_text(uuid)), &result));
    if (result.rows == 0)
        return check_age(cx, visit, uuid);
    *found = true;
    visit->response->record = result_integer(&result, 0, 1);
    return redirect(visit->response, result_text(&result, 0, 0));
}

/* Where a phone's clock runs ahead, the day of its uuid. */
static date kept_from(const struct context *cx, str uuid)
{
    instant made_at = uuid_made_at(uuid);

    return instant_is_set(made_at) && date_compare(instant_date(made_at), cx->today) > 0
               ? instant_date(made_at)
               : cx->today;
}

struct error *submission_keep(struct context *cx, const struct visit *visit)
{
    const struct response *response = visit->response;
    str uuid = uuid_of(visit->request);

    if (str_is_empty(uuid) || str_is_empty(response->location))
        return NULL;
    return db_run(cx,
                  "insert into submissions (sender, uuid, sent_on, location, record) "
                  "values ($1, $2, $3, $4, $5)",
                  WITH(value_text(sender_of(cx, visit)), value_text(uuid),
                       value_date(cx->arena, kept_from(cx, uuid)),
                       value_text(response->location), value_integer(response->record)));
}

struct error *submissions_forget(struct context *cx, bool *more)
{
    *more = false;
    return db_run(cx, "delete from submissions where sent_on <= $1",
                  WITH(value_date(cx->arena, last_forgotten(cx))));
}
