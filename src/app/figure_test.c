/* SPDX-License-Identifier: Apache-2.0 */
/* Figures: what is added, what is asked, what is said. */
#include "app/amounts.h"
#include "app/figure_near.h"
#include "app/lab_test.h"
#include "app/total.h"
#include "http/form.h"
#include "tests/town.h"

#include <string.h>

static const char county[] = "421182";
static const char township[] = "421182102";
static const char village[] = "421182102205";
static const char grid[] = "421182102205001";

static int64_t this_year(struct context *cx, const char *key, const char *place)
{
    return figure_of(cx, key, place, "2026-01-01", "2026-12-31");
}

/* Running totals */

TEST("a record counts at its place and at each place above it up to the county")
{
    CLEANUP(lab_close) struct context cx = lab();
    a_sighting(&cx, grid, "2026-02-10");
    a_sighting(&cx, "421182102205g01", "2026-02-11");
    a_sighting(&cx, "42118210220500203", "2026-02-12");

    CHECK(this_year(&cx, "sightings", county) == 3);
    CHECK(this_year(&cx, "sightings", township) == 3);
    CHECK(this_year(&cx, "sightings", village) == 3);
    CHECK(this_year(&cx, "sightings", grid) == 1);
    CHECK(this_year(&cx, "sightings", "421182102205g01") == 1);
    CHECK(this_year(&cx, "sightings", "421182102205002") == 1);
    CHECK(this_year(&cx, "sightings", "42118210220500203") == 1);
    CHECK(this_year(&cx, "sightings", "421182103") == 0);
}

TEST("a record whose day is changed counts on the new day only")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    sighting.seen_on = a_day("2025-12-31");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(this_year(&cx, "sightings", county) == 0);
    CHECK(figure_of(&cx, "sightings", county, "2025-12-31", "2025-12-31") == 1);
    CHECK(figure_of(&cx, "sightings", village, "2025-01-01", "2025-12-31") == 1);
}

TEST("a record that changes its state counts where its new state does")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK(this_year(&cx, "sightings_open", township) == 1);
    sighting.state = SIGHTING_CLOSED;
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(this_year(&cx, "sightings_open", township) == 0);
    CHECK(this_year(&cx, "sightings", township) == 1);
}

TEST("a record that moves to another village counts there")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    sighting.place = S("421182102206");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(this_year(&cx, "sightings", village) == 0);
    CHECK(this_year(&cx, "sightings", "421182102206") == 1);
    CHECK(this_year(&cx, "sightings", township) == 1);
}

TEST("a record that is removed counts no more")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(store_delete(&cx, &sighting_type, sighting.id));
    CHECK(this_year(&cx, "sightings", county) == 0);
}

TEST("a change that no figure asks about writes no totals")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    sighting.animal = S("喜鹊");
    int64_t before = db_statement_count(cx.db);
    CHECK_OK(figures_changed(&cx, &sighting_type, &sighting, &sighting));
    CHECK(db_statement_count(cx.db) == before);
}

TEST("a sum adds the field and not the records")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    a_sighting(&cx, village, "2026-02-11");
    sighting.cost = 12050;
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(this_year(&cx, "sightings_cost", county) == 12050);
    sighting.cost = 50;
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(this_year(&cx, "sightings_cost", county) == 50);
}

TEST("an instant counts on its day, and a record without one does not count")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK(this_year(&cx, "sightings_told", county) == 0);
    sighting.told_at = instant_of(a_day("2026-02-11"), 23, 59, 59);
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(figure_of(&cx, "sightings_told", county, "2026-02-11", "2026-02-11") == 1);
}

TEST("one change or a hundred of the same kind take the same few statements")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = { .place = str_of(grid), .seen_on = a_day("2026-02-10") };

    CHECK_OK(totals_settle(&cx));
    int64_t before = db_statement_count(cx.db);
    for (int i = 0; i < 100; i++)
        CHECK_OK(figures_changed(&cx, &sighting_type, NULL, &sighting));
    CHECK(db_statement_count(cx.db) == before);
    CHECK_OK(totals_settle(&cx));
    /* 12 rows, at most 31 a statement, are read and written, on PostgreSQL claimed before; and
     * 24 shares, at most 20 */
    CHECK(db_statement_count(cx.db) - before == (db_engine(cx.db) == DB_SQLITE ? 4 : 5));
    CHECK(this_year(&cx, "sightings", grid) == 100);
}

