/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: workbooks as spreadsheet programs write them.
 *
 *     test_book(cx, "柏树林村党员花名册|<|<\n序号|姓名|党龄\n1|张　三|=28\n")
 *
 * A line is a row, | parts cells, < is one with the cell to its left, ^ with the one above;
 * =5 is a number, everything else a text.  An empty line is an empty row; a line that begins
 * with ~ is a row that is hidden, any other cell that does hides its column.
 */
#ifndef TESTS_BOOK_H
#define TESTS_BOOK_H

#include "base/context.h"

str test_book(struct context *cx, const char *rows);

/* The same with more sheets: names and rows in turn, NULL at the end. */
str test_books(struct context *cx, const char *name, ...);

struct test_part {
    const char *name;
    str text;
    bool stored; /* and not packed */
};

/* A container with these parts. */
str test_packed(struct context *cx, const struct test_part *parts, size_t count);

/* A part of a workbook: "xl/worksheets/sheet1.xml". */
str test_book_part(struct context *cx, str bytes, const char *name);

#endif
