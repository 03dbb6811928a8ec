/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/county.h"

#include "app/account.h"
#include "app/app.h"
#include "app/journal.h"
#include "modules/modules.h"
#include "modules/places/places.h"
#include "record/search.h"

#include <stdio.h>
#include <time.h>

static uint64_t seed = 20250101;

/* xorshift */
unsigned chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 32) % below;
}

str village_key(struct context *cx, unsigned township, unsigned village)
{
    return arena_printf(cx->arena, COUNTY_KEY "%03u%03u", 100 + township, 200 + village);
}

struct error *add_place(struct context *cx, str code, str name)
{
    struct place place = { .code = code, .name = name, .opened_on = date_of(2000, 1, 1) };

    return place_receive(cx, &place);
}

static struct error *add_township(struct context *cx, unsigned township)
{
    TRY(add_place(cx, str_slice(village_key(cx, township, 0), 0, 9),
                  arena_printf(cx->arena, "示例%u镇", township + 1)));
    for (unsigned village = 0; village < VILLAGES; village++)
        TRY(add_place(cx, village_key(cx, township, village),
                      arena_printf(cx->arena, "示例%u村", village + 1)));
    return NULL;
}

struct error *add_county(struct context *cx)
{
    TRY(add_place(cx, S("99"), S("示例省")));
    TRY(add_place(cx, S("9901"), S("示例市")));
    TRY(add_place(cx, S(COUNTY_KEY), S("示例县")));
    for (unsigned township = 0; township < TOWNSHIPS; township++)
        TRY(add_township(cx, township));
    return NULL;
}

struct error *add_account(struct context *cx, const char *login, const char *role, str place,
                          record_id *id)
{
    struct post post = {
        .place = place,
        .role = str_of(role),
        .holder = S("示例"),
        .starts_on = cx->today,
    };

    TRY(account_create(cx, str_of(login), S("示例"), S("Bench-only-2025"), true, id));
    post.account = *id;
    return post_give(cx, &post);
}

static struct error *changed(struct context *cx, const struct record_type *type,
                             const void *before, const void *after)
{
    TRY(journal_changed(cx, type, before, after));
    return search_update(cx, type, before, after);
}

const struct store_watch watch_without_totals = { .changed = changed };

double now_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int fill(const char *filler, const char *database,
         struct error *(*load)(struct context *cx, void *closure), void *closure)
{
    struct context cx = { .arena = arena_create((size_t)1 << 30) };
    struct app app;

    modules_register(modules);
    password_use_quick_hashing();
    struct error *error = app_open(&cx, database, true, &app);
    cx.deed = "bench";
    if (error == NULL)
        error = load(&cx, closure);
    app_close(&cx, &app);
    if (error != NULL)
        fprintf(stderr, "%s: %.*s\n", filler, STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL;
}
