/* SPDX-License-Identifier: Apache-2.0 */
/* A crowd at the counter: what bench/points.c measures, small. */
#include "app/installed_test.h"
#include "modules/places/places.h"
#include "modules/points/fixture_test.h"
#include "tests/town.h"

#include <pthread.h>
#include <stdatomic.h>

enum { CLIENTS = 16, ITEMS = 40, HOUSEHOLDS = 4, POINTS_EACH = 11, ARENA_BYTES = 1 << 26 };

struct crowd {
    struct installed *town;
    struct writer *writer;
    record_id goods;
    record_id accounts[HOUSEHOLDS];
    atomic_int taken;
};

struct client {
    struct crowd *crowd;
    int number;
    pthread_t thread;
};

struct wanted {
    struct points_order order;
    struct points_redemption redemption;
};

static struct error *redeem(struct context *cx, void *closure)
{
    struct wanted *wanted = closure;

    return points_redeem(cx, &wanted->order, &wanted->redemption);
}

/* Each order is sent twice, as by a telephone that has lost the first answer. */
static bool send_twice(struct context *cx, struct client *client, int number)
{
    struct crowd *crowd = client->crowd;
    struct wanted wanted = {
        .order = { .key = arena_printf(cx->arena, "%d-%d", client->number, number),
                   .account = crowd->accounts[(client->number + number) % HOUSEHOLDS],
                   .goods = crowd->goods,
                   .quantity = 1 }
    };
    struct error *first = writer_run(crowd->writer, cx, redeem, &wanted);
    struct error *second = writer_run(crowd->writer, cx, redeem, &wanted);

    CHECK(first == NULL || first->kind == ERROR_CONFLICT);
    CHECK(first != NULL || second == NULL);
    return first == NULL;
}

static void *shop(void *closure)
{
    struct client *client = closure;
    struct context cx = client->crowd->town->cx;

    cx.arena = arena_create(ARENA_BYTES);
    cx.db = NULL;
    for (int i = 0; i < 2 * ITEMS / CLIENTS + 1; i++)
        if (send_twice(&cx, client, i))
            atomic_fetch_add(&client->crowd->taken, 1);
    arena_destroy(cx.arena);
    return NULL;
}

static struct error *prepare(struct context *cx, void *closure)
{
    struct crowd *crowd = closure;
    struct points_shop shelf = { .place = S(VILLAGE), .name = S("示例积分超市") };
    struct points_goods goods = { .name = S("洗衣粉"), .price = 1, .cost = 100 };

    TRY(places_load_divisions(cx));
    TRY(store_insert(cx, &points_shop_type, &shelf));
    goods.shop = shelf.id;
    TRY(points_goods_offer(cx, &goods));
    TRY(points_goods_move(cx,
                          &(struct points_movement){ .goods = goods.id, .quantity = ITEMS }));
    crowd->goods = goods.id;
    for (int i = 0; i < HOUSEHOLDS; i++) {
        struct points_account account = { 0 };
        TRY(points_account_of_team(cx, S(VILLAGE), arena_printf(cx->arena, "示例队%d", i),
                                   &account));
        TRY(points_open(cx, account.id, POINTS_EACH, POINTS_EACH, S("示例")));
        crowd->accounts[i] = account.id;
    }
    return NULL;
}

static void run(struct crowd *crowd)
{
    struct client clients[CLIENTS];

    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ .crowd = crowd, .number = i };
        CHECK(pthread_create(&clients[i].thread, NULL, shop, &clients[i]) == 0);
    }
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(clients[i].thread, NULL);
}

TEST("a crowd that wants the last goods gets each of them once, and nothing falls below zero")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct crowd crowd = { .town = &town };

    CHECK_OK(installed_open(&town));
    town.cx.deed = "test";
    CHECK_OK(db_transaction(&town.cx, prepare, &crowd));
    CHECK_OK(writer_create(
        &town.cx,
        &(struct writer_options){ .address = town.address, .threads = 4, .queue_max = 1000 },
        &crowd.writer));
    run(&crowd);
    writer_destroy(crowd.writer);

    CHECK(atomic_load(&crowd.taken) == ITEMS);
    CHECK(installed_number(&town, "select count(*) from points_redemptions") == ITEMS);
    CHECK(installed_number(&town, "select quantity from points_stocks") == 0);
    CHECK(installed_number(&town, "select count(*) from points_accounts "
                                  "where side = 'team' and redeemable < 0") == 0);
    points_check_ledger(&town.cx);
    installed_shut(&town);
}
