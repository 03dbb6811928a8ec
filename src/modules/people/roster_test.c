/* SPDX-License-Identifier: Apache-2.0 */
/* Rosters by the thousand: what others see of them, and how they are undone. */
#include "app/figure.h"
#include "app/import.h"
#include "app/importing.h"
#include "app/installed_test.h"
#include "app/journal.h"
#include "app/roster.h"
#include "modules/people/people_parts.h"
#include "modules/places/places.h"
#include "record/search.h"
#include "tests/town.h"

#include <unistd.h>

enum { ROSTER = 90, FAMILY = 3, BATCH = 30, SOME = 7 };

static const char village[] = "421182102205";

static struct resident villager(struct context *cx, int i)
{
    static const char *const relations[FAMILY] = { "户主", "妻", "子" };

    return (struct resident){
        .name = arena_printf(cx->arena, "示例%04d", i),
        .place = str_of(village),
        .household_number = arena_printf(cx->arena, "R%04d", i / FAMILY),
        .relation = str_of(relations[i % FAMILY]),
        .birth_on = date_of(1980, 1, 1),
    };
}

/* Stages a roster of so many villagers whose numbers begin with first; all of them are new. */
static record_id a_roster(struct context *cx, int first, int count)
{
    struct import_run run = { .place = S("421182"),
                              .type = S("resident"),
                              .title = S("花名册.xlsx"),
                              .digest = S("0123") };
    record_id id;

    CHECK_OK(import_create(cx, &run, &id));
    for (int i = 0; i < count; i += BATCH) {
        struct resident *residents = arena_array(cx->arena, struct resident, BATCH);
        struct import_row *rows = arena_array(cx->arena, struct import_row, BATCH);
        int more = count - i < BATCH ? count - i : BATCH;
        for (int j = 0; j < more; j++) {
            residents[j] = villager(cx, first + i + j);
            rows[j] = (struct import_row){ .line = i + j + 2, .record = &residents[j] };
        }
        CHECK_OK(import_add_rows(cx, id, rows, (size_t)more));
    }
    return id;
}

static record_id a_started_roster(struct context *cx, int first, int count)
{
    record_id id = a_roster(cx, first, count);

    CHECK_OK(import_start(cx, id));
    return id;
}

static struct import_run run_of(struct context *cx, record_id id)
{
    struct import_run run = { 0 };

    CHECK_OK(import_get(cx, id, &run));
    return run;
}

static int64_t number_of(struct context *cx, const char *sql)
{
    int64_t number;

    CHECK_OK(query_number(cx, sql, NULL, 0, &number));
    return number;
}

static int64_t figure_of(struct context *cx, const char *key)
{
    struct figure_value value;

    CHECK_OK(figure_read(cx, figure_find(str_of(key)), S("421182"), date_of(2026, 1, 1),
                         cx->today, &value));
    return value.value;
}

static int64_t found_by_word(struct context *cx)
{
    static const char sqlite[] = "select count(*) from residents where id in "
                                 "(select rowid from residents_words where words match $1)";
    static const char postgres[] =
        "select count(*) from residents where id in "
        "(select id from residents_words where words @@ $1::tsquery)";
    int64_t number;

    CHECK_OK(query_number(cx, db_engine(cx->db) == DB_SQLITE ? sqlite : postgres,
                          WITH(value_text(search_question(cx, S("示例"), (str){ 0 }))),
                          &number));
    return number;
}

static void count_difference(const struct total_difference *difference, void *closure)
{
    (void)difference;
    (*(int *)closure)++;
}

static int differences(struct context *cx)
{
    int count = 0;
    int64_t checked;

    CHECK_OK(figures_verify(cx, count_difference, &count, &checked));
    return count;
}

/* A town of which the test has two connections: one that works, as the writer does, and one
 * that shows pages. */
struct seen {
    struct installed town;
    struct context page;
};

static struct seen seen_new(void)
{
    struct seen seen = { .town = installed_new() };

    CHECK_OK(installed_open(&seen.town));
    CHECK_OK(places_load_divisions(&seen.town.cx));
    seen.page = (struct context){ .arena = arena_create(64 << 20),
                                  .app = &seen.town.app,
                                  .access = &access_of_system,
                                  .today = seen.town.cx.today };
    CHECK_OK(db_open(&seen.page, seen.town.address, DB_READ, &seen.page.db));
    db_follow_curtain(seen.page.db);
    return seen;
}

