/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes and their items: drafting, what the law does not allow, and the lawful way. */
#include "modules/points/scheme.h"

#include "app/access.h"
#include "app/data.h"
#include "base/csv.h"
#include "modules/places/places.h"

enum { WORDS_MAX = 2000, PEOPLE_MAX = 100000 };

/* What the law does not allow */

const struct query all_forbidden = {
    .of = &points_forbidden_type,
    .sql = "order by id limit 200",
};

static bool has_one_of(str text, str words)
{
    str word;

    while (str_next(&words, &word))
        if (str_contains(text, word))
            return true;
    return false;
}

static bool is_forbidden(const struct points_forbidden *rule, const struct points_item *item)
{
    if (rule->deductions_only && !item->is_deduction)
        return false;
    return has_one_of(item->name, rule->words) && !has_one_of(item->name, rule->unless);
}

struct error *item_check(struct context *cx, const struct points_item *item)
{
    struct points_forbidden *rules;
    size_t count;

    TRY(query_rows(cx, &all_forbidden, NULL, 0, &rules, &count));
    for (size_t i = 0; i < count; i++)
        if (is_forbidden(&rules[i], item))
            return fail_field(cx, "name", "%.*s。依据：%.*s。", STR_ARG(rules[i].reason),
                              STR_ARG(rules[i].source));
    if (item->is_deduction && str_is_empty(str_trim(item->basis)))
        return fail_field(cx, "basis",
                          "扣分项要写明是村规民约第几条，由村民会议定过的才能扣。");
    return NULL;
}

struct error *forbidden_set_up(struct context *cx)
{
    return data_load(cx, &points_forbidden_type, "points_forbidden.csv", "code");
}

/* Drafting */

struct error *points_scheme_draft(struct context *cx, void *record)
{
    struct points_scheme *scheme = record;
    enum place_level level;

    TRY(access_need(cx, "points.scheme", scheme->place));
    if (!place_key_level(scheme->place, &level) || level != PLACE_VILLAGE)
        return fail_field(cx, "place", "积分办法由村（社区）定，请选到村。");
    if (scheme->edition == 0)
        scheme->edition = 1;
    scheme->status = SCHEME_DRAFT;
    return flow_begin(cx, &points_scheme_flow, scheme, "起草", (str){ 0 });
}

static struct error *check_draft(struct context *cx, record_id id, struct points_scheme *scheme)
{
    TRY(store_get(cx, &points_scheme_type, id, scheme));
    TRY(access_need(cx, "points.scheme", scheme->place));
    if (scheme->status != SCHEME_DRAFT)
        return fail(cx, ERROR_CONFLICT,
                    "“%.*s”已经不是草稿，内容不能再改。要改请退回起草，施行了的请做下一版。",
                    STR_ARG(scheme->title));
    return NULL;
}

struct error *points_scheme_change(struct context *cx, void *record)
{
    struct points_scheme *scheme = record;
    struct points_scheme kept = { 0 };

    TRY(check_draft(cx, scheme->id, &kept));
    return store_update(cx, &points_scheme_type, scheme);
}

static struct error *prepare_item(struct context *cx, struct points_item *item)
{
    struct points_scheme scheme = { 0 };

    TRY(check_draft(cx, item->scheme, &scheme));
    item->place = scheme.place;
    return item_check(cx, item);
}

struct error *points_item_add(struct context *cx, void *record)
{
    TRY(prepare_item(cx, record));
    return store_insert(cx, &points_item_type, record);
}

struct error *points_item_change(struct context *cx, void *record)
{
    struct points_item kept = { 0 };
    struct points_item *item = record;

    TRY(store_get(cx, &points_item_type, item->id, &kept));
    if (kept.scheme != item->scheme)
        return fail_field(cx, "scheme", "项目不能换到别的积分办法里，请在那里另加。");
    TRY(prepare_item(cx, item));
    return store_update(cx, &points_item_type, item);
}

const struct query items_of_scheme = {
    .of = &points_item_type,
    .sql = "where county = $1 and scheme = $2 order by id limit 300",
};

struct error *items_of(struct context *cx, record_id scheme, struct points_item **items,
                       size_t *count)
{
    return query_rows(cx, &items_of_scheme,
                      WITH(value_integer(id_county(scheme)), value_integer(scheme)), items,
                      count);
}

/* Editions */

const struct query last_edition = {
    .of = &points_scheme_type,
    .sql = "where county = $1 and place = $2 and side = $3 order by edition desc, id desc "
           "limit 1",
};

