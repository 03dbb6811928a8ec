/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds: nominating, voting, checking, showing, awarding, and taking back. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"
#include "app/data.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

enum { NAMES_MAX = 3000, WORDS_MAX = 1000, ADULT_YEARS = 18 };

struct error *honours_set_up(struct context *cx)
{
    TRY(data_load(cx, &honour_kind_type, "honours.csv", "code"));
    return data_load(cx, &honour_star_type, "honour_stars.csv", "code");
}

struct error *honour_kind_get(struct context *cx, str code, struct honour_kind *kind)
{
    bool found;

    TRY(store_find_by(cx, &honour_kind_type, (str){ 0 }, "code", value_text(code), kind,
                      &found));
    if (!found)
        return fail_field(cx, "kind", "没有“%.*s”这种荣誉，请看荣誉种类里的代码。",
                          STR_ARG(code));
    return NULL;
}

/* Rounds */

struct error *honour_round_open(struct context *cx, void *record)
{
    struct honour_round *round = record;
    struct honour_kind kind = { 0 };

    TRY(access_need(cx, "honours.run", round->place));
    TRY(honour_kind_get(cx, round->kind, &kind));
    round->status = ROUND_NOMINATING;
    round->opened_on = cx->today;
    return flow_begin(cx, &honour_round_flow, round, "开始评选", (str){ 0 });
}

static struct error *get_round(struct context *cx, record_id id,
                               enum honour_round_status status, struct honour_round *round)
{
    TRY(store_get(cx, &honour_round_type, id, round));
    if (round->status != status)
        return fail(
            cx, ERROR_CONFLICT, "“%.*s”现在不是%s的时候。", STR_ARG(round->title),
            shape_field(&honour_round_type.shape, S("status"))->choices.items[status].label);
    return NULL;
}

struct error *honour_round_change(struct context *cx, void *record)
{
    struct honour_round *round = record;
    struct honour_round kept = { 0 };

    TRY(get_round(cx, round->id, ROUND_NOMINATING, &kept));
    TRY(access_need(cx, "honours.run", kept.place));
    return store_update(cx, &honour_round_type, round);
}

/* Nominations */

const struct query revoked_awards = {
    .of = &honour_award_type,
    .sql = "where county = $1 and (household = $2 or resident = $3) and revoked_on >= $4 "
           "order by id desc limit 1",
};

const struct query same_nomination = {
    .of = &honour_nomination_type,
    .sql = "where county = $1 and round = $2 and (household = $3 or resident = $4) "
           "order by id limit 1",
};

static struct error *check_candidate(struct context *cx, const struct honour_round *round,
                                     const struct honour_nomination *nomination)
{
    struct honour_nomination *same;
    struct honour_award *revoked;
    size_t count;

    TRY(query_rows(cx, &same_nomination,
                   WITH(value_integer(id_county(round->id)), value_integer(round->id),
                        value_integer(nomination->household),
                        value_integer(nomination->resident)),
                   &same, &count));
    if (count > 0)
        return fail(cx, ERROR_CONFLICT, "%.*s已经在候选里了。", STR_ARG(nomination->name));
    TRY(query_rows(cx, &revoked_awards,
                   WITH(value_integer(id_county(round->id)),
                        value_integer(nomination->household),
                        value_integer(nomination->resident),
                        value_date(cx->arena, date_add_months(cx->today, -12 * REVOKED_YEARS))),
                   &revoked, &count));
    if (count > 0)
        return fail(cx, ERROR_CONFLICT, "%.*s的“%.*s”撤销还不满%d年，不能申报。",
                    STR_ARG(nomination->name), STR_ARG(revoked[0].kind_name), REVOKED_YEARS);
    return NULL;
}

/* Who it is, and that the honour is for such. */
static struct error *name_candidate(struct context *cx, const struct honour_round *round,
                                    struct honour_nomination *nomination)
{
    struct honour_kind kind = { 0 };
    struct household household = { 0 };
    struct resident resident = { 0 };
    str place;

