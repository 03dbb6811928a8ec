/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Codes for a ballot: a slip of paper with which a household or an adult votes in the browser
 * without an account.  A code says who votes, never what.
 */
#include "modules/honours/honour_parts.h"

#include "app/access.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"

static const struct field code_fields[] = {
    { REF(honour_code, round), .label = "评选", .target = "honour_round", .required = true,
      .indexed = true },
    { PLACE(honour_code, place), .label = "地点", .required = true },
    { TEXT(honour_code, key), .label = "凭证", .unique = true, .hidden = true },
    { INTEGER(honour_code, voter), .label = "投票人编号", .hidden = true },
    { TEXT(honour_code, voter_name), .label = "投票人" },
    { TEXT(honour_code, code), .label = "投票码", .unique = true, .hidden = true },
    { DATE(honour_code, issued_on), .label = "发放日期" },
};

const struct record_type honour_code_type = {
    .name = "honour_code",
    .table = "honour_codes",
    .title = "投票码",
    .shape = { SHAPE(honour_code, code_fields) },
    .place = "place",
    .called = "voter_name",
};

static struct error *issue(struct context *cx, const struct honour_round *round,
                           record_id voter)
{
    struct honour_code code = {
        .place = round->place, .round = round->id, .voter = voter, .issued_on = cx->today
    };
    struct honour_code kept = { 0 };
    bool found;

    TRY(voter_check(cx, round, voter, &code.key, &code.voter_name));
    TRY(store_find_by(cx, &honour_code_type, round->place, "key", value_text(code.key), &kept,
                      &found));
    if (found)
        return NULL;
    code.code = receipt_new(cx->arena, round->place);
    return store_insert(cx, &honour_code_type, &code);
}

struct error *honour_codes_issue(struct context *cx, record_id id, const record_id *voters,
                                 size_t count)
{
    struct honour_round round = { 0 };

    TRY(store_get(cx, &honour_round_type, id, &round));
    TRY(access_need(cx, "honours.run", round.place));
    if (round.status > ROUND_VOTING)
        return fail(cx, ERROR_CONFLICT, "投票已经结束，不用再发投票码。");
    for (size_t i = 0; i < count; i++)
        TRY(issue(cx, &round, voters[i]));
    return NULL;
}

const struct query codes_of_round = {
    .of = &honour_code_type,
    .sql = "where county = $1 and round = $2 order by voter_name, id limit 3000",
};

struct error *honour_codes(struct context *cx, record_id round, struct honour_code **codes,
                           size_t *count)
{
    return query_rows(cx, &codes_of_round,
                      WITH(value_integer(id_county(round)), value_integer(round)), codes,
                      count);
}

struct error *honour_code_find(struct context *cx, record_id round, str typed, record_id *voter)
{
    struct honour_code code = { 0 };
    str normal = receipt_normal(cx->arena, typed);
    bool found = false;

    if (!str_is_empty(normal))
        TRY(store_find_by(cx, &honour_code_type, receipt_county(cx->arena, normal), "code",
                          value_text(normal), &code, &found));
    if (!found || code.round != round)
        return fail_field(cx, "card", "没有这个投票码，请对照纸条再输一遍。");
    *voter = code.voter;
    return NULL;
}

/* Who votes in person: an account with a person behind it. */

const struct query registered_households = {
    .of = &household_member_type,
    .sql = "where county = $1 and resident = $2 and kind = 'registered' and to_on is null "
           "order by id desc limit 1",
};

struct error *honour_voter_signed_in(struct context *cx, enum honour_voters voters,
                                     record_id *voter)
{
    struct household_member *members;
    size_t count;
    record_id person = access_is_signed_in(cx) ? cx->access->person : 0;

    *voter = 0;
    if (person == 0 || voters == VOTERS_ADULTS) {
        *voter = person;
        return NULL;
    }
    TRY(query_rows(cx, &registered_households,
                   WITH(value_integer(id_county(person)), value_integer(person)), &members,
                   &count));
    if (count > 0)
        *voter = members[0].household;
    return NULL;
}