const struct query scheme_in_force = {
    .of = &points_scheme_type,
    .sql = "where county = $1 and place = $2 and side = $3 and status = 'in_force' "
           "order by id desc limit 1",
};

static struct error *find_scheme(struct context *cx, const struct query *query, str village,
                                 enum points_side side, struct points_scheme *scheme,
                                 bool *found)
{
    struct points_scheme *schemes;
    size_t count;

    TRY(query_rows(cx, query,
                   WITH(value_integer(key_county(village)), value_text(village),
                        value_text(str_of(points_side_choices[side].code))),
                   &schemes, &count));
    *found = count > 0;
    if (*found)
        *scheme = schemes[0];
    return NULL;
}

struct error *points_scheme_of(struct context *cx, str place, enum points_side side,
                               struct points_scheme *scheme, bool *found)
{
    return find_scheme(cx, &scheme_in_force, place_key_at(place, PLACE_VILLAGE), side, scheme,
                       found);
}

struct error *points_scheme_next(struct context *cx, record_id id, record_id *draft)
{
    struct points_scheme scheme = { 0 };
    struct points_scheme last = { 0 };
    struct points_item *items;
    size_t count;
    bool found;

    TRY(store_get(cx, &points_scheme_type, id, &scheme));
    TRY(find_scheme(cx, &last_edition, scheme.place, scheme.side, &last, &found));
    TRY(items_of(cx, id, &items, &count));
    struct points_scheme next = scheme;
    next.id = 0;
    next.edition = last.edition + 1;
    next.replaces = id;
    next.notice = 0;
    next.decision = (str){ 0 };
    next.decided_on = next.in_force_on = next.ended_on = (date){ 0 };
    TRY(points_scheme_draft(cx, &next));
    for (size_t i = 0; i < count; i++) {
        items[i].id = 0;
        items[i].scheme = next.id;
        TRY(store_insert(cx, &points_item_type, &items[i]));
    }
    *draft = next.id;
    return NULL;
}

/* Meetings, by the rules of data/meeting_rules.csv */

struct meeting_rule {
    const char *code;
    bool found;
    str name;
    int64_t quorum[2];
    int64_t pass[2];
    bool quorum_strict;
    bool pass_strict;
    bool of_all; /* the votes are counted against all who should come */
};

static int64_t number_of(str cell)
{
    int64_t number = 0;

    (void)str_read_integer(cell, &number);
    return number;
}

static struct error *read_rule(struct context *cx, const struct csv_row *row, void *closure)
{
    struct meeting_rule *rule = closure;

    if (row->count < 10 || !str_eq(row->cells[0], str_of(rule->code)))
        return NULL;
    rule->found = true;
    rule->name = arena_copy(cx->arena, row->cells[1]);
    for (size_t i = 0; i < 2; i++) {
        rule->quorum[i] = number_of(row->cells[3 + i]);
        rule->pass[i] = number_of(row->cells[6 + i]);
    }
    rule->quorum_strict = number_of(row->cells[5]) == 1;
    rule->pass_strict = number_of(row->cells[8]) == 1;
    rule->of_all = str_eq(row->cells[9], S("base"));
    return NULL;
}

static bool reaches(int64_t count, const int64_t *share, bool strict, int64_t base)
{
    return strict ? share_exceeds(count, share[0], share[1], base)
                  : share_reaches(count, share[0], share[1], base);
}

static struct error *check_counts(struct context *cx, const struct meeting *meeting)
{
    if (!date_is_set(meeting->held_on) || date_compare(meeting->held_on, cx->today) > 0)
        return fail_field(cx, "held_on", "请填写已经开过的会的日期。");
    if (meeting->due < 1)
        return fail_field(cx, "due", "请填写应到多少人。");
    if (meeting->present > meeting->due)
        return fail_field(cx, "present", "到会的不能比应到的多。");
    if (meeting->yes > meeting->present)
        return fail_field(cx, "yes", "同意的不能比到会的多。");
    return NULL;
}

struct error *meeting_check(struct context *cx, const char *code, const struct meeting *meeting)
{
    struct meeting_rule rule = { .code = code };

    TRY(check_counts(cx, meeting));
    TRY(csv_read(cx, data_file("meeting_rules.csv"), read_rule, &rule));
    if (!rule.found)
        return fail(cx, ERROR_BROKEN, "points: no meeting rule %s", code);
    if (!reaches(meeting->present, rule.quorum, rule.quorum_strict, meeting->due))
        return fail_field(cx, "present", "%.*s到会%lld人，应到%lld人，人数不够，会议不成立。",
                          STR_ARG(rule.name), (long long)meeting->present,
                          (long long)meeting->due);
    int64_t base = rule.of_all ? meeting->due : meeting->present;
    if (!reaches(meeting->yes, rule.pass, rule.pass_strict, base))
        return fail_field(cx, "yes", "同意%lld人，不够%.*s的法定人数，没有通过。",
                          (long long)meeting->yes, STR_ARG(rule.name));
    return NULL;
}

