/* SPDX-License-Identifier: Apache-2.0 */
/* Declaring, verifying, reviewing, showing, posting, appealing. */
#include "modules/points/claim.h"

#include "app/access.h"
#include "app/account.h"
#include "modules/matters/matters.h"
#include "modules/party/party.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

enum { QUANTITY_MAX = 1000, WORDS_MAX = 1000, PEOPLE_MAX = 100 };

/* Declaring */

static struct error *check_item(struct context *cx, const struct points_account *account,
                                const struct points_item *item,
                                const struct points_scheme *scheme)
{
    if (scheme->status != SCHEME_IN_FORCE)
        return fail(cx, ERROR_CONFLICT, "“%.*s”这一版积分办法没有在施行，不能按它申报。",
                    STR_ARG(scheme->title));
    if (!str_eq(account->place, scheme->place))
        return fail_field(cx, "item", "这个项目是%.*s的，不能给别的村的户计分。",
                          STR_ARG(place_called(cx, scheme->place)));
    if (account->side != scheme->side)
        return fail_field(cx, "item", "“%.*s”不是给%s计分的项目。", STR_ARG(item->name),
                          points_side_choices[account->side].label);
    return NULL;
}

/* Who need not attend loses nothing by not attending. */
static struct error *check_exemption(struct context *cx,
                                     const struct points_declaration *declaration,
                                     const struct points_item *item)
{
    bool exempt = false;

    if (!item->needs_attendance || !item->is_deduction)
        return NULL;
    TRY(points_is_exempt(cx, declaration->account, declaration->happened_on,
                         declaration->happened_on, &exempt));
    if (exempt)
        return fail_field(cx, "item", "这名党员那一天免于参加，不扣分。");
    return NULL;
}

static struct error *check_declaration(struct context *cx,
                                       const struct points_declaration *declaration,
                                       const struct points_item *item,
                                       const struct points_scheme *scheme)
{
    if (declaration->quantity < 1 || declaration->quantity > QUANTITY_MAX)
        return fail_field(cx, "quantity", "数量要在1到%d之间。", QUANTITY_MAX);
    if (date_compare(declaration->happened_on, cx->today) > 0)
        return fail_field(cx, "happened_on", "还没到这一天。");
    if (date_compare(declaration->happened_on, scheme->in_force_on) < 0)
        return fail_field(cx, "happened_on", "那一天这个积分办法还没有施行。");
    if (declaration->declared_by == DECLARED_BY_SELF && (!item->by_self || item->is_deduction))
        return fail_field(cx, "item", "这个项目由网格员或村里申报。");
    if (item->evidence == EVIDENCE_WITNESS && str_is_empty(str_trim(declaration->witness)) &&
        declaration->declared_by == DECLARED_BY_SELF)
        return fail_field(cx, "witness", "请写谁能证明，例如邻居、组长。");
    return check_exemption(cx, declaration, item);
}

static str declarer_of(const struct context *cx, const struct points_declaration *declaration)
{
    if (!str_is_empty(declaration->declarer) || cx->access == NULL)
        return declaration->declarer;
    return cx->access->name;
}

static struct points_claim claim_of(struct context *cx,
                                    const struct points_declaration *declaration,
                                    const struct points_account *account,
                                    const struct points_item *item)
{
    return (struct points_claim){
        .place = account->place,
        .receipt = receipt_new(cx->arena, account->place),
        .account = account->id,
        .account_name = account->name,
        .side = account->side,
        .scheme = item->scheme,
        .item = item->id,
        .item_code = item->code,
        .item_name = item->name,
        .statistic = item->statistic,
        .is_deduction = item->is_deduction,
        .quantity = declaration->quantity,
        .happened_on = declaration->happened_on,
        .story = declaration->story,
        .witness = declaration->witness,
        .declared_by = declaration->declared_by,
        .declarer = declarer_of(cx, declaration),
        .origin = declaration->origin,
        .origin_id = declaration->origin_id,
        .declared_on = cx->today,
        .round = 1,
    };
}

