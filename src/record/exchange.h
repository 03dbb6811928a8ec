/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records for other programs: JSON, OpenAPI schemas, CSV in and out.
 */
#ifndef RECORD_EXCHANGE_H
#define RECORD_EXCHANGE_H

#include "record/listing.h"

/* {"id":1,"version":2,"title":"...",...}; secrets as their masks, hidden fields left out. */
void record_write_json(struct context *cx, const struct record_type *type, const void *record,
                       struct buf *out);
void shape_write_json(struct context *cx, const struct shape *shape, const void *record,
                      struct buf *out);

/* What JSON says of one field, as its reader gets it: without quotes.  Empty for null. */
str field_json_text(struct context *cx, const struct field *field, const void *record);

/* The members of a JSON object as parameters, so that one reader serves forms and programs. */
MUST_USE struct error *params_of_json(struct context *cx, str json, struct params *params);

/* The schema of a shape for OpenAPI 3.1. */
void shape_write_schema(const struct shape *shape, bool is_record, struct buf *out);

/* The heading and the rows of CSV, by the fields' labels. */
void csv_write_heading(const struct record_type *type, struct buf *out);
void csv_write_row(struct context *cx, const struct record_type *type, const void *record,
                   struct buf *out);

/* What happened to an imported file. */
struct import {
    size_t rows;
    size_t stored;
    struct import_problem {
        size_t line;
        str field;
        str message;
    } * problems;
    size_t problem_count;
};

enum { IMPORT_PROBLEMS_MAX = 100 };

/* Reads a CSV file into records of a type through the type's door.  Headings are the fields'
 * names or labels.  A row whose place lies outside scope (empty: anywhere) is a problem.
 * Problems are collected and nothing may be kept when there is one: the caller rolls back. */
MUST_USE struct error *csv_import(struct context *cx, const struct record_type *type, str scope,
                                  str text, struct import *import);

/* How a row that was read becomes a record.  Its texts lie in the arena until it returns. */
struct csv_keeper {
    struct error *(*keep)(struct context *cx, const struct record_type *type, void *record,
                          void *closure);
    void *closure;
};

/* The same, keeping the rows in another way than through the type's door. */
MUST_USE struct error *csv_import_with(struct context *cx, const struct record_type *type,
                                       str scope, str text, const struct csv_keeper *keeper,
                                       struct import *import);

#endif
