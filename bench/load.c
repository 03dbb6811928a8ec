/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a new database with one county and a year of its matters.
 *
 *     bench-load DATABASE COUNT
 *
 * The matters are kept by store_insert with journal and search; their totals are made at the
 * end by figures_rebuild, which is quicker than one by one.  They are spread evenly over 2025;
 * nearly all have ended, each grid has its share, and the grid of the account bench_worker has
 * GRID_EXTRA more, so that its list is full however few there are.  The same numbers come with
 * every run, save for the receipts.
 */
#include "app/account.h"
#include "app/app.h"
#include "app/figure.h"
#include "app/journal.h"
#include "modules/matters/matters.h"
#include "modules/modules.h"
#include "modules/places/places.h"
#include "record/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    TOWNSHIPS = 12,
    VILLAGES = 25, /* in each township */
    GRIDS = 5,     /* in each village */
    GRID_EXTRA = 200,
    ROWS_A_TRANSACTION = 5000,
    DAYS = 365,
    LIMIT_DAYS = 10,
    OPEN_SHARE = 30, /* one in so many of the last two months is still open */
};

#define COUNTY_KEY "990101"

static struct error *changed(struct context *cx, const struct record_type *type,
                             const void *before, const void *after)
{
    TRY(journal_changed(cx, type, before, after));
    return search_update(cx, type, before, after);
}

static const struct store_watch watch_without_totals = { .changed = changed };

static uint64_t seed = 20250101;

/* xorshift: the same numbers on every machine. */
static unsigned chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 32) % below;
}

/* The places */

static struct error *add_place(struct context *cx, str code, str name)
{
    struct place place = { .code = code, .name = name, .opened_on = date_of(2000, 1, 1) };

    return place_receive(cx, &place);
}

static str grid_key(struct context *cx, unsigned township, unsigned village, unsigned grid)
{
    return arena_printf(cx->arena, COUNTY_KEY "%03u%03u%03u", 100 + township, 200 + village,
                        1 + grid);
}

static struct error *add_village(struct context *cx, unsigned township, unsigned village)
{
    str key = str_slice(grid_key(cx, township, village, 0), 0, 12);

    TRY(add_place(cx, key, arena_printf(cx->arena, "示例%u村", village + 1)));
    for (unsigned grid = 0; grid < GRIDS; grid++)
        TRY(add_place(cx, grid_key(cx, township, village, grid),
                      arena_printf(cx->arena, "第%u网格", grid + 1)));
    return NULL;
}

static struct error *add_places(struct context *cx)
{
    TRY(add_place(cx, S("99"), S("示例省")));
    TRY(add_place(cx, S("9901"), S("示例市")));
    TRY(add_place(cx, S(COUNTY_KEY), S("示例县")));
    for (unsigned township = 0; township < TOWNSHIPS; township++) {
        TRY(add_place(cx, str_slice(grid_key(cx, township, 0, 0), 0, 9),
                      arena_printf(cx->arena, "示例%u镇", township + 1)));
        for (unsigned village = 0; village < VILLAGES; village++)
            TRY(add_village(cx, township, village));
    }
    return NULL;
}

/* The accounts */

static struct error *add_account(struct context *cx, const char *login, const char *role,
                                 str place, record_id *id)
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

/* The matters */

struct loading {
    long count;
    long done;
    record_id worker;
    struct matter_category *categories;
    size_t category_count;
    double seconds;
};

static const char *const stories[] = {
    "门前排水沟堵了,一下雨水就漫到院子里,请来人看看。",
    "村口路灯坏了三盏,晚上接孩子看不见路。",
    "邻居盖房占了过道,两家说不拢,想请村里调解。",
    "老人行动不便,想问高龄补贴怎么办,要带什么材料。",
    "水渠边护栏断了一截,小孩常在那里玩,怕出事。",
    "垃圾桶满了好几天没有清,天热味道大。",
    "田里的机耕路冲垮了,收割机进不去。",
    "自来水有时发浑,请查一查管子。",
};

static void choose_place(struct context *cx, struct matter *matter, bool is_workers)
{
    unsigned township = is_workers ? 0 : chance(TOWNSHIPS);
    unsigned village = is_workers ? 0 : chance(VILLAGES);
    unsigned grid = is_workers ? 0 : chance(GRIDS);

    matter->place = grid_key(cx, township, village, grid);
    matter->unit = str_slice(matter->place, 0, 12);
}

