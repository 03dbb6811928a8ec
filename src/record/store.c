/* SPDX-License-Identifier: Apache-2.0 */
/* Keeping records: SQL derived from their fields. */
#include "record/store.h"

#include <assert.h>
#include <string.h>

enum {
    HEAD_COLUMNS = 2,
    VALUES_MAX = 96,
    SQL_BYTES = 1024,
    BATCH_ROWS = 100,
    PLACES_AT_ONCE = 20,
    SQL_SLOTS = 512,
    SQL_BYTES_MAX = 16 * 1024 * 1024,
};

struct value value_date(struct arena *arena, date d)
{
    struct buf text = { .arena = arena };

    date_write(d, &text);
    return date_is_set(d) ? value_text(buf_str(&text)) : value_null();
}

struct value value_instant(struct arena *arena, instant t)
{
    struct buf text = { .arena = arena };

    instant_write(t, &text);
    return instant_is_set(t) ? value_text(buf_str(&text)) : value_null();
}

/* Room for a usual statement, so that writing it out does not look for room again and again. */
static struct buf new_sql(struct context *cx)
{
    struct buf sql = { .arena = cx->arena };

    (void)buf_reserve(&sql, SQL_BYTES);
    return sql;
}

static const char *sql_of(struct buf *sql)
{
    buf_add_char(sql, '\0');
    return sql->data;
}

/* What statements about a type consist of. */
struct type_sql {
    const struct record_type *type;
    str columns;
    str selecting; /* "select COLUMNS from TABLE " */
    const char *insert[DB_ENGINES];
    const char *update;
};

/* Written once, before any thread starts: writing them out for each record costs as much as
 * some of them take. */
static struct {
    struct arena *arena;
    struct type_sql slots[SQL_SLOTS];
    size_t count;
} book;

static struct type_sql *slot_of(const struct record_type *type)
{
    size_t at = (size_t)hash_mixed(0, (uint64_t)(uintptr_t)type) % SQL_SLOTS;

    while (book.slots[at].type != NULL && book.slots[at].type != type)
        at = (at + 1) % SQL_SLOTS;
    return &book.slots[at];
}

static str write_columns(struct arena *arena, const struct record_type *type)
{
    struct buf columns = { .arena = arena };

    buf_add(&columns, S("id, version"));
    for (size_t i = 0; i < type->shape.count; i++) {
        buf_add(&columns, S(", "));
        buf_add(&columns, str_of(type->shape.fields[i].name));
    }
    return buf_str(&columns);
}

str type_columns(struct context *cx, const struct record_type *type)
{
    const struct type_sql *known = slot_of(type);

    return known->type == type ? known->columns : write_columns(cx->arena, type);
}

/* Begins a statement with "select (all columns) from (table) ". */
static void add_selecting(struct context *cx, const struct record_type *type, struct buf *sql)
{
    const struct type_sql *known = slot_of(type);

    if (known->type == type) {
        buf_add(sql, known->selecting);
        return;
    }
    buf_add(sql, S("select "));
    buf_add(sql, write_columns(cx->arena, type));
    buf_add(sql, S(" from "));
    buf_add(sql, str_of(type->table));
    buf_add_char(sql, ' ');
}

void shape_load(struct context *cx, const struct shape *shape, const struct result *result,
                size_t row, size_t first, void *record)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        field->kind->load(field, cx->arena, result_value(result, row, first + i),
                          field_member(field, record));
    }
}

void type_load(struct context *cx, const struct record_type *type, const struct result *result,
               size_t row, void *record)
{
    struct record *head = record;

    head->id = result_integer(result, row, 0);
    head->version = result_integer(result, row, 1);
    shape_load(cx, &type->shape, result, row, HEAD_COLUMNS, record);
}

/* Asks for records of a type. */
static struct error *ask(struct context *cx, const struct record_type *type, const char *sql,
                         const struct value *values, size_t count, struct result *result)
{
    if (type != NULL && type->steady)
        return db_query_steady(cx, sql, values, count, result);
    return db_query(cx, sql, values, count, result);
}

