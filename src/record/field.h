/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Describing data once.
 *
 * A record is a plain struct and a table of fields beside it.  From the table come the SQL
 * table, the form and its checks, the list, JSON, OpenAPI and the spreadsheet columns.  The
 * input of an action and the rows of a query are described the same way: all of them are
 * shapes.
 *
 *     static const struct field fields[] = {
 *         { TEXT(hearing, place), .label = "地点", .required = true, .max = 200 },
 *         { DATE(hearing, held_on), .label = "日期", .listed = true },
 *     };
 *
 * The compiler refuses a row whose kind does not fit the member.
 */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include "db/db.h"
#include "html/ui.h"
#include "http/message.h"

struct field;

/* What a kind of value can do.  There is one constant of each kind, in kinds.c. */
struct field_kind {
    const char *name;
    const char *sql_types[DB_ENGINES];
    const char *json_type;
    const char *json_format; /* NULL without one */
    const char *input;       /* the type of an HTML input */
    const char *expected;    /* the sentence for a text that cannot be read */

    /* From what a person or a program wrote.  False when it cannot be understood. */
    bool (*read)(const struct field *field, struct arena *arena, str text, void *member);
    /* To the same form: what read would take. */
    void (*write)(const struct field *field, const void *member, struct buf *out);
    /* To the form that people like to see. */
    void (*show)(struct context *cx, const struct field *field, const void *member,
                 struct buf *out);
    struct value (*store)(const struct field *field, struct arena *arena, const void *member);
    void (*load)(const struct field *field, struct arena *arena, struct value value,
                 void *member);
    bool (*is_set)(const void *member);
    int (*compare)(const void *a, const void *b);
};

extern const struct field_kind kind_text;    /* str: one line */
extern const struct field_kind kind_lines;   /* str: several lines */
extern const struct field_kind kind_integer; /* int64_t: zero is a value */
extern const struct field_kind kind_amount;  /* int64_t: 分, written in 元 */
extern const struct field_kind kind_decimal; /* int64_t: 1/100 of the field's unit */
extern const struct field_kind kind_area;    /* int64_t: 1/10000 亩, written in 亩 */
extern const struct field_kind kind_boolean; /* bool */
extern const struct field_kind kind_date;    /* date */
extern const struct field_kind kind_instant; /* instant */
extern const struct field_kind kind_choice;  /* an enum whose values index the choices */
extern const struct field_kind kind_ref;     /* record_id of a record of field.target */
extern const struct field_kind kind_place;   /* str: the key of a place */
extern const struct field_kind kind_secret;  /* str: sealed, shown masked */

struct choice {
    const char *code;
    const char *label;
    enum tone tone;
};

struct choices {
    const struct choice *items;
    size_t count;
};

#define CHOICES(array)                                                                         \
    {                                                                                          \
        (array), COUNT(array)                                                                  \
    }

struct field {
    const struct field_kind *kind;
    const char *name;
    size_t offset;
    const char *label;
    const char *help;
    const char *unit;
    const char *target;     /* of a reference: the name of a record type */
    struct choices choices; /* of a choice */
    int64_t min;            /* of a number */
    int64_t max;            /* of a number; of a text, characters */
    bool required;
    bool unique;
    bool read_only;  /* set by rules, never by forms */
    bool listed;     /* a column of the list */
    bool grouping;   /* a text with few values, by which a list can be counted */
    bool searchable; /* its words lead to the record */
    bool hidden;     /* not for people: neither in forms nor in lists nor in exports */
    bool indexed;
    /* NULL when the text is right, else a sentence.  For codes with check digits. */
    const char *(*refusal)(str text);
    str (*normal)(struct arena *arena, str text); /* the one way to write it */
    str (*mask)(struct arena *arena, str text);   /* of a secret: what may be seen */
    /* The words that are known for a text, in the order in which they are offered. */
    struct error *(*words)(struct context *cx, str **words, size_t *count);
    /* How pages show it, where the kind's way does not say enough: a limit and what is left. */
    void (*show)(struct context *cx, struct buf *out, const void *record);
    const char *shown_from; /* names of the other fields that show reads, with spaces between */
};

/* Some fields, the size of their struct, and what must hold between them. */
struct shape {
    const struct field *fields;
    size_t count;
    size_t size;
    const char *name;
    void (*check)(struct context *cx, const void *record, struct problem **problems);
};

#define SHAPE(record, table)                                                                   \
    .fields = (table), .count = COUNT(table), .size = sizeof(struct record), .name = #record

#define TEXT(record, member) FIELD_(record, member, kind_text, str)
#define LINES(record, member) FIELD_(record, member, kind_lines, str)
#define INTEGER(record, member) FIELD_(record, member, kind_integer, int64_t)
#define AMOUNT(record, member) FIELD_(record, member, kind_amount, int64_t)
#define DECIMAL(record, member) FIELD_(record, member, kind_decimal, int64_t)
#define AREA(record, member) FIELD_(record, member, kind_area, int64_t)
#define BOOLEAN(record, member) FIELD_(record, member, kind_boolean, bool)
#define DATE(record, member) FIELD_(record, member, kind_date, date)
#define INSTANT(record, member) FIELD_(record, member, kind_instant, instant)
#define CHOICE(record, member) FIELD_(record, member, kind_choice, unsigned)
#define REF(record, member) FIELD_(record, member, kind_ref, record_id)
#define PLACE(record, member) FIELD_(record, member, kind_place, str)
#define SECRET(record, member) FIELD_(record, member, kind_secret, str)

#define FIELD_(record, member, kind_, type)                                                    \
    .kind = &(kind_), .name = #member,                                                         \
    .offset =                                                                                  \
        offsetof(struct record, member) +                                                      \
        0 * sizeof(struct {                                                                    \
            _Static_assert(_Generic(((struct record *)0)->member, type : 1, default : 0),      \
                           #record "." #member " must be a " #type);                           \
            char unused;                                                                       \
        })

/* A field's member in a record. */
void *field_member(const struct field *field, void *record);
const void *field_member_const(const struct field *field, const void *record);

/* The field of a name, or NULL. */
const struct field *shape_field(const struct shape *shape, str name);

/* A field's value in the form that read takes, or that people like to see. */
str field_text(struct context *cx, const struct field *field, const void *record);
str field_shown(struct context *cx, const struct field *field, const void *record);

/* Integers, amounts, areas and parts. */
bool field_is_number(const struct field *field);

/* Of them, those of which zero means that nobody has written one down. */
bool field_is_measure(const struct field *field);

bool field_is_set(const struct field *field, const void *record);

/* True when a value that is not set is stored as null. */
bool field_is_nullable(const struct field *field);

/* The words that belong to a choice's value. */
const struct choice *field_choice(const struct field *field, const void *record);

/* Reads params into record, which keeps its members for parameters that are not there (so a
 * change may name only what it changes).  Read-only fields and those that have a problem
 * already are left alone.  What is wrong is added to problems, by field. */
void shape_read(struct context *cx, const struct shape *shape, struct params params,
                void *record, struct problem **problems);

/* Checks a record that was made otherwise, as shape_read would. */
void shape_check(struct context *cx, const struct shape *shape, const void *record,
                 struct problem **problems);

/* An ERROR_INVALID with the problems, or NULL when there are none. */
MUST_USE struct error *shape_error(struct context *cx, struct problem *problems);

#endif
