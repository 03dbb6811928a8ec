/* SPDX-License-Identifier: Apache-2.0 */
/* The journal: what it says, and what it notices. */
#include "app/account.h"
#include "app/journal_day.h"
#include "app/lab_test.h"
#include "base/hash.h"
#include "modules/reports/reports.h"
#include "tests/town.h"

static const char village[] = "421182102205";

static const struct query last_entry = {
    .sql = "order by id desc limit 1",
    .of = &journal_entry_type,
};

static const struct query entries_of_county = {
    .sql = "where county = 421182 order by id desc limit 100",
    .of = &journal_entry_type,
};

static struct journal_entry the_last_entry(struct context *cx)
{
    struct journal_entry *entries;
    size_t count;

    CHECK_OK(query_rows(cx, &last_entry, NULL, 0, &entries, &count));
    CHECK(count == 1);
    return entries[0];
}

TEST("a new record is written down with the fields that are set")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");
    struct journal_entry entry = the_last_entry(&cx);

    CHECK_STR(entry.place, village);
    CHECK_STR(entry.type, "sighting");
    CHECK_STR(entry.actor, "系统");
    CHECK_STR(entry.deed, "test");
    CHECK(entry.record == sighting.id);
    CHECK_STR(entry.before, "");
    CHECK(str_contains(entry.after, S("\"seen_on\":\"2026-02-10\"")));
    CHECK(!str_contains(entry.after, S("gone_on")));
    CHECK(entry.digest.length == DIGEST_CHARACTERS);
}

TEST("a change is written down with what changed, before and after")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    test_sign_in_as(&cx, "village_clerk", village);
    sighting.animal = S("喜鹊");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    struct journal_entry entry = the_last_entry(&cx);
    CHECK_STR(entry.before, "{\"animal\":\"白鹭\"}");
    CHECK_STR(entry.after, "{\"animal\":\"喜鹊\"}");
    CHECK_STR(entry.actor, "示例测试员");
    CHECK(entry.account == cx.access->account);
}

TEST("a change of a shared record is written down where whoever made it has a post")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct report_template template = {
        .code = S("t"), .name = S("模板"), .title = S("标题"), .body = S("正文")
    };

    CHECK_OK(store_insert(&cx, &report_template_type, &template));
    CHECK_STR(the_last_entry(&cx).place, "");
    test_sign_in_as(&cx, "county_office", "421182");
    template.body = S("新的正文");
    CHECK_OK(store_update(&cx, &report_template_type, &template));
    struct journal_entry *entries;
    size_t count;
    CHECK_OK(query_rows(&cx, &entries_of_county, NULL, 0, &entries, &count));
    CHECK(count > 0);
    CHECK_STR(entries[0].type, "report_template");
    CHECK_STR(entries[0].place, "421182");
}

TEST("a record that was removed is written down with what it said")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(store_delete(&cx, &sighting_type, sighting.id));
    struct journal_entry entry = the_last_entry(&cx);
    CHECK(str_contains(entry.before, S("白鹭")));
    CHECK_STR(entry.after, "");
}

TEST("neither a secret nor what was sealed of it nor a hidden field is ever in the journal")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    sighting.phone = seal(cx.arena, S("13812345678"), S("138****"));
    sighting.remark = S("不可见");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    struct journal_entry entry = the_last_entry(&cx);
    CHECK_STR(entry.after, "{\"phone\":\"138****\"}");
    sighting.remark = S("仍不可见");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(the_last_entry(&cx).id == entry.id + 1);
    CHECK_STR(the_last_entry(&cx).after, "{}");
}

TEST("a record that was kept without a change is not written down")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");
    record_id last = the_last_entry(&cx).id;

    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(the_last_entry(&cx).id == last);
}

TEST("opening a secret is written down with its reason")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(journal_write(&cx, "sightings.open", &sighting_type, &sighting, S("回访")));
    struct journal_entry entry = the_last_entry(&cx);
    CHECK_STR(entry.deed, "sightings.open");
    CHECK_STR(entry.reason, "回访");
    CHECK(entry.record == sighting.id);
}

/* The chain */

struct broken_entries {
    int count;
    record_id first;
};

static void note_broken(record_id entry, void *closure)
{
    struct broken_entries *broken = closure;

    if (broken->count++ == 0)
        broken->first = entry;
}

static struct broken_entries verify(struct context *cx)
{
    struct broken_entries broken = { 0 };
    int64_t checked;

    CHECK_OK(journal_verify(cx, note_broken, &broken, &checked));
    CHECK(checked > 0);
    return broken;
}

