/* SPDX-License-Identifier: Apache-2.0 */
/* How the villages are divided: hamlets, grids and micro-grids, drawn by the village clerks. */
#include "modules/places/places.h"
#include "modules/sample/replay.h"

enum { HAMLET_WORDS_MAX = 8, DAYS_UNTIL_GRIDS = 2, CENTRES_PER_DAY = 2 };

/* Hamlets */

static bool is_taken(const struct village *village, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(village->hamlets[i], name))
            return true;
    return false;
}

static str hamlet_word(struct replay *replay)
{
    str list = str_of(replay->scene->hamlet_words);
    str words[HAMLET_WORDS_MAX];
    size_t count = 0;

    while (count < HAMLET_WORDS_MAX && str_next(&list, &words[count]))
        count++;
    return words[chance_below(&replay->chance, count)];
}

/* 陈家垸, or 上陈家垸 when that one is there already. */
static str hamlet_name(struct replay *replay, const struct village *village, size_t count)
{
    static const char *const sides[] = { "", "上", "下", "老", "新", "前", "后", "东", "西" };
    str word = hamlet_word(replay);

    for (;;) {
        str clan = replay_clan(replay, village);
        for (size_t i = 0; i < COUNT(sides); i++) {
            str name = arena_printf(replay->memory, "%s%.*s家%.*s", sides[i], STR_ARG(clan),
                                    STR_ARG(word));
            if (!is_taken(village, count, name))
                return name;
        }
    }
}

static struct error *draw(struct replay *replay, struct village *village, struct place *place)
{
    TRY(replay_as(replay, village->clerk));
    return place_create(replay->cx, place);
}

static struct error *draw_hamlet(struct replay *replay, struct village *village, size_t i)
{
    village->hamlets[i] = hamlet_name(replay, village, i);
    struct place hamlet = { .name = village->hamlets[i],
                            .level = PLACE_GROUP,
                            .parent = village->key };

    TRY(draw(replay, village, &hamlet));
    return replay_done(replay);
}

/* Grids */

static struct error *draw_micro_grids(struct replay *replay, struct village *village,
                                      const struct place *grid, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct place micro = {
            .name =
                arena_printf(replay->cx->arena, "%.*s第%zu微网格", STR_ARG(grid->name), i + 1),
            .level = PLACE_MICRO_GRID,
            .parent = grid->key,
        };
        TRY(draw(replay, village, &micro));
        TRY(replay_done(replay));
    }
    return NULL;
}

/* The hamlets of a village are dealt out to its grids in turn. */
static str hamlets_of(struct replay *replay, const struct village *village, size_t grid)
{
    struct buf words = { .arena = replay->cx->arena };
    size_t grids = (size_t)village->plan->grids;

    for (size_t i = grid; i < (size_t)village->plan->hamlets; i += grids)
        buf_printf(&words, "%s%.*s", words.length > 0 ? "、" : "范围：",
                   STR_ARG(village->hamlets[i]));
    return buf_str(&words);
}

static struct error *draw_grid(struct replay *replay, struct village *village, size_t i)
{
    struct place grid = {
        .name = arena_printf(replay->memory, "%.*s第%zu网格", STR_ARG(village->name), i + 1),
        .level = PLACE_GRID,
        .parent = village->key,
        .remark = hamlets_of(replay, village, i),
    };

    TRY(draw(replay, village, &grid));
    grid.key = arena_copy(replay->memory, grid.key);
    village->grids[i].key = grid.key;
    TRY(replay_done(replay));
    return draw_micro_grids(
        replay, village, &grid,
        replay_share((size_t)village->plan->micro_grids, i, (size_t)village->plan->grids));
}

static struct error *draw_village(struct replay *replay, struct village *village)
{
    for (size_t i = 0; i < (size_t)village->plan->hamlets; i++)
        TRY(draw_hamlet(replay, village, i));
    for (size_t i = 0; i < (size_t)village->plan->grids; i++)
        TRY(draw_grid(replay, village, i));
    return NULL;
}

/* 综治中心 */

static struct error *open_centre(struct replay *replay, record_id account, str place, str of)
{
    struct context *cx = replay->cx;
    struct governance_centre centre = {
        .place = place,
        .name = arena_printf(cx->arena, "%.*s综治中心", STR_ARG(of)),
        .founded_on = cx->today,
    };

    TRY(replay_as(replay, account));
    TRY(governance_centre_open(cx, &centre));
    return replay_done(replay);
}

static struct error *open_centres(struct replay *replay)
{
    date day = replay->cx->today;

    for (size_t i = 0; i < replay->township_count; i++)
        TRY(open_centre(replay, replay->townships[i].desks[DESK_OFFICE],
                        replay->townships[i].key,
                        place_called(replay->cx, replay->townships[i].key)));
    for (size_t i = 0; i < replay->village_count && replay->scene->has_village_centres; i++) {
        replay_set_day(replay, date_add_days(day, 1 + (int)(i / CENTRES_PER_DAY)));
        TRY(open_centre(replay, replay->villages[i].clerk, replay->villages[i].key,
                        replay->villages[i].name));
    }
    return NULL;
}

struct error *replay_land(struct replay *replay)
{
    replay_set_day(replay,
                   date_add_days(replay_date(replay->scene->begins_on), DAYS_UNTIL_GRIDS));
    for (size_t i = 0; i < replay->village_count; i++)
        TRY(draw_village(replay, &replay->villages[i]));
    TRY(open_centres(replay));
    replay_say(replay, "村（社区）", replay->village_count);
    replay_say(replay, "网格", replay->grid_count);
    return NULL;
}