    TRY(honour_kind_get(cx, round->kind, &kind));
    if (kind.unit == HONOUR_HOUSEHOLD) {
        if (nomination->household == 0 || nomination->resident != 0)
            return fail_field(cx, "household", "“%.*s”评给户，请选一户。", STR_ARG(kind.name));
        TRY(store_get(cx, &household_type, nomination->household, &household));
        nomination->name = household.head_name;
        place = household.place;
    } else {
        if (nomination->resident == 0 || nomination->household != 0)
            return fail_field(cx, "resident", "“%.*s”评给人，请选一个人。", STR_ARG(kind.name));
        TRY(store_get(cx, &resident_type, nomination->resident, &resident));
        nomination->name = resident.name;
        place = resident.place;
    }
    if (!key_is_within(place, round->place))
        return fail_field(cx, kind.unit == HONOUR_HOUSEHOLD ? "household" : "resident",
                          "%.*s不在这次评选的地方。", STR_ARG(nomination->name));
    nomination->place = place_key_at(place, PLACE_VILLAGE);
    return NULL;
}

struct error *honour_nominate(struct context *cx, void *record)
{
    struct honour_nomination *nomination = record;
    struct honour_round round = { 0 };

    TRY(get_round(cx, nomination->round, ROUND_NOMINATING, &round));
    TRY(access_need(cx, "honours.run", round.place));
    TRY(name_candidate(cx, &round, nomination));
    TRY(check_candidate(cx, &round, nomination));
    TRY(store_insert(cx, &honour_nomination_type, nomination));
    return store_insert(cx, &honour_tally_type,
                        &(struct honour_tally){ .place = nomination->place,
                                                .round = round.id,
                                                .nomination = nomination->id });
}

struct error *honour_nomination_change(struct context *cx, void *record)
{
    struct honour_nomination *nomination = record;
    struct honour_nomination kept = { 0 };
    struct honour_round round = { 0 };

    TRY(store_get(cx, &honour_nomination_type, nomination->id, &kept));
    TRY(get_round(cx, kept.round, ROUND_NOMINATING, &round));
    TRY(access_need(cx, "honours.run", round.place));
    kept.story = nomination->story;
    kept.is_own = nomination->is_own;
    return store_update(cx, &honour_nomination_type, &kept);
}

const struct query nominations_of_round = {
    .of = &honour_nomination_type,
    .sql = "where county = $1 and round = $2 order by id limit 2000",
};

struct error *honour_nominations(struct context *cx, record_id round,
                                 struct honour_nomination **nominations, size_t *count)
{
    return query_rows(cx, &nominations_of_round,
                      WITH(value_integer(id_county(round)), value_integer(round)), nominations,
                      count);
}

struct error *honour_veto(struct context *cx, record_id id, str reason)
{
    struct honour_nomination nomination = { 0 };
    struct honour_round round = { 0 };

    TRY(store_get(cx, &honour_nomination_type, id, &nomination));
    TRY(get_round(cx, nomination.round, ROUND_CHECKING, &round));
    TRY(access_need(cx, "honours.run", round.place));
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写明因为什么不能评。");
    nomination.veto = reason;
    return store_update(cx, &honour_nomination_type, &nomination);
}

/* Voting: who has voted is kept, what they voted only as a sum */

static struct error *check_household(struct context *cx, record_id id, str *place, str *name)
{
    struct household household = { 0 };

    TRY(store_get(cx, &household_type, id, &household));
    if (household.kind != HOUSEHOLD_REGISTERED || date_is_set(household.closed_on))
        return fail(cx, ERROR_CONFLICT, "%.*s这一户不在册了，不投票。",
                    STR_ARG(household.head_name));
    *place = household.place;
    *name = household.head_name;
    return NULL;
}

static struct error *check_adult(struct context *cx, record_id id, str *place, str *name)
{
    struct resident resident = { 0 };

