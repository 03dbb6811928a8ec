/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that are sent upwards, cell by cell: as numbers, as spreadsheet, on paper. */
#include "modules/disputes/tables.h"

#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/fixture_test.h"
#include "modules/places/places.h"
#include "sheet/reader.h"
#include "tests/town.h"

#include <unistd.h>

enum { TYPES = 18, VILLAGES = 2, BANDS = 4, ROWS = VILLAGES + 2, TOTAL = ROWS };

static const char *const villages[VILLAGES] = { VILLAGE, NEXT_VILLAGE };
static const int64_t sizes[BANDS] = { 49, 50, 500, 501 };

/* The cases of a period, of which each has other words than the next. */
struct counted {
    int64_t cases, parties, settled, difficult, amount, written, oral;
    int64_t sources[DISPUTE_SOURCES];
    int64_t types[TYPES];
    int64_t type_settled[TYPES];
    int64_t bands[BANDS];
    int64_t levels[DISPUTE_LEVELS];
};

/* The kth case is that of a village, township or county in turn; the rows have this order. */
static size_t row_of_case(int64_t k)
{
    switch ((enum dispute_level)(k % DISPUTE_LEVELS)) {
    case DISPUTE_AT_COUNTY:
        return 0;
    case DISPUTE_AT_TOWNSHIP:
        return 1;
    case DISPUTE_AT_VILLAGE:
        break;
    }
    return 2 + (size_t)(k % VILLAGES);
}

static void count_into(struct counted *to, size_t type, int64_t k)
{
    bool is_settled = k % 3 != 2;

    to->cases++;
    to->parties += 2 + k % 3;
    to->amount += 100 * k;
    to->difficult += k % 5 == 0;
    to->settled += is_settled;
    to->written += k % 3 == 0;
    to->oral += k % 3 == 1;
    to->sources[k % DISPUTE_SOURCES]++;
    to->types[type]++;
    to->type_settled[type] += is_settled;
    to->bands[k % BANDS]++;
    to->levels[k % DISPUTE_LEVELS]++;
}

static str unit_of(str place, enum dispute_level level)
{
    static const enum place_level levels[] = { PLACE_VILLAGE, PLACE_TOWNSHIP, PLACE_COUNTY };

    return place_key_at(place, levels[level]);
}

static void make_case(struct context *cx, const char *category, int64_t k)
{
    static const enum agreement_form forms[] = { FORM_WRITTEN, FORM_ORAL, FORM_NONE };
    struct dispute dispute = the_dispute(cx, a_case(cx, category, LOCK_NONE));

    dispute.place = str_of(villages[k % VILLAGES]);
    dispute.accepted_on = cx->today;
    dispute.outcome = k % 3 != 2 ? OUTCOME_SETTLED : OUTCOME_TERMINATED;
    dispute.form = forms[k % 3];
    dispute.source = (enum dispute_source)(k % DISPUTE_SOURCES);
    dispute.level = (enum dispute_level)(k % DISPUTE_LEVELS);
    dispute.unit = unit_of(dispute.place, dispute.level);
    dispute.people_count = sizes[k % BANDS];
    dispute.party_count = 2 + k % 3;
    dispute.amount = 100 * k;
    dispute.is_difficult = k % 5 == 0;
    CHECK_OK(store_update(cx, &dispute_type, &dispute));
}

/* Some of each type, the more the later it stands; what is to be found of them in counted. */
static void cases_of_all_kinds(struct context *cx, struct counted counted[ROWS + 1])
{
    struct dispute_category *categories;
    size_t count;
    int64_t k = 0;

    CHECK_OK(dispute_categories(cx, &categories, &count));
    CHECK(count == TYPES);
    for (size_t type = 0; type < count; type++)
        for (size_t i = 0; i <= type % 5; i++, k++) {
            make_case(cx, arena_text(cx->arena, categories[type].code), k);
            count_into(&counted[row_of_case(k)], type, k);
            count_into(&counted[TOTAL], type, k);
        }
}

static struct dispute_table read_of(struct context *cx, enum table_kind kind)
{
    struct dispute_table table;

    CHECK_OK(table_read(cx, kind, S(TOWNSHIP), cx->today, cx->today, &table));
    CHECK(str_is_empty(table.wrong));
    return table;
}

static const struct table_row *row_at(const struct dispute_table *table, size_t row)
{
    return row == table->row_count ? &table->total : &table->rows[row];
}