TEST("a period is cut into days, months and years and loses nothing at its ends")
{
    CLEANUP(lab_close) struct context cx = lab();
    a_sighting(&cx, village, "2023-11-19");
    a_sighting(&cx, village, "2023-11-20");
    a_sighting(&cx, village, "2023-12-31");
    a_sighting(&cx, village, "2024-01-01");
    a_sighting(&cx, village, "2024-02-29");
    a_sighting(&cx, village, "2025-06-15");
    a_sighting(&cx, village, "2026-01-31");
    a_sighting(&cx, village, "2026-02-01");

    CHECK(figure_of(&cx, "sightings", village, "2023-11-20", "2026-01-31") == 6);
    CHECK(figure_of(&cx, "sightings", village, "2023-11-19", "2026-02-01") == 8);
    CHECK(figure_of(&cx, "sightings", village, "2023-12-31", "2024-01-01") == 2);
    CHECK(figure_of(&cx, "sightings", village, "2024-01-01", "2025-12-31") == 3);
    CHECK(figure_of(&cx, "sightings", village, "2024-02-01", "2024-02-29") == 1);
    CHECK(figure_of(&cx, "sightings", village, "2024-02-01", "2024-02-28") == 0);
    CHECK(figure_of(&cx, "sightings", village, "2026-02-01", "2026-01-31") == 0);
}

TEST("every period of forty days gives what counting day by day gives")
{
    CLEANUP(lab_close) struct context cx = lab();
    date start = a_day("2025-11-25");

    for (int i = 0; i < 80; i += 3) {
        struct sighting sighting = { .place = str_of(village),
                                     .seen_on = date_add_days(start, i) };
        CHECK_OK(figures_changed(&cx, &sighting_type, NULL, &sighting));
    }
    for (int from = 0; from < 40; from++) {
        struct figure_value value;
        int64_t expected = (from + 39) / 3 - (from + 2) / 3 + 1;
        CHECK_OK(figure_read(&cx, figure_find(S("sightings")), str_of(village),
                             date_add_days(start, from), date_add_days(start, from + 39),
                             &value));
        CHECK(value.value == expected);
    }
}

/* What lies outside of a period is taken away again, so each way to cover it must come out
 * even. */
TEST("any period of three years gives what counting day by day gives")
{
    CLEANUP(lab_close) struct context cx = lab();
    enum { DAYS = 3 * 365, STEP = 37 };
    date start = a_day("2024-01-05");

    for (int i = 0; i < DAYS; i += 5) {
        struct sighting sighting = { .place = str_of(village),
                                     .seen_on = date_add_days(start, i) };
        CHECK_OK(figures_changed(&cx, &sighting_type, NULL, &sighting));
    }
    for (int from = 0; from < DAYS; from += STEP)
        for (int to = from; to < DAYS; to += from % 7 + 11) {
            struct figure_value value;
            CHECK_OK(figure_read(&cx, figure_find(S("sightings")), str_of(village),
                                 date_add_days(start, from), date_add_days(start, to), &value));
            CHECK(value.value == to / 5 - (from + 4) / 5 + 1);
        }
}

/* Places */

TEST("a province is the sum of its counties, and the country of its provinces")
{
    CLEANUP(lab_close) struct context cx = lab();
    a_sighting(&cx, village, "2026-02-10");
    a_sighting(&cx, "420625101", "2026-02-10");
    a_sighting(&cx, "140212101", "2026-02-10");
    a_sighting(&cx, "4206", "2026-02-10");

    CHECK(this_year(&cx, "sightings", "42") == 3);
    CHECK(this_year(&cx, "sightings", "4206") == 2);
    CHECK(this_year(&cx, "sightings", "4211") == 1);
    CHECK(this_year(&cx, "sightings", "14") == 1);
    CHECK(this_year(&cx, "sightings", "") == 4);
}

