/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words by which records are found.
 *
 * Neither engine splits Chinese into words, so pairs of neighbouring characters are kept
 * (base/unicode.h): in FTS5 on SQLite, in a tsvector on PostgreSQL.  A record's places, from
 * the county down, are words too, so that a search within a place needs one index only.
 */
#include "record/search.h"

#include "base/unicode.h"

static const int key_lengths[] = { 6, 9, 12, 15 };

bool type_is_searchable(const struct record_type *type)
{
    for (size_t i = 0; i < type->shape.count; i++)
        if (type->shape.fields[i].searchable)
            return true;
    return false;
}

void search_schema_write(const struct record_type *type, enum db_engine engine, struct buf *out)
{
    if (engine == DB_SQLITE) {
        buf_printf(out,
                   "create virtual table if not exists %s_words using fts5("
                   "words, tokenize = 'unicode61 remove_diacritics 0');\n",
                   type->table);
        return;
    }
    buf_printf(out,
               "create table if not exists %s_words (\n"
               "    county bigint not null,\n    id bigint not null,\n"
               "    words tsvector not null,\n    primary key (county, id)\n);\n"
               "create index if not exists %s_words_index on %s_words using gin (words);\n",
               type->table, type->table, type->table);
}

/* Adds "p421182 p421182102 ...", the places that key lies in. */
static void add_places(str key, struct buf *words)
{
    for (size_t i = 0; i < COUNT(key_lengths); i++) {
        size_t length = (size_t)key_lengths[i];
        if (key.length >= length)
            buf_printf(words, " p%.*s", STR_ARG(str_slice(key, 0, length)));
    }
}

static str words_of(struct context *cx, const struct record_type *type, const void *record)
{
    struct buf words = { .arena = cx->arena };

    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (!field->searchable)
            continue;
        buf_add_char(&words, ' ');
        buf_add(&words, text_bigrams(cx->arena, field_text(cx, field, record)));
    }
    add_places(type_place(type, record), &words);
    return buf_str(&words);
}

/* Words as the text of a tsvector, 'one':1 'two':2, with their positions; the places get none,
 * for they stand next to nothing. */
static str tsvector_of(struct context *cx, str words)
{
    struct buf out = { .arena = cx->arena };
    int position = 1;

    for (str word; str_next(&words, &word); position++)
        buf_printf(&out, "'%.*s':%d ", STR_ARG(word), position < 16383 ? position : 16383);
    return buf_str(&out);
}

/* SQLite's index writes what it has with the end of each savepoint, so the words of a crowd of
 * changes are put off until all belong together. */
static struct error *run_for(struct context *cx, const char *format, const char *table,
                             const struct value *values, size_t count)
{
    struct buf sql = { .arena = cx->arena };

    for (; *format != '\0'; format++) {
        if (*format == '@')
            buf_add(&sql, str_of(table));
        else
            buf_add_char(&sql, *format);
    }
    buf_add_char(&sql, '\0');
    return db_run_later(cx, sql.data, values, count);
}

static struct error *put(struct context *cx, const struct record_type *type, record_id id,
                         int64_t county, str words, bool is_new)
{
    if (db_engine(cx->db) == DB_POSTGRES)
        return run_for(
            cx,
            "insert into @_words (county, id, words) values ($1, $2, $3::tsvector) "
            "on conflict (county, id) do update set words = excluded.words",
            type->table,
            WITH(value_integer(county), value_integer(id), value_text(tsvector_of(cx, words))));
    if (is_new)
        return run_for(cx, "insert into @_words (rowid, words) values ($1, $2)", type->table,
                       WITH(value_integer(id), value_text(words)));
    return run_for(cx, "update @_words set words = $2 where rowid = $1", type->table,
                   WITH(value_integer(id), value_text(words)));
}

struct error *search_update(struct context *cx, const struct record_type *type,
                            const void *before, const void *after)
{
    const struct record *head = after != NULL ? after : before;
    bool on_sqlite = db_engine(cx->db) == DB_SQLITE;

    if (!type_is_searchable(type))
        return NULL;
    if (after == NULL)
        return run_for(cx,
                       on_sqlite ? "delete from @_words where rowid = $1"
                                 : "delete from @_words where id = $1",
                       type->table, WITH(value_integer(head->id)));
    str words = words_of(cx, type, after);
    if (before != NULL && str_eq(words, words_of(cx, type, before)))
        return NULL;
    return put(cx, type, head->id, type_county(type, after), words, before == NULL);
}

/* One row of the index: id, words, on PostgreSQL the county. */
static void index_row(struct context *cx, const struct record_type *type, const void *record,
                      struct value *row)
{
    bool on_postgres = db_engine(cx->db) == DB_POSTGRES;
    str words = words_of(cx, type, record);

    row[0] = value_integer(((const struct record *)record)->id);
    row[1] = value_text(on_postgres ? tsvector_of(cx, words) : words);
    if (on_postgres)
        row[2] = value_integer(type_county(type, record));
}

struct error *search_load(struct context *cx, const struct record_type *type,
                          const struct result *records)
{
    bool on_postgres = db_engine(cx->db) == DB_POSTGRES;
    struct result rows = { .rows = records->rows, .columns = on_postgres ? 3 : 2 };
    struct value *values = arena_array(cx->arena, struct value, rows.rows * rows.columns);
    struct buf table = { .arena = cx->arena };

    if (!type_is_searchable(type))
        return NULL;
    for (size_t i = 0; i < records->rows; i++) {
        void *record = arena_alloc(cx->arena, type->shape.size);
        type_load(cx, type, records, i, record);
        index_row(cx, type, record, &values[i * rows.columns]);
    }
    rows.values = values;
    buf_printf(&table, "%s_words%c", type->table, '\0');
    return db_load(cx, table.data, on_postgres ? "id, words, county" : "rowid, words", &rows);
}

/* One word of a question: its pairs of characters next to one another. */
static void add_phrase(struct buf *out, str pairs, bool on_sqlite)
{
    bool first = true;

    buf_add(out, on_sqlite ? S("\"") : S("("));
    for (str word; str_next(&pairs, &word); first = false) {
        if (!first)
            buf_add(out, on_sqlite ? S(" ") : S(" <-> "));
        buf_printf(out, on_sqlite ? "%.*s" : "'%.*s'", STR_ARG(word));
    }
    buf_add(out, on_sqlite ? S("\"") : S(")"));
}

static bool is_one_character(str pairs)
{
    return str_characters(pairs) == 1;
}

str search_question(struct context *cx, str words, str place)
{
    bool on_sqlite = db_engine(cx->db) == DB_SQLITE;
    struct buf out = { .arena = cx->arena };

    for (str word; str_next(&words, &word);) {
        str pairs = text_bigrams(cx->arena, word);
        if (str_is_empty(pairs))
            continue;
        if (out.length > 0)
            buf_add(&out, on_sqlite ? S(" AND ") : S(" & "));
        if (is_one_character(pairs))
            buf_printf(&out, on_sqlite ? "\"%.*s\" *" : "'%.*s':*", STR_ARG(pairs));
        else
            add_phrase(&out, pairs, on_sqlite);
    }
    for (size_t i = 0; i < COUNT(key_lengths) && out.length > 0; i++)
        if (place.length == (size_t)key_lengths[i])
            buf_printf(&out, on_sqlite ? " AND \"p%.*s\"" : " & 'p%.*s'", STR_ARG(place));
    return buf_str(&out);
}
