/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of a type as a table for other people: a spreadsheet, or CSV.
 *
 * What is written is what pages show: secrets as their masks, hidden fields left out.  In a
 * spreadsheet places and references have their names; in CSV they keep their codes, so that
 * programs can read the file in again.  Memory does not grow with the records.
 */
#ifndef RECORD_EXPORT_H
#define RECORD_EXPORT_H

#include "base/file.h"
#include "record/listing.h"

enum export_format { EXPORT_CSV, EXPORT_XLSX };

struct export_words {
    str title;     /* 居民 花桥镇 */
    str made_by;   /* who made it and when */
    str watermark; /* who took it and when, where the type has secret fields */
};

struct export;

/* Begins a file.  The words are for a spreadsheet only. */
MUST_USE struct error *export_open(struct context *cx, const struct record_type *type,
                                   enum export_format format, const struct export_words *words,
                                   struct export **made);

MUST_USE struct error *export_add(struct context *cx, struct export *export,
                                  const void *record);

/* Ends it, also when it fails. */
MUST_USE struct error *export_finish(struct context *cx, struct export *export,
                                     struct loose_file *file);

/* For CLEANUP: closes one that was not finished.  NULL is allowed. */
void export_drop(struct export **export);

/* All pages of a listing, from its beginning, up to most records. */
MUST_USE struct error *export_listing(struct context *cx, const struct listing *listing,
                                      enum export_format format,
                                      const struct export_words *words, size_t most,
                                      struct loose_file *file);

/* True when the type has fields that are kept sealed. */
bool type_is_personal(const struct record_type *type);

/* "csv" or "xlsx". */
bool export_format_read(str text, enum export_format *format);
const char *export_media_type(enum export_format format);
const char *export_ending(enum export_format format);

#endif