struct error *store_find(struct context *cx, const struct record_type *type, record_id id,
                         void *record, bool *found)
{
    struct buf sql = new_sql(cx);
    struct result result;

    add_selecting(cx, type, &sql);
    buf_add(&sql, S("where id = $1"));
    if (type->place != NULL)
        buf_add(&sql, S(" and county = $2"));
    TRY(ask(cx, type, sql_of(&sql),
            (const struct value[]){ value_integer(id), value_integer(id_county(id)) },
            type->place != NULL ? 2 : 1, &result));
    *found = result.rows > 0;
    if (*found)
        type_load(cx, type, &result, 0, record);
    return NULL;
}

struct error *store_get(struct context *cx, const struct record_type *type, record_id id,
                        void *record)
{
    bool found;

    TRY(store_find(cx, type, id, record, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有找到这条%s，可能编号不对，或不在您的管辖范围。",
                    words_said(type->title));
    return NULL;
}

struct error *store_find_by(struct context *cx, const struct record_type *type, str place,
                            const char *field, struct value value, void *record, bool *found)
{
    struct buf sql = new_sql(cx);
    bool in_county = type->place != NULL && !str_is_empty(place);
    struct result result;

    assert(shape_field(&type->shape, str_of(field)) != NULL);
    add_selecting(cx, type, &sql);
    buf_printf(&sql, "where %s = $1%s", field, in_county ? " and county = $2" : "");
    /* A unique text has an index of its values that are not empty; SQLite uses it only when it
     * is told so. */
    const struct field *known = shape_field(&type->shape, str_of(field));
    if (known->unique && known->kind == &kind_text)
        buf_printf(&sql, " and %s <> ''", field);
    buf_add(&sql, S(" order by id limit 1"));
    TRY(ask(cx, type, sql_of(&sql),
            (const struct value[]){ value, value_integer(key_county(place)) },
            in_county ? 2 : 1, &result));
    *found = result.rows > 0;
    if (*found)
        type_load(cx, type, &result, 0, record);
    return NULL;
}

static struct error *tell(struct context *cx, const struct record_type *type,
                          const void *before, const void *after)
{
    if (cx->watch != NULL && cx->watch->kept != NULL)
        TRY(cx->watch->kept(cx, type, before, after));
    if (cx->watch == NULL || type->unlogged)
        return NULL;
    return cx->watch->changed(cx, type, before, after);
}

/* The values of all fields, from index first on. */
static size_t store_values(struct context *cx, const struct record_type *type,
                           const void *record, struct value *values, size_t first)
{
    assert(first + type->shape.count <= VALUES_MAX);
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        values[first + i] =
            field->kind->store(field, cx->arena, field_member_const(field, record));
    }
    return first + type->shape.count;
}

/* The expression for a new id.  $1 is the county.  Ids of a county follow one another; on
 * PostgreSQL a sequence gives them out. */
static void add_new_id(struct buf *sql, const struct record_type *type, enum db_engine engine)
{
    if (engine == DB_POSTGRES && type->place != NULL)
        buf_printf(sql, "$1::bigint * 10000000000 + nextval('%s_ids')", type->table);
    else if (engine == DB_POSTGRES)
        buf_printf(sql, "nextval('%s_ids')", type->table);
    else if (type->place != NULL)
        buf_printf(sql,
                   "coalesce((select id from %s where id > $1 * 10000000000 and "
                   "id < ($1 + 1) * 10000000000 order by id desc limit 1), "
                   "$1 * 10000000000) + 1",
                   type->table);
    else
        buf_printf(sql, "(select coalesce(max(id), 0) + 1 from %s)", type->table);
}

static const char *write_insert(struct arena *arena, const struct record_type *type,
                                enum db_engine engine)
{
    struct buf sql = { .arena = arena };
    bool scoped = type->place != NULL;

    buf_printf(&sql, "insert into %s (%s%.*s) values (", type->table, scoped ? "county, " : "",
               STR_ARG(write_columns(arena, type)));
    if (scoped)
        buf_add(&sql, S("$1, "));
    add_new_id(&sql, type, engine);
    buf_add(&sql, S(", 1"));
    for (size_t i = 0; i < type->shape.count; i++)
        buf_printf(&sql, ", $%zu", i + 1 + scoped);
    buf_add(&sql, engine == DB_SQLITE ? S(")") : S(") returning id"));
    return sql_of(&sql);
}

