/* SPDX-License-Identifier: Apache-2.0 */
#include "app/data.h"
#include "app/figure.h"
#include "app/installed_test.h"
#include "app/journal.h"
#include "app/restore.h"
#include "app/upgrade.h"
#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "modules/modules.h"
#include "tests/town.h"

#include <stdio.h>
#include <string.h>

static void count_difference(const struct total_difference *difference, void *closure)
{
    (void)difference;
    (*(int *)closure)++;
}

static void count_broken(record_id entry, void *closure)
{
    (void)entry;
    (*(int *)closure)++;
}

/* What `xiangzhi verify` does; how many totals there are. */
static int64_t check_verifies(struct installed *town)
{
    int wrong = 0;
    int64_t totals, entries;

    CHECK_OK(figures_verify(&town->cx, count_difference, &wrong, &totals));
    CHECK_OK(journal_verify(&town->cx, count_broken, &wrong, &entries));
    CHECK(wrong == 0 && entries > 0);
    return totals;
}

/* The backups that upgrades have left beside the database. */
static size_t upgrade_backups(struct installed *town, struct manifest **backups)
{
    const char *beside = town->postgres ? app_folder(&town->cx, town->address) : town->address;
    const char *target = arena_printf(town->cx.arena, "%s.backups", beside).data;
    size_t count = 0;

    if (path_exists(target))
        CHECK_OK(backups_list(&town->cx, target, backups, &count));
    return count;
}

static int64_t version_of(struct installed *town)
{
    int64_t version;

    CHECK_OK(upgrade_version(&town->cx, &version));
    return version;
}

/* Opens the database without upgrading it. */
static void open_as_it_is(struct installed *town)
{
    CHECK_OK(db_open(&town->cx, town->address, DB_WRITE, &town->cx.db));
}

static void shut(struct installed *town)
{
    db_close(town->cx.db);
    town->cx.db = NULL;
}

static void run_sql(struct installed *town, const char *sql)
{
    open_as_it_is(town);
    CHECK_OK(db_script(&town->cx, sql));
    shut(town);
}

TEST("a database of release 1 is backed up, upgraded and verified, once")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");
    struct manifest *backups;

    open_as_it_is(&town);
    CHECK(version_of(&town) == SCHEMA_UNNUMBERED);
    shut(&town);
    CHECK_OK(installed_open(&town));
    CHECK(version_of(&town) == SCHEMA_VERSION);
    CHECK(installed_number(&town, "select count(*) from matters") == 4);
    CHECK(installed_number(&town, "select count(*) from residents") == 2);
    CHECK(check_verifies(&town) > 0);
    CHECK(upgrade_backups(&town, &backups) == 1);
    CHECK(backups[0].schema == SCHEMA_UNNUMBERED && backups[0].file_count == 1);

    installed_shut(&town);
    CHECK_OK(installed_open(&town));
    CHECK(upgrade_backups(&town, &backups) == 1);
}

/* The rows of a file of data/, its heading not counted. */
static struct error *count_row(struct context *cx, const struct csv_row *row, void *closure)
{
    (void)cx;
    *(int64_t *)closure += row->line > 1;
    return NULL;
}

static int64_t row_count(struct installed *town, const char *file)
{
    int64_t count = 0;

    CHECK_OK(csv_read(&town->cx, data_file(file), count_row, &count));
    return count;
}

TEST("an old database gets the rows of data/ that came later, with the modules it did not know")
{
    static const struct {
        const char *table, *file;
    } lists[] = {
        { "roles", "roles.csv" },
        { "deadline_rules", "deadlines.csv" },
        { "holidays", "holidays.csv" },
        { "matter_categories", "categories.csv" },
        { "dispute_categories", "dispute_types.csv" },
        { "honour_kinds", "honours.csv" },
        { "points_forbidden", "points_forbidden.csv" },
    };
    CLEANUP(installed_close) struct installed town = installed_old("release1");

    open_as_it_is(&town);
    CHECK(installed_number(&town, "select count(*) from roles") <
          row_count(&town, "roles.csv"));
    shut(&town);
    CHECK_OK(installed_open(&town));
    for (size_t i = 0; i < COUNT(lists); i++) {
        str sql = arena_printf(town.cx.arena, "select count(*) from %s", lists[i].table);
        CHECK(installed_number(&town, sql.data) == row_count(&town, lists[i].file));
    }
    check_verifies(&town);
}

