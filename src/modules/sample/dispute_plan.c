/* SPDX-License-Identifier: Apache-2.0 */
/* Which disputes there are, when they come up, and who mediates them. */
#include "app/account.h"
#include "app/calendar.h"
#include "modules/sample/dispute_day.h"

#include <string.h>

enum {
    DAYS_FOR_CASE = 12,     /* the last one is accepted and settled within the period */
    DAYS_TO_SETTLE_IN = 45, /* by then everybody has a post */
    ORAL_PERCENT = 70,
    RECENT_CASES = 14,
    RECENT_DAYS = 50,
    RECENT_SCREENINGS = 8,
};

static const struct field dispute_fields[] = {
    { TEXT(sheet_dispute, category) }, { TEXT(sheet_dispute, facts) },
    { TEXT(sheet_dispute, demands) },  { TEXT(sheet_dispute, terms) },
    { TEXT(sheet_dispute, visit) },
};

static const struct shape sheet_dispute_row = { SHAPE(sheet_dispute, dispute_fields) };

/* Who mediates */

static struct error *enlist(struct replay *replay, const struct mediation_committee *committee,
                            enum mediator_position position, record_id account, bool is_woman,
                            record_id *id)
{
    struct mediator mediator = {
        .place = committee->place,
        .committee = committee->id,
        .position = position,
        .account = account,
        .is_woman = is_woman,
    };

    mediator.name =
        account != 0
            ? record_called(replay->cx, &account_type, account)
            : replay_marked(replay, replay_name(replay, (str){ 0 },
                                                is_woman ? SEX_FEMALE : SEX_MALE, 1970));
    TRY(mediator_type.create(replay->cx, &mediator));
    *id = mediator.id;
    return NULL;
}

/* A chair, a woman and a third member, as the law wants it. */
static struct error *elect(struct replay *replay, const struct mediation_committee *committee,
                           struct case_desk *desk)
{
    record_id member;

    TRY(enlist(replay, committee, MEDIATOR_CHAIR, desk->chair, false, &desk->mediator));
    TRY(enlist(replay, committee, MEDIATOR_MEMBER, 0, true, &member));
    TRY(enlist(replay, committee, MEDIATOR_MEMBER, 0, false, &member));
    return replay_done(replay);
}

static struct error *found_committee(struct replay *replay, const struct village *village,
                                     struct case_desk *desk)
{
    bool is_home = str_eq(village->key, str_of(replay->scene->village));
    struct context *cx = replay->cx;

    TRY(replay_open_desk(replay, "mediation_chair", village->key, 0,
                         is_home ? "mediator" : NULL, &desk->chair));
    TRY(replay_as(replay, village->township->desks[DESK_JUSTICE]));

    struct mediation_committee committee = {
        .name = arena_printf(cx->arena, "%.*s人民调解委员会", STR_ARG(village->name)),
        .place = village->key,
        .term_from = cx->today,
    };
    TRY(mediation_committee_type.create(cx, &committee));
    return elect(replay, &committee, desk);
}

/* A term is three years; by now another one has begun. */
static struct error *elect_again(struct replay *replay, const struct village *village,
                                 struct case_desk *desk)
{
    struct context *cx = replay->cx;
    struct mediation_committee committee;
    bool found;

    TRY(replay_as(replay, village->township->desks[DESK_JUSTICE]));
    TRY(store_find_by(cx, &mediation_committee_type, village->key, "place",
                      value_text(village->key), &committee, &found));
    committee.term_from = cx->today;
    committee.term_to = (date){ 0 };
    TRY(mediation_committee_type.change(cx, &committee));
    return elect(replay, &committee, desk);
}

struct room_plan {
    const char *name;
    enum room_kind kind;
};

static struct error *open_rooms(struct replay *replay, const struct village *village)
{
    static const struct room_plan rooms[] = {
        { "红色老兵调解室", ROOM_VETERANS },
        { "平安大嫂调解室", ROOM_WOMEN },
    };
    struct context *cx = replay->cx;
    struct mediation_committee committee;
    bool found;

