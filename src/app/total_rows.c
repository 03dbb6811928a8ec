/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of running totals, and writing them.
 *
 * A row of `totals` is a place in a period, with the amounts of all its figures
 * (app/amounts.h): what a change of today brings to seven figures is one row, read and written
 * once, and a year of all figures is one row, too.  A second index has only the places down to
 * the county: it answers for provinces and for the whole installation.
 *
 * Shares of split figures have a table of their own, so that they stand in nobody's way; in it
 * those of a place and a figure lie together, a row each.
 *
 * What the records of an import bring is kept once more by itself, so that it can be taken away
 * from what others see; so its amounts are kept as what they take away.
 */
#include "app/amounts.h"
#include "app/total.h"

#include <stdlib.h>

enum { STATEMENT_VALUES_MAX = 125, ROWS_AT_ONCE = STATEMENT_VALUES_MAX / 4 };

/* The column types of an engine, and what stands behind a table. */
struct dialect {
    const char *integer;
    const char *text;
    const char *county; /* leads the keys where tables are distributed by it */
    const char *closing;
};

static const struct dialect dialects[DB_ENGINES] = {
    [DB_SQLITE] = { "integer", "text", "", " without rowid" },
    [DB_POSTGRES] = { "bigint", "text collate \"C\"", "county, ", "" },
};

void figures_schema_write(enum db_engine engine, struct buf *out)
{
    const struct dialect *in = &dialects[engine];

    buf_printf(out,
               "create table if not exists totals (\n"
               "    county %s not null,\n    place %s not null,\n    period %s not null,\n"
               "    amounts %s not null,\n    primary key (%splace, period)\n)%s;\n",
               in->integer, in->text, in->integer, in->text, in->county, in->closing);
    buf_add(out, S("create index if not exists totals_above on totals (period, place) "
                   "where length(place) <= 6;\n"));
    buf_printf(out,
               "create table if not exists import_totals (\n"
               "    county %s not null,\n    import %s not null,\n    place %s not null,\n"
               "    period %s not null,\n    amounts %s not null,\n"
               "    primary key (county, import, place, period)\n)%s;\n",
               in->integer, in->integer, in->text, in->integer, in->text, in->closing);
    buf_printf(out,
               "create table if not exists split_totals (\n"
               "    county %s not null,\n    place %s not null,\n    figure %s not null,\n"
               "    period %s not null,\n    share %s not null,\n    value %s not null,\n"
               "    primary key (%splace, figure, period, share)\n)%s;\n",
               in->integer, in->text, in->text, in->integer, in->text, in->integer, in->county,
               in->closing);
    buf_printf(out,
               "create table if not exists import_split_totals (\n"
               "    county %s not null,\n    import %s not null,\n    place %s not null,\n"
               "    figure %s not null,\n    period %s not null,\n    share %s not null,\n"
               "    value %s not null,\n"
               "    primary key (county, import, place, figure, period, share)\n)%s;\n",
               in->integer, in->integer, in->text, in->text, in->integer, in->text, in->integer,
               in->closing);
}

/* Statements.  Built once, before any thread starts: writing them out for each change would
 * cost as much as running them. */

struct statements {
    const char *of[DB_ENGINES][ROWS_AT_ONCE + 1]; /* by how many rows */
};

enum { WHOLES, SHARES, TABLES };

/* Totals as others see them, and those of an import. */
struct totals_table {
    const char *name;
    const char *key; /* without the county */
    size_t key_values;
    bool is_own;
    bool is_share;
    struct statements claim; /* makes the rows there are not yet, where others write as well */
    struct statements read;
    struct statements write;
};

static struct totals_table kept_tables[TABLES] = {
    { .name = "totals", .key = "place, period", .key_values = 2 },
    { .name = "split_totals",
      .key = "place, figure, period, share",
      .key_values = 4,
      .is_share = true },
};

static struct totals_table own_tables[TABLES] = {
    { .name = "import_totals",
      .key = "import, place, period",
      .key_values = 3,
      .is_own = true },
    { .name = "import_split_totals",
      .key = "import, place, figure, period, share",
      .key_values = 5,
      .is_own = true,
      .is_share = true },
};

/* "($1, $2, ...), (...)", each row closed by what is given. */
static void add_rows_sql(struct buf *sql, size_t rows, size_t columns, const char *closing)
{
    size_t number = 0;

    for (size_t i = 0; i < rows; i++) {
        buf_add(sql, i == 0 ? S("(") : S(", ("));
        for (size_t k = 0; k < columns; k++)
            buf_printf(sql, "%s$%zu", k == 0 ? "" : ", ", ++number);
        buf_printf(sql, "%s)", closing);
    }
}

/* The columns on which two rows are one. */
static const char *conflict_of(struct arena *arena, const struct totals_table *table,
                               enum db_engine engine)
{
    bool has_county = table->is_own || engine != DB_SQLITE;

    return arena_text(arena,
                      arena_printf(arena, "%s%s", has_county ? "county, " : "", table->key));
}