TEST("what people changed in a list is left to them; what it lacks comes back")
{
    CLEANUP(installed_close) struct installed town = installed_new();

    run_sql(&town, "update roles set title = '村里的文书' where code = 'village_clerk'; "
                   "update roles set code = 'our_own' where code = 'auditor'; "
                   "update deadline_rules set days = 77 where code = 'VA_NOTICE'; "
                   "update installation set value = '' where name = 'data'");
    CHECK_OK(installed_open(&town));
    CHECK(installed_number(&town, "select count(*) from roles where title = '村里的文书'") ==
          1);
    CHECK(installed_number(&town, "select count(*) from roles where code = 'village_clerk'") ==
          1);
    CHECK(installed_number(&town, "select count(*) from roles where code = 'our_own'") == 1);
    CHECK(installed_number(&town, "select count(*) from roles where code = 'auditor'") == 1);
    CHECK(installed_number(&town, "select days from deadline_rules where code = 'VA_NOTICE'") ==
          77);
    check_verifies(&town);
}

TEST("the backup of an upgrade can be restored, as can any of release 1")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");
    const char *backup = installed_backup(&town);
    struct restore_options options = { .backup = backup, .server = town.address };
    struct drill drill;

    CHECK_OK(restore_run(&town.cx, &options, &drill));
    CHECK(drill.problem_count == 0 && drill.manifest.schema == SCHEMA_UNNUMBERED);
    open_as_it_is(&town);
    CHECK(version_of(&town) == SCHEMA_UNNUMBERED);
    shut(&town);
}

TEST("a newer database is refused with a sentence and left as it is")
{
    CLEANUP(installed_close) struct installed town = installed_new();
    struct manifest *backups;

    run_sql(&town, "update installation set value = '99' where name = 'schema'");
    struct error *error = installed_open(&town);
    CHECK(error != NULL && error->kind == ERROR_CONFLICT);
    CHECK(str_contains(error->message, S("更新的程序写的")));
    CHECK(version_of(&town) == 99);
    CHECK(upgrade_backups(&town, &backups) == 0);
}

TEST("what the types have and an old database lacks is made: tables, columns, indexes, words")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");

    run_sql(&town, "drop index matters_by4; "
                   "alter table matters drop column is_public; "
                   "alter table matters drop column escalated_count");
    run_sql(&town, "drop table reports; drop table matters_words; drop table series");
    CHECK_OK(installed_open(&town));
    CHECK(installed_number(&town, "select count(*) from matters where is_public = 0") == 4);
    CHECK(installed_number(&town, "select count(*) from reports") == 0);
    CHECK(installed_number(&town, "select count(*) from series") == 0);
    CHECK(installed_number(&town, "select count(*) from matters_words") == 4);
    check_verifies(&town);
}

static int64_t index_count(struct installed *town, const char *name)
{
    static const char sqlite[] = "select count(*) from sqlite_schema where name = $1";
    static const char postgres[] = "select count(*) from pg_indexes where indexname = $1";
    int64_t count;

    CHECK_OK(query_number(&town->cx, town->postgres ? postgres : sqlite,
                          WITH(value_text(str_of(name))), &count));
    return count;
}

/* What the tables look like: their columns and keys. */
static str shape_of(struct installed *town)
{
    static const char sqlite[] =
        "select t.name || ' ' || c.name || ' ' || c.type || c.pk from sqlite_schema t, "
        "pragma_table_info(t.name) c where t.type = 'table' order by 1";
    static const char postgres[] =
        "select table_name || ' ' || column_name || ' ' || data_type "
        "from information_schema.columns where table_schema = 'public' order by 1";
    static const char indexes[] =
        "select indexdef::text from pg_indexes where schemaname = 'public' order by 1";
    static const char sqlite_indexes[] =
        "select sql from sqlite_schema where type = 'index' and sql is not null order by 1";
    struct buf text = { .arena = town->cx.arena };
    struct result result;

    CHECK_OK(db_query(&town->cx, town->postgres ? postgres : sqlite, NULL, 0, &result));
    for (size_t i = 0; i < result.rows; i++)
        buf_printf(&text, "%.*s\n", STR_ARG(result_text(&result, i, 0)));
    CHECK_OK(db_query(&town->cx, town->postgres ? indexes : sqlite_indexes, NULL, 0, &result));
    for (size_t i = 0; i < result.rows; i++)
        buf_printf(&text, "%.*s\n", STR_ARG(result_text(&result, i, 0)));
    return buf_str(&text);
}

