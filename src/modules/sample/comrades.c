/* SPDX-License-Identifier: Apache-2.0 */
/* The party: its organisations, their groups in the grids, members, pledges, red-star homes. */
#include "modules/party/party.h"

#include "modules/places/places.h"
#include "modules/sample/replay.h"

enum {
    DAYS_UNTIL_PARTY = 11,
    MEMBER_BORN_FROM = 1945,
    MEMBER_BORN_TO = 2001,
    BRANCHES_MAX = 6,
    KEPT_PERCENT = 88,
};

/* An organisation that has been founded. */
struct founded {
    str name;
    record_id id;
};

struct promise {
    const char *content;
    const char *result;
};

struct member {
    record_id id;
    struct village *village;
    record_id pledge; /* 0: has made none */
    const struct promise *promise;
};

struct party {
    struct replay *replay;
    const struct sheet_party **rows; /* of this scene, the oldest first */
    size_t row_count;
    struct founded *founded;
    size_t founded_count;
    struct member *members;
    size_t member_count;
};

struct kind_word {
    const char *word;
    enum organisation_kind kind;
};

static const struct kind_word kind_words[] = {
    { "committee", PARTY_COMMITTEE },
    { "general_branch", PARTY_GENERAL_BRANCH },
    { "branch", PARTY_BRANCH },
    { "group", PARTY_GROUP },
    { "independent_group", PARTY_INDEPENDENT_GROUP },
    { "joint_group", PARTY_JOINT_GROUP },
};

static const struct kind_word *kind_of(str word)
{
    for (size_t i = 0; i < COUNT(kind_words); i++)
        if (str_eq(word, str_of(kind_words[i].word)))
            return &kind_words[i];
    return NULL;
}

/* The party office of a village's township answers for all of it. */
static struct error *act(struct party *party, str place)
{
    struct replay *replay = party->replay;

    for (size_t i = 0; i < replay->township_count; i++)
        if (key_is_within(place, replay->townships[i].key))
            return replay_as(replay, replay->townships[i].desks[DESK_PARTY]);
    return NULL;
}

/* Organisations */

static record_id founded_id(const struct party *party, str name)
{
    for (size_t i = 0; i < party->founded_count; i++)
        if (str_eq(party->founded[i].name, name))
            return party->founded[i].id;
    return 0;
}

static struct error *cover_grids(struct party *party, str place, record_id group, str grids)
{
    str grid;

    while (str_next(&grids, &grid)) {
        struct group_covering covering = { .grid = grid, .on = party->replay->cx->today };
        TRY(act(party, place));
        TRY(party_group_cover(party->replay->cx, group, &covering));
        TRY(replay_done(party->replay));
    }
    return NULL;
}

static struct error *found_organisation(struct party *party, const struct sheet_party *row,
                                        enum organisation_kind kind)
{
    struct party_organisation organisation = {
        .place = row->place_code,
        .kind = kind,
        .name = row->name,
        .parent = founded_id(party, row->parent),
        .founded_on = row->founded,
    };

    TRY(act(party, row->place_code));
    TRY(party_organisation_found(party->replay->cx, &organisation));
    party->founded[party->founded_count++] =
        (struct founded){ .name = row->name, .id = organisation.id };
    TRY(replay_done(party->replay));
    return cover_grids(party, row->place_code, organisation.id, row->grids);
}

static struct error *build_home(struct party *party, const struct sheet_party *row)
{
    struct red_star_home home = {
        .place = row->place_code,
        .name = row->name,
        .organisation = founded_id(party, row->parent),
        .built_on = row->founded,
    };

    TRY(act(party, row->place_code));
    TRY(red_star_home_build(party->replay->cx, &home));
    return replay_done(party->replay);
}

/* Members */

static size_t branches_of(const struct party *party, str village, record_id *branches)
{
    size_t count = 0;

    for (size_t i = 0; i < party->row_count && count < BRANCHES_MAX; i++)
        if (str_eq(party->rows[i]->place_code, village) &&
            str_eq(party->rows[i]->kind, S("branch")))
            branches[count++] = founded_id(party, party->rows[i]->name);
    return count;
}