static void check_cells(const char *what, const struct table_row *row, const int64_t *expected,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (row->cells[i] != expected[i])
            test_fail(__FILE__, __LINE__, "%s, %.*s, column %zu: %lld, not %lld", what,
                      STR_ARG(row->label), i, (long long)row->cells[i], (long long)expected[i]);
}

TEST("every cell of the judicial office's table is what the cases of that village say")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct counted counted[ROWS + 1] = { 0 };

    cases_of_all_kinds(&cx, counted);
    struct dispute_table table = read_of(&cx, TABLE_JUSTICE);
    CHECK(table.row_count == ROWS && table.column_count == 35);
    for (size_t row = 0; row <= TOTAL; row++) {
        const struct counted *c = &counted[row];
        int64_t expected[35] = { c->cases,  c->parties, c->settled, c->difficult,
                                 c->amount, c->written, c->oral };
        for (size_t i = 0; i < DISPUTE_SOURCES; i++)
            expected[7 + i] = c->sources[i];
        for (size_t i = 0; i < TYPES; i++)
            expected[14 + i] = c->types[i];
        check_cells("justice", row_at(&table, row), expected, 35);
    }
    CHECK(counted[TOTAL].sources[6] > 0 && counted[TOTAL].types[17] > 0);
}

TEST("every cell of the public-security table is what the cases of that type say")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct counted counted[ROWS + 1] = { 0 };

    cases_of_all_kinds(&cx, counted);
    struct dispute_table table = read_of(&cx, TABLE_SECURITY);
    const struct counted *c = &counted[TOTAL];
    CHECK(table.row_count == TYPES && table.column_count == 11);
    for (size_t type = 0; type < TYPES; type++) {
        const int64_t expected[] = { c->types[type], c->types[type], c->type_settled[type] };
        check_cells("security", &table.rows[type], expected, 3);
    }
    int64_t total[11] = { c->cases, c->cases, c->settled, 0 };
    for (size_t i = 0; i < BANDS; i++)
        total[4 + i] = c->bands[i];
    for (size_t i = 0; i < DISPUTE_LEVELS; i++)
        total[8 + i] = c->levels[i];
    check_cells("security", &table.total, total, 11);
}

TEST("every cell of the table of what was resolved is what the cases of that village say")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct counted counted[ROWS + 1] = { 0 };

    cases_of_all_kinds(&cx, counted);
    struct dispute_table table = read_of(&cx, TABLE_RESOLVED);
    CHECK(table.row_count == ROWS && table.column_count == 2 * TYPES + 2);
    for (size_t row = 0; row <= TOTAL; row++) {
        const struct counted *c = &counted[row];
        int64_t expected[2 * TYPES + 2];
        for (size_t i = 0; i < TYPES; i++) {
            expected[2 * i] = c->type_settled[i];
            expected[2 * i + 1] = c->types[i] - c->type_settled[i];
        }
        expected[2 * TYPES] = c->settled;
        expected[2 * TYPES + 1] = c->cases - c->settled;
        check_cells("resolved", row_at(&table, row), expected, COUNT(expected));
    }
}

/* Any cases, any period, any place */

enum { CASES = 120, SCREENINGS = 40, PERIODS = 12, JUSTICE_FIXED = 7 };

static const char *const places[] = {
    COUNTY, TOWNSHIP, "421182103", VILLAGE, GRID, NEXT_VILLAGE, "421182103201",
};

struct happened {
    struct dispute cases[CASES];
    struct screening screenings[SCREENINGS];
    struct dispute_category *categories;
    size_t category_count;
    uint64_t seed;
};

static unsigned chance(struct happened *happened, unsigned below)
{
    happened->seed = happened->seed * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (unsigned)(happened->seed >> 33) % below;
}

static date any_day(struct happened *happened)
{
    return date_add_days(date_of(2024, 11, 20), (int)chance(happened, 500));
}

