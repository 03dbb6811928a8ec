/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redeeming the last goods, all at once: 64 clients, retries, repeated keys.
 *
 *     bench-points DATABASE [ITEMS]
 *
 * Makes a new database and runs, through the program's writer and without HTTP:
 *
 *   writer  what the writer does with a full queue, alone in one thread: ITEMS redemptions,
 * each in a savepoint, 64 in a transaction that is synced plenty  64 clients, ITEMS pieces on
 * the shelf until they are gone last    1,000 pieces and too few points for all: every third
 * order is sent three times naive   the same as "last" on tables of their own in the same
 * database, done as it is often done: read, check in the program, then subtract; no key
 *
 * Prints "case.key=value ...", a case a line.  Ends with 1 when our numbers are not exact, or
 * when the naive ones are: then the case was too easy to show anything.
 */
#include "modules/points/points.h"
#include "app/app.h"
#include "modules/modules.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    CLIENTS = 64,
    HOUSEHOLDS = 32,
    LAST_ITEMS = 1000,
    LAST_POINTS = 33, /* of each household: a few more than there are goods */
    USUAL_ITEMS = 40000,
    EVERY = 3, /* this order is sent */
    TIMES = 3, /* so often */
    ORDERS_MAX = 100000,
    QUEUE_MAX = 10000,
    WRITER_THREADS = 4,
    ARENA_BYTES = 1 << 30,
};

static const char village[] = "421182102226";

struct scene {
    const char *name;
    struct context *cx;
    struct writer *writer;
    const char *address;
    record_id goods;
    record_id accounts[HOUSEHOLDS];
    struct error *(*order)(struct context *cx, struct scene *scene, const char *key,
                           size_t household);
    bool reads_first; /* its clients have a connection of their own */
    atomic_llong taken;
    atomic_llong repeated;
    atomic_bool sold_out;
    atomic_int broken;
};

struct client {
    struct scene *scene;
    int number;
    pthread_t thread;
};

static double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static NO_RETURN void give_up(const char *what, const struct error *error)
{
    fprintf(stderr, "bench-points: %s: %.*s\n", what,
            error == NULL ? 0 : (int)error->message.length,
            error == NULL ? "" : error->message.data);
    exit(1);
}

static void must(const char *what, const struct error *error)
{
    if (error != NULL)
        give_up(what, error);
}

/* Ours */

struct wanted {
    struct points_order order;
    struct points_redemption redemption;
};

static struct error *redeem(struct context *cx, void *closure)
{
    struct wanted *wanted = closure;

    return points_redeem(cx, &wanted->order, &wanted->redemption);
}

static struct error *order_ours(struct context *cx, struct scene *scene, const char *key,
                                size_t household)
{
    struct wanted wanted = { .order = { .key = str_of(key),
                                        .account = scene->accounts[household],
                                        .goods = scene->goods,
                                        .quantity = 1 } };

    return writer_run(scene->writer, cx, redeem, &wanted);
}

/* The naive way: look, decide, then subtract. */

struct naive {
    const char *key;
    size_t household;
};

static struct error *subtract(struct context *cx, void *closure)
{
    const struct naive *naive = closure;

    TRY(db_run(cx, "update naive_accounts set points = points - 1 where id = $1",
               WITH(value_integer((int64_t)naive->household))));
    TRY(db_run(cx, "update naive_stocks set quantity = quantity - 1 where id = 1", NULL, 0));
    return db_run(
        cx, "insert into naive_vouchers (number, household) values ($1, $2)",
        WITH(value_text(str_of(naive->key)), value_integer((int64_t)naive->household)));
}

static struct error *order_naively(struct context *cx, struct scene *scene, const char *key,
                                   size_t household)
{
    struct naive naive = { key, household };
    int64_t points, quantity;

    TRY(query_number(cx, "select points from naive_accounts where id = $1",
                     WITH(value_integer((int64_t)household)), &points));
    TRY(query_number(cx, "select quantity from naive_stocks where id = 1", NULL, 0, &quantity));
    if (points < 1 || quantity < 1)
        return fail(cx, ERROR_CONFLICT, "%s", quantity < 1 ? "只剩0件，不够。" : "积分不够");
    return writer_run(scene->writer, cx, subtract, &naive);
}

/* Clients */

/* Answers whether it went through. */
static bool send(struct context *cx, struct scene *scene, const char *key, size_t household)
{
    struct error *error = scene->order(cx, scene, key, household);

    if (error == NULL)
        return true;
    if (error->kind != ERROR_CONFLICT && error->kind != ERROR_BUSY) {
        fprintf(stderr, "bench-points: %.*s\n", STR_ARG(error->message));
        atomic_fetch_add(&scene->broken, 1);
        atomic_store(&scene->sold_out, true);
    }
    if (str_contains(error->message, S("只剩0件")))
        atomic_store(&scene->sold_out, true);
    return false;
}

