/* SPDX-License-Identifier: Apache-2.0 */
/* Replaying a place from its beginning to its last day. */
#include "modules/sample/replay.h"

#include "modules/places/places.h"
#include "modules/sample/sample.h"

#include <stdio.h>

enum {
    MEMORY_BYTES = 64 * 1024 * 1024,
    ACTOR_BYTES = 1024 * 1024,
    OPENING_MINUTE = 8 * 60 + 30,
    CLOSING_MINUTE = 18 * 60,
    MINUTES_PER_ACT = 3,
    TOWNSHIPS_MAX = 20,
};

/* Days and persons */

date replay_date(const char *text)
{
    date day = { 0 };

    (void)date_read(str_of(text), &day);
    return day;
}

static void set_clock(struct replay *replay, date day)
{
    context_set_now(replay->cx, instant_of(day, replay->minute / 60, replay->minute % 60, 0));
}

void replay_set_day(struct replay *replay, date day)
{
    replay->minute = OPENING_MINUTE;
    set_clock(replay, day);
}

/* An error outlives the memory that it was made in. */
static struct error *keep_error(struct context *cx, const struct error *error)
{
    if (error == NULL)
        return NULL;
    return fail(cx, error->kind, "%.*s", STR_ARG(error->message));
}

struct error *replay_read_sheet(struct replay *replay, const char *name,
                                const struct shape *row, void *rows, size_t *count)
{
    struct context reading = *replay->cx;

    reading.arena = replay->memory;
    return keep_error(replay->cx, sheet_read(&reading, name, row, rows, count));
}

static struct error *load_actor(struct replay *replay, record_id account)
{
    struct context loading = *replay->cx;

    arena_reset(replay->actor_memory);
    loading.arena = replay->actor_memory;
    return keep_error(replay->cx, access_load(&loading, account, &replay->actor));
}

struct error *replay_as(struct replay *replay, record_id account)
{
    struct context *cx = replay->cx;

    if (replay->actor.account != account || date_compare(replay->actor_day, cx->today) != 0)
        TRY(load_actor(replay, account));
    replay->actor_day = cx->today;
    cx->access = &replay->actor;
    return NULL;
}

void replay_as_nobody(struct replay *replay)
{
    replay->cx->access = &access_of_public;
}

/* Posts may change now, so that nobody's access is remembered. */
void replay_as_program(struct replay *replay)
{
    replay->actor = (struct access){ 0 };
    replay->cx->access = &access_of_system;
}

struct error *replay_done(struct replay *replay)
{
    struct context *cx = replay->cx;

    if (replay->minute < CLOSING_MINUTE)
        replay->minute += MINUTES_PER_ACT;
    set_clock(replay, cx->today);
    arena_rewind(cx->arena, replay->mark);
    if (++replay->acts < ACTS_PER_COMMIT)
        return NULL;
    replay->acts = 0;
    TRY(db_commit(cx));
    return db_begin(cx);
}

void replay_say(const struct replay *replay, const char *what, size_t count)
{
    if (replay->progress == NULL)
        return;
    fprintf(replay->progress, "  %s %zu\n", what, count);
    fflush(replay->progress);
}

size_t replay_share(size_t total, size_t index, size_t count)
{
    return total * (index + 1) / count - total * index / count;
}

/* The ground: which villages and townships there are */

struct village *replay_village(struct replay *replay, str key)
{
    for (size_t i = 0; i < replay->village_count; i++)
        if (str_eq(replay->villages[i].key, key))
            return &replay->villages[i];
    return NULL;
}

static struct township *township_of(struct replay *replay, str village)
{
    str key = place_key_at(village, PLACE_TOWNSHIP);

    for (size_t i = 0; i < replay->township_count; i++)
        if (str_eq(replay->townships[i].key, key))
            return &replay->townships[i];
    replay->townships[replay->township_count].key = key;
    return &replay->townships[replay->township_count++];
}

static struct error *add_village(struct replay *replay, const struct sheet_village *plan)
{
    struct village *village = &replay->villages[replay->village_count++];
    struct place place;

    TRY(place_get(replay->cx, plan->village_code, &place));
    *village = (struct village){
        .key = plan->village_code,
        .name = arena_copy(replay->memory, place.name),
        .plan = plan,
        .township = township_of(replay, plan->village_code),
        .grids = arena_array(replay->memory, struct grid, (size_t)plan->grids),
        .hamlets = arena_array(replay->memory, str, (size_t)plan->hamlets),
    };
    replay->grid_count += (size_t)plan->grids;
    for (size_t i = 0; i < CLANS; i++)
        village->clans[i] = replay_surname(replay);
    return NULL;
}