/* Where a household lives, a member is registered: whoever looks after that part of the village
 * declares there. */
static struct error *home_of(struct context *cx, const struct points_account *account,
                             str *place)
{
    struct household household = { 0 };
    struct party_member member = { 0 };
    struct resident resident = { 0 };

    *place = account->place;
    if (account->side == POINTS_HOUSEHOLD) {
        TRY(store_get(cx, &household_type, account->subject, &household));
        *place = household.place;
    } else if (account->side == POINTS_MEMBER) {
        TRY(store_get(cx, &party_member_type, account->subject, &member));
        TRY(store_get(cx, &resident_type, member.resident, &resident));
        *place = resident.place;
    }
    if (!key_is_within(*place, account->place))
        *place = account->place;
    return NULL;
}

static struct error *need_to_declare(struct context *cx, const struct points_account *account)
{
    str home;

    TRY(home_of(cx, account, &home));
    return access_need(cx, "points.declare", home);
}

struct error *points_declare(struct context *cx, const struct points_declaration *given,
                             struct points_claim *claim)
{
    struct points_declaration declaration = *given;
    struct points_account account = { 0 };
    struct points_item item = { 0 };
    struct points_scheme scheme = { 0 };

    if (!date_is_set(declaration.happened_on))
        declaration.happened_on = cx->today;
    TRY(store_get(cx, &points_account_type, declaration.account, &account));
    TRY(store_get(cx, &points_item_type, declaration.item, &item));
    TRY(store_get(cx, &points_scheme_type, item.scheme, &scheme));
    if (declaration.declared_by != DECLARED_BY_SELF)
        TRY(need_to_declare(cx, &account));
    TRY(check_item(cx, &account, &item, &scheme));
    TRY(check_declaration(cx, &declaration, &item, &scheme));
    *claim = claim_of(cx, &declaration, &account, &item);
    TRY(claim_settle(cx, claim));
    return flow_begin(cx, &points_claim_flow, claim, "申报", declaration.story);
}

/* How many points: the item's value, less what its cap leaves */

const struct query claims_in_period = {
    .of = &points_claim_type,
    .sql = "where county = $1 and account = $2 and item_code = $3 and happened_on >= $4 "
           "and happened_on <= $5 and status in ('posted', 'effective') and id <> $6 "
           "order by id limit 1000",
};

static date period_start(enum points_period period, date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    switch (period) {
    case PERIOD_MONTH:
        return date_of(year, month, 1);
    case PERIOD_QUARTER:
        return date_of(year, (month - 1) / 3 * 3 + 1, 1);
    case PERIOD_YEAR:
        return date_of(year, 1, 1);
    }
    return date_of(year, 1, 1);
}

static date period_last(enum points_period period, date start)
{
    static const int months[] = {
        [PERIOD_YEAR] = 12, [PERIOD_QUARTER] = 3, [PERIOD_MONTH] = 1
    };

    return date_add_days(date_add_months(start, months[period]), -1);
}

static struct error *read_used(struct context *cx, const struct points_claim *claim,
                               const struct points_item *item, int64_t *used)
{
    date start = period_start(item->period, claim->happened_on);
    struct points_claim *others;
    size_t count;

    TRY(query_rows(cx, &claims_in_period,
                   WITH(value_integer(id_county(claim->account)), value_integer(claim->account),
                        value_text(claim->item_code), value_date(cx->arena, start),
                        value_date(cx->arena, period_last(item->period, start)),
                        value_integer(claim->id)),
                   &others, &count));
    *used = 0;
    for (size_t i = 0; i < count; i++)
        *used += others[i].honour;
    return NULL;
}

struct error *claim_settle(struct context *cx, struct points_claim *claim)
{
    struct points_item item = { 0 };
    struct points_scheme scheme = { 0 };
    int64_t used = 0;

