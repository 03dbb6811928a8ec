/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping records.
 *
 * Everything is derived from the record type.  A change is told to cx->watch in the same
 * transaction: the journal, the figures and the search index follow from it.
 */
#ifndef RECORD_STORE_H
#define RECORD_STORE_H

#include "record/type.h"

struct listing;

/* Is told of every change before it is committed: before is NULL for a new record, after for
 * one that was removed. */
struct store_watch {
    /* First, and also of what is not logged.  May be NULL. */
    struct error *(*kept)(struct context *cx, const struct record_type *type,
                          const void *before, const void *after);
    struct error *(*changed)(struct context *cx, const struct record_type *type,
                             const void *before, const void *after);
    /* How many records a list has in all its pages, where that number is kept anyway: known
     * says whether it is.  May be NULL. */
    struct error *(*counted)(struct context *cx, const struct listing *listing, int64_t *count,
                             bool *known);
};

/* Reads a record; fails with ERROR_NOT_FOUND when there is none. */
MUST_USE struct error *store_get(struct context *cx, const struct record_type *type,
                                 record_id id, void *record);

/* The same, but a missing record is no failure. */
MUST_USE struct error *store_find(struct context *cx, const struct record_type *type,
                                  record_id id, void *record, bool *found);

/* The record whose field has the value; the lowest id when there are several.  For fields that
 * are unique or indexed.  Inside one county when the type has one and place is not empty. */
MUST_USE struct error *store_find_by(struct context *cx, const struct record_type *type,
                                     str place, const char *field, struct value value,
                                     void *record, bool *found);

/* Keeps a new record and sets its id and version. */
MUST_USE struct error *store_insert(struct context *cx, const struct record_type *type,
                                    void *record);

/* Keeps a change.  Fails with ERROR_CONFLICT when somebody else changed it since it was read.
 */
MUST_USE struct error *store_update(struct context *cx, const struct record_type *type,
                                    void *record);

/* Removes a record: for links that were made by mistake, not for what has happened. */
MUST_USE struct error *store_delete(struct context *cx, const struct record_type *type,
                                    record_id id);

/* A particular question: SQL with a bound, and the shape of its rows.  With .of set, sql is
 * what follows "select (all columns) from (table)" and each row is a record of that type. */
struct query {
    const char *sql;
    struct shape row;
    const struct record_type *of;
    bool steady; /* asks steady tables only, as those .of a steady type must, too */
};

/* Asks it.  *rows becomes an array in the arena: pass the address of a pointer to the row's
 * struct. */
MUST_USE struct error *query_rows(struct context *cx, const struct query *query,
                                  const struct value *values, size_t count, void *rows,
                                  size_t *row_count);

/* What the records are called that it finds. */
MUST_USE struct error *query_names(struct context *cx, const struct query *query,
                                   const struct value *values, size_t count, str **names,
                                   size_t *name_count);

/* The statement that query_rows will run, for the test that prepares it. */
const char *query_sql(struct context *cx, const struct query *query);

/* The first column of the first row as a number; 0 when there is none. */
MUST_USE struct error *query_number(struct context *cx, const char *sql,
                                    const struct value *values, size_t count, int64_t *number);

/* Values for a statement: WITH(value_text(key), value_integer(5)). */
#define WITH(...)                                                                              \
    (const struct value[]){ __VA_ARGS__ },                                                     \
        sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)

struct value value_date(struct arena *arena, date d);
struct value value_instant(struct arena *arena, instant t);

/* Turns one row of a result into a struct; columns are in the order of the fields, from column
 * first on. */
void shape_load(struct context *cx, const struct shape *shape, const struct result *result,
                size_t row, size_t first, void *record);

/* Writes out the statements that keep records of types_all.  Called before any thread starts;
 * types that are not among them work as well. */
void store_build(void);

/* "id, version, place, title, ...": the columns of a type, as shape_load of it wants them. */
str type_columns(struct context *cx, const struct record_type *type);

/* Reads the record that row is about: id, version, then the fields. */
void type_load(struct context *cx, const struct record_type *type, const struct result *result,
               size_t row, void *record);

/* Calls each for every record whose place lies within scope, oldest id first, in batches, with
 * the arena rewound after each batch. */
MUST_USE struct error *store_each(struct context *cx, const struct record_type *type, str scope,
                                  struct error *(*each)(struct context *cx, void *record,
                                                        void *closure),
                                  void *closure);

/* What is told of a record where another one refers to it: the value of its called field, and
 * the key of its place.  Empty where there is none. */
struct record_reference {
    str called;
    str place;
};

void record_refer(struct context *cx, const struct record_type *type, record_id id,
                  struct record_reference *reference);

/* What people call a record: the value of its called field.  Empty when there is none. */
str record_called(struct context *cx, const struct record_type *type, record_id id);

/* The name of a place by its key. */
str place_called(struct context *cx, str key);

/* Looks up the names of several places at once, so that place_called finds them. */
void places_look_up(struct context *cx, const str *keys, size_t count);

/* "花桥镇 › 柏树林村 › 第一网格": from the township down.  The key itself when there is no such
 * place. */
str place_path(struct context *cx, str key);

/* The names that a page has asked for: most of its rows lie in a few places.  For contexts that
 * only read. */
struct places_seen {
    struct place_seen {
        char key[20];
        char name[60];
        unsigned char key_length;
        unsigned char name_length;
    } places[128];
};

#endif
