/* SPDX-License-Identifier: Apache-2.0 */
/* A round of honours is never half done: each of its steps with each statement failing. */
#include "modules/honours/honour_parts.h"
#include "modules/matters/matters.h"
#include "modules/modules.h"
#include "modules/people/people.h"
#include "tests/half.h"
#include "tests/town.h"

enum { LEAST_STATEMENTS = 2 };

static const char village[] = "421182102205";

static record_id a_home(struct context *cx, const char *head)
{
    struct resident resident = { .place = str_of(village),
                                 .name = str_of(head),
                                 .birth_on = date_of(1970, 1, 1),
                                 .is_example = true };
    struct household household = { .place = str_of(village), .opened_on = date_of(2020, 1, 1) };

    CHECK_OK(resident_register(cx, &resident));
    household.head = resident.id;
    CHECK_OK(household_create(cx, &household));
    return household.id;
}

static void whole(struct context *cx, struct error *(*work)(struct context *cx, void *closure),
                  void *closure)
{
    CHECK(test_fail_in_turn(cx, &honours_module, work, closure) > LEAST_STATEMENTS);
}

struct step_work {
    const struct flow *flow;
    const char *step;
    record_id id;
};

static struct error *take_step(struct context *cx, void *closure)
{
    const struct step_work *work = closure;

    return flow_take(cx, work->flow, work->step, work->id,
                     &(struct honour_words){ .words = S("说明") });
}

static void whole_step(struct context *cx, const struct flow *flow, const char *step,
                       record_id id)
{
    whole(cx, take_step, &(struct step_work){ flow, step, id });
}

static struct error *open_round(struct context *cx, void *closure)
{
    struct honour_round round = *(struct honour_round *)closure;

    return honour_round_open(cx, &round);
}

static struct error *nominate(struct context *cx, void *closure)
{
    struct honour_nomination nomination = *(struct honour_nomination *)closure;

    return honour_nominate(cx, &nomination);
}

static struct error *claim_stars(struct context *cx, void *closure)
{
    return honour_nomination_stars(cx, *(record_id *)closure, S("clean filial"));
}

static struct error *cast(struct context *cx, void *closure)
{
    return honour_cast(cx, closure);
}

static struct error *count_paper(struct context *cx, void *closure)
{
    return honour_count_paper(cx, closure);
}

struct code_work {
    record_id round;
    record_id voter;
};

static struct error *issue_code(struct context *cx, void *closure)
{
    const struct code_work *work = closure;

    return honour_codes_issue(cx, work->round, &work->voter, 1);
}

static struct error *veto(struct context *cx, void *closure)
{
    return honour_veto(cx, *(record_id *)closure, S("赌博"));
}

static struct error *end_notices(struct context *cx, void *closure)
{
    bool more;

    (void)closure;
    return notices_end(cx, &more);
}

static struct error *revoke(struct context *cx, void *closure)
{
    return honour_revoke(cx, *(record_id *)closure, S("赌博"));
}

static struct error *appeal(struct context *cx, void *closure)
{
    return honour_appeal_raise(cx, *(record_id *)closure, S("没有这回事"));
}

static struct honour_nomination candidate(struct context *cx, record_id round, record_id home)
{
    struct honour_nomination *nominations;
    size_t count;

    whole(cx, nominate, &(struct honour_nomination){ .round = round, .household = home });
    CHECK_OK(honour_nominations(cx, round, &nominations, &count));
    return nominations[count - 1];
}

static struct honour_round the_round(struct context *cx)
{
    struct honour_round round = { .place = str_of(village),
                                  .title = S("2026年评选"),
                                  .kind = S("star_household"),
                                  .year = 2026,
                                  .seats = 1 };
    bool found;

    whole(cx, open_round, &round);
    CHECK_OK(store_find_by(cx, &honour_round_type, round.place, "kind", value_text(round.kind),
                           &round, &found));
    CHECK(found);
    return round;
}

static struct honour_award the_award(struct context *cx, record_id home)
{
    struct honour_award award = { 0 };
    bool found;

    CHECK_OK(store_find_by(cx, &honour_award_type, str_of(village), "household",
                           value_integer(home), &award, &found));
    CHECK(found);
    return award;
}

TEST("nothing of a round is half done, from its opening to the appeal against its end")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    const record_id homes[] = { a_home(&cx, "示例甲"), a_home(&cx, "示例乙") };
    record_id round = the_round(&cx).id;
    struct honour_nomination first = candidate(&cx, round, homes[0]);
    struct honour_nomination second = candidate(&cx, round, homes[1]);
    const int64_t votes[] = { 1, 0 };

    whole(&cx, claim_stars, &first.id);
    whole_step(&cx, &honour_round_flow, "open_vote", round);
    whole(&cx, issue_code, &(struct code_work){ round, homes[0] });
    whole(&cx, cast,
          &(struct honour_vote){
              .round = round, .voter = homes[0], .choices = { first.id }, .choice_count = 1 });
    whole(&cx, count_paper, &(struct honour_paper){ round, &homes[1], 1, votes, 2 });
    whole_step(&cx, &honour_round_flow, "close_vote", round);
    whole(&cx, veto, &second.id);
    whole_step(&cx, &honour_round_flow, "post", round);
    test_set_day(&cx, "2026-03-10");
    whole(&cx, end_notices, NULL);

    struct honour_award award = the_award(&cx, homes[0]);
    whole(&cx, revoke, &award.id);
    whole(&cx, appeal, &award.id);
    struct honour_appeal *appeals;
    size_t count;
    CHECK_OK(honour_appeals_of(&cx, award.id, &appeals, &count));
    CHECK(count == 1);
    whole_step(&cx, &honour_appeal_flow, "uphold", appeals[0].id);
    CHECK(!date_is_set(the_award(&cx, homes[0]).revoked_on));
}

TEST("a round that is called off while its result is shown is called off whole")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id home = a_home(&cx, "示例甲");
    record_id round = the_round(&cx).id;
    struct honour_nomination only = candidate(&cx, round, home);

    whole_step(&cx, &honour_round_flow, "open_vote", round);
    CHECK_OK(honour_cast(
        &cx, &(struct honour_vote){
                 .round = round, .voter = home, .choices = { only.id }, .choice_count = 1 }));
    whole_step(&cx, &honour_round_flow, "close_vote", round);
    whole_step(&cx, &honour_round_flow, "post", round);
    whole_step(&cx, &honour_round_flow, "cancel", round);
}