static void seen_close(struct seen *seen)
{
    db_close(seen->page.db);
    arena_destroy(seen->page.arena);
    installed_close(&seen->town);
    db_draw_curtain(NULL);
}

static bool take_step(struct context *cx)
{
    bool more = true;

    db_draw_curtain(import_curtain());
    CHECK_OK(db_transaction(cx, import_step, &more));
    return more;
}

static void check_sees(struct context *page, int64_t residents)
{
    CHECK(number_of(page, "select count(*) from residents") == residents);
    CHECK(found_by_word(page) == residents);
    CHECK(number_of(page, "select count(*) from household_members") == residents);
    CHECK(figure_of(page, "residents") == residents);
    CHECK(figure_of(page, "households") == residents / FAMILY);
}

TEST("a roster is seen whole after its last step, and before that nothing of it")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    record_id id = a_started_roster(cx, 0, ROSTER);
    int steps = 0;

    check_sees(&seen.page, 0);
    for (bool more = true; more; steps++) {
        struct import_run run = run_of(cx, id);
        if (steps % SOME == 3 || run.state == IMPORT_APPLIED) {
            check_sees(&seen.page, run.state == IMPORT_APPLIED ? ROSTER : 0);
            CHECK(number_of(cx, "select count(*) from residents") == run.added);
            CHECK(differences(cx) == 0);
        }
        more = take_step(cx);
    }

    CHECK(steps > 3);
    check_sees(&seen.page, ROSTER);
    CHECK(run_of(cx, id).added == ROSTER && run_of(cx, id).late == 0);
    CHECK(!db_curtain_is_drawn());
}

TEST("a page that was begun before the last step shows nothing of the roster to its end")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;

    a_started_roster(cx, 0, BATCH);
    take_step(cx);
    take_step(cx);
    CHECK(number_of(cx, "select count(*) from residents") > 0);
    CHECK_OK(db_begin(&seen.page));
    check_sees(&seen.page, 0);
    CHECK_OK(imports_work(cx));
    check_sees(&seen.page, 0);
    db_rollback(&seen.page);
    check_sees(&seen.page, BATCH);
}

TEST("a page that was begun before the first step and reads after it shows nothing either")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;

    a_started_roster(cx, 0, BATCH);
    CHECK_OK(db_begin(&seen.page));
    take_step(cx);
    take_step(cx);
    CHECK(number_of(cx, "select count(*) from residents") > 0);
    check_sees(&seen.page, 0);
    db_rollback(&seen.page);
    CHECK_OK(imports_work(cx));
}

TEST("a program that was killed goes on with a roster where it was")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    record_id id = a_started_roster(cx, 0, ROSTER);
    struct importer *importer;

    take_step(cx);
    take_step(cx);
    int64_t kept = number_of(cx, "select count(*) from residents");
    CHECK(kept > 0);
    installed_shut(&seen.town);
    db_draw_curtain(NULL);

    CHECK_OK(installed_open(&seen.town));
    CHECK_OK(writer_create(cx,
                           &(struct writer_options){
                               .address = seen.town.address, .threads = 2, .queue_max = 100 },
                           &seen.town.app.writer));
    CHECK(!import_has_server(cx));
    CHECK_OK(importer_start(cx, &seen.town.app, &importer));
    CHECK(import_has_server(cx));
    check_sees(&seen.page, 0);
    for (int i = 0; i < 600 && run_of(cx, id).state != IMPORT_APPLIED; i++)
        usleep(50000);
    importer_stop(importer);
    CHECK(!import_has_server(cx));
    seen.page.today = date_of(2999, 1, 1); /* the importer goes by the clock */
    writer_destroy(seen.town.app.writer);
    check_sees(&seen.page, ROSTER);
    CHECK(differences(cx) == 0);
}