TEST("figures with the places as they are now include what merged places recorded")
{
    CLEANUP(lab_close) struct context cx = lab();
    const struct figure_entry *entry = figure_find(S("sightings"));
    struct figure_value then, now, above;

    a_sighting(&cx, "421182102205", "2026-02-10");
    a_sighting(&cx, "421182103201", "2026-02-10");
    CHECK_OK(db_run(&cx, "update places set successors = '421182102205' where key = $1",
                    WITH(value_text(S("421182103201")))));
    CHECK_OK(db_run(&cx,
                    "insert into places (id, version, key, successors) "
                    "select 999999, 1, '421182103201', '421182102205' "
                    "where not exists (select 1 from places where key = '421182103201')",
                    NULL, 0));
    CHECK_OK(figure_read(&cx, entry, S("421182102205"), a_day("2026-01-01"),
                         a_day("2026-12-31"), &then));
    CHECK_OK(figures_read_as_now(&cx, &entry, 1, S("421182102205"), a_day("2026-01-01"),
                                 a_day("2026-12-31"), &now));
    CHECK_OK(figures_read_as_now(&cx, &entry, 1, S("421182102"), a_day("2026-01-01"),
                                 a_day("2026-12-31"), &above));
    CHECK(then.value == 1 && now.value == 2 && above.value == 2);
}

/* Splits */

static int64_t share_of(struct context *cx, const char *split, const char *place,
                        const char *first, const char *second)
{
    struct figure_share *shares;
    size_t count;
    int64_t value = 0;

    CHECK_OK(figures_read_shares(cx, &split, 1, str_of(place), 0, a_day("2026-01-01"),
                                 a_day("2026-12-31"), &shares, &count));
    for (size_t i = 0; i < count; i++) {
        CHECK(shares[i].value != 0 && shares[i].split == 0);
        if (str_eq(shares[i].values[0], str_of(first)) &&
            str_eq(shares[i].values[1], str_of(second)))
            value += shares[i].value;
    }
    return value;
}

TEST("a split figure is kept by what a field says, at each place above, and sums another field")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, grid, "2026-02-10");

    a_sighting(&cx, village, "2026-03-01");
    sighting.state = SIGHTING_CLOSED;
    sighting.cost = 700;
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(share_of(&cx, "sightings:state", county, "closed", "") == 1);
    CHECK(share_of(&cx, "sightings:state", county, "open", "") == 1);
    CHECK(share_of(&cx, "sightings:state", grid, "open", "") == 0);
    CHECK(share_of(&cx, "sightings:state:cost", township, "closed", "") == 700);
    CHECK(share_of(&cx, "sightings:animal state", village, "白鹭", "closed") == 1);
    CHECK(this_year(&cx, "sightings", county) == 2);
}

TEST("a record that is corrected or moved counts in the share and place it has now")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    sighting.animal = S("喜鹊");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(share_of(&cx, "sightings:animal state", village, "白鹭", "open") == 0);
    CHECK(share_of(&cx, "sightings:animal state", village, "喜鹊", "open") == 1);
    sighting.place = S("421182102206");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(share_of(&cx, "sightings:animal state", village, "喜鹊", "open") == 0);
    CHECK(share_of(&cx, "sightings:animal state", "421182102206", "喜鹊", "open") == 1);
    CHECK(share_of(&cx, "sightings:animal state", township, "喜鹊", "open") == 1);
    sighting.animal = (str){ 0 };
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(share_of(&cx, "sightings:animal state", county, "", "open") == 1);
    CHECK_OK(store_delete(&cx, &sighting_type, sighting.id));
    CHECK(share_of(&cx, "sightings:animal state", county, "", "open") == 0);
}

TEST("shares of a place and of each place below it are one question, and end with the period")
{
    CLEANUP(lab_close) struct context cx = lab();
    const char *const splits[] = { "sightings:state", "sightings:state:cost" };
    struct figure_share *shares;
    size_t count;
    int64_t at_villages = 0, above = 0;

    a_sighting(&cx, grid, "2026-02-10");
    a_sighting(&cx, village, "2026-02-11");
    a_sighting(&cx, village, "2026-02-12");
    CHECK_OK(totals_settle(&cx));
    int64_t before = db_statement_count(cx.db);
    CHECK_OK(figures_read_shares(&cx, splits, 2, S("421182102"), 12, a_day("2026-02-10"),
                                 a_day("2026-02-11"), &shares, &count));
    CHECK(db_statement_count(cx.db) - before == 1);
    for (size_t i = 0; i < count; i++)
        *(str_eq(shares[i].place, S("421182102")) ? &above : &at_villages) += shares[i].value;
    CHECK(at_villages == 2 && above == 2);
    CHECK_OK(figures_read_shares(&cx, splits, 2, S("42"), 6, a_day("2026-01-01"),
                                 a_day("2026-12-31"), &shares, &count));
    CHECK(count == 1 && shares[0].value == 3 && str_eq(shares[0].place, S("421182")));
    CHECK_OK(figures_read_shares(&cx, splits, 2, S("421182102"), 12, a_day("2026-02-11"),
                                 a_day("2026-02-10"), &shares, &count));
    CHECK(count == 0);
}

