/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQL tables of the record types.
 *
 * A table of the common work carries county, which leads its primary key and every unique index
 * on PostgreSQL, so that the tables can be distributed by county.  SQLite keeps the records of
 * a county together by their ids.
 */
#include "record/schema.h"

#include "record/search.h"

static void write_column(const struct field *field, enum db_engine engine, struct buf *out)
{
    buf_printf(out, ",\n    %s %s", field->name, field->kind->sql_types[engine]);
}

static void write_key(const struct record_type *type, enum db_engine engine, struct buf *out)
{
    const char *integer = engine == DB_SQLITE ? "integer" : "bigint";

    if (type->place != NULL)
        buf_printf(out, "    county %s not null,\n", integer);
    buf_printf(out, "    id %s %s,\n", integer,
               engine == DB_SQLITE ? "primary key" : "not null");
    buf_printf(out, "    version %s not null default 1", integer);
}

static void write_checks(const struct record_type *type, struct buf *out)
{
    for (size_t i = 0; type->checks != NULL && type->checks[i] != NULL; i++)
        buf_printf(out, ",\n    check (%s)", type->checks[i]);
}

static void forbid_in_sqlite(const char *table, struct buf *out)
{
    static const char *const deeds[] = { "update", "delete" };

    for (size_t i = 0; i < COUNT(deeds); i++)
        buf_printf(out,
                   "create trigger if not exists %s_no_%s before %s on %s\n"
                   "begin\n    select raise(abort, '%s is only added to');\nend;\n",
                   table, deeds[i], deeds[i], table, table);
}

static void forbid_in_postgres(const char *table, struct buf *out)
{
    buf_add(out, S("create or replace function refuse_change() returns trigger\n"
                   "    language plpgsql as $$\nbegin\n"
                   "    raise exception '% is only added to', tg_table_name;\n"
                   "end;\n$$;\n"));
    buf_printf(out,
               "create or replace trigger %s_is_lasting before update or delete or truncate "
               "on %s\n    for each statement execute function refuse_change();\n",
               table, table);
}

void schema_forbid_changes(const char *table, enum db_engine engine, struct buf *out)
{
    if (engine == DB_SQLITE)
        forbid_in_sqlite(table, out);
    else
        forbid_in_postgres(table, out);
}

static void write_table(const struct record_type *type, enum db_engine engine, struct buf *out)
{
    buf_printf(out, "create table if not exists %s (\n", type->table);
    write_key(type, engine, out);
    for (size_t i = 0; i < type->shape.count; i++)
        write_column(&type->shape.fields[i], engine, out);
    write_checks(type, out);
    if (engine == DB_POSTGRES)
        buf_printf(out, ",\n    primary key (%sid)", type->place != NULL ? "county, " : "");
    buf_add(out, S("\n);\n"));
    if (engine == DB_POSTGRES)
        buf_printf(out, "create sequence if not exists %s_ids;\n", type->table);
}

static void write_index(const struct record_type *type, const char *name, bool unique,
                        const char *columns, const char *condition, struct buf *out)
{
    buf_printf(out, "create %sindex if not exists %s_%s on %s (%s%s)%s;\n",
               unique ? "unique " : "", type->table, name, type->table,
               type->place != NULL ? "county, " : "", columns, condition);
}

static void write_field_index(const struct record_type *type, const struct field *field,
                              struct buf *out)
{
    struct buf condition = { .arena = out->arena };

    if (field->unique && field->kind == &kind_text)
        buf_printf(&condition, " where %s <> ''", field->name);
    else if (field->indexed && field_is_nullable(field))
        buf_printf(&condition, " where %s is not null", field->name);
    buf_add_char(&condition, '\0');
    if (field->unique || field->indexed)
        write_index(type, field->name, field->unique, field->name, condition.data, out);
}

/* The records of a township, a village and a grid, newest first: three indexes on the beginning
 * of the key.  Those of a county are together by their ids. */
static void write_place_indexes(const struct record_type *type, struct buf *out)
{
    static const int lengths[] = { 9, 12, 15 };

    if (type->place == NULL || type->unlogged)
        return;
    for (size_t i = 0; i < COUNT(lengths); i++)
        buf_printf(
            out, "create index if not exists %s_key%d on %s (county, substr(%s, 1, %d), id);\n",
            type->table, lengths[i], type->table, type->place, lengths[i]);
}