static const char *insert_sql(struct context *cx, const struct record_type *type)
{
    enum db_engine engine = db_engine(cx->db);
    const struct type_sql *known = slot_of(type);

    return known->type == type ? known->insert[engine] : write_insert(cx->arena, type, engine);
}

struct error *store_insert(struct context *cx, const struct record_type *type, void *record)
{
    struct record *head = record;
    struct value values[VALUES_MAX];
    struct result result;
    size_t count = 0;

    if (type->place != NULL)
        values[count++] = value_integer(type_county(type, record));
    count = store_values(cx, type, record, values, count);
    TRY(db_query(cx, insert_sql(cx, type), values, count, &result));
    head->id = db_tells_new_id(cx->db) ? db_new_id(cx->db) : result_integer(&result, 0, 0);
    head->version = 1;
    return tell(cx, type, NULL, record);
}

static const char *write_update(struct arena *arena, const struct record_type *type)
{
    struct buf sql = { .arena = arena };

    buf_printf(&sql, "update %s set version = version + 1", type->table);
    for (size_t i = 0; i < type->shape.count; i++)
        buf_printf(&sql, ", %s = $%zu", type->shape.fields[i].name, i + 4);
    buf_add(&sql, S(" where id = $1 and version = $2"));
    buf_add(&sql, type->place != NULL ? S(" and county = $3") : S(" and $3 = 0"));
    return sql_of(&sql);
}

static const char *update_sql(struct context *cx, const struct record_type *type)
{
    const struct type_sql *known = slot_of(type);

    return known->type == type ? known->update : write_update(cx->arena, type);
}

static struct type_sql write_all(struct arena *arena, const struct record_type *type)
{
    struct type_sql made = { .type = type, .columns = write_columns(arena, type) };

    made.update = write_update(arena, type);
    made.selecting =
        arena_printf(arena, "select %.*s from %s ", STR_ARG(made.columns), type->table);
    for (int engine = 0; engine < DB_ENGINES; engine++)
        made.insert[engine] = write_insert(arena, type, (enum db_engine)engine);
    return made;
}

void store_build(void)
{
    arena_destroy(book.arena);
    memset(&book, 0, sizeof book);
    book.arena = arena_create(SQL_BYTES_MAX);
    for (const struct record_type *const *type = types_all(); *type != NULL; type++) {
        assert(book.count < SQL_SLOTS / 2);
        *slot_of(*type) = write_all(book.arena, *type);
        book.count++;
    }
}

struct error *store_update(struct context *cx, const struct record_type *type, void *record)
{
    struct record *head = record;
    void *before = arena_alloc(cx->arena, type->shape.size);
    struct value values[VALUES_MAX] = {
        value_integer(head->id),
        value_integer(head->version),
        value_integer(type->place != NULL ? id_county(head->id) : 0),
    };
    int64_t changed;

    TRY(store_get(cx, type, head->id, before));
    size_t count = store_values(cx, type, record, values, 3);
    TRY(db_change(cx, update_sql(cx, type), values, count, &changed));
    if (changed == 0)
        return fail(cx, ERROR_CONFLICT,
                    "在您填写的时候，别人已经改过这条%s。请刷新页面，看过新的内容后再改。",
                    words_said(type->title));
    head->version++;
    return tell(cx, type, before, record);
}

struct error *store_delete(struct context *cx, const struct record_type *type, record_id id)
{
    void *before = arena_alloc(cx->arena, type->shape.size);
    struct buf sql = { .arena = cx->arena };

    TRY(store_get(cx, type, id, before));
    buf_printf(&sql, "delete from %s where id = $1", type->table);
    if (type->place != NULL)
        buf_add(&sql, S(" and county = $2"));
    TRY(db_run(cx, sql_of(&sql),
               (const struct value[]){ value_integer(id), value_integer(id_county(id)) },
               type->place != NULL ? 2 : 1));
    return tell(cx, type, before, NULL);
}