/* Kinds */

TEST("a stock is what came and has not gone by the end of the period")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2019-05-01");

    a_sighting(&cx, village, "2026-02-10");
    sighting.gone_on = a_day("2026-02-01");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(figure_of(&cx, "animals_there", county, "2019-01-01", "2019-04-30") == 0);
    CHECK(figure_of(&cx, "animals_there", county, "2019-01-01", "2019-05-01") == 1);
    CHECK(figure_of(&cx, "animals_there", county, "2026-01-01", "2026-01-31") == 1);
    CHECK(figure_of(&cx, "animals_there", county, "2026-01-01", "2026-02-01") == 0);
    CHECK(figure_of(&cx, "animals_there", county, "2026-02-10", "2026-02-10") == 1);
}

TEST("what is gone on the day it came was never there")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    sighting.gone_on = a_day("2026-02-09");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(figure_of(&cx, "animals_there", county, "2026-02-01", "2026-02-09") == 0);
    CHECK(figure_of(&cx, "animals_there", county, "2026-02-01", "2026-02-28") == 0);
}

static str said(struct context *cx, const char *key, const char *from, const char *to)
{
    const struct figure_entry *entry = figure_find(str_of(key));
    struct figure_value value;

    CHECK_OK(figure_read(cx, entry, str_of(county), a_day(from), a_day(to), &value));
    return figure_text(cx, entry, value);
}

TEST("a ratio is said in percent, and of nothing by a dash")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    a_sighting(&cx, village, "2026-02-10");
    a_sighting(&cx, village, "2026-02-10");
    sighting.state = SIGHTING_CLOSED;
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK_STR(said(&cx, "open_share", "2026-01-01", "2026-12-31"), "66.7%");
    CHECK_STR(said(&cx, "open_share", "2025-01-01", "2025-12-31"), "—");
}

TEST("distinct things are asked for, above the county for each county")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    a_sighting(&cx, grid, "2026-02-11");
    sighting.animal = S("喜鹊");
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(this_year(&cx, "animals", village) == 2);
    CHECK(this_year(&cx, "animals", grid) == 1);
    CHECK(this_year(&cx, "animals", "42") == 2);
    CHECK(figure_of(&cx, "animals", village, "2026-02-11", "2026-02-11") == 1);
}

TEST("all figures of a page take one question for flows and one for stocks")
{
    CLEANUP(lab_close) struct context cx = lab();
    size_t count;
    const struct figure_entry *all = figures_all(&count);
    const struct figure_entry *entries[64];
    struct figure_value values[64];
    size_t asked = 0;

    a_sighting(&cx, village, "2026-02-10");
    for (size_t i = 0; i < count && asked < 64; i++)
        if (all[i].figure->kind != FIGURE_DISTINCT)
            entries[asked++] = &all[i];
    CHECK_OK(totals_settle(&cx));
    int64_t before = db_statement_count(cx.db);
    CHECK_OK(figures_read(&cx, entries, asked, S("421182"), a_day("2026-01-01"),
                          a_day("2026-12-31"), values));
    CHECK(db_statement_count(cx.db) - before == 2);
    for (size_t i = 0; i < asked; i++)
        if (strcmp(entries[i]->figure->key, "sightings") == 0)
            CHECK(values[i].value == 1);
}

TEST("a trend has the months, and of a stock what there was at their ends")
{
    CLEANUP(lab_close) struct context cx = lab();
    int64_t months[4];

    a_sighting(&cx, village, "2025-05-01");
    a_sighting(&cx, village, "2025-12-31");
    a_sighting(&cx, village, "2026-01-01");
    a_sighting(&cx, village, "2026-01-31");
    CHECK_OK(figure_read_months(&cx, figure_find(S("sightings")), S("421182"),
                                a_day("2025-11-10"), 4, months));
    CHECK(months[0] == 0 && months[1] == 1 && months[2] == 2 && months[3] == 0);
    CHECK_OK(figure_read_months(&cx, figure_find(S("animals_there")), S("42"),
                                a_day("2025-11-01"), 4, months));
    CHECK(months[0] == 1 && months[1] == 2 && months[2] == 4 && months[3] == 4);
    CHECK_OK(figure_read_months(&cx, figure_find(S("animals")), S("421182"),
                                a_day("2025-11-01"), 4, months));
    CHECK(months[0] == 0 && months[1] == 1 && months[2] == 1 && months[3] == 0);
}

