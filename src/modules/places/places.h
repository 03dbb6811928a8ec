/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places: the tree from the province down to the micro-grid.
 *
 * A place has a key, which it gets once and keeps while it lives: the official code cut to its
 * level (42, 4211, 421182, 421182102, 421182102205), then three digits for a grid and two more
 * for a micro-grid, or g and two digits for a group (垸, 湾, 寨).  All records carry the key of
 * their place, so "everything below" is a range of keys.  The official code is a field like any
 * other: it may change, the key does not.
 *
 * Places are never removed.  A unit that is merged, split or given up is closed on a day and
 * names its successors; its records stay with it.  An old name stays in the history.
 */
#ifndef MODULES_PLACES_PLACES_H
#define MODULES_PLACES_PLACES_H

#include "app/module.h"
#include "record/form.h"

enum place_level {
    PLACE_PROVINCE,
    PLACE_CITY,
    PLACE_COUNTY,
    PLACE_TOWNSHIP,
    PLACE_VILLAGE,
    PLACE_GRID,
    PLACE_MICRO_GRID,
    PLACE_GROUP,
};

enum { PLACE_LEVELS = PLACE_GROUP + 1 };

enum place_kind {
    PLACE_KIND_UNSET,
    PLACE_KIND_VILLAGE,
    PLACE_KIND_COMMUNITY,
    PLACE_KIND_OTHER
};

struct place {
    record_id id;
    int64_t version;
    str key;
    str code;      /* the official one of today; for grids and micro-grids the key */
    str name;      /* as people say it: 柏树林村 */
    str full_name; /* as it is officially written: 柏树林村村民委员会 */
    enum place_level level;
    str parent;
    enum place_kind kind;
    str urban_code; /* 城乡分类代码: 220 */
    date opened_on;
    date closed_on; /* the first day on which it is gone */
    str successors; /* keys, separated by spaces */
    str reason;     /* why it was closed */
    str phone;
    int64_t household_count; /* as the place itself states them */
    int64_t resident_count;
    str remark;
};

/* A name or code that a place had before today's. */
struct place_name {
    record_id id;
    int64_t version;
    str place;
    str name;
    str full_name;
    str code;
    date until_on; /* the first day of the next name */
};

/* 综治中心: where a township or a village handles its common matters. */
struct governance_centre {
    record_id id;
    int64_t version;
    str place;
    enum place_level level; /* of its place */
    str name;
    date founded_on;
    date closed_on;
    str address;
    str phone;
};

extern const struct record_type place_type;
extern const struct record_type place_name_type;
extern const struct record_type governance_centre_type;

/* The level of a key, told by its form; false when it is no key. */
bool place_key_level(str key, enum place_level *level);

/* The key one level up; empty for a province. */
str place_key_parent(str key);

/* The key at a level that a key lies in: the township of a grid.  Empty when there is none. */
str place_key_at(str key, enum place_level level);

/* The place of a key; get fails with ERROR_NOT_FOUND. */
MUST_USE struct error *place_find(struct context *cx, str key, struct place *place,
                                  bool *found);
MUST_USE struct error *place_get(struct context *cx, str key, struct place *place);

/* True while it has not been closed, on a day. */
bool place_is_open(const struct place *place, date day);

/* The name that a place had on a day. */
MUST_USE struct error *place_name_on(struct context *cx, const struct place *place, date day,
                                     str *name);

/* Makes a place from name, level and parent, and gives it the next free key; with a code, the
 * key is that of the code.  Without opened_on it begins today. */
MUST_USE struct error *place_create(struct context *cx, struct place *place);

/* The door for forms and imported tables.  A row with a code of 2, 4, 6, 9, 12, 15 or 17
 * characters, or of 12 digits filled up with zeros, makes that place, gives it a new name or
 * changes nothing.  A place above that is not there yet is made without a name, for the tables
 * of the country come level by level. */
MUST_USE struct error *place_receive(struct context *cx, void *place);

/* The door for changed forms: the name by the rule, everything else as it stands. */
MUST_USE struct error *place_change(struct context *cx, void *place);

/* Gives another name, and another official code unless code is empty. */
struct place_naming {
    str name;
    str code;
    date on;
};

MUST_USE struct error *place_rename(struct context *cx, str key,
                                    const struct place_naming *naming);

/* Closes a place with everything below it.  Posts there end on the day before. */
struct place_closing {
    date on;
    str successors;
    str reason;
};

MUST_USE struct error *place_close(struct context *cx, str key,
                                   const struct place_closing *closing);

/* Makes one place out of several: into is one of them or another that is kept; when it is empty
 * a new place of that name is made beside the first. */
struct place_merger {
    str others; /* keys, separated by spaces */
    str into;
    str name;
    date on;
    str reason;
    bool moves_posts; /* who holds a post goes on in the merged place */
};

MUST_USE struct error *place_merge(struct context *cx, str key,
                                   const struct place_merger *merger, struct place *merged);

/* Makes several places out of one; names one a line. */
struct place_division {
    str names;
    date on;
    str reason;
};

MUST_USE struct error *place_split(struct context *cx, str key,
                                   const struct place_division *division);

extern const struct shape place_naming_input;
extern const struct shape place_closing_input;
extern const struct shape place_merger_input;
extern const struct shape place_division_input;

/* The nearest place of the posts of whoever asks, a grid before its village; empty for those
 * who work at no village. */
str place_own(const struct context *cx);

/* True when that is a grid or smaller. */
bool place_own_is_grid(const struct context *cx);

/* An input for a place: those who work in a village choose from it and its grids, as far as
 * they hold the permission there, their own chosen already; the others look for the place. */
MUST_USE struct error *place_write_own_input(struct context *cx, struct buf *out,
                                             const char *permission, const struct field *field,
                                             const struct filled *filled);

/* Keeps a 综治中心; its level follows from its place. */
MUST_USE struct error *governance_centre_open(struct context *cx, void *centre);

/* Takes in the divisions of the five sample places (data/divisions.csv); those that are there
 * already stay as they are. */
MUST_USE struct error *places_load_divisions(struct context *cx);

#endif
