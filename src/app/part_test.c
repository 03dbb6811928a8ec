/* SPDX-License-Identifier: Apache-2.0 */
/* A part of a page is what it would be if it were written now. */
#include "app/part.h"

#include "app/installed_test.h"
#include "base/words.h"
#include "tests/town.h"

/* Somebody who reads, beside whoever changes the database. */
struct reading {
    struct installed town;
    struct access access;
    struct db *reader;
    int written; /* how often the part was written */
};

static void start_reading(struct reading *reading)
{
    struct context *cx = &reading->town.cx;

    reading->town = installed_new();
    CHECK_OK(db_open(cx, reading->town.address, DB_READ, &reading->reader));
    reading->access = (struct access){ .account = 7 };
    cx->access = &reading->access;
}

static void stop_reading(struct reading *reading)
{
    db_close(reading->reader);
    reading->town.cx.db = NULL;
    installed_close(&reading->town);
}

static struct error *write_count(struct context *cx, struct buf *out, void *closure)
{
    int *written = closure;
    int64_t count;

    TRY(query_number(cx, "select count(*) from installation", NULL, 0, &count));
    buf_printf(out, "%lld things, written %d", (long long)count, ++*written);
    return NULL;
}

/* How often it has been written once it is shown, in a transaction of its own. */
static int shown(struct reading *reading, int64_t value, bool for_all)
{
    struct context *cx = &reading->town.cx;
    struct buf out = { .arena = cx->arena };

    cx->db = reading->reader;
    CHECK_OK(db_begin(cx));
    CHECK_OK(part_write(cx, &out,
                        &(struct part){ .name = "count",
                                        .write = write_count,
                                        .values = WITH(value_integer(value)),
                                        .for_all = for_all },
                        &reading->written));
    CHECK_OK(db_commit(cx));
    return reading->written;
}

static void change(struct reading *reading)
{
    struct context *cx = &reading->town.cx;

    CHECK_OK(installed_open(&reading->town));
    CHECK_OK(db_run(cx, "insert into installation (name, value) values ('x', 'y')", NULL, 0));
    installed_shut(&reading->town);
    cx->access = &reading->access;
}

TEST("on SQLite a part is written once until something changes")
{
    CLEANUP(stop_reading) struct reading reading = { 0 };
    start_reading(&reading);
    bool sqlite = !reading.town.postgres;

    CHECK(shown(&reading, 1, false) == 1);
    CHECK(shown(&reading, 1, false) == (sqlite ? 1 : 2));
    change(&reading);
    CHECK(shown(&reading, 1, false) == (sqlite ? 2 : 3));
}

TEST("another reader, language, day or value is another part")
{
    CLEANUP(stop_reading) struct reading reading = { 0 };
    start_reading(&reading);

    CHECK(shown(&reading, 1, false) == 1);
    CHECK(shown(&reading, 2, false) == 2);
    reading.access.account = 8;
    CHECK(shown(&reading, 1, false) == 3);
    reading.town.cx.today = date_add_days(reading.town.cx.today, 1);
    CHECK(shown(&reading, 1, false) == 4);
    CLEANUP(words_speak_again) enum language before = words_speak(LANGUAGE_ENGLISH);
    CHECK(shown(&reading, 1, false) == 5);
}

TEST("what is the same for all is written once for all, on SQLite")
{
    CLEANUP(stop_reading) struct reading reading = { 0 };
    start_reading(&reading);

    CHECK(shown(&reading, 1, true) == 1);
    reading.access.account = 8;
    CHECK(shown(&reading, 1, true) == (reading.town.postgres ? 2 : 1));
}

TEST(
    "for whoever comes with a token, who may do less than the account, it is written each time")
{
    CLEANUP(stop_reading) struct reading reading = { 0 };
    start_reading(&reading);

    CHECK(shown(&reading, 1, false) == 1);
    reading.access.by_api = true;
    CHECK(shown(&reading, 1, false) == 2);
    CHECK(shown(&reading, 1, false) == 3);
}