static const char *write_sql(struct arena *arena, const struct totals_table *table,
                             enum db_engine engine, size_t rows)
{
    struct buf sql = { .arena = arena };

    buf_printf(&sql, "insert into %s (county, %s, %s) values ", table->name, table->key,
               table->is_share ? "value" : "amounts");
    add_rows_sql(&sql, rows, table->key_values + 2, "");
    buf_printf(&sql, " on conflict (%s) do update set ", conflict_of(arena, table, engine));
    if (table->is_share)
        buf_printf(&sql, "value = %s.value + excluded.value", table->name);
    else
        buf_add(&sql, S("amounts = excluded.amounts"));
    buf_add_char(&sql, '\0');
    return sql.data;
}

/* Two who make the same row at the same time: the second waits here until the first is done,
 * and reads what it has left. */
static const char *claim_sql(struct arena *arena, const struct totals_table *table, size_t rows)
{
    struct buf sql = { .arena = arena };

    buf_printf(&sql, "insert into %s (county, %s, amounts) values ", table->name, table->key);
    add_rows_sql(&sql, rows, table->key_values + 1, ", ''");
    buf_printf(&sql, " on conflict do nothing%c", '\0');
    return sql.data;
}

/* In the order in which they are asked for.  Nobody else changes them meanwhile. */
static const char *read_sql(struct arena *arena, const struct totals_table *table,
                            enum db_engine engine, size_t rows)
{
    struct buf sql = { .arena = arena };
    size_t number = 0;

    buf_printf(&sql, "with wanted (county, %s) as (values ", table->key);
    for (size_t i = 0; i < rows; i++) {
        buf_printf(&sql, "%s(cast($%zu as bigint)", i == 0 ? "" : ", ", ++number);
        if (table->is_own)
            buf_printf(&sql, ", cast($%zu as bigint)", ++number);
        buf_printf(&sql, ", cast($%zu as text), cast($%zu as bigint))", number + 1, number + 2);
        number += 2;
    }
    buf_printf(&sql,
               ") select t.place, t.period, t.amounts from wanted cross join %s t "
               "where t.county = wanted.county%s and t.place = wanted.place "
               "and t.period = wanted.period%s%c",
               table->name, table->is_own ? " and t.import = wanted.import" : "",
               engine == DB_SQLITE ? "" : " order by t.place, t.period for update of t", '\0');
    return sql.data;
}

static size_t rows_at_once(const struct totals_table *table)
{
    return STATEMENT_VALUES_MAX / (table->key_values + 2);
}

static void build_table(struct arena *arena, struct totals_table *table)
{
    for (int engine = 0; engine < DB_ENGINES; engine++)
        for (size_t rows = 1; rows <= rows_at_once(table); rows++) {
            enum db_engine one = (enum db_engine)engine;
            table->write.of[one][rows] = write_sql(arena, table, one, rows);
            if (table->is_share)
                continue;
            table->read.of[one][rows] = read_sql(arena, table, one, rows);
            if (one != DB_SQLITE)
                table->claim.of[one][rows] = claim_sql(arena, table, rows);
        }
}

void totals_build(struct arena *arena)
{
    for (size_t i = 0; i < TABLES; i++) {
        build_table(arena, &kept_tables[i]);
        build_table(arena, &own_tables[i]);
    }
}

/* Adding to them */

static bool is_share(const struct total *total)
{
    return !str_is_empty(total->share);
}

/* Shares last: they have a table of their own. */
static int compare_totals(const void *a, const void *b)
{
    const struct total *x = a;
    const struct total *y = b;
    int order = is_share(x) - is_share(y);

    if (order == 0)
        order = str_compare(x->place, y->place);
    if (order == 0)
        order = (x->period > y->period) - (x->period < y->period);
    if (order == 0)
        order = str_compare(x->figure, y->figure);
    return order != 0 ? order : str_compare(x->share, y->share);
}

/* Adds up what belongs together and drops what comes to nothing. */
static size_t merge_totals(struct total *totals, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count;) {
        struct total total = totals[i++];
        for (; i < count && compare_totals(&total, &totals[i]) == 0; i++)
            total.value += totals[i].value;
        if (total.value != 0)
            totals[kept++] = total;
    }
    return kept;
}

static size_t put_key(const struct totals_table *table, const struct total *total,
                      struct value *values)
{
    size_t count = 0;

    values[count++] =
        value_integer(table->is_own ? id_county(total->import) : key_county(total->place));
    if (table->is_own)
        values[count++] = value_integer(total->import);
    values[count++] = value_text(total->place);
    if (table->is_share)
        values[count++] = value_text(total->figure);
    values[count++] = value_integer(total->period);
    if (table->is_share)
        values[count++] = value_text(total->share);
    return count;
}

static struct error *run_for_rows(struct context *cx, const struct statements *statements,
                                  size_t rows, const struct value *values, size_t count)
{
    return db_run(cx, statements->of[db_engine(cx->db)][rows], values, count);
}