/* The steps */

static str counts_words(struct context *cx, const struct meeting *meeting, str words)
{
    struct buf day = { .arena = cx->arena };

    date_show(meeting->held_on, &day);
    return words_keep(cx->arena, "%.*s，应到%lld人，到会%lld人，同意%lld人。%.*s",
                      STR_ARG(buf_str(&day)), (long long)meeting->due,
                      (long long)meeting->present, (long long)meeting->yes, STR_ARG(words));
}

static void write_item(struct buf *out, const struct points_item *item)
{
    buf_printf(out, "%.*s：%s%lld分%s%.*s\n", STR_ARG(item->name),
               item->is_deduction ? "扣" : "", (long long)item->points,
               str_is_empty(item->basis) ? "" : "，依据", STR_ARG(item->basis));
}

/* The whole scheme as everybody may read it. */
static struct error *text_of(struct context *cx, const struct points_scheme *scheme, str words,
                             str *text)
{
    struct points_item *items;
    size_t count;
    struct buf out = { .arena = cx->arena };

    TRY(items_of(cx, scheme->id, &items, &count));
    buf_printf(&out, "%.*s\n%.*s\n", STR_ARG(words), STR_ARG(scheme->purpose));
    for (size_t i = 0; i < count && out.length < WORDS_MAX * 4; i++)
        write_item(&out, &items[i]);
    *text = buf_str(&out);
    return NULL;
}

static struct error *post_notice(struct context *cx, struct points_scheme *scheme,
                                 const char *what, str words)
{
    struct notice notice = {
        .title = arena_printf(cx->arena, "%.*s（第%lld版）%s", STR_ARG(scheme->title),
                              (long long)scheme->edition, what),
        .is_public = true,
    };

    TRY(text_of(cx, scheme, words, &notice.content));
    TRY(notice_post(cx, &points_scheme_type, scheme, "DECISION_POST", &notice));
    scheme->notice = notice.id;
    return NULL;
}

static struct error *solicit(struct context *cx, void *record, const void *input, str *note)
{
    struct points_scheme *scheme = record;
    struct points_item *items;
    size_t count;

    TRY(items_of(cx, scheme->id, &items, &count));
    if (count == 0)
        return fail(cx, ERROR_CONFLICT, "还没有积分项目，请先加项目再征求意见。");
    for (size_t i = 0; i < count; i++)
        TRY(item_check(cx, &items[i]));
    *note = ((const struct points_words *)input)->words;
    TRY(post_notice(cx, scheme, "征求意见", *note));
    scheme->status = SCHEME_OPINIONS;
    return NULL;
}

static struct error *check_notice_over(struct context *cx, const struct points_scheme *scheme)
{
    struct notice notice = { 0 };

    TRY(store_get(cx, &notice_type, scheme->notice, &notice));
    if (notice.status == NOTICE_POSTED)
        return fail(cx, ERROR_CONFLICT, "征求意见还没有期满，或者还有意见没有答复。");
    return NULL;
}

static struct error *hold(struct context *cx, const char *code, const void *input, str *note)
{
    const struct points_meeting *held = input;
    struct meeting meeting = { held->held_on, held->due, held->present, held->yes };

    TRY(meeting_check(cx, code, &meeting));
    *note = counts_words(cx, &meeting, held->words);
    return NULL;
}

/* Of the committees more than half come and more than half of those agree, as in an assembly.
 */
static struct error *committees(struct context *cx, void *record, const void *input, str *note)
{
    struct points_scheme *scheme = record;

    TRY(check_notice_over(cx, scheme));
    TRY(hold(cx, "VA_A", input, note));
    scheme->status = SCHEME_COMMITTEES;
    return NULL;
}

static struct error *party_members(struct context *cx, void *record, const void *input,
                                   str *note)
{
    TRY(hold(cx, "PM", input, note));
    ((struct points_scheme *)record)->status = SCHEME_PARTY;
    return NULL;
}

static struct error *decide(struct context *cx, void *record, const void *input, str *note)
{
    static const char *const codes[] = { [ASSEMBLY_REPRESENTATIVES] = "VR",
                                         [ASSEMBLY_ADULTS] = "VA_A",
                                         [ASSEMBLY_HOUSEHOLDS] = "VA_H" };
    const struct points_decision *held = input;
    struct points_scheme *scheme = record;
    struct meeting meeting = { held->held_on, held->due, held->present, held->yes };