static void choose_words(struct context *cx, struct matter *matter,
                         const struct loading *loading)
{
    const struct matter_category *category;

    do
        category = &loading->categories[chance((unsigned)loading->category_count)];
    while (str_is_empty(category->layer));
    matter->category = category->code;
    matter->category_name = category->name;
    matter->layer = category->layer;
    matter->story = str_of(stories[chance(COUNT(stories))]);
    matter->title = arena_printf(cx->arena, "%.*s(%ld)", STR_ARG(str_first(matter->story, 12)),
                                 loading->done + 1);
    matter->kind = (enum matter_kind)chance(KIND_TIP_OFF);
    matter->source = (enum matter_source)chance(SOURCE_PAPER + 1);
    matter->intake_by = (enum matter_intake)chance(INTAKE_CLERK + 1);
}

static void begin_clocks(struct context *cx, struct matter *matter)
{
    matter->receipt = receipt_new(cx->arena, matter->place);
    matter->caller_count = 1;
    matter->reported_at = cx->now;
    matter->reported_on = cx->today;
    matter->response_due_on = date_add_days(cx->today, 1);
    matter->accepted_on = cx->today;
    matter->response = PUNCTUALITY_IN_TIME;
    matter->dispatched_on = cx->today;
    matter->due_on = date_add_days(cx->today, LIMIT_DAYS);
    matter->status = (enum matter_status)chance(MATTER_CLOSED);
}

static void end(struct matter *matter)
{
    unsigned days = 1 + chance(LIMIT_DAYS + 2);
    bool is_plain = chance(20) > 0;

    matter->resolved_on = date_add_days(matter->reported_on, (int)days);
    matter->resolution = days > LIMIT_DAYS ? PUNCTUALITY_LATE : PUNCTUALITY_IN_TIME;
    matter->replied_on = matter->resolved_on;
    matter->visited_on = date_add_days(matter->replied_on, 1);
    matter->closed_on = matter->visited_on;
    matter->answer = S("已到现场处理,并当面答复。");
    matter->satisfied = chance(12) > 0 ? VERDICT_SATISFIED : VERDICT_UNREACHABLE;
    matter->status = is_plain ? MATTER_CLOSED : (enum matter_status)(MATTER_CLOSED + chance(5));
}

static struct error *add_matter(struct context *cx, struct loading *loading)
{
    bool is_workers = loading->done % (loading->count / GRID_EXTRA) == 0;
    int day = (int)(loading->done * DAYS / loading->count);
    struct matter matter = { .recorded_by = is_workers ? loading->worker : 0 };

    context_set_now(cx, instant_of(date_add_days(date_of(2025, 1, 1), day), 9, 0, 0));
    choose_place(cx, &matter, is_workers);
    choose_words(cx, &matter, loading);
    begin_clocks(cx, &matter);
    if (day < DAYS - 60 || chance(OPEN_SHARE) > 0)
        end(&matter);
    loading->done++;
    return store_insert(cx, &matter_type, &matter);
}

static struct error *add_matters(struct context *cx, void *closure)
{
    struct loading *loading = closure;

    for (int i = 0; i < ROWS_A_TRANSACTION && loading->done < loading->count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(add_matter(cx, loading));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *prepare(struct context *cx, void *closure)
{
    struct loading *loading = closure;
    record_id county;

    TRY(add_places(cx));
    TRY(add_account(cx, "bench_worker", "grid_worker", grid_key(cx, 0, 0, 0),
                    &loading->worker));
    TRY(add_account(cx, "bench_county", "county_office", S(COUNTY_KEY), &county));
    return categories_all(cx, &loading->categories, &loading->category_count);
}

static double now_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct error *load(struct context *cx, struct loading *loading)
{
    cx->deed = "bench";
    context_set_now(cx, instant_of(date_of(2025, 1, 1), 9, 0, 0));
    TRY(db_transaction(cx, prepare, loading));
    double start = now_seconds();
    cx->watch = &watch_without_totals;
    while (loading->done < loading->count)
        TRY(db_transaction(cx, add_matters, loading));
    TRY(figures_rebuild(cx));
    loading->seconds = now_seconds() - start;
    return NULL;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create((size_t)1 << 30) };
    struct loading loading = { .count = argc == 3 ? atol(argv[2]) : 0 };
    struct app app;

    if (loading.count < GRID_EXTRA) {
        fprintf(stderr, "usage: bench-load DATABASE COUNT (at least %d)\n", GRID_EXTRA);
        return 2;
    }
    modules_register(modules);
    password_use_quick_hashing();
    struct error *error = app_open(&cx, argv[1], true, &app);
    if (error == NULL)
        error = load(&cx, &loading);
    app_close(&cx, &app);
    if (error != NULL)
        fprintf(stderr, "bench-load: %.*s\n", STR_ARG(error->message));
    else
        printf("rows=%ld rate=%.0f\n", loading.count, (double)loading.count / loading.seconds);
    arena_destroy(cx.arena);
    return error != NULL;
}
