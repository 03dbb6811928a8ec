/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Giving posts: what one person may not hold together, and who may not be a near relative of
 * whom.
 *
 * The law is a hard stop.  Policy, local custom and our own advice ask for a reason, which is
 * kept.  Where the households do not say whether two people are related, a signed statement is
 * asked for.
 */
#include "modules/people/people_parts.h"

#include "app/access.h"
#include "modules/places/places.h"

/* Bodies whose members may not be near relatives (村组法 32, 集体经济组织法). */
static const struct relatives_rule {
    const char *one;
    const char *other;
    const char *source;
} relatives_rules[] = {
    { "supervision_chair supervision_member",
      "director deputy_director village_committee_member", "村民委员会组织法" },
    { "coop_supervisor", "coop_chair coop_director accountant cashier", "农村集体经济组织法" },
    { "coop_chair coop_director", "coop_chair coop_director", "农村集体经济组织法" },
};

/* What was found while a post is looked at. */
struct findings {
    struct buf considered;
    str forbidden; /* by law; empty when nothing is */
    bool wants_reason;
    bool wants_statement;
};

const struct query posts_of_person = {
    .of = &post_type,
    .sql = "where county = $1 and person = $2 and (ends_on is null or ends_on >= $3) "
           "order by id limit 100",
};

const struct query incompatible_with_role = {
    .of = &incompatible_post_type,
    .sql = "where code_a = $1 or code_b = $1 order by id limit 200",
};

const struct query posts_of_roles = {
    .of = &post_type,
    .sql = "where county = $1 and place = $2 and (ends_on is null or ends_on >= $3) "
           "order by id limit 500",
};

static struct error *posts_held(struct context *cx, record_id person, date from,
                                struct post **posts, size_t *count)
{
    return query_rows(cx, &posts_of_person,
                      WITH(value_integer(id_county(person)), value_integer(person),
                           value_date(cx->arena, from)),
                      posts, count);
}

static bool is_rule_for(const struct incompatible_post *rule, str a, str b)
{
    return (str_eq(rule->code_a, a) && str_eq(rule->code_b, b)) ||
           (str_eq(rule->code_a, b) && str_eq(rule->code_b, a));
}

static bool places_meet(str a, str b)
{
    return key_is_within(a, b) || key_is_within(b, a);
}

static const char *rule_word(enum rule_level level)
{
    return shape_field(&incompatible_post_type.shape, S("level"))->choices.items[level].label;
}

static struct error *note_rule(struct context *cx, const struct incompatible_post *rule,
                               const struct post *held, struct findings *findings)
{
    struct role role = { 0 };

    TRY(role_get(cx, held->role, &role));
    str sentence =
        arena_printf(cx->arena, "本人现任%.*s。%.*s（%s：%.*s）。", STR_ARG(role.title),
                     STR_ARG(rule->reason), rule_word(rule->level), STR_ARG(rule->source));
    buf_add(&findings->considered, sentence);
    if (rule->level == RULE_LAW)
        findings->forbidden = sentence;
    else
        findings->wants_reason = true;
    return NULL;
}

static struct error *look_at_rules(struct context *cx, const struct post *held, str role,
                                   const struct incompatible_post *rules, size_t count,
                                   struct findings *findings)
{
    for (size_t i = 0; i < count; i++)
        if (is_rule_for(&rules[i], held->role, role))
            TRY(note_rule(cx, &rules[i], held, findings));
    return NULL;
}

/* The posts that the person holds already. */
static struct error *look_at_own_posts(struct context *cx, const struct post *post,
                                       struct findings *findings)
{
    struct incompatible_post *rules;
    struct post *held;
    size_t rule_count, held_count;

    TRY(query_rows(cx, &incompatible_with_role, WITH(value_text(post->role)), &rules,
                   &rule_count));
    if (rule_count == 0)
        return NULL;
    TRY(posts_held(cx, post->person, post->starts_on, &held, &held_count));
    for (size_t i = 0; i < held_count; i++)
        if (held[i].id != post->id && places_meet(held[i].place, post->place))
            TRY(look_at_rules(cx, &held[i], post->role, rules, rule_count, findings));
    return NULL;
}