    TRY(replay_as(replay, village->township->desks[DESK_JUSTICE]));
    TRY(store_find_by(cx, &mediation_committee_type, village->key, "place",
                      value_text(village->key), &committee, &found));
    for (size_t i = 0; found && i < COUNT(rooms); i++) {
        struct mediation_room room = {
            .name = str_of(rooms[i].name),
            .place = village->key,
            .kind = rooms[i].kind,
            .committee = committee.id,
        };
        TRY(mediation_room_type.create(cx, &room));
    }
    return replay_done(replay);
}

/* Which cases */

static const struct sheet_dispute *some_text(struct replay *replay,
                                             const struct sheet_dispute *texts, size_t count,
                                             bool is_family)
{
    for (;;) {
        const struct sheet_dispute *text = &texts[chance_below(&replay->chance, count)];
        if (str_eq(text->category, S("family")) == is_family)
            return text;
    }
}

static date working_day_between(struct replay *replay, date first, date last)
{
    for (;;) {
        date day = date_add_days(
            first, chance_between(&replay->chance, 0, date_days_between(first, last)));
        if (is_working_day(replay->cx, day))
            return day;
    }
}

struct stretch {
    date first;
    date last;
    size_t screenings;
    size_t cases;
    size_t family;
    size_t failures; /* never of families */
    size_t helped;
    enum mediator_standing helper;
    const struct village *home; /* where all of them are; NULL: everywhere */
};

/* As many as there are to be, evenly from the first one on. */
static bool is_helped(const struct stretch *stretch, size_t index)
{
    size_t every = stretch->helped == 0 ? 1 : stretch->cases / stretch->helped;

    return index % every == 0 && index / every < stretch->helped;
}

/* Families come first in the numbering, those that fail last, so that no two shares mix. */
static void plan_case(struct case_days *days, const struct stretch *stretch,
                      const struct sheet_dispute *texts, size_t text_count, size_t index)
{
    struct replay *replay = days->replay;
    struct dispute_case *each = arena_new(replay->memory, struct dispute_case);
    size_t village = stretch->home != NULL ? (size_t)(stretch->home - replay->villages)
                                           : index % replay->village_count;

    each->village = &replay->villages[village];
    each->desk = &replay->case_desks[village];
    each->text = some_text(replay, texts, text_count, index < stretch->family);
    each->fails = index >= stretch->cases - stretch->failures;
    each->is_oral = chance_percent(&replay->chance, ORAL_PERCENT);
    each->last = stretch->home != NULL
                     ? (enum case_stage)chance_between(&replay->chance, CASE_MEETING, CASE_OVER)
                     : CASE_OVER;
    if (is_helped(stretch, index))
        each->helper = stretch->helper;
    case_put(days, each,
             working_day_between(replay, stretch->first,
                                 date_add_days(stretch->last, -DAYS_FOR_CASE)));
}

static void plan_screening(struct case_days *days, const struct stretch *stretch, size_t index)
{
    struct replay *replay = days->replay;
    struct dispute_case *each = arena_new(replay->memory, struct dispute_case);

    each->is_screening = true;
    each->village = stretch->home != NULL ? &replay->villages[stretch->home - replay->villages]
                                          : &replay->villages[index % replay->village_count];
    case_put(days, each, working_day_between(replay, stretch->first, stretch->last));
}

static struct error *play_day(struct case_days *days, size_t index)
{
    struct replay *replay = days->replay;

    if (days->days[index] == NULL)
        return NULL;
    replay_set_day(replay, date_add_days(days->first, (int)index));
    while (days->days[index] != NULL) {
        struct dispute_case *each = days->days[index];
        days->days[index] = each->next;
        TRY(case_go_on(days, each));
        TRY(replay_done(replay));
    }
    return NULL;
}