static void order(struct context *cx, struct client *client, int number)
{
    struct scene *scene = client->scene;
    const char *key =
        arena_printf(cx->arena, "%s-%d-%d", scene->name, client->number, number).data;
    size_t household = ((size_t)client->number + (size_t)number) % HOUSEHOLDS;

    if (send(cx, scene, key, household))
        atomic_fetch_add(&scene->taken, 1);
    else
        return;
    for (int i = 1; number % EVERY == 0 && i < TIMES; i++)
        if (send(cx, scene, key, household))
            atomic_fetch_add(&scene->repeated, 1);
}

static void *shop(void *closure)
{
    struct client *client = closure;
    struct context cx = *client->scene->cx;

    cx.arena = arena_create(ARENA_BYTES);
    cx.db = NULL;
    if (client->scene->reads_first)
        must("open", db_open(&cx, client->scene->address, DB_READ, &cx.db));
    struct arena_mark mark = arena_mark(cx.arena);
    for (int i = 0; i < ORDERS_MAX && !atomic_load(&client->scene->sold_out); i++) {
        order(&cx, client, i);
        arena_rewind(cx.arena, mark);
    }
    if (cx.db != NULL)
        db_close(cx.db);
    arena_destroy(cx.arena);
    return NULL;
}

/* Answers how long it took. */
static double run(struct scene *scene)
{
    static struct client clients[CLIENTS];
    double start = seconds_of(CLOCK_MONOTONIC);

    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ .scene = scene, .number = i };
        if (pthread_create(&clients[i].thread, NULL, shop, &clients[i]) != 0)
            give_up("thread", NULL);
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i].thread, NULL);
    return seconds_of(CLOCK_MONOTONIC) - start;
}

/* The writer's own work: no queue, no other thread. */

static void redeem_in_savepoint(struct scene *scene, int64_t number)
{
    struct context *cx = scene->cx;
    struct wanted wanted = { .order = { .key = arena_printf(cx->arena, "%s-%lld", scene->name,
                                                            (long long)number),
                                        .account = scene->accounts[number % HOUSEHOLDS],
                                        .goods = scene->goods,
                                        .quantity = 1 } };

    must("savepoint", db_begin(cx));
    must("redeem", redeem(cx, &wanted));
    must("release", db_commit(cx));
}

static void redeem_in_groups(struct scene *scene, int64_t items)
{
    struct arena_mark mark = arena_mark(scene->cx->arena);

    for (int64_t done = 0; done < items;) {
        must("begin", db_begin(scene->cx));
        for (int i = 0; i < CLIENTS && done < items; i++)
            redeem_in_savepoint(scene, done++);
        must("commit", db_commit(scene->cx));
        arena_rewind(scene->cx->arena, mark);
    }
}

static void measure_writer(struct scene *scene, int64_t items)
{
    double start = seconds_of(CLOCK_MONOTONIC);
    double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);

    redeem_in_groups(scene, items);
    double seconds = seconds_of(CLOCK_MONOTONIC) - start;
    cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("%s.rate=%.0f %s.cpu_us=%.1f\n", scene->name, (double)items / seconds, scene->name,
           cpu * 1e6 / (double)items);
}

/* The ground */

static void stock_up(struct scene *scene, int64_t items)
{
    struct context *cx = scene->cx;
    struct points_shop shelf = { .place = str_of(village), .name = S("示例积分超市") };
    struct points_goods goods = { .name = S("洗衣粉"), .price = 1, .cost = 100 };

    must("shop", store_insert(cx, &points_shop_type, &shelf));
    goods.shop = shelf.id;
    must("goods", points_goods_offer(cx, &goods));
    must("stock", points_goods_move(
                      cx, &(struct points_movement){ .goods = goods.id, .quantity = items }));
    scene->goods = goods.id;
}

static void hand_out(struct scene *scene, int64_t points)
{
    struct context *cx = scene->cx;

    for (size_t i = 0; i < HOUSEHOLDS; i++) {
        struct points_account account = { 0 };
        str name = arena_printf(cx->arena, "%s%zu", scene->name, i);
        must("account", points_account_of_team(cx, str_of(village), name, &account));
        scene->accounts[i] = account.id;
        must("opening", points_open(cx, account.id, points, points, S("示例")));
    }
}

static void prepare_ours(struct scene *scene, int64_t items, int64_t points)
{
    scene->order = order_ours;
    must("begin", db_begin(scene->cx));
    stock_up(scene, items);
    hand_out(scene, points);
    must("commit", db_commit(scene->cx));
}

static void prepare_naive(struct scene *scene)
{
    struct context *cx = scene->cx;

    scene->order = order_naively;
    scene->reads_first = true;
    must("tables", db_script(cx, "create table naive_accounts (id bigint primary key, points "
                                 "bigint not null); create table naive_stocks (id bigint "
                                 "primary key, quantity bigint not null); create table "
                                 "naive_vouchers (number text, household bigint)"));
    must("begin", db_begin(cx));
    for (int64_t i = 0; i < HOUSEHOLDS; i++)
        must("account", db_run(cx, "insert into naive_accounts values ($1, $2)",
                               WITH(value_integer(i), value_integer(LAST_POINTS))));
    must("stock", db_run(cx, "insert into naive_stocks values (1, $1)",
                         WITH(value_integer(LAST_ITEMS))));
    must("commit", db_commit(cx));
}

