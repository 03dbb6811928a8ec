/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables for spreadsheet programs (XLSX), written row by row.
 *
 *     struct sheet_writer *writer;
 *     TRY(sheet_writer_open(cx, &writer));
 *     TRY(sheet_begin(cx, writer, &sheet));
 *     sheet_add_text(writer, name);
 *     sheet_add_number(writer, fen);      (in the unit of the column's form)
 *     sheet_end_row(writer);
 *     TRY(sheet_writer_finish(cx, writer, &file));
 *
 * Cells have real types: text, whole numbers, money (kept in 分, shown in 元), land (kept in
 * 1/10000 亩, shown in 亩), days and moments.  A text stays a text whatever it begins with, so
 * nothing is ever taken for a formula.  Memory does not grow with the rows; what has been
 * written lies in files below TMPDIR.
 */
#ifndef SHEET_WRITER_H
#define SHEET_WRITER_H

#include "base/file.h"

enum cell_form {
    CELL_TEXT,
    CELL_INTEGER,
    CELL_AMOUNT,
    CELL_DECIMAL,
    CELL_AREA,
    CELL_DATE,
    CELL_INSTANT
};

enum {
    SHEET_COLUMNS_MAX = 500,
    SHEET_ROWS_MAX = 1048576,    /* of one sheet, by the format */
    SHEET_TEXT_MAX = 32767,      /* characters in a cell, by the format */
    SHEET_TITLE_ROWS_MAX = 3,    /* title, who made it, what it contains */
    SHEET_TEMPLATE_ROWS = 20000, /* so far down the choices of a column are offered */
};

struct sheet_column {
    str heading;
    enum cell_form form;
    int width;          /* in Latin letters; 0: what suits the form and the heading */
    bool totalled;      /* the last row has its sum */
    const str *choices; /* what may be chosen in its cells; must live until the end */
    size_t choice_count;
    str note; /* shown beside a cell of the column when it is chosen */
};

/* One table.  The texts are copied; the columns must live until the end. */
struct sheet {
    str name;      /* of its tab */
    str title;     /* over the table; empty: none */
    str made_by;   /* below the title: who made it and when, for which place and conditions */
    str watermark; /* a row in red, and at the foot of each printed page: who took these
                      personal data, and when.  Empty: none */
    const struct sheet_column *columns;
    size_t column_count;
    bool counted; /* the last row says how many rows there are, and has the sums */
};

struct sheet_writer;

MUST_USE struct error *sheet_writer_open(struct context *cx, struct sheet_writer **writer);

/* Begins a table on a sheet of its own: title rows, and the heading, which stays in sight and
 * is printed on each page.  Ends the one before.  When a table has more rows than a sheet may
 * have, it goes on on another one. */
MUST_USE struct error *sheet_begin(struct context *cx, struct sheet_writer *writer,
                                   const struct sheet *sheet);

/* The next cell of the row.  A number is in the unit of the column's form: 分, 1/10000 亩.  A
 * whole number of more than 15 digits is written as text, because a spreadsheet would cut it.
 * A day before 1900-03-01, which the format does not know, is text too. */
void sheet_add_text(struct sheet_writer *writer, str text);
void sheet_add_number(struct sheet_writer *writer, int64_t number);
/* A number in decimals, "99.5"; a text that is no number stays text. */
void sheet_add_decimal(struct sheet_writer *writer, str text);
void sheet_add_date(struct sheet_writer *writer, date day);
void sheet_add_instant(struct sheet_writer *writer, instant moment);
void sheet_add_nothing(struct sheet_writer *writer);

/* The next cell, on red ground: what is wrong. */
void sheet_add_wrong(struct sheet_writer *writer, str text);

void sheet_end_row(struct sheet_writer *writer);

/* Ends the table with its last row, and closes the writer, also when it fails. */
MUST_USE struct error *sheet_writer_finish(struct context *cx, struct sheet_writer *writer,
                                           struct loose_file *file);

/* For CLEANUP: closes a writer that was not finished.  NULL is allowed. */
void sheet_writer_drop(struct sheet_writer **writer);

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#endif
