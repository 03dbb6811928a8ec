/* SPDX-License-Identifier: Apache-2.0 */
#include "modules/sample/sample.h"

#include "app/account.h"
#include "app/journal.h"
#include "modules/sample/chance.h"
#include "modules/sample/scene.h"
#include "tests/town.h"

#include <stdio.h>

/* All figures of the smallest place, for its reported year and for the year of its matters. */
static str figures_of(struct context *cx)
{
    struct buf out = { .arena = cx->arena };

    CHECK_OK(figures_write(cx, S("141121200"), date_of(2022, 1, 1), date_of(2022, 12, 31),
                           "csv", &out));
    CHECK_OK(figures_write(cx, S("141121200"), date_of(2025, 3, 1), date_of(2026, 2, 28), "csv",
                           &out));
    return buf_str(&out);
}

static int64_t count_of(struct context *cx, const char *sql)
{
    int64_t count;

    CHECK_OK(query_number(cx, sql, NULL, 0, &count));
    return count;
}

static int64_t figure_of(struct context *cx, const char *key, const char *place, int year)
{
    struct figure_value value;

    CHECK_OK(figure_read(cx, figure_find(str_of(key)), str_of(place), date_of(year, 1, 1),
                         date_of(year, 12, 31), &value));
    return value.value;
}

static void count_difference(const struct total_difference *difference, void *closure)
{
    printf("total %.*s of %.*s in %lld: %lld, not %lld\n", STR_ARG(difference->figure),
           STR_ARG(difference->place), (long long)difference->period,
           (long long)difference->kept, (long long)difference->computed);
    ++*(int *)closure;
}

static void count_broken(record_id entry, void *closure)
{
    printf("journal entry %lld\n", (long long)entry);
    ++*(int *)closure;
}

static void count_altered(const struct record_difference *found, void *closure)
{
    printf("%s %lld\n", found->type->name, (long long)found->record);
    ++*(int *)closure;
}

TEST("the smallest place has the figures that it published, and everything adds up")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int64_t checked;
    int wrong = 0;

    CHECK_OK(sample_replay(&cx, "dongzhuang", NULL));

    CHECK(figure_of(&cx, "micro_grids", "141121200202", 2022) == 40);
    CHECK(figure_of(&cx, "matters_received", "141121200", 2025) > 100);
    CHECK(count_of(&cx, "select count(*) from residents where is_example = 0") == 0);
    CHECK(count_of(&cx, "select count(*) from residents where id_number <> ''") == 0);
    CHECK_OK(figures_verify(&cx, count_difference, &wrong, &checked));
    CHECK_OK(journal_verify(&cx, count_broken, &wrong, &checked));
    CHECK_OK(journal_compare(&cx, count_altered, &wrong, &checked));
    CHECK(wrong == 0);
}

/* On one database only, as what follows: a replay takes a while. */

TEST_ONCE(
    "in the sample everybody has one name, and whoever holds a post is marked as invented")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_OK(sample_replay(&cx, "dongzhuang", NULL));

    CHECK(count_of(&cx, "select count(*) from posts p join residents r on r.id = p.person "
                        "where p.holder <> r.name") == 0);
    CHECK(count_of(&cx, "select count(*) from posts p join accounts a on a.id = p.account "
                        "where p.holder <> a.name") == 0);
    CHECK(count_of(&cx, "select count(*) from posts where holder not like '%（示例）'") == 0);
    CHECK(count_of(&cx, "select count(*) from (select person, place from posts "
                        "where person is not null group by person, place "
                        "having count(*) > 1) as twice") == 0);
}

TEST_ONCE("a place that is there is not replayed again; its demonstration accounts can sign in")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct account account;
    bool found;

    CHECK_FAILS(sample_replay(&cx, "atlantis", NULL), ERROR_INVALID);
    FILE *progress = tmpfile();
    CHECK_OK(sample_replay(&cx, "dongzhuang", progress));
    CHECK(ftell(progress) > 0 && fclose(progress) == 0);
    CHECK_FAILS(sample_replay(&cx, "dongzhuang", NULL), ERROR_CONFLICT);

    CHECK(cx.access == &access_of_system);
    CHECK(date_compare(cx.today, date_of(2026, 3, 2)) == 0);
    CHECK_OK(account_find(&cx, S("dongzhuang_clerk"), &account, &found));
    CHECK(found && account.demonstration && !account.must_change_password);
    CHECK(password_verify(account.password_hash, S("Xiangzhi-2026")));
    CHECK_OK(account_find(&cx, S("civil_affairs_office.141121200"), &account, &found));
    CHECK(found && !account.demonstration);
    CHECK(!password_verify(account.password_hash, S("Xiangzhi-2026")));
}

TEST_ONCE("the same place always becomes the same records")
{
    static char first[64 * 1024];
    static const char entries[] = "select count(*) from journal";
    static const char steps[] = "select sum(length(note)) from steps_taken";
    int64_t first_entries, first_steps;

    for (int round = 0; round < 2; round++) {
        CLEANUP(test_town_close) struct context cx = test_town();
        CHECK_OK(sample_replay(&cx, "dongzhuang", NULL));
        str figures = figures_of(&cx);
        CHECK(figures.length < sizeof first);
        if (round == 0) {
            snprintf(first, sizeof first, "%.*s", STR_ARG(figures));
            first_entries = count_of(&cx, entries);
            first_steps = count_of(&cx, steps);
            continue;
        }
        CHECK_STR(figures, first);
        CHECK(count_of(&cx, entries) == first_entries);
        CHECK(count_of(&cx, steps) == first_steps);
    }
}

TEST_ONCE("chance depends on its seed alone and stays within its bounds")
{
    struct chance chance = chance_of_seed(S("花桥"));
    struct chance same = chance_of_seed(S("花桥"));
    bool seen[7] = { false };

    for (int i = 0; i < 1000; i++) {
        int number = chance_between(&chance, 3, 9);
        CHECK(number >= 3 && number <= 9);
        CHECK(number == chance_between(&same, 3, 9));
        seen[number - 3] = true;
    }
    for (size_t i = 0; i < COUNT(seen); i++)
        CHECK(seen[i]);
}

TEST_ONCE("every scene says what it needs")
{
    size_t count = 0;

    for (const struct scene *scene = scenes; scene->name != NULL; scene++, count++) {
        CHECK(scene_find(str_of(scene->name)) == scene);
        CHECK(str_starts(str_of(scene->village), str_of(scene->township)));
        CHECK(str_starts(str_of(scene->neighbour), str_of(scene->township)));
        CHECK(str_starts(str_of(scene->township), str_of(scene->place)));
    }
    CHECK(count == 5);
    CHECK(scene_find(S("atlantis")) == NULL);
}