    TRY(store_get(cx, &points_item_type, claim->item, &item));
    TRY(store_get(cx, &points_scheme_type, claim->scheme, &scheme));
    int64_t points = item.points * claim->quantity;
    if (item.is_deduction) {
        claim->honour = -points;
        claim->redeemable = 0;
        return NULL;
    }
    if (item.cap > 0) {
        TRY(db_hold(cx, arena_printf(cx->arena, "cap:%lld:%.*s", (long long)claim->account,
                                     STR_ARG(claim->item_code))));
        TRY(read_used(cx, claim, &item, &used));
        if (points > item.cap - used)
            points = item.cap > used ? item.cap - used : 0;
    }
    claim->honour = points;
    claim->redeemable = scheme.is_redeemable ? points : 0;
    return NULL;
}

/* Kin abstain */

struct error *people_of_account(struct context *cx, const struct points_account *account,
                                record_id **people, size_t *count)
{
    struct household_member *members;
    struct party_member member = { 0 };

    *count = 0;
    if (account->side == POINTS_HOUSEHOLD) {
        TRY(household_members_now(cx, account->subject, &members, count));
        *people = arena_array(cx->arena, record_id, *count + 1);
        for (size_t i = 0; i < *count; i++)
            (*people)[i] = members[i].resident;
        return NULL;
    }
    *people = arena_array(cx->arena, record_id, 1);
    if (account->side != POINTS_MEMBER)
        return NULL;
    TRY(store_get(cx, &party_member_type, account->subject, &member));
    (*people)[(*count)++] = member.resident;
    return NULL;
}

static struct error *refuse_kin(struct context *cx, record_id person)
{
    return fail_field(cx, "verdict", "%.*s是这一户的人或近亲属，要回避。",
                      STR_ARG(record_called(cx, &resident_type, person)));
}

struct error *check_no_kin(struct context *cx, const struct points_account *account,
                           record_id person, bool states)
{
    record_id *people;
    size_t count;

    if (person == 0 && !states)
        return fail_field(cx, "no_kin", "请声明和这一户没有近亲属关系；有的要回避。");
    TRY(people_of_account(cx, account, &people, &count));
    for (size_t i = 0; person != 0 && i < count; i++) {
        enum kin kin = KIN_UNKNOWN;
        if (people[i] == person)
            return refuse_kin(cx, person);
        TRY(resident_kin(cx, person, people[i], &kin));
        if (kin == KIN_NEAR)
            return refuse_kin(cx, person);
    }
    return NULL;
}

/* The review */

const struct query voices_of_claim = {
    .of = &points_voice_type,
    .sql = "where county = $1 and claim = $2 and round = $3 order by id limit 100",
};

struct error *voices_of(struct context *cx, const struct points_claim *claim,
                        struct points_voice **voices, size_t *count)
{
    return query_rows(cx, &voices_of_claim,
                      WITH(value_integer(id_county(claim->id)), value_integer(claim->id),
                           value_integer(claim->round)),
                      voices, count);
}

static str notice_text(struct context *cx, const struct points_claim *claim)
{
    struct buf day = { .arena = cx->arena };

    date_show(claim->happened_on, &day);
    return arena_printf(
        cx->arena,
        "%.*s，%.*s，%.*s，数量%lld，%s%lld分。\n%.*s\n评议：同意%lld人，"
        "不同意%lld人。",
        STR_ARG(claim->account_name), STR_ARG(buf_str(&day)), STR_ARG(claim->item_name),
        (long long)claim->quantity, claim->honour < 0 ? "扣" : "记",
        (long long)(claim->honour < 0 ? -claim->honour : claim->honour), STR_ARG(claim->story),
        (long long)claim->agree_count, (long long)claim->disagree_count);
}

/* Only the positive side is public: a deduction is shown to the household alone. */
static struct error *show(struct context *cx, struct points_claim *claim)
{
    struct notice notice = {
        .title = arena_printf(cx->arena, "积分公示：%.*s %.*s", STR_ARG(claim->account_name),
                              STR_ARG(claim->item_name)),
        .is_public = !claim->is_deduction,
    };

    TRY(claim_settle(cx, claim));
    notice.content = notice_text(cx, claim);
    TRY(notice_post(cx, &points_claim_type, claim, "POINT_OBJECT", &notice));
    claim->notice = notice.id;
    claim->status = CLAIM_POSTED;
    return NULL;
}