    TRY(store_get(cx, &resident_type, id, &resident));
    if (resident.status >= RESIDENT_DEAD_LISTED)
        return fail(cx, ERROR_CONFLICT, "%.*s已经不在本村，不投票。", STR_ARG(resident.name));
    if (date_is_set(resident.birth_on) && date_age(resident.birth_on, cx->today) < ADULT_YEARS)
        return fail(cx, ERROR_CONFLICT, "%.*s不满18周岁，不投票。", STR_ARG(resident.name));
    *place = resident.place;
    *name = resident.name;
    return NULL;
}

struct error *voter_check(struct context *cx, const struct honour_round *round, record_id voter,
                          str *key, str *name)
{
    struct honour_kind kind = { 0 };
    str place = { 0 };

    TRY(honour_kind_get(cx, round->kind, &kind));
    if (kind.voters == VOTERS_HOUSEHOLDS)
        TRY(check_household(cx, voter, &place, name));
    else
        TRY(check_adult(cx, voter, &place, name));
    if (!key_is_within(place, round->place))
        return fail(cx, ERROR_FORBIDDEN, "不是这次评选的地方的，不能投票。");
    *key = arena_printf(cx->arena, "%lld:%s:%lld", (long long)round->id,
                        kind.voters == VOTERS_HOUSEHOLDS ? "household" : "resident",
                        (long long)voter);
    return NULL;
}