TEST("when a row is refused nothing of the roster stays, and the row says why")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    record_id id = a_roster(cx, 0, ROSTER - BATCH);
    struct resident nowhere = villager(cx, 0);
    struct import_row row = { .line = 900, .record = &nowhere };
    struct import_result *results;
    size_t count;

    nowhere.place = S("421182102999");
    CHECK_OK(import_add_rows(cx, id, &row, 1));
    CHECK_OK(import_start(cx, id));
    for (int steps = 0; take_step(cx); steps++)
        if (steps % SOME == 3)
            check_sees(&seen.page, 0);
    CHECK(differences(cx) == 0);

    CHECK(run_of(cx, id).state == IMPORT_FAILED && run_of(cx, id).refused == 1);
    CHECK(number_of(cx, "select count(*) from residents") == 0);
    CHECK(number_of(cx, "select count(*) from households") == 0);
    CHECK_OK(import_results(cx, id, 0, 10, true, &results, &count));
    CHECK(count == 1 && results[0].line == 900);
    CHECK_STR(results[0].said, "所在村或网格：请选择村（社区）、组或网格。");
}

TEST("when refused rows may be left out, the others are kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident residents[2] = { villager(&cx, 0), villager(&cx, 3) };
    struct import_row rows[] = { { .line = 2, .record = &residents[0] },
                                 { .line = 3, .record = &residents[1] } };
    struct import_run draft = { .type = S("resident"), .keep_good = true };
    struct import_result *results;
    record_id id;
    size_t count;

    residents[0].place = S("421182102999");
    CHECK_OK(import_create(&cx, &draft, &id));
    CHECK_OK(import_add_rows(&cx, id, rows, 2));
    CHECK_OK(import_start(&cx, id));
    CHECK_OK(imports_work(&cx));

    CHECK(run_of(&cx, id).state == IMPORT_APPLIED);
    CHECK_OK(import_results(&cx, id, 0, 10, false, &results, &count));
    CHECK(count == 2 && results[0].outcome == IMPORT_REFUSED);
    CHECK(results[1].outcome == IMPORT_ADDED);
    struct resident kept = { 0 };
    CHECK_OK(store_get(&cx, &resident_type, results[1].record, &kept));
    CHECK_STR(kept.name, "示例0003");
    CHECK(kept.version == 1);
}

/* All that an import has left, but for sealed numbers and times. */
static str left_of(struct context *cx)
{
    static const char *const questions[] = {
        "select name, household_number, relation, place, version from residents order by name",
        "select number, head_name, place, version from households order by number",
        "select place, period, amounts from totals order by place, period",
        ("select type, deed, place from journal where type <> 'import' "
         "order by type, record, id"),
        "select line, outcome, said from import_rows order by line",
    };
    struct buf left = { .arena = cx->arena };
    struct result found;

    for (size_t i = 0; i < COUNT(questions); i++) {
        CHECK_OK(db_query(cx, questions[i], NULL, 0, &found));
        CHECK(found.rows > 0);
        for (size_t j = 0; j < found.rows * found.columns; j++)
            buf_printf(&left, "%.*s%lld|", STR_ARG(found.values[j].text),
                       (long long)found.values[j].integer);
    }
    return buf_str(&left);
}

/* Imports 60 people and somebody who lives nowhere, who stands before or behind the others. */
static str left_with_a_wrong_row(struct arena *arena, int64_t line)
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident people[61];
    struct import_row rows[61];
    struct import_run draft = { .type = S("resident"), .keep_good = true };
    record_id id;

    for (int i = 0; i < 61; i++) {
        people[i] = villager(&cx, i);
        rows[i] = (struct import_row){ .line = i + 2, .record = &people[i] };
    }
    people[60].place = S("421182102999");
    rows[60].line = line;
    CHECK_OK(import_create(&cx, &draft, &id));
    CHECK_OK(import_add_rows(&cx, id, line == 1 ? &rows[60] : rows, line == 1 ? 1 : 60));
    CHECK_OK(import_add_rows(&cx, id, line == 1 ? rows : &rows[60], line == 1 ? 60 : 1));
    CHECK_OK(import_start(&cx, id));
    CHECK_OK(imports_work(&cx));
    CHECK(run_of(&cx, id).added == 60 && run_of(&cx, id).refused == 1);
    CHECK(differences(&cx) == 0);
    CHECK_OK(db_run(&cx, "update import_rows set line = 62 where outcome = 4", NULL, 0));
    return arena_copy(arena, left_of(&cx));
}

TEST("rows that are kept together leave what they leave one by one")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);

    str apart = left_with_a_wrong_row(arena, 1);

    CHECK(str_eq(left_with_a_wrong_row(arena, 62), apart));
}

