/* SPDX-License-Identifier: Apache-2.0 */
/* Invented people: their names, their years, where they live. */
#include "modules/sample/replay.h"

enum { DRAWS_MAX = 200, CLAN_PERCENT = 70, YEAR_OF_LITERACY = 1945, YEAR_OF_SCHOOLS = 1970 };

str replay_surname(struct replay *replay)
{
    const struct roster *roster = &replay->roster;
    size_t rest = chance_below(&replay->chance, roster->weight);
    size_t i = 0;

    while (i + 1 < roster->surname_count && rest >= (size_t)roster->surnames[i].weight)
        rest -= (size_t)roster->surnames[i++].weight;
    return roster->surnames[i].surname;
}

str replay_clan(struct replay *replay, const struct village *village)
{
    if (chance_percent(&replay->chance, CLAN_PERCENT))
        return village->clans[chance_below(&replay->chance, CLANS)];
    return replay_surname(replay);
}

static bool suits(const struct sheet_given_name *given, enum sex sex, int birth_year)
{
    return given->sex == (int64_t)sex && given->born_from <= birth_year &&
           birth_year <= given->born_to;
}

/* One that suits by chance: about every tenth does. */
static str given_name(struct replay *replay, enum sex sex, int birth_year)
{
    const struct roster *roster = &replay->roster;
    const struct sheet_given_name *given;
    int draws = 0;

    do
        given = &roster->given[chance_below(&replay->chance, roster->given_count)];
    while (!suits(given, sex, birth_year) && ++draws < DRAWS_MAX);
    return given->name;
}

str replay_name(struct replay *replay, str surname, enum sex sex, int birth_year)
{
    if (str_is_empty(surname))
        surname = replay_surname(replay);
    return arena_printf(replay->cx->arena, "%.*s%.*s", STR_ARG(surname),
                        STR_ARG(given_name(replay, sex, birth_year)));
}

str replay_marked(struct replay *replay, str name)
{
    return arena_printf(replay->cx->arena, "%.*s（示例）", STR_ARG(name));
}

/* The first word of the scene's peoples, or by chance one of the others. */
static str people_of(struct replay *replay)
{
    str list = str_of(replay->scene->peoples);
    str others[8], usual, word;
    size_t count = 0;

    (void)str_next(&list, &usual);
    while (count < COUNT(others) && str_next(&list, &word))
        others[count++] = word;
    if (count == 0 || !chance_percent(&replay->chance, replay->scene->peoples_percent))
        return usual;
    return others[chance_below(&replay->chance, count)];
}

static str education_of(struct replay *replay, int birth_year)
{
    static const char *const levels[] = { "文盲或半文盲", "小学", "初中", "高中",
                                          "大学专科和专科学校" };
    int least = birth_year < YEAR_OF_LITERACY ? 0 : birth_year < YEAR_OF_SCHOOLS ? 1 : 2;
    int most = birth_year < YEAR_OF_LITERACY ? 1 : birth_year < YEAR_OF_SCHOOLS ? 2 : 4;

    return str_of(levels[chance_between(&replay->chance, least, most)]);
}

static date birth_in(struct replay *replay, int born_from, int born_to)
{
    int year = chance_between(&replay->chance, born_from, born_to);
    int month = chance_between(&replay->chance, 1, 12);

    return date_of(year, month, chance_between(&replay->chance, 1, 28));
}

struct resident replay_somebody(struct replay *replay, const struct village *village, str place,
                                enum sex sex, int born_from, int born_to)
{
    date birth = birth_in(replay, born_from, born_to);
    int year = date_year(birth);

    return (struct resident){
        .place = place,
        .name = replay_name(replay, replay_clan(replay, village), sex, year),
        .sex = sex,
        .birth_on = birth,
        .ethnic_group = people_of(replay),
        .education = education_of(replay, year),
        .political_status = S("群众"),
        .is_example = true,
    };
}

str replay_hamlet(struct replay *replay, const struct village *village)
{
    return village->hamlets[chance_below(&replay->chance, (size_t)village->plan->hamlets)];
}