TEST("an upgraded database has the tables and indexes of a new one")
{
    CLEANUP(installed_close) struct installed fresh = installed_new();
    CHECK_OK(installed_open(&fresh));
    str wanted = shape_of(&fresh);
    installed_shut(&fresh);
    CLEANUP(installed_close) struct installed town = installed_old("release1");

    CHECK_OK(installed_open(&town));
    CHECK(wanted.length > 10000 && str_eq(shape_of(&town), wanted));
}

TEST("an index that is no more is dropped, one that was altered is made anew")
{
    CLEANUP(installed_close) struct installed town = installed_new();

    run_sql(&town,
            "create index matters_old on matters (county, title); "
            "drop index matters_by1; create index matters_by1 on matters (county, title); "
            "update installation set value = "
            "replace(value, 'create index if not exists matters_by1 on matters (county, status,"
            " id);', 'create index if not exists matters_by1 on matters (county, title);\n"
            "create index if not exists matters_old on matters (county, title);') "
            "where name = 'tables'");
    CHECK_OK(installed_open(&town));
    CHECK(index_count(&town, "matters_old") == 0 && index_count(&town, "matters_by1") == 1);
    CHECK(town.postgres ||
          installed_number(&town, "select count(*) from sqlite_schema "
                                  "where name = 'matters_by1' and sql like '%status%'") == 1);
}

TEST("totals are made anew when a figure has changed, words when other fields are searched")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");

    CHECK_OK(installed_open(&town));
    int64_t totals = check_verifies(&town);
    installed_shut(&town);
    run_sql(&town,
            "delete from totals; delete from matters_words; "
            "update installation set value = 'others' where name in ('figures', 'words')");
    CHECK_OK(installed_open(&town));
    CHECK(check_verifies(&town) == totals);
    CHECK(installed_number(&town, "select count(*) from matters_words") == 4);
}

TEST("a database from before figures were split gets their shares with the upgrade")
{
    CLEANUP(installed_close) struct installed town = installed_new();

    run_sql(&town, "drop table split_totals; drop table import_split_totals; "
                   "insert into screenings (id, version, county, place, kind, held_on) values "
                   "(4211820000000001, 1, 421182, '421182102205', 'regular', '2026-03-01'); "
                   "update installation set value = 'others' where name = 'figures'");
    CHECK_OK(installed_open(&town));
    CHECK(check_verifies(&town) > 0);
    CHECK(installed_number(&town, "select count(*) from split_totals "
                                  "where figure = 'dispute_screenings:kind' "
                                  "and share = 'regular/' and value = 1") == 9);
}

TEST("totals of a row for each figure become a row for each place and period")
{
    CLEANUP(installed_close) struct installed town = installed_new();

    run_sql(&town,
            "drop table totals; drop table import_totals; "
            "create table totals (county bigint not null, place text not null, "
            "figure text not null, period bigint not null, value bigint not null); "
            "create table import_totals (county bigint not null, import bigint not null, "
            "place text not null, figure text not null, period bigint not null, "
            "value bigint not null); "
            "insert into totals values (421182, '421182', 'not right', 2026, 1); "
            "insert into import_totals values (421182, 7, '421182', 'matters_open', 2026, -2), "
            "(421182, 7, '421182', 'matters_received', 2026, 3), "
            "(421182, 7, '421182102', 'matters_received', 2026, 1); "
            "update installation set value = '2' where name = 'schema'");
    CHECK_OK(installed_open(&town));
    (void)check_verifies(&town);
    CHECK(version_of(&town) == SCHEMA_VERSION);
    CHECK(installed_number(&town, "select count(*) from totals where amounts like '%right%'") ==
          0);
    CHECK(installed_number(&town, "select count(*) from import_totals") == 2);
    CHECK(installed_number(&town, "select count(*) from import_totals where place = '421182' "
                                  "and amounts = 'matters_open 2 matters_received -3 '") == 1);
}

/* Numbered steps */

