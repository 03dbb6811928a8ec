/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a dispute up to its acceptance: who is concerned, who mediates, who consents. */
#include "app/access.h"
#include "app/calendar.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/committee.h"
#include "modules/disputes/link.h"
#include "modules/disputes/secrecy.h"
#include "modules/disputes/steps.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"

struct error *dispute_register(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_registration *registration = input;
    struct dispute *dispute = record;
    struct dispute_category category;

    (void)note;
    if (!str_is_empty(registration->category)) {
        TRY(dispute_category_get(cx, registration->category, &category));
        dispute->category = category.code;
        dispute->category_name = category.name;
        dispute->is_family = category.is_family;
    }
    if (!str_is_empty(str_trim(registration->facts)))
        dispute->facts = sealed_words(cx, registration->facts);
    if (!str_is_empty(str_trim(registration->demands)))
        dispute->demands = sealed_words(cx, registration->demands);
    dispute->is_family = dispute->is_family || registration->concerns_women_or_children;
    dispute->is_difficult = dispute->is_difficult || registration->is_difficult;
    if (registration->lock != LOCK_NONE)
        dispute->lock = registration->lock;
    dispute->registered_on = cx->today;
    dispute->status = DISPUTE_REGISTERED;
    return NULL;
}

struct error *dispute_prevent(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_prevention *prevention = input;
    struct dispute *dispute = record;
    struct dispute_paper paper = {
        .item = ITEM_EXPLANATION,
        .held_on = cx->today,
        .words = sealed_words(cx, prevention->words),
    };

    *note = S("当场疏导，没有形成纠纷");
    dispute->status = DISPUTE_PREVENTED;
    dispute->ended_on = cx->today;
    return dispute_keep_paper(cx, dispute, &paper);
}

/* Kinship and interest */

static struct error *refuse_kin(struct context *cx, const char *field, str mediator)
{
    return fail_field(cx, field,
                      "调解员%.*s和当事人是近亲属或者同一户的人，要回避，请换一位调解员。",
                      STR_ARG(mediator));
}

static struct error *are_one_household(struct context *cx, const struct resident *a,
                                       const struct dispute_party *b, bool *same)
{
    struct household_member *members;
    size_t count;

    *same = false;
    if (b->household == 0)
        return NULL;
    TRY(household_members_now(cx, b->household, &members, &count));
    for (size_t i = 0; i < count; i++)
        *same = *same || members[i].resident == a->id;
    return NULL;
}

/* *known says whether the register could tell. */
static struct error *check_kin(struct context *cx, const char *field, record_id resident,
                               str name, const struct dispute_party *party, bool *known)
{
    struct resident mediator;
    enum kin kin;
    bool same;

    *known = resident != 0 && (party->resident != 0 || party->kind == PARTY_ORGANISATION);
    if (resident == 0 || party->resident == 0)
        return NULL;
    if (resident == party->resident)
        return fail_field(cx, field, "调解员%.*s就是当事人，不能调解自己的事。", STR_ARG(name));
    TRY(resident_kin(cx, resident, party->resident, &kin));
    if (kin == KIN_NEAR)
        return refuse_kin(cx, field, name);
    TRY(store_get(cx, &resident_type, resident, &mediator));
    TRY(are_one_household(cx, &mediator, party, &same));
    return same ? refuse_kin(cx, field, name) : NULL;
}

static struct error *check_mediators_of(struct context *cx, record_id dispute,
                                        const struct dispute_party *party)
{
    struct dispute_mediator *mediators;
    struct mediator mediator;
    size_t count;
    bool known;

    TRY(dispute_mediators(cx, dispute, &mediators, &count));
    for (size_t i = 0; i < count; i++) {
        if (mediators[i].mediator == 0 || date_is_set(mediators[i].to_on))
            continue;
        TRY(store_get(cx, &mediator_type, mediators[i].mediator, &mediator));
        TRY(check_kin(cx, "resident", mediator.resident, mediator.name, party, &known));
    }
    return NULL;
}

/* Parties */

struct household_of_row {
    record_id household;
};

static const struct field household_columns[] = {
    { REF(household_of_row, household), .label = "户", .target = "household" },
};

