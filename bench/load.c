/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a new database with one county and a year of its matters.
 *
 *     bench-load DATABASE COUNT [rows]
 *
 * The matters are kept by store_insert with journal and search, or with neither of them (rows),
 * for databases so large that only their figures are measured; their totals are made at the
 * end by figures_rebuild, which is quicker than one by one.  They are spread evenly over 2025;
 * nearly all have ended, each grid has its share, and the grid of the account bench_worker has
 * GRID_EXTRA more, so that its list is full however few there are.  The same come with every
 * run.
 */
#include "app/figure.h"
#include "bench/county.h"
#include "modules/matters/matters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    GRIDS = 5, /* in each village */
    GRID_EXTRA = 200,
    COUNTED_FROM = 4, /* the character of a receipt after those of its county */
    ROWS_A_TRANSACTION = 5000,
    DAYS = 365,
    LIMIT_DAYS = 10,
    OPEN_SHARE = 30, /* one in so many of the last two months is still open */
};

/* The places */

static str grid_key(struct context *cx, unsigned township, unsigned village, unsigned grid)
{
    return arena_printf(cx->arena, "%.*s%03u", STR_ARG(village_key(cx, township, village)),
                        1 + grid);
}

static struct error *add_grids(struct context *cx, unsigned township, unsigned village)
{
    for (unsigned grid = 0; grid < GRIDS; grid++)
        TRY(add_place(cx, grid_key(cx, township, village, grid),
                      arena_printf(cx->arena, "第%u网格", grid + 1)));
    return NULL;
}

/* The matters */

struct loading {
    long count;
    bool only_rows;
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

/* Some of ten million random ones would be the same, so these count. */
static str receipt_of(struct context *cx, str place, long number)
{
    static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    char *digits = arena_alloc(cx->arena, RECEIPT_CHARACTERS);

    memcpy(digits, receipt_new(cx->arena, place).data, RECEIPT_CHARACTERS);
    for (size_t at = RECEIPT_CHARACTERS; at-- > COUNTED_FROM; number /= sizeof alphabet - 1)
        digits[at] = alphabet[number % (long)(sizeof alphabet - 1)];
    return (str){ digits, RECEIPT_CHARACTERS };
}

static void begin_clocks(struct context *cx, const struct loading *loading,
                         struct matter *matter)
{
    matter->receipt = receipt_of(cx, matter->place, loading->done);
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
    begin_clocks(cx, loading, &matter);
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

    TRY(add_county(cx));
    for (unsigned i = 0; i < TOWNSHIPS * VILLAGES; i++)
        TRY(add_grids(cx, i / VILLAGES, i % VILLAGES));
    TRY(add_account(cx, "bench_worker", "grid_worker", grid_key(cx, 0, 0, 0),
                    &loading->worker));
    TRY(add_account(cx, "bench_county", "county_office", S(COUNTY_KEY), &county));
    return categories_all(cx, &loading->categories, &loading->category_count);
}

static struct error *load(struct context *cx, void *closure)
{
    struct loading *loading = closure;

    context_set_now(cx, instant_of(date_of(2025, 1, 1), 9, 0, 0));
    TRY(db_transaction(cx, prepare, loading));
    double start = now_seconds();
    cx->watch = loading->only_rows ? NULL : &watch_without_totals;
    while (loading->done < loading->count)
        TRY(db_transaction(cx, add_matters, loading));
    TRY(figures_rebuild(cx));
    loading->seconds = now_seconds() - start;
    return NULL;
}

int main(int argc, char **argv)
{
    struct loading loading = { .count = argc > 2 ? atol(argv[2]) : 0,
                               .only_rows = argc > 3 && strcmp(argv[3], "rows") == 0 };

    if (loading.count < GRID_EXTRA) {
        fprintf(stderr, "usage: bench-load DATABASE COUNT [rows] (at least %d)\n", GRID_EXTRA);
        return 2;
    }
    if (fill("bench-load", argv[1], load, &loading) != 0)
        return 1;
    printf("rows=%ld rate=%.0f\n", loading.count, (double)loading.count / loading.seconds);
    return 0;
}