/* Of a place of a village or a township, so that somebody has it. */
static void draw_case(struct happened *happened, struct dispute *dispute)
{
    size_t first = chance(happened, 2) == 0 ? 1 : 3;

    dispute->place = str_of(places[first + chance(happened, COUNT(places) - (unsigned)first)]);
    dispute->level = dispute->place.length == 9
                         ? (enum dispute_level)(1 + chance(happened, 2))
                         : (enum dispute_level)chance(happened, DISPUTE_LEVELS);
    dispute->unit = unit_of(dispute->place, dispute->level);
    dispute->category =
        happened->categories[chance(happened, (unsigned)happened->category_count)].code;
    dispute->source = (enum dispute_source)chance(happened, DISPUTE_SOURCES);
    dispute->found_on = any_day(happened);
    dispute->accepted_on = chance(happened, 4) > 0 ? dispute->found_on : (date){ 0 };
    dispute->people_count = sizes[chance(happened, BANDS)];
    dispute->party_count = 2 + chance(happened, 3);
    dispute->amount = 100 * chance(happened, 1000);
    dispute->is_difficult = chance(happened, 3) == 0;
    dispute->outcome = OUTCOME_NONE;
    dispute->form = FORM_NONE;
    dispute->status = DISPUTE_REGISTERED;
    dispute->ended_on = dispute->confirm_decided_on = (date){ 0 };
    dispute->confirmation = CONFIRM_NONE;
    if (chance(happened, 5) == 0) {
        dispute->status = DISPUTE_PREVENTED;
        dispute->ended_on = any_day(happened);
    } else if (date_is_set(dispute->accepted_on) && chance(happened, 3) > 0) {
        dispute->status = DISPUTE_PERFORMING;
        dispute->outcome = OUTCOME_SETTLED;
        dispute->form = chance(happened, 2) == 0 ? FORM_WRITTEN : FORM_ORAL;
        dispute->confirmation = chance(happened, 3) == 0 ? CONFIRM_GRANTED : CONFIRM_NONE;
        dispute->confirm_decided_on = any_day(happened);
    }
}

static void another_township(struct context *cx)
{
    struct place township = { .code = S("421182103"), .name = S("示例镇") };
    struct place village = { .code = S("421182103201"), .name = S("示例村") };

    CHECK_OK(place_receive(cx, &township));
    CHECK_OK(place_receive(cx, &village));
}

/* Half of them are corrected afterwards. */
static void let_happen(struct context *cx, struct happened *happened)
{
    another_township(cx);
    CHECK_OK(dispute_categories(cx, &happened->categories, &happened->category_count));
    for (size_t i = 0; i < CASES; i++) {
        happened->cases[i] = (struct dispute){ .title = S("示例") };
        draw_case(happened, &happened->cases[i]);
        CHECK_OK(store_insert(cx, &dispute_type, &happened->cases[i]));
    }
    for (size_t i = 0; i < CASES; i += 2) {
        draw_case(happened, &happened->cases[i]);
        CHECK_OK(store_update(cx, &dispute_type, &happened->cases[i]));
    }
    for (size_t i = 0; i < SCREENINGS; i++) {
        happened->screenings[i] = (struct screening){
            .place = str_of(places[chance(happened, COUNT(places))]),
            .held_on = any_day(happened),
            .who = S("示例"),
        };
        CHECK_OK(store_insert(cx, &screening_type, &happened->screenings[i]));
    }
}

struct asked {
    str place;
    date from;
    date to;
    str row; /* a key; empty: all rows */
};

static bool is_between(const struct asked *asked, date day)
{
    return date_is_set(day) && date_compare(day, asked->from) >= 0 &&
           date_compare(day, asked->to) <= 0;
}

/* Whether what happened at a place in the hands of a unit belongs into the row. */
static bool is_of_row(const struct asked *asked, str place, str unit)
{
    size_t length = asked->place.length <= 6 ? 9 : 12;

    return key_is_within(place, asked->place) &&
           (str_is_empty(asked->row) || str_eq(str_slice(unit, 0, length), asked->row));
}

static size_t type_of(const struct happened *happened, str category)
{
    size_t i = 0;

    while (!str_eq(happened->categories[i].code, category))
        i++;
    return i;
}

static size_t band_of(int64_t people)
{
    size_t band = 0;

    while (sizes[band] != people)
        band++;
    return band;
}

static void expect_mediated(const struct happened *happened, const struct dispute *dispute,
                            int64_t *cells)
{
    bool is_settled = dispute->outcome == OUTCOME_SETTLED;

    cells[0]++;
    cells[1] += dispute->party_count;
    cells[2] += is_settled;
    cells[3] += dispute->is_difficult;
    cells[4] += dispute->amount;
    cells[5] += is_settled && dispute->form == FORM_WRITTEN;
    cells[6] += is_settled && dispute->form == FORM_ORAL;
    cells[JUSTICE_FIXED + dispute->source]++;
    cells[JUSTICE_FIXED + DISPUTE_SOURCES + type_of(happened, dispute->category)]++;
}

