/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of an affair: what is done next, by whom, with which words. */
#include "modules/sample/affair.h"

enum {
    CALLERS_WITH_PHONE_PERCENT = 40,
    BY_RECEIPT_PERCENT = 55,
    PUBLIC_PERCENT = 35,
    URGENT_PERCENT = 25,
    CROWD_MAX = 5,
    FOR_ANY_PERCENT = 30,
    UNASSIGNED_NUMBERS = 1540000, /* no mobile numbers begin like this */
};

typedef struct error *affair_step(struct affairs *affairs, struct affair *affair,
                                  const struct matter *matter);

/* Words */

str affair_words(struct affairs *affairs, const struct affair *affair, str text)
{
    struct buf words = { .arena = affairs->replay->cx->arena };
    str mark = S("{p}");

    for (size_t i = 0; i < text.length; i++) {
        if (str_starts(str_slice(text, i, text.length), mark)) {
            buf_add(&words, affair->hamlet);
            i += mark.length - 1;
        } else {
            buf_add_char(&words, text.data[i]);
        }
    }
    return buf_str(&words);
}

static bool fits(str beginnings, str category)
{
    str beginning;

    while (str_next(&beginnings, &beginning))
        if (str_starts(category, beginning))
            return true;
    return false;
}

/* One by chance of those that fit this category, or of those that fit any. */
static str draw_demand(struct affairs *affairs, const struct affair *affair, str kind,
                       bool for_any)
{
    const struct sheet_demand *chosen = NULL;
    size_t count = 0;

    for (size_t i = 0; i < affairs->demand_count; i++) {
        const struct sheet_demand *demand = &affairs->demands[i];
        if (!str_eq(demand->kind, kind) || str_is_empty(demand->fits) != for_any ||
            !(for_any || fits(demand->fits, affair->text->category)))
            continue;
        if (chance_below(&affairs->replay->chance, ++count) == 0)
            chosen = demand;
    }
    return chosen == NULL ? (str){ 0 } : affair_words(affairs, affair, chosen->text);
}

str affair_demand(struct affairs *affairs, const struct affair *affair, const char *kind)
{
    bool for_any = chance_percent(&affairs->replay->chance, FOR_ANY_PERCENT);
    str words = draw_demand(affairs, affair, str_of(kind), for_any);

    if (str_is_empty(words))
        words = draw_demand(affairs, affair, str_of(kind), !for_any);
    return words;
}

/* Who */

static record_id desk_of(const struct affair *affair, enum desk desk)
{
    return affair->village->township->desks[desk];
}

static enum desk desk_of_department(enum department department)
{
    static const enum desk desks[] = {
        [DEPARTMENT_NONE] = DESK_OFFICE,
        [DEPARTMENT_TOWNSHIP] = DESK_DEPARTMENT,
        [DEPARTMENT_JUSTICE] = DESK_JUSTICE,
        [DEPARTMENT_CIVIL_AFFAIRS] = DESK_CIVIL_AFFAIRS,
        [DEPARTMENT_AGRICULTURE] = DESK_AGRICULTURE,
        [DEPARTMENT_EMERGENCY] = DESK_EMERGENCY,
        [DEPARTMENT_PARTY] = DESK_PARTY,
        [DEPARTMENT_PRACTICE] = DESK_DEPARTMENT,
        [DEPARTMENT_COUNTY] = DESK_OFFICE,
    };

    return desks[department];
}

/* Who handles it now. */
static record_id handler_of(const struct affairs *affairs, const struct affair *affair,
                            const struct matter *matter)
{
    switch (matter->level) {
    case LEVEL_GRID:
    case LEVEL_VILLAGE:
        return affair->village->secretary;
    case LEVEL_TOWNSHIP:
        return desk_of(affair, desk_of_department(matter->department));
    case LEVEL_COUNTY:
        break;
    }
    return matter->department == DEPARTMENT_COUNTY ? affairs->replay->county_department
                                                   : affairs->replay->county_office;
}

/* Who speaks with people there. */
static record_id desk_clerk_of(const struct affairs *affairs, const struct affair *affair,
                               const struct matter *matter)
{
    if (matter->level == LEVEL_TOWNSHIP)
        return desk_of(affair, DESK_OFFICE);
    if (matter->level == LEVEL_COUNTY)
        return affairs->replay->county_office;
    return affair->village->clerk;
}

