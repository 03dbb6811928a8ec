/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as people send them: XLSX, CSV and TSV, read row by row.
 *
 *     struct sheet_book *book;
 *     TRY(book_open(cx, bytes, &book));
 *     TRY(book_read(cx, book, 0, each_row, closure));
 *     book_close(&book);
 *
 * What a cell shows is its text: days as 2026-03-02, numbers in plain decimals, the kept result
 * of a formula.  Formulas, macros and links are not looked at.  CSV and TSV may be UTF-8,
 * GB 18030 or UTF-16.  The bytes are those of a stranger: sizes, ratios and depths have limits,
 * and what is refused is refused with a sentence.  Memory does not grow with the rows; texts
 * that cells share lie in a file below TMPDIR.
 */
#ifndef SHEET_READER_H
#define SHEET_READER_H

#include "base/context.h"

enum {
    BOOK_SHEETS_MAX = 200,
    SHEET_CELLS_MAX = 500,              /* columns that are read; of CSV 1000 */
    BOOK_BYTES_MAX = 128 * 1024 * 1024, /* of a file */
    CELL_BYTES_MAX = 128 * 1024,
};

enum cell_kind {
    CELL_IS_EMPTY,
    CELL_IS_TEXT,
    CELL_IS_NUMBER,
    CELL_IS_DAY, /* or a moment */
    CELL_IS_YES_NO,
    CELL_IS_FAULT, /* #REF! and the like: the spreadsheet itself has no value for it */
};

struct sheet_cell {
    str text;
    enum cell_kind kind;
    bool covered; /* lies in a merged block; the text is that of its first cell */
    bool cut;     /* a number of more than 15 digits: the spreadsheet has lost the last ones */
};

struct sheet_row {
    int64_t number; /* in the sheet, from 1, as spreadsheet programs show it */
    bool hidden;
    size_t count;
    const struct sheet_cell *cells;
};

/* Is given each row that is not empty; the row is gone when it returns.  An error ends the
 * reading; &sheet_enough ends it without being one. */
typedef struct error *sheet_row_function(struct context *cx, const struct sheet_row *row,
                                         void *closure);
extern struct error sheet_enough;

struct book_sheet {
    str name;
    bool hidden;
};

struct sheet_book;

/* The bytes must live until the book is closed. */
MUST_USE struct error *book_open(struct context *cx, str bytes, struct sheet_book **book);

/* For CLEANUP.  NULL is allowed. */
void book_close(struct sheet_book **book);

/* The sheets of a book; CSV has one without a name. */
const struct book_sheet *book_sheets(const struct sheet_book *book, size_t *count);

/* Which of the first count columns the spreadsheet does not show. */
MUST_USE struct error *book_hidden_columns(struct context *cx, struct sheet_book *book,
                                           size_t sheet, bool *hidden, size_t count);

/* Memory of cx->arena that is taken while a row is handled stays taken: a caller with many rows
 * marks and rewinds. */
MUST_USE struct error *book_read(struct context *cx, struct sheet_book *book, size_t sheet,
                                 sheet_row_function *each, void *closure);

#endif
