/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An opened table, for the files of this folder that read it.
 */
#ifndef SHEET_BOOK_H
#define SHEET_BOOK_H

#include "base/buf.h"
#include "base/file.h"
#include "sheet/reader.h"

#include <expat.h>
#include <zip.h>

/* The texts that the cells of a book share, in two files that are mapped into memory. */
struct shared_texts {
    struct loose_file texts;
    struct loose_file ends; /* uint64_t: where each text ends */
    const char *text;
    const uint64_t *end;
    size_t count;
};

struct sheet_book {
    struct arena *arena;
    str bytes;
    struct book_sheet *sheets;
    size_t sheet_count;

    /* Of XLSX. */
    zip_t *zip; /* NULL: text with separators */
    str *parts; /* of each sheet: its file */
    bool from_1904;
    unsigned char *is_day; /* of each style */
    size_t style_count;
    struct shared_texts shared;
    bool has_shared;
    int64_t inflated; /* bytes so far */

    /* Of text. */
    char separator;
    struct loose_file decoded; /* when it was not UTF-8 */
    str text;
};

MUST_USE struct error *xlsx_open(struct context *cx, struct sheet_book *book);
MUST_USE struct error *xlsx_read(struct context *cx, struct sheet_book *book, size_t sheet,
                                 sheet_row_function *each, void *closure);

MUST_USE struct error *xlsx_hidden_columns(struct context *cx, struct sheet_book *book,
                                           size_t sheet, bool *hidden, size_t count);

/* One part of the container, parsed piece by piece. */
struct part_reader {
    struct context *cx;
    XML_Parser parser;
    struct error *error; /* set with part_stop */
    bool stopped;
    int depth;
    void *own;
    void (*start)(struct part_reader *reader, str name, const char **attributes);
    void (*end)(struct part_reader *reader, str name);
    void (*text)(struct part_reader *reader, str text);
};

/* *found is false when the container has no such part. */
MUST_USE struct error *part_read(struct sheet_book *book, const char *name,
                                 struct part_reader *reader, bool *found);

enum { PART_PIECE_BYTES = 64 * 1024 };

/* All bytes of a part, in pieces, without parsing; each answers false to end it. */
MUST_USE struct error *part_scan(struct context *cx, struct sheet_book *book, const char *name,
                                 bool (*each)(str piece, void *closure), void *closure);

/* Ends the reading; error is NULL when there is just nothing more to be had. */
void part_stop(struct part_reader *reader, struct error *error);

/* The value of an attribute, whatever its namespace; empty without one. */
str attribute(const char **attributes, const char *name);

#endif