static struct resident registered(struct context *cx, int number)
{
    struct resident resident = villager(cx, number);

    CHECK_OK(resident_register(cx, &resident));
    return resident;
}

/* A roster with a change of somebody who is there and somebody who joins their household. */
static record_id a_late_roster(struct context *cx, struct resident *there)
{
    struct resident joining = villager(cx, 1);
    record_id id = a_roster(cx, 3, 3);
    struct import_row rows[] = {
        { .line = 10, .deed = IMPORT_CHANGE, .record = there },
        { .line = 11, .record = &joining },
        { .line = 12, .deed = IMPORT_KEEP, .record = there },
    };

    there->occupation = S("木匠");
    CHECK_OK(import_add_rows(cx, id, rows, 3));
    CHECK_OK(import_start(cx, id));
    return id;
}

TEST("what changes a record that others see waits for the last step")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident there = registered(&cx, 0);
    record_id id = a_late_roster(&cx, &there);
    struct resident now = { 0 };

    for (bool more = true; more && run_of(&cx, id).state != IMPORT_APPLIED;) {
        CHECK_OK(store_get(&cx, &resident_type, there.id, &now));
        CHECK_STR(now.occupation, "");
        CHECK_OK(db_transaction(&cx, import_step, &more));
    }
    CHECK_OK(imports_work(&cx));
    struct import_run run = run_of(&cx, id);
    CHECK(run.state == IMPORT_APPLIED && run.changed == 1 && run.same == 1);
    CHECK(run.late >= 1 && run.added == 4 && run.refused == 0);
    CHECK_OK(store_get(&cx, &resident_type, there.id, &now));
    CHECK_STR(now.occupation, "木匠");
}

TEST("an import that is undone is gone at once, and what it changed is as before")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    struct resident there = registered(cx, 0);
    struct resident now = { 0 };
    record_id id = a_roster(cx, 3, ROSTER - FAMILY);
    struct import_row change = { .deed = IMPORT_CHANGE, .record = &there };

    there.occupation = S("木匠");
    CHECK_OK(import_add_rows(cx, id, &change, 1));
    CHECK_OK(import_start(cx, id));
    CHECK_OK(imports_work(cx));
    CHECK(number_of(&seen.page, "select count(*) from residents") == ROSTER - FAMILY + 1);
    CHECK_OK(db_begin(cx));
    CHECK_OK(import_undo(cx, id));
    CHECK_OK(db_commit(cx));

    CHECK(number_of(&seen.page, "select count(*) from residents") == 1);
    CHECK(figure_of(&seen.page, "households") == 1);
    CHECK(number_of(cx, "select count(*) from residents") == ROSTER - FAMILY + 1);
    CHECK_OK(store_get(cx, &resident_type, there.id, &now));
    CHECK_STR(now.occupation, "");
    for (int steps = 0; take_step(cx); steps++)
        if (steps % SOME == 0) {
            CHECK(number_of(&seen.page, "select count(*) from residents") == 1);
            CHECK(figure_of(&seen.page, "households") == 1);
        }
    CHECK(differences(cx) == 0);
    CHECK(run_of(cx, id).state == IMPORT_UNDONE);
    CHECK(number_of(cx, "select count(*) from residents") == 1);
    CHECK(number_of(&seen.page, "select count(*) from residents") == 1);
}

TEST("an import is not undone when one of its records was changed since, and says which")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_started_roster(&cx, 0, 3);
    struct resident changed = { 0 };
    bool found;

    CHECK_OK(imports_work(&cx));
    CHECK_OK(store_find_by(&cx, &resident_type, str_of(village), "name",
                           value_text(S("示例0001")), &changed, &found));
    changed.occupation = S("木匠");
    CHECK_OK(resident_change(&cx, &changed));
    struct error *error = import_undo(&cx, id);
    CHECK(error != NULL && error->kind == ERROR_CONFLICT);
    CHECK_STR(error->message, "不能整批撤销：居民“示例0001”导入后又改过。请逐条处理。");
    CHECK(run_of(&cx, id).state == IMPORT_APPLIED);
}