    TRY(meeting_check(cx, codes[held->assembly], &meeting));
    *note = counts_words(cx, &meeting, held->words);
    scheme->decided_on = held->held_on;
    scheme->decision = words_kept_in_chinese(cx->arena, *note);
    scheme->status = SCHEME_DECIDED;
    return NULL;
}

static struct error *check_law(struct context *cx, void *record, const void *input, str *note)
{
    struct points_scheme *scheme = record;
    struct points_item *items;
    size_t count;

    TRY(items_of(cx, scheme->id, &items, &count));
    for (size_t i = 0; i < count; i++)
        TRY(item_check(cx, &items[i]));
    *note = ((const struct points_words *)input)->words;
    scheme->status = SCHEME_CHECKED;
    return NULL;
}

static struct error *publish(struct context *cx, void *record, const void *input, str *note)
{
    struct points_scheme *scheme = record;

    *note = ((const struct points_words *)input)->words;
    TRY(post_notice(cx, scheme, "公布", *note));
    scheme->status = SCHEME_PUBLISHED;
    return NULL;
}

static struct error *bring_back(struct context *cx, void *record, const void *input, str *note)
{
    struct points_scheme *scheme = record;
    struct notice notice = { 0 };

    *note = ((const struct points_words *)input)->words;
    if (scheme->notice != 0) {
        TRY(store_get(cx, &notice_type, scheme->notice, &notice));
        if (notice.status == NOTICE_POSTED)
            TRY(notice_withdraw(cx, notice.id));
    }
    scheme->notice = 0;
    scheme->status = SCHEME_DRAFT;
    return NULL;
}

/* The one that was in force until today. */
static struct error *end_former(struct context *cx, const struct points_scheme *scheme)
{
    struct points_scheme former = { 0 };
    bool found;

    TRY(points_scheme_of(cx, scheme->place, scheme->side, &former, &found));
    if (!found || former.id == scheme->id)
        return NULL;
    former.status = SCHEME_ENDED;
    former.ended_on = cx->today;
    TRY(store_update(cx, &points_scheme_type, &former));
    return flow_note(cx, &points_scheme_type, &former, "停用", S("新的一版施行。"), true);
}

struct error *scheme_hear_ended(struct context *cx, const struct notice *notice)
{
    struct points_scheme scheme = { 0 };

    TRY(store_get(cx, &points_scheme_type, notice->record, &scheme));
    if (scheme.status != SCHEME_PUBLISHED || scheme.notice != notice->id)
        return NULL;
    TRY(end_former(cx, &scheme));
    scheme.status = SCHEME_IN_FORCE;
    scheme.in_force_on = cx->today;
    TRY(store_update(cx, &points_scheme_type, &scheme));
    TRY(flow_note(cx, &points_scheme_type, &scheme, "施行", S("公示期满，没有成立的异议。"),
                  true));
    return flow_renew_tasks(cx, &points_scheme_flow, &scheme);
}

struct error *scheme_hear_upheld(struct context *cx, const struct notice *notice)
{
    struct points_scheme scheme = { 0 };

    TRY(store_get(cx, &points_scheme_type, notice->record, &scheme));
    if (scheme.notice != notice->id)
        return NULL;
    scheme.status = SCHEME_DRAFT;
    scheme.notice = 0;
    TRY(store_update(cx, &points_scheme_type, &scheme));
    TRY(flow_note(cx, &points_scheme_type, &scheme, "退回起草", S("公示中有异议成立。"), true));
    return flow_renew_tasks(cx, &points_scheme_flow, &scheme);
}

/* The flow */

static const struct field meeting_fields[] = {
    { DATE(points_meeting, held_on), .label = "哪天开的", .required = true },
    { INTEGER(points_meeting, due), .label = "应到", .unit = "人", .max = PEOPLE_MAX },
    { INTEGER(points_meeting, present), .label = "到会", .unit = "人", .max = PEOPLE_MAX },
    { INTEGER(points_meeting, yes), .label = "同意", .unit = "人", .max = PEOPLE_MAX },
    { LINES(points_meeting, words), .label = "说明", .max = WORDS_MAX },
};

static const struct shape meeting_input = { SHAPE(points_meeting, meeting_fields) };