static record_id leader_of(const struct affairs *affairs, const struct affair *affair,
                           const struct matter *matter)
{
    if (matter->level == LEVEL_TOWNSHIP)
        return desk_of(affair, DESK_HEAD);
    if (matter->level == LEVEL_COUNTY)
        return affairs->replay->county_office;
    return affair->village->secretary;
}

static struct error *take(struct affairs *affairs, record_id actor, const char *step,
                          const struct matter *matter, const void *input)
{
    TRY(replay_as(affairs->replay, actor));
    return flow_take(affairs->replay->cx, &matter_flow, step, matter->id, input);
}

static struct error *take_by_receipt(struct affairs *affairs, const char *step,
                                     const struct matter *matter, const void *input)
{
    replay_as_nobody(affairs->replay);
    return flow_take_by_receipt(affairs->replay->cx, &matter_flow, step, matter->id, input);
}

/* Reporting */

static struct matter_caller some_caller(struct affairs *affairs, const struct affair *affair)
{
    struct replay *replay = affairs->replay;
    int year = chance_between(&replay->chance, 1945, 2002);
    enum sex sex = chance_percent(&replay->chance, 55) ? SEX_MALE : SEX_FEMALE;
    str name = replay_name(replay, replay_clan(replay, affair->village), sex, year);
    struct matter_caller caller = {
        .name = replay_marked(replay, name),
        .wants_reply = true,
    };

    if (chance_percent(&replay->chance, CALLERS_WITH_PHONE_PERCENT))
        caller.phone = arena_printf(replay->cx->arena, "%d%04zu", UNASSIGNED_NUMBERS,
                                    chance_below(&replay->chance, 10000));
    return caller;
}

/* Who writes it down: nobody for those who report by themselves. */
static struct error *act_as_reporter(struct affairs *affairs, const struct affair *affair,
                                     enum matter_intake *intake)
{
    static const enum matter_intake intakes[] = {
        [SOURCE_SELF] = INTAKE_SELF,      [SOURCE_VISIT] = INTAKE_GRID,
        [SOURCE_GRID] = INTAKE_GRID,      [SOURCE_DELIBERATION] = INTAKE_CLERK,
        [SOURCE_DEPUTY] = INTAKE_CLERK,   [SOURCE_HOTLINE] = INTAKE_CLERK,
        [SOURCE_PETITION] = INTAKE_CLERK, [SOURCE_INSPECTION] = INTAKE_CLERK,
        [SOURCE_PHONE] = INTAKE_CLERK,    [SOURCE_COUNTER] = INTAKE_CLERK,
        [SOURCE_PAPER] = INTAKE_CLERK,
    };
    bool is_order = affair->source == SOURCE_HOTLINE || affair->source == SOURCE_PETITION ||
                    affair->source == SOURCE_INSPECTION;

    *intake = intakes[affair->source];
    if (*intake == INTAKE_GRID)
        return replay_as(affairs->replay, affair->grid->worker);
    if (*intake == INTAKE_CLERK)
        return replay_as(affairs->replay,
                         is_order ? desk_of(affair, DESK_OFFICE) : affair->village->clerk);
    replay_as_nobody(affairs->replay);
    return NULL;
}

static bool has_caller(const struct affair *affair)
{
    bool is_found = affair->kind == KIND_PATROL || affair->kind == KIND_HAZARD;

    return !(is_found && affair->source == SOURCE_GRID) &&
           affair->source != SOURCE_INSPECTION && affair->kind != KIND_PATROL;
}

static struct error *join_crowd(struct affairs *affairs, struct affair *affair)
{
    int count = chance_between(&affairs->replay->chance, 1, CROWD_MAX);

    TRY(replay_as(affairs->replay, affair->village->clerk));
    for (int i = 0; i < count; i++) {
        struct matter_caller caller = some_caller(affairs, affair);
        TRY(matter_join(affairs->replay->cx, affair->id, &caller));
    }
    return NULL;
}

static struct error *report_matter(struct affairs *affairs, struct affair *affair)
{
    struct matter_caller caller = some_caller(affairs, affair);
    struct matter matter = {
        .place = affair->grid->key,
        .title = affair_words(affairs, affair, affair->text->title),
        .story = affair_words(affairs, affair, affair->text->story),
        .kind = affair->kind,
        .category = affair->text->category,
        .source = affair->source,
        .urgent = affair->kind == KIND_HAZARD &&
                  chance_percent(&affairs->replay->chance, URGENT_PERCENT),
    };