TEST("an import is not undone when another record leads to one of its own")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_started_roster(&cx, 0, 3);
    struct resident head = { 0 };
    bool found;

    CHECK_OK(imports_work(&cx));
    CHECK_OK(store_find_by(&cx, &resident_type, str_of(village), "name",
                           value_text(S("示例0000")), &head, &found));
    struct household_member member = { .place = head.place,
                                       .resident = head.id,
                                       .from_on = cx.today };
    CHECK_OK(store_insert(&cx, &household_member_type, &member));
    CHECK_FAILS(import_undo(&cx, id), ERROR_CONFLICT);
}

TEST("an import is undone for a day, and only once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_started_roster(&cx, 0, 3);

    CHECK_FAILS(import_undo(&cx, id), ERROR_CONFLICT);
    CHECK_OK(imports_work(&cx));
    test_set_day(&cx, "2026-03-04");
    CHECK_FAILS(import_undo(&cx, id), ERROR_CONFLICT);
    test_set_day(&cx, "2026-03-03");
    CHECK_OK(import_undo(&cx, id));
    CHECK_OK(imports_work(&cx));
    CHECK_FAILS(import_undo(&cx, id), ERROR_CONFLICT);
    CHECK(number_of(&cx, "select count(*) from residents") == 0);
}

TEST("nobody changes or builds upon what an import has made before it is seen")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    struct resident hidden = { 0 };
    bool found;

    a_started_roster(cx, 0, BATCH);
    take_step(cx);
    take_step(cx);
    CHECK_OK(store_find_by(cx, &resident_type, str_of(village), "name",
                           value_text(S("示例0000")), &hidden, &found));
    CHECK(found);
    struct household_member member = { .place = hidden.place,
                                       .resident = hidden.id,
                                       .from_on = cx->today };
    CHECK_OK(db_begin(cx));
    CHECK_FAILS(store_insert(cx, &household_member_type, &member), ERROR_BUSY);
    hidden.occupation = S("木匠");
    CHECK_FAILS(store_update(cx, &resident_type, &hidden), ERROR_BUSY);
    db_rollback(cx);
    CHECK_OK(imports_work(cx));
    CHECK_OK(store_get(cx, &resident_type, hidden.id, &hidden));
    CHECK_OK(store_update(cx, &resident_type, &hidden));
}

TEST("the doors ask for the rights of whoever imports")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", "421182102206");
    record_id id = a_started_roster(&cx, 0, 3);
    test_sign_out(&cx);
    CHECK_OK(imports_work(&cx));
    CHECK(run_of(&cx, id).state == IMPORT_FAILED && run_of(&cx, id).refused == 3);
}

TEST("an import step whose nth statement fails changes nothing, and is taken again")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_started_roster(&cx, 0, 3);
    int nth = 1;

    while (run_of(&cx, id).state != IMPORT_APPLIED) {
        bool more;
        struct import_run before = run_of(&cx, id);
        db_fail_at(cx.db, nth++ % 150 + 1);
        struct error *error = db_transaction(&cx, import_step, &more);
        db_fail_at(cx.db, 0);
        CHECK(nth < 3000);
        if (error != NULL)
            CHECK(run_of(&cx, id).version == before.version);
        if (run_of(&cx, id).state == IMPORT_FAILED) {
            CHECK(number_of(&cx, "select count(*) from residents") == 0);
            id = a_started_roster(&cx, 0, 3);
        }
    }
    CHECK(differences(&cx) == 0);
    CHECK(number_of(&cx, "select count(*) from residents") == 3);
}

static void note_broken(record_id entry, void *closure)
{
    (void)entry;
    (*(int *)closure)++;
}

static bool journal_is_whole(struct context *cx)
{
    int broken = 0;
    int64_t checked;

    CHECK_OK(journal_verify(cx, note_broken, &broken, &checked));
    return broken == 0 && checked > 0;
}

/* Rows that are kept as they come */

static record_id a_received_roster(struct context *cx)
{
    struct import_run run = { .type = S("resident"), .title = S("花名册.xlsx") };
    record_id id;

    CHECK_OK(import_receive(cx, &run, &id));
    return id;
}