static struct error *conclude(struct context *cx, struct points_claim *claim, str *note)
{
    if (claim->agree_count + claim->disagree_count < VOICES_MIN)
        return NULL;
    if (2 * claim->agree_count > claim->agree_count + claim->disagree_count)
        return show(cx, claim);
    claim->status = CLAIM_REFUSED;
    claim->reason = arena_printf(cx->arena, "评议没有通过：同意%lld人，不同意%lld人。%.*s",
                                 (long long)claim->agree_count,
                                 (long long)claim->disagree_count, STR_ARG(*note));
    return NULL;
}

static struct error *add_voice(struct context *cx, struct points_claim *claim,
                               struct points_voice *voice)
{
    voice->place = claim->place;
    voice->claim = claim->id;
    voice->round = claim->round;
    voice->spoken_on = cx->today;
    claim->agree_count += voice->verdict == VOICE_AGREES;
    claim->disagree_count += voice->verdict == VOICE_DISAGREES;
    return store_insert(cx, &points_voice_type, voice);
}

static struct error *check_first(struct context *cx, const struct points_claim *claim,
                                 record_id account, record_id person)
{
    struct points_voice *voices;
    size_t count;

    TRY(voices_of(cx, claim, &voices, &count));
    for (size_t i = 0; i < count; i++)
        if ((account != 0 && voices[i].account == account) ||
            (person != 0 && voices[i].person == person))
            return fail(cx, ERROR_CONFLICT, "%.*s已经评议过这一件。", STR_ARG(voices[i].name));
    return NULL;
}

static struct error *speak(struct context *cx, void *record, const void *input, str *note)
{
    const struct points_speech *speech = input;
    struct points_claim *claim = record;
    struct points_account account = { 0 };
    struct points_voice voice = { .account = cx->access->account,
                                  .person = cx->access->person,
                                  .name = cx->access->name,
                                  .verdict = speech->verdict,
                                  .words = speech->words };

    TRY(check_first(cx, claim, voice.account, voice.person));
    TRY(store_get(cx, &points_account_type, claim->account, &account));
    if (speech->verdict != VOICE_ABSTAINS)
        TRY(check_no_kin(cx, &account, cx->access->person, speech->no_kin));
    if (speech->verdict == VOICE_DISAGREES && str_is_empty(str_trim(speech->words)))
        return fail_field(cx, "words", "不同意的要写原因，这一户看得到。");
    TRY(add_voice(cx, claim, &voice));
    *note = speech->words;
    return conclude(cx, claim, note);
}

struct reviewer_row {
    record_id person;
};

static const struct field reviewer_columns[] = {
    { INTEGER(reviewer_row, person), .label = "人" },
};

const struct query reviewers_of_village = {
    .sql = "select person from posts where county = $1 and place = $2 "
           "and role = 'appraisal_member' and starts_on <= $3 "
           "and (ends_on is null or ends_on >= $3) and person is not null limit 100",
    .row = { SHAPE(reviewer_row, reviewer_columns) },
};

static struct error *check_reviewer(struct context *cx, const struct points_claim *claim,
                                    record_id person)
{
    struct reviewer_row *rows;
    size_t count;

    TRY(query_rows(cx, &reviewers_of_village,
                   WITH(value_integer(key_county(claim->place)), value_text(claim->place),
                        value_date(cx->arena, cx->today)),
                   &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].person == person)
            return NULL;
    return fail_field(cx, "reviewer_1", "%.*s不是本村积分评议小组成员。",
                      STR_ARG(record_called(cx, &resident_type, person)));
}

static struct error *add_from_minutes(struct context *cx, struct points_claim *claim,
                                      const struct points_account *account, record_id person,
                                      bool agrees, const struct points_minutes *minutes)
{
    struct points_voice voice = { .person = person,
                                  .name = record_called(cx, &resident_type, person),
                                  .verdict = agrees ? VOICE_AGREES : VOICE_DISAGREES,
                                  .words = minutes->words };

    TRY(check_reviewer(cx, claim, person));
    TRY(check_first(cx, claim, 0, person));
    TRY(check_no_kin(cx, account, person, minutes->no_kin));
    return add_voice(cx, claim, &voice);
}