/* Ids of the entries of three sightings, the newest first. */
static struct journal_entry *three_entries(struct context *cx)
{
    struct journal_entry *entries;
    size_t count;

    a_sighting(cx, village, "2026-02-10");
    a_sighting(cx, village, "2026-02-11");
    a_sighting(cx, village, "2026-02-12");
    CHECK_OK(query_rows(cx, &entries_of_county, NULL, 0, &entries, &count));
    CHECK(count >= 3);
    return entries;
}

TEST("an untouched journal is whole, in each county and for shared records")
{
    CLEANUP(lab_close) struct context cx = lab();

    three_entries(&cx);
    a_sighting(&cx, "140212101", "2026-02-10");
    test_sign_in_as(&cx, "village_clerk", village);
    CHECK(verify(&cx).count == 0);
}

TEST("the chain is whole after parts were undone, also when it was looked at inside one")
{
    CLEANUP(lab_close) struct context cx = lab();

    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-11");
    a_sighting(&cx, "140212101", "2026-02-11");
    db_rollback(&cx);
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-12");
    CHECK(verify(&cx).count == 0);
    db_rollback(&cx);
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-13");
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, "140212101", "2026-02-13");
    CHECK_OK(db_commit(&cx));
    CHECK_OK(db_commit(&cx));
    CHECK(verify(&cx).count == 0);
    CHECK_OK(db_commit(&cx));
    CHECK(verify(&cx).count == 0);
    a_sighting(&cx, village, "2026-02-14");
    CHECK(verify(&cx).count == 0);
}

TEST("a chain whose transaction was given up goes on where it was before")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-11");
    db_rollback(&cx);
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-12");
    CHECK_OK(db_commit(&cx));
    CHECK(verify(&cx).count == 0);
}

/* As whoever owns the database could. */
static void allow_changes(struct context *cx)
{
    bool sqlite = db_engine(cx->db) == DB_SQLITE;

    CHECK_OK(db_script(cx, sqlite ? "drop trigger journal_no_update;"
                                    "drop trigger journal_no_delete"
                                  : "drop trigger journal_is_lasting on journal"));
}

static void check_refused(struct context *cx, const char *sql)
{
    CHECK_OK(db_begin(cx));
    struct error *error = db_run(cx, sql, NULL, 0);
    CHECK(error != NULL && str_contains(error->message, S("is only added to")));
    db_rollback(cx);
}

TEST("the database itself refuses to change or delete entries and sealed days")
{
    CLEANUP(lab_close) struct context cx = lab();
    bool more;

    three_entries(&cx);
    test_set_day(&cx, "2026-03-03");
    CHECK_OK(journal_days_seal(&cx, &more));
    check_refused(&cx, "update journal set actor = 'somebody'");
    check_refused(&cx, "delete from journal");
    check_refused(&cx, "update journal_days set head = ''");
    check_refused(&cx, "delete from journal_days");
    CHECK(verify(&cx).count == 0);
}

TEST("an entry that was altered is found")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct journal_entry *entries = three_entries(&cx);

    allow_changes(&cx);
    CHECK_OK(db_run(&cx, "update journal set actor = 'somebody' where id = $1",
                    WITH(value_integer(entries[1].id))));
    struct broken_entries broken = verify(&cx);
    CHECK(broken.count == 1 && broken.first == entries[1].id);
}

TEST("an entry that was taken out is found, also the last one")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct journal_entry *entries = three_entries(&cx);

    allow_changes(&cx);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(
        db_run(&cx, "delete from journal where id = $1", WITH(value_integer(entries[1].id))));
    CHECK(verify(&cx).first == entries[0].id);
    db_rollback(&cx);
    CHECK_OK(
        db_run(&cx, "delete from journal where id = $1", WITH(value_integer(entries[0].id))));
    CHECK(verify(&cx).first == entries[0].id);
}

TEST("two entries that changed places are found")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct journal_entry *entries = three_entries(&cx);
    static const struct {
        int from;
        int to;
    } moves[] = { { 1, -1 }, { 0, 1 }, { -1, 0 } };
    record_id ids[] = { entries[0].id, entries[1].id };

    allow_changes(&cx);
    for (size_t i = 0; i < COUNT(moves); i++)
        CHECK_OK(
            db_run(&cx, "update journal set id = $2 where id = $1",
                   WITH(value_integer(moves[i].from < 0 ? ids[0] + 1000 : ids[moves[i].from]),
                        value_integer(moves[i].to < 0 ? ids[0] + 1000 : ids[moves[i].to]))));
    CHECK(verify(&cx).count == 1);
}