const char *query_sql(struct context *cx, const struct query *query)
{
    struct buf sql = { .arena = cx->arena };

    if (query->of == NULL)
        return query->sql;
    add_selecting(cx, query->of, &sql);
    buf_add(&sql, str_of(query->sql));
    return sql_of(&sql);
}

struct error *query_rows(struct context *cx, const struct query *query,
                         const struct value *values, size_t count, void *rows,
                         size_t *row_count)
{
    const struct shape *shape = query->of != NULL ? &query->of->shape : &query->row;
    struct result result;

    if (query->steady)
        TRY(db_query_steady(cx, query->sql, values, count, &result));
    else
        TRY(ask(cx, query->of, query_sql(cx, query), values, count, &result));
    char *array = arena_alloc_array(cx->arena, result.rows + 1, shape->size);
    for (size_t i = 0; i < result.rows; i++) {
        if (query->of != NULL)
            type_load(cx, query->of, &result, i, array + i * shape->size);
        else
            shape_load(cx, shape, &result, i, 0, array + i * shape->size);
    }
    memcpy(rows, &array, sizeof array);
    *row_count = result.rows;
    return NULL;
}

struct error *query_names(struct context *cx, const struct query *query,
                          const struct value *values, size_t count, str **names,
                          size_t *name_count)
{
    const struct field *called = shape_field(&query->of->shape, str_of(query->of->called));
    const char *records;

    TRY(query_rows(cx, query, values, count, &records, name_count));
    *names = arena_array(cx->arena, str, *name_count + 1);
    for (size_t i = 0; i < *name_count; i++)
        (*names)[i] = field_text(cx, called, records + i * query->of->shape.size);
    return NULL;
}

struct error *query_number(struct context *cx, const char *sql, const struct value *values,
                           size_t count, int64_t *number)
{
    struct result result;

    TRY(db_query(cx, sql, values, count, &result));
    *number = result.rows > 0 ? result_integer(&result, 0, 0) : 0;
    return NULL;
}

/* The column that says where a record belongs; of a place, where it is.  NULL without one. */
static const char *scope_column(const struct record_type *type)
{
    const struct field *key =
        type->key == NULL ? NULL : shape_field(&type->shape, str_of(type->key));

    if (type->place == NULL && key != NULL && key->kind == &kind_place)
        return key->name;
    return type->place;
}

static const char *batch_sql(struct context *cx, const struct record_type *type, str scope)
{
    const char *column = scope_column(type);
    struct buf sql = { .arena = cx->arena };

    /* An id begins with its county, so both orders are the same; each engine has an index of
     * one of them. */
    bool by_county = db_engine(cx->db) == DB_POSTGRES && type->place != NULL;

    buf_printf(&sql, "select %.*s from %s where %s", STR_ARG(type_columns(cx, type)),
               type->table,
               by_county ? "(county, id) > ($1::bigint / 10000000000, $1)" : "id > $1");
    if (column != NULL && !str_is_empty(scope))
        buf_printf(&sql, " and %s >= $2 and %s < $3", column, column);
    buf_printf(&sql, " order by %sid limit %d", by_county ? "county, " : "", BATCH_ROWS);
    return sql_of(&sql);
}

/* Handles one batch; *after becomes the last id, *more whether there may be others. */
static struct error *each_of_batch(struct context *cx, const struct record_type *type,
                                   str scope,
                                   struct error *(*each)(struct context *, void *, void *),
                                   void *closure, record_id *after, bool *more)
{
    void *record = arena_alloc(cx->arena, type->shape.size);
    size_t count = scope_column(type) != NULL && !str_is_empty(scope) ? 3 : 1;
    struct result result;

    TRY(db_query(cx, batch_sql(cx, type, scope),
                 (const struct value[]){ value_integer(*after), value_text(scope),
                                         value_text(key_end(cx->arena, scope)) },
                 count, &result));
    for (size_t i = 0; i < result.rows; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        memset(record, 0, type->shape.size);
        type_load(cx, type, &result, i, record);
        *after = ((const struct record *)record)->id;
        TRY(each(cx, record, closure));
        arena_rewind(cx->arena, mark);
    }
    *more = result.rows == BATCH_ROWS;
    return NULL;
}