/* Words and links */

TEST("a number in the form of 余 is cut down and never rounded up")
{
    CLEANUP(lab_close) struct context cx = lab();
    const struct figure_entry *entry = figure_find(S("sightings"));
    const struct figure_entry *cost = figure_find(S("sightings_cost"));

    CHECK_STR(figure_over_text(&cx, entry, (struct figure_value){ .value = 1386 }), "1300余");
    CHECK_STR(figure_over_text(&cx, entry, (struct figure_value){ .value = 1999 }), "1900余");
    CHECK_STR(figure_over_text(&cx, entry, (struct figure_value){ .value = 99 }), "90余");
    CHECK_STR(figure_over_text(&cx, entry, (struct figure_value){ .value = 1300 }), "1300");
    CHECK_STR(figure_over_text(&cx, entry, (struct figure_value){ .value = 7 }), "7");
    CHECK_STR(figure_over_text(&cx, cost, (struct figure_value){ .value = 9050 }), "90余");
    CHECK_STR(figure_over_text(&cx, cost, (struct figure_value){ .value = 350 }), "3.5");
}

TEST("近 stands only before a round number that is hardly larger, else there is 余")
{
    CLEANUP(lab_close) struct context cx = lab();
    const struct figure_entry *entry = figure_find(S("sightings"));
    const struct figure_entry *cost = figure_find(S("sightings_cost"));

    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 1386 }), "近1400");
    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 1310 }), "1300余");
    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 1999 }), "近2000");
    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 97 }), "近100");
    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 93 }), "90余");
    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 1400 }), "1400");
    CHECK_STR(figure_near_text(&cx, entry, (struct figure_value){ .value = 7 }), "7");
    CHECK_STR(figure_near_text(&cx, cost, (struct figure_value){ .value = 9980 }), "近100");
}

TEST("a sum of money is said with at most two decimals")
{
    CLEANUP(lab_close) struct context cx = lab();
    const struct figure_entry *cost = figure_find(S("sightings_cost"));
    struct figure millions = *cost->figure;
    struct figure_entry entry = *cost;

    CHECK_STR(figure_text(&cx, cost, (struct figure_value){ .value = 1234500 }), "12345");
    CHECK_STR(figure_text(&cx, cost, (struct figure_value){ .value = 1234550 }), "12345.5");
    millions.unit = "万元";
    entry.figure = &millions;
    CHECK_STR(figure_text(&cx, &entry, (struct figure_value){ .value = 913900000 }), "913.9");
    CHECK_STR(figure_text(&cx, &entry, (struct figure_value){ .value = 12345000 }), "12.35");
}

static int64_t listed(struct context *cx, str href)
{
    struct listing listing;
    struct params params = { 0 };
    str path, query;
    struct param items[16];
    int64_t count;

    str_cut(href, '?', &path, &query);
    for (str one; !str_is_empty(query); params.count++) {
        str_cut(query, '&', &one, &query);
        str_cut(one, '=', &items[params.count].name, &items[params.count].value);
        CHECK(percent_decode(cx->arena, items[params.count].value, false,
                             &items[params.count].value));
    }
    params.items = items;
    CHECK_OK(listing_read(cx, &sighting_type, params, &listing));
    CHECK_OK(listing_count(cx, &listing, 1000, &count));
    return count;
}

TEST("the list behind a number has as many records as the number says")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting gone = a_sighting(&cx, village, "2025-06-01");
    struct sighting closed = a_sighting(&cx, grid, "2026-02-10");

    a_sighting(&cx, village, "2026-02-11");
    a_sighting(&cx, "421182103", "2026-02-11");
    gone.gone_on = a_day("2026-01-15");
    CHECK_OK(store_update(&cx, &sighting_type, &gone));
    closed.state = SIGHTING_CLOSED;
    closed.gone_on = a_day("2026-03-01");
    CHECK_OK(store_update(&cx, &sighting_type, &closed));

    static const char *const keys[] = { "sightings", "sightings_open", "animals_there" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        const struct figure_entry *entry = figure_find(str_of(keys[i]));
        str href =
            figure_href(&cx, entry, S("421182102"), a_day("2026-01-10"), a_day("2026-02-28"));
        CHECK(listed(&cx, href) ==
              figure_of(&cx, keys[i], township, "2026-01-10", "2026-02-28"));
    }
}

