/* SPDX-License-Identifier: Apache-2.0 */
/* The people of the villages: officers, those with posts in the grids, families. */
#include "modules/matters/matters.h"
#include "modules/places/places.h"
#include "modules/sample/replay.h"

enum {
    OFFICER_BORN_FROM = 1966,
    OFFICER_BORN_TO = 1994,
    STAFF_BORN_FROM = 1968,
    STAFF_BORN_TO = 1998,
    DAYS_UNTIL_STAFF = 4,
    DAYS_UNTIL_FAMILIES = 8,
};

static enum sex some_sex(struct replay *replay, int percent_male)
{
    return chance_percent(&replay->chance, percent_male) ? SEX_MALE : SEX_FEMALE;
}

/* Gives a post to a resident, as whoever may. */
static struct error *appoint(struct replay *replay, record_id actor, record_id resident,
                             const char *role, str place)
{
    struct appointment appointment = {
        .resident = resident,
        .role = str_of(role),
        .place = place,
        .has_statement = true,
    };

    TRY(replay_as(replay, actor));
    TRY(post_appoint(replay->cx, &appointment));
    return replay_done(replay);
}

static struct error *register_somebody(struct replay *replay, record_id actor,
                                       struct resident *resident)
{
    TRY(replay_as(replay, actor));
    TRY(resident_register(replay->cx, resident));
    return replay_done(replay);
}

/* Officers */

struct officer_rule {
    const char *role;
    const char *word; /* of the demonstration */
    bool has_account;
};

static const struct officer_rule officer_rules[OFFICERS_MAX] = {
    { "secretary", "secretary", true }, { "village_clerk", "clerk", true },
    { "director", NULL, false },        { "women_chair", NULL, false },
    { "deputy_director", NULL, false },
};

/* The clerk of the neighbours is shown too: what they cannot see is part of the demonstration.
 */
static const char *word_of(const struct replay *replay, const struct village *village,
                           const struct officer_rule *rule)
{
    if (str_eq(village->key, str_of(replay->scene->village)))
        return rule->word;
    if (str_eq(village->key, str_of(replay->scene->neighbour)) &&
        str_eq(str_of(rule->role), S("village_clerk")))
        return "neighbour";
    return NULL;
}

static struct error *seat_officer(struct replay *replay, struct village *village,
                                  const struct officer_rule *rule, record_id *account)
{
    bool is_woman = str_eq(str_of(rule->role), S("women_chair"));
    struct resident officer = replay_somebody(replay, village, village->key,
                                              is_woman ? SEX_FEMALE : some_sex(replay, 75),
                                              OFFICER_BORN_FROM, OFFICER_BORN_TO);

    officer.name = replay_marked(replay, officer.name);
    TRY(register_somebody(replay, village->township->desks[DESK_OFFICE], &officer));
    village->officers[village->officer_count++] = officer.id;
    if (rule->has_account)
        return replay_open_desk(replay, rule->role, village->key, officer.id,
                                word_of(replay, village, rule), account);
    return appoint(replay, replay->rights_administrator, officer.id, rule->role, village->key);
}

static struct error *seat_officers(struct replay *replay, struct village *village, size_t count)
{
    record_id accounts[OFFICERS_MAX] = { 0 };

    for (size_t i = 0; i < count; i++)
        TRY(seat_officer(replay, village, &officer_rules[i], &accounts[i]));
    village->secretary = accounts[0];
    village->clerk = accounts[1];
    return NULL;
}

struct error *replay_officers(struct replay *replay)
{
    size_t villages = replay->village_count;
    size_t total =
        replay->scene->officers > 0 ? (size_t)replay->scene->officers : villages * OFFICERS_MAX;

    for (size_t i = 0; i < villages; i++)
        TRY(seat_officers(replay, &replay->villages[i], replay_share(total, i, villages)));
    replay_say(replay, "村干部", total);
    return NULL;
}

/* Posts in the grids */

static struct error *staff_place(struct replay *replay, struct village *village,
                                 struct grid *grid, const char *role, str place)
{
    bool is_worker = str_eq(str_of(role), S("grid_worker"));
    bool is_shown =
        str_eq(village->key, str_of(replay->scene->village)) && grid == &village->grids[0];
    struct resident somebody = replay_somebody(replay, village, place, some_sex(replay, 55),
                                               STAFF_BORN_FROM, STAFF_BORN_TO);

    somebody.name = replay_marked(replay, somebody.name);
    if (is_worker)
        grid->worker_name = arena_copy(replay->memory, somebody.name);
    TRY(register_somebody(replay, village->clerk, &somebody));
    if (is_worker)
        return replay_open_desk(replay, role, place, somebody.id, is_shown ? "worker" : NULL,
                                &grid->worker);
    return appoint(replay, village->secretary, somebody.id, role, place);
}