/* What the cases themselves say. */
static void expect_justice(const struct happened *happened, const struct asked *asked,
                           int64_t *cells)
{
    size_t last = JUSTICE_FIXED + DISPUTE_SOURCES + TYPES;

    for (size_t i = 0; i < CASES; i++) {
        const struct dispute *dispute = &happened->cases[i];
        if (!is_of_row(asked, dispute->place, dispute->unit))
            continue;
        if (is_between(asked, dispute->accepted_on))
            expect_mediated(happened, dispute, cells);
        cells[last + 1] +=
            dispute->status == DISPUTE_PREVENTED && is_between(asked, dispute->ended_on);
        cells[last + 2] += dispute->confirmation == CONFIRM_GRANTED &&
                           is_between(asked, dispute->confirm_decided_on);
    }
    for (size_t i = 0; i < SCREENINGS; i++) {
        const struct screening *screening = &happened->screenings[i];
        cells[last] += is_of_row(asked, screening->place, screening->place) &&
                       is_between(asked, screening->held_on);
    }
}

static void expect_resolved(const struct happened *happened, const struct asked *asked,
                            int64_t *cells)
{
    for (size_t i = 0; i < CASES; i++) {
        const struct dispute *dispute = &happened->cases[i];
        size_t left = dispute->outcome == OUTCOME_SETTLED ? 0 : 1;
        if (!is_of_row(asked, dispute->place, dispute->unit) ||
            !is_between(asked, dispute->accepted_on))
            continue;
        cells[2 * type_of(happened, dispute->category) + left]++;
        cells[2 * TYPES + left]++;
    }
}

/* Here a row is a type, and the key that is asked for its code. */
static void expect_security(const struct happened *happened, const struct asked *asked,
                            int64_t *cells)
{
    for (size_t i = 0; i < CASES; i++) {
        const struct dispute *dispute = &happened->cases[i];
        if (!key_is_within(dispute->place, asked->place) ||
            (!str_is_empty(asked->row) && !str_eq(dispute->category, asked->row)))
            continue;
        cells[0] += is_between(asked, dispute->found_on);
        if (!is_between(asked, dispute->accepted_on))
            continue;
        cells[1]++;
        cells[2] += dispute->outcome == OUTCOME_SETTLED;
        cells[4 + band_of(dispute->people_count)]++;
        cells[4 + BANDS + dispute->level]++;
    }
}

static const struct table_row *find_row(struct context *cx, const struct dispute_table *table,
                                        str label)
{
    for (size_t i = 0; i < table->row_count; i++)
        if (str_eq(table->rows[i].label, label))
            return &table->rows[i];
    (void)cx;
    return NULL;
}

static bool are_zero(const int64_t *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i] != 0)
            return false;
    return true;
}

/* A row that is not there is one of nothing. */
static void compare_table(struct context *cx, const struct happened *happened,
                          enum table_kind kind, const struct asked *asked)
{
    static void (*const expect[TABLE_KINDS])(const struct happened *happened,
                                             const struct asked *asked, int64_t *cells) = {
        [TABLE_JUSTICE] = expect_justice,
        [TABLE_SECURITY] = expect_security,
        [TABLE_RESOLVED] = expect_resolved,
    };
    size_t keys = kind == TABLE_SECURITY ? TYPES : COUNT(places);
    struct dispute_table table;
    size_t rows = 0;

    CHECK_OK(table_read(cx, kind, asked->place, asked->from, asked->to, &table));
    CHECK(str_is_empty(table.wrong));
    for (size_t i = 0; i <= keys; i++) {
        struct asked of_row = *asked;
        int64_t cells[TABLE_COLUMNS_MAX] = { 0 };
        const struct table_row *row = &table.total;
        if (i < keys) {
            of_row.row =
                kind == TABLE_SECURITY ? happened->categories[i].code : str_of(places[i]);
            row = find_row(cx, &table,
                           kind == TABLE_SECURITY ? happened->categories[i].name
                                                  : place_called(cx, of_row.row));
        }
        expect[kind](happened, &of_row, cells);
        if (row == NULL) {
            CHECK(are_zero(cells, table.column_count));
            continue;
        }
        rows += i < keys;
        check_cells("any", row, cells, table.column_count);
    }
    CHECK(rows == table.row_count);
}