static struct error *rename_back(struct context *cx)
{
    return db_script(cx, "alter table matters rename column old_story to story");
}

static struct error *mark_twice(struct context *cx)
{
    return db_script(cx, "update matters set story = story || story");
}

static struct error *never(struct context *cx)
{
    return fail(cx, ERROR_BROKEN, "a step of a version that is there already");
}

static struct error *apply_steps(struct context *cx, void *closure)
{
    return upgrade_apply(cx, closure);
}

TEST("the steps between two versions are taken in their order, those before are not")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");
    struct upgrade_step steps[] = {
        { 1, "is there", never },
        { 2, "a column got another name", rename_back },
        { 2, "and another content", mark_twice },
        upgrade_steps[0],
        upgrade_steps[1],
        { 0 },
    };

    run_sql(&town, "alter table matters rename column story to old_story");
    open_as_it_is(&town);
    CHECK_OK(db_transaction(&town.cx, apply_steps, steps));
    CHECK(version_of(&town) == SCHEMA_VERSION);
    CHECK(installed_number(&town, "select count(*) from matters "
                                  "where story like '%看不见路。村口路灯%'") == 3);
    check_verifies(&town);
    shut(&town);
}

TEST("an upgrade that fails at any statement changes nothing")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");
    struct upgrade_step steps[] = {
        upgrade_steps[0], upgrade_steps[1], upgrade_steps[2], { 0 }
    };
    struct error *error = NULL;
    int failed = 0;

    run_sql(&town, "drop index matters_by4; alter table matters drop column is_public; "
                   "drop table reports");
    open_as_it_is(&town);
    for (int nth = 1; nth < 100000; nth += 1 + nth / 5) {
        struct arena_mark mark = arena_mark(town.cx.arena);
        db_fail_at(town.cx.db, nth);
        error = db_transaction(&town.cx, apply_steps, steps);
        db_fail_at(town.cx.db, 0);
        if (error == NULL)
            break;
        failed++;
        CHECK(version_of(&town) == SCHEMA_UNNUMBERED);
        CHECK(index_count(&town, "matters_by4") == 0);
        arena_rewind(town.cx.arena, mark);
    }
    CHECK(error == NULL && failed > 20);
    CHECK(version_of(&town) == SCHEMA_VERSION && index_count(&town, "matters_by4") == 1);
    check_verifies(&town);
    shut(&town);
}

TEST("without its backup an upgrade does not happen")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");
    const char *beside = town.postgres ? app_folder(&town.cx, town.address) : town.address;

    CHECK_OK(file_write(&town.cx, arena_printf(town.cx.arena, "%s.backups", beside).data,
                        S("in the way")));
    struct error *error = installed_open(&town);
    CHECK(error != NULL && str_contains(error->message, S("所以没有升级")));
    CHECK(version_of(&town) == SCHEMA_UNNUMBERED);
}

TEST("a chain that was broken before an upgrade does not hold it up, and stays broken")
{
    CLEANUP(installed_close) struct installed town = installed_old("release1");
    int broken = 0;
    int64_t entries;

    run_sql(&town, "update journal set actor = 'somebody else' where deed = 'user'");
    CHECK_OK(installed_open(&town));
    CHECK(version_of(&town) == SCHEMA_VERSION);
    CHECK_OK(journal_verify(&town.cx, count_broken, &broken, &entries));
    CHECK(broken > 0);
}

/* tests/old/released has a line for each release: the number of its tables, and the digest of
 * their text on SQLite. */
TEST_ONCE("tables that were released keep their number only as long as they stay the same")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf schema = { .arena = cx.arena };
    str released, line, number, digest;
    int64_t version;

    app_write_schema(&cx, DB_SQLITE, &schema);
    CHECK_OK(file_read(&cx, "tests/old/released", 10000, &released));
    while (str_cut(released, '\n', &line, &released)) {
        CHECK(str_cut(line, ' ', &number, &digest) && str_read_integer(number, &version));
        if (version > SCHEMA_VERSION)
            test_fail(__FILE__, __LINE__, "SCHEMA_VERSION is older than tests/old/released");
        if (version == SCHEMA_VERSION &&
            !str_eq(digest, digest_hex(cx.arena, buf_str(&schema))))
            test_fail(__FILE__, __LINE__,
                      "the tables differ from those released: count SCHEMA_VERSION up");
    }
}