struct error *store_each(struct context *cx, const struct record_type *type, str scope,
                         struct error *(*each)(struct context *cx, void *record, void *closure),
                         void *closure)
{
    record_id after = 0;
    bool more = true;

    while (more) {
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(each_of_batch(cx, type, scope, each, closure, &after, &more));
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

void record_refer(struct context *cx, const struct record_type *type, record_id id,
                  struct record_reference *reference)
{
    void *record = arena_alloc(cx->arena, type->shape.size);
    const struct field *field =
        type->called == NULL ? NULL : shape_field(&type->shape, str_of(type->called));
    bool found = false;

    *reference = (struct record_reference){ 0 };
    if (store_find(cx, type, id, record, &found) != NULL || !found)
        return;
    reference->place = type_place(type, record);
    if (field != NULL)
        reference->called = field_text(cx, field, record);
}

str record_called(struct context *cx, const struct record_type *type, record_id id)
{
    struct record_reference reference;

    record_refer(cx, type, id, &reference);
    return reference.called;
}

static str find_place_name(struct context *cx, str key)
{
    struct result result;

    if (db_query_steady(cx, "select name from places where key = $1", WITH(value_text(key)),
                        &result) != NULL ||
        result.rows == 0)
        return key;
    return result_text(&result, 0, 0);
}

/* Where the name of a place is remembered. */
static struct place_seen *place_seen(struct context *cx, str key)
{
    struct place_seen *places = cx->places_seen->places;

    return &places[str_hash(key) % COUNT(cx->places_seen->places)];
}

static bool is_seen(const struct place_seen *seen, str key)
{
    return str_eq((str){ seen->key, seen->key_length }, key);
}

static void remember_place(struct context *cx, str key, str name)
{
    struct place_seen *seen = place_seen(cx, key);

    if (seen->key_length > 0 || key.length > sizeof seen->key ||
        name.length > sizeof seen->name)
        return; /* what was answered before must stay as it is */
    memcpy(seen->key, key.data, key.length);
    memcpy(seen->name, name.data, name.length);
    seen->key_length = (unsigned char)key.length;
    seen->name_length = (unsigned char)name.length;
}

str place_called(struct context *cx, str key)
{
    if (cx->places_seen == NULL || str_is_empty(key))
        return find_place_name(cx, key);

    struct place_seen *seen = place_seen(cx, key);
    if (is_seen(seen, key))
        return (str){ seen->name, seen->name_length };
    str name = find_place_name(cx, key);
    remember_place(cx, key, name);
    return name;
}

/* Those that are not known yet, filled up with the last, so that there is one statement. */
static size_t unknown_places(struct context *cx, const str *keys, size_t count,
                             struct value *values)
{
    size_t unknown = 0;

    for (size_t i = 0; i < count && unknown < PLACES_AT_ONCE; i++)
        if (!str_is_empty(keys[i]) && !is_seen(place_seen(cx, keys[i]), keys[i]))
            values[unknown++] = value_text(keys[i]);
    for (size_t i = unknown; unknown > 0 && i < PLACES_AT_ONCE; i++)
        values[i] = values[unknown - 1];
    return unknown;
}

void places_look_up(struct context *cx, const str *keys, size_t count)
{
    struct value values[PLACES_AT_ONCE];
    struct result result;

    if (cx->places_seen == NULL || unknown_places(cx, keys, count, values) < 2 ||
        db_query(cx,
                 "select key, name from places where key in ($1, $2, $3, $4, $5, $6, $7, $8, "
                 "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
                 values, PLACES_AT_ONCE, &result) != NULL)
        return;
    for (size_t i = 0; i < result.rows; i++)
        remember_place(cx, result_text(&result, i, 0), result_text(&result, i, 1));
}

str place_path(struct context *cx, str key)
{
    static const size_t lengths[] = { 9, 12, 15, 17 };
    struct buf path = { .arena = cx->arena };

    for (size_t i = 0; i < COUNT(lengths) && key.length >= lengths[i]; i++)
        buf_printf(&path, "%s%.*s", i > 0 ? " › " : "",
                   STR_ARG(place_called(cx, str_slice(key, 0, lengths[i]))));
    return path.length > 0 ? buf_str(&path) : place_called(cx, key);
}