const struct query living_household_of = {
    .sql = "select household from household_members where county = $1 and resident = $2 "
           "and kind in ('registered', 'living') and to_on is null order by id limit 1",
    .row = { SHAPE(household_of_row, household_columns) },
};

static struct error *take_from_register(struct context *cx, const struct dispute *dispute,
                                        struct dispute_party *party)
{
    struct household_of_row *households;
    struct resident resident;
    size_t count;

    if (party->resident == 0)
        return NULL;
    TRY(store_get(cx, &resident_type, party->resident, &resident));
    if (id_county(resident.id) != id_county(dispute->id))
        return fail_field(cx, "resident", "不是本县登记的居民，请直接写姓名。");
    TRY(query_rows(cx, &living_household_of,
                   WITH(value_integer(id_county(resident.id)), value_integer(resident.id)),
                   &households, &count));
    party->household = count > 0 ? households[0].household : 0;
    party->sex = (enum party_sex)resident.sex;
    party->birth_on = resident.birth_on;
    party->ethnic_group = resident.ethnic_group;
    party->name = sealed_words(cx, resident.name);
    if (str_is_empty(party->address))
        party->address = sealed_words(cx, resident.address);
    return NULL;
}

/* A side of many people is spoken for by a few. */
static struct error *check_representatives(struct context *cx, const struct dispute *dispute,
                                           enum party_side side)
{
    struct dispute_party *parties;
    size_t count;
    int chosen = 0;

    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++)
        chosen += parties[i].side == side && parties[i].is_representative;
    if (chosen >= DISPUTE_REPRESENTATIVES_MAX)
        return fail_field(cx, "is_representative", "一方最多推选%d个代表人。",
                          DISPUTE_REPRESENTATIVES_MAX);
    return NULL;
}

static struct error *check_party(struct context *cx, const struct dispute *dispute,
                                 const struct party_entry *entry)
{
    if (entry->resident == 0 && str_is_empty(str_trim(entry->name)))
        return fail_field(cx, "name", "请写姓名或单位名称，或者从居民里选。");
    if (dispute->party_count >= DISPUTE_PARTIES_MAX)
        return fail(cx, ERROR_CONFLICT, "一件纠纷最多登记%d个当事人，人多的请推选代表人。",
                    DISPUTE_PARTIES_MAX);
    if (entry->represented_count > 0 && !entry->is_representative)
        return fail_field(cx, "is_representative", "写了代表多少人，请勾上代表人。");
    return entry->is_representative ? check_representatives(cx, dispute, entry->side) : NULL;
}

static bool is_minor(const struct context *cx, const struct dispute_party *party)
{
    return date_is_set(party->birth_on) && date_age(party->birth_on, cx->today) < ADULT_AGE;
}

struct error *dispute_add_party(struct context *cx, void *record, const void *input, str *note)
{
    const struct party_entry *entry = input;
    struct dispute *dispute = record;
    struct dispute_party party = {
        .place = dispute->place,
        .dispute = dispute->id,
        .side = entry->side,
        .kind = entry->kind,
        .resident = entry->resident,
        .name = sealed_words(cx, entry->name),
        .sex = entry->sex,
        .birth_on = entry->birth_on,
        .ethnic_group = entry->ethnic_group,
        .occupation = sealed_words(cx, entry->occupation),
        .phone = sealed_words(cx, entry->phone),
        .address = sealed_words(cx, entry->address),
        .is_representative = entry->is_representative,
        .represented_count = entry->represented_count,
        .proxy = sealed_words(cx, entry->proxy),
        .receipt = receipt_new(cx->arena, dispute->place),
    };

    TRY(dispute_need_mine(cx, dispute));
    TRY(check_party(cx, dispute, entry));
    TRY(take_from_register(cx, dispute, &party));
    TRY(check_mediators_of(cx, dispute->id, &party));
    TRY(store_insert(cx, &dispute_party_type, &party));
    if (is_minor(cx, &party) && dispute->lock == LOCK_NONE)
        dispute->lock = LOCK_MINOR;
    *note = str_of(side_choices[entry->side].label);
    return dispute_recount(cx, dispute);
}

static struct error *get_party(struct context *cx, const struct dispute *dispute, record_id id,
                               struct dispute_party *party)
{
    bool found;