/* Shares: a row each. */
static struct error *add_shares(struct context *cx, const struct totals_table *table,
                                const struct total *totals, size_t rows)
{
    struct value values[STATEMENT_VALUES_MAX];
    size_t count = 0;

    for (size_t i = 0; i < rows; i++) {
        count += put_key(table, &totals[i], values + count);
        values[count++] = value_integer(totals[i].value);
    }
    return run_for_rows(cx, &table->write, rows, values, count);
}

/* Wholes: a row for those of a place in a period, which stand together. */
struct totals_row {
    const struct total *first;
    size_t count;
    str kept; /* the amounts that it has */
};

static bool is_row_of(const struct totals_row *row, str place, int64_t period)
{
    return row->first->period == period && str_eq(row->first->place, place);
}

/* Takes the first rows off the totals; returns how many totals they hold. */
static size_t cut_rows(const struct total *totals, size_t count, struct totals_row *rows,
                       size_t most, size_t *row_count)
{
    size_t i = 0;

    for (*row_count = 0; i < count && *row_count < most; ++*row_count) {
        struct totals_row *row = &rows[*row_count];
        *row = (struct totals_row){ .first = &totals[i] };
        for (; i < count && is_row_of(row, totals[i].place, totals[i].period); i++)
            row->count++;
    }
    return i;
}

static struct error *read_rows(struct context *cx, const struct totals_table *table,
                               struct totals_row *rows, size_t count)
{
    struct value keys[STATEMENT_VALUES_MAX];
    const char *read = table->read.of[db_engine(cx->db)][count];
    size_t given = 0, i = 0;
    struct result result;

    for (size_t k = 0; k < count; k++)
        given += put_key(table, rows[k].first, keys + given);
    if (db_engine(cx->db) != DB_SQLITE)
        TRY(run_for_rows(cx, &table->claim, count, keys, given));
    TRY(db_query(cx, read, keys, given, &result));
    for (size_t row = 0; row < result.rows; row++) {
        str place = result_text(&result, row, 0);
        int64_t period = result_integer(&result, row, 1);
        while (i < count && !is_row_of(&rows[i], place, period))
            i++;
        if (i < count)
            rows[i].kept = result_text(&result, row, 2);
    }
    return NULL;
}

/* What the row has with what is added to it; of an import what it takes away. */
static str amounts_with(struct context *cx, const struct totals_table *table,
                        const struct totals_row *row)
{
    struct amount *added = arena_array(cx->arena, struct amount, row->count);
    struct buf amounts = { .arena = cx->arena };
    int sign = table->is_own ? -1 : 1;

    for (size_t i = 0; i < row->count; i++)
        added[i] = (struct amount){ row->first[i].figure, sign * row->first[i].value };
    amounts_merge(&amounts, row->kept, added, row->count);
    return buf_str(&amounts);
}

static struct error *add_rows(struct context *cx, const struct totals_table *table,
                              struct totals_row *rows, size_t row_count)
{
    struct value values[STATEMENT_VALUES_MAX];
    size_t count = 0;

    TRY(read_rows(cx, table, rows, row_count));
    for (size_t i = 0; i < row_count; i++) {
        count += put_key(table, rows[i].first, values + count);
        values[count++] = value_text(amounts_with(cx, table, &rows[i]));
    }
    return run_for_rows(cx, &table->write, row_count, values, count);
}

static struct error *add_wholes(struct context *cx, const struct totals_table *table,
                                const struct total *totals, size_t count)
{
    struct totals_row rows[ROWS_AT_ONCE];
    size_t row_count;

    for (size_t i = 0; i < count;) {
        struct arena_mark mark = arena_mark(cx->arena);
        i += cut_rows(totals + i, count - i, rows, rows_at_once(table), &row_count);
        TRY(add_rows(cx, table, rows, row_count));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static struct error *add_all_shares(struct context *cx, const struct totals_table *table,
                                    const struct total *totals, size_t count)
{
    size_t most = rows_at_once(table);

    for (size_t i = 0; i < count; i += most) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t left = count - i;
        TRY(add_shares(cx, table, totals + i, left < most ? left : most));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

/* Sorts and merges them first. */
static struct error *add_sorted(struct context *cx, const struct totals_table tables[TABLES],
                                struct total *totals, size_t count)
{
    size_t wholes = 0;

    if (count == 0)
        return NULL;
    qsort(totals, count, sizeof *totals, compare_totals);
    count = merge_totals(totals, count);
    while (wholes < count && !is_share(&totals[wholes]))
        wholes++;
    TRY(add_wholes(cx, &tables[WHOLES], totals, wholes));
    return add_all_shares(cx, &tables[SHARES], totals + wholes, count - wholes);
}

struct error *totals_add(struct context *cx, struct total *totals, size_t count)
{
    return add_sorted(cx, kept_tables, totals, count);
}

struct error *totals_add_own(struct context *cx, struct total *totals, size_t count)
{
    return add_sorted(cx, own_tables, totals, count);
}