TEST("tables that are read from totals say of any cases, places and days what the cases say")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct happened *happened = arena_alloc(cx.arena, sizeof *happened);

    happened->seed = 20260302;
    let_happen(&cx, happened);
    for (int i = 0; i < PERIODS; i++) {
        struct asked asked = { .from = any_day(happened) };
        asked.to = date_add_days(asked.from, (int)chance(happened, 400));
        for (size_t k = 0; k < COUNT(places); k++)
            for (unsigned kind = 0; kind < TABLE_KINDS; kind++) {
                asked.place = str_of(places[k]);
                compare_table(&cx, happened, (enum table_kind)kind, &asked);
            }
    }
}

TEST("a table costs one question, however many cases and rows there are")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct counted counted[ROWS + 1] = { 0 };
    struct dispute_table table;

    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), cx.today, cx.today, &table));
    int64_t before = db_statement_count(cx.db);
    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), cx.today, cx.today, &table));
    int64_t of_none = db_statement_count(cx.db) - before;
    cases_of_all_kinds(&cx, counted);
    table = read_of(&cx, TABLE_JUSTICE);
    before = db_statement_count(cx.db);
    CHECK_OK(table_read(&cx, TABLE_JUSTICE, S(TOWNSHIP), cx.today, cx.today, &table));
    /* and one for the name of each row */
    CHECK(db_statement_count(cx.db) - before <= of_none + ROWS);
}

/* The spreadsheet */

struct comparing {
    const struct dispute_table *table;
    size_t row; /* of the table; counted from where its heading was found */
    bool has_begun;
    size_t compared;
};

/* A spreadsheet keeps numbers: 0.0650 is 0.065 there. */
static str as_number(const struct dispute_table *table, size_t column, str shown)
{
    if (!table->columns[column].is_amount)
        return shown;
    while (shown.length > 1 && str_ends(shown, S("0")))
        shown.length--;
    return str_ends(shown, S(".")) ? str_slice(shown, 0, shown.length - 1) : shown;
}

static struct error *compare_row(struct context *cx, const struct sheet_row *row, void *closure)
{
    struct comparing *comparing = closure;
    const struct dispute_table *table = comparing->table;

    if (!comparing->has_begun) {
        comparing->has_begun = row->count > 1 && str_eq(row->cells[0].text, table->row_heading);
        return NULL;
    }
    if (comparing->row > table->row_count)
        return NULL;
    const struct table_row *expected = row_at(table, comparing->row++);
    CHECK_STR(row->cells[0].text, arena_text(cx->arena, expected->label));
    for (size_t i = 0; i < table->column_count; i++, comparing->compared++)
        CHECK_STR(
            as_number(table, i, row->cells[i + 1].text),
            arena_text(cx->arena, as_number(table, i, table_cell(cx, table, expected, i))));
    return NULL;
}

TEST("every cell of the spreadsheets is read back as it stands in the table")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct counted counted[ROWS + 1] = { 0 };

    cases_of_all_kinds(&cx, counted);
    for (unsigned kind = 0; kind < TABLE_KINDS; kind++) {
        struct dispute_table table = read_of(&cx, (enum table_kind)kind);
        struct comparing comparing = { .table = &table };
        CLEANUP(book_close) struct sheet_book *book = NULL;
        struct loose_file file;
        CHECK_OK(table_sheet(&cx, &table, &file));
        char *bytes = arena_alloc(cx.arena, (size_t)file.bytes);
        CHECK(pread(file.descriptor, bytes, (size_t)file.bytes, 0) == file.bytes);
        str whole = { bytes, (size_t)file.bytes };
        loose_file_close(&file);
        CHECK_OK(book_open(&cx, whole, &book));
        CHECK_OK(book_read(&cx, book, 0, compare_row, &comparing));
        CHECK(comparing.compared == (table.row_count + 1) * table.column_count);
    }
}

/* Paper */

TEST("each table is printed on A4, and so is one that was sent")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct counted counted[ROWS + 1] = { 0 };
    struct dispute_return sent;

    cases_of_all_kinds(&cx, counted);
    test_sign_in_as(&cx, "justice_office", TOWNSHIP);
    for (unsigned kind = 0; kind < TABLE_KINDS; kind++) {
        struct response paper = test_get(
            &cx, arena_text(cx.arena, arena_printf(cx.arena, "/disputes/tables.pdf?kind=%s",
                                                   table_choices[kind].code)));
        CHECK(paper.status == 200 && str_starts(test_body(&paper), S("%PDF-")));
        CHECK_OK(table_send(&cx, (enum table_kind)kind, S(TOWNSHIP), cx.today, cx.today,
                            S("县司法局"), &sent));
        paper = test_get(
            &cx, arena_text(cx.arena, arena_printf(cx.arena, "/dispute_returns/%lld/pdf",
                                                   (long long)sent.id)));
        CHECK(paper.status == 200 && str_starts(test_body(&paper), S("%PDF-")));
    }
    test_sign_in_as(&cx, "secretary", VILLAGE);
    CHECK(test_get(&cx, "/disputes/tables.pdf").status == 200);
    CHECK(test_get(&cx, "/disputes/tables.xlsx").status == 403);
    test_sign_in_as(&cx, "villager_representative", VILLAGE);
    CHECK(test_get(&cx, "/disputes/tables.pdf").status == 403);
}