/* So many villagers whose numbers begin with first; all of them are new. */
static void give_villagers(struct context *cx, record_id id, int first, int count)
{
    struct resident *residents = arena_array(cx->arena, struct resident, (size_t)count);
    struct import_row *rows = arena_array(cx->arena, struct import_row, (size_t)count);

    for (int i = 0; i < count; i++) {
        residents[i] = villager(cx, first + i);
        rows[i] = (struct import_row){ .line = first + i + 2, .record = &residents[i] };
    }
    CHECK_OK(import_keep_rows(cx, id, rows, (size_t)count));
}

TEST("rows that are kept as they come are seen when all have come, and undone like others")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    record_id id = a_received_roster(cx);
    record_id other;

    for (int i = 0; i < ROSTER; i += BATCH) {
        give_villagers(cx, id, i, BATCH);
        check_sees(&seen.page, 0);
        CHECK(number_of(cx, "select count(*) from residents") == i + BATCH);
        CHECK(differences(cx) == 0);
    }
    CHECK_FAILS(import_receive(cx, &(struct import_run){ .type = S("resident") }, &other),
                ERROR_CONFLICT);
    CHECK_OK(import_start(cx, id));
    CHECK_OK(imports_work(cx));
    check_sees(&seen.page, ROSTER);
    CHECK(run_of(cx, id).added == ROSTER && run_of(cx, id).state == IMPORT_APPLIED);
    CHECK(journal_is_whole(cx));

    CHECK_OK(db_begin(cx));
    CHECK_OK(import_undo(cx, id));
    CHECK_OK(db_commit(cx));
    check_sees(&seen.page, 0);
    CHECK_OK(imports_work(cx));
    CHECK(number_of(cx, "select count(*) from residents") == 0);
    CHECK(differences(cx) == 0 && journal_is_whole(cx));
}

TEST("of rows that were kept as they came nothing stays when the others do not come")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    record_id id = a_received_roster(cx);
    int feed;

    cx->app = &seen.town.app;
    give_villagers(cx, id, 0, BATCH);
    CHECK_OK(import_hold_feed(cx, &feed));
    CHECK(!take_step(cx) && run_of(cx, id).state == IMPORT_RECEIVING);
    import_leave_feed(&feed); /* as the system does for a program that is killed */
    installed_shut(&seen.town);
    CHECK_OK(installed_open(&seen.town));

    while (take_step(cx))
        check_sees(&seen.page, 0);
    CHECK(run_of(cx, id).state == IMPORT_FAILED && !db_curtain_is_drawn());
    CHECK(number_of(cx, "select count(*) from residents") == 0);
    CHECK(number_of(cx, "select count(*) from households") == 0);
    CHECK(differences(cx) == 0);
}

/* The same people as left_with_a_wrong_row, in one batch. */
static str left_when_received(struct arena *arena)
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import_row rows[61];
    struct resident people[61];
    record_id id = a_received_roster(&cx);

    for (int i = 0; i < 61; i++) {
        people[i] = villager(&cx, i);
        rows[i] = (struct import_row){ .line = i + 2, .record = &people[i] };
    }
    people[60].place = S("421182102999");
    CHECK_OK(import_keep_rows(&cx, id, rows, 61));
    CHECK_OK(import_start(&cx, id));
    CHECK_OK(imports_work(&cx));
    CHECK(run_of(&cx, id).added == 60 && run_of(&cx, id).refused == 1);
    CHECK(differences(&cx) == 0);
    return arena_copy(arena, left_of(&cx));
}

TEST("rows that are kept as they come leave what rows leave that were staged")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);

    str staged = left_with_a_wrong_row(arena, 62);

    CHECK(str_eq(left_when_received(arena), staged));
}

TEST("a row that comes and changes what others see waits for the last step")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct resident there = registered(&cx, 0), now = { 0 };
    struct resident joining = villager(&cx, 1), other = villager(&cx, 3);
    struct import_row rows[] = { { .line = 2, .record = &other },
                                 { .line = 3, .deed = IMPORT_CHANGE, .record = &there },
                                 { .line = 4, .record = &joining },
                                 { .line = 5, .deed = IMPORT_KEEP, .record = &there } };
    record_id id = a_received_roster(&cx);

    there.occupation = S("木匠");
    CHECK_OK(import_keep_rows(&cx, id, rows, 4));
    CHECK_OK(store_get(&cx, &resident_type, there.id, &now));
    CHECK_STR(now.occupation, "");
    CHECK_OK(import_start(&cx, id));
    CHECK_OK(imports_work(&cx));
    struct import_run run = run_of(&cx, id);
    CHECK(run.state == IMPORT_APPLIED && run.rows == 4 && run.added == 2);
    CHECK(run.changed == 1 && run.same == 1 && run.refused == 0);
    CHECK_OK(store_get(&cx, &resident_type, there.id, &now));
    CHECK_STR(now.occupation, "木匠");
}