static struct error *keep_minutes(struct context *cx, void *record, const void *input,
                                  str *note)
{
    const struct points_minutes *minutes = input;
    const record_id people[VOICES_MIN] = { minutes->reviewer_1, minutes->reviewer_2,
                                           minutes->reviewer_3 };
    struct points_claim *claim = record;
    struct points_account account = { 0 };

    if (minutes->agree < 0 || minutes->agree > VOICES_MIN)
        return fail_field(cx, "agree", "同意的人数要在0到%d之间。", VOICES_MIN);
    TRY(store_get(cx, &points_account_type, claim->account, &account));
    for (size_t i = 0; i < VOICES_MIN; i++)
        TRY(add_from_minutes(cx, claim, &account, people[i], (int64_t)i < minutes->agree,
                             minutes));
    *note = minutes->words;
    return conclude(cx, claim, note);
}

static struct error *verify(struct context *cx, void *record, const void *input, str *note)
{
    (void)cx;
    *note = ((const struct points_verification *)input)->words;
    ((struct points_claim *)record)->status = CLAIM_VERIFIED;
    return NULL;
}

static struct error *refuse(struct context *cx, void *record, const void *input, str *note)
{
    struct points_claim *claim = record;

    (void)cx;
    *note = ((const struct points_refusal *)input)->words;
    claim->reason = *note;
    claim->status = CLAIM_REFUSED;
    return NULL;
}

static struct error *withdraw(struct context *cx, void *record, const void *input, str *note)
{
    (void)cx;
    *note = ((const struct points_refusal *)input)->words;
    ((struct points_claim *)record)->status = CLAIM_WITHDRAWN;
    return NULL;
}

/* Taking effect */

static struct error *post_claim(struct context *cx, const struct points_claim *claim)
{
    struct points_posting posting = {
        .key = arena_printf(cx->arena, "claim:%lld", (long long)claim->id),
        .kind = claim->is_deduction ? POSTING_DEDUCTION : POSTING_AWARD,
        .account = claim->account,
        .honour = claim->honour,
        .redeemable = claim->redeemable,
        .reason = claim->item_name,
        .origin = S("points_claim"),
        .origin_id = claim->id,
    };
    bool is_new;

    return points_post(cx, &posting, &is_new);
}

struct error *claim_hear_ended(struct context *cx, const struct notice *notice)
{
    struct points_claim claim = { 0 };

    TRY(store_get(cx, &points_claim_type, notice->record, &claim));
    if (claim.status != CLAIM_POSTED || claim.notice != notice->id)
        return NULL;
    claim.status = CLAIM_EFFECTIVE;
    claim.effective_on = cx->today;
    TRY(store_update(cx, &points_claim_type, &claim));
    TRY(post_claim(cx, &claim));
    TRY(flow_note(cx, &points_claim_type, &claim, "记分", S("公示期满，没有成立的异议。"),
                  true));
    return flow_renew_tasks(cx, &points_claim_flow, &claim);
}

/* Another round: nobody's former voice counts. */
static void review_again(struct points_claim *claim)
{
    claim->status = CLAIM_VERIFIED;
    claim->round++;
    claim->agree_count = 0;
    claim->disagree_count = 0;
    claim->notice = 0;
    claim->reason = (str){ 0 };
}

struct error *claim_hear_upheld(struct context *cx, const struct notice *notice)
{
    struct points_claim claim = { 0 };

    TRY(store_get(cx, &points_claim_type, notice->record, &claim));
    if (claim.status != CLAIM_POSTED || claim.notice != notice->id)
        return NULL;
    review_again(&claim);
    TRY(store_update(cx, &points_claim_type, &claim));
    TRY(flow_note(cx, &points_claim_type, &claim, "重新评议", S("公示中有异议成立。"), true));
    return flow_renew_tasks(cx, &points_claim_flow, &claim);
}

