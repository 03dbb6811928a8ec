/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Honours: for each a round with its candidates, paper ballots, the notice, and the awards.
 * Takes nothing from chance.
 */
#include "modules/honours/honours.h"
#include "modules/sample/replay.h"
#include "record/listing.h"

enum {
    ASKED_MAX = 200,
    BALLOTS = 5,
    DAYS_BEFORE_FIRST = 50,
    DAYS_BETWEEN = 60,
    NOTICE_DAYS = 8,
    PAGES_ASKED = 2,
    BORN_BEFORE = 2000
};

struct laurels {
    struct replay *replay;
    record_id households[ASKED_MAX];
    size_t household_count;
    record_id residents[ASKED_MAX];
    size_t resident_count;
};

static void add_household(struct laurels *laurels, const void *record)
{
    const struct household *household = record;

    if (household->kind == HOUSEHOLD_REGISTERED && laurels->household_count < ASKED_MAX)
        laurels->households[laurels->household_count++] = household->id;
}

static void add_resident(struct laurels *laurels, const void *record)
{
    const struct resident *resident = record;

    if (date_year(resident->birth_on) < BORN_BEFORE && laurels->resident_count < ASKED_MAX)
        laurels->residents[laurels->resident_count++] = resident->id;
}

/* Page by page. */
static struct error *find(struct laurels *laurels, const struct record_type *type,
                          void (*add)(struct laurels *laurels, const void *record))
{
    struct listing listing = { .type = type,
                               .place = str_of(laurels->replay->scene->place),
                               .limit = PAGE_ROWS_MAX };
    struct context *cx = laurels->replay->cx;

    for (int page = 0; page < PAGES_ASKED; page++) {
        const char *rows;
        size_t count;
        str next;
        TRY(listing_rows(cx, &listing, &rows, &count, &next));
        for (size_t i = 0; i < count; i++)
            add(laurels, rows + i * type->shape.size);
        if (str_is_empty(next))
            break;
        listing.after = next;
    }
    return replay_done(laurels->replay);
}

static struct error *as_organiser(struct laurels *laurels)
{
    struct replay *replay = laurels->replay;

    if (str_of(replay->scene->place).length == 6)
        return replay_as(replay, replay->county_office);
    return replay_as(replay, replay->townships[0].desks[DESK_PARTY]);
}

static struct error *nominate(struct laurels *laurels, record_id round,
                              const struct scene_honour *plan, size_t offset)
{
    for (int i = 0; i < plan->seats; i++) {
        struct honour_nomination nomination = { .round = round,
                                                .story = S("村民推荐。"),
                                                .is_own = i % 2 == 0 };
        if (plan->of_persons)
            nomination.resident =
                laurels->residents[(offset + (size_t)i) % laurels->resident_count];
        else
            nomination.household =
                laurels->households[(offset + (size_t)i) % laurels->household_count];
        TRY(as_organiser(laurels));
        TRY(honour_nominate(laurels->replay->cx, &nomination));
        TRY(replay_done(laurels->replay));
    }
    return NULL;
}

static struct error *vote(struct laurels *laurels, record_id round,
                          const struct scene_honour *plan)
{
    int64_t votes[ASKED_MAX];
    const struct honour_paper paper = {
        .round = round,
        .voters = plan->of_persons ? laurels->residents : laurels->households,
        .voter_count = BALLOTS,
        .votes = votes,
        .vote_count = (size_t)plan->seats,
    };

    for (size_t i = 0; i < (size_t)plan->seats; i++)
        votes[i] = BALLOTS - (int64_t)(i % 2);
    return honour_count_paper(laurels->replay->cx, &paper);
}

static struct error *take(struct laurels *laurels, const char *step, record_id round)
{
    TRY(as_organiser(laurels));
    TRY(flow_take(laurels->replay->cx, &honour_round_flow, step, round,
                  &(struct honour_words){ .words = S("按章程。") }));
    return replay_done(laurels->replay);
}

static struct error *hold_vote(struct laurels *laurels, record_id round,
                               const struct scene_honour *plan)
{
    TRY(take(laurels, "open_vote", round));
    TRY(as_organiser(laurels));
    TRY(vote(laurels, round, plan));
    TRY(replay_done(laurels->replay));
    return take(laurels, "close_vote", round);
}

static struct error *play_round(struct laurels *laurels, const struct scene_honour *plan,
                                int number)
{
    struct context *cx = laurels->replay->cx;
    date day = date_add_days(replay_date(laurels->replay->scene->first_day),
                             DAYS_BEFORE_FIRST + number * DAYS_BETWEEN);
    struct honour_round round = { .place = str_of(laurels->replay->scene->place),
                                  .title = arena_printf(cx->arena, "%d年%s评选", date_year(day),
                                                        plan->title),
                                  .kind = str_of(plan->kind),
                                  .year = date_year(day),
                                  .seats = plan->seats };

    replay_set_day(laurels->replay, day);
    TRY(as_organiser(laurels));
    TRY(honour_round_open(cx, &round));
    TRY(replay_done(laurels->replay));
    TRY(nominate(laurels, round.id, plan, (size_t)(number * plan->seats)));
    TRY(hold_vote(laurels, round.id, plan));
    TRY(take(laurels, "post", round.id));
    replay_set_day(laurels->replay, date_add_days(day, NOTICE_DAYS));
    return replay_end_notices(laurels->replay);
}

struct error *replay_laurels(struct replay *replay)
{
    struct laurels *laurels = arena_new(replay->memory, struct laurels);
    int total = 0;

    if (replay->scene->honours[0].kind == NULL)
        return NULL;
    laurels->replay = replay;
    replay_as_program(replay);
    TRY(find(laurels, &household_type, add_household));
    TRY(find(laurels, &resident_type, add_resident));
    for (const struct scene_honour *plan = replay->scene->honours; plan->kind != NULL; plan++)
        for (int i = 0; i < plan->rounds; i++, total += plan->seats)
            TRY(play_round(laurels, plan, i));
    replay_say(replay, "荣誉", (size_t)total);
    return NULL;
}