static const char *barred_roles(const struct relatives_rule *rule, str role)
{
    if (str_list_has(str_of(rule->one), role))
        return rule->other;
    return str_list_has(str_of(rule->other), role) ? rule->one : NULL;
}

static struct error *look_at_relative(struct context *cx, const struct post *post,
                                      const struct post *other, const char *source,
                                      struct findings *findings)
{
    enum kin kin;

    TRY(resident_kin(cx, post->person, other->person, &kin));
    if (kin == KIN_NEAR) {
        findings->forbidden = arena_printf(cx->arena, "与“%.*s”是近亲属，按%s应当回避。",
                                           STR_ARG(other->holder), source);
        return NULL;
    }
    findings->wants_statement = true;
    buf_printf(&findings->considered,
               "户籍里看不出与“%.*s”是不是近亲属，需要本人签字声明（%s）。",
               STR_ARG(other->holder), source);
    return NULL;
}

static struct error *look_at_relatives(struct context *cx, const struct post *post,
                                       const struct relatives_rule *rule,
                                       struct findings *findings)
{
    const char *barred = barred_roles(rule, post->role);
    struct post *posts;
    size_t count;

    if (barred == NULL)
        return NULL;
    TRY(query_rows(cx, &posts_of_roles,
                   WITH(value_integer(key_county(post->place)), value_text(post->place),
                        value_date(cx->arena, post->starts_on)),
                   &posts, &count));
    for (size_t i = 0; i < count; i++)
        if (posts[i].person != 0 && posts[i].person != post->person &&
            str_list_has(str_of(barred), posts[i].role))
            TRY(look_at_relative(cx, post, &posts[i], rule->source, findings));
    return NULL;
}

static struct error *look_at(struct context *cx, const struct post *post,
                             struct findings *findings)
{
    *findings = (struct findings){ .considered = { .arena = cx->arena } };
    TRY(look_at_own_posts(cx, post, findings));
    for (size_t i = 0; i < COUNT(relatives_rules); i++)
        TRY(look_at_relatives(cx, post, &relatives_rules[i], findings));
    if (!str_is_empty(findings->forbidden))
        return fail(cx, ERROR_CONFLICT, "不能任职：%.*s", STR_ARG(findings->forbidden));
    return NULL;
}

const struct query unlinked_appointments = {
    .of = &appointment_type,
    .sql = "where county = $1 and resident = $2 and role = $3 and place = $4 "
           "and post is null order by id limit 1",
};

struct error *post_hear_given(struct context *cx, const struct record_type *type,
                              const void *record)
{
    const struct post *post = record;
    struct appointment *appointments;
    struct findings findings;
    size_t count;

    (void)type;
    if (post->person == 0)
        return NULL;
    TRY(look_at(cx, post, &findings));
    TRY(query_rows(cx, &unlinked_appointments,
                   WITH(value_integer(id_county(post->person)), value_integer(post->person),
                        value_text(post->role), value_text(post->place)),
                   &appointments, &count));
    if (count == 0 && findings.wants_reason)
        return fail(cx, ERROR_CONFLICT,
                    "%.*s如确需这样安排，请从居民的页面“安排岗位”并写明原因。",
                    STR_ARG(buf_str(&findings.considered)));
    return NULL;
}

/* Who may give posts */

bool may_appoint(const struct context *cx, const struct role *role, str place)
{
    bool is_grid_post = str_eq(role->kind, S("grid"));

    return access_allows(cx, "posts.write", place) ||
           (is_grid_post && access_allows(cx, "posts.appoint", place));
}

static struct error *check_may_appoint(struct context *cx, const struct role *role, str place)
{
    if (may_appoint(cx, role, place))
        return NULL;
    if (!access_is_signed_in(cx))
        return fail(cx, ERROR_UNAUTHENTICATED, "请先登录。");
    return fail(cx, ERROR_FORBIDDEN,
                "您不能安排“%.*s”。网格里的岗位由村书记或镇里安排，其他岗位由权限管理员安排。",
                STR_ARG(role->title));
}

/* Giving */