static struct error *staff_micro_grids(struct replay *replay, struct village *village,
                                       struct grid *grid, const char *role, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        str key = arena_printf(replay->memory, "%.*s%02zu", STR_ARG(grid->key), i + 1);
        TRY(staff_place(replay, village, grid, role, key));
    }
    return NULL;
}

/* index counts the grids of the whole scene. */
static struct error *staff_grid(struct replay *replay, struct village *village, size_t i,
                                size_t index, const struct staffing *staffing, size_t *staffed)
{
    struct grid *grid = &village->grids[i];
    size_t grids = (size_t)village->plan->grids;
    size_t total = staffing->total > 0 ? (size_t)staffing->total : replay->grid_count;
    size_t count = staffing->at == AT_GRID
                       ? replay_share(total, index, replay->grid_count)
                       : replay_share((size_t)village->plan->micro_grids, i, grids);

    *staffed += count;
    if (staffing->at == AT_MICRO_GRID)
        return staff_micro_grids(replay, village, grid, staffing->role, count);
    while (count-- > 0)
        TRY(staff_place(replay, village, grid, staffing->role, grid->key));
    return NULL;
}

static struct error *fill_posts(struct replay *replay, const struct staffing *staffing)
{
    struct role role;
    size_t index = 0;
    size_t staffed = 0;

    for (size_t v = 0; v < replay->village_count; v++)
        for (size_t i = 0; i < (size_t)replay->villages[v].plan->grids; i++, index++)
            TRY(staff_grid(replay, &replay->villages[v], i, index, staffing, &staffed));
    TRY(role_get(replay->cx, str_of(staffing->role), &role));
    replay_say(replay, arena_text(replay->cx->arena, role.holder_title), staffed);
    return NULL;
}

/* The officers share the grids of their village. */
static struct error *name_leaders(struct replay *replay, struct village *village)
{
    for (size_t i = 0; i < (size_t)village->plan->grids; i++)
        TRY(appoint(replay, village->township->desks[DESK_PARTY],
                    village->officers[i % village->officer_count], "grid_leader",
                    village->grids[i].key));
    return NULL;
}

/* One net for several purposes: what the worker of a grid answers for. */
static struct error *carry_layer(struct replay *replay, const struct village *village,
                                 const struct grid *grid, const char *code)
{
    struct context *cx = replay->cx;
    struct matter_layer layer;

    TRY(replay_as(replay, village->clerk));
    TRY(layer_find(cx, str_of(code), &layer));
    TRY(place_layer_create(cx, &(struct place_layer){ .place = grid->key,
                                                      .layer = layer.id,
                                                      .responsible = grid->worker_name }));
    return replay_done(replay);
}

static struct error *carry_layers(struct replay *replay)
{
    static const char *const layers[] = { "party", "public_security", "sanitation", "fire",
                                          "health" };

    for (size_t v = 0; v < replay->village_count; v++)
        for (size_t i = 0; i < (size_t)replay->villages[v].plan->grids; i++)
            for (size_t l = 0; l < COUNT(layers); l++)
                if (replay->villages[v].grids[i].worker != 0)
                    TRY(carry_layer(replay, &replay->villages[v], &replay->villages[v].grids[i],
                                    layers[l]));
    return NULL;
}

struct error *replay_staff(struct replay *replay)
{
    const struct scene *scene = replay->scene;

    replay_set_day(replay, date_add_days(replay_date(scene->begins_on), DAYS_UNTIL_STAFF));
    for (size_t i = 0; i < STAFFINGS_MAX && scene->staffings[i].role != NULL; i++)
        TRY(fill_posts(replay, &scene->staffings[i]));
    TRY(carry_layers(replay));
    for (size_t i = 0; i < replay->village_count && scene->cadres_lead_grids; i++)
        TRY(name_leaders(replay, &replay->villages[i]));
    return NULL;
}

/* Families */

struct family {
    struct village *village;
    str place; /* a grid */
    str number;
    str clan;
    int year; /* of the head's birth */
    size_t people;
};

static str occupation_of(const struct resident *person, int today)
{
    if (today - date_year(person->birth_on) < 7)
        return (str){ 0 };
    if (today - date_year(person->birth_on) < 18)
        return S("学生");
    return person->status == RESIDENT_AWAY ? S("务工") : S("务农");
}

static bool goes_away(struct replay *replay, int year)
{
    return year >= 1975 && year <= 2003 && chance_percent(&replay->chance, 35);
}

