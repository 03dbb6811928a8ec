/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that are sent upwards, cell by cell: as numbers, as spreadsheet, on paper. */
#include "modules/disputes/tables.h"

#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"
#include "modules/disputes/fixture_test.h"
#include "sheet/reader.h"
#include "tests/town.h"

#include <unistd.h>

enum { TYPES = 18, VILLAGES = 2, BANDS = 4, TOTAL = VILLAGES };

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

static void make_case(struct context *cx, const char *category, int64_t k)
{
    static const char *const outcomes[] = { "settled", "settled", "terminated" };
    static const char *const agreement_forms[] = { "written", "oral", "none" };
    record_id id = a_case(cx, category, LOCK_NONE);

    CHECK_OK(db_run(cx,
                    "update disputes set place = $2, unit = $2, accepted_on = $3, "
                    "outcome = $4, form = $5, source = $6, level = $7, people_count = $8, "
                    "party_count = $9, amount = $10, is_difficult = $11 where id = $1",
                    WITH(value_integer(id), value_text(str_of(villages[k % VILLAGES])),
                         value_date(cx->arena, cx->today), value_text(str_of(outcomes[k % 3])),
                         value_text(str_of(agreement_forms[k % 3])),
                         value_text(str_of(dispute_source_choices[k % DISPUTE_SOURCES].code)),
                         value_text(str_of(dispute_level_choices[k % DISPUTE_LEVELS].code)),
                         value_integer(sizes[k % BANDS]), value_integer(2 + k % 3),
                         value_integer(100 * k), value_integer(k % 5 == 0))));
}

/* Some of each type, the more the later it stands; what is to be found of them in counted. */
static void cases_of_all_kinds(struct context *cx, struct counted counted[VILLAGES + 1])
{
    struct dispute_category *categories;
    size_t count;
    int64_t k = 0;

    CHECK_OK(dispute_categories(cx, &categories, &count));
    CHECK(count == TYPES);
    for (size_t type = 0; type < count; type++)
        for (size_t i = 0; i <= type % 5; i++, k++) {
            make_case(cx, arena_text(cx->arena, categories[type].code), k);
            count_into(&counted[k % VILLAGES], type, k);
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
    struct counted counted[VILLAGES + 1] = { 0 };

    cases_of_all_kinds(&cx, counted);
    struct dispute_table table = read_of(&cx, TABLE_JUSTICE);
    CHECK(table.row_count == VILLAGES && table.column_count == 35);
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
    struct counted counted[VILLAGES + 1] = { 0 };

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
    struct counted counted[VILLAGES + 1] = { 0 };

    cases_of_all_kinds(&cx, counted);
    struct dispute_table table = read_of(&cx, TABLE_RESOLVED);
    CHECK(table.row_count == VILLAGES && table.column_count == 2 * TYPES + 2);
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
    struct counted counted[VILLAGES + 1] = { 0 };

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
    struct counted counted[VILLAGES + 1] = { 0 };
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
    struct response refused =
        test_post(&cx, "/screenings/new", "place", VILLAGE, "facts", "争过道", NULL);
    CHECK(refused.status == 422 && test_says(&refused, "请选纠纷属于哪一类"));
    CHECK(rows_in(&cx, "screenings") == 1);
}