static const struct choice assemblies[] = {
    [ASSEMBLY_REPRESENTATIVES] = { "representatives", "村民代表会议", TONE_PLAIN },
    [ASSEMBLY_ADULTS] = { "adults", "村民会议（成年村民）", TONE_PLAIN },
    [ASSEMBLY_HOUSEHOLDS] = { "households", "村民会议（户代表）", TONE_PLAIN },
};

static const struct field decision_fields[] = {
    { CHOICE(points_decision, assembly), .label = "什么会", .choices = CHOICES(assemblies) },
    { DATE(points_decision, held_on), .label = "哪天开的", .required = true },
    { INTEGER(points_decision, due), .label = "应到", .unit = "人", .max = PEOPLE_MAX },
    { INTEGER(points_decision, present), .label = "到会", .unit = "人", .max = PEOPLE_MAX },
    { INTEGER(points_decision, yes), .label = "同意", .unit = "人", .max = PEOPLE_MAX },
    { LINES(points_decision, words), .label = "决议内容", .max = WORDS_MAX },
};

static const struct shape decision_input = { SHAPE(points_decision, decision_fields) };

static const struct field words_fields[] = {
    { LINES(points_words, words), .label = "说明", .max = WORDS_MAX },
};

static const struct shape words_input = { SHAPE(points_words, words_fields) };

static const struct field reason_fields[] = {
    { LINES(points_words, words), .label = "为什么退回", .required = true, .max = WORDS_MAX },
};

static const struct shape reason_input = { SHAPE(points_words, reason_fields) };

static const struct flow_state states[] = {
    [SCHEME_DRAFT] = { .next = "points.scheme",
                       .task = "请改好草稿，征求意见",
                       .step = "solicit" },
    [SCHEME_OPINIONS] = { .next = "points.scheme",
                          .task = "征求意见期满后请两委商议",
                          .step = "committees" },
    [SCHEME_COMMITTEES] = { .next = "points.scheme",
                            .task = "请开党员大会审议",
                            .step = "party_members" },
    [SCHEME_PARTY] = { .next = "points.scheme", .task = "请开会决议", .step = "decide" },
    [SCHEME_DECIDED] = { .next = "points.check_law",
                         .task = "请审查合不合法",
                         .step = "check_law" },
    [SCHEME_CHECKED] = { .next = "points.scheme", .task = "请公布", .step = "publish" },
    [SCHEME_PUBLISHED] = { 0 },
    [SCHEME_IN_FORCE] = { 0 },
    [SCHEME_ENDED] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "solicit",
      .label = "征求村民意见",
      .from = FROM(SCHEME_DRAFT),
      .needs = "points.scheme",
      .input = &words_input,
      .act = solicit,
      .is_public = true,
      .help = "草稿公示出去，谁都可以提意见。从这一步起内容不能改。" },
    { .name = "committees",
      .label = "两委商议",
      .from = FROM(SCHEME_OPINIONS),
      .needs = "points.scheme",
      .input = &meeting_input,
      .act = committees,
      .is_public = true },
    { .name = "party_members",
      .label = "党员大会审议",
      .from = FROM(SCHEME_COMMITTEES),
      .needs = "points.scheme",
      .input = &meeting_input,
      .act = party_members,
      .is_public = true,
      .help = "到会的要过半，同意的要超过应到人数的一半。" },
    { .name = "decide",
      .label = "村民决议",
      .from = FROM(SCHEME_PARTY),
      .needs = "points.scheme",
      .input = &decision_input,
      .act = decide,
      .is_public = true },
    { .name = "check_law",
      .label = "合法性审查通过",
      .from = FROM(SCHEME_DECIDED),
      .needs = "points.check_law",
      .input = &words_input,
      .act = check_law,
      .is_public = true },
    { .name = "publish",
      .label = "公布",
      .from = FROM(SCHEME_CHECKED),
      .needs = "points.scheme",
      .input = &words_input,
      .act = publish,
      .is_public = true,
      .help = "公示期满没有成立的异议，就自动施行，旧的一版停用。" },
    { .name = "return",
      .label = "退回起草",
      .from = FROM(SCHEME_OPINIONS) | FROM(SCHEME_COMMITTEES) | FROM(SCHEME_PARTY) |
              FROM(SCHEME_CHECKED) | FROM(SCHEME_PUBLISHED),
      .needs = "points.scheme",
      .input = &reason_input,
      .act = bring_back,
      .is_public = true },
    { .name = "refuse",
      .label = "审查不通过，退回",
      .from = FROM(SCHEME_DECIDED),
      .needs = "points.check_law",
      .input = &reason_input,
      .act = bring_back,
      .is_public = true },
    { 0 },
};

const struct flow points_scheme_flow = {
    .type = &points_scheme_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