TEST("an entry that was put between others or at the end is found")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct journal_entry *entries = three_entries(&cx);
    struct journal_entry forged = entries[1];

    allow_changes(&cx);
    CHECK_OK(db_begin(&cx));
    CHECK_OK(store_insert(&cx, &journal_entry_type, &forged));
    CHECK(forged.id > entries[0].id && verify(&cx).count == 1);
    CHECK_OK(db_run(&cx, "update journal set id = $2 where id = $1",
                    WITH(value_integer(entries[0].id), value_integer(forged.id + 1))));
    CHECK(verify(&cx).first == forged.id);
    db_rollback(&cx);
    CHECK(verify(&cx).count == 0);
}

TEST("a county whose whole journal was taken out is found")
{
    CLEANUP(lab_close) struct context cx = lab();

    three_entries(&cx);
    a_sighting(&cx, "140212101", "2026-02-10");
    allow_changes(&cx);
    CHECK_OK(db_run(&cx, "delete from journal where county = 140212", NULL, 0));
    CHECK(verify(&cx).count == 1);
}

/* The records beside the journal */

struct differences {
    int count;
    struct record_difference first;
};

static void note_difference(const struct record_difference *found, void *closure)
{
    struct differences *differences = closure;

    if (differences->count++ == 0)
        differences->first = *found;
}

static struct differences compare(struct context *cx)
{
    struct differences differences = { 0 };
    int64_t checked;

    CHECK_OK(journal_compare(cx, note_difference, &differences, &checked));
    CHECK(checked > 0);
    return differences;
}

TEST("records that were made, changed and removed by the program are as the journal says")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");
    struct sighting gone = a_sighting(&cx, village, "2026-02-11");

    sighting.animal = S("喜鹊");
    sighting.phone = seal(cx.arena, S("13812345678"), S("138****"));
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    sighting.animal = (str){ 0 };
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK_OK(store_delete(&cx, &sighting_type, gone.id));
    CHECK(compare(&cx).count == 0);
}

TEST("a value that was altered beside the program is found, with its field")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(db_run(&cx, "update sightings set animal = '喜鹊' where id = $1",
                    WITH(value_integer(sighting.id))));
    struct differences found = compare(&cx);
    CHECK(found.count == 1 && found.first.type == &sighting_type);
    CHECK(found.first.record == sighting.id);
    CHECK_STR(str_of(found.first.field->name), "animal");
}

TEST("a value that was set beside the program, where nothing was, is found")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(db_run(&cx, "update sightings set gone_on = '2026-02-11' where id = $1",
                    WITH(value_integer(sighting.id))));
    CHECK(compare(&cx).count == 1);
}

TEST("a record that was taken out beside the program is missed")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    a_sighting(&cx, village, "2026-02-11");
    CHECK_OK(
        db_run(&cx, "delete from sightings where id = $1", WITH(value_integer(sighting.id))));
    struct differences found = compare(&cx);
    CHECK(found.count == 1 && found.first.record == 0 && found.first.missing == 1);
}

TEST("a record that was put in beside the program is found, and stands in for no other")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(db_run(&cx, "update sightings set id = id + 1000 where id = $1",
                    WITH(value_integer(sighting.id))));
    struct differences found = compare(&cx);
    CHECK(found.count == 2 && found.first.record == sighting.id + 1000);
    CHECK(found.first.field == NULL);
}

TEST("a shared record that people of two counties changed is as the journal says")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id;
    struct account account;

    CHECK_OK(account_create(&cx, S("bird"), S("示例鸟"), S("A-good-passw0rd"), false, &id));
    CHECK_OK(store_get(&cx, &account_type, id, &account));
    test_sign_in_as(&cx, "village_clerk", village);
    account.name = S("示例雀");
    CHECK_OK(store_update(&cx, &account_type, &account));
    test_sign_in_as(&cx, "township_office", "140212101");
    account.name = S("示例鹊");
    CHECK_OK(store_update(&cx, &account_type, &account));
    CHECK(compare(&cx).count == 0);
    CHECK_OK(db_run(&cx, "update accounts set name = '示例鸦' where id = $1",
                    WITH(value_integer(id))));
    CHECK(compare(&cx).count == 1);
}

TEST("the journal's page shows what changed only to those who may read the record")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    const char *path =
        arena_printf(cx.arena, "/journal/%lld", (long long)the_last_entry(&cx).id).data;
    test_sign_in_as(&cx, "auditor", "421182");
    struct response response = test_get(&cx, path);
    CHECK(response.status == 200);
    CHECK(test_says(&response, "系统") && !test_says(&response, "白鹭"));
    test_give_post(&cx, "village_clerk", village);
    response = test_get(&cx, path);
    CHECK(response.status == 200 && test_says(&response, "白鹭"));
}
