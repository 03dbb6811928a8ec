/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables that are sent upwards: the judicial office's, the public-security one, and the one
 * of what was resolved.  Their numbers follow from the cases; nobody types one.  They are read
 * from the splits of figures (figures.c), so they cost as much however many cases there are.
 *
 * A table says what does not add up, and is not sent then: types and sources are as many as the
 * cases, written and oral agreements as many as were settled, settled no more than mediated.
 */
#ifndef MODULES_DISPUTES_TABLES_H
#define MODULES_DISPUTES_TABLES_H

#include "modules/disputes/disputes.h"

enum table_kind { TABLE_JUSTICE, TABLE_SECURITY, TABLE_RESOLVED };
enum { TABLE_KINDS = TABLE_RESOLVED + 1, TABLE_COLUMNS_MAX = 64, TABLE_ROWS_MAX = 2000 };

struct table_column {
    str label;
    bool is_amount; /* 分 */
    bool is_rate;   /* of the two columns before it: settled of mediated */
};

struct table_row {
    str label;
    int64_t cells[TABLE_COLUMNS_MAX];
};

struct dispute_table {
    enum table_kind kind;
    str place;
    date from;
    date to;
    str row_heading;
    struct table_column columns[TABLE_COLUMNS_MAX];
    size_t column_count;
    struct table_row *rows; /* without the total */
    size_t row_count;
    struct table_row total;
    str wrong; /* what does not add up, a sentence a line; empty: everything does */
};

/* A table as it was sent: its numbers stay. */
struct dispute_return {
    record_id id;
    int64_t version;
    str place;
    enum table_kind kind;
    date from_on;
    date to_on;
    str cells; /* CSV */
    date sent_on;
    str sender;
    str receiver;
};

extern const struct record_type dispute_return_type;
extern const struct choice table_choices[TABLE_KINDS];

MUST_USE struct error *table_read(struct context *cx, enum table_kind kind, str place,
                                  date from, date to, struct dispute_table *table);

/* One cell as it is printed. */
str table_cell(struct context *cx, const struct dispute_table *table,
               const struct table_row *row, size_t column);

/* The whole as CSV. */
str table_csv(struct context *cx, const struct dispute_table *table);

/* Keeps it as sent; fails with what does not add up. */
MUST_USE struct error *table_send(struct context *cx, enum table_kind kind, str place,
                                  date from, date to, str receiver,
                                  struct dispute_return *sent);

/* The last one sent of a kind, place and period. */
MUST_USE struct error *table_sent(struct context *cx, const struct dispute_table *table,
                                  struct dispute_return *sent, bool *found);

/* Writes it as a spreadsheet. */
MUST_USE struct error *table_sheet(struct context *cx, const struct dispute_table *table,
                                   struct loose_file *file);

/* Answers the table on A4; cells are its CSV, of which those who see no cases get the total. */
MUST_USE struct error *table_print(struct context *cx, const struct dispute_table *table,
                                   str cells, struct response *response);

extern const struct query returns_of_period;

#endif
