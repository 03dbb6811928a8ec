/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room begin with. */
#include "modules/disputes/fixture_test.h"
#include "tests/town.h"

#include "modules/disputes/committee.h"
#include "modules/people/people.h"

date day_of(const char *text)
{
    date day = { 0 };

    CHECK(date_read(str_of(text), &day));
    return day;
}

record_id a_committee(struct context *cx, const char *place)
{
    struct mediation_committee committee = { .name = S("示例调委会"), .place = str_of(place) };
    bool found;

    CHECK_OK(committee_of(cx, str_of(place), &committee, &found));
    if (!found)
        CHECK_OK(committee_found(cx, &committee));
    return committee.id;
}

record_id a_mediator(struct context *cx, const char *place, record_id account)
{
    struct mediator mediator = {
        .name = S("示例调解员"),
        .place = str_of(place),
        .committee = a_committee(cx, place),
        .position = MEDIATOR_HIRED,
        .account = account,
    };

    CHECK_OK(mediator_enlist(cx, &mediator));
    return mediator.id;
}

record_id a_resident(struct context *cx, const char *name, const char *household,
                     const char *relation)
{
    struct resident resident = {
        .place = S(VILLAGE),
        .name = str_of(name),
        .birth_on = date_of(1980, 5, 1),
        .household_number = str_of(household),
        .relation = str_of(relation),
    };

    CHECK_OK(resident_register(cx, &resident));
    return resident.id;
}

struct dispute the_dispute(struct context *cx, record_id id)
{
    struct dispute dispute = { 0 };

    CHECK_OK(store_get(cx, &dispute_type, id, &dispute));
    return dispute;
}

void step(struct context *cx, record_id id, const char *name, const void *input)
{
    test_check_ok(__FILE__, __LINE__, name, flow_take(cx, &dispute_flow, name, id, input));
}

void step_fails(struct context *cx, record_id id, const char *name, const void *input,
                enum error_kind kind)
{
    test_check_fails(__FILE__, __LINE__, name, flow_take(cx, &dispute_flow, name, id, input),
                     kind);
}

record_id a_case(struct context *cx, const char *category, enum dispute_lock lock)
{
    struct dispute_report report = {
        .place = S(VILLAGE),
        .category = str_of(category),
        .source = DISPUTE_BY_APPLICATION,
        .facts = S("屋檐水滴到隔壁院墙根，两家吵起来了"),
        .lock = lock,
    };
    struct dispute dispute;

    CHECK_OK(dispute_open(cx, &report, &dispute));
    return dispute.id;
}

void two_parties(struct context *cx, record_id id)
{
    step(cx, id, "add_party",
         &(struct party_entry){ .side = SIDE_APPLICANT, .name = S("示例甲") });
    step(cx, id, "add_party",
         &(struct party_entry){ .side = SIDE_RESPONDENT, .name = S("示例乙") });
    step(cx, id, "consent", &(struct dispute_consent){ 0 });
}

void accept_case(struct context *cx, record_id id, record_id mediator)
{
    two_parties(cx, id);
    step(cx, id, "notify", &(struct dispute_notice){ 0 });
    step(cx, id, "assign",
         &(struct mediator_assignment){ .mediator = mediator, .has_statement = true });
    step(cx, id, "accept", &(struct dispute_acceptance){ 0 });
}

record_id party_on(struct context *cx, record_id id, enum party_side side)
{
    struct dispute_party *parties;
    size_t count;

    CHECK_OK(dispute_parties(cx, id, &parties, &count));
    for (size_t i = 0; i < count; i++)
        if (parties[i].side == side)
            return parties[i].id;
    return 0;
}

static void mediate(struct context *cx, record_id id)
{
    step(
        cx, id, "mediate",
        &(struct dispute_session){ .step = S("four_looks.1"), .words = S("双方到场看了屋檐") });
}

void agree_in_writing(struct context *cx, record_id id)
{
    step(cx, id, "agree",
         &(struct dispute_settlement){ .form = FORM_WRITTEN,
                                       .facts = S("屋檐水"),
                                       .terms = S("三天内装好接水槽"),
                                       .perform_by = day_of("2026-03-05"),
                                       .copies = 3 });
}

