/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may open what a case says.
 *
 * The law makes it a ground for dismissal to tell what parties said (人民调解法 15).  So the
 * words lie sealed in the database, in the journal and in its exports, and a page opens them
 * only for whom dispute_may_open names.
 */
#include "modules/disputes/secrecy.h"

#include "app/access.h"
#include "base/hash.h"

enum { REASON_MAX = 100 };

/* A case has few mediators, a mediator has had many cases: the plus keeps it to the case. */
const struct query mediates_dispute = {
    .of = &dispute_mediator_type,
    .sql = "where county = $1 and dispute = $2 and +account = $3 and role <> 'helper' "
           "and (to_on is null or to_on >= $4) limit 1",
};

const struct query opening_of_today = {
    .of = &dispute_opening_type,
    .sql = "where county = $1 and dispute = $2 and account = $3 and opened_on = $4 limit 1",
};

const struct query openings_of_dispute = {
    .of = &dispute_opening_type,
    .sql = "where county = $1 and dispute = $2 order by id desc limit 50",
};

str secrecy_mask(struct arena *arena, str plain)
{
    (void)arena;
    (void)plain;
    return S("（保密）");
}

str sealed_words(struct context *cx, str plain)
{
    str trimmed = str_trim(plain);

    return str_is_empty(trimmed) ? (str){ 0 }
                                 : seal(cx->arena, trimmed, secrecy_mask(cx->arena, trimmed));
}

str dispute_words(struct context *cx, str sealed)
{
    str plain;

    return unseal(cx->arena, sealed, &plain) ? plain : (str){ 0 };
}

static struct error *is_mediator(struct context *cx, const struct dispute *dispute,
                                 bool *mediates)
{
    struct dispute_mediator *rows;
    size_t count;

    *mediates = false;
    if (cx->access->account == 0)
        return NULL;
    TRY(query_rows(cx, &mediates_dispute,
                   WITH(value_integer(id_county(dispute->id)), value_integer(dispute->id),
                        value_integer(cx->access->account), value_date(cx->arena, cx->today)),
                   &rows, &count));
    *mediates = count > 0;
    return NULL;
}

static struct error *has_opened(struct context *cx, const struct dispute *dispute, bool *opened)
{
    struct dispute_opening *rows;
    size_t count;

    TRY(query_rows(cx, &opening_of_today,
                   WITH(value_integer(id_county(dispute->id)), value_integer(dispute->id),
                        value_integer(cx->access->account), value_date(cx->arena, cx->today)),
                   &rows, &count));
    *opened = count > 0;
    return NULL;
}

/* The judicial office opens every case below it, the head of the committee those that are not
 * locked. */
static bool leads(const struct context *cx, const struct dispute *dispute)
{
    return access_allows(cx, "disputes.guide", dispute->place) ||
           (dispute->lock == LOCK_NONE && access_allows(cx, "disputes.lead", dispute->unit));
}

struct error *dispute_may_ask(struct context *cx, const struct dispute *dispute, bool *may)
{
    *may = leads(cx, dispute);
    return *may || dispute->lock == LOCK_NONE ? NULL : is_mediator(cx, dispute, may);
}

struct error *dispute_may_open(struct context *cx, const struct dispute *dispute, bool *may)
{
    bool mediates;

    *may = cx->access->is_system;
    if (*may || !access_is_signed_in(cx))
        return NULL;
    TRY(is_mediator(cx, dispute, &mediates));
    *may = mediates && dispute->lock == LOCK_NONE;
    if (*may || (!mediates && !leads(cx, dispute)))
        return NULL;
    return has_opened(cx, dispute, may);
}

struct error *dispute_open_content(struct context *cx, record_id id, str reason)
{
    struct dispute dispute;
    bool may;

    TRY(store_get(cx, &dispute_type, id, &dispute));
    TRY(dispute_may_ask(cx, &dispute, &may));
    if (!may)
        return fail(cx, ERROR_FORBIDDEN, "调解内容只有本案调解员、调委会主任和司法所能看。");
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写为什么要打开，会记下来。");
    if (str_characters(reason) > REASON_MAX)
        return fail_field(cx, "reason", "最多写%d个字。", REASON_MAX);

    struct dispute_opening opening = {
        .place = dispute.place,
        .dispute = id,
        .account = cx->access->account,
        .actor = cx->access->name,
        .title = access_title(cx, dispute.place),
        .reason = str_trim(reason),
        .opened_on = cx->today,
    };
    return store_insert(cx, &dispute_opening_type, &opening);
}

struct error *dispute_record_opened(struct context *cx, const void *record, bool *may)
{
    return dispute_may_open(cx, record, may);
}

struct error *paper_record_opened(struct context *cx, const void *record, bool *may)
{
    const struct dispute_paper *paper = record;
    struct dispute dispute;

    TRY(store_get(cx, &dispute_type, paper->dispute, &dispute));
    return dispute_may_open(cx, &dispute, may);
}