    TRY(act_as_reporter(affairs, affair, &matter.intake_by));
    TRY(matter_report(affairs->replay->cx, &matter, has_caller(affair) ? &caller : NULL));
    affair->id = matter.id;
    affair->receipt = arena_copy(affairs->replay->memory, matter.receipt);
    return affair->turn == TURN_CROWD && has_caller(affair) ? join_crowd(affairs, affair)
                                                            : NULL;
}

/* Receiving */

static struct error *withdraw(struct affairs *affairs, struct affair *affair,
                              const struct matter *matter)
{
    struct matter_withdrawal withdrawal = {
        .reason = affair_demand(affairs, affair, "withdrawal"),
        .receipt = affair->receipt,
    };

    return take_by_receipt(affairs, "withdraw", matter, &withdrawal);
}

static struct error *accept(struct affairs *affairs, struct affair *affair,
                            const struct matter *matter)
{
    struct matter_acceptance acceptance = {
        .is_public = chance_percent(&affairs->replay->chance, PUBLIC_PERCENT),
        .words = affair_demand(affairs, affair, "accept"),
    };

    return take(affairs, affair->village->clerk, "accept", matter, &acceptance);
}

static struct error *escalate(struct affairs *affairs, struct affair *affair,
                              const struct matter *matter)
{
    bool to_county = matter->level == LEVEL_TOWNSHIP;
    struct matter_escalation escalation = {
        .reason = affair_demand(affairs, affair, to_county ? "to_county" : "escalation"),
    };

    return take(affairs, to_county ? desk_of(affair, DESK_OFFICE) : affair->village->clerk,
                "escalate", matter, &escalation);
}

static struct error *self_handle(struct affairs *affairs, struct affair *affair,
                                 const struct matter *matter)
{
    struct matter_self_handling handling = {
        .answer = affair_words(affairs, affair, affair->text->answer),
    };

    return take(affairs, affair->grid->worker, "self_handle", matter, &handling);
}

/* Into the first open matter that the clerk is shown; accepted like any other without one. */
static struct error *merge(struct affairs *affairs, struct affair *affair,
                           const struct matter *matter)
{
    struct matter *candidates;
    size_t count;

    TRY(replay_as(affairs->replay, affair->village->clerk));
    TRY(matter_candidates(affairs->replay->cx, matter, &candidates, &count));
    if (count == 0)
        return accept(affairs, affair, matter);

    struct matter_merger merger = { .into = candidates[0].id,
                                    .reason = affair_demand(affairs, affair, "merge") };
    return take(affairs, affair->village->clerk, "merge", matter, &merger);
}

/* Where those go whose affair belongs elsewhere, by the beginning of its category. */
struct destination {
    const char *categories;
    const char *where;
};

static const struct destination destinations[] = {
    { "dispute_debt dispute_land", "县人民法院立案窗口" },
    { "dispute_wages", "县劳动保障监察大队（县政务中心）" },
    { "infrastructure_power safety_electric", "县供电公司（报修电话95598）" },
    { "affairs_cadre", "镇纪委信访接待室" },
    { "welfare_school", "县教育局" },
    { "welfare_pension", "县社保服务大厅" },
};

static const struct destination *destination_of(const struct affair *affair)
{
    for (size_t i = 0; i < COUNT(destinations); i++)
        if (fits(str_of(destinations[i].categories), affair->text->category))
            return &destinations[i];
    return NULL;
}

static struct error *send_elsewhere(struct affairs *affairs, struct affair *affair,
                                    const struct matter *matter)
{
    const struct destination *destination = destination_of(affair);
    struct matter_redirection redirection = {
        .reason = affair_demand(affairs, affair, "why_out_of_scope"),
    };

    if (destination == NULL || str_is_empty(redirection.reason))
        return accept(affairs, affair, matter);
    redirection.where = str_of(destination->where);
    return take(affairs, affair->village->clerk, "out_of_scope", matter, &redirection);
}

static struct error *receive(struct affairs *affairs, struct affair *affair,
                             const struct matter *matter)
{
    if (affair->turn == TURN_TWIN)
        return merge(affairs, affair, matter);
    if (affair->turn == TURN_ELSEWHERE)
        return send_elsewhere(affairs, affair, matter);
    switch (affair->way) {
    case WAY_GRID:
        return self_handle(affairs, affair, matter);
    case WAY_VILLAGE:
        break;
    case WAY_TOWNSHIP:
    case WAY_COUNTY:
        return escalate(affairs, affair, matter);
    }
    return accept(affairs, affair, matter);
}