static struct error *member_resident(struct replay *replay, struct village *village, size_t i,
                                     record_id *resident)
{
    if (i < village->officer_count) {
        *resident = village->officers[i];
        return NULL;
    }

    str place = village->grids[i % (size_t)village->plan->grids].key;
    enum sex sex = chance_percent(&replay->chance, 72) ? SEX_MALE : SEX_FEMALE;
    struct resident somebody =
        replay_somebody(replay, village, place, sex, MEMBER_BORN_FROM, MEMBER_BORN_TO);
    TRY(replay_as(replay, village->clerk));
    TRY(resident_register(replay->cx, &somebody));
    *resident = somebody.id;
    return replay_done(replay);
}

/* On some day of the party between a twentieth birthday and last year. */
static date joining_day(struct replay *replay, date birth)
{
    int first = date_year(birth) + 20;
    int last = date_year(replay->cx->today) - 2;

    return date_of(chance_between(&replay->chance, first < last ? first : last, last), 7, 1);
}

static struct error *enrol(struct party *party, struct village *village, size_t i,
                           record_id organisation)
{
    struct replay *replay = party->replay;
    struct party_member member = { .place = village->key,
                                   .organisation = organisation,
                                   .kind = PARTY_FULL,
                                   .is_example = true };
    struct resident resident;

    TRY(member_resident(replay, village, i, &member.resident));
    TRY(store_get(replay->cx, &resident_type, member.resident, &resident));
    member.joined_on = joining_day(replay, resident.birth_on);
    member.full_on = date_add_months(member.joined_on, 12);
    member.from_on = replay->cx->today;
    if (i < (size_t)village->plan->grids)
        member.grid = village->grids[i].key;
    TRY(act(party, village->key));
    TRY(party_member_enrol(replay->cx, &member));
    party->members[party->member_count++] =
        (struct member){ .id = member.id, .village = village };
    return replay_done(replay);
}

static struct error *enrol_village(struct party *party, struct village *village, size_t count)
{
    record_id branches[BRANCHES_MAX];
    size_t branch_count = branches_of(party, village->key, branches);

    for (size_t i = 0; i < count && branch_count > 0; i++)
        TRY(enrol(party, village, i, branches[i % branch_count]));
    return NULL;
}

/* How many members a village has: those who pledged, and what the scene adds a branch. */
static size_t members_of(const struct party *party, const struct village *village)
{
    size_t count = 0;

    for (size_t i = 0; i < party->row_count; i++) {
        const struct sheet_party *row = party->rows[i];
        if (!str_eq(row->place_code, village->key))
            continue;
        if (str_eq(row->kind, S("pledge")))
            count += (size_t)row->count;
        if (str_eq(row->kind, S("branch")))
            count += (size_t)party->replay->scene->members;
    }
    return count;
}

static struct error *enrol_all(struct party *party)
{
    struct replay *replay = party->replay;
    size_t total = 0;

    for (size_t i = 0; i < replay->village_count; i++)
        total += members_of(party, &replay->villages[i]);
    party->members = arena_array(replay->memory, struct member, total);
    for (size_t i = 0; i < replay->village_count; i++)
        TRY(enrol_village(party, &replay->villages[i],
                          members_of(party, &replay->villages[i])));
    return NULL;
}

/* Houses where the neighbours meet: of the first member of each village. */
static struct error *name_centres(struct party *party)
{
    struct replay *replay = party->replay;
    const struct village *last = NULL;

    for (size_t i = 0; i < party->member_count; i++) {
        const struct member *member = &party->members[i];
        if (member->village == last)
            continue;
        last = member->village;
        struct centre_household centre = {
            .place = member->village->key,
            .member = member->id,
            .name = arena_printf(replay->cx->arena, "%.*s党员中心户",
                                 STR_ARG(member->village->name)),
            .named_on = replay->cx->today,
        };
        TRY(act(party, member->village->key));
        TRY(centre_household_name(replay->cx, &centre));
        TRY(replay_done(replay));
    }
    return NULL;
}

/* Pledges */

static const struct promise promises[] = {
    { "带头把自家房前屋后收拾干净，每月参加一次湾里大扫除。",
      "每月都参加了，公共菜地边的杂物也清了。" },
    { "每周去看一次独居的邻居，帮着买药买米。", "一直在去，换季时帮着拆洗了被子。" },
    { "谁家吵架先去劝一劝，小事不出湾。", "劝和了几起，都没有再闹。" },
    { "带头不大操大办，红白事按村规民约办。", "家里的喜事按约定的桌数办了。" },
    { "汛期巡堰塘，见险情马上报。", "下大雨的日子都去看了，报过一处渗水。" },
    { "教老人用手机交医保、看病挂号。", "教会了十几位老人，有的还常来问。" },
    { "种田技术不保留，谁问都教，先给缺劳力的户帮工。",
      "插秧、收割都帮了工，教了防虫的办法。" },
    { "把村里的政策讲给组里每一户听，问到的都有回话。",
      "每户都讲到了，不懂的带到村部问清楚再回。" },
};

