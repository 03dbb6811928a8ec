/* SPDX-License-Identifier: Apache-2.0 */
/* What there will be: which affairs, where, when, and how they will go. */
#include "app/calendar.h"
#include "modules/sample/affair.h"

/* The last days are fuller than others, most of all in the village of the demonstration, so
 * that there is something to be done when it begins. */
enum { RECENT_DAYS = 10, RECENT_PERCENT = 8, RECENT_HOME_PERCENT = 30 };

/* Something that happens with a weight. */
struct weighed {
    unsigned value;
    int weight;
};

static unsigned draw(struct replay *replay, const struct weighed *choices, size_t count)
{
    int total = 0;
    size_t i = 0;

    for (size_t k = 0; k < count; k++)
        total += choices[k].weight;
    int rest = chance_between(&replay->chance, 0, total - 1);
    while (rest >= choices[i].weight)
        rest -= choices[i++].weight;
    return choices[i].value;
}

static const struct weighed ways[] = {
    { WAY_GRID, 24 },
    { WAY_VILLAGE, 42 },
    { WAY_TOWNSHIP, 29 },
    { WAY_COUNTY, 5 },
};

static const struct weighed turns[] = {
    { TURN_NONE, 620 }, { TURN_WITHDRAWAL, 25 }, { TURN_ELSEWHERE, 140 },
    { TURN_TWIN, 35 },  { TURN_CROWD, 25 },      { TURN_HELP, 70 },
    { TURN_DUTY, 60 },  { TURN_EXTENSION, 45 },  { TURN_PAUSE, 40 },
};

static const struct weighed sources_found[] = {
    { SOURCE_GRID, 60 },
    { SOURCE_VISIT, 25 },
    { SOURCE_INSPECTION, 15 },
};

static const struct weighed sources_said[] = {
    { SOURCE_SELF, 34 },    { SOURCE_VISIT, 15 },   { SOURCE_GRID, 8 },
    { SOURCE_PHONE, 12 },   { SOURCE_COUNTER, 13 }, { SOURCE_PAPER, 3 },
    { SOURCE_HOTLINE, 6 },  { SOURCE_DEPUTY, 3 },   { SOURCE_DELIBERATION, 4 },
    { SOURCE_PETITION, 2 },
};

/* How often the person says no: most never, some once, a few until the end. */
static const struct weighed complaints[] = { { 0, 925 }, { 1, 50 }, { 2, 12 }, { 3, 13 } };

static bool is_found(enum matter_kind kind)
{
    return kind == KIND_PATROL || kind == KIND_HAZARD;
}

static enum matter_kind kind_of(str code)
{
    const struct choices *choices = &shape_field(&matter_type.shape, S("kind"))->choices;

    for (size_t i = 0; i < choices->count; i++)
        if (str_eq(code, str_of(choices->items[i].code)))
            return (enum matter_kind)i;
    return KIND_TIP_OFF;
}

static bool is_conflict(const struct sheet_matter *text)
{
    return str_starts(text->category, S("dispute_"));
}

static const struct sheet_matter *some_text(struct affairs *affairs, bool only_conflicts)
{
    for (;;) {
        const struct sheet_matter *text =
            &affairs->texts[chance_below(&affairs->replay->chance, affairs->text_count)];
        if (!only_conflicts || is_conflict(text))
            return text;
    }
}

/* The more grids a village has, the more happens there. */
static void choose_place(struct replay *replay, struct affair *affair, int home_percent)
{
    size_t grid = chance_below(&replay->chance, replay->grid_count);
    struct village *village = replay->villages;

    while (grid >= (size_t)village->plan->grids)
        grid -= (size_t)village++->plan->grids;
    if (chance_percent(&replay->chance, home_percent)) {
        village = replay_village(replay, str_of(replay->scene->village));
        grid = chance_below(&replay->chance, (size_t)village->plan->grids);
    }
    affair->village = village;
    affair->grid = &village->grids[grid];
    affair->hamlet = replay_hamlet(replay, village);
}

static date some_working_day(struct replay *replay, date first, date last)
{
    int days = date_days_between(first, last);

    for (;;) {
        date day = date_add_days(first, chance_between(&replay->chance, 0, days));
        if (is_working_day(replay->cx, day))
            return day;
    }
}

static void choose_course(struct replay *replay, struct affair *affair)
{
    affair->source = (enum matter_source)(
        is_found(affair->kind) ? draw(replay, sources_found, COUNT(sources_found))
                               : draw(replay, sources_said, COUNT(sources_said)));
    affair->way = (enum way)draw(replay, ways, COUNT(ways));
    affair->turn = (enum turn)draw(replay, turns, COUNT(turns));
    affair->complaints = (int)draw(replay, complaints, COUNT(complaints));
    affair->is_late = chance_percent(&replay->chance, 8);
    affair->is_unreachable = chance_percent(&replay->chance, 4);
}

/* It is said again a day or two after the one before it, which is still open then. */
static bool make_twin(const struct affair *before, struct affair *affair)
{
    if (affair->turn != TURN_TWIN || before == NULL || before->way == WAY_GRID ||
        before->turn != TURN_NONE)
        return false;
    affair->text = before->text;
    affair->kind = before->kind;
    affair->village = before->village;
    affair->grid = before->grid;
    affair->hamlet = before->hamlet;
    affair->source = SOURCE_PHONE;
    affair->way = before->way;
    return true;
}

static date choose_day_and_place(struct affairs *affairs, struct affair *affair, date last)
{
    struct replay *replay = affairs->replay;
    bool is_recent = chance_percent(&replay->chance, RECENT_PERCENT);
    int home_percent = replay->scene->home_percent;

    if (is_recent && home_percent < RECENT_HOME_PERCENT)
        home_percent = RECENT_HOME_PERCENT;
    choose_place(replay, affair, home_percent);
    return some_working_day(
        replay, is_recent ? date_add_days(last, -RECENT_DAYS) : affairs->first, last);
}

void affairs_plan(struct affairs *affairs, size_t count, date last)
{
    struct replay *replay = affairs->replay;
    struct affair *planned = arena_array(replay->memory, struct affair, count);
    date day = affairs->first;

    for (size_t i = 0; i < count; i++) {
        struct affair *affair = &planned[i];
        affair->text = some_text(affairs, false);
        affair->kind = kind_of(affair->text->kind);
        choose_course(replay, affair);
        if (make_twin(i > 0 ? &planned[i - 1] : NULL, affair))
            day = next_working_day(replay->cx, date_add_days(day, 1));
        else
            day = choose_day_and_place(affairs, affair, last);
        affair_put(affairs, affair, day);
    }
}

void affairs_plan_talks(struct affairs *affairs, size_t count, date last)
{
    struct replay *replay = affairs->replay;
    struct affair *planned = arena_array(replay->memory, struct affair, count);

    for (size_t i = 0; i < count; i++) {
        planned[i] = (struct affair){
            .text = some_text(affairs, true),
            .kind = KIND_DISPUTE,
            .source = SOURCE_DELIBERATION,
            .way = WAY_VILLAGE,
        };
        choose_place(replay, &planned[i], replay->scene->home_percent);
        affair_put(affairs, &planned[i], some_working_day(replay, affairs->first, last));
    }
}