/* Dispatching */

struct duty {
    const char *categories;
    enum department department;
};

static const struct duty duties[] = {
    { "dispute", DEPARTMENT_JUSTICE },
    { "welfare_relief welfare_subsistence care", DEPARTMENT_CIVIL_AFFAIRS },
    { "land_contract agriculture affairs_finance", DEPARTMENT_AGRICULTURE },
    { "safety_fire safety_geology safety_production safety_drowning", DEPARTMENT_EMERGENCY },
    { "affairs", DEPARTMENT_PARTY },
};

static enum department department_of(const struct affair *affair)
{
    for (size_t i = 0; i < COUNT(duties); i++)
        if (fits(str_of(duties[i].categories), affair->text->category))
            return duties[i].department;
    return DEPARTMENT_TOWNSHIP;
}

/* What only rose because nobody moved goes back to the village. */
static struct error *dispatch(struct affairs *affairs, struct affair *affair,
                              const struct matter *matter)
{
    bool at_county = matter->level == LEVEL_COUNTY;
    bool goes_back = !at_county && (affair->way == WAY_GRID || affair->way == WAY_VILLAGE);
    struct matter_dispatch dispatch = {
        .words = affair_demand(affairs, affair, goes_back ? "back_to_village" : "dispatch"),
    };

    if (affair->way == WAY_COUNTY && !at_county && matter->escalated_count == 0)
        return escalate(affairs, affair, matter);
    if (goes_back)
        dispatch.place = affair->village->key;
    else
        dispatch.department = at_county ? DEPARTMENT_COUNTY : department_of(affair);
    return take(affairs,
                at_county ? affairs->replay->county_office : desk_of(affair, DESK_OFFICE),
                "dispatch", matter, &dispatch);
}

static struct error *dispute_duty(struct affairs *affairs, struct affair *affair,
                                  const struct matter *matter)
{
    struct matter_objection objection = {
        .reason = affair_demand(affairs, affair, "dispute_of_duty"),
    };

    affair->has_turned = true;
    return take(affairs, handler_of(affairs, affair, matter), "dispute_duty", matter,
                &objection);
}

static struct error *decide_duty(struct affairs *affairs, struct affair *affair,
                                 const struct matter *matter)
{
    bool moves = chance_percent(&affairs->replay->chance, 50);
    struct matter_duty_ruling ruling = {
        .ruling = moves ? RULING_MOVES : RULING_KEEPS,
        .department = matter->department == DEPARTMENT_TOWNSHIP ? DEPARTMENT_EMERGENCY
                                                                : DEPARTMENT_TOWNSHIP,
        .reason = affair_demand(affairs, affair, moves ? "ruling_moves" : "ruling_keeps"),
    };

    return take(affairs, desk_of(affair, DESK_OFFICE), "decide_duty", matter, &ruling);
}

/* Handling */

static struct error *ask_for_help(struct affairs *affairs, struct affair *affair,
                                  const struct matter *matter)
{
    struct matter_assistance assistance = {
        .department = matter->department == DEPARTMENT_JUSTICE ? DEPARTMENT_CIVIL_AFFAIRS
                                                               : DEPARTMENT_JUSTICE,
        .task = affair_demand(affairs, affair, "help"),
    };

    return take(affairs, desk_of(affair, DESK_OFFICE), "assist", matter, &assistance);
}

static struct error *help(struct affairs *affairs, struct affair *affair,
                          const struct matter *matter)
{
    struct matter_unit *units;
    size_t count;

    TRY(matter_units(affairs->replay->cx, matter->id, &units, &count));
    if (count == 0)
        return ask_for_help(affairs, affair, matter);

    struct matter_feedback feedback = {
        .assistant = units[0].id,
        .answer = affair_demand(affairs, affair, "help_answer"),
    };
    affair->has_turned = true;
    return take(affairs, desk_of(affair, desk_of_department(units[0].department)), "feed_back",
                matter, &feedback);
}

static struct error *extend(struct affairs *affairs, struct affair *affair,
                            const struct matter *matter)
{
    struct matter_extension extension = {
        .days = chance_between(&affairs->replay->chance, 3, 10),
        .reason = affair_demand(affairs, affair, "why_extension"),
    };

    affair->has_turned = true;
    return take(affairs, handler_of(affairs, affair, matter), "request_extension", matter,
                &extension);
}