static struct error *make_pledge(struct party *party, struct member *member)
{
    struct replay *replay = party->replay;

    member->promise = &promises[chance_below(&replay->chance, COUNT(promises))];
    struct pledge pledge = {
        .place = member->village->key,
        .member = member->id,
        .content = str_of(member->promise->content),
        .pledged_on = replay->cx->today,
    };
    TRY(act(party, member->village->key));
    TRY(pledge_make(replay->cx, &pledge));
    member->pledge = pledge.id;
    return replay_done(replay);
}

static struct error *make_pledges(struct party *party, str village)
{
    for (size_t i = 0; i < party->member_count; i++)
        if (str_eq(party->members[i].village->key, village))
            TRY(make_pledge(party, &party->members[i]));
    return NULL;
}

static struct error *keep_pledge(struct party *party, const struct member *member)
{
    struct replay *replay = party->replay;
    struct pledge_keeping keeping = { .on = replay->cx->today,
                                      .result = str_of(member->promise->result) };

    TRY(act(party, member->village->key));
    TRY(pledge_keep(replay->cx, member->pledge, &keeping));
    return replay_done(replay);
}

/* At the end of the reported period most have kept theirs. */
static struct error *keep_pledges(struct party *party)
{
    struct replay *replay = party->replay;
    size_t pledged = 0;

    replay_set_day(replay, replay_date(replay->scene->last_day));
    for (size_t i = 0; i < party->member_count; i++) {
        pledged += party->members[i].pledge != 0;
        if (party->members[i].pledge != 0 && chance_percent(&replay->chance, KEPT_PERCENT))
            TRY(keep_pledge(party, &party->members[i]));
    }
    if (pledged > 0)
        replay_say(replay, "党员承诺", pledged);
    return NULL;
}

/* In the order of time */

/* Rows of a day stay as they are in the file. */
static void insert_row(struct party *party, const struct sheet_party *row)
{
    size_t at = party->row_count++;

    for (; at > 0 && date_compare(party->rows[at - 1]->founded, row->founded) > 0; at--)
        party->rows[at] = party->rows[at - 1];
    party->rows[at] = row;
}

static struct error *read_rows(struct party *party)
{
    struct replay *replay = party->replay;
    struct sheet_party *rows;
    size_t count;

    TRY(replay_read_sheet(replay, "party.csv", &sheet_party_row, &rows, &count));
    party->rows = arena_array(replay->memory, const struct sheet_party *, count);
    for (size_t i = 0; i < count; i++)
        if (key_is_within(rows[i].place_code, str_of(replay->scene->place)))
            insert_row(party, &rows[i]);
    party->founded = arena_array(replay->memory, struct founded, party->row_count);
    return NULL;
}

static struct error *play_row(struct party *party, const struct sheet_party *row)
{
    const struct kind_word *kind = kind_of(row->kind);

    if (kind != NULL)
        return found_organisation(party, row, kind->kind);
    if (str_eq(row->kind, S("red_star_home")))
        return build_home(party, row);
    return make_pledges(party, row->place_code);
}

/* The organisations that are older than the records have no day of founding. */
static struct error *play_rows(struct party *party, bool with_day)
{
    for (size_t i = 0; i < party->row_count; i++) {
        const struct sheet_party *row = party->rows[i];
        if (date_is_set(row->founded) != with_day)
            continue;
        if (with_day)
            replay_set_day(party->replay, row->founded);
        TRY(play_row(party, row));
    }
    return NULL;
}

struct error *replay_party(struct replay *replay)
{
    struct party party = { .replay = replay };

    TRY(read_rows(&party));
    if (party.row_count == 0)
        return NULL;
    replay_set_day(replay,
                   date_add_days(replay_date(replay->scene->begins_on), DAYS_UNTIL_PARTY));
    TRY(play_rows(&party, false));
    TRY(enrol_all(&party));
    TRY(name_centres(&party));
    TRY(play_rows(&party, true));
    replay_say(replay, "党组织和党小组", party.founded_count);
    replay_say(replay, "党员", party.member_count);
    return keep_pledges(&party);
}