void schema_write(const struct record_type *type, enum db_engine engine, struct buf *out)
{
    write_table(type, engine, out);
    write_place_indexes(type, out);
    for (size_t i = 0; i < type->shape.count; i++)
        write_field_index(type, &type->shape.fields[i], out);
    for (size_t i = 0; type->indexes != NULL && type->indexes[i] != NULL; i++) {
        struct buf name = { .arena = out->arena };
        buf_printf(&name, "by%zu%c", i + 1, '\0');
        write_index(type, name.data, false, type->indexes[i], "", out);
    }
    if (type_is_searchable(type))
        search_schema_write(type, engine, out);
    if (type->lasting)
        schema_forbid_changes(type->table, engine, out);
}

/* The names and types of the columns that a table has already; none when there is no such
 * table. */
static struct error *find_columns(struct context *cx, const char *table, struct result *columns)
{
    static const char sqlite[] = "select name, lower(type) from pragma_table_info($1)";
    static const char postgres[] = "select column_name::text, data_type::text "
                                   "from information_schema.columns "
                                   "where table_name = $1 and table_schema = current_schema()";

    return db_query(cx, db_engine(cx->db) == DB_SQLITE ? sqlite : postgres,
                    WITH(value_text(str_of(table))), columns);
}

/* The type of a column in the catalogue; empty when there is no such column. */
static str column_type(const struct result *columns, const char *name)
{
    for (size_t i = 0; i < columns->rows; i++)
        if (str_eq(result_text(columns, i, 0), str_of(name)))
            return result_text(columns, i, 1);
    return (str){ 0 };
}

static bool has_column(const struct result *columns, const char *name)
{
    return !str_is_empty(column_type(columns, name));
}

/* Adds the columns of fields that are newer than the table. */
static struct error *add_new_columns(struct context *cx, const struct record_type *type)
{
    struct result columns;

    TRY(find_columns(cx, type->table, &columns));
    if (columns.rows == 0)
        return NULL;
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        struct buf sql = { .arena = cx->arena };
        if (has_column(&columns, field->name))
            continue;
        buf_printf(&sql, "alter table %s add column %s %s%c", type->table, field->name,
                   field->kind->sql_types[db_engine(cx->db)], '\0');
        TRY(db_script(cx, sql.data));
    }
    return NULL;
}

struct error *schema_apply(struct context *cx)
{
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        struct buf sql = { .arena = cx->arena };
        TRY(add_new_columns(cx, *type));
        schema_write(*type, db_engine(cx->db), &sql);
        buf_add_char(&sql, '\0');
        TRY(db_script(cx, sql.data));
    }
    return NULL;
}

/* The catalogue's word for what a field's column is declared as, whose first word is "text" or
 * "bigint"; PostgreSQL calls a timestamp(0) by its full name. */
static bool is_type_of(str column, const struct field *field, enum db_engine engine)
{
    str declared = str_of(field->kind->sql_types[engine]), first, rest;

    str_cut(declared, ' ', &first, &rest);
    str_cut(first, '(', &first, &rest);
    return str_starts(column, first);
}

struct error *schema_compare(struct context *cx, const struct record_type *type,
                             const struct field **misfit)
{
    struct result columns;

    *misfit = NULL;
    TRY(find_columns(cx, type->table, &columns));
    for (size_t i = 0; i < type->shape.count && *misfit == NULL; i++) {
        const struct field *field = &type->shape.fields[i];
        if (!is_type_of(column_type(&columns, field->name), field, db_engine(cx->db)))
            *misfit = field;
    }
    return NULL;
}

struct error *schema_has_table(struct context *cx, const char *table, bool *found)
{
    struct result columns;

    TRY(find_columns(cx, table, &columns));
    *found = columns.rows > 0;
    return NULL;
}

struct error *schema_count(struct context *cx, const char *table, int64_t *count)
{
    struct buf sql = { .arena = cx->arena };

    buf_printf(&sql, "select count(*) from %s%c", table, '\0');
    return query_number(cx, sql.data, NULL, 0, count);
}