    TRY(store_find(cx, &dispute_party_type, id, party, &found));
    if (!found || party->dispute != dispute->id)
        return fail_field(cx, "party", "请选本案的当事人。");
    return NULL;
}

struct error *dispute_drop_party(struct context *cx, void *record, const void *input, str *note)
{
    const struct party_choice *choice = input;
    struct dispute *dispute = record;
    struct dispute_party party;

    TRY(dispute_need_mine(cx, dispute));
    TRY(get_party(cx, dispute, choice->party, &party));
    TRY(store_delete(cx, &dispute_party_type, party.id));
    *note = choice->reason;
    return dispute_recount(cx, dispute);
}

/* Mediators */

static struct error *check_interest(struct context *cx, const struct dispute *dispute,
                                    const struct mediator *mediator, bool has_statement)
{
    struct dispute_party *parties;
    bool all_known = true;
    size_t count;

    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++) {
        bool known;
        TRY(check_kin(cx, "mediator", mediator->resident, mediator->name, &parties[i], &known));
        all_known = all_known && known;
    }
    if (!all_known && !has_statement)
        return fail_field(cx, "has_statement",
                          "有人不在居民登记里，查不出是不是亲属。请调解员签好无亲属和利害关系的"
                          "声明，再勾上这一项。");
    return NULL;
}

static struct error *check_not_assigned(struct context *cx, record_id dispute,
                                        record_id mediator)
{
    struct dispute_mediator *rows;
    size_t count;

    TRY(dispute_mediators(cx, dispute, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].mediator == mediator && !date_is_set(rows[i].to_on))
            return fail_field(cx, "mediator", "他已经是本案调解员了。");
    return NULL;
}

/* Of the unit that has the case, or of one above that comes to help. */
static struct error *check_mediator(struct context *cx, const struct dispute *dispute,
                                    const struct mediator *mediator)
{
    bool is_over =
        (date_is_set(mediator->to_on) && date_compare(mediator->to_on, cx->today) < 0) ||
        date_compare(mediator->from_on, cx->today) > 0;

    if (is_over)
        return fail_field(cx, "mediator", "%.*s今天不是调解员（任期已满或还没有开始）。",
                          STR_ARG(mediator->name));
    if (!key_is_within(dispute->place, mediator->place) &&
        !key_is_within(mediator->place, dispute->unit))
        return fail_field(cx, "mediator", "请选本地或上级调委会的调解员。");
    return NULL;
}

struct error *dispute_assign(struct context *cx, void *record, const void *input, str *note)
{
    const struct mediator_assignment *assignment = input;
    struct dispute *dispute = record;
    struct mediator mediator;

    TRY(store_get(cx, &mediator_type, assignment->mediator, &mediator));
    TRY(check_mediator(cx, dispute, &mediator));
    TRY(check_not_assigned(cx, dispute->id, mediator.id));
    TRY(check_interest(cx, dispute, &mediator, assignment->has_statement));

    struct dispute_mediator row = {
        .place = dispute->place,
        .dispute = dispute->id,
        .mediator = mediator.id,
        .account = mediator.account,
        .name = mediator.name,
        .role = assignment->role == ROLE_HELPER ? ROLE_ASSISTANT : assignment->role,
        .chosen_by = assignment->chosen_by,
        .has_statement = assignment->has_statement,
        .from_on = cx->today,
    };
    TRY(store_insert(cx, &dispute_mediator_type, &row));
    *note = words_keep(cx->arena, "%.*s，%s", STR_ARG(mediator.name),
                       chooser_choices[assignment->chosen_by].label);
    return dispute_recount(cx, dispute);
}

struct error *dispute_invite(struct context *cx, void *record, const void *input, str *note)
{
    const struct helper_entry *helper = input;
    struct dispute *dispute = record;
    struct dispute_mediator row = {
        .place = dispute->place,
        .dispute = dispute->id,
        .name = str_trim(helper->name),
        .role = ROLE_HELPER,
        .standing = helper->standing,
        .consented = helper->consented,
        .from_on = cx->today,
    };

    TRY(dispute_need_mine(cx, dispute));
    if (!helper->consented)
        return fail_field(cx, "consented",
                          "请别人参与调解，要先征得当事人同意（人民调解法第二十条）。");
    if (helper->standing == STANDING_OFFICE)
        dispute->is_joint = true;
    *note = str_of(standing_choices[helper->standing].label);
    return store_insert(cx, &dispute_mediator_type, &row);
}

