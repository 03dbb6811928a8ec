/* SPDX-License-Identifier: Apache-2.0 */
/* What happens in a case, day by day, through the rules that a mediator would use. */
#include "modules/sample/dispute_day.h"
#include "app/calendar.h"

enum { VISIT_AFTER_DAYS = 7 };

void case_put(struct case_days *days, struct dispute_case *each, date day)
{
    int index = date_days_between(days->first, day);

    if (index < 0 || (size_t)index >= days->count)
        return;
    each->next = days->days[index];
    days->days[index] = each;
}

static struct error *step(struct case_days *days, const struct dispute_case *each,
                          const char *name, const void *input)
{
    return flow_take(days->replay->cx, &dispute_flow, name, each->id, input);
}

static str some_name(struct case_days *days, const struct dispute_case *each)
{
    struct replay *replay = days->replay;
    enum sex sex = chance_percent(&replay->chance, 50) ? SEX_MALE : SEX_FEMALE;

    return replay_marked(replay, replay_name(replay, replay_clan(replay, each->village), sex,
                                             chance_between(&replay->chance, 1950, 1995)));
}

/* Screenings: a grid worker looks round. */
static struct error *screen(struct case_days *days, struct dispute_case *each)
{
    struct replay *replay = days->replay;
    const struct grid *grid =
        &each->village
             ->grids[chance_below(&replay->chance, (size_t)each->village->plan->grids)];
    struct screening screening = {
        .place = grid->key,
        .looked_at = S("走访农户，看田界、在建房屋和外出返乡户"),
        .household_count = chance_between(&replay->chance, 4, 15),
    };

    TRY(replay_as(replay, grid->worker));
    return screening_type.create(replay->cx, &screening);
}

/* The first day */

static struct error *open_case(struct case_days *days, struct dispute_case *each)
{
    struct dispute_report report = {
        .place = each->village->key,
        .category = each->text->category,
        .source = chance_percent(&days->replay->chance, 65) ? DISPUTE_BY_APPLICATION
                                                            : DISPUTE_BY_INITIATIVE,
        .facts = each->text->facts,
        .demands = each->text->demands,
    };
    struct dispute dispute;

    TRY(dispute_open(days->replay->cx, &report, &dispute));
    each->id = dispute.id;
    return NULL;
}

static struct error *bring_together(struct case_days *days, struct dispute_case *each)
{
    struct party_entry first = { .side = SIDE_APPLICANT, .name = some_name(days, each) };
    struct party_entry second = { .side = SIDE_RESPONDENT, .name = some_name(days, each) };
    struct mediator_assignment assignment = {
        .mediator = each->desk->mediator,
        .chosen_by =
            chance_percent(&days->replay->chance, 30) ? CHOSEN_BY_ALL : CHOSEN_BY_COMMITTEE,
        .has_statement = true,
    };

    TRY(step(days, each, "add_party", &first));
    TRY(step(days, each, "add_party", &second));
    TRY(step(days, each, "consent", &(struct dispute_consent){ 0 }));
    TRY(step(days, each, "notify", &(struct dispute_notice){ .on = { 0 } }));
    return step(days, each, "assign", &assignment);
}

static struct error *invite_helper(struct case_days *days, struct dispute_case *each)
{
    struct helper_entry helper = {
        .name = some_name(days, each),
        .standing = each->helper,
        .consented = true,
    };

    return each->helper == STANDING_MEDIATOR ? NULL : step(days, each, "invite", &helper);
}

static struct error *begin(struct case_days *days, struct dispute_case *each)
{
    struct dispute_acceptance acceptance = { .method = S("四步调解法（望闻问切）") };

    TRY(open_case(days, each));
    TRY(bring_together(days, each));
    TRY(invite_helper(days, each));
    return step(days, each, "accept", &acceptance);
}

/* Meeting */

static struct error *sign(struct case_days *days, struct dispute_case *each)
{
    struct dispute_party *parties;
    size_t count;

    TRY(dispute_parties(days->replay->cx, each->id, &parties, &count));
    for (size_t i = 0; i < count; i++)
        TRY(step(days, each, "sign",
                 &(struct agreement_signing){ .party = parties[i].id,
                                              .signing = SIGNED_BY_FINGER }));
    TRY(step(days, each, "sign_mediator", &(struct agreement_day){ .on = { 0 } }));
    return step(days, each, "seal_agreement", &(struct agreement_day){ .on = { 0 } });
}

static struct error *give_up(struct case_days *days, struct dispute_case *each)
{
    return step(days, each, "terminate",
                &(struct dispute_ending){
                    .reason = S("双方对赔偿数额说不到一起，两次没有调成。"),
                    .routes = S("可以向人民法院起诉，司法所提供法律咨询。"),
                });
}

static struct error *meet(struct case_days *days, struct dispute_case *each)
{
    date today = days->replay->cx->today;
    struct dispute_session session = {
        .location = S("村调解室"),
        .step = S("four_looks.4"),
        .persons = S("双方当事人、调解员、小组长"),
        .words = each->text->facts,
        .result = each->fails ? CONTENT_NOT_REACHED : CONTENT_REACHED,
    };
    struct dispute_settlement settlement = {
        .form = each->is_oral ? FORM_ORAL : FORM_WRITTEN,
        .facts = each->text->facts,
        .terms = each->text->terms,
        .at_once = each->is_oral,
        .perform_by = each->is_oral ? (date){ 0 } : date_add_days(today, VISIT_AFTER_DAYS),
        .copies = 3,
    };

    TRY(step(days, each, "mediate", &session));
    if (each->fails)
        return give_up(days, each);
    TRY(step(days, each, "agree", &settlement));
    return each->is_oral ? NULL : sign(days, each);
}

/* Afterwards */

static struct error *perform(struct case_days *days, struct dispute_case *each)
{
    if (each->fails)
        return NULL;
    if (!each->is_oral)
        TRY(step(days, each, "perform",
                 &(struct performance){ .instalment = 0, .proof = S("双方当面办清") }));
    return step(days, each, "visit",
                &(struct return_visit){ .persons = S("双方当事人"),
                                        .words = each->text->visit,
                                        .satisfaction = SATISFACTION_GOOD,
                                        .no_more = true });
}

static struct error *archive(struct case_days *days, struct dispute_case *each)
{
    TRY(step(days, each, "keep_identity",
             &(struct dispute_paper_entry){ .words = S("双方身份证复印件，当面核对") }));
    return step(days, each, "file", &(struct dispute_filing){ .retention = RETENTION_LONG });
}

typedef struct error *case_act(struct case_days *days, struct dispute_case *each);

struct stage {
    case_act *act;
    int least_days; /* until the next one */
    int most_days;
};

static const struct stage stages[] = {
    [CASE_OPENING] = { begin, 1, 5 },
    [CASE_MEETING] = { meet, VISIT_AFTER_DAYS, VISIT_AFTER_DAYS + 2 },
    [CASE_PERFORMING] = { perform, 1, 6 },
    [CASE_FILING] = { archive, 0, 0 },
};

struct error *case_go_on(struct case_days *days, struct dispute_case *each)
{
    const struct stage *stage = &stages[each->stage];
    struct replay *replay = days->replay;

    if (each->is_screening)
        return screen(days, each);
    TRY(replay_as(replay, each->desk->chair));
    TRY(stage->act(days, each));
    if (++each->stage < each->last)
        case_put(
            days, each,
            date_add_days(replay->cx->today, chance_between(&replay->chance, stage->least_days,
                                                            stage->most_days)));
    return NULL;
}