/* Appeals: the household is heard by the township */

static struct error *appeal(struct context *cx, void *record, const void *input, str *note)
{
    struct points_claim *claim = record;

    if (claim->status == CLAIM_EFFECTIVE && !claim->is_deduction)
        return fail(cx, ERROR_CONFLICT, "这一件已经记分。对分数有意见请到村委会反映。");
    *note = ((const struct points_refusal *)input)->words;
    claim->appeal = *note;
    claim->appealed_in = claim->status;
    claim->status = CLAIM_APPEALED;
    return NULL;
}

static struct error *take_back(struct context *cx, const struct points_claim *claim, str reason)
{
    struct points_posting posting = { 0 };
    struct points_adjustment reversal = { 0 };
    bool found;

    TRY(posting_find(cx, claim->place,
                     arena_printf(cx->arena, "claim:%lld", (long long)claim->id), &posting,
                     &found));
    return found ? posting_take_back(cx, &posting, reason, &reversal) : NULL;
}

static struct error *uphold_appeal(struct context *cx, void *record, const void *input,
                                   str *note)
{
    struct points_claim *claim = record;

    *note = ((const struct points_refusal *)input)->words;
    if (claim->appealed_in == CLAIM_EFFECTIVE) {
        claim->status = CLAIM_VOID;
        return take_back(cx, claim, *note);
    }
    review_again(claim);
    return NULL;
}

static struct error *reject_appeal(struct context *cx, void *record, const void *input,
                                   str *note)
{
    struct points_claim *claim = record;

    (void)cx;
    *note = ((const struct points_refusal *)input)->words;
    claim->status = claim->appealed_in;
    return NULL;
}

/* The score */

struct summed {
    int64_t points;
};

static const struct field summed_columns[] = {
    { INTEGER(summed, points), .label = "积分" },
};

const struct query claims_of_year = {
    .sql = "select coalesce(sum(honour), 0) from points_claims where county = $1 "
           "and account = $2 and status = 'effective' and happened_on >= $3 "
           "and happened_on <= $4 limit 1",
    .row = { SHAPE(summed, summed_columns) },
};

struct error *points_score(struct context *cx, record_id id, int year, int64_t *score)
{
    struct points_account account = { 0 };
    struct points_scheme scheme = { 0 };
    struct summed *sums;
    size_t count;
    bool found;

    TRY(store_get(cx, &points_account_type, id, &account));
    TRY(points_scheme_of(cx, account.place, account.side, &scheme, &found));
    TRY(query_rows(cx, &claims_of_year,
                   WITH(value_integer(id_county(id)), value_integer(id),
                        value_date(cx->arena, date_of(year, 1, 1)),
                        value_date(cx->arena, date_of(year, 12, 31))),
                   &sums, &count));
    *score = (found ? scheme.base : 0) + sums[0].points;
    if (*score < 0)
        *score = 0;
    if (found && scheme.cap > 0 && *score > scheme.cap)
        *score = scheme.cap;
    return NULL;
}

/* The flow */

static const struct field verification_fields[] = {
    { LINES(points_verification, words), .label = "核实的情况", .max = WORDS_MAX },
};

static const struct shape verification_input = { SHAPE(points_verification,
                                                       verification_fields) };

static const struct field refusal_fields[] = {
    { LINES(points_refusal, words), .label = "原因", .required = true, .max = WORDS_MAX,
      .help = "这一户看得到。" },
};

static const struct shape refusal_input = { SHAPE(points_refusal, refusal_fields) };

static const struct choice speech_verdicts[] = {
    [VOICE_AGREES] = { "agree", "同意", TONE_PLAIN },
    [VOICE_DISAGREES] = { "disagree", "不同意", TONE_PLAIN },
    [VOICE_ABSTAINS] = { "abstain", "我要回避", TONE_PLAIN },
};

