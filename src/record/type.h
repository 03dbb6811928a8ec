/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types of records, and where they are kept.
 *
 * Every record starts with its id and its version.  A record of the common work belongs to a
 * place and thereby to a county: its id is county * 10^10 + a number, so that an id alone says
 * in which county (on a distributed database: on which node) the record lies.  A shared type
 * (places, accounts, rules) belongs to no county.
 */
#ifndef RECORD_TYPE_H
#define RECORD_TYPE_H

#include "record/field.h"

#define COUNTY_IDS INT64_C(10000000000)

/* The members that every record begins with. */
struct record {
    record_id id;
    int64_t version; /* 1 when new, one more with each change */
};

struct record_type {
    const char *name;  /* "matter": in the API, the journal and the command line */
    const char *table; /* "matters": of SQL, and the path of its pages */
    const char *title; /* 诉求 */
    struct shape shape;
    const char *place;  /* the name of the field with the key of its place; NULL when shared */
    const char *called; /* the name of the field that a person would call it by */
    const char *key;    /* the name of a unique text field that other systems know it by */
    const char *order;  /* the field it is listed by, newest or largest first; NULL: the id */
    const char *reads;  /* the permission to see it; NULL: not by the derived pages */
    const char *writes; /* the permission to make and change it; NULL: only by rules */
    const char *const *indexes; /* lists of columns, NULL at the end */
    bool unlogged; /* the program's own book-keeping: neither journal nor figures */
    bool tabled;   /* the program reads an official table into it, without the journal */
    bool steady;   /* changes seldom: what was asked is recalled; see db_query_steady */
    bool settled;  /* what was asked when it was made is not changed by hand: no form for it */
    bool lasting;  /* rows are only added: the database itself refuses any change */
    const char *const *checks; /* conditions of SQL that every row must meet, NULL at the end */

    /* Of records that not everybody with .reads may look into: whether who asks may.  Their
     * attachments are shown to nobody else.  NULL: there is no such limit.  With it a type
     * without .reads can have attachments, too. */
    struct error *(*opened)(struct context *cx, const void *record, bool *may);

    /* Doors: what making and changing means here.  NULL: store_insert and store_update. */
    struct error *(*create)(struct context *cx, void *record);
    struct error *(*change)(struct context *cx, void *record);
    /* What they would refuse of a record, new (id 0) or changed: tables ask before anything of
     * them is kept. */
    struct error *(*judge)(struct context *cx, void *record);
};

/* Says which types there are; called once at the start.  The list ends with NULL. */
void types_register(const struct record_type *const *types);

/* All types, lowest module first, ending with NULL. */
const struct record_type *const *types_all(void);

/* The type of a name or of a table; NULL when there is none. */
const struct record_type *type_find(str name);
const struct record_type *type_of_table(str table);

/* The key of the place that a record belongs to; empty for shared types. */
str type_place(const struct record_type *type, const void *record);

enum { COUNTY_LENGTH = 6 }; /* digits of a county's key */

/* The county of a key or an id as a number. */
int64_t key_county(str key);
int64_t id_county(record_id id);

/* The end of the range of keys below key: key <= k < key_end(key). */
str key_end(struct arena *arena, str key);

/* True when key is scope or lies below it. */
bool key_is_within(str key, str scope);

/* The county column's value of a record. */
int64_t type_county(const struct record_type *type, const void *record);

#endif
