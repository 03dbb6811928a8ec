/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 民主评议党员: members speak of themselves and of one another, vote on paper, and the branch
 * committee decides.  Points stand beside it and decide nothing.
 */
#include "modules/stars/star_parts.h"

#include "app/access.h"
#include "base/number.h"
#include "modules/places/places.h"
#include "modules/points/points.h"

enum { WORDS_MAX = 2000, PEOPLE_MAX = 10000 };

struct error *branch_get(struct context *cx, record_id id, const char *permission,
                         struct party_organisation *branch)
{
    TRY(store_get(cx, &party_organisation_type, id, branch));
    TRY(access_need(cx, permission, branch->place));
    if (branch->kind > PARTY_BRANCH)
        return fail_field(cx, "organisation", "请选党支部、党总支或党委，党小组不单独评。");
    if (date_is_set(branch->dissolved_on))
        return fail_field(cx, "organisation", "“%.*s”已经撤销。", STR_ARG(branch->name));
    return NULL;
}

/* Opening */

const struct query full_members = {
    .of = &party_member_type,
    .sql = "where county = $1 and organisation = $2 and kind = 'full' and to_on is null "
           "order by name, id limit 1000",
};

/* What the points say, for those who want to see. */
static struct error *add_points(struct context *cx, const struct party_member *member,
                                int64_t year, struct star_reviewed *reviewed)
{
    struct points_account account = { 0 };
    struct star_step step = { 0 };

    TRY(points_account_of(cx, POINTS_MEMBER, member->id, &account));
    TRY(points_score(cx, account.id, (int)year, &reviewed->score));
    TRY(star_of(cx, account.place, reviewed->score, &step));
    reviewed->stars = step.stars;
    return points_is_exempt(cx, account.id, date_of((int)year, 1, 1),
                            date_of((int)year, 12, 31), &reviewed->is_exempt);
}

static struct error *add_member(struct context *cx, const struct star_review *review,
                                const struct party_member *member)
{
    struct star_reviewed reviewed = {
        .place = review->place, .review = review->id, .member = member->id, .name = member->name
    };

    TRY(add_points(cx, member, review->year, &reviewed));
    return store_insert(cx, &star_reviewed_type, &reviewed);
}

struct error *star_review_open(struct context *cx, void *record)
{
    struct star_review *review = record;
    struct star_review same = { 0 };
    struct party_organisation branch = { 0 };
    struct party_member *members;
    size_t count;
    bool found;

    TRY(branch_get(cx, review->organisation, "stars.review", &branch));
    review->place = branch.place;
    review->organisation_name = branch.name;
    review->status = REVIEW_SELF;
    review->key =
        arena_printf(cx->arena, "%lld:%lld", (long long)branch.id, (long long)review->year);
    TRY(store_find_by(cx, &star_review_type, review->place, "key", value_text(review->key),
                      &same, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "“%.*s”%lld年的民主评议已经有了。",
                    STR_ARG(branch.name), (long long)review->year);
    TRY(query_rows(cx, &full_members,
                   WITH(value_integer(id_county(branch.id)), value_integer(branch.id)),
                   &members, &count));
    if (count == 0)
        return fail_field(cx, "organisation", "“%.*s”没有正式党员。", STR_ARG(branch.name));
    TRY(flow_begin(cx, &star_review_flow, review, "开始评议", (str){ 0 }));
    for (size_t i = 0; i < count; i++)
        TRY(add_member(cx, review, &members[i]));
    return NULL;
}

/* Those in it */

const struct query reviewed_of_review = {
    .of = &star_reviewed_type,
    .sql = "where county = $1 and review = $2 order by name, id limit 1000",
};

struct error *star_reviewed_all(struct context *cx, record_id review,
                                struct star_reviewed **reviewed, size_t *count)
{
    return query_rows(cx, &reviewed_of_review,
                      WITH(value_integer(id_county(review)), value_integer(review)), reviewed,
                      count);
}

static struct error *get_reviewed(struct context *cx, record_id id,
                                  struct star_reviewed *reviewed, struct star_review *review)
{
    TRY(store_get(cx, &star_reviewed_type, id, reviewed));
    TRY(store_get(cx, &star_review_type, reviewed->review, review));
    return access_need(cx, "stars.review", review->place);
}

struct error *star_review_say(struct context *cx, record_id id, str words)
{
    struct star_reviewed reviewed = { 0 };
    struct star_review review = { 0 };