static const struct field speech_fields[] = {
    { CHOICE(points_speech, verdict), .label = "您的意见",
      .choices = CHOICES(speech_verdicts) },
    { BOOLEAN(points_speech, no_kin), .label = "我和这一户没有近亲属关系" },
    { LINES(points_speech, words), .label = "说明", .max = WORDS_MAX,
      .help = "不同意的要写，这一户看得到。" },
};

static const struct shape speech_input = { SHAPE(points_speech, speech_fields) };

static const struct field minutes_fields[] = {
    { REF(points_minutes, reviewer_1), .label = "评议员一", .target = "resident",
      .required = true },
    { REF(points_minutes, reviewer_2), .label = "评议员二", .target = "resident",
      .required = true },
    { REF(points_minutes, reviewer_3), .label = "评议员三", .target = "resident",
      .required = true },
    { INTEGER(points_minutes, agree), .label = "其中同意的", .unit = "人", .max = VOICES_MIN },
    { BOOLEAN(points_minutes, no_kin), .label = "评议员已声明和这一户没有近亲属关系" },
    { LINES(points_minutes, words), .label = "评议记录", .max = WORDS_MAX },
};

static const struct shape minutes_input = { SHAPE(points_minutes, minutes_fields) };

static const struct flow_state states[] = {
    [CLAIM_DECLARED] = { .next = "points.verify", .task = "请核实积分申报", .step = "verify" },
    [CLAIM_VERIFIED] = { .next = "points.review", .task = "请评议积分申报", .step = "speak" },
    [CLAIM_POSTED] = { 0 },
    [CLAIM_EFFECTIVE] = { 0 },
    [CLAIM_REFUSED] = { 0 },
    [CLAIM_APPEALED] = { .next = "points.appeals", .task = "请处理积分申诉" },
    [CLAIM_VOID] = { 0 },
    [CLAIM_WITHDRAWN] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "verify",
      .label = "核实无误",
      .from = FROM(CLAIM_DECLARED),
      .needs = "points.verify",
      .input = &verification_input,
      .act = verify,
      .is_public = true },
    { .name = "refuse",
      .label = "核实不通过",
      .from = FROM(CLAIM_DECLARED),
      .needs = "points.verify",
      .input = &refusal_input,
      .act = refuse,
      .is_public = true },
    { .name = "speak",
      .label = "评议",
      .from = FROM(CLAIM_VERIFIED),
      .needs = "points.review",
      .input = &speech_input,
      .act = speak,
      .help = "至少三人评议，同意的过半才公示。本户的人和近亲属要回避。" },
    { .name = "minutes",
      .label = "登记开会评议的结果",
      .from = FROM(CLAIM_VERIFIED),
      .needs = "points.minutes",
      .input = &minutes_input,
      .act = keep_minutes,
      .help = "评议小组开会评议、写在纸上的，由文书登记。" },
    { .name = "withdraw",
      .label = "撤回",
      .from = FROM(CLAIM_DECLARED) | FROM(CLAIM_VERIFIED),
      .needs = "points.declare",
      .input = &refusal_input,
      .act = withdraw,
      .by_receipt = true,
      .is_public = true },
    { .name = "appeal",
      .label = "申诉",
      .from = FROM(CLAIM_REFUSED) | FROM(CLAIM_EFFECTIVE),
      .needs = "points.declare",
      .input = &refusal_input,
      .act = appeal,
      .by_receipt = true,
      .is_public = true,
      .help = "这一户不服的，替他们报给镇里处理。" },
    { .name = "uphold_appeal",
      .label = "申诉成立",
      .from = FROM(CLAIM_APPEALED),
      .needs = "points.appeals",
      .input = &refusal_input,
      .act = uphold_appeal,
      .is_public = true,
      .help = "没有通过的重新评议，扣了的分退回。" },
    { .name = "reject_appeal",
      .label = "维持原来的结果",
      .from = FROM(CLAIM_APPEALED),
      .needs = "points.appeals",
      .input = &refusal_input,
      .act = reject_appeal,
      .is_public = true },
    { 0 },
};

const struct flow points_claim_flow = {
    .type = &points_claim_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