static struct error *decide_extension(struct affairs *affairs, struct affair *affair,
                                      const struct matter *matter)
{
    bool is_granted = chance_percent(&affairs->replay->chance, 85);
    struct matter_extension_ruling ruling = {
        .ruling = is_granted ? EXTENSION_IS_GRANTED : EXTENSION_IS_REFUSED,
        .reason = affair_demand(affairs, affair,
                                is_granted ? "extension_granted" : "extension_refused"),
    };
    record_id leader = matter->level == LEVEL_COUNTY ? affairs->replay->county_office
                                                     : desk_of(affair, DESK_HEAD);

    return take(affairs, leader, "decide_extension", matter, &ruling);
}

static struct error *pause_clock(struct affairs *affairs, struct affair *affair,
                                 const struct matter *matter)
{
    struct matter_pause pause = {
        .pause_reason =
            chance_percent(&affairs->replay->chance, 60) ? PAUSE_MATERIAL : PAUSE_ABSENCE,
        .words = affair_demand(affairs, affair, "why_pause"),
    };

    affair->has_turned = true;
    return take(affairs, handler_of(affairs, affair, matter), "pause", matter, &pause);
}

static struct error *resume_clock(struct affairs *affairs, struct affair *affair,
                                  const struct matter *matter)
{
    struct matter_resumption resumption = { .words = affair_demand(affairs, affair, "resume") };

    return take(affairs, handler_of(affairs, affair, matter), "resume", matter, &resumption);
}

static struct error *resolve(struct affairs *affairs, struct affair *affair,
                             const struct matter *matter)
{
    struct matter_result result = {
        .answer = matter->status == MATTER_REWORK
                      ? affair_demand(affairs, affair, "rework")
                      : affair_words(affairs, affair, affair->text->answer),
    };

    return take(affairs, handler_of(affairs, affair, matter), "resolve", matter, &result);
}

/* What still has to come in between, as far as it can come here. */
static affair_step *turn_of(const struct affairs *affairs, const struct affair *affair,
                            const struct matter *matter)
{
    bool has_time = date_compare(affairs->replay->cx->today, matter->due_on) <= 0;
    bool has_office = matter->status == MATTER_HANDLING && matter->level == LEVEL_TOWNSHIP;

    if (affair->has_turned)
        return NULL;
    if (affair->turn == TURN_HELP && has_office)
        return help;
    if (affair->turn == TURN_DUTY && has_office && has_time)
        return dispute_duty;
    if (affair->turn == TURN_EXTENSION && has_time && matter->status != MATTER_REWORK)
        return extend;
    if (affair->turn == TURN_PAUSE && has_time && matter->status != MATTER_REWORK)
        return pause_clock;
    return NULL;
}

static struct error *work(struct affairs *affairs, struct affair *affair,
                          const struct matter *matter)
{
    affair_step *turn = turn_of(affairs, affair, matter);

    if (matter->extension == EXTENSION_ASKED)
        return decide_extension(affairs, affair, matter);
    return turn != NULL ? turn(affairs, affair, matter) : resolve(affairs, affair, matter);
}

/* Answering */

static struct error *reply(struct affairs *affairs, struct affair *affair,
                           const struct matter *matter)
{
    struct matter_reply reply = {
        .way = (enum reply_way)chance_between(&affairs->replay->chance, REPLY_IN_PERSON,
                                              REPLY_IN_WRITING),
    };

    return take(affairs, desk_clerk_of(affairs, affair, matter), "reply", matter, &reply);
}

static struct error *confirm(struct affairs *affairs, struct affair *affair,
                             const struct matter *matter)
{
    bool has_one_caller = matter->caller_count == 1;
    struct matter_verdict verdict = { .satisfied = VERDICT_SATISFIED };

    if (affair->complaints > 0 && matter->caller_count > 0) {
        affair->complaints--;
        verdict.satisfied = VERDICT_DISSATISFIED;
        verdict.words = affair_demand(affairs, affair, "dissatisfaction");
    } else if (affair->is_unreachable && matter->caller_count > 0) {
        verdict.satisfied = VERDICT_UNREACHABLE;
    } else if (matter->caller_count == 0) {
        verdict.words = affair_demand(affairs, affair, "patrol_done");
    }
    if (has_one_caller && verdict.satisfied != VERDICT_UNREACHABLE &&
        chance_percent(&affairs->replay->chance, BY_RECEIPT_PERCENT)) {
        verdict.receipt = affair->receipt;
        return take_by_receipt(affairs, "confirm", matter, &verdict);
    }
    return take(affairs, desk_clerk_of(affairs, affair, matter), "confirm", matter, &verdict);
}