    TRY(get_reviewed(cx, id, &reviewed, &review));
    switch (review.status) {
    case REVIEW_SELF:
        reviewed.self_words = words;
        break;
    case REVIEW_PEERS:
        reviewed.peer_words = words;
        break;
    case REVIEW_BALLOT:
    case REVIEW_COMMITTEE:
    case REVIEW_DONE:
    case REVIEW_CANCELLED:
        return fail(cx, ERROR_CONFLICT, "自评和互评已经过了。");
    }
    return store_update(cx, &star_reviewed_type, &reviewed);
}

static int64_t votes_of(const struct star_reviewed *reviewed)
{
    return reviewed->excellent + reviewed->good + reviewed->basic + reviewed->failed;
}

struct error *star_review_count(struct context *cx, record_id id,
                                const struct review_votes *votes)
{
    struct star_reviewed reviewed = { 0 };
    struct star_review review = { 0 };

    TRY(get_reviewed(cx, id, &reviewed, &review));
    if (review.status != REVIEW_BALLOT)
        return fail(cx, ERROR_CONFLICT, "现在不是计票的时候。");
    reviewed.excellent = votes->excellent;
    reviewed.good = votes->good;
    reviewed.basic = votes->basic;
    reviewed.failed = votes->failed;
    if (votes->excellent < 0 || votes->good < 0 || votes->basic < 0 || votes->failed < 0 ||
        votes_of(&reviewed) != review.ballots)
        return fail_field(cx, "excellent", "收回%lld张票，四种票加起来也要是%lld张。",
                          (long long)review.ballots, (long long)review.ballots);
    return store_update(cx, &star_reviewed_type, &reviewed);
}

/* The grade that most ballots say; of two alike the lower one. */
static enum star_grade most_votes(const struct star_reviewed *reviewed)
{
    const int64_t votes[] = { [GRADE_EXCELLENT] = reviewed->excellent,
                              [GRADE_GOOD] = reviewed->good,
                              [GRADE_BASIC] = reviewed->basic,
                              [GRADE_FAILED] = reviewed->failed };
    size_t most = GRADE_EXCELLENT;

    for (size_t i = GRADE_EXCELLENT; i < COUNT(votes); i++)
        if (votes[i] >= votes[most])
            most = i;
    return (enum star_grade)most;
}

struct error *star_review_decide(struct context *cx, record_id id,
                                 const struct review_decision *decision)
{
    struct star_reviewed reviewed = { 0 };
    struct star_review review = { 0 };

    TRY(get_reviewed(cx, id, &reviewed, &review));
    if (review.status != REVIEW_COMMITTEE)
        return fail(cx, ERROR_CONFLICT, "计完票才由支委会评定。");
    if (decision->grade == GRADE_NONE)
        return fail_field(cx, "grade", "请选评定的等次。");
    if (decision->grade != most_votes(&reviewed) && str_is_empty(str_trim(decision->reason)))
        return fail_field(cx, "reason", "和多数票不一致的，请写明理由。");
    reviewed.grade = decision->grade;
    reviewed.reason = decision->reason;
    return store_update(cx, &star_reviewed_type, &reviewed);
}

/* The steps */

static struct error *to_peers(struct context *cx, void *record, const void *input, str *note)
{
    (void)cx;
    (void)input;
    (void)note;
    ((struct star_review *)record)->status = REVIEW_PEERS;
    return NULL;
}

/* More than half of those who have a vote come, as to a meeting of all members. */
static struct error *ballot(struct context *cx, void *record, const void *input, str *note)
{
    const struct review_meeting *meeting = input;
    struct star_review *review = record;

    if (date_compare(meeting->held_on, cx->today) > 0)
        return fail_field(cx, "held_on", "请填写已经开过的会的日期。");
    if (meeting->present > meeting->due)
        return fail_field(cx, "present", "到会的不能比应到的多。");
    if (!share_exceeds(meeting->present, 1, 2, meeting->due))
        return fail_field(cx, "present", "到会的没有过半，测评不算数。");
    if (meeting->ballots < 1 || meeting->ballots > meeting->present)
        return fail_field(cx, "ballots", "收回的票要有，也不能比到会的人多。");
    review->held_on = meeting->held_on;
    review->due = meeting->due;
    review->present = meeting->present;
    review->ballots = meeting->ballots;
    review->status = REVIEW_BALLOT;
    *note =
        words_keep(cx->arena, "应到%lld人，到会%lld人，收回%lld张票。", (long long)review->due,
                   (long long)review->present, (long long)review->ballots);
    return NULL;
}

static struct error *counted(struct context *cx, void *record, const void *input, str *note)
{
    struct star_review *review = record;
    struct star_reviewed *reviewed;
    size_t count;