/* What came of it */

static int64_t number(struct context *cx, const char *sql)
{
    int64_t found;

    must("number", query_number(cx, sql, NULL, 0, &found));
    return found;
}

static void count_wrong(str what, void *closure)
{
    fprintf(stderr, "bench-points: %.*s\n", STR_ARG(what));
    (*(int64_t *)closure)++;
}

static bool tell_ours(struct scene *scene, int64_t items, double seconds)
{
    struct context *cx = scene->cx;
    struct points_trial trial;
    int64_t vouchers, stock, lowest, wrong = 0, checked = 0;
    long long taken = atomic_load(&scene->taken);

    must("vouchers",
         query_number(cx, "select count(*) from points_redemptions where goods = $1",
                      WITH(value_integer(scene->goods)), &vouchers));
    must("stock", points_stock_of(cx, scene->goods, &stock));
    lowest = number(cx, "select min(redeemable) from points_accounts where side = 'team'");
    must("trial", points_trial_read(cx, str_of("421182"), cx->today, &trial));
    must("check", modules_check(cx, count_wrong, &wrong, &checked));
    printf("%s.rate=%.0f %s.seconds=%.3f %s.redeemed=%lld %s.repeated=%lld %s.stock=%lld "
           "%s.lowest_balance=%lld %s.trial=%lld %s.wrong=%lld\n",
           scene->name, (double)taken / seconds, scene->name, seconds, scene->name,
           (long long)vouchers, scene->name, (long long)atomic_load(&scene->repeated),
           scene->name, (long long)stock, scene->name, (long long)lowest, scene->name,
           (long long)(trial.redeemable + trial.honour), scene->name, (long long)wrong);
    return vouchers == items && taken == items && stock == 0 && lowest >= 0 && wrong == 0 &&
           trial.redeemable == 0 && trial.honour == 0 && atomic_load(&scene->broken) == 0;
}

/* True when it has failed, as it must. */
static bool tell_naive(struct scene *scene, double seconds)
{
    struct context *cx = scene->cx;
    int64_t vouchers = number(cx, "select count(*) from naive_vouchers");
    int64_t doubled =
        number(cx, "select count(*) - count(distinct number) from naive_vouchers");
    int64_t stock = number(cx, "select quantity from naive_stocks");
    int64_t lowest = number(cx, "select min(points) from naive_accounts");

    printf("%s.rate=%.0f %s.redeemed=%lld %s.doubled=%lld %s.stock=%lld "
           "%s.lowest_balance=%lld\n",
           scene->name, (double)vouchers / seconds, scene->name, (long long)vouchers,
           scene->name, (long long)doubled, scene->name, (long long)stock, scene->name,
           (long long)lowest);
    return doubled > 0 && (stock < 0 || lowest < 0);
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create(ARENA_BYTES) };
    struct app app;
    int64_t items = USUAL_ITEMS;

    if (argc < 2 || (argc > 2 && !str_read_integer(str_of(argv[2]), &items))) {
        fprintf(stderr, "usage: bench-points DATABASE [ITEMS]\n");
        return 2;
    }
    modules_register(modules);
    must("database", app_open(&cx, argv[1], true, &app));
    cx.deed = "bench";

    struct writer *writer;
    must("writer", writer_create(&cx,
                                 &(struct writer_options){ .address = argv[1],
                                                           .threads = WRITER_THREADS,
                                                           .queue_max = QUEUE_MAX },
                                 &writer));
    struct scene alone = { .name = "writer", .cx = &cx };
    struct scene plenty = { .name = "plenty", .cx = &cx, .writer = writer, .address = argv[1] };
    struct scene last = { .name = "last", .cx = &cx, .writer = writer, .address = argv[1] };
    struct scene naive = { .name = "naive", .cx = &cx, .writer = writer, .address = argv[1] };

    prepare_ours(&alone, items, items);
    measure_writer(&alone, items);
    prepare_ours(&plenty, items, items);
    bool is_right = tell_ours(&plenty, items, run(&plenty));
    prepare_ours(&last, LAST_ITEMS, LAST_POINTS);
    is_right = tell_ours(&last, LAST_ITEMS, run(&last)) && is_right;
    prepare_naive(&naive);
    bool has_failed = tell_naive(&naive, run(&naive));

    writer_destroy(writer);
    app_close(&cx, &app);
    arena_destroy(cx.arena);
    if (!is_right)
        fprintf(stderr, "bench-points: the ledger is not exact\n");
    if (!has_failed)
        fprintf(stderr, "bench-points: the naive way happened to be right\n");
    return !is_right || !has_failed;
}