static struct error *read_ground(struct replay *replay)
{
    struct sheet_village *plans;
    size_t count;

    TRY(replay_read_sheet(replay, "grids.csv", &sheet_village_row, &plans, &count));
    replay->villages = arena_array(replay->memory, struct village, count);
    replay->townships = arena_array(replay->memory, struct township, TOWNSHIPS_MAX);
    for (size_t i = 0; i < count; i++)
        if (key_is_within(plans[i].village_code, str_of(replay->scene->place)))
            TRY(add_village(replay, &plans[i]));
    return NULL;
}

static struct error *read_roster(struct replay *replay)
{
    struct roster *roster = &replay->roster;

    TRY(replay_read_sheet(replay, "surnames.csv", &sheet_surname_row, &roster->surnames,
                          &roster->surname_count));
    TRY(replay_read_sheet(replay, "given_names.csv", &sheet_given_name_row, &roster->given,
                          &roster->given_count));
    for (size_t i = 0; i < roster->surname_count; i++)
        roster->weight += (size_t)roster->surnames[i].weight;
    return NULL;
}

/* One place */

static struct error *check_absence(struct context *cx, const struct scene *scene)
{
    str grid = arena_printf(cx->arena, "%s001", scene->village);
    struct place place;
    bool found;

    TRY(place_find(cx, grid, &place, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT,
                    "示例“%s”已经装过了（或者上次没有装完）。要重装，请换一个新的数据库文件。",
                    scene->title);
    return NULL;
}

typedef struct error *player(struct replay *replay);

static struct error *play_parts(struct replay *replay)
{
    static player *const parts[] = {
        replay_administrators, replay_desks,           replay_officers, replay_land,
        replay_staff,          replay_families,        replay_party,    replay_disputes,
        replay_matters,        replay_recent_disputes, replay_deeds,    replay_laurels,
        replay_market,         replay_returns,         replay_merits,   replay_ongoing,
    };

    for (size_t i = 0; i < COUNT(parts); i++)
        TRY(parts[i](replay));
    return NULL;
}

static struct error *play(struct replay *replay)
{
    struct context *cx = replay->cx;

    TRY(db_begin(cx));
    struct error *error = play_parts(replay);
    if (error == NULL)
        return db_commit(cx);
    db_rollback(cx);
    return error;
}

static struct error *play_scene(struct context *cx, const struct scene *scene, FILE *progress)
{
    CLEANUP(arena_release) struct arena *memory = arena_create(MEMORY_BYTES);
    CLEANUP(arena_release) struct arena *actor_memory = arena_create(ACTOR_BYTES);
    struct replay replay = {
        .cx = cx,
        .scene = scene,
        .progress = progress,
        .played_on = cx->today,
        .memory = memory,
        .actor_memory = actor_memory,
        .chance = chance_of_seed(str_of(scene->name)),
    };

    TRY(check_absence(cx, scene));
    if (progress != NULL)
        fprintf(progress, "%s\n", scene->title);
    TRY(read_roster(&replay));
    TRY(read_ground(&replay));
    replay.mark = arena_mark(cx->arena);
    return play(&replay);
}

/* The context is as it was afterwards, whatever happened. */
static struct error *play_as_guest(struct context *cx, const struct scene *scene,
                                   FILE *progress)
{
    struct context before = *cx;
    struct error *error = play_scene(cx, scene, progress);

    cx->access = before.access;
    cx->now = before.now;
    cx->today = before.today;
    cx->deed = before.deed;
    return error;
}

struct error *sample_replay(struct context *cx, const char *name, FILE *progress)
{
    if (name != NULL) {
        const struct scene *scene = scene_find(str_of(name));
        if (scene == NULL)
            return fail(
                cx, ERROR_INVALID,
                "没有叫“%s”的示例。有 huaqiao、gucheng、gudian、haohuahong、dongzhuang。",
                name);
        return play_as_guest(cx, scene, progress);
    }
    for (const struct scene *scene = scenes; scene->name != NULL; scene++)
        TRY(play_as_guest(cx, scene, progress));
    return NULL;
}