    (void)input;
    (void)note;
    TRY(star_reviewed_all(cx, review->id, &reviewed, &count));
    for (size_t i = 0; i < count; i++)
        if (votes_of(&reviewed[i]) != review->ballots)
            return fail(cx, ERROR_CONFLICT, "%.*s的票还没有计。", STR_ARG(reviewed[i].name));
    review->status = REVIEW_COMMITTEE;
    return NULL;
}

static struct error *conclude(struct context *cx, void *record, const void *input, str *note)
{
    const struct review_conclusion *conclusion = input;
    struct star_review *review = record;
    struct star_reviewed *reviewed;
    size_t count, excellent = 0;

    TRY(star_reviewed_all(cx, review->id, &reviewed, &count));
    for (size_t i = 0; i < count; i++) {
        if (reviewed[i].grade == GRADE_NONE)
            return fail(cx, ERROR_CONFLICT, "%.*s还没有评定。", STR_ARG(reviewed[i].name));
        excellent += reviewed[i].grade == GRADE_EXCELLENT;
    }
    if (share_exceeds((int64_t)excellent, 1, 3, (int64_t)count) &&
        str_is_empty(str_trim(conclusion->words)))
        return fail_field(cx, "words",
                          "优秀的一般不超过三分之一，现在%zu人里评了%zu人。确实要这样的，请写明"
                          "理由。",
                          count, excellent);
    review->status = REVIEW_DONE;
    review->concluded_on = cx->today;
    review->conclusion = conclusion->words;
    *note = conclusion->words;
    return NULL;
}

static struct error *cancel(struct context *cx, void *record, const void *input, str *note)
{
    struct star_review *review = record;

    *note = ((const struct review_conclusion *)input)->words;
    review->key = arena_printf(cx->arena, "%.*s:cancelled:%lld", STR_ARG(review->key),
                               (long long)review->id);
    review->status = REVIEW_CANCELLED;
    return NULL;
}

static const struct field meeting_fields[] = {
    { DATE(review_meeting, held_on), .label = "哪天开的会", .required = true },
    { INTEGER(review_meeting, due), .label = "应到", .unit = "人", .min = 1,
      .max = PEOPLE_MAX },
    { INTEGER(review_meeting, present), .label = "到会", .unit = "人", .max = PEOPLE_MAX },
    { INTEGER(review_meeting, ballots), .label = "收回测评票", .unit = "张",
      .max = PEOPLE_MAX },
};

static const struct shape meeting_input = { SHAPE(review_meeting, meeting_fields) };

static const struct field conclusion_fields[] = {
    { LINES(review_conclusion, words), .label = "支委会意见", .max = WORDS_MAX },
};

static const struct shape conclusion_input = { SHAPE(review_conclusion, conclusion_fields) };

static const struct field cancel_fields[] = {
    { LINES(review_conclusion, words), .label = "为什么取消", .required = true,
      .max = WORDS_MAX },
};

static const struct shape cancel_input = { SHAPE(review_conclusion, cancel_fields) };

static const struct flow_state states[] = {
    [REVIEW_SELF] = { .next = "stars.review", .task = "请收齐党员自评", .step = "to_peers" },
    [REVIEW_PEERS] = { .next = "stars.review",
                       .task = "请开会互评、投票测评",
                       .step = "ballot" },
    [REVIEW_BALLOT] = { .next = "stars.review", .task = "请计民主测评的票", .step = "counted" },
    [REVIEW_COMMITTEE] = { .next = "stars.review",
                           .task = "请支委会评定等次",
                           .step = "conclude" },
    [REVIEW_DONE] = { 0 },
    [REVIEW_CANCELLED] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "to_peers",
      .label = "自评完了，开始互评",
      .from = FROM(REVIEW_SELF),
      .needs = "stars.review",
      .act = to_peers },
    { .name = "ballot",
      .label = "民主测评投了票",
      .from = FROM(REVIEW_PEERS),
      .needs = "stars.review",
      .input = &meeting_input,
      .act = ballot,
      .help = "无记名投票，投在纸上。到会的要过半。" },
    { .name = "counted",
      .label = "票计完了",
      .from = FROM(REVIEW_BALLOT),
      .needs = "stars.review",
      .act = counted,
      .help = "先在每名党员的页面上登记四种票各多少张。" },
    { .name = "conclude",
      .label = "评完",
      .from = FROM(REVIEW_COMMITTEE),
      .needs = "stars.review",
      .input = &conclusion_input,
      .act = conclude,
      .help = "先在每名党员的页面上评定等次。积分和星级只供参考。" },
    { .name = "cancel",
      .label = "取消这次评议",
      .from =
          FROM(REVIEW_SELF) | FROM(REVIEW_PEERS) | FROM(REVIEW_BALLOT) | FROM(REVIEW_COMMITTEE),
      .needs = "stars.review",
      .input = &cancel_input,
      .act = cancel },
    { 0 },
};

const struct flow star_review_flow = {
    .type = &star_review_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
