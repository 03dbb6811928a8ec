/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rosters: the tables that people keep in spreadsheets, read into records.
 *
 * A roster is a record type with what spreadsheets need to know beyond its fields: which other
 * columns there are, by what a row is recognised as a record that is there already, what stands
 * once for several rows.  A module lists its rosters; a type without one has a plain roster of
 * its fields.  Other words for the headings are in data/headings.csv, and those that people
 * confirmed are remembered.
 *
 *     roster_open     the heading is found and each column gets its field
 *     roster_walk     each row is read, checked and compared with what is there
 *     roster_stage    the rows are handed to an import, which keeps them through the type's
 * doors
 */
#ifndef APP_ROSTER_H
#define APP_ROSTER_H

#include "app/import.h"
#include "record/store.h"
#include "sheet/reader.h"

struct roster_row;

/* A column that is no field, but tells one: 户主姓名. */
struct roster_extra {
    const char *name;
    const char *label;
    bool is_code; /* a number with a fixed count of digits, which a spreadsheet may have cut */
};

struct roster_example {
    const char *name;
    const char *value;
};

struct roster {
    const struct record_type *type;
    const char *title;                     /* 户籍花名册 */
    const char *needs;                     /* a permission; NULL: that of the type */
    const struct roster_extra *extras;     /* ends with a zero one; may be NULL */
    const struct roster_example *examples; /* of the blank table; ends with a zero one */
    /* Lists of fields that tell who a row is about; the first whose fields are all filled in
     * counts.  NULL at the end; NULL: each row is new. */
    const char *const *keys;
    const char *fills; /* names of columns whose value stands once for the rows below it */
    /* For rows without keys: fields that tell a row; the same twice in a file is a mistake. */
    const char *once;
    /* Columns that each name somebody: a row is read once for each that is filled in, and says
     * which in row->part.  NULL at the end; may be NULL. */
    const char *const *parts;
    /* Before a row is read: fills in what follows from other columns. */
    struct error *(*prepare)(struct context *cx, struct roster_row *row);
    /* After it was read: words are brought into their official form. */
    struct error *(*settle)(struct context *cx, struct roster_row *row);
    /* For rows without keys: the record that the row is about, 0 when there is none.
     * row->before is what a row of it would say now, in the arena of cx, with the id and
     * version of the record; NULL: the same.  Where the row says something else it is changed,
     * unless row->stays says why that is not done by a table. */
    struct error *(*known)(struct context *cx, struct roster_row *row, record_id *id);
    /* What the doors make is never taken away again (an account book): rows that are refused
     * are left out, and the import is not undone. */
    bool is_lasting;
};

/* The type of a roster may be no table: a line of somebody's ledger, whose create is a door
 * that makes what belongs to it and gives the line the id of the record.  It has the name, the
 * table's name and the permissions of what it makes. */

/* The roster of a type: that of a module, or a plain one made in the arena of cx; NULL when
 * records of the type are not written by people. */
const struct roster *roster_of(struct context *cx, const struct record_type *type);

/* Whether people keep tables of such records, so that a module has a roster of them. */
bool roster_is_usual(const struct record_type *type);

/* The roster with this name: "resident", "matter_line"; NULL as above. */
const struct roster *roster_find(struct context *cx, str name);

/* The type of the rows of an import: a record type, or the line of a roster; NULL. */
const struct record_type *roster_type_find(str name);

/* Columns */

enum {
    ROSTER_COLUMNS_MAX = 200,
    ROSTER_SAMPLES = 3,
    ROSTER_HEADING_ROWS = 3,
    ROSTER_LOOKED_AT = 40, /* rows in which the heading is looked for */
};

enum roster_unit {
    UNIT_PLAIN,
    UNIT_WAN,           /* 万元 */
    UNIT_SQUARE_METRES, /* of land */
    UNIT_HECTARES,
    UNIT_FEN, /* 1/10 亩 */
};

struct roster_column {
    size_t number; /* in the sheet, from 0 */
    str heading;   /* all lines of it */
    enum roster_unit unit;
    const struct field *field;        /* NULL: left out, or an extra */
    const struct roster_extra *extra; /* NULL: left out, or a field */
    str samples[ROSTER_SAMPLES];
    bool hidden; /* the spreadsheet does not show it */
};

/* A table that is being read. */
struct roster_job {
    const struct roster *roster;
    str bytes;
    size_t sheet;
    str place;       /* where rows lie that say nothing else; all lie within it */
    int64_t heading; /* the last row of the heading */
    struct roster_column *columns;
    size_t column_count;
    bool any_separated; /* CSV: every cell is a text */
    bool keeps_known;   /* records that are there already are not changed */
};

/* Finds the heading on a sheet and proposes the fields.  Fails with a sentence when no row
 * looks like one.  sheet SIZE_MAX: the first visible one that has a heading. */
MUST_USE struct error *roster_open(struct context *cx, const struct roster *roster, str place,
                                   str bytes, size_t sheet, struct roster_job *job);