static struct error *check_place(struct context *cx, const struct appointment *appointment)
{
    struct place place = { 0 };

    TRY(place_get(cx, appointment->place, &place));
    if (!place_is_open(&place, appointment->starts_on))
        return fail_field(cx, "place",
                          "“%.*s”那时没有设立或已经撤销，不能任职。请核对任职日期和"
                          "这个地点的设立日期。",
                          STR_ARG(place.name));
    return NULL;
}

static struct error *check_resident(struct context *cx, record_id id, struct resident *resident)
{
    TRY(store_get(cx, &resident_type, id, resident));
    if (!resident_is_present(resident))
        return fail_field(cx, "resident", "“%.*s”已经去世或迁出，不能任职。",
                          STR_ARG(resident->name));
    return NULL;
}

static struct error *settle_findings(struct context *cx, const struct post *post,
                                     struct appointment *appointment)
{
    struct findings findings;

    TRY(look_at(cx, post, &findings));
    if (findings.wants_reason && str_is_empty(appointment->reason))
        return fail_field(cx, "reason", "%.*s如确需这样安排，请写明原因。",
                          STR_ARG(buf_str(&findings.considered)));
    appointment->considered = buf_str(&findings.considered);
    appointment->needs_statement = findings.wants_statement && !appointment->has_statement;
    return NULL;
}

static struct error *check(struct context *cx, struct appointment *appointment,
                           struct post *post)
{
    struct role role = { 0 };
    struct resident resident = { 0 };

    if (!date_is_set(appointment->starts_on))
        appointment->starts_on = cx->today;
    TRY(role_get(cx, appointment->role, &role));
    TRY(check_may_appoint(cx, &role, appointment->place));
    TRY(check_place(cx, appointment));
    TRY(check_resident(cx, appointment->resident, &resident));
    *post = (struct post){
        .place = appointment->place,
        .role = appointment->role,
        .person = resident.id,
        .holder = resident.name,
        .starts_on = appointment->starts_on,
        .ends_on = appointment->ends_on,
    };
    return settle_findings(cx, post, appointment);
}

struct error *appointment_check(struct context *cx, void *record)
{
    struct appointment appointment = *(const struct appointment *)record;
    struct post post;

    return appointment.id != 0 ? NULL : check(cx, &appointment, &post);
}

struct error *post_appoint(struct context *cx, struct appointment *appointment)
{
    struct post post;

    TRY(check(cx, appointment, &post));
    TRY(store_insert(cx, &appointment_type, appointment));
    TRY(post_give(cx, &post));
    appointment->post = post.id;
    return store_update(cx, &appointment_type, appointment);
}

struct error *appointment_make(struct context *cx, void *appointment)
{
    return post_appoint(cx, appointment);
}

struct error *appointment_end(struct context *cx, void *appointment)
{
    const struct appointment *after = appointment;
    const struct post_ending ending = { .last_day = after->ends_on, .reason = S("原台账记载") };
    struct appointment before = { 0 };

    TRY(store_get(cx, &appointment_type, after->id, &before));
    return post_retire(cx, before.post, &ending);
}

struct error *post_retire(struct context *cx, record_id id, const struct post_ending *ending)
{
    struct post post = { 0 };
    struct role role = { 0 };

    TRY(store_get(cx, &post_type, id, &post));
    TRY(role_get(cx, post.role, &role));
    TRY(check_may_appoint(cx, &role, post.place));
    return post_end(cx, id, ending->last_day, ending->reason);
}

/* A post that would have begun later ends on its first day. */
static date last_day_of(const struct post *post, date last_day)
{
    return date_compare(post->starts_on, last_day) > 0 ? post->starts_on : last_day;
}

struct error *posts_end_of(struct context *cx, const struct resident *resident, date last_day,
                           str reason)
{
    date settled = date_compare(last_day, cx->today) > 0 ? last_day : cx->today;
    struct post *posts;
    size_t count;

    TRY(posts_held(cx, resident->id, settled, &posts, &count));
    for (size_t i = 0; i < count; i++)
        TRY(post_end(cx, posts[i].id, last_day_of(&posts[i], last_day), reason));
    return NULL;
}
