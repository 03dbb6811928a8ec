/* SPDX-License-Identifier: Apache-2.0 */
/* The days of the affairs: who comes up when, and what the clock does by itself. */
#include "app/calendar.h"
#include "app/scheduler.h"
#include "modules/sample/affair.h"

enum {
    LATE_DAYS = 2,
    VERY_LATE_DAYS = 14,
    VERY_LATE_PERCENT = 15,
    DAYS_FOR_TALKS = 40,
    DAYS_BEFORE_TALKS = 3,
    DAYS_OF_YEAR = 361,
};

/* When */

static date soon(struct affairs *affairs, int most)
{
    struct replay *replay = affairs->replay;

    return next_working_day(
        replay->cx, date_add_days(replay->cx->today, chance_between(&replay->chance, 0, most)));
}

/* On a working day up to the last one; today when there is none. */
static date in_time(struct affairs *affairs, date last)
{
    struct replay *replay = affairs->replay;
    int days = date_days_between(replay->cx->today, last);

    if (days <= 0)
        return replay->cx->today;
    date day = date_add_days(replay->cx->today, chance_between(&replay->chance, 0, days));
    while (date_compare(day, replay->cx->today) > 0 && !is_working_day(replay->cx, day))
        day = date_add_days(day, -1);
    return day;
}

static date too_late(struct affairs *affairs, date last)
{
    struct replay *replay = affairs->replay;
    date from = date_compare(last, replay->cx->today) > 0 ? last : replay->cx->today;
    int most = chance_percent(&replay->chance, VERY_LATE_PERCENT) ? VERY_LATE_DAYS : LATE_DAYS;

    return next_working_day(replay->cx,
                            date_add_days(from, chance_between(&replay->chance, 1, most)));
}

/* What has gone up by itself is not left lying again. */
static date working_day(struct affairs *affairs, const struct affair *affair,
                        const struct matter *matter)
{
    bool has_more_to_do = affair->turn >= TURN_HELP && !affair->has_turned;

    if (has_more_to_do || matter->escalated_count > 0)
        return soon(affairs, 1);
    return affair->is_late ? too_late(affairs, matter->due_on)
                           : in_time(affairs, matter->due_on);
}

date affair_next_day(struct affairs *affairs, const struct affair *affair,
                     const struct matter *matter)
{
    switch (matter->status) {
    case MATTER_REPORTED:
        if (affair->is_late && chance_percent(&affairs->replay->chance, 35))
            return too_late(affairs, matter->response_due_on);
        return in_time(affairs, matter->response_due_on);
    case MATTER_VILLAGE_HANDLING:
    case MATTER_HANDLING:
    case MATTER_REWORK:
        if (matter->extension == EXTENSION_ASKED)
            return soon(affairs, 1);
        return working_day(affairs, affair, matter);
    case MATTER_PAUSED:
        return soon(affairs, 14);
    case MATTER_SELF_HANDLED:
    case MATTER_REPLIED:
        return in_time(affairs, matter->visit_due_on);
    case MATTER_DISPATCHING:
    case MATTER_DUTY_DISPUTED:
    case MATTER_RESOLVED:
    case MATTER_UNSETTLED:
    case MATTER_CLOSED:
    case MATTER_CLOSED_WITH_EXPLANATION:
    case MATTER_WITHDRAWN:
    case MATTER_MERGED:
    case MATTER_OUT_OF_SCOPE:
        break;
    }
    return soon(affairs, 1);
}

/* The calendar of what comes up */

void affair_put(struct affairs *affairs, struct affair *affair, date day)
{
    int index = date_days_between(affairs->first, day);

    if (index < 0 || (size_t)index >= affairs->day_count)
        return;

    struct affair **last = &affairs->days[index];
    while (*last != NULL)
        last = &(*last)->next;
    affair->next = NULL;
    *last = affair;
}

static struct affair *take_first(struct affair **list)
{
    struct affair *first = *list;

    *list = first->next;
    return first;
}

/* What comes up again on the same day is seen to on that day. */
static struct error *play_day(struct affairs *affairs, size_t index)
{
    struct replay *replay = affairs->replay;

    replay_set_day(replay, date_add_days(affairs->first, (int)index));
    while (affairs->days[index] != NULL) {
        TRY(affair_go_on(affairs, take_first(&affairs->days[index])));
        TRY(replay_done(replay));
    }
    replay_as_program(replay);
    TRY(jobs_run(replay->cx));
    return replay_done(replay);
}

static struct error *play_days(struct affairs *affairs)
{
    for (size_t i = 0; i < affairs->day_count; i++)
        TRY(play_day(affairs, i));
    return NULL;
}

/* The two stretches of time */

static struct error *open_days(struct replay *replay, date first, date last,
                               struct affairs *affairs)
{
    size_t days = (size_t)date_days_between(first, last) + 1;

    *affairs = (struct affairs){
        .replay = replay,
        .first = first,
        .day_count = days,
        .days = arena_array(replay->memory, struct affair *, days),
    };
    TRY(replay_read_sheet(replay, "matters.csv", &sheet_matter_row, &affairs->texts,
                          &affairs->text_count));
    return replay_read_sheet(replay, "demands.csv", &sheet_demand_row, &affairs->demands,
                             &affairs->demand_count);
}

/* The conflicts that were settled in talks within the reported period. */
static struct error *play_talks(struct replay *replay)
{
    date first = date_add_days(replay_date(replay->scene->first_day), DAYS_BEFORE_TALKS);
    date last = replay_date(replay->scene->last_day);
    size_t count = (size_t)replay->scene->deliberated;
    struct affairs affairs;

    if (count == 0)
        return NULL;
    TRY(open_days(replay, first, last, &affairs));
    affairs_plan_talks(&affairs, count, date_add_days(last, -DAYS_FOR_TALKS));
    TRY(play_days(&affairs));
    replay_say(replay, "议事处理的矛盾", count);
    return NULL;
}

/* The year of matters ends on the day before the replay, so that what is open is open today. */
struct error *replay_matters(struct replay *replay)
{
    date last = date_add_days(replay->played_on, -1);
    date first = date_add_days(last, -DAYS_OF_YEAR);
    size_t count = (size_t)replay->scene->matters;
    struct affairs affairs;

    TRY(play_talks(replay));
    TRY(open_days(replay, first, last, &affairs));
    affairs_plan(&affairs, count, last);
    TRY(play_days(&affairs));
    replay_say(replay, "一年的诉求", count);
    return NULL;
}