TEST("the link of a number is left out for those who may not see the records")
{
    CLEANUP(lab_close) struct context cx = lab();
    const struct figure_entry *entry = figure_find(S("sightings"));

    CHECK_STR(figure_href(&cx, entry, S("421182102"), a_day("2026-01-01"), a_day("2026-03-02")),
              "/sightings?place=421182102&seen_on=2026-01-01..2026-03-02");
    test_sign_in_as(&cx, "grid_worker", grid);
    CHECK(!str_is_empty(
        figure_href(&cx, entry, str_of(grid), a_day("2026-01-01"), a_day("2026-03-02"))));
    CHECK(str_is_empty(
        figure_href(&cx, entry, str_of(township), a_day("2026-01-01"), a_day("2026-03-02"))));
}

/* Verifying */

struct found_differences {
    int count;
    struct total_difference last;
    str place;
};

static void note_difference(const struct total_difference *difference, void *closure)
{
    struct found_differences *found = closure;

    found->count++;
    found->last = *difference;
}

static struct found_differences verify(struct context *cx)
{
    struct found_differences found = { 0 };
    int64_t checked;

    CHECK_OK(figures_verify(cx, note_difference, &found, &checked));
    return found;
}

TEST("totals that were kept along the way are what the records say")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-10");

    CHECK_OK(figures_rebuild(&cx));
    a_sighting(&cx, "4206", "2025-02-10");
    a_sighting(&cx, "42118210220500203", "2025-02-10");
    sighting.seen_on = a_day("2024-12-31");
    sighting.gone_on = a_day("2026-01-01");
    sighting.cost = 100;
    CHECK_OK(store_update(&cx, &sighting_type, &sighting));
    CHECK(verify(&cx).count == 0);
}

/* How long the list is by the figures; -1 when none says. */
static int64_t counted(struct context *cx, const char *conditions)
{
    struct listing listing;
    struct params params;
    int64_t count = 0;
    bool known;

    CHECK_OK(form_read(cx, str_of(conditions), &params));
    CHECK_OK(listing_read(cx, &sighting_type, params, &listing));
    CHECK_OK(figures_counted(cx, &listing, &count, &known));
    return known ? count : -1;
}

TEST("a figure tells how long a list is when both have the same conditions, on which days ever")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting closed = a_sighting(&cx, village, "1999-02-10");

    a_sighting(&cx, grid, "2026-02-11");
    closed.state = SIGHTING_CLOSED;
    CHECK_OK(store_update(&cx, &sighting_type, &closed));
    CHECK(counted(&cx, "place=421182102205") == 2);
    CHECK(counted(&cx, "place=42") == 2);
    CHECK(counted(&cx, "place=421182102205&state=open") == 1);
    CHECK(counted(&cx, "place=421182102205&state=closed") == -1);
    CHECK(counted(&cx, "place=421182102205&seen_on=2026-01-01..") == 1);
    CHECK(counted(&cx, "place=421182102205&seen_on=1999-02-10..2026-02-11") == 2);
    CHECK(counted(&cx, "place=421182102205&seen_on=..2026-02-10&state=open") == 0);
    CHECK(counted(&cx, "place=421182102205&seen_on=!2026-01-01..") == -1);
    CHECK(counted(&cx, "place=421182102205&gone_on=2026-01-01..") == -1);
    CHECK(counted(&cx, "place=421182102205&q=bird") == -1);
}

TEST("what is undone counts no more, whether its totals had been written or not")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-11");
    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-12");
    CHECK(this_year(&cx, "sightings", village) == 3); /* reading writes them */
    a_sighting(&cx, village, "2026-02-13");
    db_rollback(&cx);
    CHECK(this_year(&cx, "sightings", village) == 2);
    a_sighting(&cx, village, "2026-02-14");
    db_rollback(&cx);
    CHECK(this_year(&cx, "sightings", village) == 1);
    CHECK(verify(&cx).count == 0);
}

TEST("what a part of the work brought stays when the part is kept")
{
    CLEANUP(lab_close) struct context cx = lab();

    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-11");
    CHECK(this_year(&cx, "sightings", village) == 1);
    a_sighting(&cx, village, "2026-02-12");
    CHECK_OK(db_commit(&cx));
    a_sighting(&cx, village, "2026-02-13");
    CHECK(this_year(&cx, "sightings", village) == 3);
    CHECK(verify(&cx).count == 0);
}