/* clan is empty for those who married in. */
static struct error *add_relative(struct replay *replay, struct family *family,
                                  const char *relation, enum sex sex, str clan, int year)
{
    struct resident person =
        replay_somebody(replay, family->village, family->place, sex, year, year);

    if (!str_is_empty(clan))
        person.name = replay_name(replay, clan, sex, year);
    person.household_number = family->number;
    person.relation = str_of(relation);
    if (goes_away(replay, year))
        person.status = RESIDENT_AWAY;
    person.occupation = occupation_of(&person, date_year(replay->cx->today));
    family->people++;
    return register_somebody(replay, family->village->clerk, &person);
}

static struct error *add_children(struct replay *replay, struct family *family)
{
    int latest = date_year(replay->cx->today) - 1;
    int count = chance_between(&replay->chance, 0, 2);

    for (int i = 0; i < count; i++) {
        int year = family->year + chance_between(&replay->chance, 22, 30);
        enum sex sex = some_sex(replay, 52);
        if (year <= latest)
            TRY(add_relative(replay, family, sex == SEX_MALE ? "子" : "女", sex, family->clan,
                             year));
    }
    return NULL;
}

/* The number of a household says its village, so that it is the only one of the county. */
static struct family new_family(struct replay *replay, struct village *village, size_t number,
                                int year)
{
    const struct grid *grid =
        &village->grids[chance_below(&replay->chance, (size_t)village->plan->grids)];

    return (struct family){
        .village = village,
        .place = grid->key,
        .number = arena_printf(replay->memory, "%.*s-%04zu",
                               STR_ARG(str_slice(village->key, 6, 12)), number),
        .clan = replay_clan(replay, village),
        .year = year,
    };
}

static struct error *settle_family(struct replay *replay, struct village *village,
                                   size_t number, size_t *people)
{
    int year = chance_between(&replay->chance, 1948, 1990);
    struct family family = new_family(replay, village, number, year);

    TRY(add_relative(replay, &family, "户主", SEX_MALE, family.clan, year));
    if (!chance_percent(&replay->chance, 12))
        TRY(add_relative(replay, &family, "妻", SEX_FEMALE, (str){ 0 },
                         year + chance_between(&replay->chance, -2, 5)));
    TRY(add_children(replay, &family));
    if (year >= 1965 && chance_percent(&replay->chance, 35))
        TRY(add_relative(replay, &family, "母亲", SEX_FEMALE, (str){ 0 },
                         year - chance_between(&replay->chance, 20, 28)));
    *people += family.people;
    return NULL;
}

static struct error *settle_village(struct replay *replay, struct village *village,
                                    size_t *people)
{
    bool is_home = str_eq(village->key, str_of(replay->scene->village));
    int count = is_home ? replay->scene->home_families : replay->scene->families;

    for (int i = 0; i < count; i++)
        TRY(settle_family(replay, village, (size_t)i + 1, people));
    return NULL;
}

/* An old couple, or one left of it; some live with a child who is not yet sixty. */
static struct error *settle_elders(struct replay *replay, struct village *village,
                                   size_t number, int wanted, int *elders)
{
    int year = chance_between(&replay->chance, 1934, 1960);
    struct family family = new_family(replay, village, number, year);
    bool is_couple = wanted > 1 && chance_percent(&replay->chance, 70);

    TRY(add_relative(replay, &family, "户主", SEX_MALE, family.clan, year));
    if (is_couple)
        TRY(add_relative(replay, &family, "妻", SEX_FEMALE, (str){ 0 },
                         year + chance_between(&replay->chance, -2, 2)));
    if (year >= 1942 && chance_percent(&replay->chance, 30))
        TRY(add_relative(replay, &family, "子", SEX_MALE, family.clan,
                         year + chance_between(&replay->chance, 24, 30)));
    *elders += is_couple ? 2 : 1;
    return NULL;
}

static struct error *settle_old_town(struct replay *replay)
{
    struct village *village = replay_village(replay, str_of(replay->scene->village));
    int wanted = replay->scene->elders;
    int elders = 0;

    for (size_t number = 1; elders < wanted; number++)
        TRY(settle_elders(replay, village, number, wanted - elders, &elders));
    if (wanted > 0)
        replay_say(replay, "60岁以上老人", (size_t)elders);
    return NULL;
}

struct error *replay_families(struct replay *replay)
{
    size_t people = 0;

    replay_set_day(replay,
                   date_add_days(replay_date(replay->scene->begins_on), DAYS_UNTIL_FAMILIES));
    for (size_t i = 0; i < replay->village_count; i++)
        TRY(settle_village(replay, &replay->villages[i], &people));
    replay_say(replay, "各户居民", people);
    return settle_old_town(replay);
}