struct error *dispute_release(struct context *cx, void *record, const void *input, str *note)
{
    const struct mediator_release *release = input;
    struct dispute *dispute = record;
    struct dispute_mediator row;
    bool found;

    TRY(store_find(cx, &dispute_mediator_type, release->assignment, &row, &found));
    if (!found || row.dispute != dispute->id || date_is_set(row.to_on))
        return fail_field(cx, "assignment", "请选本案现在的调解员。");
    row.to_on = date_add_days(cx->today, -1);
    TRY(store_update(cx, &dispute_mediator_type, &row));
    *note = release->reason;
    return dispute_recount(cx, dispute);
}

/* Consent, rights, acceptance */

struct error *dispute_note_consent(struct context *cx, void *record, const void *input,
                                   str *note)
{
    const struct dispute_consent *consent = input;
    struct dispute *dispute = record;
    struct dispute_party *parties;
    date on = consent->on;
    bool any = false;
    size_t count;

    (void)note;
    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "on", dispute->registered_on, &on));
    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++) {
        if (consent->party != 0 && parties[i].id != consent->party)
            continue;
        any = true;
        parties[i].consented_on = on;
        TRY(store_update(cx, &dispute_party_type, &parties[i]));
    }
    return any ? NULL : fail_field(cx, "party", "请先登记当事人。");
}

struct error *dispute_notify(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_notice *notice = input;
    struct dispute *dispute = record;
    date on = notice->on;

    (void)note;
    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "on", dispute->registered_on, &on));
    dispute->told_on = on;
    dispute->is_open = notice->is_open;
    return NULL;
}

struct error *dispute_refuse(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_ending *ending = input;
    struct dispute *dispute = record;
    date on = ending->told_on;
    struct dispute_paper paper = { .item = ITEM_EXPLANATION };

    TRY(dispute_need_mine(cx, dispute));
    TRY(dispute_day(cx, "told_on", dispute->registered_on, &on));
    paper.held_on = on;
    paper.words =
        sealed_words(cx, arena_printf(cx->arena, "%.*s\n已告知的途径：%.*s",
                                      STR_ARG(ending->reason), STR_ARG(ending->routes)));
    dispute->routes_told_on = on;
    dispute->status = DISPUTE_REFUSED;
    dispute->outcome = OUTCOME_REFUSED;
    dispute->ended_on = cx->today;
    *note = S("当事人明确拒绝，不得调解；已告知仲裁、行政、司法等途径");
    TRY(dispute_tell_matter(cx, dispute, "有当事人不同意调解"));
    return dispute_keep_paper(cx, dispute, &paper);
}

static struct error *check_parties(struct context *cx, const struct dispute *dispute)
{
    struct dispute_party *parties;
    size_t count;
    int sides[SIDES] = { 0 };

    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++) {
        sides[parties[i].side]++;
        if (!date_is_set(parties[i].consented_on))
            return fail(cx, ERROR_CONFLICT,
                        "还有当事人没有表示同意调解。调解要自愿，请先征得同意。");
    }
    if (sides[SIDE_APPLICANT] == 0 || sides[SIDE_RESPONDENT] == 0)
        return fail(cx, ERROR_CONFLICT, "请先登记双方当事人，每一方至少一人。");
    return NULL;
}

struct error *dispute_accept(struct context *cx, void *record, const void *input, str *note)
{
    const struct dispute_acceptance *acceptance = input;
    struct dispute *dispute = record;

    (void)note;
    TRY(check_parties(cx, dispute));
    if (!date_is_set(dispute->told_on))
        return fail(cx, ERROR_CONFLICT, "请先告知当事人权利义务，并记下日期。");
    if (dispute->mediator_count == 0)
        return fail(cx, ERROR_CONFLICT, "还没有调解员。请先指派，或由当事人选。");
    dispute->method = acceptance->method;
    dispute->accepted_on = cx->today;
    dispute->status = DISPUTE_ACCEPTED;
    return deadline_after(cx, "MED_CASE", dispute->place, cx->today, &dispute->due_on);
}