static struct error *explain(struct affairs *affairs, struct affair *affair,
                             const struct matter *matter)
{
    struct matter_explanation explanation = {
        .reason = affair_demand(affairs, affair, "explanation"),
    };

    return take(affairs, leader_of(affairs, affair, matter), "close_with_explanation", matter,
                &explanation);
}

/* Accusations go their own way. */

static struct error *report_accusation(struct affairs *affairs, struct affair *affair)
{
    struct accusation accusation;
    struct accusation_words words = {
        .place = affair->village->key,
        .story = affair_words(affairs, affair, affair->text->story),
        .name = some_caller(affairs, affair).name,
    };

    replay_as_nobody(affairs->replay);
    TRY(accusation_report(affairs->replay->cx, &words, &accusation));
    affair->id = accusation.id;
    affair_put(affairs, affair, date_add_days(affairs->replay->cx->today, 2));
    return NULL;
}

static struct error *go_on_with_accusation(struct affairs *affairs, struct affair *affair)
{
    struct context *cx = affairs->replay->cx;
    struct accusation_result result = {
        .result = affair_demand(affairs, affair, "investigation"),
    };
    struct accusation accusation;

    TRY(store_get(cx, &accusation_type, affair->id, &accusation));
    TRY(replay_as(affairs->replay, desk_of(affair, DESK_DISCIPLINE)));
    if (accusation.status == ACCUSATION_HANDLING)
        return flow_take(cx, &accusation_flow, "close", affair->id, &result);
    TRY(flow_take(cx, &accusation_flow, "take_up", affair->id, NULL));
    affair_put(affairs, affair,
               date_add_days(cx->today, chance_between(&affairs->replay->chance, 10, 40)));
    return NULL;
}

/* What follows from the state */

struct follow_up {
    affair_step *take; /* NULL: nothing more can happen */
};

static const struct follow_up follow_ups[] = {
    [MATTER_REPORTED] = { receive },
    [MATTER_SELF_HANDLED] = { confirm },
    [MATTER_VILLAGE_HANDLING] = { work },
    [MATTER_DISPATCHING] = { dispatch },
    [MATTER_HANDLING] = { work },
    [MATTER_DUTY_DISPUTED] = { decide_duty },
    [MATTER_PAUSED] = { resume_clock },
    [MATTER_RESOLVED] = { reply },
    [MATTER_REPLIED] = { confirm },
    [MATTER_REWORK] = { work },
    [MATTER_UNSETTLED] = { explain },
    [MATTER_CLOSED] = { NULL },
    [MATTER_CLOSED_WITH_EXPLANATION] = { NULL },
    [MATTER_WITHDRAWN] = { NULL },
    [MATTER_MERGED] = { NULL },
    [MATTER_OUT_OF_SCOPE] = { NULL },
};

static struct error *step_on(struct affairs *affairs, struct affair *affair)
{
    struct matter matter;

    if (affair->id == 0)
        return report_matter(affairs, affair);
    TRY(store_get(affairs->replay->cx, &matter_type, affair->id, &matter));
    if (follow_ups[matter.status].take == NULL)
        return NULL;
    if (affair->turn == TURN_WITHDRAWAL && matter.caller_count > 0 &&
        chance_percent(&affairs->replay->chance, 50))
        return withdraw(affairs, affair, &matter);
    return follow_ups[matter.status].take(affairs, affair, &matter);
}

struct error *affair_go_on(struct affairs *affairs, struct affair *affair)
{
    struct matter matter;

    if (affair->kind == KIND_TIP_OFF)
        return affair->id == 0 ? report_accusation(affairs, affair)
                               : go_on_with_accusation(affairs, affair);
    TRY(step_on(affairs, affair));
    TRY(store_get(affairs->replay->cx, &matter_type, affair->id, &matter));
    if (follow_ups[matter.status].take != NULL)
        affair_put(affairs, affair, affair_next_day(affairs, affair, &matter));
    return NULL;
}