void sign_all(struct context *cx, record_id id)
{
    step(cx, id, "sign",
         &(struct agreement_signing){ .party = party_on(cx, id, SIDE_APPLICANT) });
    step(cx, id, "sign",
         &(struct agreement_signing){ .party = party_on(cx, id, SIDE_RESPONDENT),
                                      .signing = SIGNED_BY_FINGER });
    step(cx, id, "sign_mediator", &(struct agreement_day){ 0 });
    step(cx, id, "seal_agreement", &(struct agreement_day){ 0 });
}

static const struct dispute_ending no_way = { .reason = S_INIT("说不到一起"),
                                              .routes = S_INIT("可以向法院起诉") };

static void bring_to(struct context *cx, record_id id, enum dispute_status status);

static void file_it(struct context *cx, record_id id)
{
    bring_to(cx, id, DISPUTE_VISITED);
    step(cx, id, "file",
         &(struct dispute_filing){ .missing_reason = S("身份证明双方没有带，已当面核对") });
}

/* Each state has one road to it here. */
static void bring_to(struct context *cx, record_id id, enum dispute_status status)
{
    switch (status) {
    case DISPUTE_FOUND:
    case DISPUTE_REGISTERED:
        break;
    case DISPUTE_REFUSED:
        step(cx, id, "refuse", &no_way);
        break;
    case DISPUTE_PREVENTED:
        step(cx, id, "prevent", &(struct dispute_prevention){ .words = S("说和了") });
        break;
    case DISPUTE_ACCEPTED:
        accept_case(cx, id, a_mediator(cx, VILLAGE, 0));
        break;
    case DISPUTE_MEDIATING:
        bring_to(cx, id, DISPUTE_ACCEPTED);
        mediate(cx, id);
        break;
    case DISPUTE_AGREED:
        bring_to(cx, id, DISPUTE_MEDIATING);
        agree_in_writing(cx, id);
        break;
    case DISPUTE_PERFORMING:
        bring_to(cx, id, DISPUTE_AGREED);
        sign_all(cx, id);
        break;
    case DISPUTE_PERFORMED:
        bring_to(cx, id, DISPUTE_PERFORMING);
        step(cx, id, "add_instalment",
             &(struct instalment_entry){ .what = S("装接水槽"),
                                         .due_on = day_of("2026-03-05") });
        step(cx, id, "perform", &(struct performance){ .proof = S("看过，装好了") });
        break;
    case DISPUTE_BREACHED:
        bring_to(cx, id, DISPUTE_PERFORMING);
        step(cx, id, "breach",
             &(struct dispute_breach){ .words = S("到期没装"), .routes = S("可以起诉") });
        break;
    case DISPUTE_VISITED:
        bring_to(cx, id, DISPUTE_PERFORMED);
        step(cx, id, "visit",
             &(struct return_visit){ .persons = S("双方"), .words = S("没有再吵") });
        break;
    case DISPUTE_TERMINATED:
        bring_to(cx, id, DISPUTE_MEDIATING);
        step(cx, id, "terminate", &no_way);
        break;
    case DISPUTE_REFERRED:
        bring_to(cx, id, DISPUTE_TERMINATED);
        step(cx, id, "refer", &(struct dispute_referral){ .where = S("县人民法院") });
        break;
    case DISPUTE_FILED:
        file_it(cx, id);
        break;
    }
}

static record_id a_find(struct context *cx)
{
    struct screening screening = { .place = S(VILLAGE) };
    struct dispute_report report = { .place = S(VILLAGE),
                                     .category = S("neighbour"),
                                     .facts = S("两家为过道吵") };
    struct dispute dispute;

    CHECK_OK(screening_hold(cx, &screening));
    report.screening = screening.id;
    CHECK_OK(dispute_open(cx, &report, &dispute));
    return dispute.id;
}

record_id a_dispute(struct context *cx, enum dispute_status status)
{
    record_id id = status == DISPUTE_FOUND ? a_find(cx) : a_case(cx, "neighbour", LOCK_NONE);

    bring_to(cx, id, status);
    CHECK(the_dispute(cx, id).status == status);
    return id;
}

const char *dispute_path(struct context *cx, record_id id, const char *rest)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "/disputes/%lld%s", (long long)id, rest));
}

int64_t rows_in(struct context *cx, const char *table)
{
    struct buf sql = { .arena = cx->arena };
    int64_t count;

    buf_printf(&sql, "select count(*) from %s%c", table, '\0');
    CHECK_OK(query_number(cx, sql.data, NULL, 0, &count));
    return count;
}
