/* SPDX-License-Identifier: Apache-2.0 */
/* Committees, their rooms and mediators (人民调解法 8 to 16). */
#include "modules/disputes/committee.h"

#include "app/access.h"
#include "app/calendar.h"
#include "modules/places/places.h"

const struct query committees_at = {
    .of = &mediation_committee_type,
    .sql = "where county = $1 and place = $2 and (closed_on is null or closed_on > $3) "
           "order by id limit 1",
};

const struct query mediators_of_committee = {
    .of = &mediator_type,
    .sql = "where county = $1 and committee = $2 and (from_on is null or from_on <= $3) "
           "and (to_on is null or to_on >= $3) order by id limit 100",
};

struct error *committee_of(struct context *cx, str place, struct mediation_committee *committee,
                           bool *found)
{
    struct mediation_committee *rows;
    size_t count;

    TRY(query_rows(cx, &committees_at,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_date(cx->arena, cx->today)),
                   &rows, &count));
    *found = count > 0;
    if (*found)
        *committee = rows[0];
    return NULL;
}

struct error *committee_mediators(struct context *cx, record_id committee,
                                  struct mediator **mediators, size_t *count)
{
    return query_rows(cx, &mediators_of_committee,
                      WITH(value_integer(id_county(committee)), value_integer(committee),
                           value_date(cx->arena, cx->today)),
                      mediators, count);
}

struct error *mediator_load(struct context *cx, record_id mediator, int64_t *cases)
{
    return query_number(
        cx,
        "select count(*) from dispute_mediators m join disputes d "
        "on d.county = m.county and d.id = m.dispute "
        "where m.county = $1 and m.mediator = $2 and m.to_on is null "
        "and d.status in ('registered', 'accepted', 'mediating', 'agreed', 'breached')",
        WITH(value_integer(id_county(mediator)), value_integer(mediator)), cases);
}

/* Committees */

static struct error *check_place_of_committee(struct context *cx, str place)
{
    enum place_level level;

    if (place_key_level(place, &level) && level >= PLACE_COUNTY && level <= PLACE_VILLAGE)
        return NULL;
    return fail_field(cx, "place", "调委会设在村、镇或县，请选到那里。");
}

/* Three years (人民调解法 9), the last day is the one before the same day. */
static struct error *set_term(struct context *cx, struct mediation_committee *committee)
{
    date end;

    if (!date_is_set(committee->term_from))
        committee->term_from = cx->today;
    TRY(deadline_after(cx, "MED_TERM", committee->place, committee->term_from, &end));
    if (!date_is_set(committee->term_to))
        committee->term_to = date_add_days(end, -1);
    if (date_compare(committee->term_to, end) > 0)
        return fail_field(cx, "term_to", "人民调解委员会每届任期三年，到期要重新推选。");
    if (date_compare(committee->term_to, committee->term_from) < 0)
        return fail_field(cx, "term_to", "本届结束不能早于开始。");
    return NULL;
}

struct error *committee_found(struct context *cx, void *record)
{
    struct mediation_committee *committee = record;
    struct mediation_committee other;
    bool found;

    TRY(check_place_of_committee(cx, committee->place));
    TRY(committee_of(cx, committee->place, &other, &found));
    if (found && committee->kind <= COMMITTEE_STREET)
        return fail_field(cx, "place", "这里已经有%.*s了。", STR_ARG(other.name));
    if (!date_is_set(committee->founded_on))
        committee->founded_on = cx->today;
    TRY(set_term(cx, committee));
    return store_insert(cx, &mediation_committee_type, committee);
}

struct error *committee_change(struct context *cx, void *record)
{
    TRY(check_place_of_committee(cx, ((struct mediation_committee *)record)->place));
    TRY(set_term(cx, record));
    return store_update(cx, &mediation_committee_type, record);
}

struct error *room_open(struct context *cx, void *record)
{
    struct mediation_room *room = record;
    struct mediation_committee committee;

    TRY(store_get(cx, &mediation_committee_type, room->committee, &committee));
    if (!key_is_within(room->place, committee.place))
        return fail_field(cx, "place", "调解室要在调委会的辖区里。");
    if (!date_is_set(room->opened_on))
        room->opened_on = cx->today;
    return store_insert(cx, &mediation_room_type, room);
}

/* Members */

static bool is_member(const struct mediator *mediator)
{
    return mediator->position != MEDIATOR_HIRED;
}

/* What the law forbids stops here; what a committee still lacks is shown by committee_lacks. */
static struct error *check_member(struct context *cx, const struct mediator *mediator)
{
    struct mediator *others;
    size_t count;
    int members = 0;

    if (!is_member(mediator))
        return NULL;
    TRY(committee_mediators(cx, mediator->committee, &others, &count));
    for (size_t i = 0; i < count; i++) {
        if (others[i].id == mediator->id || !is_member(&others[i]))
            continue;
        members++;
        if (others[i].position == MEDIATOR_CHAIR && mediator->position == MEDIATOR_CHAIR)
            return fail_field(cx, "position", "已经有主任了：%.*s。一个调委会设主任一人。",
                              STR_ARG(others[i].name));
    }
    if (members >= COMMITTEE_MOST)
        return fail_field(cx, "committee", "调委会委员最多九人（人民调解法第八条）。");
    return NULL;
}

static struct error *check_mediator(struct context *cx, struct mediator *mediator)
{
    struct mediation_committee committee;

    TRY(store_get(cx, &mediation_committee_type, mediator->committee, &committee));
    if (!key_is_within(mediator->place, committee.place))
        return fail_field(cx, "place", "调解员要在调委会的辖区里。");
    if (!date_is_set(mediator->from_on))
        mediator->from_on = cx->today;
    if (is_member(mediator) && !date_is_set(mediator->to_on))
        mediator->to_on = committee.term_to;
    return check_member(cx, mediator);
}

struct error *mediator_enlist(struct context *cx, void *record)
{
    TRY(check_mediator(cx, record));
    return store_insert(cx, &mediator_type, record);
}

struct error *mediator_change(struct context *cx, void *record)
{
    TRY(check_mediator(cx, record));
    return store_update(cx, &mediator_type, record);
}

static void say(struct buf *words, const char *sentence)
{
    if (words->length > 0)
        buf_add_char(words, '\n');
    buf_add(words, str_of(sentence));
}

struct error *committee_lacks(struct context *cx, const struct mediation_committee *committee,
                              str *words)
{
    struct buf lacks = { .arena = cx->arena };
    int members = 0, chairs = 0, women = 0, minority = 0;
    struct mediator *mediators;
    size_t count;

    TRY(committee_mediators(cx, committee->id, &mediators, &count));
    for (size_t i = 0; i < count; i++) {
        if (!is_member(&mediators[i]))
            continue;
        members++;
        chairs += mediators[i].position == MEDIATOR_CHAIR;
        women += mediators[i].is_woman;
        minority += mediators[i].is_minority;
    }
    if (members < COMMITTEE_LEAST)
        say(&lacks, "委员不足三人，依法要有三至九人。");
    if (chairs == 0)
        say(&lacks, "还没有主任，依法设主任一人。");
    if (women == 0)
        say(&lacks, "还没有女委员，依法应当有妇女成员。");
    if (committee->multi_ethnic && minority == 0)
        say(&lacks, "多民族居住地，依法应当有人数较少民族的成员。");
    if (date_compare(committee->term_to, cx->today) < 0)
        say(&lacks, "本届任期三年已满，要重新推选。");
    *words = buf_str(&lacks);
    return NULL;
}