TEST("a batch of which any statement fails is kept whole, but for the row that it was for")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import_run run = { 0 };

    for (int nth = 1; nth < 120; nth += 3) {
        struct import_row row = { .line = 2 };
        struct resident resident = villager(&cx, nth);
        record_id id = a_received_roster(&cx);
        row.record = &resident;
        db_fail_at(cx.db, nth);
        struct error *error = import_keep_rows(&cx, id, &row, 1);
        db_fail_at(cx.db, 0);
        run = run_of(&cx, id);
        CHECK(run.rows == (error == NULL) && run.added + run.refused == run.rows);
        CHECK(differences(&cx) == 0);
        CHECK_OK(error == NULL ? import_start(&cx, id) : import_drop(&cx, id));
        CHECK_OK(imports_work(&cx));
        CHECK(run_of(&cx, id).state == (error == NULL ? IMPORT_APPLIED : IMPORT_FAILED));
    }
    CHECK(run.added == 1);
}

TEST("a table is read while its rows are kept, and no row meets those before it")
{
    CLEANUP(seen_close) struct seen seen = seen_new();
    struct context *cx = &seen.town.cx;
    const struct import_run wanted = { .title = S("花名册.csv"), .keep_good = true };
    struct buf table = { .arena = cx->arena };
    struct import_run run = { 0 };
    struct roster_count count;
    struct roster_job job;
    record_id id;

    cx->app = &seen.town.app;
    give_villagers(cx, a_received_roster(cx), 0, BATCH); /* by a program that was killed */
    buf_add(&table, S("户号,姓名,与户主关系,性别\n"));
    for (int i = 0; i < 1500; i++)
        buf_printf(&table, "R%04d,示例%04d,%s,%s\n", i / FAMILY, i,
                   i % FAMILY == 0 ? "户主" : "子", i % 100 == 7 ? "猫" : "男");
    CHECK_OK(roster_open(cx, roster_find(cx, S("resident")), str_of(village), buf_str(&table),
                         SIZE_MAX, &job));
    CHECK_OK(roster_keep(cx, &job, &wanted, (struct roster_watch){ 0 }, &id, &count));
    CHECK(count.rows == 1500 && count.of[ROW_NEW] == 1485 && count.of[ROW_WRONG] == 15);
    CHECK_OK(import_get(cx, id, &run));
    CHECK(run.state == IMPORT_APPLIED && run.added == 1485 && run.late == 0);
    CHECK(number_of(&seen.page, "select count(*) from residents") == 1485);
    CHECK(number_of(&seen.page, "select count(*) from households") == 500);
    CHECK(differences(cx) == 0 && !db_curtain_is_drawn());
}

TEST("a file is known again by its digest once it was imported")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import_run run = { 0 };
    bool found;
    record_id id = a_started_roster(&cx, 0, 3);

    CHECK_OK(imports_work(&cx));
    CHECK_OK(import_find_digest(&cx, S("resident"), S("0123"), &run, &found));
    CHECK(found && run.id == id);
    CHECK_OK(import_find_digest(&cx, S("resident"), S("3210"), &run, &found));
    CHECK(!found);
}

TEST("after a day the rows of an import and the way back are forgotten, its result is not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_started_roster(&cx, 0, 3);
    bool more = true;

    CHECK_OK(imports_work(&cx));
    CHECK_OK(imports_forget(&cx, &more));
    CHECK(number_of(&cx, "select count(*) from import_rows") == 3);
    test_set_day(&cx, "2026-03-04");
    for (more = true; more;)
        CHECK_OK(imports_forget(&cx, &more));
    CHECK(number_of(&cx, "select count(*) from import_rows") == 0);
    CHECK(number_of(&cx, "select count(*) from import_changes") == 0);
    CHECK(number_of(&cx, "select count(*) from import_totals") == 0);
    CHECK(run_of(&cx, id).added == 3);
}