static struct error *enter_ballot(struct context *cx, const struct honour_round *round,
                                  record_id voter, bool on_paper)
{
    struct honour_kind kind = { 0 };
    struct honour_ballot ballot = {
        .place = round->place, .round = round->id, .on_paper = on_paper, .voted_on = cx->today
    };
    struct honour_ballot kept = { 0 };
    str name;
    bool found;

    TRY(honour_kind_get(cx, round->kind, &kind));
    TRY(voter_check(cx, round, voter, &ballot.key, &name));
    TRY(db_hold(cx, ballot.key));
    TRY(store_find_by(cx, &honour_ballot_type, round->place, "key", value_text(ballot.key),
                      &kept, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "%s已经投过票（%s），一次评选只投一次。",
                    kind.voters == VOTERS_HOUSEHOLDS ? "这一户" : "这个人",
                    kept.on_paper ? "纸质票" : "网上");
    return store_insert(cx, &honour_ballot_type, &ballot);
}

static struct error *add_votes(struct context *cx, const struct honour_round *round,
                               record_id nomination, int64_t votes)
{
    int64_t changed;

    TRY(db_change(cx,
                  "update honour_tallies set votes = votes + $3, version = version + 1 "
                  "where county = $1 and nomination = $2 and round = $4",
                  WITH(value_integer(id_county(round->id)), value_integer(nomination),
                       value_integer(votes), value_integer(round->id)),
                  &changed));
    if (changed == 0)
        return fail(cx, ERROR_INVALID, "选的候选不在这次评选里。");
    return NULL;
}

static bool has_twice(const struct honour_vote *vote)
{
    for (size_t i = 0; i < vote->choice_count; i++)
        for (size_t j = i + 1; j < vote->choice_count; j++)
            if (vote->choices[i] == vote->choices[j])
                return true;
    return false;
}

struct error *honour_cast(struct context *cx, const struct honour_vote *vote)
{
    struct honour_round round = { 0 };

    TRY(get_round(cx, vote->round, ROUND_VOTING, &round));
    if (vote->choice_count == 0 || (int64_t)vote->choice_count > round.seats || has_twice(vote))
        return fail_field(cx, "choices", "请选1到%lld个，不能重复。", (long long)round.seats);
    TRY(enter_ballot(cx, &round, vote->voter, vote->on_paper));
    for (size_t i = 0; i < vote->choice_count; i++)
        TRY(add_votes(cx, &round, vote->choices[i], 1));
    return NULL;
}

struct error *honour_count_paper(struct context *cx, const struct honour_paper *paper)
{
    struct honour_round round = { 0 };
    struct honour_nomination *nominations;
    size_t count;

    TRY(get_round(cx, paper->round, ROUND_VOTING, &round));
    TRY(access_need(cx, "honours.run", round.place));
    TRY(honour_nominations(cx, round.id, &nominations, &count));
    if (paper->vote_count != count)
        return fail_field(cx, "votes", "有%zu个候选，就要写%zu个票数。", count, count);
    for (size_t i = 0; i < paper->voter_count; i++)
        TRY(enter_ballot(cx, &round, paper->voters[i], true));
    for (size_t i = 0; i < count; i++) {
        if (paper->votes[i] < 0 || paper->votes[i] > (int64_t)paper->voter_count)
            return fail_field(cx, "votes", "“%.*s”的票数不能比收到的票多。",
                              STR_ARG(nominations[i].name));
        TRY(add_votes(cx, &round, nominations[i].id, paper->votes[i]));
    }
    return NULL;
}

/* The result */

static const struct field standing_columns[] = {
    { INTEGER(standing, nomination), .label = "候选" },
    { INTEGER(standing, votes), .label = "票数" },
    { TEXT(standing, name), .label = "谁" },
    { TEXT(standing, veto), .label = "否决" },
};

const struct query standings_of_round = {
    .sql = "select n.id, t.votes, n.name, n.veto from honour_nominations n "
           "join honour_tallies t on t.county = n.county and t.nomination = n.id "
           "where n.county = $1 and n.round = $2 order by t.votes desc, n.id limit 2000",
    .row = { SHAPE(standing, standing_columns) },
};

struct error *honour_standings(struct context *cx, record_id round, struct standing **standings,
                               size_t *count)
{
    return query_rows(cx, &standings_of_round,
                      WITH(value_integer(id_county(round)), value_integer(round)), standings,
                      count);
}

/* Leaves those against whom nothing stands, the most votes first. */
static size_t admissible(struct standing *standings, size_t count)
{
    size_t left = 0;

    for (size_t i = 0; i < count; i++)
        if (str_is_empty(standings[i].veto) && standings[i].votes > 0)
            standings[left++] = standings[i];
    return left;
}

static struct error *choose(struct context *cx, const struct honour_round *round,
                            struct standing **chosen, size_t *count)
{
    TRY(honour_standings(cx, round->id, chosen, count));
    *count = admissible(*chosen, *count);
    if (*count == 0)
        return fail(cx, ERROR_CONFLICT, "没有得票的候选，评不出来。");
    if (*count <= (size_t)round->seats)
        return NULL;
    if ((*chosen)[round->seats - 1].votes == (*chosen)[round->seats].votes)
        return fail(cx, ERROR_CONFLICT, "第%lld名有并列，请再投一轮，或者在检查里写明谁不评。",
                    (long long)round->seats);
    *count = (size_t)round->seats;
    return NULL;
}

static struct error *mark(struct context *cx, const struct honour_kind *kind,
                          const struct standing *standing, struct buf *names)
{
    struct honour_nomination nomination = { 0 };

    TRY(store_get(cx, &honour_nomination_type, standing->nomination, &nomination));
    TRY(honour_check_stars(cx, kind, &nomination));
    nomination.is_chosen = true;
    buf_printf(names, "%.*s（%.*s）\n", STR_ARG(nomination.name),
               STR_ARG(place_called(cx, nomination.place)));
    return store_update(cx, &honour_nomination_type, &nomination);
}

static struct error *open_vote(struct context *cx, void *record, const void *input, str *note)
{
    struct honour_round *round = record;
    struct honour_nomination *nominations;
    size_t count;

    TRY(honour_nominations(cx, round->id, &nominations, &count));
    if (count == 0)
        return fail(cx, ERROR_CONFLICT, "还没有候选，不能投票。");
    *note = ((const struct honour_words *)input)->words;
    round->status = ROUND_VOTING;
    return NULL;
}

static struct error *close_vote(struct context *cx, void *record, const void *input, str *note)
{
    struct honour_round *round = record;

    TRY(query_number(cx, "select count(*) from honour_ballots where county = $1 and round = $2",
                     WITH(value_integer(id_county(round->id)), value_integer(round->id)),
                     &round->ballot_count));
    *note = words_keep(cx->arena, "收到%lld票。%.*s", (long long)round->ballot_count,
                       STR_ARG(((const struct honour_words *)input)->words));
    round->status = ROUND_CHECKING;
    return NULL;
}

static struct error *show(struct context *cx, void *record, const void *input, str *note)
{
    struct honour_round *round = record;
    struct buf names = { .arena = cx->arena };
    struct notice notice = { .is_public = true };
    struct honour_kind kind = { 0 };
    struct standing *chosen;
    size_t count;

    TRY(honour_kind_get(cx, round->kind, &kind));
    TRY(choose(cx, round, &chosen, &count));
    for (size_t i = 0; i < count; i++)
        TRY(mark(cx, &kind, &chosen[i], &names));
    notice.title = arena_printf(cx->arena, "%.*s公示", STR_ARG(round->title));
    notice.content = str_first(buf_str(&names), NAMES_MAX);
    TRY(notice_post(cx, &honour_round_type, round, "DECISION_POST", &notice));
    round->notice = notice.id;
    round->status = ROUND_POSTED;
    *note = ((const struct honour_words *)input)->words;
    return NULL;
}

static struct error *cancel(struct context *cx, void *record, const void *input, str *note)
{
    struct honour_round *round = record;

    *note = ((const struct honour_words *)input)->words;
    if (round->status == ROUND_POSTED)
        TRY(notice_withdraw(cx, round->notice));
    round->status = ROUND_CANCELLED;
    return NULL;
}

/* Awarding */

static struct error *award(struct context *cx, const struct honour_round *round,
                           const struct honour_kind *kind,
                           const struct honour_nomination *nomination)
{
    struct honour_award award = {
        .place = nomination->place,
        .kind = kind->code,
        .kind_name = kind->name,
        .round = round->id,
        .unit = kind->unit,
        .household = nomination->household,
        .resident = nomination->resident,
        .name = nomination->name,
        .year = round->year,
        .certificate = receipt_new(cx->arena, nomination->place),
        .awarded_on = cx->today,
    };
    size_t star_count;

    TRY(honour_star_names(cx, kind->code, nomination->place, nomination->confirmed,
                          &award.stars, &star_count));
    if (kind->validity_months > 0)
        award.valid_until =
            date_add_days(date_add_months(cx->today, (int)kind->validity_months), -1);
    return store_insert(cx, &honour_award_type, &award);
}

static struct error *award_all(struct context *cx, const struct honour_round *round)
{
    struct honour_kind kind = { 0 };
    struct honour_nomination *nominations;
    size_t count;

    TRY(honour_kind_get(cx, round->kind, &kind));
    TRY(honour_nominations(cx, round->id, &nominations, &count));
    for (size_t i = 0; i < count; i++)
        if (nominations[i].is_chosen)
            TRY(award(cx, round, &kind, &nominations[i]));
    return NULL;
}

static struct error *find_posted(struct context *cx, const struct notice *notice,
                                 struct honour_round *round, bool *found)
{
    *found = false;
    if (!str_eq(notice->type, str_of(honour_round_type.name)))
        return NULL;
    TRY(store_get(cx, &honour_round_type, notice->record, round));
    *found = round->status == ROUND_POSTED && round->notice == notice->id;
    return NULL;
}

struct error *honours_hear_ended(struct context *cx, const struct record_type *type,
                                 const void *record)
{
    struct honour_round round = { 0 };
    bool found;

    (void)type;
    TRY(find_posted(cx, record, &round, &found));
    if (!found)
        return NULL;
    TRY(award_all(cx, &round));
    round.status = ROUND_AWARDED;
    round.awarded_on = cx->today;
    TRY(store_update(cx, &honour_round_type, &round));
    TRY(flow_note(cx, &honour_round_type, &round, "授牌", S("公示期满，没有成立的异议。"),
                  true));
    return flow_renew_tasks(cx, &honour_round_flow, &round);
}

static struct error *unmark_all(struct context *cx, record_id round)
{
    struct honour_nomination *nominations;
    size_t count;

    TRY(honour_nominations(cx, round, &nominations, &count));
    for (size_t i = 0; i < count; i++)
        if (nominations[i].is_chosen) {
            nominations[i].is_chosen = false;
            TRY(store_update(cx, &honour_nomination_type, &nominations[i]));
        }
    return NULL;
}

struct error *honours_hear_upheld(struct context *cx, const struct record_type *type,
                                  const void *record)
{
    struct honour_round round = { 0 };
    bool found;

    (void)type;
    TRY(find_posted(cx, record, &round, &found));
    if (!found)
        return NULL;
    TRY(unmark_all(cx, round.id));
    round.status = ROUND_CHECKING;
    round.notice = 0;
    TRY(store_update(cx, &honour_round_type, &round));
    TRY(flow_note(cx, &honour_round_type, &round, "重新检查", S("公示中有异议成立。"), true));
    return flow_renew_tasks(cx, &honour_round_flow, &round);
}

struct error *honour_revoke(struct context *cx, record_id id, str reason)
{
    struct honour_award award = { 0 };

    TRY(store_get(cx, &honour_award_type, id, &award));
    TRY(access_need(cx, "honours.revoke", award.place));
    if (date_is_set(award.revoked_on))
        return fail(cx, ERROR_CONFLICT, "这项荣誉已经撤销了。");
    if (str_is_empty(str_trim(reason)))
        return fail_field(cx, "reason", "请写明为什么撤销。");
    award.revoked_on = cx->today;
    award.revoked_because = reason;
    return store_update(cx, &honour_award_type, &award);
}

/* The flow */

static const struct field words_fields[] = {
    { LINES(honour_words, words), .label = "说明", .max = WORDS_MAX },
};

static const struct shape words_input = { SHAPE(honour_words, words_fields) };

static const struct field reason_fields[] = {
    { LINES(honour_words, words), .label = "原因", .required = true, .max = WORDS_MAX },
};

static const struct shape reason_input = { SHAPE(honour_words, reason_fields) };

static const struct flow_state states[] = {
    [ROUND_NOMINATING] = { .next = "honours.run",
                           .task = "请收齐候选，开始投票",
                           .step = "open_vote" },
    [ROUND_VOTING] = { .next = "honours.run", .task = "请收齐选票", .step = "close_vote" },
    [ROUND_CHECKING] = { .next = "honours.run",
                         .task = "请检查候选，公示结果",
                         .step = "post" },
    [ROUND_POSTED] = { 0 },
    [ROUND_AWARDED] = { 0 },
    [ROUND_CANCELLED] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "open_vote",
      .label = "开始投票",
      .from = FROM(ROUND_NOMINATING),
      .needs = "honours.run",
      .input = &words_input,
      .act = open_vote,
      .is_public = true },
    { .name = "close_vote",
      .label = "投票结束",
      .from = FROM(ROUND_VOTING),
      .needs = "honours.run",
      .input = &words_input,
      .act = close_vote,
      .is_public = true,
      .help = "结束以后才看得到票数。" },
    { .name = "post",
      .label = "公示结果",
      .from = FROM(ROUND_CHECKING),
      .needs = "honours.run",
      .input = &words_input,
      .act = show,
      .is_public = true,
      .help = "按得票取够名额。公示期满没有成立的异议，就授牌。" },
    { .name = "cancel",
      .label = "取消评选",
      .from = FROM(ROUND_NOMINATING) | FROM(ROUND_VOTING) | FROM(ROUND_CHECKING) |
              FROM(ROUND_POSTED),
      .needs = "honours.run",
      .input = &reason_input,
      .act = cancel,
      .is_public = true },
    { 0 },
};

const struct flow honour_round_flow = {
    .type = &honour_round_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
