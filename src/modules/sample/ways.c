/* SPDX-License-Identifier: Apache-2.0 */
/* Ways that several parts go. */
#include "app/notice.h"
#include "modules/points/points.h"
#include "modules/sample/replay.h"

struct error *replay_decide_scheme(struct replay *replay, const struct village *village,
                                   record_id scheme)
{
    struct context *cx = replay->cx;

    TRY(replay_as(replay, village->secretary));
    TRY(flow_take(
        cx, &points_scheme_flow, "committees", scheme,
        &(struct points_meeting){ .held_on = cx->today, .due = 5, .present = 5, .yes = 5 }));
    TRY(flow_take(
        cx, &points_scheme_flow, "party_members", scheme,
        &(struct points_meeting){ .held_on = cx->today, .due = 48, .present = 36, .yes = 34 }));
    TRY(flow_take(cx, &points_scheme_flow, "decide", scheme,
                  &(struct points_decision){
                      .held_on = cx->today, .due = 45, .present = 38, .yes = 36 }));
    TRY(replay_as(replay, village->township->desks[DESK_PARTY]));
    TRY(flow_take(cx, &points_scheme_flow, "check_law", scheme,
                  &(struct points_words){ .words = S("合法。") }));
    TRY(replay_as(replay, village->secretary));
    TRY(flow_take(cx, &points_scheme_flow, "publish", scheme,
                  &(struct points_words){ .words = S("公布。") }));
    return replay_done(replay);
}

struct error *replay_end_notices(struct replay *replay)
{
    bool more = true;

    replay_as_program(replay);
    while (more)
        TRY(notices_end(replay->cx, &more));
    return replay_done(replay);
}

struct error *replay_branch_of(struct replay *replay, const struct village *village,
                               record_id *branch)
{
    return query_number(replay->cx,
                        "select id from party_organisations where county = $1 and place = $2 "
                        "and kind = 'branch' and dissolved_on is null order by id limit 1",
                        WITH(value_integer(key_county(village->key)), value_text(village->key)),
                        branch);
}

/* Reviewing deeds */

enum { REVIEWER_BORN_FROM = 1960, REVIEWER_BORN_TO = 1985 };

struct error *replay_appoint_reviewer(struct replay *replay, const struct village *village,
                                      enum sex sex, record_id *reviewer)
{
    struct resident somebody = replay_somebody(replay, village, village->key, sex,
                                               REVIEWER_BORN_FROM, REVIEWER_BORN_TO);

    somebody.name = replay_marked(replay, somebody.name);
    replay_as_program(replay);
    TRY(resident_register(replay->cx, &somebody));
    TRY(post_give(replay->cx, &(struct post){ .place = village->key,
                                              .role = S("appraisal_member"),
                                              .person = somebody.id,
                                              .holder = somebody.name,
                                              .starts_on = replay->cx->today }));
    *reviewer = somebody.id;
    return replay_done(replay);
}

struct error *replay_find_item(struct replay *replay, record_id scheme, const char *code,
                               record_id *item)
{
    return query_number(
        replay->cx,
        "select id from points_items where county = $1 and scheme = $2 "
        "and code = $3",
        WITH(value_integer(id_county(scheme)), value_integer(scheme), value_text(str_of(code))),
        item);
}