/* "3:name 4:id_number": which column is which, as kept and as chosen by people. */
str roster_mapping(struct context *cx, const struct roster_job *job);
MUST_USE struct error *roster_map(struct context *cx, struct roster_job *job, str mapping);

/* Remembers headings whose fields somebody confirmed. */
MUST_USE struct error *roster_learn(struct context *cx, const struct roster_job *job);

/* A heading without what does not matter: spaces, signs, units in brackets. */
str heading_plain(struct context *cx, str heading);

/* Where "三组" and "柏树林村" lie. */
struct roster_places;
MUST_USE struct error *roster_places_load(struct context *cx, str place,
                                          struct roster_places **places);
/* The key; empty when there is none such, or several.  several says which. */
str roster_place_of(struct context *cx, struct roster_places *places, str text, bool *several);

/* Rows */

enum roster_verdict { ROW_NEW, ROW_CHANGED, ROW_SAME, ROW_WRONG };
enum { ROSTER_VERDICTS = ROW_WRONG + 1 };

struct roster_problem {
    const struct roster_column *column; /* NULL: of the row */
    str message;
    struct roster_problem *next;
};

struct roster_row {
    struct roster_job *job;
    const struct sheet_row *sheet;
    str values[ROSTER_COLUMNS_MAX]; /* of each column, brought into a form that fields read */
    struct params params;
    struct param items[ROSTER_COLUMNS_MAX * 2];
    enum roster_verdict verdict;
    void *record;
    const str *above;   /* of each column that fills: what stood above */
    const char *part;   /* the column that this row is read for, of a roster with parts */
    const void *before; /* what is there, of a row that is not new */
    record_id known;    /* of a row without keys that is there already */
    const char *stays;  /* why what the table says otherwise is not changed; NULL: it is */
    struct roster_problem *problems;
    bool is_unclear; /* what follows from other columns could not be said */
};

/* What a column of the row says; empty when there is no such column. */
str roster_given(const struct roster_row *row, const char *name);

/* What a column that fills down said above this row. */
str roster_above(const struct roster_row *row, const char *name);

/* Fills in a field that the table does not have. */
void roster_put(struct roster_row *row, const char *name, str value);

/* Says what is wrong, with the remedy; name: of a field or an extra, NULL: the whole row. */
void roster_refuse(struct context *cx, struct roster_row *row, const char *name,
                   const char *format, ...) PRINTF(4, 5);

typedef struct error *roster_row_function(struct context *cx, struct roster_row *row,
                                          void *closure);

/* Gives each row to each, in order.  Memory of a row is gone when each returns.  An error ends
 * it, &sheet_enough without being one. */
MUST_USE struct error *roster_walk(struct context *cx, struct roster_job *job,
                                   roster_row_function *each, void *closure);

struct roster_count {
    int64_t rows;
    int64_t of[ROSTER_VERDICTS];
    int64_t hidden; /* rows that the spreadsheet does not show */
    int64_t stay;   /* of ROW_SAME: those that say something else, which is not changed */
};

/* "姓名：请填写" for each problem of a row. */
str roster_reasons(struct context *cx, const struct roster_row *row);

/* "文化程度：小学→初中" for each cell that says something else than what is there. */
str roster_changes(struct context *cx, const struct roster_row *row);

void roster_count_row(struct roster_count *count, const struct roster_row *row);

/* Who is told of each row on its way; a zero one: nobody. */
struct roster_watch {
    roster_row_function *each;
    void *closure;
};

/* Stages the rows as an import (app/import.h), outside of the writer: of *run the title, the
 * digest and keep_good are read.  With keep_good rows that are wrong are left out, else one
 * wrong row fails when all have been looked at, and nothing is staged.  What follows is
 * import_start. */
MUST_USE struct error *roster_stage(struct context *cx, struct roster_job *job,
                                    const struct import_run *run, struct roster_watch watch,
                                    record_id *id, struct roster_count *count);

/* Imports the rows, for the command line, which has nobody to serve: with keep_good they are
 * kept while the next ones are read.  Imports that wait or are at work come first.  Outside of
 * a transaction; cx->app has the address of the database.  Afterwards the import is applied or
 * failed. */
MUST_USE struct error *roster_keep(struct context *cx, struct roster_job *job,
                                   const struct import_run *run, struct roster_watch watch,
                                   record_id *id, struct roster_count *count);

/* Only counts. */
MUST_USE struct error *roster_check(struct context *cx, struct roster_job *job,
                                    struct roster_count *count);

/* The file again, with a column of reasons beside each row that is wrong. */
MUST_USE struct error *roster_write_reasons(struct context *cx, struct roster_job *job,
                                            struct loose_file *file);

/* An empty table with the headings, choices to choose from and one example. */
MUST_USE struct error *roster_write_blank(struct context *cx, const struct roster *roster,
                                          struct loose_file *file);

extern const struct record_type heading_word_type;

#endif