TEST("totals that cannot be written fail the change, and nothing of it stays")
{
    CLEANUP(lab_close) struct context cx = lab();

    CHECK_OK(db_begin(&cx));
    a_sighting(&cx, village, "2026-02-11");
    db_fail_at(cx.db, 1);
    CHECK_FAILS(totals_settle(&cx), ERROR_BROKEN);
    db_rollback(&cx);
    CHECK(this_year(&cx, "sightings", village) == 0);
    CHECK(verify(&cx).count == 0);
}

/* Periods */

/* The amounts of the village's February, but for those that are not about sightings alone. */
static void alter_february(struct context *cx, const char *sightings)
{
    struct result found;

    CHECK_OK(db_query(cx, "select amounts from totals where place = $1 and period = 202602",
                      WITH(value_text(str_of(village))), &found));
    CHECK(found.rows == 1);
    struct buf amounts = { .arena = cx->arena };
    str kept = result_text(&found, 0, 0);
    for (struct amount amount; amounts_next(&kept, &amount);)
        if (!str_eq(amount.figure, S("sightings")))
            buf_printf(&amounts, "%.*s %lld ", STR_ARG(amount.figure), (long long)amount.value);
    buf_add(&amounts, str_of(sightings));
    CHECK_OK(db_run(cx, "update totals set amounts = $2 where place = $1 and period = 202602",
                    WITH(value_text(str_of(village)), value_text(buf_str(&amounts)))));
}

TEST("verifying finds a total that was altered, one that is missing and one too many")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(figures_rebuild(&cx));
    alter_february(&cx, "sightings 6 ");
    struct found_differences altered = verify(&cx);
    CHECK(altered.count == 1 && altered.last.kept == 6 && altered.last.computed == 1);
    CHECK(altered.last.period == 202602);

    alter_february(&cx, "");
    struct found_differences missing = verify(&cx);
    CHECK(missing.count == 1 && missing.last.kept == 0 && missing.last.computed == 1);

    alter_february(&cx, "sightings");
    struct found_differences broken = verify(&cx);
    CHECK(broken.count == 0); /* a figure without a number counts as 1, as it is */
    alter_february(&cx, "sightings 1 1 ");
    CHECK(verify(&cx).count == 1);

    CHECK_OK(figures_rebuild(&cx));
    CHECK_OK(db_run(&cx,
                    "insert into totals (county, place, period, amounts) "
                    "values (421182, '421182', 1999, 'nothing_like_it 3 ')",
                    NULL, 0));
    struct found_differences extra = verify(&cx);
    CHECK(extra.count == 1 && extra.last.kept == 3 && extra.last.computed == 0);
}

TEST("a share that is wrong, or of no record, is found and made anew")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(figures_rebuild(&cx));
    CHECK_OK(db_run(&cx,
                    "update split_totals set value = value + 5 where place = $1 "
                    "and figure = 'sightings:state' and period = 2026",
                    WITH(value_text(S("421182102205")))));
    CHECK_OK(db_run(&cx,
                    "update split_totals set share = 'closed/' where place = $1 "
                    "and figure = 'sightings:state' and period = 2026",
                    WITH(value_text(S("421182")))));
    CHECK(verify(&cx).count == 3);
    CHECK_OK(figures_rebuild(&cx));
    CHECK(verify(&cx).count == 0);
    CHECK(share_of(&cx, "sightings:state", county, "open", "") == 1);
}

TEST("totals made anew are the same as those kept along the way")
{
    CLEANUP(lab_close) struct context cx = lab();

    a_sighting(&cx, village, "2026-02-10");
    a_sighting(&cx, grid, "2026-02-11");
    CHECK_OK(totals_settle(&cx));
    CHECK_OK(db_run(&cx, "delete from totals", NULL, 0));
    CHECK(this_year(&cx, "sightings", county) == 0);
    CHECK_OK(figures_rebuild(&cx));
    CHECK(this_year(&cx, "sightings", county) == 2);
    CHECK(verify(&cx).count == 0);
}

TEST("in a new town the totals are right")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct found_differences found = { 0 };
    int64_t checked;

    CHECK_OK(figures_verify(&cx, note_difference, &found, &checked));
    CHECK(found.count == 0);
    CHECK(figure_of(&cx, "villages", "421182102", "2026-01-01", "2026-03-02") == 41);
}