/* The dashboard */

TEST("the dashboard tells of one or two cases no more than that there are fewer than three")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    a_dispute(&cx, DISPUTE_MEDIATING);
    a_dispute(&cx, DISPUTE_MEDIATING);
    test_sign_in_as(&cx, "secretary", VILLAGE);
    struct response seen = test_get(&cx, "/dashboard?place=" VILLAGE);
    CHECK(seen.status == 200);
    CHECK(test_says(&seen, "矛盾纠纷：这段时间") && test_says(&seen, "少于3"));
}

/* Three taps */

TEST("a screening without a find is a button on the home page, and one more to keep it")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    struct response home = test_get(&cx, "/");
    struct response form = test_get(&cx, "/screenings/new");
    CHECK(test_says(&home, "/screenings/new") && test_says(&home, "记排查"));
    CHECK(form.status == 200 && test_says(&form, VILLAGE));
    CHECK(test_post_from_outbox(&cx, "/screenings/new", "place", VILLAGE, NULL).status < 400);
    CHECK(rows_in(&cx, "screenings") == 1 && rows_in(&cx, "disputes") == 0);
}

TEST("who is a party member, too, sees on the home page what the grid worker's post allows")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "party_member", VILLAGE);
    struct response response = test_get(&cx, "/");
    CHECK(!test_says(&response, "矛盾纠纷排查"));
    test_give_post(&cx, "grid_worker", GRID);
    response = test_get(&cx, "/");
    CHECK(test_says(&response, "矛盾纠纷排查"));
}

TEST("a find needs one sentence: its type follows from the words, or is another")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const found[][2] = { { "争过道，两家吵起来了", "neighbour" },
                                            { "有点事，还没有说清楚", "other" } };
    struct result result;

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    for (size_t i = 0; i < COUNT(found); i++) {
        CHECK(test_post_from_outbox(&cx, "/screenings/new", "place", VILLAGE, "facts",
                                    found[i][0], NULL)
                  .status < 400);
        CHECK_OK(db_query(&cx, "select category from disputes order by id desc limit 1", NULL,
                          0, &result));
        CHECK_STR(result_text(&result, 0, 0), found[i][1]);
    }
    CHECK(rows_in(&cx, "screenings") == 2 && rows_in(&cx, "disputes") == 2);
}

TEST("sentences as people say them find their type of dispute")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char *const sentences[][2] = {
        { "两口子闹离婚，女方回了娘家", "family" },
        { "几个儿子都不管老人", "family" },
        { "屋檐水滴到隔壁院墙根", "neighbour" },
        { "起屋占我家的滴水线", "homestead" },
        { "借钱打了欠条，到期不还", "contract" },
        { "合伙开养殖场，分红不公", "business" },
        { "放牛踩坏了秧苗，要赔偿", "damages" },
        { "田埂被犁过界，界石也挪了", "forest_land" },
        { "征地的补偿款没有到", "expropriation" },
        { "猪场的粪水流到塘里，臭味大", "environment" },
        { "工地的包工头欠薪", "migrant_wages" },
        { "在厂里受了工伤，老板不认", "other_labour" },
        { "农家乐的游客说多收钱", "tourism" },
        { "网购的东西坏了，退货不肯", "e_commerce" },
        { "买到假种子，要退款", "other_consumer" },
        { "卫生室打针以后出了问题", "medical" },
        { "三轮车倒车撞了人", "traffic" },
        { "小区停车位和物业费", "property_management" },
    };
    struct dispute_category category;

    for (size_t i = 0; i < COUNT(sentences); i++) {
        CHECK_OK(dispute_category_suggest(&cx, str_of(sentences[i][0]), &category));
        CHECK_STR(category.code, sentences[i][1]);
    }
    CHECK_OK(dispute_category_suggest(&cx, S("啊"), &category));
    CHECK(category.id == 0);
}
