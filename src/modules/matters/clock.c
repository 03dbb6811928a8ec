/* SPDX-License-Identifier: Apache-2.0 */
/* The clocks of a matter. */
#include "modules/matters/clock.h"

#include "app/calendar.h"

enum { EXTENSION_DAYS_MAX = 30 };

/* The rule that says how long it may take. */
static const char *rule_of(const struct matter *matter)
{
    if (matter->source == SOURCE_HOTLINE)
        return "ORDER_12345";
    if (matter->source == SOURCE_PETITION)
        return "XF_FINISH";
    switch (matter->complexity) {
    case COMPLEXITY_SIMPLE:
        return "EVENT_SIMPLE";
    case COMPLEXITY_COMPLEX:
        return "EVENT_COMPLEX";
    case COMPLEXITY_BY_CATEGORY:
    case COMPLEXITY_GENERAL:
        break;
    }
    return "EVENT_GENERAL";
}

static bool runs_in_working_days(const struct matter *matter)
{
    return matter->source == SOURCE_HOTLINE;
}

struct error *clock_report(struct context *cx, struct matter *matter)
{
    TRY(deadline_after(cx, "MATTER_ACCEPT", matter->place, matter->reported_on,
                       &matter->response_due_on));
    if (matter->source == SOURCE_HOTLINE)
        TRY(deadline_after(cx, rule_of(matter), matter->place, matter->reported_on,
                           &matter->due_on));
    clock_settle(matter);
    return NULL;
}

static enum punctuality punctuality_on(date day, date due)
{
    return date_compare(day, due) <= 0 ? PUNCTUALITY_IN_TIME : PUNCTUALITY_LATE;
}

struct error *clock_accept(struct context *cx, struct matter *matter)
{
    if (date_is_set(matter->accepted_on))
        return NULL;
    matter->accepted_on = cx->today;
    matter->response = punctuality_on(cx->today, matter->response_due_on);
    if (date_is_set(matter->due_on))
        return NULL;
    return deadline_after(cx, rule_of(matter), matter->place, cx->today, &matter->due_on);
}

void clock_resolve(const struct context *cx, struct matter *matter)
{
    matter->resolved_on = cx->today;
    if (matter->resolution != PUNCTUALITY_LATE)
        matter->resolution = punctuality_on(cx->today, matter->due_on);
}

struct error *clock_visit(struct context *cx, struct matter *matter)
{
    return deadline_after(cx, "MATTER_CONFIRM", matter->place, cx->today,
                          &matter->visit_due_on);
}

struct error *clock_rework(struct context *cx, struct matter *matter)
{
    if (matter->resolution == PUNCTUALITY_IN_TIME)
        matter->resolution = PUNCTUALITY_OPEN;
    return deadline_after(cx, rule_of(matter), matter->place, cx->today, &matter->due_on);
}

void clock_resume(const struct context *cx, struct matter *matter)
{
    if (runs_in_working_days(matter))
        matter->due_on =
            period_end(cx, matter->due_on,
                       working_days_between(cx, matter->paused_on, cx->today), WORKING_DAYS);
    else
        matter->due_on =
            date_add_days(matter->due_on, date_days_between(matter->paused_on, cx->today));
}

void clock_extend(const struct context *cx, struct matter *matter, int64_t days)
{
    matter->due_on = period_end(cx, matter->due_on, days,
                                runs_in_working_days(matter) ? WORKING_DAYS : NATURAL_DAYS);
}

struct error *clock_longest_extension(struct context *cx, const struct matter *matter,
                                      int64_t *days)
{
    struct deadline_rule rule;

    TRY(deadline_rule_get(cx, rule_of(matter), matter->place, cx->today, &rule));
    *days = rule.extension_days > 0 ? rule.extension_days : EXTENSION_DAYS_MAX;
    return NULL;
}

struct error *clock_raise(struct context *cx, struct matter *matter)
{
    return deadline_after(cx, rule_of(matter), matter->place, cx->today,
                          &matter->escalates_after);
}

static bool may_go_up(const struct matter *matter)
{
    switch (matter->status) {
    case MATTER_REPORTED:
    case MATTER_VILLAGE_HANDLING:
    case MATTER_DISPATCHING:
    case MATTER_HANDLING:
    case MATTER_DUTY_DISPUTED:
    case MATTER_REWORK:
        return matter->level != LEVEL_COUNTY;
    case MATTER_SELF_HANDLED:
    case MATTER_PAUSED:
    case MATTER_RESOLVED:
    case MATTER_REPLIED:
    case MATTER_UNSETTLED:
    case MATTER_CLOSED:
    case MATTER_CLOSED_WITH_EXPLANATION:
    case MATTER_WITHDRAWN:
    case MATTER_MERGED:
    case MATTER_OUT_OF_SCOPE:
        break;
    }
    return false;
}

/* A level that was called has its own time, which its steps do not shorten. */
void clock_settle(struct matter *matter)
{
    date due = may_go_up(matter) ? matter_deadline(matter) : (date){ 0 };

    if (date_is_set(due) && matter->escalated_count > 0 &&
        date_compare(matter->escalates_after, due) > 0)
        return;
    matter->escalates_after = due;
}

date matter_deadline(const struct matter *matter)
{
    switch (matter->status) {
    case MATTER_REPORTED:
        return matter->response_due_on;
    case MATTER_VILLAGE_HANDLING:
    case MATTER_DISPATCHING:
    case MATTER_HANDLING:
    case MATTER_DUTY_DISPUTED:
    case MATTER_RESOLVED:
    case MATTER_REWORK:
    case MATTER_UNSETTLED:
        return date_is_set(matter->due_on) ? matter->due_on : matter->response_due_on;
    case MATTER_SELF_HANDLED:
    case MATTER_REPLIED:
        return matter->visit_due_on;
    case MATTER_PAUSED:
    case MATTER_CLOSED:
    case MATTER_CLOSED_WITH_EXPLANATION:
    case MATTER_WITHDRAWN:
    case MATTER_MERGED:
    case MATTER_OUT_OF_SCOPE:
        break;
    }
    return (date){ 0 };
}

/* The day from which the present limit runs, for its colour. */
static date clock_start(const struct matter *matter)
{
    if (matter->status == MATTER_REPLIED)
        return matter->replied_on;
    return date_is_set(matter->accepted_on) ? matter->accepted_on : matter->reported_on;
}

str matter_deadline_words(struct context *cx, const struct matter *matter)
{
    date due = matter_deadline(matter);

    if (matter->status == MATTER_PAUSED)
        return S("暂停计时，恢复后接着算");
    if (matter_is_ended(matter) || !date_is_set(due))
        return (str){ 0 };
    return deadline_words(cx, due);
}

enum tone matter_deadline_tone(const struct context *cx, const struct matter *matter)
{
    return urgency_tone(urgency_of(cx, clock_start(matter), matter_deadline(matter)));
}
