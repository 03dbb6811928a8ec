/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 一表通: forms that a superior sends as a workbook, filled from what is known already.
 *
 * A form is sent once.  The program finds which of its columns or cells it can fill (from
 * fields of records, from figures, from the place and the days), people put right what it did
 * not find, and the next time it is one press.  What is typed by hand elsewhere is not asked
 * again: how much typing was saved is told.
 *
 * The workbook stays the superior's: only values are written into it (sheet/filler.h).  Sealed
 * numbers are never written; their cells are marked, as are all that nobody knows.
 */
#ifndef MODULES_FORMS_FORMS_H
#define MODULES_FORMS_FORMS_H

#include "app/module.h"
#include "base/file.h"

enum {
    FORM_COLUMNS_MAX = 200,
    FORM_ROWS_MAX = 5000, /* records in one list */
    FORM_BYTES_MAX = 10 * 1024 * 1024,
};

enum form_kind {
    FORM_LIST,  /* a row for each record: 党员名册 */
    FORM_TABLE, /* a row for each place, figures in the columns: 各村情况统计表 */
    FORM_CELLS, /* labels with an empty cell beside each */
};

struct form_template {
    record_id id;
    int64_t version;
    str place; /* whose it is; it is filled for this place and those below */
    str title;
    str issuer; /* who wants it */
    enum form_kind kind;
    str type; /* of a list: whose records */
    int64_t sheet;
    int64_t heading; /* the last row of the heading; of cells 0 */
    int64_t column_count;
    int64_t known_count;
    date added_on;
    date retired_on; /* nobody wants it any more */
};

/* Where the value of a column or a cell comes from. */
struct form_binding {
    record_id id;
    int64_t version;
    str place;
    record_id template;
    int64_t ordinal;
    str cell; /* a column, "C", or a cell, "C5" */
    str heading;
    str plain;  /* the heading without what does not matter, to find it in the next form */
    str source; /* "field:name", "figure:matters_received", "place"; empty: nobody knows */
};

/* A form that was filled in: for where, which days, how much. */
struct form_filling {
    record_id id;
    int64_t version;
    str place;
    record_id template;
    str title;
    date from_on;
    date to_on;
    int64_t filled_count; /* cells that nobody had to type */
    int64_t missing_count;
    str missing; /* the headings of those */
    str actor;
    date filled_on;
};

extern const struct record_type form_template_type;
extern const struct record_type form_binding_type;
extern const struct record_type form_filling_type;

/* What a workbook asks for, as far as it is understood. */
struct form_sketch { /* no row */
    enum form_kind kind;
    str type;
    size_t sheet;
    int64_t heading;
    struct form_binding *bindings;
    size_t count;
    size_t known;
};

/* Reads a workbook: finds its columns or cells and proposes where their values come from, also
 * from what people said of earlier forms.  place: where it will be filled. */
MUST_USE struct error *form_sketch_read(struct context *cx, str place, str bytes,
                                        struct form_sketch *sketch);

/* Keeps a form with its bindings; the workbook is kept as its evidence. */
MUST_USE struct error *form_add(struct context *cx, struct form_template *form,
                                const struct form_sketch *sketch, str file_name, str bytes);

MUST_USE struct error *form_bindings(struct context *cx, record_id form,
                                     struct form_binding **bindings, size_t *count);

/* Says where the value of a binding comes from. */
MUST_USE struct error *form_bind(struct context *cx, struct form_template *form,
                                 const struct form_binding *binding, str source);

/* Nobody wants it any more. */
MUST_USE struct error *form_retire(struct context *cx, record_id form);

/* Fills a form for a place and some days, both in: *filling says how much; file, unless NULL,
 * gets the workbook.  Keeps nothing. */
MUST_USE struct error *form_fill(struct context *cx, const struct form_template *form,
                                 struct form_filling *filling, struct loose_file *file);

/* Keeps that it was filled in. */
MUST_USE struct error *form_note_filling(struct context *cx, struct form_filling *filling);

/* What was saved in a year within a place. */
struct form_saving {
    int64_t filling_count;
    int64_t cell_count;
};

MUST_USE struct error *forms_saved(struct context *cx, str place, date from, date to,
                                   struct form_saving *saving);

#endif