static struct error *play_stretch(struct replay *replay, const struct stretch *stretch)
{
    struct sheet_dispute *texts;
    size_t text_count;
    struct case_days days = {
        .replay = replay,
        .first = stretch->first,
        .count = (size_t)date_days_between(stretch->first, stretch->last) + 1,
    };

    TRY(replay_read_sheet(replay, "disputes.csv", &sheet_dispute_row, &texts, &text_count));
    days.days = arena_array(replay->memory, struct dispute_case *, days.count);
    for (size_t i = 0; i < stretch->cases; i++)
        plan_case(&days, stretch, texts, text_count, i);
    for (size_t i = 0; i < stretch->screenings; i++)
        plan_screening(&days, stretch, i);
    for (size_t i = 0; i < days.count; i++)
        TRY(play_day(&days, i));
    return NULL;
}

/* The reported period, and the last weeks in the village of the demonstration. */

static struct stretch reported(const struct replay *replay)
{
    const struct scene *scene = replay->scene;
    date first = replay_date(scene->first_day);
    date settled_in = date_add_days(replay_date(scene->begins_on), DAYS_TO_SETTLE_IN);

    return (struct stretch){
        .first = date_compare(first, settled_in) > 0 ? first : settled_in,
        .last = replay_date(scene->last_day),
        .screenings = (size_t)scene->screenings,
        .cases = (size_t)scene->mediations,
        .family = (size_t)scene->family_mediations,
        .failures = (size_t)scene->unsettled,
        .helped = (size_t)scene->helped_mediations,
        .helper = scene->helpers_are_cppcc ? STANDING_CPPCC : STANDING_PARTY_MEMBER,
    };
}

static struct error *found_committees(struct replay *replay)
{
    const struct village *home = replay_village(replay, str_of(replay->scene->village));

    replay->case_desks = arena_array(replay->memory, struct case_desk, replay->village_count);
    replay_set_day(replay, replay_date(replay->scene->begins_on));
    for (size_t i = 0; i < replay->village_count; i++)
        if (replay->scene->mediations > 0 || &replay->villages[i] == home)
            TRY(found_committee(replay, &replay->villages[i], &replay->case_desks[i]));
    return open_rooms(replay, home);
}

static struct error *play_reported(struct replay *replay)
{
    struct stretch stretch = reported(replay);

    TRY(found_committees(replay));
    if (stretch.cases == 0)
        return NULL;
    TRY(play_stretch(replay, &stretch));
    replay_say(replay, "矛盾纠纷排查", stretch.screenings);
    replay_say(replay, "调解的纠纷", stretch.cases);
    return NULL;
}

static struct error *play_recent(struct replay *replay)
{
    struct stretch stretch = {
        .first = date_add_days(replay->played_on, -RECENT_DAYS),
        .last = date_add_days(replay->played_on, -1),
        .cases = RECENT_CASES,
        .family = RECENT_CASES / 2,
        .screenings = RECENT_SCREENINGS,
        .home = replay_village(replay, str_of(replay->scene->village)),
    };

    replay_set_day(replay, stretch.first);
    TRY(elect_again(replay, stretch.home,
                    &replay->case_desks[stretch.home - replay->villages]));
    return play_stretch(replay, &stretch);
}

/* What chance brings here moves nothing of what chance brings elsewhere. */
static struct error *play_apart(struct replay *replay, const char *name,
                                struct error *(*play)(struct replay *replay))
{
    struct chance chance = replay->chance;

    replay->chance =
        chance_of_seed(arena_printf(replay->cx->arena, "%s %s", name, replay->scene->name));
    struct error *error = play(replay);
    replay->chance = chance;
    return error;
}

struct error *replay_disputes(struct replay *replay)
{
    return play_apart(replay, "disputes", play_reported);
}

struct error *replay_recent_disputes(struct replay *replay)
{
    return play_apart(replay, "recent disputes", play_recent);
}
